/* whatif.c - what-if runs: a stage left out, one number of another procedure put in, the other readings.
 * Each answer is a run of its own, in an arena of its own. */
#include "runtime/compare_parts.h"

enum { COMBINATIONS_MOST = 256 };

/* ---- one run ---- */

typedef struct {
    Arena *arena;
    const Outcome *outcome; /* NULL: it failed */
    Str why;                /* not settled: why */
} Trial;

static Str first_error(Arena *a, const Diags *d)
{
    Text t = text_new(a);
    for (size_t i = 0; i < diags_kept(d); i++)
        if (diags_at(d, i)->level == LEVEL_ERROR) {
            diag_message(diags_at(d, i), LANG_ZH, &t);
            break;
        }
    return text_str(&t);
}

/* Who is undetermined, and where. */
static Str who_is_open(Arena *a, const Outcome *o)
{
    Text t = text_new(a);
    int64_t n = 0;
    for (size_t i = 0; i < o->pool->unit_count; i++) {
        uint32_t unit = o->pool->unit_order[i];
        if (o->fates[unit].status != STATUS_UNDETERMINED || n++)
            continue;
        text_addz(&t, "重算后在“");
        text_add(&t, o->program->stages[o->fates[unit].stage].name);
        text_addz(&t, "”未定：");
        text_add(&t, o->pool->person_ids[o->pool->unit_person[unit]]);
    }
    if (n > 1) {
        text_addz(&t, " 等 ");
        text_int(&t, n);
        text_addz(&t, " 人");
    }
    text_addz(&t, "，数据里的记录不再相符");
    return text_str(&t);
}

/* why is written into `a`; the outcome lives until end_trial. */
static Trial try_run(Arena *a, const Program *program, const Pool *pool, const RunOptions *options)
{
    Trial t = {.arena = arena_new()};
    Diags *d = diags_new(t.arena);
    t.outcome = run(t.arena, program, pool, options, d);
    if (!t.outcome)
        t.why = first_error(a, d);
    else if (t.outcome->undetermined)
        t.why = who_is_open(a, t.outcome);
    return t;
}

static void end_trial(Trial *t)
{
    arena_free(t->arena);
    *t = (Trial){0};
}

static bool is_settled(const Trial *t) { return t->outcome && !t->outcome->undetermined; }

static RunOptions plain_run(void) { return (RunOptions){.until = -1, .keep = KEEP_NOBODY, .without = -1, .brief = true}; }

/* ---- who is chosen otherwise ---- */

static bool chosen_before(const Comparison *c, size_t party, size_t person)
{
    uint32_t unit = c->people[person].units[party];
    return unit != CELL_NONE && is_chosen(c->parties[party].outcome, unit);
}

static bool chosen_now(const Comparison *c, size_t party, size_t person, const Outcome *now)
{
    uint32_t unit = c->people[person].units[party];
    if (unit == CELL_NONE)
        return false;
    uint32_t best = best_unit(now, now->pool->unit_person[unit]);
    return best != CELL_NONE && is_chosen(now, best);
}

/* Those whose lot is another one: chosen now and not before, or with `lost` the other way. */
static const uint32_t *moved(Arena *a, const Comparison *c, size_t party, const Outcome *now, bool lost, size_t *count)
{
    uint32_t *people = NEW_ARRAY(a, uint32_t, c->person_count + 1);
    *count = 0;
    for (size_t i = 0; i < c->person_count; i++) {
        bool before = chosen_before(c, party, i), after = chosen_now(c, party, i, now);
        if (before != after && before == lost)
            people[(*count)++] = (uint32_t)i;
    }
    return people;
}

/* ---- a stage left out ---- */

/* In when the stage began: had not left, and had no seat yet. */
static bool is_in_at(const Fate *f, int stage)
{
    bool left_before = f->stage >= 0 && f->stage < stage;
    bool elected_before = f->status == STATUS_CHOSEN && f->won_at >= 0 && f->won_at < stage;
    return !left_before && !elected_before;
}

