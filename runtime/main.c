/* main.c - the commands; the only place that reads files, writes results and decides the exit status. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang/check.h"
#include "lang/diag_show.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/compare_csv.h"
#include "runtime/compare_json.h"
#include "runtime/compare_text.h"
#include "runtime/compare_view.h"
#include "runtime/explain.h"
#include "runtime/outcome_csv.h"
#include "runtime/outcome_json.h"
#include "runtime/page.h"
#include "runtime/read.h"
#include "runtime/report.h"
#include "runtime/run.h"
#include "runtime/wording.h"

#define VERSION "0.1.0"

enum { EXIT_DONE = 0, EXIT_MISTAKES = 1, EXIT_USAGE = 2, EXIT_FILES = 3, EXIT_OPEN = 4 };

typedef enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML } Format;

typedef struct {
    Arena *a;
    Diags *d;
    Language language, words;
    Format format;
    const char *output, *until, *posts, *candidate, *data;
    bool all, names, readings, strict, colour, debug_colour;
    char **settings;
    size_t setting_count;
    char **files, **arguments;
    int argument_count;
    int file_count;
    int status;     /* what went wrong with files, or 0 */
} Options;

/* ---- files ---- */

static int fail_file(const Options *o, MessageCode what, Str name)
{
    Text t = text_new(o->a);
    text_addz(&t, "xuan: ");
    text_format(&t, message_format(what, o->language), ARGS(name, str_from(strerror(errno))));
    text_char(&t, '\n');
    Str s = text_str(&t);
    fwrite(s.at, 1, s.len, stderr);
    return EXIT_FILES;
}

static bool read_all(Options *o, const char *name, Str *out)
{
    bool standard = strcmp(name, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) && (errno = EISDIR))) {
        if (fd > 0)
            close(fd);
        o->status = fail_file(o, E0004, str_from(name));
        return false;
    }
    Text t = text_new(o->a);
    enum { CHUNK = 1 << 16 };
    char *chunk = arena_alloc(o->a, CHUNK);
    ssize_t n;
    while ((n = read(fd, chunk, CHUNK)) > 0 && t.len <= LIMIT_DATA_BYTES)
        text_add(&t, (Str){chunk, (size_t)n});
    if (n < 0)
        o->status = fail_file(o, E0004, str_from(name));
    if (!standard)
        close(fd);
    *out = text_str(&t);
    return n >= 0;
}

static const Source *load(Options *o, const char *file, size_t most, Str *bytes)
{
    Str name = strcmp(file, "-") == 0 ? S("<stdin>") : str_from(file);
    if (!read_all(o, file, bytes))
        return NULL;
    Source *source = NULL;
    size_t at = 0;
    Text place = text_new(o->a);
    LoadStatus status = source_load(o->a, name, *bytes, most, &source, &at);
    text_int(&place, status == LOAD_TOO_LARGE ? (long long)most : (long long)at + 1);
    Source *nowhere = NEW(o->a, Source);
    nowhere->name = name;
    switch (status) {
    case LOAD_OK:
        if (source->from_gb18030)
            diag_add(o->d, W0001, nowhere, (Span){0}, ARGS(name));
        return source;
    case LOAD_BAD_BYTES: diag_add(o->d, E0001, nowhere, (Span){0}, ARGS(name, text_str(&place))); break;
    case LOAD_HAS_NUL: diag_add(o->d, E0002, nowhere, (Span){0}, ARGS(name, text_str(&place))); break;
    case LOAD_TOO_LARGE: diag_add(o->d, E0003, nowhere, (Span){0}, ARGS(name, text_str(&place))); break;
    }
    return NULL;
}

