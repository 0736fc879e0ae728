#include "lang/utf8.h"
#include "runtime/page_parts.h"

/* ---- funnels ---- */

typedef struct { Str words; int64_t n; } Why;

enum { WHY_LINES = 3, WHY_CELLS = 30 };

/* A line for each WHY_CELLS, the last with all the rest. */
static size_t broken(Str s, Str *lines)
{
    size_t n = 0, at = 0;
    uint32_t c;
    while (n + 1 < WHY_LINES && utf8_cells(str_cut(s, at, s.len)) > WHY_CELLS) {
        size_t end = at, next;
        while (end < s.len && (next = utf8_decode(s, end, &c)) && utf8_cells(str_cut(s, at, end + next)) <= WHY_CELLS)
            end += next;
        while (end > at + 1 && (unsigned char)s.at[end] < 0x80 && (unsigned char)s.at[end - 1] > ' ' && (unsigned char)s.at[end - 1] < 0x80)
            end--; /* not inside a number or a word */
        lines[n++] = str_cut(s, at, end);
        at = end;
    }
    lines[n++] = str_cut(s, at, s.len);
    return n;
}

/* Why people left in a stage, one line a clause, in the order of the text. */
static void whys(Page *p, size_t k, uint32_t stage, FunnelStep *s)
{
    const Party *party = &p->c->parties[k];
    const Stage *st = &party->program->stages[stage];
    Why *by_clause = NEW_ARRAY(p->a, Why, st->count + 1); /* the last: everything else */
    for (uint32_t i = 0; i < p->c->person_count; i++) {
        const Fate *f = page_fate(p, k, i);
        if (!f || f->stage != (int)stage)
            continue;
        const Clause *c = f->reason_count ? f->reasons[0].clause : NULL;
        size_t at = c && c->index >= st->first && c->index < st->first + st->count ? c->index - st->first : st->count;
        by_clause[at].words = f->status == STATUS_WITHDRAWN || f->status == STATUS_UNDETERMINED || f->status == STATUS_RESERVE
                                  ? str_from(status_words[f->status][p->language]) : page_short_reason(p, k, i);
        by_clause[at].n++;
    }
    Str *lines = NEW_ARRAY(p->a, Str, WHY_LINES * (st->count + 1));
    for (size_t i = 0; i <= st->count; i++)
        if (by_clause[i].n)
            s->why_count += broken(page_format(p, "{1} 人：{0}", "{1}: {0}", WITH(by_clause[i].words, int_str(p->a, by_clause[i].n))),
                                   &lines[s->why_count]);
    s->why = lines;
}

static const StageWork *work_of(const Page *p, size_t k, uint32_t stage)
{
    for (size_t i = 0; i < p->c->work_count; i++)
        if (p->c->work[i].party == k && p->c->work[i].stage == stage)
            return &p->c->work[i];
    return NULL;
}

/* Who would have come through but for the stage, or as far as the records go. */
static void add_unique(Page *p, const StageWork *w, FunnelStep *s)
{
    if (!w->unique_count && !w->further_count)
        return;
    Str who = int_str(p->a, (int64_t)(w->known ? w->unique_count : w->further_count));
    Str *lines = NEW_ARRAY(p->a, Str, s->why_count + 2 * WHY_LINES);
    for (size_t i = 0; i < s->why_count; i++)
        lines[i] = s->why[i];
    if (w->known) {
        s->why_count += broken(page_format(p, "没有这一环节，{0} 人会入选", "{0} would be chosen but for this", WITH(who)), &lines[s->why_count]);
    } else {
        Str to = p->c->parties[w->party].program->stages[w->further_stage].name;
        s->why_count += broken(page_format(p, "没有这一环节，{0} 人会走到", "but for this {0} would come to", WITH(who)), &lines[s->why_count]);
        s->why_count += broken(page_format(p, "{0}，以后没有记录，算不出", "{0}; beyond it there is no record", WITH(to)), &lines[s->why_count]);
    }
    s->why = lines;
}

