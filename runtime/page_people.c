#include <stdlib.h>

#include "runtime/compare_parts.h"
#include "runtime/page_parts.h"

uint32_t page_unit(const Page *p, size_t party, uint32_t person)
{
    return p->c->has_data ? p->c->people[person].units[party] : CELL_NONE;
}

const Fate *page_fate(const Page *p, size_t party, uint32_t person)
{
    uint32_t unit = page_unit(p, party, person);
    return unit == CELL_NONE ? NULL : &p->c->parties[party].outcome->fates[unit];
}

bool page_chosen(const Page *p, size_t party, uint32_t person)
{
    uint32_t unit = page_unit(p, party, person);
    return unit != CELL_NONE && is_chosen(p->c->parties[party].outcome, unit);
}

Who page_who(const Page *p, uint32_t person)
{
    bool first = page_chosen(p, 0, person), second = p->c->party_count > 1 && page_chosen(p, 1, person);
    return first ? (second ? WHO_BOTH : WHO_FIRST) : second ? WHO_SECOND : WHO_NEITHER;
}

/* A field that holds the candidate's name; -1. */
static int name_field(const Program *program)
{
    for (size_t i = 0; i < program->field_count; i++) {
        const Field *f = &program->fields[i];
        if (f->type.kind == TYPE_TEXT && (str_eq(f->key, S("name")) || str_eq(f->key, S("姓名")) || str_eq(f->name, S("姓名"))))
            return (int)i;
    }
    return -1;
}

Str page_person(const Page *p, uint32_t person)
{
    Text t = text_new(p->a);
    text_add(&t, p->c->people[person].id);
    for (size_t k = 0; p->options->names && k < p->c->party_count; k++) {
        const Party *party = &p->c->parties[k];
        int field = name_field(party->program);
        uint32_t unit = page_unit(p, k, person);
        if (field < 0 || unit == CELL_NONE)
            continue;
        uint32_t row = party->pool->unit_person[unit];
        if (!party->pool->fields[field].present[row])
            continue;
        text_char(&t, ' ');
        text_add(&t, party->pool->fields[field].texts[row]);
        break;
    }
    return text_str(&t);
}

const Ranked *page_rank(const Page *p, size_t party, uint32_t person)
{
    const Fate *f = page_fate(p, party, person);
    uint32_t ranking = p->c->parties[party].plan->ranking;
    return f && ranking != UINT32_MAX ? rank_in(f, (int)ranking) : NULL;
}

Str page_short_reason(Page *p, size_t party, uint32_t person)
{
    const Fate *f = page_fate(p, party, person);
    Text t = text_new(p->a);
    if (!f)
        return page_both(p, "不在其中", "not in it");
    if (!f->reason_count)
        return str_from(status_words[f->status][p->language]);
    Str told = reason_say(&f->reasons[0]);
    if (told.len)
        return told;
    reason_text(p->c->parties[party].outcome, &f->reasons[0], p->language, &t);
    return text_str(&t);
}

Str page_long_reason(Page *p, size_t party, uint32_t person)
{
    const Fate *f = page_fate(p, party, person);
    Text t = text_new(p->a);
    if (!f)
        return page_both(p, "不在其中。", "Not in it.");
    for (size_t i = 0; i < f->reason_count; i++) {
        if (i)
            say(&t, p->language, "；", "; ");
        reason_words(p->c->parties[party].outcome, &f->reasons[i], page_unit(p, party, person), p->language, &t);
    }
    return text_str(&t);
}

Ink page_ink(Page *p, const Plan *plan, Str evidence)
{
    for (size_t i = 0; i < plan->weight_count; i++) {
        const Weight *w = &plan->weights[i];
        if (!str_eq(w->name, evidence))
            continue;
        unsigned shade = 0;
        for (size_t j = 0; j < i; j++)
            shade += plan->weights[j].phase == w->phase;
        return (Ink){(p->hues[w->phase] - 1) % HUES, shade % SHADES};
    }
    return (Ink){HUES - 1, 0};
}

Str page_decimal(Page *p, Num x, int places)
{
    Text t = text_new(p->a);
    num_decimal(&t, x, places);
    return text_str(&t);
}

Str page_exact(Page *p, Num x)
{
    Text t = text_new(p->a);
    num_exact(&t, x);
    return text_str(&t);
}

/* ---- who stands where ---- */

static int by_place(const void *x, const void *y)
{
    const Position *a = x, *b = y;
    if (a->contest != b->contest)
        return a->contest < b->contest ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

static void place_people(Page *p, size_t k)
{
    const Party *party = &p->c->parties[k];
    Standing *s = &p->standings[k];
    Position *ranked = NEW_ARRAY(p->a, Position, p->c->person_count + 1), *out = NEW_ARRAY(p->a, Position, p->c->person_count + 1);
    for (uint32_t i = 0; i < p->c->person_count; i++) {
        const Fate *f = page_fate(p, k, i);
        const Ranked *r = page_rank(p, k, i);
        if (!r) {
            out[s->out_count++] = (Position){i, f && f->stage >= 0 ? (size_t)f->stage : f ? 0 : SIZE_MAX, -1, false};
            continue;
        }
        const Contest *contest = contest_of(party->outcome, party->plan->ranking, page_unit(p, k, i));
        size_t at = contest ? (size_t)(contest - party->outcome->contests) : SIZE_MAX;
        ranked[s->ranked_count++] = (Position){i, at, r->rank, f->stage != (int)party->plan->ranking};
    }
    qsort(ranked, s->ranked_count, sizeof *ranked, by_place);
    qsort(out, s->out_count, sizeof *out, by_place);
    s->ranked = ranked;
    s->out = out;
}

/* Everyone of a small pool; of a larger one the first of each list and those whose fate differs. */
static void keep_people(Page *p)
{
    const Comparison *c = p->c;
    bool all = c->person_count <= PAGE_EVERYONE;
    size_t movers = 0;
    for (uint32_t i = 0; i < c->person_count; i++)
        p->kept[i] = all || (c->people[i].differs && movers++ < PAGE_MOVERS);
    for (size_t k = 0; k < c->party_count; k++)
        for (size_t i = 0; i < p->standings[k].ranked_count && i < PAGE_TOP; i++)
            p->kept[p->standings[k].ranked[i].person] = true;
    for (uint32_t i = 0; i < c->person_count; i++)
        if (!p->kept[i]) {
            p->hidden++;
            p->movers_hidden += c->people[i].differs;
        }
    for (size_t k = 0; k < c->party_count; k++) {
        Standing *s = &p->standings[k];
        for (size_t i = 0; i < s->ranked_count; i++)
            s->ranked_hidden += !p->kept[s->ranked[i].person];
        for (size_t i = 0; i < s->out_count; i++)
            s->out_hidden += !p->kept[s->out[i].person];
    }
}

void page_prepare(Page *p)
{
    unsigned hues = 0;
    for (size_t k = 0; k < p->c->party_count; k++) {
        const Plan *plan = p->c->parties[k].plan;
        for (size_t i = 0; i < plan->weight_count; i++)
            if (!p->hues[plan->weights[i].phase])
                p->hues[plan->weights[i].phase] = ++hues;
    }
    p->standings = NEW_ARRAY(p->a, Standing, p->c->party_count);
    p->kept = NEW_ARRAY(p->a, bool, p->c->person_count + 1);
    if (!p->c->has_data)
        return;
    for (size_t k = 0; k < p->c->party_count; k++)
        place_people(p, k);
    keep_people(p);
}
