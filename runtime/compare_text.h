/* compare_text.h - a comparison for a terminal and for paper. */
#ifndef RUNTIME_COMPARE_TEXT_H
#define RUNTIME_COMPARE_TEXT_H

#include "runtime/compare.h"

void compare_text(const Comparison *c, bool names, Language language, Text *out);

#endif
