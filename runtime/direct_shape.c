/* direct_shape.c - what a record of the candidates looks like, and how its values are read. */
#include "runtime/direct.h"

/* ---- members ---- */

Shape *shape_new(Arena *a, ShapeKind kind)
{
    Shape *s = NEW(a, Shape);
    s->kind = kind;
    return s;
}

ShapeMember *shape_find(const Shape *s, Str key)
{
    for (size_t i = 0; i < s->member_count; i++)
        if (str_eq(s->members[i]->name, key))
            return s->members[i];
    return NULL;
}

ShapeMember *shape_member(Arena *a, Shape *s, Str key)
{
    ShapeMember *m = NEW(a, ShapeMember);
    Text word = text_new(a);
    text_char(&word, '"');
    text_add(&word, key);
    text_addz(&word, "\":");
    m->word = word_of(text_str(&word));
    m->name = arena_str(a, key);
    if (s->member_count == s->member_cap) {
        ShapeMember **old = s->members;
        s->member_cap = s->member_cap ? 2 * s->member_cap : 8;
        s->members = NEW_ARRAY(a, ShapeMember *, s->member_cap);
        if (s->member_count)
            memcpy(s->members, old, s->member_count * sizeof *old);
    }
    s->members[s->member_count++] = m;
    return m;
}

Str path_of(Arena *a, Str around, Str key)
{
    Text t = text_new(a);
    text_add(&t, around);
    if (around.len)
        text_char(&t, '.');
    text_add(&t, key);
    return text_str(&t);
}

/* An element on the way to fields; one that leads to none is an unknown key. */
ShapeMember *shape_place(Recorder *t, Shape *s, size_t index)
{
    if (index >= SHAPE_MEMBERS)
        return NULL;
    if (!s->places)
        s->places = NEW_ARRAY(t->arena, ShapeMember *, SHAPE_MEMBERS);
    if (s->place_count <= index)
        s->place_count = index + 1;
    ShapeMember *m = s->places[index];
    if (m)
        return m;
    Text path = text_new(t->arena);
    text_add(&path, s->path);
    text_char(&path, '[');
    text_int(&path, (long long)index);
    text_char(&path, ']');
    m = s->places[index] = NEW(t->arena, ShapeMember);
    m->path = m->key = text_str(&path);
    m->scope = s->scope;
    m->shape = shape_new(t->arena, SHAPE_PASSED);
    m->told = true;
    return m;
}

/* ---- the way to a field ---- */

static bool is_plain(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] < 0x20 || s.at[i] == '"' || s.at[i] == '\\')
            return false;
    return true;
}

/* A way may end in a cell only where nothing else stands, and lead on only where no cell does. */
static Shape *lead_on(Arena *a, ShapeMember *m, Str path)
{
    if (!m->shape) {
        m->shape = shape_new(a, SHAPE_WAY);
        m->shape->path = arena_str(a, path);
        m->shape->scope = part_keys[PART_CANDIDATES];
    }
    m->told = false;
    return m->shape->kind == SHAPE_WAY ? m->shape : NULL;
}

static bool take_index(Str key, size_t *i, size_t *index)
{
    size_t start = ++*i;
    *index = 0;
    while (*i < key.len && key.at[*i] >= '0' && key.at[*i] <= '9' && *i - start < 3)
        *index = *index * 10 + (size_t)(key.at[(*i)++] - '0');
    bool good = *i > start && (*i == start + 1 || key.at[start] != '0') && *i < key.len && key.at[*i] == ']';
    ++*i;
    return good && (*i == key.len || key.at[*i] == '.' || key.at[*i] == '[');
}

