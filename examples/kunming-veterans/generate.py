#!/usr/bin/env python3
"""生成一次军转选岗的数据（虚构），写到标准输出。

    python3 generate.py [种子] > pool.json        种子缺省为 1

公布的数：47 人，53 个职位。其余都是编的：分数、志愿、抽签的种子；每个职位一个名额。
有人总分、考试分都相同（要抽签）；每人列满 47 个志愿，前面的人再多也有得选。
"""
import json
import random
import sys

PEOPLE, POSTS = 47, 53


def upto(rng, n):
    """0..n 中的一个整数。"""
    return rng.getrandbits(32) % (n + 1)


def half(twice):
    """二分之一为单位的数，写成整数或 .5。"""
    return twice // 2 if twice % 2 == 0 else json.loads(f"{twice // 2}.5")


def generate(seed):
    rng = random.Random(seed)
    posts = [f"G{k:02d}" for k in range(1, POSTS + 1)]
    liking = {post: upto(rng, 60) for post in posts}         # 大家都想去的职位
    people = []
    for k in range(1, PEOPLE + 1):
        wishes = sorted(posts, key=lambda post: (-liking[post] - upto(rng, 40), post))[:PEOPLE]
        people.append({"id": f"Z{k:02d}", "考核分": half(120 + upto(rng, 70)), "考试分": half(100 + upto(rng, 90)), "志愿": wishes})
    for a, b in ((4, 30), (4, 41), (11, 19)):                # 两项都相同的人
        people[b]["考核分"], people[b]["考试分"] = people[a]["考核分"], people[a]["考试分"]
    people[8]["考核分"], people[8]["考试分"] = 80, 70        # 总分相同，考试分不同
    people[25]["考核分"], people[25]["考试分"] = 70, 80
    return {"seed": f"军转选岗抽签（虚构）{seed}", "posts": [{"id": post, "名额": 1} for post in posts], "candidates": people}


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    pool = generate(seed)
    lines = ['"seed": ' + json.dumps(pool["seed"], ensure_ascii=False)]
    for key in ("posts", "candidates"):
        rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in pool[key])
        lines.append(f'"{key}": [\n{rows}\n]')
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
