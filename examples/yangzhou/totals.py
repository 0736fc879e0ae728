#!/usr/bin/env python3
"""另做一遍依次选岗，与运行结果相对照。

    python3 generate.py > pool.json
    xuan run rules/江苏省/扬州市.xuan pool.json --format json > out.json
    python3 totals.py pool.json out.json

输出一行 JSON：people 人数，seats 名额，placed 选到岗位的，dropped 没有选到的，
passed 因回避跳过志愿的次数，lots 抽签定先后的人数，differ 与结果不同的人（应为空）。不给 out.json 时只数数据。
次序：综合评价从高到低，相同的按 SHA-256(种子:编号) 由小到大。
"""
import hashlib
import json
import sys


def lot(seed, person):
    return hashlib.sha256(f"{seed}:{person}".encode()).hexdigest()


def choose(pool):
    """每个人的岗位（没有则 None），和回避的次数。"""
    left = {p["id"]: p["名额"] for p in pool["posts"]}
    unit = {p["id"]: p["部门"] for p in pool["posts"]}
    taken, passed = {}, 0
    for c in sorted(pool["candidates"], key=lambda c: (-c["综合评价"], lot(pool["seed"], c["id"]))):
        taken[c["id"]] = None
        for post in c["志愿"]:
            if unit[post] == c["部门"]:
                passed += 1
            elif left[post] > 0:
                left[post] -= 1
                taken[c["id"]] = post
                break
    return taken, passed


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("用法: totals.py pool.json [out.json]")
    with open(sys.argv[1], encoding="utf-8") as f:
        pool = json.load(f)
    taken, passed = choose(pool)
    theirs = taken
    if len(sys.argv) == 3:
        with open(sys.argv[2], encoding="utf-8") as f:
            outcome = json.load(f)
        theirs = {}
        for c in outcome["candidates"]:
            posts = [d["value"] for d in c["decisions"] if d["name"] == "新岗位"]
            theirs[c["id"]] = posts[0] if posts and c["status"] == "chosen" else None
    marks = [c["综合评价"] for c in pool["candidates"]]
    print(json.dumps({"people": len(taken), "seats": sum(p["名额"] for p in pool["posts"]),
                      "placed": sum(p is not None for p in taken.values()), "dropped": sum(p is None for p in taken.values()),
                      "passed": passed, "lots": sum(marks.count(m) > 1 for m in marks),
                      "differ": sorted(i for i in taken.keys() | theirs.keys() if taken.get(i) != theirs.get(i))}))


if __name__ == "__main__":
    main()
