#!/usr/bin/python3
"""bench.py: the measurements of tests/bench/README.md on this machine.
Builds the data, runs xuan, the limit and the peers that are there, checks every answer against exact fractions, prints one table
and keeps it in RESULTS.md.  BENCH_SIZES (numbers of candidates), BENCH_RUNS (medians of so many), BENCH_ONLY (names of runners)."""
import csv
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, "build/bench")
XUAN = os.path.join(ROOT, "build/release/xuan")
PEERS = os.path.join(HERE, "peers")
PYTHON = "/usr/bin/python3"  # Debian's, which has Debian's pandas
SIZES = [int(float(n)) for n in os.environ.get("BENCH_SIZES", "1000 10000 100000 1000000").split()]
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
ONLY = os.environ.get("BENCH_ONLY", "").split()
LONG = 10  # seconds after which one run is enough


class Data:
    """The files of one data set: a document, the same on a single line, NDJSON with a file of posts."""

    def __init__(self, name, make):
        self.name = name
        self.prefix = os.path.join(BUILD, name)
        self.document, self.line = self.prefix + ".json", self.prefix + ".line.json"
        self.ndjson, self.posts = self.prefix + ".ndjson", self.prefix + ".posts.ndjson"
        if not all(map(os.path.exists, (self.document, self.ndjson, self.posts))):
            make(self.prefix)
        if not os.path.exists(self.line):
            with open(self.document, "rb") as lines, open(self.line, "wb") as out:
                for text in lines:
                    out.write(text.rstrip(b"\n"))
        with open(self.ndjson, "rb") as f:
            self.count = sum(1 for _ in f)
        self.bytes = os.path.getsize(self.document)

    def exact(self, procedure):
        path = "%s.%s.exact.csv" % (self.prefix, procedure)
        if not os.path.exists(path):
            subprocess.run([PYTHON, HERE + "/exact.py", "fraction", procedure, self.ndjson, path + ".part"], check=True)
            os.rename(path + ".part", path)
        return answers(path)


class Runner:
    """most: the largest data set it is run on; missing: why it cannot be run at all."""

    def __init__(self, name, command, missing="", most=10**9, procedures=("P1", "P2")):
        self.name, self.command, self.missing, self.most, self.procedures = name, command, missing, most, procedures


def lacks(*needed):
    gone = [n for n in needed if not (os.path.exists(n) if n.startswith("/") else shutil.which(n))]
    return ", ".join(gone)


def xuan(data, *more):
    return lambda p, d, out: [XUAN, "run", "--format", "csv", "-o", out, HERE + "/%s.xuan" % p, getattr(d, data),
                              *[x if x != "posts" else d.posts for x in more]]


def runners():
    duck = PEERS + "/duckdb.mjs"
    no_duck = lacks("node", ROOT + "/build/npm/node_modules/@duckdb/node-api")
    no_pandas = "" if subprocess.run([PYTHON, "-c", "import pandas"], capture_output=True).returncode == 0 else "python3-pandas"
    no_postgres = lacks("psql", "/usr/lib/postgresql")
    return [
        Runner("DuckDB, NDJSON", lambda p, d, out: ["node", duck, p, d.ndjson, out, "2"], no_duck),
        Runner("xuan, document", xuan("document")),
        Runner("xuan, one line", xuan("line")),
        Runner("xuan, NDJSON", xuan("ndjson", "--posts", "posts")),
        Runner("limit, 2 threads", lambda p, d, out: [BUILD + "/limit", d.document, out, "2"], procedures=("P1",)),
        Runner("limit, 1 thread", lambda p, d, out: [BUILD + "/limit", d.document, out, "1"], procedures=("P1",)),
        Runner("DuckDB, document", lambda p, d, out: ["node", duck, p, d.document, out, "2"], no_duck, 100000),
        Runner("node", lambda p, d, out: ["node", PEERS + "/node.mjs", p, d.ndjson, out], lacks("node")),
        Runner("pandas", lambda p, d, out: [PYTHON, PEERS + "/with_pandas.py", p, d.ndjson, out], no_pandas, 100000),
        Runner("PostgreSQL NUMERIC", lambda p, d, out: [PEERS + "/postgres.sh", p, d.ndjson, out], no_postgres, 100000),
        Runner("Python Decimal", lambda p, d, out: [PYTHON, HERE + "/exact.py", "decimal", p, d.ndjson, out], "", 100000),
    ]


def answers(path):
    """id -> (reason, total, rank) of a result file: ours, or one of SPEC's form."""
    found = {}
    with open(path, encoding="utf-8", newline="") as f:
        rows = csv.reader(f)
        ours = next(rows)[1] == "post"
        for row in rows:
            if ours:
                i, _, status, _, reason, total, rank = row
                first = reason.split("；")[0]
                found[i] = ("", total.lstrip("≈"), rank) if status == "chosen" else (first or status, "", "")
            else:
                i, reason, total, rank = (row + [""] * 4)[:4]
                found[i] = (reason, total, rank) if reason not in ("null", "NULL", "") else ("", total, rank)
    return found


