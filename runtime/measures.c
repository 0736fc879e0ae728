/* measures.c - how far two orders of people agree: tau-b, Spearman, rank-biased overlap.
 * Everything is exact; decimals are made of integers.
 *
 * Rank-biased overlap after Webber, Moffat and Zobel (2010).  S is the shorter list (s people), L the longer (l), X_d how
 * many are in both of the first d:
 *   max  what nobody has ranked agrees as far as it can: X_d + (d-s) + (d-l) people, each where it is positive, at most d;
 *        from f = l + s - X_l on everything agrees
 *   ext  their extrapolation: ((1-p)/p) (sum_{d<=l} X_d/d p^d + sum_{s<d<=l} X_s (d-s)/(s d) p^d) + ((X_l-X_s)/l + X_s/s) p^l
 *   min  nobody else ever agrees: ((1-p)/p) (sum_{d<=l} (X_d - X_l)/d p^d + X_l ln(1/(1-p)))
 * The logarithm is no rational number: min is rounded down to 12 decimals from a bound that certainly lies below. */
#include "runtime/compare_parts.h"

#include <stdlib.h>

__extension__ typedef unsigned __int128 Wide;

/* ---- decimals ---- */

static Num power(Arena *a, Num base, unsigned exponent)
{
    Num result = num_int(1);
    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            result = num_mul(a, result, base);
        if (exponent > 1)
            base = num_mul(a, base, base);
    }
    return result;
}

static Num whole(Arena *a, Num x) { return num_round(a, x, 0, ROUND_DOWN); }

/* The largest whole number whose square is at most x: Newton from above falls until it is reached. */
static Num whole_root(Arena *a, Num x)
{
    if (num_cmp(x, num_int(1)) < 0)
        return num_int(0);
    Num root = num_int(1);
    while (num_cmp(num_mul(a, root, root), x) <= 0)
        root = num_mul(a, root, num_int(2));
    for (;;) {
        Num next = whole(a, num_div(a, num_add(a, root, num_div(a, x, root)), num_int(2)));
        if (num_cmp(next, root) >= 0)
            return root;
        root = next;
    }
}

/* m is the largest with (2m - 1)^2 <= 4 x 10^(2 places): half of the root of that, rounded up. */
Str sqrt_decimal(Arena *a, Num x, unsigned places)
{
    Num scaled = num_mul(a, x, num_mul(a, num_int(4), power(a, num_int(100), places)));
    Num root = whole_root(a, whole(a, scaled));
    Num m = whole(a, num_div(a, num_add(a, root, num_int(1)), num_int(2)));
    Text digits = text_new(a), t = text_new(a);
    num_exact(&digits, m);
    Str all = text_str(&digits);
    size_t before = all.len > places ? all.len - places : 0;
    text_add(&t, before ? str_cut(all, 0, before) : S("0"));
    if (places) {
        text_char(&t, '.');
        for (size_t i = all.len; i < places; i++)
            text_char(&t, '0');
        text_add(&t, str_cut(all, before, all.len));
    }
    return text_str(&t);
}

/* sign * sqrt(x), 6 decimals; no sign where all of them are 0. */
static Str signed_root(Arena *a, int sign, Num x)
{
    Str digits = sqrt_decimal(a, x, 6);
    if (sign >= 0 || str_eq(digits, S("0.000000")))
        return digits;
    Text t = text_new(a);
    text_char(&t, '-');
    text_add(&t, digits);
    return text_str(&t);
}

/* ---- tau-b and Spearman ---- */

typedef struct { int64_t x, y; } Point;

static int by_x_then_y(const void *a, const void *b)
{
    const Point *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return (p->y > q->y) - (p->y < q->y);
}

/* Sorts by merging and counts the pairs that stood the other way round. */
static int64_t inversions(int64_t *at, int64_t *room, size_t n)
{
    if (n < 2)
        return 0;
    size_t half = n / 2, i = 0, j = half, k = 0;
    int64_t count = inversions(at, room, half) + inversions(at + half, room, n - half);
    while (i < half && j < n) {
        if (at[j] < at[i])
            count += (int64_t)(half - i);
        room[k++] = at[j] < at[i] ? at[j++] : at[i++];
    }
    while (i < half)
        room[k++] = at[i++];
    while (j < n)
        room[k++] = at[j++];
    memcpy(at, room, n * sizeof *at);
    return count;
}

