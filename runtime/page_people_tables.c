#include "runtime/compare_view.h"
#include "runtime/page_parts.h"

static void open_heads(Page *p)
{
    html_open(&p->h, "thead");
    html_open(&p->h, "tr");
}

static void close_heads(Page *p)
{
    html_close(&p->h);
    html_close(&p->h);
    html_open(&p->h, "tbody");
}

static void close_table(Page *p)
{
    html_close(&p->h);
    html_close(&p->h);
}

static void row_head(Page *p, Str s)
{
    html_open(&p->h, "th");
    html_attrz(&p->h, "scope", "row");
    html_text(&p->h, s);
    html_close(&p->h);
}

static void text_cell(Page *p, const char *classes, const char *zh, const char *en, Str s)
{
    page_cell(p, classes, page_both(p, zh, en));
    html_text(&p->h, s);
    html_close(&p->h);
}

static void int_cell(Page *p, const char *zh, const char *en, int64_t n)
{
    text_cell(p, "n", zh, en, int_str(p->a, n));
}


/* ---- who is chosen by which ---- */

static bool by_only(const Page *p, uint32_t person, size_t k)
{
    for (size_t j = 0; j < p->c->party_count; j++)
        if (page_chosen(p, j, person) != (j == k))
            return false;
    return true;
}

static void bin(Page *p, const char *classes, const char *set, Str name, const uint32_t *people, size_t n)
{
    Html *h = &p->h;
    html_class(h, "div", classes);
    html_attrz(h, "data-set", set);
    html_open(h, "h3");
    html_text(h, name);
    html_textz(h, " ");
    html_leaf(h, "b", NULL, int_str(p->a, (int64_t)n));
    html_close(h);
    html_class(h, "ul", "chips");
    size_t most = n > PAGE_LIST ? PAGE_LIST : n;
    for (size_t i = 0; i < most; i++) {
        html_open(h, "li");
        page_chip(p, people[i], false);
        html_close(h);
    }
    if (most < n)
        html_leaf(h, "li", NULL, page_format(p, "另有 {0} 人", "and {0} more", WITH(int_str(p->a, (int64_t)(n - most)))));
    if (!n)
        html_leaf_say(h, "li", "none", "没有", "none");
    html_close(h);
    html_close(h);
}

void page_bins(Page *p)
{
    const Comparison *c = p->c;
    uint32_t *people = NEW_ARRAY(p->a, uint32_t, c->some_count + 1);
    html_class(&p->h, "div", "bins");
    if (c->party_count == 1) {
        bin(p, "bin p0", "all", page_both(p, "入选", "chosen"), c->all, c->all_count);
        html_close(&p->h);
        return;
    }
    for (size_t k = 0; k < c->party_count; k++) {
        size_t n = 0;
        for (size_t i = 0; i < c->some_count; i++)
            if (by_only(p, c->some[i], k))
                people[n++] = c->some[i];
        static const char *const sets[] = {"only0", "only1", "only2", "only3", "only4", "only5", "only6", "only7"};
        static const char *const classes[] = {"bin p0", "bin p1", "bin"};
        bin(p, classes[k > 2 ? 2 : k], sets[k], page_format(p, "只在{0}入选", "{0} only", WITH(c->parties[k].label)), people, n);
        if (k == 0)
            bin(p, "bin", "all", c->party_count == 2 ? page_both(p, "两套都入选", "both") : page_both(p, "都入选", "all of them"), c->all, c->all_count);
    }
    size_t n = 0;
    for (size_t i = 0; i < c->some_count; i++) {
        bool one = false;
        for (size_t k = 0; k < c->party_count; k++)
            one = one || by_only(p, c->some[i], k);
        if (!one)
            people[n++] = c->some[i];
    }
    if (c->party_count > 2)
        bin(p, "bin", "several", page_both(p, "几套入选、不是全部", "several, not all"), people, n);
    html_close(&p->h);
}

/* ---- why each one differs ---- */

static void card_rank(Page *p, size_t k, uint32_t person, Text *out)
{
    const Fate *f = page_fate(p, k, person);
    const Ranked *r = page_rank(p, k, person);
    text_add(out, f ? str_from(status_words[f->status][p->language]) : page_both(p, "不在其中", "not in it"));
    if (r)
        say_with(out, p->language, "，第 {0} 名", ", place {0}", WITH(int_str(p->a, r->rank)));
}

