#include "runtime/compare_text.h"

#include "runtime/compare_sheet.h"
#include "runtime/grid.h"
#include "runtime/notes.h"
#include "runtime/wording.h"

#define DOT "· " /* leads a clause in a cell */
enum { BESIDE_MOST = 3 }; /* more parties do not stand side by side on a line: they stand one below the other */

void sheet_heading(Sheet *s, const char *zh, const char *en)
{
    static const char *const numerals[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"};
    s->sections++;
    text_char(s->out, '\n');
    if (s->language == LANG_ZH)
        text_addz(s->out, numerals[s->sections]);
    else
        text_int(s->out, (long long)s->sections);
    say(s->out, s->language, "、", ". ");
    say(s->out, s->language, zh, en);
    text_char(s->out, '\n');
}

void sheet_remark(Sheet *s, const char *zh, const char *en)
{
    Text t = text_new(s->a);
    text_addz(&t, "  ");
    say(&t, s->language, zh, en);
    add_wrapped(s->out, text_str(&t), 2);
}

static void sheet_line(Sheet *s, const char *lead, Str words, size_t indent)
{
    Text t = text_new(s->a);
    text_addz(&t, lead);
    text_add(&t, words);
    add_wrapped(s->out, text_str(&t), indent);
}

Str sheet_label(const Sheet *s, size_t party) { return s->c->parties[party].label; }

Str sheet_words(const Sheet *s, const char *zh, const char *en) { return str_from(s->language == LANG_ZH ? zh : en); }

void sheet_person(const Sheet *s, size_t person, Text *out)
{
    text_add(out, s->c->people[person].id);
    Str name = s->names ? compared_name(s->a, s->c, person) : S("");
    if (!name.len)
        return;
    text_char(out, ' ');
    text_add(out, name);
}

void sheet_people(const Sheet *s, const uint32_t *people, size_t n, Text *out)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            say(out, s->language, "、", ", ");
        sheet_person(s, people[i], out);
    }
}

/* ---- a table with a column for each party ---- */

typedef struct {
    Grid grid;
    Str *heads;
    size_t parties;
} Beside;

static Beside beside(const Sheet *s, const char *zh, const char *en)
{
    Beside b = {.parties = s->c->party_count};
    b.grid = (Grid){.columns = 1 + b.parties, .words = 1 + b.parties, .room = LINE_CELLS};
    Str *cells = grid_row(s->a, &b.grid);
    cells[0] = sheet_words(s, zh, en);
    for (size_t p = 0; p < b.parties; p++)
        cells[1 + p] = sheet_label(s, p);
    return b;
}

static Str *beside_row(const Sheet *s, Beside *b, Str name)
{
    Str *cells = grid_row(s->a, &b->grid);
    cells[0] = name;
    return cells + 1;
}

/* A cell's lines as one, parted by ；, without the dots that lead them. */
static Str on_one_line(const Sheet *s, Str cell)
{
    Text t = text_new(s->a);
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] != '\n') {
            text_char(&t, cell.at[i]);
            continue;
        }
        say(&t, s->language, "；", "; ");
        if (strncmp(cell.at + i + 1, DOT, cell.len - i - 1 < strlen(DOT) ? cell.len - i - 1 : strlen(DOT)) == 0)
            i += strlen(DOT);
    }
    return text_str(&t);
}

/* One row for many parties: a line each, those without in one. */
static void add_below(Sheet *s, const Str *cells)
{
    Text without = text_new(s->a);
    sheet_line(s, "  ", on_one_line(s, cells[0]), 4);
    for (size_t p = 0; p < s->c->party_count; p++) {
        Str cell = cells[1 + p];
        if (!cell.len || str_eq(cell, str_from(mark_signs[MARK_ABSENT]))) {
            if (without.len)
                say(&without, s->language, "、", ", ");
            text_add(&without, sheet_label(s, p));
            continue;
        }
        Text t = text_new(s->a);
        text_add(&t, sheet_label(s, p));
        text_addz(&t, "  ");
        text_add(&t, on_one_line(s, cell));
        sheet_line(s, "    ", text_str(&t), 8);
    }
    Text t = text_new(s->a);
    say_with(&t, s->language, "-   没有：{0}", "-  none in {0}", WITH(text_str(&without)));
    if (without.len)
        sheet_line(s, "    ", text_str(&t), 8);
}

