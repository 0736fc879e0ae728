/* plan_weights.c - what the last ranking is made of, down to the evidence, and whose votes are in it. */
#include "runtime/plan_parts.h"

typedef struct {
    Weight w;
    bool known;            /* points are the most that this part can give */
} Part;

typedef struct {
    Arena *a;
    const Program *p;
    uint32_t ranking;
    ARRAY(Part) parts;
} Walk;

/* Where the walk is: a stage's score is worth so many points of the key. */
typedef struct {
    uint32_t stage;
    Num coef;
    bool exact;
    bool has_full;         /* what the whole expression can give, before coef */
    Num full;
} At;

/* ---- evidence of an expression ---- */

typedef struct { ARRAY(Str) names; } Names;

static void add_name(Arena *a, Names *n, Str name)
{
    for (size_t i = 0; i < n->names.len; i++)
        if (str_eq(n->names.at[i], name))
            return;
    *PUSH(a, &n->names) = name;
}

static bool measures(const Type *t, bool grades)
{
    switch (t->kind) {
    case TYPE_NUMBER: case TYPE_BALLOT: case TYPE_SURVEY: case TYPE_PANEL: return true;
    case TYPE_LIST: return t->element && measures(t->element, grades);
    case TYPE_GRADE: case TYPE_DATE: return grades;
    case TYPE_ERROR: case TYPE_YESNO: case TYPE_RATIO: case TYPE_TEXT: case TYPE_POST: case TYPE_PERSON: case TYPE_TABLE: return false;
    }
    return false;
}

static void collect(const Walk *w, const Expr *e, bool grades, Names *out)
{
    if (!e)
        return;
    e = behind(w->p, e);
    const Field *f = e->op == OP_FIELD ? &w->p->fields[e->index] : e->op == OP_ENTRY_FIELD ? &w->p->entries[e->index] : NULL;
    if (f && measures(&f->type, grades))
        add_name(w->a, out, f->name);
    if (e->op == OP_VOTE || (e->op == OP_DECISION && measures(&w->p->clauses[e->index].type, grades)))
        add_name(w->a, out, w->p->clauses[e->index].name);
    if (e->op == OP_SCORE && w->p->stages[e->index].score)
        collect(w, w->p->stages[e->index].score->expr, grades, out);
    for (size_t i = 0; i < e->kid_count; i++)
        collect(w, e->kids[i], grades, out);
}

static Names evidence_of(const Walk *w, const Expr *e)
{
    Names names = {0};
    collect(w, e, false, &names);
    if (!names.names.len)
        collect(w, e, true, &names);
    return names;
}

/* The evidence itself, or a mean or sum of it: what it weighs can be told. */
static bool is_plain(const Walk *w, const Expr *e)
{
    e = behind(w->p, e);
    switch ((int)e->op) {
    case OP_FIELD: case OP_ENTRY_FIELD: case OP_DECISION: case OP_RATE: case OP_COUNTS: case OP_GRADE_SHARE: case OP_GRADE_COUNT:
        return true;
    case OP_SUM: case OP_MEAN: return !e->trim_high && !e->trim_low && is_plain(w, e->kids[0]);
    case OP_MAP: return e->kids[0]->type.kind == TYPE_SURVEY;
    case OP_MISSING_AS: return is_plain(w, e->kids[0]);
    default: return false;
    }
}

/* ---- the walk ---- */

static bool most_of(const Expr *e, Num *out)
{
    if (e->type.kind != TYPE_NUMBER)
        return false;
    if (e->type.has_high) {
        *out = e->type.high;
        return true;
    }
    *out = num_int(1);
    return e->type.dim == DIM_SHARE;
}

static void walk(Walk *w, const Expr *e, At at);

static void add_part(Walk *w, Str name, const Expr *e, Num coef, const At *at, bool only)
{
    Part *part = PUSH(w->a, &w->parts);
    bool minus = num_sign(coef) < 0;
    Num most = num_int(0);
    part->known = most_of(e, &most);
    for (size_t i = e->op == OP_IF ? e->kid_count : 0; i-- > 1 && !part->known;)
        part->known = most_of(e->kids[i], &most);
    if (only && at->has_full) {
        part->known = true;
        most = num_div(w->a, num_mul(w->a, at->full, at->coef), coef);
    }
    Num points = part->known ? num_mul(w->a, minus ? num_neg(w->a, coef) : coef, most) : num_int(0);
    Phase phase = phase_of_name(name);
    part->w = (Weight){.name = name, .phase = phase, .share = num_int(0), .points = points, .exact = at->exact && !minus,
                       .stage = at->stage, .expr = e, .factor = coef};
}

