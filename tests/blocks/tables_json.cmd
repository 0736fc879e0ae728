test --format json --lang en tests/blocks/tables.xuan --filter 表
