/* line.c - people in order: ranking a contest, and settling a tie across a line. */
#include "runtime/line.h"

#include "runtime/compiled.h"

#include <sodium.h>
#include <stdlib.h>

_Static_assert(LOT_BYTES == crypto_hash_sha256_BYTES, "a lot is a SHA-256");

static int compare_runners(const Runner *x, const Runner *y)
{
    for (size_t i = 0; i < x->key_count; i++) {
        int c = compare_values(x->keys[i], y->keys[i]);
        if (x->keys[i].state == V_GRADE || x->how[i].order == ORDER_PREFERRED)
            c = x->keys[i].state == V_GRADE ? -c : c; /* the first of a scale is the best */
        if (c)
            return x->how[i].order == ORDER_LOW_FIRST ? c : -c;
    }
    return 0;
}

static int by_keys(const void *a, const void *b)
{
    const Runner *x = a, *y = b;
    int c = compare_runners(x, y);
    return c ? c : (x->place > y->place) - (x->place < y->place);
}

static int by_lot(const void *a, const void *b)
{
    return memcmp(((const Runner *)a)->lot, ((const Runner *)b)->lot, LOT_BYTES);
}

void draw_lots(Run *r, Runner *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Text t = text_new(r->a);
        text_add(&t, r->pool->seed);
        text_char(&t, ':');
        text_add(&t, id_of(r, from[i].row));
        Str s = text_str(&t);
        crypto_hash_sha256(from[i].lot, (const unsigned char *)s.at, s.len);
    }
    qsort(from, n, sizeof *from, by_lot);
}

/* Two neighbours whom dates known to the month or year would have to part. */
static void report_unclear(Run *r, const Clause *clause, const Runner *x, const Runner *y)
{
    for (size_t k = 0; k < x->key_count; k++) {
        if (dates_unclear(x->keys[k], y->keys[k]))
            report_none(r, y->row, clause, (Value){.state = V_FAULT, .expr = x->how[k].value, .code_of = E0404});
        if (compare_values(x->keys[k], y->keys[k]) != 0)
            return;
    }
}

static Value key_value(Run *r, Eval *e, const Clause *clause, size_t k)
{
    const Formula *formula = r->compiled_keys[clause->index][k];
    Frac value;
    const Num *ahead = r->ahead_keys ? &r->ahead_keys[(size_t)e->row * clause->key_count + k] : NULL;
    if (ahead && ahead->d && !r->trying)
        return (Value){.state = V_NUMBER, .number = *ahead};
    if (!r->trying && formula && compiled_value(r, formula, e->row, &value))
        return (Value){.state = V_NUMBER, .number = frac_lowest(value)};
    return eval(e, clause->keys[k].value);
}

/* Which key parts neighbours who are in order. */
static void cover_keys(Run *r, const Clause *clause, const Runner *runners, size_t n)
{
    for (size_t i = 1; covering(r) && i < n; i++) {
        size_t k = 0;
        while (k < clause->key_count && compare_values(runners[i - 1].keys[k], runners[i].keys[k]) == 0)
            k++;
        if (k == clause->key_count)
            cover_clause(covering(r), clause, POINT_RANK, -1, FACE_SAME_RANK);
        else
            cover_clause(covering(r), clause, POINT_KEY, (int)k, FACE_DECIDES);
    }
}