/* false for a key that the reference would find in another way. */
static bool add_field(Recorder *t, Str key, Shape *cell)
{
    Shape *s = t->record;
    for (size_t i = 0; i < key.len;) {
        ShapeMember *m;
        size_t index = 0;
        if (key.at[i] == '[' && i > 0) {
            if (!take_index(key, &i, &index) || !(m = shape_place(t, s, index)))
                return false;
            if (m->told)
                m->shape = NULL;
        } else {
            size_t start = i += i > 0 && key.at[i] == '.';
            while (i < key.len && key.at[i] != '.' && key.at[i] != '[')
                i++;
            Str name = str_cut(key, start, i);
            if (!name.len)
                return false;
            m = shape_find(s, name);
            m = m ? m : shape_member(t->arena, s, name);
        }
        if (i < key.len) {
            if (!(s = lead_on(t->arena, m, str_cut(key, 0, i))))
                return false;
        } else if (m->shape) {
            return false;
        } else {
            m->shape = cell;
            m->told = false;
        }
    }
    return key.len > 0;
}

/* ---- values ---- */

/* bound * 10^decimals as a whole number, rounded to the inside; what does not fit lies beyond every kept number. */
static int64_t bound_of(Num bound, unsigned decimals, bool low)
{
    __extension__ typedef __int128 Wide;
    Wide n = bound.n;
    for (unsigned i = 0; i < decimals; i++)
        n *= 10;
    Wide q = n / bound.d, rest = n % bound.d;
    q += low ? rest > 0 : -(rest < 0);
    return q < INT64_MIN ? INT64_MIN : q > INT64_MAX ? INT64_MAX : (int64_t)q;
}

static void add_counts(Arena *a, Shape *s, Str key, ShapeKind kind, int index)
{
    ShapeMember *m = shape_find(s, key);
    m = m ? m : shape_member(a, s, key);
    if (!m->shape) {
        m->shape = shape_new(a, kind);
        m->shape->index = m->index = index;
        m->counted = kind == SHAPE_COUNT;
    }
}

static Shape *ballot_shape(Recorder *t, const Rule *rule, Str path)
{
    Shape *s = shape_new(t->arena, SHAPE_BALLOT);
    for (int i = 0; i < COUNTS_STORED; i++)
        for (int k = 0; k < COUNT_KEYS; k++)
            if (count_key(i, k).len)
                add_counts(t->arena, s, count_key(i, k), SHAPE_CAST, i);
    s->scope = rule->name;
    s->path = path;
    return s;
}

static void add_raters(Arena *a, Shape *s, int of)
{
    for (int k = 0; k < RATERS_KEYS; k++)
        add_counts(a, s, raters_key(k), SHAPE_RATERS, of);
}

static bool survey_shapes(Recorder *t, Rule *rule, Str path)
{
    rule->object = shape_new(t->arena, SHAPE_QUESTION);
    for (size_t i = 0; i < rule->scale->value_count; i++) {
        if (!is_plain(rule->scale->values[i]))
            return false;
        add_counts(t->arena, rule->object, rule->scale->values[i], SHAPE_COUNT, (int)i);
    }
    add_raters(t->arena, rule->object, OF_QUESTION);
    if (rule->type->items == 0)
        return true;
    rule->wrapper = shape_new(t->arena, SHAPE_SURVEY);
    rule->wrapper->scope = rule->name;
    rule->wrapper->path = path;
    add_raters(t->arena, rule->wrapper, OF_SURVEY);
    add_counts(t->arena, rule->wrapper, S("各项"), SHAPE_ITEMS, 0);
    add_counts(t->arena, rule->wrapper, S("items"), SHAPE_ITEMS, 1);
    return true;
}

static bool is_big(const Type *type)
{
    return (type->has_low && type->low.d == 0) || (type->has_high && type->high.d == 0);
}

