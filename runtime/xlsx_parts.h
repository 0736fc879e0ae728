/* xlsx_parts.h - between the files that read an .xlsx: what the workbook shares, and one sheet of it. */
#ifndef RUNTIME_XLSX_PARTS_H
#define RUNTIME_XLSX_PARTS_H

#include "runtime/book_parts.h"
#include "runtime/number_format.h"
#include "runtime/package.h"

typedef struct {
    Arena *a;
    Diags *d;
    const Source *file;
    Package *package;
    ARRAY(Str) texts;            /* the shared ones */
    ARRAY(NumberFormat) formats; /* by the style of a cell */
    bool from_1904;
    size_t cells;                /* of all sheets so far */
} Workbook;

/* A text being put together from pieces: rich text in its runs, without the sounds (rPh) that stand over characters. */
typedef struct {
    Text text;
    bool wanted;
    size_t sounds; /* rPh around */
} Gather;

void gather_start(Gather *g, Str element); /* t, rPh; others are ignored */
void gather_end(Gather *g, Str element);
void gather_text(Gather *g, Str piece);
/* What was gathered, _x000D_ turned into its character; the next text may begin. */
Str gather_take(Arena *a, Gather *g);

bool read_shared_texts(Workbook *w, Str part);
bool read_styles(Workbook *w, Str part);
/* false: said in d. */
bool read_sheet(Workbook *w, Str name, Str part, Sheet *out);

/* Merged areas, corners included. */
typedef struct { uint32_t top, left, bottom, right; } Area;
/* What stands in the first cell of an area counts for each of its rows down to the last that has anything; what lies
 * hidden under it is taken away. */
bool spread_merged(Workbook *w, SheetFill *fill, Str name, const Area *areas, size_t count);
/* "C5" or "A1:B2"; false: it is none. */
bool read_reference(Str s, uint32_t *row, uint32_t *column);
bool read_area(Str s, Area *out);

/* A number as stored and its style: what was typed. */
void put_number(Workbook *w, SheetFill *fill, Str sheet, uint32_t row, uint32_t column, Str stored, const NumberFormat *format);

#endif
