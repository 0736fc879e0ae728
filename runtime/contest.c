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

static int compare_keys(const Value *a, const Value *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int c = compare_values(a[i], b[i]);
        if (c)
            return c;
    }
    return 0;
}

static bool post_fits(const Run *r, const Stage *s, const Value *key, size_t post)
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

/* Declared seats, less excluded posts and seats taken away. */
int64_t open_seats(const Run *r, const Stage *s, const Value *key)
{
    if (r->p->post_seats < 0)
        return -1;
    const Column *seats = &r->pool->posts[r->p->post_seats];
    int64_t sum = 0;
    for (size_t post = 0; post < r->pool->post_count; post++) {
        int64_t n = 0;
        if (r->excluded[post] || !post_fits(r, s, key, post) || !seats->present[post])
            continue;
        if (num_to_int64(column_num(r->a, seats, post), &n))
            sum += n - r->reduced[post];
    }
    return sum;
}

/* ---- records ---- */

static bool record_fits(const Record *record, const Stage *s, const Value *key)
{
    for (size_t i = 0; i < s->by_count; i++) {
        bool same = key[i].state == V_TEXT ? str_eq(record->key_texts[i], key[i].text)
                                           : record->key_codes[i] == key[i].code;
        if (!same)
            return false;
    }
    return true;
}

/* In a what-if run (试算) records may speak of people whom the changed rule has put out: they are passed over. */
static void not_in_contest(Run *r, uint32_t stage, uint32_t row, Span at)
{
    if (r->options->setting_count)
        return;
    diag_add(r->d, E0409, r->pool->record_source, at, ARGS(r->pool->person_ids[row], r->p->stages[stage].name));
    r->failed = true;
}

/* Whoever a record speaks of must be in the contest when the stage begins. */
static void check_record(Run *r, uint32_t stage, const Record *record, uint32_t group)
{
    StageState *s = &r->stages[stage];
    for (size_t i = 0; i < record->vote_count; i++)
        if (s->of[record->votes[i].row] != group)
            not_in_contest(r, stage, record->votes[i].row, record->votes[i].span);
    for (size_t i = 0; i < record->given_count; i++)
        if (s->of[record->given[i].row] != group)
            not_in_contest(r, stage, record->given[i].row, record->given[i].span);
    for (size_t i = 0; i < record->chosen_count; i++)
        if (s->of[record->chosen[i]] != group)
            not_in_contest(r, stage, record->chosen[i], record->chosen_spans[i]);
}

/* ---- forming ---- */

typedef struct {
    uint32_t row;
    const Value *key;
    size_t by_count;
    uint32_t place; /* in the order of ids, to keep the sort stable */
} Keyed;

static int by_key(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;
    int c = compare_keys(x->key, y->key, x->by_count);
    return c ? c : (x->place > y->place) - (x->place < y->place);
}

static void add_shadows(Run *r, uint32_t stage, Race *race)
{
    const Stage *s = &r->p->stages[stage];
    Value *key = NEW_ARRAY(r->a, Value, s->by_count + 1);
    for (size_t i = 0; i < r->n; i++) {
        uint32_t row = r->pool->person_order[i];
        if (r->people[row].status != STATUS_UNDETERMINED || r->people[row].stage >= (int)stage)
            continue;
        if (person_key(r, stage, row, key) && compare_keys(key, race->key, s->by_count) == 0) {
            if (!race->shadows)
                race->shadows = NEW_ARRAY(r->a, uint32_t, r->n);
            race->shadows[race->shadow_count++] = row;
        }
    }
}

static void finish_race(Run *r, uint32_t stage, uint32_t gi)
{
    StageState *state = &r->stages[stage];
    const Stage *s = &r->p->stages[stage];
    Race *race = &state->groups[gi];
    race->limit = -1;
    race->seats = open_seats(r, s, race->key);
    bool undetermined = false;
    for (size_t i = 0; i < r->n && !undetermined; i++)
        undetermined = r->people[i].status == STATUS_UNDETERMINED;
    if (undetermined)
        add_shadows(r, stage, race);
    for (size_t i = 0; i < race->count; i++)
        state->of[race->members[i]] = gi;
    for (size_t i = 0; i < r->pool->record_count; i++)
        if (r->pool->records[i].stage == stage && record_fits(&r->pool->records[i], s, race->key))
            race->record = &r->pool->records[i];
    if (s->seats) { /* 名额 in the head, where there are no posts */
        Eval e = eval_at(r, stage, race->members[0]);
        Value v = eval(&e, s->seats);
        if (!is_none(v) && !num_to_int64(num_round(r->a, v.number, 0, ROUND_DOWN), &race->seats))
            race->seats = 0;
    }
}

static void form_groups(Run *r, uint32_t stage, const uint32_t *rows, size_t n)
{
    StageState *state = &r->stages[stage];
    const Stage *s = &r->p->stages[stage];
    Keyed *keyed = NEW_ARRAY(r->a, Keyed, n + 1);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        Value *key = NEW_ARRAY(r->a, Value, s->by_count + 1);
        if (!person_key(r, stage, rows[i], key)) {
            for (size_t k = 0; k < s->by_count; k++)
                if (is_none(key[k])) {
                    report_none(r, rows[i], &r->p->clauses[s->first], key[k]);
                    break;
                }
            continue;
        }
        keyed[count++] = (Keyed){rows[i], key, s->by_count, (uint32_t)i};
    }
    qsort(keyed, count, sizeof *keyed, by_key);
    state->groups = NEW_ARRAY(r->a, Race, count + 1);
    for (size_t i = 0; i < count; i++) {
        bool first = i == 0 || compare_keys(keyed[i].key, keyed[i - 1].key, s->by_count) != 0;
        if (first) {
            Race *race = &state->groups[state->count++];
            race->members = NEW_ARRAY(r->a, uint32_t, count - i);
            race->key = NEW_ARRAY(r->a, Value, s->by_count + 1);
            memcpy(race->key, keyed[i].key, sizeof(Value) * s->by_count);
        }
        Race *race = &state->groups[state->count - 1];
        race->members[race->count++] = keyed[i].row;
    }
    for (size_t i = 0; i < state->count; i++)
        finish_race(r, stage, (uint32_t)i);
    for (size_t i = 0; i < state->count; i++)
        if (state->groups[i].record)
            check_record(r, stage, state->groups[i].record, (uint32_t)i);
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
    for (size_t i = 0; i < r->n; i++)
        if (r->people[r->pool->person_order[i]].status == STATUS_IN)
            state->entered[state->entered_count++] = r->pool->person_order[i];
    /* 当 may sum up over all who entered, so it is judged when they are all known. */
    for (size_t i = 0; i < state->entered_count; i++) {
        uint32_t row = state->entered[i];
        if (s->when) {
            Eval e = eval_at(r, stage, row);
            Value none = {.state = V_NUMBER};
            int truth = judge(&e, s->when, &none);
            if (truth < 0)
                report_none(r, row, &r->p->clauses[s->first], none);
            if (truth != 1)
                continue;
        }
        in[in_count++] = row;
    }
    if (s->by_count || s->everyone) {
        form_groups(r, stage, in, in_count);
        return;
    }
    /* Without contests everyone stands alone; the one record speaks for all. */
    for (size_t i = 0; i < in_count; i++)
        state->of[in[i]] = NO_CONTEST - 1;
    for (size_t i = 0; i < r->pool->record_count; i++)
        if (r->pool->records[i].stage == stage) {
            state->record = &r->pool->records[i];
            check_record(r, stage, state->record, NO_CONTEST - 1);
        }
}
