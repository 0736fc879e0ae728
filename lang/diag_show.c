#include "lang/diag_show.h"

#include <stdlib.h>

#include "lang/limits.h"
#include "lang/utf8.h"

enum {
    LINE_CELLS = 100,   /* a longer source line is cut around its mark */
    CONTEXT_CELLS = 30, /* kept before the mark when it is cut */
    GUTTER = 5          /* cells of a line number */
};

typedef enum { STYLE_PLACE, STYLE_ERROR, STYLE_WARNING, STYLE_LABEL, STYLE_HINT } Style;

static const struct {
    const char *name, *escape;
} styles[] = {
    [STYLE_PLACE] = {"place", "\033[1m"},        [STYLE_ERROR] = {"error", "\033[1;31m"},
    [STYLE_WARNING] = {"warning", "\033[1;35m"}, [STYLE_LABEL] = {"label", "\033[34m"},
    [STYLE_HINT] = {"hint", "\033[32m"},
};

typedef struct {
    Language language;
    bool colour, debug;
    Text *out;
} Show;

/* ---- which messages, in which order ---- */

typedef struct {
    const Diag **at;
    size_t len;
} List;

static int compare_sizes(size_t a, size_t b) { return (a > b) - (a < b); }

static Str source_name(const Diag *d) { return d->source ? d->source->name : S(""); }

static int compare_places(const Diag *a, const Diag *b)
{
    int c = str_cmp(source_name(a), source_name(b));
    if (c == 0)
        c = compare_sizes(a->span.start, b->span.start);
    return c ? c : compare_sizes(a->span.end, b->span.end);
}

/* 0 when a reader could not tell the two apart; otherwise any order that is total. */
static int compare_content(const Diag *a, const Diag *b)
{
    int c = compare_places(a, b);
    if (c == 0)
        c = compare_sizes(a->code, b->code);
    if (c == 0)
        c = compare_sizes(a->level, b->level);
    if (c == 0)
        c = compare_sizes(a->arg_count, b->arg_count);
    for (size_t i = 0; c == 0 && i < a->arg_count; i++)
        c = str_cmp(a->args[i], b->args[i]);
    if (c == 0)
        c = str_cmp(a->sheet, b->sheet);
    if (c == 0)
        c = str_cmp(a->cell, b->cell);
    if (c == 0 && a->cell.len == 0) /* a cell may stand at several places of a document */
        c = str_cmp(a->json_path, b->json_path);
    if (c == 0)
        c = str_cmp(a->of, b->of);
    return c ? c : str_cmp(a->who, b->who);
}

static int by_content(const void *x, const void *y)
{
    const Diag *a = *(const Diag *const *)x, *b = *(const Diag *const *)y;
    int c = compare_content(a, b);
    return c ? c : compare_sizes(a->order, b->order);
}

static int by_place(const void *x, const void *y)
{
    const Diag *a = *(const Diag *const *)x, *b = *(const Diag *const *)y;
    int c = compare_places(a, b);
    return c ? c : compare_sizes(a->order, b->order);
}

static List sorted_without_duplicates(const Diags *d, Arena *a)
{
    size_t n = diags_kept(d);
    List list = {NEW_ARRAY(a, const Diag *, n), 0};
    for (size_t i = 0; i < n; i++)
        list.at[i] = diags_at(d, i);
    qsort(list.at, n, sizeof *list.at, by_content);
    for (size_t i = 0; i < n; i++)
        if (list.len == 0 || compare_content(list.at[list.len - 1], list.at[i]) != 0)
            list.at[list.len++] = list.at[i];
    qsort(list.at, list.len, sizeof *list.at, by_place);
    return list;
}

/* ---- pieces of text ---- */

static void begin(const Show *s, Style style)
{
    if (s->debug) {
        text_char(s->out, '<');
        text_addz(s->out, styles[style].name);
        text_char(s->out, '>');
    } else if (s->colour) {
        text_addz(s->out, styles[style].escape);
    }
}

