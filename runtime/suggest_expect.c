#include "runtime/suggest_parts.h"

#include "runtime/wording.h"

bool reached(const Outcome *o, uint32_t unit, int stage)
{
    const Fate *f = &o->fates[unit];
    return f->stage < 0 || f->stage >= stage;
}

static size_t units_of(const Pool *pool, Str id)
{
    size_t n = 0;
    for (size_t i = 0; i < pool->unit_count; i++)
        n += str_eq(pool->person_ids[pool->unit_person[i]], id);
    return n;
}

static void who(const Outcome *o, uint32_t unit, Text *out)
{
    const Pool *pool = o->pool;
    Str id = pool->person_ids[pool->unit_person[unit]];
    text_addz(out, "    应 ");
    add_quoted(id, out);
    if (units_of(pool, id) < 2)
        return;
    text_char(out, ' ');
    text_add(out, o->program->entries[o->program->entry_post].name);
    text_char(out, ' ');
    add_quoted(pool->post_ids[pool->unit_post[unit]], out);
}

static void status_line(const Outcome *o, uint32_t unit, Text *out)
{
    const Fate *f = &o->fates[unit];
    who(o, unit, out);
    text_char(out, ' ');
    text_addz(out, status_words[f->status][LANG_ZH]);
    const Clause *clause = f->reason_count ? f->reasons[0].clause : NULL;
    if (f->stage >= 0 && f->status != STATUS_CHOSEN) {
        text_addz(out, " 于 ");
        text_add(out, o->program->stages[f->stage].name);
    }
    if (clause && f->status != STATUS_CHOSEN && (int)clause->stage == f->stage) {
        text_addz(out, " 条 ");
        text_int(out, (long long)clause->index - (long long)o->program->stages[clause->stage].first + 1);
    }
    text_char(out, '\n');
}

/* Exact, as a constant of that type is written. */
static void value_words(Num v, const Type *type, Text *out)
{
    bool share = type->kind == TYPE_NUMBER && type->dim == DIM_SHARE;
    Text decimal = text_new(out->arena);
    num_decimal(&decimal, v, 6);
    bool exact = decimal.len && (unsigned char)decimal.at[0] < 0x80;
    if (share || !exact)
        num_exact(out, v);
    else
        text_add(out, text_str(&decimal));
    if (!share && type->unit.len) {
        text_char(out, ' ');
        text_add(out, type->unit);
    }
}

static void value_line(const Outcome *o, uint32_t unit, const Clause *clause, Text *out)
{
    const Fate *f = &o->fates[unit];
    for (size_t i = 0; i < f->figure_count; i++)
        if (f->figures[i].clause->index == clause->index) {
            who(o, unit, out);
            text_char(out, ' ');
            text_add(out, clause->kind == CLAUSE_SCORE ? o->program->stages[clause->stage].name : clause->name);
            text_addz(out, " 为 ");
            value_words(f->figures[i].value, &f->figures[i].clause->expr->type, out);
            text_char(out, '\n');
        }
    bool marked = false;
    for (size_t i = 0; i < f->mark_count; i++)
        marked = marked || f->marks[i]->index == clause->index;
    if (clause->kind != CLAUSE_MARK)
        return;
    who(o, unit, out);
    text_char(out, ' ');
    text_add(out, clause->name);
    text_addz(out, marked ? " 为 是\n" : " 为 否\n");
}

static void rank_line(const Outcome *o, uint32_t unit, int stage, Text *out)
{
    const Ranked *r = rank_in(&o->fates[unit], stage);
    if (!r)
        return;
    who(o, unit, out);
    text_addz(out, " 名次 ");
    text_int(out, r->rank);
    text_addz(out, " 于 ");
    text_add(out, o->program->stages[stage].name);
    text_char(out, '\n');
}

static bool is_told(const Told *told, Str id)
{
    for (size_t i = 0; i < told->count; i++)
        if (str_eq(told->ids[i], id))
            return true;
    return false;
}

/* Where the change names no candidate: those next to the line, or the first who came that far. */
static Told some_people(const Search *s, const Outcome *o)
{
    Told told = {0};
    const CoverPoint *p = point_at(s);
    bool line = p->kind == POINT_LINE || p->kind == POINT_RANK || p->kind == POINT_KEY;
    for (int pass = line ? 0 : 1; pass < 2 && told.count < 2; pass++)
        for (size_t i = 0; i < o->pool->unit_count && told.count < IDS_TOLD; i++) {
            uint32_t unit = o->pool->unit_order[i];
            Str id = o->pool->person_ids[o->pool->unit_person[unit]];
            bool left_here = o->fates[unit].stage == p->stage;
            if (reached(o, unit, p->stage) && (pass || left_here) && !is_told(&told, id))
                told.ids[told.count++] = id;
        }
    return told;
}

void expect_lines(const Search *s, const Trial *t, const Told *told, bool values, Text *out)
{
    const Outcome *o = t->result.outcome;
    const CoverPoint *p = point_at(s);
    Told some = told->count ? *told : some_people(s, o);
    bool ranks = p->kind == POINT_LINE || p->kind == POINT_RANK || p->kind == POINT_KEY;
    for (size_t i = 0; i < o->pool->unit_count; i++) {
        uint32_t unit = o->pool->unit_order[i];
        if (!is_told(&some, o->pool->person_ids[o->pool->unit_person[unit]]))
            continue;
        if (ranks)
            rank_line(o, unit, p->stage, out);
        status_line(o, unit, out);
        if (p->clause && values)
            value_line(o, unit, p->clause, out);
    }
}