/* "+1.25", "≈−0.48". */
static void signed_number(Page *p, Num x, Text *out)
{
    Str size = page_decimal(p, num_sign(x) < 0 ? num_neg(p->a, x) : x, 2), about = S("≈");
    if (size.len > about.len && str_eq(str_cut(size, 0, about.len), about)) {
        text_add(out, about);
        size = str_cut(size, about.len, size.len);
    }
    text_addz(out, num_sign(x) < 0 ? "−" : "+");
    text_add(out, size);
}

/* Where his score differs most from those who are in: the three largest, in the order of size. */
static void card_parts(Page *p, size_t k, uint32_t person)
{
    const ScoreMakeUp *m = NULL;
    for (size_t i = 0; i < p->c->score_count; i++)
        if (p->c->scores[i].party == k && p->c->scores[i].person == person)
            m = &p->c->scores[i];
    if (!m)
        return;
    bool *used = NEW_ARRAY(p->a, bool, m->part_count + 1);
    Text t = text_new(p->a);
    for (unsigned round = 0; round < 3; round++) {
        const ScorePart *best = NULL;
        for (size_t i = 0; i < m->part_count; i++) {
            const ScorePart *s = &m->parts[i];
            Num size = num_sign(s->difference) < 0 ? num_neg(p->a, s->difference) : s->difference;
            Num most = !best ? num_int(0) : num_sign(best->difference) < 0 ? num_neg(p->a, best->difference) : best->difference;
            if (s->known && !used[i] && num_sign(s->difference) && num_cmp(size, most) > 0)
                best = s;
        }
        if (!best)
            break;
        used[best - m->parts] = true;
        if (t.len)
            say(&t, p->language, "，", ", ");
        text_add(&t, best->name.len ? best->name : page_both(p, "其他", "other"));
        text_char(&t, ' ');
        signed_number(p, best->difference, &t);
    }
    if (t.len)
        html_leaf(&p->h, "p", "parts", page_format(p, "与入围者的平均相比：{0}", "Against the mean of those in: {0}", WITH(text_str(&t))));
}

static void card(Page *p, uint32_t person)
{
    Html *h = &p->h;
    const ComparedPerson *who = &p->c->people[person];
    Text classes = text_new(p->a), id = text_new(p->a);
    text_addz(&classes, "card ");
    text_addz(&classes, p->c->party_count > 2 ? "w4" : who_classes[page_who(p, person)]);
    text_addz(&id, "card");
    text_int(&id, person);
    html_class(h, "article", arena_str(p->a, text_str(&classes)).at);
    html_attr(h, "id", text_str(&id));
    html_attr(h, "data-p", who->id);
    html_attrz(h, "data-differs", "");
    html_open(h, "h3");
    html_leaf(h, "span", "who", page_person(p, person));
    if (who->parted_at >= 0) {
        html_class(h, "span", "what");
        html_say_with(h, "从“{0}”起分开", "parted at {0}", WITH(str_from(phase_words[p->c->alignment->rows[who->parted_at].phase][p->language])));
        html_close(h);
    }
    html_close(h);
    for (size_t k = 0; k < p->c->party_count; k++) {
        Text t = text_new(p->a);
        card_rank(p, k, person, &t);
        html_open(h, "p");
        page_badge(p, k);
        html_leaf(h, "span", "st", text_str(&t));
        if (!page_chosen(p, k, person)) {
            html_say(h, "。", ". ");
            html_text(h, page_long_reason(p, k, person));
        }
        html_close(h);
        card_parts(p, k, person);
    }
    html_close(h);
}

static void mover_row(Page *p, uint32_t person)
{
    html_open(&p->h, "tr");
    html_attr(&p->h, "data-p", p->c->people[person].id);
    html_attrz(&p->h, "data-differs", "");
    row_head(p, page_person(p, person));
    for (size_t k = 0; k < p->c->party_count; k++) {
        Text t = text_new(p->a);
        card_rank(p, k, person, &t);
        if (!page_chosen(p, k, person)) {
            say(&t, p->language, "：", ": ");
            text_add(&t, page_short_reason(p, k, person));
        }
        page_cell(p, NULL, p->c->parties[k].label);
        html_text(&p->h, text_str(&t));
        html_close(&p->h);
    }
    html_close(&p->h);
}

