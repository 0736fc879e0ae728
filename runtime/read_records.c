#include <stdlib.h>

#include "runtime/reader.h"

/* ---- names ---- */

static Str decision_names(Reader *r, const Stage *stage)
{
    Str *names = NEW_ARRAY(r->scratch, Str, stage->count);
    size_t n = 0;
    for (size_t i = stage->first; i < stage->first + stage->count; i++)
        if (r->program->clauses[i].kind == CLAUSE_DECISION)
            names[n++] = r->program->clauses[i].name;
    return choices(r, names, n);
}

static const Clause *find_clause(const Reader *r, const Stage *stage, ClauseKind kind)
{
    for (size_t i = stage->first; i < stage->first + stage->count; i++)
        if (r->program->clauses[i].kind == kind)
            return &r->program->clauses[i];
    return NULL;
}

static const Clause *find_decision(const Reader *r, const Stage *stage, Str word)
{
    for (size_t i = stage->first; i < stage->first + stage->count; i++) {
        const Clause *c = &r->program->clauses[i];
        if (c->kind == CLAUSE_DECISION && (str_eq(c->key, word) || str_eq(c->name, word)))
            return c;
    }
    return NULL;
}

static bool read_stage(Reader *r, const cJSON *item, Str key, uint32_t *out)
{
    const Program *p = r->program;
    if (!json_is_text(item)) {
        wrong_type(r, key, S("\"…\""), item);
        return false;
    }
    Str name = json_text(item);
    for (size_t i = 0; i < p->stage_count; i++)
        if (str_eq(p->stages[i].name, name)) {
            *out = (uint32_t)i;
            return true;
        }
    Str *names = NEW_ARRAY(r->scratch, Str, p->stage_count);
    for (size_t i = 0; i < p->stage_count; i++)
        names[i] = p->stages[i].name;
    Diag *d = fault(r, E0235, item, ARGS(name, choices(r, names, p->stage_count)));
    suggest(r, d, name, names, p->stage_count);
    return false;
}

/* A member keyed by a candidate's id. */
static bool person_of_key(Reader *r, const cJSON *m, uint32_t *row)
{
    Str id = json_key(m);
    if (find_row(&r->persons, id, row)) {
        r->who = r->pool->person_ids[*row];
        return true;
    }
    r->who = S("");
    if (!r->persons.incomplete)
        suggest_id(r, fault_key(r, E0238, m, ARGS(id)), id, &r->persons);
    return false;
}

static size_t size_of(const cJSON *container)
{
    size_t n = 0;
    for (const cJSON *m = container->child; m; m = m->next)
        n++;
    return n;
}

static bool is_object(Reader *r, const cJSON *item, Str wanted)
{
    if (!cJSON_IsObject(item))
        wrong_type(r, json_key(item), wanted, item);
    return cJSON_IsObject(item);
}

/* ---- the contest ---- */

static Str key_name(const Program *p, const Expr *e)
{
    if (e->op == OP_FIELD)
        return p->fields[e->index].name;
    if (e->op == OP_ENTRY_FIELD)
        return p->entries[e->index].name;
    if (e->op == OP_POST_FIELD)
        return p->posts[e->index].name;
    if (e->op == OP_DECISION)
        return p->clauses[e->index].name;
    return S("");
}

/* 职位 names the candidate's or the entry's only field of this type. */
bool names_key(const Program *p, const Expr *e, Str word)
{
    if (str_eq(word, key_name(p, e)))
        return true;
    if (e->op != OP_FIELD && e->op != OP_ENTRY_FIELD)
        return false;
    const Field *field = e->op == OP_FIELD ? &p->fields[e->index] : &p->entries[e->index];
    return str_eq(word, field->key) ||
           (e->index == (e->op == OP_FIELD ? p->applied : p->entry_post) &&
            (str_eq(word, S("职位")) || str_eq(word, S("post")) || str_eq(word, p->post_noun)));
}

