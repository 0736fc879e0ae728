/* run.c - a run: the fixed order of work in a stage, withdrawals, excluded posts, 开考. */
#include "runtime/compiled.h"

/* ---- 1: withdrawals and excluded posts ---- */

/* Who was cut off or undetermined stays out of the stages between: he leaves where that happened. */
static void withdraw_unit(Run *r, uint32_t stage, uint32_t row, Str why)
{
    Status status = r->people[row].status;
    int cut_at = r->people[row].stage;
    if (status != STATUS_IN && status != STATUS_RESERVE && status != STATUS_CHOSEN && status != STATUS_UNDETERMINED)
        return;
    uint32_t last = (uint32_t)r->p->stage_count - 1; /* after the last stage is still in it */
    leave(r, row, stage < last ? stage : last, STATUS_WITHDRAWN, REASON_WITHDRAWN, NULL)->why = why;
    if (status == STATUS_RESERVE || status == STATUS_UNDETERMINED)
        r->people[row].stage = cut_at;
}

static void withdraw(Run *r, uint32_t stage)
{
    const Pool *pool = r->pool;
    for (size_t i = 0; i < pool->withdrawal_count; i++) {
        const Withdrawal *w = &pool->withdrawn[i];
        for (uint32_t k = r->first_unit[w->row]; k < r->first_unit[w->row + 1] && w->stage == stage; k++)
            if (w->post == CELL_NONE || w->post == pool->unit_post[r->units[k]])
                withdraw_unit(r, stage, r->units[k], w->why);
    }
}

/* A post lacks what 排除 reads. */
static void report_post(Run *r, uint32_t post, Value v)
{
    Text what = text_new(r->a), path = text_new(r->a);
    if (v.expr)
        program_expr(r->p, v.expr, LANG_ZH, &what);
    text_addz(&path, "posts[");
    text_int(&path, post);
    text_char(&path, ']');
    Diag *d = diag_add(r->d, v.state == V_FAULT ? v.code_of : E0401, NULL, (Span){0}, ARGS(r->pool->post_ids[post], text_str(&what)));
    diag_at_json(d, text_str(&path), S(""));
    r->failed = true;
}

static void exclude_posts(Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *clause = &r->p->clauses[i];
        if (clause->kind != CLAUSE_EXCLUDE)
            continue;
        for (size_t post = 0; post < r->pool->post_count; post++) {
            Eval e = {.run = r, .stage = stage, .group = NO_CONTEST, .post = (uint32_t)post, .positive = true,
                      .table_row = CELL_NONE};
            Value none = {.state = V_NUMBER};
            int truth = judge(&e, clause->expr, &none);
            cover_verdict(r, clause, truth);
            if (truth < 0)
                report_post(r, (uint32_t)post, none);
            else if (truth)
                r->excluded[post] = true;
        }
    }
}

/* ---- 4: do enough compete ---- */

static int64_t still_in(const Run *r, const Race *race)
{
    int64_t n = 0;
    for (size_t i = 0; i < race->count; i++)
        n += r->people[race->members[i]].status == STATUS_IN;
    return n;
}

/* 减名额 under a ratio: as many seats as this number of people is enough for. */
static int64_t seats_for(Run *r, const Clause *clause, Eval *e, int64_t count)
{
    Value ratio = eval(e, clause->expr);
    int64_t left = 0;
    Num seats = num_round(r->a, num_div(r->a, num_int(count), ratio.number), 0, clause->rounding);
    return num_to_int64(seats, &left) ? left : 0;
}

/* 减名额 under a condition: the largest number of seats for which it holds; 0: none. */
static int64_t most_seats(Run *r, const Clause *clause, Race *race, const Eval *at)
{
    int64_t declared = race->seats, found = 0;
    Eval e = *at;
    e.recording = false;
    r->trying = true;
    for (race->seats--; race->seats > 0 && !found; race->seats--) {
        Value none = {.state = V_NUMBER};
        if (judge(&e, clause->expr, &none) == 1)
            found = race->seats;
    }
    r->trying = false;
    race->seats = declared;
    return found;
}

