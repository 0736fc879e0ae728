/* compare_text_people.c - the comparison's text: measures on the people, what-ifs, other readings. */
#include "runtime/compare_sheet.h"
#include "runtime/grid.h"
#include "runtime/wording.h"

enum { PLACES = 4 };

static Str decimal(const Sheet *s, Num x, int places)
{
    Text t = text_new(s->a);
    num_decimal(&t, x, places);
    return text_str(&t);
}

/* ---- fates crossed ---- */

static Str exit_name(const Sheet *s, size_t row)
{
    Text t = text_new(s->a);
    if (row == s->c->alignment->row_count)
        say(&t, s->language, "没有出局", "came through");
    else
        row_words(s->c, row, s->language, &t);
    return text_str(&t);
}

static int64_t sum(const Comparison *c, size_t at, bool of_row)
{
    int64_t n = 0;
    for (size_t i = 0; i < c->matrix_side; i++)
        n += of_row ? c->matrix[at * c->matrix_side + i] : c->matrix[i * c->matrix_side + at];
    return n;
}

static void crossed(Sheet *s)
{
    const Comparison *c = s->c;
    if (!c->matrix_side)
        return;
    sheet_heading(s, "在哪一步出局：两份规则交叉（人数）", "Where people leave: two procedures crossed");
    Text t = text_new(s->a);
    say_with(&t, s->language, "  行：在{0}出局的步骤；列：在{1}出局的步骤。没有人的行和列不列。",
             "  Rows: the step where they leave under {0}; columns: under {1}.  Empty ones are left out.",
             WITH(sheet_label(s, 0), sheet_label(s, 1)));
    add_wrapped(s->out, text_str(&t), 2);
    Grid g = {.columns = 1, .words = 1, .room = LINE_CELLS};
    for (size_t k = 0; k < c->matrix_side; k++)
        g.columns += sum(c, k, false) > 0;
    Str *cells = grid_row(s->a, &g);
    Text corner = text_new(s->a);
    say_with(&corner, s->language, "{0} ＼ {1}", "{0} \\ {1}", WITH(sheet_label(s, 0), sheet_label(s, 1)));
    cells[0] = text_str(&corner);
    for (size_t k = 0, at = 1; k < c->matrix_side; k++)
        if (sum(c, k, false))
            cells[at++] = exit_name(s, k);
    for (size_t i = 0; i < c->matrix_side; i++) {
        if (!sum(c, i, true))
            continue;
        cells = grid_row(s->a, &g);
        cells[0] = exit_name(s, i);
        for (size_t k = 0, at = 1; k < c->matrix_side; k++)
            if (sum(c, k, false))
                cells[at++] = c->matrix[i * c->matrix_side + k] ? int_str(s->a, c->matrix[i * c->matrix_side + k]) : S("·");
    }
    grid_add(&g, s->out);
}

/* ---- agreement ---- */

static void agreement(Sheet *s, const Agreement *a)
{
    Text t = text_new(s->a);
    Str none = sheet_words(s, "无", "none");
    if (a->gap != AGREEMENT_GIVEN) {
        say_with(&t, s->language, "  {0}与{1}：不能比，{2}。", "  {0} and {1}: cannot be compared; {2}.",
                 WITH(sheet_label(s, a->x), sheet_label(s, a->y), gap_words(s->a, s->c, a, s->language)));
        add_wrapped(s->out, text_str(&t), 4);
        return;
    }
    say_with(&t, s->language, "  {0}与{1}：两边都排了名的 {2} 人。", "  {0} and {1}: {2} people ranked by both.  ",
             WITH(sheet_label(s, a->x), sheet_label(s, a->y), int_str(s->a, a->people)));
    say_with(&t, s->language, "Kendall τ-b = {0}：{1} 对里，先后一致 {2} 对，相反 {3} 对，",
             "Kendall tau-b = {0}: of {1} pairs {2} in the same order, {3} in the other, ",
             WITH(a->tau.len ? a->tau : none, int_str(s->a, a->pairs), int_str(s->a, a->concordant), int_str(s->a, a->discordant)));
    say_with(&t, s->language, "{0}并列 {1} 对，{2}并列 {3} 对；Spearman ρ = {4}。",
             "tied in {0} {1}, in {2} {3}; Spearman rho = {4}.",
             WITH(sheet_label(s, a->x), int_str(s->a, a->tied_x), sheet_label(s, a->y), int_str(s->a, a->tied_y),
                  a->rho.len ? a->rho : none));
    add_wrapped(s->out, text_str(&t), 4);
    t = text_new(s->a);
    say_with(&t, s->language, "    前列重合 RBO（深度 {0}，p = {1}）：最少 {2}，最多 {3}，推定 {4}",
             "    Rank-biased overlap (depth {0}, p = {1}): min {2}, max {3}, ext {4}",
             WITH(int_str(s->a, a->depth), decimal(s, a->persistence, PLACES), decimal(s, a->rbo_min, PLACES),
                  decimal(s, a->rbo_max, PLACES), decimal(s, a->rbo_ext, PLACES)));
    add_wrapped(s->out, text_str(&t), 4);
}

