/* eval_read.c - reading: fields, votes, decisions, figures, surveys, places. */
#include "runtime/compiled.h"
#include "runtime/eval_parts.h"

const Record *record_of(Run *r, uint32_t stage, uint32_t row)
{
    StageState *s = &r->stages[stage];
    if (!s->of)
        return NULL;
    return s->groups && s->of[row] != NO_CONTEST ? s->groups[s->of[row]].record : s->record;
}

static Value list_of(Run *r, const Column *c, uint32_t row);

Value cell_value(Run *r, const Column *c, size_t row, const Expr *x)
{
    if (!c->present[row])
        return (Value){.state = V_ABSENT, .expr = x};
    switch (c->type->kind) {
    case TYPE_NUMBER: case TYPE_RATIO: return number(column_num(r->a, c, row));
    case TYPE_YESNO: return yesno(c->codes[row] != 0);
    case TYPE_GRADE: return (Value){.state = V_GRADE, .code = c->codes[row]};
    case TYPE_POST: return (Value){.state = V_POST, .code = c->codes[row]};
    case TYPE_PERSON: return (Value){.state = V_PERSON, .code = c->codes[row]};
    case TYPE_TEXT: return (Value){.state = V_TEXT, .text = c->texts[row]};
    case TYPE_DATE: return (Value){.state = V_DATE, .date = c->dates[row]};
    case TYPE_BALLOT: return (Value){.state = V_BALLOT, .counts = c->counts + row * COUNTS_STORED};
    case TYPE_SURVEY: {
        size_t grades = r->p->scales[c->type->scale].value_count + 1;
        size_t items = c->type->items ? (size_t)c->type->items : 1;
        return (Value){.state = V_SURVEY, .counts = c->counts + row * items * grades, .count = items};
    }
    case TYPE_LIST: case TYPE_PANEL: return list_of(r, c, (uint32_t)row);
    case TYPE_ERROR: case TYPE_TABLE: break;
    }
    BUG("a column of no type");
}

/* Absent judges are left out: an absence is not a zero. */
static Value list_of(Run *r, const Column *c, uint32_t row)
{
    uint32_t from = c->first[row], to = c->first[row + 1];
    Value *items = NEW_ARRAY(r->scratch, Value, to - from + 1);
    size_t n = 0;
    for (uint32_t i = from; i < to; i++)
        if (c->element->present[i])
            items[n++] = cell_value(r, c->element, i, NULL);
    return (Value){.state = V_LIST, .items = items, .count = n};
}

static const Votes *votes_of(const Record *record, uint32_t person)
{
    size_t low = 0, high = record ? record->vote_count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (record->votes[middle].row < person)
            low = middle + 1;
        else
            high = middle;
    }
    return record && low < record->vote_count && record->votes[low].row == person ? &record->votes[low] : NULL;
}

/* Whom no paper names: all who voted validly abstained from him. */
static const uint32_t *unnamed(Run *r, const Record *record)
{
    uint32_t *counts = NEW_ARRAY(r->a, uint32_t, COUNTS_STORED);
    memcpy(counts, record->counts, sizeof *counts * COUNTS_STORED);
    counts[COUNT_AYES] = counts[COUNT_NOES] = 0;
    counts[COUNT_ABSTAINED] = counts[COUNT_RETURNED] - counts[COUNT_SPOILT];
    return counts;
}

Value read_vote(Eval *e, const Clause *clause)
{
    if (e->row == NO_UNIT)
        return waiting(clause->name);
    const Record *record = record_of(e->run, clause->stage, e->row);
    const Votes *v = votes_of(record, person_of(e->run, e->row));
    if (covering(e->run))
        cover_clause(covering(e->run), clause, POINT_OUTCOME, -1, v || (record && record->has_papers) ? FACE_USED : FACE_ABSENT);
    if (!v && record && record->has_papers)
        return (Value){.state = V_BALLOT, .counts = unnamed(e->run, record)};
    if (!v)
        return waiting(clause->name);
    uint32_t *counts = NEW_ARRAY(e->run->a, uint32_t, COUNTS_STORED);
    for (int i = 0; i < COUNTS_STORED; i++)
        counts[i] = v->counts[i] != CELL_NONE ? v->counts[i] : record->counts[i];
    return (Value){.state = V_BALLOT, .counts = counts};
}

