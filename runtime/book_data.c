#include "runtime/book_data.h"

#include <stdlib.h>

#include "runtime/book_data_parts.h"
#include "runtime/reader.h"

/* ---- messages and the map ---- */

static Str shown_sheet(const BoundSheet *t) { return t->sheet->name; }

/* A spreadsheet is no text: its messages stay in the order in which they were found. */
static const Span nowhere_in_text = {0, 0};

Diag *cell_fault(BookData *b, const BoundSheet *t, const Cell *c, MessageCode code, const Str *args, size_t n)
{
    const Source *source = t->book->source;
    Diag *d = diag_add(b->d, code, source ? source : b->doc, source ? c->span : nowhere_in_text, args, n);
    diag_at_cell(d, shown_sheet(t), cell_name(b->a, c->row, c->column));
    diag_at_json(d, S(""), t->who);
    return d;
}

/* About a sheet as a whole. */
static Diag *sheet_fault(BookData *b, const BoundSheet *t, MessageCode code, const Str *args, size_t n)
{
    const Source *source = t->book->source;
    Span span = t->sheet->count > 0 ? t->sheet->cells[0].span : (Span){0, 0};
    Diag *d = diag_add(b->d, code, source ? source : b->doc, source ? span : nowhere_in_text, args, n);
    diag_at_cell(d, shown_sheet(t), S(""));
    return d;
}

void mark_cell(BookData *b, size_t from, const BoundSheet *t, const Cell *c, bool several)
{
    *PUSH(b->a, &b->cells) = (SourceCell){.span = {(uint32_t)from, (uint32_t)b->out.len},
                                          .sheet = shown_sheet(t),
                                          .cell = cell_name(b->a, c->row, c->column),
                                          .shown = several ? S("") : c->text,
                                          .source = t->book->source,
                                          .at = c->span};
}

static int compare_cells(const void *x, const void *y)
{
    const SourceCell *a = x, *b = y;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    if (a->span.end != b->span.end)
        return a->span.end > b->span.end ? -1 : 1;
    return (a->shown.len > 0) - (b->shown.len > 0);
}

void similar(BookData *b, Diag *d, Str word, const Str *known, size_t count)
{
    Reader r = {.scratch = b->a};
    suggest(&r, d, word, known, count);
}

/* ---- rows ---- */

void rewind_rows(BoundSheet *t) { t->next = t->first; }

/* What stands in a column without a heading belongs to nothing. */
static void stray_cell(BookData *b, BoundSheet *t, const Cell *c)
{
    if (c->row < t->told)
        return; /* rows of records are read more than once */
    cell_fault(b, t, c, E0648, ARGS(c->text));
    t->told = c->row + 1;
}

bool next_row(BookData *b, BoundSheet *t)
{
    const Sheet *sheet = t->sheet;
    bool notes = true;
    t->who = S("");
    while (notes && t->next < sheet->count) {
        t->row = sheet->cells[t->next].row;
        for (uint32_t i = 0; i < t->width; i++)
            t->cells[i] = NULL;
        notes = sheet->cells[t->next].column == 0 && sheet->cells[t->next].text.at[0] == '#';
        bool any = false;
        for (; t->next < sheet->count && sheet->cells[t->next].row == t->row; t->next++) {
            const Cell *c = &sheet->cells[t->next];
            bool known = c->column < t->width && sheet_cell(sheet, sheet->cells[0].row, c->column);
            if (known && t->bound[c->column])
                any = (t->cells[c->column] = c) != NULL;
            else if (!known && !notes)
                stray_cell(b, t, c);
        }
        notes = notes || !any;
    }
    return !notes;
}

/* ---- headings ---- */

static bool others_have_column(const BookData *b, const BoundSheet *t, Str heading)
{
    DataColumn column;
    for (size_t i = 0; i < b->other_count; i++) {
        const DataForm *form = b->others[i];
        for (size_t k = 0; k < form->sheet_count; k++)
            if (form->sheets[k].kind == t->form->kind && str_eq(form->sheets[k].name, t->form->name) &&
                find_column(b->a, form->program, &form->sheets[k], heading, &column))
                return true;
    }
    return false;
}

static void unknown_heading(BookData *b, const BoundSheet *t, const Cell *c)
{
    enum { ITEMS = 3, SHOWN = 12 };
    if (others_have_column(b, t, c->text))
        return;
    ARRAY(Str) known = {0};
    for (size_t i = 0; i < t->form->slot_count; i++) {
        DataColumn *columns;
        size_t n = slot_columns(b->a, b->p, t->form, i, ITEMS, &columns);
        for (size_t k = 0; k < n; k++)
            *PUSH(b->a, &known) = column_heading(b->a, b->p, t->form, columns[k]);
    }
    Text list = text_new(b->a);
    for (size_t i = 0; i < known.len && i <= SHOWN; i++) {
        text_addz(&list, i ? "、" : "");
        text_add(&list, i == SHOWN ? S("…") : known.at[i]);
    }
    similar(b, cell_fault(b, t, c, E0631, ARGS(c->text, t->form->name, text_str(&list))), c->text, known.at, known.len);
}

