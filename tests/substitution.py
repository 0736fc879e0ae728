#!/usr/bin/env python3
"""递补 in every combination: how often, until when, for whom, how ties in the reserve are settled, why a place
falls free, and what becomes of the next in line.  The model below is written from the reference (4.31)."""
import hashlib
import itertools
import json

import tools
from tools import same, write, xuan

SCORES = {"apart": (90, 85, 80, 75, 70, 65), "tied": (90, 85, 80, 80, 80, 65)}
WRITTEN = (60, 61, 62, 63, 64, 65)      # parts the tied; 04 comes before 03
IDS = ["01", "02", "03", "04", "05", "06"]
SEATS = 2
SEED = "2024-05-01"
STAGES = ["拟定", "体检", "考察", "公示"]
TIES = {"全部入围": "all", "均不入围": "none", "依次比较 笔试 从高到低, 待定": "compare", "抽签": "lots", "待定": "pending"}

# Why places fall free and what happens to those who could move up: (kind, who, where).
EVENTS = [
    [],
    [("withdraw", "01", "体检")],
    [("withdraw", "01", "考察")],
    [("withdraw", "01", "公示")],
    [("fail", "01", "体检")],
    [("fail", "02", "考察")],
    [("fail", "02", "公示")],
    [("withdraw", "01", "体检"), ("fail", "02", "考察")],
    [("fail", "01", "体检"), ("fail", "02", "体检")],
    [("fail", "01", "体检"), ("fail", "03", "体检")],
    [("fail", "01", "体检"), ("fail", "03", "体检"), ("fail", "04", "考察")],
    [("fail", "01", "体检"), ("withdraw", "03", "体检")],
    [("withdraw", "03", "体检")],
    [("withdraw", "04", "考察"), ("fail", "02", "考察")],
    [("withdraw", "01", "体检"), ("withdraw", "03", "公示")],
    [("withdraw", "01", "after"), ("withdraw", "06", "体检")],
    [("wait", "01", "体检")],
    [("wait", "02", "考察"), ("fail", "01", "体检")],
]


def rules(times, deadline, ties, only):
    tail = "递补" + (" 当 笔试 不低于 63 分" if only else "")
    tail += " 至多 %d 次" % times if times is not None else ""
    tail += " 截至 公示" if deadline else ""
    stages = "".join("""
  阶段 %s 按 职位 {
    依据 一
    决定 %s结论 : 合格 | 不合格   由 某机构
    要求 %s结论 为 合格   说 "%s不合格"
  }""" % (s, s, s, s) for s in STAGES[1:])
    return """程序 顺延 {
  职位 { 名额 : 1.. 个 }
  人选 { 报考 : 职位；总分 : 0..100 分；笔试 : 0..100 分 }
  阶段 拟定 按 职位 {
    依据 一
    排序 总分 从高到低
    入围 1:1   说 "线外"   并列 %s   %s
  }%s
}
""" % (ties, tail, stages)


def pool(scores, events, standing):
    verdicts = {s: {i: {s + "结论": "合格"} for i in IDS} for s in STAGES[1:]}
    withdrawn = []
    for kind, who, where in events:
        if kind == "fail":
            verdicts[where][who][where + "结论"] = "不合格"
        elif kind == "wait":
            del verdicts[where][who]
        else:
            withdrawn.append({"candidate": who, "after" if where == "after" else "before":
                              "公示" if where == "after" else where, "why": "本人放弃"})
    for kind, who, where in events:     # records speak of those who are still there
        for s in STAGES[STAGES.index(where) + (kind == "fail"):] if where != "after" and kind != "wait" else []:
            verdicts[s].pop(who, None)
    if standing is not None:    # the time for substitution is over when 公示 begins
        verdicts["公示"] = {i: v for i, v in verdicts["公示"].items() if i in standing}
    return {"seed": SEED, "posts": [{"id": "甲", "名额": SEATS}],
            "candidates": [{"id": i, "报考": "甲", "总分": s, "笔试": w} for i, s, w in zip(IDS, scores, WRITTEN)],
            "records": [{"stage": s, "contest": {"职位": "甲"}, "values": v} for s, v in verdicts.items()],
            "withdrawn": withdrawn}


