/* read_papers.c - ballot papers: what is counted, what is refused and why.
 * A paper is first judged as a whole, then each part of it (a field of 参选 has a part for each post), then
 * each name.  Whether an entry is there is known only when all ballots have been read, because a nomination
 * in any of them may make it. */
#include <stdlib.h>

#include "runtime/reader.h"

typedef struct {
    uint32_t paper;
    uint32_t row, post_row;   /* CELL_NONE: not known */
    Str post, name;
    bool against;
    Span span;
} Mark;

typedef struct {
    Str voter, path;
    bool refused;
    bool of_class;            /* the voter's class is the declared one */
    Span span;
    uint32_t index;           /* in the file */
} Paper;

/* The papers of one ballot or vote. */
typedef struct {
    const Type *type;
    Str name;
    int field, clause;        /* -1: not that */
    bool by_post;             /* a field of 参选 */
    const Source *source;
    Paper *papers;            size_t count;
    uint32_t spoilt;          /* whole papers */
    ARRAY(Mark) marks;        /* as written; then only those that count */
    ARRAY(uint32_t) spoilt_parts; /* post rows */
    Column *column;
    uint32_t counts[COUNTS_STORED];
} Ballot;

/* ---- refusals ---- */

static void refuse(Reader *r, const Ballot *b, const Paper *paper, Refusal why, Str post, const Mark *mark)
{
    Span span = mark ? mark->span : paper->span;
    bool same_source = b->source == r->pool->record_source;
    *PUSH(r->scratch, &r->refused) = (Refused){.field = b->field,
                                               .of_entry = b->by_post,
                                               .clause = b->clause,
                                               .voter = paper->voter,
                                               .why = why,
                                               .post = arena_str(r->arena, post),
                                               .name = mark ? arena_str(r->arena, mark->name) : S(""),
                                               .span = same_source ? span : (Span){0, 0}};
}

static void refuse_paper(Reader *r, Ballot *b, Paper *paper, Refusal why)
{
    refuse(r, b, paper, why, S(""), NULL);
    paper->refused = true;
    b->spoilt++;
}

static uint32_t place_of(const Program *p, const Refused *x)
{
    if (x->clause >= 0)
        return p->clauses[x->clause].span.start;
    return (x->of_entry ? p->entries : p->fields)[x->field].span.start;
}

typedef struct {
    uint32_t place;           /* of the field or vote in the rules */
    Refused refused;
} Listed;

static int compare_listed(const void *x, const void *y)
{
    const Listed *a = x, *b = y;
    const Refused *m = &a->refused, *n = &b->refused;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (m->of_entry != n->of_entry)
        return m->of_entry ? 1 : -1;
    if (m->clause != n->clause)
        return m->clause < n->clause ? -1 : 1;
    if (m->field != n->field)
        return m->field < n->field ? -1 : 1;
    int c = str_cmp(m->voter, n->voter);
    if (c == 0)
        c = str_cmp(m->post, n->post);
    if (c == 0)
        c = str_cmp(m->name, n->name);
    if (c == 0)
        c = (m->why > n->why) - (m->why < n->why);
    return c ? c : (m->span.start > n->span.start) - (m->span.start < n->span.start);
}

void keep_refused(Reader *r)
{
    size_t n = r->refused.len;
    Listed *list = NEW_ARRAY(r->scratch, Listed, n);
    for (size_t i = 0; i < n; i++)
        list[i] = (Listed){place_of(r->program, &r->refused.at[i]), r->refused.at[i]};
    qsort(list, n, sizeof *list, compare_listed);
    r->pool->refused = NEW_ARRAY(r->arena, Refused, n);
    r->pool->refused_count = n;
    for (size_t i = 0; i < n; i++)
        r->pool->refused[i] = list[i].refused;
}

/* ---- the shape of a paper ---- */

enum { KEY_VOTER, KEY_CLASS, KEY_AYES, KEY_NOES, PAPER_KEYS };
static const char *const paper_keys[PAPER_KEYS][2] = {
    [KEY_VOTER] = {"voter", "投票人"},
    [KEY_CLASS] = {"class", "类别"},
    [KEY_AYES] = {"ayes", "赞成"},
    [KEY_NOES] = {"noes", "反对"},
};

