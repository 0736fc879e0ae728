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
    LIMIT_PLACES = 30,             /* decimals of a rounding */

    /* Spreadsheets.  A hostile file is small and becomes large when it is unpacked. */
    LIMIT_BOOK_BYTES = 64 << 20,   /* of an .xlsx as it lies on the disk: 300,000 people of ten columns take 18 MB */
    LIMIT_BOOK_ENTRIES = 2000,     /* files inside it: real ones have 10 and one a sheet */
    LIMIT_PART_BYTES = 512 << 20,  /* one of them unpacked: a sheet of 1,048,576 rows with three styled empty cells each has 115 MB */
    LIMIT_UNPACKED_BYTES = 1 << 30,/* all that are read */
    LIMIT_RATIO = 250,             /* unpacked to packed, of parts over a megabyte: sheets of real programs reach 8 filled and 15 empty */
    LIMIT_XML_DEPTH = 64,          /* nesting of its XML: real ones need 10 */
    LIMIT_SHEETS = 256,
    LIMIT_SHARED_TEXTS = 2000000,  /* different texts of a workbook */
    LIMIT_STYLES = 65536,          /* formats of cells: what the programs themselves allow */
    LIMIT_MERGED = 65536,          /* merged areas of a sheet */
    LIMIT_CELLS = 5000000,         /* of one file that are not empty: they are held at once, 200 MB */
    LIMIT_ROWS = 1048576,          /* what a spreadsheet has */
    LIMIT_COLUMNS = 16384,
    LIMIT_CELL_BYTES = 131072      /* text of one cell: spreadsheets hold 32,767 characters */
};

#endif
