compare rules/河北省/保定市.xuan
