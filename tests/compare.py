#!/usr/bin/env python3
"""Laws of comparing: nothing differs from itself, two sides mirror each other, every figure comes out again when it is
worked out another way, and the walk-through says what the program says.  The seeds are fixed."""
import itertools
import json
import random
import re
import sys
from decimal import Decimal
from fractions import Fraction as F

from scipy import stats

import compare_again as again
import tools
from tools import RULES, check, outcome, read, same, write, xuan

sys.path.insert(0, "examples/compare")
import generate  # noqa: E402

THREE = ("baoding", "district", "leiyang")
POOL36 = "examples/compare/pool36.json"
MORE_SEEDS = range(101, 109)          # small pools besides the one that is kept
SHUFFLES = 4


def compared(names, *options, rules=None):
    """The comparison, or None and what was said."""
    files = rules or [RULES[n] for n in names]
    done = xuan("compare", *files, "--format", "json", *options)
    return (json.loads(done.stdout) if done.stdout else None), done


def checked(rules):
    """The program of a rules file."""
    return json.loads(xuan("check", "--format", "json", rules).stdout)


def alone(path, procedure):
    """The pool with the records of one procedure, in a file."""
    data = json.loads(read(path))
    data["records"] = [r for r in data["records"] if r.get("procedure", procedure) == procedure]
    return write("alone-%s.json" % procedure, json.dumps(data, ensure_ascii=False))


def own_outcome(name, path):
    return outcome(RULES[name], alone(path, generate.NAMES[name]))[1]


def small_pool(seed):
    return write("pool-%d.json" % seed, generate.written(generate.generate(36, seed)))


# ---- one document as two people would lay it side by side ----

def names_of(doc):
    return {p["label"]: p["name"] for p in doc["procedures"]}


def stage_rows(doc):
    """row -> ((procedure, stage), …) of those that have it."""
    who = names_of(doc)
    return [tuple(sorted((who[c["procedure"]], c["stage"]) for c in row["cells"] if c["stage"])) for row in doc["rows"]]


def side_by_name(cells, who):
    return {who[c["procedure"]]: {k: v for k, v in c.items() if k not in ("procedure", "mark")} for c in cells}


def by_name(doc):
    """The same whichever of the two is named first: labels become names, places in lists become keys."""
    who, rows = names_of(doc), stage_rows(doc)

    def row(n):
        return None if n is None or n < 0 else rows[n]
    flat = {"procedures": {p["name"]: {k: v for k, v in p.items() if k != "label"} for p in doc["procedures"]},
            "equal": doc["equal"], "data": doc["data"],
            "rows": [(r["phase"], key, side_by_name(r["cells"], who), relation(r, who)) for r, key in zip(doc["rows"], rows)],
            "numbers": sorted(([row(n["row"]), n["kind"], n["subject"], n["same"], side_by_name(n["cells"], who)]
                               for n in doc["numbers"]), key=repr),
            "plans": {who[p["procedure"]]: {k: v for k, v in p.items() if k != "procedure"} for p in doc["plans"]},
            "readings": {who[r["procedure"]]: {k: v for k, v in r.items() if k != "procedure"} for r in doc["readings"] or []}}
    o = doc["outcome"]
    if o is None:
        return flat
    flat.update({k: o[k] for k in ("candidates", "chosen_by_all", "chosen_by_some", "chosen_by_none", "jaccard")})
    flat["people"] = [dict({k: v for k, v in p.items() if k not in ("procedures", "parted_at")}, parted_at=row(p["parted_at"]),
                           under={who[s["procedure"]]: dict({k: v for k, v in s.items() if k != "procedure"},
                                                            exit_row=row(s.get("exit_row"))) for s in p["procedures"]})
                      for p in o["people"]]
    flat["funnels"] = {(who[f["procedure"]], f["stage"]): [f[k] for k in ("in", "out", "known", "unique", "further_stage", "further")]
                       for f in o["funnels"]}
    first, second = (p["name"] for p in doc["procedures"][:2])
    flat["fates"] = {frozenset([(first, end(rows, i)), (second, end(rows, k))]): n
                     for i, line in enumerate(o["fate_matrix"]) for k, n in enumerate(line)}
    flat["agreements"] = {frozenset([who[a["x"]], who[a["y"]]]): {
        k: v for k, v in a.items() if k not in ("x", "y", "tied_x", "tied_y")} | {
            "tied": {who[a["x"]]: a["tied_x"], who[a["y"]]: a["tied_y"]}} for a in o["agreements"]}
    flat["scores"] = {(who[s["procedure"]], s["id"]): {k: v for k, v in s.items() if k != "procedure"} for s in o["scores"]}
    flat["attributions"] = sorted(([who[a["changed_in"]], who[a["taken_from"]], row(a["row"])] + [
        a.get(k) for k in ("subject", "was", "is", "applied", "why_not", "changes", "gained", "lost")]
        for a in o["attributions"]), key=repr)
    return flat


