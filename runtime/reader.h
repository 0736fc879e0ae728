/* reader.h - what the files of the data reader share.  read.c cuts the document into parts, read_parts.c
 * walks the elements of one, read_rows.c reads posts and candidates, read_ids.c orders them, read_entries.c entries and tables,
 * read_papers.c ballot papers, read_records.c the records of bodies; read_values.c reads one value by its
 * type, read_counts.c counts of ballots and surveys; read_shared.c tells what is another procedure's.
 * Mistakes are reported where they are found; a value that is wrong counts as missing and causes no
 * second message. */
#ifndef RUNTIME_READER_H
#define RUNTIME_READER_H

#include "runtime/json.h"
#include "runtime/read.h"

/* A column being filled, row after row. */
typedef struct Builder Builder;
struct Builder {
    Column *column;
    size_t cap;       /* rows there is room for */
    size_t width;     /* counts per row */
    size_t rows;      /* ELEMENT columns: rows so far */
    Builder *element; /* LIST, PANEL */
    size_t ballots;   /* BALLOT fields: cells given as counts, and the first of them */
    Span ballot;
    Str ballot_path, ballot_who;
};

/* pool.c */
enum { DECIMALS_MOST = 18 }; /* 10^18 fits 64 bits */
int64_t power_of_ten(unsigned n);
void builder_start(Arena *a, const Program *p, const Type *type, size_t rows, Builder *b);
void builder_reserve(Arena *a, Builder *b, size_t rows);
void builder_number(Arena *a, Builder *b, size_t row, Num x);

typedef enum { PART_POSTS, PART_CANDIDATES, PART_ENTRIES, PART_TABLES, PART_BALLOTS, PART_RECORDS, PART_WITHDRAWN,
               PART_SEED, PART_DATE, PART_COUNT } PartKind;

/* One member of the document, or one table; source is NULL when it is not given. */
typedef struct {
    const Source *source;
    Str name;   /* "candidates", "tables.亲属" */
    Span key, value;
    bool whole; /* the text is the array itself */
    bool lines; /* NDJSON: candidates or posts, one a line */
    int depth;  /* brackets around the array */
    size_t count;
} Part;

typedef struct {
    Str id;
    uint32_t row;
} Named;

typedef struct {
    Named *at; /* sorted by id */
    size_t count;
    bool incomplete; /* an id could not be read, so an unknown id proves nothing */
} Index;

/* A unit, found by its candidate and post. */
typedef struct {
    uint32_t person, post, unit;
    Span span;
} UnitKey;

typedef struct {
    Str scope, key, path;
    const Source *source;
    Span first;
    size_t count;
} UnknownKey;

enum { UNKNOWN_KEYS = 200, /* told one by one; the rest are only counted */
       IDS_COMPARED = 10000, /* with more ids none is suggested for a wrong one */
       IDS_SUGGESTED = 20 }; /* messages that look for a similar id */

/* Where the candidates of a file stand. */
typedef struct {
    bool lines;        /* the whole file, one a line */
    uint64_t from, to; /* document: the array with its brackets */
} DirectLayout;

typedef struct {
    Arena *arena; /* of the pool */
    Arena *scratch;
    const Program *program;
    const Program *const *others; /* that the document serves as well */
    size_t other_count;
    Diags *diags;
    Json *json;
    Pool *pool;
    const Source *source; /* of the element being read */
    Str who;              /* the candidate's id in messages, may be empty */
    bool counts_wrong;    /* a count of the record was refused: its votes are not judged */
    Index posts, persons;
    uint32_t *post_rank, *person_rank; /* row -> place by id */
    UnitKey *units;       /* by person, post; with 参选 only */
    size_t unit_count;
    Builder *fields, *entries; /* columns of the candidates and of the entries */
    ARRAY(Refused) refused;
    size_t suggested;     /* messages that looked for a similar id */
    Part parts[PART_COUNT];
    ARRAY(Str) absent;    /* procedures that records name and nobody runs */
    UnknownKey unknown[UNKNOWN_KEYS];
    size_t unknown_count, unknown_more;
    const ByteFile *file;      /* the direct reader reads the candidates from it; NULL: the reference does */
    DirectLayout layout;
    bool given_up;
} Reader;

extern const Str part_keys[PART_COUNT];

/* read_values.c */
Diag *fault(Reader *r, MessageCode code, const cJSON *at, const Str *args, size_t n);
Diag *fault_key(Reader *r, MessageCode code, const cJSON *at, const Str *args, size_t n);
Str found_text(Reader *r, const cJSON *item); /* as it stands in the file, shortened */
void wrong_type(Reader *r, Str name, Str wanted, const cJSON *at);
void lacks(Reader *r, Str name, Str key, const cJSON *object); /* shown at the opening bracket */
void suggest(Reader *r, Diag *d, Str word, const Str *known, size_t count);
void suggest_id(Reader *r, Diag *d, Str id, const Index *index);
void unknown_key(Reader *r, Str scope, Str key, const cJSON *member); /* key: with those of the objects around it */
Str number_text(Reader *r, uint64_t n);
Str choices(Reader *r, const Str *values, size_t count); /* "a / b / c" */
bool read_text(Reader *r, Str name, const cJSON *item, Str *out); /* copied to the pool */
bool find_row(const Index *index, Str id, uint32_t *row);

