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
    if (covering(r))
        cover_clause(covering(r), clause, POINT_DUTY, -1, text.len ? FACE_EXPLAINED : FACE_NOT_EXPLAINED);
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
        else if (truth < 0)
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

void conclude_stage(Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    StageState *state = &r->stages[stage];
    const Clause *clauses = r->p->clauses + s->first;
    bool takes = takes_out(r, stage);
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; takes && clauses[i].kind == CLAUSE_EXPLAIN && k < state->entered_count; k++)
            if (state->of[state->entered[k]] != NO_CONTEST && r->people[state->entered[k]].status == STATUS_IN)
                explain_duty(r, stage, &clauses[i], state->entered[k]);
    for (size_t i = 0; i < s->count && takes; i++) {
        if (clauses[i].kind == CLAUSE_CHECK)
            check_result(r, stage, &clauses[i]);
        else if (clauses[i].kind == CLAUSE_AVOID)
            check_avoidance(r, stage, &clauses[i]);
    }
    for (size_t i = 0; i < s->count; i++)
        if (clauses[i].kind == CLAUSE_MARK)
            mark_people(r, &clauses[i]);
}

/* ---- posts decided for people ---- */

static Str post_seats(Run *r, uint32_t post, int64_t *most)
{
    const Column *seats = r->p->post_seats >= 0 ? &r->pool->posts[r->p->post_seats] : NULL;
    *most = INT64_MAX;
    if (!seats || !seats->present[post] || !num_to_int64(column_num(r->a, seats, post), most))
        return S("");
    Text t = text_new(r->a);
    text_int(&t, *most);
    return text_str(&t);
}

/* A post is decided for no more people than it has seats, and for nobody when it is excluded. */
static void check_posts(Run *r, const Clause *clause)
{
    int64_t *taken = NEW_ARRAY(r->a, int64_t, r->pool->post_count + 1), most = 0;
    uint32_t *by = NEW_ARRAY(r->a, uint32_t, r->pool->post_count + 1);
    for (uint32_t person = 0; person < r->pool->person_count; person++)
        for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++) {
            uint32_t row = r->units[i];
            Status status = r->people[row].status;
            if ((status != STATUS_IN && status != STATUS_CHOSEN) || !r->stages[clause->stage].of)
                continue;
            Eval e = eval_at(r, clause->stage, row);
            Expr read = {.op = OP_DECISION, .index = (int)clause->index, .type = clause->type};
            Value v = eval(&e, &read);
            if (is_none(v))
                continue;
            taken[v.code]++;
            by[v.code] = row;
            if (!r->p->stages[clause->stage].of_entries)
                break; /* one decision for all his entries */
        }
    for (uint32_t post = 0; post < r->pool->post_count; post++) {
        Str seats = post_seats(r, post, &most);
        if (!taken[post] || (taken[post] <= most && !r->excluded[post]))
            continue;
        Text n = text_new(r->a);
        text_int(&n, taken[post]);
        const Record *record = record_of(r, clause->stage, by[post]);
        Span at = record ? record->span : (Span){0};
        Diag *d = r->excluded[post] ? diag_add(r->d, E0431, r->pool->record_source, at, ARGS(r->pool->post_ids[post], id_of(r, by[post])))
                                    : diag_add(r->d, E0413, r->pool->record_source, at, ARGS(r->pool->post_ids[post], text_str(&n), seats));
        diag_at_json(d, record ? record->path : S(""), S(""));
        r->failed = true;
    }
}

void check_decided_posts(Run *r)
{
    for (size_t i = 0; i < r->p->clause_count; i++)
        if (r->p->clauses[i].kind == CLAUSE_DECISION && r->p->clauses[i].type.kind == TYPE_POST)
            check_posts(r, &r->p->clauses[i]);
}
