/* schema_records.c - papers, ballots, what bodies did, who withdrew. */
#include "runtime/reader.h"
#include "runtime/schema_parts.h"

/* ---- pieces ---- */

static const Clause *clause_of(const Program *p, const Stage *stage, ClauseKind kind)
{
    for (size_t i = stage->first; i < stage->first + stage->count; i++)
        if (p->clauses[i].kind == kind)
            return &p->clauses[i];
    return NULL;
}

static void no_other_members(Schema *s)
{
    json_member(&s->w, "additionalProperties");
    text_addz(s->w.out, "false");
}

/* An element that names another procedure is not read. */
static void unless_others(Schema *s)
{
    open_object(s, "if");
    open_object(s, "properties");
    open_object(s, "procedure");
    schema_word(s, "type", "string");
    open_object(s, "not");
    schema_str(s, "const", s->p->name);
    close_object(s);
    close_object(s);
    close_object(s);
    json_member(&s->w, "required");
    text_addz(s->w.out, "[\"procedure\"]");
    close_object(s);
    json_member(&s->w, "then");
    text_addz(s->w.out, "true");
    open_object(s, "else");
}

static void stage_enum(Schema *s)
{
    Str *names = NEW_ARRAY(s->w.out->arena, Str, s->p->stage_count);
    for (size_t i = 0; i < s->p->stage_count; i++)
        names[i] = s->p->stages[i].name;
    schema_words(s, "enum", names, s->p->stage_count);
}

/* ---- papers ---- */

typedef ARRAY(Str) Names;

static void names_member(Schema *s, const char *name, bool by_post)
{
    open_object(s, name);
    schema_types(s, true, by_post ? "object" : "array");
    if (by_post) {
        open_object(s, "additionalProperties");
        schema_types(s, true, "array");
    }
    open_object(s, "items");
    schema_word(s, "type", "string");
    close_object(s);
    if (by_post)
        close_object(s);
    close_object(s);
}

void paper_definition(Schema *s, const char *name, bool by_post)
{
    static const char *const voters[] = {"voter", "投票人"}, *const sides[] = {"ayes", "赞成", "noes", "反对"};
    open_definition(s, str_from(name));
    schema_word(s, "type", "object");
    open_object(s, "properties");
    for (size_t i = 0; i < 2; i++) {
        open_object(s, voters[i]);
        schema_word(s, "type", "string");
        json_int(&s->w, "minLength", 1);
        close_object(s);
    }
    text_or_null(s, "class");
    text_or_null(s, "类别");
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        names_member(s, sides[i], by_post);
    close_object(s);
    json_list(&s->w, "allOf");
    one_of_names(s, voters, 2);
    json_close(&s->w, ']');
    close_object(s);
}

/* The counts that come with papers; those that the papers give themselves cannot be there. */
static void head_counts(Schema *s)
{
    const char *names[3];
    size_t n;
    for (int i = 0; i < COUNTS_STORED; i++) {
        count_names(i, names, &n);
        bool given = i == COUNT_ENTITLED || i == COUNT_PRESENT || i == COUNT_ISSUED;
        for (size_t k = 0; k < n; k++) {
            if (given) {
                ref_member(s, str_from(names[k]), "count_or_none");
            } else {
                json_member(&s->w, names[k]);
                text_addz(s->w.out, "false");
            }
        }
    }
}

/* The names by which papers may call the ballots of some fields. */
static void ballot_names(Schema *s, const Field *fields, size_t count, Names *names)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].type.kind != TYPE_BALLOT)
            continue;
        *PUSH(s->w.out->arena, names) = fields[i].name;
        if (!str_eq(fields[i].key, fields[i].name))
            *PUSH(s->w.out->arena, names) = fields[i].key;
    }
}

