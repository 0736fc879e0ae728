/* unit_measures.c - tests of the measures of agreement on cases worked by hand, and of a small comparison.
 * Output as in unit.c. */
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

static void check_str(const char *name, Str got, Str want)
{
    check_that(name, str_eq(got, want));
    if (!str_eq(got, want))
        printf("# got %.*s, want %.*s\n", (int)got.len, got.at ? got.at : "", (int)want.len, want.at);
}

static void check_num(Arena *a, const char *name, Num got, Num want)
{
    Text x = text_new(a), y = text_new(a);
    num_exact(&x, got);
    num_exact(&y, want);
    check_str(name, text_str(&x), text_str(&y));
}

/* ---- roots ---- */

static void root(Arena *a, const char *name, int64_t n, int64_t d, unsigned places, Str want)
{
    check_str(name, sqrt_decimal(a, num_ratio(a, n, d), places), want);
}

static void test_roots(void)
{
    Arena *a = arena_new();
    root(a, "root of 2", 2, 1, 6, S("1.414214"));
    root(a, "root of 2, whole", 2, 1, 0, S("1"));
    root(a, "root of 0", 0, 1, 6, S("0.000000"));
    root(a, "root of 1", 1, 1, 6, S("1.000000"));
    root(a, "exactly a half goes up", 1, 4, 0, S("1"));
    root(a, "just below a half", 24999999, 100000000, 0, S("0"));
    root(a, "half of the last place", 9, 400, 1, S("0.2"));
    root(a, "less than that", 8999999, 400000000, 1, S("0.1"));
    root(a, "a small one", 1, 1000000000000, 6, S("0.000001"));
    Num big;
    check_that("a big one is read", num_parse(a, S("10000000000000000000000000000000000000000"), &big));
    check_str("root of 10^40", sqrt_decimal(a, big, 2), S("100000000000000000000.00"));
    arena_free(a);
}

/* ---- tau-b and Spearman ---- */

typedef struct {
    const char *name;
    int64_t x[5], y[5];
    size_t n;
    int64_t concordant, discordant, tied_x, tied_y;
    Str tau, rho;
    int64_t rho_n, rho_d; /* rho squared with its sign */
} Case;

static const Case cases[] = {
    {"the same order", {1, 2, 3, 4}, {1, 2, 3, 4}, 4, 6, 0, 0, 0, {"1.000000", 8}, {"1.000000", 8}, 1, 1},
    {"turned round", {1, 2, 3, 4}, {4, 3, 2, 1}, 4, 0, 6, 0, 0, {"-1.000000", 9}, {"-1.000000", 9}, -1, 1},
    {"tied in x", {1, 1, 3}, {1, 2, 3}, 3, 2, 0, 1, 0, {"0.816497", 8}, {"0.866025", 8}, 3, 4},
    {"tied in y", {3, 1, 2}, {3, 1, 1}, 3, 2, 0, 0, 1, {"0.816497", 8}, {"0.866025", 8}, 3, 4},
    {"tied in both", {1, 1, 3, 4}, {1, 1, 4, 3}, 4, 4, 1, 1, 1, {"0.600000", 8}, {"0.777778", 8}, 49, 81},
    {"negative, tied", {1, 2, 2}, {3, 1, 2}, 3, 0, 2, 1, 0, {"-0.816497", 9}, {"-0.866025", 9}, -3, 4},
    {"half of the pairs", {1, 2, 3, 4}, {1, 4, 3, 2}, 4, 3, 3, 0, 0, {"0.000000", 8}, {"0.200000", 8}, 1, 25},
    {"three tied", {1, 1, 1, 4, 5}, {2, 1, 5, 3, 3}, 5, 4, 2, 3, 1, {"0.251976", 8}, {"0.286770", 8}, 25, 304},
    {"all tied in x", {1, 1, 1}, {1, 2, 3}, 3, 0, 0, 3, 0, {NULL, 0}, {NULL, 0}, 0, 1},
    {"one person", {1}, {1}, 1, 0, 0, 0, 0, {NULL, 0}, {NULL, 0}, 0, 1},
    {"nobody", {0}, {0}, 0, 0, 0, 0, 0, {NULL, 0}, {NULL, 0}, 0, 1},
};