/* As the rules most often have it. */
Str key_shown(const Program *p, const Expr *e)
{
    bool post = (e->op == OP_FIELD && e->index == p->applied) || (e->op == OP_ENTRY_FIELD && e->index == p->entry_post);
    return post ? S("职位") : key_name(p, e);
}

static Str key_choices(Reader *r, const Stage *stage)
{
    Str *names = NEW_ARRAY(r->scratch, Str, stage->by_count);
    for (size_t i = 0; i < stage->by_count; i++)
        names[i] = key_shown(r->program, stage->by[i]);
    return stage->by_count ? choices(r, names, stage->by_count) : S("{}");
}

/* false when a key is none of the stage's: it was meant for one that is not there. */
static bool read_contest(Reader *r, const Stage *stage, Record *record, const cJSON *item, bool *given)
{
    bool known = true;
    if (!is_object(r, item, S("{\"…\":\"…\"}")))
        return false;
    for (const cJSON *m = item->child; m; m = m->next) {
        size_t i = 0;
        while (i < stage->by_count && !names_key(r->program, stage->by[i], json_key(m)))
            i++;
        if (i == stage->by_count) {
            fault_key(r, E0236, m, ARGS(stage->name, json_key(m), key_choices(r, stage)));
            known = false;
            continue;
        }
        if (given[i]) {
            fault_key(r, E0208, m, ARGS(json_key(m)));
            continue;
        }
        Scalar s = {.code = CELL_NONE};
        given[i] = true;
        if (read_scalar(r, &stage->by[i]->type, json_key(m), m, &s)) {
            record->key_codes[i] = s.code;
            record->key_texts[i] = s.text;
        }
    }
    return known;
}

/* Every key of the stage must be there; a stage of one contest has none. */
static void read_key(Reader *r, const Stage *stage, Record *record, const cJSON *tree)
{
    size_t n = stage->by_count;
    record->key_codes = NEW_ARRAY(r->arena, uint32_t, n);
    record->key_texts = NEW_ARRAY(r->arena, Str, n);
    bool *given = NEW_ARRAY(r->scratch, bool, n);
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, "contest");
    if (!item || cJSON_IsNull(item)) {
        if (n > 0)
            lacks(r, stage->name, S("contest"), tree);
        return;
    }
    if (!read_contest(r, stage, record, item, given))
        return;
    for (size_t i = 0; i < n; i++)
        if (!given[i])
            lacks(r, S("contest"), key_shown(r->program, stage->by[i]), item);
}

/* ---- what a record says of people ---- */

static int compare_votes(const void *x, const void *y)
{
    const Votes *a = x, *b = y;
    return (a->row > b->row) - (a->row < b->row);
}

/* The counts of a person with the record's where he has none. */
static void check_votes(Reader *r, const Clause *vote, const Record *record, const Votes *v, const cJSON *m)
{
    uint32_t merged[COUNTS_STORED];
    for (int i = 0; i < COUNTS_STORED; i++)
        merged[i] = v->counts[i] != CELL_NONE ? v->counts[i] : record->counts[i];
    if (counts_complete(r, vote->name, vote->type.base, merged, m))
        counts_agree(r, vote->name, vote->checks_returned, merged, m);
}

static void read_votes(Reader *r, const Stage *stage, Record *record, const cJSON *item)
{
    const Clause *vote = find_clause(r, stage, CLAUSE_VOTE);
    if (!vote) {
        fault_key(r, E0242, item, ARGS(stage->name, S("votes")));
        return;
    }
    if (!is_object(r, item, S("{\"id\":{\"赞成\":1,…}}")))
        return;
    record->has_votes = true;
    record->votes = NEW_ARRAY(r->arena, Votes, size_of(item));
    for (const cJSON *m = item->child; m; m = m->next) {
        uint32_t row;
        if (!person_of_key(r, m, &row) || cJSON_IsNull(m))
            continue;
        Votes *v = &record->votes[record->vote_count++];
        *v = (Votes){.row = row, .span = json_key_span(r->json, m)};
        clear_counts(v->counts);
        if (read_counts(r, vote->name, m, v->counts) && !r->counts_wrong)
            check_votes(r, vote, record, v, m);
    }
    r->who = S("");
    qsort(record->votes, record->vote_count, sizeof *record->votes, compare_votes);
}

