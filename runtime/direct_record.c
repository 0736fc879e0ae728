/* direct_record.c - one record of the candidates into a row of a batch. */
#include "runtime/direct.h"

static uint32_t file_place(const Recorder *t, const char *p) { return (uint32_t)(t->window_at + (uint64_t)(p - t->window)); }

/* A string without its quotes; with escapes it is resolved into the batch's arena. */
static const char *text(Recorder *t, const char *p, Str *out)
{
    bool escaped;
    const char *at;
    if (*p != '"')
        return stop(t, p);
    const char *end = string_end(p + 1, &escaped, &at);
    if (!end)
        return stop(t, at);
    *out = (Str){p + 1, (size_t)(end - p) - 2};
    if (escaped) {
        char *room = arena_alloc(t->batch.arena, out->len);
        *out = (Str){room, unescape(*out, room)};
    }
    return end;
}

/* Where a number that is refused ends: it may only be cut off by the end of the window. */
static const char *number_stop(const char *p) { return p + strspn(p, "-+.0123456789eE"); }

/* ---- members ---- */

static bool told_there(ShapeKind kind) { return kind == SHAPE_WAY || kind == SHAPE_BALLOT || kind == SHAPE_SURVEY; }

/* A key that this thread has not met here. */
static ShapeMember *learn(Recorder *t, Shape *s, Str key)
{
    bool told = told_there(s->kind);
    if ((!told && s->kind != SHAPE_PASSED) || s->member_count >= SHAPE_MEMBERS || memchr(key.at, '.', key.len) || memchr(key.at, '[', key.len))
        return NULL;
    ShapeMember *m = shape_member(t->arena, s, key);
    m->shape = shape_new(t->arena, SHAPE_PASSED);
    m->told = told;
    if (told) {
        m->scope = s->scope;
        m->path = path_of(t->arena, s->path, key);
        m->key = s->kind == SHAPE_WAY ? m->path : m->name; /* on the way to fields the whole way is the key */
    }
    return m;
}

/* The member whose key stands at *p, which goes on behind the colon. */
static ShapeMember *find_member(Recorder *t, const char **p, Shape *s)
{
    const char *at, *start = *p;
    bool escaped;
    if (*start != '"')
        return stop(t, start), NULL;
    const char *end = string_end(start + 1, &escaped, &at);
    if (!end || escaped)
        return stop(t, end ? start : at), NULL;
    Str key = {start + 1, (size_t)(end - start) - 2};
    ShapeMember *m = shape_find(s, key);
    m = m ? m : learn(t, s, key);
    end = spaces(end);
    if (!m || *end != ':')
        return stop(t, m ? end : start), NULL;
    *p = end + 1;
    return m;
}

static const char *value(Recorder *t, const char *p, Shape *s);

/* What stands behind a key or at a place; an unknown one is noted, to be counted once the record is accepted. */
static const char *member_value(Recorder *t, const char *p, ShapeMember *m, const char *from, const char *to)
{
    const char *end = value(t, p, m->shape);
    if (!end || !m->told)
        return end;
    if (t->hit_count == SHAPE_MEMBERS)
        return stop(t, p);
    t->hits[t->hit_count].member = m;
    t->hits[t->hit_count++].span = (Span){file_place(t, from ? from : p), file_place(t, from ? to : end)};
    return end;
}

/* The object at p; each of its keys once. */
const char *read_object(Recorder *t, const char *p, Shape *s)
{
    uint64_t here = ++t->objects;
    ShapeMember **link = &s->first;
    if (++t->depth > SHAPE_DEPTH)
        return stop(t, p);
    p = spaces(p + 1);
    for (bool more = *p != '}'; more;) {
        const char *key = p, *key_end;
        ShapeMember *m = *link;
        if (m && word_at(&m->word, p)) {
            p += m->word.len;
            key_end = p - 1;
        } else {
            m = *link = find_member(t, &p, s);
            if (!m)
                return NULL;
            key_end = key + m->name.len + 2;
        }
        if (m->seen == here)
            return stop(t, key);
        m->seen = here;
        p = spaces(p);
        p = m->counted ? count(t, p, &t->counts[m->index]) :
            m->told ? member_value(t, p, m, key, key_end) : value(t, p, m->shape);
        if (!p)
            return NULL;
        p = spaces(p);
        more = *p == ',';
        if (!more && *p != '}')
            return stop(t, p);
        p = more ? spaces(p + 1) : p;
        link = &m->next;
    }
    t->depth--;
    return p + 1;
}

