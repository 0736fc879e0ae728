/* print.c - a program told back: expressions and clauses as text in either language. */
#include "lang/program.h"

/* ---- words: their first spellings, from the one table ---- */

static const char *const spellings[][2] = {
#define W(token, zh, en, class) {zh, en},
#include "lang/words.def"
};

/* The word whose first Chinese spelling is `zh`, in a language; `zh` itself when the table has none. */
static Str word(const char *zh, Language words)
{
    size_t n = strlen(zh);
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const char *s = spellings[i][LANG_ZH];
        if (strncmp(s, zh, n) != 0 || (s[n] != '\0' && s[n] != '|'))
            continue;
        const char *out = spellings[i][words];
        const char *end = strchr(out, '|');
        return (Str){out, end ? (size_t)(end - out) : strlen(out)};
    }
    return str_from(zh);
}

static void put(Text *out, const char *zh, Language words) { text_add(out, word(zh, words)); }

static void put_spaced(Text *out, const char *zh, Language words)
{
    text_char(out, ' ');
    put(out, zh, words);
    text_char(out, ' ');
}

const char *const clause_words[CLAUSE_KINDS][2] = {
    {"要求", "require"}, {"否决", "veto"}, {"有效", "valid"}, {"开考", "open"}, {"排除", "exclude"},
    {"计分", "score"}, {"=", "="}, {"排序", "rank"}, {"入围", "advance"}, {"当选", "elect"}, {"选岗", "choose"},
    {"回避", "avoid"}, {"表决", "vote"},
    {"检查", "check"}, {"标记", "mark"}, {"须说明", "explain"}, {"试用", "probation"}, {"决定", "decision"}};

const char *const clause_names[CLAUSE_KINDS] = {"require", "veto", "valid", "open", "exclude", "score", "figure", "rank",
                                                "advance", "elect", "choose", "avoid", "vote", "check", "mark", "explain", "probation", "decision"};

const char *const status_names[STATUS_KINDS] = {
#define STATUS(name, machine, zh, en) [STATUS_##name] = machine,
#include "lang/statuses.def"
};

const char *const status_words[STATUS_KINDS][2] = {
#define STATUS(name, machine, zh, en) [STATUS_##name] = {zh, en},
#include "lang/statuses.def"
};

const char *const count_words[COUNTS][2] = {{"赞成", "ayes"}, {"反对", "noes"}, {"弃权", "abstained"}, {"无效票", "spoilt"},
                                            {"发出", "issued"}, {"收回", "returned"}, {"应到", "entitled"},
                                            {"到会", "present"}, {"有效票", "formal"}};

/* ---- values ---- */

static bool terminates(Num n)
{
    if (n.d == 0)
        return false;
    int64_t d = n.d;
    while (d % 2 == 0)
        d /= 2;
    while (d % 5 == 0)
        d /= 5;
    return d == 1;
}

static void put_number(Text *out, Num n)
{
    if (terminates(n))
        num_decimal(out, n, 30);
    else
        num_exact(out, n);
}

static void put_unit(Text *out, Str unit, Language words)
{
    if (!unit.len)
        return;
    char zh[16] = {0};
    memcpy(zh, unit.at, unit.len < 15 ? unit.len : 15);
    text_char(out, ' ');
    put(out, zh, words);
}

static void put_constant(Text *out, const Expr *e, Language words)
{
    const Type *t = &e->type;
    if (t->kind == TYPE_RATIO) {
        if (terminates(e->number)) {
            text_addz(out, "1:");
            put_number(out, e->number);
        } else {
            text_int(out, e->number.d);
            text_char(out, ':');
            text_int(out, e->number.n);
        }
    } else if (t->kind == TYPE_NUMBER && t->dim == DIM_SHARE && terminates(e->number)) {
        num_decimal(out, num_mul(out->arena, e->number, num_int(100)), 30);
        text_char(out, '%');
    } else {
        put_number(out, e->number);
        if (t->kind == TYPE_NUMBER && t->dim != DIM_PURE && t->dim != DIM_SHARE)
            put_unit(out, t->unit, words);
    }
}

static void put_date(Text *out, Date d)
{
    text_int(out, d.year);
    if (d.month)
        text_addz(out, d.month < 10 ? "-0" : "-"), text_int(out, d.month);
    if (d.day)
        text_addz(out, d.day < 10 ? "-0" : "-"), text_int(out, d.day);
}

/* ---- expressions ---- */

