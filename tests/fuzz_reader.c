/* fuzz_reader.c - the direct reader and the reference on the same bytes: where the direct reader gives a pool, the reference gives
 * the same, with the same messages.
 * Input: rules, a line =====, data; a second line ===== ends the data and is followed by posts.  Without such a line it is data only,
 * for rules that have every type.  The window and the number of threads
 * come from the input's length, so that records are cut everywhere. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/check.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/read.h"
#include "tests/pool_dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char every_type[] =
    "程序 各种 \"每一种类型\" {\n"
    "  等级 评价 = 好 > 较好 > 一般\n"
    "  职位 { 名额 : 1.. 个 }\n"
    "  人选 {\n"
    "    报考 : 职位 可缺；数 : -5..5 分 可缺；大 : 0.. 分 可缺；次 : 0..9 次 可缺；生 : 日期 可缺；党 : 是否 可缺；文 : 文字 可缺；级 : 评价 可缺\n"
    "    票 : 投票 按 有效 可缺；到 : 投票 按 到会 可缺；测 : 测评 (评价) 可缺；项 \"项\" : 测评 2 项 (甲 | 乙) 可缺\n"
    "    打 : 评分 3 人 0..10 分 可缺；三 : 3 项 评价 可缺；加 : 若干 0..5 分 可缺；文们 : 若干 文字 可缺；日们 : 若干 日期 可缺\n"
    "    深 \"a.b.c\" : 0.. 分 可缺；列 \"x[1].y\" : 0.. 分 可缺\n"
    "  }\n"
    "  阶段 一 全体 { 依据 一\n"
    "    标记 有数 当 有 数 且 有 大 且 有 次 且 有 生 且 有 党 且 有 文 且 有 级 且 有 票 且 有 到 且 有 测 且 有 项 且 有 打 且 有 三 且 有 加 且 有 文们 且 有 日们 且 有 深 且 有 列\n"
    "  }\n"
    "}\n";

static bool read_bytes(void *file, uint64_t at, char *into, size_t size)
{
    memcpy(into, ((const Str *)file)->at + at, size);
    return true;
}

static bool cut(Str s, Str *before, Str *after)
{
    Str line = S("\n=====\n");
    for (size_t i = 0; i + line.len <= s.len; i++)
        if (memcmp(s.at + i, line.at, line.len) == 0) {
            *before = str_cut(s, 0, i + 1);
            *after = str_cut(s, i + line.len, s.len);
            return true;
        }
    *before = s;
    *after = (Str){0};
    return false;
}

static const Source *source_of(Arena *a, Str name, Str bytes, size_t most)
{
    Source *source = NULL;
    size_t bad_at;
    return source_load(a, name, bytes, most, &source, &bad_at) == LOAD_OK ? source : NULL;
}

static void compare(Arena *a, const Program *program, Str bytes, const Source *posts, size_t window, unsigned threads)
{
    Diags *directly = diags_new(a), *normally = diags_new(a);
    Source *source = NULL;
    ByteFile file = {.read = read_bytes, .file = &bytes, .size = bytes.len, .threads = threads, .window = window};
    const Pool *direct = read_pool_directly(a, program, S("例.json"), &file, posts, directly, &source);
    if (!direct)
        return;
    const Source *whole = source_of(a, S("例.json"), bytes, LIMIT_DATA_BYTES);
    const Pool *reference = whole ? read_pool(a, program, NULL, 0, whole, posts, normally) : NULL;
    Text one = text_new(a), other = text_new(a);
    source_show(a, source, &file, directly);
    dump_reading(&one, direct, directly);
    dump_reading(&other, reference, normally);
    if (!reference || !str_eq(text_str(&one), text_str(&other))) {
        fprintf(stderr, "direct:\n%.*s\nreference:\n%.*s\n", (int)one.len, one.at, (int)other.len, other.at);
        abort();
    }
}

static const Program *program_of(Arena *a, Str rules)
{
    const Source *source = source_of(a, S("例.xuan"), rules, LIMIT_RULES_BYTES);
    Diags *d = diags_new(a);
    return source ? check(a, parse(a, source, d), source, d) : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Program *every;
    if (!every)
        every = program_of(arena_new(), str_from(every_type));
    Arena *a = arena_new();
    Str rules, rest, text, more;
    bool has_rules = cut((Str){(const char *)data, size}, &rules, &rest);
    bool has_posts = cut(has_rules ? rest : rules, &text, &more);
    const Program *program = has_rules ? program_of(a, rules) : every;
    const Source *posts = has_posts ? source_of(a, S("职位.json"), more, LIMIT_DATA_BYTES) : NULL;
    if (program && text.len > 0 && (posts || !has_posts)) {
        compare(a, program, text, posts, 64 << (size % 5), 1);
        if (size % 16 == 0)
            compare(a, program, text, posts, 96, 2 + (unsigned)(size % 3));
    }
    arena_free(a);
    return 0;
}
