#include "runtime/wording.h"

#include "lang/utf8.h"

void say(Text *out, Language language, const char *zh, const char *en)
{
    text_addz(out, language == LANG_ZH ? zh : en);
}

void say_with(Text *out, Language language, const char *zh, const char *en, const Str *args, size_t nargs)
{
    text_format(out, str_from(language == LANG_ZH ? zh : en), args, nargs);
}

Str int_str(Arena *a, int64_t n)
{
    Text t = text_new(a);
    text_int(&t, n);
    return text_str(&t);
}

/* ---- values ---- */

static void two_digits(Text *out, unsigned n)
{
    text_char(out, '-');
    text_char(out, (char)('0' + n / 10 % 10));
    text_char(out, (char)('0' + n % 10));
}

void date_text(Date date, Text *out)
{
    int year = date.year < 0 ? -date.year : date.year;
    if (date.year < 0)
        text_char(out, '-');
    for (int place = 1000; place > 0; place /= 10)
        text_char(out, (char)('0' + year / place % 10));
    if (date.month)
        two_digits(out, date.month);
    if (date.month && date.day)
        two_digits(out, date.day);
}

/* At most six decimals when that is exact; else `few`, and more where it would look like `near`. */
static void add_decimal(Text *out, Num x, int few, const Num *near)
{
    int places = 6;
    if (num_cmp(num_round(out->arena, x, places, ROUND_HALF_UP), x) != 0)
        for (places = few; near && places < 30; places++)
            if (num_cmp(num_round(out->arena, x, places, ROUND_HALF_UP), *near) != 0)
                break;
    num_decimal(out, x, places);
}

typedef struct {
    const char *unit, *zh, *one, *many;
} UnitWords;

static const UnitWords unit_words[] = {
    {"分", "分", "point", "points"},
    {"人", "人", "person", "people"},
    {"票", "票", "ballot", "ballots"},
    {"名", "名", "place", "places"},
    {"项", "项", "item", "items"},
    {"次", "次", "time", "times"},
    {"年", "年", "year", "years"},
    {"岁", "岁", "year", "years"},
    {"月", "个月", "month", "months"},
    {"个月", "个月", "month", "months"},
    {"日", "天", "day", "days"},
    {"天", "天", "day", "days"},
    {"百分点", "个百分点", "percentage point", "percentage points"},
};

static Str type_unit(const Type *type)
{
    if (!type || type->kind != TYPE_NUMBER)
        return S("");
    if (type->unit.len)
        return type->unit;
    switch (type->dim) {
    case DIM_POINTS: return S("分");
    case DIM_YEARS:  return S("年");
    case DIM_MONTHS: return S("月");
    case DIM_DAYS:   return S("天");
    case DIM_PURE:
    case DIM_COUNT:
    case DIM_SHARE:  break;
    }
    return S("");
}

static void add_unit(Text *out, Str unit, Num x, Language language)
{
    if (!unit.len)
        return;
    bool one = num_cmp(x, num_int(1)) == 0;
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++)
        if (str_eq(unit, str_from(unit_words[i].unit))) {
            text_char(out, ' ');
            say(out, language, unit_words[i].zh, one ? unit_words[i].one : unit_words[i].many);
            return;
        }
    if (language == LANG_ZH) { /* 个 and what a text counts in: English needs no word for it */
        text_char(out, ' ');
        text_add(out, unit);
    }
}

/* near: what it is compared with, NULL none; the two never look alike unless they are equal. */
static void number_near(Num x, const Type *type, const Num *near, Language language, Text *out)
{
    if (type && type->kind == TYPE_RATIO) {
        text_addz(out, "1:");
        add_decimal(out, x, 4, near);
    } else if (type && type->kind == TYPE_NUMBER && type->dim == DIM_SHARE) {
        Num hundred = num_int(100), other = near ? num_mul(out->arena, *near, hundred) : hundred;
        add_decimal(out, num_mul(out->arena, x, hundred), 2, near ? &other : NULL);
        text_char(out, '%');
    } else {
        add_decimal(out, x, 4, near);
        add_unit(out, type_unit(type), x, language);
    }
}

