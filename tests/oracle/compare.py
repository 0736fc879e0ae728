#!/usr/bin/env python3
"""Run xuan and the oracle on the same random pools and compare the outcomes.

Usage: compare.py XUAN COUNT [FIRST_SEED]

Every fourth pool is also run up to one of its stages. The pools that differ
are kept. What the reference leaves open is not compared: the stage of a
`vacant` note, a duty for nobody, and which of two other posts is named to
someone chosen for three.
"""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor

import oracle
import pools

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
RULES = {"leiyang": "rules/湖南省/耒阳市.xuan",
         "district": "rules/某省/某区.xuan",
         "baoding": "rules/河北省/保定市.xuan",
         "nomination": "rules/云南省/昆明市两轮提名.xuan",
         "veterans": "rules/云南省/昆明市军转选岗.xuan",
         "jiujiang": "rules/江西省/九江市.xuan"}
UNSEEN = ("line", "text", "where", "source")
SHOWN = 6       # differences of one pool
FAILURES = 10   # pools printed in full


def strip(value):
    """Without what only the rules file knows."""
    if isinstance(value, list):
        return [strip(v) for v in value]
    if isinstance(value, dict):
        funnel = "entered" in value     # whose line is a number of points
        return {k: strip(v) for k, v in value.items()
                if k not in UNSEEN or (funnel and k == "line")}
    return value


def in_order(rows):
    return sorted(rows, key=lambda r: json.dumps(
        r, ensure_ascii=False, sort_keys=True))


def without_one_other(candidates):
    """No `post` in `twice` where there is more than one other post."""
    twice = [c["id"] for c in candidates for r in c["reasons"]
             if r["kind"] == "twice"]
    return [dict(c, reasons=[
        dict(r, post=None) if r["kind"] == "twice"
        and twice.count(c["id"]) > 2 else r for r in c["reasons"]])
        for c in candidates]


def settle(out):
    """The parts whose order or presence the reference does not fix."""
    out = dict(out)
    out["candidates"] = without_one_other(out["candidates"])
    out["duties"] = in_order(d for d in out["duties"]
                             if d.get("candidates") != [])
    out["checks"] = in_order(out["checks"])
    out["refused"] = in_order(out["refused"])
    out["notes"] = in_order(
        dict(n, stage=None) if n["kind"] == "vacant" else n
        for n in out["notes"])
    return out


def from_xuan(text, code):
    doc = json.loads(text)
    out = {k: strip(doc[k]) for k in ("status", "contests", "candidates",
                                      "duties", "checks", "notes",
                                      "substitutions", "lists", "refused")}
    out["assumptions"] = {}
    for a in doc["assumptions"]:
        out["assumptions"].setdefault(a["text"], []).extend(a["decided"])
    out["exit"] = code
    return out


def differences(ours, theirs, path=""):
    """(path, oracle's value, xuan's value) for each place that differs."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in list(ours) + [k for k in theirs if k not in ours]:
            yield from differences(ours.get(key, "(none)"),
                                   theirs.get(key, "(none)"),
                                   "%s.%s" % (path, key))
    elif isinstance(ours, list) and isinstance(theirs, list):
        for i in range(max(len(ours), len(theirs))):
            a = ours[i] if i < len(ours) else "(none)"
            b = theirs[i] if i < len(theirs) else "(none)"
            named = None
            if isinstance(a, dict) and "id" in a:
                named = " ".join(a[k] for k in ("id", "post") if a.get(k))
            yield from differences(a, b, "%s[%s]" % (path, named or i))
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        yield path.lstrip("."), ours, theirs


def one_run(binary, procedure, file, data, until):
    command = [binary, "run", os.path.join(ROOT, RULES[procedure]), file,
               "--format", "json"]
    if until:
        command += ["--until", until]
    done = subprocess.run(command, capture_output=True, timeout=60)
    if done.returncode not in (0, 4):
        return ["exit code %d: %s" % (done.returncode, done.stderr.decode(
            "utf-8", "replace").strip()[:600])]
    try:
        theirs = settle(from_xuan(done.stdout.decode("utf-8"),
                                  done.returncode))
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        return ["no outcome in its output: %r" % e]
    ours = settle(oracle.run(procedure, data, until))
    return ["%s\n      oracle %s\n      xuan   %s" % (
        path, json.dumps(a, ensure_ascii=False),
        json.dumps(b, ensure_ascii=False))
        for path, a, b in differences(ours, theirs)]


def one_pool(job):
    """(procedure, seed, lines about what differs, file)"""
    binary, procedure, seed, folder = job
    text = pools.text(procedure, seed)
    file = os.path.join(folder, "%s-%d.json" % (procedure, seed))
    with open(file, "w", encoding="utf-8") as out:
        out.write(text + "\n")
    data = oracle.load(text)
    lines = one_run(binary, procedure, file, data, None)
    if not lines and seed % 4 == 3:
        stages = oracle.PROCEDURES[procedure].STAGES
        until = stages[seed // 4 % (len(stages) - 1)]
        lines = ["--until %s: %s" % (until, line) for line in
                 one_run(binary, procedure, file, data, until)]
    if not lines:
        os.unlink(file)
    return procedure, seed, lines, file


def main(args):
    if len(args) not in (2, 3) or not all(a.isdigit() for a in args[1:]):
        sys.exit(__doc__)
    binary, count = os.path.abspath(args[0]), int(args[1])
    first = int(args[2]) if len(args) == 3 else 0
    missing = [f for f in [binary] + [os.path.join(ROOT, p)
                                      for p in RULES.values()]
               if not os.path.exists(f)]
    if missing:
        sys.exit("compare.py: not there: " + ", ".join(missing))
    folder = tempfile.mkdtemp(prefix="xuan-pools-")
    jobs = [(binary, procedure, seed, folder)
            for seed in range(first, first + count) for procedure in RULES]
    passed = failed = 0
    with ProcessPoolExecutor(2) as workers:
        for procedure, seed, lines, file in workers.map(one_pool, jobs,
                                                        chunksize=6):
            if not lines:
                passed += 1
                continue
            failed += 1
            if failed > FAILURES:
                continue
            print("%s seed %d, pool %s" % (procedure, seed, file))
            for line in lines[:SHOWN]:
                print("   ", line)
            if len(lines) > SHOWN:
                print("    and %d more" % (len(lines) - SHOWN))
    if failed > FAILURES:
        print("and %d more pools, in %s" % (failed - FAILURES, folder))
    if not failed:
        os.rmdir(folder)
    print("# passed %d failed %d" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
