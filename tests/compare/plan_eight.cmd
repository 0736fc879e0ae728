compare rules/河北省/保定市.xuan rules/某省/某区.xuan rules/湖南省/耒阳市.xuan rules/河北省/保定市.xuan rules/江苏省/扬州市.xuan rules/江西省/九江市.xuan rules/贵州省/干部交流.xuan rules/湖北省/随州市.xuan