typedef struct {
    uint32_t row;
    const cJSON *item;
} Mention;

static int compare_mentions(const void *x, const void *y)
{
    const Mention *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->item->valueint > b->item->valueint) - (a->item->valueint < b->item->valueint);
}

static void check_once(Reader *r, Mention *mentions, size_t n)
{
    qsort(mentions, n, sizeof *mentions, compare_mentions);
    for (size_t i = 1; i < n; i++)
        if (mentions[i].row == mentions[i - 1].row) {
            Diag *d = fault(r, E0241, mentions[i].item, ARGS(r->pool->person_ids[mentions[i].row]));
            diag_label(d, json_span(r->json, mentions[i - 1].item), S(""));
        }
}

static void read_chosen(Reader *r, const Stage *stage, Record *record, const cJSON *item)
{
    if (!stage->advance || !stage->advance->picked) {
        fault_key(r, E0242, item, ARGS(stage->name, S("chosen")));
        return;
    }
    if (!cJSON_IsArray(item)) {
        wrong_type(r, json_key(item), S("[\"…\"]"), item);
        return;
    }
    size_t n = size_of(item);
    record->has_chosen = true;
    record->chosen = NEW_ARRAY(r->arena, uint32_t, n);
    record->chosen_spans = NEW_ARRAY(r->arena, Span, n);
    Mention *mentions = NEW_ARRAY(r->scratch, Mention, n);
    for (const cJSON *e = item->child; e; e = e->next) {
        uint32_t row;
        if (!json_is_text(e)) {
            wrong_type(r, json_key(item), S("\"…\""), e);
        } else if (find_row(&r->persons, json_text(e), &row)) {
            mentions[record->chosen_count] = (Mention){row, e};
            record->chosen[record->chosen_count] = row;
            record->chosen_spans[record->chosen_count++] = json_span(r->json, e);
        } else if (!r->persons.incomplete) {
            suggest_id(r, fault(r, E0238, e, ARGS(json_text(e))), json_text(e), &r->persons);
        }
    }
    check_once(r, mentions, record->chosen_count);
}

static void read_decisions(Reader *r, const Stage *stage, Record *record, uint32_t row, const cJSON *object)
{
    size_t mine = record->given_count;
    for (const cJSON *m = object->child; m; m = m->next) {
        const Clause *c = find_decision(r, stage, json_key(m));
        if (!c) {
            fault_key(r, E0239, m, ARGS(stage->name, json_key(m), decision_names(r, stage)));
            continue;
        }
        size_t same = mine;
        while (same < record->given_count && record->given[same].clause != c->index)
            same++;
        Scalar s = {0};
        if (same < record->given_count)
            fault_key(r, E0208, m, ARGS(json_key(m)));
        else if (!cJSON_IsNull(m) && read_scalar(r, &c->type, c->name, m, &s))
            record->given[record->given_count++] = (Given){.row = row,
                                                           .clause = c->index,
                                                           .span = json_span(r->json, m),
                                                           .number = s.number,
                                                           .code = s.code,
                                                           .text = s.text,
                                                           .date = s.date};
    }
}

static int compare_given(const void *x, const void *y)
{
    const Given *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->clause > b->clause) - (a->clause < b->clause);
}

static void read_given(Reader *r, const Stage *stage, Record *record, const cJSON *item)
{
    if (!is_object(r, item, S("{\"id\":{…}}")))
        return;
    size_t n = 0;
    for (const cJSON *m = item->child; m; m = m->next)
        n += size_of(m);
    record->given = NEW_ARRAY(r->arena, Given, n);
    for (const cJSON *m = item->child; m; m = m->next) {
        uint32_t row;
        if (person_of_key(r, m, &row) && !cJSON_IsNull(m) && is_object(r, m, S("{…}")))
            read_decisions(r, stage, record, row, m);
    }
    qsort(record->given, record->given_count, sizeof *record->given, compare_given);
    r->who = S("");
}