/* What was computed with the seats as declared is computed again. */
static void forget_figures(Run *r, uint32_t stage, const Race *race)
{
    memset(r->group_memo, 0, sizeof *r->group_memo * r->p->expr_count);
    memset(r->group_state, 0, sizeof *r->group_state * r->p->expr_count);
    memset(r->key_memo, 0, sizeof *r->key_memo * r->p->expr_count);
    memset(r->latest, 0, sizeof *r->latest * r->p->clause_count);
    const Stage *s = &r->p->stages[stage];
    for (size_t i = s->first; i < s->first + s->count; i++)
        for (size_t k = 0; k < race->count && r->memo_state[i]; k++)
            r->memo_state[i][race->members[k]] = 0;
}

static void too_few(Run *r, uint32_t stage, const Clause *clause, Race *race, Eval *e, int64_t count, int64_t needed)
{
    Else action = clause->otherwise;
    if (action == ELSE_PROCEED) {
        note(r, NOTE_PROCEED, stage, race, count);
        return;
    }
    if (action == ELSE_REDUCE) {
        int64_t left = clause->expr->type.kind == TYPE_YESNO ? most_seats(r, clause, race, e) : seats_for(r, clause, e, count);
        if (covering(r))
            cover_clause(covering(r), clause, POINT_SEATS, -1, left > 0 ? FACE_REDUCED : FACE_NONE_LEFT);
        if (left > 0) {
            note(r, NOTE_REDUCED, stage, race, race->seats - left);
            r->reduced[race->key[0].code] += race->seats - left;
            race->seats = left;
            forget_figures(r, stage, race);
            return;
        }
        action = ELSE_CANCEL;
        r->reduced[race->key[0].code] += race->seats;
    }
    Status status = action == ELSE_VOID ? STATUS_VOID : action == ELSE_PENDING ? STATUS_UNDETERMINED : STATUS_DROPPED;
    race->is_void = action == ELSE_VOID;
    race->void_reason = race->is_void ? clause->notes.say : race->void_reason;
    for (size_t i = 0; i < race->count; i++) {
        uint32_t row = race->members[i];
        if (r->people[row].status != STATUS_IN)
            continue;
        Reason *why = leave(r, row, stage, status, REASON_OPEN, clause);
        why->count = count;
        why->needed = needed;
        with_facts(why, e, 0);
        decide(r, clause, row, false);
    }
}

static void open_contests(Run *r, uint32_t stage, const Clause *clause)
{
    StageState *state = &r->stages[stage];
    for (size_t g = 0; g < state->count; g++) {
        Race *race = &state->groups[g];
        int64_t count = still_in(r, race), needed = -1;
        if (!count)
            continue;
        Eval e = eval_at(r, stage, race->members[0]);
        e.group = (uint32_t)g;
        e.now = e.recording = true;
        Value none = {.state = V_NUMBER};
        bool enough = false, known = true;
        if (clause->expr->type.kind == TYPE_YESNO) {
            int truth = judge(&e, clause->expr, &none);
            known = truth >= 0;
            enough = truth == 1;
        } else {
            Num exact = num_int(0);
            int64_t whole = 0;
            Value v = eval(&e, clause->expr);
            known = !is_none(v);
            none = v;
            if (known) {
                exact = clause->expr->type.kind == TYPE_RATIO ? num_mul(r->a, v.number, num_int(race->seats < 0 ? 0 : race->seats)) : v.number;
                enough = num_cmp(num_int(count), exact) >= 0;
                if (covering(r))
                    cover_side(covering(r), clause->expr, num_cmp(num_int(count), exact));
                if (num_to_int64(num_round(r->a, exact, 0, ROUND_UP), &whole))
                    needed = whole;
            }
        }
        if (known)
            cover_verdict(r, clause, enough);
        /* Someone undetermined might have competed, and that might have been enough. */
        if (known && !enough && undetermined_of(r, race))
            known = false, none = (Value){.state = V_UNKNOWN};
        if (!known && (none.state == V_ABSENT || none.state == V_FAULT)) {
            report_none(r, race->members[0], clause, none);
        } else if (!known) {
            for (size_t i = 0; i < race->count; i++)
                if (r->people[race->members[i]].status == STATUS_IN)
                    leave(r, race->members[i], stage, STATUS_UNDETERMINED, none.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause)->waiting = none.waiting;
        } else if (!enough) {
            too_few(r, stage, clause, race, &e, count, needed);
        }
    }
}

