#!/usr/bin/python3
"""For the people who write rules: fmt, new, completion, the manual page, make install."""
import glob
import json
import os
import random
import re
import shutil
import stat
import subprocess

import tools
from tools import ROOT, WORK, check, read, same, write, xuan

SEED = 20240917


def has(program):
    if shutil.which(program):
        return True
    print("# skipped %s is not installed" % program)
    return False


# ---- fmt: every file ----

def reference_blocks():
    blocks = re.findall(r"^ *```xuan\n(.*?)^ *```", read("lang/REFERENCE.md"), flags=re.M | re.S)
    return [write("reference%03d.xuan" % i, block) for i, block in enumerate(blocks)]


def all_files():
    found = []
    for top in ("rules", "examples", "tests/golden", "tests/corpus", "tests/blocks", "tests/compare", "tests/real", "tests/format"):
        found += glob.glob(top + "/**/*.xuan", recursive=True)
    return sorted(found) + reference_blocks()


def without_places(value):
    if isinstance(value, list):
        return [without_places(v) for v in value]
    if isinstance(value, dict):
        return {k: without_places(v) for k, v in value.items() if k not in ("span", "start", "end", "line", "column", "sha256")}
    return value


def meaning(path):
    """The program, or the codes of the messages."""
    done = xuan("check", "--format", "json", path)
    if done.returncode == 0:
        return without_places(json.loads(done.stdout))
    return sorted(re.findall(r"\[([EW]\d+)\]", done.stderr.decode()))


def formatted(path, *options):
    done = xuan("fmt", "-o", "-", *options, path)
    check("fmt %s %s: exit 0 or 1" % (path, " ".join(options)), done.returncode in (0, 1), done.stderr.decode()[:300])
    return done.stdout if done.returncode == 0 else None


def every_file():
    count = 0
    for path in all_files():
        wanted = None
        for options in ((), ("--words", "zh"), ("--words", "en")):
            once = formatted(path, *options)
            if once is None:
                check("%s: fmt refuses what check refuses" % path, xuan("check", path).returncode == 1)
                break
            count += 1
            wanted = meaning(path) if wanted is None else wanted
            copy = write("once.xuan", once)
            same("%s %s: twice is once" % (path, options), formatted(copy, *options), once)
            same("%s %s: means the same" % (path, options), meaning(copy), wanted)
            lines = once.decode().split("\n")
            check("%s %s: no blanks at line ends, no two empty lines" % (path, options),
                  not any(l != l.rstrip(" \t") for l in lines) and b"\n\n\n" not in once and once[:1] != b"\n")
    check("files that parse", count > 500, count)
    ours = sorted(glob.glob("rules/**/*.xuan", recursive=True) + glob.glob("examples/**/*.xuan", recursive=True))
    done = xuan("fmt", "--check", *ours)
    same("rules and examples are in their layout", (done.returncode, done.stdout.decode()), (0, ""))


def layouts():
    for path in sorted(glob.glob("tests/format/*.xuan")):
        name = path[:-len(".xuan")]
        same("%s: layout" % path, formatted(path), read(name + ".formatted").encode())
        same("%s: layout in English words" % path, formatted(path, "--words", "en"), read(name + ".en.formatted").encode())
    section = read("lang/REFERENCE.md").split("### 2.1 ")[1].split("\n## ")[0]
    before, after = re.findall(r"^```xuan\n(.*?)^```", section, flags=re.M | re.S)
    same("REFERENCE 2.1", formatted(write("before.xuan", before)), after.encode())


# ---- fmt: blanks do not matter ----

KEPT = re.compile(r'"[^"\n]*"|“[^”\n]*”|《[^》\n]*》|「[^」\n]*」|#[^\n]*')


def respaced(r, text):
    """The same words, brackets, comments and lines with other blanks."""
    out = []
    for line in text.split("\n"):
        at, parts = 0, []
        for m in KEPT.finditer(line):
            parts += [line[at:m.start()], m.group()]
            at = m.end()
        parts.append(line[at:])
        for i in range(0, len(parts), 2):
            parts[i] = re.sub(r" +", lambda m: r.choice([" ", "  ", "\t", "　", "      ", " \u200b "]), parts[i])
        out.append("".join(parts) + r.choice(["", "", " ", "\t "]))
        if not line:
            out += [""] * r.randrange(3)
    return r.choice(["", "\ufeff"]) + r.choice(["\n", "\r\n"]).join(out)