static int strength(const Expr *e)
{
    switch ((int)e->op) {
    case OP_IF: case OP_IMPLIES: return 1;
    case OP_OR: return 2;
    case OP_AND: return 3;
    case OP_NOT: return 4;
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN: return 5;
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST: return e->kid_count > 1 ? 5 : 9;
    case OP_ROUND: case OP_CAP: case OP_FLOOR: return 6;
    case OP_ADD: case OP_SUB: return 7;
    case OP_MUL: case OP_DIV: return 8;
    case OP_NEG: case OP_OF: case OP_RESCALE: case OP_MISSING_AS: return 9;
    default: return 10;
    }
}

static void put_inner(const Program *p, const Expr *e, int least, Language words, Text *out)
{
    bool brackets = strength(e) < least;
    if (brackets)
        text_char(out, '(');
    program_expr(p, e, words, out);
    if (brackets)
        text_char(out, ')');
}

/* 且 beside 或 always has brackets, as the language demands. */
static bool mixed(const Expr *e, const Expr *inner) { return e->op == OP_OR && inner->op == OP_AND; }

static void put_infix(const Program *p, const Expr *e, const char *zh, Language words, Text *out)
{
    int mine = strength(e);
    put_inner(p, e->kids[0], mixed(e, e->kids[0]) ? 10 : mine, words, out);
    put_spaced(out, zh, words);
    put_inner(p, e->kids[1], mixed(e, e->kids[1]) ? 10 : mine + 1, words, out);
}

static const char *op_word(Op op)
{
    switch ((int)op) {
    case OP_LT: return "低于";
    case OP_LE: return "不超过";
    case OP_GT: return "超过";
    case OP_GE: return "不低于";
    case OP_EQ: return "为";
    case OP_NE: return "不为";
    case OP_IN: return "属于";
    case OP_NOT_IN: return "不属于";
    case OP_AND: return "且";
    case OP_OR: return "或";
    case OP_ADD: return "+";
    case OP_SUB: return "-";
    case OP_MUL: return "*";
    case OP_DIV: return "/";
    case OP_OF: return "的";
    case OP_SUM: case OP_G_SUM: case OP_T_SUM: return "合计";
    case OP_MEAN: case OP_G_MEAN: case OP_T_MEAN: return "平均";
    case OP_HIGHEST: case OP_G_HIGHEST: case OP_T_HIGHEST: return "最高";
    case OP_LOWEST: case OP_G_LOWEST: case OP_T_LOWEST: return "最低";
    case OP_LENGTH: case OP_T_COUNT: return "个数";
    case OP_G_COUNT: return "人数";
    default: return "?";
    }
}

/* The table has 低于 and 超过 only as further spellings of one row; find the row by any spelling. */
static void put_op(Text *out, Op op, const Type *of, Language words)
{
    if (of->kind == TYPE_GRADE && op == OP_GT && words == LANG_ZH) {
        text_addz(out, "高于");
        return;
    }
    static const struct { Op op; const char *words[2]; } dates[] = {
        {OP_LT, {"早于", "less than"}}, {OP_LE, {"不晚于", "no more than"}}, {OP_GT, {"晚于", "after"}}, {OP_GE, {"不早于", "no less than"}}};
    for (size_t i = 0; of->kind == TYPE_DATE && i < sizeof dates / sizeof *dates; i++)
        if (dates[i].op == op) {
            text_addz(out, dates[i].words[words]);
            return;
        }
    static const struct { Op op; const char *en; } english[] = {
        {OP_LT, "less than"}, {OP_LE, "no more than"}, {OP_GT, "more than"}, {OP_GE, "no less than"},
        {OP_EQ, "is"}, {OP_NE, "is not"}, {OP_IN, "in"}, {OP_NOT_IN, "not in"}};
    for (size_t i = 0; words == LANG_EN && i < sizeof english / sizeof *english; i++)
        if (english[i].op == op) {
            text_addz(out, english[i].en);
            return;
        }
    text_addz(out, op_word(op));
}

static void put_comparison(const Program *p, const Expr *e, Language words, Text *out)
{
    put_inner(p, e->kids[0], 6, words, out);
    text_char(out, ' ');
    put_op(out, e->op, &e->kids[0]->type, words);
    text_char(out, ' ');
    if (e->op != OP_IN && e->op != OP_NOT_IN) {
        put_inner(p, e->kids[1], 6, words, out);
        return;
    }
    text_char(out, '(');
    for (size_t i = 1; i < e->kid_count; i++) {
        if (i > 1)
            text_addz(out, ", ");
        program_expr(p, e->kids[i], words, out);
    }
    text_char(out, ')');
}

