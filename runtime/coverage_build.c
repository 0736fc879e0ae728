/* coverage_build.c - the points of a procedure, and which of their faces no data can show. */
#include "runtime/coverage.h"

typedef struct {
    Coverage *c;
    int stage;
    const Clause *clause;
    bool *read; /* by clause: a figure or decision that some clause reads; what nobody reads is never computed */
} Builder;

static uint32_t set_of(const Face *faces, size_t n)
{
    uint32_t set = 0;
    for (size_t i = 0; i < n; i++)
        set |= 1U << faces[i];
    return set;
}
#define FACES_OF(...) set_of((const Face[]){__VA_ARGS__}, sizeof((const Face[]){__VA_ARGS__}) / sizeof(Face))

static CoverPoint *add_point(Builder *b, PointKind kind, const Expr *x, int item, uint32_t faces)
{
    Coverage *c = b->c;
    CoverPoint *p = arena_push(c->a, (void **)&c->points, &c->count, &c->room, sizeof(CoverPoint));
    *p = (CoverPoint){.kind = kind, .stage = b->stage, .clause = b->clause, .expr = x, .item = item, .faces = faces};
    int32_t at = (int32_t)c->count - 1;
    if (x && c->of_expr[x->id] < 0)
        c->of_expr[x->id] = at;
    if (b->clause && c->of_clause[b->clause->index] < 0)
        c->of_clause[b->clause->index] = at;
    return p;
}

static void rule_out(CoverPoint *p, Face face, Beyond why)
{
    if (!(p->faces & (1U << face)))
        return;
    p->faces &= ~(1U << face);
    p->beyond[face] = why;
}

/* ---- ranges: what a side can be at all ---- */

typedef struct { bool has_low, has_high, whole; Num low, high; } Range;

static Range fixed(Num n) { return (Range){true, true, num_is_int(n), n, n}; }

/* A parameter is taken as the file has it; 参数 in a test may well put it elsewhere, but need not. */
static bool param_range(const Program *p, const Expr *x, Range *out)
{
    const Param *param = &p->params[x->index];
    if (!param->value || param->value->op != OP_NUMBER)
        return false;
    *out = fixed(param->value->number);
    for (size_t i = 0; i < param->dated_count; i++) {
        Num n = param->dated[i].value->number;
        out->whole = out->whole && num_is_int(n);
        out->low = num_cmp(n, out->low) < 0 ? n : out->low;
        out->high = num_cmp(n, out->high) > 0 ? n : out->high;
    }
    return true;
}

static bool is_whole(const Program *p, const Expr *x)
{
    switch ((int)x->op) {
    case OP_FIGURE: return is_whole(p, p->clauses[x->index].expr);
    case OP_SEATS: case OP_HEADCOUNT: case OP_COUNTS: case OP_GRADE_COUNT: case OP_RATERS: case OP_PASSED_OVER: case OP_PLACE: case OP_AGE:
    case OP_YEARS: case OP_MONTHS: case OP_LENGTH: case OP_G_COUNT: case OP_T_COUNT: return true;
    default: return false;
    }
}

static Range range_of(const Program *p, const Expr *x)
{
    Range r = {.has_low = x->type.has_low, .has_high = x->type.has_high, .low = x->type.low, .high = x->type.high, .whole = is_whole(p, x)};
    if (x->op == OP_NUMBER)
        return fixed(x->number);
    if (x->op == OP_PARAM)
        param_range(p, x, &r);
    return r;
}

/* The people of a contest that has any are at least one; 在场 or not, a contest without people is not formed. */
static Range people_range(const Program *p, const Expr *x)
{
    Range r = range_of(p, x);
    if (x->op == OP_HEADCOUNT && (!r.has_low || num_sign(r.low) <= 0)) {
        r.has_low = true;
        r.low = num_int(1);
    }
    return r;
}

