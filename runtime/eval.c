#include "runtime/engine.h"

#include <stdlib.h>

/* ---- values ---- */

static Value number(Num n) { return (Value){.state = V_NUMBER, .number = n}; }
static Value yesno(bool b) { return (Value){.state = V_YESNO, .code = b}; }
static Value fault(const Expr *x, MessageCode code) { return (Value){.state = V_FAULT, .expr = x, .code_of = code}; }
static Value waiting(Str what) { return (Value){.state = V_PENDING, .waiting = what}; }

static Value worse(Value a, Value b) { return b.state > a.state ? b : a; }

Eval eval_at(Run *r, uint32_t stage, uint32_t row)
{
    StageState *s = &r->stages[stage];
    return (Eval){.run = r, .stage = stage, .row = row, .group = s->of ? s->of[row] : NO_CONTEST, .positive = true,
                  .post = CELL_NONE};
}

/* ---- dates: a date known to the month or year is a range of days ---- */

typedef struct { int32_t low, high; } Days;

static Days days_of(Date d)
{
    int32_t y = d.year * 10000;
    if (!d.month)
        return (Days){y + 101, y + 1231};
    if (!d.day)
        return (Days){y + d.month * 100 + 1, y + d.month * 100 + 31};
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

static Value eval_span(Eval *e, const Expr *x)
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
        return (x.low > y.low) - (x.low < y.low);
    }
    case V_YESNO: case V_GRADE: case V_POST: return (a.code > b.code) - (a.code < b.code);
    case V_LIST: case V_BALLOT: case V_SURVEY: case V_UNKNOWN: case V_PENDING: case V_ABSENT: case V_FAULT: break;
    }
    return 0;
}

bool same_value(Value a, Value b) { return a.state == b.state && compare_values(a, b) == 0; }

static int compare_op(Op op, Value a, Value b)
{
    if (a.state == V_DATE)
        return compare_dates(op, a.date, b.date);
    int c = compare_values(a, b);
    if (a.state == V_GRADE && op != OP_EQ && op != OP_NE)
        c = -c; /* the first of a scale is the best */
    switch ((int)op) {
    case OP_LT: return c < 0;
    case OP_LE: return c <= 0;
    case OP_GT: return c > 0;
    case OP_GE: return c >= 0;
    case OP_EQ: return c == 0;
    default: return c != 0;
    }
}

/* ---- reading ---- */

const Record *record_of(Run *r, uint32_t stage, uint32_t row)
{
    StageState *s = &r->stages[stage];
    if (!s->of)
        return NULL;
    return s->groups && s->of[row] != NO_CONTEST ? s->groups[s->of[row]].record : s->record;
}

static Value list_of(Run *r, const Column *c, uint32_t row);

static Value cell(Run *r, const Column *c, size_t row, const Expr *x)
{
    if (!c->present[row])
        return (Value){.state = V_ABSENT, .expr = x};
    switch (c->type->kind) {
    case TYPE_NUMBER: case TYPE_RATIO: return number(column_num(r->a, c, row));
    case TYPE_YESNO: return yesno(c->codes[row] != 0);
    case TYPE_GRADE: return (Value){.state = V_GRADE, .code = c->codes[row]};
    case TYPE_POST: return (Value){.state = V_POST, .code = c->codes[row]};
    case TYPE_TEXT: return (Value){.state = V_TEXT, .text = c->texts[row]};
    case TYPE_DATE: return (Value){.state = V_DATE, .date = c->dates[row]};
    case TYPE_BALLOT: return (Value){.state = V_BALLOT, .counts = c->counts + row * COUNTS_STORED};
    case TYPE_SURVEY: {
        size_t grades = r->p->scales[c->type->scale].value_count + 1;
        size_t items = c->type->items ? (size_t)c->type->items : 1;
        return (Value){.state = V_SURVEY, .counts = c->counts + row * items * grades, .count = items};
    }
    case TYPE_LIST: case TYPE_PANEL: return list_of(r, c, (uint32_t)row);
    case TYPE_ERROR: case TYPE_TABLE: break;
    }
    BUG("a column of no type");
}

