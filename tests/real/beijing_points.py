"""Beijing 2020: the published list of those who may settle, as a pool.  The published total and age points stay out."""
import csv
import decimal

COLUMNS = {"employment": "合法稳定就业", "residence": "合法稳定住所", "education": "教育背景",
           "education_overlap_deduction": "重叠扣减", "district": "职住区域", "innovation": "创新创业",
           "tax": "纳税", "honours": "荣誉表彰", "law_abiding": "守法记录"}


def load(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def pool(people):
    rows = []
    for person in people:
        row = {"id": person["id"], "出生": person["birth"]}
        row.update((name, decimal.Decimal(person[column])) for column, name in COLUMNS.items())
        rows.append(row)
    return {"candidates": rows}
