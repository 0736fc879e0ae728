#include "runtime/explain.h"

#include "runtime/wording.h"

typedef struct {
    const Outcome *o;
    const Fate *fate;
    uint32_t row; /* unit */
    Language language;
    Text *out;
    Arena *a;
    uint8_t *told; /* per assumption of the outcome: printed at its clause */
    const Stage *stage; /* being told, or NULL */
} Explain;

static void line(Explain *x, size_t indent, Str s)
{
    Text t = text_new(x->a);
    text_spaces(&t, indent);
    text_add(&t, s);
    add_wrapped(x->out, text_str(&t), indent + 2);
}

/* ---- the result ---- */

/* How many of his contest moved up, those ranked before him or those behind. */
static int64_t moved(const Explain *x, const List *l, int64_t rank, bool before)
{
    const Contest *c = contest_of(x->o, l->clause->stage, x->row);
    int64_t n = 0;
    for (size_t i = 0; c && i < x->o->substitution_count; i++) {
        const Substitution *s = &x->o->substitutions[i];
        if (s->clause == l->clause && contest_is(c, s->by, s->by_count, s->key) && (s->rank <= rank) == before)
            n++;
    }
    return n;
}

static void reserve_line(Explain *x, const List *l, int64_t rank, int64_t before)
{
    Text t = text_new(x->a);
    const Stage *s = &x->o->program->stages[l->clause->stage];
    say_with(&t, x->language, "{0}的候补：第 {1} 名，现在排在候补第 {2} 位", "on the reserve of {0}: rank {1}, now number {2} of the reserve",
             WITH(s->name, int_str(x->a, rank), int_str(x->a, before + 1)));
    int64_t up = moved(x, l, rank, true), past = moved(x, l, rank, false);
    if (up)
        say_with(&t, x->language, "；排在前面的已有 {0} 人递补", "; moved up before him: {0}", WITH(int_str(x->a, up)));
    else
        say(&t, x->language, "；排在前面的没有人递补", "; nobody before him moved up");
    if (past)
        say_with(&t, x->language, "；排在后面的有 {0} 人递补", "; moved up from behind him: {0}", WITH(int_str(x->a, past)));
    if (l->clause->times >= 0)
        say_with(&t, x->language, "（本组至多 {0} 次，已有 {1} 次）", " (at most {0} may move up, {1} did)",
                 WITH(int_str(x->a, l->clause->times), int_str(x->a, up + past)));
    line(x, 2, text_str(&t));
}

/* Where a reserve stands now: those of the reserve with a better rank who are still waiting, and one. */
static void place_in_reserve(Explain *x)
{
    if (x->fate->status != STATUS_RESERVE)
        return;
    for (size_t i = 0; i < x->fate->reason_count; i++) {
        const Reason *r = &x->fate->reasons[i];
        const List *l = r->kind == REASON_CUT ? list_of(x->o, r->clause, x->row) : NULL;
        int64_t before = 0;
        for (size_t j = 0; l && j < l->reserve_count; j++) {
            bool again = j && x->o->pool->unit_person[l->reserve[j]] == x->o->pool->unit_person[l->reserve[j - 1]];
            bool waiting = x->o->fates[l->reserve[j]].status == STATUS_RESERVE;
            before += !again && waiting && cut_rank(x->o, r->clause, l->reserve[j]) < r->rank;
        }
        if (l)
            reserve_line(x, l, r->rank, before);
    }
}

/* Whose place he has, and who has his. */
static void substituted(Explain *x)
{
    const Substitution *in = moved_up(x->o, x->row), *out = taken_over(x->o, x->row);
    if (in) {
        Text t = text_new(x->a), when = text_new(x->a), left = text_new(x->a);
        when_words(x->o, in, x->language, &when);
        say_with(&t, x->language, "递补入围：{0} 第 {1} 名，{2}递补（本组第 {3} 次）",
                 "moved up: rank {1} of {0}, {2} (no. {3} of the contest)",
                 WITH(x->o->program->stages[in->clause->stage].name, int_str(x->a, in->rank), text_str(&when),
                      int_str(x->a, in->nth)));
        if (in->left != CELL_NONE) {
            left_words(x->o, in->left, x->language, &left);
            say_with(&t, x->language, "，接替 {0}（{1}）", ", in the place of {0} ({1})",
                     WITH(unit_id(x->o, in->left), text_str(&left)));
        }
        line(x, 2, text_str(&t));
    }
    if (out) {
        Text t = text_new(x->a), when = text_new(x->a);
        when_words(x->o, out, x->language, &when);
        say_with(&t, x->language, "空出的位置由 {0} 递补（{1}，本组第 {2} 次）", "his place went to {0} ({1}, no. {2} of the contest)",
                 WITH(unit_id(x->o, out->in), text_str(&when), int_str(x->a, out->nth)));
        line(x, 2, text_str(&t));
    }
}

