/* run.h - a program and a pool to an outcome. */
#ifndef RUNTIME_RUN_H
#define RUNTIME_RUN_H

#include "lang/diag.h"
#include "runtime/outcome.h"

enum { KEEP_NOBODY = -1, KEEP_EVERYONE = -2 };

typedef struct {
    int until;              /* stage index after which to stop; -1: run to the end */
    int keep;               /* row whose judged clauses are kept for explaining, or KEEP_… */
    const Setting *settings;
    size_t setting_count;
} RunOptions;

/* Re-entrant: program and pool are only read.  Returns NULL when the data lack what a clause needs or
 * contradict themselves; the messages are in d. */
const Outcome *run(Arena *a, const Program *program, const Pool *pool, const RunOptions *options, Diags *d);

#endif
