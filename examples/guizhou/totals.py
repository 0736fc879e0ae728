#!/usr/bin/env python3
"""由数据另数一遍各种标记，与运行结果相对照。

    python3 generate.py > pool.json
    xuan run rules/贵州省/干部交流.xuan pool.json --format json > out.json
    python3 totals.py pool.json out.json

输出一行 JSON。公布的是 people 24874、county 2592、section 22282。
people、county、section 由结果里的标记数出；marks 是这里数的，outcome 是结果里的；
differ 是标记不同的人数，应为 0；checks 是未通过的检查数，应为 0。不给 out.json 时只数数据。
"""
import json
import sys

RANK = {"科级": 0, "县处级": 1, "地厅级": 2}


def marks_of(person, post):
    """一个人应有的标记，次序与规则相同。日期都写到日，可以按文字比。"""
    was, now = post[person["原职"]], post[person["现职"]]
    counted = "2000-06-01" <= person["交流日期"] <= "2007-08-21" and RANK[person["级别"]] <= 1
    term = person.get("原任期满") is not None and person["原任期满"] <= person["交流日期"]
    avoid = was["职务"] != "其他职务" and person["籍贯"] == was["所在地"] and person["籍贯"] != now["所在地"]
    train = person["挂职锻炼"]
    found = [("计入总数", counted), ("县处级交流", counted and person["级别"] == "县处级"),
             ("科级交流", counted and person["级别"] == "科级"),
             ("任职期满交流", term), ("回避交流", avoid), ("培养锻炼交流", train), ("其他方式", not (term or avoid or train)),
             ("重要岗位交流", was["职务"] != "其他职务" or now["职务"] != "其他职务"), ("管人财物交流", was["管人财物"]),
             ("易地交流", was["所在地"] != now["所在地"]),
             ("组织调整", person["工作不安心"] or person["政绩不突出"] or person["年度考核"] == "不称职")]
    return [name for name, holds in found if holds]


def count(lists):
    total = {}
    for marks in lists:
        for name in marks:
            total[name] = total.get(name, 0) + 1
    return dict(sorted(total.items()))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("用法: totals.py pool.json [out.json]")
    with open(sys.argv[1], encoding="utf-8") as f:
        pool = json.load(f)
    post = {p["id"]: p for p in pool["posts"]}
    own = {c["id"]: marks_of(c, post) for c in pool["candidates"]}
    theirs, checks = own, 0
    if len(sys.argv) == 3:
        with open(sys.argv[2], encoding="utf-8") as f:
            outcome = json.load(f)
        theirs = {c["id"]: c["marks"] for c in outcome["candidates"]}
        checks = len(outcome["checks"])
    found = count(theirs.values())
    differ = sum(own.get(i) != theirs.get(i) for i in own.keys() | theirs.keys())
    print(json.dumps({"people": found["计入总数"], "county": found["县处级交流"], "section": found["科级交流"],
                      "marks": count(own.values()), "outcome": found, "differ": differ, "checks": checks}, ensure_ascii=False))


if __name__ == "__main__":
    main()
