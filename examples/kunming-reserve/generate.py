#!/usr/bin/env python3
"""生成一次后备干部公开选拔的数据（虚构），写到标准输出。

    python3 generate.py [种子] > pool.json        种子缺省为 1

公布的数：1377 人参加，选拔 100 名。其余都是编的：出生日期、成绩、缺考、超过年龄的人。
面试成绩只有笔试入围的人有；第一百名不与后一名并列，所以结果没有未定的人。
"""
import json
import random
import sys

PEOPLE, SEATS, TIMES = 1377, 100, 3


def upto(rng, n):
    """0..n 中的一个整数。"""
    return rng.getrandbits(32) % (n + 1)


def half(twice):
    """二分之一为单位的数，写成整数或 .5。"""
    return twice // 2 if twice % 2 == 0 else json.loads(f"{twice // 2}.5")


def birth(rng):
    """1976 至 1986 年；少数正在界日前后。"""
    if upto(rng, 99) == 0:
        return ("1977-06-30", "1977-07-01", "1978-06-30")[upto(rng, 2)]
    return f"{1976 + upto(rng, 10)}-{1 + upto(rng, 11):02d}-{1 + upto(rng, 27):02d}"


def interview(rng, people, written):
    """笔试入围的人的面试成绩；返回（两倍综合成绩，两倍面试）由高到低。"""
    marks = []
    for p in people:
        p.pop("面试", None)
        if upto(rng, 49) == 0:
            continue                                        # 面试缺考
        twice = 120 + upto(rng, 70)
        p["面试"] = half(twice)
        marks.append((written[p["id"]] + twice, twice))
    return sorted(marks, reverse=True)


def generate(seed):
    rng = random.Random(seed)
    people, written = [], {}
    for k in range(1, PEOPLE + 1):
        p = {"id": f"H{k:04d}", "出生": birth(rng)}
        if upto(rng, 39) > 0:                               # 其余缺考
            written[p["id"]] = sum(upto(rng, 60) for _ in range(3)) + 10
            p["笔试"] = half(written[p["id"]])
        people.append(p)
    # 1977-07-01 以后出生的，到 2008-06-30 不超过 30 周岁
    sat = [p for p in people if p["出生"] >= "1977-07-01" and "笔试" in p]
    line = sorted((written[p["id"]] for p in sat), reverse=True)[SEATS * TIMES - 1]
    through = [p for p in sat if written[p["id"]] >= line]
    marks = interview(rng, through, written)
    while marks[SEATS - 1] == marks[SEATS]:
        marks = interview(rng, through, written)
    return {"posts": [{"id": "县处级后备干部", "名额": SEATS}], "candidates": people}


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    pool = generate(seed)
    lines = []
    for key in ("posts", "candidates"):
        rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in pool[key])
        lines.append(f'"{key}": [\n{rows}\n]')
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
