/* restate_html.c - a restatement as one self-contained page: screen, light and dark, phone, A4. */
#include "runtime/flow.h"
#include "runtime/html.h"
#include "runtime/page_parts.h"
#include "runtime/restate.h"

/* The page's own rules; colours and fonts are those of the other pages. */
static const char *const own_style =
    "body{max-width:860px}h1{letter-spacing:.02em;font-size:30px}section{margin-top:34px}h2{font-size:19px;margin-bottom:8px;padding-bottom:4px;border-bottom:1px solid var(--line)}"
    "ol{margin:0;padding-left:2.2em}li{margin:6px 0}li::marker{font-weight:600}p{margin:6px 0}.cite{color:var(--soft);font-size:13px}"
    ".ref{font-size:13px;font-weight:600;text-decoration:none;border-radius:3px;padding:0 6px;margin-left:4px;white-space:nowrap}"
    ".ref.assumed{display:inline-block;color:var(--ink);border:1px dashed var(--soft)}.ref.doubted{display:inline-block;color:var(--red);border:1px solid var(--red)}"
    "dl.open{margin:0;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:8px 14px}.open dt a{margin:0}.open dd{margin:0}"
    ".decides{border-left:6px solid;border-image:repeating-linear-gradient(135deg,var(--ink) 0 1.5px,transparent 1.5px 4px) 6;padding-left:8px}"
    ".picture{overflow-x:auto;padding-bottom:4px}.picture .stages{min-width:640px;margin:0 auto}.foot{margin-top:40px;padding-top:8px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}"
    "@media print{.picture{overflow:visible;break-inside:avoid}.picture .stages{min-width:0;max-height:205mm;width:auto}.pictured{break-before:page}li{break-inside:avoid}.sign{break-inside:avoid}}";

/* The digest is hexadecimal digits, the version ours: nothing to escape. */
static void foot_of_sheets(Html *h, const Restatement *r)
{
    bool zh = r->language == LANG_ZH;
    html_literal(h, "@page{margin:16mm 16mm 18mm;@bottom-left{font-size:7pt;content:\"SHA-256 ");
    text_add(h->out, r->digest);
    html_literal(h, "\"}@bottom-right{font-size:8pt;content:\"xuan ");
    text_add(h->out, r->version);
    html_literal(h, zh ? "　第 \" counter(page) \" 页，共 \" counter(pages) \" 页\"}}" : ", page \" counter(page) \" of \" counter(pages)}}");
}

static void begin(Html *h, const Restatement *r)
{
    page_head(h, r->language, r->title, "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    html_literal(h, flow_style);
    html_literal(h, own_style);
    foot_of_sheets(h, r);
    html_close(h);
    html_close(h);
    html_open(h, "body");
}

/* "#doubt-2" and its place. */
static Str anchor(Html *h, ToldMark mark, bool link)
{
    Text t = text_new(h->out->arena);
    text_addz(&t, link ? "#" : "");
    text_addz(&t, mark.doubt ? "doubt-" : "assumption-");
    text_int(&t, mark.number);
    return text_str(&t);
}

static void mark(Html *h, ToldMark m, bool link)
{
    html_class(h, link ? "a" : "span", m.doubt ? "ref doubted" : "ref assumed");
    if (link)
        html_attr(h, "href", anchor(h, m, true));
    html_text(h, told_mark(h->out->arena, m, h->language));
    html_close(h);
}

static void trailers(Html *h, const Told *p)
{
    if (p->cite.len) {
        html_class(h, "span", "cite");
        html_say(h, "〔依据：", " [Source: ");
        html_text(h, p->cite);
        html_say(h, "〕", "]");
        html_close(h);
    }
    for (size_t i = 0; i < p->mark_count; i++)
        mark(h, p->marks[i], true);
}

static void heading(Html *h, const Told *p)
{
    html_open(h, "h2");
    html_attr_ids(h, "id", h->last_id, 0);
    if (p->number.len) {
        html_text(h, p->number);
        html_say(h, "、", ". ");
    }
    html_text(h, p->text);
    html_close(h);
}

static void listed(Html *h, const Told *p, unsigned number)
{
    ToldMark m = {p->kind == TOLD_DOUBT, number};
    html_open(h, "dt");
    html_attr(h, "id", anchor(h, m, false));
    mark(h, m, false);
    html_close(h);
    html_leaf(h, "dd", NULL, p->text);
}

static const char *list_tag(ToldKind kind) { return kind == TOLD_CLAUSE ? "ol" : kind == TOLD_DOUBT || kind == TOLD_ASSUMED ? "dl" : NULL; }

static void body(Html *h, const Restatement *r)
{
    unsigned number = 0;
    bool section = false;
    for (size_t i = 0; i < r->count; i++) {
        const Told *p = &r->told[i];
        const char *list = list_tag(p->kind);
        bool first = !i || r->told[i - 1].kind != p->kind, last = i + 1 == r->count || r->told[i + 1].kind != p->kind;
        if (p->kind == TOLD_HEADING) {
            if (section)
                html_close(h);
            section = true;
            html_open(h, "section");
            html_attr_ids(h, "aria-labelledby", ++h->last_id, 0);
            heading(h, p);
            continue;
        }
        if (list && first) {
            html_open(h, list);
            if (p->kind != TOLD_CLAUSE)
                html_attrz(h, "class", "open");
            number = 0;
        }
        number++;
        if (p->kind == TOLD_DOUBT || p->kind == TOLD_ASSUMED) {
            listed(h, p, number);
        } else {
            html_open(h, p->kind == TOLD_CLAUSE ? "li" : "p");
            if (p->people)
                html_attrz(h, "class", "decides");
            html_text(h, p->text);
            trailers(h, p);
            html_close(h);
        }
        if (list && last)
            html_close(h);
    }
    if (section)
        html_close(h);
}

static void picture(Html *h, const Program *p)
{
    html_class(h, "section", "pictured");
    html_attr_ids(h, "aria-labelledby", ++h->last_id, 0);
    html_open(h, "h2");
    html_attr_ids(h, "id", h->last_id, 0);
    html_say(h, "流程图", "The stages");
    html_close(h);
    html_class(h, "div", "picture");
    html_attrz(h, "tabindex", "0");
    html_attrz(h, "role", "group");
    html_attrz(h, "aria-label", h->language == LANG_ZH ? "流程图" : "The stages");
    flow_chart(h, p);
    html_close(h);
    html_close(h);
}

static void sign(Html *h, const Restatement *r)
{
    html_class(h, "p", "sign");
    for (size_t i = 0; i < SIGNATURES; i++)
        html_leaf_say(h, "span", NULL, signature_words[i][LANG_ZH], signature_words[i][LANG_EN]);
    html_close(h);
    html_leaf(h, "footer", "foot", told_closing(h->out->arena, r));
}

void restate_html(const Restatement *r, const Program *p, Text *out)
{
    Html h = html_new(out, r->language);
    begin(&h, r);
    html_open(&h, "main");
    html_leaf(&h, "h1", NULL, r->title);
    html_leaf(&h, "p", "note", told_opening(out->arena, r));
    body(&h, r);
    picture(&h, p);
    sign(&h, r);
    while (h.depth)
        html_close(&h);
    text_char(out, '\n');
}
