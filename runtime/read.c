#include "runtime/read.h"

#include <stdlib.h>

#include "runtime/reader.h"

const Str part_keys[PART_COUNT] = {
    [PART_POSTS] = {"posts", 5},       [PART_CANDIDATES] = {"candidates", 10},
    [PART_RECORDS] = {"records", 7},   [PART_WITHDRAWN] = {"withdrawn", 9},
    [PART_SEED] = {"seed", 4},
};

static Str piece(const Source *s, Span span)
{
    size_t end = span.end;
    return end - span.start > 40 ? S("…") : str_cut(s->text, span.start, end);
}

static char first_char(const Part *part) { return part->source->text.at[part->value.start]; }

static Span text_span(const Source *s, size_t from) { return (Span){(uint32_t)from, (uint32_t)s->text.len}; }

/* ---- the document ---- */

static int part_of(Str key)
{
    for (int i = 0; i < PART_COUNT; i++)
        if (str_eq(key, part_keys[i]))
            return i;
    return -1;
}

static bool same_member_twice(Reader *r, const JsonMember *members, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_eq(members[k].key, members[i].key)) {
            Diag *d = diag_add(r->diags, E0208, r->source, members[i].key_span, ARGS(members[i].key));
            diag_label(d, members[k].key_span, S(""));
            diag_at_json(d, members[i].key, S(""));
            return true;
        }
    return false;
}

/* A member nobody reads is still JSON, and is warned about. */
static void unknown_member(Reader *r, const JsonMember *m)
{
    JsonBase base = {.member = m->key, .depth = 1};
    cJSON *tree = json_parse(r->json, r->source, m->value, base);
    if (!tree)
        return;
    cJSON_Delete(tree);
    if (r->unknown_count < UNKNOWN_KEYS)
        r->unknown[r->unknown_count++] = (UnknownKey){.scope = r->source->name,
                                                      .key = m->key,
                                                      .source = r->source,
                                                      .first = m->key_span,
                                                      .count = 1};
    else
        r->unknown_more++;
}

static void take_members(Reader *r, const JsonMember *members, size_t count, const Source *data,
                         bool is_posts_file)
{
    for (size_t i = 0; i < count; i++) {
        const JsonMember *m = &members[i];
        int kind = part_of(m->key);
        if (i < 1000 && same_member_twice(r, members, i)) /* real documents have five members */
            continue;
        if (kind < 0) {
            unknown_member(r, m);
            continue;
        }
        Part *part = &r->parts[kind];
        if (is_posts_file && kind == PART_CANDIDATES) {
            Diag *d = diag_add(r->diags, E0244, r->source, m->key_span, ARGS(data->name));
            diag_at_json(d, m->key, S(""));
        } else if (part->source) {
            Diag *d = diag_add(r->diags, E0243, r->source, m->key_span, ARGS(m->key, part->source->name));
            diag_at_json(d, m->key, S(""));
        } else if (!str_eq(piece(r->source, m->value), S("null"))) {
            *part = (Part){.source = r->source, .key = m->key_span, .value = m->value};
        }
    }
}

static bool has_member(const JsonMember *members, size_t count, Str key)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(members[i].key, key))
            return true;
    return false;
}

static size_t start_of(const Source *s, size_t i)
{
    while (i < s->text.len && strchr(" \t\n", s->text.at[i]))
        i++;
    return i;
}

/* The first line is a whole object and the next line starts another one: tells broken NDJSON from a
 * broken document. */
static bool looks_like_lines(const Source *s)
{
    JsonCut cut = json_lines(s);
    Span first, second;
    if (!json_next(&cut, &first) || !json_next(&cut, &second))
        return false;
    size_t end = first.end;
    while (end > first.start && strchr(" \t", s->text.at[end - 1]))
        end--;
    return s->text.at[end - 1] == '}' && s->text.at[second.start] == '{';
}

/* spec 6: one candidate a line.  A document is one object and has candidates. */
static bool is_ndjson(Reader *r, const Source *data)
{
    size_t start = start_of(data, 0), count = 0;
    Span object;
    JsonMember *members = NULL;
    if (start == data->text.len || data->text.at[start] != '{')
        return false;
    if (!json_extent(data->text, start, &object))
        return looks_like_lines(data);
    if (!json_members(r->json, data, object, false, &members, &count))
        return looks_like_lines(data);
    if (has_member(members, count, S("candidates")))
        return false;
    size_t next = start_of(data, object.end);
    return has_member(members, count, S("id")) || (next < data->text.len && data->text.at[next] == '{');
}

