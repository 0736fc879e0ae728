#include "runtime/compare_view.h"

#include "runtime/json.h"
#include "runtime/wording.h"

/* ---- people ---- */

Str person_name(Arena *a, const Pool *pool, uint32_t person)
{
    Arena *scratch = arena_new();
    Json *json = json_new(scratch, diags_new(scratch));
    JsonMember *members;
    size_t count;
    Str name = {0};
    if (json_members(json, pool->source, pool->person_spans[person], NULL, &members, &count))
        for (size_t i = 0; i < count && !name.len; i++) {
            if (!str_eq(members[i].key, S("name")) && !str_eq(members[i].key, S("姓名")))
                continue;
            cJSON *value = json_parse(json, pool->source, members[i].value, (JsonBase){0});
            if (value && json_is_text(value))
                name = arena_str(a, json_text(value));
            cJSON_Delete(value);
        }
    arena_free(scratch);
    return name;
}

Str compared_name(Arena *a, const Comparison *c, size_t person)
{
    for (size_t p = 0; p < c->party_count; p++) {
        uint32_t unit = c->people[person].units[p];
        if (unit != CELL_NONE)
            return person_name(a, c->parties[p].pool, c->parties[p].pool->unit_person[unit]);
    }
    return S("");
}

const Fate *compared_fate(const Comparison *c, size_t person, size_t party)
{
    uint32_t unit = c->people[person].units[party];
    return unit == CELL_NONE ? NULL : &c->parties[party].outcome->fates[unit];
}

const Ranked *compared_rank(const Comparison *c, size_t person, size_t party)
{
    const Fate *f = compared_fate(c, person, party);
    return f ? rank_in(f, -1) : NULL;
}

bool compared_chosen(const Comparison *c, size_t person, size_t party)
{
    const Fate *f = compared_fate(c, person, party);
    return f && f->status == STATUS_CHOSEN;
}

Str compared_post(const Comparison *c, size_t person, size_t party)
{
    uint32_t unit = c->people[person].units[party];
    return unit == CELL_NONE ? S("") : unit_post(c->parties[party].outcome, unit);
}

/* ---- rows ---- */

const Stage *row_stage(const Comparison *c, size_t row, size_t party)
{
    int stage = c->alignment->rows[row].stages[party];
    return stage < 0 ? NULL : &c->parties[party].program->stages[stage];
}

Mark shown_mark(const Comparison *c, const AlignedRow *row, size_t party)
{
    Mark other = MARK_KINDS;
    if (row->marks[party] != MARK_SAME)
        return row->marks[party];
    for (size_t p = 0; p < c->party_count; p++) {
        if (p == party || row->stages[p] < 0)
            continue;
        if (row->marks[p] == MARK_SAME)
            return MARK_SAME;
        other = other == MARK_KINDS || other == row->marks[p] ? row->marks[p] : MARK_DIFFERS;
    }
    return other == MARK_KINDS ? MARK_ONLY : other;
}

void row_words(const Comparison *c, size_t row, Language language, Text *out)
{
    const AlignedRow *rows = c->alignment->rows;
    size_t same = 0;
    for (size_t i = 0; i < c->alignment->row_count; i++)
        same += rows[i].phase == rows[row].phase;
    text_addz(out, phase_words[rows[row].phase][language]);
    for (size_t p = 0; same > 1 && p < c->party_count; p++)
        if (row_stage(c, row, p)) {
            say_with(out, language, "（{0}）", " ({0})", WITH(row_stage(c, row, p)->name));
            return;
        }
}

const char *const gap_names[AGREEMENT_GAPS] = {
    [AGREEMENT_GIVEN] = "", [AGREEMENT_NO_RANKING] = "no_ranking", [AGREEMENT_SEVERAL_CONTESTS] = "several_contests",
};

Str gap_words(Arena *a, const Comparison *c, const Agreement *agreement, Language language)
{
    Text t = text_new(a);
    Str label = c->parties[agreement->gap_of].label;
    switch (agreement->gap) {
    case AGREEMENT_NO_RANKING: say_with(&t, language, "{0}没有排序", "{0} ranks nobody", WITH(label)); break;
    case AGREEMENT_SEVERAL_CONTESTS:
        say_with(&t, language, "{0}最后一次排序不是按分数，又是分组排的，不同组的人分不出先后",
                 "the last ranking of {0} is not by points and is made contest by contest: nothing orders people of different contests",
                 WITH(label));
        break;
    case AGREEMENT_GIVEN: case AGREEMENT_GAPS: break;
    }
    return text_str(&t);
}

bool cumulative_ratio(const Plan *plan, Num *out)
{
    for (size_t i = 0; i < plan->ratio_count; i++)
        if (i == 0 || num_cmp(plan->ratios[i], *out) < 0)
            *out = plan->ratios[i];
    return plan->ratio_count > 0;
}

/* ---- voters ---- */

