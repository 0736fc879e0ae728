/* unit_page.c - tests of the HTML writer and of what the charts do with what the data say. */
#include <stdio.h>

#include "runtime/svg.h"

static int passed, failed;

static void check_that(const char *name, bool ok)
{
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok)
        passed++;
    else
        failed++;
}

static void check_str(const char *name, Str got, Str want)
{
    check_that(name, str_eq(got, want));
    if (!str_eq(got, want))
        printf("# got:  %.*s\n# want: %.*s\n", (int)got.len, got.at, (int)want.len, want.at);
}

static size_t count(Str s, Str what)
{
    size_t n = 0;
    for (size_t i = 0; i + what.len <= s.len; i++)
        n += str_eq(str_cut(s, i, i + what.len), what);
    return n;
}

static Html writer(Arena *a, Text *t)
{
    *t = text_new(a);
    Html h = html_new(t, LANG_ZH);
    *t = text_new(a);
    return h;
}

static void test_escaping(Arena *a)
{
    Text t;
    Html h = writer(a, &t);
    html_class(&h, "b", "c");
    html_attr(&h, "data-p", S("\"'<>&\x01"));
    html_text(&h, S("</b>\"'&\x7f"));
    html_close(&h);
    check_str("text and attributes are escaped", text_str(&t),
              S("<b class=\"c\" data-p=\"&quot;&#39;&lt;&gt;&amp; \">&lt;/b&gt;\"'&amp; </b>"));
    check_that("all is closed", h.depth == 0);
}

static void test_elements(Arena *a)
{
    Text t;
    Html h = writer(a, &t);
    html_open(&h, "p");
    html_id(&h);
    html_int(&h, -3);
    html_open(&h, "br");
    html_void(&h);
    html_leaf(&h, "i", NULL, S(""));
    html_say_with(&h, "{0}人", "{0}", (const Str[]){S("<")}, 1);
    html_close(&h);
    check_str("elements", text_str(&t), S("<p id=\"n1\">-3<br><i></i>&lt;人</p>"));
}

static Str slope(Arena *a, Text *t)
{
    Html h = writer(a, t);
    const SlopeItem left[] = {{.kind = SLOPE_PERSON, .key = 0, .person = S("<1>"), .text = S("<1>"), .rank = 1, .who = WHO_FIRST},
                              {.kind = SLOPE_OUT, .key = 1, .person = S("2"), .text = S("2"), .why = S("a&b")}};
    const SlopeItem right[] = {{.kind = SLOPE_PERSON, .key = 1, .person = S("2"), .text = S("2"), .rank = 1}};
    svg_slope(&h, &(SlopeChart){.title = S("t"), .desc = S("d"), .items = {left, right}, .item_counts = {2, 1}, .key_count = 2});
    check_that("the chart is closed", h.depth == 0);
    return text_str(t);
}

static void test_charts(Arena *a)
{
    Text t, again;
    Str s = slope(a, &t);
    check_that("one line for the one who is on both sides", count(s, S("<path ")) == 1);
    check_that("whoever is on one side has a label and no line", count(s, S("data-p=\"&lt;1&gt;\"")) == 1);
    check_that("no raw text", count(s, S("<1>")) == 0 && count(s, S("a&amp;b")) == 1);
    check_that("equal charts give equal bytes", str_eq(s, slope(a, &again)));
    Html h = writer(a, &t);
    const WeightPart parts[] = {{S("x"), num_ratio(a, 1, 3), true, {0, 0}}, {S("y"), num_ratio(a, 2, 3), true, {1, 0}}};
    svg_weights(&h, &(WeightChart){S("t"), S("d"), parts, 2});
    check_that("lengths are whole numbers and fill the bar", count(text_str(&t), S("width=\"146\"")) == 1 &&
                                                                 count(text_str(&t), S("x=\"147\"")) == 2 &&
                                                                 count(text_str(&t), S("width=\"292\"")) == 1);
    check_that("their numbers are printed", count(text_str(&t), S("33.3%")) == 1 && count(text_str(&t), S("66.7%")) == 1);
}

int main(void)
{
    Arena *a = arena_new();
    test_escaping(a);
    test_elements(a);
    test_charts(a);
    arena_free(a);
    printf("# passed %d failed %d\n", passed, failed);
    return failed != 0;
}
