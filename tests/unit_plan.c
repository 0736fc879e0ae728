/* unit_plan.c - tests of plans and their alignment: the procedures in rules/ (from the repository's root), worked
 * out by hand, and small ones written here.  Output as in unit.c. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "lang/check.h"
#include "lang/format.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/plan.h"

static int passed, failed;

static void check_str(const char *name, Str got, const char *want)
{
    bool ok = str_eq(got, str_from(want));
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok) {
        passed++;
        return;
    }
    failed++;
    printf("# got:\n%.*s\n# want:\n%s\n", (int)got.len, got.at ? got.at : "", want);
}

static void check_that(const char *name, bool ok)
{
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok)
        passed++;
    else
        failed++;
}

/* ---- programs ---- */

static const Plan *plan_of_text(Arena *a, Str name, Str text)
{
    Source *source = NULL;
    size_t bad_at;
    if (source_load(a, name, text, LIMIT_RULES_BYTES, &source, &bad_at) != LOAD_OK) {
        printf("# %.*s was not loaded\n", (int)name.len, name.at);
        exit(1);
    }
    Diags *d = diags_new(a);
    const Program *program = check(a, parse(a, source, d), source, d);
    for (size_t i = 0; !program && i < diags_kept(d); i++) {
        Text t = text_new(a);
        diag_message(diags_at(d, i), LANG_ZH, &t);
        printf("# %.*s: %.*s\n", (int)name.len, name.at, (int)t.len, t.at);
    }
    if (!program)
        exit(1);
    return plan_of(a, program);
}

static Str file_text(Arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        printf("# no %s\n", path);
        exit(1);
    }
    char *at = arena_alloc(a, LIMIT_RULES_BYTES);
    size_t n = fread(at, 1, LIMIT_RULES_BYTES, f);
    fclose(f);
    return (Str){at, n};
}

enum { FILES_MOST = 64, PATH_LENGTH = 512 };
typedef struct { char path[PATH_LENGTH]; } Path;
static Path paths[FILES_MOST];
static size_t path_count;

static int by_path(const void *x, const void *y) { return strcmp(((const Path *)x)->path, ((const Path *)y)->path); }

static void find_rules(void)
{
    DIR *top = opendir("rules");
    for (struct dirent *e; top && (e = readdir(top));) {
        char folder[PATH_LENGTH / 2];
        snprintf(folder, sizeof folder, "rules/%.200s", e->d_name);
        DIR *in = e->d_name[0] == '.' ? NULL : opendir(folder);
        for (struct dirent *f; in && (f = readdir(in));) {
            size_t n = strlen(f->d_name);
            if (n > 5 && strcmp(f->d_name + n - 5, ".xuan") == 0 && path_count < FILES_MOST)
                snprintf(paths[path_count++].path, PATH_LENGTH, "%s/%.200s", folder, f->d_name);
        }
        if (in)
            closedir(in);
    }
    if (top)
        closedir(top);
    qsort(paths, path_count, sizeof *paths, by_path);
}

static const Plan *plan_of_file(Arena *a, const char *path) { return plan_of_text(a, str_from(path), file_text(a, path)); }

#define BAODING "rules/河北省/保定市.xuan"
#define DISTRICT "rules/某省/某区.xuan"
#define LEIYANG "rules/湖南省/耒阳市.xuan"

/* ---- what is looked at, as text ---- */

static Str labels(Arena *a, const Plan *plan)
{
    Text t = text_new(a);
    for (size_t i = 0; i < plan->stage_count; i++) {
        text_add(&t, plan->stages[i].stage->name);
        text_char(&t, ' ');
        text_addz(&t, phase_names[plan->stages[i].phase]);
        text_addz(&t, plan->stages[i].people_decide ? " *\n" : "\n");
    }
    return text_str(&t);
}

static Str traits(Arena *a, const Plan *plan, size_t stage)
{
    Text t = text_new(a);
    for (size_t i = 0; i < plan->stages[stage].trait_count; i++) {
        const Trait *x = &plan->stages[stage].traits[i];
        text_addz(&t, trait_names[x->kind]);
        text_addz(&t, ": ");
        text_add(&t, x->form);
        if (x->has_value) {
            text_addz(&t, " [");
            text_add(&t, x->subject);
            text_addz(&t, " ");
            num_exact(&t, x->value);
            text_addz(&t, x->param ? " param]" : x->number ? " number]" : "]");
        }
        text_char(&t, '\n');
    }
    return text_str(&t);
}

