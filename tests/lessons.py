"""The lessons of lang/lessons: every message code has one, its example fails with that code, the example mended gives no
message at all, and `xuan explain CODE` shows the message as the program prints it.  Reads the files by itself.
BLESS=1 writes what the commands of lessons print into their err and err-en blocks."""
import glob
import os
import pty
import re
import subprocess
import tempfile

import tools
from tools import ROOT, XUAN, check

FOLDER = os.path.join(ROOT, "lang/lessons")
SAN = os.path.join(ROOT, "build/san/xuan")
LANGUAGES = ("zh", "en")


class Lesson:
    def __init__(self, code, zh, en):
        self.code, self.title = code, {"zh": zh, "en": en}
        self.text, self.where, self.others = {"zh": "", "en": ""}, "", set()
        self.failing, self.mended = {}, {}
        self.path = self.why_none = ""


def expand(text):
    return re.sub("〔([^〕]*) × ([0-9]+)〕", lambda m: m.group(1) * int(m.group(2)), text)


def read_lessons():
    """The lessons in order; a code that comes twice is there twice."""
    lessons, commons, lesson, common, blocks = [], {}, None, None, None
    paths = sorted(glob.glob(FOLDER + "/*.md"), key=lambda p: (os.path.basename(p) != "common.md", p))
    for path in paths:
        lines = iter(open(path, encoding="utf-8").read().splitlines())
        lesson = common = None
        for line in lines:
            title = re.fullmatch(r"## ([EW]\d{4}) (.+) \| (.+)", line)
            if title:
                lesson, common = Lesson(*title.groups()), None
                blocks, lesson.path = lesson.failing, path
                lessons.append(lesson)
            elif line.startswith("## 底 "):
                lesson, common = None, line[len("## 底 "):]
            elif line.startswith("## "):
                check("%s: %s" % (os.path.basename(path), line), False, "not the title of a lesson")
            elif line.startswith("```"):
                kind, _, name = line[3:].partition(" ")
                text = ""
                for inner in lines:
                    if inner == "```":
                        break
                    text += inner + "\n"
                if name:
                    text = re.sub(r"(?m)^ *…\n", lambda m: text, commons[name, kind])
                if common:
                    commons[common, kind] = text
                elif lesson:
                    check("%s: one block of a kind" % lesson.code, kind not in blocks, kind)
                    blocks[kind] = text
            elif lesson is None or not line:
                continue
            elif line == "改":
                blocks = lesson.mended
            elif line.startswith("见 "):
                lesson.where = line[2:]
            elif line.startswith("另有 "):
                lesson.others = set(line.split()[1:])
            elif line.startswith("无例 "):
                lesson.why_none = line[len("无例 "):]
            elif line.startswith("> "):
                lesson.text["en"] += line[2:] + " "
            else:
                lesson.text["zh"] += line
    return lessons


def run(blocks, language, strict):
    """What it says (standard error, or standard output when that is all) and its exit status, in a folder with the files
    of the blocks."""
    with tempfile.TemporaryDirectory(dir=tools.WORK.name) as folder:
        for kind, text in blocks.items():
            if kind not in ("sh", "err", "err-en"):
                with open(os.path.join(folder, "例." + kind), "w", encoding="utf-8") as f:
                    f.write(expand(text))
        environment = dict(os.environ, XUAN_LANG=language, LC_ALL="C", PATH=os.path.dirname(XUAN) + ":" + os.environ["PATH"])
        if "sh" in blocks:
            command = ["sh", "-c", blocks["sh"]]
        elif "json" in blocks:
            command = ["xuan", "run"] + ["--strict"] * strict + ["例.xuan", "例.json"]
        else:
            command = ["xuan", "check"] + ["--strict"] * strict + ["例.xuan"]
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        told = re.search(r"\[[EW]\d{4}\]", done.stdout)
        return done.stderr or (done.stdout if told else ""), done.returncode


def explained(code, language="zh", xuan=XUAN):
    done = subprocess.run([xuan, "explain", "--lang", language, code], capture_output=True, text=True, timeout=60)
    check("explain %s --lang %s ends well" % (code, language), done.returncode == 0 and not done.stderr, done.stderr[:500])
    return done.stdout


def try_words(lesson, sections):
    zh, en = lesson.text["zh"], lesson.text["en"].strip()
    check("%s: what it means in Chinese" % lesson.code, zh.endswith("。") and len(zh) - sum(map(str.isascii, zh)) >= 20)
    check("%s: what it means in English" % lesson.code, len(en) >= 20 and en.endswith(".") and sum(map(str.isascii, en)) > len(en) * 0.8)
    for section in lesson.where.split("、"):
        check("%s: 见 %s" % (lesson.code, section), section in sections)


def try_without_example(lesson, formats):
    """Without an example; 无例 says why."""
    check("%s: has an example, or 无例 and why" % lesson.code, lesson.why_none)
    check("%s: no mended form without an example" % lesson.code, not lesson.mended)
    for language in LANGUAGES:
        said = re.sub(r"\{\d\}", "…", formats[lesson.code][LANGUAGES.index(language)])
        check("%s: explain shows the message (%s)" % (lesson.code, language), said in explained(lesson.code, language))


