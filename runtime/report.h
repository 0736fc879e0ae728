/* report.h - an outcome as the text that the person in charge reads: per contest the funnel, the ranking
 * with its cut lines and who is out and why; then what was assumed, doubted, is still to be done. */
#ifndef RUNTIME_REPORT_H
#define RUNTIME_REPORT_H

#include "runtime/outcome.h"

void report(const Outcome *o, Language language, Text *out);

#endif