void number_words(Num x, const Type *type, Language language, Text *out)
{
    number_near(x, type, NULL, language, out);
}

void shown_words(const Shown *s, const Type *type, Language language, Text *out)
{
    switch (s->kind) {
    case VALUE_NONE:   say(out, language, "没有", "none"); break;
    case VALUE_NUMBER: number_words(s->number, type, language, out); break;
    case VALUE_TEXT:   text_add(out, s->text); break;
    case VALUE_YESNO:  s->yes ? say(out, language, "是", "yes") : say(out, language, "否", "no"); break;
    case VALUE_DATE:   date_text(s->date, out); break;
    }
}

/* ---- facts ---- */

static Op comparison(const Expr *e)
{
    bool of_list = e->op == OP_ANY || e->op == OP_EVERY || e->op == OP_AT_LEAST;
    return of_list && e->kid_count > 1 ? (Op)e->index : e->op;
}

static const Type *value_type(const Expr *e)
{
    if (!e->kid_count || !e->kids[0])
        return NULL;
    const Type *type = &e->kids[0]->type;
    return type->kind == TYPE_LIST || type->kind == TYPE_PANEL ? type->element : type;
}

static bool is_order(Op op) { return op == OP_LT || op == OP_LE || op == OP_GT || op == OP_GE; }

/* A number of ballots or people as it is counted: there is no half of one. */
static bool is_counted(const Expr *e)
{
    Op op = e->kid_count && e->kids[0] ? e->kids[0]->op : OP_COUNT;
    return op == OP_COUNTS || op == OP_GRADE_COUNT || op == OP_HEADCOUNT;
}

typedef struct { int64_t now, turn; } Turning;

/* The whole number of ballots nearest to what there is for which the comparison would fall the other way. */
static bool turning_count(Arena *a, const Fact *f, Turning *out)
{
    Op op = comparison(f->expr);
    bool share = f->whole > 0;
    if ((!share && !is_counted(f->expr)) || !is_order(op) || f->value.kind != VALUE_NUMBER || f->bound.kind != VALUE_NUMBER)
        return false;
    Num edge = f->bound.number;
    out->now = f->part;
    if (num_sign(edge) < 0 || (share ? num_cmp(num_ratio(a, f->part, f->whole), f->value.number) != 0
                                     : !num_to_int64(f->value.number, &out->now)))
        return false;
    if (share)
        edge = num_mul(a, edge, num_int(f->whole));
    bool bound_is_high = op == OP_GE || op == OP_LT; /* the bound itself lies on the higher side */
    int64_t high;
    if (!num_to_int64(num_round(a, edge, 0, bound_is_high ? ROUND_UP : ROUND_DOWN), &high))
        return false;
    if (!bound_is_high)
        high++;
    out->turn = out->now >= high ? high - 1 : high;
    return out->turn >= 0 && (!share || out->turn <= f->whole);
}

static Str counted(Arena *a, int64_t n, Str unit, Language language)
{
    Text t = text_new(a);
    text_int(&t, n);
    add_unit(&t, unit, num_int(n), language);
    return text_str(&t);
}

/* "差 1 票；30 票即达到" */
static void count_margin(const Fact *f, Turning t, bool against, Language language, Text *out)
{
    Arena *a = out->arena;
    const Type *type = value_type(f->expr);
    Str unit = f->whole <= 0 ? type_unit(type) : type && type->base == BASE_RATERS ? S("人") : S("票");
    int64_t away = t.turn > t.now ? t.turn - t.now : t.now - t.turn;
    if (!against) { /* what is left before it would turn */
        if (away > 1)
            say_with(out, language, "，余地 {0}", ", {0} to spare", WITH(counted(a, away - 1, unit, language)));
        else
            say(out, language, "，没有余地", ", none to spare");
        return;
    }
    Str by = counted(a, away, unit, language), at = counted(a, t.turn, unit, language);
    Op op = comparison(f->expr);
    bool wants_more = op == OP_GE || op == OP_GT;
    if (t.turn > t.now) {
        say_with(out, language, "，差 {0}", ", short by {0}", WITH(by));
        say_with(out, language, wants_more ? "；{0}即达到" : "；{0}即不成立",
                 wants_more ? "; {0} would reach it" : "; at {0} it would not apply", WITH(at));
    } else {
        say_with(out, language, "，多 {0}", ", over by {0}", WITH(by));
        say_with(out, language, wants_more ? "；{0}即不成立" : "；{0}即符合",
                 wants_more ? "; at {0} it would not apply" : "; {0} would be within it", WITH(at));
    }
}

