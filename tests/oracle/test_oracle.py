#!/usr/bin/env python3
"""The oracle on small pools whose outcome was worked out on paper."""
import csv
import os
import sys
from fractions import Fraction as F

import oracle
import pools

passed = failed = 0


def check(what, ours, expected):
    global passed, failed
    if ours == expected:
        passed += 1
        return
    failed += 1
    print("%s\n    expected %r\n    got      %r" % (what, expected, ours))


def person(out, who):
    return next(c for c in out["candidates"] if c["id"] == who)


def fates(out):
    return {c["id"]: c["status"] for c in out["candidates"]}


def n(exact, shown=None):
    return {"exact": exact, "decimal": shown or exact}


# -- numbers ----------------------------------------------------------------

for value, text in ((F(31, 100), "0.31"), (F(1, 3), "≈0.333333"), (8, "8"),
                    (F(2, 3), "≈0.666667"), (F(-1, 2), "-0.5"),
                    (F(1, 128), "≈0.007813"), (F(-1, 3), "≈-0.333333"),
                    (F(1999999999, 10**9), "≈2"), (100, "100")):
    check("decimal %s" % value, oracle.decimal(value), text)
check("JSON decimals", oracle.load("[0.1, 1e-1, 3]"), [F(1, 10)] * 2 + [3])
check("splitmix64", pools.Random(0).next(), 0xE220A8397B1DCDAF)
check("same seed", pools.text("district", 7), pools.text("district", 7))


# -- district ---------------------------------------------------------------

def entrant(who, written, unhappy=0, base=100, **more):
    row = {"id": who, "报考": "P", "本单位": True, "拉票": "无",
           "笔试": written, "面试": written,
           "民主测评": {"满意": base - unhappy, "基本满意": 0,
                        "不满意": unhappy}}
    row.update(more)
    return row


def post(seats=1, expert=False, nobody=False):
    return [{"id": "P", "名额": seats, "专业性强": expert,
             "无合适人选": nobody}]


def district(people, posts=None, records=(), **more):
    data = {"posts": posts or post(), "candidates": people,
            "records": list(records), **more}
    return oracle.run("district", data, until=more.get("until"))


def passing(ids, chosen=None):
    records = [{"stage": "考察", "contest": {"职位": "P"},
                "values": {i: {"考察结论": "合格"} for i in ids}}]
    if chosen is not None:
        records.append({"stage": "讨论决定", "contest": {"职位": "P"},
                        "chosen": chosen})
    return records


out = district([entrant("a", 80, 30), entrant("b", 80, 301, 1000)],
               records=passing(["a"], ["a"]))
check("30% stays, 301 of 1000 goes", fates(out),
      {"a": "chosen", "b": "dropped"})
check("its fact", person(out, "b")["reasons"][0]["facts"],
      [{"value": n("301/1000", "0.301"), "bound": n("3/10", "0.3"),
        "margin": n("1/1000", "0.001")}])
check("no score after a veto", person(out, "b")["scores"], [])
check("(3*80+3*80+4*70)/10", [s["exact"] for s in person(out, "a")["scores"]],
      ["70", "76"])
check("probation", out["duties"],
      [{"kind": "probation", "period": "1 年", "candidates": ["a"]}])
check("done", (out["status"], out["exit"]), ("complete", 0))

out = district([entrant("a", 90), entrant("b", 80), entrant("c", 70),
                entrant("d", 70), entrant("e", 60)],
               records=passing("abcd", ["c"]))
check("third place tied: all four go on", fates(out),
      {"a": "dropped", "b": "dropped", "c": "chosen", "d": "dropped",
       "e": "dropped"})
check("the cut", {k: person(out, "e")["reasons"][0][k] for k in (
    "kind", "rank", "limit", "value", "bound", "margin")},
    {"kind": "cut", "rank": 5, "limit": 3, "value": n("76"),
     "bound": n("82"), "margin": n("-6")})
check("what decided", {k[:4]: v for k, v in out["assumptions"].items() if v},
      {"民主测评": ["e"], "第三名并": ["c", "d"]})
check("ranks 1 2 3 3 5", [c["ranks"][0]["rank"] for c in out["candidates"]],
      [1, 2, 3, 3, 5])
check("one let in above three", out["notes"],
      [{"kind": "over", "stage": "综合得分", "contest": {"职位": "P"},
        "count": 1}])
