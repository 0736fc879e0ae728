/* book_data_rows.c - the values of a row: a slot's cells together make one member of an object. */
#include "runtime/book_data_parts.h"

/* ---- finding cells ---- */

const Cell *row_cell(const BoundSheet *t)
{
    for (uint32_t i = 0; i < t->width; i++)
        if (t->cells[i])
            return t->cells[i];
    return NULL;
}

const Cell *slot_cell(const BoundSheet *t, size_t slot)
{
    for (uint32_t i = 0; i < t->width; i++)
        if (t->bound[i] && t->columns[i].slot == slot && t->cells[i])
            return t->cells[i];
    return NULL;
}

const Cell *role_cell(const BoundSheet *t, SlotRole role)
{
    for (uint32_t i = 0; i < t->width; i++)
        if (t->bound[i] && t->form->slots[t->columns[i].slot].role == role && t->cells[i])
            return t->cells[i];
    return NULL;
}

static const Cell *part_cell(const BoundSheet *t, size_t slot, int item, int part)
{
    for (uint32_t i = 0; i < t->width; i++)
        if (t->bound[i] && t->columns[i].slot == slot && t->columns[i].item == item && t->columns[i].part == part)
            return t->cells[i];
    return NULL;
}

/* Items up to the last that is filled. */
static int items_filled(const BoundSheet *t, size_t slot)
{
    int most = 0;
    for (uint32_t i = 0; i < t->width; i++)
        if (t->bound[i] && t->columns[i].slot == slot && t->cells[i] && t->columns[i].item + 1 > most)
            most = t->columns[i].item + 1;
    return most;
}

/* ---- values ---- */

void write_key(BookData *b, Str key, bool *first)
{
    if (!*first)
        text_char(&b->out, ',');
    *first = false;
    text_json(&b->out, key);
    text_char(&b->out, ':');
}

static void write_part(BookData *b, const BoundSheet *t, const Cell *c)
{
    DataColumn column = t->columns[c->column];
    size_t from = b->out.len;
    write_cell(b, t, c, &t->form->slots[column.slot], column_type(t->form, column), t->headings[c->column]);
    mark_cell(b, from, t, c, false);
}

/* "赞成":3 of a ballot or a survey; nothing when the cell is empty. */
static void write_count(BookData *b, const BoundSheet *t, DataColumn column, Str key, bool *first)
{
    const Cell *c = part_cell(t, column.slot, column.item, column.part);
    if (!c)
        return;
    if (!*first)
        text_char(&b->out, ',');
    *first = false;
    size_t from = b->out.len;
    text_json(&b->out, key);
    text_char(&b->out, ':');
    write_part(b, t, c);
    b->cells.len--; /* one place for key and value */
    mark_cell(b, from, t, c, false);
}

static void write_counts(BookData *b, const BoundSheet *t, size_t slot)
{
    bool first = true;
    text_char(&b->out, '{');
    for (int i = 0; i < COUNTS_STORED; i++)
        write_count(b, t, (DataColumn){slot, ITEM_NONE, i}, str_from(count_words[i][LANG_ZH]), &first);
    text_char(&b->out, '}');
}

static void write_question(BookData *b, const BoundSheet *t, size_t slot, int item)
{
    const Scale *scale = &b->p->scales[t->form->slots[slot].type->scale];
    bool first = true;
    text_char(&b->out, '{');
    for (size_t i = 0; i < scale->value_count; i++)
        write_count(b, t, (DataColumn){slot, item, (int)i}, scale->values[i], &first);
    write_count(b, t, (DataColumn){slot, item, (int)scale->value_count}, S("人数"), &first);
    text_char(&b->out, '}');
}

static void write_survey(BookData *b, const BoundSheet *t, size_t slot)
{
    const Type *type = t->form->slots[slot].type;
    int raters = (int)b->p->scales[type->scale].value_count;
    if (type->items == 0) {
        write_question(b, t, slot, ITEM_NONE);
        return;
    }
    bool whole = part_cell(t, slot, ITEM_NONE, raters) != NULL, first = true;
    if (whole) {
        text_char(&b->out, '{');
        write_count(b, t, (DataColumn){slot, ITEM_NONE, raters}, S("人数"), &first);
        text_addz(&b->out, ",\"各项\":");
    }
    text_char(&b->out, '[');
    for (int i = 0; i < type->items; i++) {
        text_addz(&b->out, i ? "," : "");
        write_question(b, t, slot, i);
    }
    text_addz(&b->out, whole ? "]}" : "]");
}

