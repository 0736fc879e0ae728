// reading, ranking and writing of the JavaScript peer
import fs from 'node:fs';
/** calls each(candidate) in file order, returns Map post -> seats.  V8 strings end at 512 MB, so the 1e6 set comes as NDJSON. */
export function readCandidates(src, each) {
  const seats = new Map();
  if (src.endsWith('.json')) {
    const doc = JSON.parse(fs.readFileSync(src, 'utf8'));
    for (const p of doc.posts) seats.set(p.post, p.seats);
    for (const c of doc.candidates) each(c);
    return seats;
  }
  for (const l of fs.readFileSync(src.slice(0, -7) + '.posts.ndjson', 'utf8').split('\n')) if (l) { const p = JSON.parse(l); seats.set(p.post, p.seats); }
  const fd = fs.openSync(src, 'r'), buf = Buffer.allocUnsafe(4 << 20);
  let have = 0, got;
  while ((got = fs.readSync(fd, buf, have, buf.length - have, null)) > 0) {
    const end = have + got; let p = 0, q;
    while ((q = buf.indexOf(10, p)) >= 0 && q < end) { each(JSON.parse(buf.toString('utf8', p, q))); p = q + 1; }
    buf.copy(buf, 0, p, end); have = end - p;
  }
  fs.closeSync(fd);
  return seats;
}
export function rankAndWrite(rows, seats, proc, dst) {
  const groups = new Map();
  for (const r of rows) if (!r.reason) { const g = groups.get(r.key); if (g) g.push(r); else groups.set(r.key, [r]); }
  for (const g of groups.values()) {
    const s = seats.get(g[0].post), k1 = proc === 'P1' ? 3 * s : 3, k2 = proc === 'P1' ? Math.ceil(1.5 * s) : 3;
    g.sort((a, b) => b.total - a.total);
    let rank = 0;
    for (let i = 0; i < g.length; i++) {
      if (i === 0 || g[i].total !== g[i - 1].total) rank = i + 1;
      g[i].rank = rank;
      if (rank > k1) g[i].reason = 'cut1'; else if (rank > k2) g[i].reason = 'cut2';
    }
  }
  const out = ['id,reason,total,rank\n']; let part = [];
  for (const r of rows) {
    part.push(r.reason ? `${r.id},${r.reason},,\n` : `${r.id},,${r.total},${r.rank}\n`);
    if (part.length === 10000) { out.push(part.join('')); part = []; }
  }
  out.push(part.join(''));
  fs.writeFileSync(dst, out.join(''));
}
