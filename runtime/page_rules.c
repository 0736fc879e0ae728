#include "runtime/page_parts.h"

/* ---- stages side by side ---- */

static void notes_of(Page *p, const Notes *n)
{
    for (size_t i = 0; i < n->assumption_count; i++) {
        html_class(&p->h, "span", "assumed");
        html_leaf_say(&p->h, "span", "unwritten", "原文未写", "not written");
        html_text(&p->h, n->assumptions[i].text);
        html_close(&p->h);
    }
    for (size_t i = 0; i < n->doubt_count; i++)
        html_leaf(&p->h, "span", "doubt", n->doubts[i].text);
}

static void stage_cell(Page *p, size_t k, const PlanStage *s)
{
    Html *h = &p->h;
    page_cell(p, NULL, p->c->party_count > 1 ? p->c->parties[k].label : S(""));
    if (!s) {
        html_leaf_say(h, "span", "none", "没有", "none");
        html_close(h);
        return;
    }
    html_class(h, "p", "stage");
    html_text(h, s->stage->name);
    if (s->people_decide) {
        html_class(h, "span", "people");
        html_say(h, "由人决定", "people decide");
        html_close(h);
    }
    html_close(h);
    for (size_t i = 0; i < s->trait_count; i++) {
        const Trait *t = &s->traits[i];
        if (t->kind == TRAIT_TIES)
            continue; /* stands in its cut's own words */
        html_open(h, "p");
        html_text(h, t->own);
        if (t->clause && t->clause->notes.cite.len) {
            html_textz(h, " ");
            html_leaf(h, "span", "cite", t->clause->notes.cite);
        }
        if (t->clause && (i == 0 || s->traits[i - 1].clause != t->clause))
            notes_of(p, &t->clause->notes);
        html_close(h);
    }
    notes_of(p, &s->stage->notes);
    html_close(h);
}

static Mark row_mark(const AlignedRow *r, size_t parties)
{
    Mark worst = MARK_SAME;
    size_t have = 0;
    for (size_t k = 0; k < parties; k++) {
        have += r->stages[k] >= 0;
        if (r->marks[k] == MARK_DIFFERS || (r->marks[k] == MARK_MOVED && worst == MARK_SAME))
            worst = r->marks[k];
    }
    return have == parties ? worst : have == 1 ? MARK_ONLY : worst == MARK_SAME ? MARK_ABSENT : worst;
}

static void mark_cell(Page *p, const AlignedRow *r)
{
    static const char *const zh[] = {"相同", "不同", "仅一方有", "有的没有", "次序不同"};
    static const char *const en[] = {"same", "differs", "in one only", "not in all", "moved"};
    static const char *const classes[] = {"mark same", "mark", "mark", "mark", "mark moved"};
    Mark m = row_mark(r, p->c->party_count);
    page_cell(p, NULL, S(""));
    html_class(&p->h, "span", classes[m]);
    if (m == MARK_ONLY)
        for (size_t k = 0; k < p->c->party_count; k++)
            if (r->stages[k] >= 0)
                html_say_with(&p->h, "仅{0}", "{0} only", WITH(p->c->parties[k].label));
    if (m != MARK_ONLY)
        html_say(&p->h, zh[m], en[m]);
    html_close(&p->h);
    html_close(&p->h);
}

static void party_heads(Page *p)
{
    for (size_t k = 0; k < p->c->party_count; k++) {
        html_open(&p->h, "th");
        html_attrz(&p->h, "scope", "col");
        if (p->c->party_count > 1)
            page_badge(p, k);
        html_text(&p->h, p->c->parties[k].program->name);
        html_close(&p->h);
    }
}

static void row_head(Page *p, Str s)
{
    html_open(&p->h, "th");
    html_attrz(&p->h, "scope", "row");
    html_text(&p->h, s);
    html_close(&p->h);
}

