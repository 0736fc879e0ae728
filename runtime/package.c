#include "runtime/package.h"

#include <expat.h>
#include <stdlib.h>
#include <zip.h>

#include "lang/limits.h"
#include "runtime/book_parts.h"

struct Package {
    Arena *a;
    Diags *d;
    const Source *file;
    zip_t *zip;
    size_t size;     /* bytes of the archive */
    uint64_t unpacked; /* bytes of all parts read so far */
};

enum { CHUNK = 1 << 16, SMALL = 1 << 20 /* parts so small may be packed as tight as they like */ };

/* ---- the archive ---- */

static int by_name(const void *x, const void *y) { return str_cmp(*(const Str *)x, *(const Str *)y); }

/* Which of two parts of one name counts differs from program to program. */
static bool names_differ(Package *p, uint64_t count)
{
    Str *names = NEW_ARRAY(p->a, Str, count);
    for (uint64_t i = 0; i < count; i++)
        names[i] = str_from(zip_get_name(p->zip, i, ZIP_FL_ENC_GUESS));
    qsort(names, count, sizeof *names, by_name);
    for (uint64_t i = 1; i < count; i++)
        if (str_eq(names[i - 1], names[i])) {
            diag_add(p->d, E0619, p->file, (Span){0}, ARGS(names[i]));
            return false;
        }
    return true;
}

Package *package_open(Arena *a, const Source *file, Str bytes, Diags *d)
{
    Package *p = NEW(a, Package);
    *p = (Package){.a = a, .d = d, .file = file, .size = bytes.len};
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.len, 0, &error);
    p->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!p->zip && source)
        zip_source_free(source);
    zip_error_fini(&error);
    if (!p->zip) {
        diag_add(d, E0611, file, (Span){0}, ARGS(file->name));
        return NULL;
    }
    zip_int64_t count = zip_get_num_entries(p->zip, 0);
    if (count > LIMIT_BOOK_ENTRIES)
        diag_add(d, E0617, file, (Span){0}, ARGS(S("ZIP entry"), number_str(a, LIMIT_BOOK_ENTRIES)));
    else if (names_differ(p, (uint64_t)count))
        return p;
    package_close(p);
    return NULL;
}

void package_close(Package *p)
{
    if (p && p->zip)
        zip_discard(p->zip);
}

static zip_int64_t find(const Package *p, Str part)
{
    Arena *a = arena_new();
    const char *name = arena_str(a, part).at;
    zip_int64_t at = zip_name_locate(p->zip, name, ZIP_FL_ENC_GUESS);
    if (at < 0) /* names of parts do not differ by case, and some programs write SharedStrings.xml */
        at = zip_name_locate(p->zip, name, ZIP_FL_ENC_GUESS | ZIP_FL_NOCASE);
    arena_free(a);
    return at;
}

bool package_has(const Package *p, Str part) { return find(p, part) >= 0; }

typedef bool (*TakePiece)(void *context, Str piece, bool last);

static bool too_large(const Package *p, uint64_t unpacked, uint64_t packed)
{
    if (packed > p->size)
        packed = p->size;
    return unpacked > LIMIT_PART_BYTES || p->unpacked > LIMIT_UNPACKED_BYTES || (unpacked > SMALL && unpacked / LIMIT_RATIO > packed);
}

/* Everything of a part in pieces; false when it cannot be read or the taker wants no more. */
static bool unpack(Package *p, Str part, TakePiece take, void *context)
{
    zip_int64_t at = find(p, part);
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (at < 0 || zip_stat_index(p->zip, (uint64_t)at, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_COMP_SIZE)) {
        diag_add(p->d, E0615, p->file, (Span){0}, ARGS(part));
        return false;
    }
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE) {
        diag_add(p->d, E0609, p->file, (Span){0}, ARGS(part));
        return false;
    }
    zip_file_t *f = zip_fopen_index(p->zip, (uint64_t)at, 0);
    if (!f) {
        diag_add(p->d, E0611, p->file, (Span){0}, ARGS(part));
        return false;
    }
    char *piece = arena_alloc(p->a, CHUNK);
    uint64_t unpacked = 0;
    zip_int64_t n;
    bool more = true, large = false;
    do {
        n = zip_fread(f, piece, CHUNK);
        if (n < 0)
            break;
        unpacked += (uint64_t)n;
        p->unpacked += (uint64_t)n;
        large = too_large(p, unpacked, stat.comp_size);
        more = !large && take(context, (Str){piece, (size_t)n}, n == 0);
    } while (n > 0 && more);
    zip_fclose(f);
    if (large)
        diag_add(p->d, E0612, p->file, (Span){0}, ARGS(part, number_str(p->a, LIMIT_PART_BYTES), number_str(p->a, LIMIT_RATIO)));
    else if (n < 0)
        diag_add(p->d, E0611, p->file, (Span){0}, ARGS(part));
    return n == 0 && more;
}

