/* report_lists.c - the report's lists: substitutes with the lists that they changed, and papers refused. */
#include "runtime/report_parts.h"

enum { REFUSED_SHOWN = 20 }; /* of one ballot; the JSON has them all */

/* ---- 递补 ---- */

static bool posts_shown(const Report *r, const Clause *cut, const Expr *const *by, size_t n)
{
    return r->o->program->stages[cut->stage].of_entries && post_open(r->o->program, by, n);
}

static void list_line(Report *r, const List *l, const char *zh, const char *en, const uint32_t *units, size_t n)
{
    Text t = text_new(r->a);
    text_addz(&t, "  ");
    text_add(&t, r->o->program->stages[l->clause->stage].name);
    say(&t, r->language, zh, en);
    people_words(r->o, units, n, posts_shown(r, l->clause, l->by, l->by_count), r->language, &t);
    if (!n)
        say(&t, r->language, "没有人", "nobody");
    add_wrapped(r->out, text_str(&t), 4);
}

/* "012（第 7 名）、015（第 8 名，退出）" */
static void reserve_words(Report *r, const Clause *cut, const uint32_t *units, size_t n, bool posts, Text *out)
{
    const uint32_t *person = r->o->pool->unit_person;
    bool first = true;
    for (size_t i = 0; i < n; i++) {
        const Fate *f = &r->o->fates[units[i]];
        int64_t rank = cut ? cut_rank(r->o, cut, units[i]) : -1;
        if (!posts && i && person[units[i]] == person[units[i - 1]])
            continue;
        if (!first)
            say(out, r->language, "、", ", ");
        first = false;
        people_words(r->o, &units[i], 1, posts, r->language, out);
        if (rank < 0 && f->status == STATUS_RESERVE)
            continue;
        say(out, r->language, "（", " (");
        if (rank >= 0)
            say_with(out, r->language, "第 {0} 名", "rank {0}", WITH(int_str(r->a, rank)));
        if (rank >= 0 && f->status != STATUS_RESERVE)
            say(out, r->language, "，", ", ");
        if (f->status != STATUS_RESERVE)
            text_addz(out, status_words[f->status][r->language]);
        say(out, r->language, "）", ")");
    }
}

static void substitution_line(Report *r, const Substitution *s)
{
    bool posts = posts_shown(r, s->clause, s->by, s->by_count);
    Text t = text_new(r->a), left = text_new(r->a), why = text_new(r->a), in = text_new(r->a), when = text_new(r->a);
    if (s->left != CELL_NONE) {
        people_words(r->o, &s->left, 1, posts, r->language, &left);
        left_words(r->o, s->left, r->language, &why);
        say_with(&left, r->language, "（{0}）", " ({0})", WITH(text_str(&why)));
    } else {
        say(&left, r->language, "空着的位置", "a free place");
    }
    people_words(r->o, &s->in, 1, posts, r->language, &in);
    when_words(r->o, s, r->language, &when);
    text_addz(&t, "  ");
    text_add(&t, r->o->program->stages[s->clause->stage].name);
    say_with(&t, r->language, " 递补：第 {0} 次，{1}→ {2}（原第 {3} 名），{4}",
             ", moved up: no. {0}, {1} → {2} (was rank {3}), {4}",
             WITH(int_str(r->a, s->nth), text_str(&left), text_str(&in), int_str(r->a, s->rank), text_str(&when)));
    add_wrapped(r->out, text_str(&t), 4);
}

static bool same_list(const List *l)
{
    if (l->was_count != l->is_count)
        return false;
    for (size_t i = 0; i < l->was_count; i++)
        if (l->was[i] != l->is[i])
            return false;
    return true;
}

static void one_list(Report *r, const Contest *c, const List *l)
{
    if (same_list(l)) {
        list_line(r, l, " 入围名单：", ", list: ", l->was, l->was_count);
    } else {
        list_line(r, l, " 入围名单（原）：", ", list as it was: ", l->was, l->was_count);
        list_line(r, l, " 入围名单（现）：", ", list as it is: ", l->is, l->is_count);
    }
    for (size_t i = 0; i < r->o->substitution_count; i++) {
        const Substitution *s = &r->o->substitutions[i];
        if (s->clause == l->clause && contest_is(c, s->by, s->by_count, s->key))
            substitution_line(r, s);
    }
    if (!l->reserve_count)
        return;
    Text t = text_new(r->a);
    text_addz(&t, "  ");
    text_add(&t, r->o->program->stages[l->clause->stage].name);
    say(&t, r->language, " 候补：", ", reserve: ");
    reserve_words(r, l->clause, l->reserve, l->reserve_count, posts_shown(r, l->clause, l->by, l->by_count), &t);
    add_wrapped(r->out, text_str(&t), 4);
}

void report_lists(Report *r, const Contest *c)
{
    bool listed = false;
    for (size_t i = 0; i < r->o->list_count; i++) {
        const List *l = &r->o->lists[i];
        if (!contest_is(c, l->by, l->by_count, l->key))
            continue;
        listed = true;
        one_list(r, c, l);
    }
    if (listed || !c->reserve_count)
        return;
    Text t = text_new(r->a);
    say(&t, r->language, "  候补：", "  Reserve: ");
    reserve_words(r, NULL, c->reserve, c->reserve_count, post_open(r->o->program, c->by, c->by_count), &t);
    add_wrapped(r->out, text_str(&t), 4);
}