static void result(Explain *x)
{
    Text t = text_new(x->a);
    const Program *p = x->o->program;
    say_with(&t, x->language, "{0}：{1}", "{0}: {1}",
             WITH(unit_id(x->o, x->row), str_from(status_words[x->fate->status][x->language])));
    Str post = unit_post(x->o, x->row);
    if (post.len)
        say_with(&t, x->language, "，{0} {1}", ", {0} {1}", WITH(p->post_noun, post));
    if (x->fate->stage >= 0)
        say_with(&t, x->language, "，在阶段 {0}", ", in the stage {0}",
                 WITH(p->stages[x->fate->stage].name));
    else if (x->o->until >= 0)
        say_with(&t, x->language, "，到阶段 {0} 为止", ", up to the stage {0}",
                 WITH(p->stages[x->o->until].name));
    say(&t, x->language, "。", ".");
    line(x, 0, text_str(&t));
    for (size_t i = 0; i < x->fate->reason_count; i++) {
        t = text_new(x->a);
        reason_words(x->o, &x->fate->reasons[i], x->row, x->language, &t);
        line(x, 2, text_str(&t));
    }
    place_in_reserve(x);
    substituted(x);
}

/* ---- what stands with a clause ---- */

static void decided_by(Explain *x, size_t index)
{
    const Assumed *a = &x->o->assumed[index];
    Text t = text_new(x->a);
    say_with(&t, x->language, "假定（第 {0} 行，对此人起了决定作用）：{1}",
             "assumed (line {0}; it decided for this person): {1}",
             WITH(int_str(x->a, a->assumption->line), a->assumption->text));
    line(x, 6, text_str(&t));
    x->told[index] = 1;
}

static bool decided_for(const Assumed *a, uint32_t row)
{
    for (size_t i = 0; i < a->decided_count; i++)
        if (a->decided[i] == row)
            return true;
    return false;
}

static bool stands_at(const Notes *n, const Assumption *a)
{
    for (size_t i = 0; i < n->assumption_count; i++)
        if (&n->assumptions[i] == a)
            return true;
    return false;
}

static void doubt(Explain *x, const Doubt *d)
{
    Text t = text_new(x->a);
    say_with(&t, x->language, "存疑（第 {0} 行）：{1}", "doubt (line {0}): {1}", WITH(int_str(x->a, d->line), d->text));
    for (size_t i = 0; i < d->reading_count; i++) {
        say(&t, x->language, "；另读 ", "; it may read ");
        program_expr(x->o->program, d->readings[i], x->language, &t);
    }
    line(x, 6, text_str(&t));
}

/* What the text says to him is left out where the clause did not hit him. */
static void trailers(Explain *x, const Notes *n, bool hit)
{
    if (hit && n->say.len) {
        Text t = text_new(x->a);
        say_with(&t, x->language, "“{0}”", "“{0}”", WITH(n->say));
        line(x, 6, text_str(&t));
    }
    /* A clause that has its stage's source leaves it to the stage to name it. */
    bool of_stage = x->stage && n != &x->stage->notes && str_eq(n->cite, x->stage->notes.cite);
    if (n->cite.len && !of_stage) {
        Text t = text_new(x->a);
        say_with(&t, x->language, "依据 {0}", "source {0}", WITH(n->cite));
        line(x, 6, text_str(&t));
    }
    for (size_t i = 0; i < x->o->assumed_count; i++)
        if (decided_for(&x->o->assumed[i], x->row) && stands_at(n, x->o->assumed[i].assumption))
            decided_by(x, i);
    for (size_t i = 0; i < n->doubt_count; i++)
        doubt(x, &n->doubts[i]);
}

/* ---- clauses ---- */

