#include "runtime/report.h"

#include <stdlib.h>

#include "lang/utf8.h"
#include "runtime/grid.h"
#include "runtime/report_parts.h"

typedef ARRAY(uint32_t) Rows;

static void put(Report *r, const char *zh, const char *en) { say(r->out, r->language, zh, en); }

static void put_with(Report *r, const char *zh, const char *en, const Str *args, size_t n)
{
    say_with(r->out, r->language, zh, en, args, n);
}

static Str stage_name(const Report *r, uint32_t stage) { return r->o->program->stages[stage].name; }


static Str both(const Report *r, const char *zh, const char *en)
{
    return str_from(r->language == LANG_ZH ? zh : en);
}

void report_heading(Report *r, const char *zh, const char *en)
{
    text_char(r->out, '\n');
    put(r, zh, en);
    text_char(r->out, '\n');
}

/* ---- the head ---- */

static void title(Report *r)
{
    const Outcome *o = r->o;
    Text t = text_new(r->a);
    text_add(&t, o->program->name);
    if (o->program->title.len) {
        text_char(&t, ' ');
        text_add(&t, o->program->title);
    }
    for (size_t i = 0; i < o->setting_count; i++) {
        const Setting *s = &o->settings[i];
        if (i == 0)
            say(&t, r->language, "【试算】", " [trial] ");
        else
            say(&t, r->language, "，", ", ");
        text_add(&t, s->param->name);
        text_addz(&t, " = ");
        number_words(s->value, &s->param->type, r->language, &t);
    }
    if (o->until >= 0)
        say_with(&t, r->language, "【至阶段 {0}】", " [up to stage {0}]", WITH(stage_name(r, (uint32_t)o->until)));
    add_wrapped(r->out, text_str(&t), 2);
}

/* The day that dated parameters go by. */
static void applied_at(Report *r)
{
    const Program *p = r->o->program;
    bool dated = false;
    for (size_t i = 0; i < p->param_count; i++)
        dated = dated || p->params[i].dated_count > 0;
    if (!dated || !r->o->pool->has_date)
        return;
    Text date = text_new(r->a);
    date_text(r->o->pool->date, &date);
    put_with(r, "适用日期 {0}\n", "Rules as of {0}\n", WITH(text_str(&date)));
}

/* "人选 5 人：选定 1，淘汰 2"; with 参选 what follows the colon is of entries. */
static void totals(Report *r)
{
    const Outcome *o = r->o;
    int64_t counts[STATUS_KINDS] = {0};
    for (size_t unit = 0; unit < o->pool->unit_count; unit++)
        counts[o->fates[unit].status]++;
    put_with(r, "人选 {0} 人", "{0} candidates", WITH(int_str(r->a, (int64_t)o->pool->person_count)));
    if (has_entries(o->program))
        put_with(r, "，参选 {0} 人次", ", {0} entries", WITH(int_str(r->a, (int64_t)o->pool->unit_count)));
    bool first = true;
    for (size_t s = 0; s < STATUS_KINDS; s++) {
        if (!counts[s])
            continue;
        first ? put(r, "：", ": ") : put(r, "，", ", ");
        first = false;
        put_with(r, "{0} {1}", "{1} {0}", WITH(str_from(status_words[s][r->language]), int_str(r->a, counts[s])));
    }
    text_char(r->out, '\n');
    if (o->unsettled)
        put(r, "结果未定：有未定的人、作废的组或没有通过的检查，见下。\n",
            "Not settled: someone is undetermined, a contest is void or a check failed; see below.\n");
}

/* ---- a contest ---- */

static bool contest_elects(const Report *r, const Contest *c)
{
    for (size_t i = 0; i < c->funnel_count; i++)
        if (r->o->program->stages[c->funnel[i].stage].elect && contest_runs(c, &r->o->program->stages[c->funnel[i].stage]))
            return true;
    return false;
}

/* Those whom the cut of this stage put on the reserve, and who wait there still. */
static int64_t waiting_from(const Report *r, const Contest *c, uint32_t stage)
{
    int64_t n = 0;
    for (size_t i = 0; i < c->reserve_count; i++)
        n += r->o->fates[c->reserve[i]].stage == (int)stage;
    return n;
}

