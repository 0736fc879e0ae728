/* template_xlsx.c - the spreadsheet: headings, what may be filled in, checks while typing, a sheet of instructions.
 * Every date is text: in a cell of date format 2009-06 would become 2009-06-01, which says more than was known. */
#include <xlsxwriter.h>

#include "lang/utf8.h"
#include "runtime/template.h"
#include "runtime/template_check.h"
#include "runtime/xlsx_numbers.h"

enum { WIDTH_LEAST = 12, WIDTH_MOST = 28 };

typedef struct {
    lxw_format *head, *note, *text, *plain, *title;
} Formats;

static char *c_text(Arena *a, Str s)
{
    char *copy = NEW_ARRAY(a, char, s.len + 1);
    memcpy(copy, s.at, s.len);
    return copy;
}

/* _x0041_ would be read as the character A. */
static char *cell_string(Arena *a, Str s)
{
    Text t = text_new(a);
    for (size_t i = 0; i < s.len; i++) {
        bool code = i + 6 < s.len && s.at[i] == '_' && s.at[i + 1] == 'x' && s.at[i + 6] == '_';
        text_addz(&t, code ? "_x005F" : "");
        text_char(&t, s.at[i]);
    }
    return c_text(a, text_str(&t));
}

static Formats make_formats(lxw_workbook *book)
{
    Formats f = {workbook_add_format(book), workbook_add_format(book), workbook_add_format(book), workbook_add_format(book), workbook_add_format(book)};
    format_set_bold(f.head);
    format_set_bg_color(f.head, 0xDCE6F1);
    format_set_border(f.head, LXW_BORDER_THIN);
    format_set_text_wrap(f.head);
    format_set_align(f.head, LXW_ALIGN_CENTER);
    format_set_align(f.head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_font_color(f.note, 0x595959);
    format_set_bg_color(f.note, 0xF2F2F2);
    format_set_text_wrap(f.note);
    format_set_align(f.note, LXW_ALIGN_VERTICAL_TOP);
    format_set_num_format(f.note, "@");
    format_set_num_format(f.text, "@");
    format_set_text_wrap(f.plain);
    format_set_align(f.plain, LXW_ALIGN_VERTICAL_TOP);
    format_set_bold(f.title);
    return f;
}

static bool is_number_column(const DataSheet *sheet, DataColumn column)
{
    TypeKind kind = column_type(sheet, column)->kind;
    return kind == TYPE_NUMBER || kind == TYPE_RATIO;
}

/* ---- a sheet ---- */

static void note_text(const FilledForm *filled, const FilledSheet *sheet, uint32_t i, Text *out)
{
    const Program *p = filled->form->program;
    text_addz(out, i == 0 ? "# " : "");
    column_rule(p, sheet->form, sheet->columns[i], out);
    Text source = text_new(out->arena);
    column_source(p, sheet->form, sheet->columns[i], &source);
    if (source.len > 0) {
        text_addz(out, "。");
        text_add(out, text_str(&source));
    }
}

static int column_width(Str heading)
{
    size_t cells = utf8_cells(heading) + 3;
    return cells < WIDTH_LEAST ? WIDTH_LEAST : cells > WIDTH_MOST ? WIDTH_MOST : (int)cells;
}

static void write_head(Arena *a, const FilledForm *filled, const FilledSheet *sheet, lxw_worksheet *to, const Formats *f)
{
    enum { LINE_HEIGHT = 15, LINES_MOST = 12, A4 = 9, COLUMNS_A_PAGE = 16 };
    int lines = 1;
    for (uint32_t i = 0; i < sheet->width; i++) {
        Str heading = column_heading(a, filled->form->program, sheet->form, sheet->columns[i]);
        Text note = text_new(a);
        note_text(filled, sheet, i, &note);
        lxw_col_t column = (lxw_col_t)i;
        bool number = is_number_column(sheet->form, sheet->columns[i]);
        int width = column_width(heading);
        int needed = 1 + (int)(utf8_cells(text_str(&note)) / (size_t)(width - 1));
        lines = needed > lines ? needed : lines;
        worksheet_set_column(to, column, column, width, number ? NULL : f->text);
        worksheet_write_string(to, 0, column, c_text(a, heading), f->head);
        worksheet_write_string(to, 1, column, c_text(a, text_str(&note)), f->note);
    }
    worksheet_set_row(to, 1, LINE_HEIGHT * (lines < LINES_MOST ? lines : LINES_MOST), NULL);
    worksheet_set_paper(to, A4);
    worksheet_set_landscape(to);
    if (sheet->width <= COLUMNS_A_PAGE)
        worksheet_fit_to_pages(to, 1, 0);
    worksheet_repeat_rows(to, 0, 0); /* not the first column, too: the library cuts the two at 128 bytes, and a name may take 95 */
    worksheet_freeze_panes(to, FIRST_ROW, 1);
}

static void write_cells(Arena *a, const FilledSheet *sheet, lxw_worksheet *to, const Formats *f)
{
    for (size_t i = 0; i < sheet->count; i++) {
        const Cell *c = &sheet->cells[i];
        lxw_row_t row = FIRST_ROW + c->row;
        lxw_col_t column = (lxw_col_t)c->column;
        if (c->kind == CELL_NUMBER)
            worksheet_write_formula_str(to, row, column, XLSX_NUMBER, NULL, c_text(a, c->text));
        else
            worksheet_write_string(to, row, column, cell_string(a, c->text), f->text);
    }
}

/* ---- instructions ---- */

static const char *const instructions[] = {
    "每张表的第一行是标题，第二行（# 开头）说明这一列填什么，从第三行起填写。标题不要改；# 开头的行不读。",
    "表名不要改。名称以“说明”开头的表不读，可以放草稿和备注。",
    "编号、证件号的列已经设为文本：007 就填 007。从别处粘贴时选“只粘贴文本（值）”。",
    "日期填 2009-06-01；只知道年月的填 2009-06，只知道年的填 2009。不要填 1975.1：它可能是 1 月，也可能是 10 月。",
    "数填数字，不带单位，不带百分号。空着就是没有：缺考的不要填 0。",
    "一人几项的（如 志愿.1 志愿.2）按先后填，中间不空；列不够的，照样子加“.5”“.6”……",
    "票数的列：赞成、反对、弃权、收回等，是多少填多少；没有列出来的（如 发出、应到）可以自己加一列，标题写“字段名 发出”。",
    "阶段的表：每人一行；应到、到会等是整个会议的，写在这一组的任一行即可（几行都写的要一样），没有人的一行也可以。",
    "列入：由机构确定名单的，列入的人填 是；一个也不列入的，加没有编号的一行，填 否。",
    "逐张选票的表：一行一张票（同一票号的几行是同一张票，各是一个职位的）；直接填票数的，不要再填这张表。",
    "填好以后：xuan run 规则文件 这个文件.xlsx。有错时指出表、单元格和人。",
};

static void write_instructions(Arena *a, const FilledForm *filled, lxw_worksheet *to, const Formats *f)
{
    const Program *p = filled->form->program;
    lxw_row_t row = 0;
    Text title = text_new(a);
    text_add(&title, p->title.len ? p->title : p->name);
    text_addz(&title, "：数据表");
    worksheet_set_column(to, 0, 0, 22, f->plain);
    worksheet_set_column(to, 1, 1, 90, f->plain);
    worksheet_write_string(to, row++, 0, c_text(a, text_str(&title)), f->title);
    worksheet_write_string(to, row, 0, "规则", f->plain);
    worksheet_write_string(to, row++, 1, c_text(a, p->notes.cite.len ? p->notes.cite : p->name), f->plain);
    for (size_t i = 0; i < sizeof instructions / sizeof *instructions; i++) {
        if (i == 0)
            worksheet_write_string(to, row, 0, "怎样填", f->plain);
        worksheet_write_string(to, row++, 1, instructions[i], f->plain);
    }
    for (size_t i = 0; i < filled->sheet_count; i++) {
        const DataSheet *sheet = filled->sheets[i].form;
        Text t = text_new(a);
        sheet_purpose(p, sheet, &t);
        worksheet_write_string(to, row, 0, c_text(a, sheet->name), f->plain);
        worksheet_write_string(to, row++, 1, c_text(a, text_str(&t)), f->plain);
    }
}

/* ---- the whole ---- */

bool template_xlsx(Arena *a, const FilledForm *filled, const char *path)
{
    enum { CREATED = 946684800 }; /* 2000-01-01: the same tables are the same bytes whenever they are written */
    lxw_workbook *book = workbook_new(path);
    if (!book)
        return false;
    Formats f = make_formats(book);
    lxw_doc_properties properties = {.title = c_text(a, filled->form->program->name), .created = CREATED};
    workbook_set_properties(book, &properties);
    write_instructions(a, filled, workbook_add_worksheet(book, "说明"), &f);
    Checks checks = {.a = a, .filled = filled, .book = book};
    for (size_t i = 0; i < filled->sheet_count; i++) {
        const FilledSheet *sheet = &filled->sheets[i];
        lxw_worksheet *to = workbook_add_worksheet(book, c_text(a, sheet->form->name));
        if (!to)
            BUG("a name that a spreadsheet refuses");
        write_head(a, filled, sheet, to, &f);
        write_cells(a, sheet, to, &f);
        add_checks(&checks, sheet, to);
        if (sheet->form->kind == SHEET_PEOPLE)
            worksheet_activate(to);
    }
    write_choices(&checks);
    return workbook_close(book) == LXW_NO_ERROR;
}
