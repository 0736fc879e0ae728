#include "runtime/template_check.h"

#include "lang/utf8.h"

enum { MESSAGE_CHARS = 255, TITLE_CHARS = 32, LIST_CHARS = 255 };
#define CHOICES "说明 选项"

static char *c_text(Arena *a, Str s)
{
    char *copy = NEW_ARRAY(a, char, s.len + 1);
    memcpy(copy, s.at, s.len);
    return copy;
}

static char *clipped(Arena *a, Str s, size_t most)
{
    size_t chars = 0, end = 0;
    uint32_t ignored;
    while (end < s.len && ++chars <= most) {
        size_t n = utf8_decode(s, end, &ignored);
        end += n ? n : 1;
    }
    if (end == s.len)
        return c_text(a, s);
    Text t = text_new(a);
    text_add(&t, str_from(clipped(a, s, most - 1)));
    return c_text(a, text_str(&t));
}

/* "=职位!$A$3:$A$2002" */
static char *range_of(Arena *a, const char *sheet, size_t column, lxw_row_t rows)
{
    char from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];
    bool choices = strcmp(sheet, CHOICES) == 0;
    lxw_rowcol_to_cell_abs(from, choices ? 0 : FIRST_ROW, (lxw_col_t)column, 1, 1);
    lxw_rowcol_to_cell_abs(to, (choices ? 0 : FIRST_ROW) + rows - 1, (lxw_col_t)column, 1, 1);
    Text t = text_new(a);
    text_addz(&t, "='");
    text_addz(&t, sheet);
    text_addz(&t, "'!");
    text_addz(&t, from);
    text_char(&t, ':');
    text_addz(&t, to);
    return c_text(a, text_str(&t));
}

static lxw_row_t rows_checked(const Checks *c)
{
    lxw_row_t most = ROWS_CHECKED;
    for (size_t i = 0; i < c->filled->sheet_count; i++)
        if (c->filled->sheets[i].rows + ROWS_CHECKED / 2 > most)
            most = c->filled->sheets[i].rows + ROWS_CHECKED / 2;
    return most;
}

static char *number_formula(Arena *a, Num x)
{
    Text t = text_new(a);
    text_char(&t, '=');
    num_exact(&t, x);
    return c_text(a, text_str(&t));
}

/* ---- one kind of check ---- */

static void check_number(Checks *c, const Type *type, lxw_data_validation *v)
{
    bool whole = type->dim == DIM_COUNT;
    v->validate = whole ? LXW_VALIDATION_TYPE_INTEGER_FORMULA : LXW_VALIDATION_TYPE_DECIMAL_FORMULA;
    if (type->has_low && type->has_high) {
        v->criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        v->minimum_formula = number_formula(c->a, type->low);
        v->maximum_formula = number_formula(c->a, type->high);
        return;
    }
    v->criteria = type->has_high ? LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO : LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
    v->value_formula = type->has_low    ? number_formula(c->a, type->low)
                       : type->has_high ? number_formula(c->a, type->high)
                                        : c_text(c->a, S("=-1E+300"));
}

static void check_words(Checks *c, const Str *words, size_t n, lxw_data_validation *v)
{
    size_t chars = 0;
    bool comma = false;
    for (size_t i = 0; i < n; i++) {
        chars += utf8_chars(words[i]) + 1;
        comma = comma || memchr(words[i].at, ',', words[i].len) || memchr(words[i].at, '"', words[i].len);
    }
    if (chars <= LIST_CHARS && !comma) {
        v->validate = LXW_VALIDATION_TYPE_LIST;
        v->value_list = NEW_ARRAY(c->a, char *, n + 1);
        for (size_t i = 0; i < n; i++)
            v->value_list[i] = c_text(c->a, words[i]);
        return;
    }
    size_t list = 0;
    while (list < c->lists.len && c->lists.at[list] != words)
        list++;
    if (list == c->lists.len) {
        *PUSH(c->a, &c->lists) = words;
        *PUSH(c->a, &c->sizes) = n;
    }
    v->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    v->value_formula = range_of(c->a, CHOICES, list, (lxw_row_t)n);
}

/* The ids of a sheet; none where the template has no such sheet.  (libxlsxwriter 1.1.4 never frees the formula of a list.) */
static void check_ids(Checks *c, SheetKind kind, lxw_data_validation *v)
{
    for (size_t i = 0; i < c->filled->sheet_count; i++) {
        const FilledSheet *sheet = &c->filled->sheets[i];
        if (sheet->form->kind != kind)
            continue;
        v->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        v->value_formula = range_of(c->a, c_text(c->a, sheet->form->name), 0, rows_checked(c));
        return;
    }
}

