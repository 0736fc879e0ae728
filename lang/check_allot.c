/* check_allot.c - who gets a seat or a post: 当选, 选岗, 回避, and the reserve of an 入围 (递补). */
#include "lang/check_parts.h"

Str source_text(const Checker *c, Span span) { return str_cut(c->source->text, span.start, span.end); }

static Str clause_word(ClauseKind kind) { return str_from(clause_words[kind][LANG_ZH]); }

void check_elect(Checker *c, Clause *clause, const Node *n)
{
    if (kid(n, 0))
        clause->expr = check_condition(c, kid(n, 0));
    if (c->program->post_seats < 0 && !c->stages.at[c->stage].seats)
        diag_add(c->d, E0327, c->source, n->span, ARGS(clause_word(CLAUSE_ELECT)));
}

static bool ranked_before(const Checker *c)
{
    for (int i = 0; i <= c->stage; i++)
        if (c->stages.at[i].rank)
            return true;
    return false;
}

static void hint_capacity(Diag *d)
{
    diag_hint(d, S("在 职位 里写 名额 : 1.. 个，或在这一行写 容量 1 人"), S("give posts a field seats : 1.. seats, or write capacity 1 people"));
}

static void check_capacity(Checker *c, Clause *clause, const Node *n)
{
    c->the_post = true;
    clause->capacity = check_many(c, n);
    c->the_post = false;
    const Expr *e = clause->capacity;
    if (bad(e))
        return;
    if (e->type.kind == TYPE_RATIO)
        expected(c, e, S(BOTH("人数", "a number of people")));
    else if (may_be_fraction(c, e))
        diag_add(c->d, E0363, c->source, e->span, NO_ARGS);
    need_contest(c, e);
}

/* Each contest is offered the posts that have its values. */
static void need_posts_of_contest(Checker *c, const Clause *clause)
{
    const Stage *s = &c->stages.at[c->stage];
    for (size_t i = 0; i < s->by_count; i++)
        if (s->by_post[i] == BY_NOTHING)
            diag_add(c->d, E0367, c->source, clause->span, ARGS(source_text(c, s->by[i]->span)));
}

void check_choose(Checker *c, Clause *clause, const Node *n)
{
    need_posts_of_contest(c, clause);
    clause->expr = check_expr(c, kid(n, 0), NULL);
    const Type *t = &clause->expr->type, *element = element_of(t);
    bool posts = t->kind == TYPE_POST || (element && element->kind == TYPE_POST);
    const Stage *s = &c->stages.at[c->stage];
    bool whose = clause->expr->op == OP_ENTRY_FIELD && !s->by_count; /* E0364 tells it */
    if (!whose && (!posts || clause->expr->op != OP_FIELD))
        expected(c, clause->expr, S(BOTH("人选的字段，若干 职位 或 职位", "a field of the candidates that is 若干 职位 or 职位")));
    clause->order = check_expr(c, kid(n, 1), NULL);
    if (clause->order->op != OP_PLACE)
        expected(c, clause->order, S(BOTH("名次或某个阶段的名次", "名次, or that of a stage")));
    else if (clause->order->index < 0 && !c->broken && !ranked_before(c))
        diag_add(c->d, E0374, c->source, clause->order->span, NO_ARGS);
    if (kid(n, 2))
        check_capacity(c, clause, kid(n, 2));
    else if (c->program->post_seats < 0)
        hint_capacity(diag_add(c->d, E0327, c->source, n->span, ARGS(S("选岗"))));
}

void finish_choose(Checker *c, const Clause *clause)
{
    if (clause->otherwise != ELSE_NONE)
        return;
    Diag *d = diag_add(c->d, E0373, c->source, clause->span, NO_ARGS);
    diag_hint(d, S("在这一行末尾写 否则 淘汰 \"…\"、否则 待定 或 否则 照常"),
              S("end the line with otherwise drop \"…\", otherwise undecided or otherwise proceed"));
}

/* ---- 递补 ---- */

/* The stage called `name`, by its place among the stages; -1: none. */
static int stage_called(const Checker *c, Str name)
{
    int stage = 0;
    for (size_t i = 0; i < c->declarations->kid_count; i++) {
        const Node *n = kid(c->declarations, i);
        if (n->kind == NODE_STAGE && str_eq(n->text, name) && stage > c->stage)
            return stage;
        stage += n->kind == NODE_STAGE;
    }
    return -1;
}

static void hint_stages(Checker *c, Diag *d)
{
    Text later = text_new(c->a), zh = text_new(c->a), en = text_new(c->a);
    int stage = 0;
    for (size_t i = 0; i < c->declarations->kid_count; i++) {
        const Node *n = kid(c->declarations, i);
        if (n->kind == NODE_STAGE && stage++ > c->stage) {
            text_addz(&later, later.len ? "、" : "");
            text_add(&later, n->text);
        }
    }
    if (!later.len)
        return;
    Str list = text_str(&later);
    text_format(&zh, S("后面的阶段有：{0}"), &list, 1);
    text_format(&en, S("the later stages are: {0}"), &list, 1);
    diag_hint(d, text_str(&zh), text_str(&en));
}

static int stage_total(const Checker *c)
{
    int total = 0;
    for (size_t i = 0; i < c->declarations->kid_count; i++)
        total += kid(c->declarations, i)->kind == NODE_STAGE;
    return total;
}