def blanks():
    r = random.Random(SEED)
    for path in sorted(glob.glob("rules/**/*.xuan", recursive=True)):
        text = read(path)
        if "编号, " in text:  # blanks belong to the cells of tables
            text = formatted(write("plain.xuan", tools.without_tests(text))).decode()
        for turn in range(4):
            other = write("respaced.xuan", respaced(r, text))
            same("%s: other blanks %d" % (path, turn), formatted(other), text.encode())


# ---- fmt: changed files ----

PIECES = ["；", ";", "\n", "\n\n\n", "# 注\n", " # 注\n", "{", "}", "(", ")", "，", "、", "  ", "依据 一", "依据 第3条", "且", "或 ", "名额", "前五名",
          "１２", "-1", " - ", "说 \"话\"", "若 ", "否则 ", "=", ":", "..", "当 ", "由 甲", "不低于", "60分", "2年", "2012年", "×", "÷ 2/3", "「且」", "\t",
          "　", "测试 \"x\" { ", "职位 { 甲, 乙\n1, 2 }", "平均(", "《题》", "“话”", "参数 x = 1", "no less than", "at  least"]


def changed(r, text):
    for _ in range(r.randrange(1, 4)):
        at = r.randrange(len(text))
        kind = r.randrange(5)
        if kind == 0:
            text = text[:at] + r.choice(PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + r.randrange(1, 4):]
        elif kind == 2:
            end = at + r.randrange(1, 30)
            text = text[:end] + text[at:end] + text[end:]
        elif kind == 3:
            blanks_at = [m.start() for m in re.finditer(r"[ \n]", text)]
            at = r.choice(blanks_at)
            text = text[:at] + r.choice(["\n", " # 注\n", "\n# 注\n\n\n", "；", ""]) + text[at + 1:]
        else:
            lines = text.split("\n")
            i, j = r.randrange(len(lines)), r.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            text = "\n".join(lines)
    return text


def mutations():
    """Exit 70 is the formatter's own proof that the tree has changed: it must never come."""
    r = random.Random(SEED)
    sources = []
    for path in all_files():
        try:
            sources.append(read(path))
        except UnicodeDecodeError:
            continue
    sources = [s for s in sources if len(s) > 20]
    formats = 0
    for turn in range(2000):
        text = changed(r, r.choice(sources))
        path = write("mutant.xuan", text)
        options = r.choice([(), (), ("--words", "en"), ("--words", "zh")])
        done = xuan("fmt", "-o", "-", *options, path)
        if not check("mutant %d: exit 0 or 1" % turn, done.returncode in (0, 1), text):
            continue
        if done.returncode == 1:
            continue
        formats += 1
        copy = write("once.xuan", done.stdout)
        check("mutant %d: twice is once" % turn, xuan("fmt", "--check", *options, copy).returncode == 0, text)
        if turn % 3 == 0:
            same("mutant %d: means the same" % turn, meaning(copy), meaning(path))
    check("mutants that parse", formats > 300, formats)


def large():
    """Near the limit of 4 MB, each in a shape that a slow formatter would not finish."""
    head = "程序 大 {\n 人选 { 笔试 : 0..100 分 }\n 阶段 一 全体 {\n 依据 一\n"
    for name, text in (("continued lines", head + " 排序 " + "笔试 从高到低," * 50000 + "\n" + "笔试 从高到低,\n" * 50000 + " 笔试 从高到低\n}}\n"),
                       ("comments", head + " 要求 笔试 不低于 60 分 # c\n# d\n" * 80000 + "}}\n"),
                       ("blocks", "程序 大 {\n" + "职位 { 名额 : 1.. 个；甲 : 是否 }\n" * 70000 + "}\n"),
                       ("a wide table", "程序 大 {\n 测试 \"a\" { 人选 { 编号" + ", b" * 300000 + "\n" + "x, y, z\n" * 100000 + "}}\n}\n")):
        done = subprocess.run([tools.XUAN, "fmt", "-o", "-", write("large.xuan", text)], capture_output=True, timeout=60)
        check("large: %s" % name, done.returncode == 0 and len(done.stdout) > len(text), done.stderr.decode()[:200])