void page_cards(Page *p)
{
    const Comparison *c = p->c;
    html_leaf(&p->h, "h3", NULL, page_format(p, "去留不同的 {0} 人", "Those whose fate differs: {0}", WITH(int_str(p->a, (int64_t)c->some_count))));
    if (!c->some_count) {
        page_note(p, "没有：各套程序选的是同样的人。", "None: the procedures choose the same people.", NULL, 0);
        return;
    }
    html_class(&p->h, "div", "cards");
    for (size_t i = 0; i < c->some_count && i < PAGE_CARDS; i++)
        card(p, c->some[i]);
    html_close(&p->h);
    if (c->some_count <= PAGE_CARDS)
        return;
    page_open_table(p, "stack", "其余去留不同的人", "The others whose fate differs");
    open_heads(p);
    page_head_cell(p, "编号", "Number");
    for (size_t k = 0; k < c->party_count; k++) {
        html_open(&p->h, "th");
        html_attrz(&p->h, "scope", "col");
        html_text(&p->h, c->parties[k].label);
        html_close(&p->h);
    }
    close_heads(p);
    for (size_t i = PAGE_CARDS; i < c->some_count && i < PAGE_LIST; i++)
        mover_row(p, c->some[i]);
    close_table(p);
    if (c->some_count > PAGE_LIST)
        page_note(p, "另有 {0} 人未列出。", "{0} more are not shown.", WITH(int_str(p->a, (int64_t)(c->some_count - PAGE_LIST))));
}

/* ---- where people leave ---- */

static Str exit_name(Page *p, size_t party, size_t row)
{
    const Alignment *al = p->c->alignment;
    if (row >= al->row_count)
        return page_both(p, "走到最后", "came through");
    int stage = al->rows[row].stages[party];
    return stage < 0 ? str_from(phase_words[al->rows[row].phase][p->language]) : p->c->parties[party].program->stages[stage].name;
}

static bool line_is_empty(const Comparison *c, size_t at, bool column)
{
    for (size_t j = 0; j < c->matrix_side; j++)
        if (c->matrix[column ? j * c->matrix_side + at : at * c->matrix_side + j])
            return false;
    return true;
}

void page_matrix(Page *p)
{
    const Comparison *c = p->c;
    if (!c->matrix || c->party_count < 2)
        return;
    html_class(&p->h, "div", "scroll");
    html_attrz(&p->h, "tabindex", "0");
    html_attrz(&p->h, "role", "group");
    html_attr(&p->h, "aria-label", page_both(p, "去向表，可以左右滚动", "Table of exits, can be scrolled"));
    html_class(&p->h, "table", "matrix");
    html_leaf(&p->h, "caption", NULL, page_format(p, "各人在哪里离开：行是{0}，列是{1}，格里是人数", "Where people leave: rows {0}, columns {1}, people in the cells",
                                                  WITH(c->parties[0].label, c->parties[1].label)));
    open_heads(p);
    html_open(&p->h, "th");
    html_attrz(&p->h, "scope", "col");
    html_text(&p->h, page_format(p, "{0} ＼ {1}", "{0} \\ {1}", WITH(c->parties[0].label, c->parties[1].label)));
    html_close(&p->h);
    for (size_t j = 0; j < c->matrix_side; j++)
        if (!line_is_empty(c, j, true)) {
            html_class(&p->h, "th", "n");
            html_attrz(&p->h, "scope", "col");
            html_text(&p->h, exit_name(p, 1, j));
            html_close(&p->h);
        }
    close_heads(p);
    for (size_t i = 0; i < c->matrix_side; i++) {
        if (line_is_empty(c, i, false))
            continue;
        html_open(&p->h, "tr");
        row_head(p, exit_name(p, 0, i));
        for (size_t j = 0; j < c->matrix_side; j++)
            if (!line_is_empty(c, j, true)) {
                int64_t n = c->matrix[i * c->matrix_side + j];
                page_cell(p, n ? "n" : "n none", S(""));
                html_int(&p->h, n);
                html_close(&p->h);
            }
        html_close(&p->h);
    }
    close_table(p);
    html_close(&p->h);
}

/* ---- agreement of ranks ---- */

static void number_head(Page *p, const char *zh, const char *en)
{
    html_class(&p->h, "th", "n");
    html_attrz(&p->h, "scope", "col");
    html_say(&p->h, zh, en);
    html_close(&p->h);
}

