#include "runtime/score_sheet.h"

#include <stdlib.h>

#include "lang/utf8.h"
#include "runtime/compare_view.h"
#include "runtime/plan_parts.h"
#include "runtime/wording.h"

enum { PLACES = 6, PERCENT_PLACES = 4, KEPT_DIGITS = 15 };

typedef enum { SHOWS_KEY, SHOWS_ID, SHOWS_NAME, SHOWS_POST, SHOWS_EVIDENCE, SHOWS_PART, SHOWS_FIGURE, SHOWS_VALUE, SHOWS_RANK, SHOWS_STATUS,
               SHOWS_RESULT, SHOWS_STAGE, SHOWS_REASON, SHOWS_SOURCE } Shows;

typedef struct {
    Shows what;
    size_t index; /* KEY: of the grouping; EVIDENCE, PART: weight; FIGURE: clause; VALUE, RANK: stage */
    Str heading;
} Plotted;

typedef struct {
    uint32_t unit;
    size_t place;             /* in the outcome's order of units */
    const Contest *contest;   /* NULL: none */
    int64_t rank;             /* INT64_MAX: not ranked */
} Row;

typedef struct {
    Arena *a;
    const Outcome *o;
    const Plan *plan;
    const ScoreOptions *options;
    const Stage *grouping;    /* the stage whose contests the table follows */
    uint32_t grouping_index;
    bool *has_figure;         /* by clause: someone has it */
    bool *has_rank;           /* by stage */
    size_t rankings;
    ARRAY(Plotted) plotted;
} Plot;

static Str words(const Plot *p, const char *zh, const char *en) { return str_from(p->options->language == LANG_ZH ? zh : en); }

/* ---- cells ---- */

static bool is_exact(Str decimal)
{
    size_t digits = 0;
    for (size_t i = 0; i < decimal.len; i++) {
        bool digit = decimal.at[i] >= '0' && decimal.at[i] <= '9';
        if (!digit && decimal.at[i] != '.' && decimal.at[i] != '-')
            return false; /* ≈ */
        digits += digit;
    }
    return digits <= KEPT_DIGITS;
}

static ScoreCell number_cell(Arena *a, Num x, const Type *type)
{
    bool share = type && type->kind == TYPE_NUMBER && type->dim == DIM_SHARE;
    Text t = text_new(a);
    num_decimal(&t, share ? num_mul(a, x, num_int(100)) : x, share ? PERCENT_PLACES : PLACES);
    bool exact = is_exact(text_str(&t));
    if (share)
        text_char(&t, '%');
    return (ScoreCell){!exact ? SCORE_TEXT : share ? SCORE_PERCENT : SCORE_NUMBER, text_str(&t)};
}

static ScoreCell shown_cell(const Plot *p, const Shown *s, const Type *type)
{
    if (s->kind == VALUE_NONE)
        return (ScoreCell){0};
    if (s->kind == VALUE_NUMBER)
        return number_cell(p->a, s->number, type);
    Text t = text_new(p->a);
    shown_words(s, NULL, p->options->language, &t);
    return (ScoreCell){SCORE_TEXT, text_str(&t)};
}

static ScoreCell text_cell(Str s) { return (ScoreCell){SCORE_TEXT, s}; }

/* What is put up says no more than whether he is among them. */
static Str result_words(const Plot *p, Status status)
{
    static const char *const results[STATUS_KINDS][LANGUAGE_COUNT] = {
        [STATUS_IN] = {"进入下一环节", "goes on"},      [STATUS_CHOSEN] = {"拟入选", "to be chosen"},
        [STATUS_RESERVE] = {"候补", "reserve"},         [STATUS_LISTED] = {"拟列入", "to be listed"},
        [STATUS_DROPPED] = {"未入选", "not chosen"},    [STATUS_WITHDRAWN] = {"退出", "withdrew"},
        [STATUS_VOID] = {"作废", "void"},               [STATUS_UNDETERMINED] = {"未定", "undetermined"},
    };
    return str_from(results[status][p->options->language]);
}

