/* check_data.c - what is declared before the stages: parameters, fields, entries and tables. */
#include "lang/checker.h"

/* ---- parameters ---- */

/* What the rows of a 对应 match: the scale that has the first grade, or numbers with the first row's unit. */
static Type rows_subject(Checker *c, const Node *rows)
{
    Type t = type_of(TYPE_ERROR);
    const Node *first = kid(rows, 0) ? kid(kid(rows, 0), 0) : NULL;
    if (!first)
        return t;
    if (first->kind != NODE_NAME) {
        const Node *sample = first->kind == NODE_PATTERN ? (kid(first, 0) ? kid(first, 0) : kid(first, 1)) : first;
        const Expr *e = check_expr(c, sample, NULL);
        return number_type(e->type.kind == TYPE_NUMBER && e->type.dim != DIM_PURE ? e->type.dim : DIM_COUNT, e->type.unit);
    }
    for (size_t s = 0; s < c->scales.len && t.kind == TYPE_ERROR; s++)
        for (size_t g = 0; g < c->scales.at[s].value_count; g++)
            if (str_eq(c->scales.at[s].values[g], first->text)) {
                t = type_of(TYPE_GRADE);
                t.scale = (int)s;
            }
    if (t.kind == TYPE_ERROR)
        diag_add(c->d, E0330, c->source, first->span, ARGS(first->text));
    return t;
}

static const Expr *param_value(Checker *c, const Node *n)
{
    const Expr *e = check_expr(c, n, NULL);
    bool fits = e->op == OP_NUMBER || e->op == OP_DATE || e->op == OP_TEXT || e->op == OP_YESNO;
    if (e->type.kind != TYPE_ERROR && !fits)
        diag_add(c->d, E0344, c->source, n->span, NO_ARGS);
    return e;
}

/* The range of a dated parameter holds on every date. */
static void widen(Type *t, const Type *by)
{
    if (t->has_low && num_cmp(by->low, t->low) < 0)
        t->low = by->low;
    if (t->has_high && num_cmp(by->high, t->high) > 0)
        t->high = by->high;
}

static int date_cmp(Date a, Date b)
{
    return a.year != b.year ? a.year - b.year : a.month != b.month ? a.month - b.month : a.day - b.day;
}

static void check_dated(Checker *c, Param *p, const Node *dates)
{
    Dated *dated = NEW_ARRAY(c->a, Dated, dates->kid_count);
    p->type = type_of(TYPE_ERROR);
    for (size_t i = 0; i < dates->kid_count; i++) {
        const Node *since = kid(dates, i), *at = kid(since, 0), *value = kid(since, 1);
        if (value->kind == NODE_ROWS) {
            diag_add(c->d, E0379, c->source, value->span, NO_ARGS);
            return;
        }
        dated[i].since = check_expr(c, at, NULL)->date;
        dated[i].value = param_value(c, value);
        if (dated[i].since.year && !dated[i].since.day)
            diag_add(c->d, E0376, c->source, at->span, ARGS(at->text));
        if (i && dated[i].since.year && date_cmp(dated[i].since, dated[i - 1].since) <= 0) {
            Diag *d = diag_add(c->d, E0377, c->source, at->span, NO_ARGS);
            diag_label(d, kid(kid(dates, i - 1), 0)->span, S(""));
        }
        const Type *t = &dated[i].value->type;
        if (i == 0) {
            p->type = *t;
        } else if (t->kind != TYPE_ERROR && p->type.kind != TYPE_ERROR) {
            bool same = t->kind == p->type.kind && (t->kind != TYPE_NUMBER || t->dim == p->type.dim);
            if (!same)
                diag_add(c->d, E0378, c->source, value->span, ARGS(type_words(c, &p->type), type_words(c, t)));
            else
                widen(&p->type, t);
        }
    }
    p->dated = dated;
    p->dated_count = dates->kid_count;
    p->value = dated[0].value;
}

void check_param(Checker *c, const Node *n)
{
    Param p = {.name = n->text, .line = line_of(c, n->span), .type = type_of(TYPE_TABLE)};
    const Node *value = kid(n, 0);
    if (value->kind == NODE_ROWS) {
        p.subject = rows_subject(c, value);
        if (p.subject.kind != TYPE_ERROR) {
            p.row_count = check_rows(c, value, NULL, &p.subject, NULL, &p.rows, &p.row_values);
            check_rows_cover(c, value->span, p.rows, p.row_count, &p.subject);
        } else {
            p.type = type_of(TYPE_ERROR);
        }
    } else if (value->kind == NODE_DATED) {
        check_dated(c, &p, value);
    } else {
        p.value = param_value(c, value);
        p.type = p.value->type;
    }
    p.notes = check_notes(c, kid(n, 1), NULL);
    *PUSH(c->a, &c->params) = p;
    declare(c, SYMBOL_PARAM, n, p.name, (int)c->params.len - 1, true);
}

