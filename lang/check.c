#include "lang/check.h"

#include "lang/checker.h"
#include "lang/limits.h"

/* ---- trailers ---- */

static void add_words(const Node *words, Text *out)
{
    for (size_t i = 0; i < words->kid_count; i++) {
        const Node *w = kid(words, i);
        bool bracket = w->kind == NODE_WORD && w->kid_count > 0;
        bool after_bracket = i > 0 && kid(words, i - 1)->kind == NODE_WORD && kid(words, i - 1)->kid_count > 0;
        if (i > 0 && !bracket && !after_bracket)
            text_char(out, ' ');
        if (bracket) {
            text_addz(out, "（");
            for (size_t k = 0; k < w->kid_count; k++) {
                if (k)
                    text_addz(out, "、");
                const Node *place = kid(w, k);
                if (place->kind == NODE_LIST)
                    add_words(place, out);
                else
                    text_add(out, place->text);
            }
            text_addz(out, "）");
        } else if (w->kind == NODE_TITLE) {
            text_addz(out, "《");
            text_add(out, w->text);
            text_addz(out, "》");
        } else {
            text_add(out, w->text);
        }
    }
}

static void add_places(const Node *places, Text *out)
{
    for (size_t i = 0; i < places->kid_count; i++) {
        if (i)
            text_addz(out, "、");
        const Node *p = kid(places, i);
        if (p->kind == NODE_LIST)
            add_words(p, out);
        else
            text_add(out, p->text);
    }
}

static bool is_allowed(const char *const *allowed, const char *word)
{
    for (size_t i = 0; allowed && allowed[i]; i++)
        if (strcmp(allowed[i], word) == 0)
            return true;
    return false;
}

/* say, cite, assume, doubt and readings may follow anything; ties and else only where `allowed` says. */
Notes check_notes(Checker *c, const Node *trailers, const char *const *allowed)
{
    Notes notes = {0};
    ARRAY(Assumption) assumptions = {0};
    ARRAY(Doubt) doubts = {0};
    Text cite = text_new(c->a);
    bool after_ties = false;
    for (size_t i = 0; trailers && i < trailers->kid_count; i++) {
        const Node *t = kid(trailers, i);
        switch ((int)t->kind) {
        case NODE_SAY: notes.say = t->text; break;
        case NODE_CITE:
        case NODE_TCITE:
            if (cite.len)
                text_addz(&cite, "、");
            add_places(kid(t, 0), &cite);
            break;
        case NODE_ASSUME:
            *PUSH(c->a, &assumptions) = (Assumption){t->text, line_of(c, t->span), after_ties};
            break;
        case NODE_DOUBT:
            *PUSH(c->a, &doubts) = (Doubt){.text = t->text, .line = line_of(c, t->span)};
            break;
        case NODE_READINGS: {
            if (!doubts.len) {
                diag_add(c->d, E0334, c->source, t->span, ARGS(S("另读")));
                break;
            }
            Exprs readings = {0};
            for (size_t k = 0; k < t->kid_count; k++) {
                const Node *one = kid(t, k);
                size_t many = one->kind == NODE_LIST ? one->kid_count : 1;
                for (size_t m = 0; m < many; m++)
                    *PUSH(c->a, &readings) = check_expr(c, one->kind == NODE_LIST ? kid(one, m) : one, NULL);
            }
            doubts.at[doubts.len - 1].readings = readings.at;
            doubts.at[doubts.len - 1].reading_count = readings.len;
            break;
        }
        case NODE_TIES:
            after_ties = true;
            if (!is_allowed(allowed, "ties"))
                diag_add(c->d, E0334, c->source, t->span, ARGS(S("并列")));
            break;
        case NODE_SUBST:
            if (!is_allowed(allowed, "substitute"))
                diag_add(c->d, E0334, c->source, t->span, ARGS(S("递补")));
            break;
        case NODE_ELSE:
            if (!is_allowed(allowed, "else"))
                diag_add(c->d, E0334, c->source, t->span, ARGS(S("否则")));
            break;
        default: break;
        }
    }
    notes.cite = text_str(&cite);
    notes.assumptions = assumptions.at;
    notes.assumption_count = assumptions.len;
    notes.doubts = doubts.at;
    notes.doubt_count = doubts.len;
    return notes;
}

