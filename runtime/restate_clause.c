/* restate_clause.c - types, stages and clauses as plain sentences. */
#include "runtime/restate_parts.h"

#define FORM(t, zh, en, ...) told_format(t, zh, en, WITH(__VA_ARGS__))
#define WORDS(t, zh, en) str_from((t)->language == LANG_ZH ? (zh) : (en))

/* ---- types ---- */

Str told_noun(const Teller *t, Str noun)
{
    bool person = str_eq(noun, S("人选")), post = str_eq(noun, S("职位"));
    return t->language == LANG_ZH ? noun : person ? S("candidate") : post ? S("post") : noun;
}

static Str number_of(const Teller *t, Num x, const Type *type)
{
    const Expr e = {.op = OP_NUMBER, .number = x, .type = *type};
    return told_value(t, &e);
}

/* "0" of "0 至 100 分". */
static Str low_end(const Teller *t, const Type *type)
{
    Type bare = *type;
    bare.unit = S("");
    return number_of(t, type->low, &bare);
}

static Str range_words(const Teller *t, const Type *type)
{
    if (type->has_low && type->has_high)
        return FORM(t, "{0} 至 {1}（含两端）", "{0} to {1} (both included)", low_end(t, type), number_of(t, type->high, type));
    if (type->has_low)
        return FORM(t, "不少于 {0}（≥ {0}）", "no less than {0} (≥ {0})", number_of(t, type->low, type));
    if (type->has_high)
        return FORM(t, "不超过 {0}（≤ {0}）", "no more than {0} (≤ {0})", number_of(t, type->high, type));
    return type->unit.len ? FORM(t, "数，单位：{0}", "a number, in {0}", type->unit) : WORDS(t, "数", "a number");
}

static Str scale_words(const Teller *t, int scale)
{
    const Scale *s = &t->program->scales[scale];
    if (!s->ordered)
        return FORM(t, "{0}", "{0}", told_list(t, s->values, s->value_count));
    Text out = text_new(t->a);
    for (size_t i = 0; i < s->value_count; i++) {
        if (i)
            text_addz(&out, " > ");
        text_add(&out, s->values[i]);
    }
    return text_str(&out);
}

static Str ballot_words(const Teller *t, const Type *type)
{
    static const char *const bases[COUNTS][LANGUAGE_COUNT] = {[COUNT_ENTITLED] = {"应到人数", "members entitled"},
        [COUNT_RETURNED] = {"收回票数", "ballots returned"}, [COUNT_PRESENT] = {"到会人数", "members present"},
        [COUNT_FORMAL] = {"有效票数（收回 − 无效）", "valid ballots (returned − spoilt)"}, [COUNT_ISSUED] = {"发出票数", "ballots issued"}};
    const char *const *base = bases[type->base];
    Str who = type->voters.len ? FORM(t, "，由{0}投票", "; the voters are {0}", type->voters) : S("");
    Str most = type->names ? FORM(t, "，每票至多 {0} 名", "; at most {0} names on a ballot", int_str(t->a, type->names)) : S("");
    return FORM(t, "得票率 = 赞成票数 ÷ {0}{1}{2}", "rate = ayes ÷ {0}{1}{2}", base[t->language] ? str_from(base[t->language]) : S(""), who, most);
}

static Str several_words(const Teller *t, const Type *type)
{
    Str each = told_type(t, type->element);
    if (type->kind == TYPE_PANEL)
        return FORM(t, "{0} 名评委评分，每人{1}", "scores of {0} judges, each {1}", int_str(t->a, type->items), each);
    return type->items ? FORM(t, "恰好 {0} 项，每项为{1}", "exactly {0} items, each {1}", int_str(t->a, type->items), each)
                       : FORM(t, "若干项（可以没有），每项为{0}", "any number of items, each {0}", each);
}

