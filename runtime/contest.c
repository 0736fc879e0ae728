#include "runtime/engine.h"

#include <stdlib.h>

/* ---- keys ---- */

bool person_key(Run *r, uint32_t stage, uint32_t row, Value *key)
{
    const Stage *s = &r->p->stages[stage];
    Eval e = eval_at(r, stage, row);
    for (size_t i = 0; i < s->by_count; i++) {
        key[i] = eval(&e, s->by[i]);
        if (is_none(key[i]))
            return false;
    }
    return true;
}

int compare_keys(const Run *r, const Value *a, const Value *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const Str *ids = a[i].state == V_POST ? r->pool->post_ids : a[i].state == V_PERSON ? r->pool->person_ids : NULL;
        int c = ids ? str_cmp(ids[a[i].code], ids[b[i].code]) : compare_values(a[i], b[i]);
        if (c)
            return c;
    }
    return 0;
}

bool post_fits(const Run *r, const Stage *s, const Value *key, size_t post)
{
    for (size_t i = 0; i < s->by_count; i++) {
        if (s->by_post[i] == BY_NOTHING)
            return false;
        if (s->by_post[i] == BY_THE_POST) {
            if (key[i].code != post)
                return false;
            continue;
        }
        const Column *c = &r->pool->posts[s->by_post[i]];
        if (!c->present[post])
            return false;
        bool same = key[i].state == V_TEXT ? str_eq(c->texts[post], key[i].text) : c->codes[post] == key[i].code;
        if (!same)
            return false;
    }
    return true;
}

/* The post that a key names; -1: it names none, or several may fit. */
static int64_t post_in(const Stage *s, const Value *key)
{
    for (size_t i = 0; i < s->by_count; i++)
        if (s->by_post[i] == BY_THE_POST)
            return key[i].code;
    return -1;
}

/* Declared seats, less excluded posts and seats taken away. */
int64_t open_seats(const Run *r, const Stage *s, const Value *key)
{
    if (r->p->post_seats < 0)
        return -1;
    const Column *seats = &r->pool->posts[r->p->post_seats];
    int64_t sum = 0, named = post_in(s, key);
    size_t from = named < 0 ? 0 : (size_t)named, to = named < 0 ? r->pool->post_count : from + 1;
    for (size_t post = from; post < to; post++) {
        int64_t n = 0;
        if (r->excluded[post] || !post_fits(r, s, key, post) || !seats->present[post])
            continue;
        if (num_to_int64(column_num(r->a, seats, post), &n))
            sum += n - r->reduced[post];
    }
    return sum;
}

uint32_t find_race(const Run *r, uint32_t stage, const Value *key)
{
    const StageState *state = &r->stages[stage];
    size_t n = r->p->stages[stage].by_count, low = 0, high = state->sorted;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int c = compare_keys(r, state->groups[middle].key, key, n);
        if (c == 0)
            return (uint32_t)middle;
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t g = state->sorted; g < state->count; g++)
        if (compare_keys(r, state->groups[g].key, key, n) == 0)
            return (uint32_t)g;
    return NO_CONTEST;
}

/* ---- records ---- */

static Value *record_key(Run *r, const Record *record)
{
    const Stage *s = &r->p->stages[record->stage];
    Value *key = NEW_ARRAY(r->a, Value, s->by_count + 1);
    for (size_t i = 0; i < s->by_count; i++) {
        TypeKind kind = s->by[i]->type.kind;
        key[i] = kind == TYPE_TEXT ? (Value){.state = V_TEXT, .text = record->key_texts[i]}
                                   : (Value){.state = kind == TYPE_POST ? V_POST : V_GRADE, .code = record->key_codes[i]};
    }
    return key;
}

uint32_t unit_in(const Run *r, uint32_t stage, uint32_t group, uint32_t person)
{
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++)
        if (r->stages[stage].of[r->units[i]] == group)
            return r->units[i];
    return NO_UNIT;
}

/* Cut off by a 递补 whose time is not over: a record may speak of him beforehand. */
static bool may_move_up(const Run *r, uint32_t stage, uint32_t person)
{
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++) {
        const Person *who = &r->people[r->units[i]];
        if (who->reasons.len && who->reasons.at[0].kind == REASON_CUT && who->reasons.at[0].clause->substitutes &&
            (int)stage < who->reasons.at[0].clause->deadline)
            return true;
    }
    return false;
}

