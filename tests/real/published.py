"""What the converters share: where the published files are, and exact numbers in and out of JSON."""
import decimal
import fractions
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import tools

SHARED = os.path.join(os.path.dirname(tools.ROOT), "shared/data")


def rules(name):
    return os.path.join("tests/real", name)


def path(name, what=""):
    """Where a published file is; None, and a line that says so, when it is not there."""
    where = os.path.join(SHARED, name)
    if os.path.exists(where):
        return where
    print("# skipped real: %s../shared/data/%s is not there" % (what, name))
    return None


def load(name, what=""):
    where = path(name, what)
    return json.loads(tools.read(where), parse_float=decimal.Decimal) if where else None


def text(value):
    """JSON, with Decimals as they were written."""
    if isinstance(value, dict):
        return "{%s}" % ",".join("%s:%s" % (text(k), text(v)) for k, v in value.items())
    if isinstance(value, list):
        return "[%s]" % ",\n".join(map(text, value))
    return str(value) if isinstance(value, decimal.Decimal) else json.dumps(value, ensure_ascii=False)


class Outcome:
    """An outcome by candidate; nothing is in it when the run gave none."""
    def __init__(self, what, name, pool, exit_status=0):
        data = tools.write(what.replace("/", "-") + ".json", text(pool))
        done = tools.xuan("run", "--format", "json", rules(name), data)
        good = done.returncode == exit_status and done.stdout
        tools.check(what + ": runs", good, done.stderr.decode()[:600])
        self.document = json.loads(done.stdout) if good else {"candidates": [], "contests": [], "notes": []}
        self.people = {c["id"]: c for c in self.document["candidates"]}

    def figure(self, person, name):
        for score in self.people.get(person, {"scores": []})["scores"]:
            if score["name"] == name:
                return fractions.Fraction(score["exact"])
        return None

    def rank(self, person, stage):
        for rank in self.people.get(person, {"ranks": []})["ranks"]:
            if rank["stage"] == stage:
                return rank["rank"]
        return None

    def with_status(self, status):
        return sorted(i for i, c in self.people.items() if c["status"] == status)
