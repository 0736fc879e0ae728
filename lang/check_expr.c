#include "lang/checker.h"

#include "lang/limits.h"

/* ---- small makers ---- */

static Expr *make(Checker *c, Op op, const Node *n, Type type)
{
    Expr *e = NEW(c->a, Expr);
    e->op = op;
    e->id = c->expr_count++;
    e->span = n->span;
    e->type = type;
    e->index = -1;
    return e;
}

static Expr *with_kids(Checker *c, Expr *e, const Expr *const *kids, size_t n)
{
    e->kids = NEW_ARRAY(c->a, const Expr *, n ? n : 1);
    e->kid_count = n;
    for (size_t i = 0; i < n; i++) {
        e->kids[i] = kids[i];
        if (kids[i] && kids[i]->reach > e->reach)
            e->reach = kids[i]->reach;
    }
    return e;
}

static Expr *make1(Checker *c, Op op, const Node *n, Type type, const Expr *k)
{
    return with_kids(c, make(c, op, n, type), (const Expr *const[]){k}, 1);
}

static Expr *make2(Checker *c, Op op, const Node *n, Type type, const Expr *a, const Expr *b)
{
    return with_kids(c, make(c, op, n, type), (const Expr *const[]){a, b}, 2);
}

static const Expr *poison(Checker *c, const Node *n)
{
    return make(c, OP_NUMBER, n, type_of(TYPE_ERROR));
}

static bool bad(const Expr *e) { return e->type.kind == TYPE_ERROR; }
static bool is_number(const Expr *e) { return e->type.kind == TYPE_NUMBER; }

static const Expr *expected(Checker *c, const Expr *e, Str what)
{
    if (!bad(e))
        diag_add(c->d, E0306, c->source, e->span, ARGS(what, type_words(c, &e->type)));
    Expr *p = make(c, OP_NUMBER, &(Node){.span = e->span}, type_of(TYPE_ERROR));
    return p;
}

static const Expr *constant(Checker *c, const Node *n, Num value, Type type)
{
    Expr *e = make(c, OP_NUMBER, n, type);
    e->number = value;
    e->type.has_low = e->type.has_high = true;
    e->type.low = e->type.high = value;
    return e;
}

/* ---- what is known to hold ---- */

bool same_expr(const Expr *a, const Expr *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->op != b->op || a->kid_count != b->kid_count || a->index != b->index)
        return false;
    if (a->op == OP_NUMBER && num_cmp(a->number, b->number) != 0)
        return false;
    if (a->op == OP_TEXT && !str_eq(a->text, b->text))
        return false;
    if (a->op == OP_GRADE && a->type.scale != b->type.scale)
        return false;
    for (size_t i = 0; i < a->kid_count; i++)
        if (!same_expr(a->kids[i], b->kids[i]))
            return false;
    return true;
}

void know(Checker *c, const Expr *e)
{
    if (e->op == OP_AND) {
        know(c, e->kids[0]);
        know(c, e->kids[1]);
        return;
    }
    *PUSH(c->a, &c->known) = e;
}

static void know_not(Checker *c, const Expr *e)
{
    if (e->op == OP_NOT)
        know(c, e->kids[0]);
    else if (e->op == OP_OR) {
        know_not(c, e->kids[0]);
        know_not(c, e->kids[1]);
    } else {
        Expr *n = NEW(c->a, Expr);
        *n = (Expr){.op = OP_NOT, .id = c->expr_count++, .index = -1, .type = type_of(TYPE_YESNO)};
        with_kids(c, n, (const Expr *const[]){e}, 1);
        *PUSH(c->a, &c->known) = n;
    }
}

static bool is_known(const Checker *c, const Expr *condition)
{
    for (size_t i = 0; i < c->known.len; i++)
        if (same_expr(c->known.at[i], condition))
            return true;
    if (condition->op == OP_NE) /* 不为 x: known when 为 y is */
        for (size_t i = 0; i < c->known.len; i++) {
            const Expr *k = c->known.at[i];
            if (k->op == OP_EQ && same_expr(k->kids[0], condition->kids[0]) &&
                k->kids[1]->op == OP_GRADE && condition->kids[1]->op == OP_GRADE &&
                k->kids[1]->index != condition->kids[1]->index)
                return true;
        }
    return false;
}

static bool has_known(const Checker *c, Op op, int index)
{
    for (size_t i = 0; i < c->known.len; i++) {
        const Expr *k = c->known.at[i];
        if (k->op == OP_HAS && k->kids[0]->op == op && k->kids[0]->index == index)
            return true;
    }
    return false;
}

/* ---- names ---- */

static size_t distance(Str a, Str b)
{
    enum { MOST = 64 };
    size_t row[MOST + 1];
    if (a.len > MOST || b.len > MOST)
        return MOST;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t before = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t keep = row[j], best = before + (a.at[i - 1] != b.at[j - 1]);
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
            before = keep;
        }
    }
    return row[b.len];
}

static void unknown_name(Checker *c, const Node *n, Str name)
{
    Diag *d = diag_add(c->d, E0301, c->source, n->span, ARGS(name));
    Str best = {0};
    size_t least = name.len / 2 + 1;
    for (size_t i = 0; i < c->symbols.len; i++) {
        size_t far = distance(name, c->symbols.at[i].name);
        if (far < least) {
            least = far;
            best = c->symbols.at[i].name;
        }
    }
    for (size_t s = 0; s < c->scales.len; s++)
        for (size_t i = 0; i < c->scales.at[s].value_count; i++) {
            size_t far = distance(name, c->scales.at[s].values[i]);
            if (far < least) {
                least = far;
                best = c->scales.at[s].values[i];
            }
        }
    if (best.len) {
        Text zh = text_new(c->a), en = text_new(c->a);
        text_format(&zh, S("是不是“{0}”？"), &best, 1);
        text_format(&en, S("did you mean “{0}”?"), &best, 1);
        diag_hint(d, text_str(&zh), text_str(&en));
    }
}

static int grade_in(const Checker *c, int scale, Str name)
{
    if (scale >= 0)
        for (size_t i = 0; i < c->scales.at[scale].value_count; i++)
            if (str_eq(c->scales.at[scale].values[i], name))
                return (int)i;
    return -1;
}

static const Expr *make_grade(Checker *c, const Node *n, int scale, int index)
{
    Type t = type_of(TYPE_GRADE);
    t.scale = scale;
    Expr *e = make(c, OP_GRADE, n, t);
    e->index = index;
    return e;
}

