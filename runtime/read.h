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

#endif
