#include "runtime/direct.h"

/* ---- the rows of any part ---- */

Rows rows_start(Reader *r, const Part *part, const Field *fields, size_t field_count)
{
    Rows rows = {.part = part, .fields = fields, .field_count = field_count, .count = part->source ? part->count : 0};
    rows.columns = NEW_ARRAY(r->arena, Column, field_count);
    rows.builders = NEW_ARRAY(r->scratch, Builder, field_count);
    rows.spans = NEW_ARRAY(r->arena, Span, rows.count);
    for (size_t i = 0; i < field_count; i++) {
        rows.builders[i].column = &rows.columns[i];
        builder_start(r->arena, r->program, &fields[i].type, rows.count, &rows.builders[i]);
        rows.columns[i].shared = others_read_key(r, part->name, fields[i].key);
    }
    return rows;
}

bool rows_next(Reader *r, Rows *rows, JsonCut *cut, size_t row, cJSON **tree)
{
    if (row >= rows->count)
        return false;
    if (row == 0)
        *cut = part_cut(rows->part);
    if (!next_element(r, rows->part, cut, row, &rows->spans[row], tree))
        return false;
    for (size_t i = 0; i < rows->field_count; i++)
        if (rows->columns[i].first)
            rows->columns[i].first[row + 1] = rows->columns[i].first[row];
    return true;
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

static bool is_among(Str words, Str word)
{
    for (size_t i = 0; word.len && i + word.len <= words.len; i++)
        if (str_eq(str_cut(words, i, i + word.len), word) && (i == 0 || words.at[i - 1] == ' ') &&
            (i + word.len == words.len || words.at[i + word.len] == ' '))
            return true;
    return false;
}

bool key_leads(Str path, Str key)
{
    return path.len > key.len && (path.at[key.len] == '.' || path.at[key.len] == '[') &&
           str_eq(str_cut(path, 0, key.len), key);
}

/* "poll" is the way to "poll.yes": what must stand there, {…} or […]; empty when it leads nowhere. */
static Str leads_to(const Rows *rows, Str key)
{
    for (size_t i = 0; i < rows->field_count; i++)
        if (key_leads(rows->fields[i].key, key))
            return rows->fields[i].key.at[key.len] == '[' ? S("[…]") : S("{…}");
    return S("");
}

static Str inner_path(Reader *r, Str around, const cJSON *tree, const cJSON *member, uint64_t index)
{
    if (!around.len)
        return json_key(member);
    Text path = text_new(r->scratch);
    if (cJSON_IsArray(tree))
        text_format(&path, S("{0}[{1}]"), (Str[]){around, number_text(r, index)}, 2);
    else
        text_format(&path, S("{0}.{1}"), (Str[]){around, json_key(member)}, 2);
    return text_str(&path);
}

/* The members of an object, the elements of an array. */
static void read_members(Reader *r, Rows *rows, size_t row, const cJSON *tree, Str around, Str other, size_t *hint)
{
    uint64_t index = 0;
    for (const cJSON *m = tree->child; m; m = m->next) {
        Str key = inner_path(r, around, tree, m, index++), name;
        int i = field_of(rows, key, *hint);
        if (i >= 0) {
            read_cell(r, &rows->fields[i], &rows->builders[i], row, m);
            *hint = (size_t)i + 1;
        } else if (leads_to(rows, key).len) {
            if (cJSON_IsObject(m) || cJSON_IsArray(m))
                read_members(r, rows, row, m, key, S(""), hint);
            else if (!cJSON_IsNull(m))
                wrong_type(r, key, leads_to(rows, key), m);
        } else if (!is_among(other, key)) {
            unknown_key(r, rows->part->name, key, m);
        } else if (str_eq(key, S("name")) && !cJSON_IsNull(m)) {
            read_text(r, key, m, &name);
        }
    }
}

void rows_fields(Reader *r, Rows *rows, size_t row, const cJSON *tree, Str other)
{
    size_t hint = 0;
    read_members(r, rows, row, tree, S(""), other, &hint);
}

/* ---- ids ---- */

static void index_ids(Reader *r, Index *index, const Str *ids, size_t count)
{
    uint32_t *order = NEW_ARRAY(r->scratch, uint32_t, count);
    index->count = order_ids(ids, count, order);
    index->at = NEW_ARRAY(r->scratch, Named, index->count);
    for (size_t i = 0; i < index->count; i++)
        index->at[i] = (Named){ids[order[i]], order[i]};
}

static void ids_differ(Reader *r, const Rows *rows, const Index *index)
{
    for (size_t i = 1; i < index->count; i++) {
        const Named *a = &index->at[i - 1], *b = &index->at[i];
        if (!str_eq(a->id, b->id))
            continue;
        Diag *d = diag_add(r->diags, E0226, rows->part->source, rows->spans[b->row], ARGS(b->id));
        diag_label(d, rows->spans[a->row], S(""));
        diag_at_json(d, json_base_path(r->scratch, part_base(rows->part, b->row)), b->id);
    }
}

/* A post may call its id "post", as candidates do. */
static Str read_id(Reader *r, const Rows *rows, const cJSON *tree, bool are_people)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, "id");
    if (!item && !are_people && field_of(rows, S("post"), 0) < 0)
        item = cJSON_GetObjectItemCaseSensitive(tree, "post");
    Str id = {0};
    if (!item || cJSON_IsNull(item))
        lacks(r, rows->part->name, S("id"), tree);
    else if (!read_text(r, S("id"), item, &id))
        id.len = 0;
    else if (id.len == 0)
        fault(r, E0245, item, ARGS(S("id")));
    return id;
}

