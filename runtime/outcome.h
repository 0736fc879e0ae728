/* outcome.h - what a run found: every fate with its reasons, every contest with its funnel.
 * Written by run, read by every output.  Lives in the run's arena; refers to the program and the pool.
 * People are units of the pool (without 参选 a unit is a candidate's row); outputs list them in the order of
 * pool->unit_order. */
#ifndef RUNTIME_OUTCOME_H
#define RUNTIME_OUTCOME_H

#include "runtime/pool.h"

typedef enum { REASON_REQUIRE, REASON_VETO, REASON_VALID, REASON_UNJUDGED, REASON_OPEN, REASON_CUT, REASON_TIE,
               REASON_PICK, REASON_ELECT, REASON_CHOOSE, REASON_TWICE, REASON_PLACED, REASON_EXPLAIN, REASON_PENDING, REASON_DEPENDS, REASON_WITHDRAWN, REASON_KINDS } ReasonKind;
extern const char *const reason_names[REASON_KINDS];

/* A value as found; kind says which member holds.  VALUE_NONE: there is none (JSON null). */
typedef enum { VALUE_NONE, VALUE_NUMBER, VALUE_TEXT, VALUE_YESNO, VALUE_DATE } ValueKind;
typedef struct {
    ValueKind kind;
    union {
        Num number;
        Str text;   /* also a grade's name, a post's id */
        bool yes;
        Date date;
    };
} Shown;

/* One atomic condition that a verdict rests on.  of: the comparison (or yes/no expression) in the program.
 * For a share: part and whole are the counts it is made of (whole 0 when it is no plain share). */
typedef struct {
    const Expr *expr;
    Shown value, bound, margin;
    int item;            /* from 1 for 任一 / 每一; 0 otherwise */
    int64_t part, whole; /* ballots or raters behind `value`, for "29 of 100"; whole 0: none */
} Fact;

typedef struct {
    ReasonKind kind;
    const Clause *clause; /* NULL for WITHDRAWN */
    uint32_t stage;
    const Fact *facts;
    size_t fact_count;
    Shown value, bound, margin; /* facts[0]'s, or those of a cut */
    const Expr *tie_key;  /* CUT, after a tie across the line: the key of 依次比较 that parted them; NULL */
    Shown tie_value, tie_bound; /* his and that of the last who came through */
    bool by_lot;          /* CUT: the lot fell later than the places reached */
    int64_t rank, limit;  /* CUT, TIE, ELECT; PICK: limit; -1: none */
    int64_t count, needed;/* OPEN */
    Str waiting;          /* PENDING */
    Str why;              /* WITHDRAWN */
    int64_t post;         /* TWICE: the other post, PLACED: the post that he has; a post row, -1: none */
} Reason;

/* A clause judged for a person who passed or failed it: kept only for those to be explained. */
typedef struct {
    const Clause *clause;
    int verdict;          /* 1 holds, 0 does not, -1 not known */
    const Fact *facts;    /* the atomic conditions, whichever way they fell */
    size_t fact_count;
} Judged;

typedef struct { const Clause *clause; Num value; } Figured;   /* SCORE or FIGURE, in the order of the text */
typedef struct { uint32_t stage; int64_t rank, of; Shown first; } Ranked; /* first: value of the first key */

typedef struct {
    Status status;
    int stage;            /* where he left; -1: did not */
    const Reason *reasons; size_t reason_count;
    const Figured *figures; size_t figure_count;
    const Ranked *ranks;  size_t rank_count;
    const Clause **marks; size_t mark_count;
    const Given **decisions; size_t decision_count; /* by order of the text; also the posts taken (选岗) */
    int won_at;           /* the stage of the 当选 that chose him; -1 */
    int post;             /* where a seat was won (当选, or the entry that was chosen); -1 */
    const Judged *judged; size_t judged_count;      /* only when the run was asked to keep them */
} Fate;

