#!/usr/bin/env python3
"""Score sheets and notices of the worked examples: as CSV, as .xlsx read by this project's reader, by openpyxl and by
LibreOffice, all equal; and cell by cell what the JSON outcome says."""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction

import tools
from tools import check, same, write, xuan

READER = "build/san/tests/unit_book"
WORDS = {"in": "仍在", "chosen": "选定", "reserve": "候补", "listed": "列入", "dropped": "淘汰", "withdrawn": "退出", "void": "作废", "undetermined": "未定"}
RESULTS = {"in": "进入下一环节", "chosen": "拟入选", "reserve": "候补", "listed": "拟列入", "dropped": "未入选", "withdrawn": "退出", "void": "作废", "undetermined": "未定"}
FIRST = 3  # rows above the first person in a spreadsheet: title, about, headings

try:
    import openpyxl
except ImportError:
    openpyxl = None


def table(*arguments):
    """(exit status, bytes, rows with the headings) of the CSV."""
    done = xuan("run", "--format", "csv", *arguments)
    text = done.stdout.decode("utf-8-sig")
    return done.returncode, done.stdout, list(csv.reader(io.StringIO(text, newline="")))


def letters(column):
    return ("" if column < 26 else chr(64 + column // 26)) + chr(65 + column % 26)


def by_own_reader(path):
    done = subprocess.run([READER, "dump", path], capture_output=True)
    check("%s: read without a message" % path, done.returncode == 0 and not done.stderr, done.stderr.decode()[:300])
    return {place: (kind, text) for _, place, kind, text in map(json.loads, done.stdout.decode().splitlines())}


def spreadsheet(name, path, rows):
    cells = by_own_reader(path)
    wanted = {letters(c) + str(FIRST + r): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
    found = {place: text for place, (_, text) in cells.items() if int(re.sub("[A-Z]", "", place)) >= FIRST}
    same(name + ": the spreadsheet holds what the CSV holds", found, wanted)
    numbers = [place for place, text in wanted.items() if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text) and int(re.sub("[A-Z]", "", place)) > FIRST]
    identity = {letters(c) for c, heading in enumerate(rows[0]) if heading in ("编号", "职位", "岗位") or c < rows[0].index("编号")}
    wrong = [p for p in numbers if (cells[p][0] == "number") == (re.sub(r"\d", "", p) in identity)]
    check(name + ": ids are text, scores and ranks are numbers", not wrong, wrong[:5])


def by_openpyxl(name, path, rows, digests):
    if not openpyxl:
        return
    sheet = openpyxl.load_workbook(path).active
    wrong = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            value = sheet.cell(FIRST + r, c + 1).value
            if isinstance(value, (int, float)) and text.endswith("%"):
                good = Fraction(repr(value)) * 100 == Fraction(text[:-1])
            elif isinstance(value, (int, float)):
                good = Fraction(repr(value)) == Fraction(text)
            else:
                good = (value or "") == text
            if not good:
                wrong.append((r, c, value, text))
    check(name + ": openpyxl reads the same", not wrong, wrong[:3])
    check(name + ": the page", sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9 and sheet.print_title_rows == "$3:$3" and sheet.print_title_cols and
          sheet.freeze_panes and sheet.freeze_panes.endswith("4"), (sheet.page_setup.orientation, sheet.print_title_rows, sheet.freeze_panes))
    foot = sheet.oddFooter.left.text or ""
    check(name + ": digests at the foot", all(d in foot for d in digests), foot)


def same_number(cell, decimal, exact):
    if cell.endswith("%"):
        return Fraction(exact) * 100 == Fraction(cell[:-1]) if cell[0] != "≈" else abs(Fraction(exact) * 100 - Fraction(cell[1:-1])) <= Fraction(1, 20000)
    return cell == decimal


def against_outcome(name, rows, outcome, notice):
    heads = rows[0]

    def column(*names):
        for wanted in names:
            for c, heading in enumerate(heads):
                if heading == wanted or re.fullmatch(re.escape(wanted) + r"（.*）", heading):
                    return c
        return None

    body = {}
    post = column("职位", "岗位")
    for row in rows[1:]:
        body.setdefault(row[heads.index("编号")], []).append(row)
    check(name + ": a row for each", sorted(r[heads.index("编号")] for r in rows[1:]) == sorted(c["id"] for c in outcome["candidates"]))
    wrong = []
    for c in outcome["candidates"]:
        candidates = body.get(c["id"], [])
        if len(candidates) > 1:
            candidates = [row for row in candidates if c.get("post") in row]
        if len(candidates) != 1:
            wrong.append((c["id"], "rows", len(candidates)))
            continue
        row = candidates[0]
        if row[heads.index("结果")] != (RESULTS if notice else WORDS)[c["status"]]:
            wrong.append((c["id"], "status", row))
        if not notice and row[heads.index("环节")] != (c["stage"] or ""):
            wrong.append((c["id"], "stage", row))
        if not notice and bool(row[heads.index("理由")]) != bool(c["reasons"]):
            wrong.append((c["id"], "reasons", row))
        for score in c["scores"]:
            at = column(score["name"])
            if at is None or not same_number(row[at], score["decimal"], score["exact"]):
                wrong.append((c["id"], score, at is not None and row[at]))
        for rank in c["ranks"]:
            at = column(rank["stage"] + " 名次", "名次")
            if at is None or row[at] != str(rank["rank"]):
                wrong.append((c["id"], rank, at is not None and row[at]))
    check(name + ": the JSON outcome says the same", not wrong, wrong[:3])


def order(name, rows, outcome):
    """Within a contest the ranks of the last ranking rise, and who has none comes last."""
    heads = rows[0]
    keys = heads.index("编号")
    ranks = [c for c, h in enumerate(heads) if h.endswith("名次")]
    if len(ranks) != 1:
        return
    seen = {}
    for row in rows[1:]:
        seen.setdefault(tuple(row[:keys]), []).append(int(row[ranks[0]]) if row[ranks[0]] else 10 ** 9)
    check(name + ": by rank in each contest", all(r == sorted(r) for r in seen.values()), seen)


def example(name, rules, data):
    status, outcome = tools.outcome(rules, data)
    if outcome is None:
        return
    made = []
    for kind in ("score", "notice"):
        what = "%s %s" % (name, kind)
        code, raw, rows = table("--sheet", kind, rules, data)
        check(what + ": the exit status of the run", code == status, code)
        check(what + ": BOM, CRLF, all rows equally long", raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n") and
              len({len(r) for r in rows}) == 1 and b"\n" not in raw.replace(b"\r\n", b""))
        against_outcome(what, rows, outcome, kind == "notice")
        order(what, rows, outcome)
        path = os.path.join(tools.WORK.name, "%s-%s.xlsx" % (name, kind))
        done = xuan("run", "--format", "xlsx", "--sheet", kind, "-o", path, rules, data)
        check(what + ": written", done.returncode == status, done.stderr.decode()[:300])
        again = xuan("run", "--format", "xlsx", "--sheet", kind, rules, data).stdout
        with open(path, "rb") as f:
            check(what + ": the same bytes to a pipe", f.read() == again)
        spreadsheet(what, path, rows)
        by_openpyxl(what, path, rows, (outcome["rules"]["sha256"], outcome["data"]["sha256"]))
        made.append((path, rows))
    return made


def convert(path, kind):
    out = os.path.join(tools.WORK.name, "out")
    subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + os.path.join(tools.WORK.name, "office"), "--convert-to", kind, "--outdir", out, path],
                   capture_output=True, timeout=180, check=True)
    with open(os.path.join(out, os.path.splitext(os.path.basename(path))[0] + "." + kind.split(":")[0]), "rb") as f:
        return f.read()


