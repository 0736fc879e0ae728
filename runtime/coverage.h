/* coverage.h - what the tests of a procedure have reached: points of its clauses, each with the faces that it may show.
 * The engine notes what it meets; several runs add up.  Only the checked program decides which points there are. */
#ifndef RUNTIME_COVERAGE_H
#define RUNTIME_COVERAGE_H

#include "lang/program.h"

typedef enum {
#define FACE(name, key, zh, en) FACE_##name,
#include "runtime/coverage.def"
    FACES
} Face;

typedef enum {
    BEYOND_NONE,
#define BEYOND(name, key, zh, en) BEYOND_##name,
#include "runtime/coverage.def"
    BEYONDS
} Beyond;

typedef enum {
    POINT_CLAUSE,    /* a clause's condition as a whole, or that a figure was computed; of a stage's 当 without a clause */
    POINT_THRESHOLD, /* two sides compared, 封顶 and 保底 too; of 开考 with a number: people against it */
    POINT_ATOM,      /* any other condition inside a larger one */
    POINT_ROW,       /* a row of a 对应 */
    POINT_LINE,      /* 入围 and 当选: people against places */
    POINT_KEY,       /* a later key of 排序 or 依次比较 */
    POINT_LIST,      /* 入围 由: the body's list */
    POINT_RANK, POINT_OUTCOME, POINT_SEATS, POINT_DUTY, POINT_CHOICE, POINT_RESERVE
} PointKind;

typedef struct {
    PointKind kind;
    int stage;
    const Clause *clause;  /* NULL: the 当 of the stage's head */
    const Expr *expr;      /* what is judged; NULL: the clause itself */
    int item;              /* of a ROW its row, of a KEY the key, of an OUTCOME the value; -1 */
    uint32_t faces;        /* bits: those that it may show */
    uint32_t seen;         /* bits: those that were seen */
    Beyond beyond[FACES];  /* why a face is not among them; BEYOND_NONE: it is, or makes no sense here */
} CoverPoint;

/* A comparison watched while it is judged: for whoever looks for a value that reaches a threshold. */
typedef struct {
    const Expr *expr;
    uint32_t row;          /* of the pool; UINT32_MAX: none */
    bool numbers;          /* the two sides are numbers */
    Num left, right;
    int side;              /* -1 0 1 */
} Sighting;

typedef struct {
    Arena *a;
    const Program *program;
    CoverPoint *points;         size_t count, room;
    int32_t *of_expr;      /* by expression: its first point, -1 */
    int32_t *of_clause;    /* by clause: its first point, -1; its points follow one another */
    bool watching;
    struct { Sighting *at; size_t len, cap; } sightings;
} Coverage;

/* coverage_build.c */
Coverage *coverage_new(Arena *a, const Program *program);

/* coverage.c: what a run meets.  Faces and expressions that are no point of the procedure are passed over. */
void cover_side(Coverage *c, const Expr *x, int side); /* -1 0 1 */
void cover_truth(Coverage *c, const Expr *x, int truth);
void cover_row(Coverage *c, const Expr *map, size_t row, const Num *value); /* NULL: a grade */
void cover_stage(Coverage *c, uint32_t stage, int truth); /* its 当 */
void cover_clause(Coverage *c, const Clause *clause, PointKind kind, int item, Face face);
void cover_line(Coverage *c, const Clause *clause, size_t people, size_t places, bool tied);
void cover_watch(Coverage *c, Sighting s);
void coverage_add(Coverage *to, const Coverage *from); /* of the same program */

typedef struct { size_t seen, total; } CoverageCount;
CoverageCount coverage_count(const Coverage *c);

/* coverage_text.c.  A face in the procedure's own words: "民主推荐.得票率 恰好 30%". */
void face_words(const Coverage *c, const CoverPoint *p, Face face, Language language, Text *out);
extern const char *const face_keys[FACES];
extern const char *const beyond_keys[BEYONDS];
uint32_t point_line(const Coverage *c, const CoverPoint *p); /* line of the rules file */
/* The clauses of a file by stage, what was not seen, what cannot be, and the share. */
void coverage_text(const Coverage *c, Str file, Language language, Text *out);
void coverage_tap(const Coverage *c, Str file, Language language, Text *out); /* one comment */

typedef struct { Str file; const Coverage *coverage; size_t passed, failed; } CoveredFile; /* coverage NULL: the file has errors */
/* coverage_json.c: schema xuan.coverage/1. */
void coverage_json(const CoveredFile *files, size_t n, Language language, Text *out);

#endif