check("line", [(f["limit"], f["line"]) for f in out["contests"][0]["funnel"]],
      [(None, None), (3, n("82")), (None, None), (1, None)])

three = [entrant(i, 80) for i in "abc"]
away = entrant("x", 80, 本单位=False, 拉票="严重")
out = district(three + [away], post(1, True, False), until="报名")
check("three of one's own for one post: closed, and vetoed",
      [(r["kind"], len(r["facts"])) for r in person(out, "x")["reasons"]],
      [("require", 3), ("veto", 1)])
check("partial", (out["status"], fates(out)["a"], out["contests"][0]
                  ["vacant"]), ("partial", "in", None))
out = district(three[:2] + [entrant("x", 80, 本单位=False)], until="报名")
check("two of one's own: open", fates(out)["x"], "in")

records = passing("ac")
records[0]["values"]["c"]["考察结论"] = "不合格"
out = district(three, records=records)
check("one verdict missing holds the contest", fates(out),
      {"a": "undetermined", "b": "undetermined", "c": "dropped"})
check("waits for", (person(out, "a")["reasons"][0]["waiting"],
                    out["status"], out["exit"]),
      ("考察结论", "undetermined", 4))
out = district(three, records=passing("bc", ["b"]), withdrawn=[
    {"candidate": "a", "before": "考察", "why": "本人放弃"}])
check("withdrawal", (fates(out)["a"], person(out, "a")["reasons"][0]["why"],
                     person(out, "b")["ranks"]),
      ("withdrawn", "本人放弃",
       [{"stage": "综合得分", "rank": 1, "of": 3}]))
check("funnel of it", [(f["entered"], f["withdrawn"], f["left"])
                       for f in out["contests"][0]["funnel"]],
      [(3, 0, 3), (3, 0, 3), (3, 1, 2), (2, 0, 1)])
out = district(three, records=passing("abc"))
check("no list", [person(out, "a")["reasons"][0][k]
                  for k in ("kind", "waiting", "say")],
      ["pending", "党委（工委、党组）", None])


# -- Baoding ----------------------------------------------------------------

def runner(who, ayes, hall=0, now="副科", fit=True):
    votes = {"赞成": ayes, "收回": 10}
    return {"id": who, "单位": "财政局", "职级": "正科", "现职级": now,
            "符合条件": fit, "会议推荐": {"ayes": hall, "returned": 10},
            "A票": votes, "B票": votes, "C票": {"赞成": 0, "收回": 10}}


def baoding(people, secret=False, **record):
    contest = {"单位": "财政局", "职级": "正科"}
    posts = [{"id": i, "单位": "财政局", "职级": level, "名额": 1,
              "涉密": secret, "不宜公开": False}
             for i, level in (("P", "正科"), ("Q", "副科"))]
    values = record.pop("values", {})
    records = [{"stage": "党委决定", "contest": contest, **record},
               {"stage": "定岗", "values": values}]
    return oracle.run("baoding", {"posts": posts, "candidates": people,
                                  "records": records})


pair = [runner("a", 8), runner("b", 8, 5), runner("c", 9, fit=False)]
out = baoding(pair, chosen=["a"])
check("equal marks, the hall decides; passed over and not explained",
      fates(out), {"a": "dropped", "b": "dropped", "c": "dropped"})
check("its facts", person(out, "a")["reasons"][0]["facts"],
      [{"value": "正科", "bound": "副科", "margin": None},
       {"value": n("1"), "bound": n("1"), "margin": n("0")}])
check("the duty", out["duties"], [
    {"kind": "explanation", "stage": "党委决定", "candidate": "a",
     "given": False}])
check("8 of 10 by 4:3:3, third list 0",
      person(out, "a")["scores"][0]["exact"], "56")
out = baoding(pair, chosen=["a"], reasons={"a": "工作需要"},
              values={"a": {"岗位": "Q"}})
check("explained, but the wrong post", (fates(out)["a"], out["checks"],
                                        out["exit"]),
      ("chosen", [{"stage": "定岗", "say": "岗位不在本单位、本职级",
                   "contest": None, "candidate": "a", "facts": [
                       {"value": "副科", "bound": "正科",
                        "margin": None}]}], 4))
out = baoding([runner("a", 8, now="正科"), runner("b", 9)], chosen=["a"],
              values={"a": {"岗位": "P"}})
check("no higher than now: nothing to explain", (fates(out)["a"],
                                                 out["duties"]),
      ("chosen", []))
