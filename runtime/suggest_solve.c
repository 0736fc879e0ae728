/* suggest_solve.c - how each kind of gap is looked for. */
#include "runtime/suggest_parts.h"

#include "runtime/wording.h"

enum { PEOPLE_TRIED = 6, PAIR_PEOPLE = 2, SEATS_TRIED = 15, LEAVING_TRIED = 6, STEPS = 4 };

typedef ARRAY(uint32_t) Units;

static Units people_at(const Search *s, int stage, size_t most)
{
    const Outcome *o = s->start->result.outcome;
    Units units = {0};
    for (size_t i = 0; i < o->pool->unit_count && units.len < most; i++)
        if (reached(o, o->pool->unit_order[i], stage))
            *PUSH(s->s->a, &units) = o->pool->unit_order[i];
    return units;
}

static const Expr *looked_at(const Search *s)
{
    const CoverPoint *p = point_at(s);
    if (p->expr)
        return p->expr;
    return p->clause ? p->clause->expr : s->s->program->stages[p->stage].when;
}

/* ---- a comparison: the value of a leaf that makes both sides equal ---- */

/* The nth comparison of the expression for this unit; false: it was not made. */
static bool difference(const Search *s, const Trial *t, const Expr *x, uint32_t unit, size_t nth, Num *out)
{
    const Coverage *c = t->result.coverage;
    for (size_t i = 0, k = 0; i < c->sightings.len; i++) {
        const Sighting *at = &c->sightings.at[i];
        if (at->expr->id != x->id || at->row != unit || !at->numbers || k++ != nth)
            continue;
        *out = num_sub(s->s->a, at->left, at->right);
        return true;
    }
    return false;
}

static bool propose_value(Search *s, const Leaf *l, uint32_t unit, Num v)
{
    Text t = text_new(s->s->a);
    Told told = told_of(s, l, unit);
    return leaf_change(s, l, unit, v, &t) && propose(s, text_str(&t), &told);
}

static bool is_counted(const Leaf *l)
{
    return l->type->kind == TYPE_BALLOT || l->type->kind == TYPE_SURVEY || (l->type->kind == TYPE_NUMBER && l->type->dim == DIM_COUNT);
}

/* How the difference moves with the value, one step up or down; false: it does not. */
static bool slope_of(Search *s, const Expr *x, const Leaf *l, uint32_t unit, size_t nth, Num v, Num d, Num *slope)
{
    Arena *a = s->s->a;
    for (int step = 1; step >= -1; step -= 2) {
        Num other = num_add(a, v, num_int(step)), there;
        Text line = text_new(a);
        Trial t;
        if (!leaf_change(s, l, unit, other, &line) || !measure(s, text_str(&line), &t) || !difference(s, &t, x, unit, nth, &there))
            continue;
        *slope = num_div(a, num_sub(a, there, d), num_int(step));
        if (num_sign(*slope))
            return true;
    }
    return false;
}

/* Along the slope to the value where the difference is nought, then to the wanted side of it. */
static bool solve_leaf(Search *s, const Expr *x, const Leaf *l, uint32_t unit, size_t nth)
{
    Arena *a = s->s->a;
    Num v, d, slope;
    if (!leaf_number(s, l, unit, &v) || !difference(s, s->start, x, unit, nth, &d) || !slope_of(s, x, l, unit, nth, v, d, &slope))
        return false;
    Num exact = num_sub(a, v, num_div(a, d, slope));
    if (s->face == FACE_AT && propose_value(s, l, unit, exact))
        return true;
    bool up = (s->face == FACE_ABOVE) == (num_sign(slope) > 0);
    Num near = is_counted(l) && !num_is_int(exact) ? num_round(a, exact, 0, up ? ROUND_UP : ROUND_DOWN) : exact;
    static const int64_t steps[STEPS][2] = {{0, 1}, {1, 100}, {1, 10}, {1, 1}};
    for (size_t i = 0; i < STEPS && !s->found && s->face != FACE_AT; i++) {
        Num by = num_ratio(a, steps[i][0], steps[i][1]);
        propose_value(s, l, unit, up ? num_add(a, near, by) : num_sub(a, near, by));
    }
    return s->found;
}