/* ---- scales and types ---- */

int add_scale(Checker *c, Str name, const Node *ladder)
{
    ARRAY(Str) values = {0};
    for (size_t i = 0; i < ladder->kid_count; i++) {
        Str v = kid(ladder, i)->text;
        for (size_t j = 0; j < values.len; j++)
            if (str_eq(values.at[j], v))
                twice(c, v, kid(ladder, i)->span, kid(ladder, j)->span);
        *PUSH(c->a, &values) = v;
    }
    if (!name.len) {
        Text t = text_new(c->a);
        for (size_t i = 0; i < values.len; i++) {
            if (i)
                text_addz(&t, "、");
            text_add(&t, values.at[i]);
        }
        name = text_str(&t);
    }
    *PUSH(c->a, &c->scales) = (Scale){.name = name, .ordered = str_eq(ladder->text, S(">")), .values = values.at,
                                      .value_count = values.len, .line = line_of(c, ladder->span), .span = ladder->span};
    return (int)c->scales.len - 1;
}

static int ladder_scale(Checker *c, const Node *ladder)
{
    if (ladder->text.len)
        return add_scale(c, S(""), ladder);
    Str name = kid(ladder, 0)->text;
    for (size_t i = 0; i < c->scales.len; i++)
        if (str_eq(c->scales.at[i].name, name))
            return (int)i;
    if (!was_lost(c, name))
        diag_hint(diag_add(c->d, E0330, c->source, ladder->span, ARGS(name)),
              S("类型有 0..100 分、是否、文字、日期、职位、人选、若干 …、投票 …、测评 …、评分 …，或者写出几个值 甲 | 乙"),
              S("types are 0..100 points, yes/no, text, date, post, candidate, several …, ballot …, survey …, panel …, or values A | B"));
    return -1;
}

int small_number(Checker *c, const Node *n)
{
    Num v;
    int64_t k = 0;
    if (n && num_parse(c->a, n->text, &v) && num_to_int64(v, &k) && k >= 1 && k <= 1000)
        return (int)k;
    if (n)
        diag_add(c->d, E0306, c->source, n->span, ARGS(S(BOTH("1 到 1000 的整数", "a whole number from 1 to 1000")), n->text));
    return 1;
}

static Type range_type(Checker *c, const Node *n, const Node *low, const Node *high, Str unit)
{
    Type t = number_type(unit.len ? unit_dimension(unit) : DIM_PURE, unit);
    if (str_eq(unit, S("位")))
        t.dim = DIM_PURE;
    t.has_low = low && num_parse(c->a, low->text, &t.low);
    t.has_high = high && num_parse(c->a, high->text, &t.high);
    if (t.has_low && t.has_high && num_cmp(t.low, t.high) > 0) {
        diag_add(c->d, E0333, c->source, n->span, NO_ARGS);
        Num larger = t.low; /* read the other way round, so that no condition on it seems always false */
        t.low = t.high;
        t.high = larger;
    }
    if (!t.has_low && t.dim == DIM_COUNT) {
        t.has_low = true;
        t.low = num_int(0);
    }
    t.has_full = t.dim == DIM_POINTS && t.has_high;
    if (t.has_full)
        t.full = t.high;
    return t;
}

static int base_word(Checker *c, const Node *n, Str name)
{
    for (int i = 0; i < COUNTS; i++)
        if (str_eq(name, str_from(count_words[i][LANG_ZH])) || str_eq(name, str_from(count_words[i][LANG_EN])))
            return i;
    if (str_eq(name, S("有效")))
        return COUNT_FORMAL;
    diag_add(c->d, E0306, c->source, n->span, ARGS(S(BOTH("收回、有效、到会或应到", "收回, 有效, 到会 or 应到")), name));
    return COUNT_RETURNED;
}