static void end(const Show *s, Style style)
{
    if (s->debug) {
        text_addz(s->out, "</");
        text_addz(s->out, styles[style].name);
        text_char(s->out, '>');
    } else if (s->colour) {
        text_addz(s->out, "\033[0m");
    }
}

static bool is_control(uint32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0); }

/* Characters that reorder text on the screen, so that a line would not show what it says. */
static bool is_reordering(uint32_t c)
{
    return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* User text: a control character becomes a space (one cell, as utf8_cells counts it), reordering
 * ones (no cells) are dropped.  So carets stay right and no escape sequence gets through. */
static void add_safely(Text *out, Str text)
{
    for (size_t i = 0; i < text.len;) {
        uint32_t c = 0;
        size_t n = utf8_decode(text, i, &c);
        if (n == 0)
            text_char(out, '?');
        else if (is_control(c))
            text_char(out, ' ');
        else if (!is_reordering(c))
            text_add(out, str_cut(text, i, i + n));
        i += n ? n : 1;
    }
}

static Str level_word(Level level, Language language)
{
    switch (level) {
    case LEVEL_ERROR: return language == LANG_ZH ? S("错误") : S("error");
    case LEVEL_WARNING: return language == LANG_ZH ? S("警告") : S("warning");
    }
    BUG("level");
}

static Style level_style(Level level) { return level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING; }

static bool has_lines(const Diag *d) { return d->source && d->source->line_count > 0; }

/* 表“人选” 单元格 C5 */
static void add_cell(const Show *s, Str sheet, Str cell)
{
    bool zh = s->language == LANG_ZH;
    if (sheet.len) {
        text_addz(s->out, zh ? "表“" : "sheet “");
        add_safely(s->out, sheet);
        text_addz(s->out, "”");
    }
    if (cell.len) {
        text_addz(s->out, sheet.len ? " " : "");
        text_addz(s->out, zh ? "单元格 " : "cell ");
        add_safely(s->out, cell);
    }
}

/* A spreadsheet has no lines: the cell stands for them, and whose it is. */
static void show_cell_place(const Show *s, const Diag *d)
{
    if (has_lines(d) || (d->cell.len == 0 && d->sheet.len == 0))
        return;
    s->out->len--; /* the colon after the name */
    text_char(s->out, ' ');
    add_cell(s, d->sheet, d->cell);
    if (d->who.len) {
        text_addz(s->out, s->language == LANG_ZH ? "（" : " (");
        add_safely(s->out, d->who);
        text_addz(s->out, s->language == LANG_ZH ? "）" : ")");
    }
    text_char(s->out, ':');
}

static void show_head(const Show *s, const Diag *d)
{
    if (d->source) {
        begin(s, STYLE_PLACE);
        add_safely(s->out, d->source->name);
        text_char(s->out, ':');
        show_cell_place(s, d);
        if (has_lines(d)) {
            Place place = source_place(d->source, d->span.start);
            text_int(s->out, place.line);
            text_char(s->out, ':');
            text_int(s->out, place.column);
            text_char(s->out, ':');
        }
        end(s, STYLE_PLACE);
        text_char(s->out, ' ');
    }
    Style style = level_style(d->level);
    begin(s, style);
    text_add(s->out, level_word(d->level, s->language));
    text_char(s->out, '[');
    text_add(s->out, message_name(d->code));
    text_addz(s->out, "]:");
    end(s, style);
    text_char(s->out, ' ');
    Text message = text_new(s->out->arena);
    diag_message(d, s->language, &message);
    add_safely(s->out, text_str(&message));
    text_char(s->out, '\n');
}

/* ---- source lines with marks ---- */

/* One mark on a source line, in cells of the whole line. */
typedef struct {
    uint32_t line;
    size_t at;         /* bytes from the start of the line */
    size_t start, end; /* start < end */
    char sign;         /* ^ the cause, ~ related */
    Str text;
} Mark;

/* The part of a source line that is shown. */
typedef struct {
    Str text;
    size_t start, end; /* cells of the whole line */
    bool cut_before, cut_after;
} Window;

enum { MARKS = 1 + DIAG_LABELS };

static Mark mark_of(const Source *source, Span span, char sign, Str text)
{
    Place from = source_place(source, span.start);
    Place to = source_place(source, span.end);
    Str line = source_line(source, from.line);
    Mark m = {.line = from.line, .at = (size_t)(source->text.at + span.start - line.at), .start = from.cell, .end = to.cell, .sign = sign, .text = text};
    if (to.line != from.line) /* only the first line of a long span is marked */
        m.end = utf8_cells(line);
    if (m.end <= m.start) /* an empty span, the end of a line, a combining character */
        m.end = m.start + 1;
    return m;
}

static bool is_tail(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

static size_t next_char(Str line, size_t i)
{
    uint32_t c;
    size_t n = (unsigned char)line.at[i] < 0x80 ? 1 : utf8_decode(line, i, &c);
    return i + (n ? n : 1);
}

/* The mark stands at cell `focus`, which is byte `at`: only what is near it is looked at, however long the line. */
static Window window_of(Str line, size_t focus, size_t at)
{
    size_t cell = 0, to = 0;
    while (to < line.len && cell <= LINE_CELLS) {
        size_t next = next_char(line, to);
        cell += utf8_cells(str_cut(line, to, next));
        to = next;
    }
    if (cell <= LINE_CELLS)
        return (Window){line, 0, cell, false, false};
    size_t wanted = focus > CONTEXT_CELLS ? focus - CONTEXT_CELLS : 0;
    if (focus + CONTEXT_CELLS < LINE_CELLS)
        wanted = 0; /* the mark is near the start anyway */
    size_t from = at < line.len ? at : line.len, start = focus;
    while (from > 0) {
        size_t before = from - 1;
        while (before > 0 && is_tail(line.at[before]))
            before--;
        size_t width = utf8_cells(str_cut(line, before, from));
        if (start < wanted + width)
            break;
        start -= width;
        from = before;
    }
    for (to = from, cell = start; to < line.len;) {
        size_t next = next_char(line, to), width = utf8_cells(str_cut(line, to, next));
        if (cell + width > start + LINE_CELLS)
            break;
        cell += width;
        to = next;
    }
    return (Window){str_cut(line, from, to), start, cell, from > 0, to < line.len};
}

static void show_gutter(const Show *s, uint32_t line)
{
    Text number = text_new(s->out->arena);
    if (line)
        text_int(&number, line);
    if (number.len < GUTTER)
        text_spaces(s->out, GUTTER - number.len);
    text_add(s->out, text_str(&number));
    text_addz(s->out, " |");
}

static void show_window(const Show *s, uint32_t line, const Window *w)
{
    show_gutter(s, line);
    if (w->text.len || w->cut_before) {
        text_char(s->out, ' ');
        text_addz(s->out, w->cut_before ? "..." : "");
        add_safely(s->out, w->text);
        text_addz(s->out, w->cut_after ? "..." : "");
    }
    text_char(s->out, '\n');
}

/* One character per cell of the window, a space where no mark is. */
typedef struct {
    char *cells;
    size_t len;
} Row;

static Row blank_row(Arena *a, const Window *w)
{
    size_t len = w->end - w->start + !w->cut_after; /* a mark may stand behind the line's end */
    Row row = {NEW_ARRAY(a, char, len), len};
    memset(row.cells, ' ', len);
    return row;
}

static void paint(Row *row, const Mark *m, const Window *w)
{
    size_t from = m->start > w->start ? m->start - w->start : 0;
    size_t to = m->end > w->start ? m->end - w->start : 0;
    for (size_t i = from; i < to && i < row->len; i++)
        row->cells[i] = m->sign;
}

/* Returns false, and shows nothing, when all marks of the row are outside the window. */
static bool show_row(const Show *s, Row row, const Window *w, Style cause)
{
    while (row.len && row.cells[row.len - 1] == ' ')
        row.len--;
    if (row.len == 0)
        return false;
    show_gutter(s, 0);
    text_spaces(s->out, w->cut_before ? 4 : 1); /* under "..." */
    for (size_t i = 0, next; i < row.len; i = next) {
        char sign = row.cells[i];
        for (next = i; next < row.len && row.cells[next] == sign;)
            next++;
        Style style = sign == '^' ? cause : STYLE_LABEL;
        if (sign != ' ')
            begin(s, style);
        text_add(s->out, (Str){row.cells + i, next - i});
        if (sign != ' ')
            end(s, style);
    }
    return true;
}

/* Marks without text share one row, the cause over the related ones; a mark with text has a row
 * of its own.  marks[0] is the cause. */
static void show_marks(const Show *s, const Mark *marks, size_t n, uint32_t line, const Window *w,
                       Style cause)
{
    Row shared = blank_row(s->out->arena, w);
    for (size_t i = n; i-- > 0;)
        if (marks[i].line == line && marks[i].text.len == 0)
            paint(&shared, &marks[i], w);
    if (show_row(s, shared, w, cause))
        text_char(s->out, '\n');
    for (size_t i = 0; i < n; i++) {
        if (marks[i].line != line || marks[i].text.len == 0)
            continue;
        Row own = blank_row(s->out->arena, w);
        paint(&own, &marks[i], w);
        if (!show_row(s, own, w, cause))
            continue;
        text_char(s->out, ' ');
        add_safely(s->out, marks[i].text);
        text_char(s->out, '\n');
    }
}

/* The line of the cause first, then the lines of the labels as they were added. */
static void show_source(const Show *s, const Diag *d)
{
    Mark marks[MARKS];
    uint32_t lines[MARKS]; /* each line once */
    size_t focus[MARKS];   /* its first mark, in cells */
    size_t at[MARKS];      /* and in bytes */
    size_t n = 0, line_count = 0;
    marks[n++] = mark_of(d->source, d->span, '^', S(""));
    for (size_t i = 0; i < d->label_count; i++)
        if (!d->labels[i].elsewhere)
            marks[n++] = mark_of(d->source, d->labels[i].span, '~', d->labels[i].text);
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < line_count && lines[k] != marks[i].line)
            k++;
        if (k == line_count) {
            lines[line_count] = marks[i].line;
            at[line_count] = marks[i].at;
            focus[line_count++] = marks[i].start;
        }
    }
    for (size_t k = 0; k < line_count; k++) {
        Window w = window_of(source_line(d->source, lines[k]), focus[k], at[k]);
        show_window(s, lines[k], &w);
        show_marks(s, marks, n, lines[k], &w, level_style(d->level));
    }
}