/* The clauses with what the rules say of them; parted by ；. */
static Str reasons(const Plot *p, const Row *row)
{
    const Fate *f = &p->o->fates[row->unit];
    Text t = text_new(p->a);
    for (size_t i = 0; i < f->reason_count; i++) {
        if (i)
            say(&t, p->options->language, "；", "; ");
        reason_words(p->o, &f->reasons[i], row->unit, p->options->language, &t);
        if (reason_say(&f->reasons[i]).len)
            say_with(&t, p->options->language, "，“{0}”", ", “{0}”", WITH(reason_say(&f->reasons[i])));
    }
    return text_str(&t);
}

static Str sources(const Plot *p, const Fate *f)
{
    Text t = text_new(p->a);
    for (size_t i = 0; i < f->reason_count; i++) {
        const Clause *c = f->reasons[i].clause;
        Str cite = c ? c->notes.cite.len ? c->notes.cite : p->o->program->stages[c->stage].notes.cite : (Str){0};
        bool again = i && c && f->reasons[i - 1].clause && str_eq(cite, f->reasons[i - 1].clause->notes.cite);
        if (!cite.len || again)
            continue;
        if (t.len)
            say(&t, p->options->language, "；", "; ");
        text_add(&t, cite);
    }
    return text_str(&t);
}

static ScoreCell figure_cell(const Plot *p, const Fate *f, const Clause *c)
{
    for (size_t i = 0; i < f->figure_count; i++)
        if (f->figures[i].clause == c)
            return number_cell(p->a, f->figures[i].value, &c->expr->type);
    return (ScoreCell){0};
}

static ScoreCell cell_of(const Plot *p, const Plotted *column, const Row *row)
{
    const Outcome *o = p->o;
    const Fate *f = &o->fates[row->unit];
    const Ranked *rank = column->what == SHOWS_VALUE || column->what == SHOWS_RANK ? rank_in(f, (int)column->index) : NULL;
    switch (column->what) {
    case SHOWS_KEY:
        return row->contest && column->index < row->contest->by_count
                   ? shown_cell(p, &row->contest->key[column->index], &row->contest->by[column->index]->type)
                   : (ScoreCell){0};
    case SHOWS_ID: return text_cell(unit_id(o, row->unit));
    case SHOWS_NAME: return text_cell(person_name(p->a, o->pool, o->pool->unit_person[row->unit]));
    case SHOWS_POST: return text_cell(unit_post(o, row->unit));
    case SHOWS_EVIDENCE: return shown_cell(p, &o->asked[column->index][row->unit], &p->plan->weights[column->index].expr->type);
    case SHOWS_PART: {
        const Shown *s = &o->asked[column->index][row->unit];
        return s->kind == VALUE_NUMBER ? number_cell(p->a, num_mul(p->a, s->number, p->plan->weights[column->index].factor), NULL) : (ScoreCell){0};
    }
    case SHOWS_FIGURE: return figure_cell(p, f, &o->program->clauses[column->index]);
    case SHOWS_VALUE: return rank ? shown_cell(p, &rank->first, ranked_type(o->program, rank->stage)) : (ScoreCell){0};
    case SHOWS_RANK: return rank ? (ScoreCell){SCORE_NUMBER, int_str(p->a, rank->rank)} : (ScoreCell){0};
    case SHOWS_STATUS: return text_cell(str_from(status_words[f->status][p->options->language]));
    case SHOWS_RESULT: return text_cell(result_words(p, f->status));
    case SHOWS_STAGE: return text_cell(f->stage >= 0 ? o->program->stages[f->stage].name : (Str){0});
    case SHOWS_REASON: return text_cell(reasons(p, row));
    case SHOWS_SOURCE: return text_cell(sources(p, f));
    }
    return (ScoreCell){0};
}

/* ---- columns ---- */

static void plot(Plot *p, Shows what, size_t index, Str heading) { *PUSH(p->a, &p->plotted) = (Plotted){what, index, heading}; }

static Str heading_with(const Plot *p, Str name, const char *zh, const char *en, Str with)
{
    Text t = text_new(p->a);
    text_add(&t, name);
    say_with(&t, p->options->language, zh, en, WITH(with));
    return text_str(&t);
}

static Str share_words(const Plot *p, const Weight *w)
{
    Text t = text_new(p->a);
    say(&t, p->options->language, w->exact ? "占 " : "约占 ", w->exact ? "" : "about ");
    ScoreCell share = number_cell(p->a, w->share, &(Type){.kind = TYPE_NUMBER, .dim = DIM_SHARE});
    text_add(&t, share.text);
    return text_str(&t);
}

