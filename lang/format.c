#include "lang/format.h"

#include "lang/format_parts.h"
#include "lang/parse.h"
#include "lang/utf8.h"

/* cells; lines whose widths differ by more have no column together */
enum { GAP = 3, TAIL_SPREAD = 16, TABLE_SPREAD = 32, COMMENT_SPREAD = 40, HEAD_SPREAD = 24 };

typedef ARRAY(size_t) Members; /* indexes of lines, rising */

/* Where piece k begins; with k = the number of pieces, where the line ends. */
static size_t cell_of(const Line *line, size_t k)
{
    size_t cells = line->indent;
    for (size_t i = 0; i < k; i++)
        cells += line->pieces.at[i].spaces + utf8_cells(line->pieces.at[i].text);
    return cells + (k < line->pieces.len ? line->pieces.at[k].spaces : 0);
}

/* The first piece with that stop, not counting what the line begins with; the number of pieces when there is none. */
static size_t find_stop(const Line *line, Stop stop)
{
    size_t k = 1;
    while (k < line->pieces.len && line->pieces.at[k].stop != stop)
        k++;
    return k < line->pieces.len ? k : line->pieces.len;
}

/* A line that is no neighbour of the line before. */
static bool is_apart(const Line *line) { return line->blank || line->opens || line->closes; }

/* ---- where lines begin ---- */

static void drop_blanks(Lines *lines)
{
    for (size_t i = 0; i < lines->len; i++)
        if (i == 0 || lines->at[i].closes || lines->at[i - 1].opens)
            lines->at[i].blank = false;
}

static void indent_simple(Lines *lines)
{
    for (size_t i = 0; i < lines->len; i++) {
        Line *line = &lines->at[i];
        int steps = line->depth + (line->hang == HANG_BLOCK ? 0 : line->hang == HANG_BRACKET ? line->brackets : 1);
        line->indent = 2 * (size_t)steps;
    }
}

/* Below the first word of the expression: after the = or the word of the clause. */
static void indent_expressions(Lines *lines)
{
    size_t known = SIZE_MAX, indent = 0; /* of the statement that begins in line `known` */
    for (size_t i = 0; i < lines->len; i++) {
        Line *line = &lines->at[i];
        if (line->hang != HANG_EXPRESSION)
            continue;
        const Line *head = &lines->at[line->head];
        if (line->head != known) {
            size_t operator = find_stop(head, STOP_OPERATOR), k = operator < head->pieces.len ? operator + 1 : 1;
            indent = k < head->pieces.len ? cell_of(head, k) : line->indent;
            known = line->head;
        }
        line->indent = indent;
    }
}

/* ---- columns ---- */

static void align_operators(Arena *a, Lines *lines)
{
    for (size_t i = 0; i < lines->len;) {
        int columns = lines->at[i].columns;
        size_t most = 0, next = i + 1;
        Members members = {0};
        for (size_t j = i; columns && j < lines->len; j++) {
            const Line *line = &lines->at[j];
            bool goes_on = !line->pieces.len || (columns > 0 && line->hang != HANG_BLOCK); /* a line between two of them */
            if (j > i && (is_apart(line) || (line->columns != columns && !goes_on)))
                break;
            if (line->columns != columns)
                continue;
            size_t cell = cell_of(line, find_stop(line, STOP_OPERATOR));
            most = cell > most ? cell : most;
            *PUSH(a, &members) = j;
            next = j + 1;
        }
        for (size_t m = 0; m < members.len; m++) {
            Line *line = &lines->at[members.at[m]];
            size_t k = find_stop(line, STOP_OPERATOR);
            line->pieces.at[k].spaces += most - cell_of(line, k);
        }
        i = next;
    }
}

/* One table: the lines from..to.  Each line remembers where its piece `next` begins. */
static void align_cells(Arena *a, Lines *lines, size_t from, size_t to)
{
    typedef struct { size_t line, piece, cell; } Cursor;
    ARRAY(Cursor) cursors = {0};
    for (size_t i = from; i < to; i++)
        if (lines->at[i].row)
            *PUSH(a, &cursors) = (Cursor){.line = i, .cell = lines->at[i].indent};
    while (cursors.len) {
        size_t most = 0, kept = 0;
        for (size_t c = 0; c < cursors.len; c++) {
            Cursor at = cursors.at[c];
            const Line *line = &lines->at[at.line];
            do
                at.cell += line->pieces.at[at.piece].spaces + utf8_cells(line->pieces.at[at.piece].text), at.piece++;
            while (at.piece < line->pieces.len && line->pieces.at[at.piece].stop != STOP_CELL);
            if (at.piece == line->pieces.len)
                continue;
            most = at.cell > most ? at.cell : most;
            cursors.at[kept++] = at;
        }
        for (size_t c = 0; c < kept; c++) {
            Cursor *at = &cursors.at[c];
            lines->at[at->line].pieces.at[at->piece].spaces = most - at->cell + 1;
        }
        cursors.len = kept;
    }
}

static void align_tables(Arena *a, Lines *lines)
{
    size_t from = 0;
    for (size_t i = 0; i < lines->len; i++) {
        if (lines->at[i].opens)
            from = i + 1;
        if (lines->at[i].closes)
            align_cells(a, lines, from, i);
    }
}

