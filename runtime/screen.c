/* screen.c - a clause judged for someone, and the steps that judge people one by one: 有效, 要求, 否决, 计分, 标记. */
#include "runtime/compiled.h"

/* ---- judging a clause ---- */

void with_facts(Reason *why, Eval *e, int truth)
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
    return r->options->keep == KEEP_EVERYONE || r->options->keep == (int)person_of(r, row);
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

static int judge_as(Run *r, Eval *e, const Clause *clause, Value *none, bool recording)
{
    e->recording = recording;
    e->seen.len = 0;
    e->seen.cap = 0;
    e->seen.at = NULL;
    *none = (Value){.state = V_NUMBER};
    int truth = judge(e, clause->expr, none);
    cover_verdict(r, clause, truth);
    keep_judged(r, e, clause, e->row, truth);
    return truth;
}

int judge_clause(Run *r, Eval *e, const Clause *clause, Value *none) { return judge_as(r, e, clause, none, true); }

/* As compiled_truth, where it was not judged ahead. */
static int quick_truth(Run *r, const Clause *clause, uint32_t row)
{
    uint32_t at = clause->index;
    int verdict = r->verdicts[at] ? r->verdicts[at][row] : VERDICT_NONE;
    if (verdict != VERDICT_NONE)
        return verdict == VERDICT_CANNOT ? -1 : verdict == VERDICT_YES;
    return r->compiled[at] ? compiled_truth(r, r->compiled[at], row) : -1;
}

/* The same without its conditions, unless all are to be told of him: most people pass, and nothing is told of that. */
static int judge_quickly(Run *r, Eval *e, const Clause *clause, Value *none)
{
    int truth = keeps(r, e->row) || r->trying ? -1 : quick_truth(r, clause, e->row);
    if (truth < 0)
        return judge_as(r, e, clause, none, keeps(r, e->row));
    e->recording = false;
    *none = (Value){.state = V_NUMBER};
    return truth;
}

