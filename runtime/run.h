/* run.h - a program and a pool to an outcome. */
#ifndef RUNTIME_RUN_H
#define RUNTIME_RUN_H

#include "lang/diag.h"
#include "runtime/coverage.h"
#include "runtime/outcome.h"

enum { KEEP_NOBODY = -1, KEEP_EVERYONE = -2 };

typedef struct { const Expr *number; Num value; } Override; /* an OP_NUMBER of the program */
typedef struct { const Expr *expr; uint32_t stage; } Asked; /* an expression of a stage whose values are wanted */

/* A what-if run (settings, overrides, a stage that puts nobody out) passes over what records say of people whom it puts out. */
typedef struct {
    int until;              /* stage index after which to stop; -1: run to the end */
    int keep;               /* row whose judged clauses are kept for explaining, or KEEP_… */
    const Setting *settings;
    size_t setting_count;
    const Override *overrides; /* numbers written in clauses, put otherwise for a what-if */
    size_t override_count;
    /* Stage that puts nobody out, for a what-if; -1: none.  Its contests are formed, its figures, 计分, 排序, 标记, 决定,
     * 表决, 选岗 and 排除 hold, so that later stages can read them; 有效 要求 否决 开考 入围 当选 须说明 检查 are passed over, a
     * 决定 or 表决 that is not on record keeps nobody waiting, and who finds no post in 选岗 stays in.  A 当选 left out
     * elects nobody: where it is the only one, who is in at the end has come through. */
    int without;
    unsigned threads;       /* at most so many; 0 is one */
    bool reference;         /* everything by eval.c and judge.c, nothing compiled: what the tests compare with */
    bool table;             /* who ends how and where, with reasons (in the words of 说 where there are any), ranks and decisions: no figures, contests, assumptions */
    bool brief;             /* only who ends how and where: no facts, figures, contests, assumptions */
    const Asked *asked;     /* their values are in Outcome.asked */
    size_t asked_count;
    Coverage *coverage;     /* what the run meets is noted here, and nothing is compiled; NULL: nothing is noted */
} RunOptions;

/* Re-entrant: program and pool are only read.  Returns NULL when the data lack what a clause needs or
 * contradict themselves; the messages are in d. */
const Outcome *run(Arena *a, const Program *program, const Pool *pool, const RunOptions *options, Diags *d);

#endif
