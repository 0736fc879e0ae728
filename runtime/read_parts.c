#include "runtime/reader.h"

JsonBase part_base(const Part *part, size_t index)
{
    if (part->lines)
        return (JsonBase){.depth = 0};
    return (JsonBase){.member = part->name, .indexed = true, .index = index, .depth = part->depth + 1};
}

static Str shown_value(const Part *part)
{
    Str text = str_cut(part->source->text, part->value.start, part->value.end);
    if (text.at[0] == '{')
        return S("{…}");
    return text.len > 40 ? S("…") : text;
}

void count_part(Reader *r, Part *part)
{
    if (!part->source)
        return;
    if (part->lines) {
        Span line;
        for (JsonCut cut = json_lines(part->source); json_next(&cut, &line);)
            part->count++;
        return;
    }
    if (part->source->text.at[part->value.start] != '[') {
        Diag *d = diag_add(r->diags, E0220, part->source, part->value, ARGS(part->name, S("[…]"), shown_value(part)));
        diag_at_json(d, part->name, S(""));
        part->source = NULL;
        return;
    }
    JsonBase base = {.member = part->whole ? S("") : part->name, .depth = part->depth};
    if (!json_count(r->json, part->source, part->value, base, &part->count))
        part->source = NULL;
}

JsonCut part_cut(const Part *part)
{
    return part->lines ? json_lines(part->source) : json_cut(part->source, part->value);
}

bool next_element(Reader *r, const Part *part, JsonCut *cut, size_t index, Span *span, cJSON **tree)
{
    if (!json_next(cut, span))
        return false;
    r->source = part->source;
    r->who = S("");
    *tree = json_parse(r->json, part->source, *span, part_base(part, index));
    if (*tree && !cJSON_IsObject(*tree)) {
        wrong_type(r, part->lines ? part->source->name : part->name, S("{…}"), *tree);
        cJSON_Delete(*tree);
        *tree = NULL;
    }
    return true;
}

cJSON *part_value(Reader *r, const Part *part)
{
    if (!part->source)
        return NULL;
    r->source = part->source;
    r->who = S("");
    return json_parse(r->json, part->source, part->value, (JsonBase){.member = part->name, .depth = part->depth});
}

/* ---- members of an object that is not parsed as a whole ---- */

static Str member_path(Reader *r, const Part *around, Str key)
{
    Text t = text_new(r->scratch);
    if (around) {
        text_add(&t, around->name);
        text_char(&t, '.');
    }
    text_add(&t, key);
    return text_str(&t);
}

bool same_member_twice(Reader *r, const JsonMember *members, size_t i, const Part *around)
{
    for (size_t k = 0; k < i; k++)
        if (str_eq(members[k].key, members[i].key)) {
            Diag *d = diag_add(r->diags, E0208, r->source, members[i].key_span, ARGS(members[i].key));
            diag_label(d, members[k].key_span, S(""));
            diag_at_json(d, member_path(r, around, members[i].key), S(""));
            return true;
        }
    return false;
}

/* A member nobody reads is still JSON, and is warned about. */
void unknown_member(Reader *r, Str scope, const JsonMember *m, int depth)
{
    cJSON *tree = json_parse(r->json, r->source, m->value, (JsonBase){.member = m->key, .depth = depth});
    if (!tree)
        return;
    cJSON_Delete(tree);
    if (others_read_key(r, scope, m->key))
        return;
    if (r->unknown_count < UNKNOWN_KEYS)
        r->unknown[r->unknown_count++] =
            (UnknownKey){.scope = scope, .key = m->key, .source = r->source, .first = m->key_span, .count = 1};
    else
        r->unknown_more++;
}
