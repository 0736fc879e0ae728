/* decided.c - the end of a run: what happened put together, and which assumptions decided it. */
#include "runtime/engine.h"

#include <stdlib.h>

/* ---- assumptions and doubts, in the order of the text ---- */

typedef struct {
    Run *r;
    ARRAY(Assumed) assumed;
    ARRAY(Doubted) doubted;
    bool *wanted;           /* by assumption: read by the clause in hand */
    bool *visited;          /* by clause, while one closure is walked */
    uint32_t stage;         /* of the clause in hand */
    bool **sets;            /* [clause * 2 + ties]: wanted, computed once */
    bool **people;          /* by assumption: rows it decided */
} Book;

static void add_notes(Book *b, Str where, const Notes *notes)
{
    for (size_t i = 0; i < notes->assumption_count; i++)
        *PUSH(b->r->a, &b->assumed) = (Assumed){.where = where, .assumption = &notes->assumptions[i]};
    for (size_t i = 0; i < notes->doubt_count; i++)
        *PUSH(b->r->a, &b->doubted) = (Doubted){where, &notes->doubts[i]};
}

static Str joined(Run *r, Str a, const char *between, Str c)
{
    Text t = text_new(r->a);
    text_add(&t, a);
    text_addz(&t, between);
    text_add(&t, c);
    return text_str(&t);
}

static int by_line(const void *a, const void *b)
{
    uint32_t x = ((const Assumed *)a)->assumption->line, y = ((const Assumed *)b)->assumption->line;
    return (x > y) - (x < y);
}

static int by_doubt_line(const void *a, const void *b)
{
    uint32_t x = ((const Doubted *)a)->doubt->line, y = ((const Doubted *)b)->doubt->line;
    return (x > y) - (x < y);
}

static void collect_notes(Book *b)
{
    Run *r = b->r;
    const Program *p = r->p;
    add_notes(b, p->name, &p->notes);
    for (size_t i = 0; i < p->scale_count; i++)
        add_notes(b, p->scales[i].name, &p->scales[i].notes);
    for (size_t i = 0; i < p->param_count; i++)
        add_notes(b, joined(r, S("参数"), " ", p->params[i].name), &p->params[i].notes);
    for (size_t i = 0; i < p->post_field_count; i++)
        add_notes(b, joined(r, p->post_noun, ".", p->posts[i].name), &p->posts[i].notes);
    for (size_t i = 0; i < p->field_count; i++)
        add_notes(b, joined(r, p->person_noun, ".", p->fields[i].name), &p->fields[i].notes);
    for (size_t s = 0; s < p->stage_count; s++) {
        const Stage *stage = &p->stages[s];
        add_notes(b, stage->name, &stage->notes);
        for (size_t i = stage->first; i < stage->first + stage->count; i++) {
            const Clause *c = &p->clauses[i];
            Str what = c->kind == CLAUSE_FIGURE ? c->name : str_from(clause_words[c->kind][LANG_ZH]);
            add_notes(b, joined(r, stage->name, "/", what), &c->notes);
        }
    }
    if (b->assumed.len)
        qsort(b->assumed.at, b->assumed.len, sizeof(Assumed), by_line);
    if (b->doubted.len)
        qsort(b->doubted.at, b->doubted.len, sizeof(Doubted), by_doubt_line);
}

/* ---- what a clause reads ---- */

static void want_notes(Book *b, const Notes *notes, int after_ties)
{
    for (size_t i = 0; i < notes->assumption_count; i++)
        for (size_t k = 0; k < b->assumed.len; k++)
            if (b->assumed.at[k].assumption == &notes->assumptions[i] &&
                (after_ties < 0 || notes->assumptions[i].after_ties == (after_ties == 1)))
                b->wanted[k] = true;
}

static void want_clause(Book *b, const Clause *c);

/* A place rests on the ranking that gave it. */
static void want_ranking(Book *b, int stage)
{
    for (int s = stage >= 0 ? stage : (int)b->stage; s >= 0; s--)
        if (b->r->p->stages[s].rank) {
            want_clause(b, b->r->p->stages[s].rank);
            return;
        }
}

static void want_expr(Book *b, const Expr *x)
{
    if (!x)
        return;
    const Program *p = b->r->p;
    switch ((int)x->op) {
    case OP_PARAM: want_notes(b, &p->params[x->index].notes, -1); break;
    case OP_MAP:
        if (x->index >= 0)
            want_notes(b, &p->params[x->index].notes, -1);
        break;
    case OP_FIELD: want_notes(b, &p->fields[x->index].notes, -1); break;
    case OP_POST_FIELD: want_notes(b, &p->posts[x->index].notes, -1); break;
    case OP_FIGURE: case OP_VOTE: case OP_DECISION: want_clause(b, &p->clauses[x->index]); break;
    case OP_SCORE: want_clause(b, p->stages[x->index].score); break;
    case OP_PLACE: case OP_PASSED_OVER: want_ranking(b, x->index); break;
    default: break;
    }
    for (size_t i = 0; i < x->kid_count; i++)
        want_expr(b, x->kids[i]);
}