Type check_type(Checker *c, const Node *n, Str owner)
{
    Type t = type_of(TYPE_ERROR);
    switch ((int)n->kind) {
    case NODE_T_RANGE: return range_type(c, n, kid(n, 0), kid(n, 1), n->text);
    case NODE_T_BALLOT:
        t = type_of(TYPE_BALLOT);
        t.base = base_word(c, n, n->text);
        t.names = kid(n, 0) ? small_number(c, kid(n, 0)) : 0;
        t.voters = kid(n, 1) ? kid(n, 1)->text : S("");
        return t;
    case NODE_T_SURVEY:
        t = type_of(TYPE_SURVEY);
        t.items = kid(n, 0) ? small_number(c, kid(n, 0)) : 0;
        t.scale = ladder_scale(c, kid(n, 1));
        return t.scale < 0 ? type_of(TYPE_ERROR) : t;
    case NODE_T_PANEL: {
        Type *mark = NEW(c->a, Type);
        *mark = range_type(c, n, kid(n, 1), kid(n, 2), n->text);
        t = type_of(TYPE_PANEL);
        t.items = small_number(c, kid(n, 0));
        t.element = mark;
        return t;
    }
    case NODE_T_SEVERAL:
    case NODE_T_ITEMS: {
        Type *element = NEW(c->a, Type);
        const Node *of = kid(n, n->kind == NODE_T_ITEMS ? 1 : 0);
        *element = check_type(c, of, owner);
        bool fits = element->kind != TYPE_LIST && element->kind != TYPE_BALLOT && element->kind != TYPE_SURVEY &&
                    element->kind != TYPE_PANEL;
        if (!fits)
            diag_add(c->d, E0306, c->source, of->span, ARGS(S(BOTH("数、等级、日期、文字、职位或人选", "a number, grade, date, text, post or candidate")), type_words(c, element)));
        t = type_of(TYPE_LIST);
        t.items = n->kind == NODE_T_ITEMS ? small_number(c, kid(n, 0)) : 0;
        t.element = element;
        return element->kind == TYPE_ERROR || !fits ? type_of(TYPE_ERROR) : t;
    }
    case NODE_LADDER:
        t = type_of(TYPE_GRADE);
        t.scale = ladder_scale(c, n);
        return t.scale < 0 ? type_of(TYPE_ERROR) : t;
    case NODE_T_POST: return type_of(TYPE_POST);
    case NODE_T_PERSON: return type_of(TYPE_PERSON);
    case NODE_T_DATE: return type_of(TYPE_DATE);
    case NODE_T_TEXT: return type_of(TYPE_TEXT);
    case NODE_T_YESNO: return type_of(TYPE_YESNO);
    default: return t;
    }
}

/* ---- declarations ---- */

static void add_str(Checker *c, Str *into, Str s)
{
    Text t = text_new(c->a);
    text_add(&t, *into);
    if (into->len && s.len)
        text_addz(&t, "；");
    text_add(&t, s);
    *into = text_str(&t);
}

/* The assumptions and doubts of a line of the head, and its words; its 依据 go into `cite`. */
static void add_notes(Checker *c, Notes *into, Notes more, Str *cite)
{
    add_str(c, cite, more.cite);
    add_str(c, &into->say, more.say);
    ARRAY(Assumption) assumptions = {0};
    ARRAY(Doubt) doubts = {0};
    const Notes *both[2] = {into, &more};
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < both[k]->assumption_count; i++)
            *PUSH(c->a, &assumptions) = both[k]->assumptions[i];
        for (size_t i = 0; i < both[k]->doubt_count; i++)
            *PUSH(c->a, &doubts) = both[k]->doubts[i];
    }
    into->assumptions = assumptions.at;
    into->assumption_count = assumptions.len;
    into->doubts = doubts.at;
    into->doubt_count = doubts.len;
}

static void add_text(Checker *c, Str *into, const Node *n)
{
    Text t = text_new(c->a);
    if (into->len) {
        text_add(&t, *into);
        text_addz(&t, "；");
    }
    add_words(n, &t);
    *into = text_str(&t);
}