static void weights_row(Page *p)
{
    html_open(&p->h, "tr");
    row_head(p, page_both(p, "总分的组成", "The score"));
    for (size_t k = 0; k < p->c->party_count; k++) {
        page_cell(p, NULL, p->c->party_count > 1 ? p->c->parties[k].label : S(""));
        page_weights(p, k);
        html_close(&p->h);
    }
    if (p->c->party_count > 1) {
        page_cell(p, NULL, S(""));
        html_close(&p->h);
    }
    html_close(&p->h);
}

void page_rule_table(Page *p)
{
    Html *h = &p->h;
    const Alignment *al = p->c->alignment;
    page_open_table(p, "rules stack", "各环节的条文，用程序自己的话", "Each stage in the procedure's own words");
    html_open(h, "thead");
    html_open(h, "tr");
    page_head_cell(p, "环节", "Stage");
    party_heads(p);
    if (p->c->party_count > 1) {
        html_class(h, "th", "last");
        html_attrz(h, "scope", "col");
        html_say(h, "异同", "Compared");
        html_close(h);
    }
    html_close(h);
    html_close(h);
    html_open(h, "tbody");
    weights_row(p);
    for (size_t i = 0; i < al->row_count; i++) {
        const AlignedRow *r = &al->rows[i];
        html_open(h, "tr");
        html_attrz(h, "data-mark", mark_names[row_mark(r, p->c->party_count)]);
        row_head(p, str_from(phase_words[r->phase][p->language]));
        for (size_t k = 0; k < p->c->party_count; k++)
            stage_cell(p, k, r->stages[k] < 0 ? NULL : &p->c->parties[k].plan->stages[r->stages[k]]);
        if (p->c->party_count > 1)
            mark_cell(p, r);
        html_close(h);
    }
    html_close(h);
    html_close(h);
}

/* ---- numbers ---- */

static void count_row(Page *p, const char *zh, const char *en, const int64_t *values)
{
    html_open(&p->h, "tr");
    row_head(p, page_both(p, zh, en));
    for (size_t k = 0; k < p->c->party_count; k++) {
        page_cell(p, "n", p->c->parties[k].label);
        html_int(&p->h, values[k]);
        html_close(&p->h);
    }
    html_close(&p->h);
}

static void count_rows(Page *p)
{
    int64_t v[5][COMPARED_MOST] = {0};
    for (size_t k = 0; k < p->c->party_count; k++) {
        const Plan *plan = p->c->parties[k].plan;
        v[0][k] = (int64_t)plan->stage_count;
        v[1][k] = (int64_t)plan->gates;
        v[2][k] = (int64_t)plan->vetoes;
        v[3][k] = (int64_t)plan->cuts;
        v[4][k] = (int64_t)plan->decided_by_people;
    }
    count_row(p, "环节", "stages", v[0]);
    count_row(p, "要求", "conditions", v[1]);
    count_row(p, "否决", "vetoes", v[2]);
    count_row(p, "入围线", "cuts", v[3]);
    count_row(p, "由人决定的环节", "stages where people decide", v[4]);
}

static void number_row(Page *p, const AlignedNumber *n)
{
    static const char *const senses[][2] = {{"≥", "≥"}, {">", ">"}, {"≤", "≤"}, {"<", "<"}, {"=", "="}, {"≠", "≠"}};
    static const Op ops[] = {OP_GE, OP_GT, OP_LE, OP_LT, OP_EQ, OP_NE};
    html_open(&p->h, "tr");
    row_head(p, n->subject);
    for (size_t k = 0; k < p->c->party_count; k++) {
        const Trait *t = n->traits[k];
        page_cell(p, n->same ? "n" : "n differs", p->c->parties[k].label);
        if (!t) {
            html_textz(&p->h, "—");
        } else if (t->has_value) {
            Text value = text_new(p->a);
            for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
                if (t->sense == ops[i]) {
                    text_addz(&value, senses[i][p->language]);
                    text_char(&value, ' ');
                }
            number_words(t->value, t->type, p->language, &value);
            html_leaf(&p->h, n->same ? "span" : "strong", NULL, text_str(&value));
        }
        html_close(&p->h);
    }
    html_close(&p->h);
}