/* ---- fields ---- */

static bool has_person(const Type *t)
{
    return t->kind == TYPE_PERSON || (t->kind == TYPE_LIST && has_person(t->element));
}

static Field read_field(Checker *c, const Node *n, FieldsOf of)
{
    Field f = {.name = n->text, .line = line_of(c, n->span), .span = n->span};
    f.key = kid(n, 0) ? kid(n, 0)->text : f.name;
    f.type = check_type(c, kid(n, 1), f.name);
    if (of == FIELDS_POST && has_person(&f.type))
        diag_add(c->d, E0334, c->source, kid(n, 1)->span, ARGS(S("人选")));
    const Node *presence = kid(n, 2);
    bool may_when = of == FIELDS_CANDIDATE || of == FIELDS_ENTRY;
    f.optional = presence && presence->kind == NODE_OPTIONAL;
    if (presence && presence->kind == NODE_ONLY_WHEN && !may_when)
        diag_add(c->d, E0334, c->source, presence->span, ARGS(S("当")));
    else if (presence && presence->kind == NODE_ONLY_WHEN)
        f.when = check_condition(c, kid(presence, 0));
    f.notes = check_notes(c, kid(n, 3), NULL);
    return f;
}

static void no_twice(Checker *c, const Field *fields, size_t count, const Field *f)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(fields[i].name, f->name))
            twice(c, f->name, f->span, fields[i].span);
}

static void check_field(Checker *c, const Node *n, FieldsOf of)
{
    Field f = read_field(c, n, of);
    switch (of) {
    case FIELDS_POST:
        no_twice(c, c->posts.at, c->posts.len, &f);
        if (str_eq(f.name, S("名额")) && f.type.kind == TYPE_NUMBER)
            c->program->post_seats = (int)c->posts.len;
        *PUSH(c->a, &c->posts) = f;
        break;
    case FIELDS_CANDIDATE:
        *PUSH(c->a, &c->fields) = f;
        declare(c, SYMBOL_FIELD, n, f.name, (int)c->fields.len - 1, true);
        break;
    case FIELDS_ENTRY:
        *PUSH(c->a, &c->entries) = f;
        /* The post is what makes an entry: it is never without use. */
        declare(c, SYMBOL_ENTRY, n, f.name, (int)c->entries.len - 1, f.type.kind != TYPE_POST);
        break;
    case FIELDS_TABLE: break;
    }
}

void check_fields(Checker *c, const Node *fields, FieldsOf of)
{
    for (size_t i = 0; i < fields->kid_count; i++) {
        const Node *f = kid(fields, i);
        if (f->kind == NODE_FIELD)
            check_field(c, f, of);
        else if (f->kind == NODE_FIGURE)
            diag_add(c->d, E0334, c->source, f->span, ARGS(S("=")));
    }
}

/* ---- entries and tables ---- */

void check_entries(Checker *c, const Node *declarations)
{
    const Node *first = NULL;
    for (size_t i = 0; i < declarations->kid_count; i++) {
        const Node *n = kid(declarations, i);
        if (n->kind != NODE_ENTRY)
            continue;
        if (first) {
            Diag *d = diag_add(c->d, E0359, c->source, n->span, NO_ARGS);
            diag_label(d, first->span, S(""));
            continue;
        }
        first = n;
        c->program->entries_open = kid(n, 0) != NULL;
        check_fields(c, kid(n, 1), FIELDS_ENTRY);
    }
    if (!first)
        return;
    int posts = 0;
    for (size_t i = 0; i < c->entries.len; i++)
        if (c->entries.at[i].type.kind == TYPE_POST) {
            posts++;
            c->program->entry_post = (int)i;
        }
    if (posts == 1)
        return;
    c->program->entry_post = -1;
    if (!posts && has_broken(kid(first, 1)))
        return;
    Diag *d = diag_add(c->d, E0358, c->source, first->span, ARGS(number_shown(c, num_int(posts))));
    if (!posts)
        diag_hint(d, S("加一行 报考 : 职位"), S("add a line like applied : post"));
}

void check_table(Checker *c, const Node *n)
{
    ARRAY(Field) columns = {0};
    const Node *fields = kid(n, 0);
    for (size_t i = 0; i < fields->kid_count; i++) {
        const Node *f = kid(fields, i);
        if (f->kind == NODE_FIELD) {
            Field column = read_field(c, f, FIELDS_TABLE);
            no_twice(c, columns.at, columns.len, &column);
            *PUSH(c->a, &columns) = column;
        } else if (f->kind == NODE_FIGURE) {
            diag_add(c->d, E0334, c->source, f->span, ARGS(S("=")));
        }
    }
    *PUSH(c->a, &c->tables) = (Table){.name = n->text, .line = line_of(c, n->span), .span = n->span,
                                      .columns = columns.at, .column_count = columns.len};
    declare(c, SYMBOL_TABLE, n, n->text, (int)c->tables.len - 1, true);
}
