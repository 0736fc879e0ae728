/* number_format.h - what a spreadsheet's number format makes of a number: a percentage, a date, a number with zeros before it. */
#ifndef RUNTIME_NUMBER_FORMAT_H
#define RUNTIME_NUMBER_FORMAT_H

#include "runtime/book.h"
#include "runtime/decimal.h"

typedef struct {
    bool percent;
    bool year, month, day;  /* of a date, what is shown */
    bool clock, elapsed;    /* hours, minutes or seconds; elapsed: more than 24 hours are counted on */
    unsigned zeros;         /* "0000": at least so many digits; 0: no such format */
} NumberFormat;

NumberFormat number_format(uint32_t id, Str code); /* code: of a custom format; empty: a built-in one */
bool shows_date(NumberFormat f);

/* What is shown of a stored number that is a date or a time: CELL_DATE, CELL_TEXT when a time is shown, or CELL_BROKEN for
 * what is no day (before the first, the 29 February 1900 that never was, after the year 9999) or shows no year.
 * from_1904: day 0 is 1 January 1904; else day 1 is 1 January 1900. */
CellKind date_shown(const Decimal *d, NumberFormat f, bool from_1904, Text *out);

#endif
