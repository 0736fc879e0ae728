/* package.h - the parts of an .xlsx file: a ZIP archive of XML, read with limits (lang/limits.h) because a small hostile
 * file can unpack to anything.  Nothing is written to disk and no path leads outside the archive. */
#ifndef RUNTIME_PACKAGE_H
#define RUNTIME_PACKAGE_H

#include "lang/diag.h"

typedef struct Package Package;

/* NULL: not an archive that can be read; said in d.  `file` is what messages are about; bytes must outlive it. */
Package *package_open(Arena *a, const Source *file, Str bytes, Diags *d);
void package_close(Package *p); /* NULL is allowed */
bool package_has(const Package *p, Str part);

typedef struct Xml Xml;
typedef struct {
    void (*start)(Xml *x, Str element, const char **attributes);
    void (*end)(Xml *x, Str element);
    void (*text)(Xml *x, Str piece); /* NULL: text is not wanted */
} XmlHandlers;

struct Xml {
    void *context;   /* the caller's */
    const XmlHandlers *handlers;
    Arena *a;
    Diags *d;
    const Source *file;
    Str part;
    bool stopped;    /* something was said: the rest is not read */
    void *parser;    /* the reader's own */
    size_t depth, foreign;
};

/* Reads a part as XML.  Only elements of a spreadsheet's namespaces (also the strict ones) and of relationships are told,
 * by local name; others with all they hold are passed over.  No DOCTYPE, so no entities.  false: said in d, or stopped. */
bool package_xml(Package *p, Str part, const XmlHandlers *handlers, void *context);
/* The first bytes of a part, at most `most`; empty when it cannot be read. */
Str package_head(Package *p, Str part, size_t most);

void xml_stop(Xml *x);
Str xml_attribute(const char **attributes, const char *name); /* empty: not there */
Str xml_relation(const char **attributes);                    /* r:id */
bool xml_true(Str value);                                     /* 1 or true */
bool xml_count(Str value, uint32_t most, uint32_t *out);      /* digits, at most `most` */

#endif
