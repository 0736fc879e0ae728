#!/usr/bin/python3
"""boundary.py PREFIX: people on the lines of P1 and P2, in the form of generate.c.
Thresholds met exactly and missed by one vote; equal totals from other numbers (items permuted, shares exchanged, votes moved, bonuses
split, marks in another order); totals that differ by 1e-12 to 1e-17 (shares of pairwise coprime totals).  Each pair of equals stands
across a line of its post: those clearly better fill the places before it, those clearly worse come after."""
import json
import random
import sys
from decimal import Decimal

LAYERS = ("正科级", "副科级", "一般干部")
random.seed(1)
posts, people = [], []


def two(n):
    """Hundredths as a decimal, written with its zeros as the generator writes it."""
    return Decimal(n).scaleb(-2)


def text(x):
    if isinstance(x, dict):
        return "{%s}" % ",".join("%s:%s" % (text(k), text(v)) for k, v in x.items())
    if isinstance(x, list):
        return "[%s]" % ",".join(map(text, x))
    return str(x) if isinstance(x, (int, Decimal)) else json.dumps(x, ensure_ascii=False)


def person(post, layer, **other):
    c = {"id": "B%07d" % (len(people) + 1), "name": "某", "layer": layer, "post": post, "birth": "1980-01-01", "years": 3,
         "grades": ["称职", "优秀", "称职"], "moral": {"respondents": 60, "items": [item(60, 3, 2) for _ in range(10)]},
         "ballots": {k: {"yes": 7, "total": 10} for k in "ABC"}, "meeting": {"yes": 60, "total": 100}, "talk": {"yes": 30, "total": 50},
         "poll": {"satisfied": 90, "total": 100}, "written": two(7000), "interview": [two(8000)] * 7,
         "work": {"base": two(3000), "bonuses": []}, "leader": ["好", "较好"], "org": Decimal("8.0")}
    c.update(other)
    people.append(c)
    return c


def item(respondents, some, many):
    return {"没反映": respondents - some - many, "偶尔有反映": some, "反映较多": many}


def group(pair, seats, line):
    """A post whose place `line` falls between the two of a pair (P1: its cuts; P2: the third)."""
    post, layer = "P%06d" % (len(posts) + 1), random.choice(LAYERS)
    posts.append({"post": post, "title": "组织委员", "layer": layer, "seats": seats})
    better = {"work": {"base": two(3800), "bonuses": []}, "written": two(9000)}
    worse = {"work": {"base": two(2100), "bonuses": []}, "written": two(5100)}
    row = [better] * (line - 1) + list(pair) + [worse] * 2
    random.shuffle(row)
    for one in row:
        person(post, layer, **one)


# ---- thresholds ----

def on_thresholds():
    for k in range(1, 40):
        shares = (("meeting", "yes", 3, 10), ("talk", "yes", 1, 2), ("poll", "satisfied", 4, 5), ("poll", "satisfied", 7, 10))
        for name, key, n, d in shares:
            for less in (0, 1):
                yield {name: {key: n * k - less, "total": d * k}}, {name: {key: n * k, "total": d * k}}
        for more in (0, 1):
            items = [item(50 + 10 * k, 0, 2) for _ in range(10)]
            items[k % 10] = item(50 + 10 * k, 1, 15 + 3 * k + more)
            yield {"moral": {"respondents": 50 + 10 * k, "items": items}}, {}
    for n in (49, 50):
        yield {"moral": {"respondents": n, "items": [item(n, 1, 1) for _ in range(10)]}}, {}
    for bad in ("基本称职", "不称职"):
        yield {"grades": ["优秀", "优秀", bad]}, {}


# ---- equal totals ----