static void test_ranks(void)
{
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Case *c = &cases[i];
        Agreement g = {0}, back = {0};
        measure_ranks(a, c->x, c->y, c->n, &g);
        measure_ranks(a, c->y, c->x, c->n, &back);
        bool counts = g.concordant == c->concordant && g.discordant == c->discordant && g.tied_x == c->tied_x && g.tied_y == c->tied_y;
        check_that(c->name, counts && g.people == (int64_t)c->n && g.pairs == (int64_t)(c->n * (c->n ? c->n - 1 : 0) / 2));
        if (!counts)
            printf("# C %lld D %lld x %lld y %lld\n", (long long)g.concordant, (long long)g.discordant, (long long)g.tied_x, (long long)g.tied_y);
        check_str("  tau", g.tau, c->tau);
        check_str("  rho", g.rho, c->rho);
        check_num(a, "  rho squared", g.rho_squared, num_ratio(a, c->rho_n, c->rho_d));
        check_that("  the other way round", str_eq(back.tau, g.tau) && str_eq(back.rho, g.rho) && back.tied_x == g.tied_y);
    }
    arena_free(a);
}

/* Counted pair by pair. */
static void test_many_ranks(void)
{
    enum { N = 2000 };
    Arena *a = arena_new();
    int64_t *x = NEW_ARRAY(a, int64_t, N), *y = NEW_ARRAY(a, int64_t, N), concordant = 0, discordant = 0;
    for (int64_t i = 0; i < N; i++) {
        x[i] = i * 7919 % 613;
        y[i] = (x[i] + i * 104729 % 401) / 3;
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < i; k++) {
            int order = ((x[i] > x[k]) - (x[i] < x[k])) * ((y[i] > y[k]) - (y[i] < y[k]));
            concordant += order > 0;
            discordant += order < 0;
        }
    Agreement g = {0};
    measure_ranks(a, x, y, N, &g);
    check_that("2,000 people", g.concordant == concordant && g.discordant == discordant && g.pairs == 1999000);
    arena_free(a);
}

/* ---- rank-biased overlap ---- */

static void test_persistence(void)
{
    /* 0.2550417 0.5447436 0.6797665 0.8980226 0.9896184 0.9989602 0.9994800, found with 60 digits */
    static const struct { int64_t depth, p; } known[] = {
        {0, 2550}, {1, 2550}, {2, 5447}, {3, 6798}, {10, 8980}, {100, 9896}, {1000, 9990}, {2000, 9995}, {1000000, 9999}};
    Arena *a = arena_new();
    const uint32_t one[] = {0};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        Agreement g = {.depth = known[i].depth};
        measure_overlap(a, one, 1, one, 1, &g);
        check_num(a, "p", g.persistence, num_ratio(a, known[i].p, 10000));
    }
    arena_free(a);
}

/* c0 + c1 p + c2 p^2 */
static Num in_p(Arena *a, Num p, Num c0, Num c1, Num c2)
{
    return num_add(a, c0, num_mul(a, p, num_add(a, c1, num_mul(a, p, c2))));
}

static void overlap(Arena *a, const uint32_t *s, size_t ns, const uint32_t *t, size_t nt, const Num most[3], const Num ext[3])
{
    Agreement g = {.depth = 2}, back = {.depth = 2};
    measure_overlap(a, s, ns, t, nt, &g);
    measure_overlap(a, t, nt, s, ns, &back);
    check_num(a, "  at most", g.rbo_max, in_p(a, g.persistence, most[0], most[1], most[2]));
    check_num(a, "  extrapolated", g.rbo_ext, in_p(a, g.persistence, ext[0], ext[1], ext[2]));
    check_that("  at least", num_cmp(g.rbo_min, g.rbo_ext) <= 0 && num_cmp(g.rbo_ext, g.rbo_max) <= 0);
    check_that("  turned round", num_cmp(g.rbo_min, back.rbo_min) == 0 && num_cmp(g.rbo_max, back.rbo_max) == 0 &&
                                   num_cmp(g.rbo_ext, back.rbo_ext) == 0);
}