def end(rows, i):
    return rows[i] if i < len(rows) else "through"


def relation(row, who):
    """How the two stand to each other in a row.  The mark of a pair is against whoever is named first."""
    marks = {who[c["procedure"]]: c["mark"] for c in row["cells"]}
    return sorted(marks.values()) if not {"only", "absent"} & set(marks.values()) else marks


def mirrored(name, pair, *options, rules=None):
    doc, done = compared(pair, *options, rules=rules)
    back, _ = compared(pair[::-1], *options, rules=rules and rules[::-1])
    if check("%s: both ways run" % name, doc is not None and back is not None, done.stderr.decode()[:300]):
        same("%s: the other way round" % name, by_name(back), by_name(doc))
    return doc


# ---- nothing differs from itself ----

def itself(name, rules, *options):
    doc, done = compared([name, name], *options, rules=[rules, rules])
    if not check("%s with itself: runs" % name, doc is not None, done.stderr.decode()[:300]):
        return
    check("%s with itself: equal" % name, doc["equal"] is True)
    check("%s with itself: marks" % name, all(c["mark"] == "same" for r in doc["rows"] for c in r["cells"]))
    check("%s with itself: numbers" % name, all(n["same"] for n in doc["numbers"]))
    same("%s with itself: all stages" % name, [[c["stage"] for c in r["cells"]] for r in doc["rows"]],
         [[s, s] for s in [r["cells"][0]["stage"] for r in doc["rows"]]])
    o = doc["outcome"]
    if o is None:
        return
    check("%s with itself: sets" % name, not o["chosen_by_some"] and o["jaccard"]["exact"] == "1")
    check("%s with itself: nobody parts" % name, not any(p["differs"] or p["parted_at"] is not None for p in o["people"]))
    check("%s with itself: the diagonal" % name, all(n == 0 for i, line in enumerate(o["fate_matrix"]) for k, n in enumerate(line) if i != k))
    check("%s with itself: nothing to attribute" % name, o["attributions"] == [])
    data, program = options[1], checked(rules)
    mine = outcome(rules, data)[1]
    for a in o["agreements"]:
        check("%s with itself: tau-b" % name, a["tau_b"] in (None, "1.000000") and not a["discordant"], a["tau_b"])
        check("%s with itself: Spearman" % name, a["spearman"] in (None, "1.000000"), a["spearman"])
        if not again.is_recomputed(program):
            same("%s with itself: why not" % name, a["why_not"], again.why_not(mine, program))
        else:
            measures("%s with itself" % name, a, *[(mine, program, generate.oracle.load(read(data)))] * 2)


# ---- worked out again ----

def number(x):
    return F(x["exact"])


def measures(name, agreement, x, y):
    """x, y: outcome, program, data.  What was compared, place by place; None where nothing can be."""
    gaps = [again.why_not(outcome, program) for outcome, program, _ in (x, y)]
    why = gaps[0] or gaps[1]
    same("%s: why not" % name, [agreement["why_not"], agreement["why_not_of"]], [why, why and agreement["x" if gaps[0] else "y"]])
    if why:
        same("%s: nothing is said" % name, {v for k, v in agreement.items() if k not in ("x", "y", "why_not", "why_not_of")}, {None})
        return None
    (s, places_s), (t, places_t) = again.order_of(*x), again.order_of(*y)
    both = [i for i in places_s if i in places_t]
    u, v = [places_s[i] for i in both], [places_t[i] for i in both]
    counts = again.pairs(u, v)
    same("%s: people" % name, agreement["people"], len(both))
    same("%s: pairs" % name, [agreement[k] for k in ("concordant", "discordant", "pairs", "tied_x", "tied_y")], list(counts))
    same("%s: tau-b" % name, agreement["tau_b"], again.tau(*counts))
    rho = again.spearman(u, v)
    same("%s: Spearman" % name, agreement["spearman"], rho and rho[0])
    if rho:
        same("%s: Spearman squared" % name, number(agreement["spearman_squared"]), rho[1])
    depth = max(len(again.chosen_of(x[0])), len(again.chosen_of(y[0])))
    same("%s: depth" % name, agreement["depth"], depth)
    p = again.persistence(depth)
    same("%s: persistence" % name, number(agreement["persistence"]), p)
    if len(s) + len(t) > 200:
        return u, v
    same("%s: RBO max" % name, number(agreement["rbo_max"]), again.rbo_max(s, t, p))
    same("%s: RBO ext" % name, number(agreement["rbo_ext"]), again.rbo_ext(s, t, p))
    below = again.rbo_min(s, t, p) - Decimal(number(agreement["rbo_min"]).numerator) / number(agreement["rbo_min"]).denominator
    check("%s: RBO min" % name, 0 <= below < Decimal("1e-12"), below)
    return u, v


