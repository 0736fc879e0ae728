/* template.h - the tables of a procedure, blank or filled with what a document says (columns.h has the headings).
 * What they hold, written as a spreadsheet or as CSV files, reads back as the same document. */
#ifndef RUNTIME_TEMPLATE_H
#define RUNTIME_TEMPLATE_H

#include "lang/diag.h"
#include "runtime/book.h"
#include "runtime/columns.h"

typedef struct {
    const DataSheet *form;
    const DataColumn *columns; uint32_t width;
    const Cell *cells; size_t count;  /* below the headings, by row (0 is the first), then column */
    uint32_t rows;
} FilledSheet;

typedef struct {
    const DataForm *form;
    FilledSheet *sheets; size_t sheet_count;
} FilledForm;

const FilledForm *blank_form(Arena *a, const DataForm *form);

/* `data` and `posts` (may be NULL) are documents that read_pool has accepted for the procedure.  What no table can hold is an
 * error in d. */
const FilledForm *filled_form(Arena *a, const DataForm *form, const Source *data, const Source *posts, Diags *d);

/* One sheet as CSV: a BOM, CRLF, what begins like a formula made harmless. */
void template_csv(const FilledForm *filled, const FilledSheet *sheet, Text *out);

/* The spreadsheet, written to `path`; false: errno says why.  Numbers: see xlsx_numbers.h. */
bool template_xlsx(Arena *a, const FilledForm *filled, const char *path);

/* What a column holds, for people: "0..100 分", "优秀 / 称职"; whether it may be empty. */
void column_rule(const Program *p, const DataSheet *sheet, DataColumn column, Text *out);
/* The place in the text of the rules, and which clause reads it; nothing when neither is known. */
void column_source(const Program *p, const DataSheet *sheet, DataColumn column, Text *out);
void sheet_purpose(const Program *p, const DataSheet *sheet, Text *out);

#endif
