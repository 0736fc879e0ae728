/* line.h - private to line.c, cut.c, allot.c, substitute.c: people in order, and a line drawn between them. */
#ifndef RUNTIME_LINE_H
#define RUNTIME_LINE_H

#include "runtime/engine.h"

enum { LOT_BYTES = 32 }; /* of SHA-256 */

/* A person while a contest is ranked or cut. */
typedef struct {
    uint32_t row, place;   /* place: among the contest's members, who stand by id */
    size_t slot;           /* in Cut.runners; kept while a tie is put in order */
    const Value *keys;
    const Key *how;
    size_t key_count;
    int64_t rank;
    unsigned char lot[LOT_BYTES];
} Runner;

enum { FATE_OUT, FATE_IN, FATE_OPEN };

/* How a tie across the line was settled against someone. */
typedef struct {
    const Expr *key;
    Shown value, bound;
    bool by_lot;
} Settled;

/* A line to be drawn by `clause`: its keys and its 并列 settle a tie across it. */
typedef struct {
    Run *r;
    const Clause *clause;
    uint32_t stage;
    Runner *runners;  /* by rank, then id */
    size_t n;
    Settled *settled; /* by slot: how a tie across the line was settled against them */
} Cut;

/* Those still in, by rank (all of rank 1 where the stage does not rank), then id. */
size_t line_up(Run *r, uint32_t stage, const Race *race, Runner *runners);
void draw_lots(Run *r, Runner *from, size_t n); /* and puts them in that order */
/* A line through these people; nothing is settled yet. */
Cut cut_of(Run *r, const Clause *clause, uint32_t stage, Runner *runners, size_t n);
/* Settles the people tied across the line, runners[from..to), of whom `places` may go in: fate[slot]. */
void settle(Cut *c, size_t from, size_t to, size_t places, unsigned char *fate);
/* Fates by slot when k may go in; true when a tie lay across the line. */
bool judge_cut(Cut *c, size_t k, unsigned char *fate, size_t *tie_from, size_t *tie_to);
/* Judges the line twice, with `shadows` undetermined people behind everyone and before everyone: *worst is the
 * second verdict, or fate itself where there is none to fear.  Notes whom a tie decided. */
void judge_twice(Cut *c, size_t k, size_t shadows, unsigned char *fate, unsigned char **worst);
static inline bool is_open(const unsigned char *fate, const unsigned char *worst, size_t slot)
{
    return fate[slot] == FATE_OPEN || worst[slot] == FATE_OPEN || fate[slot] != worst[slot];
}

#endif
