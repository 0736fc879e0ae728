/* command_man.c - xuan man: the manual page, from the tables of the command line and the text here. */
#include "runtime/command_tables.h"
#include "runtime/wording.h"

typedef struct {
    const char *head[LANGUAGE_COUNT], *text[LANGUAGE_COUNT];
} Entry;

static const Entry statuses[] = {
    {{"0", "0"}, {"完成；可以有警告", "done; there may be warnings"}},
    {{"1", "1"}, {"规则或数据有错，不写结果；测试不通过；fmt --check 有文件要改", "errors in rules or data, no result; a test failed; fmt --check found files to change"}},
    {{"2", "2"}, {"命令行写得不对", "the command line is wrong"}},
    {{"3", "3"}, {"文件读不了、写不了", "a file cannot be read or written"}},
    {{"4", "4"}, {"结果已写出，但有未定的人、作废的组或未通过的检查", "the result is written, but someone is undetermined, a contest void or a check failed"}},
};

static const Entry environment[] = {
    {{"XUAN_LANG", "XUAN_LANG"}, {"信息和报告的语言，zh 或 en；--lang 优先", "the language of messages and reports, zh or en; --lang goes before it"}},
    {{"NO_COLOR, CLICOLOR_FORCE", "NO_COLOR, CLICOLOR_FORCE"}, {"不用颜色；管道里也用颜色", "no colour; colour in pipes too"}},
    {{"TMPDIR", "TMPDIR"}, {"写 xlsx 时的临时文件放在这里", "where temporary files stand while xlsx is written"}},
};

static const Entry files[] = {
    {{"规则.xuan", "RULES.xuan"}, {"规则文件，UTF-8 或 GB18030；fmt 写 UTF-8、LF", "a rules file, UTF-8 or GB18030; fmt writes UTF-8 and LF"}},
    {{"PREFIX/share/xuan/rules", "PREFIX/share/xuan/rules"}, {"各地已经写成的规则", "procedures that are written already"}},
    {{"PREFIX/share/doc/xuan/REFERENCE.md", "PREFIX/share/doc/xuan/REFERENCE.md"}, {"语言的全部说明", "the whole language (Chinese)"}},
};

static const Entry examples[] = {
    {{"xuan new -o 办法.xuan", "xuan new --words en -o rules.xuan"}, {"从一份有注释的小办法开始", "begin with a small procedure with comments"}},
    {{"xuan check --strict 办法.xuan", "xuan check --strict rules.xuan"}, {"检查", "check it"}},
    {{"xuan template 办法.xuan -o 数据.xlsx", "xuan template rules.xuan -o data.xlsx"}, {"要填的表", "the tables to fill in"}},
    {{"xuan run 办法.xuan 数据.xlsx", "xuan run rules.xuan data.xlsx"}, {"结果和理由", "the result and its reasons"}},
    {{"xuan fmt --diff 办法.xuan", "xuan fmt --diff rules.xuan"}, {"看格式要改什么", "see what the layout would change"}},
};

/* What troff would read as its own. */
static void escape(Text *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        text_addz(out, "\\&");
    for (; *text; text++)
        if (*text == '\\')
            text_addz(out, "\\e");
        else if (*text == '-')
            text_addz(out, "\\-");
        else
            text_char(out, *text);
}

static void section(Text *out, Language language, const char *zh, const char *en)
{
    text_addz(out, ".SH ");
    text_addz(out, language == LANG_ZH ? zh : en);
    text_char(out, '\n');
}

static void entries(Text *out, Language language, const Entry *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_addz(out, ".TP\n.B ");
        escape(out, list[i].head[language]);
        text_char(out, '\n');
        escape(out, list[i].text[language]);
        text_char(out, '\n');
    }
}
#define ENTRIES(list) entries(out, language, list, sizeof(list) / sizeof *(list))

static void option_name(Text *out, const Option *option, const char *value)
{
    if (option->letter) {
        text_addz(out, "\\fB\\-");
        text_char(out, option->letter);
        text_addz(out, "\\fR, ");
    }
    text_addz(out, "\\fB\\-\\-");
    escape(out, option->name);
    text_addz(out, *value ? "\\fR \\fI" : "\\fR");
    escape(out, value);
    text_addz(out, *value ? "\\fR" : "");
}

static void command_entry(Text *out, Language language, const Command *command)
{
    text_addz(out, ".TP\n\\fBxuan ");
    escape(out, command->name);
    text_addz(out, "\\fR \\fI");
    escape(out, command->arguments);
    text_addz(out, "\\fR\n");
    escape(out, command->help[language]);
    text_addz(out, "\n");
    size_t own = 0;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        bool format = options[i].kind == TAKES_FORMAT && strchr(command->formats, ' ');
        if (!format && !has_word(command->options, options[i].name))
            continue;
        text_addz(out, own++ ? ", " : language == LANG_ZH ? ".br\n选项：" : ".br\nOptions: ");
        Text values = text_new(out->arena);
        for (const char *at = format ? command->formats : options[i].value; *at; at++)
            text_char(&values, *at == ' ' ? '|' : *at);
        text_char(&values, '\0');
        option_name(out, &options[i], values.at);
    }
    text_addz(out, own ? "\n" : "");
}

static void page(Language language, Text *out)
{
    say(out, language, ".\\\" 由 xuan man 打印\n", ".\\\" printed by xuan man\n");
    text_addz(out, ".TH XUAN 1 \"\" \"xuan " VERSION "\"\n");
    section(out, language, "名称", "NAME");
    say(out, language, "xuan \\- 选：写选拔办法的规则语言\n", "xuan \\- a rules language for selection procedures\n");
    section(out, language, "用法", "SYNOPSIS");
    say(out, language, ".B xuan\n.I 命令\n[选项] [文件 ...]\n", ".B xuan\n.I command\n[options] [file ...]\n");
    section(out, language, "说明", "DESCRIPTION");
    say(out, language,
        "一份选拔办法写成一个文件；用数据一算，谁入选、谁出局、为什么，都写得明白，数字全部准确。"
        "文件名写 \\- 是标准输入。结果写到标准输出，信息写到标准错误。\n",
        "A selection procedure is one file; run on data, it says who is chosen, who is dropped and why, with exact arithmetic.\n"
        "The file name \\- is standard input.\nResults go to standard output, messages to standard error.\n");
    section(out, language, "命令", "COMMANDS");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        command_entry(out, language, &commands[i]);
    section(out, language, "选项", "OPTIONS");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        text_addz(out, ".TP\n");
        option_name(out, &options[i], options[i].value);
        text_char(out, '\n');
        escape(out, options[i].help[language]);
        text_char(out, '\n');
    }
    section(out, language, "退出码", "EXIT STATUS");
    ENTRIES(statuses);
    section(out, language, "环境变量", "ENVIRONMENT");
    ENTRIES(environment);
    section(out, language, "文件", "FILES");
    ENTRIES(files);
    section(out, language, "例子", "EXAMPLES");
    ENTRIES(examples);
}

int command_man(Options *o)
{
    if (o->file_count)
        return usage(o, "man 后面没有文件", "man takes no files");
    Text out = text_new(o->a);
    page(o->language, &out);
    return write_result(o, text_str(&out));
}
