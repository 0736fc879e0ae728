/* check_clause.c - stages and their clauses. */
#include "lang/checker.h"

/* Which 否则 may follow which clause. */
static bool else_fits(ClauseKind kind, Else e)
{
    switch ((int)kind) {
    case CLAUSE_VALID: return e == ELSE_DROP || e == ELSE_VOID || e == ELSE_PENDING;
    case CLAUSE_OPEN: return e != ELSE_NONE;
    case CLAUSE_EXPLAIN: return e == ELSE_DROP;
    case CLAUSE_CHOOSE: return e == ELSE_DROP || e == ELSE_PENDING || e == ELSE_PROCEED;
    default: return false;
    }
}

static Rounding rounding_of(const Node *n)
{
    return str_eq(n->text, S("up"))        ? ROUND_UP
           : str_eq(n->text, S("down"))    ? ROUND_DOWN
           : str_eq(n->text, S("half_up")) ? ROUND_HALF_UP
                                           : ROUND_HALF_EVEN;
}

static void read_else(Clause *clause, const Node *n)
{
    static const struct { const char *word; Else action; } table[] = {
        {"cancel", ELSE_CANCEL}, {"reduce", ELSE_REDUCE}, {"proceed", ELSE_PROCEED},
        {"void", ELSE_VOID}, {"pending", ELSE_PENDING}, {"drop", ELSE_DROP}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_eq(n->text, str_from(table[i].word)))
            clause->otherwise = table[i].action;
    clause->rounding = ROUND_DOWN;
    if (clause->otherwise == ELSE_REDUCE && kid(n, 0))
        clause->rounding = rounding_of(kid(n, 0));
    if (clause->otherwise == ELSE_DROP && kid(n, 0))
        clause->drop_text = kid(n, 0)->text;
}

static Order order_of(const Node *key)
{
    return str_eq(key->text, S("asc")) ? ORDER_LOW_FIRST : str_eq(key->text, S("desc")) ? ORDER_HIGH_FIRST : ORDER_PREFERRED;
}

static void check_key(Checker *c, const Node *n, Key *out, bool in_ties)
{
    /* A key of 依次比较 may be missing: reached and missing, the outcome is undetermined (rule 21). */
    size_t known = c->known.len;
    if (in_ties && kid(n, 0)->kind == NODE_NAME) {
        Symbol *s = find_symbol(c, kid(n, 0)->text);
        const Field *f = !s                          ? NULL
                         : s->kind == SYMBOL_FIELD ? &c->fields.at[s->index]
                         : s->kind == SYMBOL_ENTRY ? &c->entries.at[s->index]
                                                   : NULL;
        if (f && f->optional) {
            Op op = s->kind == SYMBOL_ENTRY ? OP_ENTRY_FIELD : OP_FIELD;
            Expr *field = NEW(c->a, Expr), *has = NEW(c->a, Expr);
            *field = (Expr){.op = op, .index = s->index, .type = f->type, .reach = REACH_PERSON};
            *has = (Expr){.op = OP_HAS, .index = -1, .type = type_of(TYPE_YESNO)};
            has->kids = NEW_ARRAY(c->a, const Expr *, 1);
            has->kids[0] = field;
            has->kid_count = 1;
            *PUSH(c->a, &c->known) = has;
        }
    }
    out->value = check_expr(c, kid(n, 0), NULL);
    out->order = order_of(n);
    c->known.len = known;
    const Type *t = &out->value->type;
    bool fits = t->kind == TYPE_ERROR ||
                (out->order == ORDER_PREFERRED ? t->kind == TYPE_YESNO
                                               : t->kind == TYPE_NUMBER || t->kind == TYPE_DATE || t->kind == TYPE_GRADE);
    if (!fits)
        diag_add(c->d, E0306, c->source, n->span,
                 ARGS(out->order == ORDER_PREFERRED ? S(BOTH("条件", "a condition")) : S(BOTH("数、日期或有高低的等级", "a number, a date or a grade with an order")), type_words(c, t)));
    else if (t->kind == TYPE_GRADE && !c->scales.at[t->scale].ordered)
        diag_add(c->d, E0345, c->source, n->span, ARGS(c->scales.at[t->scale].name));
}

