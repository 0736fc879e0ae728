/* command_test.c - xuan test: the tests that stand in rules files. */
#include <errno.h>
#include <unistd.h>

#include "lang/diag_show.h"
#include "runtime/command_suggest.h"
#include "runtime/test_sheets.h"

/* A path in a rules file starts from the folder of that file. */
static const char *beside(Arena *a, const char *rules, Str path)
{
    const char *slash = strrchr(rules, '/');
    Text t = text_new(a);
    if (slash && path.len && path.at[0] != '/')
        text_add(&t, (Str){rules, (size_t)(slash - rules) + 1});
    text_add(&t, path);
    return arena_str(a, text_str(&t)).at;
}

/* What the test's 数据 names can be read; otherwise told in o->d, at the path in the rules. */
static bool is_readable(Options *o, const Program *p, const Test *t, Str path, const char *file)
{
    if (access(file, R_OK) == 0)
        return true;
    diag_add(o->d, E0520, p->source, t->data_span, ARGS(path, str_from(strerror(errno))));
    return false;
}

/* The documents of the test's data; the messages are in o->d. */
static void documents(Options *o, const Program *p, const Test *t, const char *rules, const Source **data, const Source **posts)
{
    if (t->sheet_count) {
        *data = test_document(o->a, p, t, o->d);
        return;
    }
    const char *file = beside(o->a, rules, t->data), *posts_file = t->posts.len ? beside(o->a, rules, t->posts) : NULL;
    DataText files = {0};
    if (!is_readable(o, p, t, t->data, file) || (posts_file && !is_readable(o, p, t, t->posts, posts_file)) ||
        load_files(o, file, posts_file, &files) || diags_any_error(o->d))
        return;
    *posts = posts_file ? data_document(o, &files.posts, p) : NULL;
    *data = diags_any_error(o->d) ? NULL : data_document(o, &files.data, p);
}

static bool covers(const Options *o) { return o->coverage || o->complete || o->suggest; }

TestResult run_test(Options *o, const Program *p, const Test *t, const char *rules, Coverage *coverage)
{
    Diags *before = o->d;
    const Source *data = NULL, *posts = NULL;
    o->d = diags_new(o->a);
    documents(o, p, t, rules, &data, &posts);
    TestResult result = test_run(o->a, p, t, data, posts, o->d, coverage, o->language);
    o->d = before;
    return result;
}

static Str shown_messages(const Options *o, const Diags *d)
{
    Text t = text_new(o->a);
    diags_show(d, o->language, false, false, &t);
    return text_str(&t);
}

static bool is_wanted(const Options *o, Str name)
{
    Str part = o->filter ? str_from(o->filter) : S("");
    for (size_t i = 0; i + part.len <= name.len; i++)
        if (str_eq(str_cut(name, i, i + part.len), part))
            return true;
    return false;
}

/* What has no outcome, or not the wanted one, shows nothing. */
static Coverage *summed(Options *o, const Program *p, const TestFile *f)
{
    Coverage *sum = coverage_new(o->a, p);
    for (size_t i = 0; i < f->count; i++)
        if (f->results[i].passed && !f->results[i].refused)
            coverage_add(sum, f->results[i].coverage);
    return sum;
}

static void run_file(Options *o, const char *file, TestFile *out)
{
    Str bytes;
    Diags *before = o->d;
    o->d = diags_new(o->a);
    out->file = str_from(file);
    const Program *p = load_program(o, file, &bytes);
    if (!p) {
        out->broken = shown_messages(o, o->d);
    } else {
        TestResult *results = NEW_ARRAY(o->a, TestResult, p->test_count);
        Str *messages = NEW_ARRAY(o->a, Str, p->test_count);
        out->source = p->source;
        out->declared = p->test_count;
        for (size_t i = 0; i < p->test_count && !o->status; i++) {
            if (!is_wanted(o, p->tests[i].name))
                continue;
            TestResult r = run_test(o, p, &p->tests[i], file, covers(o) ? coverage_new(o->a, p) : NULL);
            messages[out->count] = r.passed ? (Str){0} : shown_messages(o, r.messages);
            results[out->count++] = r;
        }
        out->results = results;
        out->messages = messages;
        out->coverage = covers(o) ? summed(o, p, out) : NULL;
    }
    o->d = before;
}

static void show_coverage(const Options *o, const TestFile *files, size_t n, Text *out)
{
    CoveredFile *covered = NEW_ARRAY(o->a, CoveredFile, n);
    for (size_t i = 0; i < n; i++) {
        TestCount count = test_count(&files[i], 1);
        covered[i] = (CoveredFile){files[i].file, files[i].coverage, count.passed, count.failed};
    }
    if (o->format == FORMAT_JSON)
        coverage_json(covered, n, o->language, out);
    for (size_t i = 0; i < n && o->format != FORMAT_JSON; i++)
        if (files[i].coverage)
            (o->format == FORMAT_TAP ? coverage_tap : coverage_text)(files[i].coverage, files[i].file, o->language, out);
}

static void show(Options *o, const TestFile *files, size_t n, Text *out)
{
    bool coverage = o->coverage || o->complete;
    for (size_t i = 0; o->suggest && i < n; i++)
        if (files[i].coverage)
            suggest_file(o, files[i].coverage->program, &files[i], out);
    if (o->suggest)
        return;
    if (o->format == FORMAT_TAP)
        test_tap(files, n, o->language, out);
    else if (o->format == FORMAT_TEXT)
        test_text(files, n, o->language, out);
    else if (!coverage)
        test_json(files, n, o->language, out);
    if (coverage)
        show_coverage(o, files, n, out);
}

static bool has_gap(const TestFile *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        CoverageCount count = files[i].coverage ? coverage_count(files[i].coverage) : (CoverageCount){0};
        if (count.seen < count.total)
            return true;
    }
    return false;
}

int command_test(Options *o)
{
    if (o->file_count < 1)
        return usage(o, "test 要有规则文件", "test needs a rules file");
    size_t n = (size_t)o->file_count;
    TestFile *files = NEW_ARRAY(o->a, TestFile, n);
    for (size_t i = 0; i < n; i++) {
        run_file(o, o->files[i], &files[i]);
        if (o->status)
            return o->status;
    }
    Text out = text_new(o->a);
    show(o, files, n, &out);
    TestCount count = test_count(files, n);
    int written = write_result(o, text_str(&out));
    bool wrong = count.failed || count.broken || (o->complete && has_gap(files, n));
    return written ? written : wrong ? EXIT_MISTAKES : EXIT_DONE;
}
