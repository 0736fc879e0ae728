/* check_expr.c - expressions: the makers of checked nodes, and which kind is checked where. */
#include "lang/check_parts.h"

/* ---- small makers ---- */

Expr *make_expr(Checker *c, Op op, const Node *n, Type type)
{
    Expr *e = NEW(c->a, Expr);
    e->op = op;
    e->id = c->expr_count++;
    e->span = n->span;
    e->type = type;
    e->index = -1;
    return e;
}

Expr *with_kids(Checker *c, Expr *e, const Expr *const *kids, size_t n)
{
    e->kids = NEW_ARRAY(c->a, const Expr *, n ? n : 1);
    e->kid_count = n;
    for (size_t i = 0; i < n; i++) {
        e->kids[i] = kids[i];
        if (kids[i] && kids[i]->reach > e->reach)
            e->reach = kids[i]->reach;
    }
    return e;
}

Expr *make_expr1(Checker *c, Op op, const Node *n, Type type, const Expr *k)
{
    return with_kids(c, make_expr(c, op, n, type), (const Expr *const[]){k}, 1);
}

Expr *make_expr2(Checker *c, Op op, const Node *n, Type type, const Expr *a, const Expr *b)
{
    return with_kids(c, make_expr(c, op, n, type), (const Expr *const[]){a, b}, 2);
}

const Expr *poison(Checker *c, const Node *n)
{
    return make_expr(c, OP_NUMBER, n, type_of(TYPE_ERROR));
}

const Expr *expected(Checker *c, const Expr *e, Str what)
{
    if (!bad(e))
        diag_add(c->d, E0306, c->source, e->span, ARGS(what, type_words(c, &e->type)));
    Expr *p = make_expr(c, OP_NUMBER, &(Node){.span = e->span}, type_of(TYPE_ERROR));
    return p;
}

const Expr *constant(Checker *c, const Node *n, Num value, Type type)
{
    Expr *e = make_expr(c, OP_NUMBER, n, type);
    e->number = value;
    e->type.has_low = e->type.has_high = true;
    e->type.low = e->type.high = value;
    return e;
}

/* ---- the rest, and which kind is checked where ---- */

const Expr *check_unguarded(Checker *c, const Node *n)
{
    return n->kind == NODE_NAME     ? check_name(c, n, NULL, false)
           : n->kind == NODE_MEMBER ? check_member(c, n, NULL, false)
                                    : check_expr(c, n, NULL);
}

static const Expr *check_has(Checker *c, const Node *n)
{
    const Expr *e = check_unguarded(c, kid(n, 0));
    if (bad(e))
        return e;
    Op op = e->op == OP_OF_PERSON ? e->kids[1]->op : e->op;
    if (op != OP_FIELD && op != OP_ENTRY_FIELD && op != OP_COLUMN && op != OP_VOTE && op != OP_DECISION)
        return expected(c, e, S(BOTH("字段、表决或决定", "a field, vote or decision")));
    return make_expr1(c, OP_HAS, n, type_of(TYPE_YESNO), e);
}

static const Expr *check_unary(Checker *c, const Node *n, const Type *want)
{
    Str w = n->text;
    if (str_eq(w, S("has")))
        return check_has(c, n);
    if (str_eq(w, S("not"))) {
        const Expr *e = check_condition(c, kid(n, 0));
        return bad(e) ? e : make_expr1(c, OP_NOT, n, type_of(TYPE_YESNO), e);
    }
    if (is_quantifier(n))
        return check_quantified(c, n, n, NULL, OP_COUNT);
    if (str_eq(w, S("neg"))) {
        const Expr *e = check_expr(c, kid(n, 0), want);
        if (bad(e))
            return e;
        if (!is_number(e))
            return expected(c, e, S(BOTH("数", "a number")));
        Type zero = e->type, t = e->type;
        zero.has_low = zero.has_high = true;
        zero.low = zero.high = num_int(0);
        range_add(c, &t, &zero, &e->type, true);
        if (e->op == OP_NUMBER)
            return constant(c, n, num_neg(c->a, e->number), t);
        return make_expr1(c, OP_NEG, n, t, e);
    }
    return aggregate(c, n, w, kid(n, 0));
}

