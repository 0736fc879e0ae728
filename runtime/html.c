#include "runtime/html.h"

#include "runtime/wording.h"

Html html_new(Text *out, Language language)
{
    text_addz(out, "<!doctype html>\n");
    return (Html){.out = out, .language = language};
}

/* Control characters that HTML forbids become spaces. */
static void escaped(Text *out, Str s, bool quoted)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '&')
            text_addz(out, "&amp;");
        else if (c == '<')
            text_addz(out, "&lt;");
        else if (c == '>')
            text_addz(out, "&gt;");
        else if (c == '"' && quoted)
            text_addz(out, "&quot;");
        else if (c == '\'' && quoted)
            text_addz(out, "&#39;");
        else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            text_char(out, ' ');
        else
            text_char(out, s.at[i]);
    }
}

static void end_tag(Html *h)
{
    if (h->in_tag)
        text_char(h->out, '>');
    h->in_tag = false;
}

void html_open(Html *h, const char *tag)
{
    static const char *const lines[] = {"section", "figure", "table", "tr", "svg", "g", "article", "div", "li", "header", "main", "footer"};
    end_tag(h);
    if (h->depth == HTML_DEPTH)
        BUG("elements nest too deep");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (strcmp(tag, lines[i]) == 0)
            text_char(h->out, '\n');
    text_char(h->out, '<');
    text_addz(h->out, tag);
    h->open[h->depth++] = tag;
    h->in_tag = true;
}

void html_class(Html *h, const char *tag, const char *classes)
{
    html_open(h, tag);
    html_attrz(h, "class", classes);
}

void html_attr(Html *h, const char *name, Str value)
{
    if (!h->in_tag)
        BUG("an attribute after the start tag");
    text_char(h->out, ' ');
    text_addz(h->out, name);
    text_addz(h->out, "=\"");
    escaped(h->out, value, true);
    text_char(h->out, '"');
}

void html_attrz(Html *h, const char *name, const char *value) { html_attr(h, name, str_from(value)); }

void html_attr_int(Html *h, const char *name, long long n)
{
    html_attr(h, name, int_str(h->out->arena, n));
}

void html_text(Html *h, Str s)
{
    end_tag(h);
    escaped(h->out, s, false);
}

void html_textz(Html *h, const char *s) { html_text(h, str_from(s)); }

void html_int(Html *h, long long n)
{
    end_tag(h);
    text_int(h->out, n);
}

void html_say(Html *h, const char *zh, const char *en) { html_textz(h, h->language == LANG_ZH ? zh : en); }

void html_say_with(Html *h, const char *zh, const char *en, const Str *args, size_t nargs)
{
    Text t = text_new(h->out->arena);
    say_with(&t, h->language, zh, en, args, nargs);
    html_text(h, text_str(&t));
}

void html_close(Html *h)
{
    if (!h->depth)
        BUG("no element is open");
    end_tag(h);
    text_addz(h->out, "</");
    text_addz(h->out, h->open[--h->depth]);
    text_char(h->out, '>');
}

void html_void(Html *h)
{
    end_tag(h);
    h->depth--;
}

void html_leaf(Html *h, const char *tag, const char *classes, Str s)
{
    html_open(h, tag);
    if (classes)
        html_attrz(h, "class", classes);
    html_text(h, s);
    html_close(h);
}

void html_leaf_say(Html *h, const char *tag, const char *classes, const char *zh, const char *en)
{
    html_leaf(h, tag, classes, str_from(h->language == LANG_ZH ? zh : en));
}

void html_literal(Html *h, const char *literal)
{
    end_tag(h);
    text_addz(h->out, literal);
}

static Str id_name(Html *h, long long id)
{
    Text t = text_new(h->out->arena);
    text_char(&t, 'n');
    text_int(&t, id);
    return text_str(&t);
}

long long html_id(Html *h)
{
    html_attr(h, "id", id_name(h, ++h->last_id));
    return h->last_id;
}

void html_attr_ids(Html *h, const char *name, long long first, long long second)
{
    Text t = text_new(h->out->arena);
    text_add(&t, id_name(h, first));
    if (second) {
        text_char(&t, ' ');
        text_add(&t, id_name(h, second));
    }
    html_attr(h, name, text_str(&t));
}