def with_scipy(name, agreement, u, v):
    if agreement["tau_b"] is None:
        return
    check("%s: tau-b by scipy" % name, abs(stats.kendalltau(u, v).statistic - float(agreement["tau_b"])) < 1e-6)
    check("%s: Spearman by scipy" % name, abs(stats.spearmanr(u, v).statistic - float(agreement["spearman"])) < 1e-6)


def outcomes_again(name, doc, outcomes, by_scipy=False):
    """Sets, exits, the first row where the ways part, the fate matrix, the funnel and the measures from the runs alone."""
    o, labels = doc["outcome"], [p["label"] for p in doc["procedures"]]
    best = [again.best_entries(x) for x in outcomes]
    chosen = [again.chosen_of(x) for x in outcomes]
    everyone = sorted(set().union(*best), key=str.encode)
    times = {i: sum(i in c for c in chosen) for i in everyone}
    same("%s: by all" % name, o["chosen_by_all"], [i for i in everyone if times[i] == len(outcomes)])
    same("%s: by some" % name, o["chosen_by_some"], [i for i in everyone if 0 < times[i] < len(outcomes)])
    same("%s: by none" % name, o["chosen_by_none"], sum(n == 0 for n in times.values()))
    some, all_ = len(o["chosen_by_some"]), len(o["chosen_by_all"])
    same("%s: Jaccard" % name, number(o["jaccard"]), F(all_, all_ + some) if all_ + some else F(1))
    row_of = [{c["stage"]: r["row"] for r in doc["rows"] for c in r["cells"] if c["procedure"] == label and c["stage"]} for label in labels]
    exits = [again.exits_of(x, rows) for x, rows in zip(outcomes, row_of)]
    same("%s: ids" % name, [p["id"] for p in o["people"]], everyone)
    for p in o["people"]:
        mine = [e[p["id"]] for e in exits]
        same("%s: %s leaves" % (name, p["id"]), [-1 if s["exit_row"] is None else s["exit_row"] for s in p["procedures"]], mine)
        same("%s: %s parts" % (name, p["id"]), -1 if p["parted_at"] is None else p["parted_at"], again.parted_at(mine))
        same("%s: %s differs" % (name, p["id"]), p["differs"], 0 < times[p["id"]] < len(outcomes))
        for s, entries in zip(p["procedures"], best):
            c = entries[p["id"]]
            same("%s: %s status" % (name, p["id"]), (s["status"], s["stage"]), (c["status"], c["stage"]))
            check("%s: %s reason" % (name, p["id"]), s["reason"] is None if s["exit_row"] is None else s["reason"] in c["reasons"], s["reason"])
    side = len(doc["rows"]) + 1
    matrix = [[0] * side for _ in range(side)]
    for i in everyone:
        matrix[exits[0][i]][exits[1][i]] += 1           # -1, came through, is the last of the list
    same("%s: fate matrix" % name, o["fate_matrix"], matrix)
    for f in o["funnels"]:
        k = labels.index(f["procedure"])
        rows = [r for c in outcomes[k]["contests"] for r in c["funnel"] if r["stage"] == f["stage"]]
        same("%s: %s funnel" % (name, f["stage"]), (f["in"], f["out"]), (sum(r["entered"] for r in rows), sum(r["left"] for r in rows)))
    data = generate.oracle.load(read(doc["data"]["file"]))
    sides = [(x, checked(p["file"]), data) for x, p in zip(outcomes, doc["procedures"])]
    for a in o["agreements"]:
        x, y = labels.index(a["x"]), labels.index(a["y"])
        placed = measures("%s: %s %s" % (name, a["x"], a["y"]), a, sides[x], sides[y])
        if by_scipy and placed:
            with_scipy("%s: %s %s" % (name, a["x"], a["y"]), a, *placed)


