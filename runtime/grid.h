/* grid.h - tables for a terminal: cells are collected, then aligned by display width. */
#ifndef RUNTIME_GRID_H
#define RUNTIME_GRID_H

#include "lang/text.h"

typedef struct {
    Str *cells; /* NULL: a line across */
    Str across;
} GridRow;

typedef struct {
    size_t columns, words; /* the first `words` columns stand left, the others right */
    size_t room;           /* cells of a line; wider words are broken over lines.  0: nothing is broken */
    ARRAY(GridRow) rows;
} Grid;

Str *grid_row(Arena *a, Grid *t);               /* `columns` empty cells */
void grid_across(Arena *a, Grid *t, Str words); /* a line across; empty words: a plain one */
void grid_add(const Grid *t, Text *out);

#endif
