/* command.h - what the commands share.  Only command*.c and main.c read files, write results and decide the exit status.
 * A command is a row of commands.def and a function here; an option is a row of options.def and a field of Options. */
#ifndef RUNTIME_COMMAND_H
#define RUNTIME_COMMAND_H

#include <sys/stat.h>

#include "lang/arena.h"
#include "lang/diag.h"
#include "lang/language.h"
#include "lang/program.h"
#include "runtime/book.h"
#include "runtime/page.h"
#include "runtime/pool.h"
#include "runtime/run.h"

#define VERSION "0.1.0"

enum { EXIT_DONE = 0, EXIT_MISTAKES = 1, EXIT_USAGE = 2, EXIT_FILES = 3, EXIT_OPEN = 4 };

/* In the order of format_names in main.c. */
typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML, FORMAT_XLSX, FORMAT_TAP, FORMAT_MD, FORMAT_SVG, FORMAT_DOCX } Format;

typedef struct {
    const char **values; /* in the order given */
    size_t count;
} OptionList;

/* A data file that is read in windows. */
typedef struct OpenFile OpenFile;

typedef struct {
    Arena *a;               /* everything that a command makes */
    Diags *d;
    Language language;
    Language words;         /* LANGUAGE_COUNT: as they are written */
    const char *format_name; /* what --format says, or NULL */
    Format format;          /* one of the command's formats; its first where nothing is said */
    const char *output, *until, *posts, *candidate, *data, *sheet, *filter, *threads;
    OptionList settings;
    bool all, check, codes, diff, names, readings, strict, coverage, complete, suggest, help, version;
    bool colour, debug_colour;
    char **files;           /* the arguments after the command */
    int file_count;
    char **arguments;       /* the command line as it was typed */
    int argument_count;
    int status;             /* what went wrong with files, or 0 */
    struct Progress *progress; /* of the data being read, or NULL */
    OpenFile *open_file;    /* the data file, where only parts of it are in memory; else NULL */
} Options;

#define COMMAND(name, function, arguments, formats, options, zh, en) int function(Options *o);
#include "runtime/commands.def"

/* A file's text ("-": standard input) of at most `most` bytes, as UTF-8; its bytes as they stand in *bytes.
 * NULL: o->status is set (cannot be read), or the reason is in o->d. */
const Source *load(Options *o, const char *file, size_t most, Str *bytes);

/* The checked program of a rules file, its bytes in *bytes; NULL as for load, or with errors in o->d. */
const Program *load_program(Options *o, const char *file, Str *bytes);

/* The same length and time of change. */
bool same_file(const struct stat *a, const struct stat *b);

/* --threads, else XUAN_THREADS, else one for each core. */
unsigned thread_count(const Options *o);

/* NULL: not for the direct reader (no plain file, small, or it cannot be opened: load tells). */
OpenFile *file_open(Options *o, const char *name);
/* The pool, read directly; NULL: pool_of must do it, or o->status is set (the file has changed). */
const Pool *file_pool(Options *o, OpenFile *f, const Program *program);
/* Reads what messages show of it.  false: o->status is set. */
bool file_show(Options *o, const OpenFile *f);
/* At the end of a command. */
void file_end(Options *o);

/* The program of the one file there is, what check says of it shown; NULL: o->status is the exit status. */
const Program *sole_program(Options *o, Str *bytes);

/* To o->output (written beside its place, then moved there: whole or not at all) or to standard output.  The exit status. */
int write_result(Options *o, Str s);

/* The bytes of a file that `fill` writes under a name that it is given, because the library that writes spreadsheets takes
 * names only; numbers become their digits (xlsx_numbers.h).  false: the temporary file cannot be made, written or read; o->status is set. */
bool spreadsheet_bytes(Options *o, bool (*fill)(void *context, const char *file), void *context, Str *out);

/* A file that could not be read (E0004) or written (E0005), by errno, or has changed (E0007); EXIT_FILES. */
int file_fault(const Options *o, MessageCode what, Str name);

/* The file that is there gets this text and keeps its permissions: whole or not at all.  The exit status. */
int replace_file(Options *o, const char *path, Str s);

Str hexadecimal(Arena *a, const unsigned char *bytes, size_t count);
/* The SHA-256 of the bytes, 64 hexadecimal digits. */
Str digest(Arena *a, Str bytes);

/* Writes o->d to standard error; EXIT_MISTAKES if there are errors in it, else EXIT_DONE. */
int show_messages(Options *o);

/* A mistake in the command line, told in the language wanted; EXIT_USAGE. */
int usage(const Options *o, const char *zh, const char *en);

/* The same with {0}, {1} … in it. */
int usage_with(const Options *o, const char *zh, const char *en, const Str *args, size_t nargs);

/* A file's bytes as they stand; false: o->status is set. */
bool load_bytes(Options *o, const char *file, Str *out);

/* A document (JSON, NDJSON), or tables: a spreadsheet, a CSV file, or a folder of them. */
typedef struct {
    Str name;
    const Source *text;         /* NULL: tables */
    ARRAY(const Book *) books;
} DataFile;

typedef struct {
    DataFile data, posts;
    bool has_posts;             /* --posts */
    Str digest;                 /* of both, one after the other */
} DataText;

/* The data file and what --posts names; 0 or the exit status, everything said. */
int load_data(Options *o, const char *file, DataText *out);

/* The same with a posts file or NULL; messages stay in o->d. */
int load_files(Options *o, const char *file, const char *posts, DataText *out);

/* No table, by its name. */
bool is_document(const char *file);

/* What --posts names as a document, and what of it the digest covers; false: o->status is set, or the reasons are in o->d. */
bool posts_document(Options *o, const char *file, const Program *p, const Source **out, Str *digested);

/* The data as a document, whatever they are; NULL: the reasons are in o->d. */
const Source *data_document(Options *o, const DataFile *file, const Program *p);

/* The data as the procedure reads them; `others` are served by the same data (read_pool).  NULL: the reasons are in o->d. */
const Pool *pool_of(Options *o, const DataText *data, const Program *p, const Program *const *others, size_t count);

typedef struct {
    const Program *program;
    const Pool *pool;
    Str rules_digest, data_digest; /* data_digest: empty until job_digest has been asked, where the file is read in windows */
    RunOptions run;
} Job;

/* The reading of this data file begins, and is over: what a terminal is shown meanwhile. */
void reading_begins(Options *o, const char *file);
void reading_ends(Options *o);

/* Rules and data (the two files), and what the options say of the run; 0 or the exit status, everything said. */
int prepare(Options *o, Job *job);

/* xuan explain CODE, and xuan explain --codes. */
bool looks_like_code(const char *word);
int explain_code(Options *o);
int explain_codes(Options *o);

/* Begins the digest of the data where another thread can do it. */
void job_digest_ahead(Options *o);
/* The digest of the data; false: o->status is set. */
bool job_digest(Options *o, Job *job);

/* What a page says of how it was made, with the command line to type again. */
PageOptions page_options(const Options *o);

#endif
