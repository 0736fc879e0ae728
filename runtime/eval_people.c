/* eval_people.c - aggregates over people and over the rows of tables. */
#include "runtime/eval_parts.h"

/* The contest we are in; NULL for someone whom the stage leaves out. */
const Race *race_here(const Eval *e)
{
    const StageState *s = &e->run->stages[e->stage];
    return s->groups && e->group < s->count ? &s->groups[e->group] : NULL;
}

/* The condition comes first: it may say that there is a key (当 有 考场). */
static bool in_base(Eval *e, const Expr *x, uint32_t row, Value key, Value *none)
{
    Eval other = eval_at(e->run, e->stage, row);
    other.group = e->group;
    if (x->kids[1] && judge(&other, x->kids[1], none) != 1)
        return false;
    if (!x->kids[2])
        return true;
    other = eval_at(e->run, e->stage, row);
    Value k = eval(&other, x->kids[2]);
    *none = worse(*none, is_none(k) ? k : *none);
    return !is_none(k) && same_value(k, key);
}

/* What an aggregate is being taken over. */
typedef struct {
    const Expr *x;
    Value key;               /* of 按 */
    Value *found;            /* the values */
    size_t count;
    KeyedValues each;        /* 每: its values so far, and what each gave */
    Value none;              /* the worst reason why there is no answer */
} Tally;

/* 每: true when this value has been counted already. */
static bool counted(Eval *e, Tally *t, Eval *other, Value v)
{
    Value key = eval(other, t->x->kids[3]);
    if (is_none(key)) {
        t->none = worse(t->none, key);
        return true;
    }
    for (size_t i = 0; i < t->each.len; i++) {
        if (!same_value(t->each.at[i].key, key))
            continue;
        if (t->x->kids[0] && !same_value(t->each.at[i].value, v))
            t->none = worse(t->none, fault(t->x, E0417));
        return true;
    }
    *PUSH(e->run->a, &t->each) = (KeyedValue){key, v};
    return false;
}

static void tally(Eval *e, Tally *t, uint32_t row)
{
    const Expr *x = t->x;
    if (!in_base(e, x, row, t->key, &t->none))
        return;
    Eval other = eval_at(e->run, e->stage, row);
    Value v = x->kids[0] ? eval(&other, x->kids[0]) : number(num_int(1));
    if (is_none(v)) {
        t->none = worse(t->none, v);
        return;
    }
    if (!x->kids[3] || !counted(e, t, &other, v))
        t->found[t->count++] = v;
}

/* An undetermined person who would be in the base makes the aggregate undetermined. */
static void doubtful(Eval *e, Tally *t, uint32_t row)
{
    Value inner = {.state = V_NUMBER};
    bool in = in_base(e, t->x, row, t->key, &inner);
    if (in || is_none(inner))
        t->none = worse(t->none, (Value){.state = V_UNKNOWN});
}

static Op list_op(Op op)
{
    switch ((int)op) {
    case OP_G_SUM: case OP_T_SUM: return OP_SUM;
    case OP_G_MEAN: case OP_T_MEAN: return OP_MEAN;
    case OP_G_HIGHEST: case OP_T_HIGHEST: return OP_HIGHEST;
    default: return OP_LOWEST;
    }
}

static Value compute_group(Eval *e, const Expr *x, Value key)
{
    Run *r = e->run;
    StageState *s = &r->stages[e->stage];
    const Race *race = race_here(e);
    bool own = x->group == GROUP_OWN && race;
    const uint32_t *rows = own ? race->members : s->entered;
    size_t n = own ? race->count : s->entered_count;
    Tally t = {.x = x, .key = key, .found = NEW_ARRAY(r->a, Value, n + 1), .none = {.state = V_NUMBER}};
    for (size_t i = 0; i < n; i++)
        if (!e->now || r->people[rows[i]].status == STATUS_IN)
            tally(e, &t, rows[i]);
        else if (r->people[rows[i]].status == STATUS_UNDETERMINED)
            doubtful(e, &t, rows[i]);
    for (size_t i = 0; own && i < race->shadows.len; i++)
        doubtful(e, &t, race->shadows.at[i]);
    for (uint32_t i = 0; !own && i < r->n; i++)
        if (is_stranger(r, e->stage, i))
            doubtful(e, &t, i);
    if (is_none(t.none))
        return t.none;
    return x->op == OP_G_COUNT ? number(num_int((int64_t)t.count)) : fold(e, x, list_op(x->op), t.found, t.count);
}

