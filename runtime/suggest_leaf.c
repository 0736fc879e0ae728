/* suggest_leaf.c - the values of the data that a condition reads, and changes of them as 改 lines. */
#include "runtime/suggest_parts.h"

#include "runtime/wording.h"

enum { BASES_TRIED = 400 };

/* ---- what is read ---- */

static void add_leaf(Arena *a, Leaves *out, Leaf l)
{
    for (size_t i = 0; i < out->len; i++)
        if (out->at[i].op == l.op && out->at[i].index == l.index && out->at[i].part == l.part)
            return;
    *PUSH(a, out) = l;
}

static const Field *field_of(const Program *p, const Expr *x)
{
    return x->op == OP_FIELD ? &p->fields[x->index] : x->op == OP_ENTRY_FIELD ? &p->entries[x->index] : &p->posts[x->index];
}

static void add_seats(const Program *p, Arena *a, Leaves *out)
{
    if (p->post_seats >= 0)
        add_leaf(a, out, (Leaf){OP_POST_FIELD, p->post_seats, -1, &p->posts[p->post_seats].type});
}

/* A part of a ballot, a vote or a survey. */
static bool add_part(const Program *p, Arena *a, const Expr *x, Leaves *out)
{
    const Expr *of = x->kid_count ? x->kids[0] : NULL;
    int part = x->op == OP_RATE ? COUNT_AYES : x->op == OP_RATERS ? -1 : x->index;
    if (!of || (x->op != OP_RATE && x->op != OP_COUNTS && x->op != OP_GRADE_SHARE && x->op != OP_GRADE_COUNT && x->op != OP_RATERS))
        return false;
    if (x->op == OP_COUNTS && of->op == OP_VOTE && x->reach == REACH_CONTEST)
        add_leaf(a, out, (Leaf){OP_COUNTS, of->index, part, &of->type});
    else if (of->op == OP_VOTE)
        add_leaf(a, out, (Leaf){OP_VOTE, of->index, part, &of->type});
    else if (of->op == OP_FIELD || of->op == OP_ENTRY_FIELD)
        add_leaf(a, out, (Leaf){of->op, of->index, part, &field_of(p, of)->type});
    else
        return false;
    return true;
}

void leaves_of(const Program *p, Arena *a, const Expr *x, Leaves *out)
{
    if (!x || add_part(p, a, x, out))
        return;
    switch ((int)x->op) {
    case OP_FIELD: case OP_ENTRY_FIELD: case OP_POST_FIELD: case OP_ALL_POSTS:
        add_leaf(a, out, (Leaf){x->op == OP_ALL_POSTS ? OP_POST_FIELD : x->op, x->index, -1, &field_of(p, x)->type});
        break;
    case OP_SEATS: add_seats(p, a, out); break;
    case OP_FIGURE: leaves_of(p, a, p->clauses[x->index].expr, out); return;
    case OP_SCORE: leaves_of(p, a, p->stages[x->index].score->expr, out); return;
    case OP_DECISION:
        if (p->clauses[x->index].kind == CLAUSE_DECISION)
            add_leaf(a, out, (Leaf){OP_DECISION, x->index, -1, &p->clauses[x->index].type});
        break;
    default: break;
    }
    for (size_t i = 0; i < x->kid_count; i++)
        leaves_of(p, a, x->kids[i], out);
}

/* ---- where it stands ---- */

static const Record *record_for(const Search *s, int stage, uint32_t unit)
{
    const Pool *pool = pool_at(s);
    uint32_t person = pool->unit_person[unit];
    const Record *first = NULL;
    for (size_t i = 0; i < pool->record_count; i++) {
        const Record *r = &pool->records[i];
        if ((int)r->stage != stage)
            continue;
        first = first ? first : r;
        for (size_t k = 0; k < r->vote_count; k++)
            if (r->votes[k].row == person)
                return r;
        for (size_t k = 0; k < r->given_count; k++)
            if (r->given[k].row == person)
                return r;
        for (size_t k = 0; k < r->chosen_count; k++)
            if (r->chosen[k] == person)
                return r;
    }
    return first;
}

