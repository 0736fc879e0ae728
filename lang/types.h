/* types.h - what kind of value an expression has.  Units are types; a share carries its base.
 * Ranges: low and high are bounds that hold whatever the data says (both included). */
#ifndef LANG_TYPES_H
#define LANG_TYPES_H

#include "lang/language.h"
#include "lang/num.h"

typedef enum {
    TYPE_ERROR,  /* reported already; fits everything */
    TYPE_YESNO,
    TYPE_NUMBER, /* with a dimension */
    TYPE_RATIO,  /* people for one seat */
    TYPE_DATE,
    TYPE_TEXT,
    TYPE_GRADE,  /* a value of a scale */
    TYPE_POST,   /* a post's row */
    TYPE_PERSON, /* a candidate's row */
    TYPE_BALLOT,
    TYPE_SURVEY,
    TYPE_PANEL,
    TYPE_LIST,
    TYPE_TABLE   /* a parameter that is a 对应 table; used only after 对应 */
} TypeKind;

typedef enum { DIM_PURE, DIM_POINTS, DIM_COUNT, DIM_SHARE, DIM_YEARS, DIM_MONTHS, DIM_DAYS } Dimension;

/* The counts of a ballot, in the order of a cell's array. */
typedef enum { COUNT_AYES, COUNT_NOES, COUNT_ABSTAINED, COUNT_SPOILT, COUNT_ISSUED, COUNT_RETURNED,
               COUNT_ENTITLED, COUNT_PRESENT, COUNT_FORMAL /* returned - spoilt, derived */, COUNTS } BallotCount;
enum { COUNTS_STORED = COUNT_FORMAL };
extern const char *const count_words[COUNTS][2]; /* [count][LANG_ZH or LANG_EN] */

typedef struct Type Type;
struct Type {
    TypeKind kind;
    Dimension dim;        /* NUMBER */
    Str unit;             /* NUMBER: the noun as in words.def's Chinese (分 人 票 年 …), may be empty */
    int scale;            /* GRADE, SURVEY: index in program->scales; -1 none */
    int base;             /* BALLOT: a BallotCount; SHARE: BallotCount, or BASE_RATERS, BASE_NONE, BASE_MIXED */
    int names;            /* BALLOT: the most names on a paper (每票 至多 N 名); 0: any number */
    Str voters;           /* BALLOT: the class of voters (由 …); empty: anyone */
    int items;            /* SURVEY: items (0: one question); LIST: exactly so many (0: any); PANEL: judges */
    const Type *element;  /* LIST, PANEL */
    bool has_low, has_high, has_full;
    Num low, high;        /* NUMBER, RATIO */
    Num full;             /* NUMBER in points: the full mark */
};
enum { BASE_NONE = -1, BASE_RATERS = -2, BASE_MIXED = -3 };

typedef struct {
    int16_t year;
    uint8_t month, day; /* 0: not known */
} Date;

#endif
