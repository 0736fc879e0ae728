"""The measures of a comparison worked out again from two outcomes, another way than the program does.

Exact fractions; what is irrational is taken to 60 decimals."""
from decimal import Decimal, getcontext
from fractions import Fraction as F
from math import isqrt

getcontext().prec = 60


# ---- one outcome ----

def best_entries(outcome):
    """id -> his best entry: chosen, reserve, who came furthest."""
    names = stages_of(outcome)
    best = {}
    for c in outcome["candidates"]:
        mine = (2 if is_chosen(c) else c["status"] == "reserve", len(names) if c["stage"] is None else names.index(c["stage"]))
        if c["id"] not in best or mine > best[c["id"]][0]:
            best[c["id"]] = (mine, c)
    return {i: c for i, (_, c) in best.items()}


def stages_of(outcome):
    return [row["stage"] for row in outcome["contests"][0]["funnel"]]


def is_chosen(c):
    return c["status"] in ("chosen", "listed")


def chosen_of(outcome):
    return {i for i, c in best_entries(outcome).items() if is_chosen(c)}


def last_ranking(program):
    """(stage, its ranking) of the checked program: the last by points, else the last of any; None."""
    found = [(s, c) for s in program["stages"] for c in s["clauses"] if c["kind"] == "rank"]
    points = [(s, c) for s, c in found if c["keys"][0]["type"].get("dimension") == "points"]
    return (points or found or [None])[-1]


def why_not(outcome, program):
    """Why the people of different contests stand in no order; None where they do."""
    if not last_ranking(program):
        return "no_ranking"
    stage, ranking = last_ranking(program)
    if ranking["keys"][0]["type"].get("dimension") == "points" or stage["everyone"] or not stage["by"]:
        return None
    there = [c for c in outcome["contests"] for r in c["funnel"] if r["stage"] == stage["name"] and r["entered"]]
    return "several_contests" if len(there) > 1 else None


def is_recomputed(program):
    """Whether order_of knows its first key: it is in the outcome or in the data of a candidate."""
    known = {f["name"] for f in program["candidates"]}
    key = last_ranking(program) and last_ranking(program)[1]["keys"][0]
    return not key or key["op"] in ("score", "figure") or (key["op"] == "field" and key["text"] in known)


def order_of(outcome, program, data):
    """(ids from the first to the last, id -> place): by the first key of the last ranking, whatever the contest."""
    stage, ranking = last_ranking(program)
    key, rising = ranking["keys"][0], "从低到高" in ranking["text"].split(",")[0]
    rows = {c["id"]: c for c in data["candidates"]}
    value = {}
    for i, c in best_entries(outcome).items():
        if any(r["stage"] == stage["name"] for r in c["ranks"]):
            here = {s["name"]: F(s["exact"]) for s in c["scores"]}
            x = F(str(rows[i][key["text"]])) if key["op"] == "field" else here[key["text"]]
            value[i] = x if rising else -x
    ids = sorted(value, key=lambda i: (value[i], i.encode()))
    return ids, {i: 1 + sum(x < value[i] for x in value.values()) for i in ids}


# ---- tau-b and Spearman ----

def sign(x):
    return (x > 0) - (x < 0)


def pairs(x, y):
    """(concordant, discordant, pairs, tied in x, tied in y), pair by pair."""
    c = d = n = tx = ty = 0
    for i in range(len(x)):
        for j in range(i):
            a, b = sign(x[i] - x[j]), sign(y[i] - y[j])
            n += 1
            c += a * b > 0
            d += a * b < 0
            tx += a == 0
            ty += b == 0
    return c, d, n, tx, ty


