#include "runtime/outcome_json.h"

#include "runtime/wording.h"

enum { JSON_PLACES = 6 };

/* ---- values on one line ---- */

static void number_json(Num x, Text *out)
{
    text_addz(out, "{\"exact\": \"");
    num_exact(out, x);
    text_addz(out, "\", \"decimal\": \"");
    num_decimal(out, x, JSON_PLACES);
    text_addz(out, "\"}");
}

void shown_json(const Shown *s, Text *out)
{
    Text t;
    switch (s->kind) {
    case VALUE_NONE:   text_addz(out, "null"); break;
    case VALUE_NUMBER: number_json(s->number, out); break;
    case VALUE_TEXT:   text_json(out, s->text); break;
    case VALUE_YESNO:  text_addz(out, s->yes ? "true" : "false"); break;
    case VALUE_DATE:
        t = text_new(out->arena);
        date_text(s->date, &t);
        text_json(out, text_str(&t));
        break;
    }
}

void key_json(const Program *p, const Expr *const *by, size_t n, const Shown *key, Text *out)
{
    text_char(out, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            text_addz(out, ", ");
        text_json(out, by_name(p, by[i], out->arena));
        text_addz(out, ": ");
        shown_json(&key[i], out);
    }
    text_char(out, '}');
}

/* ---- the writer ----
 * Keeps the indentation and the commas: the first element of a container follows its bracket. */

typedef struct {
    const Outcome *o;
    Language words;
    Text *out;
    size_t depth;
    bool first;
} Writer;

static void next(Writer *w)
{
    if (!w->first)
        text_char(w->out, ',');
    if (w->depth) {
        text_char(w->out, '\n');
        text_spaces(w->out, 2 * w->depth);
    }
    w->first = false;
}

static void open(Writer *w, char bracket)
{
    text_char(w->out, bracket);
    w->depth++;
    w->first = true;
}

static void close(Writer *w, char bracket)
{
    w->depth--;
    if (!w->first) {
        text_char(w->out, '\n');
        text_spaces(w->out, 2 * w->depth);
    }
    text_char(w->out, bracket);
    w->first = false;
}

static void key(Writer *w, const char *name)
{
    next(w);
    text_char(w->out, '"');
    text_addz(w->out, name);
    text_addz(w->out, "\": ");
}

static void open_list(Writer *w, const char *name)
{
    key(w, name);
    open(w, '[');
}

static void open_item(Writer *w)
{
    next(w);
    open(w, '{');
}

static void put_str(Writer *w, const char *name, Str s)
{
    key(w, name);
    text_json(w->out, s);
}

/* Empty is none. */
static void put_optional(Writer *w, const char *name, Str s)
{
    key(w, name);
    if (s.len)
        text_json(w->out, s);
    else
        text_addz(w->out, "null");
}

static void put_int(Writer *w, const char *name, long long n)
{
    key(w, name);
    text_int(w->out, n);
}

/* -1 stands for what there is none of. */
static void put_count(Writer *w, const char *name, int64_t n)
{
    key(w, name);
    if (n < 0)
        text_addz(w->out, "null");
    else
        text_int(w->out, n);
}

static void put_shown(Writer *w, const char *name, const Shown *s)
{
    key(w, name);
    shown_json(s, w->out);
}

static void put_num(Writer *w, const char *name, Num x)
{
    key(w, name);
    number_json(x, w->out);
}

static void put_stage(Writer *w, const char *name, int stage)
{
    key(w, name);
    if (stage < 0)
        text_addz(w->out, "null");
    else
        text_json(w->out, w->o->program->stages[stage].name);
}

/* Candidates' ids; entries of one candidate that follow each other are one. */
static void put_people(Writer *w, const char *name, const uint32_t *units, size_t n)
{
    const uint32_t *person = w->o->pool->unit_person;
    key(w, name);
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
    put_optional(w, name, post < 0 ? S("") : w->o->pool->post_ids[post]);
}

static void put_key(Writer *w, const char *name, const Expr *const *by, size_t n, const Shown *values)
{
    key(w, name);
    key_json(w->o->program, by, n, values, w->out);
}

static void put_line(Writer *w, const Clause *c)
{
    key(w, "line");
    if (c)
        text_int(w->out, c->line);
    else
        text_addz(w->out, "null");
}

/* ---- contests ---- */