static void add_beside(Sheet *s, Beside *b)
{
    if (b->parties <= BESIDE_MOST) {
        /* a plain line between the rows whose cells have several lines */
        Grid lined = b->grid;
        lined.rows.at = NULL;
        lined.rows.len = lined.rows.cap = 0;
        for (size_t i = 0; i < b->grid.rows.len; i++) {
            if (i)
                grid_across(s->a, &lined, S(""));
            memcpy(grid_row(s->a, &lined), b->grid.rows.at[i].cells, lined.columns * sizeof(Str));
        }
        grid_add(&lined, s->out);
        return;
    }
    for (size_t i = 1; i < b->grid.rows.len; i++)
        add_below(s, b->grid.rows.at[i].cells);
}

/* ---- the head ---- */

static void head(Sheet *s)
{
    for (size_t p = 0; p < s->c->party_count; p++) {
        const Party *x = &s->c->parties[p];
        Text t = text_new(s->a);
        text_add(&t, x->label);
        text_addz(&t, "  ");
        text_add(&t, x->program->title.len ? x->program->title : x->program->name);
        say_with(&t, s->language, "（{0}）", " ({0})", WITH(x->file));
        add_wrapped(s->out, text_str(&t), 4);
    }
    if (s->c->has_data)
        say_with(s->out, s->language, "数据  {0}\n", "Data  {0}\n", WITH(s->c->data_file));
    text_char(s->out, '\n');
    Text t = text_new(s->a);
    conclusion_words(s->c, s->language, &t);
    add_wrapped(s->out, text_str(&t), 0);
}

/* ---- who differs ---- */

static bool chosen_only_by(const Comparison *c, uint32_t person, size_t party)
{
    for (size_t p = 0; p < c->party_count; p++)
        if (compared_chosen(c, person, p) != (p == party))
            return false;
    return true;
}

static void list_line(Sheet *s, Str lead, const uint32_t *people, size_t n)
{
    if (!n)
        return;
    Text t = text_new(s->a);
    text_addz(&t, "  ");
    text_add(&t, lead);
    sheet_people(s, people, n, &t);
    add_wrapped(s->out, text_str(&t), 4);
}

static void chosen_lists(Sheet *s)
{
    const Comparison *c = s->c;
    uint32_t *left = NEW_ARRAY(s->a, uint32_t, c->some_count + 1), *only = NEW_ARRAY(s->a, uint32_t, c->some_count + 1);
    size_t left_count = 0;
    list_line(s, sheet_words(s, "各份规则都选定：", "Chosen by all: "), c->all, c->all_count);
    for (size_t i = 0; i < c->some_count; i++) {
        bool alone = false;
        for (size_t p = 0; p < c->party_count; p++)
            alone = alone || chosen_only_by(c, c->some[i], p);
        if (!alone)
            left[left_count++] = c->some[i];
    }
    for (size_t p = 0; p < c->party_count; p++) {
        size_t n = 0;
        for (size_t i = 0; i < c->some_count; i++)
            if (chosen_only_by(c, c->some[i], p))
                only[n++] = c->some[i];
        Text lead = text_new(s->a);
        say_with(&lead, s->language, "只有{0}选定：", "Chosen by {0} only: ", WITH(sheet_label(s, p)));
        list_line(s, text_str(&lead), only, n);
    }
    list_line(s, sheet_words(s, "几份选定、几份没有：", "Chosen by several, not by all: "), left, left_count);
    say_with(s->out, s->language, "  都没有选定：{0} 人\n", "  Chosen by none: {0}\n", WITH(int_str(s->a, c->none_count)));
}

/* "综合得分第 13 名（共 17 名），75.68 分" */
static void rank_words(const Sheet *s, size_t person, size_t party, Text *out)
{
    const Ranked *r = compared_rank(s->c, person, party);
    if (!r)
        return;
    const Program *program = s->c->parties[party].program;
    say_with(out, s->language, "；{0}第 {1} 名（共 {2} 名）", "; {0}: rank {1} of {2}",
             WITH(program->stages[r->stage].name, int_str(s->a, r->rank), int_str(s->a, r->of)));
    if (r->first.kind == VALUE_NONE)
        return;
    say(out, s->language, "，", ", ");
    shown_words(&r->first, ranked_type(program, r->stage), s->language, out);
}

