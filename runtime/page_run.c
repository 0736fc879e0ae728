#include "runtime/page_parts.h"

static void lead(Page *p)
{
    const Comparison *c = p->c;
    Html *h = &p->h;
    size_t undetermined = 0;
    for (uint32_t i = 0; i < c->person_count; i++) {
        const Fate *f = page_fate(p, 0, i);
        undetermined += f && f->status == STATUS_UNDETERMINED;
    }
    html_class(h, "h2", "lead");
    html_attr_int(h, "data-all", (long long)c->all_count);
    html_attr_int(h, "data-people", (long long)c->person_count);
    html_say_with(h, "{0} 人，", "Of {0} people ", WITH(int_str(p->a, (int64_t)c->person_count)));
    html_open(h, "em");
    html_say_with(h, "入选 {0} 人", "{0} are chosen", WITH(int_str(p->a, (int64_t)c->all_count)));
    html_close(h);
    if (undetermined)
        html_say_with(h, "，{0} 人未定", ", {0} undetermined", WITH(int_str(p->a, (int64_t)undetermined)));
    html_say(h, "。", ".");
    html_close(h);
}

static void head_row(Page *p)
{
    html_open(&p->h, "thead");
    html_open(&p->h, "tr");
    page_head_cell(p, "编号", "Number");
    page_head_cell(p, "结果", "Result");
    page_head_cell(p, "名次", "Place");
    page_head_cell(p, "在哪里离开", "Left at");
    page_head_cell(p, "理由", "Reason");
    html_close(&p->h);
    html_close(&p->h);
    html_open(&p->h, "tbody");
}

static void person_row(Page *p, uint32_t person)
{
    Html *h = &p->h;
    const Fate *f = page_fate(p, 0, person);
    const Ranked *r = page_rank(p, 0, person);
    html_open(h, "tr");
    html_attr(h, "data-p", p->c->people[person].id);
    html_attrz(h, "data-status", f ? status_names[f->status] : "none");
    html_open(h, "th");
    html_attrz(h, "scope", "row");
    html_text(h, page_person(p, person));
    html_close(h);
    page_cell(p, "nb", page_both(p, "结果", "Result"));
    html_leaf(h, page_chosen(p, 0, person) ? "strong" : "span", NULL, f ? str_from(status_words[f->status][p->language]) : S("—"));
    html_close(h);
    page_cell(p, "nb", page_both(p, "名次", "Place"));
    html_text(h, r ? int_str(p->a, r->rank) : S("—"));
    html_close(h);
    page_cell(p, "nb", page_both(p, "在哪里离开", "Left at"));
    html_text(h, f && f->stage >= 0 ? p->c->parties[0].program->stages[f->stage].name : S("—"));
    html_close(h);
    page_cell(p, NULL, page_both(p, "理由", "Reason"));
    html_text(h, f && f->reason_count ? page_long_reason(p, 0, person) : S("—"));
    html_close(h);
    html_close(h);
}

static void everyone(Page *p)
{
    const Standing *s = &p->standings[0];
    page_section(p, "各人的结果和理由", "Everyone's result and reason");
    page_open_table(p, "listing stack", "先是排了名次的，按名次；然后是没有排名次的，按离开的环节", "Those ranked, by place; then the others, by the stage where they left");
    head_row(p);
    for (size_t i = 0; i < s->ranked_count; i++)
        if (p->kept[s->ranked[i].person] || page_chosen(p, 0, s->ranked[i].person))
            person_row(p, s->ranked[i].person);
    for (size_t i = 0; i < s->out_count; i++)
        if (p->kept[s->out[i].person] || page_chosen(p, 0, s->out[i].person))
            person_row(p, s->out[i].person);
    html_close(&p->h);
    html_close(&p->h);
    if (p->hidden)
        page_note(p, "列出前 {0} 名和入选的人，其余未列出；全部见 --format csv。", "The first {0} and the chosen; for everyone see --format csv.",
                  WITH(int_str(p->a, PAGE_TOP)));
    html_close(&p->h);
}

void page_run(const Comparison *c, const PageOptions *options, Language language, Text *out)
{
    Page p = {.h = html_new(out, language), .a = out->arena, .language = language, .c = c, .options = options};
    const Program *program = c->parties[0].program;
    Str title = program->title.len ? program->title : program->name;
    page_prepare(&p);
    page_begin(&p, title);
    page_masthead(&p, "选拔结果报告", "Result of a selection");
    html_class(&p.h, "div", "top");
    html_open(&p.h, "div");
    lead(&p);
    page_bins(&p);
    html_close(&p.h);
    html_open(&p.h, "div");
    html_leaf_say(&p.h, "h3", NULL, "总分由什么组成", "What the score is made of");
    page_weights(&p, 0);
    html_close(&p.h);
    html_close(&p.h);
    page_section(&p, "人数怎样逐步减少", "How the numbers fall");
    page_funnels(&p);
    html_close(&p.h);
    page_scores(&p);
    everyone(&p);
    page_what_if(&p);
    page_section(&p, "规则", "The rules");
    page_rule_table(&p);
    page_open_questions(&p);
    html_close(&p.h);
    page_readings(&p);
    page_audit(&p);
    page_end(&p);
}
