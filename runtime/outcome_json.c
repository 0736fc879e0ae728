#include "runtime/outcome_json.h"

#include "runtime/compare_view.h"
#include "runtime/wording.h"

enum { JSON_PLACES = 6 };

static void put_stage(Writer *w, const char *name, int stage)
{
    json_member(w, name);
    if (stage < 0)
        text_addz(w->out, "null");
    else
        text_json(w->out, w->o->program->stages[stage].name);
}

/* Candidates' ids; entries of one candidate that follow each other are one. */
static void put_people(Writer *w, const char *name, const uint32_t *units, size_t n)
{
    const uint32_t *person = w->o->pool->unit_person;
    json_member(w, name);
    text_char(w->out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i && person[units[i]] == person[units[i - 1]])
            continue;
        if (i)
            text_addz(w->out, ", ");
        text_json(w->out, unit_id(w->o, units[i]));
    }
    text_char(w->out, ']');
}

/* -1 is none. */
static void put_post(Writer *w, const char *name, int64_t post)
{
    json_optional(w, name, post < 0 ? S("") : w->o->pool->post_ids[post]);
}

static void put_key(Writer *w, const char *name, const Expr *const *by, size_t n, const Shown *values)
{
    json_member(w, name);
    key_json(w->o->program, by, n, values, w->out);
}

static void put_line(Writer *w, const Clause *c)
{
    json_member(w, "line");
    if (c)
        text_int(w->out, c->line);
    else
        text_addz(w->out, "null");
}

/* ---- contests ---- */

static void funnel_row(Writer *w, const FunnelRow *f)
{
    json_item(w);
    put_stage(w, "stage", (int)f->stage);
    json_int(w, "entered", f->entered);
    json_int(w, "dropped", f->dropped);
    json_int(w, "withdrawn", f->withdrawn);
    json_int(w, "void", f->voided);
    json_int(w, "undetermined", f->undetermined);
    json_int(w, "left", f->left);
    json_whole(w, "limit", f->limit);
    json_shown(w, "line", &f->line);
    if (f->is_void) {
        json_str(w, "void_reason", f->void_reason);
    } else {
        json_member(w, "void_reason");
        text_addz(w->out, "null");
    }
    json_close(w, '}');
}

static void contest(Writer *w, const Contest *c)
{
    json_item(w);
    json_member(w, "by");
    text_char(w->out, '[');
    for (size_t i = 0; i < c->by_count; i++) {
        if (i)
            text_addz(w->out, ", ");
        text_json(w->out, by_name(w->o->program, c->by[i], w->out->arena));
    }
    text_char(w->out, ']');
    put_key(w, "key", c->by, c->by_count, c->key);
    json_whole(w, "seats", c->seats);
    json_list(w, "funnel");
    for (size_t i = 0; i < c->funnel_count; i++)
        funnel_row(w, &c->funnel[i]);
    json_close(w, ']');
    put_people(w, "chosen", c->chosen, c->chosen_count);
    put_people(w, "reserve", c->reserve, c->reserve_count);
    put_people(w, "undetermined", c->undetermined, c->undetermined_count);
    json_whole(w, "vacant", c->vacant);
    json_close(w, '}');
}

/* ---- candidates ---- */

static void facts(Writer *w, const Fact *f, size_t n)
{
    json_list(w, "facts");
    for (size_t i = 0; i < n; i++) {
        Text text = text_new(w->out->arena);
        program_expr(w->o->program, f[i].expr, w->words, &text);
        json_item(w);
        json_str(w, "text", text_str(&text));
        json_shown(w, "value", &f[i].value);
        json_shown(w, "bound", &f[i].bound);
        json_shown(w, "margin", &f[i].margin);
        if (f[i].item > 0)
            json_int(w, "item", f[i].item);
        json_close(w, '}');
    }
    json_close(w, ']');
}

