#!/usr/bin/env python3
"""生成与公布总数相合的贵州省数据（虚构），写到标准输出。

    python3 generate.py [种子] > pool.json        种子缺省为 1

公布的总数：2000 年 6 月以来交流 24874 人，县处级 2592 人，科级 22282 人。
9 个市（州、地），88 个县（市、区、特区），88 个县长都是易地交流任职。其余都是编的。
全部的人都在统计的期间以内；地厅级不在总数之内，这里没有。
"""
import datetime
import json
import sys

COUNTY_LEVEL, SECTION_LEVEL = 2592, 22282      # 县处级，科级
PREFECTURES, COUNTIES = 9, 88
FIRST, LAST = datetime.date(2000, 6, 1), datetime.date(2007, 8, 21)
TERM = 5 * 365                                 # 编的任期：离期满还有多少天，-TERM..TERM


class Rng:
    """splitmix64：整数，各机器相同。"""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed & self.MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.MASK
        return z ^ (z >> 31)

    def upto(self, n):
        """0..n 中的一个整数。"""
        return self.next() % (n + 1)

    def of(self, items):
        return items[self.upto(len(items) - 1)]

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.upto(i)
            items[i], items[j] = items[j], items[i]


def make_posts(rng):
    """每个地方：主要职务各一个，其他部门十个。"""
    heads = ["党委书记", "政府正职", "纪委书记", "组织部长", "公安局长", "政法委书记", "要害部门领导"]
    places = [(f"州{i}", "市州") for i in range(1, PREFECTURES + 1)] + [(f"县{i:02d}", "县") for i in range(1, COUNTIES + 1)]
    posts = []
    for place, level in places:
        for duty in heads:
            posts.append({"id": place + duty, "所在地": place, "层级": level, "职务": duty,
                          "管人财物": duty in ("党委书记", "政府正职", "组织部长")})
        for k in range(1, 11):
            posts.append({"id": f"{place}部门{k:02d}", "所在地": place, "层级": level, "职务": "其他职务", "管人财物": rng.upto(2) == 0})
    return posts, [place for place, _ in places]


def exchanged(rng, grade, was, now, places):
    """一个交流干部。"""
    days = rng.upto((LAST - FIRST).days)
    moved = FIRST + datetime.timedelta(days=days)
    person = {"级别": grade, "原职": was["id"], "现职": now["id"], "交流日期": moved.isoformat()}
    if rng.upto(2):
        person["原任期满"] = (moved + datetime.timedelta(days=rng.upto(2 * TERM) - TERM)).isoformat()
    person.update({"籍贯": was["所在地"] if rng.upto(2) == 0 else rng.of(places), "挂职锻炼": rng.upto(4) == 0,
                   "年度考核": rng.of(["优秀"] * 3 + ["称职"] * 15 + ["基本称职"] + (["不称职"] if rng.upto(3) == 0 else ["称职"])),
                   "工作不安心": rng.upto(60) == 0, "政绩不突出": rng.upto(40) == 0})
    return person


def two(rng, posts):
    """原职和现职：两个不同的职位。"""
    was, now = rng.of(posts), rng.of(posts)
    while now is was:
        now = rng.of(posts)
    return was, now


def generate(seed):
    rng = Rng(seed)
    posts, places = make_posts(rng)
    # 市（州、地）主要职务由地厅级担任，不在总数之内；县长另排，一县一人。
    county_heads = [p for p in posts if p["层级"] == "县" and p["职务"] == "政府正职"]
    middle = [p for p in posts if (p["层级"] == "市州" and p["职务"] in ("要害部门领导", "其他职务"))
              or (p["层级"] == "县" and p["职务"] == "党委书记")]
    low = [p for p in posts if p["层级"] == "县" and p["职务"] not in ("政府正职", "党委书记")]
    people = []
    for now in county_heads:
        was = rng.of(middle)
        while was["所在地"] == now["所在地"]:
            was = rng.of(middle)
        people.append(exchanged(rng, "县处级", was, now, places))
    while len(people) < COUNTY_LEVEL:
        people.append(exchanged(rng, "县处级", *two(rng, middle), places))
    while len(people) < COUNTY_LEVEL + SECTION_LEVEL:
        people.append(exchanged(rng, "科级", *two(rng, low), places))
    rng.shuffle(people)                        # 编号与级别无关
    return {"posts": posts, "candidates": [{"id": f"G{i:05d}", **p} for i, p in enumerate(people, 1)]}


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
