/* unit.c - tests of the bottom layer: numbers, text, UTF-8, sources, messages.
 * Prints "ok name" or "not ok name" lines and a last line with the counts; exits 1 on failure. */
#include <gmp.h>
#include <stdio.h>

#include <utf8proc.h>

#include "lang/diag_show.h"
#include "lang/limits.h"
#include "lang/num.h"
#include "lang/utf8.h"

static int passed, failed;

static void check(const char *name, bool ok)
{
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok)
        passed++;
    else
        failed++;
}

static void check_str(const char *name, Str got, Str want)
{
    bool ok = str_eq(got, want);
    check(name, ok);
    if (!ok)
        printf("# got:\n%.*s\n# want:\n%.*s\n", (int)got.len, got.at ? got.at : "", (int)want.len,
               want.at);
}

/* ---- arena ---- */

static void test_arena(void)
{
    Arena *a = arena_new();
    bool ok = true;
    for (size_t size = 0; size < 70000; size = size * 2 + 1) {
        char *p = arena_alloc(a, size);
        ok = ok && ((uintptr_t)p & 15) == 0;
        for (size_t i = 0; i < size; i++)
            ok = ok && p[i] == 0;
        memset(p, 'x', size);
    }
    check("arena zeroed and aligned", ok);
    ARRAY(int) numbers = {0};
    for (int i = 0; i < 1000; i++)
        *PUSH(a, &numbers) = i;
    ok = numbers.len == 1000;
    for (int i = 0; i < 1000; i++)
        ok = ok && numbers.at[i] == i;
    check("arena push", ok);
    Str copy = arena_str(a, S("选"));
    check("arena str", str_eq(copy, S("选")) && copy.at[copy.len] == 0);
    arena_free(a);
    arena_free(NULL);
}

/* ---- numbers ---- */

static Str exact(Arena *a, Num x)
{
    Text t = text_new(a);
    num_exact(&t, x);
    return text_str(&t);
}

static Str decimal(Arena *a, Num x, int places)
{
    Text t = text_new(a);
    num_decimal(&t, x, places);
    return text_str(&t);
}

static Num parsed(Arena *a, const char *text)
{
    Num x = num_int(-987654321);
    if (!num_parse(a, str_from(text), &x))
        printf("# not parsed: %s\n", text);
    return x;
}

static uint64_t random_state = 20240601;

static uint64_t next_random(void) /* xorshift: the same numbers on every machine */
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* Of all lengths, so that both small and large sizes and overflows come up often. */
static int64_t random_int(void)
{
    static const int64_t edges[] = {0, 1, -1, INT64_MAX, INT64_MIN, INT64_MIN + 1, 10, 100};
    uint64_t pick = next_random() % 16;
    if (pick < 8)
        return edges[pick];
    uint64_t bits = next_random() >> (next_random() % 64);
    return next_random() & 1 ? (int64_t)(bits >> 1) : -(int64_t)(bits >> 1);
}

/* The same random number twice: as Num and as GMP's own. */
static Num random_num(Arena *a, mpq_ptr q)
{
    Num x = num_int(1);
    mpq_t factor;
    mpq_init(factor);
    mpq_set_ui(q, 1, 1);
    for (uint64_t factors = next_random() % 4 == 0 ? 3 : 1; factors > 0; factors--) {
        int64_t n = random_int(), d = random_int();
        if (d == 0)
            d = 7;
        x = num_mul(a, x, num_ratio(a, n, d));
        mpz_set_si(mpq_numref(factor), n);
        mpz_set_si(mpq_denref(factor), d);
        mpq_canonicalize(factor);
        mpq_mul(q, q, factor);
    }
    mpq_clear(factor);
    return x;
}

static bool equals_gmp(Arena *a, Num x, mpq_srcptr q)
{
    size_t room = mpz_sizeinbase(mpq_numref(q), 10) + mpz_sizeinbase(mpq_denref(q), 10) + 3;
    char *want = NEW_ARRAY(a, char, room);
    return str_eq(exact(a, x), str_from(mpq_get_str(want, 10, q)));
}

