#include "runtime/engine.h"

#include <sodium.h>
#include <stdlib.h>

/* A person while a contest is ranked or cut. */
typedef struct {
    uint32_t row, place;
    const Value *keys;
    const Key *how;
    size_t key_count;
    int64_t rank;
    unsigned char lot[crypto_hash_sha256_BYTES];
    bool known; /* the tie keys could be computed */
} Runner;

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
    return memcmp(((const Runner *)a)->lot, ((const Runner *)b)->lot, crypto_hash_sha256_BYTES);
}

/* Order within the contest: 1, 2, 2, 4. */
void rank_group(Run *r, uint32_t stage, Race *race, uint32_t gi)
{
    const Clause *clause = r->p->stages[stage].rank;
    StageState *s = &r->stages[stage];
    Runner *runners = NEW_ARRAY(r->a, Runner, race->count + 1);
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
        Value *keys = NEW_ARRAY(r->a, Value, clause->key_count), none = {.state = V_NUMBER};
        Eval e = eval_at(r, stage, row);
        e.group = gi;
        for (size_t k = 0; k < clause->key_count; k++) {
            keys[k] = eval(&e, clause->keys[k].value);
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
    for (size_t i = 0; i < n; i++) {
        bool tied = i > 0 && compare_runners(&runners[i - 1], &runners[i]) == 0;
        uint32_t row = runners[i].row;
        s->rank[row] = tied ? s->rank[runners[i - 1].row] : (int64_t)i + 1;
        s->ranked_of[row] = (int64_t)n;
        s->first[row] = shown_of(r, clause->keys[0].value, runners[i].keys[0]);
    }
    s->ranked = true;
}

/* How many go on.  A ratio is multiplied by the seats before it is rounded. */
bool how_many(Run *r, Eval *e, const Clause *clause, const Expr *x, int64_t seats, Num *exact, int64_t *k, Value *none)
{
    const Expr *inner = x->op == OP_ROUND ? x->kids[0] : x;
    Value v = eval(e, inner);
    if (is_none(v)) {
        *none = v;
        return false;
    }
    *exact = x->type.kind == TYPE_RATIO ? num_mul(r->a, v.number, num_int(seats < 0 ? 0 : seats)) : v.number;
    Num whole = x->op == OP_ROUND ? num_round(r->a, *exact, x->places, (Rounding)x->index) : *exact;
    if (!num_is_int(whole) || !num_to_int64(whole, k)) {
        Text t = text_new(r->a);
        num_decimal(&t, whole, 6);
        diag_add(r->d, E0410, r->p->source, clause->span, ARGS(r->p->stages[clause->stage].name, text_str(&t)));
        r->failed = true;
        return false;
    }
    if (*k < 0)
        *k = 0;
    return true;
}

/* ---- the cut ---- */

enum { FATE_OUT, FATE_IN, FATE_OPEN };

typedef struct {
    Run *r;
    const Clause *clause;
    uint32_t stage;
    Runner *runners; /* by rank, then id */
    size_t n;
} Cut;

static void draw_lots(Run *r, Runner *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Text t = text_new(r->a);
        text_add(&t, r->pool->seed);
        text_char(&t, ':');
        text_add(&t, r->pool->person_ids[from[i].row]);
        Str s = text_str(&t);
        crypto_hash_sha256(from[i].lot, (const unsigned char *)s.at, s.len);
    }
    qsort(from, n, sizeof *from, by_lot);
}

/* The key that put `loser` behind `last`, the last of the tied who came through. */
static void parted_by(Cut *c, const Runner *loser, const Runner *last)
{
    for (size_t k = 0; k < loser->key_count; k++)
        if (compare_values(loser->keys[k], last->keys[k]) != 0) {
            const Expr *key = loser->how[k].value;
            c->r->settled[loser->row] = (Settled){.key = key, .value = shown_of(c->r, key, loser->keys[k]),
                                                  .bound = shown_of(c->r, key, last->keys[k])};
            return;
        }
}

