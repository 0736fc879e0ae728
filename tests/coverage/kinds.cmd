test --coverage tests/coverage/kinds.xuan
