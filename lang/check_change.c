/* check_change.c - 改: where the value stands that a test changes, and the value as JSON.
 * It is checked as far as the rules say what there is; whether the value fits is left to the reader of data. */
#include "lang/check_tests.h"

/* ---- values as JSON ---- */

static void add_json(Checker *c, const Node *n, Text *out)
{
    switch ((int)n->kind) {
    case NODE_NUMBER: text_add(out, n->text); break;
    case NODE_YES: text_addz(out, "true"); break;
    case NODE_NO: text_addz(out, "false"); break;
    case NODE_NAME: case NODE_TEXT: case NODE_DATE: text_json(out, n->text); break;
    case NODE_LIST:
        text_char(out, '[');
        for (size_t i = 0; i < n->kid_count; i++) {
            text_addz(out, i ? ", " : "");
            add_json(c, kid(n, i), out);
        }
        text_char(out, ']');
        break;
    case NODE_TAKEN: break;
    default: diag_add(c->d, E0513, c->source, n->span, ARGS(str_cut(c->source->text, n->span.start, n->span.end))); break;
    }
}

static Str json_of(Checker *c, const Node *n)
{
    Text t = text_new(c->a);
    add_json(c, n, &t);
    return text_str(&t);
}

static bool match_value(const Node *n, Str *out)
{
    *out = n->text;
    return n->kind == NODE_NAME || n->kind == NODE_TEXT || n->kind == NODE_DATE || n->kind == NODE_NUMBER;
}

/* ---- contests ---- */

static Str key_name(const Program *p, const Expr *e)
{
    switch ((int)e->op) {
    case OP_FIELD: return e->index == p->applied ? S("职位") : p->fields[e->index].name;
    case OP_ENTRY_FIELD: return e->index == p->entry_post ? S("职位") : p->entries[e->index].name;
    case OP_POST_FIELD: return p->posts[e->index].name;
    case OP_DECISION: return p->clauses[e->index].name;
    default: return S("");
    }
}

bool read_match(Checker *c, const Node *n, const Stage *stage, Match *out)
{
    Str *names = NEW_ARRAY(c->a, Str, stage->by_count);
    for (size_t i = 0; i < stage->by_count; i++) {
        const Expr *e = stage->by[i];
        names[i] = key_name(c->program, e);
        bool field = e->op == OP_FIELD && str_eq(n->text, c->program->fields[e->index].name);
        if (!str_eq(n->text, names[i]) && !field)
            continue;
        *out = (Match){.name = names[i], .span = n->span};
        if (match_value(kid(n, 0), &out->text))
            return true;
        diag_add(c->d, E0513, c->source, kid(n, 0)->span, ARGS(str_cut(c->source->text, kid(n, 0)->span.start, kid(n, 0)->span.end)));
        return false;
    }
    unknown_part(c, n->span, quoted_name(c, stage->name), n->text, names, stage->by_count);
    return false;
}

static void read_matches(Checker *c, const Node *list, Change *out)
{
    Match *contest = NEW_ARRAY(c->a, Match, list->kid_count);
    for (size_t i = 0; i < list->kid_count; i++)
        if (read_match(c, kid(list, i), &c->stages.at[out->stage], &contest[out->contest_count]))
            out->contest_count++;
    out->contest = contest;
}

/* ---- where a value stands ---- */

static const Field *find_field(Checker *c, const Node *n, Str whole, const Field *fields, size_t count)
{
    Str *names = NEW_ARRAY(c->a, Str, count);
    for (size_t i = 0; i < count; i++) {
        names[i] = fields[i].name;
        if (str_eq(n->text, fields[i].name) || str_eq(n->text, fields[i].key))
            return &fields[i];
    }
    unknown_part(c, n->span, whole, n->text, names, count);
    return NULL;
}

static size_t part_names(Checker *c, const Type *type, Str *out)
{
    size_t n = 0;
    if (type->kind == TYPE_BALLOT)
        for (; n < COUNTS_STORED; n++)
            out[n] = str_from(count_words[n][LANG_ZH]);
    if (type->kind == TYPE_SURVEY) {
        const Scale *scale = &c->scales.at[type->scale];
        for (; n < scale->value_count; n++)
            out[n] = scale->values[n];
        out[n++] = S("人数");
    }
    return n;
}

static Str *room_for_parts(Checker *c, const Type *type)
{
    return NEW_ARRAY(c->a, Str, COUNTS + (type->kind == TYPE_SURVEY ? c->scales.at[type->scale].value_count : 0));
}

