#include "runtime/utf16.h"

Utf16 utf16_recognise(Str s)
{
    if (s.len >= 2 && memcmp(s.at, "\xFF\xFE", 2) == 0)
        return UTF16_LITTLE;
    if (s.len >= 2 && memcmp(s.at, "\xFE\xFF", 2) == 0)
        return UTF16_BIG;
    size_t even = 0, odd = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] == 0)
            *(i % 2 ? &odd : &even) += 1;
    enum { ONE_IN = 20 }; /* a table has separators, ends of lines and digits: so many of its characters at least */
    if (s.len % 2 || (even > 0) == (odd > 0) || (even + odd) * ONE_IN < s.len / 2)
        return UTF16_NOT;
    return odd ? UTF16_LITTLE : UTF16_BIG;
}

static uint32_t unit_at(Str s, size_t i, Utf16 order)
{
    uint32_t first = (unsigned char)s.at[i], second = (unsigned char)s.at[i + 1];
    return order == UTF16_BIG ? first << 8 | second : second << 8 | first;
}

static size_t encode(uint32_t c, char *at)
{
    if (c < 0x80) {
        at[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; i-- > 1; c >>= 6)
        at[i] = (char)(0x80 | (c & 0x3f));
    at[0] = (char)(lead[n] | c);
    return n;
}

bool utf16_decode(Arena *a, Str s, Utf16 order, Str *out, size_t *bad_at)
{
    char *text = NEW_ARRAY(a, char, s.len / 2 * 3 + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len;) {
        *bad_at = i;
        if (i + 1 >= s.len)
            return false;
        uint32_t c = unit_at(s, i, order);
        i += 2;
        if (c == 0xfeff && i == 2)
            continue;
        if (c >= 0xd800 && c < 0xe000) {
            uint32_t low = c < 0xdc00 && i + 1 < s.len ? unit_at(s, i, order) : 0;
            if (low < 0xdc00 || low >= 0xe000)
                return false;
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
        }
        len += encode(c, text + len);
    }
    *out = (Str){text, len};
    return true;
}