/* "，差 0.5 分": margin is value - bound, not zero. */
static void plain_margin(Num margin, const Type *type, bool against, Language language, Text *out)
{
    Arena *a = out->arena;
    Text t = text_new(a);
    bool short_of = num_sign(margin) < 0;
    const Num zero = num_int(0); /* a margin that there is never looks like none */
    Num size = short_of ? num_neg(a, margin) : margin;
    if (type && type->kind == TYPE_NUMBER && type->dim == DIM_SHARE) {
        size = num_mul(a, size, num_int(100));
        add_decimal(&t, size, 2, &zero);
        add_unit(&t, S("百分点"), size, language);
    } else if (type && type->kind == TYPE_NUMBER) {
        number_near(size, type, &zero, language, &t);
    } else {
        add_decimal(&t, size, 4, &zero);
    }
    Str by = text_str(&t);
    if (!against)
        say_with(out, language, "，相差 {0}", ", {0} away", WITH(by));
    else if (short_of)
        say_with(out, language, "，差 {0}", ", short by {0}", WITH(by));
    else
        say_with(out, language, "，多 {0}", ", over by {0}", WITH(by));
}

/* "，低于 30%" */
static void relation(int order, bool of_count, Language language, Text *out)
{
    if (order < 0)
        say(out, language, of_count ? "，少于 " : "，低于 ", of_count ? ", fewer than " : ", below ");
    else if (order > 0)
        say(out, language, of_count ? "，多于 " : "，高于 ", of_count ? ", more than " : ", above ");
    else
        say(out, language, "，正好是 ", ", exactly ");
}

static void number_fact(const Fact *f, bool against, Language language, Text *out)
{
    const Type *type = value_type(f->expr);
    bool bounded = f->bound.kind == VALUE_NUMBER;
    if (f->whole > 0) {
        text_int(out, f->part);
        text_char(out, '/');
        text_int(out, f->whole);
        text_addz(out, " = ");
    }
    number_near(f->value.number, type, bounded ? &f->bound.number : NULL, language, out);
    if (!bounded)
        return;
    int order = num_cmp(f->value.number, f->bound.number);
    relation(order, type && type->kind == TYPE_NUMBER && type->dim == DIM_COUNT, language, out);
    number_near(f->bound.number, type, &f->value.number, language, out);
    Turning turn;
    if (turning_count(out->arena, f, &turn))
        count_margin(f, turn, against, language, out);
    else if (order != 0)
        plain_margin(num_sub(out->arena, f->value.number, f->bound.number), type, against, language, out);
}

static int grade_place(const Scale *s, Str name)
{
    for (size_t i = 0; i < s->value_count; i++)
        if (str_eq(s->values[i], name))
            return (int)i;
    return -1;
}

static void text_fact(const Outcome *o, const Fact *f, Language language, Text *out)
{
    text_add(out, f->value.text);
    Op op = comparison(f->expr);
    if (f->bound.kind != VALUE_TEXT || (!is_order(op) && str_eq(f->value.text, f->bound.text)))
        return;
    const Type *type = value_type(f->expr);
    if (is_order(op) && type && type->scale >= 0 && (size_t)type->scale < o->program->scale_count) {
        const Scale *s = &o->program->scales[type->scale]; /* the first value is the best */
        relation(grade_place(s, f->bound.text) - grade_place(s, f->value.text), false, language, out);
    } else {
        say(out, language, "，不是 ", ", not ");
    }
    text_add(out, f->bound.text);
}

