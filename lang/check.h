/* check.h - tree to program: names, types, units, ranges, and everything the text must have said. */
#ifndef LANG_CHECK_H
#define LANG_CHECK_H

#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/program.h"

/* NULL when an error was found; all errors of the file are in d. */
const Program *check(Arena *a, const Node *file, const Source *source, Diags *d);

#endif