static uint32_t post_for(const Search *s, uint32_t unit)
{
    const Pool *pool = pool_at(s);
    int applied = s->s->program->applied;
    if (pool->unit_post[unit] != CELL_NONE)
        return pool->unit_post[unit];
    if (applied >= 0 && pool->fields[applied].present[pool->unit_person[unit]])
        return pool->fields[applied].codes[pool->unit_person[unit]];
    return pool->post_count == 1 ? 0 : CELL_NONE;
}

const Column *column_for(const Search *s, const Leaf *l, uint32_t unit, uint32_t *row)
{
    const Pool *pool = pool_at(s);
    *row = l->op == OP_FIELD ? pool->unit_person[unit] : l->op == OP_ENTRY_FIELD ? unit : post_for(s, unit);
    if (*row == CELL_NONE)
        return NULL;
    return l->op == OP_FIELD ? &pool->fields[l->index] : l->op == OP_ENTRY_FIELD ? &pool->entries[l->index] : &pool->posts[l->index];
}

static bool is_column(const Leaf *l) { return l->op == OP_FIELD || l->op == OP_ENTRY_FIELD || l->op == OP_POST_FIELD; }

static const uint32_t *vote_counts(const Search *s, const Leaf *l, uint32_t unit)
{
    const Record *r = record_for(s, (int)s->s->program->clauses[l->index].stage, unit);
    if (!r)
        return NULL;
    if (l->op == OP_COUNTS)
        return r->counts;
    for (size_t i = 0; i < r->vote_count; i++)
        if (r->votes[i].row == pool_at(s)->unit_person[unit])
            return r->votes[i].counts;
    return NULL;
}

/* The counts of a ballot, vote or the first item of a survey; NULL: none. */
static const uint32_t *counts_for(const Search *s, const Leaf *l, uint32_t unit)
{
    uint32_t row;
    if (!is_column(l))
        return vote_counts(s, l, unit);
    const Column *c = column_for(s, l, unit, &row);
    if (!c || !c->present[row])
        return NULL;
    if (l->type->kind == TYPE_BALLOT)
        return c->counts + row * COUNTS_STORED;
    size_t grades = s->s->program->scales[l->type->scale].value_count + 1, items = l->type->items ? (size_t)l->type->items : 1;
    return c->counts + row * items * grades;
}

size_t grades_in(const Search *s, const Leaf *l) { return s->s->program->scales[l->type->scale].value_count; }

bool leaf_number(const Search *s, const Leaf *l, uint32_t unit, Num *out)
{
    uint32_t row;
    if (l->type->kind == TYPE_BALLOT || l->type->kind == TYPE_SURVEY) {
        const uint32_t *counts = counts_for(s, l, unit);
        size_t part = l->part >= 0 ? (size_t)l->part : l->type->kind == TYPE_SURVEY ? grades_in(s, l) : COUNT_AYES;
        if (!counts || part == COUNT_FORMAL || counts[part] == CELL_NONE)
            return false;
        *out = num_int(counts[part]);
        return true;
    }
    const Column *c = is_column(l) ? column_for(s, l, unit, &row) : NULL;
    if (!c || !c->present[row])
        return false;
    if (l->type->kind == TYPE_NUMBER) {
        *out = column_num(s->s->a, c, row);
        return true;
    }
    bool list = (l->type->kind == TYPE_LIST || l->type->kind == TYPE_PANEL) && l->type->element->kind == TYPE_NUMBER;
    if (!list || c->first[row] == c->first[row + 1] || !c->element->present[c->first[row]])
        return false;
    *out = column_num(s->s->a, c->element, c->first[row]);
    return true;
}

/* ---- lines ---- */

void add_quoted(Str s, Text *out)
{
    text_char(out, '"');
    text_add(out, s);
    text_char(out, '"');
}