static void date_fact(const Fact *f, Language language, Text *out)
{
    date_text(f->value.date, out);
    if (f->bound.kind != VALUE_DATE)
        return;
    Date x = f->value.date, y = f->bound.date;
    int order = x.year - y.year;
    if (!order && x.month && y.month)
        order = x.month - y.month;
    if (!order && x.day && y.day)
        order = x.day - y.day;
    if (order < 0)
        say(out, language, "，早于 ", ", before ");
    else if (order > 0)
        say(out, language, "，晚于 ", ", after ");
    else
        say(out, language, "，对照 ", ", against "); /* equal as far as both are known */
    date_text(y, out);
}

void fact_words(const Outcome *o, const Fact *f, unsigned view, Language language, Text *out)
{
    bool against = (view & FACT_AGAINST) != 0;
    if (view & FACT_NAMED) {
        program_expr(o->program, f->expr, language, out);
        say(out, language, "：", ": ");
    }
    if (f->item > 0)
        say_with(out, language, "第 {0} 项 ", "item {0}: ", WITH(int_str(out->arena, f->item)));
    switch (f->value.kind) {
    case VALUE_NUMBER: number_fact(f, against, language, out); break;
    case VALUE_TEXT:   text_fact(o, f, language, out); break;
    case VALUE_DATE:   date_fact(f, language, out); break;
    case VALUE_NONE:
    case VALUE_YESNO:  shown_words(&f->value, NULL, language, out); break;
    }
}

void facts_words(const Outcome *o, const Clause *c, const Fact *facts, size_t n, unsigned view,
                 Language language, Text *out)
{
    const Expr *named = NULL; /* items of one condition are named once */
    for (size_t i = 0; i < n; i++) {
        if (i)
            say(out, language, "；", "; ");
        bool whole = c && c->expr == facts[i].expr;
        bool again = named == facts[i].expr;
        named = facts[i].expr;
        fact_words(o, &facts[i], view | (whole || again ? 0u : (unsigned)FACT_NAMED), language, out);
    }
}

/* ---- reasons ---- */

void reason_text(const Outcome *o, const Reason *r, Language language, Text *out)
{
    if (r->clause) {
        program_clause(o->program, r->clause, language, out);
    } else if (r->kind == REASON_TWICE) {
        say(out, language, "同时被两个职位选定", "chosen for two posts at once");
    } else if (r->kind == REASON_PLACED) {
        say(out, language, "已定在别的职位", "placed in another post");
    } else {
        say(out, language, "退出", "withdrew");
        if (r->why.len)
            say_with(out, language, "：{0}", ": {0}", WITH(r->why));
    }
}

const Type *ranked_type(const Program *p, uint32_t stage)
{
    const Stage *s = &p->stages[stage];
    const Clause *c = s->rank ? s->rank : s->advance;
    return c && c->key_count ? &c->keys[0].value->type : NULL;
}

/* "第 7 名，入围 6 人" */
static void rank_and_limit(const Reason *r, Language language, Text *out)
{
    Arena *a = out->arena;
    if (r->rank >= 0)
        say_with(out, language, "第 {0} 名", "rank {0}", WITH(int_str(a, r->rank)));
    if (r->rank >= 0 && r->limit >= 0)
        say(out, language, "，", ", ");
    if (r->limit >= 0)
        say_with(out, language, "入围 {0} 人", "{0} to go on", WITH(int_str(a, r->limit)));
}

/* What parted those who tied across the line. */
static void tie_words(const Outcome *o, const Reason *r, Language language, Text *out)
{
    if (r->by_lot)
        say(out, language, "；抽签在后", "; the lot put him after the places there were");
    if (!r->tie_key)
        return;
    say(out, language, "；依次比较到 ", "; parted by ");
    program_expr(o->program, r->tie_key, language, out);
    say(out, language, "：", ": ");
    shown_words(&r->tie_value, &r->tie_key->type, language, out);
    say(out, language, "，入围者是 ", ", against ");
    shown_words(&r->tie_bound, &r->tie_key->type, language, out);
}