#define I(n) {(n), 1}
static void test_overlap(void)
{
    Arena *a = arena_new();
    const uint32_t s1[] = {1}, s2[] = {2}, s12[] = {1, 2}, l213[] = {2, 1, 3}, l132[] = {1, 3, 2};
    printf("# 1 against 2\n");
    overlap(a, s1, 1, s2, 1, (Num[]){I(0), I(1), I(0)}, (Num[]){I(0), I(0), I(0)});
    printf("# 1 against 1\n");
    overlap(a, s1, 1, s1, 1, (Num[]){I(1), I(0), I(0)}, (Num[]){I(1), I(0), I(0)});
    printf("# 1 against 2 1 3\n");
    overlap(a, s1, 1, l213, 3, (Num[]){I(0), I(1), I(0)}, (Num[]){I(0), {1, 2}, {-1, 6}});
    printf("# 1 2 against 1 3 2\n");
    overlap(a, s12, 2, l132, 3, (Num[]){I(1), {-1, 2}, {1, 2}}, (Num[]){I(1), {-1, 2}, {1, 3}});
    printf("# nobody against 1\n");
    overlap(a, s1, 0, s1, 1, (Num[]){I(1), I(0), I(0)}, (Num[]){I(0), I(0), I(0)});
    printf("# nobody against nobody\n");
    overlap(a, s1, 0, s1, 0, (Num[]){I(1), I(0), I(0)}, (Num[]){I(0), I(0), I(0)});
    /* The first rank carries 86 %, so one shared person gives at least that, as p has 4 decimals. */
    Agreement g = {.depth = 1};
    measure_overlap(a, s1, 1, s1, 1, &g);
    Num off = num_sub(a, g.rbo_min, num_ratio(a, 86, 100));
    check_that("the first rank carries 86 %", num_cmp(num_mul(a, off, off), num_ratio(a, 1, 100000000)) < 0);
    arena_free(a);
}

static void test_long_lists(void)
{
    enum { N = 2000 };
    Arena *a = arena_new();
    uint32_t *s = NEW_ARRAY(a, uint32_t, N), *t = NEW_ARRAY(a, uint32_t, N);
    for (uint32_t i = 0; i < N; i++) {
        s[i] = i;
        t[i] = (uint32_t)(i * 7919ULL % N);
    }
    Agreement g = {.depth = 200};
    measure_overlap(a, s, N, t, N, &g);
    check_that("2,000 against 2,000", num_cmp(g.rbo_min, g.rbo_ext) <= 0 && num_cmp(g.rbo_ext, g.rbo_max) <= 0 && num_sign(g.rbo_min) > 0);
    measure_overlap(a, s, N, s, N, &g);
    check_num(a, "the same list", g.rbo_ext, num_int(1));
    check_num(a, "the same list, at most", g.rbo_max, num_int(1));
    arena_free(a);
}

/* ---- a comparison ---- */

#define HEAD "  来源 \"例\" 2020-01-01\n  人选 {\n    笔试 : 0..100 分\n    面试 : 0..100 分\n  }\n"
static const char rules_a[] =
    "程序 甲 \"甲\" {\n" HEAD
    "  阶段 总评 满分 100 分 全体 {\n    计分 加权 6:4 (笔试, 面试)\n    排序 总评 从高到低\n    入围 3 人 并列 全部入围\n  }\n}\n";
static const char rules_b[] =
    "程序 乙 \"乙\" {\n" HEAD
    "  阶段 资格 {\n    要求 面试 不低于 60 分\n  }\n"
    "  阶段 总评 满分 100 分 全体 {\n    计分 加权 4:6 (笔试, 面试)\n    排序 总评 从高到低\n    入围 3 人 并列 全部入围\n  }\n}\n";
static const char rules_c[] =
    "程序 丙 \"丙\" {\n" HEAD
    "  阶段 资格 {\n    要求 笔试 / 面试 不低于 1\n  }\n}\n";
static const char people[] =
    "{\"candidates\":[{\"id\":\"p6\",\"笔试\":10,\"面试\":10},{\"id\":\"p1\",\"笔试\":90,\"面试\":55},"
    "{\"id\":\"p2\",\"笔试\":80,\"面试\":70},{\"id\":\"p3\",\"笔试\":70,\"面试\":80},{\"id\":\"p4\",\"笔试\":60,\"面试\":90},"
    "{\"id\":\"p5\",\"笔试\":85,\"面试\":85}]}";
