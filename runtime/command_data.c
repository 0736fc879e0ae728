/* command_data.c - data files of every form: JSON and NDJSON as they are, spreadsheets and CSV through the procedure that reads them. */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lang/limits.h"
#include "runtime/book_data.h"
#include "runtime/columns.h"
#include "runtime/command.h"
#include "runtime/loaded.h"
#include "runtime/read.h"

static bool has_ending(Str name, const char *ending)
{
    size_t n = strlen(ending);
    if (name.len < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = name.at[name.len - n + i];
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != ending[i])
            return false;
    }
    return true;
}

static bool is_spreadsheet(Str name, Str bytes)
{
    static const char *const endings[] = {".xlsx", ".xls", ".et", ".xlsm", ".ods"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (has_ending(name, endings[i]))
            return true;
    return looks_like_xlsx(bytes);
}

bool is_document(const char *file)
{
    return !is_spreadsheet(str_from(file), S("")) && !has_ending(str_from(file), ".csv");
}

/* The one sheet of a CSV file under another name. */
static Book *named_book(Arena *a, Book *book, Str name)
{
    if (!book || book->sheet_count != 1)
        return book;
    Sheet *sheet = NEW(a, Sheet);
    *sheet = book->sheets[0];
    sheet->name = name;
    book->sheets = sheet;
    return book;
}

static void add_book(Options *o, DataFile *out, Book *book)
{
    if (book)
        *PUSH(o->a, &out->books) = book;
}

/* ---- a folder of CSV files, each a sheet by its name ---- */

static int compare_names(const void *x, const void *y) { return strcmp(*(const char *const *)x, *(const char *const *)y); }

static bool is_folder(const char *name)
{
    struct stat st;
    return strcmp(name, "-") != 0 && stat(name, &st) == 0 && S_ISDIR(st.st_mode);
}

static int load_folder(Options *o, const char *folder, DataFile *out, Text *digested)
{
    ARRAY(const char *) names = {0};
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (has_ending(str_from(entry->d_name), ".csv"))
            *PUSH(o->a, &names) = arena_str(o->a, str_from(entry->d_name)).at;
    if (dir)
        closedir(dir);
    if (names.len > 0)
        qsort(names.at, names.len, sizeof *names.at, compare_names);
    else
        diag_add(o->d, E0659, NULL, (Span){0}, ARGS(str_from(folder)));
    for (size_t i = 0; i < names.len; i++) {
        Text path = text_new(o->a);
        Str bytes, name = str_from(names.at[i]);
        text_addz(&path, folder);
        text_addz(&path, folder[strlen(folder) - 1] == '/' ? "" : "/");
        text_add(&path, name);
        Str file = arena_str(o->a, text_str(&path));
        if (!load_bytes(o, file.at, &bytes))
            return o->status;
        text_add(digested, name);
        text_char(digested, '\0');
        text_add(digested, bytes);
        add_book(o, out, named_book(o->a, read_csv(o->a, file, bytes, o->d), str_cut(name, 0, name.len - 4)));
    }
    return 0;
}

/* ---- one file ---- */

/* `sheet`: what the only table of a CSV file is; empty: that of the candidates. */
static int load_file(Options *o, const char *file, Str sheet, DataFile *out, Text *digested)
{
    Str bytes, name = strcmp(file, "-") == 0 ? S("<stdin>") : str_from(file);
    out->name = name;
    if (is_folder(file))
        return load_folder(o, file, out, digested);
    if (!load_bytes(o, file, &bytes))
        return o->status;
    text_add(digested, bytes);
    if (is_spreadsheet(name, bytes))
        add_book(o, out, read_xlsx(o->a, name, bytes, o->d));
    else if (has_ending(name, ".csv"))
        add_book(o, out, named_book(o->a, read_csv(o->a, name, bytes, o->d), sheet));
    else
        out->text = loaded(o->a, name, bytes, LIMIT_DATA_BYTES, o->d);
    return 0;
}

int load_files(Options *o, const char *file, const char *posts, DataText *out)
{
    Text digested = text_new(o->a);
    int status = load_file(o, file, S(""), &out->data, &digested);
    out->has_posts = posts != NULL;
    if (!status && posts)
        status = load_file(o, posts, S("职位"), &out->posts, &digested);
    if (!status)
        out->digest = digest(o->a, text_str(&digested));
    return status;
}

int load_data(Options *o, const char *file, DataText *out)
{
    int status = load_files(o, file, o->posts, out);
    return status ? status : diags_any_error(o->d) ? show_messages(o) : 0;
}

static const Source *document_for(Options *o, const DataFile *file, const Program *p, const Program *const *others, size_t count)
{
    if (file->text)
        return file->text;
    return books_document(o->a, p, others, count, file->name, file->books.at, file->books.len, o->d);
}

bool posts_document(Options *o, const char *file, const Program *p, const Source **out, Str *digested)
{
    DataFile posts = {0};
    Text t = text_new(o->a);
    if (load_file(o, file, S("职位"), &posts, &t) || diags_any_error(o->d))
        return false;
    *digested = text_str(&t);
    *out = document_for(o, &posts, p, NULL, 0);
    return *out != NULL;
}

const Source *data_document(Options *o, const DataFile *file, const Program *p)
{
    return document_for(o, file, p, NULL, 0);
}

const Pool *pool_of(Options *o, const DataText *data, const Program *p, const Program *const *others, size_t count)
{
    const Source *text = document_for(o, &data->data, p, others, count);
    const Source *posts = data->has_posts ? document_for(o, &data->posts, p, others, count) : NULL;
    if (!text || (data->has_posts && !posts))
        return NULL;
    return read_pool(o->a, p, others, count, text, posts, o->d);
}