/* A field that is one of the contest's keys is the same for everyone in the contest. */
static Reach field_reach(const Checker *c, int field)
{
    if (c->stage >= 0) {
        const Stage *s = &c->stages.at[c->stage];
        for (size_t i = 0; i < s->by_count; i++)
            if (s->by[i]->op == OP_FIELD && s->by[i]->index == field)
                return REACH_CONTEST;
    }
    return REACH_PERSON;
}

static const Expr *read_symbol(Checker *c, const Node *n, Symbol *s)
{
    s->used = true;
    Expr *e = NULL;
    if (s->stage > c->stage) {
        diag_add(c->d, E0335, c->source, n->span, ARGS(s->name));
        return poison(c, n);
    }
    switch (s->kind) {
    case SYMBOL_PARAM: {
        const Param *p = &c->params.at[s->index];
        e = make(c, OP_PARAM, n, p->type);
        /* The command line may set another value, so a parameter's range is not its value. */
        if (p->type.kind == TYPE_RATIO)
            e->type.low = e->type.high = p->value->number;
        break;
    }
    case SYMBOL_FIELD: {
        const Field *f = &c->fields.at[s->index];
        e = make(c, OP_FIELD, n, f->type);
        e->reach = field_reach(c, s->index);
        break;
    }
    case SYMBOL_FIGURE:
    case SYMBOL_MARK: {
        const Clause *clause = &c->clauses.at[s->index];
        if (!clause->expr) {
            diag_add(c->d, E0336, c->source, n->span, ARGS(s->name));
            return poison(c, n);
        }
        e = make(c, OP_FIGURE, n, s->kind == SYMBOL_MARK ? type_of(TYPE_YESNO) : clause->expr->type);
        e->reach = clause->expr->reach;
        break;
    }
    case SYMBOL_VOTE:
    case SYMBOL_DECISION:
        e = make(c, s->kind == SYMBOL_VOTE ? OP_VOTE : OP_DECISION, n, c->clauses.at[s->index].type);
        e->reach = REACH_PERSON;
        break;
    case SYMBOL_SCORE: {
        const Stage *stage = &c->stages.at[s->index];
        if (!stage->score || !stage->score->expr) {
            diag_add(c->d, E0336, c->source, n->span, ARGS(s->name));
            return poison(c, n);
        }
        e = make(c, OP_SCORE, n, stage->score->expr->type);
        if (stage->has_full) {
            e->type.has_full = true;
            e->type.full = stage->full;
        }
        e->reach = REACH_PERSON;
        break;
    }
    }
    e->index = s->index;
    return e;
}

static int count_word(Str name)
{
    for (int i = 0; i < COUNTS; i++)
        if (str_eq(name, str_from(count_words[i][LANG_ZH])))
            return i;
    return -1;
}

static Type share_type(int base)
{
    Type t = number_type(DIM_SHARE, S(""));
    t.base = base;
    t.has_low = t.has_high = true;
    t.low = num_int(0);
    t.high = num_int(1);
    return t;
}

static Type count_type(Str unit)
{
    Type t = number_type(DIM_COUNT, unit);
    t.has_low = true;
    t.low = num_int(0);
    return t;
}

static const Expr *ballot_count(Checker *c, const Node *n, const Expr *ballot, int which)
{
    bool people = which == COUNT_ENTITLED || which == COUNT_PRESENT;
    Expr *e = make1(c, OP_COUNTS, n, count_type(people ? S("人") : S("票")), ballot);
    e->index = which;
    bool own = which == COUNT_AYES || which == COUNT_NOES || which == COUNT_ABSTAINED;
    e->reach = ballot->op == OP_VOTE && !own ? REACH_CONTEST : REACH_PERSON;
    return e;
}

static const Expr *ballot_rate(Checker *c, const Node *n, const Expr *ballot)
{
    Expr *e = make1(c, OP_RATE, n, share_type(ballot->type.base), ballot);
    return e;
}

static const Expr *the_vote(Checker *c, const Node *n, Str word)
{
    if (c->vote < 0) {
        diag_add(c->d, E0351, c->source, n->span, ARGS(word));
        return poison(c, n);
    }
    Symbol *s = find_symbol(c, c->clauses.at[c->vote].name);
    return read_symbol(c, n, s);
}

static void need_own_contest(Checker *c, const Node *n, Str word)
{
    if (c->stage >= 0 && !c->stages.at[c->stage].by_count && !c->stages.at[c->stage].everyone)
        diag_add(c->d, E0323, c->source, n->span, ARGS(word));
}

static const Expr *builtin(Checker *c, const Node *n)
{
    Str name = n->text;
    int which = count_word(name);
    if (which >= 0 || str_eq(name, S("得票率")) || str_eq(name, S("会议"))) {
        const Expr *vote = the_vote(c, n, name);
        if (bad(vote))
            return vote;
        if (which >= 0)
            return ballot_count(c, n, vote, which);
        if (str_eq(name, S("得票率")))
            return ballot_rate(c, n, vote);
        Expr *e = make1(c, OP_MEETING, n, type_of(TYPE_TEXT), vote);
        e->reach = REACH_CONTEST;
        return e;
    }
    if (str_eq(name, S("名额"))) {
        if (c->program->post_seats < 0 && !(c->stage >= 0 && c->stages.at[c->stage].seats)) {
            diag_add(c->d, E0327, c->source, n->span, ARGS(name));
            return poison(c, n);
        }
        need_own_contest(c, n, name);
        Expr *e = make(c, OP_SEATS, n, count_type(S("个")));
        e->reach = REACH_CONTEST;
        return e;
    }
    if (str_eq(name, S("人数"))) {
        need_own_contest(c, n, name);
        Expr *e = make(c, OP_HEADCOUNT, n, count_type(S("人")));
        e->reach = REACH_CONTEST;
        return e;
    }
    if (str_eq(name, S("名次")) || str_eq(name, S("越过"))) {
        Expr *e = make(c, str_eq(name, S("名次")) ? OP_PLACE : OP_PASSED_OVER, n, count_type(S("人")));
        e->reach = REACH_PERSON;
        return e;
    }
    return NULL;
}

static const Expr *guarded(Checker *c, const Node *n, const Expr *e)
{
    if (e->op == OP_FIELD) {
        const Field *f = &c->fields.at[e->index];
        if (f->optional && !has_known(c, OP_FIELD, e->index)) {
            diag_add(c->d, E0310, c->source, n->span, ARGS(f->name));
            return poison(c, n);
        }
        if (f->when && !is_known(c, f->when)) {
            Diag *d = diag_add(c->d, E0311, c->source, n->span, ARGS(f->name));
            diag_label(d, f->when->span, S(""));
            return poison(c, n);
        }
    }
    if ((e->op == OP_DECISION || e->op == OP_VOTE) && c->clauses.at[e->index].optional &&
        !has_known(c, e->op, e->index)) {
        diag_add(c->d, E0310, c->source, n->span, ARGS(c->clauses.at[e->index].name));
        return poison(c, n);
    }
    return e;
}