static const char with_zero[] = "{\"candidates\":[{\"id\":\"p1\",\"笔试\":90,\"面试\":0}]}";
static const char stranger[] = "{\"candidates\":[{\"id\":\"q1\",\"笔试\":90,\"面试\":80}]}";

static Source *load(Arena *a, const char *name, const char *text)
{
    Source *s = NULL;
    size_t bad_at;
    if (source_load(a, str_from(name), str_from(text), LIMIT_RULES_BYTES, &s, &bad_at) != LOAD_OK) {
        printf("# the text was not loaded\n");
        exit(1);
    }
    return s;
}

static void print_messages(const Diags *d)
{
    Arena *a = arena_new();
    for (size_t i = 0; i < diags_kept(d); i++) {
        Text t = text_new(a);
        diag_message(diags_at(d, i), LANG_ZH, &t);
        printf("# %.*s\n", (int)t.len, t.at);
    }
    arena_free(a);
}

static const Comparison *compare_texts(Arena *a, const char *first, const char *second, const char *data, const char *other,
                                       Diags *d)
{
    const char *texts[] = {first, second}, *pools[] = {data, other};
    const Program *programs[2];
    Party *parties = NEW_ARRAY(a, Party, 2);
    for (size_t i = 0; i < 2; i++) {
        const Source *rules = load(a, i ? "b.xuan" : "a.xuan", texts[i]);
        programs[i] = check(a, parse(a, rules, d), rules, d);
        if (!programs[i]) {
            print_messages(d);
            exit(1);
        }
        parties[i] = (Party){.program = programs[i], .file = rules->name, .label = i ? S("乙") : S("甲")};
    }
    for (size_t i = 0; i < 2; i++)
        parties[i].pool = read_pool(a, programs[i], programs, 2, load(a, "data.json", pools[i]), NULL, d);
    return compare(a, parties, 2, &(CompareOptions){0}, d);
}

static void check_scores(Arena *a, const Comparison *c)
{
    bool sums = true;
    for (size_t i = 0; i < c->score_count; i++) {
        Num sum = num_int(0);
        for (size_t k = 0; k < c->scores[i].part_count; k++)
            sum = num_add(a, sum, c->scores[i].parts[k].value);
        sums = sums && c->scores[i].part_count == 2 && num_cmp(sum, c->scores[i].total) == 0;
    }
    check_that("5 scores of 甲, 4 of 乙; the parts add up", c->score_count == 9 && sums);
    if (c->score_count != 9)
        return;
    /* 甲: p5 85, p1 and p2 76; 笔试 counts 60 %: 51, 54, 48, their mean 51 */
    const ScoreMakeUp *top = &c->scores[0], *second = &c->scores[1];
    check_that("the first", str_eq(c->people[top->person].id, S("p5")) && top->rank == 1);
    check_num(a, "his total", top->total, num_int(85));
    check_that("the next", str_eq(c->people[second->person].id, S("p1")) && second->rank == 2);
    check_num(a, "his part", second->parts[0].value, num_int(54));
    check_num(a, "against those chosen", second->parts[0].difference, num_int(3));
    check_num(a, "mean of all who are ranked", second->parts[0].mean_all, num_ratio(a, 6 * 395, 60));
}

