/* engine.h - private to eval.c, fate.c, contest.c, cut.c, run.c, decided.c: the state of one run.
 * A person's state only moves on; what a stage fixed (contests, ranks) is kept, so that figures of an
 * earlier stage are read as they were then. */
#ifndef RUNTIME_ENGINE_H
#define RUNTIME_ENGINE_H

#include "runtime/run.h"

#define NO_CONTEST UINT32_MAX

/* A computed value, or why there is none.  The last four are "none", weakest first. */
typedef enum { V_NUMBER, V_YESNO, V_GRADE, V_POST, V_TEXT, V_DATE, V_LIST, V_BALLOT, V_SURVEY,
               V_UNKNOWN,  /* rests on someone undetermined */
               V_PENDING,  /* a decision, vote or list is not there yet */
               V_ABSENT,   /* a candidate's value is missing */
               V_FAULT     /* cannot be computed: a message is due */
} ValueState;

typedef struct Value Value;
struct Value {
    ValueState state;
    Num number;
    uint32_t code;          /* YESNO 0/1, GRADE, POST */
    Str text;
    Date date;
    const Value *items;     /* LIST */
    size_t count;
    const uint32_t *counts; /* BALLOT: COUNTS_STORED; SURVEY: as in Column */
    int64_t part, whole;    /* of a plain share: the counts behind it; whole 0: none */
    const Expr *expr;       /* ABSENT: the field; FAULT: where */
    Str waiting;            /* PENDING: for what */
    MessageCode code_of;    /* FAULT */
};

static inline bool is_none(Value v) { return v.state >= V_UNKNOWN; }

typedef struct {
    Fact fact;
    int truth; /* 1 0 -1 */
    bool positive;
} Seen;

typedef struct {
    Value *key;             /* stage->by_count */
    uint32_t *members;      /* rows in at the start, by id */
    size_t count;
    uint32_t *shadows;      /* undetermined people of the same key, by id */
    size_t shadow_count;
    int64_t seats;          /* -1: none declared */
    const Record *record;
    int64_t limit;          /* of the cut; -1 */
    Shown line;
    bool is_void;
    Str void_reason;
} Race; /* a contest of one stage while it runs */

typedef struct {
    Race *groups;
    size_t count;
    uint32_t *of;           /* row -> group, NO_CONTEST when not in the stage */
    uint32_t *entered;      /* rows in at the start of the stage, by id, also those its 当 leaves out */
    size_t entered_count;
    const Record *record;   /* of a stage without contests */
    int64_t *rank, *ranked_of;
    Shown *first;           /* value of the first key */
    bool ranked;
} StageState;

typedef struct {
    Status status;
    int stage;
    ARRAY(Reason) reasons;
    ARRAY(const Clause *) marks;
    ARRAY(Judged) judged;
} Person;

/* Everything an assumption can have decided: clause, people, and which kind of deciding it was. */
typedef struct {
    const Clause *clause;
    uint32_t row;
    bool ties;              /* by what stands after 并列: a tie or a rounding */
} Decided;

/* How a tie across the line was settled against someone. */
typedef struct {
    const Expr *key;
    Shown value, bound;
    bool by_lot;
} Settled;

typedef struct {
    Arena *a;
    const Program *p;
    const Pool *pool;
    const RunOptions *options;
    Diags *d;
    Num *params;            /* by index, for number and ratio parameters */
    size_t n;
    Person *people;
    StageState *stages;
    int stage;              /* being worked on */
    Value **memo;           /* by clause: FIGURE and SCORE values by row */
    uint8_t **memo_state;   /* 0 not yet, 1 done, 2 being computed */
    Value **group_memo;     /* by expression: aggregates by contest of its stage */
    uint8_t **group_state;
    bool *excluded;         /* by post */
    int64_t *reduced;       /* by post: seats taken away */
    int64_t *passed_over;   /* by row, while 须说明 is judged */
    Settled *settled;       /* by row, for the cut being made */
    ARRAY(Decided) decided;
    ARRAY(FailedCheck) checks;
    ARRAY(Note) notes;
    ARRAY(Duty) duties;
    bool undetermined;      /* someone is, at the end */
    bool failed;
} Run;

/* Where an expression is read: a stage, a person in it. */
typedef struct {
    Run *run;
    uint32_t stage;
    uint32_t row;
    uint32_t group;         /* group of that stage, NO_CONTEST */
    uint32_t post;          /* while posts are excluded */
    bool now;               /* aggregates over those still in (检查, 开考) instead of those who entered */
    bool recording;
    bool positive;          /* polarity: false inside 非 */
    ARRAY(Seen) seen;
} Eval;

/* eval.c */
Eval eval_at(Run *r, uint32_t stage, uint32_t row);
Value eval(Eval *e, const Expr *x);
/* 1 holds, 0 does not, -1 none (*none tells why).  Records the atomic conditions in e->seen. */
int judge(Eval *e, const Expr *x, Value *none);
Shown shown_of(Run *r, const Expr *x, Value v);
int compare_values(Value a, Value b); /* -1 0 1; by number, code, text or date */
bool same_value(Value a, Value b);
/* The recorded conditions that made the verdict `truth` (or all of them with truth -1), in the run's arena. */
const Fact *facts_of(Eval *e, int truth, size_t *count);
Text person_path(const Run *r, uint32_t row); /* candidates[3] */
const Record *record_of(Run *r, uint32_t stage, uint32_t row); /* of the contest he is in; NULL: none */
void report_none(Run *r, uint32_t row, const Clause *clause, Value v); /* ABSENT, FAULT: a message */

/* contest.c */
void form_contests(Run *r, uint32_t stage);
int64_t open_seats(const Run *r, const Stage *s, const Value *key);
bool person_key(Run *r, uint32_t stage, uint32_t row, Value *key); /* false: not known */

/* cut.c */
void rank_group(Run *r, uint32_t stage, Race *g, uint32_t gi);
void cut_group(Run *r, uint32_t stage, Race *g, uint32_t gi);
void pick_group(Run *r, uint32_t stage, Race *g, uint32_t gi);
bool how_many(Run *r, Eval *e, const Clause *clause, const Expr *x, int64_t seats, Num *exact, int64_t *k, Value *none);

/* fate.c */
Reason *leave(Run *r, uint32_t row, uint32_t stage, Status status, ReasonKind kind, const Clause *clause);
void decide(Run *r, const Clause *clause, uint32_t row, bool ties);
void note(Run *r, NoteKind kind, uint32_t stage, const Race *race, int64_t count);
void pending_group(Run *r, uint32_t stage, Race *g, uint32_t row, const Clause *clause, Str waiting);

/* decided.c */
void finish(Run *r, Outcome *out);

#endif
