"""xuan restate and xuan flow: nothing of a program is left out, and no two programs are told alike."""
import glob
import html.parser
import json
import os
import random
import re
import shutil
import subprocess
import xml.dom.minidom
import zipfile

import tools
from tools import XUAN, check, same

SEED = 20120801


def xuan(*args, text=None):
    return subprocess.run([XUAN, *args], input=text.encode() if text is not None else None, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def told(file, *args, text=None):
    """The restatement, or None where the rules do not check."""
    done = xuan("restate", *args, file, text=text)
    return done.stdout.decode() if done.returncode == 0 else None


def without_digest(md):
    return md[:md.rindex("\n---\n")]


def plain(md):
    return re.sub(r"\\(.)", r"\1", md.replace("**", ""))


# ---- everything that `check --format json` knows is told ----

def numbered(md):
    """Sections in the order of the text: heading, the lines that are no clauses, the clauses."""
    sections = []
    for line in plain(md).split("\n"):
        if line.startswith("## "):
            sections.append((line[3:], [], []))
        elif sections and re.match(r"\d+\. ", line):
            sections[-1][2].append(line)
        elif sections and line:
            sections[-1][1].append(line)
    return sections


def constants(e):
    """What is written in the expression itself: numbers, dates, grades, texts."""
    if not e:
        return
    if e["op"] in ("number", "date", "grade", "text"):
        yield e["text"].strip('"') if e["op"] == "text" else e["text"]
    kids = e.get("kids", [])
    if e["op"] == "of" and kids[1]["op"] == "number":
        yield e["text"].split("的 ")[-1]  # a simple fraction stays one: 1/2, not 50%
        kids = kids[:1]
    if e["op"] == "map" and not e["text"].endswith(")"):
        kids = kids[:1]  # a table that is a parameter: told there
    for kid in kids:
        yield from constants(kid)


def names(e):
    if not e:
        return
    if e["op"] in ("field", "entry_field", "param", "figure", "decision", "vote"):
        yield e["text"]
    for kid in e.get("kids", []):
        yield from names(kid)


def notes_of(of):
    yield from of["assumptions"]
    for doubt in of["doubts"]:
        yield doubt["text"]
        for reading in doubt["readings"]:
            yield from constants(reading)
    yield of["cite"]
    yield of["say"]


def is_told(what, line, wanted):
    check("%s: %s" % (what, wanted), re.sub(r"\s", "", wanted) in re.sub(r"\s", "", line), line)


def complete(file, md):
    program = json.loads(xuan("check", "--format", "json", file).stdout)
    whole, sections = plain(md), numbered(md)
    for wanted in (program["name"], program["title"], program["source"]):
        is_told(file, whole, wanted)
    stages = [s for s in sections if re.match(r"[一二三四五六七八九十]+、|\d+、", s[0])]
    same(file + ": stages", [re.sub(r"^[^、]*、", "", s[0]) for s in stages], [s["name"] for s in program["stages"]])
    before = [clause for s in sections[:len(sections) - len(stages)] if s not in stages for clause in s[2]]
    for param in program["parameters"]:
        line = next((c for c in before if re.match(r"\d+\. %s = " % re.escape(param["name"]), c)), "")
        wanted = list(constants(param["value"])) + [c for r in param["rows"] for c in constants(r["value"])]
        for value in wanted + [c for d in param.get("dated", []) for c in [d["since"], *constants(d["value"])]]:
            is_told(file + " " + param["name"], line, value)
        for note in notes_of(param):
            is_told(file, whole, note)
    tables = [t["columns"] for t in program.get("tables", [])]
    for fields in [program["posts"], program["candidates"], program.get("entries", []), *tables]:
        for field in fields:
            lines = [c for c in before if re.match(r"\d+\. %s(（|：)" % re.escape(field["name"]), c)]
            check("%s: field %s" % (file, field["name"]), lines)
            for bound in ("low", "high"):
                n = field["type"].get(bound)
                if n and "/" not in n and field["type"]["dimension"] != "share":
                    check("%s: %s of %s" % (file, bound, field["name"]), any(re.search(r"(?<!\d)%s(?!\d)" % n, c) for c in lines), lines)
            if field["key"] != field["name"]:
                check("%s: key %s" % (file, field["key"]), any(field["key"] in c for c in lines))
            for wanted in [*notes_of(field), *constants(field["when"])]:
                is_told(file, whole, wanted)
    for stage, (_, head, clauses) in zip(program["stages"], stages):
        same("%s: clauses of %s" % (file, stage["name"]), len(clauses), len(stage["clauses"]))
        for note in notes_of(stage):
            is_told(file, whole, note)
        for key in stage["by"]:
            is_told(file, " ".join(head), key["text"].split(".")[-1])
        for clause, line in zip(stage["clauses"], clauses):
            where = "%s:%d" % (file, clause["line"])
            told_in = [clause["expr"], clause.get("order"), clause.get("capacity"), *clause.get("keys", [])]
            for e in told_in:
                for wanted in [*constants(e), *names(e)]:
                    is_told(where, line, wanted)
            is_told(where, line, clause["body"])
            is_told(where, line, clause["cite"])
            is_told(where, line, clause["say"])
            for note in notes_of(clause):
                is_told(where, whole, note)
            marks = len(re.findall(r"【(?:假定|存疑) \d+】", line))
            same(where + ": marks", marks, len(clause["assumptions"]) + len(clause["doubts"]))


# ---- two programs are never told alike ----

SWAPS = [("不低于", "超过"), ("不少于", "少于"), ("不超过", "低于"), ("超过", "不低于"), ("低于", "不超过"), ("多于", "不少于"), ("少于", "不多于"),
         ("不早于", "晚于"), ("不晚于", "早于"), ("不为", "为"), ("属于", "不属于"), ("从高到低", "从低到高"), ("从低到高", "从高到低"), ("进一", "舍去"),
         ("舍去", "进一"), ("四舍五入", "舍去"), ("全部入围", "均不入围"), ("全部入围", "待定"), ("均不入围", "抽签"), ("待定", "全部入围"), ("抽签", "待定"),
         ("减名额", "取消"), ("取消", "照常"), ("作废", "待定"), ("且", "或"), ("或", "且"), ("合计", "平均"), ("平均", "合计"), ("最高", "最低"),
         ("任一", "每一"), ("每一", "任一"), ("封顶", "保底"), ("收回", "有效"), ("应到", "到会"), ("赞成", "反对"), ("可缺", ""), ("要求", "否决"),
         ("否决", "要求"), ("全体", "本组"), ("并列不占名次", ""), ("非", ""), (" > ", " | "), (" | ", " > "), ("是否", "文字")]


def mutants(source):
    """Every place where the text can be changed, with what it becomes."""
    found = []
    tokens = re.compile(r"#[^\n]*|\"[^\"\n]*\"|“[^”\n]*”|《[^》\n]*》|(?<![A-Za-z_\d.])\d+(?:\.\d+)?(?![A-Za-z_\d])")
    bare = list(source)
    for m in tokens.finditer(source):
        word = m.group()
        for i in range(m.start(), m.end()):
            bare[i] = "\0"
        if word[0] in "\"“《":
            found.append((m.start() + 1, m.start() + 1, "某"))
        elif word[0] != "#":
            found.append((m.start(), m.end(), str(int(word) + 1) if "." not in word else word + "1"))
    code = "".join(bare)
    for old, new in SWAPS:
        found += [(m.start(), m.end(), new) for m in re.finditer(re.escape(old), code)]
    for m in re.finditer(r"(?:排序|依次比较) ([^\n,{}]*?从[高低]到[高低]), ([^\n,{}]*?(?:从[高低]到[高低]|优先))", code):
        if "\0" not in m.group():
            found.append((m.start(1), m.end(2), m.group(2) + ", " + m.group(1)))
    found += [(m.end(), m.end(), "甲") for m in re.finditer(r"依据 [^\s,#\0]+", code)]
    found += [(m.start(), m.end(), "") for m in re.finditer(r"(?m)^[ \t]*[^\s#{}\0][^\n{}]*\n", code)]  # a line left out
    return found


def tests_in(source):
    """Where the 测试 blocks stand: from the word to the closing brace."""
    found = []
    for m in re.finditer(r"(?m)^[ \t]*(?:测试|test)[ \t][^\n]*?\{", source):
        depth, at = 1, m.end()
        while depth and at < len(source):
            if source[at] in "\"“#《":  # braces in texts and comments do not count
                end = {"\"": "\"", "“": "”", "#": "\n", "《": "》"}[source[at]]
                at = source.find(end, at + 1) if end in source[at + 1:] else len(source)
            depth += {"{": 1, "}": -1}.get(source[at], 0) if at < len(source) else 0
            at += 1
        found.append((m.start(), at))
    return found


def program_json(text):
    return xuan("check", "--format", "json", "-", text=text).stdout


def distinct(file, source, original, most, random_):
    """None of the changed programs is told as the program is, or as another of them."""
    blocks = tests_in(source)
    known = {"zh": {original: source}, "en": {told(file, "--lang", "en").split("\n---\n")[0]: source}}
    places = [p for p in mutants(source) if not any(a <= p[0] < b for a, b in blocks)]
    bare = source
    for a, b in reversed(blocks):
        bare = bare[:a] + bare[b:]
    if blocks:
        same(file + ": the tests are not told", without_digest(told("-", text=bare) or "\n---\n"), original)
    random_.shuffle(places)
    made = 0
    for start, end, new in places:
        if made == most:
            break
        other = source[:start] + new + source[end:]
        md = told("-", text=other)
        if md is None:
            continue
        made += 1
        line = source.count("\n", 0, start) + 1
        for language, text in (("zh", without_digest(md)), ("en", told("-", "--lang", "en", text=other).split("\n---\n")[0])):
            twin = known[language].setdefault(text, other)
            # 1:2 and 2:1 are one program; the program itself and a changed one are two, whatever is printed of them.
            check("%s:%d: “%s” changed to “%s” (%s)" % (file, line, source[start:end], new, language),
                  twin == other or (twin != source and program_json(twin) == program_json(other)))
    return made


# ---- the page and the picture ----

class Words(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.hidden = "", 0

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in ("style", "svg", "title")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "svg", "title")

    def handle_data(self, data):
        if not self.hidden:
            self.words += data


def squeezed(s):
    return re.sub(r"[\s*【】＿：-]", "", s)


def page(file, md):
    text = xuan("restate", "--format", "html", file).stdout.decode()
    words = Words()
    words.feed(text)
    # The numbers of an ordered list are the browser's; the heading of the signatures has no words in the page.
    wanted = re.sub(r"(?m)^(#+ |\d+\. )", "", plain(md).replace("## 签字\n", ""))
    got, wanted = squeezed(words.words.replace("流程图", "", 1)), squeezed(wanted)
    check(file + ": the page says what the Markdown says", got == wanted, first_difference(got, wanted))
    check(file + ": nothing is fetched", not re.search(r"(?:src|href)=\"(?!#|data:)", text))
    check(file + ": the page has the picture", text.count("<svg") == 1)


def document(file, md, opened):
    """The parts are XML, the words are those of the Markdown, and a word processor reads them so (`opened`)."""
    path = os.path.join(tools.WORK.name, "told.docx")
    done = xuan("restate", "--format", "docx", file, "-o", path)
    check(file + ": docx", done.returncode == 0, done.stderr)
    with open(path, "rb") as f:
        check(file + ": the same docx twice", f.read() == xuan("restate", "--format", "docx", file).stdout)
    with zipfile.ZipFile(path) as parts:
        check(file + ": whole", parts.testzip() is None)
        trees = {n: xml.dom.minidom.parseString(parts.read(n)) for n in parts.namelist()}
        check(file + ": no clock", all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in parts.infolist()))
    words = "".join(t.firstChild.data for t in trees["word/document.xml"].getElementsByTagName("w:t") if t.firstChild)
    foot = "".join(t.firstChild.data for t in trees["word/footer1.xml"].getElementsByTagName("w:t"))
    closing = md[md.rindex("\n---\n") + 5:].strip()
    wanted = squeezed(re.sub(r"(?m)^#+ ", "", plain(without_digest(md))))
    check(file + ": the docx says what the Markdown says", squeezed(words) == wanted, first_difference(squeezed(words), wanted))
    check(file + ": digest and pages in the footer", closing in foot and "第 1 页，共 1 页" in foot, foot)
    if opened:
        subprocess.run(["soffice", "-env:UserInstallation=file://%s/office" % tools.WORK.name, "--headless", "--convert-to", "txt:Text (encoded):UTF8",
                        "--outdir", tools.WORK.name, path], capture_output=True, timeout=120)
        got = squeezed(tools.read(path.replace(".docx", ".txt")).lstrip("\ufeff"))
        check(file + ": a word processor reads the same", got == wanted, first_difference(got, wanted))