static void cut_words(const Outcome *o, const Reason *r, Language language, Text *out)
{
    const Type *type = ranked_type(o->program, r->stage);
    rank_and_limit(r, language, out);
    if (r->value.kind == VALUE_NONE)
        return;
    say(out, language, "；", "; ");
    if (r->value.kind != VALUE_NUMBER || r->bound.kind != VALUE_NUMBER) {
        shown_words(&r->value, type, language, out);
        if (r->bound.kind == VALUE_NONE)
            return;
        say(out, language, "，线是 ", ", the line is ");
        shown_words(&r->bound, type, language, out);
        return;
    }
    int order = num_cmp(r->value.number, r->bound.number);
    number_near(r->value.number, type, &r->bound.number, language, out);
    if (order == 0) {
        say(out, language, "，与入围的最后一名相同", ", the same as the last who goes on");
        tie_words(o, r, language, out);
        return;
    }
    say(out, language, order < 0 ? "，低于线 " : "，高于线 ", order < 0 ? ", below the line of " : ", above the line of ");
    number_near(r->bound.number, type, &r->value.number, language, out);
    plain_margin(num_sub(out->arena, r->value.number, r->bound.number), type, true, language, out);
}

/* Either his figures fell short, or the seats were taken by those before him. */
static void elect_words(const Outcome *o, const Reason *r, Language language, Text *out)
{
    Arena *a = out->arena;
    if (r->fact_count) {
        facts_words(o, r->clause, r->facts, r->fact_count, FACT_AGAINST, language, out);
        return;
    }
    if (r->rank >= 0)
        say_with(out, language, "第 {0} 名，", "rank {0}; ", WITH(int_str(a, r->rank)));
    if (r->limit > 0)
        say_with(out, language, "{0} 个名额已由前面的人占满", "the seats, {0} in all, went to those before",
                 WITH(int_str(a, r->limit)));
    else
        say(out, language, "没有空着的名额", "no seat was open");
}

static void choose_words(const Outcome *o, const Reason *r, uint32_t unit, Language language, Text *out)
{
    Text wishes = text_new(out->arena);
    if (!wishes_words(o, r->clause, unit, language, &wishes))
        say(out, language, "志愿里没有还能选的职位", "none of the wishes can be taken any more");
    else if (!wishes.len)
        say(out, language, "没有填志愿", "no wishes were given");
    else
        say_with(out, language, "志愿 {0}，都不能选了", "the wishes were {0}; none can be taken any more",
                 WITH(text_str(&wishes)));
    if (r->clause->otherwise == ELSE_PENDING)
        say(out, language, "，去哪个职位待定", "; the post is left open");
}

/* "另一个是职位 J2，去哪个还没有定" */
static void two_posts(const Outcome *o, const Reason *r, Language language, Text *out)
{
    if (r->post < 0)
        return;
    Str post = o->pool->post_ids[r->post], noun = o->program->post_noun;
    if (r->kind == REASON_TWICE)
        say_with(out, language, "另一个是{0} {1}，去哪一个还没有定", "the other is {0} {1}; which of them it is to be is open",
                 WITH(noun, post));
    else
        say_with(out, language, "{0} {1}，这一个不再保留", "{0} {1}; this one is given up",
                 WITH(noun, post));
}

/* What there is to say besides the clause; nothing for kinds that facts speak for. */
static void reason_rest(const Outcome *o, const Reason *r, uint32_t unit, Language language, Text *out)
{
    Arena *a = out->arena;
    switch (r->kind) {
    case REASON_REQUIRE:
    case REASON_VETO:
    case REASON_VALID:
        facts_words(o, r->clause, r->facts, r->fact_count, FACT_AGAINST, language, out);
        break;
    case REASON_UNJUDGED:
        say(out, language, "未判，要读的决定还没有", "not judged, the decision it reads is not there yet");
        break;
    case REASON_OPEN:
        if (r->count >= 0)
            say_with(out, language, "有 {0} 人", "there are {0}", WITH(int_str(a, r->count)));
        if (r->needed >= 0)
            say_with(out, language, r->count >= 0 ? "，需要 {0} 人" : "需要 {0} 人",
                     r->count >= 0 ? ", {0} are needed" : "{0} are needed", WITH(int_str(a, r->needed)));
        break;
    case REASON_CUT:
        cut_words(o, r, language, out);
        break;
    case REASON_TIE:
        rank_and_limit(r, language, out);
        if (r->rank >= 0 || r->limit >= 0)
            say(out, language, "；", "; ");
        say(out, language, "线上的先后未定", "the order at the line is open");
        break;
    case REASON_PICK:
        say(out, language, "不在名单上", "not on the list");
        if (r->limit >= 0)
            say_with(out, language, "，名单 {0} 人", " of {0}", WITH(int_str(a, r->limit)));
        break;
    case REASON_ELECT:
        elect_words(o, r, language, out);
        break;
    case REASON_CHOOSE:
        choose_words(o, r, unit, language, out);
        break;
    case REASON_TWICE:
    case REASON_PLACED:
        two_posts(o, r, language, out);
        break;
    case REASON_EXPLAIN:
        say(out, language, "没有说明", "no explanation was given");
        if (r->fact_count) {
            say(out, language, "；", "; ");
            facts_words(o, r->clause, r->facts, r->fact_count, FACT_AGAINST, language, out);
        }
        break;
    case REASON_PENDING:
        say_with(out, language, "等待 {0}", "waiting for {0}", WITH(r->waiting));
        break;
    case REASON_DEPENDS:
        say(out, language, "读到的汇总里还有未定的人", "it reads a total over people who are undetermined");
        break;
    case REASON_WITHDRAWN:
    case REASON_KINDS:
        break;
    }
}