static Str verdict_words(const Explain *x, ClauseKind kind, int verdict)
{
    static const char *const unknown[2] = {"未判", "not judged"};
    static const char *const require[2][2] = {{"不符合", "not met"}, {"符合", "met"}};
    static const char *const veto[2][2] = {{"没有触及", "does not apply"}, {"触及", "applies"}};
    static const char *const valid[2][2] = {{"无效", "not valid"}, {"有效", "valid"}};
    static const char *const avoid[2][2] = {{"不须回避", "need not be avoided"}, {"须回避", "to be avoided"}};
    static const char *const other[2][2] = {{"不成立", "does not hold"}, {"成立", "holds"}};
    if (verdict < 0)
        return str_from(unknown[x->language]);
    size_t v = verdict ? 1 : 0;
    if (kind == CLAUSE_AVOID)
        return str_from(avoid[v][x->language]);
    if (kind == CLAUSE_REQUIRE || kind == CLAUSE_CHECK || kind == CLAUSE_ELECT)
        return str_from(require[v][x->language]);
    if (kind == CLAUSE_VETO)
        return str_from(veto[v][x->language]);
    if (kind == CLAUSE_VALID)
        return str_from(valid[v][x->language]);
    return str_from(other[v][x->language]);
}

/* The facts of a failed requirement or a veto that applies speak against him. */
static bool speaks_against(ClauseKind kind, int verdict)
{
    return kind == CLAUSE_VETO || kind == CLAUSE_AVOID ? verdict == 1 : verdict == 0;
}

static void clause_line(Explain *x, const Clause *c, Str verdict)
{
    Text t = text_new(x->a);
    if (verdict.len)
        say_with(&t, x->language, "[{0}] ", "[{0}] ", WITH(verdict));
    program_clause(x->o->program, c, x->language, &t);
    say_with(&t, x->language, "（第 {0} 行）", " (line {0})", WITH(int_str(x->a, c->line)));
    line(x, 2, text_str(&t));
}

static void judged(Explain *x, const Judged *j)
{
    const Clause *c = j->clause;
    unsigned view = speaks_against(c->kind, j->verdict) ? (unsigned)FACT_AGAINST : 0u;
    clause_line(x, c, verdict_words(x, c->kind, j->verdict));
    for (size_t i = 0; i < j->fact_count; i++) {
        Text t = text_new(x->a);
        facts_words(x->o, c, &j->facts[i], 1, view, x->language, &t);
        line(x, 6, text_str(&t));
    }
    trailers(x, &c->notes, view != 0);
}

static bool was_judged(const Explain *x, const Clause *c)
{
    for (size_t i = 0; i < x->fate->judged_count; i++)
        if (x->fate->judged[i].clause == c)
            return true;
    return false;
}

/* Reasons that are no judgement on a clause (cuts, lists, what is waited for), or that were not kept. */
static void other_reason(Explain *x, const Reason *r)
{
    bool settled = r->kind != REASON_ELECT || r->fact_count; /* whoever meets a 当选 may still get no seat */
    if (r->clause && was_judged(x, r->clause) && settled && r->kind != REASON_TIE)
        return;
    Text t = text_new(x->a);
    say_with(&t, x->language, "[{0}] ", "[{0}] ", WITH(str_from(status_words[x->fate->status][x->language])));
    reason_words(x->o, r, x->row, x->language, &t);
    if (r->clause)
        say_with(&t, x->language, "（第 {0} 行）", " (line {0})", WITH(int_str(x->a, r->clause->line)));
    line(x, 2, text_str(&t));
    if (r->clause)
        trailers(x, &r->clause->notes, (r->kind != REASON_ELECT && r->kind != REASON_CHOOSE) || reason_say(r).len);
}

/* ---- a stage ---- */

static void figure(Explain *x, const Figured *f)
{
    const Clause *c = f->clause;
    const Stage *s = &x->o->program->stages[c->stage];
    Text t = text_new(x->a);
    text_add(&t, c->kind == CLAUSE_SCORE ? s->name : c->name);
    text_addz(&t, " = ");
    number_words(f->value, c->expr ? &c->expr->type : NULL, x->language, &t);
    if (c->kind == CLAUSE_SCORE && s->has_full) {
        Text full = text_new(x->a);
        number_words(s->full, NULL, x->language, &full);
        say_with(&t, x->language, "（满分 {0}）", " (of {0})", WITH(text_str(&full)));
    }
    if (c->expr) {
        text_addz(&t, "  ← ");
        program_clause(x->o->program, c, x->language, &t);
    }
    say_with(&t, x->language, "（第 {0} 行）", " (line {0})", WITH(int_str(x->a, c->line)));
    line(x, 2, text_str(&t));
    trailers(x, &c->notes, true);
}

