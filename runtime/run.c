#include "runtime/engine.h"

/* ---- judging a clause ---- */

static void with_facts(Reason *why, Eval *e, int truth)
{
    why->facts = facts_of(e, truth, &why->fact_count);
    if (why->fact_count) {
        why->value = why->facts[0].value;
        why->bound = why->facts[0].bound;
        why->margin = why->facts[0].margin;
    }
}

static bool keeps(const Run *r, uint32_t row)
{
    return r->options->keep == KEEP_EVERYONE || r->options->keep == (int)row;
}

static void keep_judged(Run *r, Eval *e, const Clause *clause, uint32_t row, int truth)
{
    if (!keeps(r, row))
        return;
    Judged *j = PUSH(r->a, &r->people[row].judged);
    j->clause = clause;
    j->verdict = truth;
    j->facts = facts_of(e, -1, &j->fact_count);
}

static int judge_clause(Run *r, Eval *e, const Clause *clause, Value *none)
{
    e->recording = true;
    e->seen.len = 0;
    e->seen.cap = 0;
    e->seen.at = NULL;
    *none = (Value){.state = V_NUMBER};
    int truth = judge(e, clause->expr, none);
    keep_judged(r, e, clause, e->row, truth);
    return truth;
}

/* ---- 1: withdrawals and excluded posts ---- */

static void withdraw(Run *r, uint32_t stage)
{
    for (size_t i = 0; i < r->pool->withdrawal_count; i++) {
        const Withdrawal *w = &r->pool->withdrawn[i];
        if (w->stage == stage && r->people[w->row].status == STATUS_IN)
            leave(r, w->row, stage, STATUS_WITHDRAWN, REASON_WITHDRAWN, NULL)->why = w->why;
    }
}

static void exclude_posts(Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *clause = &r->p->clauses[i];
        if (clause->kind != CLAUSE_EXCLUDE)
            continue;
        for (size_t post = 0; post < r->pool->post_count; post++) {
            Eval e = {.run = r, .stage = stage, .group = NO_CONTEST, .post = (uint32_t)post, .positive = true};
            Value none = {.state = V_NUMBER};
            int truth = judge(&e, clause->expr, &none);
            if (truth < 0)
                report_none(r, 0, clause, none);
            else if (truth)
                r->excluded[post] = true;
        }
    }
}

/* ---- 2: is the measurement valid ---- */

/* 测量无效: void for a contest, undetermined for one person, unless 否则 says otherwise. */
static Status invalid_status(const Clause *clause, bool contest)
{
    if (clause->otherwise == ELSE_DROP)
        return STATUS_DROPPED;
    if (clause->otherwise == ELSE_PENDING)
        return STATUS_UNDETERMINED;
    return clause->otherwise == ELSE_VOID || contest ? STATUS_VOID : STATUS_UNDETERMINED;
}

static void invalid(Run *r, const Clause *clause, uint32_t row, Eval *e, Status status)
{
    with_facts(leave(r, row, clause->stage, status, REASON_VALID, clause), e, 0);
    decide(r, clause, row, false);
}

static void judge_valid_contest(Run *r, uint32_t stage, const Clause *clause, Race *race, uint32_t gi, bool *fell)
{
    Eval e = eval_at(r, stage, race->members[0]);
    e.group = gi;
    Value none;
    int truth = judge_clause(r, &e, clause, &none);
    for (size_t i = 1; i < race->count; i++) /* one verdict for all; members[0] has it */
        if (r->people[race->members[i]].status == STATUS_IN || fell[race->members[i]])
            keep_judged(r, &e, clause, race->members[i], truth);
    if (truth == 1)
        return;
    if (truth < 0 && (none.state == V_ABSENT || none.state == V_FAULT)) {
        report_none(r, race->members[0], clause, none);
        return;
    }
    for (size_t i = 0; i < race->count; i++) {
        uint32_t row = race->members[i];
        if (r->people[row].status != STATUS_IN && !fell[row])
            continue;
        fell[row] = true;
        if (truth == 0) {
            invalid(r, clause, row, &e, invalid_status(clause, true));
        } else {
            Reason *why = leave(r, row, stage, STATUS_UNDETERMINED, none.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause);
            why->waiting = none.waiting;
        }
    }
    if (truth == 0 && invalid_status(clause, true) == STATUS_VOID && !race->is_void) {
        race->is_void = true;
        race->void_reason = clause->notes.say;
    }
}