static void check_ties(Checker *c, Clause *clause, const Node *n)
{
    static const struct { const char *word; Ties ties; } table[] = {
        {"all_in", TIES_ALL_IN}, {"none_in", TIES_NONE_IN}, {"pending", TIES_PENDING}, {"lots", TIES_LOTS}};
    if (str_eq(n->text, S("compare"))) {
        ARRAY(Key) keys = {0};
        clause->ties = TIES_PENDING; /* nothing left to compare and still equal: open */
        for (size_t i = 0; i < n->kid_count; i++)
            if (kid(n, i)->kind == NODE_KEY)
                check_key(c, kid(n, i), PUSH(c->a, &keys), true);
            else if (kid(n, i)->kind == NODE_TIES)
                check_ties(c, clause, kid(n, i));
        clause->keys = keys.at;
        clause->key_count = keys.len;
        return;
    }
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_eq(n->text, str_from(table[i].word)))
            clause->ties = table[i].ties;
}

static Str body_words(Checker *c, const Node *words)
{
    Text t = text_new(c->a);
    for (size_t i = 0; words && i < words->kid_count; i++) {
        const Node *w = kid(words, i);
        if (w->kid_count) {
            text_addz(&t, "（");
            for (size_t k = 0; k < w->kid_count; k++) {
                const Node *p = kid(w, k);
                if (k)
                    text_addz(&t, "、");
                for (size_t m = 0; m < p->kid_count; m++)
                    text_add(&t, kid(p, m)->text);
                if (!p->kid_count)
                    text_add(&t, p->text);
            }
            text_addz(&t, "）");
        } else {
            if (i && !kid(words, i - 1)->kid_count)
                text_char(&t, ' ');
            text_add(&t, w->text);
        }
    }
    return text_str(&t);
}

void need_contest(Checker *c, const Expr *e)
{
    if (e && e->type.kind != TYPE_ERROR && e->reach == REACH_PERSON)
        diag_add(c->d, E0325, c->source, e->span, NO_ARGS);
}

/* Whether an expression reads what only a contest in a running stage has. */
static const Expr *reads_contest(const Expr *e)
{
    if (!e)
        return NULL;
    bool group = e->op >= OP_G_COUNT && e->op <= OP_G_LOWEST && e->group == GROUP_OWN;
    if (group || e->op == OP_SEATS || e->op == OP_HEADCOUNT || e->op == OP_PASSED_OVER)
        return e;
    for (size_t i = 0; i < e->kid_count; i++)
        if (reads_contest(e->kids[i]))
            return reads_contest(e->kids[i]);
    return NULL;
}

/* 排除 looks at a post alone: constants, parameters and the post's own fields. */
static const Expr *not_of_post(const Expr *e)
{
    bool fits = e->op == OP_NUMBER || e->op == OP_TEXT || e->op == OP_DATE || e->op == OP_YESNO || e->op == OP_GRADE ||
                e->op == OP_PARAM || e->op == OP_THE_POST || e->op == OP_POST_FIELD || (e->op >= OP_ADD && e->op <= OP_LENGTH);
    if (!fits)
        return e;
    for (size_t i = 0; i < e->kid_count; i++)
        if (e->kids[i] && not_of_post(e->kids[i]))
            return not_of_post(e->kids[i]);
    return NULL;
}

static void must_not_read(Checker *c, const Expr *bad)
{
    if (!bad || bad->type.kind == TYPE_ERROR)
        return;
    Str text = str_cut(c->source->text, bad->span.start, bad->span.end);
    diag_add(c->d, E0334, c->source, bad->span, ARGS(text));
}

/* The value of any date may hold. */
static bool param_fraction(const Param *p)
{
    for (size_t i = 0; i < p->dated_count; i++)
        if (!num_is_int(p->dated[i].value->number))
            return true;
    return p->value && !num_is_int(p->value->number);
}

