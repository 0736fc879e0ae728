/* command_lesson.c - xuan explain CODE: what a message means.  The example of the lesson is checked, or run, here and now, so
 * that what is shown is what the program says; only what takes files and a command line is shown as the lesson has it, and
 * the tests hold the two equal. */
#include <stdlib.h>

#include "lang/check.h"
#include "lang/diag_show.h"
#include "lang/lessons.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/command.h"
#include "runtime/read.h"
#include "runtime/wording.h"

enum { INDENT = 4 };

static const Source *source_of(Options *o, Str name, Str text, size_t most)
{
    Source *source = NULL;
    size_t at;
    if (source_load(o->a, name, lesson_expanded(o->a, text), most, &source, &at) != LOAD_OK)
        BUG("the example of a lesson is not text");
    return source;
}

/* What nothing provokes: the words of the message alone. */
static void show_words(Options *o, Str code, Text *out)
{
    for (int i = 0; i < MESSAGE_COUNT; i++)
        if (str_eq(message_name((MessageCode)i), code)) {
            Str any = S("…");
            text_format(out, message_format((MessageCode)i, o->language), ARGS(any, any, any, any, any, any));
            text_char(out, '\n');
        }
}

static void run_example(Options *o, const Lesson *lesson, Text *out)
{
    const LessonBlock *rules = lesson_block(lesson, "xuan", false), *data = lesson_block(lesson, "json", false);
    Diags *d = diags_new(o->a);
    const Source *text = source_of(o, S("例.xuan"), rules->text, LIMIT_RULES_BYTES);
    const Program *program = check(o->a, parse(o->a, text, d), text, d);
    if (program && data) {
        const Source *people = source_of(o, S("例.json"), data->text, LIMIT_DATA_BYTES);
        const Pool *pool = read_pool(o->a, program, NULL, 0, people, NULL, d);
        if (pool && !diags_any_error(d))
            run(o->a, program, pool, &(RunOptions){.until = -1, .keep = KEEP_NOBODY, .without = -1}, d);
    }
    diags_show(d, o->language, false, false, out);
}

/* ---- blocks ---- */

static bool cut_line(Str *rest, Str *line)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->at, '\n', rest->len);
    size_t n = end ? (size_t)(end - rest->at) : rest->len;
    *line = str_cut(*rest, 0, n);
    *rest = str_cut(*rest, n < rest->len ? n + 1 : n, rest->len);
    return true;
}

static void show_lines(Str text, Text *out)
{
    Str line;
    while (cut_line(&text, &line)) {
        if (line.len)
            text_spaces(out, INDENT);
        text_add(out, line);
        text_char(out, '\n');
    }
}

typedef struct {
    Str was, is;  /* the lines that differ; either may be empty */
    size_t first; /* line, from 1 */
} Change;

/* What is left when the lines that two texts have in common are cut off at both ends. */
static Change changed_lines(Str was, Str is)
{
    size_t from = 0, end = 0, first = 1;
    for (size_t i = 0; i < was.len && i < is.len && was.at[i] == is.at[i]; i++)
        if (is.at[i] == '\n') {
            from = i + 1;
            first++;
        }
    size_t was_left = was.len - from, is_left = is.len - from;
    for (size_t i = 1; i <= was_left && i <= is_left && was.at[was.len - i] == is.at[is.len - i]; i++)
        if ((i == is_left || is.at[is.len - i - 1] == '\n') && (i == was_left || was.at[was.len - i - 1] == '\n'))
            end = i;
    return (Change){str_cut(was, from, was.len - end), str_cut(is, from, is.len - end), first};
}

static bool is_command(Str kind) { return str_eq(kind, S("sh")); }

static bool is_message(Str kind) { return str_eq(kind, S("err")) || str_eq(kind, S("err-en")); }

static void show_file_name(Str kind, Text *out)
{
    text_addz(out, "例.");
    text_add(out, kind);
}

static void show_failing(Options *o, const Lesson *lesson, Text *out)
{
    for (size_t i = 0; i < lesson->blocks.len; i++) {
        const LessonBlock *b = &lesson->blocks.at[i];
        if (b->mended || is_message(b->kind))
            continue;
        text_char(out, '\n');
        if (is_command(b->kind))
            say(out, o->language, "命令", "The command");
        else
            show_file_name(b->kind, out);
        say(out, o->language, "：\n", ":\n");
        show_lines(b->text, out);
    }
    say(out, o->language, "\n程序说：\n", "\nThe program says:\n");
    const LessonBlock *told = lesson_block(lesson, o->language == LANG_ZH ? "err" : "err-en", false);
    if (told)
        text_add(out, told->text);
    else if (lesson->blocks.len)
        run_example(o, lesson, out);
    else
        show_words(o, lesson->code, out);
}

