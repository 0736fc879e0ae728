"""Kunming 2008: nomination in two rounds; posts chosen by order of merit."""
import hashlib
from fractions import Fraction as F

from oracle_base import Person, Run, by_bytes, count_of, fact, reason


# -- papers -----------------------------------------------------------------

def either(row, *keys):
    return next((row[k] for k in keys if row.get(k) is not None), None)


class Papers:
    """The papers of one ballot on entries, counted by post and candidate."""

    def __init__(self, ballot, voters, at_most, candidates, posts):
        self.name = either(ballot, "field", "字段")
        self.voters, self.at_most = voters, at_most
        self.candidates, self.posts = candidates, posts
        self.papers = either(ballot, "papers", "选票") or []
        self.refused = []
        self.ayes, self.noes = {}, {}   # (candidate, post) -> papers
        self.named = set()              # (candidate, post) of counted ayes
        self.against = []               # (paper, post, candidate)
        self.count()

    def refuse(self, paper, why, post=None, name=None):
        self.refused.append({
            "ballot": self.name, "voter": either(paper, "voter", "投票人"),
            "why": why, "post": post, "name": name})

    def count(self):
        voters = [either(p, "voter", "投票人") for p in self.papers]
        for paper, voter in zip(self.papers, voters):
            if voters.count(voter) > 1:
                self.refuse(paper, "twice")
            elif either(paper, "class", "类别") != self.voters:
                self.refuse(paper, "class")
            else:
                self.one_paper(paper)

    def one_paper(self, paper):
        ayes = either(paper, "ayes", "赞成") or {}
        noes = either(paper, "noes", "反对") or {}
        for post in list(ayes) + [p for p in noes if p not in ayes]:
            self.one_post(paper, post, ayes.get(post, []),
                          noes.get(post, []))

    def one_post(self, paper, post, ayes, noes):
        if len(set(ayes)) > self.at_most:
            self.refuse(paper, "too_many", post)
            return
        for name in dict.fromkeys(ayes + noes):
            both = name in ayes and name in noes
            if post not in self.posts or name not in self.candidates:
                self.refuse(paper, "unknown", post, name)
                continue
            if both or (ayes + noes).count(name) > 1:
                self.refuse(paper, "repeated", post, name)
            if both:
                continue
            pile = self.ayes if name in ayes else self.noes
            pile[name, post] = pile.get((name, post), 0) + 1
            if name in ayes:
                self.named.add((name, post))
            else:
                self.against.append((paper, post, name))

    def refuse_noes_for_nobody(self, standing):
        """A no makes no entry: it is for someone who does not stand."""
        for paper, post, name in self.against:
            if (name, post) not in standing:
                self.refuse(paper, "unknown", post, name)


# -- two rounds of nomination -----------------------------------------------

class Entries(Run):
    """A run whose unit is one candidate for one post."""

    def read_people(self):
        self.candidates = {c["id"]: c for c in self.data["candidates"]}
        rows = {(e["candidate"], e[Nomination.POST]): e
                for e in self.data.get("entries", [])}
        counted = {}
        for ballot in self.data.get("ballots", []):
            name = either(ballot, "field", "字段")
            papers = Papers(ballot, Nomination.VOTERS[name], 1,
                            self.candidates, self.posts)
            counted[name] = papers
            for who, post in papers.named:
                rows.setdefault((who, post), {})
        for papers in counted.values():
            papers.refuse_noes_for_nobody(rows)
            self.refused += papers.refused
        entries = []
        for (who, post), row in rows.items():
            entry = Person({**self.candidates[who], **row, "id": who})
            entry.post = post
            for name, papers in counted.items():
                entry.row[name] = {
                    "赞成": papers.ayes.get((who, post), 0)}
            entries.append(entry)
        return sorted(entries, key=lambda e: (by_bytes(e.id),
                                              by_bytes(e.post)))

    def seats(self, group):
        return Nomination.PLACES

    def at_the_end(self):
        chosen = [e for e in self.people if e.status == "chosen"]
        perhaps = [e for e in self.people
                   if e.status in ("chosen", "undetermined")]
        for e in chosen:
            others = [o for o in perhaps if o.id == e.id and o is not e]
            if others:
                last = self.rules.STAGES[-1]
                e.leave("undetermined", last, reason(
                    "twice", last, post=others[0].post))