static bool gave_reason(const Explain *x, const Clause *c)
{
    for (size_t i = 0; i < x->fate->reason_count; i++)
        if (x->fate->reasons[i].clause == c)
            return true;
    return false;
}

static void rank(Explain *x, const Ranked *r)
{
    const Program *p = x->o->program;
    const Stage *s = &p->stages[r->stage];
    const Type *type = ranked_type(p, r->stage);
    Text t = text_new(x->a);
    say_with(&t, x->language, "第 {0} 名，共 {1} 人", "rank {0} of {1}",
             WITH(int_str(x->a, r->rank), int_str(x->a, r->of)));
    if (r->first.kind != VALUE_NONE) {
        say(&t, x->language, "；", "; ");
        shown_words(&r->first, type, x->language, &t);
    }
    const Contest *c = contest_of(x->o, r->stage, x->row);
    const FunnelRow *f = c ? contest_stage(c, r->stage) : NULL;
    if (f && f->limit >= 0)
        say_with(&t, x->language, s->elect ? "；名额 {0} 个" : "；入围 {0} 人", s->elect ? "; seats {0}" : "; {0} to go on",
                 WITH(int_str(x->a, f->limit)));
    if (f && f->line.kind != VALUE_NONE) {
        say(&t, x->language, "，线 ", ", line ");
        shown_words(&f->line, type, x->language, &t);
    }
    line(x, 2, text_str(&t));
    if (s->rank)
        trailers(x, &s->rank->notes, true);
    if (s->advance && !gave_reason(x, s->advance))
        trailers(x, &s->advance->notes, false);
}

/* The rank by which he chose: of the stage that is named, else the last one up to then. */
static const Ranked *chosen_by(const Explain *x, const Clause *c)
{
    if (!c->order || c->order->index >= 0)
        return c->order ? rank_in(x->fate, c->order->index) : NULL;
    const Ranked *found = NULL;
    for (size_t i = 0; i < x->fate->rank_count && x->fate->ranks[i].stage <= c->stage; i++)
        found = &x->fate->ranks[i];
    return found;
}

/* "选岗 新职：J3，按名次第 2 名，是第 1 志愿（志愿依次 J3、J1）" */
static void post_taken(Explain *x, const Clause *c, const Given *g)
{
    Shown value = given_shown(x->o, g);
    Text t = text_new(x->a), wishes = text_new(x->a);
    const Ranked *r = chosen_by(x, c);
    int64_t place = g->code != CELL_NONE ? wish_place(x->o, c, x->row, g->code) : 0;
    say_with(&t, x->language, "选岗 {0}：", "took, {0}: ", WITH(c->name));
    shown_words(&value, &c->type, x->language, &t);
    if (r)
        say_with(&t, x->language, "，按名次第 {0} 名", ", by rank {0}", WITH(int_str(x->a, r->rank)));
    if (place)
        say_with(&t, x->language, "，是第 {0} 志愿", ", his wish number {0}", WITH(int_str(x->a, place)));
    if (wishes_words(x->o, c, x->row, x->language, &wishes) && wishes.len)
        say_with(&t, x->language, "（志愿依次 {0}）", " (wishes in order: {0})", WITH(text_str(&wishes)));
    say_with(&t, x->language, "（第 {0} 行）", " (line {0})", WITH(int_str(x->a, c->line)));
    line(x, 2, text_str(&t));
    trailers(x, &c->notes, false); /* what it says is for whoever took none */
}

static void decision(Explain *x, const Given *g)
{
    const Clause *c = &x->o->program->clauses[g->clause];
    if (c->kind == CLAUSE_CHOOSE) {
        post_taken(x, c, g);
        return;
    }
    Shown value = given_shown(x->o, g);
    Text t = text_new(x->a);
    say_with(&t, x->language, "决定 {0}：", "decided, {0}: ", WITH(c->name));
    shown_words(&value, &c->type, x->language, &t);
    if (c->body.len)
        say_with(&t, x->language, "（{0}）", " ({0})", WITH(c->body));
    line(x, 2, text_str(&t));
    trailers(x, &c->notes, true);
}

/* He came through a stage in which a body picks: he is on its list. */
static void picked(Explain *x, uint32_t index)
{
    const Clause *c = x->o->program->stages[index].advance;
    bool reached = x->o->until < 0 || (int)index <= x->o->until;
    if (!c || !c->picked || !reached || (x->fate->stage >= 0 && x->fate->stage <= (int)index) ||
        !contest_of(x->o, index, x->row))
        return;
    Text t = text_new(x->a);
    say(&t, x->language, "[在名单上] ", "[on the list] ");
    program_clause(x->o->program, c, x->language, &t);
    say_with(&t, x->language, "（第 {0} 行）", " (line {0})", WITH(int_str(x->a, c->line)));
    line(x, 2, text_str(&t));
    trailers(x, &c->notes, false);
}