def by_libreoffice(made):
    if not shutil.which("soffice"):
        print("# skipped score sheets opened by LibreOffice: it is not installed")
        return
    for path, rows in made:
        text = convert(path, "csv:Text - txt - csv (StarCalc):44,34,76,1").decode()
        found = [row for row in csv.reader(io.StringIO(text, newline=""))][FIRST - 1:]
        same("%s: LibreOffice reads the same" % os.path.basename(path), found, rows)
        pdf = convert(path, "pdf")
        box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
        size = tuple(round(float(x)) for x in box.groups()) if box else None
        check("%s: LibreOffice prints it on A4 across" % os.path.basename(path), pdf.startswith(b"%PDF") and size == (842, 595), size)


RULES = """程序 例 "=例" {
  来源 《例》
  职位 { 名额 : 1.. 个 }
  人选 { 报考 : 职位；笔试 : -100..100 分；面试 : 0..100 分；得票 : 投票 按 收回 }
  阶段 综合成绩 满分 100 分 按 职位 {
    依据 一
    要求 得票.得票率 不低于 1/3   说 "=得票少"
    计分 笔试 * 40% + 面试 * 60%
    排序 综合成绩 从高到低
    入围 1:1   并列 全部入围
} }
"""


def people(*rows):
    return json.dumps({"posts": [{"id": "+J", "名额": 1}],
                       "candidates": [{"id": i, "name": n, "报考": "+J", "笔试": w, "面试": m, "得票": {"赞成": a, "收回": b}} for i, n, w, m, a, b in rows]}, ensure_ascii=False)


