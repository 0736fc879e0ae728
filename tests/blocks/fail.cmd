test tests/blocks/failing.xuan
