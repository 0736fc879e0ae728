/* check_parts.h - private to the check_*.c files that take an expression apart: what each has for the others. */
#ifndef LANG_CHECK_PARTS_H
#define LANG_CHECK_PARTS_H

#include "lang/checker.h"

static inline bool bad(const Expr *e) { return e->type.kind == TYPE_ERROR; }
static inline bool is_number(const Expr *e) { return e->type.kind == TYPE_NUMBER; }
static inline bool never_negative(const Type *t) { return t->has_low && num_sign(t->low) >= 0; }

/* check_expr.c */
Expr *make_expr(Checker *c, Op op, const Node *n, Type type);
Expr *with_kids(Checker *c, Expr *e, const Expr *const *kids, size_t n);
Expr *make_expr1(Checker *c, Op op, const Node *n, Type type, const Expr *k);
Expr *make_expr2(Checker *c, Op op, const Node *n, Type type, const Expr *a, const Expr *b);
const Expr *poison(Checker *c, const Node *n);
const Expr *expected(Checker *c, const Expr *e, Str what);
const Expr *constant(Checker *c, const Node *n, Num value, Type type);

/* check_names.c */
void know_not(Checker *c, const Expr *e);
void suggest_name(Checker *c, Diag *d, Str name, const Str *known, size_t count); /* did you mean */
void unknown_name(Checker *c, const Node *n, Str name);
int grade_in(const Checker *c, int scale, Str name);
const Expr *make_grade(Checker *c, const Node *n, int scale, int index);
const Expr *read_symbol(Checker *c, const Node *n, Symbol *s);
/* What `name` was to declare, where that is known by its index. */
const Expr *read_declared(Checker *c, const Node *n, SymbolKind kind, Str name, int index);
Type share_type(int base);
Type count_type(Str unit);
void need_own_contest(Checker *c, const Node *n, Str word);
const Expr *check_name(Checker *c, const Node *n, const Type *want, bool guard);
const Expr *check_member(Checker *c, const Node *n, const Type *want, bool guard);
const Expr *check_unguarded(Checker *c, const Node *n); /* what may be missing, before 缺 and after 有 */
const Expr *read_column(Checker *c, const Node *n, int table, Str name);
const Expr *guard_column(Checker *c, const Node *n, const Expr *column);

/* check_numbers.c */
const Expr *check_number(Checker *c, const Node *n, const Type *want);
bool ratio_parts(Checker *c, Str text, Num *parts, size_t most, size_t *count);
const Expr *check_ratio(Checker *c, const Node *n);
void range_add(Checker *c, Type *t, const Type *a, const Type *b, bool minus);
void range_mul(Checker *c, Type *t, const Type *a, const Type *b);
int joint_base(int a, int b);
const Expr *check_sum(Checker *c, const Node *n, bool minus, const Type *want);
const Expr *check_product(Checker *c, const Node *n, bool divide);
const Expr *check_of(Checker *c, const Node *n);
const Expr *check_round(Checker *c, const Node *n, const Type *want);
const Expr *check_bound(Checker *c, const Node *n, bool cap, const Type *want);
const Expr *check_rescale(Checker *c, const Node *n);

/* check_lists.c */
const Type *element_of(const Type *t);
const Expr *check_list(Checker *c, const Node *n, const Type *want);
const Expr *over_people(Checker *c, const Node *n, Str what, const Node *over);
const Expr *aggregate(Checker *c, const Node *n, Str what, const Node *operand);
const Expr *check_weighted(Checker *c, const Node *n);
Type rows_type(Checker *c, const Node *n, const Expr *const *values, size_t count);
const Expr *check_map(Checker *c, const Node *n, const Type *want);

/* check_conditions.c */
bool comparable(const Type *a, const Type *b);
const Expr *check_quantified(Checker *c, const Node *n, const Node *quantifier, const Node *bound, Op op);
bool is_quantifier(const Node *n);
const Expr *check_binary(Checker *c, const Node *n, const Type *want);

#endif
