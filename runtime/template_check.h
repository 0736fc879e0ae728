/* template_check.h - what a spreadsheet checks while someone types: drop-downs, ranges, ids that differ. */
#ifndef RUNTIME_TEMPLATE_CHECK_H
#define RUNTIME_TEMPLATE_CHECK_H

#include <xlsxwriter.h>

#include "runtime/template.h"

enum { FIRST_ROW = 2, /* below the headings and the notes */
       ROWS_CHECKED = 2000 };

/* Long lists of words go to a hidden sheet; a check refers to its column there. */
typedef struct {
    Arena *a;
    const FilledForm *filled;
    lxw_workbook *book;
    ARRAY(const Str *) lists;
    ARRAY(size_t) sizes;
} Checks;

void add_checks(Checks *c, const FilledSheet *sheet, lxw_worksheet *to);
void write_choices(Checks *c);

#endif
