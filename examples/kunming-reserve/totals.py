#!/usr/bin/env python3
"""不用规则，由数据算出入选的人；再从运行结果里读出同样的东西，两者应当一样。

    python3 generate.py > pool.json
    xuan run rules/云南省/昆明市后备百人.xuan pool.json --format json > out.json
    python3 totals.py pool.json               由数据算
    python3 totals.py pool.json out.json      从结果里读

都输出一行 JSON：applicants 参加的人数，too_old 超过年龄的人数，interviewed 笔试入围的人数（并列都在内），
chosen 入选的人，按编号，open 未定的人。只用整数：分数乘 100。
"""
import json
import sys

CLOSING, OLDEST, TIMES = (2008, 6, 30), 30, 3


def hundredths(text):
    whole, _, part = str(text).partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def age(born):
    year, month, day = (int(x) for x in born.split("-"))
    return CLOSING[0] - year - ((month, day) > CLOSING[1:])


def expected(pool):
    seats = sum(int(p["名额"]) for p in pool["posts"])
    gone = {w["candidate"]: w["before"] for w in pool.get("withdrawn", [])}
    young = [c for c in pool["candidates"] if age(c["出生"]) <= OLDEST]
    sat = {c["id"]: hundredths(c["笔试"]) for c in young if "笔试" in c and gone.get(c["id"]) != "笔试选拔"}
    order = sorted(sat.values(), reverse=True)
    line = order[seats * TIMES - 1] if len(order) > seats * TIMES else 0
    through = {who for who, mark in sat.items() if mark >= line}
    marks = {c["id"]: (sat[c["id"]] + hundredths(c["面试"]), hundredths(c["面试"]))
             for c in young if c["id"] in through and "面试" in c and c["id"] not in gone}
    chosen, tied = set(), set()
    for who, mark in marks.items():
        before = sum(other > mark for other in marks.values())
        same = sum(other == mark for other in marks.values())
        if before + same <= seats:
            chosen.add(who)
        elif before < seats:
            tied.add(who)
    return len(pool["candidates"]), len(pool["candidates"]) - len(young), len(through), chosen, tied


def found(outcome):
    people = outcome["candidates"]
    old = sum(c["status"] == "dropped" and c["stage"] == "报名" for c in people)
    through = sum(c["stage"] not in ("报名", "笔试选拔") for c in people)
    return (len(people), old, through, {c["id"] for c in people if c["status"] == "chosen"},
            {c["id"] for c in people if c["status"] == "undetermined"})


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("用法: totals.py pool.json [out.json]")
    with open(sys.argv[-1], encoding="utf-8") as f:
        data = json.load(f, parse_float=str)
    applicants, old, through, chosen, undecided = (found if len(sys.argv) == 3 else expected)(data)
    print(json.dumps({"applicants": applicants, "too_old": old, "interviewed": through, "chosen": sorted(chosen),
                      "open": sorted(undecided)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
