/* restate_docx.c - a restatement as a word processor's document (WordprocessingML in a ZIP).
 * Everything in it is fixed or comes from the restatement, nothing from the clock or the machine: equal input gives equal bytes. */
#include <zip.h>

#include "runtime/html.h"
#include "runtime/restate.h"
#include "runtime/wording.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define WORD_SPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

static const char *const content_types =
    XML "<Types xmlns=\"" PACKAGE "content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD_TYPE "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD_TYPE "styles+xml\"/>"
    "<Override PartName=\"/word/fontTable.xml\" ContentType=\"" WORD_TYPE "fontTable+xml\"/>"
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD_TYPE "footer+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

static const char *const package_parts =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
    "<Relationship Id=\"r1\" Type=\"" OFFICE "/officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"r2\" Type=\"" PACKAGE "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

static const char *const document_parts =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"r2\" Type=\"" OFFICE "/fontTable\" Target=\"fontTable.xml\"/><Relationship Id=\"r3\" Type=\"" OFFICE "/footer\" Target=\"footer1.xml\"/></Relationships>";

/* Where a system has not these fonts under their Chinese names. */
static const char *const fonts =
    XML "<w:fonts xmlns:w=\"" WORD_SPACE "\"><w:font w:name=\"仿宋\"><w:altName w:val=\"FangSong\"/><w:charset w:val=\"86\"/><w:family w:val=\"roman\"/></w:font>"
    "<w:font w:name=\"黑体\"><w:altName w:val=\"SimHei\"/><w:charset w:val=\"86\"/><w:family w:val=\"swiss\"/></w:font></w:fonts>";

/* Sizes are half points. */
#define STYLE(id, name, based, paragraph, run) \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/>" based "<w:pPr>" paragraph "</w:pPr><w:rPr>" run "</w:rPr></w:style>"
#define ON_NORMAL "<w:basedOn w:val=\"Normal\"/>"
#define HEI "<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"黑体\"/>"
static const char *const styles =
    XML "<w:styles xmlns:w=\"" WORD_SPACE "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"仿宋\"/>"
    "<w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:pPr><w:spacing w:after=\"80\" w:line=\"360\" w:lineRule=\"auto\"/></w:pPr></w:style>"
    STYLE("Title", "Title", ON_NORMAL, "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"200\"/><w:jc w:val=\"center\"/>", HEI "<w:sz w:val=\"36\"/>")
    STYLE("Heading1", "heading 1", ON_NORMAL, "<w:keepNext/><w:spacing w:before=\"280\" w:after=\"80\"/><w:outlineLvl w:val=\"0\"/>", HEI "<w:sz w:val=\"28\"/>")
    STYLE("Clause", "Clause", ON_NORMAL, "<w:ind w:left=\"480\" w:hanging=\"480\"/>", "")
    STYLE("Listed", "Listed", ON_NORMAL, "<w:ind w:left=\"960\" w:hanging=\"960\"/>", "")
    STYLE("Signature", "Signature", ON_NORMAL, "<w:keepNext/><w:spacing w:before=\"360\"/>", "")
    STYLE("Footer", "footer", ON_NORMAL, "<w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>", "<w:sz w:val=\"16\"/>") "</w:styles>";

/* ---- paragraphs ---- */

static void open_paragraph(Html *h, const char *style)
{
    html_open(h, "w:p");
    html_open(h, "w:pPr");
    html_open(h, "w:pStyle");
    html_attrz(h, "w:val", style);
    html_close(h);
    html_close(h);
}

/* how: the properties of the run, an XML literal of ours. */
static void run(Html *h, const char *how, Str s)
{
    html_open(h, "w:r");
    if (how)
        html_literal(h, how);
    html_open(h, "w:t");
    html_attrz(h, "xml:space", "preserve");
    html_text(h, s);
    html_close(h);
    html_close(h);
}

static const char *const bold = "<w:rPr><w:b/></w:rPr>", *const soft = "<w:rPr><w:color w:val=\"595959\"/></w:rPr>";

static void field(Html *h, const char *what)
{
    html_open(h, "w:fldSimple");
    html_attrz(h, "w:instr", what);
    run(h, NULL, S("1"));
    html_close(h);
}

static void paragraph(Html *h, const Told *p)
{
    static const char *const style_of[] = {[TOLD_HEADING] = "Heading1", [TOLD_TEXT] = "Normal", [TOLD_CLAUSE] = "Clause", [TOLD_DOUBT] = "Listed", [TOLD_ASSUMED] = "Listed"};
    bool zh = h->language == LANG_ZH, listed = p->kind == TOLD_DOUBT || p->kind == TOLD_ASSUMED;
    Text t = text_new(h->out->arena);
    open_paragraph(h, style_of[p->kind]);
    if (p->number.len) {
        text_add(&t, p->number);
        text_addz(&t, listed ? (zh ? "　" : " ") : p->kind == TOLD_HEADING && zh ? "、" : ". ");
        run(h, listed ? bold : NULL, text_str(&t));
    }
    run(h, NULL, p->text);
    if (p->cite.len) {
        Text cite = text_new(h->out->arena);
        say_with(&cite, h->language, "〔依据：{0}〕", " [Source: {0}]", WITH(p->cite));
        run(h, soft, text_str(&cite));
    }
    for (size_t i = 0; i < p->mark_count; i++) {
        Text mark = text_new(h->out->arena);
        say_with(&mark, h->language, "【{0}】", " [{0}]", WITH(told_mark(h->out->arena, p->marks[i], h->language)));
        run(h, bold, text_str(&mark));
    }
    html_close(h);
}

