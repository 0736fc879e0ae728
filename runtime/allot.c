/* allot.c - who gets which seat or post: 当选, 选岗, and the entries of one candidate settled at the end. */
#include "runtime/line.h"

#include <stdlib.h>

/* ---- 当选 ---- */

static Reason *no_seat(Run *r, const Clause *clause, uint32_t row)
{
    Reason *why = NEW(r->a, Reason);
    *why = (Reason){.kind = REASON_ELECT, .clause = clause, .stage = clause->stage, .rank = -1, .limit = -1, .count = -1,
                    .needed = -1, .post = -1};
    r->people[row].unelected = why;
    return why;
}

/* Those for whom the condition holds stay in `runners`; the number of them. */
static size_t electable(Run *r, const Clause *clause, uint32_t gi, Runner *runners, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n && clause->expr; i++) {
        uint32_t row = runners[i].row;
        Eval e = eval_at(r, clause->stage, row);
        e.group = gi;
        Value none;
        int truth = judge_clause(r, &e, clause, &none);
        if (truth == 1)
            runners[kept++] = runners[i];
        else if (truth == 0)
            with_facts(no_seat(r, clause, row), &e, 0);
        else if (none.state == V_ABSENT || none.state == V_FAULT)
            report_none(r, row, clause, none);
        else
            leave(r, row, clause->stage, STATUS_UNDETERMINED, none.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, clause)
                ->waiting = none.waiting;
    }
    return clause->expr ? kept : n;
}

static void win_seat(Run *r, const Race *race, uint32_t row)
{
    Person *who = &r->people[row];
    who->status = STATUS_CHOSEN;
    who->won_at = r->stage;
    if (r->pool->unit_post[row] != CELL_NONE)
        who->won = (int)r->pool->unit_post[row];
    else if (r->p->stages[r->stage].by_count && race->key[0].state == V_POST)
        who->won = (int)race->key[0].code;
}

void elect_group(Run *r, uint32_t stage, Race *race, uint32_t gi)
{
    const Clause *clause = r->p->stages[stage].elect;
    Runner *runners = NEW_ARRAY(r->a, Runner, race->count + 1);
    size_t n = line_up(r, stage, race, runners);
    n = electable(r, clause, gi, runners, n);
    int64_t seats = race->seats < 0 ? 0 : race->seats;
    race->limit = seats;
    Cut cut = cut_of(r, clause, stage, runners, n);
    unsigned char *fate = NEW_ARRAY(r->a, unsigned char, n), *worst;
    judge_twice(&cut, (size_t)seats, undetermined_of(r, race), fate, &worst);
    for (size_t i = 0; i < n; i++) {
        uint32_t row = runners[i].row;
        if (is_open(fate, worst, i)) {
            Reason *why = leave(r, row, stage, STATUS_UNDETERMINED, REASON_TIE, clause);
            why->rank = runners[i].rank;
            why->limit = seats;
        } else if (fate[i] == FATE_IN) {
            win_seat(r, race, row);
            if (r->stages[stage].first)
                race->line = r->stages[stage].first[row];
        } else {
            Reason *why = no_seat(r, clause, row);
            why->rank = runners[i].rank;
            why->limit = seats;
        }
    }
}

/* 得了名额就离开: his entries for other posts stand no longer.  Seats won in one stage at once stay, to be settled at
 * the end. */
void give_up_others(Run *r, uint32_t stage)
{
    for (uint32_t row = 0; row < r->n && r->p->stages[stage].of_entries; row++) {
        if (r->people[row].won_at != (int)stage || r->people[row].status != STATUS_CHOSEN)
            continue;
        uint32_t person = person_of(r, row);
        for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++)
            if (r->people[r->units[i]].status == STATUS_IN)
                leave(r, r->units[i], stage, STATUS_DROPPED, REASON_PLACED, NULL)->post = r->pool->unit_post[row];
    }
}

/* ---- 选岗 ---- */

typedef struct {
    Run *r;
    const Clause *clause;
    Race *race;
    uint32_t gi;
    int64_t *open;    /* by post: places left; negative: not on offer */
    int64_t *wanted;  /* by post: how many of one rank would take it; else 0 */
    uint32_t *choice; /* by row */
} Choosing;

/* How many a post takes; -1 when a message is due. */
static int64_t capacity_of(Choosing *c, uint32_t post)
{
    Run *r = c->r;
    int64_t places = 0;
    Value v;
    if (c->clause->capacity) {
        Eval e = eval_at(r, c->clause->stage, c->race->members[0]);
        e.group = c->gi;
        e.post = post;
        v = eval(&e, c->clause->capacity);
    } else if (r->p->post_seats < 0 || !r->pool->posts[r->p->post_seats].present[post]) {
        return 0;
    } else {
        v = (Value){.state = V_NUMBER, .number = num_sub(r->a, column_num(r->a, &r->pool->posts[r->p->post_seats], post), num_int(r->reduced[post]))};
    }
    if (is_none(v)) {
        report_none(r, c->race->members[0], c->clause, v);
        return -1;
    }
    return num_to_int64(num_round(r->a, v.number, 0, ROUND_DOWN), &places) ? places : 0;
}

