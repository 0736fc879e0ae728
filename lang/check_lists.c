/* check_lists.c - lists, means, aggregates over people, weights, and tables (对应). */
#include "lang/check_parts.h"

/* ---- lists and means ---- */

const Type *element_of(const Type *t)
{
    return t->kind == TYPE_LIST || t->kind == TYPE_PANEL ? t->element : NULL;
}

const Expr *check_list(Checker *c, const Node *n, const Type *want)
{
    Exprs items = {0};
    Type *element = NEW(c->a, Type);
    *element = type_of(TYPE_ERROR);
    for (size_t i = 0; i < n->kid_count; i++) {
        const Expr *e = check_expr(c, kid(n, i), i ? element : want && want->kind == TYPE_LIST ? want->element : want);
        if (bad(e))
            return e;
        *PUSH(c->a, &items) = e;
        if (i == 0) {
            *element = e->type;
            continue;
        }
        if (e->type.kind != element->kind || (is_number(e) && e->type.dim != element->dim) ||
            (e->type.kind == TYPE_GRADE && e->type.scale != element->scale)) {
            diag_add(c->d, E0317, c->source, n->span, ARGS(type_words(c, element), type_words(c, &e->type)));
            return poison(c, n);
        }
        element->base = joint_base(element->base, e->type.base);
        element->has_low = element->has_low && e->type.has_low;
        element->has_high = element->has_high && e->type.has_high;
        if (element->has_low && num_cmp(e->type.low, element->low) < 0)
            element->low = e->type.low;
        if (element->has_high && num_cmp(e->type.high, element->high) > 0)
            element->high = e->type.high;
    }
    Type t = type_of(TYPE_LIST);
    t.element = element;
    t.items = (int)items.len;
    return with_kids(c, make_expr(c, OP_LIST, n, t), items.at, items.len);
}

static Type times(Checker *c, Type t, int n)
{
    Type by = number_type(DIM_PURE, S(""));
    by.has_low = by.has_high = n > 0;
    by.low = by.high = num_int(n);
    Type out = t;
    range_mul(c, &out, &t, &by);
    if (n == 0 && never_negative(&t)) {
        out.has_low = true;
        out.low = num_int(0);
    }
    return out;
}

static const Expr *over_list(Checker *c, const Node *n, Str what, const Expr *list, int high, int low)
{
    if (bad(list))
        return list;
    const Type *element = element_of(&list->type);
    if (str_eq(what, S("number"))) {
        if (!element)
            return expected(c, list, S(BOTH("一列数", "a column of numbers")));
        return make_expr1(c, OP_LENGTH, n, count_type(S("项")), list);
    }
    if (!element || element->kind != TYPE_NUMBER)
        return expected(c, list, S(BOTH("一列数", "a column of numbers")));
    Op op = str_eq(what, S("sum"))       ? OP_SUM
            : str_eq(what, S("mean"))    ? OP_MEAN
            : str_eq(what, S("highest")) ? OP_HIGHEST
                                         : OP_LOWEST;
    Type t = *element;
    t.has_full = false;
    if (op == OP_SUM)
        t = times(c, t, list->type.items);
    Expr *e = make_expr1(c, op, n, t, list);
    e->trim_high = high;
    e->trim_low = low;
    return e;
}

static int trim_of(Checker *c, const Node *mods, Str which)
{
    int most = 0;
    for (size_t i = 0; i < mods->kid_count; i++) {
        const Node *m = kid(mods, i);
        Num v;
        int64_t k = 0;
        if (m->kind == NODE_TRIM && str_eq(m->text, which) && num_parse(c->a, kid(m, 0)->text, &v) &&
            num_to_int64(v, &k) && k >= 0 && k < 1000)
            most = (int)k;
    }
    return most;
}

static const Node *mod_of(const Node *mods, NodeKind kind)
{
    for (size_t i = 0; i < mods->kid_count; i++)
        if (kid(mods, i)->kind == kind)
            return kid(mods, i);
    return NULL;
}

