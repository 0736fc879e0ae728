test tests/coverage/checks.xuan
