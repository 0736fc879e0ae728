#!/usr/bin/env python3
"""Published results, worked out again by procedures in Xuan: every published figure is compared.

What is small is written down here with its source; the two long sets are read from ../shared/data."""
import collections
import fractions

import published
import beijing_points
import interview_rooms
import junior_contest
import straw_polls
from published import Outcome
from tools import check, finish, same

Fraction = fractions.Fraction
NOT_COMPARED = "the figures written here are not compared with the published ones: "


def competition_ranks(keys):
    """name -> how many are better, and one; the greatest key is the best."""
    values = sorted(keys.values(), reverse=True)
    first = {}
    for i, value in enumerate(values):
        first.setdefault(value, i + 1)
    return {name: first[key] for name, key in keys.items()}


# ---- Beijing 2020 ----

def beijing():
    where = published.path("beijing2020_points.csv")
    if not where:
        return
    people = beijing_points.load(where)
    o = Outcome("beijing", "beijing_points.xuan", beijing_points.pool(people))
    totals = {p["id"]: Fraction(p["total"]) for p in people}
    for what, name in (("age", "年龄"), ("total", "总积分")):
        same("beijing: " + name, {i: o.figure(i, name) for i in totals}, {p["id"]: Fraction(p[what]) for p in people})
    same("beijing: ranks", {i: o.rank(i, "总积分") for i in totals}, competition_ranks(totals))
    same("beijing: everyone goes in", o.with_status("chosen"), sorted(totals))
    same("beijing: the quota", [c["seats"] for c in o.document["contests"]], [6000])
    same("beijing: over the quota", [(n["kind"], n["stage"], n["count"]) for n in o.document["notes"]],
         [("over", "总积分", 32), ("over", None, 32)])
    contest = (o.document["contests"] or [{"chosen": [], "funnel": [{"line": None}]}])[0]
    same("beijing: the order", [totals.get(i) for i in contest["chosen"]], [Fraction(p["total"]) for p in people])
    line = contest["funnel"][0]["line"]
    same("beijing: the line", line and line["decimal"], "97.13")
    same("beijing: tied on the line", sum(o.rank(i, "总积分") == 5979 for i in totals), 54)


# ---- interview rooms ----

def half_up(value, places):
    unit = Fraction(1, 10 ** places)
    return (value / unit + Fraction(1, 2)).__floor__() * unit


def agree(notice, case):
    rooms, overall = interview_rooms.from_document(case)
    same(notice.name + ": the rooms are the published ones", rooms, notice.rooms)
    same(notice.name + ": the overall means are the published ones", overall, notice.overall)
    same(notice.name + ": source", case["address"] in notice.source, True)


def pools_are_as_printed(notice):
    """The marks made up have the printed sums, taken together as well."""
    for post, (counted, total, _, high, low) in notice.overall.items():
        if total is None:
            continue
        marks = sorted(m for r in notice.rooms if r.post == post for m in interview_rooms.marks_of(r))
        rest = marks[len(low):len(marks) - len(high)]
        same("%s %s: the sum of all rooms" % (notice.name, post), (len(rest), sum(rest)),
             (counted, interview_rooms.hundredths(total)))
        same("%s %s: the extremes of all rooms" % (notice.name, post), marks[:len(low)] + marks[len(marks) - len(high):],
             sorted(map(interview_rooms.hundredths, low + high)))


def corrected(notice, there, factor):
    finals = {i: Fraction(mark, 100) * factor for i, mark in there.items()}
    return finals if notice.decimals is None else {i: half_up(final, notice.decimals) for i, final in finals.items()}


def room_by_room(notice, room, o):
    everyone = interview_rooms.members(room)
    there = {i: mark for i, mark in everyone.items() if mark is not None}
    mean, overall = Fraction(room.mean), Fraction(notice.overall[room.post][2])
    factor = Fraction(room.factor) if room.factor else half_up(overall / mean, 4)
    what = "%s, room %s: " % (notice.name, room.room)
    same(what + "mean", {o.figure(i, "考场平均分") for i in there}, {mean})
    same(what + "overall mean", {o.figure(i, "总平均分") for i in there}, {overall})
    same(what + "factor", {o.figure(i, "修正系数") for i in there}, {factor})
    same(what + "corrected marks", {i: o.figure(i, "修正成绩") for i in there}, corrected(notice, there, factor))
    same(what + "absent", [o.people.get(i, {}).get("status") for i in everyone if i not in there], ["dropped"] * room.absent)


def interviews():
    document = published.load("interview_group_weighting.json", NOT_COMPARED)
    cases = {case["id"]: case for case in document["cases"]} if document else {}
    for notice in interview_rooms.NOTICES:
        if document:
            agree(notice, cases[notice.name])
        pools_are_as_printed(notice)
        o = Outcome(notice.name, "interview_rooms/" + notice.rules, interview_rooms.pool(notice))
        for room in notice.rooms:
            room_by_room(notice, room, o)