/* Absent judges are left out: an absence is not a zero. */
static Value list_of(Run *r, const Column *c, uint32_t row)
{
    uint32_t from = c->first[row], to = c->first[row + 1];
    Value *items = NEW_ARRAY(r->a, Value, to - from + 1);
    size_t n = 0;
    for (uint32_t i = from; i < to; i++)
        if (c->element->present[i])
            items[n++] = cell(r, c->element, i, NULL);
    return (Value){.state = V_LIST, .items = items, .count = n};
}

static const Votes *votes_of(const Record *record, uint32_t row)
{
    for (size_t i = 0; record && i < record->vote_count; i++)
        if (record->votes[i].row == row)
            return &record->votes[i];
    return NULL;
}

static Value read_vote(Eval *e, const Clause *clause)
{
    const Record *record = record_of(e->run, clause->stage, e->row);
    const Votes *v = votes_of(record, e->row);
    if (!v)
        return waiting(clause->name);
    uint32_t *counts = NEW_ARRAY(e->run->a, uint32_t, COUNTS_STORED);
    for (int i = 0; i < COUNTS_STORED; i++)
        counts[i] = v->counts[i] != CELL_NONE ? v->counts[i] : record->counts[i];
    return (Value){.state = V_BALLOT, .counts = counts};
}

static const Given *given_of(Run *r, const Clause *clause, uint32_t row)
{
    const Record *record = record_of(r, clause->stage, row);
    for (size_t i = 0; record && i < record->given_count; i++)
        if (record->given[i].row == row && record->given[i].clause == clause->index)
            return &record->given[i];
    return NULL;
}

static Value read_decision(Eval *e, const Clause *clause)
{
    const Given *g = given_of(e->run, clause, e->row);
    if (!g)
        return waiting(clause->name);
    switch (clause->type.kind) {
    case TYPE_NUMBER: return number(g->number);
    case TYPE_YESNO: return yesno(g->code != 0);
    case TYPE_GRADE: return (Value){.state = V_GRADE, .code = g->code};
    case TYPE_POST: return (Value){.state = V_POST, .code = g->code};
    case TYPE_TEXT: return (Value){.state = V_TEXT, .text = g->text};
    case TYPE_DATE: return (Value){.state = V_DATE, .date = g->date};
    case TYPE_ERROR: case TYPE_RATIO: case TYPE_BALLOT: case TYPE_SURVEY: case TYPE_PANEL: case TYPE_LIST:
    case TYPE_TABLE: break;
    }
    BUG("a decision of no type");
}

/* A figure or score belongs to its stage and is computed there, once a person. */
static Value read_clause(Eval *e, const Clause *clause, const Expr *x)
{
    Run *r = e->run;
    uint32_t at = clause->index;
    if (!r->memo[at]) {
        r->memo[at] = NEW_ARRAY(r->a, Value, r->n);
        r->memo_state[at] = NEW_ARRAY(r->a, uint8_t, r->n);
    }
    if (r->memo_state[at][e->row])
        return r->memo[at][e->row];
    if (!r->stages[clause->stage].of || (r->stages[clause->stage].of[e->row] == NO_CONTEST && r->p->stages[clause->stage].when))
        return fault(x, E0415);
    Eval inner = eval_at(r, clause->stage, e->row);
    Value v = eval(&inner, clause->expr);
    v.whole = 0;
    /* What is read from inside its own stage's result (检查) is not kept: the group has changed. */
    if (!is_none(v)) {
        r->memo[at][e->row] = v;
        r->memo_state[at][e->row] = 1;
    }
    return v;
}

static Value ballot_count(Eval *e, const Expr *x)
{
    const Expr *of = x->kids[0];
    bool of_record = of->op == OP_VOTE && x->reach == REACH_CONTEST;
    const uint32_t *counts = NULL;
    if (of_record) {
        const Record *record = record_of(e->run, e->run->p->clauses[of->index].stage, e->row);
        if (!record)
            return waiting(e->run->p->clauses[of->index].name);
        counts = record->counts;
    } else {
        Value v = eval(e, of);
        if (is_none(v))
            return v;
        counts = v.counts;
    }
    uint32_t value = CELL_NONE;
    if (x->index == COUNT_FORMAL) {
        if (counts[COUNT_RETURNED] != CELL_NONE && counts[COUNT_SPOILT] != CELL_NONE)
            value = counts[COUNT_RETURNED] - counts[COUNT_SPOILT];
    } else {
        value = counts[x->index];
    }
    if (value == CELL_NONE)
        return of->op == OP_VOTE ? waiting(e->run->p->clauses[of->index].name) : (Value){.state = V_ABSENT, .expr = x};
    return number(num_int(value));
}