# ---- fmt: the command ----

MESSY = "程序 甲 {\n人选 { 笔试:0..100 分 }\n}\n"
TIDY = "程序 甲 {\n  人选 { 笔试 : 0..100 分 }\n}\n"
BROKEN = "程序 甲 {\n人选 { 笔试:0..100 分 }\n 阶段 一 { 要求 }\n}\n"


def in_place():
    one, two, bad = write("one.xuan", MESSY), write("two.xuan", TIDY), write("bad.xuan", BROKEN)
    link = os.path.join(WORK.name, "link.xuan")
    if os.path.lexists(link):
        os.unlink(link)
    os.symlink("one.xuan", link)
    os.chmod(one, 0o640)
    before = os.stat(two)
    done = xuan("fmt", link, bad, two)
    same("fmt: exit 1 for the one that does not parse", done.returncode, 1)
    check("fmt: its errors are shown", b"[E0101]" in done.stderr and b"bad.xuan:3" in done.stderr, done.stderr.decode())
    same("fmt: it is left alone", read(bad), BROKEN)
    same("fmt: the other is rewritten", read(one), TIDY)
    check("fmt: its permissions stay, and the link", stat.S_IMODE(os.stat(one).st_mode) == 0o640 and os.path.islink(link))
    after = os.stat(two)
    check("fmt: what is in order is not written", (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns))
    check("fmt: nothing is left beside", not glob.glob(WORK.name + "/*xuan-*"))
    same("fmt: says nothing", xuan("fmt", one, two).stdout, b"")


def shown():
    one, two = write("one.xuan", MESSY), write("two.xuan", TIDY)
    done = xuan("fmt", "--check", one, two)
    same("fmt --check", (done.returncode, done.stdout.decode()), (1, one + "\n"))
    done = xuan("fmt", "--diff", one, two)
    same("fmt --diff", (done.returncode, done.stdout.decode()),
         (0, "--- %s\n+++ %s\n@@ -1,3 +1,3 @@\n 程序 甲 {\n-人选 { 笔试:0..100 分 }\n+  人选 { 笔试 : 0..100 分 }\n }\n" % (one, one)))
    done = xuan("fmt", "--check", "--diff", one)
    check("fmt --check --diff", done.returncode == 1 and done.stdout.startswith(b"--- "), done.stdout)
    same("fmt: shown, not written", read(one), MESSY)
    done = xuan("fmt", "-", stdin=MESSY.encode())
    same("fmt -", (done.returncode, done.stdout.decode()), (0, TIDY))
    out = os.path.join(WORK.name, "out.xuan")
    same("fmt -o", (xuan("fmt", "-o", out, one).returncode, read(out)), (0, TIDY))
    for args in ((), ("-o", out, one, two), ("--check", "-o", out, one), ("-", one)):
        same("fmt %s: usage" % (args,), xuan("fmt", *args).returncode, 2)
    same("fmt: no such file", xuan("fmt", one + ".none").returncode, 3)


def encodings():
    for name, data in (("crlf", TIDY.replace("\n", "\r\n").encode()), ("bom", b"\xef\xbb\xbf" + TIDY.encode()), ("gb", TIDY.encode("gb18030"))):
        path = write(name + ".xuan", data)
        same("fmt --check: " + name, xuan("fmt", "--check", path).returncode, 1)
        check("fmt --diff: " + name, "UTF-8" in xuan("fmt", "--diff", path).stdout.decode())
        same("fmt: " + name, (xuan("fmt", path).returncode, read(path)), (0, TIDY))


def diffs():
    """What --diff prints is a patch."""
    if not has("patch"):
        return
    r = random.Random(SEED)
    for path in sorted(glob.glob("rules/**/*.xuan", recursive=True)):
        lines = read(path).split("\n")
        for _ in range(r.randrange(1, 25)):
            at = r.randrange(len(lines))
            lines[at] = "   " + lines[at] if r.randrange(2) else lines[at]
            if not lines[at]:
                lines.insert(at, "")
        before = write("before.xuan", "\n".join(lines))
        diff = xuan("fmt", "--diff", before).stdout
        done = subprocess.run(["patch", "-s", before], input=diff, capture_output=True)
        same("%s: the diff is a patch" % path, (done.returncode, read(before)), (0, read(path)))


