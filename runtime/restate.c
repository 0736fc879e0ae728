/* restate.c - the paragraphs of a program told back. */
#include "runtime/restate.h"

#include "runtime/restate_parts.h"

#define FORM(t, zh, en, ...) told_format(t, zh, en, WITH(__VA_ARGS__))
#define WORDS(t, zh, en) str_from((t)->language == LANG_ZH ? (zh) : (en))

const char *const signature_words[SIGNATURES][LANGUAGE_COUNT] = {{"起草", "Drafted"}, {"审核", "Checked"}, {"批准", "Approved"}, {"日期", "Date"}};

/* doubt NULL: an assumption; value: what is doubted has it, empty where that is no value. */
typedef struct { Str text, where; const Doubt *doubt; Str value; } Open;

typedef struct {
    Teller t;
    ARRAY(Told) told;
    ARRAY(Open) open[2];  /* assumptions, doubts */
    unsigned clause;      /* the last number in this section */
    Str value;            /* of what is being told, where it is a value */
    Str section;
} Telling;

/* ---- paragraphs ---- */

static Told *paragraph(Telling *x, ToldKind kind, Str text)
{
    Told *p = PUSH(x->t.a, &x->told);
    *p = (Told){.kind = kind, .text = text};
    return p;
}

static void heading(Telling *x, Str number, Str text)
{
    paragraph(x, TOLD_HEADING, text)->number = number;
    x->section = number.len ? FORM(&x->t, "{0}、{1}", "{0}. {1}", number, text) : text;
    x->clause = 0;
}

static void add_mark(Telling *x, Told *p, bool doubt, Open open)
{
    *PUSH(x->t.a, &x->open[doubt]) = open;
    p->marks[p->mark_count++] = (ToldMark){doubt, (unsigned)x->open[doubt].len};
}

static void annotate(Telling *x, Told *p, const Notes *n, Str where)
{
    p->marks = NEW_ARRAY(x->t.a, ToldMark, n->assumption_count + n->doubt_count);
    for (size_t i = 0; i < n->assumption_count; i++)
        add_mark(x, p, false, (Open){n->assumptions[i].text, n->assumptions[i].after_ties ? FORM(&x->t, "{0}，并列或取整", "{0}, ties or rounding", where) : where, NULL, S("")});
    for (size_t i = 0; i < n->doubt_count; i++)
        add_mark(x, p, true, (Open){n->doubts[i].text, where, &n->doubts[i], x->value});
}

static void clause(Telling *x, Str text, const Notes *n, Str cite)
{
    Told *p = paragraph(x, TOLD_CLAUSE, text);
    p->number = int_str(x->t.a, ++x->clause);
    p->cite = cite;
    annotate(x, p, n, FORM(&x->t, "“{0}”第 {1} 条", "“{0}”, clause {1}", x->section, p->number));
}

/* ---- what is defined ---- */

static void general(Telling *x)
{
    const Teller *t = &x->t;
    const Program *p = t->program;
    heading(x, S(""), WORDS(t, "总则", "General"));
    Told *sources = paragraph(x, TOLD_TEXT, p->notes.cite.len ? FORM(t, "制定依据：{0}。", "Sources: {0}.", p->notes.cite)
                                                              : WORDS(t, "制定依据：没有写。", "Sources: none are named."));
    sources->cite = p->source_cite;
    annotate(x, sources, &p->notes, WORDS(t, "总则", "General"));
    if (p->region.len)
        paragraph(x, TOLD_TEXT, FORM(t, "适用地区：{0}。", "Region: {0}.", p->region))->cite = p->region_cite;
    if (p->in_force.len)
        paragraph(x, TOLD_TEXT, FORM(t, "施行时间：{0}。", "In force: {0}.", p->in_force))->cite = p->in_force_cite;
    if (p->notes.say.len)
        paragraph(x, TOLD_TEXT, FORM(t, "说：“{0}”。", "Said: “{0}”.", p->notes.say));
}

/* What becomes of whoever is left at the end (lang/REFERENCE.md, sections 4.28 and 7). */
static Str at_the_end(const Teller *t)
{
    switch (told_end(t->program)) {
    case END_CHOSEN: return WORDS(t, "全部阶段以后仍在的人选定。", "Whoever is left at the end is chosen.");
    case END_ELECTED: return WORDS(t, "当选的人选定；全部阶段以后还没有当选的，没有选上。", "Whoever is elected is chosen; whoever is not elected by the end is not.");
    case END_LISTED: return WORDS(t, "全部阶段以后仍在的人列入结果，不选人。", "Whoever is left at the end is listed; nobody is chosen.");
    }
    return S("");
}

