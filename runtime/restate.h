/* restate.h - a checked program told back for sign-off: what is signed is what runs.
 * The model is a list of paragraphs; restate_md.c, restate_html.c and restate_docx.c write it.  All of it comes from the Program alone
 * (and the digest of its file), in one language; equal input gives equal bytes.  Tests (测试) are not restated. */
#ifndef RUNTIME_RESTATE_H
#define RUNTIME_RESTATE_H

#include "lang/program.h"

typedef enum { TOLD_HEADING, TOLD_TEXT, TOLD_CLAUSE, TOLD_DOUBT, TOLD_ASSUMED } ToldKind;

/* A clause, text or heading refers to an assumption or doubt by its number; both are listed at the end. */
typedef struct { bool doubt; unsigned number; } ToldMark;

typedef struct {
    ToldKind kind;
    Str number;                /* "一" of a stage's heading, "3" of a clause, "1" of a doubt; may be empty */
    Str text;
    Str cite;                  /* the place in the sources; empty: none */
    bool people;               /* people decide here */
    ToldMark *marks; size_t mark_count;
} Told;

typedef struct {
    Language language;
    Str title, name, digest, version;
    const Told *told; size_t count;
    size_t assumed, doubted;   /* how many are listed */
} Restatement;

Restatement restate(Arena *a, const Program *p, Str digest, Str version, Language language);

/* "假定 1", "doubt 2". */
Str told_mark(Arena *a, ToldMark mark, Language language);
/* The places for signatures: 起草 审核 批准 日期. */
enum { SIGNATURES = 4 };
extern const char *const signature_words[SIGNATURES][LANGUAGE_COUNT];

/* What stands before the paragraphs, and in the footer: the digest of the rules file and the version. */
Str told_opening(Arena *a, const Restatement *r);
Str told_closing(Arena *a, const Restatement *r);

void restate_md(const Restatement *r, Text *out);
void restate_docx(const Restatement *r, Text *out);
void restate_html(const Restatement *r, const Program *p, Text *out); /* with the picture of the stages (flow.h) */

#endif