static void want_clause(Book *b, const Clause *c)
{
    if (b->visited[c->index])
        return;
    b->visited[c->index] = true;
    want_notes(b, &c->notes, c->kind == CLAUSE_ADVANCE ? 0 : -1);
    want_expr(b, c->expr);
    want_expr(b, c->at_least);
    for (size_t i = 0; c->kind == CLAUSE_RANK && i < c->key_count; i++)
        want_expr(b, c->keys[i].value);
}

static const bool *wanted_by(Book *b, const Clause *c, bool ties)
{
    bool **set = &b->sets[c->index * 2 + ties];
    if (*set)
        return *set;
    *set = b->wanted = NEW_ARRAY(b->r->a, bool, b->assumed.len + 1);
    b->visited = NEW_ARRAY(b->r->a, bool, b->r->p->clause_count);
    if (ties) {
        want_notes(b, &c->notes, 1);
        return *set;
    }
    b->stage = c->stage;
    want_clause(b, c);
    want_notes(b, &b->r->p->stages[c->stage].notes, -1);
    return *set;
}

static void decide_assumptions(Book *b)
{
    Run *r = b->r;
    b->sets = NEW_ARRAY(r->a, bool *, r->p->clause_count * 2 + 1);
    b->people = NEW_ARRAY(r->a, bool *, b->assumed.len + 1);
    for (size_t i = 0; i < r->decided.len; i++) {
        const Decided *d = &r->decided.at[i];
        const bool *wanted = wanted_by(b, d->clause, d->ties);
        for (size_t k = 0; k < b->assumed.len; k++) {
            if (!wanted[k])
                continue;
            if (!b->people[k])
                b->people[k] = NEW_ARRAY(r->a, bool, r->n);
            b->people[k][d->row] = true;
        }
    }
    for (size_t k = 0; k < b->assumed.len; k++) {
        uint32_t *rows = NEW_ARRAY(r->a, uint32_t, r->n + 1);
        size_t n = 0;
        for (size_t i = 0; b->people[k] && i < r->n; i++)
            if (b->people[k][r->pool->person_order[i]])
                rows[n++] = r->pool->person_order[i];
        b->assumed.at[k].decided = rows;
        b->assumed.at[k].decided_count = n;
    }
}

/* ---- fates ---- */

