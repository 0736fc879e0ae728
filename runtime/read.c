#include "runtime/read.h"

#include "lang/limits.h"
#include "runtime/direct.h"

const Str part_keys[PART_COUNT] = {
    [PART_POSTS] = {"posts", 5},     [PART_CANDIDATES] = {"candidates", 10},
    [PART_ENTRIES] = {"entries", 7}, [PART_TABLES] = {"tables", 6},
    [PART_BALLOTS] = {"ballots", 7}, [PART_RECORDS] = {"records", 7},
    [PART_WITHDRAWN] = {"withdrawn", 9}, [PART_SEED] = {"seed", 4},
    [PART_DATE] = {"date", 4},
};

static Str piece(const Source *s, Span span)
{
    size_t end = span.end;
    return end - span.start > 40 ? S("…") : str_cut(s->text, span.start, end);
}

static Span text_span(const Source *s, size_t from) { return (Span){(uint32_t)from, (uint32_t)s->text.len}; }

/* ---- the document ---- */

/* Entries and tables are members only where the procedure has them. */
static int part_of(const Program *p, Str key)
{
    for (int i = 0; i < PART_COUNT; i++)
        if (str_eq(key, part_keys[i]) && (i != PART_ENTRIES || p->entry_field_count > 0) &&
            (i != PART_TABLES || p->table_count > 0))
            return i;
    return -1;
}

