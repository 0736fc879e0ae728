#include <stdlib.h>

#include "runtime/reader.h"

/* ---- units by candidate and post ---- */

static int compare_numbers(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int compare_units(const void *x, const void *y)
{
    const UnitKey *a = x, *b = y;
    int c = compare_numbers(a->person, b->person);
    if (c == 0)
        c = compare_numbers(a->post, b->post);
    return c ? c : compare_numbers(a->unit, b->unit);
}

bool find_unit(const Reader *r, uint32_t person, uint32_t post, uint32_t *unit)
{
    size_t lo = 0, hi = r->unit_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const UnitKey *key = &r->units[mid];
        int c = compare_numbers(key->person, person);
        if (c == 0)
            c = compare_numbers(key->post, post);
        if (c == 0) {
            *unit = key->unit;
            return true;
        }
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

/* Only units whose candidate and post are known. */
static void index_units(Reader *r, const Span *spans, size_t span_count)
{
    const Pool *pool = r->pool;
    r->units = NEW_ARRAY(r->scratch, UnitKey, pool->unit_count);
    r->unit_count = 0;
    for (size_t i = 0; i < pool->unit_count; i++)
        if (pool->unit_person[i] != CELL_NONE && pool->unit_post[i] != CELL_NONE)
            r->units[r->unit_count++] = (UnitKey){pool->unit_person[i], pool->unit_post[i], (uint32_t)i,
                                                  i < span_count ? spans[i] : (Span){0, 0}};
    qsort(r->units, r->unit_count, sizeof *r->units, compare_units);
}

static bool entries_differ(Reader *r, const Part *part)
{
    bool ok = true;
    for (size_t i = 1; i < r->unit_count; i++) {
        const UnitKey *a = &r->units[i - 1], *b = &r->units[i];
        if (a->person != b->person || a->post != b->post)
            continue;
        Str id = r->pool->person_ids[b->person];
        Diag *d = diag_add(r->diags, E0250, part->source, b->span, ARGS(id, r->pool->post_ids[b->post]));
        diag_label(d, a->span, S(""));
        diag_at_json(d, json_base_path(r->scratch, part_base(part, b->unit)), id);
        ok = false;
    }
    return ok;
}

/* ---- the entries of the file ---- */

static uint32_t read_candidate(Reader *r, const Part *part, const cJSON *tree)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, "candidate");
    uint32_t row;
    if (!item || cJSON_IsNull(item)) {
        lacks(r, part->name, S("candidate"), tree);
        return CELL_NONE;
    }
    if (!json_is_text(item)) {
        wrong_type(r, S("candidate"), S("\"…\""), item);
        return CELL_NONE;
    }
    if (find_row(&r->persons, json_text(item), &row)) {
        r->who = r->pool->person_ids[row];
        return row;
    }
    if (!r->persons.incomplete)
        suggest_id(r, fault(r, E0238, item, ARGS(json_text(item))), json_text(item), &r->persons);
    return CELL_NONE;
}

static uint32_t entry_post(Reader *r, const Rows *rows, size_t row, const cJSON *tree)
{
    if (r->program->entry_post < 0)
        return CELL_NONE;
    const Column *column = &rows->columns[r->program->entry_post];
    if (column->present[row])
        return column->codes[row];
    Str key = rows->fields[r->program->entry_post].key;
    const cJSON *m = tree->child;
    while (m && !str_eq(json_key(m), key))
        m = m->next;
    if (!m || cJSON_IsNull(m))
        lacks(r, rows->part->name, key, tree);
    return CELL_NONE;
}

static void warn_without_entry(Reader *r)
{
    const Pool *pool = r->pool;
    bool *has = NEW_ARRAY(r->scratch, bool, pool->person_count);
    size_t without = 0, first = 0;
    for (size_t i = 0; i < pool->unit_count; i++)
        if (pool->unit_person[i] != CELL_NONE)
            has[pool->unit_person[i]] = true;
    for (size_t i = pool->person_count; i-- > 0;)
        if (!has[i]) {
            without++;
            first = i;
        }
    if (without == 0)
        return;
    const Part *part = &r->parts[PART_CANDIDATES];
    Str id = pool->person_ids[first];
    Diag *d = diag_add(r->diags, W0203, part->source, pool->person_spans[first], ARGS(number_text(r, without), id));
    diag_at_json(d, part->lines ? S("") : json_base_path(r->scratch, part_base(part, first)), id);
}

