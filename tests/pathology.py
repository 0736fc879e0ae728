#!/usr/bin/env python3
"""Inputs that no one writes: each ends with a message, within 20 seconds and 2 GiB, and without a crash."""
import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor

import tools
from tools import check, write

SECONDS = 20
MEMORY = 2 << 30
BINARIES = ("build/release/xuan", "build/san/xuan")

RULES = """程序 例 "例" {
  来源 《例》
  人选 { 笔试 : 0..100 分 }
  阶段 初选 {
    依据 一
    要求 笔试 不低于 60 分
  }
}
"""


def rules(clause, field="笔试 : 0..100 分"):
    return RULES.replace("要求 笔试 不低于 60 分", clause).replace("笔试 : 0..100 分", field)


def row(mark):
    return '{"candidates":[{"id":"1","笔试":%s}]}' % mark


def limited(release, command):
    """The command under the limits; the shadow memory of ASan is far larger, so it has none."""
    memory = "ulimit -v %d; " % (MEMORY >> 10) if release else ""
    return ["sh", "-c", 'ulimit -c 0; ulimit -t %d; %sexec "$@"' % (SECONDS, memory), "sh", *command]


def run(binary, name, arguments, wanted, code=None):
    what = "%s: %s" % (binary, name)
    try:
        done = subprocess.run(limited("release" in binary, [os.path.join(tools.ROOT, binary), *arguments]),
                              capture_output=True, timeout=SECONDS * 2)
    except subprocess.TimeoutExpired:
        check(what + ": ends in %d seconds" % SECONDS, False)
        return
    told = done.stderr.decode("utf-8", "replace")
    if done.returncode in (-signal.SIGKILL, -signal.SIGXCPU):
        check(what + ": ends in %d seconds" % SECONDS, False)
        return
    crash = done.returncode < 0 or done.returncode >= 64 or "Sanitizer" in told or "runtime error" in told
    if not check(what + ": no crash", not crash, "exit %d\n%s" % (done.returncode, told[-1500:])):
        return
    check(what + ": exit", done.returncode in wanted, "%d, wanted %s\n%s" % (done.returncode, wanted, told[:300]))
    check(what + ": a message", done.returncode == 0 or bool(told.strip()))
    check(what + ": short", len(told) < 100_000, len(told))
    if code:
        check(what + ": " + code, "[%s]" % code in told, told[:300])


