/* program.h - THE CONTRACT: a checked procedure with no syntax left.
 * Everything behind the front end (run, explain, print, later SQL and proofs) reads only this.
 * It lives in the program arena and never changes, so any number of runs may share it.
 * Indexes are dense; -1 means none. */
#ifndef LANG_PROGRAM_H
#define LANG_PROGRAM_H

#include "lang/source.h"
#include "lang/types.h"

typedef enum {
#define OP(kind, name, shape) OP_##kind,
#include "lang/ops.def"
    OP_COUNT
} Op;

typedef enum { REACH_CONSTANT, REACH_CONTEST, REACH_PERSON } Reach;
/* CONTEST: the same for all people of a contest in a stage.  PERSON: may differ from one to the next. */

typedef enum { GROUP_OWN, GROUP_EVERYONE, GROUP_KEY } Group;

typedef struct Expr Expr;
typedef struct Test Test;

typedef enum {
#define STATUS(name, machine, zh, en) STATUS_##name,
#include "lang/statuses.def"
    STATUS_KINDS
} Status;
extern const char *const status_names[STATUS_KINDS];    /* for machines: "chosen" */
extern const char *const status_words[STATUS_KINDS][2]; /* for people, [status][language] */

typedef struct {
    bool other;               /* 其他 */
    bool has_low, has_high;   /* a range; both ends included */
    Num low, high;
    int grade;                /* index in the scale, -1 for ranges */
} MapRow;

struct Expr {
    Op op;
    Reach reach;
    uint32_t id;              /* dense within the program */
    Span span;
    Type type;
    const Expr **kids;
    size_t kid_count;
    int index;
    int places;
    int trim_high, trim_low;
    Group group;
    Num number;
    Str text;
    Date date;
    const Num *weights;
    const MapRow *rows;       /* MAP: kid_count - 1 rows */
};

typedef struct {
    Str text;
    uint32_t line;
    bool after_ties;          /* an assumption written after 并列: it speaks of ties and rounding */
} Assumption;

typedef struct {
    Str text;
    uint32_t line;
    const Expr **readings;
    size_t reading_count;
} Doubt;

/* What may trail anything that is declared. */
typedef struct {
    Str say;                  /* 说, or the text of 否则 淘汰; empty when the rules say nothing */
    Str cite;                 /* the place, as text: 第二部分 第六; a clause without one has its stage's */
    const Assumption *assumptions;
    size_t assumption_count;
    const Doubt *doubts;
    size_t doubt_count;
} Notes;

typedef struct {
    Str name;
    bool ordered;             /* the first value is the best */
    const Str *values;
    size_t value_count;
    uint32_t line;
    Span span;
    Notes notes;
} Scale;

typedef struct { Date since; const Expr *value; } Dated;

typedef struct {
    Str name;
    uint32_t line;
    const Expr *value;        /* constant; NULL for a table; the first of dated ones */
    const Dated *dated;       /* 自 date e, …: by date, rising; the pool's date says which one holds */
    size_t dated_count;       /* 0: not dated */
    Type type;
    const MapRow *rows;       /* a table 对应 (…): rows and their values */
    const Expr **row_values;
    size_t row_count;
    Type subject;             /* a table: what its rows match (GRADE or NUMBER) */
    Notes notes;
} Param;

typedef struct {
    Str name, key;            /* key: the JSON key (the name where none is written) */
    uint32_t line;
    Span span;
    Type type;
    bool optional;            /* 可缺 */
    const Expr *when;         /* only for some; NULL: for all */
    bool checks_returned;     /* ballots: the procedure itself compares 收回 with 发出 */
    Notes notes;
} Field;

/* 表 N { }: rows of facts that belong to no one candidate. */
typedef struct {
    Str name;
    uint32_t line;
    Span span;
    const Field *columns;     size_t column_count;
    Notes notes;
} Table;

typedef enum {
    CLAUSE_REQUIRE, CLAUSE_VETO, CLAUSE_VALID, CLAUSE_OPEN, CLAUSE_EXCLUDE, CLAUSE_SCORE, CLAUSE_FIGURE,
    CLAUSE_RANK, CLAUSE_ADVANCE, CLAUSE_ELECT, CLAUSE_CHOOSE, CLAUSE_AVOID, CLAUSE_VOTE, CLAUSE_CHECK, CLAUSE_MARK, CLAUSE_EXPLAIN,
    CLAUSE_PROBATION, CLAUSE_DECISION, CLAUSE_KINDS
} ClauseKind;
extern const char *const clause_words[CLAUSE_KINDS][2]; /* the clause's word, [kind][language] */
extern const char *const clause_names[CLAUSE_KINDS];    /* stable English name for machines */

typedef enum { ORDER_HIGH_FIRST, ORDER_LOW_FIRST, ORDER_PREFERRED } Order;
typedef struct { const Expr *value; Order order; } Key;

typedef enum { TIES_NONE, TIES_ALL_IN, TIES_NONE_IN, TIES_PENDING, TIES_LOTS } Ties;
typedef enum { ELSE_NONE, ELSE_CANCEL, ELSE_REDUCE, ELSE_PROCEED, ELSE_VOID, ELSE_PENDING, ELSE_DROP } Else;

