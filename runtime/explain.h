/* explain.h - why one person's result is what it is: the result, then stage by stage every clause that
 * was judged with both sides of its comparison, the scores, the rank and the cut line, the source, and
 * the assumptions that decided for him; with 参选 all this for each of his entries.  The run must have
 * kept what it judged (Fate.judged). */
#ifndef RUNTIME_EXPLAIN_H
#define RUNTIME_EXPLAIN_H

#include "runtime/outcome.h"

void explain(const Outcome *o, uint32_t person, Language language, Text *out);

#endif
