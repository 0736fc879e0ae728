/* bytes.h - the bytes of JSON at memory speed: white space, strings, numbers.
 * Every text ends in BYTES_AFTER zero bytes; no JSON has a zero byte, so nothing here looks at an end, and what stops at the first
 * of them did not end.  These accept what the strict layer (json.h) accepts, or less: whoever is told no asks it. */
#ifndef RUNTIME_BYTES_H
#define RUNTIME_BYTES_H

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "lang/str.h"

enum { BYTES_AFTER = 64 };

/* What a hexadecimal digit stands for; -1: it is none. */
int hex_digit(char c);

/* Eight bytes, the first the lowest. */
static inline uint64_t eight_bytes(const char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

enum { WORD_BYTES = 32 };

/* A short text to be compared with what stands in the data: a few words instead of a loop over bytes. */
typedef struct {
    uint64_t bytes[WORD_BYTES / 8], mask[WORD_BYTES / 8];
    uint32_t len;  /* of the text */
    bool fits;     /* it has at most WORD_BYTES bytes */
} Word;

static inline Word word_of(Str s)
{
    Word w = {.len = (uint32_t)s.len, .fits = s.len <= WORD_BYTES};
    char text[WORD_BYTES] = {0}, mask[WORD_BYTES] = {0};
    if (!w.fits)
        return w;
    memcpy(text, s.at, s.len);
    memset(mask, 0xFF, s.len);
    for (size_t i = 0; i < WORD_BYTES / 8; i++) {
        w.bytes[i] = eight_bytes(text + 8 * i);
        w.mask[i] = eight_bytes(mask + 8 * i);
    }
    return w;
}

static inline bool sixteen_at(const Word *w, const char *p, size_t i)
{
#if defined(__SSE2__)
    __m128i x, bytes, mask;
    memcpy(&x, p + 16 * i, sizeof x);
    memcpy(&bytes, w->bytes + 2 * i, sizeof bytes);
    memcpy(&mask, w->mask + 2 * i, sizeof mask);
    return _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(x, mask), bytes)) == 0xFFFF;
#else
    return (((eight_bytes(p + 16 * i) ^ w->bytes[2 * i]) & w->mask[2 * i]) |
            ((eight_bytes(p + 16 * i + 8) ^ w->bytes[2 * i + 1]) & w->mask[2 * i + 1])) == 0;
#endif
}

/* Does the text of w stand at p? */
static inline bool word_at(const Word *w, const char *p)
{
    return sixteen_at(w, p, 0) && (w->len <= 16 || (w->fits && sixteen_at(w, p, 1)));
}

static inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

static inline const char *after_spaces(const char *p)
{
    while (is_space(*p))
        p++;
    return p;
}

/* The first byte from p on that is a quote, a backslash, below a space, or not ASCII. */
const char *plain_end(const char *p);
const char *plain_end_portable(const char *p); /* the same without vectors */

/* After the string whose first byte after its quote is p; NULL when it is refused or does not end, then *at is where.
 * *escaped: it has a backslash. */
const char *string_end(const char *p, bool *escaped, const char **at);

/* The string between its quotes, escapes resolved; `out` has room for as many bytes.  The length. */
size_t unescape(Str s, char *out);

enum { NUMBER_DIGITS = 18 }; /* of a number that is kept: DECIMALS_MOST */

/* After the number at p, NULL when it is refused: more than NUMBER_DIGITS digits, a wrong form.  An exponent, or a digit too many,
 * is left standing: whoever reads on refuses it.
 * Its value is *digits / 10^*decimals, with the fewest decimals. */
const char *number_end_at(const char *p, int64_t *digits, unsigned *decimals);

/* After a number that nobody reads. */
const char *number_over(const char *p);

#endif
