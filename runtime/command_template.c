/* command_template.c - xuan template: the tables of a procedure, blank or filled with data that are there. */
#include <errno.h>
#include <sys/stat.h>

#include "runtime/command.h"
#include "runtime/template.h"

static bool ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);
    return n >= m && strcmp(name + n - m, ending) == 0;
}

static int write_sheet(Options *o, const FilledForm *filled, const FilledSheet *sheet)
{
    Text t = text_new(o->a);
    template_csv(filled, sheet, &t);
    return write_result(o, text_str(&t));
}

/* A file for each sheet; the folder may be there already. */
static int write_folder(Options *o, const FilledForm *filled)
{
    const char *folder = o->output;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return file_fault(o, E0005, str_from(folder));
    int status = EXIT_DONE;
    for (size_t i = 0; !status && i < filled->sheet_count; i++) {
        Text path = text_new(o->a);
        text_addz(&path, folder);
        text_add(&path, filled->sheets[i].form->name);
        text_addz(&path, ".csv");
        o->output = arena_str(o->a, text_str(&path)).at;
        status = write_sheet(o, filled, &filled->sheets[i]);
    }
    o->output = folder;
    return status;
}

/* One CSV file holds one sheet. */
static int write_csv(Options *o, const FilledForm *filled)
{
    const FilledSheet *people = NULL;
    for (size_t i = 0; i < filled->sheet_count; i++) {
        if (filled->sheets[i].form->kind == SHEET_PEOPLE)
            people = &filled->sheets[i];
        else if (filled->sheets[i].count > 0)
            return usage(o, "一个 .csv 文件放不下这些数据：-o 写 .xlsx 文件，或者以 / 结尾的文件夹", "one .csv file cannot hold these data: let -o be an .xlsx file or a folder (ending with /)");
    }
    return write_sheet(o, filled, people);
}

typedef struct {
    Arena *a;
    const FilledForm *filled;
} Spreadsheet;

static bool write_file(void *context, const char *file)
{
    const Spreadsheet *spreadsheet = context;
    return template_xlsx(spreadsheet->a, spreadsheet->filled, file);
}

static int write_spreadsheet(Options *o, const FilledForm *filled)
{
    Str bytes;
    if (!spreadsheet_bytes(o, write_file, &(Spreadsheet){o->a, filled}, &bytes))
        return o->status;
    return write_result(o, bytes);
}

static int fill(Options *o, const Program *p, const FilledForm **out)
{
    DataText data = {0};
    int status = load_data(o, o->data, &data);
    if (status)
        return status;
    if (!pool_of(o, &data, p, NULL, 0))
        return show_messages(o), EXIT_MISTAKES;
    const Source *text = data_document(o, &data.data, p), *posts = data.has_posts ? data_document(o, &data.posts, p) : NULL;
    *out = filled_form(o->a, data_form(o->a, p), text, posts, o->d);
    return show_messages(o);
}

int command_template(Options *o)
{
    Str bytes;
    if (o->file_count != 1)
        return usage(o, "template 要有一份规则文件", "template takes one rules file");
    bool folder = o->output && ends_with(o->output, "/"), csv = o->output && ends_with(o->output, ".csv");
    if (!folder && !csv && !(o->output && ends_with(o->output, ".xlsx")))
        return usage(o, "template 要用 -o 说明写到哪里：文件 .xlsx、.csv，或者以 / 结尾的文件夹（每张表一个 .csv）",
                     "template needs -o: a file .xlsx or .csv, or a folder ending with / (a .csv for each sheet)");
    if (o->posts && !o->data)
        return usage(o, "--posts 要和 --data 一起用", "--posts goes with --data");
    const Program *p = load_program(o, o->files[0], &bytes);
    if (o->status)
        return o->status;
    if (!p || (!o->data && show_messages(o)))
        return p ? EXIT_MISTAKES : show_messages(o);
    const FilledForm *filled = NULL;
    int status = 0;
    if (o->data)
        status = fill(o, p, &filled);
    else
        filled = blank_form(o->a, data_form(o->a, p));
    if (status || !filled)
        return status ? status : EXIT_MISTAKES;
    return folder ? write_folder(o, filled) : csv ? write_csv(o, filled) : write_spreadsheet(o, filled);
}