/* The rest of the row: why there are no figures. */
static void no_agreement(Page *p, const Agreement *g)
{
    html_open(&p->h, "td");
    html_attrz(&p->h, "colspan", "5");
    html_attrz(&p->h, "data-gap", gap_names[g->gap]);
    html_text(&p->h, page_format(p, "不能比：{0}", "Cannot be compared: {0}", WITH(gap_words(p->a, p->c, g, p->language))));
    html_close(&p->h);
    html_close(&p->h);
}

void page_agreements(Page *p)
{
    const Comparison *c = p->c;
    if (!c->agreement_count)
        return;
    page_open_table(p, "stack", "两套先后有多一致：按最后一次排序所看的分数，不分职位、组别（1 完全一致，0 没有关系，−1 完全相反）",
                    "How far the orders agree, by the score of the last ranking, across contests (1 wholly, 0 not at all, −1 reversed)");
    open_heads(p);
    page_head_cell(p, "哪两套", "Pair");
    number_head(p, "都排名的人", "Ranked by both");
    number_head(p, "同序／反序的对数", "Pairs in order / reversed");
    number_head(p, "tau-b", "tau-b");
    number_head(p, "Spearman", "Spearman");
    number_head(p, "RBO 下限—上限", "RBO min–max");
    close_heads(p);
    for (size_t i = 0; i < c->agreement_count; i++) {
        const Agreement *g = &c->agreements[i];
        html_open(&p->h, "tr");
        html_attr(&p->h, "data-tau", g->tau);
        row_head(p, page_format(p, "{0}、{1}", "{0}, {1}", WITH(c->parties[g->x].label, c->parties[g->y].label)));
        if (g->gap != AGREEMENT_GIVEN) {
            no_agreement(p, g);
            continue;
        }
        int_cell(p, "都排名的人", "Ranked by both", g->people);
        text_cell(p, "n", "同序／反序", "In order / reversed", page_format(p, "{0}／{1}", "{0} / {1}", WITH(int_str(p->a, g->concordant), int_str(p->a, g->discordant))));
        text_cell(p, "n", "tau-b", "tau-b", g->tau.len ? g->tau : S("—"));
        text_cell(p, "n", "Spearman", "Spearman", g->rho.len ? g->rho : S("—"));
        Str low = page_decimal(p, g->rbo_min, 3), high = page_decimal(p, g->rbo_max, 3);
        text_cell(p, "n", "RBO", "RBO", str_eq(low, high) ? low : page_format(p, "{0}—{1}", "{0}–{1}", WITH(low, high)));
        html_close(&p->h);
    }
    close_table(p);
}

/* ---- one number changed, one stage left out ---- */

static Str people_list(Page *p, const uint32_t *people, size_t n)
{
    Text t = text_new(p->a);
    for (size_t i = 0; i < n && i < PAGE_TOP; i++) {
        if (i)
            say(&t, p->language, "、", ", ");
        text_add(&t, page_person(p, people[i]));
    }
    if (n > PAGE_TOP)
        say_with(&t, p->language, "等 {0} 人", " … {0} in all", WITH(int_str(p->a, (int64_t)n)));
    return n ? text_str(&t) : page_both(p, "没有", "none");
}

static void attribution_row(Page *p, const Attribution *x)
{
    const Trait *to = x->number->traits[x->to], *from = x->number->traits[x->from];
    Text change = text_new(p->a);
    number_words(to->value, to->type, p->language, &change);
    text_addz(&change, " → ");
    number_words(from->value, from->type, p->language, &change);
    html_open(&p->h, "tr");
    row_head(p, page_format(p, "{0}：{1}", "{0}: {1}", WITH(p->c->parties[x->to].label, x->number->subject)));
    text_cell(p, "n", "改成", "Changed", text_str(&change));
    if (!x->applied)
        text_cell(p, NULL, "结果", "Result", page_format(p, "不能单独换：{0}", "cannot be applied alone: {0}", WITH(x->why_not)));
    else if (!x->changes)
        text_cell(p, NULL, "结果", "Result", page_both(p, "入选的人不变", "the same people are chosen"));
    else
        text_cell(p, NULL, "结果", "Result", page_format(p, "进：{0}；出：{1}", "in: {0}; out: {1}",
            WITH(people_list(p, x->gained, x->gained_count), people_list(p, x->lost, x->lost_count))));
    html_close(&p->h);
}