static void count_stage(const Comparison *c, StageWork *work)
{
    const Outcome *o = c->parties[work->party].outcome;
    for (size_t i = 0; i < c->person_count; i++) {
        uint32_t unit = c->people[i].units[work->party];
        if (unit == CELL_NONE)
            continue;
        const Fate *f = &o->fates[unit];
        if (!is_in_at(f, (int)work->stage))
            continue;
        work->in++;
        work->out += f->stage != (int)work->stage;
    }
}

static int first_open_stage(const Outcome *o)
{
    int first = -1;
    for (size_t i = 0; i < o->pool->unit_count; i++) {
        const Fate *f = &o->fates[i];
        if (f->status == STATUS_UNDETERMINED && (first < 0 || f->stage < first))
            first = f->stage;
    }
    return first;
}

/* By candidate's row: in when the stage began, with any of his entries. */
static const bool *in_at(Arena *a, const Outcome *o, int stage)
{
    bool *in = NEW_ARRAY(a, bool, o->pool->person_count + 1);
    for (size_t unit = 0; unit < o->pool->unit_count; unit++)
        if (is_in_at(&o->fates[unit], stage))
            in[o->pool->unit_person[unit]] = true;
    return in;
}

/* Before the first stage that leaves someone undetermined everything is settled. */
static void how_far(Arena *a, const Comparison *c, StageWork *work, const Trial *t)
{
    work->further_stage = first_open_stage(t->outcome);
    const bool *before = in_at(t->arena, c->parties[work->party].outcome, work->further_stage);
    const bool *after = in_at(t->arena, t->outcome, work->further_stage);
    uint32_t *people = NEW_ARRAY(a, uint32_t, c->person_count + 1);
    for (size_t i = 0; i < c->person_count; i++) {
        uint32_t unit = c->people[i].units[work->party];
        uint32_t person = unit == CELL_NONE ? CELL_NONE : t->outcome->pool->unit_person[unit];
        if (person != CELL_NONE && after[person] && !before[person] && !chosen_before(c, work->party, i))
            people[work->further_count++] = (uint32_t)i;
    }
    work->further = people;
}

static bool is_only_election(const Program *p, uint32_t stage)
{
    size_t n = 0;
    for (size_t s = 0; s < p->stage_count; s++)
        n += p->stages[s].elect != NULL;
    return n == 1 && p->stages[stage].elect;
}

static void leave_out(Arena *a, const Comparison *c, StageWork *work)
{
    const Party *p = &c->parties[work->party];
    RunOptions options = plain_run();
    options.without = (int)work->stage;
    Trial t = try_run(a, p->program, p->pool, &options);
    work->known = is_settled(&t);
    if (work->known)
        work->unique = moved(a, c, work->party, t.outcome, false, &work->unique_count);
    else if (t.outcome)
        how_far(a, c, work, &t);
    end_trial(&t);
}

const StageWork *stage_work(Arena *a, const Comparison *c, size_t *count)
{
    ARRAY(StageWork) works = {0};
    for (size_t party = 0; party < c->party_count; party++) {
        const Party *p = &c->parties[party];
        for (uint32_t s = 0; s < p->program->stage_count; s++) {
            StageWork *work = PUSH(a, &works);
            *work = (StageWork){.party = party, .stage = s, .further_stage = -1};
            count_stage(c, work);
            if (!p->outcome->undetermined && !is_only_election(p->program, s)) /* else nothing to set it against */
                leave_out(a, c, work);
        }
    }
    *count = works.len;
    return works.at;
}

/* ---- one number put in ---- */

static bool is_comparison(Op op)
{
    return op == OP_LT || op == OP_LE || op == OP_GT || op == OP_GE || op == OP_EQ || op == OP_NE;
}

/* What `number` is compared with in x; NULL: it is not in a comparison there. */
static const Expr *compared_with(const Expr *x, const Expr *number)
{
    if (!x)
        return NULL;
    for (size_t i = 0; i < x->kid_count; i++) {
        if (x->kids[i] == number)
            return is_comparison(x->op) && x->kid_count == 2 ? x->kids[1 - i] : NULL;
        const Expr *found = compared_with(x->kids[i], number);
        if (found)
            return found;
    }
    return NULL;
}

