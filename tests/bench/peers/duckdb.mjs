// DuckDB SQL through npm @duckdb/node-api.   node duckdb.mjs P1|P2 X.ndjson|DOC.json OUT.csv [threads]
import { createRequire } from 'node:module';
const require = createRequire(new URL('../../../build/npm/', import.meta.url));
const { DuckDBInstance } = require('@duckdb/node-api');
const [proc, src, dst, threads = '2'] = process.argv.slice(2);
const inst = await DuckDBInstance.create(':memory:', { threads });
const db = await inst.connect();
const CAND = `STRUCT(id VARCHAR, layer VARCHAR, post VARCHAR, grades VARCHAR[],
  moral STRUCT(respondents INT, items STRUCT("没反映" INT, "偶尔有反映" INT, "反映较多" INT)[]),
  ballots STRUCT(A STRUCT(yes INT, total INT), B STRUCT(yes INT, total INT), C STRUCT(yes INT, total INT)),
  meeting STRUCT(yes INT, total INT), talk STRUCT(yes INT, total INT), poll STRUCT(satisfied INT, total INT),
  written DOUBLE, interview DOUBLE[], work STRUCT(base DOUBLE, bonuses DOUBLE[]), leader VARCHAR[], org DOUBLE)`;
if (src.endsWith('.json')) {       // one document: everything is one row, then unnested
  await db.run(`CREATE TABLE doc AS SELECT * FROM read_json('${src}', maximum_object_size=2147483647, columns={posts: 'STRUCT(post VARCHAR, seats INT)[]', candidates: '${CAND.replace(/'/g, "''")}[]'})`);
  await db.run(`CREATE TABLE posts AS SELECT unnest(posts, recursive := true) FROM doc`);
  await db.run(`CREATE VIEW c AS SELECT x.* FROM (SELECT unnest(candidates) x FROM doc)`);
} else {
  await db.run(`CREATE TABLE posts AS SELECT post, seats FROM read_json('${src.slice(0, -7)}.posts.ndjson', format='newline_delimited', columns={post: 'VARCHAR', seats: 'INT'})`);
  const cols = CAND.slice(7, -1).replace(/^/, '{').replace(/$/, '}');
  // split the struct definition into top-level columns
  const parts = []; let d = 0, cur = '';
  for (const ch of CAND.slice(7, -1)) { if (ch === '(') d++; if (ch === ')') d--; if (ch === ',' && d === 0) { parts.push(cur.trim()); cur = ''; } else cur += ch; }
  parts.push(cur.trim());
  const colspec = parts.map((p) => { const k = p.indexOf(' '); return `${p.slice(0, k)}: '${p.slice(k + 1)}'`; }).join(', ');
  await db.run(`CREATE VIEW c AS SELECT * FROM read_json('${src}', format='newline_delimited', columns={${colspec}})`);
}
const LEAD = (x) => `(CASE ${x} WHEN '好' THEN 5 WHEN '较好' THEN 4 WHEN '一般' THEN 3 WHEN '较差' THEN 1 END)`;
const P1 = `
WITH s AS (
  SELECT id, layer, post, grades, moral.respondents AS n,
    list_sum(list_transform(moral.items, x -> (2 * x."没反映" + x."偶尔有反映") / moral.respondents)) AS moral_score,
    list_bool_or(list_transform(moral.items, x -> x."反映较多" / moral.respondents > 0.3::DOUBLE)) AS moral_bad,
    meeting.yes / meeting.total AS m, talk.yes / talk.total AS t, poll.satisfied / poll.total AS p,
    least(40, work.base + coalesce(list_sum(work.bonuses), 0)) AS work_score,
    ${LEAD('leader[1]')} + ${LEAD('leader[2]')} AS leader_score, org
  FROM c),
v AS (
  SELECT id, layer, post,
    CASE WHEN NOT (grades[1] IN ('优秀','称职') AND grades[2] IN ('优秀','称职') AND grades[3] IN ('优秀','称职')) THEN 'grade'
         WHEN n < 50 THEN 'quorum' WHEN moral_bad THEN 'moral' WHEN m < 0.3::DOUBLE THEN 'meeting' WHEN t < 0.5::DOUBLE THEN 'talk' WHEN p < 0.8::DOUBLE THEN 'poll' ELSE '' END AS reason,
    moral_score + (m + t + p) / 3 * 20 + work_score + leader_score + org AS total
  FROM s),
r AS (SELECT *, rank() OVER (PARTITION BY layer, post, reason = '' ORDER BY total DESC) AS rk FROM v)
SELECT r.id, CASE WHEN reason <> '' THEN reason WHEN rk > 3 * seats THEN 'cut1' WHEN rk > ceil(1.5 * seats) THEN 'cut2' ELSE '' END AS reason2,
  CASE WHEN reason2 = '' THEN total END AS total, CASE WHEN reason2 = '' THEN rk END AS rank
FROM r JOIN posts USING (post)`;
const P2 = `
WITH v AS (
  SELECT id, post, CASE WHEN 1 - poll.satisfied / poll.total > 0.3::DOUBLE THEN 'dissatisfied' ELSE '' END AS reason,
    0.3::DOUBLE * written + 0.3::DOUBLE * ((list_sum(interview) - list_max(interview) - list_min(interview)) / 5)
    + 0.4::DOUBLE * (100 * (0.4::DOUBLE * ballots.A.yes / ballots.A.total + 0.3::DOUBLE * ballots.B.yes / ballots.B.total + 0.3::DOUBLE * ballots.C.yes / ballots.C.total)) AS total
  FROM c),
r AS (SELECT *, rank() OVER (PARTITION BY post, reason = '' ORDER BY total DESC) AS rk FROM v)
SELECT id, CASE WHEN reason <> '' THEN reason WHEN rk > 3 THEN 'cut1' ELSE '' END AS reason2,
  CASE WHEN reason2 = '' THEN total END AS total, CASE WHEN reason2 = '' THEN rk END AS rank
FROM r`;
await db.run(`COPY (${proc === 'P1' ? P1 : P2}) TO '${dst}' (HEADER, DELIMITER ',')`);
