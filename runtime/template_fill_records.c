/* template_fill_records.c - what bodies did, from the records of a document to the sheets of the stages and of papers. */
#include "runtime/columns.h"
#include "runtime/reader.h"
#include "runtime/template_parts.h"

static bool is_ours(const Fill *f, const cJSON *element)
{
    const cJSON *name = member(element, "procedure", NULL);
    return !name || str_eq(json_text(name), f->p->name);
}

static Filling *sheet_of_stage(Fill *f, SheetKind kind, Str stage)
{
    for (size_t i = 0; i < f->form->sheet_count; i++) {
        const DataSheet *sheet = &f->form->sheets[i];
        if (sheet->kind == kind && sheet->stage >= 0 && str_eq(f->p->stages[sheet->stage].name, stage))
            return &f->fillings[i];
    }
    return NULL;
}

/* The stage's keys stand in the order of its slots. */
static void fill_keys(Fill *f, Filling *to, uint32_t row, const cJSON *contest)
{
    const Stage *stage = &f->p->stages[to->form->stage];
    for (const cJSON *m = contest ? contest->child : NULL; m; m = m->next) {
        size_t key = 0;
        for (size_t i = 0; i < to->form->slot_count; i++) {
            if (to->form->slots[i].role != SLOT_KEY)
                continue;
            if (names_key(f->p, stage->by[key++], json_key(m))) {
                fill_slot(f, to, row, i, m);
                break;
            }
        }
    }
}

static void fill_own(Fill *f, Filling *to, uint32_t row, const cJSON *element)
{
    for (const cJSON *m = element->child; m; m = m->next) {
        int count = count_of_key(json_key(m));
        for (size_t i = 0; i < to->form->slot_count && !cJSON_IsNull(m); i++) {
            const DataSlot *slot = &to->form->slots[i];
            if ((slot->role == SLOT_COUNT && slot->count == count) || (slot->role == SLOT_MEETING && str_eq(json_key(m), slot->key)))
                fill_slot(f, to, row, i, m);
        }
    }
}

/* ---- people ---- */

typedef struct {
    ARRAY(Str) ids;
    uint32_t first; /* row of the first */
} People;

static uint32_t row_of(Fill *f, Filling *to, People *people, Str id, const cJSON *at)
{
    for (size_t i = 0; i < people->ids.len; i++)
        if (str_eq(people->ids.at[i], id))
            return people->first + (uint32_t)i;
    *PUSH(f->a, &people->ids) = arena_str(f->a, id);
    uint32_t row = people->first + (uint32_t)people->ids.len - 1;
    fill_word(f, to, row, SLOT_PERSON, id, at);
    return row;
}

static void fill_personal(Fill *f, Filling *to, People *people, SlotRole role, const cJSON *object)
{
    size_t slot = slot_of_role(to->form, role);
    for (const cJSON *m = object ? object->child : NULL; m; m = m->next)
        if (!cJSON_IsNull(m) && slot < to->form->slot_count)
            fill_slot(f, to, row_of(f, to, people, json_key(m), m), slot, m);
}

static void fill_values(Fill *f, Filling *to, People *people, const cJSON *object)
{
    for (const cJSON *person = object ? object->child : NULL; person; person = person->next)
        for (const cJSON *m = person->child; m; m = m->next)
            for (size_t i = 0; i < to->form->slot_count && !cJSON_IsNull(m); i++) {
                const DataSlot *slot = &to->form->slots[i];
                if (slot->role == SLOT_DECISION && (str_eq(slot->clause->key, json_key(m)) || str_eq(slot->clause->name, json_key(m))))
                    fill_slot(f, to, row_of(f, to, people, json_key(person), person), i, m);
            }
}

/* A list of nobody stands in a row of nobody. */
static void fill_chosen(Fill *f, Filling *to, People *people, const cJSON *chosen)
{
    for (const cJSON *e = chosen ? chosen->child : NULL; e; e = e->next)
        fill_word(f, to, row_of(f, to, people, json_text(e), e), SLOT_CHOSEN, S("是"), e);
    if (chosen && !chosen->child)
        fill_word(f, to, people->first, SLOT_CHOSEN, S("否"), chosen);
}

/* ---- papers ---- */

static void fill_names(Fill *f, Filling *to, uint32_t row, SlotRole role, const cJSON *names)
{
    if (names && names->child)
        fill_slot(f, to, row, slot_of_role(to->form, role), names);
}

/* A part of a paper for one post. */
static void fill_parts(Fill *f, Filling *to, uint32_t from, const cJSON *side, SlotRole role, People *posts)
{
    for (const cJSON *m = side ? side->child : NULL; m; m = m->next) {
        size_t i = 0;
        if (cJSON_IsNull(m) || !m->child)
            continue;
        while (i < posts->ids.len && !str_eq(posts->ids.at[i], json_key(m)))
            i++;
        if (i == posts->ids.len) {
            *PUSH(f->a, &posts->ids) = arena_str(f->a, json_key(m));
            fill_word(f, to, from + (uint32_t)i, SLOT_BALLOT_POST, json_key(m), m);
        }
        fill_names(f, to, from + (uint32_t)i, role, m);
    }
}

