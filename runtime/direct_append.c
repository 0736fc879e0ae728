/* direct_append.c - batches of rows behind each other, in the order of the file. */
#include "runtime/direct.h"

void rows_empty(DirectRows *rows, Arena *a, const Program *p)
{
    *rows = (DirectRows){.arena = a};
    rows->columns = NEW_ARRAY(a, Column, p->field_count);
    rows->builders = NEW_ARRAY(a, Builder, p->field_count);
    for (size_t i = 0; i < p->field_count; i++) {
        rows->builders[i].column = &rows->columns[i];
        builder_start(a, p, &p->fields[i].type, 0, &rows->builders[i]);
    }
}

static void reserve_ids(DirectRows *rows, size_t count)
{
    if (count <= rows->cap)
        return;
    size_t cap = count > 2 * rows->cap ? count : 2 * rows->cap;
    Str *ids = NEW_ARRAY(rows->arena, Str, cap);
    Span *spans = NEW_ARRAY(rows->arena, Span, cap);
    if (rows->count > 0) {
        memcpy(ids, rows->ids, rows->count * sizeof *ids);
        memcpy(spans, rows->spans, rows->count * sizeof *spans);
    }
    rows->ids = ids;
    rows->spans = spans;
    rows->cap = cap;
}

void rows_reserve(DirectRows *rows, size_t count, const Batch *like)
{
    reserve_ids(rows, count);
    for (size_t i = 0; i < like->field_count; i++) {
        Builder *b = &rows->builders[i];
        builder_reserve(rows->arena, b, count);
        if (b->element)
            builder_reserve(rows->arena, b->element, like->builders[i].element->rows * (count / (like->rows + 1) + 1));
    }
}

/* Text that lies in a window is copied: all of a batch in one piece, a zero byte after each. */
static void copy_texts(Arena *a, Str *to, const Str *from, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += from[i].at ? from[i].len + 1 : 0;
    char *room = arena_alloc(a, size);
    for (size_t i = 0; i < count; i++) {
        if (!from[i].at)
            continue;
        memcpy(room, from[i].at, from[i].len);
        to[i] = (Str){room, from[i].len};
        room += from[i].len + 1;
    }
}

static bool times(int64_t *to, const int64_t *from, size_t count, unsigned decimals)
{
    int64_t factor = power_of_ten(decimals);
    if (decimals == 0 && to != from)
        memcpy(to, from, count * sizeof *to);
    for (size_t i = 0; decimals > 0 && i < count; i++)
        if (__builtin_mul_overflow(from[i], factor, &to[i]))
            return false;
    return true;
}

/* `fewest` decimals hold the batch; the column has those that hold all its rows. */
static bool append_numbers(Column *to, size_t at, const Column *from, size_t count, unsigned fewest)
{
    if (fewest > to->decimals) {
        if (!times(to->scaled, to->scaled, at, fewest - to->decimals))
            return false;
        to->decimals = fewest;
    }
    if (from->decimals <= to->decimals)
        return times(to->scaled + at, from->scaled, count, to->decimals - from->decimals);
    int64_t divisor = power_of_ten(from->decimals - to->decimals);
    for (size_t i = 0; i < count; i++)
        to->scaled[at + i] = from->scaled[i] / divisor;
    return true;
}

static bool append_column(Arena *a, Builder *to, size_t at, const Builder *from, size_t count, unsigned fewest)
{
    Column *c = to->column;
    const Column *s = from->column;
    bool ok = true;
    builder_reserve(a, to, at + count);
    if (count == 0)
        return true;
    memcpy(c->present + at, s->present, count);
    if (c->scaled)
        ok = append_numbers(c, at, s, count, fewest);
    if (c->codes)
        memcpy(c->codes + at, s->codes, count * sizeof *c->codes);
    if (c->dates)
        memcpy(c->dates + at, s->dates, count * sizeof *c->dates);
    if (c->texts)
        copy_texts(a, c->texts + at, s->texts, count);
    if (c->counts)
        memcpy(c->counts + at * to->width, s->counts, count * to->width * sizeof *c->counts);
    if (!c->first)
        return ok;
    size_t elements = to->element->rows, more = s->first[count];
    if (elements + more >= CELL_NONE)
        return false;
    for (size_t i = 1; i <= count; i++)
        c->first[at + i] = (uint32_t)elements + s->first[i];
    to->element->rows = elements + more;
    return append_column(a, to->element, elements, from->element, more, fewest);
}

static bool append_unknown(DirectRows *rows, const ShapeMember *m, Str scope)
{
    for (size_t i = 0; i < rows->unknown_count; i++) {
        UnknownKey *u = &rows->unknown[i];
        if (str_eq(u->key, m->key) && str_eq(u->scope, scope)) {
            u->count += m->count;
            return true;
        }
    }
    if (rows->unknown_count == UNKNOWN_KEYS)
        return false;
    rows->unknown_rows[rows->unknown_count] = rows->count + m->row;
    rows->unknown[rows->unknown_count++] = (UnknownKey){.scope = arena_str(rows->arena, scope), .key = arena_str(rows->arena, m->key),
                                                        .path = arena_str(rows->arena, m->path), .first = m->span, .count = m->count};
    return true;
}

bool rows_append(DirectRows *rows, const Batch *batch)
{
    bool ok = rows->count + batch->rows < CELL_NONE;
    reserve_ids(rows, rows->count + batch->rows);
    copy_texts(rows->arena, rows->ids + rows->count, batch->ids, batch->rows);
    if (batch->rows > 0)
        memcpy(rows->spans + rows->count, batch->spans, batch->rows * sizeof *rows->spans);
    for (size_t i = 0; ok && i < batch->field_count; i++)
        ok = append_column(rows->arena, &rows->builders[i], rows->count, &batch->builders[i], batch->rows, batch->decimals[i]);
    for (size_t i = 0; ok && i < batch->told_count; i++)
        ok = append_unknown(rows, batch->told[i], batch->told[i]->scope);
    rows->count += batch->rows;
    return ok;
}