/* Takes back what was found since `before` when the points of some of it are not known. */
static bool all_known(Walk *w, size_t before)
{
    for (size_t i = before; i < w->parts.len; i++)
        if (!w->parts.at[i].known) {
            w->parts.len = before;
            return false;
        }
    return w->parts.len > before;
}

static void walk_atom(Walk *w, const Expr *e, Num coef, const At *at, bool only)
{
    At next = {.stage = at->stage, .coef = coef, .exact = at->exact};
    if (e->op == OP_SCORE && w->p->stages[e->index].score) {
        const Stage *s = &w->p->stages[e->index];
        next.stage = (uint32_t)e->index;
        next.has_full = s->has_full;
        next.full = s->full;
        walk(w, s->score->expr, next);
        return;
    }
    next.has_full = only && at->has_full;
    if (next.has_full)
        next.full = num_div(w->a, num_mul(w->a, at->full, at->coef), coef);
    if (e->op == OP_ROUND) {
        walk(w, e->kids[0], next);
        return;
    }
    next.exact = false;
    next.has_full = false;
    Names names = evidence_of(w, e);
    size_t before = w->parts.len;
    if (names.names.len == 1) {
        At here = *at;
        here.exact = at->exact && is_plain(w, e);
        add_part(w, names.names.at[0], e, coef, &here, only);
        return;
    }
    if (e->op == OP_CAP || e->op == OP_FLOOR) {
        walk(w, e->kids[0], next);
        if (all_known(w, before))
            return;
    }
    if (e->op == OP_IF && at->stage == w->ranking) {
        walk(w, e->kids[1], next);
        return;
    }
    add_part(w, w->p->stages[at->stage].name, e, coef, &(At){.stage = at->stage, .coef = at->coef, .has_full = at->has_full, .full = at->full}, only);
}

static void walk(Walk *w, const Expr *e, At at)
{
    Terms terms = {0};
    take_apart(w->a, w->p, e, false, &terms);
    size_t atoms = 0;
    for (size_t i = 0; i < terms.len; i++)
        atoms += terms.at[i].atom != NULL;
    for (size_t i = 0; i < terms.len; i++)
        if (terms.at[i].atom && num_sign(terms.at[i].coef) != 0)
            walk_atom(w, terms.at[i].atom, num_mul(w->a, at.coef, terms.at[i].coef), &at, atoms == 1 && terms.len == 1);
}

/* ---- shares ---- */

static int by_share(const Weight *x, const Weight *y)
{
    int c = num_cmp(y->share, x->share);
    return c ? c : str_cmp(x->name, y->name);
}

static void sort_weights(Weight *at, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        Weight one = at[i];
        size_t k = i;
        for (; k > 0 && by_share(&one, &at[k - 1]) < 0; k--)
            at[k] = at[k - 1];
        at[k] = one;
    }
}

/* Without the points of every part the factors stand for them: right where the parts are of one kind. */
static void share_out(Walk *w, const Plan *plan, Weight *out)
{
    bool known = true;
    Num total = num_int(0);
    size_t n = w->parts.len;
    for (size_t i = 0; i < n; i++)
        known = known && w->parts.at[i].known && num_sign(w->parts.at[i].w.points) > 0;
    for (size_t i = 0; i < n; i++) {
        Num f = w->parts.at[i].w.factor;
        Num size = known ? w->parts.at[i].w.points : num_sign(f) < 0 ? num_neg(w->a, f) : f;
        total = num_add(w->a, total, size);
        out[i] = w->parts.at[i].w;
        out[i].share = size;
        out[i].exact = out[i].exact && (known || n == 1);
        if (out[i].phase == PHASES)
            out[i].phase = plan->stages[out[i].stage].phase;
    }
    const Stage *s = &w->p->stages[w->ranking];
    if (known && s->has_full && s->score && num_cmp(s->full, total) > 0)
        total = s->full; /* a part of the full mark is given by no evidence */
    for (size_t i = 0; i < n; i++)
        out[i].share = num_div(w->a, out[i].share, total);
}

static bool same_evidence(const Weight *x, const Weight *y) { return x->stage == y->stage && x->expr == y->expr; }

