/* book.h - tables of cells as a person filled them in: a spreadsheet's sheets, a CSV file, a table inside a rules file.
 * Text is valid UTF-8.  A number is the decimal that the person typed, as digits.  Everything lives in the arena of whoever read it. */
#ifndef RUNTIME_BOOK_H
#define RUNTIME_BOOK_H

#include "lang/diag.h"

typedef enum {
    CELL_TEXT,
    CELL_NUMBER, /* text: plain decimal digits, shortest that gives the stored value: 85.1; no exponent.  CSV: as typed, a hint only */
    CELL_DATE,   /* text: 2009-06-01; 2009-06 or 2009 where the cell shows no more */
    CELL_YES,    /* a spreadsheet's TRUE */
    CELL_NO,
    CELL_BROKEN  /* no value can be told: #N/A and its like (text: as shown), and what a warning W060x has told of */
} CellKind;

typedef struct {
    uint32_t row, column; /* from 0 */
    CellKind kind;
    Str text;             /* outer white space (also U+3000, U+00A0) and zero-width characters taken away; never empty */
    Span span;            /* in Book.source (CSV, a table in a rules file); empty for .xlsx */
} Cell;

typedef struct {
    Str name;             /* empty for CSV */
    const Cell *cells; size_t count; /* by row, then column; empty cells are not there */
    uint32_t rows, columns;          /* past the last cell that is not empty */
} Sheet;

typedef struct {
    Str file;
    const Source *source; /* NULL for .xlsx */
    const Sheet *sheets; size_t sheet_count;
} Book;

const Cell *sheet_cell(const Sheet *sheet, uint32_t row, uint32_t column); /* NULL: empty */
Str cell_name(Arena *a, uint32_t row, uint32_t column); /* "C5" */

/* Hidden sheets are left out (W0606; none for a name that begins with _, where templates keep their lists).
 * NULL when the file cannot be used; the messages are in d.  `bytes` is the file as it stands. */
Book *read_csv(Arena *a, Str file, Str bytes, Diags *d);
Book *read_xlsx(Arena *a, Str file, Str bytes, Diags *d);
bool looks_like_xlsx(Str bytes);

#endif