/* 应到, else 发出, else 收回. */
static uint32_t voters_in(const uint32_t *counts)
{
    static const BallotCount by[] = {COUNT_ENTITLED, COUNT_ISSUED, COUNT_RETURNED};
    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        if (counts[by[i]] != CELL_NONE)
            return counts[by[i]];
    return CELL_NONE;
}

/* Takes one count more: false when it is another than so far. */
static bool same_voters(const uint32_t *counts, int64_t *voters)
{
    uint32_t n = voters_in(counts);
    if (n == CELL_NONE || n == 0)
        return true;
    if (*voters >= 0 && *voters != (int64_t)n)
        return false;
    *voters = n;
    return true;
}

static bool is_of(const Electorate *e, Str voters, Str name) { return str_eq(e->name, voters.len ? voters : name); }

static bool column_voters(const Electorate *e, const Field *fields, const Column *columns, size_t field_count, size_t rows,
                          int64_t *voters)
{
    for (size_t i = 0; i < field_count; i++) {
        if (fields[i].type.kind != TYPE_BALLOT || !is_of(e, fields[i].type.voters, fields[i].name))
            continue;
        for (size_t row = 0; row < rows; row++)
            if (columns[i].present[row] && !same_voters(columns[i].counts + row * COUNTS_STORED, voters))
                return false;
    }
    return true;
}

static bool record_voters(const Party *party, const Electorate *e, int64_t *voters)
{
    const Program *p = party->program;
    for (size_t i = 0; i < party->pool->record_count; i++) {
        const Record *r = &party->pool->records[i];
        for (size_t k = p->stages[r->stage].first; k < p->stages[r->stage].first + p->stages[r->stage].count; k++)
            if (p->clauses[k].kind == CLAUSE_VOTE && is_of(e, p->clauses[k].body, p->clauses[k].name) &&
                !same_voters(r->counts, voters))
                return false;
    }
    return true;
}

int64_t electorate_voters(const Party *party, const Electorate *e)
{
    const Program *p = party->program;
    const Pool *pool = party->pool;
    int64_t voters = e->voters;
    if (voters >= 0 || !pool)
        return voters;
    bool same = column_voters(e, p->fields, pool->fields, p->field_count, pool->person_count, &voters) &&
                column_voters(e, p->entries, pool->entries, p->entry_field_count, pool->unit_count, &voters) &&
                record_voters(party, e, &voters);
    return same ? voters : -1;
}

/* ---- the conclusion ---- */

bool row_same(const Comparison *c, size_t row)
{
    for (size_t p = 0; p < c->party_count; p++)
        if (c->alignment->rows[row].marks[p] != MARK_SAME)
            return false;
    return true;
}

static size_t rows_that_differ(const Comparison *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->alignment->row_count; i++)
        n += !row_same(c, i);
    return n;
}

bool compared_equal(const Comparison *c)
{
    return !rows_that_differ(c) && !c->some_count;
}

static size_t chosen_by(const Comparison *c, size_t party)
{
    size_t n = c->all_count;
    for (size_t i = 0; i < c->some_count; i++)
        n += compared_chosen(c, c->some[i], party);
    return n;
}

static void people_conclusion(const Comparison *c, Language language, Text *out)
{
    say_with(out, language, "同样 {0} 人，", "Of the same {0} people, ", WITH(int_str(out->arena, (int64_t)c->person_count)));
    for (size_t p = 0; p < c->party_count; p++) {
        if (p)
            say(out, language, "，", ", ");
        say_with(out, language, "{0}选定 {1} 人", "{0} chooses {1}",
                 WITH(c->parties[p].label, int_str(out->arena, (int64_t)chosen_by(c, p))));
    }
    if (!c->some_count)
        say(out, language, "，选定的人完全相同。", ": the very same.");
    else if (!c->all_count)
        say(out, language, "，没有一人相同。", ": none in common.");
    else
        say_with(out, language, "，其中 {0} 人相同，{1} 人去留不同。", ": {0} in common, {1} fare differently.",
                 WITH(int_str(out->arena, (int64_t)c->all_count), int_str(out->arena, (int64_t)c->some_count)));
}

void conclusion_words(const Comparison *c, Language language, Text *out)
{
    size_t differ = rows_that_differ(c), rows = c->alignment->row_count;
    if (c->has_data) {
        people_conclusion(c, language, out);
        return;
    }
    if (!differ)
        say(out, language, c->party_count == 2 ? "两份规则相同。" : "各份规则相同。", "The rules are the same.");
    else if (differ == rows)
        say_with(out, language, "{0} 个环节都不相同。", "All {0} steps differ.", WITH(int_str(out->arena, (int64_t)rows)));
    else
        say_with(out, language, "对照的 {0} 个环节里，{1} 个相同，{2} 个不同。", "Of {0} steps, {1} are the same and {2} differ.",
                 WITH(int_str(out->arena, (int64_t)rows), int_str(out->arena, (int64_t)(rows - differ)),
                      int_str(out->arena, (int64_t)differ)));
}