static bool same_shape(Num x, Num y)
{
    return x.d == y.d && (x.d ? x.n == y.n : num_cmp(x, y) == 0);
}

typedef Num NumOperation(Arena *, Num, Num);
typedef void GmpOperation(mpq_ptr, mpq_srcptr, mpq_srcptr);

static bool law_operation(Arena *a, NumOperation *ours, GmpOperation *gmp, Num x, Num y,
                          mpq_srcptr p, mpq_srcptr q)
{
    mpq_t want;
    mpq_init(want);
    gmp(want, p, q);
    num_force_big(false);
    Num small = ours(a, x, y);
    num_force_big(true);
    Num big = ours(a, x, y);
    num_force_big(false);
    bool ok = equals_gmp(a, small, want) && same_shape(small, big);
    mpq_clear(want);
    return ok;
}

static bool law_rounding(Arena *a, Num x)
{
    for (int mode = ROUND_UP; mode <= ROUND_HALF_EVEN; mode++) {
        int places = (int)(next_random() % (LIMIT_PLACES + 1));
        Num small = num_round(a, x, places, (Rounding)mode);
        num_force_big(true);
        Num big = num_round(a, x, places, (Rounding)mode);
        num_force_big(false);
        Num again = num_round(a, small, places, (Rounding)mode);
        if (!same_shape(small, big) || !same_shape(small, again))
            return false;
    }
    return true;
}

static bool law_pair(Arena *a, mpq_ptr p, mpq_ptr q)
{
    Num x = random_num(a, p), y = random_num(a, q);
    int c = mpq_cmp(p, q), cmp = num_cmp(x, y);
    num_force_big(true);
    int cmp_big = num_cmp(x, y);
    num_force_big(false);
    Num minus = num_neg(a, x);
    return law_operation(a, num_add, mpq_add, x, y, p, q) &&
           law_operation(a, num_sub, mpq_sub, x, y, p, q) &&
           law_operation(a, num_mul, mpq_mul, x, y, p, q) &&
           (mpq_sgn(q) == 0 || law_operation(a, num_div, mpq_div, x, y, p, q)) &&
           cmp == (c > 0) - (c < 0) && cmp == cmp_big && num_sign(x) == mpq_sgn(p) &&
           num_is_int(x) == (mpz_cmp_ui(mpq_denref(p), 1) == 0) &&
           num_sign(num_add(a, x, minus)) == 0 && law_rounding(a, x);
}

static void test_num_law(void)
{
    mpq_t p, q;
    mpq_init(p);
    mpq_init(q);
    bool ok = true;
    for (int batch = 0; batch < 200 && ok; batch++) {
        Arena *a = arena_new();
        for (int i = 0; i < 100 && ok; i++)
            ok = law_pair(a, p, q);
        arena_free(a);
    }
    mpq_clear(p);
    mpq_clear(q);
    check("num equals GMP in 20,000 pairs", ok);
}

