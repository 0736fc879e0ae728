/* unit_direct.c - the direct reader against the reference: the same pool and the same messages from the same bytes, whatever the window
 * and the number of threads; what it must leave to the reference; files that lose their bytes.  Output as in unit.c. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/check.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/bytes.h"
#include "runtime/reader.h"
#include "tests/pool_dump.h"

static int passed, failed;

static void check_that(bool ok, const char *what, const char *more)
{
    if (ok) {
        passed++;
        return;
    }
    failed++;
    printf("not ok %s: %s\n", what, more);
}

/* ---- files ---- */

typedef struct {
    Str bytes;
    uint64_t gone; /* bytes from here on are not there any more */
} Memory;

static bool read_memory(void *file, uint64_t at, char *into, size_t size)
{
    const Memory *m = file;
    if (at + size > m->gone)
        return false;
    memcpy(into, m->bytes.at + at, size);
    return true;
}

static Str slurp(Arena *a, const char *name)
{
    FILE *f = fopen(name, "rb");
    Text t = text_new(a);
    char piece[4096];
    size_t n;
    while (f && (n = fread(piece, 1, sizeof piece, f)) > 0)
        text_add(&t, (Str){piece, n});
    if (f)
        fclose(f);
    check_that(f && t.len > 0, name, "cannot be read");
    return text_str(&t);
}

static const Source *source_of(Arena *a, Str name, Str bytes, size_t most)
{
    Source *source = NULL;
    size_t bad_at;
    return source_load(a, name, bytes, most, &source, &bad_at) == LOAD_OK ? source : NULL;
}

static const Program *rules_of(Arena *a, const char *file)
{
    const Source *source = source_of(a, str_from(file), slurp(a, file), LIMIT_RULES_BYTES);
    Diags *d = diags_new(a);
    const Program *p = source ? check(a, parse(a, source, d), source, d) : NULL;
    check_that(p, file, "no program");
    return p;
}

/* ---- both readers ---- */

typedef enum { READ, LEFT_TO_REFERENCE } Expected;

static Str dump_direct(Arena *a, const Program *p, Memory *m, const Source *posts, size_t window, unsigned threads)
{
    Diags *d = diags_new(a);
    Source *source = NULL;
    ByteFile file = {.read = read_memory, .file = m, .size = m->bytes.len, .threads = threads, .window = window};
    const Pool *pool = read_pool_directly(a, p, S("例.json"), &file, posts, d, &source);
    if (!pool)
        return S("");
    Text t = text_new(a);
    source_show(a, source, &file, d);
    dump_reading(&t, pool, d);
    return text_str(&t);
}

static Str dump_reference(Arena *a, const Program *p, Str bytes, const Source *posts)
{
    Diags *d = diags_new(a);
    const Source *source = source_of(a, S("例.json"), bytes, LIMIT_DATA_BYTES);
    const Pool *pool = source ? read_pool(a, p, NULL, 0, source, posts, d) : NULL;
    Text t = text_new(a);
    dump_reading(&t, pool, d);
    return pool ? text_str(&t) : S("");
}

static void compare(const char *name, const Program *p, Str bytes, const Source *posts, Expected expected)
{
    static const size_t windows[] = {0, 64, 100, 257, 1024};
    static const unsigned threads[] = {1, 2, 7};
    Arena *a = arena_new();
    Memory m = {bytes, bytes.len};
    Str reference = dump_reference(a, p, bytes, posts);
    for (size_t w = 0; w < sizeof windows / sizeof *windows; w++)
        for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
            Str direct = dump_direct(a, p, &m, posts, windows[w], threads[t]);
            if (expected == LEFT_TO_REFERENCE)
                check_that(direct.len == 0, name, "was read, should have been left to the reference");
            else
                check_that(direct.len > 0, name, "was left to the reference");
            check_that(direct.len == 0 || str_eq(direct, reference), name, "the readers differ");
        }
    arena_free(a);
}

/* ---- examples ---- */

