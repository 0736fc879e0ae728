/* command_run.c - xuan run: the outcome of one procedure on one pool. */
#include "runtime/command.h"

#include <unistd.h>

#include "runtime/compare_text.h"
#include "runtime/compare_view.h"
#include "runtime/outcome_csv.h"
#include "runtime/outcome_json.h"
#include "runtime/page.h"
#include "runtime/report.h"
#include "runtime/run.h"
#include "runtime/score_sheet.h"
#include "runtime/wording.h"

/* The page of one procedure is that of a comparison with itself alone. */
static bool run_page(Options *o, const Job *job, const Outcome *outcome, Text *out)
{
    Party party = {.program = job->program, .pool = job->pool, .outcome = outcome, .file = str_from(o->files[0]), .digest = job->rules_digest,
                   .label = o->language == LANG_ZH ? S("甲") : S("A")};
    const Comparison *found = compare(o->a, &party, 1, &(CompareOptions){.readings = o->readings}, o->d);
    if (!found)
        return false;
    Comparison c = *found;
    c.data_file = str_from(o->files[1]);
    c.data_digest = job->data_digest;
    PageOptions page = page_options(o);
    page_run(&c, &page, o->language, out);
    return true;
}

typedef struct { Options *o; const ScoreSheet *sheet; } XlsxFile;

static bool write_xlsx(void *context, const char *file)
{
    XlsxFile *x = context;
    return score_sheet_xlsx(x->o->a, x->sheet, file);
}

static bool wants_table(const Options *o) { return o->sheet || o->format == FORMAT_XLSX; }

static bool shows_digest(const Options *o) { return wants_table(o) || o->format == FORMAT_JSON || o->format == FORMAT_HTML; }

/* The exit status. */
static int run_table(Options *o, const Job *job, const Plan *plan, const Outcome *outcome, Text *out)
{
    ScoreOptions options = {.kind = o->sheet && strcmp(o->sheet, "notice") == 0 ? NOTICE : SCORES, .names = o->names, .language = o->language,
                            .rules_file = str_from(o->files[0]), .rules_digest = job->rules_digest,
                            .data_file = str_from(o->files[1]), .data_digest = job->data_digest};
    const ScoreSheet *sheet = score_sheet(o->a, outcome, plan, &options);
    if (o->format == FORMAT_CSV) {
        score_sheet_csv(sheet, out);
        return EXIT_DONE;
    }
    if (!score_sheet_fits_xlsx(o->a, sheet, o->d))
        return show_messages(o);
    Str bytes;
    if (!spreadsheet_bytes(o, write_xlsx, &(XlsxFile){o, sheet}, &bytes))
        return o->status;
    text_add(out, bytes);
    return EXIT_DONE;
}

/* What goes with what; EXIT_DONE when all is well. */
static int check_options(const Options *o)
{
    bool standard = !o->output || strcmp(o->output, "-") == 0;
    if (o->format == FORMAT_HTML && (o->until || o->settings.count))
        return usage(o, "--format html 不能和 --until、--set 一起用", "--format html does not go with --until or --set");
    if (o->sheet && strcmp(o->sheet, "score") != 0 && strcmp(o->sheet, "notice") != 0)
        return usage(o, "--sheet 只能是 score 或 notice", "--sheet is score or notice");
    if (o->sheet && o->format != FORMAT_CSV && o->format != FORMAT_XLSX)
        return usage(o, "--sheet 要和 --format xlsx 或 csv 一起用", "--sheet goes with --format xlsx or csv");
    if (o->names && o->format != FORMAT_HTML && !wants_table(o))
        return usage(o, "--names 要和 --format html、--format xlsx 或 --sheet 一起用", "--names goes with --format html, --format xlsx or --sheet");
    if (o->readings && wants_table(o))
        return usage(o, "--readings 不能和 --format xlsx、--sheet 一起用", "--readings does not go with --format xlsx or --sheet");
    if (o->format == FORMAT_XLSX && standard && isatty(STDOUT_FILENO))
        return usage(o, "--format xlsx 不能写到终端，要写 -o 文件", "--format xlsx cannot go to a terminal: name a file with -o");
    return EXIT_DONE;
}

int command_run(Options *o)
{
    Job job = {0};
    const Plan *plan = NULL;
    int status = check_options(o);
    if (status)
        return status;
    status = prepare(o, &job);
    if (status || !job.pool)
        return status;
    if (shows_digest(o))
        job_digest_ahead(o);
    job.run.table = o->format == FORMAT_CSV && !o->sheet;
    if (wants_table(o)) {
        plan = plan_of(o->a, job.program);
        job.run.asked = score_sheet_asks(o->a, plan, &job.run.asked_count);
    }
    const Outcome *outcome = run(o->a, job.program, job.pool, &job.run, o->d);
    const Readings *readings = outcome && o->readings ? run_readings(o->a, job.program, job.pool, o->d) : NULL;
    status = show_messages(o);
    if (!outcome || status)
        return EXIT_MISTAKES;
    Text out = text_new(o->a);
    if (shows_digest(o) && !job_digest(o, &job))
        return o->status;
    switch (o->format) {
    case FORMAT_JSON: outcome_json_readings(outcome, readings, job.rules_digest, job.data_digest, o->language, &out); break;
    case FORMAT_XLSX: status = run_table(o, &job, plan, outcome, &out); break;
    case FORMAT_CSV:
        if (o->sheet)
            status = run_table(o, &job, plan, outcome, &out);
        else
            outcome_csv(outcome, o->language, &out);
        break;
    case FORMAT_TEXT:
        report(outcome, o->language, &out);
        if (readings) {
            say(&out, o->language, "\n另读\n", "\nOther readings\n");
            readings_text(readings, job.program, job.pool, o->language, &out);
        }
        break;
    case FORMAT_HTML:
        if (!run_page(o, &job, outcome, &out))
            return show_messages(o), EXIT_MISTAKES;
        break;
    case FORMAT_TAP:
    case FORMAT_MD:
    case FORMAT_SVG:
    case FORMAT_DOCX: BUG("a format that run does not have");
    }
    if (!status)
        status = write_result(o, text_str(&out));
    return status ? status : outcome->unsettled ? EXIT_OPEN : EXIT_DONE;
}
