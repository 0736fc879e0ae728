#include "runtime/json.h"

#include <stdlib.h>

#include "lang/limits.h"
#include "lang/utf8.h"
#include "runtime/bytes.h"

enum {
    NUMBER_MARK = 1, /* the byte that leads a number's string */
    FEW_KEYS = 12,   /* up to here comparing every pair of keys is cheaper than sorting */
    SHOWN_BYTES = 40 /* of a piece of the text in a message */
};

#define NO_PLACE UINT32_MAX /* the parent of the topmost value */

typedef struct {
    Span value, key;
    uint32_t parent; /* index of the place around it; NO_PLACE at the top */
    uint32_t index;  /* among the elements of an array */
    bool in_array;
} Slot;

struct Json {
    Arena *arena;
    Diags *diags;
    const Source *source;
    Str text;
    size_t at, end; /* the scan */
    bool keep;      /* fill places and copy; otherwise only look for the mistake */
    JsonBase base;
    int depth;      /* of open brackets within the extent */
    Slot stack[LIMIT_JSON_DEPTH + 2]; /* of open values, for the path of a refusal */
    uint32_t open[LIMIT_JSON_DEPTH + 2];
    ARRAY(Slot) places;
    ARRAY(const cJSON *) keys;
    Text copy;
    const Source *gap_source;
    Span gap;
};

Json *json_new(Arena *scratch, Diags *d)
{
    Json *j = NEW(scratch, Json);
    j->arena = scratch;
    j->diags = d;
    j->copy = text_new(scratch);
    return j;
}

/* ---- paths ---- */

static void add_step(Text *t, Str text, const Slot *p)
{
    if (p->in_array) {
        text_char(t, '[');
        text_int(t, (long long)p->index);
        text_char(t, ']');
    } else if (p->key.end > p->key.start + 1) {
        if (t->len)
            text_char(t, '.');
        text_add(t, str_cut(text, p->key.start + 1, p->key.end - 1));
    }
}

static void add_base(Text *t, JsonBase base)
{
    text_add(t, base.member);
    if (base.indexed) {
        text_char(t, '[');
        text_int(t, (long long)base.index);
        text_char(t, ']');
    }
}

Str json_base_path(Arena *a, JsonBase base)
{
    Text t = text_new(a);
    add_base(&t, base);
    return text_str(&t);
}

static Str scan_path(const Json *j)
{
    Text t = text_new(j->arena);
    add_base(&t, j->base);
    for (int i = 0; i <= j->depth; i++)
        add_step(&t, j->text, &j->stack[i]);
    return text_str(&t);
}

Str json_path(const Json *j, Arena *a, const cJSON *item)
{
    uint32_t chain[LIMIT_JSON_DEPTH + 2];
    size_t n = 0;
    for (uint32_t i = (uint32_t)item->valueint; i != NO_PLACE; i = j->places.at[i].parent)
        chain[n++] = i;
    Text t = text_new(a);
    add_base(&t, j->base);
    while (n > 0)
        add_step(&t, j->text, &j->places.at[chain[--n]]);
    return text_str(&t);
}

/* ---- the scan: each function returns false once a refusal is reported ---- */

static Span span_of(size_t start, size_t end) { return (Span){(uint32_t)start, (uint32_t)end}; }

static bool refuse(Json *j, MessageCode code, size_t start, size_t end, const Str *args, size_t n)
{
    Diag *d = diag_add(j->diags, code, j->source, span_of(start, end), args, n);
    diag_at_json(d, scan_path(j), S(""));
    return false;
}

static int peek(const Json *j) { return j->at < j->end ? (unsigned char)j->text.at[j->at] : -1; }

static void skip_space(Json *j)
{
    while (j->at < j->end && strchr(" \t\r\n", j->text.at[j->at]))
        j->at++;
}

static bool is_word(int c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '-' || c == '+' || c == '.' || c >= 0x80;
}

/* What stands at `from`: a word, or one character. */
static size_t word_end(const Json *j, size_t from)
{
    size_t i = from;
    while (i < j->end && i - from < SHOWN_BYTES && is_word((unsigned char)j->text.at[i]))
        i++;
    while (i > from && i < j->end && ((unsigned char)j->text.at[i] & 0xC0) == 0x80)
        i--; /* not inside a character */
    return i > from ? i : from + 1;
}

