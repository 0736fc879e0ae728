#!/usr/bin/env python3
"""What six selection procedures decide, worked out by hand.

Usage: oracle.py PROCEDURE DATA.json [--until STAGE]

PROCEDURE is leiyang, district, baoding, nomination, veterans or jiujiang.
Each is written straight from its document. Nothing here reads a rules file or
shares code with the tool that is being checked.
"""
import json
import sys
from fractions import Fraction as F

from oracle_base import (ENGLISH, DataError, Run, Stop, Survey, aye_share,
                         by_bytes, count_of, decimal, fact, item_surveys,
                         load, reason)
from oracle_jiujiang import Jiujiang
from oracle_kunming import Nomination, Veterans


# -- Leiyang: five appraisals, four contests --------------------------------

class Leiyang:
    BY = ("层次",)
    LAYERS = ["正科级", "副科级", "一般干部"]
    GRADES = ["优秀", "称职", "基本称职", "不称职"]
    WORTH = {"好": 5, "较好": 4, "一般": 3, "较差": 0}

    A_WORTH = "四个等次各得几分原文未写"
    A_THIRDS = "三项各占三分之一，原文未写"
    A_BONUS = "基准分与加分各占多少原文未写，合计不超过 40 分"
    A_RATERS = "党政正职和人大、政协正职由谁各评几分原文未写清"
    A_TIE = "末位并列原文未写"
    A_VOTE = "全会怎样推荐原文未写，取投票"
    A_ROUND_TIE = "名额乘 1.5 不是整数时进一；末位并列都进"
    A_ROUND = "名额乘 1.5 不是整数时进一"
    A_EQUAL = "票数相同怎么办原文未写"
    A_VERDICT = "考察结论分合格、不合格，原文未写"
    A_MATCH = "岗位须与入选的层次相符，原文未写"
    ASSUMED = [A_WORTH, A_THIRDS, A_BONUS, A_RATERS, A_TIE, A_VOTE,
               A_ROUND_TIE, A_VERDICT, A_ROUND, A_EQUAL, A_MATCH]

    STAGES = ["品德评定", "群众评议", "工作评估", "领导评价", "组织评鉴",
              "差额推荐", "全会推荐", "差额考察", "差额酝酿", "提交票决",
              "差额票决", "研究岗位"]

    @staticmethod
    def key_of_person(p):
        return (p["层次"],)

    @staticmethod
    def key_of_post(post):
        return (post["层次"],)

    @classmethod
    def key_order(cls, key):
        return cls.LAYERS.index(key[0])

    @classmethod
    def steps(cls, run):
        for step in (cls.character, cls.masses, cls.work, cls.leaders,
                     cls.organisation, cls.to_three, cls.plenum,
                     cls.inspection, cls.deliberation, cls.submission,
                     cls.ballot, cls.posts):
            step(run)

    @staticmethod
    def enough_raters(run, stage, raters):
        for p in run.people:
            if p.status == "in" and raters(p) < 50:
                p.leave("undetermined", stage,
                        reason("valid", stage, None, [fact(raters(p), 50)]))

    @staticmethod
    def score_those_in(run, stage, full, score):
        for p in run.people:
            if p.status == "in":
                p.add_score(stage, stage, score(p), full)

    @classmethod
    def character(cls, run):
        stage = "品德评定"
        run.begin(stage)
        items = {p.id: item_surveys(p["品德"]) for p in run.people}
        cls.enough_raters(run, stage,
                          lambda p: min(s.asked for s in items[p.id]))

        def judge(p):
            bad = [fact(s.share("反映较多"), F(3, 10), i)
                   for i, s in enumerate(items[p.id], 1)
                   if s.share("反映较多") > F(3, 10)]
            say = "反向测评“反映较多”超过 30%，一票否决"
            return ([reason("veto", stage, say, bad)] if bad else []), None
        run.judge(stage, judge, by_group=False)
        worth = {"没反映": 2, "偶尔有反映": 1, "反映较多": 0}
        cls.score_those_in(run, stage, 20, lambda p: sum(
            s.mean(worth) for s in items[p.id]))

    @classmethod
    def masses(cls, run):
        stage = "群众评议"
        run.begin(stage)
        cls.enough_raters(run, stage,
                          lambda p: Survey(p["民意调查"]).asked)

        def shares(p):
            return (aye_share(p["民主推荐"]), aye_share(p["谈话推荐"]),
                    Survey(p["民意调查"]).share("满意"))

        def judge(p):
            tests = zip(shares(p), (F(3, 10), F(1, 2), F(4, 5)),
                        ("民主推荐得票率低于 30%", "谈话推荐得票率低于 50%",
                         "群众满意率达不到 80%"))
            return [reason("require", stage, say, [fact(v, least)])
                    for v, least, say in tests if v < least], None
        run.judge(stage, judge, by_group=False)
        cls.score_those_in(run, stage, 20,
                           lambda p: sum(shares(p)) / 3 * 20)

    @classmethod
    def work(cls, run):
        run.begin("工作评估")
        cls.score_those_in(run, "工作评估", 40, lambda p: min(
            F(p["基准分"]) + sum(p["加分"]), F(40)))

    @classmethod
    def leaders(cls, run):
        run.begin("领导评价")

        def score(p):
            def mean(field):
                return Survey(p[field]).mean(cls.WORTH)
            contact = mean("联系领导")
            if p["类别"] == "党政主要领导":
                return contact + mean("四大家领导")
            if p["类别"] == "人大政协主要领导":
                return (contact + mean("人大政协")) / 2 * 2
            return mean("本单位领导") + contact
        cls.score_those_in(run, "领导评价", 10, score)

    @classmethod
    def organisation(cls, run):
        stage = "组织评鉴"
        run.begin(stage)

        def judge(p):
            low = [fact(g, "称职", i)
                   for i, g in enumerate(p["近三年考核"], 1)
                   if cls.GRADES.index(g) > cls.GRADES.index("称职")]
            return ([reason("require", stage, "近三年考核未在称职以上", low)]
                    if low else []), None
        run.judge(stage, judge, by_group=False)
        cls.score_those_in(run, stage, 10, lambda p: F(p["组织评鉴分"]))

    @classmethod
    def to_three(cls, run):
        stage = "差额推荐"
        run.begin(stage)
        for group, members in run.contests():
            for p in members:
                p.add_score("总分", stage, sum(
                    p.score[s] for s in cls.STAGES[:5]), None)
            run.rank(stage, members, lambda p: (p.score["总分"],))
            out, tied = run.cut(stage, group, 3 * run.seats(group), "all",
                                "总分不在初步人选之列")
            run.blame(out, cls.A_WORTH, cls.A_THIRDS, cls.A_BONUS,
                      cls.A_RATERS)
            run.blame(tied, cls.A_TIE)

    @classmethod
    def plenum(cls, run):
        stage = "全会推荐"
        run.begin(stage)
        for group, members in run.contests():
            votes = (run.record(stage, group) or {}).get("votes") or {}
            if any(p.id not in votes for p in members):
                run.hold(stage, members, "全会票")
                continue
            run.rank(stage, members,
                     lambda p: (count_of(votes[p.id], "赞成"),))
            floor, limit = cls.half_more(run, group)
            out, tied = run.cut(stage, group, limit, "all",
                                "全会未推荐为考察对象")
            run.blame(out, cls.A_VOTE)
            run.blame(tied, cls.A_ROUND_TIE)
            run.blame([p.id for p in members if floor < p.rank <= limit],
                      cls.A_ROUND_TIE)

    @staticmethod
    def half_more(run, group):
        """One and a half per seat: rounded down, rounded up."""
        seats = run.seats(group)
        return seats * 3 // 2, (seats * 3 + 1) // 2

    @staticmethod
    def inspection(run):
        run.begin("差额考察")
        run.verdict("差额考察", "考察结论", "考察不合格", Leiyang.A_VERDICT)

    @classmethod
    def deliberation(cls, run):
        stage = "差额酝酿"
        run.begin(stage)
        for group, _ in run.contests():
            gone = run.pick(stage, group, cls.half_more(run, group)[1],
                            "书记办公会", "书记办公会未列为酝酿人选")
            run.blame([p.id for p in gone or []], cls.A_ROUND)

    @staticmethod
    def submission(run):
        stage = "提交票决"
        run.begin(stage)
        for group, _ in run.contests():
            seats = run.seats(group)
            run.pick(stage, group, seats + 2, "书记办公会",
                     "未提交常委会票决", least=seats + 1)

    @classmethod
    def ballot(cls, run):
        stage = "差额票决"
        run.begin(stage)
        for group, members in run.contests():
            record = run.record(stage, group)
            if record is None:
                run.hold(stage, members, "常委票")
                continue
            entitled, present = record["entitled"], record["present"]
            if present < F(2, 3) * entitled:
                why = fact(present, F(2, 3) * entitled)
                group.void[stage] = ""
                for p in members:
                    p.leave("void", stage,
                            reason("valid", stage, None, [why]))
        run.judge(stage, lambda p: cls.majority(run, stage, p))
        for group, members in run.contests():
            votes = run.record(stage, group)["votes"]
            run.rank(stage, members,
                     lambda p: (count_of(votes[p.id], "赞成"),))
            _, tied = run.cut(stage, group, run.seats(group), "wait",
                              "票决得票靠后，名额已满")
            run.blame(tied, cls.A_EQUAL)

    @staticmethod
    def majority(run, stage, p):
        record = run.record(stage, p.group)
        vote = (record.get("votes") or {}).get(p.id)
        if vote is None:
            return [], "常委票"
        ayes, half = count_of(vote, "赞成"), F(record["entitled"], 2)
        if ayes > half:
            return [], None
        return [reason("require", stage, "赞成票未超过应到会成员的半数",
                       [fact(ayes, half)])], None

    @staticmethod
    def posts(run):
        run.begin("研究岗位")
        run.assign_posts("研究岗位", "岗位", ["层次"], "岗位与层次不符",
                         Leiyang.A_MATCH)


