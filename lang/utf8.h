/* utf8.h - decoding, validation and display width (utf8proc). */
#ifndef LANG_UTF8_H
#define LANG_UTF8_H

#include "lang/str.h"

/* Length in bytes of the character at s.at[i] (i < s.len) and its code point; 0 when invalid. */
size_t utf8_decode(Str s, size_t i, uint32_t *codepoint);
bool utf8_valid(Str s, size_t *bad_at); /* strict: no surrogates, no overlong forms */
size_t utf8_cells(Str s);               /* display cells: wide 2, combining 0 */
size_t utf8_chars(Str s);

#endif