/* ---- one message ---- */

/* The path in a document, or the cell. */
static void show_place(const Show *s, const Diag *d)
{
    bool cell = d->cell.len || d->sheet.len;
    if ((cell && !has_lines(d)) || (!cell && d->json_path.len == 0 && d->who.len == 0))
        return;
    if (cell || d->json_path.len)
        text_addz(s->out, s->language == LANG_ZH ? "   位置: " : "   at: ");
    if (cell)
        add_cell(s, d->sheet, d->cell);
    else
        add_safely(s->out, d->json_path);
    if (d->who.len) {
        text_addz(s->out, s->language == LANG_ZH ? "   人选: " : "   candidate: ");
        add_safely(s->out, d->who);
    }
    text_char(s->out, '\n');
}

static void show_cells_elsewhere(const Show *s, const Diag *d)
{
    for (size_t i = 0; i < d->label_count; i++) {
        if (!d->labels[i].elsewhere)
            continue;
        text_addz(s->out, s->language == LANG_ZH ? "   另见: " : "   see also: ");
        add_cell(s, d->labels[i].sheet, d->labels[i].cell);
        text_char(s->out, '\n');
    }
}

static void show_hint(const Show *s, const Diag *d)
{
    Str hint = d->hint[s->language];
    while (hint.len && hint.at[hint.len - 1] == '\n')
        hint.len--;
    if (hint.len == 0)
        return;
    text_addz(s->out, "   ");
    begin(s, STYLE_HINT);
    text_addz(s->out, s->language == LANG_ZH ? "怎么改:" : "hint:");
    end(s, STYLE_HINT);
    text_char(s->out, ' ');
    size_t from = 0;
    for (size_t i = 0; i < hint.len; i++) {
        if (hint.at[i] != '\n')
            continue;
        add_safely(s->out, str_cut(hint, from, i));
        text_addz(s->out, "\n   ");
        from = i + 1;
    }
    add_safely(s->out, str_cut(hint, from, hint.len));
    text_char(s->out, '\n');
}

