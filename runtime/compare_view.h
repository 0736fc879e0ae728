/* compare_view.h - what the outputs of a comparison share: compare_text.c, compare_json.c, compare_csv.c, pages. */
#ifndef RUNTIME_COMPARE_VIEW_H
#define RUNTIME_COMPARE_VIEW_H

#include "runtime/compare.h"
#include "runtime/json_out.h"

/* The `name` (or 姓名) that the data give a candidate, whether the rules read it or not; empty: none. */
Str person_name(Arena *a, const Pool *pool, uint32_t person);
Str compared_name(Arena *a, const Comparison *c, size_t person);

/* Under one party; NULL: he is not in it. */
const Fate *compared_fate(const Comparison *c, size_t person, size_t party);
const Ranked *compared_rank(const Comparison *c, size_t person, size_t party); /* in the last ranking; NULL */
bool compared_chosen(const Comparison *c, size_t person, size_t party);
Str compared_post(const Comparison *c, size_t person, size_t party);           /* empty: none */

/* The stage of a party in an aligned row; NULL: none. */
const Stage *row_stage(const Comparison *c, size_t row, size_t party);
/* As against all others: a first one that no other equals is no "same". */
Mark shown_mark(const Comparison *c, const AlignedRow *row, size_t party);
/* "资格", and where several rows have the phase the stage's name, too. */
void row_words(const Comparison *c, size_t row, Language language, Text *out);

bool row_same(const Comparison *c, size_t row); /* all parties ask for the same there */
/* Nothing in which the procedures part: no row, no number, nobody. */
bool compared_equal(const Comparison *c);
/* The conclusion in one sentence. */
void conclusion_words(const Comparison *c, Language language, Text *out);

/* The smallest ratio of the cuts so far: people for one seat; false: there is none. */
bool cumulative_ratio(const Plan *plan, Num *out);

/* Why two orders are not compared: for machines (empty: they are), and for people. */
extern const char *const gap_names[AGREEMENT_GAPS];
Str gap_words(Arena *a, const Comparison *c, const Agreement *agreement, Language language);

/* N of a class of voters: as the rules say, else the one number of voters that the data have; -1: not known. */
int64_t electorate_voters(const Party *party, const Electorate *e);

/* Members of `readings`: of run and of compare. */
void readings_json(Writer *w, const Readings *r, const Program *program, const Pool *pool);
void readings_text(const Readings *r, const Program *program, const Pool *pool, Language language, Text *out);

#endif
