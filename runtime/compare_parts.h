/* compare_parts.h - private to compare.c, compare_scores.c, measures.c, whatif.c: what each has for the others. */
#ifndef RUNTIME_COMPARE_PARTS_H
#define RUNTIME_COMPARE_PARTS_H

#include "runtime/compare.h"

/* measures.c: exact; the decimals are made from integers, never from binary floating point. */
/* places, 1 the first: of the people ranked in both, in the order of ids. */
void measure_ranks(Arena *a, const int64_t *x, const int64_t *y, size_t n, Agreement *out);
/* s, t: candidates (indexes) in order of rank, tied ones by id; depth as in Agreement. */
void measure_overlap(Arena *a, const uint32_t *s, size_t s_count, const uint32_t *t, size_t t_count, Agreement *out);
/* sqrt of a rational as a decimal with `places` digits, rounded half up on the exact value. */
Str sqrt_decimal(Arena *a, Num x, unsigned places);

/* compare_scores.c */
/* His place in the party's last ranking (Plan.ranking); NULL: he was not ranked there. */
const Ranked *last_ranked(const Comparison *c, size_t party, size_t person);
int compare_shown(const Shown *x, const Shown *y);
/* Two who were ranked there, by their contests; 0: they were in one. */
int compare_contests(const Comparison *c, size_t party, size_t x, size_t y);
/* What a run is asked for so that make_up_scores can take its scores apart. */
const Asked *asked_for_scores(Arena *a, const Plan *plan, size_t *count);
/* c has its people already, and each outcome was asked for that. */
const ScoreMakeUp *make_up_scores(Arena *a, const Comparison *c, size_t *count);

/* whatif.c: every answer is a run of its own.  c has its parties, alignment and people already. */
const StageWork *stage_work(Arena *a, const Comparison *c, size_t *count);
const Attribution *attribute(Arena *a, const Comparison *c, size_t *count);

/* compare.c */
/* The best unit of a candidate in an outcome (see ComparedPerson); CELL_NONE: he is not in it. */
uint32_t best_unit(const Outcome *o, uint32_t person);
bool is_chosen(const Outcome *o, uint32_t unit);

#endif
