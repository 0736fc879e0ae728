/* unit_outputs.c - tests of the outputs: an outcome built by hand, written as JSON, CSV, report and
 * explanation, against the texts in tests/golden/outputs (from the repository's root) and short ones here.
 * BLESS=1 rewrites those files; read the difference before it is kept. */
#include <stdio.h>
#include <stdlib.h>

#include "runtime/explain.h"
#include "runtime/outcome_csv.h"
#include "runtime/outcome_json.h"
#include "runtime/report.h"
#include "runtime/wording.h"

static int passed, failed;

static void check_str(const char *name, Str got, Str want)
{
    bool ok = str_eq(got, want);
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok) {
        passed++;
        return;
    }
    failed++;
    printf("# got:\n%.*s\n# want:\n%.*s\n", (int)got.len, got.at ? got.at : "", (int)want.len, want.at);
}

/* ---- the program ----
 * 推荐: at least 30% of the ballots, no year 不称职; 笔试: ranked, one goes on; 考察: a decision, a check. */

enum { F_LEVEL, F_BALLOT, F_YEARS, F_MARK, FIELDS };
enum { C_RATE, C_YEARS, C_SCORE, C_RANK, C_ADVANCE, C_DECIDE, C_CHECK, C_PROBATION, CLAUSES };
enum { S_BALLOT, S_PAPER, S_CHECK, STAGES };

static const Type level_type = {.kind = TYPE_GRADE, .scale = 0};
static const Type year_type = {.kind = TYPE_GRADE, .scale = 1};
static const Type share_type = {.kind = TYPE_NUMBER, .dim = DIM_SHARE, .base = COUNT_RETURNED, .scale = -1};
static const Type points_type = {.kind = TYPE_NUMBER, .dim = DIM_POINTS, .unit = {"分", sizeof "分" - 1}, .scale = -1};
static const Type ratio_type = {.kind = TYPE_RATIO, .scale = -1};
static const Type count_type = {.kind = TYPE_NUMBER, .dim = DIM_COUNT, .unit = {"人", sizeof "人" - 1}, .scale = -1};
static const Type yesno_type = {.kind = TYPE_YESNO, .scale = -1};

static Expr *expr(Arena *a, Op op, Type type, int index)
{
    Expr *e = NEW(a, Expr);
    e->op = op;
    e->type = type;
    e->index = index;
    return e;
}

static Expr *constant(Arena *a, Op op, Type type, Num number, Str text)
{
    Expr *e = expr(a, op, type, 0);
    e->number = number;
    e->text = text;
    return e;
}

static Expr *pair(Arena *a, Op op, const Expr *x, const Expr *y)
{
    Expr *e = expr(a, op, yesno_type, OP_EQ);
    const Expr **kids = NEW_ARRAY(a, const Expr *, 2);
    kids[0] = x;
    kids[1] = y;
    e->kids = kids;
    e->kid_count = 2;
    return e;
}

static Expr *rate_of(Arena *a, const Expr *ballot)
{
    Expr *e = expr(a, OP_RATE, share_type, 0);
    const Expr **kids = NEW_ARRAY(a, const Expr *, 1);
    kids[0] = ballot;
    e->kids = kids;
    e->kid_count = 1;
    return e;
}

typedef struct {
    Arena *a;
    Program p;
    Pool pool;
    Outcome o;
    Clause *clauses;
    Stage *stages;
    const Expr **by;
    const Expr *ballot;
} World;

static Field field(Str name, Type type) { return (Field){.name = name, .key = name, .type = type}; }

static void fields_and_scales(World *w)
{
    static const Str levels[] = {{"正科级", 9}, {"副科级", 9}};
    static const Str grades[] = {{"优秀", 6}, {"称职", 6}, {"不称职", 9}};
    Arena *a = w->a;
    Scale *scales = NEW_ARRAY(a, Scale, 2);
    scales[0] = (Scale){.name = S("层次"), .values = levels, .value_count = 2};
    scales[1] = (Scale){.name = S("考核等次"), .ordered = true, .values = grades, .value_count = 3};
    Field *fields = NEW_ARRAY(a, Field, FIELDS);
    fields[F_LEVEL] = field(S("层次"), level_type);
    fields[F_BALLOT] = field(S("民主推荐"), (Type){.kind = TYPE_BALLOT, .base = COUNT_RETURNED, .scale = -1});
    fields[F_YEARS] = field(S("年度考核"), (Type){.kind = TYPE_LIST, .element = &year_type, .scale = -1});
    fields[F_MARK] = field(S("笔试成绩"), points_type);
    w->p.scales = scales;
    w->p.scale_count = 2;
    w->p.fields = fields;
    w->p.field_count = FIELDS;
    w->by = NEW_ARRAY(a, const Expr *, 1);
    w->by[0] = expr(a, OP_FIELD, level_type, F_LEVEL);
}

static Clause *clause(World *w, uint32_t index, ClauseKind kind, uint32_t stage, uint32_t line, const Expr *e)
{
    Clause *c = &w->clauses[index];
    *c = (Clause){.kind = kind, .index = index, .stage = stage, .line = line, .expr = e};
    return c;
}

