/* compile.c - expressions made into the formulas of compiled.h. */
#include "runtime/compiled.h"

static Formula *formula(Run *r, FormulaKind kind, const Expr *x)
{
    Formula *made = NEW(r->a, Formula);
    *made = (Formula){.kind = kind, .op = x->op, .constant = {0, 1}};
    return made;
}

static const Formula *values(Run *r, const Expr *x);
static const Formula *condition(Run *r, const Expr *x);

/* Each kid by `make`; NULL when one of them cannot be made. */
static const Formula *with_kids(Run *r, Formula *made, const Expr *x, const Formula *(*make)(Run *, const Expr *))
{
    made->kids = NEW_ARRAY(r->a, const Formula *, x->kid_count + 1);
    for (size_t i = 0; made && i < x->kid_count; i++) {
        made->kids[i] = make(r, x->kids[i]);
        made = made->kids[i] ? made : NULL;
    }
    if (made)
        made->kid_count = x->kid_count;
    return made;
}

static const Formula *with_kid(Run *r, Formula *made, const Formula *kid)
{
    if (!kid)
        return NULL;
    made->kids = NEW_ARRAY(r->a, const Formula *, 1);
    made->kids[0] = kid;
    made->kid_count = 1;
    return made;
}

/* ---- constants ---- */

static const Formula *constant(Run *r, const Expr *x, Num n)
{
    Formula *made = formula(r, F_CONST, x);
    made->constant = (Frac){n.n, n.d};
    return n.d ? made : NULL;
}

static bool constant_of(Run *r, const Expr *x, Frac *out)
{
    const Formula *made = compile(r, x);
    if (!made || made->kind != F_CONST)
        return false;
    *out = made->constant;
    return true;
}

/* ---- cells ---- */

/* What another procedure's field is for is left to eval.c, and so are numbers that do not fit their column. */
static bool plain(const Field *field, const Column *c) { return !(field->when && c->shared); }

static bool fits(const Column *c) { return !c->big && (!c->element || !c->element->big); }

static int64_t unit_of(const Column *c)
{
    int64_t unit = 1;
    for (unsigned i = 0; i < c->decimals; i++)
        unit *= 10;
    return unit;
}

/* The column that a field reads, filled into the formula; NULL: not one of these. */
static Formula *at_cell(Run *r, Formula *made, const Expr *x)
{
    const Program *p = r->p;
    switch ((int)x->op) {
    case OP_FIELD:
        made->column = &r->pool->fields[x->index];
        return plain(&p->fields[x->index], made->column) && fits(made->column) ? made : NULL;
    case OP_ENTRY_FIELD:
        made->column = &r->pool->entries[x->index];
        made->by_unit = true;
        return plain(&p->entries[x->index], made->column) && fits(made->column) ? made : NULL;
    case OP_POST_FIELD:
        made->column = &r->pool->posts[x->index];
        made->post = compile(r, x->kids[0]);
        return made->post && fits(made->column) ? made : NULL;
    default: return NULL;
    }
}

static const Formula *cell(Run *r, const Expr *x)
{
    Formula *made = at_cell(r, formula(r, F_NUMBER, x), x);
    if (!made)
        return NULL;
    switch ((int)made->column->type->kind) {
    case TYPE_NUMBER: case TYPE_RATIO: made->constant.d = unit_of(made->column); return made;
    case TYPE_YESNO: case TYPE_GRADE: case TYPE_POST: made->kind = F_CODE; return made;
    default: return NULL;
    }
}

static const Formula *ballot(Run *r, FormulaKind kind, const Expr *x, int which)
{
    Formula *made = at_cell(r, formula(r, kind, x), x->kids[0]);
    if (!made || made->column->type->kind != TYPE_BALLOT)
        return NULL;
    made->index = which;
    return made;
}

static Formula *survey(Run *r, FormulaKind kind, const Expr *x, const Expr *of)
{
    Formula *made = at_cell(r, formula(r, kind, x), of);
    if (!made || made->column->type->kind != TYPE_SURVEY)
        return NULL;
    made->grades = r->p->scales[made->column->type->scale].value_count;
    made->items = made->column->type->items ? (size_t)made->column->type->items : 1;
    made->index = x->index;
    return made->items <= ITEMS_MOST ? made : NULL;
}

/* ---- maps ---- */

