/* book_data_records.c - what bodies did: the rows of a stage's sheet gathered into one record for each contest, with the papers of its
 * vote; and who withdrew. */
#include <stdlib.h>

#include "runtime/book_data_parts.h"

/* What a slot says, once for a group of rows. */
typedef struct {
    Str json;         /* the value; empty: not said */
    const BoundSheet *table;
    const Cell *cell;
} Said;

typedef struct {
    Str id;
    size_t at;        /* where its row begins in the sheet's cells */
    const Cell *cell; /* of the id; NULL: a row of no person */
} RowOf;

/* The rows of one contest in a stage's sheet, or of one ballot, and in the sheet of its papers. */
typedef struct {
    Said *keys;       /* key_count */
    size_t key_count;
    Said *own;        /* by slot of the sheet; of the papers' sheet in `paper_own` */
    ARRAY(RowOf) rows;
    ARRAY(RowOf) papers;
    const BoundSheet *first_table;
    const Cell *first;
} Contest;

typedef struct {
    BookData *b;
    BoundSheet *people, *papers; /* NULL: no such sheet in the book */
    ARRAY(Contest) groups;
} Gathering;

static bool seek_row(BookData *b, BoundSheet *t, size_t at)
{
    t->next = at;
    return next_row(b, t);
}

/* The JSON of a single value without leaving it in the document. */
static Said said(BookData *b, BoundSheet *t, size_t slot)
{
    const Cell *c = slot_cell(t, slot);
    Said s = {.table = t, .cell = c};
    size_t from = b->out.len, cells = b->cells.len;
    if (!c)
        return s;
    write_value(b, t, slot);
    s.json = arena_str(b->a, str_cut(text_str(&b->out), from, b->out.len));
    b->out.len = from;
    b->cells.len = cells;
    return s;
}

static void write_said(BookData *b, Str key, const Said *s, bool *first)
{
    size_t from = b->out.len + !*first;
    write_key(b, key, first);
    text_add(&b->out, s->json);
    mark_cell(b, from, s->table, s->cell, false);
}

/* Several rows may say the same thing; not two things. */
static void say_once(BookData *b, Said *kept, Said s, Str heading)
{
    if (s.json.len == 0)
        return;
    if (kept->json.len == 0)
        *kept = s;
    else if (!str_eq(kept->json, s.json))
        cell_fault(b, s.table, s.cell, E0644,
                   ARGS(heading, s.cell->text, kept->cell->text, cell_name(b->a, kept->cell->row, kept->cell->column)));
}

/* ---- rows into groups ---- */

static bool same_keys(const Contest *g, const Said *keys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!str_eq(g->keys[i].json, keys[i].json))
            return false;
    return true;
}

/* NULL when a key is missing (reported). */
static Contest *group_of_row(Gathering *g, BoundSheet *t)
{
    BookData *b = g->b;
    Said *keys = NEW_ARRAY(b->a, Said, t->form->slot_count);
    size_t n = 0;
    bool whole = true;
    for (size_t i = 0; i < t->form->slot_count; i++) {
        const DataSlot *slot = &t->form->slots[i];
        if (slot->role != SLOT_KEY)
            continue;
        keys[n] = said(b, t, i);
        if (keys[n].json.len == 0)
            cell_fault(b, t, row_cell(t), E0645, ARGS(t->form->name, slot->heading));
        whole &= keys[n++].json.len > 0;
    }
    for (size_t i = 0; i < g->groups.len; i++)
        if (whole && same_keys(&g->groups.at[i], keys, n))
            return &g->groups.at[i];
    if (!whole)
        return NULL;
    Contest *group = PUSH(b->a, &g->groups);
    size_t slots = (g->people ? g->people->form->slot_count : 0) + (g->papers ? g->papers->form->slot_count : 0);
    *group = (Contest){.keys = keys, .key_count = n, .own = NEW_ARRAY(b->a, Said, slots), .first_table = t, .first = row_cell(t)};
    return group;
}

static size_t own_place(const Gathering *g, const BoundSheet *t, size_t slot) { return slot + (t == g->papers && g->people ? g->people->form->slot_count : 0); }