static void judge_valid_person(Run *r, uint32_t stage, const Clause *clause, uint32_t row, bool *fell)
{
    if (r->people[row].status != STATUS_IN && !fell[row])
        return;
    Eval e = eval_at(r, stage, row);
    Value none;
    int truth = judge_clause(r, &e, clause, &none);
    if (truth == 1)
        return;
    if (truth == 0) {
        invalid(r, clause, row, &e, invalid_status(clause, false));
    } else if (none.state == V_PENDING || none.state == V_UNKNOWN) {
        Reason *why = leave(r, row, stage, STATUS_UNDETERMINED, none.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause);
        why->waiting = none.waiting;
    } else {
        report_none(r, row, clause, none);
        return;
    }
    fell[row] = true;
}

static void judge_valid(Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    StageState *state = &r->stages[stage];
    bool *fell = NEW_ARRAY(r->a, bool, r->n);
    for (int contests = 1; contests >= 0; contests--)
        for (size_t i = s->first; i < s->first + s->count; i++) {
            const Clause *clause = &r->p->clauses[i];
            if (clause->kind != CLAUSE_VALID || (clause->expr->reach != REACH_PERSON && state->groups) != (contests == 1))
                continue;
            for (size_t g = 0; contests && g < state->count; g++)
                judge_valid_contest(r, stage, clause, &state->groups[g], (uint32_t)g, fell);
            for (size_t k = 0; !contests && k < state->entered_count; k++)
                if (state->of[state->entered[k]] != NO_CONTEST)
                    judge_valid_person(r, stage, clause, state->entered[k], fell);
        }
}

/* ---- 3: requirements and vetoes, all of them for everyone ---- */

typedef struct {
    const Clause *clause; /* the first that waits, and for what */
    Str what;
    bool depends;
} Wait;

static bool optional_field(const Run *r, Value v)
{
    return v.state == V_ABSENT && v.expr && v.expr->op == OP_FIELD && r->p->fields[v.expr->index].optional;
}

static void judge_person(Run *r, uint32_t stage, uint32_t row, Wait *wait)
{
    const Stage *s = &r->p->stages[stage];
    ARRAY(Reason) found = {0};
    bool failed = false, optional = false;
    const Clause *missing = NULL;
    Value lack = {.state = V_NUMBER};
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *clause = &r->p->clauses[i];
        if (clause->kind != CLAUSE_REQUIRE && clause->kind != CLAUSE_VETO)
            continue;
        Eval e = eval_at(r, stage, row);
        Value none;
        int truth = judge_clause(r, &e, clause, &none);
        int bad = clause->kind == CLAUSE_VETO ? 1 : 0;
        if (truth >= 0 && truth != bad)
            continue;
        if (none.state == V_FAULT || (none.state == V_ABSENT && !optional_field(r, none))) {
            report_none(r, row, clause, none);
            continue;
        }
        Reason *why = PUSH(r->a, &found);
        *why = (Reason){.kind = truth < 0 ? REASON_UNJUDGED : clause->kind == CLAUSE_VETO ? REASON_VETO : REASON_REQUIRE,
                        .clause = clause, .stage = stage, .rank = -1, .limit = -1, .count = -1, .needed = -1};
        if (truth >= 0) {
            with_facts(why, &e, bad);
            failed = true;
        } else if (none.state == V_ABSENT) {
            optional = true;
            missing = clause;
            lack = none;
        } else if (!wait->clause || (wait->depends && none.state == V_PENDING)) {
            *wait = (Wait){clause, none.waiting, none.state == V_UNKNOWN};
        }
    }
    if (failed) {
        wait->clause = NULL;
        for (size_t i = 0; i < found.len; i++) {
            *leave(r, row, stage, STATUS_DROPPED, found.at[i].kind, found.at[i].clause) = found.at[i];
            if (found.at[i].kind != REASON_UNJUDGED)
                decide(r, found.at[i].clause, row, false);
        }
    } else if (optional) {
        report_none(r, row, missing, lack);
    }
}

