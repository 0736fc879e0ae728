/* align.c - several plans side by side: rows by phase, what moved, and the numbers that stand against each other.
 * Plans are taken in an order that depends on what they say alone, so that the order in which they are given makes
 * no difference to what stands beside what. */
#include "runtime/plan.h"

const char *const mark_names[MARK_KINDS] = {"same", "differs", "only", "absent", "moved"};
const char *const mark_signs[MARK_KINDS] = {"=", "~", "+", "-", "<>"};

enum { UNIT = 840 }; /* of a cost: whole for shares of 1..8 */
enum { GAP = 4 * UNIT, WEIGH_KIND = 3, WEIGH_EVIDENCE = 3, WEIGH_THRESHOLD = 2, WEIGH_RATIO = 2, WEIGH_WEIGHT = 2,
       WEIGH_TIES = 1, WEIGH_BODY = 1,
       TIE_BREAK = 8 }; /* words alone decide only between stages that are otherwise as near */

static const uint32_t ALL_TRAITS = UINT32_MAX;

typedef struct {
    Phase phase;
    int *stages;           /* by plan in canonical order; -1 */
} Row;

typedef struct {
    Arena *a;
    const Plan **plans;    /* in canonical order */
    size_t n;
    Row *rows;             /* of the phase being done, then all */
    size_t row_count;
} Work;

/* ---- how unlike two stages are ---- */

typedef struct { const Str *at; size_t len; } Set;

static bool in_set(const Str *at, size_t n, Str s)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(at[i], s))
            return true;
    return false;
}

/* 1 - |x ∩ y| / |x ∪ y| in units; 0 for two empty sets. */
static int64_t set_distance(Set x, Set y)
{
    int64_t both = 0;
    for (size_t i = 0; i < x.len; i++)
        both += in_set(y.at, y.len, x.at[i]);
    int64_t all = (int64_t)(x.len + y.len) - both;
    return all ? UNIT * (all - both) / all : 0;
}

static int64_t kind_distance(const PlanStage *x, const PlanStage *y)
{
    uint32_t has[2] = {0, 0};
    const PlanStage *const s[2] = {x, y};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < s[k]->trait_count; i++)
            has[k] |= 1u << s[k]->traits[i].kind;
    int64_t all = 0, both = 0;
    for (uint32_t i = 0; i < TRAIT_KINDS; i++) {
        all += (has[0] | has[1]) >> i & 1;
        both += (has[0] & has[1]) >> i & 1;
    }
    return all ? UNIT * (all - both) / all : 0;
}

/* What the traits of some kinds ask for: of bounds the subjects of those with a number, of others the forms. */
static Set trait_set(Arena *a, const PlanStage *s, uint32_t kinds, bool bounds)
{
    Str *at = NEW_ARRAY(a, Str, s->trait_count);
    size_t n = 0;
    for (size_t i = 0; i < s->trait_count; i++) {
        const Trait *t = &s->traits[i];
        Str text = bounds ? t->subject : t->form;
        if ((kinds >> t->kind & 1) && (t->has_value || !bounds) && !in_set(at, n, text))
            at[n++] = text;
    }
    return (Set){at, n};
}

/* What kind of evidence a stage reads; ballots of many people are not the vote of a body. */
static Set source_set(Arena *a, const Plan *plan, const PlanStage *s)
{
    static const char *const words[] = {
        [TYPE_ERROR] = "",      [TYPE_YESNO] = "yesno", [TYPE_NUMBER] = "number", [TYPE_RATIO] = "ratio", [TYPE_DATE] = "date",
        [TYPE_TEXT] = "text",   [TYPE_GRADE] = "grade", [TYPE_POST] = "post",     [TYPE_PERSON] = "person",
        [TYPE_BALLOT] = "ballot", [TYPE_SURVEY] = "survey", [TYPE_PANEL] = "number", [TYPE_LIST] = "number", [TYPE_TABLE] = "table"};
    const Program *p = plan->program;
    Str *at = NEW_ARRAY(a, Str, s->evidence_count);
    size_t n = 0;
    for (size_t i = 0; i < s->evidence_count; i++) {
        Str word = S("vote");
        for (size_t k = 0; k < p->field_count + p->entry_field_count; k++) {
            const Field *f = k < p->field_count ? &p->fields[k] : &p->entries[k - p->field_count];
            if (str_eq(f->name, s->evidence[i])) {
                word = str_from(words[f->type.kind]);
                break;
            }
        }
        if (!in_set(at, n, word))
            at[n++] = word;
    }
    return (Set){at, n};
}

