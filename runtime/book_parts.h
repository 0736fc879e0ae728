/* book_parts.h - what the readers of tables share: the text of a cell, and a sheet being filled. */
#ifndef RUNTIME_BOOK_PARTS_H
#define RUNTIME_BOOK_PARTS_H

#include "runtime/book.h"

/* White space, zero-width characters and marks of direction away from both ends; zero-width spaces, joiners of words
 * and byte order marks also inside, where nobody sees them: "0\u200B7" is 07.  Other white space inside is kept. */
Str cell_text(Arena *a, Str s);

/* Without the ' that keeps spreadsheets from computing what begins with = + - @: our own outputs write it (text_csv). */
Str cell_disarmed(Str s);

typedef struct {
    Arena *arena;
    ARRAY(Cell) cells;
    bool sorted;    /* by row, then column, so far */
    bool too_large; /* a limit is passed: nothing more is added */
    size_t most;    /* cells that may still come */
} SheetFill;

SheetFill sheet_fill(Arena *a, size_t most);
void sheet_put(SheetFill *f, Cell cell); /* a cell without text is left out */
/* Sorts; of two cells in one place *twice is the second (else untouched). */
Sheet sheet_filled(SheetFill *f, Str name, const Cell **twice);

void limit_message(Diags *d, const Source *file, Span span); /* E0605 */
Str number_str(Arena *a, long long n);

#endif
