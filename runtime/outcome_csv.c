#include "runtime/outcome_csv.h"

#include "runtime/wording.h"

/* What he is told, else the clause; parted by ；.  `t` is used again for each. */
static Str reasons(const Outcome *o, const Fate *f, Language words, Text *t)
{
    t->len = 0;
    for (size_t i = 0; i < f->reason_count; i++) {
        const Reason *r = &f->reasons[i];
        if (i)
            text_addz(t, "；");
        Str say = reason_say(r);
        if (say.len)
            text_add(t, say);
        else
            reason_text(o, r, words, t);
    }
    return text_str(t);
}

static void last_rank(const Fate *f, Text *words, Text *out)
{
    if (!f->rank_count) {
        text_char(out, ',');
        return;
    }
    const Ranked *r = &f->ranks[f->rank_count - 1];
    if (r->first.kind == VALUE_NUMBER) {
        num_decimal(out, r->first.number, 6); /* ours: "-5" is a number, no formula */
    } else if (r->first.kind != VALUE_NONE) {
        words->len = 0;
        shown_words(&r->first, NULL, LANG_EN, words);
        text_csv(out, text_str(words));
    }
    text_char(out, ',');
    text_int(out, r->rank);
}

void outcome_csv(const Outcome *o, Language words, Text *out)
{
    enum { A_LINE = 64 }; /* bytes, about: most of the room is taken at once */
    Text scratch = text_new(out->arena);
    text_reserve(out, o->pool->unit_count * A_LINE);
    text_addz(out, "id,post,status,stage,reason,score,rank\n");
    for (size_t i = 0; i < o->pool->unit_count; i++) {
        uint32_t unit = o->pool->unit_order[i];
        const Fate *f = &o->fates[unit];
        text_csv(out, unit_id(o, unit));
        text_char(out, ',');
        text_csv(out, unit_post(o, unit));
        text_char(out, ',');
        text_addz(out, status_names[f->status]);
        text_char(out, ',');
        text_csv(out, f->stage >= 0 ? o->program->stages[f->stage].name : S(""));
        text_char(out, ',');
        text_csv(out, reasons(o, f, words, &scratch));
        text_char(out, ',');
        last_rank(f, &scratch, out);
        text_char(out, '\n');
    }
}