static int64_t pairs_of(size_t n) { return n ? (int64_t)(n * (n - 1) / 2) : 0; }

static int64_t tied_pairs(const int64_t *sorted, size_t n)
{
    int64_t pairs = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && sorted[j] == sorted[i]; j++)
            continue;
        pairs += pairs_of(j - i);
    }
    return pairs;
}

static int64_t tied_twice(const Point *sorted, size_t n)
{
    int64_t pairs = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && by_x_then_y(&sorted[i], &sorted[j]) == 0; j++)
            continue;
        pairs += pairs_of(j - i);
    }
    return pairs;
}

static void tau(Arena *a, Agreement *out)
{
    Num roots = num_mul(a, num_int(out->pairs - out->tied_x), num_int(out->pairs - out->tied_y));
    if (num_sign(roots) == 0)
        return;
    int64_t difference = out->concordant - out->discordant;
    Num square = num_div(a, num_mul(a, num_int(difference), num_int(difference)), roots);
    out->tau = signed_root(a, difference < 0 ? -1 : 1, square);
}

/* Twice the mid-rank less its mean, so that all of them add up to 0 and stay whole numbers. */
static void centred(const int64_t *values, const int64_t *sorted, size_t n, int64_t *out)
{
    for (size_t i = 0; i < n; i++) {
        size_t low = 0, high = n;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (sorted[middle] < values[i])
                low = middle + 1;
            else
                high = middle;
        }
        size_t before = low;
        for (high = n; low < high;) {
            size_t middle = (low + high) / 2;
            if (sorted[middle] <= values[i])
                low = middle + 1;
            else
                high = middle;
        }
        out[i] = (int64_t)(before + 1 + low) - (int64_t)(n + 1);
    }
}

static void spearman(Arena *a, const int64_t *u, const int64_t *v, size_t n, Agreement *out)
{
    int64_t uv = 0, uu = 0, vv = 0; /* each at most n^3 */
    for (size_t i = 0; i < n; i++) {
        uv += u[i] * v[i];
        uu += u[i] * u[i];
        vv += v[i] * v[i];
    }
    if (uu == 0 || vv == 0)
        return;
    Num square = num_div(a, num_mul(a, num_int(uv), num_int(uv)), num_mul(a, num_int(uu), num_int(vv)));
    out->rho = signed_root(a, uv < 0 ? -1 : 1, square);
    out->rho_squared = uv < 0 ? num_neg(a, square) : square;
}

void measure_ranks(Arena *a, const int64_t *x, const int64_t *y, size_t n, Agreement *out)
{
    Point *points = NEW_ARRAY(a, Point, n + 1);
    int64_t *xs = NEW_ARRAY(a, int64_t, n + 1), *ys = NEW_ARRAY(a, int64_t, n + 1), *room = NEW_ARRAY(a, int64_t, n + 1);
    int64_t *u = NEW_ARRAY(a, int64_t, n + 1), *v = NEW_ARRAY(a, int64_t, n + 1);
    for (size_t i = 0; i < n; i++)
        points[i] = (Point){x[i], y[i]};
    qsort(points, n, sizeof *points, by_x_then_y);
    for (size_t i = 0; i < n; i++) {
        xs[i] = points[i].x;
        ys[i] = points[i].y;
    }
    out->people = (int64_t)n;
    out->pairs = pairs_of(n);
    out->discordant = inversions(ys, room, n); /* in order of y where x is equal: those pairs are none */
    out->tied_x = tied_pairs(xs, n);
    out->tied_y = tied_pairs(ys, n);
    out->concordant = out->pairs - out->tied_x - out->tied_y + tied_twice(points, n) - out->discordant;
    out->tau = out->rho = (Str){0};
    out->rho_squared = num_int(0);
    tau(a, out);
    centred(x, xs, n, u);
    centred(y, ys, n, v);
    spearman(a, u, v, n, out);
}