/* The same numbers as the chart, for whoever cannot see it, and for the test. */
static void funnel_desc(Page *p, const FunnelChart *f, Text *out)
{
    say_with(out, p->language, "开始 {0} 人", "{0} at first", WITH(int_str(p->a, f->entered)));
    for (size_t i = 0; i < f->step_count; i++)
        say_with(out, p->language, "，{0}后 {1} 人", ", {1} after {0}", WITH(f->steps[i].name, int_str(p->a, f->steps[i].left)));
    say(out, p->language, "。", ".");
}

static void funnel(Page *p, size_t k)
{
    const Party *party = &p->c->parties[k];
    FunnelStep *steps = NEW_ARRAY(p->a, FunnelStep, party->plan->stage_count + 1);
    FunnelChart f = {.party = (unsigned)k, .steps = steps, .entered = -1};
    Text counts = text_new(p->a);
    for (size_t i = 0; i < party->plan->stage_count; i++) {
        const StageWork *w = work_of(p, k, (uint32_t)i);
        if (!w)
            continue;
        if (f.entered < 0)
            f.entered = w->in;
        FunnelStep *s = &steps[f.step_count++];
        *s = (FunnelStep){.name = party->program->stages[i].name, .left = w->out, .lost = w->in - w->out,
                          .people_decide = party->plan->stages[i].people_decide};
        if (s->lost)
            whys(p, k, (uint32_t)i, s);
        add_unique(p, w, s);
        text_char(&counts, ' ');
        text_int(&counts, w->out);
    }
    if (f.entered < 0)
        f.entered = 0;
    Text desc = text_new(p->a), all = text_new(p->a);
    funnel_desc(p, &f, &desc);
    say(&all, p->language, "全部人选", "All candidates");
    f.all = text_str(&all);
    f.title = page_format(p, "{0}：各环节留下的人数", "{0}: people left after each stage", WITH(party->program->name));
    f.desc = text_str(&desc);
    html_open(&p->h, "figure");
    html_attr_int(&p->h, "data-funnel", (long long)k);
    html_attr_int(&p->h, "data-in", f.entered);
    html_attr(&p->h, "data-left", counts.len ? str_cut(text_str(&counts), 1, counts.len) : S(""));
    html_open(&p->h, "figcaption");
    if (p->c->party_count > 1)
        page_badge(p, k);
    html_text(&p->h, party->program->name);
    html_say_with(&p->h, "，{0} 个环节", ", {0} stages", WITH(int_str(p->a, (int64_t)f.step_count)));
    html_close(&p->h);
    svg_funnel(&p->h, &f, false);
    svg_funnel(&p->h, &f, true);
    html_close(&p->h);
}

void page_funnels(Page *p)
{
    html_class(&p->h, "div", "pair");
    for (size_t k = 0; k < p->c->party_count; k++)
        funnel(p, k);
    html_close(&p->h);
    page_note(p, "斜纹：由人决定，程序不计算，结果从数据读入。右边是在这一环节离开的人数和原因。",
              "Hatched: people decide and the result is read from the data. On the right, who left there and why.", NULL, 0);
}

/* ---- weights ---- */

void page_weights(Page *p, size_t k)
{
    const Party *party = &p->c->parties[k];
    const Plan *plan = party->plan;
    if (!plan->weight_count) {
        html_leaf_say(&p->h, "p", "none", "没有计分的排序。", "No ranking by score.");
        return;
    }
    WeightPart *parts = NEW_ARRAY(p->a, WeightPart, plan->weight_count);
    Text desc = text_new(p->a);
    for (size_t i = 0; i < plan->weight_count; i++) {
        const Weight *w = &plan->weights[i];
        parts[i] = (WeightPart){w->name, w->share, w->exact, page_ink(p, plan, w->name)};
        if (i)
            say(&desc, p->language, "，", ", ");
        text_add(&desc, w->name);
        text_char(&desc, ' ');
        number_words(w->share, &(Type){.kind = TYPE_NUMBER, .dim = DIM_SHARE, .base = BASE_NONE, .scale = -1}, p->language, &desc);
        if (!w->exact)
            say(&desc, p->language, "（有封顶、查表或分支，不是固定的权重）", " (a cap, a table or a branch: no fixed weight)");
    }
    WeightChart c = {.title = page_format(p, "{0}：总分由什么组成", "{0}: what the score is made of", WITH(party->program->name)),
                     .desc = text_str(&desc), .parts = parts, .part_count = plan->weight_count};
    svg_weights(&p->h, &c);
    html_leaf(&p->h, "p", "note", text_str(&desc));
}

