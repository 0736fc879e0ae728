#include "lang/num.h"

#include <gmp.h>
#include <limits.h>

#include "lang/limits.h"

__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 UWide;

_Static_assert(GMP_LIMB_BITS == 64 && GMP_NAIL_BITS == 0, "a small number is one limb");
_Static_assert(LONG_MAX == INT64_MAX, "GMP's long functions hold an int64");
_Static_assert(sizeof(void *) == 8, "an address fits in Num.n");

/* A number that two machine words do not hold: numerator limbs, then denominator limbs. */
typedef struct {
    int64_t n_size; /* limbs, negative for a negative number, as in GMP */
    int64_t d_size;
    mp_limb_t limbs[];
} Big;

/* Read access to any Num as a GMP number, without allocating. */
typedef struct {
    __mpq_struct q;
    mp_limb_t n, d; /* for small numbers */
} View;

static bool force_big;

void num_force_big(bool on) { force_big = on; }

static bool is_small(Num x) { return x.d != 0; }

static bool use_small(Num x, Num y) { return !force_big && is_small(x) && is_small(y); }

static const Big *big_of(Num x) { return (const Big *)(intptr_t)x.n; }

static uint64_t magnitude(int64_t n) { return n < 0 ? 0 - (uint64_t)n : (uint64_t)n; }

static UWide wide_magnitude(Wide n) { return n < 0 ? 0 - (UWide)n : (UWide)n; }

static mpq_srcptr view(View *v, Num x)
{
    if (is_small(x)) {
        v->n = magnitude(x.n);
        v->d = (mp_limb_t)x.d;
        mpz_roinit_n(mpq_numref(&v->q), &v->n, (x.n > 0) - (x.n < 0));
        mpz_roinit_n(mpq_denref(&v->q), &v->d, 1);
    } else {
        const Big *b = big_of(x);
        size_t n_limbs = (size_t)(b->n_size < 0 ? -b->n_size : b->n_size);
        mpz_roinit_n(mpq_numref(&v->q), b->limbs, b->n_size);
        mpz_roinit_n(mpq_denref(&v->q), b->limbs + n_limbs, b->d_size);
    }
    return &v->q;
}

/* q is in lowest terms.  What fits is always small, so equal numbers have one shape. */
static Num keep(Arena *a, mpq_srcptr q)
{
    mpz_srcptr n = mpq_numref(q), d = mpq_denref(q);
    if (mpz_fits_slong_p(n) && mpz_fits_slong_p(d))
        return (Num){mpz_get_si(n), mpz_get_si(d)};
    size_t n_limbs = mpz_size(n), d_limbs = mpz_size(d);
    Big *b = arena_alloc(a, sizeof(Big) + (n_limbs + d_limbs) * sizeof(mp_limb_t));
    b->n_size = mpz_sgn(n) < 0 ? -(int64_t)n_limbs : (int64_t)n_limbs;
    b->d_size = (int64_t)d_limbs;
    if (n_limbs) /* the numerator of 1/huge is one limb, but zero would have none */
        memcpy(b->limbs, mpz_limbs_read(n), n_limbs * sizeof(mp_limb_t));
    memcpy(b->limbs + n_limbs, mpz_limbs_read(d), d_limbs * sizeof(mp_limb_t));
    return (Num){(int64_t)(intptr_t)b, 0};
}

static Num keep_and_clear(Arena *a, mpq_ptr q)
{
    Num result = keep(a, q);
    mpq_clear(q);
    return result;
}

static UWide gcd(UWide x, UWide y)
{
    while (y > UINT64_MAX || x > UINT64_MAX) { /* division of 128 bits is slow */
        if (y == 0)
            return x;
        UWide rest = x % y;
        x = y;
        y = rest;
    }
    uint64_t p = (uint64_t)x, q = (uint64_t)y;
    while (q) {
        uint64_t rest = p % q;
        p = q;
        q = rest;
    }
    return p;
}

/* n/d as a small number, d > 0; false when it does not fit. */
static bool reduce(Wide n, Wide d, Num *out)
{
    UWide common = d == 1 ? 1 : gcd(wide_magnitude(n), (UWide)d);
    if (common > 1) {
        n /= (Wide)common;
        d /= (Wide)common;
    }
    if (n < INT64_MIN || n > INT64_MAX || d > INT64_MAX)
        return false;
    *out = (Num){(int64_t)n, (int64_t)d};
    return true;
}