static void agreements(Sheet *s)
{
    sheet_heading(s, "名次有多一致", "How far the rankings agree");
    sheet_remark(s, "先后看各份最后一次排序所看的分数，不同职位、组别的人也相比。τ-b、ρ：1 是先后完全一致，0 是没有关系，-1 是完全相反。RBO：0 到 1，越靠前的分量越重；1 是两边的先后完全相同。",
                 "The order is by the score of each last ranking, across posts and contests.  tau-b, rho: 1 the same order, "
                 "0 no relation, -1 the reverse.  RBO: 0 to 1, the top weighs most.");
    Text share = text_new(s->a);
    num_exact(&share, s->c->jaccard);
    say_with(s->out, s->language, "  选定名单重合（Jaccard）= {0}：都选定的人，占至少一份选定的人\n",
             "  Overlap of the chosen (Jaccard) = {0}: chosen by all, of those chosen by any\n", WITH(text_str(&share)));
    for (size_t i = 0; i < s->c->agreement_count; i++)
        agreement(s, &s->c->agreements[i]);
}

/* ---- what scores are made of ---- */

static void part_cell(const Sheet *s, const ScorePart *part, Num x, Str *cell)
{
    *cell = part->known ? decimal(s, x, 2) : sheet_words(s, "不能分", "not known");
}

static void mean_row(Sheet *s, Grid *g, const ScoreMakeUp *m, bool of_chosen)
{
    Str *cells = grid_row(s->a, g);
    cells[0] = of_chosen ? sheet_words(s, "选定者均值", "mean of chosen") : sheet_words(s, "排名者均值", "mean of ranked");
    for (size_t k = 0; k < m->part_count; k++)
        part_cell(s, &m->parts[k], of_chosen ? m->parts[k].mean_in : m->parts[k].mean_all, &cells[4 + k]);
}

static Str signed_number(const Sheet *s, Num x)
{
    Text t = text_new(s->a);
    if (num_sign(x) > 0)
        text_char(&t, '+');
    num_decimal(&t, x, 2);
    return text_str(&t);
}

/* "比选定的人平均：笔试 -3.5，面试 +1.2"; of whoever differs and is not chosen here. */
static void gap_line(Sheet *s, const ScoreMakeUp *m)
{
    Text t = text_new(s->a);
    bool any = false;
    text_addz(&t, "  ");
    sheet_person(s, m->person, &t);
    say(&t, s->language, " 与选定者均值相差：", ", against the mean of the chosen: ");
    for (size_t k = 0; k < m->part_count; k++) {
        if (!m->parts[k].known)
            continue;
        if (any)
            say(&t, s->language, "，", ", ");
        any = true;
        text_add(&t, m->parts[k].name);
        text_char(&t, ' ');
        text_add(&t, signed_number(s, m->parts[k].difference));
    }
    if (any)
        add_wrapped(s->out, text_str(&t), 4);
}

