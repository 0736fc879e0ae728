/* command_run.c - xuan run: the outcome of one procedure on one pool. */
#include "runtime/command.h"
#include "runtime/compare_text.h"
#include "runtime/compare_view.h"
#include "runtime/outcome_csv.h"
#include "runtime/outcome_json.h"
#include "runtime/page.h"
#include "runtime/report.h"
#include "runtime/run.h"
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

int command_run(Options *o)
{
    Job job = {0};
    if (o->format == FORMAT_HTML && (o->until || o->settings.count))
        return usage(o, "--format html 不能和 --until、--set 一起用", "--format html does not go with --until or --set");
    if (o->format != FORMAT_HTML && o->names)
        return usage(o, "--names 要和 --format html 一起用", "--names goes with --format html");
    int status = prepare(o, &job);
    if (status || !job.pool)
        return status;
    job.run.table = o->format == FORMAT_CSV;
    const Outcome *outcome = run(o->a, job.program, job.pool, &job.run, o->d);
    const Readings *readings = outcome && o->readings ? run_readings(o->a, job.program, job.pool, o->d) : NULL;
    status = show_messages(o);
    if (!outcome || status)
        return EXIT_MISTAKES;
    Text out = text_new(o->a);
    switch (o->format) {
    case FORMAT_JSON: outcome_json_readings(outcome, readings, job.rules_digest, job.data_digest, o->language, &out); break;
    case FORMAT_CSV: outcome_csv(outcome, o->language, &out); break;
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
    }
    status = write_result(o, text_str(&out));
    return status ? status : outcome->unsettled ? EXIT_OPEN : EXIT_DONE;
}
