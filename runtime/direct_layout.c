/* direct_layout.c - where the candidates stand in a document, without reading them. */
#include "lang/limits.h"
#include "lang/utf8.h"
#include "runtime/direct.h"
#include "runtime/json.h"

enum {
    FIRST_LOOK = 64 << 10,  /* bytes; until the candidates are found, each further look is four times as long */
    LAST_LOOK = 256 << 10,
    SCAN_WINDOW = 1 << 20,
    BEGINNING = 64          /* bytes of a record that tell how records begin */
};

typedef struct {
    const ByteFile *file;
    char *text;
    size_t have;            /* bytes from the start that are filled */
} Layout;

static bool fill(const ByteFile *file, char *text, uint64_t from, uint64_t to)
{
    return from == to || file->read(file->file, from, text + from, (size_t)(to - from));
}

static size_t skip(Str t, size_t i)
{
    while (i < t.len && is_space(t.at[i]))
        i++;
    return i;
}

/* ---- the beginning ---- */

typedef enum { FOUND_ARRAY, FOUND_LINES, FOUND_NOTHING, LOOK_FURTHER } Found;

/* The members of the topmost object up to "candidates". */
static Found find_array(Str t, bool whole, uint64_t *from)
{
    Found cut = whole ? FOUND_NOTHING : LOOK_FURTHER;
    bool has_id = false;
    size_t i = skip(t, 0);
    if (i == t.len || t.at[i] != '{')
        return i == t.len ? cut : FOUND_NOTHING;
    for (i = skip(t, i + 1); i < t.len && t.at[i] == '"'; i = skip(t, i + 1)) {
        Span key, value;
        if (!json_extent(t, i, &key))
            return cut;
        Str name = str_cut(t, key.start + 1, key.end - 1);
        i = skip(t, key.end);
        if (i >= t.len || t.at[i] != ':')
            return i >= t.len ? cut : FOUND_NOTHING;
        i = skip(t, i + 1);
        if (str_eq(name, part_keys[PART_CANDIDATES])) {
            *from = i;
            return i >= t.len ? cut : t.at[i] == '[' ? FOUND_ARRAY : FOUND_NOTHING;
        }
        if (memchr(name.at, '\\', name.len))
            return FOUND_NOTHING;
        has_id |= str_eq(name, S("id"));
        if (!json_extent(t, i, &value) || skip(t, value.end) >= t.len)
            return cut;
        i = skip(t, value.end);
        if (t.at[i] == '}')
            return has_id ? FOUND_LINES : FOUND_NOTHING;
        if (t.at[i] != ',')
            return FOUND_NOTHING;
    }
    return i >= t.len ? cut : FOUND_NOTHING;
}

static Found look_for_array(Layout *l, uint64_t *from)
{
    Found found = LOOK_FURTHER;
    for (uint64_t want = FIRST_LOOK; found == LOOK_FURTHER; want *= 4) {
        uint64_t to = want < l->file->size ? want : l->file->size;
        if (!fill(l->file, l->text, l->have, to))
            return FOUND_NOTHING;
        l->have = (size_t)to;
        found = find_array((Str){l->text, l->have}, to == l->file->size, from);
    }
    return found;
}

/* ---- the end ---- */

/* The document ends in a record like the first, ] and }: then the array ends there.  (Its reading finds out whether it is so.) */
static bool guess_end(Layout *l, uint64_t from, uint64_t *to)
{
    char tail[LAST_LOOK];
    uint64_t size = l->file->size;
    uint64_t start = size - from > LAST_LOOK ? size - LAST_LOOK : from;
    size_t len = (size_t)(size - start), first = skip((Str){l->text, l->have}, (size_t)from + 1), n = 0;
    if (!l->file->read(l->file->file, start, tail, len))
        return false;
    Str t = {tail, len};
    const char *record = l->text + first;
    while (first + n < l->have && n < BEGINNING && record[n] != ':')
        n++;
    for (int i = 0; i < 2; i++) {
        while (len > 0 && is_space(tail[len - 1]))
            len--;
        if (len == 0 || tail[--len] != "}]"[i])
            return false;
    }
    for (size_t at = len; n > 0 && at-- > 0;) {
        Span extent;
        if (tail[at] != record[0] || at + n > len || memcmp(tail + at, record, n) != 0)
            continue;
        if (!json_extent(t, at, &extent) || skip(t, extent.end) != len)
            return false;
        *to = start + len + 1;
        return true;
    }
    return false;
}