def wrong(exact, found):
    """(wrong fates, wrong ranks); someone missing or invented is a wrong fate, a total that is off by more than it shows a wrong rank."""
    fates = len(set(found) - set(exact))
    ranks = 0
    for i, (reason, total, rank) in exact.items():
        other = found.get(i)
        if other is None or other[0] != reason:
            fates += 1
        elif not reason:
            ranks += int(float(other[2])) != int(rank) or abs(float(other[1]) - float(total)) > 6e-7
    return fates, ranks


def run(command):
    """(seconds, status, peak memory in MB)"""
    start = time.perf_counter()
    with open(os.path.join(BUILD, "messages"), "wb") as messages:
        child = subprocess.Popen(command, stdout=messages, stderr=messages)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, child.returncode, usage.ru_maxrss / 1024


def own_memory(command):
    """Peak of the memory that is no mapped file, in MB, looked at every millisecond."""
    with open(os.path.join(BUILD, "messages"), "wb") as messages:
        child = subprocess.Popen(command, stdout=messages, stderr=messages)
        most = 0
        while child.poll() is None:
            try:
                with open("/proc/%d/status" % child.pid) as f:
                    most = max([most] + [int(line.split()[1]) for line in f if line.startswith("RssAnon")])
            except OSError:
                break
            time.sleep(0.001)
        child.wait()
    return most / 1024


def measure(runner, procedure, data):
    out = os.path.join(BUILD, "out.csv")
    command = runner.command(procedure, data, out)
    seconds = []
    while len(seconds) < (1 if seconds and max(seconds) > LONG else RUNS):
        if os.path.exists(out):
            os.remove(out)
        took, status, peak = run(command)
        if status != 0 and not (status == 4 and command[0] == XUAN):
            with open(os.path.join(BUILD, "messages"), errors="replace") as f:
                return {"failed": "exit %d: %s" % (status, f.read().strip()[:200])}
        seconds.append(took)
    fates, ranks = wrong(data.exact(procedure), answers(out))
    if "postgres" in command[0]:
        with open(os.path.join(BUILD, "pg.rss")) as f:
            peak = int(f.read().split()[0]) / 1024
    elif command[0] == XUAN or runner.name.startswith("limit"):
        peak = own_memory(command)
    return {"seconds": statistics.median(seconds), "runs": len(seconds), "peak": peak, "fates": fates, "ranks": ranks}


def machine():
    with open("/proc/cpuinfo") as f:
        model = [line.split(":", 1)[1].strip() for line in f if line.startswith("model name")]
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    return "%s · %d × %s · load %.1f · commit %s" % (time.strftime("%Y-%m-%d"), len(model), model[0] if model else "?",
                                                     os.getloadavg()[0], commit or "?")


def generate(count):
    return lambda prefix: subprocess.run([BUILD + "/generate", str(count), "1", prefix], check=True)


def boundary(prefix):
    subprocess.run([PYTHON, HERE + "/boundary.py", prefix], check=True)


def main():
    os.makedirs(BUILD, exist_ok=True)
    for name, options in (("generate", ["-O2"]), ("limit", ["-O3", "-march=native", "-lpthread", "-lm"])):
        subprocess.run(["cc", HERE + "/%s.c" % name, "-o", BUILD + "/" + name] + options, check=True)
    there = []
    for r in runners():
        if ONLY and not any(r.name.lower().startswith(name.lower()) for name in ONLY):
            continue
        if r.missing:
            print("skipped: %s (missing: %s)" % (r.name, r.missing))
        else:
            there.append(r)
    lines = ["| data | P | program | seconds | DuckDB ÷ this | MB/s | memory MB | wrong fates | wrong ranks |",
             "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    print("\n".join(lines))
    postgres = PEERS + "/postgres.sh"
    if any(r.name.startswith("PostgreSQL") for r in there):
        subprocess.run([postgres, "start"], check=True)
    try:
        sets = [("c%d" % size, generate(size)) for size in SIZES]
        for name, make in [("boundary", boundary)] + sets:
            data = Data(name, make)
            for procedure in ("P1", "P2"):
                duck = None
                for r in there:
                    if procedure not in r.procedures or data.count > r.most:
                        continue
                    m = measure(r, procedure, data)
                    if "failed" in m:
                        row = "| %s | %s | %s | %s | | | | | |" % (data.name, procedure, r.name, m["failed"].replace("\n", " "))
                    else:
                        if r.name == "DuckDB, NDJSON":
                            duck = m["seconds"]
                        row = "| %s | %s | %s | %.3f%s | %s | %.0f | %.0f | %d | %d |" % (
                            data.name, procedure, r.name, m["seconds"], "" if m["runs"] > 1 or RUNS == 1 else " (one run)",
                            "%.2f" % (duck / m["seconds"]) if duck else "", data.bytes / 1e6 / m["seconds"], m["peak"],
                            m["fates"], m["ranks"])
                    lines.append(row)
                    print(row, flush=True)
    finally:
        if any(r.name.startswith("PostgreSQL") for r in there):
            subprocess.run([postgres, "stop"], check=False)
    if not ONLY:
        with open(HERE + "/RESULTS.md", "w", encoding="utf-8") as f:
            f.write("# Measured by `make bench`\n\n%s · medians of %d\n\n%s\n" % (machine(), RUNS, "\n".join(lines)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