/* The conditions of what judge_quickly found.  Before he leaves, as it was judged. */
static void recall(Eval *e, const Clause *clause)
{
    Value none = {.state = V_NUMBER};
    bool told_by_say = e->run->options->table && clause->notes.say.len;
    if (e->recording || told_by_say)
        return;
    e->recording = true;
    judge(e, clause->expr, &none);
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
    recall(e, clause);
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
    next_person(r);
    Eval e = eval_at(r, stage, row);
    Value none;
    int truth = judge_quickly(r, &e, clause, &none);
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

void judge_valid(Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    StageState *state = &r->stages[stage];
    bool *fell = NEW_ARRAY(r->a, bool, r->n);
    judge_ahead(r, stage, CLAUSE_VALID, CLAUSE_VALID);
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
    uint32_t row;
    const Clause *clause; /* the first that waits, and for what */
    Str what;
    bool depends;
} Wait;

static void judge_person(Run *r, uint32_t stage, uint32_t row, Wait *wait)
{
    next_person(r);
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
        int truth = judge_quickly(r, &e, clause, &none);
        int bad = clause->kind == CLAUSE_VETO ? 1 : 0;
        if (truth >= 0 && truth != bad)
            continue;
        if (none.state == V_FAULT || (none.state == V_ABSENT && !may_lack(r, none))) {
            report_none(r, row, clause, none);
            continue;
        }
        Reason *why = PUSH(r->scratch, &found);
        *why = (Reason){.kind = truth < 0 ? REASON_UNJUDGED : clause->kind == CLAUSE_VETO ? REASON_VETO : REASON_REQUIRE,
                        .clause = clause, .stage = stage, .rank = -1, .limit = -1, .count = -1, .needed = -1, .post = -1};
        if (truth >= 0) {
            recall(&e, clause);
            with_facts(why, &e, bad);
            failed = true;
        } else if (none.state == V_ABSENT) {
            optional = true;
            missing = clause;
            lack = none;
        } else if (!wait->clause || (wait->depends && none.state == V_PENDING)) {
            *wait = (Wait){row, clause, none.waiting, none.state == V_UNKNOWN};
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

static void judge_alone(Run *r, uint32_t stage, uint32_t row, Wait *wait)
{
    judge_person(r, stage, row, wait);
    const Clause *input = r->people[row].status == STATUS_IN ? missing_input(r, stage, row) : NULL;
    if (input)
        *wait = (Wait){row, input, input->name, false};
}

/* Someone for whom a clause waits leaves undetermined; for a decision or vote, so does the rest of `race`. */
static void leave_waiting(Run *r, uint32_t stage, uint32_t row, const Wait *w, Race *race)
{
    if (!w->clause || r->people[row].status != STATUS_IN)
        return;
    if (w->depends)
        leave(r, row, stage, STATUS_UNDETERMINED, REASON_DEPENDS, w->clause);
    else
        pending_group(r, stage, race, row, w->clause, w->what);
}

void judge_requirements(Run *r, uint32_t stage)
{
    StageState *state = &r->stages[stage];
    ARRAY(Wait) waits = {0};
    judge_ahead(r, stage, CLAUSE_REQUIRE, CLAUSE_VETO);
    for (size_t k = 0; k < state->entered_count; k++) {
        uint32_t row = state->entered[k];
        Wait wait = {0};
        if (state->of[row] != NO_CONTEST && r->people[row].status == STATUS_IN)
            judge_alone(r, stage, row, &wait);
        if (wait.clause)
            *PUSH(r->a, &waits) = wait;
    }
    for (size_t i = 0; i < waits.len; i++) {
        uint32_t row = waits.at[i].row;
        leave_waiting(r, stage, row, &waits.at[i], state->groups ? &state->groups[state->of[row]] : NULL);
    }
}

/* ---- 5: scores ---- */

static void score_person(Run *r, uint32_t stage, uint32_t row)
{
    const Clause *clause = r->p->stages[stage].score;
    const Formula *formula = r->compiled[clause->index];
    Frac value;
    if (formula && !r->p->entry_field_count && compiled_value(r, formula, row, &value)) {
        figure_is_there(r, clause->index, row);
        return;
    }
    next_person(r);
    Eval e = eval_at(r, stage, row);
    Expr read = {.op = OP_SCORE, .index = (int)stage, .span = clause->span};
    Value v = eval(&e, &read);
    if (v.state == V_PENDING || v.state == V_UNKNOWN)
        leave(r, row, stage, STATUS_UNDETERMINED, v.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause)->waiting = v.waiting;
    else if (is_none(v))
        report_none(r, row, clause, v);
}

void score_people(Run *r, uint32_t stage)
{
    StageState *state = &r->stages[stage];
    for (size_t k = 0; k < state->entered_count; k++)
        if (state->of[state->entered[k]] != NO_CONTEST && r->people[state->entered[k]].status == STATUS_IN)
            score_person(r, stage, state->entered[k]);
}

/* ---- marks ---- */

void mark_person(Run *r, const Clause *clause, uint32_t row)
{
    Eval e = eval_at(r, clause->stage, row);
    Value none;
    int truth = judge_quickly(r, &e, clause, &none);
    if (truth == 1)
        *PUSH(r->a, &r->people[row].marks) = clause;
    else if (truth < 0 && (none.state == V_ABSENT || none.state == V_FAULT))
        report_none(r, row, clause, none);
}

/* ---- someone who moved up goes through a stage that the others have behind them ---- */

void pass_alone(Run *r, uint32_t stage, uint32_t row)
{
    const Stage *s = &r->p->stages[stage];
    if (enter_late(r, stage, row) == NO_CONTEST)
        return;
    bool *fell = NEW_ARRAY(r->a, bool, r->n);
    bool takes = takes_out(r, stage);
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (takes && r->p->clauses[i].kind == CLAUSE_VALID)
            judge_valid_person(r, stage, &r->p->clauses[i], row, fell);
    Wait wait = {0};
    if (takes && r->people[row].status == STATUS_IN)
        judge_alone(r, stage, row, &wait);
    leave_waiting(r, stage, row, &wait, NULL);
    if (s->score && r->people[row].status == STATUS_IN)
        score_person(r, stage, row);
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (r->p->clauses[i].kind == CLAUSE_MARK && r->people[row].status == STATUS_IN)
            mark_person(r, &r->p->clauses[i], row);
}
