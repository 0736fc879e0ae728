#!/usr/bin/env python3
"""由数据和运行结果数出五个总数，与公布的相对照。

    python3 generate.py > pool.json
    xuan run rules/河北省/保定市.xuan pool.json --format json > out.json
    python3 totals.py pool.json out.json

输出一行 JSON；公布的是 2505、1127、758、369、71。
留任：入选，职级与现职级相同。提任：入选，职级高于现职级。落岗：未入选，现职级在一般干部之上。
"""
import json
import sys

HEIGHT = {"一般干部": 0, "副科": 1, "正科": 2}


def totals(pool, outcome):
    chosen = {c["id"] for c in outcome["candidates"] if c["status"] == "chosen"}
    count = {"applicants": len(pool["candidates"]), "posts": 0, "retained": 0, "promoted": 0, "lost": 0}
    count["posts"] = sum(c["seats"] for c in outcome["contests"] if c["by"] == ["单位", "职级"])
    for c in pool["candidates"]:
        sought, now = HEIGHT[c["职级"]], HEIGHT[c["现职级"]]
        if c["id"] in chosen:
            count["retained"] += sought == now
            count["promoted"] += sought > now
        else:
            count["lost"] += now > 0
    return count


def main():
    if len(sys.argv) != 3:
        sys.exit("用法: totals.py pool.json out.json")
    with open(sys.argv[1], encoding="utf-8") as f:
        pool = json.load(f)
    with open(sys.argv[2], encoding="utf-8") as f:
        outcome = json.load(f)
    print(json.dumps(totals(pool, outcome)))


if __name__ == "__main__":
    main()
