/* source.h - one loaded text, and where things are in it.
 * Positions are byte offsets into `text`; line, column and display cell are computed on demand. */
#ifndef LANG_SOURCE_H
#define LANG_SOURCE_H

#include "lang/arena.h"

typedef struct {
    uint32_t start, end; /* bytes, end exclusive */
} Span;

typedef struct {
    Str name;          /* as shown in messages */
    Str text;          /* valid UTF-8, LF line ends, no BOM */
    uint32_t *lines;   /* byte offset where each line starts */
    size_t line_count;
    bool from_gb18030; /* the bytes were GB18030 and were converted */
} Source;

typedef struct {
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in characters */
    uint32_t cell;   /* from 0, in display cells (a Han character takes 2) */
} Place;

typedef enum { LOAD_OK, LOAD_TOO_LARGE, LOAD_BAD_BYTES, LOAD_HAS_NUL } LoadStatus;

/* Takes raw bytes: drops a BOM, turns CRLF and CR into LF, accepts strict UTF-8, else GB18030 through
 * iconv, else LOAD_BAD_BYTES (*bad_at is the byte offset in the raw bytes).  More than `most` bytes are
 * LOAD_TOO_LARGE: LIMIT_RULES_BYTES or LIMIT_DATA_BYTES. */
LoadStatus source_load(Arena *a, Str name, Str bytes, size_t most, Source **out, size_t *bad_at);
Place source_place(const Source *s, uint32_t offset);
size_t source_line_at(const Source *s, uint32_t offset); /* only the line, from 1: fast however long lines are */
Str source_line(const Source *s, uint32_t line); /* without its LF */

#endif
