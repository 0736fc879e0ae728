/* progress.h - how far the reading of data has come, for a person who waits at a terminal: one line on standard error that
 * appears after half a second and goes away.  Nothing in a pipe or a file, nor with TERM=dumb. */
#ifndef RUNTIME_PROGRESS_H
#define RUNTIME_PROGRESS_H

#include <stdint.h>

#include "lang/arena.h"
#include "lang/language.h"

typedef struct Progress Progress;

/* `name` is the file's, `total` its bytes; 0: not known.  NULL when there is nobody to show it to. */
Progress *progress_start(Arena *a, Language language, Str name, uint64_t total);
/* Bytes have been read; from any thread.  NULL is allowed. */
void progress_add(Progress *p, uint64_t bytes);
/* The line is gone, nothing is written any more.  NULL and a second time are allowed. */
void progress_stop(Progress *p);

#endif