static void funnel_row(Writer *w, const FunnelRow *f)
{
    open_item(w);
    put_stage(w, "stage", (int)f->stage);
    put_int(w, "entered", f->entered);
    put_int(w, "dropped", f->dropped);
    put_int(w, "withdrawn", f->withdrawn);
    put_int(w, "void", f->voided);
    put_int(w, "undetermined", f->undetermined);
    put_int(w, "left", f->left);
    put_count(w, "limit", f->limit);
    put_shown(w, "line", &f->line);
    if (f->is_void) {
        put_str(w, "void_reason", f->void_reason);
    } else {
        key(w, "void_reason");
        text_addz(w->out, "null");
    }
    close(w, '}');
}

static void contest(Writer *w, const Contest *c)
{
    open_item(w);
    key(w, "by");
    text_char(w->out, '[');
    for (size_t i = 0; i < c->by_count; i++) {
        if (i)
            text_addz(w->out, ", ");
        text_json(w->out, by_name(w->o->program, c->by[i], w->out->arena));
    }
    text_char(w->out, ']');
    put_key(w, "key", c->by, c->by_count, c->key);
    put_count(w, "seats", c->seats);
    open_list(w, "funnel");
    for (size_t i = 0; i < c->funnel_count; i++)
        funnel_row(w, &c->funnel[i]);
    close(w, ']');
    put_people(w, "chosen", c->chosen, c->chosen_count);
    put_people(w, "reserve", c->reserve, c->reserve_count);
    put_people(w, "undetermined", c->undetermined, c->undetermined_count);
    put_count(w, "vacant", c->vacant);
    close(w, '}');
}

/* ---- candidates ---- */

static void facts(Writer *w, const Fact *f, size_t n)
{
    open_list(w, "facts");
    for (size_t i = 0; i < n; i++) {
        Text text = text_new(w->out->arena);
        program_expr(w->o->program, f[i].expr, w->words, &text);
        open_item(w);
        put_str(w, "text", text_str(&text));
        put_shown(w, "value", &f[i].value);
        put_shown(w, "bound", &f[i].bound);
        put_shown(w, "margin", &f[i].margin);
        if (f[i].item > 0)
            put_int(w, "item", f[i].item);
        close(w, '}');
    }
    close(w, ']');
}

