/* check_expect.c - 应: what must come out of a test. */
#include "lang/check_tests.h"

/* In either language, and as machines have it. */
static int find_status(Checker *c, const Node *n)
{
    Str known[STATUS_KINDS];
    Text t = text_new(c->a);
    for (int i = 0; i < STATUS_KINDS; i++) {
        known[i] = str_from(status_words[i][LANG_ZH]);
        text_addz(&t, i ? " / " : "");
        text_add(&t, known[i]);
        if (str_eq(n->text, known[i]) || str_eq(n->text, str_from(status_words[i][LANG_EN])) ||
            str_eq(n->text, str_from(status_names[i])))
            return i;
    }
    suggest_name(c, diag_add(c->d, E0509, c->source, n->span, ARGS(n->text, text_str(&t))), n->text, known, STATUS_KINDS);
    return -1;
}

static Str written(const Checker *c, const Node *n) { return str_cut(c->source->text, n->span.start, n->span.end); }

static void expect_person(Checker *c, const Node *n, Expectation *e)
{
    e->id = n->text;
    e->post = kid(n, 1) ? kid(n, 1)->text : S("");
    if (kid(n, 0))
        names_entry(c, kid(n, 0));
}

/* Which clause, by its place in the stage. */
static void expect_place(Checker *c, const Node *stage, const Node *nth, Expectation *e)
{
    e->stage = stage ? find_stage(c, stage, stage->text) : -1;
    if (!nth || e->stage < 0)
        return;
    const Stage *s = &c->stages.at[e->stage];
    int at = small_number(c, nth);
    if (at <= (int)s->count)
        e->clause = (int)s->first + at - 1;
    else
        diag_add(c->d, E0510, c->source, nth->span, ARGS(s->name, number_shown(c, num_int((int64_t)s->count)), nth->text));
}

static void expect_rank(Checker *c, const Node *n, Expectation *e)
{
    const Node *word = kid(n, 1), *number = kid(n, 2);
    e->kind = EXPECT_RANK;
    expect_person(c, kid(n, 0), e);
    expect_place(c, kid(n, 3), NULL, e);
    if (!str_eq(word->text, S("名次"))) {
        Str known[] = {S("名次")};
        unknown_part(c, word->span, S("这里"), word->text, known, 1);
    }
    Num rank;
    if (!num_parse(c->a, number->text, &rank) || !num_to_int64(rank, &e->rank) || e->rank < 1)
        diag_add(c->d, E0514, c->source, number->span, ARGS(number->text));
    if (e->stage >= 0 && !c->stages.at[e->stage].rank)
        diag_add(c->d, E0515, c->source, kid(n, 3)->span, ARGS(c->stages.at[e->stage].name));
}

/* ---- values ---- */

/* What is named: a stage's score, a figure, a decision, a post chosen, a mark.  NULL: reported. */
static const Type *find_value(Checker *c, const Node *n, Expectation *e)
{
    static const Type post = {.kind = TYPE_POST, .scale = -1}, yesno = {.kind = TYPE_YESNO, .scale = -1};
    ARRAY(Str) known = {0};
    if (n->kind == NODE_THE_POST) {
        e->of = VALUE_OF_POST;
        return &post;
    }
    for (size_t i = 0; i < c->clauses.len; i++) {
        const Clause *clause = &c->clauses.at[i];
        bool number = clause->kind == CLAUSE_FIGURE && clause->expr->type.kind == TYPE_NUMBER && clause->expr->reach == REACH_PERSON;
        bool decided = clause->kind == CLAUSE_DECISION || clause->kind == CLAUSE_CHOOSE;
        Str name = clause->kind == CLAUSE_SCORE ? c->stages.at[clause->stage].name : clause->name;
        if (!number && !decided && clause->kind != CLAUSE_SCORE && clause->kind != CLAUSE_MARK)
            continue;
        *PUSH(c->a, &known) = name;
        if (!str_eq(name, n->text))
            continue;
        e->of = decided ? VALUE_OF_DECISION : clause->kind == CLAUSE_MARK ? VALUE_OF_MARK : VALUE_OF_FIGURE;
        e->index = (int)i;
        return decided ? &clause->type : clause->kind == CLAUSE_MARK ? &yesno : &clause->expr->type;
    }
    unknown_part(c, n->span, S("结果"), n->text, known.at, known.len);
    return NULL;
}

static bool fits(const Type *type, const Expr *value)
{
    if (value->type.kind == TYPE_ERROR)
        return true;
    if (type->kind == TYPE_NUMBER)
        return value->type.kind == TYPE_NUMBER && value->type.dim == type->dim;
    return value->type.kind == type->kind;
}

static void expect_value(Checker *c, const Node *n, Expectation *e)
{
    e->kind = EXPECT_VALUE;
    expect_person(c, kid(n, 0), e);
    const Type *type = find_value(c, kid(n, 1), e);
    const Node *value = kid(n, 2);
    e->none = value->kind == NODE_TAKEN;
    if (!type || e->none)
        return;
    bool worded = value->kind == NODE_NAME || value->kind == NODE_TEXT;
    bool by_word = type->kind == TYPE_POST || type->kind == TYPE_GRADE || type->kind == TYPE_TEXT;
    if (type->kind == TYPE_GRADE && worded && grade_in(c, type->scale, value->text) < 0) {
        const Scale *scale = &c->scales.at[type->scale];
        unknown_part(c, value->span, kid(n, 1)->text, value->text, scale->values, scale->value_count);
        return;
    }
    e->text = value->text;
    if (by_word && worded)
        return;
    if (!by_word && !worded && value->kind != NODE_LIST && value->kind != NODE_PARTS)
        e->value = check_expr(c, value, type);
    Str name = kid(n, 1)->kind == NODE_THE_POST ? S("职位") : kid(n, 1)->text;
    if (!e->value || !fits(type, e->value))
        diag_add(c->d, E0511, c->source, value->span, ARGS(name, type_words(c, type), written(c, value)));
}

