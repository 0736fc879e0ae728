/* plan_traits.c - the clauses of a stage as traits: each with its own words, its form and its number. */
#include "runtime/plan_parts.h"

const char *const trait_names[TRAIT_KINDS] = {
    [TRAIT_GATE] = "gate",         [TRAIT_VETO] = "veto",     [TRAIT_VALID] = "valid",       [TRAIT_OPEN] = "open",
    [TRAIT_EXCLUDE] = "exclude",   [TRAIT_SCORE] = "score",   [TRAIT_RANK] = "rank",         [TRAIT_CUT] = "cut",
    [TRAIT_TIES] = "ties",         [TRAIT_PICK] = "pick",     [TRAIT_VOTE] = "vote",         [TRAIT_ELECT] = "elect",
    [TRAIT_CHOOSE] = "choose",     [TRAIT_AVOID] = "avoid",   [TRAIT_SUBSTITUTE] = "substitute",
    [TRAIT_DECISION] = "decision", [TRAIT_CHECK] = "check",   [TRAIT_MARK] = "mark",         [TRAIT_DUTY] = "duty",
    [TRAIT_PROBATION] = "probation",
};

#define COUNTED(noun) {.kind = TYPE_NUMBER, .dim = DIM_COUNT, .unit = {(noun), sizeof(noun) - 1}, .scale = -1}

typedef struct {
    Arena *a;
    const Program *p;
    const Stage *stage;
    int index;
    ARRAY(Trait) traits;
    ARRAY(Str) evidence, bodies;
} Reading;

/* ---- what is read ---- */

static void add_name(Arena *a, Reading *r, Str name, bool body)
{
    if (!name.len)
        return;
    size_t n = body ? r->bodies.len : r->evidence.len;
    const Str *at = body ? r->bodies.at : r->evidence.at;
    for (size_t i = 0; i < n; i++)
        if (str_eq(at[i], name))
            return;
    if (body)
        *PUSH(a, &r->bodies) = name;
    else
        *PUSH(a, &r->evidence) = name;
}

static void read_evidence(Reading *r, const Expr *e)
{
    if (!e)
        return;
    switch ((int)e->op) {
    case OP_FIELD: add_name(r->a, r, r->p->fields[e->index].name, false); return;
    case OP_ENTRY_FIELD: add_name(r->a, r, r->p->entries[e->index].name, false); return;
    case OP_VOTE: add_name(r->a, r, r->p->clauses[e->index].name, false); return;
    case OP_FIGURE: read_evidence(r, r->p->clauses[e->index].expr); return;
    case OP_POST_FIELD: /* of the post applied for: not evidence about him */
        if (e->kids[0]->op == OP_FIELD || e->kids[0]->op == OP_ENTRY_FIELD)
            return;
        break;
    default: break;
    }
    for (size_t i = 0; i < e->kid_count; i++)
        read_evidence(r, e->kids[i]);
}

static void read_clause_evidence(Reading *r, const Clause *c)
{
    const Expr *const parts[] = {c->expr, c->at_least, c->order, c->capacity, c->reserve_when};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        read_evidence(r, parts[i]);
    for (size_t i = 0; i < c->key_count; i++)
        read_evidence(r, c->keys[i].value);
    if (c->kind == CLAUSE_VOTE)
        add_name(r->a, r, c->name, false);
    add_name(r->a, r, c->body, true);
}

static void sort_names(Str *names, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        Str name = names[i];
        size_t k = i;
        for (; k > 0 && str_cmp(name, names[k - 1]) < 0; k--)
            names[k] = names[k - 1];
        names[k] = name;
    }
}

/* ---- traits ---- */

static Str own_words(const Reading *r, const Clause *c)
{
    Text t = text_new(r->a);
    program_clause(r->p, c, LANG_ZH, &t);
    return text_str(&t);
}

static Form new_form(const Reading *r) { return form_new(r->a, r->p, r->index); }

static Trait *add_trait(Reading *r, TraitKind kind, const Clause *c, const Form *f, Str own)
{
    const Hole *hole = form_hole(f);
    Trait *t = PUSH(r->a, &r->traits);
    *t = (Trait){.kind = kind, .clause = c, .own = own, .sense = OP_COUNT};
    t->form = arena_str(r->a, text_str(&f->out));
    t->subject = form_subject(f, hole);
    if (!hole)
        return t;
    if (hole->leaf && hole->leaf->op == OP_PARAM)
        t->param = &r->p->params[hole->leaf->index];
    if (!hole->type && t->param) /* dated: several values */
        return t;
    t->has_value = true;
    t->sense = hole->sense;
    t->value = hole->value;
    t->type = hole->type;
    t->number = hole->leaf;
    return t;
}

