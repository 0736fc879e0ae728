test --format tap tests/blocks/failing.xuan
