#!/usr/bin/env python3
"""生成扬州市跨部门交流的大份数据（虚构），写到标准输出。

    python3 generate.py [种子] > pool.json        种子缺省为 1

公布的只有“100 多个岗位”；300 人、40 个部门、104 个岗位、评价和志愿都是编的。
评价是整数，相同的很多，要抽签；志愿里有本部门的岗位，要回避。
"""
import json
import sys

PEOPLE, UNITS, POSTS = 300, 40, 104


class Rng:
    """splitmix64：整数，各机器相同。"""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed & self.MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.MASK
        return z ^ (z >> 31)

    def upto(self, n):
        """0..n 中的一个整数。"""
        return self.next() % (n + 1)


def generate(seed):
    rng = Rng(seed)
    posts = [{"id": f"J{k:03d}", "部门": f"部门{1 + k % UNITS:02d}", "名额": 2 if rng.upto(9) == 0 else 1} for k in range(1, POSTS + 1)]
    people = []
    for k in range(1, PEOPLE + 1):
        wishes = []
        for _ in range(rng.upto(8)):               # 可以一个志愿也没有；好岗位填的人多
            post = posts[min(rng.upto(POSTS - 1), rng.upto(POSTS - 1))]["id"]
            if post not in wishes:
                wishes.append(post)
        people.append({"id": f"Y{k:03d}", "部门": f"部门{1 + rng.upto(UNITS - 1):02d}", "志愿": wishes, "综合评价": 60 + rng.upto(39)})
    return {"seed": f"扬州虚构抽签{seed}", "posts": posts, "candidates": people}


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    pool = generate(seed)
    lines = [f'"seed": {json.dumps(pool["seed"], ensure_ascii=False)}']
    for key in ("posts", "candidates"):
        rows = ",\n".join(json.dumps(r, ensure_ascii=False) for r in pool[key])
        lines.append(f'"{key}": [\n{rows}\n]')
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