/* The post that a 选岗 or a 决定 gave; none for any other clause. */
static Value given_post(Run *r, const Clause *clause, uint32_t row)
{
    bool gives = clause->kind == CLAUSE_CHOOSE || (clause->kind == CLAUSE_DECISION && clause->type.kind == TYPE_POST);
    if (!gives || !r->stages[clause->stage].of)
        return (Value){.state = V_ABSENT};
    Eval e = eval_at(r, clause->stage, row);
    Expr read = {.op = OP_DECISION, .index = (int)clause->index, .type = clause->type};
    return eval(&e, &read);
}

/* The post that someone has from an earlier stage and does not choose anew here; -1: none. */
static int64_t has_post(const Choosing *c, uint32_t row)
{
    const Run *r = c->r;
    Status status = r->people[row].status;
    if (r->stages[c->clause->stage].of[row] == c->gi ||
        (status != STATUS_IN && status != STATUS_CHOSEN && status != STATUS_UNDETERMINED))
        return -1;
    int64_t post = r->people[row].won;
    for (uint32_t i = 0; i < c->clause->index; i++) {
        Value v = given_post(c->r, &r->p->clauses[i], row);
        if (!is_none(v))
            post = v.code;
    }
    return post;
}

/* Someone whose choice in an earlier 选岗 is open: he may have any post. */
static bool claims(const Choosing *c)
{
    const Run *r = c->r;
    for (uint32_t row = 0; row < r->n; row++) {
        const Person *p = &r->people[row];
        if (p->status == STATUS_UNDETERMINED && p->stage < (int)c->clause->stage && r->p->stages[p->stage].choose)
            return true;
    }
    return false;
}

/* A person has one place, whatever his entries. */
static void keep_taken(Choosing *c)
{
    const Run *r = c->r;
    for (uint32_t person = 0; person < r->pool->person_count; person++) {
        int64_t post = -1;
        for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1] && post < 0; i++)
            post = has_post(c, r->units[i]);
        if (post >= 0)
            c->open[post]--;
    }
}

static void put_on_offer(Choosing *c)
{
    Run *r = c->r;
    const Stage *s = &r->p->stages[c->clause->stage];
    c->open = NEW_ARRAY(r->a, int64_t, r->pool->post_count + 1);
    c->wanted = NEW_ARRAY(r->a, int64_t, r->pool->post_count + 1);
    for (uint32_t post = 0; post < r->pool->post_count; post++)
        c->open[post] = r->excluded[post] || !post_fits(r, s, c->race->key, post) ? -1 : capacity_of(c, post);
    keep_taken(c);
}

/* 1: he may have it, 0: 回避 forbids it, -1: not known (*none). */
static int allowed(Choosing *c, uint32_t row, uint32_t post, Value *none)
{
    const Stage *s = &c->r->p->stages[c->clause->stage];
    for (size_t i = s->first; i < s->first + s->count; i++) {
        if (c->r->p->clauses[i].kind != CLAUSE_AVOID)
            continue;
        Eval e = eval_at(c->r, c->clause->stage, row);
        e.group = c->gi;
        e.post = post;
        int truth = judge(&e, c->r->p->clauses[i].expr, none);
        cover_verdict(c->r, &c->r->p->clauses[i], truth);
        if (truth != 0)
            return truth < 0 ? -1 : 0;
    }
    return 1;
}

/* The first post of his list that is open to him; CELL_NONE: none.  false when it is not known (*none). */
static bool first_open(Choosing *c, uint32_t row, uint32_t *post, Value *none)
{
    Eval e = eval_at(c->r, c->clause->stage, row);
    e.group = c->gi;
    Value wishes = eval(&e, c->clause->expr), one[1];
    *post = CELL_NONE;
    if (is_none(wishes)) {
        *none = wishes;
        return wishes.state == V_ABSENT && may_lack(c->r, wishes);
    }
    if (wishes.state == V_POST) {
        one[0] = wishes;
        wishes = (Value){.state = V_LIST, .items = one, .count = 1};
    }
    for (size_t i = 0; i < wishes.count; i++) {
        uint32_t wish = wishes.items[i].code;
        if (c->open[wish] <= 0)
            continue;
        int may = allowed(c, row, wish, none);
        if (may < 0)
            return false;
        if (may) {
            *post = wish;
            return true;
        }
    }
    return true;
}