static void show_change(Options *o, const LessonBlock *was, const LessonBlock *is, Text *out)
{
    Change c = was ? changed_lines(was->text, is->text) : (Change){.was = is->text, .is = is->text};
    if (!c.was.len)
        say(out, o->language, "\n加上（", "\nAdded: ");
    else if (c.is.len)
        say(out, o->language, "\n改成（", "\nMended: ");
    else
        say(out, o->language, "\n删去（", "\nLeft out: ");
    if (is_command(is->kind))
        say(out, o->language, "命令", "the command");
    else
        show_file_name(is->kind, out);
    if (was) {
        say(out, o->language, " 第 ", " from line ");
        text_int(out, (long long)c.first);
        say(out, o->language, " 行起", "");
    }
    say(out, o->language, "）：\n", ":\n");
    show_lines(c.is.len ? c.is : c.was, out);
}

static void show_mended(Options *o, const Lesson *lesson, Text *out)
{
    for (size_t i = 0; i < lesson->blocks.len; i++) {
        const LessonBlock *b = &lesson->blocks.at[i], *was = NULL;
        for (size_t k = 0; b->mended && k < lesson->blocks.len; k++)
            if (!lesson->blocks.at[k].mended && str_eq(lesson->blocks.at[k].kind, b->kind))
                was = &lesson->blocks.at[k];
        if (b->mended)
            show_change(o, was, b, out);
    }
}

static void show_lesson(Options *o, const Lesson *lesson, Text *out)
{
    text_add(out, lesson->code);
    if (lesson->code.at[0] == 'E')
        say(out, o->language, " 错误：", " error: ");
    else
        say(out, o->language, " 警告：", " warning: ");
    text_add(out, lesson->title[o->language]);
    text_addz(out, "\n\n");
    add_wrapped(out, lesson->text[o->language], 0);
    show_failing(o, lesson, out);
    show_mended(o, lesson, out);
    say(out, o->language, "\n见语言说明 lang/REFERENCE.md：", "\nSee the reference, lang/REFERENCE.md: ");
    text_add(out, lesson->where);
    text_char(out, '\n');
}

/* ---- codes ---- */

static long number_of(Str code) { return strtol(code.at + 1, NULL, 10); }

/* The code with the nearest number, of the same letter where two are as near. */
static Str nearest(const Lessons *lessons, Str code)
{
    Str best = {0};
    long least = 0;
    for (size_t i = 0; i < lessons->all.len; i++) {
        Str c = lessons->all.at[i].code;
        long far = labs(number_of(c) - number_of(code)) * 2 + (c.at[0] != code.at[0]);
        if (!best.len || far < least) {
            best = c;
            least = far;
        }
    }
    return best;
}

static Str upper(Arena *a, const char *word)
{
    Text t = text_new(a);
    for (; *word; word++)
        text_char(&t, *word >= 'a' && *word <= 'z' ? (char)(*word - 'a' + 'A') : *word);
    text_char(&t, '\0');
    return (Str){t.at, t.len - 1};
}

static int compare_codes(const void *x, const void *y)
{
    const Lesson *a = x, *b = y;
    long m = number_of(a->code), n = number_of(b->code);
    return m != n ? (m > n) - (m < n) : str_cmp(a->code, b->code);
}

int explain_codes(Options *o)
{
    if (o->file_count || o->candidate || o->all)
        return usage(o, "--codes 后面不写别的", "--codes stands alone");
    const Lessons *lessons = lessons_read(o->a);
    Lesson *all = NEW_ARRAY(o->a, Lesson, lessons->all.len);
    memcpy(all, lessons->all.at, sizeof *all * lessons->all.len);
    qsort(all, lessons->all.len, sizeof *all, compare_codes);
    Text t = text_new(o->a);
    for (size_t i = 0; i < lessons->all.len; i++) {
        text_add(&t, all[i].code);
        text_addz(&t, "  ");
        text_add(&t, all[i].title[o->language]);
        text_char(&t, '\n');
    }
    return write_result(o, text_str(&t));
}

bool looks_like_code(const char *word)
{
    return strchr("EeWw", word[0]) && word[0] && word[1] >= '0' && word[1] <= '9' && strspn(word + 1, "0123456789") == strlen(word + 1);
}

int explain_code(Options *o)
{
    if (o->candidate || o->all || o->until || o->posts || o->settings.count || o->strict)
        return usage(o, "信息编号后面不写别的", "a message code stands alone");
    const Lessons *lessons = lessons_read(o->a);
    Str code = upper(o->a, o->files[0]);
    for (size_t i = 0; i < lessons->all.len; i++)
        if (str_eq(lessons->all.at[i].code, code)) {
            Text t = text_new(o->a);
            show_lesson(o, &lessons->all.at[i], &t);
            return write_result(o, text_str(&t));
        }
    return usage_with(o, "没有 {0} 这个信息编号，是不是 {1}？全部编号：xuan explain --codes",
                      "there is no message code {0}; did you mean {1}?  All codes: xuan explain --codes", ARGS(code, nearest(lessons, code)));
}
