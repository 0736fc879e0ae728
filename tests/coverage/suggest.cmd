test --suggest --data tests/coverage/office.json tests/coverage/office.xuan
