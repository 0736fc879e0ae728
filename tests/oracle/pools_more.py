"""Random pools with papers, wishes and moves."""
from fractions import Fraction as F

import oracle
from oracle_kunming import Nomination
from pools_base import Pool


class MorePool(Pool):
    """Withdrawals may be of one entry, or dated after a stage."""

    def before(self, stage):
        r = self.r
        state = oracle.standing(self.name, self.data, stage)
        there = [p for p in state.people if p.status == "in"]
        if there and self.leavers and r.chance(30):
            for p in r.some(there, r.pick([1, 1, 2])):
                self.data["withdrawn"].append(self.farewell(p, stage))
            state = oracle.standing(self.name, self.data, stage)
        return state

    def farewell(self, p, stage):
        r = self.r
        stages = oracle.PROCEDURES[self.name].STAGES
        out = {"candidate": p.id, "why": r.pick(["本人放弃", "调离"])}
        at = stages.index(stage)
        if at and r.chance(25):
            out["after"] = stages[at - 1]
        else:
            out["before"] = stage
        if p.post is not None and r.chance(60):
            out["post"] = p.post
        return out


# -- nomination in two rounds -----------------------------------------------

class Papers:
    """A ballot being written, with a few papers that must be refused."""

    def __init__(self, pool, field, letter):
        self.pool, self.r, self.field = pool, pool.r, field
        self.letter = letter
        self.own = Nomination.VOTERS[field]
        self.papers = []
        self.faulty = self.r.chance(60)
        # The candidates that may be written, by post.
        self.names = {}

    def fault(self, percent):
        return self.faulty and self.r.chance(percent)

    def paper(self, voter, wanted):
        r = self.r
        ayes = {p: [w] for p, w in wanted.items()
                if w is not None and not r.chance(10)}
        noes = {}
        for post in list(ayes):
            others = [n for n in self.names[post] if n != ayes[post][0]]
            if self.fault(4) and others:
                ayes[post].append(r.pick(others))
            elif self.fault(3):
                ayes[post] = ["99"]
            elif self.fault(2):
                ayes[post] *= 2         # one name, written twice
            elif self.fault(1):
                ayes[post].append("96")
            elif self.fault(4):
                noes[post] = list(ayes[post])
            elif r.chance(8) and others:
                noes[post] = r.some(others, 1)
                if self.fault(20):
                    noes[post] *= 2
            elif self.fault(3):
                noes[post] = ["98"]
        if self.fault(3):
            ayes["无此职位"] = [r.pick(self.names[r.pick(list(wanted))]
                                   or ["97"])]
        own = self.own
        if self.fault(5):
            own = next(v for v in Nomination.VOTERS.values() if v != own)
        out = {"voter": voter, "class": own, "ayes": ayes}
        if self.fault(3):
            del out["class"]
        if noes:
            out["noes"] = noes
        if not ayes and r.chance(50):
            del out["ayes"]
        if r.chance(10):
            chinese = {"voter": "投票人", "class": "类别", "ayes": "赞成",
                       "noes": "反对"}
            out = {chinese[k]: v for k, v in out.items()}
        self.papers.append(out)
        if self.fault(4):
            self.papers.append(dict(out))

    def fill(self, wishes):
        """wishes: for each post the names to be written, one a paper."""
        count = max(map(len, wishes.values()))
        for i in range(count):
            self.paper("%s%03d" % (self.letter, i), {
                p: names[i] if i < len(names) else None
                for p, names in wishes.items()})

    def ballot(self):
        r, n = self.r, len(self.papers)
        r.shuffle(self.papers)
        out = {"field": self.field}
        if r.chance(60):
            out["issued"] = n + r.below(3)
            out["present"] = out["issued"] + r.below(3)
            out["entitled"] = out["present"] + r.below(3)
        if r.chance(10):
            out["字段"] = out.pop("field")
        out["papers"] = self.papers
        return out


def wishes_for(r, names, size):
    """Names to be written, some as often as others."""
    names = r.some(names, size)
    out = []
    often = r.pick([[1, 1, 2], [1, 2, 2, 3], [2, 2, 2, 1], [1], None])
    for i, name in enumerate(names):    # None: a clear line after the fifth
        out += [name] * (r.pick(often) if often else 2 if i < 5 else 1)
    r.shuffle(out)
    return out


def nomination(seed):
    pool = MorePool("nomination", seed)
    r, data = pool.r, pool.data
    posts = pool.post_ids()[:4]
    for i in posts:
        data["posts"].append({"id": i, "单位": r.pick(["甲局", "乙局"])})
    people = pool.ids()
    for i in people:
        data["candidates"].append({"id": i, "符合条件": not r.chance(7)})
    data["ballots"], data["entries"] = [], []
    rows = {}
    on_paper = r.chance(75)
    if on_paper:
        first_papers(pool, posts, people, rows)
    else:
        first_counts(r, posts, people, rows)
    keep(pool, rows)
    if r.chance(50):
        pool.before("海推")
    notice(pool)
    state = pool.before("公推")
    standing = {p: [e.id for e in state.people
                    if e.post == p and e.status == "in"] for p in posts}
    known = {p: [e.id for e in state.people if e.post == p] for p in posts}
    if r.chance(65):
        names = {p: people for p in posts} if on_paper else known
        second_papers(pool, standing, names)
    else:
        second_counts(r, standing, rows)
    keep(pool, rows)
    r.shuffle(data["entries"])
    r.shuffle(data["ballots"])
    for key in ("entries", "ballots"):
        if not data[key] and r.chance(50):
            del data[key]
    pool.mix()
    return data


def keep(pool, rows):
    pool.data["entries"] = [
        dict(row, candidate=who, **{Nomination.POST: post})
        for (who, post), row in rows.items()]


