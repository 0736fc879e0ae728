#include "runtime/test_change.h"

#include "lang/limits.h"
#include "runtime/reader.h"

/* One change being made.  Messages of the JSON layer are dropped: the reader will say them. */
typedef struct {
    Arena *a, *scratch;
    const Program *program;
    const Source *rules;
    Changed *data, *posts;
    Diags *d;
    Json *json;
    const Change *change;
    Span around; /* the ballot, the survey, the list that the change is in; empty: it is a value by itself */
} Maker;

static Span whole_text(const Source *s)
{
    size_t start = 0;
    while (start < s->text.len && strchr(" \t\r\n", s->text.at[start]))
        start++;
    return (Span){(uint32_t)start, (uint32_t)s->text.len};
}

static bool members_of(Maker *m, const Source *s, JsonMember **members, size_t *count)
{
    Span span = whole_text(s);
    return span.start < s->text.len && s->text.at[span.start] == '{' && json_members(m->json, s, span, NULL, members, count);
}

static bool find_member(Maker *m, const Source *s, Str key, Span *out)
{
    JsonMember *members;
    size_t count;
    if (!s || !members_of(m, s, &members, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (str_eq(members[i].key, key)) {
            *out = members[i].value;
            return true;
        }
    return false;
}

/* The elements of a member of either text; candidates may be the lines of the data, posts the whole posts file. */
static bool find_elements(Maker *m, Str key, Changed **in, JsonCut *cut)
{
    Changed *both[] = {m->data, m->posts};
    Span span;
    for (int i = 0; i < 2; i++)
        if (find_member(m, both[i]->text, key, &span)) {
            *in = both[i];
            *cut = json_cut(both[i]->text, span);
            return both[i]->text->text.at[span.start] == '[';
        }
    if (str_eq(key, part_keys[PART_CANDIDATES])) {
        *in = m->data;
        *cut = json_lines(m->data->text);
        return true;
    }
    const Source *posts = m->posts->text;
    if (str_eq(key, part_keys[PART_POSTS]) && posts && whole_text(posts).start < posts->text.len &&
        posts->text.at[whole_text(posts).start] == '[') {
        *in = m->posts;
        *cut = json_cut(posts, whole_text(posts));
        return true;
    }
    return false;
}

/* ---- values ---- */

static bool same_name(Str key, Str wanted)
{
    if (str_eq(key, wanted))
        return true;
    int count = count_of_key(wanted);
    if (count >= 0)
        return count_of_key(key) == count;
    return str_eq(wanted, S("人数")) && str_eq(key, S("count"));
}

static const cJSON *member(const cJSON *object, Str name)
{
    const cJSON *m = object ? object->child : NULL;
    while (m && !(m->string && same_name(json_key(m), name)))
        m = m->next;
    return m;
}

/* Digits of numbers count as text: a contest's key may be written either way. */
static bool says(const cJSON *item, Str text) { return item && cJSON_IsString(item) && str_eq(json_text(item), text); }

/* The steps that have no place yet, around the value. */
static void wrap(const Step *steps, size_t count, Str json, Text *out)
{
    for (size_t i = 0; i < count; i++) {
        text_char(out, '{');
        text_json(out, steps[i].name);
        text_addz(out, ": ");
    }
    text_add(out, json);
    for (size_t i = 0; i < count; i++)
        text_char(out, '}');
}

/* Text that was made from tables: the cells of what is replaced are gone, and the value comes from its line of the rules. */
static void shift_cells(Maker *m, const Source *old, Source *changed, Span span, int64_t more, Span value)
{
    SourceCell *cells = NEW_ARRAY(m->a, SourceCell, old->cell_count + 1);
    SourceCell mine = {.span = value, .source = m->rules, .at = m->change->value_span,
                       .shown = str_cut(m->rules->text, m->change->value_span.start, m->change->value_span.end)};
    bool placed = false;
    for (size_t i = 0; i < old->cell_count; i++) {
        SourceCell c = old->cells[i];
        if (c.span.start >= span.start && c.span.end <= span.end && span.end > span.start)
            continue;
        c.span.start = c.span.start >= span.end ? (uint32_t)(c.span.start + more) : c.span.start;
        bool around = c.span.start >= m->around.start && c.span.end <= m->around.end && c.span.start <= span.start && c.span.end >= span.end;
        c.span.end = c.span.end >= span.end ? (uint32_t)(c.span.end + more) : c.span.end;
        if (around) { /* what is said of it is said of the change */
            c.source = mine.source;
            c.at = mine.at;
            c.sheet = c.cell = S("");
        }
        if (!placed && c.span.start > value.start) {
            cells[changed->cell_count++] = mine;
            placed = true;
        }
        cells[changed->cell_count++] = c;
    }
    if (!placed)
        cells[changed->cell_count++] = mine;
    changed->cells = cells;
}

/* Puts `text` in the place of `span`; the change's own value is text[from..to). */
static void splice(Maker *m, Changed *in, Span span, Str text, size_t from, size_t to)
{
    const Source *old = in->text;
    Text t = text_new(m->a);
    text_add(&t, str_cut(old->text, 0, span.start));
    text_add(&t, text);
    text_add(&t, str_cut(old->text, span.end, old->text.len));
    int64_t more = (int64_t)text.len - (int64_t)(span.end - span.start);
    for (size_t i = 0; i < in->edit_count; i++) {
        Span *e = &in->edits[i].span;
        e->start = e->start >= span.end ? (uint32_t)(e->start + more) : e->start;
        e->end = e->end >= span.end ? (uint32_t)(e->end + more) : e->end;
    }
    Source *changed = NULL;
    size_t bad_at;
    if (source_load(m->a, old->name, text_str(&t), LIMIT_DATA_BYTES, &changed, &bad_at) != LOAD_OK)
        BUG("a changed text cannot be loaded");
    Span value = {(uint32_t)(span.start + from), (uint32_t)(span.start + to)};
    if (old->cell_count)
        shift_cells(m, old, changed, span, more, value);
    in->text = changed;
    *(Edit *)arena_push(m->a, (void **)&in->edits, &in->edit_count, &in->edit_cap, sizeof(Edit)) =
        (Edit){value, m->change};
}

static void put(Maker *m, Changed *in, Span span, const Step *steps, size_t count)
{
    Text t = text_new(m->a);
    if (m->change->json.len)
        wrap(steps, count, m->change->json, &t);
    else
        text_addz(&t, "null");
    splice(m, in, span, text_str(&t), 0, t.len);
}

/* A member that is not there yet comes first in its object. */
static void insert(Maker *m, Changed *in, Span object, bool empty, const Step *steps, size_t count)
{
    if (!m->change->json.len)
        return;
    Text t = text_new(m->a);
    text_json(&t, steps[0].name);
    text_addz(&t, ": ");
    size_t from = t.len;
    wrap(steps + 1, count - 1, m->change->json, &t);
    size_t end = t.len;
    text_addz(&t, empty ? "" : ", ");
    Span at = {object.start + 1, object.start + 1};
    splice(m, in, at, text_str(&t), from, end);
}

static Str int_text(Maker *m, int64_t n)
{
    Text t = text_new(m->scratch);
    text_int(&t, n);
    return text_str(&t);
}

static bool no_item(Maker *m, Str name, const Step *step)
{
    diag_add(m->d, E0519, m->rules, step->span, ARGS(name, int_text(m, step->item)));
    return false;
}

/* Follows the steps from `item` on and puts the value there; false when reported. */
static bool set_value(Maker *m, Changed *in, const cJSON *item, const Step *steps, size_t count)
{
    Str name = steps[0].name;
    m->around = (Span){0, 0};
    for (size_t i = 0; i < count; i++) {
        const cJSON *next = NULL;
        if (steps[i].item) {
            if (cJSON_IsObject(item))
                item = member(item, S("各项")) ? member(item, S("各项")) : member(item, S("items"));
            next = item && cJSON_IsArray(item) ? item->child : NULL;
            for (int k = 1; next && k < steps[i].item; k++)
                next = next->next;
            if (!next)
                return no_item(m, name, &steps[i]);
        } else if (!cJSON_IsObject(item)) {
            put(m, in, json_span(m->json, item), steps + i, count - i);
            return true;
        } else {
            next = member(item, steps[i].name);
            next = next || !steps[i].also.len ? next : member(item, steps[i].also);
            if (!next) {
                insert(m, in, json_span(m->json, item), !item->child, steps + i, count - i);
                return true;
            }
        }
        item = next;
        if (i == (m->change->kind == CHANGE_VOTES ? 1u : 0u) && i + 1 < count)
            m->around = json_span(m->json, item);
    }
    put(m, in, json_span(m->json, item), NULL, 0);
    return true;
}

/* ---- elements ---- */

static bool not_there(Maker *m, const char *zh, Str id)
{
    diag_add(m->d, E0517, m->rules, m->change->span, ARGS(str_from(zh), id));
    return false;
}

static bool is_wanted(const Maker *m, const cJSON *tree)
{
    const Change *c = m->change;
    const Program *p = m->program;
    if (c->kind != CHANGE_ENTRY)
        return says(member(tree, S("id")), c->id);
    return says(member(tree, S("candidate")), c->id) && says(member(tree, p->entries[p->entry_post].key), c->post);
}

static bool change_element(Maker *m, PartKind part)
{
    static const char *const whose[] = {[PART_POSTS] = "职位", [PART_CANDIDATES] = "人选", [PART_ENTRIES] = "参选"};
    Changed *in;
    JsonCut cut;
    Span span;
    JsonBase base = {.member = part_keys[part], .depth = 1};
    bool read = find_elements(m, part_keys[part], &in, &cut), whole = true;
    while (read && json_next(&cut, &span)) {
        cJSON *tree = json_parse(m->json, in->text, span, base);
        bool found = tree && is_wanted(m, tree);
        bool good = !found || set_value(m, in, tree, m->change->path, m->change->path_count);
        whole = whole && tree;
        cJSON_Delete(tree);
        if (found)
            return good;
    }
    return !whole || not_there(m, whose[part], m->change->id); /* the reader tells what is wrong with the others */
}

/* ---- records ---- */

static bool has_contest(const Maker *m, const cJSON *tree)
{
    const cJSON *contest = member(tree, S("contest"));
    const Stage *stage = &m->program->stages[m->change->stage];
    for (size_t i = 0; i < m->change->contest_count; i++) {
        const Match *match = &m->change->contest[i];
        const cJSON *at = contest ? contest->child : NULL;
        for (; at; at = at->next) {
            size_t k = 0;
            while (k < stage->by_count && !(names_key(m->program, stage->by[k], json_key(at)) && names_key(m->program, stage->by[k], match->name)))
                k++;
            if (k < stage->by_count && says(at, match->text))
                break;
        }
        if (!at)
            return false;
    }
    return true;
}

static bool speaks_of(const cJSON *tree, Str id)
{
    static const char *const keyed[] = {"votes", "values", "reasons"};
    for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++)
        if (member(member(tree, str_from(keyed[i])), id))
            return true;
    const cJSON *chosen = member(tree, S("chosen"));
    for (const cJSON *e = chosen ? chosen->child : NULL; e; e = e->next)
        if (says(e, id))
            return true;
    return false;
}

static bool change_record_at(Maker *m, Changed *in, Span span)
{
    static const char *const members[] = {[CHANGE_VOTES] = "votes", [CHANGE_VALUES] = "values", [CHANGE_REASONS] = "reasons"};
    const Change *c = m->change;
    Step steps[3] = {0};
    size_t count = 0;
    if (c->kind != CHANGE_RECORD) {
        steps[count++] = (Step){.name = str_from(members[c->kind])};
        steps[count++] = (Step){.name = c->id};
    }
    if (c->kind != CHANGE_REASONS && c->path_count)
        steps[count++] = c->path[0];
    cJSON *tree = json_parse(m->json, in->text, span, (JsonBase){.member = part_keys[PART_RECORDS], .depth = 1});
    bool good = set_value(m, in, tree, steps, count);
    cJSON_Delete(tree);
    return good;
}

/* Of the stage's records the one that speaks of him, or the only one. */
static bool change_record(Maker *m)
{
    const Change *c = m->change;
    Str stage = m->program->stages[c->stage].name;
    Changed *in;
    JsonCut cut;
    Span span, any = {0}, his = {0};
    int64_t anys = 0, hises = 0;
    bool read = find_elements(m, part_keys[PART_RECORDS], &in, &cut), whole = true;
    while (read && json_next(&cut, &span)) {
        cJSON *tree = json_parse(m->json, in->text, span, (JsonBase){.member = part_keys[PART_RECORDS], .depth = 1});
        if (tree && says(member(tree, S("stage")), stage) && has_contest(m, tree)) {
            any = span;
            anys++;
            if (c->id.len && speaks_of(tree, c->id)) {
                his = span;
                hises++;
            }
        }
        whole = whole && tree;
        cJSON_Delete(tree);
    }
    if (!whole)
        return true;
    if (hises == 1)
        return change_record_at(m, in, his);
    if (anys == 1)
        return change_record_at(m, in, any);
    if (!anys)
        return not_there(m, "记录", stage);
    diag_add(m->d, E0518, m->rules, c->span, ARGS(stage, int_text(m, hises ? hises : anys)));
    return false;
}

/* ---- the whole ---- */

static bool change_top(Maker *m)
{
    Changed *both[] = {m->data, m->posts};
    Span span;
    for (int i = 0; i < 2; i++)
        if (find_member(m, both[i]->text, m->change->path[0].name, &span)) {
            put(m, both[i], span, NULL, 0);
            return true;
        }
    for (int i = 0; i < 2; i++) {
        JsonMember *members;
        size_t count;
        if (both[i]->text && members_of(m, both[i]->text, &members, &count) && (i == 1 || !m->posts->text)) {
            insert(m, both[i], whole_text(both[i]->text), count == 0, m->change->path, 1);
            return true;
        }
    }
    return not_there(m, "文件", m->change->path[0].name);
}

/* One more element of `withdrawn`, which may not be there. */
static bool change_gone(Maker *m)
{
    Str key = part_keys[PART_WITHDRAWN];
    Changed *in;
    JsonCut cut;
    Step *step = NEW(m->a, Step);
    Change made = *m->change, *kept = NEW(m->a, Change);
    if (find_elements(m, key, &in, &cut)) {
        Span first;
        bool empty = !json_next(&(JsonCut){cut.text, cut.at, cut.end, cut.lines}, &first);
        Text t = text_new(m->a);
        text_add(&t, made.json);
        size_t end = t.len;
        text_addz(&t, empty ? "" : ", ");
        splice(m, in, (Span){(uint32_t)cut.at, (uint32_t)cut.at}, text_str(&t), 0, end);
        return true;
    }
    Text t = text_new(m->a);
    text_char(&t, '[');
    text_add(&t, made.json);
    text_char(&t, ']');
    *kept = made;
    kept->json = text_str(&t);
    *step = (Step){.name = key};
    kept->path = step;
    kept->path_count = 1;
    m->change = kept;
    return change_top(m);
}

static bool make_change(Maker *m)
{
    switch (m->change->kind) {
    case CHANGE_PERSON: return change_element(m, PART_CANDIDATES);
    case CHANGE_ENTRY: return change_element(m, PART_ENTRIES);
    case CHANGE_POST: return change_element(m, PART_POSTS);
    case CHANGE_RECORD:
    case CHANGE_VOTES:
    case CHANGE_VALUES:
    case CHANGE_REASONS: return change_record(m);
    case CHANGE_GONE: return change_gone(m);
    case CHANGE_DATE:
    case CHANGE_SEED: return change_top(m);
    }
    BUG("kind of change");
}

/* Whether the text can be taken apart at all. */
static bool is_readable(Maker *m, const Source *s)
{
    JsonMember *members;
    size_t count;
    if (!s || members_of(m, s, &members, &count))
        return true;
    Span first, second, whole = whole_text(s);
    JsonCut cut = json_lines(s);
    if (whole.start < s->text.len && s->text.at[whole.start] == '[')
        return json_count(m->json, s, whole, (JsonBase){0}, &count);
    return json_next(&cut, &first) && (!json_next(&cut, &second) || s->text.at[second.start] == '{') && json_extent(s->text, 0, &first);
}

bool change_data(Arena *a, const Program *program, const Test *test, Changed *data, Changed *posts, Diags *d)
{
    Arena *scratch = arena_new();
    Maker m = {.a = a, .scratch = scratch, .program = program, .rules = program->source, .data = data, .posts = posts, .d = d,
               .json = json_new(scratch, diags_new(scratch))};
    bool good = true, readable = is_readable(&m, data->text) && is_readable(&m, posts->text);
    for (size_t i = 0; readable && i < test->change_count; i++) {
        m.change = &test->changes[i];
        m.around = (Span){0, 0};
        good &= make_change(&m);
    }
    arena_free(scratch);
    return good;
}

const Change *change_at(const Changed *c, const Source *source, Span span)
{
    const Change *found = NULL;
    for (size_t i = 0; source && source == c->text && i < c->edit_count; i++) {
        Span e = c->edits[i].span;
        if ((span.start >= e.start && span.end <= e.end) || (span.start <= e.start && span.end >= e.end))
            found = c->edits[i].from;
    }
    return found;
}