static void put_quantified(const Program *p, const Expr *e, Language words, Text *out)
{
    if (e->op == OP_AT_LEAST) {
        put(out, "至少", words);
        text_char(out, ' ');
        num_decimal(out, e->number, 0);
        put_unit(out, S("项"), words);
    } else {
        put(out, e->op == OP_ANY ? "任一" : "每一", words);
    }
    text_char(out, ' ');
    put_inner(p, e->kids[0], 10, words, out);
    if (e->kid_count < 2)
        return;
    text_char(out, ' ');
    put_op(out, (Op)e->index, &e->kids[1]->type, words);
    text_char(out, ' ');
    put_inner(p, e->kids[1], 6, words, out);
}

/* What a row of a table matches: a grade, a number, a range with its unit, 其他. */
void program_row(const Program *p, const MapRow *row, const Type *subject, Language words, Text *out)
{
    bool one = row->has_low && row->has_high && num_cmp(row->low, row->high) == 0;
    if (row->other) {
        put(out, "其他", words);
        return;
    }
    if (row->grade >= 0) {
        text_add(out, p->scales[subject->scale].values[row->grade]);
        return;
    }
    if (row->has_low)
        put_number(out, row->low);
    if (!one) {
        text_addz(out, "..");
        if (row->has_high)
            put_number(out, row->high);
    }
    if (row->has_high)
        put_unit(out, subject->unit, words);
}

static void put_rows(const Program *p, const Expr *e, Language words, Text *out)
{
    text_char(out, '(');
    for (size_t i = 0; i + 1 < e->kid_count; i++) {
        if (i)
            text_addz(out, ", ");
        program_row(p, &e->rows[i], &e->kids[0]->type, words, out);
        text_addz(out, " = ");
        program_expr(p, e->kids[i + 1], words, out);
    }
    text_char(out, ')');
}

/* 去掉 最高 1 个 去掉 最低 1 个 */
static void put_trims(const Expr *e, Language words, Text *out)
{
    const int n[2] = {e->trim_high, e->trim_low};
    static const char *const which[2] = {"最高", "最低"};
    for (int i = 0; i < 2; i++)
        if (n[i]) {
            put_spaced(out, "去掉", words);
            put(out, which[i], words);
            text_char(out, ' ');
            text_int(out, n[i]);
            put_unit(out, S("个"), words);
        }
}

static void put_group(const Program *p, const Expr *e, Language words, Text *out)
{
    put(out, op_word(e->op), words);
    text_char(out, '(');
    if (e->kids[0]) {
        program_expr(p, e->kids[0], words, out);
        text_char(out, ' ');
    }
    if (e->group == GROUP_KEY) {
        put(out, "按", words);
        text_char(out, ' ');
        program_expr(p, e->kids[2], words, out);
    } else {
        put(out, e->group == GROUP_OWN ? "本组" : "全体", words);
    }
    if (e->kids[3]) {
        put_spaced(out, "每", words);
        program_expr(p, e->kids[3], words, out);
    }
    if (e->kids[1]) {
        put_spaced(out, "当", words);
        program_expr(p, e->kids[1], words, out);
    }
    put_trims(e, words, out);
    text_char(out, ')');
}

/* 个数(亲属 当 …), 合计(奖励.分值 当 …) */
static void put_table_rows(const Program *p, const Expr *e, Language words, Text *out)
{
    put(out, op_word(e->op), words);
    text_char(out, '(');
    text_add(out, p->tables[e->index].name);
    if (e->kids[0]) {
        text_char(out, '.');
        program_expr(p, e->kids[0], words, out);
    }
    if (e->kids[1]) {
        put_spaced(out, "当", words);
        program_expr(p, e->kids[1], words, out);
    }
    text_char(out, ')');
}

static const char *const rounding_words[] = {"进一", "舍去", "四舍五入", "四舍六入五成双"};

static void put_round(const Program *p, const Expr *e, Language words, Text *out)
{
    put_inner(p, e->kids[0], 6, words, out);
    text_char(out, ' ');
    if (e->places) {
        put(out, "保留", words);
        text_char(out, ' ');
        text_int(out, e->places);
        put_unit(out, S("位"), words);
        text_char(out, ' ');
    }
    put(out, rounding_words[e->index], words);
}

