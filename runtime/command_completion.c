/* command_completion.c - xuan completion: what bash and zsh need to complete a command line. */
#include "runtime/command_tables.h"

static void put(Text *out, const char *text) { text_addz(out, text); }

/* "a b" with another character for the blank. */
static void put_joined(Text *out, const char *words, char from, char to)
{
    for (const char *at = words; *at; at++)
        text_char(out, *at == from ? to : *at);
}

static bool is_choice(const char *value) { return strchr(value, '|') != NULL; }

static bool is_file(const Option *option) { return strcmp(option->value, "FILE") == 0; }

static void put_commands(Text *out, char between)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (i)
            text_char(out, between);
        put(out, commands[i].name);
    }
}

/* ---- bash ---- */

static void put_option_names(Text *out, const Option *option, const char *between)
{
    put(out, "--");
    put(out, option->name);
    if (option->letter) {
        put(out, between);
        text_char(out, '-');
        text_char(out, option->letter);
    }
}

/* The values of options, whatever the command. */
static void bash_values(Text *out)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const Option *option = &options[i];
        if (!*option->value || option->kind == TAKES_FORMAT)
            continue;
        put(out, "    ");
        put_option_names(out, option, "|");
        if (is_choice(option->value)) {
            put(out, ") words='");
            put_joined(out, option->value, '|', ' ');
            put(out, "' ;;\n");
        } else {
            put(out, is_file(option) ? ") files=1 ;;\n" : ") return ;;\n");
        }
    }
}

static void bash_commands(Text *out)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const Command *command = &commands[i];
        put(out, "    ");
        put(out, command->name);
        put(out, ")\n        options='");
        for (size_t k = 0, n = 0; k < OPTION_COUNT; k++)
            if (takes_option(command, &options[k])) {
                put(out, n++ ? " " : "");
                put_option_names(out, &options[k], " ");
            }
        put(out, "'\n        formats='");
        put(out, command->formats);
        put(out, "'\n        arguments='");
        put_joined(out, is_choice(command->arguments) ? command->arguments : "", '|', ' ');
        put(out, "' ;;\n");
    }
}

/* bash parts --words=en into three words. */
static void bash(Text *out)
{
    put(out, "# bash completion of xuan, printed by: xuan completion bash\n"
             "_xuan()\n{\n"
             "    local at=$COMP_CWORD current=${COMP_WORDS[COMP_CWORD]} before\n"
             "    local command='' options='--help --version' formats='' arguments='' words='' files='' i\n"
             "    COMPREPLY=()\n"
             "    if [ \"$current\" = '=' ]; then current='' at=$((at + 1)); fi\n"
             "    before=${COMP_WORDS[at-1]}\n"
             "    if [ \"$before\" = '=' ]; then before=${COMP_WORDS[at-2]}; fi\n"
             "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
             "        case ${COMP_WORDS[i]} in\n        ");
    put_commands(out, '|');
    put(out, ") command=${COMP_WORDS[i]}; break ;;\n        esac\n    done\n    case $command in\n");
    bash_commands(out);
    put(out, "    esac\n    case $before in\n    --format) words=$formats ;;\n");
    bash_values(out);
    put(out, "    *)\n"
             "        case $current in\n"
             "        -*) words=$options ;;\n"
             "        *) if [ -z \"$command\" ]; then words='");
    put_commands(out, ' ');
    put(out, "'; elif [ -n \"$arguments\" ]; then words=$arguments; else files=1; fi ;;\n"
             "        esac ;;\n"
             "    esac\n"
             "    if [ -n \"$files\" ]; then\n"
             "        compopt -o filenames 2>/dev/null\n"
             "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
             "    else\n"
             "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
             "    fi\n}\n"
             "complete -F _xuan xuan\n");
}

/* ---- zsh ---- */

/* In single quotes, with what _arguments and _describe would read as their own. */
static void put_described(Text *out, const char *text)
{
    for (const char *at = text; *at; at++)
        if (*at == '\'') {
            put(out, "'\\''");
        } else {
            if (strchr(":[]\\", *at))
                text_char(out, '\\');
            text_char(out, *at);
        }
}

static void zsh_option(Text *out, const Command *command, const Option *option, Language language)
{
    const char *values = option->kind == TAKES_FORMAT ? command->formats : is_choice(option->value) ? option->value : NULL;
    for (int form = 0; form < (option->letter ? 2 : 1); form++) {
        put(out, " \\\n            '");
        put(out, option->kind == TAKES_LIST ? "*" : "");
        put(out, form ? "-" : "--");
        if (form)
            text_char(out, option->letter);
        else
            put(out, option->name);
        put(out, *option->value && !form ? "=[" : "[");
        put_described(out, option->help[language]);
        put(out, "]");
        if (*option->value) {
            put(out, ":");
            put_described(out, is_choice(option->value) ? option->name : option->value);
            put(out, is_file(option) ? ":_files" : values ? ":(" : ": ");
            if (values) {
                put_joined(out, values, '|', ' ');
                put(out, ")");
            }
        }
        put(out, "'");
    }
}

static void zsh(Language language, Text *out)
{
    put(out, "#compdef xuan\n# zsh completion of xuan, printed by: xuan completion zsh\n_xuan()\n{\n    local -a commands\n    commands=(\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        put(out, "        '");
        put(out, commands[i].name);
        text_char(out, ':');
        put_described(out, commands[i].help[language]);
        put(out, "'\n");
    }
    put(out, "    )\n"
             "    if (( CURRENT == 2 )); then\n"
             "        _describe command commands\n"
             "        return\n"
             "    fi\n"
             "    shift words\n"
             "    (( CURRENT-- ))\n"
             "    case $words[1] in\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const Command *command = &commands[i];
        put(out, "    ");
        put(out, command->name);
        put(out, ")\n        _arguments");
        for (size_t k = 0; k < OPTION_COUNT; k++)
            if (takes_option(command, &options[k]))
                zsh_option(out, command, &options[k], language);
        if (is_choice(command->arguments)) {
            put(out, " \\\n            '1: :(");
            put_joined(out, command->arguments, '|', ' ');
            put(out, ")'");
        } else {
            put(out, " \\\n            '*:file:_files'");
        }
        put(out, " ;;\n");
    }
    put(out, "    esac\n}\nif [ \"$funcstack[1]\" = _xuan ]; then _xuan \"$@\"; else compdef _xuan xuan; fi\n");
}

int command_completion(Options *o)
{
    bool is_bash = o->file_count == 1 && strcmp(o->files[0], "bash") == 0, is_zsh = o->file_count == 1 && strcmp(o->files[0], "zsh") == 0;
    if (!is_bash && !is_zsh)
        return usage(o, "completion 要写 bash 或 zsh", "completion needs bash or zsh");
    Text out = text_new(o->a);
    if (is_bash)
        bash(&out);
    else
        zsh(o->language, &out);
    return write_result(o, text_str(&out));
}
