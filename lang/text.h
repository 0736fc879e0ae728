/* text.h - text being built in an arena; the one string builder.  Every output goes through it. */
#ifndef LANG_TEXT_H
#define LANG_TEXT_H

#include "lang/arena.h"

typedef struct {
    Arena *arena;
    char *at;
    size_t len, cap; /* bytes */
} Text;

Text text_new(Arena *a);
void text_reserve(Text *t, size_t more);              /* room for so many bytes more */
void text_add(Text *t, Str s);
void text_addz(Text *t, const char *nul_terminated);
void text_char(Text *t, char c);
void text_int(Text *t, long long n);                 /* never follows the locale */
void text_spaces(Text *t, size_t n);
/* "{0}".."{9}" in format are replaced by args; no other character is special. */
void text_format(Text *t, Str format, const Str *args, size_t nargs);
void text_json(Text *t, Str s);                      /* a JSON string with its quotes; UTF-8 kept */
void text_csv(Text *t, Str s);                       /* a CSV field, quoted where needed; = + - @ tab CR first get ' */
Str text_str(const Text *t);                         /* valid until the next addition */

#endif