static void clauses_and_stages(World *w)
{
    static const Str names[STAGES] = {{"推荐", 6}, {"笔试", 6}, {"考察", 6}};
    Arena *a = w->a;
    w->clauses = NEW_ARRAY(a, Clause, CLAUSES);
    w->ballot = expr(a, OP_FIELD, w->p.fields[F_BALLOT].type, F_BALLOT);
    Clause *c = clause(w, C_RATE, CLAUSE_REQUIRE, S_BALLOT, 12,
                       pair(a, OP_GE, rate_of(a, w->ballot),
                            constant(a, OP_NUMBER, share_type, num_ratio(a, 3, 10), S("30%"))));
    Assumption *assumption = NEW(a, Assumption);
    *assumption = (Assumption){.text = S("推荐票按收回的票算"), .line = 13};
    Doubt *doubt = NEW(a, Doubt);
    doubt->text = S("原文没有写明 30% 包不包括本数");
    doubt->line = 14;
    doubt->reading_count = 1;
    doubt->readings = NEW_ARRAY(a, const Expr *, 1);
    doubt->readings[0] = pair(a, OP_GT, rate_of(a, w->ballot),
                              constant(a, OP_NUMBER, share_type, num_ratio(a, 3, 10), S("30%")));
    c->notes = (Notes){.say = S("推荐票不够"), .cite = S("第二部分 第六"), .assumptions = assumption,
                       .assumption_count = 1, .doubts = doubt, .doubt_count = 1};
    clause(w, C_YEARS, CLAUSE_VETO, S_BALLOT, 15,
           pair(a, OP_ANY, expr(a, OP_FIELD, w->p.fields[F_YEARS].type, F_YEARS),
                expr(a, OP_GRADE, year_type, 2)));
    clause(w, C_SCORE, CLAUSE_SCORE, S_PAPER, 20, expr(a, OP_FIELD, points_type, F_MARK));
    Key *keys = NEW_ARRAY(a, Key, 1);
    keys[0] = (Key){.value = expr(a, OP_SCORE, points_type, S_PAPER)};
    c = clause(w, C_RANK, CLAUSE_RANK, S_PAPER, 21, keys[0].value);
    c->keys = keys;
    c->key_count = 1;
    clause(w, C_ADVANCE, CLAUSE_ADVANCE, S_PAPER, 22, constant(a, OP_NUMBER, ratio_type, num_int(1), S("1:1")));
    c = clause(w, C_DECIDE, CLAUSE_DECISION, S_CHECK, 30, NULL);
    c->name = S("考察等次");
    c->type = year_type;
    c->body = S("考察组");
    c = clause(w, C_CHECK, CLAUSE_CHECK, S_CHECK, 31, pair(a, OP_EQ, expr(a, OP_DECISION, year_type, C_DECIDE),
                                                          expr(a, OP_GRADE, year_type, 0)));
    c = clause(w, C_PROBATION, CLAUSE_PROBATION, S_CHECK, 32, NULL);
    c->name = c->period = S("1 年");
    w->stages = NEW_ARRAY(a, Stage, STAGES);
    for (int i = 0; i < STAGES; i++)
        w->stages[i] = (Stage){.name = names[i], .by = w->by, .by_count = 1};
    w->stages[S_PAPER].has_full = true;
    w->stages[S_PAPER].full = num_int(100);
    w->stages[S_PAPER].score = &w->clauses[C_SCORE];
    w->stages[S_PAPER].rank = &w->clauses[C_RANK];
    w->stages[S_PAPER].advance = &w->clauses[C_ADVANCE];
    w->p.clauses = w->clauses;
    w->p.clause_count = CLAUSES;
    w->p.stages = w->stages;
    w->p.stage_count = STAGES;
}

/* ---- the pool: rows stand in another order than ids ---- */

enum { P002, P001, P003, P004, P005, P006, P007, PEOPLE };

/* Without 参选 a unit is a candidate. */
static void people_as_units(World *w)
{
    Pool *p = &w->pool;
    p->unit_count = p->person_count;
    p->unit_person = NEW_ARRAY(w->a, uint32_t, p->unit_count);
    p->unit_post = NEW_ARRAY(w->a, uint32_t, p->unit_count);
    p->unit_order = p->person_order;
    for (uint32_t i = 0; i < p->unit_count; i++) {
        p->unit_person[i] = i;
        p->unit_post[i] = CELL_NONE;
    }
}

static void pool(World *w)
{
    static const Str ids[PEOPLE] = {{"002", 3}, {"001", 3}, {"003", 3}, {"004", 3}, {"005", 3}, {"006", 3}, {"007", 3}};
    static const uint32_t levels[PEOPLE] = {0, 0, 0, 0, 1, 1, 1};
    Arena *a = w->a;
    w->pool = (Pool){.program = &w->p, .person_count = PEOPLE};
    w->pool.person_ids = NEW_ARRAY(a, Str, PEOPLE);
    w->pool.person_order = NEW_ARRAY(a, uint32_t, PEOPLE);
    w->pool.fields = NEW_ARRAY(a, Column, FIELDS);
    Column *c = &w->pool.fields[F_LEVEL];
    c->type = &level_type;
    c->present = NEW_ARRAY(a, uint8_t, PEOPLE);
    c->codes = NEW_ARRAY(a, uint32_t, PEOPLE);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        w->pool.person_ids[i] = ids[i];
        w->pool.person_order[i] = i;
        c->present[i] = 1;
        c->codes[i] = levels[i];
    }
    w->pool.person_order[0] = P001;
    w->pool.person_order[1] = P002;
    people_as_units(w);
}

/* ---- the outcome ---- */

static Shown number(Num x) { return (Shown){.kind = VALUE_NUMBER, .number = x}; }
static Shown words(Str s) { return (Shown){.kind = VALUE_TEXT, .text = s}; }

/* n ballots of 100 against the 30%. */
static Fact *ballots(World *w, int64_t n)
{
    Fact *f = NEW(w->a, Fact);
    *f = (Fact){.expr = w->clauses[C_RATE].expr, .value = number(num_ratio(w->a, n, 100)),
                .bound = number(num_ratio(w->a, 3, 10)), .margin = number(num_ratio(w->a, n - 30, 100)),
                .part = n, .whole = 100};
    return f;
}

static Reason *reason(World *w, Fate *f, ReasonKind kind, const Clause *c, uint32_t stage)
{
    Reason *r = NEW(w->a, Reason);
    *r = (Reason){.kind = kind, .clause = c, .stage = stage, .rank = -1, .limit = -1, .count = -1, .needed = -1, .post = -1};
    f->reasons = r;
    f->reason_count = 1;
    f->stage = (int)stage;
    return r;
}