static void people_are_units(Reader *r)
{
    Pool *pool = r->pool;
    size_t n = pool->person_count;
    pool->unit_count = n;
    pool->unit_person = NEW_ARRAY(r->arena, uint32_t, n);
    pool->unit_post = NEW_ARRAY(r->arena, uint32_t, n);
    pool->unit_order = pool->person_order;
    for (size_t i = 0; i < n; i++) {
        pool->unit_person[i] = (uint32_t)i;
        pool->unit_post[i] = CELL_NONE;
    }
}

void read_entries(Reader *r)
{
    const Program *p = r->program;
    Pool *pool = r->pool;
    if (p->entry_field_count == 0) {
        people_are_units(r);
        return;
    }
    const Part *part = &r->parts[PART_ENTRIES];
    Rows rows = rows_start(r, part, p->entries, p->entry_field_count);
    pool->entries = rows.columns;
    r->entries = rows.builders;
    pool->unit_count = rows.count;
    pool->unit_person = NEW_ARRAY(r->arena, uint32_t, rows.count);
    pool->unit_post = NEW_ARRAY(r->arena, uint32_t, rows.count);
    JsonCut cut = {0};
    cJSON *tree;
    bool whole = part->source != NULL;
    for (size_t row = 0; rows_next(r, &rows, &cut, row, &tree); row++) {
        pool->unit_person[row] = pool->unit_post[row] = CELL_NONE;
        if (tree) {
            pool->unit_person[row] = read_candidate(r, part, tree);
            rows_fields(r, &rows, row, tree, S("candidate"));
            pool->unit_post[row] = entry_post(r, &rows, row, tree);
        }
        whole &= pool->unit_person[row] != CELL_NONE && pool->unit_post[row] != CELL_NONE;
        cJSON_Delete(tree);
    }
    index_units(r, rows.spans, rows.count);
    whole &= entries_differ(r, part);
    if (whole && rows.count > 0 && !p->entries_open)
        warn_without_entry(r);
}

/* ---- entries that nominations make ---- */

typedef struct {
    uint32_t person, post;  /* places by id */
    uint32_t at;            /* place in the file; the unit */
    const Nomination *from;
} Ranked;

static int compare_ranked(const void *x, const void *y)
{
    const Ranked *a = x, *b = y;
    int c = compare_numbers(a->person, b->person);
    if (c == 0)
        c = compare_numbers(a->post, b->post);
    return c ? c : compare_numbers(a->at, b->at);
}

/* One message for each field: it is the rules and the file that do not fit, not the nomination. */
static void fields_lacking(Reader *r, const Nomination *first)
{
    const Program *p = r->program;
    Str id = r->pool->person_ids[first->person];
    for (size_t i = 0; i < p->entry_field_count; i++) {
        const Field *field = &p->entries[i];
        if (field->optional || field->when || (int)i == p->entry_post || r->pool->entries[i].from_papers)
            continue;
        Diag *d = diag_add(r->diags, E0256, first->source, first->span, ARGS(id, r->pool->post_ids[first->post], field->name));
        diag_at_json(d, first->path, id);
    }
}

static uint32_t *longer(Reader *r, const uint32_t *old, size_t count, size_t more)
{
    uint32_t *at = NEW_ARRAY(r->arena, uint32_t, count + more);
    if (count > 0)
        memcpy(at, old, count * sizeof *at);
    return at;
}

void add_entries(Reader *r, Nomination *nominations, size_t count)
{
    Pool *pool = r->pool;
    Ranked *order = NEW_ARRAY(r->scratch, Ranked, count);
    size_t n = 0, old = pool->unit_count;
    for (size_t i = 0; i < count; i++)
        order[i] = (Ranked){r->person_rank[nominations[i].person], r->post_rank[nominations[i].post],
                            nominations[i].span.start, &nominations[i]};
    qsort(order, count, sizeof *order, compare_ranked);
    for (size_t i = 0; i < count; i++)
        if (n == 0 || order[n - 1].person != order[i].person || order[n - 1].post != order[i].post)
            order[n++] = order[i];
    if (n == 0)
        return;
    pool->unit_person = longer(r, pool->unit_person, old, n);
    pool->unit_post = longer(r, pool->unit_post, old, n);
    for (size_t i = 0; i < r->program->entry_field_count; i++) {
        Column *column = r->entries[i].column;
        builder_reserve(r->arena, &r->entries[i], old + n);
        for (size_t row = old; column->first && row < old + n; row++)
            column->first[row + 1] = column->first[row];
    }
    for (size_t i = 0; i < n; i++) {
        pool->unit_person[old + i] = order[i].from->person;
        pool->unit_post[old + i] = order[i].from->post;
        if (r->program->entry_post >= 0) {
            pool->entries[r->program->entry_post].present[old + i] = 1;
            pool->entries[r->program->entry_post].codes[old + i] = order[i].from->post;
        }
    }
    pool->unit_count = old + n;
    fields_lacking(r, order[0].from);
    index_units(r, NULL, 0);
}