static const Formula *map_codes(Run *r, Formula *made, const Expr *x, size_t codes)
{
    Frac *worth = NEW_ARRAY(r->a, Frac, codes);
    bool *known = NEW_ARRAY(r->a, bool, codes);
    for (int other = 0; other < 2; other++)
        for (size_t i = 0; i + 1 < x->kid_count; i++) {
            Frac value;
            if (!constant_of(r, x->kids[i + 1], &value))
                return NULL;
            for (size_t code = 0; x->rows[i].other == (other == 1) && code < codes; code++)
                if (!known[code] && (other || x->rows[i].grade == (int)code)) {
                    worth[code] = value;
                    known[code] = true;
                }
        }
    made->worth = worth;
    made->known = known;
    return made;
}

/* All worths over one denominator. */
static const Formula *map_survey(Run *r, Formula *made, const Expr *x)
{
    enum { DENOMINATOR_MOST = 1000000 };
    if (!made || !map_codes(r, made, x, made->grades))
        return NULL;
    Frac *worth = NEW_ARRAY(r->a, Frac, made->grades);
    int64_t all = 1;
    for (size_t g = 0; g < made->grades; g++) {
        if (!made->known[g] || made->worth[g].d > DENOMINATOR_MOST)
            return NULL;
        for (int64_t step = all; all % made->worth[g].d; all += step)
            if (all > DENOMINATOR_MOST)
                return NULL;
    }
    for (size_t g = 0; g < made->grades; g++)
        if (__builtin_mul_overflow(made->worth[g].n, all / made->worth[g].d, &worth[g].n))
            return NULL;
    made->worth = worth;
    made->constant.d = all;
    return made;
}

static const Formula *map_range(Run *r, const Expr *x)
{
    Formula *made = formula(r, F_MAP_RANGE, x);
    Frac *worth = NEW_ARRAY(r->a, Frac, x->kid_count);
    for (size_t i = 0; i + 1 < x->kid_count; i++)
        if (!constant_of(r, x->kids[i + 1], &worth[i]) || (x->rows[i].has_low && !x->rows[i].low.d) || (x->rows[i].has_high && !x->rows[i].high.d))
            return NULL;
    made->worth = worth;
    made->ranges = x->rows;
    made->items = x->kid_count - 1;
    return with_kid(r, made, values(r, x->kids[0]));
}

static const Formula *map(Run *r, const Expr *x)
{
    const Type *of = &x->kids[0]->type;
    if (of->kind == TYPE_NUMBER || of->kind == TYPE_RATIO)
        return map_range(r, x);
    if (of->kind != TYPE_GRADE)
        return NULL;
    Formula *made = formula(r, F_MAP_CODE, x);
    return map_codes(r, made, x, r->p->scales[of->scale].value_count) ? with_kid(r, made, values(r, x->kids[0])) : NULL;
}

/* ---- items ---- */

static const Formula *elements(Run *r, const Expr *x)
{
    Formula *made = at_cell(r, formula(r, F_ELEMENTS, x), x);
    if (!made || (made->column->type->kind != TYPE_LIST && made->column->type->kind != TYPE_PANEL))
        return NULL;
    TypeKind kind = made->column->element->type->kind;
    made->grade = kind == TYPE_GRADE;
    made->constant.d = made->grade ? 1 : unit_of(made->column->element);
    return kind == TYPE_GRADE || kind == TYPE_NUMBER || kind == TYPE_RATIO ? made : NULL;
}

static const Formula *items(Run *r, const Expr *x)
{
    switch ((int)x->op) {
    case OP_FIELD: case OP_ENTRY_FIELD: return elements(r, x);
    case OP_GRADE_SHARE: return survey(r, F_SHARES, x, x->kids[0]);
    case OP_GRADE_COUNT: return survey(r, F_GRADE_COUNTS, x, x->kids[0]);
    case OP_MAP: return x->kids[0]->type.kind == TYPE_SURVEY ? map_survey(r, survey(r, F_MAP_SURVEY, x, x->kids[0]), x) : NULL;
    case OP_LIST: return x->kid_count <= ITEMS_MOST ? with_kids(r, formula(r, F_LIST, x), x, values) : NULL;
    default: return NULL;
    }
}

/* A list's fold, or the one item of a survey without items. */
static const Formula *over_items(Run *r, FormulaKind kind, const Expr *x, const Expr *of)
{
    Formula *made = formula(r, kind, x);
    made->trim_high = x->trim_high;
    made->trim_low = x->trim_low;
    return with_kid(r, made, items(r, of));
}

/* ---- values ---- */