out = baoding(pair, secret=True, chosen=[])
check("all posts taken out", (out["contests"][0]["seats"],
                              person(out, "a")["reasons"][0]["kind"],
                              out["exit"]), (0, "pick", 0))


# -- Leiyang ----------------------------------------------------------------

def cadre(who, points, raters=50, **more):
    item = {"没反映": raters, "偶尔有反映": 0, "反映较多": 0}
    good = {"好": 1, "较好": 1, "一般": 0, "较差": 0}
    row = {"id": who, "层次": "正科级", "类别": "其他干部",
           "品德": [item] * 10,
           "民主推荐": {"赞成": 30, "收回": 100},
           "谈话推荐": {"赞成": 1, "收回": 2},
           "民意调查": {"满意": 40, "不满意": 10},
           "基准分": 38, "加分": [1, 2], "联系领导": good,
           "本单位领导": good, "近三年考核": ["称职", "优秀", "称职"],
           "组织评鉴分": points}
    row.update(more)
    return row


def leiyang(people, until=None, seats=1, records=()):
    return oracle.run("leiyang", {
        "posts": [{"id": "P", "层次": "正科级", "名额": seats}],
        "candidates": people, "records": list(records)}, until)


out = leiyang([cadre("a", 10)], "差额推荐")
check("20 + (.3+.5+.8)/3*20 + 40 + 9 + 10",
      [s["exact"] for s in person(out, "a")["scores"]],
      ["20", "32/3", "40", "9", "10", "269/3"])
check("shown", person(out, "a")["scores"][-1]["decimal"], "≈89.666667")
bad = {"人数": 100, "没反映": 0, "偶尔有反映": 69, "反映较多": 31}
edge = {"没反映": 0, "偶尔有反映": 70, "反映较多": 30}
out = leiyang([cadre("a", 9, 品德=[edge] * 9 + [bad]),
               cadre("b", 9, 品德={"人数": 49, "各项": [edge] * 10}),
               cadre("c", 9, 近三年考核=["称职", "不称职", "优秀"],
                     民主推荐={"赞成": 299, "收回": 1000})], "组织评鉴")
check("item 10", person(out, "a")["reasons"][0]["facts"],
      [{"value": n("31/100", "0.31"), "bound": n("3/10", "0.3"),
        "margin": n("1/100", "0.01"), "item": 10}])
check("49 raters", (fates(out)["b"], person(out, "b")["reasons"][0]["kind"],
                    person(out, "b")["reasons"][0]["margin"]),
      ("undetermined", "valid", n("-1")))
check("out at the first failure", (person(out, "c")["stage"],
                                   person(out, "c")["reasons"][0]["say"]),
      ("群众评议", "民主推荐得票率低于 30%"))

thin = cadre("z", 0, raters=49)
out = leiyang([cadre("a", 9), cadre("b", 8), cadre("c", 7), cadre("d", 6),
               thin], "差额推荐")
check("judged twice: with z above, c is out; below, in", fates(out),
      {"a": "in", "b": "in", "c": "undetermined", "d": "dropped",
       "z": "undetermined"})
check("the line is the last who is surely in",
      (out["contests"][0]["funnel"][5]["line"]["exact"],
       person(out, "d")["reasons"][0]["margin"]), ("263/3", n("-2")))
out = leiyang([cadre("a", 9), cadre("b", 8), cadre("c", 8), thin],
              "差额推荐")
check("a tie that spans it goes on both times", fates(out)["c"], "in")
check("and the tie was decided by assumption",
      out["assumptions"]["末位并列原文未写"], ["b", "c"])


def vote(stage, ayes, **counts):
    return {"stage": stage, "contest": {"层次": "正科级"}, **counts,
            "votes": {i: {"赞成": v} for i, v in ayes.items()}}


def good(ids):
    return {"stage": "差额考察", "contest": {"层次": "正科级"},
            "values": {i: {"考察结论": "合格"} for i in ids}}


def listed(stage, ids):
    return {"stage": stage, "contest": {"层次": "正科级"}, "chosen": ids}


def to_the_end(ayes, present=8, entitled=12):
    full = dict(entitled=20, present=20, issued=20, returned=20, invalid=0)
    return leiyang([cadre(i, 9) for i in "abc"], records=[
        vote("全会推荐", {"a": 9, "b": 8, "c": 7}, **full), good("ab"),
        listed("差额酝酿", ["a", "b"]), listed("提交票决", ["a", "b"]),
        vote("差额票决", ayes, entitled=entitled, present=present,
             issued=present, returned=present, invalid=0),
        {"stage": "研究岗位", "values": {"a": {"岗位": "P"}}}])


