/* check_numbers.c - numbers, units and arithmetic, with the range that each result can have. */
#include "lang/check_parts.h"

#include "lang/limits.h"

/* ---- numbers ---- */

const Expr *check_number(Checker *c, const Node *n, const Type *want)
{
    Num v = num_int(0);
    const Node *unit = kid(n, 0);
    if (n->kind == NODE_FRACTION) {
        size_t slash = 0;
        while (slash < n->text.len && n->text.at[slash] != '/')
            slash++;
        Num top, bottom;
        if (!num_parse(c->a, str_cut(n->text, 0, slash), &top) ||
            !num_parse(c->a, str_cut(n->text, slash + 1, n->text.len), &bottom) || num_sign(bottom) == 0) {
            diag_add(c->d, E0354, c->source, n->span, ARGS(n->text));
            return poison(c, n);
        }
        v = num_div(c->a, top, bottom);
    } else if (!num_parse(c->a, n->text, &v)) {
        diag_add(c->d, E0334, c->source, n->span, ARGS(n->text));
        return poison(c, n);
    }
    if (n->kind == NODE_PERCENT)
        return constant(c, n, num_div(c->a, v, num_int(100)), share_type(BASE_NONE));
    if (unit)
        return constant(c, n, v, number_type(unit_dimension(unit->text), unit->text));
    if (n->kind == NODE_FRACTION)
        return constant(c, n, v, share_type(BASE_NONE));
    if (want && want->kind == TYPE_NUMBER && want->dim != DIM_SHARE)
        return constant(c, n, v, number_type(want->dim, want->unit));
    return constant(c, n, v, number_type(DIM_PURE, S("")));
}

bool ratio_parts(Checker *c, Str text, Num *parts, size_t most, size_t *count)
{
    *count = 0;
    size_t from = 0;
    for (size_t i = 0; i <= text.len; i++)
        if (i == text.len || text.at[i] == ':') {
            if (*count == most || !num_parse(c->a, str_cut(text, from, i), &parts[*count]))
                return false;
            ++*count;
            from = i + 1;
        }
    return true;
}

const Expr *check_ratio(Checker *c, const Node *n)
{
    Num part[2];
    size_t count;
    if (!ratio_parts(c, n->text, part, 2, &count) || count != 2 || num_sign(part[0]) <= 0 ||
        num_sign(part[1]) <= 0) {
        diag_add(c->d, E0347, c->source, n->span, NO_ARGS);
        return poison(c, n);
    }
    const Node *nouns = kid(n, 0);
    bool people_first = nouns ? str_eq(nouns->text, S("people:seats")) : num_cmp(part[0], part[1]) > 0;
    Num people = people_first ? num_div(c->a, part[0], part[1]) : num_div(c->a, part[1], part[0]);
    Expr *e = make_expr(c, OP_NUMBER, n, type_of(TYPE_RATIO));
    e->number = e->type.low = e->type.high = people;
    e->type.has_low = e->type.has_high = true;
    return e;
}

/* ---- ranges carried through arithmetic ---- */

void range_add(Checker *c, Type *t, const Type *a, const Type *b, bool minus)
{
    const Num *bl = minus ? (b->has_high ? &b->high : NULL) : (b->has_low ? &b->low : NULL);
    const Num *bh = minus ? (b->has_low ? &b->low : NULL) : (b->has_high ? &b->high : NULL);
    t->has_low = a->has_low && bl;
    t->has_high = a->has_high && bh;
    if (t->has_low)
        t->low = minus ? num_sub(c->a, a->low, *bl) : num_add(c->a, a->low, *bl);
    if (t->has_high)
        t->high = minus ? num_sub(c->a, a->high, *bh) : num_add(c->a, a->high, *bh);
}

void range_mul(Checker *c, Type *t, const Type *a, const Type *b)
{
    t->has_low = t->has_high = false;
    if (a->has_low && a->has_high && b->has_low && b->has_high) {
        Num p[4] = {num_mul(c->a, a->low, b->low), num_mul(c->a, a->low, b->high),
                    num_mul(c->a, a->high, b->low), num_mul(c->a, a->high, b->high)};
        t->low = t->high = p[0];
        for (int i = 1; i < 4; i++) {
            if (num_cmp(p[i], t->low) < 0)
                t->low = p[i];
            if (num_cmp(p[i], t->high) > 0)
                t->high = p[i];
        }
        t->has_low = t->has_high = true;
    } else if (never_negative(a) && never_negative(b)) {
        t->has_low = true;
        t->low = num_mul(c->a, a->low, b->low);
    }
}

static void range_div(Checker *c, Type *t, const Type *a, const Type *b)
{
    t->has_low = t->has_high = false;
    if (!b->has_low || num_sign(b->low) <= 0 || !never_negative(a))
        return;
    t->has_low = true;
    t->low = b->has_high ? num_div(c->a, a->low, b->high) : num_int(0);
    t->has_high = a->has_high;
    if (t->has_high)
        t->high = num_div(c->a, a->high, b->low);
}