static void try_lines(Search *s, const Lines *lines, const Leaf *l, uint32_t unit)
{
    Told told = told_of(s, l, unit);
    for (size_t i = 0; i < lines->len && !s->found; i++)
        propose(s, lines->at[i], &told);
}

static void search_threshold(Search *s)
{
    const Expr *x = point_at(s)->expr;
    Coverage *c = s->start->result.coverage;
    Leaves leaves = {0};
    uint32_t last = UINT32_MAX;
    size_t nth = 0, people = 0;
    leaves_of(s->s->program, s->s->a, x, &leaves);
    for (size_t i = 0; i < c->sightings.len && people < PEOPLE_TRIED && !s->found; i++) {
        const Sighting *at = &c->sightings.at[i];
        if (at->expr->id != x->id || at->row >= pool_at(s)->unit_count)
            continue;
        nth = at->row == last ? nth + 1 : 0;
        if (nth > 0)
            continue;
        last = at->row;
        people++;
        for (size_t k = 0; k < leaves.len && !s->found; k++)
            solve_leaf(s, x, &leaves.at[k], at->row, nth);
    }
}

/* ---- anything: values that the leaves may have, one at a time, then two ---- */

static void search_values(Search *s, const Expr *x)
{
    Leaves leaves = {0};
    leaves_of(s->s->program, s->s->a, x, &leaves);
    Units units = people_at(s, point_at(s)->stage, PEOPLE_TRIED);
    for (size_t u = 0; u < units.len && !s->found; u++)
        for (size_t k = 0; k < leaves.len && !s->found; k++) {
            Lines lines = {0};
            leaf_values(s, &leaves.at[k], units.at[u], x, &lines);
            try_lines(s, &lines, &leaves.at[k], units.at[u]);
        }
    for (size_t u = 0; u < units.len && u < PAIR_PEOPLE && !s->found; u++)
        for (size_t k = 0; k < leaves.len && !s->found; k++)
            for (size_t m = k + 1; m < leaves.len && !s->found; m++) {
                Lines first = {0}, second = {0};
                leaf_values(s, &leaves.at[k], units.at[u], x, &first);
                leaf_values(s, &leaves.at[m], units.at[u], x, &second);
                Told told = told_of(s, &leaves.at[k], units.at[u]);
                for (size_t i = 0; i < first.len && !s->found; i++)
                    for (size_t j = 0; j < second.len && !s->found; j++) {
                        Text both = text_new(s->s->a);
                        text_add(&both, first.at[i]);
                        text_add(&both, second.at[j]);
                        propose(s, text_str(&both), &told);
                    }
            }
}

/* ---- people against places ---- */

static void search_seats(Search *s)
{
    const Program *p = s->s->program;
    Units units = people_at(s, point_at(s)->stage, pool_at(s)->unit_count);
    ARRAY(Str) done = {0};
    if (p->post_seats < 0)
        return;
    Leaf seats = {OP_POST_FIELD, p->post_seats, -1, &p->posts[p->post_seats].type};
    for (size_t i = 0; i < units.len && !s->found; i++) {
        Text first = text_new(s->s->a);
        bool known = !leaf_change(s, &seats, units.at[i], num_int(1), &first);
        for (size_t k = 0; k < done.len; k++)
            known = known || str_eq(done.at[k], text_str(&first));
        if (known)
            continue;
        *PUSH(s->s->a, &done) = text_str(&first);
        for (int64_t n = 1; n <= SEATS_TRIED && !s->found; n++)
            propose_value(s, &seats, units.at[i], num_int(n));
    }
}

/* In the contest of the stage that `first` stands in. */
static bool same_contest(const Search *s, int stage, uint32_t first, uint32_t unit)
{
    const Outcome *o = s->start->result.outcome;
    return contest_of(o, (uint32_t)stage, first) == contest_of(o, (uint32_t)stage, unit);
}

/* People of one contest leave before a stage, one after another. */
static void search_leaving(Search *s, int stage)
{
    int here = point_at(s)->stage;
    Units units = people_at(s, here, pool_at(s)->unit_count);
    for (size_t from = 0; from < units.len && !s->found; from++) {
        Text lines = text_new(s->s->a);
        Told told = {0};
        size_t left = 0;
        for (size_t i = from; i < units.len && left < LEAVING_TRIED && !s->found; i++) {
            if (!same_contest(s, here, units.at[from], units.at[i]))
                continue;
            left++;
            withdraw_line(s, units.at[i], stage, &lines);
            if (told.count < IDS_TOLD)
                told.ids[told.count++] = pool_at(s)->person_ids[pool_at(s)->unit_person[units.at[i]]];
            propose(s, text_str(&lines), &told);
        }
    }
}