bool may_be_fraction(Checker *c, const Expr *e)
{
    if (e->op == OP_ROUND)
        return false;
    if (e->type.kind == TYPE_RATIO) {
        if (e->op == OP_NUMBER)
            return !num_is_int(e->number);
        if (e->op == OP_PARAM)
            return param_fraction(&c->params.at[e->index]);
        if (e->op == OP_MAP || e->op == OP_IF) {
            for (size_t i = 1; i < e->kid_count; i++)
                if (may_be_fraction(c, e->kids[i]))
                    return true;
            return false;
        }
        return true;
    }
    switch ((int)e->op) {
    case OP_NUMBER: return !num_is_int(e->number);
    case OP_PARAM: return param_fraction(&c->params.at[e->index]);
    case OP_ADD: case OP_SUB: case OP_MUL: case OP_CAP: case OP_FLOOR:
        return may_be_fraction(c, e->kids[0]) || may_be_fraction(c, e->kids[1]);
    case OP_IF: case OP_MAP:
        for (size_t i = 1; i < e->kid_count; i++)
            if (may_be_fraction(c, e->kids[i]))
                return true;
        return false;
    case OP_DIV: case OP_OF: case OP_RESCALE: case OP_WEIGHTED: case OP_MEAN: case OP_G_MEAN: case OP_T_MEAN: return true;
    default: return false;
    }
}

static Str many_words(Checker *c, const Expr *e)
{
    if (e->op == OP_NUMBER && e->type.kind == TYPE_RATIO)
        return number_shown(c, e->number);
    if (e->op == OP_PARAM)
        return c->params.at[e->index].name;
    return S("…");
}

static void check_advance(Checker *c, Clause *clause, const Node *n)
{
    const Node *many = kid(n, 0);
    if (many->kind == NODE_BETWEEN) {
        clause->at_least = check_many(c, kid(many, 0));
        many = kid(many, 1);
    }
    clause->expr = check_many(c, many);
    clause->body = body_words(c, kid(n, 1));
    clause->picked = kid(n, 1) != NULL;
    need_contest(c, clause->expr);
    const Expr *both[2] = {clause->expr, clause->at_least};
    for (int i = 0; i < 2; i++)
        if (both[i] && both[i]->type.kind != TYPE_ERROR) {
            if (may_be_fraction(c, both[i]))
                diag_add(c->d, E0321, c->source, both[i]->span, ARGS(many_words(c, both[i])));
            if (both[i]->type.kind == TYPE_RATIO && c->program->post_seats < 0 && !c->stages.at[c->stage].seats)
                diag_add(c->d, E0327, c->source, both[i]->span, ARGS(S(BOTH("比例", "a ratio"))));
        }
}

static void hint_ties(Diag *d)
{
    diag_hint(d, S("在这一行末尾写 并列 全部入围、并列 均不入围、并列 依次比较 …、并列 抽签 或 并列 待定"),
              S("end the line with ties all advance, none advance, compare …, lots or undecided"));
}

/* The end of an advance: what its trailers said. */
static void finish_advance(Checker *c, Clause *clause, const Node *n)
{
    if (!clause->picked && clause->ties == TIES_NONE)
        hint_ties(diag_add(c->d, E0320, c->source, n->span, NO_ARGS));
    if (clause->picked && clause->ties != TIES_NONE)
        diag_add(c->d, E0353, c->source, n->span, NO_ARGS);
    if (clause->picked && clause->substitutes)
        diag_add(c->d, E0368, c->source, n->span, NO_ARGS);
    if (clause->at_least && !clause->picked)
        diag_add(c->d, E0334, c->source, n->span, ARGS(S("至")));
}

static void check_open(Checker *c, Clause *clause, const Node *n)
{
    clause->expr = check_expr(c, kid(n, 0), NULL);
    TypeKind k = clause->expr->type.kind;
    bool count = k == TYPE_NUMBER && clause->expr->type.dim == DIM_COUNT;
    if (k != TYPE_ERROR && k != TYPE_RATIO && k != TYPE_YESNO && !count)
        diag_add(c->d, E0306, c->source, clause->expr->span, ARGS(S(BOTH("比例、人数或条件", "a ratio, a number of people or a condition")), type_words(c, &clause->expr->type)));
    need_contest(c, clause->expr);
}

