/* generate.c - the data of the measurements: seeded, integer arithmetic only, the same bytes on every machine.
 *   generate N SEED PREFIX    N candidates, N/20 posts
 * writes PREFIX.json (one document, a post or candidate a line), PREFIX.ndjson (a candidate a line) and
 * PREFIX.posts.ndjson (a post a line).  Names are random syllables; nobody is meant.
 * The generator of random numbers is splitmix64, with a stream for each post and each candidate, so that candidate i depends
 * on SEED, i and the number of posts only.  The draws are made in the order of the statements. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t S;
static uint64_t next64(void)
{
    uint64_t z = (S += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}
static uint32_t rnd(uint32_t n) { return (uint32_t)(((next64() >> 32) * n) >> 32); }
static void seed_stream(uint64_t seed, uint64_t tag, uint64_t i)
{
    S = seed ^ tag ^ (i << 20);
    S = next64();
}
/* integer between a% and b% of t, both included (percent of t rounded down) */
static int part(int t, int a, int b)
{
    int lo = t * a / 100, hi = t * b / 100;
    return lo + (int)rnd((uint32_t)(hi - lo + 1));
}

static const char *LAYER[3] = {"正科级", "副科级", "一般干部"};
static const char *SUR[20] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周",
                              "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林", "罗"};
static const char *GIV[24] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳",
                              "杰", "娟", "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "英", "华"};
static const char *TITLE[8] = {"办公室主任", "财政所所长", "组织委员",   "宣传委员",
                               "副镇长",     "人大副主席", "综合科科长", "督查科副科长"};
