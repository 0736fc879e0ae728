/* judge.c - conditions, and the facts that a verdict rests on. */
#include "runtime/eval_parts.h"

static void record(Eval *e, const Expr *x, const Expr *left, Value a, const Expr *right, Value b, int item, int truth)
{
    if (!e->recording || e->run->options->brief)
        return;
    Seen *s = PUSH(e->run->scratch, &e->seen);
    s->truth = truth;
    s->positive = e->positive;
    s->fact = (Fact){.expr = x, .item = item};
    if (a.state == V_NUMBER) {
        s->fact.part = a.part;
        s->fact.whole = a.whole;
    }
    if (left)
        s->fact.value = shown_of(e->run, left, a);
    if (right)
        s->fact.bound = shown_of(e->run, right, b);
    if (right && a.state == V_NUMBER && b.state == V_NUMBER)
        s->fact.margin = (Shown){.kind = VALUE_NUMBER, .number = num_sub(e->run->a, a.number, b.number)};
}

/* Which side of the bound; nothing where dates do not decide it. */
static void cover_compare(Eval *e, const Expr *x, Value a, Value b)
{
    Coverage *c = covering(e->run);
    if (!c)
        return;
    bool below = compare_op(OP_LT, a, b) == 1, above = compare_op(OP_GT, a, b) == 1;
    if (!below && !above && compare_op(OP_EQ, a, b) != 1)
        return;
    int side = above - below;
    cover_side(c, x, side);
    bool numbers = a.state == V_NUMBER && b.state == V_NUMBER;
    cover_watch(c, (Sighting){x, e->row, numbers, a.number, b.number, side});
}

static void cover_atom(Eval *e, const Expr *x, int truth)
{
    if (covering(e->run))
        cover_truth(covering(e->run), x, truth);
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
    cover_compare(e, x, a, b);
    cover_atom(e, x, truth);
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
    bool found = false, unclear = false;
    for (size_t i = 1; i < x->kid_count; i++) {
        Value b = eval(e, x->kids[i]);
        if (is_none(b)) {
            *none = worse(*none, b);
            return -1;
        }
        int same = compare_op(OP_EQ, a, b);
        found = found || same == 1;
        unclear = unclear || same < 0;
    }
    if (!found && unclear) {
        *none = worse(*none, fault(x, E0404));
        return -1;
    }
    int truth = found == (x->op == OP_IN);
    cover_atom(e, x, truth);
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
        if (x->kid_count > 1)
            cover_compare(e, x, v, bound);
        record(e, x, x->kids[0], v, x->kid_count > 1 ? x->kids[1] : NULL, bound, (int)i + 1, truth);
    }
    int64_t n = (int64_t)list.count, need = x->op == OP_ANY ? 1 : x->op == OP_EVERY ? n : 0;
    if (x->op == OP_AT_LEAST && !num_to_int64(x->number, &need))
        BUG("至少 needs a whole number");
    if (held >= need || held + unclear < need) {
        cover_atom(e, x, held >= need);
        return held >= need;
    }
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
    cover_atom(e, x, (int)v.code);
    record(e, x, x, v, NULL, v, 0, (int)v.code);
    return (int)v.code;
}

static int judge_has(Eval *e, const Expr *x, Value *none)
{
    Value v = eval(e, x->kids[0]);
    if (v.state == V_UNKNOWN) {
        *none = worse(*none, v);
        return -1;
    }
    int truth = v.state != V_ABSENT && v.state != V_PENDING;
    cover_atom(e, x, truth);
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
    case OP_HAS: return judge_has(e, x, none);
    default: return judge_atom(e, x, none);
    }
}

const Fact *facts_of(Eval *e, int truth, size_t *count)
{
    *count = 0;
    if (!e->seen.len)
        return NULL;
    Fact *facts = NEW_ARRAY(e->run->a, Fact, e->seen.len);
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
    text_int(&path, (long long)person_of(r, row));
    text_char(&path, ']');
    return path;
}

bool may_lack(const Run *r, Value v)
{
    if (v.state != V_ABSENT || !v.expr)
        return false;
    switch ((int)v.expr->op) {
    case OP_FIELD: return r->p->fields[v.expr->index].optional;
    case OP_ENTRY_FIELD: return r->p->entries[v.expr->index].optional;
    case OP_COLUMN: return r->p->tables[v.expr->places].columns[v.expr->index].optional;
    case OP_DECISION: return r->p->clauses[v.expr->index].otherwise == ELSE_PROCEED;
    default: return false;
    }
}

/* True when enough people have been told to lack this. */
static bool lacks_again(Run *r, const Expr *x, uint32_t row)
{
    for (size_t i = 0; x && i < r->lacks.len; i++) {
        Lack *lack = &r->lacks.at[i];
        if (lack->expr->op == x->op && lack->expr->index == x->index)
            return ++lack->people > LACKS_TOLD;
    }
    if (x)
        *PUSH(r->a, &r->lacks) = (Lack){x, row, 1};
    return false;
}

void report_none(Run *r, uint32_t row, const Clause *clause, Value v)
{
    if (v.state == V_UNKNOWN || v.state == V_PENDING) {
        if (r->people[row].status == STATUS_IN)
            leave(r, row, clause->stage, STATUS_UNDETERMINED, v.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause)
                ->waiting = v.waiting;
        return;
    }
    r->failed = true;
    if (v.state == V_ABSENT && lacks_again(r, v.expr, row))
        return;
    Text t = text_new(r->a);
    MessageCode code = E0401;
    if (v.state == V_FAULT)
        code = v.code_of;
    if (v.expr)
        program_expr(r->p, v.expr, LANG_ZH, &t);
    Str stage = r->p->stages[clause->stage].name;
    bool swap = code == E0415; /* the stage that reads, then what it reads */
    Diag *d = diag_add(r->d, code, r->pool->source, r->pool->person_spans[person_of(r, row)],
                       ARGS(id_of(r, row), swap ? stage : text_str(&t), swap ? text_str(&t) : stage));
    Text path = person_path(r, row);
    if (v.state == V_ABSENT && v.expr && v.expr->op == OP_FIELD) {
        text_char(&path, '.');
        text_add(&path, r->p->fields[v.expr->index].key);
    }
    diag_at_json(d, text_str(&path), id_of(r, row));
}

void tell_lacks(Run *r)
{
    for (size_t i = 0; i < r->lacks.len; i++) {
        const Lack *lack = &r->lacks.at[i];
        if (lack->people <= LACKS_TOLD)
            continue;
        Text what = text_new(r->a), more = text_new(r->a);
        program_expr(r->p, lack->expr, LANG_ZH, &what);
        text_int(&more, lack->people - LACKS_TOLD);
        diag_add(r->d, E0432, r->pool->source, r->pool->person_spans[person_of(r, lack->first)], ARGS(text_str(&what), text_str(&more)));
    }
}
