/* format_parts.h - private to format*.c: a rules file as lines of pieces.
 * format_lines.c breaks the tokens into lines, each piece with the blanks that it has without columns; format.c moves pieces
 * into columns and prints. */
#ifndef LANG_FORMAT_PARTS_H
#define LANG_FORMAT_PARTS_H

#include "lang/parser.h"

/* What a piece begins, if it may be moved to a column. */
typedef enum {
    STOP_NONE,
    STOP_OPERATOR, /* the : of a field, the = of a parameter, figure or row, the 当 of a mark */
    STOP_TAIL,     /* 说 依据 … , 当 of a field, 由 of a clause */
    STOP_CELL      /* a cell of a table, but for the first */
} Stop;

typedef struct {
    Str text;
    size_t spaces; /* before it */
    Stop stop;
} Piece;

/* Where a line begins. */
typedef enum {
    HANG_BLOCK,      /* a statement, or a comment: two blanks a block */
    HANG_TAIL,       /* goes on with 说 and the like: two blanks more */
    HANG_EXPRESSION, /* goes on inside an expression: below its first word */
    HANG_BRACKET     /* goes on inside brackets: two blanks more for each */
} Hang;

typedef struct {
    ARRAY(Piece) pieces; /* empty: only a comment */
    Str comment;         /* with its #; empty: none */
    size_t comment_spaces;
    Hang hang;
    int depth;           /* open { */
    int brackets;        /* HANG_BRACKET: open (, less those that the line begins by closing */
    size_t head;         /* HANG_EXPRESSION: the line where its statement begins */
    int columns;         /* neighbours with the same one, not 0, have their operators below each other */
    size_t indent;       /* blanks */
    bool blank;          /* an empty line stands before it */
    bool below;          /* a comment that goes on with the one at the end of the line before */
    bool opens, closes;  /* it ends with a { whose block stands in lines of its own; it is the } of one */
    bool loose;          /* its tails stay out of columns: a block in one line, a 依据 of its own */
    bool row;            /* of a table in a test */
} Line;

typedef ARRAY(Line) Lines;

/* p: a file that was read without errors.  words: NULL, or the language that words get. */
Lines format_lines(const Parser *p, const Language *words);

#endif