static void because(Reason *r, const Fact *f)
{
    r->facts = f;
    r->fact_count = 1;
    r->value = f->value;
    r->bound = f->bound;
    r->margin = f->margin;
}

static void ranked(World *w, Fate *f, Num points, int64_t rank, int64_t of)
{
    Figured *figure = NEW(w->a, Figured);
    Ranked *r = NEW(w->a, Ranked);
    *figure = (Figured){.clause = &w->clauses[C_SCORE], .value = points};
    *r = (Ranked){.stage = S_PAPER, .rank = rank, .of = of, .first = number(points)};
    f->figures = figure;
    f->ranks = r;
    f->figure_count = f->rank_count = 1;
}

static Judged judged(World *w, uint32_t c, int verdict, const Fact *facts)
{
    return (Judged){.clause = &w->clauses[c], .verdict = verdict, .facts = facts, .fact_count = 1};
}

static void fates(World *w)
{
    Arena *a = w->a;
    Fate *f = NEW_ARRAY(a, Fate, PEOPLE);
    for (int i = 0; i < PEOPLE; i++)
        f[i].stage = f[i].post = -1;
    f[P001].status = STATUS_CHOSEN;
    ranked(w, &f[P001], num_int(81), 1, 2);
    Given *given = NEW(a, Given);
    *given = (Given){.row = P001, .clause = C_DECIDE, .code = 1};
    f[P001].decisions = NEW_ARRAY(a, const Given *, 1);
    f[P001].decisions[0] = given;
    f[P001].decision_count = 1;
    Judged *j = NEW_ARRAY(a, Judged, 1);
    j[0] = judged(w, C_RATE, 1, ballots(w, 35));
    f[P001].judged = j;
    f[P001].judged_count = 1;

    f[P002].status = STATUS_DROPPED;
    ranked(w, &f[P002], num_ratio(a, 241, 3), 2, 2);
    Reason *r = reason(w, &f[P002], REASON_CUT, &w->clauses[C_ADVANCE], S_PAPER);
    r->rank = 2;
    r->limit = 1;
    r->value = number(num_ratio(a, 241, 3));
    r->bound = number(num_int(81));
    r->margin = number(num_ratio(a, -2, 3));

    f[P003].status = STATUS_DROPPED;
    Fact *fact = ballots(w, 29);
    because(reason(w, &f[P003], REASON_REQUIRE, &w->clauses[C_RATE], S_BALLOT), fact);
    j = NEW_ARRAY(a, Judged, 1);
    j[0] = judged(w, C_RATE, 0, fact);
    f[P003].judged = j;
    f[P003].judged_count = 1;

    f[P004].status = STATUS_WITHDRAWN;
    reason(w, &f[P004], REASON_WITHDRAWN, NULL, S_PAPER)->why = S("本人放弃");

    f[P005].status = STATUS_DROPPED;
    fact = NEW(a, Fact);
    *fact = (Fact){.expr = w->clauses[C_YEARS].expr, .value = words(S("不称职")), .bound = words(S("不称职")), .item = 2};
    because(reason(w, &f[P005], REASON_VETO, &w->clauses[C_YEARS], S_BALLOT), fact);

    for (uint32_t row = P006; row <= P007; row++) {
        f[row].status = STATUS_UNDETERMINED;
        ranked(w, &f[row], num_ratio(a, 145, 2), 1, 2);
        r = reason(w, &f[row], REASON_TIE, &w->clauses[C_ADVANCE], S_PAPER);
        r->rank = r->limit = 1;
    }
    w->o.fates = f;
}

static FunnelRow funnel(uint32_t stage, int64_t entered, int64_t left)
{
    return (FunnelRow){.stage = stage, .entered = entered, .left = left, .dropped = entered - left, .limit = -1};
}

static void contests(World *w)
{
    Arena *a = w->a;
    Contest *c = NEW_ARRAY(a, Contest, 2);
    Shown *keys = NEW_ARRAY(a, Shown, 2);
    FunnelRow *rows = NEW_ARRAY(a, FunnelRow, 6);
    uint32_t *people = NEW_ARRAY(a, uint32_t, 3);
    keys[0] = words(S("正科级"));
    keys[1] = words(S("副科级"));
    people[0] = P001;
    people[1] = P006;
    people[2] = P007;
    rows[0] = funnel(S_BALLOT, 4, 3);
    rows[1] = funnel(S_PAPER, 3, 1);
    rows[1].dropped = rows[1].withdrawn = rows[1].limit = 1;
    rows[1].line = number(num_int(81));
    rows[2] = funnel(S_CHECK, 1, 1);
    rows[3] = funnel(S_BALLOT, 3, 2);
    rows[4] = funnel(S_PAPER, 2, 0);
    rows[4].dropped = 0;
    rows[4].undetermined = 2;
    rows[4].limit = 1;
    rows[5] = funnel(S_CHECK, 0, 0);
    c[0] = (Contest){.by = w->by, .by_count = 1, .key = &keys[0], .seats = 1, .funnel = rows, .funnel_count = 3,
                     .chosen = people, .chosen_count = 1, .vacant = 0};
    c[1] = (Contest){.by = w->by, .by_count = 1, .key = &keys[1], .seats = 1, .funnel = rows + 3, .funnel_count = 3,
                     .undetermined = people + 1, .undetermined_count = 2, .vacant = -1};
    w->o.contests = c;
    w->o.contest_count = 2;
}