/* What holds for all stages (lang/REFERENCE.md, section 7). */
static void order(Telling *x)
{
    const Teller *t = &x->t;
    paragraph(x, TOLD_TEXT, WORDS(t,
        "办理次序：各阶段按先后进行。一个阶段里，不论条款写在哪里，依次是：排除职位和分组；有效条件；要求和否决，全部判完才出局；开考；计分和排名次；"
        "入围、当选或选岗；须说明、检查和标记。",
        "Order: the stages follow each other. Within a stage, wherever the clauses stand: excluded posts and groups; validity; requirements and vetoes, all judged before "
        "anybody leaves; opening; score and rank; going on, election or choice of posts; explanations, checks and marks."));
    paragraph(x, TOLD_TEXT, FORM(t,
        "结果：出局的人不再参加以后的阶段；本组作废的，到此为止；未定、待定的，等有了结果或由人定了再算。{0}",
        "Results: whoever is out takes no part in later stages; a void group ends there; what is undetermined or pending waits for results or for people. {0}", at_the_end(t)));
}

static Str said(const Telling *x, const Notes *n) { return n->say.len ? FORM(&x->t, "说：“{0}”。", " Said: “{0}”.", n->say) : S(""); }

static bool has_own_name(const Scale *s, Arena *a)
{
    const Teller t = {.a = a, .language = LANG_ZH};
    return !str_eq(s->name, told_list(&t, s->values, s->value_count));
}

static void scales(Telling *x)
{
    const Program *p = x->t.program;
    bool begun = false;
    for (size_t i = 0; i < p->scale_count; i++) {
        const Scale *s = &p->scales[i];
        if (!has_own_name(s, x->t.a))
            continue;
        if (!begun)
            heading(x, S(""), WORDS(&x->t, "等级和种类", "Grades and kinds"));
        begun = true;
        const Type type = {.kind = TYPE_GRADE, .scale = (int)i};
        clause(x, FORM(&x->t, "“{0}”{1}，为{2}。{3}", "“{0}”{1}: {2}.{3}", s->name, s->ordered ? WORDS(&x->t, "（左边高于右边）", " (the left is higher)") : S(""),
                       told_type(&x->t, &type), said(x, &s->notes)), &s->notes, s->notes.cite);
    }
}

static Str date_words(const Telling *x, Date d)
{
    const Expr e = {.op = OP_DATE, .date = d};
    return told_value(&x->t, &e);
}

static Str dated_words(const Telling *x, const Param *p)
{
    Text out = text_new(x->t.a);
    for (size_t i = 0; i < p->dated_count; i++) {
        say(&out, x->t.language, i ? "；" : "", i ? "; " : "");
        text_add(&out, FORM(&x->t, "自 {0} 起 {1}", "from {0} on {1}", date_words(x, p->dated[i].since), told_value(&x->t, p->dated[i].value)));
    }
    return text_str(&out);
}

static void params(Telling *x)
{
    const Teller *t = &x->t;
    const Program *p = t->program;
    if (p->param_count)
        heading(x, S(""), WORDS(t, "参数", "Parameters"));
    for (size_t i = 0; i < p->param_count; i++) {
        const Param *q = &p->params[i];
        Str value = q->row_count ? FORM(t, "对应表（{0}）", "table ({0})", told_rows(t, q->rows, q->row_values, q->row_count, &q->subject))
                  : q->dated_count ? FORM(t, "{0}（以数据的日期为准）", "{0} (the date of the data decides)", dated_words(x, q)) : told_value(t, q->value);
        x->value = value;
        clause(x, FORM(t, "{0} = {1}。{2}", "{0} = {1}.{2}", q->name, value, said(x, &q->notes)), &q->notes, q->notes.cite);
    }
    x->value = S("");
}

static void field(Telling *x, const Field *f)
{
    const Teller *t = &x->t;
    Str key = str_eq(f->key, f->name) ? S("") : FORM(t, "（数据里写作“{0}”）", " (“{0}” in the data)", f->key);
    Str absent = !f->optional ? WORDS(t, "必须有", "must be there")
               : f->type.kind == TYPE_NUMBER ? WORDS(t, "可以没有，没有不当作零", "may be absent, which is not zero") : WORDS(t, "可以没有", "may be absent");
    if (f->when)
        absent = FORM(t, "{0}的必须有，其他的不得有", "must be there where {0}, and only there", told_condition(t, f->when, &told_in));
    clause(x, FORM(t, "{0}{1}：{2}；{3}。{4}", "{0}{1}: {2}; {3}.{4}", f->name, key, told_type(t, &f->type), absent, said(x, &f->notes)), &f->notes, f->notes.cite);
}

static void fields(Telling *x, Str title, const Field *fields, size_t n)
{
    if (!n)
        return;
    heading(x, S(""), title);
    for (size_t i = 0; i < n; i++)
        field(x, &fields[i]);
}

static void data(Telling *x)
{
    const Teller *t = &x->t;
    const Program *p = t->program;
    fields(x, FORM(t, "每个{0}的数据", "Data of each {0}", told_noun(t, p->post_noun)), p->posts, p->post_field_count);
    fields(x, FORM(t, "每个{0}的数据", "Data of each {0}", told_noun(t, p->person_noun)), p->fields, p->field_count);
    fields(x, p->entries_open ? WORDS(t, "每条参选的数据（提名可以新增参选）", "Data of each entry (a nomination makes an entry)")
                              : WORDS(t, "每条参选的数据", "Data of each entry"), p->entries, p->entry_field_count);
    for (size_t i = 0; i < p->table_count; i++) {
        fields(x, FORM(t, "“{0}”表每行的数据", "Data of each row of “{0}”", p->tables[i].name), p->tables[i].columns, p->tables[i].column_count);
        if (p->tables[i].notes.assumption_count + p->tables[i].notes.doubt_count + p->tables[i].notes.cite.len)
            clause(x, WORDS(t, "关于这张表。", "About this table."), &p->tables[i].notes, p->tables[i].notes.cite);
    }
}