/* 按 key: one answer for each of its values. */
static Value eval_keyed(Eval *e, const Expr *x)
{
    Run *r = e->run;
    Value key = eval(e, x->kids[2]);
    if (is_none(key))
        return key;
    KeyedValues *known = &r->key_memo[x->id];
    for (size_t i = 0; i < known->len && !e->now && !r->trying; i++)
        if (same_value(known->at[i].key, key))
            return known->at[i].value;
    Value v = compute_group(e, x, key);
    if (!e->now && !r->trying)
        *PUSH(r->a, known) = (KeyedValue){key, v};
    return v;
}

Value eval_group(Eval *e, const Expr *x)
{
    Run *r = e->run;
    if (x->group == GROUP_KEY)
        return eval_keyed(e, x);
    Value no_key = {.state = V_NUMBER};
    if (e->now || r->trying)
        return compute_group(e, x, no_key);
    size_t slots = r->stages[e->stage].count + 1; /* the last slot: everyone */
    size_t at = x->group == GROUP_OWN && race_here(e) ? e->group : slots - 1;
    if (!r->group_memo[x->id]) {
        r->group_memo[x->id] = NEW_ARRAY(r->a, Value, slots);
        r->group_state[x->id] = NEW_ARRAY(r->a, uint8_t, slots);
    }
    if (!r->group_state[x->id][at]) {
        r->group_memo[x->id][at] = compute_group(e, x, no_key);
        r->group_state[x->id][at] = 1;
    }
    return r->group_memo[x->id][at];
}

/* A row that speaks of someone who was never where the condition looks does not count. */
static bool has_no_such(Value v) { return v.state == V_ABSENT && v.expr && v.expr->op == OP_OF_PERSON; }

/* Over the rows of a table. */
Value eval_table(Eval *e, const Expr *x)
{
    const TableRows *table = &e->run->pool->tables[x->index];
    Value *found = NEW_ARRAY(e->run->a, Value, table->row_count + 1), none = {.state = V_NUMBER};
    size_t n = 0;
    Eval inner = *e;
    inner.recording = false;
    for (size_t i = 0; i < table->row_count; i++) {
        inner.table_row = (uint32_t)i;
        Value why = {.state = V_NUMBER};
        if (x->kids[1] && judge(&inner, x->kids[1], &why) != 1) {
            none = has_no_such(why) ? none : worse(none, why);
            continue;
        }
        found[n] = x->kids[0] ? eval(&inner, x->kids[0]) : number(num_int(1));
        none = worse(none, is_none(found[n]) ? found[n] : none);
        n++;
    }
    if (is_none(none))
        return none;
    return x->op == OP_T_COUNT ? number(num_int((int64_t)n)) : fold(e, x, list_op(x->op), found, n);
}

/* Members who became undetermined in this stage: they entered it, whatever becomes of them. */
static size_t undetermined_here(const Run *r, const Race *race)
{
    return undetermined_of(r, race) - race->shadows.len - race->strays;
}

Value headcount(Eval *e, const Expr *x)
{
    Run *r = e->run;
    const Race *race = race_here(e);
    if (!race)
        return fault(x, E0415);
    if (race->shadows.len + (e->now ? undetermined_here(r, race) : 0))
        return (Value){.state = V_UNKNOWN};
    if (!e->now)
        return number(num_int((int64_t)race->count));
    int64_t n = 0;
    for (size_t i = 0; i < race->count; i++)
        n += r->people[race->members[i]].status == STATUS_IN;
    return number(num_int(n));
}
