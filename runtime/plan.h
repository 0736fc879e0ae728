/* plan.h - a procedure as an analyst sees it: its stages by phase, what each asks for in a form that can be
 * compared with another's, and its numbers.  Read from the checked program alone. */
#ifndef RUNTIME_PLAN_H
#define RUNTIME_PLAN_H

#include "lang/program.h"

/* The canonical steps of a selection, in their order: phases.def has one row a phase, with the words by which a
 * stage is known. */
typedef enum {
#define PHASE(id, name, zh, en, words) PHASE_##id,
#include "runtime/phases.def"
    PHASES
} Phase;
extern const char *const phase_names[PHASES];    /* for machines */
extern const char *const phase_words[PHASES][2]; /* for people, [phase][language] */

typedef enum { TRAIT_GATE, TRAIT_VETO, TRAIT_VALID, TRAIT_OPEN, TRAIT_EXCLUDE, TRAIT_SCORE, TRAIT_RANK, TRAIT_CUT,
               TRAIT_TIES, TRAIT_PICK, TRAIT_VOTE, TRAIT_ELECT, TRAIT_CHOOSE, TRAIT_AVOID, TRAIT_SUBSTITUTE,
               TRAIT_DECISION, TRAIT_CHECK, TRAIT_MARK, TRAIT_DUTY, TRAIT_PROBATION, TRAIT_KINDS } TraitKind;
extern const char *const trait_names[TRAIT_KINDS];

/* One thing that a stage asks for. */
typedef struct {
    TraitKind kind;
    const Clause *clause;
    Str own;            /* the clause in the procedure's own words (canonical Chinese spelling) */
    Str form;           /* normalised: parameters replaced by their values, senses by ≥ > ≤ < = ≠; two clauses
                         * with one form ask for the same */
    Str subject;        /* the form without its number: what is measured; two with one subject differ in a number */
    bool has_value;     /* a bound, a ratio, a number to advance, a full mark … */
    Op sense;           /* OP_GE OP_GT OP_LE OP_LT OP_EQ OP_NE; OP_COUNT where there is none */
    Num value;
    const Type *type;   /* of the value */
    const Param *param; /* that gives it; NULL: written in the clause */
    const Expr *number; /* the OP_NUMBER or OP_PARAM that holds the value; NULL: it is not one number */
} Trait;

typedef struct {
    const Stage *stage;
    uint32_t index;
    Phase phase;
    const Trait *traits;   size_t trait_count;   /* in the order of the text; TRAIT_TIES follows its cut */
    const Str *evidence;   size_t evidence_count;/* names of the fields and votes read, bytewise, each once */
    const Str *bodies;     size_t body_count;    /* who decides or votes here */
    bool people_decide;    /* a decision, a vote or a list of a body is input here */
} PlanStage;

/* How much of the last ranking's first key is made of one piece of evidence.  The last ranking is the last one by
 * points; in a procedure without such a one the last of any. */
typedef struct {
    Str name;              /* field, vote, decision or stage whose score it is */
    Phase phase;           /* of the stage where it comes in; colours go by it */
    Num share;             /* of 1, exact: the product of the weights along the path */
    Num points;            /* of the full mark, where there is one */
    bool exact;            /* false: the weight cannot be told from the text (a table, a cap, 若: of its first branch …) */
    uint32_t stage;        /* where it comes in */
    const Expr *expr;      /* its value, times factor, is its part of the first key in points; to be evaluated in that */
    Num factor;            /* stage.  With name the stage's own, expr is the part of its score that stays whole */
} Weight;

/* A class of voters: 投票 fields by class, votes by body. */
typedef struct {
    Str name;              /* the class or body; the field's name where none is written */
    Num share;             /* of the score that the votes make */
    int64_t voters;        /* N; -1: not known without data */
} Electorate;

typedef struct {
    const Program *program;
    const PlanStage *stages; size_t stage_count;
    const Weight *weights;   size_t weight_count; /* of the last ranking; by share falling, then name */
    uint32_t ranking;        /* the stage of that ranking; UINT32_MAX: none */
    bool by_points;          /* it is one by points */
    const Electorate *electorates; size_t electorate_count;
    size_t gates, vetoes, cuts, decided_by_people;/* clauses; stages where people decide */
    const Num *ratios;       size_t ratio_count;  /* of the cuts by ratio in turn: people for one seat; the
                                                   * cumulative ratio is the smallest so far */
} Plan;

const Plan *plan_of(Arena *a, const Program *program);

/* ---- several plans side by side ---- */

typedef enum { MARK_SAME, MARK_DIFFERS, MARK_ONLY, MARK_ABSENT, MARK_MOVED, MARK_KINDS } Mark;
/* SAME: the same traits by form.  DIFFERS: the same kinds and subjects, another number or words.
 * ONLY: no other has it.  ABSENT: not here.  MOVED: here, but at another place in the order. */
extern const char *const mark_names[MARK_KINDS];
extern const char *const mark_signs[MARK_KINDS]; /* = ~ + - <> */

typedef struct {
    Phase phase;
    const int *stages;     /* by plan: index into its stages; -1: none */
    const Mark *marks;     /* by plan, against the first plan that has the row */
} AlignedRow;

/* A number that two or more plans have for one thing: an aligned pair of traits with one subject. */
typedef struct {
    size_t row;
    TraitKind kind;
    Str subject;
    const Trait *const *traits; /* by plan; NULL: none */
    bool same;
} AlignedNumber;

typedef struct {
    size_t plan_count;
    const AlignedRow *rows;       size_t row_count;    /* by phase, then the order of the text */
    const AlignedNumber *numbers; size_t number_count;
} Alignment;

/* Order-preserving within a phase; a stage that keeps its phase but not its place is MOVED.  Symmetric: with the
 * plans in another order the same stages stand side by side. */
const Alignment *align(Arena *a, const Plan *const *plans, size_t n);

#endif