class Nomination:
    RUN = Entries
    BY = ("职位",)
    POST = "提名职位"
    PLACES = 2
    VOTERS = {"海推票": "首轮投票人", "公推票": "次轮投票人"}
    STAGES = ["海推", "公示", "公推"]
    A_FIT = "任职资格条件事先定好，内容原文未写，作为已核实的事实读入"
    A_FIRST = "每个职位写几个名字原文未写：至多一个"
    A_SECOND = "每个职位推荐几人原文未写：至多一个"
    A_FIFTH = "第五名并列怎么办原文未写"
    A_RESULT = "公示结果分无异议、有异议，原文未写"
    A_OBJECTION = "有异议的怎么办原文未写：不进入第二轮，也不递补"
    A_TIE = "第二名并列怎么办原文未写"
    ASSUMED = [A_FIT, A_FIRST, A_SECOND, A_FIFTH, A_RESULT, A_OBJECTION,
               A_TIE]

    @staticmethod
    def key_of_person(p):
        return (p.post,)

    @staticmethod
    def key_of_post(post):
        return (post["id"],)

    @staticmethod
    def key_order(key):
        return by_bytes(key[0])

    @classmethod
    def steps(cls, run):
        cls.first(run)
        cls.notice(run)
        cls.second(run)

    @staticmethod
    def ayes(ballot):
        return F(count_of(ballot, "赞成"))

    @classmethod
    def first(cls, run):
        stage = "海推"
        run.begin(stage)

        def judge(p):
            against = []
            ayes = cls.ayes(p["海推票"])
            if ayes < 1:
                against.append(reason("require", stage, "首轮没有人提名",
                                      [fact(ayes, 1)]))
                run.blame([p.id], cls.A_FIRST)
            if not p["符合条件"]:
                against.append(reason("require", stage, "不符合任职资格条件",
                                      [fact(False)]))
                run.blame([p.id], cls.A_FIT)
            return against, None
        run.judge(stage, judge)
        for group, members in run.contests():
            run.rank(stage, members, lambda p: (cls.ayes(p["海推票"]),))
            out, tied = run.cut(stage, group, 5, "all",
                                "海推得票不在前五名")
            run.blame(out, cls.A_FIRST)
            run.blame(tied, cls.A_FIFTH)

    @classmethod
    def notice(cls, run):
        stage = "公示"
        run.begin(stage)

        def judge(p):
            value = run.decided_value(stage, p, "公示结果", p.group)
            if value is None:
                return [], "公示结果"
            if value == "无异议":
                return [], None
            run.blame([p.id], cls.A_RESULT, cls.A_OBJECTION)
            return [reason("require", stage, "公示有异议，经查属实",
                           [fact(value, "无异议")])], None
        run.judge(stage, judge)

    @classmethod
    def second(cls, run):
        stage = "公推"
        run.begin(stage)

        def judge(p):
            if p.row.get("公推票") is not None:
                return [], None
            run.blame([p.id], cls.A_SECOND)
            return [reason("require", stage, "没有第二轮的票",
                           [fact(False)])], None
        run.judge(stage, judge)
        for group, members in run.contests():
            run.rank(stage, members, lambda p: (cls.ayes(p["公推票"]),))
            out, tied = run.cut(stage, group, 2, "wait",
                                "公推得票不在前两名")
            run.blame(out, cls.A_SECOND)
            run.blame(tied, cls.A_TIE)


# -- posts chosen in turn ---------------------------------------------------

def lot(seed, who):
    return hashlib.sha256(("%s:%s" % (seed, who)).encode()).hexdigest()


