/* json.h - the strict layer over cJSON; nothing else calls cJSON's parser.
 * One scan of the raw bytes refuses, with place and JSON path, whatever cJSON would let through, and
 * hands cJSON a copy in which every number is a string led by byte 0x01: no double ever carries a
 * value.  The scan notes where each value stands; after parsing, `valueint` of every cJSON item is its
 * index in that list (the numeric fields of cJSON mean nothing here).
 * Large texts are cut into elements by a scanner that knows only strings and brackets; one element at a
 * time is parsed, and its tree is released with cJSON_Delete before the next. */
#ifndef RUNTIME_JSON_H
#define RUNTIME_JSON_H

#include <cjson/cJSON.h>

#include "lang/diag.h"

/* Where an element belongs in its document: member "records", index 3 gives the path records[3]. */
typedef struct {
    Str member;   /* empty: the document itself */
    bool indexed;
    size_t index;
    int depth;    /* brackets around the element */
} JsonBase;

typedef struct Json Json;

Json *json_new(Arena *scratch, Diags *d); /* buffers are used again by each json_parse */

/* Parses the value in `extent`; NULL when it was refused (and reported).  The caller deletes the tree;
 * places and paths hold until the next json_parse. */
cJSON *json_parse(Json *j, const Source *source, Span extent, JsonBase base);

Span json_span(const Json *j, const cJSON *item);
Span json_key_span(const Json *j, const cJSON *item);      /* of a member's key, with its quotes */
Str json_path(const Json *j, Arena *a, const cJSON *item); /* "records[3].votes.007" */
Str json_base_path(Arena *a, JsonBase base);

bool json_is_number(const cJSON *item);
bool json_is_text(const cJSON *item);
Str json_text(const cJSON *item); /* a text, or a number's digits as written */
Str json_key(const cJSON *item);  /* empty for elements */

/* The members of an object, found without parsing their values. */
typedef struct {
    Str key;
    Span key_span, value;
} JsonMember;

/* The value at the start of `text` without white space around it; the rest of the text is not looked
 * at.  false when it does not end. */
bool json_extent(Str text, size_t from, Span *out);
/* The value in `gap` of this source is not looked at: json_members takes its extent as given. */
void json_gap(Json *j, const Source *source, Span gap);
/* false when the structure is broken: then it is reported if `report`, which says where the object belongs. */
bool json_members(Json *j, const Source *source, Span object, const JsonBase *report, JsonMember **out,
                  size_t *count);
bool json_count(Json *j, const Source *source, Span array, JsonBase base, size_t *count);

/* Walks an array that json_count has accepted, or the lines of an NDJSON text. */
typedef struct {
    Str text;
    size_t at, end;
    bool lines;
} JsonCut;

JsonCut json_cut(const Source *source, Span array);
JsonCut json_lines(const Source *source);
bool json_next(JsonCut *cut, Span *element);

#endif
