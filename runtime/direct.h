/* direct.h - the direct reader of candidates: many, and like each other.
 * json.h and cJSON stay the reference: they read everything else, and whatever is wrong or unusual.  The direct reader knows from the
 * procedure which members it keeps, passes over the rest without building anything, and writes into columns; several threads read
 * the parts of one array.  It never reports a mistake: where the reference would, or might, it gives up and the reference reads the whole.
 * So it may accept only what the reference accepts, with the same columns.
 *
 * direct_shape.c compiles what a record looks like, direct_record.c reads one record into a batch of rows (its counts:
 * direct_counts.c), direct_append.c puts batches behind each other, direct.c cuts the file into parts and runs the threads,
 * direct_layout.c finds the array in its document. */
#ifndef RUNTIME_DIRECT_H
#define RUNTIME_DIRECT_H

#include "runtime/bytes.h"
#include "runtime/read.h"
#include "runtime/reader.h"

/* ---- what a record looks like ---- */

typedef enum {
    SHAPE_PASSED,   /* nobody reads it */
    SHAPE_ID,
    SHAPE_NAME,
    SHAPE_WAY,      /* an object or array on the way to fields: "work" of "work.base" */
    SHAPE_CELL,     /* index: the field */
    SHAPE_BALLOT,
    SHAPE_SURVEY,   /* {"人数":n,"各项":[…]} */
    SHAPE_QUESTION,
    SHAPE_CAST,     /* a count of a ballot, index: a BallotCount; may be null */
    SHAPE_COUNT,    /* of a question, index: the grade */
    SHAPE_RATERS,   /* index: OF_QUESTION, OF_SURVEY */
    SHAPE_ITEMS
} ShapeKind;
enum { OF_QUESTION, OF_SURVEY };

typedef struct Shape Shape;
typedef struct ShapeMember ShapeMember;

/* A member of an object, or an element of an array on the way to fields. */
struct ShapeMember {
    Word word;      /* "key": as it stands in compact JSON */
    uint64_t seen;  /* the last object that had it */
    ShapeMember *next; /* the member that followed it last time, or NULL */
    Shape *shape;
    bool told;      /* an unknown key: it is counted for a warning */
    bool counted;   /* its shape is SHAPE_COUNT, with this index */
    int index;
    Str name;
    Str scope, key, path; /* told: as the warning calls it, and where it stands in the record */
    size_t count;   /* told: in this batch */
    size_t row;     /* told: the first of them */
    Span span;      /* of its key; of an element */
};

struct Shape {
    ShapeKind kind;
    int index;
    Str scope, path;          /* of unknown keys in it, as unknown_key says them */
    ShapeMember **members;    /* known beforehand, then those met */
    size_t member_count, member_cap;
    ShapeMember *first;       /* the member that came first last time, or NULL */
    ShapeMember **places;     /* WAY: elements by place */
    size_t place_count;
    Shape *element;           /* PASSED: of an array */
};

enum { SHAPE_MEMBERS = 64, /* with more distinct keys in one place the reference is no slower */
       SHAPE_DEPTH = 40 };

/* How a value is read. */
typedef struct Rule Rule;
struct Rule {
    const Type *type;
    Str name;
    bool checks_returned, counted;
    int64_t low[NUMBER_DIGITS + 1], high[NUMBER_DIGITS + 1]; /* of digits with so many decimals; both included */
    const Scale *scale;
    Word *values;             /* of the scale, with the closing quote */
    Shape *object, *wrapper;  /* BALLOT or question; SURVEY with items */
    Rule *element;
};

typedef struct { Str id; uint32_t row; } IdSlot;

/* Ids to rows; never changed while threads read it. */
typedef struct {
    IdSlot *slots;
    size_t mask;
} IdTable;

void id_table(Arena *a, const Index *index, IdTable *out);
bool id_row(const IdTable *table, Str id, uint32_t *row);

/* ---- a batch: the rows of one part of the file ---- */

typedef struct {
    Arena *arena;             /* of the thread: grows to the largest batch */
    Column *columns;
    Builder *builders;
    unsigned *decimals;       /* NUMBER columns (elements of a list: of the element): the fewest that hold the batch */
    size_t field_count, rows;
    size_t row_cap;
    Str *ids;                 /* in the window, or in the arena where they had escapes */
    Span *spans;
    ShapeMember **told;       /* the unknown keys of this batch, in the order in which they came */
    size_t told_count;
} Batch;