# -- a district: written test, interview, survey ----------------------------

class District:
    BY = ("职位",)
    A_FIT = "本单位是否“确无合适人选”由党组认定后读入"
    A_RATIO = "“拟竞争岗位人员比例要求”的数字原文未写"
    A_GRAVE = "问题是否严重由党委（工委、党组）认定后读入"
    A_VERDICT = "考察结论分合格、不合格，原文未写"
    A_SURVEY = "民主测评怎样折成分数原文未写"
    A_TIE = "第三名并列怎么办原文未写"
    ASSUMED = [A_RATIO, A_FIT, A_GRAVE, A_SURVEY, A_TIE, A_VERDICT]
    STAGES = ["报名", "综合得分", "考察", "讨论决定"]

    @staticmethod
    def key_of_person(p):
        return (p["报考"],)

    @staticmethod
    def key_of_post(post):
        return (post["id"],)

    @staticmethod
    def key_order(key):
        return by_bytes(key[0])

    @classmethod
    def steps(cls, run):
        cls.entry(run)
        cls.marks(run)
        run.begin("考察")
        run.verdict("考察", "考察结论", "考察不合格", cls.A_VERDICT)
        cls.decision(run)

    @classmethod
    def entry(cls, run):
        stage = "报名"
        run.begin(stage)
        few = {g.key: sum(p["本单位"] for p in members)
               < 3 * run.seats(g) for g, members in run.contests()}

        def judge(p):
            against = []
            post = run.posts[p["报考"]]
            ways = [post["专业性强"], post["无合适人选"]]
            if not (p["本单位"] or all(ways) or few[p.group.key]):
                against.append(reason(
                    "require", stage, "该职位未开放跨部门竞争",
                    [fact(v) for v in [False, *ways, False] if not v]))
                run.blame([p.id], cls.A_RATIO, cls.A_FIT)
            if p["拉票"] == "严重":
                run.blame([p.id], cls.A_GRAVE)
                against.append(reason(
                    "veto", stage, "走门子、拉选票、搞小动作，问题严重，取消资格",
                    [fact("严重", "严重")]))
            return against, None
        run.judge(stage, judge)

    @classmethod
    def marks(cls, run):
        stage = "综合得分"
        run.begin(stage)

        def judge(p):
            share = Survey(p["民主测评"]).share("不满意")
            if share > F(3, 10):
                return [reason("veto", stage,
                               "群众不满意率超过 30%，不能确定为考察对象",
                               [fact(share, F(3, 10))])], None
            return [], None
        run.judge(stage, judge)
        worth = {"满意": 100, "基本满意": 60, "不满意": 0}
        for group, members in run.contests():
            for p in members:
                survey = Survey(p["民主测评"]).mean(worth)
                p.add_score("测评分", stage, survey, None)
                p.add_score(stage, stage, (3 * F(p["笔试"])
                            + 3 * F(p["面试"]) + 4 * survey) / 10, 100)
            run.rank(stage, members, lambda p: (p.score[stage],))
            out, tied = run.cut(stage, group, 3, "all",
                                "综合得分不在考察对象之列")
            run.blame(out, cls.A_SURVEY)
            run.blame(tied, cls.A_TIE)

    @staticmethod
    def decision(run):
        stage = "讨论决定"
        run.begin(stage)
        for group, _ in run.contests():
            run.pick(stage, group, run.seats(group), "党委（工委、党组）",
                     "党委未决定任用")
        ids = [p.id for p in run.people if p.status == "in"]
        if ids:
            run.duties.append({"kind": "probation", "period": "1 年",
                               "candidates": ids})