/* ---- ties: one has the values of another ---- */

static const Ranked *ranked_at(const Search *s, uint32_t unit, int stage)
{
    const Fate *f = &s->start->result.outcome->fates[unit];
    for (size_t i = 0; i < f->rank_count; i++)
        if ((int)f->ranks[i].stage == stage)
            return &f->ranks[i];
    return NULL;
}

/* The keys before `to` are made equal; of those of 依次比较, after the ranking's own. */
static void key_leaves(const Search *s, Leaves *out)
{
    const CoverPoint *p = point_at(s);
    const Program *program = s->s->program;
    const Clause *rank = program->stages[p->stage].rank;
    bool own = p->clause == rank;
    size_t rank_keys = !rank ? 0 : own && p->kind == POINT_KEY ? (size_t)p->item : rank->key_count;
    for (size_t i = 0; i < rank_keys; i++)
        leaves_of(program, s->s->a, rank->keys[i].value, out);
    size_t keys = own ? 0 : p->kind == POINT_KEY ? (size_t)p->item : p->kind == POINT_RANK ? p->clause->key_count : 0;
    for (size_t i = 0; i < keys; i++)
        leaves_of(program, s->s->a, p->clause->keys[i].value, out);
}

/* The value of one leaf of y that makes the first key equal to that of x. */
static void solve_rank(Search *s, const Leaf *l, const Ranked *x, const Ranked *y, uint32_t unit, const Told *told)
{
    Arena *a = s->s->a;
    Num v;
    bool numbers = x->first.kind == VALUE_NUMBER && y->first.kind == VALUE_NUMBER;
    if (!numbers || !leaf_number(s, l, unit, &v))
        return;
    for (int step = 1; step >= -1 && !s->found; step -= 2) {
        Text line = text_new(a), exact = text_new(a);
        Trial t;
        if (!leaf_change(s, l, unit, num_add(a, v, num_int(step)), &line) || !measure(s, text_str(&line), &t))
            continue;
        const Ranked *moved = rank_in(&t.result.outcome->fates[unit], point_at(s)->stage);
        if (!moved || moved->first.kind != VALUE_NUMBER || num_cmp(moved->first.number, y->first.number) == 0)
            continue;
        Num slope = num_div(a, num_sub(a, moved->first.number, y->first.number), num_int(step));
        Num wanted = num_add(a, v, num_div(a, num_sub(a, x->first.number, y->first.number), slope));
        if (leaf_change(s, l, unit, wanted, &exact))
            propose(s, text_str(&exact), told);
        return;
    }
}

/* x stands before y, or y is not ranked; the nearest only. */
static bool is_pair(const Search *s, uint32_t x, uint32_t y)
{
    int stage = point_at(s)->stage;
    const Ranked *a = ranked_at(s, x, stage), *b = ranked_at(s, y, stage);
    bool near = a && (b ? b->rank > a->rank && b->rank <= a->rank + 2 : x != y && reached(s->start->result.outcome, y, stage));
    return near && same_contest(s, stage, x, y);
}

static void search_tie(Search *s)
{
    const CoverPoint *p = point_at(s);
    const Pool *pool = pool_at(s);
    Leaves leaves = {0}, first = {0};
    key_leaves(s, &leaves);
    const Clause *rank = s->s->program->stages[p->stage].rank;
    if (rank)
        leaves_of(s->s->program, s->s->a, rank->keys[0].value, &first);
    for (size_t i = 0; i < pool->unit_count && !s->found; i++)
        for (size_t k = 0; k < pool->unit_count && !s->found; k++) {
            uint32_t x = pool->unit_order[i], y = pool->unit_order[k];
            if (!is_pair(s, x, y))
                continue;
            Text lines = text_new(s->s->a);
            bool good = true;
            for (size_t m = 0; m < leaves.len; m++)
                good = good && leaf_copy(s, &leaves.at[m], x, y, &lines);
            Told told = {{pool->person_ids[pool->unit_person[x]], pool->person_ids[pool->unit_person[y]]}, 2};
            if (good && lines.len)
                propose(s, text_str(&lines), &told);
            const Ranked *his = ranked_at(s, y, p->stage);
            for (size_t m = 0; his && m < first.len && !s->found; m++)
                solve_rank(s, &first.at[m], ranked_at(s, x, p->stage), his, y, &told);
        }
}

