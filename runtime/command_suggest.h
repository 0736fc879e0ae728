/* command_suggest.h - xuan test --suggest: blocks put at the end of a file and run. */
#ifndef RUNTIME_COMMAND_SUGGEST_H
#define RUNTIME_COMMAND_SUGGEST_H

#include "runtime/command.h"
#include "runtime/test_report.h"

/* Tests for what those of the file do not reach. */
void suggest_file(Options *o, const Program *p, const TestFile *file, Text *out);

/* One test of a file; the messages are in its result.  coverage: NULL or where to note what is met. */
TestResult run_test(Options *o, const Program *p, const Test *t, const char *rules, Coverage *coverage);

#endif