static bool is_key(const cJSON *m, const char *english, const char *chinese)
{
    return str_eq(json_key(m), str_from(english)) || str_eq(json_key(m), str_from(chinese));
}

/* Also reports a member in both languages; *slot stays the first. */
static void take_member(Reader *r, const cJSON *m, const cJSON **slot)
{
    if (*slot)
        fault_key(r, E0208, m, ARGS(json_key(m)));
    else
        *slot = m;
}

static void read_names(Reader *r, Ballot *b, uint32_t paper, const cJSON *list, Str post, uint32_t post_row, bool against)
{
    if (!cJSON_IsArray(list)) {
        wrong_type(r, json_key(list), S("[\"…\"]"), list);
        return;
    }
    for (const cJSON *e = list->child; e; e = e->next) {
        if (!json_is_text(e)) {
            wrong_type(r, json_key(list), S("\"…\""), e);
            continue;
        }
        Mark mark = {.paper = paper, .row = CELL_NONE, .post_row = post_row, .post = post, .against = against,
                     .span = json_span(r->json, e)};
        mark.name = find_row(&r->persons, json_text(e), &mark.row) ? r->pool->person_ids[mark.row]
                                                                   : arena_str(r->scratch, json_text(e));
        *PUSH(r->scratch, &b->marks) = mark;
    }
}

static void read_side(Reader *r, Ballot *b, uint32_t paper, const cJSON *side, bool against)
{
    if (!side || cJSON_IsNull(side))
        return;
    if (!b->by_post) {
        read_names(r, b, paper, side, S(""), CELL_NONE, against);
        return;
    }
    if (!cJSON_IsObject(side)) {
        wrong_type(r, json_key(side), S("{\"…\":[\"…\"]}"), side);
        return;
    }
    for (const cJSON *m = side->child; m; m = m->next) {
        uint32_t post_row = CELL_NONE;
        Str post = find_row(&r->posts, json_key(m), &post_row) ? r->pool->post_ids[post_row]
                                                               : arena_str(r->scratch, json_key(m));
        if (!cJSON_IsNull(m))
            read_names(r, b, paper, m, post, post_row, against);
    }
}

static void read_paper(Reader *r, Ballot *b, uint32_t index, const cJSON *tree)
{
    Paper *paper = &b->papers[index];
    const cJSON *items[PAPER_KEYS] = {0};
    Str class = {0};
    *paper = (Paper){.index = index, .span = json_span(r->json, tree)};
    if (!cJSON_IsObject(tree)) {
        wrong_type(r, S("papers"), S("{…}"), tree);
        return;
    }
    for (const cJSON *m = tree->child; m; m = m->next) {
        int k = 0;
        while (k < PAPER_KEYS && !is_key(m, paper_keys[k][0], paper_keys[k][1]))
            k++;
        if (k == PAPER_KEYS)
            unknown_key(r, S("papers"), json_key(m), m);
        else
            take_member(r, m, &items[k]);
    }
    const cJSON *voter = items[KEY_VOTER], *given = items[KEY_CLASS];
    if (!voter || cJSON_IsNull(voter))
        lacks(r, S("papers"), S("voter"), tree);
    else if (read_text(r, json_key(voter), voter, &paper->voter) && paper->voter.len == 0)
        fault(r, E0245, voter, ARGS(json_key(voter)));
    if (given && !cJSON_IsNull(given) && !json_is_text(given))
        wrong_type(r, json_key(given), S("\"…\""), given);
    else if (given && !cJSON_IsNull(given))
        class = json_text(given);
    paper->of_class = b->type->voters.len == 0 || str_eq(class, b->type->voters);
    read_side(r, b, index, items[KEY_AYES], false);
    read_side(r, b, index, items[KEY_NOES], true);
}

/* ---- judging papers, parts and names ---- */

static int compare_papers(const void *x, const void *y)
{
    const Paper *a = *(const Paper *const *)x, *b = *(const Paper *const *)y;
    int c = str_cmp(a->voter, b->voter);
    return c ? c : (a->index > b->index) - (a->index < b->index);
}