Str told_type(const Teller *t, const Type *type)
{
    switch (type->kind) {
    case TYPE_YESNO: return WORDS(t, "是或否", "yes or no");
    case TYPE_NUMBER: return range_words(t, type);
    case TYPE_RATIO: return WORDS(t, "比例", "a ratio");
    case TYPE_DATE: return WORDS(t, "日期", "a date");
    case TYPE_TEXT: return WORDS(t, "文字", "text");
    case TYPE_GRADE: return FORM(t, "以下之一：{0}", "one of: {0}", scale_words(t, type->scale));
    case TYPE_POST: return told_noun(t, t->program->post_noun);
    case TYPE_PERSON: return told_noun(t, t->program->person_noun);
    case TYPE_BALLOT: return FORM(t, "投票，{0}", "a vote: {0}", ballot_words(t, type));
    case TYPE_SURVEY:
        return type->items ? FORM(t, "测评，{0} 个单项，每项评为以下之一：{1}", "a survey of {0} items, each rated one of: {1}", int_str(t->a, type->items), scale_words(t, type->scale))
                           : FORM(t, "测评，评为以下之一：{0}", "a survey, rated one of: {0}", scale_words(t, type->scale));
    case TYPE_PANEL: case TYPE_LIST: return several_words(t, type);
    case TYPE_TABLE: return WORDS(t, "表", "a table");
    case TYPE_ERROR: break;
    }
    BUG("a checked program has no such type");
}

/* ---- stages ---- */

static Str grouping(const Teller *t, const Stage *s)
{
    Str compete = s->rank || s->advance || s->elect ? WORDS(t, "，组内竞争", " and compete") : S("");
    if (s->everyone)
        return FORM(t, "全体为一组{0}", "All are one group{0}", compete);
    if (!s->by_count)
        return s->of_entries ? WORDS(t, "每条参选单独判断", "Each entry is judged by itself") : WORDS(t, "每人单独判断", "Each person is judged alone");
    Str *keys = NEW_ARRAY(t->a, Str, s->by_count);
    bool posts = t->program->post_seats >= 0 && !s->seats;
    for (size_t i = 0; i < s->by_count; i++) {
        keys[i] = told_value(t, s->by[i]);
        posts = posts && s->by_post[i] != BY_NOTHING;
    }
    Str by = told_list(t, keys, s->by_count);
    Str unit = s->of_entries ? WORDS(t, "参选", "Entries") : WORDS(t, "", "Those");
    if (t->language == LANG_ZH && !s->of_entries)
        unit = t->program->person_noun;
    return posts ? FORM(t, "{0}相同的{1}为一组{2}；组的名额为相应{3}未满名额之和", "{1} with the same {0} are one group{2}; its seats are the open seats of each {3}", by, unit, compete, told_noun(t, t->program->post_noun))
                 : FORM(t, "{0}相同的{1}为一组{2}", "{1} with the same {0} are one group{2}", by, unit, compete);
}

Str told_stage(const Teller *t, const Stage *s)
{
    Text out = text_new(t->a);
    text_add(&out, grouping(t, s));
    if (s->when)
        text_add(&out, FORM(t, "；只适用于这样的人：{0}，其他人直接通过", "; only for those for whom {0}; all others pass", told_condition(t, s->when, &told_in)));
    if (s->has_full) {
        const Type points = {.kind = TYPE_NUMBER, .dim = DIM_POINTS, .unit = S("分"), .scale = -1};
        text_add(&out, FORM(t, "；满分 {0}", "; full mark {0}", number_of(t, s->full, &points)));
    }
    if (s->seats)
        text_add(&out, FORM(t, "；名额 {0}", "; seats: {0}", told_value(t, s->seats)));
    say(&out, t->language, "。", ".");
    return text_str(&out);
}

/* ---- clauses ---- */

static Str reason_of(const Teller *t, Str text)
{
    return text.len ? FORM(t, "，理由写作“{0}”", ", with the reason “{0}”", text) : S("");
}