/* ---- a stage, in the fixed order of work ---- */

static void run_stage(Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    bool takes = takes_out(r, stage);
    r->stage = (int)stage;
    withdraw(r, stage);
    substitute(r, stage);
    exclude_posts(r, stage);
    form_contests(r, stage);
    if (takes) {
        judge_valid(r, stage);
        judge_requirements(r, stage);
    }
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (takes && r->p->clauses[i].kind == CLAUSE_OPEN)
            open_contests(r, stage, &r->p->clauses[i]);
    if (s->score)
        score_people(r, stage);
    if (s->rank)
        rank_ahead(r, stage);
    for (size_t g = 0; g < r->stages[stage].count; g++) {
        Race *race = &r->stages[stage].groups[g];
        if (s->rank)
            rank_group(r, stage, race, (uint32_t)g);
        if (s->advance && takes && !r->failed)
            (s->advance->picked ? pick_group : cut_group)(r, stage, race, (uint32_t)g);
        if (s->elect && takes && !r->failed)
            elect_group(r, stage, race, (uint32_t)g);
        if (s->choose && !r->failed)
            choose_group(r, stage, race, (uint32_t)g);
    }
    if (!r->failed)
        conclude_stage(r, stage);
    if (s->elect)
        give_up_others(r, stage);
    follow(r, stage);
}

/* Given, and more than the zero that papers give to whoever they do not name. */
static bool is_given(const Column *c, size_t row)
{
    const uint32_t *counts = c->from_papers ? c->counts + row * COUNTS_STORED : NULL;
    return c->present[row] && (!counts || counts[COUNT_AYES] || counts[COUNT_NOES]);
}

/* A field given to someone who does not meet its condition. */
static void check_conditions(Run *r, const Field *fields, size_t count, const Column *columns, bool entries)
{
    for (size_t f = 0; f < count; f++)
        for (size_t k = 0; fields[f].when && !columns[f].shared && k < r->n; k++) {
            uint32_t row = r->pool->unit_order[k];
            if (!is_given(&columns[f], entries ? row : person_of(r, row)))
                continue;
            Eval e = {.run = r, .row = row, .person = person_of(r, row), .group = NO_CONTEST, .positive = true, .table_row = CELL_NONE};
            Value none = {.state = V_NUMBER};
            if (judge(&e, fields[f].when, &none) != 0)
                continue;
            Diag *d = diag_add(r->d, E0407, r->pool->source, r->pool->person_spans[person_of(r, row)],
                               ARGS(id_of(r, row), fields[f].name));
            Text path = person_path(r, row);
            text_char(&path, '.');
            text_add(&path, fields[f].key);
            diag_at_json(d, text_str(&path), id_of(r, row));
            r->failed = true;
        }
}

/* The value that holds on the pool's date: of the last 自 that is not after it (the reader has seen to it). */
static const Expr *value_on(const Run *r, const Param *param)
{
    const Expr *value = param->value;
    for (size_t i = 0; i < param->dated_count; i++)
        if (compare_values((Value){.state = V_DATE, .date = param->dated[i].since}, (Value){.state = V_DATE, .date = r->pool->date}) <= 0)
            value = param->dated[i].value;
    return value;
}

