compare rules/河北省/保定市.xuan rules/某省/某区.xuan rules/湖南省/耒阳市.xuan --data examples/compare/pool36.json --format csv --names
