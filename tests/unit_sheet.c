/* unit_sheet.c - tests of the score sheet's writers: a table made by hand, written and read back.  Output as in unit.c. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lang/limits.h"
#include "runtime/book.h"
#include "runtime/score_sheet.h"
#include "runtime/xlsx_numbers.h"

static int passed, failed;

static void check(const char *name, bool ok)
{
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok)
        passed++;
    else
        failed++;
}

static Str written(Arena *a, const ScoreSheet *s)
{
    char name[] = "/tmp/unit-sheet-XXXXXX";
    int fd = mkstemp(name);
    if (fd < 0 || close(fd) != 0 || !score_sheet_xlsx(a, s, name))
        BUG("no temporary file");
    FILE *f = fopen(name, "rb");
    Text t = text_new(a);
    char piece[4096];
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        text_add(&t, (Str){piece, n});
    if (f)
        fclose(f);
    unlink(name);
    Str bytes;
    if (!xlsx_numbers(a, text_str(&t), &bytes))
        BUG("no spreadsheet");
    return bytes;
}

#define LIT(s) {(s), sizeof(s) - 1}
enum { COLUMNS = 3, ROWS = 6 };
static const ScoreColumn columns[COLUMNS] = {{LIT("编号"), false}, {LIT("=分"), true}, {LIT("理由"), false}};
static const ScoreCell cells[ROWS * COLUMNS] = {
    {SCORE_TEXT, LIT("007")},    {SCORE_NUMBER, LIT("85.1")},             {SCORE_TEXT, LIT("=1+1")},
    {SCORE_TEXT, LIT("-8")},     {SCORE_NUMBER, LIT("-0.000001")},        {SCORE_TEXT, LIT("@a,b")},
    {SCORE_TEXT, LIT("1e5")},    {SCORE_PERCENT, LIT("29.5%")},           {SCORE_TEXT, LIT("说 \"好\"\n第二行")},
    {SCORE_TEXT, LIT("+9")},     {SCORE_PERCENT, LIT("0%")},              {SCORE_TEXT, LIT("_x000D_ 与 & < >")},
    {SCORE_TEXT, LIT("430419197506010012")}, {SCORE_TEXT, LIT("≈87.244444")}, {SCORE_TEXT, LIT("")},
    {SCORE_TEXT, LIT("a\x01" "b")},  {SCORE_NUMBER, LIT("123456789012345")}, {SCORE_TEXT, LIT("'x")},
};
static const ScoreSheet table = {.title = LIT("某县 & 某单位 计分表"), .about = LIT("例"), .footer = LIT("规则 a&b.xuan SHA-256 0\n数据 b"), .sheet = LIT("计分表"),
                                 .columns = columns, .column_count = COLUMNS, .cells = cells, .row_count = ROWS, .fixed = 1};

/* Of a text column, as the reader gives it. */
static bool same_text(const Cell *c, Str wanted, const char *name)
{
    bool same = wanted.len ? c && str_eq(c->text, wanted) : !c;
    if (!same)
        printf("  %s: %.*s\n", name, c ? (int)c->text.len : 0, c ? c->text.at : "");
    return same;
}

static void test_xlsx(void)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    Str bytes = written(a, &table);
    const Book *book = read_xlsx(a, S("a.xlsx"), bytes, d);
    check("the reader reads what was written", book && book->sheet_count == 1 && diags_kept(d) == 0);
    const Sheet *s = book->sheets;
    bool good = true;
    for (uint32_t i = 0; i < ROWS * COLUMNS; i++) {
        const Cell *c = sheet_cell(s, 3 + i / COLUMNS, i % COLUMNS);
        Str wanted = str_eq(cells[i].text, S("a\x01" "b")) ? S("a b") : cells[i].text;
        good = same_text(c, wanted, "cell") && good;
        if (c)
            good = (c->kind == CELL_NUMBER) == (cells[i].kind == SCORE_NUMBER) && good;
    }
    check("every cell comes back, numbers as numbers", good);
    check("headings", str_eq(sheet_cell(s, 2, 1)->text, S("=分")) && s->rows == 3 + ROWS && s->columns == COLUMNS);
    check("title", str_eq(sheet_cell(s, 0, 0)->text, table.title) && str_eq(sheet_cell(s, 1, 0)->text, table.about));
    sleep(1); /* were the time in it, it would be another */
    check("the same bytes again", str_eq(bytes, written(a, &table)));
    arena_free(a);
}

