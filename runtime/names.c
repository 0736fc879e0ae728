/* names.c - the fixed names of an outcome's kinds. */
#include "runtime/outcome.h"

const char *const reason_names[REASON_KINDS] = {
    [REASON_REQUIRE] = "require", [REASON_VETO] = "veto",       [REASON_VALID] = "valid",
    [REASON_UNJUDGED] = "unjudged", [REASON_OPEN] = "open",     [REASON_CUT] = "cut",
    [REASON_TIE] = "tie",         [REASON_PICK] = "pick",       [REASON_ELECT] = "elect",
    [REASON_CHOOSE] = "choose",   [REASON_TWICE] = "twice",     [REASON_PLACED] = "placed",
    [REASON_EXPLAIN] = "explain",
    [REASON_PENDING] = "pending", [REASON_DEPENDS] = "depends", [REASON_WITHDRAWN] = "withdrawn",
};

const char *const note_names[NOTE_KINDS] = {
    [NOTE_VACANT] = "vacant",
    [NOTE_OVER] = "over",
    [NOTE_PROCEED] = "proceed",
    [NOTE_REDUCED] = "reduced",
};
