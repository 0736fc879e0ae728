/* main.c - the command line: options.def and commands.def made into what a command gets. */
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "lang/utf8.h"
#include "runtime/command_tables.h"

enum { FIRST_CODE = 1000 };

static const char *const format_names[] = {"text", "json", "csv", "html", "xlsx", "tap", "md", "svg", "docx"};

/* ---- help ---- */

static void help_option(const Options *o, const Option *option, Text *out)
{
    enum { HELP_COLUMN = 30 };
    Text t = text_new(o->a);
    text_addz(&t, "  ");
    if (option->letter) {
        text_char(&t, '-');
        text_char(&t, option->letter);
        text_addz(&t, ", ");
    }
    text_addz(&t, "--");
    text_addz(&t, option->name);
    text_addz(&t, *option->value ? " " : "");
    text_addz(&t, option->value);
    size_t width = utf8_cells(text_str(&t));
    text_add(out, text_str(&t));
    text_spaces(out, width < HELP_COLUMN ? HELP_COLUMN - width : 1);
    text_addz(out, option->help[o->language]);
    text_char(out, '\n');
}

static void help(const Options *o, Text *out)
{
    bool zh = o->language == LANG_ZH;
    text_addz(out, zh ? "选：选拔程序的规则语言。用法：\n" : "xuan: a rules language for selection procedures.  Usage:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        text_addz(out, "  xuan ");
        text_addz(out, commands[i].name);
        text_addz(out, *commands[i].arguments ? " " : "");
        text_addz(out, commands[i].arguments);
        text_addz(out, "\n      ");
        text_addz(out, commands[i].help[o->language]);
        text_char(out, '\n');
        if (strchr(commands[i].formats, ' ')) {
            text_addz(out, "      --format ");
            for (const char *at = commands[i].formats; *at; at++)
                text_char(out, *at == ' ' ? '|' : *at);
            text_char(out, '\n');
        }
        for (const char *at = commands[i].options; *at;) {
            size_t n = strcspn(at, " ");
            text_addz(out, at == commands[i].options ? "      --" : " --");
            text_add(out, (Str){at, n});
            at += n + (at[n] == ' ');
        }
        text_addz(out, *commands[i].options ? "\n" : "");
    }
    text_addz(out, zh ? "选项：\n" : "Options:\n");
    for (size_t i = 0; i < OPTION_COUNT; i++)
        help_option(o, &options[i], out);
    text_addz(out, zh ? "文件名 - 是标准输入。退出码：0 完成；1 规则或数据有错；2 用法；3 读写失败；4 有未定。\n"
                        "例：xuan check rules/湖南省/耒阳市.xuan\n"
                        "    xuan run rules/湖南省/耒阳市.xuan examples/leiyang/pool.json\n"
                      : "- is standard input.  Exit: 0 done; 1 errors in rules or data; 2 usage; 3 files; 4 undetermined.\n"
                        "Examples: xuan check rules/湖南省/耒阳市.xuan\n"
                        "          xuan run rules/湖南省/耒阳市.xuan examples/leiyang/pool.json\n");
}

/* ---- options ---- */

static bool read_language(const char *text, Language *out)
{
    bool zh = strcmp(text, "zh") == 0, en = strcmp(text, "en") == 0;
    if (zh || en)
        *out = en ? LANG_EN : LANG_ZH;
    return zh || en;
}

static bool want_colour(Options *o, const char *how)
{
    const char *term = getenv("TERM"), *force = getenv("CLICOLOR_FORCE");
    bool plain = getenv("NO_COLOR") || (term && strcmp(term, "dumb") == 0);
    bool automatic = strcmp(how, "auto") == 0, always = strcmp(how, "always") == 0;
    o->debug_colour = strcmp(how, "debug") == 0;
    o->colour = always || (automatic && !plain && ((force && strcmp(force, "0") != 0) || isatty(STDERR_FILENO)));
    return automatic || always || o->debug_colour || strcmp(how, "never") == 0;
}

/* Fills its field; false when the value is none of its values. */
static bool take(Options *o, const Option *option, const char *value)
{
    void *field = (char *)o + option->field;
    switch (option->kind) {
    case TAKES_FLAG:
    case TAKES_HELP:
    case TAKES_VERSION: *(bool *)field = true; return true;
    case TAKES_TEXT:
    case TAKES_FORMAT: *(const char **)field = value; return true;
    case TAKES_LIST: {
        OptionList *list = field;
        list->values[list->count++] = value;
        return true;
    }
    case TAKES_LANGUAGE: return read_language(value, field);
    case TAKES_COLOUR: return want_colour(o, value);
    }
    return false;
}