static bool heading_given(const BoundSheet *t, size_t slot)
{
    for (uint32_t i = 0; i < t->width; i++)
        if (t->bound[i] && t->columns[i].slot == slot)
            return true;
    return false;
}

static void missing_columns(BookData *b, const BoundSheet *t)
{
    for (size_t i = 0; i < t->form->slot_count; i++) {
        DataColumn *columns;
        if (!t->form->slots[i].needed || heading_given(t, i))
            continue;
        size_t n = slot_columns(b->a, b->p, t->form, i, 1, &columns);
        Text headings = text_new(b->a);
        for (size_t k = 0; k < n && k < 4; k++) {
            text_addz(&headings, k ? "”“" : "");
            text_add(&headings, column_heading(b->a, b->p, t->form, columns[k]));
        }
        sheet_fault(b, t, E0634, ARGS(text_str(&headings)));
    }
}

static void bind_headings(BookData *b, BoundSheet *t)
{
    const Sheet *sheet = t->sheet;
    uint32_t head = sheet->cells[0].row;
    t->width = sheet->columns;
    t->columns = NEW_ARRAY(b->a, DataColumn, t->width);
    t->bound = NEW_ARRAY(b->a, bool, t->width);
    t->headings = NEW_ARRAY(b->a, Str, t->width);
    t->cells = NEW_ARRAY(b->a, const Cell *, t->width);
    for (t->first = 0; t->first < sheet->count && sheet->cells[t->first].row == head; t->first++) {
        const Cell *c = &sheet->cells[t->first];
        DataColumn column;
        if (!find_column(b->a, b->p, t->form, c->text, &column)) {
            unknown_heading(b, t, c);
            continue;
        }
        const Cell *same = NULL;
        for (uint32_t i = 0; i < c->column; i++)
            if (t->bound[i] && memcmp(&t->columns[i], &column, sizeof column) == 0)
                same = sheet_cell(sheet, head, i);
        if (same) {
            cell_fault(b, t, c, E0633, ARGS(c->text, cell_name(b->a, same->row, same->column)));
            continue;
        }
        t->bound[c->column] = true;
        t->columns[c->column] = column;
        t->headings[c->column] = column_heading(b->a, b->p, t->form, column);
    }
    missing_columns(b, t);
}

/* ---- sheets ---- */

/* Whether the sheet has all that a form needs of it. */
static bool fits(BookData *b, const DataForm *form, const DataSheet *as, const Sheet *sheet)
{
    for (size_t i = 0; i < as->slot_count; i++) {
        bool there = !as->slots[i].needed;
        for (size_t k = 0; k < sheet->count && sheet->cells[k].row == sheet->cells[0].row; k++) {
            DataColumn column;
            there = there || (find_column(b->a, form->program, as, sheet->cells[k].text, &column) && column.slot == i);
        }
        if (!there)
            return false;
    }
    return true;
}

static const DataSheet *form_named(const DataForm *form, Str name)
{
    for (size_t i = 0; i < form->sheet_count; i++)
        if (str_eq(form->sheets[i].name, name))
            return &form->sheets[i];
    return NULL;
}

/* A stage or a table that another procedure calls the same, and whose sheet this is. */
static bool is_others(BookData *b, const BoundSheet *t)
{
    SheetKind kind = t->form->kind;
    if ((kind != SHEET_RECORD && kind != SHEET_TABLE && kind != SHEET_PAPERS) || fits(b, b->form, t->form, t->sheet))
        return false;
    for (size_t i = 0; i < b->other_count; i++) {
        const DataSheet *as = form_named(b->others[i], t->sheet->name);
        if (as && fits(b, b->others[i], as, t->sheet))
            return true;
    }
    return false;
}

static void unknown_sheet(BookData *b, const BoundSheet *t)
{
    for (size_t i = 0; i < b->other_count; i++)
        if (form_named(b->others[i], t->sheet->name))
            return;
    Str *names = NEW_ARRAY(b->a, Str, b->form->sheet_count);
    Text list = text_new(b->a);
    size_t n = 0;
    for (size_t i = 0; i < b->form->sheet_count; i++) {
        if (!b->form->sheets[i].offered)
            continue;
        text_addz(&list, n ? "、" : "");
        text_add(&list, b->form->sheets[i].name);
        names[n++] = b->form->sheets[i].name;
    }
    similar(b, sheet_fault(b, t, E0632, ARGS(t->sheet->name, text_str(&list))), t->sheet->name, names, n);
}