# ---- junior song contests ----

def parted(places, ranks):
    """The published place of each, read as the place it shares with those that the procedure leaves tied."""
    return {c: min(places[d] for d in places if ranks[d] == ranks[c]) for c in places}


def ranked_as_published(year, places, totals, ranks):
    what = "junior %d: " % year
    shared = collections.Counter(ranks.values())
    tied = [c for c in ranks if shared[ranks[c]] > 1]
    same(what + "some are tied", bool(tied), year in junior_contest.SHARED_PLACES | junior_contest.RULE_UNKNOWN)
    for c in tied:
        same(what + "all with the total of %s share its place" % c, [d for d in ranks if ranks[d] == ranks[c]],
             [d for d in ranks if totals[d] == totals[c]])
    unknown = year in junior_contest.RULE_UNKNOWN
    if unknown:
        same(what + "every place once", sorted(places.values()), list(range(1, len(places) + 1)))
    same(what + "places", ranks, parted(places, ranks) if unknown else places)


def junior():
    document = published.load("junior_eurovision_2003_2024.json")
    if not document:
        return
    with_parts = entries = 0
    for contest in document["contests"]:
        year = contest["year"]
        name, stage = junior_contest.rules(year)
        o = Outcome("junior %d" % year, "junior_contest/" + name, junior_contest.pool(contest))
        totals = {p["country"]: p["scores"]["total"] for p in contest["performances"]}
        places = {p["country"]: p["place"] for p in contest["performances"]}
        ranked_as_published(year, places, totals, {c: o.rank(c, stage) for c in places})
        same("junior %d: winner" % year, o.with_status("chosen"), [c for c in places if places[c] == 1])
        if stage == "总分":
            with_parts += 1
            same("junior %d: totals" % year, {c: o.figure(c, "总分") for c in totals}, totals)
        entries += len(places)
    same("junior: contests, entries, years with parts", (len(document["contests"]), entries, with_parts), (22, 346, 10))


# ---- straw polls ----

def straw():
    s = straw_polls
    document = published.load("un_sg_2016_straw_polls.json", NOT_COMPARED)
    if document:
        same("straw: the figures are the published ones", s.from_document(document),
             (s.VOTERS, s.ROUNDS, s.WITHDREW, s.JOINED, s.NOT_FOUND, s.ORDER_2, s.TIES_3, s.LEFT))
        addresses = [word.strip("()") for text in document["provenance"].values() for word in text.split() if "://" in word]
        same("straw: sources", [a for a in addresses if a not in s.__doc__], [])
    o = Outcome("straw", "straw_polls.xuan", s.pool())
    withdrew = sorted(sum(s.WITHDREW.values(), []))
    same("straw: left", o.with_status("chosen"), s.LEFT)
    same("straw: withdrew", o.with_status("withdrawn"), withdrew)
    for number, tallies in s.ROUNDS.items():
        stage = s.STAGES[number]
        same("straw %d: everyone voted on each" % number, {sum(tally[:3]) for tally in tallies.values()}, {s.VOTERS})
        in_poll = {n: t for n, t in tallies.items() if number != 6 or (t[0] >= 9 and t[3] == 0)}
        wanted = competition_ranks({n: (t[0], -t[1]) for n, t in in_poll.items()})
        same("straw %d: ranks" % number, {n: o.rank(n, stage) for n in o.people if o.rank(n, stage)}, wanted)
        if number != 6:
            marked = sorted(n for n, c in o.people.items() if stage[:3] + "过九票" in c["marks"])
            same("straw %d: nine or more" % number, marked, sorted(n for n, t in tallies.items() if t[0] >= 9))
    same("straw 2: the published order", sorted(s.ORDER_2, key=lambda n: o.rank(n, s.STAGES[2]) or 0), s.ORDER_2)
    for tied in s.TIES_3:
        same("straw 3: published tie of %s" % tied, len({o.rank(n, s.STAGES[3]) for n in tied}), 1)
    last = {n: [r["kind"] for r in c["reasons"]] for n, c in o.people.items() if c["status"] == "dropped"}
    for name, (ayes, _, _, five) in s.ROUNDS[6].items():
        wanted = ["require"] * (ayes < 9) + ["veto"] * (five > 0)
        same("straw 6: why %s is out" % name, last.get(name, []), wanted)
    funnel = {f["stage"]: f for c in o.document["contests"] for f in c["funnel"]}
    for number, names in s.WITHDREW.items():
        same("straw %d: withdrawals before it" % number, funnel.get(s.STAGES[number], {}).get("withdrawn"), len(names))


beijing()
interviews()
junior()
straw()
finish()