/* A name; `guard` is false where a missing value is allowed (有 X, X 缺 记 v). */
static const Expr *check_name(Checker *c, const Node *n, const Type *want, bool guard)
{
    if (want && (want->kind == TYPE_GRADE || want->kind == TYPE_SURVEY)) {
        int g = grade_in(c, want->scale, n->text);
        if (g >= 0)
            return make_grade(c, n, want->scale, g);
    }
    Symbol *s = find_symbol(c, n->text);
    if (s) {
        const Expr *e = read_symbol(c, n, s);
        return guard && !bad(e) ? guarded(c, n, e) : e;
    }
    const Expr *b = builtin(c, n);
    if (b)
        return b;
    int found = -1, grade = -1;
    for (size_t i = 0; i < c->scales.len; i++) {
        int g = grade_in(c, (int)i, n->text);
        if (g >= 0 && found < 0) {
            found = (int)i;
            grade = g;
        }
    }
    if (found >= 0)
        return make_grade(c, n, found, grade);
    unknown_name(c, n, n->text);
    return poison(c, n);
}

/* ---- members ---- */

static const Expr *survey_member(Checker *c, const Node *n, const Expr *survey, const Type *want)
{
    Str name = n->text;
    if (str_eq(name, S("人数"))) {
        Expr *e = make1(c, OP_RATERS, n, count_type(S("人")), survey);
        return e;
    }
    int grade = grade_in(c, survey->type.scale, name);
    size_t rate = sizeof("率") - 1;
    bool spelt_rate = false;
    if (grade < 0 && name.len > rate && memcmp(name.at + name.len - rate, "率", rate) == 0) {
        grade = grade_in(c, survey->type.scale, str_cut(name, 0, name.len - rate));
        spelt_rate = true;
    }
    if (grade < 0) {
        diag_add(c->d, E0307, c->source, n->span, ARGS(c->scales.at[survey->type.scale].name, name));
        return poison(c, n);
    }
    bool count = !spelt_rate && want && want->kind == TYPE_NUMBER && want->dim == DIM_COUNT;
    Type t = count ? count_type(S("人")) : share_type(BASE_RATERS);
    if (survey->type.items) {
        Type *element = NEW(c->a, Type);
        *element = t;
        t = type_of(TYPE_LIST);
        t.element = element;
        t.items = survey->type.items;
    }
    Expr *e = make1(c, count ? OP_GRADE_COUNT : OP_GRADE_SHARE, n, t, survey);
    e->index = grade;
    return e;
}

static const Expr *post_member(Checker *c, const Node *n, const Expr *post)
{
    for (size_t i = 0; i < c->posts.len; i++)
        if (str_eq(c->posts.at[i].name, n->text)) {
            Expr *e = make1(c, OP_POST_FIELD, n, c->posts.at[i].type, post);
            e->index = (int)i;
            return e;
        }
    diag_add(c->d, E0307, c->source, n->span, ARGS(S("职位"), n->text));
    return poison(c, n);
}

static const Expr *check_member(Checker *c, const Node *n, const Type *want)
{
    const Node *of = kid(n, 0);
    if (of->kind == NODE_NAME && str_eq(n->text, S("名次")))
        for (size_t i = 0; i < c->stages.len; i++)
            if (str_eq(c->stages.at[i].name, of->text)) {
                if ((int)i > c->stage || !c->stages.at[i].rank) {
                    diag_add(c->d, E0335, c->source, n->span, ARGS(of->text));
                    return poison(c, n);
                }
                Expr *e = make(c, OP_PLACE, n, count_type(S("人")));
                e->index = (int)i;
                e->reach = REACH_PERSON;
                return e;
            }
    const Expr *e = check_expr(c, of, NULL);
    if (bad(e))
        return e;
    switch (e->type.kind) {
    case TYPE_POST:
        return post_member(c, n, e);
    case TYPE_SURVEY:
        return survey_member(c, n, e, want);
    case TYPE_PANEL:
        if (str_eq(n->text, S("人数")))
            return make1(c, OP_RATERS, n, count_type(S("人")), e);
        break;
    case TYPE_BALLOT: {
        int which = count_word(n->text);
        if (which >= 0)
            return ballot_count(c, n, e, which);
        if (str_eq(n->text, S("得票率")))
            return ballot_rate(c, n, e);
        if (str_eq(n->text, S("会议")) && e->op == OP_VOTE) {
            Expr *m = make1(c, OP_MEETING, n, type_of(TYPE_TEXT), e);
            m->reach = REACH_CONTEST;
            return m;
        }
        break;
    }
    case TYPE_ERROR: case TYPE_YESNO: case TYPE_NUMBER: case TYPE_RATIO: case TYPE_DATE: case TYPE_TEXT:
    case TYPE_GRADE: case TYPE_LIST: case TYPE_TABLE:
        break;
    }
    diag_add(c->d, E0307, c->source, n->span, ARGS(type_words(c, &e->type), n->text));
    return poison(c, n);
}

/* ---- numbers ---- */

static const Expr *check_number(Checker *c, const Node *n, const Type *want)
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

static bool ratio_parts(Checker *c, Str text, Num *parts, size_t most, size_t *count)
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

static const Expr *check_ratio(Checker *c, const Node *n)
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
    Expr *e = make(c, OP_NUMBER, n, type_of(TYPE_RATIO));
    e->number = e->type.low = e->type.high = people;
    e->type.has_low = e->type.has_high = true;
    return e;
}

/* ---- ranges carried through arithmetic ---- */

static void range_add(Checker *c, Type *t, const Type *a, const Type *b, bool minus)
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

static bool never_negative(const Type *t) { return t->has_low && num_sign(t->low) >= 0; }

static void range_mul(Checker *c, Type *t, const Type *a, const Type *b)
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

static int joint_base(int a, int b)
{
    if (a == b || b == BASE_NONE)
        return a;
    return a == BASE_NONE ? b : BASE_MIXED;
}