def parts_of(name, row, scores):
    """What a score is made of, from the candidate's data."""
    rate = generate.oracle.aye_share
    if name == "baoding":
        return {"A票": 40 * rate(row["A票"]), "B票": 30 * rate(row["B票"]), "C票": 30 * rate(row["C票"])}
    if name == "district":
        return {"笔试": F(3, 10) * row["笔试"], "面试": F(3, 10) * row["面试"], "民主测评": F(4, 10) * scores["测评分"]}
    happy = generate.oracle.Survey(row["民意调查"]).share("满意")
    return {"品德": scores["品德评定"], "民主推荐": rate(row["民主推荐"]) * 20 / 3, "谈话推荐": rate(row["谈话推荐"]) * 20 / 3,
            "民意调查": happy * 20 / 3, "工作评估": scores["工作评估"], "领导评价": scores["领导评价"], "组织评鉴分": F(row["组织评鉴分"])}


def scores_again(name, doc, path, outcomes):
    """Every part of a score, the means of the chosen and of all who were scored, and the whole."""
    data = {c["id"]: c for c in generate.oracle.load(read(path))["candidates"]}
    labels = [p["label"] for p in doc["procedures"]]
    for k, procedure in enumerate(THREE):
        stage = doc["plans"][k]["ranking"]
        people = {c["id"]: c for c in outcomes[k]["candidates"] if any(r["stage"] == stage for r in c["ranks"])}
        parts = {i: parts_of(procedure, data[i], {s["name"]: number(s) for s in c["scores"]}) for i, c in people.items()}
        chosen = again.chosen_of(outcomes[k]) & set(parts)
        for s in doc["outcome"]["scores"]:
            if s["procedure"] != labels[k]:
                continue
            what = "%s: score of %s in %s" % (name, s["id"], procedure)
            check(what + ": shares", sum(number(p["share"]) for p in s["parts"]) == 1 and all(p["known"] for p in s["parts"]))
            same(what, {p["name"]: number(p["value"]) for p in s["parts"]}, parts[s["id"]])
            same(what + ": whole", number(s["total"]), sum(parts[s["id"]].values()))
            same(what + ": rank", s["rank"], [r["rank"] for r in people[s["id"]]["ranks"] if r["stage"] == stage][0])
            for p in s["parts"]:
                everyone = [x[p["name"]] for x in parts.values()]
                inside = [parts[i][p["name"]] for i in chosen] or everyone
                same(what + ": " + p["name"], [number(p[key]) for key in ("mean_all", "mean_in", "difference")],
                     [F(sum(everyone), len(everyone)), F(sum(inside), len(inside)), number(p["value"]) - F(sum(inside), len(inside))])
        shown = {s["id"] for s in doc["outcome"]["scores"] if s["procedure"] == labels[k]}
        wanted = set(doc["outcome"]["chosen_by_all"] + doc["outcome"]["chosen_by_some"])
        check("%s: whose scores in %s" % (name, procedure), wanted & set(parts) <= shown)


# ---- what if ----

def strip(record, names):
    """A record that speaks only of those who are in."""
    kept = dict(record)
    for key in ("votes", "values", "reasons"):
        if key in kept:
            kept[key] = {i: v for i, v in kept[key].items() if i in names}
    if "chosen" in kept:
        kept["chosen"] = [i for i in kept["chosen"] if i in names]
    return kept


def fitting(text, data):
    """(rules file, records that speak only of those who are in under these rules); None where they cannot be had."""
    rules = write("what-if.xuan", text)
    told = xuan("check", "--format", "json", rules)
    if told.returncode or not told.stdout:
        return None
    stages = [s["name"] for s in json.loads(told.stdout)["stages"]]
    kept = []
    for i, stage in enumerate(stages):
        mine = [r for r in data["records"] if r["stage"] == stage]
        if not mine:
            continue
        names = {c["id"] for c in data["candidates"]}
        if i:
            path = write("what-if.json", json.dumps(dict(data, records=kept), ensure_ascii=False))
            _, partial = outcome(rules, path, "--until", stages[i - 1])
            if partial is None:
                return None
            names = {c["id"] for c in partial["candidates"] if c["status"] == "in"}
        kept += [strip(r, names) for r in mine]
    return rules, kept


def as_far_as(text, data):
    """The outcome under these rules, records taken as far as they go; None: there is none."""
    found = fitting(text, data)
    if not found:
        return None
    rules, kept = found
    return outcome(rules, write("what-if.json", json.dumps(dict(data, records=kept), ensure_ascii=False)))[1]


def settled(text, data):
    """Who is chosen under these rules; None: it cannot be told."""
    full = as_far_as(text, data)
    return again.chosen_of(full) if full and full["status"] == "complete" else None