static Str id_of_post(const cJSON *tree) { return cJSON_GetObjectItemCaseSensitive(tree, "id") ? S("id") : S("post"); }

/* Row -> place by id, last for those without one. */
static uint32_t *rank_rows(Reader *r, const Index *index, size_t count)
{
    uint32_t *rank = NEW_ARRAY(r->scratch, uint32_t, count);
    for (size_t i = 0; i < count; i++)
        rank[i] = CELL_NONE;
    for (size_t i = 0; i < index->count; i++)
        rank[index->at[i].row] = (uint32_t)i;
    return rank;
}

/* ---- posts and candidates ---- */

static Str *read_rows(Reader *r, Rows *rows, Index *index, bool are_people)
{
    Str *ids = NEW_ARRAY(r->arena, Str, rows->count);
    bool incomplete = false;
    JsonCut cut = {0};
    cJSON *tree;
    for (size_t row = 0; rows_next(r, rows, &cut, row, &tree); row++) {
        if (tree) {
            ids[row] = read_id(r, rows, tree, are_people);
            if (are_people)
                r->who = ids[row];
            rows_fields(r, rows, row, tree, are_people ? S("id name") : id_of_post(tree));
        }
        if (ids[row].len == 0)
            incomplete = true;
        cJSON_Delete(tree);
    }
    *index = (Index){.incomplete = incomplete};
    index_ids(r, index, ids, rows->count);
    ids_differ(r, rows, index);
    return ids;
}

static bool names_people(const Type *type)
{
    return type->kind == TYPE_PERSON || (type->element && names_people(type->element));
}

/* Fields of people may name people of later rows, so the ids are gathered before.  What is wrong with
 * them is told when the rows are read. */
static void find_people(Reader *r)
{
    const Program *p = r->program;
    const Part *part = &r->parts[PART_CANDIDATES];
    bool wanted = false;
    for (size_t i = 0; i < p->field_count; i++)
        wanted |= names_people(&p->fields[i].type);
    for (size_t i = 0; i < p->post_field_count; i++)
        wanted |= names_people(&p->posts[i].type);
    if (!wanted || !part->source)
        return;
    Json *quiet = json_new(r->scratch, diags_new(r->scratch));
    Str *ids = NEW_ARRAY(r->scratch, Str, part->count);
    JsonCut cut = part_cut(part);
    Span span;
    for (size_t i = 0; i < part->count && json_next(&cut, &span); i++) {
        cJSON *tree = json_parse(quiet, part->source, span, part_base(part, i));
        const cJSON *id = tree ? cJSON_GetObjectItemCaseSensitive(tree, "id") : NULL;
        if (id && json_is_text(id))
            ids[i] = arena_str(r->scratch, json_text(id));
        if (ids[i].len == 0)
            r->persons.incomplete = true;
        cJSON_Delete(tree);
    }
    index_ids(r, &r->persons, ids, part->count);
}