static const struct {
    const char *rules, *data;
    Expected expected;
} examples[] = {
    {"rules/湖南省/耒阳市.xuan", "examples/leiyang/pool.json", READ},
    {"rules/某省/某区.xuan", "examples/district/pool.json", READ},
    {"rules/河北省/保定市.xuan", "examples/baoding/pool.json", READ},
    {"rules/云南省/昆明市两轮提名.xuan", "examples/kunming-nomination/pool.json", LEFT_TO_REFERENCE}, /* ballot papers */
    {"rules/云南省/昆明市军转选岗.xuan", "examples/kunming-veterans/pool.json", READ},
    {"rules/云南省/昆明市校长直选.xuan", "examples/kunming-heads/pool.json", READ},
    {"rules/云南省/昆明市县区考核.xuan", "examples/kunming-counties/pool.json", READ},
    {"rules/云南省/昆明市后备百人.xuan", "examples/kunming-reserve/pool.json", READ},
    {"rules/江西省/九江市.xuan", "examples/jiujiang/pool.json", READ},
    {"rules/贵州省/干部交流.xuan", "examples/guizhou/pool.json", READ},
    {"rules/江苏省/扬州市.xuan", "examples/yangzhou/pool.json", READ},
    {"rules/海南省/常委会票决.xuan", "examples/hainan/pool.json", READ},
    {"rules/全国/公务员面试人选.xuan", "examples/national-exam/pool.json", READ},
    {"rules/山东省/省直考录.xuan", "examples/shandong/pool.json", READ},
    {"rules/河南省/湖滨区.xuan", "examples/hubin/pool.json", READ},
    {"rules/湖北省/随州市.xuan", "examples/suizhou/pool.json", READ},
    {"rules/某省/选调生.xuan", "examples/selection-students/pool.json", READ},
    {"rules/北京市/中关村.xuan", "examples/zhongguancun/pool.json", READ},
    {"tests/golden/run/paths.xuan", "tests/golden/run/paths.json", READ},
};

static void test_examples(void)
{
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        Arena *a = arena_new();
        const Program *p = rules_of(a, examples[i].rules);
        if (p)
            compare(examples[i].data, p, slurp(a, examples[i].data), NULL, examples[i].expected);
        arena_free(a);
    }
}

/* ---- records of one field each ---- */

static const char rules[] = "程序 各种 \"每一种类型\" {\n"
                            "  等级 评价 = 好 > 较好 > 一般\n"
                            "  职位 { 名额 : 1.. 个 }\n"
                            "  人选 { 数 : -5..5.5 分 可缺；次 : 0.. 次 可缺；大 : 文字 可缺；级 : 评价 可缺；生 : 日期 可缺；党 : 是否 可缺\n"
                            "    报 : 职位 可缺；票 : 投票 按 有效 可缺；测 : 测评 (评价) 可缺；项 : 测评 2 项 (甲 | 乙) 可缺\n"
                            "    打 : 评分 3 人 0..10 分 可缺；加 : 若干 0..5 分 可缺；深 \"a.b\" : 0.. 分 可缺；列 \"x[1]\" : 0.. 分 可缺 }\n"
                            "  阶段 一 全体 { 标记 齐 当 有 数 且 有 次 且 有 大 且 有 级 且 有 生 且 有 党 且 有 报 且 有 票 且 有 测 且 有 项\n"
                            "    且 有 打 且 有 加 且 有 深 且 有 列 } }\n";