static void companions(World *w)
{
    Arena *a = w->a;
    uint32_t *people = NEW_ARRAY(a, uint32_t, 2);
    people[0] = P003;
    people[1] = P001;
    Assumed *assumed = NEW_ARRAY(a, Assumed, 1);
    assumed[0] = (Assumed){.where = S("推荐/要求"), .assumption = w->clauses[C_RATE].notes.assumptions,
                           .decided = people, .decided_count = 1};
    Doubted *doubted = NEW_ARRAY(a, Doubted, 1);
    doubted[0] = (Doubted){.where = S("推荐/要求"), .doubt = w->clauses[C_RATE].notes.doubts};
    Duty *duty = NEW_ARRAY(a, Duty, 1);
    duty[0] = (Duty){.clause = &w->clauses[C_PROBATION], .people = people + 1, .people_count = 1};
    Fact *fact = NEW(a, Fact);
    *fact = (Fact){.expr = w->clauses[C_CHECK].expr, .value = words(S("称职")), .bound = words(S("优秀"))};
    FailedCheck *check = NEW_ARRAY(a, FailedCheck, 1);
    check[0] = (FailedCheck){.clause = &w->clauses[C_CHECK], .person = P001, .facts = fact, .fact_count = 1};
    Note *note = NEW_ARRAY(a, Note, 1);
    note[0] = (Note){.kind = NOTE_PROCEED, .stage = S_PAPER, .by = w->by, .by_count = 1,
                     .key = w->o.contests[1].key, .count = 2};
    Param *param = NEW(a, Param);
    *param = (Param){.name = S("推荐比例"), .type = share_type};
    Setting *setting = NEW_ARRAY(a, Setting, 1);
    setting[0] = (Setting){.param = param, .value = num_ratio(a, 3, 10)};
    w->o.assumed = assumed;
    w->o.doubted = doubted;
    w->o.duties = duty;
    w->o.checks = check;
    w->o.notes = note;
    w->o.settings = setting;
    w->o.assumed_count = w->o.doubted_count = w->o.duty_count = w->o.check_count = 1;
    w->o.note_count = w->o.setting_count = 1;
}

static void build(World *w)
{
    w->p = (Program){.name = S("示例"), .title = S("示例选拔办法"), .post_noun = S("职位"), .person_noun = S("人选"),
                     .post_seats = -1, .applied = -1, .entry_post = -1};
    fields_and_scales(w);
    clauses_and_stages(w);
    pool(w);
    w->o = (Outcome){.program = &w->p, .pool = &w->pool, .until = -1, .undetermined = true, .unsettled = true};
    fates(w);
    contests(w);
    companions(w);
}

/* ---- short texts, in this file ---- */

static void check_fact(World *w, const char *name, Fact f, bool against, const char *zh, const char *en)
{
    unsigned view = against ? (unsigned)FACT_AGAINST : 0u;
    Text t = text_new(w->a), u = text_new(w->a);
    fact_words(&w->o, &f, view, LANG_ZH, &t);
    check_str(name, text_str(&t), str_from(zh));
    fact_words(&w->o, &f, view, LANG_EN, &u);
    check_str(name, text_str(&u), str_from(en));
}

static Fact compared(World *w, Op op, Type type, Num value, Num bound)
{
    Expr *left = expr(w->a, OP_FIELD, type, F_MARK);
    return (Fact){.expr = pair(w->a, op, left, constant(w->a, OP_NUMBER, type, bound, S(""))),
                  .value = number(value), .bound = number(bound), .margin = number(num_sub(w->a, value, bound))};
}

static Fact counted(World *w, Op op, int64_t part, int64_t whole, Num bound)
{
    Fact f = compared(w, op, share_type, num_ratio(w->a, part, whole), bound);
    f.part = part;
    f.whole = whole;
    return f;
}

static void test_facts(World *w)
{
    Arena *a = w->a;
    Num third = num_ratio(a, 1, 3), half = num_ratio(a, 1, 2);
    check_fact(w, "fact: one ballot short", *ballots(w, 29), true,
               "29/100 = 29%，低于 30%，差 1 票；30 票即达到", "29/100 = 29%, below 30%, short by 1 ballot; 30 ballots would reach it");
    check_fact(w, "fact: exactly half is not more than half", counted(w, OP_GT, 5, 10, half), true,
               "5/10 = 50%，正好是 50%，差 1 票；6 票即达到", "5/10 = 50%, exactly 50%, short by 1 ballot; 6 ballots would reach it");
    check_fact(w, "fact: a veto over a third", counted(w, OP_GT, 35, 100, third), true,
               "35/100 = 35%，高于 ≈33.33%，多 2 票；33 票即不成立", "35/100 = 35%, above ≈33.33%, over by 2 ballots; at 33 ballots it would not apply");
    check_fact(w, "fact: at most a third", counted(w, OP_LE, 4, 10, third), true,
               "4/10 = 40%，高于 ≈33.33%，多 1 票；3 票即符合", "4/10 = 40%, above ≈33.33%, over by 1 ballot; 3 ballots would be within it");
    check_fact(w, "fact: a veto below half", counted(w, OP_LT, 4, 10, half), true,
               "4/10 = 40%，低于 50%，差 1 票；5 票即不成立", "4/10 = 40%, below 50%, short by 1 ballot; at 5 ballots it would not apply");
    check_fact(w, "fact: met with room", *ballots(w, 35), false, "35/100 = 35%，高于 30%，余地 5 票", "35/100 = 35%, above 30%, 5 ballots to spare");
    check_fact(w, "fact: met without room", *ballots(w, 30), false, "30/100 = 30%，正好是 30%，没有余地", "30/100 = 30%, exactly 30%, none to spare");
    check_fact(w, "fact: out of reach", counted(w, OP_GT, 10, 10, num_int(1)), true,
               "10/10 = 100%，正好是 100%", "10/10 = 100%, exactly 100%");
    check_fact(w, "fact: rounding never hides a difference", compared(w, OP_GE, share_type, num_ratio(a, 899999999, 3000000000), num_ratio(a, 3, 10)),
               true, "≈29.99999997%，低于 30%，差 ≈0.00000003 个百分点", "≈29.99999997%, below 30%, short by ≈0.00000003 percentage points");
    check_fact(w, "fact: points", compared(w, OP_GE, points_type, num_ratio(a, 119, 2), num_int(60)), true,
               "59.5 分，低于 60 分，差 0.5 分", "59.5 points, below 60 points, short by 0.5 points");
    check_fact(w, "fact: people", compared(w, OP_LE, count_type, num_int(3), num_int(2)), true,
               "3 人，多于 2 人，多 1 人", "3 people, more than 2 people, over by 1 person");
    Fact f = {.expr = expr(a, OP_FIELD, yesno_type, F_MARK), .value = {.kind = VALUE_YESNO, .yes = true}};
    check_fact(w, "fact: yes", f, true, "是", "yes");
    f = compared(w, OP_GE, year_type, num_int(0), num_int(0));
    f.value = words(S("不称职"));
    f.bound = words(S("称职"));
    check_fact(w, "fact: grades", f, true, "不称职，低于 称职", "不称职, below 称职");
    f.value = (Shown){.kind = VALUE_DATE, .date = {2009, 6, 0}};
    f.bound = (Shown){.kind = VALUE_DATE, .date = {2010, 0, 0}};
    check_fact(w, "fact: dates", f, true, "2009-06，早于 2010", "2009-06, before 2010");
}

