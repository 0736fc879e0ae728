run rules/湖南省/耒阳市.xuan examples/leiyang/pool.json --readings
