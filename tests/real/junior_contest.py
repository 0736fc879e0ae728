"""The junior song contests of 2003 to 2024, one pool a year, and which procedure goes with the year."""

SHARED_PLACES = {2004, 2009}          # equal totals, equal places
RULE_UNKNOWN = {2006, 2011, 2015, 2022}  # ties are parted by a rule that is not in the data
PARTS = {"national": "各国给分", "kids": "儿童评委", "adults": "成人评委", "experts": "专家评委",
         "jury": "评委给分", "online": "网络投票"}


def rules(year):
    """The procedure and the stage that ranks."""
    if year <= 2014:
        return "总分并列.xuan", "决赛"
    return {2015: "儿童评委另计.xuan", 2016: "儿童评委优先.xuan"}.get(year, "网络投票优先.xuan"), "总分"


def pool(contest):
    people = []
    for p in sorted(contest["performances"], key=lambda p: p["running"]):
        scores = dict(p["scores"])
        total = scores.pop("total")
        row = {PARTS[part]: points for part, points in scores.items()} if scores else {"总分": total}
        people.append({"id": p["country"], **row})
    return {"candidates": people}
