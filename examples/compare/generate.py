#!/usr/bin/env python3
"""三套程序共用的一份数据（全部虚构）：保定市、某区、耒阳市，写到标准输出。

    python3 generate.py             36 人、2 个职位：pool36.json
    python3 generate.py 2000        2000 人、40 个职位
    python3 generate.py expected 程序 < 数据    用 tests/oracle 数出结果（csv），程序是 baoding district leiyang

每个人有一个看不见的“实绩”和一个“人望”，成绩、票数、评价都由这两样加上各自的偶然得出，所以三套程序大体
一致而不全同。考察、名单、表决由机构作出：多数按名次，有时不按。谁走到哪一步，由 tests/oracle 一步一步数出，
记录只写当时还在的人。每条记录写明是哪一套程序的（procedure）。
"""
import json
import os
import sys
from fractions import Fraction

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tests/oracle"))
import oracle  # noqa: E402

SEED36, SEED2000 = 18, 1
NAMES = {"baoding": "保定竞岗", "district": "区中层竞岗", "leiyang": "五评四差额"}
LAYER = {"正科": "正科级", "副科": "副科级"}
MIX = {28: 96, 60: 80, 80: 60, 96: 28}       # 勾股数：r² + s² = 100²


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

    def once_in(self, n):
        return self.upto(n - 1) == 0

    def normal(self):
        """均值 0、标准差约 100 的整数。"""
        return sum(self.upto(100) for _ in range(12)) - 600

    def near(self, z, r):
        """与 z 相关系数 r% 的一个。"""
        return (r * z + MIX[r] * self.normal()) // 100


def within(x, low, high):
    return max(low, min(high, x))


