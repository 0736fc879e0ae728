test --lang en tests/blocks/none.xuan
