#include "runtime/test_sheets.h"

#include "runtime/book_data.h"
#include "runtime/book_parts.h"
#include "runtime/columns.h"

/* The sheet that 职位, 人选, 表 亲属 or 阶段 票决 stands for; NULL when this procedure has none. */
static const DataSheet *meant(const DataForm *form, const TestSheet *sheet)
{
    static const struct { const char *word; SheetKind kind; } kinds[] = {
        {"职位", SHEET_POSTS}, {"人选", SHEET_PEOPLE}, {"参选", SHEET_ENTRIES}, {"退出", SHEET_WITHDRAWN}, {"表", SHEET_TABLE}, {"阶段", SHEET_RECORD}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (!str_eq(sheet->word, str_from(kinds[k].word)))
            continue;
        for (size_t i = 0; i < form->sheet_count; i++) {
            const DataSheet *s = &form->sheets[i];
            bool named = s->kind == SHEET_TABLE   ? str_eq(s->table->name, sheet->name)
                         : s->kind == SHEET_RECORD ? str_eq(form->program->stages[s->stage].name, sheet->name)
                                                   : true;
            if (s->kind == kinds[k].kind && named)
                return s;
        }
    }
    return NULL;
}

static bool is_digits(Str s)
{
    size_t points = 0;
    for (size_t i = 0; i < s.len; i++) {
        points += s.at[i] == '.';
        if ((s.at[i] < '0' || s.at[i] > '9') && s.at[i] != '.')
            return false;
    }
    return points <= 1 && s.len && s.at[0] != '.' && s.at[s.len - 1] != '.';
}

static Sheet sheet_of(Arena *a, const TestSheet *from, Str name)
{
    SheetFill fill = sheet_fill(a, from->cell_count);
    for (size_t i = 0; i < from->cell_count; i++) {
        const SheetCell *c = &from->cells[i];
        bool number = !c->quoted && is_digits(c->text);
        sheet_put(&fill, (Cell){.row = c->row, .column = c->column, .kind = number ? CELL_NUMBER : CELL_TEXT,
                                .text = cell_text(a, c->text), .span = c->span});
    }
    const Cell *twice = NULL;
    return sheet_filled(&fill, name, &twice);
}

const Source *test_document(Arena *a, const Program *program, const Test *test, Diags *d)
{
    const DataForm *form = data_form(a, program);
    Sheet *sheets = NEW_ARRAY(a, Sheet, test->sheet_count);
    bool good = true;
    for (size_t i = 0; i < test->sheet_count; i++) {
        const TestSheet *from = &test->sheets[i];
        const DataSheet *as = meant(form, from);
        if (!as)
            diag_add(d, E0522, program->source, from->span, ARGS(from->name.len ? from->name : from->word));
        good = good && as;
        sheets[i] = sheet_of(a, from, as ? as->name : from->word);
    }
    Book *book = NEW(a, Book);
    *book = (Book){.file = program->source->name, .source = program->source, .sheets = sheets, .sheet_count = test->sheet_count};
    return good ? book_document(a, program, book, d) : NULL;
}