def cases():
    """(name, rules, data or None, exits, a code that must be told)"""
    n = 100_000
    yield "nested brackets", rules("要求 " + "(" * n + "笔试" + ")" * n + " 不低于 60 分"), None, (1,), None
    yield "unclosed brackets", rules("要求 " + "(" * n), None, (1,), None
    yield "closed brackets", rules("要求 " + ")" * n), None, (1,), None
    yield "nested braces", "程序 例 {" * n, None, (1,), None
    yield "closing braces", "}" * n, None, (1,), "E0108"
    yield "nots", rules("要求 " + "非 " * n + "笔试 不低于 60 分"), None, (1,), None
    yield "minus signs", rules("要求 笔试 不低于 " + "- " * n + "60 分"), None, (1,), None
    yield "nested ifs", rules("计分 " + "若 笔试 不低于 60 分 则 " * n + "1 分"), None, (1,), None
    yield "members", rules("要求 笔试" + ".人数" * n + " 不低于 60 分"), None, (1,), None
    yield "a million terms", rules("计分 " + " + ".join(["1 分"] * 500_000)), None, (0, 1), None
    yield "a million terms in 4 MB and more", rules("计分 " + " + ".join(["1 分"] * 1_000_000)), None, (1,), "E0003"
    yield "a million ands", rules("要求 " + "且 ".join(["笔试>1 "] * 300_000)), None, (0, 1), None
    yield "a long list", rules("要求 笔试 属于 (" + ", ".join(["1"] * 300_000) + ")"), None, (0, 1), None
    yield "a large table", rules("计分 笔试 对应 (" + ", ".join("%d 分 = 1 分" % i for i in range(5_000)) + ", 其他 = 0 分)"), None, (0, 1), None
    yield "a number of a million digits", rules("要求 笔试 不低于 " + "9" * 1_000_000 + " 分"), None, (1,), "E0113"
    yield "a million decimals", rules("要求 笔试 不低于 0." + "1" * 1_000_000 + " 分"), None, (1,), "E0113"
    yield "the longest number", rules("要求 笔试 不高于 " + "9" * 1000 + " 分"), row("1"), (0,), None
    yield "one digit more", rules("要求 笔试 不高于 " + "9" * 1001 + " 分"), None, (1,), "E0113"
    yield "products of long numbers", rules("要求 笔试 低于 " + " * ".join(["9" * 1000] * 1000) + " * 1 分"), row("1"), (0, 1), None
    yield "a huge ratio", rules("计分 加权 %s:1 (笔试, 笔试)" % ("9" * 100_000)), None, (1,), None
    yield "many weights", rules("计分 加权 %s (笔试, 笔试)" % ":".join(["1"] * n)), None, (1,), None
    yield "1e400 in rules", rules("要求 笔试 不低于 1e400 分"), None, (1,), None
    yield "many decimals of a rounding", rules("计分 笔试 保留 99999999999999999999 位 四舍五入"), None, (1,), "E0346"
    yield "many judges", rules("计分 平均 笔试", "笔试 : 评分 99999999999 人 0..100 分"), None, (1,), "E0306"
    yield "many items", rules("计分 合计 笔试", "笔试 : 1000 项 0..100 分"), row("[1]"), (1,), "E0228"
    yield "NUL in rules", RULES.encode() + b"\0", None, (1,), "E0002"
    yield "invalid bytes in rules", RULES.encode() + b"\xff\xff\xff", None, (1,), "E0001"
    yield "a surrogate in UTF-8", RULES.encode().replace("初选".encode(), b"\xed\xa0\x80"), None, (0, 1), None
    yield "overlong UTF-8", RULES.encode() + b"#\xc0\x80\n", None, (0, 1), None
    yield "cut UTF-8", RULES.encode()[:30], None, (1,), None
    yield "random bytes", bytes((i * 7919 + i // 251) % 255 + 1 for i in range(1_000_000)), None, (1,), None
    yield "1,000 stages", RULES[:RULES.index("  阶段")] + "".join("阶段 甲_%d { 要求 笔试 不低于 60 分 依据 一 }\n" % i for i in range(1000)) + "}\n", row("99"), (0,), None
    yield "10,000 stages", RULES[:RULES.index("  阶段")] + "".join("阶段 甲_%d { 要求 笔试 不低于 60 分 依据 一 }\n" % i for i in range(10_000)) + "}\n", None, (1,), "E0350"
    yield "10,000 clauses", rules("要求 笔试 不低于 60 分\n" * 10_000), row("1"), (0,), None
    yield "30,000 clauses on one line", rules("要求 笔试 不低于 60 分；" * 30_000), row("1"), (0,), None
    yield "10,000 mistakes", rules("要求 笔是 不低于 60 分\n" * 10_000), None, (1,), "E0301"
    yield "10,000 syntax errors", rules("要求 要求 60 分\n" * 10_000), None, (1,), "E0101"
    yield "10,000 fields", rules("要求 笔试_0 不低于 60 分", "\n".join("笔试_%d : 0..100 分" % i for i in range(10_000))), None, (0, 1), None
    yield "10,000 scales", "程序 例 {\n" + "".join("等级 甲_%d = 一等 > 二等\n" % i for i in range(10_000)) + "}\n", None, (1,), None
    yield "a token of 10 MB", "程" * (10 << 20), None, (1,), "E0003"
    yield "a token of 3 MB", "程" * (1 << 20), None, (1,), "E0101"
    yield "a text of 3 MB", rules('要求 笔试 不低于 60 分 说 "%s"' % ("长" * (1 << 20))), row("1"), (0,), None
    yield "a text that does not end", rules('要求 笔试 不低于 60 分 说 "' + "长" * (1 << 20)), None, (1,), "E0102"
    yield "a line of 3 MB with a mistake", rules("要求 笔是 不低于 60 分" + " " * (3 << 20)), None, (1,), "E0301"
    yield "an empty file", "", None, (1,), "E0331"
    yield "only newlines", "\n" * 1_000_000, None, (1,), "E0331"
    yield "only a comment", "#" * 1_000_000, None, (1,), "E0331"
    yield "only a BOM", b"\xef\xbb\xbf", None, (1,), "E0331"

    good = RULES
    yield "100,000 deep arrays", good, "[" * n, (1,), None
    yield "100,000 deep objects", good, '{"a":' * n, (1,), None
    yield "100,000 deep, closed", good, row("[" * n + "]" * n), (1,), "E0209"
    yield "100,000 deep, unknown key", good, '{"x":%s,"candidates":[]}' % ("[" * n + "]" * n), (1,), None
    yield "data: a million digits", good, row("9" * 1_000_000), (1,), "E0207"
    yield "data: 1e400", good, row("1e400"), (1,), "E0221"
    yield "data: 1e-400", good, row("1e-400"), (0,), None
    yield "data: 1e1000000000", good, row("1e1000000000"), (1,), "E0207"
    yield "data: 1e99999999999999999999", good, row("1e99999999999999999999"), (1,), "E0207"
    yield "data: -0", good, row("-0"), (0,), None
    yield "data: NaN", good, row("NaN"), (1,), "E0201"
    yield "data: NUL", good, row("1").encode() + b"\0", (1,), "E0002"
    yield "data: \\u0000", good, row('"\\u0000"'), (1,), "E0204"
    yield "data: a lone surrogate", good, row('"\\ud800"'), (1,), "E0205"
    yield "data: a low surrogate first", good, row('"\\udc00\\ud800"'), (1,), "E0205"
    yield "data: a surrogate in UTF-8", good, row("1").encode().replace(b'"1"', b'"\xed\xa0\x80"'), (0, 1), None
    yield "data: invalid bytes", good, row("1").encode().replace(b'"1"', b'"\xff"'), (1,), "E0001"
    yield "data: a string of 10 MB", good, row('"' + "长" * (10 << 20) + '"'), (1,), "E0220"
    yield "data: a string that does not end", good, '{"candidates":[{"id":"' + "长" * (10 << 20), (1,), None
    yield "data: an id of 10 MB", good, '{"candidates":[{"id":"' + "长" * (3 << 20) + '","笔试":1}]}', (0,), None
    yield "data: a key of 10 MB", good, '{"candidates":[{"id":"1","笔试":1,"' + "长" * (3 << 20) + '":1}]}', (0,), None
    yield "data: empty", good, "", (1,), None
    yield "data: only newlines", good, "\n" * 1_000_000, (1,), None
    yield "data: 100,000 unknown keys", good, '{"candidates":[{"id":"1","笔试":1,%s}]}' % ",".join('"k%d":1' % i for i in range(n)), (0,), "W0202"
    yield "data: 100,000 members", good, "{%s}" % ",".join('"k%d":1' % i for i in range(n)), (1,), "E0233"
    yield "data: 100,000 equal keys", good, '{"candidates":[{%s}]}' % ",".join(['"笔试":1'] * n), (1,), "E0208"
    yield "data: 100,000 equal ids", good, '{"candidates":[%s]}' % ",".join(['{"id":"1","笔试":1}'] * n), (1,), "E0226"
    yield "data: 100,000 wrong values", good, '{"candidates":[%s]}' % ",".join('{"id":"%d","笔试":"x"}' % i for i in range(n)), (1,), "E0220"
    yield "data: 100,000 missing values", good, '{"candidates":[%s]}' % ",".join('{"id":"%d"}' % i for i in range(n)), (1,), "E0401"
    yield "data: NDJSON of broken lines", good, '{"id":"1",\n' * n, (1,), None
    yield "data: only commas", good, "," * n, (1,), None
    yield "data: an array of arrays", good, '{"candidates":[%s]}' % ",".join(["[]"] * n), (1,), "E0220"
    yield "data: no value at all", good, "{", (1,), None


def main():
    for name, text, data, wanted, code in cases():
        files = [write("case.xuan", text)]
        if data is not None:
            files.append(write("case.json", data))
        command = "check" if data is None else "run"
        with ThreadPoolExecutor(len(BINARIES)) as pool:
            list(pool.map(lambda binary: run(binary, name, [command, *files], wanted, code), BINARIES))
    tools.finish()


main()