static void check_head(Checker *c, const Node *n)
{
    Program *p = c->program;
    if (n->kind == NODE_REGION) {
        add_text(c, &p->region, kid(n, 0));
        add_notes(c, &p->notes, check_notes(c, kid(n, 1), NULL), &p->region_cite);
    } else if (n->kind == NODE_SOURCE) {
        add_text(c, &p->notes.cite, kid(n, 0));
        add_notes(c, &p->notes, check_notes(c, kid(n, 1), NULL), &p->source_cite);
    } else if (n->kind == NODE_FORCE) {
        Text t = text_new(c->a);
        text_add(&t, kid(n, 0)->text);
        if (kid(n, 1)) {
            text_addz(&t, " — ");
            text_add(&t, kid(n, 1)->text);
        }
        p->in_force = text_str(&t);
        add_notes(c, &p->notes, check_notes(c, kid(n, 2), NULL), &p->in_force_cite);
    }
}

/* Declarations are taken kind by kind, so that a file may put them in any order; stages keep theirs. */
static void check_declarations(Checker *c, const Node *list)
{
    for (size_t i = 0; i < list->kid_count; i++) {
        const Node *n = kid(list, i);
        if (n->kind == NODE_SCALE) {
            for (size_t k = 0; k < c->scales.len; k++)
                if (str_eq(c->scales.at[k].name, n->text))
                    twice(c, n->text, n->span, c->scales.at[k].span);
            int s = add_scale(c, n->text, kid(n, 0));
            c->scales.at[s].notes = check_notes(c, kid(n, 1), NULL);
        } else {
            check_head(c, n);
        }
    }
    for (size_t i = 0; i < list->kid_count; i++)
        if (kid(list, i)->kind == NODE_PARAM)
            check_param(c, kid(list, i));
    for (size_t i = 0; i < list->kid_count; i++)
        if (kid(list, i)->kind == NODE_POST) {
            if (kid(kid(list, i), 0))
                c->program->post_noun = kid(kid(list, i), 0)->text;
            check_fields(c, kid(kid(list, i), 1), FIELDS_POST);
        }
    for (size_t i = 0; i < list->kid_count; i++)
        if (kid(list, i)->kind == NODE_CANDIDATE) {
            if (kid(kid(list, i), 0))
                c->program->person_noun = kid(kid(list, i), 0)->text;
            check_fields(c, kid(kid(list, i), 1), FIELDS_CANDIDATE);
        }
    check_entries(c, list);
    for (size_t i = 0; i < list->kid_count; i++)
        if (kid(list, i)->kind == NODE_TABLE)
            check_table(c, kid(list, i));
    int applied = -1, several = 0;
    for (size_t i = 0; i < c->fields.len; i++)
        if (c->fields.at[i].type.kind == TYPE_POST) {
            applied = (int)i;
            several++;
        }
    c->program->applied = several == 1 && !c->entries.len ? applied : -1;
    size_t stages = 0;
    for (size_t i = 0; i < list->kid_count; i++)
        if (kid(list, i)->kind == NODE_STAGE && ++stages <= LIMIT_STAGES)
            check_stage(c, kid(list, i));
    if (stages > LIMIT_STAGES)
        diag_add(c->d, E0350, c->source, list->span, ARGS(number_shown(c, num_int(LIMIT_STAGES))));
    check_between(c);
}

/* ---- 收回 against 发出: where the rules compare them (有效), the reader leaves it to the rules ---- */

static const Expr *ballot_counted(const Expr *e, BallotCount count)
{
    if (!e)
        return NULL;
    if (e->op == OP_COUNTS && e->index == (int)count)
        return e->kids[0];
    for (size_t i = 0; i < e->kid_count; i++)
        if (ballot_counted(e->kids[i], count))
            return ballot_counted(e->kids[i], count);
    return NULL;
}

static void leave_returned(Checker *c, const Expr *a, const Expr *b)
{
    const Expr *returned = ballot_counted(a, COUNT_RETURNED), *issued = ballot_counted(b, COUNT_ISSUED);
    if (!returned || !same_expr(returned, issued))
        return;
    if (returned->op == OP_FIELD)
        c->fields.at[returned->index].checks_returned = true;
    else if (returned->op == OP_ENTRY_FIELD)
        c->entries.at[returned->index].checks_returned = true;
    else if (returned->op == OP_VOTE)
        c->clauses.at[returned->index].checks_returned = true;
}