static void test_num_parse(Arena *a)
{
    static const struct {
        const char *text, *want; /* want NULL: refused */
    } cases[] = {
        {"0", "0"}, {"-0", "0"}, {"007", NULL}, {"01", NULL}, {"-01.5", NULL}, {"0.31", "31/100"},
        {"-2.50", "-5/2"}, {"1e3", "1000"}, {"1E+3", "1000"}, {"25e-2", "1/4"}, {"1.5e1", "15"},
        {"0e5", "0"}, {"", NULL}, {"-", NULL}, {"+1", NULL}, {".5", NULL}, {"5.", NULL},
        {"1e", NULL}, {"1e+", NULL}, {"1.e3", NULL}, {" 1", NULL}, {"1 ", NULL}, {"1x", NULL},
        {"0x10", NULL}, {"1_000", NULL}, {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"9007199254740993", "9007199254740993"},
        {"12345678901234567890.5", "24691357802469135781/2"},
        {"1e999", "?"}, {"1e1000", NULL}, {"1e-999", "?"}, {"1e-1000", NULL},
        {"1e99999999999999999999", NULL}, {"1e400", "?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Num x = num_int(-7);
        bool fine = num_parse(a, str_from(cases[i].text), &x);
        Str got = exact(a, x);
        bool ok = cases[i].want ? fine : !fine && str_eq(got, S("-7"));
        if (ok && cases[i].want && cases[i].want[0] != '?')
            ok = str_eq(got, str_from(cases[i].want));
        char name[64];
        snprintf(name, sizeof name, "num parse '%s'", cases[i].text);
        check(name, ok);
    }
    char digits[LIMIT_DIGITS + 1];
    memset(digits, '7', sizeof digits);
    Num x;
    check("num parse LIMIT_DIGITS", num_parse(a, (Str){digits, LIMIT_DIGITS}, &x));
    check_str("num parse LIMIT_DIGITS loses none", exact(a, x), (Str){digits, LIMIT_DIGITS});
    check("num parse LIMIT_DIGITS + 1", !num_parse(a, (Str){digits, LIMIT_DIGITS + 1}, &x));
}

static void test_num_round(Arena *a)
{
    static const struct {
        const char *from;
        int places;
        const char *up, *down, *half_up, *half_even;
    } cases[] = {
        {"2.5", 0, "3", "2", "3", "2"},           {"3.5", 0, "4", "3", "4", "4"},
        {"-2.5", 0, "-3", "-2", "-3", "-2"},      {"0.1", 0, "1", "0", "0", "0"},
        {"-0.1", 0, "-1", "0", "0", "0"},         {"0.125", 2, "13/100", "3/25", "13/100", "3/25"},
        {"0.126", 2, "13/100", "3/25", "13/100", "13/100"}, {"7", 3, "7", "7", "7", "7"},
        {"0.5", 0, "1", "0", "1", "0"},           {"-0.6", 0, "-1", "0", "-1", "-1"},
    };
    for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
        size_t k = i / 2;
        num_force_big(i & 1);
        Num x = parsed(a, cases[k].from);
        int places = cases[k].places;
        Str want[] = {str_from(cases[k].up), str_from(cases[k].down), str_from(cases[k].half_up),
                      str_from(cases[k].half_even)};
        bool ok = true;
        for (int mode = ROUND_UP; mode <= ROUND_HALF_EVEN; mode++)
            ok = ok && str_eq(exact(a, num_round(a, x, places, (Rounding)mode)), want[mode]);
        char name[64];
        snprintf(name, sizeof name, "num round %s %s", cases[k].from, i & 1 ? "big" : "small");
        check(name, ok);
    }
    num_force_big(false);
}

static void test_num_decimal(Arena *a)
{
    check_str("decimal whole", decimal(a, num_int(80), 2), S("80"));
    check_str("decimal exact", decimal(a, parsed(a, "87.50"), 2), S("87.5"));
    check_str("decimal about", decimal(a, num_ratio(a, 1, 3), 4), S("≈0.3333"));
    check_str("decimal about half up", decimal(a, num_ratio(a, 2, 3), 2), S("≈0.67"));
    check_str("decimal negative", decimal(a, parsed(a, "-0.05"), 2), S("-0.05"));
    check_str("decimal to zero", decimal(a, parsed(a, "-0.001"), 2), S("≈0"));
    check_str("decimal carries", decimal(a, parsed(a, "99.999"), 2), S("≈100"));
    check_str("decimal no places", decimal(a, parsed(a, "100.4"), 0), S("≈100"));
    check_str("decimal big", decimal(a, parsed(a, "123456789012345678901234567890.25"), 30),
              S("123456789012345678901234567890.25"));
    check_str("decimal tiny", decimal(a, parsed(a, "1e-30"), 30),
              S("0.000000000000000000000000000001"));
    check_str("exact ratio", exact(a, num_ratio(a, 62, -200)), S("-31/100"));
    int64_t n = 5;
    check("to_int64 whole", num_to_int64(num_ratio(a, 84, 2), &n) && n == 42);
    check("to_int64 fraction", !num_to_int64(num_ratio(a, 1, 2), &n) && n == 42);
    check("to_int64 too big", !num_to_int64(parsed(a, "9223372036854775808"), &n) && n == 42);
}

