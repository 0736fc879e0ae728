#include "runtime/test_run.h"

#include "runtime/read.h"
#include "runtime/reader.h"
#include "runtime/run.h"
#include "runtime/test_change.h"
#include "runtime/wording.h"

typedef struct {
    Arena *a;
    const Program *program;
    const Outcome *o;          /* NULL: there is none */
    const RunOptions *options; /* of the run that gave it */
    Language language;
    Checked *into;
} Comparer;

static void got(Comparer *c, Text *t) { c->into->got = text_str(t); }

static void got_words(Comparer *c, const char *zh, const char *en)
{
    Text t = text_new(c->a);
    say(&t, c->language, zh, en);
    got(c, &t);
}

/* ---- one candidate ---- */

/* His unit; with several entries the post says which.  false: *got says why there is none. */
static bool find_unit_of(Comparer *c, const Expectation *e, uint32_t *unit)
{
    const Pool *pool = c->o->pool;
    size_t found = 0;
    Text posts = text_new(c->a);
    bool person = false;
    for (size_t i = 0; i < pool->unit_count; i++) {
        uint32_t at = pool->unit_order[i];
        if (!str_eq(pool->person_ids[pool->unit_person[at]], e->id))
            continue;
        person = true;
        Str post = pool->unit_post[at] == CELL_NONE ? S("") : pool->post_ids[pool->unit_post[at]];
        if (e->post.len && !str_eq(e->post, post))
            continue;
        text_addz(&posts, found ? "、" : "");
        text_add(&posts, post);
        *unit = at;
        found++;
    }
    Text t = text_new(c->a);
    if (found > 1)
        say_with(&t, c->language, "{0} 有几条参选，要写明职位：{1}", "{0} has several entries, say for which post: {1}", WITH(e->id, text_str(&posts)));
    else if (!found)
        say_with(&t, c->language, person ? "{0} 没有参选这个职位" : "数据里没有 {0} 这个人", person ? "{0} has no entry for this post" : "the data have no {0}", WITH(e->id));
    got(c, &t);
    return found == 1;
}

/* The line of the explanation that decided. */
static void decided_why(Comparer *c, uint32_t unit)
{
    const Fate *f = &c->o->fates[unit];
    Text t = text_new(c->a);
    for (size_t i = 0; i < f->reason_count; i++) {
        say(&t, c->language, i ? "；" : "", i ? "; " : "");
        reason_words(c->o, &f->reasons[i], unit, c->language, &t);
        Str told = reason_say(&f->reasons[i]);
        if (told.len)
            say_with(&t, c->language, "。“{0}”", ". “{0}”", WITH(told));
    }
    c->into->why = text_str(&t);
}

/* How the clause that should have decided was judged, or all of its stage. */
static void judged_why(Comparer *c, const Expectation *e, uint32_t unit)
{
    RunOptions options = *c->options;
    options.keep = (int)c->o->pool->unit_person[unit];
    const Outcome *o = run(c->a, c->program, c->o->pool, &options, diags_new(c->a));
    Text t = text_new(c->a);
    text_add(&t, c->into->why);
    for (size_t i = 0; o && i < o->fates[unit].judged_count; i++) {
        const Judged *j = &o->fates[unit].judged[i];
        if (!j->fact_count || (int)j->clause->stage != e->stage || (e->clause >= 0 && (int)j->clause->index != e->clause))
            continue;
        say(&t, c->language, t.len ? "；" : "", t.len ? "; " : "");
        program_clause(c->program, j->clause, c->language, &t);
        say(&t, c->language, "：", ": ");
        facts_words(o, j->clause, j->facts, j->fact_count, 0, c->language, &t);
    }
    c->into->why = text_str(&t);
}

static size_t clause_place(const Program *p, const Clause *clause) { return clause->index - p->stages[clause->stage].first + 1; }

static void fate_words(Comparer *c, uint32_t unit)
{
    const Fate *f = &c->o->fates[unit];
    Text t = text_new(c->a);
    text_addz(&t, status_words[f->status][c->language]);
    if (f->stage >= 0)
        say_with(&t, c->language, " 于 {0}", " at {0}", WITH(c->program->stages[f->stage].name));
    if (f->stage >= 0 && f->reason_count && f->reasons[0].clause) {
        const Clause *clause = f->reasons[0].clause;
        say_with(&t, c->language, " 条 {0}", " clause {0}", WITH(int_str(c->a, (int64_t)clause_place(c->program, clause))));
    }
    got(c, &t);
}

