/* tests.h - the checked tests of a procedure (测试): what data, what is changed in it, what must come out.
 * They stand beside the program and take no part in a run.  Names of fields, stages, clauses and statuses are resolved;
 * candidates, posts and records are not, since a test's data may be in another file. */
#ifndef LANG_TESTS_H
#define LANG_TESTS_H

#include "lang/program.h"

/* A step from a value into it: the member `name` (which may stand there as `also`), or the `item`th element (from 1). */
typedef struct { Str name, also; int item; Span span; } Step;

/* 层次 正科级: a contest's key and its value as JSON has it. */
typedef struct { Str name, text; Span span; } Match;

typedef enum { CHANGE_PERSON, CHANGE_ENTRY, CHANGE_POST, CHANGE_RECORD, CHANGE_VOTES, CHANGE_VALUES, CHANGE_REASONS, CHANGE_GONE,
               CHANGE_DATE, CHANGE_SEED } ChangeKind; /* RECORD: a member of the record itself; VOTES, VALUES, REASONS: what it says of one candidate; GONE: he withdraws before the stage */

typedef struct {
    ChangeKind kind;
    Str id, post;            /* of a candidate or post; of the post that his entry is for */
    int stage;
    const Match *contest;    size_t contest_count; /* which record of the stage; none: that which has him, or the only one */
    const Step *path;        size_t path_count;
    Str json;                /* the value as JSON; empty: it is taken away */
    Span span, value_span;
} Change;

typedef enum { EXPECT_STATUS, EXPECT_RANK, EXPECT_VALUE, EXPECT_LIST, EXPECT_VOID, EXPECT_CHECK, EXPECT_ERROR } ExpectKind;
typedef enum { VALUE_OF_FIGURE, VALUE_OF_DECISION, VALUE_OF_MARK, VALUE_OF_POST } ValueOf;

typedef struct {
    ExpectKind kind;
    Span span;
    Str id, post;            /* the candidate and the post of his entry, which may be empty */
    int status;              /* in the order of statuses.def */
    int stage, clause;       /* -1: not said; clause among all of the program */
    Str said;                /* 因; empty: not said */
    int64_t rank;
    ValueOf of; int index;   /* VALUE: the clause whose score, figure, decision or mark it is */
    bool none;               /* VALUE: there must be none (缺); CHECK: none is listed */
    const Expr *value;       /* VALUE: a constant; NULL where it is a post, a grade or a text */
    Str text;                /* VALUE: that, as written */
    const Str *ids;          size_t id_count;      /* LIST: exactly these */
    const Match *contest;    size_t contest_count; /* VOID, CHECK; none: whatever contest */
    Str code;                /* ERROR: "E0412" */
} Expectation;

typedef struct { int param; const Expr *value; } TestSetting; /* a constant of the parameter's type */

/* A small table in the test: cells as written, by row, then column. */
typedef struct { uint32_t row, column; Str text; bool quoted; Span span; } SheetCell;
typedef struct {
    Str word, name;          /* 职位 人选 参选 退出 表 阶段; the name of a 表 or a stage */
    Span span;
    const SheetCell *cells;  size_t cell_count; /* those that are not empty */
    uint32_t rows, columns;
} TestSheet;

struct Test {
    Str name;
    Span span;
    uint32_t line;
    Str data, posts;         /* paths as written, from the folder of the rules file; empty: none */
    Span data_span;
    const TestSheet *sheets;     size_t sheet_count;
    const Change *changes;       size_t change_count;
    const TestSetting *settings; size_t setting_count;
    int until;               /* stage; -1: to the end */
    const Expectation *expects;  size_t expect_count;
};

#endif