static void not_in_contest(Run *r, const Record *record, uint32_t person, Span at)
{
    uint32_t stage = record->stage;
    if (what_if(r) || record->shared || may_move_up(r, stage, person))
        return;
    diag_add(r->d, E0409, r->pool->record_source, at, ARGS(r->pool->person_ids[person], r->p->stages[stage].name));
    r->failed = true;
}

static const Clause *vote_of(const Run *r, uint32_t stage)
{
    const Stage *s = &r->p->stages[stage];
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (r->p->clauses[i].kind == CLAUSE_VOTE)
            return &r->p->clauses[i];
    return NULL;
}

/* A paper may name whoever the voter likes; who does not stand here is refused and listed. */
static void refuse_names(Run *r, uint32_t stage, const Record *record, uint32_t group)
{
    for (size_t i = 0; i < record->name_count; i++)
        if (unit_in(r, stage, group, record->names[i].row) == NO_UNIT && !may_move_up(r, stage, record->names[i].row))
            *PUSH(r->a, &r->refused) = (Refused){.field = -1, .clause = (int)vote_of(r, stage)->index, .voter = record->names[i].voter,
                                                 .why = REFUSED_UNKNOWN, .name = r->pool->person_ids[record->names[i].row],
                                                 .span = record->names[i].span};
}

/* Whoever a record speaks of must be in the contest when the stage begins. */
static void check_record(Run *r, uint32_t stage, const Record *record, uint32_t group)
{
    for (size_t i = 0; i < record->vote_count && !record->has_papers; i++)
        if (unit_in(r, stage, group, record->votes[i].row) == NO_UNIT)
            not_in_contest(r, record, record->votes[i].row, record->votes[i].span);
    if (record->has_papers)
        refuse_names(r, stage, record, group);
    for (size_t i = 0; i < record->given_count; i++)
        if (unit_in(r, stage, group, record->given[i].row) == NO_UNIT)
            not_in_contest(r, record, record->given[i].row, record->given[i].span);
    for (size_t i = 0; i < record->chosen_count; i++)
        if (unit_in(r, stage, group, record->chosen[i]) == NO_UNIT)
            not_in_contest(r, record, record->chosen[i], record->chosen_spans[i]);
}

/* In another contest, or with a seat already. */
static bool is_elsewhere(const Run *r, uint32_t person)
{
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++) {
        Status status = r->people[r->units[i]].status;
        if (status == STATUS_IN || status == STATUS_CHOSEN)
            return true;
    }
    return false;
}

/* A record whose contest is not held: what it says of people who are out is passed over, of others it is misplaced. */
static void check_idle_records(Run *r, uint32_t stage)
{
    const StageState *state = &r->stages[stage];
    bool *used = NEW_ARRAY(r->a, bool, r->pool->record_count + 1);
    for (size_t g = 0; g < state->count; g++)
        if (state->groups[g].record)
            used[state->groups[g].record - r->pool->records] = true;
    for (size_t k = 0; k < r->pool->record_count; k++) {
        const Record *record = &r->pool->records[k];
        bool held = record->stage != stage || record->has_papers || used[k];
        for (size_t i = 0; !held && i < record->vote_count; i++)
            if (is_elsewhere(r, record->votes[i].row))
                not_in_contest(r, record, record->votes[i].row, record->votes[i].span);
        for (size_t i = 0; !held && i < record->given_count; i++)
            if (is_elsewhere(r, record->given[i].row))
                not_in_contest(r, record, record->given[i].row, record->given[i].span);
        for (size_t i = 0; !held && i < record->chosen_count; i++)
            if (is_elsewhere(r, record->chosen[i]))
                not_in_contest(r, record, record->chosen[i], record->chosen_spans[i]);
    }
}

/* ---- forming ---- */

typedef struct {
    uint32_t row;
    const Run *run;
    const Value *key;
    size_t by_count;
    uint32_t place; /* in the order of ids, to keep the sort stable */
} Keyed;

static int by_key(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;
    int c = compare_keys(x->run, x->key, y->key, x->by_count);
    return c ? c : (x->place > y->place) - (x->place < y->place);
}

static bool is_waiting(const Run *r, uint32_t stage, uint32_t row)
{
    return r->people[row].status == STATUS_UNDETERMINED && r->people[row].stage < (int)stage;
}