void reason_words(const Outcome *o, const Reason *r, uint32_t unit, Language language, Text *out)
{
    reason_text(o, r, language, out);
    Text rest = text_new(out->arena);
    reason_rest(o, r, unit, language, &rest);
    if (rest.len)
        say_with(out, language, "：{0}", ": {0}", WITH(text_str(&rest)));
}

Str reason_say(const Reason *r)
{
    if (!r->clause)
        return S("");
    switch (r->kind) {
    case REASON_REQUIRE:
    case REASON_VETO:
    case REASON_VALID:
    case REASON_OPEN:
    case REASON_CUT:
    case REASON_PICK:
    case REASON_CHOOSE:
    case REASON_EXPLAIN:
        return r->clause->notes.say;
    case REASON_ELECT: /* of the condition: not for whoever met it and found the seats taken */
        return r->fact_count || !r->clause->expr ? r->clause->notes.say : S("");
    case REASON_UNJUDGED:
    case REASON_TIE:
    case REASON_TWICE:
    case REASON_PLACED: /* what a 选岗 says is for whoever has no post */
    case REASON_PENDING:
    case REASON_DEPENDS:
    case REASON_WITHDRAWN:
    case REASON_KINDS:
        break;
    }
    return S("");
}

/* ---- contests ---- */

Str by_name(const Program *p, const Expr *by, Arena *a)
{
    if (by->op == OP_FIELD && by->index == p->applied)
        return S("职位"); /* as it stands after 按, and in records */
    if (by->op == OP_FIELD)
        return p->fields[by->index].name;
    if (by->op == OP_ENTRY_FIELD)
        return by->index == p->entry_post ? S("职位") : p->entries[by->index].name;
    Text t = text_new(a);
    program_expr(p, by, LANG_ZH, &t); /* part of a key: the same in every language */
    return text_str(&t);
}

void contest_words(const Outcome *o, const Expr *const *by, size_t n, const Shown *key, Language language,
                   Text *out)
{
    if (n == 0)
        say(out, language, "全体", "everyone");
    for (size_t i = 0; i < n; i++) {
        if (i)
            say(out, language, "，", ", ");
        text_add(out, by_name(o->program, by[i], out->arena));
        text_char(out, ' ');
        shown_words(&key[i], &by[i]->type, language, out);
    }
}

static bool same_expr(const Expr *x, const Expr *y)
{
    if (x == y)
        return true;
    if (!x || !y || x->op != y->op || x->index != y->index || x->kid_count != y->kid_count)
        return false;
    for (size_t i = 0; i < x->kid_count; i++)
        if (!same_expr(x->kids[i], y->kids[i]))
            return false;
    return true;
}

bool contest_runs(const Contest *c, const Stage *s)
{
    if (c->by_count != s->by_count)
        return false;
    for (size_t i = 0; i < c->by_count; i++)
        if (!same_expr(c->by[i], s->by[i]))
            return false;
    return true;
}

