/* direct.c - the parts of the candidates and the threads that read them.
 * The array (or the lines) is cut into regions of equal length.  The records that begin in a region are one batch.  Where the first
 * of them begins is guessed from how the first record of all begins; a thread reads from there while others still read what stands
 * before.  Batches are appended in the order of the file, and each says where the next record begins: a batch whose guess was
 * wrong is read again from the right place.  So what is read does not depend on guesses, nor on how many threads there are. */
#include "runtime/direct.h"

#include <pthread.h>

enum {
    WINDOW = 512 << 10,      /* stays in a core's cache */
    BEHIND = 32,             /* this part of a window is read beyond a region: its last record usually ends there */
    RECORD_MOST = 64 << 20,  /* a longer record is not for us */
    NEAR_END = 32,           /* a reading that stops so near the end of a window may only lack the rest */
    THREADS_MOST = 64,
    PATTERN_MOST = 128
};

typedef struct {
    const Reader *reader;
    const ByteFile *file;
    uint64_t from, to;
    bool lines;
    size_t window;
    char pattern[PATTERN_MOST]; /* what stands before a record and how it begins */
    size_t pattern_len, pattern_record; /* the record's place in it */
    IdTable posts;
    DirectRows *rows;
    pthread_mutex_t lock;    /* of all below, and of `rows` */
    pthread_cond_t turned;
    size_t regions, next, turn;
    uint64_t expected;       /* where the next record begins */
    bool failed;
} Crew;

typedef struct {
    char *text;              /* `len` bytes of the file from `at` on, then zero bytes */
    size_t room;
    uint64_t at;
    size_t len;
} Window;

typedef struct {
    Crew *crew;
    Arena *arena;
    Recorder recorder;
    Window window, longer;   /* longer: for the record that does not end in the window */
} Worker;

static bool look(Worker *w, Window *window, uint64_t at, size_t len)
{
    const Crew *c = w->crew;
    if (len > c->to - at)
        len = (size_t)(c->to - at);
    if (window->room < len) {
        window->text = NEW_ARRAY(w->arena, char, len + BYTES_AFTER);
        window->room = len;
    }
    window->at = at;
    window->len = len;
    memset(window->text + len, 0, BYTES_AFTER);
    return c->file->read(c->file->file, at, window->text, len);
}

static uint64_t region_start(const Crew *c, size_t k) { return c->from + (uint64_t)k * c->window; }

static uint64_t region_end(const Crew *c, size_t k) { return k + 1 == c->regions ? c->to : region_start(c, k + 1); }

/* ---- one record and what follows it ---- */

typedef enum { STEP_NEXT, STEP_END, STEP_SHORT, STEP_REFUSED } Step;

static Step stopped(const Crew *c, const Window *window, const char *at)
{
    bool last = window->at + window->len == c->to;
    return !last && (size_t)(at - window->text) + NEAR_END > window->len ? STEP_SHORT : STEP_REFUSED;
}

/* The record at *p; *p becomes the next one. */
static Step step(Worker *w, const Window *window, const char **p)
{
    const Crew *c = w->crew;
    Recorder *t = &w->recorder;
    const char *start = *p, *limit = window->text + window->len;
    t->window = window->text;
    t->window_at = window->at;
    const char *end = read_record(t, start);
    if (!end)
        return stopped(c, window, t->failed);
    const char *next = end;
    bool over;
    if (c->lines) {
        while (*next == ' ' || *next == '\t')
            next++;
        end = next; /* a line's element goes to the end of the line */
        if ((next != limit && *next != '\n') || memchr(start, '\n', (size_t)(end - start)))
            return stopped(c, window, next);
        next = after_spaces(next);
        over = next == limit;
        if (over && window->at + window->len != c->to)
            return STEP_SHORT;
    } else {
        next = after_spaces(next);
        over = *next == ']';
        if (!over && *next != ',')
            return stopped(c, window, next);
        next = over ? next + 1 : after_spaces(next + 1);
        if (over && window->at + (uint64_t)(next - window->text) != c->to)
            return STEP_REFUSED;
    }
    if (!over && *next != '{')
        return stopped(c, window, next);
    uint32_t at = (uint32_t)window->at;
    if (!keep_record(t, (Span){at + (uint32_t)(start - window->text), at + (uint32_t)(end - window->text)}))
        return STEP_REFUSED;
    *p = next;
    return over ? STEP_END : STEP_NEXT;
}

/* The same where the window ends too early; *at is the record's place in the file. */
static Step step_longer(Worker *w, uint64_t *at)
{
    size_t len = 2 * w->window.len;
    for (;; len *= 2) {
        if (len > RECORD_MOST || !look(w, &w->longer, *at, len))
            return STEP_REFUSED;
        const char *p = w->longer.text;
        Step s = step(w, &w->longer, &p);
        if (s == STEP_SHORT)
            continue;
        *at += (uint64_t)(p - w->longer.text);
        return s;
    }
}

/* The batch of records from `at` to the end of the region.  *next: the record after it, or the end of all. */
static bool read_batch(Worker *w, uint64_t at, uint64_t end, uint64_t *next)
{
    batch_clear(&w->recorder);
    while (at < end) {
        bool inside = at >= w->window.at && at < w->window.at + w->window.len;
        if (!inside && !look(w, &w->window, at, (size_t)(end - at) + w->crew->window / BEHIND))
            return false;
        const char *p = w->window.text + (at - w->window.at);
        Step s = STEP_NEXT;
        while (s == STEP_NEXT && w->window.at + (uint64_t)(p - w->window.text) < end)
            s = step(w, &w->window, &p);
        at = w->window.at + (uint64_t)(p - w->window.text);
        if (s == STEP_SHORT)
            s = step_longer(w, &at);
        if (s == STEP_REFUSED)
            return false;
        if (s == STEP_END)
            break;
    }
    *next = at;
    return true;
}

