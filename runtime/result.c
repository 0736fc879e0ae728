/* result.c - the end of a run: fates, contests with their funnels, duties. */
#include "runtime/engine.h"

#include <stdlib.h>

/* ---- fates ---- */

static void gather_figures(Run *r, uint32_t row, Fate *f)
{
    ARRAY(Figured) found = {0};
    for (size_t i = 0; i < r->p->clause_count; i++) {
        const Clause *c = &r->p->clauses[i];
        bool wanted = c->kind == CLAUSE_SCORE ||
                      (c->kind == CLAUSE_FIGURE && c->expr->type.kind == TYPE_NUMBER && c->expr->reach == REACH_PERSON);
        Num value;
        if (wanted && figure_of(r, c, row, &value))
            *PUSH(r->a, &found) = (Figured){c, value};
    }
    f->figures = found.at;
    f->figure_count = found.len;
}

static void gather_ranks(Run *r, uint32_t row, Fate *f)
{
    ARRAY(Ranked) found = {0};
    for (uint32_t s = 0; s < r->p->stage_count; s++)
        if (r->stages[s].rank && r->stages[s].rank[row])
            *PUSH(r->a, &found) = (Ranked){s, r->stages[s].rank[row], r->stages[s].ranked_of[row], r->stages[s].first[row]};
    f->ranks = found.at;
    f->rank_count = found.len;
}

static const Given *choice_of(Run *r, const Clause *c, uint32_t row)
{
    if (!r->choice[c->index] || r->choice[c->index][row] == CELL_NONE)
        return NULL;
    Given *g = NEW(r->a, Given);
    *g = (Given){.row = person_of(r, row), .clause = c->index, .code = r->choice[c->index][row]};
    return g;
}

static const Given *decision_of(Run *r, const Clause *c, uint32_t row)
{
    return record_given(record_of(r, c->stage, row), person_of(r, row), c->index);
}

/* Decisions of the stages he was in, in the order of the text. */
static void gather_decisions(Run *r, uint32_t row, Fate *f)
{
    ARRAY(const Given *) found = {0};
    for (size_t i = 0; i < r->p->clause_count; i++) {
        const Clause *c = &r->p->clauses[i];
        bool decides = c->kind == CLAUSE_DECISION || c->kind == CLAUSE_CHOOSE;
        if (!decides || !r->stages[c->stage].of || r->stages[c->stage].of[row] == NO_CONTEST)
            continue;
        const Given *g = c->kind == CLAUSE_CHOOSE ? choice_of(r, c, row) : decision_of(r, c, row);
        if (g)
            *PUSH(r->a, &found) = g;
    }
    f->decisions = found.at;
    f->decision_count = found.len;
}

/* At the end: who is still in has come through, or in a procedure with 当选 was not elected. */
static void end_of(Run *r, uint32_t row, Status last)
{
    Person *who = &r->people[row];
    if (who->status != STATUS_IN)
        return;
    if (!r->elects || last == STATUS_IN) {
        who->status = last;
        return;
    }
    const Clause *clause = NULL;
    for (size_t s = 0; s < r->p->stage_count; s++)
        if (r->p->stages[s].elect)
            clause = r->p->stages[s].elect;
    Reason *why = who->unelected;
    clause = why ? why->clause : clause;
    Reason *given = leave(r, row, clause->stage, STATUS_DROPPED, REASON_ELECT, clause);
    if (why)
        *given = *why;
    decide(r, clause, row, false);
    if (r->p->stages[clause->stage].rank && why && !why->fact_count)
        decide(r, r->p->stages[clause->stage].rank, row, false);
}

static int post_of(const Run *r, uint32_t row)
{
    if (r->people[row].status == STATUS_CHOSEN && r->pool->unit_post[row] != CELL_NONE)
        return (int)r->pool->unit_post[row];
    return r->people[row].status == STATUS_CHOSEN ? r->people[row].won : -1;
}

static const Fate *gather_fates(Run *r)
{
    Fate *fates = NEW_ARRAY(r->a, Fate, r->n + 1);
    for (uint32_t row = 0; row < r->n; row++) {
        Person *who = &r->people[row];
        Fate *f = &fates[row];
        f->status = who->status;
        f->post = post_of(r, row);
        f->stage = who->stage;
        f->won_at = who->won_at;
        f->reasons = who->reasons.at;
        f->reason_count = who->reasons.len;
        f->marks = who->marks.at;
        f->mark_count = who->marks.len;
        f->judged = who->judged.at;
        f->judged_count = who->judged.len;
        if (r->options->brief)
            continue;
        gather_ranks(r, row, f);
        if (!r->options->table)
            gather_figures(r, row, f);
        gather_decisions(r, row, f);
    }
    return fates;
}