static void person_words(const Search *s, const Leaf *l, uint32_t unit, Text *out)
{
    const Pool *pool = pool_at(s);
    const Program *p = s->s->program;
    text_addz(out, "    改 ");
    add_quoted(pool->person_ids[pool->unit_person[unit]], out);
    if (l->op == OP_ENTRY_FIELD) {
        text_char(out, ' ');
        text_add(out, p->entries[p->entry_post].name);
        text_char(out, ' ');
        add_quoted(pool->post_ids[pool->unit_post[unit]], out);
    }
}

static Str by_words(const Program *p, const Expr *by)
{
    switch ((int)by->op) {
    case OP_FIELD: return by->index == p->applied ? S("职位") : p->fields[by->index].name;
    case OP_ENTRY_FIELD: return by->index == p->entry_post ? S("职位") : p->entries[by->index].name;
    case OP_POST_FIELD: return p->posts[by->index].name;
    case OP_DECISION: return p->clauses[by->index].name;
    default: return S("");
    }
}

void stage_words(const Search *s, int stage, uint32_t unit, Text *out)
{
    const Program *p = s->s->program;
    const Stage *at = &p->stages[stage];
    const Record *r = record_for(s, stage, unit);
    text_addz(out, "    改 阶段 ");
    text_add(out, at->name);
    if (!r || !at->by_count)
        return;
    for (size_t i = 0; i < at->by_count; i++) {
        const Type *t = &at->by[i]->type;
        text_addz(out, i ? ", " : " (");
        text_add(out, by_words(p, at->by[i]));
        text_char(out, ' ');
        if (t->kind == TYPE_GRADE)
            add_quoted(p->scales[t->scale].values[r->key_codes[i]], out);
        else if (t->kind == TYPE_POST)
            add_quoted(pool_at(s)->post_ids[r->key_codes[i]], out);
        else
            add_quoted(r->key_texts[i], out);
    }
    text_char(out, ')');
}

bool place_words(const Search *s, const Leaf *l, uint32_t unit, Text *out)
{
    const Program *p = s->s->program;
    const Pool *pool = pool_at(s);
    if (l->op == OP_POST_FIELD) {
        uint32_t post = post_for(s, unit);
        if (post == CELL_NONE)
            return false;
        text_addz(out, "    改 职位 ");
        add_quoted(pool->post_ids[post], out);
        text_char(out, ' ');
        text_add(out, p->posts[l->index].name);
        return true;
    }
    if (l->op == OP_FIELD || l->op == OP_ENTRY_FIELD) {
        person_words(s, l, unit, out);
        text_char(out, ' ');
        text_add(out, (l->op == OP_FIELD ? p->fields : p->entries)[l->index].name);
        return true;
    }
    if (l->op == OP_SEATS)
        return false;
    const Clause *c = &p->clauses[l->index];
    stage_words(s, (int)c->stage, unit, out);
    if (l->op != OP_COUNTS) {
        text_char(out, ' ');
        add_quoted(pool->person_ids[pool->unit_person[unit]], out);
    }
    if (l->op == OP_DECISION) {
        text_char(out, ' ');
        text_add(out, c->name);
    }
    return true;
}

static bool decimal_words(Num v, Text *out)
{
    Text t = text_new(out->arena);
    num_decimal(&t, v, 6);
    if (!t.len || (unsigned char)t.at[0] >= 0x80)
        return false;
    text_add(out, text_str(&t));
    return true;
}

/* So many of so many: whole ones that make the same share, of no fewer voters. */
static bool whole_parts(Arena *a, Num *part, int64_t *whole)
{
    if (num_is_int(*part))
        return num_sign(*part) >= 0 && num_cmp(*part, num_int(*whole)) <= 0;
    for (int64_t more = *whole + 1; *whole > 0 && more < *whole + BASES_TRIED; more++) {
        Num scaled = num_div(a, num_mul(a, *part, num_int(more)), num_int(*whole));
        if (num_is_int(scaled) && num_sign(scaled) >= 0 && num_cmp(scaled, num_int(more)) <= 0) {
            *part = scaled;
            *whole = more;
            return true;
        }
    }
    return false;
}