def without_stage(text, stage):
    """What takes people out there is cut out of the text; the whole stage where nothing else is in it."""
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if re.match(r"\s*阶段 %s[ {]" % stage, line))
    indent = re.match(r" *", lines[first]).group()
    last = next(i for i in range(first, len(lines)) if lines[i] == indent + "}")
    kept, cutting, left = [], False, False
    for line in lines[first + 1:last]:
        if re.match(r"\s*(有效|要求|否决|开考|入围|当选|须说明|检查)\s", line):
            cutting = True
        elif re.match(r"\s*((计分|排序|标记|决定|表决|选岗|排除|回避|试用)\s|\w+ *=|$)", line):
            cutting = False
            left = left or (bool(line.strip()) and line.split()[0] != "试用")
        if not cutting:
            kept.append(line)
    return "\n".join(lines[:first] + (lines[first:first + 1] + kept + lines[last:last + 1] if left else []) + lines[last + 1:])


def in_at(full, stage):
    """Those in when the stage begins, where nobody has a seat before the end."""
    names = again.stages_of(full)
    return {c["id"] for c in full["candidates"] if c["stage"] is None or names.index(c["stage"]) >= names.index(stage)}


def how_far(full, before):
    """(the first stage with someone undetermined, those in there who are not there as things are and not chosen)."""
    names = again.stages_of(full)
    stage = min((c["stage"] for c in full["candidates"] if c["status"] == "undetermined"), key=names.index)
    return [stage, sorted(in_at(full, stage) - in_at(before, stage) - again.chosen_of(before), key=str.encode)]


def stage_work(name, doc, path, outcomes):
    """Who would have come through but for a stage, or how far."""
    for f in doc["outcome"]["funnels"]:
        k = [p["label"] for p in doc["procedures"]].index(f["procedure"])
        procedure = doc["procedures"][k]
        data = json.loads(read(alone(path, procedure["name"])))
        now = as_far_as(without_stage(tools.without_tests(read(procedure["file"])), f["stage"]), data)
        what = "%s: without %s" % (name, f["stage"])
        known = bool(now) and now["status"] == "complete"
        if not check(what + ": known", f["known"] == known, f):
            continue
        further = how_far(now, outcomes[k]) if now and not known else [None, None]
        same(what + ": how far", [f["further_stage"], f["further"]], further)
        if known:
            same(what + ": who", f["unique"], sorted(again.chosen_of(now) - again.chosen_of(outcomes[k]), key=str.encode))


LITERAL = re.compile(r"\d+(?:\.\d+)?:\d+(?:\.\d+)?|\d+/\d+|\d+(?:\.\d+)?%?")


def values_of(literal):
    """What a number in the text may stand for: 1:3 is three for one."""
    if ":" in literal:
        a, b = map(F, literal.split(":"))
        return {max(a, b) / min(a, b)}
    if literal.endswith("%"):
        return {F(literal[:-1]) / 100}
    return {F(literal)}


def spelt(literal, value):
    if ":" in literal:
        return "%d:%d" % (value.denominator, value.numerator)
    if literal.endswith("%") or "/" in literal:
        return "%d/%d" % (value.numerator, value.denominator) if value.denominator > 1 else "%d%%" % (value * 100)
    return again_decimal(value)


def again_decimal(value):
    return str(value) if value.denominator == 1 else format(Decimal(value.numerator) / value.denominator, "f")


def edited(text, cell, value):
    """The text with one number put otherwise; None: it is not there as one number."""
    lines = text.split("\n")
    at = cell["line"] - 1
    if cell["parameter"]:
        at = next(i for i, line in enumerate(lines) if re.match(r"\s*参数 %s\s*=" % cell["parameter"], line))
    code = re.split(r"#|依据|说 |存疑|假定", lines[at])[0]
    found = [m for m in LITERAL.finditer(code) if number(cell["value"]) in values_of(m.group())]
    if len(found) != 1:
        return None
    m = found[0]
    lines[at] = lines[at][:m.start()] + spelt(m.group(), value) + lines[at][m.end():]
    return "\n".join(lines)


def attribution(name, doc, path, outcomes):
    labels = [p["label"] for p in doc["procedures"]]
    for a in doc["outcome"]["attributions"]:
        what = "%s: %s in %s as in %s" % (name, a["subject"], a["changed_in"], a["taken_from"])
        if not a["applied"]:
            check(what + ": why not", bool(a["why_not"]))
        k = labels.index(a["changed_in"])
        cells = {c["procedure"]: c for n in doc["numbers"] if (n["row"], n["subject"]) == (a["row"], a["subject"]) for c in n["cells"]}
        to, of = cells[a["changed_in"]], cells[a["taken_from"]]
        if to.get("value") is None or of.get("value") is None:
            check(what + ": no number", not a["applied"])
            continue
        procedure = doc["procedures"][k]
        text = edited(read(procedure["file"]), to, number(of["value"]))
        if not a["applied"] and text is None:
            continue
        now = settled(text, json.loads(read(alone(path, procedure["name"])))) if text else None
        if not a["applied"]:
            continue
        before = again.chosen_of(outcomes[k])
        if check(what + ": can be applied", now is not None):
            same(what, (a["changes"], a["gained"], a["lost"]),
                 (now != before, sorted(now - before, key=str.encode), sorted(before - now, key=str.encode)))


