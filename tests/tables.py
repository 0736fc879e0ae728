#!/usr/bin/env python3
"""Data in tables: what a template is filled with reads back as the same data; what spreadsheets do to cells is told."""
import glob
import json
import os
import re
import shutil
import subprocess
import zipfile

import tools
from tools import check, same, write, xuan

FOLDER = os.path.join(tools.WORK.name, "tables") + "/"
SHEET = os.path.join(tools.WORK.name, "名单.xlsx")


# ---- round trips ----

def result(rules, data, *options):
    """(exit status, outcome without the digest of the data, messages)"""
    done = xuan("run", "--format", "json", rules, data, *options)
    return done.returncode, re.sub(rb'("data": \{\s*"sha256": ")[0-9a-f]*', rb"\1", done.stdout), done.stderr.decode()


def fill(rules, data, to):
    shutil.rmtree(FOLDER, ignore_errors=True)
    return xuan("template", rules, "--data", data, "-o", to)


def pairs():
    for name, rules in tools.RULES.items():
        for data in sorted(glob.glob("examples/%s/*.json" % name)):
            if "expected" not in data:
                yield rules, data
    for name in ("leiyang", "district", "baoding"):
        yield tools.RULES[name], "examples/compare/pool36.json"
    for data in sorted(glob.glob("tests/golden/run/*.json") + glob.glob("tests/golden/tables/*.json") + glob.glob("tests/golden/outputs/*.json")):
        rules = data[:-4] + "xuan"
        if os.path.exists(rules):
            yield rules, data


def round_trips():
    count = 0
    for rules, data in pairs():
        status, outcome, _ = result(rules, data)
        if status not in (0, 4):
            continue
        count += 1
        for to in (FOLDER, SHEET):
            done = fill(rules, data, to)
            check("%s: fills %s" % (data, to[-5:]), done.returncode == 0, done.stderr.decode()[:400])
            again = result(rules, to)
            check("%s through %s is the same" % (data, to[-5:]), again[:2] == (status, outcome), again[2][:400])
    check("pools were tried", count > 60, str(count))


def same_bytes():
    once = fill(tools.RULES["leiyang"], "examples/leiyang/pool.json", SHEET)
    first = open(SHEET, "rb").read()
    os.utime(SHEET, (1, 1))
    fill(tools.RULES["leiyang"], "examples/leiyang/pool.json", SHEET)
    check("the same tables are the same bytes", once.returncode == 0 and open(SHEET, "rb").read() == first)


def libreoffice():
    """Opened and saved by LibreOffice, the data are still the same."""
    if not shutil.which("soffice"):
        print("# skipped LibreOffice is not there")
        return
    for name in ("leiyang", "hainan", "kunming-nomination"):
        data = "examples/%s/pool.json" % name
        fill(tools.RULES[name], data, SHEET)
        out = os.path.join(tools.WORK.name, "saved")
        subprocess.run(["soffice", "--headless", "-env:UserInstallation=file://" + os.path.join(tools.WORK.name, "office"),
                        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, SHEET],
                       capture_output=True, timeout=300)
        again = result(tools.RULES[name], os.path.join(out, "名单.xlsx"))
        check("%s: saved by LibreOffice" % name, again[:2] == result(tools.RULES[name], data)[:2], again[2][:600])


# ---- what spreadsheets do to cells ----

STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts>
<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="9" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def cell(value):
    """A text, a number, or (kind, value) with kind date, percent, yes, error."""
    if isinstance(value, tuple):
        kind, value = value
        style = {"date": ' s="1"', "percent": ' s="2"'}.get(kind, "")
        type_ = {"yes": ' t="b"', "error": ' t="e"'}.get(kind, "")
        return '<c%s%s><v>%s</v></c>' % (style, type_, value)
    if isinstance(value, str):
        return '<c t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % value if value else "<c/>"
    return "<c><v>%s</v></c>" % repr(value)


