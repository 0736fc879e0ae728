/* compare_scores.c - what the scores of the last ranking are made of, for the people who are shown. */
#include "runtime/compare_parts.h"

#include <stdlib.h>

enum { SHOWN_MOST = 60 }; /* people */

/* ---- what a run is asked for: the expression of every weight, then the keys of the ranking's contests ---- */

const Asked *asked_for_scores(Arena *a, const Plan *plan, size_t *count)
{
    *count = 0;
    if (plan->ranking == UINT32_MAX)
        return NULL;
    const Stage *s = &plan->program->stages[plan->ranking];
    Asked *asked = NEW_ARRAY(a, Asked, plan->weight_count + s->by_count + 1);
    for (size_t i = 0; i < plan->weight_count; i++)
        asked[(*count)++] = (Asked){plan->weights[i].expr, plan->weights[i].stage};
    for (size_t i = 0; i < s->by_count; i++)
        asked[(*count)++] = (Asked){s->by[i], plan->ranking};
    return asked;
}

/* ---- who is shown ---- */

static const Ranked *rank_in(const Fate *f, uint32_t stage)
{
    for (size_t i = 0; i < f->rank_count; i++)
        if (f->ranks[i].stage == stage)
            return &f->ranks[i];
    return NULL;
}

const Ranked *last_ranked(const Comparison *c, size_t party, size_t person)
{
    const Party *p = &c->parties[party];
    uint32_t unit = c->people[person].units[party];
    if (unit == CELL_NONE || p->plan->ranking == UINT32_MAX)
        return NULL;
    return rank_in(&p->outcome->fates[unit], p->plan->ranking);
}

static const Ranked *scored(const Comparison *c, size_t party, size_t person)
{
    const Ranked *r = last_ranked(c, party, person);
    return r && r->first.kind == VALUE_NUMBER ? r : NULL;
}

int compare_shown(const Shown *x, const Shown *y)
{
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    switch (x->kind) {
    case VALUE_NUMBER: return num_cmp(x->number, y->number);
    case VALUE_TEXT: return str_cmp(x->text, y->text);
    case VALUE_YESNO: return (int)x->yes - (int)y->yes;
    case VALUE_DATE: {
        int32_t p = x->date.year * 10000 + x->date.month * 100 + x->date.day;
        int32_t q = y->date.year * 10000 + y->date.month * 100 + y->date.day;
        return (p > q) - (p < q);
    }
    case VALUE_NONE: break;
    }
    return 0;
}

/* A person at a ranking: contests one after the other, each by rank. */
typedef struct {
    const Comparison *c;
    size_t party;
    uint32_t person;
    int64_t rank;
} Runner;

int compare_contests(const Comparison *c, size_t party, size_t x, size_t y)
{
    const Party *p = &c->parties[party];
    size_t keys = p->program->stages[p->plan->ranking].by_count;
    for (size_t i = 0; i < keys; i++) {
        const Shown *values = p->outcome->asked[p->plan->weight_count + i];
        int order = compare_shown(&values[c->people[x].units[party]], &values[c->people[y].units[party]]);
        if (order)
            return order;
    }
    return 0;
}

static int by_contest_and_rank(const void *a, const void *b)
{
    const Runner *x = a, *y = b;
    int order = compare_contests(x->c, x->party, x->person, y->person);
    if (order == 0)
        order = (x->rank > y->rank) - (x->rank < y->rank);
    return order ? order : (x->person > y->person) - (x->person < y->person);
}

typedef struct {
    uint32_t *people; size_t count;
    bool *taken; /* by ComparedPerson */
} Shortlist;

static void take(Shortlist *s, size_t person)
{
    if (s->taken[person] || s->count == SHOWN_MOST)
        return;
    s->taken[person] = true;
    s->people[s->count++] = (uint32_t)person;
}

static bool cut_there(const Comparison *c, const Runner *x)
{
    const Party *p = &c->parties[x->party];
    const Fate *f = &p->outcome->fates[c->people[x->person].units[x->party]];
    for (size_t i = 0; i < f->reason_count; i++)
        if (f->reasons[i].kind == REASON_CUT && f->reasons[i].stage == p->plan->ranking)
            return true;
    return false;
}

/* The first whom the cut of a contest put out, and who stands before him. */
static void take_at_the_lines(Arena *a, const Comparison *c, size_t party, Shortlist *s)
{
    Runner *runners = NEW_ARRAY(a, Runner, c->person_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->person_count; i++) {
        const Ranked *r = scored(c, party, i);
        if (r)
            runners[n++] = (Runner){c, party, (uint32_t)i, r->rank};
    }
    qsort(runners, n, sizeof *runners, by_contest_and_rank);
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        bool again = i && compare_contests(c, party, runners[i - 1].person, runners[i].person) == 0;
        found = found && again;
        if (found || !cut_there(c, &runners[i]))
            continue;
        found = true;
        if (again)
            take(s, runners[i - 1].person);
        take(s, runners[i].person);
    }
}

