compare rules/河北省/保定市.xuan rules/某省/某区.xuan --data tests/compare/unreadable.json
