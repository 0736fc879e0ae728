/* unit_whatif.c - tests of what-if runs: a stage left out, a number put in alone, the other readings; worked by
 * hand on six people for one post. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/check.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/compare_parts.h"
#include "runtime/read.h"

static int passed, failed;

static void check_that(const char *name, bool ok)
{
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok)
        passed++;
    else
        failed++;
}

static Source *load(Arena *a, const char *name, const char *text)
{
    Source *s = NULL;
    size_t bad_at;
    if (source_load(a, str_from(name), str_from(text), LIMIT_DATA_BYTES, &s, &bad_at) != LOAD_OK)
        exit(1);
    return s;
}

static void must(const void *made, const Diags *d)
{
    for (size_t i = 0; i < diags_kept(d); i++) {
        Arena *a = arena_new();
        Text t = text_new(a);
        diag_message(diags_at(d, i), LANG_ZH, &t);
        printf("# %.*s\n", (int)t.len, t.at);
        arena_free(a);
    }
    if (!made)
        exit(1);
}

static const Program *program_of(Arena *a, const char *text)
{
    Diags *d = diags_new(a);
    const Source *s = load(a, "规则.xuan", text);
    const Program *p = check(a, parse(a, s, d), s, d);
    if (!p)
        must(p, d);
    return p;
}

/* ---- the people: 笔试 and 面试 ---- */

#define PEOPLE \
    "{\"posts\":[{\"id\":\"P\",\"名额\":1}],\"candidates\":[" \
    "{\"id\":\"6\",\"报考\":\"P\",\"笔试\":55,\"面试\":99,\"出生\":\"1980-01-01\"}," \
    "{\"id\":\"1\",\"报考\":\"P\",\"笔试\":90,\"面试\":60,\"出生\":\"1980-01-01\"}," \
    "{\"id\":\"2\",\"报考\":\"P\",\"笔试\":85,\"面试\":70,\"出生\":\"1980-01-01\"}," \
    "{\"id\":\"3\",\"报考\":\"P\",\"笔试\":80,\"面试\":80,\"出生\":\"1980-01-01\"}," \
    "{\"id\":\"4\",\"报考\":\"P\",\"笔试\":75,\"面试\":90,\"出生\":\"1980-01-01\"}," \
    "{\"id\":\"5\",\"报考\":\"P\",\"笔试\":95,\"面试\":95,\"出生\":\"1970-06-01\"}]"
static const char people[] = PEOPLE "}";

#define HEAD "职位 { 名额 : 1.. 个 }\n人选 { 报考 : 职位；笔试 : 0..100 分；面试 : 0..100 分；出生 : 日期 }\n"
#define LAST "阶段 终选 按 职位 { 依据 三\n 排序 面试 从高到低\n 入围 1:1 并列 待定\n}\n"

static const char first_text[] =
    "程序 甲 {\n参数 比例 = 1:2 依据 一 存疑 \"缺字\" 另读 1:3, 1:4\n"
    "参数 界日 = 1975-01-01 依据 一 存疑 \"哪一年\" 另读 1965-01-01\n"
    "参数 底线 = 60 分 依据 一 存疑 \"“以上”\" 另读 50 分\n" HEAD
    "阶段 资格 { 依据 一\n 要求 出生 不早于 界日\n 要求 笔试 不低于 底线\n}\n"
    "阶段 初试 按 职位 { 依据 二\n 排序 笔试 从高到低\n 入围 比例 并列 待定\n}\n" LAST "}\n";
static const char second_text[] =
    "程序 乙 {\n" HEAD
    "阶段 资格 { 依据 一\n 要求 出生 不早于 1975-01-01\n 要求 笔试 不低于 50 分\n}\n"
    "阶段 初试 按 职位 { 依据 二\n 排序 笔试 从高到低\n 入围 1:4 并列 待定\n}\n" LAST "}\n";

/* ---- a comparison by hand ---- */

static Comparison *comparison(Arena *a, const char *const *texts, size_t n, const char *data)
{
    Comparison *c = NEW(a, Comparison);
    Party *parties = NEW_ARRAY(a, Party, n);
    const Program **programs = NEW_ARRAY(a, const Program *, n);
    const Source *source = load(a, "数据.json", data);
    for (size_t i = 0; i < n; i++)
        programs[i] = parties[i].program = program_of(a, texts[i]);
    for (size_t i = 0; i < n; i++) {
        Diags *d = diags_new(a);
        RunOptions options = {.until = -1, .keep = KEEP_NOBODY, .without = -1};
        parties[i].pool = read_pool(a, programs[i], programs, n, source, NULL, d);
        must(parties[i].pool, d);
        parties[i].outcome = run(a, programs[i], parties[i].pool, &options, d);
        must(parties[i].outcome, d);
    }
    const Pool *pool = parties[0].pool;
    ComparedPerson *compared = NEW_ARRAY(a, ComparedPerson, pool->person_count);
    for (size_t i = 0; i < pool->person_count; i++) {
        uint32_t *units = NEW_ARRAY(a, uint32_t, n);
        for (size_t k = 0; k < n; k++)
            units[k] = pool->person_order[i];
        compared[i] = (ComparedPerson){.id = pool->person_ids[pool->person_order[i]], .units = units};
    }
    *c = (Comparison){.parties = parties, .party_count = n, .people = compared, .person_count = pool->person_count};
    return c;
}