static void work_table(Page *p)
{
    bool any = false;
    for (size_t i = 0; i < p->c->work_count; i++)
        any = any || p->c->work[i].unique_count || p->c->work[i].further_count;
    if (!any) {
        page_note(p, "去掉任何一个环节，看不出有新的人入选。", "Without any one stage nobody else is known to be chosen.", NULL, 0);
        return;
    }
    page_open_table(p, "stack", "去掉一个环节，谁会入选", "Who would be chosen without a stage");
    open_heads(p);
    page_head_cell(p, "去掉的环节", "Stage left out");
    page_head_cell(p, "会入选的人", "Would be chosen");
    close_heads(p);
    for (size_t i = 0; i < p->c->work_count; i++) {
        const StageWork *w = &p->c->work[i];
        if (!w->unique_count && !w->further_count)
            continue;
        const Stage *stages = p->c->parties[w->party].program->stages;
        html_open(&p->h, "tr");
        row_head(p, page_format(p, "{0} {1}", "{0} {1}", WITH(p->c->parties[w->party].label, stages[w->stage].name)));
        text_cell(p, NULL, "会入选的人", "Would be chosen", w->known ? people_list(p, w->unique, w->unique_count) :
            page_format(p, "算不出：会走到{0}，以后没有记录：{1}", "not known: would reach {0}, beyond it there is no record: {1}",
                WITH(stages[w->further_stage].name, people_list(p, w->further, w->further_count))));
        html_close(&p->h);
    }
    close_table(p);
}

void page_what_if(Page *p)
{
    const Comparison *c = p->c;
    page_section(p, "是哪一条造成的", "Which rule makes the difference");
    work_table(p);
    if (c->attribution_count) {
        page_open_table(p, "stack", "把一个数单独换成另一套的", "One number put into the other procedure, alone");
        open_heads(p);
        page_head_cell(p, "哪个数", "Number");
        page_head_cell(p, "改成", "Changed");
        page_head_cell(p, "结果", "Result");
        close_heads(p);
        for (size_t i = 0; i < c->attribution_count; i++)
            attribution_row(p, &c->attributions[i]);
        close_table(p);
    } else if (c->party_count > 1) {
        page_note(p, "没有可以单独互换的数。", "There is no number that could be exchanged alone.", NULL, 0);
    }
    html_close(&p->h);
}

/* ---- the other readings of doubtful places ---- */

static void reading_party(Page *p, const Readings *r)
{
    Html *h = &p->h;
    const Party *party = &p->c->parties[r->party];
    html_open(h, "h3");
    if (p->c->party_count > 1)
        page_badge(p, r->party);
    html_say_with(h, "{0}：{1} 处有另读，共 {2} 种组合", "{0}: {1} places with other readings, {2} combinations",
                  WITH(party->program->name, int_str(p->a, (int64_t)r->doubt_count), int_str(p->a, (int64_t)r->combination_count)));
    html_close(h);
    html_open(h, "ul");
    for (size_t i = 0; i < r->doubt_count; i++)
        html_leaf(h, "li", NULL, r->doubts[i]->text);
    for (size_t i = 0; i < r->not_run_count; i++)
        html_leaf(h, "li", NULL, page_format(p, "{0}（这处的另读不能运行）", "{0} (its readings cannot be run)", WITH(r->not_run[i]->text)));
    if (!r->doubt_count && !r->not_run_count)
        html_leaf_say(h, "li", "none", "没有", "none");
    html_close(h);
    for (size_t i = 0; i < r->fate_count; i++)
        html_leaf(h, "p", NULL, page_format(p, "{0}：在 {1} 种组合里入选。", "{0}: chosen in {1} combinations.",
                                            WITH(party->pool->person_ids[r->fates[i].person], int_str(p->a, (int64_t)r->fates[i].chosen_in))));
    if (!r->fate_count)
        page_note(p, "不论怎样读，每个人的去留都一样。", "However it is read, everyone's fate is the same.", NULL, 0);
    if (r->failed)
        page_note(p, "其中 {0} 种组合算不出结果。", "{0} combinations gave no result.", WITH(int_str(p->a, (int64_t)r->failed)));
}

void page_readings(Page *p)
{
    if (!p->c->reading_count)
        return;
    page_section(p, "存疑之处换一种读法", "Other readings of the doubtful places");
    for (size_t i = 0; i < p->c->reading_count; i++)
        reading_party(p, &p->c->readings[i]);
    html_close(&p->h);
}