/* All papers of whoever handed in two, and those of another class. */
static void judge_voters(Reader *r, Ballot *b)
{
    Paper **order = NEW_ARRAY(r->scratch, Paper *, b->count);
    for (size_t i = 0; i < b->count; i++)
        order[i] = &b->papers[i];
    qsort(order, b->count, sizeof(Paper *), compare_papers);
    for (size_t i = 0; i < b->count; i++) {
        bool before = i > 0 && str_eq(order[i - 1]->voter, order[i]->voter);
        bool after = i + 1 < b->count && str_eq(order[i + 1]->voter, order[i]->voter);
        if (before || after)
            refuse_paper(r, b, order[i], REFUSED_TWICE);
        else if (!order[i]->of_class)
            refuse_paper(r, b, order[i], REFUSED_CLASS);
    }
}

static int compare_marks(const void *x, const void *y)
{
    const Mark *a = x, *b = y;
    if (a->paper != b->paper)
        return a->paper < b->paper ? -1 : 1;
    int c = str_cmp(a->post, b->post);
    if (c == 0)
        c = str_cmp(a->name, b->name);
    if (c == 0)
        c = a->against - b->against;
    return c ? c : (a->span.start > b->span.start) - (a->span.start < b->span.start);
}

static size_t end_of_part(const Mark *marks, size_t i, size_t end)
{
    size_t k = i + 1;
    while (k < end && marks[k].paper == marks[i].paper && str_eq(marks[k].post, marks[i].post))
        k++;
    return k;
}

static size_t end_of_name(const Mark *marks, size_t i, size_t end)
{
    size_t k = i + 1;
    while (k < end && str_eq(marks[k].name, marks[i].name))
        k++;
    return k;
}

/* Names in favour in one part; a name written twice is one. */
static size_t names_for(const Mark *marks, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to; i = end_of_name(marks, i, to))
        n += !marks[i].against;
    return n;
}

/* One name of one part, marks[from] … marks[to - 1]; true when the first of them counts. */
static bool name_counts(Reader *r, const Ballot *b, const Mark *marks, size_t from, size_t to)
{
    const Mark *first = &marks[from];
    const Paper *paper = &b->papers[first->paper];
    if (first->row == CELL_NONE || (b->by_post && first->post_row == CELL_NONE)) {
        refuse(r, b, paper, REFUSED_UNKNOWN, first->post, first);
        return false;
    }
    if (to - from > 1)
        refuse(r, b, paper, REFUSED_REPEATED, first->post, first);
    return first->against == marks[to - 1].against;
}

/* Leaves in marks only what counts. */
static void judge_papers(Reader *r, Ballot *b)
{
    judge_voters(r, b);
    Mark *marks = b->marks.at;
    size_t kept = 0, end = b->marks.len;
    if (end > 0)
        qsort(marks, end, sizeof *marks, compare_marks);
    for (size_t i = 0, next; i < end; i = next) {
        next = end_of_part(marks, i, end);
        Paper *paper = &b->papers[marks[i].paper];
        if (paper->refused)
            continue;
        if (b->type->names > 0 && names_for(marks, i, next) > (size_t)b->type->names) {
            if (!b->by_post) {
                refuse_paper(r, b, paper, REFUSED_TOO_MANY);
            } else {
                refuse(r, b, paper, REFUSED_TOO_MANY, marks[i].post, NULL);
                *PUSH(r->scratch, &b->spoilt_parts) = marks[i].post_row;
            }
            continue;
        }
        for (size_t k = i, name_end; k < next; k = name_end) {
            name_end = end_of_name(marks, k, next);
            if (name_counts(r, b, marks, k, name_end))
                marks[kept++] = marks[k];
        }
    }
    b->marks.len = kept;
}

/* `array` holds the papers; false when it is no array. */
static bool read_papers(Reader *r, Ballot *b, const cJSON *array)
{
    if (!cJSON_IsArray(array)) {
        wrong_type(r, json_key(array), S("[{…}]"), array);
        return false;
    }
    size_t before = diags_count(r->diags, LEVEL_ERROR);
    for (const cJSON *e = array->child; e; e = e->next)
        b->count++;
    b->papers = NEW_ARRAY(r->scratch, Paper, b->count);
    uint32_t index = 0;
    r->who = S("");
    for (const cJSON *e = array->child; e; e = e->next)
        read_paper(r, b, index++, e);
    if (diags_count(r->diags, LEVEL_ERROR) != before)
        b->marks.len = 0; /* there will be no pool */
    else
        judge_papers(r, b);
    return true;
}

