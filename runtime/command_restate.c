/* command_restate.c - xuan restate: a rules file told back for sign-off. */
#include <unistd.h>

#include "runtime/command.h"
#include "runtime/restate.h"

int command_restate(Options *o)
{
    if (o->file_count != 1)
        return usage(o, "restate 要有一份规则文件", "restate needs one rules file");
    if (o->format == FORMAT_DOCX && (!o->output || strcmp(o->output, "-") == 0) && isatty(STDOUT_FILENO))
        return usage(o, "docx 不能打印在终端上：写 -o 文件.docx", "a docx is not for the terminal: write -o FILE.docx");
    Str bytes;
    const Program *p = sole_program(o, &bytes);
    if (!p)
        return o->status;
    Restatement r = restate(o->a, p, digest(o->a, bytes), S(VERSION), o->language);
    Text out = text_new(o->a);
    if (o->format == FORMAT_HTML)
        restate_html(&r, p, &out);
    else if (o->format == FORMAT_DOCX)
        restate_docx(&r, &out);
    else
        restate_md(&r, &out);
    return write_result(o, text_str(&out));
}
