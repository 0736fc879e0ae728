/* csv.c - a CSV file as a sheet.  What is in a cell is text as typed; CELL_NUMBER only says that it has the form of a
 * number and no zeros before it, so that 007 stays a name. */
#include "lang/limits.h"
#include "runtime/book_parts.h"
#include "runtime/loaded.h"
#include "runtime/utf16.h"

typedef struct {
    Arena *a;
    Diags *d;
    const Source *source;
    Str text;
    size_t at;
    char separator;
    SheetFill fill;
    bool broken;
} Csv;

static Span span_of(size_t from, size_t to) { return (Span){(uint32_t)from, (uint32_t)to}; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t digits(Str s, size_t at)
{
    while (at < s.len && is_digit(s.at[at]))
        at++;
    return at;
}

/* -12.50, not 007, .5, 1e5 or 1,000. */
static bool is_plain_number(Str s)
{
    size_t from = s.len && s.at[0] == '-', to = digits(s, from);
    if (to == from || (s.at[from] == '0' && to - from > 1))
        return false;
    if (to < s.len && s.at[to] == '.') {
        size_t point = to;
        to = digits(s, point + 1);
        if (to == point + 1)
            return false;
    }
    return to == s.len;
}

/* 4.30419E+17: what a spreadsheet writes of a long number that it shows so. */
static bool has_lost_digits(Str s)
{
    size_t at = digits(s, s.len && s.at[0] == '-');
    if (at == 0 || at > 2)
        return false;
    if (at < s.len && s.at[at] == '.')
        at = digits(s, at + 1);
    if (at + 2 >= s.len || (s.at[at] != 'E' && s.at[at] != 'e') || s.at[at + 1] != '+')
        return false;
    return digits(s, at + 2) == s.len;
}

/* ="007" keeps a spreadsheet from making a number of it. */
static Str without_guard(Str s)
{
    if (s.len >= 3 && s.at[0] == '=' && s.at[1] == '"' && s.at[s.len - 1] == '"' && !memchr(s.at + 2, '"', s.len - 3))
        return str_cut(s, 2, s.len - 1);
    return cell_disarmed(s);
}

static void put(Csv *c, uint32_t row, uint32_t column, Str raw, Span span)
{
    Str outer = cell_text(c->a, raw), text = cell_text(c->a, without_guard(outer));
    bool guarded = !str_eq(outer, text);
    if (text.len > LIMIT_CELL_BYTES) {
        diag_add(c->d, E0606, c->source, span, ARGS(number_str(c->a, LIMIT_CELL_BYTES)));
        c->broken = true;
        return;
    }
    CellKind kind = !guarded && is_plain_number(text) ? CELL_NUMBER : CELL_TEXT;
    if (!guarded && has_lost_digits(text)) {
        diag_add(c->d, W0604, c->source, span, ARGS(text, cell_name(c->a, row, column)));
        kind = CELL_BROKEN;
    }
    sheet_put(&c->fill, (Cell){.row = row, .column = column, .kind = kind, .text = text, .span = span});
}

/* From the opening quotation mark; doubled ones inside are one.  false: it does not end. */
static bool quoted(Csv *c, Str *out)
{
    size_t from = c->at + 1, end = from;
    bool doubled = false;
    for (;;) {
        const char *mark = end < c->text.len ? memchr(c->text.at + end, '"', c->text.len - end) : NULL;
        if (!mark) {
            diag_add(c->d, E0602, c->source, span_of(c->at, c->at + 1), NO_ARGS);
            return false;
        }
        end = (size_t)(mark - c->text.at);
        if (end + 1 == c->text.len || c->text.at[end + 1] != '"')
            break;
        doubled = true;
        end += 2;
    }
    c->at = end + 1;
    *out = str_cut(c->text, from, end);
    if (!doubled)
        return true;
    char *plain = NEW_ARRAY(c->a, char, out->len);
    size_t len = 0;
    for (size_t i = 0; i < out->len; i++) {
        plain[len++] = out->at[i];
        i += out->at[i] == '"';
    }
    *out = (Str){plain, len};
    return true;
}

static bool ends_field(const Csv *c) { return c->at >= c->text.len || c->text.at[c->at] == c->separator || c->text.at[c->at] == '\n'; }

static void field(Csv *c, uint32_t row, uint32_t column)
{
    size_t from = c->at;
    if (!ends_field(c) && c->text.at[c->at] == '"') {
        Str text;
        if (!quoted(c, &text)) {
            c->broken = true;
            return;
        }
        size_t end = c->at;
        while (!ends_field(c) && c->text.at[c->at] == ' ')
            c->at++;
        if (!ends_field(c)) {
            diag_add(c->d, E0603, c->source, span_of(c->at, c->at + 1), NO_ARGS);
            c->broken = true;
            return;
        }
        put(c, row, column, text, span_of(from, end));
        return;
    }
    while (!ends_field(c))
        c->at++;
    Str seen = cell_text(c->a, str_cut(c->text, from, c->at));
    bool copied = seen.len && (seen.at < c->text.at || seen.at >= c->text.at + c->text.len);
    size_t start = seen.len && !copied ? (size_t)(seen.at - c->text.at) : from;
    put(c, row, column, seen, span_of(start, seen.len && !copied ? start + seen.len : c->at));
}

static void rows(Csv *c)
{
    for (uint32_t row = 0; c->at < c->text.len && !c->broken && !c->fill.too_large; row++) {
        for (uint32_t column = 0; !c->broken; column++) {
            field(c, row, column);
            if (c->broken || c->at >= c->text.len || c->text.at[c->at] == '\n')
                break;
            c->at++;
            if (column >= LIMIT_COLUMNS) {
                c->fill.too_large = true;
                break;
            }
        }
        c->at++;
    }
}

/* "sep=;" as the first line; the reading goes on after it. */
static bool told_separator(Csv *c)
{
    Str line = source_line(c->source, 1);
    if (line.len >= 2 && line.at[0] == '"' && line.at[line.len - 1] == '"')
        line = str_cut(line, 1, line.len - 1);
    if (line.len != 5 || (memcmp(line.at, "sep=", 4) != 0 && memcmp(line.at, "SEP=", 4) != 0) || !memchr(",;\t|", line.at[4], 4))
        return false;
    c->separator = line.at[4];
    c->at = c->source->line_count > 1 ? c->source->lines[1] : c->text.len;
    return true;
}

/* From the first row that has any of them outside quotation marks.  Tabs are hardly ever meant as text. */
static bool find_separator(Csv *c)
{
    size_t commas = 0, semicolons = 0, tabs = 0, from = c->at, at = c->at;
    bool inside = false;
    for (; at < c->text.len; at++) {
        char now = c->text.at[at];
        inside ^= now == '"';
        if (inside)
            continue;
        if (now == '\n') {
            if (commas + semicolons + tabs)
                break;
            from = at + 1;
        }
        commas += now == ',';
        semicolons += now == ';';
        tabs += now == '\t';
    }
    if (tabs == 0 && commas == semicolons && commas) {
        diag_add(c->d, E0604, c->source, span_of(from, at), ARGS(S(","), S(";")));
        return false;
    }
    c->separator = tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    if (tabs && tabs == (commas > semicolons ? commas : semicolons))
        c->separator = '\t';
    return true;
}

Book *read_csv(Arena *a, Str file, Str bytes, Diags *d)
{
    Utf16 order = utf16_recognise(bytes);
    size_t bad_at = 0;
    if (bytes.len <= LIMIT_DATA_BYTES && order != UTF16_NOT && !utf16_decode(a, bytes, order, &bytes, &bad_at)) {
        diag_add(d, E0601, nowhere(a, file), (Span){0}, ARGS(file, number_str(a, (long long)bad_at + 1)));
        return NULL;
    }
    const Source *source = loaded(a, file, bytes, LIMIT_DATA_BYTES, d);
    if (!source)
        return NULL;
    Csv c = {.a = a, .d = d, .source = source, .text = source->text, .fill = sheet_fill(a, LIMIT_CELLS)};
    if (!told_separator(&c) && !find_separator(&c))
        return NULL;
    rows(&c);
    if (c.fill.too_large)
        limit_message(d, source, span_of(c.at < c.text.len ? c.at : c.text.len, c.text.len));
    if (c.broken || c.fill.too_large)
        return NULL;
    const Cell *twice = NULL;
    Sheet *sheet = NEW(a, Sheet);
    *sheet = sheet_filled(&c.fill, (Str){0}, &twice);
    Book *book = NEW(a, Book);
    *book = (Book){.file = file, .source = source, .sheets = sheet, .sheet_count = 1};
    return book;
}
