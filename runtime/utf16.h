/* utf16.h - text in UTF-16, as "Unicode text" is called where spreadsheets save it. */
#ifndef RUNTIME_UTF16_H
#define RUNTIME_UTF16_H

#include "lang/arena.h"

typedef enum { UTF16_NOT, UTF16_LITTLE, UTF16_BIG } Utf16;

/* By its byte order mark; without one when there are many NUL bytes, all on one side of their pairs: text in another
 * encoding has none. */
Utf16 utf16_recognise(Str bytes);
/* To UTF-8 without the mark; false: *bad_at is the byte where it breaks (half a pair, half a character). */
bool utf16_decode(Arena *a, Str bytes, Utf16 order, Str *out, size_t *bad_at);

#endif
