#!/usr/bin/env python3
"""The worked examples: what was counted by hand is what the program counts."""
import json
import os
import subprocess
import sys

import tools
from tools import check, same, write, xuan

# Whose trouble is that a check fails or a list falls short, with nobody left undetermined.
ONLY_CHECKS = ("guizhou", "national-exam")
# Pools that are refused: (example, file, code).
REFUSED = [("jiujiang", "half_swap", "E0413"), ("hainan", "delegated", "E0231")]
# Synthetic pools of a whole city, with a second count that never sees the program's outcome.
CITIES = ("kunming-nomination", "kunming-veterans", "kunming-reserve")


def python(*arguments):
    done = subprocess.run([sys.executable, *arguments], capture_output=True)
    check("%s runs" % (arguments[0],), done.returncode == 0, done.stderr.decode()[-400:])
    return done.stdout


def city(name):
    """(paths of the generated pool and of its outcome)"""
    data = write(name + ".json", python("examples/%s/generate.py" % name))
    done = xuan("run", "--format", "json", tools.RULES[name], data)
    check(name + ": the generated pool runs", done.returncode == 0, done.stderr.decode()[:400])
    return data, write(name + ".out.json", done.stdout)


def compare_counted(name, path, outcome):
    """Marks, checks and refusals that were counted by hand."""
    if not os.path.exists(path):
        return
    wanted = json.loads(tools.read(path))
    for key, value in wanted.items():
        if key == "marks":
            same("%s: marks" % name, {c["id"]: c["marks"] for c in outcome["candidates"] if c["id"] in value}, value)
        elif key in ("checks", "refused"):
            kept = [{k: row[k] for k in value[0]} for row in outcome[key]] if value else outcome[key]
            same("%s: %s" % (name, key), kept, value)


for name, rules in tools.RULES.items():
    folder = "examples/%s/" % name
    done = xuan("run", "--format", "csv", rules, folder + "pool.json")
    check(name + ": exit 0", done.returncode == 0, done.stderr.decode()[:400])
    same(name + ": expected.csv", done.stdout.decode().splitlines(), tools.read(folder + "expected.csv").splitlines())
    done = xuan("run", "--format", "json", rules, folder + "pool.json")
    if done.stdout:
        compare_counted(name, folder + "expected.json", json.loads(done.stdout))
    done = xuan("run", "--format", "json", rules, folder + "trouble.json")
    check(name + ": trouble exits 4", done.returncode == 4, done.stderr.decode()[:400])
    if done.stdout:
        trouble = json.loads(done.stdout)
        same(name + ": what the trouble is", trouble["status"], "complete" if name in ONLY_CHECKS else "undetermined")
        compare_counted(name + "/trouble", folder + "trouble.expected.json", trouble)
    done = xuan("check", "--strict", rules)
    check(name + ": no messages from check", done.returncode == 0 and done.stderr == b"", done.stderr.decode()[:400])

for name, file, code in REFUSED:
    done = xuan("run", tools.RULES[name], "examples/%s/%s.json" % (name, file))
    check("%s/%s: refused" % (name, file), done.returncode == 1 and ("[%s]" % code).encode() in done.stderr, done.stderr.decode()[:400])

for name in CITIES:
    data, result = city(name)
    same(name + ": counted apart", python("examples/%s/totals.py" % name, data, result),
         python("examples/%s/totals.py" % name, data))
totals = json.loads(python("examples/baoding/totals.py", *city("baoding")))
same("baoding: the published totals", [totals[k] for k in ("applicants", "posts", "retained", "promoted", "lost")],
     [2505, 1127, 758, 369, 71])
totals = json.loads(python("examples/guizhou/totals.py", *city("guizhou")))
same("guizhou: the published totals", [totals[k] for k in ("people", "county", "section", "differ", "checks")],
     [24874, 2592, 22282, 0, 0])
totals = json.loads(python("examples/yangzhou/totals.py", *city("yangzhou")))
same("yangzhou: the serial choice", [totals[k] for k in ("people", "placed", "dropped", "differ")], [300, 104, 196, []])
tools.finish()