/* The first that stands in the way of one before it: a second 当, 全体 after 按 …; NULL. */
static const Node *mod_too_many(const Node *mods)
{
    bool seen[NODE_KINDS] = {false}, high = false, low = false;
    for (size_t i = 0; i < mods->kid_count; i++) {
        const Node *mod = kid(mods, i);
        NodeKind kind = mod->kind == NODE_EVERYONE || mod->kind == NODE_OWN ? NODE_BY : mod->kind;
        bool *one = kind != NODE_TRIM ? &seen[kind] : str_eq(mod->text, S("highest")) ? &high : &low;
        if (*one)
            return mod;
        *one = true;
    }
    return NULL;
}

static const Expr *cannot_stand(Checker *c, const Node *n, const Node *at)
{
    diag_add(c->d, E0334, c->source, at->span, ARGS(source_text(c, at->span)));
    return poison(c, n);
}

/* 人数(本组 当 c), 平均(面试 全体 当 c), 平均(面试 按 考场 去掉 最高 1 个), 平均(考场均分 每 考场) … */
const Expr *over_people(Checker *c, const Node *n, Str what, const Node *over)
{
    if (c->stage < 0 || c->table >= 0) /* people are summed up in a stage, and not anew for each row */
        return cannot_stand(c, n, n);
    const Node *mods = kid(over, 1), *by = mod_of(mods, NODE_BY), *when = mod_of(mods, NODE_WHEN);
    const Node *trim = mod_of(mods, NODE_TRIM), *one_each = mod_of(mods, NODE_EACH);
    if (trim && !str_eq(what, S("sum")) && !str_eq(what, S("mean")))
        return cannot_stand(c, n, trim);
    size_t known = c->known.len;
    const Expr *condition = when ? check_condition(c, kid(when, 0)) : NULL;
    if (condition)
        know(c, condition);
    const Expr *value = kid(over, 0) ? check_expr(c, kid(over, 0), NULL) : NULL;
    c->known.len = known;
    const Expr *key = by ? check_expr(c, kid(by, 0), NULL) : NULL;
    const Expr *each = one_each ? check_expr(c, kid(one_each, 0), NULL) : NULL;
    bool count = str_eq(what, S("count"));
    if (!count && !value) {
        diag_add(c->d, E0306, c->source, n->span, ARGS(S(BOTH("数", "a number")), S(BOTH("空", "nothing"))));
        return poison(c, n);
    }
    if ((value && bad(value)) || (condition && bad(condition)) || (key && bad(key)) || (each && bad(each)))
        return poison(c, n);
    if (!count && !is_number(value))
        return expected(c, value, S(BOTH("数", "a number")));
    Op op = count                        ? OP_G_COUNT
            : str_eq(what, S("sum"))     ? OP_G_SUM
            : str_eq(what, S("mean"))    ? OP_G_MEAN
            : str_eq(what, S("highest")) ? OP_G_HIGHEST
                                         : OP_G_LOWEST;
    Type t = count ? count_type(S("人")) : value->type;
    if (op == OP_G_SUM)
        t = times(c, t, 0);
    Expr *e = make_expr(c, op, n, t);
    with_kids(c, e, (const Expr *const[]){value, condition, key, each}, 4);
    e->trim_high = trim_of(c, mods, S("highest"));
    e->trim_low = trim_of(c, mods, S("lowest"));
    bool everyone = mod_of(mods, NODE_EVERYONE) || (each && !mod_of(mods, NODE_OWN));
    e->group = by ? GROUP_KEY : everyone ? GROUP_EVERYONE : GROUP_OWN;
    if (e->group == GROUP_OWN)
        need_own_contest(c, n, S("本组"));
    e->reach = by ? REACH_PERSON : REACH_CONTEST;
    return e;
}

/* ---- aggregates over the rows of a table ---- */

/* The table that 个数(亲属 …) or 合计(奖励.分值 …) goes through; -1: none. */
static int table_of(Checker *c, const Node *of)
{
    const Node *name = of && of->kind == NODE_MEMBER ? kid(of, 0) : of;
    Symbol *s = name && name->kind == NODE_NAME ? find_symbol(c, name->text) : NULL;
    if (!s || s->kind != SYMBOL_TABLE)
        return -1;
    s->used = true;
    return s->index;
}