static void test_csv(void)
{
    Arena *a = arena_new();
    Text t = text_new(a);
    score_sheet_csv(&table, &t);
    check("csv", str_eq(text_str(&t), S("\xEF\xBB\xBF编号,'=分,理由\r\n"
                                        "007,85.1,'=1+1\r\n"
                                        "'-8,-0.000001,\"'@a,b\"\r\n"
                                        "1e5,29.5%,\"说 \"\"好\"\"\n第二行\"\r\n"
                                        "'+9,0%,_x000D_ 与 & < >\r\n"
                                        "430419197506010012,≈87.244444,\r\n"
                                        "a\x01" "b,123456789012345,'x\r\n")));
    Diags *d = diags_new(a);
    const Book *book = read_csv(a, S("a.csv"), text_str(&t), d);
    bool good = book && diags_kept(d) == 0;
    for (uint32_t i = 0; good && i < ROWS * COLUMNS; i++)
        good = same_text(sheet_cell(book->sheets, 1 + i / COLUMNS, i % COLUMNS), cells[i].text, "csv cell");
    check("every cell comes back from CSV", good);
    arena_free(a);
}

/* Random decimals of up to 15 digits through the file. */
static void test_numbers(void)
{
    enum { N = 3000 };
    Arena *a = arena_new();
    ScoreCell *numbers = NEW_ARRAY(a, ScoreCell, N);
    uint64_t state = 20240601;
    for (size_t i = 0; i < N; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        size_t digits = 1 + (state >> 33) % 15, places = (state >> 40) % 7;
        Text t = text_new(a);
        if ((state >> 20) % 5 == 0)
            text_char(&t, '-');
        for (size_t k = 0; k < digits; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            if (k && digits - k == places)
                text_char(&t, '.');
            text_char(&t, (char)('0' + (k == 0 || k + 1 == digits ? 1 + (int)((state >> 33) % 9) : (int)((state >> 33) % 10))));
        }
        numbers[i] = (ScoreCell){SCORE_NUMBER, text_str(&t)};
    }
    ScoreSheet s = table;
    s.cells = numbers;
    s.row_count = N / COLUMNS;
    Diags *d = diags_new(a);
    const Book *book = read_xlsx(a, S("a.xlsx"), written(a, &s), d);
    bool good = book && diags_kept(d) == 0;
    for (uint32_t i = 0; good && i < N; i++) {
        const Cell *c = sheet_cell(book->sheets, 3 + i / COLUMNS, i % COLUMNS);
        good = c && c->kind == CELL_NUMBER && same_text(c, numbers[i].text, "number");
    }
    check("3,000 decimals through a spreadsheet", good);
    arena_free(a);
}

static bool fits_not(Arena *a, const ScoreSheet *s, MessageCode code)
{
    Diags *d = diags_new(a);
    return !score_sheet_fits_xlsx(a, s, d) && diags_kept(d) == 1 && diags_at(d, 0)->code == code;
}

static void test_limits(void)
{
    Arena *a = arena_new();
    ScoreSheet s = table;
    check("it fits", score_sheet_fits_xlsx(a, &s, diags_new(a)));
    s.row_count = LIMIT_ROWS;
    check("too many rows", fits_not(a, &s, E0622));
    Text t = text_new(a);
    for (size_t i = 0; i < 32767; i++)
        text_addz(&t, "长");
    ScoreCell one[COLUMNS] = {{SCORE_TEXT, S("1")}, {SCORE_NUMBER, S("1")}, {SCORE_TEXT, text_str(&t)}};
    s.cells = one;
    s.row_count = 1;
    check("a text as long as may be", score_sheet_fits_xlsx(a, &s, diags_new(a)));
    text_addz(&t, "x");
    one[2].text = text_str(&t);
    check("a text that is too long", fits_not(a, &s, E0621));
    arena_free(a);
}

int main(void)
{
    test_xlsx();
    test_csv();
    test_numbers();
    test_limits();
    printf("# passed %d failed %d\n", passed, failed);
    return failed != 0;
}