void check_substitutes(Checker *c, Clause *clause, const Node *n)
{
    clause->substitutes = true;
    clause->times = -1;
    clause->deadline = stage_total(c);
    bool seen[NODE_KINDS] = {false};
    for (size_t i = 0; i < n->kid_count; i++) {
        const Node *limit = kid(n, i);
        if (seen[limit->kind])
            diag_add(c->d, E0334, c->source, limit->span, ARGS(source_text(c, limit->span)));
        seen[limit->kind] = true;
        if (limit->kind == NODE_WHEN) {
            clause->reserve_when = check_condition(c, kid(limit, 0));
        } else if (limit->kind == NODE_TIMES) {
            clause->times = small_number(c, kid(limit, 0));
        } else if (limit->kind == NODE_BEFORE) {
            int stage = stage_called(c, limit->text);
            if (stage < 0)
                hint_stages(c, diag_add(c->d, E0369, c->source, limit->span, ARGS(limit->text)));
            clause->deadline = stage < 0 ? c->stage + 1 : stage;
        }
    }
}

/* Who moves up goes through the stages since the cut alone, so nothing there may look at the others. */
static bool looks_at_others(const Expr *e)
{
    return (e->op >= OP_G_COUNT && e->op <= OP_G_LOWEST) || e->op == OP_SEATS || e->op == OP_HEADCOUNT ||
           e->op == OP_PASSED_OVER;
}

static bool concerns_each_alone(ClauseKind kind)
{
    return kind == CLAUSE_REQUIRE || kind == CLAUSE_VETO || kind == CLAUSE_DECISION || kind == CLAUSE_VOTE ||
           kind == CLAUSE_SCORE || kind == CLAUSE_FIGURE || kind == CLAUSE_MARK || kind == CLAUSE_VALID;
}

typedef struct {
    Checker *c;
    const Clause *cut;
    bool told;
} Between;

static void not_between(Between *b, Span span)
{
    Checker *c = b->c;
    if (b->told)
        return;
    b->told = true;
    Diag *d = diag_add(c->d, E0370, c->source, span, ARGS(source_text(c, span), number_shown(c, num_int(b->cut->line))));
    diag_label(d, b->cut->span, S(""));
    diag_hint(d, S("在入围那一行写 递补 截至 这个阶段或更早的阶段"), S("end the reserve sooner: substitute before this stage or an earlier one"));
}

static void part_between(void *with, const Expr *e)
{
    const Expr *part = find_part(e, looks_at_others);
    if (part)
        not_between(with, part->span);
}

static void check_stage_between(Checker *c, const Clause *cut, const Stage *stage)
{
    Between b = {c, cut, false};
    if (stage->when)
        part_between(&b, stage->when);
    for (size_t i = stage->first; i < stage->first + stage->count; i++) {
        const Clause *k = &c->clauses.at[i];
        bool of_contest = k->kind == CLAUSE_VALID && (k->otherwise == ELSE_VOID || k->expr->reach != REACH_PERSON);
        if (!concerns_each_alone(k->kind) || of_contest)
            not_between(&b, k->span);
        each_expr(k, part_between, &b);
    }
}

void check_between(Checker *c)
{
    for (size_t i = 0; i < c->clauses.len; i++) {
        const Clause *cut = &c->clauses.at[i];
        for (int s = (int)cut->stage + 1; cut->substitutes && s < cut->deadline && s < (int)c->stages.len; s++)
            check_stage_between(c, cut, &c->stages.at[s]);
    }
}

/* ---- the stage as a whole ---- */

static void not_together(Checker *c, const Clause *a, const Clause *b)
{
    if (!a || !b)
        return;
    Diag *d = diag_add(c->d, E0372, c->source, b->span, ARGS(clause_word(a->kind), clause_word(b->kind)));
    diag_label(d, a->span, S(""));
}

static const Expr *reads_seats(const Expr *x)
{
    if (!x || x->op == OP_SEATS)
        return x;
    for (size_t i = 0; i < x->kid_count; i++)
        if (reads_seats(x->kids[i]))
            return reads_seats(x->kids[i]);
    return NULL;
}

/* A ratio is one of the contest's seats, and 当选 gives them. */
static bool needs_seats(const Clause *clause)
{
    bool ratio = clause->expr && clause->expr->type.kind == TYPE_RATIO;
    return clause->kind == CLAUSE_ELECT || (ratio && (clause->kind == CLAUSE_ADVANCE || clause->kind == CLAUSE_OPEN)) ||
           reads_seats(clause->expr) || reads_seats(clause->at_least);
}

/* The seats of a contest are those of the posts with its values: a value that posts do not have would leave it none. */
static void check_seats_of_contest(Checker *c, const Stage *stage)
{
    const Expr *without = NULL;
    for (size_t i = 0; i < stage->by_count && !without; i++)
        if (stage->by_post[i] == BY_NOTHING && stage->by[i]->type.kind != TYPE_ERROR)
            without = stage->by[i];
    if (!without || stage->seats || c->program->post_seats < 0)
        return;
    for (size_t i = stage->first; i < stage->first + stage->count; i++)
        if (needs_seats(&c->clauses.at[i])) {
            Diag *d = diag_add(c->d, E0381, c->source, without->span, ARGS(source_text(c, without->span)));
            diag_label(d, c->clauses.at[i].span, S(""));
            return;
        }
}

void check_seats(Checker *c)
{
    const Stage *stage = &c->stages.at[c->stage];
    not_together(c, stage->elect, stage->advance);
    not_together(c, stage->elect, stage->choose);
    check_seats_of_contest(c, stage);
    bool gives_post = stage->choose != NULL;
    for (size_t i = stage->first; i < stage->first + stage->count; i++)
        gives_post = gives_post || (c->clauses.at[i].kind == CLAUSE_DECISION && c->clauses.at[i].type.kind == TYPE_POST);
    for (size_t i = stage->first; i < stage->first + stage->count; i++)
        if (c->clauses.at[i].kind == CLAUSE_AVOID && !gives_post && !c->broken)
            diag_add(c->d, E0362, c->source, c->clauses.at[i].span, NO_ARGS);
}