static const Expr *check_sum(Checker *c, const Node *n, bool minus, const Type *want)
{
    const Expr *a = check_expr(c, kid(n, 0), want);
    const Expr *b = check_expr(c, kid(n, 1), is_number(a) ? &a->type : want);
    if (bad(a) || bad(b))
        return poison(c, n);
    if (is_number(b) && is_number(a) && a->type.dim == DIM_PURE && b->type.dim != DIM_PURE)
        a = check_expr(c, kid(n, 0), &b->type);
    if (!is_number(a) || !is_number(b) || a->type.dim != b->type.dim) {
        Diag *d = diag_add(c->d, E0305, c->source, n->span,
                           ARGS(type_words(c, &a->type), type_words(c, &b->type)));
        diag_label(d, a->span, S(""));
        diag_label(d, b->span, S(""));
        return poison(c, n);
    }
    const Num *fa = part_full(a), *fb = part_full(b);
    if (fa && fb && num_cmp(*fa, *fb) != 0) {
        Diag *d = diag_add(c->d, E0316, c->source, n->span, ARGS(number_shown(c, *fa), number_shown(c, *fb)));
        diag_label(d, a->span, S(""));
        diag_label(d, b->span, S(""));
        return poison(c, n);
    }
    Type t = number_type(a->type.dim, a->type.unit.len ? a->type.unit : b->type.unit);
    t.base = joint_base(a->type.base, b->type.base);
    range_add(c, &t, &a->type, &b->type, minus);
    return make2(c, minus ? OP_SUB : OP_ADD, n, t, a, b);
}

/* A factor takes no unit from its place: pure numbers, shares and counts multiply anything. */
static bool is_factor(const Type *t)
{
    return t->kind == TYPE_RATIO || (t->kind == TYPE_NUMBER && t->dim != DIM_POINTS);
}

static bool weak(Dimension d) { return d == DIM_PURE || d == DIM_SHARE; }

static const Expr *check_product(Checker *c, const Node *n, bool divide)
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
    return make2(c, divide ? OP_DIV : OP_MUL, n, t, a, b);
}

static const Expr *check_of(Checker *c, const Node *n)
{
    const Expr *a = check_expr(c, kid(n, 0), NULL), *b = check_expr(c, kid(n, 1), NULL);
    if (bad(a) || bad(b))
        return poison(c, n);
    if (!is_number(a))
        return expected(c, a, S("数"));
    if (!is_number(b) || !weak(b->type.dim))
        return expected(c, b, S("分数或百分比"));
    Type t = a->type;
    t.has_full = false;
    range_mul(c, &t, &a->type, &b->type);
    return make2(c, OP_OF, n, t, a, b);
}