out = to_the_end({"a": 7, "b": 6})
check("quorum exactly 8 of 12; 6 of 12 is no majority", fates(out),
      {"a": "chosen", "b": "dropped", "c": "dropped"})
check("why b", [person(out, "b")["reasons"][0][k]
                for k in ("kind", "value", "bound", "margin")],
      ["require", n("6"), n("6"), n("0")])
check("one seat times 1.5 is rounded up for b", out["assumptions"]
      ["名额乘 1.5 不是整数时进一；末位并列都进"], ["b"])
check("numbers of each ranking", [r["rank"] for r in
                                  person(out, "a")["ranks"]], [1, 1, 1])
out = to_the_end({"a": 7, "b": 7}, present=7)
check("7 of 12: void", (fates(out)["a"], out["status"], out["exit"],
                        out["contests"][0]["funnel"][10]["void_reason"],
                        out["contests"][0]["vacant"]),
      ("void", "complete", 4, "", 1))
out = to_the_end({"a": 8, "b": 8})
check("equal votes wait", (fates(out)["a"], person(out, "a")["reasons"][0]
                           ["kind"], out["assumptions"]
                           ["票数相同怎么办原文未写"]),
      ("undetermined", "tie", ["a", "b"]))
out = to_the_end({"a": 8})
check("a vote not on record", person(out, "b")["reasons"][0]["waiting"],
      "常委票")

# -- Kunming: nomination in two rounds --------------------------------------

FIRST, SECOND = "首轮投票人", "次轮投票人"


def papers(field, *names, post="J", voters=None):
    """One paper for each name."""
    voters = voters or (FIRST if field == "海推票" else SECOND)
    return {"field": field, "papers": [
        {"voter": "%s%d" % (field, i), "class": voters, "ayes": {post: [w]}}
        for i, w in enumerate(names)]}


def noticed(ids, post="J", bad=()):
    return {"stage": "公示", "contest": {"职位": post}, "values": {
        i: {"公示结果": "有异议" if i in bad else "无异议"} for i in ids}}


def nomination(ballots, records=(), until=None, people="abcdefgh", **more):
    return oracle.run("nomination", {
        "posts": [{"id": i, "单位": "甲"} for i in "JK"],
        "candidates": [{"id": i, "符合条件": i != "h"} for i in people],
        "ballots": ballots, "records": list(records), **more}, until)


def stands(out):
    return {(c["id"], c["post"]): c["status"] for c in out["candidates"]}


out = nomination([papers("海推票", *"aabbccddeffh")], until="海推")
check("fifth place: e has one vote, f two", stands(out), {
    ("a", "J"): "in", ("b", "J"): "in", ("c", "J"): "in", ("d", "J"): "in",
    ("e", "J"): "dropped", ("f", "J"): "in", ("h", "J"): "dropped"})
check("e by the line, h by the conditions", [
    (r["kind"], r.get("rank")) for i in "eh"
    for r in person(out, i)["reasons"]], [("cut", 6), ("require", None)])
out = nomination([papers("海推票", *"aabbccddefg")], until="海推")
check("fifth place shared by three: seven go on",
      (len(stands(out)), out["notes"][0]["count"],
       out["assumptions"]["第五名并列怎么办原文未写"]), (7, 2, list("efg")))

faults = papers("海推票", *"ab")
faults["papers"] += [
    {"voter": "x", "class": FIRST, "ayes": {"J": ["c"]}},
    {"voter": "x", "class": FIRST, "ayes": {"J": ["d"]}},
    {"voter": "y", "class": SECOND, "ayes": {"J": ["c"]}},
    {"voter": "z", "ayes": {"J": ["c"]}},
    {"voter": "u", "class": FIRST, "ayes": {"J": ["c", "d"], "K": ["a"]}},
    {"voter": "v", "class": FIRST, "ayes": {"J": ["?"], "Q": ["a"]}},
    {"voter": "w", "class": FIRST, "ayes": {"J": ["b", "b"], "K": ["e"]},
     "noes": {"K": ["e"], "J": ["a"]}}]