static bool unexpected(Json *j, Str wanted)
{
    if (j->at >= j->end)
        return refuse(j, E0202, j->end, j->end, ARGS(wanted));
    size_t end = word_end(j, j->at);
    Str found = str_cut(j->text, j->at, end);
    if ((unsigned char)found.at[0] < 0x20)
        found = S("\\x..");
    return refuse(j, E0201, j->at, end, ARGS(found, wanted));
}

/* The code unit of \uXXXX at i; -1 when it is none. */
static int32_t code_unit(const Json *j, size_t i)
{
    if (j->end - i < 6 || j->text.at[i] != '\\' || j->text.at[i + 1] != 'u')
        return -1;
    int32_t unit = 0;
    for (size_t k = i + 2; k < i + 6; k++) {
        int digit = hex_digit(j->text.at[k]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool scan_escape(Json *j)
{
    size_t i = j->at;
    char c = i + 1 < j->end ? j->text.at[i + 1] : '\n';
    if (c != 'u') {
        if (c == '\n' || !strchr("\"\\/bfnrt", c)) {
            size_t end = c == '\n' ? i + 1 : word_end(j, i + 1);
            return refuse(j, E0211, i, end, ARGS(str_cut(j->text, i, end)));
        }
        j->at += 2;
        return true;
    }
    int32_t unit = code_unit(j, i);
    if (unit < 0)
        return refuse(j, E0211, i, i + 2, ARGS(str_cut(j->text, i, i + 2)));
    Str found = str_cut(j->text, i, i + 6);
    if (unit == 0 || unit == NUMBER_MARK)
        return refuse(j, E0204, i, i + 6, ARGS(found));
    if (unit < 0xD800 || unit > 0xDFFF) {
        j->at += 6;
        return true;
    }
    int32_t low = unit < 0xDC00 ? code_unit(j, i + 6) : -1;
    if (low < 0xDC00 || low > 0xDFFF)
        return refuse(j, E0205, i, i + 6, ARGS(found));
    j->at += 12;
    return true;
}

/* Over the string at j->at. */
static bool scan_string(Json *j)
{
    size_t start = j->at++;
    for (;;) {
        int c = peek(j);
        if (c == '"') {
            j->at++;
            break;
        }
        if (c < 0 || c == '\n')
            return refuse(j, E0212, start, j->at, NO_ARGS);
        if (c < 0x20) {
            char hex[4] = {'0', 'x', (char)('0' + c / 16), "0123456789ABCDEF"[c % 16]};
            return refuse(j, E0203, j->at, j->at + 1, ARGS(((Str){hex, sizeof hex})));
        }
        if (c != '\\')
            j->at++;
        else if (!scan_escape(j))
            return false;
    }
    if (j->keep)
        text_add(&j->copy, str_cut(j->text, start, j->at));
    return true;
}

static size_t take_digits(const Json *j, size_t *i)
{
    size_t from = *i;
    while (*i < j->end && j->text.at[*i] >= '0' && j->text.at[*i] <= '9')
        ++*i;
    return *i - from;
}

/* The end of the number at j->at, 0 when it is malformed; its digits plus exponent in *size. */
static size_t number_end(const Json *j, size_t *size)
{
    size_t i = j->at;
    if (j->text.at[i] == '-')
        i++;
    size_t first = i;
    size_t whole = take_digits(j, &i);
    if (whole == 0 || (whole > 1 && j->text.at[first] == '0'))
        return 0;
    *size = whole;
    if (i < j->end && j->text.at[i] == '.') {
        i++;
        size_t decimals = take_digits(j, &i);
        if (decimals == 0)
            return 0;
        *size += decimals;
    }
    if (i < j->end && (j->text.at[i] == 'e' || j->text.at[i] == 'E')) {
        i++;
        if (i < j->end && (j->text.at[i] == '+' || j->text.at[i] == '-'))
            i++;
        size_t from = i, exponent = 0;
        if (take_digits(j, &i) == 0)
            return 0;
        for (; from < i; from++)
            if (exponent <= LIMIT_DIGITS) /* more is refused anyway */
                exponent = exponent * 10 + (size_t)(j->text.at[from] - '0');
        *size += exponent;
    }
    return i < j->end && is_word((unsigned char)j->text.at[i]) ? 0 : i;
}

static Str decimal(Arena *a, size_t n)
{
    Text t = text_new(a);
    text_int(&t, (long long)n);
    return text_str(&t);
}

static bool scan_number(Json *j)
{
    size_t size = 0, start = j->at;
    size_t end = number_end(j, &size);
    if (end == 0) {
        end = word_end(j, start);
        return refuse(j, E0206, start, end, ARGS(str_cut(j->text, start, end)));
    }
    if (size > LIMIT_DIGITS)
        return refuse(j, E0207, start, end, ARGS(decimal(j->arena, size), decimal(j->arena, LIMIT_DIGITS)));
    j->at = end;
    if (j->keep) {
        text_add(&j->copy, S("\"\x01"));
        text_add(&j->copy, str_cut(j->text, start, end));
        text_char(&j->copy, '"');
    }
    return true;
}

static bool scan_literal(Json *j)
{
    static const Str words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    size_t end = word_end(j, j->at);
    Str found = str_cut(j->text, j->at, end);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(found, words[i])) {
            if (j->keep)
                text_add(&j->copy, found);
            j->at = end;
            return true;
        }
    return unexpected(j, S("{ [ \" 0 true false null"));
}

static bool scan_value(Json *j);

static void put(Json *j, char c)
{
    j->at++;
    if (j->keep)
        text_char(&j->copy, c);
}

static bool scan_key(Json *j, Slot *p)
{
    if (peek(j) != '"')
        return unexpected(j, S("\"…\""));
    size_t start = j->at;
    if (!scan_string(j))
        return false;
    p->key = span_of(start, j->at);
    skip_space(j);
    if (peek(j) != ':')
        return unexpected(j, S(":"));
    put(j, ':');
    skip_space(j);
    return true;
}

static bool scan_container(Json *j)
{
    bool array = j->text.at[j->at] == '[';
    char close = array ? ']' : '}';
    if (j->base.depth + j->depth + 1 > LIMIT_JSON_DEPTH)
        return refuse(j, E0209, j->at, j->at + 1, ARGS(decimal(j->arena, LIMIT_JSON_DEPTH)));
    put(j, array ? '[' : '{');
    skip_space(j);
    if (peek(j) == close) {
        put(j, close);
        return true;
    }
    Slot *p = &j->stack[++j->depth];
    *p = (Slot){.parent = j->open[j->depth - 1], .in_array = array};
    for (;; p->index++) {
        p->key = (Span){0, 0};
        if ((!array && !scan_key(j, p)) || !scan_value(j))
            return false;
        skip_space(j);
        int c = peek(j);
        if (c != ',' && c != close) {
            j->depth--; /* what is wrong stands behind the value, in the bracket around it */
            return unexpected(j, array ? S(", ]") : S(", }"));
        }
        put(j, (char)c);
        if (c == close)
            break;
        skip_space(j);
    }
    j->depth--;
    return true;
}

static bool scan_value(Json *j)
{
    size_t place = j->places.len, start = j->at;
    if (j->keep) {
        *PUSH(j->arena, &j->places) = j->stack[j->depth];
        j->open[j->depth] = (uint32_t)place;
    }
    int c = peek(j);
    bool ok;
    if (c == '{' || c == '[')
        ok = scan_container(j);
    else if (c == '"')
        ok = scan_string(j);
    else if (c == '-' || (c >= '0' && c <= '9'))
        ok = scan_number(j);
    else if (c < 0)
        ok = unexpected(j, S("{ [ \" 0 true false null"));
    else
        ok = scan_literal(j);
    if (ok && j->keep)
        j->places.at[place].value = span_of(start, j->at);
    return ok;
}

static bool scan(Json *j, const Source *source, Span extent, JsonBase base, bool keep)
{
    j->source = source;
    j->text = source->text;
    j->at = extent.start;
    j->end = extent.end;
    j->base = base;
    j->keep = keep;
    j->depth = 0;
    j->stack[0] = (Slot){.parent = NO_PLACE};
    j->places.len = 0;
    j->copy.len = 0;
    skip_space(j);
    if (!scan_value(j))
        return false;
    skip_space(j);
    if (j->at == j->end)
        return true;
    size_t end = word_end(j, j->at);
    return refuse(j, E0210, j->at, end, ARGS(str_cut(j->text, j->at, end)));
}

/* ---- the tree ---- */

static int compare_keys(const void *x, const void *y)
{
    const cJSON *a, *b;
    memcpy(&a, x, sizeof a);
    memcpy(&b, y, sizeof b);
    int c = strcmp(a->string, b->string);
    return c ? c : (a->valueint > b->valueint) - (a->valueint < b->valueint);
}

static bool same_key(const Json *j, const cJSON *first, const cJSON *second)
{
    if (strcmp(first->string, second->string) != 0)
        return false;
    Diag *d = diag_add(j->diags, E0208, j->source, json_key_span(j, second), ARGS(json_key(second)));
    diag_label(d, json_key_span(j, first), S(""));
    diag_at_json(d, json_path(j, j->arena, second), S(""));
    return true;
}

/* Compared in the tree, where escapes are resolved: "a" and "\u0061" are the same key. */
static bool keys_differ(Json *j, const cJSON *object)
{
    size_t n = 0;
    bool ok = true;
    for (const cJSON *m = object->child; m; m = m->next)
        n++;
    if (n <= FEW_KEYS) {
        for (const cJSON *m = object->child; m; m = m->next)
            for (const cJSON *b = object->child; b != m; b = b->next)
                if (same_key(j, b, m)) {
                    ok = false;
                    break;
                }
        return ok;
    }
    j->keys.len = 0;
    for (const cJSON *m = object->child; m; m = m->next)
        *PUSH(j->arena, &j->keys) = m;
    qsort(j->keys.at, n, sizeof *j->keys.at, compare_keys);
    for (size_t i = 1; i < n; i++)
        if (same_key(j, j->keys.at[i - 1], j->keys.at[i]))
            ok = false;
    return ok;
}

/* Both the scan and this walk meet the values in the order of the text. */
static void number_items(cJSON *item, int *next)
{
    item->valueint = (*next)++;
    for (cJSON *child = item->child; child; child = child->next)
        number_items(child, next);
}

static bool all_keys_differ(Json *j, const cJSON *item)
{
    bool ok = !cJSON_IsObject(item) || keys_differ(j, item);
    for (const cJSON *child = item->child; child; child = child->next)
        if (child->child && !all_keys_differ(j, child))
            ok = false;
    return ok;
}

cJSON *json_parse(Json *j, const Source *source, Span extent, JsonBase base)
{
    if (!scan(j, source, extent, base, true))
        return NULL;
    if (j->places.len > INT32_MAX)
        BUG("too many values in one element");
    cJSON *tree = cJSON_ParseWithLengthOpts(j->copy.at, j->copy.len, NULL, 0);
    if (!tree)
        BUG("cJSON refuses what the strict layer accepted, or is out of memory");
    int count = 0;
    number_items(tree, &count);
    if ((size_t)count != j->places.len)
        BUG("the tree and the list of places differ");
    if (!all_keys_differ(j, tree)) {
        cJSON_Delete(tree);
        return NULL;
    }
    return tree;
}

Span json_span(const Json *j, const cJSON *item) { return j->places.at[item->valueint].value; }

Span json_key_span(const Json *j, const cJSON *item) { return j->places.at[item->valueint].key; }

bool json_is_number(const cJSON *item)
{
    return cJSON_IsString(item) && item->valuestring[0] == NUMBER_MARK;
}

bool json_is_text(const cJSON *item)
{
    return cJSON_IsString(item) && item->valuestring[0] != NUMBER_MARK;
}

Str json_text(const cJSON *item) { return str_from(item->valuestring + json_is_number(item)); }

Str json_key(const cJSON *item) { return str_from(item->string); }

/* ---- cutting: strings and brackets only; what is inside is judged by the scan ---- */

static size_t after_space(Str t, size_t i)
{
    while (i < t.len && strchr(" \t\r\n", t.at[i]))
        i++;
    return i;
}

/* 0 when the string at i does not end on its line. */
static size_t after_string(Str t, size_t i)
{
    for (i++; i < t.len && t.at[i] != '\n'; i++) {
        if (t.at[i] == '"')
            return i + 1;
        if (t.at[i] == '\\' && i + 1 < t.len && t.at[i + 1] != '\n')
            i++;
    }
    return 0;
}

/* 0 when nothing stands at i or it does not end. */
static size_t after_value(Str t, size_t i)
{
    size_t depth = 0, start = i;
    while (i < t.len) {
        char c = t.at[i];
        if (c == '"') {
            i = after_string(t, i);
            if (i == 0 || depth == 0)
                return i;
            continue;
        }
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                break;
            if (--depth == 0)
                return i + 1;
        } else if (depth == 0 && strchr(", \t\r\n:", c)) {
            break;
        }
        i++;
    }
    return depth > 0 || i == start ? 0 : i;
}

bool json_extent(Str text, size_t from, Span *out)
{
    size_t start = after_space(text, from);
    size_t end = after_value(text, start);
    if (end == 0)
        return false;
    *out = span_of(start, end);
    return true;
}

/* The scan finds what is wrong with a structure that cutting could not follow. */
static bool broken(Json *j, const Source *source, Span extent, JsonBase base)
{
    if (scan(j, source, extent, base, false))
        BUG("the cut and the scan disagree");
    return false;
}

void json_gap(Json *j, const Source *source, Span gap)
{
    j->gap_source = source;
    j->gap = gap;
}

static bool member_extent(const Json *j, const Source *source, Str t, size_t from, Span *out)
{
    if (source != j->gap_source || after_space(t, from) != j->gap.start)
        return json_extent(t, from, out);
    *out = j->gap;
    return true;
}

static bool cut_members(Json *j, const Source *source, Span object, JsonMember **out, size_t *count)
{
    ARRAY(JsonMember) members = {0};
    Str t = str_cut(source->text, 0, object.end);
    size_t i = after_space(t, after_space(t, object.start) + 1);
    bool more = i < t.len && t.at[i] != '}';
    while (more) {
        if (i >= t.len || t.at[i] != '"')
            return false;
        JsonMember m = {.key_span.start = (uint32_t)i};
        i = after_string(t, i);
        if (i == 0)
            return false;
        m.key_span.end = (uint32_t)i;
        i = after_space(t, i);
        if (i >= t.len || t.at[i] != ':' || !member_extent(j, source, t, i + 1, &m.value))
            return false;
        i = after_space(t, m.value.end);
        if (i >= t.len || (t.at[i] != ',' && t.at[i] != '}'))
            return false;
        more = t.at[i] == ',';
        if (more)
            i = after_space(t, i + 1);
        *PUSH(j->arena, &members) = m;
    }
    if (i >= t.len || after_space(t, i + 1) != t.len)
        return false;
    *out = members.at;
    *count = members.len;
    return true;
}

bool json_members(Json *j, const Source *source, Span object, const JsonBase *report, JsonMember **out,
                  size_t *count)
{
    if (!cut_members(j, source, object, out, count))
        return report && broken(j, source, object, *report);
    bool ok = true;
    for (size_t i = 0; i < *count; i++) {
        JsonMember *m = &(*out)[i];
        m->key = str_cut(source->text, m->key_span.start + 1, m->key_span.end - 1);
        if (!m->key.len || !memchr(m->key.at, '\\', m->key.len)) {
            size_t k = 0;
            while (k < m->key.len && (unsigned char)m->key.at[k] >= 0x20)
                k++;
            if (k == m->key.len)
                continue;
        }
        cJSON *key = json_parse(j, source, m->key_span, (JsonBase){.depth = (report ? report->depth : 0) + 1});
        m->key = key ? arena_str(j->arena, json_text(key)) : S("");
        ok = ok && key;
        cJSON_Delete(key);
    }
    return ok;
}

JsonCut json_cut(const Source *source, Span array)
{
    Str t = str_cut(source->text, 0, array.end);
    return (JsonCut){.text = t, .at = after_space(t, array.start) + 1, .end = array.end};
}

JsonCut json_lines(const Source *source)
{
    return (JsonCut){.text = source->text, .end = source->text.len, .lines = true};
}

bool json_next(JsonCut *cut, Span *element)
{
    size_t i = after_space(cut->text, cut->at);
    if (i >= cut->end)
        return false;
    if (cut->lines) {
        const char *lf = memchr(cut->text.at + i, '\n', cut->end - i);
        cut->at = lf ? (size_t)(lf - cut->text.at) : cut->end;
        *element = span_of(i, cut->at);
        return true;
    }
    if (cut->text.at[i] == ',')
        i++;
    if (!json_extent(cut->text, i, element))
        return false;
    cut->at = element->end;
    return true;
}

bool json_count(Json *j, const Source *source, Span array, JsonBase base, size_t *count)
{
    Str t = str_cut(source->text, 0, array.end);
    size_t n = 0, i = after_space(t, after_space(t, array.start) + 1);
    bool more = i < t.len && t.at[i] != ']';
    while (more) {
        Span element;
        if (!json_extent(t, i, &element))
            return broken(j, source, array, base);
        n++;
        i = after_space(t, element.end);
        if (i >= t.len || (t.at[i] != ',' && t.at[i] != ']'))
            return broken(j, source, array, base);
        more = t.at[i] == ',';
        i += more;
    }
    if (i >= t.len || after_space(t, i + 1) != t.len)
        return broken(j, source, array, base);
    *count = n;
    return true;
}