static bool check_status(Comparer *c, const Expectation *e)
{
    uint32_t unit;
    if (!find_unit_of(c, e, &unit))
        return false;
    const Fate *f = &c->o->fates[unit];
    bool clause = e->clause < 0, said = !e->said.len;
    for (size_t i = 0; i < f->reason_count; i++) {
        clause = clause || (f->reasons[i].clause && (int)f->reasons[i].clause->index == e->clause);
        said = said || str_eq(reason_say(&f->reasons[i]), e->said);
    }
    fate_words(c, unit);
    decided_why(c, unit);
    bool met = (int)f->status == e->status && (e->stage < 0 || f->stage == e->stage) && clause && said;
    if (!met && e->stage >= 0 && (f->stage != e->stage || !clause))
        judged_why(c, e, unit);
    return met;
}

static bool check_rank(Comparer *c, const Expectation *e)
{
    uint32_t unit;
    if (!find_unit_of(c, e, &unit))
        return false;
    const Ranked *r = rank_in(&c->o->fates[unit], e->stage);
    Text t = text_new(c->a);
    if (r)
        say_with(&t, c->language, "名次 {0} 于 {1}（共 {2} 人）", "place {0} at {1} (of {2})",
                 WITH(int_str(c->a, r->rank), c->program->stages[r->stage].name, int_str(c->a, r->of)));
    else
        say(&t, c->language, "没有名次", "no rank");
    got(c, &t);
    if (!r)
        decided_why(c, unit);
    return r && r->rank == e->rank;
}

/* ---- values ---- */

static bool same_date(Date a, Date b) { return a.year == b.year && a.month == b.month && a.day == b.day; }

static bool same_value(const Expectation *e, const Shown *s)
{
    switch (s->kind) {
    case VALUE_NONE: return e->none;
    case VALUE_NUMBER: return e->value && num_cmp(s->number, e->value->number) == 0;
    case VALUE_TEXT: return !e->none && !e->value && str_eq(s->text, e->text);
    case VALUE_YESNO: return e->value && s->yes == (e->value->index == 1);
    case VALUE_DATE: return e->value && same_date(s->date, e->value->date);
    }
    return false;
}

static Shown value_of(Comparer *c, const Expectation *e, uint32_t unit, const Type **type)
{
    const Fate *f = &c->o->fates[unit];
    const Clause *clause = e->index < 0 ? NULL : &c->program->clauses[e->index];
    Shown s = {.kind = VALUE_NONE};
    switch (e->of) {
    case VALUE_OF_FIGURE:
        for (size_t i = 0; i < f->figure_count; i++)
            if (f->figures[i].clause == clause)
                s = (Shown){.kind = VALUE_NUMBER, .number = f->figures[i].value};
        *type = &clause->expr->type;
        break;
    case VALUE_OF_DECISION: {
        const Given *g = decided(c->o, (uint32_t)e->index, unit);
        *type = &clause->type;
        if (g)
            s = given_shown(c->o, g);
        break;
    }
    case VALUE_OF_MARK:
        s = (Shown){.kind = VALUE_YESNO};
        for (size_t i = 0; i < f->mark_count; i++)
            s.yes = s.yes || f->marks[i] == clause;
        break;
    case VALUE_OF_POST:
        s.text = unit_post(c->o, unit);
        s.kind = s.text.len ? VALUE_TEXT : VALUE_NONE;
        break;
    }
    return s;
}

static bool check_value(Comparer *c, const Expectation *e)
{
    uint32_t unit;
    if (!find_unit_of(c, e, &unit))
        return false;
    const Type *type = NULL;
    Shown s = value_of(c, e, unit, &type);
    Text t = text_new(c->a);
    if (s.kind == VALUE_NONE)
        say(&t, c->language, "没有", "none");
    else
        shown_words(&s, type, c->language, &t);
    got(c, &t);
    if (s.kind == VALUE_NONE && !e->none)
        decided_why(c, unit);
    return same_value(e, &s);
}

/* ---- lists and contests ---- */

static bool is_among(const Str *ids, size_t n, Str id)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(ids[i], id))
            return true;
    return false;
}