static void gather_figures(Run *r, uint32_t row, Fate *f)
{
    ARRAY(Figured) found = {0};
    for (size_t i = 0; i < r->p->clause_count; i++) {
        const Clause *c = &r->p->clauses[i];
        bool wanted = c->kind == CLAUSE_SCORE ||
                      (c->kind == CLAUSE_FIGURE && c->expr->type.kind == TYPE_NUMBER && c->expr->reach == REACH_PERSON);
        if (wanted && r->memo_state[i] && r->memo_state[i][row] == 1)
            *PUSH(r->a, &found) = (Figured){c, r->memo[i][row].number};
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

/* Decisions of the stages he was in, in the order of the text. */
static void gather_decisions(Run *r, uint32_t row, Fate *f)
{
    ARRAY(const Given *) found = {0};
    for (size_t i = 0; i < r->p->clause_count; i++) {
        const Clause *c = &r->p->clauses[i];
        if (c->kind != CLAUSE_DECISION || !r->stages[c->stage].of || r->stages[c->stage].of[row] == NO_CONTEST)
            continue;
        const Record *record = record_of(r, c->stage, row);
        for (size_t k = 0; record && k < record->given_count; k++)
            if (record->given[k].row == row && record->given[k].clause == c->index)
                *PUSH(r->a, &found) = &record->given[k];
    }
    f->decisions = found.at;
    f->decision_count = found.len;
}

static const Fate *gather_fates(Run *r, Status last)
{
    Fate *fates = NEW_ARRAY(r->a, Fate, r->n + 1);
    for (uint32_t row = 0; row < r->n; row++) {
        Person *who = &r->people[row];
        Fate *f = &fates[row];
        if (who->status == STATUS_IN)
            who->status = last;
        f->status = who->status;
        f->stage = who->stage;
        f->reasons = who->reasons.at;
        f->reason_count = who->reasons.len;
        f->marks = who->marks.at;
        f->mark_count = who->marks.len;
        f->judged = who->judged.at;
        f->judged_count = who->judged.len;
        gather_figures(r, row, f);
        gather_ranks(r, row, f);
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
} Keyed;

static int compare_shown_keys(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;
    for (size_t i = 0; i < x->by_count; i++) {
        int c = x->key[i].state == V_POST
                    ? str_cmp(x->r->pool->post_ids[x->key[i].code], x->r->pool->post_ids[y->key[i].code])
                    : compare_values(x->key[i], y->key[i]);
        if (c)
            return c;
    }
    return 0;
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
    for (size_t g = 0; g < state->count; g++) {
        Keyed other = {r, stage, state->groups[g].key, k->by_count};
        if (compare_shown_keys(k, &other) == 0)
            return &state->groups[g];
    }
    return NULL;
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
        if (who->stage >= 0 && who->stage < (int)stage)
            continue;
        f.entered++;
        if (who->stage != (int)stage) {
            f.left++;
            continue;
        }
        f.dropped += who->status == STATUS_DROPPED;
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
    if (c.seats < 0 && s->seats) {
        const Race *race = race_of(r, s, k->stage, k);
        c.seats = race ? race->seats : -1;
    }
    FunnelRow *funnel = NEW_ARRAY(r->a, FunnelRow, reached + 1);
    for (uint32_t i = 0; i < reached; i++)
        funnel[i] = funnel_row(r, s, i, k, rows, n);
    c.funnel = funnel;
    c.funnel_count = reached;
    uint32_t *chosen = NEW_ARRAY(r->a, uint32_t, n + 1), *open = NEW_ARRAY(r->a, uint32_t, n + 1);
    Placed *places = NEW_ARRAY(r->a, Placed, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (r->people[rows[i]].status == STATUS_CHOSEN)
            places[c.chosen_count++] = (Placed){last_rank(r, rows[i]), i, rows[i]};
        else if (r->people[rows[i]].status == STATUS_UNDETERMINED)
            open[c.undetermined_count++] = rows[i];
    }
    qsort(places, c.chosen_count, sizeof *places, by_place);
    for (size_t i = 0; i < c.chosen_count; i++)
        chosen[i] = places[i].row;
    c.chosen = chosen;
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
    Value **mine = NEW_ARRAY(r->a, Value *, r->n + 1);
    for (size_t i = 0; i < r->n; i++) {
        uint32_t row = r->pool->person_order[i];
        Value *key = NEW_ARRAY(r->a, Value, by_count + 1);
        if (by_count && !person_key(r, stage, row, key))
            continue;
        mine[row] = key;
        *PUSH(r->a, &keys) = (Keyed){r, stage, key, by_count};
    }
    for (uint32_t post = 0; by_count && post < r->pool->post_count; post++) {
        Value *key = NEW_ARRAY(r->a, Value, by_count + 1);
        if (post_key(r, s, post, key))
            *PUSH(r->a, &keys) = (Keyed){r, stage, key, by_count};
    }
    if (keys.len)
        qsort(keys.at, keys.len, sizeof(Keyed), compare_shown_keys);
    uint32_t *rows = NEW_ARRAY(r->a, uint32_t, r->n + 1);
    for (size_t k = 0; k < keys.len; k++) {
        if (k && compare_shown_keys(&keys.at[k], &keys.at[k - 1]) == 0)
            continue;
        size_t n = 0;
        for (size_t i = 0; i < r->n; i++) {
            uint32_t row = r->pool->person_order[i];
            Keyed one = {r, stage, mine[row], by_count};
            if (mine[row] && compare_shown_keys(&keys.at[k], &one) == 0)
                rows[n++] = row;
        }
        *PUSH(r->a, out) = make_contest(r, &keys.at[k], rows, n, reached, complete);
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
            uint32_t row = r->pool->person_order[k];
            if (r->people[row].status == STATUS_CHOSEN)
                rows[n++] = row;
        }
        *PUSH(r->a, &r->duties) = (Duty){.clause = c, .people = rows, .people_count = n};
    }
}

void finish(Run *r, Outcome *out)
{
    uint32_t reached = (uint32_t)r->p->stage_count;
    bool complete = r->options->until < 0;
    if (!complete)
        reached = (uint32_t)r->options->until + 1;
    for (size_t i = 0; i < r->n; i++)
        r->undetermined = r->undetermined || r->people[i].status == STATUS_UNDETERMINED;
    bool seats = r->p->post_seats >= 0;
    for (size_t s = 0; s < r->p->stage_count; s++)
        seats = seats || r->p->stages[s].seats;
    Book book = {.r = r};
    collect_notes(&book);
    decide_assumptions(&book);
    out->program = r->p;
    out->pool = r->pool;
    out->until = r->options->until;
    out->settings = r->options->settings;
    out->setting_count = r->options->setting_count;
    out->fates = gather_fates(r, !complete ? STATUS_IN : seats ? STATUS_CHOSEN : STATUS_LISTED);
    Contests contests = gather_contests(r, reached, complete);
    out->contests = contests.at;
    out->contest_count = contests.len;
    if (complete)
        gather_probation(r);
    out->assumed = book.assumed.at;
    out->assumed_count = book.assumed.len;
    out->doubted = book.doubted.at;
    out->doubted_count = book.doubted.len;
    out->duties = r->duties.at;
    out->duty_count = r->duties.len;
    out->checks = r->checks.at;
    out->check_count = r->checks.len;
    out->notes = r->notes.at;
    out->note_count = r->notes.len;
    out->undetermined = r->undetermined;
    out->unsettled = r->undetermined || r->checks.len > 0;
    for (size_t i = 0; i < r->n; i++)
        out->unsettled = out->unsettled || r->people[i].status == STATUS_VOID;
}