static const Expr *check_if(Checker *c, const Node *n, const Type *want)
{
    const Expr *cond = check_condition(c, kid(n, 0));
    size_t known = c->known.len;
    if (!bad(cond))
        know(c, cond);
    const Expr *yes = check_expr(c, kid(n, 1), want);
    c->known.len = known;
    if (!bad(cond))
        know_not(c, cond);
    const Expr *no = check_expr(c, kid(n, 2), bad(yes) ? want : &yes->type);
    c->known.len = known;
    if (bad(cond) || bad(yes) || bad(no))
        return poison(c, n);
    Type t = rows_type(c, n, (const Expr *const[]){yes, no}, 2);
    if (t.kind == TYPE_ERROR)
        return poison(c, n);
    return with_kids(c, make_expr(c, OP_IF, n, t), (const Expr *const[]){cond, yes, no}, 3);
}

static const Expr *check_missing(Checker *c, const Node *n)
{
    const Expr *e = check_unguarded(c, kid(n, 0));
    if (bad(e))
        return e;
    const Expr *v = check_expr(c, kid(n, 1), &e->type);
    if (bad(v))
        return v;
    if (!comparable(&e->type, &v->type))
        return expected(c, v, type_words(c, &e->type));
    return make_expr2(c, OP_MISSING_AS, n, rows_type(c, n, (const Expr *const[]){e, v}, 2), e, v);
}

static const Expr *check_call(Checker *c, const Node *n)
{
    Str name = n->text;
    if (str_eq(name, S("人数")) && n->kid_count == 1 && kid(n, 0)->kind == NODE_OVER)
        return over_people(c, n, S("count"), kid(n, 0));
    Op op = str_eq(name, S("周岁"))   ? OP_AGE
            : str_eq(name, S("整年")) ? OP_YEARS
            : str_eq(name, S("整月")) ? OP_MONTHS
                                      : OP_COUNT;
    if (op == OP_COUNT) {
        unknown_name(c, n, name);
        return poison(c, n);
    }
    if (n->kid_count != 2) {
        diag_add(c->d, E0306, c->source, n->span, ARGS(S(BOTH("两个日期", "two dates")), name));
        return poison(c, n);
    }
    const Expr *a = check_expr(c, kid(n, 0), NULL), *b = check_expr(c, kid(n, 1), NULL);
    if (bad(a) || bad(b))
        return poison(c, n);
    if (a->type.kind != TYPE_DATE)
        return expected(c, a, S(BOTH("日期", "a date")));
    if (b->type.kind != TYPE_DATE)
        return expected(c, b, S(BOTH("日期", "a date")));
    Type t = number_type(op == OP_MONTHS ? DIM_MONTHS : DIM_YEARS, op == OP_MONTHS ? S("月") : op == OP_AGE ? S("岁") : S("年"));
    return make_expr2(c, op, n, t, a, b);
}

static const Expr *check_date(Checker *c, const Node *n)
{
    Date d = {0};
    int part[3] = {0}, k = 0;
    for (size_t i = 0; i < n->text.len && k < 3; i++) {
        if (n->text.at[i] == '-')
            k++;
        else if (k < 3)
            part[k] = part[k] * 10 + (n->text.at[i] - '0');
    }
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = part[0] % 4 == 0 && (part[0] % 100 != 0 || part[0] % 400 == 0);
    bool good = part[1] <= 12 && (part[1] == 0 ? part[2] == 0 : part[2] <= days[part[1] - 1] + (leap && part[1] == 2));
    if (!good) {
        diag_add(c->d, E0380, c->source, n->span, ARGS(n->text));
        return poison(c, n);
    }
    d.year = (int16_t)part[0];
    d.month = (uint8_t)part[1];
    d.day = (uint8_t)part[2];
    Expr *e = make_expr(c, OP_DATE, n, type_of(TYPE_DATE));
    e->date = d;
    return e;
}