static void find_returned(void *with, const Expr *e)
{
    Checker *c = with;
    bool compares = e->op == OP_LT || e->op == OP_LE || e->op == OP_GT || e->op == OP_GE || e->op == OP_EQ || e->op == OP_NE;
    if (compares) {
        leave_returned(c, e->kids[0], e->kids[1]);
        leave_returned(c, e->kids[1], e->kids[0]);
    }
    for (size_t i = 0; i < e->kid_count; i++)
        if (e->kids[i])
            find_returned(c, e->kids[i]);
}

/* A stage's clauses are found by their kinds; they move while the array grows. */
void point_at(Stage *stage, const Clause *clause)
{
    switch ((int)clause->kind) {
    case CLAUSE_SCORE: stage->score = clause; break;
    case CLAUSE_RANK: stage->rank = clause; break;
    case CLAUSE_ADVANCE: stage->advance = clause; break;
    case CLAUSE_ELECT: stage->elect = clause; break;
    case CLAUSE_CHOOSE: stage->choose = clause; break;
    default: break;
    }
}

static void seal(Checker *c)
{
    Program *p = c->program;
    p->scales = c->scales.at;
    p->scale_count = c->scales.len;
    p->params = c->params.at;
    p->param_count = c->params.len;
    p->posts = c->posts.at;
    p->post_field_count = c->posts.len;
    p->entries = c->entries.at;
    p->entry_field_count = c->entries.len;
    p->tables = c->tables.at;
    p->table_count = c->tables.len;
    p->fields = c->fields.at;
    p->field_count = c->fields.len;
    p->stages = c->stages.at;
    p->stage_count = c->stages.len;
    p->clauses = c->clauses.at;
    p->clause_count = c->clauses.len;
    p->expr_count = c->expr_count;
    for (size_t s = 0; s < c->stages.len; s++)
        for (size_t i = 0; i < c->stages.at[s].count; i++)
            point_at(&c->stages.at[s], &c->clauses.at[c->stages.at[s].first + i]);
    for (size_t i = 0; i < c->clauses.len; i++)
        if (c->clauses.at[i].kind == CLAUSE_VALID)
            each_expr(&c->clauses.at[i], find_returned, c);
}

const Program *check(Arena *a, const Node *file, const Source *source, Diags *d)
{
    Checker c = {.a = a, .source = source, .d = d, .stage = -1, .vote = -1, .table = -1, .clause = CLAUSE_KINDS};
    c.program = NEW(a, Program);
    c.program->source = source;
    c.program->post_seats = c.program->applied = c.program->entry_post = -1;
    c.program->post_noun = S("职位");
    c.program->person_noun = S("人选");
    const Node *procedure = NULL;
    size_t count = 0;
    for (size_t i = 0; i < file->kid_count; i++)
        if (kid(file, i)->kind == NODE_PROCEDURE && count++ == 0)
            procedure = kid(file, i);
    if (count != 1) {
        if (count > 1 || !diags_any_error(d))
            diag_add(d, E0331, source, file->span, ARGS(count ? S(BOTH("有几个程序", "there are several")) : S(BOTH("没有程序", "there is none"))));
        return NULL;
    }
    c.program->name = procedure->text;
    c.program->title = kid(procedure, 0) ? kid(procedure, 0)->text : procedure->text;
    c.declarations = kid(procedure, 1);
    check_declarations(&c, c.declarations);
    if (!diags_any_error(d)) {
        if (!c.fields.len)
            diag_add(d, E0331, source, procedure->span, ARGS(S(BOTH("没有 人选", "no 人选"))));
        if (!c.stages.len)
            diag_add(d, E0331, source, procedure->span, ARGS(S(BOTH("没有 阶段", "no 阶段"))));
    }
    for (size_t i = 0; i < c.symbols.len && !diags_any_error(d); i++)
        if (c.symbols.at[i].warn && !c.symbols.at[i].used)
            diag_add(d, W0340, source, c.symbols.at[i].span, ARGS(c.symbols.at[i].name));
    seal(&c);
    if (!diags_any_error(d))
        check_tests(&c);
    return diags_any_error(d) ? NULL : c.program;
}