/* The margin as a fraction, where the words had to round it. */
static void exact_margin(const Sheet *s, const Reason *why, Text *out)
{
    if (why->margin.kind != VALUE_NUMBER)
        return;
    Num margin = num_sign(why->margin.number) < 0 ? num_neg(s->a, why->margin.number) : why->margin.number;
    if (num_cmp(num_round(s->a, margin, 4, ROUND_DOWN), margin) == 0)
        return;
    Text exact = text_new(s->a);
    num_exact(&exact, margin);
    say_with(out, s->language, "，准确的差 {0}", ", exactly {0}", WITH(text_str(&exact)));
}

static void fate_line(Sheet *s, size_t person, size_t party)
{
    const Party *x = &s->c->parties[party];
    const Fate *f = compared_fate(s->c, person, party);
    const Reason *why = s->c->people[person].reasons[party];
    Text t = text_new(s->a);
    text_addz(&t, "      ");
    text_add(&t, x->label);
    text_addz(&t, "  ");
    if (!f) {
        say(&t, s->language, "不在数据里", "not in the data");
    } else {
        text_addz(&t, status_words[f->status][s->language]);
        if (compared_post(s->c, person, party).len && f->status == STATUS_CHOSEN)
            say_with(&t, s->language, "（{0}）", " ({0})", WITH(compared_post(s->c, person, party)));
        if (f->stage >= 0)
            say_with(&t, s->language, "，在“{0}”", " at “{0}”", WITH(x->program->stages[f->stage].name));
        if (why) {
            say(&t, s->language, "：", ": ");
            reason_words(x->outcome, why, s->c->people[person].units[party], s->language, &t);
            exact_margin(s, why, &t);
            if (why->clause)
                say_with(&t, s->language, "（第 {0} 行）", " (line {0})", WITH(int_str(s->a, why->clause->line)));
        }
        rank_words(s, person, party, &t);
    }
    add_wrapped(s->out, text_str(&t), 10);
}

static void who_differs(Sheet *s)
{
    sheet_heading(s, "去留不同的人", "Who fares differently");
    chosen_lists(s);
    for (size_t i = 0; i < s->c->some_count; i++) {
        uint32_t person = s->c->some[i];
        Text t = text_new(s->a);
        text_addz(&t, "\n  ");
        sheet_person(s, person, &t);
        int parted = s->c->people[person].parted_at;
        if (parted >= 0) {
            Text row = text_new(s->a);
            row_words(s->c, (size_t)parted, s->language, &row);
            say_with(&t, s->language, "　在“{0}”这一步分开", ": the ways part at “{0}”", WITH(text_str(&row)));
        }
        text_char(&t, '\n');
        text_add(s->out, text_str(&t));
        for (size_t p = 0; p < s->c->party_count; p++)
            fate_line(s, person, p);
    }
}

/* ---- funnels ---- */

/* Who would have come through but for a stage, or as far as the records go; nobody: no line. */
static void unique_line(Sheet *s, const StageWork *w)
{
    const Stage *stages = s->c->parties[w->party].program->stages;
    Text lead = text_new(s->a);
    if (w->known)
        say_with(&lead, s->language, "只因“{0}”：", "By “{0}” alone: ", WITH(stages[w->stage].name));
    else if (w->further_count)
        say_with(&lead, s->language, "没有“{0}”，会走到“{1}”，以后没有记录：", "But for “{0}” in at “{1}”, beyond it no record: ",
                 WITH(stages[w->stage].name, stages[w->further_stage].name));
    if (w->known)
        list_line(s, text_str(&lead), w->unique, w->unique_count);
    else
        list_line(s, text_str(&lead), w->further, w->further_count);
}

