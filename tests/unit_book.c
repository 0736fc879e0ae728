/* unit_book.c - tests of the readers of tables.  Output as in unit.c.
 * `unit_book dump FILE` prints what was read of a file, a cell a line as JSON, and the messages; tests/books.py reads that.
 * `unit_book decimals` reads a number a line and prints the shortest decimal. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/diag_show.h"
#include "lang/limits.h"
#include "runtime/book.h"
#include "runtime/decimal.h"
#include "runtime/number_format.h"

static int passed, failed;

static void check(const char *name, bool ok)
{
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok)
        passed++;
    else
        failed++;
}

/* ---- CSV ---- */

static const char kinds[] = "tndyx!";

/* "row.column kind text" of all cells, parted by |; with spans after @ on demand; for what cannot be read the codes. */
static Str read(Arena *a, Str bytes, bool spans)
{
    Diags *d = diags_new(a);
    const Book *book = read_csv(a, S("例.csv"), bytes, d);
    Text t = text_new(a);
    for (size_t i = 0; book && i < book->sheets[0].count; i++) {
        const Cell *c = &book->sheets[0].cells[i];
        if (i)
            text_char(&t, '|');
        text_add(&t, cell_name(a, c->row, c->column));
        text_char(&t, kinds[c->kind]);
        text_add(&t, c->text);
        if (spans) {
            Place p = source_place(book->source, c->span.start);
            text_char(&t, '@');
            text_int(&t, p.line);
            text_char(&t, ':');
            text_int(&t, p.column);
            text_char(&t, '+');
            text_int(&t, c->span.end - c->span.start);
        }
    }
    for (size_t i = 0; i < diags_kept(d); i++) {
        const Diag *m = diags_at(d, i);
        text_char(&t, ' ');
        text_add(&t, message_name(m->code));
        if (m->span.end) {
            Place p = source_place(m->source, m->span.start);
            text_char(&t, '@');
            text_int(&t, p.line);
            text_char(&t, ':');
            text_int(&t, p.column);
        }
    }
    return text_str(&t);
}

typedef struct { const char *name; Str bytes; const char *found; } CsvCase;
#define BYTES(literal) {(literal), sizeof(literal) - 1}

