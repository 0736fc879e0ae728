test tests/blocks/sheets.xuan
