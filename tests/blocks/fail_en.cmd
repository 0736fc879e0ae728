test --lang en tests/blocks/failing.xuan
