/* command_flow.c - xuan flow: the stages of a rules file as a picture. */
#include "runtime/command.h"
#include "runtime/flow.h"

int command_flow(Options *o)
{
    if (o->file_count != 1)
        return usage(o, "flow 要有一份规则文件", "flow needs one rules file");
    Str bytes;
    const Program *p = sole_program(o, &bytes);
    if (!p)
        return o->status;
    Text out = text_new(o->a);
    flow_svg(p, o->language, &out);
    return write_result(o, text_str(&out));
}