/* ---- what people decide ---- */

static void search_list(Search *s)
{
    const CoverPoint *p = point_at(s);
    const Pool *pool = pool_at(s);
    for (size_t r = 0; r < pool->record_count && !s->found; r++) {
        const Record *record = &pool->records[r];
        if ((int)record->stage != p->stage || !record->chosen_count)
            continue;
        uint32_t unit = 0;
        while (unit + 1 < pool->unit_count && pool->unit_person[unit] != record->chosen[0])
            unit++;
        Units in = people_at(s, p->stage, pool->unit_count);
        for (size_t n = 0; n <= SEATS_TRIED && n <= in.len && !s->found; n++) {
            Text line = text_new(s->s->a);
            stage_words(s, p->stage, unit, &line);
            text_addz(&line, " 入围 为 (");
            for (size_t i = 0; i < n; i++) {
                text_addz(&line, i ? ", \"" : "\"");
                uint32_t person = i < record->chosen_count ? record->chosen[i] : pool->unit_person[in.at[i]];
                text_add(&line, pool->person_ids[person]);
                text_char(&line, '"');
            }
            text_addz(&line, ")\n");
            propose(s, text_str(&line), &(Told){0});
        }
    }
}

static void decision_line(const Search *s, uint32_t unit, Str what, Str value, Text *out)
{
    stage_words(s, point_at(s)->stage, unit, out);
    text_addz(out, " \"");
    text_add(out, pool_at(s)->person_ids[pool_at(s)->unit_person[unit]]);
    text_addz(out, "\" ");
    text_add(out, what);
    text_addz(out, " 为 ");
    text_add(out, value);
    text_char(out, '\n');
}

static void search_decision(Search *s)
{
    const CoverPoint *p = point_at(s);
    const Type *t = &p->clause->type;
    Units units = people_at(s, p->stage, PEOPLE_TRIED);
    Str value = p->item < 0                ? S("缺")
                : t->kind == TYPE_YESNO    ? p->item ? S("是") : S("否")
                : t->kind == TYPE_GRADE    ? s->s->program->scales[t->scale].values[p->item]
                                           : S("缺");
    Str what = p->kind == POINT_DUTY ? S("须说明") : p->clause->name;
    if (p->kind == POINT_DUTY)
        value = s->face == FACE_EXPLAINED ? S("\"理由\"") : S("缺");
    for (size_t i = 0; i < units.len && !s->found; i++) {
        Text line = text_new(s->s->a);
        Told told = {{pool_at(s)->person_ids[pool_at(s)->unit_person[units.at[i]]]}, 1};
        decision_line(s, units.at[i], what, value, &line);
        propose(s, text_str(&line), &told);
    }
}

void search_gap(Search *s)
{
    const CoverPoint *p = point_at(s);
    switch (p->kind) {
    case POINT_THRESHOLD:
        search_threshold(s);
        search_values(s, p->expr);
        search_seats(s);
        search_leaving(s, p->stage);
        return;
    case POINT_CLAUSE: case POINT_ATOM: case POINT_ROW: search_values(s, looked_at(s)); return;
    case POINT_LINE:
        if (s->face != FACE_TIE)
            search_seats(s);
        search_tie(s);
        search_leaving(s, p->stage);
        return;
    case POINT_KEY: case POINT_RANK: search_tie(s); return;
    case POINT_LIST: search_list(s); return;
    case POINT_OUTCOME: case POINT_DUTY: search_decision(s); return;
    case POINT_SEATS: search_seats(s); return;
    case POINT_CHOICE: search_values(s, p->clause->expr); return;
    case POINT_RESERVE:
        for (int stage = p->stage + 1; stage < (int)s->s->program->stage_count && !s->found; stage++)
            search_leaving(s, stage);
        return;
    }
}