static Shortlist who_is_shown(Arena *a, const Comparison *c)
{
    Shortlist s = {NEW_ARRAY(a, uint32_t, SHOWN_MOST), 0, NEW_ARRAY(a, bool, c->person_count + 1)};
    for (size_t i = 0; i < c->some_count; i++)
        take(&s, c->some[i]);
    for (size_t party = 0; party < c->party_count; party++)
        take_at_the_lines(a, c, party, &s);
    for (size_t i = 0; i < c->all_count; i++)
        take(&s, c->all[i]);
    return s;
}

/* ---- parts ---- */

typedef struct { Num sum; int64_t count; } Mean;

static void count_in(Arena *a, Mean *m, Num value)
{
    m->sum = num_add(a, m->sum, value);
    m->count++;
}

static Num mean_of(Arena *a, const Mean *m) { return m->count ? num_div(a, m->sum, num_int(m->count)) : num_int(0); }

/* A party's scores taken apart. */
typedef struct {
    Arena *a;
    const Comparison *c;
    size_t party, width; /* parts: one a weight, and the rest */
    Num *values;         /* person * width + part */
    bool *known;
    bool rest;           /* someone has a rest that is not 0 */
    Mean *in, *all;      /* by part */
} Apart;

static void take_apart_person(Apart *x, size_t person, Num total)
{
    const Party *p = &x->c->parties[x->party];
    uint32_t unit = x->c->people[person].units[x->party];
    Num *values = x->values + person * x->width, rest = total;
    bool *known = x->known + person * x->width, complete = true;
    for (size_t i = 0; i + 1 < x->width; i++) {
        const Shown *value = &p->outcome->asked[i][unit];
        known[i] = value->kind == VALUE_NUMBER;
        complete = complete && known[i];
        if (!known[i])
            continue;
        values[i] = num_mul(x->a, p->plan->weights[i].factor, value->number);
        rest = num_sub(x->a, rest, values[i]);
    }
    known[x->width - 1] = complete;
    values[x->width - 1] = rest;
    x->rest = x->rest || (complete && num_sign(rest) != 0);
    for (size_t i = 0; i < x->width; i++) {
        if (!known[i])
            continue;
        count_in(x->a, &x->all[i], values[i]);
        if (is_chosen(p->outcome, unit))
            count_in(x->a, &x->in[i], values[i]);
    }
}

static Apart take_party_apart(Arena *a, const Comparison *c, size_t party)
{
    size_t width = c->parties[party].plan->weight_count + 1, cells = c->person_count * width + 1;
    Apart x = {a, c, party, width, NEW_ARRAY(a, Num, cells), NEW_ARRAY(a, bool, cells), false, NEW_ARRAY(a, Mean, width), NEW_ARRAY(a, Mean, width)};
    for (size_t i = 0; i < width; i++)
        x.in[i].sum = x.all[i].sum = num_int(0);
    for (size_t i = 0; i < c->person_count; i++) {
        const Ranked *r = scored(c, party, i);
        if (r)
            take_apart_person(&x, i, r->first.number);
    }
    return x;
}

static ScoreMakeUp make_up(const Apart *x, uint32_t person, const Ranked *ranked)
{
    const Plan *plan = x->c->parties[x->party].plan;
    size_t count = x->rest ? x->width : x->width - 1;
    ScorePart *parts = NEW_ARRAY(x->a, ScorePart, x->width);
    for (size_t i = 0; i < count; i++) {
        ScorePart *part = &parts[i];
        bool weight = i < plan->weight_count;
        *part = (ScorePart){.name = weight ? plan->weights[i].name : (Str){0}, .share = weight ? plan->weights[i].share : num_int(0),
                            .value = num_int(0), .mean_in = num_int(0), .mean_all = num_int(0), .difference = num_int(0),
                            .known = x->known[person * x->width + i]};
        if (!part->known)
            continue;
        part->value = x->values[person * x->width + i];
        part->mean_all = mean_of(x->a, &x->all[i]);
        part->mean_in = x->in[i].count ? mean_of(x->a, &x->in[i]) : part->mean_all;
        part->difference = num_sub(x->a, part->value, part->mean_in);
    }
    return (ScoreMakeUp){.person = person, .party = x->party, .total = ranked->first.number, .rank = ranked->rank, .parts = parts, .part_count = count};
}

static int by_party_and_rank(const void *a, const void *b)
{
    const ScoreMakeUp *x = a, *y = b;
    if (x->party != y->party)
        return x->party < y->party ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    int order = num_cmp(y->total, x->total);
    return order ? order : (x->person > y->person) - (x->person < y->person);
}

const ScoreMakeUp *make_up_scores(Arena *a, const Comparison *c, size_t *count)
{
    ARRAY(ScoreMakeUp) out = {0};
    Shortlist shown = who_is_shown(a, c);
    for (size_t party = 0; party < c->party_count; party++) {
        Apart x = take_party_apart(a, c, party);
        for (size_t i = 0; i < shown.count; i++) {
            const Ranked *r = scored(c, party, shown.people[i]);
            if (r)
                *PUSH(a, &out) = make_up(&x, shown.people[i], r);
        }
    }
    if (out.len)
        qsort(out.at, out.len, sizeof *out.at, by_party_and_rank);
    *count = out.len;
    return out.at;
}
