/* substitute.c - 递补: a place that falls free goes to the next of the reserve, who then goes through the stages
 * that the others have behind them. */
#include "runtime/line.h"

typedef struct {
    Run *r;
    const Clause *clause; /* the 入围 with 递补 */
    Race *race;
    uint32_t gi, now;     /* its contest; the stage at whose start we are */
} Refill;

static bool is_there(const Run *r, uint32_t row)
{
    Status status = r->people[row].status;
    return status == STATUS_IN || status == STATUS_UNDETERMINED || status == STATUS_CHOSEN;
}

/* On a list of persons any of his entries holds the place. */
static bool holds_place(const Run *r, const Clause *clause, uint32_t row)
{
    uint32_t person = person_of(r, row);
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++)
        if (is_there(r, r->units[i]) && (r->units[i] == row || !r->p->stages[clause->stage].of_entries))
            return true;
    return false;
}

static int64_t held(const Refill *f)
{
    int64_t n = 0;
    for (size_t i = 0; i < f->race->listed_count; i++)
        n += holds_place(f->r, f->clause, f->race->listed[i]);
    return n;
}

static int64_t times_left(const Refill *f)
{
    return f->clause->times < 0 ? INT64_MAX : f->clause->times - f->race->moved_up;
}

/* ---- who left the place ---- */

static bool is_paired(const Refill *f, uint32_t row)
{
    for (size_t i = 0; i < f->r->substitutions.len; i++) {
        const Substitution *s = &f->r->substitutions.at[i];
        if (s->clause == f->clause && s->left == row)
            return true;
    }
    return false;
}

/* The first to have left whose place nobody has taken. */
static uint32_t leaver(const Refill *f)
{
    uint32_t found = NO_UNIT;
    for (size_t i = 0; i < f->race->listed_count; i++) {
        uint32_t row = f->race->listed[i];
        if (!holds_place(f->r, f->clause, row) && !is_paired(f, row) &&
            (found == NO_UNIT || f->r->people[row].stage < f->r->people[found].stage))
            found = row;
    }
    return found;
}

/* ---- moving up ---- */

static void cover_reserve(const Refill *f, Face face)
{
    if (covering(f->r))
        cover_clause(covering(f->r), f->clause, POINT_RESERVE, -1, face);
}

/* An entry that this cut put into the reserve together with the one that stood for the person. */
static bool was_cut_with(const Refill *f, uint32_t row)
{
    const Person *p = &f->r->people[row];
    return !f->r->p->stages[f->clause->stage].of_entries && p->status == STATUS_RESERVE && p->reasons.len &&
           p->reasons.at[0].clause == f->clause;
}

/* One stage that the others have behind them: of entries each of his, of persons once for all of them. */
static void catch_up(Refill *f, uint32_t stage, uint32_t person, uint32_t row)
{
    Run *r = f->r;
    bool entries = r->p->stages[stage].of_entries;
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++) {
        uint32_t unit = r->units[i];
        bool his = unit == row || !r->p->stages[f->clause->stage].of_entries;
        if (!his || r->people[unit].status != STATUS_IN)
            continue;
        pass_alone(r, stage, unit);
        if (!entries) {
            follow_one(r, stage, unit);
            break;
        }
    }
}

static void move_up(Refill *f, const Runner *who)
{
    Run *r = f->r;
    const Stage *s = &r->p->stages[f->clause->stage];
    *PUSH(r->a, &r->substitutions) = (Substitution){.clause = f->clause, .at = f->now, .nth = ++f->race->moved_up, .left = leaver(f),
                                                    .in = who->row, .rank = who->rank, .by = s->by, .by_count = s->by_count,
                                                    .key = shown_key(r, s, f->race->key)};
    cover_reserve(f, FACE_MOVED_UP);
    uint32_t person = person_of(r, who->row);
    for (uint32_t i = r->first_unit[person]; i < r->first_unit[person + 1]; i++)
        if (r->units[i] == who->row || was_cut_with(f, r->units[i])) {
            Person *p = &r->people[r->units[i]];
            p->status = STATUS_IN;
            p->stage = -1;
            p->reasons.len = 0;
        }
    f->race->listed[f->race->listed_count++] = who->row;
    for (uint32_t stage = f->clause->stage + 1; stage < f->now; stage++)
        catch_up(f, stage, person, who->row);
}

static void leave_open(Refill *f, uint32_t row, ReasonKind kind, int64_t rank)
{
    leave(f->r, row, f->clause->stage, STATUS_UNDETERMINED, kind, f->clause)->rank = rank;
}

static bool may_move(Refill *f, uint32_t row)
{
    Person *p = &f->r->people[row];
    if (p->status != STATUS_RESERVE || p->skipped)
        return false;
    if (!f->clause->reserve_when)
        return true;
    Eval e = eval_at(f->r, f->clause->stage, row);
    e.group = f->gi;
    Value none = {.state = V_NUMBER};
    int truth = judge(&e, f->clause->reserve_when, &none);
    if (truth < 0 && (none.state == V_UNKNOWN || none.state == V_PENDING))
        leave_open(f, row, REASON_DEPENDS, f->r->stages[f->clause->stage].rank[row]);
    else if (truth < 0)
        report_none(f->r, row, f->clause, none);
    p->skipped = truth != 1;
    return truth == 1;
}

