/* xlsx_cell.c - one cell: its place, and the number in it back to what was typed; merged cells. */
#include "lang/limits.h"
#include "runtime/xlsx_parts.h"

enum { SHOWN_DIGITS = 15 /* what a spreadsheet keeps of a typed number, and shows of a computed one */ };

static bool read_corner(Str s, size_t *at, uint32_t *row, uint32_t *column)
{
    uint32_t letters = 0, digits = 0;
    for (; *at < s.len && ((s.at[*at] | 0x20) >= 'a' && (s.at[*at] | 0x20) <= 'z') && letters <= LIMIT_COLUMNS; (*at)++)
        letters = letters * 26 + (uint32_t)((s.at[*at] | 0x20) - 'a' + 1);
    for (; *at < s.len && s.at[*at] >= '0' && s.at[*at] <= '9' && digits <= LIMIT_ROWS; (*at)++)
        digits = digits * 10 + (uint32_t)(s.at[*at] - '0');
    if (letters == 0 || digits == 0 || letters > LIMIT_COLUMNS || digits > LIMIT_ROWS)
        return false;
    *row = digits - 1;
    *column = letters - 1;
    return true;
}

bool read_reference(Str s, uint32_t *row, uint32_t *column)
{
    size_t at = 0;
    uint32_t r, c;
    if (!read_corner(s, &at, &r, &c) || at != s.len)
        return false;
    *row = r;
    *column = c;
    return true;
}

bool read_area(Str s, Area *out)
{
    size_t at = 0;
    Area area;
    if (!read_corner(s, &at, &area.top, &area.left) || at >= s.len || s.at[at++] != ':' || !read_corner(s, &at, &area.bottom, &area.right) ||
        at != s.len || area.bottom < area.top || area.right < area.left)
        return false;
    *out = area;
    return true;
}

/* ---- numbers ---- */

typedef struct { Workbook *w; SheetFill *fill; Str sheet; uint32_t row, column; } At;

static Str at_name(const At *at) { return cell_name(at->w->a, at->row, at->column); }

static Str decimal_text(Arena *a, const Decimal *d)
{
    Text t = text_new(a);
    decimal_write(d, &t);
    return text_str(&t);
}

static void put(const At *at, CellKind kind, Str text)
{
    sheet_put(at->fill, (Cell){.row = at->row, .column = at->column, .kind = kind, .text = text});
}

static void put_date(const At *at, const Decimal *d, const NumberFormat *f)
{
    Workbook *w = at->w;
    Text shown = text_new(w->a), year = text_new(w->a);
    CellKind kind = date_shown(d, *f, w->from_1904, &shown);
    if (kind == CELL_BROKEN && !f->year && date_shown(d, (NumberFormat){.year = true}, w->from_1904, &year) == CELL_DATE)
        diag_add(w->d, W0602, w->file, (Span){0}, ARGS(at->sheet, at_name(at), text_str(&year)));
    put(at, kind, text_str(&shown));
}

static void put_plain(const At *at, Decimal d, const NumberFormat *f)
{
    Workbook *w = at->w;
    if (decimal_is_whole(&d) && decimal_whole_digits(&d) > SHOWN_DIGITS) {
        Str text = decimal_text(w->a, &d);
        Text place = text_new(w->a);
        text_add(&place, at->sheet);
        text_char(&place, '!');
        text_add(&place, at_name(at));
        diag_add(w->d, W0604, w->file, (Span){0}, ARGS(text, text_str(&place)));
        put(at, CELL_BROKEN, text);
        return;
    }
    Decimal exact = d;
    if (decimal_round(&d, SHOWN_DIGITS))
        diag_add(w->d, W0605, w->file, (Span){0}, ARGS(at->sheet, at_name(at), decimal_text(w->a, &exact), decimal_text(w->a, &d)));
    if (f->percent && d.count)
        d.power += 2;
    Text t = text_new(w->a);
    bool padded = f->zeros > 1 && decimal_is_whole(&d) && !d.negative;
    for (size_t n = d.count ? decimal_whole_digits(&d) : 1; padded && n < f->zeros && n < SHOWN_DIGITS; n++)
        text_char(&t, '0');
    decimal_write(&d, &t);
    if (f->percent)
        text_char(&t, '%');
    put(at, padded || f->percent ? CELL_TEXT : CELL_NUMBER, text_str(&t));
}

static void refuse(const At *at, Str stored)
{
    Workbook *w = at->w;
    diag_add(w->d, E0616, w->file, (Span){0}, ARGS(at->sheet, at_name(at), stored));
}

void put_number(Workbook *w, SheetFill *fill, Str sheet, uint32_t row, uint32_t column, Str stored, const NumberFormat *format)
{
    At at = {w, fill, sheet, row, column};
    Decimal d;
    if (!decimal_read(stored, &d)) {
        refuse(&at, stored);
        return;
    }
    decimal_shorten(&d);
    if (shows_date(*format))
        put_date(&at, &d, format);
    else
        put_plain(&at, d, format);
}

/* ---- merged cells ---- */

/* The first cell that is not before the place. */
static size_t first_from(const SheetFill *f, uint32_t row, uint32_t column)
{
    size_t low = 0, high = f->cells.len;
    while (low < high) { /* all before low are before the place, those from high on are not */
        size_t middle = low + (high - low) / 2;
        const Cell *c = &f->cells.at[middle];
        if (c->row < row || (c->row == row && c->column < column))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool spread_merged(Workbook *w, SheetFill *fill, Str name, const Area *areas, size_t count)
{
    size_t own = fill->cells.len, visited = 0;
    uint32_t past = own ? fill->cells.at[own - 1].row + 1 : 0;
    SheetFill added = sheet_fill(w->a, fill->most - own);
    for (size_t i = 0; i < count; i++) {
        const Area *area = &areas[i];
        size_t at = first_from(fill, area->top, area->left);
        bool has = at < own && fill->cells.at[at].row == area->top && fill->cells.at[at].column == area->left;
        Cell first = has ? fill->cells.at[at] : (Cell){0};
        size_t was = added.cells.len;
        for (uint32_t row = area->top; row <= area->bottom && row < past && !added.too_large; row++) {
            if (++visited > LIMIT_CELLS)
                added.too_large = true;
            for (at = first_from(fill, row, area->left); at < own && fill->cells.at[at].row == row && fill->cells.at[at].column <= area->right; at++)
                if (row != area->top || fill->cells.at[at].column != area->left)
                    fill->cells.at[at].text = (Str){0};
            first.row = row;
            if (row > area->top)
                sheet_put(&added, first);
        }
        if (has && first.text.len && added.cells.len > was)
            diag_add(w->d, W0603, w->file, (Span){0}, ARGS(name, cell_name(w->a, area->top, area->left)));
    }
    SheetFill all = sheet_fill(w->a, fill->most);
    for (size_t i = 0; i < own; i++)
        sheet_put(&all, fill->cells.at[i]);
    for (size_t i = 0; i < added.cells.len; i++)
        sheet_put(&all, added.cells.at[i]);
    all.too_large |= added.too_large;
    *fill = all;
    return !all.too_large;
}
