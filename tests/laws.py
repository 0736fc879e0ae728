#!/usr/bin/env python3
"""Laws that hold for every procedure and pool.  The seeds are fixed."""
import glob
import json
import os
import pty
import random
import re
import subprocess
import time

import tools
from tools import check, outcome, same, without_digests, write, xuan

DECODER = json.JSONDecoder()
SHUFFLES = 5


def skip_space(text, at):
    while text[at] in " \t\r\n":
        at += 1
    return at


def members(text):
    """The members of a document as written: numbers keep their digits."""
    found, at = {}, skip_space(text, 0) + 1
    while True:
        at = skip_space(text, at)
        if text[at] == "}":
            return found
        if text[at] == ",":
            at += 1
            continue
        key, at = DECODER.raw_decode(text, at)
        at = skip_space(text, skip_space(text, at) + 1)
        _, end = DECODER.raw_decode(text, at)
        found[key], at = text[at:end], end


def elements(text):
    found, at = [], 1
    while True:
        at = skip_space(text, at)
        if text[at] == "]":
            return found
        if text[at] == ",":
            at += 1
            continue
        _, end = DECODER.raw_decode(text, at)
        found.append(text[at:end])
        at = end


def document(parts):
    return "{%s}" % ",".join("%s:%s" % (json.dumps(k), v) for k, v in parts.items())


def cases():
    """(name, rules, data) of the examples and of the goldens that run."""
    for name, rules in tools.RULES.items():
        for pool in ("pool", "trouble"):
            yield name + "/" + pool, rules, "examples/%s/%s.json" % (name, pool)
    for data in sorted(glob.glob("tests/golden/run/*.json")):
        rules = data[:-5] + ".xuan"
        yield data, rules, data


def shuffled(array, rng):
    rows = elements(array)
    rng.shuffle(rows)
    return "[%s]" % ",\n".join(rows)


def order(name, rules, data, wanted):
    text = tools.read(data)
    parts = members(text)
    rng = random.Random(name)
    for i in range(SHUFFLES):
        mixed = dict(parts)
        for key in ("posts", "candidates", "entries", "records", "withdrawn"):
            if key in mixed:
                mixed[key] = shuffled(mixed[key], rng)
        if "tables" in mixed:
            mixed["tables"] = document({k: shuffled(v, rng) for k, v in members(mixed["tables"]).items()})
        if "ballots" in mixed:
            mixed["ballots"] = "[%s]" % ",".join(
                document({k: shuffled(v, rng) if k in ("papers", "选票") else v for k, v in members(ballot).items()})
                for ballot in elements(shuffled(mixed["ballots"], rng)))
        keys = list(mixed)
        rng.shuffle(keys)
        path = write("shuffled.json", document({k: mixed[k] for k in keys}))
        if not same("%s: shuffle %d" % (name, i), without_digests(outcome(rules, path)), wanted):
            break


def again(name, rules, data):
    for command in (["run"], ["run", "--format", "json"], ["run", "--format", "csv"], ["explain", "--all"]):
        first, second = (xuan(*command, rules, data) for _ in range(2))
        check("%s: %s twice" % (name, " ".join(command)),
              (first.returncode, first.stdout, first.stderr) == (second.returncode, second.stdout, second.stderr))


def lines(name, rules, data, wanted):
    """NDJSON of the candidates with --posts of the rest is the one document."""
    parts = members(tools.read(data))
    rows = [re.sub(r"[\r\n]+", " ", row) for row in elements(parts.pop("candidates"))]
    candidates = write("rows.ndjson", "\n".join(rows) + "\n")
    posts = write("rest.json", document(parts))
    same("%s: NDJSON with --posts" % name,
         without_digests(outcome(rules, candidates, "--posts", posts)), wanted)


def encodings(name, rules, data, wanted):
    text = tools.read(rules)
    forms = {"GB18030": text.encode("gb18030"), "CRLF": text.replace("\n", "\r\n").encode(),
             "BOM": b"\xef\xbb\xbf" + text.encode(), "BOM and CRLF": b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()}
    for form, content in forms.items():
        path = write("encoded.xuan", content)
        same("%s: %s rules" % (name, form), without_digests(outcome(path, data)), wanted)
        told = b"[W0001]" in xuan("check", path).stderr
        check("%s: %s is told" % (name, form), told == (form == "GB18030"))
    path = write("data.json", b"\xef\xbb\xbf" + tools.read(data).replace("\n", "\r\n").encode())
    same("%s: BOM and CRLF data" % name, without_digests(outcome(rules, path)), wanted)


def stdin(name, rules, data, wanted):
    with open(data, "rb") as f:
        same("%s: data from -" % name, without_digests(outcome(rules, "-", stdin=f.read())), wanted)
    with open(rules, "rb") as f:
        same("%s: rules from -" % name, without_digests(outcome("-", data, stdin=f.read())), wanted)


