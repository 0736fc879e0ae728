/* suggest_values.c - other values of what a condition reads that are worth trying. */
#include "runtime/suggest_parts.h"

#include "runtime/wording.h"

enum { TEXTS_TRIED = 12, LINES_TRIED = 400 };

static void add_line(const Search *s, const Leaf *l, uint32_t unit, Str value, bool in_quotes, Lines *out)
{
    Text t = text_new(s->s->a);
    if (!place_words(s, l, unit, &t))
        return;
    text_addz(&t, " 为 ");
    if (in_quotes)
        add_quoted(value, &t);
    else
        text_add(&t, value);
    text_char(&t, '\n');
    *PUSH(s->s->a, out) = text_str(&t);
}

static void add_number(const Search *s, const Leaf *l, uint32_t unit, Num v, Lines *out)
{
    Text t = text_new(s->s->a);
    if (leaf_change(s, l, unit, v, &t))
        *PUSH(s->s->a, out) = text_str(&t);
}

static void add_around(const Search *s, const Leaf *l, uint32_t unit, Num v, Lines *out)
{
    add_number(s, l, unit, v, out);
    add_number(s, l, unit, num_sub(s->s->a, v, num_int(1)), out);
    add_number(s, l, unit, num_add(s->s->a, v, num_int(1)), out);
}

/* The numbers that the condition names, and one more or less. */
static void numbers_near(const Search *s, const Leaf *l, uint32_t unit, const Expr *x, Lines *out)
{
    if (!x || out->len > LINES_TRIED)
        return;
    if (x->op == OP_NUMBER)
        add_around(s, l, unit, x->number, out);
    if (x->op == OP_PARAM && s->s->program->params[x->index].value && s->s->program->params[x->index].value->op == OP_NUMBER)
        add_around(s, l, unit, s->s->program->params[x->index].value->number, out);
    for (size_t i = 0; x->op == OP_MAP && i + 1 < x->kid_count; i++) {
        if (x->rows[i].has_low)
            add_around(s, l, unit, x->rows[i].low, out);
        if (x->rows[i].has_high)
            add_around(s, l, unit, x->rows[i].high, out);
    }
    for (size_t i = 0; i < x->kid_count; i++)
        numbers_near(s, l, unit, x->kids[i], out);
}

static void add_date(const Search *s, const Leaf *l, uint32_t unit, Date d, Lines *out)
{
    Text t = text_new(s->s->a);
    date_text(d, &t);
    add_line(s, l, unit, text_str(&t), false, out);
}

/* The day itself, the day before and after (all months have 28 days), and as many years or months earlier as the condition names. */
static void dates_around(const Search *s, const Leaf *l, uint32_t unit, Date d, int64_t years, Lines *out)
{
    for (int64_t k = years - 1; k <= years + 1; k++) {
        Date at = {(int16_t)(d.year - k), d.month ? d.month : 1, d.day ? d.day : 1};
        add_date(s, l, unit, at, out);
        Date later = at, before = at;
        if (at.day < 28) {
            later.day++;
        } else {
            later.day = 1;
            later.year = (int16_t)(at.year + (at.month == 12));
            later.month = (uint8_t)(at.month % 12 + 1);
        }
        if (at.day > 1) {
            before.day--;
        } else {
            before.day = 28;
            before.year = (int16_t)(at.year - (at.month == 1));
            before.month = (uint8_t)((at.month + 10) % 12 + 1);
        }
        add_date(s, l, unit, later, out);
        add_date(s, l, unit, before, out);
    }
}

static int64_t years_named(const Program *p, const Expr *x)
{
    int64_t n = 0;
    const Expr *v = x && x->op == OP_PARAM ? p->params[x->index].value : x;
    if (v && v->op == OP_NUMBER && (v->type.dim == DIM_YEARS || v->type.dim == DIM_MONTHS) && num_to_int64(v->number, &n))
        return v->type.dim == DIM_MONTHS ? n / 12 : n;
    for (size_t i = 0; x && i < x->kid_count && !n; i++)
        n = years_named(p, x->kids[i]);
    return n;
}

static void dates_near(const Search *s, const Leaf *l, uint32_t unit, const Expr *x, int64_t years, Lines *out)
{
    const Expr *v = x && x->op == OP_PARAM ? s->s->program->params[x->index].value : x;
    uint32_t row;
    if (!v)
        return;
    if (v->op == OP_DATE)
        dates_around(s, l, unit, v->date, years, out);
    if ((v->op == OP_FIELD || v->op == OP_ENTRY_FIELD) && v->type.kind == TYPE_DATE) {
        Leaf other = {v->op, v->index, -1, &v->type};
        const Column *c = column_for(s, &other, unit, &row);
        if (c && c->present[row])
            dates_around(s, l, unit, c->dates[row], years, out);
    }
    for (size_t i = 0; i < v->kid_count; i++)
        dates_near(s, l, unit, v->kids[i], years, out);
}

