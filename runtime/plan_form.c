/* plan_form.c - an expression in its normal form: one spelling for what means the same.
 * Parameters and figures are put in, comparisons have the number on the right, sums are coefficient × part. */
#include "runtime/plan_parts.h"

#include "lang/limits.h"

Form form_new(Arena *a, const Program *p, int stage)
{
    return (Form){.program = p, .a = a, .out = text_new(a), .stage = stage, .sense = OP_COUNT};
}

const Expr *behind(const Program *p, const Expr *e)
{
    while (e->op == OP_FIGURE)
        e = p->clauses[e->index].expr;
    return e;
}

bool fixed_value(const Program *p, const Expr *e, Num *out)
{
    if (e->op == OP_PARAM) {
        const Param *param = &p->params[e->index];
        if (param->row_count || param->dated_count || !param->value)
            return false;
        e = param->value;
    }
    if (e->op != OP_NUMBER || (e->type.kind != TYPE_NUMBER && e->type.kind != TYPE_RATIO))
        return false;
    *out = e->number;
    return true;
}

/* ---- numbers ---- */

static bool decimal(Num n)
{
    int64_t d = n.d;
    while (d && d % 2 == 0)
        d /= 2;
    while (d && d % 5 == 0)
        d /= 5;
    return d == 1;
}

static void put_number(Text *out, Num n)
{
    if (decimal(n))
        num_decimal(out, n, LIMIT_PLACES);
    else
        num_exact(out, n);
}

static void put_share(Text *out, Num n)
{
    if (decimal(n)) {
        num_decimal(out, num_mul(out->arena, n, num_int(100)), LIMIT_PLACES);
        text_char(out, '%');
    } else {
        num_exact(out, n);
    }
}

/* 1:3, 1:1.5, 3:7: people for one seat. */
static void put_ratio(Text *out, Num n)
{
    if (decimal(n)) {
        text_addz(out, "1:");
        put_number(out, n);
    } else {
        text_int(out, n.d);
        text_char(out, ':');
        text_int(out, n.n);
    }
}

static void add_hole(Form *f, size_t from, const Expr *leaf, Num value, const Type *type)
{
    *PUSH(f->a, &f->holes) = (Hole){.from = from, .to = f->out.len, .leaf = leaf, .value = value, .type = type, .sense = f->sense};
}

void form_number(Form *f, const Expr *leaf, Num value, const Type *type)
{
    size_t from = f->out.len;
    bool share = type && type->kind == TYPE_NUMBER && type->dim == DIM_SHARE;
    if (type && type->kind == TYPE_RATIO)
        put_ratio(&f->out, value);
    else if (share)
        put_share(&f->out, value);
    else
        put_number(&f->out, value);
    add_hole(f, from, leaf, value, type);
    if (type && type->kind == TYPE_NUMBER && !share && type->dim != DIM_PURE && type->unit.len) {
        text_char(&f->out, ' ');
        text_add(&f->out, type->unit);
    }
}

/* ---- sums ---- */

typedef struct {
    Arena *a;
    const Program *p;
    bool scores;
    Terms *out;
} Apart;

static void apart(const Apart *x, const Expr *e, Num coef, const Expr *leaf, int factors);

static void apart_each(const Apart *x, const Expr *list, const Num *weights, Num coef, bool mean)
{
    Num total = num_int(mean && !weights ? (int64_t)list->kid_count : weights ? 0 : 1);
    for (size_t i = 0; weights && i < list->kid_count; i++)
        total = num_add(x->a, total, weights[i]);
    for (size_t i = 0; i < list->kid_count; i++) {
        Num one = weights ? num_mul(x->a, coef, weights[i]) : coef;
        apart(x, list->kids[i], num_div(x->a, one, total), NULL, 2);
    }
}

static bool apart_product(const Apart *x, const Expr *e, Num coef, int factors)
{
    for (size_t i = 0; i < 2; i++) {
        const Expr *by = behind(x->p, e->kids[1 - i]);
        Num n;
        if ((e->op == OP_DIV && i) || !fixed_value(x->p, by, &n) || (e->op == OP_DIV && num_sign(n) == 0))
            continue;
        bool divide = e->op == OP_DIV;
        apart(x, e->kids[i], divide ? num_div(x->a, coef, n) : num_mul(x->a, coef, n), by, factors + (divide ? 2 : 1));
        return true;
    }
    return false;
}

