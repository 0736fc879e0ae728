/* unit_compiled.c - compiled expressions say what eval.c and judge.c say: the same outcome, with every clause's verdict, by the
 * reference and with 1, 2 and 7 threads, on people drawn with a fixed seed.  Among them are values that are missing, shares of
 * nobody, long lists, numbers too long for 64 bits, and equal scores. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/check.h"
#include "lang/diag_show.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/compiled.h"
#include "runtime/outcome_json.h"
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

static Source *load(Arena *a, const char *name, Str text)
{
    Source *s = NULL;
    size_t bad_at;
    if (source_load(a, str_from(name), text, LIMIT_DATA_BYTES, &s, &bad_at) != LOAD_OK)
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
    const Source *s = load(a, "规则.xuan", str_from(text));
    const Program *p = check(a, parse(a, s, d), s, d);
    if (!p)
        must(p, d);
    return p;
}

static const char rules[] =
    "程序 全 {\n等级 考核 = 优秀 > 称职 > 基本称职 > 不称职\n等级 评价 = 好 > 较好 > 差\n"
    "职位 { 名额 : 1.. 个；底线 : 0..100 分 }\n"
    "人选 { 报考 : 职位；党员 : 是否；近三年 : 3 项 考核；年度 : 考核；品德 : 测评 4 项 (评价)；民意 : 测评 (评价)\n"
    " 推荐 : 投票 按 收回；笔试 : 0..100 分；面试 : 评分 7 人 0..100 分；加分 : 若干 0..10 分；荣誉 : 0..9 个 可缺；长数 : 0..1 分 }\n"
    "阶段 资格 { 依据 一\n"
    " 有效 品德.人数 不少于 3 人 否则 淘汰 \"人数\"\n"
    " 要求 每一 近三年 不低于 基本称职\n"
    " 要求 至少 2 项 近三年 不低于 称职\n"
    " 要求 年度 属于 (优秀, 称职, 基本称职)\n"
    " 否决 任一 品德.差 超过 40%\n"
    " 否决 非 党员 且 笔试 低于 报考.底线\n"
    " 要求 有 荣誉 或 笔试 高于 20 分\n"
    " 要求 凡 党员 须 民意.好 不低于 10%\n"
    "}\n"
    "阶段 民主 满分 20 分 { 依据 二\n 要求 推荐.得票率 不低于 20%\n 要求 推荐.赞成 多于 2 票\n 计分 平均 (推荐.得票率, 民意.好) 折算 20 分\n}\n"
    "阶段 品行 满分 12 分 { 依据 三\n 计分 合计 品德 对应 (好 = 3 分, 较好 = 1.5 分, 其他 = 0 分)\n}\n"
    "阶段 业务 满分 100 分 { 依据 四\n"
    " 面试分 = 平均 (面试 去掉 最高 1 个 去掉 最低 1 个)\n"
    " 年度分 = 年度 对应 (优秀 = 10 分, 称职 = 8 分, 其他 = 5 分)\n"
    " 档 = 笔试 对应 (90.5.. = 3 分, 60..90 = 2 分, 其他 = 1 分)\n"
    " 荣誉数 = 荣誉 缺 记 0 个\n"
    " 合分 = 加权 5:3:2 (笔试, 面试分, 年度分 * 10) 保留 2 位 四舍五入\n"
    " 计分 (合分 + (合计 加分 封顶 15 分) + 档 - 长数 / 3 + (若 荣誉数 不少于 3 个 则 1 分 否则 0 分)) 封顶 100 分\n"
    "}\n"
    "阶段 总评 按 职位 { 依据 五\n 总分 = 民主 + 品行 + 业务\n 排序 总分 从高到低\n 入围 名额 * 3 并列 全部入围\n}\n"
    "阶段 终选 按 职位 { 依据 六\n 排序 总分 从高到低, 笔试 从高到低\n 入围 1:1 并列 依次比较 面试分 从高到低, 待定\n}\n}\n";

/* ---- people ---- */

