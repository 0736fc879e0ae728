#!/usr/bin/env python3
"""The readers of .xlsx and .csv against files made here: by hand (hostile and odd ones), by openpyxl and by LibreOffice.
What the reader found comes from `unit_book dump`, built with sanitizers."""
import datetime
import decimal
import io
import json
import os
import random
import shutil
import struct
import subprocess
import tempfile
import time
import zipfile

import tools
from tools import check

READER = "build/san/tests/unit_book"
folder = tempfile.mkdtemp(prefix="books-")


def dump(data, timeout=60):
    """The cells as {"A1": (kind, text)}, by sheet where there are several, or None; the codes of the messages; their text."""
    path = os.path.join(folder, "file")
    with open(path, "wb") as f:
        f.write(data)
    run = subprocess.run([READER, "dump", path], capture_output=True, timeout=timeout)
    messages = run.stderr.decode()
    codes = [line.split("[")[1].split("]")[0] for line in messages.splitlines() if "[E0" in line or "[W0" in line]
    if run.returncode:
        return "crashed", codes, messages
    lines = run.stdout.decode().splitlines()
    if lines == ["null"]:
        return None, codes, messages
    cells = {}
    for line in lines:
        sheet, place, kind, text = json.loads(line)
        cells.setdefault(sheet, {})[place] = (kind, text)
    return cells, codes, messages


def expect(name, data, cells, codes=(), words=""):
    got, found, messages = dump(data)
    if isinstance(got, dict) and cells is not None and not any(isinstance(c, dict) for c in cells.values()):
        got = next(iter(got.values()), {})
    check(name, got == cells and found == list(codes) and words in messages, f"{got} {found} {messages}")


# ---- an .xlsx by hand ----

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_DOCUMENT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def relations(rows, document=DOCUMENT):
    return ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
            "".join(f'<Relationship Id="{i}" Type="{document}/{kind}" Target="{target}"/>' for i, kind, target in rows) +
            "</Relationships>")


