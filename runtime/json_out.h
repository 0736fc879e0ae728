/* json_out.h - JSON being written: indentation and commas.  Equal input gives equal bytes; numbers, keys of contests
 * and lists of ids stand on one line. */
#ifndef RUNTIME_JSON_OUT_H
#define RUNTIME_JSON_OUT_H

#include "runtime/outcome.h"

/* The first element of a container follows its bracket. */
typedef struct {
    const Outcome *o; /* whose reasons are written; NULL where there are none */
    Language words;
    Text *out;
    size_t depth;
    bool first;
} Writer;

void json_element(Writer *w);                    /* the comma before it, the new line */
void json_open(Writer *w, char bracket);
void json_close(Writer *w, char bracket);
void json_member(Writer *w, const char *name);
void json_list(Writer *w, const char *name);     /* closed with ] */
void json_item(Writer *w);                       /* an object in a list; closed with } */
void json_str(Writer *w, const char *name, Str s);
void json_optional(Writer *w, const char *name, Str s); /* empty is null */
void json_int(Writer *w, const char *name, long long n);
void json_whole(Writer *w, const char *name, int64_t n); /* -1 is null */
void json_shown(Writer *w, const char *name, const Shown *s);
void json_num(Writer *w, const char *name, Num x);

/* Values on one line. */
void number_json(Num x, Text *out);
/* A value: {"exact": "31/100", "decimal": "0.31"}, a string, true or false, null. */
void shown_json(const Shown *s, Text *out);
/* A contest's key: {"层次": "正科级"}; {} for everyone. */
void key_json(const Program *p, const Expr *const *by, size_t n, const Shown *key, Text *out);

#endif