static Str otherwise(const Teller *t, const Clause *c)
{
    bool group = c->kind == CLAUSE_OPEN || (c->kind == CLAUSE_VALID && c->expr->reach != REACH_PERSON);
    switch (c->otherwise) {
    case ELSE_NONE:
        return group ? WORDS(t, "本组作废", "the group is void") : WORDS(t, "这个人未定", "the person is undetermined");
    case ELSE_CANCEL: return WORDS(t, "取消本组，组内的人都出局", "the group is cancelled and all in it are out");
    case ELSE_REDUCE:
        return FORM(t, "名额减到够为止（{0}），减到 0 的取消", "seats are reduced until it holds ({0}); at 0 the group is cancelled", told_rounding(t, 0, c->rounding));
    case ELSE_PROCEED:
        return c->kind == CLAUSE_CHOOSE ? WORDS(t, "留下，但没有职位", "he stays, without a post") : WORDS(t, "照常进行，记入说明", "it goes on, with a note");
    case ELSE_VOID: return WORDS(t, "本组作废", "the group is void");
    case ELSE_PENDING: return group ? WORDS(t, "本组的人都待定", "all in the group are pending") : WORDS(t, "待定", "he is pending");
    case ELSE_DROP: return FORM(t, "{0}{1}", "{0}{1}", group ? WORDS(t, "本组的人都出局", "all in the group are out") : WORDS(t, "出局", "he is out"), reason_of(t, c->drop_text));
    }
    BUG("no such else");
}

/* "3", "1.5", "15/11" */
static Str times_of(const Teller *t, Num n)
{
    Text out = text_new(t->a);
    if (num_cmp(num_round(t->a, n, 6, ROUND_HALF_UP), n) == 0)
        num_decimal(&out, n, 6);
    else
        num_exact(&out, n);
    return text_str(&out);
}

/* A number of people: a count, or a ratio that is multiplied by the seats. */
static Str how_many(const Teller *t, const Expr *e)
{
    if (e->type.kind != TYPE_RATIO)
        return told_value(t, e);
    bool rounded = e->op == OP_ROUND;
    const Expr *ratio = rounded ? e->kids[0] : e;
    Str how = rounded ? FORM(t, "，{0}", ", {0}", told_rounding(t, e->places, (Rounding)e->index)) : S("");
    const Param *p = ratio->op == OP_PARAM ? &t->program->params[ratio->index] : NULL;
    const Expr *value = p && p->value && !p->dated_count ? p->value : ratio;
    Str name = p ? FORM(t, "{0}{1}", "{0} {1}", p->name, told_value(t, value)) : told_value(t, ratio);
    if (value->op == OP_NUMBER && num_cmp(value->number, num_int(1)) == 0)
        return FORM(t, "名额数（{0}{1}）", "as many as there are seats ({0}{1})", name, how);
    if (value->op == OP_NUMBER)
        return FORM(t, "名额的 {0} 倍（{1}{2}）", "{0} times the seats ({1}{2})", times_of(t, value->number), name, how);
    return FORM(t, "名额乘以{0}{1}", "the seats times {0}{1}", told_value(t, ratio), how);
}

static Str ties_words(const Teller *t, const Clause *c)
{
    static const char *const words[][LANGUAGE_COUNT] = {[TIES_NONE] = {"", ""},
        [TIES_ALL_IN] = {"全部进入，可以超出", "all go in, beyond the number"}, [TIES_NONE_IN] = {"都不进入", "none goes in"},
        [TIES_PENDING] = {"待定，由人来定", "pending, for people to settle"}, [TIES_LOTS] = {"按公布的种子抽签定先后", "decided by lot, with the published seed"}};
    if (c->ties == TIES_NONE && !c->key_count)
        return S("");
    Str last = str_from(words[c->ties][t->language]);
    if (c->key_count)
        return FORM(t, "末位并列的，依次比较：{0}；仍然相同的，{1}。", " Tied on the line: {0}; if still tied, {1}.", told_keys(t, c->keys, c->key_count), last);
    return FORM(t, "末位并列的，{0}。", " Tied on the line: {0}.", last);
}

static Str reserve_words(const Teller *t, const Clause *c)
{
    if (!c->substitutes)
        return WORDS(t, "以后空出的位置不递补。", " Places that become free later are not filled.");
    Str until = c->deadline < (int)t->program->stage_count ? FORM(t, "“{0}”开始以前", "before “{0}” begins", t->program->stages[c->deadline].name)
                                                           : WORDS(t, "全部程序结束以前", "before the end");
    Str most = c->times < 0 ? WORDS(t, "次数不限", "without limit") : FORM(t, "每组至多 {0} 次", "at most {0} times a group", int_str(t->a, c->times));
    Str who = c->reserve_when ? FORM(t, "，只补这样的人：{0}", ", only those for whom {0}", told_condition(t, c->reserve_when, &told_in)) : S("");
    return FORM(t, "未入围的依名次为候补：{0}有入围的人退出或出局，由下一名递补，{1}{2}。",
                " Those cut off are the reserve by rank: for each who leaves or is out {0}, the next moves up, {1}{2}.", until, most, who);
}