/* 开考 1:3 is 人数 ≥ 名额 × 3; 开考 5 人 is 人数 ≥ 5 人. */
static void put_enough(Form *f, const Expr *e)
{
    Num n;
    bool ratio = e->type.kind == TYPE_RATIO;
    text_addz(&f->out, ratio ? "人数 ≥ 名额 × " : "人数 ≥ ");
    f->sense = OP_GE;
    if (ratio && fixed_value(f->program, e, &n)) {
        form_number(f, e, n, NULL);
        f->holes.at[f->holes.len - 1].type = &e->type;
    } else {
        form_expr(f, e);
    }
    f->sense = OP_COUNT;
}

static void condition(Reading *r, TraitKind kind, const Clause *c)
{
    static const char *const otherwise[] = {
        [ELSE_NONE] = "",          [ELSE_CANCEL] = "，否则 取消", [ELSE_REDUCE] = "，否则 减名额", [ELSE_PROCEED] = "，否则 照常",
        [ELSE_VOID] = "，否则 作废", [ELSE_PENDING] = "，否则 待定", [ELSE_DROP] = "，否则 淘汰"};
    static const char *const rounding[] = {" 进一", "", " 四舍五入", " 四舍六入五成双"};
    Form f = new_form(r);
    if (kind == TRAIT_OPEN && c->expr->type.kind != TYPE_YESNO)
        put_enough(&f, c->expr);
    else
        form_condition(&f, c->expr);
    Else usual = c->expr->reach == REACH_PERSON ? ELSE_PENDING : ELSE_VOID; /* of 有效 */
    if (kind == TRAIT_OPEN || kind == TRAIT_DUTY || (kind == TRAIT_VALID && c->otherwise != usual)) {
        text_addz(&f.out, otherwise[c->otherwise]);
        if (c->otherwise == ELSE_REDUCE)
            text_addz(&f.out, rounding[c->rounding]);
    }
    add_trait(r, kind, c, &f, own_words(r, c));
}

/* How many; the rounding of a ratio tells only where the ratio is no whole number. */
static void put_many(Form *f, const Expr *e)
{
    Num n;
    if (e->type.kind == TYPE_RATIO && e->op == OP_ROUND && fixed_value(f->program, e->kids[0], &n) && num_is_int(n))
        e = e->kids[0];
    form_expr(f, e);
}

static Str ratio_subject(const Reading *r, const Clause *c, const Form *f)
{
    const Hole *hole = form_hole(f);
    Text t = text_new(r->a);
    if (!hole || c->expr->type.kind != TYPE_RATIO)
        return (Str){0};
    text_addz(&t, "入围 □");
    if (c->picked)
        text_addz(&t, "，由 "), text_add(&t, c->body);
    return text_str(&t);
}

static void put_keys(Form *f, const Key *keys, size_t n)
{
    static const char *const orders[] = {" 从高到低", " 从低到高", " 优先"};
    for (size_t i = 0; i < n; i++) {
        if (i)
            text_addz(&f->out, ", ");
        form_expr(f, keys[i].value);
        text_addz(&f->out, orders[keys[i].order]);
    }
}

static const char *const tie_words[] = {[TIES_NONE] = "", [TIES_ALL_IN] = "全部入围", [TIES_NONE_IN] = "均不入围",
                                        [TIES_PENDING] = "待定", [TIES_LOTS] = "抽签"};

static void ties(Reading *r, const Clause *c)
{
    if (c->ties == TIES_NONE)
        return;
    Form f = new_form(r);
    Text own = text_new(r->a);
    text_addz(&own, "并列 ");
    text_addz(&f.out, "并列 ");
    if (c->kind != CLAUSE_RANK && c->key_count) {
        static const char *const orders[] = {" 从高到低, ", " 从低到高, ", " 优先, "};
        text_addz(&f.out, "依次比较 ");
        text_addz(&own, "依次比较 ");
        put_keys(&f, c->keys, c->key_count);
        text_addz(&f.out, ", ");
        for (size_t i = 0; i < c->key_count; i++) {
            program_expr(r->p, c->keys[i].value, LANG_ZH, &own);
            text_addz(&own, orders[c->keys[i].order]);
        }
    }
    text_addz(&f.out, tie_words[c->ties]);
    text_addz(&own, tie_words[c->ties]);
    add_trait(r, TRAIT_TIES, c, &f, text_str(&own));
}

