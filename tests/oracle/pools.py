#!/usr/bin/env python3
"""Random pools for the six procedures, full of ties and exact boundaries.

Usage: pools.py PROCEDURE SEED
"""
import sys
from fractions import Fraction as F

import oracle
import pools_more
from pools_base import (Pool, Random, around, ballot, raters, split, survey,
                        write)


# -- Leiyang ----------------------------------------------------------------

ITEM = ["没反映", "偶尔有反映", "反映较多"]
MARKS = ["好", "较好", "一般", "较差"]


def character(r, fail, thin):
    few = raters(r, thin)
    if r.chance(30):
        asked = few or r.pick([50, 100, 1000])
        items = []
        for _ in range(10):
            limit = asked * 3 // 10
            much = limit if r.chance(25) else r.below(limit + 1)
            if r.chance(fail):
                much = limit + 1
            item = split(r, asked - much, ITEM[:2])
            item["反映较多"] = much
            if r.chance(10) and item["没反映"]:
                item["没反映"] -= 1
            items.append(item)
        keys = r.pick([("人数", "各项"), ("count", "items")])
        return {keys[0]: asked, keys[1]: items}
    out = [survey(r, "反映较多", *around(r, 30, fail, True), ITEM[:2])
           for _ in range(10)]
    if few:
        out[r.below(10)] = survey(r, "反映较多", few // 4, few, ITEM[:2])
    return out


def marks(r):
    return survey(r, "好", *r.pick([(2, 4), (5, 5), (3, 8), (0, 3), (1, 7)]),
                  MARKS[1:])


def leiyang_profile(r, thin):
    """All that gives points; people who share one are tied."""
    opinion = survey(r, "满意", *around(r, 80, 5, False), ["不满意"])
    few = raters(r, thin)
    if few:
        opinion = survey(r, "满意", few - r.below(5), few, ["不满意"])
    return {
        "品德": character(r, 1, thin),
        "民主推荐": ballot(r, *around(r, 30, 4, False)),
        "谈话推荐": ballot(r, *around(r, 50, 4, False)),
        "民意调查": opinion,
        "基准分": r.pick([30, 40, 0, F(355, 10), F(2875, 100)]),
        "加分": [r.pick([1, 2, 10, F(5, 10), 0])
                 for _ in range(r.below(4))],
        "联系领导": marks(r), "二": marks(r),
        "近三年考核": [r.pick(["优秀", "称职", "称职"]) if not r.chance(2)
                       else r.pick(["基本称职", "不称职"])
                       for _ in range(3)],
        "组织评鉴分": r.pick([10, 9, 8, F(85, 10), 0]),
    }


def leiyang(seed):
    pool = Pool("leiyang", seed)
    r, data = pool.r, pool.data
    layers = r.some(oracle.Leiyang.LAYERS, r.pick([1, 1, 2, 3]))
    for i in pool.post_ids():
        data["posts"].append({"id": i, "层次": r.pick(layers),
                              "名额": r.pick([1, 1, 1, 1, 2, 3])})
    layers = [p["层次"] for p in data["posts"]]
    thin = r.pick([0, 0, 0, 12])
    profiles = [leiyang_profile(r, thin) for _ in range(r.between(1, 5))]
    own = r.pick([20, 60, 90])
    own_field = {"党政主要领导": "四大家领导", "人大政协主要领导": "人大政协",
                 "其他干部": "本单位领导"}
    for i in pool.ids():
        person = dict(leiyang_profile(r, thin) if r.chance(own)
                      else r.pick(profiles))
        kind = r.pick(["其他干部", "其他干部", *own_field])
        second = person.pop("二")
        row = {"id": i, "类别": kind, "层次":
               r.pick(oracle.Leiyang.LAYERS) if r.chance(5)
               else r.pick(layers), **person, own_field[kind]: second}
        if r.chance(20):
            row["name"] = "甲乙丙"
        if r.chance(10):
            row["组织评鉴分"] = r.pick([10, 9, F(91, 10)])
        data["candidates"].append(row)
    for stage in oracle.Leiyang.STAGES[:6]:
        if r.chance(15):
            pool.before(stage)
    plenum(pool)
    pool.verdicts("差额考察", "考察结论", 10)

    def half_more(state, group):
        return 0, (state.seats(group) * 3 + 1) // 2

    def surplus(state, group):
        return state.seats(group) + 1, state.seats(group) + 2
    for stage, limits in (("差额酝酿", half_more), ("提交票决", surplus)):
        for group, members, size in pool.picks(stage, limits):
            pool.record(stage, group, chosen=pool.names(members, size))
    committee(pool)
    pool.assign("研究岗位", "岗位",
                lambda p, post: p["层次"] == post["层次"], 8)
    return pool.finish()


def plenum(pool):
    r = pool.r
    for group, members in pool.before("全会推荐").contests():
        if pool.skip():
            continue
        returned = r.pick([20, 41, 100])
        pile = [r.between(0, returned) for _ in range(r.between(1, 6))]
        votes = {p.id: {"赞成": r.pick(pile)} for p in members}
        invalid = r.below(3) if max(pile) + 2 <= returned else 0
        for v in votes.values():
            if r.chance(20):
                v["反对"] = r.below(returned - invalid - v["赞成"] + 1)
        if pool.skip():
            del votes[r.pick(members).id]
        pool.record("全会推荐", group, entitled=returned + 4,
                    present=returned + 2, issued=returned + 1,
                    returned=returned, invalid=invalid, votes=votes)


def committee(pool):
    r = pool.r
    for group, members in pool.before("差额票决").contests():
        if pool.skip():
            continue
        entitled = r.pick([9, 11, 12, 12])
        present = -(-entitled * 2 // 3)
        if r.chance(50):
            present = entitled - r.below(2)
        if r.chance(8):
            present = -(-entitled * 2 // 3) - 1
        half = entitled // 2
        pile = list(range(min(half + 1, present), present + 1))
        r.shuffle(pile)
        few = pile[:r.between(1, 3)]
        votes = {}
        for p in members:
            ayes = r.pick(few) if r.chance(30) or not pile else pile.pop()
            if r.chance(10):
                ayes = min(half, present)
            noes = r.below(present - ayes + 1)
            votes[p.id] = {"赞成": ayes, "反对": noes,
                           "弃权": present - ayes - noes}
        if pool.skip():
            del votes[r.pick(members).id]
        pool.record("差额票决", group, entitled=entitled, present=present,
                    issued=present, returned=present, invalid=0,
                    votes=votes)


# -- a district -------------------------------------------------------------

def district(seed):
    pool = Pool("district", seed)
    r, data = pool.r, pool.data
    posts = pool.post_ids()
    for i in posts:
        data["posts"].append({
            "id": i, "名额": r.pick([1, 1, 1, 2, 3]),
            "专业性强": r.chance(60), "无合适人选": r.chance(60)})
    wanted = r.some(posts, r.between(1, 2))
    grades = ["满意", "基本满意"]
    profiles = [{"笔试": r.pick([60, 80, F(775, 10)]),
                 "面试": r.pick([70, 90, F(8125, 100)]),
                 "民主测评": survey(r, "不满意", *around(r, 30, 10, True),
                                    grades)}
                for _ in range(r.between(1, 4))]
    local = r.pick([40, 70, 90])
    for i in pool.ids():
        row = {"id": i, "报考": r.pick(posts if r.chance(25) else wanted),
               "本单位": r.chance(local),
               "拉票": r.pick(["严重", "一般", "无", "无", "无", "无", "无"])}
        row.update(r.pick(profiles))
        if r.chance(40):
            row[r.pick(["笔试", "面试"])] = r.pick([0, 100, 85, F(595, 10)])
        data["candidates"].append(row)
    for stage in oracle.District.STAGES[:2]:
        if r.chance(30):
            pool.before(stage)
    pool.verdicts("考察", "考察结论", 15)

    def seats(state, group):
        return 0, state.seats(group)
    for group, members, size in pool.picks("讨论决定", seats):
        pool.record("讨论决定", group, chosen=pool.names(members, size))
    return pool.finish()


# -- Baoding ----------------------------------------------------------------

def baoding(seed):
    pool = Pool("baoding", seed)
    r, data = pool.r, pool.data
    units = r.some(["财政局", "国资委", "交通局"], r.pick([1, 1, 2]))
    levels = r.some(oracle.Baoding.LEVELS, r.pick([1, 2]))
    for i in pool.post_ids():
        data["posts"].append({
            "id": i, "单位": r.pick(units), "职级": r.pick(levels),
            "名额": r.pick([1, 1, 2, 3]), "涉密": r.chance(10),
            "不宜公开": r.chance(10)})
    base = r.pick([10, 20, 27])
    profiles = [{n: ballot(r, r.below(base + 1), base)
                 for n in ("A票", "B票", "C票")}
                for _ in range(r.between(1, 5))]
    halls = [ballot(r, r.below(41), 40) for _ in range(r.between(1, 3))]
    for i in pool.ids():
        post = r.pick(data["posts"])
        data["candidates"].append({
            "id": i, "单位": r.pick(units) if r.chance(5) else post["单位"],
            "职级": r.pick(oracle.Baoding.LEVELS) if r.chance(5)
            else post["职级"],
            "现职级": r.pick(["正科", "副科", "副科", "一般干部"]),
            "符合条件": not r.chance(12), "会议推荐": r.pick(halls),
            **r.pick(profiles)})
    for stage in oracle.Baoding.STAGES[:2]:
        if r.chance(30):
            pool.before(stage)

    def seats(state, group):
        return 0, state.seats(group)
    for group, members, size in pool.picks("党委决定", seats):
        chosen = pool.names(members, size)
        why = {i: r.pick(["工作需要", "熟悉业务"]) for i in chosen
               if r.chance(55)}
        if why or r.chance(20):
            pool.record("党委决定", group, chosen=chosen, reasons=why)
        else:
            pool.record("党委决定", group, chosen=chosen)
    pool.assign("定岗", "岗位",
                lambda p, post: p["单位"] == post["单位"]
                and p["职级"] == post["职级"], 10)
    return pool.finish()


MAKERS = {"leiyang": leiyang, "district": district, "baoding": baoding,
          "nomination": pools_more.nomination,
          "veterans": pools_more.veterans,
          "jiujiang": pools_more.jiujiang}


def text(procedure, seed):
    return write(MAKERS[procedure](seed))


def main(args):
    if len(args) != 2 or args[0] not in MAKERS or not args[1].isdigit():
        sys.exit(__doc__)
    print(text(args[0], int(args[1])))


if __name__ == "__main__":
    main(sys.argv[1:])
