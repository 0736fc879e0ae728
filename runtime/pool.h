/* pool.h - the data of one pool in typed columns.
 * A column holds one field for all rows (posts or candidates).  Rows keep the order of the file; nothing
 * that a run decides depends on it.  The pool owns nothing outside its arena and never changes after
 * loading, so any number of runs may share it. */
#ifndef RUNTIME_POOL_H
#define RUNTIME_POOL_H

#include "lang/program.h"

#define CELL_NONE UINT32_MAX /* a count that was not given, a post that is none, an absent judge */

/* Which arrays are filled depends on the field's type:
 *   NUMBER, RATIO: scaled (value = scaled[row] / 10^decimals), or big[row] when some value does not fit
 *   YESNO: codes 0/1    GRADE: codes (index in scale)    DATE: dates    TEXT: texts
 *   POST: codes (post row)    PERSON: codes (candidate row)
 *   BALLOT: counts[row * COUNTS_STORED + BallotCount]
 *   SURVEY: counts[(row * max(items,1) + item) * (grades + 1) + grade]; the last of each is the number of raters
 *   LIST, PANEL: elements first[row] .. first[row+1] of `element` (a judge who was absent has present 0) */
typedef struct Column Column;
struct Column {
    const Type *type;
    uint8_t *present;         /* per row: 1 given, 0 missing */
    bool shared;              /* another procedure reads the key, too: it may be given to whom the field's condition leaves out */
    bool from_papers;         /* BALLOT: every row has counts, also those whom the field's condition leaves out (0 ayes, 0 noes) */
    int64_t *scaled;
    unsigned decimals;
    Num *big;                 /* NULL while scaled holds */
    uint32_t *codes;
    Date *dates;
    Str *texts;
    uint32_t *counts;
    uint32_t *first;          /* rows + 1 */
    Column *element;
};

Num column_num(Arena *a, const Column *c, size_t row); /* NUMBER; the row must be present */

typedef struct {
    uint32_t row;             /* candidate */
    uint32_t counts[COUNTS_STORED];
    Span span;
} Votes;

typedef struct {
    uint32_t row;             /* candidate */
    uint32_t clause;          /* index of the DECISION clause */
    Span span;
    Num number;               /* by the decision's type: NUMBER */
    uint32_t code;            /* YESNO, GRADE, POST */
    Str text;                 /* TEXT */
    Date date;                /* DATE */
} Given;

/* One name on a paper. */
typedef struct {
    uint32_t row;             /* candidate */
    Str voter;
    bool against;
    Span span;
} PaperName;

/* One record: what a body did in one stage and contest. */
typedef struct {
    uint32_t stage;
    bool shared;              /* other procedures read it, too: it may speak of people whom this one has put out */
    Span span;                /* in the data source */
    Str path;                 /* "records[3]" */
    /* the contest's key, one per expression of the stage's 按: GRADE/POST code or TEXT */
    uint32_t *key_codes;
    Str *key_texts;
    Str meeting;
    bool has_papers;          /* votes were counted from papers */
    PaperName *names;         size_t name_count;    /* has_papers: every name that was counted, by row, then voter */
    uint32_t counts[COUNTS_STORED]; /* of the whole record: entitled present issued returned spoilt */
    bool has_votes, has_chosen;
    Votes *votes;             size_t vote_count;    /* sorted by row */
    uint32_t *chosen;         size_t chosen_count;  /* rows, as listed */
    Span *chosen_spans;
    Given *given;             size_t given_count;   /* sorted by row, then clause */
    uint32_t *reason_rows;    Str *reason_texts;    size_t reason_count;
} Record;

/* What was decided for a candidate by a clause; NULL: nothing (also where there is no record). */
const Given *record_given(const Record *record, uint32_t row, uint32_t clause);

typedef struct {
    uint32_t row, stage;      /* candidate; the stage before which, the number of stages: after the last */
    uint32_t post;            /* only his entry for this post; CELL_NONE: all of them */
    Str why;
} Withdrawal;

/* A paper, or a part of one, that was not counted. */
typedef enum { REFUSED_TWICE, REFUSED_CLASS, REFUSED_TOO_MANY, REFUSED_UNKNOWN, REFUSED_REPEATED, REFUSED_KINDS } Refusal;
typedef struct {
    int field;                /* of 参选 with `of_entry`, else of 人选; -1: a vote */
    bool of_entry;
    int clause;               /* the 表决; -1 */
    Str voter;
    Refusal why;
    Str post;                 /* the post's id where only this part is refused; empty: the whole paper */
    Str name;                 /* UNKNOWN, REPEATED: as written on the paper; empty otherwise */
    Span span;                /* in record_source */
} Refused;

/* The rows of one table, by column. */
typedef struct {
    size_t row_count;
    Column *columns;
} TableRows;

typedef struct {
    const Program *program;
    const Source *source;     /* the data's text (candidates) */
    size_t post_count, person_count;
    Str *post_ids, *person_ids;
    const Source *record_source; /* the text that the spans of records are in: the data or the posts file */
    Span *person_spans;       /* where each candidate's object stands in source */
    uint32_t *person_order;   /* rows sorted by id, bytewise */
    Column *posts;            /* program->post_field_count */
    Column *fields;           /* program->field_count */
    /* Entries: one row for each candidate and post, in the order of the file; those that a nomination made
     * come after them, by candidate and post.  Without 参选 each candidate is his own entry: unit = row. */
    size_t unit_count;
    uint32_t *unit_person;    /* unit -> candidate row */
    uint32_t *unit_post;      /* unit -> post row; CELL_NONE without 参选 */
    uint32_t *unit_order;     /* units by the candidate's id, then the post's, bytewise */
    Column *entries;          /* program->entry_field_count, over units */
    TableRows *tables;        /* program->table_count */
    Refused *refused;         size_t refused_count; /* by field and vote in the order of the text, then voter, post, name */
    Date date;                /* the day the rules are applied at */
    bool has_date;
    Record *records;          size_t record_count;
    Withdrawal *withdrawn;    size_t withdrawal_count;
    Str seed;                 /* empty: none */
    bool has_seed;
} Pool;

#endif