/* How many items 个数 says there are; -1: it is not given, or was refused. */
static int told_length(BookData *b, const BoundSheet *t, size_t slot)
{
    const Cell *c = part_cell(t, slot, ITEM_NONE, PART_LENGTH);
    if (!c)
        return -1;
    DataColumn column = {slot, ITEM_NONE, PART_LENGTH};
    int n = 0;
    bool good = c->text.len > 0 && c->text.len <= 5 && (c->kind == CELL_NUMBER || c->kind == CELL_TEXT);
    for (size_t i = 0; good && i < c->text.len; i++) {
        good = c->text.at[i] >= '0' && c->text.at[i] <= '9';
        n = n * 10 + (c->text.at[i] - '0');
    }
    if (good && n >= items_filled(t, slot))
        return n;
    cell_fault(b, t, c, E0650, ARGS(column_heading(b->a, b->p, t->form, column), c->text));
    return -1;
}

/* An empty cell is an absent judge; in any other list it is a mistake. */
static void write_list(BookData *b, const BoundSheet *t, size_t slot)
{
    const Type *type = t->form->slots[slot].type;
    bool panel = type->kind == TYPE_PANEL;
    int told = told_length(b, t, slot), n = items_filled(t, slot), last = n;
    n = told > n ? told : n;
    n = panel && type->items > n ? type->items : n;
    text_char(&b->out, '[');
    for (int i = 0; i < n; i++) {
        DataColumn column = {slot, i, PART_NONE};
        const Cell *c = part_cell(t, slot, i, PART_NONE);
        text_addz(&b->out, i ? "," : "");
        if (c) {
            write_part(b, t, c);
            continue;
        }
        text_addz(&b->out, "null");
        if (!panel)
            cell_fault(b, t, slot_cell(t, slot), E0643,
                       ARGS(column_heading(b->a, b->p, t->form, column),
                            column_heading(b->a, b->p, t->form, (DataColumn){slot, i < last ? last - 1 : n - 1, PART_NONE})));
    }
    text_char(&b->out, ']');
}

static bool is_composite(const Type *type)
{
    return type->kind == TYPE_BALLOT || type->kind == TYPE_SURVEY || type->kind == TYPE_PANEL || type->kind == TYPE_LIST;
}

void write_value(BookData *b, BoundSheet *t, size_t slot)
{
    const Type *type = t->form->slots[slot].type;
    const Cell *c = slot_cell(t, slot);
    size_t from = b->out.len;
    switch (type->kind) {
    case TYPE_BALLOT: write_counts(b, t, slot); break;
    case TYPE_SURVEY: write_survey(b, t, slot); break;
    case TYPE_PANEL:
    case TYPE_LIST: write_list(b, t, slot); break;
    case TYPE_ERROR: case TYPE_YESNO: case TYPE_NUMBER: case TYPE_RATIO: case TYPE_DATE: case TYPE_TEXT: case TYPE_GRADE:
    case TYPE_POST: case TYPE_PERSON: case TYPE_TABLE:
        write_part(b, t, c);
        return;
    }
    mark_cell(b, from, t, c ? c : row_cell(t), true);
}

/* A list of any length that everyone has is empty where nothing stands. */
static bool is_empty_list(const BoundSheet *t, size_t slot)
{
    const DataSlot *s = &t->form->slots[slot];
    if (s->type->kind != TYPE_LIST || s->type->items > 0 || !s->needed)
        return false;
    for (uint32_t i = 0; i < t->width; i++)
        if (t->bound[i] && t->columns[i].slot == slot)
            return true;
    return false;
}

bool write_slot(BookData *b, BoundSheet *t, size_t slot, bool *first)
{
    const Cell *c = slot_cell(t, slot);
    if (!c && !is_empty_list(t, slot))
        return false;
    size_t comma = *first ? 0 : 1, from = b->out.len + comma;
    write_key(b, t->form->slots[slot].key, first);
    write_value(b, t, slot);
    bool single = !is_composite(t->form->slots[slot].type);
    b->cells.len -= single;
    mark_cell(b, from, t, c ? c : row_cell(t), !single);
    return true;
}

/* ---- rows ---- */

static void check_id(BookData *b, BoundSheet *t)
{
    bool people = t->form->kind != SHEET_POSTS && t->form->kind != SHEET_TABLE;
    SlotRole role = t->form->kind == SHEET_ENTRIES ? SLOT_PERSON : SLOT_ID;
    if (t->form->kind == SHEET_TABLE)
        return;
    const Cell *c = role_cell(t, role);
    if (!c)
        cell_fault(b, t, row_cell(t), E0647, ARGS(t->form->name));
    else if (people)
        t->who = c->text;
}

void write_rows(BookData *b, BoundSheet *t)
{
    bool first_row = true;
    text_char(&b->out, '[');
    for (rewind_rows(t); next_row(b, t);) {
        text_addz(&b->out, first_row ? "\n" : ",\n");
        first_row = false;
        size_t from = b->out.len;
        bool first = true;
        check_id(b, t);
        text_char(&b->out, '{');
        for (size_t i = 0; i < t->form->slot_count; i++)
            write_slot(b, t, i, &first);
        text_char(&b->out, '}');
        mark_cell(b, from, t, row_cell(t), true);
    }
    text_char(&b->out, ']');
}
