test --coverage --format json --filter 小数据 tests/coverage/kinds.xuan