static uint64_t state;

static unsigned draw(unsigned n)
{
    state += 0x9E3779B97F4A7C15;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return (unsigned)(((z ^ (z >> 31)) >> 32) * n >> 32);
}

static void add(Text *t, const char *before, unsigned n)
{
    text_addz(t, before);
    text_int(t, n);
}

static void add_survey(Text *t, const char *before, unsigned raters, const char *after)
{
    unsigned good = draw(raters + 1), fair = draw(raters - good + 1);
    add(t, before, good);
    add(t, ",\"较好\":", fair);
    add(t, ",\"差\":", raters - good - fair);
    text_addz(t, after);
}

static void add_person(Text *t, unsigned i, bool harsh)
{
    static const char *const grades[] = {"\"优秀\"", "\"称职\"", "\"称职\"", "\"称职\"", "\"基本称职\"", "\"不称职\""};
    unsigned kinds = harsh ? 6 : 5, raters = harsh ? draw(9) : 3 + draw(9);
    add(t, i ? ",\n{\"id\":\"" : "{\"id\":\"", 10000 + i);
    add(t, "\",\"报考\":\"P", draw(40));
    text_addz(t, draw(2) ? "\",\"党员\":true" : "\",\"党员\":false");
    for (int k = 0; k < 3; k++) {
        text_addz(t, k ? "," : ",\"近三年\":[");
        text_addz(t, grades[draw(kinds)]);
    }
    text_addz(t, "],\"年度\":");
    text_addz(t, grades[draw(kinds)]);
    add(t, ",\"品德\":{\"人数\":", raters);
    for (int k = 0; k < 4; k++)
        add_survey(t, k ? ",{\"好\":" : ",\"各项\":[{\"好\":", raters, "}");
    text_addz(t, "]}");
    add_survey(t, ",\"民意\":{\"好\":", 1 + draw(6), "}");
    unsigned returned = 3 + draw(9);
    add(t, ",\"推荐\":{\"赞成\":", draw(returned + 1));
    add(t, ",\"收回\":", returned);
    add(t, "},\"笔试\":", draw(100));
    text_addz(t, draw(3) ? "" : ".5");
    for (int k = 0; k < 7; k++)
        add(t, k ? "," : ",\"面试\":[", 60 + draw(8));
    text_addz(t, "],\"加分\":[");
    for (unsigned k = 0, n = draw(60) ? draw(5) : 70; k < n; k++)
        add(t, k ? ",0." : "0.", draw(100));
    text_addz(t, "]");
    if (draw(3))
        add(t, ",\"荣誉\":", draw(6));
    text_addz(t, harsh && !draw(300) ? ",\"长数\":0.1234567890123456789012345}" : ",\"长数\":0.25}");
}

static Str people(Arena *a, unsigned n, bool harsh)
{
    Text t = text_new(a);
    text_addz(&t, "{\"posts\":[");
    for (unsigned i = 0; i < 40; i++) {
        add(&t, i ? ",{\"id\":\"P" : "{\"id\":\"P", i);
        add(&t, "\",\"名额\":", 1 + draw(3));
        add(&t, ",\"底线\":", draw(60));
        text_addz(&t, "}");
    }
    text_addz(&t, "],\"candidates\":[");
    for (unsigned i = 0; i < n; i++)
        add_person(&t, i, harsh);
    text_addz(&t, "]}");
    return text_str(&t);
}

/* ---- tests ---- */

static Str outcome_of(Arena *a, const Program *p, const Pool *pool, RunOptions options)
{
    Diags *d = diags_new(a);
    const Outcome *o = run(a, p, pool, &options, d);
    Text t = text_new(a);
    if (o)
        outcome_json(o, S(""), S(""), LANG_ZH, &t);
    diags_json(d, LANG_ZH, &t);
    return text_str(&t);
}

