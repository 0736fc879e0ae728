/* limit_rules.h - P1 on one candidate, by hand and exact. */
#ifndef LIMIT_RULES_H
#define LIMIT_RULES_H
#include <math.h>

#include "limit_read.h"

enum { IN, GRADE, QUORUM, MORAL, MEETING, TALK, POLL, CUT1, CUT2 };
static const char *const WHY[] = {"", "grade", "quorum", "moral", "meeting", "talk", "poll", "cut1", "cut2"};
typedef __int128 i128;

/* Exact: 64-bit rationals, one operation at a time, reduced, overflow noticed. */
typedef struct {
    int64_t p, q;
} Rat; /* q > 0, reduced */
static int rat_over;
static inline uint64_t gcd64(uint64_t a, uint64_t b)
{ /* binary gcd */
    if (!a)
        return b;
    if (!b)
        return a;
    int s = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    do {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            uint64_t t = a;
            a = b;
            b = t;
        }
        b -= a;
    } while (b);
    return a << s;
}
static inline Rat rat(int64_t p, int64_t q)
{
    uint64_t g = gcd64((uint64_t)llabs(p), (uint64_t)q);
    if (g > 1) {
        p /= (int64_t)g;
        q /= (int64_t)g;
    }
    return (Rat){p, q};
}
static inline Rat r_add(Rat a, Rat b)
{
    if (a.q == b.q) {
        int64_t s;
        if (__builtin_add_overflow(a.p, b.p, &s))
            rat_over = 1;
        return a.q == 1 ? (Rat){s, 1} : rat(s, a.q);
    }
    uint64_t g = gcd64((uint64_t)a.q, (uint64_t)b.q);
    int64_t x, y, s, d, bq = b.q / (int64_t)g, aq = a.q / (int64_t)g;
    if (__builtin_mul_overflow(a.p, bq, &x) | __builtin_mul_overflow(b.p, aq, &y) | __builtin_add_overflow(x, y, &s) |
        __builtin_mul_overflow(a.q, bq, &d))
        rat_over = 1;
    uint64_t g2 = gcd64((uint64_t)llabs(s), g); /* Knuth 4.5.1: only g can divide */
    return g2 > 1 ? (Rat){s / (int64_t)g2, d / (int64_t)g2} : (Rat){s, d};
}
static inline Rat r_mul(Rat a, Rat b)
{
    int64_t g1 = (int64_t)gcd64((uint64_t)llabs(a.p), (uint64_t)b.q),
            g2 = (int64_t)gcd64((uint64_t)llabs(b.p), (uint64_t)a.q), x, y;
    if (__builtin_mul_overflow(a.p / g1, b.p / g2, &x) | __builtin_mul_overflow(a.q / g2, b.q / g1, &y))
        rat_over = 1;
    return (Rat){x, y};
}
static inline int r_cmp(Rat a, Rat b)
{
    i128 x = (i128)a.p * b.q, y = (i128)b.p * a.q;
    return x < y ? -1 : x > y;
}
static inline int p1_rat(const Cand *c, Rat *tot)
{
    if (c->grade_bad)
        return GRADE;
    if (c->n < 50)
        return QUORUM;
    Rat moral = {0, 1}, t3 = {3, 10};
    for (int k = 0; k < 10; k++) {
        if (r_cmp(rat(c->it[k][2], c->n), t3) > 0)
            return MORAL;
        moral = r_add(moral, rat(2 * c->it[k][0] + c->it[k][1], c->n));
    }
    Rat m = rat(c->my, c->mt), t = rat(c->ty, c->tt), p = rat(c->ps, c->pt);
    if (r_cmp(m, t3) < 0)
        return MEETING;
    if (r_cmp(t, (Rat){1, 2}) < 0)
        return TALK;
    if (r_cmp(p, (Rat){4, 5}) < 0)
        return POLL;
    Rat rec = r_mul(r_mul(r_add(r_add(m, t), p), (Rat){1, 3}), (Rat){20, 1});
    Rat b = {0, 1};
    for (int k = 0; k < c->nbon; k++)
        b = r_add(b, rat(c->bon[k], 100));
    Rat w = r_add(rat(c->base, 100), b);
    if (r_cmp(w, (Rat){40, 1}) > 0)
        w = (Rat){40, 1};
    *tot = r_add(r_add(r_add(r_add(r_add(moral, rec), w), (Rat){c->l1, 1}), (Rat){c->l2, 1}), rat(c->org, 10));
    return IN;
}

/* Doubles with a proven error bound, exact arithmetic only where the bound cannot decide.
 * Every operand is a double rounded from an exact integer quotient or decimal; the sum of fewer than 40 terms below 100
 * in all has an absolute error below 64 * 2^-53 * 100 < 7.2e-13; EPS = 1e-12 is a safe bound for the total.  Shares:
 * relative 2^-53, so a share within 1e-15 of its limit is compared exactly. */
#define EPS 1e-12
static inline int near(double a, double b) { return fabs(a - b) < 1e-15; }
static inline int p1_filter(const Cand *c, double *tot)
{
    if (c->grade_bad)
        return GRADE;
    if (c->n < 50)
        return QUORUM;
    double n = c->n, moral = 0;
    Rat t3 = {3, 10};
    for (int k = 0; k < 10; k++) {
        double s = c->it[k][2] / n;
        if (near(s, 0.3) ? r_cmp(rat(c->it[k][2], c->n), t3) > 0 : s > 0.3)
            return MORAL;
        moral += (2 * c->it[k][0] + c->it[k][1]) / n;
    }
    double m = (double)c->my / c->mt, t = (double)c->ty / c->tt, p = (double)c->ps / c->pt;
    if (near(m, 0.3) ? r_cmp(rat(c->my, c->mt), t3) < 0 : m < 0.3)
        return MEETING;
    if (near(t, 0.5) ? r_cmp(rat(c->ty, c->tt), (Rat){1, 2}) < 0 : t < 0.5)
        return TALK;
    if (near(p, 0.8) ? r_cmp(rat(c->ps, c->pt), (Rat){4, 5}) < 0 : p < 0.8)
        return POLL;
    double b = 0;
    for (int k = 0; k < c->nbon; k++)
        b += c->bon[k] / 100.0;
    double w = c->base / 100.0 + b;
    if (w > 40)
        w = 40;
    *tot = moral + (m + t + p) / 3 * 20 + w + c->l1 + c->l2 + c->org / 10.0;
    return IN;
}

#endif