static bool is_one(const uint32_t *people_found, size_t count, uint32_t person) { return count == 1 && people_found[0] == person; }

/* ---- a stage left out ---- */

/* 甲: 5 is too old, 6 below the line, 1 and 2 go on, 2 is chosen. */
static void test_without(void)
{
    Arena *a = arena_new();
    const char *texts[] = {first_text};
    const Comparison *c = comparison(a, texts, 1, people);
    size_t n;
    const StageWork *work = stage_work(a, c, &n);
    check_that("every stage is tried", n == 3);
    check_that("counts of the first stage", work[0].in == 6 && work[0].out == 4);
    check_that("counts of the second", work[1].in == 4 && work[1].out == 2);
    check_that("without the first stage 5 is chosen", work[0].known && is_one(work[0].unique, work[0].unique_count, 4));
    check_that("without the second 4 is chosen", work[1].known && is_one(work[1].unique, work[1].unique_count, 3));
    check_that("without the last 1 comes through as well", work[2].known && is_one(work[2].unique, work[2].unique_count, 0));
    arena_free(a);
}

/* A stage left out still gives its score and its decisions; its lines put nobody out. */
static void test_needed(void)
{
    static const char text[] = "程序 甲 {\n" HEAD
        "阶段 初试 按 职位 满分 100 分 { 依据 一\n 计分 笔试\n 排序 初试 从高到低\n 入围 3 人 并列 待定\n}\n"
        "阶段 考察 按 职位 { 依据 二\n 决定 结论 : 合格 | 不合格 由 某组\n 要求 结论 为 合格\n}\n"
        "阶段 终选 按 职位 满分 100 分 { 依据 三\n 计分 初试 * 50% + 面试 * 50%\n 排序 终选 从高到低\n 入围 1:1 并列 待定\n}\n}\n";
    static const char data[] = PEOPLE
        ",\"records\":[{\"stage\":\"考察\",\"contest\":{\"职位\":\"P\"},\"values\":{\"5\":{\"结论\":\"合格\"},\"1\":{\"结论\":\"合格\"},\"2\":{\"结论\":\"不合格\"}}}]}";
    Arena *a = arena_new();
    const char *texts[] = {text};
    size_t n;
    const StageWork *work = stage_work(a, comparison(a, texts, 1, data), &n);
    check_that("without the cut 4 has no decision", n == 3 && !work[0].known && !work[0].unique_count && work[0].further_stage == 1);
    check_that("3, 4 and 6 would be in there", work[0].further_count == 3 && work[0].further[0] == 2 && work[0].further[1] == 3 &&
               work[0].further[2] == 5);
    check_that("the body's decision is passed over", n == 3 && work[1].known && !work[1].unique_count && work[1].further_stage == -1);
    check_that("all who reached the last stage", n == 3 && work[2].known && is_one(work[2].unique, work[2].unique_count, 0));
    arena_free(a);
}

/* The only 当选 left out is no question; the cut before it is: 6 would be elected. */
static void test_election(void)
{
    static const char text[] = "程序 甲 {\n" HEAD
        "阶段 初试 按 职位 { 依据 一\n 排序 笔试 从高到低\n 入围 1:2 并列 待定\n}\n"
        "阶段 终选 按 职位 { 依据 二\n 排序 面试 从高到低\n 当选 并列 待定\n}\n}\n";
    Arena *a = arena_new();
    const char *texts[] = {text};
    size_t n;
    const StageWork *work = stage_work(a, comparison(a, texts, 1, people), &n);
    check_that("without the cut 6 is elected", n == 2 && work[0].known && is_one(work[0].unique, work[0].unique_count, 5));
    check_that("without the only election", n == 2 && !work[1].known && work[1].further_stage == -1 && !work[1].further_count);
    arena_free(a);
}

