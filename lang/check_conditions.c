/* check_conditions.c - comparisons, membership and logic. */
#include "lang/check_parts.h"

/* ---- conditions ---- */

bool comparable(const Type *a, const Type *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == TYPE_NUMBER)
        return a->dim == b->dim;
    if (a->kind == TYPE_GRADE)
        return a->scale == b->scale;
    return a->kind == TYPE_DATE || a->kind == TYPE_TEXT || a->kind == TYPE_POST || a->kind == TYPE_PERSON || a->kind == TYPE_YESNO ||
           a->kind == TYPE_RATIO;
}

static bool ordered_type(Checker *c, const Node *n, const Type *t)
{
    if (t->kind == TYPE_NUMBER || t->kind == TYPE_DATE || t->kind == TYPE_RATIO)
        return true;
    if (t->kind == TYPE_GRADE && c->scales.at[t->scale].ordered)
        return true;
    Str what = t->kind == TYPE_GRADE ? c->scales.at[t->scale].name : type_words(c, t);
    diag_add(c->d, E0345, c->source, n->span, ARGS(what));
    return false;
}

static void check_decided(Checker *c, const Node *n, Op op, const Type *a, const Type *b)
{
    if (a->kind != TYPE_NUMBER)
        return;
    int always = -1; /* 1 always, 0 never */
    bool below = a->has_high && b->has_low, above = a->has_low && b->has_high;
    int hb = below ? num_cmp(a->high, b->low) : 1, lb = above ? num_cmp(a->low, b->high) : -1;
    switch ((int)op) {
    case OP_GT: always = below && hb <= 0 ? 0 : above && lb > 0 ? 1 : -1; break;
    case OP_GE: always = below && hb < 0 ? 0 : above && lb >= 0 ? 1 : -1; break;
    case OP_LT: always = below && hb < 0 ? 1 : above && lb >= 0 ? 0 : -1; break;
    case OP_LE: always = below && hb <= 0 ? 1 : above && lb > 0 ? 0 : -1; break;
    default: break;
    }
    if (always >= 0)
        diag_add(c->d, W0315, c->source, n->span, ARGS(always ? S(BOTH("成立", "true")) : S(BOTH("不成立", "false"))));
}

static bool check_bases(Checker *c, const Expr *a, const Expr *b)
{
    if (!is_number(a) || a->type.dim != DIM_SHARE)
        return true;
    int x = a->type.base, y = b->type.base;
    if (x == y || x == BASE_NONE || y == BASE_NONE)
        return true;
    Str names[2];
    int bases[2] = {x, y};
    for (int i = 0; i < 2; i++)
        names[i] = bases[i] >= 0 ? str_from(count_words[bases[i]][LANG_ZH])
                                 : bases[i] == BASE_RATERS ? S(BOTH("参加测评的人数", "raters")) : S(BOTH("混合", "mixed"));
    Diag *d = diag_add(c->d, E0304, c->source, a->span, ARGS(names[0], names[1]));
    diag_label(d, b->span, S(""));
    return false;
}

/* Two counts divided are a plain number, and everyone then writes a percentage. */
static void hint_share(Diag *d, const Type *a, const Type *b)
{
    bool numbers = a->kind == TYPE_NUMBER && b->kind == TYPE_NUMBER;
    if (numbers && ((a->dim == DIM_PURE && b->dim == DIM_SHARE) || (a->dim == DIM_SHARE && b->dim == DIM_PURE)))
        diag_hint(d, S("率要写百分号：30%，不写 30、0.3；两个数相除还是数，乘以 100% 就是率，或者写 甲 不低于 乙 的 80%"),
                  S("a share has a percent sign: 30%, not 30 or 0.3; a number divided by a number is a number, times 100% it is a share, or write a no less than 80% of b"));
}

static Op comparison(Str word)
{
    static const struct { const char *word; Op op; } table[] = {
        {">", OP_GT}, {">=", OP_GE}, {"<", OP_LT}, {"<=", OP_LE}, {"is", OP_EQ}, {"is_not", OP_NE}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_eq(word, str_from(table[i].word)))
            return table[i].op;
    return OP_COUNT;
}

/* 任一 x 超过 y, 每一 …, 至少 2 项 …: the quantifier stands on the left operand and takes the comparison. */
const Expr *check_quantified(Checker *c, const Node *n, const Node *quantifier, const Node *bound, Op op)
{
    const Node *operand = kid(quantifier, quantifier->kind == NODE_AT_LEAST ? 1 : 0);
    Str word = quantifier->text;
    const Expr *list = operand->kind == NODE_GROUP ? check_list(c, operand, NULL) : check_expr(c, operand, NULL);
    if (bad(list))
        return list;
    const Type *element = element_of(&list->type);
    if (!element)
        return expected(c, list, S(BOTH("一列", "a column")));
    const Expr *to = NULL;
    if (bound) {
        to = check_expr(c, bound, element);
        if (bad(to))
            return to;
        if (is_number(to) && to->type.dim == DIM_COUNT && element->kind == TYPE_NUMBER && element->dim == DIM_SHARE) {
            list = check_expr(c, operand, &to->type);
            element = element_of(&list->type);
        }
        if (!comparable(element, &to->type)) {
            diag_add(c->d, E0303, c->source, list->span, ARGS(type_words(c, element), type_words(c, &to->type)));
            return poison(c, n);
        }
        Expr one = {.span = list->span, .type = *element};
        if (!check_bases(c, &one, to) || (op != OP_EQ && op != OP_NE && !ordered_type(c, operand, element)))
            return poison(c, n);
    } else if (element->kind != TYPE_YESNO) {
        return expected(c, list, S(BOTH("一列是否", "a column of 是否")));
    }
    Op kind = quantifier->kind == NODE_AT_LEAST ? OP_AT_LEAST : str_eq(word, S("any")) ? OP_ANY : OP_EVERY;
    Expr *e = make_expr2(c, kind, n, type_of(TYPE_YESNO), list, to);
    e->kid_count = to ? 2 : 1;
    e->index = to ? (int)op : -1;
    e->number = num_int(1);
    if (kind == OP_AT_LEAST && !num_parse(c->a, kid(quantifier, 0)->text, &e->number))
        return poison(c, n);
    return e;
}

