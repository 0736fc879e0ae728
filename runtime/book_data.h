/* book_data.h - tables as a data document.
 * What people filled in (columns.h says which sheets and headings there are) becomes the text of a JSON document (REFERENCE 6)
 * for the one strict reader (read.h).  Here the form of each cell is judged: a number, a date, 是 or 否; what the values must be is
 * judged by the reader.  The document knows which cell each stretch of it comes from, so every message about it names the
 * cell (lang/source.h). */
#ifndef RUNTIME_BOOK_DATA_H
#define RUNTIME_BOOK_DATA_H

#include "lang/program.h"
#include "runtime/book.h"

/* NULL when the tables cannot be read; the messages are in d.  A sheet without a name (CSV), or a single one whose name means
 * nothing, is the one of the candidates.  A document without posts has no posts: they may be in another (read_pool). */
const Source *book_document(Arena *a, const Program *p, const Book *book, Diags *d);

/* Several books as one document called `name`: a CSV file for each sheet, which then has its name.  What only `others` read is
 * passed over. */
const Source *books_document(Arena *a, const Program *p, const Program *const *others, size_t other_count, Str name,
                             const Book *const *books, size_t book_count, Diags *d);

#endif