static const Formula *weighted(Run *r, const Expr *x)
{
    Formula *made = formula(r, F_WEIGHTED, x);
    Frac *weights = NEW_ARRAY(r->a, Frac, x->kid_count);
    Num sum = num_int(0);
    for (size_t i = 0; i < x->kid_count; i++) {
        weights[i] = (Frac){x->weights[i].n, x->weights[i].d};
        sum = num_add(r->a, sum, x->weights[i]);
        if (!weights[i].d)
            return NULL;
    }
    made->worth = weights;
    made->constant = (Frac){sum.n, sum.d};
    return sum.d ? with_kids(r, made, x, values) : NULL;
}

/* Once a clause, also where it cannot be: figures of figures would be gone through again and again. */
static const Formula *compiled_clause(Run *r, const Clause *clause)
{
    if (!r->tried[clause->index])
        r->compiled[clause->index] = compile(r, clause->expr);
    r->tried[clause->index] = true;
    return r->compiled[clause->index];
}

static const Formula *clause_value(Run *r, const Expr *x)
{
    const Clause *clause = x->op == OP_SCORE ? r->p->stages[x->index].score : &r->p->clauses[x->index];
    if (clause->expr->type.kind != TYPE_NUMBER && clause->expr->type.kind != TYPE_RATIO)
        return NULL;
    Formula *made = formula(r, F_CLAUSE, x);
    made->stage = clause->stage;
    made->clause = clause->index;
    return with_kid(r, made, compiled_clause(r, clause));
}

static const Formula *rounded(Run *r, const Expr *x)
{
    Formula *made = formula(r, F_ROUND, x);
    if (x->type.kind == TYPE_RATIO)
        return values(r, x->kids[0]);
    made->index = x->index;
    made->places = x->places;
    return with_kid(r, made, values(r, x->kids[0]));
}

static const Formula *rescaled(Run *r, const Expr *x)
{
    Formula *made = formula(r, F_MUL, x);
    made->kids = NEW_ARRAY(r->a, const Formula *, 2);
    made->kids[0] = values(r, x->kids[0]);
    made->kids[1] = constant(r, x, x->number);
    made->kid_count = 2;
    return made->kids[0] && made->kids[1] ? made : NULL;
}

static const Formula *either(Run *r, const Expr *x)
{
    Formula *made = formula(r, F_IF, x);
    made->kids = NEW_ARRAY(r->a, const Formula *, 3);
    made->kids[0] = condition(r, x->kids[0]);
    made->kids[1] = values(r, x->kids[1]);
    made->kids[2] = values(r, x->kids[2]);
    made->kid_count = 3;
    return made->kids[0] && made->kids[1] && made->kids[2] ? made : NULL;
}

static const Formula *values(Run *r, const Expr *x)
{
    switch ((int)x->op) {
    case OP_NUMBER: return constant(r, x, number_of(r, x));
    case OP_YESNO: return constant(r, x, num_int(x->index == 1));
    case OP_GRADE: return constant(r, x, num_int(x->index));
    case OP_PARAM:
        return x->type.kind == TYPE_NUMBER || x->type.kind == TYPE_RATIO ? constant(r, x, r->params[x->index]) : values(r, r->param_values[x->index]);
    case OP_FIELD: case OP_ENTRY_FIELD: case OP_POST_FIELD: return cell(r, x);
    case OP_COUNTS: return ballot(r, F_COUNT, x, x->index);
    case OP_RATE: return ballot(r, F_RATE, x, x->kids[0]->type.base);
    case OP_RATERS:
        return x->kids[0]->type.kind == TYPE_SURVEY ? survey(r, F_RATERS, x, x->kids[0]) : over_items(r, F_LENGTH, x, x->kids[0]);
    case OP_GRADE_SHARE: case OP_GRADE_COUNT: return over_items(r, F_FIRST, x, x);
    case OP_ADD: return with_kids(r, formula(r, F_ADD, x), x, values);
    case OP_SUB: return with_kids(r, formula(r, F_SUB, x), x, values);
    case OP_MUL: case OP_OF: return with_kids(r, formula(r, F_MUL, x), x, values);
    case OP_DIV: return with_kids(r, formula(r, F_DIV, x), x, values);
    case OP_CAP: return with_kids(r, formula(r, F_CAP, x), x, values);
    case OP_FLOOR: return with_kids(r, formula(r, F_FLOOR, x), x, values);
    case OP_ROUND: return rounded(r, x);
    case OP_RESCALE: return rescaled(r, x);
    case OP_WEIGHTED: return weighted(r, x);
    case OP_IF: return either(r, x);
    case OP_MISSING_AS: return cell(r, x->kids[0]) ? with_kids(r, formula(r, F_MISSING_AS, x), x, values) : NULL;
    case OP_MAP: return x->kids[0]->type.kind == TYPE_SURVEY ? over_items(r, F_FIRST, x, x) : map(r, x);
    case OP_FIGURE: case OP_SCORE: return clause_value(r, x);
    case OP_SUM: case OP_MEAN: case OP_HIGHEST: case OP_LOWEST: return over_items(r, F_FOLD, x, x->kids[0]);
    case OP_LENGTH: return over_items(r, F_LENGTH, x, x->kids[0]);
    default: return NULL;
    }
}