/* A bound beyond everything that can be measured says nothing. */
static bool in_range(const Trait *to, Num value)
{
    if (num_sign(value) < 0 || (to->type->kind == TYPE_RATIO && num_sign(value) == 0))
        return false;
    if (to->type->kind == TYPE_NUMBER && to->type->dim == DIM_SHARE && num_cmp(value, num_int(1)) > 0)
        return false;
    const Expr *of = compared_with(to->clause->expr, to->number);
    return !of || of->type.kind != TYPE_NUMBER ||
           ((!of->type.has_low || num_cmp(of->type.low, value) <= 0) && (!of->type.has_high || num_cmp(value, of->type.high) <= 0));
}

/* Why the value of one trait cannot take the place of another's; NULL: it can. */
static const char *misfit(const Trait *to, const Trait *from)
{
    if (!to->has_value || !from->has_value || !to->type || !from->type)
        return "不是用一个数写的";
    if (num_cmp(to->value, from->value) == 0)
        return "两边的数相同，不同的是界上的人算不算";
    bool is_number = to->number && (to->number->op == OP_NUMBER || (to->number->op == OP_PARAM && to->param));
    if (!is_number)
        return "这个数是算出来的，不能单独换";
    bool numeric = to->type->kind == TYPE_NUMBER || to->type->kind == TYPE_RATIO;
    if (!numeric || to->type->kind != from->type->kind)
        return "两边的数不是一种：一边是比例，一边是人数或者别的";
    if (to->type->kind == TYPE_NUMBER && (to->type->dim != from->type->dim || !str_eq(to->type->unit, from->type->unit)))
        return "两边的单位不同";
    return in_range(to, from->value) ? NULL : "超出这里可能的范围";
}

static void apply(Arena *a, const Comparison *c, Attribution *at, const Trait *to, const Trait *from)
{
    const Party *party = &c->parties[at->to];
    if (party->outcome->undetermined) {
        at->why_not = S("不换就有人未定，无从比较");
        return;
    }
    Setting setting = {.param = to->param, .value = from->value};
    Override override = {.number = to->number, .value = from->value};
    RunOptions options = plain_run();
    bool by_param = to->number->op == OP_PARAM;
    options.settings = &setting;
    options.setting_count = by_param;
    options.overrides = &override;
    options.override_count = !by_param;
    Trial t = try_run(a, party->program, party->pool, &options);
    at->applied = is_settled(&t);
    at->why_not = t.why;
    if (at->applied) {
        at->gained = moved(a, c, at->to, t.outcome, false, &at->gained_count);
        at->lost = moved(a, c, at->to, t.outcome, true, &at->lost_count);
        at->changes = at->gained_count || at->lost_count;
    }
    end_trial(&t);
}

const Attribution *attribute(Arena *a, const Comparison *c, size_t *count)
{
    ARRAY(Attribution) list = {0};
    for (size_t i = 0; i < c->alignment->number_count; i++) {
        const AlignedNumber *n = &c->alignment->numbers[i];
        for (size_t to = 0; to < c->party_count && !n->same; to++)
            for (size_t from = 0; from < c->party_count; from++) {
                const Trait *mine = n->traits[to], *other = n->traits[from];
                if (to == from || !mine || !other || str_eq(mine->form, other->form))
                    continue;
                Attribution *at = PUSH(a, &list);
                *at = (Attribution){.number = n, .to = to, .from = from};
                const char *why = misfit(mine, other);
                if (why)
                    at->why_not = str_from(why);
                else
                    apply(a, c, at, mine, other);
            }
    }
    *count = list.len;
    return list.at;
}

/* ---- the other readings ---- */

/* A value that a parameter may have: as written (doubt NULL, reading NULL), or another reading. */
typedef struct {
    size_t doubt;
    const Expr *reading;
} Choice;
typedef struct {
    const Param *param;
    ARRAY(Choice) choices;
    size_t stride; /* combinations between one choice and the next */
} Dial;

typedef struct {
    Arena *a;       /* of the answer */
    Arena *scratch;
    const Program *program;
    ARRAY(Dial) dials;
    ARRAY(const Doubt *) doubts;
    ARRAY(const Doubt *) not_run;
    size_t combinations;
} Dials;

