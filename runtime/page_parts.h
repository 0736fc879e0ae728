/* page_parts.h - private to page.c, page_run.c and page_*.c. */
#ifndef RUNTIME_PAGE_PARTS_H
#define RUNTIME_PAGE_PARTS_H

#include "runtime/page.h"
#include "runtime/svg.h"
#include "runtime/wording.h"

enum { PAGE_EVERYONE = 60, PAGE_TOP = 30, PAGE_MOVERS = 120, PAGE_CARDS = 60, PAGE_LIST = 400 };

/* Where a procedure's last ranking put a person. */
typedef struct {
    uint32_t person;             /* ComparedPerson */
    size_t contest;              /* index in the outcome; SIZE_MAX: none */
    int64_t rank;                /* -1: was not ranked */
    bool through;                /* the stage of the ranking did not put him out */
} Position;

typedef struct {
    const Position *ranked; size_t ranked_count; /* by contest, rank, id */
    const Position *out;    size_t out_count;    /* by the stage where he left, id */
    size_t out_hidden, ranked_hidden;         /* of those not kept */
} Standing;

typedef struct {
    Html h;
    Arena *a;
    Language language;
    const Comparison *c;
    const PageOptions *options;
    Standing *standings;         /* by party */
    bool *kept;                  /* by ComparedPerson: shown in charts */
    size_t hidden;               /* people not in the charts */
    size_t movers_hidden;        /* of them: whose fate differs */
    unsigned hues[PHASES];       /* 1 + hue; 0: the phase has none */
    unsigned section;            /* headings are numbered */
} Page;

enum { HUES = 7, SHADES = 3 };

/* page_people.c */
void page_prepare(Page *p);
uint32_t page_unit(const Page *p, size_t party, uint32_t person);          /* CELL_NONE: not in it */
const Fate *page_fate(const Page *p, size_t party, uint32_t person);       /* NULL: not in it */
bool page_chosen(const Page *p, size_t party, uint32_t person);
Who page_who(const Page *p, uint32_t person);
Str page_person(const Page *p, uint32_t person);                           /* as shown */
Str page_short_reason(Page *p, size_t party, uint32_t person);
Str page_long_reason(Page *p, size_t party, uint32_t person);
Ink page_ink(Page *p, const Plan *plan, Str evidence);
Str page_decimal(Page *p, Num x, int places);                              /* exact text goes into data-… */
Str page_exact(Page *p, Num x);
const Ranked *page_rank(const Page *p, size_t party, uint32_t person);     /* in the last ranking; NULL */

/* page_frame.c */
void page_begin(Page *p, Str title);
void page_masthead(Page *p, const char *zh, const char *en);
void page_badge(Page *p, size_t party);
void page_section(Page *p, const char *zh, const char *en);                /* opens it */
void page_note(Page *p, const char *zh, const char *en, const Str *args, size_t nargs);
void page_chip(Page *p, uint32_t person, bool link);
void page_audit(Page *p);
void page_end(Page *p);
void page_open_table(Page *p, const char *classes, const char *zh, const char *en); /* with its caption */
void page_head_cell(Page *p, const char *zh, const char *en);
void page_cell(Page *p, const char *classes, Str label);                   /* opens a td; label: shown on the phone */
Str page_both(const Page *p, const char *zh, const char *en);
Str page_format(Page *p, const char *zh, const char *en, const Str *args, size_t nargs);

/* page_frame.c: the head of any page up to its style, which is still open: rules of its own may follow, then style and head are closed.
 * `policy` is its Content-Security-Policy. */
void page_head(Html *h, Language language, Str title, const char *policy);

/* page_style.c */
extern const char *const page_style[], *const page_script, *const page_patterns;
extern const size_t page_style_count;

/* page_charts.c */
void page_funnels(Page *p);
void page_weights(Page *p, size_t party);
void page_scores(Page *p);
void page_slopes(Page *p);

/* page_rules.c */
void page_rule_table(Page *p);
void page_number_table(Page *p);
void page_open_questions(Page *p);

/* page_people_tables.c */
void page_bins(Page *p);
void page_cards(Page *p);
void page_matrix(Page *p);
void page_agreements(Page *p);
void page_what_if(Page *p);
void page_readings(Page *p);

#endif
