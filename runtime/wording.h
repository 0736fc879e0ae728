/* wording.h - an outcome in words: values with their units, facts, reasons, contests.
 * The report and the explanation both say things through here, so they say them alike; the JSON and the
 * CSV take from here what they share with them.  Numbers stay exact; what is shown rounded is led by ≈.
 * Nothing here keeps state; scratch memory comes from the arena of `out`. */
#ifndef RUNTIME_WORDING_H
#define RUNTIME_WORDING_H

#include "runtime/outcome.h"

enum { LINE_CELLS = 100 }; /* a printed page and a terminal both hold this */

/* Fixed words stand next to their use, Chinese first. */
void say(Text *out, Language language, const char *zh, const char *en);
void say_with(Text *out, Language language, const char *zh, const char *en, const Str *args, size_t nargs);
#define WITH(...) (const Str[]){__VA_ARGS__}, sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)
Str int_str(Arena *a, int64_t n);

void date_text(Date date, Text *out); /* as precise as it is known: 2009, 2009-06, 2009-06-01 */
/* type says the unit; NULL: none. */
void shown_words(const Shown *s, const Type *type, Language language, Text *out);
void number_words(Num x, const Type *type, Language language, Text *out);

enum {
    FACT_NAMED = 1,  /* led by the condition itself */
    FACT_AGAINST = 2 /* it speaks against the person: say what would have turned it */
};
void fact_words(const Outcome *o, const Fact *f, unsigned view, Language language, Text *out);
/* Facts of one clause, parted by ；.  Conditions are named unless the clause is just the one. */
void facts_words(const Outcome *o, const Clause *c, const Fact *facts, size_t n, unsigned view,
                 Language language, Text *out);
void reason_words(const Outcome *o, const Reason *r, uint32_t unit, Language language, Text *out);
void reason_text(const Outcome *o, const Reason *r, Language language, Text *out); /* the clause */

/* Contests. */
Str by_name(const Program *p, const Expr *by, Arena *a); /* the field that a contest's key is made of */
void contest_words(const Outcome *o, const Expr *const *by, size_t n, const Shown *key, Language language,
                   Text *out);
bool contest_runs(const Contest *c, const Stage *s);      /* the stage works on contests of this kind */
bool contest_is(const Contest *c, const Expr *const *by, size_t n, const Shown *key);
bool contest_has(const Outcome *o, const Contest *c, uint32_t unit);
const Contest *contest_of(const Outcome *o, uint32_t stage, uint32_t unit);   /* NULL: none */
const FunnelRow *contest_stage(const Contest *c, uint32_t stage);             /* NULL: not run */
const Type *ranked_type(const Program *p, uint32_t stage);                    /* of the first key; NULL */

Shown given_shown(const Outcome *o, const Given *g);
const Given *decided(const Outcome *o, uint32_t clause, uint32_t unit);       /* NULL: nothing */

/* People.  A unit is a candidate, with 参选 one of his entries. */
bool has_entries(const Program *p);
bool elects_by_post(const Program *p);                /* 当选 for posts: whoever wins a seat wins a post */
Str unit_id(const Outcome *o, uint32_t unit);         /* the candidate's */
Str unit_post(const Outcome *o, uint32_t unit);       /* the entry's, won, decided or applied for; or empty */
/* The key leaves open which of a candidate's entries stands there. */
bool post_open(const Program *p, const Expr *const *by, size_t n);
/* "012、013"; with posts "012（J1、J2）、013（J1）".  Entries of one candidate that follow each other are one. */
void people_words(const Outcome *o, const uint32_t *units, size_t n, bool posts, Language language, Text *out);
/* "J3、J1"; false when the wishes of a 选岗 are no field of the candidate. */
bool wishes_words(const Outcome *o, const Clause *choose, uint32_t unit, Language language, Text *out);
int64_t wish_place(const Outcome *o, const Clause *choose, uint32_t unit, uint32_t post); /* from 1; 0: not known */
const Ranked *rank_in(const Fate *f, int stage);      /* -1: the last one; NULL: none */

/* 递补. */
const List *list_of(const Outcome *o, const Clause *cut, uint32_t unit);      /* of his contest; NULL */
const Substitution *moved_up(const Outcome *o, uint32_t unit);                /* the last time; NULL: never */
const Substitution *taken_over(const Outcome *o, uint32_t unit);              /* the place that he left; NULL */
int64_t cut_rank(const Outcome *o, const Clause *cut, uint32_t unit);         /* -1: not cut off there */
void left_words(const Outcome *o, uint32_t unit, Language language, Text *out);        /* "退出，本人放弃" */
void when_words(const Outcome *o, const Substitution *s, Language language, Text *out);/* "考察开始时" */

/* Ballot papers that were not counted. */
extern const char *const refusal_names[REFUSED_KINDS];
Str ballot_name(const Program *p, const Refused *r, Arena *a);                /* "海推票", "常委会/票决" */

/* Adds line and LF, broken at LINE_CELLS; later lines are led by `indent` spaces. */
void add_wrapped(Text *out, Str line, size_t indent);
size_t fitting(Str s, size_t cells); /* bytes of s up to a good place to break */

/* What the rules tell him: 说 of a clause that put him out; empty for whoever is only undetermined or gone. */
Str reason_say(const Reason *r);

#endif
