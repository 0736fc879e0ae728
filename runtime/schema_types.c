#include "runtime/reader.h"
#include "runtime/schema_parts.h"
#include "runtime/template.h"

enum { PLACES = 30 };

/* ---- writing ---- */

void schema_key(Schema *s, Str name)
{
    json_element(&s->w);
    text_json(s->w.out, name);
    text_addz(s->w.out, ": ");
}

void open_object(Schema *s, const char *name)
{
    json_member(&s->w, name);
    json_open(&s->w, '{');
}

void close_object(Schema *s) { json_close(&s->w, '}'); }

void schema_word(Schema *s, const char *name, const char *value) { json_str(&s->w, name, str_from(value)); }

void schema_str(Schema *s, const char *name, Str value) { json_str(&s->w, name, value); }

void schema_words(Schema *s, const char *name, const Str *words, size_t n)
{
    json_member(&s->w, name);
    text_char(s->w.out, '[');
    for (size_t i = 0; i < n; i++) {
        text_addz(s->w.out, i ? ", " : "");
        text_json(s->w.out, words[i]);
    }
    text_char(s->w.out, ']');
}

void schema_types(Schema *s, bool null, const char *type)
{
    json_member(&s->w, "type");
    text_addz(s->w.out, null ? "[" : "");
    text_json(s->w.out, str_from(type));
    text_addz(s->w.out, null ? ", \"null\"]" : "");
}

void schema_ref(Schema *s, const char *name)
{
    json_member(&s->w, "$ref");
    text_addz(s->w.out, "\"#/$defs/");
    text_addz(s->w.out, name);
    text_char(s->w.out, '"');
}

void ref_member(Schema *s, Str name, const char *definition)
{
    schema_key(s, name);
    json_open(&s->w, '{');
    schema_ref(s, definition);
    close_object(s);
}

void null_member(Schema *s, const char *name)
{
    open_object(s, name);
    schema_word(s, "type", "null");
    close_object(s);
}

void one_of_names(Schema *s, const char *const *names, size_t n)
{
    json_element(&s->w);
    json_open(&s->w, '{');
    json_list(&s->w, "anyOf");
    for (size_t i = 0; i < n; i++) {
        Str name = str_from(names[i]);
        json_element(&s->w);
        json_open(&s->w, '{');
        schema_words(s, "required", &name, 1);
        close_object(s);
    }
    json_close(&s->w, ']');
    close_object(s);
}

void text_or_null(Schema *s, const char *name)
{
    open_object(s, name);
    schema_types(s, true, "string");
    close_object(s);
}

/* "name": an array of a definition. */
void array_member(Schema *s, const char *name, const char *of, bool null, bool some)
{
    open_object(s, name);
    schema_types(s, null, "array");
    if (some)
        json_int(&s->w, "minItems", 1);
    open_object(s, "items");
    schema_ref(s, of);
    close_object(s);
    close_object(s);
}

void open_definition(Schema *s, Str name)
{
    schema_key(s, name);
    json_open(&s->w, '{');
}

/* ---- values ---- */

static void bound(Schema *s, const char *name, bool has, Num x)
{
    if (!has)
        return;
    json_member(&s->w, name);
    num_decimal(s->w.out, x, PLACES);
}

/* null among the words where it may be. */
static void grade_members(Schema *s, const Type *type, bool null)
{
    const Scale *scale = &s->p->scales[type->scale];
    json_member(&s->w, "enum");
    text_char(s->w.out, '[');
    for (size_t i = 0; i < scale->value_count; i++) {
        text_addz(s->w.out, i ? ", " : "");
        text_json(s->w.out, scale->values[i]);
    }
    text_addz(s->w.out, null ? ", null]" : "]");
}

void count_names(int count, const char **names, size_t *n)
{
    static const struct { int count; const char *more; } others[] = {{COUNT_AYES, "yes"}, {COUNT_SPOILT, "invalid"}, {COUNT_RETURNED, "total"}};
    *n = 0;
    names[(*n)++] = count_words[count][LANG_ZH];
    names[(*n)++] = count_words[count][LANG_EN];
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].count == count)
            names[(*n)++] = others[i].more;
}

void ballot_members(Schema *s, const bool *must)
{
    const char *names[3];
    size_t n;
    open_object(s, "properties");
    for (int i = 0; i < COUNTS_STORED; i++) {
        count_names(i, names, &n);
        for (size_t k = 0; k < n; k++)
            ref_member(s, str_from(names[k]), must && must[i] ? "count" : "count_or_none");
    }
    close_object(s);
    json_list(&s->w, "allOf");
    for (int i = 0; i < COUNTS_STORED; i++)
        if (i == COUNT_AYES || (must && must[i])) {
            count_names(i, names, &n);
            one_of_names(s, names, n);
        }
    json_close(&s->w, ']');
}