static void limit_sides(CoverPoint *p, const Range *a, const Range *b)
{
    bool never_below = a->has_low && b->has_high && num_cmp(a->low, b->high) >= 0;
    bool never_above = a->has_high && b->has_low && num_cmp(a->high, b->low) <= 0;
    bool apart = (a->has_low && b->has_high && num_cmp(a->low, b->high) > 0) ||
                 (a->has_high && b->has_low && num_cmp(a->high, b->low) < 0);
    bool fixed_fraction = b->has_low && b->has_high && num_cmp(b->low, b->high) == 0 && !num_is_int(b->low);
    if (never_below)
        rule_out(p, FACE_BELOW, BEYOND_RANGE);
    if (never_above)
        rule_out(p, FACE_ABOVE, BEYOND_RANGE);
    if (apart)
        rule_out(p, FACE_AT, BEYOND_RANGE);
    if (a->whole && fixed_fraction)
        rule_out(p, FACE_AT, BEYOND_WHOLE);
}

/* ---- what an earlier stage leaves ---- */

static bool same_figure(const Expr *x, const Expr *y) { return x->op == OP_FIGURE && y->op == OP_FIGURE && x->index == y->index; }

/* Whoever passed this clause has left[op]bound; NULL: it says nothing so simple. */
static const Expr *bound_by(const Clause *c, Op *op)
{
    static const Op turned[] = {[OP_LT - OP_LT] = OP_GE, [OP_LE - OP_LT] = OP_GT, [OP_GT - OP_LT] = OP_LE, [OP_GE - OP_LT] = OP_LT};
    const Expr *x = c->expr;
    bool judges = c->kind == CLAUSE_REQUIRE || c->kind == CLAUSE_VETO;
    if (!judges || (x->op != OP_LT && x->op != OP_LE && x->op != OP_GT && x->op != OP_GE))
        return NULL;
    *op = c->kind == CLAUSE_REQUIRE ? x->op : turned[x->op - OP_LT];
    return x;
}

static void narrow_by(Arena *a, Range *r, Op op, Num bound)
{
    bool strict = op == OP_LT || op == OP_GT, upper = op == OP_LT || op == OP_LE;
    if (strict && (!r->whole || !num_is_int(bound)))
        return;
    Num n = !strict ? bound : upper ? num_sub(a, bound, num_int(1)) : num_add(a, bound, num_int(1));
    if (upper && (!r->has_high || num_cmp(n, r->high) < 0)) {
        r->has_high = true;
        r->high = n;
    } else if (!upper && (!r->has_low || num_cmp(n, r->low) > 0)) {
        r->has_low = true;
        r->low = n;
    }
}

/* A figure of an earlier stage does not change; who is still here has passed what was asked of it. */
static void limit_earlier(Builder *b, CoverPoint *p, const Expr *left, const Range *bound)
{
    const Program *program = b->c->program;
    Range r = range_of(program, left);
    for (int s = 0; s < b->stage; s++)
        for (size_t i = program->stages[s].first; i < program->stages[s].first + program->stages[s].count && !program->stages[s].when; i++) {
            Op op;
            const Expr *x = bound_by(&program->clauses[i], &op);
            if (!x || !same_figure(x->kids[0], left))
                continue;
            Range limit = range_of(program, x->kids[1]);
            if (limit.has_low && limit.has_high && num_cmp(limit.low, limit.high) == 0)
                narrow_by(b->c->a, &r, op, limit.low);
        }
    if (r.has_low && bound->has_high && num_cmp(r.low, bound->high) >= 0)
        rule_out(p, FACE_BELOW, BEYOND_EARLIER);
    if (r.has_high && bound->has_low && num_cmp(r.high, bound->low) <= 0)
        rule_out(p, FACE_ABOVE, BEYOND_EARLIER);
}

/* A grade constant at an end of its scale; the first is the best. */
static void limit_grades(const Program *program, CoverPoint *p, const Expr *b)
{
    const Expr *value = b->op == OP_PARAM ? program->params[b->index].value : b;
    if (!value || value->op != OP_GRADE)
        return;
    const Type *t = value->type.kind == TYPE_LIST ? value->type.element : &value->type;
    if (value->index == 0)
        rule_out(p, FACE_ABOVE, BEYOND_SCALE);
    if ((size_t)value->index + 1 == program->scales[t->scale].value_count)
        rule_out(p, FACE_BELOW, BEYOND_SCALE);
}

