/* compare_csv.h - a comparison as a table: one row a candidate; per procedure status, stage, rank, score. */
#ifndef RUNTIME_COMPARE_CSV_H
#define RUNTIME_COMPARE_CSV_H

#include "runtime/compare.h"

/* Only with data. */
void compare_csv(const Comparison *c, bool names, Language language, Text *out);

#endif
