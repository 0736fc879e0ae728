/* html.h - HTML and SVG written element by element into a Text.  The only place that escapes: whatever comes
 * from rules, data or the command line goes through html_text or html_attr.  Tags always balance; ids are counted,
 * so equal input gives equal bytes. */
#ifndef RUNTIME_HTML_H
#define RUNTIME_HTML_H

#include "lang/language.h"
#include "lang/text.h"

enum { HTML_DEPTH = 32 };

typedef struct {
    Text *out;
    Language language;
    const char *open[HTML_DEPTH];
    size_t depth;
    bool in_tag;          /* the last start tag takes attributes yet */
    long long last_id;
} Html;

Html html_new(Text *out, Language language); /* begins with the doctype */

/* Tags and names of attributes are literals of ours. */
void html_open(Html *h, const char *tag);
void html_class(Html *h, const char *tag, const char *classes);        /* open with a class */
void html_attr(Html *h, const char *name, Str value);
void html_attrz(Html *h, const char *name, const char *value);
void html_attr_int(Html *h, const char *name, long long n);
void html_text(Html *h, Str s);
void html_textz(Html *h, const char *s);
void html_int(Html *h, long long n);
void html_say(Html *h, const char *zh, const char *en);
void html_say_with(Html *h, const char *zh, const char *en, const Str *args, size_t nargs);
void html_close(Html *h);
void html_void(Html *h);                                               /* ends an element without content: br meta */
void html_leaf(Html *h, const char *tag, const char *classes, Str s);  /* classes may be NULL */
void html_leaf_say(Html *h, const char *tag, const char *classes, const char *zh, const char *en);
void html_literal(Html *h, const char *literal);                       /* style and script of ours, never data */
/* A new id "n7" as an attribute; its number is returned. */
long long html_id(Html *h);
void html_attr_ids(Html *h, const char *name, long long first, long long second); /* second 0: none */

#endif