/* Settles the people tied across the line, runners[from..to), of whom `places` may go in. */
static void settle(Cut *c, size_t from, size_t to, size_t places, unsigned char *fate)
{
    Run *r = c->r;
    const Clause *clause = c->clause;
    Runner *tied = NEW_ARRAY(r->a, Runner, to - from);
    size_t n = to - from;
    memcpy(tied, c->runners + from, sizeof(Runner) * n);
    bool known = true;
    for (size_t i = 0; i < n && clause->key_count; i++) {
        Value *keys = NEW_ARRAY(r->a, Value, clause->key_count);
        Eval e = eval_at(r, c->stage, tied[i].row);
        for (size_t k = 0; k < clause->key_count; k++) {
            keys[k] = eval(&e, clause->keys[k].value);
            if (keys[k].state == V_FAULT || (keys[k].state == V_ABSENT && !r->p->fields[keys[k].expr->index].optional))
                report_none(r, tied[i].row, clause, keys[k]);
            known = known && !is_none(keys[k]);
        }
        tied[i].keys = keys;
        tied[i].how = clause->keys;
        tied[i].key_count = clause->key_count;
    }
    size_t low = 0, high = n; /* tied[low..high) is still tied across the line */
    if (clause->key_count && known) {
        qsort(tied, n, sizeof *tied, by_keys);
        for (low = places; low > 0 && compare_runners(&tied[low - 1], &tied[places]) == 0; low--)
            ;
        for (high = places + 1; high < n && compare_runners(&tied[high], &tied[places]) == 0; high++)
            ;
        if (low == places)
            high = low; /* the keys parted them exactly at the line */
    }
    for (size_t i = 0; i < n; i++)
        fate[tied[i].row] = i < low ? FATE_IN : FATE_OUT;
    for (size_t i = high; i < n && high > 0 && clause->key_count && known; i++)
        parted_by(c, &tied[i], &tied[high - 1]);
    if (low == high)
        return;
    Ties ties = known ? clause->ties : TIES_PENDING;
    if (ties == TIES_LOTS && !r->pool->has_seed)
        ties = TIES_PENDING;
    if (ties == TIES_LOTS)
        draw_lots(r, tied + low, high - low);
    for (size_t i = places; ties == TIES_LOTS && i < high; i++)
        r->settled[tied[i].row].by_lot = true;
    for (size_t i = low; i < high; i++)
        fate[tied[i].row] = ties == TIES_ALL_IN    ? FATE_IN
                            : ties == TIES_NONE_IN ? FATE_OUT
                            : ties == TIES_LOTS    ? (i < places ? FATE_IN : FATE_OUT)
                                                   : FATE_OPEN;
}