/* A part by its name: a count in either language, a grade, 人数.  Empty: reported. */
static Str named_part(Checker *c, Span at, Str name, Str whole, const Type *type)
{
    Str *names = room_for_parts(c, type);
    size_t count = part_names(c, type, names);
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, names[i]) || (type->kind == TYPE_BALLOT && str_eq(name, str_from(count_words[i][LANG_EN]))))
            return names[i];
    unknown_part(c, at, quoted_name(c, whole), name, names, count);
    return S("");
}

static bool has_items(const Type *t)
{
    return t->kind == TYPE_LIST || t->kind == TYPE_PANEL || (t->kind == TYPE_SURVEY && t->items > 0);
}

static bool has_parts(const Type *t) { return t->kind == TYPE_BALLOT || t->kind == TYPE_SURVEY; }

/* The steps from a field's value on, and the type of what they lead to. */
static bool read_parts(Checker *c, const Node *path, Str whole, Type *type, Step *steps, size_t *count)
{
    for (size_t i = 1; i < path->kid_count; i++) {
        const Node *n = kid(path, i);
        if (n->kind == NODE_NUMBER && has_items(type)) {
            steps[(*count)++] = (Step){.item = small_number(c, n), .span = n->span};
            if (type->kind == TYPE_SURVEY)
                type->items = 0;
            else
                *type = *type->element;
        } else if (n->kind == NODE_NAME && has_parts(type) && !has_items(type)) {
            Str part = named_part(c, n->span, n->text, whole, type);
            if (!part.len)
                return false;
            steps[(*count)++] = (Step){.name = part, .span = n->span};
            *type = number_type(DIM_COUNT, S("人"));
        } else {
            diag_add(c->d, E0508, c->source, n->span, ARGS(whole, type_words(c, type), n->text));
            return false;
        }
    }
    return true;
}

static void wrong_value(Checker *c, const Node *value, Str whole, const Type *type)
{
    diag_add(c->d, E0511, c->source, value->span, ARGS(whole, type_words(c, type), str_cut(c->source->text, value->span.start, value->span.end)));
}

/* 29/100: so many ayes of so many of the declared base. */
static Str ballot_json(Checker *c, const Node *value, const Type *type)
{
    size_t slash = 0;
    while (slash < value->text.len && value->text.at[slash] != '/')
        slash++;
    bool formal = type->base == COUNT_FORMAL;
    Text t = text_new(c->a);
    text_format(&t, S("{\"赞成\": {0}, \"{1}\": {2}{3}}"),
                ARGS(str_cut(value->text, 0, slash), str_from(count_words[formal ? COUNT_RETURNED : type->base][LANG_ZH]),
                     str_cut(value->text, slash + 1, value->text.len), formal ? S(", \"无效票\": 0") : S("")));
    return text_str(&t);
}

static bool names_part(const Node *value, Str part)
{
    for (size_t i = 0; i < value->kid_count; i++)
        if (str_eq(kid(value, i)->text, part))
            return true;
    return false;
}

/* Grades that are not named were given by nobody. */
static Str parts_json(Checker *c, const Node *value, Str whole, const Type *type)
{
    Text t = text_new(c->a);
    for (size_t i = 0; i < value->kid_count; i++) {
        const Node *m = kid(value, i);
        Str part = named_part(c, m->span, m->text, whole, type);
        text_addz(&t, i ? ", " : "{");
        text_json(&t, part);
        text_addz(&t, ": ");
        add_json(c, kid(m, 0), &t);
    }
    for (int i = 0; type->kind == TYPE_SURVEY && i < (int)c->scales.at[type->scale].value_count; i++) {
        Str grade = c->scales.at[type->scale].values[i];
        if (names_part(value, grade))
            continue;
        text_addz(&t, ", ");
        text_json(&t, grade);
        text_addz(&t, ": 0");
    }
    text_char(&t, '}');
    return text_str(&t);
}

/* Whether the words of the value are of the field's kind; what they say is left to the reader. */
static Str value_json(Checker *c, const Node *value, Str whole, const Type *type, const Node *path)
{
    if (value->kind == NODE_TAKEN)
        return S("");
    if (has_parts(type) && !has_items(type)) {
        if (value->kind == NODE_FRACTION && type->kind == TYPE_BALLOT && !kid(value, 0))
            return ballot_json(c, value, type);
        if (value->kind == NODE_PARTS)
            return parts_json(c, value, whole, type);
        Str *names = room_for_parts(c, type);
        diag_add(c->d, E0507, c->source, path->span, ARGS(whole, choices_text(c, names, part_names(c, type, names))));
        return S("");
    }
    const Node *unit = value->kind == NODE_NUMBER ? kid(value, 0) : NULL;
    bool other_unit = unit && (type->kind != TYPE_NUMBER || (type->dim != DIM_PURE && type->dim != unit_dimension(unit->text)));
    if (value->kind != NODE_PARTS && !other_unit)
        return json_of(c, value);
    wrong_value(c, value, whole, type);
    return S("null");
}

