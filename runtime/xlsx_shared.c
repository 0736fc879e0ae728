/* xlsx_shared.c - what the sheets of a workbook share: texts and formats. */
#include <stdlib.h>

#include "lang/limits.h"
#include "runtime/xlsx_parts.h"

/* ---- texts ---- */

void gather_start(Gather *g, Str element)
{
    if (str_eq(element, S("rPh")))
        g->sounds++;
    else if (str_eq(element, S("t")))
        g->wanted = g->sounds == 0;
}

void gather_end(Gather *g, Str element)
{
    if (str_eq(element, S("rPh")) && g->sounds)
        g->sounds--;
    else if (str_eq(element, S("t")))
        g->wanted = false;
}

void gather_text(Gather *g, Str piece)
{
    if (g->wanted && g->text.len <= LIMIT_CELL_BYTES) /* one too long is refused where it is put into a cell */
        text_add(&g->text, piece);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* _x000D_ at i: a control character or a _ that XML or this form cannot hold as it is; -1: none. */
static int escaped(Str s, size_t i)
{
    if (i + 7 > s.len || s.at[i] != '_' || s.at[i + 1] != 'x' || s.at[i + 6] != '_')
        return -1;
    int c = 0;
    for (size_t k = i + 2; k < i + 6; k++) {
        int digit = hex(s.at[k]);
        if (digit < 0)
            return -1;
        c = c * 16 + digit;
    }
    return c < 0x80 ? c : -1;
}

Str gather_take(Arena *a, Gather *g)
{
    Str s = text_str(&g->text);
    g->wanted = false;
    g->sounds = 0;
    g->text.len = 0;
    char *at = NEW_ARRAY(a, char, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        int c = escaped(s, i);
        at[len++] = c < 0 ? s.at[i] : c == '\r' || c == '\n' ? '\n' : c < 0x20 ? ' ' : (char)c;
        i += c < 0 ? 0 : 6;
    }
    return cell_text(a, (Str){at, len});
}

typedef struct { Workbook *w; Gather gather; bool inside; } Shared;

static void start_shared(Xml *x, Str element, const char **attributes)
{
    Shared *s = x->context;
    (void)attributes;
    if (str_eq(element, S("si")))
        s->inside = true;
    else if (s->inside)
        gather_start(&s->gather, element);
}

static void end_shared(Xml *x, Str element)
{
    Shared *s = x->context;
    gather_end(&s->gather, element);
    if (!str_eq(element, S("si")))
        return;
    s->inside = false;
    if (s->w->texts.len >= LIMIT_SHARED_TEXTS) {
        diag_add(x->d, E0617, x->file, (Span){0}, ARGS(S("<si>"), number_str(x->a, LIMIT_SHARED_TEXTS)));
        xml_stop(x);
        return;
    }
    *PUSH(s->w->a, &s->w->texts) = gather_take(s->w->a, &s->gather);
}

static void text_shared(Xml *x, Str piece)
{
    Shared *s = x->context;
    if (s->inside)
        gather_text(&s->gather, piece);
}

bool read_shared_texts(Workbook *w, Str part)
{
    static const XmlHandlers handlers = {start_shared, end_shared, text_shared};
    Shared s = {.w = w, .gather.text = text_new(w->a)};
    return package_xml(w->package, part, &handlers, &s);
}

/* ---- formats ---- */

typedef struct { uint32_t id; NumberFormat format; } Custom;
typedef struct {
    Workbook *w;
    ARRAY(Custom) customs; /* sorted when the styles begin */
    ARRAY(uint32_t) ids;   /* by style */
    bool inside;           /* cellXfs */
} Styles;

static void start_style(Xml *x, Str element, const char **attributes)
{
    Styles *s = x->context;
    bool custom = str_eq(element, S("numFmt")), style = s->inside && str_eq(element, S("xf"));
    if (str_eq(element, S("cellXfs")))
        s->inside = true;
    if (!custom && !style)
        return;
    if ((custom ? s->customs.len : s->ids.len) >= LIMIT_STYLES) {
        diag_add(x->d, E0617, x->file, (Span){0}, ARGS(custom ? S("<numFmt>") : S("<xf>"), number_str(x->a, LIMIT_STYLES)));
        xml_stop(x);
        return;
    }
    uint32_t id = 0;
    bool known = xml_count(xml_attribute(attributes, "numFmtId"), UINT32_MAX, &id);
    if (style)
        *PUSH(x->a, &s->ids) = known ? id : 0;
    else if (known)
        *PUSH(x->a, &s->customs) = (Custom){id, number_format(id, xml_attribute(attributes, "formatCode"))};
}

static void end_style(Xml *x, Str element)
{
    Styles *s = x->context;
    if (str_eq(element, S("cellXfs")))
        s->inside = false;
}

static int by_id(const void *x, const void *y)
{
    uint32_t a = ((const Custom *)x)->id, b = ((const Custom *)y)->id;
    return (a > b) - (a < b);
}

bool read_styles(Workbook *w, Str part)
{
    static const XmlHandlers handlers = {start_style, end_style, NULL};
    Styles s = {.w = w};
    if (!package_xml(w->package, part, &handlers, &s))
        return false;
    if (s.customs.len)
        qsort(s.customs.at, s.customs.len, sizeof(Custom), by_id);
    for (size_t i = 0; i < s.ids.len; i++) {
        const Custom key = {.id = s.ids.at[i]};
        const Custom *own = s.customs.len ? bsearch(&key, s.customs.at, s.customs.len, sizeof(Custom), by_id) : NULL;
        *PUSH(w->a, &w->formats) = own ? own->format : number_format(key.id, (Str){0});
    }
    return true;
}
