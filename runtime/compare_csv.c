#include "runtime/compare_csv.h"

#include "runtime/compare_view.h"
#include "runtime/wording.h"

/* Labels are 甲 乙 …; a column for machines is A_status, B_status, … whatever the language. */
static void heads(const Comparison *c, bool names, Text *out)
{
    static const char *const columns[] = {"status", "post", "stage", "rank", "score"};
    text_addz(out, names ? "id,name" : "id");
    for (size_t p = 0; p < c->party_count; p++)
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
            text_char(out, ',');
            text_char(out, (char)('A' + (int)p));
            text_char(out, '_');
            text_addz(out, columns[i]);
        }
    text_addz(out, ",differs,parted_at\n");
}

static void under(const Comparison *c, size_t person, size_t party, Text *out)
{
    const Fate *f = compared_fate(c, person, party);
    const Ranked *rank = compared_rank(c, person, party);
    text_char(out, ',');
    if (!f) {
        text_addz(out, ",,,,");
        return;
    }
    text_addz(out, status_names[f->status]);
    text_char(out, ',');
    text_csv(out, compared_post(c, person, party));
    text_char(out, ',');
    text_csv(out, f->stage >= 0 ? c->parties[party].program->stages[f->stage].name : S(""));
    text_char(out, ',');
    if (rank)
        text_int(out, rank->rank);
    text_char(out, ',');
    if (rank && rank->first.kind == VALUE_NUMBER) {
        num_decimal(out, rank->first.number, 6);
    } else if (rank && rank->first.kind != VALUE_NONE) {
        Text words = text_new(out->arena);
        shown_words(&rank->first, NULL, LANG_EN, &words);
        text_csv(out, text_str(&words));
    }
}

void compare_csv(const Comparison *c, bool names, Language language, Text *out)
{
    heads(c, names, out);
    for (size_t i = 0; i < c->person_count; i++) {
        const ComparedPerson *who = &c->people[i];
        text_csv(out, who->id);
        if (names) {
            text_char(out, ',');
            text_csv(out, compared_name(out->arena, c, i));
        }
        for (size_t p = 0; p < c->party_count; p++)
            under(c, i, p, out);
        text_addz(out, who->differs ? ",yes," : ",no,");
        if (who->parted_at >= 0) {
            Text row = text_new(out->arena);
            row_words(c, (size_t)who->parted_at, language, &row);
            text_csv(out, text_str(&row));
        }
        text_char(out, '\n');
    }
}
