/* score_sheet.h - an outcome as the table that an office keeps (计分表) or puts up (公示表): one row a person, with 参选 one an
 * entry; by contest, then rank of the last ranking by points, then id; who was not ranked comes last.  One table, written as
 * CSV or as a spreadsheet; both hold the same cells, and their numbers are those of the JSON outcome. */
#ifndef RUNTIME_SCORE_SHEET_H
#define RUNTIME_SCORE_SHEET_H

#include "runtime/plan.h"
#include "runtime/run.h"

typedef enum { SCORES, NOTICE } SheetKind; /* 计分表: everything; 公示表: no reasons */

typedef enum {
    SCORE_TEXT,   /* also a number that is rounded (≈) or has more digits than a spreadsheet keeps */
    SCORE_NUMBER, /* text: a decimal that is exact, of at most 15 digits */
    SCORE_PERCENT /* text: the same with %: 29.5% */
} ScoreKind;

typedef struct { ScoreKind kind; Str text; } ScoreCell; /* empty text: nothing */

typedef struct {
    Str heading;
    bool number;  /* stands right */
} ScoreColumn;

typedef struct {
    Str title, about; /* about: whose table it is, a line */
    Str footer;       /* rules and data with their digests, a line each; at most 230 characters, & counted twice */
    Str sheet;        /* name of the sheet */
    const ScoreColumn *columns; size_t column_count;
    const ScoreCell *cells;     size_t row_count; /* row after row */
    size_t fixed;     /* columns that say who it is */
} ScoreSheet;

typedef struct {
    SheetKind kind;
    bool names;
    Language language;
    Str rules_file, rules_digest, data_file, data_digest;
} ScoreOptions;

/* What a run is to be asked for, so that the parts of the score are known. */
const Asked *score_sheet_asks(Arena *a, const Plan *plan, size_t *count);
/* o was asked for that. */
const ScoreSheet *score_sheet(Arena *a, const Outcome *o, const Plan *plan, const ScoreOptions *options);

/* UTF-8 with a byte order mark and CRLF, as spreadsheets want it; texts that they would compute are disarmed. */
void score_sheet_csv(const ScoreSheet *s, Text *out);
/* false: a text is longer than a cell holds, or there are more rows than a sheet has; said in d. */
bool score_sheet_fits_xlsx(Arena *a, const ScoreSheet *s, Diags *d);
/* Of a table that fits; false: the file could not be written.  Equal tables give equal bytes. */
bool score_sheet_xlsx(Arena *a, const ScoreSheet *s, const char *file);

#endif
