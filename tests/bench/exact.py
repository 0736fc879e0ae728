#!/usr/bin/python3
"""What every answer is checked against: exact fractions; or decimal.Decimal (28 digits) as a peer.
exact.py fraction|decimal P1|P2 X.ndjson OUT.csv     (posts in X.posts.ndjson)"""
import json, sys
from collections import defaultdict
from fractions import Fraction
from decimal import Decimal

kind, proc, src, dst = sys.argv[1:5]
T = {"fraction": Fraction, "decimal": Decimal}[kind]
LEAD = {"好": T(5), "较好": T(4), "一般": T(3), "较差": T(1)}
P30, P50, P80 = T("0.3"), T("0.5"), T("0.8")
P40 = T("0.4")
D3, D5, D20, D40, D100 = T(3), T(5), T(20), T(40), T(100)

def sh(a, b):
    return T(a) / T(b)

def p1_score(c):
    for g in c["grades"]:
        if g not in ("优秀", "称职"):
            return "grade", None
    n = c["moral"]["respondents"]
    if n < 50:
        return "quorum", None
    moral = T(0)
    for it in c["moral"]["items"]:
        if sh(it["反映较多"], n) > P30:
            return "moral", None
        moral += sh(2 * it["没反映"] + it["偶尔有反映"], n)
    m = sh(c["meeting"]["yes"], c["meeting"]["total"])
    t = sh(c["talk"]["yes"], c["talk"]["total"])
    p = sh(c["poll"]["satisfied"], c["poll"]["total"])
    if m < P30: return "meeting", None
    if t < P50: return "talk", None
    if p < P80: return "poll", None
    rec = (m + t + p) / D3 * D20
    work = min(D40, c["work"]["base"] + sum(c["work"]["bonuses"], T(0)))
    return "", moral + rec + work + LEAD[c["leader"][0]] + LEAD[c["leader"][1]] + c["org"]

def p2_score(c):
    s, t = c["poll"]["satisfied"], c["poll"]["total"]
    if T(1) - sh(s, t) > P30:
        return "dissatisfied", None
    v = c["interview"]
    itv = (sum(v, T(0)) - max(v) - min(v)) / D5
    b = c["ballots"]
    ass = D100 * (P40 * sh(b["A"]["yes"], b["A"]["total"]) + P30 * sh(b["B"]["yes"], b["B"]["total"]) + P30 * sh(b["C"]["yes"], b["C"]["total"]))
    return "", P30 * c["written"] + P30 * itv + P40 * ass

seats = {}
with open(src[:-7] + ".posts.ndjson", encoding="utf-8") as f:
    for l in f:
        p = json.loads(l); seats[p["post"]] = p["seats"]
res, groups = [], defaultdict(list)
with open(src, encoding="utf-8") as f:
    for i, l in enumerate(f):
        c = json.loads(l, parse_float=T)
        reason, tot = p1_score(c) if proc == "P1" else p2_score(c)
        res.append([c["id"], reason, None, None])
        if tot is not None:
            groups[(c["layer"] if proc == "P1" else None, c["post"])].append((tot, i))
for (_, post), rows in groups.items():
    k1, k2 = (3 * seats[post], -(-3 * seats[post] // 2)) if proc == "P1" else (3, 3)
    rows.sort(key=lambda r: r[0], reverse=True)
    rank, last = 0, None
    for k, (tot, i) in enumerate(rows, 1):
        if tot != last: rank, last = k, tot
        r = res[i]
        if rank > k1: r[1] = "cut1"
        elif rank > k2: r[1] = "cut2"
        else: r[2], r[3] = tot, rank
with open(dst, "w", encoding="utf-8") as f:
    f.write("id,reason,total,rank\n")
    for a, b, t, k in res:
        f.write(f"{a},{b},,\n" if t is None else f"{a},{b},{float(t)!r},{k}\n")
