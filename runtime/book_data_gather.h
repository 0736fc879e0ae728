/* book_data_gather.h - rows gathered by contest: a record is made of several rows. */
#ifndef RUNTIME_BOOK_DATA_GATHER_H
#define RUNTIME_BOOK_DATA_GATHER_H

#include "runtime/book_data_parts.h"

/* What a slot says, once for a group of rows. */
typedef struct {
    Str json;         /* the value; empty: not said */
    const BoundSheet *table;
    const Cell *cell;
} Said;

typedef struct {
    Str id;
    size_t at;        /* where its row begins in the sheet's cells */
    const Cell *cell; /* of the id; NULL: a row of no person */
} RowOf;

/* The rows of one contest in a stage's sheet, or of one ballot, and in the sheet of its papers. */
typedef struct {
    Said *keys;       /* key_count */
    size_t key_count;
    Said *own;        /* by slot of the sheet; of the papers' sheet in `paper_own` */
    ARRAY(RowOf) rows;
    ARRAY(RowOf) papers;
    const BoundSheet *first_table;
    const Cell *first;
} Contest;

typedef struct {
    BookData *b;
    BoundSheet *people, *papers; /* NULL: no such sheet in the book */
    ARRAY(Contest) groups;
} Gathering;

/* book_data_gather.c */
bool seek_row(BookData *b, BoundSheet *t, size_t at);
Said said(BookData *b, BoundSheet *t, size_t slot); /* a single value, without leaving it in the document */
void write_said(BookData *b, Str key, const Said *s, bool *first);
/* Several rows may say the same thing; not two things. */
void say_once(BookData *b, Said *kept, Said s, Str heading);
void gather(Gathering *g, BoundSheet *t);           /* t may be NULL */
size_t own_place(const Gathering *g, const BoundSheet *t, size_t slot);
void write_id_key(BookData *b, const BoundSheet *t, const Cell *c, bool *first);

/* book_data_papers.c */
void write_papers(Gathering *g, const Contest *contest, bool *first);

#endif
