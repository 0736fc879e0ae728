/* xlsx_numbers.h - numbers in spreadsheets as their digits.  libxlsxwriter takes a number through binary only, and 85.1 would
 * stand in the file as 85.09999999999999; no value of ours goes that way.  Instead it is told to write the formula XLSX_NUMBER
 * whose text is the digits, and afterwards the formulas are taken out. */
#ifndef RUNTIME_XLSX_NUMBERS_H
#define RUNTIME_XLSX_NUMBERS_H

#include "lang/arena.h"

#define XLSX_NUMBER "=0"

/* The spreadsheet with digits in the place of those formulas; the same bytes for the same input.  false: it is no spreadsheet. */
bool xlsx_numbers(Arena *a, Str bytes, Str *out);

#endif
