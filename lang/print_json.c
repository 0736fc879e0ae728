/* print_json.c - the whole checked program as JSON, schema xuan.program/1. */
#include "lang/program.h"

static const char *const type_names[] = {"error", "yesno", "number", "ratio", "date", "text", "grade", "post",
                                         "person", "ballot", "survey", "panel", "list", "table"};
static const char *const dim_names[] = {"pure", "points", "count", "share", "years", "months", "days"};
static const char *const op_names[] = {
#define OP(kind, name, shape) name,
#include "lang/ops.def"
};

static void json_key(Text *out, const char *key)
{
    text_char(out, '"');
    text_addz(out, key);
    text_addz(out, "\":");
}

static void json_num(Text *out, Num n)
{
    text_char(out, '"');
    num_exact(out, n);
    text_char(out, '"');
}

static void json_type(const Program *p, const Type *t, Text *out)
{
    text_char(out, '{');
    json_key(out, "kind");
    text_json(out, str_from(type_names[t->kind]));
    if (t->kind == TYPE_NUMBER) {
        text_char(out, ',');
        json_key(out, "dimension");
        text_json(out, str_from(dim_names[t->dim]));
        if (t->has_low)
            text_char(out, ','), json_key(out, "low"), json_num(out, t->low);
        if (t->has_high)
            text_char(out, ','), json_key(out, "high"), json_num(out, t->high);
    }
    if (t->scale >= 0 && (t->kind == TYPE_GRADE || t->kind == TYPE_SURVEY))
        text_char(out, ','), json_key(out, "scale"), text_json(out, p->scales[t->scale].name);
    if (t->kind == TYPE_BALLOT)
        text_char(out, ','), json_key(out, "base"), text_json(out, str_from(count_words[t->base][LANG_EN]));
    if (t->names)
        text_char(out, ','), json_key(out, "names"), text_int(out, t->names);
    if (t->voters.len)
        text_char(out, ','), json_key(out, "voters"), text_json(out, t->voters);
    if (t->items)
        text_char(out, ','), json_key(out, "items"), text_int(out, t->items);
    if (t->element)
        text_char(out, ','), json_key(out, "element"), json_type(p, t->element, out);
    text_char(out, '}');
}

static void json_expr(const Program *p, const Expr *e, Text *out)
{
    if (!e) {
        text_addz(out, "null");
        return;
    }
    text_char(out, '{');
    json_key(out, "op");
    text_json(out, str_from(op_names[e->op]));
    text_char(out, ',');
    json_key(out, "text");
    Text t = text_new(out->arena);
    program_expr(p, e, LANG_ZH, &t);
    text_json(out, text_str(&t));
    text_char(out, ',');
    json_key(out, "type");
    json_type(p, &e->type, out);
    if (e->kid_count) {
        text_char(out, ',');
        json_key(out, "kids");
        text_char(out, '[');
        for (size_t i = 0; i < e->kid_count; i++) {
            if (i)
                text_char(out, ',');
            json_expr(p, e->kids[i], out);
        }
        text_char(out, ']');
    }
    text_char(out, '}');
}

static void json_notes(const Program *p, const Notes *n, Text *out)
{
    json_key(out, "say");
    text_json(out, n->say);
    text_char(out, ',');
    json_key(out, "cite");
    text_json(out, n->cite);
    text_char(out, ',');
    json_key(out, "assumptions");
    text_char(out, '[');
    for (size_t i = 0; i < n->assumption_count; i++) {
        if (i)
            text_char(out, ',');
        text_json(out, n->assumptions[i].text);
    }
    text_addz(out, "],");
    json_key(out, "doubts");
    text_char(out, '[');
    for (size_t i = 0; i < n->doubt_count; i++) {
        if (i)
            text_char(out, ',');
        text_char(out, '{');
        json_key(out, "text");
        text_json(out, n->doubts[i].text);
        text_char(out, ',');
        json_key(out, "readings");
        text_char(out, '[');
        for (size_t k = 0; k < n->doubts[i].reading_count; k++) {
            if (k)
                text_char(out, ',');
            json_expr(p, n->doubts[i].readings[k], out);
        }
        text_addz(out, "]}");
    }
    text_char(out, ']');
}