/* Compared as text: COUNTIF takes 007 and 7, and long numbers that differ in the 16th digit, for the same. */
static void check_different(Checks *c, lxw_col_t column, lxw_data_validation *v)
{
    char first[LXW_MAX_CELL_NAME_LENGTH], from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(first, FIRST_ROW, column);
    lxw_rowcol_to_cell_abs(from, FIRST_ROW, column, 1, 1);
    lxw_rowcol_to_cell_abs(to, FIRST_ROW + rows_checked(c) - 1, column, 1, 1);
    Text t = text_new(c->a);
    text_format(&t, S("=SUMPRODUCT(--({0}:{1}={2}))=1"), ARGS(str_from(from), str_from(to), str_from(first)));
    v->validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
    v->value_formula = c_text(c->a, text_str(&t));
}

static void choose_check(Checks *c, const DataSheet *sheet, DataColumn column, lxw_col_t at, lxw_data_validation *v)
{
    static const Str yes_no[] = {{"是", 3}, {"否", 3}};
    const Program *p = c->filled->form->program;
    const DataSlot *slot = &sheet->slots[column.slot];
    const Type *type = column_type(sheet, column);
    switch (type->kind) {
    case TYPE_NUMBER: check_number(c, type, v); return;
    case TYPE_YESNO: check_words(c, yes_no, 2, v); return;
    case TYPE_GRADE: check_words(c, p->scales[type->scale].values, p->scales[type->scale].value_count, v); return;
    case TYPE_POST: check_ids(c, SHEET_POSTS, v); return;
    case TYPE_PERSON: check_ids(c, SHEET_PEOPLE, v); return;
    case TYPE_TEXT:
        if (slot->choices)
            check_words(c, slot->choices, slot->choice_count, v);
        else if (slot->role == SLOT_ID)
            check_different(c, at, v);
        return;
    case TYPE_RATIO: case TYPE_DATE: case TYPE_ERROR: case TYPE_BALLOT: case TYPE_SURVEY: case TYPE_PANEL: case TYPE_LIST: case TYPE_TABLE:
        return;
    }
}

/* ---- columns ---- */

/* Entries may be names that are not on the list: a nomination makes an entry, a paper names whom it likes. */
static void add_check(Checks *c, const FilledSheet *sheet, uint32_t i, lxw_worksheet *to)
{
    const Program *p = c->filled->form->program;
    DataColumn column = sheet->columns[i];
    lxw_data_validation v = {.ignore_blank = LXW_VALIDATION_OFF, .dropdown = LXW_VALIDATION_ON, .show_error = LXW_VALIDATION_ON};
    choose_check(c, sheet->form, column, (lxw_col_t)i, &v);
    if (v.validate == LXW_VALIDATION_TYPE_NONE)
        return;
    Str heading = column_heading(c->a, p, sheet->form, column);
    Text message = text_new(c->a), source = text_new(c->a);
    text_addz(&message, "“");
    text_add(&message, heading);
    text_addz(&message, "”应为 ");
    column_rule(p, sheet->form, column, &message);
    column_source(p, sheet->form, column, &source);
    if (source.len > 0) {
        text_addz(&message, "。");
        text_add(&message, text_str(&source));
    }
    v.error_title = clipped(c->a, heading, TITLE_CHARS);
    v.error_message = clipped(c->a, text_str(&message), MESSAGE_CHARS);
    if (worksheet_data_validation_range(to, FIRST_ROW, (lxw_col_t)i, FIRST_ROW + rows_checked(c) - 1, (lxw_col_t)i, &v) != LXW_NO_ERROR)
        BUG("a check that the library refuses");
}

void add_checks(Checks *c, const FilledSheet *sheet, lxw_worksheet *to)
{
    for (uint32_t i = 0; i < sheet->width; i++)
        add_check(c, sheet, i, to);
}

void write_choices(Checks *c)
{
    if (c->lists.len == 0)
        return;
    lxw_worksheet *to = workbook_add_worksheet(c->book, CHOICES);
    for (size_t i = 0; i < c->lists.len; i++)
        for (size_t k = 0; k < c->sizes.at[i]; k++)
            worksheet_write_string(to, (lxw_row_t)k, (lxw_col_t)i, c_text(c->a, c->lists.at[i][k]), NULL);
    worksheet_hide(to);
}
