/* limits.h - every limit we impose, with its reason. */
#ifndef LANG_LIMITS_H
#define LANG_LIMITS_H

enum {
    LIMIT_RULES_BYTES = 4 << 20,   /* a rules file is a few pages; spans are 32-bit */
    LIMIT_DATA_BYTES = 2000000000, /* spans are 32-bit; a million candidates take half of it */
    LIMIT_DIGITS = 1000,           /* digits of a number: keeps exact arithmetic bounded */
    LIMIT_HEIGHT = 1000,           /* nesting of an expression: passes recurse */
    LIMIT_STAGES = 1000,           /* stages of a procedure */
    LIMIT_MESSAGES = 20,           /* messages shown; the rest are counted */
    LIMIT_JSON_DEPTH = 64,         /* nesting of data; real pools need 6 */
    LIMIT_PLACES = 30              /* decimals of a rounding */
};

#endif