class Model:
    def __init__(self, scores, events, times, deadline, ties, only):
        self.score = dict(zip(IDS, scores))
        self.written = dict(zip(IDS, WRITTEN))
        self.times, self.ties, self.only = times, ties, only
        self.deadline = STAGES.index("公示") if deadline else len(STAGES)
        self.events = {(k, w): len(STAGES) if s == "after" else STAGES.index(s) for k, w, s in events}
        self.rank = {i: 1 + sum(v > self.score[i] for v in scores) for i in IDS}
        self.status = dict.fromkeys(IDS, "reserve")
        self.moves, self.skipped = [], set()
        self.standing = None
        self.list = [i for i in IDS if self.rank[i] <= SEATS]
        for i in self.list:
            self.status[i] = "in"

    def held(self):
        return sum(self.status[i] in ("in", "undetermined") for i in self.list)

    def left(self):
        return len(IDS) if self.times is None else self.times - len(self.moves)

    def judge(self, who, stage):
        """One person in one stage; what he comes out as."""
        if self.events.get(("fail", who)) == stage:
            self.status[who] = "dropped"
        elif self.events.get(("wait", who)) == stage:
            self.status[who] = "undetermined"

    def line(self):
        """The next of the reserve: all of one rank."""
        if self.only:
            self.skipped |= {i for i in IDS if self.written[i] < 63}
        rest = [i for i in IDS if self.status[i] == "reserve" and i not in self.skipped]
        first = min((self.rank[i] for i in rest), default=0)
        return [i for i in rest if self.rank[i] == first]

    def settle(self, block, places):
        """Who of a block that does not fit moves up, and who stays open."""
        if self.ties == "all":
            return (block, []) if len(block) <= self.left() else ([], block)
        if self.ties == "none":
            return [], []
        if self.ties == "pending":
            return [], block
        key = ((lambda i: -self.written[i]) if self.ties == "compare" else
               (lambda i: hashlib.sha256((SEED + ":" + i).encode()).hexdigest()))
        taken = sorted(block, key=key)[:places]
        return [i for i in block if i in taken], []

    def refill(self, now):
        while True:
            places = min(SEATS - self.held(), self.left())
            block = self.line()
            if places <= 0 or not block:
                break
            move, open_ = (block, []) if len(block) <= places else self.settle(block, places)
            for i in move:
                self.moves.append((i, self.rank[i], now))
                self.status[i] = "in"
                self.list.append(i)
                for stage in range(1, now):
                    if self.status[i] == "in":
                        self.judge(i, stage)
            for i in open_:
                self.status[i] = "undetermined"
                self.list.append(i)
            if open_ or not move:
                break
        if now == self.deadline and any(self.status[i] == "undetermined" for i in self.list):
            rest = sorted((i for i in IDS if self.status[i] == "reserve"), key=lambda i: (self.rank[i], i))
            if self.only:
                rest = [i for i in rest if self.written[i] >= 63]
            for i in rest[:max(self.left(), 0)]:
                self.status[i] = "undetermined"

    def run(self):
        for now in range(1, len(STAGES) + 1):
            for i in IDS:
                if self.events.get(("withdraw", i)) == now and self.status[i] in ("in", "reserve", "undetermined"):
                    self.status[i] = "withdrawn"
            if now <= self.deadline:
                self.refill(now)
            if now == self.deadline and now < len(STAGES):
                self.standing = [i for i in IDS if self.status[i] == "in"]
            if now == len(STAGES):
                break
            waiting = False
            for i in IDS:
                if self.status[i] == "in":
                    self.judge(i, now)
                    waiting = waiting or self.events.get(("wait", i)) == now
            for i in IDS:       # a missing decision leaves the whole contest open
                if waiting and self.status[i] == "in":
                    self.status[i] = "undetermined"
        return {i: "chosen" if s == "in" else s for i, s in self.status.items()}


def one(name, path, scores, events, arguments):
    model = Model(scores, events, *arguments)
    wanted = model.run()
    data = write("substitution.json", json.dumps(pool(scores, events, model.standing), ensure_ascii=False).encode())
    done = xuan("run", "--format", "json", path, data)
    if done.returncode not in (0, 4):
        same(name, done.stderr.decode()[:300], "")
        return
    out = json.loads(done.stdout)
    same(name, {c["id"]: c["status"] for c in out["candidates"]}, wanted)
    same(name + ": moves", [(s["in"], s["rank"]) for s in out["substitutions"]], [m[:2] for m in model.moves])
    same(name + ": ranks stay", {c["id"]: c["ranks"][0]["rank"] for c in out["candidates"]}, model.rank)
    same(name + ": the list as it was", out["lists"][0]["was"], [i for i in IDS if model.rank[i] <= SEATS])
    same(name + ": the reserve", sorted(out["lists"][0]["reserve"]), [i for i in IDS if wanted[i] == "reserve"])


for number, (times, deadline, ties, only) in enumerate(itertools.product((None, 1, 2, 3), (False, True), TIES, (False, True))):
    path = write("substitution%d.xuan" % number, rules(times, deadline, ties, only).encode())
    for which, scores in SCORES.items():
        for k, events in enumerate(EVENTS):
            one("%s %s %s %s %s %d" % (times, deadline, ties, only, which, k), path, scores, events,
                (times, deadline, TIES[ties], only))
tools.finish()
