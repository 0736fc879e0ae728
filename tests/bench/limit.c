/* limit.c - how fast P1 can go from file to result file on this machine, written by hand for this data alone, and
 * exact. limit DOC.json OUT.csv [THREADS=1] The file is mapped and cut into THREADS parts at a newline followed by '{'
 * (a raw newline cannot stand inside a JSON string); each part is read and scored by its thread, and 40 bytes a
 * candidate are kept.  Decisions are exact: doubles with an error bound, and where the bound cannot decide the
 * candidate is read again and computed in rationals.  It knows P1's fields by name, and checks neither UTF-8 nor
 * duplicate keys. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limit_rules.h"
typedef struct {
    const char *at, *id;
    double tot;
    uint32_t post, rank;
    uint8_t layer, why, idlen;
} Row;
typedef struct {
    const char *p, *e;
    Row *v;
    uint32_t n, cap;
    char *out;
    size_t outlen;
} Part;
static Posts P;
static void *work(void *a)
{
    Part *t = a;
    Rd r = {t->p, t->e};
    Cand c;
    memset(&c, 0, sizeof c);
    t->cap = (uint32_t)((size_t)(t->e - t->p) / 900) + 64;
    size_t sz = t->cap * sizeof *t->v;
    sz = (sz + (2u << 20) - 1) & ~(size_t)((2u << 20) - 1);
    t->v = aligned_alloc(2u << 20, sz);
    madvise(t->v, sz, MADV_HUGEPAGE);
    for (;;) {
        while (r.p < r.e && (*r.p == ' ' || *r.p == '\n' || *r.p == '\r' || *r.p == '\t' || *r.p == ','))
            r.p++;
        if (r.p >= r.e || *r.p == ']')
            break;
        const char *at = r.p;
        load_cand(&r, &P, &c);
        if (t->n == t->cap) {
            fprintf(stderr, "row estimate too small\n");
            exit(1);
        }
        Row *o = &t->v[t->n++];
        o->at = at;
        o->id = c.id;
        o->idlen = (uint8_t)c.idlen;
        o->post = c.post;
        o->layer = c.layer;
        o->rank = 0;
        o->tot = 0;
        o->why = (uint8_t)p1_filter(&c, &o->tot);
    }
    t->e = r.p;
    return 0;
}
static Row **S; /* survivors, grouped */
static int cmp_row(const Row *a, const Row *b)
{
    double d = a->tot - b->tot;
    if (d > 2 * EPS)
        return 1;
    if (d < -2 * EPS)
        return -1;
    Cand x, y;
    Rat u = {0, 1}, v = {0, 1};
    Rd r = {a->at, 0}, q = {b->at, 0};
    load_cand(&r, &P, &x);
    load_cand(&q, &P, &y);
    p1_rat(&x, &u);
    p1_rat(&y, &v);
    return r_cmp(u, v);
}
static void *emit(void *a)
{
    Part *t = a;
    char *o = t->out = malloc((size_t)t->n * 48 + 64);
    static const uint8_t WL[] = {0, 5, 6, 5, 7, 4, 4, 4, 4};
    for (uint32_t i = 0; i < t->n; i++) {
        const Row *w = &t->v[i];
        memcpy(o, w->id, w->idlen);
        o += w->idlen;
        *o++ = ',';
        if (w->why) {
            memcpy(o, WHY[w->why], WL[w->why]);
            o += WL[w->why];
            memcpy(o, ",,\n", 3);
            o += 3;
        } else {
            int64_t v = (int64_t)(w->tot * 1e6 + 0.5);
            char b[32];
            int k = 32;
            *o++ = ',';
            for (int d = 0; d < 6; d++) {
                b[--k] = (char)('0' + v % 10);
                v /= 10;
            }
            b[--k] = '.';
            do {
                b[--k] = (char)('0' + v % 10);
                v /= 10;
            } while (v);
            memcpy(o, b + k, (size_t)(32 - k));
            o += 32 - k;
            *o++ = ',';
            uint32_t rk = w->rank;
            k = 32;
            do {
                b[--k] = (char)('0' + rk % 10);
                rk /= 10;
            } while (rk);
            memcpy(o, b + k, (size_t)(32 - k));
            o += 32 - k;
            *o++ = '\n';
        }
    }
    t->outlen = (size_t)(o - t->out);
    return 0;
}
int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    int T = argc > 3 ? atoi(argv[3]) : 1;
    if (T > 8)
        T = 8;
    int fd = open(argv[1], O_RDONLY);
    struct stat st;
    if (fd < 0 || fstat(fd, &st)) {
        perror(argv[1]);
        return 1;
    }
    size_t len = (size_t)st.st_size; /* one more page of zeroes behind the file, so that the readers stop */
    char *b = mmap(0, len + 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    b = mmap(b, len, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE, fd, 0);
    if (b == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    Rd r = {b, b + len};
    const Key top[] = {K("posts"), K("candidates")};
    int h = 0, k;
    Part part[8] = {{0}};
    want(&r, '{');
    for (;;) {
        k = key(&r, top, 2, h);
        h = k + 1;
        if (k == 0)
            load_posts(&r, &P);
        else if (k == 1)
            break;
        else
            skip(&r);
        if (!more(&r, '}'))
            bad(&r, "no candidates");
    }
    want(&r, '[');
    const char *s = r.p, *e = b + len;
    for (int i = 0; i < T; i++) {
        part[i].p = i ? part[i - 1].e : s;
        part[i].e = e;
        if (i < T - 1) {
            const char *q = s + (size_t)(e - s) / (size_t)T * (size_t)(i + 1);
            while ((q = memchr(q, '\n', (size_t)(e - q))) && q[1] != '{')
                q++;
            if (!q)
                bad(&r, "no split point");
            part[i].e = q + 1;
        }
    }
    pthread_t th[8];
    for (int i = 1; i < T; i++)
        pthread_create(&th[i], 0, work, &part[i]);
    work(&part[0]);
    for (int i = 1; i < T; i++)
        pthread_join(th[i], 0);
    r.p = part[T - 1].e;
    want(&r, ']');
    want(&r, '}');
    uint32_t G = P.n * 3, *start = calloc(G + 2, sizeof *start), ns = 0;
    for (int i = 0; i < T; i++) {
        for (uint32_t j = 0; j < part[i].n; j++) {
            Row *w = &part[i].v[j];
            if (!w->why) {
                start[w->post * 3 + w->layer + 2]++;
                ns++;
            }
        }
    }
    for (uint32_t g = 2; g < G + 2; g++)
        start[g] += start[g - 1];
    S = malloc((ns + 1) * sizeof *S);
    for (int i = 0; i < T; i++)
        for (uint32_t j = 0; j < part[i].n; j++) {
            Row *w = &part[i].v[j];
            if (!w->why)
                S[start[w->post * 3 + w->layer + 1]++] = w;
        }
    for (uint32_t g = 0; g < G; g++) {
        Row **v = S + start[g];
        uint32_t m = start[g + 1] - start[g];
        if (!m)
            continue;
        for (uint32_t i = 1; i < m; i++) {
            Row *x = v[i];
            uint32_t j = i;
            while (j && cmp_row(x, v[j - 1]) > 0) {
                v[j] = v[j - 1];
                j--;
            }
            v[j] = x;
        }
        uint32_t k1 = 3 * (uint32_t)P.v[g / 3].seats, k2 = (k1 + 1) / 2, rk = 1;
        for (uint32_t i = 0; i < m; i++) {
            if (i && cmp_row(v[i], v[i - 1]))
                rk = i + 1;
            v[i]->rank = rk;
            if (rk > k1)
                v[i]->why = CUT1;
            else if (rk > k2)
                v[i]->why = CUT2;
        }
    }
    for (int i = 1; i < T; i++)
        pthread_create(&th[i], 0, emit, &part[i]);
    emit(&part[0]);
    for (int i = 1; i < T; i++)
        pthread_join(th[i], 0);
    int od = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (od < 0) {
        perror(argv[2]);
        return 1;
    }
    if (write(od, "id,reason,total,rank\n", 21) != 21)
        return 1;
    for (int i = 0; i < T; i++) {
        size_t w = 0;
        while (w < part[i].outlen) {
            ssize_t q = write(od, part[i].out + w, part[i].outlen - w);
            if (q < 0) {
                perror("write");
                return 1;
            }
            w += (size_t)q;
        }
    }
    close(od);
    return 0;
}
