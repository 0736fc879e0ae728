#include "runtime/compare_json.h"

#include "runtime/compare_view.h"
#include "runtime/notes.h"
#include "runtime/outcome_json.h"
#include "runtime/wording.h"

typedef struct {
    Writer w;
    const Comparison *c;
    bool names;
} Page;

static void null(Writer *w, const char *name)
{
    json_member(w, name);
    text_addz(w->out, "null");
}

static void yes_no(Writer *w, const char *name, bool yes)
{
    json_member(w, name);
    text_addz(w->out, yes ? "true" : "false");
}

static void strings(Writer *w, const char *name, const Str *s, size_t n)
{
    json_member(w, name);
    text_char(w->out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            text_addz(w->out, ", ");
        text_json(w->out, s[i]);
    }
    text_char(w->out, ']');
}

/* ComparedPerson indexes as ids. */
static void people(Page *p, const char *name, const uint32_t *list, size_t n)
{
    Str *ids = NEW_ARRAY(p->w.out->arena, Str, n + 1);
    for (size_t i = 0; i < n; i++)
        ids[i] = p->c->people[list[i]].id;
    strings(&p->w, name, ids, n);
}

static void party(Page *p, const char *name, size_t party_index)
{
    json_str(&p->w, name, p->c->parties[party_index].label);
}

/* ---- the text ---- */

static const char *sense_sign(Op sense)
{
    return sense == OP_GE ? "≥" : sense == OP_GT ? ">" : sense == OP_LE ? "≤" : sense == OP_LT ? "<" :
           sense == OP_EQ ? "=" : sense == OP_NE ? "≠" : "";
}

static void trait_members(Writer *w, const Trait *t)
{
    json_str(w, "kind", str_from(trait_names[t->kind]));
    json_int(w, "line", t->clause->line);
    json_str(w, "own", t->own);
    json_str(w, "form", t->form);
    json_str(w, "subject", t->subject);
    json_optional(w, "sense", str_from(sense_sign(t->sense)));
    if (t->has_value)
        json_num(w, "value", t->value);
    else
        null(w, "value");
    json_optional(w, "parameter", t->param ? t->param->name : S(""));
}