out = nomination([faults], until="海推")
check("papers not counted", [
    (r["voter"], r["why"], r["post"], r["name"]) for r in out["refused"]],
    [("x", "twice", None, None), ("x", "twice", None, None),
     ("y", "class", None, None), ("z", "class", None, None),
     ("u", "too_many", "J", None), ("v", "unknown", "J", "?"),
     ("v", "unknown", "Q", "a"), ("w", "repeated", "J", "b"),
     ("w", "repeated", "K", "e")])
check("entries made by what was counted", stands(out),
      {("a", "J"): "in", ("a", "K"): "in", ("b", "J"): "in"})
check("b has two", person(out, "b")["ranks"],
      [{"stage": "海推", "rank": 1, "of": 2}])

both = [papers("海推票", *"aab"), papers("海推票", *"ac", post="K")]
both[0]["papers"] += [dict(p, voter="k" + p["voter"])
                      for p in both.pop()["papers"]]
late = papers("公推票", *"aabd")
late["papers"] += [{"voter": "k", "class": SECOND, "ayes": {"K": ["a"]}}]
rounds = [noticed("ab"), noticed("ac", "K")]
out = nomination(both + [late], rounds)
check("in the first two for both posts", stands(out), {
    ("a", "J"): "undetermined", ("a", "K"): "undetermined",
    ("b", "J"): "chosen", ("c", "K"): "chosen", ("d", "J"): "dropped"})
check("each names the other", [c["reasons"][0]["post"]
                               for c in out["candidates"][:2]], ["K", "J"])
check("d was written in the second round only",
      person(out, "d")["reasons"][0]["say"], "首轮没有人提名")
out = nomination(both + [late], rounds, withdrawn=[
    {"candidate": "a", "before": "公推", "post": "J", "why": "只愿去 K"}])
check("one entry withdrawn", (stands(out)["a", "J"], stands(out)["a", "K"],
                              out["status"], out["contests"][0]["vacant"]),
      ("withdrawn", "chosen", "complete", 1))
out = nomination(both + [late], rounds, withdrawn=[
    {"candidate": "a", "after": "公示", "why": "病"}])
check("both withdrawn", (stands(out)["a", "J"], stands(out)["a", "K"]),
      ("withdrawn", "withdrawn"))
three = [papers("海推票", *"abc")]
out = nomination(three + [papers("公推票", *"aabc")], [noticed("abc")])
check("second place tied", stands(out), {
    ("a", "J"): "chosen", ("b", "J"): "undetermined",
    ("c", "J"): "undetermined"})
out = nomination(three, [noticed("abc", bad="b")], entries=[
    {"candidate": "a", "提名职位": "J", "公推票": {"赞成": 3, "收回": 4}}])
check("counts given for one only", [
    (c["status"], c["stage"]) for c in out["candidates"]],
    [("chosen", None), ("dropped", "公示"), ("dropped", "公推")])
out = nomination(three, [noticed("ac")])
check("no result for b: all wait", set(stands(out).values()),
      {"undetermined"})


# -- Kunming: posts chosen in turn ------------------------------------------

def veterans(rows, seats, **more):
    return oracle.run("veterans", {
        "posts": [{"id": i, "名额": k} for i, k in seats.items()],
        "candidates": [{"id": i, "考核分": a, "考试分": b, "志愿": list(w)}
                       for i, a, b, w in rows], **more})


def posts_of(out):
    return {c["id"]: c["decisions"][0]["value"] for c in out["candidates"]
            if c["decisions"]}


out = veterans([("a", 80, 90, "GH"), ("b", 90, 80, "GH"), ("c", 60, 60, "G"),
                ("d", 50, 50, "HI")], {"G": 1, "H": 1, "I": 2})
check("equal totals, the examination decides", posts_of(out),
      {"a": "G", "b": "H", "d": "I"})
check("c's wishes are used up", [person(out, "c")["reasons"][0][k]
                                 for k in ("kind", "rank", "say")],
      ["choose", 3, "志愿里没有可选的职位"])
check("four posts for four", (out["checks"], out["exit"]), ([], 4))
pair = [("01", 80, 80, "GH"), ("02", 80, 80, "GH"), ("03", 70, 70, "I")]
out = veterans(pair, {"G": 1, "H": 1, "I": 1}, seed="2012-08-01公证")
check("no lots needed for 03; 01 and 02 by SHA-256, e.g. 7ef7 is not 2174",
      sorted(r["ranks"][0]["rank"] for r in out["candidates"]), [1, 2, 3])
out = veterans([("02", 80, 80, "GH"), ("03", 80, 80, "GH")],
               {"G": 1, "H": 1}, seed="2012-08-01公证")
