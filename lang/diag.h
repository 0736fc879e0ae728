/* diag.h - messages to the user, collected now and shown later.
 * A pass adds messages and goes on; whether it failed is asked of Diags.  Everything given is
 * copied into the arena of Diags, except the Source, which must outlive it.  After 10,000
 * messages of a level further ones are only counted, so memory is bounded.
 *     Diag *d = diag_add(diags, E0312, source, span, ARGS(sum, S("100")));
 *     diag_label(d, other, S(""));
 *     diag_hint(d, S("…"), S("..."));  */
#ifndef LANG_DIAG_H
#define LANG_DIAG_H

#include "lang/arena.h"
#include "lang/language.h"
#include "lang/source.h"
#include "lang/text.h"

typedef enum {
#define MESSAGE(code, level, zh, en) code,
#include "lang/messages.def"
    MESSAGE_COUNT
} MessageCode;

typedef enum { LEVEL_ERROR, LEVEL_WARNING } Level;

enum { DIAG_LABELS = 2 }; /* related places besides the cause; more are ignored */

typedef struct {
    Span span;
    Str text; /* may be empty */
    bool elsewhere;  /* not in the text that is shown: a cell of a spreadsheet or another file */
    Str sheet, cell; /* of a table; empty: none */
} DiagLabel;

/* Fields are for reading; change a Diag only through the functions below. */
typedef struct {
    MessageCode code;
    Level level;
    const Source *source; /* NULL: no place; a source without lines: only its name is shown */
    Span span;
    const Source *given;  /* the source that diag_add got: text made from tables is shown as their cells */
    Str sheet, cell;      /* where in a table; empty: none */
    const Str *args;
    size_t arg_count;
    DiagLabel labels[DIAG_LABELS];
    size_t label_count;
    Str hint[LANGUAGE_COUNT]; /* empty: none */
    Str json_path, who;       /* empty: none */
    Str of;                   /* of several procedures the one that it concerns, before the sentence; empty: none */
    size_t order;             /* of adding, from 0 */
    Arena *arena;             /* NULL when the message is only counted */
} Diag;

typedef struct Diags Diags;

/* The last two arguments of diag_add; strings are S("...") or variables. */
#define ARGS(...) (const Str[]){__VA_ARGS__}, sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)
#define NO_ARGS NULL, 0
/* Words of ours in an argument, by themselves or within a longer text; shown in the language of the message. */
#define BOTH(zh, en) "\x01" zh "\x02" en "\x03"
Str diag_both(Arena *a, const char *const words[LANGUAGE_COUNT]); /* the same from a table */

Diags *diags_new(Arena *a);
/* source may be NULL.  Never returns NULL.  In text that was made from tables the span becomes that of the cell. */
Diag *diag_add(Diags *d, MessageCode code, const Source *source, Span span, const Str *args,
               size_t nargs);
void diag_label(Diag *d, Span span, Str text);      /* a related place in the same source */
void diag_hint(Diag *d, Str zh, Str en);            /* advice; LF is allowed in it */
void diag_at_json(Diag *d, Str json_path, Str who); /* who: the candidate's id, may be empty */
void diag_at_cell(Diag *d, Str sheet, Str cell);    /* of a table that has not become text yet */

Diag *diag_copy(Diags *d, const Diag *x);

/* The messages of one procedure among several: `of` leads each. */
void diags_append(Diags *d, const Diags *from, Str of);

void diags_strict(Diags *d, MessageCode code); /* from now on this warning is an error */
bool diags_any_error(const Diags *d);
size_t diags_count(const Diags *d, Level level); /* all ever added, duplicates too */
size_t diags_kept(const Diags *d);
const Diag *diags_at(const Diags *d, size_t i); /* i < diags_kept, in order of adding */

Str message_name(MessageCode code); /* "E0101" */
Level message_level(MessageCode code);
Str message_format(MessageCode code, Language language);
void diag_message(const Diag *d, Language language, Text *out); /* the sentence, args filled in */

#endif
