/* schema_parts.h - a schema being written; schema_types.c writes the types of values and the objects of fields. */
#ifndef RUNTIME_SCHEMA_PARTS_H
#define RUNTIME_SCHEMA_PARTS_H

#include "runtime/columns.h"
#include "runtime/json_out.h"
#include "runtime/schema.h"

typedef struct {
    const Program *p;
    const DataForm *form;
    Writer w;
} Schema;

void schema_key(Schema *s, Str name);
void open_object(Schema *s, const char *name);             /* closed with close_object */
void close_object(Schema *s);
void schema_word(Schema *s, const char *name, const char *value);
void schema_str(Schema *s, const char *name, Str value);
void schema_words(Schema *s, const char *name, const Str *words, size_t n); /* a list of texts, on one line */
void schema_types(Schema *s, bool null, const char *type); /* "type": [type, "null"], or type alone */
void schema_ref(Schema *s, const char *name);              /* "$ref": a definition */
void ref_member(Schema *s, Str name, const char *definition);
void null_member(Schema *s, const char *name);             /* what there is no use for may be null only */

/* The members of a value's schema, into an object that is open; `null`: it may be null, too. */
void type_members(Schema *s, const Type *type, bool null);
void ballot_members(Schema *s, const bool *must); /* `must` by count; NULL: ayes only */
void count_names(int count, const char **names, size_t *n);
/* The members of a row of a sheet; `id`: it must have an id. */
void fields_members(Schema *s, const DataSheet *sheet, bool id);
void text_or_null(Schema *s, const char *name);
/* "name": an array of a definition; `some`: of at least one. */
void array_member(Schema *s, const char *name, const char *of, bool null, bool some);
void open_definition(Schema *s, Str name);                 /* closed with close_object */

/* schema_records.c */
void paper_definition(Schema *s, const char *name, bool by_post);
void ballot_definition(Schema *s);
void record_definition(Schema *s);
void withdrawal_definition(Schema *s);
void one_of_names(Schema *s, const char *const *names, size_t n); /* {"anyOf":[{"required":[…]},…]} as an element */

#endif