/* Finds the parts of a document.  false when its structure is broken (reported). */
static bool find_parts(Reader *r, const Source *source, const Source *data, bool is_posts_file)
{
    r->source = source;
    size_t start = start_of(source, 0), count = 0;
    char c = start < source->text.len ? source->text.at[start] : '\0';
    Span whole = text_span(source, start);
    if (c == '{') {
        JsonMember *members;
        if (!json_members(r->json, source, whole, true, &members, &count))
            return false;
        take_members(r, members, count, data, is_posts_file);
        return true;
    }
    if (c == '[' && is_posts_file) {
        r->parts[PART_POSTS] = (Part){.source = source, .value = whole, .key = {whole.start, whole.start + 1}};
        return true;
    }
    JsonBase base = {0};
    if (c == '[') { /* only to see whether it is JSON at all: its elements are not kept */
        if (!json_count(r->json, source, whole, base, &count))
            return false;
    } else {
        cJSON *tree = json_parse(r->json, source, whole, base);
        if (!tree)
            return false;
        cJSON_Delete(tree);
    }
    diag_add(r->diags, E0220, source, (Span){whole.start, whole.start + 1},
             ARGS(source->name, is_posts_file ? S("{\"posts\":[…]}") : S("{\"candidates\":[…]}"),
                  c == '[' ? S("[…]") : piece(source, whole)));
    return false;
}

/* ---- elements ---- */

/* A part that is not an array is reported and taken away. */
static void count_part(Reader *r, PartKind kind)
{
    Part *part = &r->parts[kind];
    if (!part->source)
        return;
    if (part->lines) {
        Span line;
        for (JsonCut cut = json_lines(part->source); json_next(&cut, &line);)
            part->count++;
        return;
    }
    if (first_char(part) != '[') {
        Diag *d = diag_add(r->diags, E0220, part->source, part->value,
                           ARGS(part_keys[kind], S("[…]"),
                                first_char(part) == '{' ? S("{…}") : piece(part->source, part->value)));
        diag_at_json(d, part_keys[kind], S(""));
        part->source = NULL;
        return;
    }
    JsonBase base = {.member = part->key.end > part->key.start + 1 ? part_keys[kind] : S(""), .depth = 1};
    if (!json_count(r->json, part->source, part->value, base, &part->count))
        part->source = NULL;
}

JsonCut part_cut(const Part *part)
{
    return part->lines ? json_lines(part->source) : json_cut(part->source, part->value);
}

bool next_element(Reader *r, PartKind kind, JsonCut *cut, size_t index, Span *span, cJSON **tree)
{
    const Part *part = &r->parts[kind];
    if (!json_next(cut, span))
        return false;
    JsonBase base = {.depth = 0};
    if (!part->lines)
        base = (JsonBase){.member = part_keys[kind], .indexed = true, .index = index, .depth = 2};
    r->source = part->source;
    r->who = S("");
    *tree = json_parse(r->json, part->source, *span, base);
    if (*tree && !cJSON_IsObject(*tree)) {
        wrong_type(r, base.member.len ? part_keys[kind] : part->source->name, S("{…}"), *tree);
        cJSON_Delete(*tree);
        *tree = NULL;
    }
    return true;
}

/* ---- posts and candidates ---- */

typedef struct {
    PartKind kind;
    const Field *fields;
    size_t field_count;
    Builder *builders;
    Str *ids;
    Span *spans;
    Index index;
    bool may_have_name;
} Rows;

static int compare_named(const void *x, const void *y)
{
    const Named *a = x, *b = y;
    int c = str_cmp(a->id, b->id);
    return c ? c : (a->row > b->row) - (a->row < b->row);
}