static void check_decision(Checker *c, Clause *clause, const Node *n)
{
    clause->key = kid(n, 0) ? kid(n, 0)->text : clause->name;
    clause->type = check_type(c, kid(n, 1), clause->name);
    clause->optional = kid(n, 2) != NULL;
    clause->body = body_words(c, kid(n, 3));
    bool fits = clause->type.kind == TYPE_GRADE || clause->type.kind == TYPE_POST || clause->type.kind == TYPE_YESNO ||
                clause->type.kind == TYPE_NUMBER || clause->type.kind == TYPE_TEXT || clause->type.kind == TYPE_DATE ||
                clause->type.kind == TYPE_ERROR;
    if (!fits)
        diag_add(c->d, E0306, c->source, kid(n, 1)->span, ARGS(S(BOTH("等级、职位、是否、数、文字或日期", "a grade, post, 是否, number, text or date")), type_words(c, &clause->type)));
}

static void check_vote(Checker *c, Clause *clause, const Node *n)
{
    Type t = type_of(TYPE_BALLOT);
    t.base = -1;
    Str base = kid(n, 0)->text;
    for (int i = 0; i < COUNTS; i++)
        if (str_eq(base, str_from(count_words[i][LANG_ZH])) || (i == COUNT_FORMAL && str_eq(base, S("有效"))))
            t.base = i;
    if (t.base < 0) {
        diag_add(c->d, E0306, c->source, kid(n, 0)->span, ARGS(S(BOTH("收回、有效、到会或应到", "收回, 有效, 到会 or 应到")), base));
        t.base = COUNT_RETURNED;
    }
    clause->type = t;
    clause->type.names = kid(n, 1) ? small_number(c, kid(n, 1)) : 0;
    clause->optional = kid(n, 2) != NULL;
    clause->body = body_words(c, kid(n, 3));
}

static ClauseKind kind_of(NodeKind kind)
{
    switch ((int)kind) {
    case NODE_REQUIRE: return CLAUSE_REQUIRE;
    case NODE_VETO: return CLAUSE_VETO;
    case NODE_VALID: return CLAUSE_VALID;
    case NODE_OPEN: return CLAUSE_OPEN;
    case NODE_EXCLUDE: return CLAUSE_EXCLUDE;
    case NODE_SCORE: return CLAUSE_SCORE;
    case NODE_FIGURE: return CLAUSE_FIGURE;
    case NODE_RANK: return CLAUSE_RANK;
    case NODE_ADVANCE: return CLAUSE_ADVANCE;
    case NODE_ELECT: return CLAUSE_ELECT;
    case NODE_CHOOSE: return CLAUSE_CHOOSE;
    case NODE_AVOID: return CLAUSE_AVOID;
    case NODE_VOTE: return CLAUSE_VOTE;
    case NODE_CHECK: return CLAUSE_CHECK;
    case NODE_MARK: return CLAUSE_MARK;
    case NODE_EXPLAIN: return CLAUSE_EXPLAIN;
    case NODE_PROBATION: return CLAUSE_PROBATION;
    case NODE_DECISION: return CLAUSE_DECISION;
    default: return CLAUSE_KINDS;
    }
}

/* Votes and decisions of a stage are declared before its other clauses are read: order within a stage is free. */
static void announce(Checker *c, const Node *n, int index, ClauseKind kind)
{
    if (kind == CLAUSE_VOTE) {
        c->vote = index;
        declare(c, SYMBOL_VOTE, n, n->text, index, false);
    } else if (kind == CLAUSE_DECISION) {
        declare(c, SYMBOL_DECISION, n, n->text, index, false);
    } else if (kind == CLAUSE_CHOOSE) {
        c->clauses.at[index].type = type_of(TYPE_POST);
        declare(c, SYMBOL_CHOICE, n, n->text, index, false);
    } else if (kind == CLAUSE_FIGURE) {
        declare(c, SYMBOL_FIGURE, n, n->text, index, true);
    } else if (kind == CLAUSE_MARK) {
        declare(c, SYMBOL_MARK, n, n->text, index, false);
    }
}