typedef void Output(const World *w, Language language, Text *out);

static void as_json(const World *w, Language l, Text *out) { outcome_json(&w->o, S("r"), S("d"), l, out); }
static void as_csv(const World *w, Language l, Text *out) { outcome_csv(&w->o, l, out); }
static void as_report(const World *w, Language l, Text *out) { report(&w->o, l, out); }
static void as_chosen(const World *w, Language l, Text *out) { explain(&w->o, P001, l, out); }
static void as_cut(const World *w, Language l, Text *out) { explain(&w->o, P002, l, out); }
static uint32_t asked; /* the candidate whom as_asked explains */
static void as_asked(const World *w, Language l, Text *out) { explain(&w->o, asked, l, out); }
static void as_dropped(const World *w, Language l, Text *out) { explain(&w->o, P003, l, out); }

static Str read_all(Arena *a, const char *path)
{
    Text t = text_new(a);
    char part[4096];
    FILE *f = fopen(path, "rb");
    if (!f)
        return S("(no such file)");
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        text_add(&t, (Str){part, n});
    fclose(f);
    return text_str(&t);
}

static void bless(const char *path, Str got)
{
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(got.at, 1, got.len, f) == got.len;
    if (f && fclose(f) != 0)
        ok = false;
    printf("%s %s\n", ok ? "blessed" : "cannot write", path);
}

/* Against tests/golden/outputs/NAME.txt. */
static void check_output(World *w, const char *name, Output *output, Language language)
{
    Text got = text_new(w->a), path = text_new(w->a);
    output(w, language, &got);
    text_format(&path, S("tests/golden/outputs/{0}.txt"), (Str[]){str_from(name)}, 1);
    text_char(&path, '\0');
    const char *blessing = getenv("BLESS");
    if (blessing && *blessing && !str_eq(text_str(&got), read_all(w->a, path.at)))
        bless(path.at, text_str(&got));
    check_str(name, text_str(&got), read_all(w->a, path.at));
}

static void check_reason(World *w, Reason r, const char *zh, const char *en)
{
    Text t = text_new(w->a), u = text_new(w->a);
    reason_words(&w->o, &r, P003, LANG_ZH, &t);
    check_str(reason_names[r.kind], text_str(&t), str_from(zh));
    reason_words(&w->o, &r, P003, LANG_EN, &u);
    check_str(reason_names[r.kind], text_str(&u), str_from(en));
}

static void test_reasons(World *w)
{
    Reason r = {.clause = &w->clauses[C_ADVANCE], .stage = S_PAPER, .rank = -1, .limit = -1, .count = 2, .needed = 3};
    r.kind = REASON_OPEN;
    check_reason(w, r, "入围 1:1：有 2 人，需要 3 人", "advance 1:1: there are 2, 3 are needed");
    r.kind = REASON_UNJUDGED;
    check_reason(w, r, "入围 1:1：未判，要读的决定还没有", "advance 1:1: not judged, the decision it reads is not there yet");
    r.kind = REASON_PENDING;
    r.waiting = S("考察组");
    check_reason(w, r, "入围 1:1：等待 考察组", "advance 1:1: waiting for 考察组");
    r.kind = REASON_DEPENDS;
    check_reason(w, r, "入围 1:1：读到的汇总里还有未定的人", "advance 1:1: it reads a total over people who are undetermined");
    r.kind = REASON_TIE;
    check_reason(w, r, "入围 1:1：线上的先后未定", "advance 1:1: the order at the line is open");
    r.kind = REASON_EXPLAIN;
    check_reason(w, r, "入围 1:1：没有说明", "advance 1:1: no explanation was given");
    r.kind = REASON_PICK;
    r.limit = 2;
    check_reason(w, r, "入围 1:1：不在名单上，名单 2 人", "advance 1:1: not on the list of 2");
    r.kind = REASON_CUT;
    r.rank = 3;
    r.value = r.bound = number(num_int(80));
    check_reason(w, r, "入围 1:1：第 3 名，入围 2 人；80 分，与入围的最后一名相同",
                 "advance 1:1: rank 3, 2 to go on; 80 points, the same as the last who goes on");
}

/* What the rules say about a clause is told of those it puts out, not of those still waiting. */
static void test_say(World *w)
{
    static const bool told[REASON_KINDS] = {
        [REASON_REQUIRE] = true, [REASON_VETO] = true, [REASON_VALID] = true, [REASON_OPEN] = true,
        [REASON_CUT] = true,     [REASON_PICK] = true, [REASON_EXPLAIN] = true, [REASON_CHOOSE] = true,
    };
    for (int kind = 0; kind < REASON_KINDS; kind++) {
        Reason r = {.kind = (ReasonKind)kind, .clause = &w->clauses[C_RATE], .stage = S_BALLOT};
        check_str(reason_names[kind], reason_say(&r), told[kind] ? S("推荐票不够") : S(""));
    }
}

