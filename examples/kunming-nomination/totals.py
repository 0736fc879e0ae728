#!/usr/bin/env python3
"""不用规则，由选票数出每个职位的前五名、前两名；再从运行结果里读出同样的东西，两者应当一样。

    python3 generate.py > pool.json
    xuan run rules/云南省/昆明市两轮提名.xuan pool.json --format json > out.json
    python3 totals.py pool.json               由选票数
    python3 totals.py pool.json out.json      从结果里读

都输出一行 JSON：
    first_five  职位 → 过了海推的人（第五名并列都在内），按编号
    first_two   职位 → 后备人选，按编号
    open        职位 → 未定的人（没有就没有这一项）
    refused     不计的票 [投票, 投票人, 为什么, 职位或 null]，不重复，排好
"""
import json
import sys

FIRST, SECOND = "海推票", "公推票"
CLASS = {FIRST: "首轮投票人", SECOND: "次轮投票人"}


def tally(ballot, people, posts):
    """得票 {(职位, 人): 票数}，和不计的票。"""
    name, papers = ballot["field"], ballot["papers"]
    votes, refused, times = {}, set(), {}
    for p in papers:
        times[p["voter"]] = times.get(p["voter"], 0) + 1
    for p in papers:
        voter = p["voter"]
        if times[voter] > 1 or p.get("class") != CLASS[name]:
            refused.add((name, voter, "twice" if times[voter] > 1 else "class", None))
            continue
        for post in sorted(set(p.get("ayes", {})) | set(p.get("noes", {}))):
            ayes, noes = p.get("ayes", {}).get(post, []), p.get("noes", {}).get(post, [])
            if len(ayes) > 1:
                refused.add((name, voter, "too_many", post))
                continue
            for who in ayes + noes:
                if who not in people or post not in posts:
                    refused.add((name, voter, "unknown", post))
                elif who in ayes and who in noes:
                    refused.add((name, voter, "repeated", post))
                elif who in ayes:
                    votes[post, who] = votes.get((post, who), 0) + 1
    return votes, refused


def with_ties(votes, n):
    """前 n 名；线上并列都在内。"""
    return sorted(who for who in votes if sum(other > votes[who] for other in votes.values()) < n)


def expected(pool):
    fit = {c["id"]: c["符合条件"] for c in pool["candidates"]}
    posts = [p["id"] for p in pool["posts"]]
    ballots = {b["field"]: b for b in pool["ballots"]}
    first, refused = tally(ballots[FIRST], fit, posts)
    second, more = tally(ballots[SECOND], fit, posts)
    accepted = {(r["contest"]["职位"], who) for r in pool["records"] for who, v in r["values"].items() if v["公示结果"] == "无异议"}
    gone = {(w["post"], w["candidate"]) for w in pool.get("withdrawn", [])}
    five, two, undecided = {}, {}, {}
    for post in posts:
        five[post] = with_ties({who: n for (at, who), n in first.items() if at == post and fit[who]}, 5)
        on_list = [who for who in five[post] if (post, who) in accepted and (post, who) not in gone]
        got = {who: second.get((post, who), 0) for who in on_list}
        top = with_ties(got, 2)
        tied = [who for who in top if got[who] == min(got[t] for t in top)] if len(top) > 2 else []
        two[post] = [who for who in top if who not in tied]
        if tied:
            undecided[post] = tied
    return five, two, undecided, refused | more


def found(outcome):
    five, two, undecided = {}, {}, {}
    for c in outcome["candidates"]:
        if c["stage"] != "海推":
            five.setdefault(c["post"], []).append(c["id"])
        if c["status"] == "chosen":
            two.setdefault(c["post"], []).append(c["id"])
        if c["status"] == "undetermined":
            undecided.setdefault(c["post"], []).append(c["id"])
    return five, two, undecided, {(r["ballot"], r["voter"], r["why"], r["post"]) for r in outcome["refused"]}


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("用法: totals.py pool.json [out.json]")
    with open(sys.argv[-1], encoding="utf-8") as f:
        data = json.load(f)
    five, two, undecided, refused = (found if len(sys.argv) == 3 else expected)(data)
    result = {"first_five": {p: sorted(five[p]) for p in sorted(five)}, "first_two": {p: sorted(two[p]) for p in sorted(two)},
              "refused": sorted(([*r] for r in refused), key=lambda r: (r[0], r[1], r[2], r[3] or ""))}
    if undecided:
        result["open"] = {p: sorted(undecided[p]) for p in sorted(undecided)}
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
