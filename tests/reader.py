"""The two readers through the program: on every pool of examples/ and on the generator's data they give the same bytes, whatever the
form of the file and the number of threads; a file that changes while it is read is an error and no crash."""
import os
import subprocess
import threading

import tools
from tools import RULES, WORK, check, finish, read, same, write

GENERATE = os.path.join(WORK.name, "generate")
subprocess.run(["cc", "-O1", "-o", GENERATE, "tests/bench/generate.c"], check=True)


def run(reader, threads, *args):
    environment = dict(os.environ, XUAN_READER=reader, XUAN_THREADS=str(threads))
    done = subprocess.run([tools.XUAN, "run", *args], capture_output=True, timeout=120, env=environment)
    return done.returncode, done.stdout, done.stderr


def both(what, *args):
    reference = run("reference", 1, *args)
    for threads in (1, 2, 7):
        same("%s, %d threads" % (what, threads), run("direct", threads, *args), reference)
    return reference


def generated(count):
    prefix = os.path.join(WORK.name, "c%d" % count)
    subprocess.run([GENERATE, str(count), "1", prefix], check=True)
    document = read(prefix + ".json")
    with open(prefix + ".line.json", "w", encoding="utf-8") as f:
        f.write(document.replace("\n", ""))
    return prefix


def test_examples():
    for name, rules in RULES.items():
        for data in ("pool.json", "trouble.json"):
            path = "examples/%s/%s" % (name, data)
            if os.path.exists(path):
                for form in ("json", "text"):
                    both("%s as %s" % (path, form), "--format", form, rules, path)


def test_generated():
    prefix = generated(4000)
    for procedure in ("P1", "P2"):
        rules = "tests/bench/%s.xuan" % procedure
        document = both(procedure + ", document", "--format", "csv", rules, prefix + ".json")
        lines = both(procedure + ", NDJSON", "--format", "csv", "--posts", prefix + ".posts.ndjson", rules, prefix + ".ndjson")
        line = both(procedure + ", one line", "--format", "csv", rules, prefix + ".line.json")
        check(procedure + ": a result", document[0] == 0 and document[1].count(b"\n") == 4001)
        same(procedure + ": NDJSON", lines[1], document[1])
        same(procedure + ": one line", line[1], document[1])
    same("digest", run("direct", 2, "--format", "json", "tests/bench/P1.xuan", prefix + ".json"),
         run("reference", 2, "--format", "json", "tests/bench/P1.xuan", prefix + ".json"))
    by_option = run("direct", 1, "--threads", "3", "--format", "csv", "tests/bench/P1.xuan", prefix + ".json")
    for wrong in ("", "0", "two", "2x", "-1"):
        check("--threads %r" % wrong, run("direct", 1, "--threads", wrong, "tests/bench/P1.xuan", prefix + ".json")[0] == 2)
    same("--threads", by_option, run("reference", 1, "--format", "csv", "tests/bench/P1.xuan", prefix + ".json"))


def test_mistakes():
    """A mistake late in a big file: the reference tells it, and the direct reader leaves it to the reference."""
    prefix = generated(4000)
    text = read(prefix + ".json")
    at = text.rindex('"org":')
    for name, wrong in (("range", text[:at] + '"org":11}\n]}\n'), ("cut", text[:at]), ("twice", text[:at] + '"org":1,"org":2}\n]}\n'),
                        ("same id", text.replace("C0003999", "C0000001"))):
        code, out, messages = both(name, "--format", "csv", "tests/bench/P1.xuan", write("wrong.json", wrong))
        check(name + ": is a mistake", code == 1 and not out and b"E0" in messages, messages[:200])


def test_changing():
    """Shrinks, grows and changes while it is read: an error of the file or of the data, or the whole old text; never a crash."""
    prefix = generated(4000)
    whole = open(prefix + ".json", "rb").read()
    path = os.path.join(WORK.name, "changing.json")
    told = 0
    for i in range(60):
        with open(path, "wb") as f:
            f.write(whole)
        environment = dict(os.environ, XUAN_READER="reference" if i % 6 == 5 else "direct", XUAN_THREADS="2")
        child = subprocess.Popen([tools.XUAN, "run", "--format", "csv", "tests/bench/P1.xuan", path], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env=environment)

        def change():
            if i % 3 == 0:
                os.truncate(path, len(whole) // 2)
            elif i % 3 == 1:
                with open(path, "ab") as f:
                    f.write(b" " * 100000)
            else:
                with open(path, "r+b") as f:
                    f.seek(len(whole) // 3)
                    f.write(b"\0" * 50000)

        timer = threading.Timer(0.0007 * i, change)
        timer.start()
        out, messages = child.communicate(timeout=120)
        timer.join()
        check("changing %d" % i, child.returncode in (0, 1, 3), (child.returncode, messages[:200]))
        check("changing %d: no result with an error" % i, child.returncode == 0 or not out)
        told += child.returncode == 3 and b"E0007" in messages or "在读的时候变了".encode() in messages
    check("a change is noticed", told > 0)


test_examples()
test_generated()
test_mistakes()
test_changing()
finish()
