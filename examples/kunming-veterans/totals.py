#!/usr/bin/env python3
"""不用规则，排出名次、逐个选岗；再从运行结果里读出同样的东西，两者应当一样。

    python3 generate.py > pool.json
    xuan run rules/云南省/昆明市军转选岗.xuan pool.json --format json > out.json
    python3 totals.py pool.json               由数据算
    python3 totals.py pool.json out.json      从结果里读

都输出一行 JSON：ranks 编号 → 名次，places 编号 → 岗位，open 没有岗位而未定的人。
只用整数：分数乘 100。
"""
import hashlib
import json
import sys


def hundredths(text):
    whole, _, part = str(text).partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def lot(pool, who):
    return hashlib.sha256(f"{pool['seed']}:{who}".encode()).hexdigest()


def expected(pool):
    order = []
    for c in pool["candidates"]:
        work, exam = hundredths(c["考核分"]), hundredths(c["考试分"])
        order.append((-(work + exam), -exam, lot(pool, c["id"]), c["id"]))
    order = [row[-1] for row in sorted(order)]
    wishes = {c["id"]: c["志愿"] for c in pool["candidates"]}
    left = {p["id"]: int(p["名额"]) for p in pool["posts"]}
    gone = {w["candidate"] for w in pool.get("withdrawn", [])}
    places, undecided = {}, []
    for who in order:
        if who in gone:
            continue
        post = next((p for p in wishes[who] if left[p] > 0), None)
        if post is None:
            undecided.append(who)
        else:
            places[who] = post
            left[post] -= 1
    return {who: i for i, who in enumerate(order, 1)}, places, undecided


def found(outcome):
    ranks, places, undecided = {}, {}, []
    for c in outcome["candidates"]:
        ranks.update((c["id"], r["rank"]) for r in c["ranks"] if r["stage"] == "量化评分")
        places.update((c["id"], d["value"]) for d in c["decisions"] if d["name"] == "岗位" and c["status"] == "chosen")
        if c["status"] == "undetermined":
            undecided.append(c["id"])
    return ranks, places, undecided


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("用法: totals.py pool.json [out.json]")
    with open(sys.argv[-1], encoding="utf-8") as f:
        data = json.load(f, parse_float=str)
    ranks, places, undecided = (found if len(sys.argv) == 3 else expected)(data)
    print(json.dumps({"ranks": dict(sorted(ranks.items())), "places": dict(sorted(places.items())), "open": sorted(undecided)},
                     ensure_ascii=False))


if __name__ == "__main__":
    main()