/* ---- arithmetic ---- */

static bool is_zero_to_one(const Expr *e)
{
    return is_number(e) && e->type.dim == DIM_SHARE && e->reach == REACH_CONSTANT;
}

/* The full mark behind a part such as 笔试 * 40%, for rule 12: all such parts need the same one. */
static const Num *part_full(const Expr *e)
{
    if (e->op == OP_MUL && is_zero_to_one(e->kids[1]) && e->kids[0]->type.dim == DIM_POINTS &&
        e->kids[0]->type.has_high)
        return &e->kids[0]->type.high;
    if (e->op == OP_MUL && is_zero_to_one(e->kids[0]) && e->kids[1]->type.dim == DIM_POINTS &&
        e->kids[1]->type.has_high)
        return &e->kids[1]->type.high;
    if (e->op == OP_ADD)
        return part_full(e->kids[0]);
    return NULL;
}

int joint_base(int a, int b)
{
    if (a == b || b == BASE_NONE)
        return a;
    return a == BASE_NONE ? b : BASE_MIXED;
}

const Expr *check_sum(Checker *c, const Node *n, bool minus, const Type *want)
{
    const Expr *a = check_expr(c, kid(n, 0), want);
    const Expr *b = check_expr(c, kid(n, 1), is_number(a) ? &a->type : want);
    if (bad(a) || bad(b))
        return poison(c, n);
    if (is_number(b) && is_number(a) && a->type.dim == DIM_PURE && b->type.dim != DIM_PURE)
        a = check_expr(c, kid(n, 0), &b->type);
    if (!is_number(a) || !is_number(b) || a->type.dim != b->type.dim) {
        Diag *d = diag_add(c->d, E0305, c->source, a->span,
                           ARGS(type_words(c, &a->type), type_words(c, &b->type)));
        diag_label(d, b->span, S(""));
        return poison(c, n);
    }
    const Num *fa = part_full(a), *fb = part_full(b);
    if (fa && fb && num_cmp(*fa, *fb) != 0) {
        Diag *d = diag_add(c->d, E0316, c->source, a->span, ARGS(number_shown(c, *fa), number_shown(c, *fb)));
        diag_label(d, b->span, S(""));
        return poison(c, n);
    }
    Type t = number_type(a->type.dim, a->type.unit.len ? a->type.unit : b->type.unit);
    t.base = joint_base(a->type.base, b->type.base);
    range_add(c, &t, &a->type, &b->type, minus);
    return make_expr2(c, minus ? OP_SUB : OP_ADD, n, t, a, b);
}

/* A factor takes no unit from its place: pure numbers, shares and counts multiply anything. */
static bool is_factor(const Type *t)
{
    return t->kind == TYPE_RATIO || (t->kind == TYPE_NUMBER && t->dim != DIM_POINTS);
}

static bool weak(Dimension d) { return d == DIM_PURE || d == DIM_SHARE; }

const Expr *check_product(Checker *c, const Node *n, bool divide)
{
    const Expr *a = check_expr(c, kid(n, 0), NULL), *b = check_expr(c, kid(n, 1), NULL);
    if (bad(a) || bad(b))
        return poison(c, n);
    const Type *x = &a->type, *y = &b->type;
    bool numbers = (is_number(a) || x->kind == TYPE_RATIO) && (is_number(b) || y->kind == TYPE_RATIO);
    Type t = number_type(DIM_PURE, S(""));
    bool fits = numbers;
    if (!numbers)
        ;
    else if (divide) {
        if (y->kind == TYPE_RATIO)
            fits = x->kind == TYPE_NUMBER && x->dim == DIM_COUNT, t = count_type(x->unit);
        else if (x->kind == TYPE_RATIO)
            fits = y->dim == DIM_PURE, t = *x;
        else if (x->dim == y->dim)
            t = number_type(DIM_PURE, S(""));
        else
            t = *x, fits = is_factor(y);
    } else if (x->kind == TYPE_RATIO || y->kind == TYPE_RATIO) {
        const Type *other = x->kind == TYPE_RATIO ? y : x;
        fits = other->kind == TYPE_NUMBER && (other->dim == DIM_COUNT || other->dim == DIM_PURE);
        t = other->kind == TYPE_NUMBER && other->dim == DIM_COUNT ? count_type(S("人")) : type_of(TYPE_RATIO);
    } else {
        bool second = weak(x->dim) || (x->dim != DIM_POINTS && y->dim == DIM_POINTS);
        t = second && !(x->dim == DIM_SHARE && y->dim == DIM_PURE) ? *y : *x;
        fits = is_factor(x) || is_factor(y);
    }
    if (!fits) {
        diag_add(c->d, E0308, c->source, n->span, ARGS(type_words(c, x), type_words(c, y)));
        return poison(c, n);
    }
    t.has_full = false;
    if (divide && b->reach == REACH_CONSTANT && b->op == OP_NUMBER && num_sign(b->number) == 0) {
        diag_add(c->d, E0354, c->source, b->span, ARGS(number_shown(c, b->number)));
        return poison(c, n);
    }
    (divide ? range_div : range_mul)(c, &t, x, y);
    return make_expr2(c, divide ? OP_DIV : OP_MUL, n, t, a, b);
}

