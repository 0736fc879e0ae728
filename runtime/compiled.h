/* compiled.h - private to the engine: expressions of one person, made once into nodes over columns and evaluated in
 * machine integers.  It gives the value or verdict that eval.c and judge.c would give, or says that it cannot (a value
 * missing, a fault, an overflow, an operation it does not know); then they are asked, and they alone tell reasons. */
#ifndef RUNTIME_COMPILED_H
#define RUNTIME_COMPILED_H

#include "runtime/engine.h"

enum { ITEMS_MOST = 64 }; /* longer lists are left to eval.c */

typedef enum {
    /* values */
    N_CONST,       /* constant */
    N_NUMBER,      /* cell */
    N_CODE,        /* cell: GRADE, YESNO, POST */
    N_COUNT,       /* cell: a ballot; index */
    N_RATE,        /* cell: a ballot; index the base */
    N_ADD, N_SUB, N_MUL, N_DIV, N_CAP, N_FLOOR,
    N_ROUND,       /* kid; index a Rounding, places */
    N_WEIGHTED,    /* kids; worth: the weights; constant: their sum */
    N_IF,          /* kids: condition, two values */
    N_MISSING_AS,  /* kids: a cell, a value */
    N_MAP_CODE,    /* kid; worth by code, known */
    N_MAP_RANGE,   /* kid; ranges, worth by range */
    N_CLAUSE,      /* kid: what clause `index` gives in `stage` */
    N_FOLD,        /* kid: items; op, trim */
    N_FIRST,       /* kid: items; the only one */
    N_LENGTH,      /* kid: items */
    N_RATERS,      /* cell: a survey */
    /* items */
    N_LIST,        /* kids */
    N_ELEMENTS,    /* cell: LIST, PANEL */
    N_SHARES,      /* cell: a survey; index the grade */
    N_GRADE_COUNTS,
    N_MAP_SURVEY,  /* cell; worth by grade over constant.d */
    /* conditions */
    N_COMPARE,     /* kids; op */
    N_IN,          /* kids: value, constants; op IN or NOT_IN */
    N_AND, N_OR, N_NOT, N_IMPLIES,
    N_HAS,         /* cell */
    N_TRUE,        /* kid: a code */
    N_ITEMS        /* kids: items, a bound?; op the comparison, places: how many must hold, or one of these */
} NodeKind;

enum { HOLDS_ANY = -1, HOLDS_EVERY = -2 };

struct Node {
    NodeKind kind;
    Op op;
    int index, places;
    int trim_high, trim_low;
    bool grade;               /* what is compared are grades: the first of a scale is the best */
    Frac constant;
    const Column *column;     /* cell */
    bool by_unit;             /* the row of the column is the unit, not the person */
    const Node *post;         /* the row of the column is the post that this gives */
    size_t grades, items;     /* of a survey */
    const Node **kids;
    size_t kid_count;
    const Frac *worth;
    const bool *known;
    const MapRow *ranges;
    uint32_t stage, clause;
};

/* Every clause's expression, and the keys of rankings; what r->options->reference forbids. */
void compile_all(Run *r);
/* NULL when it has to be left to eval.c.  `x` is a value or a condition that reaches no further than one person. */
const Node *compile(Run *r, const Expr *x);

Num frac_lowest(Frac value);

/* ahead.c: clauses of these kinds, and the keys of the stage's ranking, for everyone who is in. */
void judge_ahead(Run *r, uint32_t stage, ClauseKind kind, ClauseKind other);
void rank_ahead(Run *r, uint32_t stage);

/* A row's value; false: cannot say. */
bool compiled_value(Run *r, const Node *node, uint32_t row, Frac *out);
/* 1 holds, 0 does not, -1 cannot say. */
int compiled_truth(Run *r, const Node *node, uint32_t row);

#endif