/* Every clause of these rules has formulas: else nothing would be compared. */
static void test_all_compiled(Arena *a, const Program *p, const Pool *pool)
{
    RunOptions options = {.until = -1, .keep = KEEP_NOBODY, .without = -1};
    Run r = {.a = a, .p = p, .pool = pool, .options = &options, .n = pool->unit_count};
    compile_all(&r);
    for (size_t i = 0; i < p->clause_count; i++)
        if (p->clauses[i].expr && p->clauses[i].expr->reach == REACH_PERSON && !r.compiled[i])
            printf("# clause %zu of line %u is not compiled\n", i, p->clauses[i].line);
    for (size_t i = 0; i < p->clause_count; i++)
        if (p->clauses[i].expr && p->clauses[i].expr->reach == REACH_PERSON)
            check_that("a clause is compiled", r.compiled[i] != NULL);
}

static void test_same(uint64_t seed, bool harsh)
{
    Arena *a = arena_new();
    state = seed;
    const Program *p = program_of(a, rules);
    Diags *d = diags_new(a);
    const Pool *pool = read_pool(a, p, NULL, 0, load(a, "人.json", people(a, 2500, harsh)), NULL, d);
    must(pool, d);
    if (!harsh)
        test_all_compiled(a, p, pool);
    RunOptions options = {.until = -1, .keep = KEEP_NOBODY, .without = -1, .reference = true};
    Str wanted = outcome_of(a, p, pool, options);
    check_that("the reference says something", wanted.len > 100000);
    options.reference = false;
    for (unsigned threads = 1; threads <= 7; threads += threads == 1 ? 1 : 5) {
        options.threads = threads;
        check_that("the same outcome", str_eq(outcome_of(a, p, pool, options), wanted));
    }
    arena_free(a);
}

/* Small inputs where what is remembered, and what a formula cannot say, must not change the outcome. */
static const struct { const char *name, *rules, *data; } cases[] = {
    {"a post's field whose post cannot be told is not one that is missing",
     "程序 全 {\n等级 评价 = 好 > 差\n职位 { 名额 : 1.. 个；底线 : 0..100 分 }\n"
     "人选 { 报考 : 职位；另报 : 职位；笔试 : 0..100 分；民意 : 测评 (评价) }\n"
     "阶段 资格 { 依据 一\n 要求 笔试 不低于 ((若 民意.好 超过 30% 则 报考 否则 另报).底线 缺 记 0 分)\n}\n}\n",
     "{\"posts\":[{\"id\":\"P\",\"名额\":1,\"底线\":90}],\"candidates\":[{\"id\":\"1\",\"报考\":\"P\",\"另报\":\"P\",\"笔试\":80,"
     "\"民意\":{\"好\":0,\"差\":0}}]}"},
    {"nor one whose post takes longer numbers",
     "程序 全 {\n职位 { 名额 : 1.. 个；底线 : 0..100 分 可缺 }\n人选 { 报考 : 职位；另报 : 职位；笔试 : 0..100 分；长数 : 0..1 }\n"
     "阶段 资格 { 依据 一\n 要求 笔试 不低于 ((若 长数 * 长数 * 长数 * 长数 高于 0.0001 则 报考 否则 另报).底线 缺 记 0 分)\n}\n}\n",
     "{\"posts\":[{\"id\":\"P\",\"名额\":1,\"底线\":90}],\"candidates\":[{\"id\":\"1\",\"报考\":\"P\",\"另报\":\"P\",\"笔试\":80,"
     "\"长数\":0.1234567}]}"},
    {"figures that 减名额 forgets are found again, with those they read",
     "程序 全 {\n职位 { 名额 : 1.. 个 }\n人选 { 报考 : 职位；笔试 : 0..100 分 }\n"
     "阶段 资格 按 报考 { 依据 一\n 双分 = 笔试 * 2\n 折分 = 双分 * 0.3\n 要求 折分 不低于 10 分\n 开考 1:1 否则 减名额 舍去\n"
     " 计分 折分\n 排序 资格 从高到低\n 入围 1:1 并列 全部入围\n}\n}\n",
     "{\"posts\":[{\"id\":\"P\",\"名额\":3}],\"candidates\":[{\"id\":\"1\",\"报考\":\"P\",\"笔试\":80}]}"},
    {"a person's figures belong to each of his entries",
     "程序 全 {\n职位 { 名额 : 1.. 个 }\n人选 { 笔试 : 0..100 分；面试 : 0..100 分 }\n参选 { 志愿 : 职位 }\n"
     "阶段 资格 { 依据 一\n 双分 = 笔试 * 2\n 折分 = 双分 * 0.3\n 要求 折分 不低于 10 分\n}\n"
     "阶段 终选 按 志愿 { 依据 二\n 计分 面试 + 折分\n 排序 终选 从高到低\n 入围 1:1 并列 全部入围\n}\n}\n",
     "{\"posts\":[{\"id\":\"P\",\"名额\":1},{\"id\":\"Q\",\"名额\":1}],\"candidates\":[{\"id\":\"1\",\"笔试\":80,\"面试\":70},"
     "{\"id\":\"2\",\"笔试\":60,\"面试\":75}],\"entries\":[{\"candidate\":\"1\",\"志愿\":\"P\"},{\"candidate\":\"1\",\"志愿\":\"Q\"},"
     "{\"candidate\":\"2\",\"志愿\":\"P\"}]}"},
};