bool is_quantifier(const Node *n)
{
    return n->kind == NODE_AT_LEAST ||
           (n->kind == NODE_UNARY && (str_eq(n->text, S("any")) || str_eq(n->text, S("every"))));
}

static const Expr *check_comparison(Checker *c, const Node *n, Op op)
{
    if (is_quantifier(kid(n, 0)))
        return check_quantified(c, n, kid(n, 0), kid(n, 1), op);
    const Expr *a = check_expr(c, kid(n, 0), NULL);
    if (bad(a))
        return a;
    const Expr *b = check_expr(c, kid(n, 1), &a->type);
    if (bad(b))
        return b;
    bool recheck = (is_number(a) && is_number(b) && a->type.dim != b->type.dim &&
                    (a->type.dim == DIM_PURE || (a->type.dim == DIM_SHARE && b->type.dim == DIM_COUNT))) ||
                   (a->op == OP_GRADE && b->type.kind == TYPE_GRADE && a->type.scale != b->type.scale);
    if (recheck)
        a = check_expr(c, kid(n, 0), &b->type);
    if (!comparable(&a->type, &b->type)) {
        Diag *d = diag_add(c->d, E0303, c->source, a->span, ARGS(type_words(c, &a->type), type_words(c, &b->type)));
        diag_label(d, b->span, S(""));
        hint_share(d, &a->type, &b->type);
        return poison(c, n);
    }
    if (!check_bases(c, a, b) || (op != OP_EQ && op != OP_NE && !ordered_type(c, n, &a->type)))
        return poison(c, n);
    check_decided(c, n, op, &a->type, &b->type);
    return make_expr2(c, op, n, type_of(TYPE_YESNO), a, b);
}

static const Expr *check_in(Checker *c, const Node *n, bool negative)
{
    const Expr *a = check_expr(c, kid(n, 0), NULL);
    if (bad(a))
        return a;
    Exprs kids = {0};
    *PUSH(c->a, &kids) = a;
    const Node *set = kid(n, 1);
    size_t count = set->kind == NODE_GROUP ? set->kid_count : 1;
    for (size_t i = 0; i < count; i++) {
        const Expr *b = check_expr(c, set->kind == NODE_GROUP ? kid(set, i) : set, &a->type);
        if (bad(b))
            return b;
        if (!comparable(&a->type, &b->type)) {
            diag_add(c->d, E0303, c->source, b->span, ARGS(type_words(c, &a->type), type_words(c, &b->type)));
            return poison(c, n);
        }
        *PUSH(c->a, &kids) = b;
    }
    return with_kids(c, make_expr(c, negative ? OP_NOT_IN : OP_IN, n, type_of(TYPE_YESNO)), kids.at, kids.len);
}

static const Expr *check_logic(Checker *c, const Node *n, Op op)
{
    const Expr *a = check_condition(c, kid(n, 0));
    size_t known = c->known.len;
    if (!bad(a)) {
        if (op == OP_OR)
            know_not(c, a);
        else
            know(c, a);
    }
    const Expr *b = check_condition(c, kid(n, 1));
    c->known.len = known;
    if (bad(a) || bad(b))
        return poison(c, n);
    return make_expr2(c, op, n, type_of(TYPE_YESNO), a, b);
}

const Expr *check_binary(Checker *c, const Node *n, const Type *want)
{
    Str w = n->text;
    if (str_eq(w, S("and")))
        return check_logic(c, n, OP_AND);
    if (str_eq(w, S("or")))
        return check_logic(c, n, OP_OR);
    if (str_eq(w, S("implies")))
        return check_logic(c, n, OP_IMPLIES);
    if (str_eq(w, S("in")) || str_eq(w, S("not_in")))
        return check_in(c, n, str_eq(w, S("not_in")));
    if (str_eq(w, S("+")) || str_eq(w, S("-")))
        return check_sum(c, n, str_eq(w, S("-")), want);
    if (str_eq(w, S("*")) || str_eq(w, S("/")))
        return check_product(c, n, str_eq(w, S("/")));
    if (str_eq(w, S("of")))
        return check_of(c, n);
    return check_comparison(c, n, comparison(w));
}