static void put_list(const Program *p, const Expr *const *kids, size_t n, Language words, Text *out)
{
    text_char(out, '(');
    for (size_t i = 0; i < n; i++) {
        if (i)
            text_addz(out, ", ");
        program_expr(p, kids[i], words, out);
    }
    text_char(out, ')');
}

static void put_over(const Program *p, const Expr *e, Language words, Text *out)
{
    put(out, op_word(e->op), words);
    if (e->trim_high || e->trim_low) {
        text_char(out, '(');
        program_expr(p, e->kids[0], words, out);
        put_trims(e, words, out);
        text_char(out, ')');
        return;
    }
    text_char(out, ' ');
    put_inner(p, e->kids[0], 10, words, out);
}

static void put_prefix(const Program *p, const char *zh, const Expr *e, Language words, Text *out)
{
    put(out, zh, words);
    text_char(out, ' ');
    put_inner(p, e, 9, words, out);
}

static void put_call(const Program *p, const char *zh, const Expr *e, Language words, Text *out)
{
    put(out, zh, words);
    put_list(p, e->kids, e->kid_count, words, out);
}

static void put_member(const Program *p, const Expr *of, Str name, Language words, Text *out)
{
    put_inner(p, of, 10, words, out);
    text_char(out, '.');
    text_add(out, name);
}

static void put_two_part(const Program *p, const char *first, const Expr *a, const char *second, const Expr *b,
                         Language words, Text *out)
{
    put(out, first, words);
    text_char(out, ' ');
    program_expr(p, a, words, out);
    put_spaced(out, second, words);
    program_expr(p, b, words, out);
}

static void put_of_this_vote(const Program *p, const Expr *e, Str name, Language words, Text *out)
{
    if (e->kids[0]->op == OP_VOTE)
        text_add(out, name);
    else
        put_member(p, e->kids[0], name, words, out);
}

/* 2/3 of something stays a fraction where it is a simple one. */
static void put_part(const Program *p, const Expr *e, Language words, Text *out)
{
    if (e->op == OP_NUMBER && e->number.d > 1 && e->number.d <= 12)
        num_exact(out, e->number);
    else
        put_inner(p, e, 10, words, out);
}