typedef struct {
    Num number;    /* NUMBER, RATIO */
    uint32_t code; /* YESNO, GRADE, POST, PERSON */
    Str text;
    Date date;
} Scalar;

bool is_whole(const Type *type); /* only whole numbers */
bool parse_date(Str s, Date *out);
bool read_scalar(Reader *r, const Type *type, Str name, const cJSON *item, Scalar *out);
void read_cell(Reader *r, const Field *field, Builder *b, size_t row, const cJSON *item);
bool has_length(Reader *r, Str name, const cJSON *array, int wanted);

/* read_counts.c */
enum { COUNT_KEYS = 3, RATERS_KEYS = 4 };
Str count_key(int count, int k); /* one of the words for a BallotCount, k < COUNT_KEYS; may be empty */
Str raters_key(int k);
int count_of_key(Str key); /* a BallotCount, -1 for another word */
bool is_raters(Str key);   /* 人数 of a survey */
bool read_count(Reader *r, Str name, const cJSON *item, uint32_t *out);
/* ayes … entitled of a ballot object; what is not there stays as it is. */
bool read_counts(Reader *r, Str name, const cJSON *object, uint32_t *counts);
void clear_counts(uint32_t *counts);
/* What must be there for a base, and what must not exceed what.  false when reported. */
bool counts_complete(Reader *r, Str name, int base, const uint32_t *counts, const cJSON *at);
bool counts_agree(Reader *r, Str name, bool checks_returned, const uint32_t *counts,
                  const cJSON *at);
bool read_survey(Reader *r, const Type *type, Str name, const cJSON *item, uint32_t *counts);

/* read_parts.c */
JsonBase part_base(const Part *part, size_t index);
/* A part that is not an array is reported and taken away. */
void count_part(Reader *r, Part *part);
JsonCut part_cut(const Part *part);
/* The next element as a tree; *tree is NULL when it was refused, or is no object. */
bool next_element(Reader *r, const Part *part, JsonCut *cut, size_t index, Span *span, cJSON **tree);
/* The value of a part that is one value; NULL when it is not given or was refused. */
cJSON *part_value(Reader *r, const Part *part);
bool same_member_twice(Reader *r, const JsonMember *members, size_t i, const Part *around);
void unknown_member(Reader *r, Str scope, const JsonMember *m, int depth);

/* read_ids.c: rows by their ids, bytewise, then by row; without those that have none.  How many. */
size_t order_ids(const Str *ids, size_t count, uint32_t *order);

/* read_rows.c: the rows of a part, a column for each field. */
typedef struct {
    const Part *part;
    const Field *fields;
    size_t field_count;
    Column *columns;
    Builder *builders;
    Span *spans;
    size_t count;
} Rows;

Rows rows_start(Reader *r, const Part *part, const Field *fields, size_t field_count);
bool rows_next(Reader *r, Rows *rows, JsonCut *cut, size_t row, cJSON **tree);
/* The row's cells; a key among `other` (separated by a space) is read by the caller. */
bool key_leads(Str path, Str key); /* "poll.yes" goes through "poll" */
void rows_fields(Reader *r, Rows *rows, size_t row, const cJSON *tree, Str other);
void read_posts(Reader *r);
void read_candidates(Reader *r);

/* read_entries.c */
void read_entries(Reader *r);
void read_tables(Reader *r);
bool find_unit(const Reader *r, uint32_t person, uint32_t post, uint32_t *unit);
typedef struct {
    uint32_t person, post;
    Span span;             /* of the name on the paper */
    const Source *source;
    Str path;              /* of the paper */
} Nomination;
/* Entries for nominations: those of one candidate and post make one. */
void add_entries(Reader *r, Nomination *nominations, size_t count);
void order_units(Reader *r);

/* read_papers.c */
void read_ballots(Reader *r);
/* The papers of a record: its votes and names. */
void read_record_papers(Reader *r, const Clause *vote, Record *record, const cJSON *tree, const cJSON *papers);
void keep_refused(Reader *r); /* sorted, in the pool */

/* read_shared.c */
bool others_read_key(const Reader *r, Str scope, Str key);
/* false: it is another procedure's, or a mistake was reported.  *shared: it serves others, too. */
bool is_our_record(Reader *r, const cJSON *tree, bool *shared);
bool is_our_ballot(Reader *r, const cJSON *tree);
bool is_our_withdrawal(Reader *r, const cJSON *tree);

/* read_records.c */
bool names_key(const Program *p, const Expr *e, Str word); /* a member of contest: the key that e reads */
Str key_shown(const Program *p, const Expr *e);             /* what a contest's key is called where e is its expression */
void read_records(Reader *r);
void read_withdrawn(Reader *r);

#endif
