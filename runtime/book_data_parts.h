/* book_data_parts.h - what the files that turn tables into a document share.  book_data.c finds sheets and headings,
 * book_data_cells.c writes what one cell says, book_data_rows.c the values of a row, book_data_gather.c, book_data_papers.c and
 * book_data_records.c (with book_data_gather.h) what bodies did. */
#ifndef RUNTIME_BOOK_DATA_PARTS_H
#define RUNTIME_BOOK_DATA_PARTS_H

#include "runtime/book_data.h"
#include "runtime/columns.h"

/* A sheet whose headings are known.  `row` and what follows is the row being read. */
typedef struct {
    const DataSheet *form;
    const Book *book;
    const Sheet *sheet;
    DataColumn *columns; /* width of them; where bound */
    Str *headings;       /* as columns.h calls them */
    bool *bound;
    uint32_t width;
    size_t first;        /* the first cell below the headings */
    size_t next;         /* the first cell of the next row */
    uint32_t told;       /* the row after the last one of which it was told that a cell has no heading */
    uint32_t row;
    const Cell **cells;  /* by column, NULL: empty */
    Str who;             /* the candidate's id as it stands; may be empty */
} BoundSheet;

typedef struct {
    Str id;
    size_t at;           /* where the row begins in the cells of its sheet */
} PersonRow;

/* What was put right without asking, told once. */
typedef struct {
    size_t count;
    const BoundSheet *table;
    const Cell *first;
    Str who;
} Mended;

typedef struct {
    Arena *a;
    const Program *p;
    const DataForm *form;
    const DataForm **others;
    size_t other_count;
    Diags *d;
    Source *doc;
    Text out;
    ARRAY(SourceCell) cells;
    ARRAY(BoundSheet) tables;
    Mended digits, spaces;
    ARRAY(PersonRow) people; /* sorted by id, once they have been asked for */
} BookData;

/* book_data.c */
BoundSheet *table_of_kind(BookData *b, SheetKind kind); /* NULL: the books have none */
Diag *cell_fault(BookData *b, const BoundSheet *t, const Cell *c, MessageCode code, const Str *args, size_t n);
/* The document from `from` to its end comes from this cell; `several`: and from others beside it. */
void mark_cell(BookData *b, size_t from, const BoundSheet *t, const Cell *c, bool several);
void rewind_rows(BoundSheet *t);
bool next_row(BookData *b, BoundSheet *t); /* rows of notes are passed over */
void similar(BookData *b, Diag *d, Str word, const Str *known, size_t count); /* did you mean */

/* book_data_cells.c: the value as JSON; null when it was refused (and reported). */
void write_cell(BookData *b, const BoundSheet *t, const Cell *c, const DataSlot *slot, const Type *type, Str heading);
Str cell_word(BookData *b, const BoundSheet *t, const Cell *c, const DataSlot *slot); /* the text of an id or word; empty: refused */
Str grade_word(BookData *b, const Type *type, Str text); /* the grade, where spaces inside the text hide it */
void tell_mended(BookData *b);

/* book_data_rows.c */
const Cell *slot_cell(const BoundSheet *t, size_t slot);                 /* the row's first cell of the slot; NULL */
const Cell *role_cell(const BoundSheet *t, SlotRole role);
const Cell *row_cell(const BoundSheet *t);                               /* the first cell of the row */
/* "key": value.  false, and nothing is written, when no cell of the slot is filled. */
bool write_slot(BookData *b, BoundSheet *t, size_t slot, bool *first);
void write_value(BookData *b, BoundSheet *t, size_t slot);               /* the value alone */
void write_rows(BookData *b, BoundSheet *t);                             /* the rows as an array of objects */
void write_key(BookData *b, Str key, bool *first);                  /* with the comma before it */

/* book_data_records.c: what bodies did */
void write_ballots(BookData *b, bool *first);
void write_records(BookData *b, bool *first);
void write_withdrawn(BookData *b, BoundSheet *t);

#endif
