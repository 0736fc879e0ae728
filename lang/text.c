#include "lang/text.h"

Text text_new(Arena *a) { return (Text){.arena = a}; }

static void make_room(Text *t, size_t more)
{
    if (more <= t->cap - t->len)
        return;
    size_t cap = t->cap ? t->cap : 64;
    while (cap - t->len < more) {
        if (cap > SIZE_MAX / 4)
            BUG("text too long");
        cap *= 2;
    }
    char *at = arena_alloc(t->arena, cap);
    if (t->len)
        memcpy(at, t->at, t->len);
    t->at = at;
    t->cap = cap;
}

void text_reserve(Text *t, size_t more) { make_room(t, more); }

void text_add(Text *t, Str s)
{
    if (s.len == 0)
        return;
    make_room(t, s.len);
    memcpy(t->at + t->len, s.at, s.len);
    t->len += s.len;
}

void text_addz(Text *t, const char *nul_terminated) { text_add(t, str_from(nul_terminated)); }

void text_char(Text *t, char c)
{
    if (t->len == t->cap)
        make_room(t, 1);
    t->at[t->len++] = c;
}

void text_int(Text *t, long long n)
{
    char digits[24];
    size_t at = sizeof digits;
    /* Negated as unsigned, because -LLONG_MIN does not exist. */
    unsigned long long rest = n < 0 ? 0ULL - (unsigned long long)n : (unsigned long long)n;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (n < 0)
        digits[--at] = '-';
    text_add(t, (Str){digits + at, sizeof digits - at});
}

void text_spaces(Text *t, size_t n)
{
    make_room(t, n);
    if (n)
        memset(t->at + t->len, ' ', n);
    t->len += n;
}

void text_format(Text *t, Str format, const Str *args, size_t nargs)
{
    size_t plain = 0; /* start of the piece not yet copied */
    for (size_t i = 0; i + 2 < format.len;) {
        char digit = format.at[i + 1];
        bool hole = format.at[i] == '{' && digit >= '0' && digit <= '9' && format.at[i + 2] == '}';
        if (!hole || (size_t)(digit - '0') >= nargs) {
            i++;
            continue;
        }
        text_add(t, str_cut(format, plain, i));
        text_add(t, args[digit - '0']);
        i += 3;
        plain = i;
    }
    if (plain < format.len)
        text_add(t, str_cut(format, plain, format.len));
}

static void json_char(Text *t, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    switch (c) {
    case '"': text_addz(t, "\\\""); return;
    case '\\': text_addz(t, "\\\\"); return;
    case '\n': text_addz(t, "\\n"); return;
    case '\r': text_addz(t, "\\r"); return;
    case '\t': text_addz(t, "\\t"); return;
    default: break;
    }
    if (c < 0x20 || c == 0x7f) {
        text_addz(t, "\\u00");
        text_char(t, hex[c >> 4]);
        text_char(t, hex[c & 15]);
    } else {
        text_char(t, (char)c);
    }
}

void text_json(Text *t, Str s)
{
    text_char(t, '"');
    for (size_t i = 0; i < s.len; i++)
        json_char(t, (unsigned char)s.at[i]);
    text_char(t, '"');
}

/* Spreadsheets run a field that starts like this as a formula. */
static bool looks_like_formula(Str s) { return s.len && memchr("=+-@\t\r", s.at[0], 6); }

enum { CSV_PLAIN, CSV_QUOTES, CSV_DOUBLED };
static const unsigned char csv_kinds[256] = {[','] = CSV_QUOTES, ['\r'] = CSV_QUOTES, ['\n'] = CSV_QUOTES, ['\t'] = CSV_QUOTES, ['"'] = CSV_DOUBLED};

void text_csv(Text *t, Str s)
{
    bool quotes = s.len && (s.at[0] == ' ' || s.at[s.len - 1] == ' '); /* some readers drop outer spaces */
    for (size_t i = 0; !quotes && i < s.len; i++)
        quotes = csv_kinds[(unsigned char)s.at[i]] != CSV_PLAIN;
    if (quotes)
        text_char(t, '"');
    if (looks_like_formula(s))
        text_char(t, '\'');
    size_t plain = 0; /* start of the piece not yet copied */
    for (size_t i = 0; quotes && i < s.len; i++)
        if (csv_kinds[(unsigned char)s.at[i]] == CSV_DOUBLED) {
            text_add(t, str_cut(s, plain, i + 1));
            plain = i;
        }
    text_add(t, str_cut(s, plain, s.len));
    if (quotes)
        text_char(t, '"');
}

Str text_str(const Text *t) { return (Str){t->at, t->len}; }
