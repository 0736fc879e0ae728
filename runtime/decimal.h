/* decimal.h - numbers as spreadsheets store them, back to the decimal that was typed.
 * A spreadsheet keeps the binary number of 53 bits (IEEE 754 double) nearest to what was typed and writes it with up to
 * 17 digits: 85.1 may stand in the file as 85.099999999999994.  The shortest decimal that has the same nearest binary
 * number is what was typed, whenever that had no more than 15 digits.  Found in exact arithmetic. */
#ifndef RUNTIME_DECIMAL_H
#define RUNTIME_DECIMAL_H

#include "lang/num.h"

/* Sign, digits without zeros at either end, and the power of ten of the last one: 0.850 is 85 and -2; zero has no digits. */
enum { DECIMAL_DIGITS = 40 };
typedef struct {
    bool negative;
    char digits[DECIMAL_DIGITS];
    size_t count;
    int64_t power;
} Decimal;

/* "-8.51E1" (sign, digits, point, exponent).  false when it is no such number, is beyond what 53 bits with 11 of exponent
 * hold, or has more than DECIMAL_DIGITS significant digits: no program writes that. */
bool decimal_read(Str s, Decimal *out);
void decimal_shorten(Decimal *d);           /* to the shortest decimal with the same nearest binary number */
/* Its binary number to so many significant digits, half away from zero; false: it has no more. */
bool decimal_round(Decimal *d, size_t digits);
bool decimal_is_whole(const Decimal *d);
size_t decimal_whole_digits(const Decimal *d); /* digits before the point; 0 for 0.5 */
void decimal_write(const Decimal *d, Text *out); /* plain digits: "-0.0012", "85.1", "1200" */

#endif