typedef struct {
    ClauseKind kind;
    uint32_t index, stage;    /* place among all clauses; its stage */
    uint32_t line;
    Span span;
    Str name;                 /* FIGURE, MARK, VOTE, DECISION, CHOOSE */
    Str key;                  /* DECISION: the key in values */
    const Expr *expr;         /* condition, score, figure, how many (count or ratio), open's ratio or condition;
                               * ELECT: NULL when everyone who is ranked may be elected; CHOOSE: the list of wishes */
    const Expr *at_least;     /* ADVANCE … 至 …: the lower number; NULL otherwise */
    const Key *keys;          /* RANK: keys; ADVANCE: keys of 依次比较 */
    size_t key_count;
    bool dense;               /* RANK: 1 2 2 3 instead of 1 2 2 4 */
    const Expr *order;        /* CHOOSE: 按 名次, an OP_PLACE */
    const Expr *capacity;     /* CHOOSE: how many a post takes; NULL: its 名额 */
    bool substitutes;         /* ADVANCE: 递补: those cut off are the reserve */
    int times;                /* 递补 至多 N 次, in each contest; -1: without limit */
    int deadline;             /* 递补 截至: index of the stage; the number of stages when none is named */
    const Expr *reserve_when; /* 递补 当: who may move up; NULL: everyone */
    Ties ties;                /* ADVANCE, ELECT: how a tie is settled after the keys; RANK: NONE or LOTS */
    Str body;                 /* ADVANCE, VOTE, DECISION: who; empty when nobody is named */
    bool picked;              /* ADVANCE: by body */
    Else otherwise;           /* VALID, OPEN, EXPLAIN; CHOOSE: DROP, PENDING or PROCEED (stays without a post) */
    Rounding rounding;        /* ELSE_REDUCE */
    Str drop_text;            /* ELSE_DROP: what notes.say is then */
    Type type;                /* DECISION: type; CHOOSE: POST; VOTE: BALLOT */
    bool optional;            /* DECISION, VOTE: 可缺 */
    bool checks_returned;     /* VOTE */
    Str period;               /* PROBATION: "1 年" */
    Notes notes;
} Clause;

enum { BY_THE_POST = -1, BY_NOTHING = -2 };

typedef struct {
    Str name;
    uint32_t line;
    Span span;
    bool has_full;
    Num full;
    const Expr **by;          /* contest keys; none with `everyone` or without contests */
    const int *by_post;       /* per key: the post field of the same name, BY_THE_POST or BY_NOTHING */
    size_t by_count;
    bool everyone;            /* 全体 */
    bool of_entries;          /* works on entries (参选); else on persons.  Always false without 参选 */
    const Expr *when;         /* NULL: for all */
    const Expr *seats;        /* 名额 in the head; NULL */
    size_t first, count;      /* clauses in the order of the text */
    const Clause *score;      /* NULL when it gives none */
    const Clause *rank;       /* NULL */
    const Clause *advance;    /* NULL */
    const Clause *elect;      /* NULL */
    const Clause *choose;     /* NULL */
    Notes notes;
} Stage;

typedef struct {
    Str name, title;
    const Source *source;
    Str region, in_force;     /* as text */
    Str region_cite, in_force_cite, source_cite; /* 依据 of 地区, 施行 and 来源 */
    Notes notes;              /* of the procedure: cite is all of 来源; what 来源 地区 施行 say, assume and doubt */
    const Scale *scales;      size_t scale_count;
    const Param *params;      size_t param_count;
    const Field *posts;       size_t post_field_count;
    const Field *fields;      size_t field_count;
    const Field *entries;     size_t entry_field_count; /* 参选; 0: there is none, a candidate is his only entry */
    bool entries_open;        /* 参选 可新增: a nomination makes the entry */
    int entry_post;           /* the entry's only field of type 职位; -1 */
    const Table *tables;      size_t table_count;
    Str post_noun, person_noun; /* 职位, 人选, or what the text calls them */
    int post_seats;           /* the post field 名额; -1: a procedure without seats */
    int applied;              /* the candidate's only field of type 职位; -1, also with 参选 */
    const Stage *stages;      size_t stage_count;
    const Clause *clauses;    size_t clause_count;
    uint32_t expr_count;
    const Test *tests;        size_t test_count; /* lang/tests.h; no part of what runs */
} Program;

/* An expression as text in the canonical spelling of a language. */
void program_expr(const Program *p, const Expr *e, Language words, Text *out);
/* A clause as text without its trailers: "要求 民主推荐.得票率 不低于 30%". */
void program_clause(const Program *p, const Clause *c, Language words, Text *out);
/* What a row of a table matches: "好", "6..10 人", "其他". */
void program_row(const Program *p, const MapRow *row, const Type *subject, Language words, Text *out);
/* The period of a PROBATION clause: "1 年", "1 years". */
void program_period(const Clause *c, Language words, Text *out);
/* The whole program as JSON, schema xuan.program/1. */
void program_json(const Program *p, Text *out);
/* A parameter's value from the command line ("35%", "1:2", "60"): false when it does not fit its type. */
bool program_setting(Arena *a, const Param *param, Str text, Num *out);

#endif