/* Texts that stand in the data where texts of its kind do. */
static void texts_near(const Search *s, const Leaf *l, uint32_t unit, Lines *out)
{
    const Pool *pool = pool_at(s);
    const Program *p = s->s->program;
    ARRAY(Str) known = {0};
    for (int kind = 0; kind < 2; kind++)
        for (size_t f = 0; f < (kind ? p->field_count : p->post_field_count); f++) {
            const Column *c = kind ? &pool->fields[f] : &pool->posts[f];
            for (size_t row = 0; c->type->kind == TYPE_TEXT && row < (kind ? pool->person_count : pool->post_count) && known.len < TEXTS_TRIED; row++) {
                bool old = !c->present[row];
                for (size_t i = 0; i < known.len && !old; i++)
                    old = str_eq(known.at[i], c->texts[row]);
                if (!old)
                    *PUSH(s->s->a, &known) = c->texts[row];
            }
        }
    for (size_t i = 0; i < known.len; i++)
        add_line(s, l, unit, known.at[i], true, out);
}

static bool may_be_absent(const Search *s, const Leaf *l)
{
    const Program *p = s->s->program;
    switch ((int)l->op) {
    case OP_FIELD: return p->fields[l->index].optional;
    case OP_ENTRY_FIELD: return p->entries[l->index].optional;
    case OP_POST_FIELD: return p->posts[l->index].optional;
    case OP_DECISION: case OP_VOTE: return p->clauses[l->index].optional;
    default: return false;
    }
}

static void surveys_near(const Search *s, const Leaf *l, uint32_t unit, Lines *out)
{
    for (size_t i = 0; i < grades_in(s, l); i++) {
        Leaf grade = *l, all = *l;
        Num now;
        grade.part = (int)i;
        all.part = -1;
        if (leaf_number(s, &all, unit, &now))
            add_number(s, &grade, unit, now, out);
    }
}

static void ballots_near(const Search *s, const Leaf *l, uint32_t unit, Lines *out)
{
    Num now;
    if (l->part < 0 || !leaf_number(s, l, unit, &now))
        return;
    add_around(s, l, unit, now, out);
    add_number(s, l, unit, num_int(0), out);
}

/* A list of one post; a grade or a number in the first place. */
static void lists_near(const Search *s, const Leaf *l, uint32_t unit, const Expr *near, Lines *out)
{
    const Program *p = s->s->program;
    const Pool *pool = pool_at(s);
    const Type *t = l->type->element;
    for (size_t i = 0; t->kind == TYPE_POST && i < pool->post_count && i < TEXTS_TRIED; i++) {
        Text one = text_new(s->s->a);
        text_char(&one, '(');
        add_quoted(pool->post_ids[i], &one);
        text_char(&one, ')');
        add_line(s, l, unit, text_str(&one), false, out);
    }
    for (size_t i = 0; t->kind == TYPE_GRADE && i < p->scales[t->scale].value_count; i++) {
        Text line = text_new(s->s->a);
        if (!place_words(s, l, unit, &line))
            continue;
        text_addz(&line, ".1 为 ");
        text_add(&line, p->scales[t->scale].values[i]);
        text_char(&line, '\n');
        *PUSH(s->s->a, out) = text_str(&line);
    }
    if (t->kind == TYPE_NUMBER)
        numbers_near(s, l, unit, near, out);
}

void leaf_values(const Search *s, const Leaf *l, uint32_t unit, const Expr *near, Lines *out)
{
    const Program *p = s->s->program;
    const Pool *pool = pool_at(s);
    const Type *t = l->type;
    switch (t->kind) {
    case TYPE_YESNO:
        add_line(s, l, unit, S("是"), false, out);
        add_line(s, l, unit, S("否"), false, out);
        break;
    case TYPE_GRADE:
        for (size_t i = 0; i < p->scales[t->scale].value_count; i++)
            add_line(s, l, unit, p->scales[t->scale].values[i], false, out);
        break;
    case TYPE_POST:
        for (size_t i = 0; i < pool->post_count && i < TEXTS_TRIED; i++)
            add_line(s, l, unit, pool->post_ids[i], true, out);
        break;
    case TYPE_TEXT: texts_near(s, l, unit, out); break;
    case TYPE_DATE: dates_near(s, l, unit, near, years_named(p, near), out); break;
    case TYPE_NUMBER: numbers_near(s, l, unit, near, out); break;
    case TYPE_SURVEY: surveys_near(s, l, unit, out); break;
    case TYPE_BALLOT: ballots_near(s, l, unit, out); break;
    case TYPE_LIST: case TYPE_PANEL: lists_near(s, l, unit, near, out); break;
    case TYPE_ERROR: case TYPE_RATIO: case TYPE_PERSON: case TYPE_TABLE: break;
    }
    if (may_be_absent(s, l))
        add_line(s, l, unit, S("缺"), false, out);
}