/* The stage's own score already is this part, so one column does for both. */
static bool is_whole_score(const Plot *p, const Weight *w)
{
    const Stage *s = &p->o->program->stages[w->stage];
    size_t here = 0;
    for (size_t i = 0; i < p->plan->weight_count; i++)
        here += p->plan->weights[i].stage == w->stage;
    return here == 1 && s->score && behind(p->o->program, s->score->expr) == behind(p->o->program, w->expr) && num_cmp(w->factor, num_int(1)) == 0;
}

static void plot_weights(Plot *p, uint32_t stage)
{
    const Weight *last = NULL;
    if (p->plan->weight_count == 1 && num_cmp(p->plan->weights[0].factor, num_int(1)) == 0)
        return; /* it is the score itself */
    for (;;) { /* in the order of the text; a program has few */
        const Weight *next = NULL;
        for (size_t i = 0; i < p->plan->weight_count; i++) {
            const Weight *w = &p->plan->weights[i];
            if (w->stage == stage && (!last || w->expr->span.start > last->expr->span.start || (w->expr->span.start == last->expr->span.start && w > last)) &&
                (!next || w->expr->span.start < next->expr->span.start))
                next = w;
        }
        if (!next)
            return;
        last = next;
        if (is_whole_score(p, next))
            continue;
        size_t index = (size_t)(next - p->plan->weights);
        bool same = num_cmp(next->factor, num_int(1)) == 0;
        plot(p, SHOWS_EVIDENCE, index, same ? heading_with(p, next->name, "（{0}）", " ({0})", share_words(p, next)) : next->name);
        if (!same && p->options->kind == SCORES && next->expr->type.kind == TYPE_NUMBER)
            plot(p, SHOWS_PART, index, heading_with(p, next->name, " 折算（{0}）", ", weighted ({0})", share_words(p, next)));
    }
}

static Str score_heading(const Plot *p, const Stage *s, uint32_t stage)
{
    Text t = text_new(p->a);
    const Weight *whole = NULL;
    for (size_t i = 0; i < p->plan->weight_count; i++)
        if (p->plan->weights[i].stage == stage && is_whole_score(p, &p->plan->weights[i]))
            whole = &p->plan->weights[i];
    if (s->has_full) {
        say(&t, p->options->language, "满分 ", "full mark ");
        num_decimal(&t, s->full, PLACES);
    }
    if (whole && s->has_full)
        say(&t, p->options->language, "，", ", ");
    if (whole)
        text_add(&t, share_words(p, whole));
    return t.len ? heading_with(p, s->name, "（{0}）", " ({0})", text_str(&t)) : s->name;
}

/* The key is a score or a figure that has a column already. */
static bool has_column(const Plot *p, const Expr *key)
{
    const Clause *score = key->op == OP_SCORE ? p->o->program->stages[key->index].score : NULL;
    return (score && p->has_figure[score->index]) || (key->op == OP_FIGURE && p->has_figure[key->index]);
}

static void plot_ranking(Plot *p, uint32_t stage)
{
    const Stage *s = &p->o->program->stages[stage];
    const Expr *key = s->rank->keys[0].value;
    if (!has_column(p, key)) {
        Text t = text_new(p->a);
        program_expr(p->o->program, key, p->options->language, &t);
        plot(p, SHOWS_VALUE, stage, p->rankings > 1 ? heading_with(p, s->name, " {0}", " {0}", text_str(&t)) : text_str(&t));
    }
    plot(p, SHOWS_RANK, stage, p->rankings > 1 ? heading_with(p, s->name, " {0}", " {0}", words(p, "名次", "rank")) : words(p, "名次", "rank"));
}

static void plot_stage(Plot *p, uint32_t stage)
{
    const Program *program = p->o->program;
    const Stage *s = &program->stages[stage];
    if (p->options->kind == SCORES)
        plot_weights(p, stage);
    for (size_t i = s->first; i < s->first + s->count; i++) {
        const Clause *c = &program->clauses[i];
        if (p->has_figure[i])
            plot(p, SHOWS_FIGURE, i, c->kind == CLAUSE_SCORE ? score_heading(p, s, stage) : c->name);
    }
    if (p->has_rank[stage])
        plot_ranking(p, stage);
}

