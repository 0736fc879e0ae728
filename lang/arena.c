#include "lang/arena.h"

#include <stdio.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#endif

#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
enum { GAP = 16 }; /* bytes after each object that nobody may touch */
#define POISON(at, size) __asan_poison_memory_region((at), (size))
#define UNPOISON(at, size) __asan_unpoison_memory_region((at), (size))
#else
enum { GAP = 0 };
#define POISON(at, size) ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
#endif

enum { LARGE_ITEM = 64 };
enum { ALIGN = 16, CHUNK_FIRST = 16 << 10, CHUNK_MOST = 1 << 20 };

typedef struct Chunk Chunk;
struct Chunk {
    Chunk *before;
    size_t size, used; /* bytes after this header */
};

_Static_assert(sizeof(Chunk) <= 2 * ALIGN, "the header takes two alignment units");
enum { HEADER = 2 * ALIGN };

struct Arena {
    Chunk *top;
    size_t next_size;
};

_Noreturn static void out_of_memory(void)
{
    fputs("xuan: 内存不足 / out of memory\n", stderr);
    exit(70);
}

_Noreturn void bug_at(const char *file, int line, const char *what)
{
    fprintf(stderr, "xuan: 程序内部错误 / internal error: %s:%d: %s\n", file, line, what);
    exit(70);
}

static void *must_calloc(size_t size)
{
    void *p = calloc(1, size);
    if (!p)
        out_of_memory();
    return p;
}

Arena *arena_new(void)
{
    Arena *a = must_calloc(sizeof *a);
    a->next_size = CHUNK_FIRST;
    return a;
}

void arena_free(Arena *a)
{
    if (!a)
        return;
    for (Chunk *c = a->top, *before; c; c = before) {
        before = c->before;
        UNPOISON((char *)c + HEADER, c->size);
        free(c);
    }
    free(a);
}

void arena_reset(Arena *a)
{
    Chunk *kept = a->top;
    if (!kept)
        return;
    for (Chunk *c = kept->before, *before; c; c = before) {
        before = c->before;
        UNPOISON((char *)c + HEADER, c->size);
        free(c);
    }
    kept->before = NULL;
    UNPOISON((char *)kept + HEADER, kept->used);
    memset((char *)kept + HEADER, 0, kept->used);
    POISON((char *)kept + HEADER, kept->size);
    kept->used = 0;
}

/* A large object gets a chunk of its own below the top one, so the rest of the top stays in use. */
static Chunk *chunk_for(Arena *a, size_t need)
{
    bool large = need > a->next_size / 4;
    size_t size = large ? need : a->next_size;
    Chunk *c = must_calloc(HEADER + size);
    c->size = size;
    POISON((char *)c + HEADER, size);
    if (large && a->top) {
        c->before = a->top->before;
        a->top->before = c;
    } else {
        c->before = a->top;
        a->top = c;
        if (a->next_size < CHUNK_MOST)
            a->next_size *= 2;
    }
    return c;
}

void *arena_alloc(Arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory();
    size_t need = (size + GAP + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
    if (need == 0)
        need = ALIGN; /* an address of its own, inside the chunk */
    Chunk *c = a->top;
    if (!c || need > c->size - c->used)
        c = chunk_for(a, need);
    char *p = (char *)c + HEADER + c->used;
    c->used += need;
    UNPOISON(p, size);
    return p;
}

Str arena_str(Arena *a, Str s)
{
    char *p = arena_alloc(a, s.len + 1);
    if (s.len)
        memcpy(p, s.at, s.len);
    return (Str){p, s.len};
}

void *arena_push(Arena *a, void **items, size_t *len, size_t *cap, size_t size)
{
    /* *items really is some T *; going through memcpy keeps the aliasing rules. */
    char *at;
    memcpy(&at, items, sizeof at);
    if (*len == *cap) {
        size_t more = *cap ? *cap * 2 : size < LARGE_ITEM ? 8 : 1; /* large things are mostly alone */
        if (more > SIZE_MAX / 2 / size)
            out_of_memory();
        char *moved = arena_alloc(a, more * size);
        if (*len)
            memcpy(moved, at, *len * size);
        at = moved;
        memcpy(items, &at, sizeof at);
        *cap = more;
    }
    void *last = at + *len * size;
    memset(last, 0, size); /* the caller may have shortened the array */
    ++*len;
    return last;
}
