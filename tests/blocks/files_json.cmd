test --format json tests/blocks/none.xuan tests/blocks/bad.xuan