static void substitute(Reading *r, const Clause *c)
{
    static const Type times = COUNTED("次");
    if (!c->substitutes)
        return;
    Form f = new_form(r);
    text_addz(&f.out, "递补");
    if (c->times >= 0) {
        text_addz(&f.out, " 至多 ");
        form_number(&f, NULL, num_int(c->times), &times);
    }
    if (c->deadline >= 0 && (size_t)c->deadline < r->p->stage_count) {
        text_addz(&f.out, " 截至 ");
        text_add(&f.out, r->p->stages[c->deadline].name);
    }
    if (c->reserve_when) {
        text_addz(&f.out, " 当 ");
        form_expr(&f, c->reserve_when);
    }
    Trait *t = add_trait(r, TRAIT_SUBSTITUTE, c, &f, arena_str(r->a, text_str(&f.out)));
    if (c->times < 0) /* a number in the condition is not what it is about */
        t->has_value = false, t->subject = t->form, t->number = NULL, t->param = NULL;
}

static void advance(Reading *r, const Clause *c)
{
    Form f = new_form(r);
    text_addz(&f.out, "入围 ");
    if (c->at_least) {
        put_many(&f, c->at_least);
        text_addz(&f.out, " 至 ");
    } else if (c->expr->type.kind != TYPE_RATIO) {
        text_addz(&f.out, "至多 ");
    }
    put_many(&f, c->expr);
    if (c->picked)
        text_addz(&f.out, "，由 "), text_add(&f.out, c->body);
    Str subject = ratio_subject(r, c, &f);
    Trait *t = add_trait(r, c->picked ? TRAIT_PICK : TRAIT_CUT, c, &f, own_words(r, c));
    if (subject.len)
        t->subject = subject;
    ties(r, c);
    substitute(r, c);
}

/* The score, and its full mark where the stage has one. */
static void score(Reading *r, const Clause *c)
{
    static const Type points = {.kind = TYPE_NUMBER, .dim = DIM_POINTS, .unit = {"分", sizeof "分" - 1}, .scale = -1};
    Form f = new_form(r);
    form_expr(&f, c->expr);
    if (r->stage->has_full) {
        text_addz(&f.out, "，满分 ");
        f.bound_from = f.out.len;
        form_number(&f, NULL, r->stage->full, &points);
        f.bound_to = f.out.len;
    }
    add_trait(r, TRAIT_SCORE, c, &f, own_words(r, c));
}

static void rank(Reading *r, const Clause *c)
{
    Form f = new_form(r);
    put_keys(&f, c->keys, c->key_count);
    if (c->dense)
        text_addz(&f.out, " 并列不占名次");
    add_trait(r, TRAIT_RANK, c, &f, own_words(r, c));
    ties(r, c);
}

static void vote(Reading *r, const Clause *c)
{
    static const Type names = COUNTED("名");
    Form f = new_form(r);
    text_addz(&f.out, "表决 按 ");
    text_addz(&f.out, count_words[c->type.base][LANG_ZH]);
    if (c->type.names) {
        text_addz(&f.out, " 每票 至多 ");
        form_number(&f, NULL, num_int(c->type.names), &names);
    }
    if (c->body.len)
        text_addz(&f.out, "，由 "), text_add(&f.out, c->body);
    add_trait(r, TRAIT_VOTE, c, &f, own_words(r, c));
}

static void decision(Reading *r, const Clause *c)
{
    Form f = new_form(r);
    text_add(&f.out, c->name);
    if (c->type.kind == TYPE_GRADE) {
        const Scale *s = &r->p->scales[c->type.scale];
        for (size_t i = 0; i < s->value_count; i++) {
            text_addz(&f.out, i ? (s->ordered ? " > " : " | ") : " : ");
            text_add(&f.out, s->values[i]);
        }
    } else if (c->type.kind == TYPE_POST) {
        text_addz(&f.out, " : 职位");
    } else if (c->type.kind == TYPE_YESNO) {
        text_addz(&f.out, " : 是否");
    }
    if (c->body.len)
        text_addz(&f.out, "，由 "), text_add(&f.out, c->body);
    add_trait(r, TRAIT_DECISION, c, &f, own_words(r, c));
}