/* ---- what scores are made of ---- */

static const ScoreMakeUp *make_up(const Page *p, size_t k, uint32_t person)
{
    for (size_t i = 0; i < p->c->score_count; i++)
        if (p->c->scores[i].party == k && p->c->scores[i].person == person)
            return &p->c->scores[i];
    return NULL;
}

static void score_row(Page *p, size_t k, const ScoreMakeUp *m, bool in, ScoreRow *out)
{
    const Plan *plan = p->c->parties[k].plan;
    ScorePiece *pieces = NEW_ARRAY(p->a, ScorePiece, m->part_count + 1);
    for (size_t i = 0; i < m->part_count; i++) {
        Text name = text_new(p->a);
        text_add(&name, m->parts[i].name);
        text_char(&name, ' ');
        num_decimal(&name, m->parts[i].value, 4);
        pieces[i] = (ScorePiece){m->parts[i].value, m->parts[i].known, page_ink(p, plan, m->parts[i].name), text_str(&name)};
    }
    *out = (ScoreRow){.kind = SCORE_PERSON, .text = page_person(p, m->person), .person = p->c->people[m->person].id,
                      .exact = page_exact(p, m->total), .who = page_who(p, m->person), .in = in, .rank = m->rank,
                      .total = page_decimal(p, m->total, 2), .pieces = pieces, .piece_count = m->part_count};
}

static Str contest_name(Page *p, size_t k, size_t contest)
{
    const Outcome *o = p->c->parties[k].outcome;
    Text t = text_new(p->a);
    if (contest != SIZE_MAX)
        contest_words(o, o->contests[contest].by, o->contests[contest].by_count, o->contests[contest].key, p->language, &t);
    return text_str(&t);
}

/* Words at the cut: how many go on, and the score of the last of them. */
static Str cut_words(Page *p, size_t k, size_t contest)
{
    const Party *party = &p->c->parties[k];
    const Outcome *o = party->outcome;
    const FunnelRow *f = contest == SIZE_MAX ? NULL : contest_stage(&o->contests[contest], party->plan->ranking);
    Text t = text_new(p->a);
    say(&t, p->language, "入围线", "cut");
    if (f && f->limit >= 0)
        say_with(&t, p->language, "：取 {0} 人", ": {0} go on", WITH(int_str(p->a, f->limit)));
    if (f && f->line.kind == VALUE_NUMBER)
        say_with(&t, p->language, "，末位 {0}", ", the last has {0}", WITH(page_decimal(p, f->line.number, 2)));
    return text_str(&t);
}

/* In this contest nobody stands before someone who came through while he himself did not. */
static bool cut_is_clean(const Standing *s, size_t from)
{
    bool out = false;
    for (size_t i = from; i < s->ranked_count && s->ranked[i].contest == s->ranked[from].contest; i++) {
        if (out && s->ranked[i].through)
            return false;
        out = out || !s->ranked[i].through;
    }
    return true;
}

/* What stands before a person in a list by contest and rank, when only some are shown: the contest's name before
 * its first, the cut where those who came through end. */
typedef struct { size_t contest, shown; bool clean, was_through, pending; } Walk;
enum { BEFORE_HEAD = 1, BEFORE_CUT = 2 };

