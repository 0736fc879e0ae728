/* line.h - private to line.c, cut.c, allot.c, substitute.c: people in order, and a line drawn between them. */
#ifndef RUNTIME_LINE_H
#define RUNTIME_LINE_H

#include "runtime/engine.h"

enum { LOT_BYTES = 32 }; /* of SHA-256 */

/* A person while a contest is ranked or cut. */
typedef struct {
    uint32_t row, place;   /* place: among the contest's members, who stand by id */
    const Value *keys;
    const Key *how;
    size_t key_count;
    int64_t rank;
    unsigned char lot[LOT_BYTES];
} Runner;

enum { FATE_OUT, FATE_IN, FATE_OPEN };

/* A line to be drawn by `clause`: its keys and its 并列 settle a tie across it. */
typedef struct {
    Run *r;
    const Clause *clause;
    uint32_t stage;
    Runner *runners; /* by rank, then id */
    size_t n;
} Cut;

/* Those still in, by rank (all of rank 1 where the stage does not rank), then id. */
size_t line_up(Run *r, uint32_t stage, const Race *race, Runner *runners);
void draw_lots(Run *r, Runner *from, size_t n); /* and puts them in that order */
/* Settles the people tied across the line, runners[from..to), of whom `places` may go in: fate[row]. */
void settle(Cut *c, size_t from, size_t to, size_t places, unsigned char *fate);
/* Fates when k may go in; true when a tie lay across the line. */
bool judge_cut(Cut *c, size_t k, unsigned char *fate, size_t *tie_from, size_t *tie_to);
/* Judges the line twice, with `shadows` undetermined people behind everyone and before everyone: *worst is the
 * second verdict, or fate itself where there is none to fear.  Notes whom a tie decided. */
void judge_twice(Cut *c, size_t k, size_t shadows, unsigned char *fate, unsigned char **worst);
static inline bool is_open(const unsigned char *fate, const unsigned char *worst, uint32_t row)
{
    return fate[row] == FATE_OPEN || worst[row] == FATE_OPEN || fate[row] != worst[row];
}

#endif