def root_text(negative, square, places=6):
    """sqrt of a fraction, rounded half up on the exact value."""
    scaled = square * 100 ** places
    n = isqrt(scaled.numerator // scaled.denominator)
    if F(2 * n + 1, 2) ** 2 <= scaled:
        n += 1
    text = "%d.%0*d" % (n // 10 ** places, places, n % 10 ** places)
    return "-" + text if negative and n else text


def tau(c, d, n, tx, ty):
    below = (n - tx) * (n - ty)
    return root_text(c < d, F((c - d) ** 2, below)) if below else None


def mid_ranks(x):
    return [F(sum(b < a for b in x) * 2 + sum(b == a for b in x) + 1, 2) for a in x]


def spearman(x, y):
    """(text, rho squared with the sign of rho), None where it is not defined."""
    u, v = mid_ranks(x), mid_ranks(y)
    if not u:
        return None
    mean = F(len(u) + 1, 2)
    uv = sum((a - mean) * (b - mean) for a, b in zip(u, v))
    uu, vv = sum((a - mean) ** 2 for a in u), sum((b - mean) ** 2 for b in v)
    if not uu or not vv:
        return None
    square = uv * uv / (uu * vv)
    return root_text(uv < 0, square), -square if uv < 0 else square


# ---- rank-biased overlap ----

def persistence(depth):
    """The multiple of 1/10000 whose weight of the first `depth` ranks is nearest to 86 %."""
    def weight(p):
        p = Decimal(p.numerator) / p.denominator
        tail = -(1 - p).ln() - sum(p ** i / i for i in range(1, k))
        return 1 - p ** (k - 1) + (1 - p) / p * k * tail
    k, goal = max(1, depth), Decimal("0.86")
    low, high = 1, 10000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if weight(F(middle, 10000)) >= goal else (low, middle)
    if high == 10000:
        return F(low, 10000)
    return F(high if weight(F(2 * low + 1, 20000)) >= goal else low, 10000)


def agreement(s, t, depth):
    return F(len(set(s[:depth]) & set(t[:depth])), depth)


def filled_up(s, t):
    """Both lists continued so that they agree as soon as can be: first with what only the other has."""
    more_s, more_t = [i for i in t if i not in set(s)], [i for i in s if i not in set(t)]
    return s + more_s, t + more_t


def rbo_max(s, t, p):
    a, b = filled_up(s, t)
    depth = len(a)
    return (1 - p) * sum(p ** (d - 1) * agreement(a, b, d) for d in range(1, depth + 1)) + p ** depth


def rbo_ext(s, t, p):
    """Beyond the shorter list its agreement goes on; beyond both the last agreement does."""
    if len(s) > len(t):
        s, t = t, s
    if not t:
        return F(0)
    share = agreement(s, t, len(s)) if s else F(0)
    total, last = F(0), F(0)
    for d in range(1, len(t) + 1):
        shared = len(set(s) & set(t[:d])) if d > len(s) else len(set(s[:d]) & set(t[:d]))
        last = F(shared + max(0, d - len(s)) * share, d)
        total += p ** (d - 1) * last
    return (1 - p) * total + p ** len(t) * last


def rbo_min(s, t, p):
    """Nobody else agrees: the shared ones thin out for ever, sum p^d/d = ln(1/(1-p))."""
    depth = max(len(s), len(t))
    shared = len(set(s) & set(t))
    head = sum(p ** (d - 1) * (agreement(s, t, d) - F(shared, d)) for d in range(1, depth + 1)) * (1 - p)
    q = Decimal(p.numerator) / p.denominator
    return Decimal(head.numerator) / head.denominator + shared * (1 - q) / q * -(1 - q).ln()


# ---- sets, fates ----

def exits_of(outcome, row_of):
    """id -> aligned row where he left, -1: he did not."""
    out = {}
    for i, c in best_entries(outcome).items():
        out[i] = -1 if is_chosen(c) or c["stage"] is None else row_of[c["stage"]]
    return out


def parted_at(exits):
    """The first row after which he is in here and out there."""
    last = max(exits) + 1
    for row in range(last):
        still = [e < 0 or e > row for e in exits]
        if any(still) and not all(still):
            return row
    return -1