/* ---- contests, one for each grouping and key ---- */

typedef struct {
    Run *r;
    uint32_t stage; /* the first with this grouping */
    Value *key;
    size_t by_count;
    uint32_t row, place; /* NO_UNIT: a post, for which nobody may stand; place: in the order of ids */
} Keyed;

static int compare_keyed(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;
    int c = compare_keys(x->r, x->key, y->key, x->by_count);
    return c ? c : (x->place > y->place) - (x->place < y->place);
}

static bool same_grouping(const Stage *a, const Stage *b)
{
    if (a->by_count != b->by_count || a->everyone != b->everyone)
        return false;
    for (size_t i = 0; i < a->by_count; i++)
        if (a->by[i]->op != b->by[i]->op || a->by[i]->index != b->by[i]->index)
            return false;
    return true;
}

static bool post_key(Run *r, const Stage *s, uint32_t post, Value *key)
{
    for (size_t i = 0; i < s->by_count; i++) {
        if (s->by_post[i] == BY_NOTHING)
            return false;
        if (s->by_post[i] == BY_THE_POST) {
            key[i] = (Value){.state = V_POST, .code = post};
            continue;
        }
        const Column *c = &r->pool->posts[s->by_post[i]];
        if (!c->present[post])
            return false;
        key[i] = c->type->kind == TYPE_TEXT ? (Value){.state = V_TEXT, .text = c->texts[post]}
                                            : (Value){.state = c->type->kind == TYPE_GRADE ? V_GRADE : V_POST, .code = c->codes[post]};
    }
    return s->by_count > 0;
}

static const Race *race_of(Run *r, const Stage *grouping, uint32_t stage, const Keyed *k)
{
    StageState *state = &r->stages[stage];
    if (!state->groups || !same_grouping(grouping, &r->p->stages[stage]))
        return NULL;
    uint32_t g = find_race(r, stage, k->key);
    return g == NO_CONTEST ? NULL : &state->groups[g];
}

static int64_t last_rank(Run *r, uint32_t row)
{
    for (int s = (int)r->p->stage_count - 1; s >= 0; s--)
        if (r->stages[s].rank && r->stages[s].rank[row])
            return r->stages[s].rank[row];
    return INT64_MAX;
}

typedef struct { int64_t rank; size_t place; uint32_t row; } Placed;