static void gather(Gathering *g, BoundSheet *t)
{
    BookData *b = g->b;
    if (!t)
        return;
    SlotRole role = t == g->people ? SLOT_PERSON : SLOT_PAPER;
    for (rewind_rows(t);;) {
        size_t at = t->next;
        if (!next_row(b, t))
            return;
        const Cell *c = role_cell(t, role);
        t->who = c && role == SLOT_PERSON ? c->text : S("");
        Contest *group = group_of_row(g, t);
        if (!group)
            continue;
        for (size_t i = 0; i < t->form->slot_count; i++)
            if (t->form->slots[i].of_group)
                say_once(b, &group->own[own_place(g, t, i)], said(b, t, i), t->form->slots[i].heading);
        RowOf row = {.at = at, .cell = c, .id = c ? c->text : S("")};
        if (t == g->people)
            *PUSH(b->a, &group->rows) = row;
        else
            *PUSH(b->a, &group->papers) = row;
    }
}

/* ---- the people of a record ---- */

static int compare_rows(const void *x, const void *y)
{
    const RowOf *a = x, *b = y;
    int c = str_cmp(a->id, b->id);
    return c ? c : (a->at > b->at) - (a->at < b->at);
}

/* A person has one row in a contest; a row of nobody says only what concerns all. */
static void check_people(Gathering *g, const Contest *group)
{
    BookData *b = g->b;
    size_t n = 0;
    RowOf *people = NEW_ARRAY(b->a, RowOf, group->rows.len);
    for (size_t i = 0; i < group->rows.len; i++) {
        const RowOf *row = &group->rows.at[i];
        if (row->cell) {
            people[n++] = *row;
            cell_word(b, g->people, row->cell, sheet_slot(g->people->form, SLOT_PERSON));
            continue;
        }
        seek_row(b, g->people, row->at);
        for (size_t k = 0; k < g->people->form->slot_count; k++) {
            const DataSlot *slot = &g->people->form->slots[k];
            const Cell *c = slot_cell(g->people, k);
            bool personal = slot->role == SLOT_VOTE || slot->role == SLOT_DECISION || slot->role == SLOT_REASON;
            if (c && (personal || (slot->role == SLOT_CHOSEN && c->kind != CELL_NO && !str_eq(c->text, S("否")))))
                cell_fault(b, g->people, c, E0657, ARGS(slot->heading));
        }
    }
    qsort(people, n, sizeof *people, compare_rows);
    for (size_t i = 1; i < n; i++)
        if (str_eq(people[i].id, people[i - 1].id)) {
            const Cell *before = people[i - 1].cell;
            g->people->who = people[i].id;
            cell_fault(b, g->people, people[i].cell, E0646, ARGS(people[i].id, cell_name(b->a, before->row, before->column)));
        }
}

static void write_id_key(BookData *b, const BoundSheet *t, const Cell *c, bool *first)
{
    size_t from = b->out.len + !*first;
    write_key(b, c->text, first);
    mark_cell(b, from, t, c, false);
}

/* "votes":{"007":{…}} and the like: one member for each person who has something in the slots from `slot` to `end`. */
static void write_personal(Gathering *g, const Contest *group, Str name, size_t slot, size_t end, bool object, bool *first)
{
    BookData *b = g->b;
    bool any = false, first_person = true;
    for (size_t i = 0; i < group->rows.len; i++) {
        const RowOf *row = &group->rows.at[i];
        bool filled = false, first_value = true;
        seek_row(b, g->people, row->at);
        g->people->who = row->id;
        for (size_t k = slot; k < end; k++)
            filled |= slot_cell(g->people, k) != NULL;
        if (!row->cell || !filled)
            continue;
        if (!any) {
            write_key(b, name, first);
            text_char(&b->out, '{');
        }
        any = true;
        write_id_key(b, g->people, row->cell, &first_person);
        if (!object) {
            write_value(b, g->people, slot);
            continue;
        }
        text_char(&b->out, '{');
        for (size_t k = slot; k < end; k++)
            write_slot(b, g->people, k, &first_value);
        text_char(&b->out, '}');
    }
    text_addz(&b->out, any ? "}" : "");
}