static void line(Html *h, const char *style, Str s)
{
    open_paragraph(h, style);
    run(h, NULL, s);
    html_close(h);
}

static void signatures(Html *h)
{
    Text t = text_new(h->out->arena);
    line(h, "Heading1", h->language == LANG_ZH ? S("签字") : S("Signatures"));
    for (size_t i = 0; i < SIGNATURES; i++) {
        text_addz(&t, signature_words[i][h->language]);
        say(&t, h->language, i + 1 < SIGNATURES ? "：＿＿＿＿＿　" : "：＿＿＿＿＿", i + 1 < SIGNATURES ? ": ＿＿＿＿＿  " : ": ＿＿＿＿＿");
    }
    line(h, "Signature", text_str(&t));
}

/* A4 with the margins of official documents, in twentieths of a point. */
static const char *const page_setting =
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"r3\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    "<w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/></w:sectPr>";

static void document(const Restatement *r, Text *out)
{
    Html h = {.out = out, .language = r->language};
    text_addz(out, XML);
    html_open(&h, "w:document");
    html_attrz(&h, "xmlns:w", WORD_SPACE);
    html_attrz(&h, "xmlns:r", OFFICE);
    html_open(&h, "w:body");
    line(&h, "Title", r->title);
    line(&h, "Normal", told_opening(out->arena, r));
    for (size_t i = 0; i < r->count; i++)
        paragraph(&h, &r->told[i]);
    signatures(&h);
    html_literal(&h, page_setting);
    html_close(&h);
    html_close(&h);
}

static void footer(const Restatement *r, Text *out)
{
    Html h = {.out = out, .language = r->language};
    bool zh = r->language == LANG_ZH;
    text_addz(out, XML);
    html_open(&h, "w:ftr");
    html_attrz(&h, "xmlns:w", WORD_SPACE);
    line(&h, "Footer", told_closing(out->arena, r));
    open_paragraph(&h, "Footer");
    run(&h, NULL, zh ? S("第 ") : S("Page "));
    field(&h, "PAGE");
    run(&h, NULL, zh ? S(" 页，共 ") : S(" of "));
    field(&h, "NUMPAGES");
    run(&h, NULL, zh ? S(" 页") : S(""));
    html_close(&h);
    html_close(&h);
}

static void properties(const Restatement *r, Text *out)
{
    Html h = {.out = out, .language = r->language};
    text_addz(out, XML);
    html_open(&h, "cp:coreProperties");
    html_attrz(&h, "xmlns:cp", PACKAGE "metadata/core-properties");
    html_attrz(&h, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    html_attrz(&h, "xmlns:dcterms", "http://purl.org/dc/terms/");
    html_attrz(&h, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    html_leaf(&h, "dc:title", NULL, r->title);
    html_leaf(&h, "dc:creator", NULL, S("xuan"));
    html_open(&h, "dcterms:created");
    html_attrz(&h, "xsi:type", "dcterms:W3CDTF");
    html_textz(&h, "1980-01-01T00:00:00Z");
    html_close(&h);
    html_close(&h);
}

/* ---- the package ---- */

static void add_part(zip_t *zip, const char *name, Str bytes)
{
    enum { FIRST_DAY = 1 << 5 | 1 }; /* 1980-01-01, what a ZIP counts from */
    zip_source_t *source = zip_source_buffer(zip, bytes.at, bytes.len, 0);
    zip_int64_t at = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    /* Stored: packed bytes could differ from one release of the packer to the next. */
    if (at < 0 || zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) != 0 || zip_file_set_dostime(zip, (zip_uint64_t)at, 0, FIRST_DAY, 0) != 0)
        BUG("libzip takes no part of a document");
}

static void take_bytes(zip_source_t *source, Text *out)
{
    enum { CHUNK = 1 << 16 };
    char *chunk = arena_alloc(out->arena, CHUNK);
    zip_int64_t n;
    if (zip_source_open(source) != 0)
        BUG("libzip does not give back what it wrote");
    while ((n = zip_source_read(source, chunk, CHUNK)) > 0)
        text_add(out, (Str){chunk, (size_t)n});
    zip_source_close(source);
}

void restate_docx(const Restatement *r, Text *out)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, NULL) : NULL;
    if (!zip)
        BUG("libzip does not start");
    zip_source_keep(source);
    Text body = text_new(out->arena), foot = text_new(out->arena), core = text_new(out->arena);
    document(r, &body);
    footer(r, &foot);
    properties(r, &core);
    add_part(zip, "[Content_Types].xml", str_from(content_types));
    add_part(zip, "_rels/.rels", str_from(package_parts));
    add_part(zip, "docProps/core.xml", text_str(&core));
    add_part(zip, "word/document.xml", text_str(&body));
    add_part(zip, "word/_rels/document.xml.rels", str_from(document_parts));
    add_part(zip, "word/styles.xml", str_from(styles));
    add_part(zip, "word/fontTable.xml", str_from(fonts));
    add_part(zip, "word/footer1.xml", text_str(&foot));
    if (zip_close(zip) != 0)
        BUG("libzip does not write a document");
    take_bytes(source, out);
    zip_source_free(source);
}