static Str weights(Arena *a, const Plan *plan)
{
    Text t = text_new(a);
    for (size_t i = 0; i < plan->weight_count; i++) {
        const Weight *w = &plan->weights[i];
        text_add(&t, w->name);
        text_char(&t, ' ');
        num_exact(&t, w->share);
        text_char(&t, ' ');
        num_exact(&t, w->points);
        text_char(&t, ' ');
        text_addz(&t, phase_names[w->phase]);
        text_addz(&t, w->exact ? "\n" : " ?\n");
    }
    return text_str(&t);
}

static Str rest(Arena *a, const Plan *plan)
{
    Text t = text_new(a);
    const size_t counts[] = {plan->gates, plan->vetoes, plan->cuts, plan->decided_by_people};
    for (size_t i = 0; i < 4; i++)
        text_int(&t, (long long)counts[i]), text_char(&t, ' ');
    for (size_t i = 0; i < plan->ratio_count; i++)
        text_char(&t, ':'), num_exact(&t, plan->ratios[i]);
    text_char(&t, '\n');
    for (size_t i = 0; i < plan->electorate_count; i++) {
        text_add(&t, plan->electorates[i].name);
        text_char(&t, ' ');
        num_exact(&t, plan->electorates[i].share);
        text_char(&t, '\n');
    }
    return text_str(&t);
}

static Str rows(Arena *a, const Plan *const *plans, const Alignment *x)
{
    Text t = text_new(a);
    for (size_t r = 0; r < x->row_count; r++) {
        text_addz(&t, phase_names[x->rows[r].phase]);
        for (size_t p = 0; p < x->plan_count; p++) {
            int s = x->rows[r].stages[p];
            text_char(&t, ' ');
            text_addz(&t, mark_signs[x->rows[r].marks[p]]);
            if (s >= 0)
                text_add(&t, plans[p]->stages[s].stage->name);
        }
        text_char(&t, '\n');
    }
    return text_str(&t);
}

static Str numbers(Arena *a, const Alignment *x)
{
    Text t = text_new(a);
    for (size_t i = 0; i < x->number_count; i++) {
        const AlignedNumber *n = &x->numbers[i];
        text_addz(&t, trait_names[n->kind]);
        text_char(&t, ' ');
        text_add(&t, n->subject);
        text_addz(&t, n->same ? " =" : " ~");
        for (size_t p = 0; p < x->plan_count; p++) {
            text_char(&t, ' ');
            if (n->traits[p])
                num_exact(&t, n->traits[p]->value);
            else
                text_char(&t, '-');
        }
        text_char(&t, '\n');
    }
    return text_str(&t);
}

/* ---- the three main procedures ---- */

static void test_baoding(Arena *a)
{
    const Plan *p = plan_of_file(a, BAODING);
    check_str("Baoding: phases", labels(a, p),
              "资格 qualification\n民主推荐 recommendation\n党委决定 deliberation *\n定岗 placement *\n");
    check_str("Baoding: recommendation", traits(a, p, 1),
              "score: A票.得票率 × 40 分 + B票.得票率 × 30 分 + C票.得票率 × 30 分，满分 100 分 "
              "[A票.得票率 × 40 分 + B票.得票率 × 30 分 + C票.得票率 × 30 分，满分 □ 分 100]\n"
              "rank: 得分 从高到低, 会议推荐.得票率 从高到低\n");
    check_str("Baoding: decision", traits(a, p, 2),
              "pick: 入围 至多 名额，由 单位党委（党组）\n"
              "duty: 职级 > 现职级 且 越过 ≥ 1 人，否则 淘汰 [职级 > 现职级 且 越过 ≥ □ 人，否则 淘汰 1 number]\n");
    check_str("Baoding: weights", weights(a, p),
              "A票 2/5 40 recommendation\nB票 3/10 30 recommendation\nC票 3/10 30 recommendation\n");
    check_str("Baoding: counts and voters", rest(a, p), "1 0 0 2 \n会议推荐 0\nA票 2/5\nB票 3/10\nC票 3/10\n");
}

