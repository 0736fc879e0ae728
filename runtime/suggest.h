/* suggest.h - tests for what the tests of a file do not reach yet, found by trying changes of its data.
 * Every block printed has been read, checked and run: it passes and reaches what it is for. */
#ifndef RUNTIME_SUGGEST_H
#define RUNTIME_SUGGEST_H

#include "runtime/test_run.h"

typedef struct {
    const Program *program; /* of the file with the block */
    TestResult result;
} Trial;

/* The file with `block` at its end, and the block's test run, all in `a`.  false: the file does not check or the data
 * cannot be read.  watch: comparisons are kept, too. */
typedef bool TryBlock(void *context, Arena *a, Str block, bool watch, Trial *out);

typedef struct {
    Arena *a;
    const Program *program;
    Coverage *coverage;     /* what the tests reach; what is suggested is added */
    Str file;
    Str data;               /* a path as 数据 has it, for a file whose tests name none; may be empty */
    Language language;
    ARRAY(Str) names;       /* of what is suggested */
    TryBlock *try_block;
    void *context;
} Suggester;

/* Blocks to be pasted before the last } of the file; what could not be reached is told in lines that begin with #. */
void suggest_tests(Suggester *s, Text *out);

#endif