static const Expr *check_round(Checker *c, const Node *n, const Type *want)
{
    const Expr *e = check_expr(c, kid(n, 0), want);
    if (bad(e))
        return e;
    if (!is_number(e) && e->type.kind != TYPE_RATIO)
        return expected(c, e, S("数"));
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
    Expr *out = make1(c, OP_ROUND, n, e->type, e);
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

static const Expr *check_bound(Checker *c, const Node *n, bool cap, const Type *want)
{
    const Expr *e = check_expr(c, kid(n, 0), want);
    const Expr *b = check_expr(c, kid(n, 1), is_number(e) ? &e->type : want);
    if (bad(e) || bad(b))
        return poison(c, n);
    if (!is_number(e) || !is_number(b) || e->type.dim != b->type.dim)
        return expected(c, b, type_words(c, &e->type));
    Expr *out = make2(c, cap ? OP_CAP : OP_FLOOR, n, e->type, e, b);
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

static const Expr *check_rescale(Checker *c, const Node *n)
{
    Type share = share_type(BASE_NONE);
    const Expr *e = check_expr(c, kid(n, 0), &share), *to = check_expr(c, kid(n, 1), NULL);
    if (bad(e) || bad(to))
        return poison(c, n);
    if (!is_number(e))
        return expected(c, e, S("数"));
    if (!is_number(to) || to->op != OP_NUMBER)
        return expected(c, to, S("分数或百分比"));
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
    Expr *out = make2(c, OP_RESCALE, n, t, e, to);
    out->number = factor;
    return out;
}

/* ---- lists and means ---- */

static const Type *element_of(const Type *t)
{
    return t->kind == TYPE_LIST || t->kind == TYPE_PANEL ? t->element : NULL;
}

static const Expr *check_list(Checker *c, const Node *n, const Type *want)
{
    Exprs items = {0};
    Type *element = NEW(c->a, Type);
    *element = type_of(TYPE_ERROR);
    for (size_t i = 0; i < n->kid_count; i++) {
        const Expr *e = check_expr(c, kid(n, i), i ? element : want && want->kind == TYPE_LIST ? want->element : want);
        if (bad(e))
            return e;
        *PUSH(c->a, &items) = e;
        if (i == 0) {
            *element = e->type;
            continue;
        }
        if (e->type.kind != element->kind || (is_number(e) && e->type.dim != element->dim) ||
            (e->type.kind == TYPE_GRADE && e->type.scale != element->scale)) {
            diag_add(c->d, E0317, c->source, n->span, ARGS(type_words(c, element), type_words(c, &e->type)));
            return poison(c, n);
        }
        element->base = joint_base(element->base, e->type.base);
        element->has_low = element->has_low && e->type.has_low;
        element->has_high = element->has_high && e->type.has_high;
        if (element->has_low && num_cmp(e->type.low, element->low) < 0)
            element->low = e->type.low;
        if (element->has_high && num_cmp(e->type.high, element->high) > 0)
            element->high = e->type.high;
    }
    Type t = type_of(TYPE_LIST);
    t.element = element;
    t.items = (int)items.len;
    return with_kids(c, make(c, OP_LIST, n, t), items.at, items.len);
}

static Type times(Checker *c, Type t, int n)
{
    Type by = number_type(DIM_PURE, S(""));
    by.has_low = by.has_high = n > 0;
    by.low = by.high = num_int(n);
    Type out = t;
    range_mul(c, &out, &t, &by);
    if (n == 0 && never_negative(&t)) {
        out.has_low = true;
        out.low = num_int(0);
    }
    return out;
}

static const Expr *over_list(Checker *c, const Node *n, Str what, const Expr *list, int high, int low)
{
    if (bad(list))
        return list;
    const Type *element = element_of(&list->type);
    if (str_eq(what, S("number"))) {
        if (!element)
            return expected(c, list, S("一列数"));
        return make1(c, OP_LENGTH, n, count_type(S("项")), list);
    }
    if (!element || element->kind != TYPE_NUMBER)
        return expected(c, list, S("一列数"));
    Op op = str_eq(what, S("sum"))       ? OP_SUM
            : str_eq(what, S("mean"))    ? OP_MEAN
            : str_eq(what, S("highest")) ? OP_HIGHEST
                                         : OP_LOWEST;
    Type t = *element;
    t.has_full = false;
    if (op == OP_SUM)
        t = times(c, t, list->type.items);
    Expr *e = make1(c, op, n, t, list);
    e->trim_high = high;
    e->trim_low = low;
    return e;
}

static int trim_of(Checker *c, const Node *mods, Str which)
{
    int most = 0;
    for (size_t i = 0; i < mods->kid_count; i++) {
        const Node *m = kid(mods, i);
        Num v;
        int64_t k = 0;
        if (m->kind == NODE_TRIM && str_eq(m->text, which) && num_parse(c->a, kid(m, 0)->text, &v) &&
            num_to_int64(v, &k) && k >= 0 && k < 1000)
            most = (int)k;
    }
    return most;
}

static const Node *mod_of(const Node *mods, NodeKind kind)
{
    for (size_t i = 0; i < mods->kid_count; i++)
        if (kid(mods, i)->kind == kind)
            return kid(mods, i);
    return NULL;
}

/* 人数(本组 当 c), 平均(面试 全体 当 c), 平均(面试 按 考场) … */
static const Expr *over_people(Checker *c, const Node *n, Str what, const Node *over)
{
    const Node *mods = kid(over, 1), *by = mod_of(mods, NODE_BY), *when = mod_of(mods, NODE_WHEN);
    size_t known = c->known.len;
    const Expr *condition = when ? check_condition(c, kid(when, 0)) : NULL;
    if (condition)
        know(c, condition);
    const Expr *value = kid(over, 0) ? check_expr(c, kid(over, 0), NULL) : NULL;
    c->known.len = known;
    const Expr *key = by ? check_expr(c, kid(by, 0), NULL) : NULL;
    bool count = str_eq(what, S("count"));
    if (!count && !value) {
        diag_add(c->d, E0306, c->source, n->span, ARGS(S("数"), S("空")));
        return poison(c, n);
    }
    if ((value && bad(value)) || (condition && bad(condition)) || (key && bad(key)))
        return poison(c, n);
    if (!count && !is_number(value))
        return expected(c, value, S("数"));
    Op op = count                        ? OP_G_COUNT
            : str_eq(what, S("sum"))     ? OP_G_SUM
            : str_eq(what, S("mean"))    ? OP_G_MEAN
            : str_eq(what, S("highest")) ? OP_G_HIGHEST
                                         : OP_G_LOWEST;
    Type t = count ? count_type(S("人")) : value->type;
    if (op == OP_G_SUM)
        t = times(c, t, 0);
    Expr *e = make(c, op, n, t);
    with_kids(c, e, (const Expr *const[]){value, condition, key}, 3);
    e->group = by ? GROUP_KEY : mod_of(mods, NODE_EVERYONE) ? GROUP_EVERYONE : GROUP_OWN;
    if (e->group == GROUP_OWN)
        need_own_contest(c, n, S("本组"));
    e->reach = by ? REACH_PERSON : REACH_CONTEST;
    return e;
}

static const Expr *aggregate(Checker *c, const Node *n, Str what, const Node *operand)
{
    const Node *over = operand;
    if (operand->kind == NODE_GROUP && operand->kid_count == 1)
        over = kid(operand, 0);
    if (over->kind == NODE_OVER) {
        const Node *mods = kid(over, 1);
        if (mod_of(mods, NODE_BY) || mod_of(mods, NODE_EVERYONE) || mod_of(mods, NODE_OWN))
            return over_people(c, n, what, over);
        if (mod_of(mods, NODE_WHEN)) {
            diag_add(c->d, E0334, c->source, mod_of(mods, NODE_WHEN)->span, ARGS(S("当")));
            return poison(c, n);
        }
        return over_list(c, n, what, check_expr(c, kid(over, 0), NULL), trim_of(c, mods, S("highest")),
                         trim_of(c, mods, S("lowest")));
    }
    const Expr *list = operand->kind == NODE_GROUP ? check_list(c, operand, NULL) : check_expr(c, operand, NULL);
    return over_list(c, n, what, list, 0, 0);
}

static const Expr *check_weighted(Checker *c, const Node *n)
{
    enum { MOST = 32 };
    Num weights[MOST];
    size_t count;
    const Node *ratio = kid(n, 0), *parts = kid(n, 1);
    if (!ratio_parts(c, ratio->text, weights, MOST, &count)) {
        diag_add(c->d, E0347, c->source, ratio->span, NO_ARGS);
        return poison(c, n);
    }
    if (count != parts->kid_count) {
        diag_add(c->d, E0342, c->source, n->span,
                 ARGS(number_shown(c, num_int((int64_t)count)), number_shown(c, num_int((int64_t)parts->kid_count))));
        return poison(c, n);
    }
    Num total = num_int(0);
    for (size_t i = 0; i < count; i++)
        total = num_add(c->a, total, weights[i]);
    if (num_sign(total) == 0) {
        diag_add(c->d, E0352, c->source, ratio->span, NO_ARGS);
        return poison(c, n);
    }
    const Expr *list = check_list(c, parts, NULL);
    if (bad(list))
        return list;
    const Type *element = list->type.element;
    if (element->kind != TYPE_NUMBER)
        return expected(c, list, S("一列数"));
    for (size_t i = 1; i < count && element->dim == DIM_POINTS; i++) {
        const Type *x = &list->kids[0]->type, *y = &list->kids[i]->type;
        if (x->has_high && y->has_high && num_cmp(x->high, y->high) != 0) {
            Diag *d = diag_add(c->d, E0316, c->source, n->span, ARGS(number_shown(c, x->high), number_shown(c, y->high)));
            diag_label(d, list->kids[0]->span, S(""));
            diag_label(d, list->kids[i]->span, S(""));
            return poison(c, n);
        }
    }
    Expr *e = make(c, OP_WEIGHTED, n, *element);
    e->type.has_full = false;
    Num *kept = NEW_ARRAY(c->a, Num, count);
    memcpy(kept, weights, sizeof(Num) * count);
    e->weights = kept;
    return with_kids(c, e, list->kids, count);
}

/* ---- tables ---- */

static bool row_number(Checker *c, const Node *n, const Type *subject, Num *out)
{
    if (!n)
        return false;
    const Expr *e = check_expr(c, n, subject);
    if (bad(e))
        return false;
    if (e->op != OP_NUMBER || e->type.kind != TYPE_NUMBER || e->type.dim != subject->dim) {
        expected(c, e, type_words(c, subject));
        return false;
    }
    *out = e->number;
    return true;
}

static MapRow row_pattern(Checker *c, const Node *p, const Type *subject)
{
    MapRow row = {.grade = -1};
    bool graded = subject->kind == TYPE_GRADE || subject->kind == TYPE_SURVEY;
    if (p->kind == NODE_NAME && str_eq(p->text, S("其他")) && !(graded && grade_in(c, subject->scale, p->text) >= 0)) {
        row.other = true;
    } else if (graded) {
        row.grade = p->kind == NODE_NAME ? grade_in(c, subject->scale, p->text) : -1;
        if (row.grade < 0) {
            Str what = p->text.len ? p->text : S("…");
            diag_add(c->d, E0307, c->source, p->span, ARGS(c->scales.at[subject->scale].name, what));
        }
    } else if (p->kind == NODE_PATTERN) {
        row.has_low = row_number(c, kid(p, 0), subject, &row.low);
        row.has_high = row_number(c, kid(p, 1), subject, &row.high);
        if (row.has_low && row.has_high && num_cmp(row.low, row.high) > 0)
            diag_add(c->d, E0333, c->source, p->span, NO_ARGS);
    } else if (row_number(c, p, subject, &row.low)) {
        row.has_low = row.has_high = true;
        row.high = row.low;
    }
    return row;
}

size_t check_rows(Checker *c, const Node *rows, const Expr *subject, const Type *subject_type, const Type *want,
                  const MapRow **out_rows, const Expr ***out_values)
{
    size_t n = rows->kid_count;
    MapRow *made = NEW_ARRAY(c->a, MapRow, n ? n : 1);
    const Expr **values = NEW_ARRAY(c->a, const Expr *, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        const Node *row = kid(rows, i);
        made[i] = row_pattern(c, kid(row, 0), subject_type);
        size_t known = c->known.len;
        if (subject && subject->type.kind == TYPE_GRADE && made[i].grade >= 0) {
            const Expr *grade = make_grade(c, kid(row, 0), subject->type.scale, made[i].grade);
            know(c, make2(c, OP_EQ, kid(row, 0), type_of(TYPE_YESNO), subject, grade));
        }
        values[i] = check_expr(c, kid(row, 1), i && !bad(values[0]) ? &values[0]->type : want);
        c->known.len = known;
    }
    *out_rows = made;
    *out_values = values;
    return n;
}

static bool rows_meet(const MapRow *a, const MapRow *b)
{
    if (a->other || b->other)
        return a->other && b->other;
    if (a->grade >= 0 || b->grade >= 0)
        return a->grade == b->grade;
    bool a_before = a->has_high && b->has_low && num_cmp(a->high, b->low) < 0;
    bool b_before = b->has_high && a->has_low && num_cmp(b->high, a->low) < 0;
    return !a_before && !b_before;
}

/* Whether every whole number, or every number where two ranges touch end to end, has its row. */
static bool ranges_cover(Checker *c, const MapRow *rows, size_t n, const Type *subject)
{
    bool whole = subject->dim == DIM_COUNT || subject->dim == DIM_YEARS || subject->dim == DIM_MONTHS;
    Num at = subject->has_low ? subject->low : num_int(0);
    bool from_start = subject->has_low;
    for (size_t step = 0; step <= n; step++) {
        const MapRow *next = NULL;
        for (size_t i = 0; i < n; i++)
            if ((!rows[i].has_low && step == 0) ||
                (rows[i].has_low && (from_start || step) && num_cmp(rows[i].low, at) <= 0 &&
                 (!rows[i].has_high || num_cmp(rows[i].high, at) >= 0)))
                next = &rows[i];
        if (!next)
            return false;
        if (!next->has_high || (subject->has_high && num_cmp(next->high, subject->high) >= 0))
            return true;
        if (!whole)
            return false; /* between two closed ranges there is always a number: 其他 is needed */
        at = num_add(c->a, next->high, num_int(1));
    }
    return false;
}

void check_rows_cover(Checker *c, Span at, const MapRow *rows, size_t n, const Type *subject)
{
    bool other = false;
    for (size_t i = 0; i < n; i++) {
        other = other || rows[i].other;
        for (size_t j = 0; j < i; j++)
            if (rows_meet(&rows[i], &rows[j])) {
                diag_add(c->d, E0332, c->source, at, ARGS(S("有两行重叠")));
                return;
            }
    }
    if (other)
        return;
    bool complete = true;
    if (subject->kind == TYPE_GRADE || subject->kind == TYPE_SURVEY) {
        for (size_t g = 0; g < c->scales.at[subject->scale].value_count; g++) {
            bool found = false;
            for (size_t i = 0; i < n; i++)
                found = found || rows[i].grade == (int)g;
            complete = complete && found;
        }
    } else {
        complete = ranges_cover(c, rows, n, subject);
    }
    if (!complete)
        diag_add(c->d, E0332, c->source, at, ARGS(S("没有写全，缺的情形可以写 其他")));
}

static Type rows_type(Checker *c, const Node *n, const Expr *const *values, size_t count)
{
    Type t = count ? values[0]->type : type_of(TYPE_ERROR);
    for (size_t i = 1; i < count && t.kind != TYPE_ERROR; i++) {
        const Type *v = &values[i]->type;
        if (v->kind == TYPE_ERROR)
            return *v;
        if (v->kind != t.kind || (t.kind == TYPE_NUMBER && v->dim != t.dim)) {
            diag_add(c->d, E0317, c->source, n->span, ARGS(type_words(c, &t), type_words(c, v)));
            return type_of(TYPE_ERROR);
        }
        t.has_low = t.has_low && v->has_low;
        t.has_high = t.has_high && v->has_high;
        if (t.has_low && num_cmp(v->low, t.low) < 0)
            t.low = v->low;
        if (t.has_high && num_cmp(v->high, t.high) > 0)
            t.high = v->high;
        t.base = joint_base(t.base, v->base);
    }
    t.has_full = false;
    return t;
}

static const Expr *check_map(Checker *c, const Node *n, const Type *want)
{
    const Expr *subject = check_expr(c, kid(n, 0), NULL);
    if (bad(subject))
        return subject;
    bool fits = subject->type.kind == TYPE_GRADE || subject->type.kind == TYPE_SURVEY || is_number(subject);
    if (!fits)
        return expected(c, subject, S("等级、测评或数"));
    const Node *table = kid(n, 1);
    const MapRow *rows = NULL;
    const Expr **values = NULL;
    size_t count = 0;
    int param = -1;
    if (table->kind == NODE_ROWS) {
        Type as = subject->type;
        as.has_full = false;
        count = check_rows(c, table, subject, &as, want, &rows, &values);
        check_rows_cover(c, table->span, rows, count, &subject->type);
    } else {
        Symbol *s = find_symbol(c, table->text);
        if (!s || s->kind != SYMBOL_PARAM || c->params.at[s->index].type.kind != TYPE_TABLE) {
            diag_add(c->d, s ? E0355 : E0301, c->source, table->span, ARGS(table->text));
            return poison(c, n);
        }
        s->used = true;
        param = s->index;
        const Param *p = &c->params.at[s->index];
        bool same = is_number(subject) ? p->subject.kind == TYPE_NUMBER && p->subject.dim == subject->type.dim
                                       : p->subject.kind == TYPE_GRADE && p->subject.scale == subject->type.scale;
        if (!same)
            return expected(c, subject, type_words(c, &p->subject));
        rows = p->rows;
        values = p->row_values;
        count = p->row_count;
    }
    Type t = rows_type(c, n, values, count);
    if (t.kind == TYPE_ERROR)
        return poison(c, n);
    if (subject->type.kind == TYPE_SURVEY && subject->type.items) {
        Type *element = NEW(c->a, Type);
        *element = t;
        t = type_of(TYPE_LIST);
        t.element = element;
        t.items = subject->type.items;
    }
    Exprs kids = {0};
    *PUSH(c->a, &kids) = subject;
    for (size_t i = 0; i < count; i++)
        *PUSH(c->a, &kids) = values[i];
    Expr *e = with_kids(c, make(c, OP_MAP, n, t), kids.at, kids.len);
    e->rows = rows;
    e->index = param;
    return e;
}

/* ---- conditions ---- */

static bool comparable(const Type *a, const Type *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == TYPE_NUMBER)
        return a->dim == b->dim;
    if (a->kind == TYPE_GRADE)
        return a->scale == b->scale;
    return a->kind == TYPE_DATE || a->kind == TYPE_TEXT || a->kind == TYPE_POST || a->kind == TYPE_YESNO ||
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
        diag_add(c->d, W0315, c->source, n->span, ARGS(always ? S("成立") : S("不成立")));
}

static bool check_bases(Checker *c, const Node *n, const Expr *a, const Expr *b)
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
                                 : bases[i] == BASE_RATERS ? S("参加测评的人数") : S("混合");
    Diag *d = diag_add(c->d, E0304, c->source, n->span, ARGS(names[0], names[1]));
    diag_label(d, a->span, S(""));
    diag_label(d, b->span, S(""));
    return false;
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
static const Expr *check_quantified(Checker *c, const Node *n, const Node *quantifier, const Node *bound, Op op)
{
    const Node *operand = kid(quantifier, quantifier->kind == NODE_AT_LEAST ? 1 : 0);
    Str word = quantifier->text;
    const Expr *list = operand->kind == NODE_GROUP ? check_list(c, operand, NULL) : check_expr(c, operand, NULL);
    if (bad(list))
        return list;
    const Type *element = element_of(&list->type);
    if (!element)
        return expected(c, list, S("一列"));
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
            diag_add(c->d, E0303, c->source, n->span, ARGS(type_words(c, element), type_words(c, &to->type)));
            return poison(c, n);
        }
        Expr one = {.span = list->span, .type = *element};
        if (!check_bases(c, n, &one, to) || (op != OP_EQ && op != OP_NE && !ordered_type(c, operand, element)))
            return poison(c, n);
    } else if (element->kind != TYPE_YESNO) {
        return expected(c, list, S("一列是否"));
    }
    Op kind = quantifier->kind == NODE_AT_LEAST ? OP_AT_LEAST : str_eq(word, S("any")) ? OP_ANY : OP_EVERY;
    Expr *e = make2(c, kind, n, type_of(TYPE_YESNO), list, to);
    e->kid_count = to ? 2 : 1;
    e->index = to ? (int)op : -1;
    e->number = num_int(1);
    if (kind == OP_AT_LEAST && !num_parse(c->a, kid(quantifier, 0)->text, &e->number))
        return poison(c, n);
    return e;
}

