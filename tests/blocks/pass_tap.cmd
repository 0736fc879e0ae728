test --format tap tests/blocks/office.xuan