static void index_rows(Reader *r, Rows *rows, size_t count)
{
    Index *index = &rows->index;
    index->at = NEW_ARRAY(r->scratch, Named, count);
    for (size_t i = 0; i < count; i++)
        if (rows->ids[i].len > 0)
            index->at[index->count++] = (Named){rows->ids[i], (uint32_t)i};
    qsort(index->at, index->count, sizeof *index->at, compare_named);
    for (size_t i = 1; i < index->count; i++) {
        const Named *a = &index->at[i - 1], *b = &index->at[i];
        if (!str_eq(a->id, b->id))
            continue;
        const Part *part = &r->parts[rows->kind];
        Diag *d = diag_add(r->diags, E0226, part->source, rows->spans[b->row], ARGS(b->id));
        diag_label(d, rows->spans[a->row], S(""));
        JsonBase base = {.member = part_keys[rows->kind], .indexed = true, .index = b->row};
        diag_at_json(d, part->lines ? S("") : json_base_path(r->scratch, base), b->id);
    }
}

static void read_id(Reader *r, Rows *rows, size_t row, const cJSON *tree)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, "id");
    Str id = {0};
    if (!item || cJSON_IsNull(item))
        lacks(r, part_keys[rows->kind], S("id"), tree);
    else if (!read_text(r, S("id"), item, &id))
        id.len = 0;
    else if (id.len == 0)
        fault(r, E0245, item, ARGS(S("id")));
    rows->ids[row] = id;
    if (id.len == 0)
        rows->index.incomplete = true;
    else if (rows->kind == PART_CANDIDATES)
        r->who = id;
}

static int field_of(const Rows *rows, Str key, size_t hint)
{
    for (size_t k = 0; k < rows->field_count; k++) { /* rows tend to have their keys in one order */
        size_t i = (hint + k) % rows->field_count;
        if (str_eq(rows->fields[i].key, key))
            return (int)i;
    }
    return -1;
}

static void read_row(Reader *r, Rows *rows, size_t row, const cJSON *tree)
{
    read_id(r, rows, row, tree);
    size_t hint = 0;
    for (const cJSON *m = tree->child; m; m = m->next) {
        Str key = json_key(m), name;
        int i = field_of(rows, key, hint);
        if (i >= 0) {
            read_cell(r, &rows->fields[i], &rows->builders[i], row, m);
            hint = (size_t)i + 1;
        } else if (str_eq(key, S("id"))) {
            continue;
        } else if (rows->may_have_name && str_eq(key, S("name"))) {
            if (!cJSON_IsNull(m))
                read_text(r, key, m, &name);
        } else {
            unknown_key(r, part_keys[rows->kind], m);
        }
    }
}

static void read_rows(Reader *r, Rows *rows, Column *columns)
{
    const Part *part = &r->parts[rows->kind];
    size_t count = part->source ? part->count : 0;
    rows->ids = NEW_ARRAY(r->arena, Str, count);
    rows->spans = NEW_ARRAY(r->arena, Span, count);
    rows->builders = NEW_ARRAY(r->scratch, Builder, rows->field_count);
    for (size_t i = 0; i < rows->field_count; i++) {
        rows->builders[i].column = &columns[i];
        builder_start(r->arena, r->program, &rows->fields[i].type, count, &rows->builders[i]);
    }
    if (count == 0)
        return;
    JsonCut cut = part_cut(part);
    cJSON *tree;
    for (size_t row = 0;
         row < count && next_element(r, rows->kind, &cut, row, &rows->spans[row], &tree); row++) {
        for (size_t i = 0; i < rows->field_count; i++)
            if (columns[i].first)
                columns[i].first[row + 1] = columns[i].first[row];
        if (tree)
            read_row(r, rows, row, tree);
        else
            rows->index.incomplete = true;
        cJSON_Delete(tree);
    }
    index_rows(r, rows, count);
}

static void read_posts(Reader *r)
{
    const Program *p = r->program;
    bool given = r->parts[PART_POSTS].source != NULL;
    if (p->post_field_count > 0 && given && r->parts[PART_POSTS].count == 0)
        given = false;
    Rows rows = {.kind = PART_POSTS, .fields = p->posts, .field_count = p->post_field_count};
    r->pool->posts = NEW_ARRAY(r->arena, Column, p->post_field_count);
    rows.index.incomplete = !given && p->post_field_count > 0;
    read_rows(r, &rows, r->pool->posts);
    r->pool->post_ids = rows.ids;
    r->pool->post_count = given ? r->parts[PART_POSTS].count : 0;
    r->posts = rows.index;
}

