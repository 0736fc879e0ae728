test --suggest --lang en tests/coverage/office.xuan