static void fill_paper(Fill *f, Filling *to, const cJSON *paper, size_t number, const cJSON *contest)
{
    const cJSON *voter = member(paper, "voter", "投票人"), *class = member(paper, "class", "类别");
    const cJSON *ayes = member(paper, "ayes", "赞成"), *noes = member(paper, "noes", "反对");
    uint32_t from = to->rows;
    People posts = {.first = from};
    Text count = text_new(f->a);
    text_int(&count, (long long)number);
    fill_word(f, to, from, SLOT_VOTER, json_text(voter), voter);
    if (class)
        fill_word(f, to, from, SLOT_CLASS, json_text(class), class);
    if (to->form->by_post) {
        fill_parts(f, to, from, ayes, SLOT_AYES, &posts);
        fill_parts(f, to, from, noes, SLOT_NOES, &posts);
    } else {
        fill_names(f, to, from, SLOT_AYES, ayes);
        fill_names(f, to, from, SLOT_NOES, noes);
    }
    for (uint32_t row = from; row < to->rows; row++) {
        fill_word(f, to, row, SLOT_PAPER, text_str(&count), paper);
        if (contest)
            fill_keys(f, to, row, contest);
    }
}

static void fill_papers(Fill *f, Filling *to, const cJSON *papers, const cJSON *contest)
{
    size_t number = 0;
    for (const cJSON *e = papers->child; e; e = e->next)
        fill_paper(f, to, e, ++number, contest);
}

void fill_ballots(Fill *f, const cJSON *ballots)
{
    for (const cJSON *e = ballots ? ballots->child : NULL; e; e = e->next) {
        const cJSON *field = member(e, "field", "字段"), *papers = member(e, "papers", "选票");
        for (size_t i = 0; field && papers && is_ours(f, e) && i < f->form->sheet_count; i++) {
            const DataSheet *sheet = &f->form->sheets[i];
            if (!sheet->ballot || (!str_eq(sheet->ballot->name, json_text(field)) && !str_eq(sheet->ballot->key, json_text(field))))
                continue;
            uint32_t row = f->fillings[i].rows;
            fill_papers(f, &f->fillings[i], papers, NULL);
            fill_own(f, &f->fillings[i], row, e);
            if (f->fillings[i].rows == row)
                cannot_hold(f, E0684, e, sheet->name);
            break;
        }
    }
}

/* ---- records and withdrawals ---- */

static void fill_record(Fill *f, Filling *to, const cJSON *record, Str stage)
{
    const cJSON *contest = member(record, "contest", NULL), *papers = member(record, "papers", "选票");
    People people = {.first = to->rows};
    uint32_t first = to->rows;
    fill_chosen(f, to, &people, member(record, "chosen", NULL));
    if (!papers)
        fill_personal(f, to, &people, SLOT_VOTE, member(record, "votes", NULL));
    fill_values(f, to, &people, member(record, "values", NULL));
    fill_personal(f, to, &people, SLOT_REASON, member(record, "reasons", NULL));
    fill_own(f, to, first, record);
    uint32_t end = to->rows > first ? to->rows : first + 1;
    for (uint32_t row = first; contest && row < end; row++)
        fill_keys(f, to, row, contest);
    Filling *slips = papers ? sheet_of_stage(f, SHEET_PAPERS, stage) : NULL;
    if (!slips)
        return;
    uint32_t before = slips->rows;
    fill_papers(f, slips, papers, contest);
    if (!papers->child && contest)
        fill_keys(f, slips, slips->rows, contest);
    if (slips->rows == before)
        cannot_hold(f, E0684, papers, slips->form->name);
}

void fill_records(Fill *f, const cJSON *records)
{
    for (const cJSON *e = records ? records->child : NULL; e; e = e->next) {
        const cJSON *stage = member(e, "stage", NULL);
        Filling *to = stage && is_ours(f, e) ? sheet_of_stage(f, SHEET_RECORD, json_text(stage)) : NULL;
        if (to)
            fill_record(f, to, e, json_text(stage));
    }
}

void fill_withdrawn(Fill *f, const cJSON *withdrawn)
{
    Filling *to = filling_of(f, SHEET_WITHDRAWN);
    for (const cJSON *e = withdrawn ? withdrawn->child : NULL; e; e = e->next) {
        uint32_t row = to->rows;
        const cJSON *before = member(e, "before", NULL), *after = member(e, "after", NULL), *post = member(e, "post", NULL),
                    *why = member(e, "why", NULL);
        if (!is_ours(f, e))
            continue;
        fill_slot(f, to, row, slot_of_role(to->form, SLOT_PERSON), member(e, "candidate", NULL));
        if (post && sheet_slot(to->form, SLOT_POST))
            fill_slot(f, to, row, slot_of_role(to->form, SLOT_POST), post);
        fill_slot(f, to, row, slot_of_role(to->form, SLOT_STAGE), before ? before : after);
        if (!before)
            fill_word(f, to, row, SLOT_WHEN, S("之后"), e);
        if (why && json_text(why).len > 0)
            fill_slot(f, to, row, slot_of_role(to->form, SLOT_WHY), why);
    }
}