static void apart(const Apart *x, const Expr *e, Num coef, const Expr *leaf, int factors)
{
    e = behind(x->p, e);
    Num n;
    if (fixed_value(x->p, e, &n)) {
        *PUSH(x->a, x->out) = (Term){.coef = num_mul(x->a, coef, n), .leaf = factors ? NULL : e, .factors = factors + 1, .type = &e->type};
        return;
    }
    switch ((int)e->op) {
    case OP_ADD: case OP_SUB:
        apart(x, e->kids[0], coef, leaf, factors);
        apart(x, e->kids[1], e->op == OP_SUB ? num_neg(x->a, coef) : coef, e->op == OP_SUB ? NULL : leaf, factors + (e->op == OP_SUB && factors ? 2 : 0));
        return;
    case OP_NEG: apart(x, e->kids[0], num_neg(x->a, coef), NULL, factors ? factors + 2 : 0); return;
    case OP_MUL: case OP_OF: case OP_DIV:
        if (apart_product(x, e, coef, factors))
            return;
        break;
    case OP_RESCALE: {
        bool direct = num_cmp(e->kids[1]->number, e->number) == 0;
        apart(x, e->kids[0], num_mul(x->a, coef, e->number), e->kids[1], factors + (direct ? 1 : 2));
        return;
    }
    case OP_WEIGHTED: apart_each(x, e, e->weights, coef, true); return;
    case OP_MEAN: case OP_SUM:
        if (e->kids[0]->op != OP_LIST || e->trim_high || e->trim_low)
            break;
        apart_each(x, e->kids[0], NULL, coef, e->op == OP_MEAN);
        return;
    case OP_SCORE:
        if (!x->scores || !x->p->stages[e->index].score)
            break;
        apart(x, x->p->stages[e->index].score->expr, coef, leaf, factors);
        return;
    case OP_ROUND:
        if (!x->scores)
            break;
        apart(x, e->kids[0], coef, leaf, factors);
        return;
    default: break;
    }
    *PUSH(x->a, x->out) = (Term){.coef = coef, .atom = e, .leaf = factors == 1 ? leaf : NULL, .factors = factors};
}

void take_apart(Arena *a, const Program *p, const Expr *e, bool scores, Terms *out)
{
    const Apart x = {a, p, scores, out};
    apart(&x, e, num_int(1), NULL, 0);
}

/* ---- strength of binding ---- */

static bool is_sum(const Expr *e)
{
    switch ((int)e->op) {
    case OP_ADD: case OP_SUB: case OP_NEG: case OP_MUL: case OP_OF: case OP_DIV: case OP_RESCALE: case OP_WEIGHTED: return true;
    case OP_MEAN: case OP_SUM: return e->kids[0]->op == OP_LIST && !e->trim_high && !e->trim_low;
    default: return false;
    }
}

static int strength(const Form *f, const Expr *e)
{
    e = behind(f->program, e);
    if (is_sum(e))
        return 7;
    switch ((int)e->op) {
    case OP_IF: case OP_IMPLIES: return 1;
    case OP_OR: return 2;
    case OP_AND: return 3;
    case OP_NOT: return 4;
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN:
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST: return 5;
    case OP_ROUND: case OP_CAP: case OP_FLOOR: return 6;
    case OP_MISSING_AS: return 9;
    default: return 10;
    }
}

static void inner(Form *f, const Expr *e, int least)
{
    bool brackets = strength(f, e) < least;
    if (brackets)
        text_char(&f->out, '(');
    form_expr(f, e);
    if (brackets)
        text_char(&f->out, ')');
}

/* A part of a form that is written by itself. */
static Form part_of(const Form *f)
{
    Form part = form_new(f->a, f->program, f->stage);
    part.sense = f->sense;
    return part;
}

/* ---- sums, written ---- */

static bool is_dim(const Type *t, Dimension dim) { return t->kind == TYPE_NUMBER && t->dim == dim; }

static const Type share_type = {.kind = TYPE_NUMBER, .dim = DIM_SHARE, .scale = -1, .base = BASE_NONE};
static const Type pure_type = {.kind = TYPE_NUMBER, .dim = DIM_PURE, .scale = -1};

