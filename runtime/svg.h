/* svg.h - the charts of the pages.  All coordinates are whole numbers; every number that a length stands for is
 * printed beside it or in it.  Hatched: people decide.  Red dashed line: the cut. */
#ifndef RUNTIME_SVG_H
#define RUNTIME_SVG_H

#include "lang/num.h"
#include "runtime/html.h"

/* Elements, in the coordinates of the picture.  An opened picture is closed with html_close. */
typedef enum { AT_START, AT_MIDDLE, AT_END } Anchor;
void svg_open(Html *h, const char *classes, int width, int height, Str title, Str desc);
void svg_rect(Html *h, const char *classes, int x, int y, int width, int height);
void svg_line(Html *h, const char *classes, int x1, int y1, int x2, int y2);
void svg_words(Html *h, const char *classes, int x, int y, Anchor anchor, Str s);

/* Whose a person is: chosen by the first procedure only, by the second only, by both, by neither. */
typedef enum { WHO_FIRST, WHO_SECOND, WHO_BOTH, WHO_NEITHER } Who;
extern const char *const who_classes[WHO_NEITHER + 1];
enum { SVG_PARTIES = 8 };
extern const char *const party_classes[SVG_PARTIES];

/* Evidence has a colour by its phase and a shade among those of one phase. */
typedef struct { unsigned hue, shade; } Ink;

typedef struct {
    Str name;
    int64_t left, lost;
    bool people_decide;
    const Str *why; size_t why_count;      /* one a line */
} FunnelStep;

typedef struct {
    unsigned party;
    Str title, desc, all;                  /* all: words for those who were there at first */
    int64_t entered;
    const FunnelStep *steps; size_t step_count;
} FunnelChart;

void svg_funnel(Html *h, const FunnelChart *c, bool narrow);

typedef struct { Str name; Num share; bool exact; Ink ink; } WeightPart;
typedef struct { Str title, desc; const WeightPart *parts; size_t part_count; } WeightChart;
void svg_weights(Html *h, const WeightChart *c);

typedef struct { Num points; bool known; Ink ink; Str name; } ScorePiece;
typedef struct {
    enum { SCORE_PERSON, SCORE_HEAD, SCORE_CUT, SCORE_SKIP } kind;
    Str text;                              /* the person as shown; otherwise the words of the line */
    Str person, exact;                     /* id, exact total */
    Who who;
    bool in;
    int64_t rank;
    Str total;
    const ScorePiece *pieces; size_t piece_count;
} ScoreRow;

typedef struct {
    unsigned party;
    Str title, desc;
    Num full;                              /* the length of the whole bar, > 0 */
    const ScoreRow *rows; size_t row_count;
} ScoreChart;

void svg_scores(Html *h, const ScoreChart *c);

typedef struct {
    enum { SLOPE_PERSON, SLOPE_OUT, SLOPE_HEAD, SLOPE_CUT, SLOPE_SKIP } kind;
    uint32_t key;                          /* PERSON, OUT: joins the two sides */
    Str person, text, score, why;
    int64_t rank;
    Who who;
    bool chosen;
} SlopeItem;

typedef struct {
    Str title, desc, heads[2];
    const SlopeItem *items[2]; size_t item_counts[2];
    size_t key_count;
} SlopeChart;

void svg_slope(Html *h, const SlopeChart *c);

#endif