static bool ballot_words(const Search *s, const Leaf *l, uint32_t unit, Num v, Text *out)
{
    const uint32_t *counts = counts_for(s, l, unit);
    int base = l->type->base == COUNT_FORMAL ? COUNT_RETURNED : l->type->base;
    bool ayes = l->part == COUNT_AYES && base >= 0 && base < COUNTS_STORED && counts && counts[base] != CELL_NONE;
    if (!ayes || l->op == OP_VOTE) {
        if (!num_is_int(v) || num_sign(v) < 0 || l->part < 0 || l->part >= COUNTS_STORED)
            return false;
        text_addz(out, is_column(l) ? "." : " ");
        text_addz(out, count_words[l->part][LANG_ZH]);
        text_addz(out, " 为 ");
        return decimal_words(v, out);
    }
    int64_t whole = counts[base];
    if (!whole_parts(s->s->a, &v, &whole))
        return false;
    text_addz(out, " 为 ");
    decimal_words(v, out);
    text_char(out, '/');
    text_int(out, whole);
    return true;
}

static bool survey_words(const Search *s, const Leaf *l, uint32_t unit, Num v, Text *out)
{
    const uint32_t *counts = counts_for(s, l, unit);
    const Scale *scale = &s->s->program->scales[l->type->scale];
    if (!counts)
        return false;
    int64_t whole = counts[scale->value_count];
    size_t grade = l->part < 0 ? 0 : (size_t)l->part, rest = grade ? 0 : 1;
    if (l->part < 0 ? !num_is_int(v) || num_sign(v) < 0 : !whole_parts(s->s->a, &v, &whole))
        return false;
    text_addz(out, l->type->items ? ".1 为 (" : " 为 (");
    text_add(out, scale->values[grade]);
    text_char(out, ' ');
    decimal_words(v, out);
    Num others = num_sub(s->s->a, num_int(whole), v);
    if (l->part >= 0 && num_sign(others) > 0) {
        text_addz(out, ", ");
        text_add(out, scale->values[rest]);
        text_char(out, ' ');
        decimal_words(others, out);
    }
    text_char(out, ')');
    return true;
}

static bool in_range(const Type *t, Num v)
{
    bool whole = t->dim == DIM_COUNT || t->dim == DIM_YEARS || t->dim == DIM_MONTHS;
    return (!t->has_low || num_cmp(v, t->low) >= 0) && (!t->has_high || num_cmp(v, t->high) <= 0) && (!whole || num_is_int(v));
}

bool leaf_change(const Search *s, const Leaf *l, uint32_t unit, Num value, Text *out)
{
    bool good = place_words(s, l, unit, out);
    if (good && l->type->kind == TYPE_BALLOT)
        good = ballot_words(s, l, unit, value, out);
    else if (good && l->type->kind == TYPE_SURVEY)
        good = survey_words(s, l, unit, value, out);
    else if (good) {
        bool list = l->type->kind == TYPE_LIST || l->type->kind == TYPE_PANEL;
        text_addz(out, list ? ".1 为 " : " 为 ");
        good = in_range(list ? l->type->element : l->type, value) && decimal_words(value, out);
    }
    text_char(out, '\n');
    return good;
}

Told told_of(const Search *s, const Leaf *l, uint32_t unit)
{
    const Pool *pool = pool_at(s);
    Told told = {{pool->person_ids[pool->unit_person[unit]]}, 1};
    if (l->op == OP_POST_FIELD)
        told.count = 0;
    return told;
}

/* ---- a value as it stands, for someone else ---- */