class Veterans:
    BY = ()
    STAGES = ["量化评分", "依次选岗"]
    A_WISHES = "怎样选岗原文未写：各人先交志愿，按本人意愿先后列出"
    A_SHARES = "考核、考试各占多少原文未写"
    A_ORDER = "同分先后原文未写：先看考试分，再抽签"
    A_POSTS = "原文的职位多于人数：少了就列出来"
    A_NONE = "志愿都已被选的怎么办原文未写：另行商定"
    ASSUMED = [A_WISHES, A_SHARES, A_ORDER, A_POSTS, A_NONE]

    @staticmethod
    def key_of_person(_):
        return ()

    key_of_post = key_order = key_of_person

    @classmethod
    def steps(cls, run):
        cls.marks(run)
        cls.choice(run)

    @classmethod
    def marks(cls, run):
        stage = "量化评分"
        run.begin(stage)
        seed = run.data.get("seed")
        for group, members in run.contests():
            for p in members:
                p.add_score(stage, stage,
                            (F(p["考核分"]) + F(p["考试分"])) / 2, 100)
            keys = {p.id: (p.score[stage], F(p["考试分"])) for p in members}
            for p in members:
                mine = keys[p.id]
                p.rank = 1 + sum(
                    keys[q.id] > mine or (
                        keys[q.id] == mine and seed is not None
                        and lot(seed, q.id) < lot(seed, p.id))
                    for q in members)
                if seed is not None and list(keys.values()).count(mine) > 1:
                    run.blame([p.id], cls.A_ORDER)      # parted by lot
                p.first = mine[0]
                p.ranks.append({"stage": stage, "rank": p.rank,
                                "of": len(members)})
            seats = run.seats(group)
            if seats < len(members):
                run.checks.append({
                    "stage": stage, "say": "职位少于人数",
                    "contest": None, "candidate": None,
                    "facts": [fact(seats, len(members))]})
                run.blame([p.id for p in members], cls.A_POSTS)

    @classmethod
    def choice(cls, run):
        stage = "依次选岗"
        run.begin(stage)
        room = {i: p["名额"] for i, p in run.posts.items()}
        for _, members in run.contests():
            stuck = False
            for rank in sorted({p.rank for p in members}):
                equal = [p for p in members if p.rank == rank]
                if stuck:
                    for p in equal:
                        p.leave("undetermined", stage,
                                reason("depends", stage))
                    continue
                if in_each_others_way(equal, room):
                    stuck = True
                    for p in equal:
                        p.leave("undetermined", stage, reason(
                            "tie", stage, rank=rank, limit=None))
                    continue
                for p, post in zip(equal, take(equal, room)):
                    if post is not None:
                        room[post] -= 1
                        p.add_decision("岗位", stage, post)
                        continue
                    p.leave("undetermined", stage, reason(
                        "choose", stage, "志愿里没有可选的职位",
                        rank=p.rank))
                    run.blame([p.id], cls.A_WISHES, cls.A_NONE,
                              cls.A_SHARES, cls.A_ORDER)


def first_open(p, room):
    return next((w for w in p["志愿"] if room[w] > 0), None)


def take(people, room):
    """What each would get, one after the other."""
    room, out = dict(room), []
    for p in people:
        out.append(first_open(p, room))
        if out[-1] is not None:
            room[out[-1]] -= 1
    return out


def in_each_others_way(people, room):
    """Does what one of them gets hang on who goes first?"""
    gets, seen = {}, set()
    states = [(frozenset(range(len(people))), tuple(room.items()))]
    while states:
        state = states.pop()
        if state in seen:
            continue
        seen.add(state)
        waiting, places = state
        for i in waiting:
            left = dict(places)
            post = first_open(people[i], left)
            if gets.setdefault(i, post) != post:
                return True
            if post is not None:
                left[post] -= 1
            states.append((waiting - {i}, tuple(left.items())))
    return False