/* Order within the contest: 1, 2, 2, 4. */
void rank_group(Run *r, uint32_t stage, Race *race, uint32_t gi)
{
    const Clause *clause = r->p->stages[stage].rank;
    StageState *s = &r->stages[stage];
    arena_reset(r->contest);
    Runner *runners = NEW_ARRAY(r->contest, Runner, race->count + 1);
    size_t n = 0;
    if (!s->rank) {
        s->rank = NEW_ARRAY(r->a, int64_t, r->n);
        s->ranked_of = NEW_ARRAY(r->a, int64_t, r->n);
        s->first = NEW_ARRAY(r->a, Shown, r->n);
    }
    for (size_t i = 0; i < race->count; i++) {
        uint32_t row = race->members[i];
        if (r->people[row].status != STATUS_IN)
            continue;
        next_person(r);
        Value *keys = NEW_ARRAY(r->contest, Value, clause->key_count), none = {.state = V_NUMBER};
        Eval e = eval_at(r, stage, row);
        e.group = gi;
        for (size_t k = 0; k < clause->key_count; k++) {
            keys[k] = key_value(r, &e, clause, k);
            if (keys[k].state > none.state && is_none(keys[k]))
                none = keys[k];
        }
        if (none.state == V_PENDING || none.state == V_UNKNOWN) {
            Reason *why = leave(r, row, stage, STATUS_UNDETERMINED,
                                none.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause);
            why->waiting = none.waiting;
            continue;
        }
        if (is_none(none)) {
            report_none(r, row, clause, none);
            continue;
        }
        runners[n++] = (Runner){.row = row, .place = (uint32_t)i, .keys = keys, .how = clause->keys, .key_count = clause->key_count};
    }
    qsort(runners, n, sizeof *runners, by_keys);
    cover_keys(r, clause, runners, n);
    for (size_t i = 1; i < n; i++)
        report_unclear(r, clause, &runners[i - 1], &runners[i]);
    bool lots = clause->ties == TIES_LOTS && r->pool->has_seed;
    for (size_t i = 0, to = 0; lots && i < n; i = to) {
        for (to = i + 1; to < n && compare_runners(&runners[i], &runners[to]) == 0; to++)
            ;
        if (to > i + 1)
            draw_lots(r, runners + i, to - i);
        for (size_t k = i; to > i + 1 && k < to; k++)
            decide(r, clause, runners[k].row, true);
    }
    for (size_t i = 0; i < n; i++) {
        bool tied = i > 0 && !lots && compare_runners(&runners[i - 1], &runners[i]) == 0;
        uint32_t row = runners[i].row;
        int64_t next = i == 0 ? 1 : clause->dense ? s->rank[runners[i - 1].row] + 1 : (int64_t)i + 1;
        s->rank[row] = tied ? s->rank[runners[i - 1].row] : next;
        s->ranked_of[row] = (int64_t)n;
        s->first[row] = shown_of(r, clause->keys[0].value, runners[i].keys[0]);
    }
    s->ranked = true;
}

/* ---- the line ---- */

/* The tie across the line: tied[low..high), of whom those before `places` are on the good side. */
typedef struct {
    Cut *cut;
    Runner *tied;
    size_t low, high, places;
} Tie;

/* Their values of one key; false when someone's is missing or not known. */
static bool read_key(Tie *t, const Key *key)
{
    Run *r = t->cut->r;
    bool known = true;
    for (size_t i = t->low; i < t->high; i++) {
        Runner *who = &t->tied[i];
        Value *value = NEW(r->a, Value);
        Eval e = eval_at(r, t->cut->stage, who->row);
        *value = eval(&e, key->value);
        if (value->state == V_FAULT || (value->state == V_ABSENT && !may_lack(r, *value)))
            report_none(r, who->row, t->cut->clause, *value);
        known = known && !is_none(*value);
        who->keys = value;
        who->how = key;
        who->key_count = 1;
    }
    return known;
}

/* Those whom this key put behind the last who still may come through. */
static void parted_by(Tie *t, size_t from, size_t to, const Key *key)
{
    Run *r = t->cut->r;
    const Runner *last = &t->tied[from - 1];
    for (size_t i = from; i < to; i++)
        t->cut->settled[t->tied[i].slot] = (Settled){.key = key->value, .value = shown_of(r, key->value, t->tied[i].keys[0]),
                                               .bound = shown_of(r, key->value, last->keys[0])};
}

/* One key of 依次比较: what is still tied across the line grows smaller. */
static void part(Tie *t, const Key *key)
{
    size_t low = t->places, high = t->places + 1;
    qsort(t->tied + t->low, t->high - t->low, sizeof *t->tied, by_keys);
    while (low > t->low && compare_runners(&t->tied[low - 1], &t->tied[t->places]) == 0)
        low--;
    while (high < t->high && compare_runners(&t->tied[high], &t->tied[t->places]) == 0)
        high++;
    if (low == t->places) /* parted exactly at the line */
        high = low;
    if (covering(t->cut->r) && (low > t->low || high < t->high))
        cover_clause(covering(t->cut->r), t->cut->clause, POINT_KEY, (int)(key - t->cut->clause->keys), FACE_DECIDES);
    if (high > t->low)
        parted_by(t, high, t->high, key);
    t->low = low;
    t->high = high;
}