static void unknown_choice(Choosing *c, uint32_t row, Value none)
{
    if (none.state == V_ABSENT || none.state == V_FAULT)
        report_none(c->r, row, c->clause, none);
    else
        leave(c->r, row, c->clause->stage, STATUS_UNDETERMINED, none.state == V_PENDING ? REASON_PENDING : REASON_DEPENDS, c->clause)
            ->waiting = none.waiting;
}

static void take(Choosing *c, const Runner *who, uint32_t post)
{
    Run *r = c->r;
    if (covering(r))
        cover_clause(covering(r), c->clause, POINT_CHOICE, -1, post == CELL_NONE ? FACE_GOT_NONE : FACE_GOT);
    if (post != CELL_NONE) {
        c->choice[who->row] = post;
        c->open[post]--;
        return;
    }
    if (c->clause->otherwise == ELSE_PROCEED || !takes_out(r, c->clause->stage))
        return;
    Status status = c->clause->otherwise == ELSE_DROP ? STATUS_DROPPED : STATUS_UNDETERMINED;
    leave(r, who->row, c->clause->stage, status, REASON_CHOOSE, c->clause)->rank = who->rank;
    decide(r, c->clause, who->row, false);
}

/* From runners[from] on nobody's turn is known: the first `tied` of them share a place. */
static void leave_open(Choosing *c, const Runner *runners, size_t from, size_t tied, size_t n)
{
    for (size_t i = from; i < n; i++) {
        Reason *why = leave(c->r, runners[i].row, c->clause->stage, STATUS_UNDETERMINED, i < from + tied ? REASON_TIE : REASON_DEPENDS, c->clause);
        why->rank = runners[i].rank;
    }
}

static bool avoids(const Choosing *c)
{
    const Stage *s = &c->r->p->stages[c->clause->stage];
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (c->r->p->clauses[i].kind == CLAUSE_AVOID)
            return true;
    return false;
}

/* 回避 may look at what the others took: whether each would take the same when they choose one after another. */
static bool same_in_turn(Choosing *c, const Runner *block, size_t n, const uint32_t *posts, bool backwards)
{
    bool same = true;
    for (size_t k = 0; k < n; k++) {
        size_t i = backwards ? n - 1 - k : k;
        uint32_t post;
        Value none = {.state = V_NUMBER};
        same = same && first_open(c, block[i].row, &post, &none) && post == posts[i];
        c->choice[block[i].row] = posts[i];
    }
    for (size_t i = 0; i < n; i++)
        c->choice[block[i].row] = CELL_NONE;
    return same;
}

/* People of one rank choose: all at once when they do not stand in one another's way. */
static bool choose_block(Choosing *c, const Runner *runners, size_t from, size_t to)
{
    uint32_t *posts = NEW_ARRAY(c->r->a, uint32_t, to - from + 1);
    bool *known = NEW_ARRAY(c->r->a, bool, to - from + 1);
    bool free = true;
    for (size_t i = from; i < to; i++) {
        Value none = {.state = V_NUMBER};
        known[i - from] = first_open(c, runners[i].row, &posts[i - from], &none);
        if (!known[i - from]) {
            unknown_choice(c, runners[i].row, none);
            return false;
        }
        if (posts[i - from] != CELL_NONE)
            free = ++c->wanted[posts[i - from]] <= c->open[posts[i - from]] && free;
    }
    for (size_t i = from; i < to; i++)
        if (posts[i - from] != CELL_NONE)
            c->wanted[posts[i - from]] = 0;
    if (free && to > from + 1 && avoids(c))
        free = same_in_turn(c, runners + from, to - from, posts, false) && same_in_turn(c, runners + from, to - from, posts, true);
    for (size_t i = from; i < to && free; i++)
        take(c, &runners[i], posts[i - from]);
    return free;
}

static size_t by_place(Choosing *c, Runner *runners);

void choose_group(Run *r, uint32_t stage, Race *race, uint32_t gi)
{
    const Clause *clause = r->p->stages[stage].choose;
    if (!r->choice[clause->index]) {
        r->choice[clause->index] = NEW_ARRAY(r->a, uint32_t, r->n + 1);
        for (size_t i = 0; i < r->n; i++)
            r->choice[clause->index][i] = CELL_NONE;
    }
    Choosing c = {.r = r, .clause = clause, .race = race, .gi = gi, .choice = r->choice[clause->index]};
    put_on_offer(&c);
    Runner *runners = NEW_ARRAY(r->a, Runner, race->count + 1);
    size_t n = by_place(&c, runners);
    if (r->failed)
        return;
    if (undetermined_of(r, race) || claims(&c)) { /* whose turn comes before whose is open */
        leave_open(&c, runners, 0, 0, n);
        return;
    }
    for (size_t from = 0, to = 0; from < n; from = to) {
        for (to = from + 1; to < n && runners[to].rank == runners[from].rank; to++)
            ;
        if (!choose_block(&c, runners, from, to)) {
            size_t open = from;
            while (open < to && r->people[runners[open].row].status != STATUS_IN)
                open++;
            leave_open(&c, runners, open, to > from + 1 ? to - open : 0, n);
            return;
        }
    }
}

