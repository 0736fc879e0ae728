/* restate_md.c - a restatement as Markdown (CommonMark). */
#include "runtime/restate.h"
#include "runtime/wording.h"

/* What Markdown would take for a sign of its own gets a backslash. */
static void escaped(Text *out, Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("\\`*_[]<&~", s.at[i]) && s.at[i])
            text_char(out, '\\');
        text_char(out, s.at[i] == '\n' ? ' ' : s.at[i]);
    }
}

static void trailers(const Restatement *r, const Told *p, Text *out)
{
    if (p->cite.len) {
        say(out, r->language, "〔依据：", " \\[Source: ");
        escaped(out, p->cite);
        say(out, r->language, "〕", "\\]");
    }
    for (size_t i = 0; i < p->mark_count; i++) { /* all between one pair of **: two pairs side by side would not be taken for signs */
        say(out, r->language, i ? "【" : "**【", i ? " \\[" : " **\\[");
        text_add(out, told_mark(out->arena, p->marks[i], r->language));
        say(out, r->language, i + 1 < p->mark_count ? "】" : "】**", i + 1 < p->mark_count ? "\\]" : "\\]**");
    }
}

static void paragraph(const Restatement *r, const Told *p, Text *out)
{
    switch (p->kind) {
    case TOLD_HEADING:
        text_addz(out, "## ");
        if (p->number.len) {
            text_add(out, p->number);
            say(out, r->language, "、", "\\. ");
        }
        break;
    case TOLD_CLAUSE:
        text_add(out, p->number);
        text_addz(out, ". ");
        break;
    case TOLD_DOUBT: case TOLD_ASSUMED:
        text_addz(out, "- **");
        text_add(out, p->number);
        say(out, r->language, "**　", "** ");
        break;
    case TOLD_TEXT: break;
    }
    escaped(out, p->text);
    trailers(r, p, out);
    text_char(out, '\n');
}

void restate_md(const Restatement *r, Text *out)
{
    text_addz(out, "# ");
    escaped(out, r->title);
    text_addz(out, "\n\n");
    escaped(out, told_opening(out->arena, r));
    text_char(out, '\n');
    for (size_t i = 0; i < r->count; i++) {
        bool list = r->told[i].kind != TOLD_HEADING && r->told[i].kind != TOLD_TEXT;
        if (!list || !i || r->told[i - 1].kind != r->told[i].kind)
            text_char(out, '\n');
        paragraph(r, &r->told[i], out);
    }
    say(out, r->language, "\n## 签字\n\n", "\n## Signatures\n\n");
    for (size_t i = 0; i < SIGNATURES; i++) {
        text_addz(out, signature_words[i][r->language]);
        say(out, r->language, i + 1 < SIGNATURES ? "：＿＿＿＿＿＿＿＿　" : "：＿＿＿＿＿＿＿＿\n", i + 1 < SIGNATURES ? ": ＿＿＿＿＿＿＿＿  " : ": ＿＿＿＿＿＿＿＿\n");
    }
    text_addz(out, "\n---\n\n");
    text_add(out, told_closing(out->arena, r));
    text_char(out, '\n');
}
