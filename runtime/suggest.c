#include "runtime/suggest_parts.h"

#include "runtime/wording.h"

enum { TRIALS_PLAIN = 260, TRIALS_OTHER = 70 }; /* on a file's data as they are, and on those of a test */

/* ---- blocks ---- */

static void block_head(const Search *s, Str name, Str changes, Text *out)
{
    text_addz(out, "  测试 \"");
    text_add(out, name);
    text_addz(out, "\" {\n");
    text_add(out, s->base);
    text_add(out, changes);
    if (s->until >= 0) {
        text_addz(out, "    至 ");
        text_add(out, s->s->program->stages[s->until].name);
        text_char(out, '\n');
    }
}

static bool run_block(Search *s, Arena *a, Str block, bool watch, Trial *out)
{
    s->trials_left--;
    return s->s->try_block(s->s->context, a, block, watch, out) && out->result.outcome;
}

/* What is asked of a run whose outcome is not known yet. */
static Str probe(const Search *s, Arena *a, Str changes)
{
    Text block = text_new(a);
    block_head(s, S("试"), changes, &block);
    text_addz(&block, "    应 无人 作废\n  }\n");
    return text_str(&block);
}

static bool has_face(const Search *s, const Trial *t)
{
    return t->result.coverage->points[s->point].seen & (1U << s->face);
}

static bool is_used(const Suggester *s, Str name)
{
    for (size_t i = 0; i < s->program->test_count; i++)
        if (str_eq(s->program->tests[i].name, name))
            return true;
    for (size_t i = 0; i < s->names.len; i++)
        if (str_eq(s->names.at[i], name))
            return true;
    return false;
}

/* "群众评议：民主推荐.得票率 恰好 30%"; with a number where there is such a test. */
static Str test_name(const Search *s)
{
    Text words = text_new(s->s->a), name = text_new(s->s->a);
    text_add(&words, s->s->program->stages[point_at(s)->stage].name);
    text_addz(&words, "：");
    face_words(s->s->coverage, point_at(s), s->face, LANG_ZH, &words);
    for (size_t i = 0; i < words.len; i++)
        text_char(&name, words.at[i] == '"' ? '\'' : words.at[i]);
    size_t end = name.len;
    for (long long n = 2; is_used(s->s, text_str(&name)); n++) {
        name.len = end;
        text_char(&name, ' ');
        text_int(&name, n);
    }
    return text_str(&name);
}

/* The block with what came out, run once more as it will stand. */
static bool finish(Search *s, Arena *a, const Trial *seen, Str changes, const Told *told, bool values)
{
    Text block = text_new(a);
    Trial again;
    Str name = test_name(s);
    block_head(s, name, changes, &block);
    expect_lines(s, seen, told, values, &block);
    text_addz(&block, "  }\n");
    if (!run_block(s, a, text_str(&block), false, &again) || !again.result.passed || !has_face(s, &again))
        return false;
    text_add(s->out, text_str(&block));
    text_char(s->out, '\n');
    *PUSH(s->s->a, &s->s->names) = name;
    coverage_add(s->s->coverage, again.result.coverage);
    return true;
}

bool propose(Search *s, Str changes, const Told *told)
{
    if (s->found || s->trials_left <= 0)
        return s->found;
    Arena *a = arena_new();
    Trial t;
    if (run_block(s, a, probe(s, a, changes), false, &t) && has_face(s, &t))
        s->found = finish(s, a, &t, changes, told, true) || finish(s, a, &t, changes, told, false);
    arena_free(a);
    return s->found;
}

bool measure(Search *s, Str changes, Trial *out)
{
    return s->trials_left > 0 && run_block(s, s->s->a, probe(s, s->s->a, changes), true, out);
}

/* ---- what a test begins with ---- */

static bool begins(Str s, const char *word)
{
    size_t n = strlen(word);
    return s.len >= n && memcmp(s.at, word, n) == 0;
}

static bool starts(Str line, const char *word)
{
    size_t at = 0;
    while (at < line.len && line.at[at] == ' ')
        at++;
    return begins(str_cut(line, at, line.len), word);
}

/* How many more { than } the line has, outside its texts and its comment. */
static int braces(Str line)
{
    static const char *const quotes[] = {"\"", "“", "”"};
    int depth = 0;
    bool text = false;
    for (size_t i = 0; i < line.len; i++) {
        Str rest = str_cut(line, i, line.len);
        for (size_t q = 0; q < sizeof quotes / sizeof *quotes; q++)
            text = text != begins(rest, quotes[q]);
        if (text)
            continue;
        if (line.at[i] == '#')
            break;
        depth += begins(rest, "{") || begins(rest, "｛");
        depth -= begins(rest, "}") || begins(rest, "｝");
    }
    return depth;
}