static void check_score_range(Checker *c, const Stage *stage, const Clause *clause)
{
    const Type *t = &clause->expr->type;
    if (t->kind == TYPE_ERROR || !stage->has_full)
        return;
    if (t->kind != TYPE_NUMBER || (t->dim != DIM_POINTS && t->dim != DIM_PURE)) {
        diag_add(c->d, E0306, c->source, clause->expr->span, ARGS(S(BOTH("分数（分）", "points")), type_words(c, t)));
        return;
    }
    if (!t->has_high) {
        diag_add(c->d, W0314, c->source, clause->expr->span, ARGS(number_shown(c, stage->full)));
        return;
    }
    int over = num_cmp(t->high, stage->full);
    if (over > 0)
        diag_add(c->d, E0312, c->source, clause->expr->span, ARGS(number_shown(c, t->high), number_shown(c, stage->full)));
    else if (over < 0)
        diag_add(c->d, W0313, c->source, clause->expr->span, ARGS(number_shown(c, t->high), number_shown(c, stage->full)));
}

static void check_clause(Checker *c, Clause *clause, const Node *n)
{
    Stage *stage = &c->stages.at[c->stage];
    switch (clause->kind) {
    case CLAUSE_REQUIRE:
    case CLAUSE_VETO:
    case CLAUSE_CHECK:
    case CLAUSE_MARK:
    case CLAUSE_EXPLAIN:
    case CLAUSE_VALID:
        clause->expr = check_condition(c, kid(n, 0));
        break;
    case CLAUSE_OPEN: check_open(c, clause, n); break;
    case CLAUSE_EXCLUDE:
        c->the_post = true;
        clause->expr = check_condition(c, kid(n, 0));
        must_not_read(c, not_of_post(clause->expr));
        break;
    case CLAUSE_SCORE: {
        Type points = number_type(DIM_POINTS, S("分"));
        clause->expr = check_expr(c, kid(n, 0), &points);
        if (clause->expr->type.kind != TYPE_NUMBER && clause->expr->type.kind != TYPE_ERROR)
            diag_add(c->d, E0306, c->source, clause->expr->span, ARGS(S(BOTH("分数（分）", "points")), type_words(c, &clause->expr->type)));
        check_score_range(c, stage, clause);
        break;
    }
    case CLAUSE_FIGURE: clause->expr = check_expr(c, kid(n, 0), NULL); break;
    case CLAUSE_RANK: {
        ARRAY(Key) keys = {0};
        for (size_t i = 0; i < kid(n, 0)->kid_count; i++)
            check_key(c, kid(kid(n, 0), i), PUSH(c->a, &keys), false);
        clause->keys = keys.at;
        clause->key_count = keys.len;
        clause->dense = kid(n, 1) != NULL;
        break;
    }
    case CLAUSE_ELECT: check_elect(c, clause, n); break;
    case CLAUSE_CHOOSE: check_choose(c, clause, n); break;
    case CLAUSE_AVOID:
        c->the_post = true;
        clause->expr = check_condition(c, kid(n, 0));
        break;
    case CLAUSE_ADVANCE: check_advance(c, clause, n); break;
    case CLAUSE_VOTE: check_vote(c, clause, n); break;
    case CLAUSE_DECISION: check_decision(c, clause, n); break;
    case CLAUSE_PROBATION: {
        Text t = text_new(c->a);
        text_add(&t, kid(n, 0)->text);
        text_char(&t, ' ');
        text_add(&t, n->text.len ? n->text : S("年"));
        clause->period = text_str(&t);
        break;
    }
    case CLAUSE_KINDS: break;
    }
}