/* The stage in which he won his seat by 当选: the last one whose clause he was found to meet. */
static int won_in(const Explain *x)
{
    const Program *p = x->o->program;
    if (x->fate->status != STATUS_CHOSEN)
        return -1;
    if (x->fate->stage >= 0)
        return p->stages[x->fate->stage].elect ? x->fate->stage : -1;
    int last = -1;
    for (uint32_t i = 0; i < p->stage_count; i++) {
        const Clause *c = p->stages[i].elect;
        bool met = c && !c->expr && (p->stages[i].rank ? rank_in(x->fate, (int)i) != NULL : contest_of(x->o, i, x->row) != NULL);
        for (size_t j = 0; c && j < x->fate->judged_count; j++)
            met = met || (x->fate->judged[j].clause == c && x->fate->judged[j].verdict == 1);
        last = met ? (int)i : last;
    }
    return last;
}

static void elected(Explain *x, uint32_t index)
{
    if (won_in(x) != (int)index)
        return;
    const Clause *c = x->o->program->stages[index].elect;
    const Contest *group = contest_of(x->o, index, x->row);
    Text t = text_new(x->a);
    say(&t, x->language, "[当选] ", "[elected] ");
    program_clause(x->o->program, c, x->language, &t);
    if (group && group->seats >= 0)
        say_with(&t, x->language, "：名额 {0} 个", ": seats {0}", WITH(int_str(x->a, group->seats)));
    say_with(&t, x->language, "（第 {0} 行）", " (line {0})", WITH(int_str(x->a, c->line)));
    line(x, 2, text_str(&t));
    if (!was_judged(x, c))
        trailers(x, &c->notes, false);
}

static void stage(Explain *x, uint32_t index)
{
    const Stage *s = &x->o->program->stages[index];
    const Fate *f = x->fate;
    Text *out = x->out, part = text_new(x->a);
    x->out = &part;
    x->stage = s;
    for (size_t i = 0; i < f->decision_count; i++)
        if (x->o->program->clauses[f->decisions[i]->clause].stage == index)
            decision(x, f->decisions[i]);
    for (size_t i = 0; i < f->judged_count; i++)
        if (f->judged[i].clause->stage == index)
            judged(x, &f->judged[i]);
    for (size_t i = 0; i < f->figure_count; i++)
        if (f->figures[i].clause->stage == index)
            figure(x, &f->figures[i]);
    for (size_t i = 0; i < f->rank_count; i++)
        if (f->ranks[i].stage == index)
            rank(x, &f->ranks[i]);
    picked(x, index);
    elected(x, index);
    for (size_t i = 0; i < f->reason_count; i++)
        if (f->reasons[i].stage == index)
            other_reason(x, &f->reasons[i]);
    for (size_t i = 0; i < f->mark_count; i++)
        if (f->marks[i]->stage == index) {
            clause_line(x, f->marks[i], S(""));
            trailers(x, &f->marks[i]->notes, true);
        }
    if (part.len)
        trailers(x, &s->notes, true);
    x->out = out;
    x->stage = NULL;
    if (!part.len)
        return;
    text_char(out, '\n');
    text_add(out, s->name);
    const Contest *c = s->by_count ? contest_of(x->o, index, x->row) : NULL;
    if (c) {
        say(out, x->language, "（", " (");
        contest_words(x->o, c->by, c->by_count, c->key, x->language, out);
        say(out, x->language, "）", ")");
    }
    text_char(out, '\n');
    text_add(out, text_str(&part));
}

/* Those of parameters, fields and other things that no clause above carries. */
static void other_assumptions(Explain *x)
{
    bool first = true;
    for (size_t i = 0; i < x->o->assumed_count; i++) {
        const Assumed *a = &x->o->assumed[i];
        if (x->told[i] || !decided_for(a, x->row))
            continue;
        if (first)
            say(x->out, x->language, "\n别处的假定，对此人起了决定作用\n",
                "\nAssumed elsewhere, and it decided for this person\n");
        first = false;
        Text t = text_new(x->a);
        say_with(&t, x->language, "{0}（第 {1} 行）：{2}", "{0} (line {1}): {2}",
                 WITH(a->where, int_str(x->a, a->assumption->line), a->assumption->text));
        line(x, 2, text_str(&t));
    }
}