static void test_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena *a = arena_new();
        const Program *p = program_of(a, cases[i].rules);
        Diags *d = diags_new(a);
        const Pool *pool = read_pool(a, p, NULL, 0, load(a, "人.json", str_from(cases[i].data)), NULL, d);
        must(pool, d);
        RunOptions options = {.until = -1, .keep = KEEP_NOBODY, .without = -1, .reference = true};
        Str wanted = outcome_of(a, p, pool, options);
        options.reference = false;
        check_that(cases[i].name, str_eq(outcome_of(a, p, pool, options), wanted));
        arena_free(a);
    }
}

/* Each figure reads the one before it twice, and the first cannot be compiled: 40 of them take no longer than 40 looks. */
static void test_figures_of_figures(void)
{
    enum { FIGURES = 40 };
    Arena *a = arena_new();
    Text t = text_new(a);
    text_addz(&t, "程序 全 {\n人选 { 数 : 0..9 分；出生 : 日期 }\n阶段 资格 { 依据 一\n 分 = 若 周岁(出生, 2020-01-01) 高于 3 岁 则 数 否则 1 分\n");
    Str name = S("分");
    for (int i = 0; i < FIGURES; i++) {
        Text next = text_new(a);
        text_add(&next, name);
        text_addz(&next, "甲");
        text_addz(&t, " ");
        text_add(&t, text_str(&next));
        text_addz(&t, " = 若 数 高于 3 分 则 ");
        text_add(&t, name);
        text_addz(&t, " 否则 ");
        text_add(&t, name);
        text_addz(&t, " + 1 分\n");
        name = text_str(&next);
    }
    text_addz(&t, " 要求 ");
    text_add(&t, name);
    text_addz(&t, " 高于 1 分\n}\n}\n");
    text_char(&t, '\0');
    const Program *p = program_of(a, text_str(&t).at);
    Diags *d = diags_new(a);
    const Pool *pool = read_pool(a, p, NULL, 0, load(a, "人.json", S("{\"candidates\":[{\"id\":\"1\",\"数\":3,\"出生\":\"1980-01-01\"}]}")), NULL, d);
    must(pool, d);
    RunOptions options = {.until = -1, .keep = KEEP_NOBODY, .without = -1};
    check_that("figures of figures", outcome_of(a, p, pool, options).len > 100);
    arena_free(a);
}

int main(void)
{
    test_cases();
    test_figures_of_figures();
    for (uint64_t seed = 1; seed <= 3; seed++) {
        test_same(seed, false);
        test_same(seed + 10, true);
    }
    printf("# passed %d failed %d\n", passed, failed);
    return failed > 0;
}
