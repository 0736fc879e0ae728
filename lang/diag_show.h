/* diag_show.h - collected messages as text for people and as JSON for programs.
 * Both are sorted by source name, place and order of adding, exact duplicates dropped.  Control
 * characters of the user's text never reach the terminal. */
#ifndef LANG_DIAG_SHOW_H
#define LANG_DIAG_SHOW_H

#include "lang/diag.h"

/* Shows at most LIMIT_MESSAGES, errors before warnings when there are more, then how many were
 * left out.  colour: terminal escapes; shell_debug_colour: <error>..</error> instead, for tests. */
void diags_show(const Diags *d, Language language, bool colour, bool shell_debug_colour, Text *out);

/* An array of {code, level, file, line, column, byte_start, byte_end, sheet, cell, path, who, message, hint};
 * null where there is none.  Not limited to LIMIT_MESSAGES. */
void diags_json(const Diags *d, Language language, Text *out);

#endif