const Expr *check_of(Checker *c, const Node *n)
{
    const Expr *a = check_expr(c, kid(n, 0), NULL), *b = check_expr(c, kid(n, 1), NULL);
    if (bad(a) || bad(b))
        return poison(c, n);
    if (!is_number(a))
        return expected(c, a, S(BOTH("数", "a number")));
    if (!is_number(b) || !weak(b->type.dim))
        return expected(c, b, S(BOTH("分数或百分比", "points or a percentage")));
    Type t = a->type;
    t.has_full = false;
    range_mul(c, &t, &a->type, &b->type);
    return make_expr2(c, OP_OF, n, t, a, b);
}

const Expr *check_round(Checker *c, const Node *n, const Type *want)
{
    const Expr *e = check_expr(c, kid(n, 0), want);
    if (bad(e))
        return e;
    if (!is_number(e) && e->type.kind != TYPE_RATIO)
        return expected(c, e, S(BOTH("数", "a number")));
    Num places = num_int(0);
    int64_t p = 0;
    if (kid(n, 1) && (!num_parse(c->a, kid(n, 1)->text, &places) || !num_to_int64(places, &p) || p < 0 ||
                      p > LIMIT_PLACES)) {
        diag_add(c->d, E0346, c->source, kid(n, 1)->span, ARGS(number_shown(c, num_int(LIMIT_PLACES))));
        return poison(c, n);
    }
    Str mode = kid(n, 2)->text;
    Rounding r = str_eq(mode, S("up"))        ? ROUND_UP
                 : str_eq(mode, S("down"))    ? ROUND_DOWN
                 : str_eq(mode, S("half_up")) ? ROUND_HALF_UP
                                              : ROUND_HALF_EVEN;
    Expr *out = make_expr1(c, OP_ROUND, n, e->type, e);
    out->index = (int)r;
    out->places = (int)p;
    /* A ratio is rounded only when the seats are known, so its own range keeps its value. */
    if (e->type.kind == TYPE_NUMBER) {
        if (out->type.has_low)
            out->type.low = num_round(c->a, out->type.low, (int)p, r);
        if (out->type.has_high)
            out->type.high = num_round(c->a, out->type.high, (int)p, r);
    }
    return out;
}

const Expr *check_bound(Checker *c, const Node *n, bool cap, const Type *want)
{
    const Expr *e = check_expr(c, kid(n, 0), want);
    const Expr *b = check_expr(c, kid(n, 1), is_number(e) ? &e->type : want);
    if (bad(e) || bad(b))
        return poison(c, n);
    if (!is_number(e) || !is_number(b) || e->type.dim != b->type.dim)
        return expected(c, b, type_words(c, &e->type));
    Expr *out = make_expr2(c, cap ? OP_CAP : OP_FLOOR, n, e->type, e, b);
    out->type.has_full = false;
    if (cap && b->type.has_high && (!e->type.has_high || num_cmp(b->type.high, e->type.high) < 0)) {
        out->type.has_high = true;
        out->type.high = b->type.high;
    }
    if (!cap && b->type.has_low && (!e->type.has_low || num_cmp(b->type.low, e->type.low) > 0)) {
        out->type.has_low = true;
        out->type.low = b->type.low;
    }
    return out;
}

const Expr *check_rescale(Checker *c, const Node *n)
{
    Type share = share_type(BASE_NONE);
    const Expr *e = check_expr(c, kid(n, 0), &share), *to = check_expr(c, kid(n, 1), NULL);
    if (bad(e) || bad(to))
        return poison(c, n);
    if (!is_number(e))
        return expected(c, e, S(BOTH("数", "a number")));
    if (!is_number(to) || to->op != OP_NUMBER)
        return expected(c, to, S(BOTH("分数或百分比", "points or a percentage")));
    Num factor = to->number;
    Type t = e->type;
    if (to->type.dim == DIM_POINTS) {
        Num full = num_int(1);
        if (e->type.dim != DIM_SHARE) {
            if (!e->type.has_high || num_sign(e->type.high) <= 0) {
                diag_add(c->d, E0343, c->source, e->span, NO_ARGS);
                return poison(c, n);
            }
            full = e->type.high;
        }
        factor = num_div(c->a, factor, full);
        t = number_type(DIM_POINTS, S("分"));
    }
    Type by = number_type(DIM_PURE, S(""));
    by.has_low = by.has_high = true;
    by.low = by.high = factor;
    range_mul(c, &t, &e->type, &by);
    Expr *out = make_expr2(c, OP_RESCALE, n, t, e, to);
    out->number = factor;
    return out;
}