/* The next of the reserve, all of one rank; how many. */
static size_t next_block(Refill *f, Runner *block)
{
    const int64_t *rank = f->r->stages[f->clause->stage].rank;
    size_t n = 0;
    for (size_t i = 0; i < f->race->reserve_count; i++) {
        uint32_t row = f->race->reserve[i];
        if (n && rank[row] != block[0].rank)
            break;
        if (may_move(f, row))
            block[n++] = (Runner){.row = row, .place = (uint32_t)i, .rank = rank[row]};
    }
    return n;
}

/* More of one rank than there are places.  false: nothing more can be settled here. */
static bool part_block(Refill *f, Runner *block, size_t n, int64_t places)
{
    Run *r = f->r;
    unsigned char *fate = NEW_ARRAY(r->a, unsigned char, n);
    Cut cut = cut_of(r, f->clause, f->clause->stage, block, n);
    settle(&cut, 0, n, (size_t)places, fate);
    bool moved = false, open = false;
    int64_t in = 0;
    for (size_t i = 0; i < n; i++)
        in += fate[i] == FATE_IN;
    bool enough = in <= times_left(f);
    for (size_t i = 0; i < n; i++) {
        decide(r, f->clause, block[i].row, true);
        if (fate[i] == FATE_IN && enough) {
            move_up(f, &block[i]);
            moved = true;
        } else if (fate[i] != FATE_OUT) { /* not settled, or more than may still move up */
            leave_open(f, block[i].row, REASON_TIE, block[i].rank);
            f->race->listed[f->race->listed_count++] = block[i].row;
            open = true;
        }
    }
    return moved && !open;
}

static void fill(Refill *f)
{
    Run *r = f->r;
    Runner *block = NEW_ARRAY(r->a, Runner, f->race->reserve_count + 1);
    for (;;) {
        int64_t places = f->race->limit - held(f);
        if (places > 0 && times_left(f) <= 0)
            cover_reserve(f, FACE_TIMES_OVER);
        places = places < times_left(f) ? places : times_left(f);
        if (places <= 0 || f->race->open_cut)
            return;
        size_t n = next_block(f, block);
        if (!n) {
            cover_reserve(f, FACE_NOBODY_LEFT);
            return;
        }
        if ((int64_t)n > places) {
            if (!part_block(f, block, n, places))
                return;
            continue;
        }
        for (size_t i = 0; i < n; i++)
            move_up(f, &block[i]);
    }
}

/* Places that someone undetermined may yet leave, or whose line was never settled: the reserve is open too. */
static void open_reserve(Refill *f)
{
    Run *r = f->r;
    const int64_t *rank = r->stages[f->clause->stage].rank;
    bool last = f->now == (uint32_t)f->clause->deadline;
    bool open = f->race->open_cut && (last || held(f) < (int64_t)f->race->came_through);
    for (size_t i = 0; i < f->race->listed_count; i++)
        open = open || (last && r->people[f->race->listed[i]].status == STATUS_UNDETERMINED);
    int64_t left = times_left(f);
    for (size_t i = 0; open && i < f->race->reserve_count && left > 0; i++)
        if (may_move(f, f->race->reserve[i])) {
            leave_open(f, f->race->reserve[i], REASON_DEPENDS, rank[f->race->reserve[i]]);
            left--;
        }
}

void substitute(Run *r, uint32_t stage)
{
    for (uint32_t s = 0; s < stage; s++) {
        const Clause *clause = r->p->stages[s].advance;
        if (!clause || !clause->substitutes || (int)stage > clause->deadline)
            continue;
        StageState *state = &r->stages[s];
        for (uint32_t g = 0; g < state->count; g++) {
            Refill f = {r, clause, &state->groups[g], g, stage};
            if (!f.race->listed)
                continue;
            fill(&f);
            open_reserve(&f);
        }
    }
}

/* ---- the lists, as they were and as they are ---- */

/* At the end, or when the time for substitution was over. */
static bool on_list_still(const Run *r, const Clause *clause, uint32_t row)
{
    const Person *p = &r->people[row];
    if (holds_place(r, clause, row) || p->stage > clause->deadline)
        return true;
    bool withdrew = p->status == STATUS_WITHDRAWN && (int)p->reasons.at[p->reasons.len - 1].stage == clause->deadline;
    return p->stage == clause->deadline && !withdrew;
}

static List list_of(Run *r, const Clause *clause, const Race *race)
{
    const Stage *s = &r->p->stages[clause->stage];
    uint32_t *is = NEW_ARRAY(r->a, uint32_t, race->listed_count + 1), *reserve = NEW_ARRAY(r->a, uint32_t, race->reserve_count + 1);
    List list = {.clause = clause, .by = s->by, .by_count = s->by_count, .key = shown_key(r, s, race->key), .was = race->listed,
                 .was_count = race->came_through, .is = is, .reserve = reserve};
    for (size_t i = 0; i < race->listed_count; i++)
        if (on_list_still(r, clause, race->listed[i]))
            is[list.is_count++] = race->listed[i];
    for (size_t i = 0; i < race->reserve_count; i++)
        if (r->people[race->reserve[i]].status == STATUS_RESERVE)
            reserve[list.reserve_count++] = race->reserve[i];
    return list;
}

const List *gather_lists(Run *r, size_t *count)
{
    ARRAY(List) lists = {0};
    for (uint32_t s = 0; s < r->p->stage_count; s++) {
        const Clause *clause = r->p->stages[s].advance;
        for (size_t g = 0; clause && clause->substitutes && g < r->stages[s].count; g++)
            if (r->stages[s].groups[g].listed)
                *PUSH(r->a, &lists) = list_of(r, clause, &r->stages[s].groups[g]);
    }
    *count = lists.len;
    return lists.at;
}
