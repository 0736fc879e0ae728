/* command_file.c - the data file, read at once or in windows. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang/limits.h"
#include "runtime/command.h"
#include "runtime/progress.h"
#include "runtime/read.h"

enum { DIRECT_LEAST = 64 << 10, /* bytes; below it threads and windows do not pay */
       PIECE = 1 << 18 };       /* bytes read at a time for the digest */

struct OpenFile {
    ByteFile data;
    struct Progress *progress;
    int fd;
    struct stat at_start;
    const char *name;
    Source *source;  /* of the pool */
    Str posts;       /* the bytes of the posts' file */
    pthread_t thread; /* computes the digest while `running` */
    bool running, digested;
    char *piece;
    unsigned char hash[crypto_hash_sha256_BYTES];
};

static bool read_at(void *file, uint64_t at, char *into, size_t size)
{
    const OpenFile *f = file;
    while (size > 0) {
        ssize_t n = pread(f->fd, into, size, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        progress_add(f->progress, (uint64_t)n);
        into += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return true;
}

unsigned thread_count(const Options *o)
{
    const char *said = o->threads ? o->threads : getenv("XUAN_THREADS");
    long n = said ? strtol(said, NULL, 10) : sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 64 ? 64 : (unsigned)n;
}

/* XUAN_READER=reference or direct says which reader is tried, whatever the size: the tests compare the two. */
OpenFile *file_open(Options *o, const char *name)
{
    const char *reader = getenv("XUAN_READER");
    OpenFile *f = NEW(o->a, OpenFile);
    if (strcmp(name, "-") == 0 || (reader && strcmp(reader, "reference") == 0))
        return NULL;
    *f = (OpenFile){.name = name, .progress = o->progress, .fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    bool small = !reader || strcmp(reader, "direct") != 0;
    if (f->fd >= 0 && fstat(f->fd, &f->at_start) == 0 && S_ISREG(f->at_start.st_mode) &&
        f->at_start.st_size > (small ? DIRECT_LEAST : 0)) {
        f->data = (ByteFile){.read = read_at, .file = f, .size = (uint64_t)f->at_start.st_size, .threads = thread_count(o)};
        return f;
    }
    if (f->fd >= 0)
        close(f->fd);
    return NULL;
}

static bool unchanged(Options *o, const OpenFile *f)
{
    struct stat now;
    if (fstat(f->fd, &now) == 0 && same_file(&now, &f->at_start))
        return true;
    o->status = file_fault(o, E0007, str_from(f->name));
    return false;
}

const Pool *file_pool(Options *o, OpenFile *f, const Program *program)
{
    const Source *posts = NULL;
    Diags *told = o->d;
    const Pool *pool = NULL;
    o->d = diags_new(o->a); /* what is wrong with the posts is told by who reads them again */
    bool ready = !o->posts || posts_document(o, o->posts, program, &posts, &f->posts);
    ready = ready && diags_kept(o->d) == 0;
    o->d = told;
    if (ready)
        pool = read_pool_directly(o->a, program, str_from(f->name), &f->data, posts, o->d, &f->source);
    bool same = o->status || unchanged(o, f);
    if (!pool || !same)
        close(f->fd);
    return same ? pool : NULL;
}

bool file_show(Options *o, const OpenFile *f)
{
    if (source_show(o->a, f->source, &f->data, o->d))
        return true;
    o->status = file_fault(o, E0007, str_from(f->name));
    return false;
}

/* ---- the digest: on a thread of its own, while the procedure runs ---- */

static void *digest_all(void *at)
{
    OpenFile *f = at;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    f->digested = true;
    for (uint64_t from = 0; f->digested && from < f->data.size; from += PIECE) {
        size_t n = f->data.size - from < PIECE ? (size_t)(f->data.size - from) : PIECE;
        f->digested = f->data.read(f->data.file, from, f->piece, n);
        if (f->digested)
            crypto_hash_sha256_update(&state, (const unsigned char *)f->piece, n);
    }
    crypto_hash_sha256_update(&state, (const unsigned char *)f->posts.at, f->posts.len);
    crypto_hash_sha256_final(&state, f->hash);
    return NULL;
}

void job_digest_ahead(Options *o)
{
    OpenFile *f = o->open_file;
    if (!f)
        return;
    f->piece = arena_alloc(o->a, PIECE);
    f->running = thread_count(o) > 1 && pthread_create(&f->thread, NULL, digest_all, f) == 0;
}

bool job_digest(Options *o, Job *job)
{
    OpenFile *f = o->open_file;
    if (job->data_digest.len)
        return true;
    if (f->running)
        pthread_join(f->thread, NULL);
    else
        digest_all(f);
    f->running = false;
    if (!f->digested) {
        o->status = file_fault(o, E0007, str_from(f->name));
        return false;
    }
    job->data_digest = hexadecimal(o->a, f->hash, sizeof f->hash);
    return unchanged(o, f);
}

void file_end(Options *o)
{
    if (!o->open_file)
        return;
    if (o->open_file->running)
        pthread_join(o->open_file->thread, NULL);
    close(o->open_file->fd);
}
