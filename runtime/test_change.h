/* test_change.h - the changes of a test (改) made in the text of its data, which the one strict reader then reads. */
#ifndef RUNTIME_TEST_CHANGE_H
#define RUNTIME_TEST_CHANGE_H

#include "lang/diag.h"
#include "lang/tests.h"

/* A value that a change put there. */
typedef struct { Span span; const Change *from; } Edit;

/* A data text with its edits; `edits` are of `text`, in no order. */
typedef struct {
    const Source *text; /* NULL: there is none */
    Edit *edits; size_t edit_count, edit_cap;
} Changed;

/* Makes the changes in the data and the posts file.  false when one of them finds no place: told in d at its line of the
 * rules.  A text that is no JSON is left as it is: the reader says what is wrong with it. */
bool change_data(Arena *a, const Program *program, const Test *test, Changed *data, Changed *posts, Diags *d);

/* The change that a message about the text speaks of: its value, or what has its value in it.  NULL: none. */
const Change *change_at(const Changed *c, const Source *source, Span span);

#endif