void reason_json(Writer *w, const Reason *r)
{
    Text text = text_new(w->out->arena);
    reason_text(w->o, r, w->words, &text);
    json_open(w, '{');
    json_str(w, "kind", str_from(reason_names[r->kind]));
    put_stage(w, "stage", r->stage < w->o->program->stage_count ? (int)r->stage : -1);
    put_line(w, r->clause);
    json_str(w, "text", text_str(&text));
    json_optional(w, "say", reason_say(r));
    json_optional(w, "source", r->clause ? r->clause->notes.cite : S(""));
    facts(w, r->facts, r->fact_count);
    json_shown(w, "value", &r->value);
    json_shown(w, "bound", &r->bound);
    json_shown(w, "margin", &r->margin);
    switch (r->kind) {
    case REASON_OPEN:
        json_whole(w, "count", r->count);
        json_whole(w, "needed", r->needed);
        break;
    case REASON_CUT:
    case REASON_TIE:
        json_whole(w, "rank", r->rank);
        json_whole(w, "limit", r->limit);
        if (r->tie_key) {
            Text by = text_new(w->out->arena);
            program_expr(w->o->program, r->tie_key, w->words, &by);
            json_str(w, "parted_by", text_str(&by));
            json_shown(w, "parted_value", &r->tie_value);
            json_shown(w, "parted_bound", &r->tie_bound);
        }
        if (r->by_lot)
            json_str(w, "parted_by", S("lots"));
        break;
    case REASON_PICK:
        json_whole(w, "limit", r->limit);
        break;
    case REASON_ELECT:
        json_whole(w, "rank", r->rank);
        json_whole(w, "limit", r->limit);
        break;
    case REASON_TWICE:
    case REASON_PLACED:
        put_post(w, "post", r->post);
        break;
    case REASON_PENDING:
        json_str(w, "waiting", r->waiting);
        break;
    case REASON_WITHDRAWN:
        json_str(w, "why", r->why);
        break;
    case REASON_CHOOSE:
        json_whole(w, "rank", r->rank);
        break;
    case REASON_REQUIRE:
    case REASON_VETO:
    case REASON_VALID:
    case REASON_UNJUDGED:
    case REASON_EXPLAIN:
    case REASON_DEPENDS:
    case REASON_KINDS:
        break;
    }
    json_close(w, '}');
}

static void score(Writer *w, const Figured *f)
{
    const Clause *c = f->clause;
    const Stage *s = &w->o->program->stages[c->stage];
    Text decimal = text_new(w->out->arena), exact = text_new(w->out->arena);
    num_exact(&exact, f->value);
    num_decimal(&decimal, f->value, JSON_PLACES);
    json_item(w);
    json_str(w, "name", c->kind == CLAUSE_SCORE ? s->name : c->name);
    put_stage(w, "stage", (int)c->stage);
    json_str(w, "exact", text_str(&exact));
    json_str(w, "decimal", text_str(&decimal));
    if (c->kind == CLAUSE_SCORE && s->has_full)
        json_num(w, "full", s->full);
    else
        json_shown(w, "full", &(Shown){.kind = VALUE_NONE});
    json_close(w, '}');
}