Cut cut_of(Run *r, const Clause *clause, uint32_t stage, Runner *runners, size_t n)
{
    return (Cut){r, clause, stage, runners, n, NEW_ARRAY(r->contest, Settled, n)};
}

void settle(Cut *c, size_t from, size_t to, size_t places, unsigned char *fate)
{
    Run *r = c->r;
    const Clause *clause = c->clause;
    size_t n = to - from;
    Tie t = {.cut = c, .tied = NEW_ARRAY(r->contest, Runner, n + 1), .high = n, .places = places};
    for (size_t i = 0; i < n; i++) {
        t.tied[i] = c->runners[from + i];
        t.tied[i].slot = from + i;
    }
    bool known = true;
    for (size_t k = 0; k < clause->key_count && t.low < t.high && known; k++) {
        known = read_key(&t, &clause->keys[k]);
        if (known)
            part(&t, &clause->keys[k]);
    }
    for (size_t i = 0; i < n; i++)
        fate[t.tied[i].slot] = i < t.low ? FATE_IN : FATE_OUT;
    if (t.low == t.high)
        return;
    if (covering(r) && known)
        cover_clause(covering(r), clause, POINT_RANK, -1, FACE_STILL_TIED);
    Ties ties = known ? clause->ties : TIES_PENDING;
    if (ties == TIES_LOTS && !r->pool->has_seed)
        ties = TIES_PENDING;
    if (ties == TIES_LOTS)
        draw_lots(r, t.tied + t.low, t.high - t.low);
    for (size_t i = places; ties == TIES_LOTS && i < t.high; i++)
        c->settled[t.tied[i].slot].by_lot = true;
    for (size_t i = t.low; i < t.high; i++)
        fate[t.tied[i].slot] = ties == TIES_ALL_IN    ? FATE_IN
                               : ties == TIES_NONE_IN ? FATE_OUT
                               : ties == TIES_LOTS    ? (i < places ? FATE_IN : FATE_OUT)
                                                      : FATE_OPEN;
}

bool judge_cut(Cut *c, size_t k, unsigned char *fate, size_t *tie_from, size_t *tie_to)
{
    for (size_t i = 0; i < c->n; i++)
        fate[i] = i < k ? FATE_IN : FATE_OUT;
    if (k >= c->n || k == 0 || c->runners[k].rank != c->runners[k - 1].rank)
        return false;
    size_t from = k, to = k;
    while (from > 0 && c->runners[from - 1].rank == c->runners[k].rank)
        from--;
    while (to < c->n && c->runners[to].rank == c->runners[k].rank)
        to++;
    *tie_from = from;
    *tie_to = to;
    settle(c, from, to, k - from, fate);
    return true;
}

static int by_rank(const void *a, const void *b)
{
    const Runner *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

size_t line_up(Run *r, uint32_t stage, const Race *race, Runner *runners)
{
    const int64_t *rank = r->stages[stage].rank;
    size_t n = 0;
    for (size_t i = 0; i < race->count; i++) {
        uint32_t row = race->members[i];
        if (r->people[row].status == STATUS_IN)
            runners[n++] = (Runner){.row = row, .place = (uint32_t)i, .rank = rank ? rank[row] : 1};
    }
    qsort(runners, n, sizeof *runners, by_rank);
    return n;
}

static void mark_ties(Cut *c, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        decide(c->r, c->clause, c->runners[i].row, true);
}

void judge_twice(Cut *c, size_t k, size_t shadows, unsigned char *fate, unsigned char **worst)
{
    Run *r = c->r;
    size_t from = 0, to = 0;
    *worst = fate;
    bool tied = judge_cut(c, k, fate, &from, &to);
    if (tied)
        mark_ties(c, from, to);
    if (covering(r))
        cover_line(covering(r), c->clause, c->n, k, tied);
    if (!shadows || c->n + shadows <= k)
        return;
    *worst = NEW_ARRAY(r->contest, unsigned char, c->n);
    if (judge_cut(c, k > shadows ? k - shadows : 0, *worst, &from, &to))
        mark_ties(c, from, to);
}