static void set_params(Run *r)
{
    r->params = NEW_ARRAY(r->a, Num, r->p->param_count + 1);
    r->param_values = NEW_ARRAY(r->a, const Expr *, r->p->param_count + 1);
    for (size_t i = 0; i < r->p->param_count; i++) {
        const Setting *set = NULL;
        for (size_t k = 0; k < r->options->setting_count; k++)
            if (r->options->settings[k].param == &r->p->params[i])
                set = &r->options->settings[k];
        const Expr *value = set ? r->p->params[i].value : value_on(r, &r->p->params[i]);
        r->param_values[i] = set && set->other ? set->other : value;
        r->params[i] = value ? value->number : num_int(0);
    }
    for (size_t i = 0; i < r->options->setting_count; i++)
        r->params[r->options->settings[i].param - r->p->params] = r->options->settings[i].value;
}

/* The units of each candidate, in the order of unit_order. */
static void gather_units(Run *r)
{
    const Pool *pool = r->pool;
    r->units = NEW_ARRAY(r->a, uint32_t, r->n + 1);
    r->first_unit = NEW_ARRAY(r->a, uint32_t, pool->person_count + 2);
    for (size_t i = 0; i < r->n; i++)
        r->first_unit[pool->unit_person[i] + 1]++;
    for (size_t i = 0; i < pool->person_count; i++)
        r->first_unit[i + 1] += r->first_unit[i];
    uint32_t *next = NEW_ARRAY(r->a, uint32_t, pool->person_count + 1);
    for (size_t i = 0; i < r->n; i++) {
        uint32_t unit = pool->unit_order[i], person = pool->unit_person[unit];
        r->units[r->first_unit[person] + next[person]++] = unit;
    }
}

static void start(Run *r)
{
    const Program *p = r->p;
    r->people = NEW_ARRAY(r->a, Person, r->n + 1);
    for (size_t i = 0; i < r->n; i++)
        r->people[i].stage = r->people[i].won = r->people[i].won_at = -1;
    gather_units(r);
    r->stages = NEW_ARRAY(r->a, StageState, p->stage_count);
    r->memo = NEW_ARRAY(r->a, Value *, p->clause_count + 1);
    r->memo_state = NEW_ARRAY(r->a, uint8_t *, p->clause_count + 1);
    r->group_memo = NEW_ARRAY(r->a, Value *, p->expr_count + 1);
    r->group_state = NEW_ARRAY(r->a, uint8_t *, p->expr_count + 1);
    r->key_memo = NEW_ARRAY(r->a, KeyedValues, p->expr_count + 1);
    r->choice = NEW_ARRAY(r->a, uint32_t *, p->clause_count + 1);
    r->excluded = NEW_ARRAY(r->a, bool, r->pool->post_count + 1);
    r->reduced = NEW_ARRAY(r->a, int64_t, r->pool->post_count + 1);
    for (size_t i = 0; i < p->stage_count; i++)
        r->elects = r->elects || (p->stages[i].elect && takes_out(r, (uint32_t)i));
    for (size_t i = 0; i < r->pool->refused_count; i++)
        *PUSH(r->a, &r->refused) = r->pool->refused[i];
    set_params(r);
    compile_all(r);
    check_conditions(r, p->fields, p->field_count, r->pool->fields, false);
    check_conditions(r, p->entries, p->entry_field_count, r->pool->entries, true);
}

const Outcome *run(Arena *a, const Program *program, const Pool *pool, const RunOptions *options, Diags *d)
{
    Run r = {.a = a, .contest = arena_new(), .scratch = arena_new(), .p = program, .pool = pool, .options = options, .d = d, .n = pool->unit_count};
    start(&r);
    uint32_t stages = (uint32_t)program->stage_count;
    for (uint32_t s = 0; s < stages && !r.failed; s++) {
        if (options->until >= 0 && (int)s > options->until)
            break;
        run_stage(&r, s);
    }
    if (!r.failed && options->until < 0) {
        withdraw(&r, stages);
        substitute(&r, stages);
        if (program->entry_field_count && settle_entries(&r)) { /* a place may have fallen free, and be taken */
            substitute(&r, stages);
            settle_entries(&r);
        }
    }
    check_decided_posts(&r);
    tell_lacks(&r);
    Outcome *out = r.failed ? NULL : NEW(a, Outcome);
    if (out)
        finish(&r, out);
    arena_free(r.scratch);
    arena_free(r.contest);
    return out;
}