# ---- new ----

def ballot(ayes, returned):
    return {"赞成": ayes, "收回": returned}


def starter_data():
    people = [("01", False, 60, 90, 80), ("02", False, 50, 80, 90), ("03", False, 29, 99, 99), ("04", True, 90, 90, 90), ("05", False, 70, 60, 60)]
    survey = {"优秀": 10, "称职": 0, "不称职": 0}
    return {"posts": [{"id": "P", "名额": 1}],
            "candidates": [{"id": i, "报考": "P", "处分期内": bad, "民主推荐": ballot(ayes, 100), "民主测评": survey, "笔试": w, "面试": v}
                           for i, bad, ayes, w, v in people],
            "records": [{"stage": "考察", "values": {"01": {"考察结论": "合格"}, "02": {"考察结论": "合格"}}},
                        {"stage": "票决", "contest": {"职位": "P"}, "应到": 9, "到会": 8, "收回": 8, "发出": 8,
                         "votes": {"01": {"赞成": 4, "反对": 4}, "02": {"赞成": 8, "反对": 0}}}]}


def starters():
    for words in ("zh", "en"):
        path = os.path.join(WORK.name, "new-%s.xuan" % words)
        done = xuan("new", "--words", words, "-o", path)
        same("new --words %s" % words, (done.returncode, done.stderr), (0, b""))
        done = xuan("check", "--strict", path)
        same("new --words %s: check --strict" % words, done.returncode, 0)
        check("new --words %s: no warnings" % words, b"W0" not in done.stderr, done.stderr.decode())
        same("new --words %s: fmt --check" % words, xuan("fmt", "--check", path).returncode, 0)
        text = read(path)
        if words == "en":
            check("new --words en: no Chinese", not re.search("[\u4e00-\u9fff]", text))
        same("new: not over a file", (xuan("new", "-o", path).returncode, read(path)), (3, text))
        schema = xuan("schema", path)
        same("new --words %s: schema" % words, schema.returncode, 0)
        sheet = os.path.join(WORK.name, "new-%s.xlsx" % words)
        same("new --words %s: template" % words, xuan("template", path, "-o", sheet).returncode, 0)
    same("new: to standard output", xuan("new").stdout.decode(), read(os.path.join(WORK.name, "new-zh.xuan")))
    for name, wanted in (("科级竞岗", "程序 科级竞岗 "), ("2024 年办法", "程序 「2024 年办法」 "), ("甲 { }", "程序 「甲 { }」 ")):
        check("new %s" % name, wanted in xuan("new", name).stdout.decode())
    same("new: what is no name", xuan("new", "甲」").returncode, 2)


def starter_runs():
    path = os.path.join(WORK.name, "new-zh.xuan")
    code, result = tools.outcome(path, write("new.json", json.dumps(starter_data())))
    if not check("new: runs", code == 0 and result, xuan("run", path, write("new.json", json.dumps(starter_data()))).stderr.decode()):
        return
    stages = {c["id"]: (c["status"], c.get("stage")) for c in result["candidates"]}
    same("new: result", stages, {"01": ("dropped", "票决"), "02": ("chosen", None), "03": ("dropped", "资格"),
                                 "04": ("dropped", "资格"), "05": ("dropped", "综合成绩")})


# ---- completion ----

def complete(script, *words):
    """What bash offers for the last word."""
    quoted = " ".join("'%s'" % w for w in ("xuan",) + words)
    code = "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _xuan; printf '%%s\\n' \"${COMPREPLY[@]}\"" % (script, quoted, len(words))
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, cwd=WORK.name)
    check("bash completion of %s: says nothing" % (words,), done.stderr == "", done.stderr)
    return sorted(line for line in done.stdout.split("\n") if line)


def table(path, macro):
    return re.findall(r'^%s\("([^"]*)"' % macro, read(path), flags=re.M)


