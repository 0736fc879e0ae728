/* read_shared.c - one document for several procedures: what another of them reads is passed over, without a
 * word; its own reading judges it. */
#include "runtime/reader.h"

/* ---- keys ---- */

static bool has_field(const Field *fields, size_t count, Str key)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(fields[i].key, key) || key_leads(fields[i].key, key))
            return true;
    return false;
}

static const Table *table_named(const Program *p, Str name)
{
    for (size_t i = 0; i < p->table_count; i++)
        if (str_eq(p->tables[i].name, name))
            return &p->tables[i];
    return NULL;
}

static bool reads_key(const Program *p, Str scope, Str key)
{
    Str tables = part_keys[PART_TABLES];
    bool entries = p->entry_field_count > 0;
    if (str_eq(scope, part_keys[PART_CANDIDATES]))
        return has_field(p->fields, p->field_count, key);
    if (str_eq(scope, part_keys[PART_POSTS]))
        return has_field(p->posts, p->post_field_count, key);
    if (str_eq(scope, part_keys[PART_ENTRIES]))
        return has_field(p->entries, p->entry_field_count, key);
    if (str_eq(scope, part_keys[PART_WITHDRAWN]))
        return entries && str_eq(key, S("post"));
    if (str_eq(scope, tables))
        return table_named(p, key) != NULL;
    if (scope.len > tables.len + 1 && str_eq(str_cut(scope, 0, tables.len), tables) && scope.at[tables.len] == '.') {
        const Table *table = table_named(p, str_cut(scope, tables.len + 1, scope.len));
        return table && has_field(table->columns, table->column_count, key);
    }
    return (entries && str_eq(key, part_keys[PART_ENTRIES])) || (p->table_count > 0 && str_eq(key, tables));
}

bool others_read_key(const Reader *r, Str scope, Str key)
{
    for (size_t i = 0; i < r->other_count; i++)
        if (reads_key(r->others[i], scope, key))
            return true;
    return false;
}

/* ---- "procedure" ---- */

typedef enum { NAMED_NONE, NAMED_OURS, NAMED_THEIRS, NAMED_WRONG } Assigned;

/* Of a procedure that is not run now: told once for each. */
static Assigned absent_procedure(Reader *r, const cJSON *item)
{
    Str name = json_text(item);
    for (size_t i = 0; i < r->absent.len; i++)
        if (str_eq(r->absent.at[i], name))
            return NAMED_THEIRS;
    *PUSH(r->scratch, &r->absent) = arena_str(r->scratch, name);
    Str *names = NEW_ARRAY(r->scratch, Str, r->other_count + 1);
    names[0] = r->program->name;
    for (size_t i = 0; i < r->other_count; i++)
        names[i + 1] = r->others[i]->name;
    Diag *d = fault(r, W0204, item, ARGS(name));
    suggest(r, d, name, names, r->other_count + 1);
    return NAMED_THEIRS;
}

static Assigned named_as(Reader *r, const cJSON *tree)
{
    const cJSON *item = NULL;
    for (const cJSON *m = tree->child; m; m = m->next) {
        if (!str_eq(json_key(m), S("procedure")))
            continue;
        if (item) {
            fault_key(r, E0208, m, ARGS(json_key(m)));
            return NAMED_WRONG;
        }
        item = m;
    }
    if (!item || cJSON_IsNull(item))
        return NAMED_NONE;
    if (!json_is_text(item)) {
        wrong_type(r, S("procedure"), S("\"…\""), item);
        return NAMED_WRONG;
    }
    if (str_eq(json_text(item), r->program->name))
        return NAMED_OURS;
    for (size_t i = 0; i < r->other_count; i++)
        if (str_eq(json_text(item), r->others[i]->name))
            return NAMED_THEIRS;
    return absent_procedure(r, item);
}

/* ---- records ---- */

static const Stage *stage_named(const Program *p, const cJSON *item)
{
    for (size_t i = 0; item && json_is_text(item) && i < p->stage_count; i++)
        if (str_eq(p->stages[i].name, json_text(item)))
            return &p->stages[i];
    return NULL;
}

static bool contest_fits(const Program *p, const Stage *s, const cJSON *item)
{
    size_t found = 0;
    if (!item || cJSON_IsNull(item))
        return s->by_count == 0;
    if (!cJSON_IsObject(item))
        return false;
    for (const cJSON *m = item->child; m; m = m->next) {
        size_t i = 0;
        while (i < s->by_count && !names_key(p, s->by[i], json_key(m)))
            i++;
        if (i == s->by_count)
            return false;
        found++;
    }
    return found == s->by_count;
}