/* In a stage on persons: not someone who is here with another entry, and the first of his undetermined ones. */
bool is_stranger(const Run *r, uint32_t stage, uint32_t row)
{
    if (!is_waiting(r, stage, row) || r->p->stages[stage].of_entries)
        return is_waiting(r, stage, row);
    uint32_t person = person_of(r, row), first = NO_UNIT;
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++) {
        uint32_t other = r->units[i];
        if (r->people[other].status == STATUS_IN || r->stages[stage].of[other] != NO_CONTEST)
            return false;
        first = first == NO_UNIT && is_waiting(r, stage, other) ? other : first;
    }
    return first == row;
}

/* The stage's 当, asked of someone undetermined: certainly not for him. */
static bool not_for(Run *r, uint32_t stage, uint32_t row)
{
    Value none = {.state = V_NUMBER};
    Eval e = eval_at(r, stage, row);
    return r->p->stages[stage].when && judge(&e, r->p->stages[stage].when, &none) == 0;
}

/* Undetermined people, into those of the contests from `from` on that they may come into. */
static void add_shadows(Run *r, uint32_t stage, size_t from)
{
    StageState *state = &r->stages[stage];
    bool any = false;
    for (size_t i = 0; i < r->n && !any; i++)
        any = r->people[i].status == STATUS_UNDETERMINED;
    Value *key = NEW_ARRAY(r->a, Value, r->p->stages[stage].by_count + 1);
    size_t strays = 0;
    for (size_t i = 0; any && i < r->n; i++) {
        uint32_t row = r->pool->unit_order[i];
        if (!is_stranger(r, stage, row) || not_for(r, stage, row))
            continue;
        bool known = person_key(r, stage, row, key);
        uint32_t g = known ? find_race(r, stage, key) : NO_CONTEST;
        strays += !known;
        if (g != NO_CONTEST && g >= from)
            *PUSH(r->a, &state->groups[g].shadows) = row;
    }
    for (size_t g = from; g < state->count; g++)
        state->groups[g].strays = strays;
}

/* A 名额 in the head is that stage's own, unless both heads name the same parameter. */
bool same_seats(const Run *r, uint32_t stage, int other)
{
    const Expr *a = r->p->stages[stage].seats, *b = r->p->stages[other].seats;
    return !a ? !b : b && a->op == OP_PARAM && b->op == OP_PARAM && a->index == b->index;
}

/* A seat won in a stage on persons is one, whatever his entries: the first of them has it. */
static bool won_by_another(const Run *r, uint32_t row)
{
    uint32_t person = person_of(r, row);
    for (uint32_t i = r->first_unit[person]; r->units[i] != row; i++)
        if (r->people[r->units[i]].status == STATUS_CHOSEN && r->people[r->units[i]].won_at == r->people[row].won_at)
            return !r->p->stages[r->people[row].won_at].of_entries;
    return false;
}

/* Seats that an earlier 当选 has filled. */
static void count_won(Run *r, uint32_t stage, size_t from)
{
    StageState *state = &r->stages[stage];
    Value *key = NEW_ARRAY(r->a, Value, r->p->stages[stage].by_count + 1);
    for (uint32_t row = 0; row < r->n && r->elects; row++) {
        if (r->people[row].status != STATUS_CHOSEN || won_by_another(r, row) || !same_seats(r, stage, r->people[row].won_at) ||
            !person_key(r, stage, row, key))
            continue;
        uint32_t g = find_race(r, stage, key);
        if (g != NO_CONTEST && g >= from)
            state->groups[g].won++;
    }
}

static void find_records(Run *r, uint32_t stage, size_t from)
{
    StageState *state = &r->stages[stage];
    for (size_t i = 0; i < r->pool->record_count; i++) {
        const Record *record = &r->pool->records[i];
        uint32_t g = record->stage == stage ? find_race(r, stage, record_key(r, record)) : NO_CONTEST;
        if (g != NO_CONTEST && g >= from)
            state->groups[g].record = record;
    }
}

static void read_seats(Run *r, uint32_t stage, Race *race)
{
    const Stage *s = &r->p->stages[stage];
    race->seats = open_seats(r, s, race->key);
    if (s->seats) { /* 名额 in the head, where there are no posts */
        Eval e = eval_at(r, stage, race->members[0]);
        Value v = eval(&e, s->seats);
        if (!is_none(v) && !num_to_int64(num_round(r->a, v.number, 0, ROUND_DOWN), &race->seats))
            race->seats = 0;
    }
    if (race->seats > 0) {
        race->seats -= race->won;
        race->filled = race->seats <= 0;
        race->seats = race->seats < 0 ? 0 : race->seats;
    }
}