/* A value of a column as an outcome shows it; only the types that contests are made of. */
static bool column_shown(const Outcome *o, const Column *c, size_t row, Shown *out)
{
    if (!c->present[row])
        return false;
    switch (c->type->kind) {
    case TYPE_GRADE:
        *out = (Shown){.kind = VALUE_TEXT, .text = o->program->scales[c->type->scale].values[c->codes[row]]};
        return true;
    case TYPE_POST:
        *out = (Shown){.kind = VALUE_TEXT, .text = o->pool->post_ids[c->codes[row]]};
        return true;
    case TYPE_PERSON:
        *out = (Shown){.kind = VALUE_TEXT, .text = o->pool->person_ids[c->codes[row]]};
        return true;
    case TYPE_TEXT:
        *out = (Shown){.kind = VALUE_TEXT, .text = c->texts[row]};
        return true;
    case TYPE_YESNO:
        *out = (Shown){.kind = VALUE_YESNO, .yes = c->codes[row] != 0};
        return true;
    case TYPE_DATE:
        *out = (Shown){.kind = VALUE_DATE, .date = c->dates[row]};
        return true;
    case TYPE_ERROR:
    case TYPE_NUMBER:
    case TYPE_RATIO:
    case TYPE_BALLOT:
    case TYPE_SURVEY:
    case TYPE_PANEL:
    case TYPE_LIST:
    case TYPE_TABLE:
        break;
    }
    return false;
}

Shown given_shown(const Outcome *o, const Given *g)
{
    const Type *type = &o->program->clauses[g->clause].type;
    switch (type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO: return (Shown){.kind = VALUE_NUMBER, .number = g->number};
    case TYPE_YESNO: return (Shown){.kind = VALUE_YESNO, .yes = g->code == 1};
    case TYPE_GRADE: return (Shown){.kind = VALUE_TEXT, .text = o->program->scales[type->scale].values[g->code]};
    case TYPE_POST:
        if (g->code != CELL_NONE)
            return (Shown){.kind = VALUE_TEXT, .text = o->pool->post_ids[g->code]};
        break;
    case TYPE_PERSON:
        if (g->code != CELL_NONE)
            return (Shown){.kind = VALUE_TEXT, .text = o->pool->person_ids[g->code]};
        break;
    case TYPE_DATE:  return (Shown){.kind = VALUE_DATE, .date = g->date};
    case TYPE_TEXT:  return (Shown){.kind = VALUE_TEXT, .text = g->text};
    case TYPE_ERROR:
    case TYPE_BALLOT:
    case TYPE_SURVEY:
    case TYPE_PANEL:
    case TYPE_LIST:
    case TYPE_TABLE: break;
    }
    return (Shown){.kind = VALUE_NONE};
}

const Given *decided(const Outcome *o, uint32_t clause, uint32_t unit)
{
    const Fate *f = &o->fates[unit];
    for (size_t i = 0; i < f->decision_count; i++)
        if (f->decisions[i]->clause == clause)
            return f->decisions[i];
    return NULL;
}

/* The post that an expression stands for; CELL_NONE: none, or it is not known without a run. */
static uint32_t post_of(const Outcome *o, const Expr *e, uint32_t unit)
{
    if (e->op == OP_DECISION) {
        const Given *g = decided(o, (uint32_t)e->index, unit);
        return g ? g->code : CELL_NONE;
    }
    if (e->op != OP_FIELD && e->op != OP_ENTRY_FIELD)
        return CELL_NONE;
    const Column *c = e->op == OP_FIELD ? &o->pool->fields[e->index] : &o->pool->entries[e->index];
    uint32_t row = e->op == OP_FIELD ? o->pool->unit_person[unit] : unit;
    return c->present[row] ? c->codes[row] : CELL_NONE;
}

