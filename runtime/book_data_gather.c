/* book_data_gather.c - the rows of a stage's sheet, and of the sheet of its papers, gathered into contests. */
#include <stdlib.h>

#include "runtime/book_data_gather.h"

bool seek_row(BookData *b, BoundSheet *t, size_t at)
{
    t->next = at;
    return next_row(b, t);
}

Said said(BookData *b, BoundSheet *t, size_t slot)
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

void write_said(BookData *b, Str key, const Said *s, bool *first)
{
    size_t from = b->out.len + !*first;
    write_key(b, key, first);
    text_add(&b->out, s->json);
    mark_cell(b, from, s->table, s->cell, false);
}

void say_once(BookData *b, Said *kept, Said s, Str heading)
{
    if (s.json.len == 0)
        return;
    if (kept->json.len == 0)
        *kept = s;
    else if (!str_eq(kept->json, s.json))
        cell_fault(b, s.table, s.cell, E0644,
                   ARGS(heading, s.cell->text, kept->cell->text, cell_name(b->a, kept->cell->row, kept->cell->column)));
}

/* ---- keys that are the candidate's ---- */

static int compare_people(const void *x, const void *y)
{
    const PersonRow *a = x, *b = y;
    int c = str_cmp(a->id, b->id);
    return c ? c : (a->at > b->at) - (a->at < b->at);
}

static void list_people(BookData *b, BoundSheet *people)
{
    for (rewind_rows(people);;) {
        size_t at = people->next;
        if (!next_row(b, people))
            break;
        const Cell *c = role_cell(people, SLOT_ID);
        if (c)
            *PUSH(b->a, &b->people) = (PersonRow){c->text, at};
    }
    if (b->people.len > 0)
        qsort(b->people.at, b->people.len, sizeof *b->people.at, compare_people);
}

static const PersonRow *find_person(BookData *b, Str id)
{
    size_t lo = 0, hi = b->people.len;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(b->people.at[mid].id, id);
        if (c == 0)
            return &b->people.at[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

/* As it stands with the candidate; what is wrong with it is told there. */
static Said key_of_person(BookData *b, const DataSlot *key, Str id)
{
    BoundSheet *people = table_of_kind(b, SHEET_PEOPLE);
    Said s = {.table = people};
    if (!people || !key->of_person || id.len == 0)
        return s;
    if (b->people.len == 0)
        list_people(b, people);
    const PersonRow *row = find_person(b, id);
    if (!row || !seek_row(b, people, row->at))
        return s;
    for (size_t i = 0; i < people->form->slot_count; i++)
        if (people->form->slots[i].field == key->of_person)
            s.cell = slot_cell(people, i);
    if (s.cell) {
        Text t = text_new(b->a);
        text_json(&t, key->type->kind == TYPE_GRADE ? grade_word(b, key->type, s.cell->text) : s.cell->text);
        s.json = text_str(&t);
    }
    return s;
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
            keys[n] = key_of_person(b, slot, t->who);
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

size_t own_place(const Gathering *g, const BoundSheet *t, size_t slot) { return slot + (t == g->papers && g->people ? g->people->form->slot_count : 0); }

void gather(Gathering *g, BoundSheet *t)
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

/* The key of a member of votes, values and the like. */
void write_id_key(BookData *b, const BoundSheet *t, const Cell *c, bool *first)
{
    size_t from = b->out.len + !*first;
    write_key(b, c->text, first);
    mark_cell(b, from, t, c, false);
}