def first_difference(a, b):
    n = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return a[max(0, n - 20):n + 30] + " ≠ " + b[max(0, n - 20):n + 30]


def cells(s):
    return sum(2 if ord(c) >= 0x2e80 else 1 for c in s)


def picture(file):
    for language in ("zh", "en"):
        text = xuan("flow", "--lang", language, file).stdout
        svg = xml.dom.minidom.parseString(text).documentElement
        program = json.loads(xuan("check", "--format", "json", file).stdout)
        names_there = " ".join("".join(n.firstChild.data for n in svg.getElementsByTagName("text") if n.firstChild).split())
        for stage in program["stages"]:
            check("%s: %s is in the picture" % (file, stage["name"]), re.sub(r"\s", "", stage["name"]) in re.sub(r"\s", "", names_there))
        check(file + ": title and desc", svg.getElementsByTagName("title") and svg.getElementsByTagName("desc"))
        width, height = int(svg.getAttribute("width")), int(svg.getAttribute("height"))
        placed = []
        for n in svg.getElementsByTagName("text"):
            size = {"name": 16, "exit": 12}.get(n.getAttribute("class"), 13)
            wide = cells(n.firstChild.data) * size * 0.5
            x, y = int(n.getAttribute("x")), int(n.getAttribute("y"))
            left = x - {"middle": wide / 2, "end": wide}.get(n.getAttribute("text-anchor"), 0)
            placed.append((left, y - size, left + wide, y + 2, n.firstChild.data))
        check(file + ": all words are inside", all(l >= 0 and t >= 0 and r <= width and b <= height for l, t, r, b, _ in placed),
              [w for l, t, r, b, w in placed if l < 0 or t < 0 or r > width or b > height])
        over = [(a[4], b[4]) for i, a in enumerate(placed) for b in placed[:i] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
        check(file + ": no words overlap", not over, over[:3])


def program_of(file):
    return re.sub(r'"line":\d+', "", xuan("check", "--format", "json", file).stdout.decode())


OPENED = ("rules/湖南省/耒阳市.xuan", "tests/restate/short.xuan")
office = shutil.which("soffice") and os.path.exists("/usr/lib/libreoffice/program/libswlo.so")
if not office:
    print("# skipped documents opened in LibreOffice (make deps-test)")
rules = sorted(glob.glob("rules/*/*.xuan"))
goldens = sorted(glob.glob("tests/golden/**/*.xuan", recursive=True) + ["tests/restate/short.xuan"])
check("there are rules", len(rules) >= 18)
random_ = random.Random(SEED)
texts, made = {}, 0
for file in rules + goldens:
    md = told(file)
    if md is None:
        continue
    complete(file, md)
    same(file + ": the same twice", told(file), md)
    original = without_digest(md)
    texts.setdefault(original, []).append(file)
    made += distinct(file, open(file, encoding="utf-8-sig", errors="replace").read(), original, None if file in rules else 6, random_)
    page(file, md)
    document(file, md, office and file in OPENED)
    picture(file)
    check(file + ": in English", told(file, "--lang", "en"))
check("many programs were changed", made > 1500, made)
for files in texts.values():
    same("told alike: " + " ".join(files), {program_of(f) for f in files[1:]} - {program_of(files[0])}, set())
same("tests/restate/short.md", told("tests/restate/short.xuan"), tools.read("tests/restate/short.md"))
# The digest changes with the tests in the file, which are not told.
same("tests/restate/中关村.md", without_digest(told("rules/北京市/中关村.xuan")), without_digest(tools.read("tests/restate/中关村.md")))
same("tests/restate/中关村.svg", xuan("flow", "rules/北京市/中关村.xuan").stdout.decode(), open("tests/restate/中关村.svg", encoding="utf-8").read())
tools.finish()
