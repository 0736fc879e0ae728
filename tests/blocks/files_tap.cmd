test --format tap tests/blocks/none.xuan tests/blocks/bad.xuan tests/blocks/office.xuan --filter 退出