static bool compile(Recorder *t, const Type *type, Str name, Str path, Rule *rule)
{
    rule->type = type;
    rule->name = name;
    switch (type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO:
        rule->counted = is_whole(type);
        for (unsigned i = 0; i <= NUMBER_DIGITS && !is_big(type); i++) {
            rule->low[i] = type->has_low ? bound_of(type->low, i, true) : INT64_MIN;
            rule->high[i] = type->has_high ? bound_of(type->high, i, false) : INT64_MAX;
        }
        return !is_big(type);
    case TYPE_GRADE:
        rule->scale = &t->program->scales[type->scale];
        rule->values = NEW_ARRAY(t->arena, Word, rule->scale->value_count);
        for (size_t i = 0; i < rule->scale->value_count; i++) {
            Text value = text_new(t->arena);
            if (!is_plain(rule->scale->values[i]))
                return false;
            text_add(&value, rule->scale->values[i]);
            text_char(&value, '"');
            rule->values[i] = word_of(text_str(&value));
        }
        return true;
    case TYPE_BALLOT:
        rule->object = ballot_shape(t, rule, path);
        return true;
    case TYPE_SURVEY:
        rule->scale = &t->program->scales[type->scale];
        return survey_shapes(t, rule, path);
    case TYPE_PANEL:
    case TYPE_LIST: {
        TypeKind element = type->element->kind;
        rule->element = NEW(t->arena, Rule);
        return element != TYPE_LIST && element != TYPE_PANEL && element != TYPE_BALLOT && element != TYPE_SURVEY &&
               compile(t, type->element, name, path, rule->element);
    }
    case TYPE_YESNO:
    case TYPE_DATE:
    case TYPE_TEXT:
    case TYPE_POST: return true;
    case TYPE_PERSON: /* may be named before he is read */
    case TYPE_ERROR:
    case TYPE_TABLE: break;
    }
    return false;
}

bool recorder_start(Recorder *t, Arena *arena, const Program *p, const IdTable *posts)
{
    *t = (Recorder){.program = p, .posts = posts, .arena = arena};
    t->record = shape_new(arena, SHAPE_WAY);
    t->record->scope = part_keys[PART_CANDIDATES];
    t->rules = NEW_ARRAY(arena, Rule, p->field_count);
    Batch *b = &t->batch;
    b->arena = arena;
    b->field_count = p->field_count;
    b->columns = NEW_ARRAY(arena, Column, p->field_count);
    b->builders = NEW_ARRAY(arena, Builder, p->field_count);
    b->decimals = NEW_ARRAY(arena, unsigned, p->field_count);
    b->told = NEW_ARRAY(arena, ShapeMember *, UNKNOWN_KEYS + 1);
    for (size_t i = 0; i < p->field_count; i++) {
        const Field *f = &p->fields[i];
        Shape *cell = shape_new(arena, SHAPE_CELL);
        cell->index = (int)i;
        t->rules[i].checks_returned = f->checks_returned;
        if (!compile(t, &f->type, f->name, f->key, &t->rules[i]) || !add_field(t, f->key, cell))
            return false;
        b->builders[i].column = &b->columns[i];
        builder_start(arena, p, &f->type, 0, &b->builders[i]);
    }
    if (shape_find(t->record, S("id")))
        return false;
    shape_member(arena, t->record, S("id"))->shape = shape_new(arena, SHAPE_ID);
    if (!shape_find(t->record, S("name")))
        shape_member(arena, t->record, S("name"))->shape = shape_new(arena, SHAPE_NAME);
    return true;
}

/* ---- ids ---- */

static uint64_t hash_of(Str id)
{
    uint64_t h = 0x9E3779B97F4A7C15U ^ id.len;
    for (size_t i = 0; i < id.len; i += 8) {
        uint64_t x = 0;
        memcpy(&x, id.at + i, id.len - i < 8 ? id.len - i : 8);
        h = (h ^ x) * 0xFF51AFD7ED558CCDU;
        h ^= h >> 32;
    }
    return h;
}

void id_table(Arena *a, const Index *index, IdTable *out)
{
    size_t size = 16;
    while (size < 2 * index->count)
        size *= 2;
    *out = (IdTable){.slots = NEW_ARRAY(a, IdSlot, size), .mask = size - 1};
    for (size_t i = 0; i < index->count; i++) {
        size_t at = hash_of(index->at[i].id) & out->mask;
        while (out->slots[at].id.len)
            at = (at + 1) & out->mask;
        out->slots[at] = (IdSlot){index->at[i].id, index->at[i].row};
    }
}

bool id_row(const IdTable *table, Str id, uint32_t *row)
{
    if (!id.len)
        return false;
    for (size_t at = hash_of(id) & table->mask; table->slots[at].id.len; at = (at + 1) & table->mask)
        if (str_eq(table->slots[at].id, id)) {
            *row = table->slots[at].row;
            return true;
        }
    return false;
}
