#include "runtime/grid.h"

#include "lang/utf8.h"
#include "runtime/wording.h"

enum { GAP = 2, NARROWEST = 6 };

Str *grid_row(Arena *a, Grid *t)
{
    GridRow *row = PUSH(a, &t->rows);
    row->cells = NEW_ARRAY(a, Str, t->columns);
    return row->cells;
}

void grid_across(Arena *a, Grid *t, Str words)
{
    GridRow *row = PUSH(a, &t->rows);
    row->across = words;
}

static size_t column_width(const Grid *t, size_t column)
{
    size_t width = 0;
    for (size_t i = 0; i < t->rows.len; i++) {
        size_t cells = t->rows.at[i].cells ? utf8_cells(t->rows.at[i].cells[column]) : 0;
        width = cells > width ? cells : width;
    }
    return width;
}

static void add_line(const Grid *t, const size_t *widths, const Str *cells, Text *out)
{
    size_t owed = GAP; /* spaces are written only when something follows */
    for (size_t c = 0; c < t->columns; c++) {
        size_t used = utf8_cells(cells[c]), pad = widths[c] > used ? widths[c] - used : 0;
        bool left = c < t->words;
        if (cells[c].len) {
            text_spaces(out, owed + (left ? 0 : pad));
            text_add(out, cells[c]);
            owed = left ? pad : 0;
        } else {
            owed += pad;
        }
        owed += GAP;
    }
    text_char(out, '\n');
}

/* The next line of a cell that may be too wide, cut off its front.  LF breaks, too. */
static Str next_line(Str *cell, size_t width)
{
    size_t end = 0;
    while (end < cell->len && cell->at[end] != '\n')
        end++;
    size_t n = fitting(str_cut(*cell, 0, end), width);
    Str line = str_cut(*cell, 0, n);
    size_t from = n < end ? n : end < cell->len ? end + 1 : end;
    *cell = str_cut(*cell, from, cell->len);
    while (n < end && cell->len && cell->at[0] == ' ')
        *cell = str_cut(*cell, 1, cell->len);
    while (line.len && line.at[line.len - 1] == ' ')
        line.len--;
    return line;
}

static void add_row(const Grid *t, const size_t *widths, const Str *cells, Text *out)
{
    Str *rest = NEW_ARRAY(out->arena, Str, t->columns), *line = NEW_ARRAY(out->arena, Str, t->columns);
    memcpy(rest, cells, t->columns * sizeof *rest);
    for (bool more = true; more;) {
        more = false;
        for (size_t c = 0; c < t->columns; c++) {
            line[c] = next_line(&rest[c], widths[c]);
            more = more || rest[c].len;
        }
        add_line(t, widths, line, out);
    }
}

static void across(Str words, size_t width, Text *out)
{
    size_t used = 0, end = width;
    text_spaces(out, GAP);
    if (words.len) {
        text_addz(out, "── ");
        text_add(out, words);
        text_char(out, ' ');
        used = utf8_cells(words) + 4;
        end = used + 2 > width ? used + 2 : width;
    }
    for (; used < end; used++)
        text_addz(out, "─");
    text_char(out, '\n');
}

/* Takes cells from the widest columns until the line fits. */
static void narrow(const Grid *t, size_t *widths, size_t all)
{
    while (all + GAP > t->room) {
        size_t widest = 0;
        for (size_t c = 1; c < t->columns; c++)
            widest = widths[c] > widths[widest] ? c : widest;
        if (widths[widest] <= NARROWEST)
            return;
        widths[widest]--;
        all--;
    }
}

void grid_add(const Grid *t, Text *out)
{
    size_t *widths = NEW_ARRAY(out->arena, size_t, t->columns), all = GAP * (t->columns - 1);
    for (size_t c = 0; c < t->columns; c++)
        all += widths[c] = column_width(t, c);
    if (t->room) {
        narrow(t, widths, all);
        all = GAP * (t->columns - 1);
        for (size_t c = 0; c < t->columns; c++)
            all += widths[c];
    }
    for (size_t i = 0; i < t->rows.len; i++)
        if (!t->rows.at[i].cells)
            across(t->rows.at[i].across, all, out);
        else if (t->room)
            add_row(t, widths, t->rows.at[i].cells, out);
        else
            add_line(t, widths, t->rows.at[i].cells, out);
}
