/* book_data_papers.c - rows of papers: those with the same number are one paper. */
#include <stdlib.h>

#include "runtime/book_data_gather.h"

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

void write_papers(Gathering *g, const Contest *group, bool *first)
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