# A procedure beside a stricter one of another name: what each number does alone.
VARIANTS = {
    "leiyang": [("程序 五评四差额", "程序 从严五评"), ("反向测评上限 = 30%", "反向测评上限 = 20%"), ("推荐比例 = 1:3 ", "推荐比例 = 1:2 "),
                ("不低于 30%", "不低于 45%"), ("不低于 50%", "不低于 60%"), ("不低于 80%", "不低于 85%"),
                ("赞成 超过 应到 的 1/2", "赞成 超过 应到 的 9/10")],
    "district": [("程序 区中层竞岗", "程序 从严竞岗"), ("不满意率上限 = 30%", "不满意率上限 = 3%"), ("考察人数 = 3 人", "考察人数 = 2 人"),
                 ("竞争比例 = 1:3", "竞争比例 = 1:1")],
}


def variant_pool(path, name, text):
    """One document for the procedure and its variant; None where the records are not enough."""
    data = json.loads(read(alone(path, generate.NAMES[name])))
    bare = [{k: v for k, v in r.items() if k != "procedure"} for r in data["records"]]
    found = fitting(text, dict(data, records=bare))
    if not found:
        return None
    called = re.search(r"程序 (\S+)", text).group(1)
    theirs = [dict(r, procedure=called) for r in found[1]]
    return write("variant-%s.json" % name, json.dumps(dict(data, records=data["records"] + theirs), ensure_ascii=False)), called


def variants(path, seen):
    for name, changes in VARIANTS.items():
        text = read(RULES[name])
        for old, new in changes:
            anywhere = re.escape(old).replace(r"\ ", " +")  # columns stand under each other
            text, times = re.subn(anywhere, new, text)
            check("variant of %s: %s" % (name, old), times == 1, times)
        made = variant_pool(path, name, text)
        if not made:
            continue
        files = [RULES[name], write("variant.xuan", text)]
        pool, called = made
        outcomes = [outcome(f, write("own.json", json.dumps(dict(json.loads(read(pool)), records=[
            r for r in json.loads(read(pool))["records"] if r["procedure"] == n]), ensure_ascii=False)))[1]
            for f, n in zip(files, (generate.NAMES[name], called))]
        if not all(o and o["status"] == "complete" for o in outcomes):
            continue
        what = "%s: %s and a variant" % (path.rsplit("/", 1)[-1], name)
        doc, done = compared((), "--data", pool, rules=files)
        if not check(what + ": compares", doc is not None, done.stderr.decode()[:300]):
            continue
        outcomes_again(what, doc, outcomes)
        attribution(what, doc, pool, outcomes)
        seen["all"] += len(doc["outcome"]["attributions"])
        seen["applied"] += sum(a["applied"] for a in doc["outcome"]["attributions"])
        seen["changes"] += sum(a.get("changes", False) for a in doc["outcome"]["attributions"])


def all_readings(rules, path, doubts):
    """Every combination by --set: {combination: {id: end} or None}."""
    dials = [(d["where"].split()[-1], [None] + d["readings"]) for d in doubts if d["readings"] and d["where"].startswith("参数 ")]
    ends = {}
    for choice in itertools.product(*[values for _, values in dials]):
        options = [o for (param, _), v in zip(dials, choice) if v for o in ("--set", "%s=%s" % (param, v))]
        code, out = outcome(rules, path, *options)
        ends[choice] = out and {c["id"]: (c["status"], c["stage"]) for c in out["candidates"]}
    return dials, ends