/* A vote or decision of this stage that must be there and is not. */
static const Clause *missing_input(Run *r, uint32_t stage, uint32_t row)
{
    const Stage *s = &r->p->stages[stage];
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *clause = &r->p->clauses[i];
        if ((clause->kind != CLAUSE_VOTE && clause->kind != CLAUSE_DECISION) || clause->optional)
            continue;
        Eval e = eval_at(r, stage, row);
        Expr read = {.op = clause->kind == CLAUSE_VOTE ? OP_VOTE : OP_DECISION, .index = (int)clause->index, .type = clause->type};
        if (eval(&e, &read).state == V_PENDING)
            return clause;
    }
    return NULL;
}

static void judge_requirements(Run *r, uint32_t stage)
{
    StageState *state = &r->stages[stage];
    Wait *waits = NEW_ARRAY(r->a, Wait, r->n);
    for (size_t k = 0; k < state->entered_count; k++) {
        uint32_t row = state->entered[k];
        if (state->of[row] == NO_CONTEST || r->people[row].status != STATUS_IN)
            continue;
        judge_person(r, stage, row, &waits[row]);
        const Clause *input = r->people[row].status == STATUS_IN ? missing_input(r, stage, row) : NULL;
        if (input)
            waits[row] = (Wait){input, input->name, false};
    }
    for (size_t k = 0; k < state->entered_count; k++) {
        uint32_t row = state->entered[k];
        Wait *w = &waits[row];
        if (!w->clause || r->people[row].status != STATUS_IN)
            continue;
        if (w->depends)
            leave(r, row, stage, STATUS_UNDETERMINED, REASON_DEPENDS, w->clause);
        else
            pending_group(r, stage, state->groups ? &state->groups[state->of[row]] : NULL, row, w->clause, w->what);
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

static void too_few(Run *r, uint32_t stage, const Clause *clause, Race *race, Eval *e, int64_t count, int64_t needed)
{
    Else action = clause->otherwise;
    if (action == ELSE_PROCEED) {
        note(r, NOTE_PROCEED, stage, race, count);
        return;
    }
    if (action == ELSE_REDUCE) {
        Value ratio = eval(e, clause->expr);
        Num seats = num_round(r->a, num_div(r->a, num_int(count), ratio.number), 0, clause->rounding);
        int64_t left = 0;
        if (num_to_int64(seats, &left) && left > 0) {
            note(r, NOTE_REDUCED, stage, race, race->seats - left);
            r->reduced[race->key[0].code] += race->seats - left;
            race->seats = left;
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
                if (num_to_int64(num_round(r->a, exact, 0, ROUND_UP), &whole))
                    needed = whole;
            }
        }
        /* Someone undetermined might have competed, and that might have been enough. */
        if (known && !enough && race->shadow_count)
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

/* ---- 5: scores ---- */

static void score_people(Run *r, uint32_t stage, const Clause *clause)
{
    StageState *state = &r->stages[stage];
    for (size_t k = 0; k < state->entered_count; k++) {
        uint32_t row = state->entered[k];
        if (state->of[row] == NO_CONTEST || r->people[row].status != STATUS_IN)
            continue;
        Eval e = eval_at(r, stage, row);
        Expr read = {.op = OP_SCORE, .index = (int)stage, .span = clause->span};
        Value v = eval(&e, &read);
        if (v.state == V_PENDING || v.state == V_UNKNOWN)
            leave(r, row, stage, STATUS_UNDETERMINED, v.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause)->waiting = v.waiting;
        else if (is_none(v))
            report_none(r, row, clause, v);
    }
}

/* ---- 7: duties, checks, marks ---- */

static Str recorded_reason(const Record *record, uint32_t row)
{
    for (size_t i = 0; record && i < record->reason_count; i++)
        if (record->reason_rows[i] == row)
            return record->reason_texts[i];
    return (Str){0};
}

static void explain_duty(Run *r, uint32_t stage, const Clause *clause, uint32_t row)
{
    Eval e = eval_at(r, stage, row);
    e.now = true;
    Value none;
    int truth = judge_clause(r, &e, clause, &none);
    if (truth < 0)
        report_none(r, row, clause, none);
    if (truth != 1)
        return;
    Str text = recorded_reason(record_of(r, stage, row), row);
    *PUSH(r->a, &r->duties) = (Duty){.clause = clause, .person = row, .given = text.len > 0, .text = text};
    if (text.len)
        return;
    with_facts(leave(r, row, stage, STATUS_DROPPED, REASON_EXPLAIN, clause), &e, 1);
    decide(r, clause, row, false);
}

static void failed_check(Run *r, const Clause *clause, int row, const Race *race, Eval *e)
{
    const Stage *s = &r->p->stages[clause->stage];
    FailedCheck *f = PUSH(r->a, &r->checks);
    *f = (FailedCheck){.clause = clause, .person = row};
    f->facts = facts_of(e, 0, &f->fact_count);
    if (race) {
        Shown *key = NEW_ARRAY(r->a, Shown, s->by_count + 1);
        for (size_t i = 0; i < s->by_count; i++)
            key[i] = shown_of(r, s->by[i], race->key[i]);
        f->by = s->by;
        f->by_count = s->by_count;
        f->key = key;
    }
    for (size_t i = 0; race && i < race->count; i++)
        if (r->people[race->members[i]].status == STATUS_IN)
            decide(r, clause, race->members[i], false);
    if (row >= 0)
        decide(r, clause, (uint32_t)row, false);
}

static void check_result(Run *r, uint32_t stage, const Clause *clause)
{
    StageState *state = &r->stages[stage];
    bool contests = clause->expr->reach != REACH_PERSON && state->groups;
    size_t n = contests ? state->count : state->entered_count;
    for (size_t k = 0; k < n; k++) {
        uint32_t row = contests ? CELL_NONE : state->entered[k];
        Race *race = contests ? &state->groups[k] : NULL;
        for (size_t i = 0; race && i < race->count && row == CELL_NONE; i++)
            if (r->people[race->members[i]].status == STATUS_IN)
                row = race->members[i];
        if (row == CELL_NONE || state->of[row] == NO_CONTEST || r->people[row].status != STATUS_IN)
            continue;
        Eval e = eval_at(r, stage, row);
        e.now = true;
        Value none;
        int truth = judge_clause(r, &e, clause, &none);
        if (truth == 0)
            failed_check(r, clause, race ? -1 : (int)row, race, &e);
        else if (truth < 0 && (none.state == V_ABSENT || none.state == V_FAULT))
            report_none(r, row, clause, none);
        else if (truth < 0)
            leave(r, row, stage, STATUS_UNDETERMINED, none.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause)->waiting = none.waiting;
    }
}

static void mark_people(Run *r, uint32_t stage, const Clause *clause)
{
    StageState *state = &r->stages[stage];
    for (size_t k = 0; k < state->entered_count; k++) {
        uint32_t row = state->entered[k];
        if (state->of[row] == NO_CONTEST || r->people[row].status != STATUS_IN)
            continue;
        Eval e = eval_at(r, stage, row);
        Value none;
        int truth = judge_clause(r, &e, clause, &none);
        if (truth == 1)
            *PUSH(r->a, &r->people[row].marks) = clause;
        else if (truth < 0 && (none.state == V_ABSENT || none.state == V_FAULT))
            report_none(r, row, clause, none);
    }
}

/* A post that was decided for more people than it has seats. */
static void check_capacity(Run *r, const Clause *clause)
{
    if (clause->type.kind != TYPE_POST || r->p->post_seats < 0)
        return;
    int64_t *taken = NEW_ARRAY(r->a, int64_t, r->pool->post_count + 1);
    Span at = {0};
    for (size_t k = 0; k < r->pool->record_count; k++)
        for (size_t i = 0; i < r->pool->records[k].given_count; i++)
            if (r->pool->records[k].given[i].clause == clause->index) {
                taken[r->pool->records[k].given[i].code]++;
                at = r->pool->records[k].span;
            }
    const Column *seats = &r->pool->posts[r->p->post_seats];
    for (size_t post = 0; post < r->pool->post_count; post++) {
        int64_t most = 0;
        if (!taken[post] || !seats->present[post] || !num_to_int64(column_num(r->a, seats, post), &most) || taken[post] <= most)
            continue;
        Text a = text_new(r->a), b = text_new(r->a);
        text_int(&a, taken[post]);
        text_int(&b, most);
        diag_add(r->d, E0413, r->pool->record_source, at, ARGS(r->pool->post_ids[post], text_str(&a), text_str(&b)));
        r->failed = true;
    }
}

static void conclude_stage(Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    StageState *state = &r->stages[stage];
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *clause = &r->p->clauses[i];
        if (clause->kind == CLAUSE_EXPLAIN)
            for (size_t k = 0; k < state->entered_count; k++)
                if (state->of[state->entered[k]] != NO_CONTEST && r->people[state->entered[k]].status == STATUS_IN)
                    explain_duty(r, stage, clause, state->entered[k]);
    }
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *clause = &r->p->clauses[i];
        if (clause->kind == CLAUSE_CHECK)
            check_result(r, stage, clause);
        else if (clause->kind == CLAUSE_MARK)
            mark_people(r, stage, clause);
        else if (clause->kind == CLAUSE_DECISION)
            check_capacity(r, clause);
    }
}

/* ---- a stage, in the fixed order of work ---- */

static void run_stage(Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    r->stage = (int)stage;
    withdraw(r, stage);
    exclude_posts(r, stage);
    form_contests(r, stage);
    judge_valid(r, stage);
    judge_requirements(r, stage);
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (r->p->clauses[i].kind == CLAUSE_OPEN)
            open_contests(r, stage, &r->p->clauses[i]);
    if (s->score)
        score_people(r, stage, s->score);
    for (size_t g = 0; g < r->stages[stage].count; g++) {
        Race *race = &r->stages[stage].groups[g];
        if (s->rank)
            rank_group(r, stage, race, (uint32_t)g);
        if (s->advance && !r->failed)
            (s->advance->picked ? pick_group : cut_group)(r, stage, race, (uint32_t)g);
    }
    if (!r->failed)
        conclude_stage(r, stage);
}

/* A field given to someone who does not meet its condition. */
static void check_conditions(Run *r)
{
    for (size_t f = 0; f < r->p->field_count; f++) {
        const Field *field = &r->p->fields[f];
        if (!field->when)
            continue;
        for (size_t k = 0; k < r->n; k++) {
            uint32_t row = r->pool->person_order[k];
            if (!r->pool->fields[f].present[row])
                continue;
            Eval e = {.run = r, .row = row, .group = NO_CONTEST, .positive = true};
            Value none = {.state = V_NUMBER};
            if (judge(&e, field->when, &none) != 0)
                continue;
            Diag *d = diag_add(r->d, E0407, r->pool->source, r->pool->person_spans[row], ARGS(r->pool->person_ids[row], field->name));
            Text path = person_path(r, row);
            text_char(&path, '.');
            text_add(&path, field->key);
            diag_at_json(d, text_str(&path), r->pool->person_ids[row]);
            r->failed = true;
        }
    }
}

static void set_params(Run *r)
{
    r->params = NEW_ARRAY(r->a, Num, r->p->param_count + 1);
    for (size_t i = 0; i < r->p->param_count; i++)
        r->params[i] = r->p->params[i].value ? r->p->params[i].value->number : num_int(0);
    for (size_t i = 0; i < r->options->setting_count; i++)
        r->params[r->options->settings[i].param - r->p->params] = r->options->settings[i].value;
}

const Outcome *run(Arena *a, const Program *program, const Pool *pool, const RunOptions *options, Diags *d)
{
    Run r = {.a = a, .p = program, .pool = pool, .options = options, .d = d, .n = pool->person_count};
    r.people = NEW_ARRAY(a, Person, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        r.people[i].stage = -1;
    r.stages = NEW_ARRAY(a, StageState, program->stage_count);
    r.memo = NEW_ARRAY(a, Value *, program->clause_count + 1);
    r.memo_state = NEW_ARRAY(a, uint8_t *, program->clause_count + 1);
    r.group_memo = NEW_ARRAY(a, Value *, program->expr_count + 1);
    r.group_state = NEW_ARRAY(a, uint8_t *, program->expr_count + 1);
    r.excluded = NEW_ARRAY(a, bool, pool->post_count + 1);
    r.reduced = NEW_ARRAY(a, int64_t, pool->post_count + 1);
    set_params(&r);
    check_conditions(&r);
    for (uint32_t s = 0; s < program->stage_count && !r.failed; s++) {
        if (options->until >= 0 && (int)s > options->until)
            break;
        run_stage(&r, s);
    }
    if (r.failed)
        return NULL;
    Outcome *out = NEW(a, Outcome);
    finish(&r, out);
    return out;
}
