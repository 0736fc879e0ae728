/* test_sheets.h - the tables inside a test as a data document. */
#ifndef RUNTIME_TEST_SHEETS_H
#define RUNTIME_TEST_SHEETS_H

#include "lang/diag.h"
#include "lang/tests.h"

/* NULL: the messages are in d, at the cells in the rules file. */
const Source *test_document(Arena *a, const Program *program, const Test *test, Diags *d);

#endif