static void check_trailers(Checker *c, Clause *clause, const Node *n)
{
    static const char *const with_ties[] = {"ties", NULL}, *const with_else[] = {"else", NULL}, *const none[] = {NULL},
                            *const with_reserve[] = {"ties", "substitute", NULL};
    ClauseKind kind = clause->kind;
    bool may_else = kind == CLAUSE_VALID || kind == CLAUSE_OPEN || kind == CLAUSE_EXPLAIN || kind == CLAUSE_CHOOSE;
    bool may_ties = kind == CLAUSE_ADVANCE || kind == CLAUSE_ELECT;
    const Node *trailers = kid(n, n->kid_count - 1);
    clause->notes = check_notes(c, trailers, kind == CLAUSE_ADVANCE                 ? with_reserve
                                             : may_ties || kind == CLAUSE_RANK ? with_ties
                                             : may_else                        ? with_else
                                                                               : none);
    for (size_t i = 0; trailers && i < trailers->kid_count; i++) {
        const Node *t = kid(trailers, i);
        if (t->kind == NODE_TIES && may_ties)
            check_ties(c, clause, t);
        if (t->kind == NODE_TIES && kind == CLAUSE_RANK) {
            clause->ties = TIES_LOTS;
            if (!str_eq(t->text, S("lots")))
                diag_add(c->d, E0375, c->source, t->span, NO_ARGS);
        }
        if (t->kind == NODE_SUBST && kind == CLAUSE_ADVANCE)
            check_substitutes(c, clause, t);
        if (t->kind == NODE_ELSE && may_else) {
            read_else(clause, t);
            if (!else_fits(clause->kind, clause->otherwise))
                diag_add(c->d, E0326, c->source, t->span, ARGS(str_from(clause_words[clause->kind][LANG_ZH])));
        }
    }
    if (clause->otherwise == ELSE_DROP)
        clause->notes.say = clause->drop_text;
    if (kind == CLAUSE_ADVANCE)
        finish_advance(c, clause, n);
    if (kind == CLAUSE_ELECT && clause->ties == TIES_NONE)
        hint_ties(diag_add(c->d, E0371, c->source, n->span, NO_ARGS));
    if (kind == CLAUSE_CHOOSE)
        finish_choose(c, clause);
    clause->optional = clause->optional || (kind == CLAUSE_CHOOSE && clause->otherwise == ELSE_PROCEED);
    bool needs_else = kind == CLAUSE_OPEN || kind == CLAUSE_EXPLAIN;
    if (needs_else && clause->otherwise == ELSE_NONE)
        diag_add(c->d, E0356, c->source, n->span, ARGS(str_from(clause_words[clause->kind][LANG_ZH])));
}

static void check_by(Checker *c, Stage *stage, const Node *by)
{
    Exprs keys = {0};
    for (size_t i = 0; i < by->kid_count; i++) {
        const Node *one = kid(by, i);
        for (size_t k = 0; k < (one->kind == NODE_LIST ? one->kid_count : 1); k++) {
            const Expr *e = check_expr(c, one->kind == NODE_LIST ? kid(one, k) : one, NULL);
            TypeKind t = e->type.kind;
            bool fits = (e->op == OP_FIELD || e->op == OP_ENTRY_FIELD || e->op == OP_DECISION || e->op == OP_POST_FIELD) &&
                        (t == TYPE_GRADE || t == TYPE_TEXT || t == TYPE_POST);
            if (t != TYPE_ERROR && !fits)
                diag_add(c->d, E0329, c->source, e->span, NO_ARGS);
            *PUSH(c->a, &keys) = e;
        }
    }
    int *posts = NEW_ARRAY(c->a, int, keys.len ? keys.len : 1);
    for (size_t i = 0; i < keys.len; i++) {
        const Expr *e = keys.at[i];
        posts[i] = BY_NOTHING;
        if (e->type.kind == TYPE_POST)
            posts[i] = BY_THE_POST;
        else if (e->op == OP_POST_FIELD)
            posts[i] = e->index;
        else if (e->op == OP_FIELD || e->op == OP_ENTRY_FIELD) {
            Str name = e->op == OP_FIELD ? c->fields.at[e->index].name : c->entries.at[e->index].name;
            for (size_t f = 0; f < c->posts.len; f++)
                if (str_eq(c->posts.at[f].name, name))
                    posts[i] = (int)f;
        }
    }
    stage->by = keys.at;
    stage->by_count = keys.len;
    stage->by_post = posts;
}