static bool concerns(const Duty *d, uint32_t row)
{
    if (d->clause->kind != CLAUSE_PROBATION)
        return d->person == row;
    for (size_t i = 0; i < d->people_count; i++)
        if (d->people[i] == row)
            return true;
    return false;
}

static void duties_and_checks(Explain *x)
{
    for (size_t i = 0; i < x->o->duty_count; i++) {
        const Duty *d = &x->o->duties[i];
        if (!concerns(d, x->row))
            continue;
        text_char(x->out, '\n');
        if (d->clause->kind == CLAUSE_PROBATION) {
            Text t = text_new(x->a), period = text_new(x->a);
            program_period(d->clause, x->language, &period);
            say_with(&t, x->language, "试用期 {0}", "probation of {0}", WITH(text_str(&period)));
            line(x, 0, text_str(&t));
            trailers(x, &d->clause->notes, true);
            continue;
        }
        Text t = text_new(x->a);
        say(&t, x->language, "须说明：", "to be explained: ");
        if (!d->given)
            say(&t, x->language, "还没有说明", "not explained yet");
        else if (d->text.len)
            text_add(&t, d->text);
        else
            say(&t, x->language, "已说明", "explained");
        line(x, 0, text_str(&t));
    }
    for (size_t i = 0; i < x->o->check_count; i++) {
        const FailedCheck *c = &x->o->checks[i];
        if (c->person != (int)x->row || was_judged(x, c->clause))
            continue;
        Text t = text_new(x->a);
        text_char(x->out, '\n');
        say(&t, x->language, "未通过的检查：", "failed check: ");
        program_clause(x->o->program, c->clause, x->language, &t);
        if (c->fact_count)
            say(&t, x->language, "：", ": ");
        facts_words(x->o, c->clause, c->facts, c->fact_count, FACT_AGAINST, x->language, &t);
        line(x, 0, text_str(&t));
        trailers(x, &c->clause->notes, true);
    }
}

static void unit(const Outcome *o, uint32_t row, Language language, Text *out)
{
    Explain x = {.o = o, .fate = &o->fates[row], .row = row, .language = language, .out = out, .a = out->arena};
    x.told = NEW_ARRAY(x.a, uint8_t, o->assumed_count + 1);
    result(&x);
    for (uint32_t i = 0; i < o->program->stage_count; i++)
        stage(&x, i);
    other_assumptions(&x);
    duties_and_checks(&x);
}

/* Where the candidate's entries begin in unit_order, which is by his id. */
static size_t first_entry(const Pool *p, uint32_t person)
{
    size_t low = 0, high = p->unit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(p->person_ids[p->unit_person[p->unit_order[middle]]], p->person_ids[person]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "001：参选 2 个职位：J1 选定，J2 淘汰。" */
static void entries(const Outcome *o, uint32_t person, const uint32_t *units, size_t n, Language language, Text *out)
{
    Text t = text_new(out->arena);
    Str id = o->pool->person_ids[person];
    if (n == 0)
        say_with(&t, language, "{0}：没有参选。", "{0}: no entry.", WITH(id));
    else
        say_with(&t, language, "{0} 参选 {1} 个{2}：", "{0} stands for {1}: ",
                 WITH(id, int_str(out->arena, (int64_t)n), o->program->post_noun));
    for (size_t i = 0; i < n; i++) {
        if (i)
            say(&t, language, "，", ", ");
        text_add(&t, unit_post(o, units[i]));
        text_char(&t, ' ');
        text_addz(&t, status_words[o->fates[units[i]].status][language]);
    }
    if (n)
        say(&t, language, "。", ".");
    add_wrapped(out, text_str(&t), 2);
}

void explain(const Outcome *o, uint32_t person, Language language, Text *out)
{
    const Pool *p = o->pool;
    if (!has_entries(o->program)) {
        unit(o, person, language, out);
        return;
    }
    size_t first = first_entry(p, person), end = first;
    while (end < p->unit_count && p->unit_person[p->unit_order[end]] == person)
        end++;
    if (end - first != 1)
        entries(o, person, p->unit_order + first, end - first, language, out);
    for (size_t i = first; i < end; i++) {
        if (end - first != 1)
            text_char(out, '\n');
        unit(o, p->unit_order[i], language, out);
    }
}