static unsigned step(Walk *w, const Standing *s, size_t i, bool shown)
{
    const Position *at = &s->ranked[i];
    unsigned before = 0;
    if (i == 0 || at->contest != w->contest) {
        w->contest = at->contest;
        w->clean = cut_is_clean(s, i);
        w->pending = false;
        if (i == 0)
            w->shown = SIZE_MAX - 1; /* no contest */
    } else if (w->clean && w->was_through && !at->through) {
        w->pending = true;
    }
    w->was_through = at->through;
    if (shown && w->shown != w->contest)
        before |= BEFORE_HEAD;
    if (shown)
        w->shown = w->contest;
    if (w->pending && w->shown == w->contest) {
        before |= BEFORE_CUT;
        w->pending = false;
    }
    return before;
}

static bool contest_named(const Outcome *o, size_t contest) { return contest != SIZE_MAX && o->contests[contest].by_count; }

static Num full_of(const Page *p, size_t k)
{
    Num full = num_int(0), most = num_int(1);
    for (size_t i = 0; i < p->c->parties[k].plan->weight_count; i++)
        full = num_add(p->a, full, p->c->parties[k].plan->weights[i].points);
    for (size_t i = 0; i < p->c->score_count; i++)
        if (p->c->scores[i].party == k && num_cmp(p->c->scores[i].total, most) > 0)
            most = p->c->scores[i].total;
    return num_cmp(full, most) < 0 ? most : full;
}

static void score_chart(Page *p, size_t k)
{
    const Standing *s = &p->standings[k];
    const Party *party = &p->c->parties[k];
    ScoreRow *rows = NEW_ARRAY(p->a, ScoreRow, 4 * s->ranked_count + 4);
    ScoreChart c = {.party = (unsigned)k, .rows = rows, .full = full_of(p, k)};
    size_t left_out = 0, shown = 0;
    Walk w = {0};
    for (size_t i = 0; i < s->ranked_count; i++) {
        const Position *at = &s->ranked[i];
        const ScoreMakeUp *m = p->kept[at->person] && shown < PAGE_EVERYONE ? make_up(p, k, at->person) : NULL;
        if (shown == PAGE_EVERYONE && !m) {
            left_out += s->ranked_count - i;
            break;
        }
        unsigned before = step(&w, s, i, m != NULL);
        if (before & BEFORE_HEAD && contest_named(party->outcome, at->contest))
            rows[c.row_count++] = (ScoreRow){.kind = SCORE_HEAD, .text = contest_name(p, k, at->contest)};
        if (before & BEFORE_CUT)
            rows[c.row_count++] = (ScoreRow){.kind = SCORE_CUT, .text = cut_words(p, k, at->contest)};
        if (m)
            score_row(p, k, m, at->through, &rows[c.row_count++]);
        shown += m != NULL;
        left_out += m == NULL;
    }
    if (left_out)
        rows[c.row_count++] = (ScoreRow){.kind = SCORE_SKIP,
            .text = page_format(p, "另外 {0} 人的组成未列出", "{0} more are not taken apart here", WITH(int_str(p->a, (int64_t)left_out)))};
    c.title = page_format(p, "{0}：各人得分的组成", "{0}: what each score is made of", WITH(party->program->name));
    c.desc = page_format(p, "每行是名次、编号、各项得分和总分；列出 {0} 行。", "Each row: rank, number, parts and total; {0} rows.",
                         WITH(int_str(p->a, (int64_t)c.row_count)));
    html_open(&p->h, "figure");
    html_open(&p->h, "figcaption");
    if (p->c->party_count > 1)
        page_badge(p, k);
    html_say_with(&p->h, "{0}（满分 {1}）", "{0} (full mark {1})", WITH(party->program->stages[party->plan->ranking].name, page_decimal(p, c.full, 2)));
    html_close(&p->h);
    svg_scores(&p->h, &c);
    html_close(&p->h);
}