static void check_heads(Checker *c, const Node *heads, Node *trailers)
{
    Stage *stage = &c->stages.at[c->stage];
    for (size_t i = 0; i < heads->kid_count; i++) {
        const Node *h = kid(heads, i);
        switch ((int)h->kind) {
        case NODE_FULL: stage->has_full = num_parse(c->a, kid(h, 0)->text, &stage->full); break;
        case NODE_BY: check_by(c, stage, h); break;
        case NODE_EVERYONE: stage->everyone = true; break;
        case NODE_SEATS:
            stage->seats = check_many(c, kid(h, 0));
            must_not_read(c, reads_contest(stage->seats));
            break;
        case NODE_WHEN:
            stage->when = check_condition(c, kid(h, 0));
            must_not_read(c, reads_contest(stage->when));
            if (stage->when->type.kind != TYPE_ERROR)
                know(c, stage->when);
            break;
        default: trailers->kids[trailers->kid_count++] = heads->kids[i]; break;
        }
    }
}

static void no_two(Checker *c, const Node *clauses)
{
    const NodeKind single[] = {NODE_SCORE, NODE_RANK, NODE_ADVANCE, NODE_ELECT, NODE_CHOOSE, NODE_VOTE, NODE_OPEN};
    for (size_t k = 0; k < sizeof single / sizeof *single; k++) {
        const Node *first = NULL;
        for (size_t i = 0; i < clauses->kid_count; i++)
            if (kid(clauses, i)->kind == single[k]) {
                if (first) {
                    Diag *d = diag_add(c->d, E0324, c->source, kid(clauses, i)->span,
                                       ARGS(str_from(clause_words[kind_of(single[k])][LANG_ZH])));
                    diag_label(d, first->span, S(""));
                }
                first = kid(clauses, i);
            }
    }
}

static void check_whole(Checker *c)
{
    Stage *stage = &c->stages.at[c->stage];
    bool told = false;
    for (size_t i = stage->first; i < stage->first + stage->count; i++) {
        Clause *clause = &c->clauses.at[i];
        bool group = clause->kind == CLAUSE_RANK || clause->kind == CLAUSE_ADVANCE || clause->kind == CLAUSE_OPEN ||
                     clause->kind == CLAUSE_ELECT || clause->kind == CLAUSE_CHOOSE;
        if (group && !stage->by_count && !stage->everyone && !told) {
            told = true;
            diag_add(c->d, E0323, c->source, clause->span, ARGS(str_from(clause_words[clause->kind][LANG_ZH])));
        }
        if (clause->kind == CLAUSE_ADVANCE && !clause->picked && !stage->rank && !c->broken)
            diag_add(c->d, E0322, c->source, clause->span, NO_ARGS);
        if (clause->kind == CLAUSE_EXPLAIN && !c->broken && !(stage->advance && stage->advance->picked))
            diag_add(c->d, E0349, c->source, clause->span, NO_ARGS);
        if (clause->otherwise == ELSE_REDUCE &&
            !(stage->by_count == 1 && stage->by_post[0] == BY_THE_POST &&
              (clause->expr->type.kind == TYPE_RATIO || clause->expr->type.kind == TYPE_YESNO)))
            diag_add(c->d, E0348, c->source, clause->span, NO_ARGS);
        if (!clause->notes.cite.len && !stage->notes.cite.len)
            diag_add(c->d, W0341, c->source, clause->span, NO_ARGS);
        if (!clause->notes.cite.len)
            clause->notes.cite = stage->notes.cite;
    }
}

static int pass_of(const Checker *c, size_t i)
{
    ClauseKind kind = c->clauses.at[i].kind;
    if (kind == CLAUSE_VOTE || kind == CLAUSE_DECISION)
        return 0;
    const Node *of = kid(c->clause_nodes.at[i], 0);
    bool has = kind == CLAUSE_REQUIRE && of && ((of->kind == NODE_UNARY && str_eq(of->text, S("has"))) ||
                                                (of->kind == NODE_BINARY && str_eq(of->text, S("and"))));
    return has ? 1 : 2;
}

