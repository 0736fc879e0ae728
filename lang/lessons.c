#include "lang/lessons.h"

#include "lang/text.h"

/* Made from the texts of lang/lessons when the program is built. */
extern const unsigned char lessons_text[];
extern const size_t lessons_length;

typedef struct {
    Str name, kind, text;
} Common;

typedef struct {
    Arena *a;
    Str rest; /* not yet read */
    Lessons *out;
    Lesson *lesson; /* being read, or NULL */
    Str common;     /* name of the common part being read, or empty */
    ARRAY(Common) commons;
    bool mended;
} Reader;

static bool starts(Str s, Str with) { return s.len >= with.len && memcmp(s.at, with.at, with.len) == 0; }

static Str after(Str s, Str with) { return str_cut(s, with.len, s.len); }

static size_t find(Str s, Str what)
{
    size_t i = 0;
    while (i + what.len <= s.len && memcmp(s.at + i, what.at, what.len) != 0)
        i++;
    return i + what.len <= s.len ? i : s.len;
}

static Str trimmed(Str s)
{
    while (s.len && s.at[0] == ' ')
        s = str_cut(s, 1, s.len);
    while (s.len && s.at[s.len - 1] == ' ')
        s.len--;
    return s;
}

static bool next_line(Str *rest, Str *line)
{
    if (rest->len == 0)
        return false;
    size_t n = find(*rest, S("\n"));
    *line = str_cut(*rest, 0, n);
    *rest = str_cut(*rest, n < rest->len ? n + 1 : n, rest->len);
    return true;
}

static Str joined(Arena *a, Str s, const char *between, Str more)
{
    Text t = text_new(a);
    text_add(&t, s);
    text_addz(&t, s.len ? between : "");
    text_add(&t, more);
    return text_str(&t);
}

/* The common part of that name with `text` in the place of its line "…". */
static Str put_in(Reader *r, Str name, Str kind, Str text)
{
    for (size_t i = 0; i < r->commons.len; i++) {
        const Common *c = &r->commons.at[i];
        if (!str_eq(c->name, name) || !str_eq(c->kind, kind))
            continue;
        Text t = text_new(r->a);
        Str rest = c->text, line;
        while (next_line(&rest, &line))
            if (str_eq(trimmed(line), S("…"))) {
                text_add(&t, text);
            } else {
                text_add(&t, line);
                text_char(&t, '\n');
            }
        return text_str(&t);
    }
    BUG("a lesson names a common part that is not there");
}

/* From the line after ``` to the closing one. */
static void read_block(Reader *r, Str head)
{
    size_t n = find(head, S(" "));
    Str kind = str_cut(head, 0, n), name = trimmed(str_cut(head, n, head.len)), line;
    Text t = text_new(r->a);
    while (next_line(&r->rest, &line) && !str_eq(line, S("```"))) {
        text_add(&t, line);
        text_char(&t, '\n');
    }
    Str text = text_str(&t);
    if (name.len)
        text = put_in(r, name, kind, text);
    if (r->common.len)
        *PUSH(r->a, &r->commons) = (Common){r->common, kind, text};
    else if (r->lesson)
        *PUSH(r->a, &r->lesson->blocks) = (LessonBlock){kind, text, r->mended};
}

/* "E0312 计分超过满分 | the score exceeds the full mark", or "底 NAME". */
static void read_title(Reader *r, Str head)
{
    Str base = S("底 ");
    r->mended = false;
    r->lesson = NULL;
    r->common = starts(head, base) ? trimmed(after(head, base)) : S("");
    if (r->common.len)
        return;
    size_t space = find(head, S(" ")), bar = find(head, S(" | "));
    if (bar == head.len)
        BUG("a lesson has no title in two languages");
    r->lesson = PUSH(r->a, &r->out->all);
    r->lesson->code = str_cut(head, 0, space);
    r->lesson->title[LANG_ZH] = trimmed(str_cut(head, space, bar));
    r->lesson->title[LANG_EN] = trimmed(str_cut(head, bar + 3, head.len));
}

static void read_line(Reader *r, Str line)
{
    Str head = S("## "), fence = S("```"), where = S("见 "), english = S("> "), others = S("另有 "), none = S("无例 ");
    if (starts(line, head))
        read_title(r, after(line, head));
    else if (starts(line, fence))
        read_block(r, after(line, fence));
    else if (!r->lesson || line.len == 0 || starts(line, others) || starts(line, none))
        return;
    else if (str_eq(line, S("改")))
        r->mended = true;
    else if (starts(line, where))
        r->lesson->where = after(line, where);
    else if (starts(line, english))
        r->lesson->text[LANG_EN] = joined(r->a, r->lesson->text[LANG_EN], " ", after(line, english));
    else
        r->lesson->text[LANG_ZH] = joined(r->a, r->lesson->text[LANG_ZH], "", line);
}

const Lessons *lessons_read(Arena *a)
{
    Reader r = {.a = a, .rest = {(const char *)lessons_text, lessons_length}, .out = NEW(a, Lessons)};
    Str line;
    while (next_line(&r.rest, &line))
        read_line(&r, line);
    return r.out;
}

const LessonBlock *lesson_block(const Lesson *lesson, const char *kind, bool mended)
{
    for (size_t i = 0; i < lesson->blocks.len; i++)
        if (str_eq(lesson->blocks.at[i].kind, str_from(kind)) && lesson->blocks.at[i].mended == mended)
            return &lesson->blocks.at[i];
    return NULL;
}

Str lesson_expanded(Arena *a, Str text)
{
    Str open = S("〔"), times = S(" × "), close = S("〕");
    Text t = text_new(a);
    size_t at;
    while ((at = find(text, open)) < text.len) {
        text_add(&t, str_cut(text, 0, at));
        text = str_cut(text, at + open.len, text.len);
        size_t what = find(text, times), end = find(text, close);
        if (what >= end || end == text.len)
            BUG("a lesson's 〔 × 〕 is not complete");
        size_t count = 0;
        for (size_t i = what + times.len; i < end; i++)
            count = count * 10 + (size_t)(text.at[i] - '0');
        while (count--)
            text_add(&t, str_cut(text, 0, what));
        text = str_cut(text, end + close.len, text.len);
    }
    text_add(&t, text);
    return text_str(&t);
}