# -- Baoding: every post open to all ----------------------------------------

class Baoding:
    BY = ("单位", "职级")
    LEVELS = ["正科", "副科", "一般干部"]
    A_FIT = "“符合竞职条件”的条件原文未写，作为已核实的事实读入"
    A_ORDER = ("大会票与署名票怎样合并原文未写："
               "按署名票的加权得票排序，相同的看大会票")
    A_SCOPE = "在什么范围内比得票原文未写：按单位和竞争的职级分组"
    A_BODY = ("原文只说具体岗位由党委会研究决定："
              "谁入选也由党委（党组）在本单位、本职级内决定")
    A_EXPLAIN = ("原文只举用第二名而不用第一名的例："
                 "凡有得票更高的人未用都须说明；不予备案按未任用处理")
    A_MATCH = "岗位须在本单位、本职级，原文未写"
    ASSUMED = [A_FIT, A_SCOPE, A_ORDER, A_BODY, A_EXPLAIN, A_MATCH]
    STAGES = ["资格", "民主推荐", "党委决定", "定岗"]

    @staticmethod
    def key_of_person(p):
        return (p["单位"], p["职级"])

    key_of_post = key_of_person

    @classmethod
    def key_order(cls, key):
        return by_bytes(key[0]), cls.LEVELS.index(key[1])

    @classmethod
    def steps(cls, run):
        cls.entry(run)
        cls.ballots(run)
        cls.committee(run)
        run.begin("定岗")
        run.assign_posts("定岗", "岗位", ["单位", "职级"],
                         "岗位不在本单位、本职级", cls.A_MATCH)

    @classmethod
    def entry(cls, run):
        stage = "资格"
        run.begin(stage)
        run.excluded = {i for i, post in run.posts.items()
                        if post["涉密"] or post["不宜公开"]}
        for p in run.people:
            if p.status == "in" and not p["符合条件"]:
                p.leave("dropped", stage, reason(
                    "require", stage, "不符合竞职条件", [fact(False)]))
                run.blame([p.id], cls.A_FIT)

    @staticmethod
    def ballots(run):
        stage = "民主推荐"
        run.begin(stage)
        for _, members in run.contests():
            for p in members:
                a, b, c = (aye_share(p[n]) for n in ("A票", "B票", "C票"))
                p.add_score(stage, stage,
                            (4 * a + 3 * b + 3 * c) / 10 * 100, 100)
            run.rank(stage, members,
                     lambda p: (p.score[stage], aye_share(p["会议推荐"])))

    @classmethod
    def committee(cls, run):
        stage = "党委决定"
        run.begin(stage)
        for group, _ in run.contests():
            gone = run.pick(stage, group, run.seats(group),
                            "单位党委（党组）", "党委（党组）未决定任用")
            if gone is None:
                continue
            run.blame([p.id for p in gone], cls.A_BODY)
            reasons = (run.record(stage, group) or {}).get("reasons") or {}
            for p in group.still_in():
                passed = sum(q.rank < p.rank for q in gone)
                higher = cls.LEVELS.index(p["职级"]) \
                    < cls.LEVELS.index(p["现职级"])
                if not (higher and passed >= 1):
                    continue
                given = bool(reasons.get(p.id))
                run.duties.append({"kind": "explanation", "stage": stage,
                                   "candidate": p.id, "given": given})
                if not given:
                    p.leave("dropped", stage, reason(
                        "explain", stage,
                        "未说明为什么不用得票更高的人，不予备案",
                        [fact(p["职级"], p["现职级"]), fact(passed, 1)]))
                    run.blame([p.id], cls.A_ORDER, cls.A_EXPLAIN)
        run.duties.sort(key=lambda d: by_bytes(d["candidate"]))


PROCEDURES = {"leiyang": Leiyang, "district": District, "baoding": Baoding,
              "nomination": Nomination, "veterans": Veterans,
              "jiujiang": Jiujiang}


def kind_of_run(rules):
    return getattr(rules, "RUN", Run)


def run(procedure, data, until=None):
    rules = PROCEDURES[procedure]
    state = kind_of_run(rules)(rules, data, until=until)
    try:
        rules.steps(state)
    except Stop:
        pass
    return state.finish()


def standing(procedure, data, stage):
    """The state at the start of a stage, its withdrawals done."""
    rules = PROCEDURES[procedure]
    state = kind_of_run(rules)(rules, data, peek=stage)
    try:
        rules.steps(state)
    except Stop:
        pass
    return state


def main(args):
    until = None
    if len(args) == 4 and args[2] == "--until":
        until = args[3]
    elif len(args) != 2:
        sys.exit(__doc__)
    if args[0] not in PROCEDURES:
        sys.exit(__doc__)
    with open(args[1], encoding="utf-8") as file:
        out = run(args[0], load(file.read()), until)
    print(json.dumps(out, ensure_ascii=False, indent=1, sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1:])