/* Without GMP and with it, a number looks the same. */
static void test_num_decimal_law(Arena *a)
{
    static const int64_t edges[] = {0, 1, -1, 2, 3, 7, 9, 10, 99, 999999, 1000000, 1000001, -999999, 499999, 500000, 500001, 4611686018427387904, INT64_MAX, INT64_MIN, INT64_MIN + 1};
    enum { EDGES = sizeof edges / sizeof *edges };
    uint64_t seed = 9;
    size_t wrong = 0;
    for (int k = 0; k < 40000; k++) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        int64_t n = k < EDGES * EDGES ? edges[k / EDGES] : (int64_t)seed >> (k % 50);
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        int64_t d = k < EDGES * EDGES ? edges[k % EDGES] : (int64_t)(seed >> 1) >> (k % 47);
        if (d == 0)
            continue;
        Num x = num_ratio(a, n, d);
        int places = k % 20;
        Str quick = decimal(a, x, places);
        num_force_big(true);
        wrong += !str_eq(decimal(a, x, places), quick);
        num_force_big(false);
    }
    check("decimal without GMP as with it", wrong == 0);
}

/* ---- text and UTF-8 ---- */

static Str formatted(Arena *a, Str format, const Str *args, size_t nargs)
{
    Text t = text_new(a);
    text_format(&t, format, args, nargs);
    return text_str(&t);
}

static Str csv(Arena *a, Str s)
{
    Text t = text_new(a);
    text_csv(&t, s);
    return text_str(&t);
}

static void test_text(Arena *a)
{
    check_str("format", formatted(a, S("{1}和{0}{1}"), ARGS(S("甲"), S("乙"))), S("乙和甲乙"));
    check_str("format other braces", formatted(a, S("{ {a} {9} {0"), ARGS(S("甲"))),
              S("{ {a} {9} {0"));
    check_str("format not twice", formatted(a, S("{0}"), ARGS(S("{0}"))), S("{0}"));
    check_str("format empty", formatted(a, S(""), NO_ARGS), S(""));
    Text t = text_new(a);
    text_json(&t, S("甲\"\\\n\t\x01/"));
    check_str("json", text_str(&t), S("\"甲\\\"\\\\\\n\\t\\u0001/\""));
    t = text_new(a);
    text_int(&t, -9223372036854775807LL - 1);
    text_spaces(&t, 2);
    text_int(&t, 0);
    check_str("int", text_str(&t), S("-9223372036854775808  0"));
    check_str("csv plain", csv(a, S("张三")), S("张三"));
    check_str("csv comma", csv(a, S("a,\"b\"")), S("\"a,\"\"b\"\"\""));
    check_str("csv formula", csv(a, S("=1+1")), S("'=1+1"));
    check_str("csv formula comma", csv(a, S("@a,b")), S("\"'@a,b\""));
    check_str("csv empty", csv(a, S("")), S(""));
}

static void test_utf8(void)
{
    size_t bad = 99;
    check("utf8 cells", utf8_cells(S("总分 = a：")) == 4 + 3 + 1 + 2);
    check("utf8 combining", utf8_cells(S("e\xCC\x81")) == 1);
    check("utf8 tab", utf8_cells(S("\t")) == 1);
    check("utf8 chars", utf8_chars(S("总分 a")) == 4);
    size_t differ = 0;
    for (utf8proc_int32_t c = 0xA0; c < 0x20000; c++) {
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t n = c >= 0xD800 && c < 0xE000 ? 0 : utf8proc_encode_char(c, bytes);
        int width = utf8proc_charwidth(c);
        differ += n > 0 && (utf8_cells((Str){(char *)bytes, (size_t)n}) != (size_t)(width > 0 ? width : 0) ||
                            utf8_chars((Str){(char *)bytes, (size_t)n}) != 1);
    }
    check("utf8 every character", differ == 0);
    check("utf8 valid", utf8_valid(S("选 \xF0\xA0\x80\x80"), &bad) && bad == 99);
    check("utf8 surrogate", !utf8_valid(S("a\xED\xA0\x80"), &bad) && bad == 1);
    check("utf8 overlong", !utf8_valid(S("ab\xC0\xAF"), &bad) && bad == 2);
    check("utf8 cut short", !utf8_valid(S("\xE9\x80"), &bad) && bad == 0);
    check("utf8 beyond", !utf8_valid(S("\xF4\x90\x80\x80"), &bad) && bad == 0);
}