static Str advance_words(const Teller *t, const Clause *c)
{
    Str reason = reason_of(t, c->notes.say), n = how_many(t, c->expr);
    if (c->picked) {
        Str count = c->at_least ? FORM(t, "不少于{0}，不多于{1}", "no fewer than {0} and no more than {1}", how_many(t, c->at_least), n)
                                : FORM(t, "不多于{0}", "at most {0}", n);
        return FORM(t, "由{0}确定入围名单（由人决定），人数{1}；不在名单上的出局{2}。",
                    "{0} decides who goes on (people decide), {1}; whoever is not on the list is out{2}.", c->body, count, reason);
    }
    return FORM(t, "按名次入围，人数为{0}；现有人数不多于这个数的，全部入围；其余出局{1}。{2}{3}",
                "By rank, {0} go on; if there are no more than that, all go on; the rest are out{1}.{2}{3}", n, reason, ties_words(t, c), reserve_words(t, c));
}

static Str elect_words(const Teller *t, const Clause *c)
{
    Str ties = ties_words(t, c), reason = reason_of(t, c->notes.say);
    if (reason.len)
        reason = c->expr ? FORM(t, "；不符合而到最后没有当选的{0}", "; whoever does not meet it and is never elected{0}", reason)
                         : FORM(t, "；到最后没有当选的{0}", "; whoever is never elected{0}", reason);
    if (!c->expr)
        return FORM(t, "按名次当选，填满名额为止；当选的人不再参加以后的阶段，其余的人留下{0}。{1}",
                    "By rank, people are elected until the seats are filled; the elected leave, the rest stay{0}.{1}", reason, ties);
    return FORM(t, "当选：{0}；符合的人按名次当选，填满名额为止；当选的人不再参加以后的阶段，其余的人留下{1}。{2}",
                "Elected: {0}; those for whom this holds are elected by rank until the seats are filled; the elected leave, the rest stay{1}.{2}",
                told_condition(t, c->expr, &told_required), reason, ties);
}

static Str rank_words(const Teller *t, const Clause *c)
{
    Str lots = c->ties == TIES_LOTS ? WORDS(t, "按公布的种子抽签分先后（1、2、3、4），没有种子的", "by lot with the published seed (1, 2, 3, 4), without a seed ") : S("");
    Str same = c->dense ? WORDS(t, "同名次，下一名不跳号（1、2、2、3）", "the same rank and no gap (1, 2, 2, 3)")
                        : WORDS(t, "同名次，下一名跳号（1、2、2、4）", "the same rank and a gap (1, 2, 2, 4)");
    return FORM(t, "排名次：按{0}；仍相同的{1}{2}。", "Rank by {0}; if still equal, {1}{2}.", told_keys(t, c->keys, c->key_count), lots, same);
}

static Str open_words(const Teller *t, const Clause *c)
{
    Str holds;
    if (c->expr->type.kind == TYPE_YESNO)
        holds = told_condition(t, c->expr, &told_in);
    else
        holds = FORM(t, "剩下的人数不少于{0}（恰好够的算够）", "those left are no fewer than {0} (exactly that is enough)", how_many(t, c->expr));
    return FORM(t, "开考条件：{0}；不够的，{1}{2}。", "To open: {0}; otherwise {1}{2}.", holds, otherwise(t, c),
                c->otherwise == ELSE_DROP ? S("") : reason_of(t, c->notes.say));
}

static Str valid_words(const Teller *t, const Clause *c)
{
    return FORM(t, "有效条件：{0}；不成立的，{1}{2}。", "Valid only if {0}; otherwise {1}{2}.", told_condition(t, c->expr, &told_required), otherwise(t, c),
                c->otherwise == ELSE_DROP ? S("") : reason_of(t, c->notes.say));
}

