test tests/blocks/entries.xuan
