/* engine.h - private to what runs a procedure (run.c, contest.c, screen.c, line.c, cut.c, allot.c,
 * substitute.c, conclude.c, fate.c, decided.c, result.c and the files of eval_parts.h): the state of one run.
 * A row is a unit of the pool: an entry (参选), or where there is no 参选 a candidate.  In a stage on persons one
 * unit stands for all of a person's; the others follow it when the stage is over.
 * A person's state only moves on; what a stage fixed (contests, ranks) is kept, so that figures of an
 * earlier stage are read as they were then. */
#ifndef RUNTIME_ENGINE_H
#define RUNTIME_ENGINE_H

#include "runtime/run.h"

#define NO_CONTEST UINT32_MAX
#define ALONE (UINT32_MAX - 1) /* in a stage without contests */
#define NO_UNIT UINT32_MAX

/* A computed value, or why there is none.  The last four are "none", weakest first. */
typedef enum { V_NUMBER, V_YESNO, V_GRADE, V_POST, V_PERSON, V_TEXT, V_DATE, V_LIST, V_BALLOT, V_SURVEY,
               V_UNKNOWN,  /* rests on someone undetermined */
               V_PENDING,  /* a decision, vote or list is not there yet */
               V_ABSENT,   /* a candidate's value is missing */
               V_FAULT     /* cannot be computed: a message is due */
} ValueState;

typedef struct Value Value;
struct Value {
    ValueState state;       /* which of the following hold something */
    uint32_t code;          /* YESNO 0/1, GRADE, POST, PERSON: a candidate's row */
    union {
        struct {            /* NUMBER */
            Num number;
            int64_t part, whole; /* of a plain share: the counts behind it; whole 0: none */
        };
        Str text;
        Date date;
        struct {
            const Value *items;     /* LIST */
            const uint32_t *counts; /* BALLOT: COUNTS_STORED; SURVEY: as in Column */
            size_t count;           /* of items, or of a survey's */
        };
        struct {
            const Expr *expr;       /* ABSENT: the field; FAULT: where */
            Str waiting;            /* PENDING: for what */
            MessageCode code_of;    /* FAULT */
        };
    };
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
    ARRAY(uint32_t) shadows; /* undetermined people of the same key, by id */
    size_t strays;          /* undetermined people who might stand here: what puts them into a contest is not known */
    int64_t won;            /* seats that an earlier 当选 has filled */
    int64_t seats;          /* open; -1: none declared */
    const Record *record;
    int64_t limit;          /* of the cut; -1 */
    uint32_t *listed;       /* a cut with 递补: who came through, then who moved up */
    size_t listed_count, came_through;
    uint32_t *reserve;      /* whom it cut off, by rank */
    size_t reserve_count;
    int64_t moved_up;       /* how often someone did */
    bool filled;            /* an earlier 当选 has given all its seats */
    bool open_cut;          /* someone was undetermined when it was made */
    Shown line;
    bool is_void;
    Str void_reason;
} Race; /* a contest of one stage while it runs */

typedef struct {
    Race *groups;
    size_t count;
    size_t sorted;          /* the first of them, in the order of their keys; who moves up later may add to them */
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
    int won, won_at;        /* the post whose seat he has, and the stage of the 当选; -1 */
    Reason *unelected;      /* why the last 当选 that he stood in left him without a seat */
    bool skipped;           /* 递补 has passed over him */
} Person;

typedef struct { const Expr *expr; uint32_t first; int64_t people; } Lack;
enum { LACKS_TOLD = 3 };

/* Everything an assumption can have decided: clause, people, and which kind of deciding it was. */
typedef struct {
    const Clause *clause;
    uint32_t row;
    bool ties;              /* by what stands after 并列: a tie or a rounding */
} Decided;

typedef struct { Value key, value; } KeyedValue;
typedef ARRAY(KeyedValue) KeyedValues;

/* A figure's value for one person: not computed, remembered, or known to be there (compiled.h) and computed when it is read. */
enum { MEMO_NONE, MEMO_DONE, MEMO_LATER };

/* What was judged ahead (ahead.c); CANNOT: by compiled formulas. */
enum { VERDICT_NONE, VERDICT_CANNOT, VERDICT_NO, VERDICT_YES };

typedef struct Formula Formula; /* compiled.h */
typedef struct {
    int64_t n, d; /* d > 0; not in lowest terms */
} Frac;
typedef struct {
    uint32_t row;
    bool known;
    Frac value;
} Latest;