static const CsvCase csv_cases[] = {
    {"plain", BYTES("编号,分\n007,85.1\n"), "A1t编号|B1t分|A2t007|B2n85.1"},
    {"byte order mark", BYTES("\xEF\xBB\xBF编号,分\n"), "A1t编号|B1t分"},
    {"no end of line at the end", BYTES("a,b\n1,2"), "A1ta|B1tb|A2n1|B2n2"},
    {"CRLF", BYTES("a,b\r\n1,2\r\n"), "A1ta|B1tb|A2n1|B2n2"},
    {"CR alone", BYTES("a,b\r1,2\r"), "A1ta|B1tb|A2n1|B2n2"},
    {"semicolons", BYTES("a;b;c\n1,5;2;3\n"), "A1ta|B1tb|C1tc|A2t1,5|B2n2|C2n3"},
    {"tabs", BYTES("a\tb\n1,2\t3\n"), "A1ta|B1tb|A2t1,2|B2n3"},
    {"tabs before as many commas", BYTES("a,x\tb\n"), "A1ta,x|B1tb"},
    {"a separator in quotation marks does not count", BYTES("\"a;b;c\",d\n"), "A1ta;b;c|B1td"},
    {"a title before the headings", BYTES("成绩表\n\na;b\n"), "A1t成绩表|A3ta|B3tb"},
    {"sep=", BYTES("sep=;\na,b;c\n"), "A1ta,b|B1tc"},
    {"sep= in quotation marks, CRLF", BYTES("\"sep=|\"\r\na|b\r\n"), "A1ta|B1tb"},
    {"sep= alone", BYTES("sep=,"), ""},
    {"as many commas as semicolons", BYTES("\na,b;c\n"), " E0604@2:1"},
    {"new line in quotation marks", BYTES("a,b\n\"x\ny\",2\n"), "A1ta|B1tb|A2tx\ny|B2n2"},
    {"CRLF in quotation marks", BYTES("\"x\r\ny\",2\r\n"), "A1tx\ny|B1n2"},
    {"doubled quotation marks", BYTES("\"say \"\"yes\"\"\",2\n"), "A1tsay \"yes\"|B1n2"},
    {"only quotation marks", BYTES("\"\"\"\"\n"), "A1t\""},
    {"an empty quotation", BYTES("\"\",2\n"), "B1n2"},
    {"spaces after a quotation", BYTES("\"a\" ,2\n"), "A1ta|B1n2"},
    {"a quotation mark inside is text", BYTES("5\" disk,2\n"), "A1t5\" disk|B1n2"},
    {"a quotation that does not end", BYTES("a,b\n1,\"x\n"), " E0602@2:3"},
    {"text after a quotation", BYTES("a,b\n\"x\"y,2\n"), " E0603@2:4"},
    {"ragged rows", BYTES("a,b\n1\n1,2,3\n"), "A1ta|B1tb|A2n1|A3n1|B3n2|C3n3"},
    {"empty rows and cells", BYTES("a,b\n\n,2\n ,\n"), "A1ta|B1tb|B3n2"},
    {"nothing", BYTES(""), ""},
    {"outer spaces", BYTES(" \xE3\x80\x80李\xE3\x80\x80娜\xC2\xA0 ,b\n"), "A1t李\xE3\x80\x80娜|B1tb"},
    {"zero-width characters", BYTES("0\xE2\x80\x8B" "7,\xEF\xBB\xBF" "b\xE2\x80\x8D\n"), "A1t07|B1tb"},
    {"nothing to be seen", BYTES("\xE2\x80\x8B,\xE3\x80\x80\xC2\xA0\n"), ""},
    {"numbers", BYTES("0,-1.50,0.5,007,1e5,.5,5.,1 000,+1,--1,-\n"), "A1n0|B1n-1.50|C1n0.5|D1t007|E1t1e5|F1t.5|G1t5.|H1t1 000|I1t+1|J1t--1|K1t-"},
    {"a long number keeps its digits", BYTES("430419197506010012,43041919750601001X\n"), "A1n430419197506010012|B1t43041919750601001X"},
    {"=\"007\"", BYTES("=\"007\",\"=\"\"008\"\"\",=\"9\"\n"), "A1t007|B1t008|C1t9"},
    {"the guard of formulas", BYTES("'=1+1,'-x,'x,''=1\n"), "A1t=1+1|B1t-x|C1t'x|D1t''=1"},
    {"a number that a spreadsheet shortened", BYTES("编号,分\n4.30419E+17,1E+3\n"), "A1t编号|B1t分|A2!4.30419E+17|B2!1E+3 W0604@2:1 W0604@2:13"},
    {"GB18030", BYTES("\xB1\xE0\xBA\xC5,b\n1,\xD5\xC5\xC8\xFD\n"), "A1t编号|B1tb|A2n1|B2t张三 W0001"},
    {"neither UTF-8 nor GB18030", BYTES("a,\xFF\xFF\n"), " E0001"},
    {"a NUL", BYTES("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z\n\0,2\n"), " E0002"},
    {"UTF-16 LE", BYTES("\xFF\xFE\x16\x7F,\0b\0\r\0\n\0\x3D\xD8\x00\xDE"), "A1t编|B1tb|A2t😀"},
    {"UTF-16 BE", BYTES("\xFE\xFF\x7F\x16\0,\0b\0\n\xD8\x3D\xDE\x00"), "A1t编|B1tb|A2t😀"},
    {"UTF-16 LE without a mark", BYTES("\x16\x7F,\0b\0\r\0\n\0"), "A1t编|B1tb"},
    {"UTF-16 BE without a mark", BYTES("\x7F\x16\0,\0b\0\n"), "A1t编|B1tb"},
    {"UTF-16 with half a pair", BYTES("\xFF\xFE" "a\0\x3D\xD8,\0"), " E0601"},
    {"UTF-16 with a low half alone", BYTES("\xFF\xFE" "a\0\x00\xDE,\0"), " E0601"},
    {"UTF-16 that ends within a character", BYTES("\xFF\xFE" "a\0b"), " E0601"},
};

static void test_csv(void)
{
    for (size_t i = 0; i < sizeof csv_cases / sizeof *csv_cases; i++) {
        Arena *a = arena_new();
        Str got = read(a, csv_cases[i].bytes, false);
        check(csv_cases[i].name, str_eq(got, str_from(csv_cases[i].found)));
        if (!str_eq(got, str_from(csv_cases[i].found)))
            printf("  %.*s\n", (int)got.len, got.at);
        arena_free(a);
    }
    Arena *a = arena_new();
    Str places = read(a, S("编号,\"分\n数\" \n  007 ,8\n"), true);
    check("places of cells", str_eq(places, S("A1t编号@1:1+6|B1t分\n数@1:4+9|A2t007@3:3+3|B2n8@3:8+1")));
    Text t = text_new(a);
    for (size_t i = 0; i < LIMIT_CELL_BYTES; i++)
        text_char(&t, 'x');
    check("a cell as long as may be", read(a, text_str(&t), false).len == LIMIT_CELL_BYTES + 3);
    text_char(&t, 'x');
    check("a cell that is too long", str_eq(read(a, text_str(&t), false), S(" E0606@1:1")));
    Text wide = text_new(a);
    for (size_t i = 0; i < LIMIT_COLUMNS; i++)
        text_char(&wide, ',');
    check("as many columns as may be", read(a, text_str(&wide), false).len == 0);
    text_char(&wide, 'x');
    check("too many columns", memcmp(read(a, text_str(&wide), false).at, " E0605", 6) == 0);
    arena_free(a);
}