def stage_names(rules):
    done = xuan("check", "--format", "json", rules)
    return [s["name"] for s in json.loads(done.stdout)["stages"]]


LATER = ("elect", "twice", "placed", "withdrawn")   # known at the end only, or dated by the stage before


def withdrawals(name, rules, data, wanted):
    """A withdrawal of someone already out changes nothing."""
    names, parts = stage_names(rules), members(tools.read(data))
    already = parts.get("withdrawn", "[]")
    moved = [s["in"] for s in wanted[1]["substitutions"]]   # they may have been waiting when the others went on
    for c in wanted[1]["candidates"]:
        last = c["stage"] is None or names.index(c["stage"]) + 1 == len(names)
        stood = c["reasons"] and c["reasons"][-1]["kind"] in LATER     # he was in to the end
        others = [d for d in wanted[1]["candidates"] if d["id"] == c["id"]]
        if last or stood or c["id"] in moved or c["status"] not in ("dropped", "void") or len(others) > 1 or '"%s"' % c["id"] in already:
            continue
        row = json.dumps({"candidate": c["id"], "before": names[names.index(c["stage"]) + 1], "why": "晚了"}, ensure_ascii=False)
        path = write("gone.json", document(dict(parts, withdrawn="[%s]" % ",".join(elements(already) + [row]))))
        if not same("%s: %s withdraws when already out" % (name, c["id"]), without_digests(outcome(rules, path)), wanted):
            break


def untils(name, rules, data, wanted):
    """Who was out by then is out for the same reasons; nobody is chosen yet, but by 当选."""
    names = stage_names(rules)
    for i, stage in enumerate(names):
        code, partial = outcome(rules, data, "--until", stage)
        if not check("%s: --until %s" % (name, stage), code in (0, 4) and partial and partial["until"] == stage, code):
            continue
        check("%s: --until %s is partial" % (name, stage), partial["status"] == "partial", partial["status"])
        for c, full in zip(partial["candidates"], wanted[1]["candidates"]):
            if full["reasons"] and (c["status"], c["stage"], c["reasons"]) == (full["status"], full["stage"], full["reasons"]):
                continue
            if c["status"] == "reserve":    # he may still move up or withdraw
                check("%s: --until %s: %s was cut off" % (name, stage, c["id"]), c["reasons"][0]["kind"] == "cut")
                continue
            out = full["stage"] is not None and names.index(full["stage"]) <= i and (not full["reasons"] or full["reasons"][-1]["kind"] not in LATER)
            if out and c["status"] != "undetermined":
                same("%s: --until %s: %s" % (name, stage, c["id"]), (c["status"], c["stage"], c["reasons"]),
                     (full["status"], full["stage"], full["reasons"]))
            elif not out:
                check("%s: --until %s: %s is in" % (name, stage, c["id"]), c["status"] in ("in", "undetermined") or (c["status"] == full["status"] == "chosen"), c["status"])
    check("%s: --until nowhere is refused" % name, xuan("run", rules, data, "--until", "没有这个").returncode == 2)


# ---- words ----

def codes(stderr):
    return re.findall(r":(\d+):\d+: \S+?\[([EW]\d+)\]", stderr.decode())


def without_spans(value):
    if isinstance(value, list):
        return [without_spans(v) for v in value]
    if isinstance(value, dict):
        return {k: without_spans(v) for k, v in value.items() if k not in ("span", "start", "end", "column", "sha256")}
    return value


def program(path):
    done = xuan("check", "--format", "json", path)
    if done.returncode or not done.stdout:  # then it is the messages, whose places differ with the words
        return done.returncode, None
    return done.returncode, without_spans(json.loads(done.stdout))


def respelt(path, words):
    done = xuan("fmt", "-o", "-", "--words", words, path)
    return done.stdout if done.returncode == 0 else None


def spelling(path):
    """English and back: the same program or the same messages; writing it again changes nothing."""
    name = os.path.basename(path)
    english = respelt(path, "en")
    if english is None:  # it does not parse
        check("%s: fmt and check refuse it together" % name, xuan("check", path).returncode == 1)
        return None
    path = write("layout.xuan", xuan("fmt", "-o", "-", path).stdout)
    en = write("en.xuan", english)
    chinese = respelt(en, "zh")
    zh = write("zh.xuan", chinese or b"")
    check("%s: English reads again" % name, chinese is not None, xuan("check", en).stderr.decode()[:300])
    same("%s: English twice" % name, respelt(en, "en"), english)
    same("%s: Chinese twice" % name, respelt(zh, "zh"), chinese)
    same("%s: messages in English words" % name, codes(xuan("check", en).stderr), codes(xuan("check", path).stderr))
    same("%s: program in English words" % name, program(en), program(path))
    same("%s: program respelt back" % name, program(zh), program(path))
    lines_before = tools.read(path).count("\n")
    same("%s: lines" % name, (english.count(b"\n"), (chinese or b"").count(b"\n")), (lines_before, lines_before))
    return en, zh