static bool is_quantifier(const Node *n)
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
        Diag *d = diag_add(c->d, E0303, c->source, n->span, ARGS(type_words(c, &a->type), type_words(c, &b->type)));
        diag_label(d, a->span, S(""));
        diag_label(d, b->span, S(""));
        return poison(c, n);
    }
    if (!check_bases(c, n, a, b) || (op != OP_EQ && op != OP_NE && !ordered_type(c, n, &a->type)))
        return poison(c, n);
    check_decided(c, n, op, &a->type, &b->type);
    return make2(c, op, n, type_of(TYPE_YESNO), a, b);
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
    return with_kids(c, make(c, negative ? OP_NOT_IN : OP_IN, n, type_of(TYPE_YESNO)), kids.at, kids.len);
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
    return make2(c, op, n, type_of(TYPE_YESNO), a, b);
}

static const Expr *check_binary(Checker *c, const Node *n, const Type *want)
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

static const Expr *check_has(Checker *c, const Node *n)
{
    const Node *of = kid(n, 0);
    const Expr *e = of->kind == NODE_NAME ? check_name(c, of, NULL, false) : check_expr(c, of, NULL);
    if (bad(e))
        return e;
    if (e->op != OP_FIELD && e->op != OP_VOTE && e->op != OP_DECISION)
        return expected(c, e, S("字段、表决或决定"));
    return make1(c, OP_HAS, n, type_of(TYPE_YESNO), e);
}