static int compare_places(const void *a, const void *b)
{
    const Runner *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* Those still in, by the place that 按 names. */
static size_t by_place(Choosing *c, Runner *runners)
{
    Run *r = c->r;
    size_t n = 0;
    for (size_t i = 0; i < c->race->count; i++) {
        uint32_t row = c->race->members[i];
        if (r->people[row].status != STATUS_IN)
            continue;
        Eval e = eval_at(r, c->clause->stage, row);
        e.group = c->gi;
        Value place = eval(&e, c->clause->order);
        int64_t rank = 0;
        if (is_none(place) || !num_to_int64(place.number, &rank)) {
            report_none(r, row, c->clause, place);
            continue;
        }
        runners[n++] = (Runner){.row = row, .place = (uint32_t)i, .rank = rank};
    }
    qsort(runners, n, sizeof *runners, compare_places);
    return n;
}

/* ---- one candidate, several entries that came through ---- */

/* The post that the last 选岗 or 决定 of a stage on persons gave him; CELL_NONE: none. */
static uint32_t placed_at(Run *r, uint32_t person)
{
    for (size_t k = r->p->clause_count; k-- > 0;)
        for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1] && !r->p->stages[r->p->clauses[k].stage].of_entries; i++) {
            Value v = given_post(r, &r->p->clauses[k], r->units[i]);
            if (!is_none(v))
                return v.code;
        }
    return CELL_NONE;
}

static bool has_come_through(const Run *r, uint32_t row)
{
    Status status = r->people[row].status;
    return status == STATUS_CHOSEN || (status == STATUS_IN && !r->elects);
}

/* Another post for which he has come through or may yet; CELL_NONE: none. */
static uint32_t other_post(const Run *r, uint32_t row)
{
    uint32_t person = person_of(r, row);
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++)
        if (r->units[i] != row && (has_come_through(r, r->units[i]) || r->people[r->units[i]].status == STATUS_UNDETERMINED))
            return r->pool->unit_post[r->units[i]];
    return CELL_NONE;
}

/* His entries follow the post that he was given; one that he does not stand for settles nothing. */
static bool settle_placed(Run *r, uint32_t person, uint32_t post)
{
    uint32_t last = (uint32_t)r->p->stage_count - 1;
    bool stands = false, gave_up = false;
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++)
        stands = stands || (has_come_through(r, r->units[i]) && r->pool->unit_post[r->units[i]] == post);
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++) {
        uint32_t row = r->units[i];
        if (!has_come_through(r, row) || r->pool->unit_post[row] == post)
            continue;
        leave(r, row, last, stands ? STATUS_DROPPED : STATUS_UNDETERMINED, REASON_PLACED, NULL)->post = post;
        gave_up = true;
    }
    return gave_up;
}

/* Chosen for two posts, or for one and perhaps for another: neither is settled. */
static void settle_twice(Run *r, uint32_t person)
{
    uint32_t last = (uint32_t)r->p->stage_count - 1, from = r->first_unit[person], n = r->first_unit[person + 1] - from;
    uint32_t *other = NEW_ARRAY(r->a, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        other[i] = has_come_through(r, r->units[from + i]) ? other_post(r, r->units[from + i]) : CELL_NONE;
    for (uint32_t i = 0; i < n; i++)
        if (other[i] != CELL_NONE)
            leave(r, r->units[from + i], last, STATUS_UNDETERMINED, REASON_TWICE, NULL)->post = other[i];
}

/* A seat won in a stage on persons is his own, not one of a post. */
static bool won_as_person(const Run *r, uint32_t row)
{
    const Person *p = &r->people[row];
    return p->status == STATUS_CHOSEN && p->won_at >= 0 && !r->p->stages[p->won_at].of_entries;
}

bool settle_entries(Run *r)
{
    bool gave_up = false;
    for (uint32_t person = 0; person < r->pool->person_count && has_seats(r->p); person++) {
        uint32_t from = r->first_unit[person];
        if (from == r->first_unit[person + 1] || won_as_person(r, r->units[from]))
            continue;
        uint32_t post = placed_at(r, person);
        if (post != CELL_NONE)
            gave_up = settle_placed(r, person, post) || gave_up;
        else
            settle_twice(r, person);
    }
    return gave_up;
}
