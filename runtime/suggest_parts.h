/* suggest_parts.h - private to suggest.c, suggest_leaf.c, suggest_values.c, suggest_solve.c, suggest_expect.c: one gap being looked for. */
#ifndef RUNTIME_SUGGEST_PARTS_H
#define RUNTIME_SUGGEST_PARTS_H

#include "runtime/suggest.h"

enum { IDS_TOLD = 4 };

typedef struct { Str ids[IDS_TOLD]; size_t count; } Told; /* candidates whom a change concerns */

typedef struct {
    Suggester *s;
    Text *out;
    size_t point;          /* index in s->coverage */
    Face face;
    Str base;              /* the lines that a test begins with: its data, its own changes */
    int until;             /* stage; -1: to the end */
    const Trial *start;    /* the base as it is */
    int trials_left;
    bool found;
} Search;

static inline const CoverPoint *point_at(const Search *s) { return &s->s->coverage->points[s->point]; }
static inline const Pool *pool_at(const Search *s) { return s->start->result.outcome->pool; }

/* suggest.c: tries these changes; when they reach what is looked for, the block is printed.  true: found. */
bool propose(Search *s, Str changes, const Told *told);
/* Runs them with comparisons watched; false: no outcome.  The trial's memory is the search's. */
bool measure(Search *s, Str changes, Trial *out);

/* A value of the data that an expression reads. */
typedef struct {
    Op op;                 /* FIELD ENTRY_FIELD POST_FIELD VOTE DECISION, COUNTS (of a vote's record), SEATS */
    int index;             /* of the field, or the clause */
    int part;              /* a BallotCount or a grade; -1 */
    const Type *type;
} Leaf;
typedef ARRAY(Leaf) Leaves;

/* suggest_leaf.c: what is read, and the lines that change it. */
void leaves_of(const Program *p, Arena *a, const Expr *x, Leaves *out);
bool leaf_number(const Search *s, const Leaf *l, uint32_t unit, Num *out);          /* what it is now; false: no number */
bool leaf_change(const Search *s, const Leaf *l, uint32_t unit, Num value, Text *out); /* the 改 line; false: it cannot be so */
bool leaf_copy(const Search *s, const Leaf *l, uint32_t from, uint32_t to, Text *out);
/* Column and row of a field; NULL: it has none here. */
const Column *column_for(const Search *s, const Leaf *l, uint32_t unit, uint32_t *row);
size_t grades_in(const Search *s, const Leaf *l);
bool place_words(const Search *s, const Leaf *l, uint32_t unit, Text *out); /* what stands before 为; false: nothing can */
void add_quoted(Str s, Text *out);
Told told_of(const Search *s, const Leaf *l, uint32_t unit);
void withdraw_line(const Search *s, uint32_t unit, int stage, Text *out);
void stage_words(const Search *s, int stage, uint32_t unit, Text *out);             /* "改 阶段 酝酿 (层次 正科级)" */

/* suggest_values.c: other values worth trying, as 改 lines. */
typedef ARRAY(Str) Lines;
void leaf_values(const Search *s, const Leaf *l, uint32_t unit, const Expr *near, Lines *out);

/* suggest_solve.c */
void search_gap(Search *s);

/* suggest_expect.c: the 应 lines. */
void expect_lines(const Search *s, const Trial *t, const Told *told, bool values, Text *out);
bool reached(const Outcome *o, uint32_t unit, int stage); /* he came as far as this stage */

#endif