static void show_diag(const Show *s, const Diag *d)
{
    show_head(s, d);
    if (has_lines(d))
        show_source(s, d);
    show_place(s, d);
    show_cells_elsewhere(s, d);
    show_hint(s, d);
}

static void show_left_out(const Show *s, size_t n)
{
    text_addz(s->out, s->language == LANG_ZH ? "另有 " : "");
    text_int(s->out, (long long)n);
    text_addz(s->out, s->language == LANG_ZH ? " 条信息未显示\n" : " more not shown\n");
}

/* ---- all messages ---- */

void diags_show(const Diags *d, Language language, bool colour, bool shell_debug_colour, Text *out)
{
    Show s = {language, colour, shell_debug_colour, out};
    List list = sorted_without_duplicates(d, out->arena);
    size_t errors = 0;
    for (size_t i = 0; i < list.len; i++)
        errors += list.at[i]->level == LEVEL_ERROR;
    size_t room_for_errors = errors < LIMIT_MESSAGES ? errors : LIMIT_MESSAGES;
    size_t room_for_warnings = LIMIT_MESSAGES - room_for_errors;
    /* Those that were only counted are left out too. */
    size_t left_out = diags_count(d, LEVEL_ERROR) + diags_count(d, LEVEL_WARNING) - diags_kept(d);
    for (size_t i = 0; i < list.len; i++) {
        size_t *room = list.at[i]->level == LEVEL_ERROR ? &room_for_errors : &room_for_warnings;
        if (*room == 0) {
            left_out++;
            continue;
        }
        --*room;
        show_diag(&s, list.at[i]);
    }
    if (left_out)
        show_left_out(&s, left_out);
}