static const struct {
    const char *member;
    Expected expected;
} members[] = {
    {"\"数\":-4.50", READ},
    {"\"数\":5.5", READ},
    {"\"数\":5.51", LEFT_TO_REFERENCE},
    {"\"数\":-5.000000000000001", LEFT_TO_REFERENCE},
    {"\"数\":01", LEFT_TO_REFERENCE},
    {"\"数\":1.", LEFT_TO_REFERENCE},
    {"\"数\":1e0", LEFT_TO_REFERENCE},
    {"\"数\":1.2345678901234567890", LEFT_TO_REFERENCE},
    {"\"次\":9234567234567890128", LEFT_TO_REFERENCE},
    {"\"次\":923456723456789012.8", LEFT_TO_REFERENCE},
    {"\"深\":1,\"a\":{\"b\":123456789012345678}", READ},
    {"\"a\":{\"b\":12345678901234567.8}", READ},
    {"\"a\":{\"b\":1.20000000000000000}", READ},
    {"\"数\":null", READ},
    {"\"数\":\"1\"", LEFT_TO_REFERENCE},
    {"\"数\" : 1 ", READ},
    {"\"次\":3", READ},
    {"\"次\":3.0", READ},
    {"\"次\":3.5", LEFT_TO_REFERENCE},
    {"\"次\":999999999999999999", READ},
    {"\"大\":\"\\u4e2d\\\"\\\\\\/\\n\\ud83d\\ude00字\"", READ},
    {"\"大\":\"\\ud83d\"", LEFT_TO_REFERENCE},
    {"\"大\":\"\\u0001\"", LEFT_TO_REFERENCE},
    {"\"大\":\"\\x\"", LEFT_TO_REFERENCE},
    {"\"大\":\"\t\"", LEFT_TO_REFERENCE},
    {"\"大\":\"\xED\xA0\x80\"", LEFT_TO_REFERENCE},
    {"\"大\":\"\xF0\x9F\x98\x80\xEF\xBF\xBD\"", READ},
    {"\"大\":\"\xC0\xAF\"", LEFT_TO_REFERENCE},
    {"\"级\":\"较好\"", READ},
    {"\"级\":\"\\u597d\"", READ},
    {"\"级\":\"差\"", LEFT_TO_REFERENCE},
    {"\"生\":\"2012-02-29\"", READ},
    {"\"生\":\"2013-02-29\"", LEFT_TO_REFERENCE},
    {"\"党\":true", READ},
    {"\"党\":truth", LEFT_TO_REFERENCE},
    {"\"报\":\"甲\"", READ},
    {"\"报\":\"\\u7532\"", READ},
    {"\"报\":\"丙\"", LEFT_TO_REFERENCE},
    {"\"票\":{\"赞成\":3,\"yes\":null,\"收回\":6,\"无效票\":1}", LEFT_TO_REFERENCE},
    {"\"票\":{\"赞成\":3,\"收回\":6,\"无效票\":1,\"弃权\":null,\"旁\":[{}]}", READ},
    {"\"票\":{\"赞成\":6,\"收回\":6,\"无效票\":1}", LEFT_TO_REFERENCE},
    {"\"票\":{\"赞成\":3,\"收回\":6}", LEFT_TO_REFERENCE},
    {"\"票\":{\"赞成\":3.0,\"收回\":6,\"无效票\":1}", LEFT_TO_REFERENCE},
    {"\"测\":{\"好\":1,\"较好\":2,\"一般\":3,\"total\":7}", READ},
    {"\"测\":{\"好\":1,\"较好\":2,\"一般\":3,\"total\":5}", LEFT_TO_REFERENCE},
    {"\"测\":{\"好\":1,\"较好\":2}", LEFT_TO_REFERENCE},
    {"\"测\":{\"好\":1,\"较好\":2,\"一般\":3,\"差\":1}", LEFT_TO_REFERENCE},
    {"\"项\":[{\"甲\":1,\"乙\":2},{\"甲\":0,\"乙\":0,\"count\":9}]", READ},
    {"\"项\":{\"items\":[{\"甲\":1,\"乙\":2},{\"甲\":0,\"乙\":0}],\"respondents\":3,\"旁\":1}", READ},
    {"\"项\":{\"items\":[{\"甲\":1,\"乙\":2},{\"甲\":0,\"乙\":0}],\"respondents\":2}", LEFT_TO_REFERENCE},
    {"\"项\":[{\"甲\":1,\"乙\":2}]", LEFT_TO_REFERENCE},
    {"\"打\":[1,null,9.25]", READ},
    {"\"打\":[1,null]", LEFT_TO_REFERENCE},
    {"\"加\":[]", READ},
    {"\"加\":[0.125, 5 ]", READ},
    {"\"加\":[null]", LEFT_TO_REFERENCE},
    {"\"a\":{\"b\":1,\"c\":[1,{\"d\":{}}]}", READ},
    {"\"a\":[1]", READ},
    {"\"a\":1", LEFT_TO_REFERENCE},
    {"\"x\":[1,2,3]", READ},
    {"\"x\":null", READ},
    {"\"a.b\":1", LEFT_TO_REFERENCE},
    {"\"旁\":{\"k\":[1,2.50,-0,true,false,null,\"s\"],\"l\":{}}", READ},
    {"\"旁\":{\"k\":1,\"k\":2}", LEFT_TO_REFERENCE},
    {"\"旁\":1,\"旁\":2", LEFT_TO_REFERENCE},
    {"\"旁\":[1,]", LEFT_TO_REFERENCE},
    {"\"旁\":{\"k\":1,}", LEFT_TO_REFERENCE},
    {"\"旁\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", LEFT_TO_REFERENCE},
    {"\"name\":\"甲\"", READ},
    {"\"name\":1", LEFT_TO_REFERENCE},
    {"\"id\":\"02\"", LEFT_TO_REFERENCE},
};

/* Each kind of file: a document a record a line, the same on one line, with white space, posts after the candidates, and NDJSON. */
static const struct {
    const char *before, *between, *after;
    bool lines;
} forms[] = {
    {"{\"posts\":[{\"id\":\"甲\",\"名额\":1}],\"candidates\":[\n", ",\n", "\n]}\n", false},
    {"{\"posts\":[{\"id\":\"甲\",\"名额\":1}],\"candidates\":[", ",", "]}", false},
    {" {\n \"candidates\" : [\n\n\t ", " ,\n\t ", " ] , \"posts\":[{\"id\":\"甲\",\"名额\":1}],\"records\":[] }", false},
    {"", "\n", "\n", true},
    {"\n", " \n\n ", "", true},
};