typedef struct {
    Arena *a;
    Arena *contest;         /* people in order, while one contest is ranked or cut */
    Arena *scratch;         /* lists and conditions seen, while one person is looked at */
    const Program *p;
    const Pool *pool;
    const RunOptions *options;
    Diags *d;
    Num *params;            /* by index, for number and ratio parameters */
    const Expr **param_values; /* by index: the value that holds on the pool's date */
    size_t n;               /* units */
    uint32_t *units, *first_unit; /* a candidate's units: units[first_unit[row]] .. units[first_unit[row + 1]] */
    Person *people;
    StageState *stages;
    int stage;              /* being worked on */
    Value **memo;           /* by clause: FIGURE and SCORE values by row */
    uint8_t **memo_state;   /* MEMO_… */
    const Formula **compiled;  /* by clause: its expression, or NULL */
    bool *tried;            /* by clause: whether `compiled` is settled */
    const Formula ***compiled_keys; /* by clause (排序): its keys, or NULL */
    uint8_t **verdicts;     /* by clause, then row: VERDICT_…; NULL: not judged ahead */
    Num *ahead_keys;        /* of the stage being ranked: by row, then key; d 0: not computed.  NULL: none */
    Latest *latest;         /* by clause: what compiled formulas found last */
    Value **group_memo;     /* by expression: aggregates by contest of its stage */
    uint8_t **group_state;
    KeyedValues *key_memo;  /* by expression: aggregates by the value of 按 */
    uint32_t **choice;      /* by clause (选岗): the post taken, by row; CELL_NONE */
    bool elects;            /* the procedure has 当选 */
    bool trying;            /* 减名额 tries a number of seats: nothing is remembered */
    bool *excluded;         /* by post */
    int64_t *reduced;       /* by post: seats taken away */
    int64_t *passed_over;   /* by row, while 须说明 is judged */
    ARRAY(Decided) decided;
    ARRAY(FailedCheck) checks;
    ARRAY(Note) notes;
    ARRAY(Duty) duties;
    ARRAY(Lack) lacks;      /* values that people lack, told one by one up to a limit */
    ARRAY(Refused) refused;
    ARRAY(Substitution) substitutions;
    bool undetermined;      /* someone is, at the end */
    bool failed;
} Run;

/* Where an expression is read: a stage, a person in it. */
typedef struct {
    Run *run;
    uint32_t stage;
    uint32_t row;           /* NO_UNIT: a candidate who stands nowhere */
    uint32_t person;        /* the row's candidate */
    uint32_t group;         /* group of that stage, NO_CONTEST */
    uint32_t post;          /* while posts are excluded or on offer */
    uint32_t table_row;     /* while the rows of a table are gone through */
    bool now;               /* aggregates over those still in (检查, 开考) instead of those who entered */
    bool recording;
    bool positive;          /* polarity: false inside 非 */
    ARRAY(Seen) seen;
} Eval;

/* A what-if run (试算): records may speak of people whom the changed rule has put out; they are passed over. */
static inline bool what_if(const Run *r)
{
    return r->options->setting_count || r->options->override_count || r->options->without >= 0;
}
/* Where what is met is noted; NULL: nowhere.  What is only tried is not met. */
static inline Coverage *covering(const Run *r) { return r->trying ? NULL : r->options->coverage; }
static inline void cover_verdict(const Run *r, const Clause *clause, int truth)
{
    if (covering(r) && truth >= 0)
        cover_clause(covering(r), clause, POINT_CLAUSE, -1, truth ? FACE_TRUE : FACE_FALSE);
}
static inline bool takes_out(const Run *r, uint32_t stage) { return r->options->without != (int)stage; }

static inline uint32_t person_of(const Run *r, uint32_t row) { return r->pool->unit_person[row]; }
static inline Str id_of(const Run *r, uint32_t row) { return r->pool->person_ids[person_of(r, row)]; }

/* eval.c, judge.c, eval_read.c, values.c */
Num number_of(const Run *r, const Expr *x); /* a NUMBER, or what a what-if puts in its place */
void figure_is_there(Run *r, uint32_t clause, uint32_t row); /* for him, and it will be computed when it is asked for */
bool figure_of(Run *r, const Clause *clause, uint32_t row, Num *out); /* of a FIGURE or SCORE that was computed for him */
Eval eval_at(Run *r, uint32_t stage, uint32_t row);
Value eval(Eval *e, const Expr *x);
/* 1 holds, 0 does not, -1 none (*none tells why).  Records the atomic conditions in e->seen. */
int judge(Eval *e, const Expr *x, Value *none);
Shown shown_of(Run *r, const Expr *x, Value v);
bool order_holds(Op op, int order, bool grades); /* a comparison of what stands in this order: -1 0 1 */
int compare_values(Value a, Value b); /* -1 0 1; by number, code, text or date */
bool same_value(Value a, Value b);
bool dates_unclear(Value a, Value b); /* not precise enough to say which is the earlier */
/* Who is looked at next: the lists of the one before are gone. */
static inline void next_person(Run *r) { arena_reset(r->scratch); }
/* The recorded conditions that made the verdict `truth` (or all of them with truth -1), in the run's arena. */
const Fact *facts_of(Eval *e, int truth, size_t *count);
Text person_path(const Run *r, uint32_t row); /* candidates[3] */
const Record *record_of(Run *r, uint32_t stage, uint32_t row); /* of the contest he is in; NULL: none */
/* ABSENT, FAULT: a message.  UNKNOWN, PENDING: he leaves undetermined. */
void report_none(Run *r, uint32_t row, const Clause *clause, Value v);

