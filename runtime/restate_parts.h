/* restate_parts.h - expressions and types as plain sentences, in Chinese or English.  Strings live in the arena. */
#ifndef RUNTIME_RESTATE_PARTS_H
#define RUNTIME_RESTATE_PARTS_H

#include "lang/program.h"
#include "runtime/wording.h"

typedef struct {
    const Program *program;
    Arena *a;
    Language language;
    bool signs; /* comparisons as ≥ > ≤ < = ≠ only, for pictures */
} Teller;

/* {0}… filled in; in Chinese a space parts a Han character from a Latin letter or digit where two pieces meet. */
Str told_format(const Teller *t, const char *zh, const char *en, const Str *args, size_t nargs);
void told_join(const Teller *t, Text *out, Str piece);

/* What stands on the line itself: "{0}" is the bound. */
typedef struct { const char *within[LANGUAGE_COUNT], *without[LANGUAGE_COUNT]; } Boundary;
extern const Boundary told_in, told_required, told_vetoed;

Str told_value(const Teller *t, const Expr *e);
/* A condition; every threshold in words and as a sign, with what happens exactly on it. */
Str told_condition(const Teller *t, const Expr *e, const Boundary *top);
Str told_noun(const Teller *t, Str noun); /* 人选 and 职位 have English words; what a text calls them has none */
Str told_type(const Teller *t, const Type *type);
Str told_list(const Teller *t, const Str *items, size_t n);
Str told_rows(const Teller *t, const MapRow *rows, const Expr *const *values, size_t n, const Type *subject);
Str told_keys(const Teller *t, const Key *keys, size_t n);
Str told_rounding(const Teller *t, int places, Rounding how);

/* One numbered clause of a stage, and what a stage is for. */
Str told_clause(const Teller *t, const Clause *c);
Str told_stage(const Teller *t, const Stage *s);
bool told_people_decide(const Clause *c);
/* What whoever is left after all stages is: chosen; with 当选 only the elected are; without seats nobody is. */
typedef enum { END_CHOSEN, END_ELECTED, END_LISTED } End;
End told_end(const Program *p);

#endif
