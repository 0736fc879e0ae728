/* parse.h - the only door from text to tree. */
#ifndef LANG_PARSE_H
#define LANG_PARSE_H

#include "lang/ast.h"
#include "lang/diag.h"

/* Always returns a FILE node; what could not be read is an ERROR node and a message in d. */
Node *parse(Arena *a, const Source *source, Diags *d);

/* The same file with every keyword, built-in name and unit in the other language's first spelling;
 * everything else byte for byte (a unit that would join a digit gets a space). */
void respell(Arena *a, const Source *source, Language words, Text *out);

#endif