def readings_again(name, readings, rules, path, doubts):
    dials, ends = all_readings(rules, path, doubts)
    same("%s: combinations" % name, readings["combinations"], len(ends))
    open_ones = [e for e in ends.values() if not e or any(s == "undetermined" for s, _ in e.values())]
    same("%s: not settled" % name, readings["failed"], len(open_ones))
    fates = {}
    for choice, end_of in ends.items():
        for i, e in (end_of or {}).items():
            if e[0] != "undetermined":
                fates.setdefault(i, {})[choice] = e
    moved = sorted((i for i, f in fates.items() if len(set(f.values())) > 1), key=str.encode)
    same("%s: whose fate depends" % name, [f["id"] for f in readings["fates"]], moved)
    for f in readings["fates"]:
        mine = fates.get(f["id"], {})
        same("%s: %s chosen in" % (name, f["id"]), f["chosen_in"], sum(e[0] == "chosen" for e in mine.values()))
        on = {k for k in range(len(dials)) for x, y in itertools.combinations(mine, 2)
              if mine[x] != mine[y] and [n for n in range(len(dials)) if x[n] != y[n]] == [k]}
        same("%s: %s depends on" % (name, f["id"]), len(f["depends_on"]), len(on))


# ---- what is wrong with the data, the order in the file ----

def refused(what, code, words, *arguments):
    done = xuan("compare", *arguments)
    said = done.stderr.decode()
    check("%s: refused" % what, done.returncode == code and not done.stdout, (done.returncode, said[:200]))
    for word in words:
        check("%s: says %s" % (what, word), word in said, said[:400])


def bad_input():
    a, b = RULES["baoding"], RULES["district"]
    refused("a file that is not there", 3, ["没有这个文件"], a, "没有这个文件")
    refused("data that are not there", 3, ["没有数据"], a, b, "--data", "没有数据")
    refused("one procedure", 2, [], a)
    refused("nine procedures", 2, [], *[a] * 9)
    refused("data of one only", 1, [b, "报考"], a, b, "--data", "examples/baoding/pool.json")
    refused("data of the other only", 1, [a, "单位"], a, b, "--data", "examples/district/pool.json")
    empty = write("empty.json", '{"posts":[],"candidates":[],"records":[]}')
    refused("nobody", 1, [], a, b, "--data", empty)
    data = json.loads(read(POOL36))
    for row in data["candidates"]:
        del row["笔试"]
    refused("a field that one lacks", 1, [b, "笔试"], a, b, "--data", write("no-test.json", json.dumps(data, ensure_ascii=False)))
    data = json.loads(read(POOL36))
    data["records"] = [r for r in data["records"] if r["stage"] != "讨论决定"]
    doc, done = compared(("baoding", "district"), "--data", write("open.json", json.dumps(data, ensure_ascii=False)))
    check("someone undetermined: exit 4", done.returncode == 4 and doc is not None, done.returncode)


def order():
    """Candidates, posts and records in another order: not a byte changes but the digest."""
    data, rng = json.loads(read(POOL36)), random.Random("order")
    files = [RULES[n] for n in THREE]
    forms = ("text", "json", "csv", "html")

    def shown(form):
        path = write("order.json", json.dumps(data, ensure_ascii=False))
        done = xuan("compare", *files, "--data", path, "--readings", "--format", form)
        check("order: %s runs" % form, done.returncode in (0, 4) and done.stdout, done.stderr.decode()[:200])
        return re.sub(rb"[0-9a-f]{12,64}", b"", done.stdout)
    first = {form: shown(form) for form in forms}
    for _ in range(SHUFFLES):
        for key in ("candidates", "posts", "records"):
            rng.shuffle(data[key])
        for form in forms:
            check("order: %s" % form, shown(form) == first[form])


# ---- the pools ----

def pools():
    made = generate.written(generate.generate(36, generate.SEED36))
    check("pool36.json is what generate.py makes", made == read(POOL36))
    for name in THREE:
        out, rows = generate.expected(name, generate.oracle.load(made))
        check("pool36: %s is complete" % name, out["status"] == "complete" and out["exit"] == 0)
        same("pool36: expected_%s.csv" % name, read("examples/compare/expected_%s.csv" % name), rows)
        done = xuan("run", "--format", "csv", RULES[name], POOL36)
        same("pool36: %s" % name, done.stdout.decode(), rows)


def two_thousand():
    path = write("pool2000.json", generate.written(generate.generate(2000, generate.SEED2000)))
    outcomes = [own_outcome(n, path) for n in THREE]
    for name, out in zip(THREE, outcomes):
        check("pool2000: %s is complete" % name, out and out["status"] == "complete")
    doc, done = compared(THREE, "--data", path)
    if check("pool2000: compares", doc is not None, done.stderr.decode()[:300]):
        outcomes_again("pool2000", doc, outcomes)


# ---- the walk-through ----

TOKEN = re.compile(r"([≈\-]?[0-9][0-9A-Za-z.:、]*)<!--=(\w+)-->")
FREE = re.compile(r"(?<![\w.])(\d+) 号|`[^`]*`|tests/\w+\.py|1:1\.5|11:15|1:5|读作 1:5|\d+ 是(?:完全一致|没有关系)|^\s*\d+\. |^#+ .*$"
                  r"|3:3:4，考察", re.M)