static void read_reasons(Reader *r, Record *record, const cJSON *item)
{
    if (!is_object(r, item, S("{\"id\":\"…\"}")))
        return;
    size_t n = size_of(item);
    record->reason_rows = NEW_ARRAY(r->arena, uint32_t, n);
    record->reason_texts = NEW_ARRAY(r->arena, Str, n);
    for (const cJSON *m = item->child; m; m = m->next) {
        uint32_t row;
        Str text;
        if (!person_of_key(r, m, &row) || cJSON_IsNull(m) || !read_text(r, S("reasons"), m, &text))
            continue;
        record->reason_rows[record->reason_count] = row;
        record->reason_texts[record->reason_count++] = text;
    }
    r->who = S("");
}

/* ---- a record ---- */

static bool is_own_count(int i) { return i >= COUNT_SPOILT; }

/* Counts and the meeting first: the votes are judged with them. */
static void read_head(Reader *r, Record *record, const cJSON *tree)
{
    r->counts_wrong = false;
    for (const cJSON *m = tree->child; m; m = m->next) {
        int i = count_of_key(json_key(m));
        if (is_own_count(i)) {
            if (record->counts[i] != CELL_NONE)
                fault_key(r, E0208, m, ARGS(json_key(m)));
            else if (!cJSON_IsNull(m) && !read_count(r, json_key(m), m, &record->counts[i]))
                r->counts_wrong = true;
        } else if (str_eq(json_key(m), S("meeting")) && !cJSON_IsNull(m)) {
            read_text(r, json_key(m), m, &record->meeting);
        }
    }
}

static bool is_papers(const cJSON *m) { return str_eq(json_key(m), S("papers")) || str_eq(json_key(m), S("选票")); }

static const cJSON *paper_member(const cJSON *tree)
{
    const cJSON *m = tree->child;
    while (m && (!is_papers(m) || cJSON_IsNull(m)))
        m = m->next;
    return m;
}

static void read_record_vote(Reader *r, const Stage *stage, Record *record, const cJSON *tree, const cJSON *m, const cJSON **first)
{
    const Clause *vote = find_clause(r, stage, CLAUSE_VOTE);
    if (!vote)
        fault_key(r, E0242, m, ARGS(stage->name, json_key(m)));
    else if (*first)
        fault_key(r, E0208, m, ARGS(json_key(m)));
    else
        read_record_papers(r, vote, record, tree, m);
    *first = m;
}

static void read_body(Reader *r, const Stage *stage, Record *record, const cJSON *tree)
{
    const cJSON *papers = NULL;
    for (const cJSON *m = tree->child; m; m = m->next) {
        Str key = json_key(m);
        bool null = cJSON_IsNull(m);
        if (str_eq(key, S("votes"))) {
            if (!null && !cJSON_IsArray(paper_member(tree)))
                read_votes(r, stage, record, m);
        } else if (is_papers(m)) {
            if (!null)
                read_record_vote(r, stage, record, tree, m, &papers);
        } else if (str_eq(key, S("chosen"))) {
            if (!null)
                read_chosen(r, stage, record, m);
        } else if (str_eq(key, S("values"))) {
            if (!null)
                read_given(r, stage, record, m);
        } else if (str_eq(key, S("reasons"))) {
            if (!null)
                read_reasons(r, record, m);
        } else if (!str_eq(key, S("stage")) && !str_eq(key, S("contest")) && !str_eq(key, S("meeting")) &&
                   !str_eq(key, S("procedure")) && !is_own_count(count_of_key(key))) {
            unknown_key(r, part_keys[PART_RECORDS], json_key(m), m);
        }
    }
}

