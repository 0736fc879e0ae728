/* str.h - a view of UTF-8 bytes.  It never owns what it points to and is never NUL-terminated. */
#ifndef LANG_STR_H
#define LANG_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const char *at;
    size_t len; /* bytes */
} Str;

/* A Str of a string literal. */
#define S(literal) ((Str){(literal), sizeof(literal) - 1})

static inline Str str_from(const char *text) { return (Str){text, text ? strlen(text) : 0}; }

static inline bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Bytewise order; a prefix comes first.  <0, 0, >0 like memcmp. */
static inline int str_cmp(Str a, Str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.at, b.at, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

/* Of the empty text, whose `at` may be NULL, only 0..0 may be cut. */
static inline Str str_cut(Str s, size_t from, size_t to) { return (Str){from ? s.at + from : s.at, to - from}; }

#endif
