/* command_new.c - xuan new: a small procedure, explained line by line, to begin with. */
#include <errno.h>
#include <unistd.h>

#include "lang/format.h"
#include "lang/limits.h"
#include "lang/utf8.h"
#include "runtime/command.h"

static const char *const starter[][LANGUAGE_COUNT] = {
#define ROW(zh, en) {zh, en},
#include "runtime/starter.def"
};

/* It stands without 「」: Han characters, Latin letters, digits and _. */
static bool is_plain(Str name)
{
    for (size_t i = 0; i < name.len;) {
        uint32_t c = 0;
        size_t n = utf8_decode(name, i, &c);
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!n || !(letter || (c >= 0x3400 && c <= 0x9FFF)))
            return false;
        i += n;
    }
    return true;
}

/* In its layout; false when this is no name. */
static bool make_starter(Options *o, Str name, Text *out)
{
    Language words = (int)o->words < LANGUAGE_COUNT ? o->words : LANG_ZH;
    Text text = text_new(o->a);
    for (size_t i = 0; i < sizeof starter / sizeof *starter; i++) {
        text_format(&text, str_from(starter[i][words]), &name, 1);
        text_char(&text, '\n');
    }
    Source *source;
    size_t bad_at;
    return source_load(o->a, S("new"), text_str(&text), LIMIT_RULES_BYTES, &source, &bad_at) == LOAD_OK &&
           format(o->a, source, NULL, diags_new(o->a), out);
}

int command_new(Options *o)
{
    if (o->file_count > 1)
        return usage(o, "new 最多要一个名称", "new takes one name at most");
    bool english = o->words == LANG_EN;
    Str name = o->file_count ? str_from(o->files[0]) : english ? S("example") : S("示例");
    Text quoted = text_new(o->a), out = text_new(o->a);
    text_format(&quoted, S("「{0}」"), ARGS(name));
    if (!(is_plain(name) && make_starter(o, name, &out)) && !make_starter(o, text_str(&quoted), &out))
        return usage_with(o, "{0} 不能作名称", "{0} cannot be a name", ARGS(name));
    bool file = o->output && strcmp(o->output, "-") != 0;
    if (file && access(o->output, F_OK) == 0) {
        errno = EEXIST;
        return file_fault(o, E0006, str_from(o->output));
    }
    return write_result(o, text_str(&out));
}
