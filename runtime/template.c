#include "runtime/template.h"

#include <limits.h>
#include <stdlib.h>

#include "runtime/book_parts.h"
#include "runtime/reader.h"
#include "runtime/template_parts.h"

/* ---- from what was put to columns and cells ---- */

static int item_rank(DataColumn c) { return c.item == ITEM_NONE ? INT_MAX : c.item; }

static int compare_columns(const void *x, const void *y)
{
    const DataColumn *a = x, *b = y;
    if (a->slot != b->slot)
        return a->slot < b->slot ? -1 : 1;
    if (item_rank(*a) != item_rank(*b))
        return item_rank(*a) < item_rank(*b) ? -1 : 1;
    return (a->part > b->part) - (a->part < b->part);
}

static int compare_cells(const void *x, const void *y)
{
    const Cell *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* The columns of a blank sheet and those that are filled, each once. */
static void lay_columns(Arena *a, const Program *p, const Filling *filling, FilledSheet *out)
{
    enum { LIST_ITEMS = 4 };
    ARRAY(DataColumn) all = {0};
    for (size_t i = 0; i < filling->form->slot_count; i++) {
        DataColumn *columns;
        bool offered = filling->form->slots[i].offered;
        size_t n = offered ? slot_columns(a, p, filling->form, i, LIST_ITEMS, &columns) : 0;
        for (size_t k = 0; k < n; k++)
            *PUSH(a, &all) = columns[k];
    }
    for (size_t i = 0; i < filling->puts.len; i++)
        *PUSH(a, &all) = filling->puts.at[i].column;
    if (all.len > 0)
        qsort(all.at, all.len, sizeof *all.at, compare_columns);
    size_t kept = 0;
    for (size_t i = 0; i < all.len; i++)
        if (kept == 0 || compare_columns(&all.at[kept - 1], &all.at[i]) != 0)
            all.at[kept++] = all.at[i];
    out->columns = all.at;
    out->width = (uint32_t)kept;
}

static void lay_sheet(Arena *a, const Program *p, const Filling *filling, FilledSheet *out)
{
    size_t n = filling->puts.len;
    Cell *cells = NEW_ARRAY(a, Cell, n);
    *out = (FilledSheet){.form = filling->form, .rows = filling->rows, .cells = cells, .count = n};
    lay_columns(a, p, filling, out);
    for (size_t i = 0; i < n; i++) {
        const Put *put = &filling->puts.at[i];
        const DataColumn *column = bsearch(&put->column, out->columns, out->width, sizeof *column, compare_columns);
        cells[i] = (Cell){.row = put->row, .column = (uint32_t)(column - out->columns), .kind = put->kind, .text = put->text};
    }
    qsort(cells, n, sizeof *cells, compare_cells);
}

static const FilledForm *lay_form(Arena *a, const DataForm *form, const Filling *fillings)
{
    FilledForm *out = NEW(a, FilledForm);
    out->form = form;
    out->sheets = NEW_ARRAY(a, FilledSheet, form->sheet_count);
    for (size_t i = 0; i < form->sheet_count; i++)
        if (form->sheets[i].offered || fillings[i].rows > 0)
            lay_sheet(a, form->program, &fillings[i], &out->sheets[out->sheet_count++]);
    return out;
}

static Filling *new_fillings(Arena *a, const DataForm *form)
{
    Filling *fillings = NEW_ARRAY(a, Filling, form->sheet_count);
    for (size_t i = 0; i < form->sheet_count; i++)
        fillings[i].form = &form->sheets[i];
    return fillings;
}

const FilledForm *blank_form(Arena *a, const DataForm *form)
{
    return lay_form(a, form, new_fillings(a, form));
}

/* ---- values ---- */

Filling *filling_of(Fill *f, SheetKind kind)
{
    for (size_t i = 0; i < f->form->sheet_count; i++)
        if (f->form->sheets[i].kind == kind)
            return &f->fillings[i];
    return NULL;
}

size_t slot_of_role(const DataSheet *sheet, SlotRole role)
{
    const DataSlot *slot = sheet_slot(sheet, role);
    return slot ? (size_t)(slot - sheet->slots) : sheet->slot_count;
}

const cJSON *member(const cJSON *object, const char *key, const char *other)
{
    for (const cJSON *m = object ? object->child : NULL; m; m = m->next)
        if ((str_eq(json_key(m), str_from(key)) || (other && str_eq(json_key(m), str_from(other)))) && !cJSON_IsNull(m))
            return m;
    return NULL;
}

void cannot_hold(Fill *f, MessageCode code, const cJSON *at, Str what)
{
    diag_at_json(diag_add(f->d, code, f->source, json_span(f->json, at), ARGS(what)), json_path(f->json, f->a, at), S(""));
}

static void put(Fill *f, Filling *to, uint32_t row, DataColumn column, CellKind kind, Str text)
{
    *PUSH(f->a, &to->puts) = (Put){row, column, kind, arena_str(f->a, text)};
    if (row >= to->rows)
        to->rows = row + 1;
}

/* What reading a cell would change or lose. */
static void put_word(Fill *f, Filling *to, uint32_t row, DataColumn column, Str word, const cJSON *at)
{
    enum { LONGEST = 32767 / 3 }; /* bytes that surely fit in a cell */
    bool odd = word.len > LONGEST || !str_eq(cell_text(f->a, word), word) || (word.len > 1 && word.at[0] == '\'' && memchr("=+-@\t", word.at[1], 5));
    for (size_t i = 0; i < word.len; i++)
        odd = odd || ((unsigned char)word.at[i] < ' ' && word.at[i] != '\n' && word.at[i] != '\t');
    if (word.len == 0)
        cannot_hold(f, E0681, at, to->form->slots[column.slot].heading);
    else if (odd)
        cannot_hold(f, E0682, at, word);
    else if (word.at[0] == '#' && column.slot == 0)
        cannot_hold(f, E0683, at, word);
    put(f, to, row, column, CELL_TEXT, word);
}

void fill_word(Fill *f, Filling *to, uint32_t row, SlotRole role, Str word, const cJSON *at)
{
    put_word(f, to, row, (DataColumn){slot_of_role(to->form, role), ITEM_NONE, PART_NONE}, word, at);
}

/* 1.5e2 as 150: a cell holds plain digits. */
static Str plain_digits(Arena *a, Str s)
{
    size_t e = 0;
    while (e < s.len && s.at[e] != 'e' && s.at[e] != 'E')
        e++;
    if (e == s.len)
        return s;
    long power = strtol(arena_str(a, str_cut(s, e + 1, s.len)).at, NULL, 10);
    Text digits = text_new(a), out = text_new(a);
    long point = 0;
    bool seen = false;
    for (size_t i = s.at[0] == '-'; i < e; i++) {
        if (s.at[i] == '.') {
            seen = true;
            continue;
        }
        text_char(&digits, s.at[i]);
        point += !seen;
    }
    point += power;
    text_addz(&out, s.at[0] == '-' ? "-" : "");
    if (point <= 0)
        text_addz(&out, "0.");
    for (long i = point; i < 0; i++)
        text_char(&out, '0');
    bool leading = point > 0;
    for (size_t i = 0; i < digits.len || (long)i < point; i++) {
        if ((long)i == point && i > 0)
            text_char(&out, '.');
        char c = i < digits.len ? digits.at[i] : '0';
        leading = leading && c == '0' && (long)i + 1 < point;
        if (!leading)
            text_char(&out, c);
    }
    return text_str(&out);
}

static void fill_single(Fill *f, Filling *to, uint32_t row, DataColumn column, const cJSON *item)
{
    if (cJSON_IsBool(item))
        put(f, to, row, column, CELL_TEXT, cJSON_IsTrue(item) ? S("是") : S("否"));
    else if (json_is_number(item))
        put(f, to, row, column, CELL_NUMBER, plain_digits(f->a, json_text(item)));
    else
        put_word(f, to, row, column, json_text(item), item);
}

static void fill_counts(Fill *f, Filling *to, uint32_t row, size_t slot, const cJSON *object)
{
    for (const cJSON *m = object->child; m; m = m->next) {
        int count = count_of_key(json_key(m));
        if (count >= 0 && !cJSON_IsNull(m))
            fill_single(f, to, row, (DataColumn){slot, ITEM_NONE, count}, m);
    }
}

static void fill_question(Fill *f, Filling *to, uint32_t row, size_t slot, int item, const cJSON *object)
{
    const Scale *scale = &f->p->scales[to->form->slots[slot].type->scale];
    for (const cJSON *m = object->child; m; m = m->next) {
        if (is_raters(json_key(m)) && !cJSON_IsNull(m))
            fill_single(f, to, row, (DataColumn){slot, item, (int)scale->value_count}, m);
        for (size_t i = 0; i < scale->value_count; i++)
            if (str_eq(scale->values[i], json_key(m)))
                fill_single(f, to, row, (DataColumn){slot, item, (int)i}, m);
    }
}

static void fill_survey(Fill *f, Filling *to, uint32_t row, size_t slot, const cJSON *item)
{
    const Type *type = to->form->slots[slot].type;
    int at = 0;
    if (type->items == 0) {
        fill_question(f, to, row, slot, ITEM_NONE, item);
        return;
    }
    if (cJSON_IsObject(item)) {
        for (const cJSON *m = item->child; m; m = m->next)
            if (is_raters(json_key(m)) && !cJSON_IsNull(m))
                fill_single(f, to, row, (DataColumn){slot, ITEM_NONE, (int)f->p->scales[type->scale].value_count}, m);
        item = member(item, "各项", "items");
    }
    for (const cJSON *e = item->child; e; e = e->next)
        fill_question(f, to, row, slot, at++, e);
}

/* 个数 where the cells alone would not tell: an empty list, a panel without anyone. */
static void fill_list(Fill *f, Filling *to, uint32_t row, size_t slot, const cJSON *list)
{
    const DataSlot *s = &to->form->slots[slot];
    int n = 0, filled = 0;
    for (const cJSON *e = list->child; e; e = e->next, n++) {
        if (cJSON_IsNull(e))
            continue;
        filled++;
        fill_single(f, to, row, (DataColumn){slot, n, PART_NONE}, e);
    }
    if (filled > 0 || (n == 0 && s->type->kind == TYPE_LIST && s->type->items == 0 && s->needed))
        return;
    Text count = text_new(f->a);
    text_int(&count, n);
    put(f, to, row, (DataColumn){slot, ITEM_NONE, PART_LENGTH}, CELL_NUMBER, text_str(&count));
}

void fill_slot(Fill *f, Filling *to, uint32_t row, size_t slot, const cJSON *item)
{
    const Type *type = to->form->slots[slot].type;
    switch (type->kind) {
    case TYPE_BALLOT: fill_counts(f, to, row, slot, item); return;
    case TYPE_SURVEY: fill_survey(f, to, row, slot, item); return;
    case TYPE_PANEL:
    case TYPE_LIST: fill_list(f, to, row, slot, item); return;
    case TYPE_ERROR: case TYPE_YESNO: case TYPE_NUMBER: case TYPE_RATIO: case TYPE_DATE: case TYPE_TEXT: case TYPE_GRADE:
    case TYPE_POST: case TYPE_PERSON: case TYPE_TABLE:
        fill_single(f, to, row, (DataColumn){slot, ITEM_NONE, PART_NONE}, item);
        return;
    }
}

/* ---- the parts of a document ---- */

/* A key may be the way through objects and arrays: work.base, leader[0]. */
static void fill_members(Fill *f, Filling *to, uint32_t row, const cJSON *tree, Str around)
{
    long long index = 0;
    for (const cJSON *m = tree->child; m; m = m->next, index++) {
        Text path = text_new(f->a);
        text_add(&path, around);
        if (cJSON_IsArray(tree)) {
            text_char(&path, '[');
            text_int(&path, index);
            text_char(&path, ']');
        } else {
            text_addz(&path, around.len ? "." : "");
            text_add(&path, json_key(m));
        }
        bool leads = false, found = false;
        for (size_t i = 0; i < to->form->slot_count && !cJSON_IsNull(m); i++) {
            Str key = to->form->slots[i].key;
            leads = leads || key_leads(key, text_str(&path));
            if (str_eq(key, text_str(&path))) {
                fill_slot(f, to, row, i, m);
                found = true;
            }
        }
        if (leads && !found)
            fill_members(f, to, row, m, text_str(&path));
    }
}

static void fill_row(Fill *f, Filling *to, uint32_t row, const cJSON *object)
{
    const cJSON *post = to->form->kind == SHEET_POSTS && !member(object, "id", NULL) ? member(object, "post", NULL) : NULL;
    fill_members(f, to, row, object, S(""));
    if (post)
        fill_word(f, to, row, SLOT_ID, json_text(post), post);
}

static void fill_rows(Fill *f, Filling *to, const cJSON *rows)
{
    for (const cJSON *e = rows ? rows->child : NULL; to && e; e = e->next) {
        uint32_t row = to->rows;
        fill_row(f, to, row, e);
        if (to->rows == row)
            cannot_hold(f, E0684, e, to->form->name);
    }
}

static void fill_tables(Fill *f, const cJSON *tables)
{
    for (size_t i = 0; i < f->form->sheet_count; i++) {
        const DataSheet *sheet = &f->form->sheets[i];
        for (const cJSON *m = tables ? tables->child : NULL; m && sheet->kind == SHEET_TABLE; m = m->next)
            if (str_eq(json_key(m), sheet->table->name) && !cJSON_IsNull(m))
                fill_rows(f, &f->fillings[i], m);
    }
}

static void fill_document(Fill *f, const cJSON *tree)
{
    fill_rows(f, filling_of(f, SHEET_POSTS), member(tree, "posts", NULL));
    fill_rows(f, filling_of(f, SHEET_PEOPLE), member(tree, "candidates", NULL));
    fill_rows(f, filling_of(f, SHEET_ENTRIES), member(tree, "entries", NULL));
    fill_tables(f, member(tree, "tables", NULL));
    fill_ballots(f, member(tree, "ballots", NULL));
    fill_records(f, member(tree, "records", NULL));
    fill_withdrawn(f, member(tree, "withdrawn", NULL));
    const char *const keys[] = {"date", "seed"};
    const SlotRole roles[] = {SLOT_DATE, SLOT_SEED};
    for (size_t i = 0; i < 2; i++) {
        const cJSON *item = member(tree, keys[i], NULL);
        if (item && json_text(item).len > 0) /* an empty seed is none */
            fill_word(f, filling_of(f, SHEET_GENERAL), 0, roles[i], json_text(item), item);
    }
}

/* One row a line: its first object has an id, or another one follows it. */
static bool is_lines(Fill *f, const Source *source, size_t start, Str part)
{
    Span whole;
    JsonMember *members = NULL;
    size_t count = 0;
    if (source->text.at[start] != '{' || !json_extent(source->text, start, &whole) ||
        !json_members(f->json, source, whole, NULL, &members, &count))
        return false;
    bool id = false;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(members[i].key, part))
            return false;
        id = id || str_eq(members[i].key, S("id")) || str_eq(members[i].key, S("post"));
    }
    size_t next = whole.end;
    while (next < source->text.len && strchr(" \t\n", source->text.at[next]))
        next++;
    return id || next < source->text.len;
}

