/* plan.c - the plan of a procedure: its stages under their phases, and what is counted of them. */
#include "runtime/plan_parts.h"

const char *const phase_names[PHASES] = {
#define PHASE(id, name, zh, en, words) [PHASE_##id] = name,
#include "runtime/phases.def"
};
const char *const phase_words[PHASES][2] = {
#define PHASE(id, name, zh, en, words) [PHASE_##id] = {zh, en},
#include "runtime/phases.def"
};
static const char *const known_by[PHASES] = {
#define PHASE(id, name, zh, en, words) [PHASE_##id] = words,
#include "runtime/phases.def"
};

/* ---- phases ---- */

/* Where `word` last stands in `name`; name.len: nowhere. */
static size_t last_place(Str name, Str word)
{
    for (size_t i = name.len; word.len && i >= word.len; i--)
        if (memcmp(name.at + i - word.len, word.at, word.len) == 0)
            return i - word.len;
    return name.len;
}

Phase phase_of_name(Str name)
{
    Phase best = PHASES;
    size_t length = 0, place = 0;
    for (size_t phase = 0; phase < PHASES; phase++)
        for (const char *word = known_by[phase]; *word;) {
            size_t n = strcspn(word, "|");
            size_t at = last_place(name, (Str){word, n});
            if (at < name.len && (n > length || (n == length && at > place))) {
                best = (Phase)phase;
                length = n;
                place = at;
            }
            word += n + (word[n] == '|');
        }
    return best;
}

static bool has_trait(const PlanStage *s, TraitKind kind)
{
    for (size_t i = 0; i < s->trait_count; i++)
        if (s->traits[i].kind == kind)
            return true;
    return false;
}

/* Nobody leaves and nothing is measured here. */
static bool only_notes(const PlanStage *s)
{
    for (size_t i = 0; i < s->trait_count; i++)
        if (s->traits[i].kind != TRAIT_MARK && s->traits[i].kind != TRAIT_CHECK)
            return false;
    return s->trait_count > 0;
}

/* Ranks by what several stages gave. */
static bool ranks_total(Arena *a, const Program *p, const PlanStage *s)
{
    if (!s->stage->rank || !s->stage->rank->key_count)
        return false;
    Terms terms = {0};
    size_t scores = 0;
    take_apart(a, p, s->stage->rank->keys[0].value, false, &terms);
    for (size_t i = 0; i < terms.len; i++)
        scores += terms.at[i].atom && terms.at[i].atom->op == OP_SCORE;
    return scores > 1;
}

static Phase phase_of_evidence(const PlanStage *s)
{
    size_t hits[PHASES] = {0};
    Phase best = PHASES;
    size_t kinds = 0;
    for (size_t i = 0; i < s->evidence_count; i++) {
        Phase phase = phase_of_name(s->evidence[i]);
        if (phase == PHASES)
            continue;
        kinds += hits[phase]++ == 0;
        if (best == PHASES || hits[phase] > hits[best] || (hits[phase] == hits[best] && phase < best))
            best = phase;
    }
    return kinds > 1 && s->stage->score ? PHASE_TOTAL : best;
}

static Phase phase_of_kinds(const PlanStage *s)
{
    if (has_trait(s, TRAIT_VOTE) || has_trait(s, TRAIT_ELECT))
        return PHASE_VOTE;
    if (has_trait(s, TRAIT_CHOOSE) || has_trait(s, TRAIT_AVOID))
        return PHASE_PLACE;
    if (has_trait(s, TRAIT_PICK))
        return PHASE_DELIBERATE;
    if (has_trait(s, TRAIT_DECISION))
        return PHASE_INSPECT;
    if (has_trait(s, TRAIT_SCORE) || has_trait(s, TRAIT_RANK))
        return PHASE_TOTAL;
    if (has_trait(s, TRAIT_GATE) || has_trait(s, TRAIT_VETO) || has_trait(s, TRAIT_EXCLUDE) || has_trait(s, TRAIT_OPEN))
        return PHASE_QUALIFY;
    return PHASE_OTHER;
}

static bool decides_post(const PlanStage *s)
{
    for (size_t i = 0; i < s->trait_count; i++)
        if (s->traits[i].kind == TRAIT_DECISION && s->traits[i].clause->type.kind == TYPE_POST)
            return true;
    return false;
}

static Phase phase_of(Arena *a, const Program *p, const PlanStage *s)
{
    if (ranks_total(a, p, s))
        return PHASE_TOTAL;
    Phase phase = phase_of_name(s->stage->name);
    if (phase != PHASES)
        return phase;
    if (only_notes(s))
        return PHASE_OTHER;
    if (decides_post(s))
        return PHASE_PLACE;
    phase = phase_of_evidence(s);
    return phase != PHASES ? phase : phase_of_kinds(s);
}

/* ---- the plan ---- */

static void count_clauses(Arena *a, Plan *plan)
{
    const Program *p = plan->program;
    ARRAY(Num) ratios = {0};
    for (size_t i = 0; i < p->clause_count; i++) {
        const Clause *c = &p->clauses[i];
        plan->gates += c->kind == CLAUSE_REQUIRE;
        plan->vetoes += c->kind == CLAUSE_VETO;
        plan->cuts += (c->kind == CLAUSE_ADVANCE && !c->picked) || c->kind == CLAUSE_ELECT;
        if (c->kind != CLAUSE_ADVANCE || c->expr->type.kind != TYPE_RATIO)
            continue;
        const Expr *ratio = c->expr->op == OP_ROUND ? c->expr->kids[0] : c->expr;
        Num n;
        if (fixed_value(p, behind(p, ratio), &n))
            *PUSH(a, &ratios) = n;
    }
    plan->ratios = ratios.at;
    plan->ratio_count = ratios.len;
    for (size_t i = 0; i < plan->stage_count; i++)
        plan->decided_by_people += plan->stages[i].people_decide;
}

const Plan *plan_of(Arena *a, const Program *program)
{
    Plan *plan = NEW(a, Plan);
    PlanStage *stages = NEW_ARRAY(a, PlanStage, program->stage_count);
    plan->program = program;
    plan->stages = stages;
    plan->stage_count = program->stage_count;
    for (size_t i = 0; i < program->stage_count; i++) {
        stages[i].stage = &program->stages[i];
        stages[i].index = (uint32_t)i;
        read_traits(a, program, &stages[i]);
        stages[i].phase = phase_of(a, program, &stages[i]);
    }
    count_clauses(a, plan);
    read_weights(a, plan);
    return plan;
}