static void read_candidates(Reader *r)
{
    const Program *p = r->program;
    const Part *part = &r->parts[PART_CANDIDATES];
    Rows rows = {.kind = PART_CANDIDATES, .fields = p->fields, .field_count = p->field_count,
                 .may_have_name = true};
    r->pool->fields = NEW_ARRAY(r->arena, Column, p->field_count);
    read_rows(r, &rows, r->pool->fields);
    r->pool->person_ids = rows.ids;
    r->pool->person_spans = rows.spans;
    r->pool->person_count = part->source ? part->count : 0;
    r->pool->person_order = NEW_ARRAY(r->arena, uint32_t, r->pool->person_count);
    for (size_t i = 0; i < rows.index.count; i++)
        r->pool->person_order[i] = rows.index.at[i].row;
    r->persons = rows.index;
}

/* ---- the whole ---- */

static void read_seed(Reader *r)
{
    const Part *part = &r->parts[PART_SEED];
    if (!part->source)
        return;
    r->source = part->source;
    r->who = S("");
    cJSON *tree = json_parse(r->json, part->source, part->value,
                             (JsonBase){.member = part_keys[PART_SEED], .depth = 1});
    if (tree && !cJSON_IsNull(tree))
        r->pool->has_seed = read_text(r, part_keys[PART_SEED], tree, &r->pool->seed) && r->pool->seed.len > 0;
    cJSON_Delete(tree);
}

static void report_unknown_keys(Reader *r)
{
    for (size_t i = 0; i < r->unknown_count; i++) {
        const UnknownKey *u = &r->unknown[i];
        Diag *d = diag_add(r->diags, W0201, u->source, u->first,
                           ARGS(u->scope, u->key, number_text(r, u->count)));
        if (str_eq(u->scope, part_keys[PART_CANDIDATES])) {
            Str *keys = NEW_ARRAY(r->scratch, Str, r->program->field_count);
            for (size_t k = 0; k < r->program->field_count; k++)
                keys[k] = r->program->fields[k].key;
            suggest(r, d, u->key, keys, r->program->field_count);
        }
    }
    if (r->unknown_more > 0)
        diag_add(r->diags, W0202, r->parts[PART_CANDIDATES].source, (Span){0, 0},
                 ARGS(number_text(r, r->unknown_more)));
}

static void read_all(Reader *r, const Source *data, const Source *posts)
{
    bool ok = !posts || find_parts(r, posts, data, true);
    if (is_ndjson(r, data))
        r->parts[PART_CANDIDATES] = (Part){.source = data, .value = text_span(data, 0), .lines = true};
    else
        ok &= find_parts(r, data, data, false);
    if (!ok)
        return;
    bool had_posts = r->parts[PART_POSTS].source != NULL;
    bool had_candidates = r->parts[PART_CANDIDATES].source != NULL;
    for (PartKind k = PART_POSTS; k < PART_SEED; k++)
        count_part(r, k);
    const Part *candidates = &r->parts[PART_CANDIDATES], *given = &r->parts[PART_POSTS];
    if (!had_candidates || (candidates->source && candidates->count == 0))
        diag_add(r->diags, E0233, data, had_candidates ? candidates->key : (Span){0, 0}, ARGS(data->name));
    if (r->program->post_field_count > 0 && (!had_posts || (given->source && given->count == 0)))
        diag_add(r->diags, E0234, had_posts ? given->source : data, had_posts ? given->key : (Span){0, 0},
                 NO_ARGS);
    read_posts(r);
    read_candidates(r);
    read_records(r);
    read_withdrawn(r);
    read_seed(r);
    report_unknown_keys(r);
}

Pool *read_pool(Arena *a, const Program *program, const Source *data, const Source *posts, Diags *d)
{
    size_t before = diags_count(d, LEVEL_ERROR);
    Arena *scratch = arena_new();
    Reader *r = NEW(scratch, Reader);
    *r = (Reader){.arena = a, .scratch = scratch, .program = program, .diags = d,
                  .json = json_new(scratch, d), .pool = NEW(a, Pool)};
    r->pool->program = program;
    r->pool->source = data;
    r->pool->record_source = data;
    read_all(r, data, posts);
    Pool *pool = diags_count(d, LEVEL_ERROR) == before ? r->pool : NULL;
    arena_free(scratch);
    return pool;
}