def bless(lesson, kind, said):
    """Writes what the command said into its block of the lesson."""
    with open(lesson.path, encoding="utf-8") as f:
        before, title, after = f.read().partition("## %s " % lesson.code)
    after = re.sub(r"(?ms)^```%s\n.*?^```$" % kind, lambda m: "```%s\n%s```" % (kind, said), after, count=1)
    with open(lesson.path, "w", encoding="utf-8") as f:
        f.write(before + title + after)
    print("blessed %s %s: build before the next test" % (lesson.code, kind))


def try_lesson(lesson, sections, formats):
    code = lesson.code
    try_words(lesson, sections)
    if not lesson.failing:
        try_without_example(lesson, formats)
        return
    for language in LANGUAGES:
        said, status = run(lesson.failing, language, False)
        codes = set(re.findall(r"(?m)^(?:.*: )?\S+?\[([EW]\d{4})\]: ", said))
        if "sh" in lesson.failing:
            kind = "err" if language == "zh" else "err-en"
            wanted = lesson.failing.get(kind)
            check("%s: the command says it (%s)" % (code, language), code in codes, said)
            if said != wanted and code in codes and os.environ.get("BLESS"):
                bless(lesson, kind, said)
                continue
            check("%s: what the command says (%s)" % (code, language), said == wanted, said)
        else:
            check("%s: the example gives it and what 另有 says (%s)" % (code, language), codes == {code} | lesson.others, said)
        check("%s: errors end with 1, warnings do not" % code, "sh" in lesson.failing or (status == 1) == (code[0] == "E"), status)
        shown = explained(code, language)
        check("%s: explain shows the message as it is printed (%s)" % (code, language), said and said in shown, said)
        check("%s: explain shows its title (%s)" % (code, language), lesson.title[language] in shown.splitlines()[0])
    if check("%s: has a mended form" % code, lesson.mended):
        for kind, text in lesson.mended.items():
            check("%s: %s is changed where it is written again" % (code, kind), text != lesson.failing.get(kind))
        blocks = {**lesson.failing, **lesson.mended}
        said, status = run(blocks, "zh", True)
        check("%s: the mended form gives no message" % code, not said and status in (0, 4), said or status)
    if os.path.exists(SAN):
        check("%s: the same with sanitizers" % code, explained(code, "zh", SAN) == explained(code))


def try_command(codes):
    done = subprocess.run([XUAN, "explain", "--codes"], capture_output=True, text=True)
    listed = [line.split("  ")[0] for line in done.stdout.splitlines()]
    check("--codes lists every code once", sorted(listed) == sorted(codes) and done.returncode == 0)
    check("--codes is in the order of the numbers", listed == sorted(listed, key=lambda c: (c[1:], c[0])))
    check("a code in lower case", explained("e0312") == explained("E0312"))
    for typed, meant in (("E313", "W0313"), ("W0312", "E0312"), ("E9999", max(codes, key=lambda c: (c[1:], c[0] == "E"))), ("e0", "E0001")):
        done = subprocess.run([XUAN, "explain", typed], capture_output=True, text=True)
        check("%s is no code, %s is" % (typed, meant), done.returncode == 2 and not done.stdout and meant + "？" in done.stderr, done.stderr)
    for arguments in (["--codes", "E0312"], ["--codes", "--all"], ["E0312", "E0313"], ["E0312", "--all"]):
        done = subprocess.run([XUAN, "explain"] + arguments, capture_output=True, text=True)
        check("explain %s is wrong usage" % " ".join(arguments), done.returncode in (2, 3) and not done.stdout, done)


def on_terminal(path):
    """What `check` writes to standard error when that is a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.run([XUAN, "check", "--color", "never", path], stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    said = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:
            break
        if not more:
            break
        said += more
    os.close(ours)
    return said.decode().replace("\r\n", "\n"), done.returncode


def try_terminal():
    path = "tests/golden/errors/E0312.xuan"
    piped = subprocess.run([XUAN, "check", path], capture_output=True, text=True).stderr
    said, _ = on_terminal(path)
    check("on a terminal the messages end with where they are explained", said == piped + "这条信息的说明：xuan explain E0312\n", said)
    path = "tests/golden/errors/E0307_row.xuan"
    said, _ = on_terminal(path)
    check("errors go before warnings", said.endswith("xuan explain E0307\n"), said)
    said, _ = on_terminal("rules/湖南省/耒阳市.xuan")
    check("no message, no hint", said == "", said)


def main():
    table = open(os.path.join(ROOT, "lang/messages.def"), encoding="utf-8").read()
    formats = {code: (zh, en) for code, zh, en in re.findall(r'(?m)^MESSAGE\(([EW]\d{4}), \w+, "(.*)",\s*"(.*)"\)$', table)}
    codes = re.findall(r"(?m)^MESSAGE\(([EW]\d{4}),", table)
    check("every message is read", sorted(codes) == sorted(formats), set(codes) ^ set(formats))
    sections = set(re.findall(r"(?m)^##+ (\d+(?:\.\d+)?)\b", open(os.path.join(ROOT, "lang/REFERENCE.md"), encoding="utf-8").read()))
    lessons = read_lessons()
    having = [lesson.code for lesson in lessons]
    for code in codes:
        check("%s has no lesson: add it to lang/lessons/%s.md" % (code, code[:3]), code in having)
    for code in sorted(set(having)):
        check("%s: one lesson" % code, having.count(code) == 1)
        check("%s: a lesson without a code in lang/messages.def" % code, code in codes)
    for lesson in lessons:
        try_lesson(lesson, sections, formats)
    try_command(codes)
    try_terminal()


main()
tools.finish()