static bool check_list(Comparer *c, const Expectation *e)
{
    const Pool *pool = c->o->pool;
    ARRAY(Str) found = {0};
    for (size_t i = 0; i < pool->unit_count; i++) {
        uint32_t at = pool->unit_order[i];
        Str id = pool->person_ids[pool->unit_person[at]];
        if ((int)c->o->fates[at].status == e->status && !is_among(found.at, found.len, id))
            *PUSH(c->a, &found) = id;
    }
    bool same = true;
    for (size_t i = 0; i < found.len; i++)
        same &= is_among(e->ids, e->id_count, found.at[i]);
    for (size_t i = 0; i < e->id_count; i++)
        same &= is_among(found.at, found.len, e->ids[i]);
    Text t = text_new(c->a);
    text_addz(&t, status_words[e->status][c->language]);
    for (size_t i = 0; i < found.len; i++) {
        text_addz(&t, i ? ", \"" : " \"");
        text_add(&t, found.at[i]);
        text_char(&t, '"');
    }
    if (!found.len) {
        t = text_new(c->a);
        say_with(&t, c->language, "无人 {0}", "nobody {0}", WITH(str_from(status_words[e->status][c->language])));
    }
    got(c, &t);
    return same;
}

static bool is_contest(Comparer *c, const Expectation *e, const Contest *contest)
{
    for (size_t i = 0; i < e->contest_count; i++) {
        size_t k = 0;
        for (; k < contest->by_count; k++) {
            Text value = text_new(c->a);
            shown_words(&contest->key[k], NULL, LANG_ZH, &value);
            if (names_key(c->program, contest->by[k], e->contest[i].name) && str_eq(text_str(&value), e->contest[i].text))
                break;
        }
        if (k == contest->by_count)
            return false;
    }
    return true;
}

static bool check_void(Comparer *c, const Expectation *e)
{
    bool met = false;
    Text t = text_new(c->a);
    for (size_t i = 0; i < c->o->contest_count; i++) {
        const Contest *contest = &c->o->contests[i];
        for (size_t k = 0; k < contest->funnel_count; k++) {
            const FunnelRow *row = &contest->funnel[k];
            if (!row->is_void)
                continue;
            met = met || (is_contest(c, e, contest) && (e->stage < 0 || (int)row->stage == e->stage));
            say(&t, c->language, t.len ? "；作废 " : "作废 ", t.len ? "; void " : "void ");
            contest_words(c->o, contest->by, contest->by_count, contest->key, c->language, &t);
            say_with(&t, c->language, " 于 {0}", " at {0}", WITH(c->program->stages[row->stage].name));
        }
    }
    if (!t.len)
        say(&t, c->language, "没有作废的组", "no contest is void");
    got(c, &t);
    return met;
}

static bool is_failed(Comparer *c, const Expectation *e, const FailedCheck *f)
{
    Contest contest = {.by = f->by, .by_count = f->by_count, .key = f->key};
    Str id = f->person < 0 ? S("") : unit_id(c->o, (uint32_t)f->person);
    bool here = e->clause < 0 ? e->stage < 0 || (int)f->clause->stage == e->stage : (int)f->clause->index == e->clause;
    return here && (!e->id.len || str_eq(id, e->id)) && is_contest(c, e, &contest);
}

static bool check_failed(Comparer *c, const Expectation *e)
{
    bool met = false;
    Text t = text_new(c->a);
    for (size_t i = 0; i < c->o->check_count; i++) {
        const FailedCheck *f = &c->o->checks[i];
        met = met || is_failed(c, e, f);
        say(&t, c->language, t.len ? "；检查 " : "检查 ", t.len ? "; check " : "check ");
        if (f->person >= 0)
            text_add(&t, unit_id(c->o, (uint32_t)f->person));
        else
            contest_words(c->o, f->by, f->by_count, f->key, c->language, &t);
        say_with(&t, c->language, " 于 {0} 条 {1}", " at {0} clause {1}",
                 WITH(c->program->stages[f->clause->stage].name, int_str(c->a, (int64_t)clause_place(c->program, f->clause))));
    }
    if (!t.len)
        say(&t, c->language, "没有未通过的检查", "every check is met");
    got(c, &t);
    return met != e->none;
}

/* ---- no outcome ---- */

static bool check_refused(Comparer *c, const Expectation *e, const Diags *d)
{
    bool met = false;
    Text t = text_new(c->a);
    ARRAY(Str) codes = {0};
    for (size_t i = 0; i < diags_kept(d); i++) {
        const Diag *diag = diags_at(d, i);
        Str code = message_name(diag->code);
        if (diag->level != LEVEL_ERROR || is_among(codes.at, codes.len, code))
            continue;
        *PUSH(c->a, &codes) = code;
        met = met || (e->kind == EXPECT_ERROR && str_eq(code, e->code));
        say(&t, c->language, codes.len > 1 ? "、" : "错误 ", codes.len > 1 ? ", " : "error ");
        text_add(&t, code);
    }
    got(c, &t);
    return met;
}