/* Over strings and brackets. */
static bool scan_end(Layout *l, uint64_t from, uint64_t *to)
{
    static const char closes[256] = {['}'] = 1, [']'] = 1}, opens[256] = {['{'] = 1, ['['] = 1};
    Arena *a = arena_new();
    char *window = NEW_ARRAY(a, char, SCAN_WINDOW + BYTES_AFTER);
    size_t depth = 0;
    bool inside = false, escaped = false, found = false;
    for (uint64_t at = from; !found && at < l->file->size; at += SCAN_WINDOW) {
        size_t len = l->file->size - at < SCAN_WINDOW ? (size_t)(l->file->size - at) : SCAN_WINDOW;
        if (!l->file->read(l->file->file, at, window, len))
            break;
        for (size_t i = 0; !found && i < len; i++) {
            unsigned char c = (unsigned char)window[i];
            if (escaped) {
                escaped = false;
            } else if (inside) {
                escaped = c == '\\';
                inside = c != '"';
            } else if (c == '"') {
                inside = true;
            } else if (opens[c]) {
                depth++;
            } else if (closes[c] && --depth == 0) {
                *to = at + i + 1;
                found = true;
            }
        }
    }
    arena_free(a);
    return found;
}

/* ---- the whole ---- */

/* What is left to the reference must be as source_load would give it. */
static bool is_clean(const char *at, size_t len)
{
    size_t bad_at;
    return len == 0 || (!memchr(at, '\r', len) && !memchr(at, '\0', len) && utf8_valid((Str){at, len}, &bad_at));
}

bool direct_layout(const ByteFile *file, char *text, DirectLayout *out)
{
    Layout l = {.file = file, .text = text};
    *out = (DirectLayout){0};
    if (file->size > LIMIT_DATA_BYTES)
        return false;
    Found found = look_for_array(&l, &out->from);
    if (found == FOUND_LINES) {
        *out = (DirectLayout){.lines = true, .to = file->size};
        return true;
    }
    if (found != FOUND_ARRAY || (!guess_end(&l, out->from, &out->to) && !scan_end(&l, out->from, &out->to)))
        return false;
    return fill(file, text, out->to, file->size) && is_clean(text, (size_t)out->from) &&
           is_clean(text + out->to, (size_t)(file->size - out->to));
}

bool source_show(Arena *a, Source *s, const ByteFile *file, const Diags *d)
{
    enum { SHOWN_AFTER = 4096 }; /* more than a line of the picture */
    uint64_t reach = 0;
    bool wanted = false;
    for (size_t i = 0; i < diags_kept(d); i++) {
        const Diag *x = diags_at(d, i);
        if (x->source != s)
            continue;
        wanted = true;
        reach = x->span.end > reach ? x->span.end : reach;
        for (size_t k = 0; k < x->label_count; k++)
            reach = x->labels[k].span.end > reach ? x->labels[k].span.end : reach;
    }
    if (!wanted)
        return true;
    size_t len = reach + SHOWN_AFTER < file->size ? (size_t)reach + SHOWN_AFTER : (size_t)file->size;
    char *text = NEW_ARRAY(a, char, len + 1);
    if (!file->read(file->file, 0, text, len))
        return false;
    while (len > 0 && len < file->size && ((unsigned char)text[len - 1] & 0xC0) == 0x80) /* not inside a character */
        len--;
    len -= len > 0 && (unsigned char)text[len - 1] >= 0xC0;
    s->text = (Str){text, len};
    source_lines(a, s);
    return true;
}
