/* fuzz_tables.c - a libFuzzer target over tables as data: CSV files, each led by a line with its name, for one procedure that has
 * every kind of sheet and column.  Whatever they hold, the document made of them is one that the reader can judge. */
#include "lang/check.h"
#include "lang/diag_show.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/book_data.h"
#include "runtime/columns.h"
#include "runtime/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char rules[] =
    "程序 表格 {\n 等级 考核 = 优秀 > 称职\n 职位 { 名额 : 1.. 个 }\n"
    " 人选 { 笔试 : 0..100 分 可缺；党员 : 是否 可缺；出生 : 日期 可缺；单位 : 文字 可缺；考核 : 考核 可缺\n"
    "  测评 : 测评 (好 | 差) 可缺；品德 : 测评 2 项 (好 | 差) 可缺；推荐 : 投票 按 收回 每票 至多 1 名 可缺；志愿 : 若干 职位；面试 : 评分 3 人 0..9 分 可缺 }\n"
    " 参选 可新增 { 报考 : 职位；提名 : 投票 按 收回 每票 至多 1 名 可缺 }\n 表 获奖 { 谁 : 人选；分值 : 0..4 分 }\n"
    " 阶段 票决 按 职位 { 依据 一\n  表决 票 按 应到 由 党委\n  要求 赞成 超过 应到 的 1/2 说 \"没有过半\"\n  决定 结论 : 合格 | 不合格 由 党委\n"
    "  入围 至多 名额 由 党委 说 \"没有列入\"\n }\n}\n";

/* Every place of the document lies in it, and they contain each other or are apart. */
static void examine(const Source *s)
{
    for (size_t i = 0; i < s->cell_count; i++) {
        Span span = s->cells[i].span;
        if (span.start > span.end || span.end > s->text.len)
            BUG("a place outside of the document");
        for (size_t k = i; k-- > 0 && k + 20 > i;)
            if (s->cells[k].span.end > span.start && s->cells[k].span.end < span.end)
                BUG("places overlap");
    }
}

static size_t split(Arena *a, Str text, const Book **books, size_t most, Diags *d)
{
    size_t n = 0, from = 0;
    Str name = S("人选");
    for (size_t i = 0; i <= text.len && n < most; i++) {
        bool at_end = i == text.len, mark = !at_end && text.at[i] == '~';
        if (!at_end && !mark)
            continue;
        Book *book = read_csv(a, S("例.csv"), str_cut(text, from, i), d);
        if (book) {
            Sheet *sheet = NEW(a, Sheet);
            *sheet = book->sheets[0];
            sheet->name = name;
            book->sheets = sheet;
            books[n++] = book;
        }
        from = i + 1;
        while (i < text.len && text.at[i] != '\n')
            i++;
        name = from < i ? str_cut(text, from, i) : S("");
        from = i + 1 <= text.len ? i + 1 : text.len;
    }
    return n;
}

static bool told_of(const Diags *d, MessageCode code)
{
    for (size_t i = 0; i < diags_kept(d); i++)
        if (diags_at(d, i)->code == code)
            return true;
    return false;
}

static const Program *program(void)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    Source *source = NULL;
    size_t bad = 0;
    source_load(a, S("例.xuan"), (Str){rules, sizeof rules - 1}, LIMIT_RULES_BYTES, &source, &bad);
    const Program *p = check(a, parse(a, source, d), source, d);
    if (!p)
        BUG("the rules have errors");
    return p;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { BOOKS = 12 };
    static const Program *p;
    const Book *books[BOOKS];
    p = p ? p : program();
    Arena *a = arena_new();
    Diags *told = diags_new(a);
    size_t n = split(a, (Str){(const char *)data, size}, books, BOOKS, told);
    const Source *document = books_document(a, p, NULL, 0, S("例"), books, n, told);
    if (document) {
        examine(document);
        read_pool(a, p, NULL, 0, document, NULL, told);
    }
    Text out = text_new(a);
    diags_show(told, LANG_ZH, true, false, &out);
    diags_json(told, LANG_EN, &out);
    if (told_of(told, E0201) || told_of(told, E0220))
        BUG("the document is no JSON, or a value has the wrong type");
    arena_free(a);
    return 0;
}