static void take_members(Reader *r, const JsonMember *members, size_t count, const Source *data,
                         bool is_posts_file)
{
    for (size_t i = 0; i < count; i++) {
        const JsonMember *m = &members[i];
        int kind = part_of(r->program, m->key);
        if (i < 1000 && same_member_twice(r, members, i, NULL)) /* real documents have a few members */
            continue;
        if (kind < 0) {
            unknown_member(r, r->source->name, m, 1);
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
            part->source = r->source;
            part->key = m->key_span;
            part->value = m->value;
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

/* spec 6: one candidate (or post) a line.  A document is one object and has candidates (posts). */
static bool is_ndjson(Reader *r, const Source *data, PartKind part)
{
    size_t start = start_of(data, 0), count = 0;
    Span object;
    JsonMember *members = NULL;
    if (start == data->text.len || data->text.at[start] != '{')
        return false;
    if (!json_extent(data->text, start, &object))
        return looks_like_lines(data);
    if (!json_members(r->json, data, object, NULL, &members, &count))
        return looks_like_lines(data);
    if (has_member(members, count, part_keys[part]))
        return false;
    size_t next = start_of(data, object.end);
    return has_member(members, count, S("id")) || (part == PART_POSTS && has_member(members, count, S("post"))) ||
           (next < data->text.len && data->text.at[next] == '{');
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
        JsonBase top = {0};
        if (!json_members(r->json, source, whole, &top, &members, &count))
            return false;
        take_members(r, members, count, data, is_posts_file);
        return true;
    }
    if (c == '[' && is_posts_file) {
        r->parts[PART_POSTS] = (Part){.source = source, .name = part_keys[PART_POSTS], .whole = true, .value = whole,
                                      .key = {whole.start, whole.start + 1}, .depth = 1};
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

/* ---- the whole ---- */

static void read_seed(Reader *r)
{
    cJSON *tree = part_value(r, &r->parts[PART_SEED]);
    if (tree && !cJSON_IsNull(tree))
        r->pool->has_seed = read_text(r, part_keys[PART_SEED], tree, &r->pool->seed) && r->pool->seed.len > 0;
    cJSON_Delete(tree);
}

static bool is_before(Date a, Date b)
{
    if (a.year != b.year)
        return a.year < b.year;
    return a.month != b.month ? a.month < b.month : a.day < b.day;
}

/* A parameter whose first value holds only from a later day has none. */
static void check_periods(Reader *r, const cJSON *at)
{
    for (size_t i = 0; i < r->program->param_count; i++) {
        const Param *param = &r->program->params[i];
        if (param->dated_count == 0 || !is_before(r->pool->date, param->dated[0].since))
            continue;
        Date since = param->dated[0].since;
        Text t = text_new(r->scratch);
        text_int(&t, since.year);
        for (int k = 0; k < 2; k++) {
            int n = k == 0 ? since.month : since.day;
            text_addz(&t, n < 10 ? "-0" : "-");
            text_int(&t, n);
        }
        fault(r, E0248, at, ARGS(found_text(r, at), param->name, text_str(&t)));
    }
}

static void read_date(Reader *r, const Source *data)
{
    const Part *part = &r->parts[PART_DATE];
    Type type = {.kind = TYPE_DATE};
    Scalar s;
    cJSON *tree = part_value(r, part);
    if (tree && read_scalar(r, &type, part->name, tree, &s)) {
        r->pool->date = s.date;
        r->pool->has_date = s.date.month > 0 && s.date.day > 0;
        if (r->pool->has_date)
            check_periods(r, tree);
        else
            fault(r, E0246, tree, ARGS(part->name, found_text(r, tree)));
    }
    cJSON_Delete(tree);
    for (size_t i = 0; !part->source && i < r->program->param_count; i++)
        if (r->program->params[i].dated_count > 0) {
            diag_add(r->diags, E0247, data, (Span){0, 0}, ARGS(r->program->params[i].name));
            break;
        }
}

/* The fields whose keys a scope has; NULL for others. */
static const Field *fields_of(const Program *p, Str scope, size_t *count)
{
    if (str_eq(scope, part_keys[PART_CANDIDATES])) {
        *count = p->field_count;
        return p->fields;
    }
    *count = p->entry_field_count;
    return str_eq(scope, part_keys[PART_ENTRIES]) ? p->entries : NULL;
}

static void report_unknown_keys(Reader *r)
{
    for (size_t i = 0; i < r->unknown_count; i++) {
        const UnknownKey *u = &r->unknown[i];
        Diag *d = diag_add(r->diags, W0201, u->source, u->first,
                           ARGS(u->scope, u->key, number_text(r, u->count)));
        diag_at_json(d, u->path, S(""));
        size_t count;
        const Field *fields = fields_of(r->program, u->scope, &count);
        if (fields) {
            Str *keys = NEW_ARRAY(r->scratch, Str, count);
            for (size_t k = 0; k < count; k++)
                keys[k] = fields[k].key;
            suggest(r, d, u->key, keys, count);
        }
    }
    if (r->unknown_more > 0)
        diag_add(r->diags, W0202, r->parts[PART_CANDIDATES].source, (Span){0, 0},
                 ARGS(number_text(r, r->unknown_more)));
}

static void count_parts(Reader *r, const Source *data)
{
    bool had_posts = r->parts[PART_POSTS].source != NULL;
    bool had_candidates = r->parts[PART_CANDIDATES].source != NULL;
    for (PartKind k = PART_POSTS; k < PART_SEED; k++)
        if (k != PART_TABLES && !(k == PART_CANDIDATES && r->file)) /* the direct reader counts while it reads */
            count_part(r, &r->parts[k]);
    const Part *candidates = &r->parts[PART_CANDIDATES], *given = &r->parts[PART_POSTS];
    if (!r->file && (!had_candidates || (candidates->source && candidates->count == 0)))
        diag_add(r->diags, E0233, data, had_candidates ? candidates->key : (Span){0, 0}, ARGS(data->name));
    if (r->program->post_field_count > 0 && (!had_posts || (given->source && given->count == 0)))
        diag_add(r->diags, E0234, had_posts ? given->source : data, had_posts ? given->key : (Span){0, 0},
                 NO_ARGS);
    const Part *entries = &r->parts[PART_ENTRIES];
    if (r->program->entry_field_count > 0 && !r->program->entries_open && (!entries->value.end || (entries->source && entries->count == 0)))
        diag_add(r->diags, E0251, entries->source ? entries->source : data, entries->key, NO_ARGS);
}

static Part lines_of(const Source *s, PartKind kind)
{
    return (Part){.source = s, .name = part_keys[kind], .value = text_span(s, 0), .lines = true};
}

static void read_all(Reader *r, const Source *data, const Source *posts)
{
    for (PartKind k = PART_POSTS; k < PART_COUNT; k++)
        r->parts[k] = (Part){.name = part_keys[k], .depth = 1};
    bool ok = true;
    if (posts && is_ndjson(r, posts, PART_POSTS))
        r->parts[PART_POSTS] = lines_of(posts, PART_POSTS);
    else if (posts)
        ok = find_parts(r, posts, data, true);
    if (r->file ? r->layout.lines : is_ndjson(r, data, PART_CANDIDATES))
        r->parts[PART_CANDIDATES] = lines_of(data, PART_CANDIDATES);
    else
        ok &= find_parts(r, data, data, false);
    r->given_up = r->file && r->parts[PART_BALLOTS].source; /* papers count into the columns: the reference's */
    if (!ok || r->given_up)
        return;
    count_parts(r, data);
    read_date(r, data);
    read_posts(r);
    read_candidates(r);
    if (r->given_up)
        return;
    read_entries(r);
    read_tables(r);
    read_ballots(r);
    order_units(r);
    read_records(r);
    read_withdrawn(r);
    read_seed(r);
    keep_refused(r);
    report_unknown_keys(r);
}

/* The program itself may be among them. */
static void take_others(Reader *r, const Program *const *others, size_t count)
{
    const Program **kept = NEW_ARRAY(r->scratch, const Program *, count);
    for (size_t i = 0; i < count; i++)
        if (others[i] != r->program)
            kept[r->other_count++] = others[i];
    r->others = kept;
}

static Reader *reader_start(Arena *a, const Program *program, const Source *data, Diags *d)
{
    Arena *scratch = arena_new();
    Reader *r = NEW(scratch, Reader);
    r->arena = a;
    r->scratch = scratch;
    r->program = program;
    r->diags = d;
    r->json = json_new(scratch, d);
    r->pool = NEW(a, Pool);
    r->pool->program = program;
    r->pool->source = data;
    r->pool->record_source = data;
    return r;
}

Pool *read_pool(Arena *a, const Program *program, const Program *const *others, size_t other_count, const Source *data,
                const Source *posts, Diags *d)
{
    size_t before = diags_count(d, LEVEL_ERROR);
    Reader *r = reader_start(a, program, data, d);
    take_others(r, others, other_count);
    read_all(r, data, posts);
    Pool *pool = diags_count(d, LEVEL_ERROR) == before ? r->pool : NULL;
    arena_free(r->scratch);
    return pool;
}

static bool names_people(const Field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (const Type *type = &fields[i].type; type; type = type->element)
            if (type->kind == TYPE_PERSON)
                return true;
    return false;
}

/* Ids of people may be named before they are read: that is the reference's. */
static bool is_for_direct(const Reader *r, const Program *p)
{
    return !names_people(p->fields, p->field_count) && !names_people(p->posts, p->post_field_count) &&
           (r->layout.lines || r->layout.to > r->layout.from);
}

Pool *read_pool_directly(Arena *a, const Program *program, Str name, const ByteFile *file, const Source *posts, Diags *d,
                         Source **data)
{
    Source *source = NEW(a, Source);
    *source = (Source){.name = arena_str(a, name)};
    Diags *quiet = diags_new(a);
    Reader *r = reader_start(a, program, source, quiet);
    char *text = file->size > LIMIT_DATA_BYTES ? NULL : NEW_ARRAY(r->scratch, char, file->size + BYTES_AFTER);
    source->text = (Str){text, text ? (size_t)file->size : 0};
    r->file = file;
    Pool *pool = NULL;
    if (text && direct_layout(file, text, &r->layout) && is_for_direct(r, program)) {
        json_gap(r->json, source, (Span){(uint32_t)r->layout.from, (uint32_t)r->layout.to});
        read_all(r, source, posts);
        if (!r->given_up && !diags_any_error(quiet) && r->pool->person_count > 0) {
            pool = r->pool;
            diags_append(d, quiet, S(""));
            *data = source;
        }
    }
    source->text = (Str){0};
    arena_free(r->scratch);
    return pool;
}