static void json_field_list(const Program *p, const Field *fields, size_t n, Text *out)
{
    text_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        text_addz(out, i ? ",\n    {" : "\n    {");
        json_key(out, "name");
        text_json(out, fields[i].name);
        text_char(out, ',');
        json_key(out, "key");
        text_json(out, fields[i].key);
        text_char(out, ',');
        json_key(out, "type");
        json_type(p, &fields[i].type, out);
        text_char(out, ',');
        json_key(out, "optional");
        text_addz(out, fields[i].optional ? "true," : "false,");
        json_key(out, "when");
        json_expr(p, fields[i].when, out);
        text_char(out, ',');
        json_notes(p, &fields[i].notes, out);
        text_char(out, '}');
    }
    text_char(out, ']');
}

static void json_fields(const Program *p, const char *key, const Field *fields, size_t n, Text *out)
{
    text_addz(out, "\n  ");
    json_key(out, key);
    json_field_list(p, fields, n, out);
    text_char(out, ',');
}

static void json_entries(const Program *p, Text *out)
{
    if (!p->entry_field_count)
        return;
    json_fields(p, "entries", p->entries, p->entry_field_count, out);
    text_addz(out, "\n  ");
    json_key(out, "entries_open");
    text_addz(out, p->entries_open ? "true," : "false,");
}

static void json_tables(const Program *p, Text *out)
{
    for (size_t i = 0; i < p->table_count; i++) {
        text_addz(out, i ? ",\n  {" : "\n  \"tables\":[{");
        json_key(out, "name");
        text_json(out, p->tables[i].name);
        text_char(out, ',');
        json_key(out, "columns");
        json_field_list(p, p->tables[i].columns, p->tables[i].column_count, out);
        text_char(out, '}');
    }
    if (p->table_count)
        text_addz(out, "],");
}

static void json_member(const Program *p, const char *key, const Expr *e, Text *out)
{
    if (!e)
        return;
    text_char(out, ',');
    json_key(out, key);
    json_expr(p, e, out);
}

/* What only some kinds of clause have. */
static void json_clause_parts(const Program *p, const Clause *c, Text *out)
{
    json_member(p, "order", c->order, out);
    json_member(p, "capacity", c->capacity, out);
    if (c->dense)
        text_char(out, ','), json_key(out, "dense"), text_addz(out, "true");
    if (!c->substitutes)
        return;
    text_char(out, ',');
    json_key(out, "substitutes");
    text_char(out, '{');
    json_key(out, "times");
    if (c->times >= 0)
        text_int(out, c->times);
    else
        text_addz(out, "null");
    text_char(out, ',');
    json_key(out, "before");
    if (c->deadline < (int)p->stage_count)
        text_json(out, p->stages[c->deadline].name);
    else
        text_addz(out, "null");
    json_member(p, "when", c->reserve_when, out);
    text_char(out, '}');
}

static void json_clause(const Program *p, const Clause *c, Text *out)
{
    text_addz(out, "\n      {");
    json_key(out, "kind");
    text_json(out, str_from(clause_names[c->kind]));
    text_char(out, ',');
    json_key(out, "line");
    text_int(out, c->line);
    text_char(out, ',');
    json_key(out, "text");
    Text t = text_new(out->arena);
    program_clause(p, c, LANG_ZH, &t);
    text_json(out, text_str(&t));
    text_char(out, ',');
    json_key(out, "expr");
    json_expr(p, c->expr, out);
    json_clause_parts(p, c, out);
    if (c->key_count) {
        text_char(out, ',');
        json_key(out, "keys");
        text_char(out, '[');
        for (size_t i = 0; i < c->key_count; i++) {
            if (i)
                text_char(out, ',');
            json_expr(p, c->keys[i].value, out);
        }
        text_char(out, ']');
    }
    text_char(out, ',');
    json_key(out, "ties");
    static const char *const ties[] = {"", "all_in", "none_in", "pending", "lots"};
    text_json(out, str_from(ties[c->ties]));
    text_char(out, ',');
    json_key(out, "body");
    text_json(out, c->body);
    text_char(out, ',');
    json_notes(p, &c->notes, out);
    text_char(out, '}');
}