/* ---- stages ---- */

/* 一 二 … 十 十一 … 九十九; beyond that digits. */
static Str stage_number(const Telling *x, size_t n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (x->t.language != LANG_ZH || n >= 100)
        return int_str(x->t.a, (int64_t)n);
    Text out = text_new(x->t.a);
    if (n >= 20)
        text_addz(&out, digits[n / 10]);
    if (n >= 10)
        text_addz(&out, "十");
    text_addz(&out, digits[n % 10]);
    return text_str(&out);
}

static void stage(Telling *x, size_t at)
{
    const Program *p = x->t.program;
    const Stage *s = &p->stages[at];
    heading(x, stage_number(x, at + 1), s->name);
    Told *scope = paragraph(x, TOLD_TEXT, told_stage(&x->t, s));
    scope->cite = s->notes.cite;
    annotate(x, scope, &s->notes, FORM(&x->t, "“{0}”", "“{0}”", x->section));
    for (size_t i = 0; i < s->count; i++) {
        const Clause *c = &p->clauses[s->first + i];
        clause(x, told_clause(&x->t, c), &c->notes, c->notes.cite);
        x->told.at[x->told.len - 1].people = told_people_decide(c);
    }
}

/* ---- what the text leaves open ---- */

static void readings(Telling *x, const Open *o, Text *out)
{
    const Doubt *d = o->doubt;
    if (d->reading_count && o->value.len)
        text_add(out, FORM(&x->t, "这里取{0}。", " Here it is {0}.", o->value));
    for (size_t i = 0; i < d->reading_count; i++) {
        say(out, x->t.language, i ? "、" : "另读：", i ? ", " : " Other readings: ");
        told_join(&x->t, out, told_value(&x->t, d->readings[i]));
    }
    if (d->reading_count)
        say(out, x->t.language, "。", ".");
}

static void open_list(Telling *x, bool doubts, Str title)
{
    if (x->open[doubts].len)
        heading(x, S(""), title);
    for (size_t i = 0; i < x->open[doubts].len; i++) {
        const Open *o = &x->open[doubts].at[i];
        Text out = text_new(x->t.a);
        text_add(&out, FORM(&x->t, "{0}（见{1}）。", "{0} (see {1}).", o->text, o->where));
        if (o->doubt)
            readings(x, o, &out);
        Told *p = paragraph(x, doubts ? TOLD_DOUBT : TOLD_ASSUMED, text_str(&out));
        p->number = told_mark(x->t.a, (ToldMark){doubts, (unsigned)i + 1}, x->t.language);
    }
}

Str told_mark(Arena *a, ToldMark mark, Language language)
{
    Text out = text_new(a);
    say(&out, language, mark.doubt ? "存疑 " : "假定 ", mark.doubt ? "doubt " : "assumption ");
    text_int(&out, mark.number);
    return text_str(&out);
}

Str told_opening(Arena *a, const Restatement *r)
{
    Text out = text_new(a);
    say_with(&out, r->language, "本件由规则文件“{0}”生成，供签字确认。假定 {1} 处，存疑 {2} 处，列在末尾。",
             "Made from the rules file “{0}”, to be signed. Assumptions: {1}, doubts: {2}; both are listed at the end.",
             WITH(r->name, int_str(a, (int64_t)r->assumed), int_str(a, (int64_t)r->doubted)));
    return text_str(&out);
}

Str told_closing(Arena *a, const Restatement *r)
{
    Text out = text_new(a);
    say_with(&out, r->language, "规则文件 SHA-256：{0}　程序版本 {1}", "SHA-256 of the rules file: {0}  Version {1}", WITH(r->digest, r->version));
    return text_str(&out);
}

Restatement restate(Arena *a, const Program *p, Str digest, Str version, Language language)
{
    Telling x = {.t = {.program = p, .a = a, .language = language}};
    general(&x);
    order(&x);
    scales(&x);
    params(&x);
    data(&x);
    for (size_t i = 0; i < p->stage_count; i++)
        stage(&x, i);
    open_list(&x, false, WORDS(&x.t, "假定：原文没有写、由起草人定的", "Assumptions: not in the sources, made by the drafter"));
    open_list(&x, true, WORDS(&x.t, "存疑：原文可能有误的", "Doubts: where the sources may be wrong"));
    return (Restatement){.language = language, .title = p->title.len ? p->title : p->name, .name = p->name, .digest = digest, .version = version,
                         .told = x.told.at, .count = x.told.len, .assumed = x.open[0].len, .doubted = x.open[1].len};
}
