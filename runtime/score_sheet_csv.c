#include "runtime/score_sheet.h"

static void end_line(Text *out) { text_addz(out, "\r\n"); }

void score_sheet_csv(const ScoreSheet *s, Text *out)
{
    text_addz(out, "\xEF\xBB\xBF");
    for (size_t c = 0; c < s->column_count; c++) {
        if (c)
            text_char(out, ',');
        text_csv(out, s->columns[c].heading);
    }
    end_line(out);
    for (size_t i = 0; i < s->row_count * s->column_count; i++) {
        const ScoreCell *cell = &s->cells[i];
        if (i % s->column_count)
            text_char(out, ',');
        if (cell->kind == SCORE_TEXT)
            text_csv(out, cell->text);
        else
            text_add(out, cell->text); /* -5 is a number, no formula */
        if ((i + 1) % s->column_count == 0)
            end_line(out);
    }
}