typedef struct { Text text; size_t most; } Head;

static bool take_head(void *context, Str piece, bool last)
{
    Head *h = context;
    size_t room = h->most - h->text.len;
    text_add(&h->text, (Str){piece.at, piece.len < room ? piece.len : room});
    return h->text.len < h->most && !last;
}

Str package_head(Package *p, Str part, size_t most)
{
    Package quiet = *p;
    quiet.d = diags_new(p->a);
    Head h = {text_new(p->a), most};
    unpack(&quiet, part, take_head, &h);
    return text_str(&h.text);
}

/* ---- XML ---- */

static Str local_name(const XML_Char *name)
{
    static const char *const spaces[] = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main|", "http://purl.oclc.org/ooxml/spreadsheetml/main|",
        "http://schemas.openxmlformats.org/package/2006/relationships|"};
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        if (strncmp(name, spaces[i], strlen(spaces[i])) == 0)
            return str_from(name + strlen(spaces[i]));
    return (Str){0};
}

static void on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    Xml *x = context;
    if (x->stopped)
        return;
    Str element = local_name(name);
    if (++x->depth > LIMIT_XML_DEPTH) {
        diag_add(x->d, E0618, x->file, (Span){0}, ARGS(x->part, number_str(x->a, LIMIT_XML_DEPTH)));
        xml_stop(x);
    } else if (x->foreign || element.len == 0) {
        x->foreign++;
    } else {
        x->handlers->start(x, element, attributes);
    }
}

static void on_end(void *context, const XML_Char *name)
{
    Xml *x = context;
    if (x->stopped)
        return;
    x->depth--;
    if (x->foreign)
        x->foreign--;
    else
        x->handlers->end(x, local_name(name));
}

static void on_text(void *context, const XML_Char *text, int len)
{
    Xml *x = context;
    if (!x->foreign && !x->stopped)
        x->handlers->text(x, (Str){text, (size_t)len});
}

static void on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
    Xml *x = context;
    (void)name, (void)system, (void)public, (void)internal;
    diag_add(x->d, E0613, x->file, (Span){0}, ARGS(x->part));
    xml_stop(x);
}

void xml_stop(Xml *x)
{
    x->stopped = true;
    XML_StopParser(x->parser, XML_FALSE);
}

static bool take_xml(void *context, Str piece, bool last)
{
    Xml *x = context;
    if (XML_Parse(x->parser, piece.at, (int)piece.len, last) == XML_STATUS_OK)
        return true;
    if (!x->stopped)
        diag_add(x->d, E0614, x->file, (Span){0}, ARGS(x->part, number_str(x->a, (long long)XML_GetCurrentLineNumber(x->parser)),
                                                       number_str(x->a, (long long)XML_GetCurrentColumnNumber(x->parser) + 1)));
    return false;
}

bool package_xml(Package *p, Str part, const XmlHandlers *handlers, void *context)
{
    Xml x = {.context = context, .handlers = handlers, .a = p->a, .d = p->d, .file = p->file, .part = part};
    x.parser = XML_ParserCreateNS(NULL, '|');
    if (!x.parser)
        BUG("expat has no memory");
    XML_SetUserData(x.parser, &x);
    XML_SetElementHandler(x.parser, on_start, on_end);
    if (handlers->text)
        XML_SetCharacterDataHandler(x.parser, on_text);
    XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
    bool read = unpack(p, part, take_xml, &x);
    XML_ParserFree(x.parser);
    return read && !x.stopped;
}

Str xml_attribute(const char **attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(attributes[i], name) == 0)
            return str_from(attributes[i + 1]);
    return (Str){0};
}

Str xml_relation(const char **attributes)
{
    Str id = xml_attribute(attributes, "http://schemas.openxmlformats.org/officeDocument/2006/relationships|id");
    return id.len ? id : xml_attribute(attributes, "http://purl.oclc.org/ooxml/officeDocument/relationships|id");
}

bool xml_true(Str value) { return str_eq(value, S("1")) || str_eq(value, S("true")); }

bool xml_count(Str value, uint32_t most, uint32_t *out)
{
    uint64_t n = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(value.at[i] - '0');
        if (n > most)
            return false;
    }
    if (value.len == 0)
        return false;
    *out = (uint32_t)n;
    return true;
}