static void choose(Reading *r, const Clause *c)
{
    static const char *const otherwise[] = {[ELSE_PROCEED] = "，否则 照常", [ELSE_PENDING] = "，否则 待定", [ELSE_DROP] = "，否则 淘汰"};
    Form f = new_form(r);
    text_addz(&f.out, "从 ");
    form_expr(&f, c->expr);
    if (c->order)
        text_addz(&f.out, " 按 名次");
    text_addz(&f.out, " 容量 ");
    if (c->capacity)
        form_expr(&f, c->capacity);
    else
        text_addz(&f.out, "职位.名额");
    if (c->otherwise == ELSE_PROCEED || c->otherwise == ELSE_PENDING || c->otherwise == ELSE_DROP)
        text_addz(&f.out, otherwise[c->otherwise]);
    add_trait(r, TRAIT_CHOOSE, c, &f, own_words(r, c));
}

static void elect(Reading *r, const Clause *c)
{
    Form f = new_form(r);
    if (c->expr)
        form_condition(&f, c->expr);
    else
        text_addz(&f.out, "按名次");
    add_trait(r, TRAIT_ELECT, c, &f, own_words(r, c));
    ties(r, c);
}

static void probation(Reading *r, const Clause *c)
{
    Text period = text_new(r->a);
    program_period(c, LANG_ZH, &period);
    Str all = text_str(&period);
    size_t digits = 0;
    while (digits < all.len && all.at[digits] != ' ')
        digits++;
    Num n;
    Form f = new_form(r);
    text_addz(&f.out, "试用 ");
    if (digits < all.len && num_parse(r->a, str_cut(all, 0, digits), &n)) {
        Type *t = NEW(r->a, Type);
        Str unit = arena_str(r->a, str_cut(all, digits + 1, all.len));
        *t = (Type){.kind = TYPE_NUMBER, .unit = unit, .scale = -1};
        t->dim = str_eq(unit, S("年")) ? DIM_YEARS : str_eq(unit, S("月")) ? DIM_MONTHS : DIM_DAYS;
        form_number(&f, NULL, n, t);
    } else {
        text_add(&f.out, all);
    }
    add_trait(r, TRAIT_PROBATION, c, &f, own_words(r, c));
}

static void read_clause(Reading *r, const Clause *c)
{
    switch (c->kind) {
    case CLAUSE_REQUIRE: condition(r, TRAIT_GATE, c); break;
    case CLAUSE_VETO: condition(r, TRAIT_VETO, c); break;
    case CLAUSE_VALID: condition(r, TRAIT_VALID, c); break;
    case CLAUSE_OPEN: condition(r, TRAIT_OPEN, c); break;
    case CLAUSE_EXCLUDE: condition(r, TRAIT_EXCLUDE, c); break;
    case CLAUSE_AVOID: condition(r, TRAIT_AVOID, c); break;
    case CLAUSE_CHECK: condition(r, TRAIT_CHECK, c); break;
    case CLAUSE_MARK: condition(r, TRAIT_MARK, c); break;
    case CLAUSE_EXPLAIN: condition(r, TRAIT_DUTY, c); break;
    case CLAUSE_SCORE: score(r, c); break;
    case CLAUSE_RANK: rank(r, c); break;
    case CLAUSE_ADVANCE: advance(r, c); break;
    case CLAUSE_ELECT: elect(r, c); break;
    case CLAUSE_CHOOSE: choose(r, c); break;
    case CLAUSE_VOTE: vote(r, c); break;
    case CLAUSE_DECISION: decision(r, c); break;
    case CLAUSE_PROBATION: probation(r, c); break;
    case CLAUSE_FIGURE: case CLAUSE_KINDS: break; /* put in where it is used */
    }
}

void read_traits(Arena *a, const Program *p, PlanStage *s)
{
    Reading r = {.a = a, .p = p, .stage = s->stage, .index = (int)s->index};
    for (size_t i = 0; i < s->stage->count; i++) {
        const Clause *c = &p->clauses[s->stage->first + i];
        read_clause(&r, c);
        read_clause_evidence(&r, c);
        s->people_decide = s->people_decide || c->kind == CLAUSE_VOTE || c->kind == CLAUSE_DECISION || c->picked;
    }
    sort_names(r.evidence.at, r.evidence.len);
    s->traits = r.traits.at;
    s->trait_count = r.traits.len;
    s->evidence = r.evidence.at;
    s->evidence_count = r.evidence.len;
    s->bodies = r.bodies.at;
    s->body_count = r.bodies.len;
}
