#!/usr/bin/env python3
"""The worked examples: what was counted by hand is what the program counts."""
import json
import subprocess
import sys

import tools
from tools import check, same, write, xuan

for name, rules in tools.RULES.items():
    folder = "examples/%s/" % name
    done = xuan("run", "--format", "csv", rules, folder + "pool.json")
    check(name + ": exit 0", done.returncode == 0, done.stderr.decode()[:400])
    same(name + ": expected.csv", done.stdout.decode().splitlines(), tools.read(folder + "expected.csv").splitlines())
    done = xuan("run", "--format", "json", rules, folder + "trouble.json")
    check(name + ": trouble exits 4", done.returncode == 4, done.stderr.decode()[:400])
    if done.stdout:
        same(name + ": trouble is undetermined", json.loads(done.stdout)["status"], "undetermined")
    check(name + ": no messages from check", xuan("check", rules).stderr == b"", xuan("check", rules).stderr.decode()[:400])

pool = subprocess.run([sys.executable, "examples/baoding/generate.py"], capture_output=True, check=True).stdout
data = write("city.json", pool)
done = xuan("run", "--format", "json", tools.RULES["baoding"], data)
check("baoding: the whole city runs", done.returncode == 0, done.stderr.decode()[:400])
result = write("city.out.json", done.stdout)
totals = subprocess.run([sys.executable, "examples/baoding/totals.py", data, result], capture_output=True).stdout
if check("baoding: totals", bool(totals)):
    totals = json.loads(totals)
    same("baoding: the published totals", [totals[k] for k in ("applicants", "posts", "retained", "promoted", "lost")],
         [2505, 1127, 758, 369, 71])
tools.finish()
