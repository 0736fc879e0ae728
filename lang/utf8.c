#include "lang/utf8.h"

#include <utf8proc.h>

size_t utf8_decode(Str s, size_t i, uint32_t *codepoint)
{
    size_t left = s.len - i;
    utf8proc_int32_t c;
    /* A character has at most 4 bytes; so the length always fits the signed type. */
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.at + i,
                                          (utf8proc_ssize_t)(left < 4 ? left : 4), &c);
    if (n <= 0 || c < 0)
        return 0;
    *codepoint = (uint32_t)c;
    return (size_t)n;
}

bool utf8_valid(Str s, size_t *bad_at)
{
    for (size_t i = 0; i < s.len;) {
        uint32_t c;
        size_t n = (unsigned char)s.at[i] < 0x80 ? 1 : utf8_decode(s, i, &c);
        if (n == 0) {
            *bad_at = i;
            return false;
        }
        i += n;
    }
    return true;
}

/* Control characters count one cell: wherever we print user text they become a space. */
static size_t cells_of(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)c);
    return width > 0 ? (size_t)width : 0;
}

/* What most of our text is, without asking a table: ASCII (1 byte; a control character, too, takes a cell), and the Han characters from
 * U+4E00 to U+9FFF (3 bytes, 2 cells).  0 for anything else. */
static size_t plain_bytes(Str s, size_t i)
{
    const unsigned char *at = (const unsigned char *)s.at + i;
    if (at[0] < 0x80)
        return 1;
    bool han = s.len - i >= 3 && at[0] >= 0xE4 && at[0] <= 0xE9 && (at[0] > 0xE4 || at[1] >= 0xB8) && (at[1] & 0xC0) == 0x80 &&
               (at[2] & 0xC0) == 0x80;
    return han ? 3 : 0;
}

size_t utf8_cells(Str s)
{
    size_t cells = 0;
    for (size_t i = 0; i < s.len;) {
        uint32_t c = 0xfffd;
        size_t n = plain_bytes(s, i);
        if (n) {
            cells += n == 1 ? 1 : 2;
        } else {
            n = utf8_decode(s, i, &c);
            cells += n ? cells_of(c) : 1;
        }
        i += n ? n : 1;
    }
    return cells;
}

size_t utf8_chars(Str s)
{
    size_t chars = 0;
    for (size_t i = 0; i < s.len; chars++) {
        uint32_t c;
        size_t n = plain_bytes(s, i);
        n = n ? n : utf8_decode(s, i, &c);
        i += n ? n : 1;
    }
    return chars;
}