/* ---- p, so that the first k ranks carry 86 % ----
 * f(p) = 1 - p^(k-1) + ((1-p)/p) k (ln(1/(1-p)) - sum_{i<k} p^i/i) falls as p grows.  p is the multiple of 1/10000
 * nearest to f(p) = 86/100: by halving over multiples of 1/10000, then by f at the middle between two of them.
 * f lies between two bounds, each a whole multiple of 2^-58: every product and quotient is rounded down in the lower
 * one, up in the upper one.  The logarithm is irrational, so f never is 86/100 itself; on which side it lies the bounds
 * tell for every k up to 20000 (all were tried; from there on p is 0.9999, the largest). */

typedef struct { uint64_t low, high; } Bounds; /* in 2^-58: below 64 */
#define UNIT ((uint64_t)1 << 58)
enum { STEPS = 10000 };

static uint64_t product(uint64_t x, uint64_t y, bool up)
{
    return (uint64_t)(((Wide)x * y + (up ? UNIT - 1 : 0)) / UNIT);
}

static uint64_t ratio(uint64_t n, uint64_t d, bool up)
{
    return (uint64_t)(((Wide)n * UNIT + (up ? d - 1 : 0)) / d);
}

static uint64_t part(uint64_t n, uint64_t d, bool up) { return n / d + (up && n % d != 0); }

/* ln(n/d) = 2 (z + z^3/3 + z^5/5 + …), z = (n-d)/(n+d), for d <= n <= 2d: z is at most 1/3, so that what follows the last
 * term is less than an eighth of it. */
static Bounds log_near_one(uint64_t n, uint64_t d)
{
    Bounds z = {ratio(n - d, n + d, false), ratio(n - d, n + d, true)}, term = z, sum = {0, 0};
    Bounds square = {product(z.low, z.low, false), product(z.high, z.high, true)};
    for (uint64_t i = 1; i <= 39; i += 2) {
        sum.low += part(term.low, i, false);
        sum.high += part(term.high, i, true);
        term = (Bounds){product(term.low, square.low, false), product(term.high, square.high, true)};
    }
    return (Bounds){2 * sum.low, 2 * (sum.high + term.high)};
}

/* ln(1/(1-p)) for p = n/d < 1. */
static Bounds log_of_rest(uint64_t n, uint64_t d)
{
    uint64_t rest = d - n, halvings = 0;
    for (; 2 * rest <= d; rest *= 2)
        halvings++;
    Bounds two = log_near_one(2, 1), one = log_near_one(d, rest);
    return (Bounds){halvings * two.low + one.low, halvings * two.high + one.high};
}

/* Whether the first k ranks carry at least 86 % for p = n/d. */
static bool carries(uint64_t k, uint64_t n, uint64_t d)
{
    Bounds p = {ratio(n, d, false), ratio(n, d, true)}, at = {UNIT, UNIT}, sum = {0, 0}, log = log_of_rest(n, d);
    for (uint64_t i = 1; i < k; i++) { /* at: p^i */
        at = (Bounds){product(at.low, p.low, false), product(at.high, p.high, true)};
        sum.low += part(at.low, i, false);
        sum.high += part(at.high, i, true);
    }
    Wide tail = log.low > sum.high ? log.low - sum.high : 0;
    Wide low = UNIT + tail * k * (d - n) / n;
    return low >= at.high && (low - at.high) * 100 >= (Wide)UNIT * 86;
}

static Num persistence(Arena *a, int64_t depth)
{
    uint64_t k = (uint64_t)depth, low = 1, high = STEPS;
    if (carries(k, STEPS - 1, STEPS))
        return num_ratio(a, STEPS - 1, STEPS);
    while (high - low > 1) { /* low carries it, high does not */
        uint64_t middle = (low + high) / 2;
        if (carries(k, middle, STEPS))
            low = middle;
        else
            high = middle;
    }
    return num_ratio(a, (int64_t)(carries(k, 2 * low + 1, 2 * STEPS) ? high : low), STEPS);
}

/* ---- rank-biased overlap ---- */

typedef struct { Num sum, power; } Series; /* sum of terms[i] p^(i-from), p^(to-from) */

/* By halves, so that long numbers are few. */
static Series series(Arena *a, const Num *terms, size_t from, size_t to, Num p)
{
    if (from == to)
        return (Series){num_int(0), num_int(1)};
    if (to - from == 1)
        return (Series){terms[from], p};
    size_t middle = from + (to - from) / 2;
    Series x = series(a, terms, from, middle, p), y = series(a, terms, middle, to, p);
    return (Series){num_add(a, x.sum, num_mul(a, x.power, y.sum)), num_mul(a, x.power, y.power)};
}