def workbook(sheets):
    path = os.path.join(tools.WORK.name, "表.xlsx")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                   '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                   '<Default Extension="xml" ContentType="application/xml"/>'
                   '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                   '</Types>')
        z.writestr("_rels/.rels", '<Relationships xmlns="%s"><Relationship Id="r" Type="%s/officeDocument" Target="xl/workbook.xml"/>'
                   '</Relationships>' % (package, office))
        z.writestr("xl/styles.xml", STYLES)
        names, links = [], ['<Relationship Id="s" Type="%s/styles" Target="styles.xml"/>' % office]
        for i, (name, rows) in enumerate(sheets.items(), 1):
            names.append('<sheet name="%s" sheetId="%d" r:id="r%d"/>' % (name, i, i))
            links.append('<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (i, office, i))
            body = "".join("<row>%s</row>" % "".join(map(cell, row)) for row in rows)
            z.writestr("xl/worksheets/sheet%d.xml" % i, '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, body))
        z.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets>%s</sheets></workbook>' % (main, office, "".join(names)))
        z.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%s">%s</Relationships>' % (package, "".join(links)))
    return path


RULES = write("r.xuan", """程序 表格 {
  职位 { 名额 : 1.. 个 }
  人选 { 报考 : 职位；笔试 : 0..100 分；出生 : 日期；党员 : 是否 }
  阶段 初选 满分 100 分 按 职位 {
    依据 一
    要求 出生 不早于 1970-01-01 且 党员   说 "不合"
    计分 笔试
    排序 初选 从高到低
    入围 1:1   并列 待定   假定 "并列待定"
  }
}
""".encode())
HEAD = ["编号", "姓名", "报考", "笔试", "出生", "党员"]
ROW = ["007", "赵", "甲", 85.1, "1975-06", "是"]


def book(**change):
    row = [change.get(name, value) for name, value in zip(HEAD, ROW)]
    return workbook({"说明": [["随便写"]], "职位": [["编号", "名额"], ["甲", 1]], "人选": [HEAD, row]})


def told(what, start, **change):
    """The first line of the messages begins so."""
    done = xuan("run", RULES, book(**change))
    line = done.stderr.decode().replace(tools.WORK.name + "/", "").splitlines()
    check("%s: exit 1" % what, done.returncode == 1, done.stderr.decode()[:300])
    same(what, line[0][:len(start)] if line else "", start)


def traps():
    done = xuan("run", "--format", "csv", RULES, book())
    same("85.1 is 85.1", done.stdout.decode().splitlines()[1], "007,甲,chosen,,,85.1,1")
    for value in (("date", 27546), "1975年6月1日", "1975/6/1", "1975.06", "197506", 1975, 1975.12):
        done = xuan("run", RULES, book(出生=value))
        check("a date may be %s" % (value,), done.returncode == 0, done.stderr.decode()[:300])
    place = "表.xlsx 表“人选” 单元格 %s（%s）: 错误[%s]: "
    told("007 as a number", place % ("A2", "7", "E0636") + "“编号”应为文字，这里是表格程序当作数的 7", 编号=7)
    told("a long number", "表.xlsx: 警告[W0604]: ", 编号=440101197506010017)
    told("1975.1", place % ("E2", "007", "E0639") + "“出生”是 1975.1：不知道是 1975年1月还是 1975年10月", 出生=1975.1)
    told("1975.10", place % ("E2", "007", "E0639"), 出生=1975.10)
    told("a date where a number should be", place % ("D2", "007", "E0637") + "“笔试”这里是 1975-06-01", 笔试=("date", 27546))
    told("TRUE as a post", place % ("C2", "007", "E0637"), 报考=("yes", 1))
    told("a percentage", place % ("D2", "007", "E0651") + "“笔试”应为数，这里是百分数 85%", 笔试=("percent", 0.85))
    told("text where a number should be", place % ("D2", "007", "E0635") + "“笔试”应为数，这里是文字“85分”", 笔试="85分")
    told("#N/A", place % ("D2", "007", "E0638") + "“笔试”这里是 #N/A", 笔试=("error", "#N/A"))
    told("out of range", place % ("D2", "007", "E0221") + "“笔试”是 185，超出范围 0..100 分", 笔试=185)
    told("no such post", place % ("C2", "007", "E0225") + "“报考”写的是“乙”", 报考="乙")
    told("no such day", place % ("E2", "007", "E0260") + "“出生”是 1975-02-29", 出生="1975-02-29")
    told("a date that lost its format", place % ("E2", "007", "E0652"), 出生=27546)
    for yes in ("是", "TRUE", ("yes", 1)):
        check("yes may be %s" % (yes,), xuan("run", RULES, book(党员=yes)).returncode == 0)
    done = xuan("run", RULES, book(姓名="李　娜"))
    check("a space inside a name is told", done.returncode == 0 and "[W0632]" in done.stderr.decode())
    twice = workbook({"职位": [["编号", "名额"], ["甲", 1]], "人选": [HEAD, ROW, ROW]})
    done = xuan("run", RULES, twice)
    check("an id used again shows both cells", "单元格 A3（007）: 错误[E0226]" in done.stderr.decode() and
          "另见: 表“人选” 单元格 A2" in done.stderr.decode(), done.stderr.decode())
    done = xuan("run", "--lang", "en", RULES, book(编号=7))
    check("in English", "表.xlsx sheet “人选” cell A2 (7): error[E0636]: " in done.stderr.decode(), done.stderr.decode())
    alone = workbook({"Sheet1": [HEAD, ROW]})
    posts = write("p.json", b'[{"id":"\xe7\x94\xb2","\xe5\x90\x8d\xe9\xa2\x9d":1}]')
    done = xuan("run", RULES, alone, "--posts", posts)
    check("a single sheet is the candidates'", done.returncode == 0, done.stderr.decode())


# ---- forms of data ----

def forms():
    people = write("people.csv", "编号;报考;笔试;出生;党员\r\n007;甲;85.1;1975-06;是\r\n".encode("gb18030"))
    posts = write("posts.csv", "编号,名额\n甲,1\n".encode())
    lines = write("people.ndjson", '{"id":"007","报考":"甲","笔试":85.1,"出生":"1975-06","党员":true}\n'.encode())
    both = write("both.json", '{"posts":[{"id":"甲","名额":1}],"candidates":[{"id":"007","报考":"甲","笔试":851e-1,"出生":"1975-06","党员":true}]}'.encode())
    wanted = result(RULES, both)
    same("runs", wanted[0], 0)
    for data, other in ((people, posts), (lines, posts), (people, write("posts.json", '{"posts":[{"id":"甲","名额":1}]}'.encode()))):
        same("%s with %s" % (data[-10:], other[-10:]), result(RULES, data, "--posts", other)[:2], wanted[:2])
    fill(RULES, both, SHEET)
    same("851e-1 is 85.1", result(RULES, SHEET)[:2], wanted[:2])
    done = xuan("template", RULES, "--data", lines, "--posts", posts, "-o", SHEET)
    same("a template from two files", (done.returncode, result(RULES, SHEET)[:2]), (0, wanted[:2]))
    done = xuan("template", RULES, "--data", SHEET, "-o", os.path.join(tools.WORK.name, "again.xlsx"))
    same("a template from a spreadsheet", open(SHEET, "rb").read(), open(os.path.join(tools.WORK.name, "again.xlsx"), "rb").read())
    csv = os.path.join(tools.WORK.name, "blank.csv")
    done = xuan("template", RULES, "-o", csv)
    same("blank CSV", (done.returncode, open(csv, "rb").read().decode()), (0, "\ufeff编号,姓名,报考,笔试,出生,党员\r\n"))
    same("one CSV cannot hold posts", xuan("template", RULES, "--data", both, "-o", csv).returncode, 2)
    same("without -o", xuan("template", RULES).returncode, 2)
    guarded = write("g.json", '{"posts":[{"id":"=1+1","名额":1},{"id":"-3","名额":1},{"id":"4E+17","名额":1},{"id":"@a_x0041_","名额":1}],'
                    '"candidates":[{"id":"007","报考":"=1+1","笔试":60,"出生":"1975","党员":true},{"id":"1","报考":"@a_x0041_","笔试":-0,"出生":"1976","党员":true}]}'.encode())
    for to in (FOLDER, SHEET):
        fill(RULES, guarded, to)
        same("like formulas, " + to[-5:], result(RULES, to)[:2], result(RULES, guarded)[:2])
    text = open(os.path.join(FOLDER, "职位.csv"), "rb").read().decode() if fill(RULES, guarded, FOLDER).returncode == 0 else ""
    check("a formula is made harmless", "\n'=1+1," in text and "\n'-3," in text, text)


def compared():
    """compare --data takes tables, too; what another procedure reads is passed over."""
    other = write("o.xuan", '程序 另一份 {\n  职位 { 名额 : 1.. 个 }\n  人选 { 报考 : 职位；面试 : 0..100 分 }\n  阶段 复选 满分 100 分 按 职位 {\n    依据 一\n'
                  '    计分 面试\n    排序 复选 从高到低\n    入围 1:1   并列 待定   假定 "并列待定"\n  }\n  阶段 终审 {\n    依据 二\n    决定 结论 : 合格 | 不合格   由 党委\n    要求 结论 为 合格\n  }\n}\n'.encode())
    third = write("s.xuan", open(RULES, "rb").read().replace("表格".encode(), "第三份".encode()).rstrip()[:-1] +
                  '  阶段 终审 按 职位 {\n    依据 二\n    决定 结果 : 合格 | 不合格 可缺   由 党委\n    要求 (结果 缺 记 合格) 为 合格\n  }\n}\n'.encode())
    data = workbook({"职位": [["编号", "名额"], ["甲", 1]], "人选": [HEAD + ["面试"], ROW + [70], ["008", "", "甲", 60, "1976", "是", 90]],
                     "终审": [["编号", "结论"], ["008", "合格"]]})
    done = xuan("compare", "--format", "json", RULES, other, "--data", data)
    check("compares on a spreadsheet", done.returncode == 0, done.stderr.decode()[:400])
    done = xuan("compare", "--format", "json", third, other, "--data", data)
    check("a sheet that is the other's stage is passed over", done.returncode == 0, done.stderr.decode()[:400])
    check("run alone wants its own columns", "[E0631]" in xuan("run", third, data).stderr.decode())
    done = xuan("run", RULES, data)
    check("run alone refuses the other's column", "[E0631]" in done.stderr.decode(), done.stderr.decode()[:400])


# ---- what no table can hold ----

def cannot():
    person = '"报考":"甲","笔试":60,"出生":"1975","党员":true'
    posts = '"posts":[{"id":"甲","名额":1}],'
    for code, candidates, more in (("E0681", '{"id":"1","name":"",%s}' % person, ""), ("E0682", '{"id":" 1",%s}' % person, ""), ("E0682", '{"id":"\'=1",%s}' % person, ""),
                                   ("E0683", '{"id":"#1",%s}' % person, ""), ("E0684", '{"id":"1",%s}' % person, ',"tables":{"事":[{}]}')):
        rules = RULES if code != "E0684" else write("t.xuan", open(RULES, "rb").read().replace(
            "  阶段".encode(), '  表 事 { 名 : 文字 可缺 }\n  阶段'.encode(), 1).replace("且 党员".encode(), "且 党员 且 个数(事) 少于 9 项".encode()))
        data = write("c.json", ('{%s"candidates":[%s]%s}' % (posts, candidates, more)).encode())
        done = fill(rules, data, SHEET)
        check("%s: told" % code, done.returncode == 1 and "[%s]" % code in done.stderr.decode(), done.stderr.decode()[:400])


# ---- the spreadsheet ----

def spreadsheet():
    xuan("template", tools.RULES["leiyang"], "-o", SHEET)
    z = zipfile.ZipFile(SHEET)
    names = re.findall(r'<sheet name="([^"]*)"', z.read("xl/workbook.xml").decode())
    same("sheets", names, ["说明", "职位", "人选", "全会推荐", "差额考察", "差额酝酿", "提交票决", "差额票决", "研究岗位", "退出"])
    people = z.read("xl/worksheets/sheet3.xml").decode()
    checks = re.findall(r"<dataValidation .*?</dataValidation>", people)
    basic = [c for c in checks if 'errorTitle="基准分"' in c]
    check("基准分 is checked while it is typed", len(basic) == 1 and "<formula1>0</formula1><formula2>40</formula2>" in basic[0] and
          "第二部分 第三" in basic[0], str(basic))
    level = [c for c in checks if 'errorTitle="层次"' in c]
    check("层次 has a drop-down", len(level) == 1 and '"正科级,副科级,一般干部"' in level[0].replace("&quot;", '"'), str(level))
    for c in checks:
        message = re.search(r' error="([^"]*)"', c)
        check("messages are not too long", message is None or len(message.group(1)) <= 255, c[:100])
    check("headings stay in sight", 'ySplit="2"' in people and 'state="frozen"' in people)
    posts = [c for c in re.findall(r"<dataValidation .*?</dataValidation>", z.read("xl/worksheets/sheet9.xml").decode()) if "岗位" in c]
    check("posts are those of the sheet 职位", len(posts) == 1 and "<formula1>'职位'!$A$3:$A$" in posts[0].replace("&apos;", "'"), str(posts))
    check("created at a fixed time", b"2000-01-01T00:00:00Z" in z.read("docProps/core.xml"))


round_trips()
same_bytes()
libreoffice()
traps()
forms()
compared()
cannot()
spreadsheet()
tools.finish()
