/* command_compare.c - xuan compare: procedures in the text, and on the same people. */
#include "runtime/command.h"
#include "runtime/compare_csv.h"
#include "runtime/compare_json.h"
#include "runtime/compare_text.h"
#include "runtime/compare_view.h"
#include "runtime/page.h"

static int load_parties(Options *o, Party *parties, size_t n)
{
    static const char *const labels[COMPARED_MOST][LANGUAGE_COUNT] = {
        {"甲", "A"}, {"乙", "B"}, {"丙", "C"}, {"丁", "D"}, {"戊", "E"}, {"己", "F"}, {"庚", "G"}, {"辛", "H"},
    };
    for (size_t i = 0; i < n; i++) {
        Str bytes;
        Party *p = &parties[i];
        p->program = load_program(o, o->files[i], &bytes);
        if (o->status)
            return o->status;
        p->file = str_from(o->files[i]);
        p->label = str_from(labels[i][o->language]);
        if (p->program)
            p->digest = digest(o->a, bytes);
    }
    return diags_any_error(o->d) ? show_messages(o) : EXIT_DONE;
}

/* The one document, read for each. */
static int load_pools(Options *o, Party *parties, size_t n, DataText *data)
{
    reading_begins(o, o->data);
    int status = load_data(o, o->data, data);
    if (status)
        return status;
    for (size_t i = 0; i < n; i++) {
        const Program *others[COMPARED_MOST];
        size_t count = 0;
        for (size_t k = 0; k < n; k++)
            if (k != i)
                others[count++] = parties[k].program;
        size_t before = diags_count(o->d, LEVEL_ERROR);
        parties[i].pool = pool_of(o, data, parties[i].program, others, count);
        if (!parties[i].pool || diags_count(o->d, LEVEL_ERROR) > before)
            diag_add(o->d, E0419, NULL, (Span){0}, ARGS(parties[i].label, parties[i].program->name));
    }
    reading_ends(o);
    return diags_any_error(o->d) ? show_messages(o) : EXIT_DONE;
}

static int compare_usage(Options *o)
{
    if (o->file_count < 2)
        return usage(o, "compare 至少要有两份规则文件", "compare needs at least two rules files");
    if (o->file_count > COMPARED_MOST)
        return usage(o, "compare 最多比较 8 份规则", "compare takes at most 8 rules files");
    if (!o->data && (o->readings || o->posts || o->names || o->format == FORMAT_CSV))
        return usage(o, "--readings、--names、--posts、--format csv 要和 --data 一起用",
                     "--readings, --names, --posts and --format csv go with --data");
    return EXIT_DONE;
}

int command_compare(Options *o)
{
    Party parties[COMPARED_MOST] = {0};
    size_t n = (size_t)o->file_count;
    DataText data = {0};
    int status = compare_usage(o);
    status = status ? status : load_parties(o, parties, n);
    status = !status && o->data ? load_pools(o, parties, n, &data) : status;
    if (status)
        return status;
    const Comparison *found = compare(o->a, parties, n, &(CompareOptions){.readings = o->readings}, o->d);
    status = show_messages(o);
    if (!found || status)
        return EXIT_MISTAKES;
    Comparison c = *found;
    c.data_file = str_from(o->data);
    c.data_digest = data.digest;
    Text out = text_new(o->a);
    switch (o->format) {
    case FORMAT_JSON: compare_json(&c, o->names, o->language, &out); break;
    case FORMAT_CSV: compare_csv(&c, o->names, o->language, &out); break;
    case FORMAT_TEXT: compare_text(&c, o->names, o->language, &out); break;
    case FORMAT_HTML: {
        PageOptions page = page_options(o);
        page_compare(&c, &page, o->language, &out);
        break;
    }
    case FORMAT_XLSX:
    case FORMAT_TAP:
    case FORMAT_MD:
    case FORMAT_SVG:
    case FORMAT_DOCX: BUG("commands.def gives compare no such format");
    }
    status = write_result(o, text_str(&out));
    bool unsettled = false;
    for (size_t i = 0; i < n; i++)
        unsettled = unsettled || (c.parties[i].outcome && c.parties[i].outcome->unsettled);
    return status ? status : unsettled ? EXIT_OPEN : EXIT_DONE;
}