static void question_members(Schema *s, const Scale *scale)
{
    static const char *const raters[] = {"人数", "count", "respondents", "total"};
    open_object(s, "properties");
    for (size_t i = 0; i < scale->value_count; i++)
        ref_member(s, scale->values[i], "count");
    for (size_t i = 0; i < sizeof raters / sizeof *raters; i++) {
        bool grade = false;
        for (size_t k = 0; k < scale->value_count; k++)
            grade = grade || str_eq(scale->values[k], str_from(raters[i]));
        if (!grade)
            ref_member(s, str_from(raters[i]), "count");
    }
    close_object(s);
    schema_words(s, "required", scale->values, scale->value_count);
    json_member(&s->w, "additionalProperties");
    text_addz(s->w.out, "false");
}

static void question(Schema *s, const Scale *scale)
{
    json_open(&s->w, '{');
    schema_word(s, "type", "object");
    question_members(s, scale);
    close_object(s);
}

static void question_list(Schema *s, const Type *type)
{
    json_open(&s->w, '{');
    schema_word(s, "type", "array");
    json_int(&s->w, "minItems", type->items);
    json_int(&s->w, "maxItems", type->items);
    json_member(&s->w, "items");
    question(s, &s->p->scales[type->scale]);
    close_object(s);
}

/* The list of questions alone, or with the number of raters of them all. */
static void survey_members(Schema *s, const Type *type, bool null)
{
    static const char *const lists[] = {"各项", "items"};
    if (type->items == 0) {
        schema_types(s, null, "object");
        question_members(s, &s->p->scales[type->scale]);
        return;
    }
    json_list(&s->w, "anyOf");
    json_element(&s->w);
    question_list(s, type);
    json_element(&s->w);
    json_open(&s->w, '{');
    schema_word(s, "type", "object");
    open_object(s, "properties");
    ref_member(s, S("人数"), "count");
    ref_member(s, S("count"), "count");
    for (size_t i = 0; i < 2; i++) {
        schema_key(s, str_from(lists[i]));
        question_list(s, type);
    }
    close_object(s);
    json_list(&s->w, "allOf");
    one_of_names(s, lists, 2);
    json_close(&s->w, ']');
    close_object(s);
    if (null) {
        json_element(&s->w);
        text_addz(s->w.out, "{\"type\": \"null\"}");
    }
    json_close(&s->w, ']');
}

static void list_members(Schema *s, const Type *type, bool null)
{
    schema_types(s, null, "array");
    if (type->items > 0) {
        json_int(&s->w, "minItems", type->items);
        json_int(&s->w, "maxItems", type->items);
    }
    open_object(s, "items");
    type_members(s, type->element, type->kind == TYPE_PANEL); /* an absent judge */
    close_object(s);
}

static void ballot_value(Schema *s, const Type *type, bool null)
{
    bool must[COUNTS_STORED] = {0};
    must[COUNT_AYES] = true;
    if (type->base == COUNT_FORMAL)
        must[COUNT_RETURNED] = must[COUNT_SPOILT] = true;
    else if (type->base > COUNT_AYES)
        must[type->base] = true;
    schema_types(s, null, "object");
    ballot_members(s, must);
}

void type_members(Schema *s, const Type *type, bool null)
{
    switch (type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO:
        schema_types(s, null, is_whole(type) ? "integer" : "number");
        bound(s, "minimum", type->has_low, type->low);
        bound(s, "maximum", type->has_high, type->high);
        return;
    case TYPE_YESNO: schema_types(s, null, "boolean"); return;
    case TYPE_DATE:
        schema_types(s, null, "string");
        schema_word(s, "pattern", "^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$");
        return;
    case TYPE_TEXT: schema_types(s, null, "string"); return;
    case TYPE_POST:
    case TYPE_PERSON:
        schema_types(s, null, "string");
        json_int(&s->w, "minLength", 1);
        schema_word(s, "$comment", type->kind == TYPE_POST ? "posts 里的 id" : "candidates 里的 id");
        return;
    case TYPE_GRADE: grade_members(s, type, null); return;
    case TYPE_BALLOT: ballot_value(s, type, null); return;
    case TYPE_SURVEY: survey_members(s, type, null); return;
    case TYPE_PANEL:
    case TYPE_LIST: list_members(s, type, null); return;
    case TYPE_ERROR: case TYPE_TABLE: break;
    }
    BUG("a field of no data type");
}

/* ---- rows ---- */

/* A key is a way through objects and arrays: work.base, leader[0]. */
typedef struct Step Step;
struct Step {
    Str name;             /* empty: an element of an array, by index */
    long index;
    bool required;
    const DataSlot *slot; /* at the end of a way */
    ARRAY(Step) steps;
};