def traps():
    """Of ux.md 3.3 those that are of output: ids, formulas, names, digits."""
    rules = write("例.xuan", RULES)
    data = write("例.json", people(("007", "李　娜", 90, 80, 29, 80), ("-8", "=1+1", -5, 60, 1, 4), ("@9", "", 33, 66.666667, 1, 3), ("=2", "丁", 80, 85, 2, 6)))
    _, raw, rows = table("--sheet", "score", "--names", rules, data)
    text = raw.decode("utf-8-sig")
    check("formulas are disarmed in ids, names, posts and reasons", all(w in text for w in ("'+J", "'-8", "'=1+1", "'@9", "'=2")) and "“=得票少”" in text, text)
    by_id = {row[1]: row for row in rows[1:]}
    check("007 stays, names with their space", by_id["007"][2] == "李　娜")
    check("parts: what was got and what it weighs", by_id["'=2"][rows[0].index("笔试"):][:4] == ["80", "32", "85", "51"], (rows[0], by_id["'=2"]))
    check("weights in the headings", "笔试 折算（占 40%）" in rows[0] or any(h.startswith("笔试 折算（") for h in rows[0]), rows[0])
    for option in ((), ("--names",)):
        _, _, rows = table("--sheet", "notice", *option, rules, data)
        check("a notice has names only when they are asked for", ("姓名" in rows[0]) == bool(option) and any("李　娜" in row for row in rows) == bool(option), rows[0])
        check("a notice says no reasons", "得票少" not in str(rows))
    data = write("例.json", people(("01", "", 90.123456, 85.1, 1, 1), ("02", "", 12.5, 80, 1, 1)))
    path = os.path.join(tools.WORK.name, "digits.xlsx")
    xuan("run", "--format", "xlsx", "-o", path, rules, data)
    cells = by_own_reader(path)
    found = {t for k, t in cells.values() if k == "number"}
    with zipfile.ZipFile(path) as archive:
        kept = re.findall(r"<v>([^<]*)</v>", archive.read("xl/worksheets/sheet1.xml").decode())
    check("a number stands in the file as its digits", "85.1" in kept and "90.123456" in kept, kept)
    check("decimals are numbers, what is rounded is text", "90.123456" in found and "≈87.109382" in {t for k, t in cells.values() if k == "text"}, cells)
    done = xuan("run", "--format", "csv", "--sheet", "score", "--lang", "en", rules, data)
    xuan("run", "--format", "xlsx", "--set", "反向测评上限=35%", "--until", "差额推荐", "-o", path, tools.RULES["leiyang"], "examples/leiyang/pool.json")
    check("a trial says so, and how far it went", "【试算】（到“差额推荐”为止）" in by_own_reader(path)["A1"][1], by_own_reader(path)["A1"])
    check("in English", "result,stage,reason,source" in done.stdout.decode(), done.stdout.decode())


def usage():
    rules = write("例.xuan", RULES)
    data = write("例.json", people(("01", "", 90, 80, 1, 1)))
    for options in (("--sheet", "list"), ("--sheet", "score"), ("--sheet", "score", "--format", "json"), ("--names",), ("--names", "--format", "csv"),
                    ("--sheet", "score", "--format", "csv", "--readings"), ("--format", "xlsx", "--readings")):
        done = xuan("run", *options, rules, data)
        check("wrong usage: " + " ".join(options), done.returncode == 2 and not done.stdout, done.returncode)
    named = os.path.join(tools.WORK.name, "a")
    for ending, start in (("xlsx", b"PK"), ("XLSX", b"PK"), ("csv", b"id,post,"), ("html", b"<!doctype html>"), ("json", b"{"), ("txt", b"\xe4")):
        done = xuan("run", "-o", named + "." + ending, rules, data)
        with open(named + "." + ending, "rb") as f:
            check("the ending %s is the format" % ending, done.returncode == 0 and f.read().startswith(start), done.stderr)
    for options in (("--format", "xlsx", "-o", named + ".pdf.csv"), ("-o", named + ".docx"), ("--format", "text", "-o", named + ".json.xlsx")):
        done = xuan("run", *options, rules, data)
        check("the ending is not the format: " + " ".join(options), done.returncode == 2 and not os.path.exists(options[-1]) and done.stderr, done)
    swapped = xuan("run", named + ".xlsx", rules)
    check("rules come first", swapped.returncode == 1 and "规则文件写在前面".encode() in swapped.stderr, swapped.stderr)
    missing = xuan("run", "--format", "xlsx", "-o", "/nowhere/a.xlsx", rules, data)
    check("a folder that is not there", missing.returncode == 3, missing.stderr)
    try:
        import pty
        master, slave = pty.openpty()
        done = subprocess.run([tools.XUAN, "run", "--format", "xlsx", rules, data], stdout=slave, stderr=subprocess.PIPE)
        os.close(master), os.close(slave)
        check("no spreadsheet to a terminal", done.returncode == 2, done.stderr)
    except OSError:
        print("# skipped the terminal: there is none to be had")
    environment = dict(os.environ, TMPDIR="/nowhere")
    done = subprocess.run([tools.XUAN, "run", "--format", "xlsx", rules, data], capture_output=True, env=environment)
    check("no temporary folder", done.returncode == 3 and not done.stdout, done.returncode)


def main():
    if not openpyxl:
        print("# skipped score sheets read by openpyxl: it is not installed")
    made = {}
    for name, rules in tools.RULES.items():
        for pool in ("pool", "trouble"):
            data = "examples/%s/%s.json" % (name, pool)
            if os.path.exists(data):
                made["%s-%s" % (name, pool)] = example("%s-%s" % (name, pool), rules, data)
    traps()
    usage()
    by_libreoffice(made["leiyang-pool"] + made["hubin-pool"] + made["kunming-nomination-trouble"])
    tools.finish()


main()