/* ---- what is given with the papers ---- */

/* Counts that the papers give themselves. */
static bool is_counted(int count) { return count >= 0 && count != COUNT_ENTITLED && count != COUNT_PRESENT && count != COUNT_ISSUED; }

/* The counts of all papers together: they must suffice for the base and agree with each other, whatever
 * single names got. */
static void check_counts(Reader *r, Ballot *b, bool checks_returned, const cJSON *tree)
{
    b->counts[COUNT_AYES] = b->counts[COUNT_NOES] = b->counts[COUNT_ABSTAINED] = b->counts[COUNT_SPOILT] = 0;
    b->counts[COUNT_RETURNED] = (uint32_t)b->count;
    if (counts_complete(r, b->name, b->type->base, b->counts, tree))
        counts_agree(r, b->name, checks_returned, b->counts, tree);
    b->counts[COUNT_SPOILT] = b->spoilt;
}

static void finish_counts(uint32_t *counts)
{
    counts[COUNT_ABSTAINED] = counts[COUNT_RETURNED] - counts[COUNT_SPOILT] - counts[COUNT_AYES] - counts[COUNT_NOES];
}

/* ---- ballots: papers for a field ---- */

static size_t ballot_names(const Field *fields, size_t count, Str *names)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (fields[i].type.kind == TYPE_BALLOT)
            names[n++] = fields[i].name;
    return n;
}

static const Field *find_field(const Field *fields, size_t count, Str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(fields[i].name, word) || str_eq(fields[i].key, word))
            return &fields[i];
    return NULL;
}

/* The field that the papers are for; NULL when reported. */
static const Field *ballot_field(Reader *r, const cJSON *item, bool *of_entry)
{
    const Program *p = r->program;
    if (!json_is_text(item)) {
        wrong_type(r, json_key(item), S("\"…\""), item);
        return NULL;
    }
    Str word = json_text(item);
    const Field *field = find_field(p->fields, p->field_count, word);
    *of_entry = !field;
    if (!field)
        field = find_field(p->entries, p->entry_field_count, word);
    if (!field) {
        Str *names = NEW_ARRAY(r->scratch, Str, p->field_count + p->entry_field_count);
        size_t n = ballot_names(p->fields, p->field_count, names);
        n += ballot_names(p->entries, p->entry_field_count, names + n);
        suggest(r, fault(r, E0254, item, ARGS(word, n ? choices(r, names, n) : S("—"))), word, names, n);
    } else if (field->type.kind != TYPE_BALLOT) {
        fault(r, E0253, item, ARGS(field->name));
        return NULL;
    }
    return field;
}

/* A field is counted once: by one element here, and not also as counts in the rows. */
static void count_once(Reader *r, Ballot *b, const Builder *builder, PartKind rows, const cJSON *item)
{
    b->column = builder->column;
    if (b->column->from_papers) {
        fault(r, E0241, item, ARGS(b->name));
    } else if (builder->ballots > 0) {
        Diag *d = diag_add(r->diags, E0255, r->parts[rows].source, builder->ballot, ARGS(b->name, number_text(r, builder->ballots)));
        diag_at_json(d, builder->ballot_path, builder->ballot_who);
    }
    b->column->from_papers = true;
}

