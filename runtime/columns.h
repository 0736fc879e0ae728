/* columns.h - which tables hold the data of a procedure: sheets, and in each the columns with their headings.
 * The one truth for blank tables, for reading filled ones, and for the tables inside 测试 blocks.
 * A slot is one value of a row (a field, a decision, the votes of a body); it takes as many columns as its type needs:
 *     笔试                      a single value
 *     民主推荐 赞成             one count of a ballot, of a survey (测评 好, 测评 人数)
 *     面试.1  面试.2            a list or a panel, an item a column
 *     品德.1 没反映             a survey of several items
 *     志愿 个数                 how many items a list has; only needed for an empty one
 * Everything lives in the arena given and points into the Program. */
#ifndef RUNTIME_COLUMNS_H
#define RUNTIME_COLUMNS_H

#include "lang/program.h"

typedef enum { SHEET_POSTS, SHEET_PEOPLE, SHEET_ENTRIES, SHEET_TABLE, SHEET_RECORD, SHEET_PAPERS, SHEET_WITHDRAWN, SHEET_GENERAL } SheetKind;

typedef enum {
    SLOT_ID,       /* 编号 of the post or candidate whose row it is */
    SLOT_NAME,     /* 姓名 */
    SLOT_PERSON,   /* 编号 of the candidate whom an entry, a record, a withdrawal speaks of */
    SLOT_FIELD,
    SLOT_KEY,      /* a key of the contest (按 …) */
    SLOT_MEETING,
    SLOT_COUNT,    /* a count of the whole record or ballot: 应到 到会 发出 收回 无效票 */
    SLOT_VOTE,     /* a candidate's votes */
    SLOT_CHOSEN,   /* 列入: the body has put him on its list */
    SLOT_DECISION,
    SLOT_REASON,
    SLOT_PAPER,    /* 票号: rows with the same one are one paper */
    SLOT_VOTER, SLOT_CLASS,
    SLOT_BALLOT_POST,
    SLOT_AYES, SLOT_NOES,
    SLOT_POST,     /* of a withdrawal */
    SLOT_STAGE, SLOT_WHEN, SLOT_WHY,
    SLOT_DATE, SLOT_SEED
} SlotRole;

typedef struct {
    SlotRole role;
    Str heading;           /* different in each slot of a sheet */
    Str key;               /* the member of the JSON document; empty where there is none */
    const Type *type;
    bool needed;           /* a sheet without it cannot be read */
    bool offered;          /* a blank table has it; else it is only read */
    bool of_group;         /* SHEET_RECORD, SHEET_PAPERS: said once for all rows of a contest */
    bool counts[COUNTS_STORED]; /* BALLOT: the counts that a blank table has */
    int count;             /* SLOT_COUNT: a BallotCount */
    const Str *choices;    /* the words of a TEXT that is one of a few; NULL: any */
    size_t choice_count;
    const Field *field;    /* SLOT_FIELD; NULL */
    const Field *of_person; /* SLOT_KEY: the candidate's field that it is where the cell is empty; NULL */
    const Clause *clause;  /* SLOT_VOTE, SLOT_DECISION, SLOT_CHOSEN, SLOT_REASON; NULL */
} DataSlot;

typedef struct {
    SheetKind kind;
    Str name;              /* different in each sheet, and fit to be the name of a sheet in a spreadsheet */
    bool offered;          /* a blank template has it */
    const Table *table;    /* SHEET_TABLE */
    int stage;             /* SHEET_RECORD; SHEET_PAPERS of a vote; else -1 */
    const Field *ballot;   /* SHEET_PAPERS of a field; NULL */
    bool by_post;          /* SHEET_PAPERS: a part of the paper for each post */
    DataSlot *slots;
    size_t slot_count;
} DataSheet;

typedef struct {
    const Program *program;
    DataSheet *sheets;     /* in the order of the enum, then of the text */
    size_t sheet_count;
} DataForm;

const DataForm *data_form(Arena *a, const Program *p);
const DataSheet *data_sheet(const DataForm *form, SheetKind kind); /* the first of the kind; NULL */
const DataSlot *sheet_slot(const DataSheet *sheet, SlotRole role); /* the first of the role; NULL */
bool is_notes_sheet(Str name); /* 说明 and what begins so: for people, never read */

enum { PART_NONE = -1, PART_LENGTH = -2, ITEM_NONE = -1 };

typedef struct {
    size_t slot;           /* its place in the sheet */
    int item;              /* from 0, or ITEM_NONE */
    int part;              /* BALLOT: a BallotCount; SURVEY: the grade, the number of grades for 人数; PART_LENGTH: 个数 */
} DataColumn;

/* The columns of a slot in a blank table; a list without a fixed length gets `items`, a paper's names, too. */
size_t slot_columns(Arena *a, const Program *p, const DataSheet *sheet, size_t slot, size_t items, DataColumn **out);
Str column_heading(Arena *a, const Program *p, const DataSheet *sheet, DataColumn column);
/* What a heading means; spaces and points between its parts may be left out or be full-width.  false: none. */
bool find_column(Arena *a, const Program *p, const DataSheet *sheet, Str heading, DataColumn *out);
/* The type of what stands in the column's cells: a number, a word …, never a ballot or a list. */
const Type *column_type(const DataSheet *sheet, DataColumn column);
extern const Type whole_type; /* a count: 0, 1, 2 … */

#endif
