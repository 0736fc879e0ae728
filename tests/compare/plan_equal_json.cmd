compare rules/某省/某区.xuan rules/某省/某区.xuan --format json