/* ---- numbers ---- */

static Str shortest(Arena *a, Str s)
{
    Decimal d;
    if (!decimal_read(s, &d))
        return S("none");
    decimal_shorten(&d);
    Text t = text_new(a);
    decimal_write(&d, &t);
    return text_str(&t);
}

static void test_decimals(void)
{
    static const char *const cases[][2] = {
        {"85.1", "85.1"}, {"85.09999999999999", "85.1"}, {"85.099999999999994", "85.1"}, {"8.51E1", "85.1"}, {"+8.5100e+01", "85.1"},
        {"0.30000000000000004", "0.30000000000000004"}, {"0", "0"}, {"-0.0", "0"}, {"0E9", "0"}, {"-1.50", "-1.5"}, {"1200", "1200"},
        {".5", "0.5"}, {"5.", "5"}, {"00012", "12"}, {"100.500", "100.5"}, {"1E-3", "0.001"},
        {"9007199254740993", "9007199254740992"}, {"4.3041919750601E+17", "430419197506010000"}, {"5.684341886080802e-14", "0.00000000000005684341886080802"},
        {"", "none"}, {".", "none"}, {"-", "none"}, {"1e", "none"}, {"1e+", "none"}, {"1.2.3", "none"}, {"0x10", "none"}, {"1 ", "none"},
        {"NaN", "none"}, {"1e999", "none"}, {"1e-999", "none"}, {"1e99999999999999999999", "none"}, {"12345678901234567890123456789012345678901", "none"}};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(cases[i][0], str_eq(shortest(a, str_from(cases[i][0])), str_from(cases[i][1])));
    arena_free(a);
}

typedef struct { const char *format, *stored, *shown; } DateCase;
static const DateCase date_cases[] = {
    {"yyyy-mm-dd", "39965", "2009-06-01d"}, {"yyyy\"年\"m\"月\"d\"日\"", "39965", "2009-06-01d"}, {"[$-804]yyyy\\-m\\-d;@", "39965", "2009-06-01d"},
    {"yyyy\"年\"m\"月\"", "39965", "2009-06d"}, {"yyyy", "39965", "2009d"}, {"m\"月\"d\"日\"", "39965", "06-01!"},
    {"yyyy/m/d h:mm", "39965.354166666664", "2009-06-01 08:30t"}, {"yyyy/m/d h:mm", "39965", "2009-06-01d"},
    {"yyyy/m/d", "39965.99", "2009-06-01d"}, {"yyyy/m/d h:mm", "39965.9999999", "2009-06-02d"}, {"h:mm", "0.354166666666667", "08:30t"}, {"[h]:mm:ss", "1.1", "26:24t"},
    {"mm:ss", "0.001", "00:01:26t"}, {"yyyy-mm-dd", "1", "1900-01-01d"}, {"yyyy-mm-dd", "59", "1900-02-28d"}, {"yyyy-mm-dd", "60", "1900-02-29!"},
    {"yyyy-mm-dd", "61", "1900-03-01d"}, {"yyyy-mm-dd", "0", "0!"}, {"yyyy-mm-dd", "-1", "-1!"}, {"yyyy-mm-dd", "2958465", "9999-12-31d"},
    {"yyyy-mm-dd", "2958466", "2958466!"}, {"yyyy-mm-dd", "36585", "2000-02-29d"}, {"[$-404]e/m/d", "39965", "2009-06-01d"},
    {"dddd, mmmm dd, yyyy", "39965", "2009-06-01d"}, {"dddd", "39965", "-"}, {"0.00E+00", "39965", "-"}, {"General", "39965", "-"},
    {"G/通用格式", "39965", "-"}, {"\"day\" 0", "39965", "-"}, {"[Red]0.0", "39965", "-"}, {"#,##0.00_);[Red](#,##0.00)", "1", "-"}};

