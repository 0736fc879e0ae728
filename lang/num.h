/* num.h - exact rational numbers.  Num is immutable and small: two machine words for what fits,
 * GMP limbs in an arena for what does not.  The only module that includes gmp.h. */
#ifndef LANG_NUM_H
#define LANG_NUM_H

#include "lang/arena.h"
#include "lang/text.h"

typedef struct {
    int64_t n; /* numerator; when d is 0, the address of a big number in the arena */
    int64_t d; /* denominator > 0 in lowest terms; 0 marks a big number */
} Num;

typedef enum { ROUND_UP, ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN } Rounding;
/* ROUND_UP is away from zero (进一), ROUND_DOWN towards zero (舍去); half-up is half away from zero. */

static inline Num num_int(int64_t n) { return (Num){n, 1}; }
Num num_ratio(Arena *a, int64_t n, int64_t d); /* d != 0 */
/* Decimal text: [-]digits[.digits], optionally e[+-]digits as in JSON.  false when malformed or when
 * digits plus exponent exceed LIMIT_DIGITS (*out untouched).  Never loses a digit. */
bool num_parse(Arena *a, Str s, Num *out);

Num num_add(Arena *a, Num x, Num y);
Num num_sub(Arena *a, Num x, Num y);
Num num_mul(Arena *a, Num x, Num y);
Num num_div(Arena *a, Num x, Num y); /* y != 0: the caller checks */
Num num_neg(Arena *a, Num x);
int num_cmp(Num x, Num y); /* -1 0 1; needs no arena */
int num_sign(Num x);
bool num_is_int(Num x);
Num num_round(Arena *a, Num x, int places, Rounding mode); /* places 0..30 decimals */
bool num_to_int64(Num x, int64_t *out);                    /* only for whole numbers that fit */
/* Text: exact "31/100" or "5"; decimal with at most `places` decimals, trailing zeros dropped, half-up,
 * led by the character U+2248 when it is not exact. */
void num_exact(Text *t, Num x);
void num_decimal(Text *t, Num x, int places);
/* Test hook: when true every operation takes the GMP path (results stay equal). */
void num_force_big(bool on);

#endif