/* ---- other readings ---- */

static void doubt_json(Writer *w, const Doubt *d, const Program *program)
{
    json_item(w);
    json_int(w, "line", d->line);
    json_str(w, "text", d->text);
    json_member(w, "readings");
    text_char(w->out, '[');
    for (size_t i = 0; i < d->reading_count; i++) {
        Text t = text_new(w->out->arena);
        program_expr(program, d->readings[i], w->words, &t);
        if (i)
            text_addz(w->out, ", ");
        text_json(w->out, text_str(&t));
    }
    text_char(w->out, ']');
    json_close(w, '}');
}

void readings_json(Writer *w, const Readings *r, const Program *program, const Pool *pool)
{
    json_int(w, "combinations", (long long)r->combination_count);
    json_int(w, "failed", (long long)r->failed);
    json_list(w, "doubts");
    for (size_t i = 0; i < r->doubt_count; i++)
        doubt_json(w, r->doubts[i], program);
    json_close(w, ']');
    json_list(w, "not_run");
    for (size_t i = 0; i < r->not_run_count; i++)
        doubt_json(w, r->not_run[i], program);
    json_close(w, ']');
    json_list(w, "fates");
    for (size_t i = 0; i < r->fate_count; i++) {
        bool first = true;
        json_item(w);
        json_str(w, "id", pool->person_ids[r->fates[i].person]);
        json_int(w, "chosen_in", (long long)r->fates[i].chosen_in);
        json_member(w, "depends_on"); /* lines of the doubts */
        text_char(w->out, '[');
        for (size_t k = 0; k < r->doubt_count; k++) {
            if (!r->fates[i].depends[k])
                continue;
            if (!first)
                text_addz(w->out, ", ");
            first = false;
            text_int(w->out, r->doubts[k]->line);
        }
        text_char(w->out, ']');
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void doubt_line(const Doubt *d, const Program *program, const char *zh, const char *en, Language language, Text *out)
{
    Text t = text_new(out->arena);
    say_with(&t, language, zh, en, WITH(int_str(out->arena, d->line), d->text));
    for (size_t i = 0; i < d->reading_count; i++) {
        say(&t, language, i ? "、" : "；另读 ", i ? ", " : "; it may read ");
        program_expr(program, d->readings[i], language, &t);
    }
    add_wrapped(out, text_str(&t), 4);
}

static void fate_line(const Readings *r, size_t i, const Pool *pool, Language language, Text *out)
{
    const struct ReadingFate *f = &r->fates[i];
    Text t = text_new(out->arena);
    bool first = true;
    say_with(&t, language, "  {0}：{1} 种组合里选定 {2} 次", "  {0}: chosen in {2} of {1} combinations",
             WITH(pool->person_ids[f->person], int_str(out->arena, (int64_t)r->combination_count),
                  int_str(out->arena, (int64_t)f->chosen_in)));
    for (size_t k = 0; k < r->doubt_count; k++) {
        if (!f->depends[k])
            continue;
        say(&t, language, first ? "；取决于第 " : "、", first ? "; depends on line " : ", ");
        text_int(&t, r->doubts[k]->line);
        first = false;
    }
    if (!first)
        say(&t, language, " 行的存疑", "");
    add_wrapped(out, text_str(&t), 4);
}

void readings_text(const Readings *r, const Program *program, const Pool *pool, Language language, Text *out)
{
    Str tried = int_str(out->arena, (int64_t)r->combination_count);
    if (!r->doubt_count)
        say(out, language, "  没有可以逐一试算的另读。\n", "  There are no other readings that can be run.\n");
    else if (r->fate_count)
        say_with(out, language, "  试算了 {0} 种读法的组合，{1} 人的去留随读法而变：\n",
                 "  {0} combinations of readings were run; the fate of {1} depends on them:\n",
                 WITH(tried, int_str(out->arena, (int64_t)r->fate_count)));
    else
        say_with(out, language, "  试算了 {0} 种读法的组合，没有人的去留因此不同。\n",
                 "  {0} combinations of readings were run; nobody's fate depends on them.\n", WITH(tried));
    for (size_t i = 0; i < r->fate_count; i++)
        fate_line(r, i, pool, language, out);
    if (r->failed)
        say_with(out, language, "  其中 {0} 种算不出结果，或者有人未定。\n", "  {0} of them gave no result, or left someone undetermined.\n",
                 WITH(int_str(out->arena, (int64_t)r->failed)));
    for (size_t i = 0; i < r->doubt_count; i++)
        doubt_line(r->doubts[i], program, "  试过的：第 {0} 行，{1}", "  Run: line {0}, {1}", language, out);
    for (size_t i = 0; i < r->not_run_count; i++)
        doubt_line(r->not_run[i], program, "  没有试的（不是参数的一个值）：第 {0} 行，{1}",
                   "  Not run (no parameter's value): line {0}, {1}", language, out);
}