/* out[d], d = 0..l: how many are among the first d of both. */
static int64_t *overlaps(Arena *a, const uint32_t *s, size_t s_count, const uint32_t *l, size_t l_count)
{
    uint32_t most = 0;
    for (size_t i = 0; i < s_count; i++)
        most = s[i] > most ? s[i] : most;
    for (size_t i = 0; i < l_count; i++)
        most = l[i] > most ? l[i] : most;
    uint8_t *seen = NEW_ARRAY(a, uint8_t, (size_t)most + 1);
    int64_t *out = NEW_ARRAY(a, int64_t, l_count + 1);
    for (size_t d = 1; d <= l_count; d++) {
        out[d] = out[d - 1];
        if (d <= s_count)
            out[d] += seen[s[d - 1]]++;
        out[d] += seen[l[d - 1]]++;
    }
    return out;
}

static void most_overlap(Arena *a, const int64_t *x, int64_t s, int64_t l, Agreement *out)
{
    int64_t f = l + s - x[l];
    Num *terms = NEW_ARRAY(a, Num, f + 1);
    for (int64_t d = 1; d <= f; d++) {
        int64_t most = x[d < l ? d : l] + (d > s ? d - s : 0) + (d > l ? d - l : 0);
        terms[d - 1] = num_ratio(a, most < d ? most : d, d);
    }
    Series all = series(a, terms, 0, (size_t)f, out->persistence);
    Num rest = num_sub(a, num_int(1), out->persistence);
    out->rbo_max = num_add(a, num_mul(a, rest, all.sum), all.power);
}

static void extrapolated(Arena *a, const int64_t *x, int64_t s, int64_t l, Agreement *out)
{
    Num *terms = NEW_ARRAY(a, Num, l + 1), share = s ? num_ratio(a, x[s], s) : num_int(0);
    for (int64_t d = 1; d <= l; d++) {
        terms[d - 1] = num_ratio(a, x[d], d);
        if (d > s)
            terms[d - 1] = num_add(a, terms[d - 1], num_mul(a, share, num_ratio(a, d - s, d)));
    }
    Series all = series(a, terms, 0, (size_t)l, out->persistence);
    Num rest = num_sub(a, num_int(1), out->persistence);
    Num end = l ? num_add(a, num_ratio(a, x[l] - x[s], l), share) : num_int(0);
    out->rbo_ext = num_add(a, num_mul(a, rest, all.sum), num_mul(a, end, all.power));
}

static void least_overlap(Arena *a, const int64_t *x, int64_t l, Agreement *out)
{
    Num *terms = NEW_ARRAY(a, Num, l + 1), p = out->persistence, rest = num_sub(a, num_int(1), p);
    for (int64_t d = 1; d <= l; d++)
        terms[d - 1] = num_ratio(a, x[d] - x[l], d);
    Num sum = num_mul(a, rest, series(a, terms, 0, (size_t)l, p).sum);
    int64_t steps = 0;
    if (!num_to_int64(num_mul(a, p, num_int(STEPS)), &steps))
        BUG("p has more than 4 decimals");
    Num log = num_ratio(a, (int64_t)log_of_rest((uint64_t)steps, STEPS).low, (int64_t)UNIT);
    Num tail = num_mul(a, num_mul(a, num_int(x[l]), log), num_div(a, rest, p));
    Num least = num_round(a, num_add(a, sum, tail), 12, ROUND_DOWN);
    out->rbo_min = num_sign(least) < 0 ? num_int(0) : least;
}

void measure_overlap(Arena *a, const uint32_t *s, size_t s_count, const uint32_t *t, size_t t_count, Agreement *out)
{
    bool swap = s_count > t_count;
    int64_t shorter = (int64_t)(swap ? t_count : s_count), longer = (int64_t)(swap ? s_count : t_count);
    const int64_t *x = overlaps(a, swap ? t : s, (size_t)shorter, swap ? s : t, (size_t)longer);
    out->persistence = persistence(a, out->depth < 1 ? 1 : out->depth);
    most_overlap(a, x, shorter, longer, out);
    extrapolated(a, x, shorter, longer, out);
    least_overlap(a, x, longer, out);
}
