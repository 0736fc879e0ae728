#!/usr/bin/env python3
"""The oracle on small pools whose outcome was worked out on paper."""
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

print("# passed %d failed %d" % (passed, failed))
sys.exit(1 if failed else 0)