check("02 draws 2174c433, 03 draws 7ef71902", posts_of(out),
      {"02": "G", "03": "H"})
out = veterans(pair, {"G": 1, "H": 1, "I": 1})
check("no seed: in each other's way, and 03 after them",
      [c["reasons"][0]["kind"] for c in out["candidates"]],
      ["tie", "tie", "depends"])
out = veterans(pair, {"G": 2, "H": 1, "I": 1})
check("no seed, room for both", posts_of(out),
      {"01": "G", "02": "G", "03": "I"})
out = veterans(pair, {"G": 1, "H": 0, "I": 1})
check("two posts, three people", out["checks"][0]["facts"],
      [{"value": n("2"), "bound": n("3"), "margin": n("-1")}])


# -- Jiujiang ---------------------------------------------------------------

def officer(who, now, since="2000-01-01", home="丙县", risen=False,
            team="2000-01-01"):
    out = {"id": who, "现职": now, "任现职起": since, "出生地": home,
           "成长地": "丁县", "新提拔": risen}
    if now[1] != "人":
        out["任党政班子起"] = team
    return out


def jiujiang(people, moves):
    kinds = {"党": "党委", "政": "政府", "人": "人大"}
    duties = {"长": "党政正职", "员": "其他职务"}
    return oracle.run("jiujiang", {
        "posts": [{"id": c + t + d, "县区": c + "县", "班子": kinds[t],
                   "职务": duties[d], "名额": 3}
                  for c in "甲乙" for t in kinds for d in duties],
        "candidates": people, "records": [{"stage": "调配", "values": {
            i: {"新职": p} for i, p in moves.items()}}]})


out = jiujiang([officer("a", "甲党长", "1996-06-30"),
                officer("b", "甲党员", "1996-07-01", "甲县"),
                officer("c", "甲人员", risen=True)],
               {"a": "甲党长", "b": "甲党员", "c": "甲党员"})
check("ten years on the day itself, nine the day after",
      [c["marks"] for c in out["candidates"]],
      [["同职满十年"], [], ["交流", "跨班子交流"]])
check("one of three is local: a third exactly; c may not rise at home",
      [(c["candidate"], c["say"][:5]) for c in out["checks"]],
      [("a", "在同一职位"), ("c", "新提拔进党")])
out = jiujiang([officer("a", "甲党长", home="乙县", team="1996-06-30"),
                officer("b", "乙政长", home="甲县")],
               {"a": "乙政长", "b": "甲党长"})
check("a swap, each to the county he is from", [
    (c["candidate"], [f["value"] for f in c["facts"]])
    for c in out["checks"]],
    [("a", ["党政正职", "乙县"]), ("b", ["党政正职", "甲县"])])
check("what it was", person(out, "a")["marks"],
      ["同班子满十年", "交流", "党政正职交流", "跨县交流"])
out = jiujiang([officer("a", "甲党员", team="1996-06-30"),
                officer("b", "甲党员")], {"a": "甲政员"})
check("from one team to the other is no move away",
      [c["candidate"] for c in out["checks"]], ["a", None])
check("b waits, the team without him is judged",
      (fates(out), person(out, "b")["reasons"][0]["waiting"]),
      ({"a": "chosen", "b": "undetermined"}, "新职"))


# -- the pools worked out by others -----------------------------------------

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))


def csv_rows(out):
    for c in out["candidates"]:
        decided = [d["value"] for d in c["decisions"]
                   if d["name"] in ("岗位", "新职")]
        yield {"id": c["id"], "post": (decided or [c.get("post", "")])[-1],
               "status": c["status"], "stage": c["stage"] or "",
               "rank": str(c["ranks"][-1]["rank"]) if c["ranks"] else ""}


for folder, procedure in (("kunming-nomination", "nomination"),
                          ("kunming-veterans", "veterans"),
                          ("jiujiang", "jiujiang")):
    folder = os.path.join(ROOT, "examples", folder)
    with open(os.path.join(folder, "pool.json"), encoding="utf-8") as file:
        out = oracle.run(procedure, oracle.load(file.read()))
    with open(os.path.join(folder, "expected.csv"), encoding="utf-8") as file:
        expected = [{k: row[k] for k in ("id", "post", "status", "stage",
                                         "rank")}
                    for row in csv.DictReader(file)]
    check(folder, list(csv_rows(out)), expected)

print("# passed %d failed %d" % (passed, failed))
sys.exit(1 if failed else 0)
