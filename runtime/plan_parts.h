/* plan_parts.h - private to plan*.c: forms of clauses, and what each file has for the others. */
#ifndef RUNTIME_PLAN_PARTS_H
#define RUNTIME_PLAN_PARTS_H

#include "runtime/plan.h"

/* A number in a form: where it stands, and what gives it. */
typedef struct {
    size_t from, to;       /* bytes of the form */
    const Expr *leaf;      /* NULL: made of several numbers */
    Num value;
    const Type *type;
    Op sense;              /* of the comparison around it; OP_COUNT */
} Hole;

/* A form being written. */
typedef struct {
    const Program *program;
    Arena *a;
    Text out;
    ARRAY(Hole) holes;
    int stage;             /* whose clauses are read: its own score is 得分 */
    Op sense;              /* of the comparison that is being written */
    bool top;              /* the expression to come is the condition itself */
    size_t bound_from, bound_to; /* the right side of the condition itself; equal: it is no comparison */
} Form;

/* plan_form.c */
Form form_new(Arena *a, const Program *p, int stage);
void form_expr(Form *f, const Expr *e);
void form_condition(Form *f, const Expr *e); /* the whole of a clause */
void form_number(Form *f, const Expr *leaf, Num value, const Type *type);
/* The hole that is the clause's number; NULL when none stands out. */
const Hole *form_hole(const Form *f);
Str form_subject(const Form *f, const Hole *hole);
/* What a name stands for in the end: figures and marks are their expressions. */
const Expr *behind(const Program *p, const Expr *e);
/* The value of a number or of a parameter with one value. */
bool fixed_value(const Program *p, const Expr *e, Num *out);

/* A sum taken apart: coefficient times atom; an atom of NULL is a constant. */
typedef struct {
    Num coef;
    const Expr *atom;
    const Expr *leaf;      /* that alone gives the coefficient; NULL */
    int factors;           /* numbers that make the coefficient */
    const Type *type;      /* of a constant */
    Str text;              /* scratch */
} Term;
typedef ARRAY(Term) Terms;
/* scores: goes into the scores of other stages, too. */
void take_apart(Arena *a, const Program *p, const Expr *e, bool scores, Terms *out);

/* plan_traits.c */
void read_traits(Arena *a, const Program *p, PlanStage *s);
/* plan_weights.c */
void read_weights(Arena *a, Plan *plan);
/* plan.c: the phase by whose words a name is known; PHASES: by none. */
Phase phase_of_name(Str name);

#endif