static Value share(Eval *e, const Expr *x, int64_t part, int64_t whole)
{
    if (whole == 0)
        return fault(x, E0402);
    Value v = number(num_ratio(e->run->a, part, whole));
    v.part = part;
    v.whole = whole;
    return v;
}

static Value ballot_rate(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    int base = x->kids[0]->type.base;
    uint32_t whole = CELL_NONE;
    if (base != COUNT_FORMAL)
        whole = v.counts[base];
    else if (v.counts[COUNT_RETURNED] != CELL_NONE && v.counts[COUNT_SPOILT] != CELL_NONE)
        whole = v.counts[COUNT_RETURNED] - v.counts[COUNT_SPOILT];
    if (whole == CELL_NONE || v.counts[COUNT_AYES] == CELL_NONE)
        return x->kids[0]->op == OP_VOTE ? waiting(e->run->p->clauses[x->kids[0]->index].name)
                                         : (Value){.state = V_ABSENT, .expr = x};
    return share(e, x, v.counts[COUNT_AYES], whole);
}

static size_t grades_of(Eval *e, const Expr *survey) { return e->run->p->scales[survey->type.scale].value_count; }

static Value survey_grade(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    size_t grades = grades_of(e, x->kids[0]);
    Value *items = NEW_ARRAY(e->run->a, Value, v.count);
    for (size_t i = 0; i < v.count; i++) {
        const uint32_t *item = v.counts + i * (grades + 1);
        items[i] = x->op == OP_GRADE_COUNT ? number(num_int(item[x->index])) : share(e, x, item[x->index], item[grades]);
        if (is_none(items[i]))
            return items[i];
    }
    return x->type.kind == TYPE_LIST ? (Value){.state = V_LIST, .items = items, .count = v.count} : items[0];
}

static Value raters(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    if (v.state == V_LIST)
        return number(num_int((int64_t)v.count));
    size_t grades = grades_of(e, x->kids[0]);
    uint32_t least = CELL_NONE;
    for (size_t i = 0; i < v.count; i++)
        if (v.counts[i * (grades + 1) + grades] < least)
            least = v.counts[i * (grades + 1) + grades];
    return number(num_int(least));
}

/* ---- aggregates over people ---- */

/* The contest we are in; NULL for someone whom the stage leaves out. */
static const Race *race_here(const Eval *e)
{
    const StageState *s = &e->run->stages[e->stage];
    return s->groups && e->group < s->count ? &s->groups[e->group] : NULL;
}

static bool in_base(Eval *e, const Expr *x, uint32_t row, Value key, Value *none)
{
    if (x->kids[2]) {
        Eval other = eval_at(e->run, e->stage, row);
        Value k = eval(&other, x->kids[2]);
        if (is_none(k)) {
            *none = worse(*none, k);
            return false;
        }
        if (!same_value(k, key))
            return false;
    }
    if (!x->kids[1])
        return true;
    Eval other = eval_at(e->run, e->stage, row);
    other.group = e->group;
    int truth = judge(&other, x->kids[1], none);
    return truth == 1;
}

typedef struct {
    Num sum, high, low;
    int64_t count;
} Tally;

static void tally(Eval *e, const Expr *x, uint32_t row, Value key, Tally *t, Value *none)
{
    if (!in_base(e, x, row, key, none))
        return;
    t->count++;
    if (x->op == OP_G_COUNT)
        return;
    Eval other = eval_at(e->run, e->stage, row);
    Value v = eval(&other, x->kids[0]);
    if (is_none(v)) {
        *none = worse(*none, v);
        return;
    }
    t->sum = t->count == 1 ? v.number : num_add(e->run->a, t->sum, v.number);
    if (t->count == 1 || num_cmp(v.number, t->high) > 0)
        t->high = v.number;
    if (t->count == 1 || num_cmp(v.number, t->low) < 0)
        t->low = v.number;
}

/* An undetermined person who would be in the base makes the aggregate undetermined. */
static void doubtful(Eval *e, const Expr *x, uint32_t row, Value key, Value *none)
{
    Value inner = {.state = V_NUMBER};
    bool in = in_base(e, x, row, key, &inner);
    if (in || is_none(inner))
        *none = worse(*none, (Value){.state = V_UNKNOWN});
}