/* 列入: a list that names nobody is a list, too. */
static void write_chosen(Gathering *g, const Contest *group, size_t slot, bool *first)
{
    BookData *b = g->b;
    bool any = false, first_person = true;
    for (size_t i = 0; i < group->rows.len; i++) {
        const RowOf *row = &group->rows.at[i];
        seek_row(b, g->people, row->at);
        g->people->who = row->id;
        Said s = said(b, g->people, slot);
        if (s.json.len == 0)
            continue;
        if (!any) {
            write_key(b, S("chosen"), first);
            text_char(&b->out, '[');
        }
        any = true;
        if (!row->cell || !str_eq(s.json, S("true")))
            continue;
        text_addz(&b->out, first_person ? "" : ",");
        first_person = false;
        size_t from = b->out.len;
        text_json(&b->out, row->id);
        mark_cell(b, from, g->people, row->cell, false);
    }
    text_addz(&b->out, any ? "]" : "");
}

static void write_people(Gathering *g, const Contest *group, bool *first)
{
    const DataSheet *form = g->people->form;
    size_t decisions = form->slot_count, past = 0;
    check_people(g, group);
    for (size_t i = 0; i < form->slot_count; i++) {
        const DataSlot *slot = &form->slots[i];
        if (slot->role == SLOT_VOTE)
            write_personal(g, group, S("votes"), i, i + 1, false, first);
        else if (slot->role == SLOT_CHOSEN)
            write_chosen(g, group, i, first);
        else if (slot->role == SLOT_REASON)
            write_personal(g, group, S("reasons"), i, i + 1, false, first);
        else if (slot->role == SLOT_DECISION) {
            decisions = i < decisions ? i : decisions;
            past = i + 1;
        }
    }
    if (past > 0)
        write_personal(g, group, S("values"), decisions, past, true, first);
}

/* ---- papers ---- */

typedef struct {
    RowOf row;
    size_t order, paper; /* in the sheet; the order of the paper's first row */
} Slip;

static int by_paper(const void *x, const void *y)
{
    const Slip *a = x, *b = y;
    int c = str_cmp(a->row.id, b->row.id);
    return c ? c : (a->order > b->order) - (a->order < b->order);
}

