test --lang en --format tap tests/coverage/checks.xuan