/* ---- sources ---- */

static Source *loaded(Arena *a, Str name, Str bytes)
{
    Source *s = NULL;
    size_t bad;
    if (source_load(a, name, bytes, LIMIT_RULES_BYTES, &s, &bad) != LOAD_OK)
        BUG("a test text does not load");
    return s;
}

static void test_source(Arena *a)
{
    Source *s = loaded(a, S("x"), S("\xEF\xBB\xBF甲\r\n乙丙\r丁\n"));
    check_str("source BOM CRLF CR", s->text, S("甲\n乙丙\n丁\n"));
    check("source lines", s->line_count == 4 && !s->from_gb18030);
    check_str("source line", source_line(s, 2), S("乙丙"));
    check_str("source last line", source_line(s, 4), S(""));
    check_str("source no line", source_line(s, 5), S(""));
    Place p = source_place(s, 7);
    check("source place", p.line == 2 && p.column == 2 && p.cell == 2);
    p = source_place(s, 3);
    check("source place at LF", p.line == 1 && p.column == 2 && p.cell == 2);
    p = source_place(s, 9999);
    check("source place behind", p.line == 4 && p.column == 1);
    s = loaded(a, S("x"), S(""));
    check("source empty", s->line_count == 1 && source_place(s, 0).line == 1);
    s = loaded(a, S("x"), S("\xD1\xA1\r\n\x81\x30\x84\x36"));
    check_str("source GB18030", s->text, S("选\n\xC2\xA5"));
    check("source says GB18030", s->from_gb18030);
    size_t bad = 0;
    LoadStatus status = source_load(a, S("x"), S("ab\0c"), LIMIT_RULES_BYTES, &s, &bad);
    check("source NUL", status == LOAD_HAS_NUL && bad == 2);
    status = source_load(a, S("x"), S("选\xFF\xFF"), LIMIT_RULES_BYTES, &s, &bad);
    check("source bad bytes", status == LOAD_BAD_BYTES && bad == 3);
    status = source_load(a, S("x"), S("\xEF\xBB\xBF\xB9\xAB"), LIMIT_RULES_BYTES, &s, &bad);
    check("source BOM then GB18030", status == LOAD_BAD_BYTES && bad == 3);
    size_t most = LIMIT_RULES_BYTES;
    char *large = NEW_ARRAY(a, char, most + 1);
    memset(large, 'a', most + 1);
    check("source at limit", source_load(a, S("x"), (Str){large, most}, LIMIT_RULES_BYTES, &s, &bad) == LOAD_OK);
    status = source_load(a, S("x"), (Str){large, most + 1}, LIMIT_RULES_BYTES, &s, &bad);
    check("source too large", status == LOAD_TOO_LARGE);
}

/* ---- messages ---- */

static Span span_of(const Source *s, const char *word)
{
    Str w = str_from(word);
    for (size_t i = 0; i + w.len <= s->text.len; i++)
        if (str_eq(str_cut(s->text, i, i + w.len), w))
            return (Span){(uint32_t)i, (uint32_t)(i + w.len)};
    BUG("word not in the test text");
}

static Str shown(Arena *a, const Diags *d, Language language)
{
    Text t = text_new(a);
    diags_show(d, language, false, false, &t);
    return text_str(&t);
}

