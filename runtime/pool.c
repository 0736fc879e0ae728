#include "runtime/pool.h"

#include "runtime/reader.h"

int64_t power_of_ten(unsigned n)
{
    static const int64_t powers[DECIMALS_MOST + 1] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
        10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000};
    return powers[n];
}

Num column_num(Arena *a, const Column *c, size_t row)
{
    if (c->big)
        return c->big[row];
    return c->decimals == 0 ? num_int(c->scaled[row])
                            : num_ratio(a, c->scaled[row], power_of_ten(c->decimals));
}

const Given *record_given(const Record *record, uint32_t row, uint32_t clause)
{
    size_t low = 0, high = record ? record->given_count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const Given *g = &record->given[middle];
        if (g->row < row || (g->row == row && g->clause < clause))
            low = middle + 1;
        else
            high = middle;
    }
    const Given *found = record && low < record->given_count ? &record->given[low] : NULL;
    return found && found->row == row && found->clause == clause ? found : NULL;
}

/* ---- building ---- */

static void *grown(Arena *a, const void *old, size_t old_count, size_t count, size_t size)
{
    if (count > SIZE_MAX / 4 / size)
        BUG("column too large");
    char *at = arena_alloc(a, count * size);
    if (old && old_count)
        memcpy(at, old, old_count * size);
    return at;
}

void builder_reserve(Arena *a, Builder *b, size_t rows)
{
    Column *c = b->column;
    size_t old = b->cap;
    if (c->present && rows <= old)
        return;
    size_t cap = old * 2 > rows ? old * 2 : rows;
    c->present = grown(a, c->present, old, cap, sizeof *c->present);
    switch (c->type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO:
        if (c->big)
            c->big = grown(a, c->big, old, cap, sizeof *c->big);
        else
            c->scaled = grown(a, c->scaled, old, cap, sizeof *c->scaled);
        break;
    case TYPE_YESNO:
    case TYPE_GRADE:
    case TYPE_POST:
    case TYPE_PERSON:
        c->codes = grown(a, c->codes, old, cap, sizeof *c->codes);
        break;
    case TYPE_DATE:
        c->dates = grown(a, c->dates, old, cap, sizeof *c->dates);
        break;
    case TYPE_TEXT:
        c->texts = grown(a, c->texts, old, cap, sizeof *c->texts);
        break;
    case TYPE_BALLOT:
    case TYPE_SURVEY:
        c->counts = grown(a, c->counts, old, cap, b->width * sizeof *c->counts);
        break;
    case TYPE_LIST:
    case TYPE_PANEL:
        c->first = grown(a, c->first, c->first ? old + 1 : 0, cap + 1, sizeof *c->first);
        break;
    case TYPE_ERROR:
    case TYPE_TABLE:
        BUG("a field of no data type");
    }
    b->cap = cap;
}

void builder_start(Arena *a, const Program *p, const Type *type, size_t rows, Builder *b)
{
    if (!b->column)
        b->column = NEW(a, Column);
    b->column->type = type;
    if (type->kind == TYPE_BALLOT)
        b->width = COUNTS_STORED;
    if (type->kind == TYPE_SURVEY)
        b->width = (size_t)(type->items > 1 ? type->items : 1) * (p->scales[type->scale].value_count + 1);
    builder_reserve(a, b, rows);
    if (type->kind == TYPE_LIST || type->kind == TYPE_PANEL) {
        b->element = NEW(a, Builder);
        builder_start(a, p, type->element, 0, b->element);
        b->column->element = b->element->column;
    }
}

/* x as a whole number of 10^-decimals, with the fewest decimals; false when it does not fit. */
static bool scale_of(Num x, int64_t *scaled, unsigned *decimals)
{
    if (x.d == 0)
        return false;
    unsigned twos = 0, fives = 0;
    int64_t d = x.d;
    for (; d % 2 == 0; d /= 2)
        twos++;
    for (; d % 5 == 0; d /= 5)
        fives++;
    *decimals = twos > fives ? twos : fives;
    return d == 1 && *decimals <= DECIMALS_MOST &&
           !__builtin_mul_overflow(x.n, power_of_ten(*decimals) / x.d, scaled);
}

static void make_big(Arena *a, Builder *b)
{
    Column *c = b->column;
    Num *big = NEW_ARRAY(a, Num, b->cap);
    for (size_t i = 0; i < b->cap; i++)
        big[i] = column_num(a, c, i);
    c->big = big;
    c->scaled = NULL;
    c->decimals = 0;
}

/* More decimals for the rows so far; false when one of them would no longer fit. */
static bool rescale(Builder *b, unsigned decimals)
{
    Column *c = b->column;
    int64_t factor = power_of_ten(decimals - c->decimals), product;
    for (size_t i = 0; i < b->cap; i++)
        if (__builtin_mul_overflow(c->scaled[i], factor, &product))
            return false;
    for (size_t i = 0; i < b->cap; i++)
        c->scaled[i] *= factor;
    c->decimals = decimals;
    return true;
}

void builder_number(Arena *a, Builder *b, size_t row, Num x)
{
    Column *c = b->column;
    int64_t scaled = 0;
    unsigned decimals = 0;
    if (!c->big) {
        bool fits = scale_of(x, &scaled, &decimals);
        if (fits && decimals > c->decimals)
            fits = rescale(b, decimals);
        else if (fits)
            fits = !__builtin_mul_overflow(scaled, power_of_ten(c->decimals - decimals), &scaled);
        if (!fits)
            make_big(a, b);
    }
    if (c->big)
        c->big[row] = x;
    else
        c->scaled[row] = scaled;
}