/* A group by the post applied for goes by that word, whatever the field is called. */
static void test_contest_words(World *w)
{
    Shown key = words(S("正科级"));
    Program p = w->p;
    Outcome o = {.program = &p, .pool = &w->pool, .until = -1};
    Text t = text_new(w->a), u = text_new(w->a), everyone = text_new(w->a);
    contest_words(&o, w->by, 1, &key, LANG_ZH, &t);
    check_str("contest: a field", text_str(&t), S("层次 正科级"));
    p.applied = F_LEVEL;
    contest_words(&o, w->by, 1, &key, LANG_ZH, &u);
    check_str("contest: the post", text_str(&u), S("职位 正科级"));
    contest_words(&o, NULL, 0, NULL, LANG_EN, &everyone);
    check_str("contest: everyone", text_str(&everyone), S("everyone"));
}

/* ---- entries: one line for each candidate and post ---- */

static const Type post_type = {.kind = TYPE_POST, .scale = -1};

static void posts_and_units(World *w, const Str *posts, size_t n, const uint32_t (*units)[2], size_t unit_count)
{
    Pool *p = &w->pool;
    p->post_count = n;
    p->post_ids = NEW_ARRAY(w->a, Str, n);
    memcpy(p->post_ids, posts, n * sizeof *posts);
    p->unit_count = unit_count;
    p->unit_person = NEW_ARRAY(w->a, uint32_t, unit_count);
    p->unit_post = NEW_ARRAY(w->a, uint32_t, unit_count);
    p->unit_order = NEW_ARRAY(w->a, uint32_t, unit_count);
    p->entries = NEW_ARRAY(w->a, Column, 1);
    p->entries->type = &post_type;
    p->entries->present = NEW_ARRAY(w->a, uint8_t, unit_count);
    p->entries->codes = p->unit_post;
    for (uint32_t i = 0; i < unit_count; i++) { /* given by id, then post */
        p->unit_order[i] = i;
        p->unit_person[i] = units[i][0];
        p->unit_post[i] = units[i][1];
        p->entries->present[i] = 1;
    }
}

static Contest post_contest(World *w, Str post, const uint32_t *chosen, size_t n, int64_t entered, int64_t left, int64_t vacant)
{
    Shown *key = NEW(w->a, Shown);
    FunnelRow *row = NEW(w->a, FunnelRow);
    *key = words(post);
    *row = funnel(S_PAPER, entered, left);
    row->limit = 1;
    return (Contest){.by = w->by, .by_count = 1, .key = key, .seats = 1, .funnel = row, .funnel_count = 1,
                     .chosen = chosen, .chosen_count = n, .vacant = vacant};
}

/* 001 stands for both posts and is chosen for both, 002 for one, 003 for none. */
static void build_entries(World *w)
{
    static const uint32_t units[3][2] = {{P001, 0}, {P001, 1}, {P002, 1}}, first = 0;
    static const Str posts[2] = {{"J1", 2}, {"J2", 2}};
    Arena *a = w->a;
    build(w);
    posts_and_units(w, posts, 2, units, 3);
    Field *entry = NEW_ARRAY(a, Field, 1);
    entry[0] = field(S("报考"), post_type);
    w->p.entries = entry;
    w->p.entry_field_count = 1;
    w->p.entry_post = 0;
    w->pool.person_count = 3;
    w->pool.person_order = NEW_ARRAY(a, uint32_t, 3);
    w->pool.person_order[0] = P001;
    w->pool.person_order[1] = P002;
    w->pool.person_order[2] = P003;
    w->by[0] = expr(a, OP_ENTRY_FIELD, post_type, 0);
    for (int i = 0; i < STAGES; i++)
        w->stages[i].of_entries = true;
    Fate *f = NEW_ARRAY(a, Fate, 3);
    f[0] = (Fate){.status = STATUS_CHOSEN, .stage = -1, .post = 0};
    f[1] = f[2] = (Fate){.status = STATUS_DROPPED, .stage = -1, .post = -1};
    ranked(w, &f[0], num_int(81), 1, 1);
    ranked(w, &f[1], num_int(81), 1, 2);
    ranked(w, &f[2], num_int(70), 2, 2);
    reason(w, &f[1], REASON_PLACED, NULL, S_CHECK)->post = 0;
    Reason *r = reason(w, &f[2], REASON_CUT, &w->clauses[C_ADVANCE], S_PAPER);
    r->rank = 2;
    r->limit = 1;
    r->value = number(num_int(70));
    r->bound = number(num_int(81));
    Contest *c = NEW_ARRAY(a, Contest, 2);
    c[0] = post_contest(w, S("J1"), &first, 1, 1, 1, 0);
    c[1] = post_contest(w, S("J2"), NULL, 0, 2, 1, 1);
    w->o = (Outcome){.program = &w->p, .pool = &w->pool, .until = -1, .fates = f, .contests = c, .contest_count = 2};
}

/* ---- 递补: two on the list, 001 gave up, 003 moved up, 004 and 005 wait ---- */