/* An array is posts. */
static void fill_source(Fill *f, const Source *source, bool posts)
{
    size_t start = 0;
    f->source = source;
    while (start < source->text.len && strchr(" \t\n", source->text.at[start]))
        start++;
    if (is_lines(f, source, start, posts ? S("posts") : S("candidates"))) {
        Filling *rows = filling_of(f, posts ? SHEET_POSTS : SHEET_PEOPLE);
        Span line;
        for (JsonCut cut = json_lines(source); json_next(&cut, &line);) {
            cJSON *tree = json_parse(f->json, source, line, (JsonBase){0});
            if (tree)
                fill_row(f, rows, rows->rows, tree);
            cJSON_Delete(tree);
        }
        return;
    }
    cJSON *tree = json_parse(f->json, source, (Span){(uint32_t)start, (uint32_t)source->text.len}, (JsonBase){0});
    if (tree && cJSON_IsObject(tree))
        fill_document(f, tree);
    else
        fill_rows(f, filling_of(f, SHEET_POSTS), tree);
    cJSON_Delete(tree);
}

const FilledForm *filled_form(Arena *a, const DataForm *form, const Source *data, const Source *posts, Diags *d)
{
    Fill f = {.a = a, .p = form->program, .form = form, .fillings = new_fillings(a, form), .d = d, .json = json_new(a, d)};
    if (posts)
        fill_source(&f, posts, true);
    fill_source(&f, data, false);
    return lay_form(a, form, f.fillings);
}
