/* score_sheet_xlsx.c - the table as a spreadsheet: the heading repeated on every printed page, A4 across, rules and data
 * with their digests at the foot of each. */
#include <xlsxwriter.h>

#include "lang/limits.h"
#include "lang/utf8.h"
#include "runtime/book.h"
#include "runtime/loaded.h"
#include "runtime/score_sheet.h"
#include "runtime/xlsx_numbers.h"

enum {
    TITLE_ROW, ABOUT_ROW, HEADING_ROW, FIRST_ROW,
    MOST_CHARACTERS = 32767,
    PERCENT_FORMATS = 5, /* no decimals to four */
    A4 = 9,
    NARROW = 6, WIDE = 40,      /* of columns, in digits */
    MEASURED_ROWS = 200,        /* that the width of a column is taken from */
    PAGE_WIDTH = 180,           /* digits across a page, in letters that can still be read */
    HUNDREDTH_PLACES = 20,      /* more than a cell shows */
    LINE = 14, MOST_LINES = 28  /* points; a row holds 409 */
};
#define CREATED 315532800 /* 1 January 1980, as for the parts of the archive: equal tables give equal bytes */
#define SONG "宋体"
#define HEI "黑体"

typedef struct {
    lxw_worksheet *sheet;
    lxw_format *title, *about, *heading, *text, *number, *percent[PERCENT_FORMATS];
    Arena *a;
    size_t *widths;
} Writer;

static size_t places_of(Str decimal)
{
    const char *point = memchr(decimal.at, '.', decimal.len);
    return point ? (size_t)(decimal.at + decimal.len - point) - 1 : 0;
}

/* As the library wants it; what a spreadsheet would compute when the table is saved as CSV is disarmed, and _x000D_,
 * which stands for a character in this form of file, stays what it is. */
static const char *plain(Arena *a, Str s)
{
    Text t = text_new(a);
    if (s.len && memchr("=+-@\t\r", s.at[0], 6))
        text_char(&t, '\'');
    for (size_t i = 0; i < s.len; i++) {
        bool escape = i + 6 < s.len && s.at[i] == '_' && s.at[i + 1] == 'x' && s.at[i + 6] == '_';
        text_addz(&t, escape ? "_x005F" : "");
        text_char(&t, s.at[i]);
    }
    return arena_str(a, text_str(&t)).at;
}

static lxw_format *format(lxw_workbook *book, const char *font, uint16_t size, uint8_t align)
{
    lxw_format *f = workbook_add_format(book);
    format_set_font_name(f, font);
    format_set_font_size(f, size);
    format_set_align(f, align);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    return f;
}

static void make_formats(Writer *w, lxw_workbook *book)
{
    static const char *const percents[PERCENT_FORMATS] = {"0%", "0.0%", "0.00%", "0.000%", "0.0000%"};
    w->title = format(book, HEI, 16, LXW_ALIGN_CENTER_ACROSS);
    w->about = format(book, SONG, 10, LXW_ALIGN_LEFT);
    w->heading = format(book, HEI, 10, LXW_ALIGN_CENTER);
    w->text = format(book, SONG, 10, LXW_ALIGN_LEFT);
    w->number = format(book, SONG, 10, LXW_ALIGN_RIGHT);
    for (size_t i = 0; i < PERCENT_FORMATS; i++) {
        w->percent[i] = format(book, SONG, 10, LXW_ALIGN_RIGHT);
        format_set_num_format(w->percent[i], percents[i]);
        format_set_border(w->percent[i], LXW_BORDER_THIN);
    }
    format_set_num_format(w->text, "@");
    format_set_text_wrap(w->text);
    format_set_text_wrap(w->heading);
    format_set_border(w->heading, LXW_BORDER_THIN);
    format_set_border(w->text, LXW_BORDER_THIN);
    format_set_border(w->number, LXW_BORDER_THIN);
    format_set_bg_color(w->heading, 0xE7E6E6);
}

static lxw_format *percent_format(const Writer *w, Str text)
{
    size_t places = places_of(str_cut(text, 0, text.len - 1));
    return w->percent[places < PERCENT_FORMATS ? places : PERCENT_FORMATS - 1];
}

/* 31.25% is kept as 0.3125. */
static Str hundredth(Arena *a, Str percent)
{
    Num n = num_int(0);
    Text t = text_new(a);
    if (!num_parse(a, str_cut(percent, 0, percent.len - 1), &n))
        BUG("a percentage that is no number");
    num_decimal(&t, num_div(a, n, num_int(100)), HUNDREDTH_PLACES);
    return text_str(&t);
}

static void write_number(const Writer *w, lxw_row_t row, lxw_col_t column, Str digits, lxw_format *format)
{
    worksheet_write_formula_str(w->sheet, row, column, XLSX_NUMBER, format, arena_str(w->a, digits).at);
}

static void write_cell(const Writer *w, lxw_row_t row, lxw_col_t column, const ScoreCell *cell, bool right)
{
    Str number = cell->text;
    switch (cell->kind) {
    case SCORE_TEXT:
        if (number.len)
            worksheet_write_string(w->sheet, row, column, plain(w->a, number), right ? w->number : w->text);
        else
            worksheet_write_blank(w->sheet, row, column, w->text);
        break;
    case SCORE_NUMBER: write_number(w, row, column, number, w->number); break;
    case SCORE_PERCENT:
        write_number(w, row, column, hundredth(w->a, number), percent_format(w, number));
        break;
    }
}

static size_t width_of(const ScoreSheet *s, size_t column)
{
    size_t most = utf8_cells(s->columns[column].heading) / 2; /* a heading may take two lines */
    for (size_t row = 0; row < s->row_count && row < MEASURED_ROWS; row++) {
        size_t cells = utf8_cells(s->cells[row * s->column_count + column].text);
        most = cells > most ? cells : most;
    }
    most += 2;
    return most < NARROW ? NARROW : most > WIDE ? WIDE : most;
}