static bool has_clause(const Program *p, const Stage *s, ClauseKind kind, Str name)
{
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *c = &p->clauses[i];
        if (c->kind == kind && (!name.len || str_eq(c->name, name) || str_eq(c->key, name)))
            return true;
    }
    return false;
}

static bool values_fit(const Program *p, const Stage *s, const cJSON *item)
{
    for (const cJSON *person = item->child; person; person = person->next)
        for (const cJSON *m = cJSON_IsObject(person) ? person->child : NULL; m; m = m->next)
            if (!has_clause(p, s, CLAUSE_DECISION, json_key(m)))
                return false;
    return true;
}

/* By its contest and its members; the values themselves are judged when it is read. */
static bool record_has_shape(const Program *p, const Stage *s, const cJSON *tree)
{
    if (!contest_fits(p, s, cJSON_GetObjectItemCaseSensitive(tree, "contest")))
        return false;
    for (const cJSON *m = tree->child; m; m = m->next) {
        Str key = json_key(m);
        bool vote = str_eq(key, S("votes")) || str_eq(key, S("papers")) || str_eq(key, S("选票"));
        if (cJSON_IsNull(m))
            continue;
        if ((vote && !has_clause(p, s, CLAUSE_VOTE, S(""))) ||
            (str_eq(key, S("chosen")) && !(s->advance && s->advance->picked)) ||
            (str_eq(key, S("values")) && !values_fit(p, s, m)))
            return false;
    }
    return true;
}

bool is_our_record(Reader *r, const cJSON *tree, bool *shared)
{
    Assigned named = named_as(r, tree);
    *shared = false;
    if (named != NAMED_NONE)
        return named == NAMED_OURS;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, "stage");
    const Stage *ours = stage_named(r->program, item);
    bool theirs = false, fits_theirs = false;
    for (size_t i = 0; i < r->other_count; i++) {
        const Stage *s = stage_named(r->others[i], item);
        theirs = theirs || s;
        fits_theirs = fits_theirs || (s && record_has_shape(r->others[i], s, tree));
    }
    if (!ours)
        return !theirs;
    *shared = fits_theirs && record_has_shape(r->program, ours, tree);
    return *shared || !fits_theirs;
}

bool is_our_withdrawal(Reader *r, const cJSON *tree)
{
    Assigned named = named_as(r, tree);
    if (named != NAMED_NONE)
        return named == NAMED_OURS;
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, "before");
    item = item ? item : cJSON_GetObjectItemCaseSensitive(tree, "after");
    bool theirs = false;
    for (size_t i = 0; i < r->other_count; i++)
        theirs = theirs || stage_named(r->others[i], item);
    return stage_named(r->program, item) || !theirs;
}

/* ---- ballots ---- */

typedef enum { SHAPE_ANY, SHAPE_NAMES, SHAPE_POSTS } Shape; /* names, or posts with names */

static Shape shape_of(const cJSON *papers)
{
    static const char *const sides[] = {"ayes", "赞成", "noes", "反对"};
    for (const cJSON *paper = cJSON_IsArray(papers) ? papers->child : NULL; paper; paper = paper->next)
        for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
            const cJSON *side = cJSON_GetObjectItemCaseSensitive(paper, sides[i]);
            if (side && !cJSON_IsNull(side))
                return cJSON_IsObject(side) ? SHAPE_POSTS : SHAPE_NAMES;
        }
    return SHAPE_ANY;
}

static bool has_ballot(const Field *fields, size_t count, Str word)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i].type.kind == TYPE_BALLOT && (str_eq(fields[i].name, word) || str_eq(fields[i].key, word)))
            return true;
    return false;
}

static bool counts_ballot(const Program *p, Str word, Shape shape)
{
    return (shape != SHAPE_POSTS && has_ballot(p->fields, p->field_count, word)) ||
           (shape != SHAPE_NAMES && has_ballot(p->entries, p->entry_field_count, word));
}

/* The first of two members, in either language. */
static const cJSON *member_of(const cJSON *tree, const char *english, const char *chinese)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, english);
    return item ? item : cJSON_GetObjectItemCaseSensitive(tree, chinese);
}

bool is_our_ballot(Reader *r, const cJSON *tree)
{
    Assigned named = named_as(r, tree);
    if (named != NAMED_NONE)
        return named == NAMED_OURS;
    const cJSON *item = member_of(tree, "field", "字段");
    if (!item || !json_is_text(item))
        return true;
    Shape shape = shape_of(member_of(tree, "papers", "选票"));
    bool theirs = false;
    for (size_t i = 0; i < r->other_count; i++)
        theirs = theirs || counts_ballot(r->others[i], json_text(item), shape);
    return !theirs || counts_ballot(r->program, json_text(item), shape);
}
