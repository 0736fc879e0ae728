test tests/blocks/tables.xuan