static void papers_for(Schema *s, const Field *fields, size_t count, const char *paper)
{
    static const char *const keys[] = {"papers", "选票"};
    Names names = {0};
    ballot_names(s, fields, count, &names);
    if (names.len == 0)
        return;
    json_item(&s->w);
    open_object(s, "if");
    json_list(&s->w, "anyOf");
    for (int k = 0; k < 2; k++) {
        json_item(&s->w);
        open_object(s, "properties");
        open_object(s, k ? "字段" : "field");
        schema_words(s, "enum", names.at, names.len);
        close_object(s);
        close_object(s);
        json_member(&s->w, "required");
        text_addz(s->w.out, k ? "[\"字段\"]" : "[\"field\"]");
        close_object(s);
    }
    json_close(&s->w, ']');
    close_object(s);
    open_object(s, "then");
    open_object(s, "properties");
    for (size_t k = 0; k < 2; k++)
        array_member(s, keys[k], paper, false, false);
    close_object(s);
    close_object(s);
    close_object(s);
}

void ballot_definition(Schema *s)
{
    static const char *const fields[] = {"field", "字段"}, *const papers[] = {"papers", "选票"};
    const Program *p = s->p;
    Names names = {0};
    ballot_names(s, p->fields, p->field_count, &names);
    ballot_names(s, p->entries, p->entry_field_count, &names);
    open_definition(s, S("ballot"));
    schema_word(s, "type", "object");
    unless_others(s);
    if (names.len == 0) { /* there is no ballot that papers could be for */
        open_object(s, "not");
        close_object(s);
        close_object(s);
        close_object(s);
        return;
    }
    open_object(s, "properties");
    for (size_t i = 0; i < 2; i++) {
        open_object(s, fields[i]);
        schema_words(s, "enum", names.at, names.len);
        close_object(s);
    }
    head_counts(s);
    close_object(s);
    json_list(&s->w, "allOf");
    one_of_names(s, fields, 2);
    one_of_names(s, papers, 2);
    papers_for(s, p->fields, p->field_count, "paper");
    papers_for(s, p->entries, p->entry_field_count, "paper_by_post");
    json_close(&s->w, ']');
    close_object(s);
    close_object(s);
}

/* ---- records ---- */

/* Every word that names a key of a contest. */
static size_t key_words(const Schema *s, const Expr *by, Str *words)
{
    const Program *p = s->p;
    size_t n = 0;
    Str all[6] = {key_shown(p, by), S("职位"), S("post"), p->post_noun};
    size_t count = 4;
    if (by->op == OP_FIELD || by->op == OP_ENTRY_FIELD) {
        const Field *field = by->op == OP_FIELD ? &p->fields[by->index] : &p->entries[by->index];
        all[count++] = field->name;
        all[count++] = field->key;
    }
    for (size_t i = 0; i < count; i++) {
        bool known = !all[i].len || !names_key(p, by, all[i]);
        for (size_t k = 0; k < n; k++)
            known = known || str_eq(words[k], all[i]);
        if (!known)
            words[n++] = all[i];
    }
    return n;
}

static void contest_member(Schema *s, const Stage *stage)
{
    open_object(s, "contest");
    if (stage->by_count == 0) {
        schema_types(s, true, "object");
        json_int(&s->w, "maxProperties", 0);
        close_object(s);
        return;
    }
    schema_word(s, "type", "object");
    open_object(s, "properties");
    for (size_t i = 0; i < stage->by_count; i++) {
        Str words[6];
        size_t n = key_words(s, stage->by[i], words);
        for (size_t k = 0; k < n; k++) {
            schema_key(s, words[k]);
            json_open(&s->w, '{');
            type_members(s, &stage->by[i]->type, false);
            close_object(s);
        }
    }
    close_object(s);
    json_int(&s->w, "minProperties", (long long)stage->by_count);
    json_int(&s->w, "maxProperties", (long long)stage->by_count);
    no_other_members(s);
    close_object(s);
}

static void open_people(Schema *s, const char *name)
{
    open_object(s, name);
    schema_types(s, true, "object");
    open_object(s, "additionalProperties");
}

