/* arena.h - memory that is freed all at once.
 * The only malloc of the project outside third-party libraries.  Memory comes zeroed and aligned
 * to 16 bytes.  Out of memory prints one line to stderr and exits 70, so no caller checks.
 * Under ASan every object is followed by a poisoned gap.  Nothing may outlive its arena. */
#ifndef LANG_ARENA_H
#define LANG_ARENA_H

#include <stddef.h>

#include "lang/str.h"

typedef struct Arena Arena;

Arena *arena_new(void);
void arena_free(Arena *a);                    /* NULL is allowed */
void arena_reset(Arena *a);                   /* everything in it is gone; it keeps some memory for what comes next */
void *arena_alloc(Arena *a, size_t size);     /* zeroed; size 0 gives a valid pointer */
Str arena_str(Arena *a, Str s);               /* copy; the copy is followed by a NUL byte */
/* Room for one more element of `size` bytes in the array *items of *len elements and *cap room;
 * moves the array when full (the old one stays in the arena).  Returns the new last element, zeroed;
 * *len is one more. */
void *arena_push(Arena *a, void **items, size_t *len, size_t *cap, size_t size);

#define NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define NEW_ARRAY(arena, type, n) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(n)))

/* ARRAY(T) name; declares a growable array in an arena; PUSH gives a pointer to its new element. */
#define ARRAY(type) struct { type *at; size_t len, cap; }
#define PUSH(arena, array) \
    ((__typeof__((array)->at))arena_push((arena), (void **)&(array)->at, &(array)->len, &(array)->cap, \
                                         sizeof *(array)->at))

/* An invariant of ours is broken: prints file, line and text, exits 70. */
_Noreturn void bug_at(const char *file, int line, const char *what);
#define BUG(what) bug_at(__FILE__, __LINE__, (what))

#endif