static void test_diag_labels(Arena *a)
{
    Source *s = loaded(a, S("甲.xuan"), S("方案\n\t总分 = 品德 + 群众 + 工作\n  品德 = 1\n"));
    Diags *d = diags_new(a);
    Diag *g = diag_add(d, E0003, s, span_of(s, "品德"), ARGS(S("总分"), S("9")));
    diag_label(g, span_of(s, "群众"), S(""));
    diag_label(g, span_of(s, "工作"), S("第三项"));
    diag_label(g, span_of(s, "方案"), S("one too many"));
    diag_hint(g, S("改小"), S("make it\nsmaller"));
    check_str("show labels zh", shown(a, d, LANG_ZH),
              S("甲.xuan:2:7: 错误[E0003]: 总分 太大：最多 9 字节\n"
                "    2 |  总分 = 品德 + 群众 + 工作\n"
                "      |         ^^^^   ~~~~\n"
                "      |                       ~~~~ 第三项\n"
                "   怎么改: 改小\n"));
    check_str("show labels en", shown(a, d, LANG_EN),
              S("甲.xuan:2:7: error[E0003]: 总分 is too large: at most 9 bytes\n"
                "    2 |  总分 = 品德 + 群众 + 工作\n"
                "      |         ^^^^   ~~~~\n"
                "      |                       ~~~~ 第三项\n"
                "   hint: make it\n"
                "   smaller\n"));
}

static void test_diag_overlap(Arena *a)
{
    Source *s = loaded(a, S("o"), S("a + b\n"));
    Diags *d = diags_new(a);
    Diag *g = diag_add(d, E0003, s, (Span){2, 3}, ARGS(S("x"), S("9")));
    diag_label(g, (Span){0, 5}, S(""));
    check_str("show overlapping marks", shown(a, d, LANG_ZH),
              S("o:1:3: 错误[E0003]: x 太大：最多 9 字节\n"
                "    1 | a + b\n"
                "      | ~~^~~\n"));
}

static void test_diag_places(Arena *a)
{
    Source *s = loaded(a, S("b"), S("甲 {\n  乙\n}"));
    Diags *d = diags_new(a);
    Diag *g = diag_add(d, E0004, s, (Span){(uint32_t)s->text.len, (uint32_t)s->text.len},
                       ARGS(S("x"), S("末")));
    diag_label(g, (Span){4, 13}, S(""));
    diag_add(d, W0001, s, (Span){4, 13}, ARGS(S("x")));
    diag_add(d, W0001, s, (Span){4, 13}, ARGS(S("x")));
    g = diag_add(d, E0004, NULL, (Span){0, 0}, ARGS(S("甲\n\033[31m"), S("无")));
    diag_at_json(g, S("candidates[3].民主推荐.赞成"), S("007"));
    Source *name_only = NEW(a, Source);
    name_only->name = S("pool.json");
    diag_add(d, E0004, name_only, (Span){0, 0}, ARGS(S("x"), S("y")));
    check_str("show places sorted", shown(a, d, LANG_ZH),
              S("错误[E0004]: 无法读取 甲  [31m：无\n"
                "   位置: candidates[3].民主推荐.赞成   人选: 007\n"
                "b:1:3: 警告[W0001]: x 按 GB18030 编码读入，建议另存为 UTF-8\n"
                "    1 | 甲 {\n"
                "      |    ^\n"
                "b:3:2: 错误[E0004]: 无法读取 x：末\n"
                "    3 | }\n"
                "      |  ^\n"
                "    1 | 甲 {\n"
                "      |    ~\n"
                "pool.json: 错误[E0004]: 无法读取 x：y\n"));
    check("diag counts", diags_count(d, LEVEL_ERROR) == 3 && diags_count(d, LEVEL_WARNING) == 2);
    check_str("message name", message_name(E0001), S("E0001"));
}

static void test_diag_long_line(Arena *a)
{
    Text t = text_new(a);
    for (int i = 0; i < 40; i++)
        text_addz(&t, "一二三");
    text_addz(&t, "错");
    for (int i = 0; i < 40; i++)
        text_addz(&t, "四五六");
    Source *s = loaded(a, S("l"), text_str(&t));
    Diags *d = diags_new(a);
    diag_add(d, E0003, s, span_of(s, "错"), ARGS(S("x"), S("9")));
    check_str("show long line", shown(a, d, LANG_ZH),
              S("l:1:121: 错误[E0003]: x 太大：最多 9 字节\n"
                "    1 | ...一二三一二三一二三一二三一二三错四五六四五六四五六四五六四五六四五六四五六"
                "四五六四五六四五六四五六四...\n"
                "      |                                  ^^\n"));
}

