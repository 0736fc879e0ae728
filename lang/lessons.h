/* lessons.h - what each message code means, with an example that provokes it and the example mended.
 * The lessons are the texts of lang/lessons, part of the program; common.md there says how one is written.
 * That each code has one, that its example fails so and its mended form does not, is for the tests. */
#ifndef LANG_LESSONS_H
#define LANG_LESSONS_H

#include "lang/arena.h"
#include "lang/language.h"

typedef struct {
    Str kind; /* a file's ending, "xuan" or "json" or another: the file 例.KIND; "sh": a command; "err", "err-en": what it says */
    Str text; /* with its common part put in; whole lines */
    bool mended;
} LessonBlock;

typedef struct {
    Str code, title[LANGUAGE_COUNT], text[LANGUAGE_COUNT];
    Str where; /* sections of lang/REFERENCE.md, "4.15、5.4" */
    ARRAY(LessonBlock) blocks;
} Lesson;

typedef struct {
    ARRAY(Lesson) all; /* in the order of the files */
} Lessons;

const Lessons *lessons_read(Arena *a);

/* The block of that kind, before or after it was mended; NULL: none. */
const LessonBlock *lesson_block(const Lesson *lesson, const char *kind, bool mended);

/* The text of a block as it is run: 〔TEXT × 1001〕 stands for that many times TEXT. */
Str lesson_expanded(Arena *a, Str text);

#endif
