test rules/湖南省/耒阳市.xuan rules/河北省/保定市.xuan
