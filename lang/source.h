/* source.h - one loaded text, and where things are in it.
 * Positions are byte offsets into `text`; line, column and display cell are computed on demand. */
#ifndef LANG_SOURCE_H
#define LANG_SOURCE_H

#include "lang/arena.h"

typedef struct {
    uint32_t start, end; /* bytes, end exclusive */
} Span;

typedef struct Source Source;

/* Text that was made from a table: what a stretch of it was made from. */
typedef struct {
    Span span;            /* in the text that was made */
    Str sheet, cell;      /* "人选", "C5"; the sheet may be empty */
    Str shown;            /* what stands in the cell; empty: the stretch is more than one cell */
    const Source *source; /* the text that the cell stands in (CSV, a rules file) and where; NULL: it is no text */
    Span at;
} SourceCell;

typedef struct {
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in characters */
    uint32_t cell;   /* from 0, in display cells (a Han character takes 2) */
} Place;

/* The place that was asked for last: on a line of megabytes the next is found from there. */
typedef struct {
    uint32_t offset;
    Place place;
} Reached;

struct Source {
    Str name;          /* as shown in messages */
    Str text;          /* valid UTF-8, LF line ends, no BOM */
    uint32_t *lines;   /* byte offset where each line starts */
    size_t line_count;
    bool from_gb18030; /* the bytes were GB18030 and were converted */
    Reached *reached;  /* NULL: not kept */
    const SourceCell *cells; /* made from tables: by where they start, the longer first; they contain each other or are apart */
    size_t cell_count;       /* 0: the text is what the user wrote */
};

typedef enum { LOAD_OK, LOAD_TOO_LARGE, LOAD_BAD_BYTES, LOAD_HAS_NUL } LoadStatus;

/* Takes raw bytes: drops a BOM, turns CRLF and CR into LF, accepts strict UTF-8, else GB18030 through
 * iconv, else LOAD_BAD_BYTES (*bad_at is the byte offset in the raw bytes).  More than `most` bytes are
 * LOAD_TOO_LARGE: LIMIT_RULES_BYTES or LIMIT_DATA_BYTES. */
LoadStatus source_load(Arena *a, Str name, Str bytes, size_t most, Source **out, size_t *bad_at);
void source_lines(Arena *a, Source *s); /* finds the lines of s->text, which was filled in later */
Place source_place(const Source *s, uint32_t offset);
size_t source_line_at(const Source *s, uint32_t offset); /* only the line, from 1: fast however long lines are */
Str source_line(const Source *s, uint32_t line); /* without its LF */
const SourceCell *source_cell(const Source *s, uint32_t offset); /* the shortest stretch around it; NULL */

#endif