static void test_compare(void)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    const Comparison *c = compare_texts(a, rules_a, rules_b, people, people, d);
    check_that("compared", c && c->person_count == 6);
    if (!c)
        return;
    check_that("all: p5", c->all_count == 1 && str_eq(c->people[c->all[0]].id, S("p5")));
    check_that("some: p1 p2 p3 p4", c->some_count == 4 && c->some[0] == 0 && c->some[3] == 3 && c->none_count == 1);
    check_num(a, "Jaccard", c->jaccard, num_ratio(a, 1, 5));
    const ComparedPerson *p1 = &c->people[0], *p5 = &c->people[4], *p2 = &c->people[1];
    check_that("p1 parts at 资格", p1->differs && p1->exits[0] == -1 && p1->exits[1] == p1->parted_at && p1->reasons[1]->kind == REASON_REQUIRE);
    check_that("p2 parts at the cut", p2->parted_at == p2->exits[1] && p2->exits[1] != p1->exits[1] && p2->reasons[1]->kind == REASON_CUT);
    check_that("p5 does not", !p5->differs && p5->parted_at == -1 && !p5->reasons[0]);
    int64_t sum = 0;
    for (size_t i = 0; i < c->matrix_side * c->matrix_side; i++)
        sum += c->matrix[i];
    check_that("the matrix counts everyone", sum == 6 && c->matrix[c->matrix_side * c->matrix_side - 1] == 1);
    /* in points of both: p2 (76, 74), p3 (74, 76), p4 (72, 78), p5 (85, 85) */
    const Agreement *g = &c->agreements[0];
    check_that("agreement", c->agreement_count == 1 && g->people == 4 && g->concordant == 3 && g->discordant == 3 && g->depth == 3);
    check_scores(a, c);
    arena_free(a);
}

/* One scale, two posts: 按 职位 ranks 1 2 and 1 2, the points order all four. */
#define POSTS "  来源 \"例\" 2020-01-01\n  职位 {\n    名额 : 1..9 人\n  }\n  人选 {\n    报考 : 职位\n    笔试 : 0..100 分\n" \
              "    票 : 0..9 人\n    等级 : 优次\n  }\n  等级 优次 = 好 > 中 > 差\n"
static const char by_post[] = "程序 甲 \"甲\" {\n" POSTS "  阶段 总评 按 报考 {\n    排序 笔试 从高到低\n  }\n}\n";
static const char in_one[] = "程序 乙 \"乙\" {\n" POSTS "  阶段 总评 全体 {\n    排序 笔试 从高到低\n  }\n}\n";
static const char rising[] = "程序 乙 \"乙\" {\n" POSTS "  阶段 总评 按 报考 {\n    排序 笔试 从低到高\n  }\n}\n";
static const char votes_by_post[] =
    "程序 乙 \"乙\" {\n" POSTS "  阶段 总评 按 报考 {\n    排序 票 从高到低\n  }\n}\n";
static const char votes_in_one[] =
    "程序 乙 \"乙\" {\n" POSTS "  阶段 总评 全体 {\n    排序 票 从高到低\n  }\n}\n";
static const char grades[] =
    "程序 乙 \"乙\" {\n" POSTS "  阶段 总评 全体 {\n    排序 等级 从高到低, 笔试 从高到低\n  }\n}\n";
static const char points_then_votes[] =
    "程序 乙 \"乙\" {\n" POSTS "  阶段 总评 全体 {\n    排序 笔试 从高到低\n  }\n  阶段 票决 按 报考 {\n    排序 票 从高到低\n  }\n}\n";
static const char no_ranking[] = "程序 乙 \"乙\" {\n" POSTS "  阶段 总评 {\n    要求 笔试 不低于 0 分\n  }\n}\n";
static const char two_posts[] =
    "{\"posts\":[{\"id\":\"a\",\"名额\":1},{\"id\":\"b\",\"名额\":1}],\"candidates\":["
    "{\"id\":\"p1\",\"报考\":\"a\",\"笔试\":90,\"票\":4,\"等级\":\"中\"},{\"id\":\"p2\",\"报考\":\"a\",\"笔试\":60,\"票\":1,\"等级\":\"好\"},"
    "{\"id\":\"p3\",\"报考\":\"b\",\"笔试\":80,\"票\":2,\"等级\":\"差\"},{\"id\":\"p4\",\"报考\":\"b\",\"笔试\":70,\"票\":3,\"等级\":\"差\"}]}";
static const char one_post[] =
    "{\"posts\":[{\"id\":\"a\",\"名额\":1},{\"id\":\"b\",\"名额\":1}],\"candidates\":["
    "{\"id\":\"p1\",\"报考\":\"a\",\"笔试\":90,\"票\":1,\"等级\":\"中\"},{\"id\":\"p2\",\"报考\":\"a\",\"笔试\":60,\"票\":2,\"等级\":\"好\"}]}";

