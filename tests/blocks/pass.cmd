test tests/blocks/office.xuan