/* 5 fails the last stage; 1 and 2 move up and fail the second, 3 has the place. */
static void test_moving_up(void)
{
    static const char text[] = "程序 甲 {\n" HEAD
        "阶段 拟录用 按 职位 { 依据 一\n 排序 笔试 从高到低\n 入围 1:1 并列 待定 递补\n}\n"
        "阶段 体检 { 依据 二\n 要求 面试 不低于 80 分\n}\n"
        "阶段 考察 { 依据 三\n 要求 出生 不早于 1975-01-01\n}\n}\n";
    Arena *a = arena_new();
    const char *texts[] = {text};
    size_t n;
    const StageWork *work = stage_work(a, comparison(a, texts, 1, people), &n);
    check_that("without the cut 4 and 6 as well", n == 3 && work[0].known && work[0].unique_count == 2 && work[0].unique[0] == 3 &&
               work[0].unique[1] == 5);
    check_that("who moves up passes the stage left out", n == 3 && work[1].known && is_one(work[1].unique, work[1].unique_count, 0));
    check_that("without the last 5 keeps his place", n == 3 && work[2].known && is_one(work[2].unique, work[2].unique_count, 4));
    arena_free(a);
}

/* ---- one number alone ---- */

static const Expr *number_in(const Expr *x, TypeKind kind)
{
    if ((x->op == OP_NUMBER || x->op == OP_PARAM) && x->type.kind == kind)
        return x;
    const Expr *found = NULL;
    for (size_t i = 0; i < x->kid_count && !found; i++)
        found = number_in(x->kids[i], kind);
    return found;
}

static const Trait *trait_of(Arena *a, const Program *p, uint32_t clause, TypeKind kind, Num value)
{
    Trait *t = NEW(a, Trait);
    const Expr *x = number_in(p->clauses[clause].expr, kind);
    Text form = text_new(a);
    num_exact(&form, value);
    *t = (Trait){.kind = TRAIT_GATE, .clause = &p->clauses[clause], .form = text_str(&form), .has_value = true, .sense = OP_GE,
                 .value = value, .type = &x->type, .param = x->op == OP_PARAM ? &p->params[x->index] : NULL, .number = x};
    return t;
}

static AlignedNumber pair_of(Arena *a, const Trait *x, const Trait *y)
{
    const Trait **traits = NEW_ARRAY(a, const Trait *, 2);
    traits[0] = x;
    traits[1] = y;
    return (AlignedNumber){.traits = traits};
}

static uint32_t clause_of(const Program *p, ClauseKind kind, size_t nth)
{
    for (uint32_t i = 0; i < p->clause_count; i++)
        if (p->clauses[i].kind == kind && nth-- == 0)
            return i;
    exit(1);
}

/* 乙 lets four go on: 4 is chosen. */
static void test_attribution(void)
{
    Arena *a = arena_new();
    const char *texts[] = {first_text, second_text};
    Comparison *c = comparison(a, texts, 2, people);
    const Program *p = c->parties[0].program, *q = c->parties[1].program;
    AlignedNumber *numbers = NEW_ARRAY(a, AlignedNumber, 4);
    const Trait *line = trait_of(a, p, clause_of(p, CLAUSE_REQUIRE, 1), TYPE_NUMBER, num_int(60));
    const Trait *other_line = trait_of(a, q, clause_of(q, CLAUSE_REQUIRE, 1), TYPE_NUMBER, num_int(50));
    const Trait *ratio = trait_of(a, p, clause_of(p, CLAUSE_ADVANCE, 0), TYPE_RATIO, num_int(2));
    const Trait *other_ratio = trait_of(a, q, clause_of(q, CLAUSE_ADVANCE, 0), TYPE_RATIO, num_int(4));
    Trait *too_high = NEW(a, Trait);
    *too_high = *other_line;
    too_high->value = num_int(101);
    too_high->form = S("101");
    numbers[0] = pair_of(a, line, other_line);
    numbers[1] = pair_of(a, ratio, other_ratio);
    numbers[2] = pair_of(a, ratio, other_line);
    numbers[3] = pair_of(a, line, too_high);
    Alignment alignment = {.plan_count = 2, .numbers = numbers, .number_count = 4};
    c->alignment = &alignment;
    size_t n;
    const Attribution *at = attribute(a, c, &n);
    check_that("both directions of each", n == 8 && at[0].to == 0 && at[0].from == 1 && at[1].to == 1 && at[1].from == 0);
    check_that("a line that changes nothing", at[0].applied && !at[0].changes && at[1].applied && !at[1].changes);
    check_that("the ratio, by the parameter", at[2].applied && at[2].changes && is_one(at[2].gained, at[2].gained_count, 3) &&
               is_one(at[2].lost, at[2].lost_count, 1));
    check_that("the ratio, in the clause", at[3].applied && at[3].changes && is_one(at[3].gained, at[3].gained_count, 1) &&
               is_one(at[3].lost, at[3].lost_count, 3));
    check_that("a ratio is no mark", !at[4].applied && at[4].why_not.len && !at[5].applied && at[5].why_not.len);
    check_that("beyond the range", !at[6].applied && at[6].why_not.len);
    arena_free(a);
}

