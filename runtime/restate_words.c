/* restate_words.c - expressions as plain words. */
#include "runtime/restate_parts.h"

const Boundary told_in = {{"含{0}", "{0} itself counts"}, {"不含{0}", "{0} itself does not count"}};
const Boundary told_required = {{"恰好{0}的符合", "exactly {0} passes"}, {"恰好{0}的不符合", "exactly {0} does not pass"}};
const Boundary told_vetoed = {{"恰好{0}的也出局", "exactly {0} is out"}, {"恰好{0}的不出局", "exactly {0} stays in"}};

static Str words_of(const Teller *t, const Expr *e, int least);

/* ---- pieces ---- */

static bool is_han(Str s, bool last)
{
    if (s.len < 3)
        return false;
    unsigned char lead = (unsigned char)s.at[last ? s.len - 3 : 0];
    return lead >= 0xe4 && lead <= 0xe9;
}

static bool is_latin(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

void told_join(const Teller *t, Text *out, Str piece)
{
    Str so_far = text_str(out);
    if (t->language == LANG_ZH && so_far.len && piece.len) {
        char end = so_far.at[so_far.len - 1];
        if ((is_han(so_far, true) && is_latin(piece.at[0])) || ((is_latin(end) || end == '%') && is_han(piece, false)))
            text_char(out, ' ');
    }
    text_add(out, piece);
}

Str told_format(const Teller *t, const char *zh, const char *en, const Str *args, size_t nargs)
{
    Text out = text_new(t->a);
    const char *at = t->language == LANG_ZH ? zh : en;
    while (*at) {
        if (at[0] == '{' && at[1] >= '0' && (size_t)(at[1] - '0') < nargs && at[2] == '}') {
            told_join(t, &out, args[at[1] - '0']);
            at += 3;
            continue;
        }
        size_t run = 1 + strcspn(at + 1, "{");
        told_join(t, &out, (Str){at, run});
        at += run;
    }
    return text_str(&out);
}

#define FORM(t, zh, en, ...) told_format(t, zh, en, WITH(__VA_ARGS__))

Str told_list(const Teller *t, const Str *items, size_t n)
{
    Text out = text_new(t->a);
    for (size_t i = 0; i < n; i++) {
        if (i)
            say(&out, t->language, "、", ", ");
        text_add(&out, items[i]);
    }
    return text_str(&out);
}

static Str plain(const Teller *t, const Expr *e)
{
    Text out = text_new(t->a);
    program_expr(t->program, e, t->language, &out);
    return text_str(&out);
}

static Str quoted(const Teller *t, Str s) { return FORM(t, "“{0}”", "“{0}”", s); }

/* ---- strengths: what needs brackets inside what ---- */

enum { LOOSE = 0, CHOICE = 1, EITHER = 2, BOTH = 3, JUDGED = 5, ROUNDED = 6, SUM = 7, PRODUCT = 8, TIGHT = 9 };

static int strength(const Expr *e)
{
    switch ((int)e->op) {
    case OP_IF: case OP_IMPLIES: return CHOICE;
    case OP_OR: return EITHER;
    case OP_AND: return BOTH;
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN: case OP_NOT:
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST: case OP_HAS: return JUDGED;
    case OP_ROUND: case OP_CAP: case OP_FLOOR: return ROUNDED;
    case OP_ADD: case OP_SUB: return SUM;
    case OP_MUL: case OP_DIV: case OP_OF: case OP_NEG: return PRODUCT;
    default: return TIGHT;
    }
}

/* What is read and is yes or no: as a condition it says so. */
static bool is_yes_no(const Expr *e)
{
    return e->type.kind == TYPE_YESNO &&
           (e->op == OP_FIELD || e->op == OP_ENTRY_FIELD || e->op == OP_COLUMN || e->op == OP_POST_FIELD || e->op == OP_ALL_POSTS ||
            e->op == OP_DECISION || e->op == OP_FIGURE || e->op == OP_OF_PERSON || e->op == OP_PARAM);
}

static Str kid(const Teller *t, const Expr *e, size_t i, int least) { return words_of(t, e->kids[i], least); }

static Str judged(const Teller *t, const Expr *e, int least)
{
    Str s = words_of(t, e, is_yes_no(e) ? LOOSE : least);
    return is_yes_no(e) ? FORM(t, "“{0}”为是", "“{0}” is yes", s) : s;
}

/* ---- comparisons ---- */

typedef struct { Op op; const char *sign, *numbers[LANGUAGE_COUNT], *counts[LANGUAGE_COUNT], *grades[LANGUAGE_COUNT], *dates[LANGUAGE_COUNT]; } Comparing;

static const Comparing comparings[] = {
    {OP_LT, "<", {"低于", "is less than"}, {"少于", "is less than"}, {"低于", "is below"}, {"早于", "is before"}},
    {OP_LE, "≤", {"不超过", "is no more than"}, {"不多于", "is no more than"}, {"不高于", "is no higher than"}, {"不晚于", "is no later than"}},
    {OP_GT, ">", {"超过", "is more than"}, {"多于", "is more than"}, {"高于", "is above"}, {"晚于", "is after"}},
    {OP_GE, "≥", {"不低于", "is no less than"}, {"不少于", "is no less than"}, {"不低于", "is no lower than"}, {"不早于", "is no earlier than"}},
    {OP_EQ, "=", {"为", "is"}, {"为", "is"}, {"为", "is"}, {"为", "is"}},
    {OP_NE, "≠", {"不为", "is not"}, {"不为", "is not"}, {"不为", "is not"}, {"不为", "is not"}},
};

static const Comparing *comparing(Op op)
{
    for (size_t i = 0; i < sizeof comparings / sizeof *comparings; i++)
        if (comparings[i].op == op)
            return &comparings[i];
    BUG("no comparison");
}

/* What a parameter stands for, when it is one value. */
static const Expr *behind(const Teller *t, const Expr *e)
{
    const Param *p = e->op == OP_PARAM ? &t->program->params[e->index] : NULL;
    return p && p->value && !p->dated_count ? p->value : e;
}

static bool is_fixed(const Expr *e) { return e->op == OP_NUMBER || e->op == OP_DATE || e->op == OP_GRADE || e->op == OP_TEXT; }

/* "（≥ 30%，恰好 30% 的符合）" */
static Str line_words(const Teller *t, const Comparing *c, const Expr *bound, const Boundary *b)
{
    const Expr *value = behind(t, bound);
    Teller signs = *t;
    signs.signs = true;
    Str shown = words_of(&signs, value, PRODUCT);
    bool order = c->op == OP_LT || c->op == OP_LE || c->op == OP_GT || c->op == OP_GE;
    if (!order)
        return value == bound ? S("") : FORM(t, "（{0} {1}）", " ({0} {1})", str_from(c->sign), shown);
    const char *const *on = c->op == OP_LE || c->op == OP_GE ? b->within : b->without;
    Str itself = is_fixed(value) ? shown : t->language == LANG_ZH ? S("相等") : S("that");
    return FORM(t, "（{0} {1}，{2}）", " ({0} {1}; {2})", str_from(c->sign), shown, FORM(t, on[LANG_ZH], on[LANG_EN], itself));
}

/* A parameter that is the bound itself: its value stands in the line words. */
static Str bound_words(const Teller *t, const Expr *e) { return e->op == OP_PARAM ? plain(t, e) : words_of(t, e, ROUNDED); }

static Str compared(const Teller *t, Str subject, Op op, const Type *of, const Expr *bound, const Boundary *b)
{
    const Comparing *c = comparing(op);
    const char *const *words = of->kind == TYPE_DATE ? c->dates : of->kind == TYPE_GRADE ? c->grades : of->kind == TYPE_NUMBER && of->dim == DIM_COUNT ? c->counts : c->numbers;
    if (t->signs)
        return FORM(t, "{0} {1} {2}", "{0} {1} {2}", subject, str_from(c->sign), words_of(t, behind(t, bound), ROUNDED));
    return FORM(t, "{0}{1}{2}{3}", "{0} {1} {2}{3}", subject, str_from(words[t->language]), bound_words(t, bound),
                line_words(t, c, bound, b));
}

/* 岗位的层次与本人的层次相同: what is the candidate's own beside what is not, or two of which neither is a value written down. */
static Str alike(const Teller *t, const Expr *e)
{
    const Expr *x = e->kids[0], *y = e->kids[1];
    Str words[2] = {kid(t, e, 0, ROUNDED), kid(t, e, 1, ROUNDED)};
    for (int i = 0; i < 2; i++) {
        Op own = e->kids[i]->op, other = e->kids[1 - i]->op;
        if ((own == OP_FIELD || own == OP_ENTRY_FIELD) && (other == OP_POST_FIELD || other == OP_COLUMN || other == OP_OF_PERSON))
            words[i] = FORM(t, "本人的{0}", "the candidate's {0}", words[i]);
    }
    bool rows = x->type.kind == TYPE_POST || x->type.kind == TYPE_PERSON || y->op == OP_SELF;
    if (rows)
        return FORM(t, e->op == OP_EQ ? "{0}就是{1}" : "{0}不是{1}", e->op == OP_EQ ? "{0} is {1}" : "{0} is not {1}", words[0], words[1]);
    return FORM(t, e->op == OP_EQ ? "{0}与{1}相同" : "{0}与{1}不同", e->op == OP_EQ ? "{0} is the same as {1}" : "{0} differs from {1}", words[0], words[1]);
}

static bool is_alike(const Teller *t, const Expr *e)
{
    TypeKind kind = e->kids[0]->type.kind;
    return !t->signs && (e->op == OP_EQ || e->op == OP_NE) && kind != TYPE_NUMBER && kind != TYPE_RATIO && kind != TYPE_DATE && kind != TYPE_YESNO &&
           !is_fixed(e->kids[0]) && !is_fixed(e->kids[1]) && e->kids[1]->op != OP_PARAM;
}

static Str one_of(const Teller *t, const Expr *e)
{
    Str *items = NEW_ARRAY(t->a, Str, e->kid_count);
    for (size_t i = 1; i < e->kid_count; i++)
        items[i - 1] = kid(t, e, i, ROUNDED);
    Str subject = kid(t, e, 0, ROUNDED), all = told_list(t, items, e->kid_count - 1);
    return e->op == OP_IN ? FORM(t, "{0}为{1}之一", "{0} is one of {1}", subject, all)
                          : FORM(t, "{0}不是{1}中的任何一个", "{0} is none of {1}", subject, all);
}

static Str quantified(const Teller *t, const Expr *e, const Boundary *b)
{
    Str list = kid(t, e, 0, TIGHT), subject;
    if (e->op == OP_AT_LEAST) {
        Text n = text_new(t->a);
        num_decimal(&n, e->number, 0);
        subject = FORM(t, "至少 {1} 项{0}", "for at least {1} items, {0}", list, text_str(&n));
    } else {
        subject = e->op == OP_ANY ? FORM(t, "任何一项{0}", "for any one item, {0}", list) : FORM(t, "每一项{0}", "for every item, {0}", list);
    }
    if (e->kid_count < 2)
        return FORM(t, "{0}为是", "{0} is yes", subject);
    return compared(t, subject, (Op)e->index, e->kids[0]->type.element ? e->kids[0]->type.element : &e->kids[0]->type, e->kids[1], b);
}

Str told_condition(const Teller *t, const Expr *e, const Boundary *top)
{
    switch ((int)e->op) {
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE:
        if (is_alike(t, e))
            return alike(t, e);
        return compared(t, kid(t, e, 0, ROUNDED), e->op, &e->kids[0]->type, e->kids[1], top);
    case OP_IN: case OP_NOT_IN: return one_of(t, e);
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST: return quantified(t, e, top);
    default: return judged(t, e, LOOSE);
    }
}

static Str negated(const Teller *t, const Expr *e)
{
    const Expr *x = e->kids[0];
    if (is_yes_no(x))
        return FORM(t, "“{0}”为否", "“{0}” is no", words_of(t, x, LOOSE));
    if (x->op == OP_HAS)
        return FORM(t, "没有“{0}”的记录", "there is no {0}", kid(t, x, 0, TIGHT));
    return FORM(t, "并非（{0}）", "not ({0})", judged(t, x, LOOSE));
}

/* ---- lists and groups ---- */

static const char *over_words(Op op, Language language)
{
    static const struct { Op ops[3]; const char *words[LANGUAGE_COUNT]; } table[] = {
        {{OP_SUM, OP_G_SUM, OP_T_SUM}, {"合计", "sum"}},
        {{OP_MEAN, OP_G_MEAN, OP_T_MEAN}, {"平均", "mean"}},
        {{OP_HIGHEST, OP_G_HIGHEST, OP_T_HIGHEST}, {"最高值", "highest"}},
        {{OP_LOWEST, OP_G_LOWEST, OP_T_LOWEST}, {"最低值", "lowest"}},
        {{OP_LENGTH, OP_G_COUNT, OP_T_COUNT}, {"个数", "number"}},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (size_t k = 0; k < 3; k++)
            if (table[i].ops[k] == op)
                return table[i].words[language];
    BUG("no aggregate");
}

static Str trimmed(const Teller *t, const Expr *e)
{
    Str high = int_str(t->a, e->trim_high), low = int_str(t->a, e->trim_low);
    if (e->trim_high && e->trim_low)
        return FORM(t, "去掉 {0} 个最高、{1} 个最低后的", ", {0} highest and {1} lowest left out", high, low);
    if (e->trim_high)
        return FORM(t, "去掉 {0} 个最高后的", ", {0} highest left out", high);
    return e->trim_low ? FORM(t, "去掉 {0} 个最低后的", ", {0} lowest left out", low) : S("");
}

static Str over(const Teller *t, const Expr *e)
{
    Str word = str_from(over_words(e->op, t->language)), trims = trimmed(t, e), list = kid(t, e, 0, TIGHT);
    return FORM(t, trims.len ? "{0}{1}{2}" : "{0}的{1}{2}", "{2} of {0}{1}", list, trims, word);
}

static Str group(const Teller *t, const Expr *e)
{
    Str among = e->group == GROUP_OWN ? (t->language == LANG_ZH ? S("本组") : S("the group"))
              : e->group == GROUP_EVERYONE ? (t->language == LANG_ZH ? S("全体") : S("everyone"))
              : FORM(t, "{0}相同的人", "those of the same {0}", kid(t, e, 2, TIGHT));
    if (e->kids[1])
        among = FORM(t, "{0}中符合（{1}）的人", "{0} for whom ({1})", among, judged(t, e->kids[1], LOOSE));
    if (e->kids[3])
        among = FORM(t, "{0}（每个{1}取一人）", "{0} (one for each {1})", among, kid(t, e, 3, TIGHT));
    if (e->op == OP_G_COUNT)
        return FORM(t, !e->kids[3] && (e->kids[1] || e->group == GROUP_KEY) ? "{0}数" : "{0}的人数", "the number of {0}", among);
    return FORM(t, e->trim_high || e->trim_low ? "{0}的{1}{2}{3}" : "{0}的{1}的{2}{3}", "the {3} {1} of {0}{2}", among, kid(t, e, 0, PRODUCT),
                trimmed(t, e), str_from(over_words(e->op, t->language)));
}

static Str rows_of(const Teller *t, const Expr *e)
{
    Str name = t->program->tables[e->index].name;
    Str among = e->kids[1] ? FORM(t, "“{0}”表中符合（{1}）的行", "the rows of “{0}” where ({1})", name, judged(t, e->kids[1], LOOSE))
                           : FORM(t, "“{0}”表", "the rows of “{0}”", name);
    if (!e->kids[0])
        return FORM(t, e->kids[1] ? "{0}数" : "{0}的行数", "the number of {0}", among);
    return FORM(t, "{0}的{1}的{2}", "the {2} {1} of {0}", among, kid(t, e, 0, TIGHT), str_from(over_words(e->op, t->language)));
}

static Str row_words(const Teller *t, const MapRow *row, const Type *subject)
{
    bool one = row->has_low && row->has_high && num_cmp(row->low, row->high) == 0;
    if (row->other || row->grade >= 0 || one) {
        Text out = text_new(t->a);
        program_row(t->program, row, subject, t->language, &out);
        return text_str(&out);
    }
    const Expr low = {.op = OP_NUMBER, .number = row->low, .type = *subject}, high = {.op = OP_NUMBER, .number = row->high, .type = *subject};
    if (row->has_low && row->has_high)
        return FORM(t, "{0}至 {1}", "{0} to {1}", plain(t, &low), plain(t, &high));
    return row->has_low ? FORM(t, "{0}及以上", "{0} or more", plain(t, &low)) : FORM(t, "{0}及以下", "{0} or less", plain(t, &high));
}

Str told_rows(const Teller *t, const MapRow *rows, const Expr *const *values, size_t n, const Type *subject)
{
    Text out = text_new(t->a);
    for (size_t i = 0; i < n; i++) {
        say(&out, t->language, i ? "；" : "", i ? "; " : "");
        text_add(&out, row_words(t, &rows[i], subject));
        text_addz(&out, " = ");
        text_add(&out, words_of(t, values[i], LOOSE));
    }
    return text_str(&out);
}

static Str mapped(const Teller *t, const Expr *e)
{
    const Type *of = &e->kids[0]->type;
    bool mean = of->kind == TYPE_SURVEY;
    Str subject = kid(t, e, 0, TIGHT);
    if (mean && of->items)
        subject = FORM(t, "{0}各项", "each item of {0}", subject);
    Str rows = e->index >= 0 ? quoted(t, t->program->params[e->index].name)
                             : told_rows(t, e->rows, e->kids + 1, e->kid_count - 1, of);
    if (e->index >= 0)
        return mean ? FORM(t, "{0}按{1}表折成的平均分", "the mean of {0} by table {1}", subject, rows)
                    : FORM(t, "{0}按{1}表对应的值", "the value of {0} in table {1}", subject, rows);
    return mean ? FORM(t, "{0}折成的平均分（{1}）", "the mean of {0} ({1})", subject, rows)
                : FORM(t, "{0}对应的值（{1}）", "the value for {0} ({1})", subject, rows);
}

static Str weighted(const Teller *t, const Expr *e)
{
    Text parts = text_new(t->a), sum = text_new(t->a);
    Num all = num_int(0);
    for (size_t i = 0; i < e->kid_count; i++) {
        Text w = text_new(t->a);
        num_exact(&w, e->weights[i]);
        all = num_add(t->a, all, e->weights[i]);
        say(&parts, t->language, i ? "，" : "", i ? ", " : "");
        text_add(&parts, FORM(t, "{0}占 {1}", "{0} weighs {1}", kid(t, e, i, SUM), text_str(&w)));
    }
    num_exact(&sum, all);
    return FORM(t, "加权平均（{0}，权重合计 {1}）", "the weighted mean ({0}; weights add to {1})", text_str(&parts), text_str(&sum));
}

Str told_rounding(const Teller *t, int places, Rounding how)
{
    static const char *const words[][LANGUAGE_COUNT] = {[ROUND_UP] = {"进一", "up"}, [ROUND_DOWN] = {"舍去", "down"},
        [ROUND_HALF_UP] = {"四舍五入", "half up"}, [ROUND_HALF_EVEN] = {"四舍六入五成双", "half to even"}};
    Str word = str_from(words[how][t->language]);
    return places ? FORM(t, "保留 {0} 位小数、{1}", "rounded {1} to {0} decimals", int_str(t->a, places), word)
                  : FORM(t, "取整数、{1}", "rounded {1} to a whole number", S(""), word);
}

/* ---- what is read ---- */

static Str counted(const Teller *t, const Expr *e)
{
    static const char *const words[COUNTS][LANGUAGE_COUNT] = {
        {"赞成票数", "ayes"}, {"反对票数", "noes"}, {"弃权票数", "abstentions"}, {"无效票数", "spoilt ballots"}, {"发出票数", "ballots issued"},
        {"收回票数", "ballots returned"}, {"应到人数", "members entitled"}, {"到会人数", "members present"}, {"有效票数", "valid ballots"}};
    return FORM(t, "{0}的{1}", "{1} of {0}", kid(t, e, 0, TIGHT), str_from(words[e->index][t->language]));
}

static Str placed(const Teller *t, const Expr *e)
{
    if (e->index < 0)
        return t->language == LANG_ZH ? S("名次") : S("rank");
    return FORM(t, "{0}的名次", "rank in {0}", t->program->stages[e->index].name);
}

static Str survey_words(const Teller *t, const Expr *e)
{
    if (e->op == OP_RATERS)
        return e->kids[0]->type.kind == TYPE_PANEL ? FORM(t, "给“{0}”评分的评委人数", "the number of judges of {0}", kid(t, e, 0, TIGHT))
                                                   : FORM(t, "参加“{0}”测评的人数", "the number taking part in {0}", kid(t, e, 0, TIGHT));
    Str grade = t->program->scales[e->kids[0]->type.scale].values[e->index];
    return e->op == OP_GRADE_SHARE ? FORM(t, "{0}“{1}”的比例", "the share of “{1}” in {0}", kid(t, e, 0, TIGHT), grade)
                                   : FORM(t, "{0}“{1}”的人数", "the number of “{1}” in {0}", kid(t, e, 0, TIGHT), grade);
}

/* As the rules spell it; in English one is singular. */
static Str number_or_plain(const Teller *t, const Expr *e)
{
    bool counted = t->language == LANG_EN && e->type.kind == TYPE_NUMBER && e->type.dim != DIM_SHARE && e->type.dim != DIM_PURE;
    if (!counted || num_cmp(num_round(t->a, e->number, 6, ROUND_HALF_UP), e->number) != 0)
        return plain(t, e);
    Text out = text_new(t->a);
    number_words(e->number, &e->type, t->language, &out);
    return text_str(&out);
}

static Str param_words(const Teller *t, const Expr *e)
{
    const Expr *value = behind(t, e);
    if (value == e || value->type.kind == TYPE_TABLE)
        return plain(t, e);
    return t->signs ? words_of(t, value, TIGHT) : FORM(t, "{0}（{1}）", "{0} ({1})", plain(t, e), words_of(t, value, LOOSE));
}

static Str reading(const Teller *t, const Expr *e)
{
    switch ((int)e->op) {
    case OP_NUMBER: return number_or_plain(t, e);
    case OP_TEXT: return quoted(t, e->text);
    case OP_PARAM: return param_words(t, e);
    case OP_OF_PERSON: return FORM(t, "{0}的{1}", "{1} of {0}", kid(t, e, 0, TIGHT), kid(t, e, 1, TIGHT));
    case OP_ALL_POSTS: return FORM(t, "各{1}的{0}", "{0} of every {1}", t->program->posts[e->index].name, told_noun(t, t->program->post_noun));
    case OP_POST_FIELD: return FORM(t, "{0}的{1}", "{1} of {0}", kid(t, e, 0, TIGHT), t->program->posts[e->index].name);
    case OP_SELF: return t->language == LANG_ZH ? S("本人") : S("the candidate");
    case OP_THE_POST: return FORM(t, "该{0}", "the {0}", told_noun(t, t->program->post_noun));
    case OP_PLACE: return placed(t, e);
    case OP_PASSED_OVER:
        return t->language == LANG_ZH ? S("名次在前而没有被选上的人数") : S("the number of those ranked before and not taken");
    case OP_SEATS: return t->language == LANG_ZH ? S("名额") : S("the seats");
    case OP_HEADCOUNT: return t->language == LANG_ZH ? S("本组人数") : S("the number of people in the group");
    case OP_COUNTS: return counted(t, e);
    case OP_RATE: return FORM(t, "{0}的得票率", "the rate of ayes in {0}", kid(t, e, 0, TIGHT));
    case OP_MEETING: return FORM(t, "{0}的会议", "the meeting of {0}", kid(t, e, 0, TIGHT));
    case OP_GRADE_SHARE: case OP_GRADE_COUNT: case OP_RATERS: return survey_words(t, e);
    default: return plain(t, e);
    }
}

/* ---- arithmetic and the rest ---- */

static Str two(const Teller *t, const Expr *e, const char *form, int mine)
{
    return FORM(t, form, form, kid(t, e, 0, mine), kid(t, e, 1, mine + 1));
}

/* In a product a ratio is the number of people for one seat: 名额 × 3（竞争比例 1:3）. */
static Str factor(const Teller *t, const Expr *e, size_t i)
{
    const Expr *by = e->kids[i], *value = behind(t, by);
    if (value->type.kind != TYPE_RATIO || value->op != OP_NUMBER)
        return kid(t, e, i, PRODUCT + (int)i);
    Text n = text_new(t->a);
    num_exact(&n, value->number);
    if (num_cmp(num_round(t->a, value->number, 6, ROUND_HALF_UP), value->number) == 0) {
        n = text_new(t->a);
        num_decimal(&n, value->number, 6);
    }
    if (t->signs)
        return text_str(&n);
    return by == value ? FORM(t, "{0}（{1}）", "{0} ({1})", text_str(&n), plain(t, value)) : FORM(t, "{0}（{1}{2}）", "{0} ({1} {2})", text_str(&n), plain(t, by), plain(t, value));
}

/* A simple fraction stays one: 2/3. */
static Str fraction(const Teller *t, const Expr *part)
{
    Text n = text_new(t->a);
    if (part->op != OP_NUMBER || part->number.d <= 1 || part->number.d > 12)
        return words_of(t, part, PRODUCT);
    num_exact(&n, part->number);
    return text_str(&n);
}

static Str part_of(const Teller *t, const Expr *e)
{
    const Expr *part = e->kids[1];
    const Expr *value = behind(t, part);
    if (!t->signs && value != part) /* 应到人数的 2/3（到会下限） */
        return FORM(t, "{0}的{1}（{2}）", "{1} ({2}) of {0}", kid(t, e, 0, PRODUCT), fraction(t, value), plain(t, part));
    return FORM(t, t->signs ? "{0} × {1}" : "{0}的{1}", t->signs ? "{0} × {1}" : "{1} of {0}", kid(t, e, 0, PRODUCT), fraction(t, t->signs ? value : part));
}

static Str either(const Teller *t, const Expr *e)
{
    bool both = e->op == OP_AND;
    Str first = judged(t, e->kids[0], both ? BOTH : BOTH + 1), second = judged(t, e->kids[1], both ? BOTH : BOTH + 1);
    if (e->kids[0]->op == e->op)
        first = judged(t, e->kids[0], LOOSE);
    return both ? FORM(t, "{0}，且{1}", "{0}, and {1}", first, second) : FORM(t, "{0}，或者{1}", "{0}, or {1}", first, second);
}

static Str bare(const Teller *t, const Expr *e)
{
    switch ((int)e->op) {
    case OP_ADD: return two(t, e, "{0} + {1}", SUM);
    case OP_SUB: return two(t, e, "{0} − {1}", SUM);
    case OP_MUL: return FORM(t, "{0} × {1}", "{0} × {1}", factor(t, e, 0), factor(t, e, 1));
    case OP_DIV: return two(t, e, "{0} ÷ {1}", PRODUCT);
    case OP_OF: return part_of(t, e);
    case OP_NEG: return FORM(t, "−{0}", "−{0}", kid(t, e, 0, TIGHT));
    case OP_ROUND: return FORM(t, "{0}（{1}）", "{0} ({1})", kid(t, e, 0, PRODUCT), told_rounding(t, e->places, (Rounding)e->index));
    case OP_CAP: return FORM(t, "{0}（最多计 {1}）", "{0} (at most {1})", kid(t, e, 0, PRODUCT), kid(t, e, 1, LOOSE));
    case OP_FLOOR: return FORM(t, "{0}（最少计 {1}）", "{0} (at least {1})", kid(t, e, 0, PRODUCT), kid(t, e, 1, LOOSE));
    case OP_RESCALE: return FORM(t, "{0}折算为 {1}", "{0} rescaled to {1}", kid(t, e, 0, TIGHT), kid(t, e, 1, TIGHT));
    case OP_WEIGHTED: return weighted(t, e);
    case OP_IF:
        return FORM(t, "如果{0}，为{1}；否则，为{2}", "if {0}, {1}; otherwise {2}", judged(t, e->kids[0], LOOSE), kid(t, e, 1, EITHER), kid(t, e, 2, EITHER));
    case OP_MISSING_AS: return FORM(t, "{0}（没有的记 {1}）", "{0} (where missing, {1})", kid(t, e, 0, TIGHT), kid(t, e, 1, LOOSE));
    case OP_MAP: return mapped(t, e);
    case OP_AGE: return FORM(t, "从{0}到{1}的周岁", "the age in whole years from {0} to {1}", kid(t, e, 0, TIGHT), kid(t, e, 1, TIGHT));
    case OP_YEARS: return FORM(t, "从{0}到{1}的整年数", "the whole years from {0} to {1}", kid(t, e, 0, TIGHT), kid(t, e, 1, TIGHT));
    case OP_MONTHS: return FORM(t, "从{0}到{1}的整月数", "the whole months from {0} to {1}", kid(t, e, 0, TIGHT), kid(t, e, 1, TIGHT));
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN: case OP_ANY:
    case OP_EVERY: case OP_AT_LEAST: return told_condition(t, e, &told_in);
    case OP_AND: case OP_OR: return either(t, e);
    case OP_NOT: return negated(t, e);
    case OP_IMPLIES: return FORM(t, "凡{0}的，须{1}", "where {0}: {1}", judged(t, e->kids[0], LOOSE), judged(t, e->kids[1], EITHER));
    case OP_HAS: return FORM(t, "有“{0}”的记录", "there is {0}", kid(t, e, 0, TIGHT));
    case OP_LIST: {
        Str *items = NEW_ARRAY(t->a, Str, e->kid_count);
        for (size_t i = 0; i < e->kid_count; i++)
            items[i] = kid(t, e, i, SUM);
        return FORM(t, "（{0}）", "({0})", told_list(t, items, e->kid_count));
    }
    case OP_SUM: case OP_MEAN: case OP_HIGHEST: case OP_LOWEST: case OP_LENGTH: return over(t, e);
    case OP_G_COUNT: case OP_G_SUM: case OP_G_MEAN: case OP_G_HIGHEST: case OP_G_LOWEST: return group(t, e);
    case OP_T_COUNT: case OP_T_SUM: case OP_T_MEAN: case OP_T_HIGHEST: case OP_T_LOWEST: return rows_of(t, e);
    default: return reading(t, e);
    }
}

static Str words_of(const Teller *t, const Expr *e, int least)
{
    Str s = bare(t, e);
    return strength(e) < least ? FORM(t, "（{0}）", "({0})", s) : s;
}

Str told_value(const Teller *t, const Expr *e) { return words_of(t, e, LOOSE); }

Str told_keys(const Teller *t, const Key *keys, size_t n)
{
    Text out = text_new(t->a);
    for (size_t i = 0; i < n; i++) {
        Str value = words_of(t, keys[i].value, ROUNDED);
        bool date = keys[i].value->type.kind == TYPE_DATE;
        if (i)
            say(&out, t->language, "，相同的再比", ", then ");
        if (keys[i].order == ORDER_PREFERRED)
            told_join(t, &out, FORM(t, "{0}的优先", "those first for whom {0}", judged(t, keys[i].value, ROUNDED)));
        else if (keys[i].order == ORDER_HIGH_FIRST)
            told_join(t, &out, FORM(t, date ? "{0}从晚到早" : "{0}从高到低", date ? "{0} from late to early" : "{0} from high to low", value));
        else
            told_join(t, &out, FORM(t, date ? "{0}从早到晚" : "{0}从低到高", date ? "{0} from early to late" : "{0} from low to high", value));
    }
    return text_str(&out);
}