/* The lines of a test without its 至 and 应. */
static Str opening(const Suggester *s, const Test *t, bool plain)
{
    static const char *const dropped[] = {"至 ", "应 ", "until ", "expect "};
    static const char *const data[] = {"数据 ", "data "};
    Text out = text_new(s->a);
    Str text = str_cut(s->program->source->text, t->span.start, s->program->source->text.len);
    size_t at = 0, end = 0;
    int depth = 0; /* in a table of the test */
    while (at < text.len && text.at[at] != '{')
        at++;
    while (at < text.len && text.at[at] != '\n')
        at++;
    for (at++; at < text.len && text.at[at - 1] == '\n'; at = end + 1) {
        end = at;
        while (end < text.len && text.at[end] != '\n')
            end++;
        Str line = str_cut(text, at, end);
        bool skip = false, source = false;
        for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
            skip = skip || starts(line, dropped[i]);
        for (size_t i = 0; i < sizeof data / sizeof *data; i++)
            source = source || starts(line, data[i]);
        int change = braces(line);
        if (depth == 0 && (skip || change < 0))
            break;
        depth += change;
        if (plain && !source)
            continue;
        text_add(&out, line);
        text_char(&out, '\n');
    }
    return text_str(&out);
}

static void add_base(Suggester *s, Lines *bases, Str base)
{
    for (size_t i = 0; i < bases->len; i++)
        if (str_eq(bases->at[i], base))
            return;
    if (base.len)
        *PUSH(s->a, bases) = base;
}

/* The data as they are come first, then what the tests make of them. */
static Lines bases_of(Suggester *s, size_t *plain)
{
    Lines bases = {0};
    if (s->data.len) {
        Text t = text_new(s->a);
        text_addz(&t, "    数据 \"");
        text_add(&t, s->data);
        text_addz(&t, "\"\n");
        add_base(s, &bases, text_str(&t));
    }
    for (size_t i = 0; i < s->program->test_count; i++)
        if (!s->program->tests[i].sheet_count)
            add_base(s, &bases, opening(s, &s->program->tests[i], true));
    *plain = bases.len;
    for (size_t i = 0; i < s->program->test_count; i++)
        add_base(s, &bases, opening(s, &s->program->tests[i], false));
    return bases;
}

/* ---- gaps ---- */

typedef struct { bool tried, good; Trial trial; } Start;

/* Only as far as needed, so that records of later stages need not fit; what has moved up and what a later stage reads
 * (a figure) shows only at the end. */
static bool find_until(Suggester *s, Text *out, Str base, int trials, Start *starts_of, size_t point, Face face, int until)
{
    Start *start = &starts_of[until + 1];
    Search search = {.s = s, .out = out, .point = point, .face = face, .base = base, .until = until, .start = &start->trial, .trials_left = trials};
    if (!start->tried)
        start->good = measure(&search, S(""), &start->trial);
    start->tried = true;
    if (start->good && !propose(&search, S(""), &(Told){0}))
        search_gap(&search);
    return search.found;
}

static bool find_one(Suggester *s, Text *out, const Lines *bases, size_t plain, Start *starts_of, size_t point, Face face)
{
    const CoverPoint *p = &s->coverage->points[point];
    bool later = p->kind == POINT_RESERVE || p->stage + 1 == (int)s->program->stage_count;
    for (size_t b = 0; b < bases->len; b++) {
        Start *starts_here = &starts_of[b * (s->program->stage_count + 1)];
        int trials = b < plain ? TRIALS_PLAIN : TRIALS_OTHER;
        if ((!later && find_until(s, out, bases->at[b], trials, starts_here, point, face, p->stage)) ||
            find_until(s, out, bases->at[b], trials, starts_here, point, face, -1))
            return true;
    }
    return false;
}

static void not_found(const Suggester *s, size_t point, Face face, Text *out)
{
    const CoverPoint *p = &s->coverage->points[point];
    Text what = text_new(s->a);
    face_words(s->coverage, p, face, s->language, &what);
    say_with(out, s->language, "# 第 {0} 行，{1}：没有找到，改一两个人的数到不了\n",
             "# line {0}, {1}: none found, changing the values of one or two people does not reach it\n",
             WITH(int_str(s->a, point_line(s->coverage, p)), text_str(&what)));
}

void suggest_tests(Suggester *s, Text *out)
{
    size_t plain, before = out->len;
    Lines bases = bases_of(s, &plain);
    Start *starts_of = NEW_ARRAY(s->a, Start, bases.len * (s->program->stage_count + 1) + 1);
    say_with(out, s->language, "# {0}\n", "# {0}\n", WITH(s->file));
    if (!bases.len) {
        say(out, s->language, "# 没有数据可改：用 --data 指定\n", "# no data to change: name some with --data\n");
        return;
    }
    before = out->len;
    for (int thresholds = 1; thresholds >= 0; thresholds--) /* a clause's truth mostly follows from them */
        for (size_t i = 0; i < s->coverage->count; i++)
            for (Face face = 0; face < FACES; face++) {
                const CoverPoint *p = &s->coverage->points[i];
                bool gap = p->faces & ~p->seen & (1U << face);
                if (gap && (p->kind == POINT_THRESHOLD) == (thresholds == 1) && !find_one(s, out, &bases, plain, starts_of, i, face))
                    not_found(s, i, face, out);
            }
    if (out->len == before)
        say(out, s->language, "# 没有没到过的分界\n", "# no boundary is left\n");
}
