/* compare.c - procedures side by side: the people matched, who is chosen under which, where the ways part. */
#include "runtime/compare_parts.h"

#include <stdlib.h>

/* ---- candidates and their units ---- */

bool is_chosen(const Outcome *o, uint32_t unit)
{
    return o->fates[unit].status == STATUS_CHOSEN || o->fates[unit].status == STATUS_LISTED;
}

/* Whether unit x ended better than y: chosen, then reserve, then who left later. */
static bool ended_better(const Outcome *o, uint32_t x, uint32_t y)
{
    const Fate *p = &o->fates[x], *q = &o->fates[y];
    int at_x = is_chosen(o, x) ? 2 : p->status == STATUS_RESERVE, at_y = is_chosen(o, y) ? 2 : q->status == STATUS_RESERVE;
    if (at_x != at_y)
        return at_x > at_y;
    return q->stage >= 0 && (p->stage < 0 || p->stage > q->stage);
}

uint32_t best_unit(const Outcome *o, uint32_t person)
{
    const Pool *pool = o->pool;
    if (!o->program->entry_field_count)
        return person;
    Str id = pool->person_ids[person];
    size_t low = 0, high = pool->unit_count;
    while (low < high) { /* units stand by the candidate's id */
        size_t middle = (low + high) / 2;
        if (str_cmp(pool->person_ids[pool->unit_person[pool->unit_order[middle]]], id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t best = CELL_NONE;
    for (; low < pool->unit_count && pool->unit_person[pool->unit_order[low]] == person; low++)
        if (best == CELL_NONE || ended_better(o, pool->unit_order[low], best))
            best = pool->unit_order[low];
    return best;
}

typedef struct { Str id; size_t party; uint32_t row; } Entry;

static int by_id(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    int c = str_cmp(x->id, y->id);
    return c ? c : (x->party > y->party) - (x->party < y->party);
}

static Entry *all_entries(Arena *a, const Comparison *c, size_t *count)
{
    *count = 0;
    for (size_t k = 0; k < c->party_count; k++)
        *count += c->parties[k].pool->person_count;
    Entry *all = NEW_ARRAY(a, Entry, *count + 1);
    size_t n = 0;
    for (size_t k = 0; k < c->party_count; k++)
        for (uint32_t row = 0; row < c->parties[k].pool->person_count; row++)
            all[n++] = (Entry){c->parties[k].pool->person_ids[row], k, row};
    qsort(all, n, sizeof *all, by_id);
    return all;
}

/* By party and stage: the aligned row. */
static const int *const *rows_of_stages(Arena *a, const Comparison *c)
{
    int **rows = NEW_ARRAY(a, int *, c->party_count);
    for (size_t k = 0; k < c->party_count; k++) {
        rows[k] = NEW_ARRAY(a, int, c->parties[k].program->stage_count + 1);
        for (size_t r = 0; r < c->alignment->row_count; r++)
            if (c->alignment->rows[r].stages[k] >= 0)
                rows[k][c->alignment->rows[r].stages[k]] = (int)r;
    }
    return (const int *const *)rows;
}

/* What put him out: of the stage where he left; of a reserve who withdrew, the withdrawal. */
static const Reason *reason_of(const Fate *f)
{
    if (f->reason_count == 0)
        return NULL;
    if (f->status == STATUS_WITHDRAWN)
        return &f->reasons[f->reason_count - 1];
    for (size_t i = 0; i < f->reason_count; i++)
        if ((int)f->reasons[i].stage == f->stage)
            return &f->reasons[i];
    return &f->reasons[0];
}

static ComparedPerson new_person(Arena *a, const Comparison *c, Str id, uint32_t **units)
{
    *units = NEW_ARRAY(a, uint32_t, c->party_count);
    for (size_t k = 0; k < c->party_count; k++)
        (*units)[k] = CELL_NONE;
    return (ComparedPerson){.id = id, .units = *units, .parted_at = -1};
}

/* Where he left and why, under each; someone who is not in a procedure is out from its first stage.  The first row
 * after which he is in under some and out under others is the earliest exit, unless all are the same. */
static void follow_person(Arena *a, const Comparison *c, const int *const *rows, ComparedPerson *person)
{
    int *exits = NEW_ARRAY(a, int, c->party_count), first = -1;
    const Reason **reasons = NEW_ARRAY(a, const Reason *, c->party_count);
    size_t chosen = 0;
    bool same = true;
    for (size_t k = 0; k < c->party_count; k++) {
        const Party *p = &c->parties[k];
        uint32_t unit = person->units[k];
        const Fate *fate = unit == CELL_NONE ? NULL : &p->outcome->fates[unit];
        bool through = fate && is_chosen(p->outcome, unit);
        int stage = fate ? fate->stage : 0;
        exits[k] = through || stage < 0 || !p->program->stage_count ? -1 : rows[k][stage];
        reasons[k] = fate && exits[k] >= 0 ? reason_of(fate) : NULL;
        chosen += through;
        same = same && exits[k] == exits[0];
        if (exits[k] >= 0 && (first < 0 || exits[k] < first))
            first = exits[k];
    }
    person->exits = exits;
    person->reasons = reasons;
    person->differs = chosen > 0 && chosen < c->party_count;
    person->parted_at = same ? -1 : first;
}

static void match_people(Arena *a, Comparison *c)
{
    size_t n = 0;
    const Entry *all = all_entries(a, c, &n);
    const int *const *rows = rows_of_stages(a, c);
    ComparedPerson *people = NEW_ARRAY(a, ComparedPerson, n + 1);
    size_t count = 0;
    for (size_t i = 0; i < n;) {
        uint32_t *units;
        Str id = all[i].id;
        people[count] = new_person(a, c, id, &units);
        for (; i < n && str_eq(all[i].id, id); i++)
            units[all[i].party] = best_unit(c->parties[all[i].party].outcome, all[i].row);
        follow_person(a, c, rows, &people[count++]);
    }
    c->people = people;
    c->person_count = count;
}

static bool somebody_in_common(Arena *a, const Comparison *c)
{
    size_t n = 0;
    const Entry *all = all_entries(a, c, &n);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && str_eq(all[j].id, all[i].id); j++)
            continue;
        if (j - i == c->party_count) /* an id stands once in a pool */
            return true;
    }
    return false;
}

/* ---- sets and fates ---- */

static bool chosen_under(const Comparison *c, size_t person, size_t party)
{
    uint32_t unit = c->people[person].units[party];
    return unit != CELL_NONE && is_chosen(c->parties[party].outcome, unit);
}

static size_t times_chosen(const Comparison *c, size_t person)
{
    size_t n = 0;
    for (size_t k = 0; k < c->party_count; k++)
        n += chosen_under(c, person, k);
    return n;
}

static void sort_sets(Arena *a, Comparison *c)
{
    uint32_t *all = NEW_ARRAY(a, uint32_t, c->person_count + 1), *some = NEW_ARRAY(a, uint32_t, c->person_count + 1);
    for (size_t i = 0; i < c->person_count; i++) {
        size_t n = times_chosen(c, i);
        if (n == c->party_count)
            all[c->all_count++] = (uint32_t)i;
        else if (n)
            some[c->some_count++] = (uint32_t)i;
        else
            c->none_count++;
    }
    c->all = all;
    c->some = some;
    int64_t anyone = (int64_t)(c->all_count + c->some_count);
    c->jaccard = anyone ? num_ratio(a, (int64_t)c->all_count, anyone) : num_int(1);
}

static void count_fates(Arena *a, Comparison *c)
{
    if (c->party_count < 2)
        return;
    size_t side = c->alignment->row_count + 1;
    int64_t *matrix = NEW_ARRAY(a, int64_t, side * side);
    for (size_t i = 0; i < c->person_count; i++) {
        const int *exits = c->people[i].exits;
        size_t x = exits[0] < 0 ? side - 1 : (size_t)exits[0], y = exits[1] < 0 ? side - 1 : (size_t)exits[1];
        matrix[x * side + y]++;
    }
    c->matrix = matrix;
    c->matrix_side = side;
}

/* ---- orders ----
 * A party's order of people: by the value of the first key of its last ranking, for everyone who was ranked there.
 * Points are compared across contests; any other value only in one contest, where the ranks follow it.  Equal values
 * share a place: 1 2 2 4. */

typedef struct { uint32_t person; const Ranked *ranked; int64_t place; } Standing;

static int by_number(const void *a, const void *b)
{
    const Standing *x = a, *y = b;
    return num_cmp(x->ranked->first.number, y->ranked->first.number);
}

static int by_number_falling(const void *a, const void *b) { return by_number(b, a); }

static int by_rank(const void *a, const void *b)
{
    const Standing *x = a, *y = b;
    return (x->ranked->rank > y->ranked->rank) - (x->ranked->rank < y->ranked->rank);
}

static int by_place(const void *a, const void *b)
{
    const Standing *x = a, *y = b;
    int c = (x->place > y->place) - (x->place < y->place);
    return c ? c : (x->person > y->person) - (x->person < y->person);
}

typedef struct {
    uint32_t *order; size_t count; /* ComparedPerson, best first, equal ones by id */
    int64_t *places;               /* by ComparedPerson; 0: not ranked */
    int64_t chosen;
    AgreementGap gap;              /* why there is no order */
} Ranking;

static size_t who_is_ranked(const Comparison *c, size_t party, Standing *at)
{
    size_t n = 0;
    for (size_t i = 0; i < c->person_count; i++) {
        const Ranked *r = last_ranked(c, party, i);
        if (r && (!c->parties[party].plan->by_points || r->first.kind == VALUE_NUMBER))
            at[n++] = (Standing){(uint32_t)i, r, 0};
    }
    return n;
}

static AgreementGap gap_of(const Comparison *c, size_t party, const Standing *at, size_t n)
{
    const Plan *plan = c->parties[party].plan;
    if (plan->ranking == UINT32_MAX)
        return AGREEMENT_NO_RANKING;
    for (size_t i = 1; i < n && !plan->by_points; i++)
        if (compare_contests(c, party, at[0].person, at[i].person))
            return AGREEMENT_SEVERAL_CONTESTS;
    return AGREEMENT_GIVEN;
}

static void put_in_order(const Plan *plan, Standing *at, size_t n)
{
    bool rising = n && plan->program->stages[plan->ranking].rank->keys[0].order == ORDER_LOW_FIRST;
    qsort(at, n, sizeof *at, !plan->by_points ? by_rank : rising ? by_number : by_number_falling);
    for (size_t i = 0; i < n; i++) {
        bool tied = i && compare_shown(&at[i].ranked->first, &at[i - 1].ranked->first) == 0;
        at[i].place = tied ? at[i - 1].place : (int64_t)i + 1;
    }
    qsort(at, n, sizeof *at, by_place);
}

static Ranking order_of(Arena *a, const Comparison *c, size_t party)
{
    Standing *at = NEW_ARRAY(a, Standing, c->person_count + 1);
    Ranking out = {.order = NEW_ARRAY(a, uint32_t, c->person_count + 1), .places = NEW_ARRAY(a, int64_t, c->person_count + 1)};
    for (size_t i = 0; i < c->person_count; i++)
        out.chosen += chosen_under(c, i, party);
    out.count = who_is_ranked(c, party, at);
    out.gap = gap_of(c, party, at, out.count);
    if (out.gap != AGREEMENT_GIVEN)
        return out;
    put_in_order(c->parties[party].plan, at, out.count);
    for (size_t i = 0; i < out.count; i++) {
        out.order[i] = at[i].person;
        out.places[at[i].person] = at[i].place;
    }
    return out;
}

static void agree(Arena *a, const Comparison *c, const Ranking *x, const Ranking *y, Agreement *out)
{
    if (x->gap != AGREEMENT_GIVEN || y->gap != AGREEMENT_GIVEN) {
        out->gap = x->gap != AGREEMENT_GIVEN ? x->gap : y->gap;
        out->gap_of = x->gap != AGREEMENT_GIVEN ? out->x : out->y;
        return;
    }
    int64_t *u = NEW_ARRAY(a, int64_t, c->person_count + 1), *v = NEW_ARRAY(a, int64_t, c->person_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->person_count; i++) {
        if (!x->places[i] || !y->places[i])
            continue;
        u[n] = x->places[i];
        v[n++] = y->places[i];
    }
    measure_ranks(a, u, v, n, out);
    out->depth = x->chosen > y->chosen ? x->chosen : y->chosen;
    measure_overlap(a, x->order, x->count, y->order, y->count, out);
}

static void measure_agreement(Arena *a, Comparison *c)
{
    Ranking *orders = NEW_ARRAY(a, Ranking, c->party_count + 1);
    Agreement *pairs = NEW_ARRAY(a, Agreement, c->party_count * c->party_count + 1);
    for (size_t k = 0; k < c->party_count; k++)
        orders[k] = order_of(a, c, k);
    for (size_t x = 0; x < c->party_count; x++)
        for (size_t y = x + 1; y < c->party_count; y++) {
            Agreement *pair = &pairs[c->agreement_count++];
            *pair = (Agreement){.x = x, .y = y};
            agree(a, c, &orders[x], &orders[y], pair);
        }
    c->agreements = pairs;
}

/* ---- the whole ---- */

/* "甲 rules/x.xuan": before every message of a procedure. */
static Str lead_of(Arena *a, const Party *p)
{
    Text t = text_new(a);
    text_add(&t, p->label);
    text_char(&t, ' ');
    text_add(&t, p->file);
    return text_str(&t);
}

/* Every procedure is run, so that all that is wrong with the data is said at once. */
static bool run_all(Arena *a, Party *parties, size_t n, Diags *d)
{
    bool good = true;
    for (size_t k = 0; k < n; k++) {
        Diags *own = diags_new(a);
        RunOptions options = {.until = -1, .keep = KEEP_NOBODY, .without = -1};
        options.asked = asked_for_scores(a, parties[k].plan, &options.asked_count);
        parties[k].outcome = run(a, parties[k].program, parties[k].pool, &options, own);
        diags_append(d, own, lead_of(a, &parties[k]));
        good = good && parties[k].outcome;
    }
    return good;
}

static bool try_readings(Arena *a, Comparison *c, Diags *d)
{
    Readings *all = NEW_ARRAY(a, Readings, c->party_count + 1);
    for (size_t k = 0; k < c->party_count; k++) {
        Diags *own = diags_new(a);
        const Readings *r = run_readings(a, c->parties[k].program, c->parties[k].pool, own);
        diags_append(d, own, lead_of(a, &c->parties[k]));
        if (!r)
            return false;
        all[k] = *r;
        all[k].party = k;
    }
    c->readings = all;
    c->reading_count = c->party_count;
    return true;
}

static bool compare_outcomes(Arena *a, Comparison *c, Party *parties, const CompareOptions *options, Diags *d)
{
    if (!somebody_in_common(a, c)) {
        diag_add(d, E0420, NULL, (Span){0, 0}, NO_ARGS);
        return false;
    }
    if (!run_all(a, parties, c->party_count, d))
        return false;
    match_people(a, c);
    sort_sets(a, c);
    count_fates(a, c);
    measure_agreement(a, c);
    c->scores = make_up_scores(a, c, &c->score_count);
    c->work = stage_work(a, c, &c->work_count);
    c->attributions = attribute(a, c, &c->attribution_count);
    return !options->readings || try_readings(a, c, d);
}

const Comparison *compare(Arena *a, Party *parties, size_t n, const CompareOptions *options, Diags *d)
{
    Comparison *c = NEW(a, Comparison);
    const Plan **plans = NEW_ARRAY(a, const Plan *, n + 1);
    *c = (Comparison){.parties = parties, .party_count = n, .has_data = n > 0, .jaccard = num_int(1)};
    for (size_t k = 0; k < n; k++) {
        if (!parties[k].plan)
            parties[k].plan = plan_of(a, parties[k].program);
        plans[k] = parties[k].plan;
        c->has_data = c->has_data && parties[k].pool;
    }
    c->alignment = align(a, plans, n);
    if (c->has_data && parties[0].pool->source)
        c->data_file = parties[0].pool->source->name;
    return !c->has_data || compare_outcomes(a, c, parties, options, d) ? c : NULL;
}