typedef struct {
    const Program *program;
    const IdTable *posts;
    Shape *record;
    Rule *rules;              /* per field */
    Batch batch;
    Arena *arena;             /* shapes and what they learn */
    const char *window;       /* the text, and where it stands in the file */
    uint64_t window_at;
    /* the record being read */
    const char *failed;       /* where the reading stopped */
    uint64_t objects;
    int depth;
    size_t row;
    Str id;
    uint32_t *counts;         /* of the ballot or question */
    uint32_t raters;
    const Rule *survey;       /* with its counts, raters and how often items were met */
    uint32_t *survey_counts, survey_raters;
    int items;
    struct { ShapeMember *member; Span span; } hits[SHAPE_MEMBERS];
    size_t hit_count;
} Recorder;

/* false: this procedure's candidates are not for the direct reader. */
bool recorder_start(Recorder *t, Arena *arena, const Program *p, const IdTable *posts);
void batch_clear(Recorder *t);

/* Reads the record at p into the row behind the last; after it, or NULL with t->failed where reading stopped. */
const char *read_record(Recorder *t, const char *p);
/* Keeps what was read last.  false: too many unknown keys. */
bool keep_record(Recorder *t, Span span);

/* Each function reads what stands at p and gives the place after it, or NULL through stop(). */
static inline const char *stop(Recorder *t, const char *p)
{
    t->failed = p;
    return NULL;
}

static inline const char *spaces(const char *p) { return (unsigned char)*p <= ' ' ? after_spaces(p) : p; }

static inline bool is_word(const char *p, const char *word, size_t n) { return strncmp(p, word, n) == 0; }

/* A whole number of at most nine digits; a point or an exponent behind it is refused by who reads on. */
static inline const char *count(Recorder *t, const char *p, uint32_t *out)
{
    const char *start = p;
    uint32_t digit = (uint32_t)(unsigned char)*p - '0', n = 0;
    for (; digit <= 9; digit = (uint32_t)(unsigned char)*++p - '0')
        n = n * 10 + digit;
    if (p == start || p - start > 9 || (*start == '0' && p > start + 1))
        return stop(t, p);
    *out = n;
    return p;
}

/* direct_record.c */
const char *read_object(Recorder *t, const char *p, Shape *s);

/* direct_counts.c */
const char *read_ballot_at(Recorder *t, const char *p, const Rule *rule, uint32_t *counts);
const char *read_survey_at(Recorder *t, const char *p, const Rule *rule, uint32_t *counts);
const char *read_questions(Recorder *t, const char *p, const Rule *rule, uint32_t *counts);
const char *read_raters(Recorder *t, const char *p, bool of_survey);
const char *read_cast(Recorder *t, const char *p, uint32_t *out);

/* direct_shape.c */
ShapeMember *shape_member(Arena *a, Shape *s, Str key); /* adds it */
ShapeMember *shape_find(const Shape *s, Str key);
ShapeMember *shape_place(Recorder *t, Shape *s, size_t index);
Shape *shape_new(Arena *a, ShapeKind kind);
Str path_of(Arena *a, Str around, Str key); /* "around.key" */

/* ---- batches behind each other ---- */

/* The candidates that the direct reader has read. */
typedef struct {
    Arena *arena;             /* of the pool */
    size_t count, cap;
    Str *ids;
    Span *spans;
    Column *columns;          /* program->field_count */
    Builder *builders;
    UnknownKey unknown[UNKNOWN_KEYS]; /* their paths lack what leads to the record */
    size_t unknown_rows[UNKNOWN_KEYS];
    size_t unknown_count;
} DirectRows;

void rows_empty(DirectRows *rows, Arena *a, const Program *p);
void rows_reserve(DirectRows *rows, size_t count, const Batch *like); /* room for so many rows like those of a batch */
/* false: too many unknown keys, or a number that does not fit. */
bool rows_append(DirectRows *rows, const Batch *batch);

/* ---- the whole ---- */

/* The records of file[from, to): an array from behind its bracket to behind the other, or the lines of NDJSON.  false: given up. */
bool direct_read(Reader *r, const ByteFile *file, uint64_t from, uint64_t to, bool lines, DirectRows *out);

/* Fills `text` (file->size zero bytes and BYTES_AFTER more) but for the candidates.  false: given up. */
bool direct_layout(const ByteFile *file, char *text, DirectLayout *out);

#endif
