test --format json tests/blocks/failing.xuan