static bool write_fd(int fd, Str s)
{
    while (s.len) {
        ssize_t n = write(fd, s.at, s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_cut(s, (size_t)n, s.len);
    }
    return true;
}

/* Whole or not at all: a file is written beside its place and then moved there. */
static int write_result(Options *o, Str s)
{
    if (!o->output || strcmp(o->output, "-") == 0)
        return write_fd(STDOUT_FILENO, s) ? EXIT_DONE : fail_file(o, E0005, o->language == LANG_ZH ? S("标准输出") : S("standard output"));
    Text t = text_new(o->a);
    text_addz(&t, o->output);
    text_addz(&t, ".xuan-XXXXXX");
    text_char(&t, '\0');
    char *temporary = t.at;
    int fd = mkstemp(temporary);
    if (fd < 0)
        return fail_file(o, E0005, str_from(o->output));
    mode_t mask = umask(0);
    umask(mask);
    bool good = write_fd(fd, s) && fchmod(fd, 0666 & ~mask) == 0;
    good = close(fd) == 0 && good;
    if (good && rename(temporary, o->output) == 0)
        return EXIT_DONE;
    int status = fail_file(o, E0005, str_from(o->output));
    unlink(temporary);
    return status;
}

static Str digest(Arena *a, Str bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)bytes.at, bytes.len);
    char *hex = arena_alloc(a, sizeof hash * 2 + 1);
    sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash);
    return str_from(hex);
}

/* ---- messages ---- */

static int show_messages(Options *o)
{
    Text t = text_new(o->a);
    diags_show(o->d, o->language, o->colour, o->debug_colour, &t);
    write_fd(STDERR_FILENO, text_str(&t));
    return diags_any_error(o->d) ? EXIT_MISTAKES : EXIT_DONE;
}

static int usage(const Options *o, const char *zh, const char *en)
{
    fprintf(stderr, "xuan: %s\n%s\n", o->language == LANG_ZH ? zh : en,
            o->language == LANG_ZH ? "用法见 xuan --help" : "see xuan --help");
    return EXIT_USAGE;
}

/* ---- commands ---- */

static const Program *load_program(Options *o, const char *file, Str *bytes)
{
    const Source *source = load(o, file, LIMIT_RULES_BYTES, bytes);
    if (!source)
        return NULL;
    return check(o->a, parse(o->a, source, o->d), source, o->d);
}

static int command_check(Options *o)
{
    if (o->file_count < 1)
        return usage(o, "check 要有规则文件", "check needs a rules file");
    Text out = text_new(o->a);
    for (int i = 0; i < o->file_count; i++) {
        Str bytes;
        const Program *p = load_program(o, o->files[i], &bytes);
        if (o->status)
            return o->status;
        if (p && o->format == FORMAT_JSON) {
            program_json(p, &out);
        } else if (p) {
            text_addz(&out, o->files[i]);
            text_addz(&out, o->language == LANG_ZH ? "：没有错误，" : ": no errors, ");
            text_int(&out, (long long)p->stage_count);
            text_addz(&out, o->language == LANG_ZH ? " 个阶段，" : " stages, ");
            text_int(&out, (long long)p->clause_count);
            text_addz(&out, o->language == LANG_ZH ? " 条\n" : " clauses\n");
        }
    }
    int status = show_messages(o);
    if (status && o->format == FORMAT_JSON) { /* what is wrong, for programs */
        out = text_new(o->a);
        diags_json(o->d, o->language, &out);
        text_char(&out, '\n');
    }
    int written = write_result(o, text_str(&out));
    return written ? written : status;
}

typedef struct {
    const Program *program;
    const Pool *pool;
    Str rules_digest, data_digest;
    RunOptions run;
} Job;

typedef struct {
    const Source *text, *posts;
    Str digest;
} DataText;

static bool add_setting(Options *o, Job *job, char *text, Setting *out)
{
    char *equals = strchr(text, '=');
    if (!equals) {
        usage(o, "--set 写作 参数=值", "--set is written PARAMETER=VALUE");
        return false;
    }
    Str name = {text, (size_t)(equals - text)};
    for (size_t i = 0; i < job->program->param_count; i++)
        if (str_eq(job->program->params[i].name, name)) {
            out->param = &job->program->params[i];
            if (program_setting(o->a, out->param, str_from(equals + 1), &out->value))
                return true;
            usage(o, "--set 的值不合这个参数的类型", "the value of --set does not fit the parameter's type");
            return false;
        }
    usage(o, "--set：规则里没有这个参数", "--set: the rules have no such parameter");
    return false;
}