static const Expr *row_value(Checker *c, const Node *of, int table)
{
    const Expr *e = read_column(c, of, table, of->text);
    if (!e) {
        diag_add(c->d, E0307, c->source, of->span, ARGS(c->tables.at[table].name, of->text));
        return poison(c, of);
    }
    e = guard_column(c, of, e);
    return bad(e) || is_number(e) ? e : expected(c, e, S(BOTH("数", "a number")));
}

static const Expr *over_rows(Checker *c, const Node *n, Str what, const Node *over, int table)
{
    const Node *of = over->kind == NODE_OVER ? kid(over, 0) : over;
    bool count = str_eq(what, S("number"));
    if (c->stage < 0 || c->table >= 0) /* the rows are known in a stage; one table is gone through at a time */
        return cannot_stand(c, n, n);
    const Node *when = NULL;
    for (size_t i = 0; over->kind == NODE_OVER && i < kid(over, 1)->kid_count; i++) {
        const Node *mod = kid(kid(over, 1), i);
        if (mod->kind != NODE_WHEN || when)
            return cannot_stand(c, n, mod);
        when = mod;
    }
    if (count != (of->kind == NODE_NAME)) {
        diag_add(c->d, E0306, c->source, of->span, ARGS(count ? S(BOTH("表", "a table")) : S(BOTH("表的一列", "a column of a table")), source_text(c, of->span)));
        return poison(c, n);
    }
    size_t known = c->known.len;
    c->table = table;
    const Expr *condition = when ? check_condition(c, kid(when, 0)) : NULL;
    if (condition && !bad(condition))
        know(c, condition);
    c->table = -1;
    const Expr *value = count ? NULL : row_value(c, of, table);
    c->known.len = known;
    if ((condition && bad(condition)) || (value && bad(value)))
        return poison(c, n);
    Op op = count                        ? OP_T_COUNT
            : str_eq(what, S("sum"))     ? OP_T_SUM
            : str_eq(what, S("mean"))    ? OP_T_MEAN
            : str_eq(what, S("highest")) ? OP_T_HIGHEST
                                         : OP_T_LOWEST;
    Type t = count ? count_type(S("项")) : value->type;
    t.has_full = false;
    if (op == OP_T_SUM)
        t = times(c, t, 0);
    Expr *e = make_expr(c, op, n, t);
    with_kids(c, e, (const Expr *const[]){value, condition}, 2);
    e->index = table;
    e->reach = e->reach == REACH_PERSON ? REACH_PERSON : REACH_CONTEST;
    return e;
}

/* What an aggregate goes over.  合计 职位.名额 is over all posts, where 职位 is not one post. */
static const Expr *check_list_operand(Checker *c, const Node *operand)
{
    const Node *of = operand->kind == NODE_MEMBER ? kid(operand, 0) : NULL;
    for (size_t i = 0; of && of->kind == NODE_THE_POST && !c->the_post && i < c->posts.len; i++) {
        const Field *f = &c->posts.at[i];
        if (!str_eq(f->name, operand->text) || element_of(&f->type))
            continue;
        if (c->stage < 0)
            return cannot_stand(c, operand, operand);
        Type t = type_of(TYPE_LIST);
        t.element = &f->type;
        Expr *e = make_expr(c, OP_ALL_POSTS, operand, t);
        e->index = (int)i;
        e->reach = REACH_CONTEST;
        return e;
    }
    return operand->kind == NODE_GROUP ? check_list(c, operand, NULL) : check_expr(c, operand, NULL);
}

