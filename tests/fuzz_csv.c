/* fuzz_csv.c - a libFuzzer target over the reader of CSV files. */
#include "lang/diag_show.h"
#include "lang/utf8.h"
#include "runtime/book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What book.h promises of every cell. */
static void examine(const Book *book)
{
    const Sheet *s = &book->sheets[0];
    for (size_t i = 0; i < s->count; i++) {
        const Cell *c = &s->cells[i];
        size_t bad;
        bool after = i == 0 || c[-1].row < c->row || (c[-1].row == c->row && c[-1].column < c->column);
        bool inside = c->span.start < c->span.end && c->span.end <= book->source->text.len;
        if (!after || !inside || c->text.len == 0 || !utf8_valid(c->text, &bad) || c->row >= s->rows || c->column >= s->columns ||
            sheet_cell(s, c->row, c->column) != c)
            BUG("a cell is not as promised");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    const Book *book = read_csv(a, S("例.csv"), (Str){(const char *)data, size}, d);
    if (book)
        examine(book);
    if (!book != diags_any_error(d))
        BUG("a table and an error, or neither");
    Text out = text_new(a);
    diags_show(d, LANG_ZH, true, false, &out);
    arena_free(a);
    return 0;
}
