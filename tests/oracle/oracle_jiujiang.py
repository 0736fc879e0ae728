"""Jiujiang 2006: who has to be moved, and the teams after the moves."""
from fractions import Fraction as F

from oracle_base import Group, Run, by_bytes, fact

TEAMS = ["党委", "政府", "人大", "政协", "法检", "市直"]
LEADING = ("党委", "政府")
LIMIT = 10
THIRD = F(1, 3)
ELECTION = (2006, 6, 30)


def full_years(since, until=ELECTION):
    """Whole years; without a day, any day of that month gives the same."""
    parts = [int(x) for x in since.split("-")]
    year, month, day = parts if len(parts) == 3 else parts + [1]
    years = until[0] - year
    return years if (month, day) <= until[1:] else years - 1


class Moves(Run):
    """Contests are the teams that people are moved to."""

    def make_groups(self):
        self.groups = []
        for post in self.posts.values():
            self.team(post).posts.append(post)
        self.groups.sort(key=lambda g: (by_bytes(g.key[0]),
                                        TEAMS.index(g.key[1])))

    def team(self, post):
        key = (post["县区"], post["班子"])
        for g in self.groups:
            if g.key == key:
                return g
        self.groups.append(Group(key, self.rules.BY))
        return self.groups[-1]


class Jiujiang:
    RUN = Moves
    BY = ("新职.县区", "新职.班子")
    STAGES = ["应当交流", "调配", "班子结构"]
    A_DAY = "任职年限算到交流结束的当月月底，原文未写"
    A_KINDS = "原文“等职务”只列到法检两长，须回避的就算这几种"
    A_TEAM = "县长等兼任两个班子的，只算主要的一个"
    A_BOTH = ("“同一地党政班子”是党委、政府两个班子合看："
              "在两者之间转任，年限连续算")
    A_RISEN = "是否新提拔的干部，作为已核实的事实读入"
    A_STAY = "不动的人，新职就是现职"
    A_AWAY = "“易地”是不在现任职的县（市、区）"
    A_CROSS = "既跨县又跨班子的，算跨县交流"
    A_APART = "党委班子、政府班子分别计算"
    A_LOCAL = "“本地干部”的含义原文未写，照回避交流，取出生地或成长地"
    ASSUMED = [A_DAY, A_KINDS, A_TEAM, A_BOTH, A_RISEN, A_STAY, A_AWAY,
               A_CROSS, A_APART, A_LOCAL]

    @classmethod
    def steps(cls, run):
        cls.due(run)
        cls.moves(run)
        cls.teams(run)

    @staticmethod
    def home(p, post):
        return [fact(p[f], post["县区"]) for f in ("出生地", "成长地")
                if p[f] == post["县区"]]

    @classmethod
    def due(cls, run):
        run.begin("应当交流")
        for p in run.people:
            if p.status != "in":
                continue
            now = run.posts[p["现职"]]
            if full_years(p["任现职起"]) >= LIMIT:
                p.marks.append("同职满十年")
            if now["班子"] in LEADING \
                    and full_years(p["任党政班子起"]) >= LIMIT:
                p.marks.append("同班子满十年")
            if now["职务"] != "其他职务" and cls.home(p, now):
                p.marks.append("须回避")

    @classmethod
    def moves(cls, run):
        stage = "调配"
        run.begin(stage)
        for p in run.people:
            if p.status != "in":
                continue
            value = run.decided_value(stage, p, "新职")
            if value is None:
                run.hold(stage, [p], "新职")
                continue
            now, new = run.posts[p["现职"]], run.posts[value]
            p.group = run.team(new)
            p.group.people.append(p)
            for say, facts, assumed in cls.objections(p, now, new):
                run.blame([p.id], *assumed)
                run.checks.append({"stage": stage, "say": say,
                                   "contest": None, "candidate": p.id,
                                   "facts": facts})
            p.marks += cls.kinds_of_move(now, new)

    @classmethod
    def objections(cls, p, now, new):
        county = fact(new["县区"], now["县区"])
        team = fact(new["班子"])    # of a set: no one bound
        leads, same = new["班子"] in LEADING, new["县区"] == now["县区"]
        if "同职满十年" in p.marks and new is now:
            yield ("在同一职位任职满十年，应当交流",
                   [fact(True), fact(new["id"], now["id"])],
                   [cls.A_DAY, cls.A_STAY])
        if "同班子满十年" in p.marks and same and leads:
            yield ("在同一地党政班子任职连续满十年，应当交流",
                   [fact(True), county, team],
                   [cls.A_DAY, cls.A_TEAM, cls.A_BOTH, cls.A_STAY])
        if new["职务"] != "其他职务" and cls.home(p, new):
            yield ("不得在本人出生地、成长地任这一职务",
                   [fact(new["职务"], "其他职务")] + cls.home(p, new), [])
        if p["新提拔"] and leads and same:
            yield ("新提拔进党政班子的，须易地提拔",
                   [fact(True), team, county],
                   [cls.A_RISEN, cls.A_TEAM, cls.A_AWAY, cls.A_STAY])

    @staticmethod
    def kinds_of_move(now, new):
        same_county = new["县区"] == now["县区"]
        same_team = new["班子"] == now["班子"]
        to_city, from_city = new["班子"] == "市直", now["班子"] == "市直"
        moved = new is not now
        tests = (("交流", moved),
                 ("党政正职交流", moved and new["职务"] == "党政正职"),
                 ("跨县交流", not same_county and not to_city
                  and not from_city),
                 ("跨班子交流", same_county and not same_team),
                 ("岗位轮换", same_county and same_team and moved),
                 ("到县任职", from_city and not to_city),
                 ("到市直任职", not from_city and to_city))
        return [name for name, holds in tests if holds]

    @classmethod
    def teams(cls, run):
        stage = "班子结构"
        run.begin(stage)
        for group, members in run.contests():
            if group.key[1] not in LEADING:
                continue
            county = group.key[0]
            local = sum(county in (p["出生地"], p["成长地"])
                        for p in members)
            if local >= len(members) * THIRD:
                continue
            run.checks.append({
                "stage": stage, "contest": group.named, "candidate": None,
                "say": "本地干部不到班子成员总数的三分之一",
                "facts": [fact(local, len(members) * THIRD)]})
            run.blame([p.id for p in members], cls.A_APART, cls.A_LOCAL,
                      cls.A_STAY)
