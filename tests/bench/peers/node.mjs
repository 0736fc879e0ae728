// Plain JavaScript on node.   node node.mjs P1|P2 DOC.json|X.ndjson OUT.csv
import fs from 'node:fs';
import { readCandidates, rankAndWrite } from './rows.mjs';
const [proc, src, dst] = process.argv.slice(2);
const LEAD = { '好': 5, '较好': 4, '一般': 3, '较差': 1 };
function p1(c) {
  for (const g of c.grades) if (g !== '优秀' && g !== '称职') return ['grade', 0];
  const n = c.moral.respondents;
  if (n < 50) return ['quorum', 0];
  let moral = 0;
  for (const it of c.moral.items) {
    if (it['反映较多'] / n > 0.3) return ['moral', 0];
    moral += (2 * it['没反映'] + it['偶尔有反映']) / n;
  }
  const m = c.meeting.yes / c.meeting.total, t = c.talk.yes / c.talk.total, p = c.poll.satisfied / c.poll.total;
  if (m < 0.3) return ['meeting', 0];
  if (t < 0.5) return ['talk', 0];
  if (p < 0.8) return ['poll', 0];
  const work = Math.min(40, c.work.base + c.work.bonuses.reduce((a, b) => a + b, 0));
  return ['', moral + (m + t + p) / 3 * 20 + work + LEAD[c.leader[0]] + LEAD[c.leader[1]] + c.org];
}
function p2(c) {
  if (1 - c.poll.satisfied / c.poll.total > 0.3) return ['dissatisfied', 0];
  const v = c.interview;
  const itv = (v.reduce((a, b) => a + b, 0) - Math.max(...v) - Math.min(...v)) / 5;
  const b = c.ballots;
  const ass = 100 * (0.4 * b.A.yes / b.A.total + 0.3 * b.B.yes / b.B.total + 0.3 * b.C.yes / b.C.total);
  return ['', 0.3 * c.written + 0.3 * itv + 0.4 * ass];
}
const f = proc === 'P1' ? p1 : p2;
const rows = [];
const seats = readCandidates(src, (c) => {
  const [reason, total] = f(c);
  rows.push({ id: c.id, reason, total, key: proc === 'P1' ? c.layer + c.post : c.post, post: c.post, rank: 0 });
});
rankAndWrite(rows, seats, proc, dst);