const Expr *aggregate(Checker *c, const Node *n, Str what, const Node *operand)
{
    const Node *over = operand;
    if (operand->kind == NODE_GROUP && operand->kid_count == 1)
        over = kid(operand, 0);
    int table = table_of(c, over->kind == NODE_OVER ? kid(over, 0) : over);
    if (table >= 0)
        return over_rows(c, n, what, over, table);
    if (over->kind == NODE_OVER) {
        const Node *mods = kid(over, 1), *again = mod_too_many(mods);
        if (again)
            return cannot_stand(c, n, again);
        if (mod_of(mods, NODE_BY) || mod_of(mods, NODE_EVERYONE) || mod_of(mods, NODE_OWN) || mod_of(mods, NODE_EACH))
            return over_people(c, n, what, over);
        if (mod_of(mods, NODE_WHEN)) {
            const Node *of = kid(over, 0);
            if (of && of->kind == NODE_NAME && !find_symbol(c, of->text))
                unknown_name(c, of, of->text);
            else
                diag_add(c->d, E0334, c->source, mod_of(mods, NODE_WHEN)->span, ARGS(S("当")));
            return poison(c, n);
        }
        if (!kid(over, 0)) {
            diag_add(c->d, E0306, c->source, n->span, ARGS(S(BOTH("一列数", "a column of numbers")), S(BOTH("空", "nothing"))));
            return poison(c, n);
        }
        return over_list(c, n, what, check_list_operand(c, kid(over, 0)), trim_of(c, mods, S("highest")),
                         trim_of(c, mods, S("lowest")));
    }
    const Expr *list = check_list_operand(c, operand);
    return over_list(c, n, what, list, 0, 0);
}

const Expr *check_weighted(Checker *c, const Node *n)
{
    enum { MOST = 32 };
    Num weights[MOST];
    size_t count;
    const Node *ratio = kid(n, 0), *parts = kid(n, 1);
    if (!ratio_parts(c, ratio->text, weights, MOST, &count)) {
        diag_add(c->d, E0347, c->source, ratio->span, NO_ARGS);
        return poison(c, n);
    }
    if (count != parts->kid_count) {
        diag_add(c->d, E0342, c->source, n->span,
                 ARGS(number_shown(c, num_int((int64_t)count)), number_shown(c, num_int((int64_t)parts->kid_count))));
        return poison(c, n);
    }
    Num total = num_int(0);
    for (size_t i = 0; i < count; i++)
        total = num_add(c->a, total, weights[i]);
    if (num_sign(total) == 0) {
        diag_add(c->d, E0352, c->source, ratio->span, NO_ARGS);
        return poison(c, n);
    }
    const Expr *list = check_list(c, parts, NULL);
    if (bad(list))
        return list;
    const Type *element = list->type.element;
    if (element->kind != TYPE_NUMBER)
        return expected(c, list, S(BOTH("一列数", "a column of numbers")));
    for (size_t i = 1; i < count && element->dim == DIM_POINTS; i++) {
        const Type *x = &list->kids[0]->type, *y = &list->kids[i]->type;
        if (x->has_high && y->has_high && num_cmp(x->high, y->high) != 0) {
            Diag *d = diag_add(c->d, E0316, c->source, list->kids[0]->span, ARGS(number_shown(c, x->high), number_shown(c, y->high)));
            diag_label(d, list->kids[i]->span, S(""));
            return poison(c, n);
        }
    }
    Expr *e = make_expr(c, OP_WEIGHTED, n, *element);
    e->type.has_full = false;
    Num *kept = NEW_ARRAY(c->a, Num, count);
    memcpy(kept, weights, sizeof(Num) * count);
    e->weights = kept;
    return with_kids(c, e, list->kids, count);
}

/* ---- tables ---- */

static bool row_number(Checker *c, const Node *n, const Type *subject, Num *out)
{
    if (!n)
        return false;
    const Expr *e = check_expr(c, n, subject);
    if (bad(e))
        return false;
    if (e->op != OP_NUMBER || e->type.kind != TYPE_NUMBER || e->type.dim != subject->dim) {
        expected(c, e, type_words(c, subject));
        return false;
    }
    *out = e->number;
    return true;
}

