/* cut.c - 入围: how many go on, the cut, and a list picked by a body. */
#include "runtime/line.h"

#include <stdlib.h>

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

/* Why someone is behind the line. */
static void cut_off(Cut *c, size_t slot, const Race *race)
{
    Run *r = c->r;
    const Runner *who = &c->runners[slot];
    const Settled *settled = &c->settled[slot];
    uint32_t row = who->row;
    Reason *why = leave(r, row, c->stage, c->clause->substitutes ? STATUS_RESERVE : STATUS_DROPPED, REASON_CUT, c->clause);
    why->rank = who->rank;
    why->limit = race->limit;
    why->value = r->stages[c->stage].first[row];
    why->bound = race->line;
    if (why->value.kind == VALUE_NUMBER && why->bound.kind == VALUE_NUMBER)
        why->margin = (Shown){.kind = VALUE_NUMBER, .number = num_sub(r->a, why->value.number, why->bound.number)};
    why->tie_key = settled->key;
    why->tie_value = settled->value;
    why->tie_bound = settled->bound;
    why->by_lot = settled->by_lot;
    decide(r, c->clause, row, false);
    decide(r, r->p->stages[c->stage].rank, row, false);
}

/* 递补 needs the list as it was, and the reserve. */
static void keep_lists(Cut *c, Race *race)
{
    Run *r = c->r;
    race->listed = NEW_ARRAY(r->a, uint32_t, 2 * c->n + 1); /* room for those who move up */
    race->reserve = NEW_ARRAY(r->a, uint32_t, c->n + 1);
    for (size_t i = 0; i < c->n; i++) {
        Status status = r->people[c->runners[i].row].status;
        if (status == STATUS_IN)
            race->listed[race->listed_count++] = c->runners[i].row;
        else if (status == STATUS_RESERVE)
            race->reserve[race->reserve_count++] = c->runners[i].row;
    }
    race->came_through = race->listed_count;
    race->open_cut = undetermined_of(r, race) > 0;
}

void cut_group(Run *r, uint32_t stage, Race *race, uint32_t gi)
{
    const Clause *clause = r->p->stages[stage].advance;
    arena_reset(r->contest);
    Runner *runners = NEW_ARRAY(r->contest, Runner, race->count + 1);
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
    Cut cut = cut_of(r, clause, stage, runners, n);
    unsigned char *fate = NEW_ARRAY(r->contest, unsigned char, n), *worst;
    judge_twice(&cut, (size_t)k, undetermined_of(r, race), fate, &worst);
    mark_rounding(&cut, exact, k);
    int64_t in = 0;
    for (size_t i = 0; i < n; i++)
        if (fate[i] == FATE_IN && worst[i] == FATE_IN) {
            in++;
            race->line = r->stages[stage].first[runners[i].row];
        }
    if (in > k)
        note(r, NOTE_OVER, stage, race, in - k);
    for (size_t i = 0; i < n; i++) {
        if (is_open(fate, worst, i)) {
            Reason *why = leave(r, runners[i].row, stage, STATUS_UNDETERMINED, REASON_TIE, clause);
            why->rank = runners[i].rank;
            why->limit = k;
        } else if (fate[i] != FATE_IN) {
            cut_off(&cut, i, race);
        }
    }
    if (clause->substitutes)
        keep_lists(&cut, race);
}

/* ---- picked by a body ---- */

/* The people of the list, sorted. */
typedef struct {
    uint32_t *people;
    size_t count;
} Listed;