static Step *step_to(Arena *a, Step *from, Str name, long index)
{
    for (size_t i = 0; i < from->steps.len; i++)
        if (str_eq(from->steps.at[i].name, name) && from->steps.at[i].index == index)
            return &from->steps.at[i];
    Step *step = PUSH(a, &from->steps);
    *step = (Step){.name = name, .index = index};
    return step;
}

static void add_way(Arena *a, Step *root, const DataSlot *slot, bool required)
{
    Step *at = root;
    Str key = slot->key;
    for (size_t i = 0; i < key.len;) {
        size_t end = i;
        while (end < key.len && key.at[end] != '.' && key.at[end] != '[')
            end++;
        if (end > i) {
            at = step_to(a, at, str_cut(key, i, end), -1);
            at->required = at->required || required;
        }
        i = end + 1;
        if (end >= key.len || key.at[end] == '.')
            continue;
        long index = 0;
        for (; i < key.len && key.at[i] >= '0' && key.at[i] <= '9'; i++)
            index = index * 10 + (key.at[i] - '0');
        at = step_to(a, at, S(""), index);
        at->required = at->required || required;
        i += i < key.len && key.at[i] == ']';
    }
    at->slot = slot;
}

static void add_sentence(Text *t, Str s)
{
    text_addz(t, t->len && s.len ? "。" : "");
    text_add(t, s);
}

static Str source_of(Schema *s, const DataSheet *sheet, DataColumn column)
{
    Text t = text_new(s->w.out->arena);
    column_source(s->p, sheet, column, &t);
    return text_str(&t);
}

static void describe(Schema *s, const DataSheet *sheet, const DataSlot *slot)
{
    DataColumn *columns;
    Text t = text_new(s->w.out->arena);
    schema_str(s, "title", slot->heading);
    if (slot->type->kind == TYPE_NUMBER && slot->type->unit.len > 0) {
        text_addz(&t, "单位：");
        text_add(&t, slot->type->unit);
    }
    if (slot_columns(t.arena, s->p, sheet, (size_t)(slot - sheet->slots), 1, &columns) > 0)
        add_sentence(&t, source_of(s, sheet, columns[0]));
    if (slot->field && slot->field->when) {
        add_sentence(&t, S("只在下面的条件成立时有："));
        program_expr(s->p, slot->field->when, LANG_ZH, &t);
    }
    if (t.len > 0)
        schema_str(s, "description", text_str(&t));
}

static void step_members(Schema *s, const DataSheet *sheet, const Step *step);

static void step_object(Schema *s, const DataSheet *sheet, const Step *steps, size_t n)
{
    Str *required = NEW_ARRAY(s->w.out->arena, Str, n);
    size_t count = 0;
    open_object(s, "properties");
    for (size_t i = 0; i < n; i++) {
        schema_key(s, steps[i].name);
        json_open(&s->w, '{');
        step_members(s, sheet, &steps[i]);
        close_object(s);
        if (steps[i].required)
            required[count++] = steps[i].name;
    }
    close_object(s);
    if (count > 0)
        schema_words(s, "required", required, count);
}

static void step_array(Schema *s, const DataSheet *sheet, const Step *step)
{
    long last = -1, need = 0;
    for (size_t i = 0; i < step->steps.len; i++) {
        last = step->steps.at[i].index > last ? step->steps.at[i].index : last;
        need = step->steps.at[i].required && step->steps.at[i].index >= need ? step->steps.at[i].index + 1 : need;
    }
    schema_types(s, !step->required, "array");
    json_int(&s->w, "minItems", need);
    json_list(&s->w, "prefixItems");
    for (long at = 0; at <= last; at++) {
        json_element(&s->w);
        json_open(&s->w, '{');
        for (size_t i = 0; i < step->steps.len; i++)
            if (step->steps.at[i].index == at)
                step_members(s, sheet, &step->steps.at[i]);
        close_object(s);
    }
    json_close(&s->w, ']');
}

static void step_members(Schema *s, const DataSheet *sheet, const Step *step)
{
    if (step->slot) {
        describe(s, sheet, step->slot);
        type_members(s, step->slot->type, !step->required && step->slot->role != SLOT_ID);
        if (step->slot->role == SLOT_ID)
            json_int(&s->w, "minLength", 1);
    } else if (step->steps.len > 0 && step->steps.at[0].index >= 0) {
        step_array(s, sheet, step);
    } else {
        schema_types(s, !step->required, "object");
        step_object(s, sheet, step->steps.at, step->steps.len);
    }
}

void fields_members(Schema *s, const DataSheet *sheet, bool id)
{
    Arena *a = s->w.out->arena;
    Step root = {0};
    for (size_t i = 0; i < sheet->slot_count; i++) {
        const DataSlot *slot = &sheet->slots[i];
        bool must = slot->needed && (slot->role != SLOT_ID || id);
        if (slot->key.len > 0)
            add_way(a, &root, slot, must);
    }
    schema_word(s, "type", "object");
    step_object(s, sheet, root.steps.at, root.steps.len);
}
