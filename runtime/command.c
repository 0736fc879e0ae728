/* command.c - what the commands share: files read and written whole, messages shown, rules and data made ready. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "runtime/command.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lang/check.h"
#include "lang/diag_show.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/loaded.h"
#include "runtime/progress.h"
#include "runtime/wording.h"
#include "runtime/xlsx_numbers.h"

/* Where a person reads on; a pipe gets the messages alone. */
static void where_explained(const Diags *d, Language language, Text *out)
{
    const Diag *first = NULL;
    for (size_t i = 0; i < diags_kept(d); i++)
        if (!first || diags_at(d, i)->level < first->level)
            first = diags_at(d, i);
    if (!first || !isatty(STDERR_FILENO))
        return;
    text_addz(out, language == LANG_ZH ? "这条信息的说明：xuan explain " : "What this means: xuan explain ");
    text_add(out, message_name(first->code));
    text_char(out, '\n');
}

/* Why the system could not, in plain words where they are known. */
static Str system_reason(const Options *o, int error)
{
    if (o->language == LANG_EN)
        return str_from(strerror(error));
    switch (error) {
    case ENOENT: return S("没有这个文件或文件夹");
    case EACCES:
    case EPERM: return S("没有权限");
    case EISDIR: return S("这是文件夹，不是文件");
    case ENOTDIR: return S("路径里有一段不是文件夹");
    case ENOSPC: return S("磁盘已满");
    default: return str_from(strerror(error));
    }
}

int file_fault(const Options *o, MessageCode what, Str name)
{
    progress_stop(o->progress);
    Diags *d = diags_new(o->a);
    diag_add(d, what, NULL, (Span){0}, ARGS(name, system_reason(o, errno)));
    Text t = text_new(o->a);
    diags_show(d, o->language, o->colour, o->debug_colour, &t);
    where_explained(d, o->language, &t);
    Str s = text_str(&t);
    fwrite(s.at, 1, s.len, stderr);
    return EXIT_FILES;
}

bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool load_bytes(Options *o, const char *name, Str *out)
{
    bool standard = strcmp(name, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) && (errno = EISDIR))) {
        if (fd > 0)
            close(fd);
        o->status = file_fault(o, E0004, str_from(name));
        return false;
    }
    Text t = text_new(o->a);
    struct stat after = st;
    enum { CHUNK = 1 << 16 };
    char *chunk = arena_alloc(o->a, CHUNK);
    ssize_t n;
    while ((n = read(fd, chunk, CHUNK)) > 0 && t.len <= LIMIT_DATA_BYTES) {
        text_add(&t, (Str){chunk, (size_t)n});
        progress_add(o->progress, (uint64_t)n);
    }
    if (n < 0)
        o->status = file_fault(o, E0004, str_from(name));
    else if (S_ISREG(st.st_mode) && (fstat(fd, &after) != 0 || !same_file(&st, &after)))
        o->status = file_fault(o, E0007, str_from(name));
    if (!standard)
        close(fd);
    *out = text_str(&t);
    return !o->status;
}

const Source *load(Options *o, const char *file, size_t most, Str *bytes)
{
    Str name = strcmp(file, "-") == 0 ? S("<stdin>") : str_from(file);
    if (!load_bytes(o, file, bytes))
        return NULL;
    return loaded(o->a, name, *bytes, most, o->d);
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

/* Written beside its place, then moved there. */
static int write_whole(const Options *o, const char *path, mode_t mode, Str s)
{
    Text t = text_new(o->a);
    text_addz(&t, path);
    text_addz(&t, ".xuan-XXXXXX");
    text_char(&t, '\0');
    char *temporary = t.at;
    int fd = mkstemp(temporary);
    if (fd < 0)
        return file_fault(o, E0005, str_from(path));
    bool good = write_fd(fd, s) && fchmod(fd, mode) == 0;
    good = close(fd) == 0 && good;
    if (good && rename(temporary, path) == 0)
        return EXIT_DONE;
    int status = file_fault(o, E0005, str_from(path));
    unlink(temporary);
    return status;
}

int write_result(Options *o, Str s)
{
    if (!o->output || strcmp(o->output, "-") == 0)
        return write_fd(STDOUT_FILENO, s) ? EXIT_DONE : file_fault(o, E0005, o->language == LANG_ZH ? S("标准输出") : S("standard output"));
    mode_t mask = umask(0);
    umask(mask);
    return write_whole(o, o->output, 0666 & ~mask, s);
}

int replace_file(Options *o, const char *path, Str s)
{
    char *real = realpath(path, NULL); /* what a link points to */
    struct stat st;
    int status = real && stat(real, &st) == 0 ? write_whole(o, real, st.st_mode & 0777, s) : file_fault(o, E0005, str_from(path));
    free(real);
    return status;
}

bool spreadsheet_bytes(Options *o, bool (*fill)(void *context, const char *file), void *context, Str *out)
{
    const char *folder = getenv("TMPDIR");
    Text t = text_new(o->a);
    text_addz(&t, folder && *folder ? folder : "/tmp");
    text_addz(&t, "/xuan-XXXXXX");
    text_char(&t, '\0');
    int fd = mkstemp(t.at);
    if (fd < 0) {
        o->status = file_fault(o, E0005, str_from(t.at));
        return false;
    }
    close(fd);
    bool filled = fill(context, t.at);
    if (!filled)
        o->status = file_fault(o, E0005, str_from(t.at));
    Str bytes;
    bool good = filled && load_bytes(o, t.at, &bytes);
    unlink(t.at);
    if (good && !xlsx_numbers(o->a, bytes, out))
        BUG("the spreadsheet that was just written cannot be read");
    return good;
}

Str hexadecimal(Arena *a, const unsigned char *bytes, size_t count)
{
    char *hex = arena_alloc(a, count * 2 + 1);
    sodium_bin2hex(hex, count * 2 + 1, bytes, count);
    return str_from(hex);
}

Str digest(Arena *a, Str bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)bytes.at, bytes.len);
    return hexadecimal(a, hash, sizeof hash);
}