static bool can_be_read(const Param *param, const Expr *reading)
{
    const Type *t = &param->type;
    if (!param->value || reading->op != param->value->op || reading->type.kind != t->kind)
        return false;
    if (reading->op == OP_NUMBER)
        return t->kind == TYPE_RATIO || (t->kind == TYPE_NUMBER && reading->type.dim == t->dim);
    return reading->op == OP_DATE || reading->op == OP_TEXT || reading->op == OP_YESNO;
}

static void take_notes(Dials *s, const Notes *notes)
{
    for (size_t i = 0; i < notes->doubt_count; i++)
        if (notes->doubts[i].reading_count)
            *PUSH(s->a, &s->not_run) = &notes->doubts[i];
}

static void take_param(Dials *s, const Param *param)
{
    Dial dial = {.param = param};
    *PUSH(s->scratch, &dial.choices) = (Choice){0};
    for (size_t i = 0; i < param->notes.doubt_count; i++) {
        const Doubt *doubt = &param->notes.doubts[i];
        size_t before = dial.choices.len;
        for (size_t k = 0; k < doubt->reading_count; k++)
            if (can_be_read(param, doubt->readings[k]))
                *PUSH(s->scratch, &dial.choices) = (Choice){s->doubts.len, doubt->readings[k]};
        size_t run = dial.choices.len - before;
        if (run)
            *PUSH(s->a, &s->doubts) = doubt;
        if (run < doubt->reading_count)
            *PUSH(s->a, &s->not_run) = doubt;
    }
    if (dial.choices.len > 1)
        *PUSH(s->scratch, &s->dials) = dial;
}

static void take_fields(Dials *s, const Field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        take_notes(s, &fields[i].notes);
}

/* Every doubt, in the order of the text as far as its parts go. */
static void gather_doubts(Dials *s)
{
    const Program *p = s->program;
    take_notes(s, &p->notes);
    for (size_t i = 0; i < p->scale_count; i++)
        take_notes(s, &p->scales[i].notes);
    for (size_t i = 0; i < p->param_count; i++)
        take_param(s, &p->params[i]);
    take_fields(s, p->posts, p->post_field_count);
    take_fields(s, p->fields, p->field_count);
    take_fields(s, p->entries, p->entry_field_count);
    for (size_t i = 0; i < p->table_count; i++) {
        take_notes(s, &p->tables[i].notes);
        take_fields(s, p->tables[i].columns, p->tables[i].column_count);
    }
    for (size_t i = 0; i < p->stage_count; i++) {
        take_notes(s, &p->stages[i].notes);
        for (size_t k = p->stages[i].first; k < p->stages[i].first + p->stages[i].count; k++)
            take_notes(s, &p->clauses[k].notes);
    }
}

/* The last parameter turns fastest.  false: too many combinations. */
static bool set_strides(Dials *s)
{
    s->combinations = 1;
    for (size_t i = s->dials.len; i-- > 0;) {
        s->dials.at[i].stride = s->combinations;
        s->combinations *= s->dials.at[i].choices.len;
        if (s->combinations > COMBINATIONS_MOST)
            return false;
    }
    return true;
}

static size_t turned_to(const Dial *dial, size_t combination) { return combination / dial->stride % dial->choices.len; }

static size_t settings_of(const Dials *s, size_t combination, Setting *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s->dials.len; i++) {
        const Dial *dial = &s->dials.at[i];
        const Expr *reading = dial->choices.at[turned_to(dial, combination)].reading;
        if (!reading)
            continue;
        bool number = reading->op == OP_NUMBER;
        out[n++] = (Setting){.param = dial->param, .value = number ? reading->number : num_int(0), .other = number ? NULL : reading};
    }
    return n;
}

/* A candidate's end in one combination. */
typedef struct {
    bool known, chosen;
    Status status;
    int stage, post;
} End;

static bool same_end(const End *x, const End *y)
{
    return x->status == y->status && x->stage == y->stage && x->post == y->post && x->chosen == y->chosen;
}