static const Given *given_of(Run *r, const Clause *clause, uint32_t row)
{
    return record_given(record_of(r, clause->stage, row), person_of(r, row), clause->index);
}

/* Out before this stage, or left out by its 当: nothing can be on record for him. */
static bool never_there(const Eval *e, uint32_t stage)
{
    const Run *r = e->run;
    if (e->row == NO_UNIT)
        return true;
    const Person *p = &r->people[e->row];
    bool open = p->status == STATUS_UNDETERMINED || p->status == STATUS_RESERVE;
    return r->stages[stage].of && r->stages[stage].of[e->row] == NO_CONTEST && !open;
}

/* 选岗: the post that he took. */
static Value read_choice(Eval *e, const Clause *clause, const Expr *x)
{
    const Run *r = e->run;
    if (e->row == NO_UNIT)
        return (Value){.state = V_ABSENT, .expr = x};
    if (!r->choice[clause->index] || r->choice[clause->index][e->row] == CELL_NONE) {
        bool open = r->people[e->row].status == STATUS_UNDETERMINED && r->people[e->row].stage <= (int)clause->stage;
        return open ? (Value){.state = V_UNKNOWN} : (Value){.state = V_ABSENT, .expr = x};
    }
    return (Value){.state = V_POST, .code = r->choice[clause->index][e->row]};
}

static void cover_decision(Eval *e, const Clause *clause, const Given *g)
{
    bool listed = clause->type.kind == TYPE_YESNO || clause->type.kind == TYPE_GRADE;
    if (covering(e->run))
        cover_clause(covering(e->run), clause, POINT_OUTCOME, g && listed ? (int)g->code : -1, g ? FACE_USED : FACE_ABSENT);
}

Value read_decision(Eval *e, const Clause *clause, const Expr *x)
{
    if (clause->kind == CLAUSE_CHOOSE)
        return read_choice(e, clause, x);
    if (never_there(e, clause->stage))
        return (Value){.state = V_ABSENT, .expr = x};
    const Given *g = given_of(e->run, clause, e->row);
    cover_decision(e, clause, g);
    if (!g)
        return waiting(clause->name);
    switch (clause->type.kind) {
    case TYPE_NUMBER: return number(g->number);
    case TYPE_YESNO: return yesno(g->code != 0);
    case TYPE_GRADE: return (Value){.state = V_GRADE, .code = g->code};
    case TYPE_POST: return (Value){.state = V_POST, .code = g->code};
    case TYPE_TEXT: return (Value){.state = V_TEXT, .text = g->text};
    case TYPE_DATE: return (Value){.state = V_DATE, .date = g->date};
    case TYPE_ERROR: case TYPE_PERSON: case TYPE_RATIO: case TYPE_BALLOT: case TYPE_SURVEY: case TYPE_PANEL: case TYPE_LIST:
    case TYPE_TABLE: break;
    }
    BUG("a decision of no type");
}

/* A list that outlives the person looked at. */
static Value lasting(Run *r, Value list)
{
    Value *items = NEW_ARRAY(r->a, Value, list.count + 1);
    if (list.count)
        memcpy(items, list.items, sizeof *items * list.count);
    list.items = items;
    return list;
}

