#include "lang/source.h"

#include <iconv.h>

#include "lang/limits.h"
#include "lang/utf8.h"

static bool starts_with_bom(Str s) { return s.len >= 3 && memcmp(s.at, "\xEF\xBB\xBF", 3) == 0; }

/* false: *bad_at is the first byte that is not GB18030. */
static bool from_gb18030(Arena *a, Str bytes, Str *out, size_t *bad_at)
{
    *bad_at = 0;
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    if (cd == (iconv_t)-1) /* a libc without its tables */
        return false;
    /* 1, 2 and 4 bytes become at most 1, 3 and 4: twice the room is always enough. */
    size_t room = bytes.len * 2, left = bytes.len;
    char *text = NEW_ARRAY(a, char, room);
    char *raw = NEW_ARRAY(a, char, bytes.len); /* iconv asks for bytes that are not const */
    memcpy(raw, bytes.at, bytes.len);
    char *in = raw, *end = text;
    bool ok = iconv(cd, &in, &left, &end, &room) != (size_t)-1 && left == 0;
    iconv_close(cd);
    if (ok)
        *out = (Str){text, (size_t)(end - text)};
    else
        *bad_at = (size_t)(in - raw);
    return ok;
}

static Str with_lf(Arena *a, Str s)
{
    char *at = NEW_ARRAY(a, char, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool cr = s.at[i] == '\r';
        if (cr && i + 1 < s.len && s.at[i + 1] == '\n')
            continue;
        at[len++] = cr ? '\n' : s.at[i];
    }
    return (Str){at, len};
}

void source_lines(Arena *a, Source *s)
{
    s->reached = NEW(a, Reached);
    s->line_count = 1;
    for (size_t i = 0; i < s->text.len; i++)
        s->line_count += s->text.at[i] == '\n';
    s->lines = NEW_ARRAY(a, uint32_t, s->line_count);
    size_t line = 1;
    for (size_t i = 0; i < s->text.len; i++)
        if (s->text.at[i] == '\n')
            s->lines[line++] = (uint32_t)(i + 1);
}

LoadStatus source_load(Arena *a, Str name, Str bytes, size_t most, Source **out, size_t *bad_at)
{
    *bad_at = 0;
    if (bytes.len > most)
        return LOAD_TOO_LARGE;
    const char *nul = bytes.len ? memchr(bytes.at, 0, bytes.len) : NULL;
    if (nul) {
        *bad_at = (size_t)(nul - bytes.at);
        return LOAD_HAS_NUL;
    }
    Str text = bytes;
    size_t bad8 = 0, bad_gb = 0;
    bool is_utf8 = utf8_valid(bytes, &bad8);
    /* A BOM says it is UTF-8, so then GB18030 would only hide the damage. */
    if (!is_utf8 && (starts_with_bom(bytes) || !from_gb18030(a, bytes, &text, &bad_gb))) {
        /* The encoding that got further is the one that was meant. */
        *bad_at = bad8 > bad_gb ? bad8 : bad_gb;
        return LOAD_BAD_BYTES;
    }
    if (starts_with_bom(text)) /* GB18030 has a BOM too; it has become this one */
        text = str_cut(text, 3, text.len);
    Source *s = NEW(a, Source);
    s->name = arena_str(a, name);
    s->text = with_lf(a, text);
    s->from_gb18030 = !is_utf8;
    source_lines(a, s);
    *out = s;
    return LOAD_OK;
}

size_t source_line_at(const Source *s, uint32_t offset)
{
    size_t lo = 0, hi = s->line_count;
    while (hi - lo > 1) { /* lines[lo] <= offset < lines[hi] */
        size_t mid = lo + (hi - lo) / 2;
        if (s->lines[mid] <= offset)
            lo = mid;
        else
            hi = mid;
    }
    return lo + 1;
}

Place source_place(const Source *s, uint32_t offset)
{
    if (s->line_count == 0)
        return (Place){1, 1, 0};
    if (offset > s->text.len)
        offset = (uint32_t)s->text.len;
    uint32_t line = (uint32_t)source_line_at(s, offset);
    Reached from = {s->lines[line - 1], {line, 1, 0}};
    if (s->reached && s->reached->place.line == line && s->reached->offset <= offset)
        from = *s->reached;
    Str between = str_cut(s->text, from.offset, offset);
    Place place = {line, from.place.column + (uint32_t)utf8_chars(between), from.place.cell + (uint32_t)utf8_cells(between)};
    bool inside = offset < s->text.len && ((unsigned char)s->text.at[offset] & 0xC0) == 0x80; /* a character */
    if (s->reached && !inside)
        *s->reached = (Reached){offset, place};
    return place;
}

Str source_line(const Source *s, uint32_t line)
{
    if (line == 0 || line > s->line_count)
        return S("");
    size_t from = s->lines[line - 1];
    size_t to = line < s->line_count ? s->lines[line] - 1 : s->text.len;
    return str_cut(s->text, from, to);
}

const SourceCell *source_cell(const Source *s, uint32_t offset)
{
    size_t lo = 0, hi = s->cell_count; /* cells before lo start at offset or before */
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (s->cells[mid].span.start <= offset)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (lo > 0 && s->cells[lo - 1].span.end <= offset)
        lo--;
    return lo > 0 ? &s->cells[lo - 1] : NULL;
}
