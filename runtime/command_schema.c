/* command_schema.c - xuan schema: the data document of a procedure as a JSON Schema. */
#include "runtime/command.h"
#include "runtime/schema.h"

int command_schema(Options *o)
{
    Str bytes;
    if (o->file_count != 1)
        return usage(o, "schema 要有一份规则文件", "schema takes one rules file");
    const Program *p = sole_program(o, &bytes);
    if (!p)
        return o->status;
    Text t = text_new(o->a);
    schema_json(p, &t);
    return write_result(o, text_str(&t));
}