static void standing(Writer *w, const Fate *f)
{
    json_list(w, "scores");
    for (size_t i = 0; i < f->figure_count; i++)
        score(w, &f->figures[i]);
    json_close(w, ']');
    json_list(w, "ranks");
    for (size_t i = 0; i < f->rank_count; i++) {
        json_item(w);
        put_stage(w, "stage", (int)f->ranks[i].stage);
        json_int(w, "rank", f->ranks[i].rank);
        json_int(w, "of", f->ranks[i].of);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_member(w, "marks");
    text_char(w->out, '[');
    for (size_t i = 0; i < f->mark_count; i++) {
        if (i)
            text_addz(w->out, ", ");
        text_json(w->out, f->marks[i]->name);
    }
    text_char(w->out, ']');
    json_list(w, "decisions");
    for (size_t i = 0; i < f->decision_count; i++) {
        const Clause *c = &w->o->program->clauses[f->decisions[i]->clause];
        Shown value = given_shown(w->o, f->decisions[i]);
        json_item(w);
        json_str(w, "name", c->name);
        put_stage(w, "stage", (int)c->stage);
        json_shown(w, "value", &value);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void candidate(Writer *w, uint32_t unit)
{
    const Fate *f = &w->o->fates[unit];
    json_item(w);
    json_str(w, "id", unit_id(w->o, unit));
    if (has_entries(w->o->program))
        json_str(w, "post", unit_post(w->o, unit));
    else if (elects_by_post(w->o->program))
        put_post(w, "post", f->post);
    json_str(w, "status", str_from(status_names[f->status]));
    put_stage(w, "stage", f->stage);
    json_list(w, "reasons");
    for (size_t i = 0; i < f->reason_count; i++) {
        json_element(w);
        reason_json(w, &f->reasons[i]);
    }
    json_close(w, ']');
    standing(w, f);
    json_close(w, '}');
}

/* ---- the rest ---- */

static void assumptions_and_doubts(Writer *w)
{
    json_list(w, "assumptions");
    for (size_t i = 0; i < w->o->assumed_count; i++) {
        const Assumed *a = &w->o->assumed[i];
        json_item(w);
        json_str(w, "where", a->where);
        json_int(w, "line", a->assumption->line);
        json_str(w, "text", a->assumption->text);
        put_people(w, "decided", a->decided, a->decided_count);
        json_close(w, '}');
    }
    json_close(w, ']');
    json_list(w, "doubts");
    for (size_t i = 0; i < w->o->doubted_count; i++) {
        const Doubt *d = w->o->doubted[i].doubt;
        json_item(w);
        json_str(w, "where", w->o->doubted[i].where);
        json_int(w, "line", d->line);
        json_str(w, "text", d->text);
        json_member(w, "readings");
        text_char(w->out, '[');
        for (size_t j = 0; j < d->reading_count; j++) {
            Text text = text_new(w->out->arena);
            program_expr(w->o->program, d->readings[j], w->words, &text);
            if (j)
                text_addz(w->out, ", ");
            text_json(w->out, text_str(&text));
        }
        text_char(w->out, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void duties(Writer *w)
{
    json_list(w, "duties");
    for (size_t i = 0; i < w->o->duty_count; i++) {
        const Duty *d = &w->o->duties[i];
        json_item(w);
        if (d->clause->kind == CLAUSE_PROBATION) {
            json_str(w, "kind", S("probation"));
            put_line(w, d->clause);
            json_str(w, "period", d->clause->period);
            put_people(w, "candidates", d->people, d->people_count);
        } else {
            json_str(w, "kind", S("explanation"));
            put_line(w, d->clause);
            put_stage(w, "stage", (int)d->clause->stage);
            json_str(w, "candidate", unit_id(w->o, d->person));
            json_shown(w, "given", &(Shown){.kind = VALUE_YESNO, .yes = d->given});
        }
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void checks(Writer *w)
{
    json_list(w, "checks");
    for (size_t i = 0; i < w->o->check_count; i++) {
        const FailedCheck *c = &w->o->checks[i];
        json_item(w);
        put_stage(w, "stage", (int)c->clause->stage);
        put_line(w, c->clause);
        json_optional(w, "say", c->clause->notes.say);
        if (c->person < 0 && c->by_count) {
            put_key(w, "contest", c->by, c->by_count, c->key);
        } else {
            json_member(w, "contest");
            text_addz(w->out, "null");
        }
        if (c->person >= 0) {
            json_str(w, "candidate", unit_id(w->o, (uint32_t)c->person));
        } else {
            json_member(w, "candidate");
            text_addz(w->out, "null");
        }
        facts(w, c->facts, c->fact_count);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void notes(Writer *w)
{
    json_list(w, "notes");
    for (size_t i = 0; i < w->o->note_count; i++) {
        const Note *n = &w->o->notes[i];
        json_item(w);
        json_str(w, "kind", str_from(note_names[n->kind]));
        put_stage(w, "stage", n->stage);
        put_key(w, "contest", n->by, n->by_count, n->key);
        json_int(w, "count", n->count);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void substitutions(Writer *w)
{
    json_list(w, "substitutions");
    for (size_t i = 0; i < w->o->substitution_count; i++) {
        const Substitution *s = &w->o->substitutions[i];
        json_item(w);
        put_stage(w, "stage", (int)s->clause->stage);
        put_stage(w, "at", s->at < w->o->program->stage_count ? (int)s->at : -1);
        put_key(w, "contest", s->by, s->by_count, s->key);
        json_int(w, "nth", s->nth);
        json_optional(w, "left", s->left == CELL_NONE ? S("") : unit_id(w->o, s->left));
        json_str(w, "in", unit_id(w->o, s->in));
        json_int(w, "rank", s->rank);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void lists(Writer *w)
{
    json_list(w, "lists");
    for (size_t i = 0; i < w->o->list_count; i++) {
        const List *l = &w->o->lists[i];
        json_item(w);
        put_stage(w, "stage", (int)l->clause->stage);
        put_key(w, "contest", l->by, l->by_count, l->key);
        put_people(w, "was", l->was, l->was_count);
        put_people(w, "is", l->is, l->is_count);
        put_people(w, "reserve", l->reserve, l->reserve_count);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void refused(Writer *w)
{
    json_list(w, "refused");
    for (size_t i = 0; i < w->o->refused_count; i++) {
        const Refused *r = &w->o->refused[i];
        json_item(w);
        json_str(w, "ballot", ballot_name(w->o->program, r, w->out->arena));
        json_str(w, "voter", r->voter);
        json_str(w, "why", str_from(refusal_names[r->why]));
        json_optional(w, "post", r->post);
        json_optional(w, "name", r->name);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void head(Writer *w, Str rules_sha256, Str data_sha256)
{
    const Outcome *o = w->o;
    json_str(w, "schema", S("xuan.outcome/1"));
    json_member(w, "rules");
    json_open(w, '{');
    json_str(w, "name", o->program->name);
    json_str(w, "title", o->program->title);
    json_str(w, "sha256", rules_sha256);
    json_close(w, '}');
    json_member(w, "data");
    json_open(w, '{');
    json_str(w, "sha256", data_sha256);
    json_close(w, '}');
    json_list(w, "trial");
    for (size_t i = 0; i < o->setting_count; i++) {
        json_item(w);
        json_str(w, "parameter", o->settings[i].param->name);
        json_num(w, "value", o->settings[i].value);
        json_close(w, '}');
    }
    json_close(w, ']');
    put_stage(w, "until", o->until);
    json_str(w, "status", o->until >= 0 ? S("partial") : o->undetermined ? S("undetermined") : S("complete"));
}

void outcome_json_readings(const Outcome *o, const Readings *readings, Str rules_sha256, Str data_sha256, Language words,
                           Text *out)
{
    Writer w = {.o = o, .words = words, .out = out, .first = true};
    json_open(&w, '{');
    head(&w, rules_sha256, data_sha256);
    json_list(&w, "contests");
    for (size_t i = 0; i < o->contest_count; i++)
        contest(&w, &o->contests[i]);
    json_close(&w, ']');
    json_list(&w, "candidates");
    for (size_t i = 0; i < o->pool->unit_count; i++)
        candidate(&w, o->pool->unit_order[i]);
    json_close(&w, ']');
    assumptions_and_doubts(&w);
    duties(&w);
    checks(&w);
    notes(&w);
    substitutions(&w);
    lists(&w);
    refused(&w);
    if (readings) {
        json_member(&w, "readings");
        json_open(&w, '{');
        readings_json(&w, readings, o->program, o->pool);
        json_close(&w, '}');
    }
    json_close(&w, '}');
    text_char(out, '\n');
}

void outcome_json(const Outcome *o, Str rules_sha256, Str data_sha256, Language words, Text *out)
{
    outcome_json_readings(o, NULL, rules_sha256, data_sha256, words, out);
}