static void add_table(BookData *b, const Book *book, const Sheet *sheet, bool alone)
{
    if (sheet->count == 0 || is_notes_sheet(sheet->name))
        return;
    BoundSheet t = {.book = book, .sheet = sheet, .form = form_named(b->form, sheet->name)};
    if (!t.form && (sheet->name.len == 0 || alone))
        t.form = data_sheet(b->form, SHEET_PEOPLE);
    if (!t.form) {
        unknown_sheet(b, &t);
        return;
    }
    if (is_others(b, &t))
        return;
    for (size_t i = 0; i < b->tables.len; i++)
        if (b->tables.at[i].form == t.form) {
            sheet_fault(b, &t, E0653, ARGS(t.form->name));
            return;
        }
    bind_headings(b, &t);
    *PUSH(b->a, &b->tables) = t;
}

BoundSheet *table_of_kind(BookData *b, SheetKind kind)
{
    for (size_t i = 0; i < b->tables.len; i++)
        if (b->tables.at[i].form->kind == kind)
            return &b->tables.at[i];
    return NULL;
}

static void write_part_rows(BookData *b, SheetKind kind, const char *key, bool *first)
{
    BoundSheet *t = table_of_kind(b, kind);
    if (!t)
        return;
    text_addz(&b->out, *first ? "" : ",\n");
    *first = false;
    text_json(&b->out, str_from(key));
    text_char(&b->out, ':');
    if (kind == SHEET_WITHDRAWN)
        write_withdrawn(b, t);
    else
        write_rows(b, t);
}

static void write_tables(BookData *b, bool *first)
{
    bool any = false;
    for (size_t i = 0; i < b->form->sheet_count; i++)
        for (size_t k = 0; k < b->tables.len; k++) {
            BoundSheet *t = &b->tables.at[k];
            if (t->form != &b->form->sheets[i] || t->form->kind != SHEET_TABLE)
                continue;
            bool first_table = !any;
            if (!any)
                text_addz(&b->out, *first ? "\"tables\":{" : ",\n\"tables\":{");
            *first = false;
            any = true;
            write_key(b, t->form->table->name, &first_table);
            write_rows(b, t);
        }
    text_addz(&b->out, any ? "}" : "");
}

/* One row: the date and the seed. */
static void write_general(BookData *b, bool *first)
{
    BoundSheet *t = table_of_kind(b, SHEET_GENERAL);
    if (!t)
        return;
    rewind_rows(t);
    if (!next_row(b, t))
        return;
    for (size_t i = 0; i < t->form->slot_count; i++)
        write_slot(b, t, i, first);
    if (next_row(b, t))
        cell_fault(b, t, row_cell(t), E0654, ARGS(t->form->name));
}

static void write_document(BookData *b)
{
    bool first = true;
    text_char(&b->out, '{');
    write_part_rows(b, SHEET_POSTS, "posts", &first);
    write_part_rows(b, SHEET_PEOPLE, "candidates", &first);
    write_part_rows(b, SHEET_ENTRIES, "entries", &first);
    write_tables(b, &first);
    write_ballots(b, &first);
    write_records(b, &first);
    write_part_rows(b, SHEET_WITHDRAWN, "withdrawn", &first);
    write_general(b, &first);
    text_addz(&b->out, "}\n");
}

const Source *books_document(Arena *a, const Program *p, const Program *const *others, size_t other_count, Str name,
                             const Book *const *books, size_t book_count, Diags *d)
{
    size_t before = diags_count(d, LEVEL_ERROR), sheets = 0;
    BookData b = {.a = a, .p = p, .form = data_form(a, p), .d = d, .doc = NEW(a, Source), .out = text_new(a)};
    b.doc->name = name;
    b.others = NEW_ARRAY(a, const DataForm *, other_count);
    for (size_t i = 0; i < other_count; i++)
        if (others[i] != p)
            b.others[b.other_count++] = data_form(a, others[i]);
    for (size_t i = 0; i < book_count; i++)
        for (size_t k = 0; k < books[i]->sheet_count; k++)
            sheets += books[i]->sheets[k].count > 0 && !is_notes_sheet(books[i]->sheets[k].name);
    for (size_t i = 0; i < book_count; i++)
        for (size_t k = 0; k < books[i]->sheet_count; k++)
            add_table(&b, books[i], &books[i]->sheets[k], sheets == 1);
    write_document(&b);
    tell_mended(&b);
    if (diags_count(d, LEVEL_ERROR) != before)
        return NULL;
    if (b.cells.len > 0)
        qsort(b.cells.at, b.cells.len, sizeof *b.cells.at, compare_cells);
    b.doc->text = text_str(&b.out);
    b.doc->cells = b.cells.at;
    b.doc->cell_count = b.cells.len;
    return b.doc;
}

const Source *book_document(Arena *a, const Program *p, const Book *book, Diags *d)
{
    return books_document(a, p, NULL, 0, book->file, &book, 1, d);
}