/* What a contest's key is for him, where it can be read off without a run. */
static bool key_of(const Outcome *o, const Expr *by, uint32_t unit, Shown *out)
{
    if (by->op == OP_FIELD)
        return column_shown(o, &o->pool->fields[by->index], o->pool->unit_person[unit], out);
    if (by->op == OP_ENTRY_FIELD)
        return column_shown(o, &o->pool->entries[by->index], unit, out);
    if (by->op == OP_DECISION) {
        const Given *g = decided(o, (uint32_t)by->index, unit);
        if (g)
            *out = given_shown(o, g);
        return g != NULL;
    }
    if (by->op == OP_POST_FIELD && by->kid_count && by->kids[0]) {
        uint32_t post = post_of(o, by->kids[0], unit);
        return post != CELL_NONE && column_shown(o, &o->pool->posts[by->index], post, out);
    }
    return false;
}

static bool same_shown(const Shown *x, const Shown *y)
{
    if (x->kind != y->kind)
        return false;
    switch (x->kind) {
    case VALUE_NONE:   return true;
    case VALUE_NUMBER: return num_cmp(x->number, y->number) == 0;
    case VALUE_TEXT:   return str_eq(x->text, y->text);
    case VALUE_YESNO:  return x->yes == y->yes;
    case VALUE_DATE:
        return x->date.year == y->date.year && x->date.month == y->date.month && x->date.day == y->date.day;
    }
    return false;
}

bool contest_is(const Contest *c, const Expr *const *by, size_t n, const Shown *key)
{
    if (c->by_count != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!same_expr(c->by[i], by[i]) || !same_shown(&c->key[i], &key[i]))
            return false;
    return true;
}

bool contest_has(const Outcome *o, const Contest *c, uint32_t unit)
{
    for (size_t i = 0; i < c->by_count; i++) {
        Shown own;
        if (!key_of(o, c->by[i], unit, &own) || !same_shown(&own, &c->key[i]))
            return false;
    }
    return true;
}

const Contest *contest_of(const Outcome *o, uint32_t stage, uint32_t unit)
{
    for (size_t i = 0; i < o->contest_count; i++)
        if (contest_runs(&o->contests[i], &o->program->stages[stage]) && contest_has(o, &o->contests[i], unit))
            return &o->contests[i];
    return NULL;
}

const FunnelRow *contest_stage(const Contest *c, uint32_t stage)
{
    for (size_t i = 0; i < c->funnel_count; i++)
        if (c->funnel[i].stage == stage)
            return &c->funnel[i];
    return NULL;
}

/* ---- lines ---- */

static bool is_closing(uint32_t c)
{
    static const uint32_t closing[] = {0xFF0C, 0x3002, 0xFF1B, 0xFF1A, 0x3001, 0xFF09, 0x300D, 0x3011};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (c == closing[i])
            return true;
    return false;
}

/* Bytes of s that fit into `cells`: up to a stop or comma where one is far enough along, else up to a
 * space or between Han characters; all of it when nothing can be broken. */
size_t fitting(Str s, size_t cells)
{
    size_t used = 0, good = 0, any = 0, good_cells = 0;
    bool begun = false; /* past the indentation */
    for (size_t i = 0, step; i < s.len; i += step) {
        uint32_t c, next = 0;
        step = utf8_decode(s, i, &c);
        if (step == 0)
            return s.len; /* unreachable: outputs are valid UTF-8 */
        size_t width = utf8_cells(str_cut(s, i, i + step));
        bool space = c == ' ';
        begun = begun || !space;
        if (used + width > cells && !space)
            return good_cells * 2 > cells ? good : any ? any : good ? good : s.len;
        used += width;
        if (i + step < s.len)
            (void)utf8_decode(s, i + step, &next);
        if (is_closing(next) || next == ' ' || next == ',' || next == '.')
            continue;
        if (is_closing(c)) {
            good = i + step;
            good_cells = used;
        }
        if ((space && begun) || width == 2)
            any = i + step;
    }
    return s.len;
}

void add_wrapped(Text *out, Str line, size_t indent)
{
    size_t room = LINE_CELLS;
    for (;;) {
        size_t n = fitting(line, room);
        Str part = str_cut(line, 0, n);
        while (part.len && part.at[part.len - 1] == ' ')
            part.len--;
        text_add(out, part);
        text_char(out, '\n');
        if (n >= line.len)
            return;
        line = str_cut(line, n, line.len);
        text_spaces(out, indent);
        room = LINE_CELLS > indent + 20 ? LINE_CELLS - indent : 20;
    }
}
