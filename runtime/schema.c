#include "runtime/schema.h"

#include "runtime/schema_parts.h"

static const int64_t count_most = UINT32_MAX - 1;

/* ---- rows ---- */

static const DataSheet *sheet_of(const Schema *s, SheetKind kind, const Table *table)
{
    for (size_t i = 0; i < s->form->sheet_count; i++)
        if (s->form->sheets[i].kind == kind && s->form->sheets[i].table == table)
            return &s->form->sheets[i];
    return NULL;
}

static void row_definitions(Schema *s)
{
    static const char *const ids[] = {"id", "post"};
    open_definition(s, S("post"));
    schema_str(s, "title", s->p->post_noun);
    fields_members(s, sheet_of(s, SHEET_POSTS, NULL), false);
    json_list(&s->w, "allOf");
    one_of_names(s, ids, 2);
    json_close(&s->w, ']');
    close_object(s);
    open_definition(s, S("candidate"));
    schema_str(s, "title", s->p->person_noun);
    fields_members(s, sheet_of(s, SHEET_PEOPLE, NULL), true);
    close_object(s);
    if (s->p->entry_field_count == 0)
        return;
    open_definition(s, S("entry"));
    schema_word(s, "title", "参选");
    fields_members(s, sheet_of(s, SHEET_ENTRIES, NULL), true);
    close_object(s);
}

static void table_members(Schema *s)
{
    if (s->p->table_count == 0)
        return;
    open_object(s, "tables");
    schema_types(s, true, "object");
    open_object(s, "properties");
    for (size_t i = 0; i < s->p->table_count; i++) {
        schema_key(s, s->p->tables[i].name);
        json_open(&s->w, '{');
        schema_types(s, true, "array");
        open_object(s, "items");
        fields_members(s, sheet_of(s, SHEET_TABLE, &s->p->tables[i]), true);
        close_object(s);
        close_object(s);
    }
    close_object(s);
    close_object(s);
}

/* ---- the document ---- */

static void count_definitions(Schema *s)
{
    for (int null = 0; null < 2; null++) {
        open_definition(s, null ? S("count_or_none") : S("count"));
        schema_types(s, null, "integer");
        json_int(&s->w, "minimum", 0);
        json_int(&s->w, "maximum", count_most);
        close_object(s);
    }
}

static void general_members(Schema *s, bool dated)
{
    text_or_null(s, "seed");
    open_object(s, "date");
    schema_types(s, !dated, "string");
    schema_word(s, "pattern", "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
    close_object(s);
}

static void document_members(Schema *s)
{
    const Program *p = s->p;
    bool posts = p->post_field_count > 0, entries = p->entry_field_count > 0, dated = false;
    Str required[4] = {S("candidates")};
    size_t n = 1;
    for (size_t i = 0; i < p->param_count; i++)
        dated = dated || p->params[i].dated_count > 0;
    schema_word(s, "type", "object");
    open_object(s, "properties");
    array_member(s, "posts", "post", !posts, posts);
    array_member(s, "candidates", "candidate", false, true);
    if (entries)
        array_member(s, "entries", "entry", p->entries_open, !p->entries_open);
    table_members(s);
    array_member(s, "ballots", "ballot", true, false);
    array_member(s, "records", "record", true, false);
    array_member(s, "withdrawn", "withdrawal", true, false);
    general_members(s, dated);
    close_object(s);
    if (posts)
        required[n++] = S("posts");
    if (entries && !p->entries_open)
        required[n++] = S("entries");
    if (dated)
        required[n++] = S("date");
    schema_words(s, "required", required, n);
}

void schema_json(const Program *p, Text *out)
{
    Schema s = {.p = p, .form = data_form(out->arena, p), .w = {.words = LANG_ZH, .out = out}};
    json_open(&s.w, '{');
    schema_word(&s, "$schema", "https://json-schema.org/draft/2020-12/schema");
    schema_str(&s, "title", p->title.len ? p->title : p->name);
    schema_word(&s, "description", "数据文件。职位等用 --posts 另给的，两个文件合起来是这样。标明给别的程序的记录不读。");
    document_members(&s);
    open_object(&s, "$defs");
    row_definitions(&s);
    paper_definition(&s, "paper", false);
    paper_definition(&s, "paper_by_post", true);
    ballot_definition(&s);
    record_definition(&s);
    withdrawal_definition(&s);
    count_definitions(&s);
    close_object(&s);
    json_close(&s.w, '}');
    text_char(out, '\n');
}