static void funnels(Sheet *s)
{
    sheet_heading(s, "人数怎样逐步减少", "How the numbers fall");
    sheet_remark(s, "“只因这一步”：这一步照样算分、排名、记下决定，只是谁也不淘汰，其他都不变，就会选定的人。“算不出”：有人会走到"
           "数据里没有他的记录的一步；走到哪里，写在表下。",
           "“By this alone”: those who would be chosen if this step gave its marks, ranks and decisions but put nobody "
           "out.  “not known”: people would come to a step that has no record of them; how far is said below.");
    for (size_t p = 0; p < s->c->party_count; p++) {
        Grid g = {.columns = 5, .words = 1, .room = LINE_CELLS};
        Str *cells = grid_row(s->a, &g);
        text_char(s->out, '\n');
        cells[0] = sheet_label(s, p);
        cells[1] = sheet_words(s, "进入", "in");
        cells[2] = sheet_words(s, "离开", "left");
        cells[3] = sheet_words(s, "留下", "stay");
        cells[4] = sheet_words(s, "只因这一步", "by this alone");
        for (size_t i = 0; i < s->c->work_count; i++) {
            const StageWork *w = &s->c->work[i];
            if (w->party != p)
                continue;
            cells = grid_row(s->a, &g);
            cells[0] = s->c->parties[p].program->stages[w->stage].name;
            cells[1] = int_str(s->a, w->in);
            cells[2] = int_str(s->a, w->in - w->out);
            cells[3] = int_str(s->a, w->out);
            cells[4] = w->known ? int_str(s->a, (int64_t)w->unique_count) : sheet_words(s, "算不出", "not known");
        }
        grid_add(&g, s->out);
        for (size_t i = 0; i < s->c->work_count; i++) {
            const StageWork *w = &s->c->work[i];
            if (w->party == p)
                unique_line(s, w);
        }
    }
}

/* ---- the rules ---- */

static Str rule_cell(const Sheet *s, const AlignedRow *row, size_t party)
{
    Text t = text_new(s->a);
    if (row->stages[party] < 0)
        return str_from(mark_signs[shown_mark(s->c, row, party)]);
    const PlanStage *stage = &s->c->parties[party].plan->stages[row->stages[party]];
    text_addz(&t, mark_signs[shown_mark(s->c, row, party)]);
    say_with(&t, s->language, " 【{0}】", " [{0}]", WITH(stage->stage->name));
    if (stage->people_decide) {
        say(&t, s->language, "由人决定", " people decide");
        for (size_t i = 0; i < stage->body_count; i++) {
            if (i == 0)
                say(&t, s->language, "：", ": ");
            else
                say(&t, s->language, "、", ", ");
            text_add(&t, stage->bodies[i]);
        }
    }
    for (size_t i = 0; i < stage->trait_count; i++) {
        text_addz(&t, "\n" DOT);
        text_add(&t, stage->traits[i].own);
    }
    return text_str(&t);
}

static void rules(Sheet *s)
{
    sheet_heading(s, "规则逐项对照", "The rules side by side");
    sheet_remark(s, "=  相同　　~  同一件事，数或写法不同　　+  只有这一份有　　-  这一份没有　　<>  都有，先后不同",
           "=  the same   ~  another number or wording   +  only here   -  not here   <>  in another place");
    text_char(s->out, '\n');
    Beside b = beside(s, "环节", "step");
    for (size_t i = 0; i < s->c->alignment->row_count; i++) {
        const AlignedRow *row = &s->c->alignment->rows[i];
        Str *cells = beside_row(s, &b, str_from(phase_words[row->phase][s->language]));
        for (size_t p = 0; p < b.parties; p++)
            cells[p] = rule_cell(s, row, p);
    }
    add_beside(s, &b);
}

/* ---- the numbers ---- */

static void add_line(Text *t, Str line)
{
    if (t->len)
        text_char(t, '\n');
    text_add(t, line);
}

static Str weights_cell(const Sheet *s, size_t party, Phase phase)
{
    static const Type share = {.kind = TYPE_NUMBER, .dim = DIM_SHARE};
    const Plan *plan = s->c->parties[party].plan;
    Text t = text_new(s->a);
    for (size_t i = 0; i < plan->weight_count; i++) {
        const Weight *w = &plan->weights[i];
        Text one = text_new(s->a);
        if (w->phase != phase)
            continue;
        text_add(&one, w->name);
        text_char(&one, ' ');
        if (w->exact)
            number_words(w->share, &share, s->language, &one);
        else
            say(&one, s->language, "（不能从条文算出）", "(not to be told from the text)");
        add_line(&t, text_str(&one));
    }
    return text_str(&t);
}

