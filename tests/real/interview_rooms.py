"""Interview marks corrected between rooms: the figures four public notices print, and pools that have them.

The notices print sums and counts, and at Gao'an the marks left out; no one's own mark.  The marks of a pool
are made up so that every sum, count and extreme is the printed one exactly; whole hundredths of a point."""
import collections
import decimal

Room = collections.namedtuple("Room", "post room counted total mean factor absent high low",
                              defaults=("", 0, (), ()))
# decimals: of the corrected mark, None where the notice says nothing.
Notice = collections.namedtuple("Notice", "name rules source rooms overall decimals")

# overall: post -> (people counted, their sum, the printed mean, marks left out above, below).
# A notice that prints no sum over all rooms has None there.
NOTICES = [
    Notice("hubin2021", "湖滨区.xuan",
           "三门峡市湖滨区 2021 年招聘教师, https://xiaogan.zhaojiao.net/zhaojiao/show-65498.html",
           [Room("", "7", 26, "2175.68", "83.6800", "0.9996"),
            Room("", "8", 26, "2173.96", "83.6138", "1.0004"),
            Room("", "9", 25, "2091.06", "83.6424", "1.0000")],
           {"": (None, None, "83.6454", (), ())}, 2),
    Notice("gaoan2015", "高安市.xuan",
           "高安市乡镇水务站、财政所招聘, 8 月 16 日, http://www.ges-training.com/n1183048c1564.aspx",
           [Room("水务站", "1", 22, "1620.66", "73.6664", "0.9931", 0, ("76.59", "76.32"), ("68.64", "70.16")),
            Room("水务站", "2", 20, "1452.89", "72.6445", "1.0071", 2, ("77.94", "79.24"), ("64.22", "68.72")),
            Room("财政所", "3", 26, "2015.67", "77.5258", "", 0, ("80.78", "81.69"), ("72.49", "75.27")),
            Room("财政所", "4", 26, "1931.77", "74.2988", "", 2, ("78.19", "78.44"), ("70.1", "71.43"))],
           {"水务站": (46, "3365.34", "73.1596", ("79.24", "77.94"), ("68.64", "64.22")),
            "财政所": (56, "4251.83", "75.9255", ("81.69", "80.78"), ("71.43", "70.1"))}, None),
    Notice("xuancheng2024", "宣城市.xuan",
           "宣城市人民医院 2024 年护理岗, the notice's own example, https://renshiksw.com/a/108855.html",
           [Room("", "1", 20, "1370.40", "68.52", "1.065"),
            Room("", "2", 20, "1443.00", "72.15", "1.012"),
            Room("", "3", 20, "1565.20", "78.26", "0.933")],
           {"": (None, None, "72.98", (), ())}, 2),
    Notice("henan_tegang_music", "特岗教师.xuan",
           "河南省特岗教师, 音乐, an example, http://alvindonovanequitypartnersfundspc.com/n689573c1651.aspx",
           [Room("", "A", 20, "1522.42", "76.12", "1.04"),
            Room("", "B", 18, "1494.88", "83.05", "0.96")],
           {"": (38, "3017.30", "79.40", (), ())}, 4),
]


def hundredths(printed):
    return int(decimal.Decimal(printed) * 100)


def spread(count, total, low, high):
    """So many marks from low to high with this sum, not all alike."""
    base, rest = divmod(total, count)
    marks = [base + (i < rest) for i in range(count)]
    room = min(base - low, high - base - 1, 900)
    for i in range(count // 2):
        apart = i * 137 % (room + 1)
        marks[i] += apart
        marks[-1 - i] -= apart
    assert sum(marks) == total and low <= min(marks) and max(marks) <= high
    return marks


def marks_of(room):
    high, low = [hundredths(m) for m in room.high], [hundredths(m) for m in room.low]
    return high + spread(room.counted, hundredths(room.total), max(low, default=0), min(high, default=10000)) + low


def members(room):
    """id -> mark in hundredths, None for who stayed away."""
    marks = marks_of(room) + [None] * room.absent
    return {"%s-%02d" % (room.room, i + 1): mark for i, mark in enumerate(marks)}


def pool(notice):
    people = []
    for room in notice.rooms:
        for person, mark in members(room).items():
            row = {"id": person, "考场": room.room}
            if room.post:
                row["岗位"] = room.post
            if mark is not None:
                row["面试"] = decimal.Decimal(mark) / 100
            people.append(row)
    return {"candidates": sorted(people, key=lambda row: row["id"][::-1])}


def from_document(case):
    """The rooms and overall means of a notice of the published file, as they stand above."""
    rooms, overall = [], {}
    for part in case.get("posts", [case]):
        post = part.get("post", "")
        for r in part["rooms"]:
            rooms.append(Room(post, str(r["room"]), r.get("n", r.get("n_rest")), r.get("sum", r.get("sum_rest")),
                              r["mean"], r.get("factor", ""), r.get("absent", 0),
                              tuple(r.get("hi2", ())), tuple(r.get("lo2", ()))))
        whole = part.get("pool", {})
        overall[post] = (whole.get("n_rest", case.get("total_n")), whole.get("sum_rest", case.get("total_sum")),
                         whole.get("mean", case.get("overall")),
                         tuple(whole.get("hi2", ())), tuple(whole.get("lo2", ())))
    return rooms, overall