static const Type *element_of(const Type *t) { return (t->kind == TYPE_LIST || t->kind == TYPE_PANEL) && t->element ? t->element : t; }

static Range element_range(const Program *p, const Expr *x)
{
    const Type *t = element_of(&x->type);
    if (t == &x->type)
        return people_range(p, x);
    return (Range){.has_low = t->has_low, .has_high = t->has_high, .low = t->low, .high = t->high};
}

static CoverPoint *add_threshold(Builder *b, const Expr *x, const Expr *left, const Expr *right)
{
    CoverPoint *p = add_point(b, POINT_THRESHOLD, x, -1, FACES_OF(FACE_BELOW, FACE_AT, FACE_ABOVE));
    const Type *t = element_of(&left->type);
    if (t->kind == TYPE_NUMBER || t->kind == TYPE_RATIO) {
        Range a = element_range(b->c->program, left), bound = range_of(b->c->program, right);
        limit_sides(p, &a, &bound);
        if (left->op == OP_FIGURE)
            limit_earlier(b, p, left, &bound);
    } else if (t->kind == TYPE_GRADE) {
        limit_grades(b->c->program, p, right);
    }
    return p;
}

/* ---- walking a clause ---- */

static void walk_value(Builder *b, const Expr *x);

/* `whole`: this is all that the clause judges, whose own point shows its truth. */
static void walk_condition(Builder *b, const Expr *x, bool whole)
{
    uint32_t both = FACES_OF(FACE_TRUE, FACE_FALSE);
    switch ((int)x->op) {
    case OP_AND: case OP_OR: case OP_IMPLIES:
        walk_condition(b, x->kids[0], false);
        walk_condition(b, x->kids[1], false);
        return;
    case OP_NOT: walk_condition(b, x->kids[0], whole); return;
    case OP_LT: case OP_LE: case OP_GT: case OP_GE:
        if (x->reach != REACH_CONSTANT)
            add_threshold(b, x, x->kids[0], x->kids[1]);
        break;
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST:
        if (x->kid_count > 1 && x->index != OP_EQ && x->index != OP_NE)
            add_threshold(b, x, x->kids[0], x->kids[1]);
        if (!whole)
            add_point(b, POINT_ATOM, x, -1, both);
        break;
    default:
        if (!whole && x->reach != REACH_CONSTANT)
            add_point(b, POINT_ATOM, x, -1, both);
        break;
    }
    for (size_t i = 0; i < x->kid_count; i++)
        if (x->kids[i] && x->op != OP_HAS)
            walk_value(b, x->kids[i]);
}

/* The rest row stands for nothing where the grades are all named. */
static bool all_named(const Program *p, const Expr *map, int scale)
{
    size_t named = 0;
    for (size_t i = 0; i + 1 < map->kid_count; i++)
        named += !map->rows[i].other;
    return scale >= 0 && named == p->scales[scale].value_count;
}

static void add_rows(Builder *b, const Expr *map)
{
    const Expr *subject = map->kids[0];
    const Type *t = element_of(&subject->type);
    bool number = t->kind == TYPE_NUMBER;
    Range all = range_of(b->c->program, subject);
    for (size_t i = 0; i + 1 < map->kid_count; i++) {
        const MapRow *r = &map->rows[i];
        bool one = r->has_low && r->has_high && num_cmp(r->low, r->high) == 0;
        uint32_t faces = FACES_OF(FACE_USED) | (number && r->has_low && !one ? FACES_OF(FACE_LOW_END) : 0) |
                         (number && r->has_high && !one ? FACES_OF(FACE_HIGH_END) : 0);
        CoverPoint *p = add_point(b, POINT_ROW, map, (int)i, faces);
        if (r->other && !number && all_named(b->c->program, map, t->scale))
            rule_out(p, FACE_USED, BEYOND_ROWS);
        if (number && r->has_low && all.has_high && num_cmp(r->low, all.high) > 0) {
            rule_out(p, FACE_USED, BEYOND_RANGE);
            rule_out(p, FACE_LOW_END, BEYOND_RANGE);
        }
        if (number && r->has_high && all.has_low && num_cmp(r->high, all.low) < 0) {
            rule_out(p, FACE_USED, BEYOND_RANGE);
            rule_out(p, FACE_HIGH_END, BEYOND_RANGE);
        }
        if (number && r->has_low && all.has_low && num_cmp(r->low, all.low) < 0)
            rule_out(p, FACE_LOW_END, BEYOND_RANGE);
        if (number && r->has_high && all.has_high && num_cmp(r->high, all.high) > 0)
            rule_out(p, FACE_HIGH_END, BEYOND_RANGE);
    }
}