void tell_lacks(Run *r); /* how many more people lack what was told of a few */
bool may_lack(const Run *r, Value v); /* ABSENT, and the rules allow that */

/* contest.c */
void form_contests(Run *r, uint32_t stage);
int64_t open_seats(const Run *r, const Stage *s, const Value *key);
bool person_key(Run *r, uint32_t stage, uint32_t row, Value *key); /* false: not known */
uint32_t find_race(const Run *r, uint32_t stage, const Value *key); /* NO_CONTEST: none has this key */
/* Posts and people by id, the rest by value: the order of contests does not hang on that of the file. */
int compare_keys(const Run *r, const Value *a, const Value *b, size_t n);
bool same_seats(const Run *r, uint32_t stage, int other); /* of one 当选 and another */
bool post_fits(const Run *r, const Stage *s, const Value *key, size_t post);
/* A person's unit in a contest; NO_UNIT when he is not in it. */
uint32_t unit_in(const Run *r, uint32_t stage, uint32_t group, uint32_t person);
/* Adds someone who moved up to a stage that has begun; the contest's index, NO_CONTEST when its 当 leaves him out. */
bool is_stranger(const Run *r, uint32_t stage, uint32_t row); /* undetermined, and may yet come into this stage */
uint32_t enter_late(Run *r, uint32_t stage, uint32_t row);
/* Who may yet come between its people: its own, those of earlier stages, and those who may stand anywhere. */
size_t undetermined_of(const Run *r, const Race *race);

/* cut.c */
void rank_group(Run *r, uint32_t stage, Race *g, uint32_t gi);
void cut_group(Run *r, uint32_t stage, Race *g, uint32_t gi);
void pick_group(Run *r, uint32_t stage, Race *g, uint32_t gi);
bool how_many(Run *r, Eval *e, const Clause *clause, const Expr *x, int64_t seats, Num *exact, int64_t *k, Value *none);

/* allot.c */
void elect_group(Run *r, uint32_t stage, Race *race, uint32_t gi);
void choose_group(Run *r, uint32_t stage, Race *race, uint32_t gi);
void give_up_others(Run *r, uint32_t stage);
bool settle_entries(Run *r); /* true when an entry was given up for another */

/* substitute.c */
void substitute(Run *r, uint32_t stage); /* at the start of a stage; the number of stages: after the last */
const List *gather_lists(Run *r, size_t *count);

/* screen.c */
/* The recorded conditions that made the verdict. */
void with_facts(Reason *why, Eval *e, int truth);
int judge_clause(Run *r, Eval *e, const Clause *clause, Value *none); /* as judge, and keeps it for explaining */
void judge_valid(Run *r, uint32_t stage);
void judge_requirements(Run *r, uint32_t stage);
void score_people(Run *r, uint32_t stage);
void mark_person(Run *r, const Clause *clause, uint32_t row);
void pass_alone(Run *r, uint32_t stage, uint32_t row); /* who moved up goes through a stage that is over */

/* conclude.c */
void conclude_stage(Run *r, uint32_t stage);
void check_decided_posts(Run *r); /* when all stages are over */

/* fate.c */
bool has_seats(const Program *p);
void follow_one(Run *r, uint32_t stage, uint32_t row);
void follow(Run *r, uint32_t stage); /* a stage on persons is over: their other entries share what happened */
const Shown *shown_key(Run *r, const Stage *s, const Value *key);
Reason *leave(Run *r, uint32_t row, uint32_t stage, Status status, ReasonKind kind, const Clause *clause);
void decide(Run *r, const Clause *clause, uint32_t row, bool ties);
void note(Run *r, NoteKind kind, uint32_t stage, const Race *race, int64_t count);
void pending_group(Run *r, uint32_t stage, Race *g, uint32_t row, const Clause *clause, Str waiting);

/* decided.c */
void settle_assumptions(Run *r, Outcome *out);

/* result.c */
void finish(Run *r, Outcome *out);

#endif