static void weights(Sheet *s)
{
    sheet_heading(s, "分数由什么组成（占最后一次排序依据的比重）", "What the score is made of (share of the last ranking)");
    Beside b = beside(s, "环节", "step");
    for (size_t phase = 0; phase < PHASES; phase++) {
        Str found[COMPARED_MOST];
        bool any = false;
        for (size_t p = 0; p < b.parties; p++) {
            found[p] = weights_cell(s, p, (Phase)phase);
            any = any || found[p].len;
        }
        if (any)
            memcpy(beside_row(s, &b, str_from(phase_words[phase][s->language])), found, b.parties * sizeof *found);
    }
    add_beside(s, &b);
}

/* The traits that have a number, in one spelling. */
static Str numbers_cell(const Sheet *s, const AlignedRow *row, size_t party)
{
    Text t = text_new(s->a);
    if (row->stages[party] < 0)
        return S("");
    const PlanStage *stage = &s->c->parties[party].plan->stages[row->stages[party]];
    for (size_t i = 0; i < stage->trait_count; i++)
        if (stage->traits[i].has_value)
            add_line(&t, stage->traits[i].form);
    return text_str(&t);
}

static Str ratios_cell(const Sheet *s, const Plan *plan)
{
    static const Type ratio = {.kind = TYPE_RATIO};
    Num least = num_int(0);
    Text t = text_new(s->a);
    for (size_t i = 0; i < plan->ratio_count; i++) {
        if (i)
            text_addz(&t, " → ");
        number_words(plan->ratios[i], &ratio, s->language, &t);
    }
    if (plan->ratio_count > 1 && cumulative_ratio(plan, &least)) {
        say(&t, s->language, "，累计 ", ", in all ");
        number_words(least, &ratio, s->language, &t);
    }
    return text_str(&t);
}

static Str voters_cell(const Sheet *s, const Party *x)
{
    const Plan *plan = x->plan;
    static const Type share = {.kind = TYPE_NUMBER, .dim = DIM_SHARE};
    Text t = text_new(s->a);
    for (size_t i = 0; i < plan->electorate_count; i++) {
        const Electorate *e = &plan->electorates[i];
        Text one = text_new(s->a);
        text_add(&one, e->name);
        if (num_sign(e->share) > 0) {
            text_char(&one, ' ');
            number_words(e->share, &share, s->language, &one);
        }
        int64_t n = electorate_voters(x, e);
        if (n > 0) {
            say_with(&one, s->language, "，{0} 人", ", {0} voters", WITH(int_str(s->a, n)));
            if (num_sign(e->share) > 0) {
                say(&one, s->language, "，每人 ", ", each ");
                number_words(num_div(s->a, e->share, num_int(n)), &share, s->language, &one);
            }
        }
        add_line(&t, text_str(&one));
    }
    return text_str(&t);
}

static Str decided_cell(const Sheet *s, const Plan *plan)
{
    static const Type share = {.kind = TYPE_NUMBER, .dim = DIM_SHARE};
    Text t = text_new(s->a);
    say_with(&t, s->language, "{1} 步中 {0} 步", "{0} of {1} steps",
             WITH(int_str(s->a, (int64_t)plan->decided_by_people), int_str(s->a, (int64_t)plan->stage_count)));
    if (!plan->stage_count)
        return text_str(&t);
    say(&t, s->language, "，占 ", ", ");
    number_words(num_ratio(s->a, (int64_t)plan->decided_by_people, (int64_t)plan->stage_count), &share, s->language, &t);
    return text_str(&t);
}

