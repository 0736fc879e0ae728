/* report_parts.h - what the files of the report share: report.c and report_lists.c. */
#ifndef RUNTIME_REPORT_PARTS_H
#define RUNTIME_REPORT_PARTS_H

#include "runtime/wording.h"

typedef struct {
    const Outcome *o;
    Language language;
    Text *out;
    Arena *a;
    uint8_t *told; /* per unit: stands in some table or list already */
    uint8_t *moved, *moved_person; /* moved up from the reserve: per unit, per candidate in stages on persons */
} Report;

void report_heading(Report *r, const char *zh, const char *en);
/* Of one contest: the lists of its cuts with 递补, who moved up, the reserve. */
void report_lists(Report *r, const Contest *c);
/* Papers, and parts of papers, that were not counted. */
void report_refused(Report *r);

#endif