void require_checked(Checker *c, int index)
{
    if (c->checked.at[index])
        return;
    c->checked.at[index] = true; /* while it is being checked expr is NULL: whoever reads it then reads itself */
    Clause *clause = &c->clauses.at[index];
    const Node *n = c->clause_nodes.at[index];
    /* A figure may be read from the middle of another clause. */
    Checker outer = *c;
    c->clause = clause->kind;
    c->the_post = c->of_other = false;
    c->table = -1;
    check_clause(c, clause, n);
    c->the_post = false;
    check_trailers(c, clause, n);
    c->clause = outer.clause;
    c->the_post = outer.the_post;
    c->of_other = outer.of_other;
    c->table = outer.table;
}

void check_stage(Checker *c, const Node *n)
{
    c->stage = (int)c->stages.len;
    size_t before = c->known.len, known = before;
    Stage *made = PUSH(c->a, &c->stages);
    *made = (Stage){.name = n->text, .line = line_of(c, n->span), .span = n->span, .first = c->clauses.len};
    const Node *heads = kid(n, 0), *clauses = kid(n, 1);
    size_t cites = 0;
    for (size_t i = 0; i < clauses->kid_count; i++)
        cites += kid(clauses, i)->kind == NODE_CITE;
    /* The stage's own trailers: those of its head, then 依据 lines among its clauses. */
    Node trailers = {.kind = NODE_LIST, .span = n->span};
    trailers.kids = NEW_ARRAY(c->a, Node *, heads->kid_count + cites + 1);
    c->broken = has_broken(clauses);
    check_heads(c, heads, &trailers);
    for (size_t i = 0; i < clauses->kid_count; i++)
        if (kid(clauses, i)->kind == NODE_CITE) {
            Node *cite = clauses->kids[i];
            trailers.kids[trailers.kid_count++] = cite;
            for (size_t k = 0; kid(cite, 1) && k < kid(cite, 1)->kid_count; k++) {
                Node **more = NEW_ARRAY(c->a, Node *, heads->kid_count + cites + trailers.kid_count + 2);
                memcpy(more, trailers.kids, sizeof(Node *) * trailers.kid_count);
                trailers.kids = more;
                trailers.kids[trailers.kid_count++] = kid(cite, 1)->kids[k];
            }
        }
    c->stages.at[c->stage].notes = check_notes(c, &trailers, NULL);
    no_two(c, clauses);
    c->vote = -1;
    size_t first = c->clauses.len;
    bool has_score = false;
    for (size_t i = 0; i < clauses->kid_count; i++) {
        const Node *k = kid(clauses, i);
        ClauseKind kind = kind_of(k->kind);
        if (kind == CLAUSE_KINDS)
            continue;
        Clause *clause = PUSH(c->a, &c->clauses);
        *clause = (Clause){.kind = kind, .index = (uint32_t)c->clauses.len - 1, .stage = (uint32_t)c->stage,
                           .line = line_of(c, k->span), .span = k->span, .name = k->text};
        *PUSH(c->a, &c->clause_nodes) = k;
        *PUSH(c->a, &c->checked) = false;
        announce(c, k, (int)clause->index, kind);
        has_score = has_score || kind == CLAUSE_SCORE;
    }
    c->stages.at[c->stage].count = c->clauses.len - first;
    if (has_score)
        declare(c, SYMBOL_SCORE, n, n->text, c->stage, false);
    for (size_t i = first; i < c->clauses.len; i++)
        point_at(&c->stages.at[c->stage], &c->clauses.at[i]);
    /* Votes and decisions first, then 要求 有 X, which is known throughout the stage; the rest in the order of
     * the text, and sooner where another clause reads it. */
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = first; i < c->clauses.len; i++) {
            if (pass_of(c, i) != pass)
                continue;
            require_checked(c, (int)i);
            const Clause *clause = &c->clauses.at[i];
            if (clause->kind == CLAUSE_REQUIRE && clause->expr->type.kind != TYPE_ERROR) {
                know(c, clause->expr);
                known = c->known.len;
            }
        }
    check_whole(c);
    check_seats(c);
    settle_unit(c);
    /* What a stage required holds for all who come later, unless the stage was not for everyone. */
    c->known.len = c->stages.at[c->stage].when ? before : known;
}