Num num_ratio(Arena *a, int64_t n, int64_t d)
{
    if (d == 0)
        BUG("denominator zero");
    Num result;
    Wide sign = d < 0 ? -1 : 1;
    if (!force_big && reduce(sign * n, sign * d, &result))
        return result;
    mpq_t q;
    mpq_init(q);
    mpz_set_si(mpq_numref(q), n);
    mpz_set_si(mpq_denref(q), d);
    mpq_canonicalize(q);
    return keep_and_clear(a, q);
}

typedef void Operation(mpq_ptr, mpq_srcptr, mpq_srcptr);

static Num calculate(Arena *a, Operation *operation, Num x, Num y)
{
    View vx, vy;
    mpq_t q;
    mpq_init(q);
    operation(q, view(&vx, x), view(&vy, y));
    return keep_and_clear(a, q);
}

/* In the small paths every product is below 2^126 in size, so sums of two do not overflow. */
Num num_add(Arena *a, Num x, Num y)
{
    Num sum;
    if (use_small(x, y) && reduce((Wide)x.n * y.d + (Wide)y.n * x.d, (Wide)x.d * y.d, &sum))
        return sum;
    return calculate(a, mpq_add, x, y);
}

Num num_sub(Arena *a, Num x, Num y)
{
    Num difference;
    if (use_small(x, y) && reduce((Wide)x.n * y.d - (Wide)y.n * x.d, (Wide)x.d * y.d, &difference))
        return difference;
    return calculate(a, mpq_sub, x, y);
}

Num num_mul(Arena *a, Num x, Num y)
{
    Num product;
    if (use_small(x, y) && reduce((Wide)x.n * y.n, (Wide)x.d * y.d, &product))
        return product;
    return calculate(a, mpq_mul, x, y);
}

Num num_div(Arena *a, Num x, Num y)
{
    if (num_sign(y) == 0)
        BUG("division by zero");
    Num quotient;
    Wide sign = num_sign(y);
    if (use_small(x, y) && reduce(sign * x.n * y.d, sign * x.d * y.n, &quotient))
        return quotient;
    return calculate(a, mpq_div, x, y);
}

Num num_neg(Arena *a, Num x) { return num_sub(a, num_int(0), x); }

int num_cmp(Num x, Num y)
{
    if (use_small(x, y)) {
        Wide left = (Wide)x.n * y.d, right = (Wide)y.n * x.d;
        return (left > right) - (left < right);
    }
    View vx, vy;
    int c = mpq_cmp(view(&vx, x), view(&vy, y));
    return (c > 0) - (c < 0);
}

int num_sign(Num x)
{
    int64_t n = is_small(x) ? x.n : big_of(x)->n_size;
    return (n > 0) - (n < 0);
}

bool num_is_int(Num x)
{
    if (is_small(x))
        return x.d == 1;
    View v;
    return mpz_cmp_ui(mpq_denref(view(&v, x)), 1) == 0;
}

bool num_to_int64(Num x, int64_t *out)
{
    if (x.d != 1) /* a big number never fits: keep() would have made it small */
        return false;
    *out = x.n;
    return true;
}

