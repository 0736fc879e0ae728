"""Guards of cost that do not depend on the machine: the instructions of twice as many candidates are about twice as many."""
import os
import re
import shutil
import subprocess

import tools
from tools import WORK, check, finish

GENERATE = os.path.join(WORK.name, "generate")
subprocess.run(["cc", "-O1", "-o", GENERATE, "tests/bench/generate.c"], check=True)


def instructions(rules, count):
    prefix = os.path.join(WORK.name, "c%d" % count)
    subprocess.run([GENERATE, str(count), "1", prefix], check=True)
    done = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", tools.XUAN, "run",
                           "--threads", "1", "--format", "csv", rules, prefix + ".json"], capture_output=True, text=True)
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    check("%s, %d candidates: runs" % (rules, count), done.returncode == 0 and found, done.stderr[-300:])
    return int(found.group(1).replace(",", "")) if found else 0


if shutil.which("valgrind"):
    for name in ("P1", "P2"):
        once, twice = (instructions("tests/bench/%s.xuan" % name, n) for n in (1000, 2000))
        check("%s: twice the candidates" % name, once and twice <= 2.1 * once, "%d and %d instructions" % (once, twice))
else:
    print("# skipped valgrind is not there: instructions are not counted")
finish()