def completions():
    script = write("xuan.bash", xuan("completion", "bash").stdout)
    commands = table("runtime/commands.def", "COMMAND")
    same("bash: commands", complete(script, ""), sorted(commands))
    same("bash: one command", complete(script, "comple"), ["completion"])
    same("bash: options of fmt", complete(script, "fmt", "--"),
         ["--check", "--color", "--diff", "--format", "--help", "--lang", "--output", "--version", "--words"])
    same("bash: no option of another command", complete(script, "check", "--until"), [])
    same("bash: formats of run", complete(script, "run", "--format", "x"), ["xlsx"])
    same("bash: a choice", complete(script, "fmt", "--words", ""), ["en", "zh"])
    same("bash: after =", (complete(script, "fmt", "--words", "="), complete(script, "fmt", "--words", "=", "e")), (["en", "zh"], ["en"]))
    same("bash: choices of an argument", complete(script, "completion", ""), ["bash", "zsh"])
    write("甲 乙.xuan", "")
    same("bash: files, with blanks", complete(script, "check", "甲"), ["甲 乙.xuan"])
    same("bash: files of an option", complete(script, "run", "-o", "甲"), ["甲 乙.xuan"])
    same("bash: free text", complete(script, "run", "--until", ""), [])
    script = write("_xuan", xuan("completion", "zsh").stdout)
    text = read(script)
    same("zsh: every command", [c for c in commands if "        '%s:" % c not in text or "    %s)\n" % c not in text], [])
    if has("zsh"):
        done = subprocess.run(["zsh", "-n", script], capture_output=True, text=True)
        same("zsh -n", (done.returncode, done.stderr), (0, ""))
    same("completion: usage", (xuan("completion").returncode, xuan("completion", "fish").returncode), (2, 2))


# ---- manual, make install ----

def manual():
    for language in ("en", "zh"):
        page = write("xuan.1", xuan("man", "--lang", language).stdout)
        text = read(page).replace("\\-", "-")
        names = table("runtime/commands.def", "COMMAND") + ["--" + o for o in table("runtime/options.def", "OPTION")]
        same("man %s: everything is in it" % language, [n for n in names if n not in text], [])
        if has("mandoc"):
            found = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True).stdout.split("\n")
            # The page has no date: it is the same whenever it is printed.
            same("man %s: mandoc" % language, [f for f in found if f and "missing date" not in f], [])


def installed():
    root = os.path.join(WORK.name, "install")
    make = ["make", "-s", "--no-print-directory", "PREFIX=/usr", "DESTDIR=" + root]
    done = subprocess.run(make + ["install"], capture_output=True, text=True)
    if not check("make install", done.returncode == 0, done.stderr):
        return
    files = sorted(os.path.relpath(os.path.join(d, f), root) for d, _, names in os.walk(root) for f in names)
    wanted = ["usr/bin/xuan", "usr/share/bash-completion/completions/xuan", "usr/share/doc/xuan/README.md", "usr/share/doc/xuan/REFERENCE.md",
              "usr/share/man/man1/xuan.1", "usr/share/man/zh_CN/man1/xuan.1", "usr/share/zsh/site-functions/_xuan"]
    wanted += ["usr/share/xuan/" + f for f in glob.glob("rules/**/*.xuan", recursive=True)]
    same("make install: files", files, sorted(wanted))
    program = os.path.join(root, "usr/bin/xuan")
    rules = os.path.join(root, "usr/share/xuan/rules/湖南省/耒阳市.xuan")
    here = subprocess.run([program, "run", rules, os.path.join(ROOT, "examples/leiyang/pool.json")], capture_output=True, cwd="/")
    same("make install: runs from there", (here.returncode, here.stdout), (lambda d: (d.returncode, d.stdout))(xuan("run", rules, "examples/leiyang/pool.json")))
    check("make install: modes", stat.S_IMODE(os.stat(program).st_mode) == 0o755 and stat.S_IMODE(os.stat(rules).st_mode) == 0o644)
    same("make uninstall", subprocess.run(make + ["uninstall"], capture_output=True).returncode, 0)
    same("make uninstall: nothing is left", [f for d, _, names in os.walk(root) for f in names], [])


every_file()
layouts()
blanks()
mutations()
large()
in_place()
shown()
encodings()
diffs()
starters()
starter_runs()
completions()
manual()
installed()
tools.finish()
