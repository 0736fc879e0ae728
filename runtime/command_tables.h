/* command_tables.h - commands.def and options.def as tables: for the command line, its help, the man page and shell completion. */
#ifndef RUNTIME_COMMAND_TABLES_H
#define RUNTIME_COMMAND_TABLES_H

#include "runtime/command.h"

typedef struct {
    const char *name;
    int (*function)(Options *);
    const char *arguments, *formats, *options, *help[LANGUAGE_COUNT];
} Command;

typedef enum { TAKES_FLAG, TAKES_TEXT, TAKES_LIST, TAKES_FORMAT, TAKES_LANGUAGE, TAKES_COLOUR, TAKES_HELP, TAKES_VERSION } OptionKind;

typedef struct {
    const char *name;
    char letter;
    OptionKind kind;
    size_t field; /* its place in Options */
    const char *value, *help[LANGUAGE_COUNT];
} Option;

enum {
    COMMAND_COUNT = 0
#define COMMAND(name, function, arguments, formats, options, zh, en) + 1
#include "runtime/commands.def"
    ,
    OPTION_COUNT = 0
#define OPTION(name, letter, kind, field, value, zh, en) + 1
#include "runtime/options.def"
};

extern const Command commands[COMMAND_COUNT];
extern const Option options[OPTION_COUNT];

/* Whether `word` is one of the words, which have one blank between them. */
bool has_word(const char *words, const char *word);

/* Whether the command knows the option: its own, those of all commands, and --format, whose values are command->formats. */
bool takes_option(const Command *command, const Option *option);

#endif
