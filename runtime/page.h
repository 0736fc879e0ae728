/* page.h - a comparison, or the run of one procedure, as one self-contained HTML file: no request leaves it, it
 * serves screen, phone and A4, light and dark.  Registration numbers unless names are asked for. */
#ifndef RUNTIME_PAGE_H
#define RUNTIME_PAGE_H

#include "runtime/compare.h"

typedef struct {
    Str command;   /* that makes the same page again */
    Str version;   /* of the program */
    bool names;    /* show the text field `name` (or 姓名) beside the number */
} PageOptions;

void page_compare(const Comparison *c, const PageOptions *options, Language language, Text *out);
/* c: a comparison of one procedure with data. */
void page_run(const Comparison *c, const PageOptions *options, Language language, Text *out);

#endif
