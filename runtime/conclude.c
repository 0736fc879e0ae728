/* conclude.c - the end of a stage: 须说明, 检查, 回避 of what was decided, 标记. */
#include "runtime/engine.h"

static Str recorded_reason(const Record *record, uint32_t person)
{
    for (size_t i = 0; record && i < record->reason_count; i++)
        if (record->reason_rows[i] == person)
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
    Str text = recorded_reason(record_of(r, stage, row), person_of(r, row));
    *PUSH(r->a, &r->duties) = (Duty){.clause = clause, .person = row, .given = text.len > 0, .text = text};
    if (text.len)
        return;
    with_facts(leave(r, row, stage, STATUS_DROPPED, REASON_EXPLAIN, clause), &e, 1);
    decide(r, clause, row, false);
}

static void failed_check(Run *r, const Clause *clause, int row, const Race *race, Eval *e, int truth)
{
    const Stage *s = &r->p->stages[clause->stage];
    FailedCheck *f = PUSH(r->a, &r->checks);
    *f = (FailedCheck){.clause = clause, .person = row};
    f->facts = facts_of(e, truth, &f->fact_count);
    if (race) {
        f->by = s->by;
        f->by_count = s->by_count;
        f->key = shown_key(r, s, race->key);
    }
    for (size_t i = 0; race && i < race->count; i++)
        if (r->people[race->members[i]].status == STATUS_IN)
            decide(r, clause, race->members[i], false);
    if (row >= 0)
        decide(r, clause, (uint32_t)row, false);
}

/* Whether they pass is not known: for a contest's own condition that is so of all of them. */
static void leave_unchecked(Run *r, const Clause *clause, const Race *race, uint32_t row, const Value *none)
{
    ReasonKind kind = none->state == V_PENDING ? REASON_PENDING : REASON_DEPENDS;
    for (size_t i = 0; i < (race ? race->count : 1); i++) {
        uint32_t who = race ? race->members[i] : row;
        if (r->people[who].status == STATUS_IN)
            leave(r, who, clause->stage, STATUS_UNDETERMINED, kind, clause)->waiting = none->waiting;
    }
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
            failed_check(r, clause, race ? -1 : (int)row, race, &e, 0);
        else if (truth < 0 && (none.state == V_ABSENT || none.state == V_FAULT))
            report_none(r, row, clause, none);
        else if (truth < 0)
            leave_unchecked(r, clause, race, row, &none);
    }
}

static void mark_people(Run *r, const Clause *clause)
{
    StageState *state = &r->stages[clause->stage];
    for (size_t k = 0; k < state->entered_count; k++)
        if (state->of[state->entered[k]] != NO_CONTEST && r->people[state->entered[k]].status == STATUS_IN)
            mark_person(r, clause, state->entered[k]);
}

/* 回避: a post that was decided for someone who may not have it. */
static void check_avoided(Run *r, uint32_t stage, const Clause *avoid, const Clause *decision)
{
    StageState *state = &r->stages[stage];
    for (size_t k = 0; k < state->entered_count; k++) {
        uint32_t row = state->entered[k];
        if (state->of[row] == NO_CONTEST || r->people[row].status != STATUS_IN)
            continue;
        Eval e = eval_at(r, stage, row);
        Expr read = {.op = OP_DECISION, .index = (int)decision->index, .type = decision->type};
        Value post = eval(&e, &read), none;
        if (is_none(post))
            continue;
        e.post = post.code;
        int truth = judge_clause(r, &e, avoid, &none);
        if (truth == 1)
            failed_check(r, avoid, (int)row, NULL, &e, 1);
        else if (truth < 0 && (none.state == V_ABSENT || none.state == V_FAULT))
            report_none(r, row, avoid, none);
    }
}

static void check_avoidance(Run *r, uint32_t stage, const Clause *avoid)
{
    const Stage *s = &r->p->stages[stage];
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (r->p->clauses[i].kind == CLAUSE_DECISION && r->p->clauses[i].type.kind == TYPE_POST)
            check_avoided(r, stage, avoid, &r->p->clauses[i]);
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

void conclude_stage(Run *r, uint32_t stage)
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
            mark_people(r, clause);
        else if (clause->kind == CLAUSE_AVOID)
            check_avoidance(r, stage, clause);
        else if (clause->kind == CLAUSE_DECISION)
            check_capacity(r, clause);
    }
}