/* Fates when k may go in; true when a tie lay across the line. */
static bool judge_cut(Cut *c, size_t k, unsigned char *fate, size_t *tie_from, size_t *tie_to)
{
    for (size_t i = 0; i < c->n; i++)
        fate[c->runners[i].row] = i < k ? FATE_IN : FATE_OUT;
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

static size_t line_up(Run *r, uint32_t stage, const Race *race, Runner *runners)
{
    size_t n = 0;
    for (size_t i = 0; i < race->count; i++)
        if (r->people[race->members[i]].status == STATUS_IN)
            runners[n++] = (Runner){.row = race->members[i], .place = (uint32_t)i, .rank = r->stages[stage].rank[race->members[i]]};
    qsort(runners, n, sizeof *runners, by_rank);
    return n;
}

static void mark_ties(Cut *c, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        decide(c->r, c->clause, c->runners[i].row, true);
}

/* Whom the rounding decided: those between the whole part of the exact number and the rounded one. */
static void mark_rounding(Cut *c, Num exact, int64_t k)
{
    int64_t floor = k;
    if (num_is_int(exact) || !num_to_int64(num_round(c->r->a, exact, 0, ROUND_DOWN), &floor))
        return;
    for (size_t i = 0; i < c->n; i++)
        if (c->runners[i].rank > floor && c->runners[i].rank <= floor + 1)
            decide(c->r, c->clause, c->runners[i].row, true);
}

void cut_group(Run *r, uint32_t stage, Race *race, uint32_t gi)
{
    const Clause *clause = r->p->stages[stage].advance;
    Runner *runners = NEW_ARRAY(r->a, Runner, race->count + 1);
    size_t n = line_up(r, stage, race, runners);
    if (!n)
        return;
    Eval e = eval_at(r, stage, runners[0].row);
    e.group = gi;
    e.now = true;
    Num exact;
    int64_t k = 0;
    Value none = {.state = V_NUMBER};
    if (!how_many(r, &e, clause, clause->expr, race->seats, &exact, &k, &none)) {
        if (none.state == V_PENDING || none.state == V_UNKNOWN)
            pending_group(r, stage, race, CELL_NONE, clause, none.waiting);
        else if (is_none(none))
            report_none(r, runners[0].row, clause, none);
        return;
    }
    race->limit = k;
    Cut cut = {r, clause, stage, runners, n};
    size_t shadows = race->shadow_count, from = 0, to = 0;
    unsigned char *fate = NEW_ARRAY(r->a, unsigned char, r->n), *worst = fate;
    size_t all = (size_t)k;
    r->settled = NEW_ARRAY(r->a, Settled, r->n);
    bool tied = judge_cut(&cut, all, fate, &from, &to);
    if (tied)
        mark_ties(&cut, from, to);
    if (shadows && n + shadows > all) { /* the undetermined may all come first */
        worst = NEW_ARRAY(r->a, unsigned char, r->n);
        if (judge_cut(&cut, all > shadows ? all - shadows : 0, worst, &from, &to))
            mark_ties(&cut, from, to);
    }
    mark_rounding(&cut, exact, k);
    int64_t in = 0;
    for (size_t i = 0; i < n; i++)
        in += fate[runners[i].row] == FATE_IN && worst[runners[i].row] == FATE_IN;
    if (in > k)
        note(r, NOTE_OVER, stage, race, in - k);
    for (size_t i = 0; i < n; i++)
        if (fate[runners[i].row] == FATE_IN && worst[runners[i].row] == FATE_IN)
            race->line = r->stages[stage].first[runners[i].row];
    for (size_t i = 0; i < n; i++) {
        uint32_t row = runners[i].row;
        bool open = fate[row] == FATE_OPEN || worst[row] == FATE_OPEN || fate[row] != worst[row];
        if (!open && fate[row] == FATE_IN)
            continue;
        Reason *why = leave(r, row, stage, open ? STATUS_UNDETERMINED : STATUS_DROPPED, open ? REASON_TIE : REASON_CUT, clause);
        why->rank = runners[i].rank;
        why->limit = k;
        if (open)
            continue;
        why->value = r->stages[stage].first[row];
        why->bound = race->line;
        if (why->value.kind == VALUE_NUMBER && why->bound.kind == VALUE_NUMBER)
            why->margin = (Shown){.kind = VALUE_NUMBER, .number = num_sub(r->a, why->value.number, why->bound.number)};
        why->tie_key = r->settled[row].key;
        why->tie_value = r->settled[row].value;
        why->tie_bound = r->settled[row].bound;
        why->by_lot = r->settled[row].by_lot;
        decide(r, clause, row, false);
        decide(r, r->p->stages[stage].rank, row, false);
    }
}

/* ---- picked by a body ---- */

static bool on_list(const Record *record, uint32_t row)
{
    for (size_t i = 0; record && i < record->chosen_count; i++)
        if (record->chosen[i] == row)
            return true;
    return false;
}

static void check_list_size(Run *r, const Clause *clause, const Record *record, int64_t least, int64_t most)
{
    Text a = text_new(r->a), b = text_new(r->a);
    int64_t n = (int64_t)record->chosen_count;
    text_int(&a, n);
    text_int(&b, n > most ? most : least);
    Str stage = r->p->stages[clause->stage].name;
    if (n > most || n < least) {
        Diag *d = diag_add(r->d, n > most ? E0411 : E0412, r->pool->record_source, record->span, ARGS(stage, text_str(&a), text_str(&b)));
        diag_at_json(d, record->path, S(""));
        r->failed = true;
    }
}

static bool list_fits(const Run *r, const Record *record, int64_t least, int64_t most)
{
    int64_t in = 0;
    for (size_t i = 0; i < record->chosen_count; i++)
        in += r->people[record->chosen[i]].status == STATUS_IN;
    return in >= least && in <= most;
}

static void count_passed_over(Run *r, uint32_t stage, const Race *race, const uint32_t *in, size_t n)
{
    if (!r->passed_over)
        r->passed_over = NEW_ARRAY(r->a, int64_t, r->n);
    int ranked = -1;
    for (int s = (int)stage; s >= 0 && ranked < 0; s--)
        if (r->stages[s].ranked)
            ranked = s;
    for (size_t i = 0; i < n && ranked >= 0; i++) {
        int64_t mine = r->stages[ranked].rank[in[i]], over = 0;
        for (size_t j = 0; j < n; j++) {
            int64_t other = r->stages[ranked].rank[in[j]];
            over += other && other < mine && !on_list(race->record, in[j]);
        }
        r->passed_over[in[i]] = over;
    }
}

void pick_group(Run *r, uint32_t stage, Race *race, uint32_t gi)
{
    const Clause *clause = r->p->stages[stage].advance;
    uint32_t *in = NEW_ARRAY(r->a, uint32_t, race->count + 1);
    size_t n = 0;
    for (size_t i = 0; i < race->count; i++)
        if (r->people[race->members[i]].status == STATUS_IN)
            in[n++] = race->members[i];
    if (!n)
        return;
    Eval e = eval_at(r, stage, in[0]);
    e.group = gi;
    e.now = true;
    Num exact;
    int64_t k = 0, least = 0;
    Value none = {.state = V_NUMBER};
    bool known = how_many(r, &e, clause, clause->expr, race->seats, &exact, &k, &none);
    if (known && clause->at_least)
        known = how_many(r, &e, clause, clause->at_least, race->seats, &exact, &least, &none);
    if (!known) {
        if (is_none(none))
            report_none(r, in[0], clause, none);
        return;
    }
    race->limit = k;
    const Record *record = race->record;
    if ((!record || !record->has_chosen) && k > 0) {
        pending_group(r, stage, race, CELL_NONE, clause, clause->body);
        return;
    }
    /* A what-if run asks what the body would have picked where its list no longer fits: that is open. */
    if (record && r->options->setting_count && !list_fits(r, record, least < (int64_t)n ? least : (int64_t)n, k)) {
        pending_group(r, stage, race, CELL_NONE, clause, clause->body);
        return;
    }
    if (record && !r->options->setting_count)
        check_list_size(r, clause, record, least < (int64_t)n ? least : (int64_t)n, k);
    for (size_t i = 0; record && i < record->chosen_count && !r->options->setting_count; i++)
        if (r->people[record->chosen[i]].status != STATUS_IN) {
            diag_add(r->d, E0409, r->pool->record_source, record->chosen_spans[i],
                     ARGS(r->pool->person_ids[record->chosen[i]], r->p->stages[stage].name));
            r->failed = true;
        }
    count_passed_over(r, stage, race, in, n);
    for (size_t i = 0; i < n; i++)
        if (!on_list(record, in[i])) {
            Reason *why = leave(r, in[i], stage, STATUS_DROPPED, REASON_PICK, clause);
            why->limit = k;
            decide(r, clause, in[i], false);
        }
}
