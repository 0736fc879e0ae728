#include "runtime/test_report.h"

#include "runtime/json_out.h"
#include "runtime/wording.h"

TestCount test_count(const TestFile *files, size_t n)
{
    TestCount count = {0};
    for (size_t f = 0; f < n; f++) {
        count.broken += files[f].broken.len > 0;
        for (size_t i = 0; i < files[f].count; i++)
            if (files[f].results[i].passed)
                count.passed++;
            else
                count.failed++;
    }
    return count;
}

/* As it stands in the rules, on one line. */
static Str written(const TestFile *f, Span span, Arena *a)
{
    Text t = text_new(a);
    Str s = str_cut(f->source->text, span.start, span.end);
    for (size_t i = 0; i < s.len; i++) {
        bool blank = strchr(" \t\n", s.at[i]) != NULL;
        if (!blank || (t.len && t.at[t.len - 1] != ' '))
            text_char(&t, blank ? ' ' : s.at[i]);
    }
    return text_str(&t);
}

/* "rules/a.xuan:12:5" */
static Str place_text(const TestFile *f, Span span, Arena *a)
{
    Place place = source_place(f->source, span.start);
    Text t = text_new(a);
    text_add(&t, f->file);
    text_char(&t, ':');
    text_int(&t, place.line);
    text_char(&t, ':');
    text_int(&t, place.column);
    return text_str(&t);
}

/* ---- for a person ---- */

static void indented(Str s, size_t indent, Text *out)
{
    for (size_t i = 0; i < s.len;) {
        const char *lf = memchr(s.at + i, '\n', s.len - i);
        size_t end = lf ? (size_t)(lf - s.at) : s.len;
        if (end > i)
            text_spaces(out, indent);
        text_add(out, str_cut(s, i, end));
        text_char(out, '\n');
        i = end + 1;
    }
}

static void text_failure(const TestFile *f, const Checked *c, Language language, Text *out)
{
    Text t = text_new(out->arena);
    text_spaces(&t, 4);
    text_add(&t, place_text(f, c->expect->span, out->arena));
    text_addz(&t, ": ");
    text_add(&t, written(f, c->expect->span, out->arena));
    add_wrapped(out, text_str(&t), 6);
    t = text_new(out->arena);
    text_spaces(&t, 6);
    say_with(&t, language, "得到：{0}", "got: {0}", WITH(c->got));
    add_wrapped(out, text_str(&t), 8);
    if (!c->why.len)
        return;
    t = text_new(out->arena);
    text_spaces(&t, 6);
    say_with(&t, language, "因为：{0}", "because: {0}", WITH(c->why));
    add_wrapped(out, text_str(&t), 8);
}

static void text_result(const TestFile *f, size_t i, Language language, Text *out)
{
    const TestResult *r = &f->results[i];
    say_with(out, language, r->passed ? "  通过  {0}\n" : "  失败  {0}\n", r->passed ? "  pass  {0}\n" : "  FAIL  {0}\n", WITH(r->test->name));
    size_t shown = 0, unmet = 0;
    for (size_t k = 0; k < r->check_count; k++) {
        unmet += !r->checks[k].met;
        if (r->checks[k].met || (r->refused && shown))
            continue; /* without an outcome they all fail alike */
        text_failure(f, &r->checks[k], language, out);
        shown++;
    }
    if (unmet > shown)
        say_with(out, language, "    没有结果，其余 {0} 条 应 同样\n", "    no outcome: the other {0} expectations fail alike\n",
                 WITH(int_str(out->arena, (int64_t)(unmet - shown))));
    indented(f->messages[i], 4, out);
}

void test_text(const TestFile *files, size_t n, Language language, Text *out)
{
    TestCount count = test_count(files, n);
    for (size_t f = 0; f < n; f++) {
        text_add(out, files[f].file);
        if (files[f].broken.len)
            say(out, language, "：规则有错\n", ": errors in the rules\n");
        else if (!files[f].declared)
            say(out, language, "：没有测试\n", ": no tests\n");
        else
            text_char(out, '\n');
        indented(files[f].broken, 2, out);
        for (size_t i = 0; i < files[f].count; i++)
            text_result(&files[f], i, language, out);
    }
    Arena *a = out->arena;
    say_with(out, language, "{0} 个测试：通过 {1}，失败 {2}", "{0} tests: passed {1}, failed {2}",
             WITH(int_str(a, (int64_t)(count.passed + count.failed)), int_str(a, (int64_t)count.passed), int_str(a, (int64_t)count.failed)));
    if (count.broken)
        say_with(out, language, "；规则有错的文件 {0}", "; files with errors {0}", WITH(int_str(a, (int64_t)count.broken)));
    text_char(out, '\n');
}

/* ---- TAP version 14, with YAML diagnostics ---- */

static void tap_description(Str s, Text *out)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '#' || s.at[i] == '\\')
            text_char(out, '\\');
        text_char(out, s.at[i]);
    }
}

/* A string of JSON is one of YAML. */
static void yaml(Text *out, size_t indent, const char *key, Str value)
{
    text_spaces(out, indent);
    text_addz(out, key);
    text_addz(out, ": ");
    text_json(out, value);
    text_char(out, '\n');
}

static void yaml_block(Text *out, size_t indent, const char *key, Str value)
{
    text_spaces(out, indent);
    text_addz(out, key);
    text_addz(out, ": |2\n");
    indented(value, indent + 2, out);
}