static void test_orders(void)
{
    static const struct {
        const char *what, *first, *second, *data;
        AgreementGap gap;
        size_t gap_of;
        int64_t people, concordant, discordant, tied_y;
    } tries[] = {
        {"points of two posts against one contest", by_post, in_one, two_posts, AGREEMENT_GIVEN, 0, 4, 6, 0, 0},
        {"the lowest first", by_post, rising, two_posts, AGREEMENT_GIVEN, 0, 4, 0, 6, 0},
        {"points before votes by post", by_post, points_then_votes, two_posts, AGREEMENT_GIVEN, 0, 4, 6, 0, 0},
        {"votes in one contest", by_post, votes_in_one, two_posts, AGREEMENT_GIVEN, 0, 4, 5, 1, 0},
        {"grades: the first key alone", by_post, grades, two_posts, AGREEMENT_GIVEN, 0, 4, 2, 3, 1},
        {"votes of two posts", by_post, votes_by_post, two_posts, AGREEMENT_SEVERAL_CONTESTS, 1, 0, 0, 0, 0},
        {"votes by post, but one post", by_post, votes_by_post, one_post, AGREEMENT_GIVEN, 0, 2, 0, 1, 0},
        {"the first has no order", votes_by_post, by_post, two_posts, AGREEMENT_SEVERAL_CONTESTS, 0, 0, 0, 0, 0},
        {"no ranking", by_post, no_ranking, two_posts, AGREEMENT_NO_RANKING, 1, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        Arena *a = arena_new();
        Diags *d = diags_new(a);
        const Comparison *c = compare_texts(a, tries[i].first, tries[i].second, tries[i].data, tries[i].data, d);
        if (!c)
            print_messages(d);
        const Agreement *g = c ? &c->agreements[0] : NULL;
        check_that(tries[i].what, g && g->gap == tries[i].gap && g->gap_of == tries[i].gap_of && g->people == tries[i].people &&
                                  g->concordant == tries[i].concordant && g->discordant == tries[i].discordant &&
                                  g->tied_x == 0 && g->tied_y == tries[i].tied_y && (g->gap == AGREEMENT_GIVEN || !g->tau.len));
        arena_free(a);
    }
}

static void test_itself(void)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    const Comparison *c = compare_texts(a, rules_b, rules_b, people, people, d);
    check_that("against itself: nobody differs", c && c->some_count == 0 && c->attribution_count == 0);
    check_num(a, "  Jaccard", c->jaccard, num_int(1));
    check_str("  tau", c->agreements[0].tau, S("1.000000"));
    check_num(a, "  overlap", c->agreements[0].rbo_ext, num_int(1));
    for (size_t i = 0; i < c->person_count; i++)
        check_that("  nobody parts", c->people[i].parted_at == -1);
    arena_free(a);
}

static const Diag *only_error(const Diags *d)
{
    for (size_t i = 0; i < diags_kept(d) && diags_count(d, LEVEL_ERROR) == 1; i++)
        if (diags_at(d, i)->level == LEVEL_ERROR)
            return diags_at(d, i);
    print_messages(d);
    return NULL;
}

static void test_errors(void)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    check_that("nobody in common: no comparison", !compare_texts(a, rules_a, rules_b, people, stranger, d));
    const Diag *error = only_error(d);
    check_that("  and a message", error && error->code == E0420);
    d = diags_new(a);
    check_that("a run that fails: no comparison", !compare_texts(a, rules_a, rules_c, with_zero, with_zero, d));
    error = only_error(d);
    check_that("  and its message", error && error->code == E0403);
    if (error) {
        Text t = text_new(a);
        diag_message(error, LANG_EN, &t);
        check_str("  led by its procedure", str_cut(text_str(&t), 0, 12), S("乙 b.xuan: "));
    }
    arena_free(a);
}

int main(void)
{
    test_roots();
    test_ranks();
    test_many_ranks();
    test_persistence();
    test_overlap();
    test_long_lists();
    test_compare();
    test_orders();
    test_itself();
    test_errors();
    printf("# passed %d failed %d\n", passed, failed);
    return failed > 0;
}