def level(z, mean, spread, low, high, step=1):
    """mean + spread·z，限在 low..high；每 1/step 一格。"""
    return Fraction(within(mean * step + spread * step * z // 100, low * step, high * step), step)


def split(rng, n, percent):
    """n 人中约 percent% 的人。"""
    return sum(rng.upto(99) < percent for _ in range(n))


def ballot(rng, returned, percent):
    ayes = split(rng, returned, int(percent))
    noes = rng.upto(returned - ayes)
    return {"赞成": ayes, "反对": noes, "弃权": returned - ayes - noes, "收回": returned}


def survey(rng, n, z):
    """n 位领导的评价：好、较好、一般、较差。"""
    counts = {"好": 0, "较好": 0, "一般": 0, "较差": 0}
    for _ in range(n):
        x = z + rng.normal()
        counts["好" if x > -40 else "较好" if x > -160 else "一般" if x > -290 else "较差"] += 1
    return counts


def character(rng, z):
    items, doubtful = [], rng.upto(9) if rng.once_in(12) else None
    for i in range(10):
        much = split(rng, 60, 31) if i == doubtful else split(rng, 60, int(level(-z, 5, 3, 0, 20)))
        some = split(rng, 60 - much, int(level(-z, 12, 5, 2, 30)))
        items.append({"没反映": 60 - much - some, "偶尔有反映": some, "反映较多": much})
    return items


def person(rng, number, width, post):
    merit = rng.normal()
    liked = rng.near(merit, 60)
    record = rng.near(merit, 80)
    rank = post["职级"]
    below = {"正科": ["正科", "副科", "副科", "一般干部"], "副科": ["副科", "一般干部", "一般干部", "一般干部"]}
    kind = ["党政主要领导", "人大政协主要领导"][rng.upto(1)] if rng.once_in(6) else "其他干部"
    p = {"id": "%0*d" % (width, number), "name": "虚构%0*d" % (width, number),
         "单位": post["单位"], "职级": rank, "现职级": below[rank][rng.upto(3)], "符合条件": not rng.once_in(20),
         "报考": post["id"], "本单位": not rng.once_in(6),
         "拉票": (["无"] * 28 + ["一般"] * 3 + ["严重"])[rng.upto(31)]}
    p["会议推荐"] = ballot(rng, 78, level(liked, 52, 16, 3, 97))
    p["A票"] = ballot(rng, 6, level(rng.near(merit, 80), 55, 22, 3, 97))
    p["B票"] = ballot(rng, 12, level(rng.near(liked, 80), 54, 20, 3, 97))
    p["C票"] = ballot(rng, 60, level(liked, 52, 16, 3, 97))
    p["笔试"] = level(rng.near(merit, 60), 74, 9, 35, 100, 2)
    p["面试"] = level(rng.near(merit, 80), 80, 6, 50, 100, 2)
    bad = split(rng, 60, int(level(-liked, 12, 9, 1, 60)))
    fair = split(rng, 60 - bad, int(level(-liked, 25, 9, 5, 60)))
    p["民主测评"] = {"满意": 60 - bad - fair, "基本满意": fair, "不满意": bad}
    p["层次"], p["类别"] = LAYER[rank], kind
    p["品德"] = character(rng, rng.near(liked, 60))
    p["民主推荐"] = ballot(rng, 200, level(liked, 46, 12, 3, 97))
    p["谈话推荐"] = ballot(rng, 80, level(rng.near(merit, 80), 65, 11, 3, 97))
    happy = split(rng, 60, int(level(liked, 90, 5, 55, 100)))
    p["民意调查"] = {"满意": happy, "不满意": 60 - happy}
    p["基准分"] = level(record, 31, 3, 20, 38, 2)
    p["加分"] = [Fraction(1 + rng.upto(5), 2) for _ in range(rng.upto(3))]
    p["联系领导"] = survey(rng, 2, record)
    if kind == "其他干部":
        p["本单位领导"] = survey(rng, 2, record)
    else:
        p["四大家领导" if kind == "党政主要领导" else "人大政协"] = survey(rng, 8, record)
    p["近三年考核"] = ["优秀" if rng.normal() < record - 60 else "称职" for _ in range(3)]
    if rng.once_in(18):
        p["近三年考核"][rng.upto(2)] = "基本称职"
    p["组织评鉴分"] = level(rng.near(record, 80), 8, 1, 5, 10, 10)
    return p


def in_order(rng, members, seats, skip):
    """seats 个人：按名次，每到一人有 1/skip 的可能跳过他。"""
    ordered = sorted(members, key=lambda p: (p.rank, p.id))
    chosen = []
    for left in range(len(ordered), 0, -1):
        p = ordered[len(ordered) - left]
        if len(chosen) == seats:
            break
        if left > seats - len(chosen) and rng.once_in(skip):
            continue
        chosen.append(p.id)
    return sorted(chosen)


class Recorder:
    def __init__(self, pool, rng, procedure):
        self.pool, self.rng, self.name = pool, rng, NAMES[procedure]
        self.run = oracle.Run(oracle.PROCEDURES[procedure], pool)

    def add(self, stage, group, **more):
        row = {"procedure": self.name, "stage": stage}
        if group:
            row["contest"] = group.named
        self.pool["records"].append(dict(row, **more))

    def verdicts(self, stage, fails):
        for group, members in self.run.contests():
            self.add(stage, group, values={
                p.id: {"考察结论": "不合格" if self.rng.once_in(fails) else "合格"} for p in members})

    def places(self, stage, fits):
        """先到的人先得同类职位里的空位。"""
        left = {post: row["名额"] for post, row in self.run.posts.items() if post not in self.run.excluded}
        values = {}
        for p in self.run.people:
            if p.status == "in":
                post = next(i for i in left if left[i] and fits(self.run.posts[i], p))
                left[post] -= 1
                values[p.id] = {"岗位": post}
        self.add(stage, None, values=values)


def baoding(pool, rng):
    r, rules = Recorder(pool, rng, "baoding"), oracle.Baoding
    rules.entry(r.run)
    rules.ballots(r.run)
    levels = rules.LEVELS
    for group, members in r.run.contests():
        chosen = in_order(rng, members, r.run.seats(group), 4)
        reasons = {}
        for p in members:
            passed = any(q.rank < p.rank and q.id not in chosen for q in members)
            risen = levels.index(p["职级"]) < levels.index(p["现职级"])
            if p.id in chosen and passed and risen and not rng.once_in(8):
                reasons[p.id] = "拟任岗位专业性强，本人专业对口（虚构）"
        r.add("党委决定", group, chosen=chosen, **({"reasons": reasons} if reasons else {}))
    rules.committee(r.run)
    r.places("定岗", lambda post, p: (post["单位"], post["职级"]) == (p["单位"], p["职级"]))


def district(pool, rng):
    r, rules = Recorder(pool, rng, "district"), oracle.District
    rules.entry(r.run)
    rules.marks(r.run)
    r.verdicts("考察", 14)
    r.run.begin("考察")
    r.run.verdict("考察", "考察结论", "考察不合格", rules.A_VERDICT)
    for group, members in r.run.contests():
        r.add("讨论决定", group, chosen=in_order(rng, members, r.run.seats(group), 4))


def votes(rng, people, returned, percent):
    rows = {}
    for p in people:
        b = ballot(rng, returned, percent(p))
        rows[p.id] = {k: b[k] for k in ("赞成", "反对", "弃权")}
    return rows


def committee_votes(rng, members, seats):
    """应到 11 人。名额之内的 7 票以上，其余 6 票以下：线上没有并列。"""
    winners, rows = in_order(rng, members, seats, 5), {}
    for p in members:
        ayes = 7 + rng.upto(4) if p.id in winners else 3 + rng.upto(3)
        noes = rng.upto(11 - ayes)
        rows[p.id] = {"赞成": ayes, "反对": noes, "弃权": 11 - ayes - noes}
    return rows


def leiyang(pool, rng):
    r, rules = Recorder(pool, rng, "leiyang"), oracle.Leiyang
    for step in (rules.character, rules.masses, rules.work, rules.leaders, rules.organisation, rules.to_three):
        step(r.run)
    for group, members in r.run.contests():
        def percent(p, of=len(members)):
            return level(rng.normal(), 70 - 40 * (p.rank - 1) // of, 8, 5, 95)
        r.add("全会推荐", group, meeting="2012-06-20", entitled=160, present=152, issued=152, returned=150, invalid=0,
              votes=votes(rng, members, 150, percent))
    rules.plenum(r.run)
    r.verdicts("差额考察", 20)
    rules.inspection(r.run)
    for group, members in r.run.contests():
        r.add("差额酝酿", group, chosen=in_order(rng, members, rules.half_more(r.run, group)[1], 9))
    rules.deliberation(r.run)
    for group, members in r.run.contests():
        seats = r.run.seats(group)
        r.add("提交票决", group, chosen=in_order(rng, members, seats + 1 + rng.upto(1), 9))
    rules.submission(r.run)
    for group, members in r.run.contests():
        r.add("差额票决", group, meeting="2012-08-01", entitled=11, present=11, issued=11, returned=11, invalid=0,
              votes=committee_votes(rng, members, r.run.seats(group)))
    rules.ballot(r.run)
    r.places("研究岗位", lambda post, p: post["层次"] == p["层次"])


def post(name, unit, rank, seats, special, nobody):
    return {"id": name, "单位": unit, "职级": rank, "名额": seats, "涉密": False, "不宜公开": False,
            "专业性强": special, "无合适人选": nobody, "层次": LAYER[rank]}


def posts36(rng):
    del rng
    return [post("甲科", "某局", "正科", 1, True, True), post("乙科", "某局", "正科", 1, True, False)]


def posts2000(rng):
    return [post("P%02d" % (4 * u + i + 1), "单位%02d" % (u + 1), rank, 1 + rng.upto(1), rng.once_in(2), rng.once_in(3))
            for u in range(10) for i, rank in enumerate(["正科", "正科", "副科", "副科"])]


def generate(people, seed):
    rng = Rng(seed)
    posts = (posts36 if people == 36 else posts2000)(rng)
    width = max(2, len(str(people)))
    candidates = [person(rng, i + 1, width, posts[rng.upto(len(posts) - 1)]) for i in range(people)]
    pool = {"posts": posts, "candidates": candidates, "records": []}
    for fill in (baoding, district, leiyang):
        fill(pool, rng)
    return pool


def written(pool):
    """分数都是一位小数以内的，写成小数。"""
    parts = []
    for key in ("posts", "candidates", "records"):
        rows = ",\n".join(json.dumps(r, ensure_ascii=False, default=lambda x: int(x) if x.denominator == 1 else float(x))
                          for r in pool[key])
        parts.append('"%s": [\n%s\n]' % (key, rows))
    return "{" + ",\n".join(parts) + "}\n"


def expected(procedure, pool):
    """xuan run --format csv 应打印的。"""
    rules = oracle.PROCEDURES[procedure]
    run = oracle.Run(rules, pool)
    rules.steps(run)
    out = run.finish()
    lines = ["id,post,status,stage,reason,score,rank"]
    for p, row in zip(run.people, out["candidates"]):
        where = [d["value"] for d in row["decisions"] if d["name"] == "岗位"]
        if procedure == "district":
            where = [p["报考"]]
        lines.append(",".join([p.id, (where or [""])[0], row["status"], row["stage"] or "",
                               "；".join(r["say"] for r in row["reasons"]),
                               oracle.decimal(p.first) if row["ranks"] else "", str(p.rank) if row["ranks"] else ""]))
    return out, "\n".join(lines) + "\n"


def main(args):
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if args[:1] == ["expected"]:
        sys.stdout.write(expected(args[1], oracle.load(sys.stdin.read()))[1])
    elif args == ["2000"]:
        sys.stdout.write(written(generate(2000, SEED2000)))
    else:
        sys.stdout.write(written(generate(36, SEED36)))


if __name__ == "__main__":
    main(sys.argv[1:])
