/* check_tests.h - private to the files that check tests: check_test.c, check_change.c, check_expect.c. */
#ifndef LANG_CHECK_TESTS_H
#define LANG_CHECK_TESTS_H

#include "lang/check_parts.h"
#include "lang/tests.h"

/* What the steps of one test say. */
typedef struct {
    ARRAY(Change) changes;
    ARRAY(TestSetting) settings;
    ARRAY(TestSheet) sheets;
    ARRAY(Expectation) expects;
} Found;

/* check_test.c */
Str choices_text(Checker *c, const Str *known, size_t count); /* "a / b / c" */
Str quoted_name(Checker *c, Str name);
void unknown_part(Checker *c, Span at, Str whole, Str part, const Str *known, size_t count); /* with what it may have been */
int find_stage(Checker *c, const Node *at, Str name); /* -1: reported */

/* check_change.c */
void check_change(Checker *c, const Node *n, Found *found);
void check_gone(Checker *c, const Node *n, Found *found);
bool read_match(Checker *c, const Node *n, const Stage *stage, Match *out); /* false: reported */
bool names_entry(Checker *c, const Node *field); /* "007" 报考 "P2": the field of 参选 that is the post; false: reported */

/* check_expect.c */
Expectation check_expect(Checker *c, const Node *n);

#endif
