"""What the makers of random pools have in common.

The same seed gives the same document on every machine. Records can only name
people who are still in, so the oracle is asked before each stage.
"""
import json
from fractions import Fraction as F

import oracle

MASK = (1 << 64) - 1


class Random:
    """splitmix64"""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        return self.next() % n

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, items):
        return items[self.below(len(items))]

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]

    def some(self, items, count):
        items = list(items)
        self.shuffle(items)
        return items[:count]


def write(value):
    """JSON text; a fraction is written as the decimal that it is."""
    if isinstance(value, dict):
        return "{%s}" % ",".join(
            "%s:%s" % (json.dumps(k, ensure_ascii=False), write(v))
            for k, v in value.items())
    if isinstance(value, list):
        return "[%s]" % ",".join(map(write, value))
    if isinstance(value, F):
        text = oracle.decimal(value)
        assert not text.startswith("≈")
        return text
    return json.dumps(value, ensure_ascii=False)


# -- ballots and surveys ----------------------------------------------------

def ballot(r, ayes, returned):
    """Ballots for one person; sometimes with all that may be given."""
    out = {"赞成": ayes, "收回": returned}
    rest = returned - ayes
    if r.chance(30):
        out["无效票"] = r.below(min(rest, 2) + 1)
        rest -= out["无效票"]
    if r.chance(30):
        out["反对"] = r.below(rest + 1)
        rest -= out["反对"]
        out["弃权"] = r.below(rest + 1)
    if r.chance(20):
        out["发出"] = returned + r.below(3)
        out["到会"] = out["发出"] + r.below(3)
        out["应到"] = out["到会"] + r.below(3)
    if r.chance(20):
        out = {oracle.ENGLISH[k]: v for k, v in out.items()}
    return out


def split(r, total, grades):
    """`total` answers spread over the grades."""
    counts = []
    for _ in grades[:-1]:
        n = r.below(total + 1)
        counts.append(n)
        total -= n
    return dict(zip(grades, counts + [total]))


def survey(r, grade, count, asked, others):
    """`count` of `asked` gave `grade`; the others took the rest."""
    answered = asked - count
    silent = r.below(min(answered, 5) + 1) if r.chance(12) else 0
    out = {grade: count, **split(r, answered - silent, others)}
    if silent or r.chance(40):
        out[r.pick(["人数", "count"])] = asked
    return out