static MapRow row_pattern(Checker *c, const Node *p, const Type *subject)
{
    MapRow row = {.grade = -1};
    bool graded = subject->kind == TYPE_GRADE || subject->kind == TYPE_SURVEY;
    if (p->kind == NODE_NAME && str_eq(p->text, S("其他")) && !(graded && grade_in(c, subject->scale, p->text) >= 0)) {
        row.other = true;
    } else if (graded) {
        row.grade = p->kind == NODE_NAME ? grade_in(c, subject->scale, p->text) : -1;
        if (row.grade < 0) {
            Str what = p->text.len ? p->text : S("…");
            diag_add(c->d, E0307, c->source, p->span, ARGS(c->scales.at[subject->scale].name, what));
        }
    } else if (p->kind == NODE_PATTERN) {
        row.has_low = row_number(c, kid(p, 0), subject, &row.low);
        row.has_high = row_number(c, kid(p, 1), subject, &row.high);
        if (row.has_low != (kid(p, 0) != NULL) || row.has_high != (kid(p, 1) != NULL))
            row.has_low = row.has_high = false;
        if (row.has_low && row.has_high && num_cmp(row.low, row.high) > 0)
            diag_add(c->d, E0333, c->source, p->span, NO_ARGS);
    } else if (row_number(c, p, subject, &row.low)) {
        row.has_low = row.has_high = true;
        row.high = row.low;
    }
    return row;
}

size_t check_rows(Checker *c, const Node *rows, const Expr *subject, const Type *subject_type, const Type *want,
                  const MapRow **out_rows, const Expr ***out_values)
{
    size_t n = rows->kid_count;
    MapRow *made = NEW_ARRAY(c->a, MapRow, n ? n : 1);
    const Expr **values = NEW_ARRAY(c->a, const Expr *, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        const Node *row = kid(rows, i);
        made[i] = row_pattern(c, kid(row, 0), subject_type);
        size_t known = c->known.len;
        if (subject && subject->type.kind == TYPE_GRADE && made[i].grade >= 0) {
            const Expr *grade = make_grade(c, kid(row, 0), subject->type.scale, made[i].grade);
            know(c, make_expr2(c, OP_EQ, kid(row, 0), type_of(TYPE_YESNO), subject, grade));
        }
        values[i] = check_expr(c, kid(row, 1), i && !bad(values[0]) ? &values[0]->type : want);
        c->known.len = known;
    }
    *out_rows = made;
    *out_values = values;
    return n;
}

static bool rows_meet(const MapRow *a, const MapRow *b)
{
    if (a->other || b->other)
        return a->other && b->other;
    if (a->grade >= 0 || b->grade >= 0)
        return a->grade == b->grade;
    bool a_before = a->has_high && b->has_low && num_cmp(a->high, b->low) < 0;
    bool b_before = b->has_high && a->has_low && num_cmp(b->high, a->low) < 0;
    return !a_before && !b_before;
}

/* Whether every whole number, or every number where two ranges touch end to end, has its row. */
static bool ranges_cover(Checker *c, const MapRow *rows, size_t n, const Type *subject)
{
    bool whole = subject->dim == DIM_COUNT || subject->dim == DIM_YEARS || subject->dim == DIM_MONTHS;
    Num at = subject->has_low ? subject->low : num_int(0);
    bool from_start = subject->has_low;
    for (size_t step = 0; step <= n; step++) {
        const MapRow *next = NULL;
        for (size_t i = 0; i < n; i++)
            if ((!rows[i].has_low && step == 0) ||
                (rows[i].has_low && (from_start || step) && num_cmp(rows[i].low, at) <= 0 &&
                 (!rows[i].has_high || num_cmp(rows[i].high, at) >= 0)))
                next = &rows[i];
        if (!next)
            return false;
        if (!next->has_high || (subject->has_high && num_cmp(next->high, subject->high) >= 0))
            return true;
        if (!whole)
            return false; /* between two closed ranges there is always a number: 其他 is needed */
        at = num_add(c->a, next->high, num_int(1));
    }
    return false;
}

/* A row whose pattern was refused: what it was to be is not known. */
static bool is_refused(const MapRow *row) { return !row->other && row->grade < 0 && !row->has_low && !row->has_high; }

