test --complete --format tap --filter 小数据 tests/coverage/kinds.xuan
