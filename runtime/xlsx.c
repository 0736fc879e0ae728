/* xlsx.c - an .xlsx file as a book: what kind of file it is, its parts, its sheets in their order. */
#include "lang/limits.h"
#include "runtime/loaded.h"
#include "runtime/xlsx_parts.h"

#define OLE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" /* .xls, .et and .xlsx with a password */

static bool starts_with(Str s, Str with) { return s.len >= with.len && memcmp(s.at, with.at, with.len) == 0; }

static bool ends_with(Str s, Str with) { return s.len >= with.len && memcmp(s.at + s.len - with.len, with.at, with.len) == 0; }

bool looks_like_xlsx(Str bytes) { return starts_with(bytes, S("PK\3\4")) || starts_with(bytes, S("PK\5\6")) || starts_with(bytes, S(OLE)); }

/* ---- which part belongs to which ---- */

typedef struct { Str id, type, target; } Relation;
typedef struct { Arena *a; Str folder; ARRAY(Relation) all; } Relations;

/* "worksheets/sheet1.xml" in xl/, "../a.xml", "/xl/a.xml"; the archive's own root is never left. */
static Str resolve(Arena *a, Str folder, Str target)
{
    Text t = text_new(a);
    if (target.len && target.at[0] != '/')
        text_add(&t, folder);
    for (size_t from = 0, to; from < target.len; from = to + 1) {
        to = from;
        while (to < target.len && target.at[to] != '/')
            to++;
        Str step = str_cut(target, from, to);
        if (str_eq(step, S(".."))) {
            while (t.len && t.at[--t.len] != '/')
                continue;
        } else if (step.len && !str_eq(step, S("."))) {
            if (t.len)
                text_char(&t, '/');
            text_add(&t, step);
        }
    }
    return text_str(&t);
}

static void start_relation(Xml *x, Str element, const char **attributes)
{
    Relations *r = x->context;
    if (!str_eq(element, S("Relationship")) || str_eq(xml_attribute(attributes, "TargetMode"), S("External")))
        return;
    if (r->all.len >= LIMIT_BOOK_ENTRIES) {
        diag_add(x->d, E0617, x->file, (Span){0}, ARGS(S("<Relationship>"), number_str(x->a, LIMIT_BOOK_ENTRIES)));
        xml_stop(x);
        return;
    }
    *PUSH(r->a, &r->all) = (Relation){arena_str(r->a, xml_attribute(attributes, "Id")), arena_str(r->a, xml_attribute(attributes, "Type")),
                                      resolve(r->a, r->folder, xml_attribute(attributes, "Target"))};
}

static void end_nothing(Xml *x, Str element) { (void)x, (void)element; }

/* The relations of xl/workbook.xml stand in xl/_rels/workbook.xml.rels; those of the whole in _rels/.rels. */
static bool read_relations(Workbook *w, Str part, Relations *out)
{
    static const XmlHandlers handlers = {start_relation, end_nothing, NULL};
    size_t slash = part.len;
    while (slash && part.at[slash - 1] != '/')
        slash--;
    Text name = text_new(w->a);
    text_add(&name, str_cut(part, 0, slash));
    text_addz(&name, "_rels/");
    text_add(&name, str_cut(part, slash, part.len));
    text_addz(&name, ".rels");
    *out = (Relations){.a = w->a, .folder = str_cut(part, 0, slash ? slash - 1 : 0)};
    return package_xml(w->package, text_str(&name), &handlers, out);
}

/* By the last step of the type: its beginning differs between the strict and the usual form. */
static const Relation *of_type(const Relations *r, Str type)
{
    for (size_t i = 0; i < r->all.len; i++)
        if (ends_with(r->all.at[i].type, type))
            return &r->all.at[i];
    return NULL;
}

static const Relation *of_id(const Relations *r, Str id)
{
    for (size_t i = 0; i < r->all.len; i++)
        if (str_eq(r->all.at[i].id, id))
            return &r->all.at[i];
    return NULL;
}

/* ---- the workbook ---- */

typedef struct { Str name, relation; bool hidden; } SheetEntry;
typedef struct { Workbook *w; ARRAY(SheetEntry) sheets; } Entries;

