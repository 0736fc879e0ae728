/* command_explain.c - xuan explain: why one person, or each, came out as they did; what a message code means. */
#include "runtime/command.h"
#include "runtime/explain.h"
#include "runtime/run.h"

int command_explain(Options *o)
{
    if (o->codes)
        return explain_codes(o);
    if (o->file_count == 1 && looks_like_code(o->files[0]))
        return explain_code(o);
    if (!o->candidate && !o->all)
        return usage(o, "explain 要有 --candidate ID 或 --all", "explain needs --candidate ID or --all");
    Job job = {0};
    int status = prepare(o, &job);
    if (status || !job.pool)
        return status;
    job.run.keep = KEEP_EVERYONE;
    if (!o->all) {
        for (uint32_t i = 0; i < job.pool->person_count; i++)
            if (str_eq(job.pool->person_ids[i], str_from(o->candidate)))
                job.run.keep = (int)i;
        if (job.run.keep < 0)
            return usage(o, "--candidate：数据里没有这个人", "--candidate: the data have no such person");
    }
    const Outcome *outcome = run(o->a, job.program, job.pool, &job.run, o->d);
    status = show_messages(o);
    if (!outcome || status)
        return EXIT_MISTAKES;
    Text out = text_new(o->a);
    if (!o->all)
        explain(outcome, (uint32_t)job.run.keep, o->language, &out);
    for (size_t i = 0; o->all && i < job.pool->person_count; i++) {
        if (i)
            text_char(&out, '\n');
        explain(outcome, job.pool->person_order[i], o->language, &out);
    }
    status = write_result(o, text_str(&out));
    return status ? status : outcome->unsettled ? EXIT_OPEN : EXIT_DONE;
}
