/* fuzz.c - one libFuzzer target over parse, check and run, and everything that prints what they found.
 * Input: rules, a line =====, data; without that line it is rules only. */
#include "lang/check.h"
#include "lang/diag_show.h"
#include "lang/format.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/explain.h"
#include "runtime/outcome_csv.h"
#include "runtime/outcome_json.h"
#include "runtime/read.h"
#include "runtime/report.h"
#include "runtime/run.h"
#include "runtime/test_report.h"
#include "runtime/test_sheets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Everything that reads a program without data. */
static void print_program(Arena *a, const Program *program)
{
    Text out = text_new(a);
    program_json(program, &out);
    for (size_t i = 0; i < program->clause_count; i++)
        program_clause(program, &program->clauses[i], i % 2 ? LANG_EN : LANG_ZH, &out);
}

/* The formatter itself proves that the tree stays the same; what it writes is its own layout. */
static void format_twice(Arena *a, const Source *rules, const Language *words)
{
    Text once = text_new(a), twice = text_new(a);
    Source *again;
    size_t bad_at;
    if (!format(a, rules, words, diags_new(a), &once))
        return;
    bool good = source_load(a, rules->name, text_str(&once), SIZE_MAX, &again, &bad_at) == LOAD_OK &&
                format(a, again, words, diags_new(a), &twice) && str_eq(text_str(&once), text_str(&twice));
    if (!good)
        BUG("formatting twice is not formatting once");
}

static void print_outcome(Arena *a, const Outcome *outcome)
{
    Text out = text_new(a);
    report(outcome, LANG_ZH, &out);
    outcome_json(outcome, S("0"), S("0"), LANG_EN, &out);
    outcome_csv(outcome, LANG_ZH, &out);
    for (uint32_t i = 0; i < outcome->pool->person_count; i++)
        explain(outcome, i, LANG_ZH, &out);
}

/* Each test on its own tables, or on the data whatever it names. */
static void run_tests(Arena *a, const Program *program, Str bytes)
{
    Source *data = NULL;
    size_t bad_at;
    if (source_load(a, S("例.json"), bytes, LIMIT_DATA_BYTES, &data, &bad_at) != LOAD_OK)
        data = NULL;
    TestResult *results = NEW_ARRAY(a, TestResult, program->test_count);
    Str *messages = NEW_ARRAY(a, Str, program->test_count);
    for (size_t i = 0; i < program->test_count; i++) {
        const Test *test = &program->tests[i];
        Diags *told = diags_new(a);
        const Source *source = test->sheet_count ? test_document(a, program, test, told) : data;
        results[i] = test_run(a, program, test, source, test->posts.len ? data : NULL, told, coverage_new(a, program), i % 2 ? LANG_EN : LANG_ZH);
        Text shown = text_new(a);
        diags_show(results[i].messages, LANG_ZH, true, false, &shown);
        messages[i] = text_str(&shown);
    }
    TestFile file = {.file = S("例.xuan"), .source = program->source, .results = results, .count = program->test_count,
                     .messages = messages, .declared = program->test_count};
    Text out = text_new(a);
    test_text(&file, 1, LANG_ZH, &out);
    test_tap(&file, 1, LANG_EN, &out);
    test_json(&file, 1, LANG_ZH, &out);
}

static void run_data(Arena *a, const Program *program, Str bytes, Diags *d)
{
    Source *source;
    size_t bad_at;
    if (source_load(a, S("例.json"), bytes, LIMIT_DATA_BYTES, &source, &bad_at) != LOAD_OK)
        return;
    const Pool *pool = read_pool(a, program, NULL, 0, source, NULL, d);
    if (!pool)
        return;
    RunOptions options = {.until = -1, .keep = KEEP_EVERYONE, .without = -1};
    const Outcome *outcome = run(a, program, pool, &options, d);
    if (outcome && !diags_any_error(d))
        print_outcome(a, outcome);
}

static void work(Arena *a, Str bytes)
{
    Str line = S("\n=====\n"), rules = bytes, data = {0};
    for (size_t i = 0; i + line.len <= bytes.len; i++)
        if (memcmp(bytes.at + i, line.at, line.len) == 0) {
            rules = str_cut(bytes, 0, i + 1);
            data = str_cut(bytes, i + line.len, bytes.len);
            break;
        }
    Source *source;
    size_t bad_at;
    if (source_load(a, S("例.xuan"), rules, LIMIT_RULES_BYTES, &source, &bad_at) != LOAD_OK)
        return;
    format_twice(a, source, NULL);
    format_twice(a, source, &(Language){LANG_EN});
    format_twice(a, source, &(Language){LANG_ZH});
    Diags *d = diags_new(a);
    const Program *program = check(a, parse(a, source, d), source, d);
    if (program) {
        print_program(a, program);
        run_data(a, program, data, d);
        run_tests(a, program, data);
    }
    Text out = text_new(a);
    diags_show(d, LANG_ZH, true, false, &out);
    diags_json(d, LANG_EN, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *a = arena_new();
    work(a, (Str){(const char *)data, size});
    arena_free(a);
    return 0;
}