def flat(values):
    return [x for v in values for x in (v if isinstance(v, list) else [v]) if x is not None]


def values_at(value, path):
    """a.b{k=v}.c[0]: every value that is there; {k} keeps those whose k is not empty."""
    found = flat([value])
    for step in re.findall(r"[^.{}\[\]]+|\{[^}]*\}|\[\d+\]", path):
        if step[0] == "{":
            key, equals, wanted = step[1:-1].partition("=")
            found = [v for v in found if (str(v[key]) == wanted if equals else v[key])]
        elif step[0] == "[":
            found = found[int(step[1:-1]):][:1]
        else:
            found = flat([v[step] for v in found])
    return found


def figure(documents, command, path):
    """What the text must say: values joined by 、; with # how many, with + their sum, with - without the sign."""
    kind = path[0] if path[0] in "#+-" else ""
    values = [v for part in path.lstrip("#+-").split() for v in values_at(documents(command), part)]
    if kind == "#":
        return str(len(values))
    if kind == "+":
        return str(sum(values))
    text = "、".join(str(v) for v in values)
    return text.replace("-", "") if kind == "-" else text


def figures(text):
    """key -> (command, path) of the block at the end."""
    block = re.search(r"<!-- figures\n(.*?)\n-->", text, re.S).group(1)
    rows = [line.split(None, 2) for line in block.split("\n") if line.strip()]
    return {key: (command, path) for key, command, path in rows}


def walkthrough():
    text = read("examples/compare/WALKTHROUGH.md")
    table, made = figures(text), {}
    prose = re.sub(r"<!-- figures\n.*?\n-->|```.*?```", "", text, flags=re.S)

    def documents(command):
        if command not in made:
            made[command] = walk_command(command)
        return made[command]
    used = set()
    for shown, key in TOKEN.findall(prose):
        used.add(key)
        if check("walk-through: %s has a command" % key, key in table):
            same("walk-through: %s" % key, shown, figure(documents, *table[key]))
    same("walk-through: every command is used", sorted(set(table) - used), [])
    rest = FREE.sub("", TOKEN.sub("", prose))
    same("walk-through: no figure without a command", re.findall(r".{0,12}\d.{0,12}", rest), [])
    known = {c["id"] for c in json.loads(read(POOL36))["candidates"]}
    check("walk-through: the numbers are of candidates", set(re.findall(r"(\d+) 号", prose)) <= known)


def walk_command(command):
    """data, run:NAME, run:NAME:PARAM=VALUE,…, compare, readings."""
    word, *rest = command.split(":", 2)
    if word == "data":
        return json.loads(read(POOL36))
    if word == "readings":
        return compared(THREE, "--data", POOL36, "--readings")[0]
    if word == "compare":
        return compared(THREE, "--data", POOL36)[0]
    options = [o for s in rest[1:] for p in s.split(",") for o in ("--set", p)]
    return outcome(RULES[rest[0]], alone(POOL36, generate.NAMES[rest[0]]), *options)[1]


def main():
    pools()
    for name, rules in RULES.items():
        itself(name, rules)
        itself(name, rules, "--data", "examples/%s/pool.json" % name)
    for pair in itertools.combinations(RULES, 2):
        mirrored("%s %s" % pair, pair)
    for pair in itertools.combinations(THREE, 2):
        mirrored("pool36 %s %s" % pair, pair, "--data", POOL36, "--readings")
    seen = {"all": 0, "applied": 0, "changes": 0}
    for seed in (None, *MORE_SEEDS):
        path = small_pool(seed) if seed else POOL36
        outcomes = [own_outcome(n, path) for n in THREE]
        doc, done = compared(THREE, "--data", path, "--readings")
        name = "pool36" if not seed else "seed %d" % seed
        if not check("%s: compares" % name, doc is not None, done.stderr.decode()[:300]):
            continue
        outcomes_again(name, doc, outcomes, True)
        stage_work(name, doc, path, outcomes)
        scores_again(name, doc, path, outcomes)
        attribution(name, doc, path, outcomes)
        variants(path, seen)
        for k, n in enumerate(THREE):
            readings_again("%s %s" % (name, n), doc["readings"][k], RULES[n], alone(path, generate.NAMES[n]), outcomes[k]["doubts"])
    check("numbers put in alone: some were, some changed the result", seen["applied"] and seen["changes"], seen)
    two_thousand()
    order()
    bad_input()
    walkthrough()
    tools.finish()


main()