static int by_order(const void *x, const void *y)
{
    const Slip *a = x, *b = y;
    if (a->paper != b->paper)
        return a->paper < b->paper ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool is_paper(const BoundSheet *t)
{
    static const SlotRole roles[] = {SLOT_PAPER, SLOT_VOTER, SLOT_CLASS, SLOT_BALLOT_POST, SLOT_AYES, SLOT_NOES};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (role_cell(t, roles[i]))
            return true;
    return false;
}

/* Rows with the same number are one paper, one without a number is a paper by itself. */
static Slip *slips_of(Gathering *g, const Contest *group, size_t *count)
{
    Slip *slips = NEW_ARRAY(g->b->a, Slip, group->papers.len);
    size_t n = 0;
    for (size_t i = 0; i < group->papers.len; i++) {
        seek_row(g->b, g->papers, group->papers.at[i].at);
        if (is_paper(g->papers))
            slips[n++] = (Slip){group->papers.at[i], i, i};
    }
    qsort(slips, n, sizeof *slips, by_paper);
    for (size_t i = 1; i < n; i++)
        if (slips[i].row.id.len > 0 && str_eq(slips[i].row.id, slips[i - 1].row.id))
            slips[i].paper = slips[i - 1].paper;
    qsort(slips, n, sizeof *slips, by_order);
    *count = n;
    return slips;
}

static size_t place_of_role(const DataSheet *form, SlotRole role)
{
    const DataSlot *slot = sheet_slot(form, role);
    return slot ? (size_t)(slot - form->slots) : form->slot_count;
}

/* The names of one side; by post where the paper has a part for each. */
static void write_side(Gathering *g, const Slip *slips, size_t n, SlotRole role, bool *first)
{
    BookData *b = g->b;
    BoundSheet *t = g->papers;
    size_t slot = place_of_role(t->form, role), post = place_of_role(t->form, SLOT_BALLOT_POST);
    bool any = false, first_post = true;
    for (size_t i = 0; i < n; i++) {
        seek_row(b, t, slips[i].row.at);
        if (!slot_cell(t, slot))
            continue;
        if (!any) {
            write_key(b, t->form->slots[slot].key, first);
            text_addz(&b->out, t->form->by_post ? "{" : "");
        }
        any = true;
        const Cell *c = t->form->by_post ? slot_cell(t, post) : NULL;
        if (t->form->by_post && !c)
            cell_fault(b, t, row_cell(t), E0645, ARGS(t->form->name, t->form->slots[post].heading));
        if (c) {
            cell_word(b, t, c, &t->form->slots[post]);
            write_id_key(b, t, c, &first_post);
        }
        if (c || !t->form->by_post)
            write_value(b, t, slot);
    }
    text_addz(&b->out, any && t->form->by_post ? "}" : "");
}

/* Two rows of one paper are for different posts. */
static void check_slips(Gathering *g, const Slip *slips, size_t n)
{
    BoundSheet *t = g->papers;
    Str *posts = NEW_ARRAY(g->b->a, Str, n);
    for (size_t i = 0; i < n; i++) {
        seek_row(g->b, t, slips[i].row.at);
        const Cell *c = role_cell(t, SLOT_BALLOT_POST);
        posts[i] = c ? c->text : S("");
        for (size_t k = 0; k < i; k++)
            if (str_eq(posts[k], posts[i])) {
                cell_fault(g->b, t, role_cell(t, SLOT_PAPER), E0658, ARGS(slips[i].row.id));
                break;
            }
    }
}

static void write_paper(Gathering *g, const Slip *slips, size_t n)
{
    BookData *b = g->b;
    BoundSheet *t = g->papers;
    size_t voter = place_of_role(t->form, SLOT_VOTER), class = place_of_role(t->form, SLOT_CLASS), from = b->out.len;
    Said whose = {0}, which = {0};
    bool first = true;
    check_slips(g, slips, n);
    for (size_t i = 0; i < n; i++) {
        seek_row(b, t, slips[i].row.at);
        say_once(b, &whose, said(b, t, voter), t->form->slots[voter].heading);
        say_once(b, &which, said(b, t, class), t->form->slots[class].heading);
    }
    seek_row(b, t, slips[0].row.at);
    const Cell *c = row_cell(t);
    if (whose.json.len == 0)
        cell_fault(b, t, c, E0645, ARGS(t->form->name, t->form->slots[voter].heading));
    text_char(&b->out, '{');
    if (whose.json.len > 0)
        write_said(b, S("voter"), &whose, &first);
    if (which.json.len > 0)
        write_said(b, S("class"), &which, &first);
    write_side(g, slips, n, SLOT_AYES, &first);
    write_side(g, slips, n, SLOT_NOES, &first);
    text_char(&b->out, '}');
    mark_cell(b, from, t, c, true);
}

static void write_papers(Gathering *g, const Contest *group, bool *first)
{
    size_t n;
    const Slip *slips = slips_of(g, group, &n);
    write_key(g->b, S("papers"), first);
    text_char(&g->b->out, '[');
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && slips[next].paper == slips[i].paper;)
            next++;
        text_addz(&g->b->out, i ? ",\n " : "\n ");
        write_paper(g, slips + i, next - i);
    }
    text_char(&g->b->out, ']');
}

/* ---- ballots and records ---- */

static void write_own(Gathering *g, const BoundSheet *t, const Contest *group, bool *first)
{
    for (size_t i = 0; t && i < t->form->slot_count; i++) {
        const Said *s = &group->own[own_place(g, t, i)];
        if (s->json.len > 0)
            write_said(g->b, t->form->slots[i].key, s, first);
    }
}

static BoundSheet *papers_of(BookData *b, const DataSheet *form)
{
    for (size_t i = 0; i < b->tables.len; i++)
        if (b->tables.at[i].form == form)
            return &b->tables.at[i];
    return NULL;
}

static void begin_element(BookData *b, const char *member, bool *first_element, bool *first)
{
    if (*first_element) {
        text_addz(&b->out, *first ? "" : ",\n");
        text_json(&b->out, str_from(member));
        text_addz(&b->out, ":[\n");
        *first = false;
    } else {
        text_addz(&b->out, ",\n");
    }
    *first_element = false;
}