/* The contests from `from` on have their people: what else belongs to them. */
static void start_races(Run *r, uint32_t stage, size_t from)
{
    StageState *state = &r->stages[stage];
    for (size_t g = from; g < state->count; g++)
        for (size_t i = 0; i < state->groups[g].count; i++)
            state->of[state->groups[g].members[i]] = (uint32_t)g;
    add_shadows(r, stage, from);
    count_won(r, stage, from);
    find_records(r, stage, from);
    for (size_t g = from; g < state->count; g++)
        read_seats(r, stage, &state->groups[g]);
}

static Race *add_race(Run *r, uint32_t stage, const Value *key, size_t room)
{
    StageState *state = &r->stages[stage];
    const Stage *s = &r->p->stages[stage];
    Race *race = &state->groups[state->count++];
    race->limit = -1;
    race->members = NEW_ARRAY(r->a, uint32_t, room + 1);
    race->key = NEW_ARRAY(r->a, Value, s->by_count + 1);
    memcpy(race->key, key, sizeof(Value) * s->by_count);
    return race;
}

/* The key of someone who is in; false when there is none, and a message is due. */
static bool must_have_key(Run *r, uint32_t stage, uint32_t row, Value *key)
{
    const Stage *s = &r->p->stages[stage];
    if (person_key(r, stage, row, key))
        return true;
    for (size_t k = 0; k < s->by_count; k++)
        if (is_none(key[k])) {
            report_none(r, row, &r->p->clauses[s->first], key[k]);
            break;
        }
    return false;
}

/* One candidate stands once in a contest, whatever his entries. */
static void check_entries(Run *r, uint32_t stage, const Race *race)
{
    for (size_t i = 1; i < race->count; i++)
        if (person_of(r, race->members[i]) == person_of(r, race->members[i - 1])) {
            diag_add(r->d, E0416, r->pool->source, r->pool->person_spans[person_of(r, race->members[i])],
                     ARGS(id_of(r, race->members[i]), r->p->stages[stage].name));
            r->failed = true;
        }
}

/* A contest whose seats were won earlier is not held again: its people pass through. */
static void pass_filled(Run *r, uint32_t stage)
{
    StageState *state = &r->stages[stage];
    size_t kept = 0;
    for (size_t g = 0; g < state->count; g++) {
        bool held = !r->p->stages[stage].elect || !state->groups[g].filled;
        for (size_t i = 0; i < state->groups[g].count; i++)
            state->of[state->groups[g].members[i]] = held ? (uint32_t)kept : NO_CONTEST;
        if (held)
            state->groups[kept++] = state->groups[g];
    }
    state->count = state->sorted = kept;
}

static bool first_of_key(const Keyed *keyed, size_t i)
{
    return i == 0 || compare_keys(keyed[i].run, keyed[i].key, keyed[i - 1].key, keyed[i].by_count) != 0;
}

/* Those who move up may form contests that were not there. */
static bool may_enter_late(const Program *p, uint32_t stage)
{
    for (uint32_t s = 0; s < stage; s++)
        if (p->stages[s].advance && p->stages[s].advance->substitutes)
            return true;
    return false;
}

static void form_groups(Run *r, uint32_t stage, const uint32_t *rows, size_t n)
{
    StageState *state = &r->stages[stage];
    const Stage *s = &r->p->stages[stage];
    Keyed *keyed = NEW_ARRAY(r->a, Keyed, n + 1);
    size_t count = 0;
    Value *keys = NEW_ARRAY(r->a, Value, n * s->by_count + 1);
    for (size_t i = 0; i < n; i++) {
        Value *key = keys + i * s->by_count;
        if (must_have_key(r, stage, rows[i], key))
            keyed[count++] = (Keyed){rows[i], r, key, s->by_count, (uint32_t)i};
    }
    qsort(keyed, count, sizeof *keyed, by_key);
    size_t races = may_enter_late(r->p, stage) ? r->n : 0;
    for (size_t i = 0; i < count; i++)
        races += first_of_key(keyed, i);
    state->groups = NEW_ARRAY(r->a, Race, races + 1);
    for (size_t from = 0, to = 0; from < count; from = to) {
        for (to = from + 1; to < count && !first_of_key(keyed, to); to++)
            ;
        Race *race = add_race(r, stage, keyed[from].key, to - from);
        for (size_t i = from; i < to; i++)
            race->members[race->count++] = keyed[i].row;
    }
    state->sorted = state->count;
    start_races(r, stage, 0);
    pass_filled(r, stage);
}