static void evidence_key(Page *p)
{
    html_class(&p->h, "ul", "key");
    for (size_t k = 0; k < p->c->party_count; k++)
        for (size_t i = 0; i < p->c->parties[k].plan->weight_count; i++) {
            Str name = p->c->parties[k].plan->weights[i].name;
            Ink ink = page_ink(p, p->c->parties[k].plan, name);
            Text classes = text_new(p->a);
            text_format(&classes, S("e{0} v{1}"), (const Str[]){int_str(p->a, ink.hue), int_str(p->a, ink.shade)}, 2);
            html_open(&p->h, "li");
            html_leaf(&p->h, "i", text_str(&classes).at ? arena_str(p->a, text_str(&classes)).at : NULL, S(""));
            if (p->c->party_count > 1) {
                html_text(&p->h, p->c->parties[k].label);
                html_textz(&p->h, " ");
            }
            html_text(&p->h, name);
            html_close(&p->h);
        }
    html_close(&p->h);
}

void page_scores(Page *p)
{
    bool any = false;
    for (size_t k = 0; k < p->c->party_count; k++)
        any = any || (p->c->parties[k].plan->ranking != UINT32_MAX && p->standings[k].ranked_count);
    if (!any)
        return;
    page_section(p, "分数从哪里来", "Where the scores come from");
    evidence_key(p);
    html_class(&p->h, "div", "pair");
    for (size_t k = 0; k < p->c->party_count; k++)
        if (p->c->parties[k].plan->ranking != UINT32_MAX && p->standings[k].ranked_count)
            score_chart(p, k);
    html_close(&p->h);
    if (p->c->party_count == 1)
        page_note(p, "红色虚线是入围线；线下的颜色变浅。编号是蓝色的，入选。", "Red dashed: the cut; pale below it. A blue number: chosen.", NULL, 0);
    else
        page_note(p, "红色虚线是入围线；线下的颜色变浅。编号蓝色：只在{0}入选；橙色：只在{1}入选；黑色粗体：{0}、{1}都入选。",
                  "Red dashed: the cut; pale below it. A blue number: chosen by {0} only; orange: by {1} only; bold black: by both.",
                  WITH(p->c->parties[0].label, p->c->parties[1].label));
    html_close(&p->h);
}

/* ---- ranks side by side ---- */

static void slope_item(Page *p, size_t k, const Position *at, SlopeItem *out)
{
    const ScoreMakeUp *m = make_up(p, k, at->person);
    const Ranked *r = page_rank(p, k, at->person);
    *out = (SlopeItem){.kind = r ? SLOPE_PERSON : SLOPE_OUT, .key = at->person, .person = p->c->people[at->person].id,
                       .text = page_person(p, at->person), .rank = at->rank, .who = page_who(p, at->person),
                       .chosen = page_chosen(p, k, at->person)};
    if (!r)
        out->why = page_short_reason(p, k, at->person);
    else if (m)
        out->score = page_decimal(p, m->total, 2);
    else if (r->first.kind == VALUE_NUMBER)
        out->score = page_decimal(p, r->first.number, 2);
}

static size_t slope_items(Page *p, size_t k, SlopeItem *items)
{
    const Standing *s = &p->standings[k];
    const Outcome *o = p->c->parties[k].outcome;
    size_t n = 0;
    Walk w = {0};
    for (size_t i = 0; i < s->ranked_count; i++) {
        const Position *at = &s->ranked[i];
        unsigned before = step(&w, s, i, p->kept[at->person]);
        if (before & BEFORE_HEAD && contest_named(o, at->contest))
            items[n++] = (SlopeItem){.kind = SLOPE_HEAD, .text = contest_name(p, k, at->contest)};
        if (before & BEFORE_CUT)
            items[n++] = (SlopeItem){.kind = SLOPE_CUT, .text = page_both(p, "入围线", "cut")};
        if (p->kept[at->person])
            slope_item(p, k, at, &items[n++]);
    }
    if (s->ranked_hidden)
        items[n++] = (SlopeItem){.kind = SLOPE_SKIP, .text = page_format(p, "另有 {0} 人排了名次，未列出", "{0} more were ranked", WITH(int_str(p->a, (int64_t)s->ranked_hidden)))};
    if (s->out_count)
        items[n++] = (SlopeItem){.kind = SLOPE_HEAD, .text = page_format(p, "没有排名次的 {0} 人", "never ranked: {0}", WITH(int_str(p->a, (int64_t)s->out_count)))};
    for (size_t i = 0; i < s->out_count; i++)
        if (p->kept[s->out[i].person])
            slope_item(p, k, &s->out[i], &items[n++]);
    if (s->out_hidden)
        items[n++] = (SlopeItem){.kind = SLOPE_SKIP, .text = page_format(p, "其中 {0} 人未列出", "{0} of them not shown", WITH(int_str(p->a, (int64_t)s->out_hidden)))};
    return n;
}