static Str choose_words(const Teller *t, const Clause *c)
{
    Str room = c->capacity ? FORM(t, "{0}", "{0}", told_value(t, c->capacity)) : WORDS(t, "它的名额", "its seats");
    return FORM(t, "选岗，结果记作“{0}”：按{1}先后，各人在{2}里依次取第一个还有空位、又不须回避的{6}；一个{6}收的人数为{3}；都取不到的，{4}{5}。",
                "Choice of posts, kept as “{0}”: by {1}, each takes from {2} the first {6} that has room and need not be avoided; a {6} takes {3}; whoever finds none: {4}{5}.",
                c->name, told_value(t, c->order), told_value(t, c->expr), room, otherwise(t, c), c->otherwise == ELSE_DROP ? S("") : reason_of(t, c->notes.say),
                told_noun(t, t->program->post_noun));
}

static Str body_words(const Teller *t, const Clause *c)
{
    return c->body.len ? FORM(t, "由{0}", " by {0}", c->body) : S("");
}

static Str given_words(const Teller *t, const Clause *c)
{
    const Stage *s = &t->program->stages[c->stage];
    bool in_group = s->everyone || s->by_count;
    Str absent = c->optional ? WORDS(t, "；可以没有", "; may be absent") : in_group ? WORDS(t, "；没有结果的，本组从这里起未定", "; while there is none, the group is undetermined from here")
                                  : WORDS(t, "；没有结果的，这个人从这里起未定", "; while there is none, the person is undetermined from here");
    if (c->kind == CLAUSE_VOTE)
        return FORM(t, "表决“{0}”（由人决定）：{1}投票，{2}{3}。", "Vote “{0}” (people decide){1}: {2}{3}.", c->name, body_words(t, c), ballot_words(t, &c->type), absent);
    Str key = c->key.len && !str_eq(c->key, c->name) ? FORM(t, "（数据里写作“{0}”）", " (“{0}” in the data)", c->key) : S("");
    return FORM(t, "决定“{0}”{1}（由人决定）：{2}作出，结果为{3}{4}。", "Decision “{0}”{1} (people decide){2}: {3}{4}.", c->name, key, body_words(t, c), told_type(t, &c->type), absent);
}

End told_end(const Program *p)
{
    bool seats = p->post_seats >= 0, elects = false;
    for (size_t i = 0; i < p->stage_count; i++) {
        seats = seats || p->stages[i].seats;
        elects = elects || p->stages[i].elect;
    }
    return elects ? END_ELECTED : seats ? END_CHOSEN : END_LISTED;
}

bool told_people_decide(const Clause *c)
{
    return c->kind == CLAUSE_VOTE || c->kind == CLAUSE_DECISION || (c->kind == CLAUSE_ADVANCE && c->picked);
}

/* The parts of a sum that are weighted by constants: "各部分权重合计 100%"; empty when it is no such sum. */
static bool add_weights(const Teller *t, const Expr *e, Num *sum, size_t *parts)
{
    if (e->op == OP_ADD)
        return add_weights(t, e->kids[0], sum, parts) && add_weights(t, e->kids[1], sum, parts);
    if (e->op == OP_CAP || e->op == OP_FLOOR || e->op == OP_ROUND)
        return add_weights(t, e->kids[0], sum, parts);
    if (e->op != OP_MUL)
        return false;
    const Expr *w = e->kids[1];
    const Param *p = w->op == OP_PARAM ? &t->program->params[w->index] : NULL;
    if (p && p->value && !p->dated_count)
        w = p->value;
    if (w->op != OP_NUMBER || w->type.kind != TYPE_NUMBER || w->type.dim != DIM_SHARE)
        return false;
    *sum = num_add(t->a, *sum, w->number);
    ++*parts;
    return true;
}

static Str score_words(const Teller *t, const Clause *c)
{
    Num sum = num_int(0);
    size_t parts = 0;
    Str weights = S(""), name = t->program->stages[c->stage].name;
    if (add_weights(t, c->expr, &sum, &parts) && parts > 1) {
        const Type share = {.kind = TYPE_NUMBER, .dim = DIM_SHARE, .scale = -1};
        weights = FORM(t, "。各部分权重合计 {0}", ". The weights add to {0}", number_of(t, sum, &share));
    }
    return FORM(t, "计分：{0} = {1}{2}。", "Score: {0} = {1}{2}.", name, told_value(t, c->expr), weights);
}

