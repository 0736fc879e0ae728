#!/bin/sh
# postgres.sh start | stop | P1|P2 X.ndjson OUT.csv [numeric|double]    PostgreSQL with NUMERIC
# own cluster in a folder of its own (unix socket only), COPY of NDJSON into jsonb, then typed columns (NUMERIC), then SQL.
B=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
ROOT=$(cd "$(dirname "$0")/../../.." && pwd)/build/bench
D=$ROOT/pg
as() { su postgres -s /bin/sh -c "$*"; }
case $1 in
start)
  if [ ! -d $D/data ]; then mkdir -p $D && chown postgres $D && as "$B/initdb -D $D/data --locale=C.UTF-8 -A trust" >/dev/null
  cat >> $D/data/postgresql.conf <<C
listen_addresses = ''
unix_socket_directories = '$D'
shared_buffers = 512MB
work_mem = 512MB
maintenance_work_mem = 256MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 8GB
autovacuum = off
max_parallel_workers_per_gather = 2
max_parallel_workers = 2
jit = off
C
  fi
  as "$B/pg_ctl -D $D/data -l $D/log -w start" >/dev/null; exit;;
stop) as "$B/pg_ctl -D $D/data -m fast -w stop" >/dev/null; exit;;
esac
P=$1; SRC=$(readlink -f $2); OUT=$(readlink -f $3); T=${4:-numeric}; POSTS=${SRC%.ndjson}.posts.ndjson
[ $T = double ] && T='double precision'
{
cat <<S
\set ON_ERROR_STOP on
SET client_min_messages=warning;
DROP TABLE IF EXISTS raw, rawp, posts, s;
BEGIN;
CREATE UNLOGGED TABLE raw(j jsonb); CREATE UNLOGGED TABLE rawp(j jsonb);
\copy raw FROM '$SRC' (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01')
\copy rawp FROM '$POSTS' (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01')
COMMIT;
CREATE UNLOGGED TABLE posts AS SELECT j->>'post' post, (j->>'seats')::int seats FROM rawp;
ANALYZE posts; ANALYZE raw;
S
if [ "$P" = P1 ]; then cat <<S
CREATE UNLOGGED TABLE s AS SELECT j->>'id' id, j->>'layer' layer, j->>'post' post, j->'grades'->>0 g1, j->'grades'->>1 g2, j->'grades'->>2 g3,
  (j->'moral'->>'respondents')::int n, i.moral, i.worst,
  (j->'meeting'->>'yes')::$T/(j->'meeting'->>'total')::$T m, (j->'talk'->>'yes')::$T/(j->'talk'->>'total')::$T t, (j->'poll'->>'satisfied')::$T/(j->'poll'->>'total')::$T p,
  least(40, (j->'work'->>'base')::$T+coalesce((SELECT sum(x::$T) FROM jsonb_array_elements_text(j->'work'->'bonuses') x),0)) work,
  (CASE j->'leader'->>0 WHEN '好' THEN 5 WHEN '较好' THEN 4 WHEN '一般' THEN 3 WHEN '较差' THEN 1 END)+(CASE j->'leader'->>1 WHEN '好' THEN 5 WHEN '较好' THEN 4 WHEN '一般' THEN 3 WHEN '较差' THEN 1 END) leader,
  (j->>'org')::$T org
 FROM raw, LATERAL (SELECT sum((2*(x->>'没反映')::int+(x->>'偶尔有反映')::int)::$T/(j->'moral'->>'respondents')::int) moral, max((x->>'反映较多')::$T/(j->'moral'->>'respondents')::int) worst FROM jsonb_array_elements(j->'moral'->'items') x) i;
\copy (WITH v AS (SELECT id, layer, post, CASE WHEN g1 NOT IN ('优秀','称职') OR g2 NOT IN ('优秀','称职') OR g3 NOT IN ('优秀','称职') THEN 'grade' WHEN n<50 THEN 'quorum' WHEN worst>0.3 THEN 'moral' WHEN m<0.3 THEN 'meeting' WHEN t<0.5 THEN 'talk' WHEN p<0.8 THEN 'poll' ELSE '' END reason, moral+(m+t+p)/3*20+work+leader+org total FROM s), r AS (SELECT *, rank() OVER (PARTITION BY layer, post, reason='' ORDER BY total DESC) rk FROM v), q AS (SELECT id, CASE WHEN reason<>'' THEN reason WHEN rk>3*seats THEN 'cut1' WHEN rk>ceil(1.5*seats) THEN 'cut2' ELSE '' END reason, total, rk FROM r JOIN posts USING(post)) SELECT id, reason, CASE WHEN reason='' THEN total END total, CASE WHEN reason='' THEN rk END rank FROM q) TO '$OUT' (FORMAT csv, HEADER)
S
else cat <<S
CREATE UNLOGGED TABLE s AS SELECT j->>'id' id, j->>'post' post, (j->'poll'->>'satisfied')::$T/(j->'poll'->>'total')::$T p, (j->>'written')::$T w,
  (SELECT (sum(x::$T)-max(x::$T)-min(x::$T))/5 FROM jsonb_array_elements_text(j->'interview') x) itv,
  100*(0.4::$T*(j->'ballots'->'A'->>'yes')::$T/(j->'ballots'->'A'->>'total')::$T+0.3::$T*(j->'ballots'->'B'->>'yes')::$T/(j->'ballots'->'B'->>'total')::$T+0.3::$T*(j->'ballots'->'C'->>'yes')::$T/(j->'ballots'->'C'->>'total')::$T) ass FROM raw;
\copy (WITH v AS (SELECT id, post, CASE WHEN 1-p>0.3 THEN 'dissatisfied' ELSE '' END reason, 0.3::$T*w+0.3::$T*itv+0.4::$T*ass total FROM s), r AS (SELECT *, rank() OVER (PARTITION BY post, reason='' ORDER BY total DESC) rk FROM v), q AS (SELECT id, CASE WHEN reason<>'' THEN reason WHEN rk>3 THEN 'cut1' ELSE '' END reason, total, rk FROM r) SELECT id, reason, CASE WHEN reason='' THEN total END total, CASE WHEN reason='' THEN rk END rank FROM q) TO '$OUT' (FORMAT csv, HEADER)
S
fi
cat <<S
\o $ROOT/pg.rss
\t on
SELECT (regexp_match(pg_read_file('/proc/self/status'),'VmHWM:\s+(\d+)'))[1];
\o
DROP TABLE raw, rawp, posts, s;
S
} | psql -q -X -h $D -U postgres postgres