/* A notice of one stage says what its score is made of; of several, what each gave. */
static bool shows_evidence(const Plot *p)
{
    size_t scores = 0;
    for (size_t i = 0; i < p->o->program->clause_count; i++)
        scores += p->has_figure[i];
    return p->options->kind == NOTICE && scores < 2 && p->plan->weight_count;
}

static void plot_who(Plot *p)
{
    const Program *program = p->o->program;
    bool post_told = false, post_known = false;
    for (size_t i = 0; p->grouping && i < p->grouping->by_count; i++) {
        plot(p, SHOWS_KEY, i, by_name(program, p->grouping->by[i], p->a));
        post_told |= p->grouping->by[i]->type.kind == TYPE_POST;
    }
    plot(p, SHOWS_ID, 0, words(p, "编号", "id"));
    if (p->options->names)
        plot(p, SHOWS_NAME, 0, words(p, "姓名", "name"));
    for (size_t i = 0; i < p->o->pool->unit_count && !post_known; i++)
        post_known = unit_post(p->o, (uint32_t)i).len > 0;
    if (post_known && !post_told)
        plot(p, SHOWS_POST, 0, program->post_noun.len ? program->post_noun : words(p, "职位", "post"));
}

static void plot_columns(Plot *p)
{
    if (shows_evidence(p))
        for (uint32_t i = 0; i < p->o->program->stage_count; i++)
            plot_weights(p, i);
    for (uint32_t i = 0; i < p->o->program->stage_count; i++)
        plot_stage(p, i);
    if (p->options->kind == NOTICE) {
        plot(p, SHOWS_RESULT, 0, words(p, "结果", "result"));
        return;
    }
    plot(p, SHOWS_STATUS, 0, words(p, "结果", "result"));
    plot(p, SHOWS_STAGE, 0, words(p, "环节", "stage"));
    plot(p, SHOWS_REASON, 0, words(p, "理由", "reason"));
    plot(p, SHOWS_SOURCE, 0, words(p, "依据", "source"));
}

static bool is_number(const Plot *p, const Plotted *c)
{
    switch (c->what) {
    case SHOWS_EVIDENCE: return p->plan->weights[c->index].expr->type.kind == TYPE_NUMBER;
    case SHOWS_VALUE: return ranked_type(p->o->program, (uint32_t)c->index)->kind == TYPE_NUMBER;
    case SHOWS_PART: case SHOWS_FIGURE: case SHOWS_RANK: return true;
    case SHOWS_KEY: case SHOWS_ID: case SHOWS_NAME: case SHOWS_POST: case SHOWS_STATUS: case SHOWS_RESULT: case SHOWS_STAGE: case SHOWS_REASON:
    case SHOWS_SOURCE: return false;
    }
    return false;
}

/* ---- rows ---- */

