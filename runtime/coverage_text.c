#include "runtime/coverage.h"

#include "runtime/wording.h"

static const char *const face_texts[FACES][2] = {
#define FACE(name, key, zh, en) [FACE_##name] = {zh, en},
#include "runtime/coverage.def"
};
const char *const face_keys[FACES] = {
#define FACE(name, key, zh, en) [FACE_##name] = key,
#include "runtime/coverage.def"
};
static const char *const beyond_texts[BEYONDS][2] = {
    [BEYOND_NONE] = {"", ""},
#define BEYOND(name, key, zh, en) [BEYOND_##name] = {zh, en},
#include "runtime/coverage.def"
};
const char *const beyond_keys[BEYONDS] = {
    [BEYOND_NONE] = "",
#define BEYOND(name, key, zh, en) [BEYOND_##name] = key,
#include "runtime/coverage.def"
};

uint32_t point_line(const Coverage *c, const CoverPoint *p)
{
    return p->clause ? p->clause->line : c->program->stages[p->stage].line;
}

/* ---- a face in the procedure's own words ---- */

static Str expr_text(const Coverage *c, const Expr *x, Language language, Arena *a)
{
    Text t = text_new(a);
    program_expr(c->program, x, language, &t);
    return text_str(&t);
}

static Str value_text(const Coverage *c, const CoverPoint *p, Language language)
{
    const Clause *clause = p->clause;
    Text t = text_new(c->a);
    text_add(&t, clause->name);
    text_char(&t, ' ');
    if (p->item < 0)
        t.len--;
    else if (clause->type.kind == TYPE_YESNO)
        say(&t, language, p->item ? "是" : "否", p->item ? "yes" : "no");
    else
        text_add(&t, c->program->scales[clause->type.scale].values[p->item]);
    return text_str(&t);
}

static Str row_text(const Coverage *c, const CoverPoint *p, Language language)
{
    const Expr *subject = p->expr->kids[0];
    Text t = text_new(c->a);
    program_expr(c->program, subject, language, &t);
    text_char(&t, ' ');
    program_row(c->program, &p->expr->rows[p->item], &subject->type, language, &t);
    return text_str(&t);
}

static Str clause_text(const Coverage *c, const CoverPoint *p, Language language)
{
    if (!p->clause)
        return expr_text(c, c->program->stages[p->stage].when, language, c->a);
    Text t = text_new(c->a);
    program_clause(c->program, p->clause, language, &t);
    return text_str(&t);
}

static Str left_text(const Coverage *c, const CoverPoint *p, Language language)
{
    bool open = p->kind == POINT_THRESHOLD && p->clause && p->clause->kind == CLAUSE_OPEN && p->clause->expr == p->expr && p->expr->type.kind != TYPE_YESNO;
    switch (p->kind) {
    case POINT_CLAUSE: return clause_text(c, p, language);
    case POINT_THRESHOLD: return open ? language == LANG_ZH ? S("人数") : S("people") : expr_text(c, p->expr->kids[0], language, c->a);
    case POINT_ATOM: return expr_text(c, p->expr, language, c->a);
    case POINT_ROW: return row_text(c, p, language);
    case POINT_OUTCOME: return value_text(c, p, language);
    case POINT_KEY: return expr_text(c, p->clause->keys[p->item].value, language, c->a);
    case POINT_LINE: case POINT_LIST: case POINT_RANK: case POINT_SEATS: case POINT_DUTY: case POINT_CHOICE: case POINT_RESERVE: break;
    }
    return S("");
}

static Str right_text(const Coverage *c, const CoverPoint *p, Language language)
{
    if (p->kind != POINT_THRESHOLD)
        return S("");
    bool open = p->clause && p->clause->kind == CLAUSE_OPEN && p->clause->expr == p->expr && p->expr->type.kind != TYPE_YESNO;
    return expr_text(c, open ? p->expr : p->expr->kids[1], language, c->a);
}

/* Dates are earlier and later, not lower and higher. */
static const char *const *face_text(const CoverPoint *p, Face face)
{
    static const char *const early[2] = {"{0} 早于 {1}", "{0} before {1}"}, *const late[2] = {"{0} 晚于 {1}", "{0} after {1}"};
    bool date = p->kind == POINT_THRESHOLD && p->expr->kid_count && p->expr->kids[0]->type.kind == TYPE_DATE;
    return date && face == FACE_BELOW ? early : date && face == FACE_ABOVE ? late : face_texts[face];
}

