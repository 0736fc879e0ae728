/* loaded.h - bytes of a file taken as text, with a message where they are none. */
#ifndef RUNTIME_LOADED_H
#define RUNTIME_LOADED_H

#include "lang/diag.h"

/* source_load (lang/source.h); W0001 when it was GB18030.  NULL: E0001, E0002 or E0003 is in d. */
const Source *loaded(Arena *a, Str name, Str bytes, size_t most, Diags *d);
const Source *nowhere(Arena *a, Str name); /* for messages about a file as a whole: it has a name and no lines */

#endif