static void cell_words(const Search *s, const Column *c, uint32_t row, Text *out)
{
    const Program *p = s->s->program;
    if (!c->present[row]) {
        text_addz(out, "缺");
        return;
    }
    switch (c->type->kind) {
    case TYPE_NUMBER: case TYPE_RATIO: decimal_words(column_num(s->s->a, c, row), out); return;
    case TYPE_YESNO: text_addz(out, c->codes[row] ? "是" : "否"); return;
    case TYPE_GRADE: text_add(out, p->scales[c->type->scale].values[c->codes[row]]); return;
    case TYPE_POST: add_quoted(pool_at(s)->post_ids[c->codes[row]], out); return;
    case TYPE_PERSON: add_quoted(pool_at(s)->person_ids[c->codes[row]], out); return;
    case TYPE_TEXT: add_quoted(c->texts[row], out); return;
    case TYPE_DATE: date_text(c->dates[row], out); return;
    case TYPE_LIST: case TYPE_PANEL:
        text_char(out, '(');
        for (uint32_t i = c->first[row]; i < c->first[row + 1]; i++) {
            text_addz(out, i > c->first[row] ? ", " : "");
            cell_words(s, c->element, i, out);
        }
        text_char(out, ')');
        return;
    case TYPE_BALLOT: case TYPE_SURVEY: case TYPE_ERROR: case TYPE_TABLE: return;
    }
}

static void counts_words(const uint32_t *counts, size_t n, const Str *names, Text *out)
{
    bool first = true;
    text_char(out, '(');
    for (size_t i = 0; i < n; i++) {
        if (counts[i] == CELL_NONE)
            continue;
        text_addz(out, first ? "" : ", ");
        first = false;
        text_add(out, names[i]);
        text_char(out, ' ');
        text_int(out, counts[i]);
    }
    text_char(out, ')');
}

static bool copy_counts(const Search *s, const Leaf *l, uint32_t from, uint32_t to, Text *out)
{
    const uint32_t *counts = counts_for(s, l, from);
    Str names[COUNTS_STORED];
    for (int i = 0; i < COUNTS_STORED; i++)
        names[i] = str_from(count_words[i][LANG_ZH]);
    if (!counts || l->op == OP_COUNTS)
        return false;
    bool survey = l->type->kind == TYPE_SURVEY;
    size_t items = survey && l->type->items ? (size_t)l->type->items : 1, step = survey ? grades_in(s, l) + 1 : COUNTS_STORED;
    for (size_t i = 0; i < items; i++) {
        if (!place_words(s, l, to, out))
            return false;
        if (survey && l->type->items) {
            text_char(out, '.');
            text_int(out, (long long)i + 1);
        }
        text_addz(out, " 为 ");
        counts_words(counts + i * step, survey ? step - 1 : l->op == OP_VOTE ? COUNT_ISSUED : COUNTS_STORED,
                     survey ? s->s->program->scales[l->type->scale].values : names, out);
        text_char(out, '\n');
    }
    return true;
}

bool leaf_copy(const Search *s, const Leaf *l, uint32_t from, uint32_t to, Text *out)
{
    uint32_t row, target;
    if (l->type->kind == TYPE_BALLOT || l->type->kind == TYPE_SURVEY)
        return copy_counts(s, l, from, to, out);
    if (l->op != OP_FIELD && l->op != OP_ENTRY_FIELD)
        return l->op == OP_POST_FIELD; /* theirs together, or nothing that can be moved */
    const Column *c = column_for(s, l, from, &row);
    if (!c || !column_for(s, l, to, &target) || !place_words(s, l, to, out))
        return false;
    text_addz(out, " 为 ");
    cell_words(s, c, row, out);
    text_char(out, '\n');
    return true;
}

void withdraw_line(const Search *s, uint32_t unit, int stage, Text *out)
{
    const Pool *pool = pool_at(s);
    text_addz(out, "    改 ");
    add_quoted(pool->person_ids[pool->unit_person[unit]], out);
    text_addz(out, " 退出 于 ");
    text_add(out, s->s->program->stages[stage].name);
    text_char(out, '\n');
}