/* The data file and what --posts names; 0 or the exit status. */
static int load_data(Options *o, const char *file, DataText *out)
{
    Str bytes = {0}, posts = {0};
    out->text = load(o, file, LIMIT_DATA_BYTES, &bytes);
    out->posts = out->text && o->posts ? load(o, o->posts, LIMIT_DATA_BYTES, &posts) : NULL;
    if (o->status)
        return o->status;
    if (!out->text || (o->posts && !out->posts))
        return show_messages(o);
    Text both = text_new(o->a);
    text_add(&both, bytes);
    text_add(&both, posts);
    out->digest = digest(o->a, text_str(&both));
    return 0;
}

/* Rules and data, and what the options say of the run; 0 or the exit status. */
static int prepare(Options *o, Job *job)
{
    if (o->file_count != 2)
        return usage(o, "要有规则文件和数据文件", "a rules file and a data file are needed");
    Str bytes;
    int status;
    job->program = load_program(o, o->files[0], &bytes);
    if (o->status)
        return o->status;
    if (!job->program)
        return show_messages(o);
    job->rules_digest = digest(o->a, bytes);
    job->run = (RunOptions){.until = -1, .keep = KEEP_NOBODY, .without = -1};
    for (size_t i = 0; o->until && i < job->program->stage_count; i++)
        if (str_eq(job->program->stages[i].name, str_from(o->until)))
            job->run.until = (int)i;
    if (o->until && job->run.until < 0)
        return usage(o, "--until：规则里没有这个阶段", "--until: the rules have no such stage");
    Setting *settings = NEW_ARRAY(o->a, Setting, o->setting_count + 1);
    for (size_t i = 0; i < o->setting_count; i++)
        if (!add_setting(o, job, o->settings[i], &settings[i]))
            return EXIT_USAGE;
    job->run.settings = settings;
    job->run.setting_count = o->setting_count;
    DataText data = {0};
    status = load_data(o, o->files[1], &data);
    if (status)
        return status;
    job->data_digest = data.digest;
    job->pool = read_pool(o->a, job->program, NULL, 0, data.text, data.posts, o->d);
    return job->pool && !diags_any_error(o->d) ? 0 : (show_messages(o), EXIT_MISTAKES);
}

/* The command line as it was typed: what a page says to run again. */
static PageOptions page_options(const Options *o)
{
    Text t = text_new(o->a);
    text_addz(&t, "xuan");
    for (int i = 1; i < o->argument_count; i++) {
        bool plain = o->arguments[i][0] && !strpbrk(o->arguments[i], " \t\n'\"\\$`&|;<>()*?[]{}~#!");
        text_addz(&t, plain ? " " : " '");
        for (const char *at = o->arguments[i]; *at; at++)
            if (*at == '\'')
                text_addz(&t, "'\\''");
            else
                text_char(&t, *at);
        if (!plain)
            text_char(&t, '\'');
    }
    return (PageOptions){.command = text_str(&t), .version = S(VERSION), .names = o->names};
}

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

static int command_run(Options *o)
{
    Job job = {0};
    if (o->format == FORMAT_HTML && (o->until || o->setting_count))
        return usage(o, "--format html 不能和 --until、--set 一起用", "--format html does not go with --until or --set");
    int status = prepare(o, &job);
    if (status || !job.pool)
        return status;
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

static int command_explain(Options *o)
{
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
        parties[i].pool = read_pool(o->a, parties[i].program, others, count, data->text, data->posts, o->d);
        if (!parties[i].pool || diags_count(o->d, LEVEL_ERROR) > before)
            diag_add(o->d, E0419, NULL, (Span){0}, ARGS(parties[i].label, parties[i].program->name));
    }
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

static int command_compare(Options *o)
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
    }
    status = write_result(o, text_str(&out));
    bool unsettled = false;
    for (size_t i = 0; i < n; i++)
        unsettled = unsettled || (c.parties[i].outcome && c.parties[i].outcome->unsettled);
    return status ? status : unsettled ? EXIT_OPEN : EXIT_DONE;
}

static int command_respell(Options *o)
{
    if (o->file_count != 1)
        return usage(o, "respell 要有一个规则文件", "respell needs one rules file");
    Str bytes;
    const Source *source = load(o, o->files[0], LIMIT_RULES_BYTES, &bytes);
    if (o->status)
        return o->status;
    if (!source)
        return show_messages(o);
    parse(o->a, source, o->d);
    if (diags_any_error(o->d))
        return show_messages(o);
    Text out = text_new(o->a);
    respell(o->a, source, o->words, &out);
    return write_result(o, text_str(&out));
}

