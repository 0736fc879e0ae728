#!/usr/bin/python3
"""pandas (Debian python3-pandas), vectorised.   with_pandas.py P1|P2 DOC.json|X.ndjson OUT.csv"""
import json, sys
import numpy as np
import pandas as pd

proc, src, dst = sys.argv[1:4]
LEAD = {"好": 5, "较好": 4, "一般": 3, "较差": 1}
if src.endswith(".ndjson"):
    posts = pd.read_json(src[:-7] + ".posts.ndjson", lines=True)
    cands = map(json.loads, open(src, encoding="utf-8"))
else:
    with open(src, encoding="utf-8") as f:
        doc = json.load(f)
    posts, cands = pd.DataFrame(doc["posts"]), doc["candidates"]

if proc == "P1":
    rows, items = [], []
    for c in cands:
        g, m, w, l = c["grades"], c["moral"], c["work"], c["leader"]
        rows.append((c["id"], c["layer"], c["post"], g[0], g[1], g[2], m["respondents"],
                     c["meeting"]["yes"], c["meeting"]["total"], c["talk"]["yes"], c["talk"]["total"],
                     c["poll"]["satisfied"], c["poll"]["total"], w["base"], sum(w["bonuses"]), l[0], l[1], c["org"]))
        for it in m["items"]:
            items.append((it["没反映"], it["偶尔有反映"], it["反映较多"]))
    doc = cands = None
    df = pd.DataFrame(rows, columns="id layer post g1 g2 g3 n my mt ty tt ps pt base bonus l1 l2 org".split())
    it = np.array(items, dtype=np.int32).reshape(len(df), 10, 3); items = rows = None
    n = df["n"].to_numpy()[:, None]
    moral = ((2 * it[:, :, 0] + it[:, :, 1]) / n).sum(axis=1)
    bad = (it[:, :, 2] / n > 0.3).any(axis=1)
    m, t, p = df.my / df.mt, df.ty / df.tt, df.ps / df.pt
    ok = ["优秀", "称职"]
    df["reason"] = np.select(
        [~(df.g1.isin(ok) & df.g2.isin(ok) & df.g3.isin(ok)), df.n < 50, bad, m < 0.3, t < 0.5, p < 0.8],
        ["grade", "quorum", "moral", "meeting", "talk", "poll"], "")
    df["total"] = moral + (m + t + p) / 3 * 20 + np.minimum(40, df.base + df.bonus) + df.l1.map(LEAD) + df.l2.map(LEAD) + df.org
    df = df.merge(posts[["post", "seats"]], on="post", how="left")
    live = df.reason == ""
    df["rank"] = df[live].groupby(["layer", "post"])["total"].rank(method="min", ascending=False)
    df.loc[live & (df["rank"] > 3 * df.seats), "reason"] = "cut1"
    live = df.reason == ""
    df.loc[live & (df["rank"] > np.ceil(1.5 * df.seats)), "reason"] = "cut2"
else:
    rows = []
    for c in cands:
        b, v = c["ballots"], c["interview"]
        rows.append((c["id"], c["post"], c["poll"]["satisfied"], c["poll"]["total"], c["written"], *v,
                     b["A"]["yes"], b["A"]["total"], b["B"]["yes"], b["B"]["total"], b["C"]["yes"], b["C"]["total"]))
    doc = cands = None
    df = pd.DataFrame(rows, columns="id post ps pt written v1 v2 v3 v4 v5 v6 v7 ay at by bt cy ct".split()); rows = None
    v = df[["v1", "v2", "v3", "v4", "v5", "v6", "v7"]]
    itv = (v.sum(axis=1) - v.max(axis=1) - v.min(axis=1)) / 5
    ass = 100 * (0.4 * df.ay / df["at"] + 0.3 * df.by / df.bt + 0.3 * df.cy / df.ct)
    df["total"] = 0.3 * df.written + 0.3 * itv + 0.4 * ass
    df["reason"] = np.where(1 - df.ps / df.pt > 0.3, "dissatisfied", "")
    live = df.reason == ""
    df["rank"] = df[live].groupby("post")["total"].rank(method="min", ascending=False)
    df.loc[live & (df["rank"] > 3), "reason"] = "cut1"
df.loc[df.reason != "", ["total", "rank"]] = np.nan
df["rank"] = df["rank"].astype("Int64")
df[["id", "reason", "total", "rank"]].to_csv(dst, index=False)
