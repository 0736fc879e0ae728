#!/usr/bin/env python3
"""生成一次两轮提名的逐张选票（虚构），写到标准输出。

    python3 generate.py [种子] > pool.json        种子缺省为 1

公布的数：11 个职位，首轮 260 人投票，每个职位取前 5 名，次轮取前 2 名。其余都是编的：
人选、得票、次轮 320 人、不合格的票（一人两张、类别不对、多写、写了不存在的人、又赞成又反对）。

次轮没有人并列在第二名的线上，也没有人在两个职位都进前两名，所以结果没有未定的人。
"""
import json
import random
import sys

POSTS, VOTERS, SECOND = 11, 260, 320
KEEP, TAKE = 5, 2                       # 前五名，前两名
OWN = 8                                 # 一个职位常被提名的人
WEIGHTS = (40, 30, 22, 16, 11, 8, 6, 4)
FIRST_CLASS, SECOND_CLASS = "首轮投票人", "次轮投票人"


def upto(rng, n):
    """0..n 中的一个整数。"""
    return rng.getrandbits(32) % (n + 1)


def weighted(rng, items, weights):
    at = upto(rng, sum(weights) - 1)
    for item, weight in zip(items, weights):
        if at < weight:
            return item
        at -= weight
    raise AssertionError


def paper(voter, kind, names):
    return {"voter": voter, "class": kind, "ayes": {post: [who] for post, who in names.items()}}


def shuffle(rng, items):
    for i in range(len(items) - 1, 0, -1):
        j = upto(rng, i)
        items[i], items[j] = items[j], items[i]
    return items


def first_papers(rng, posts, people):
    """260 张票：大多写这个职位常被提名的八人，少数写任何人，少数不写。"""
    own = [shuffle(rng, [people[(k * (OWN - 2) + i) % len(people)] for i in range(OWN)])   # 相邻的职位有两人相同
           for k in range(len(posts))]
    papers = []
    for v in range(1, VOTERS + 1):
        names = {}
        for k, post in enumerate(posts):
            luck = upto(rng, 99)
            if luck < 4:
                continue
            names[post] = people[upto(rng, len(people) - 1)] if luck < 8 else weighted(rng, own[k], WEIGHTS)
        papers.append(paper(f"V{v:03d}", FIRST_CLASS, names))
    return papers


def spoil_first(papers):
    """不合格的票；票数仍是 260：投了两张的人，占的是没有交票的人的数。"""
    for i, v in ((10, 11), (90, 91), (170, 171)):
        papers[v]["voter"] = papers[i]["voter"]
    papers[30]["class"] = papers[31]["class"] = SECOND_CLASS
    del papers[32]["class"]
    for i, post, other in ((50, "J01", "P001"), (51, "J04", "P020"), (52, "J07", "P040"), (53, "J11", "P060")):
        papers[i]["ayes"][post] = ["P002" if other == "P001" else "P003", other]
    for i, post in ((70, "J02"), (71, "J05"), (72, "J09")):
        papers[i]["ayes"][post] = ["P999"]
    papers[74]["ayes"]["J03"] = ["P013"]
    papers[74]["noes"] = {"J03": ["P013"]}


def count(papers, kind, known):
    """每个职位每人的得票。"""
    seen = {}
    for p in papers:
        seen[p["voter"]] = seen.get(p["voter"], 0) + 1
    ayes = {}
    for p in papers:
        if seen[p["voter"]] > 1 or p.get("class") != kind:
            continue
        for post, names in p["ayes"].items():
            against = p.get("noes", {}).get(post, [])
            if len(names) == 1 and names[0] in known and names[0] not in against:
                ayes[post, names[0]] = ayes.get((post, names[0]), 0) + 1
    return ayes


def best(votes, n):
    """得票最高的 n 人，线上并列都在内。"""
    if len(votes) <= n:
        return sorted(votes)
    line = sorted(votes.values(), reverse=True)[n - 1]
    return sorted(who for who, got in votes.items() if got >= line)


def second_papers(rng, posts, shown, known):
    """一个职位一个职位地写；有并列在线上，或有人在两个职位都进前两名，就把这个职位重写。"""
    papers = [paper(f"W{v:03d}", SECOND_CLASS, {}) for v in range(1, SECOND + 1)]
    papers[40]["class"] = FIRST_CLASS
    papers[61]["voter"] = papers[60]["voter"]
    taken = set()
    for post in posts:
        while True:
            for p in papers:
                p["ayes"].pop(post, None)
                if upto(rng, 99) >= 3:
                    p["ayes"][post] = [weighted(rng, shown[post], [12, 9, 7, 5, 4, 3, 3, 2, 2, 1][:len(shown[post])])]
            if post == "J06":
                papers[80]["ayes"][post] = shown[post][:2]
            if post == "J08":
                papers[81]["ayes"][post] = ["P998"]
            ayes = count(papers, SECOND_CLASS, known)
            two = best({who: ayes.get((post, who), 0) for who in shown[post]}, TAKE)
            if len(two) == TAKE and not taken & set(two):
                break
        taken |= set(two)
    return papers


def generate(seed):
    rng = random.Random(seed)
    posts = [f"J{k:02d}" for k in range(1, POSTS + 1)]
    people = [f"P{k:03d}" for k in range(1, POSTS * (OWN - 2) + 3)]
    unfit = {"P005", "P021", "P044"}
    papers = first_papers(rng, posts, people)
    spoil_first(papers)
    ayes = count(papers, FIRST_CLASS, set(people))
    five = {post: best({who: n for (at, who), n in ayes.items() if at == post and who not in unfit}, KEEP) for post in posts}
    objected = {("J02", five["J02"][-1]), ("J10", five["J10"][0])}
    left = ("J05", five["J05"][1])                       # 公推以前退出
    shown = {post: [who for who in five[post] if (post, who) not in objected | {left}] for post in posts}
    for post in posts:
        shuffle(rng, shown[post])                        # 谁在次轮更得人心，与编号、首轮无关
    second = second_papers(rng, posts, shown, set(people))
    records = [{"stage": "公示", "contest": {"职位": post},
                "values": {who: {"公示结果": "有异议" if (post, who) in objected else "无异议"} for who in five[post]}}
               for post in posts]
    return {"posts": [{"id": post, "单位": f"单位{post[1:]}（虚构）"} for post in posts],
            "candidates": [{"id": who, "符合条件": who not in unfit} for who in people],
            "ballots": [{"field": "海推票", "entitled": VOTERS, "present": VOTERS, "issued": VOTERS, "papers": papers},
                        {"field": "公推票", "entitled": SECOND, "present": SECOND, "issued": SECOND, "papers": second}],
            "records": records,
            "withdrawn": [{"candidate": left[1], "post": left[0], "before": "公推", "why": "本人放弃（虚构）"}]}


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    pool = generate(seed)
    lines = []
    for key in ("posts", "candidates", "ballots", "records", "withdrawn"):
        rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in pool[key])
        lines.append(f'"{key}": [\n{rows}\n]')
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