/* The share of the last ranking that comes in at a stage, in units. */
static int64_t stage_weight(const Plan *plan, const PlanStage *s, Arena *a)
{
    Num sum = num_int(0);
    for (size_t i = 0; i < plan->weight_count; i++)
        if (plan->weights[i].stage == s->index)
            sum = num_add(a, sum, plan->weights[i].share);
    int64_t out = 0;
    num_to_int64(num_round(a, num_mul(a, sum, num_int(UNIT)), 0, ROUND_HALF_UP), &out);
    return out;
}

/* The ratio of a stage's cut; false: none. */
static bool stage_ratio(const PlanStage *s, Num *out)
{
    for (size_t i = 0; i < s->trait_count; i++) {
        const Trait *t = &s->traits[i];
        if ((t->kind == TRAIT_CUT || t->kind == TRAIT_PICK) && t->has_value && t->type && t->type->kind == TYPE_RATIO) {
            *out = t->value;
            return true;
        }
    }
    return false;
}

/* Names and kinds of evidence count alike. */
static int64_t evidence_distance(Arena *a, const Plan *px, const PlanStage *x, const Plan *py, const PlanStage *y)
{
    int64_t names = set_distance((Set){x->evidence, x->evidence_count}, (Set){y->evidence, y->evidence_count});
    int64_t sources = set_distance(source_set(a, px, x), source_set(a, py, y));
    return WEIGH_EVIDENCE * (names + sources) / 2;
}

/* Gower's: a feature that one of the two lacks says nothing here; the kinds say that already. */
static int64_t distance(Arena *a, const Plan *px, const PlanStage *x, const Plan *py, const PlanStage *y)
{
    const uint32_t bounds = 1u << TRAIT_GATE | 1u << TRAIT_VETO | 1u << TRAIT_VALID | 1u << TRAIT_ELECT | 1u << TRAIT_OPEN;
    int64_t sum = WEIGH_KIND * kind_distance(x, y);
    sum += evidence_distance(a, px, x, py, y);
    sum += set_distance(trait_set(a, x, ALL_TRAITS, false), trait_set(a, y, ALL_TRAITS, false)) / TIE_BREAK;
    Set bx = trait_set(a, x, bounds, true), by = trait_set(a, y, bounds, true);
    if (bx.len && by.len)
        sum += WEIGH_THRESHOLD * set_distance(bx, by);
    Num rx, ry;
    if (stage_ratio(x, &rx) && stage_ratio(y, &ry))
        sum += num_cmp(rx, ry) == 0 ? 0 : WEIGH_RATIO * UNIT / 2;
    int64_t wx = stage_weight(px, x, a), wy = stage_weight(py, y, a);
    sum += WEIGH_WEIGHT * (wx > wy ? wx - wy : wy - wx);
    Set tx = trait_set(a, x, 1u << TRAIT_TIES, false), ty = trait_set(a, y, 1u << TRAIT_TIES, false);
    if (tx.len && ty.len)
        sum += WEIGH_TIES * set_distance(tx, ty);
    if (x->body_count && y->body_count)
        sum += WEIGH_BODY * set_distance((Set){x->bodies, x->body_count}, (Set){y->bodies, y->body_count});
    return sum;
}

/* ---- one phase: each plan in turn against the rows that there are ---- */

/* Of a stage against a row: to the nearest of the stages that stand there. */
static int64_t row_distance(const Work *w, const Row *row, size_t plan, const PlanStage *s)
{
    int64_t least = INT64_MAX;
    for (size_t p = 0; p < plan; p++)
        if (row->stages[p] >= 0) {
            int64_t one = distance(w->a, w->plans[p], &w->plans[p]->stages[row->stages[p]], w->plans[plan], s);
            least = one < least ? one : least;
        }
    return least;
}

static Row new_row(const Work *w, Phase phase)
{
    Row row = {phase, NEW_ARRAY(w->a, int, w->n)};
    for (size_t i = 0; i < w->n; i++)
        row.stages[i] = -1;
    return row;
}

/* cost[i][j]: the least for the first i rows and the first j stages. */
static int64_t *costs(const Work *w, const Row *rows, size_t n, size_t plan, const int *stages, size_t m, int64_t *pair)
{
    int64_t *cost = NEW_ARRAY(w->a, int64_t, (n + 1) * (m + 1));
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            int64_t *at = &cost[i * (m + 1) + j];
            if (!i || !j) {
                *at = (int64_t)(i + j) * GAP;
                continue;
            }
            int64_t here = row_distance(w, &rows[i - 1], plan, &w->plans[plan]->stages[stages[j - 1]]);
            pair[(i - 1) * m + j - 1] = here;
            int64_t both = cost[(i - 1) * (m + 1) + j - 1] + here;
            int64_t up = cost[(i - 1) * (m + 1) + j] + GAP, left = cost[i * (m + 1) + j - 1] + GAP;
            *at = both <= up && both <= left ? both : up <= left ? up : left;
        }
    return cost;
}

