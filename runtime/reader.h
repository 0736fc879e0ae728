/* reader.h - what the files of the data reader share: read.c cuts the document and reads rows,
 * read_values.c reads one value by its type, read_counts.c ballots and surveys, read_records.c the
 * records of bodies.
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
};

/* pool.c */
void builder_start(Arena *a, const Program *p, const Type *type, size_t rows, Builder *b);
void builder_reserve(Arena *a, Builder *b, size_t rows);
void builder_number(Arena *a, Builder *b, size_t row, Num x);

typedef enum { PART_POSTS, PART_CANDIDATES, PART_RECORDS, PART_WITHDRAWN, PART_SEED, PART_COUNT } PartKind;

/* One member of the document; source is NULL when it is not given. */
typedef struct {
    const Source *source;
    Span key, value;
    bool lines; /* candidates as NDJSON */
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

typedef struct {
    Str scope, key;
    const Source *source;
    Span first;
    size_t count;
} UnknownKey;

enum { UNKNOWN_KEYS = 200 }; /* told one by one; the rest are only counted */

typedef struct {
    Arena *arena; /* of the pool */
    Arena *scratch;
    const Program *program;
    Diags *diags;
    Json *json;
    Pool *pool;
    const Source *source; /* of the element being read */
    Str who;              /* the candidate's id in messages, may be empty */
    bool counts_wrong;    /* a count of the record was refused: its votes are not judged */
    Index posts, persons;
    Part parts[PART_COUNT];
    UnknownKey unknown[UNKNOWN_KEYS];
    size_t unknown_count, unknown_more;
} Reader;

extern const Str part_keys[PART_COUNT];

/* read_values.c */
Diag *fault(Reader *r, MessageCode code, const cJSON *at, const Str *args, size_t n);
Diag *fault_key(Reader *r, MessageCode code, const cJSON *at, const Str *args, size_t n);
Str found_text(Reader *r, const cJSON *item); /* as it stands in the file, shortened */
void wrong_type(Reader *r, Str name, Str wanted, const cJSON *at);
void lacks(Reader *r, Str name, Str key, const cJSON *object); /* shown at the opening bracket */
void suggest(Reader *r, Diag *d, Str word, const Str *known, size_t count);
void unknown_key(Reader *r, Str scope, const cJSON *member);
Str number_text(Reader *r, uint64_t n);
Str choices(Reader *r, const Str *values, size_t count); /* "a / b / c" */
bool read_text(Reader *r, Str name, const cJSON *item, Str *out); /* copied to the pool */
bool find_row(const Index *index, Str id, uint32_t *row);

typedef struct {
    Num number;    /* NUMBER, RATIO */
    uint32_t code; /* YESNO, GRADE, POST */
    Str text;
    Date date;
} Scalar;

bool read_scalar(Reader *r, const Type *type, Str name, const cJSON *item, Scalar *out);
void read_cell(Reader *r, const Field *field, Builder *b, size_t row, const cJSON *item);
bool has_length(Reader *r, Str name, const cJSON *array, int wanted);

/* read_counts.c */
int count_of_key(Str key); /* a BallotCount, -1 for another word */
bool read_count(Reader *r, Str name, const cJSON *item, uint32_t *out);
/* ayes … entitled of a ballot object; what is not there stays as it is. */
bool read_counts(Reader *r, Str name, const cJSON *object, uint32_t *counts);
void clear_counts(uint32_t *counts);
/* What must be there for a base, and what must not exceed what.  false when reported. */
bool counts_complete(Reader *r, Str name, int base, const uint32_t *counts, const cJSON *at);
bool counts_agree(Reader *r, Str name, bool checks_returned, const uint32_t *counts,
                  const cJSON *at);
bool read_survey(Reader *r, const Type *type, Str name, const cJSON *item, uint32_t *counts);

/* read.c: the next element of a part as a tree; *tree is NULL when it was refused, or is no object. */
JsonCut part_cut(const Part *part);
bool next_element(Reader *r, PartKind kind, JsonCut *cut, size_t index, Span *span, cJSON **tree);

/* read_records.c */
void read_records(Reader *r);
void read_withdrawn(Reader *r);

#endif
