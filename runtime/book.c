#include "runtime/book_parts.h"

#include <stdlib.h>

#include "lang/limits.h"
#include "lang/utf8.h"

static bool is_white(uint32_t c)
{
    return c <= 0x20 || c == 0x7f || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_nothing(uint32_t c) { return c == 0x200b || c == 0x2060 || c == 0xfeff; }

static bool is_unseen(uint32_t c)
{
    return is_nothing(c) || c == 0xad || (c >= 0x200c && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

Str cell_text(Arena *a, Str s)
{
    size_t from = s.len, to = 0;
    bool holes = false;
    for (size_t i = 0, n; i < s.len; i += n) {
        uint32_t c = 0;
        n = utf8_decode(s, i, &c);
        if (n == 0)
            BUG("a cell is valid UTF-8");
        holes |= is_nothing(c);
        if (is_white(c) || is_unseen(c))
            continue;
        if (from > i)
            from = i;
        to = i + n;
    }
    if (from >= to)
        return (Str){0};
    s = str_cut(s, from, to);
    if (!holes)
        return s;
    Text t = text_new(a);
    for (size_t i = 0, n; i < s.len; i += n) {
        uint32_t c = 0;
        n = utf8_decode(s, i, &c);
        if (!is_nothing(c))
            text_add(&t, str_cut(s, i, i + n));
    }
    return text_str(&t);
}

Str cell_disarmed(Str s) { return s.len >= 2 && s.at[0] == '\'' && memchr("=+-@\t", s.at[1], 5) ? str_cut(s, 1, s.len) : s; }

SheetFill sheet_fill(Arena *a, size_t most) { return (SheetFill){.arena = a, .sorted = true, .most = most}; }

static int by_place(const void *x, const void *y)
{
    const Cell *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

void sheet_put(SheetFill *f, Cell cell)
{
    if (cell.text.len == 0 || f->too_large)
        return;
    if (cell.row >= LIMIT_ROWS || cell.column >= LIMIT_COLUMNS || f->cells.len >= f->most) {
        f->too_large = true;
        return;
    }
    f->sorted = f->sorted && (f->cells.len == 0 || by_place(&f->cells.at[f->cells.len - 1], &cell) < 0);
    *PUSH(f->arena, &f->cells) = cell;
}

Sheet sheet_filled(SheetFill *f, Str name, const Cell **twice)
{
    if (!f->sorted)
        qsort(f->cells.at, f->cells.len, sizeof(Cell), by_place);
    f->sorted = true;
    Sheet s = {.name = name, .cells = f->cells.at, .count = f->cells.len};
    for (size_t i = 0; i < s.count; i++) {
        const Cell *c = &s.cells[i];
        if (i && by_place(c - 1, c) == 0)
            *twice = c;
        if (c->row >= s.rows)
            s.rows = c->row + 1;
        if (c->column >= s.columns)
            s.columns = c->column + 1;
    }
    return s;
}

const Cell *sheet_cell(const Sheet *sheet, uint32_t row, uint32_t column)
{
    const Cell key = {.row = row, .column = column};
    return sheet->count ? bsearch(&key, sheet->cells, sheet->count, sizeof(Cell), by_place) : NULL;
}

Str cell_name(Arena *a, uint32_t row, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (uint32_t n = column + 1; n; n = (n - 1) / 26)
        letters[--at] = (char)('A' + (int)((n - 1) % 26));
    Text t = text_new(a);
    text_add(&t, (Str){letters + at, sizeof letters - at});
    text_int(&t, (long long)row + 1);
    return text_str(&t);
}

Str number_str(Arena *a, long long n)
{
    Text t = text_new(a);
    text_int(&t, n);
    return text_str(&t);
}

void limit_message(Diags *d, const Source *file, Span span)
{
    Arena *a = arena_new();
    diag_add(d, E0605, file, span, ARGS(number_str(a, LIMIT_ROWS), number_str(a, LIMIT_COLUMNS), number_str(a, LIMIT_CELLS)));
    arena_free(a);
}