static void made_up_under(Sheet *s, size_t party)
{
    const Comparison *c = s->c;
    const ScoreMakeUp *first = NULL;
    Grid g = {.words = 2, .room = LINE_CELLS};
    for (size_t i = 0; i < c->score_count; i++) {
        const ScoreMakeUp *m = &c->scores[i];
        Text who = text_new(s->a);
        if (m->party != party)
            continue;
        if (!first) {
            g.columns = 4 + m->part_count;
            Str *heads = grid_row(s->a, &g);
            heads[0] = sheet_label(s, party);
            heads[1] = sheet_words(s, "结果", "result");
            heads[2] = sheet_words(s, "名次", "rank");
            heads[3] = sheet_words(s, "总分", "total");
            for (size_t k = 0; k < m->part_count; k++)
                heads[4 + k] = m->parts[k].name;
        }
        first = first ? first : m;
        Str *cells = grid_row(s->a, &g);
        const Fate *f = compared_fate(c, m->person, party);
        sheet_person(s, m->person, &who);
        cells[0] = text_str(&who);
        cells[1] = f ? str_from(status_words[f->status][s->language]) : S("");
        cells[2] = int_str(s->a, m->rank);
        cells[3] = decimal(s, m->total, 2);
        for (size_t k = 0; k < m->part_count && k + 4 < g.columns; k++)
            part_cell(s, &m->parts[k], m->parts[k].value, &cells[4 + k]);
    }
    if (!first)
        return;
    if (first->part_count) {
        mean_row(s, &g, first, true);
        mean_row(s, &g, first, false);
    }
    text_char(s->out, '\n');
    grid_add(&g, s->out);
    for (size_t i = 0; i < c->score_count; i++)
        if (c->scores[i].party == party && c->people[c->scores[i].person].differs &&
            !compared_chosen(c, c->scores[i].person, party))
            gap_line(s, &c->scores[i]);
}

static void made_up(Sheet *s)
{
    if (!s->c->score_count)
        return;
    sheet_heading(s, "分数从哪里来（选定的、去留不同的、线上线下的人）",
                  "What scores are made of (those chosen, those who differ, those at the line)");
    for (size_t p = 0; p < s->c->party_count; p++)
        made_up_under(s, p);
}

/* ---- one number changed ---- */

static void attribution(Sheet *s, const Attribution *a)
{
    const Trait *to = a->number->traits[a->to], *from = a->number->traits[a->from];
    Text t = text_new(s->a);
    say_with(&t, s->language, "  {0}的“{1}”改为{2}的“{3}”：", "  In {0}, “{1}” becomes {2}'s “{3}”: ",
             WITH(sheet_label(s, a->to), to->form, sheet_label(s, a->from), from->form));
    if (!a->applied) {
        say_with(&t, s->language, "不能单独换（{0}）", "cannot be applied alone ({0})", WITH(a->why_not));
    } else if (!a->changes) {
        say_with(&t, s->language, "{0}选定的人不变", "{0} chooses the same people", WITH(sheet_label(s, a->to)));
    } else {
        say_with(&t, s->language, "{0}选定的人变了", "{0} chooses otherwise", WITH(sheet_label(s, a->to)));
        if (a->gained_count) {
            say(&t, s->language, "，多了 ", ", gained ");
            sheet_people(s, a->gained, a->gained_count, &t);
        }
        if (a->lost_count) {
            say(&t, s->language, "，少了 ", ", lost ");
            sheet_people(s, a->lost, a->lost_count, &t);
        }
    }
    add_wrapped(s->out, text_str(&t), 4);
}

static void attributions(Sheet *s)
{
    sheet_heading(s, "单换一个数，结果变不变", "What changing one number alone does");
    if (!s->c->attribution_count)
        sheet_remark(s, "没有两份规则对同一件事各写一个数的地方。", "Nowhere do two procedures set a number for the same thing.");
    for (size_t pass = 0; pass < 3; pass++) /* those that change the result come first, those not applied last */
        for (size_t i = 0; i < s->c->attribution_count; i++) {
            const Attribution *a = &s->c->attributions[i];
            if ((a->applied ? a->changes ? 0u : 1u : 2u) == pass)
                attribution(s, a);
        }
}

void sheet_measures(Sheet *s)
{
    crossed(s);
    agreements(s);
    made_up(s);
    attributions(s);
}

void sheet_readings(Sheet *s)
{
    if (!s->c->reading_count)
        return;
    sheet_heading(s, "存疑的另读", "Other readings");
    for (size_t i = 0; i < s->c->reading_count; i++) {
        const Readings *r = &s->c->readings[i];
        text_addz(s->out, "  ");
        text_add(s->out, sheet_label(s, r->party));
        text_char(s->out, '\n');
        readings_text(r, s->c->parties[r->party].program, s->c->parties[r->party].pool, s->language, s->out);
    }
}
