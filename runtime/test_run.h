/* test_run.h - one test run: its data changed, the procedure run on it, every expectation compared. */
#ifndef RUNTIME_TEST_RUN_H
#define RUNTIME_TEST_RUN_H

#include "lang/diag.h"
#include "lang/tests.h"
#include "runtime/coverage.h"
#include "runtime/outcome.h"

typedef struct {
    const Expectation *expect;
    bool met;
    Str got;  /* what came out, in words */
    Str why;  /* of a candidate: the clause that decided, with its value, bound and margin; may be empty */
} Checked;

typedef struct {
    const Test *test;
    bool passed;
    const Checked *checks; size_t check_count;
    const Diags *messages; /* of data and run; those about a changed value stand at its line of the rules */
    bool refused;          /* there are errors in them, so there is no outcome */
    const Outcome *outcome;
    Coverage *coverage;    /* what the run met; NULL where nobody asked */
} TestResult;

/* data: what the test's 数据 names or its tables make, NULL when it could not be had (told in `told`, which is kept);
 * posts: may be NULL.  coverage: notes what the run meets; NULL: nothing does. */
TestResult test_run(Arena *a, const Program *program, const Test *test, const Source *data, const Source *posts, const Diags *told,
                    Coverage *coverage, Language language);

#endif