void order_units(Reader *r)
{
    Pool *pool = r->pool;
    if (r->program->entry_field_count == 0)
        return;
    Ranked *order = NEW_ARRAY(r->scratch, Ranked, pool->unit_count);
    for (size_t i = 0; i < pool->unit_count; i++) {
        uint32_t person = pool->unit_person[i], post = pool->unit_post[i];
        order[i] = (Ranked){person == CELL_NONE ? person : r->person_rank[person],
                            post == CELL_NONE ? post : r->post_rank[post], (uint32_t)i, NULL};
    }
    qsort(order, pool->unit_count, sizeof *order, compare_ranked);
    pool->unit_order = NEW_ARRAY(r->arena, uint32_t, pool->unit_count);
    for (size_t i = 0; i < pool->unit_count; i++)
        pool->unit_order[i] = order[i].at;
}

/* ---- tables ---- */

/* A row belongs to nobody, so what it lacks is told here and not where a clause asks for it. */
static void columns_lacking(Reader *r, const Rows *rows, size_t row, const cJSON *tree)
{
    for (size_t i = 0; i < rows->field_count; i++) {
        const Field *field = &rows->fields[i];
        if (field->optional || field->when || rows->columns[i].present[row])
            continue;
        const cJSON *m = tree->child;
        while (m && !str_eq(json_key(m), field->key))
            m = m->next;
        if (!m || cJSON_IsNull(m))
            lacks(r, rows->part->name, field->key, tree);
    }
}

static void read_table(Reader *r, const Table *table, TableRows *out, const Part *part)
{
    Rows rows = rows_start(r, part, table->columns, table->column_count);
    JsonCut cut = {0};
    cJSON *tree;
    out->row_count = rows.count;
    out->columns = rows.columns;
    for (size_t row = 0; rows_next(r, &rows, &cut, row, &tree); row++) {
        if (tree) {
            rows_fields(r, &rows, row, tree, S(""));
            columns_lacking(r, &rows, row, tree);
        }
        cJSON_Delete(tree);
    }
}

static size_t table_of(const Program *p, Str name)
{
    size_t i = 0;
    while (i < p->table_count && !str_eq(p->tables[i].name, name))
        i++;
    return i;
}

static Part table_part(Reader *r, const Part *all, const JsonMember *m)
{
    Text name = text_new(r->scratch);
    text_add(&name, all->name);
    text_char(&name, '.');
    text_add(&name, m->key);
    Part part = {.name = text_str(&name), .key = m->key_span, .value = m->value, .depth = all->depth + 1};
    if (!str_eq(str_cut(all->source->text, m->value.start, m->value.end), S("null")))
        part.source = all->source;
    count_part(r, &part);
    return part;
}

/* The tables that are given; those that are not have no rows. */
static void find_tables(Reader *r, const Part *all, Part *parts)
{
    JsonMember *members;
    size_t count;
    JsonBase base = {.member = all->name, .depth = all->depth};
    r->source = all->source;
    if (all->source->text.at[all->value.start] != '{') {
        cJSON *tree = part_value(r, all);
        if (tree)
            wrong_type(r, all->name, S("{\"…\":[…]}"), tree);
        cJSON_Delete(tree);
        return;
    }
    if (!json_members(r->json, all->source, all->value, &base, &members, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        size_t table = table_of(r->program, members[i].key);
        if (i < 1000 && same_member_twice(r, members, i, all))
            continue;
        if (table < r->program->table_count)
            parts[table] = table_part(r, all, &members[i]);
        else
            unknown_member(r, all->name, &members[i], all->depth + 1);
    }
}

void read_tables(Reader *r)
{
    const Program *p = r->program;
    const Part *all = &r->parts[PART_TABLES];
    Part *parts = NEW_ARRAY(r->scratch, Part, p->table_count);
    if (all->source)
        find_tables(r, all, parts);
    r->pool->tables = NEW_ARRAY(r->arena, TableRows, p->table_count);
    for (size_t i = 0; i < p->table_count; i++)
        read_table(r, &p->tables[i], &r->pool->tables[i], &parts[i]);
}
