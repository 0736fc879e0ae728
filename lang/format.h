/* format.h - the one layout of a rules file (reference 2.1). */
#ifndef LANG_FORMAT_H
#define LANG_FORMAT_H

#include "lang/diag.h"

/* Appends the file in its layout, its words as they are written or, with `words`, in that language.
 * It works on the tokens and what stands between them; the tree before and after is the same (else it is a BUG).
 * false: the file does not parse; the messages are in d and out is as it was. */
bool format(Arena *a, const Source *source, const Language *words, Diags *d, Text *out);

#endif