def around(r, percent, fail, above_fails):
    """A count and its base near a limit; fails the limit now and then."""
    base = r.pick([50, 100, 1000, 60, 200])
    limit = F(base * percent, 100)
    if r.chance(fail):
        edge = r.pick([(percent * 10 + (1 if above_fails else -1), 1000),
                       (percent + (1 if above_fails else -1), 100)])
        return edge
    if r.chance(35) and limit.denominator == 1:
        return int(limit), base
    if above_fails:
        return r.below(int(limit) + 1), base
    return -int(-limit // 1) + r.below(int(base - limit) + 1), base


def raters(r, fail):
    """Too few raters, or None for enough."""
    return r.pick([49, 48, 30]) if r.chance(fail) else None


# -- a pool that grows stage by stage ---------------------------------------

class Pool:
    def __init__(self, name, seed):
        salt = {"leiyang": 1, "district": 2, "baoding": 3, "nomination": 4,
                "veterans": 1 << 40, "jiujiang": 1 << 41}[name]
        self.r = Random(seed * 4 + salt)
        self.name = name
        self.gaps = self.r.chance(25)       # something will be missing
        self.leavers = self.r.chance(35)
        self.data = {"posts": [], "candidates": [], "records": [],
                     "withdrawn": []}

    def ids(self):
        low, r = self.r.between(1, 90), self.r
        ids = ["%03d" % (low + i) for i in range(r.between(6, 14))]
        r.shuffle(ids)
        return ids

    def post_ids(self):
        r = self.r
        return r.some(["P1", "P2", "P10", "P3", "岗甲", "a1"],
                      r.between(1, 5))

    def skip(self):
        return self.gaps and self.r.chance(15)

    def before(self, stage):
        """Who is there when a stage starts; someone may leave first."""
        r = self.r
        state = oracle.standing(self.name, self.data, stage)
        there = [p.id for p in state.people if p.status == "in"]
        if there and self.leavers and r.chance(20):
            for who in r.some(there, r.pick([1, 1, 2])):
                self.data["withdrawn"].append({
                    "candidate": who, "before": stage,
                    "why": r.pick(["本人放弃", "调离", "因病"])})
            state = oracle.standing(self.name, self.data, stage)
        return state

    def record(self, stage, group, **more):
        out = {"stage": stage}
        if group is not None:
            out["contest"] = dict(group.named)
        if self.r.chance(30):
            out["meeting"] = "2012-08-%02d" % self.r.between(1, 28)
        out.update(more)
        self.data["records"].append(out)

    def verdicts(self, stage, name, fail):
        r = self.r
        for group, members in self.before(stage).contests():
            if self.skip():
                continue
            values = {p.id: {name: "不合格" if r.chance(fail) else "合格"}
                      for p in members}
            if self.skip():
                del values[r.pick(members).id]
            self.record(stage, group, values=values)

    def picks(self, stage, limits):
        """limits(state, group) gives the least and the most names."""
        r = self.r
        state = self.before(stage)
        for group, members in state.contests():
            least, most = limits(state, group)
            most = min(most, len(members))
            least = min(least, most)
            if self.skip():
                continue
            if most == 0 and r.chance(70):
                continue
            size = most if r.chance(75) else r.between(least, most)
            yield group, members, size

    def names(self, members, size):
        """The first by rank, or with someone passed over."""
        r = self.r
        members = sorted(members, key=lambda p: (p.rank or 0, p.id))
        chosen = [p.id for p in members[:size]] if r.chance(40) \
            else r.some([p.id for p in members], size)
        r.shuffle(chosen)
        return chosen

    def assign(self, stage, name, fits, fail):
        """A decided post for each one, never above its number."""
        r = self.r
        state = self.before(stage)
        room = {i: p["名额"] for i, p in state.posts.items()
                if i not in state.excluded}
        values, people = {}, [p for p in state.people if p.status == "in"]
        r.shuffle(people)
        for p in people:
            open_posts = [i for i, n in room.items() if n > 0]
            good = [i for i in open_posts if fits(p, state.posts[i])]
            if not open_posts or self.skip():
                continue
            use = open_posts if r.chance(fail) or not good else good
            values[p.id] = {name: r.pick(use)}
            room[values[p.id][name]] -= 1
        if not self.skip() and (values or r.chance(50)):
            self.record(stage, None, values=values)

    def finish(self):
        """Things that change nothing: late withdrawals, order, old records."""
        r, rules = self.r, oracle.PROCEDURES[self.name]
        out = oracle.run(self.name, self.data)
        if r.chance(25):
            gone = [c for c in out["candidates"]
                    if c["stage"] in rules.STAGES[:-1]]
            if gone:
                c = r.pick(gone)
                later = rules.STAGES[rules.STAGES.index(c["stage"]) + 1:]
                if all(w["candidate"] != c["id"]
                       for w in self.data["withdrawn"]):
                    self.data["withdrawn"].append({
                        "candidate": c["id"], "before": r.pick(later),
                        "why": "本人放弃"})
        self.stale(out)
        self.mix()
        if r.chance(20):
            self.data["seed"] = "公开种子 %d" % r.below(1000)
        return self.data

    def mix(self):
        r, lists = self.r, ("posts", "candidates", "records", "withdrawn")
        for key in lists:
            r.shuffle(self.data[key])
        for key in lists[2:]:
            if not self.data[key] and r.chance(50):
                del self.data[key]

    def stale(self, out):
        """A record for a contest that has stopped, which nobody reads."""
        r, rules = self.r, oracle.PROCEDURES[self.name]
        stages = {"leiyang": rules.STAGES[5:-1], "district": rules.STAGES[2:],
                  "baoding": rules.STAGES[1:-1]}[self.name]
        state = oracle.standing(self.name, self.data, rules.STAGES[-1])
        for g in state.groups:
            stops = [p.stage for p in g.people if p.status == "void"
                     or any(x["kind"] == "pending" for x in p.reasons)]
            if not stops or stops[0] not in stages or not r.chance(30):
                continue
            picked = ("差额酝酿", "提交票决", "讨论决定", "党委决定")
            later = [s for s in stages[stages.index(stops[0]) + 1:] if s in picked]
            if later:
                self.record(r.pick(later), g,
                            chosen=[p.id for p in g.people])