def first_papers(pool, posts, people, rows):
    r = pool.r
    papers = Papers(pool, "海推票", "V")
    papers.names = {p: people for p in posts}
    papers.fill({p: wishes_for(r, people, r.pick([0, 3, 6, 7, 8]))
                 for p in posts})
    pool.data["ballots"].append(papers.ballot())
    if r.chance(30):                # entries that were there before
        for post in posts:
            for who in r.some(people, r.below(3)):
                rows[who, post] = {}


def first_counts(r, posts, people, rows):
    for post in posts:
        for who in r.some(people, r.pick([0, 4, 6, 8])):
            rows[who, post] = {"海推票": {
                "赞成": r.pick([0, 1, 1, 2, 2, 3]), "收回": r.pick([9, 10])}}


def notice(pool):
    r = pool.r
    for group, members in pool.before("公示").contests():
        if pool.skip():
            continue
        values = {p.id: {"公示结果": "有异议" if r.chance(10) else "无异议"}
                  for p in members}
        if pool.skip():
            del values[r.pick(members).id]
        pool.record("公示", group, values=values)


def second_papers(pool, standing, names):
    r = pool.r
    papers = Papers(pool, "公推票", "W")
    papers.names = names
    wishes = {p: wishes_for(r, s, r.pick([1, 2, 3, 4, 5]))
              for p, s in standing.items()}
    for post, wish in wishes.items():
        if names[post] and r.chance(25):
            wish.append(r.pick(names[post]))    # perhaps one who is out
    papers.fill(wishes)
    pool.data["ballots"].append(papers.ballot())


def second_counts(r, standing, rows):
    for post, names in standing.items():
        for who in names:
            if r.chance(90):
                rows.setdefault((who, post), {})["公推票"] = {
                    "赞成": r.pick([0, 1, 2, 2, 3]), "收回": 9}


# -- posts chosen in turn ---------------------------------------------------

def veterans(seed):
    pool = MorePool("veterans", seed)
    r, data = pool.r, pool.data
    posts = pool.post_ids()
    places = r.pick([[1, 1, 2, 3], [1, 1, 2, 3], [3, 4, 5]])
    for i in posts:
        data["posts"].append({"id": i, "名额": r.pick(places)})
    profiles = [(r.pick([60, 80, 90]), r.pick([60, 80, 70]))
                for _ in range(3)] + [(80, 60), (60, 80), (70, 70)]
    free = r.pick([20, 60, 90])
    for i in pool.ids():
        a, b = r.pick(profiles)
        if r.chance(free):
            a = r.pick([0, 100, F(855, 10), 50 + r.below(50)])
        data["candidates"].append({
            "id": i, "考核分": a, "考试分": b,
            "志愿": r.some(posts, r.pick([0, 1, 2, 3, 5, 5, 5]))})
    if r.chance(65):
        data["seed"] = "公开种子 %d" % r.below(1000)
    for stage in oracle.PROCEDURES[pool.name].STAGES:
        pool.before(stage)
    pool.mix()
    return data


# -- moves between counties -------------------------------------------------

DATES = ["1996-06-30", "1996-07-01", "1996-06", "1996-07", "1996-06-29",
         "2000-02-29", "1990-01-01", "2003-05"]
DUTIES = ["党政正职", "纪委书记", "组织部长", "政法委书记", "法检两长",
          "其他职务", "其他职务", "其他职务"]


def jiujiang(seed):
    pool = MorePool("jiujiang", seed)
    r, data = pool.r, pool.data
    counties = r.some(["甲县", "乙县", "丙区"], r.pick([1, 2, 2, 3]))
    number = 0
    for county in counties:
        for team in r.some(["党委", "政府", "人大", "政协", "法检"],
                           r.between(1, 4)):
            for _ in range(r.between(1, 3)):
                number += 1
                data["posts"].append({
                    "id": "Z%d" % number, "县区": county, "班子": team,
                    "职务": r.pick(DUTIES), "名额": r.pick([1, 1, 2, 3])})
    if r.chance(60):
        data["posts"].append({"id": "市局", "县区": "市直", "班子": "市直",
                              "职务": "其他职务", "名额": 2})
    homes = counties + r.some(["丁县", "戊县", "己县"], r.pick([1, 3]))
    for i in pool.ids():
        now = r.pick(data["posts"])
        row = {"id": i, "现职": now["id"], "任现职起": r.pick(DATES),
               "出生地": r.pick(homes), "成长地": r.pick(homes),
               "新提拔": r.chance(25)}
        if now["班子"] in ("党委", "政府"):
            row["任党政班子起"] = r.pick(DATES)
        data["candidates"].append(row)
    pool.before("应当交流")
    moves(pool)
    pool.before("班子结构")
    pool.mix()
    return data


def moves(pool):
    """Some stay, some change places, some go where there is room."""
    r, data = pool.r, pool.data
    state = pool.before("调配")
    people = [p for p in state.people if p.status == "in"]
    r.shuffle(people)
    room = {i: p["名额"] for i, p in state.posts.items()}
    values = {}

    def give(p, post):
        if room[post] > 0 and not pool.skip():
            room[post] -= 1
            values[p.id] = {"新职": post}
    swaps = r.below(3)
    while swaps and len(people) > 1:
        a, b = people.pop(), people.pop()
        give(a, b["现职"])
        give(b, a["现职"])
        swaps -= 1
    for p in people:
        left = [i for i, n in room.items() if n > 0]
        if not left:
            break
        stays = r.chance(55) and room[p["现职"]] > 0
        give(p, p["现职"] if stays else r.pick(left))
    if values or r.chance(50):
        pool.record("调配", None, values=values)