def parts(sheet, texts=None, styles=None, properties="", main=MAIN, document=DOCUMENT):
    rows = [("r1", "worksheet", "worksheets/sheet1.xml")]
    made = {"_rels/.rels": relations([("r1", "officeDocument", "xl/workbook.xml")], document)}
    if texts is not None:
        rows.append(("r2", "sharedStrings", "sharedStrings.xml"))
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{texts}</sst>'
    if styles is not None:
        rows.append(("r3", "styles", "styles.xml"))
        made["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    made["xl/_rels/workbook.xml.rels"] = relations(rows, document)
    made["xl/workbook.xml"] = (f'<workbook xmlns="{main}" xmlns:r="{document}">{properties}<sheets>'
                               '<sheet name="人选" sheetId="1" r:id="r1"/></sheets></workbook>')
    made["xl/worksheets/sheet1.xml"] = sheet if sheet.startswith("<") and "worksheet" in sheet else \
        f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
    return made


def packed(made, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, text in (made.items() if isinstance(made, dict) else made):
            z.writestr(name, text)
    return out.getvalue()


def book(sheet, **more):
    return packed(parts(sheet, **more))


def row(cells, number=1):
    return f'<row r="{number}">{cells}</row>'


def formats(codes):
    custom = "".join(f'<numFmt numFmtId="{170 + i}" formatCode="{c}"/>' for i, c in enumerate(codes) if isinstance(c, str))
    return (f"<numFmts>{custom}</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>" +
            "".join(f'<xf numFmtId="{170 + i if isinstance(c, str) else c}"/>' for i, c in enumerate(codes)) + "</cellXfs>")


def texts_and_values():
    expect("shared texts, rich text, sounds skipped",
           book(row('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'),
                texts='<si><t xml:space="preserve"> 编号 </t></si><si><r><rPr><b/></rPr><t>李</t></r><r><t xml:space="preserve">　娜</t></r></si>'
                      '<si><t>張三</t><rPh sb="0" eb="1"><t>ちょう</t></rPh><phoneticPr fontId="1"/></si>'),
           {"A1": ("text", "编号"), "B1": ("text", "李　娜"), "C1": ("text", "張三")})
    expect("inline text, also in runs", book(row('<c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r></is></c>')),
           {"A1": ("text", "甲"), "B1": ("text", "乙丙")})
    expect("booleans and errors", book(row('<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c>')),
           {"A1": ("yes", "TRUE"), "B1": ("no", "FALSE"), "C1": ("broken", "#N/A")})
    expect("computed values of formulas", book(row('<c r="A1"><f>40+45.1</f><v>85.1</v></c><c r="B1" t="str"><f>A1&amp;""</f><v>85.1</v></c>'
                                                   '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f t="shared" si="0"/><v>2</v></c>')),
           {"A1": ("number", "85.1"), "B1": ("text", "85.1"), "D1": ("number", "2")})
    expect("a formula without its value", book(row('<c r="A1"><f>1+1</f></c><c r="B1"><f>2+2</f><v/></c><c r="C1"><v>3</v></c>')),
           {"A1": ("broken", "=1+1"), "B1": ("broken", "=2+2"), "C1": ("number", "3")}, ["W0601", "W0601"], "表“人选” 单元格 B1")
    expect("escaped characters", book(row('<c r="A1" t="s"><v>0</v></c>'), texts="<si><t>a_x000D__x000a_b_x005F_x000D_ _x12_ _xZZZZ_</t></si>"),
           {"A1": ("text", "a\n\nb_x000D_ _x12_ _xZZZZ_")})
    expect("outer spaces and zero-width characters", book(row('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 　\u00a00\u200b7\ufeff </t></is></c>'
                                                              '<c r="B1" t="inlineStr"><is><t>\u200b　</t></is></c>')), {"A1": ("text", "07")})
    expect("cells and rows without their places", book('<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="5"><c><v>4</v></c></row><row><c><v>5</v></c></row>'),
           {"A1": ("number", "1"), "D1": ("number", "2"), "E1": ("number", "3"), "A5": ("number", "4"), "A6": ("number", "5")})
    expect("rows in another order", book(row('<c r="B2"><v>2</v></c><c r="A2"><v>1</v></c>', 2) + row('<c r="A1"><v>0</v></c>')),
           {"A1": ("number", "0"), "A2": ("number", "1"), "B2": ("number", "2")})
    expect("the strict form", book(row('<c r="A1"><v>1</v></c><c r="B1" t="d"><v>2009-06-01</v></c><c r="C1" t="d"><v>2009-06-01T08:30:00</v></c>'),
                                   main=STRICT, document=STRICT_DOCUMENT),
           {"A1": ("number", "1"), "B1": ("date", "2009-06-01"), "C1": ("text", "2009-06-01T08:30:00")})
    prefixed = parts("")
    prefixed["xl/worksheets/sheet1.xml"] = (f'<x:worksheet xmlns:x="{MAIN}" xmlns:y="urn:other"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v><y:v>9</y:v></x:c>'
                                            '</x:row></x:sheetData><y:sheetData><x:row r="9"><x:c r="A9"><x:v>9</x:v></x:c></x:row></y:sheetData></x:worksheet>')
    expect("prefixes, and elements of others passed over", packed(prefixed), {"A1": ("number", "1")})
    other = parts(row('<c r="A1" t="s"><v>0</v></c>'), texts="<si><t>x</t></si>")
    other["xl/SharedStrings.XML"] = other.pop("xl/sharedStrings.xml")
    expect("parts in another case", packed(other), {"A1": ("text", "x")})
    expect("stored, not deflated", packed(parts(row('<c r="A1"><v>1</v></c>')), zipfile.ZIP_STORED), {"A1": ("number", "1")})
    expect("an empty sheet", book(""), {})
    utf16 = parts("")
    utf16["xl/worksheets/sheet1.xml"] = ('<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="%s"><sheetData><row><c t="str"><v>甲</v></c></row></sheetData></worksheet>' % MAIN).encode("utf-16")
    expect("XML in UTF-16", packed(utf16), {"A1": ("text", "甲")})


def numbers():
    cells = "".join(f'<c r="{place}1"><v>{v}</v></c>' for place, v in
                    zip("ABCDEFG", ["85.1", "85.09999999999999", "85.099999999999994", "8.51E1", "0.1", "1E-3", "-3"]))
    expect("85.1 however it is stored", book(row(cells)),
           {"A1": ("number", "85.1"), "B1": ("number", "85.1"), "C1": ("number", "85.1"), "D1": ("number", "85.1"), "E1": ("number", "0.1"),
            "F1": ("number", "0.001"), "G1": ("number", "-3")})
    expect("noise of computing", book(row('<c r="A1"><f>B1*0.6+C1*0.4</f><v>83.30000000000001</v></c><c r="B1"><v>0.33333333333333331</v></c>')),
           {"A1": ("number", "83.3"), "B1": ("number", "0.333333333333333")}, ["W0605", "W0605"], "83.30000000000001")
    expect("an ID as a number has lost its end", book(row('<c r="A1"><v>430419197506010000</v></c><c r="B1"><v>4.3041919750601E+17</v></c><c r="C1"><v>123456789012345</v></c>')),
           {"A1": ("broken", "430419197506010000"), "B1": ("broken", "430419197506010000"), "C1": ("number", "123456789012345")}, ["W0604", "W0604"], "人选!A1")
    expect("an ID as text keeps all", book(row('<c r="A1" t="inlineStr"><is><t>43041919750601001x</t></is></c><c r="B1" t="inlineStr"><is><t>007</t></is></c>')),
           {"A1": ("text", "43041919750601001x"), "B1": ("text", "007")})
    expect("007 by its format", book(row('<c r="A1" s="1"><v>7</v></c><c r="B1" s="1"><v>0</v></c><c r="C1" s="1"><v>1234</v></c><c r="D1" s="1"><v>7.5</v></c>'), styles=formats(["000"])),
           {"A1": ("text", "007"), "B1": ("text", "000"), "C1": ("text", "1234"), "D1": ("number", "7.5")})
    expect("percentages", book(row('<c r="A1" s="1"><v>0.3</v></c><c r="B1" s="2"><v>7.0000000000000007E-2</v></c><c r="C1" s="3"><v>0.295</v></c><c r="D1" s="1"><v>0</v></c>'), styles=formats([9, 10, "0.0%"])),
           {"A1": ("text", "30%"), "B1": ("text", "7%"), "C1": ("text", "29.5%"), "D1": ("text", "0%")})
    expect("1975.1 stays a number", book(row('<c r="A1"><v>1975.1</v></c>')), {"A1": ("number", "1975.1")})
    for stored in ("abc", "1,5", "NaN", "1E999", "0x1"):
        expect(f"a number that is none: {stored}", book(row(f'<c r="A1"><v>{stored}</v></c>')), None, ["E0616"], "单元格 A1")


def dates():
    style = formats([14, "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", 57, 58, 22, "h:mm", "[$-804]yyyy\\-mm\\-dd;@"])
    cells = "".join(f'<c r="{p}1" s="{s}"><v>{v}</v></c>' for p, s, v in
                    [("A", 1, "39965"), ("B", 2, "39965"), ("C", 3, "39965"), ("E", 5, "39965.354166666664"), ("F", 6, "0.5"), ("G", 7, "39965"),
                     ("H", 1, "60"), ("I", 1, "59"), ("J", 1, "61"), ("K", 1, "-1"), ("L", 1, "0")])
    expect("dates by their format", book(row(cells), styles=style),
           {"A1": ("date", "2009-06-01"), "B1": ("date", "2009-06-01"), "C1": ("date", "2009-06"), "E1": ("text", "2009-06-01 08:30"), "F1": ("text", "12:00"),
            "G1": ("date", "2009-06-01"), "H1": ("broken", "1900-02-29"), "I1": ("date", "1900-02-28"), "J1": ("date", "1900-03-01"), "K1": ("broken", "-1"), "L1": ("broken", "0")})
    expect("a date without its year", book(row('<c r="A1" s="4"><v>39965</v></c>'), styles=style), {"A1": ("broken", "06-01")}, ["W0602"], "2009")
    expect("from 1904", book(row('<c r="A1" s="1"><v>0</v></c><c r="B1" s="1"><v>38503</v></c>'), styles=style, properties='<workbookPr date1904="1"/>'),
           {"A1": ("date", "1904-01-01"), "B1": ("date", "2009-06-01")})
    wrong = []
    days = [61, 62, 365, 366, 367, 1461, 36584, 36585, 36586, 2958465] + random.Random(5).sample(range(61, 2958465), 500)
    found, _, _ = dump(book("".join(row(f'<c r="A{i + 1}" s="1"><v>{d}</v></c>', i + 1) for i, d in enumerate(days)), styles=style))
    for i, d in enumerate(days):
        day = (datetime.date(1899, 12, 30) + datetime.timedelta(days=d)).isoformat()
        if found["人选"][f"A{i + 1}"] != ("date", day):
            wrong.append((d, day, found["人选"][f"A{i + 1}"]))
    check("days of all years", not wrong, wrong[:5])


def sheets():
    made = parts(row('<c r="A1"><v>1</v></c>'))
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("<sheets>", '<sheets><sheet name="职位" sheetId="7" r:id="r7"/><sheet name="旧" sheetId="8" state="hidden" r:id="r8"/>'
                                                              '<sheet name="_表" sheetId="9" state="veryHidden" r:id="r8"/><sheet name="图" sheetId="10" r:id="r9"/>')
    made["xl/_rels/workbook.xml.rels"] = relations([("r1", "worksheet", "worksheets/sheet1.xml"), ("r7", "worksheet", "/xl/worksheets/../worksheets/b.xml"),
                                                    ("r8", "worksheet", "worksheets/c.xml"), ("r9", "chartsheet", "chartsheets/d.xml")])
    made["xl/worksheets/b.xml"] = made["xl/worksheets/c.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>'
    expect("sheets in their order, hidden ones and charts left out", packed(made), {"职位": {"A1": ("number", "2")}, "人选": {"A1": ("number", "1")}}, ["W0606"], "“旧”")
    missing = parts("")
    del missing["xl/worksheets/sheet1.xml"]
    expect("a sheet that is not there", packed(missing), None, ["E0615"], "xl/worksheets/sheet1.xml")
    unrelated = parts("")
    unrelated["xl/_rels/workbook.xml.rels"] = relations([])
    expect("a sheet without its relation", packed(unrelated), None, ["E0615"])
    expect("a path out of the archive stays inside", packed({**parts(""), "xl/_rels/workbook.xml.rels": relations([("r1", "worksheet", "../../../../etc/passwd")])}), None, ["E0615"], "缺 etc/passwd")

    def merged(cells, *areas):
        return book(f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData><mergeCells>{"".join(f"<mergeCell ref=%s/>" % chr(34).join(["", a, ""]) for a in areas)}</mergeCells></worksheet>')
    rows = row('<c r="A1" t="str"><v>局长</v></c><c r="B1"><v>1</v></c>') + row('<c r="A2" s="0"/><c r="B2"><v>2</v></c>', 2) + row('<c r="A3" t="str"><v>副局长</v></c><c r="B3"><v>3</v></c>', 3)
    expect("merged over rows: counts for each", merged(rows, "A1:A2"),
           {"A1": ("text", "局长"), "B1": ("number", "1"), "A2": ("text", "局长"), "B2": ("number", "2"), "A3": ("text", "副局长"), "B3": ("number", "3")}, ["W0603"], "A1")
    expect("merged over columns: one cell", merged(row('<c r="A1" t="str"><v>题</v></c>'), "A1:H1"), {"A1": ("text", "题")})
    expect("what lies under a merged cell is gone", merged(row('<c r="A1"><v>1</v></c><c r="B1"><v>9</v></c>') + row('<c r="B2"><v>8</v></c><c r="C2"><v>2</v></c>', 2), "A1:B2"),
           {"A1": ("number", "1"), "A2": ("number", "1"), "C2": ("number", "2")}, ["W0603"])
    expect("a merged column to the last row of all", merged(rows, "A3:A1048576"),
           {"A1": ("text", "局长"), "B1": ("number", "1"), "B2": ("number", "2"), "A3": ("text", "副局长"), "B3": ("number", "3")})
    expect("an empty merged cell", merged(rows, "C1:D3"), {"A1": ("text", "局长"), "B1": ("number", "1"), "B2": ("number", "2"), "A3": ("text", "副局长"), "B3": ("number", "3")})
    expect("merged areas one over another", merged(rows, "B1:B3", "B2:B3"),
           {"A1": ("text", "局长"), "B1": ("number", "1"), "B2": ("number", "1"), "A3": ("text", "副局长"), "B3": ("number", "1")}, ["W0603"])
    began = time.time()
    got, codes, _ = dump(merged(rows + row('<c r="A1048576"><v>1</v></c>', 1048576), *[f"A{i}:XFD1048576" for i in range(1, 65000)]))
    check("many large merged areas are refused quickly", got is None and "E0605" in codes and time.time() - began < 20, (codes, time.time() - began))


def hostile():
    expect("an old .xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, None, ["E0607"], "另存为 .xlsx")
    expect("an .ods", packed([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>")]), None, ["E0608"], "另存为 .xlsx")
    expect("an .xlsb", packed({**parts(""), "xl/workbook.bin": "x"}), None, ["E0608"], ".xlsb")
    expect("a .docx", packed({"word/document.xml": "<a/>"}), None, ["E0608"], ".docx")
    expect("another archive", packed({"a.txt": "x"}), None, ["E0610"])
    expect("relations without a workbook", packed({"_rels/.rels": relations([])}), None, ["E0610"])
    expect("a beginning alone", b"PK\3\4", None, ["E0611"])
    good = book(row('<c r="A1"><v>1</v></c>'))
    expect("cut short", good[:len(good) // 2], None, ["E0611"])
    at = good.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    got, codes, _ = dump(good[:at + 20] + bytes([good[at + 20] ^ 0xff]) + good[at + 21:])
    check("a flipped byte", got is None and codes in (["E0611"], ["E0614"]), (got, codes))
    secret = bytearray(good)
    for sign, flag in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = -1
        while (at := secret.find(sign, at + 1)) >= 0:
            secret[at + flag] |= 1
    expect("encrypted inside", bytes(secret), None, ["E0609"], "_rels/.rels")
    twice = list(parts(row('<c r="A1"><v>1</v></c>')).items())
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expect("two parts of one name", packed(twice + [("xl/worksheets/sheet1.xml", "<a/>")]), None, ["E0619"])
    expect("too many parts", packed({**parts(""), **{f"x{i}": "" for i in range(2001)}}), None, ["E0617"])
    expect("billion laughs", book('<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
                                  f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>&d;</v></c></row></sheetData></worksheet>'), None, ["E0613"])
    expect("an outer entity", book(f'<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet xmlns="{MAIN}"/>'), None, ["E0613"])
    expect("an unknown entity", book(row('<c r="A1" t="str"><v>&x;</v></c>')), None, ["E0614"])
    expect("XML that does not end", book(f'<worksheet xmlns="{MAIN}"><sheetData>'), None, ["E0614"], "xl/worksheets/sheet1.xml")
    expect("XML that is not UTF-8", packed({**parts(""), "xl/worksheets/sheet1.xml": b"<worksheet>\xff</worksheet>"}), None, ["E0614"])
    expect("an empty part", packed({**parts(""), "xl/worksheets/sheet1.xml": ""}), None, ["E0614"])
    expect("deep XML", book("<worksheet>" + "<a>" * 100000), None, ["E0618"])
    expect("a shared text that is not there", book(row('<c r="A1" t="s"><v>3</v></c>'), texts="<si><t>x</t></si>"), None, ["E0616"])
    expect("a shared text by no number", book(row('<c r="A1" t="s"><v>-1</v></c>'), texts="<si><t>x</t></si>"), None, ["E0616"])
    for place in ("A0", "1A", "XFE1", "A1048577", "A1:B2", "AAAAAAAAAAAAAAAAA1", "A99999999999999999999", ""):
        codes = ["E0616"] if place else []
        expect(f"a cell in no place: {place}", book(row(f'<c r="{place}"><v>1</v></c>')), None if place else {"A1": ("number", "1")}, codes)
    expect("a row in no place", book('<row r="0"><c><v>1</v></c></row>'), None, ["E0616"])
    expect("two cells in one place", book(row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>')), None, ["E0616"])
    expect("an unknown kind of cell", book(row('<c r="A1" t="zz"><v>1</v></c>')), None, ["E0616"])
    expect("a boolean that is none", book(row('<c r="A1" t="b"><v>2</v></c>')), None, ["E0616"])
    expect("a style that is not there", book(row('<c r="A1" s="99"><v>0.3</v></c>'), styles=formats([9])), {"A1": ("number", "0.3")})
    expect("a very long cell", book(row(f'<c r="A1" t="str"><v>{"x" * 131073}</v></c>')), None, ["E0620"])
    expect("as long a cell as may be", book(row(f'<c r="A1" t="str"><v>{"x" * 131072}</v></c>')), {"A1": ("text", "x" * 131072)})
    expect("too many sheets", packed({**parts(""), "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>' + '<sheet name="a" r:id="r1"/>' * 257 + "</sheets></workbook>"}), None, ["E0617"])
    expect("too many styles", book("", styles="<cellXfs>" + "".join(f'<xf numFmtId="{i * i}"/>' for i in range(65537)) + "</cellXfs>"), None, ["E0617"])
    bomb = packed({**parts(""), "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>' + " " * (200 << 20)})
    began = time.time()
    expect("a zip bomb", bomb, None, ["E0612"], "xl/worksheets/sheet1.xml")
    check("a zip bomb is refused quickly", len(bomb) < 1 << 20 and time.time() - began < 10, time.time() - began)
    lying = bytearray(bomb)
    at = lying.rfind(b"PK\1\2")
    struct.pack_into("<I", lying, at + 20, 0x7fffffff)  # its packed size, as the directory tells it
    got, codes, _ = dump(bytes(lying))
    check("a zip bomb that lies about its size", got is None and codes[0] in ("E0611", "E0612"), codes)


def sizes():
    empty = "".join(f'<row r="{i}" s="1" customFormat="1"/>' if i % 2 else f'<row r="{i}" spans="1:3"><c r="A{i}" s="1"/><c r="B{i}" s="1" t="s"/></row>' for i in range(2, 500000))
    data = book(f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{row("<c r=%sA1%s><v>1</v></c>" % (chr(34), chr(34)))}{empty}</sheetData></worksheet>')
    began = time.time()
    expect("half a million empty styled rows", data, {"A1": ("number", "1")})
    check("they are read quickly", time.time() - began < 30, time.time() - began)
    expect("an archive that is too large", b"PK\3\4" + bytes(64 << 20), None, ["E0003"])
    made = parts("")
    made["xl/workbook.xml"] = (f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>' + "".join(f'<sheet name="{i}" r:id="r1"/>' for i in range(250)) + "</sheets></workbook>")
    made["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}"><!--{random.Random(1).randbytes(1 << 20).hex() * 3}--></worksheet>'
    expect("one large part told of 250 times", packed(made), None, ["E0612"])
    expect("too many shared texts", book("", texts="".join(f'<si a="{i}"/>' for i in range(2000001))), None, ["E0617"], "<si>")
    expect("too many rows", "x\n".encode() * 1048577, None, ["E0605"])
    expect("too many cells", b"1,2,3,4,5,\n" * 1000000 + b"6", None, ["E0605"])
    blank = book(row('<c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t/></is></c><c r="C1" t="str"><v> </v></c>'), texts='<si><t xml:space="preserve">  </t></si>')
    expect("blank texts are empty cells", blank, {})


# ---- by other programs ----

def by_openpyxl():
    try:
        import openpyxl
    except ImportError:
        print("# skipped files written by openpyxl: it is not installed")
        return None
    made = openpyxl.Workbook()
    s = made.active
    s.title = "人选"
    s.append(["编号", "姓名", "笔试", "出生", "占比", "党员", "合计"])
    s.append(["007", "李　娜", 85.1, datetime.date(1975, 10, 1), 0.3, True, "=C2*1"])
    s.append(["008", " 王伟 ", 0.1 + 0.2, datetime.datetime(1980, 2, 29, 8, 30), 0.295, False, None])
    for line in (2, 3):
        s.cell(line, 5).number_format = "0.0%"
    s["D2"].number_format = "yyyy-mm-dd"
    for line in range(4, 500):
        s.cell(line, 1).number_format = "@"
    made.create_sheet("_选项").sheet_state = "hidden"
    made.create_sheet("职位").append(["局长", 2])
    out = io.BytesIO()
    made.save(out)
    heads = {f"{c}1": ("text", h) for c, h in zip("ABCDEFG", ["编号", "姓名", "笔试", "出生", "占比", "党员", "合计"])}
    cells = {**heads, "A2": ("text", "007"), "B2": ("text", "李　娜"), "C2": ("number", "85.1"), "D2": ("date", "1975-10-01"), "E2": ("text", "30%"), "F2": ("yes", "TRUE"),
             "G2": ("broken", "=C2*1"), "A3": ("text", "008"), "B3": ("text", "王伟"), "C3": ("number", "0.3"), "D3": ("text", "1980-02-29 08:30"), "E3": ("text", "29.5%"),
             "F3": ("no", "FALSE")}
    posts = {"A1": ("text", "局长"), "B1": ("number", "2")}
    expect("written by openpyxl", out.getvalue(), {"人选": cells, "职位": posts}, ["W0601"])
    cells["G2"] = ("number", "85.1")
    return out.getvalue(), {"人选": cells, "职位": posts}


def convert(data, name, kind):
    source = os.path.join(folder, name)
    with open(source, "wb") as f:
        f.write(data)
    out = os.path.join(folder, "out")
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", kind, "--outdir", out, source],
                   capture_output=True, timeout=180, check=True)
    made = os.path.join(out, os.path.splitext(name)[0] + "." + kind.split(":")[0])
    with open(made, "rb") as f:
        return f.read()


def by_libreoffice(made):
    if not shutil.which("soffice"):
        print("# skipped files written by LibreOffice: it is not installed")
        return
    data, cells = made
    expect("written by LibreOffice", convert(data, "a.xlsx", "xlsx"), cells)
    expect("an .ods by LibreOffice", convert(data, "a.xlsx", "ods"), None, ["E0608"], "另存为 .xlsx")
    expect("an .xls by LibreOffice", convert(data, "a.xlsx", "xls"), None, ["E0607"], "另存为 .xlsx")
    for name, characters in (("UTF-8", "76,1"), ("GB18030", "85,1"), ("UTF-16", "65535,1")):
        text = convert(data, "a.xlsx", f"csv:Text - txt - csv (StarCalc):44,34,{characters}")
        got, codes, messages = dump(text)
        want = {p: c[1] for p, c in cells["人选"].items()}
        want.update(A2="007", D2="1975-10-01", E2="30.0%", E3="29.5%", F2="TRUE", C3="0.3")
        found = {p: c[1] for p, c in got[""].items()} if isinstance(got, dict) else got
        for place in ("D3",):  # as its own format shows it
            want.pop(place)
            found.pop(place, None) if isinstance(found, dict) else None
        check(f"CSV by LibreOffice in {name}", found == want and codes == (["W0001"] if name == "GB18030" else []), (found, codes, messages))


def decimals():
    """Against Python's repr, which is the shortest, too; the stored forms are those of openpyxl, Excel and libxlsxwriter."""
    r = random.Random(20240601)
    values = [2.0 ** e for e in range(-1074, 1024)] + [5e-324, 2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 9007199254740993.0, 2112596061490434.75]
    while len(values) < 100000:
        kind = len(values) % 4
        x = (struct.unpack("<d", struct.pack("<Q", r.getrandbits(64)))[0] if kind == 0 else r.randrange(1, 10 ** 9) / 10 ** r.randrange(0, 7) if kind == 1 else
             sum(r.randrange(0, 1000) / 10 for _ in range(5)) * 0.3 if kind == 2 else r.uniform(0, 100))
        if x == x and abs(x) != float("inf"):
            values.append(x)
    typed = [x for i, x in enumerate(values) if i % 4 == 1 and i > 2200]
    lines = [(repr(x), x) for x in values] + [("%.17G" % x, x) for x in values] + [("%.16G" % x, x) for x in typed]
    run = subprocess.run([READER, "decimals"], input="\n".join(s for s, _ in lines) + "\n", capture_output=True, text=True)
    found = run.stdout.split("\n")[:-1]
    wrong = [(s, f) for (s, x), f in zip(lines, found) if decimal.Decimal(f) != decimal.Decimal(repr(x))]
    check("the shortest decimals of 100,000 numbers", len(found) == len(lines) and not wrong, wrong[:5])


texts_and_values()
numbers()
dates()
sheets()
hostile()
sizes()
decimals()
made = by_openpyxl()
if made:
    by_libreoffice(made)
shutil.rmtree(folder, ignore_errors=True)
tools.finish()