/* & begins a code in a footer. */
static const char *footer_of(Arena *a, const ScoreSheet *s)
{
    Text t = text_new(a);
    text_addz(&t, "&L&6");
    text_char(&t, ' '); /* else a digit would belong to the size */
    for (size_t i = 0; i < s->footer.len; i++) {
        if (s->footer.at[i] == '&')
            text_char(&t, '&');
        text_char(&t, s->footer.at[i]);
    }
    text_addz(&t, "&R&6 &P/&N");
    return arena_str(a, text_str(&t)).at;
}

static void set_up_page(Writer *w, const ScoreSheet *s)
{
    lxw_worksheet *sheet = w->sheet;
    size_t across = 0;
    w->widths = NEW_ARRAY(w->a, size_t, s->column_count);
    for (size_t c = 0; c < s->column_count; c++) {
        w->widths[c] = width_of(s, c);
        across += w->widths[c];
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, (int)w->widths[c], NULL);
    }
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, A4);
    size_t pages = (across + PAGE_WIDTH - 1) / PAGE_WIDTH;
    worksheet_fit_to_pages(sheet, (uint16_t)pages, 0);
    format_set_align(w->title, pages > 1 ? LXW_ALIGN_LEFT : LXW_ALIGN_CENTER_ACROSS);
    worksheet_center_horizontally(sheet);
    worksheet_repeat_rows(sheet, HEADING_ROW, HEADING_ROW);
    worksheet_repeat_columns(sheet, 0, (lxw_col_t)(s->fixed - 1));
    worksheet_freeze_panes(sheet, FIRST_ROW, (lxw_col_t)s->fixed);
    if (worksheet_set_footer(sheet, footer_of(w->a, s)) != LXW_NO_ERROR)
        BUG("the footer is too long");
    worksheet_set_row(sheet, TITLE_ROW, 28, NULL);
    worksheet_set_row(sheet, HEADING_ROW, 30, NULL);
}

/* Not every program makes a row as high as its wrapped text. */
static void set_height(const Writer *w, const ScoreSheet *s, size_t row)
{
    size_t lines = 1;
    for (size_t c = 0; c < s->column_count; c++) {
        Str text = s->cells[row * s->column_count + c].text;
        size_t room = w->widths[c] - 1, mine = (utf8_cells(text) + room - 1) / room;
        for (size_t i = 0; i < text.len; i++)
            mine += text.at[i] == '\n';
        lines = mine > lines ? mine : lines;
    }
    worksheet_set_row(w->sheet, (lxw_row_t)(FIRST_ROW + row), (int)(LINE * (lines < MOST_LINES ? lines : MOST_LINES) + 2), NULL);
}

bool score_sheet_fits_xlsx(Arena *a, const ScoreSheet *s, Diags *d)
{
    const Source *file = nowhere(a, s->title);
    Text rows = text_new(a), most = text_new(a);
    if (s->row_count + FIRST_ROW + 2 > LIMIT_ROWS) {
        text_int(&rows, (long long)s->row_count);
        text_int(&most, LIMIT_ROWS - FIRST_ROW - 2);
        diag_add(d, E0622, file, (Span){0}, ARGS(text_str(&rows), text_str(&most)));
        return false;
    }
    for (size_t i = 0; i < s->row_count * s->column_count; i++)
        if (s->cells[i].text.len > MOST_CHARACTERS && utf8_chars(s->cells[i].text) > MOST_CHARACTERS) {
            text_int(&rows, (long long)(i / s->column_count) + 1);
            text_int(&most, MOST_CHARACTERS);
            diag_add(d, E0621, file, (Span){0}, ARGS(text_str(&rows), s->columns[i % s->column_count].heading, text_str(&most)));
            return false;
        }
    return true;
}

static void write_table(Writer *w, const ScoreSheet *s)
{
    worksheet_write_string(w->sheet, TITLE_ROW, 0, plain(w->a, s->title), w->title);
    for (lxw_col_t c = 1; c < s->column_count; c++)
        worksheet_write_blank(w->sheet, TITLE_ROW, c, w->title);
    worksheet_write_string(w->sheet, ABOUT_ROW, 0, plain(w->a, s->about), w->about);
    for (size_t c = 0; c < s->column_count; c++)
        worksheet_write_string(w->sheet, HEADING_ROW, (lxw_col_t)c, plain(w->a, s->columns[c].heading), w->heading);
    for (size_t row = 0; row < s->row_count; row++)
        set_height(w, s, row);
    for (size_t i = 0; i < s->row_count * s->column_count; i++) {
        size_t c = i % s->column_count;
        write_cell(w, (lxw_row_t)(FIRST_ROW + i / s->column_count), (lxw_col_t)c, &s->cells[i], s->columns[c].number);
    }
}

bool score_sheet_xlsx(Arena *a, const ScoreSheet *s, const char *file)
{
    lxw_workbook *book = workbook_new(file);
    Writer w = {.a = a, .sheet = book ? workbook_add_worksheet(book, arena_str(a, s->sheet).at) : NULL};
    if (!w.sheet)
        BUG("a sheet cannot be made");
    char *title = NEW_ARRAY(a, char, s->title.len + 1);
    memcpy(title, s->title.at, s->title.len);
    workbook_set_properties(book, &(lxw_doc_properties){.title = title, .created = CREATED});
    make_formats(&w, book);
    set_up_page(&w, s);
    write_table(&w, s);
    return workbook_close(book) == LXW_NO_ERROR;
}