static Value compute_group(Eval *e, const Expr *x)
{
    Run *r = e->run;
    StageState *s = &r->stages[e->stage];
    const Race *race = race_here(e);
    bool own = x->group == GROUP_OWN;
    const uint32_t *rows = own && race ? race->members : s->entered;
    size_t n = own && race ? race->count : s->entered_count;
    Value none = {.state = V_NUMBER}, key = {.state = V_NUMBER};
    if (x->kids[2]) {
        key = eval(e, x->kids[2]);
        if (is_none(key))
            return key;
    }
    Tally t = {num_int(0), num_int(0), num_int(0), 0};
    for (size_t i = 0; i < n; i++)
        if (!e->now || r->people[rows[i]].status == STATUS_IN)
            tally(e, x, rows[i], key, &t, &none);
        else if (r->people[rows[i]].status == STATUS_UNDETERMINED)
            doubtful(e, x, rows[i], key, &none);
    if (own && race)
        for (size_t i = 0; i < race->shadow_count; i++)
            doubtful(e, x, race->shadows[i], key, &none);
    else
        for (size_t i = 0; i < r->n; i++)
            if (r->people[i].status == STATUS_UNDETERMINED && r->people[i].stage < (int)e->stage)
                doubtful(e, x, (uint32_t)i, key, &none);
    if (is_none(none))
        return none;
    switch ((int)x->op) {
    case OP_G_COUNT: return number(num_int(t.count));
    case OP_G_SUM: return number(t.sum);
    default: break;
    }
    if (!t.count)
        return fault(x, E0405);
    if (x->op == OP_G_MEAN)
        return number(num_div(r->a, t.sum, num_int(t.count)));
    return number(x->op == OP_G_HIGHEST ? t.high : t.low);
}

static Value eval_group(Eval *e, const Expr *x)
{
    Run *r = e->run;
    if (x->group == GROUP_KEY || e->now)
        return compute_group(e, x);
    size_t slots = r->stages[e->stage].count + 1; /* the last slot: everyone */
    size_t at = x->group == GROUP_OWN && race_here(e) ? e->group : slots - 1;
    if (!r->group_memo[x->id]) {
        r->group_memo[x->id] = NEW_ARRAY(r->a, Value, slots);
        r->group_state[x->id] = NEW_ARRAY(r->a, uint8_t, slots);
    }
    if (!r->group_state[x->id][at]) {
        Value v = compute_group(e, x);
        r->group_memo[x->id][at] = v;
        r->group_state[x->id][at] = 1;
    }
    return r->group_memo[x->id][at];
}

static Value headcount(Eval *e, const Expr *x)
{
    Run *r = e->run;
    const Race *race = race_here(e);
    if (!race)
        return fault(x, E0415);
    if (!e->now)
        return number(num_int((int64_t)race->count));
    int64_t n = 0;
    for (size_t i = 0; i < race->count; i++)
        n += r->people[race->members[i]].status == STATUS_IN;
    return number(num_int(n));
}

/* ---- arithmetic ---- */

static Value eval_two(Eval *e, const Expr *x)
{
    Value a = eval(e, x->kids[0]), b = eval(e, x->kids[1]);
    if (is_none(a) || is_none(b))
        return worse(a, b);
    Arena *m = e->run->a;
    switch ((int)x->op) {
    case OP_ADD: return number(num_add(m, a.number, b.number));
    case OP_SUB: return number(num_sub(m, a.number, b.number));
    case OP_MUL: case OP_OF: return number(num_mul(m, a.number, b.number));
    case OP_DIV: return num_sign(b.number) ? number(num_div(m, a.number, b.number)) : fault(x, E0403);
    case OP_CAP: return number(num_cmp(a.number, b.number) > 0 ? b.number : a.number);
    default: return number(num_cmp(a.number, b.number) < 0 ? b.number : a.number);
    }
}

static int by_number(const void *a, const void *b) { return num_cmp(((const Value *)a)->number, ((const Value *)b)->number); }