static void test_district(Arena *a)
{
    const Plan *p = plan_of_file(a, DISTRICT);
    check_str("district: phases", labels(a, p),
              "报名 qualification\n综合得分 total\n考察 inspection *\n讨论决定 deliberation *\n");
    check_str("district: total", traits(a, p, 1),
              "veto: 民主测评.不满意 > 30% [民主测评.不满意 > □ 3/10 param]\n"
              "score: 民主测评 对应 (满意 = 100 分, 基本满意 = 60 分, 不满意 = 0 分) × 40% + 笔试 × 30% + 面试 × 30%，满分 100 分 "
              "[民主测评 对应 (满意 = 100 分, 基本满意 = 60 分, 不满意 = 0 分) × 40% + 笔试 × 30% + 面试 × 30%，满分 □ 分 100]\n"
              "rank: 得分 从高到低\n"
              "cut: 入围 至多 3 人 [入围 至多 □ 人 3 param]\n"
              "ties: 并列 全部入围\n");
    check_str("district: weights", weights(a, p),
              "民主测评 2/5 40 recommendation\n笔试 3/10 30 written\n面试 3/10 30 interview\n");
    check_str("district: counts and voters", rest(a, p), "2 2 1 2 \n");
}

static void test_leiyang(Arena *a)
{
    const Plan *p = plan_of_file(a, LEIYANG);
    check_str("Leiyang: phases", labels(a, p),
              "品德评定 moral\n群众评议 recommendation\n工作评估 work\n领导评价 leaders\n组织评鉴 organisation\n差额推荐 total\n"
              "全会推荐 recommendation *\n差额考察 inspection *\n差额酝酿 deliberation *\n提交票决 deliberation *\n"
              "差额票决 vote *\n研究岗位 placement *\n");
    check_str("Leiyang: masses", traits(a, p, 1),
              "valid: 民意调查.人数 ≥ 50 人 [民意调查.人数 ≥ □ 人 50 param]\n"
              "gate: 民主推荐.得票率 ≥ 30% [民主推荐.得票率 ≥ □ 3/10 number]\n"
              "gate: 谈话推荐.得票率 ≥ 50% [谈话推荐.得票率 ≥ □ 1/2 number]\n"
              "gate: 民意调查.满意 ≥ 80% [民意调查.满意 ≥ □ 4/5 number]\n"
              "score: 民主推荐.得票率 × 20/3 分 + 民意调查.满意 × 20/3 分 + 谈话推荐.得票率 × 20/3 分，满分 20 分 "
              "[民主推荐.得票率 × 20/3 分 + 民意调查.满意 × 20/3 分 + 谈话推荐.得票率 × 20/3 分，满分 □ 分 20]\n");
    check_str("Leiyang: plenum", traits(a, p, 6),
              "vote: 表决 按 收回，由 市委全会（扩大会）\n"
              "rank: 赞成 从高到低\n"
              "cut: 入围 1:1.5 进一 [入围 □ 3/2 param]\n"
              "ties: 并列 全部入围\n");
    check_str("Leiyang: committee", traits(a, p, 10),
              "vote: 表决 按 应到，由 市委常委会\n"
              "valid: 到会 ≥ 应到 × 2/3 [到会 ≥ 应到 × □ 2/3 number]\n"
              "gate: 赞成 > 应到 × 50% [赞成 > 应到 × □ 1/2 number]\n"
              "rank: 赞成 从高到低\n"
              "cut: 入围 1:1 [入围 □ 1 number]\n"
              "ties: 并列 待定\n");
    check_str("Leiyang: weights", weights(a, p),
              "工作评估 2/5 40 work ?\n品德 1/5 20 moral\n组织评鉴分 1/10 10 organisation\n领导评价 1/10 10 leaders ?\n"
              "民主推荐 1/15 20/3 recommendation\n民意调查 1/15 20/3 recommendation\n谈话推荐 1/15 20/3 recommendation\n");
    check_str("Leiyang: counts and voters", rest(a, p),
              "6 1 3 6 :3:3/2:3/2:1\n民主推荐 1/2\n谈话推荐 1/2\n市委全会（扩大会） 0\n市委常委会 0\n");
}