static int by_contest_and_rank(const void *x, const void *y)
{
    const Row *a = x, *b = y;
    if (a->contest != b->contest) /* all are in one array; who is in none comes last */
        return !b->contest || (a->contest && a->contest < b->contest) ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static Row *rows_of(const Plot *p)
{
    size_t n = p->o->pool->unit_count;
    Row *rows = NEW_ARRAY(p->a, Row, n + 1);
    for (size_t i = 0; i < n; i++) {
        uint32_t unit = p->o->pool->unit_order[i];
        const Ranked *r = p->plan->ranking == UINT32_MAX ? NULL : rank_in(&p->o->fates[unit], (int)p->plan->ranking);
        rows[i] = (Row){unit, i, p->grouping ? contest_of(p->o, p->grouping_index, unit) : NULL, r ? r->rank : INT64_MAX};
    }
    qsort(rows, n, sizeof *rows, by_contest_and_rank);
    return rows;
}

/* ---- the table ---- */

static void find_what_there_is(Plot *p)
{
    const Program *program = p->o->program;
    p->has_figure = NEW_ARRAY(p->a, bool, program->clause_count + 1);
    p->has_rank = NEW_ARRAY(p->a, bool, program->stage_count + 1);
    for (size_t i = 0; i < p->o->pool->unit_count; i++) {
        const Fate *f = &p->o->fates[i];
        for (size_t k = 0; k < f->figure_count; k++)
            p->has_figure[f->figures[k].clause->index] = true;
        for (size_t k = 0; k < f->rank_count; k++)
            p->has_rank[f->ranks[k].stage] = true;
    }
    for (size_t i = 0; i < program->stage_count; i++) {
        p->rankings += p->has_rank[i];
        bool last = p->plan->ranking == UINT32_MAX || i <= p->plan->ranking;
        if (program->stages[i].by_count && last) {
            p->grouping = &program->stages[i];
            p->grouping_index = (uint32_t)i;
        }
    }
    if (p->plan->ranking != UINT32_MAX && program->stages[p->plan->ranking].everyone)
        p->grouping = NULL;
}

/* The name without its folders, cut where it is long. */
static Str short_name(Arena *a, Str path)
{
    enum { MOST = 34 /* characters, & twice: the foot of a printed page holds 255 in all */ };
    size_t from = path.len, taken = 0;
    while (from && path.at[from - 1] != '/')
        from--;
    Text t = text_new(a);
    for (size_t n; from < path.len; from += n) {
        uint32_t c;
        n = utf8_decode(path, from, &c);
        n = n ? n : 1;
        taken += path.at[from] == '&' ? 2 : 1;
        if (taken > MOST) {
            text_addz(&t, "…");
            break;
        }
        text_add(&t, str_cut(path, from, from + n));
    }
    return text_str(&t);
}

static void head(const Plot *p, ScoreSheet *s)
{
    const ScoreOptions *options = p->options;
    Text title = text_new(p->a), about = text_new(p->a), footer = text_new(p->a);
    s->sheet = options->kind == SCORES ? words(p, "计分表", "Scores") : words(p, "公示表", "Notice");
    text_add(&title, p->o->program->title);
    text_char(&title, ' ');
    text_add(&title, s->sheet);
    if (p->o->setting_count)
        say(&title, options->language, "【试算】", " [what-if]");
    if (p->o->until >= 0)
        say_with(&title, options->language, "（到“{0}”为止）", " (up to “{0}”)", WITH(p->o->program->stages[p->o->until].name));
    Str count = int_str(p->a, (int64_t)p->o->pool->unit_count);
    say_with(&about, options->language, has_entries(p->o->program) ? "{0}：参选 {1} 项" : "{0}：人选 {1} 人", has_entries(p->o->program) ? "{0}: {1} entries" : "{0}: {1} candidates",
             WITH(p->o->program->name, count));
    say_with(&footer, options->language, "规则 {0} SHA-256 {1}\n数据 {2} SHA-256 {3}", "rules {0} SHA-256 {1}\ndata {2} SHA-256 {3}",
             WITH(short_name(p->a, options->rules_file), options->rules_digest, short_name(p->a, options->data_file), options->data_digest));
    s->title = text_str(&title);
    s->about = text_str(&about);
    s->footer = text_str(&footer);
}

const Asked *score_sheet_asks(Arena *a, const Plan *plan, size_t *count)
{
    Asked *asked = NEW_ARRAY(a, Asked, plan->weight_count + 1);
    for (size_t i = 0; i < plan->weight_count; i++)
        asked[i] = (Asked){plan->weights[i].expr, plan->weights[i].stage};
    *count = plan->weight_count;
    return asked;
}

const ScoreSheet *score_sheet(Arena *a, const Outcome *o, const Plan *plan, const ScoreOptions *options)
{
    Plot p = {.a = a, .o = o, .plan = plan, .options = options};
    ScoreSheet *s = NEW(a, ScoreSheet);
    find_what_there_is(&p);
    plot_who(&p);
    s->fixed = p.plotted.len;
    plot_columns(&p);
    head(&p, s);
    ScoreColumn *columns = NEW_ARRAY(a, ScoreColumn, p.plotted.len);
    for (size_t i = 0; i < p.plotted.len; i++)
        columns[i] = (ScoreColumn){p.plotted.at[i].heading, is_number(&p, &p.plotted.at[i])};
    const Row *rows = rows_of(&p);
    ScoreCell *cells = NEW_ARRAY(a, ScoreCell, p.plotted.len * o->pool->unit_count + 1);
    for (size_t r = 0; r < o->pool->unit_count; r++)
        for (size_t c = 0; c < p.plotted.len; c++)
            cells[r * p.plotted.len + c] = cell_of(&p, &p.plotted.at[c], &rows[r]);
    s->columns = columns;
    s->column_count = p.plotted.len;
    s->cells = cells;
    s->row_count = o->pool->unit_count;
    return s;
}
