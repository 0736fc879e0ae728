/* command_check.c - xuan check: what is wrong with rules files, or the checked program as JSON. */
#include "lang/diag_show.h"
#include "runtime/command.h"

int command_check(Options *o)
{
    if (o->file_count < 1)
        return usage(o, "check 要有规则文件", "check needs a rules file");
    Text out = text_new(o->a);
    for (int i = 0; i < o->file_count; i++) {
        Str bytes;
        const Program *p = load_program(o, o->files[i], &bytes);
        if (o->status)
            return o->status;
        if (p && o->format == FORMAT_JSON) {
            program_json(p, &out);
        } else if (p) {
            text_addz(&out, o->files[i]);
            text_addz(&out, o->language == LANG_ZH ? "：没有错误，" : ": no errors, ");
            text_int(&out, (long long)p->stage_count);
            text_addz(&out, o->language == LANG_ZH ? " 个阶段，" : " stages, ");
            text_int(&out, (long long)p->clause_count);
            text_addz(&out, o->language == LANG_ZH ? " 条" : " clauses");
            if (p->test_count) {
                text_addz(&out, o->language == LANG_ZH ? "，" : ", ");
                text_int(&out, (long long)p->test_count);
                text_addz(&out, o->language == LANG_ZH ? " 个测试" : " tests");
            }
            text_char(&out, '\n');
        }
    }
    int status = show_messages(o);
    if (status && o->format == FORMAT_JSON) { /* what is wrong, for programs */
        out = text_new(o->a);
        diags_json(o->d, o->language, &out);
        text_char(&out, '\n');
    }
    int written = write_result(o, text_str(&out));
    return written ? written : status;
}
