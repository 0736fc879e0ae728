/* limit_read.h - a small exact JSON reader for the candidates of the measurements: recursive descent, keys found by
 * trying the key that followed last time first (order-independent, unknown keys skipped), decimals kept exactly as
 * integers of hundredths. It checks what it reads (syntax of everything it reads or skips, but not UTF-8 nor duplicate
 * keys). */
#ifndef LIMIT_READ_H
#define LIMIT_READ_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
enum { MAXBON = 20 };
typedef struct {
    const char *id;
    uint32_t idlen;
    uint32_t post;                               /* index into posts */
    uint8_t layer, grade_bad, nbon, l1, l2, org; /* l1,l2: points; org in tenths */
    uint16_t n, it[10][3], my, mt, ty, tt, ps, pt, ay, at, by, bt, cy, ct;
    int32_t written, itv[7], base;
    int16_t bon[MAXBON]; /* hundredths */
} Cand;
typedef struct {
    const char *name;
    uint32_t len;
    int32_t seats;
} Post;
typedef struct {
    uint32_t i, h;
    uint32_t len;
    char k[12];
} Slot; /* short names stand in the table itself */
typedef struct {
    Post *v;
    uint32_t n, cap;
    Slot *tab;
    uint32_t mask;
} Posts;

typedef struct {
    const char *p, *e;
} Rd;
static void bad(const Rd *r, const char *what)
{
    fprintf(stderr, "JSON error (%s) at: %.60s\n", what, r->p);
    exit(1);
}
static inline void ws(Rd *r)
{
    while (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r')
        r->p++;
}
static inline void want(Rd *r, char c)
{
    if (*r->p != c) {
        ws(r);
        if (*r->p != c)
            bad(r, "expected character");
    }
    r->p++;
}
static inline int more(Rd *r, char end)
{ /* after a value: 1 = another follows */
    if (*r->p == ',') {
        r->p++;
        return 1;
    }
    ws(r);
    if (*r->p == ',') {
        r->p++;
        return 1;
    }
    if (*r->p == end) {
        r->p++;
        return 0;
    }
    bad(r, "expected , or end");
    return 0;
}
static inline const char *str(Rd *r, uint32_t *len)
{ /* raw bytes between the quotes; escapes are left in place */
    if (*r->p != '"') {
        ws(r);
        if (*r->p != '"')
            bad(r, "expected string");
    }
    const char *s = ++r->p, *q = s;
    for (;;) {
        unsigned char c = (unsigned char)*q;
        if (c == '"')
            break;
        if (c == '\\')
            q++;
        else if (c < 32)
            bad(r, "control character");
        q++;
    }
    *len = (uint32_t)(q - s);
    r->p = q + 1;
    return s;
}
static inline int64_t num(Rd *r, int scale)
{ /* exact decimal times 10^scale */
    if ((unsigned char)(*r->p - '0') > 9 && *r->p != '-')
        ws(r);
    int neg = 0;
    if (*r->p == '-') {
        neg = 1;
        r->p++;
    }
    const char *q = r->p;
    int64_t v = 0;
    unsigned d;
    while ((d = (unsigned)(unsigned char)*q - '0') < 10) {
        v = v * 10 + d;
        q++;
    }
    if (q == r->p || (*r->p == '0' && q > r->p + 1) || q - r->p > 12)
        bad(r, "number");
    if (*q == '.') {
        const char *f = ++q;
        while ((d = (unsigned)(unsigned char)*q - '0') < 10) {
            v = v * 10 + d;
            q++;
            scale--;
        }
        if (q == f || scale < 0)
            bad(r, "number");
    }
    if (*q == 'e' || *q == 'E')
        bad(r, "exponent not expected here");
    while (scale-- > 0)
        v *= 10;
    r->p = q;
    return neg ? -v : v;
}
static void skip(Rd *r)
{
    ws(r);
    uint32_t l;
    switch (*r->p) {
    case '"': str(r, &l); break;
    case '{':
        r->p++;
        ws(r);
        if (*r->p == '}') {
            r->p++;
            break;
        }
        do {
            str(r, &l);
            want(r, ':');
            skip(r);
        } while (more(r, '}'));
        break;
    case '[':
        r->p++;
        ws(r);
        if (*r->p == ']') {
            r->p++;
            break;
        }
        do
            skip(r);
        while (more(r, ']'));
        break;
    case 't':
    case 'n': r->p += 4; break;
    case 'f': r->p += 5; break;
    default: {
        const char *q = r->p;
        while ((*r->p >= '0' && *r->p <= '9') || strchr("+-.eE", *r->p))
            r->p++;
        if (q == r->p)
            bad(r, "value");
    }
    }
}
typedef struct {
    const char *k;
    uint8_t len;
} Key;
#define K(s)                                                                                                           \
    {                                                                                                                  \
        s, sizeof(s) - 1                                                                                               \
    }
/* reads a key and its colon; returns its number in t (n if unknown); *hint is the number tried first */
static inline int key(Rd *r, const Key *t, int n, int hint)
{
    if (*r->p != '"')
        ws(r);
    if (hint < n && *r->p == '"' && !memcmp(r->p + 1, t[hint].k, t[hint].len) && r->p[1 + t[hint].len] == '"') {
        r->p += t[hint].len + 2;
        if (*r->p == ':')
            r->p++;
        else
            want(r, ':');
        return hint;
    }
    uint32_t l;
    const char *s = str(r, &l);
    want(r, ':');
    for (int i = 0; i < n; i++)
        if (t[i].len == l && !memcmp(t[i].k, s, l))
            return i;
    return n;
}
static inline void pair(Rd *r, const Key *t, uint16_t *y, uint16_t *n)
{
    int h = 0;
    want(r, '{');
    do {
        int k = key(r, t, 2, h);
        if (k == 0)
            *y = (uint16_t)num(r, 0);
        else if (k == 1)
            *n = (uint16_t)num(r, 0);
        else
            skip(r);
        h = k + 1;
    } while (more(r, '}'));
}
static inline uint32_t hash(const char *s, uint32_t n)
{ /* 8 bytes at a time, then a murmur finish (FNV clusters badly on P000001, P000002, ..) */
    uint64_t h = n * 0x9E3779B97F4A7C15ull, v;
    for (; n >= 8; n -= 8, s += 8) {
        memcpy(&v, s, 8);
        h = (h ^ v) * 0xff51afd7ed558ccdull;
        h ^= h >> 32;
    }
    v = 0;
    memcpy(&v, s, n);
    h = (h ^ v) * 0xff51afd7ed558ccdull;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53ull;
    return (uint32_t)(h >> 32);
}
static uint32_t post_find(const Posts *P, const char *s, uint32_t n)
{
    uint32_t x = hash(s, n);
    for (uint32_t h = x & P->mask;; h = (h + 1) & P->mask) {
        uint32_t i = P->tab[h].i;
        if (i == ~0u)
            return ~0u;
        if (P->tab[h].h == x && P->tab[h].len == n && !memcmp(n <= 12 ? P->tab[h].k : P->v[i].name, s, n))
            return i;
    }
}
static void posts_index(Posts *P)
{
    uint32_t c = 16;
    while (c < 2 * P->n)
        c *= 2;
    P->tab = (Slot *)malloc(c * sizeof *P->tab);
    memset(P->tab, 255, c * sizeof *P->tab);
    P->mask = c - 1;
    for (uint32_t i = 0; i < P->n; i++) {
        uint32_t x = hash(P->v[i].name, P->v[i].len), h = x & P->mask;
        while (P->tab[h].i != ~0u)
            h = (h + 1) & P->mask;
        P->tab[h].i = i;
        P->tab[h].h = x;
        P->tab[h].len = P->v[i].len;
        if (P->v[i].len <= 12)
            memcpy(P->tab[h].k, P->v[i].name, P->v[i].len);
    }
}
static const Key K_POST[] = {K("post"), K("seats")};
static void load_posts(Rd *r, Posts *P)
{
    want(r, '[');
    ws(r);
    do {
        Post x = {0, 0, 0};
        int h = 0;
        want(r, '{');
        do {
            int k = key(r, K_POST, 2, h);
            if (k == 0)
                x.name = str(r, &x.len);
            else if (k == 1)
                x.seats = (int32_t)num(r, 0);
            else
                skip(r);
            h = k + 1;
        } while (more(r, '}'));
        if (P->n == P->cap)
            P->v = (Post *)realloc(P->v, (P->cap = P->cap ? 2 * P->cap : 1024) * sizeof *P->v);
        P->v[P->n++] = x;
    } while (more(r, ']'));
    posts_index(P);
}
static inline int is(const char *s, uint32_t n, const char *t, size_t m) { return n == m && !memcmp(s, t, m); }
#define IS(s, n, lit) is(s, n, lit, sizeof(lit) - 1)
static inline uint8_t leadpt(Rd *r)
{
    uint32_t n;
    const char *s = str(r, &n);
    if (IS(s, n, "好"))
        return 5;
    if (IS(s, n, "较好"))
        return 4;
    if (IS(s, n, "一般"))
        return 3;
    if (IS(s, n, "较差"))
        return 1;
    bad(r, "leader grade");
    return 0;
}
static const Key K_C[] = {K("id"),      K("name"),      K("layer"),   K("post"),    K("birth"), K("years"),
                          K("grades"),  K("moral"),     K("ballots"), K("meeting"), K("talk"),  K("poll"),
                          K("written"), K("interview"), K("work"),    K("leader"),  K("org")};
static const Key K_YT[] = {K("yes"), K("total")}, K_ST[] = {K("satisfied"), K("total")},
                 K_M[] = {K("respondents"), K("items")}, K_I[] = {K("没反映"), K("偶尔有反映"), K("反映较多")},
                 K_B[] = {K("A"), K("B"), K("C")}, K_W[] = {K("base"), K("bonuses")};
static void load_cand(Rd *r, const Posts *P, Cand *c)
{
    uint32_t n;
    const char *s;
    int h = 0, g, k2, h2;
    memset(c, 0, sizeof *c);
    want(r, '{');
    do {
        int k = key(r, K_C, 17, h);
        h = k + 1;
        switch (k) {
        case 0: c->id = str(r, &c->idlen); break;
        case 1:
        case 4: str(r, &n); break;
        case 2:
            s = str(r, &n);
            c->layer = IS(s, n, "正科级") ? 0 : IS(s, n, "副科级") ? 1 : IS(s, n, "一般干部") ? 2 : 3;
            if (c->layer > 2)
                bad(r, "layer");
            break;
        case 3:
            s = str(r, &n);
            c->post = post_find(P, s, n);
            if (c->post == ~0u)
                bad(r, "post");
            break;
        case 5: num(r, 0); break;
        case 6:
            want(r, '[');
            do {
                s = str(r, &n);
                if (!IS(s, n, "称职") && !IS(s, n, "优秀"))
                    c->grade_bad = 1;
            } while (more(r, ']'));
            break;
        case 7:
            h2 = 0;
            want(r, '{');
            do {
                k2 = key(r, K_M, 2, h2);
                h2 = k2 + 1;
                if (k2 == 0)
                    c->n = (uint16_t)num(r, 0);
                else if (k2 == 1) {
                    g = 0;
                    want(r, '[');
                    do {
                        if (g == 10)
                            bad(r, "items");
                        int h3 = 0;
                        want(r, '{');
                        do {
                            int k3 = key(r, K_I, 3, h3);
                            if (k3 < 3)
                                c->it[g][k3] = (uint16_t)num(r, 0);
                            else
                                skip(r);
                            h3 = k3 + 1;
                        } while (more(r, '}'));
                        g++;
                    } while (more(r, ']'));
                } else
                    skip(r);
            } while (more(r, '}'));
            break;
        case 8:
            h2 = 0;
            want(r, '{');
            do {
                k2 = key(r, K_B, 3, h2);
                h2 = k2 + 1;
                if (k2 == 0)
                    pair(r, K_YT, &c->ay, &c->at);
                else if (k2 == 1)
                    pair(r, K_YT, &c->by, &c->bt);
                else if (k2 == 2)
                    pair(r, K_YT, &c->cy, &c->ct);
                else
                    skip(r);
            } while (more(r, '}'));
            break;
        case 9: pair(r, K_YT, &c->my, &c->mt); break;
        case 10: pair(r, K_YT, &c->ty, &c->tt); break;
        case 11: pair(r, K_ST, &c->ps, &c->pt); break;
        case 12: c->written = (int32_t)num(r, 2); break;
        case 13:
            g = 0;
            want(r, '[');
            do {
                if (g == 7)
                    bad(r, "judges");
                c->itv[g++] = (int32_t)num(r, 2);
            } while (more(r, ']'));
            break;
        case 14:
            h2 = 0;
            want(r, '{');
            do {
                k2 = key(r, K_W, 2, h2);
                h2 = k2 + 1;
                if (k2 == 0)
                    c->base = (int32_t)num(r, 2);
                else if (k2 == 1) {
                    want(r, '[');
                    ws(r);
                    if (*r->p == ']')
                        r->p++;
                    else
                        do {
                            if (c->nbon == MAXBON)
                                bad(r, "bonuses");
                            c->bon[c->nbon++] = (int16_t)num(r, 2);
                        } while (more(r, ']'));
                } else
                    skip(r);
            } while (more(r, '}'));
            break;
        case 15:
            want(r, '[');
            c->l1 = leadpt(r);
            want(r, ',');
            c->l2 = leadpt(r);
            want(r, ']');
            break;
        case 16: c->org = (uint8_t)num(r, 1); break;
        default: skip(r);
        }
    } while (more(r, '}'));
}
#endif
