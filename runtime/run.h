/* run.h - a program and a pool to an outcome. */
#ifndef RUNTIME_RUN_H
#define RUNTIME_RUN_H

#include "lang/diag.h"
#include "runtime/outcome.h"

enum { KEEP_NOBODY = -1, KEEP_EVERYONE = -2 };

typedef struct { const Expr *number; Num value; } Override; /* an OP_NUMBER of the program */
typedef struct { const Expr *expr; uint32_t stage; } Asked; /* an expression of a stage whose values are wanted */

/* A what-if run (settings, overrides, a stage left out) passes over what records say of people whom it puts out. */
typedef struct {
    int until;              /* stage index after which to stop; -1: run to the end */
    int keep;               /* row whose judged clauses are kept for explaining, or KEEP_… */
    const Setting *settings;
    size_t setting_count;
    const Override *overrides; /* numbers written in clauses, put otherwise for a what-if */
    size_t override_count;
    int without;            /* stage left out for a what-if, -1: none */
    bool brief;             /* only who ends how and where: no facts, figures, contests, assumptions */
    const Asked *asked;     /* their values are in Outcome.asked */
    size_t asked_count;
} RunOptions;

/* Re-entrant: program and pool are only read.  Returns NULL when the data lack what a clause needs or
 * contradict themselves; the messages are in d. */
const Outcome *run(Arena *a, const Program *program, const Pool *pool, const RunOptions *options, Diags *d);

#endif
