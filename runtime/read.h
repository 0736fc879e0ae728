/* read.h - data text to a pool.  Reports every mistake it can find, up to the limit of messages. */
#ifndef RUNTIME_READ_H
#define RUNTIME_READ_H

#include "lang/diag.h"
#include "runtime/pool.h"

/* `data` is a JSON document, or NDJSON of candidates; `posts` (may be NULL) is a document with posts and
 * the other members.  Returns NULL when a mistake makes the pool unusable; the messages are in d.
 * One document may serve several procedures: what only `others` read is passed over.  A record, a ballot or a
 * withdrawal may say whose it is ("procedure": name); without that it serves each that has such a stage or field
 * and whose shape it has. */
Pool *read_pool(Arena *a, const Program *program, const Program *const *others, size_t other_count, const Source *data,
                const Source *posts, Diags *d);

/* A file that can be read at any place by several threads at once. */
typedef struct {
    bool (*read)(void *file, uint64_t at, char *into, size_t size); /* false: these bytes are not there (any more) */
    void *file;
    uint64_t size;
    unsigned threads;         /* at most so many */
    size_t window;            /* bytes that a thread reads at a time; 0: the usual */
} ByteFile;

/* The same, where the candidates are many and plain: the file is read in windows, by several threads, and only what the procedure
 * reads is kept.  NULL without a message: this is for read_pool.  On success *data is a source whose text is not filled in:
 * source_show reads what messages need. */
Pool *read_pool_directly(Arena *a, const Program *program, Str name, const ByteFile *file, const Source *posts, Diags *d,
                         Source **data);

/* Reads what the messages of d show of such a source.  false: the file cannot be read any more. */
bool source_show(Arena *a, Source *s, const ByteFile *file, const Diags *d);

#endif