/* ---- conditions ---- */

static bool comparable(const Type *t) { return t->kind == TYPE_NUMBER || t->kind == TYPE_RATIO || t->kind == TYPE_GRADE || t->kind == TYPE_YESNO || t->kind == TYPE_POST; }

static const Formula *items_condition(Run *r, const Expr *x)
{
    int64_t most = 0;
    if (x->kid_count < 2 || (x->op == OP_AT_LEAST && (!num_to_int64(x->number, &most) || most > ITEMS_MOST)))
        return NULL;
    Formula *made = formula(r, F_ITEMS, x);
    made->op = (Op)x->index;
    made->grade = x->kids[1]->type.kind == TYPE_GRADE;
    made->places = x->op == OP_ANY ? HOLDS_ANY : x->op == OP_EVERY ? HOLDS_EVERY : (int)most;
    made->kids = NEW_ARRAY(r->a, const Formula *, 2);
    made->kids[0] = items(r, x->kids[0]);
    made->kids[1] = comparable(&x->kids[1]->type) ? values(r, x->kids[1]) : NULL;
    made->kid_count = 2;
    return made->kids[0] && made->kids[1] ? made : NULL;
}

static const Formula *compared(Run *r, FormulaKind kind, const Expr *x)
{
    Formula *made = formula(r, kind, x);
    made->grade = x->kids[0]->type.kind == TYPE_GRADE;
    return comparable(&x->kids[0]->type) && comparable(&x->kids[1]->type) ? with_kids(r, made, x, values) : NULL;
}

static const Formula *condition(Run *r, const Expr *x)
{
    switch ((int)x->op) {
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: return compared(r, F_COMPARE, x);
    case OP_IN: case OP_NOT_IN: return compared(r, F_IN, x);
    case OP_AND: return with_kids(r, formula(r, F_AND, x), x, condition);
    case OP_OR: return with_kids(r, formula(r, F_OR, x), x, condition);
    case OP_NOT: return with_kids(r, formula(r, F_NOT, x), x, condition);
    case OP_IMPLIES: return with_kids(r, formula(r, F_IMPLIES, x), x, condition);
    case OP_HAS: return at_cell(r, formula(r, F_HAS, x), x->kids[0]);
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST: return items_condition(r, x);
    default: return with_kid(r, formula(r, F_TRUE, x), values(r, x));
    }
}

void compile_all(Run *r)
{
    const Program *p = r->p;
    r->compiled = NEW_ARRAY(r->a, const Formula *, p->clause_count + 1);
    r->tried = NEW_ARRAY(r->a, bool, p->clause_count + 1);
    r->compiled_keys = NEW_ARRAY(r->a, const Formula **, p->clause_count + 1);
    r->verdicts = NEW_ARRAY(r->a, uint8_t *, p->clause_count + 1);
    r->latest = NEW_ARRAY(r->a, Latest, p->clause_count + 1);
    for (size_t i = 0; i < p->clause_count; i++) {
        const Clause *c = &p->clauses[i];
        r->compiled_keys[i] = NEW_ARRAY(r->a, const Formula *, c->key_count + 1);
        if (r->options->reference || r->options->coverage)
            continue;
        if (c->expr)
            compiled_clause(r, c);
        for (size_t k = 0; k < c->key_count && c->kind == CLAUSE_RANK; k++)
            if (c->keys[k].value->type.kind == TYPE_NUMBER)
                r->compiled_keys[i][k] = compile(r, c->keys[k].value);
    }
}

const Formula *compile(Run *r, const Expr *x)
{
    if (x->reach != REACH_PERSON && x->reach != REACH_CONSTANT)
        return NULL;
    return x->type.kind == TYPE_YESNO ? condition(r, x) : values(r, x);
}
