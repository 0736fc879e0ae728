test --format json tests/blocks/office.xuan