/* -1: go on; otherwise the exit status.  given[i]: the option was there. */
static int read_options(Options *o, int argc, char **argv, bool *given)
{
    struct option longs[OPTION_COUNT + 1] = {0};
    char letters[2 * OPTION_COUNT + 2] = ":", *letter = letters + 1;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        bool value = *options[i].value;
        longs[i] = (struct option){options[i].name, value ? required_argument : no_argument, NULL, FIRST_CODE + (int)i};
        if (options[i].letter) {
            *letter++ = options[i].letter;
            if (value)
                *letter++ = ':';
        }
    }
    int code;
    opterr = 0;
    while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        size_t at = OPTION_COUNT;
        for (size_t i = 0; i < OPTION_COUNT; i++)
            if (code == FIRST_CODE + (int)i || (options[i].letter && code == options[i].letter))
                at = i;
        Str word = str_from(argv[optind - 1]);
        if (at == OPTION_COUNT && code == ':')
            return usage_with(o, "{0} 后面要有值", "{0} needs a value", ARGS(word));
        if (at == OPTION_COUNT)
            return usage_with(o, "没有 {0} 这个选项", "no such option: {0}", ARGS(word));
        given[at] = true;
        if (!take(o, &options[at], optarg))
            return usage_with(o, "--{0} 只能是 {1}", "--{0} is {1}",
                              ARGS(str_from(options[at].name), str_from(options[at].value)));
    }
    return -1;
}

static void environment_language(Options *o)
{
    const char *lang = getenv("XUAN_LANG");
    if (lang && strncmp(lang, "en", 2) == 0)
        o->language = LANG_EN;
}

/* 结果.xlsx is xlsx: the format that the name of the output says, NULL where it says none. */
static const char *named_format(const Options *o)
{
    const char *folder = o->output ? strrchr(o->output, '/') : NULL;
    const char *dot = o->output ? strrchr(folder ? folder : o->output, '.') : NULL;
    for (size_t i = 0; dot && i < sizeof format_names / sizeof *format_names; i++)
        if (strcasecmp(dot + 1, format_names[i]) == 0)
            return format_names[i];
    return NULL;
}

/* What the command does not take is a mistake, never passed over. */
static int start_command(Options *o, const Command *command, const bool *given)
{
    Str name = str_from(command->name);
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (given[i] && !takes_option(command, &options[i]))
            return usage_with(o, "{0} 没有选项 --{1}", "{0} does not take --{1}", ARGS(name, str_from(options[i].name)));
    const char *format = o->format_name, *named = strchr(command->formats, ' ') ? named_format(o) : NULL;
    if (format && named && strcmp(format, named) != 0)
        return usage_with(o, "--format {0} 不写到 .{1} 文件：改一处", "--format {0} is not written to a .{1} file: change one of the two",
                          ARGS(str_from(format), str_from(named)));
    format = format ? format : named;
    if (format && !has_word(command->formats, format))
        return usage_with(o, "{0} 的格式（--format，或 -o 文件的后缀）只能是：{1}", "the format of {0} (--format, or the ending of -o) is one of: {1}", ARGS(name, str_from(command->formats)));
    for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++) {
        size_t n = strlen(format_names[i]);
        bool usual = strncmp(command->formats, format_names[i], n) == 0 && (command->formats[n] == ' ' || !command->formats[n]);
        if (format ? strcmp(format, format_names[i]) == 0 : usual)
            o->format = (Format)i;
    }
    return command->function(o);
}

static int start(Options *o, int argc, char **argv)
{
    bool given[OPTION_COUNT] = {0};
    environment_language(o);
    want_colour(o, "auto");
    o->settings.values = NEW_ARRAY(o->a, const char *, argc + 1);
    o->arguments = NEW_ARRAY(o->a, char *, argc + 1); /* getopt puts the others in another order */
    memcpy(o->arguments, argv, sizeof *argv * (size_t)argc);
    o->argument_count = argc;
    int status = read_options(o, argc, argv, given);
    if (status >= 0)
        return status;
    if (o->help) {
        Text t = text_new(o->a);
        help(o, &t);
        return write_result(o, text_str(&t));
    }
    if (o->version)
        return write_result(o, S("xuan " VERSION "\n"));
    if (optind >= argc)
        return usage(o, "没有写命令", "no command");
    Str name = str_from(argv[optind]);
    o->files = argv + optind + 1;
    o->file_count = argc - optind - 1;
    if (o->strict) {
        diags_strict(o->d, W0341);
        diags_strict(o->d, W0201);
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (str_eq(str_from(commands[i].name), name))
            return start_command(o, &commands[i], given);
    return usage_with(o, "没有 {0} 这个命令", "no such command: {0}", ARGS(name));
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0)
        BUG("libsodium does not start");
    Arena *a = arena_new();
    Options o = {.a = a, .d = diags_new(a), .words = (Language)LANGUAGE_COUNT};
    int status = start(&o, argc, argv);
    file_end(&o);
    arena_free(a);
    return status;
}