/* Needleman and Wunsch; of ways as cheap the one that pairs the later stages. */
static void add_plan(Work *w, Phase phase, size_t plan, const int *stages, size_t m)
{
    size_t n = w->row_count, i = n, j = m, made = 0;
    int64_t *pair = NEW_ARRAY(w->a, int64_t, n * m + 1);
    const int64_t *cost = costs(w, w->rows, n, plan, stages, m, pair);
    Row *back = NEW_ARRAY(w->a, Row, n + m + 1); /* from the last row to the first */
    while (i || j) {
        int64_t here = cost[i * (m + 1) + j];
        if (i && j && here == cost[(i - 1) * (m + 1) + j - 1] + pair[(i - 1) * m + j - 1]) {
            back[made] = w->rows[--i];
            back[made++].stages[plan] = stages[--j];
        } else if (i && here == cost[(i - 1) * (m + 1) + j] + GAP) {
            back[made++] = w->rows[--i];
        } else {
            back[made] = new_row(w, phase);
            back[made++].stages[plan] = stages[--j];
        }
    }
    w->rows = NEW_ARRAY(w->a, Row, made);
    w->row_count = made;
    for (size_t k = 0; k < made; k++)
        w->rows[k] = back[made - 1 - k];
}

static size_t stages_of(const Plan *plan, Phase phase, int *out)
{
    size_t n = 0;
    for (size_t i = 0; i < plan->stage_count; i++)
        if (plan->stages[i].phase == phase)
            out[n++] = (int)i;
    return n;
}

/* ---- the canonical order of plans ---- */

static int compare_plans(const Plan *x, const Plan *y)
{
    int c = str_cmp(x->program->name, y->program->name);
    if (c)
        return c;
    if (x->program->source && y->program->source)
        c = str_cmp(x->program->source->text, y->program->source->text);
    return c;
}