static void start_workbook(Xml *x, Str element, const char **attributes)
{
    Entries *e = x->context;
    Arena *a = e->w->a;
    if (str_eq(element, S("workbookPr")))
        e->w->from_1904 = xml_true(xml_attribute(attributes, "date1904"));
    if (!str_eq(element, S("sheet")))
        return;
    if (e->sheets.len >= LIMIT_SHEETS) {
        diag_add(x->d, E0617, x->file, (Span){0}, ARGS(S("<sheet>"), number_str(a, LIMIT_SHEETS)));
        xml_stop(x);
        return;
    }
    Str state = xml_attribute(attributes, "state"), name = cell_text(a, arena_str(a, xml_attribute(attributes, "name")));
    *PUSH(a, &e->sheets) = (SheetEntry){name, arena_str(a, xml_relation(attributes)), state.len && !str_eq(state, S("visible"))};
}

static Book *read_sheets(Workbook *w, const Relations *relations, const Entries *entries)
{
    Book *book = NEW(w->a, Book);
    Sheet *sheets = NEW_ARRAY(w->a, Sheet, entries->sheets.len);
    *book = (Book){.file = w->file->name, .sheets = sheets};
    for (size_t i = 0; i < entries->sheets.len; i++) {
        const SheetEntry *e = &entries->sheets.at[i];
        const Relation *r = of_id(relations, e->relation);
        if (!r) {
            diag_add(w->d, E0615, w->file, (Span){0}, ARGS(e->name));
            return NULL;
        }
        if (!ends_with(r->type, S("/worksheet"))) /* a chart, a dialogue: no cells */
            continue;
        if (e->hidden && !starts_with(e->name, S("_")))
            diag_add(w->d, W0606, w->file, (Span){0}, ARGS(e->name));
        if (!e->hidden && !read_sheet(w, e->name, r->target, &sheets[book->sheet_count++]))
            return NULL;
    }
    return book;
}

static Book *read_workbook(Workbook *w)
{
    static const XmlHandlers handlers = {start_workbook, end_nothing, NULL};
    Relations relations;
    Entries entries = {.w = w};
    const Relation *part = NULL;
    if (package_has(w->package, S("_rels/.rels"))) {
        if (!read_relations(w, S(""), &relations))
            return NULL;
        part = of_type(&relations, S("/officeDocument"));
    }
    if (!part) {
        diag_add(w->d, E0610, w->file, (Span){0}, NO_ARGS);
        return NULL;
    }
    Str workbook = part->target;
    if (!read_relations(w, workbook, &relations) || !package_xml(w->package, workbook, &handlers, &entries))
        return NULL;
    const Relation *texts = of_type(&relations, S("/sharedStrings")), *styles = of_type(&relations, S("/styles"));
    if ((texts && !read_shared_texts(w, texts->target)) || (styles && !read_styles(w, styles->target)))
        return NULL;
    if (entries.sheets.len == 0) {
        diag_add(w->d, E0610, w->file, (Span){0}, NO_ARGS);
        return NULL;
    }
    return read_sheets(w, &relations, &entries);
}

/* Archives of other programs, by the part that only they have. */
static bool is_other_kind(Workbook *w)
{
    static const struct { Str part, head, name; } kinds[] = {
        {{"mimetype", 8}, {"application/vnd.oasis.opendocument", 34}, {".ods", 4}},
        {{"xl/workbook.bin", 15}, {"", 0}, {".xlsb", 5}},
        {{"word/document.xml", 17}, {"", 0}, {".docx", 5}}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (package_has(w->package, kinds[i].part) && str_eq(package_head(w->package, kinds[i].part, kinds[i].head.len), kinds[i].head)) {
            diag_add(w->d, E0608, w->file, (Span){0}, ARGS(kinds[i].name));
            return true;
        }
    return false;
}

Book *read_xlsx(Arena *a, Str file, Str bytes, Diags *d)
{
    Workbook w = {.a = a, .d = d, .file = nowhere(a, file)};
    if (bytes.len > LIMIT_BOOK_BYTES)
        diag_add(d, E0003, w.file, (Span){0}, ARGS(file, number_str(a, LIMIT_BOOK_BYTES)));
    else if (starts_with(bytes, S(OLE)))
        diag_add(d, E0607, w.file, (Span){0}, NO_ARGS);
    else if (!looks_like_xlsx(bytes))
        diag_add(d, E0610, w.file, (Span){0}, NO_ARGS);
    else
        w.package = package_open(a, w.file, bytes, d);
    Book *book = w.package && !is_other_kind(&w) ? read_workbook(&w) : NULL;
    package_close(w.package);
    return book;
}