/* A figure or score belongs to its stage and is computed there, once a person. */
Value read_clause(Eval *e, const Clause *clause, const Expr *x)
{
    Run *r = e->run;
    uint32_t at = clause->index;
    if (e->row == NO_UNIT)
        return (Value){.state = V_ABSENT, .expr = x};
    if (!r->memo_state[at])
        r->memo_state[at] = NEW_ARRAY(r->a, uint8_t, r->n);
    if (!r->memo[at])
        r->memo[at] = NEW_ARRAY(r->a, Value, r->n);
    if (r->memo_state[at][e->row] == MEMO_DONE && !r->trying)
        return r->memo[at][e->row];
    if (!r->stages[clause->stage].of || (r->stages[clause->stage].of[e->row] == NO_CONTEST && r->p->stages[clause->stage].when))
        return fault(x, E0415);
    Eval inner = eval_at(r, clause->stage, e->row);
    Value v = eval(&inner, clause->expr);
    if (v.state == V_NUMBER)
        v.whole = 0;
    if (covering(r) && !is_none(v))
        cover_clause(covering(r), clause, POINT_CLAUSE, -1, v.state != V_YESNO ? FACE_USED : v.code ? FACE_TRUE : FACE_FALSE);
    /* What is read from inside its own stage's result (检查) is not kept: the group has changed. */
    if (!is_none(v) && !r->trying) {
        r->memo[at][e->row] = v.state == V_LIST ? lasting(r, v) : v;
        r->memo_state[at][e->row] = MEMO_DONE;
    }
    return v;
}

void figure_is_there(Run *r, uint32_t clause, uint32_t row)
{
    if (!r->memo_state[clause])
        r->memo_state[clause] = NEW_ARRAY(r->a, uint8_t, r->n);
    if (r->memo_state[clause][row] == MEMO_NONE)
        r->memo_state[clause][row] = MEMO_LATER;
}

bool figure_of(Run *r, const Clause *clause, uint32_t row, Num *out)
{
    if (!r->memo_state[clause->index] || r->memo_state[clause->index][row] == MEMO_NONE)
        return false;
    Frac quick;
    if (r->memo_state[clause->index][row] == MEMO_LATER && compiled_value(r, r->compiled[clause->index], row, &quick)) {
        *out = frac_lowest(quick);
        return true;
    }
    Eval e = eval_at(r, clause->stage, row);
    Value v = read_clause(&e, clause, clause->expr);
    *out = v.state == V_NUMBER ? v.number : num_int(0);
    return v.state == V_NUMBER;
}

Value ballot_count(Eval *e, const Expr *x)
{
    const Expr *of = x->kids[0];
    bool of_record = of->op == OP_VOTE && x->reach == REACH_CONTEST;
    const uint32_t *counts = NULL;
    if (of_record) {
        const Record *record = record_of(e->run, e->run->p->clauses[of->index].stage, e->row);
        if (!record)
            return waiting(e->run->p->clauses[of->index].name);
        counts = record->counts;
    } else {
        Value v = eval(e, of);
        if (is_none(v))
            return v;
        counts = v.counts;
    }
    uint32_t value = CELL_NONE;
    if (x->index == COUNT_FORMAL) {
        if (counts[COUNT_RETURNED] != CELL_NONE && counts[COUNT_SPOILT] != CELL_NONE)
            value = counts[COUNT_RETURNED] - counts[COUNT_SPOILT];
    } else {
        value = counts[x->index];
    }
    if (value == CELL_NONE)
        return of->op == OP_VOTE ? waiting(e->run->p->clauses[of->index].name) : (Value){.state = V_ABSENT, .expr = x};
    return number(num_int(value));
}

static Value share(Eval *e, const Expr *x, int64_t part, int64_t whole)
{
    if (whole == 0)
        return fault(x, E0402);
    Value v = number(num_ratio(e->run->a, part, whole));
    v.part = part;
    v.whole = whole;
    return v;
}

Value ballot_rate(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    int base = x->kids[0]->type.base;
    uint32_t whole = CELL_NONE;
    if (base != COUNT_FORMAL)
        whole = v.counts[base];
    else if (v.counts[COUNT_RETURNED] != CELL_NONE && v.counts[COUNT_SPOILT] != CELL_NONE)
        whole = v.counts[COUNT_RETURNED] - v.counts[COUNT_SPOILT];
    if (whole == CELL_NONE || v.counts[COUNT_AYES] == CELL_NONE)
        return x->kids[0]->op == OP_VOTE ? waiting(e->run->p->clauses[x->kids[0]->index].name)
                                         : (Value){.state = V_ABSENT, .expr = x};
    return share(e, x, v.counts[COUNT_AYES], whole);
}

