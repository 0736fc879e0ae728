"""What the Python suites share."""
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
XUAN = os.path.join(ROOT, "build/release/xuan")
# The procedures with a worked example: examples/NAME/.
RULES = {"leiyang": "rules/湖南省/耒阳市.xuan",
         "district": "rules/某省/某区.xuan",
         "baoding": "rules/河北省/保定市.xuan",
         "kunming-nomination": "rules/云南省/昆明市两轮提名.xuan",
         "kunming-veterans": "rules/云南省/昆明市军转选岗.xuan",
         "kunming-heads": "rules/云南省/昆明市校长直选.xuan",
         "kunming-counties": "rules/云南省/昆明市县区考核.xuan",
         "kunming-reserve": "rules/云南省/昆明市后备百人.xuan",
         "jiujiang": "rules/江西省/九江市.xuan",
         "guizhou": "rules/贵州省/干部交流.xuan",
         "yangzhou": "rules/江苏省/扬州市.xuan",
         "hainan": "rules/海南省/常委会票决.xuan",
         "national-exam": "rules/全国/公务员面试人选.xuan",
         "shandong": "rules/山东省/省直考录.xuan",
         "hubin": "rules/河南省/湖滨区.xuan",
         "suizhou": "rules/湖北省/随州市.xuan",
         "selection-students": "rules/某省/选调生.xuan",
         "zhongguancun": "rules/北京市/中关村.xuan"}
os.chdir(ROOT)
for name in ("XUAN_LANG", "NO_COLOR", "CLICOLOR_FORCE"):
    os.environ.pop(name, None)
WORK = tempfile.TemporaryDirectory(prefix="xuan-tests-")
passed = failed = 0


def check(what, good, shown=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print("FAILED: %s%s" % (what, ": %s" % (shown,) if shown != "" else ""))
    return good


def same(what, got, wanted):
    """Equal, or the first difference is shown."""
    if got == wanted:
        return check(what, True)
    return check(what, False, difference(got, wanted))


def difference(got, wanted, path=""):
    if isinstance(got, dict) and isinstance(wanted, dict):
        for key in list(wanted) + list(got):
            if got.get(key, ...) != wanted.get(key, ...):
                return difference(got.get(key), wanted.get(key), path + "." + key)
    if isinstance(got, list) and isinstance(wanted, list):
        for i, (a, b) in enumerate(zip(got, wanted)):
            if a != b:
                return difference(a, b, "%s[%d]" % (path, i))
        return "%s: %d elements, wanted %d" % (path, len(got), len(wanted))
    return "%s: got %.200r, wanted %.200r" % (path, got, wanted)


def finish():
    print("# passed %d failed %d" % (passed, failed))
    sys.exit(1 if failed else 0)


def xuan(*args, stdin=b""):
    return subprocess.run([XUAN, *args], input=stdin, capture_output=True, timeout=60)


def outcome(rules, data, *options, stdin=b""):
    """(exit status, outcome); the outcome is None when there is none."""
    done = xuan("run", "--format", "json", *options, rules, data, stdin=stdin)
    return done.returncode, json.loads(done.stdout) if done.stdout else None


def without_digests(result):
    code, value = result
    if value:
        value["rules"].pop("sha256")
        value["data"].pop("sha256")
    return code, value


def write(name, content):
    path = os.path.join(WORK.name, name)
    with open(path, "wb") as f:
        f.write(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def without_tests(text):
    """Rules as they are in rules/: a test ends at the } that stands where its 测试 does."""
    return re.sub(r'^  测试 "[^\n]*\{\n.*?^  \}\n', "", text, flags=re.M | re.S)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()