/* The record's counts are judged with its votes, where it has any. */
static bool has_votes(const cJSON *tree)
{
    for (const cJSON *m = tree->child; m; m = m->next)
        if ((str_eq(json_key(m), S("votes")) && cJSON_IsObject(m)) || (is_papers(m) && cJSON_IsArray(m)))
            return true;
    return false;
}

static bool read_record(Reader *r, Record *record, const cJSON *tree)
{
    clear_counts(record->counts);
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, "stage");
    if (!item || cJSON_IsNull(item)) {
        lacks(r, part_keys[PART_RECORDS], S("stage"), tree);
        return false;
    }
    if (!read_stage(r, item, S("stage"), &record->stage))
        return false;
    const Stage *stage = &r->program->stages[record->stage];
    read_key(r, stage, record, tree);
    read_head(r, record, tree);
    const Clause *vote = find_clause(r, stage, CLAUSE_VOTE);
    if (!vote || !has_votes(tree))
        counts_agree(r, stage->name, vote && vote->checks_returned, record->counts, tree);
    read_body(r, stage, record, tree);
    return true;
}

typedef struct {
    const Record *record;
    size_t keys;
} Slot;

static int compare_contests(const Slot *a, const Slot *b)
{
    const Record *x = a->record, *y = b->record;
    if (x->stage != y->stage)
        return x->stage < y->stage ? -1 : 1;
    for (size_t i = 0; i < a->keys; i++) {
        if (x->key_codes[i] != y->key_codes[i])
            return x->key_codes[i] < y->key_codes[i] ? -1 : 1;
        int c = str_cmp(x->key_texts[i], y->key_texts[i]);
        if (c)
            return c;
    }
    return 0;
}

static int compare_slots(const void *x, const void *y)
{
    const Slot *a = x, *b = y;
    int c = compare_contests(a, b);
    return c ? c : (a->record->span.start > b->record->span.start) -
                       (a->record->span.start < b->record->span.start);
}

/* Only among records without a mistake: a wrong key would make two contests look the same. */
static void check_distinct(Reader *r)
{
    const Pool *pool = r->pool;
    const Source *source = r->parts[PART_RECORDS].source;
    Slot *slots = NEW_ARRAY(r->scratch, Slot, pool->record_count);
    for (size_t i = 0; i < pool->record_count; i++)
        slots[i] = (Slot){&pool->records[i], r->program->stages[pool->records[i].stage].by_count};
    qsort(slots, pool->record_count, sizeof *slots, compare_slots);
    for (size_t i = 1; i < pool->record_count; i++) {
        if (compare_contests(&slots[i - 1], &slots[i]) != 0)
            continue;
        const Record *first = slots[i - 1].record, *again = slots[i].record;
        Span span = {again->span.start, again->span.start + 1};
        Diag *d = diag_add(r->diags, E0240, source, span,
                           ARGS(r->program->stages[again->stage].name,
                                number_text(r, source_place(source, first->span.start).line)));
        diag_label(d, (Span){first->span.start, first->span.start + 1}, S(""));
        diag_at_json(d, again->path, S(""));
    }
}

void read_records(Reader *r)
{
    const Part *part = &r->parts[PART_RECORDS];
    if (!part->source)
        return;
    r->pool->record_source = part->source;
    r->pool->records = NEW_ARRAY(r->arena, Record, part->count);
    JsonCut cut = part_cut(part);
    Span span;
    cJSON *tree;
    for (size_t i = 0; next_element(r, part, &cut, i, &span, &tree); i++) {
        if (!tree)
            continue;
        Record *record = &r->pool->records[r->pool->record_count];
        *record = (Record){.span = span};
        record->path = json_path(r->json, r->arena, tree);
        size_t before = diags_count(r->diags, LEVEL_ERROR);
        if (is_our_record(r, tree, &record->shared) && read_record(r, record, tree) && diags_count(r->diags, LEVEL_ERROR) == before)
            r->pool->record_count++;
        cJSON_Delete(tree);
    }
    check_distinct(r);
}

