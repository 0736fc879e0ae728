test --complete rules/江苏省/扬州市.xuan