static void test_members(void)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    const Source *source = source_of(a, S("例.xuan"), str_from(rules), LIMIT_RULES_BYTES);
    const Program *p = check(a, parse(a, source, d), source, d);
    const Source *posts = source_of(a, S("职位.json"), S("[{\"id\":\"甲\",\"名额\":1}]"), LIMIT_DATA_BYTES);
    check_that(p, "rules", "no program");
    for (size_t i = 0; p && i < sizeof members / sizeof *members; i++)
        for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
            Text t = text_new(a);
            text_addz(&t, forms[f].before);
            for (int row = 0; row < 9; row++) {
                text_addz(&t, row ? forms[f].between : "");
                text_addz(&t, "{\"id\":\"0");
                text_int(&t, (row * 5 + 3) % 9); /* not in order */
                text_addz(&t, row % 3 ? "\",\"数\":1" : "\",");
                if (row % 3 == 0)
                    text_addz(&t, members[i].member);
                text_addz(&t, "}");
            }
            text_addz(&t, forms[f].after);
            compare(members[i].member, p, text_str(&t), forms[f].lines ? posts : NULL, members[i].expected);
        }
    arena_free(a);
}

/* ---- ids ---- */

static Str *sorted_ids;

static int compare_rows(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    int c = str_cmp(sorted_ids[a], sorted_ids[b]);
    return c ? c : (a > b) - (a < b);
}

/* Long and short ones, with and without a common start, some the same, some empty. */
static void test_ids(void)
{
    static const char *const starts[] = {"", "C", "2026年-", "\xFF\xFE"};
    enum { COUNT = 700 };
    uint64_t seed = 7;
    for (int round = 0; round < 40; round++) {
        Arena *a = arena_new();
        Str *ids = NEW_ARRAY(a, Str, COUNT);
        uint32_t *order = NEW_ARRAY(a, uint32_t, COUNT), *wanted = NEW_ARRAY(a, uint32_t, COUNT);
        size_t n = 0;
        for (uint32_t i = 0; i < COUNT; i++) {
            Text t = text_new(a);
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            text_addz(&t, starts[round % 4]);
            for (uint64_t k = 0; k < (seed >> 40) % 14; k++)
                text_char(&t, (char)('0' + (seed >> (20 + k * 3)) % (2 + (uint64_t)round)));
            ids[i] = i % 97 == 5 ? (Str){0} : text_str(&t);
            if (ids[i].len)
                wanted[n++] = i;
        }
        sorted_ids = ids;
        qsort(wanted, n, sizeof *wanted, compare_rows);
        check_that(order_ids(ids, COUNT, order) == n && memcmp(order, wanted, n * sizeof *order) == 0, "order_ids", starts[round % 4]);
        arena_free(a);
    }
}

/* ---- a file that loses its bytes ---- */

static void test_shrinking(void)
{
    Arena *a = arena_new();
    const Program *p = rules_of(a, "rules/湖南省/耒阳市.xuan");
    Str bytes = slurp(a, "examples/leiyang/pool.json");
    for (uint64_t gone = 0; p && gone < bytes.len; gone += 97)
        for (unsigned threads = 1; threads < 4; threads++) {
            Arena *b = arena_new();
            Memory m = {bytes, gone};
            check_that(dump_direct(b, p, &m, NULL, 512, threads).len == 0, "shrinking", "a pool without all of its bytes");
            arena_free(b);
        }
    arena_free(a);
}

/* ---- bytes ---- */

static void test_bytes(void)
{
    char text[200];
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        memset(text, 0, sizeof text);
        for (int i = 0; i < 100; i++) {
            seed = seed * 1664525 + 1013904223;
            uint32_t c = seed >> 24;
            text[i] = (char)(c % 8 ? 'a' + c % 26 : c); /* mostly plain */
        }
        const char *end = plain_end(text);
        const char *p = text;
        while ((unsigned char)*p >= ' ' && (unsigned char)*p < 0x80 && *p != '"' && *p != '\\')
            p++;
        if (plain_end_portable(text) != p || end != p) {
            check_that(false, "plain_end", "stops at the wrong byte");
            return;
        }
        Word w = word_of((Str){text, (size_t)(round % 40)});
        char other[100];
        memcpy(other, text, sizeof other);
        bool same = word_at(&w, other) == (w.len <= WORD_BYTES);
        other[round % 40 ? round % 40 - 1 : 50] ^= 1;
        same = same && (round % 40 == 0 || !word_at(&w, other));
        if (!same) {
            check_that(false, "word_at", "wrong");
            return;
        }
    }
    check_that(true, "bytes", "");
}

int main(void)
{
    test_bytes();
    test_examples();
    test_members();
    test_ids();
    test_shrinking();
    printf("# passed %d failed %d\n", passed, failed);
    return failed > 0;
}