static void test_three(Arena *a)
{
    const Plan *const plans[] = {plan_of_file(a, BAODING), plan_of_file(a, DISTRICT), plan_of_file(a, LEIYANG)};
    const Alignment *x = align(a, plans, 3);
    check_str("three at once", rows(a, plans, x),
              "qualification =资格 ~报名 -\n"
              "recommendation =民主推荐 - ~群众评议\n"
              "recommendation - - +全会推荐\n"
              "moral - - +品德评定\n"
              "work - - +工作评估\n"
              "leaders - - +领导评价\n"
              "organisation - - +组织评鉴\n"
              "total - =综合得分 ~差额推荐\n"
              "inspection - =考察 ~差额考察\n"
              "deliberation - - +差额酝酿\n"
              "deliberation =党委决定 ~讨论决定 ~提交票决\n"
              "vote - - +差额票决\n"
              "placement =定岗 - ~研究岗位\n");
    const Plan *const other[] = {plans[2], plans[0], plans[1]};
    const Alignment *y = align(a, other, 3);
    bool same = x->row_count == y->row_count;
    for (size_t r = 0; same && r < x->row_count; r++)
        same = x->rows[r].stages[0] == y->rows[r].stages[1] && x->rows[r].stages[1] == y->rows[r].stages[2] &&
               x->rows[r].stages[2] == y->rows[r].stages[0];
    check_that("three in another order", same);
}

/* ---- laws over all of rules/ ---- */

static bool all_same(const Alignment *x)
{
    for (size_t r = 0; r < x->row_count; r++)
        for (size_t p = 0; p < x->plan_count; p++)
            if (x->rows[r].marks[p] != MARK_SAME)
                return false;
    for (size_t i = 0; i < x->number_count; i++)
        if (!x->numbers[i].same)
            return false;
    return true;
}

static bool mirrored(const Alignment *x, const Alignment *y)
{
    if (x->row_count != y->row_count || x->number_count != y->number_count)
        return false;
    for (size_t r = 0; r < x->row_count; r++) {
        const AlignedRow *p = &x->rows[r], *q = &y->rows[r];
        bool both = p->stages[0] >= 0 && p->stages[1] >= 0; /* the first of the two is always = */
        bool marks = both ? p->marks[1] == q->marks[1] : p->marks[0] == q->marks[1] && p->marks[1] == q->marks[0];
        if (p->phase != q->phase || p->stages[0] != q->stages[1] || p->stages[1] != q->stages[0] || !marks)
            return false;
    }
    return true;
}

/* Every stage stands in one row of its phase. */
static bool complete(const Plan *const *plans, const Alignment *x)
{
    for (size_t p = 0; p < x->plan_count; p++) {
        size_t n = 0;
        for (size_t r = 0; r < x->row_count; r++)
            if (x->rows[r].stages[p] >= 0) {
                n++;
                if (plans[p]->stages[x->rows[r].stages[p]].phase != x->rows[r].phase)
                    return false;
            }
        if (n != plans[p]->stage_count)
            return false;
    }
    return true;
}

static void test_laws(Arena *a)
{
    const Plan *plans[FILES_MOST];
    for (size_t i = 0; i < path_count; i++)
        plans[i] = plan_of_file(a, paths[i].path);
    bool same = true, mirror = true, whole = true;
    for (size_t i = 0; i < path_count; i++)
        for (size_t k = i; k < path_count; k++) {
            const Plan *const one[] = {plans[i], plans[k]}, *const other[] = {plans[k], plans[i]};
            const Alignment *x = align(a, one, 2);
            whole = whole && complete(one, x);
            if (i == k) {
                same = same && all_same(x) && x->row_count == plans[i]->stage_count;
            } else if (!mirrored(x, align(a, other, 2))) {
                printf("# not mirrored: %s %s\n", paths[i].path, paths[k].path);
                mirror = false;
            }
        }
    check_that("the procedures are there", path_count >= 18);
    check_that("a procedure beside itself is the same", same);
    check_that("the other way round the same stages stand side by side", mirror);
    check_that("every stage stands in one row", whole);
    const Alignment *every = align(a, plans, path_count < 8 ? path_count : 8);
    check_that("eight at once", complete(plans, every));
}

