#include "runtime/command_tables.h"

const Command commands[] = {
#define COMMAND(name, function, arguments, formats, options, zh, en) {name, function, arguments, formats, options, {zh, en}},
#include "runtime/commands.def"
};

const Option options[] = {
#define OPTION(name, letter, kind, field, value, zh, en) {name, letter, TAKES_##kind, offsetof(Options, field), value, {zh, en}},
#include "runtime/options.def"
};

bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    return false;
}

bool takes_option(const Command *command, const Option *option)
{
    return option->kind == TAKES_FORMAT || has_word(command->options, option->name) || has_word(COMMON_OPTIONS, option->name);
}