static void walk_value(Builder *b, const Expr *x)
{
    if (b->c->of_expr[x->id] >= 0)
        return;
    switch ((int)x->op) {
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN: case OP_AND: case OP_OR:
    case OP_NOT: case OP_IMPLIES: case OP_HAS: case OP_ANY: case OP_EVERY: case OP_AT_LEAST: walk_condition(b, x, false); return;
    case OP_IF:
        walk_condition(b, x->kids[0], false);
        walk_value(b, x->kids[1]);
        walk_value(b, x->kids[2]);
        return;
    case OP_CAP: case OP_FLOOR:
        if (x->reach != REACH_CONSTANT)
            add_threshold(b, x, x->kids[0], x->kids[1]);
        break;
    case OP_MISSING_AS: add_point(b, POINT_ATOM, x, -1, FACES_OF(FACE_TRUE, FACE_FALSE)); break;
    case OP_MAP: add_rows(b, x); break;
    case OP_G_COUNT: case OP_G_SUM: case OP_G_MEAN: case OP_G_HIGHEST: case OP_G_LOWEST: case OP_T_COUNT: case OP_T_SUM: case OP_T_MEAN:
    case OP_T_HIGHEST: case OP_T_LOWEST:
        for (size_t i = 0; i < x->kid_count; i++)
            if (x->kids[i] && i == 1)
                walk_condition(b, x->kids[i], false);
            else if (x->kids[i])
                walk_value(b, x->kids[i]);
        return;
    default: break;
    }
    for (size_t i = 0; i < x->kid_count; i++)
        if (x->kids[i])
            walk_value(b, x->kids[i]);
}

/* ---- clauses ---- */

static bool holds_at(Op op, Face side)
{
    switch ((int)op) {
    case OP_LT: return side == FACE_BELOW;
    case OP_LE: return side != FACE_ABOVE;
    case OP_GT: return side == FACE_ABOVE;
    default: return side != FACE_BELOW;
    }
}

/* The comparison that a condition is, also of each item of a list with a fixed number of them; OP_COUNT: none. */
static Op compared(const Expr *x)
{
    bool list = x->op == OP_ANY || x->op == OP_EVERY;
    Op op = list && x->kid_count > 1 && x->kids[0]->type.items > 0 ? (Op)x->index : x->op;
    return op == OP_LT || op == OP_LE || op == OP_GT || op == OP_GE ? op : OP_COUNT;
}

/* A clause that is one comparison has no truth that its sides cannot give. */
static void limit_truth(Builder *b, size_t clause_point, const Expr *x)
{
    bool turned = false;
    for (; x->op == OP_NOT; x = x->kids[0])
        turned = !turned;
    if (compared(x) == OP_COUNT)
        return;
    int32_t at = b->c->of_expr[x->id];
    if (at < 0)
        return;
    bool can[2] = {false, false};
    for (Face side = FACE_BELOW; side <= FACE_ABOVE; side++)
        if (b->c->points[at].faces & (1U << side))
            can[holds_at(compared(x), side) != turned] = true;
    for (int truth = 0; truth < 2; truth++)
        if (!can[truth])
            rule_out(&b->c->points[clause_point], truth ? FACE_TRUE : FACE_FALSE, BEYOND_FOLLOWS);
}

static void add_condition(Builder *b, const Expr *x)
{
    add_point(b, POINT_CLAUSE, NULL, -1, FACES_OF(FACE_TRUE, FACE_FALSE));
    size_t at = b->c->count - 1;
    walk_condition(b, x, true);
    limit_truth(b, at, x);
}

static void add_keys(Builder *b, const Key *keys, size_t count, size_t from)
{
    for (size_t i = from; i < count; i++)
        add_point(b, POINT_KEY, NULL, (int)i, FACES_OF(FACE_DECIDES));
    for (size_t i = 0; i < count; i++)
        walk_value(b, keys[i].value);
}

