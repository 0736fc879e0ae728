/* fate.c - how a person leaves, and what is noted of it: used by every step of a stage. */
#include "runtime/engine.h"

/* Without any seats people end as listed, never chosen. */
bool has_seats(const Program *p)
{
    bool seats = p->post_seats >= 0;
    for (size_t s = 0; s < p->stage_count; s++)
        seats = seats || p->stages[s].seats;
    return seats;
}

Reason *leave(Run *r, uint32_t row, uint32_t stage, Status status, ReasonKind kind, const Clause *clause)
{
    Person *who = &r->people[row];
    who->status = status;
    who->stage = (int)stage;
    Reason *why = PUSH(r->a, &who->reasons);
    *why = (Reason){.kind = kind, .clause = clause, .stage = stage, .rank = -1, .limit = -1, .count = -1, .needed = -1, .post = -1};
    return why;
}

void decide(Run *r, const Clause *clause, uint32_t row, bool ties)
{
    *PUSH(r->a, &r->decided) = (Decided){clause, row, ties};
}

/* Everyone of the contest who is still in is undetermined from here; without contests, only `row`. */
void pending_group(Run *r, uint32_t stage, Race *race, uint32_t row, const Clause *clause, Str what)
{
    size_t n = race ? race->count : 1;
    for (size_t i = 0; i < n; i++) {
        uint32_t who = race ? race->members[i] : row;
        if (r->people[who].status != STATUS_IN)
            continue;
        leave(r, who, stage, STATUS_UNDETERMINED, REASON_PENDING, clause)->waiting = what;
    }
}

const Shown *shown_key(Run *r, const Stage *s, const Value *key)
{
    Shown *shown = NEW_ARRAY(r->a, Shown, s->by_count + 1);
    for (size_t i = 0; i < s->by_count; i++)
        shown[i] = shown_of(r, s->by[i], key[i]);
    return shown;
}

void note(Run *r, NoteKind kind, uint32_t stage, const Race *race, int64_t count)
{
    const Stage *s = &r->p->stages[stage];
    *PUSH(r->a, &r->notes) = (Note){.kind = kind, .stage = (int)stage, .by = s->by, .by_count = s->by_count,
                                    .key = shown_key(r, s, race->key), .count = count};
}

/* A figure that is known to be there and not computed yet (MEMO_LATER) is the same for both: it is of the person. */
static void share_figure(Run *r, size_t clause, uint32_t from, uint32_t to)
{
    uint8_t *state = r->memo_state[clause];
    if (!state || state[from] == MEMO_NONE)
        return;
    state[to] = state[from];
    if (state[from] == MEMO_DONE)
        r->memo[clause][to] = r->memo[clause][from];
}

/* What a stage on persons found of one of a person's entries holds for another. */
static void share(Run *r, uint32_t stage, uint32_t from, uint32_t to)
{
    Person *a = &r->people[from], *b = &r->people[to];
    StageState *s = &r->stages[stage];
    for (size_t i = 0; i < a->reasons.len; i++)
        if (a->reasons.at[i].stage == stage)
            *PUSH(r->a, &b->reasons) = a->reasons.at[i];
    for (size_t i = 0; i < a->marks.len; i++)
        if (a->marks.at[i]->stage == stage)
            *PUSH(r->a, &b->marks) = a->marks.at[i];
    for (size_t i = 0; i < a->judged.len; i++)
        if (a->judged.at[i].clause->stage == stage)
            *PUSH(r->a, &b->judged) = a->judged.at[i];
    b->status = a->status;
    b->stage = a->stage;
    b->won = a->won;
    b->won_at = a->won_at;
    b->unelected = a->unelected;
    s->of[to] = s->of[from];
    if (s->rank) {
        s->rank[to] = s->rank[from];
        s->ranked_of[to] = s->ranked_of[from];
        s->first[to] = s->first[from];
    }
    const Stage *stage_here = &r->p->stages[stage];
    for (size_t i = stage_here->first; i < stage_here->first + stage_here->count; i++) {
        share_figure(r, i, from, to);
        if (r->choice[i])
            r->choice[i][to] = r->choice[i][from];
    }
}

/* Out as a person: his entries that were undetermined are out as well. */
static bool goes_too(const Run *r, uint32_t from, uint32_t to)
{
    Status status = r->people[from].status;
    return r->people[to].status == STATUS_UNDETERMINED && (status == STATUS_DROPPED || status == STATUS_WITHDRAWN || status == STATUS_VOID);
}

void follow_one(Run *r, uint32_t stage, uint32_t row)
{
    uint32_t person = person_of(r, row);
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++) {
        uint32_t other = r->units[i];
        if (other != row && (r->people[other].status == STATUS_IN || goes_too(r, row, other)))
            share(r, stage, row, other);
    }
}

void follow(Run *r, uint32_t stage)
{
    StageState *s = &r->stages[stage];
    for (size_t k = 0; k < s->entered_count && r->p->entry_field_count && !r->p->stages[stage].of_entries; k++)
        follow_one(r, stage, s->entered[k]);
}