static const Expr *check_self(Checker *c, const Node *n)
{
    Expr *e = make_expr(c, OP_SELF, n, type_of(TYPE_PERSON));
    e->reach = REACH_PERSON;
    return e;
}

static const Expr *check_the_post(Checker *c, const Node *n)
{
    if (c->the_post) {
        Expr *e = make_expr(c, OP_THE_POST, n, type_of(TYPE_POST));
        e->reach = REACH_CONTEST;
        return e;
    }
    if (c->program->entry_post >= 0)
        return read_declared(c, n, SYMBOL_ENTRY, c->entries.at[c->program->entry_post].name, c->program->entry_post);
    if (c->program->applied < 0) {
        if (!c->entries.len && !has_broken(c->declarations)) /* else that was told */
            diag_add(c->d, E0328, c->source, n->span, NO_ARGS);
        return poison(c, n);
    }
    return read_declared(c, n, SYMBOL_FIELD, c->fields.at[c->program->applied].name, c->program->applied);
}

const Expr *check_condition(Checker *c, const Node *n)
{
    const Expr *e = check_expr(c, n, NULL);
    if (bad(e) || e->type.kind == TYPE_YESNO)
        return e;
    return expected(c, e, S(BOTH("条件", "a condition")));
}

const Expr *check_many(Checker *c, const Node *n)
{
    Type people = count_type(S("人"));
    const Expr *e = check_expr(c, n, &people);
    if (bad(e) || e->type.kind == TYPE_RATIO || (is_number(e) && e->type.dim == DIM_COUNT))
        return e;
    return expected(c, e, S(BOTH("人数或比例", "a number of people or a ratio")));
}

const Expr *check_expr(Checker *c, const Node *n, const Type *want)
{
    if (!n)
        return poison(c, &(Node){0});
    switch ((int)n->kind) {
    case NODE_NAME: return check_name(c, n, want, true);
    case NODE_NUMBER: case NODE_PERCENT: case NODE_FRACTION: return check_number(c, n, want);
    case NODE_RATIO: return check_ratio(c, n);
    case NODE_DATE: return check_date(c, n);
    case NODE_TEXT: {
        Expr *e = make_expr(c, OP_TEXT, n, type_of(TYPE_TEXT));
        e->text = n->text;
        return e;
    }
    case NODE_YES: case NODE_NO: {
        Expr *e = make_expr(c, OP_YESNO, n, type_of(TYPE_YESNO));
        e->index = n->kind == NODE_YES;
        return e;
    }
    case NODE_THE_POST: return check_the_post(c, n);
    case NODE_SELF: return check_self(c, n);
    case NODE_BINARY: return check_binary(c, n, want);
    case NODE_UNARY: return check_unary(c, n, want);
    case NODE_AT_LEAST: return check_quantified(c, n, n, NULL, OP_COUNT);
    case NODE_IF: return check_if(c, n, want);
    case NODE_ROUND: return check_round(c, n, want);
    case NODE_CAP: return check_bound(c, n, true, want);
    case NODE_FLOOR: return check_bound(c, n, false, want);
    case NODE_RESCALE: return check_rescale(c, n);
    case NODE_MISSING: return check_missing(c, n);
    case NODE_WEIGHTED: return check_weighted(c, n);
    case NODE_MEMBER: return check_member(c, n, want, true);
    case NODE_MAP: return check_map(c, n, want);
    case NODE_CALL: return check_call(c, n);
    case NODE_GROUP: return check_list(c, n, want);
    case NODE_ERROR: return poison(c, n);
    default:
        diag_add(c->d, E0334, c->source, n->span, ARGS(source_text(c, n->span)));
        return poison(c, n);
    }
}