void write_ballots(BookData *b, bool *first)
{
    bool first_element = true;
    for (size_t i = 0; i < b->form->sheet_count; i++) {
        const DataSheet *form = &b->form->sheets[i];
        Gathering g = {.b = b, .papers = form->kind == SHEET_PAPERS && form->ballot ? papers_of(b, form) : NULL};
        gather(&g, g.papers);
        for (size_t k = 0; k < g.groups.len; k++) {
            const Contest *group = &g.groups.at[k];
            bool first_member = false;
            begin_element(b, "ballots", &first_element, first);
            size_t from = b->out.len;
            text_addz(&b->out, "{\"field\":");
            text_json(&b->out, form->ballot->name);
            write_own(&g, g.papers, group, &first_member);
            write_papers(&g, group, &first_member);
            text_char(&b->out, '}');
            mark_cell(b, from, group->first_table, group->first, true);
        }
    }
    text_addz(&b->out, first_element ? "" : "]");
}

static void write_record(Gathering *g, const DataSheet *form, const Contest *group)
{
    BookData *b = g->b;
    bool first = false, first_key = true;
    size_t from = b->out.len, key = 0;
    text_addz(&b->out, "{\"stage\":");
    text_json(&b->out, b->p->stages[form->stage].name);
    if (group->key_count > 0) {
        text_addz(&b->out, ",\"contest\":{");
        for (size_t i = 0; i < form->slot_count && key < group->key_count; i++)
            if (form->slots[i].role == SLOT_KEY)
                write_said(b, form->slots[i].key, &group->keys[key++], &first_key);
        text_char(&b->out, '}');
    }
    write_own(g, g->people, group, &first);
    write_own(g, g->papers, group, &first);
    if (group->rows.len > 0)
        write_people(g, group, &first);
    if (group->papers.len > 0)
        write_papers(g, group, &first);
    text_char(&b->out, '}');
    mark_cell(b, from, group->first_table, group->first, true);
}

void write_records(BookData *b, bool *first)
{
    bool first_element = true;
    for (size_t i = 0; i < b->form->sheet_count; i++) {
        const DataSheet *form = &b->form->sheets[i];
        if (form->kind != SHEET_RECORD)
            continue;
        Gathering g = {.b = b, .people = papers_of(b, form)};
        for (size_t k = 0; k < b->form->sheet_count; k++)
            if (b->form->sheets[k].kind == SHEET_PAPERS && b->form->sheets[k].stage == form->stage)
                g.papers = papers_of(b, &b->form->sheets[k]);
        gather(&g, g.people);
        gather(&g, g.papers);
        for (size_t k = 0; k < g.groups.len; k++) {
            begin_element(b, "records", &first_element, first);
            write_record(&g, form, &g.groups.at[k]);
        }
    }
    text_addz(&b->out, first_element ? "" : "]");
}

/* ---- withdrawals ---- */

static bool is_after(BookData *b, const BoundSheet *t)
{
    const Cell *c = role_cell(t, SLOT_WHEN);
    if (!c || str_eq(c->text, S("之前")))
        return false;
    if (!str_eq(c->text, S("之后")))
        cell_fault(b, t, c, E0655, ARGS(sheet_slot(t->form, SLOT_WHEN)->heading, S("之前、之后"), c->text));
    return true;
}

void write_withdrawn(BookData *b, BoundSheet *t)
{
    bool first_row = true;
    text_char(&b->out, '[');
    for (rewind_rows(t); next_row(b, t);) {
        const Cell *who = role_cell(t, SLOT_PERSON);
        bool first = true;
        t->who = who ? who->text : S("");
        text_addz(&b->out, first_row ? "\n" : ",\n");
        first_row = false;
        size_t from = b->out.len;
        text_char(&b->out, '{');
        for (size_t i = 0; i < t->form->slot_count; i++) {
            const DataSlot *slot = &t->form->slots[i];
            if (slot->key.len > 0)
                write_slot(b, t, i, &first);
            else if (slot->role == SLOT_STAGE && slot_cell(t, i))
                write_said(b, is_after(b, t) ? S("after") : S("before"), &(Said){said(b, t, i).json, t, slot_cell(t, i)}, &first);
            if (slot->needed && !slot_cell(t, i))
                cell_fault(b, t, row_cell(t), E0645, ARGS(t->form->name, slot->heading));
        }
        text_char(&b->out, '}');
        mark_cell(b, from, t, row_cell(t), true);
    }
    text_char(&b->out, ']');
}
