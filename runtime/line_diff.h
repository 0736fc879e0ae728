/* line_diff.h - two texts as a unified diff of lines, three lines around each change. */
#ifndef RUNTIME_LINE_DIFF_H
#define RUNTIME_LINE_DIFF_H

#include "lang/text.h"

/* Appends nothing when the texts are equal.  The two names stand in its first lines. */
void line_diff(Arena *a, Str old_name, Str new_name, Str old, Str new, Text *out);

#endif