void program_expr(const Program *p, const Expr *e, Language words, Text *out)
{
    switch (e->op) {
    case OP_NUMBER: put_constant(out, e, words); return;
    case OP_TEXT: text_char(out, '"'); text_add(out, e->text); text_char(out, '"'); return;
    case OP_DATE: put_date(out, e->date); return;
    case OP_YESNO: put(out, e->index ? "是" : "否", words); return;
    case OP_GRADE: text_add(out, p->scales[e->type.scale].values[e->index]); return;
    case OP_PARAM: text_add(out, p->params[e->index].name); return;
    case OP_FIELD: text_add(out, p->fields[e->index].name); return;
    case OP_ENTRY_FIELD: text_add(out, p->entries[e->index].name); return;
    case OP_COLUMN: text_add(out, p->tables[e->places].columns[e->index].name); return;
    case OP_SELF: put(out, "本人", words); return;
    case OP_OF_PERSON:
        put_inner(p, e->kids[0], 10, words, out);
        text_char(out, '.');
        program_expr(p, e->kids[1], words, out);
        return;
    case OP_ALL_POSTS:
        put(out, "职位", words);
        text_char(out, '.');
        text_add(out, p->posts[e->index].name);
        return;
    case OP_POST_FIELD: put_member(p, e->kids[0], p->posts[e->index].name, words, out); return;
    case OP_THE_POST: put(out, "职位", words); return;
    case OP_DECISION: case OP_VOTE: case OP_FIGURE: text_add(out, p->clauses[e->index].name); return;
    case OP_SCORE: text_add(out, p->stages[e->index].name); return;
    case OP_PLACE:
        if (e->index >= 0)
            text_add(out, p->stages[e->index].name), text_char(out, '.');
        put(out, "名次", words);
        return;
    case OP_PASSED_OVER: put(out, "越过", words); return;
    case OP_SEATS: put(out, "名额", words); return;
    case OP_HEADCOUNT: put(out, "人数", words); return;
    case OP_COUNTS: put_of_this_vote(p, e, word(count_words[e->index][LANG_ZH], words), words, out); return;
    case OP_RATE: put_of_this_vote(p, e, word("得票率", words), words, out); return;
    case OP_MEETING: put_member(p, e->kids[0], word("会议", words), words, out); return;
    case OP_GRADE_SHARE: case OP_GRADE_COUNT:
        put_member(p, e->kids[0], p->scales[e->kids[0]->type.scale].values[e->index], words, out);
        return;
    case OP_RATERS: put_member(p, e->kids[0], word("人数", words), words, out); return;
    case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: put_infix(p, e, op_word(e->op), words, out); return;
    case OP_OF:
        if (words == LANG_ZH) {
            put_inner(p, e->kids[0], 9, words, out);
            put_spaced(out, "的", words);
            put_part(p, e->kids[1], words, out);
        } else {
            put_part(p, e->kids[1], words, out);
            put_spaced(out, "的", words);
            put_inner(p, e->kids[0], 9, words, out);
        }
        return;
    case OP_NEG: text_char(out, '-'); put_inner(p, e->kids[0], 9, words, out); return;
    case OP_ROUND: put_round(p, e, words, out); return;
    case OP_CAP: put_infix(p, e, "封顶", words, out); return;
    case OP_FLOOR: put_infix(p, e, "保底", words, out); return;
    case OP_RESCALE: put_infix(p, e, "折算", words, out); return;
    case OP_WEIGHTED:
        put(out, "加权", words);
        text_char(out, ' ');
        for (size_t i = 0; i < e->kid_count; i++) {
            if (i)
                text_char(out, ':');
            put_number(out, e->weights[i]);
        }
        text_char(out, ' ');
        put_list(p, e->kids, e->kid_count, words, out);
        return;
    case OP_IF:
        put_two_part(p, "若", e->kids[0], "则", e->kids[1], words, out);
        put_spaced(out, "否则", words);
        program_expr(p, e->kids[2], words, out);
        return;
    case OP_MISSING_AS:
        put_inner(p, e->kids[0], 10, words, out);
        put_spaced(out, "缺", words);
        put_prefix(p, "记", e->kids[1], words, out);
        return;
    case OP_MAP:
        put_inner(p, e->kids[0], 10, words, out);
        put_spaced(out, "对应", words);
        if (e->index >= 0)
            text_add(out, p->params[e->index].name);
        else
            put_rows(p, e, words, out);
        return;
    case OP_AGE: put_call(p, "周岁", e, words, out); return;
    case OP_YEARS: put_call(p, "整年", e, words, out); return;
    case OP_MONTHS: put_call(p, "整月", e, words, out); return;
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IN: case OP_NOT_IN:
        put_comparison(p, e, words, out);
        return;
    case OP_AND: case OP_OR: put_infix(p, e, op_word(e->op), words, out); return;
    case OP_NOT: put_prefix(p, "非", e->kids[0], words, out); return;
    case OP_IMPLIES: put_two_part(p, "凡", e->kids[0], "须", e->kids[1], words, out); return;
    case OP_HAS: put_prefix(p, "有", e->kids[0], words, out); return;
    case OP_ANY: case OP_EVERY: case OP_AT_LEAST: put_quantified(p, e, words, out); return;
    case OP_LIST: put_list(p, e->kids, e->kid_count, words, out); return;
    case OP_SUM: case OP_MEAN: case OP_HIGHEST: case OP_LOWEST: case OP_LENGTH: put_over(p, e, words, out); return;
    case OP_G_COUNT: case OP_G_SUM: case OP_G_MEAN: case OP_G_HIGHEST: case OP_G_LOWEST:
        put_group(p, e, words, out);
        return;
    case OP_T_COUNT: case OP_T_SUM: case OP_T_MEAN: case OP_T_HIGHEST: case OP_T_LOWEST:
        put_table_rows(p, e, words, out);
        return;
    case OP_COUNT: break;
    }
}

/* ---- clauses ---- */

static void put_keys(const Program *p, const Key *keys, size_t n, Language words, Text *out)
{
    static const char *const orders[] = {"从高到低", "从低到高", "优先"};
    for (size_t i = 0; i < n; i++) {
        if (i)
            text_addz(out, ", ");
        program_expr(p, keys[i].value, words, out);
        text_char(out, ' ');
        put(out, orders[keys[i].order], words);
    }
}

static void put_body(Str body, Language words, Text *out)
{
    if (!body.len)
        return;
    put_spaced(out, "由", words);
    text_add(out, body);
}

static void put_word_and(const Program *p, const char *zh, const Expr *e, Language words, Text *out)
{
    if (!e)
        return;
    put_spaced(out, zh, words);
    program_expr(p, e, words, out);
}