/* One person who moved up from the reserve. */
typedef struct {
    const Clause *clause;      /* the 入围 with 递补 */
    uint32_t at;               /* the stage at whose start he moved up; the number of stages: after the last */
    int64_t nth;               /* in his contest, from 1 */
    uint32_t left, in;         /* unit that left the place free (CELL_NONE: nobody had it), unit that has it now */
    int64_t rank;              /* of `in` */
    const Expr **by; size_t by_count; const Shown *key;
} Substitution;

/* The list of a cut with 递补, as it was and as it is; each by rank, then id. */
typedef struct {
    const Clause *clause;
    const Expr **by; size_t by_count; const Shown *key;
    const uint32_t *was; size_t was_count;
    const uint32_t *is; size_t is_count;          /* who holds a place at the end or at the deadline */
    const uint32_t *reserve; size_t reserve_count;/* who was cut off and has not moved up */
} List;

typedef struct {
    uint32_t stage;
    int64_t entered, dropped, withdrawn, voided, undetermined, left;
    int64_t limit;        /* -1: no cut of this contest in this stage */
    Shown line;           /* the first key of the last who came through; VALUE_NONE */
    bool is_void;
    Str void_reason;
} FunnelRow;

typedef struct {
    const Expr **by; size_t by_count;  /* the grouping; none: everyone */
    const Shown *key;                  /* by_count values */
    int64_t seats;                     /* -1: no seats in this procedure */
    const FunnelRow *funnel; size_t funnel_count;
    const uint32_t *chosen; size_t chosen_count;
    const uint32_t *reserve; size_t reserve_count; /* by the rank of their cut, then id */
    const uint32_t *undetermined; size_t undetermined_count; /* by id */
    int64_t vacant;                    /* -1: not known */
} Contest;

typedef struct {
    Str where;                 /* "群众评议/计分", "参数 推荐比例" */
    const Assumption *assumption;
    const uint32_t *decided; size_t decided_count; /* rows by id */
} Assumed;

typedef struct { Str where; const Doubt *doubt; } Doubted;

typedef struct {
    const Clause *clause;      /* PROBATION or EXPLAIN */
    const uint32_t *people; size_t people_count; /* PROBATION: the chosen, by id */
    uint32_t person; bool given; Str text;       /* EXPLAIN */
} Duty;

typedef struct {
    const Clause *clause;
    int person;                /* row, -1: the contest */
    const Expr **by; size_t by_count; const Shown *key; /* the contest where person is -1 and contests exist */
    const Fact *facts; size_t fact_count;
} FailedCheck;

typedef enum { NOTE_VACANT, NOTE_OVER, NOTE_PROCEED, NOTE_REDUCED, NOTE_KINDS } NoteKind;
extern const char *const note_names[NOTE_KINDS];
typedef struct {
    NoteKind kind;
    int stage;                 /* -1: at the end */
    const Expr **by; size_t by_count; const Shown *key;
    int64_t count;
} Note;

typedef struct {
    const Param *param;
    Num value;
    const Expr *other;         /* the constant that holds instead, where the parameter is no number or ratio; NULL */
} Setting;

typedef struct {
    const Program *program;
    const Pool *pool;
    int until;                 /* stage index, -1: ran to the end */
    const Setting *settings; size_t setting_count; /* 试算 */
    const Fate *fates;         /* by unit (pool->unit_order for outputs); without 参选 a unit is a candidate */
    const Contest *contests; size_t contest_count;
    const Assumed *assumed; size_t assumed_count;
    const Doubted *doubted; size_t doubted_count;
    const Duty *duties; size_t duty_count;
    const FailedCheck *checks; size_t check_count;
    const Note *notes; size_t note_count;
    const Substitution *substitutions; size_t substitution_count;
    const List *lists; size_t list_count;
    const Refused *refused; size_t refused_count; /* the pool's, and names on papers that do not stand in the contest */
    const Shown *const *asked; /* by RunOptions.asked, then unit; VALUE_NONE: was not in that stage, or it has no value */
    bool undetermined;         /* someone is */
    bool unsettled;            /* that, or a void contest or a failed check: exit status 4 */
} Outcome;

#endif