void reading_begins(Options *o, const char *file)
{
    struct stat st;
    bool known = strcmp(file, "-") != 0 && stat(file, &st) == 0 && S_ISREG(st.st_mode);
    o->progress = progress_start(o->a, o->language, str_from(file), known ? (uint64_t)st.st_size : 0);
}

void reading_ends(Options *o)
{
    progress_stop(o->progress);
    o->progress = NULL;
}

int show_messages(Options *o)
{
    progress_stop(o->progress);
    Text t = text_new(o->a);
    if (o->open_file && !file_show(o, o->open_file))
        return o->status;
    diags_show(o->d, o->language, o->colour, o->debug_colour, &t);
    where_explained(o->d, o->language, &t);
    write_fd(STDERR_FILENO, text_str(&t));
    return diags_any_error(o->d) ? EXIT_MISTAKES : EXIT_DONE;
}

const Program *sole_program(Options *o, Str *bytes)
{
    const Program *p = load_program(o, o->files[0], bytes);
    if (!o->status)
        o->status = show_messages(o);
    return o->status ? NULL : p;
}

int usage_with(const Options *o, const char *zh, const char *en, const Str *args, size_t nargs)
{
    Text t = text_new(o->a);
    text_addz(&t, "xuan: ");
    say_with(&t, o->language, zh, en, args, nargs);
    say(&t, o->language, "\n用法见 xuan --help\n", "\nsee xuan --help\n");
    write_fd(STDERR_FILENO, text_str(&t));
    return EXIT_USAGE;
}

int usage(const Options *o, const char *zh, const char *en)
{
    return usage_with(o, zh, en, NULL, 0);
}

const Program *load_program(Options *o, const char *file, Str *bytes)
{
    const Source *source = load(o, file, LIMIT_RULES_BYTES, bytes);
    if (!source)
        return NULL;
    return check(o->a, parse(o->a, source, o->d), source, o->d);
}

static bool add_setting(Options *o, Job *job, const char *text, Setting *out)
{
    const char *equals = strchr(text, '=');
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

/* The direct reader first, where the file is for it; then the reference, which also tells what is wrong. */
static int read_data(Options *o, Job *job)
{
    const char *name = o->files[1];
    reading_begins(o, name);
    OpenFile *f = o->names || !is_document(name) ? NULL : file_open(o, name); /* names are read from the text */
    if (f)
        job->pool = file_pool(o, f, job->program);
    if (o->status)
        return o->status;
    o->open_file = job->pool ? f : NULL;
    if (!job->pool) {
        DataText data = {0};
        int status = load_data(o, name, &data);
        if (status)
            return status;
        job->data_digest = data.digest;
        job->pool = pool_of(o, &data, job->program, NULL, 0);
    }
    reading_ends(o);
    return job->pool && !diags_any_error(o->d) ? 0 : (show_messages(o), EXIT_MISTAKES);
}

int prepare(Options *o, Job *job)
{
    if (o->file_count != 2)
        return usage(o, "要有规则文件和数据文件", "a rules file and a data file are needed");
    if (o->threads && (!*o->threads || strlen(o->threads) > 4 || o->threads[strspn(o->threads, "0123456789")] || atoi(o->threads) == 0))
        return usage(o, "--threads 要写一个正整数", "--threads takes a number from 1");
    Str bytes;
    job->program = load_program(o, o->files[0], &bytes);
    if (o->status)
        return o->status;
    if (!job->program)
        return show_messages(o);
    job->rules_digest = digest(o->a, bytes);
    job->run = (RunOptions){.until = -1, .keep = KEEP_NOBODY, .without = -1, .threads = thread_count(o)};
    for (size_t i = 0; o->until && i < job->program->stage_count; i++)
        if (str_eq(job->program->stages[i].name, str_from(o->until)))
            job->run.until = (int)i;
    if (o->until && job->run.until < 0)
        return usage(o, "--until：规则里没有这个阶段", "--until: the rules have no such stage");
    Setting *settings = NEW_ARRAY(o->a, Setting, o->settings.count + 1);
    for (size_t i = 0; i < o->settings.count; i++)
        if (!add_setting(o, job, o->settings.values[i], &settings[i]))
            return EXIT_USAGE;
    job->run.settings = settings;
    job->run.setting_count = o->settings.count;
    return read_data(o, job);
}

PageOptions page_options(const Options *o)
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