static void build_reserve(World *w)
{
    static const uint32_t was[2] = {P001, P002}, is[2] = {P002, P003}, waiting[2] = {P004, P005};
    static const int64_t points[5] = {81, 85, 78, 75, 70}, ranks[5] = {2, 1, 3, 4, 5};
    static const uint32_t rows[5] = {P001, P002, P003, P004, P005};
    Arena *a = w->a;
    build(w);
    Clause *cut = &w->clauses[C_ADVANCE];
    cut->substitutes = true;
    cut->times = 2;
    cut->deadline = S_CHECK;
    w->pool.person_count = w->pool.unit_count = 5;
    for (uint32_t i = 0; i < 5; i++)
        w->pool.fields[F_LEVEL].codes[i] = 0;
    Fate *f = NEW_ARRAY(a, Fate, 5);
    for (int i = 0; i < 5; i++) {
        f[rows[i]] = (Fate){.status = STATUS_CHOSEN, .stage = -1, .post = -1};
        ranked(w, &f[rows[i]], num_int(points[i]), ranks[i], 5);
        if (i < 3)
            continue;
        f[rows[i]].status = STATUS_RESERVE;
        Reason *r = reason(w, &f[rows[i]], REASON_CUT, cut, S_PAPER);
        r->rank = ranks[i];
        r->limit = 2;
        r->value = number(num_int(points[i]));
        r->bound = number(num_int(81));
    }
    f[P001].status = STATUS_WITHDRAWN;
    reason(w, &f[P001], REASON_WITHDRAWN, NULL, S_CHECK)->why = S("本人放弃");
    Contest *c = NEW_ARRAY(a, Contest, 1);
    FunnelRow *row = NEW_ARRAY(a, FunnelRow, 2);
    row[0] = funnel(S_PAPER, 5, 3);
    row[0].limit = 2;
    row[0].line = number(num_int(81));
    row[1] = funnel(S_CHECK, 3, 2);
    row[1].dropped = 0;
    row[1].withdrawn = 1;
    Shown *key = NEW(a, Shown);
    *key = words(S("正科级"));
    *c = (Contest){.by = w->by, .by_count = 1, .key = key, .seats = 2, .funnel = row, .funnel_count = 2, .chosen = is,
                   .chosen_count = 2, .reserve = waiting, .reserve_count = 2};
    Substitution *s = NEW(a, Substitution);
    *s = (Substitution){.clause = cut, .at = S_CHECK, .nth = 1, .left = P001, .in = P003, .rank = 3, .by = w->by,
                        .by_count = 1, .key = key};
    List *l = NEW(a, List);
    *l = (List){.clause = cut, .by = w->by, .by_count = 1, .key = key, .was = was, .was_count = 2, .is = is,
                .is_count = 2, .reserve = waiting, .reserve_count = 2};
    w->o = (Outcome){.program = &w->p, .pool = &w->pool, .until = -1, .fates = f, .contests = c, .contest_count = 1,
                     .substitutions = s, .substitution_count = 1, .lists = l, .list_count = 1};
}

/* ---- 当选, 选岗 and papers refused: 001 wins J1, 002 is full, 003 falls short, 004 has no wish left ---- */

static void wishes_of_004(World *w)
{
    Arena *a = w->a;
    Column *c = &w->pool.fields[F_YEARS];
    c->type = &w->p.fields[F_YEARS].type;
    c->present = NEW_ARRAY(a, uint8_t, PEOPLE);
    c->first = NEW_ARRAY(a, uint32_t, PEOPLE + 1);
    c->element = NEW(a, Column);
    c->element->codes = NEW_ARRAY(a, uint32_t, 4);
    for (uint32_t i = 0; i < PEOPLE; i++) { /* 001: J2, J1; 004: J1, J2 */
        c->present[i] = i == P001 || i == P004;
        c->first[i + 1] = c->first[i] + (c->present[i] ? 2 : 0);
    }
    c->element->codes[0] = c->element->codes[3] = 1;
}

static void refuse(World *w)
{
    static const Refused refused[] = {
        {.field = F_BALLOT, .clause = -1, .voter = {"V001", 4}, .why = REFUSED_TWICE},
        {.field = F_BALLOT, .clause = -1, .voter = {"V001", 4}, .why = REFUSED_TWICE},
        {.field = F_BALLOT, .clause = -1, .voter = {"V002", 4}, .why = REFUSED_CLASS},
        {.field = F_BALLOT, .clause = -1, .voter = {"V003", 4}, .why = REFUSED_TOO_MANY},
        {.field = F_BALLOT, .clause = -1, .voter = {"V004", 4}, .why = REFUSED_TOO_MANY, .post = {"J1", 2}},
        {.field = F_BALLOT, .clause = -1, .voter = {"V005", 4}, .why = REFUSED_UNKNOWN, .name = {"张某", 6}},
        {.field = F_BALLOT, .clause = -1, .voter = {"V006", 4}, .why = REFUSED_REPEATED, .name = {"001", 3}},
    };
    size_t n = sizeof refused / sizeof *refused;
    Refused *all = NEW_ARRAY(w->a, Refused, n + 22); /* the last 22 in a vote: more than are shown */
    memcpy(all, refused, sizeof refused);
    for (size_t i = n; i < n + 22; i++)
        all[i] = (Refused){.field = -1, .clause = C_DECIDE, .voter = S("V100"), .why = REFUSED_CLASS};
    w->o.refused = all;
    w->o.refused_count = n + 22;
}

static void elect_and_choose(World *w)
{
    Arena *a = w->a;
    Field *f = NEW_ARRAY(a, Field, FIELDS);
    memcpy(f, w->p.fields, FIELDS * sizeof *f);
    w->p.fields = f;
    f[F_LEVEL] = field(S("报考"), post_type);
    f[F_BALLOT].type.names = 2;
    f[F_YEARS] = field(S("志愿"), (Type){.kind = TYPE_LIST, .element = &post_type, .scale = -1});
    w->p.applied = F_LEVEL;
    w->by[0] = expr(a, OP_FIELD, post_type, F_LEVEL);
    Clause *c = clause(w, C_ADVANCE, CLAUSE_ELECT, S_PAPER, 22,
                       pair(a, OP_GT, rate_of(a, w->ballot),
                            constant(a, OP_NUMBER, share_type, num_ratio(a, 1, 2), S("50%"))));
    c->notes.say = S("得票没有过半");
    w->stages[S_PAPER].advance = NULL;
    w->stages[S_PAPER].elect = c;
    c = clause(w, C_DECIDE, CLAUSE_CHOOSE, S_CHECK, 30, expr(a, OP_FIELD, f[F_YEARS].type, F_YEARS));
    c->name = S("新职");
    c->type = post_type;
    c->otherwise = ELSE_DROP;
    c->order = expr(a, OP_PLACE, count_type, S_PAPER);
    w->stages[S_CHECK].choose = c;
    Column *level = &w->pool.fields[F_LEVEL];
    level->type = &post_type;
    for (uint32_t i = 0; i < PEOPLE; i++)
        level->codes[i] = 0;
}

