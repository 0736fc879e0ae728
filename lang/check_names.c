/* check_names.c - what a name stands for, whether it may be read here, and its members. */
#include "lang/check_parts.h"

/* ---- what is known to hold ---- */

bool same_expr(const Expr *a, const Expr *b)
{
    if (a == b)
        return true;
    if (!a || !b || a->op != b->op || a->kid_count != b->kid_count || a->index != b->index)
        return false;
    if (a->op == OP_NUMBER && num_cmp(a->number, b->number) != 0)
        return false;
    if (a->places != b->places || (a->op == OP_TEXT && !str_eq(a->text, b->text)))
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

void know_not(Checker *c, const Expr *e)
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

static bool has_known(const Checker *c, const Expr *e)
{
    for (size_t i = 0; i < c->known.len; i++)
        if (c->known.at[i]->op == OP_HAS && same_expr(c->known.at[i]->kids[0], e))
            return true;
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

/* A stage, or something a stage declares, that comes later in the text. */
static bool comes_later(const Checker *c, Str name)
{
    size_t stage = 0;
    for (size_t i = 0; i < c->declarations->kid_count; i++) {
        const Node *s = kid(c->declarations, i);
        if (s->kind != NODE_STAGE || (int)stage++ <= c->stage)
            continue;
        if (str_eq(s->text, name))
            return true;
        for (size_t k = 0; k < kid(s, 1)->kid_count; k++) {
            const Node *clause = kid(kid(s, 1), k);
            bool declares = clause->kind == NODE_FIGURE || clause->kind == NODE_VOTE || clause->kind == NODE_DECISION ||
                            clause->kind == NODE_CHOOSE || clause->kind == NODE_MARK;
            if (declares && str_eq(clause->text, name))
                return true;
        }
    }
    return false;
}

void suggest_name(Checker *c, Diag *d, Str name, const Str *known, size_t count)
{
    Str best = {0};
    size_t least = name.len / 2 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t far = distance(name, known[i]);
        if (far < least) {
            least = far;
            best = known[i];
        }
    }
    if (!best.len)
        return;
    Text zh = text_new(c->a), en = text_new(c->a);
    text_format(&zh, S("是不是“{0}”？"), &best, 1);
    text_format(&en, S("did you mean “{0}”?"), &best, 1);
    diag_hint(d, text_str(&zh), text_str(&en));
}

void unknown_name(Checker *c, const Node *n, Str name)
{
    if (comes_later(c, name)) {
        diag_add(c->d, E0335, c->source, n->span, ARGS(name));
        return;
    }
    if (was_lost(c, name))
        return;
    Diag *d = diag_add(c->d, E0301, c->source, n->span, ARGS(name));
    ARRAY(Str) known = {0};
    for (size_t i = 0; i < c->symbols.len; i++)
        *PUSH(c->a, &known) = c->symbols.at[i].name;
    for (size_t s = 0; s < c->scales.len; s++)
        for (size_t i = 0; i < c->scales.at[s].value_count; i++)
            *PUSH(c->a, &known) = c->scales.at[s].values[i];
    suggest_name(c, d, name, known.at, known.len);
}

int grade_in(const Checker *c, int scale, Str name)
{
    if (scale >= 0)
        for (size_t i = 0; i < c->scales.at[scale].value_count; i++)
            if (str_eq(c->scales.at[scale].values[i], name))
                return (int)i;
    return -1;
}

const Expr *make_grade(Checker *c, const Node *n, int scale, int index)
{
    Type t = type_of(TYPE_GRADE);
    t.scale = scale;
    Expr *e = make_expr(c, OP_GRADE, n, t);
    e->index = index;
    return e;
}

/* A field that is one of the contest's keys is the same for everyone in the contest. */
static Reach field_reach(const Checker *c, Op op, int field)
{
    if (c->stage >= 0) {
        const Stage *s = &c->stages.at[c->stage];
        for (size_t i = 0; i < s->by_count; i++)
            if (s->by[i]->op == op && s->by[i]->index == field)
                return REACH_CONTEST;
    }
    return REACH_PERSON;
}

/* The post that 选岗 gives is there once the stage has given it; in 回避 only that of those before him. */
static bool may_read_choice(const Checker *c, const Clause *choice)
{
    return (int)choice->stage < c->stage || c->clause == CLAUSE_CHECK || c->clause == CLAUSE_MARK ||
           (c->clause == CLAUSE_AVOID && c->of_other && c->stages.at[c->stage].everyone); /* several contests have no order */
}

static const Expr *read_choice(Checker *c, const Node *n, const Symbol *s)
{
    if (!may_read_choice(c, &c->clauses.at[s->index])) {
        diag_add(c->d, E0361, c->source, n->span, ARGS(s->name));
        return poison(c, n);
    }
    if (c->clause != CLAUSE_AVOID)
        require_checked(c, s->index);
    Expr *e = make_expr(c, OP_DECISION, n, c->clauses.at[s->index].type);
    e->reach = REACH_PERSON;
    e->index = s->index;
    return e;
}

const Expr *read_symbol(Checker *c, const Node *n, Symbol *s)
{
    s->used = true;
    Expr *e = NULL;
    if (s->stage > c->stage) {
        diag_add(c->d, E0335, c->source, n->span, ARGS(s->name));
        return poison(c, n);
    }
    switch (s->kind) {
    case SYMBOL_PARAM: {
        e = make_expr(c, OP_PARAM, n, c->params.at[s->index].type);
        break;
    }
    case SYMBOL_ENTRY:
        e = make_expr(c, OP_ENTRY_FIELD, n, c->entries.at[s->index].type);
        e->reach = field_reach(c, OP_ENTRY_FIELD, s->index);
        break;
    case SYMBOL_TABLE:
        diag_add(c->d, E0360, c->source, n->span, ARGS(s->name));
        return poison(c, n);
    case SYMBOL_CHOICE: return read_choice(c, n, s);
    case SYMBOL_FIELD: {
        const Field *f = &c->fields.at[s->index];
        e = make_expr(c, OP_FIELD, n, f->type);
        e->reach = field_reach(c, OP_FIELD, s->index);
        break;
    }
    case SYMBOL_FIGURE:
    case SYMBOL_MARK: {
        require_checked(c, s->index);
        const Clause *clause = &c->clauses.at[s->index];
        if (!clause->expr) {
            diag_add(c->d, E0336, c->source, n->span, ARGS(s->name));
            return poison(c, n);
        }
        e = make_expr(c, OP_FIGURE, n, s->kind == SYMBOL_MARK ? type_of(TYPE_YESNO) : clause->expr->type);
        e->reach = clause->expr->reach;
        break;
    }
    case SYMBOL_VOTE:
    case SYMBOL_DECISION:
        e = make_expr(c, s->kind == SYMBOL_VOTE ? OP_VOTE : OP_DECISION, n, c->clauses.at[s->index].type);
        e->reach = REACH_PERSON;
        break;
    case SYMBOL_SCORE: {
        const Stage *stage = &c->stages.at[s->index];
        if (s->index == c->stage)
            require_checked(c, (int)stage->score->index);
        if (!stage->score->expr) {
            diag_add(c->d, E0336, c->source, n->span, ARGS(s->name));
            return poison(c, n);
        }
        e = make_expr(c, OP_SCORE, n, stage->score->expr->type);
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

Type share_type(int base)
{
    Type t = number_type(DIM_SHARE, S(""));
    t.base = base;
    t.has_low = t.has_high = true;
    t.low = num_int(0);
    t.high = num_int(1);
    return t;
}

Type count_type(Str unit)
{
    Type t = number_type(DIM_COUNT, unit);
    t.has_low = true;
    t.low = num_int(0);
    return t;
}

static const Expr *ballot_count(Checker *c, const Node *n, const Expr *ballot, int which)
{
    bool people = which == COUNT_ENTITLED || which == COUNT_PRESENT;
    Expr *e = make_expr1(c, OP_COUNTS, n, count_type(people ? S("人") : S("票")), ballot);
    e->index = which;
    bool own = which == COUNT_AYES || which == COUNT_NOES || which == COUNT_ABSTAINED;
    e->reach = ballot->op == OP_VOTE && !own ? REACH_CONTEST : REACH_PERSON;
    return e;
}

static const Expr *ballot_rate(Checker *c, const Node *n, const Expr *ballot)
{
    Expr *e = make_expr1(c, OP_RATE, n, share_type(ballot->type.base), ballot);
    return e;
}

const Expr *read_declared(Checker *c, const Node *n, SymbolKind kind, Str name, int index)
{
    Symbol *s = find_symbol(c, name);
    /* Not there, or another's: the name was refused where it stands. */
    return s && s->kind == kind && s->index == index ? read_symbol(c, n, s) : poison(c, n);
}

static const Expr *the_vote(Checker *c, const Node *n, Str word)
{
    if (c->vote < 0) {
        if (!c->broken)
            diag_add(c->d, E0351, c->source, n->span, ARGS(word));
        return poison(c, n);
    }
    return read_declared(c, n, SYMBOL_VOTE, c->clauses.at[c->vote].name, c->vote);
}

void need_own_contest(Checker *c, const Node *n, Str word)
{
    if (c->stage < 0)
        diag_add(c->d, E0334, c->source, n->span, ARGS(word));
    else if (!c->stages.at[c->stage].by_count && !c->stages.at[c->stage].everyone)
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
        Expr *e = make_expr1(c, OP_MEETING, n, type_of(TYPE_TEXT), vote);
        e->reach = REACH_CONTEST;
        return e;
    }
    if (str_eq(name, S("名额"))) {
        if (c->program->post_seats < 0 && !(c->stage >= 0 && c->stages.at[c->stage].seats)) {
            diag_add(c->d, E0327, c->source, n->span, ARGS(name));
            return poison(c, n);
        }
        need_own_contest(c, n, name);
        Expr *e = make_expr(c, OP_SEATS, n, count_type(S("个")));
        e->reach = REACH_CONTEST;
        return e;
    }
    if (str_eq(name, S("人数"))) {
        need_own_contest(c, n, name);
        Expr *e = make_expr(c, OP_HEADCOUNT, n, count_type(S("人")));
        e->reach = REACH_CONTEST;
        return e;
    }
    if (str_eq(name, S("名次")) || str_eq(name, S("越过"))) {
        if (c->stage < 0) {
            diag_add(c->d, E0334, c->source, n->span, ARGS(name));
            return poison(c, n);
        }
        Expr *e = make_expr(c, str_eq(name, S("名次")) ? OP_PLACE : OP_PASSED_OVER, n, count_type(S("人")));
        e->reach = REACH_PERSON;
        return e;
    }
    return NULL;
}

static const Field *field_of(const Checker *c, const Expr *e)
{
    switch ((int)e->op) {
    case OP_FIELD: return &c->fields.at[e->index];
    case OP_ENTRY_FIELD: return &c->entries.at[e->index];
    case OP_COLUMN: return &c->tables.at[e->places].columns[e->index];
    default: return NULL;
    }
}

/* Whether something may be missing, of whomever it is read. */
static const Expr *guarded(Checker *c, const Node *n, const Expr *e)
{
    const Expr *read = e->op == OP_OF_PERSON ? e->kids[1] : e;
    const Field *f = field_of(c, read);
    const Clause *from = read->op == OP_DECISION || read->op == OP_VOTE ? &c->clauses.at[read->index] : NULL;
    bool not_yet = e != read && from && from->kind == CLAUSE_CHOOSE && (int)from->stage == c->stage;
    bool given = from && (from->optional || not_yet);
    bool only_when = f && f->when;
    /* What is known to hold is known of the person judged, not of another one. */
    bool optional = (f && f->optional) || given || (only_when && e != read);
    if (optional && !has_known(c, e)) {
        Str name = e != read ? source_text(c, n->span) : f ? f->name : c->clauses.at[read->index].name;
        diag_add(c->d, E0310, c->source, n->span, ARGS(name));
        return poison(c, n);
    }
    if (only_when && e == read && !is_known(c, f->when)) {
        Diag *d = diag_add(c->d, E0311, c->source, n->span, ARGS(f->name));
        diag_label(d, f->when->span, S(""));
        return poison(c, n);
    }
    return e;
}

/* Among the rows of a table a bare name is first a column; NULL when it is none. */
const Expr *read_column(Checker *c, const Node *n, int table, Str name)
{
    const Table *t = &c->tables.at[table];
    for (size_t i = 0; i < t->column_count; i++)
        if (str_eq(t->columns[i].name, name)) {
            Expr *e = make_expr(c, OP_COLUMN, n, t->columns[i].type);
            e->index = (int)i;
            e->places = table;
            return e;
        }
    return NULL;
}

const Expr *guard_column(Checker *c, const Node *n, const Expr *column) { return guarded(c, n, column); }

/* A name; `guard` is false where a missing value is allowed (有 X, X 缺 记 v). */
const Expr *check_name(Checker *c, const Node *n, const Type *want, bool guard)
{
    const Expr *column = c->table >= 0 ? read_column(c, n, c->table, n->text) : NULL;
    if (column)
        return guard ? guarded(c, n, column) : column;
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
        Expr *e = make_expr1(c, OP_RATERS, n, count_type(S("人")), survey);
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
    Expr *e = make_expr1(c, count ? OP_GRADE_COUNT : OP_GRADE_SHARE, n, t, survey);
    e->index = grade;
    return e;
}

static const Expr *post_member(Checker *c, const Node *n, const Expr *post)
{
    for (size_t i = 0; i < c->posts.len; i++)
        if (str_eq(c->posts.at[i].name, n->text)) {
            Expr *e = make_expr1(c, OP_POST_FIELD, n, c->posts.at[i].type, post);
            e->index = (int)i;
            return e;
        }
    diag_add(c->d, E0307, c->source, n->span, ARGS(S(BOTH("职位", "post")), n->text));
    return poison(c, n);
}

/* 甲.新职: what is known of another candidate, not what only one of his entries has. */
static const Expr *person_member(Checker *c, const Node *n, const Expr *person, bool guard)
{
    Symbol *s = find_symbol(c, n->text);
    bool fits = s && (s->kind == SYMBOL_FIELD || s->kind == SYMBOL_FIGURE || s->kind == SYMBOL_MARK ||
                      s->kind == SYMBOL_SCORE || s->kind == SYMBOL_DECISION || s->kind == SYMBOL_CHOICE ||
                      s->kind == SYMBOL_ENTRY);
    if (c->stage < 0) {
        diag_add(c->d, E0334, c->source, n->span, ARGS(source_text(c, n->span)));
        return poison(c, n);
    }
    if (!fits) {
        if (s || !comes_later(c, n->text))
            diag_add(c->d, E0307, c->source, n->span, ARGS(S(BOTH("人选", "candidate")), n->text));
        else
            diag_add(c->d, E0335, c->source, n->span, ARGS(n->text));
        return poison(c, n);
    }
    bool before = c->of_other;
    int table = c->table;
    c->of_other = true;
    c->table = -1;
    const Expr *read = read_symbol(c, n, s);
    c->of_other = before;
    c->table = table;
    if (bad(read))
        return read;
    if (reads_entry(c, read)) {
        diag_add(c->d, E0365, c->source, n->span, ARGS(n->text));
        return poison(c, n);
    }
    Expr *e = make_expr2(c, OP_OF_PERSON, n, read->type, person, read);
    e->reach = REACH_PERSON;
    return guard ? guarded(c, n, e) : e;
}

const Expr *check_member(Checker *c, const Node *n, const Type *want, bool guard)
{
    const Node *of = kid(n, 0);
    if (of->kind == NODE_NAME && str_eq(n->text, S("名次")))
        for (size_t i = 0; i < c->stages.len; i++)
            if (str_eq(c->stages.at[i].name, of->text)) {
                if ((int)i > c->stage || !c->stages.at[i].rank) {
                    diag_add(c->d, E0335, c->source, n->span, ARGS(of->text));
                    return poison(c, n);
                }
                Expr *e = make_expr(c, OP_PLACE, n, count_type(S("人")));
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
    case TYPE_PERSON:
        return person_member(c, n, e, guard);
    case TYPE_SURVEY:
        return survey_member(c, n, e, want);
    case TYPE_PANEL:
        if (str_eq(n->text, S("人数")))
            return make_expr1(c, OP_RATERS, n, count_type(S("人")), e);
        break;
    case TYPE_BALLOT: {
        int which = count_word(n->text);
        if (which >= 0)
            return ballot_count(c, n, e, which);
        if (str_eq(n->text, S("得票率")))
            return ballot_rate(c, n, e);
        if (str_eq(n->text, S("会议")) && e->op == OP_VOTE) {
            Expr *m = make_expr1(c, OP_MEETING, n, type_of(TYPE_TEXT), e);
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
