/* command_schema.c - xuan schema: the data document of a procedure as a JSON Schema. */
#include "runtime/command.h"
#include "runtime/schema.h"

int command_schema(Options *o)
{
    Str bytes;
    if (o->file_count != 1)
        return usage(o, "schema 要有一份规则文件", "schema takes one rules file");
    const Program *p = load_program(o, o->files[0], &bytes);
    if (o->status)
        return o->status;
    int status = show_messages(o);
    if (!p || status)
        return EXIT_MISTAKES;
    Text t = text_new(o->a);
    schema_json(p, &t);
    return write_result(o, text_str(&t));
}
