/* values.c - dates, comparing, and a value as it is shown. */
#include "runtime/eval_parts.h"

/* ---- dates: a date known to the month or year is a range of days ---- */

typedef struct { int32_t low, high; } Days;

static int32_t month_days(Date d)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;
    return d.month == 2 && leap ? 29 : days[d.month - 1];
}

static Days days_of(Date d)
{
    int32_t y = d.year * 10000;
    if (!d.month)
        return (Days){y + 101, y + 1231};
    if (!d.day)
        return (Days){y + d.month * 100 + 1, y + d.month * 100 + month_days(d)};
    return (Days){y + d.month * 100 + d.day, y + d.month * 100 + d.day};
}

static int compare_dates(Op op, Date a, Date b)
{
    Days x = days_of(a), y = days_of(b);
    switch ((int)op) {
    case OP_LT: return x.high < y.low ? 1 : x.low >= y.low ? 0 : -1;
    case OP_GE: return x.high < y.low ? 0 : x.low >= y.low ? 1 : -1;
    case OP_GT: return x.low > y.high ? 1 : x.high <= y.high ? 0 : -1;
    case OP_LE: return x.low > y.high ? 0 : x.high <= y.high ? 1 : -1;
    default: break;
    }
    bool apart = x.high < y.low || x.low > y.high;
    bool same = x.low == y.low && x.high == y.high && x.low == x.high;
    return apart ? op == OP_NE : same ? op == OP_EQ : -1;
}

static int32_t whole_months(int32_t from, int32_t to)
{
    int32_t months = (to / 10000 - from / 10000) * 12 + (to / 100 % 100 - from / 100 % 100);
    return to % 100 < from % 100 ? months - 1 : months;
}

Value eval_span(Eval *e, const Expr *x)
{
    Value from = eval(e, x->kids[0]), to = eval(e, x->kids[1]);
    if (is_none(from) || is_none(to))
        return worse(from, to);
    Days f = days_of(from.date), t = days_of(to.date);
    int32_t least = whole_months(f.high, t.low), most = whole_months(f.low, t.high);
    if (x->op != OP_MONTHS) {
        least = least < 0 ? -((11 - least) / 12) : least / 12;
        most = most < 0 ? -((11 - most) / 12) : most / 12;
    }
    return least == most ? number(num_int(least)) : fault(x, E0404);
}

/* ---- comparing ---- */

int compare_values(Value a, Value b)
{
    switch (a.state) {
    case V_NUMBER: return num_cmp(a.number, b.number);
    case V_TEXT: return str_cmp(a.text, b.text);
    case V_DATE: {
        Days x = days_of(a.date), y = days_of(b.date);
        return x.low != y.low ? (x.low > y.low) - (x.low < y.low) : (x.high > y.high) - (x.high < y.high);
    }
    case V_YESNO: case V_GRADE: case V_POST: case V_PERSON: return (a.code > b.code) - (a.code < b.code);
    case V_LIST: case V_BALLOT: case V_SURVEY: case V_UNKNOWN: case V_PENDING: case V_ABSENT: case V_FAULT: break;
    }
    return 0;
}

bool dates_unclear(Value a, Value b)
{
    return a.state == V_DATE && b.state == V_DATE && compare_dates(OP_LT, a.date, b.date) < 0;
}

bool same_value(Value a, Value b) { return a.state == b.state && compare_values(a, b) == 0; }

bool order_holds(Op op, int order, bool grades)
{
    if (grades && op != OP_EQ && op != OP_NE)
        order = -order; /* the first of a scale is the best */
    switch ((int)op) {
    case OP_LT: return order < 0;
    case OP_LE: return order <= 0;
    case OP_GT: return order > 0;
    case OP_GE: return order >= 0;
    case OP_EQ: return order == 0;
    default: return order != 0;
    }
}

int compare_op(Op op, Value a, Value b)
{
    if (a.state == V_DATE)
        return compare_dates(op, a.date, b.date);
    return order_holds(op, compare_values(a, b), a.state == V_GRADE);
}

/* ---- shown ---- */

Shown shown_of(Run *r, const Expr *x, Value v)
{
    switch (v.state) {
    case V_NUMBER: return (Shown){.kind = VALUE_NUMBER, .number = v.number};
    case V_YESNO: return (Shown){.kind = VALUE_YESNO, .yes = v.code != 0};
    case V_TEXT: return (Shown){.kind = VALUE_TEXT, .text = v.text};
    case V_DATE: return (Shown){.kind = VALUE_DATE, .date = v.date};
    case V_POST: return (Shown){.kind = VALUE_TEXT, .text = r->pool->post_ids[v.code]};
    case V_PERSON: return (Shown){.kind = VALUE_TEXT, .text = r->pool->person_ids[v.code]};
    case V_GRADE: {
        const Type *t = x->type.kind == TYPE_LIST ? x->type.element : &x->type;
        return (Shown){.kind = VALUE_TEXT, .text = r->p->scales[t->scale].values[v.code]};
    }
    case V_LIST: case V_BALLOT: case V_SURVEY: case V_UNKNOWN: case V_PENDING: case V_ABSENT: case V_FAULT: break;
    }
    return (Shown){.kind = VALUE_NONE};
}
