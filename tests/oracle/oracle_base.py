"""What the procedures of the oracle have in common: numbers, reasons, stages.

Written from the reference alone. All numbers are exact fractions.
"""
import json
from fractions import Fraction as F

# A reading of the reference that its words leave open.
VACANT_ONLY_WHEN_COMPLETE = True


class DataError(Exception):
    pass


class Stop(Exception):
    """The run has reached the stage asked for."""


def by_bytes(text):
    return text.encode("utf-8")


# -- numbers and facts ------------------------------------------------------

def decimal(x):
    """At most six places; led by ≈ when that is not the whole number."""
    x = F(x)
    millions = abs(x) * 10**6
    exact = millions.denominator == 1
    n = int(millions) if exact else int(millions + F(1, 2))
    text = str(n // 10**6)
    rest = ("%06d" % (n % 10**6)).rstrip("0")
    if rest:
        text += "." + rest
    if x < 0 and n:
        text = "-" + text
    return text if exact else "≈" + text


def num(x):
    x = F(x)
    return {"exact": str(x), "decimal": decimal(x)}


def shown(v):
    if v is None or isinstance(v, (bool, str)):
        return v
    return num(v)


def fact(value, bound=None, item=None):
    number = isinstance(value, (int, F)) and not isinstance(value, bool)
    out = {"value": shown(value), "bound": shown(bound),
           "margin": num(F(value) - bound) if number else None}
    if item is not None:
        out["item"] = item
    return out


def reason(kind, stage, say=None, facts=(), **more):
    facts = list(facts)
    first = facts[0] if facts else {}
    out = {"kind": kind, "stage": stage, "say": say, "facts": facts,
           "value": first.get("value"), "bound": first.get("bound"),
           "margin": first.get("margin")}
    out.update(more)
    return out


# -- ballots and surveys ----------------------------------------------------

ENGLISH = {"赞成": "ayes", "反对": "noes", "弃权": "abstained",
           "无效票": "spoilt", "发出": "issued", "收回": "returned",
           "应到": "entitled", "到会": "present"}


def count_of(ballot, name):
    if name in ballot:
        return ballot[name]
    return ballot.get(ENGLISH[name])


def aye_share(ballot):
    return F(count_of(ballot, "赞成"), count_of(ballot, "收回"))


class Survey:
    """One question: how many gave each grade, and out of how many."""

    def __init__(self, counts, asked=None):
        self.counts = {k: v for k, v in counts.items()
                       if k not in ("人数", "count")}
        own = counts.get("人数", counts.get("count"))
        self.asked = next(n for n in (asked, own, sum(self.counts.values()))
                          if n is not None)

    def share(self, grade):
        return F(self.counts[grade], self.asked)

    def mean(self, worth):
        return sum(F(worth[g]) * n for g, n in self.counts.items()) \
            / self.asked


def item_surveys(value):
    if isinstance(value, dict):
        asked = value.get("人数", value.get("count"))
        items = value.get("各项", value.get("items"))
        return [Survey(i, asked) for i in items]
    return [Survey(i) for i in value]


# -- the state of a run -----------------------------------------------------

class Person:
    def __init__(self, row):
        self.row = row
        self.id = row["id"]
        self.post = None        # of an entry
        self.group = None
        self.marks = []
        self.status, self.stage = "in", None
        self.reasons, self.scores = [], []
        self.ranks, self.decisions = [], []
        self.rank = None        # number in the last ranking
        self.first = None       # first key of this stage's ranking
        self.score = {}         # stage name -> score

    def __getitem__(self, field):
        return self.row[field]

    def leave(self, status, stage, *reasons):
        self.status, self.stage = status, stage
        self.reasons += reasons

    def add_score(self, name, stage, value, full):
        self.scores.append(dict(num(value), name=name, stage=stage,
                                full=None if full is None else num(full)))
        self.score[name] = value

    def add_decision(self, name, stage, value):
        self.decisions.append({"name": name, "stage": stage, "value": value})


class Group:
    """The people and posts with the same values in the contest's fields."""

    def __init__(self, key, fields):
        self.key = key
        self.named = dict(zip(fields, key))
        self.people, self.posts = [], []
        self.limit, self.line, self.void = {}, {}, {}

    def still_in(self):
        return [p for p in self.people if p.status == "in"]

    def undetermined(self):
        return [p for p in self.people if p.status == "undetermined"]


class Run:
    def __init__(self, rules, data, until=None, peek=None):
        self.rules, self.data = rules, data
        self.until, self.peek = until, peek
        self.posts = {p["id"]: p for p in data["posts"]}
        self.excluded = set()
        self.refused = []
        self.people = self.read_people()
        self.done = []
        self.assumed = {text: set() for text in rules.ASSUMED}
        self.duties, self.checks, self.notes = [], [], []
        self.make_groups()

    def read_people(self):
        return sorted(map(Person, self.data["candidates"]),
                      key=lambda p: by_bytes(p.id))

    def make_groups(self):
        groups = {}

        def group(key):
            return groups.setdefault(key, Group(key, self.rules.BY))
        for p in self.people:
            p.group = group(self.rules.key_of_person(p))
            p.group.people.append(p)
        for post in self.posts.values():
            group(self.rules.key_of_post(post)).posts.append(post)
        self.groups = [groups[k] for k in
                       sorted(groups, key=self.rules.key_order)]

    def seats(self, group):
        return sum(p["名额"] for p in group.posts
                   if p["id"] not in self.excluded)

    def record(self, stage, group=None):
        want = group.named if group else None
        for r in self.data.get("records", []):
            if r["stage"] == stage and (r.get("contest") or None) == want:
                return r
        return None

    # Step 1. Everything before `until` has run when this raises Stop.
    def begin(self, stage):
        if self.until is not None and self.until in self.done:
            raise Stop
        last = self.done[-1] if self.done else None
        self.done.append(stage)
        for w in self.data.get("withdrawn", []):
            if w.get("before") != stage and (not last
                                             or w.get("after") != last):
                continue
            for p in self.people:
                if p.id != w["candidate"] \
                        or p.status not in ("in", "undetermined") \
                        or w.get("post") not in (None, p.post):
                    continue
                # who was undetermined leaves where that happened
                where = p.stage if p.status == "undetermined" else stage
                p.leave("withdrawn", stage,
                        reason("withdrawn", stage, why=w["why"]))
                p.stage = where
        if self.peek == stage:
            raise Stop

    def contests(self):
        """Groups that have someone in, each formed anew."""
        return [(g, g.still_in()) for g in self.groups if g.still_in()]

    def blame(self, ids, *assumptions):
        for text in assumptions:
            self.assumed[text].update(ids)

    # Step 3. judge(p) gives the reasons against p, and what is waited for.
    def judge(self, stage, judge, by_group=True):
        for _, members in self.contests():
            waiting, open_ones = None, []
            for p in members:
                against, missing = judge(p)
                if against:
                    if missing:
                        against.append(reason("unjudged", stage))
                    p.leave("dropped", stage, *against)
                    continue
                if missing and not by_group:
                    p.leave("undetermined", stage,
                            reason("pending", stage, waiting=missing))
                    continue
                waiting = waiting or missing
                open_ones.append(p)
            if waiting:
                self.hold(stage, open_ones, waiting)

    def hold(self, stage, people, waiting):
        for p in people:
            p.leave("undetermined", stage,
                    reason("pending", stage, waiting=waiting))

    # Step 5: equal keys share a number, 1 2 2 4.
    def rank(self, stage, members, key):
        keys = {p.id: key(p) for p in members}
        for p in members:
            mine = keys[p.id]
            p.rank = 1 + sum(k > mine for k in keys.values())
            p.first = mine[0]
            p.ranks.append({"stage": stage, "rank": p.rank,
                            "of": len(members)})

    # Step 6 by rank. `ties` is "all" or "wait". Gives the cut and the tied.
    def cut(self, stage, group, limit, ties, say):
        members = sorted(group.still_in(), key=lambda p: p.rank)
        unknown = len(group.undetermined())
        tied = set()
        below = one_cut(members, limit, ties, tied)
        above = one_cut(members, max(0, limit - unknown), ties, tied)
        safe = [p for p in members if below[p.id] == above[p.id] == "in"]
        line = safe[-1].first if safe else None
        group.limit[stage] = limit
        group.line[stage] = None if line is None else num(line)
        out = []
        for p in members:
            if below[p.id] != above[p.id] or below[p.id] == "tie":
                p.leave("undetermined", stage,
                        reason("tie", stage, rank=p.rank, limit=limit))
            elif below[p.id] == "out":
                edge = {} if line is None else fact(p.first, line)
                r = reason("cut", stage, say, rank=p.rank, limit=limit)
                r.update(value=num(p.first), bound=edge.get("bound"),
                         margin=edge.get("margin"))
                p.leave("dropped", stage, r)
                out.append(p.id)
        if len(safe) > limit:
            self.note("over", stage, group, len(safe) - limit)
        return out, tied

    # Step 6 by a body. Gives those dropped, or None when all must wait.
    def pick(self, stage, group, limit, body, say, least=0):
        members = group.still_in()
        group.limit[stage] = limit
        record = self.record(stage, group)
        if limit > 0 and (record is None or record.get("chosen") is None):
            self.hold(stage, members, body)
            return None
        chosen = list((record or {}).get("chosen") or [])
        names = {p.id for p in members}
        if len(set(chosen)) != len(chosen) or not names >= set(chosen):
            raise DataError("%s: the list holds %s" % (stage, chosen))
        if not min(least, len(members)) <= len(chosen) <= limit:
            raise DataError("%s: %d on the list" % (stage, len(chosen)))
        gone = []
        for p in members:
            if p.id not in chosen:
                p.leave("dropped", stage,
                        reason("pick", stage, say, limit=limit))
                gone.append(p)
        return gone

    def note(self, kind, stage, group, count):
        self.notes.append({"kind": kind, "stage": stage,
                           "contest": group.named, "count": count})

    def decided_value(self, stage, p, name, group=None):
        record = self.record(stage, group) or {}
        value = (record.get("values") or {}).get(p.id, {}).get(name)
        if value is not None:
            p.add_decision(name, stage, value)
        return value

    # A verdict that all in the contest must have, 合格 or 不合格.
    def verdict(self, stage, name, say, assumed):
        def judge(p):
            value = self.decided_value(stage, p, name, p.group)
            if value is None:
                return [], name
            if value != "合格":
                self.blame([p.id], assumed)
                return [reason("require", stage, say,
                               [fact(value, "合格")])], None
            return [], None
        self.judge(stage, judge)

    # A post for each one still in, and what must match it.
    def assign_posts(self, stage, name, fields, say, assumed):
        for p in self.people:
            if p.status != "in":
                continue
            post = self.decided_value(stage, p, name)
            if post is None:
                self.hold(stage, [p], name)
                continue
            post = self.posts[post]
            wrong = [fact(post[f], p[f]) for f in fields if post[f] != p[f]]
            if wrong:
                self.blame([p.id], assumed)
                self.checks.append({"stage": stage, "say": say,
                                    "contest": None, "candidate": p.id,
                                    "facts": wrong})

    def at_the_end(self):
        pass

    def finish(self):
        complete = not self.until
        for p in self.people:
            if p.status == "in" and complete:
                p.status = "chosen"
        if complete:
            self.at_the_end()
        waiting = any(p.status == "undetermined" for p in self.people)
        status = ("partial" if self.until else
                  "undetermined" if waiting else "complete")
        show_vacant = complete and (status == "complete"
                                    or not VACANT_ONLY_WHEN_COMPLETE)
        contests = [self.contest_out(g, show_vacant) for g in self.groups]
        void = any(p.status == "void" for p in self.people)
        return {
            "status": status, "contests": contests,
            "candidates": [person_out(p) for p in self.people],
            "assumptions": {text: sorted(ids, key=by_bytes)
                            for text, ids in self.assumed.items()},
            "duties": self.duties, "checks": self.checks,
            "notes": self.notes, "substitutions": [], "lists": [],
            "refused": self.refused,
            "exit": 4 if waiting or void or self.checks else 0}

    def contest_out(self, g, show_vacant):
        chosen = [p for p in g.people if p.status == "chosen"]
        chosen.sort(key=lambda p: (p.rank or 0, by_bytes(p.id)))
        seats = self.seats(g)
        vacant = max(0, seats - len(chosen)) if show_vacant else None
        if vacant:
            self.note("vacant", None, g, vacant)
        return {"by": list(self.rules.BY), "key": g.named, "seats": seats,
                "funnel": self.funnel(g), "chosen": [p.id for p in chosen],
                "reserve": [],
                "undetermined": [p.id for p in g.undetermined()],
                "vacant": vacant}

    def funnel(self, g):
        rows, left = [], len(g.people)
        for stage in self.done:
            row = {"stage": stage, "entered": left}
            for status in ("dropped", "withdrawn", "void", "undetermined"):
                row[status] = sum(p.stage == stage and p.status == status
                                  for p in g.people)
                left -= row[status]
            row.update(left=left, limit=g.limit.get(stage),
                       line=g.line.get(stage),
                       void_reason=g.void.get(stage))
            rows.append(row)
        return rows


def one_cut(members, limit, ties, tied):
    """in, out or tie for each of the ranked members."""
    if len(members) <= limit:
        return {p.id: "in" for p in members}
    if limit == 0:
        return {p.id: "out" for p in members}
    edge = members[limit - 1].rank
    across = members[limit].rank == edge
    out = {}
    for p in members:
        if p.rank < edge or (p.rank == edge and not across):
            out[p.id] = "in"
        elif p.rank > edge:
            out[p.id] = "out"
        else:
            out[p.id] = "in" if ties == "all" else "tie"
            tied.add(p.id)
    return out


def person_out(p):
    post = {} if p.post is None else {"post": p.post}
    return {"id": p.id, **post, "status": p.status, "stage": p.stage,
            "reasons": p.reasons, "scores": p.scores, "ranks": p.ranks,
            "marks": p.marks, "decisions": p.decisions}


def load(text):
    return json.loads(text, parse_float=F)