static Value eval_list(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    if (x->op == OP_LENGTH)
        return number(num_int((int64_t)v.count));
    const Value *items = v.items;
    size_t from = 0, to = v.count;
    if (x->trim_high || x->trim_low) {
        Value *sorted = NEW_ARRAY(e->run->a, Value, v.count + 1);
        memcpy(sorted, v.items, sizeof(Value) * v.count);
        qsort(sorted, v.count, sizeof(Value), by_number);
        items = sorted;
        if (v.count <= (size_t)x->trim_high + (size_t)x->trim_low)
            return fault(x, E0406);
        from = (size_t)x->trim_low;
        to = v.count - (size_t)x->trim_high;
    }
    if (from == to && x->op != OP_SUM)
        return fault(x, E0405);
    Num sum = num_int(0);
    for (size_t i = from; i < to; i++) {
        bool take = i == from || (x->op == OP_HIGHEST ? num_cmp(items[i].number, sum) > 0 : num_cmp(items[i].number, sum) < 0);
        if (x->op == OP_SUM || x->op == OP_MEAN)
            sum = num_add(e->run->a, sum, items[i].number);
        else if (take)
            sum = items[i].number;
    }
    return number(x->op == OP_MEAN ? num_div(e->run->a, sum, num_int((int64_t)(to - from))) : sum);
}

static Value eval_weighted(Eval *e, const Expr *x)
{
    Num sum = num_int(0), weights = num_int(0);
    Value none = {.state = V_NUMBER};
    for (size_t i = 0; i < x->kid_count; i++) {
        Value v = eval(e, x->kids[i]);
        if (is_none(v)) {
            none = worse(none, v);
            continue;
        }
        sum = num_add(e->run->a, sum, num_mul(e->run->a, x->weights[i], v.number));
        weights = num_add(e->run->a, weights, x->weights[i]);
    }
    return is_none(none) ? none : number(num_div(e->run->a, sum, weights));
}

static Value make_list(Eval *e, const Expr *x)
{
    Value *items = NEW_ARRAY(e->run->a, Value, x->kid_count + 1);
    Value none = {.state = V_NUMBER};
    for (size_t i = 0; i < x->kid_count; i++) {
        items[i] = eval(e, x->kids[i]);
        none = worse(none, items[i].state >= V_UNKNOWN ? items[i] : none);
    }
    return is_none(none) ? none : (Value){.state = V_LIST, .items = items, .count = x->kid_count};
}

static bool row_fits(const MapRow *row, Value v, bool grade)
{
    if (row->other)
        return true;
    if (grade)
        return row->grade >= 0 && (uint32_t)row->grade == v.code;
    return (!row->has_low || num_cmp(v.number, row->low) >= 0) && (!row->has_high || num_cmp(v.number, row->high) <= 0);
}

static Value map_one(Eval *e, const Expr *x, Value v, bool grade)
{
    for (int other = 0; other < 2; other++)
        for (size_t i = 0; i + 1 < x->kid_count; i++)
            if (x->rows[i].other == (other == 1) && row_fits(&x->rows[i], v, grade))
                return eval(e, x->kids[i + 1]);
    return fault(x, E0408);
}

/* Over a survey: the mean of the rows' values over its raters, item by item. */
static Value map_survey(Eval *e, const Expr *x, Value v)
{
    size_t grades = grades_of(e, x->kids[0]);
    Arena *m = e->run->a;
    Value *items = NEW_ARRAY(m, Value, v.count);
    for (size_t i = 0; i < v.count; i++) {
        const uint32_t *item = v.counts + i * (grades + 1);
        Num sum = num_int(0);
        for (size_t g = 0; g < grades; g++) {
            Value worth = map_one(e, x, (Value){.state = V_GRADE, .code = (uint32_t)g}, true);
            if (is_none(worth))
                return worth;
            sum = num_add(m, sum, num_mul(m, worth.number, num_int(item[g])));
        }
        if (!item[grades])
            return fault(x, E0402);
        items[i] = number(num_div(m, sum, num_int(item[grades])));
    }
    return x->type.kind == TYPE_LIST ? (Value){.state = V_LIST, .items = items, .count = v.count} : items[0];
}

static Value eval_map(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    return v.state == V_SURVEY ? map_survey(e, x, v) : map_one(e, x, v, v.state == V_GRADE);
}

static Value eval_place(Eval *e, const Expr *x)
{
    Run *r = e->run;
    int stage = x->index;
    if (stage < 0) /* the last ranking this person has been in */
        for (stage = (int)e->stage; stage >= 0; stage--)
            if (r->stages[stage].rank && r->stages[stage].rank[e->row])
                break;
    if (stage < 0 || !r->stages[stage].rank || !r->stages[stage].rank[e->row])
        return fault(x, E0415);
    return number(num_int(r->stages[stage].rank[e->row]));
}

