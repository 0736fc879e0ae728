/* wording_people.c - people and their entries, their wishes, the reserve and who moved up, papers refused. */
#include "runtime/wording.h"

/* ---- units ---- */

bool has_entries(const Program *p) { return p->entry_field_count > 0; }

bool elects_by_post(const Program *p)
{
    for (size_t i = 0; i < p->stage_count; i++)
        for (size_t j = 0; p->stages[i].elect && j < p->stages[i].by_count; j++)
            if (p->stages[i].by[j]->type.kind == TYPE_POST)
                return true;
    return false;
}

Str unit_id(const Outcome *o, uint32_t unit) { return o->pool->person_ids[o->pool->unit_person[unit]]; }

Str unit_post(const Outcome *o, uint32_t unit)
{
    const Fate *f = &o->fates[unit];
    if (has_entries(o->program))
        return o->pool->post_ids[o->pool->unit_post[unit]];
    if (f->post >= 0 && elects_by_post(o->program))
        return o->pool->post_ids[f->post];
    for (size_t i = f->decision_count; i-- > 0;) {
        const Given *g = f->decisions[i];
        if (o->program->clauses[g->clause].type.kind == TYPE_POST && g->code != CELL_NONE)
            return o->pool->post_ids[g->code];
    }
    if (o->program->applied < 0)
        return S("");
    const Column *c = &o->pool->fields[o->program->applied];
    return c->present[unit] && c->codes[unit] != CELL_NONE ? o->pool->post_ids[c->codes[unit]] : S("");
}

bool post_open(const Program *p, const Expr *const *by, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (by[i]->op == OP_ENTRY_FIELD && by[i]->index == p->entry_post)
            return false;
    return has_entries(p);
}

void people_words(const Outcome *o, const uint32_t *units, size_t n, bool posts, Language language, Text *out)
{
    posts = posts && has_entries(o->program);
    for (size_t i = 0, next; i < n; i = next) {
        if (i)
            say(out, language, "、", ", ");
        text_add(out, unit_id(o, units[i]));
        for (next = i + 1; next < n && o->pool->unit_person[units[next]] == o->pool->unit_person[units[i]];)
            next++;
        for (size_t j = i; posts && j < next; j++) {
            j == i ? say(out, language, "（", " (") : say(out, language, "、", ", ");
            text_add(out, unit_post(o, units[j]));
        }
        if (posts)
            say(out, language, "）", ")");
    }
}

const Ranked *rank_in(const Fate *f, int stage)
{
    for (size_t i = f->rank_count; i-- > 0;)
        if (stage < 0 || f->ranks[i].stage == (uint32_t)stage)
            return &f->ranks[i];
    return NULL;
}

/* ---- wishes ---- */

/* The posts that he asks for, first come first; false when they are no field of his. */
static bool wishes(const Outcome *o, const Clause *choose, uint32_t unit, const uint32_t **posts, size_t *n)
{
    const Expr *e = choose->expr;
    *n = 0;
    if (!e || e->op != OP_FIELD)
        return false;
    const Column *c = &o->pool->fields[e->index];
    uint32_t row = o->pool->unit_person[unit];
    if (!c->present[row])
        return true;
    if (c->type->kind != TYPE_LIST) {
        *posts = &c->codes[row];
        *n = c->codes[row] != CELL_NONE;
        return true;
    }
    *posts = c->element->codes + c->first[row];
    *n = c->first[row + 1] - c->first[row];
    return true;
}

bool wishes_words(const Outcome *o, const Clause *choose, uint32_t unit, Language language, Text *out)
{
    const uint32_t *posts;
    size_t n;
    if (!wishes(o, choose, unit, &posts, &n))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (i)
            say(out, language, "、", ", ");
        text_add(out, o->pool->post_ids[posts[i]]);
    }
    return true;
}

int64_t wish_place(const Outcome *o, const Clause *choose, uint32_t unit, uint32_t post)
{
    const uint32_t *posts;
    size_t n;
    if (!wishes(o, choose, unit, &posts, &n))
        return 0;
    for (size_t i = 0; i < n; i++)
        if (posts[i] == post)
            return (int64_t)i + 1;
    return 0;
}

/* ---- the reserve ---- */

const List *list_of(const Outcome *o, const Clause *cut, uint32_t unit)
{
    const Contest *c = contest_of(o, cut->stage, unit);
    for (size_t i = 0; c && i < o->list_count; i++) {
        const List *l = &o->lists[i];
        if (l->clause == cut && contest_is(c, l->by, l->by_count, l->key))
            return l;
    }
    return NULL;
}

/* In a stage on persons a place belongs to the candidate, whichever of his entries stands for him. */
static bool stands_for(const Outcome *o, const Clause *cut, uint32_t listed, uint32_t unit)
{
    if (listed == CELL_NONE)
        return false;
    if (o->program->stages[cut->stage].of_entries)
        return listed == unit;
    return o->pool->unit_person[listed] == o->pool->unit_person[unit];
}

const Substitution *moved_up(const Outcome *o, uint32_t unit)
{
    for (size_t i = o->substitution_count; i-- > 0;)
        if (stands_for(o, o->substitutions[i].clause, o->substitutions[i].in, unit))
            return &o->substitutions[i];
    return NULL;
}

const Substitution *taken_over(const Outcome *o, uint32_t unit)
{
    for (size_t i = o->substitution_count; i-- > 0;)
        if (stands_for(o, o->substitutions[i].clause, o->substitutions[i].left, unit))
            return &o->substitutions[i];
    return NULL;
}

int64_t cut_rank(const Outcome *o, const Clause *cut, uint32_t unit)
{
    const Fate *f = &o->fates[unit];
    for (size_t i = 0; i < f->reason_count; i++)
        if (f->reasons[i].kind == REASON_CUT && f->reasons[i].clause == cut)
            return f->reasons[i].rank;
    const Ranked *r = rank_in(f, (int)cut->stage);
    return r ? r->rank : -1;
}

void left_words(const Outcome *o, uint32_t unit, Language language, Text *out)
{
    const Fate *f = &o->fates[unit];
    if (f->status != STATUS_WITHDRAWN && f->stage >= 0) {
        text_add(out, o->program->stages[f->stage].name);
        text_char(out, ' ');
    }
    text_addz(out, status_words[f->status][language]);
    for (size_t i = 0; i < f->reason_count; i++)
        if (f->reasons[i].kind == REASON_WITHDRAWN && f->reasons[i].why.len) {
            say_with(out, language, "，{0}", ", {0}", WITH(f->reasons[i].why));
            return;
        }
}

void when_words(const Outcome *o, const Substitution *s, Language language, Text *out)
{
    if (s->at < o->program->stage_count)
        say_with(out, language, "{0}开始时", "at the start of {0}", WITH(o->program->stages[s->at].name));
    else
        say(out, language, "各阶段结束后", "after the last stage");
}

/* ---- papers ---- */

const char *const refusal_names[REFUSED_KINDS] = {
    [REFUSED_TWICE] = "twice",       [REFUSED_CLASS] = "class",       [REFUSED_TOO_MANY] = "too_many",
    [REFUSED_UNKNOWN] = "unknown",   [REFUSED_REPEATED] = "repeated",
};

Str ballot_name(const Program *p, const Refused *r, Arena *a)
{
    if (r->clause < 0)
        return r->of_entry ? p->entries[r->field].name : p->fields[r->field].name;
    const Clause *c = &p->clauses[r->clause];
    Text t = text_new(a);
    text_add(&t, p->stages[c->stage].name);
    text_char(&t, '/');
    text_add(&t, c->name);
    return text_str(&t);
}
