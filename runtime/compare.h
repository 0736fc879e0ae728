/* compare.h - procedures compared: in the text (plan.h), and on the same people.
 * Everything that the outputs (text, JSON, CSV, HTML) show is here; they compute nothing. */
#ifndef RUNTIME_COMPARE_H
#define RUNTIME_COMPARE_H

#include "lang/diag.h"
#include "runtime/plan.h"
#include "runtime/run.h"

enum { COMPARED_MOST = 8 }; /* procedures at once */

/* A procedure in the comparison. */
typedef struct {
    const Program *program;
    const Plan *plan;
    const Pool *pool;            /* NULL without data; the same document read for this procedure */
    const Outcome *outcome;      /* NULL without data */
    Str file, digest;            /* rules file as named, SHA-256 in hex */
    Str label;                   /* 甲 乙 丙 …, A B C … */
} Party;

/* One candidate under all procedures: his best entry where there is 参选 (chosen before reserve before the one that
 * came furthest). */
typedef struct {
    Str id;
    const uint32_t *units;       /* by party: the unit meant; CELL_NONE: not in this one */
    const int *exits;            /* by party: aligned row where he left; -1: did not leave; not in this one: its first */
    bool differs;                /* chosen by some, not by all */
    int parted_at;               /* first aligned row where he is in under some and out under others; -1 */
    const Reason *const *reasons;/* by party: why he left; NULL: did not */
} ComparedPerson;

/* Why two procedures' orders of people cannot be compared. */
typedef enum { AGREEMENT_GIVEN, AGREEMENT_NO_RANKING, AGREEMENT_SEVERAL_CONTESTS, AGREEMENT_GAPS } AgreementGap;

/* How far two orders agree.  A procedure's order is by the value of the first key of its last ranking (Plan.ranking),
 * for everyone who was ranked there: points are on one scale, so people of different contests are compared, too.  A
 * last ranking by anything else gives an order only where all were ranked in one contest.
 * tau-b: pairs in the same order, in the other, and tied in x, in y; exact integers.  The decimal is made of them. */
typedef struct {
    size_t x, y;                 /* parties */
    AgreementGap gap;            /* other than AGREEMENT_GIVEN: nothing below is there but gap_of */
    size_t gap_of;               /* the party that has no order; the first of the two when neither has */
    int64_t people;              /* ranked by both */
    int64_t concordant, discordant, pairs, tied_x, tied_y;
    Str tau;                     /* 6 decimals; empty: not defined (fewer than 2, or all tied) */
    Str rho;                     /* Spearman over mid-ranks, 6 decimals; empty: not defined */
    Num rho_squared;             /* exact, with the sign of rho */
    int64_t depth;               /* of the rank-biased overlap: the larger number chosen (0 counts as 1) */
    Num persistence;             /* p, chosen so that the cut depth carries 86 %, 4 decimals */
    Num rbo_max, rbo_ext;        /* exact for that p */
    Num rbo_min;                 /* holds a logarithm: rounded down to 12 decimals */
} Agreement;

/* A stage's work on this pool: who would have come through but for it (RunOptions.without). */
typedef struct {
    size_t party;
    uint32_t stage;
    int64_t in, out;             /* candidates in when it begins; those of them still in when it is over */
    bool known;                  /* false: it is the only 当选, or someone is undetermined, with it or without: most often
                                  * people whom it puts out have no record later on */
    const uint32_t *unique; size_t unique_count; /* candidates (ComparedPerson index), chosen without it only */
    int further_stage;           /* not known: the first stage where someone is undetermined without it; -1: known, or
                                  * the run fails */
    const uint32_t *further; size_t further_count; /* who would certainly be in when that one begins, is not as things
                                  * are, and is not chosen either */
} StageWork;

/* What the difference between two people's score is made of: phi_j = w_j (x_ij - x_hj), exact.
 * The last part may have no name: what no weight stands for (a constant, a rounding, a cap), so that the parts always
 * add up to the total.  It is there for nobody or for everyone of a party. */
typedef struct {
    Str name;
    Num share, value, mean_in, mean_all, difference; /* value: this person's part in points; difference: value - mean_in */
    bool known;        /* false: all but name and share are 0 */
} ScorePart;           /* means over those whose part is known: the chosen (when there are none: everyone), all ranked */

typedef struct {
    uint32_t person;             /* ComparedPerson */
    size_t party;
    Num total;
    int64_t rank;
    const ScorePart *parts; size_t part_count;
} ScoreMakeUp;

/* One number of an aligned pair put into the other procedure, alone. */
typedef struct {
    const AlignedNumber *number;
    size_t to, from;             /* party whose number was changed, party whose value was taken */
    bool applied;                /* false: cannot be applied alone */
    Str why_not;
    bool changes;                /* the set of the chosen is another one */
    const uint32_t *gained; size_t gained_count;
    const uint32_t *lost;   size_t lost_count;
} Attribution;

/* All combinations of the other readings (另读). */
typedef struct {
    size_t party;
    size_t combination_count;    /* tried; the readings as written are the first */
    const Doubt *const *doubts; size_t doubt_count;  /* those with readings that can be run */
    const Doubt *const *not_run; size_t not_run_count; /* whose readings cannot be (no parameter's value) */
    struct ReadingFate {
        uint32_t person;         /* the candidate's row in the party's pool */
        const bool *depends;     /* by doubt: some combination differing from another only there has another fate */
        size_t chosen_in;        /* of how many combinations */
    } const *fates; size_t fate_count; /* those whose fate is not the same in all */
    size_t failed;               /* combinations that gave an error or left someone undetermined; the ends of those
                                  * undetermined there count for nothing above */
} Readings;

typedef struct {
    const Party *parties; size_t party_count;
    const Alignment *alignment;
    bool has_data;
    Str data_file, data_digest;
    const ComparedPerson *people; size_t person_count;    /* by id */
    const uint32_t *all;  size_t all_count;               /* chosen by all */
    const uint32_t *some; size_t some_count;              /* by some, not by all */
    int64_t none_count;
    Num jaccard;                                          /* |all| / |all + some|; 1 when nobody is chosen */
    const int64_t *matrix; size_t matrix_side;            /* first two parties: [exit under A][exit under B], rows of
                                                           * the alignment, last index: came through */
    const Agreement *agreements; size_t agreement_count;  /* each pair */
    const StageWork *work; size_t work_count;
    const ScoreMakeUp *scores; size_t score_count;        /* those who are shown: chosen, differing, at the line */
    const Attribution *attributions; size_t attribution_count;
    const Readings *readings; size_t reading_count;       /* only when asked for */
} Comparison;

typedef struct {
    bool readings;
} CompareOptions;

/* NULL when the data do not serve a procedure (a field that is needed is named, with the procedure), nobody is in
 * common, or a run fails: the messages are in d.  parties have program, file, digest, label; pool where there are data. */
const Comparison *compare(Arena *a, Party *parties, size_t n, const CompareOptions *options, Diags *d);

/* For `run --readings`, too. */
const Readings *run_readings(Arena *a, const Program *program, const Pool *pool, Diags *d);

#endif