void check_rows_cover(Checker *c, Span at, const MapRow *rows, size_t n, const Type *subject)
{
    bool other = false;
    for (size_t i = 0; i < n; i++)
        if (is_refused(&rows[i]))
            return;
    for (size_t i = 0; i < n; i++) {
        other = other || rows[i].other;
        for (size_t j = 0; j < i; j++)
            if (rows_meet(&rows[i], &rows[j])) {
                diag_add(c->d, E0332, c->source, at, ARGS(S(BOTH("有两行重叠", "has two rows that overlap"))));
                return;
            }
    }
    if (other)
        return;
    bool complete = true;
    if (subject->kind == TYPE_GRADE || subject->kind == TYPE_SURVEY) {
        for (size_t g = 0; g < c->scales.at[subject->scale].value_count; g++) {
            bool found = false;
            for (size_t i = 0; i < n; i++)
                found = found || rows[i].grade == (int)g;
            complete = complete && found;
        }
    } else {
        complete = ranges_cover(c, rows, n, subject);
    }
    if (!complete)
        diag_add(c->d, E0332, c->source, at, ARGS(S(BOTH("没有写全，缺的情形可以写 其他", "is not complete; 其他 can stand for what is missing"))));
}

Type rows_type(Checker *c, const Node *n, const Expr *const *values, size_t count)
{
    Type t = count ? values[0]->type : type_of(TYPE_ERROR);
    for (size_t i = 1; i < count && t.kind != TYPE_ERROR; i++) {
        const Type *v = &values[i]->type;
        if (v->kind == TYPE_ERROR)
            return *v;
        if (v->kind != t.kind || (t.kind == TYPE_NUMBER && v->dim != t.dim)) {
            diag_add(c->d, E0317, c->source, n->span, ARGS(type_words(c, &t), type_words(c, v)));
            return type_of(TYPE_ERROR);
        }
        t.has_low = t.has_low && v->has_low;
        t.has_high = t.has_high && v->has_high;
        if (t.has_low && num_cmp(v->low, t.low) < 0)
            t.low = v->low;
        if (t.has_high && num_cmp(v->high, t.high) > 0)
            t.high = v->high;
        t.base = joint_base(t.base, v->base);
    }
    t.has_full = false;
    return t;
}

const Expr *check_map(Checker *c, const Node *n, const Type *want)
{
    const Expr *subject = check_expr(c, kid(n, 0), NULL);
    if (bad(subject))
        return subject;
    bool fits = subject->type.kind == TYPE_GRADE || subject->type.kind == TYPE_SURVEY || is_number(subject);
    if (!fits)
        return expected(c, subject, S(BOTH("等级、测评或数", "a grade, a rating or a number")));
    const Node *table = kid(n, 1);
    const MapRow *rows = NULL;
    const Expr **values = NULL;
    size_t count = 0;
    int param = -1;
    if (table->kind == NODE_ROWS) {
        Type as = subject->type;
        as.has_full = false;
        count = check_rows(c, table, subject, &as, want, &rows, &values);
        check_rows_cover(c, table->span, rows, count, &subject->type);
    } else {
        Symbol *s = find_symbol(c, table->text);
        if (!s || s->kind != SYMBOL_PARAM || c->params.at[s->index].type.kind != TYPE_TABLE) {
            if (!s)
                unknown_name(c, table, table->text);
            else if (s->kind != SYMBOL_PARAM || c->params.at[s->index].type.kind != TYPE_ERROR)
                diag_add(c->d, E0355, c->source, table->span, ARGS(table->text));
            return poison(c, n);
        }
        s->used = true;
        param = s->index;
        const Param *p = &c->params.at[s->index];
        bool same = is_number(subject) ? p->subject.kind == TYPE_NUMBER && p->subject.dim == subject->type.dim
                                       : p->subject.kind == TYPE_GRADE && p->subject.scale == subject->type.scale;
        if (!same)
            return expected(c, subject, type_words(c, &p->subject));
        rows = p->rows;
        values = p->row_values;
        count = p->row_count;
    }
    Type t = rows_type(c, n, values, count);
    if (t.kind == TYPE_ERROR)
        return poison(c, n);
    if (subject->type.kind == TYPE_SURVEY && subject->type.items) {
        Type *element = NEW(c->a, Type);
        *element = t;
        t = type_of(TYPE_LIST);
        t.element = element;
        t.items = subject->type.items;
    }
    Exprs kids = {0};
    *PUSH(c->a, &kids) = subject;
    for (size_t i = 0; i < count; i++)
        *PUSH(c->a, &kids) = values[i];
    Expr *e = with_kids(c, make_expr(c, OP_MAP, n, t), kids.at, kids.len);
    e->rows = rows;
    e->index = param;
    return e;
}
