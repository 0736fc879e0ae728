/* compiled.h - private to the engine: expressions of one person, made once into formulas over columns and evaluated in
 * machine integers.  It gives the value or verdict that eval.c and judge.c would give, or says that it cannot (a value
 * missing, a fault, an overflow, an operation it does not know); then they are asked, and they alone tell reasons. */
#ifndef RUNTIME_COMPILED_H
#define RUNTIME_COMPILED_H

#include "runtime/engine.h"

enum { ITEMS_MOST = 64 }; /* longer lists are left to eval.c */

typedef enum {
    /* values */
    F_CONST,       /* constant */
    F_NUMBER,      /* cell */
    F_CODE,        /* cell: GRADE, YESNO, POST */
    F_COUNT,       /* cell: a ballot; index */
    F_RATE,        /* cell: a ballot; index the base */
    F_ADD, F_SUB, F_MUL, F_DIV, F_CAP, F_FLOOR,
    F_ROUND,       /* kid; index a Rounding, places */
    F_WEIGHTED,    /* kids; worth: the weights; constant: their sum */
    F_IF,          /* kids: condition, two values */
    F_MISSING_AS,  /* kids: a cell, a value */
    F_MAP_CODE,    /* kid; worth by code, known */
    F_MAP_RANGE,   /* kid; ranges, worth by range */
    F_CLAUSE,      /* kid: what clause `index` gives in `stage` */
    F_FOLD,        /* kid: items; op, trim */
    F_FIRST,       /* kid: items; the only one */
    F_LENGTH,      /* kid: items */
    F_RATERS,      /* cell: a survey */
    /* items */
    F_LIST,        /* kids */
    F_ELEMENTS,    /* cell: LIST, PANEL */
    F_SHARES,      /* cell: a survey; index the grade */
    F_GRADE_COUNTS,
    F_MAP_SURVEY,  /* cell; worth by grade over constant.d */
    /* conditions */
    F_COMPARE,     /* kids; op */
    F_IN,          /* kids: value, constants; op IN or NOT_IN */
    F_AND, F_OR, F_NOT, F_IMPLIES,
    F_HAS,         /* cell */
    F_TRUE,        /* kid: a code */
    F_ITEMS        /* kids: items, a bound?; op the comparison, places: how many must hold, or one of these */
} FormulaKind;

enum { HOLDS_ANY = -1, HOLDS_EVERY = -2 };

struct Formula {
    FormulaKind kind;
    Op op;
    int index, places;
    int trim_high, trim_low;
    bool grade;               /* what is compared are grades: the first of a scale is the best */
    Frac constant;
    const Column *column;     /* cell */
    bool by_unit;             /* the row of the column is the unit, not the person */
    const Formula *post;         /* the row of the column is the post that this gives */
    size_t grades, items;     /* of a survey */
    const Formula **kids;
    size_t kid_count;
    const Frac *worth;
    const bool *known;
    const MapRow *ranges;
    uint32_t stage, clause;
};

/* Every clause's expression, and the keys of rankings; what r->options->reference and ->coverage forbid. */
void compile_all(Run *r);
/* NULL when it has to be left to eval.c.  `x` is a value or a condition that reaches no further than one person. */
const Formula *compile(Run *r, const Expr *x);

Num frac_lowest(Frac value);

/* ahead.c: clauses of these kinds, and the keys of the stage's ranking, for everyone who is in. */
void judge_ahead(Run *r, uint32_t stage, ClauseKind kind, ClauseKind other);
void rank_ahead(Run *r, uint32_t stage);

/* A row's value; false: cannot say. */
bool compiled_value(Run *r, const Formula *formula, uint32_t row, Frac *out);
/* 1 holds, 0 does not, -1 cannot say. */
int compiled_truth(Run *r, const Formula *formula, uint32_t row);

#endif