def equals():
    for k in range(60):
        n = 50 + k
        items = [item(n, random.randrange(5), random.randrange(3)) for _ in range(10)]
        moved = [dict(x) for x in items]
        if moved[0]["没反映"] > 1 and moved[1]["偶尔有反映"] > 1:  # one vote there makes two here
            moved[0]["没反映"] -= 1
            moved[0]["反映较多"] += 1
            moved[1]["偶尔有反映"] -= 2
            moved[1]["没反映"] += 2
        yield {"moral": {"respondents": n, "items": items}}, {"moral": {"respondents": n, "items": items[::-1]}}
        yield {"moral": {"respondents": n, "items": items}}, {"moral": {"respondents": n, "items": moved}}
        a, b, c = ({"yes": 60 + k % 30, "total": 100}, {"yes": 30 + k % 20, "total": 51}, 91 + k)
        yield ({"meeting": a, "talk": b, "poll": {"satisfied": c, "total": c + 7}},
               {"meeting": b, "talk": a, "poll": {"satisfied": c, "total": c + 7}})
        split = [10, 20, 5 + k % 50]
        yield ({"work": {"base": two(3000), "bonuses": [two(x) for x in split]}},
               {"work": {"base": two(3000 + split[0]), "bonuses": [two(split[2]), two(split[1])]}})
        marks = [two(7000 + random.randrange(2000)) for _ in range(7)]
        yield {"interview": marks}, {"interview": sorted(marks)}
        x, y = {"yes": 7 + k, "total": 71}, {"yes": 11, "total": 13 + k}
        yield {"ballots": {"A": x, "B": x, "C": y}}, {"ballots": {"A": x, "B": y, "C": x}}


# ---- nearly equal totals ----

def primes(low, high):
    return [n for n in range(low, high) if all(n % d for d in range(2, int(n ** 0.5) + 1))]


def parts(k, totals):
    """Numerators of shares whose sum is k / (product of totals) but for a whole number."""
    product = 1
    for t in totals:
        product *= t
    return [k * pow(product // t, -1, t) % t for t in totals]


def near(low, high, least, most):
    """Two sets of shares, each at least `least`, with sums that differ by one part in the product of all totals."""
    choice = primes(low, high)
    while True:
        totals = random.sample(choice, 2 * len(least))
        one, other = totals[:len(least)], totals[len(least):]
        n = m = 1
        for a, b in zip(one, other):
            n, m = n * a, m * b
        k = pow(m, -1, n)              # k*m - j*n = 1: k/n and j/m are neighbours
        j = (k * m - 1) // n
        shares = parts(k % n, one), parts(j % m, other)
        sums = [sum(a / t for a, t in zip(s, ts)) for s, ts in zip(shares, (one, other))]
        if abs(sums[0] - sums[1]) > 1e-6:  # another whole number
            continue
        if all(a / t >= l for s, ts in zip(shares, (one, other)) for a, t, l in zip(s, ts, least)) and 1 / (n * m) <= most:
            return list(zip(shares[0], one)), list(zip(shares[1], other))


def nearly():
    for low, high, most in ((60, 200, 1e-10), (300, 800, 1e-14), (800, 2000, 1e-17)):
        for _ in range(12):
            yield [{"meeting": dict(zip(("yes", "total"), s[0])), "talk": dict(zip(("yes", "total"), s[1])),
                    "poll": dict(zip(("satisfied", "total"), s[2]))} for s in near(low, high, (0.3, 0.5, 0.8), most)]
    for low, high in ((60, 300), (1000, 3000), (15000, 20000)):
        for _ in range(12):
            yield [{"ballots": {"A": {"yes": 3, "total": 7}, "B": dict(zip(("yes", "total"), s[0])),
                                "C": dict(zip(("yes", "total"), s[1]))}} for s in near(low, high, (0, 0), 1)]


def main(prefix):
    for pair in [*on_thresholds(), *equals(), *nearly()]:
        for seats, line in ((1, 2), (2, 3), (1, 3), (3, 9)):
            group(pair, seats, line)
    with open(prefix + ".json", "w", encoding="utf-8") as f:
        f.write('{"posts":[\n%s\n],"candidates":[\n%s\n]}\n' % (",\n".join(map(text, posts)), ",\n".join(map(text, people))))
    for name, rows in ((".ndjson", people), (".posts.ndjson", posts)):
        with open(prefix + name, "w", encoding="utf-8") as f:
            f.writelines(text(x) + "\n" for x in rows)


if __name__ == "__main__":
    main(sys.argv[1])