static void tap_result(const TestFile *f, size_t i, size_t number, Text *out)
{
    const TestResult *r = &f->results[i];
    text_addz(out, r->passed ? "ok " : "not ok ");
    text_int(out, (long long)number);
    text_addz(out, " - ");
    tap_description(f->file, out);
    text_addz(out, ": ");
    tap_description(r->test->name, out);
    text_char(out, '\n');
    if (r->passed)
        return;
    text_addz(out, "  ---\n");
    yaml(out, 2, "at", place_text(f, r->test->span, out->arena));
    bool any = false;
    for (size_t k = 0; k < r->check_count; k++) {
        const Checked *c = &r->checks[k];
        if (c->met)
            continue;
        text_addz(out, any ? "" : "  failures:\n");
        any = true;
        yaml(out, 4, "- at", place_text(f, c->expect->span, out->arena));
        yaml(out, 6, "expected", written(f, c->expect->span, out->arena));
        yaml(out, 6, "actual", c->got);
        if (c->why.len)
            yaml(out, 6, "because", c->why);
    }
    if (f->messages[i].len)
        yaml_block(out, 2, "messages", f->messages[i]);
    text_addz(out, "  ...\n");
}

void test_tap(const TestFile *files, size_t n, Language language, Text *out)
{
    TestCount count = test_count(files, n);
    size_t total = count.passed + count.failed + count.broken, number = 0;
    text_addz(out, "TAP version 14\n1..");
    text_int(out, (long long)total);
    text_addz(out, total ? "\n" : " # SKIP no tests\n");
    for (size_t f = 0; f < n; f++) {
        if (files[f].broken.len) {
            text_addz(out, "not ok ");
            text_int(out, (long long)++number);
            text_addz(out, " - ");
            tap_description(files[f].file, out);
            say(out, language, "：规则有错\n  ---\n", ": errors in the rules\n  ---\n");
            yaml_block(out, 2, "messages", files[f].broken);
            text_addz(out, "  ...\n");
        } else if (!files[f].declared) {
            text_addz(out, "# ");
            text_add(out, files[f].file);
            say(out, language, "：没有测试\n", ": no tests\n");
        }
        for (size_t i = 0; i < files[f].count; i++)
            tap_result(&files[f], i, ++number, out);
    }
}

/* ---- JSON ---- */

static void json_bool(Writer *w, const char *name, bool yes)
{
    json_member(w, name);
    text_addz(w->out, yes ? "true" : "false");
}

static void json_place(Writer *w, const TestFile *f, Span span)
{
    Place place = source_place(f->source, span.start);
    json_int(w, "line", place.line);
    json_int(w, "column", place.column);
}

static void json_checks(Writer *w, const TestFile *f, const TestResult *r)
{
    json_list(w, "expectations");
    for (size_t i = 0; i < r->check_count; i++) {
        const Checked *c = &r->checks[i];
        json_item(w);
        json_place(w, f, c->expect->span);
        json_str(w, "expected", written(f, c->expect->span, w->out->arena));
        json_bool(w, "met", c->met);
        json_optional(w, "actual", c->got);
        json_optional(w, "because", c->why);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void json_messages(Writer *w, const Diags *d, Language language)
{
    json_list(w, "messages");
    for (size_t i = 0; i < diags_kept(d); i++) {
        const Diag *m = diags_at(d, i);
        Text t = text_new(w->out->arena);
        diag_message(m, language, &t);
        json_item(w);
        json_str(w, "code", message_name(m->code));
        json_str(w, "level", m->level == LEVEL_ERROR ? S("error") : S("warning"));
        json_optional(w, "file", m->source ? m->source->name : S(""));
        bool placed = m->source && m->source->line_count;
        Place place = placed ? source_place(m->source, m->span.start) : (Place){0};
        json_whole(w, "line", placed ? (int64_t)place.line : -1);
        json_whole(w, "column", placed ? (int64_t)place.column : -1);
        json_optional(w, "path", m->json_path);
        json_optional(w, "who", m->who);
        json_str(w, "message", text_str(&t));
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void json_result(Writer *w, const TestFile *f, const TestResult *r, Language language)
{
    json_item(w);
    json_str(w, "name", r->test->name);
    json_place(w, f, r->test->span);
    json_bool(w, "passed", r->passed);
    json_checks(w, f, r);
    json_messages(w, r->messages, language);
    json_close(w, '}');
}

void test_json(const TestFile *files, size_t n, Language language, Text *out)
{
    TestCount count = test_count(files, n);
    Writer w = {.words = language, .out = out, .first = true};
    json_open(&w, '{');
    json_str(&w, "schema", S("xuan.test/1"));
    json_int(&w, "passed", (long long)count.passed);
    json_int(&w, "failed", (long long)count.failed);
    json_int(&w, "broken", (long long)count.broken);
    json_list(&w, "files");
    for (size_t f = 0; f < n; f++) {
        json_item(&w);
        json_str(&w, "file", files[f].file);
        json_optional(&w, "errors", files[f].broken);
        json_list(&w, "tests");
        for (size_t i = 0; i < files[f].count; i++)
            json_result(&w, &files[f], &files[f].results[i], language);
        json_close(&w, ']');
        json_close(&w, '}');
    }
    json_close(&w, ']');
    json_close(&w, '}');
    text_char(out, '\n');
}