static void put_per_ballot(const Type *ballot, Language words, Text *out)
{
    if (!ballot->names)
        return;
    put_spaced(out, "每票", words);
    put(out, "至多", words);
    text_char(out, ' ');
    text_int(out, ballot->names);
    put_unit(out, S("名"), words);
}

void program_period(const Clause *c, Language words, Text *out)
{
    size_t space = 0;
    while (space < c->period.len && c->period.at[space] != ' ')
        space++;
    text_add(out, str_cut(c->period, 0, space));
    if (space < c->period.len)
        put_unit(out, str_cut(c->period, space + 1, c->period.len), words);
}

void program_clause(const Program *p, const Clause *c, Language words, Text *out)
{
    if (c->kind == CLAUSE_FIGURE) {
        text_add(out, c->name);
        text_addz(out, " = ");
        program_expr(p, c->expr, words, out);
        return;
    }
    put(out, clause_words[c->kind][LANG_ZH], words);
    if (c->kind == CLAUSE_ELECT && !c->expr)
        return;
    text_char(out, ' ');
    switch (c->kind) {
    case CLAUSE_REQUIRE: case CLAUSE_VETO: case CLAUSE_VALID: case CLAUSE_OPEN: case CLAUSE_SCORE: case CLAUSE_CHECK:
    case CLAUSE_ELECT: case CLAUSE_AVOID:
        program_expr(p, c->expr, words, out);
        break;
    case CLAUSE_EXCLUDE:
        put(out, "职位", words);
        text_char(out, ' ');
        program_expr(p, c->expr, words, out);
        break;
    case CLAUSE_RANK:
        put_keys(p, c->keys, c->key_count, words, out);
        if (c->dense)
            text_char(out, ' '), put(out, "并列不占名次", words);
        break;
    case CLAUSE_CHOOSE:
        text_add(out, c->name);
        put_word_and(p, "从", c->expr, words, out);
        put_word_and(p, "按", c->order, words, out);
        put_word_and(p, "容量", c->capacity, words, out);
        break;
    case CLAUSE_ADVANCE:
        if (c->at_least) {
            program_expr(p, c->at_least, words, out);
            put_spaced(out, "至", words);
        } else if (c->expr->type.kind != TYPE_RATIO) {
            put(out, "至多", words);
            text_char(out, ' ');
        }
        program_expr(p, c->expr, words, out);
        put_body(c->body, words, out);
        break;
    case CLAUSE_MARK:
        text_add(out, c->name);
        put_spaced(out, "当", words);
        program_expr(p, c->expr, words, out);
        break;
    case CLAUSE_EXPLAIN:
        put(out, "当", words);
        text_char(out, ' ');
        program_expr(p, c->expr, words, out);
        break;
    case CLAUSE_PROBATION: program_period(c, words, out); break;
    case CLAUSE_VOTE:
        text_add(out, c->name);
        put_spaced(out, "按", words);
        text_add(out, word(count_words[c->type.base][LANG_ZH], words));
        put_per_ballot(&c->type, words, out);
        put_body(c->body, words, out);
        break;
    case CLAUSE_DECISION:
        text_add(out, c->name);
        put_body(c->body, words, out);
        break;
    case CLAUSE_FIGURE: case CLAUSE_KINDS: break;
    }
}

/* ---- settings from the command line ---- */

bool program_setting(Arena *a, const Param *param, Str text, Num *out)
{
    if (param->type.kind == TYPE_RATIO) {
        size_t colon = 0;
        while (colon < text.len && text.at[colon] != ':')
            colon++;
        Num x, y;
        if (colon == text.len || !num_parse(a, str_cut(text, 0, colon), &x) ||
            !num_parse(a, str_cut(text, colon + 1, text.len), &y) || num_sign(x) <= 0 || num_sign(y) <= 0)
            return false;
        *out = num_cmp(x, y) > 0 ? num_div(a, x, y) : num_div(a, y, x); /* the larger side is the people */
        return true;
    }
    if (param->type.kind != TYPE_NUMBER)
        return false;
    bool percent = text.len && text.at[text.len - 1] == '%';
    if (percent != (param->type.dim == DIM_SHARE))
        return false;
    if (percent)
        text.len--;
    Num n;
    if (!num_parse(a, text, &n))
        return false;
    *out = percent ? num_div(a, n, num_int(100)) : n;
    return true;
}
