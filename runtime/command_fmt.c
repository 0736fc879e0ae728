/* command_fmt.c - xuan fmt: rules files in the one layout, in place or shown. */
#include "lang/format.h"
#include "lang/limits.h"
#include "runtime/command.h"
#include "runtime/line_diff.h"
#include "runtime/wording.h"

typedef struct {
    Str name, before, after; /* before: as it was read, without BOM, with LF */
    bool changed;            /* a byte of the file would be another */
} Formatted;

/* 0, or the exit status: everything is said, and the file is left alone. */
static int format_file(Options *o, const char *file, Formatted *out)
{
    Str bytes;
    const Source *source = load(o, file, LIMIT_RULES_BYTES, &bytes);
    if (o->status)
        return o->status;
    Text text = text_new(o->a);
    if (!source || !format(o->a, source, (int)o->words < LANGUAGE_COUNT ? &o->words : NULL, o->d, &text))
        return EXIT_MISTAKES;
    *out = (Formatted){.name = source->name, .before = source->text, .after = text_str(&text)};
    out->changed = !str_eq(bytes, out->after);
    return EXIT_DONE;
}

static void add_diff(const Options *o, const Formatted *f, Text *out)
{
    size_t before = out->len;
    line_diff(o->a, f->name, f->name, f->before, f->after, out);
    if (out->len > before)
        return;
    text_format(out, S("--- {0}\n+++ {0}\n"), ARGS(f->name));
    say(out, o->language, "# 只有编码、BOM 或行尾不同：写成 UTF-8，LF\n", "# only encoding, BOM or line ends differ: UTF-8 and LF are written\n");
}

static int worse(int a, int b) { return a > b ? a : b; }

int command_fmt(Options *o)
{
    bool shows = o->check || o->diff, standard = false;
    for (int i = 0; i < o->file_count; i++)
        standard = standard || strcmp(o->files[i], "-") == 0;
    if (o->file_count == 0)
        return usage(o, "fmt 要有规则文件", "fmt needs rules files");
    if (o->output && (shows || o->file_count > 1))
        return usage(o, "-o 只用于一个文件，不与 --check、--diff 同用", "-o is for one file, without --check and --diff");
    if (standard && o->file_count > 1)
        return usage(o, "- 只能单独写", "- stands alone");
    Text out = text_new(o->a);
    int status = EXIT_DONE;
    for (int i = 0; i < o->file_count; i++) {
        Formatted f = {0};
        int failed = format_file(o, o->files[i], &f);
        o->status = 0;
        status = worse(status, failed);
        if (failed)
            continue;
        if (!shows && (standard || o->output))
            text_add(&out, f.after);
        else if (!shows && f.changed)
            status = worse(status, replace_file(o, o->files[i], f.after));
        if (!shows || !f.changed)
            continue;
        if (o->diff)
            add_diff(o, &f, &out);
        else
            text_format(&out, S("{0}\n"), ARGS(f.name));
        status = worse(status, o->check ? EXIT_MISTAKES : EXIT_DONE);
    }
    show_messages(o);
    bool nothing = !out.len && !(o->output && status == EXIT_DONE);
    return nothing ? status : worse(status, write_result(o, text_str(&out)));
}