static void funnel_row(Report *r, Grid *t, const Contest *c, const FunnelRow *f)
{
    bool reserves = c->reserve_count > 0;
    int64_t waiting = waiting_from(r, c, f->stage), dropped = f->dropped;
    if (waiting) /* they have not been dropped */
        dropped = f->entered - f->withdrawn - f->voided - f->undetermined - f->left - waiting;
    const int64_t counts[] = {f->entered, dropped, f->withdrawn, f->voided, f->undetermined, waiting, f->left};
    Str *cells = grid_row(r->a, t);
    size_t at = 0;
    cells[at++] = stage_name(r, f->stage);
    for (size_t j = 0; j < sizeof counts / sizeof *counts; j++)
        if (j != 5 || reserves)
            cells[at++] = int_str(r->a, counts[j]);
    if (f->limit >= 0)
        cells[at] = int_str(r->a, f->limit);
    at++;
    if (f->line.kind != VALUE_NONE) {
        Text line = text_new(r->a);
        shown_words(&f->line, ranked_type(r->o->program, f->stage), r->language, &line);
        cells[at] = text_str(&line);
    }
}

static void funnel(Report *r, const Contest *c)
{
    static const char *const heads[][2] = {
        {"阶段", "stage"}, {"进入", "entered"}, {"淘汰", "dropped"}, {"退出", "withdrawn"}, {"作废", "void"},
        {"未定", "undetermined"}, {"候补", "reserve"}, {"留下", "left"}, {"入围数", "places"}, {"线", "line"},
    };
    enum { HEADS = sizeof heads / sizeof *heads, RESERVE = 6, PLACES = 8 };
    bool reserves = c->reserve_count > 0;
    if (!c->funnel_count)
        return;
    Grid t = {.columns = HEADS - (reserves ? 0u : 1u), .words = 1};
    Str *cells = grid_row(r->a, &t);
    for (size_t i = 0, at = 0; i < HEADS; i++)
        if (i != RESERVE || reserves)
            cells[at++] = i == PLACES && contest_elects(r, c) ? both(r, "名额", "seats") : str_from(heads[i][r->language]);
    for (size_t i = 0; i < c->funnel_count; i++)
        funnel_row(r, &t, c, &c->funnel[i]);
    grid_add(&t, r->out);
    for (size_t i = 0; i < c->funnel_count; i++)
        if (c->funnel[i].is_void) {
            put_with(r, "  {0} 作废", "  {0}: void", WITH(stage_name(r, c->funnel[i].stage)));
            if (c->funnel[i].void_reason.len)
                put_with(r, "：{0}", ", {0}", WITH(c->funnel[i].void_reason));
            text_char(r->out, '\n');
        }
}

/* Someone as the ranking lists him: who won a seat by 当选 comes first; then by the last stage that ranked
 * him here, then who came through it, then his rank there, then his id. */
typedef struct {
    uint32_t row, order;
    bool won;
    int stage;     /* -1: chosen without ever being ranked */
    bool past;     /* past the cut line of that stage */
    int64_t rank;
} Listed;