static void test_formats(void)
{
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof date_cases / sizeof *date_cases; i++) {
        const DateCase *c = &date_cases[i];
        NumberFormat f = number_format(0, str_from(c->format));
        Decimal d;
        Text t = text_new(a);
        if (!decimal_read(str_from(c->stored), &d))
            BUG("a test number");
        if (shows_date(f))
            text_char(&t, kinds[date_shown(&d, f, false, &t)]);
        else
            text_char(&t, '-');
        check(c->format, str_eq(text_str(&t), str_from(c->shown)));
        if (!str_eq(text_str(&t), str_from(c->shown)))
            printf("  %s: %.*s\n", c->stored, (int)t.len, t.at);
    }
    Decimal noise;
    Text rounded = text_new(a);
    check("15 digits", decimal_read(S("-83.30000000000001"), &noise) && decimal_round(&noise, 15) && !decimal_round(&noise, 15));
    decimal_write(&noise, &rounded);
    check("15 digits of 83.30000000000001", str_eq(text_str(&rounded), S("-83.3")));
    Text t = text_new(a);
    Decimal zero = {0};
    check("day 0 of 1904", date_shown(&zero, number_format(14, S("")), true, &t) == CELL_DATE && str_eq(text_str(&t), S("1904-01-01")));
    check("percent", number_format(9, S("")).percent && number_format(10, S("")).percent && number_format(0, S("0.0%")).percent &&
                         !number_format(0, S("0\"%\"")).percent);
    check("zeros", number_format(0, S("000")).zeros == 3 && number_format(1, S("")).zeros == 0 && number_format(0, S("0.00")).zeros == 0 && number_format(0, S("0")).zeros == 0);
    arena_free(a);
}

static void test_book(void)
{
    Arena *a = arena_new();
    check("cell names", str_eq(cell_name(a, 0, 0), S("A1")) && str_eq(cell_name(a, 4, 25), S("Z5")) && str_eq(cell_name(a, 4, 26), S("AA5")) &&
                            str_eq(cell_name(a, 1048575, 16383), S("XFD1048576")));
    Diags *d = diags_new(a);
    const Book *book = read_csv(a, S("x"), S("a,b\n,c\n"), d);
    const Sheet *s = book->sheets;
    check("sheet_cell", str_eq(sheet_cell(s, 1, 1)->text, S("c")) && !sheet_cell(s, 1, 0) && !sheet_cell(s, 9, 9) && s->rows == 2 && s->columns == 2);
    book = read_csv(a, S("x"), S(""), d);
    check("an empty sheet", !sheet_cell(book->sheets, 0, 0) && book->sheets[0].rows == 0);
    check("looks_like_xlsx", looks_like_xlsx(S("PK\3\4...")) && looks_like_xlsx(S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) && !looks_like_xlsx(S("PKx")) && !looks_like_xlsx(S("")));
    arena_free(a);
}

/* ---- what tests/books.py asks ---- */

static Str whole_file(Arena *a, FILE *f)
{
    Text t = text_new(a);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        text_add(&t, (Str){piece, n});
    return text_str(&t);
}

static int dump(const char *name)
{
    static const char *const words[] = {"text", "number", "date", "yes", "no", "broken"};
    FILE *f = fopen(name, "rb");
    if (!f)
        return 1;
    Arena *a = arena_new();
    Str bytes = whole_file(a, f);
    fclose(f);
    Diags *d = diags_new(a);
    const Book *book = looks_like_xlsx(bytes) ? read_xlsx(a, S("表.xlsx"), bytes, d) : read_csv(a, S("表.csv"), bytes, d);
    Text t = text_new(a);
    for (size_t i = 0; book && i < book->sheet_count; i++)
        for (size_t k = 0; k < book->sheets[i].count; k++) {
            const Cell *c = &book->sheets[i].cells[k];
            text_addz(&t, "[");
            text_json(&t, book->sheets[i].name);
            text_addz(&t, ",");
            text_json(&t, cell_name(a, c->row, c->column));
            text_addz(&t, ",\"");
            text_addz(&t, words[c->kind]);
            text_addz(&t, "\",");
            text_json(&t, c->text);
            text_addz(&t, "]\n");
        }
    if (!book)
        text_addz(&t, "null\n");
    if (t.len)
        fwrite(t.at, 1, t.len, stdout);
    Text messages = text_new(a);
    diags_show(d, LANG_ZH, false, false, &messages);
    if (messages.len)
        fwrite(messages.at, 1, messages.len, stderr);
    arena_free(a);
    return 0;
}

static int decimals(void)
{
    Arena *a = arena_new();
    Str s = whole_file(a, stdin);
    for (size_t from = 0, to; from < s.len; from = to + 1) {
        to = from;
        while (to < s.len && s.at[to] != '\n')
            to++;
        Str found = shortest(a, str_cut(s, from, to));
        printf("%.*s\n", (int)found.len, found.at);
    }
    arena_free(a);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "dump") == 0)
        return dump(argv[2]);
    if (argc == 2 && strcmp(argv[1], "decimals") == 0)
        return decimals();
    test_csv();
    test_decimals();
    test_formats();
    test_book();
    printf("# passed %d failed %d\n", passed, failed);
    return failed != 0;
}