static void note_ends(const Outcome *o, End *ends)
{
    for (uint32_t row = 0; row < o->pool->person_count; row++) {
        uint32_t unit = best_unit(o, row);
        if (unit == CELL_NONE)
            continue;
        const Fate *f = &o->fates[unit];
        ends[row] = (End){.known = f->status != STATUS_UNDETERMINED, .chosen = is_chosen(o, unit), .status = f->status,
                          .stage = f->stage, .post = f->post};
    }
}

/* Two combinations that part in one doubt alone, with another end: it depends on that one. */
static void find_causes(const Dials *s, const End *ends, size_t people, uint32_t row, bool *depends)
{
    for (size_t c = 0; c < s->combinations; c++)
        for (size_t i = 0; i < s->dials.len; i++) {
            const Dial *dial = &s->dials.at[i];
            size_t from = turned_to(dial, c);
            for (size_t to = from + 1; to < dial->choices.len; to++) {
                size_t doubt = dial->choices.at[to].doubt;
                if (from && dial->choices.at[from].doubt != doubt)
                    continue;
                const End *x = &ends[c * people + row], *y = &ends[(c + (to - from) * dial->stride) * people + row];
                if (x->known && y->known && !same_end(x, y))
                    depends[doubt] = true;
            }
        }
}

static void gather_fates(Dials *s, const Pool *pool, const End *ends, Readings *out)
{
    ARRAY(struct ReadingFate) fates = {0};
    size_t people = pool->person_count;
    for (size_t i = 0; i < people; i++) {
        uint32_t row = pool->person_order[i];
        const End *first = NULL;
        bool differs = false;
        size_t chosen = 0;
        for (size_t c = 0; c < s->combinations; c++) {
            const End *end = &ends[c * people + row];
            if (!end->known)
                continue;
            chosen += end->chosen;
            differs = differs || (first && !same_end(first, end));
            first = first ? first : end;
        }
        if (!differs)
            continue;
        bool *depends = NEW_ARRAY(s->a, bool, s->doubts.len + 1);
        find_causes(s, ends, people, row, depends);
        *PUSH(s->a, &fates) = (struct ReadingFate){.person = row, .depends = depends, .chosen_in = chosen};
    }
    out->fates = fates.at;
    out->fate_count = fates.len;
}

/* As written is the first; when that fails there is nothing to compare with.  false: reported. */
static bool try_combinations(Dials *s, const Pool *pool, End *ends, Readings *out, Diags *d)
{
    Setting *settings = NEW_ARRAY(s->scratch, Setting, s->dials.len + 1);
    for (size_t c = 0; c < s->combinations; c++) {
        RunOptions options = plain_run();
        options.settings = settings;
        options.setting_count = settings_of(s, c, settings);
        Trial t = {.arena = arena_new()};
        t.outcome = run(t.arena, s->program, pool, &options, c ? diags_new(t.arena) : d);
        if (t.outcome)
            note_ends(t.outcome, ends + c * pool->person_count);
        bool settled = is_settled(&t), failed = !t.outcome;
        out->failed += !settled;
        end_trial(&t);
        if (failed && c == 0)
            return false;
    }
    return true;
}

const Readings *run_readings(Arena *a, const Program *program, const Pool *pool, Diags *d)
{
    Dials s = {.a = a, .scratch = arena_new(), .program = program};
    Readings *out = NEW(a, Readings);
    gather_doubts(&s);
    bool ok = set_strides(&s);
    if (!ok) {
        Text most = text_new(a);
        text_int(&most, COMBINATIONS_MOST);
        diag_add(d, E0418, program->source, (Span){0, 0}, ARGS(program->name, text_str(&most)));
    } else {
        End *ends = NEW_ARRAY(s.scratch, End, s.combinations * pool->person_count + 1);
        ok = try_combinations(&s, pool, ends, out, d);
        if (ok)
            gather_fates(&s, pool, ends, out);
    }
    out->combination_count = s.combinations;
    out->doubts = s.doubts.at;
    out->doubt_count = s.doubts.len;
    out->not_run = s.not_run.at;
    out->not_run_count = s.not_run.len;
    arena_free(s.scratch);
    return ok ? out : NULL;
}
