/* checker.h - private to the check*.c files: the state of one check.
 * The tree is only read.  What is found goes into the Program being built, or into Diags. */
#ifndef LANG_CHECKER_H
#define LANG_CHECKER_H

#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/program.h"

/* What a name stands for. */
typedef enum { SYMBOL_PARAM, SYMBOL_FIELD, SYMBOL_ENTRY, SYMBOL_TABLE, SYMBOL_FIGURE, SYMBOL_VOTE, SYMBOL_DECISION,
               SYMBOL_CHOICE, SYMBOL_MARK, SYMBOL_SCORE } SymbolKind; /* ENTRY: a field of 参选; CHOICE: 选岗 */

typedef struct {
    SymbolKind kind;
    Str name;
    uint32_t line;
    Span span;
    int index;    /* param, field, table, clause, or stage */
    int stage;    /* where it comes into being; -1: before the first */
    bool used;
    bool warn;    /* to be reported when never used */
} Symbol;

typedef ARRAY(const Expr *) Exprs;

typedef struct {
    Arena *a;
    const Source *source;
    Diags *d;
    Program *program;          /* being filled */
    const Node *declarations;  /* of the procedure */
    ARRAY(Symbol) symbols;
    ARRAY(Scale) scales;
    ARRAY(Param) params;
    ARRAY(Field) posts, fields, entries;
    ARRAY(Table) tables;
    ARRAY(Stage) stages;
    ARRAY(Clause) clauses;
    ARRAY(const Node *) clause_nodes; /* as many as clauses */
    ARRAY(bool) checked;              /* the same; true from the moment its check begins */
    Exprs known;               /* conditions known to hold where we are (有 X, 类别 为 …) */
    int stage;                 /* index of the stage being checked, -1 outside */
    ClauseKind clause;         /* kind of the clause being checked; CLAUSE_KINDS outside */
    bool the_post;             /* 职位 is the post being judged or on offer (排除 回避 容量) */
    bool of_other;             /* reading another person's member (甲.新职) */
    int table;                 /* the table whose rows are being gone through; -1 */
    bool broken;               /* a clause of this stage could not be read */
    int vote;                  /* clause index of this stage's vote, -1 */
    uint32_t expr_count;
} Checker;

/* Whether one of the statements could not be read: what it would have made is not missed. */
static inline bool has_broken(const Node *list)
{
    for (size_t i = 0; i < list->kid_count; i++)
        if (list->kids[i]->kind == NODE_ERROR)
            return true;
    return false;
}

/* check_expr.c */
const Expr *check_expr(Checker *c, const Node *n, const Type *want); /* want may be NULL */
const Expr *check_condition(Checker *c, const Node *n);
const Expr *check_many(Checker *c, const Node *n); /* a count or a ratio: how many go on */
void know(Checker *c, const Expr *condition);      /* it holds from here on; undo by resetting known.len */
bool same_expr(const Expr *a, const Expr *b);
/* Rows of a table over `subject`; values are checked with `want`.  Fills *rows and *values. */
size_t check_rows(Checker *c, const Node *rows, const Expr *subject, const Type *subject_type,
                  const Type *want, const MapRow **out_rows, const Expr ***out_values);
void check_rows_cover(Checker *c, Span at, const MapRow *rows, size_t n, const Type *subject);

/* checker.c */
Type type_of(TypeKind kind);
Type number_type(Dimension dim, Str unit);
Dimension unit_dimension(Str unit);
Str number_shown(Checker *c, Num n);
Str type_words(Checker *c, const Type *t);
uint32_t line_of(const Checker *c, Span s);
Symbol *find_symbol(Checker *c, Str name);
bool was_lost(const Checker *c, Str name); /* it stands in a statement that could not be read */
void twice(Checker *c, Str name, Span again, Span before); /* the message for one name declared two times */
void declare(Checker *c, SymbolKind kind, const Node *at, Str name, int index, bool warn);

/* check.c */
Notes check_notes(Checker *c, const Node *trailers, const char *const *allowed);
Type check_type(Checker *c, const Node *n, Str owner);
int add_scale(Checker *c, Str name, const Node *ladder);
int small_number(Checker *c, const Node *n); /* 1 to 1000 */


void point_at(Stage *stage, const Clause *clause); /* where it is the stage's score, ranking, cut … */

/* check_data.c */
typedef enum { FIELDS_POST, FIELDS_CANDIDATE, FIELDS_ENTRY, FIELDS_TABLE } FieldsOf;
void check_param(Checker *c, const Node *n);
void check_fields(Checker *c, const Node *fields, FieldsOf of);
void check_entries(Checker *c, const Node *declarations);
void check_table(Checker *c, const Node *n);

/* check_allot.c */
Str source_text(const Checker *c, Span span);
void check_elect(Checker *c, Clause *clause, const Node *n);
void check_choose(Checker *c, Clause *clause, const Node *n);
void finish_choose(Checker *c, const Clause *clause);
void check_substitutes(Checker *c, Clause *clause, const Node *n);
void check_seats(Checker *c);   /* 当选 选岗 回避 of the stage, beside its other clauses */
void check_between(Checker *c); /* after all stages: what stands between 入围 … 递补 and its 截至 */

/* check_entries.c */
const Expr *reads_entry(const Checker *c, const Expr *e); /* the part that does; NULL */
const Expr *find_part(const Expr *e, bool (*is)(const Expr *)); /* the first part that is so; NULL */
void each_expr(const Clause *clause, void (*visit)(void *with, const Expr *e), void *with);
void settle_unit(Checker *c);   /* whether the stage works on entries, and what that forbids */

/* check_test.c */
void check_tests(Checker *c); /* after everything else: the program is whole */

/* check_clause.c */
void need_contest(Checker *c, const Expr *e);
bool may_be_fraction(Checker *c, const Expr *e);
void check_stage(Checker *c, const Node *stage);
/* Checks a clause now if that has not been done: a figure may be read before the line that gives it. */
void require_checked(Checker *c, int index);

#endif