static void read_ballot_head(Reader *r, Ballot *b, const cJSON *tree, const cJSON **field, const cJSON **papers)
{
    clear_counts(b->counts);
    for (const cJSON *m = tree->child; m; m = m->next) {
        int count = count_of_key(json_key(m));
        if (is_key(m, "field", "字段"))
            take_member(r, m, field);
        else if (is_key(m, "papers", "选票"))
            take_member(r, m, papers);
        else if (str_eq(json_key(m), S("procedure")))
            continue;
        else if (is_counted(count))
            fault_key(r, E0252, m, ARGS(json_key(m)));
        else if (count < 0)
            unknown_key(r, part_keys[PART_BALLOTS], json_key(m), m);
        else if (b->counts[count] != CELL_NONE)
            fault_key(r, E0208, m, ARGS(json_key(m)));
        else if (!cJSON_IsNull(m))
            r->counts_wrong |= !read_count(r, json_key(m), m, &b->counts[count]);
    }
    if (!*field || cJSON_IsNull(*field))
        lacks(r, part_keys[PART_BALLOTS], S("field"), tree);
    if (!*papers || cJSON_IsNull(*papers))
        lacks(r, part_keys[PART_BALLOTS], S("papers"), tree);
}

/* Paths of papers are wanted only for nominations that make an entry. */
static void note_paths(Reader *r, Ballot *b, const cJSON *array)
{
    size_t i = 0;
    for (const cJSON *e = array->child; e; e = e->next)
        b->papers[i++].path = json_path(r->json, r->scratch, e);
}

/* false when the element gives no papers that could be counted. */
static bool read_ballot(Reader *r, Ballot *b, const cJSON *tree)
{
    const Program *p = r->program;
    const cJSON *item = NULL, *papers = NULL;
    r->counts_wrong = false;
    read_ballot_head(r, b, tree, &item, &papers);
    if (!item || cJSON_IsNull(item))
        return false;
    const Field *field = ballot_field(r, item, &b->by_post);
    if (!field)
        return false;
    b->name = field->name;
    b->type = &field->type;
    b->clause = -1;
    b->field = (int)(field - (b->by_post ? p->entries : p->fields));
    b->source = r->source;
    count_once(r, b, &(b->by_post ? r->entries : r->fields)[b->field], b->by_post ? PART_ENTRIES : PART_CANDIDATES, item);
    if (!papers || cJSON_IsNull(papers) || !read_papers(r, b, papers))
        return true;
    if (!r->counts_wrong)
        check_counts(r, b, field->checks_returned, tree);
    if (b->by_post && p->entries_open)
        note_paths(r, b, papers);
    return true;
}

/* Names in favour that have no entry yet. */
static void nominate(Reader *r, const Ballot *ballots, size_t count)
{
    ARRAY(Nomination) list = {0};
    uint32_t unit;
    for (const Ballot *b = ballots; b < ballots + count; b++)
        for (size_t i = 0; b->by_post && i < b->marks.len; i++) {
            const Mark *m = &b->marks.at[i];
            if (!m->against && !find_unit(r, m->row, m->post_row, &unit))
                *PUSH(r->scratch, &list) = (Nomination){m->row, m->post_row, m->span, b->source, b->papers[m->paper].path};
        }
    add_entries(r, list.at, list.len);
}

static void count_ballot(Reader *r, Ballot *b)
{
    const Pool *pool = r->pool;
    size_t n = b->by_post ? pool->unit_count : pool->person_count;
    for (size_t row = 0; row < n; row++) {
        b->column->present[row] = 1;
        memcpy(b->column->counts + row * COUNTS_STORED, b->counts, sizeof b->counts);
    }
    for (size_t i = 0; i < b->marks.len; i++) {
        const Mark *m = &b->marks.at[i];
        uint32_t row = m->row;
        if (b->by_post && !find_unit(r, m->row, m->post_row, &row))
            refuse(r, b, &b->papers[m->paper], REFUSED_UNKNOWN, m->post, m);
        else
            b->column->counts[row * COUNTS_STORED + (m->against ? COUNT_NOES : COUNT_AYES)]++;
    }
    uint32_t *spoilt = NEW_ARRAY(r->scratch, uint32_t, pool->post_count);
    for (size_t i = 0; i < b->spoilt_parts.len; i++)
        if (b->spoilt_parts.at[i] != CELL_NONE)
            spoilt[b->spoilt_parts.at[i]]++;
    for (size_t row = 0; row < n; row++) {
        uint32_t *counts = b->column->counts + row * COUNTS_STORED;
        if (b->by_post && pool->unit_post[row] != CELL_NONE)
            counts[COUNT_SPOILT] += spoilt[pool->unit_post[row]];
        finish_counts(counts);
    }
}