static size_t *canonical_order(Arena *a, const Plan *const *plans, size_t n)
{
    size_t *order = NEW_ARRAY(a, size_t, n);
    for (size_t i = 0; i < n; i++) {
        size_t k = i;
        for (; k > 0 && compare_plans(plans[i], plans[order[k - 1]]) < 0; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    return order;
}

/* ---- what moved ---- */

/* moved[r] for two plans: the stage of y in row r is outside the longest run that keeps x's order. */
static bool *moved_between(Arena *a, const AlignedRow *rows, size_t n, size_t x, size_t y)
{
    size_t *shared = NEW_ARRAY(a, size_t, n), *length = NEW_ARRAY(a, size_t, n);
    bool *moved = NEW_ARRAY(a, bool, n);
    size_t m = 0;
    for (size_t r = 0; r < n; r++)
        if (rows[r].stages[x] >= 0 && rows[r].stages[y] >= 0) {
            size_t k = m++;
            for (; k > 0 && rows[shared[k - 1]].stages[x] > rows[r].stages[x]; k--)
                shared[k] = shared[k - 1];
            shared[k] = r;
            moved[r] = true;
        }
    size_t best = 0;
    for (size_t i = m; i-- > 0;) { /* length: of the longest that begins at i */
        length[i] = 1;
        for (size_t k = i + 1; k < m; k++)
            if (rows[shared[k]].stages[y] > rows[shared[i]].stages[y] && length[k] + 1 > length[i])
                length[i] = length[k] + 1;
        best = length[i] > best ? length[i] : best;
    }
    int last = -1;
    for (size_t i = 0; i < m && best; i++)
        if (length[i] == best && rows[shared[i]].stages[y] > last) {
            moved[shared[i]] = false;
            last = rows[shared[i]].stages[y];
            best--;
        }
    return moved;
}

/* ---- marks ---- */

static size_t count_form(const PlanStage *s, TraitKind kind, Str form)
{
    size_t n = 0;
    for (size_t i = 0; i < s->trait_count; i++)
        n += s->traits[i].kind == kind && str_eq(s->traits[i].form, form);
    return n;
}

/* The order of clauses within a stage says nothing. */
static bool same_traits(const PlanStage *x, const PlanStage *y)
{
    if (x->trait_count != y->trait_count)
        return false;
    for (size_t i = 0; i < x->trait_count; i++) {
        const Trait *t = &x->traits[i];
        if (count_form(x, t->kind, t->form) != count_form(y, t->kind, t->form))
            return false;
    }
    return true;
}

static void mark_row(const Plan *const *plans, size_t n, const AlignedRow *row, size_t r, bool *const *moved, Mark *marks)
{
    size_t first = n, have = 0;
    for (size_t p = 0; p < n; p++)
        if (row->stages[p] >= 0) {
            first = first == n ? p : first;
            have++;
        }
    for (size_t p = 0; p < n; p++) {
        if (row->stages[p] < 0)
            marks[p] = MARK_ABSENT;
        else if (have == 1)
            marks[p] = MARK_ONLY;
        else if (moved[first * n + p] && moved[first * n + p][r])
            marks[p] = MARK_MOVED;
        else
            marks[p] = same_traits(&plans[first]->stages[row->stages[first]], &plans[p]->stages[row->stages[p]]) ? MARK_SAME : MARK_DIFFERS;
    }
}

/* ---- numbers ---- */

/* The k-th trait of a stage with a value for this; NULL. */
static const Trait *trait_with(const PlanStage *s, const Trait *like, size_t k)
{
    for (size_t i = 0; i < s->trait_count; i++) {
        const Trait *t = &s->traits[i];
        if (t->has_value && t->kind == like->kind && str_eq(t->subject, like->subject) && k-- == 0)
            return t;
    }
    return NULL;
}

static size_t place_of(const PlanStage *s, const Trait *t)
{
    size_t k = 0;
    for (const Trait *x = s->traits; x < t; x++)
        k += x->has_value && x->kind == t->kind && str_eq(x->subject, t->subject);
    return k;
}

typedef ARRAY(AlignedNumber) Numbers;

static void row_numbers(Arena *a, const Plan *const *plans, size_t n, const AlignedRow *row, size_t r, Numbers *out)
{
    for (size_t p = 0; p < n; p++) {
        const PlanStage *s = row->stages[p] < 0 ? NULL : &plans[p]->stages[row->stages[p]];
        for (size_t i = 0; s && i < s->trait_count; i++) {
            const Trait *t = &s->traits[i];
            size_t k = place_of(s, t), have = 0;
            bool earlier = false, same = true;
            const Trait **found = NEW_ARRAY(a, const Trait *, n);
            for (size_t q = 0; t->has_value && q < n; q++) {
                found[q] = row->stages[q] < 0 ? NULL : trait_with(&plans[q]->stages[row->stages[q]], t, k);
                earlier = earlier || (found[q] && q < p);
                have += found[q] != NULL;
                same = same && (!found[q] || num_cmp(found[q]->value, t->value) == 0);
            }
            if (have > 1 && !earlier)
                *PUSH(a, out) = (AlignedNumber){.row = r, .kind = t->kind, .subject = t->subject, .traits = found, .same = same};
        }
    }
}

/* ---- all of it ---- */

static AlignedRow *in_given_order(Arena *a, const Row *rows, size_t count, const size_t *order, size_t n)
{
    AlignedRow *out = NEW_ARRAY(a, AlignedRow, count);
    for (size_t r = 0; r < count; r++) {
        int *stages = NEW_ARRAY(a, int, n);
        for (size_t k = 0; k < n; k++)
            stages[order[k]] = rows[r].stages[k];
        out[r] = (AlignedRow){.phase = rows[r].phase, .stages = stages};
    }
    return out;
}

static void finish(Arena *a, Alignment *out, const Plan *const *plans, size_t n, AlignedRow *rows, const size_t *order)
{
    bool **moved = NEW_ARRAY(a, bool *, n * n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            size_t x = order[i], y = order[k];
            moved[x * n + y] = moved[y * n + x] = moved_between(a, rows, out->row_count, x, y);
        }
    Numbers numbers = {0};
    for (size_t r = 0; r < out->row_count; r++) {
        Mark *marks = NEW_ARRAY(a, Mark, n);
        mark_row(plans, n, &rows[r], r, moved, marks);
        rows[r].marks = marks;
        row_numbers(a, plans, n, &rows[r], r, &numbers);
    }
    out->numbers = numbers.at;
    out->number_count = numbers.len;
}

const Alignment *align(Arena *a, const Plan *const *plans, size_t n)
{
    size_t *order = canonical_order(a, plans, n);
    Work w = {.a = a, .plans = NEW_ARRAY(a, const Plan *, n), .n = n};
    for (size_t i = 0; i < n; i++)
        w.plans[i] = plans[order[i]];
    ARRAY(Row) all = {0};
    for (size_t phase = 0; phase < PHASES; phase++) {
        w.rows = NULL;
        w.row_count = 0;
        for (size_t i = 0; i < n; i++) {
            int *stages = NEW_ARRAY(a, int, w.plans[i]->stage_count);
            size_t m = stages_of(w.plans[i], (Phase)phase, stages);
            if (m)
                add_plan(&w, (Phase)phase, i, stages, m);
        }
        for (size_t r = 0; r < w.row_count; r++)
            *PUSH(a, &all) = w.rows[r];
    }
    Alignment *out = NEW(a, Alignment);
    out->plan_count = n;
    out->row_count = all.len;
    AlignedRow *rows = in_given_order(a, all.at, all.len, order, n);
    out->rows = rows;
    finish(a, out, plans, n, rows, order);
    return out;
}