/* ---- papers ---- */

/* N of 每票 至多 N 名; 0: none. */
static int most_names(const Program *p, const Refused *r)
{
    if (r->clause >= 0)
        return p->clauses[r->clause].type.names;
    return r->of_entry ? p->entries[r->field].type.names : p->fields[r->field].type.names;
}

static const char *const refused_counts[REFUSED_KINDS][2] = {
    [REFUSED_TWICE] = {"一人投了几张、都不计的 {0} 张", "papers of someone who cast several: {0}, none counted"},
    [REFUSED_CLASS] = {"投票人类别不符的 {0} 张", "voters of another class: {0}"},
    [REFUSED_TOO_MANY] = {"超过名额的 {0} 处", "too many names: {0}"},
    [REFUSED_UNKNOWN] = {"不能推选的名字 {0} 个", "names that do not stand: {0}"},
    [REFUSED_REPEATED] = {"重复的名字 {0} 个", "names written more than once: {0}"},
};

/* "  海推票：一人投了几张、都不计的 2 张，不能推选的名字 1 个" */
static void refused_head(Report *r, Str ballot, const Refused *refused, size_t n)
{
    int64_t counts[REFUSED_KINDS] = {0};
    Text t = text_new(r->a);
    for (size_t i = 0; i < n; i++)
        counts[refused[i].why]++;
    text_addz(&t, "  ");
    text_add(&t, ballot);
    for (size_t k = 0, told = 0; k < REFUSED_KINDS; k++) {
        if (!counts[k])
            continue;
        told++ ? say(&t, r->language, "，", "; ") : say(&t, r->language, "：", ": ");
        say_with(&t, r->language, refused_counts[k][LANG_ZH], refused_counts[k][LANG_EN], WITH(int_str(r->a, counts[k])));
    }
    add_wrapped(r->out, text_str(&t), 4);
}

static void refused_line(Report *r, const Refused *f)
{
    const Program *p = r->o->program;
    Text t = text_new(r->a);
    text_addz(&t, "    ");
    text_add(&t, f->voter);
    say(&t, r->language, "：", ": ");
    if (f->post.len)
        say_with(&t, r->language, "{0} {1}，", "{0} {1}, ", WITH(p->post_noun, f->post));
    if (f->name.len)
        say_with(&t, r->language, "“{0}”", "“{0}” ", WITH(f->name));
    switch (f->why) {
    case REFUSED_TWICE:
        say(&t, r->language, "投了不止一张，都不计", "cast more than one paper, none is counted");
        break;
    case REFUSED_CLASS:
        say(&t, r->language, "不是规定的投票人，这张不计", "not a voter of the class declared, the paper is not counted");
        break;
    case REFUSED_TOO_MANY:
        say_with(&t, r->language, f->post.len ? "超过 {0} 名，这一部分不计" : "超过 {0} 名，这张不计",
                 f->post.len ? "more than {0} names, this part is not counted" : "more than {0} names, the paper is not counted",
                 WITH(int_str(r->a, most_names(p, f))));
        break;
    case REFUSED_UNKNOWN:
        say(&t, r->language, "不能推选，这个名字不计", "does not stand, the name is not counted");
        break;
    case REFUSED_REPEATED:
        say(&t, r->language, "写了不止一次", "is written more than once");
        break;
    case REFUSED_KINDS:
        break;
    }
    add_wrapped(r->out, text_str(&t), 6);
}

static bool same_ballot(const Refused *x, const Refused *y)
{
    return x->clause == y->clause && (x->clause >= 0 || (x->field == y->field && x->of_entry == y->of_entry));
}

void report_refused(Report *r)
{
    bool repeated = false;
    if (r->o->refused_count)
        report_heading(r, "没有计入的票和名字", "Papers and names that were not counted");
    for (size_t i = 0, end; i < r->o->refused_count; i = end) {
        const Refused *first = &r->o->refused[i];
        for (end = i; end < r->o->refused_count && same_ballot(first, &r->o->refused[end]); end++)
            repeated = repeated || r->o->refused[end].why == REFUSED_REPEATED;
        refused_head(r, ballot_name(r->o->program, first, r->a), first, end - i);
        size_t shown = end - i > REFUSED_SHOWN ? REFUSED_SHOWN : end - i;
        for (size_t j = 0; j < shown; j++)
            refused_line(r, &first[j]);
        if (shown < end - i)
            say_with(r->out, r->language, "    另有 {0} 条没有列出\n", "    {0} more are left out\n",
                     WITH(int_str(r->a, (int64_t)(end - i - shown))));
    }
    if (repeated)
        say(r->out, r->language, "  重复的名字：只写在赞成一栏或反对一栏的计一次，两栏都写的不计。\n",
            "  A name written more than once is counted once, and not at all where it is both for and against.\n");
}
