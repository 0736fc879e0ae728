/* compare_sheet.h - what the files of the comparison's text share: compare_text.c, compare_text_people.c. */
#ifndef RUNTIME_COMPARE_SHEET_H
#define RUNTIME_COMPARE_SHEET_H

#include "runtime/compare_view.h"

typedef struct {
    const Comparison *c;
    bool names;
    Language language;
    Text *out;
    Arena *a;
    size_t sections;  /* numbered so far */
} Sheet;

void sheet_heading(Sheet *s, const char *zh, const char *en);
void sheet_remark(Sheet *s, const char *zh, const char *en);
Str sheet_label(const Sheet *s, size_t party);
Str sheet_words(const Sheet *s, const char *zh, const char *en);
void sheet_person(const Sheet *s, size_t person, Text *out);  /* "02" or "02 张三" */
void sheet_people(const Sheet *s, const uint32_t *people, size_t n, Text *out);

/* Fates crossed, agreement, make-up of scores, what changing one number does. */
void sheet_measures(Sheet *s);
void sheet_readings(Sheet *s);

#endif
