/* template_csv.c - a sheet as a CSV file. */
#include "runtime/template.h"

/* What reading would take for something else gets the guard that spreadsheets know: ="007". */
static bool needs_guard(Str s)
{
    bool digit = s.len > 0 && s.at[0] >= '0' && s.at[0] <= '9';
    return digit && (memchr(s.at, 'E', s.len) || memchr(s.at, 'e', s.len));
}

static void csv_word(Text *out, Str s)
{
    if (!needs_guard(s) || memchr(s.at, '"', s.len)) {
        text_csv(out, s);
        return;
    }
    text_addz(out, "\"=\"\"");
    text_add(out, s);
    text_addz(out, "\"\"\"");
}

void template_csv(const FilledForm *filled, const FilledSheet *sheet, Text *out)
{
    text_addz(out, "\xEF\xBB\xBF");
    for (uint32_t i = 0; i < sheet->width; i++) {
        text_addz(out, i ? "," : "");
        text_csv(out, column_heading(out->arena, filled->form->program, sheet->form, sheet->columns[i]));
    }
    text_addz(out, "\r\n");
    const Cell *cell = sheet->cells, *end = sheet->cells + sheet->count;
    for (uint32_t row = 0; row < sheet->rows; row++) {
        for (uint32_t i = 0; i < sheet->width; i++) {
            text_addz(out, i ? "," : "");
            if (cell == end || cell->row != row || cell->column != i)
                continue;
            if (cell->kind == CELL_NUMBER)
                text_add(out, cell->text);
            else
                csv_word(out, cell->text);
            cell++;
        }
        text_addz(out, "\r\n");
    }
}