void read_posts(Reader *r)
{
    const Program *p = r->program;
    const Part *part = &r->parts[PART_POSTS];
    find_people(r);
    bool given = part->source && (part->count > 0 || p->post_field_count == 0);
    Rows rows = rows_start(r, part, p->posts, p->post_field_count);
    r->pool->posts = rows.columns;
    r->pool->post_ids = read_rows(r, &rows, &r->posts, false);
    r->pool->post_count = rows.count;
    r->posts.incomplete |= !given && p->post_field_count > 0;
    r->post_rank = rank_rows(r, &r->posts, rows.count);
}

/* Do other parts of the document name people? */
static bool people_are_named(const Reader *r)
{
    bool named = r->program->entry_field_count > 0;
    for (PartKind k = PART_ENTRIES; k < PART_SEED; k++)
        named |= r->parts[k].source != NULL;
    return named;
}

static void keep_unknown(Reader *r, const Part *part, const DirectRows *direct)
{
    for (size_t i = 0; i < direct->unknown_count; i++) {
        UnknownKey u = direct->unknown[i];
        u.path = path_of(r->scratch, json_base_path(r->scratch, part_base(part, direct->unknown_rows[i])), u.path);
        u.source = part->source;
        r->given_up |= r->unknown_count == UNKNOWN_KEYS;
        if (!r->given_up)
            r->unknown[r->unknown_count++] = u;
    }
}

/* The candidates from the direct reader: as read_rows, except that there is an index only where it is used. */
static void read_directly(Reader *r)
{
    Pool *pool = r->pool;
    Part *part = &r->parts[PART_CANDIDATES];
    DirectRows direct;
    if (!direct_read(r, r->file, part->value.start + !part->lines, part->value.end, part->lines, &direct)) {
        r->given_up = true;
        return;
    }
    size_t n = part->count = pool->person_count = direct.count;
    pool->person_ids = direct.ids;
    pool->person_spans = direct.spans;
    pool->fields = direct.columns;
    pool->person_order = NEW_ARRAY(r->arena, uint32_t, n);
    order_ids(direct.ids, n, pool->person_order);
    for (size_t i = 1; i < n; i++) /* two of the same id */
        r->given_up |= str_eq(direct.ids[pool->person_order[i - 1]], direct.ids[pool->person_order[i]]);
    keep_unknown(r, part, &direct);
    if (!people_are_named(r))
        return;
    r->persons = (Index){.at = NEW_ARRAY(r->scratch, Named, n), .count = n};
    for (size_t i = 0; i < n; i++)
        r->persons.at[i] = (Named){direct.ids[pool->person_order[i]], pool->person_order[i]};
    r->person_rank = rank_rows(r, &r->persons, n);
}

void read_candidates(Reader *r)
{
    const Program *p = r->program;
    if (r->file) {
        read_directly(r);
        return;
    }
    Rows rows = rows_start(r, &r->parts[PART_CANDIDATES], p->fields, p->field_count);
    Index index;
    r->pool->fields = rows.columns;
    r->fields = rows.builders;
    r->pool->person_ids = read_rows(r, &rows, &index, true);
    r->pool->person_spans = rows.spans;
    r->pool->person_count = rows.count;
    r->persons = index;
    r->pool->person_order = NEW_ARRAY(r->arena, uint32_t, rows.count);
    for (size_t i = 0; i < index.count; i++)
        r->pool->person_order[i] = index.at[i].row;
    r->person_rank = rank_rows(r, &index, rows.count);
}