static void reason(Writer *w, const Reason *r)
{
    Text text = text_new(w->out->arena);
    reason_text(w->o, r, w->words, &text);
    open_item(w);
    put_str(w, "kind", str_from(reason_names[r->kind]));
    put_stage(w, "stage", r->stage < w->o->program->stage_count ? (int)r->stage : -1);
    put_line(w, r->clause);
    put_str(w, "text", text_str(&text));
    put_optional(w, "say", reason_say(r));
    put_optional(w, "source", r->clause ? r->clause->notes.cite : S(""));
    facts(w, r->facts, r->fact_count);
    put_shown(w, "value", &r->value);
    put_shown(w, "bound", &r->bound);
    put_shown(w, "margin", &r->margin);
    switch (r->kind) {
    case REASON_OPEN:
        put_count(w, "count", r->count);
        put_count(w, "needed", r->needed);
        break;
    case REASON_CUT:
    case REASON_TIE:
        put_count(w, "rank", r->rank);
        put_count(w, "limit", r->limit);
        if (r->tie_key) {
            Text by = text_new(w->out->arena);
            program_expr(w->o->program, r->tie_key, w->words, &by);
            put_str(w, "parted_by", text_str(&by));
            put_shown(w, "parted_value", &r->tie_value);
            put_shown(w, "parted_bound", &r->tie_bound);
        }
        if (r->by_lot)
            put_str(w, "parted_by", S("lots"));
        break;
    case REASON_PICK:
        put_count(w, "limit", r->limit);
        break;
    case REASON_ELECT:
        put_count(w, "rank", r->rank);
        put_count(w, "limit", r->limit);
        break;
    case REASON_TWICE:
    case REASON_PLACED:
        put_post(w, "post", r->post);
        break;
    case REASON_PENDING:
        put_str(w, "waiting", r->waiting);
        break;
    case REASON_WITHDRAWN:
        put_str(w, "why", r->why);
        break;
    case REASON_CHOOSE:
        put_count(w, "rank", r->rank);
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
    close(w, '}');
}

static void score(Writer *w, const Figured *f)
{
    const Clause *c = f->clause;
    const Stage *s = &w->o->program->stages[c->stage];
    Text decimal = text_new(w->out->arena), exact = text_new(w->out->arena);
    num_exact(&exact, f->value);
    num_decimal(&decimal, f->value, JSON_PLACES);
    open_item(w);
    put_str(w, "name", c->kind == CLAUSE_SCORE ? s->name : c->name);
    put_stage(w, "stage", (int)c->stage);
    put_str(w, "exact", text_str(&exact));
    put_str(w, "decimal", text_str(&decimal));
    if (c->kind == CLAUSE_SCORE && s->has_full)
        put_num(w, "full", s->full);
    else
        put_shown(w, "full", &(Shown){.kind = VALUE_NONE});
    close(w, '}');
}

static void standing(Writer *w, const Fate *f)
{
    open_list(w, "scores");
    for (size_t i = 0; i < f->figure_count; i++)
        score(w, &f->figures[i]);
    close(w, ']');
    open_list(w, "ranks");
    for (size_t i = 0; i < f->rank_count; i++) {
        open_item(w);
        put_stage(w, "stage", (int)f->ranks[i].stage);
        put_int(w, "rank", f->ranks[i].rank);
        put_int(w, "of", f->ranks[i].of);
        close(w, '}');
    }
    close(w, ']');
    key(w, "marks");
    text_char(w->out, '[');
    for (size_t i = 0; i < f->mark_count; i++) {
        if (i)
            text_addz(w->out, ", ");
        text_json(w->out, f->marks[i]->name);
    }
    text_char(w->out, ']');
    open_list(w, "decisions");
    for (size_t i = 0; i < f->decision_count; i++) {
        const Clause *c = &w->o->program->clauses[f->decisions[i]->clause];
        Shown value = given_shown(w->o, f->decisions[i]);
        open_item(w);
        put_str(w, "name", c->name);
        put_stage(w, "stage", (int)c->stage);
        put_shown(w, "value", &value);
        close(w, '}');
    }
    close(w, ']');
}

static void candidate(Writer *w, uint32_t unit)
{
    const Fate *f = &w->o->fates[unit];
    open_item(w);
    put_str(w, "id", unit_id(w->o, unit));
    if (has_entries(w->o->program))
        put_str(w, "post", unit_post(w->o, unit));
    else if (elects_by_post(w->o->program))
        put_post(w, "post", f->post);
    put_str(w, "status", str_from(status_names[f->status]));
    put_stage(w, "stage", f->stage);
    open_list(w, "reasons");
    for (size_t i = 0; i < f->reason_count; i++)
        reason(w, &f->reasons[i]);
    close(w, ']');
    standing(w, f);
    close(w, '}');
}

/* ---- the rest ---- */

static void assumptions_and_doubts(Writer *w)
{
    open_list(w, "assumptions");
    for (size_t i = 0; i < w->o->assumed_count; i++) {
        const Assumed *a = &w->o->assumed[i];
        open_item(w);
        put_str(w, "where", a->where);
        put_int(w, "line", a->assumption->line);
        put_str(w, "text", a->assumption->text);
        put_people(w, "decided", a->decided, a->decided_count);
        close(w, '}');
    }
    close(w, ']');
    open_list(w, "doubts");
    for (size_t i = 0; i < w->o->doubted_count; i++) {
        const Doubt *d = w->o->doubted[i].doubt;
        open_item(w);
        put_str(w, "where", w->o->doubted[i].where);
        put_int(w, "line", d->line);
        put_str(w, "text", d->text);
        key(w, "readings");
        text_char(w->out, '[');
        for (size_t j = 0; j < d->reading_count; j++) {
            Text text = text_new(w->out->arena);
            program_expr(w->o->program, d->readings[j], w->words, &text);
            if (j)
                text_addz(w->out, ", ");
            text_json(w->out, text_str(&text));
        }
        text_char(w->out, ']');
        close(w, '}');
    }
    close(w, ']');
}

static void duties(Writer *w)
{
    open_list(w, "duties");
    for (size_t i = 0; i < w->o->duty_count; i++) {
        const Duty *d = &w->o->duties[i];
        open_item(w);
        if (d->clause->kind == CLAUSE_PROBATION) {
            put_str(w, "kind", S("probation"));
            put_line(w, d->clause);
            put_str(w, "period", d->clause->period);
            put_people(w, "candidates", d->people, d->people_count);
        } else {
            put_str(w, "kind", S("explanation"));
            put_line(w, d->clause);
            put_stage(w, "stage", (int)d->clause->stage);
            put_str(w, "candidate", unit_id(w->o, d->person));
            put_shown(w, "given", &(Shown){.kind = VALUE_YESNO, .yes = d->given});
        }
        close(w, '}');
    }
    close(w, ']');
}

static void checks(Writer *w)
{
    open_list(w, "checks");
    for (size_t i = 0; i < w->o->check_count; i++) {
        const FailedCheck *c = &w->o->checks[i];
        open_item(w);
        put_stage(w, "stage", (int)c->clause->stage);
        put_line(w, c->clause);
        put_optional(w, "say", c->clause->notes.say);
        if (c->person < 0 && c->by_count) {
            put_key(w, "contest", c->by, c->by_count, c->key);
        } else {
            key(w, "contest");
            text_addz(w->out, "null");
        }
        if (c->person >= 0) {
            put_str(w, "candidate", unit_id(w->o, (uint32_t)c->person));
        } else {
            key(w, "candidate");
            text_addz(w->out, "null");
        }
        facts(w, c->facts, c->fact_count);
        close(w, '}');
    }
    close(w, ']');
}

static void notes(Writer *w)
{
    open_list(w, "notes");
    for (size_t i = 0; i < w->o->note_count; i++) {
        const Note *n = &w->o->notes[i];
        open_item(w);
        put_str(w, "kind", str_from(note_names[n->kind]));
        put_stage(w, "stage", n->stage);
        put_key(w, "contest", n->by, n->by_count, n->key);
        put_int(w, "count", n->count);
        close(w, '}');
    }
    close(w, ']');
}

static void substitutions(Writer *w)
{
    open_list(w, "substitutions");
    for (size_t i = 0; i < w->o->substitution_count; i++) {
        const Substitution *s = &w->o->substitutions[i];
        open_item(w);
        put_stage(w, "stage", (int)s->clause->stage);
        put_stage(w, "at", s->at < w->o->program->stage_count ? (int)s->at : -1);
        put_key(w, "contest", s->by, s->by_count, s->key);
        put_int(w, "nth", s->nth);
        put_optional(w, "left", s->left == CELL_NONE ? S("") : unit_id(w->o, s->left));
        put_str(w, "in", unit_id(w->o, s->in));
        put_int(w, "rank", s->rank);
        close(w, '}');
    }
    close(w, ']');
}

static void lists(Writer *w)
{
    open_list(w, "lists");
    for (size_t i = 0; i < w->o->list_count; i++) {
        const List *l = &w->o->lists[i];
        open_item(w);
        put_stage(w, "stage", (int)l->clause->stage);
        put_key(w, "contest", l->by, l->by_count, l->key);
        put_people(w, "was", l->was, l->was_count);
        put_people(w, "is", l->is, l->is_count);
        put_people(w, "reserve", l->reserve, l->reserve_count);
        close(w, '}');
    }
    close(w, ']');
}

static void refused(Writer *w)
{
    open_list(w, "refused");
    for (size_t i = 0; i < w->o->refused_count; i++) {
        const Refused *r = &w->o->refused[i];
        open_item(w);
        put_str(w, "ballot", ballot_name(w->o->program, r, w->out->arena));
        put_str(w, "voter", r->voter);
        put_str(w, "why", str_from(refusal_names[r->why]));
        put_optional(w, "post", r->post);
        put_optional(w, "name", r->name);
        close(w, '}');
    }
    close(w, ']');
}

static void head(Writer *w, Str rules_sha256, Str data_sha256)
{
    const Outcome *o = w->o;
    put_str(w, "schema", S("xuan.outcome/1"));
    key(w, "rules");
    open(w, '{');
    put_str(w, "name", o->program->name);
    put_str(w, "title", o->program->title);
    put_str(w, "sha256", rules_sha256);
    close(w, '}');
    key(w, "data");
    open(w, '{');
    put_str(w, "sha256", data_sha256);
    close(w, '}');
    open_list(w, "trial");
    for (size_t i = 0; i < o->setting_count; i++) {
        open_item(w);
        put_str(w, "parameter", o->settings[i].param->name);
        put_num(w, "value", o->settings[i].value);
        close(w, '}');
    }
    close(w, ']');
    put_stage(w, "until", o->until);
    put_str(w, "status", o->until >= 0 ? S("partial") : o->undetermined ? S("undetermined") : S("complete"));
}

void outcome_json(const Outcome *o, Str rules_sha256, Str data_sha256, Language words, Text *out)
{
    Writer w = {.o = o, .words = words, .out = out, .first = true};
    open(&w, '{');
    head(&w, rules_sha256, data_sha256);
    open_list(&w, "contests");
    for (size_t i = 0; i < o->contest_count; i++)
        contest(&w, &o->contests[i]);
    close(&w, ']');
    open_list(&w, "candidates");
    for (size_t i = 0; i < o->pool->unit_count; i++)
        candidate(&w, o->pool->unit_order[i]);
    close(&w, ']');
    assumptions_and_doubts(&w);
    duties(&w);
    checks(&w);
    notes(&w);
    substitutions(&w);
    lists(&w);
    refused(&w);
    close(&w, '}');
    text_char(out, '\n');
}
