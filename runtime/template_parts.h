/* template_parts.h - tables being filled from a document. */
#ifndef RUNTIME_TEMPLATE_PARTS_H
#define RUNTIME_TEMPLATE_PARTS_H

#include "runtime/json.h"
#include "runtime/template.h"

typedef struct {
    uint32_t row;
    DataColumn column;
    CellKind kind;
    Str text;
} Put;

typedef struct {
    const DataSheet *form;
    ARRAY(Put) puts;
    uint32_t rows;
} Filling;

typedef struct {
    Arena *a;
    const Program *p;
    const DataForm *form;
    Filling *fillings; /* by sheet of the form */
    Diags *d;
    Json *json;
    const Source *source; /* of the tree being read */
} Fill;

Filling *filling_of(Fill *f, SheetKind kind);
/* The value of a slot into the row's cells. */
void fill_slot(Fill *f, Filling *to, uint32_t row, size_t slot, const cJSON *item);
void fill_word(Fill *f, Filling *to, uint32_t row, SlotRole role, Str word, const cJSON *at);
size_t slot_of_role(const DataSheet *sheet, SlotRole role); /* slot_count: none */
const cJSON *member(const cJSON *object, const char *key, const char *other); /* `other`: another spelling or NULL; null is none */
void cannot_hold(Fill *f, MessageCode code, const cJSON *at, Str what);

/* template_fill_records.c */
void fill_records(Fill *f, const cJSON *records);
void fill_ballots(Fill *f, const cJSON *ballots);
void fill_withdrawn(Fill *f, const cJSON *withdrawn);

#endif