static void build_elected(World *w)
{
    static const uint32_t none[PEOPLE][2] = {{0, 0}}, chosen = P001;
    static const Str posts[2] = {{"J1", 2}, {"J2", 2}};
    Arena *a = w->a;
    build(w);
    elect_and_choose(w);
    posts_and_units(w, posts, 2, none, PEOPLE);
    people_as_units(w);
    w->pool.person_count = w->pool.unit_count = 4;
    wishes_of_004(w);
    const Clause *elect = &w->clauses[C_ADVANCE];
    Fact *enough = ballots(w, 62), *few = ballots(w, 45);
    enough->expr = few->expr = elect->expr;
    enough->bound = few->bound = number(num_ratio(a, 1, 2));
    Fate *f = NEW_ARRAY(a, Fate, 4);
    for (int i = 0; i < 4; i++)
        f[i] = (Fate){.status = STATUS_DROPPED, .stage = -1, .post = -1};
    f[P001].status = STATUS_CHOSEN;
    f[P001].post = 0;
    Judged *j = NEW_ARRAY(a, Judged, 2);
    j[0] = judged(w, C_ADVANCE, 1, enough);
    j[1] = judged(w, C_ADVANCE, 0, few);
    f[P001].judged = f[P002].judged = &j[0];
    f[P003].judged = &j[1];
    f[P001].judged_count = f[P002].judged_count = f[P003].judged_count = 1;
    for (uint32_t i = 0; i < 4; i++)
        ranked(w, &f[i], num_int(i == P001 ? 90 : 80 - (int)i), i == P001 ? 1 : i == P002 ? 2 : (int)i + 1, 4);
    Given *given = NEW(a, Given);
    *given = (Given){.row = P001, .clause = C_DECIDE, .code = 1};
    f[P001].decisions = NEW_ARRAY(a, const Given *, 1);
    f[P001].decisions[0] = given;
    f[P001].decision_count = 1;
    Reason *r = reason(w, &f[P002], REASON_ELECT, elect, S_PAPER);
    r->rank = 2;
    r->limit = 1;
    because(reason(w, &f[P003], REASON_ELECT, elect, S_PAPER), few);
    reason(w, &f[P004], REASON_CHOOSE, &w->clauses[C_DECIDE], S_CHECK);
    Contest *c = NEW_ARRAY(a, Contest, 1);
    *c = post_contest(w, S("J1"), &chosen, 1, 4, 2, 0);
    w->o = (Outcome){.program = &w->p, .pool = &w->pool, .until = -1, .fates = f, .contests = c, .contest_count = 1};
    refuse(w);
}

/* Both posts are open: neither a clause nor a choice has settled it. */
static void test_two_posts(World *w)
{
    Reason r = {.kind = REASON_TWICE, .stage = S_CHECK, .rank = -1, .limit = -1, .post = 1};
    check_reason(w, r, "同时被两个职位选定：另一个是职位 J2，去哪一个还没有定",
                 "chosen for two posts at once: the other is 职位 J2; which of them it is to be is open");
}

static void check_world(Arena *a, void (*builder)(World *), const char *name, const uint32_t *people, size_t n)
{
    World w = {.a = a};
    builder(&w);
    for (size_t i = 0; i < 4 + 2 * n; i++) {
        static Output *const outputs[] = {as_json, as_csv, as_report, as_report};
        static const char *const suffixes[] = {"json", "csv", "report_zh", "report_en"};
        Text t = text_new(a);
        text_addz(&t, name);
        text_char(&t, '_');
        if (i < 4) {
            text_addz(&t, suffixes[i]);
        } else {
            asked = people[(i - 4) / 2];
            text_addz(&t, "explain_");
            text_add(&t, w.pool.person_ids[asked]);
            text_addz(&t, i % 2 ? "_en" : "_zh");
        }
        text_char(&t, '\0');
        check_output(&w, t.at, i < 4 ? outputs[i] : as_asked, i >= 3 && i % 2 ? LANG_EN : LANG_ZH);
    }
    if (builder == build_entries)
        test_two_posts(&w);
}

int main(void)
{
    World w = {.a = arena_new()};
    build(&w);
    test_facts(&w);
    test_reasons(&w);
    test_say(&w);
    test_contest_words(&w);
    check_output(&w, "json", as_json, LANG_ZH);
    check_output(&w, "csv", as_csv, LANG_ZH);
    check_output(&w, "report_zh", as_report, LANG_ZH);
    check_output(&w, "report_en", as_report, LANG_EN);
    check_output(&w, "explain_chosen_zh", as_chosen, LANG_ZH);
    check_output(&w, "explain_cut_en", as_cut, LANG_EN);
    check_output(&w, "explain_dropped_zh", as_dropped, LANG_ZH);
    check_output(&w, "explain_dropped_en", as_dropped, LANG_EN);
    check_world(w.a, build_entries, "entries", (const uint32_t[]){P001, P003}, 2);
    check_world(w.a, build_reserve, "reserve", (const uint32_t[]){P001, P003, P005}, 3);
    check_world(w.a, build_elected, "elected", (const uint32_t[]){P001, P002, P003, P004}, 4);
    arena_free(w.a);
    printf("# passed %d failed %d\n", passed, failed);
    return failed != 0;
}