/* A list that was picked no longer fits when fewer may be on it. */
static void test_unsettled(void)
{
    static const char text[] = "程序 甲 {\n" HEAD
        "阶段 初试 按 职位 { 依据 一\n 排序 笔试 从高到低\n 入围 3 人 并列 待定\n}\n"
        "阶段 会议 按 职位 { 依据 二\n 入围 1:1 由 常委会 选定\n}\n}\n";
    static const char data[] = PEOPLE ",\"records\":[{\"stage\":\"会议\",\"contest\":{\"职位\":\"P\"},\"chosen\":[\"2\"]}]}";
    Arena *a = arena_new();
    const char *texts[] = {text, text};
    Comparison *c = comparison(a, texts, 2, data);
    const Program *p = c->parties[0].program, *q = c->parties[1].program;
    AlignedNumber number = pair_of(a, trait_of(a, p, 1, TYPE_NUMBER, num_int(3)), trait_of(a, q, 1, TYPE_NUMBER, num_int(2)));
    Alignment alignment = {.plan_count = 2, .numbers = &number, .number_count = 1};
    c->alignment = &alignment;
    size_t n;
    const Attribution *at = attribute(a, c, &n);
    check_that("who was picked is out: not known", n == 2 && !at[0].applied && at[0].why_not.len);
    check_that("who was picked is in", n == 2 && at[1].applied && !at[1].changes);
    const StageWork *work = stage_work(a, c, &n);
    check_that("without the ranking the list still fits", n == 4 && work[0].known && !work[0].unique_count);
    arena_free(a);
}

/* ---- the other readings ---- */

static void test_readings(void)
{
    Arena *a = arena_new();
    const char *texts[] = {first_text};
    const Comparison *c = comparison(a, texts, 1, people);
    Diags *d = diags_new(a);
    const Readings *r = run_readings(a, c->parties[0].program, c->parties[0].pool, d);
    must(r, d);
    check_that("3 x 2 x 2 combinations", r->combination_count == 12 && r->failed == 0 && r->doubt_count == 3 && r->not_run_count == 0);
    /* With 界日 1965 5 is chosen always; with 1975 2, 3 or 4.  6 is among the first four by 笔试 never. */
    bool known[7] = {0};
    size_t chosen[7] = {0};
    const bool *depends[7] = {0};
    for (size_t i = 0; i < r->fate_count; i++) {
        Str id = c->parties[0].pool->person_ids[r->fates[i].person];
        size_t k = (size_t)(id.at[0] - '0');
        known[k] = true;
        chosen[k] = r->fates[i].chosen_in;
        depends[k] = r->fates[i].depends;
    }
    check_that("5 by the date alone", known[5] && chosen[5] == 6 && !depends[5][0] && depends[5][1] && !depends[5][2]);
    check_that("2 by the ratio and the date", known[2] && chosen[2] == 2 && depends[2][0] && depends[2][1] && !depends[2][2]);
    check_that("4 by the ratio and the date", known[4] && chosen[4] == 2 && depends[4][0] && depends[4][1] && !depends[4][2]);
    check_that("6 leaves elsewhere", known[6] && chosen[6] == 0 && depends[6][2] && !depends[6][0]);
    arena_free(a);
}

static void test_many_readings(void)
{
    Arena *a = arena_new();
    Text t = text_new(a);
    text_addz(&t, "程序 甲 {\n");
    for (int i = 0; i < 9; i++) {
        text_addz(&t, "参数 线");
        text_char(&t, (char)('a' + i));
        text_addz(&t, " = 60 分 依据 一 存疑 \"缺字\" 另读 50 分\n");
    }
    text_addz(&t, HEAD "阶段 资格 { 依据 一\n");
    for (int i = 0; i < 9; i++) {
        text_addz(&t, "要求 笔试 不低于 线");
        text_char(&t, (char)('a' + i));
        text_char(&t, '\n');
    }
    text_addz(&t, "}\n" LAST "}\n");
    const char *texts[] = {arena_str(a, text_str(&t)).at};
    const Comparison *c = comparison(a, texts, 1, people);
    Diags *d = diags_new(a);
    const Readings *r = run_readings(a, c->parties[0].program, c->parties[0].pool, d);
    check_that("too many combinations are refused", !r && diags_kept(d) == 1 && diags_at(d, 0)->code == E0418);
    arena_free(a);
}

int main(void)
{
    test_without();
    test_needed();
    test_election();
    test_moving_up();
    test_attribution();
    test_unsettled();
    test_readings();
    test_many_readings();
    printf("# passed %d failed %d\n", passed, failed);
    return failed > 0;
}
