#!/usr/bin/env python3
"""Coverage of tests: every file in rules/ reaches all its boundaries; what is suggested passes and reaches what it is for."""
import glob
import json
import os
import re

import tools
from tools import RULES, check, read, same, write, xuan

SUGGESTED = ["leiyang", "hainan", "national-exam", "suizhou", "shandong", "jiujiang", "district", "kunming-nomination"]


def without_tests(text):
    """A test ends at the } that stands where its 测试 does."""
    return re.sub(r'^  测试 "[^\n]*\{\n.*?^  \}\n', "", text, flags=re.M | re.S)


def report(*arguments):
    return json.loads(xuan("test", "--coverage", "--format", "json", *arguments).stdout)["files"]


def faces(file):
    """(line, kind, text, face, number) of each face that counts, and whether it was seen; then those left out that were seen."""
    counted, wrong = {}, []
    for number, point in enumerate(file["points"]):
        for face in point["faces"]:
            if face["left_out"] is None:
                counted[(number, point["line"], face["text"], face["face"])] = face["seen"]
            elif face["seen"]:
                wrong.append((point["line"], face["text"]))
    return counted, wrong


def rules():
    files = sorted(glob.glob("rules/*/*.xuan"))
    same("all procedures are here", sorted(RULES.values()), files)
    done = xuan("test", "--complete", *files)
    check("test --complete of all rules", done.returncode == 0, done.stdout.decode("utf-8")[-2000:])
    for file in report(*files):
        counted, wrong = faces(file)
        gaps = [key for key, seen in counted.items() if not seen]
        check("%s: tests pass" % file["file"], file["failed"] == 0 and file["passed"] > 1, file["failed"])
        check("%s: every boundary is reached" % file["file"], not gaps and file["seen"] == file["total"] == len(counted), gaps[:3])
        check("%s: what is left out was not met" % file["file"], not wrong, wrong)


def left_out_is_never_met():
    """What no data can show is not shown by any of ours either (without 参数)."""
    for name, rules_file in RULES.items():
        bare = without_tests(read(rules_file))
        for data in sorted(glob.glob("examples/%s/*.json" % name)):
            if "expected" in data:
                continue
            test = '\n  测试 "数据" {\n    数据 "%s"\n    应 无人 作废\n  }\n}\n' % os.path.abspath(data)
            path = write("met.xuan", bare.rstrip().rstrip("}") + test)
            check("%s: what is left out is not met" % data, not faces(report(path)[0])[1])


def union():
    """Coverage is what the tests reach, one by one."""
    path = RULES["leiyang"]
    names = re.findall(r'^  测试 "([^"\n]*)"', read(path), flags=re.M)
    seen = set()
    for name in names:
        seen |= {key for key, value in faces(report("--filter", name, path)[0])[0].items() if value}
    same("the union of single tests", sorted(seen), sorted(key for key, value in faces(report(path)[0])[0].items() if value))


def suggestions():
    for name in SUGGESTED:
        bare = without_tests(read(RULES[name]))
        path = write("%s.xuan" % name, bare)
        data = write("%s.json" % name, read("examples/%s/pool.json" % name))
        done = xuan("test", "--suggest", "--data", data, path)
        said = done.stdout.decode("utf-8")
        told = re.findall(r"^# 第 (\d+) 行，(.*)：没有找到", said, flags=re.M)
        blocks = len(re.findall(r"^  测试 ", said, flags=re.M))
        check("%s: suggests" % name, done.returncode == 0 and blocks >= 3, done.stderr[:500])
        pasted = write("%s_pasted.xuan" % name, bare.rstrip().rstrip("}") + "\n" + said + "}\n")
        file = report(pasted)[0]
        counted = faces(file)[0]
        gaps = [key for key, seen in counted.items() if not seen]
        check("%s: what is pasted passes" % name, (file["passed"], file["failed"]) == (blocks, 0), (file["passed"], file["failed"], blocks))
        same("%s: what is left is what was said not to be found" % name,
             sorted((str(line), text) for _, line, text, _ in gaps), sorted(told))
        check("%s: most is found" % name, len(gaps) * 6 < len(counted), "%d of %d" % (len(gaps), len(counted)))
        again = xuan("test", "--suggest", "--data", data, path)
        same("%s: the same again" % name, again.stdout, done.stdout)


def status():
    kinds = "tests/coverage/kinds.xuan"
    only = ["--filter", "小数据", kinds]
    for options, code in ((["--coverage"] + only, 0), (["--complete"] + only, 1), (["--suggest"] + only, 0), (["--coverage", kinds], 1),
                          (["--complete", RULES["yangzhou"]], 0)):
        same("exit status of test %s" % " ".join(options), xuan("test", *options).returncode, code)
    file = report(kinds)[0]
    same("a failing test shows nothing", faces(file)[0], faces(report(*only)[0])[0])


TURNED = {"不低于": "高于", "不少于": "多于", "不超过": "低于", "不多于": "少于", "超过": "不低于", "高于": "不低于", "多于": "不少于",
          "低于": "不高于", "少于": "不多于", "不晚于": "早于", "不早于": "晚于", "不高于": "低于"}
CHANGES = [("|".join(sorted(TURNED, key=len, reverse=True)), lambda m: TURNED[m.group()]),
           ("从高到低", lambda m: "从低到高"), ("进一", lambda m: "舍去"), ("四舍五入", lambda m: "舍去"), ("封顶", lambda m: "保底"),
           ("并列 全部入围", lambda m: "并列 待定"), ("并列 待定", lambda m: "并列 全部入围"), (" 且 ", lambda m: " 或 "), (" 或 ", lambda m: " 且 "),
           ("要求", lambda m: "否决"), ("不为", lambda m: "为"), ("不属于", lambda m: "属于"), (r"(\d+)%", lambda m: "%d%%" % (int(m.group(1)) + 1)),
           (r"(?<![.\d/])(\d+) (分|人|票|次|年|岁|项)(?![\d.])", lambda m: "%d %s" % (int(m.group(1)) + 1, m.group(2))),
           (r"1:(\d)(?!\.)", lambda m: "1:%d" % (int(m.group(1)) + 1)), (r" (\d)/(\d)", lambda m: " %s/%d" % (m.group(1), int(m.group(2)) + 1))]
# A full mark only says what is shown; a probation and seats that no cut reads are told, not judged; the mean of means
# is read only by what is rounded again.
NO_MATTER = ["满分", "试用", "阶段 公推 按 职位 名额 2 人", "总均分"]


def mutants():
    """A rule changed by a hair fails a test of its file: the boundaries are not only reached, they are pinned."""
    for rules_file in RULES.values():
        text = read(rules_file)
        end = text.index("  # ---- 测试")
        for pattern, change in CHANGES:
            for m in re.finditer(pattern, text[:end]):
                start = text.rfind("\n", 0, m.start()) + 1
                line, before = text[start:text.index("\n", m.start())], text[start:m.start()]
                if "#" in before or before.count('"') % 2 or any(word in before for word in ("依据", "施行", "另读")):
                    continue
                if any(word in line for word in NO_MATTER):
                    continue
                mutant = text[:m.start()] + change(m) + text[m.end():]
                path = write("mutant.xuan", mutant.replace('"../../', '"%s/' % tools.ROOT))
                done = xuan("test", path)
                if "规则有错" not in done.stdout.decode("utf-8"): # a mutant that the check refuses proves nothing
                    check("%s: %s: %s to %s" % (rules_file, line.strip(), m.group(), change(m)), done.returncode == 1)


rules()
left_out_is_never_met()
union()
suggestions()
status()
mutants()
tools.finish()