static void cell(Page *p, const AlignedRow *row, size_t party_index)
{
    Writer *w = &p->w;
    json_item(w);
    party(p, "procedure", party_index);
    json_str(w, "mark", str_from(mark_names[shown_mark(p->c, row, party_index)]));
    if (row->stages[party_index] < 0) {
        null(w, "stage");
        json_close(w, '}');
        return;
    }
    const PlanStage *s = &p->c->parties[party_index].plan->stages[row->stages[party_index]];
    json_str(w, "stage", s->stage->name);
    json_int(w, "line", s->stage->line);
    json_int(w, "position", (long long)s->index + 1);
    yes_no(w, "people_decide", s->people_decide);
    strings(w, "bodies", s->bodies, s->body_count);
    strings(w, "evidence", s->evidence, s->evidence_count);
    json_list(w, "traits");
    for (size_t i = 0; i < s->trait_count; i++) {
        json_item(w);
        trait_members(w, &s->traits[i]);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_close(w, '}');
}

static void rows(Page *p)
{
    json_list(&p->w, "rows");
    for (size_t i = 0; i < p->c->alignment->row_count; i++) {
        const AlignedRow *row = &p->c->alignment->rows[i];
        json_item(&p->w);
        json_int(&p->w, "row", (long long)i);
        json_str(&p->w, "phase", str_from(phase_names[row->phase]));
        json_list(&p->w, "cells");
        for (size_t k = 0; k < p->c->party_count; k++)
            cell(p, row, k);
        json_close(&p->w, ']');
        json_close(&p->w, '}');
    }
    json_close(&p->w, ']');
}

static void numbers(Page *p)
{
    Writer *w = &p->w;
    json_list(w, "numbers");
    for (size_t i = 0; i < p->c->alignment->number_count; i++) {
        const AlignedNumber *n = &p->c->alignment->numbers[i];
        json_item(w);
        json_int(w, "row", (long long)n->row);
        json_str(w, "kind", str_from(trait_names[n->kind]));
        json_str(w, "subject", n->subject);
        yes_no(w, "same", n->same);
        json_list(w, "cells");
        for (size_t k = 0; k < p->c->party_count; k++) {
            json_item(w);
            party(p, "procedure", k);
            if (n->traits[k])
                trait_members(w, n->traits[k]);
            json_close(w, '}');
        }
        json_close(w, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void weights(Writer *w, const Party *x)
{
    const Plan *plan = x->plan;
    json_optional(w, "ranking", plan->ranking == UINT32_MAX ? S("") : plan->program->stages[plan->ranking].name);
    json_list(w, "weights");
    for (size_t i = 0; i < plan->weight_count; i++) {
        json_item(w);
        json_str(w, "name", plan->weights[i].name);
        json_str(w, "phase", str_from(phase_names[plan->weights[i].phase]));
        yes_no(w, "known", plan->weights[i].exact);
        json_num(w, "share", plan->weights[i].share);
        json_num(w, "points", plan->weights[i].points);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_list(w, "electorates");
    for (size_t i = 0; i < plan->electorate_count; i++) {
        const Electorate *e = &plan->electorates[i];
        json_item(w);
        json_str(w, "name", e->name);
        json_num(w, "share", e->share);
        int64_t voters = electorate_voters(x, e);
        json_whole(w, "voters", voters);
        if (voters > 0)
            json_num(w, "each", num_div(w->out->arena, e->share, num_int(voters)));
        else
            null(w, "each");
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void notes(Writer *w, const Program *program)
{
    ProgramNotes n = program_notes(w->out->arena, program);
    json_list(w, "assumptions");
    for (size_t i = 0; i < n.assumed_count; i++) {
        json_item(w);
        json_str(w, "where", n.assumed[i].where);
        json_int(w, "line", n.assumed[i].assumption->line);
        json_str(w, "text", n.assumed[i].assumption->text);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_list(w, "doubts");
    for (size_t i = 0; i < n.doubted_count; i++) {
        const Doubt *d = n.doubted[i].doubt;
        Str *readings = NEW_ARRAY(w->out->arena, Str, d->reading_count + 1);
        for (size_t k = 0; k < d->reading_count; k++) {
            Text t = text_new(w->out->arena);
            program_expr(program, d->readings[k], w->words, &t);
            readings[k] = text_str(&t);
        }
        json_item(w);
        json_str(w, "where", n.doubted[i].where);
        json_int(w, "line", d->line);
        json_str(w, "text", d->text);
        strings(w, "readings", readings, d->reading_count);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void plans(Page *p)
{
    Writer *w = &p->w;
    json_list(w, "plans");
    for (size_t i = 0; i < p->c->party_count; i++) {
        const Plan *plan = p->c->parties[i].plan;
        Num ratio = num_int(0);
        json_item(w);
        party(p, "procedure", i);
        json_int(w, "stages", (long long)plan->stage_count);
        json_int(w, "gates", (long long)plan->gates);
        json_int(w, "vetoes", (long long)plan->vetoes);
        json_int(w, "cuts", (long long)plan->cuts);
        json_int(w, "decided_by_people", (long long)plan->decided_by_people);
        json_list(w, "ratios");
        for (size_t k = 0; k < plan->ratio_count; k++) {
            json_element(w);
            number_json(plan->ratios[k], w->out);
        }
        json_close(w, ']');
        if (cumulative_ratio(plan, &ratio))
            json_num(w, "cumulative_ratio", ratio);
        else
            null(w, "cumulative_ratio");
        weights(w, &p->c->parties[i]);
        notes(w, p->c->parties[i].program);
        json_close(w, '}');
    }
    json_close(w, ']');
}

/* ---- the people ---- */

static void row_member(Writer *w, const char *name, int row)
{
    json_whole(w, name, row);
}

static void standing(Page *p, size_t person, size_t k)
{
    Writer *w = &p->w;
    const Fate *f = compared_fate(p->c, person, k);
    const ComparedPerson *who = &p->c->people[person];
    json_item(w);
    party(p, "procedure", k);
    if (!f) {
        null(w, "status");
        json_close(w, '}');
        return;
    }
    const Ranked *rank = compared_rank(p->c, person, k);
    const Program *program = p->c->parties[k].program;
    json_str(w, "status", str_from(status_names[f->status]));
    json_optional(w, "post", compared_post(p->c, person, k));
    json_optional(w, "stage", f->stage < 0 ? S("") : program->stages[f->stage].name);
    row_member(w, "exit_row", who->exits[k]);
    json_optional(w, "ranked_in", rank ? program->stages[rank->stage].name : S(""));
    json_whole(w, "rank", rank ? rank->rank : -1);
    json_whole(w, "of", rank ? rank->of : -1);
    json_shown(w, "score", rank ? &rank->first : &(Shown){.kind = VALUE_NONE});
    json_member(w, "reason");
    if (who->reasons[k]) {
        w->o = p->c->parties[k].outcome;
        reason_json(w, who->reasons[k]);
    } else {
        text_addz(w->out, "null");
    }
    json_close(w, '}');
}

static void everyone(Page *p)
{
    Writer *w = &p->w;
    json_list(w, "people");
    for (size_t i = 0; i < p->c->person_count; i++) {
        const ComparedPerson *who = &p->c->people[i];
        json_item(w);
        json_str(w, "id", who->id);
        if (p->names)
            json_optional(w, "name", compared_name(w->out->arena, p->c, i));
        yes_no(w, "differs", who->differs);
        row_member(w, "parted_at", who->parted_at);
        json_list(w, "procedures");
        for (size_t k = 0; k < p->c->party_count; k++)
            standing(p, i, k);
        json_close(w, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void funnels(Page *p)
{
    Writer *w = &p->w;
    json_list(w, "funnels");
    for (size_t i = 0; i < p->c->work_count; i++) {
        const StageWork *s = &p->c->work[i];
        json_item(w);
        party(p, "procedure", s->party);
        json_str(w, "stage", p->c->parties[s->party].program->stages[s->stage].name);
        json_int(w, "in", s->in);
        json_int(w, "out", s->out);
        yes_no(w, "known", s->known);
        if (s->known)
            people(p, "unique", s->unique, s->unique_count);
        else
            null(w, "unique");
        if (s->further_stage >= 0) {
            json_str(w, "further_stage", p->c->parties[s->party].program->stages[s->further_stage].name);
            people(p, "further", s->further, s->further_count);
        } else {
            null(w, "further_stage");
            null(w, "further");
        }
        json_close(w, '}');
    }
    json_close(w, ']');
}

/* Rows by the exit under the first, columns by that under the second; the last of each: came through. */
static void matrix(Page *p)
{
    Writer *w = &p->w;
    size_t side = p->c->matrix_side;
    json_list(w, "fate_matrix");
    for (size_t i = 0; i < side; i++) {
        json_element(w);
        text_char(w->out, '[');
        for (size_t k = 0; k < side; k++) {
            if (k)
                text_addz(w->out, ", ");
            text_int(w->out, p->c->matrix[i * side + k]);
        }
        text_char(w->out, ']');
    }
    json_close(w, ']');
}

static void agreement(Writer *w, const Agreement *a)
{
    json_int(w, "people", a->people);
    json_int(w, "concordant", a->concordant);
    json_int(w, "discordant", a->discordant);
    json_int(w, "pairs", a->pairs);
    json_int(w, "tied_x", a->tied_x);
    json_int(w, "tied_y", a->tied_y);
    json_optional(w, "tau_b", a->tau);
    json_optional(w, "spearman", a->rho);
    if (a->rho.len)
        json_num(w, "spearman_squared", a->rho_squared);
    else
        null(w, "spearman_squared");
    json_int(w, "depth", a->depth);
    json_num(w, "persistence", a->persistence);
    json_num(w, "rbo_min", a->rbo_min);
    json_num(w, "rbo_max", a->rbo_max);
    json_num(w, "rbo_ext", a->rbo_ext);
}

static void no_agreement(Writer *w)
{
    static const char *const members[] = {"people", "concordant", "discordant", "pairs", "tied_x", "tied_y", "tau_b", "spearman",
                                          "spearman_squared", "depth", "persistence", "rbo_min", "rbo_max", "rbo_ext"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        null(w, members[i]);
}

static void agreements(Page *p)
{
    Writer *w = &p->w;
    json_list(w, "agreements");
    for (size_t i = 0; i < p->c->agreement_count; i++) {
        const Agreement *a = &p->c->agreements[i];
        bool given = a->gap == AGREEMENT_GIVEN;
        json_item(w);
        party(p, "x", a->x);
        party(p, "y", a->y);
        json_optional(w, "why_not", str_from(gap_names[a->gap]));
        json_optional(w, "why_not_of", given ? S("") : p->c->parties[a->gap_of].label);
        if (given)
            agreement(w, a);
        else
            no_agreement(w);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void part(Writer *w, const ScorePart *s)
{
    json_item(w);
    json_str(w, "name", s->name);
    json_num(w, "share", s->share);
    yes_no(w, "known", s->known);
    if (s->known) {
        json_num(w, "value", s->value);
        json_num(w, "mean_in", s->mean_in);
        json_num(w, "mean_all", s->mean_all);
        json_num(w, "difference", s->difference);
    }
    json_close(w, '}');
}

static void scores(Page *p)
{
    Writer *w = &p->w;
    json_list(w, "scores");
    for (size_t i = 0; i < p->c->score_count; i++) {
        const ScoreMakeUp *s = &p->c->scores[i];
        json_item(w);
        party(p, "procedure", s->party);
        json_str(w, "id", p->c->people[s->person].id);
        json_int(w, "rank", s->rank);
        json_num(w, "total", s->total);
        json_list(w, "parts");
        for (size_t k = 0; k < s->part_count; k++)
            part(w, &s->parts[k]);
        json_close(w, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void attributions(Page *p)
{
    Writer *w = &p->w;
    json_list(w, "attributions");
    for (size_t i = 0; i < p->c->attribution_count; i++) {
        const Attribution *a = &p->c->attributions[i];
        const Trait *to = a->number->traits[a->to], *from = a->number->traits[a->from];
        json_item(w);
        json_int(w, "row", (long long)a->number->row);
        json_str(w, "subject", a->number->subject);
        party(p, "changed_in", a->to);
        party(p, "taken_from", a->from);
        json_str(w, "was", to ? to->form : S(""));
        json_str(w, "is", from ? from->form : S(""));
        yes_no(w, "applied", a->applied);
        json_optional(w, "why_not", a->applied ? S("") : a->why_not);
        if (a->applied) {
            yes_no(w, "changes", a->changes);
            people(p, "gained", a->gained, a->gained_count);
            people(p, "lost", a->lost, a->lost_count);
        }
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void outcome(Page *p)
{
    Writer *w = &p->w;
    const Comparison *c = p->c;
    json_member(w, "outcome");
    json_open(w, '{');
    json_int(w, "candidates", (long long)c->person_count);
    people(p, "chosen_by_all", c->all, c->all_count);
    people(p, "chosen_by_some", c->some, c->some_count);
    json_int(w, "chosen_by_none", c->none_count);
    json_num(w, "jaccard", c->jaccard);
    everyone(p);
    funnels(p);
    matrix(p);
    agreements(p);
    scores(p);
    attributions(p);
    json_close(w, '}');
}

static void readings(Page *p)
{
    Writer *w = &p->w;
    json_list(w, "readings");
    for (size_t i = 0; i < p->c->reading_count; i++) {
        const Readings *r = &p->c->readings[i];
        json_item(w);
        party(p, "procedure", r->party);
        readings_json(w, r, p->c->parties[r->party].program, p->c->parties[r->party].pool);
        json_close(w, '}');
    }
    json_close(w, ']');
}

/* The rows in which not all ask for the same. */
static void differences(Page *p)
{
    Writer *w = &p->w;
    bool first = true;
    json_member(w, "differences");
    text_char(w->out, '[');
    for (size_t i = 0; i < p->c->alignment->row_count; i++) {
        if (row_same(p->c, i))
            continue;
        if (!first)
            text_addz(w->out, ", ");
        first = false;
        text_int(w->out, (long long)i);
    }
    text_char(w->out, ']');
}

static void head(Page *p)
{
    Writer *w = &p->w;
    json_str(w, "schema", S("xuan.compare/1"));
    json_list(w, "procedures");
    for (size_t i = 0; i < p->c->party_count; i++) {
        const Party *x = &p->c->parties[i];
        json_item(w);
        json_str(w, "label", x->label);
        json_str(w, "name", x->program->name);
        json_optional(w, "title", x->program->title);
        json_str(w, "file", x->file);
        json_str(w, "sha256", x->digest);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_member(w, "data");
    if (p->c->has_data) {
        json_open(w, '{');
        json_str(w, "file", p->c->data_file);
        json_str(w, "sha256", p->c->data_digest);
        json_close(w, '}');
    } else {
        text_addz(w->out, "null");
    }
    Text t = text_new(w->out->arena);
    conclusion_words(p->c, w->words, &t);
    json_str(w, "conclusion", text_str(&t));
    yes_no(w, "equal", compared_equal(p->c));
    differences(p);
}

void compare_json(const Comparison *c, bool names, Language words, Text *out)
{
    Page p = {.w = {.words = words, .out = out, .first = true}, .c = c, .names = names};
    Writer *w = &p.w;
    json_open(w, '{');
    head(&p);
    rows(&p);
    numbers(&p);
    plans(&p);
    if (c->has_data)
        outcome(&p);
    else
        null(w, "outcome");
    readings(&p);
    json_close(w, '}');
    text_char(out, '\n');
}