static int by_place(const void *a, const void *b)
{
    const Placed *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static FunnelRow funnel_row(Run *r, const Stage *grouping, uint32_t stage, const Keyed *k, const uint32_t *rows, size_t n)
{
    FunnelRow f = {.stage = stage, .limit = -1};
    for (size_t i = 0; i < n; i++) {
        const Person *who = &r->people[rows[i]];
        bool elected = who->won_at >= 0 && who->won_at < (int)stage && who->status == STATUS_CHOSEN;
        if ((who->stage >= 0 && who->stage < (int)stage) || elected)
            continue;
        f.entered++;
        if (who->stage != (int)stage) {
            f.left++;
            continue;
        }
        f.dropped += who->status == STATUS_DROPPED || who->status == STATUS_RESERVE;
        f.withdrawn += who->status == STATUS_WITHDRAWN;
        f.voided += who->status == STATUS_VOID;
        f.undetermined += who->status == STATUS_UNDETERMINED;
    }
    const Race *race = race_of(r, grouping, stage, k);
    if (race) {
        f.limit = race->limit;
        f.line = race->line;
        f.is_void = race->is_void;
        f.void_reason = race->void_reason;
    }
    return f;
}

/* 名额 in the head of a stage, for the contest of these people; -1: it cannot be told without them. */
static int64_t seats_in_head(Run *r, uint32_t stage, const uint32_t *rows, size_t n)
{
    const Expr *seats = r->p->stages[stage].seats;
    int64_t count = 0;
    if (!n && seats->reach != REACH_CONSTANT)
        return -1;
    Eval e = {.run = r, .stage = stage, .row = n ? rows[0] : 0, .person = n ? person_of(r, rows[0]) : 0,
              .group = NO_CONTEST, .positive = true, .post = CELL_NONE,
              .table_row = CELL_NONE};
    Value v = eval(&e, seats);
    return !is_none(v) && num_to_int64(num_round(r->a, v.number, 0, ROUND_DOWN), &count) ? count : -1;
}

/* Seats that stand in heads: those of the last such stage; of every 当选 where there are any, but those of one
 * parameter once. */
static int64_t head_seats(Run *r, const Stage *grouping, const uint32_t *rows, size_t n)
{
    int64_t sum = -1;
    for (uint32_t s = 0; s < r->p->stage_count; s++) {
        const Stage *stage = &r->p->stages[s];
        if (!stage->seats || !same_grouping(grouping, stage) || (r->elects && !stage->elect))
            continue;
        bool again = false;
        for (uint32_t before = 0; r->elects && before < s && !again; before++)
            again = r->p->stages[before].elect && same_grouping(grouping, &r->p->stages[before]) && same_seats(r, s, (int)before);
        int64_t here = seats_in_head(r, s, rows, n);
        if (!again && here >= 0)
            sum = (r->elects && sum > 0 ? sum : 0) + here;
    }
    return sum;
}

static Contest make_contest(Run *r, const Keyed *k, const uint32_t *rows, size_t n, uint32_t reached, bool complete)
{
    const Stage *s = &r->p->stages[k->stage];
    Contest c = {.by = s->by, .by_count = k->by_count, .vacant = -1};
    Shown *key = NEW_ARRAY(r->a, Shown, k->by_count + 1);
    for (size_t i = 0; i < k->by_count; i++)
        key[i] = shown_of(r, s->by[i], k->key[i]);
    c.key = key;
    Stage as = *s;
    as.by_count = k->by_count;
    c.seats = open_seats(r, &as, k->key);
    if (c.seats < 0)
        c.seats = head_seats(r, s, rows, n);
    FunnelRow *funnel = NEW_ARRAY(r->a, FunnelRow, reached + 1);
    for (uint32_t i = 0; i < reached; i++)
        funnel[i] = funnel_row(r, s, i, k, rows, n);
    c.funnel = funnel;
    c.funnel_count = reached;
    uint32_t *chosen = NEW_ARRAY(r->a, uint32_t, n + 1), *open = NEW_ARRAY(r->a, uint32_t, n + 1);
    Placed *places = NEW_ARRAY(r->a, Placed, n + 1), *waiting = NEW_ARRAY(r->a, Placed, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (r->people[rows[i]].status == STATUS_CHOSEN)
            places[c.chosen_count++] = (Placed){last_rank(r, rows[i]), i, rows[i]};
        else if (r->people[rows[i]].status == STATUS_RESERVE)
            waiting[c.reserve_count++] = (Placed){r->people[rows[i]].reasons.at[0].rank, i, rows[i]};
        else if (r->people[rows[i]].status == STATUS_UNDETERMINED)
            open[c.undetermined_count++] = rows[i];
    }
    qsort(places, c.chosen_count, sizeof *places, by_place);
    for (size_t i = 0; i < c.chosen_count; i++)
        chosen[i] = places[i].row;
    c.chosen = chosen;
    uint32_t *reserve = NEW_ARRAY(r->a, uint32_t, n + 1);
    qsort(waiting, c.reserve_count, sizeof *waiting, by_place);
    for (size_t i = 0; i < c.reserve_count; i++)
        reserve[i] = waiting[i].row;
    c.reserve = reserve;
    c.undetermined = open;
    int64_t taken = (int64_t)c.chosen_count;
    if (complete && !r->undetermined && c.seats >= 0) {
        c.vacant = c.seats > taken ? c.seats - taken : 0;
        if (c.seats != taken)
            *PUSH(r->a, &r->notes) = (Note){.kind = c.seats > taken ? NOTE_VACANT : NOTE_OVER, .stage = -1, .by = c.by,
                                            .by_count = c.by_count, .key = c.key,
                                            .count = c.seats > taken ? c.seats - taken : taken - c.seats};
    }
    return c;
}

typedef ARRAY(Contest) Contests;

static void gather_family(Run *r, uint32_t stage, size_t by_count, uint32_t reached, bool complete, Contests *out)
{
    const Stage *s = &r->p->stages[stage];
    ARRAY(Keyed) keys = {0};
    for (size_t i = 0; i < r->n; i++) {
        uint32_t row = r->pool->unit_order[i];
        Value *key = NEW_ARRAY(r->a, Value, by_count + 1);
        if (by_count && !person_key(r, stage, row, key))
            continue;
        *PUSH(r->a, &keys) = (Keyed){r, stage, key, by_count, row, (uint32_t)i};
    }
    for (uint32_t post = 0; by_count && post < r->pool->post_count; post++) {
        Value *key = NEW_ARRAY(r->a, Value, by_count + 1);
        if (post_key(r, s, post, key))
            *PUSH(r->a, &keys) = (Keyed){r, stage, key, by_count, NO_UNIT, UINT32_MAX};
    }
    if (keys.len)
        qsort(keys.at, keys.len, sizeof(Keyed), compare_keyed);
    uint32_t *rows = NEW_ARRAY(r->a, uint32_t, r->n + 1);
    for (size_t from = 0, to = 0; from < keys.len; from = to) {
        size_t n = 0;
        for (; to < keys.len && compare_keys(r, keys.at[to].key, keys.at[from].key, by_count) == 0; to++)
            if (keys.at[to].row != NO_UNIT)
                rows[n++] = keys.at[to].row;
        *PUSH(r->a, out) = make_contest(r, &keys.at[from], rows, n, reached, complete);
    }
}

static Contests gather_contests(Run *r, uint32_t reached, bool complete)
{
    Contests out = {0};
    bool any = false;
    for (uint32_t s = 0; s < r->p->stage_count; s++) {
        const Stage *stage = &r->p->stages[s];
        bool seen = !stage->by_count && !stage->everyone;
        for (uint32_t before = 0; before < s && !seen; before++)
            seen = same_grouping(stage, &r->p->stages[before]);
        if (seen)
            continue;
        any = true;
        gather_family(r, s, stage->by_count, reached, complete, &out);
    }
    if (!any)
        gather_family(r, 0, 0, reached, complete, &out);
    return out;
}

/* ---- duties ---- */

static void gather_probation(Run *r)
{
    for (size_t i = 0; i < r->p->clause_count; i++) {
        const Clause *c = &r->p->clauses[i];
        if (c->kind != CLAUSE_PROBATION)
            continue;
        uint32_t *rows = NEW_ARRAY(r->a, uint32_t, r->n + 1);
        size_t n = 0;
        for (size_t k = 0; k < r->n; k++) {
            uint32_t row = r->pool->unit_order[k];
            if (r->people[row].status == STATUS_CHOSEN)
                rows[n++] = row;
        }
        *PUSH(r->a, &r->duties) = (Duty){.clause = c, .people = rows, .people_count = n};
    }
}

static const Shown *const *gather_asked(Run *r)
{
    const Shown **all = NEW_ARRAY(r->a, const Shown *, r->options->asked_count + 1);
    for (size_t i = 0; i < r->options->asked_count; i++) {
        const Asked *asked = &r->options->asked[i];
        const StageState *s = &r->stages[asked->stage];
        Shown *values = NEW_ARRAY(r->a, Shown, r->n + 1);
        for (uint32_t row = 0; s->of && row < r->n; row++) {
            if (s->of[row] == NO_CONTEST)
                continue;
            Eval e = eval_at(r, asked->stage, row);
            Value v = eval(&e, asked->expr);
            if (!is_none(v))
                values[row] = shown_of(r, asked->expr, v);
        }
        all[i] = values;
    }
    return all;
}

void finish(Run *r, Outcome *out)
{
    uint32_t reached = (uint32_t)r->p->stage_count;
    bool complete = r->options->until < 0;
    if (!complete)
        reached = (uint32_t)r->options->until + 1;
    for (uint32_t i = 0; i < r->n; i++) {
        end_of(r, i, !complete ? STATUS_IN : has_seats(r->p) ? STATUS_CHOSEN : STATUS_LISTED);
        r->undetermined = r->undetermined || r->people[i].status == STATUS_UNDETERMINED;
    }
    bool brief = r->options->brief || r->options->table;
    if (!brief)
        settle_assumptions(r, out);
    out->program = r->p;
    out->pool = r->pool;
    out->until = r->options->until;
    out->settings = r->options->settings;
    out->setting_count = r->options->setting_count;
    out->fates = gather_fates(r);
    Contests contests = {0};
    if (!brief)
        contests = gather_contests(r, reached, complete);
    out->contests = contests.at;
    out->contest_count = contests.len;
    if (complete)
        gather_probation(r);
    out->duties = r->duties.at;
    out->duty_count = r->duties.len;
    out->checks = r->checks.at;
    out->check_count = r->checks.len;
    out->notes = r->notes.at;
    out->note_count = r->notes.len;
    out->substitutions = r->substitutions.at;
    out->substitution_count = r->substitutions.len;
    out->lists = gather_lists(r, &out->list_count);
    out->refused = r->refused.at;
    out->refused_count = r->refused.len;
    out->asked = gather_asked(r);
    out->undetermined = r->undetermined;
    out->unsettled = r->undetermined || r->checks.len > 0;
    for (size_t i = 0; i < r->n; i++)
        out->unsettled = out->unsettled || r->people[i].status == STATUS_VOID;
}