static int64_t small_power_of_ten(int exponent) /* 0..18 */
{
    int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* Whether a quotient with a remainder goes one away from zero.  half: the remainder doubled
 * compared with the divisor; odd: the quotient is odd. */
static bool away_from_zero(Rounding mode, bool exact, int half, bool odd)
{
    if (exact)
        return false;
    switch (mode) {
    case ROUND_UP: return true;
    case ROUND_DOWN: return false;
    case ROUND_HALF_UP: return half >= 0;
    case ROUND_HALF_EVEN: return half > 0 || (half == 0 && odd);
    }
    BUG("rounding mode");
}

static bool round_small(Num x, int places, Rounding mode, Num *out)
{
    int64_t scale = small_power_of_ten(places);
    UWide n = (UWide)magnitude(x.n) * (UWide)scale, d = (UWide)x.d;
    UWide quotient = n / d, rest = n % d;
    int half = (rest * 2 > d) - (rest * 2 < d);
    if (away_from_zero(mode, rest == 0, half, quotient & 1))
        quotient++;
    return reduce(x.n < 0 ? -(Wide)quotient : (Wide)quotient, scale, out);
}

static Num round_big(Arena *a, Num x, int places, Rounding mode)
{
    View v;
    mpq_srcptr from = view(&v, x);
    mpz_srcptr d = mpq_denref(from);
    mpq_t q;
    mpz_t rest;
    mpq_init(q);
    mpz_init(rest);
    mpz_ptr n = mpq_numref(q), scale = mpq_denref(q);
    mpz_ui_pow_ui(scale, 10, (unsigned long)places);
    mpz_mul(n, mpq_numref(from), scale);
    mpz_tdiv_qr(n, rest, n, d);
    bool exact = mpz_sgn(rest) == 0;
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmpabs(rest, d);
    if (away_from_zero(mode, exact, half, mpz_odd_p(n))) {
        if (num_sign(x) < 0)
            mpz_sub_ui(n, n, 1);
        else
            mpz_add_ui(n, n, 1);
    }
    mpz_clear(rest);
    mpq_canonicalize(q);
    return keep_and_clear(a, q);
}

Num num_round(Arena *a, Num x, int places, Rounding mode)
{
    if (places < 0 || places > LIMIT_PLACES)
        BUG("places out of range");
    Num result;
    /* 10^18 times 2^63 stays below 2^123. */
    if (!force_big && is_small(x) && places <= 18 && round_small(x, places, mode, &result))
        return result;
    return round_big(a, x, places, mode);
}

/* The parts of a decimal text. */
typedef struct {
    bool negative;
    char digits[LIMIT_DIGITS + 1]; /* without the point, NUL at the end for GMP */
    size_t len;
    int64_t scale; /* power of ten that the digits are divided by; may be negative */
} Decimal;

static bool is_digit(Str s, size_t i) { return i < s.len && s.at[i] >= '0' && s.at[i] <= '9'; }

/* Copies the digits at s.at[*i]; false when there are none or too many in all. */
static bool take_digits(Str s, size_t *i, Decimal *d)
{
    size_t from = *i;
    for (; is_digit(s, *i); ++*i) {
        if (d->len == LIMIT_DIGITS)
            return false;
        d->digits[d->len++] = s.at[*i];
    }
    return *i > from;
}

static bool take_exponent(Str s, size_t *i, int64_t *exponent)
{
    bool negative = *i < s.len && s.at[*i] == '-';
    if (*i < s.len && (s.at[*i] == '-' || s.at[*i] == '+'))
        ++*i;
    if (!is_digit(s, *i))
        return false;
    int64_t n = 0;
    for (; is_digit(s, *i); ++*i)
        if (n <= LIMIT_DIGITS) /* more is refused anyway, and cannot overflow */
            n = n * 10 + (s.at[*i] - '0');
    *exponent = negative ? -n : n;
    return true;
}

static bool split(Str s, Decimal *d)
{
    size_t i = 0;
    int64_t exponent = 0;
    *d = (Decimal){0};
    if (s.len && s.at[0] == '-') {
        d->negative = true;
        i++;
    }
    if (is_digit(s, i) && s.at[i] == '0' && is_digit(s, i + 1))
        return false; /* 01 */
    if (!take_digits(s, &i, d))
        return false;
    if (i < s.len && s.at[i] == '.') {
        size_t before = d->len;
        i++;
        if (!take_digits(s, &i, d))
            return false;
        d->scale = (int64_t)(d->len - before);
    }
    if (i < s.len && (s.at[i] == 'e' || s.at[i] == 'E')) {
        i++;
        if (!take_exponent(s, &i, &exponent))
            return false;
    }
    d->scale -= exponent;
    int64_t size = exponent < 0 ? -exponent : exponent;
    return i == s.len && (int64_t)d->len + size <= LIMIT_DIGITS;
}

bool num_parse(Arena *a, Str s, Num *out)
{
    Decimal d;
    if (!split(s, &d))
        return false;
    if (!force_big && d.len <= 18 && d.scale >= 0 && d.scale <= 18) {
        int64_t n = 0;
        for (size_t i = 0; i < d.len; i++)
            n = n * 10 + (d.digits[i] - '0');
        *out = num_ratio(a, d.negative ? -n : n, small_power_of_ten((int)d.scale));
        return true;
    }
    mpq_t q;
    mpz_t power;
    mpq_init(q);
    mpz_init(power);
    if (mpz_set_str(mpq_numref(q), d.digits, 10) != 0)
        BUG("digits");
    mpz_ui_pow_ui(power, 10, (unsigned long)(d.scale < 0 ? -d.scale : d.scale));
    if (d.scale < 0)
        mpz_mul(mpq_numref(q), mpq_numref(q), power);
    else
        mpz_set(mpq_denref(q), power);
    if (d.negative)
        mpz_neg(mpq_numref(q), mpq_numref(q));
    mpz_clear(power);
    mpq_canonicalize(q);
    *out = keep_and_clear(a, q);
    return true;
}

static void add_integer(Text *t, mpz_srcptr n)
{
    if (mpz_fits_slong_p(n)) {
        text_int(t, mpz_get_si(n));
        return;
    }
    char *digits = NEW_ARRAY(t->arena, char, mpz_sizeinbase(n, 10) + 2); /* sign and NUL */
    text_addz(t, mpz_get_str(digits, 10, n));
}

void num_exact(Text *t, Num x)
{
    View v;
    mpq_srcptr q = view(&v, x);
    add_integer(t, mpq_numref(q));
    if (!num_is_int(x)) {
        text_char(t, '/');
        add_integer(t, mpq_denref(q));
    }
}

static Num power_of_ten(Arena *a, int exponent)
{
    Num power = num_int(small_power_of_ten(exponent < 18 ? exponent : 18));
    for (; exponent > 18; exponent--)
        power = num_mul(a, power, num_int(10));
    return power;
}

/* The same for a number of two words, without GMP. */
static void small_decimal(Text *t, Num x, int places)
{
    uint64_t d = (uint64_t)x.d, whole = magnitude(x.n) / d, rest = magnitude(x.n) % d, ten = (uint64_t)small_power_of_ten(places);
    UWide scaled = (UWide)rest * ten;
    uint64_t fraction = scaled <= UINT64_MAX ? (uint64_t)scaled / d : (uint64_t)(scaled / d);
    rest = (uint64_t)(scaled - (UWide)fraction * d);
    if (rest != 0)
        text_addz(t, "≈");
    fraction += rest >= d - rest;
    whole += fraction == ten;
    fraction = fraction == ten ? 0 : fraction;
    if (x.n < 0 && (whole || fraction))
        text_char(t, '-');
    char digits[48]; /* 20 before the point, 18 behind it */
    size_t start = sizeof digits, end = sizeof digits;
    for (int i = 0; i < places; i++, fraction /= 10)
        digits[--start] = (char)('0' + fraction % 10);
    while (end > start && digits[end - 1] == '0')
        end--;
    if (end > start)
        digits[--start] = '.';
    do {
        digits[--start] = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole);
    text_add(t, (Str){digits + start, end - start});
}

void num_decimal(Text *t, Num x, int places)
{
    if (is_small(x) && !force_big && places <= 18) {
        small_decimal(t, x, places);
        return;
    }
    Num rounded = num_round(t->arena, x, places, ROUND_HALF_UP);
    if (num_cmp(rounded, x) != 0)
        text_addz(t, "≈");
    if (num_sign(rounded) < 0) {
        text_char(t, '-');
        rounded = num_neg(t->arena, rounded);
    }
    Text all = text_new(t->arena); /* the digits without their point */
    num_exact(&all, num_mul(t->arena, rounded, power_of_ten(t->arena, places)));
    Str digits = text_str(&all);
    size_t fraction = (size_t)places;
    while (fraction > 0 && digits.len > 1 && digits.at[digits.len - 1] == '0') {
        digits.len--;
        fraction--;
    }
    if (digits.len == 1 && digits.at[0] == '0')
        fraction = 0;
    if (digits.len > fraction)
        text_add(t, str_cut(digits, 0, digits.len - fraction));
    else
        text_char(t, '0');
    if (fraction == 0)
        return;
    text_char(t, '.');
    for (size_t zeros = digits.len; zeros < fraction; zeros++)
        text_char(t, '0');
    if (digits.len > fraction)
        digits = str_cut(digits, digits.len - fraction, digits.len);
    text_add(t, digits);
}