static void json_key(Text *out, const char *key)
{
    text_addz(out, ", ");
    text_json(out, str_from(key));
    text_addz(out, ": ");
}

static void json_str(Text *out, const char *key, Str value)
{
    json_key(out, key);
    if (value.len)
        text_json(out, value);
    else
        text_addz(out, "null");
}

static void json_int(Text *out, const char *key, bool present, uint32_t value)
{
    json_key(out, key);
    if (present)
        text_int(out, value);
    else
        text_addz(out, "null");
}

static void json_diag(const Diag *d, Language language, Text *out)
{
    bool lines = has_lines(d);
    Place place = lines ? source_place(d->source, d->span.start) : (Place){0};
    Text message = text_new(out->arena);
    diag_message(d, language, &message);
    text_addz(out, "{\"code\": ");
    text_json(out, message_name(d->code));
    json_str(out, "level", level_word(d->level, LANG_EN));
    json_str(out, "file", source_name(d));
    json_int(out, "line", lines, place.line);
    json_int(out, "column", lines, place.column);
    json_int(out, "byte_start", lines, d->span.start);
    json_int(out, "byte_end", lines, d->span.end);
    json_str(out, "sheet", d->sheet);
    json_str(out, "cell", d->cell);
    json_str(out, "path", d->cell.len || d->sheet.len ? S("") : d->json_path);
    json_str(out, "who", d->who);
    json_str(out, "message", text_str(&message));
    json_str(out, "hint", d->hint[language]);
    text_char(out, '}');
}

void diags_json(const Diags *d, Language language, Text *out)
{
    List list = sorted_without_duplicates(d, out->arena);
    text_char(out, '[');
    for (size_t i = 0; i < list.len; i++) {
        text_addz(out, i ? ",\n " : "");
        json_diag(list.at[i], language, out);
    }
    text_addz(out, "]\n");
}
