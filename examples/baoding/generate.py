#!/usr/bin/env python3
"""生成与公布总数相合的保定市数据（虚构），写到标准输出。

    python3 generate.py [种子] > pool.json        种子缺省为 1

公布的总数：61 个单位，报名 2505 人，职位 1127 个，留任 758 人，提任 369 人，落岗 71 人。
其余都是编的：单位大小、职位、票数、名单。

  假定一：公布的“落岗”71 人也报了名，包括在 2505 人里。原文没有说；其中有人是主动放弃的，
          未必报名。若他们没有报名，2505 人里就没有这 71 人，这里的数据要另做。
  假定二：报名而未入选的其余 1307 人都是一般干部。
  假定三：1127 个职位全部有人（758 + 369 = 1127）。涉密、不宜公开的职位另加，不在 1127 之内。

每个人的结果由规则运行得出：先投票，再按得票列名单；只在少数组里越过一人，
提任而越过的写明理由。
"""
import json
import sys

UNITS, APPLICANTS, SEATS = 61, 2505, 1127
RETAINED, PROMOTED, LOST = 758, 369, 71
DEPUTY_TO_CHIEF = 120          # 提任的人里由副科提正科的
SECRET = 9                     # 另加的不参加竞争的职位
OVERRIDES = 8                  # 提任时越过一人（有说明）的组
CHIEF, DEPUTY, STAFF = "正科", "副科", "一般干部"


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

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.upto(i)
            items[i], items[j] = items[j], items[i]