static void values_member(Schema *s, const Stage *stage)
{
    open_people(s, "values");
    schema_types(s, true, "object");
    open_object(s, "properties");
    for (size_t i = stage->first; i < stage->first + stage->count; i++) {
        const Clause *c = &s->p->clauses[i];
        if (c->kind != CLAUSE_DECISION)
            continue;
        for (int k = 0; k < (str_eq(c->key, c->name) ? 1 : 2); k++) {
            schema_key(s, k ? c->key : c->name);
            json_open(&s->w, '{');
            if (c->notes.cite.len > 0)
                schema_str(s, "description", c->notes.cite);
            type_members(s, &c->type, true);
            close_object(s);
        }
    }
    close_object(s);
    no_other_members(s);
    close_object(s);
    close_object(s);
}

static void stage_members(Schema *s, const Stage *stage)
{
    contest_member(s, stage);
    if (clause_of(s->p, stage, CLAUSE_VOTE)) {
        open_people(s, "votes");
        schema_types(s, true, "object");
        ballot_members(s, NULL);
        close_object(s);
        close_object(s);
        array_member(s, "papers", "paper", true, false);
        array_member(s, "选票", "paper", true, false);
    } else {
        null_member(s, "votes");
        null_member(s, "papers");
        null_member(s, "选票");
    }
    if (stage->advance && stage->advance->picked) {
        open_object(s, "chosen");
        schema_types(s, true, "array");
        open_object(s, "items");
        schema_word(s, "type", "string");
        close_object(s);
        json_member(&s->w, "uniqueItems");
        text_addz(s->w.out, "true");
        close_object(s);
    } else {
        null_member(s, "chosen");
    }
    values_member(s, stage);
}

static void when_stage(Schema *s, const Stage *stage)
{
    json_item(&s->w);
    open_object(s, "if");
    open_object(s, "properties");
    open_object(s, "stage");
    schema_str(s, "const", stage->name);
    close_object(s);
    close_object(s);
    close_object(s);
    open_object(s, "then");
    open_object(s, "properties");
    stage_members(s, stage);
    close_object(s);
    if (stage->by_count > 0) {
        json_member(&s->w, "required");
        text_addz(s->w.out, "[\"contest\"]");
    }
    close_object(s);
    close_object(s);
}

void record_definition(Schema *s)
{
    const char *names[3];
    size_t n;
    open_definition(s, S("record"));
    schema_word(s, "type", "object");
    unless_others(s);
    open_object(s, "properties");
    open_object(s, "stage");
    stage_enum(s);
    close_object(s);
    text_or_null(s, "meeting");
    for (int i = COUNT_SPOILT; i < COUNTS_STORED; i++) {
        count_names(i, names, &n);
        for (size_t k = 0; k < n; k++)
            ref_member(s, str_from(names[k]), "count_or_none");
    }
    open_people(s, "reasons");
    schema_types(s, true, "string");
    close_object(s);
    close_object(s);
    close_object(s);
    json_member(&s->w, "required");
    text_addz(s->w.out, "[\"stage\"]");
    json_list(&s->w, "allOf");
    for (size_t i = 0; i < s->p->stage_count; i++)
        when_stage(s, &s->p->stages[i]);
    json_close(&s->w, ']');
    close_object(s);
    close_object(s);
}

void withdrawal_definition(Schema *s)
{
    static const char *const stages[] = {"before", "after"};
    open_definition(s, S("withdrawal"));
    schema_word(s, "type", "object");
    unless_others(s);
    open_object(s, "properties");
    open_object(s, "candidate");
    schema_word(s, "type", "string");
    close_object(s);
    for (size_t i = 0; i < 2; i++) {
        open_object(s, stages[i]);
        stage_enum(s);
        close_object(s);
    }
    if (s->p->entry_field_count > 0)
        text_or_null(s, "post");
    text_or_null(s, "why");
    close_object(s);
    json_member(&s->w, "required");
    text_addz(s->w.out, "[\"candidate\"]");
    json_member(&s->w, "oneOf");
    text_addz(s->w.out, "[{\"required\": [\"before\"]}, {\"required\": [\"after\"]}]");
    close_object(s);
    close_object(s);
}
