test --suggest tests/coverage/tables.xuan