static int by_listing(const void *x, const void *y)
{
    const Listed *a = x, *b = y;
    if (a->won != b->won)
        return a->won ? -1 : 1;
    if (a->stage != b->stage) /* of those who won, who won first */
        return (a->stage < b->stage) != a->won ? 1 : -1;
    if (a->past != b->past)
        return a->past ? 1 : -1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool is_past(const Fate *f, uint32_t stage)
{
    for (size_t i = 0; i < f->reason_count; i++) {
        ReasonKind kind = f->reasons[i].kind;
        if (f->reasons[i].stage == stage && (kind == REASON_CUT || kind == REASON_TIE || kind == REASON_PICK))
            return true;
    }
    return false;
}

/* Stages of this contest that ranked anyone; their number is returned. */
static size_t ranking_stages(Report *r, const Contest *c, const Listed *people, size_t n, uint32_t *out)
{
    size_t found = 0;
    for (size_t i = 0; i < c->funnel_count; i++) {
        uint32_t stage = c->funnel[i].stage;
        bool any = false;
        for (size_t j = 0; j < n && !any; j++)
            any = rank_in(&r->o->fates[people[j].row], (int)stage) != NULL;
        if (any && contest_runs(c, &r->o->program->stages[stage]))
            out[found++] = stage;
    }
    return found;
}

static void cut_line(Report *r, Grid *t, const Contest *c, uint32_t stage)
{
    const FunnelRow *f = contest_stage(c, stage);
    if (!f || f->limit < 0 || r->o->program->stages[stage].elect)
        return;
    Text words = text_new(r->a);
    say_with(&words, r->language, "{0} 入围 {1} 人", "{0}: {1} to go on",
             WITH(stage_name(r, stage), int_str(r->a, f->limit)));
    if (f->line.kind != VALUE_NONE) {
        say(&words, r->language, "，线 ", ", line ");
        shown_words(&f->line, ranked_type(r->o->program, stage), r->language, &words);
    }
    grid_across(r->a, t, text_str(&words));
}

/* "选定", of someone who moved up "选定（递补）" */
static Str result_of(Report *r, uint32_t row)
{
    Str status = str_from(status_words[r->o->fates[row].status][r->language]);
    if (!r->moved[row] && !r->moved_person[r->o->pool->unit_person[row]])
        return status;
    Text t = text_new(r->a);
    say_with(&t, r->language, "{0}（递补）", "{0} (moved up)", WITH(status));
    return text_str(&t);
}

static void ranking_row(Report *r, Grid *t, const Listed *p, const uint32_t *stages, size_t n)
{
    const Fate *f = &r->o->fates[p->row];
    Str *cells = grid_row(r->a, t);
    *cells++ = unit_id(r->o, p->row);
    if (has_entries(r->o->program))
        *cells++ = unit_post(r->o, p->row);
    *cells++ = result_of(r, p->row);
    for (size_t i = 0; i < n; i++) {
        const Ranked *k = rank_in(f, (int)stages[i]);
        if (!k)
            continue;
        Text value = text_new(r->a), rank = text_new(r->a);
        shown_words(&k->first, ranked_type(r->o->program, stages[i]), r->language, &value);
        text_int(&rank, k->rank);
        text_char(&rank, '/');
        text_int(&rank, k->of);
        cells[2 * i] = text_str(&value);
        cells[2 * i + 1] = text_str(&rank);
    }
    r->told[p->row] = 1;
}

/* From the last ranking to the first: who came through it, its cut line, who did not. */
static void ranking(Report *r, const Contest *c, const Listed *people, size_t n)
{
    uint32_t *stages = NEW_ARRAY(r->a, uint32_t, c->funnel_count + 1);
    size_t stage_count = ranking_stages(r, c, people, n, stages), at = 0;
    size_t words = has_entries(r->o->program) ? 3 : 2;
    Grid t = {.columns = words + 2 * stage_count, .words = words};
    Str *heads = grid_row(r->a, &t);
    *heads++ = both(r, "编号", "id");
    if (words == 3)
        *heads++ = r->o->program->post_noun;
    *heads++ = both(r, "结果", "result");
    for (size_t i = 0; i < stage_count; i++) {
        heads[2 * i] = stage_name(r, stages[i]);
        heads[2 * i + 1] = both(r, "名次", "rank");
    }
    for (; at < n && people[at].won; at++)
        ranking_row(r, &t, &people[at], stages, stage_count);
    if (at)
        grid_across(r->a, &t, both(r, "以上当选", "elected: those above"));
    for (size_t i = stage_count; i-- > 0;) {
        int stage = (int)stages[i];
        for (; at < n && people[at].stage == stage && !people[at].past; at++)
            ranking_row(r, &t, &people[at], stages, stage_count);
        cut_line(r, &t, c, stages[i]);
        for (; at < n && people[at].stage == stage; at++)
            ranking_row(r, &t, &people[at], stages, stage_count);
    }
    for (; at < n; at++)
        ranking_row(r, &t, &people[at], stages, stage_count);
    text_char(r->out, '\n');
    grid_add(&t, r->out);
}

/* Those of the members who were ever ranked or chosen in the contest, as listed. */
static Listed *listed_people(Report *r, const Contest *c, const Rows *members, size_t *count)
{
    Listed *people = NEW_ARRAY(r->a, Listed, members->len + 1);
    size_t n = 0;
    for (size_t i = 0; i < members->len; i++) {
        const Fate *f = &r->o->fates[members->at[i]];
        Listed p = {.row = members->at[i], .order = (uint32_t)i, .stage = -1, .rank = -1};
        p.won = f->status == STATUS_CHOSEN && contest_elects(r, c);
        for (size_t j = f->rank_count; j-- > 0 && p.stage < 0;)
            if (contest_runs(c, &r->o->program->stages[f->ranks[j].stage])) {
                p.stage = (int)f->ranks[j].stage;
                p.rank = f->ranks[j].rank;
                p.past = is_past(f, f->ranks[j].stage);
            }
        if (p.stage >= 0 || f->status == STATUS_CHOSEN)
            people[n++] = p;
    }
    qsort(people, n, sizeof *people, by_listing);
    *count = n;
    return people;
}

/* "  012  ", with 参选 "  012  J1  " */
static void lead_words(const Report *r, uint32_t row, Text *out)
{
    text_addz(out, "  ");
    text_add(out, unit_id(r->o, row));
    text_addz(out, "  ");
    if (!has_entries(r->o->program))
        return;
    text_add(out, unit_post(r->o, row));
    text_addz(out, "  ");
}

/* "  012  民主推荐  淘汰  要求 …：29/100 = 29%，低于 30%，差 1 票；30 票即达到" */
static void why_out(Report *r, uint32_t row)
{
    const Fate *f = &r->o->fates[row];
    Text lead = text_new(r->a);
    lead_words(r, row, &lead);
    if (f->stage >= 0) {
        text_add(&lead, stage_name(r, (uint32_t)f->stage));
        text_addz(&lead, "  ");
    }
    text_addz(&lead, status_words[f->status][r->language]);
    text_addz(&lead, "  ");
    size_t indent = utf8_cells(text_str(&lead));
    for (size_t i = 0; i < f->reason_count || i == 0; i++) {
        Text line = text_new(r->a);
        if (i == 0)
            text_add(&line, text_str(&lead));
        else
            text_spaces(&line, indent);
        if (i < f->reason_count) {
            const Reason *why = &f->reasons[i];
            reason_words(r->o, why, row, r->language, &line);
            if (reason_say(why).len)
                say_with(&line, r->language, "。“{0}”", ". “{0}”", WITH(reason_say(why)));
            if (why->clause && why->clause->notes.cite.len)
                say_with(&line, r->language, "（{0}）", " ({0})", WITH(why->clause->notes.cite));
        }
        add_wrapped(r->out, text_str(&line), indent > 40 ? 6 : indent);
    }
    r->told[row] = 1;
}

static bool is_out(const Fate *f)
{
    return f->status == STATUS_DROPPED || f->status == STATUS_WITHDRAWN || f->status == STATUS_VOID ||
           f->status == STATUS_UNDETERMINED;
}

/* What else is known of someone: figures, decisions, marks. */
static void particulars(Report *r, uint32_t row)
{
    const Fate *f = &r->o->fates[row];
    const Program *p = r->o->program;
    if (!f->figure_count && !f->decision_count && !f->mark_count)
        return;
    Text t = text_new(r->a);
    lead_words(r, row, &t);
    size_t indent = utf8_cells(text_str(&t));
    bool first = true;
    for (size_t i = 0; i < f->figure_count; i++, first = false) {
        const Clause *c = f->figures[i].clause;
        if (!first)
            say(&t, r->language, "，", ", ");
        text_add(&t, c->kind == CLAUSE_SCORE ? p->stages[c->stage].name : c->name);
        text_char(&t, ' ');
        number_words(f->figures[i].value, c->expr ? &c->expr->type : NULL, r->language, &t);
        if (c->kind == CLAUSE_SCORE && p->stages[c->stage].has_full) {
            say(&t, r->language, "（满分 ", " (of ");
            number_words(p->stages[c->stage].full, NULL, r->language, &t);
            say(&t, r->language, "）", ")");
        }
    }
    for (size_t i = 0; i < f->decision_count; i++, first = false) {
        const Clause *c = &p->clauses[f->decisions[i]->clause];
        Shown value = given_shown(r->o, f->decisions[i]);
        if (!first)
            say(&t, r->language, "，", ", ");
        text_add(&t, c->name);
        text_char(&t, ' ');
        shown_words(&value, &c->type, r->language, &t);
    }
    for (size_t i = 0; i < f->mark_count; i++, first = false) {
        if (!first)
            say(&t, r->language, "，", ", ");
        say_with(&t, r->language, "标记 {0}", "marked {0}", WITH(f->marks[i]->name));
    }
    add_wrapped(r->out, text_str(&t), indent);
}

/* A list of people under a heading that is left out when the list is empty. */
typedef void Telling(Report *r, uint32_t row);

static void tell(Report *r, const uint32_t *rows, size_t n, const char *zh, const char *en, Telling *telling)
{
    Text *out = r->out, part = text_new(r->a);
    r->out = &part;
    for (size_t i = 0; i < n; i++)
        telling(r, rows[i]);
    r->out = out;
    if (!part.len)
        return;
    report_heading(r, zh, en);
    text_add(out, text_str(&part));
}

static void out_line(Report *r, uint32_t row)
{
    if (is_out(&r->o->fates[row]))
        why_out(r, row);
}

/* Neither out nor ranked nor chosen: nothing is said of him elsewhere. */
static void rest_line(Report *r, uint32_t row)
{
    if (r->told[row])
        return;
    lead_words(r, row, r->out);
    text_addz(r->out, status_words[r->o->fates[row].status][r->language]);
    text_char(r->out, '\n');
    r->told[row] = 1;
}

static void people_lists(Report *r, const uint32_t *rows, size_t n)
{
    tell(r, rows, n, "  出局的和未定的", "  Out, and undetermined", out_line);
    tell(r, rows, n, "  没有排过名的", "  Never ranked", rest_line);
    tell(r, rows, n, "  各人的数字、决定和标记", "  Figures, decisions and marks", particulars);
}

static void contest_head(Report *r, const Contest *c)
{
    Text t = text_new(r->a);
    text_addz(&t, "■ ");
    contest_words(r->o, c->by, c->by_count, c->key, r->language, &t);
    if (c->seats >= 0)
        say_with(&t, r->language, "　名额 {0}", "  seats {0}", WITH(int_str(r->a, c->seats)));
    if (c->vacant > 0)
        say_with(&t, r->language, "　空缺 {0}", "  vacant {0}", WITH(int_str(r->a, c->vacant)));
    text_char(r->out, '\n');
    add_wrapped(r->out, text_str(&t), 2);
}

static void people_line(Report *r, const Contest *c, const char *zh, const char *en, const uint32_t *rows, size_t n)
{
    if (!n)
        return;
    Text t = text_new(r->a);
    text_addz(&t, "  ");
    say(&t, r->language, zh, en);
    people_words(r->o, rows, n, post_open(r->o->program, c->by, c->by_count), r->language, &t);
    add_wrapped(r->out, text_str(&t), 4);
}

static void contest(Report *r, const Contest *c, const Rows *members, const Rows *own)
{
    size_t listed;
    contest_head(r, c);
    funnel(r, c);
    people_line(r, c, "选定：", "Chosen: ", c->chosen, c->chosen_count);
    people_line(r, c, "未定：", "Undetermined: ", c->undetermined, c->undetermined_count);
    report_lists(r, c);
    const Listed *list = listed_people(r, c, members, &listed);
    if (listed)
        ranking(r, c, list, listed);
    people_lists(r, own->at, own->len);
}

/* Who is in which contest, and whose story is told where: in the contest he left in, else in the last
 * that he stood in; contest_count: in none.  Rows are in the order of ids. */
static void gather(Report *r, Rows *members, Rows *own)
{
    const Outcome *o = r->o;
    size_t people = o->pool->unit_count;
    size_t *home = NEW_ARRAY(r->a, size_t, people + 1);
    uint8_t *settled = NEW_ARRAY(r->a, uint8_t, people + 1), *chosen = NEW_ARRAY(r->a, uint8_t, people + 1);
    for (size_t row = 0; row < people; row++)
        home[row] = o->contest_count;
    for (size_t i = 0; i < o->contest_count; i++) {
        const Contest *c = &o->contests[i];
        for (size_t j = 0; j < c->chosen_count; j++)
            chosen[c->chosen[j]] = 1;
        for (size_t j = 0; j < people; j++) {
            uint32_t row = o->pool->unit_order[j];
            int left = o->fates[row].stage;
            if (!chosen[row] && !contest_has(o, c, row))
                continue;
            *PUSH(r->a, &members[i]) = row;
            if (!settled[row])
                home[row] = i;
            if (left >= 0 && contest_runs(c, &o->program->stages[left]))
                settled[row] = 1;
        }
        for (size_t j = 0; j < c->chosen_count; j++)
            chosen[c->chosen[j]] = 0;
    }
    for (size_t j = 0; j < people; j++)
        *PUSH(r->a, &own[home[o->pool->unit_order[j]]]) = o->pool->unit_order[j];
}

static void contests(Report *r)
{
    size_t n = r->o->contest_count;
    Rows *members = NEW_ARRAY(r->a, Rows, n + 1), *own = NEW_ARRAY(r->a, Rows, n + 1);
    gather(r, members, own);
    for (size_t i = 0; i < n; i++)
        contest(r, &r->o->contests[i], &members[i], &own[i]);
    if (!own[n].len)
        return;
    text_char(r->out, '\n');
    put(r, "■ 不在以上各组的\n", "■ In none of these contests\n");
    people_lists(r, own[n].at, own[n].len);
}

/* ---- what goes with it ---- */

static void item(Report *r, const Text *t) { add_wrapped(r->out, text_str(t), 4); }

static Str line_of(Report *r, uint32_t line) { return int_str(r->a, line); }

static void assumption(Report *r, const Assumed *a)
{
    Text t = text_new(r->a);
    say_with(&t, r->language, "  {0}（第 {1} 行）：{2}", "  {0} (line {1}): {2}",
             WITH(a->where, line_of(r, a->assumption->line), a->assumption->text));
    if (a->decided_count) {
        say(&t, r->language, "；决定了：", "; decided: ");
        people_words(r->o, a->decided, a->decided_count, true, r->language, &t);
    }
    item(r, &t);
}

static void assumptions(Report *r)
{
    for (int decided = 1; decided >= 0; decided--) {
        bool first = true;
        for (size_t i = 0; i < r->o->assumed_count; i++) {
            if ((r->o->assumed[i].decided_count > 0) != (decided == 1))
                continue;
            if (first && decided)
                report_heading(r, "起了决定作用的假定", "Assumptions that decided something");
            else if (first)
                report_heading(r, "没有起决定作用的假定", "Assumptions that decided nothing");
            first = false;
            assumption(r, &r->o->assumed[i]);
        }
    }
}

static void doubts(Report *r)
{
    if (r->o->doubted_count)
        report_heading(r, "存疑", "Doubts");
    for (size_t i = 0; i < r->o->doubted_count; i++) {
        const Doubt *d = r->o->doubted[i].doubt;
        Text t = text_new(r->a);
        say_with(&t, r->language, "  {0}（第 {1} 行）：{2}", "  {0} (line {1}): {2}",
                 WITH(r->o->doubted[i].where, line_of(r, d->line), d->text));
        for (size_t j = 0; j < d->reading_count; j++) {
            say(&t, r->language, "；另读 ", "; it may read ");
            program_expr(r->o->program, d->readings[j], r->language, &t);
        }
        item(r, &t);
    }
}

static void duties(Report *r)
{
    if (r->o->duty_count)
        report_heading(r, "须办事项", "To be done");
    for (size_t i = 0; i < r->o->duty_count; i++) {
        const Duty *d = &r->o->duties[i];
        Text t = text_new(r->a);
        if (d->clause->kind == CLAUSE_PROBATION) {
            Text period = text_new(r->a);
            program_period(d->clause, r->language, &period);
            say_with(&t, r->language, "  试用期 {0}（第 {1} 行）：", "  probation of {0} (line {1}): ",
                     WITH(text_str(&period), line_of(r, d->clause->line)));
            people_words(r->o, d->people, d->people_count, true, r->language, &t);
        } else {
            Text who = text_new(r->a);
            people_words(r->o, &d->person, 1, r->o->program->stages[d->clause->stage].of_entries, r->language, &who);
            say_with(&t, r->language, "  {0} 须说明 {1}（第 {2} 行）：", "  {1}, {0} is to be explained (line {2}): ",
                     WITH(stage_name(r, d->clause->stage), text_str(&who), line_of(r, d->clause->line)));
            if (!d->given)
                say(&t, r->language, "还没有说明", "not explained yet");
            else if (d->text.len)
                text_add(&t, d->text);
            else
                say(&t, r->language, "已说明", "explained");
        }
        item(r, &t);
    }
}

static void checks(Report *r)
{
    if (r->o->check_count)
        report_heading(r, "未通过的检查", "Checks that failed");
    for (size_t i = 0; i < r->o->check_count; i++) {
        const FailedCheck *c = &r->o->checks[i];
        Text t = text_new(r->a);
        text_addz(&t, "  ");
        text_add(&t, stage_name(r, c->clause->stage));
        say(&t, r->language, "，", ", ");
        uint32_t row = c->person >= 0 ? (uint32_t)c->person : 0;
        if (c->person >= 0)
            people_words(r->o, &row, 1, r->o->program->stages[c->clause->stage].of_entries, r->language, &t);
        else
            contest_words(r->o, c->by, c->by_count, c->key, r->language, &t);
        say_with(&t, r->language, "（第 {0} 行）：", " (line {0}): ", WITH(line_of(r, c->clause->line)));
        program_clause(r->o->program, c->clause, r->language, &t);
        if (c->fact_count)
            say(&t, r->language, "：", ": ");
        facts_words(r->o, c->clause, c->facts, c->fact_count, FACT_AGAINST, r->language, &t);
        if (c->clause->notes.say.len)
            say_with(&t, r->language, "。“{0}”", ". “{0}”", WITH(c->clause->notes.say));
        item(r, &t);
    }
}

static void notes(Report *r)
{
    static const char *const words[NOTE_KINDS][2] = {
        [NOTE_VACANT] = {"空缺 {0} 个名额", "{0} seats stay vacant"},
        [NOTE_OVER] = {"超出 {0} 人", "{0} more people than seats"},
        [NOTE_PROCEED] = {"人数不足，照常进行（{0} 人）", "too few, and it went on all the same ({0} people)"},
        [NOTE_REDUCED] = {"人数不足，减少 {0} 个名额", "too few, {0} seats were taken away"},
    };
    if (r->o->note_count)
        report_heading(r, "说明", "Notes");
    for (size_t i = 0; i < r->o->note_count; i++) {
        const Note *n = &r->o->notes[i];
        Text t = text_new(r->a);
        text_addz(&t, "  ");
        if (n->stage >= 0) {
            text_add(&t, stage_name(r, (uint32_t)n->stage));
            say(&t, r->language, "，", ", ");
        }
        contest_words(r->o, n->by, n->by_count, n->key, r->language, &t);
        say(&t, r->language, "：", ": ");
        say_with(&t, r->language, words[n->kind][LANG_ZH], words[n->kind][LANG_EN], WITH(int_str(r->a, n->count)));
        item(r, &t);
    }
}

static void mark_moved(Report *r)
{
    const Outcome *o = r->o;
    r->moved = NEW_ARRAY(r->a, uint8_t, o->pool->unit_count + 1);
    r->moved_person = NEW_ARRAY(r->a, uint8_t, o->pool->person_count + 1);
    for (size_t i = 0; i < o->substitution_count; i++) {
        const Substitution *s = &o->substitutions[i];
        if (o->program->stages[s->clause->stage].of_entries)
            r->moved[s->in] = 1;
        else
            r->moved_person[o->pool->unit_person[s->in]] = 1;
    }
}

void report(const Outcome *o, Language language, Text *out)
{
    Report r = {.o = o, .language = language, .out = out, .a = out->arena};
    r.told = NEW_ARRAY(r.a, uint8_t, o->pool->unit_count + 1);
    mark_moved(&r);
    title(&r);
    applied_at(&r);
    totals(&r);
    contests(&r);
    checks(&r);
    report_refused(&r);
    duties(&r);
    assumptions(&r);
    doubts(&r);
    notes(&r);
}