static void test_respelt(Arena *a)
{
    bool same = true;
    for (size_t i = 0; i < path_count; i++) {
        Source *source = NULL;
        size_t bad_at;
        Str text = file_text(a, paths[i].path);
        if (source_load(a, S("zh"), text, LIMIT_RULES_BYTES, &source, &bad_at) != LOAD_OK)
            continue;
        Text english = text_new(a);
        format(a, source, &(Language){LANG_EN}, diags_new(a), &english);
        const Plan *const two[] = {plan_of_text(a, S("zh"), text), plan_of_text(a, S("en"), text_str(&english))};
        if (!all_same(align(a, two, 2))) {
            printf("# not the same when respelt: %s\n", paths[i].path);
            same = false;
        }
    }
    check_that("English words give the same forms", same);
}

/* ---- forms ---- */

#define HEAD(name, params) "程序 " name " {\n" params \
    "职位 { 名额 : 1.. 个 }\n" \
    "人选 { 报考 : 职位；民主推荐 : 投票 按 收回；笔试 : 0..100 分；面试 : 0..100 分；品德 : 0..20 分；合格 : 是否；出生 : 日期 }\n"

static const char *const first = HEAD("甲", "参数 下限 = 30% 依据 一\n参数 比例 = 1:3 依据 一\n")
    "阶段 推荐 按 职位 {\n依据 一\n"
    "要求 民主推荐.得票率 不低于 下限\n"
    "要求 合格\n"
    "要求 笔试 不低于 60 分\n"
    "否决 民主推荐.反对 超过 民主推荐.收回 的 1/2\n"
    "要求 凡 合格 须 面试 不低于 50 分\n}\n"
    "阶段 总成绩 满分 100 分 按 职位 {\n依据 一\n"
    "计分 笔试 * 40% + 面试 * 60%\n"
    "排序 总成绩 从高到低\n"
    "入围 比例 并列 依次比较 笔试 从高到低, 待定\n}\n}\n";

static const char *const second = HEAD("乙", "参数 半 = 50% 依据 一\n")
    "阶段 推荐 按 职位 {\n依据 二\n"
    "及格 = 笔试 低于 60 分\n"
    "要求 合格 为 是\n"
    "要求 民主推荐.得票率 达到 三成\n"
    "要求 非 及格\n"
    "否决 民主推荐.反对 多于 民主推荐.收回 * 半\n"
    "要求 凡 合格 为 是 须 非 (面试 不足 50 分)\n}\n"
    "阶段 总评 满分 100 分 按 职位 {\n依据 二\n"
    "计分 加权 30:20 (面试, 笔试)\n"
    "排序 总评 由高到低\n"
    "入围 名额:人选 1:3 并列 依次比较 笔试 从高到低, 待定\n}\n}\n";

static const char *const third = HEAD("丙", "参数 下限 = 自 2012-01-01 40%, 自 2015-01-01 35% 依据 一\n")
    "阶段 总成绩 满分 100 分 按 职位 {\n依据 三\n"
    "计分 平均 (笔试, 面试)\n"
    "排序 总成绩 从高到低\n"
    "入围 5:1 并列 全部入围 递补 至多 2 次 截至 推荐\n}\n"
    "阶段 推荐 按 职位 {\n依据 三\n"
    "要求 民主推荐.得票率 不低于 下限\n"
    "要求 笔试 不低于 70 分\n"
    "要求 合格\n试用 6 个月\n}\n}\n";

static Str opens(Arena *a, const char *condition)
{
    Text t = text_new(a);
    text_addz(&t, HEAD("丁", "") "阶段 报名 按 职位 {\n依据 四\n开考 ");
    text_addz(&t, condition);
    text_addz(&t, " 否则 取消\n}\n}\n");
    return traits(a, plan_of_text(a, S("丁"), text_str(&t)), 0);
}