/* ---- what nobody reads ---- */

static const char *passed_array(Recorder *t, const char *p, Shape *s)
{
    if (++t->depth > SHAPE_DEPTH)
        return stop(t, p);
    if (!s->element)
        s->element = shape_new(t->arena, SHAPE_PASSED);
    p = spaces(p + 1);
    for (bool more = *p != ']'; more;) {
        p = value(t, p, s->element);
        if (!p)
            return NULL;
        p = spaces(p);
        more = *p == ',';
        if (!more && *p != ']')
            return stop(t, p);
        p = more ? spaces(p + 1) : p;
    }
    t->depth--;
    return p + 1;
}

static const char *passed(Recorder *t, const char *p, Shape *s)
{
    const char *end, *at;
    bool escaped;
    switch (*p) {
    case '"':
        end = string_end(p + 1, &escaped, &at);
        return end ? end : stop(t, at);
    case '{': return read_object(t, p, s);
    case '[': return passed_array(t, p, s);
    case 't': return is_word(p, "true", 4) ? p + 4 : stop(t, p);
    case 'f': return is_word(p, "false", 5) ? p + 5 : stop(t, p);
    case 'n': return is_word(p, "null", 4) ? p + 4 : stop(t, p);
    default:
        end = number_over(p);
        return end ? end : stop(t, number_stop(p));
    }
}

/* ---- scalars ---- */

/* The rows so far get more decimals; false when one does not fit. */
static bool more_decimals(Builder *b, unsigned decimals, size_t rows)
{
    int64_t factor = power_of_ten(decimals - b->column->decimals);
    for (size_t i = 0; i < rows; i++)
        if (__builtin_mul_overflow(b->column->scaled[i], factor, &b->column->scaled[i]))
            return false;
    b->column->decimals = decimals;
    return true;
}

static const char *number(Recorder *t, const char *p, const Rule *rule, Builder *b, unsigned *fewest, size_t row)
{
    int64_t n;
    unsigned decimals;
    const char *end = number_end_at(p, &n, &decimals);
    if (!end || n < rule->low[decimals] || n > rule->high[decimals] || (rule->counted && decimals > 0))
        return stop(t, end ? p : number_stop(p));
    if (decimals > *fewest)
        *fewest = decimals;
    if (decimals > b->column->decimals && !more_decimals(b, decimals, row))
        return stop(t, p);
    unsigned more = b->column->decimals - decimals;
    if (more && __builtin_mul_overflow(n, power_of_ten(more), &n))
        return stop(t, p);
    b->column->scaled[row] = n;
    return end;
}

static const char *grade(Recorder *t, const char *p, const Rule *rule, uint32_t *out)
{
    Str s;
    if (*p != '"')
        return stop(t, p);
    for (size_t i = 0; i < rule->scale->value_count; i++)
        if (word_at(&rule->values[i], p + 1)) {
            *out = (uint32_t)i;
            return p + 1 + rule->values[i].len;
        }
    const char *end = text(t, p, &s); /* with an escape, or long */
    for (size_t i = 0; end && i < rule->scale->value_count; i++)
        if (str_eq(rule->scale->values[i], s)) {
            *out = (uint32_t)i;
            return end;
        }
    return end ? stop(t, p) : NULL;
}

