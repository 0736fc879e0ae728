/* book_data_records.c - what bodies did: a record for each contest, with what it says of people and the papers of its vote; and who
 * withdrew. */
#include <stdlib.h>

#include "runtime/book_data_gather.h"

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
