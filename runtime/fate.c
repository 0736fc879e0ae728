/* fate.c - how a person leaves, and what is noted of it: used by every step of a stage. */
#include "runtime/engine.h"

Reason *leave(Run *r, uint32_t row, uint32_t stage, Status status, ReasonKind kind, const Clause *clause)
{
    Person *who = &r->people[row];
    who->status = status;
    who->stage = (int)stage;
    Reason *why = PUSH(r->a, &who->reasons);
    *why = (Reason){.kind = kind, .clause = clause, .stage = stage, .rank = -1, .limit = -1, .count = -1, .needed = -1};
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

void note(Run *r, NoteKind kind, uint32_t stage, const Race *race, int64_t count)
{
    const Stage *s = &r->p->stages[stage];
    Note *n = PUSH(r->a, &r->notes);
    Shown *key = NEW_ARRAY(r->a, Shown, s->by_count + 1);
    for (size_t i = 0; i < s->by_count; i++)
        key[i] = shown_of(r, s->by[i], race->key[i]);
    *n = (Note){.kind = kind, .stage = (int)stage, .by = s->by, .by_count = s->by_count, .key = key, .count = count};
}