/* ---- withdrawals ---- */

/* Who has been listed already: as a whole, and by units. */
typedef struct {
    bool *people, *units;
} Gone;

/* Which entry, CELL_NONE for all of his; false when reported. */
static bool read_entry_post(Reader *r, Withdrawal *w, const cJSON *item, Str id, uint32_t *unit)
{
    Type type = {.kind = TYPE_POST};
    Scalar s;
    if (!read_scalar(r, &type, S("post"), item, &s))
        return false;
    w->post = s.code;
    if (find_unit(r, w->row, w->post, unit))
        return true;
    fault(r, E0257, item, ARGS(id, r->pool->post_ids[w->post]));
    return false;
}

static bool read_person(Reader *r, Withdrawal *w, const cJSON *person, const cJSON *post, Gone *gone)
{
    Str id;
    uint32_t unit = 0;
    if (!read_text(r, S("candidate"), person, &id))
        return false;
    if (!find_row(&r->persons, id, &w->row)) {
        if (!r->persons.incomplete)
            suggest_id(r, fault(r, E0238, person, ARGS(id)), id, &r->persons);
        return false;
    }
    if (post && !read_entry_post(r, w, post, id, &unit))
        return false;
    bool *listed = post ? &gone->units[unit] : &gone->people[w->row];
    if (*listed)
        fault(r, E0241, person, ARGS(id));
    bool again = *listed;
    *listed = true;
    return !again;
}

static bool read_withdrawal(Reader *r, Withdrawal *w, const cJSON *tree, Gone *gone)
{
    const cJSON *person = NULL, *before = NULL, *after = NULL, *post = NULL;
    bool ok = true;
    for (const cJSON *m = tree->child; m; m = m->next) {
        Str key = json_key(m);
        if (str_eq(key, S("candidate")))
            person = m;
        else if (str_eq(key, S("before")))
            before = m;
        else if (str_eq(key, S("after")))
            after = m;
        else if (str_eq(key, S("post")) && r->program->entry_field_count > 0)
            post = cJSON_IsNull(m) ? NULL : m;
        else if (!str_eq(key, S("why")) && !str_eq(key, S("procedure")))
            unknown_key(r, part_keys[PART_WITHDRAWN], json_key(m), m);
        else if (str_eq(key, S("why")) && !cJSON_IsNull(m))
            ok &= read_text(r, key, m, &w->why);
    }
    if (!person)
        lacks(r, part_keys[PART_WITHDRAWN], S("candidate"), tree);
    const cJSON *stage = before ? before : after;
    if (!stage)
        lacks(r, part_keys[PART_WITHDRAWN], S("before / after"), tree);
    else
        ok &= read_stage(r, stage, before ? S("before") : S("after"), &w->stage);
    w->stage += !before;
    if (before && after)
        fault_key(r, E0243, after, ARGS(S("after"), S("before")));
    return person && stage && read_person(r, w, person, post, gone) && ok;
}

void read_withdrawn(Reader *r)
{
    const Part *part = &r->parts[PART_WITHDRAWN];
    if (!part->source)
        return;
    r->pool->withdrawn = NEW_ARRAY(r->arena, Withdrawal, part->count);
    Gone gone = {NEW_ARRAY(r->scratch, bool, r->pool->person_count), NEW_ARRAY(r->scratch, bool, r->pool->unit_count)};
    JsonCut cut = part_cut(part);
    Span span;
    cJSON *tree;
    for (size_t i = 0; next_element(r, part, &cut, i, &span, &tree); i++) {
        Withdrawal *w = &r->pool->withdrawn[r->pool->withdrawal_count];
        *w = (Withdrawal){.post = CELL_NONE};
        if (tree && is_our_withdrawal(r, tree) && read_withdrawal(r, w, tree, &gone))
            r->pool->withdrawal_count++;
        cJSON_Delete(tree);
    }
}
