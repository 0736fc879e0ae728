#!/usr/bin/env python3
"""Laws of 测试: tests take no part in a run; a change made by 改 is the change made in the data by hand; the forms agree."""
import copy
import json
import os
import random
import re

import tools
from tools import RULES, check, same, without_digests, without_tests, write, xuan

RANDOM = random.Random(20120620)
ROUNDS = 60


def no_part():
    for name, rules in RULES.items():
        text = open(rules, encoding="utf-8").read()
        bare = without_tests(text)
        if bare == text:
            continue
        check("%s: its tests are found" % rules, '测试 "' not in bare and "\n  阶段 " in bare)
        path = write("bare.xuan", bare)
        pool = "examples/%s/pool.json" % name
        same("%s: the program is the same without its tests" % rules,
             xuan("check", "--format", "json", path).stdout, xuan("check", "--format", "json", rules).stdout)
        for form in (["run"], ["run", "--format", "csv"], ["explain", "--all"]):
            a, b = (xuan(*form, file, pool) for file in (rules, path))
            same("%s: %s is the same without its tests" % (rules, " ".join(form)), (b.returncode, b.stdout), (a.returncode, a.stdout))
        a, b = (without_digests(tools.outcome(file, pool)) for file in (rules, path))
        same("%s: the outcome is the same without its tests" % rules, b, a)


def change(pool):
    """A random change: what to write, and the same in the pool."""
    who = RANDOM.choice(pool["candidates"])
    kind = RANDOM.choice(["whole", "part", "points", "survey", "grade", "list", "seats"])
    if kind == "whole":
        n = RANDOM.choice([20, 40, 100])
        ayes = RANDOM.randint(0, n)
        who["民主推荐"] = {"赞成": ayes, "收回": n}
        return '改 "%s" 民主推荐 为 %d/%d' % (who["id"], ayes, n)
    if kind == "part":
        spare = who["谈话推荐"]["收回"] - who["谈话推荐"].get("反对", 0) - who["谈话推荐"].get("弃权", 0)
        who["谈话推荐"]["赞成"] = RANDOM.randint(0, spare)
        return '改 "%s" 谈话推荐.赞成 为 %d' % (who["id"], who["谈话推荐"]["赞成"])
    if kind == "points":
        tenths = RANDOM.randint(0, 100)
        who["组织评鉴分"] = tenths / 10
        return '改 "%s" 组织评鉴分 为 %s 分' % (who["id"], who["组织评鉴分"])
    if kind == "survey":
        good = RANDOM.randint(40, 60)
        who["民意调查"] = {"满意": good, "不满意": 60 - good}
        return '改 "%s" 民意调查.满意 为 %d, 民意调查.不满意 为 %d' % (who["id"], good, 60 - good)
    if kind == "grade":
        at = RANDOM.randint(0, 2)
        who["近三年考核"][at] = RANDOM.choice(["优秀", "称职", "基本称职"])
        return '改 "%s" 近三年考核.%d 为 %s' % (who["id"], at + 1, who["近三年考核"][at])
    if kind == "list":
        who["加分"] = [RANDOM.randint(0, 30) / 10 for _ in range(RANDOM.randint(1, 3))]
        return '改 "%s" 加分 为 (%s)' % (who["id"], ", ".join(map(str, who["加分"])))
    post = RANDOM.choice(pool["posts"])
    post["名额"] = RANDOM.randint(1, 3)
    return '改 职位 "%s" 名额 为 %d' % (post["id"], post["名额"])


WORDS = {"in": "仍在", "dropped": "淘汰", "undetermined": "未定", "void": "作废", "chosen": "选定", "listed": "列入"}


def by_hand():
    """What xuan run says of the pool changed here must be what xuan test says of the pool changed there."""
    rules = without_tests(open(RULES["leiyang"], encoding="utf-8").read()).rstrip()[:-1]
    pool_file = os.path.abspath("examples/leiyang/pool.json")
    pool = json.load(open(pool_file, encoding="utf-8"))
    bare = write("leiyang.xuan", rules + "}\n")
    right, wrong, statuses = rules, rules, set()
    for i in range(ROUNDS):
        mine = copy.deepcopy(pool)
        steps = [change(mine) for _ in range(RANDOM.randint(1, 4))]
        until = RANDOM.choice(["群众评议", "组织评鉴", "差额推荐"])
        _, outcome = tools.outcome(bare, write("changed.json", json.dumps(mine, ensure_ascii=False)), "--until", until)
        head = '  测试 "%d" {\n    数据 "%s"\n    %s\n    至 %s\n' % (i, pool_file, "\n    ".join(steps), until)
        expects = []
        for c in outcome["candidates"]:
            statuses.add(c["status"])
            place = " 于 %s" % c["stage"] if c["stage"] else ""
            expects.append('    应 "%s" %s%s\n' % (c["id"], WORDS[c["status"]], place))
        right += head + "".join(expects) + "  }\n"
        at = RANDOM.randrange(len(expects))
        other = RANDOM.choice([w for w in WORDS.values() if '" %s' % w not in expects[at]])
        wrong += head + re.sub(r'" \S+', '" ' + other, expects[at], count=1) + "  }\n"
    check("the random pools have several statuses", {"in", "dropped"} <= statuses, statuses)
    good = xuan("test", write("right.xuan", right + "}\n"))
    same("a change in a test is the change in the data", (good.returncode, good.stdout.decode().splitlines()[-1]), (0, "%d 个测试：通过 %d，失败 0" % (ROUNDS, ROUNDS)))
    bad = xuan("test", write("wrong.xuan", wrong + "}\n"))
    same("another status is told from it", (bad.returncode, bad.stdout.decode().splitlines()[-1]), (1, "%d 个测试：通过 0，失败 %d" % (ROUNDS, ROUNDS)))


def forms():
    for rules in ("tests/blocks/office.xuan", "tests/blocks/failing.xuan"):
        tap = xuan("test", "--format", "tap", rules).stdout.decode().splitlines()
        found = json.loads(xuan("test", "--format", "json", rules).stdout)
        tests = found["files"][0]["tests"]
        same("%s: TAP's plan" % rules, tap[1], "1..%d" % len(tests))
        lines = [line for line in tap if re.match(r"(not )?ok ", line)]
        same("%s: TAP and JSON agree" % rules, [line.startswith("ok ") for line in lines], [t["passed"] for t in tests])
        same("%s: TAP's numbers" % rules, [int(re.search(r"ok (\d+)", line).group(1)) for line in lines], list(range(1, len(tests) + 1)))
        same("%s: the count" % rules, (found["passed"], found["failed"]), (sum(t["passed"] for t in tests), sum(not t["passed"] for t in tests)))
        for t in tests:
            check("%s: %s passes when all is met" % (rules, t["name"]), t["passed"] == all(e["met"] for e in t["expectations"]))
        same("%s: the same again" % rules, xuan("test", rules).stdout, xuan("test", rules).stdout)
        english = write(os.path.basename(rules), "")
        text = xuan("fmt", "-o", "-", "--words", "en", rules).stdout.decode()
        text = re.sub(r'data ("[^"]*")(, ("[^"]*"))?', lambda m: re.sub(r'"([^"]*)"', lambda n: '"%s"' % os.path.abspath("tests/blocks/" + n.group(1)), m.group(0)), text)
        with open(english, "w", encoding="utf-8") as f:
            f.write(text)
        same("%s: the same in English words" % rules,
             [t["passed"] for t in json.loads(xuan("test", "--format", "json", english).stdout)["files"][0]["tests"]], [t["passed"] for t in tests])


no_part()
by_hand()
forms()
tools.finish()