/* ---- guessing ---- */

static bool guess(Worker *w, size_t k, uint64_t *at)
{
    const Crew *c = w->crew;
    uint64_t start = region_start(c, k), end = region_end(c, k);
    uint64_t back = start - c->from < c->pattern_len ? start - c->from : c->pattern_len;
    if (!look(w, &w->window, start - back, (size_t)(end - start + back) + c->window / BEHIND))
        return false;
    size_t limit = (size_t)(end - start + back);
    const char *text = w->window.text;
    for (const char *p = text; (size_t)(p - text) < limit;) {
        p = memchr(p, c->pattern[0], limit - (size_t)(p - text));
        if (!p)
            return false;
        uint64_t record = w->window.at + (uint64_t)(p - text) + c->pattern_record;
        if (record >= start && record < end && (size_t)(p - text) + c->pattern_len <= w->window.len &&
            memcmp(p, c->pattern, c->pattern_len) == 0) {
            *at = record;
            return true;
        }
        p++;
    }
    return false;
}

/* How the records of this file begin, from the first: what stands between it and the line's start (or the bracket) belongs to it. */
static bool learn_beginning(Crew *c, Worker *w)
{
    if (!look(w, &w->window, c->from, WINDOW))
        return false;
    const char *text = w->window.text, *p = after_spaces(text), *from = p, *at;
    bool escaped;
    if (*p != '{')
        return false;
    c->expected = c->from + (uint64_t)(p - text);
    while (from > text && from[-1] != '\n' && p - from < 32)
        from--;
    from -= from > text && from[-1] == '\n';
    const char *key = after_spaces(p + 1);
    const char *end = *key == '"' ? string_end(key + 1, &escaped, &at) : NULL;
    end = end ? after_spaces(end) : p + 1;
    end += *end == ':';
    if (end - from > PATTERN_MOST)
        end = p + 1;
    c->pattern_record = (size_t)(p - from);
    c->pattern_len = (size_t)(end - from);
    memcpy(c->pattern, from, c->pattern_len);
    return true;
}

/* ---- the crew ---- */

/* In turn: appends the batch of region k, which was read from `at` up to `next`, or is read again.  Called with the lock. */
static bool take_turn(Worker *w, size_t k, bool read, uint64_t at, uint64_t next)
{
    Crew *c = w->crew;
    uint64_t end = region_end(c, k);
    if (c->expected >= end) /* a record that began before goes on through all of it */
        return true;
    if (!read || at != c->expected) {
        if (at == c->expected || !read_batch(w, c->expected, end, &next))
            return false;
    }
    const Batch *b = &w->recorder.batch;
    if (c->rows->count == 0 && b->rows > 0) {
        uint64_t share = (c->to - c->from) / (next - c->expected) + 1;
        rows_reserve(c->rows, (size_t)share * (b->rows + b->rows / 16 + 1), b);
    }
    c->expected = next;
    return rows_append(c->rows, b);
}

static void *work(void *at)
{
    Worker *w = at;
    Crew *c = w->crew;
    pthread_mutex_lock(&c->lock);
    while (!c->failed && c->next < c->regions) {
        size_t k = c->next++;
        uint64_t first = k == 0 ? c->expected : UINT64_MAX, next = 0;
        pthread_mutex_unlock(&c->lock);
        w->window.len = 0;
        bool read = (k == 0 || guess(w, k, &first)) && read_batch(w, first, region_end(c, k), &next);
        pthread_mutex_lock(&c->lock);
        while (!c->failed && c->turn != k)
            pthread_cond_wait(&c->turned, &c->lock);
        if (!c->failed && !take_turn(w, k, read, first, next))
            c->failed = true;
        c->turn = k + 1;
        pthread_cond_broadcast(&c->turned);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

static bool start_worker(Crew *c, Worker *w)
{
    *w = (Worker){.crew = c, .arena = arena_new()};
    return recorder_start(&w->recorder, w->arena, c->reader->program, &c->posts);
}

static void run_crew(Worker *workers, size_t count)
{
    pthread_t threads[THREADS_MOST];
    size_t started = 0;
    while (started + 1 < count && pthread_create(&threads[started], NULL, work, &workers[started + 1]) == 0)
        started++;
    work(&workers[0]);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

bool direct_read(Reader *r, const ByteFile *file, uint64_t from, uint64_t to, bool lines, DirectRows *out)
{
    Crew c = {.reader = r, .file = file, .from = from, .to = to, .lines = lines, .rows = out,
              .window = file->window ? file->window : WINDOW};
    c.regions = (size_t)((to - from + c.window - 1) / c.window);
    size_t count = file->threads > THREADS_MOST ? THREADS_MOST : file->threads > 0 ? file->threads : 1;
    count = count > c.regions ? c.regions : count;
    Worker *workers = NEW_ARRAY(r->scratch, Worker, count);
    rows_empty(out, r->arena, r->program);
    id_table(r->scratch, &r->posts, &c.posts);
    bool ready = c.regions > 0;
    for (size_t i = 0; ready && i < count; i++)
        ready = start_worker(&c, &workers[i]);
    if (ready && learn_beginning(&c, &workers[0])) {
        pthread_mutex_init(&c.lock, NULL);
        pthread_cond_init(&c.turned, NULL);
        run_crew(workers, count);
        pthread_mutex_destroy(&c.lock);
        pthread_cond_destroy(&c.turned);
    } else {
        c.failed = true;
    }
    for (size_t i = 0; i < count; i++)
        arena_free(workers[i].arena);
    return !c.failed && c.expected == to && out->count > 0;
}