/* Anyone at all is enough for one seat: 人数 不少于 名额. */
static bool one_is_enough(const Clause *c)
{
    const Expr *x = c->expr;
    return x->op == OP_GE && x->kids[0]->op == OP_HEADCOUNT && x->kids[1]->op == OP_SEATS;
}

static void add_open(Builder *b, const Clause *c)
{
    if (c->expr->type.kind == TYPE_YESNO) {
        add_condition(b, c->expr);
    } else {
        add_point(b, POINT_CLAUSE, NULL, -1, FACES_OF(FACE_TRUE, FACE_FALSE));
        add_point(b, POINT_THRESHOLD, c->expr, -1, FACES_OF(FACE_BELOW, FACE_AT, FACE_ABOVE));
        walk_value(b, c->expr);
    }
    if (c->otherwise == ELSE_REDUCE) {
        CoverPoint *p = add_point(b, POINT_SEATS, NULL, -1, FACES_OF(FACE_REDUCED, FACE_NONE_LEFT));
        if (one_is_enough(c))
            rule_out(p, FACE_NONE_LEFT, BEYOND_SEAT);
    }
}

static void add_advance(Builder *b, const Clause *c)
{
    if (c->picked) {
        bool span = c->at_least != NULL;
        add_point(b, POINT_LIST, NULL, -1, FACES_OF(FACE_FULL, FACE_LEFT_OUT) | (span ? FACES_OF(FACE_SHORTEST) : 0));
    } else {
        add_point(b, POINT_LINE, NULL, -1, FACES_OF(FACE_FEWER, FACE_AS_MANY, FACE_MORE, FACE_TIE));
        if (c->key_count)
            add_point(b, POINT_RANK, NULL, -1, FACES_OF(FACE_STILL_TIED));
        add_keys(b, c->keys, c->key_count, 0);
    }
    if (c->substitutes)
        add_point(b, POINT_RESERVE, NULL, -1,
                  FACES_OF(FACE_MOVED_UP, FACE_NOBODY_LEFT) | (c->times >= 0 ? FACES_OF(FACE_TIMES_OVER) : 0));
    walk_value(b, c->expr);
    if (c->at_least)
        walk_value(b, c->at_least);
    if (c->reserve_when)
        walk_condition(b, c->reserve_when, false);
}

static void add_decision(Builder *b, const Clause *c)
{
    size_t values = c->type.kind == TYPE_YESNO ? 2 : c->type.kind == TYPE_GRADE ? b->c->program->scales[c->type.scale].value_count : 0;
    for (size_t i = 0; i < values; i++)
        add_point(b, POINT_OUTCOME, NULL, (int)i, FACES_OF(FACE_USED));
    uint32_t faces = (values ? 0 : FACES_OF(FACE_USED)) | (c->optional ? FACES_OF(FACE_ABSENT) : 0);
    if (faces)
        add_point(b, POINT_OUTCOME, NULL, -1, faces);
}