static void slope_key(Page *p)
{
    static const char *const zh[] = {"只在甲入选", "只在乙入选", "都入选", "都未入选"}, *const en[] = {"A only", "B only", "both", "neither"};
    html_class(&p->h, "ul", "key line-key");
    for (unsigned i = 0; i <= WHO_NEITHER; i++) {
        html_open(&p->h, "li");
        html_leaf(&p->h, "i", who_classes[i], S(""));
        html_say(&p->h, zh[i], en[i]);
        html_close(&p->h);
    }
    html_leaf_say(&p->h, "li", NULL, "虚线：在一边没有排名次", "dashed: not ranked on one side");
    html_close(&p->h);
}

void page_slopes(Page *p)
{
    SlopeChart c = {.key_count = p->c->person_count};
    for (size_t k = 0; k < 2; k++) {
        size_t room = 3 * p->c->person_count + 8;
        SlopeItem *items = NEW_ARRAY(p->a, SlopeItem, room);
        const Party *party = &p->c->parties[k];
        c.item_counts[k] = slope_items(p, k, items);
        c.items[k] = items;
        c.heads[k] = page_format(p, "{0} {1}名次", "{0} rank in {1}",
                                 WITH(party->label, party->plan->ranking == UINT32_MAX ? S("") : party->program->stages[party->plan->ranking].name));
    }
    c.title = page_format(p, "{0}与{1}的名次", "Ranks in {0} and {1}", WITH(p->c->parties[0].program->name, p->c->parties[1].program->name));
    c.desc = page_both(p, "左右各是一套程序的名次，一条线连着同一个人；没有排名次的人列在下面，写着原因。",
                       "Left and right are the ranks of the two procedures, a line joins each person; those never ranked stand below with the reason.");
    html_class(&p->h, "div", "scroll");
    html_attrz(&p->h, "tabindex", "0");
    html_attrz(&p->h, "role", "group");
    html_attr(&p->h, "aria-label", page_both(p, "名次图，可以左右滚动", "Chart of ranks, can be scrolled"));
    svg_slope(&p->h, &c);
    html_close(&p->h);
    slope_key(p);
    if (p->movers_hidden)
        page_note(p, "图中列出各程序的前 {0} 名和去留不同的前 {1} 人（按编号）；另外 {2} 人未列出，其中 {3} 人去留不同，见下面的表。",
                  "Shown: the first {0} of each and {1} of those whose fate differs, by number; {2} others are not, of whom {3} differ: see the table below.",
                  WITH(int_str(p->a, PAGE_TOP), int_str(p->a, PAGE_MOVERS), int_str(p->a, (int64_t)p->hidden), int_str(p->a, (int64_t)p->movers_hidden)));
    else if (p->hidden)
        page_note(p, "图中列出各程序的前 {0} 名和去留不同的人，另外 {1} 人未列出。", "Shown: the first {0} of each and those whose fate differs; {1} others are not.",
                  WITH(int_str(p->a, PAGE_TOP), int_str(p->a, (int64_t)p->hidden)));
}
