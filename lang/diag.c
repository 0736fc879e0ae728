#include "lang/diag.h"

enum { KEPT_MOST = 10000 }; /* of each level, so that warnings never push out an error */

typedef struct {
    Str name;
    Level level;
    Str format[LANGUAGE_COUNT];
} Message;

#define TEXT(literal) {literal, sizeof(literal) - 1}
static const Message messages[] = {
#define MESSAGE(code, level, zh, en) {TEXT(#code), LEVEL_##level, {TEXT(zh), TEXT(en)}},
#include "lang/messages.def"
};
#undef TEXT

enum { LEVEL_COUNT = 2 };

struct Diags {
    Arena *arena;
    ARRAY(Diag *) kept;
    size_t counts[LEVEL_COUNT];
    bool strict[MESSAGE_COUNT];
    Diag ignored; /* what diag_add returns when it only counted */
};

Str message_name(MessageCode code) { return messages[code].name; }

Level message_level(MessageCode code) { return messages[code].level; }

Str message_format(MessageCode code, Language language) { return messages[code].format[language]; }

Diags *diags_new(Arena *a)
{
    Diags *d = NEW(a, Diags);
    d->arena = a;
    return d;
}

static Level level_of(const Diags *d, MessageCode code)
{
    return d->strict[code] ? LEVEL_ERROR : message_level(code);
}

/* What a message quotes may be megabytes long; a line's worth is enough to know it again. */
static Str clipped(Arena *a, Str s)
{
    enum { MOST = 400 }; /* bytes */
    if (s.len <= MOST)
        return arena_str(a, s);
    size_t end = MOST;
    while (end > 0 && ((unsigned char)s.at[end] & 0xC0) == 0x80)
        end--;
    Text t = text_new(a);
    text_add(&t, str_cut(s, 0, end));
    text_addz(&t, "…");
    return arena_str(a, text_str(&t));
}

Diag *diag_add(Diags *d, MessageCode code, const Source *source, Span span, const Str *args,
               size_t nargs)
{
    Level level = level_of(d, code);
    if (d->counts[level]++ >= KEPT_MOST) {
        d->ignored = (Diag){.code = code, .level = level};
        return &d->ignored;
    }
    const Source *given = source;
    const SourceCell *cell = source ? source_cell(source, span.start) : NULL;
    if (cell && cell->source) {
        source = cell->source;
        span = cell->at;
    }
    Str *copies = NEW_ARRAY(d->arena, Str, nargs);
    for (size_t i = 0; i < nargs; i++)
        copies[i] = clipped(d->arena, args[i]);
    Diag *diag = NEW(d->arena, Diag);
    *diag = (Diag){.code = code,
                   .level = level,
                   .source = source,
                   .span = span,
                   .given = given,
                   .args = copies,
                   .arg_count = nargs,
                   .order = d->kept.len,
                   .arena = d->arena};
    *PUSH(d->arena, &d->kept) = diag;
    if (cell)
        diag_at_cell(diag, cell->sheet, cell->cell);
    return diag;
}

void diag_label(Diag *d, Span span, Str text)
{
    if (!d->arena || d->label_count == DIAG_LABELS)
        return;
    DiagLabel label = {.span = span, .text = arena_str(d->arena, text)};
    const SourceCell *cell = d->given ? source_cell(d->given, span.start) : NULL;
    if (cell) {
        label.span = cell->source ? cell->at : span;
        label.elsewhere = !cell->source || cell->source != d->source;
        label.sheet = arena_str(d->arena, cell->sheet);
        label.cell = arena_str(d->arena, cell->cell);
    }
    d->labels[d->label_count++] = label;
}

void diag_hint(Diag *d, Str zh, Str en)
{
    if (!d->arena)
        return;
    d->hint[LANG_ZH] = arena_str(d->arena, zh);
    d->hint[LANG_EN] = arena_str(d->arena, en);
}

void diag_at_json(Diag *d, Str json_path, Str who)
{
    if (!d->arena)
        return;
    d->json_path = clipped(d->arena, json_path);
    d->who = clipped(d->arena, who);
}

void diag_at_cell(Diag *d, Str sheet, Str cell)
{
    if (!d->arena)
        return;
    d->sheet = clipped(d->arena, sheet);
    d->cell = clipped(d->arena, cell);
}

Diag *diag_copy(Diags *d, const Diag *x)
{
    Diag *copy = diag_add(d, x->code, x->source, x->span, x->args, x->arg_count);
    if (copy->arena) {
        copy->given = x->given;
        memcpy(copy->labels, x->labels, sizeof copy->labels);
        copy->label_count = x->label_count;
        diag_at_cell(copy, x->sheet, x->cell);
    }
    diag_hint(copy, x->hint[LANG_ZH], x->hint[LANG_EN]);
    diag_at_json(copy, x->json_path, x->who);
    return copy;
}

void diags_append(Diags *d, const Diags *from, Str of)
{
    for (size_t i = 0; i < from->kept.len; i++) {
        Diag *copy = diag_copy(d, from->kept.at[i]);
        if (copy->arena)
            copy->of = clipped(d->arena, of);
    }
}

void diags_strict(Diags *d, MessageCode code) { d->strict[code] = true; }

bool diags_any_error(const Diags *d) { return d->counts[LEVEL_ERROR] > 0; }

size_t diags_count(const Diags *d, Level level) { return d->counts[level]; }

size_t diags_kept(const Diags *d) { return d->kept.len; }

const Diag *diags_at(const Diags *d, size_t i) { return d->kept.at[i]; }

Str diag_both(Arena *a, const char *const words[LANGUAGE_COUNT])
{
    Text t = text_new(a);
    text_format(&t, S(BOTH("{0}", "{1}")), ARGS(str_from(words[LANG_ZH]), str_from(words[LANG_EN])));
    return text_str(&t);
}

/* Of each BOTH in it the one language; a control character of the user's text is no BOTH and stays. */
static Str in_language(Arena *a, Str s, Language language)
{
    Text t = text_new(a);
    const char *zh, *en, *end;
    while (s.len && (zh = memchr(s.at, '\x01', s.len)) && (en = memchr(zh, '\x02', s.len - (size_t)(zh - s.at))) &&
           (end = memchr(en, '\x03', s.len - (size_t)(en - s.at)))) {
        text_add(&t, str_cut(s, 0, (size_t)(zh - s.at)));
        text_add(&t, language == LANG_ZH ? (Str){zh + 1, (size_t)(en - zh - 1)} : (Str){en + 1, (size_t)(end - en - 1)});
        s = str_cut(s, (size_t)(end - s.at) + 1, s.len);
    }
    text_add(&t, s);
    return text_str(&t);
}

void diag_message(const Diag *d, Language language, Text *out)
{
    if (d->of.len) {
        text_add(out, d->of);
        text_addz(out, language == LANG_ZH ? "：" : ": ");
    }
    Str *args = NEW_ARRAY(out->arena, Str, d->arg_count);
    for (size_t i = 0; i < d->arg_count; i++)
        args[i] = in_language(out->arena, d->args[i], language);
    text_format(out, message_format(d->code, language), args, d->arg_count);
}
