/* names.c - the fixed names of an outcome's kinds. */
#include "runtime/outcome.h"

const char *const status_names[STATUS_KINDS] = {
    [STATUS_IN] = "in",           [STATUS_CHOSEN] = "chosen",   [STATUS_RESERVE] = "reserve",
    [STATUS_LISTED] = "listed",   [STATUS_DROPPED] = "dropped", [STATUS_WITHDRAWN] = "withdrawn",
    [STATUS_VOID] = "void",       [STATUS_UNDETERMINED] = "undetermined",
};

const char *const status_words[STATUS_KINDS][2] = {
    [STATUS_IN] = {"仍在", "still in"},
    [STATUS_CHOSEN] = {"选定", "chosen"},
    [STATUS_RESERVE] = {"候补", "reserve"},
    [STATUS_LISTED] = {"列入", "listed"},
    [STATUS_DROPPED] = {"淘汰", "dropped"},
    [STATUS_WITHDRAWN] = {"退出", "withdrawn"},
    [STATUS_VOID] = {"作废", "void"},
    [STATUS_UNDETERMINED] = {"未定", "undetermined"},
};

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