static void put_coefficient(Form *f, const Expr *whole, const Term *t, Num size)
{
    if (t->leaf == NULL && t->factors == 0)
        return;
    if (num_cmp(size, num_int(1)) == 0 && !t->leaf)
        return;
    text_addz(&f->out, " × ");
    bool points = is_dim(&whole->type, DIM_POINTS) && is_dim(&t->atom->type, DIM_SHARE);
    bool share = !points && num_cmp(size, num_int(1)) < 0 && decimal(num_mul(f->a, size, num_int(10000))) &&
                 num_is_int(num_mul(f->a, size, num_int(10000)));
    size_t from = f->out.len;
    if (share)
        put_share(&f->out, size);
    else
        put_number(&f->out, size);
    add_hole(f, from, t->leaf, size, t->leaf ? &t->leaf->type : share ? &share_type : &pure_type);
    if (points)
        text_addz(&f->out, " 分");
}

static int by_size(const Term *x, const Term *y)
{
    if (!x->atom != !y->atom)
        return x->atom ? -1 : 1;
    int c = num_cmp(y->coef, x->coef);
    return c ? c : str_cmp(x->text, y->text);
}

/* Like parts are put together; the greater first, so that the order of writing makes no difference. */
static void settle(Form *f, Terms *terms)
{
    size_t n = 0;
    for (size_t i = 0; i < terms->len; i++) {
        Term t = terms->at[i];
        if (t.atom) {
            Form part = part_of(f);
            inner(&part, t.atom, 8);
            t.text = text_str(&part.out);
        }
        size_t k = 0;
        while (k < n && (!terms->at[k].atom != !t.atom || !str_eq(terms->at[k].text, t.text)))
            k++;
        if (k < n) {
            terms->at[k].coef = num_add(f->a, terms->at[k].coef, t.coef);
            terms->at[k].leaf = NULL;
            terms->at[k].factors = 2;
        } else {
            terms->at[n++] = t;
        }
    }
    terms->len = n;
    for (size_t i = 1; i < n; i++) {
        Term t = terms->at[i];
        size_t k = i;
        for (; k > 0 && by_size(&t, &terms->at[k - 1]) < 0; k--)
            terms->at[k] = terms->at[k - 1];
        terms->at[k] = t;
    }
}

static void put_two(Form *f, const Expr *e, const char *sign, int mine)
{
    inner(f, e->kids[0], mine);
    text_addz(&f->out, sign);
    inner(f, e->kids[1], mine + 1);
}

static void put_sum(Form *f, const Expr *e)
{
    Terms terms = {0};
    take_apart(f->a, f->program, e, false, &terms);
    if (terms.len == 1 && terms.at[0].atom == e) {
        put_two(f, e, e->op == OP_DIV ? " ÷ " : " × ", 8);
        return;
    }
    settle(f, &terms);
    for (size_t i = 0; i < terms.len; i++) {
        const Term *t = &terms.at[i];
        bool minus = num_sign(t->coef) < 0;
        Num size = minus ? num_neg(f->a, t->coef) : t->coef;
        if (i || minus)
            text_addz(&f->out, i ? (minus ? " - " : " + ") : "-");
        if (!t->atom) {
            form_number(f, minus ? NULL : t->leaf, size, t->type);
            continue;
        }
        inner(f, t->atom, 8);
        put_coefficient(f, e, t, size);
    }
}

/* ---- conditions ---- */

static const char *sign_of(Op op)
{
    switch ((int)op) {
    case OP_LT: return " < ";
    case OP_LE: return " ≤ ";
    case OP_GT: return " > ";
    case OP_GE: return " ≥ ";
    case OP_NE: return " ≠ ";
    default: return " = ";
    }
}

static Op turned(Op op)
{
    switch ((int)op) {
    case OP_LT: return OP_GT;
    case OP_LE: return OP_GE;
    case OP_GT: return OP_LT;
    case OP_GE: return OP_LE;
    default: return op;
    }
}