static const char *LG[4] = {"好", "较好", "一般", "较差"};

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: generate N SEED PREFIX\n");
        return 2;
    }
    long N = atol(argv[1]);
    uint64_t seed = strtoull(argv[2], 0, 10);
    long M = N / 20;
    if (M < 1)
        M = 1;
    char fn[4096];
    snprintf(fn, sizeof fn, "%s.json", argv[3]);
    FILE *fd = fopen(fn, "w");
    snprintf(fn, sizeof fn, "%s.ndjson", argv[3]);
    FILE *fl = fopen(fn, "w");
    snprintf(fn, sizeof fn, "%s.posts.ndjson", argv[3]);
    FILE *fp = fopen(fn, "w");
    if (!fd || !fl || !fp) {
        perror(argv[3]);
        return 1;
    }
    setvbuf(fd, 0, _IOFBF, 1 << 20);
    setvbuf(fl, 0, _IOFBF, 1 << 20);
    unsigned char *pl = malloc((size_t)M + 1);
    char buf[8192];
    fputs("{\"posts\":[\n", fd);
    for (long j = 1; j <= M; j++) {
        seed_stream(seed, 0x706f7374ull, (uint64_t)j);
        int t = (int)rnd(8), l = (int)rnd(3), s = 1 + (int)rnd(3);
        pl[j] = (unsigned char)l;
        sprintf(buf, "{\"post\":\"P%06ld\",\"title\":\"%s\",\"layer\":\"%s\",\"seats\":%d}", j, TITLE[t], LAYER[l], s);
        fprintf(fd, "%s%s\n", buf, j < M ? "," : "");
        fprintf(fp, "%s\n", buf);
    }
    fputs("],\"candidates\":[\n", fd);
    for (long i = 1; i <= N; i++) {
        seed_stream(seed, 0x63616e64ull, (uint64_t)i);
        char *p = buf;
        int su = (int)rnd(20), g1 = (int)rnd(24), g2 = (int)rnd(32); /* g2 >= 24: one-character given name */
        long post = 1 + (long)rnd((uint32_t)M);
        int lay = (int)rnd(10), lr = (int)rnd(3);
        lay = lay < 7 ? pl[post] : lr; /* 70 %: the post's own layer */
        int by = 1965 + (int)rnd(35), bm = 1 + (int)rnd(12), bd = 1 + (int)rnd(28), yrs = (int)rnd(13);
        p += sprintf(p,
                     "{\"id\":\"C%07ld\",\"name\":\"%s%s%s\",\"layer\":\"%s\",\"post\":\"P%06ld\",\"birth\":\"%d-%02d-%"
                     "02d\",\"years\":%d,\"grades\":[",
                     i, SUR[su], GIV[g1], g2 < 24 ? GIV[g2] : "", LAYER[lay], post, by, bm, bd, yrs);
        for (int k = 0; k < 3; k++) { /* 20 % 优秀, 77 % 称职, 2.5 % 基本称职, 0.5 % 不称职 */
            int r = (int)rnd(1000);
            p += sprintf(p, "%s\"%s\"", k ? "," : "",
                         r < 200   ? "优秀"
                         : r < 970 ? "称职"
                         : r < 995 ? "基本称职"
                                   : "不称职");
        }
        int resp = 45 + (int)rnd(76);
        p += sprintf(p, "],\"moral\":{\"respondents\":%d,\"items\":[", resp);
        for (int k = 0; k < 10; k++) {
            int bad = rnd(60) == 0;
            int n2 = part(resp, 0, bad ? 40 : 5), n1 = part(resp - n2, 0, 15), n0 = resp - n2 - n1;
            p += sprintf(p, "%s{\"没反映\":%d,\"偶尔有反映\":%d,\"反映较多\":%d}", k ? "," : "", n0, n1, n2);
        }
        int at = 5 + (int)rnd(11), bt = 20 + (int)rnd(21), ct = 60 + (int)rnd(61);
        int ay = part(at, 20, 100), byy = part(bt, 20, 100), cy = part(ct, 20, 100);
        int mt = 60 + (int)rnd(141), my = part(mt, 22, 98);
        int tt = 20 + (int)rnd(41), ty = part(tt, 40, 100);
        int pt = 80 + (int)rnd(221), wide = rnd(10) == 0;
        int ps = wide ? part(pt, 55, 85) : part(pt, 76, 100);
        p += sprintf(p,
                     "]},\"ballots\":{\"A\":{\"yes\":%d,\"total\":%d},\"B\":{\"yes\":%d,\"total\":%d},\"C\":{\"yes\":%"
                     "d,\"total\":%d}},"
                     "\"meeting\":{\"yes\":%d,\"total\":%d},\"talk\":{\"yes\":%d,\"total\":%d},\"poll\":{\"satisfied\":"
                     "%d,\"total\":%d},",
                     ay, at, byy, bt, cy, ct, my, mt, ty, tt, ps, pt);
        int w = 5000 + 50 * (int)rnd(91);
        p += sprintf(p, "\"written\":%d.%02d,\"interview\":[", w / 100, w % 100);
        int mid = 6500 + (int)rnd(2801);
        for (int k = 0; k < 7; k++) {
            int v = mid - 500 + (int)rnd(1001);
            p += sprintf(p, "%s%d.%02d", k ? "," : "", v / 100, v % 100);
        }
        int base = 2000 + 10 * (int)rnd(181), nb = (int)rnd(5);
        p += sprintf(p, "],\"work\":{\"base\":%d.%02d,\"bonuses\":[", base / 100, base % 100);
        for (int k = 0; k < nb; k++) {
            int v = 10 + 5 * (int)rnd(39);
            p += sprintf(p, "%s%d.%02d", k ? "," : "", v / 100, v % 100);
        }
        int l1 = (int)rnd(100), l2 = (int)rnd(100); /* 40/40/17/3 % */
        int L1 = l1 < 40 ? 0 : l1 < 80 ? 1 : l1 < 97 ? 2 : 3, L2 = l2 < 40 ? 0 : l2 < 80 ? 1 : l2 < 97 ? 2 : 3;
        int org = 50 + (int)rnd(51);
        p += sprintf(p, "]},\"leader\":[\"%s\",\"%s\"],\"org\":%d.%d}", LG[L1], LG[L2], org / 10, org % 10);
        *p++ = '\n';
        fwrite(buf, 1, (size_t)(p - buf), fl);
        if (i < N) {
            p[-1] = ',';
            *p++ = '\n';
        }
        fwrite(buf, 1, (size_t)(p - buf), fd);
    }
    fputs("]}\n", fd);
    if (fclose(fd) | fclose(fl) | fclose(fp)) {
        perror("write");
        return 1;
    }
    return 0;
}