/* ---- the command line ---- */

typedef struct {
    const char *name;
    int (*function)(Options *);
    const char *arguments, *help[LANGUAGE_COUNT];
} Command;

static const Command commands[] = {
#define COMMAND(name, function, arguments, zh, en) {name, function, arguments, {zh, en}},
#include "runtime/commands.def"
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

typedef enum { OPTION_HELP = 1000, OPTION_VERSION, OPTION_UNTIL, OPTION_SET, OPTION_FORMAT, OPTION_CANDIDATE, OPTION_ALL,
               OPTION_STRICT, OPTION_LANG, OPTION_WORDS, OPTION_POSTS, OPTION_DATA, OPTION_NAMES, OPTION_READINGS, OPTION_COLOR } OptionCode;

static const struct option long_options[] = {
    {"help", no_argument, NULL, OPTION_HELP}, {"version", no_argument, NULL, OPTION_VERSION},
    {"until", required_argument, NULL, OPTION_UNTIL}, {"set", required_argument, NULL, OPTION_SET},
    {"format", required_argument, NULL, OPTION_FORMAT}, {"candidate", required_argument, NULL, OPTION_CANDIDATE},
    {"all", no_argument, NULL, OPTION_ALL}, {"strict", no_argument, NULL, OPTION_STRICT},
    {"lang", required_argument, NULL, OPTION_LANG}, {"words", required_argument, NULL, OPTION_WORDS},
    {"posts", required_argument, NULL, OPTION_POSTS}, {"color", required_argument, NULL, OPTION_COLOR},
    {"data", required_argument, NULL, OPTION_DATA}, {"names", no_argument, NULL, OPTION_NAMES},
    {"readings", no_argument, NULL, OPTION_READINGS},
    {"output", required_argument, NULL, 'o'}, {NULL, 0, NULL, 0}};

static void help(const Options *o, Text *out)
{
    bool zh = o->language == LANG_ZH;
    text_addz(out, zh ? "选：选拔程序的规则语言。用法：\n" : "xuan: a rules language for selection procedures.  Usage:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        text_addz(out, "  xuan ");
        text_addz(out, commands[i].name);
        text_char(out, ' ');
        text_addz(out, commands[i].arguments);
        text_addz(out, "\n      ");
        text_addz(out, commands[i].help[o->language]);
        text_char(out, '\n');
    }
    text_addz(out, zh ? "选项：\n"
                        "  --format text|json|csv|html  结果的格式\n"
                        "  --data 文件              compare：在同一批人上比较\n"
                        "  --readings               run、compare：存疑的另读逐一试算\n"
                        "  --names                  compare：编号后写姓名\n"
                        "  --until 阶段             只运行到这个阶段\n"
                        "  --set 参数=值            试算：换一个参数\n"
                        "  --posts 文件             数据是 NDJSON 时，职位等在另一个文件里\n"
                        "  -o 文件                  写到文件（整个写成，或者不写）\n"
                        "  --strict                 没有依据、不认识的键算错误\n"
                        "  --lang zh|en             说明的语言\n"
                        "  --color auto|always|never\n"
                        "文件名 - 是标准输入。退出码：0 完成；1 规则或数据有错；2 用法；3 读写失败；4 有未定。\n"
                        "例：xuan check rules/湖南省/耒阳市.xuan\n"
                        "    xuan run rules/湖南省/耒阳市.xuan examples/leiyang/pool.json\n"
                      : "Options:\n"
                        "  --format text|json|csv|html  form of the result\n"
                        "  --data FILE              compare: on these people\n"
                        "  --readings               run, compare: try the other readings of doubts\n"
                        "  --names                  compare: names after the numbers\n"
                        "  --until STAGE            stop after this stage\n"
                        "  --set PARAMETER=VALUE    what-if: another value\n"
                        "  --posts FILE             posts and the rest, where the data are NDJSON\n"
                        "  -o FILE                  write to a file, whole or not at all\n"
                        "  --strict                 a missing source or unknown key is an error\n"
                        "  --lang zh|en             language of messages and reports\n"
                        "  --color auto|always|never\n"
                        "- is standard input.  Exit: 0 done; 1 errors in rules or data; 2 usage; 3 files; 4 undetermined.\n"
                        "Examples: xuan check rules/湖南省/耒阳市.xuan\n"
                        "          xuan run rules/湖南省/耒阳市.xuan examples/leiyang/pool.json\n");
}

static bool read_language(const char *text, Language *out)
{
    bool zh = strcmp(text, "zh") == 0, en = strcmp(text, "en") == 0;
    if (zh || en)
        *out = en ? LANG_EN : LANG_ZH;
    return zh || en;
}

static bool read_format(const char *text, Format *out)
{
    static const char *const names[] = {"text", "json", "csv", "html"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *out = (Format)i;
            return true;
        }
    return false;
}

static void want_colour(Options *o, const char *how)
{
    const char *term = getenv("TERM"), *force = getenv("CLICOLOR_FORCE");
    bool plain = getenv("NO_COLOR") || (term && strcmp(term, "dumb") == 0);
    o->debug_colour = strcmp(how, "debug") == 0;
    o->colour = strcmp(how, "always") == 0 ||
                (strcmp(how, "auto") == 0 && !plain && ((force && strcmp(force, "0") != 0) || isatty(STDERR_FILENO)));
}

/* -1: go on; otherwise the exit status. */
static int read_options(Options *o, int argc, char **argv)
{
    int code;
    opterr = 0;
    while ((code = getopt_long(argc, argv, "o:", long_options, NULL)) != -1)
        switch (code) {
        case OPTION_HELP: {
            Text t = text_new(o->a);
            help(o, &t);
            return write_result(o, text_str(&t));
        }
        case OPTION_VERSION: return write_result(o, S("xuan " VERSION "\n"));
        case OPTION_UNTIL: o->until = optarg; break;
        case OPTION_SET: o->settings[o->setting_count++] = optarg; break;
        case OPTION_FORMAT:
            if (!read_format(optarg, &o->format))
                return usage(o, "--format 只能是 text、json、csv 或 html", "--format is text, json, csv or html");
            break;
        case OPTION_CANDIDATE: o->candidate = optarg; break;
        case OPTION_ALL: o->all = true; break;
        case OPTION_STRICT: o->strict = true; break;
        case OPTION_LANG:
            if (!read_language(optarg, &o->language))
                return usage(o, "--lang 只能是 zh 或 en", "--lang is zh or en");
            break;
        case OPTION_WORDS:
            if (!read_language(optarg, &o->words))
                return usage(o, "--words 只能是 zh 或 en", "--words is zh or en");
            break;
        case OPTION_POSTS: o->posts = optarg; break;
        case OPTION_DATA: o->data = optarg; break;
        case OPTION_NAMES: o->names = true; break;
        case OPTION_READINGS: o->readings = true; break;
        case OPTION_COLOR: want_colour(o, optarg); break;
        case 'o': o->output = optarg; break;
        default: return usage(o, "不认识的选项，或者选项缺了值", "an unknown option, or one without its value");
        }
    return -1;
}

static void environment_language(Options *o)
{
    const char *lang = getenv("XUAN_LANG");
    if (lang && strncmp(lang, "en", 2) == 0)
        o->language = LANG_EN;
}

static int start(Options *o, int argc, char **argv)
{
    environment_language(o);
    want_colour(o, "auto");
    o->settings = NEW_ARRAY(o->a, char *, argc + 1);
    o->arguments = NEW_ARRAY(o->a, char *, argc + 1); /* getopt puts the others in another order */
    memcpy(o->arguments, argv, sizeof *argv * (size_t)argc);
    o->argument_count = argc;
    int status = read_options(o, argc, argv);
    if (status >= 0)
        return status;
    if (optind >= argc)
        return usage(o, "没有写命令", "no command");
    const char *name = argv[optind];
    o->files = argv + optind + 1;
    o->file_count = argc - optind - 1;
    if (o->strict) {
        diags_strict(o->d, W0341);
        diags_strict(o->d, W0201);
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return commands[i].function(o);
    return usage(o, "没有这个命令", "no such command");
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0)
        BUG("libsodium does not start");
    Arena *a = arena_new();
    Options o = {.a = a, .d = diags_new(a), .words = LANG_EN};
    int status = start(&o, argc, argv);
    arena_free(a);
    return status;
}
