/* columns_heads.c - headings: what a column is called, and which column a heading means. */
#include "lang/utf8.h"
#include "runtime/columns.h"
#include "runtime/reader.h"

const Type whole_type = {.kind = TYPE_NUMBER, .dim = DIM_COUNT, .scale = -1, .has_low = true, .low = {0, 1}};

/* ---- from a slot to its columns ---- */

typedef ARRAY(DataColumn) Columns;

static void add_column(Arena *a, Columns *list, size_t slot, int item, int part)
{
    *PUSH(a, list) = (DataColumn){slot, item, part};
}

static void survey_columns(Arena *a, const Program *p, const Type *type, size_t slot, Columns *list)
{
    int grades = (int)p->scales[type->scale].value_count;
    for (int item = type->items ? 0 : ITEM_NONE; item < type->items; item++)
        for (int grade = 0; grade < grades; grade++)
            add_column(a, list, slot, item, grade);
    add_column(a, list, slot, ITEM_NONE, grades);
}

size_t slot_columns(Arena *a, const Program *p, const DataSheet *sheet, size_t slot, size_t items, DataColumn **out)
{
    const DataSlot *s = &sheet->slots[slot];
    const Type *type = s->type;
    Columns list = {0};
    switch (type->kind) {
    case TYPE_BALLOT:
        for (int i = 0; i < COUNTS_STORED; i++)
            if (s->counts[i])
                add_column(a, &list, slot, ITEM_NONE, i);
        break;
    case TYPE_SURVEY: survey_columns(a, p, type, slot, &list); break;
    case TYPE_PANEL:
    case TYPE_LIST:
        for (int i = 0; i < (type->items ? type->items : (int)items); i++)
            add_column(a, &list, slot, i, PART_NONE);
        break;
    case TYPE_ERROR: case TYPE_YESNO: case TYPE_NUMBER: case TYPE_RATIO: case TYPE_DATE: case TYPE_TEXT: case TYPE_GRADE:
    case TYPE_POST: case TYPE_PERSON: case TYPE_TABLE:
        add_column(a, &list, slot, ITEM_NONE, PART_NONE);
        break;
    }
    *out = list.at;
    return list.len;
}

static Str part_name(const Program *p, const Type *type, int part)
{
    if (part == PART_LENGTH)
        return S("个数");
    if (type->kind == TYPE_BALLOT)
        return str_from(count_words[part][LANG_ZH]);
    const Scale *scale = &p->scales[type->scale];
    return (size_t)part < scale->value_count ? scale->values[part] : S("人数");
}

Str column_heading(Arena *a, const Program *p, const DataSheet *sheet, DataColumn column)
{
    const DataSlot *slot = &sheet->slots[column.slot];
    if (column.item == ITEM_NONE && column.part == PART_NONE)
        return slot->heading;
    Text t = text_new(a);
    text_add(&t, slot->heading);
    if (column.item != ITEM_NONE) {
        text_char(&t, '.');
        text_int(&t, column.item + 1);
    }
    if (column.part != PART_NONE) {
        text_char(&t, ' ');
        text_add(&t, part_name(p, slot->type, column.part));
    }
    return text_str(&t);
}

const Type *column_type(const DataSheet *sheet, DataColumn column)
{
    const Type *type = sheet->slots[column.slot].type;
    if (column.part != PART_NONE)
        return &whole_type;
    return type->element && column.item != ITEM_NONE ? type->element : type;
}

/* ---- from a heading to its column ---- */

static bool is_gap(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '.' || c == 0xA0 || c == 0x3000 || c == 0xFF0E || c == 0xB7 || c == 0x3002;
}

/* Without spaces and points; full-width letters and digits as ASCII. */
static Str squeezed(Arena *a, Str s)
{
    Text t = text_new(a);
    for (size_t i = 0; i < s.len;) {
        uint32_t c = 0;
        size_t n = utf8_decode(s, i, &c);
        n = n ? n : 1;
        if (c >= 0xFF01 && c <= 0xFF5E && !is_gap(c))
            text_char(&t, (char)(c - 0xFF01 + '!'));
        else if (!is_gap(c))
            text_add(&t, str_cut(s, i, i + n));
        i += n;
    }
    return text_str(&t);
}

typedef struct {
    Arena *a;
    const Program *p;
    const DataSheet *sheet;
    Str heading, bare; /* as it stands, and squeezed */
    DataColumn found;
    size_t count;      /* meanings of the bare heading */
    bool exact;
} Search;

static void meaning(Search *s, DataColumn column)
{
    if (s->exact)
        return;
    if (s->count++ == 0)
        s->found = column;
    if (str_eq(column_heading(s->a, s->p, s->sheet, column), s->heading)) {
        s->found = column;
        s->exact = true;
    }
}

static void find_part(Search *s, size_t slot, int item, Str tail)
{
    const Type *type = s->sheet->slots[slot].type;
    if (type->kind == TYPE_BALLOT && count_of_key(tail) >= 0)
        meaning(s, (DataColumn){slot, item, count_of_key(tail)});
    if (type->kind != TYPE_SURVEY)
        return;
    const Scale *scale = &s->p->scales[type->scale];
    for (size_t i = 0; i < scale->value_count && (item != ITEM_NONE || type->items == 0); i++)
        if (str_eq(squeezed(s->a, scale->values[i]), tail))
            meaning(s, (DataColumn){slot, item, (int)i});
    if (str_eq(tail, S("人数")))
        meaning(s, (DataColumn){slot, item, (int)scale->value_count});
}

/* The number may be followed by a part, so every length of it is tried. */
static void find_item(Search *s, size_t slot, Str tail)
{
    enum { ITEMS_MOST = 10000 };
    const Type *type = s->sheet->slots[slot].type;
    bool survey = type->kind == TYPE_SURVEY && type->items > 0;
    bool list = type->kind == TYPE_LIST || type->kind == TYPE_PANEL;
    int number = 0;
    for (size_t i = 0; (survey || list) && i < tail.len && tail.at[i] >= '0' && tail.at[i] <= '9'; i++) {
        number = number * 10 + (tail.at[i] - '0');
        if (number == 0 || number > ITEMS_MOST)
            return;
        if (list && i + 1 == tail.len)
            meaning(s, (DataColumn){slot, number - 1, PART_NONE});
        if (survey && number <= type->items)
            find_part(s, slot, number - 1, str_cut(tail, i + 1, tail.len));
    }
    if (list && str_eq(tail, S("个数")))
        meaning(s, (DataColumn){slot, ITEM_NONE, PART_LENGTH});
}

bool find_column(Arena *a, const Program *p, const DataSheet *sheet, Str heading, DataColumn *out)
{
    Search s = {.a = a, .p = p, .sheet = sheet, .heading = heading, .bare = squeezed(a, heading)};
    for (size_t i = 0; i < sheet->slot_count && !s.exact; i++) {
        Str name = squeezed(a, sheet->slots[i].heading);
        if (name.len > s.bare.len || !str_eq(name, str_cut(s.bare, 0, name.len)))
            continue;
        Str tail = str_cut(s.bare, name.len, s.bare.len);
        TypeKind kind = sheet->slots[i].type->kind;
        bool single = kind != TYPE_BALLOT && kind != TYPE_SURVEY && kind != TYPE_LIST && kind != TYPE_PANEL;
        if (single && tail.len == 0)
            meaning(&s, (DataColumn){i, ITEM_NONE, PART_NONE});
        find_part(&s, i, ITEM_NONE, tail);
        find_item(&s, i, tail);
    }
    if (s.count != 1 && !s.exact)
        return false;
    *out = s.found;
    return true;
}