static void numbers(Sheet *s)
{
    sheet_heading(s, "数字对照（写法统一，≥ 是“不低于、以上”，> 是“超过”）", "Numbers, in one spelling");
    Beside b = beside(s, "项目", "item");
    Str *gates = beside_row(s, &b, sheet_words(s, "门槛（要求）条数", "conditions")), *vetoes = beside_row(s, &b, sheet_words(s, "一票否决条数", "vetoes"));
    Str *ratios = beside_row(s, &b, sheet_words(s, "差额比例（名额:人数）", "people for one seat"));
    Str *voters = beside_row(s, &b, sheet_words(s, "谁投票（占投票所得分数的比重）", "who votes, and their share"));
    Str *decided = beside_row(s, &b, sheet_words(s, "由人决定的步骤", "steps that people decide"));
    for (size_t p = 0; p < b.parties; p++) {
        const Plan *plan = s->c->parties[p].plan;
        gates[p] = int_str(s->a, (int64_t)plan->gates);
        vetoes[p] = int_str(s->a, (int64_t)plan->vetoes);
        ratios[p] = ratios_cell(s, plan);
        voters[p] = voters_cell(s, &s->c->parties[p]);
        decided[p] = decided_cell(s, plan);
    }
    for (size_t i = 0; i < s->c->alignment->row_count; i++) {
        Str found[COMPARED_MOST];
        bool any = false;
        for (size_t p = 0; p < b.parties; p++) {
            found[p] = numbers_cell(s, &s->c->alignment->rows[i], p);
            any = any || found[p].len;
        }
        if (!any)
            continue;
        Text name = text_new(s->a);
        row_words(s->c, i, s->language, &name);
        memcpy(beside_row(s, &b, text_str(&name)), found, b.parties * sizeof *found);
    }
    add_beside(s, &b);
}

/* ---- what the text leaves open ---- */

static Str assumptions_cell(const Sheet *s, const ProgramNotes *n)
{
    Text t = text_new(s->a);
    for (size_t i = 0; i < n->assumed_count; i++) {
        Text one = text_new(s->a);
        say_with(&one, s->language, "第 {0} 行 {1}：{2}", "line {0} {1}: {2}",
                 WITH(int_str(s->a, n->assumed[i].assumption->line), n->assumed[i].where, n->assumed[i].assumption->text));
        add_line(&t, text_str(&one));
    }
    return text_str(&t);
}

static Str doubts_cell(const Sheet *s, const Program *program, const ProgramNotes *n)
{
    Text t = text_new(s->a);
    for (size_t i = 0; i < n->doubted_count; i++) {
        const Doubt *d = n->doubted[i].doubt;
        Text one = text_new(s->a);
        say_with(&one, s->language, "第 {0} 行 {1}：{2}", "line {0} {1}: {2}",
                 WITH(int_str(s->a, d->line), n->doubted[i].where, d->text));
        for (size_t k = 0; k < d->reading_count; k++) {
            say(&one, s->language, k ? "、" : "；另读 ", k ? ", " : "; it may read ");
            program_expr(program, d->readings[k], s->language, &one);
        }
        add_line(&t, text_str(&one));
    }
    return text_str(&t);
}

static void left_open(Sheet *s)
{
    sheet_heading(s, "原文没有写清的地方", "What the texts leave open");
    Beside b = beside(s, "", "");
    Str *assumed = beside_row(s, &b, sheet_words(s, "假定", "assumed")), *doubted = beside_row(s, &b, sheet_words(s, "存疑", "in doubt"));
    for (size_t p = 0; p < b.parties; p++) {
        const Program *program = s->c->parties[p].program;
        ProgramNotes n = program_notes(s->a, program);
        assumed[p] = assumptions_cell(s, &n);
        doubted[p] = doubts_cell(s, program, &n);
    }
    add_beside(s, &b);
}

void compare_text(const Comparison *c, bool names, Language language, Text *out)
{
    Sheet s = {.c = c, .names = names, .language = language, .out = out, .a = out->arena};
    head(&s);
    if (compared_equal(c)) {
        if (c->has_data)
            sheet_remark(&s, c->party_count == 2 ? "两份规则相同，没有一步、一个数、一个人不同。" : "各份规则相同，没有一步、一个数、一个人不同。", "The rules are the same: no step, no number, nobody differs.");
    } else {
        if (c->has_data) {
            who_differs(&s);
            funnels(&s);
        }
        rules(&s);
        weights(&s);
        numbers(&s);
        left_open(&s);
        if (c->has_data)
            sheet_measures(&s);
    }
    sheet_readings(&s);
}