static Str judged_words(const Teller *t, const Clause *c)
{
    Str reason = reason_of(t, c->notes.say);
    switch ((int)c->kind) {
    case CLAUSE_REQUIRE:
        return FORM(t, "要求：{0}；不符合的出局{1}。", "Required: {0}; whoever does not meet it is out{1}.", told_condition(t, c->expr, &told_required), reason);
    case CLAUSE_VETO:
        return FORM(t, "否决：{0}；有这种情形的出局，不论得分{1}。", "Veto: {0}; whoever is in this case is out, whatever the score{1}.", told_condition(t, c->expr, &told_vetoed), reason);
    case CLAUSE_EXCLUDE:
        return FORM(t, "排除{2}：{0}；这样的{2}不参加，名额不计{1}。", "Excluded: {0}; such a {2} and its seats do not count{1}.", told_condition(t, c->expr, &told_in), reason, told_noun(t, t->program->post_noun));
    case CLAUSE_AVOID:
        return FORM(t, "回避：{0}；有这种情形的，不得任该{2}{1}。", "To be avoided: {0}; in this case the {2} may not be held{1}.", told_condition(t, c->expr, &told_in), reason, told_noun(t, t->program->post_noun));
    case CLAUSE_CHECK:
        return FORM(t, "检查：{0}；不成立的列出，不改变结果{1}。", "Check: {0}; where it does not hold, this is listed and changes nothing{1}.", told_condition(t, c->expr, &told_required), reason);
    case CLAUSE_MARK:
        return FORM(t, "标记“{0}”：{1}；这样的人作此标记，不淘汰{2}。", "Mark “{0}”: {1}; such people are marked, not put out{2}.", c->name, told_condition(t, c->expr, &told_in), reason);
    default:
        return FORM(t, "须说明：{0}；有这种情形的须有书面说明，没有的，{1}。", "To be explained: {0}; in this case a written explanation is needed; without it {1}.",
                    told_condition(t, c->expr, &told_in), otherwise(t, c));
    }
}

static Str sentence(const Teller *t, const Clause *c)
{
    switch (c->kind) {
    case CLAUSE_REQUIRE: case CLAUSE_VETO: case CLAUSE_EXCLUDE: case CLAUSE_AVOID: case CLAUSE_CHECK: case CLAUSE_MARK: case CLAUSE_EXPLAIN:
        return judged_words(t, c);
    case CLAUSE_VALID: return valid_words(t, c);
    case CLAUSE_OPEN: return open_words(t, c);
    case CLAUSE_SCORE: return score_words(t, c);
    case CLAUSE_FIGURE:
        return c->expr->type.kind == TYPE_YESNO ? FORM(t, "所称“{0}”，是指：{1}。", "“{0}” means: {1}.", c->name, told_condition(t, c->expr, &told_in))
                                                : FORM(t, "{0} = {1}。", "{0} = {1}.", c->name, told_value(t, c->expr));
    case CLAUSE_RANK: return rank_words(t, c);
    case CLAUSE_ADVANCE: return advance_words(t, c);
    case CLAUSE_ELECT: return elect_words(t, c);
    case CLAUSE_CHOOSE: return choose_words(t, c);
    case CLAUSE_VOTE: case CLAUSE_DECISION: return given_words(t, c);
    case CLAUSE_PROBATION: {
        Text period = text_new(t->a);
        program_period(c, t->language, &period);
        return FORM(t, "选定的人试用 {0}。", "Those chosen are on probation for {0}.", text_str(&period));
    }
    case CLAUSE_KINDS: break;
    }
    BUG("no such clause");
}

Str told_clause(const Teller *t, const Clause *c)
{
    bool told_already = c->kind != CLAUSE_FIGURE && c->kind != CLAUSE_SCORE && c->kind != CLAUSE_RANK && c->kind != CLAUSE_VOTE &&
                        c->kind != CLAUSE_DECISION && c->kind != CLAUSE_PROBATION;
    Str s = sentence(t, c);
    return c->notes.say.len && !told_already ? FORM(t, "{0}（说：“{1}”）", "{0} (Said: “{1}”)", s, c->notes.say) : s;
}
