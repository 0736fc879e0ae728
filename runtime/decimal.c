#include "runtime/decimal.h"

enum {
    BITS = 53,            /* of the binary number, the leading one included */
    LEAST_POWER = -1074,  /* of two: below it, the numbers lose bits */
    SURE_DIGITS = 15,     /* decimals of so many digits differ in their nearest binary numbers */
    ENOUGH_DIGITS = 17,   /* every binary number is the nearest to such a decimal */
    SURE_POWER = 290      /* of ten: well inside, where that holds */
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Digits with one point or none; leading zeros are passed over, trailing ones taken off by the caller. */
static size_t read_digits(Str s, size_t at, Decimal *d, bool *any)
{
    bool point = false;
    size_t zeros = 0; /* not written yet: they count only when another digit follows */
    for (; at < s.len && (is_digit(s.at[at]) || (s.at[at] == '.' && !point)); at++) {
        if (s.at[at] == '.') {
            point = true;
            continue;
        }
        *any = true;
        d->power -= point;
        if (s.at[at] == '0') {
            zeros += d->count > 0;
            continue;
        }
        if (zeros + d->count + 1 > DECIMAL_DIGITS)
            return SIZE_MAX;
        for (; zeros; zeros--)
            d->digits[d->count++] = '0';
        d->digits[d->count++] = s.at[at];
    }
    d->power += (int64_t)zeros;
    return at;
}

bool decimal_read(Str s, Decimal *out)
{
    Decimal d = {0};
    size_t at = s.len && (s.at[0] == '-' || s.at[0] == '+');
    bool any = false;
    d.negative = at && s.at[0] == '-';
    at = read_digits(s, at, &d, &any);
    if (at == SIZE_MAX || !any)
        return false;
    if (at < s.len && (s.at[at] == 'e' || s.at[at] == 'E')) {
        at++;
        bool down = at < s.len && s.at[at] == '-';
        at += at < s.len && (s.at[at] == '-' || s.at[at] == '+');
        int64_t exponent = 0;
        size_t from = at;
        for (; at < s.len && is_digit(s.at[at]) && exponent < 10000; at++)
            exponent = exponent * 10 + (s.at[at] - '0');
        if (at == from)
            return false;
        d.power += down ? -exponent : exponent;
    }
    if (at != s.len)
        return false;
    int64_t first = d.power + (int64_t)d.count; /* the number is below this power of ten */
    if (d.count && (first > 309 || first < -323))
        return false;
    if (!d.count)
        d = (Decimal){0};
    *out = d;
    return true;
}

static Num power_of(Arena *a, int64_t base, int64_t exponent)
{
    Num x = num_int(1), square = num_int(base);
    for (int64_t n = exponent < 0 ? -exponent : exponent; n; n >>= 1) {
        if (n & 1)
            x = num_mul(a, x, square);
        if (n > 1)
            square = num_mul(a, square, square);
    }
    return exponent < 0 ? num_div(a, num_int(1), x) : x;
}

static Num exact(Arena *a, const Decimal *d) /* without its sign */
{
    Num digits = num_int(0);
    if (!num_parse(a, (Str){d->digits, d->count}, &digits))
        BUG("digits");
    return num_mul(a, digits, power_of(a, 10, d->power));
}

/* The binary number nearest to x > 0, and the decimals that have it as their nearest: low to high, the ends included when even. */
typedef struct { Num value, low, high; bool even; } Binary;

static Binary nearest(Arena *a, Num x, int64_t ten)
{
    const Num least = num_int((int64_t)1 << (BITS - 1)), past = num_int((int64_t)1 << BITS);
    int64_t power = ten * 3322 / 1000 - BITS; /* near the right one: log 10 / log 2 = 3.3219 */
    if (power < LEAST_POWER)
        power = LEAST_POWER;
    Num scaled = num_div(a, x, power_of(a, 2, power));
    for (; num_cmp(scaled, past) >= 0; power++)
        scaled = num_div(a, scaled, num_int(2));
    for (; num_cmp(scaled, least) < 0 && power > LEAST_POWER; power--)
        scaled = num_mul(a, scaled, num_int(2));
    int64_t bits = 0;
    if (!num_to_int64(num_round(a, scaled, 0, ROUND_HALF_EVEN), &bits))
        BUG("53 bits fit");
    if (bits == (int64_t)1 << BITS) {
        bits >>= 1;
        power++;
    }
    /* Below a power of two the neighbour is half as far away. */
    bool narrow = bits == (int64_t)1 << (BITS - 1) && power > LEAST_POWER;
    Num unit = power_of(a, 2, power - 2);
    return (Binary){.value = num_mul(a, num_int(4 * bits), unit), .low = num_mul(a, num_int(4 * bits - (narrow ? 1 : 2)), unit),
                    .high = num_mul(a, num_int(4 * bits + 2), unit), .even = bits % 2 == 0};
}

static bool within(const Binary *b, Num x)
{
    int low = num_cmp(b->low, x), high = num_cmp(x, b->high);
    return b->even ? low <= 0 && high <= 0 : low < 0 && high < 0;
}

static void take(Arena *a, Decimal *d, Num digits, int64_t power)
{
    Text t = text_new(a);
    num_exact(&t, digits);
    Str s = text_str(&t);
    while (s.len && s.at[s.len - 1] == '0') {
        s.len--;
        power++;
    }
    if (s.len > DECIMAL_DIGITS)
        BUG("more than 17 digits");
    d->count = s.len;
    d->power = s.len ? power : 0;
    if (s.len)
        memcpy(d->digits, s.at, s.len);
}

/* Of the decimals with so many digits, the one nearest to the binary number that means it. */
static bool with_digits(Arena *a, const Binary *b, int64_t power, Decimal *d)
{
    Num ten = power_of(a, 10, power);
    Num below = num_round(a, num_div(a, b->value, ten), 0, ROUND_DOWN), above = num_add(a, below, num_int(1));
    Num low = num_mul(a, below, ten), high = num_mul(a, above, ten);
    bool low_fits = num_sign(below) > 0 && within(b, low), high_fits = within(b, high);
    if (!low_fits && !high_fits)
        return false;
    int nearer = num_cmp(num_sub(a, b->value, low), num_sub(a, high, b->value)); /* 0: halfway; then the even one */
    bool odd = nearer == 0 && !num_is_int(num_div(a, below, num_int(2)));
    take(a, d, !low_fits || (high_fits && (nearer > 0 || odd)) ? above : below, power);
    return true;
}

void decimal_shorten(Decimal *d)
{
    int64_t first = d->power + (int64_t)d->count;
    bool sure = first < SURE_POWER && first > -SURE_POWER;
    if (d->count == 0 || (sure && d->count <= SURE_DIGITS))
        return;
    Arena *a = arena_new();
    Binary b = nearest(a, exact(a, d), first);
    if (num_sign(b.value) == 0)
        *d = (Decimal){0};
    /* Where decimals of 15 digits are told apart, a shorter one would show as one of 15 with zeros at its end. */
    for (int64_t n = sure ? SURE_DIGITS : 1; n <= ENOUGH_DIGITS && d->count; n++)
        if (with_digits(a, &b, first - n, d))
            break;
    arena_free(a);
}

bool decimal_round(Decimal *d, size_t digits)
{
    if (d->count <= digits)
        return false;
    Arena *a = arena_new();
    int64_t first = d->power + (int64_t)d->count, power = first - (int64_t)digits;
    Binary b = nearest(a, exact(a, d), first);
    take(a, d, num_round(a, num_div(a, b.value, power_of(a, 10, power)), 0, ROUND_HALF_UP), power);
    arena_free(a);
    return true;
}

bool decimal_is_whole(const Decimal *d) { return d->power >= 0; }

size_t decimal_whole_digits(const Decimal *d)
{
    int64_t n = d->power + (int64_t)d->count;
    return d->count && n > 0 ? (size_t)n : 0;
}

void decimal_write(const Decimal *d, Text *out)
{
    if (d->negative && d->count)
        text_char(out, '-');
    int64_t before = (int64_t)d->count + d->power; /* digits before the point */
    if (d->count == 0 || before <= 0)
        text_char(out, '0');
    if (d->count && before <= 0)
        text_char(out, '.');
    for (int64_t i = before; d->count && i < 0; i++)
        text_char(out, '0');
    for (size_t i = 0; i < d->count; i++) {
        if (before > 0 && (int64_t)i == before)
            text_char(out, '.');
        text_char(out, d->digits[i]);
    }
    for (int64_t i = 0; i < d->power && d->count; i++)
        text_char(out, '0');
}