static bool field_path(Checker *c, const Node *path, const Field *field, const Node *value, Change *out)
{
    Step *steps = NEW_ARRAY(c->a, Step, path->kid_count + 1);
    Type type = field->type;
    steps[out->path_count++] = (Step){.name = field->key, .span = kid(path, 0)->span};
    out->path = steps;
    if (!read_parts(c, path, field->name, &type, steps, &out->path_count))
        return false;
    out->json = value_json(c, value, field->name, &type, path);
    return true;
}

static const Clause *stage_clause(Checker *c, int stage, ClauseKind kind)
{
    const Stage *s = &c->stages.at[stage];
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (c->clauses.at[i].kind == kind)
            return &c->clauses.at[i];
    return NULL;
}

static bool one_step(Checker *c, Change *out, const Node *n, Str name, Str also, const Node *value)
{
    out->json = json_of(c, value);
    Step *step = NEW(c->a, Step);
    *step = (Step){.name = name, .also = also, .span = n->span};
    out->path = step;
    out->path_count = 1;
    return true;
}

/* What a record says of one candidate: his votes, a decision, a reason. */
static bool person_in_record(Checker *c, const Node *path, const Node *value, Change *out)
{
    const Node *n = kid(path, 0);
    const Stage *s = &c->stages.at[out->stage];
    ARRAY(Str) known = {0};
    if (stage_clause(c, out->stage, CLAUSE_VOTE))
        for (int i = 0; i < COUNTS_STORED; i++) {
            *PUSH(c->a, &known) = str_from(count_words[i][LANG_ZH]);
            if (str_eq(n->text, str_from(count_words[i][LANG_ZH])) || str_eq(n->text, str_from(count_words[i][LANG_EN]))) {
                out->kind = CHANGE_VOTES;
                return one_step(c, out, n, str_from(count_words[i][LANG_ZH]), S(""), value);
            }
        }
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *clause = &c->clauses.at[i];
        if (clause->kind == CLAUSE_DECISION) {
            *PUSH(c->a, &known) = clause->name;
            if (str_eq(n->text, clause->name) || str_eq(n->text, clause->key)) {
                out->kind = CHANGE_VALUES;
                return one_step(c, out, n, clause->key, clause->name, value);
            }
        } else if (clause->kind == CLAUSE_EXPLAIN) {
            *PUSH(c->a, &known) = S("须说明");
            if (str_eq(n->text, S("须说明")) || str_eq(n->text, S("explain"))) {
                out->kind = CHANGE_REASONS;
                return one_step(c, out, n, S(""), S(""), value);
            }
        }
    }
    unknown_part(c, n->span, quoted_name(c, s->name), n->text, known.at, known.len);
    return false;
}

/* The record's own: the list of a body, counts of the whole vote, the meeting. */
static bool record_itself(Checker *c, const Node *path, const Node *value, Change *out)
{
    static const struct { BallotCount count; const char *key; } own[] = {
        {COUNT_ENTITLED, "entitled"}, {COUNT_PRESENT, "present"}, {COUNT_ISSUED, "issued"},
        {COUNT_RETURNED, "returned"}, {COUNT_SPOILT, "invalid"}};
    const Node *n = kid(path, 0);
    const Stage *s = &c->stages.at[out->stage];
    ARRAY(Str) known = {0};
    if (s->advance && s->advance->picked) {
        *PUSH(c->a, &known) = S("入围");
        if (str_eq(n->text, S("入围")) || str_eq(n->text, S("advance")))
            return one_step(c, out, n, S("chosen"), S(""), value);
    }
    for (size_t i = 0; stage_clause(c, out->stage, CLAUSE_VOTE) && i < sizeof own / sizeof *own; i++) {
        *PUSH(c->a, &known) = str_from(count_words[own[i].count][LANG_ZH]);
        if (str_eq(n->text, str_from(count_words[own[i].count][LANG_ZH])) || str_eq(n->text, str_from(count_words[own[i].count][LANG_EN])))
            return one_step(c, out, n, str_from(own[i].key), S(""), value);
    }
    *PUSH(c->a, &known) = S("会议");
    if (str_eq(n->text, S("会议")))
        return one_step(c, out, n, S("meeting"), S(""), value);
    unknown_part(c, n->span, quoted_name(c, s->name), n->text, known.at, known.len);
    return false;
}