static Value post_field(Eval *e, const Expr *x)
{
    Value post = eval(e, x->kids[0]);
    if (is_none(post))
        return post;
    return cell(e->run, &e->run->pool->posts[x->index], post.code, x);
}

static Value truth_value(int truth, Value none) { return truth < 0 ? none : yesno(truth); }

static Value eval_condition(Eval *e, const Expr *x)
{
    bool recording = e->recording;
    e->recording = false;
    Value none = {.state = V_NUMBER};
    int truth = judge(e, x, &none);
    e->recording = recording;
    return truth_value(truth, none);
}

static Value eval_if(Eval *e, const Expr *x)
{
    Value c = eval_condition(e, x->kids[0]);
    return is_none(c) ? c : eval(e, x->kids[c.code ? 1 : 2]);
}

Value eval(Eval *e, const Expr *x)
{
    Run *r = e->run;
    const Program *p = r->p;
    switch (x->op) {
    case OP_NUMBER: return number(x->number);
    case OP_TEXT: return (Value){.state = V_TEXT, .text = x->text};
    case OP_DATE: return (Value){.state = V_DATE, .date = x->date};
    case OP_YESNO: return yesno(x->index == 1);
    case OP_GRADE: return (Value){.state = V_GRADE, .code = (uint32_t)x->index};
    case OP_PARAM:
        return x->type.kind == TYPE_NUMBER || x->type.kind == TYPE_RATIO ? number(r->params[x->index])
                                                                         : eval(e, p->params[x->index].value);
    case OP_FIELD: return cell(r, &r->pool->fields[x->index], e->row, x);
    case OP_POST_FIELD: return post_field(e, x);
    case OP_THE_POST: return (Value){.state = V_POST, .code = e->post};
    case OP_DECISION: return read_decision(e, &p->clauses[x->index]);
    case OP_VOTE: return read_vote(e, &p->clauses[x->index]);
    case OP_FIGURE: return read_clause(e, &p->clauses[x->index], x);
    case OP_SCORE: return read_clause(e, p->stages[x->index].score, x);
    case OP_PLACE: return eval_place(e, x);
    case OP_PASSED_OVER: return number(num_int(r->passed_over ? r->passed_over[e->row] : 0));
    case OP_SEATS: {
        const Race *race = race_here(e);
        if (!race)
            return fault(x, E0415);
        return number(num_int(race->seats < 0 ? 0 : race->seats));
    }
    case OP_HEADCOUNT: return headcount(e, x);
    case OP_COUNTS: return ballot_count(e, x);
    case OP_RATE: return ballot_rate(e, x);
    case OP_MEETING: {
        const Record *record = record_of(r, p->clauses[x->kids[0]->index].stage, e->row);
        if (!record || !record->meeting.len)
            return waiting(p->clauses[x->kids[0]->index].name);
        return (Value){.state = V_TEXT, .text = record->meeting};
    }
    case OP_GRADE_SHARE: case OP_GRADE_COUNT: return survey_grade(e, x);
    case OP_RATERS: return raters(e, x);
    case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: case OP_OF: case OP_CAP: case OP_FLOOR: return eval_two(e, x);
    case OP_NEG: {
        Value v = eval(e, x->kids[0]);
        return is_none(v) ? v : number(num_neg(r->a, v.number));
    }
    case OP_ROUND: {
        Value v = eval(e, x->kids[0]);
        if (is_none(v) || x->type.kind == TYPE_RATIO) /* a ratio is rounded when the seats are known */
            return v;
        return number(num_round(r->a, v.number, x->places, (Rounding)x->index));
    }
    case OP_RESCALE: {
        Value v = eval(e, x->kids[0]);
        return is_none(v) ? v : number(num_mul(r->a, v.number, x->number));
    }
    case OP_WEIGHTED: return eval_weighted(e, x);
    case OP_IF: return eval_if(e, x);
    case OP_MISSING_AS: {
        Value v = eval(e, x->kids[0]);
        return v.state == V_ABSENT || v.state == V_PENDING ? eval(e, x->kids[1]) : v;
    }
    case OP_MAP: return eval_map(e, x);
    case OP_AGE: case OP_YEARS: case OP_MONTHS: return eval_span(e, x);
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN: case OP_AND:
    case OP_OR: case OP_NOT: case OP_IMPLIES: case OP_HAS: case OP_ANY: case OP_EVERY: case OP_AT_LEAST:
        return eval_condition(e, x);
    case OP_LIST: return make_list(e, x);
    case OP_SUM: case OP_MEAN: case OP_HIGHEST: case OP_LOWEST: case OP_LENGTH: return eval_list(e, x);
    case OP_G_COUNT: case OP_G_SUM: case OP_G_MEAN: case OP_G_HIGHEST: case OP_G_LOWEST: return eval_group(e, x);
    case OP_COUNT: break;
    }
    BUG("an operation of no kind");
}

