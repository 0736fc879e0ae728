#include "runtime/bytes.h"

/* ---- strings ---- */

/* The high bit of each byte that is zero in x; a byte above a zero one may be marked wrongly, the lowest mark is right. */
static uint64_t zero_bytes(uint64_t x) { return (x - 0x0101010101010101U) & ~x & 0x8080808080808080U; }

const char *plain_end_portable(const char *p)
{
    for (;; p += 8) {
        uint64_t x = eight_bytes(p);
        uint64_t low = (x - 0x2020202020202020U) & ~x & 0x8080808080808080U;
        uint64_t marks = zero_bytes(x ^ 0x2222222222222222U) | zero_bytes(x ^ 0x5C5C5C5C5C5C5C5CU) | low |
                         (x & 0x8080808080808080U);
        if (marks)
            return p + (__builtin_ctzll(marks) >> 3);
    }
}

const char *plain_end(const char *p)
{
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), space = _mm_set1_epi8(' ');
    for (;; p += 16) {
        __m128i x;
        memcpy(&x, p, sizeof x);
        /* As signed bytes, what is below a space is a control character or not ASCII. */
        __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, quote), _mm_cmpeq_epi8(x, slash)), _mm_cmplt_epi8(x, space));
        int marks = _mm_movemask_epi8(found);
        if (marks)
            return p + __builtin_ctz((unsigned)marks);
    }
#else
    return plain_end_portable(p);
#endif
}

static bool is_tail(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/* The length of the character at p, which is not ASCII; 0 when it is no UTF-8. */
static size_t character(const char *p)
{
    unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];
    if (a < 0xC2 || a > 0xF4 || !is_tail(p[1]))
        return 0;
    if (a < 0xE0)
        return 2;
    if (a < 0xF0)
        return (a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F) || !is_tail(p[2]) ? 0 : 3;
    return (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F) || !is_tail(p[2]) || !is_tail(p[3]) ? 0 : 4;
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The code unit of \uXXXX at p; -1 when it is none. */
static int32_t unit_at(const char *p)
{
    int32_t unit = 0;
    if (p[0] != '\\' || p[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(p[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* The length of the escape at p; 0 when it is refused. */
static size_t escape(const char *p)
{
    if (p[1] != 'u')
        return p[1] && strchr("\"\\/bfnrt", p[1]) ? 2 : 0;
    int32_t unit = unit_at(p);
    if (unit < 2 || (unit >= 0xDC00 && unit <= 0xDFFF)) /* 1 leads the numbers of the strict layer */
        return 0;
    if (unit < 0xD800 || unit > 0xDFFF)
        return 6;
    int32_t low = unit_at(p + 6);
    return low >= 0xDC00 && low <= 0xDFFF ? 12 : 0;
}

const char *string_end(const char *p, bool *escaped, const char **at)
{
    *escaped = false;
    for (;;) {
        p = plain_end(p);
        size_t n;
        if (*p == '"')
            return p + 1;
        if (*p == '\\') {
            *escaped = true;
            n = escape(p);
        } else if ((unsigned char)*p < 0x80) {
            n = 0;
        } else {
            n = character(p);
            while (n && (unsigned char)p[n] >= 0x80) { /* characters come in words */
                size_t more = character(p + n);
                if (!more)
                    p += n;
                n = more ? n + more : 0;
            }
        }
        if (!n) {
            *at = p;
            return NULL;
        }
        p += n;
    }
}

static size_t encode(int32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t unescape(Str s, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        const char *p = s.at + i;
        if (*p != '\\') {
            out[n++] = *p;
            i++;
        } else if (p[1] != 'u') {
            const char *names = "\"\\/bfnrt", *values = "\"\\/\b\f\n\r\t";
            out[n++] = values[strchr(names, p[1]) - names];
            i += 2;
        } else {
            int32_t unit = unit_at(p);
            bool pair = unit >= 0xD800 && unit <= 0xDFFF;
            n += encode(pair ? 0x10000 + ((unit - 0xD800) << 10) + (unit_at(p + 6) - 0xDC00) : unit, out + n);
            i += pair ? 12 : 6;
        }
    }
    return n;
}

/* ---- numbers ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

const char *number_end_at(const char *p, int64_t *digits, unsigned *decimals)
{
    bool minus = *p == '-';
    const char *start = p += minus;
    uint64_t n = 0; /* holds one digit more than is kept */
    unsigned places = 0;
    while (is_digit(*p) && p - start < NUMBER_DIGITS + 1)
        n = n * 10 + (uint64_t)(*p++ - '0');
    if (p == start || (*start == '0' && p > start + 1) || p - start > NUMBER_DIGITS)
        return NULL;
    if (*p == '.') {
        const char *point = p++;
        while (is_digit(*p) && p - start < NUMBER_DIGITS + 2)
            n = n * 10 + (uint64_t)(*p++ - '0');
        places = (unsigned)(p - point - 1);
        if (places == 0 || p - start > NUMBER_DIGITS + 1)
            return NULL;
        for (const char *last = p - 1; places && *last == '0'; last--, places--)
            n /= 10;
    }
    *digits = minus ? -(int64_t)n : (int64_t)n;
    *decimals = places;
    return p;
}

const char *number_over(const char *p)
{
    enum { MOST = 200 }; /* well below LIMIT_DIGITS */
    p += *p == '-';
    const char *start = p;
    while (is_digit(*p) && p - start < MOST)
        p++;
    if (p == start || (*start == '0' && p > start + 1))
        return NULL;
    if (*p == '.') {
        const char *point = p++;
        while (is_digit(*p) && p - point < MOST)
            p++;
        if (p == point + 1)
            return NULL;
    }
    return p;
}