/* One expression that comes in twice is one part. */
static void join(Walk *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->parts.len; i++) {
        size_t k = 0;
        while (k < n && !same_evidence(&w->parts.at[k].w, &w->parts.at[i].w))
            k++;
        if (k == n) {
            w->parts.at[n++] = w->parts.at[i];
            continue;
        }
        Weight *to = &w->parts.at[k].w;
        to->points = num_add(w->a, to->points, w->parts.at[i].w.points);
        to->factor = num_add(w->a, to->factor, w->parts.at[i].w.factor);
    }
    w->parts.len = n;
}

/* ---- voters ---- */

static void add_voters(Arena *a, Plan *plan, Electorate *list, size_t *n, Str class, Str name, Str called, Num total)
{
    Num share = num_int(0);
    for (size_t i = 0; i < plan->weight_count; i++)
        if (str_eq(plan->weights[i].name, name) && num_sign(total) > 0)
            share = num_add(a, share, num_div(a, plan->weights[i].share, total));
    Str shown = class.len ? class : called;
    for (size_t i = 0; i < *n; i++)
        if (str_eq(list[i].name, shown)) {
            list[i].share = num_add(a, list[i].share, share);
            return;
        }
    list[(*n)++] = (Electorate){.name = shown, .share = share, .voters = -1};
}

static bool is_ballot(const Program *p, Str name)
{
    for (size_t i = 0; i < p->field_count; i++)
        if (str_eq(p->fields[i].name, name))
            return p->fields[i].type.kind == TYPE_BALLOT;
    for (size_t i = 0; i < p->entry_field_count; i++)
        if (str_eq(p->entries[i].name, name))
            return p->entries[i].type.kind == TYPE_BALLOT;
    for (size_t i = 0; i < p->clause_count; i++)
        if (p->clauses[i].kind == CLAUSE_VOTE && str_eq(p->clauses[i].name, name))
            return true;
    return false;
}

static void read_voters(Arena *a, Plan *plan)
{
    const Program *p = plan->program;
    Electorate *list = NEW_ARRAY(a, Electorate, p->field_count + p->entry_field_count + p->clause_count);
    Num total = num_int(0);
    size_t n = 0;
    for (size_t i = 0; i < plan->weight_count; i++)
        if (is_ballot(p, plan->weights[i].name))
            total = num_add(a, total, plan->weights[i].share);
    for (size_t i = 0; i < p->field_count + p->entry_field_count; i++) {
        const Field *f = i < p->field_count ? &p->fields[i] : &p->entries[i - p->field_count];
        if (f->type.kind == TYPE_BALLOT)
            add_voters(a, plan, list, &n, f->type.voters, f->name, f->name, total);
    }
    for (size_t i = 0; i < p->clause_count; i++)
        if (p->clauses[i].kind == CLAUSE_VOTE)
            add_voters(a, plan, list, &n, p->clauses[i].body, p->clauses[i].name, p->clauses[i].name, total);
    plan->electorates = list;
    plan->electorate_count = n;
}

/* ---- the last ranking ---- */

static bool by_points(const Stage *s)
{
    const Type *t = &s->rank->keys[0].value->type;
    return t->kind == TYPE_NUMBER && t->dim == DIM_POINTS;
}

static uint32_t last_ranking(const Program *p)
{
    uint32_t last = UINT32_MAX, points = UINT32_MAX;
    for (size_t i = 0; i < p->stage_count; i++)
        if (p->stages[i].rank && p->stages[i].rank->key_count) {
            last = (uint32_t)i;
            points = by_points(&p->stages[i]) ? last : points;
        }
    return points != UINT32_MAX ? points : last;
}

void read_weights(Arena *a, Plan *plan)
{
    const Program *p = plan->program;
    plan->ranking = last_ranking(p);
    if (plan->ranking != UINT32_MAX) {
        plan->by_points = by_points(&p->stages[plan->ranking]);
        Walk w = {.a = a, .p = p, .ranking = plan->ranking};
        const Expr *key = p->stages[plan->ranking].rank->keys[0].value;
        if (behind(p, key)->op == OP_SCORE)
            w.ranking = (uint32_t)behind(p, key)->index;
        walk(&w, key, (At){.stage = plan->ranking, .coef = num_int(1), .exact = true});
        join(&w);
        Weight *weights = NEW_ARRAY(a, Weight, w.parts.len);
        share_out(&w, plan, weights);
        sort_weights(weights, w.parts.len);
        plan->weights = weights;
        plan->weight_count = w.parts.len;
    }
    read_voters(a, plan);
}