/* ---- conditions ---- */

Shown shown_of(Run *r, const Expr *x, Value v)
{
    switch (v.state) {
    case V_NUMBER: return (Shown){.kind = VALUE_NUMBER, .number = v.number};
    case V_YESNO: return (Shown){.kind = VALUE_YESNO, .yes = v.code != 0};
    case V_TEXT: return (Shown){.kind = VALUE_TEXT, .text = v.text};
    case V_DATE: return (Shown){.kind = VALUE_DATE, .date = v.date};
    case V_POST: return (Shown){.kind = VALUE_TEXT, .text = r->pool->post_ids[v.code]};
    case V_GRADE: {
        const Type *t = x->type.kind == TYPE_LIST ? x->type.element : &x->type;
        return (Shown){.kind = VALUE_TEXT, .text = r->p->scales[t->scale].values[v.code]};
    }
    case V_LIST: case V_BALLOT: case V_SURVEY: case V_UNKNOWN: case V_PENDING: case V_ABSENT: case V_FAULT: break;
    }
    return (Shown){.kind = VALUE_NONE};
}

static void record(Eval *e, const Expr *x, const Expr *left, Value a, const Expr *right, Value b, int item, int truth)
{
    if (!e->recording)
        return;
    Seen *s = PUSH(e->run->a, &e->seen);
    s->truth = truth;
    s->positive = e->positive;
    s->fact = (Fact){.expr = x, .item = item, .part = a.part, .whole = a.whole};
    if (left)
        s->fact.value = shown_of(e->run, left, a);
    if (right)
        s->fact.bound = shown_of(e->run, right, b);
    if (right && a.state == V_NUMBER && b.state == V_NUMBER)
        s->fact.margin = (Shown){.kind = VALUE_NUMBER, .number = num_sub(e->run->a, a.number, b.number)};
}

static int judge_compare(Eval *e, const Expr *x, Value *none)
{
    Value a = eval(e, x->kids[0]), b = eval(e, x->kids[1]);
    if (is_none(a) || is_none(b)) {
        *none = worse(*none, worse(a, b));
        return -1;
    }
    int truth = compare_op(x->op, a, b);
    if (truth < 0) {
        *none = worse(*none, fault(x, E0404));
        return -1;
    }
    record(e, x, x->kids[0], a, x->kids[1], b, 0, truth);
    return truth;
}

static int judge_in(Eval *e, const Expr *x, Value *none)
{
    Value a = eval(e, x->kids[0]);
    if (is_none(a)) {
        *none = worse(*none, a);
        return -1;
    }
    bool found = false;
    for (size_t i = 1; i < x->kid_count; i++) {
        Value b = eval(e, x->kids[i]);
        if (is_none(b)) {
            *none = worse(*none, b);
            return -1;
        }
        found = found || same_value(a, b);
    }
    int truth = found == (x->op == OP_IN);
    record(e, x, x->kids[0], a, NULL, a, 0, truth);
    return truth;
}