TRAILERS = re.compile(r" +(?=(?:说|依据|假定|存疑|另读|并列) |否则 (?:取消|减|照|作废|待定|淘汰)|#)")


def printed(path):
    """Clauses as the program prints them read as the same program: a reason can be put back into the rules."""
    done = xuan("check", "--format", "json", path)
    lines = tools.read(path).split("\n")
    for stage in json.loads(done.stdout)["stages"]:
        for clause in stage["clauses"]:
            line = lines[clause["line"] - 1]
            cut = TRAILERS.search(line)
            if line.rstrip().endswith("(") or "{" in line or re.match(r"\s*(则|否则|且|或) ", lines[clause["line"]]):
                continue  # only clauses that have one line, and it to themselves
            if clause["kind"] in ("figure", "require", "veto", "valid", "score", "check", "mark", "rank"):
                lines[clause["line"] - 1] = clause["text"] + (line[cut.start():] if cut else "")
    again = write("printed.xuan", "\n".join(lines))
    if check("%s: printed clauses check" % os.path.basename(path), xuan("check", again).returncode == 0, xuan("check", again).stderr.decode()[:400]):
        same("%s: printed clauses" % os.path.basename(path), program(again), program(path))


def spelt_outcome(name, rules, data, wanted):
    files = spelling(rules)
    for path in files or ():
        same("%s: outcome of %s" % (name, os.path.basename(path)), without_digests(outcome(path, data)), wanted)


# ---- one more candidate ----

# Someone who fails the first clause: (example, what is added to which members, his first stage).
ONE_MORE = [
    ("district", {"candidates": '{"id":"增","报考":"B","本单位":false,"拉票":"无","笔试":100,"面试":100,'
                                '"民主测评":{"满意":9,"基本满意":0,"不满意":0}}'}, "报名"),
    ("kunming-reserve", {"candidates": '{"id":"增","出生":"1960-01-01","笔试":100,"面试":100}'}, "报名"),
    ("kunming-nomination", {"candidates": '{"id":"增","符合条件":true}',
                            "entries": '{"candidate":"增","提名职位":"J1"}'}, "海推"),
]


def one_more(name, added, stage):
    """Who fails the first clause changes nothing for the others."""
    rules, data = tools.RULES[name], "examples/%s/pool.json" % name
    parts = members(tools.read(data))
    more = {k: "[%s]" % ",".join([row] + elements(parts.get(k, "[]"))) for k, row in added.items()}
    path = write("more.json", document(dict(parts, **more)))
    before, after = outcome(rules, data), outcome(rules, path)
    name = "one more in %s: " % name
    others = [c for c in after[1]["candidates"] if c["id"] != "增"]
    same(name + "the others", others, before[1]["candidates"])
    added = [c for c in after[1]["candidates"] if c["id"] == "增"]
    same(name + "the added one", [(c["status"], c["stage"]) for c in added], [("dropped", stage)])
    for assumed in after[1]["assumptions"]:
        assumed["decided"] = [i for i in assumed["decided"] if i != "增"]
    for key in ("assumptions", "checks", "notes", "refused", "substitutions", "lists"):
        same(name + key, after[1][key], before[1][key])
    same(name + "contests", [(c["key"], c["chosen"], [(r["limit"], r["line"]) for r in c["funnel"]]) for c in after[1]["contests"]],
         [(c["key"], c["chosen"], [(r["limit"], r["line"]) for r in c["funnel"]]) for c in before[1]["contests"]])


# ---- the command line ----

def what_if():
    rules, data = tools.RULES["district"], "examples/district/pool.json"
    # Up to the stage that it changes: the records of later stages speak of who is in without it.
    option = ("--set", "不满意率上限=31%", "--until", "综合得分")
    text, table = xuan("run", rules, data, *option), xuan("run", "--format", "csv", rules, data, *option)
    code, value = outcome(rules, data, *option)
    check("--set: the text says 试算", "试算" in text.stdout.decode())
    check("--set: the text without it does not", "试算" not in xuan("run", rules, data).stdout.decode())
    same("--set: JSON", [t["parameter"] for t in value["trial"]], ["不满意率上限"])
    same("--set: the same exit", (text.returncode, table.returncode), (code, code))
    thirteenth = [c for c in value["candidates"] if c["id"] == "13"][0]
    check("--set: it counts", "群众不满意率超过 30%，不能确定为考察对象" not in [r["say"] for r in thirteenth["reasons"]])
    for bad in ("不满意率上限", "没有这个=1", "不满意率上限=多"):
        check("--set %s is refused" % bad, xuan("run", rules, data, "--set", bad).returncode == 2)


