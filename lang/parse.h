/* parse.h - the only door from text to tree. */
#ifndef LANG_PARSE_H
#define LANG_PARSE_H

#include "lang/ast.h"
#include "lang/diag.h"

/* Always returns a FILE node; what could not be read is an ERROR node and a message in d. */
Node *parse(Arena *a, const Source *source, Diags *d);

#endif
