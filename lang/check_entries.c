/* check_entries.c - what a stage works on: entries (参选) or persons, and what it may then read. */
#include "lang/check_parts.h"

const Expr *find_part(const Expr *e, bool (*is)(const Expr *))
{
    if (!e || is(e))
        return e;
    for (size_t i = 0; i < e->kid_count; i++) {
        const Expr *found = find_part(e->kids[i], is);
        if (found)
            return found;
    }
    return NULL;
}

/* Every expression of a clause, those of its other readings too. */
void each_expr(const Clause *clause, void (*visit)(void *with, const Expr *e), void *with)
{
    const Expr *some[] = {clause->expr, clause->at_least, clause->order, clause->capacity, clause->reserve_when};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        if (some[i])
            visit(with, some[i]);
    for (size_t i = 0; i < clause->key_count; i++)
        visit(with, clause->keys[i].value);
    for (size_t i = 0; i < clause->notes.doubt_count; i++)
        for (size_t k = 0; k < clause->notes.doubts[i].reading_count; k++)
            visit(with, clause->notes.doubts[i].readings[k]);
}

/* The stage whose ranking 名次 means: the last one that ranks; -1: none. */
static int ranking_stage(const Checker *c, const Expr *place)
{
    int stage = place->index;
    for (int i = c->stage; stage < 0 && i >= 0; i--)
        if (c->stages.at[i].rank)
            stage = i;
    return stage;
}

static bool of_entry(const Checker *c, const Expr *e)
{
    int stage = -1;
    switch ((int)e->op) {
    case OP_ENTRY_FIELD: return true;
    case OP_FIGURE: case OP_VOTE: case OP_DECISION: stage = (int)c->clauses.at[e->index].stage; break;
    case OP_SCORE: stage = e->index; break;
    case OP_PLACE: stage = ranking_stage(c, e); break;
    default: break;
    }
    /* What the stage itself makes is as its stage; that is settled last. */
    return stage >= 0 && stage < c->stage && c->stages.at[stage].of_entries;
}

const Expr *reads_entry(const Checker *c, const Expr *e)
{
    if (!e || of_entry(c, e))
        return e;
    for (size_t i = 0; i < e->kid_count; i++) {
        const Expr *found = reads_entry(c, e->kids[i]);
        if (found)
            return found;
    }
    return NULL;
}

typedef struct {
    Checker *c;
    const Expr *found;
} Search;

static void search(void *with, const Expr *e)
{
    Search *s = with;
    if (!s->found)
        s->found = reads_entry(s->c, e);
}

/* In a stage on persons: whose entry would it be?  Told once: most often it is the stage's 按 that is wrong. */
static void which_entry(void *with, const Expr *e)
{
    Search *s = with;
    Checker *c = s->c;
    const Expr *part = s->found ? NULL : reads_entry(c, e);
    if (!part)
        return;
    s->found = part;
    Diag *d = diag_add(c->d, E0364, c->source, part->span, ARGS(source_text(c, part->span)));
    diag_hint(d, S("以参选为单位的阶段写 按 职位"), S("a stage that works on entries says by post"));
}

/* 甲.X of the stage's own making, where all that the stage makes is an entry's. */
static void own_of_other(void *with, const Expr *e)
{
    Checker *c = with;
    const Expr *read = e->op == OP_OF_PERSON ? e->kids[1] : NULL;
    bool own = read && ((read->op == OP_SCORE && read->index == c->stage) ||
                        ((read->op == OP_FIGURE || read->op == OP_DECISION) &&
                         (int)c->clauses.at[read->index].stage == c->stage));
    if (own)
        diag_add(c->d, E0365, c->source, e->span, ARGS(source_text(c, e->span)));
    for (size_t i = 0; i < e->kid_count; i++)
        if (e->kids[i])
            own_of_other(c, e->kids[i]);
}

/* Records are by contest, and a candidate id there means one entry only when the contest is a post's. */
static void no_records(Checker *c, const Stage *stage)
{
    for (size_t i = stage->first; i < stage->first + stage->count; i++) {
        const Clause *k = &c->clauses.at[i];
        if (k->kind == CLAUSE_VOTE || k->kind == CLAUSE_DECISION || (k->kind == CLAUSE_ADVANCE && k->picked))
            diag_add(c->d, E0366, c->source, k->span, ARGS(str_from(clause_words[k->kind][LANG_ZH])));
    }
}

void settle_unit(Checker *c)
{
    if (!c->entries.len)
        return;
    Stage *stage = &c->stages.at[c->stage];
    Search s = {c, NULL};
    bool contests = stage->by_count || stage->everyone;
    for (size_t i = 0; i < stage->by_count; i++)
        search(&s, stage->by[i]);
    if (!contests && stage->when)
        search(&s, stage->when);
    for (size_t i = stage->first; !contests && i < stage->first + stage->count; i++)
        each_expr(&c->clauses.at[i], search, &s);
    stage->of_entries = s.found != NULL;
    if (stage->of_entries) {
        for (size_t i = stage->first; i < stage->first + stage->count; i++)
            each_expr(&c->clauses.at[i], own_of_other, c);
        if (!contests)
            no_records(c, stage);
        return;
    }
    for (size_t i = 0; i < stage->by_count; i++)
        if (bad(stage->by[i]))
            return; /* it is not known what the stage works on */
    which_entry(&s, stage->when);
    which_entry(&s, stage->seats);
    for (size_t i = stage->first; i < stage->first + stage->count; i++)
        each_expr(&c->clauses.at[i], which_entry, &s);
}