static void add_clause(Builder *b, const Clause *c)
{
    switch (c->kind) {
    case CLAUSE_REQUIRE: case CLAUSE_VETO: case CLAUSE_VALID: case CLAUSE_EXCLUDE: case CLAUSE_AVOID: case CLAUSE_CHECK: case CLAUSE_MARK:
        add_condition(b, c->expr);
        return;
    case CLAUSE_OPEN: add_open(b, c); return;
    case CLAUSE_SCORE: case CLAUSE_FIGURE:
        if (c->expr->type.kind == TYPE_YESNO) {
            add_condition(b, c->expr);
            return;
        }
        add_point(b, POINT_CLAUSE, NULL, -1, FACES_OF(FACE_USED));
        walk_value(b, c->expr);
        return;
    case CLAUSE_RANK:
        add_point(b, POINT_RANK, NULL, -1, FACES_OF(FACE_SAME_RANK));
        add_keys(b, c->keys, c->key_count, 1);
        return;
    case CLAUSE_ADVANCE: add_advance(b, c); return;
    case CLAUSE_ELECT:
        if (c->expr)
            add_condition(b, c->expr);
        add_point(b, POINT_LINE, NULL, -1, FACES_OF(FACE_FEWER, FACE_AS_MANY, FACE_MORE, FACE_TIE));
        if (c->key_count)
            add_point(b, POINT_RANK, NULL, -1, FACES_OF(FACE_STILL_TIED));
        add_keys(b, c->keys, c->key_count, 0);
        return;
    case CLAUSE_CHOOSE:
        add_point(b, POINT_CHOICE, NULL, -1, FACES_OF(FACE_GOT, FACE_GOT_NONE));
        walk_value(b, c->expr);
        if (c->capacity)
            walk_value(b, c->capacity);
        return;
    case CLAUSE_VOTE:
        add_point(b, POINT_OUTCOME, NULL, -1, FACES_OF(FACE_USED) | (c->optional ? FACES_OF(FACE_ABSENT) : 0));
        return;
    case CLAUSE_EXPLAIN:
        add_condition(b, c->expr);
        add_point(b, POINT_DUTY, NULL, -1, FACES_OF(FACE_EXPLAINED, FACE_NOT_EXPLAINED));
        return;
    case CLAUSE_DECISION: add_decision(b, c); return;
    case CLAUSE_PROBATION: case CLAUSE_KINDS: return;
    }
}

/* ---- who reads what ---- */

static void note_read(const Expr *x, bool *read)
{
    if (!x)
        return;
    if (x->op == OP_FIGURE || x->op == OP_DECISION)
        read[x->index] = true;
    for (size_t i = 0; i < x->kid_count; i++)
        note_read(x->kids[i], read);
}

static bool *reads_of(Arena *a, const Program *p)
{
    bool *read = NEW_ARRAY(a, bool, p->clause_count + 1);
    for (size_t i = 0; i < p->clause_count; i++) {
        const Clause *c = &p->clauses[i];
        const Expr *some[] = {c->expr, c->at_least, c->order, c->capacity, c->reserve_when};
        for (size_t k = 0; k < sizeof some / sizeof *some; k++)
            note_read(some[k], read);
        for (size_t k = 0; k < c->key_count; k++)
            note_read(c->keys[k].value, read);
    }
    for (size_t i = 0; i < p->stage_count; i++) {
        note_read(p->stages[i].when, read);
        note_read(p->stages[i].seats, read);
        for (size_t k = 0; k < p->stages[i].by_count; k++)
            note_read(p->stages[i].by[k], read);
    }
    return read;
}

/* Marks are read by everyone; a decision that must be there is asked for. */
static bool is_unread(const Builder *b, const Clause *c)
{
    bool asked = c->kind == CLAUSE_DECISION ? !c->optional : c->kind != CLAUSE_FIGURE;
    return !asked && !b->read[c->index];
}

static void rule_out_unread(Builder *b, size_t from)
{
    for (size_t i = from; i < b->c->count; i++)
        for (Face face = 0; face < FACES; face++)
            rule_out(&b->c->points[i], face, BEYOND_UNREAD);
}

Coverage *coverage_new(Arena *a, const Program *program)
{
    Coverage *c = NEW(a, Coverage);
    *c = (Coverage){.a = a, .program = program, .of_expr = NEW_ARRAY(a, int32_t, program->expr_count + 1),
                    .of_clause = NEW_ARRAY(a, int32_t, program->clause_count + 1)};
    for (size_t i = 0; i < program->expr_count; i++)
        c->of_expr[i] = -1;
    for (size_t i = 0; i < program->clause_count; i++)
        c->of_clause[i] = -1;
    Builder b = {.c = c, .read = reads_of(a, program)};
    for (size_t s = 0; s < program->stage_count; s++) {
        const Stage *stage = &program->stages[s];
        b.stage = (int)s;
        b.clause = NULL;
        if (stage->when)
            add_condition(&b, stage->when);
        for (size_t i = stage->first; i < stage->first + stage->count; i++) {
            size_t from = c->count;
            b.clause = &program->clauses[i];
            add_clause(&b, b.clause);
            if (is_unread(&b, b.clause))
                rule_out_unread(&b, from);
        }
    }
    return c;
}