/* His whole vote. */
static bool whole_vote(Checker *c, const Node *path, const Node *value, Change *out)
{
    const Clause *vote = stage_clause(c, out->stage, CLAUSE_VOTE);
    if (!vote) {
        diag_add(c->d, E0351, c->source, value->span, ARGS(str_cut(c->source->text, value->span.start, value->span.end)));
        return false;
    }
    out->kind = CHANGE_VOTES;
    out->json = value_json(c, value, vote->name, &vote->type, path);
    return true;
}

static bool stage_path(Checker *c, const Node *path, const Node *value, Change *out)
{
    if (!path->kid_count)
        return whole_vote(c, path, value, out);
    const Node *second = kid(path, 1);
    if (second) {
        diag_add(c->d, E0508, c->source, second->span, ARGS(kid(path, 0)->text, S("一个值"), second->text));
        return false;
    }
    return out->id.len ? person_in_record(c, path, value, out) : record_itself(c, path, value, out);
}

/* ---- 改 ---- */

static bool change_path(Checker *c, const Node *path, const Node *value, Change *out)
{
    const Program *p = c->program;
    const Field *field = NULL;
    switch (out->kind) {
    case CHANGE_PERSON: field = find_field(c, kid(path, 0), p->person_noun, p->fields, p->field_count); break;
    case CHANGE_ENTRY: field = find_field(c, kid(path, 0), S("参选"), p->entries, p->entry_field_count); break;
    case CHANGE_POST: field = find_field(c, kid(path, 0), p->post_noun, p->posts, p->post_field_count); break;
    case CHANGE_RECORD: return stage_path(c, path, value, out);
    case CHANGE_DATE: return one_step(c, out, path, S("date"), S(""), value);
    case CHANGE_SEED: return one_step(c, out, path, S("seed"), S(""), value);
    case CHANGE_VOTES: case CHANGE_VALUES: case CHANGE_REASONS: case CHANGE_GONE: break;
    }
    return field && field_path(c, path, field, value, out);
}

bool names_entry(Checker *c, const Node *field)
{
    if (c->program->entry_post < 0) {
        diag_add(c->d, E0521, c->source, field->span, ARGS(field->text));
        return false;
    }
    Str known[] = {c->program->entries[c->program->entry_post].name, S("职位")};
    if (str_eq(field->text, known[0]) || str_eq(field->text, known[1]))
        return true;
    unknown_part(c, field->span, S("参选"), field->text, known, 2);
    return false;
}

/* Whose value: false when reported. */
static bool change_of(Checker *c, const Node *n, Change *out)
{
    *out = (Change){.id = n->text, .stage = -1};
    switch ((int)n->kind) {
    case NODE_OF_PERSON:
        out->kind = CHANGE_PERSON;
        if (kid(n, 0)) {
            if (!names_entry(c, kid(n, 0)))
                return false;
            out->kind = CHANGE_ENTRY;
            out->post = kid(n, 1)->text;
        }
        return true;
    case NODE_OF_POST: out->kind = CHANGE_POST; return true;
    case NODE_OF_STAGE:
        out->kind = CHANGE_RECORD;
        out->id = kid(n, 1) ? kid(n, 1)->text : S("");
        out->stage = find_stage(c, n, n->text);
        if (out->stage >= 0)
            read_matches(c, kid(n, 0), out);
        return out->stage >= 0;
    default:
        out->kind = str_eq(n->text, S("date")) ? CHANGE_DATE : CHANGE_SEED;
        out->id = S("");
        return true;
    }
}

void check_change(Checker *c, const Node *n, Found *found)
{
    Change of;
    if (!change_of(c, kid(n, 0), &of))
        return;
    for (size_t i = 0; i < kid(n, 1)->kid_count; i++) {
        const Node *set = kid(kid(n, 1), i), *value = kid(set, 1);
        Change one = of;
        one.span = set->span;
        one.value_span = value->span;
        if (change_path(c, kid(set, 0), value, &one))
            *PUSH(c->a, &found->changes) = one;
    }
}

void check_gone(Checker *c, const Node *n, Found *found)
{
    Change one;
    if (!change_of(c, kid(n, 0), &one))
        return;
    one.kind = CHANGE_GONE;
    one.span = one.value_span = n->span;
    one.stage = find_stage(c, kid(n, 1), kid(n, 1)->text);
    if (one.stage < 0)
        return;
    Text t = text_new(c->a);
    text_addz(&t, "{\"candidate\": ");
    text_json(&t, one.id);
    if (one.post.len) {
        text_addz(&t, ", \"post\": ");
        text_json(&t, one.post);
    }
    text_addz(&t, ", \"before\": ");
    text_json(&t, c->stages.at[one.stage].name);
    text_char(&t, '}');
    one.json = text_str(&t);
    *PUSH(c->a, &found->changes) = one;
}