/* ---- lists, contests, errors ---- */

static void expect_list(Checker *c, const Node *status, const Node *ids, Expectation *e)
{
    e->kind = EXPECT_LIST;
    e->status = find_status(c, status);
    Str *found = NEW_ARRAY(c->a, Str, ids ? ids->kid_count : 0);
    for (size_t i = 0; ids && i < ids->kid_count; i++)
        found[i] = kid(ids, i)->text;
    e->ids = found;
    e->id_count = ids ? ids->kid_count : 0;
}

static bool has_key(const Checker *c, const Stage *s, Str name)
{
    for (size_t i = 0; i < s->by_count; i++) {
        const Expr *e = s->by[i];
        Str key = e->op == OP_FIELD ? c->program->fields[e->index].name : S("");
        bool post = (e->op == OP_FIELD && e->index == c->program->applied) ||
                    (e->op == OP_ENTRY_FIELD && e->index == c->program->entry_post);
        if (str_eq(key, name) || (post && str_eq(name, S("职位"))))
            return true;
    }
    return false;
}

/* Without a stage: the first whose contests have such keys says what they are. */
static void expect_void(Checker *c, const Node *n, Expectation *e)
{
    const Node *matches = kid(n, 0);
    e->kind = EXPECT_VOID;
    expect_place(c, kid(n, 1), NULL, e);
    int stage = e->stage;
    for (size_t s = 0; s < c->stages.len && stage < 0 && matches->kid_count; s++)
        if (has_key(c, &c->stages.at[s], kid(matches, 0)->text))
            stage = (int)s;
    if (stage < 0 && kid(n, 1))
        return;
    Match *contest = NEW_ARRAY(c->a, Match, matches->kid_count);
    for (size_t i = 0; i < matches->kid_count; i++)
        if (read_match(c, kid(matches, i), &c->stages.at[stage < 0 ? 0 : stage], &contest[e->contest_count]))
            e->contest_count++;
    e->contest = contest;
}

/* A 检查 or 回避 that is listed as not met: of a candidate, or of a contest; or that none is. */
static void expect_check(Checker *c, const Node *n, Expectation *e)
{
    const Node *matches = kid(n, 1), *nth = kid(n, 3);
    e->kind = EXPECT_CHECK;
    if (kid(n, 0))
        expect_person(c, kid(n, 0), e);
    expect_place(c, kid(n, 2), nth, e);
    const Clause *clause = e->clause < 0 ? NULL : &c->clauses.at[e->clause];
    bool listed = clause && (clause->kind == CLAUSE_CHECK || clause->kind == CLAUSE_AVOID);
    e->none = str_eq(n->text, S("unchecked"));
    if ((!nth && !e->none) || (clause && !listed))
        diag_add(c->d, E0531, c->source, nth ? nth->span : n->span, NO_ARGS);
    Match *contest = NEW_ARRAY(c->a, Match, matches ? matches->kid_count : 0);
    for (size_t i = 0; matches && e->stage >= 0 && i < matches->kid_count; i++)
        if (read_match(c, kid(matches, i), &c->stages.at[e->stage], &contest[e->contest_count]))
            e->contest_count++;
    e->contest = contest;
}

static void expect_error(Checker *c, const Node *n, Expectation *e)
{
    e->kind = EXPECT_ERROR;
    e->code = n->text;
    for (int i = 0; i < MESSAGE_COUNT; i++)
        if (str_eq(message_name((MessageCode)i), n->text) && message_level((MessageCode)i) == LEVEL_ERROR)
            return;
    diag_add(c->d, E0512, c->source, n->span, ARGS(n->text));
}

Expectation check_expect(Checker *c, const Node *n)
{
    Expectation e = {.kind = EXPECT_STATUS, .span = n->span, .status = -1, .stage = -1, .clause = -1, .index = -1};
    if (str_eq(n->text, S("status"))) {
        expect_person(c, kid(n, 0), &e);
        e.status = find_status(c, kid(n, 1));
        expect_place(c, kid(n, 2), kid(n, 3), &e);
        e.said = kid(n, 4) ? kid(n, 4)->text : S("");
    } else if (str_eq(n->text, S("rank"))) {
        expect_rank(c, n, &e);
    } else if (str_eq(n->text, S("value"))) {
        expect_value(c, n, &e);
    } else if (str_eq(n->text, S("list"))) {
        expect_list(c, kid(n, 0), kid(n, 1), &e);
    } else if (str_eq(n->text, S("nobody"))) {
        expect_list(c, kid(n, 0), NULL, &e);
    } else if (str_eq(n->text, S("void"))) {
        expect_void(c, n, &e);
    } else if (str_eq(n->text, S("check")) || str_eq(n->text, S("unchecked"))) {
        expect_check(c, n, &e);
    } else {
        expect_error(c, kid(n, 0), &e);
    }
    return e;
}
