/* test_report.h - the results of tests: for a person, as TAP 14, as JSON (xuan.test/1). */
#ifndef RUNTIME_TEST_REPORT_H
#define RUNTIME_TEST_REPORT_H

#include "runtime/test_run.h"

/* One rules file. */
typedef struct {
    Str file;
    const Source *source;      /* NULL where it could not be read */
    const TestResult *results; /* those that were run */
    size_t count;
    const Str *messages;       /* as many: a result's messages as text, empty when it passed */
    Str broken;                /* messages of a file that could not be checked; empty otherwise */
    size_t declared;           /* tests in the file, run or not */
    Coverage *coverage;        /* of those that passed; NULL where nobody asked */
} TestFile;

typedef struct { size_t passed, failed, broken; } TestCount; /* broken: files */

TestCount test_count(const TestFile *files, size_t n);
void test_text(const TestFile *files, size_t n, Language language, Text *out);
void test_tap(const TestFile *files, size_t n, Language language, Text *out);
void test_json(const TestFile *files, size_t n, Language language, Text *out);

#endif
