#include "runtime/progress.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "lang/text.h"

enum { WAIT_FIRST = 500, WAIT_NEXT = 100, /* milliseconds */
       BAR = 24, LINE_BYTES = 512 };

struct Progress {
    _Atomic uint64_t done;
    uint64_t total;
    Language language;
    Str name;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stopping;
    bool stop, shown, over;
};

static void write_line(const char *at, size_t len)
{
    while (len) {
        ssize_t n = write(STDERR_FILENO, at, len);
        if (n < 0 && errno != EINTR)
            return; /* nobody to show it to */
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
}

static void draw(Progress *p)
{
    Arena *a = arena_new();
    Text t = text_new(a);
    uint64_t done = atomic_load(&p->done);
    text_addz(&t, p->language == LANG_ZH ? "\r\033[K正在读 " : "\r\033[KReading ");
    text_add(&t, p->name);
    if (p->total) {
        uint64_t share = done >= p->total ? 99 : done * 100 / p->total; /* what was read may still have to be put in order */
        text_addz(&t, "  [");
        for (uint64_t i = 0; i < BAR; i++)
            text_addz(&t, i < share * BAR / 100 ? "█" : "·");
        text_addz(&t, "] ");
        text_int(&t, (long long)share);
        text_addz(&t, "%");
    } else {
        text_addz(&t, "  ");
        text_int(&t, (long long)(done >> 10));
        text_addz(&t, " KB");
    }
    Str line = text_str(&t);
    write_line(line.at, line.len);
    arena_free(a);
}

static void wait_until(struct timespec *at, long milliseconds)
{
    at->tv_nsec += milliseconds * 1000000;
    at->tv_sec += at->tv_nsec / 1000000000;
    at->tv_nsec %= 1000000000;
}

static void *show(void *progress)
{
    Progress *p = progress;
    struct timespec next;
    clock_gettime(CLOCK_REALTIME, &next);
    wait_until(&next, WAIT_FIRST);
    pthread_mutex_lock(&p->lock);
    while (!p->stop) {
        if (pthread_cond_timedwait(&p->stopping, &p->lock, &next) != ETIMEDOUT || p->stop)
            continue;
        draw(p);
        p->shown = true;
        wait_until(&next, WAIT_NEXT);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

Progress *progress_start(Arena *a, Language language, Str name, uint64_t total)
{
    const char *term = getenv("TERM");
    if (!isatty(STDERR_FILENO) || (term && strcmp(term, "dumb") == 0))
        return NULL;
    for (size_t i = name.len; i > 0; i--)
        if (name.at[i - 1] == '/') {
            name = str_cut(name, i, name.len);
            break;
        }
    Progress *p = NEW(a, Progress);
    *p = (Progress){.total = total, .language = language, .name = name};
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->stopping, NULL);
    if (pthread_create(&p->thread, NULL, show, p) != 0)
        return NULL;
    return p;
}

void progress_add(Progress *p, uint64_t bytes)
{
    if (p)
        atomic_fetch_add_explicit(&p->done, bytes, memory_order_relaxed);
}

void progress_stop(Progress *p)
{
    if (!p || p->over)
        return;
    p->over = true;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_signal(&p->stopping);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->stopping);
    if (p->shown)
        write_line("\r\033[K", 4);
}
