"""The Security Council's straw polls of 2016 for a Secretary-General: the published counts, as a pool.

Who marked which paper is not published: counts only.  Rounds 4 and 5 were found only in part and are left out.
Round 1 leaves out Luksic and Pusic, who stood but whose counts were not found.  Reports differ on Lajcak in
round 2 and on Lajcak and Bokova in round 6: the counts are those of the source named.  Sources:
rounds 1 and 3: https://thewire.in/63509/portugals-antonio-guterres-inching-closer-towards-becoming-next-un-chief/
round 3 also: http://en.chinagate.cn/2016-08/30/content_39190395.htm
round 2: http://www.1for7billion.org/news/2016/8/8/security-council-holds-second-round-of-straw-polls
round 6: https://kiwiblog.co.nz/2016/10/guterres_wins.html
rule: http://www.1for7billion.org/news/2016/8/30/guterres-maintains-lead-in-latest-straw-polls"""

VOTERS = 15
# encourage, discourage, no opinion; in round 6 then the discouragements of the five permanent members.
ROUNDS = {
    1: {"Guterres": (12, 0, 3), "Turk": (11, 2, 2), "Bokova": (9, 4, 2), "Jeremic": (9, 5, 1), "Kerim": (9, 5, 1),
        "Clark": (8, 5, 2), "Lajcak": (7, 3, 5), "Malcorra": (7, 4, 4), "Figueres": (5, 5, 5), "Gherman": (4, 4, 7)},
    2: {"Guterres": (11, 2, 2), "Jeremic": (8, 4, 3), "Malcorra": (8, 6, 1), "Turk": (7, 5, 3), "Bokova": (7, 7, 1),
        "Kerim": (6, 7, 2), "Clark": (6, 8, 1), "Figueres": (5, 8, 2), "Gherman": (3, 10, 2), "Lajcak": (2, 6, 7),
        "Luksic": (2, 9, 4)},
    3: {"Guterres": (11, 3, 1), "Lajcak": (9, 5, 1), "Bokova": (7, 5, 3), "Jeremic": (7, 5, 3), "Malcorra": (7, 7, 1),
        "Kerim": (6, 7, 2), "Clark": (6, 8, 1), "Turk": (5, 6, 4), "Gherman": (2, 12, 1), "Figueres": (2, 12, 1)},
    6: {"Guterres": (13, 0, 2, 0), "Jeremic": (7, 6, 2, 3), "Lajcak": (7, 6, 2, 2), "Bokova": (7, 7, 1, 2),
        "Clark": (6, 8, 1, 3), "Malcorra": (5, 7, 3, 1), "Turk": (5, 8, 2, 4), "Georgieva": (5, 8, 2, 2),
        "Kerim": (5, 9, 1, 3), "Gherman": (3, 11, 1, 3)},
}
WITHDREW = {2: ["Pusic"], 3: ["Luksic"], 6: ["Figueres"]}
JOINED = {6: ["Georgieva"]}
NOT_FOUND = {1: ["Luksic", "Pusic"]}
ORDER_2 = ["Guterres", "Jeremic", "Malcorra", "Turk", "Bokova", "Kerim", "Clark", "Figueres", "Gherman", "Lajcak", "Luksic"]
TIES_3 = [["Bokova", "Jeremic"], ["Gherman", "Figueres"]]
LEFT = ["Guterres"]
STAGES = {1: "第一次投票", 2: "第二次投票", 3: "第三次投票", 6: "第六次投票"}
FIELDS = {1: "第一次", 2: "第二次", 3: "第三次"}


def counts(tally):
    return {"赞成": tally[0], "反对": tally[1], "弃权": tally[2]}


def pool():
    names = sorted(set().union(*ROUNDS.values(), *NOT_FOUND.values()))
    people = []
    for name in names:
        row = {"id": name}
        for number, field in FIELDS.items():
            if name in ROUNDS[number]:
                row[field] = {**counts(ROUNDS[number][name]), "应到": VOTERS, "到会": VOTERS, "收回": VOTERS}
        people.append(row)
    last = ROUNDS[6]
    record = {"stage": STAGES[6], "entitled": VOTERS, "present": VOTERS, "issued": VOTERS, "returned": VOTERS, "invalid": 0,
              "votes": {name: counts(tally) for name, tally in last.items()},
              "values": {name: {"常任理事国反对": tally[3]} for name, tally in last.items()}}
    withdrawn = [{"candidate": name, "before": STAGES[number], "why": "本人退出"}
                 for number, left in WITHDREW.items() for name in left]
    return {"candidates": people, "records": [record], "withdrawn": withdrawn}


def from_document(document):
    """The same facts from the published file, in the shapes above."""
    rounds, withdrew, joined, missing, order, ties, left = {}, {}, {}, {}, None, None, None
    for r in document["rounds"]:
        number = r["round"]
        rounds[number] = {name: tuple(t[k] for k in ("encourage", "discourage", "no_opinion", "p5_discourage") if k in t)
                          for name, t in r["tally"].items()}
        for key, into in (("withdrawn_before", withdrew), ("joined_before", joined), ("missing", missing)):
            if key in r:
                into[number] = r[key]
        order = r.get("published_order", order)
        ties = r.get("published_ties", ties)
        left = r.get("expected_eligible", left)
    return document["voters"], rounds, withdrew, joined, missing, order, ties, left