static const Expr *check_unary(Checker *c, const Node *n, const Type *want)
{
    Str w = n->text;
    if (str_eq(w, S("has")))
        return check_has(c, n);
    if (str_eq(w, S("not"))) {
        const Expr *e = check_condition(c, kid(n, 0));
        return bad(e) ? e : make1(c, OP_NOT, n, type_of(TYPE_YESNO), e);
    }
    if (is_quantifier(n))
        return check_quantified(c, n, n, NULL, OP_COUNT);
    if (str_eq(w, S("neg"))) {
        const Expr *e = check_expr(c, kid(n, 0), want);
        if (bad(e))
            return e;
        if (!is_number(e))
            return expected(c, e, S("数"));
        Type zero = e->type, t = e->type;
        zero.has_low = zero.has_high = true;
        zero.low = zero.high = num_int(0);
        range_add(c, &t, &zero, &e->type, true);
        if (e->op == OP_NUMBER)
            return constant(c, n, num_neg(c->a, e->number), t);
        return make1(c, OP_NEG, n, t, e);
    }
    return aggregate(c, n, w, kid(n, 0));
}

static const Expr *check_if(Checker *c, const Node *n, const Type *want)
{
    const Expr *cond = check_condition(c, kid(n, 0));
    size_t known = c->known.len;
    if (!bad(cond))
        know(c, cond);
    const Expr *yes = check_expr(c, kid(n, 1), want);
    c->known.len = known;
    if (!bad(cond))
        know_not(c, cond);
    const Expr *no = check_expr(c, kid(n, 2), bad(yes) ? want : &yes->type);
    c->known.len = known;
    if (bad(cond) || bad(yes) || bad(no))
        return poison(c, n);
    Type t = rows_type(c, n, (const Expr *const[]){yes, no}, 2);
    if (t.kind == TYPE_ERROR)
        return poison(c, n);
    return with_kids(c, make(c, OP_IF, n, t), (const Expr *const[]){cond, yes, no}, 3);
}

