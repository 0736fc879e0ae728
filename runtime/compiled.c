/* compiled.c - the formulas of compiled.h evaluated for one row. */
#include "runtime/compiled.h"

__extension__ typedef __int128 Wide;

/* ---- fractions ---- */

static Wide wide_gcd(Wide a, Wide b)
{
    a = a < 0 ? -a : a;
    while (b) {
        Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* d > 0.  Reduced only where it would not fit. */
static bool fit(Wide n, Wide d, Frac *out)
{
    if (n > INT64_MAX || n < -INT64_MAX || d > INT64_MAX) {
        Wide g = wide_gcd(n, d);
        n /= g;
        d /= g;
        if (n > INT64_MAX || n < -INT64_MAX || d > INT64_MAX)
            return false;
    }
    *out = (Frac){(int64_t)n, (int64_t)d};
    return true;
}

static bool frac_add(Frac a, Frac b, int sign, Frac *out)
{
    if (a.d == b.d)
        return fit((Wide)a.n + sign * (Wide)b.n, a.d, out);
    return fit((Wide)a.n * b.d + sign * ((Wide)b.n * a.d), (Wide)a.d * b.d, out);
}

static bool frac_mul(Frac a, Frac b, Frac *out) { return fit((Wide)a.n * b.n, (Wide)a.d * b.d, out); }

static bool frac_div(Frac a, Frac b, Frac *out)
{
    if (b.n == 0)
        return false;
    Wide n = (Wide)a.n * b.d, d = (Wide)a.d * b.n;
    return d < 0 ? fit(-n, -d, out) : fit(n, d, out);
}

static int frac_cmp(Frac a, Frac b)
{
    Wide x = (Wide)a.n * b.d, y = (Wide)b.n * a.d;
    return (x > y) - (x < y);
}

static bool frac_round(Frac a, int places, Rounding mode, Frac *out)
{
    enum { PLACES_MOST = 9 };
    if (places > PLACES_MOST)
        return false;
    int64_t scale = 1;
    for (int i = 0; i < places; i++)
        scale *= 10;
    Wide n = (Wide)a.n * scale, size = n < 0 ? -n : n, whole = size / a.d, rest = size % a.d;
    switch (mode) {
    case ROUND_UP: whole += rest != 0; break;
    case ROUND_DOWN: break;
    case ROUND_HALF_UP: whole += 2 * rest >= a.d; break;
    case ROUND_HALF_EVEN: whole += 2 * rest > a.d || (2 * rest == a.d && whole % 2); break;
    }
    return fit(n < 0 ? -whole : whole, scale, out);
}

Num frac_lowest(Frac value)
{
    uint64_t a = value.n < 0 ? 0 - (uint64_t)value.n : (uint64_t)value.n, b = (uint64_t)value.d;
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return (Num){value.n / (int64_t)a, value.d / (int64_t)a};
}

/* ---- cells ---- */

enum { NO_CELL = -1, CANNOT_SAY = -2 };

/* The row in the formula's column; NO_CELL: nothing is there; CANNOT_SAY: which post it is of. */
static int64_t cell(Run *r, const Formula *x, uint32_t row)
{
    int64_t at = x->by_unit ? row : person_of(r, row);
    if (x->post) {
        Frac post;
        if (!compiled_value(r, x->post, row, &post))
            return CANNOT_SAY;
        at = post.n;
        if (at >= (int64_t)r->pool->post_count)
            return CANNOT_SAY;
    }
    return x->column->present[at] ? at : NO_CELL;
}

static const uint32_t *survey_at(Run *r, const Formula *x, uint32_t row)
{
    int64_t at = cell(r, x, row);
    return at < 0 ? NULL : x->column->counts + (size_t)at * x->items * (x->grades + 1);
}

static uint32_t count_at(const uint32_t *counts, int which)
{
    if (which != COUNT_FORMAL)
        return counts[which];
    bool both = counts[COUNT_RETURNED] != CELL_NONE && counts[COUNT_SPOILT] != CELL_NONE;
    return both ? counts[COUNT_RETURNED] - counts[COUNT_SPOILT] : CELL_NONE;
}

static bool ballot(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    int64_t at = cell(r, x, row);
    if (at < 0)
        return false;
    const uint32_t *counts = x->column->counts + (size_t)at * COUNTS_STORED;
    uint32_t which = count_at(counts, x->index), ayes = counts[COUNT_AYES];
    if (which == CELL_NONE)
        return false;
    if (x->kind == F_COUNT) {
        *out = (Frac){which, 1};
        return true;
    }
    *out = (Frac){ayes, which};
    return ayes != CELL_NONE && which > 0;
}

static bool raters_at(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    const uint32_t *counts = survey_at(r, x, row);
    uint32_t least = CELL_NONE;
    for (size_t i = 0; counts && i < x->items; i++) {
        uint32_t raters = counts[i * (x->grades + 1) + x->grades];
        least = raters < least ? raters : least;
    }
    *out = (Frac){least, 1};
    return counts != NULL;
}

/* ---- items ---- */

static bool mapped_item(const Formula *x, const uint32_t *item, Frac *out)
{
    Wide sum = 0;
    for (size_t g = 0; g < x->grades; g++)
        sum += (Wide)x->worth[g].n * item[g];
    return item[x->grades] && fit(sum, (Wide)x->constant.d * item[x->grades], out);
}

static bool survey_items(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    const uint32_t *counts = survey_at(r, x, row);
    for (size_t i = 0; counts && i < x->items; i++) {
        const uint32_t *item = counts + i * (x->grades + 1);
        if (x->kind == F_GRADE_COUNTS)
            out[i] = (Frac){item[x->index], 1};
        else if (x->kind == F_SHARES)
            out[i] = (Frac){item[x->index], item[x->grades]};
        else if (!mapped_item(x, item, &out[i]))
            return false;
        if (!out[i].d)
            return false;
    }
    return counts != NULL;
}

/* How many, into out[ITEMS_MOST]; -1: cannot say. */
static int items_of(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    if (x->kind == F_LIST) {
        for (size_t i = 0; i < x->kid_count; i++)
            if (!compiled_value(r, x->kids[i], row, &out[i]))
                return -1;
        return (int)x->kid_count;
    }
    if (x->kind != F_ELEMENTS)
        return survey_items(r, x, row, out) ? (int)x->items : -1;
    int64_t at = cell(r, x, row);
    const Column *c = x->column, *e = c->element;
    if (at < 0 || c->first[at + 1] - c->first[at] > ITEMS_MOST)
        return -1;
    int n = 0;
    for (uint32_t i = c->first[at]; i < c->first[at + 1]; i++)
        if (e->present[i])
            out[n++] = x->grade ? (Frac){e->codes[i], 1} : (Frac){e->scaled[i], x->constant.d};
    return n;
}

static void sort_items(Frac *items, int n)
{
    for (int i = 1; i < n; i++) {
        Frac one = items[i];
        int k = i;
        for (; k > 0 && frac_cmp(items[k - 1], one) > 0; k--)
            items[k] = items[k - 1];
        items[k] = one;
    }
}

static bool fold_items(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    Frac items[ITEMS_MOST];
    int n = items_of(r, x->kids[0], row, items), from = 0, to = n;
    if (n < 0)
        return false;
    if (x->trim_high || x->trim_low) {
        if (n <= x->trim_high + x->trim_low)
            return false;
        sort_items(items, n);
        from = x->trim_low;
        to = n - x->trim_high;
    }
    if (from == to && x->op != OP_SUM)
        return false;
    Frac sum = {0, 1};
    for (int i = from; i < to; i++) {
        bool take = i == from || (x->op == OP_HIGHEST ? frac_cmp(items[i], sum) > 0 : frac_cmp(items[i], sum) < 0);
        if (x->op == OP_SUM || x->op == OP_MEAN) {
            if (!frac_add(i == from ? (Frac){0, items[i].d} : sum, items[i], 1, &sum))
                return false;
        } else if (take) {
            sum = items[i];
        }
    }
    return x->op == OP_MEAN ? frac_div(sum, (Frac){to - from, 1}, out) : (*out = sum, true);
}

/* ---- values ---- */

static bool weighted(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    Frac sum = {0, 1}, one;
    for (size_t i = 0; i < x->kid_count; i++)
        if (!compiled_value(r, x->kids[i], row, &one) || !frac_mul(x->worth[i], one, &one) || !frac_add(sum, one, 1, &sum))
            return false;
    return frac_div(sum, x->constant, out);
}

static bool in_range(const MapRow *row, Frac v)
{
    Frac low = {row->low.n, row->low.d}, high = {row->high.n, row->high.d};
    return row->other || ((!row->has_low || frac_cmp(v, low) >= 0) && (!row->has_high || frac_cmp(v, high) <= 0));
}

static bool map_value(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    Frac v;
    if (!compiled_value(r, x->kids[0], row, &v))
        return false;
    if (x->kind == F_MAP_CODE) {
        *out = x->worth[v.n];
        return x->known[v.n];
    }
    for (int other = 0; other < 2; other++)
        for (size_t i = 0; i < x->items; i++)
            if (x->ranges[i].other == (other == 1) && in_range(&x->ranges[i], v)) {
                *out = x->worth[i];
                return true;
            }
    return false;
}

/* Whether its stage has it at all; then what is remembered, or else computed. */
static bool clause_value(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    const uint32_t *of = r->stages[x->stage].of;
    if (!of || (of[row] == NO_CONTEST && r->p->stages[x->stage].when))
        return false;
    if (r->memo_state[x->clause] && r->memo_state[x->clause][row] == MEMO_DONE) {
        Num known = r->memo[x->clause][row].number;
        *out = (Frac){known.n, known.d};
        return known.d != 0;
    }
    Latest *latest = &r->latest[x->clause];
    if (!latest->known || latest->row != row) {
        latest->row = row;
        latest->known = compiled_value(r, x->kids[0], row, &latest->value);
    }
    *out = latest->value;
    if (latest->known)
        figure_is_there(r, x->clause, row);
    return latest->known;
}

static bool two(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    Frac a, b;
    if (!compiled_value(r, x->kids[0], row, &a) || !compiled_value(r, x->kids[1], row, &b))
        return false;
    switch ((int)x->kind) {
    case F_ADD: return frac_add(a, b, 1, out);
    case F_SUB: return frac_add(a, b, -1, out);
    case F_MUL: return frac_mul(a, b, out);
    case F_DIV: return frac_div(a, b, out);
    case F_CAP: *out = frac_cmp(a, b) > 0 ? b : a; return true;
    default: *out = frac_cmp(a, b) < 0 ? b : a; return true;
    }
}

static bool read_cell(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    int64_t at = cell(r, x, row);
    if (at < 0)
        return false;
    *out = x->kind == F_CODE ? (Frac){x->column->codes[at], 1} : (Frac){x->column->scaled[at], x->constant.d};
    return true;
}

bool compiled_value(Run *r, const Formula *x, uint32_t row, Frac *out)
{
    switch (x->kind) {
    case F_CONST: *out = x->constant; return true;
    case F_NUMBER: case F_CODE: return read_cell(r, x, row, out);
    case F_COUNT: case F_RATE: return ballot(r, x, row, out);
    case F_ADD: case F_SUB: case F_MUL: case F_DIV: case F_CAP: case F_FLOOR: return two(r, x, row, out);
    case F_ROUND: return compiled_value(r, x->kids[0], row, out) && frac_round(*out, x->places, (Rounding)x->index, out);
    case F_WEIGHTED: return weighted(r, x, row, out);
    case F_IF: {
        int truth = compiled_truth(r, x->kids[0], row);
        return truth >= 0 && compiled_value(r, x->kids[truth ? 1 : 2], row, out);
    }
    case F_MISSING_AS: return compiled_value(r, x->kids[cell(r, x->kids[0], row) == NO_CELL], row, out);
    case F_MAP_CODE: case F_MAP_RANGE: return map_value(r, x, row, out);
    case F_CLAUSE: return clause_value(r, x, row, out);
    case F_FOLD: return fold_items(r, x, row, out);
    case F_FIRST: case F_LENGTH: {
        Frac items[ITEMS_MOST];
        int n = items_of(r, x->kids[0], row, items);
        *out = x->kind == F_LENGTH || n < 1 ? (Frac){n, 1} : items[0];
        return n >= (x->kind == F_LENGTH ? 0 : 1);
    }
    case F_RATERS: return raters_at(r, x, row, out);
    case F_LIST: case F_ELEMENTS: case F_SHARES: case F_GRADE_COUNTS: case F_MAP_SURVEY: case F_COMPARE: case F_IN:
    case F_AND: case F_OR: case F_NOT: case F_IMPLIES: case F_HAS: case F_TRUE: case F_ITEMS: break;
    }
    BUG("no value");
}

/* ---- conditions ---- */

static int compare_two(Run *r, const Formula *x, uint32_t row)
{
    Frac a, b;
    if (!compiled_value(r, x->kids[0], row, &a) || !compiled_value(r, x->kids[1], row, &b))
        return -1;
    return order_holds(x->op, frac_cmp(a, b), x->grade);
}

static int is_among(Run *r, const Formula *x, uint32_t row)
{
    Frac a, b;
    bool found = false;
    if (!compiled_value(r, x->kids[0], row, &a))
        return -1;
    for (size_t i = 1; i < x->kid_count; i++) {
        if (!compiled_value(r, x->kids[i], row, &b))
            return -1;
        found = found || frac_cmp(a, b) == 0;
    }
    return found == (x->op == OP_IN);
}

static int enough_items(Run *r, const Formula *x, uint32_t row)
{
    Frac items[ITEMS_MOST], bound = {0, 1};
    int n = items_of(r, x->kids[0], row, items), held = 0;
    if (n < 0 || !compiled_value(r, x->kids[1], row, &bound))
        return -1;
    for (int i = 0; i < n; i++)
        held += order_holds(x->op, frac_cmp(items[i], bound), x->grade);
    return held >= (x->places == HOLDS_ANY ? 1 : x->places == HOLDS_EVERY ? n : x->places);
}

/* What the other side cannot say is left to judge.c, also where one side would settle it. */
static int two_truths(Run *r, const Formula *x, uint32_t row)
{
    int a = compiled_truth(r, x->kids[0], row), b = a < 0 ? -1 : compiled_truth(r, x->kids[1], row);
    if (a < 0 || b < 0)
        return -1;
    return x->kind == F_AND ? a && b : x->kind == F_OR ? a || b : !a || b;
}

int compiled_truth(Run *r, const Formula *x, uint32_t row)
{
    switch ((int)x->kind) {
    case F_COMPARE: return compare_two(r, x, row);
    case F_IN: return is_among(r, x, row);
    case F_AND: case F_OR: case F_IMPLIES: return two_truths(r, x, row);
    case F_NOT: {
        int truth = compiled_truth(r, x->kids[0], row);
        return truth < 0 ? -1 : !truth;
    }
    case F_HAS: {
        int64_t at = cell(r, x, row);
        return at == CANNOT_SAY ? -1 : at != NO_CELL;
    }
    case F_TRUE: {
        Frac code;
        return compiled_value(r, x->kids[0], row, &code) ? code.n != 0 : -1;
    }
    case F_ITEMS: return enough_items(r, x, row);
    default: BUG("no condition");
    }
}