static bool applies(Run *r, uint32_t stage, uint32_t row)
{
    const Stage *s = &r->p->stages[stage];
    if (!s->when)
        return true;
    Eval e = eval_at(r, stage, row);
    Value none = {.state = V_NUMBER};
    int truth = judge(&e, s->when, &none);
    if (covering(r))
        cover_stage(covering(r), stage, truth);
    if (truth < 0)
        report_none(r, row, &r->p->clauses[s->first], none);
    return truth == 1;
}

/* Those in at the start.  In a stage on persons the first entry of each that is in stands for all of his. */
static void enter(Run *r, uint32_t stage)
{
    StageState *state = &r->stages[stage];
    bool persons = !r->p->stages[stage].of_entries;
    for (size_t i = 0; i < r->n; i++) {
        uint32_t row = r->pool->unit_order[i];
        size_t n = state->entered_count;
        bool again = persons && n && person_of(r, state->entered[n - 1]) == person_of(r, row);
        if (r->people[row].status == STATUS_IN && !again)
            state->entered[state->entered_count++] = row;
    }
}

void form_contests(Run *r, uint32_t stage)
{
    StageState *state = &r->stages[stage];
    const Stage *s = &r->p->stages[stage];
    state->of = NEW_ARRAY(r->a, uint32_t, r->n);
    state->entered = NEW_ARRAY(r->a, uint32_t, r->n);
    uint32_t *in = NEW_ARRAY(r->a, uint32_t, r->n);
    size_t in_count = 0;
    for (size_t i = 0; i < r->n; i++)
        state->of[i] = NO_CONTEST;
    enter(r, stage);
    /* 当 may sum up over all who entered, so it is judged when they are all known. */
    for (size_t i = 0; i < state->entered_count; i++)
        if (applies(r, stage, state->entered[i]))
            in[in_count++] = state->entered[i];
    if (s->by_count || s->everyone) {
        form_groups(r, stage, in, in_count);
        for (size_t i = 0; i < state->count; i++) {
            check_entries(r, stage, &state->groups[i]);
            if (state->groups[i].record)
                check_record(r, stage, state->groups[i].record, (uint32_t)i);
        }
        check_idle_records(r, stage);
        return;
    }
    /* Without contests everyone stands alone; the one record speaks for all. */
    for (size_t i = 0; i < in_count; i++)
        state->of[in[i]] = ALONE;
    for (size_t i = 0; i < r->pool->record_count; i++)
        if (r->pool->records[i].stage == stage) {
            state->record = &r->pool->records[i];
            check_record(r, stage, state->record, ALONE);
        }
}

uint32_t enter_late(Run *r, uint32_t stage, uint32_t row)
{
    StageState *state = &r->stages[stage];
    const Stage *s = &r->p->stages[stage];
    state->entered[state->entered_count++] = row;
    if (!applies(r, stage, row))
        return NO_CONTEST;
    if (!s->by_count && !s->everyone)
        return state->of[row] = ALONE;
    Value *key = NEW_ARRAY(r->a, Value, s->by_count + 1);
    if (!must_have_key(r, stage, row, key))
        return NO_CONTEST;
    uint32_t g = find_race(r, stage, key);
    if (g == NO_CONTEST) {
        g = (uint32_t)state->count;
        Race *race = add_race(r, stage, key, 1);
        race->members[race->count++] = row;
        start_races(r, stage, g);
        return g;
    }
    Race *race = &state->groups[g];
    uint32_t *members = NEW_ARRAY(r->a, uint32_t, race->count + 1);
    memcpy(members, race->members, sizeof *members * race->count);
    members[race->count++] = row;
    race->members = members;
    return state->of[row] = g;
}

size_t undetermined_of(const Run *r, const Race *race)
{
    size_t n = race->shadows.len + race->strays;
    for (size_t i = 0; i < race->count; i++)
        n += r->people[race->members[i]].status == STATUS_UNDETERMINED;
    return n;
}
