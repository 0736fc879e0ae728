#include "runtime/json_out.h"

#include "runtime/wording.h"

enum { JSON_PLACES = 6 };

/* ---- values on one line ---- */

void number_json(Num x, Text *out)
{
    text_addz(out, "{\"exact\": \"");
    num_exact(out, x);
    text_addz(out, "\", \"decimal\": \"");
    num_decimal(out, x, JSON_PLACES);
    text_addz(out, "\"}");
}

void shown_json(const Shown *s, Text *out)
{
    Text t;
    switch (s->kind) {
    case VALUE_NONE:   text_addz(out, "null"); break;
    case VALUE_NUMBER: number_json(s->number, out); break;
    case VALUE_TEXT:   text_json(out, s->text); break;
    case VALUE_YESNO:  text_addz(out, s->yes ? "true" : "false"); break;
    case VALUE_DATE:
        t = text_new(out->arena);
        date_text(s->date, &t);
        text_json(out, text_str(&t));
        break;
    }
}

void key_json(const Program *p, const Expr *const *by, size_t n, const Shown *key, Text *out)
{
    text_char(out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            text_addz(out, ", ");
        text_json(out, by_name(p, by[i], out->arena));
        text_addz(out, ": ");
        shown_json(&key[i], out);
    }
    text_char(out, '}');
}

/* ---- the writer ---- */

void json_element(Writer *w)
{
    if (!w->first)
        text_char(w->out, ',');
    if (w->depth) {
        text_char(w->out, '\n');
        text_spaces(w->out, 2 * w->depth);
    }
    w->first = false;
}

void json_open(Writer *w, char bracket)
{
    text_char(w->out, bracket);
    w->depth++;
    w->first = true;
}

void json_close(Writer *w, char bracket)
{
    w->depth--;
    if (!w->first) {
        text_char(w->out, '\n');
        text_spaces(w->out, 2 * w->depth);
    }
    text_char(w->out, bracket);
    w->first = false;
}

void json_member(Writer *w, const char *name)
{
    json_element(w);
    text_char(w->out, '"');
    text_addz(w->out, name);
    text_addz(w->out, "\": ");
}

void json_list(Writer *w, const char *name)
{
    json_member(w, name);
    json_open(w, '[');
}

void json_item(Writer *w)
{
    json_element(w);
    json_open(w, '{');
}

void json_str(Writer *w, const char *name, Str s)
{
    json_member(w, name);
    text_json(w->out, s);
}

/* Empty is none. */
void json_optional(Writer *w, const char *name, Str s)
{
    json_member(w, name);
    if (s.len)
        text_json(w->out, s);
    else
        text_addz(w->out, "null");
}

void json_int(Writer *w, const char *name, long long n)
{
    json_member(w, name);
    text_int(w->out, n);
}

/* -1 stands for what there is none of. */
void json_whole(Writer *w, const char *name, int64_t n)
{
    json_member(w, name);
    if (n < 0)
        text_addz(w->out, "null");
    else
        text_int(w->out, n);
}

void json_shown(Writer *w, const char *name, const Shown *s)
{
    json_member(w, name);
    shown_json(s, w->out);
}

void json_num(Writer *w, const char *name, Num x)
{
    json_member(w, name);
    number_json(x, w->out);
}
