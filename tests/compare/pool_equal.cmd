compare rules/湖南省/耒阳市.xuan rules/湖南省/耒阳市.xuan --data examples/leiyang/pool.json