/* 任一 每一 至少 N 项: each item is an atomic condition of its own. */
static int judge_items(Eval *e, const Expr *x, Value *none)
{
    Value list = eval(e, x->kids[0]);
    Value bound = x->kid_count > 1 ? eval(e, x->kids[1]) : (Value){.state = V_NUMBER};
    if (is_none(list) || is_none(bound)) {
        *none = worse(*none, worse(list, bound));
        return -1;
    }
    int64_t held = 0, unclear = 0;
    for (size_t i = 0; i < list.count; i++) {
        Value v = list.items[i];
        int truth = x->kid_count > 1 ? compare_op((Op)x->index, v, bound) : (int)v.code;
        held += truth == 1;
        unclear += truth < 0;
        record(e, x, x->kids[0], v, x->kid_count > 1 ? x->kids[1] : NULL, bound, (int)i + 1, truth);
    }
    int64_t n = (int64_t)list.count, need = x->op == OP_ANY ? 1 : x->op == OP_EVERY ? n : 0;
    if (x->op == OP_AT_LEAST && !num_to_int64(x->number, &need))
        BUG("至少 needs a whole number");
    if (held >= need)
        return 1;
    if (held + unclear < need)
        return 0;
    *none = worse(*none, fault(x, E0404));
    return -1;
}

static int judge_atom(Eval *e, const Expr *x, Value *none)
{
    Value v = eval(e, x);
    if (is_none(v)) {
        *none = worse(*none, v);
        return -1;
    }
    record(e, x, x, v, NULL, v, 0, (int)v.code);
    return (int)v.code;
}

static int judge_has(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    int truth = v.state != V_ABSENT && v.state != V_PENDING;
    record(e, x, x, yesno(truth), NULL, v, 0, truth);
    return truth;
}

/* Both sides are always judged, so that every condition that counts is seen; what cannot be computed on one
 * side does not matter where the other side settles it. */
static int judge_two(Eval *e, const Expr *x, Value *none)
{
    Value left = {.state = V_NUMBER}, right = {.state = V_NUMBER};
    bool positive = e->positive;
    if (x->op == OP_IMPLIES)
        e->positive = !positive;
    int a = judge(e, x->kids[0], &left);
    e->positive = positive;
    int b = judge(e, x->kids[1], &right);
    if (x->op == OP_IMPLIES && a >= 0)
        a = !a;
    int settles = x->op == OP_AND ? 0 : 1;
    if (a == settles || b == settles)
        return settles;
    if (a < 0 || b < 0) {
        *none = worse(*none, worse(left, right));
        return -1;
    }
    return !settles;
}

int judge(Eval *e, const Expr *x, Value *none)
{
    switch ((int)x->op) {
    case OP_AND: case OP_OR: case OP_IMPLIES: return judge_two(e, x, none);
    case OP_NOT: {
        e->positive = !e->positive;
        int truth = judge(e, x->kids[0], none);
        e->positive = !e->positive;
        return truth < 0 ? truth : !truth;
    }
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: return judge_compare(e, x, none);
    case OP_IN: case OP_NOT_IN: return judge_in(e, x, none);
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST: return judge_items(e, x, none);
    case OP_HAS: return judge_has(e, x);
    default: return judge_atom(e, x, none);
    }
}

const Fact *facts_of(Eval *e, int truth, size_t *count)
{
    Fact *facts = NEW_ARRAY(e->run->a, Fact, e->seen.len + 1);
    *count = 0;
    for (size_t i = 0; i < e->seen.len; i++) {
        const Seen *s = &e->seen.at[i];
        int counts_as = s->positive ? s->truth : !s->truth;
        if (truth < 0 || counts_as == truth)
            facts[(*count)++] = s->fact;
    }
    return facts;
}

Text person_path(const Run *r, uint32_t row)
{
    Text path = text_new(r->a);
    text_addz(&path, "candidates[");
    text_int(&path, (long long)row);
    text_char(&path, ']');
    return path;
}

void report_none(Run *r, uint32_t row, const Clause *clause, Value v)
{
    Text t = text_new(r->a);
    MessageCode code = E0401;
    if (v.state == V_FAULT)
        code = v.code_of;
    if (v.expr)
        program_expr(r->p, v.expr, LANG_ZH, &t);
    Str stage = r->p->stages[clause->stage].name;
    bool swap = code == E0415; /* the stage that reads, then what it reads */
    Diag *d = diag_add(r->d, code, r->pool->source, r->pool->person_spans[row],
                       ARGS(r->pool->person_ids[row], swap ? stage : text_str(&t), swap ? text_str(&t) : stage));
    Text path = person_path(r, row);
    if (v.state == V_ABSENT && v.expr && v.expr->op == OP_FIELD) {
        text_char(&path, '.');
        text_add(&path, r->p->fields[v.expr->index].key);
    }
    diag_at_json(d, text_str(&path), r->pool->person_ids[row]);
    r->failed = true;
}