size_t grades_of(Eval *e, const Expr *survey) { return e->run->p->scales[survey->type.scale].value_count; }

Value survey_grade(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    size_t grades = grades_of(e, x->kids[0]);
    Value *items = NEW_ARRAY(e->run->scratch, Value, v.count);
    for (size_t i = 0; i < v.count; i++) {
        const uint32_t *item = v.counts + i * (grades + 1);
        items[i] = x->op == OP_GRADE_COUNT ? number(num_int(item[x->index])) : share(e, x, item[x->index], item[grades]);
        if (is_none(items[i]))
            return items[i];
    }
    return x->type.kind == TYPE_LIST ? (Value){.state = V_LIST, .items = items, .count = v.count} : items[0];
}

Value raters(Eval *e, const Expr *x)
{
    Value v = eval(e, x->kids[0]);
    if (is_none(v))
        return v;
    if (v.state == V_LIST)
        return number(num_int((int64_t)v.count));
    size_t grades = grades_of(e, x->kids[0]);
    uint32_t least = CELL_NONE;
    for (size_t i = 0; i < v.count; i++)
        if (v.counts[i * (grades + 1) + grades] < least)
            least = v.counts[i * (grades + 1) + grades];
    return number(num_int(least));
}
Value eval_place(Eval *e, const Expr *x)
{
    Run *r = e->run;
    int stage = x->index;
    if (stage < 0) /* the last ranking this person has been in */
        for (stage = (int)e->stage; stage >= 0; stage--)
            if (r->stages[stage].rank && r->stages[stage].rank[e->row])
                break;
    if (stage < 0 || !r->stages[stage].rank || !r->stages[stage].rank[e->row])
        return fault(x, E0415);
    return number(num_int(r->stages[stage].rank[e->row]));
}

Value post_field(Eval *e, const Expr *x)
{
    Value post = eval(e, x->kids[0]);
    if (is_none(post))
        return post;
    return cell_value(e->run, &e->run->pool->posts[x->index], post.code, x);
}

/* 职位.F outside a post being judged: over all posts that are not excluded. */
Value all_posts(Eval *e, const Expr *x)
{
    const Pool *pool = e->run->pool;
    Value *items = NEW_ARRAY(e->run->scratch, Value, pool->post_count + 1);
    size_t n = 0;
    for (size_t post = 0; post < pool->post_count; post++) {
        if (e->run->excluded[post])
            continue;
        items[n] = cell_value(e->run, &pool->posts[x->index], post, x);
        if (is_none(items[n]))
            return items[n];
        n++;
    }
    return (Value){.state = V_LIST, .items = items, .count = n};
}

/* 甲.新职: what is read of another candidate; of several entries, the first that has it. */
Value of_person(Eval *e, const Expr *x)
{
    Run *r = e->run;
    Value who = eval(e, x->kids[0]);
    if (is_none(who))
        return who;
    Value v = {.state = V_ABSENT, .expr = x};
    Eval other = {.run = r, .stage = e->stage, .row = NO_UNIT, .person = who.code, .group = NO_CONTEST, .positive = true,
                  .post = e->post, .table_row = e->table_row};
    uint32_t from = r->first_unit[who.code], to = r->first_unit[who.code + 1];
    if (from == to)
        v = eval(&other, x->kids[1]);
    for (uint32_t i = from; i < to && (i == from || is_none(v)); i++) {
        other = eval_at(r, e->stage, r->units[i]);
        other.post = e->post;
        other.table_row = e->table_row;
        Value found = eval(&other, x->kids[1]);
        v = i == from || !is_none(found) || found.state < v.state ? found : v;
    }
    if (v.state == V_ABSENT)
        v.expr = x;
    return v;
}

Value meeting(Eval *e, const Expr *x)
{
    const Clause *vote = &e->run->p->clauses[x->kids[0]->index];
    const Record *record = record_of(e->run, vote->stage, e->row);
    if (!record || !record->meeting.len)
        return waiting(vote->name);
    return (Value){.state = V_TEXT, .text = record->meeting};
}