static void test_diag_many(Arena *a)
{
    Source *s = loaded(a, S("m"), S("x\n"));
    Diags *d = diags_new(a);
    for (long long i = 0; i < 10005; i++) {
        Text number = text_new(a);
        text_int(&number, i);
        diag_add(d, W0001, s, (Span){0, 1}, ARGS(text_str(&number)));
    }
    check("diag warnings only", !diags_any_error(d) && diags_kept(d) == 10000);
    diags_strict(d, W0001);
    diag_add(d, W0001, s, (Span){1, 1}, ARGS(S("strict")));
    check("diag strict", diags_any_error(d) && diags_count(d, LEVEL_WARNING) == 10005);
    Str text = shown(a, d, LANG_ZH);
    Str last = S("m:1:2: 错误[W0001]: strict 按 GB18030 编码读入，建议另存为 UTF-8\n"
                 "    1 | x\n"
                 "      |  ^\n"
                 "另有 9986 条信息未显示\n");
    check_str("show error before warnings, and the rest",
              text.len > last.len ? str_cut(text, text.len - last.len, text.len) : text, last);
}

static void test_diag_forms(Arena *a)
{
    Source *s = loaded(a, S("f"), S("ab cd\n"));
    Diags *d = diags_new(a);
    Diag *g = diag_add(d, E0003, s, (Span){3, 5}, ARGS(S("\"q\""), S("9")));
    diag_label(g, (Span){0, 2}, S(""));
    diag_hint(g, S("改"), S("fix"));
    g = diag_add(d, W0001, NULL, (Span){0, 0}, ARGS(S("p")));
    diag_at_json(g, S("a[0]"), S("007"));
    Text t = text_new(a);
    diags_show(d, LANG_EN, true, true, &t);
    check_str("show debug colour", text_str(&t),
              S("<warning>warning[W0001]:</warning> p was read as GB18030; "
                "better save it as UTF-8\n"
                "   at: a[0]   candidate: 007\n"
                "<place>f:1:4:</place> <error>error[E0003]:</error> \"q\" is too large: "
                "at most 9 bytes\n"
                "    1 | ab cd\n"
                "      | <label>~~</label> <error>^^</error>\n"
                "   <hint>hint:</hint> fix\n"));
    t = text_new(a);
    diags_json(d, LANG_ZH, &t);
    check_str("diag json", text_str(&t),
              S("[{\"code\": \"W0001\", \"level\": \"warning\", \"file\": null, \"line\": null, "
                "\"column\": null, \"byte_start\": null, \"byte_end\": null, \"sheet\": null, \"cell\": null, \"path\": \"a[0]\", "
                "\"who\": \"007\", \"message\": \"p 按 GB18030 编码读入，建议另存为 UTF-8\", "
                "\"hint\": null},\n"
                " {\"code\": \"E0003\", \"level\": \"error\", \"file\": \"f\", \"line\": 1, "
                "\"column\": 4, \"byte_start\": 3, \"byte_end\": 5, \"sheet\": null, \"cell\": null, \"path\": null, \"who\": null, "
                "\"message\": \"\\\"q\\\" 太大：最多 9 字节\", \"hint\": \"改\"}]\n"));
    t = text_new(a);
    diags_json(diags_new(a), LANG_ZH, &t);
    check_str("diag json none", text_str(&t), S("[]\n"));
}

int main(void)
{
    Arena *a = arena_new();
    test_arena();
    test_num_law();
    test_num_parse(a);
    test_num_round(a);
    test_num_decimal(a);
    test_num_decimal_law(a);
    test_text(a);
    test_utf8();
    test_source(a);
    test_diag_labels(a);
    test_diag_overlap(a);
    test_diag_places(a);
    test_diag_long_line(a);
    test_diag_many(a);
    test_diag_forms(a);
    arena_free(a);
    printf("# passed %d failed %d\n", passed, failed);
    return failed ? 1 : 0;
}