typedef size_t *Spaces(Line *line, size_t *cell); /* of what is aligned, and the cell where the text before it ends */

static size_t *tail_spaces(Line *line, size_t *cell)
{
    size_t k = find_stop(line, STOP_TAIL);
    *cell = cell_of(line, k) - line->pieces.at[k].spaces;
    return &line->pieces.at[k].spaces;
}

static size_t *comment_spaces(Line *line, size_t *cell)
{
    *cell = cell_of(line, line->pieces.len);
    return &line->comment_spaces;
}

/* As many of them as go together, from the first on, get one column; then the next. */
static void align_members(Lines *lines, const Members *members, size_t spread, Spaces *spaces)
{
    for (size_t from = 0, to; from < members->len; from = to) {
        size_t least = SIZE_MAX, most = 0;
        for (to = from; to < members->len; to++) {
            size_t cell;
            spaces(&lines->at[members->at[to]], &cell);
            size_t low = cell < least ? cell : least, high = cell > most ? cell : most;
            int first = lines->at[members->at[from]].columns;
            bool table = first && first == lines->at[members->at[to]].columns && spread < TABLE_SPREAD;
            if (high - low > (table ? TABLE_SPREAD : spread))
                break;
            least = low;
            most = high;
        }
        for (size_t m = from; m < to; m++) {
            size_t cell, *space = spaces(&lines->at[members->at[m]], &cell);
            *space = most - cell + GAP;
        }
    }
}

static bool has_tail(const Line *line, Hang hang)
{
    return line->hang == hang && !line->loose && !line->opens && find_stop(line, STOP_TAIL) < line->pieces.len;
}

static void align_tails(Arena *a, Lines *lines, Hang hang)
{
    Members members = {0};
    for (size_t i = 0; i < lines->len; i++) {
        if (is_apart(&lines->at[i])) {
            align_members(lines, &members, TAIL_SPREAD, tail_spaces);
            members.len = 0;
        }
        if (has_tail(&lines->at[i], hang))
            *PUSH(a, &members) = i;
    }
    align_members(lines, &members, TAIL_SPREAD, tail_spaces);
}

/* Those of neighbours; those of the lines that open a block, in the whole file. */
static void align_comments(Arena *a, Lines *lines)
{
    Members members = {0}, heads = {0};
    for (size_t i = 0; i < lines->len; i++) {
        Line *line = &lines->at[i];
        if (is_apart(line)) {
            align_members(lines, &members, COMMENT_SPREAD, comment_spaces);
            members.len = 0;
        }
        line->comment_spaces = line->pieces.len ? GAP : 0;
        if (line->comment.len && line->pieces.len && !line->closes)
            *PUSH(a, line->opens ? &heads : &members) = i;
    }
    align_members(lines, &members, COMMENT_SPREAD, comment_spaces);
    align_members(lines, &heads, HEAD_SPREAD, comment_spaces);
}

/* ---- printing ---- */

static void print(const Lines *lines, Text *out)
{
    size_t column = 0; /* of the comment at the end of the line before, or below it */
    for (size_t i = 0; i < lines->len; i++) {
        const Line *line = &lines->at[i];
        if (line->blank)
            text_char(out, '\n');
        text_spaces(out, line->below ? column : line->indent);
        for (size_t k = 0; k < line->pieces.len; k++) {
            text_spaces(out, line->pieces.at[k].spaces);
            text_add(out, line->pieces.at[k].text);
        }
        if (line->comment.len) {
            text_spaces(out, line->comment_spaces);
            text_add(out, line->comment);
        }
        column = line->below ? column : cell_of(line, line->pieces.len) + line->comment_spaces;
        text_char(out, '\n');
    }
}

/* ---- the proof that nothing else has changed ---- */

static bool same_tree(const Node *a, const Node *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind || !str_eq(a->text, b->text) || a->kid_count != b->kid_count)
        return false;
    for (size_t i = 0; i < a->kid_count; i++)
        if (!same_tree(a->kids[i], b->kids[i]))
            return false;
    return true;
}

static void check_same(Arena *a, const Node *before, Str text)
{
    Source *source;
    size_t bad_at;
    Diags *d = diags_new(a);
    if (source_load(a, S(""), text, SIZE_MAX, &source, &bad_at) != LOAD_OK)
        BUG("the formatter wrote what cannot be read");
    const Node *after = parse(a, source, d);
    if (diags_any_error(d) || !same_tree(before, after))
        BUG("the formatter would change what the rules say; the file stays as it was");
}

bool format(Arena *a, const Source *source, const Language *words, Diags *d, Text *out)
{
    size_t errors = diags_count(d, LEVEL_ERROR);
    Parser p = parse_tokens(a, source, d);
    if (diags_count(d, LEVEL_ERROR) > errors)
        return false;
    Lines lines = format_lines(&p, words);
    drop_blanks(&lines);
    indent_simple(&lines);
    align_operators(a, &lines);
    indent_expressions(&lines);
    align_tables(a, &lines);
    align_tails(a, &lines, HANG_BLOCK);
    align_tails(a, &lines, HANG_TAIL);
    align_comments(a, &lines);
    Text text = text_new(a);
    print(&lines, &text);
    check_same(a, p.file, text_str(&text));
    text_add(out, text_str(&text));
    return true;
}