static bool compare_one(Comparer *c, const Expectation *e, const Diags *d)
{
    if (!c->o)
        return check_refused(c, e, d);
    switch (e->kind) {
    case EXPECT_STATUS: return check_status(c, e);
    case EXPECT_RANK: return check_rank(c, e);
    case EXPECT_VALUE: return check_value(c, e);
    case EXPECT_LIST: return check_list(c, e);
    case EXPECT_VOID: return check_void(c, e);
    case EXPECT_CHECK: return check_failed(c, e);
    case EXPECT_ERROR: got_words(c, "没有错误", "no error"); return false;
    }
    BUG("kind of expectation");
}

/* ---- the run ---- */

/* What a message says of a changed value is told at the line that changed it. */
static Diags *place_messages(Arena *a, const Program *p, const Test *test, const Changed *data, const Changed *posts, const Diags *from)
{
    Diags *to = diags_new(a);
    for (size_t i = 0; i < diags_kept(from); i++) {
        const Diag *d = diags_at(from, i);
        const Change *c = change_at(data, d->source, d->span);
        c = c ? c : change_at(posts, d->source, d->span);
        Diag *copy = c ? diag_add(to, d->code, p->source, c->value_span, d->args, d->arg_count) : diag_copy(to, d);
        if (c)
            diag_hint(copy, d->hint[LANG_ZH], d->hint[LANG_EN]);
        if (d->code == E0409 && test->change_count)
            diag_hint(copy, S("改了数据以后他到不了这个阶段：写 至 一个阶段，或者把记录也改了"),
                      S("with the changes he does not get to this stage: write until STAGE, or change the record, too"));
        if (c)
            diag_at_json(copy, d->json_path, d->who);
    }
    return to;
}

static const Setting *settings_of(Arena *a, const Program *p, const Test *t)
{
    Setting *all = NEW_ARRAY(a, Setting, t->setting_count);
    for (size_t i = 0; i < t->setting_count; i++) {
        const Expr *e = t->settings[i].value;
        bool number = e->type.kind == TYPE_NUMBER || e->type.kind == TYPE_RATIO;
        all[i] = (Setting){.param = &p->params[t->settings[i].param], .value = e->number, .other = number ? NULL : e};
    }
    return all;
}

static const Outcome *run_changed(Arena *a, const Program *p, const RunOptions *options, const Changed *data, const Changed *posts, Diags *d)
{
    Pool *pool = read_pool(a, p, NULL, 0, data->text, posts->text, d);
    if (!pool || diags_any_error(d))
        return NULL;
    const Outcome *o = run(a, p, pool, options, d);
    return diags_any_error(d) ? NULL : o;
}

TestResult test_run(Arena *a, const Program *program, const Test *test, const Source *data, const Source *posts, const Diags *told,
                    Coverage *coverage, Language language)
{
    Diags *d = diags_new(a);
    Changed changed = {.text = data}, changed_posts = {.text = posts};
    TestResult result = {.test = test, .passed = true, .check_count = test->expect_count, .coverage = coverage};
    RunOptions options = {.until = test->until, .keep = KEEP_NOBODY, .without = -1, .settings = settings_of(a, program, test),
                          .setting_count = test->setting_count, .coverage = coverage};
    diags_append(d, told, S(""));
    if (data && change_data(a, program, test, &changed, &changed_posts, d))
        result.outcome = run_changed(a, program, &options, &changed, &changed_posts, d);
    options.coverage = NULL; /* what is run again to explain a failure is no part of it */
    result.messages = place_messages(a, program, test, &changed, &changed_posts, d);
    result.refused = !result.outcome;
    Checked *checks = NEW_ARRAY(a, Checked, test->expect_count);
    for (size_t i = 0; i < test->expect_count; i++) {
        Comparer c = {a, program, result.outcome, &options, language, &checks[i]};
        checks[i].expect = &test->expects[i];
        checks[i].met = compare_one(&c, &test->expects[i], result.messages);
        result.passed &= checks[i].met;
    }
    if (result.refused && !(test->expect_count == 1 && checks[0].met))
        result.passed = false;
    result.checks = checks;
    return result;
}
