/* decided.c - which assumptions decided something, and for whom; and the doubts. */
#include "runtime/engine.h"
#include "runtime/notes.h"

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

static void collect_notes(Book *b)
{
    ProgramNotes notes = program_notes(b->r->a, b->r->p);
    b->assumed.at = notes.assumed;
    b->assumed.len = notes.assumed_count;
    b->doubted.at = notes.doubted;
    b->doubted.len = notes.doubted_count;
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
    case OP_ENTRY_FIELD: want_notes(b, &p->entries[x->index].notes, -1); break;
    case OP_COLUMN: want_notes(b, &p->tables[x->places].columns[x->index].notes, -1); break;
    case OP_T_COUNT: case OP_T_SUM: case OP_T_MEAN: case OP_T_HIGHEST: case OP_T_LOWEST:
        want_notes(b, &p->tables[x->index].notes, -1);
        break;
    case OP_POST_FIELD: case OP_ALL_POSTS: want_notes(b, &p->posts[x->index].notes, -1); break;
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
    want_notes(b, &c->notes, c->kind == CLAUSE_ADVANCE || c->kind == CLAUSE_ELECT ? 0 : -1);
    want_expr(b, c->expr);
    want_expr(b, c->at_least);
    want_expr(b, c->order);
    want_expr(b, c->capacity);
    const Stage *s = &b->r->p->stages[c->stage];
    for (size_t i = s->first; c->kind == CLAUSE_CHOOSE && i < s->first + s->count; i++)
        if (b->r->p->clauses[i].kind == CLAUSE_AVOID)
            want_clause(b, &b->r->p->clauses[i]);
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
            if (b->people[k][r->pool->unit_order[i]])
                rows[n++] = r->pool->unit_order[i];
        b->assumed.at[k].decided = rows;
        b->assumed.at[k].decided_count = n;
    }
}

void settle_assumptions(Run *r, Outcome *out)
{
    Book book = {.r = r};
    collect_notes(&book);
    decide_assumptions(&book);
    out->assumed = book.assumed.at;
    out->assumed_count = book.assumed.len;
    out->doubted = book.doubted.at;
    out->doubted_count = book.doubted.len;
}