static const Expr *check_missing(Checker *c, const Node *n)
{
    const Node *of = kid(n, 0);
    const Expr *e = of->kind == NODE_NAME ? check_name(c, of, NULL, false) : check_expr(c, of, NULL);
    if (bad(e))
        return e;
    const Expr *v = check_expr(c, kid(n, 1), &e->type);
    if (bad(v))
        return v;
    if (!comparable(&e->type, &v->type))
        return expected(c, v, type_words(c, &e->type));
    return make2(c, OP_MISSING_AS, n, rows_type(c, n, (const Expr *const[]){e, v}, 2), e, v);
}

static const Expr *check_call(Checker *c, const Node *n)
{
    Str name = n->text;
    if (str_eq(name, S("人数")) && n->kid_count == 1 && kid(n, 0)->kind == NODE_OVER)
        return over_people(c, n, S("count"), kid(n, 0));
    Op op = str_eq(name, S("周岁"))   ? OP_AGE
            : str_eq(name, S("整年")) ? OP_YEARS
            : str_eq(name, S("整月")) ? OP_MONTHS
                                      : OP_COUNT;
    if (op == OP_COUNT) {
        unknown_name(c, n, name);
        return poison(c, n);
    }
    if (n->kid_count != 2) {
        diag_add(c->d, E0306, c->source, n->span, ARGS(S("两个日期"), name));
        return poison(c, n);
    }
    const Expr *a = check_expr(c, kid(n, 0), NULL), *b = check_expr(c, kid(n, 1), NULL);
    if (bad(a) || bad(b))
        return poison(c, n);
    if (a->type.kind != TYPE_DATE)
        return expected(c, a, S("日期"));
    if (b->type.kind != TYPE_DATE)
        return expected(c, b, S("日期"));
    Type t = number_type(op == OP_MONTHS ? DIM_MONTHS : DIM_YEARS, op == OP_MONTHS ? S("月") : op == OP_AGE ? S("岁") : S("年"));
    return make2(c, op, n, t, a, b);
}

static const Expr *check_date(Checker *c, const Node *n)
{
    Date d = {0};
    int part[3] = {0}, k = 0;
    for (size_t i = 0; i < n->text.len && k < 3; i++) {
        if (n->text.at[i] == '-')
            k++;
        else if (k < 3)
            part[k] = part[k] * 10 + (n->text.at[i] - '0');
    }
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = part[0] % 4 == 0 && (part[0] % 100 != 0 || part[0] % 400 == 0);
    bool good = part[1] <= 12 && (part[1] == 0 ? part[2] == 0 : part[2] <= days[part[1] - 1] + (leap && part[1] == 2));
    if (!good) {
        diag_add(c->d, E0334, c->source, n->span, ARGS(n->text));
        return poison(c, n);
    }
    d.year = (int16_t)part[0];
    d.month = (uint8_t)part[1];
    d.day = (uint8_t)part[2];
    Expr *e = make(c, OP_DATE, n, type_of(TYPE_DATE));
    e->date = d;
    return e;
}

static const Expr *check_the_post(Checker *c, const Node *n)
{
    if (c->in_exclude) {
        Expr *e = make(c, OP_THE_POST, n, type_of(TYPE_POST));
        e->reach = REACH_CONTEST;
        return e;
    }
    if (c->program->applied < 0) {
        diag_add(c->d, E0328, c->source, n->span, NO_ARGS);
        return poison(c, n);
    }
    Symbol *s = find_symbol(c, c->fields.at[c->program->applied].name);
    return read_symbol(c, n, s);
}

const Expr *check_condition(Checker *c, const Node *n)
{
    const Expr *e = check_expr(c, n, NULL);
    if (bad(e) || e->type.kind == TYPE_YESNO)
        return e;
    return expected(c, e, S("条件"));
}

const Expr *check_many(Checker *c, const Node *n)
{
    Type people = count_type(S("人"));
    const Expr *e = check_expr(c, n, &people);
    if (bad(e) || e->type.kind == TYPE_RATIO || (is_number(e) && e->type.dim == DIM_COUNT))
        return e;
    return expected(c, e, S("人数或比例"));
}

const Expr *check_expr(Checker *c, const Node *n, const Type *want)
{
    if (!n)
        return poison(c, &(Node){0});
    switch ((int)n->kind) {
    case NODE_NAME: return check_name(c, n, want, true);
    case NODE_NUMBER: case NODE_PERCENT: case NODE_FRACTION: return check_number(c, n, want);
    case NODE_RATIO: return check_ratio(c, n);
    case NODE_DATE: return check_date(c, n);
    case NODE_TEXT: {
        Expr *e = make(c, OP_TEXT, n, type_of(TYPE_TEXT));
        e->text = n->text;
        return e;
    }
    case NODE_YES: case NODE_NO: {
        Expr *e = make(c, OP_YESNO, n, type_of(TYPE_YESNO));
        e->index = n->kind == NODE_YES;
        return e;
    }
    case NODE_THE_POST: return check_the_post(c, n);
    case NODE_BINARY: return check_binary(c, n, want);
    case NODE_UNARY: return check_unary(c, n, want);
    case NODE_AT_LEAST: return check_quantified(c, n, n, NULL, OP_COUNT);
    case NODE_IF: return check_if(c, n, want);
    case NODE_ROUND: return check_round(c, n, want);
    case NODE_CAP: return check_bound(c, n, true, want);
    case NODE_FLOOR: return check_bound(c, n, false, want);
    case NODE_RESCALE: return check_rescale(c, n);
    case NODE_MISSING: return check_missing(c, n);
    case NODE_WEIGHTED: return check_weighted(c, n);
    case NODE_MEMBER: return check_member(c, n, want);
    case NODE_MAP: return check_map(c, n, want);
    case NODE_CALL: return check_call(c, n);
    case NODE_GROUP: return check_list(c, n, want);
    case NODE_ERROR: return poison(c, n);
    default:
        diag_add(c->d, E0334, c->source, n->span, ARGS(str_from(node_name(n->kind))));
        return poison(c, n);
    }
}
