test --coverage --lang en tests/coverage/kinds.xuan