void face_words(const Coverage *c, const CoverPoint *p, Face face, Language language, Text *out)
{
    const char *const *text = face_text(p, face);
    say_with(out, language, text[LANG_ZH], text[LANG_EN], WITH(left_text(c, p, language), right_text(c, p, language)));
}

/* ---- a file ---- */

/* Points of one clause follow one another. */
static size_t clause_end(const Coverage *c, size_t from)
{
    size_t to = from + 1;
    while (to < c->count && c->points[to].clause == c->points[from].clause && c->points[to].stage == c->points[from].stage)
        to++;
    return to;
}

static void count_clause(const Coverage *c, size_t from, size_t to, CoverageCount *count, bool *reached)
{
    Coverage part = {.points = c->points + from, .count = to - from};
    *count = coverage_count(&part);
    *reached = count->seen > 0 || !count->total;
}

static void add_face(const Coverage *c, const CoverPoint *p, Face face, const char *zh, const char *en, Language language, Text *out)
{
    Text t = text_new(out->arena);
    text_spaces(&t, 6);
    say(&t, language, zh, en);
    if (p->kind == POINT_CLAUSE) /* it stands above */
        say_with(&t, language, face_texts[face][LANG_ZH], face_texts[face][LANG_EN], WITH(language == LANG_ZH ? S("这一条") : S("it")));
    else
        face_words(c, p, face, language, &t);
    if (p->beyond[face]) {
        text_addz(&t, language == LANG_ZH ? "（" : " (");
        say(&t, language, beyond_texts[p->beyond[face]][LANG_ZH], beyond_texts[p->beyond[face]][LANG_EN]);
        text_addz(&t, language == LANG_ZH ? "）" : ")");
    }
    add_wrapped(out, text_str(&t), 10);
}

static void add_clause(const Coverage *c, size_t from, size_t to, Language language, Text *out)
{
    const CoverPoint *p = &c->points[from];
    CoverageCount count;
    bool reached;
    count_clause(c, from, to, &count, &reached);
    Arena *a = out->arena;
    Text t = text_new(a), of = text_new(a);
    say_with(&of, language, p->clause ? "{0}" : "当 {0}", p->clause ? "{0}" : "when {0}", WITH(clause_text(c, p, language)));
    say_with(&t, language, "    第 {0} 行  {1}  {2}/{3}", "    line {0}  {1}  {2}/{3}",
             WITH(int_str(a, point_line(c, p)), text_str(&of), int_str(a, (int64_t)count.seen), int_str(a, (int64_t)count.total)));
    if (!reached)
        say(&t, language, "  没有到过", "  never reached");
    add_wrapped(out, text_str(&t), 10);
    for (size_t i = from; i < to; i++)
        for (Face face = 0; face < FACES; face++) {
            const CoverPoint *at = &c->points[i];
            if (at->faces & ~at->seen & (1U << face))
                add_face(c, at, face, "未见  ", "not seen  ", language, out);
            else if (at->beyond[face])
                add_face(c, at, face, "不计  ", "left out  ", language, out);
        }
}

void coverage_text(const Coverage *c, Str file, Language language, Text *out)
{
    CoverageCount count = coverage_count(c);
    Arena *a = out->arena;
    int stage = -1;
    say_with(out, language, "{0} 覆盖\n", "{0} coverage\n", WITH(file));
    for (size_t from = 0, to = 0; from < c->count; from = to) {
        to = clause_end(c, from);
        if (c->points[from].stage != stage) {
            stage = c->points[from].stage;
            say_with(out, language, "  阶段 {0}\n", "  stage {0}\n", WITH(c->program->stages[stage].name));
        }
        add_clause(c, from, to, language, out);
    }
    say_with(out, language, "  共见 {0}/{1}\n", "  seen in all {0}/{1}\n", WITH(int_str(a, (int64_t)count.seen), int_str(a, (int64_t)count.total)));
}

void coverage_tap(const Coverage *c, Str file, Language language, Text *out)
{
    CoverageCount count = coverage_count(c);
    Arena *a = out->arena;
    say_with(out, language, "# {0} 覆盖 {1}/{2}\n", "# {0} coverage {1}/{2}\n",
             WITH(file, int_str(a, (int64_t)count.seen), int_str(a, (int64_t)count.total)));
}
