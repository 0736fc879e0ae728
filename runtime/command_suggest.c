#include "runtime/command_suggest.h"

#include "lang/check.h"
#include "lang/limits.h"
#include "lang/parse.h"
#include "runtime/suggest.h"

typedef struct {
    Options *o;
    const char *file;
    Str text;
    size_t end; /* of the text before the last } */
} Host;

/* A } inside a comment closes nothing. */
static size_t last_brace(Str text)
{
    size_t found = text.len;
    bool comment = false;
    for (size_t i = 0; i < text.len; i++) {
        comment = text.at[i] == '#' || (comment && text.at[i] != '\n');
        if (!comment && text.at[i] == '}')
            found = i;
    }
    return found;
}

static bool try_block(void *context, Arena *a, Str block, bool watch, Trial *out)
{
    Host *h = context;
    Options o = *h->o;
    o.a = a;
    o.d = diags_new(a);
    Text t = text_new(a);
    text_add(&t, str_cut(h->text, 0, h->end));
    text_char(&t, '\n');
    text_add(&t, block);
    text_addz(&t, "}\n");
    Source *source;
    size_t bad_at;
    if (source_load(a, str_from(h->file), text_str(&t), LIMIT_RULES_BYTES, &source, &bad_at) != LOAD_OK)
        return false;
    out->program = check(a, parse(a, source, o.d), source, o.d);
    if (!out->program || !out->program->test_count || diags_any_error(o.d))
        return false;
    Coverage *coverage = coverage_new(a, out->program);
    coverage->watching = watch;
    out->result = run_test(&o, out->program, &out->program->tests[out->program->test_count - 1], h->file, coverage);
    return true;
}

/* A path as it is written in the rules: from their folder.  Both paths start from the same place. */
static Str from_rules(Arena *a, const char *rules, const char *data)
{
    Text t = text_new(a);
    size_t same = 0;
    for (size_t i = 0; rules[i] && rules[i] == data[i]; i++)
        if (rules[i] == '/')
            same = i + 1;
    for (size_t i = same; rules[i] && *data != '/'; i++)
        if (rules[i] == '/')
            text_addz(&t, "../");
    text_addz(&t, *data == '/' ? data : data + same);
    return text_str(&t);
}

void suggest_file(Options *o, const Program *p, const TestFile *file, Text *out)
{
    Host *host = NEW(o->a, Host);
    const char *name = arena_str(o->a, file->file).at;
    *host = (Host){.o = o, .file = name, .text = p->source->text, .end = last_brace(p->source->text)};
    Suggester s = {.a = o->a, .program = p, .coverage = file->coverage, .file = file->file, .language = o->language, .try_block = try_block,
                   .context = host, .data = o->data ? from_rules(o->a, name, o->data) : S("")};
    suggest_tests(&s, out);
}