static const char *scalar(Recorder *t, const char *p, const Rule *rule, Builder *b, unsigned *fewest, size_t row)
{
    Column *c = b->column;
    const char *end;
    Str s;
    switch (rule->type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO: return number(t, p, rule, b, fewest, row);
    case TYPE_GRADE: return grade(t, p, rule, &c->codes[row]);
    case TYPE_YESNO:
        c->codes[row] = *p == 't';
        return is_word(p, "true", 4) ? p + 4 : is_word(p, "false", 5) ? p + 5 : stop(t, p);
    case TYPE_DATE:
        end = text(t, p, &s);
        return !end || parse_date(s, &c->dates[row]) ? end : stop(t, p);
    case TYPE_TEXT: return text(t, p, &c->texts[row]);
    case TYPE_POST:
        end = text(t, p, &s);
        return !end || id_row(t->posts, s, &c->codes[row]) ? end : stop(t, p);
    case TYPE_BALLOT:
    case TYPE_SURVEY:
    case TYPE_PANEL:
    case TYPE_LIST:
    case TYPE_PERSON:
    case TYPE_ERROR:
    case TYPE_TABLE: break;
    }
    BUG("no scalar");
}

/* ---- cells ---- */

static const char *list(Recorder *t, const char *p, const Rule *rule, Builder *b, unsigned *fewest, size_t row)
{
    Builder *element = b->element;
    const char *start = p;
    if (*p != '[')
        return stop(t, p);
    p = spaces(p + 1);
    for (bool more = *p != ']'; more;) {
        size_t at = element->rows++;
        builder_reserve(t->batch.arena, element, element->rows);
        bool absent = rule->type->kind == TYPE_PANEL && is_word(p, "null", 4);
        element->column->present[at] = !absent;
        p = absent ? p + 4 : scalar(t, p, rule->element, element, fewest, at);
        if (!p)
            return NULL;
        p = spaces(p);
        more = *p == ',';
        if (!more && *p != ']')
            return stop(t, p);
        p = more ? spaces(p + 1) : p;
    }
    size_t n = element->rows - b->column->first[row];
    if (rule->type->items > 0 && n != (size_t)rule->type->items)
        return stop(t, start);
    b->column->first[row + 1] = (uint32_t)element->rows;
    return p + 1;
}

static const char *cell(Recorder *t, const char *p, size_t field)
{
    const Rule *rule = &t->rules[field];
    Builder *b = &t->batch.builders[field];
    unsigned *fewest = &t->batch.decimals[field];
    if (*p == 'n')
        return is_word(p, "null", 4) ? p + 4 : stop(t, p);
    b->column->present[t->row] = 1;
    switch (rule->type->kind) {
    case TYPE_BALLOT: return read_ballot_at(t, p, rule, b->column->counts + t->row * b->width);
    case TYPE_SURVEY: return read_survey_at(t, p, rule, b->column->counts + t->row * b->width);
    case TYPE_PANEL:
    case TYPE_LIST: return list(t, p, rule, b, fewest, t->row);
    case TYPE_NUMBER:
    case TYPE_RATIO:
    case TYPE_YESNO:
    case TYPE_GRADE:
    case TYPE_DATE:
    case TYPE_TEXT:
    case TYPE_POST:
    case TYPE_PERSON:
    case TYPE_ERROR:
    case TYPE_TABLE: break;
    }
    return scalar(t, p, rule, b, fewest, t->row);
}

/* ---- the record ---- */

static const char *way(Recorder *t, const char *p, Shape *s)
{
    if (*p == '{')
        return read_object(t, p, s);
    if (*p == 'n')
        return is_word(p, "null", 4) ? p + 4 : stop(t, p);
    if (*p != '[' || ++t->depth > SHAPE_DEPTH)
        return stop(t, p);
    p = spaces(p + 1);
    size_t i = 0;
    for (bool more = *p != ']'; more;) {
        ShapeMember *m = shape_place(t, s, i++);
        p = m ? member_value(t, p, m, NULL, NULL) : stop(t, p);
        if (!p)
            return NULL;
        p = spaces(p);
        more = *p == ',';
        if (!more && *p != ']')
            return stop(t, p);
        p = more ? spaces(p + 1) : p;
    }
    t->depth--;
    return p + 1;
}