/* A table: its rows' values, in the order of the text, with what each row matches. */
static void json_rows(const Program *p, const Param *param, Text *out)
{
    json_key(out, "rows");
    text_char(out, '[');
    for (size_t i = 0; i < param->row_count; i++) {
        const MapRow *row = &param->rows[i];
        text_addz(out, i ? ",{" : "{");
        json_key(out, "for");
        Text t = text_new(out->arena);
        program_row(p, row, &param->subject, LANG_ZH, &t);
        text_json(out, text_str(&t));
        text_char(out, ',');
        json_key(out, "value");
        json_expr(p, param->row_values[i], out);
        text_char(out, '}');
    }
    text_addz(out, "],");
}

/* The values of a dated parameter, by date. */
static void json_dated(const Program *p, const Param *param, Text *out)
{
    for (size_t i = 0; i < param->dated_count; i++) {
        const Date d = param->dated[i].since;
        text_addz(out, i ? ",{" : "\"dated\":[{");
        json_key(out, "since");
        text_addz(out, "\"");
        text_int(out, d.year);
        text_addz(out, d.month < 10 ? "-0" : "-"), text_int(out, d.month);
        text_addz(out, d.day < 10 ? "-0" : "-"), text_int(out, d.day);
        text_addz(out, "\",");
        json_key(out, "value");
        json_expr(p, param->dated[i].value, out);
        text_char(out, '}');
    }
    if (param->dated_count)
        text_addz(out, "],");
}

void program_json(const Program *p, Text *out)
{
    text_addz(out, "{\n  \"schema\":\"xuan.program/1\",\n  ");
    json_key(out, "name");
    text_json(out, p->name);
    text_addz(out, ",\n  ");
    json_key(out, "title");
    text_json(out, p->title);
    text_addz(out, ",\n  ");
    json_key(out, "source");
    text_json(out, p->notes.cite);
    text_char(out, ',');
    text_addz(out, "\n  \"parameters\":[");
    for (size_t i = 0; i < p->param_count; i++) {
        text_addz(out, i ? ",\n    {" : "\n    {");
        json_key(out, "name");
        text_json(out, p->params[i].name);
        text_char(out, ',');
        json_key(out, "value");
        json_expr(p, p->params[i].value, out);
        text_char(out, ',');
        json_dated(p, &p->params[i], out);
        json_rows(p, &p->params[i], out);
        json_notes(p, &p->params[i].notes, out);
        text_char(out, '}');
    }
    text_addz(out, "],");
    json_fields(p, "posts", p->posts, p->post_field_count, out);
    json_fields(p, "candidates", p->fields, p->field_count, out);
    json_entries(p, out);
    json_tables(p, out);
    text_addz(out, "\n  \"stages\":[");
    for (size_t s = 0; s < p->stage_count; s++) {
        const Stage *stage = &p->stages[s];
        text_addz(out, s ? ",\n    {" : "\n    {");
        json_key(out, "name");
        text_json(out, stage->name);
        text_char(out, ',');
        json_key(out, "full");
        if (stage->has_full)
            json_num(out, stage->full);
        else
            text_addz(out, "null");
        text_char(out, ',');
        json_key(out, "by");
        text_char(out, '[');
        for (size_t i = 0; i < stage->by_count; i++) {
            if (i)
                text_char(out, ',');
            json_expr(p, stage->by[i], out);
        }
        text_addz(out, "],");
        json_key(out, "everyone");
        text_addz(out, stage->everyone ? "true," : "false,");
        if (p->entry_field_count) {
            json_key(out, "of_entries");
            text_addz(out, stage->of_entries ? "true," : "false,");
        }
        json_notes(p, &stage->notes, out);
        text_char(out, ',');
        json_key(out, "clauses");
        text_char(out, '[');
        for (size_t i = 0; i < stage->count; i++) {
            if (i)
                text_char(out, ',');
            json_clause(p, &p->clauses[stage->first + i], out);
        }
        text_addz(out, "]}");
    }
    text_addz(out, "]\n}\n");
}
