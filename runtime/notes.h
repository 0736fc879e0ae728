/* notes.h - the assumptions and doubts of a procedure, in the order of the text. */
#ifndef RUNTIME_NOTES_H
#define RUNTIME_NOTES_H

#include "runtime/outcome.h"

typedef struct {
    Assumed *assumed; size_t assumed_count; /* whom they decided is not known without a run */
    Doubted *doubted; size_t doubted_count;
} ProgramNotes;

ProgramNotes program_notes(Arena *a, const Program *p);

#endif
