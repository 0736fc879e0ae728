/* fuzz_xlsx.c - a libFuzzer target over the reader of .xlsx files.
 * Input that begins like an archive is read as it stands.  Other input is the XML of a sheet and, after a line =====
 * each, of the shared texts, the styles and the workbook; it is packed here, so that no checksum stands in the way. */
#include <zip.h>

#include "lang/diag_show.h"
#include "lang/utf8.h"
#include "runtime/book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOCUMENT "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATION(id, type, target) "<Relationship Id=\"" id "\" Type=\"" DOCUMENT "/" type "\" Target=\"" target "\"/>"

enum { SHEET, TEXTS, STYLES, WORKBOOK, GIVEN };
typedef struct { const char *name; Str text; } Part;

static void add(zip_t *zip, const char *name, Str text)
{
    zip_source_t *source = zip_source_buffer(zip, text.at, text.len, 0);
    zip_int64_t at = zip_file_add(zip, name, source, 0);
    if (at < 0 || zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) != 0)
        BUG("a part cannot be added");
}

static Str pack(Arena *a, const Part *parts, size_t count)
{
    zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(archive, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    if (!zip)
        BUG("no archive");
    zip_source_keep(archive);
    for (size_t i = 0; i < count; i++)
        add(zip, parts[i].name, parts[i].text);
    zip_stat_t stat;
    if (zip_close(zip) != 0 || zip_source_stat(archive, &stat) != 0 || zip_source_open(archive) != 0)
        BUG("the archive cannot be written");
    char *bytes = NEW_ARRAY(a, char, stat.size);
    if (zip_source_read(archive, bytes, stat.size) != (zip_int64_t)stat.size)
        BUG("the archive cannot be read");
    zip_source_close(archive);
    zip_source_free(archive);
    return (Str){bytes, stat.size};
}

static Str workbook_of(Arena *a, Str input)
{
    Part parts[] = {
        [SHEET] = {"xl/s.xml", S("<worksheet xmlns=\"" MAIN "\"/>")},
        [TEXTS] = {"xl/t.xml", S("<sst xmlns=\"" MAIN "\"><si><t>a</t></si></sst>")},
        [STYLES] = {"xl/f.xml", S("<styleSheet xmlns=\"" MAIN "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>")},
        [WORKBOOK] = {"xl/w.xml", S("<workbook xmlns=\"" MAIN "\" xmlns:r=\"" DOCUMENT "\"><sheets><sheet name=\"a\" r:id=\"s\"/></sheets></workbook>")},
        {"_rels/.rels", S(RELATIONS RELATION("w", "officeDocument", "xl/w.xml") "</Relationships>")},
        {"xl/_rels/w.xml.rels", S(RELATIONS RELATION("s", "worksheet", "s.xml") RELATION("t", "sharedStrings", "t.xml") RELATION("f", "styles", "f.xml") "</Relationships>")}};
    Str line = S("\n=====\n");
    size_t part = SHEET, from = 0;
    for (size_t i = 0; i <= input.len && part < GIVEN; i++) {
        bool ends = i + line.len <= input.len && memcmp(input.at + i, line.at, line.len) == 0;
        if (!ends && i < input.len)
            continue;
        if (i > from)
            parts[part].text = str_cut(input, from, i);
        part++;
        from = i + line.len;
    }
    return pack(a, parts, sizeof parts / sizeof *parts);
}

static void examine(const Sheet *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const Cell *c = &s->cells[i];
        size_t bad;
        bool after = i == 0 || c[-1].row < c->row || (c[-1].row == c->row && c[-1].column < c->column);
        if (!after || c->text.len == 0 || !utf8_valid(c->text, &bad) || c->row >= s->rows || c->column >= s->columns ||
            sheet_cell(s, c->row, c->column) != c)
            BUG("a cell is not as promised");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    Str input = {(const char *)data, size};
    const Book *book = read_xlsx(a, S("例.xlsx"), looks_like_xlsx(input) ? input : workbook_of(a, input), d);
    for (size_t i = 0; book && i < book->sheet_count; i++)
        examine(&book->sheets[i]);
    if (!book != diags_any_error(d))
        BUG("a book and an error, or neither");
    Text out = text_new(a);
    diags_show(d, LANG_ZH, true, false, &out);
    arena_free(a);
    return 0;
}
