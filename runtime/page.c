#include "runtime/page_parts.h"

static Str number(Page *p, size_t n) { return int_str(p->a, (int64_t)n); }

/* "甲取 6 人，乙取 5 人". */
static Str chosen_counts(Page *p)
{
    Text t = text_new(p->a);
    for (size_t k = 0; k < p->c->party_count; k++) {
        size_t n = 0;
        for (uint32_t i = 0; i < p->c->person_count; i++)
            n += page_chosen(p, k, i);
        if (k)
            say(&t, p->language, "，", ", ");
        say_with(&t, p->language, "{0}取 {1} 人", "{0} chooses {1}", WITH(p->c->parties[k].label, int_str(p->a, (int64_t)n)));
    }
    return text_str(&t);
}

static void lead_with_data(Page *p)
{
    const Comparison *c = p->c;
    Html *h = &p->h;
    html_say_with(h, "同样 {0} 人，{1}，", "Of the same {0} people {1}: ", WITH(number(p, c->person_count), chosen_counts(p)));
    html_open(h, "em");
    if (!c->all_count && !c->some_count)
        html_say(h, "没有一人入选", "nobody is chosen");
    else if (!c->some_count)
        html_say(h, "选的人完全相同", "exactly the same people");
    else if (!c->all_count)
        html_say(h, "没有一人相同", "not one of them by all");
    else
        html_say_with(h, "只有 {0} 人相同", "only {0} by all", WITH(number(p, c->all_count)));
    html_close(h);
    html_say(h, "。", ".");
}

static void lead_of_texts(Page *p)
{
    const Alignment *al = p->c->alignment;
    size_t same = 0;
    for (size_t i = 0; i < al->row_count; i++) {
        bool all = true;
        for (size_t k = 0; k < p->c->party_count; k++)
            all = all && al->rows[i].stages[k] >= 0 && al->rows[i].marks[k] == MARK_SAME;
        same += all;
    }
    html_say_with(&p->h, "并排 {0} 个环节，", "Of {0} stages side by side ", WITH(number(p, al->row_count)));
    html_open(&p->h, "em");
    if (same == al->row_count)
        html_say(&p->h, "条文完全相同", "all ask for the same");
    else
        html_say_with(&p->h, "{0} 个相同，{1} 个不同", "{0} are the same and {1} differ", WITH(number(p, same), number(p, al->row_count - same)));
    html_close(&p->h);
    html_say(&p->h, "。", ".");
}

static void open_fates(Page *p)
{
    for (size_t k = 0; k < p->c->party_count; k++)
        if (p->c->parties[k].outcome->undetermined)
            html_leaf(&p->h, "p", "warn", page_format(p, "{0}：有人的去留还没有定，下面的比较不能作为最后结果。",
                                                      "{0}: someone is undetermined; what follows is not final.", WITH(p->c->parties[k].label)));
}

static void top(Page *p)
{
    const Comparison *c = p->c;
    Html *h = &p->h;
    html_class(h, "div", "top");
    html_open(h, "div");
    html_class(h, "h2", "lead");
    html_attr_int(h, "data-all", (long long)c->all_count);
    html_attr_int(h, "data-some", (long long)c->some_count);
    html_attr_int(h, "data-people", (long long)c->person_count);
    if (c->has_data)
        lead_with_data(p);
    else
        lead_of_texts(p);
    html_close(h);
    if (c->has_data) {
        page_bins(p);
        if (c->agreement_count && c->agreements[0].people > 1)
            page_note(p, "{3}、{4}都排了名次的 {0} 人，按分数看先后：{1} 对次序相同，{2} 对次序相反。",
                      "{0} are ranked by both {3} and {4}; by score, {1} pairs are in the same order, {2} reversed.",
                      WITH(int_str(p->a, c->agreements[0].people), int_str(p->a, c->agreements[0].concordant), int_str(p->a, c->agreements[0].discordant),
                           c->parties[c->agreements[0].x].label, c->parties[c->agreements[0].y].label));
        open_fates(p);
    }
    html_close(h);
    html_open(h, "div");
    html_leaf_say(h, "h3", NULL, "总分由什么组成", "What the score is made of");
    for (size_t k = 0; k < c->party_count; k++) {
        html_class(h, "div", "figure");
        page_badge(p, k);
        html_text(h, c->parties[k].program->name);
        page_weights(p, k);
        html_close(h);
    }
    html_close(h);
    html_close(h);
}

static void ranks_section(Page *p)
{
    page_section(p, "名次怎样变化，谁的去留不同", "How ranks change, and whose fate");
    bool beside = p->c->some_count <= 12; /* as many cards as stand beside the chart */
    html_class(&p->h, "div", beside ? "slopes-and" : "slopes-over");
    html_open(&p->h, "div");
    page_slopes(p);
    html_close(&p->h);
    html_open(&p->h, "div");
    page_cards(p);
    html_close(&p->h);
    html_close(&p->h);
    page_agreements(p);
    page_matrix(p);
    html_close(&p->h);
}

void page_compare(const Comparison *c, const PageOptions *options, Language language, Text *out)
{
    Page p = {.h = html_new(out, language), .a = out->arena, .language = language, .c = c, .options = options};
    Text title = text_new(p.a);
    page_prepare(&p);
    say(&title, language, "选拔程序比较报告：", "Selection procedures compared: ");
    for (size_t k = 0; k < c->party_count; k++) {
        if (k)
            say(&title, language, "、", ", ");
        text_add(&title, c->parties[k].program->name);
    }
    page_begin(&p, text_str(&title));
    page_masthead(&p, "选拔程序比较报告", "Selection procedures compared");
    top(&p);
    if (c->has_data) {
        page_section(&p, "人数怎样逐步减少", "How the numbers fall");
        page_funnels(&p);
        html_close(&p.h);
    }
    page_section(&p, "规则逐项对照", "The rules side by side");
    page_rule_table(&p);
    page_number_table(&p);
    page_open_questions(&p);
    html_close(&p.h);
    if (c->has_data) {
        page_scores(&p);
        ranks_section(&p);
        page_what_if(&p);
        page_readings(&p);
    }
    page_audit(&p);
    page_end(&p);
}