def files():
    rules, data = tools.RULES["district"], "examples/district/pool.json"
    folder = os.path.join(tools.WORK.name, "out")
    os.mkdir(folder)
    target = os.path.join(folder, "result.json")
    done = xuan("run", "--format", "json", rules, data, "-o", target)
    check("-o: exit", done.returncode == 0, done.returncode)
    check("-o: nothing on standard output", done.stdout == b"")
    check("-o: whole", open(target, "rb").read() == xuan("run", "--format", "json", rules, data).stdout)
    check("-o: nothing beside it", os.listdir(folder) == ["result.json"], os.listdir(folder))
    missing = os.path.join(folder, "no/such/place")
    done = xuan("run", rules, data, "-o", missing)
    check("-o: a place that is not there", done.returncode == 3 and done.stderr, done.returncode)
    os.mkdir(os.path.join(folder, "taken"))
    done = xuan("run", rules, data, "-o", os.path.join(folder, "taken"))
    check("-o: a folder", done.returncode == 3 and done.stderr, done.returncode)
    check("-o: nothing is left behind", sorted(os.listdir(folder)) == ["result.json", "taken"], os.listdir(folder))
    broken = write("broken.json", '{"posts":[]')
    done = xuan("run", rules, broken, "-o", target + "2")
    check("-o: no result from wrong data", done.returncode == 1 and not os.path.exists(target + "2"))
    for arguments in (["check", "没有这个文件"], ["run", rules, "没有这个文件"], ["check", "examples"]):
        done = xuan(*arguments)
        check("unreadable: " + " ".join(arguments), done.returncode == 3 and done.stderr and not done.stdout, done.returncode)


def pipes():
    rules, data = tools.RULES["leiyang"], "examples/leiyang/pool.json"
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run([tools.XUAN, "run", rules, data], stdout=write_end, stderr=subprocess.PIPE, timeout=60)
    os.close(write_end)
    check("a closed pipe: exit 3", done.returncode == 3, done.returncode)
    check("a closed pipe is told", bool(done.stderr))
    with open("/dev/full", "wb") as full:
        done = subprocess.run([tools.XUAN, "run", rules, data], stdout=full, stderr=subprocess.PIPE, timeout=60)
    check("a full disk: exit 3", done.returncode == 3 and bool(done.stderr), done.returncode)
    for arguments in ([], ["frobnicate"], ["check"], ["run", rules], ["run", "--format", "xml", rules, data],
                      ["explain", rules, data], ["explain", "--candidate", "没有", rules, data], ["--nonsense"]):
        done = xuan(*arguments)
        check("usage: %s" % arguments, done.returncode == 2 and done.stderr and not done.stdout, done.returncode)
    for arguments in (["--help"], ["--version"]):
        done = xuan(*arguments)
        check("usage: %s" % arguments, done.returncode == 0 and done.stdout and not done.stderr, done.returncode)


def slowly(seconds, terminal):
    """Standard error of a run whose data come through a pipe with a pause in them."""
    rules, data = tools.RULES["leiyang"], open("examples/leiyang/pool.json", "rb").read()
    ours, theirs = pty.openpty() if terminal else os.pipe()
    inner = theirs
    process = subprocess.Popen([tools.XUAN, "run", rules, "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=inner)
    process.stdin.write(data[:1000])
    process.stdin.flush()
    time.sleep(seconds)
    process.stdin.write(data[1000:])
    process.stdin.close()
    process.wait()
    os.close(inner)
    told = b""
    try:
        while part := os.read(ours, 4096):
            told += part
    except OSError:  # a terminal that nobody holds any more
        pass
    os.close(ours)
    return told.decode()


def progress():
    told = slowly(1.0, True)
    check("progress: after half a second, and gone at the end", "正在读" in told and told.endswith("\r\x1b[K"), told)
    check("progress: not of what is quick", "正在读" not in slowly(0, True))
    check("progress: never in a pipe", slowly(1.0, False) == "")


def main():
    for name, rules, data in cases():
        wanted = without_digests(outcome(rules, data))
        if wanted[1] is None:
            check("%s: runs" % name, False, xuan("run", rules, data).stderr.decode()[:400])
            continue
        for law in (order, lines, encodings, stdin, withdrawals, untils, spelt_outcome):
            law(name, rules, data, wanted)
        again(name, rules, data)
    for path in [*tools.RULES.values(), *sorted(glob.glob("tests/golden/run/*.xuan"))]:
        printed(path)
    for path in sorted(glob.glob("tests/golden/errors/*.xuan")):
        spelling(path)
    for case in ONE_MORE:
        one_more(*case)
    what_if()
    files()
    pipes()
    progress()
    tools.finish()


main()