static void test_spellings(Arena *a)
{
    const Plan *const two[] = {plan_of_text(a, S("甲"), str_from(first)), plan_of_text(a, S("乙"), str_from(second))};
    check_str("forms of the first", traits(a, two[0], 0),
              "gate: 民主推荐.得票率 ≥ 30% [民主推荐.得票率 ≥ □ 3/10 param]\n"
              "gate: 合格\n"
              "gate: 笔试 ≥ 60 分 [笔试 ≥ □ 分 60 number]\n"
              "veto: 民主推荐.反对 > 民主推荐.收回 × 50% [民主推荐.反对 > 民主推荐.收回 × □ 1/2 number]\n"
              "gate: 凡 合格 须 面试 ≥ 50 分 [凡 合格 须 面试 ≥ □ 分 50 number]\n");
    check_str("forms of the second", traits(a, two[1], 0),
              "gate: 合格\n"
              "gate: 民主推荐.得票率 ≥ 30% [民主推荐.得票率 ≥ □ 3/10 number]\n"
              "gate: 笔试 ≥ 60 分 [笔试 ≥ □ 分 60 number]\n"
              "veto: 民主推荐.反对 > 民主推荐.收回 × 50% [民主推荐.反对 > 民主推荐.收回 × □ 1/2 param]\n"
              "gate: 凡 合格 须 面试 ≥ 50 分 [凡 合格 须 面试 ≥ □ 分 50 number]\n");
    const char *const three = "open: 人数 ≥ 名额 × 3，否则 取消 [人数 ≥ 名额 × □，否则 取消 3 number]\n";
    check_str("enough people: a ratio", opens(a, "1:3"), three);
    check_str("enough people: a condition", opens(a, "人数 不少于 名额 * 3"), three);
    check_str("enough people: a number", opens(a, "5 人"), "open: 人数 ≥ 5 人，否则 取消 [人数 ≥ □ 人，否则 取消 5 number]\n");
    const Alignment *x = align(a, two, 2);
    check_str("two spellings of one procedure", rows(a, two, x), "recommendation =推荐 =推荐\ntotal =总成绩 =总评\n");
    check_that("nothing differs", all_same(x) && x->number_count == 6);
    check_str("weights of the second", weights(a, two[1]), "面试 3/5 60 interview\n笔试 2/5 40 written\n");
}

static void test_differences(Arena *a)
{
    const Plan *const two[] = {plan_of_text(a, S("甲"), str_from(first)), plan_of_text(a, S("丙"), str_from(third))};
    check_str("dated, cut, substitutes", traits(a, two[1], 0),
              "score: 笔试 × 50% + 面试 × 50%，满分 100 分 [笔试 × 50% + 面试 × 50%，满分 □ 分 100]\n"
              "rank: 得分 从高到低\n"
              "cut: 入围 1:5 [入围 □ 5 number]\n"
              "ties: 并列 全部入围\n"
              "substitute: 递补 至多 2 次 截至 推荐 [递补 至多 □ 次 截至 推荐 2]\n");
    check_str("a parameter by date", traits(a, two[1], 1),
              "gate: 民主推荐.得票率 ≥ （自 2012-01-01：40%，自 2015-01-01：35%）\n"
              "gate: 笔试 ≥ 70 分 [笔试 ≥ □ 分 70 number]\n"
              "gate: 合格\n"
              "probation: 试用 6 月 [试用 □ 月 6]\n");
    const Alignment *x = align(a, two, 2);
    check_str("another order", rows(a, two, x), "recommendation =推荐 <>推荐\ntotal =总成绩 ~总成绩\n");
    check_str("numbers that differ", numbers(a, x), "gate 笔试 ≥ □ 分 ~ 60 70\ncut 入围 □ ~ 3 5\n");
    const Plan *const turned[] = {two[1], two[0]};
    check_str("the other way round", rows(a, turned, align(a, turned, 2)), "recommendation =推荐 <>推荐\ntotal =总成绩 ~总成绩\n");
}

int main(void)
{
    find_rules();
    Arena *a = arena_new();
    test_baoding(a);
    test_district(a);
    test_leiyang(a);
    test_three(a);
    test_laws(a);
    test_respelt(a);
    test_spellings(a);
    test_differences(a);
    arena_free(a);
    printf("# passed %d failed %d\n", passed, failed);
    return failed != 0;
}
