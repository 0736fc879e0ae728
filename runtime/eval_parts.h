/* eval_parts.h - private to eval.c, values.c, eval_read.c, eval_people.c, judge.c: what each has for the others. */
#ifndef RUNTIME_EVAL_PARTS_H
#define RUNTIME_EVAL_PARTS_H

#include "runtime/engine.h"

static inline Value number(Num n) { return (Value){.state = V_NUMBER, .number = n}; }
static inline Value yesno(bool b) { return (Value){.state = V_YESNO, .code = b}; }
static inline Value waiting(Str what) { return (Value){.state = V_PENDING, .waiting = what}; }
static inline Value worse(Value a, Value b) { return b.state > a.state ? b : a; }
static inline Value fault(const Expr *x, MessageCode code) { return (Value){.state = V_FAULT, .expr = x, .code_of = code}; }

/* values.c */
Value eval_span(Eval *e, const Expr *x);       /* 周岁 整年 整月 */
int compare_op(Op op, Value a, Value b);       /* 1 0; -1 when dates do not decide it */

/* eval_read.c */
size_t grades_of(Eval *e, const Expr *survey);
Value read_vote(Eval *e, const Clause *clause);
Value read_decision(Eval *e, const Clause *clause, const Expr *x);
Value read_clause(Eval *e, const Clause *clause, const Expr *x);
Value cell_value(Run *r, const Column *c, size_t row, const Expr *x);
Value ballot_count(Eval *e, const Expr *x);
Value ballot_rate(Eval *e, const Expr *x);
Value survey_grade(Eval *e, const Expr *x);
Value raters(Eval *e, const Expr *x);
Value eval_place(Eval *e, const Expr *x);
Value post_field(Eval *e, const Expr *x);
Value all_posts(Eval *e, const Expr *x);
Value of_person(Eval *e, const Expr *x);
Value meeting(Eval *e, const Expr *x);

/* eval_people.c */
const Race *race_here(const Eval *e); /* the contest we are in; NULL for someone whom the stage leaves out */
Value eval_group(Eval *e, const Expr *x);
Value eval_table(Eval *e, const Expr *x);
Value headcount(Eval *e, const Expr *x);

/* eval.c */
Value fold(Eval *e, const Expr *x, Op op, const Value *items, size_t n); /* OP_SUM … of numbers, trimmed as x says */

#endif