void read_ballots(Reader *r)
{
    const Part *part = &r->parts[PART_BALLOTS];
    if (!part->source)
        return;
    if (!r->parts[PART_RECORDS].source)
        r->pool->record_source = part->source;
    else
        r->pool->record_source = r->parts[PART_RECORDS].source;
    size_t errors = diags_count(r->diags, LEVEL_ERROR), count = 0;
    Ballot *ballots = NEW_ARRAY(r->scratch, Ballot, part->count);
    JsonCut cut = part_cut(part);
    Span span;
    cJSON *tree;
    for (size_t i = 0; next_element(r, part, &cut, i, &span, &tree); i++) {
        ballots[count] = (Ballot){0};
        if (tree && is_our_ballot(r, tree) && read_ballot(r, &ballots[count], tree))
            count++;
        cJSON_Delete(tree);
    }
    if (diags_count(r->diags, LEVEL_ERROR) != errors)
        return;
    if (r->program->entries_open)
        nominate(r, ballots, count);
    for (size_t i = 0; i < count; i++)
        count_ballot(r, &ballots[i]);
}

/* ---- papers of a record ---- */

static int compare_names(const void *x, const void *y)
{
    const PaperName *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return str_cmp(a->voter, b->voter);
}

static void keep_names(Reader *r, const Ballot *b, Record *record)
{
    record->name_count = b->marks.len;
    record->names = NEW_ARRAY(r->arena, PaperName, b->marks.len);
    for (size_t i = 0; i < b->marks.len; i++) {
        const Mark *m = &b->marks.at[i];
        record->names[i] = (PaperName){m->row, b->papers[m->paper].voter, m->against, m->span};
    }
    qsort(record->names, record->name_count, sizeof *record->names, compare_names);
}

/* Votes of everyone who was named. */
static void count_names(Reader *r, Record *record)
{
    record->votes = NEW_ARRAY(r->arena, Votes, record->name_count);
    for (size_t i = 0; i < record->name_count; i++) {
        const PaperName *name = &record->names[i];
        Votes *v = &record->votes[record->vote_count];
        if (i == 0 || name[-1].row != name->row) {
            *v = (Votes){.row = name->row, .span = name->span};
            clear_counts(v->counts);
            v->counts[COUNT_AYES] = v->counts[COUNT_NOES] = 0;
            record->vote_count++;
        } else {
            v--;
        }
        v->counts[name->against ? COUNT_NOES : COUNT_AYES]++;
    }
    for (size_t i = 0; i < record->vote_count; i++) {
        uint32_t *counts = record->votes[i].counts;
        counts[COUNT_ABSTAINED] = record->counts[COUNT_RETURNED] - record->counts[COUNT_SPOILT] - counts[COUNT_AYES] -
                                  counts[COUNT_NOES];
    }
}

/* What the papers give must not be given as well. */
static bool only_papers(Reader *r, const cJSON *tree)
{
    bool ok = true;
    for (const cJSON *m = tree->child; m; m = m->next) {
        int count = count_of_key(json_key(m));
        if (!cJSON_IsNull(m) && (str_eq(json_key(m), S("votes")) || count == COUNT_RETURNED || count == COUNT_SPOILT)) {
            fault_key(r, E0252, m, ARGS(json_key(m)));
            ok = false;
        }
    }
    return ok;
}

void read_record_papers(Reader *r, const Clause *vote, Record *record, const cJSON *tree, const cJSON *papers)
{
    Ballot b = {.type = &vote->type, .name = vote->name, .field = -1, .clause = (int)vote->index, .source = r->source};
    bool ok = only_papers(r, tree);
    if (!read_papers(r, &b, papers) || !ok)
        return;
    memcpy(b.counts, record->counts, sizeof b.counts);
    if (!r->counts_wrong)
        check_counts(r, &b, vote->checks_returned, tree);
    record->counts[COUNT_RETURNED] = (uint32_t)b.count;
    record->counts[COUNT_SPOILT] = b.spoilt;
    record->has_papers = record->has_votes = true;
    keep_names(r, &b, record);
    count_names(r, record);
}