static const char *value(Recorder *t, const char *p, Shape *s)
{
    Str name;
    switch (s->kind) {
    case SHAPE_PASSED: return passed(t, p, s);
    case SHAPE_ID: return text(t, p, &t->id);
    case SHAPE_NAME: return *p == 'n' ? passed(t, p, s) : text(t, p, &name);
    case SHAPE_WAY: return way(t, p, s);
    case SHAPE_CELL: return cell(t, p, (size_t)s->index);
    case SHAPE_CAST: return read_cast(t, p, &t->counts[s->index]);
    case SHAPE_COUNT: return count(t, p, &t->counts[s->index]);
    case SHAPE_RATERS: return read_raters(t, p, s->index == OF_SURVEY);
    case SHAPE_ITEMS: return t->items++ ? stop(t, p) : read_questions(t, p, t->survey, t->survey_counts);
    case SHAPE_BALLOT:
    case SHAPE_SURVEY:
    case SHAPE_QUESTION: break;
    }
    BUG("no value has this shape");
}

static void more_rows(Batch *b)
{
    size_t cap = b->row_cap ? 2 * b->row_cap : 64;
    Str *ids = NEW_ARRAY(b->arena, Str, cap);
    Span *spans = NEW_ARRAY(b->arena, Span, cap);
    if (b->rows > 0) {
        memcpy(ids, b->ids, b->rows * sizeof *ids);
        memcpy(spans, b->spans, b->rows * sizeof *spans);
    }
    for (size_t i = 0; i < b->field_count; i++)
        builder_reserve(b->arena, &b->builders[i], cap);
    b->ids = ids;
    b->spans = spans;
    b->row_cap = cap;
}

static void empty_row(Batch *b)
{
    size_t row = b->rows;
    for (size_t i = 0; i < b->field_count; i++) {
        Column *c = &b->columns[i];
        c->present[row] = 0;
        if (!c->first)
            continue;
        c->first[row + 1] = c->first[row];
        b->builders[i].element->rows = c->first[row];
    }
}

const char *read_record(Recorder *t, const char *p)
{
    t->row = t->batch.rows;
    t->id = (Str){0};
    t->hit_count = 0;
    t->depth = 0;
    if (t->row == t->batch.row_cap)
        more_rows(&t->batch);
    empty_row(&t->batch);
    const char *end = *p == '{' ? read_object(t, p, t->record) : stop(t, p);
    return !end || t->id.len ? end : stop(t, p);
}

/* A cell that was not given is zero, as in a column that was never written. */
static void clear_cell(const Column *c, size_t width, size_t row)
{
    if (c->scaled)
        c->scaled[row] = 0;
    if (c->codes)
        c->codes[row] = 0;
    if (c->dates)
        c->dates[row] = (Date){0};
    if (c->texts)
        c->texts[row] = (Str){0};
    if (c->counts)
        memset(c->counts + row * width, 0, width * sizeof *c->counts);
}

bool keep_record(Recorder *t, Span span)
{
    Batch *b = &t->batch;
    for (size_t i = 0; i < t->hit_count; i++) {
        ShapeMember *m = t->hits[i].member;
        if (m->count++ > 0)
            continue;
        m->row = b->rows;
        m->span = t->hits[i].span;
        if (b->told_count == UNKNOWN_KEYS)
            return false;
        b->told[b->told_count++] = m;
    }
    for (size_t i = 0; i < b->field_count; i++)
        if (!b->columns[i].present[b->rows])
            clear_cell(&b->columns[i], b->builders[i].width, b->rows);
    b->ids[b->rows] = t->id;
    b->spans[b->rows++] = span;
    return true;
}

void batch_clear(Recorder *t)
{
    Batch *b = &t->batch;
    for (size_t i = 0; i < b->told_count; i++)
        b->told[i]->count = 0;
    b->told_count = 0;
    b->rows = 0;
    for (size_t i = 0; i < b->field_count; i++)
        b->decimals[i] = 0;
}