static bool negated(Op op, Op *out)
{
    static const Op pairs[][2] = {{OP_LT, OP_GE}, {OP_LE, OP_GT}, {OP_EQ, OP_NE}, {OP_IN, OP_NOT_IN}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (size_t k = 0; k < 2; k++)
            if (pairs[i][k] == op) {
                *out = pairs[i][1 - k];
                return true;
            }
    return false;
}

static bool is_constant(const Form *f, const Expr *e)
{
    e = behind(f->program, e);
    return e->op == OP_NUMBER || e->op == OP_PARAM || e->op == OP_GRADE || e->op == OP_YESNO || e->op == OP_TEXT || e->op == OP_DATE;
}

/* One thing that is read: it stands on the left of what is reckoned. */
static bool is_reading(const Expr *e)
{
    switch ((int)e->op) {
    case OP_FIELD: case OP_ENTRY_FIELD: case OP_SCORE: case OP_SEATS: case OP_HEADCOUNT: case OP_COUNTS: case OP_RATE:
    case OP_GRADE_SHARE: case OP_GRADE_COUNT: case OP_RATERS: return true;
    default: return false;
    }
}

static void put_bound(Form *f, const Expr *e, Op sense, bool top)
{
    Op outer = f->sense;
    f->sense = sense;
    size_t from = f->out.len;
    inner(f, e, 6);
    if (top) {
        f->bound_from = from;
        f->bound_to = f->out.len;
    }
    f->sense = outer;
}

static void put_comparison(Form *f, const Expr *e, Op op, bool top)
{
    const Expr *x = e->kids[0], *y = e->kids[1];
    bool turn = is_constant(f, x) ? !is_constant(f, y) : is_sum(behind(f->program, x)) && is_reading(behind(f->program, y));
    if (turn) {
        x = e->kids[1];
        y = e->kids[0];
        op = turned(op);
    }
    inner(f, x, 6);
    text_addz(&f->out, sign_of(op));
    put_bound(f, y, op, top);
}

static void put_member(Form *f, const Expr *e, Op op)
{
    inner(f, e->kids[0], 6);
    bool one = e->kid_count == 2;
    text_addz(&f->out, one ? (op == OP_IN ? " = " : " ≠ ") : op == OP_IN ? " ∈ (" : " ∉ (");
    for (size_t i = 1; i < e->kid_count; i++) {
        if (i > 1)
            text_addz(&f->out, ", ");
        form_expr(f, e->kids[i]);
    }
    if (!one)
        text_char(&f->out, ')');
}

static void put_comparing(Form *f, const Expr *e, Op op, bool top)
{
    if (op == OP_IN || op == OP_NOT_IN) {
        put_member(f, e, op);
        return;
    }
    const Expr *x = behind(f->program, e->kids[0]), *y = behind(f->program, e->kids[1]);
    if (x->op == OP_YESNO) {
        const Expr *swap = x;
        x = y;
        y = swap;
    }
    if (y->op == OP_YESNO && (op == OP_EQ || op == OP_NE)) {
        if ((op == OP_EQ) == (y->index == 0))
            text_addz(&f->out, "非 ");
        inner(f, x, 9);
        return;
    }
    put_comparison(f, e, op, top);
}

static void put_not(Form *f, const Expr *e, bool top)
{
    const Expr *x = behind(f->program, e->kids[0]);
    Op op;
    if (x->op == OP_NOT) {
        f->top = top;
        form_expr(f, x->kids[0]);
    } else if (negated(x->op, &op)) {
        put_comparing(f, x, op, top);
    } else {
        text_addz(&f->out, "非 ");
        inner(f, x, 9);
    }
}

static const Type item_type = {.kind = TYPE_NUMBER, .dim = DIM_COUNT, .unit = {"项", sizeof "项" - 1}, .scale = -1};

static void put_quantified(Form *f, const Expr *e, bool top)
{
    if (e->op == OP_AT_LEAST) {
        text_addz(&f->out, "至少 ");
        form_number(f, NULL, e->number, &item_type);
        text_char(&f->out, ' ');
    } else {
        text_addz(&f->out, e->op == OP_ANY ? "任一 " : "每一 ");
    }
    inner(f, e->kids[0], 10);
    if (e->kid_count > 1) {
        text_addz(&f->out, sign_of((Op)e->index));
        put_bound(f, e->kids[1], (Op)e->index, top);
    }
}

/* 且 beside 或 has brackets. */
static void put_logic(Form *f, const Expr *e)
{
    int mine = e->op == OP_AND ? 3 : 10;
    for (size_t i = 0; i < 2; i++) {
        if (i)
            text_addz(&f->out, e->op == OP_AND ? " 且 " : " 或 ");
        const Expr *x = behind(f->program, e->kids[i]);
        inner(f, x, x->op == e->op ? 1 : x->op == OP_AND || x->op == OP_OR ? 10 : mine == 10 ? 3 : 4);
    }
}

/* ---- the rest ---- */

static void put_param(Form *f, const Expr *e)
{
    const Param *p = &f->program->params[e->index];
    Num n;
    if (fixed_value(f->program, e, &n)) {
        form_number(f, e, n, &p->value->type);
        return;
    }
    if (!p->dated_count) {
        if (p->value)
            form_expr(f, p->value);
        return;
    }
    size_t from = f->out.len;
    text_addz(&f->out, "（");
    for (size_t i = 0; i < p->dated_count; i++) {
        const Expr day = {.op = OP_DATE, .date = p->dated[i].since};
        text_addz(&f->out, i ? "，自 " : "自 ");
        program_expr(f->program, &day, LANG_ZH, &f->out);
        text_addz(&f->out, "：");
        size_t holes = f->holes.len;
        form_expr(f, p->dated[i].value);
        f->holes.len = holes;
    }
    text_addz(&f->out, "）");
    add_hole(f, from, e, num_int(0), NULL);
}

static void put_list(Form *f, const Expr *const *kids, size_t n)
{
    text_char(&f->out, '(');
    for (size_t i = 0; i < n; i++) {
        if (i)
            text_addz(&f->out, ", ");
        form_expr(f, kids[i]);
    }
    text_char(&f->out, ')');
}

static void put_map(Form *f, const Expr *e)
{
    const Param *table = e->index >= 0 ? &f->program->params[e->index] : NULL;
    const MapRow *rows = table ? table->rows : e->rows;
    size_t n = table ? table->row_count : e->kid_count - 1;
    inner(f, e->kids[0], 10);
    text_addz(&f->out, " 对应 (");
    for (size_t i = 0; i < n; i++) {
        if (i)
            text_addz(&f->out, ", ");
        program_row(f->program, &rows[i], table ? &table->subject : &e->kids[0]->type, LANG_ZH, &f->out);
        text_addz(&f->out, " = ");
        form_expr(f, table ? table->row_values[i] : e->kids[i + 1]);
    }
    text_char(&f->out, ')');
}

static const char *over_word(Op op)
{
    switch ((int)op) {
    case OP_SUM: case OP_G_SUM: case OP_T_SUM: return "合计";
    case OP_MEAN: case OP_G_MEAN: case OP_T_MEAN: return "平均";
    case OP_HIGHEST: case OP_G_HIGHEST: case OP_T_HIGHEST: return "最高";
    case OP_LOWEST: case OP_G_LOWEST: case OP_T_LOWEST: return "最低";
    case OP_G_COUNT: return "人数";
    default: return "个数";
    }
}

static void put_trims(Form *f, const Expr *e)
{
    const int n[2] = {e->trim_high, e->trim_low};
    for (int i = 0; i < 2; i++)
        if (n[i]) {
            text_addz(&f->out, i ? " 去掉 最低 " : " 去掉 最高 ");
            text_int(&f->out, n[i]);
            text_addz(&f->out, " 个");
        }
}

static void put_over(Form *f, const Expr *e)
{
    bool bare = e->kids[0]->op == OP_LIST && !e->trim_high && !e->trim_low;
    text_addz(&f->out, over_word(e->op));
    text_addz(&f->out, bare ? "" : "(");
    form_expr(f, e->kids[0]);
    put_trims(f, e);
    text_addz(&f->out, bare ? "" : ")");
}

static void put_after(Form *f, const char *word, const Expr *e)
{
    if (!e)
        return;
    text_addz(&f->out, word);
    form_expr(f, e);
}

static void put_group(Form *f, const Expr *e)
{
    text_addz(&f->out, over_word(e->op));
    text_char(&f->out, '(');
    put_after(f, "", e->kids[0]);
    if (e->kids[0])
        text_char(&f->out, ' ');
    if (e->group == GROUP_KEY)
        put_after(f, "按 ", e->kids[2]);
    else
        text_addz(&f->out, e->group == GROUP_OWN ? "本组" : "全体");
    put_after(f, " 每 ", e->kids[3]);
    put_after(f, " 当 ", e->kids[1]);
    put_trims(f, e);
    text_char(&f->out, ')');
}

static void put_rows(Form *f, const Expr *e)
{
    text_addz(&f->out, over_word(e->op));
    text_char(&f->out, '(');
    text_add(&f->out, f->program->tables[e->index].name);
    put_after(f, ".", e->kids[0]);
    put_after(f, " 当 ", e->kids[1]);
    text_char(&f->out, ')');
}

static void put_rounded(Form *f, const Expr *e)
{
    static const char *const words[] = {" 进一", " 舍去", " 四舍五入", " 四舍六入五成双"};
    inner(f, e->kids[0], 6);
    if (e->places) {
        text_addz(&f->out, " 保留 ");
        text_int(&f->out, e->places);
        text_addz(&f->out, " 位");
    }
    text_addz(&f->out, words[e->index]);
}

static void put_call(Form *f, const char *word, const Expr *e)
{
    text_addz(&f->out, word);
    put_list(f, e->kids, e->kid_count);
}

void form_expr(Form *f, const Expr *e)
{
    bool top = f->top;
    f->top = false;
    e = behind(f->program, e);
    if (is_sum(e)) {
        put_sum(f, e);
        return;
    }
    switch ((int)e->op) {
    case OP_NUMBER: form_number(f, e, e->number, &e->type); return;
    case OP_PARAM: put_param(f, e); return;
    case OP_SCORE:
        text_add(&f->out, e->index == f->stage ? S("得分") : f->program->stages[e->index].name);
        return;
    case OP_OF_PERSON:
        inner(f, e->kids[0], 10);
        text_char(&f->out, '.');
        form_expr(f, e->kids[1]);
        return;
    case OP_ROUND: put_rounded(f, e); return;
    case OP_CAP: put_two(f, e, " 封顶 ", 6); return;
    case OP_FLOOR: put_two(f, e, " 保底 ", 6); return;
    case OP_IF:
        put_after(f, "若 ", e->kids[0]);
        put_after(f, " 则 ", e->kids[1]);
        put_after(f, " 否则 ", e->kids[2]);
        return;
    case OP_MISSING_AS:
        inner(f, e->kids[0], 10);
        text_addz(&f->out, " 缺 记 ");
        inner(f, e->kids[1], 9);
        return;
    case OP_MAP: put_map(f, e); return;
    case OP_AGE: put_call(f, "周岁", e); return;
    case OP_YEARS: put_call(f, "整年", e); return;
    case OP_MONTHS: put_call(f, "整月", e); return;
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN:
        put_comparing(f, e, e->op, top);
        return;
    case OP_AND: case OP_OR: put_logic(f, e); return;
    case OP_NOT: put_not(f, e, top); return;
    case OP_IMPLIES:
        put_after(f, "凡 ", e->kids[0]);
        text_addz(&f->out, " 须 ");
        f->top = top;
        form_expr(f, e->kids[1]);
        return;
    case OP_HAS:
        text_addz(&f->out, "有 ");
        inner(f, e->kids[0], 9);
        return;
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST: put_quantified(f, e, top); return;
    case OP_LIST: put_list(f, e->kids, e->kid_count); return;
    case OP_SUM: case OP_MEAN: case OP_HIGHEST: case OP_LOWEST: case OP_LENGTH:
        put_over(f, e);
        return;
    case OP_G_COUNT: case OP_G_SUM: case OP_G_MEAN: case OP_G_HIGHEST: case OP_G_LOWEST: put_group(f, e); return;
    case OP_T_COUNT: case OP_T_SUM: case OP_T_MEAN: case OP_T_HIGHEST: case OP_T_LOWEST: put_rows(f, e); return;
    default: program_expr(f->program, e, LANG_ZH, &f->out); return;
    }
}

void form_condition(Form *f, const Expr *e)
{
    f->top = true;
    form_expr(f, e);
    f->top = false;
}

/* ---- the number of a form ---- */

const Hole *form_hole(const Form *f)
{
    const Hole *bound = NULL;
    size_t in_bound = 0;
    for (size_t i = 0; i < f->holes.len; i++)
        if (f->holes.at[i].from >= f->bound_from && f->holes.at[i].to <= f->bound_to) {
            bound = &f->holes.at[i];
            in_bound++;
        }
    if (in_bound == 1)
        return bound;
    return f->holes.len == 1 ? &f->holes.at[0] : NULL;
}

Str form_subject(const Form *f, const Hole *hole)
{
    Str all = text_str(&f->out);
    if (!hole)
        return arena_str(f->a, all);
    Text t = text_new(f->a);
    text_add(&t, str_cut(all, 0, hole->from));
    text_addz(&t, "□");
    text_add(&t, str_cut(all, hole->to, all.len));
    return text_str(&t);
}