static void electorate_row(Page *p)
{
    bool any = false;
    for (size_t k = 0; k < p->c->party_count; k++)
        any = any || p->c->parties[k].plan->electorate_count;
    if (!any)
        return;
    html_open(&p->h, "tr");
    row_head(p, page_both(p, "谁投票", "Who votes"));
    for (size_t k = 0; k < p->c->party_count; k++) {
        const Plan *plan = p->c->parties[k].plan;
        Text t = text_new(p->a);
        for (size_t i = 0; i < plan->electorate_count; i++) {
            if (i)
                say(&t, p->language, "；", "; ");
            text_add(&t, plan->electorates[i].name);
            if (num_sign(plan->electorates[i].share) > 0)
                say_with(&t, p->language, "，占 {0}%", ", {0}%", WITH(page_decimal(p, num_mul(p->a, plan->electorates[i].share, num_int(100)), 2)));
        }
        page_cell(p, "n", p->c->parties[k].label);
        html_text(&p->h, t.len ? text_str(&t) : S("—"));
        html_close(&p->h);
    }
    html_close(&p->h);
}

void page_number_table(Page *p)
{
    Html *h = &p->h;
    page_open_table(p, "numbers stack", "几个数，和两边都有而可以比的数", "Counts, and the numbers that can be compared");
    html_open(h, "thead");
    html_open(h, "tr");
    page_head_cell(p, "什么", "What");
    for (size_t k = 0; k < p->c->party_count; k++) {
        html_class(h, "th", "n");
        html_attrz(h, "scope", "col");
        html_text(h, p->c->parties[k].program->name);
        html_close(h);
    }
    html_close(h);
    html_close(h);
    html_open(h, "tbody");
    count_rows(p);
    electorate_row(p);
    for (size_t i = 0; i < p->c->alignment->number_count; i++)
        number_row(p, &p->c->alignment->numbers[i]);
    html_close(h);
    html_close(h);
}

/* ---- what the texts leave open ---- */

static size_t open_items(Page *p, const Notes *n, Str where)
{
    size_t count = 0;
    for (size_t i = 0; i < n->assumption_count; i++, count++) {
        html_open(&p->h, "li");
        html_leaf_say(&p->h, "span", "unwritten", "原文未写", "not written");
        html_text(&p->h, where);
        html_say(&p->h, "：", ": ");
        html_text(&p->h, n->assumptions[i].text);
        html_close(&p->h);
    }
    for (size_t i = 0; i < n->doubt_count; i++, count++) {
        html_open(&p->h, "li");
        html_text(&p->h, where);
        html_leaf(&p->h, "span", "doubt", n->doubts[i].text);
        html_close(&p->h);
    }
    return count;
}

/* Of parameters and fields: those of stages stand in the table of rules. */
void page_open_questions(Page *p)
{
    html_leaf_say(&p->h, "h3", NULL, "参数和字段里原文未写、存疑之处", "Parameters and fields: what is not written or doubted");
    html_class(&p->h, "div", "pair");
    for (size_t k = 0; k < p->c->party_count; k++) {
        const Program *program = p->c->parties[k].program;
        size_t count = 0;
        html_open(&p->h, "div");
        if (p->c->party_count > 1)
            page_badge(p, k);
        html_open(&p->h, "ul");
        count += open_items(p, &program->notes, program->name);
        for (size_t i = 0; i < program->param_count; i++)
            count += open_items(p, &program->params[i].notes, program->params[i].name);
        for (size_t i = 0; i < program->field_count; i++)
            count += open_items(p, &program->fields[i].notes, program->fields[i].name);
        if (!count)
            html_leaf_say(&p->h, "li", "none", "没有", "none");
        html_close(&p->h);
        html_close(&p->h);
    }
    html_close(&p->h);
}
