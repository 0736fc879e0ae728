test --format tap tests/blocks/none.xuan
