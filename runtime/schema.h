/* schema.h - the data document of a procedure as a JSON Schema (2020-12): types, ranges, what must be there, which words there are.
 * A document that the reader takes and in which every field that everyone must have is there, is valid; what a schema cannot say
 * (that an id is one of the posts', that counts agree, that a day exists) is left to the reader. */
#ifndef RUNTIME_SCHEMA_H
#define RUNTIME_SCHEMA_H

#include "lang/program.h"

void schema_json(const Program *p, Text *out);

#endif
