/* command_respell.c - xuan respell: the words of a rules file in the other language. */
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/command.h"

int command_respell(Options *o)
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
