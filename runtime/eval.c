/* eval.c - an expression to its value. */
#include "runtime/eval_parts.h"

#include <stdlib.h>

Eval eval_at(Run *r, uint32_t stage, uint32_t row)
{
    StageState *s = &r->stages[stage];
    return (Eval){.run = r, .stage = stage, .row = row, .person = person_of(r, row), .group = s->of ? s->of[row] : NO_CONTEST, .positive = true,
                  .post = CELL_NONE, .table_row = CELL_NONE};
}

/* ---- arithmetic ---- */

static Value eval_two(Eval *e, const Expr *x)
{
    Value a = eval(e, x->kids[0]), b = eval(e, x->kids[1]);
    if (is_none(a) || is_none(b))
        return worse(a, b);
    Arena *m = e->run->a;
    if ((x->op == OP_CAP || x->op == OP_FLOOR) && covering(e->run)) {
        int side = num_cmp(a.number, b.number);
        cover_side(covering(e->run), x, side);
        cover_watch(covering(e->run), (Sighting){x, e->row, true, a.number, b.number, side});
    }
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

Value fold(Eval *e, const Expr *x, Op op, const Value *items, size_t n)
{
    size_t from = 0, to = n;
    if (x->trim_high || x->trim_low) {
        Value *sorted = NEW_ARRAY(e->run->scratch, Value, n + 1);
        memcpy(sorted, items, sizeof(Value) * n);
        qsort(sorted, n, sizeof(Value), by_number);
        items = sorted;
        if (n <= (size_t)x->trim_high + (size_t)x->trim_low)
            return fault(x, E0406);
        from = (size_t)x->trim_low;
        to = n - (size_t)x->trim_high;
    }
    if (from == to && op != OP_SUM)
        return fault(x, E0405);
    Num sum = num_int(0);
    for (size_t i = from; i < to; i++) {
        bool take = i == from || (op == OP_HIGHEST ? num_cmp(items[i].number, sum) > 0 : num_cmp(items[i].number, sum) < 0);
        if (op == OP_SUM || op == OP_MEAN)
            sum = num_add(e->run->a, sum, items[i].number);
        else if (take)
            sum = items[i].number;
    }
    return number(op == OP_MEAN ? num_div(e->run->a, sum, num_int((int64_t)(to - from))) : sum);
}

static Value eval_list(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    return x->op == OP_LENGTH ? number(num_int((int64_t)v.count)) : fold(e, x, x->op, v.items, v.count);
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
    Value *items = NEW_ARRAY(e->run->scratch, Value, x->kid_count + 1);
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

/* `met`: someone stands in that row; not so where a survey's grade has nobody. */
static Value map_one(Eval *e, const Expr *x, Value v, bool grade, bool met)
{
    for (int other = 0; other < 2; other++)
        for (size_t i = 0; i + 1 < x->kid_count; i++)
            if (x->rows[i].other == (other == 1) && row_fits(&x->rows[i], v, grade)) {
                if (met && covering(e->run))
                    cover_row(covering(e->run), x, i, grade ? NULL : &v.number);
                return eval(e, x->kids[i + 1]);
            }
    return fault(x, E0408);
}

/* Over a survey: the mean of the rows' values over its raters, item by item. */
static Value map_survey(Eval *e, const Expr *x, Value v)
{
    size_t grades = grades_of(e, x->kids[0]);
    Arena *m = e->run->a;
    Value *items = NEW_ARRAY(e->run->scratch, Value, v.count);
    for (size_t i = 0; i < v.count; i++) {
        const uint32_t *item = v.counts + i * (grades + 1);
        Num sum = num_int(0);
        for (size_t g = 0; g < grades; g++) {
            Value worth = map_one(e, x, (Value){.state = V_GRADE, .code = (uint32_t)g}, true, item[g] > 0);
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
    return v.state == V_SURVEY ? map_survey(e, x, v) : map_one(e, x, v, v.state == V_GRADE, true);
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

Num number_of(const Run *r, const Expr *x)
{
    for (size_t i = 0; i < r->options->override_count; i++)
        if (r->options->overrides[i].number == x)
            return r->options->overrides[i].value;
    return x->number;
}

/* What is given for the sake of another procedure is not there for whom the condition leaves out. */
static Value read_field(Eval *e, const Field *field, const Column *c, size_t row, const Expr *x)
{
    if (row == NO_UNIT) /* a candidate without an entry */
        return (Value){.state = V_ABSENT, .expr = x};
    if (field->when && c->shared && c->present[row]) {
        Eval inner = *e;
        inner.recording = false;
        Value none = {.state = V_NUMBER};
        if (judge(&inner, field->when, &none) == 0)
            return (Value){.state = V_ABSENT, .expr = x};
    }
    return cell_value(e->run, c, row, x);
}

Value eval(Eval *e, const Expr *x)
{
    Run *r = e->run;
    const Program *p = r->p;
    switch (x->op) {
    case OP_NUMBER: return number(number_of(r, x));
    case OP_TEXT: return (Value){.state = V_TEXT, .text = x->text};
    case OP_DATE: return (Value){.state = V_DATE, .date = x->date};
    case OP_YESNO: return yesno(x->index == 1);
    case OP_GRADE: return (Value){.state = V_GRADE, .code = (uint32_t)x->index};
    case OP_PARAM:
        return x->type.kind == TYPE_NUMBER || x->type.kind == TYPE_RATIO ? number(r->params[x->index])
                                                                         : eval(e, r->param_values[x->index]);
    case OP_FIELD: return read_field(e, &p->fields[x->index], &r->pool->fields[x->index], e->person, x);
    case OP_ENTRY_FIELD: return read_field(e, &p->entries[x->index], &r->pool->entries[x->index], e->row, x);
    case OP_COLUMN: return cell_value(r, &r->pool->tables[x->places].columns[x->index], e->table_row, x);
    case OP_SELF: return (Value){.state = V_PERSON, .code = e->person};
    case OP_OF_PERSON: return of_person(e, x);
    case OP_ALL_POSTS: return all_posts(e, x);
    case OP_POST_FIELD: return post_field(e, x);
    case OP_THE_POST: return (Value){.state = V_POST, .code = e->post};
    case OP_DECISION: return read_decision(e, &p->clauses[x->index], x);
    case OP_VOTE: return read_vote(e, &p->clauses[x->index]);
    case OP_FIGURE: return read_clause(e, &p->clauses[x->index], x);
    case OP_SCORE: return read_clause(e, p->stages[x->index].score, x);
    case OP_PLACE: return eval_place(e, x);
    case OP_PASSED_OVER:
        if (r->passed_over && r->passed_over[e->row] < 0)
            return (Value){.state = V_UNKNOWN};
        return number(num_int(r->passed_over ? r->passed_over[e->row] : 0));
    case OP_SEATS: {
        const Race *race = race_here(e);
        if (!race)
            return fault(x, E0415);
        return number(num_int(race->seats < 0 ? 0 : race->seats));
    }
    case OP_HEADCOUNT: return headcount(e, x);
    case OP_COUNTS: return ballot_count(e, x);
    case OP_RATE: return ballot_rate(e, x);
    case OP_MEETING: return meeting(e, x);
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
        bool none = v.state == V_ABSENT || v.state == V_PENDING || (v.state == V_FAULT && v.code_of == E0405);
        if (covering(r) && (none || !is_none(v)))
            cover_truth(covering(r), x, none);
        return none ? eval(e, x->kids[1]) : v;
    }
    case OP_MAP: return eval_map(e, x);
    case OP_AGE: case OP_YEARS: case OP_MONTHS: return eval_span(e, x);
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN: case OP_AND:
    case OP_OR: case OP_NOT: case OP_IMPLIES: case OP_HAS: case OP_ANY: case OP_EVERY: case OP_AT_LEAST:
        return eval_condition(e, x);
    case OP_LIST: return make_list(e, x);
    case OP_SUM: case OP_MEAN: case OP_HIGHEST: case OP_LOWEST: case OP_LENGTH: return eval_list(e, x);
    case OP_G_COUNT: case OP_G_SUM: case OP_G_MEAN: case OP_G_HIGHEST: case OP_G_LOWEST: return eval_group(e, x);
    case OP_T_COUNT: case OP_T_SUM: case OP_T_MEAN: case OP_T_HIGHEST: case OP_T_LOWEST: return eval_table(e, x);
    case OP_COUNT: break;
    }
    BUG("an operation of no kind");
}