def spread(rng, total, room):
    """把 total 分到各组，第 i 组不超过 room[i]，大体按 room 的比例。"""
    whole = sum(room)
    assert 0 <= total <= whole
    part = [total * r // whole for r in room]
    order = list(range(len(room)))
    rng.shuffle(order)
    while sum(part) < total:
        for i in order:
            if part[i] < room[i] and sum(part) < total:
                part[i] += 1
    return part


def ballot(rng, sent, lean):
    """sent 张票，赞成约占 lean%。"""
    ayes = sum(rng.upto(99) < lean for _ in range(sent))
    noes = rng.upto(sent - ayes)
    return {"赞成": ayes, "反对": noes, "弃权": sent - ayes - noes, "收回": sent}


def make_contests(rng):
    """每个单位两组（正科、副科），名额合计 1127；每组各类人数。"""
    weight = [8 + rng.upto(20) for _ in range(UNITS)]
    seats = [4 + s for s in spread(rng, SEATS - 4 * UNITS, [w * 4 for w in weight])]
    contests = []
    for u, s in enumerate(seats, 1):
        chief = max(2, s * 45 // 100)
        for grade, n in ((CHIEF, chief), (DEPUTY, s - chief)):
            contests.append({"unit": f"单位{u:02d}", "grade": grade, "seats": n})
    for c, n in zip(contests, spread(rng, PROMOTED, [c["seats"] for c in contests])):
        c["promoted"], c["retained"] = n, c["seats"] - n
    assert sum(c["retained"] for c in contests) == RETAINED
    chiefs = [c for c in contests if c["grade"] == CHIEF]
    for c in contests:
        c["from_deputy"] = 0
    for c, n in zip(chiefs, spread(rng, DEPUTY_TO_CHIEF, [c["promoted"] for c in chiefs])):
        c["from_deputy"] = n
    for c, n in zip(contests, spread(rng, LOST, [c["seats"] for c in contests])):
        c["lost"] = n
    others = APPLICANTS - SEATS - LOST
    for c, n in zip(contests, spread(rng, others, [3 * c["seats"] for c in contests])):
        c["others"] = n
    return contests


def poll(rng, contest, voters):
    """一组人的票，按规则的名次由前到后排好：A、B、C 票 4:3:3，同分看大会票。"""
    a, b, c, meeting = voters
    size = contest["seats"] + contest["lost"] + contest["others"]
    people = []
    for _ in range(size):
        lean = 25 + rng.upto(65)
        p = {"会议推荐": ballot(rng, meeting, lean), "A票": ballot(rng, a, lean),
             "B票": ballot(rng, b, lean), "C票": ballot(rng, c, lean)}
        # 通分以后是整数：4A/a + 3B/b + 3C/c 乘 a·b·c
        mark = (4 * p["A票"]["赞成"] * b * c + 3 * p["B票"]["赞成"] * a * c
                + 3 * p["C票"]["赞成"] * a * b)
        people.append((mark, p["会议推荐"]["赞成"], p))
    people.sort(key=lambda x: (-x[0], -x[1]))
    return people


def settle(rng, contest, people, may_override):
    """名单和各人的现职级。返回（入选的下标，现职级，越过一人的下标或 None）。"""
    n = contest["seats"]
    chosen, override = list(range(n)), None
    if may_override and n < len(people) and people[n][:2] < people[n - 1][:2]:
        chosen[-1], override = n, n                 # 用第 n+1 名，不用第 n 名
    below = STAFF if contest["grade"] == DEPUTY else None
    fates = ["retained"] * contest["retained"] + ["promoted"] * contest["promoted"]
    rng.shuffle(fates)
    if override is not None:                        # 越过的必须是提任，才须说明
        k = fates.index("promoted")
        fates[k], fates[-1] = fates[-1], fates[k]
    now, deputies = {}, contest["from_deputy"]
    for i, fate in zip(chosen, fates):
        if fate == "retained":
            now[i] = contest["grade"]
        elif below:
            now[i] = below
        else:
            now[i] = DEPUTY if deputies > 0 else STAFF
            deputies -= 1
    rest = [i for i in range(len(people)) if i not in now]
    fallen = rest[-contest["lost"]:] if contest["lost"] else []     # 落岗的人得票低
    for i in rest:
        now[i] = contest["grade"] if i in fallen else STAFF
    return chosen, now, override


def make_posts(rng, contest, serial):
    """把一组的名额拆成职位，每个 1 至 3 名。"""
    posts, left = [], contest["seats"]
    while left:
        n = min(left, 1 + rng.upto(2))
        left -= n
        serial += 1
        posts.append({"id": f"P{serial:04d}", "单位": contest["unit"], "职级": contest["grade"],
                      "名额": n, "涉密": False, "不宜公开": False})
    return posts, serial


def generate(seed):
    rng = Rng(seed)
    contests = make_contests(rng)
    posts, candidates, records, places = [], [], [], {}
    serial = overrides = 0
    voters = {}
    for contest in contests:
        unit, grade = contest["unit"], contest["grade"]
        if unit not in voters:
            a, b, c = 3 + rng.upto(6), 5 + rng.upto(10), 20 + rng.upto(40)
            voters[unit] = (a, b, c, a + b + c)
        people = poll(rng, contest, voters[unit])
        may = overrides < OVERRIDES and contest["promoted"] > 0 and rng.upto(5) == 0
        chosen, now, override = settle(rng, contest, people, may)
        ids = [None] * len(people)
        order = list(range(len(people)))
        rng.shuffle(order)                          # 编号与名次无关
        for i in order:
            ids[i] = f"C{len(candidates) + 1:04d}"
            candidates.append({"id": ids[i], "单位": unit, "职级": grade, "现职级": now[i],
                               "符合条件": True, **people[i][2]})
        record = {"stage": "党委决定", "contest": {"单位": unit, "职级": grade},
                  "chosen": [ids[i] for i in chosen]}
        if override is not None:
            overrides += 1
            record["reasons"] = {ids[override]: "拟任岗位专业性强，本人专业对口；党委会上已说明（虚构）"}
        records.append(record)
        own, serial = make_posts(rng, contest, serial)
        posts += own
        seats = [p["id"] for p in own for _ in range(p["名额"])]
        places.update((ids[i], {"岗位": s}) for i, s in zip(chosen, seats))
    for k in range(SECRET):
        c = contests[rng.upto(len(contests) - 1)]
        posts.append({"id": f"X{k + 1:04d}", "单位": c["unit"], "职级": c["grade"], "名额": 1,
                      "涉密": k % 2 == 0, "不宜公开": k % 2 == 1})
    records.append({"stage": "定岗", "values": places})
    return {"posts": posts, "candidates": candidates, "records": records}


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    pool = generate(seed)
    lines = []
    for key in ("posts", "candidates", "records"):
        rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in pool[key])
        lines.append(f'"{key}": [\n{rows}\n]')
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