static int by_person(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static Listed listed_in(Run *r, const Record *record)
{
    Listed listed = {.count = record ? record->chosen_count : 0};
    listed.people = NEW_ARRAY(r->a, uint32_t, listed.count + 1);
    if (listed.count) {
        memcpy(listed.people, record->chosen, sizeof *listed.people * listed.count);
        qsort(listed.people, listed.count, sizeof *listed.people, by_person);
    }
    return listed;
}

static bool on_list(const Run *r, const Listed *listed, uint32_t row)
{
    uint32_t person = person_of(r, row);
    return bsearch(&person, listed->people, listed->count, sizeof person, by_person) != NULL;
}

static bool still_here(const Run *r, const Record *record, uint32_t gi, size_t i)
{
    uint32_t row = unit_in(r, record->stage, gi, record->chosen[i]);
    return row != NO_UNIT && r->people[row].status == STATUS_IN;
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

static bool list_fits(const Run *r, const Record *record, uint32_t gi, int64_t least, int64_t most)
{
    bool all_here = true;
    for (size_t i = 0; i < record->chosen_count; i++)
        all_here = all_here && still_here(r, record, gi, i);
    return all_here && (int64_t)record->chosen_count >= least && (int64_t)record->chosen_count <= most;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* How many of the sorted numbers are less. */
static int64_t count_less(const int64_t *numbers, size_t n, int64_t than)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (numbers[middle] < than)
            low = middle + 1;
        else
            high = middle;
    }
    return (int64_t)low;
}

static void count_passed_over(Run *r, uint32_t stage, const Race *race, const Listed *listed, const uint32_t *in, size_t n)
{
    if (!r->passed_over)
        r->passed_over = NEW_ARRAY(r->a, int64_t, r->n);
    int ranked = -1;
    for (int s = (int)stage; s >= 0 && ranked < 0; s--)
        if (r->stages[s].ranked)
            ranked = s;
    if (ranked < 0)
        return;
    const int64_t *rank = r->stages[ranked].rank;
    int64_t *left_out = NEW_ARRAY(r->a, int64_t, n + 1); /* ranks of those who are not listed */
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (rank[in[i]] && !on_list(r, listed, in[i]))
            left_out[count++] = rank[in[i]];
    qsort(left_out, count, sizeof *left_out, by_number);
    for (size_t i = 0; i < n; i++) {
        int64_t over = count_less(left_out, count, rank[in[i]]);
        r->passed_over[in[i]] = !over && undetermined_of(r, race) ? -1 : over; /* one of them may be before him */
    }
}

static void cover_list(Run *r, const Clause *clause, int64_t listed, int64_t least, int64_t most, bool all)
{
    Coverage *c = covering(r);
    if (!c)
        return;
    if (listed == most)
        cover_clause(c, clause, POINT_LIST, -1, FACE_FULL);
    if (listed == least)
        cover_clause(c, clause, POINT_LIST, -1, FACE_SHORTEST);
    if (!all)
        cover_clause(c, clause, POINT_LIST, -1, FACE_LEFT_OUT);
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
    /* A what-if run asks what the body would have picked where its list no longer fits, or names someone who is out:
     * that is open.  So is a list that serves other procedures, too. */
    bool loose = what_if(r) || (record && record->shared);
    if (record && loose && !list_fits(r, record, gi, least < (int64_t)n ? least : (int64_t)n, k)) {
        pending_group(r, stage, race, CELL_NONE, clause, clause->body);
        return;
    }
    if (record && !loose)
        check_list_size(r, clause, record, least < (int64_t)n ? least : (int64_t)n, k);
    for (size_t i = 0; record && i < record->chosen_count && !loose; i++)
        if (!still_here(r, record, gi, i)) {
            diag_add(r->d, E0409, r->pool->record_source, record->chosen_spans[i],
                     ARGS(r->pool->person_ids[record->chosen[i]], r->p->stages[stage].name));
            r->failed = true;
        }
    Listed listed = listed_in(r, record);
    count_passed_over(r, stage, race, &listed, in, n);
    cover_list(r, clause, record ? (int64_t)record->chosen_count : 0, least, k, record && record->chosen_count >= n);
    for (size_t i = 0; i < n; i++)
        if (!on_list(r, &listed, in[i])) {
            Reason *why = leave(r, in[i], stage, STATUS_DROPPED, REASON_PICK, clause);
            why->limit = k;
            decide(r, clause, in[i], false);
        }
}
