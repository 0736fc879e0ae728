/* flow.c - boxes for stages; to the right who leaves, to the left the reserve and who is elected, on the arrows how many go on.
 * A pile of boxes: each group by itself.  A line around a box: who it is not for. */
#include "runtime/flow.h"

#include "lang/utf8.h"
#include "runtime/restate_parts.h"
#include "runtime/svg.h"

#define FORM(t, zh, en, ...) told_format(t, zh, en, WITH(__VA_ARGS__))
#define WORDS(t, zh, en) str_from((t)->language == LANG_ZH ? (zh) : (en))

const char *const flow_style =
    ".stages{display:block;max-width:100%;height:auto}.stages text{font-family:\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;font-size:13px;fill:var(--ink)}"
    ".stages .name{font-size:16px;font-weight:700}.stages .soft{fill:var(--soft)}.stages .exit{font-size:12px}.stages .on{font-weight:600;fill:var(--p0)}"
    ".stages .box{fill:var(--paper);stroke:var(--ink);stroke-width:1.4}.stages .end{fill:var(--tint);stroke:var(--ink);stroke-width:1.4}"
    ".stages .band{stroke:var(--ink);stroke-width:1.4}.stages .tag{fill:var(--paper)}"
    ".stages .way{stroke:var(--ink);stroke-width:1.6}.stages .head{fill:var(--ink)}.stages .out{stroke:var(--red);stroke-width:1.4}.stages .outhead{fill:var(--red)}"
    ".stages .spare{fill:none;stroke:var(--p0);stroke-width:1.6;stroke-dasharray:6 4}.stages .pile{fill:var(--paper);stroke:var(--soft)}.stages .won{stroke:var(--p0);stroke-width:1.6}.stages .by{stroke:var(--soft);stroke-width:1.4}.stages .byhead{fill:var(--soft)}.stages .sparehead{fill:var(--p0)}.stages pattern path{stroke:var(--soft);stroke-width:1.6;opacity:.55}";

static const char *const alone_style =
    ".stages{--paper:#fff;--ink:#191c21;--soft:#515965;--tint:#f0f2f5;--red:#b3131a;--p0:#1b5a9c;background:var(--paper)}"
    "@media (prefers-color-scheme:dark){.stages{--paper:#13161a;--ink:#eceef0;--soft:#b3bac4;--tint:#262c35;--red:#ff7a72;--p0:#74b0ee}}";

enum { LEFT = 172, BOX = 320, GAP = 44, RIGHT = 270, MARGIN = 14, LINE = 19, EXIT_LINE = 17, EXIT_GAP = 9, PAD = 12, BAND = 28, ASIDE = 36 /* the reserve stands below the arrow of the one before */,
       ARROW = 54, PILL = 32, PILE = 5, BYPASS = 12, BOX_CELLS = 41, EXIT_CELLS = 40, ARROW_CELLS = 44, RESERVE_CELLS = 21 };

typedef struct { Str *at; size_t len, cap; } Lines;

typedef struct {
    Lines lines;                  /* in the box */
    Lines *exits; size_t exit_count;
    Lines on;                     /* on the arrow to the next stage */
    Lines reserve;                /* empty: there is none */
    Lines elected;                /* who leaves with a seat; empty: there is none */
    bool people, groups, some;    /* some: it is not for everyone */
    int top, height, band;
} Box;

typedef struct {
    Teller t;
    Html *h;
    Box *boxes;
    int left, middle;
    bool reserve, elects, groups;
} Flow;

static void wrap(Arena *a, Lines *lines, Str s, size_t cells)
{
    while (s.len) {
        size_t n = utf8_cells(s) <= cells ? s.len : fitting(s, cells);
        Str line = str_cut(s, 0, n);
        while (line.len && line.at[line.len - 1] == ' ')
            line.len--;
        *PUSH(a, lines) = line;
        s = str_cut(s, n, s.len);
        while (s.len && s.at[0] == ' ')
            s = str_cut(s, 1, s.len);
    }
}

/* ---- what stands where ---- */

static void add_exit(Flow *f, Box *b, Str words) { wrap(f->t.a, &b->exits[b->exit_count++], words, EXIT_CELLS); }

static Str failed(const Teller *t, const Clause *c)
{
    if (c->otherwise == ELSE_CANCEL)
        return WORDS(t, "取消", "cancelled");
    if (c->otherwise == ELSE_REDUCE)
        return WORDS(t, "减名额", "fewer seats");
    if (c->otherwise == ELSE_PENDING)
        return WORDS(t, "待定", "pending");
    if (c->otherwise == ELSE_DROP)
        return WORDS(t, "出局", "out");
    return c->otherwise == ELSE_VOID || c->expr->reach != REACH_PERSON ? WORDS(t, "作废", "void") : WORDS(t, "未定", "undetermined");
}

/* "1:3", "至多 3 人", "名额 + 1 至 名额 + 2" */
static Str number_on(const Teller *t, const Clause *c)
{
    Str n = told_value(t, c->expr);
    if (c->at_least)
        return FORM(t, "{0}至{1}", "{0} to {1}", told_value(t, c->at_least), n);
    return c->expr->type.kind == TYPE_RATIO && !c->picked ? n : FORM(t, "至多{0}", "at most {0}", n);
}

static void leaves(Flow *f, Box *b, const Clause *c)
{
    const Teller *t = &f->t;
    switch ((int)c->kind) {
    case CLAUSE_REQUIRE: add_exit(f, b, FORM(t, "不满足：{0}", "not met: {0}", told_condition(t, c->expr, &told_in))); break;
    case CLAUSE_VETO: add_exit(f, b, FORM(t, "否决：{0}", "veto: {0}", told_condition(t, c->expr, &told_in))); break;
    case CLAUSE_VALID: add_exit(f, b, FORM(t, "无效（{1}）：不满足 {0}", "invalid ({1}): not {0}", told_condition(t, c->expr, &told_in), failed(t, c))); break;
    case CLAUSE_OPEN:
        if (c->otherwise == ELSE_PROCEED) /* nobody leaves */
            break;
        add_exit(f, b, FORM(t, "不满足 {0}：{1}", "short of {0}: {1}", c->expr->type.kind == TYPE_YESNO ? told_condition(t, c->expr, &told_in) : told_value(t, c->expr), failed(t, c)));
        break;
    case CLAUSE_EXPLAIN: add_exit(f, b, FORM(t, "没有说明：{0}", "no explanation: {0}", told_condition(t, c->expr, &told_in))); break;
    case CLAUSE_ADVANCE:
        add_exit(f, b, c->picked ? WORDS(t, "不在名单上", "not on the list") : c->substitutes ? WORDS(t, "名次在线外（候补）", "below the line (reserve)") : WORDS(t, "名次在线外", "below the line"));
        break;
    case CLAUSE_CHOOSE:
        if (c->otherwise != ELSE_PROCEED)
            add_exit(f, b, FORM(t, "选不到职位：{0}", "no post left: {0}", c->otherwise == ELSE_DROP ? WORDS(t, "出局", "out") : WORDS(t, "待定", "pending")));
        break;
    default: break;
    }
}

static Str score(const Teller *t, const Stage *s)
{
    Text full = text_new(t->a);
    if (!s->has_full)
        return WORDS(t, "计分", "score");
    num_decimal(&full, s->full, 6);
    return FORM(t, "计分，满分 {0} 分", "score, full mark {0}", text_str(&full));
}

static void does(Flow *f, Box *b, const Clause *c)
{
    const Teller *t = &f->t;
    Str by = c->body.len ? FORM(t, "（由{0}）", " by {0}", c->body) : S(""), s = S("");
    if (c->kind == CLAUSE_VOTE)
        s = FORM(t, "表决：{0}{1}", "vote: {0}{1}", c->name, by);
    else if (c->kind == CLAUSE_DECISION)
        s = FORM(t, "决定：{0}{1}", "decision: {0}{1}", c->name, by);
    else if (c->kind == CLAUSE_ADVANCE && c->picked)
        s = FORM(t, "名单由{0}定", "the list is made by {0}", c->body);
    else if (c->kind == CLAUSE_RANK)
        s = FORM(t, "排名次：{0}", "rank: {0}", told_keys(t, c->keys, c->key_count));
    else if (c->kind == CLAUSE_CHOOSE)
        s = FORM(t, "选岗：按{0}", "choice of posts: by {0}", told_value(t, c->order));
    else if (c->kind == CLAUSE_OPEN && c->otherwise == ELSE_PROCEED)
        s = FORM(t, "开考：{0}，不够的照常", "to open: {0}; short of it, on with a note", told_value(t, c->expr));
    else if (c->kind == CLAUSE_EXCLUDE)
        s = FORM(t, "排除的职位：{0}", "posts excluded: {0}", told_condition(t, c->expr, &told_in));
    else if (c->kind == CLAUSE_AVOID)
        s = FORM(t, "回避：{0}", "to be avoided: {0}", told_condition(t, c->expr, &told_in));
    else if (c->kind == CLAUSE_SCORE)
        s = score(t, &t->program->stages[c->stage]);
    b->people = b->people || told_people_decide(c);
    wrap(t->a, &b->lines, s, BOX_CELLS);
}

static void counts(Flow *f, Box *b, const Stage *s)
{
    const Teller *t = &f->t;
    int64_t checks = 0, marks = 0;
    for (size_t i = 0; i < s->count; i++) {
        checks += t->program->clauses[s->first + i].kind == CLAUSE_CHECK;
        marks += t->program->clauses[s->first + i].kind == CLAUSE_MARK;
    }
    if (checks)
        wrap(t->a, &b->lines, FORM(t, "检查 {0} 项（不淘汰）", "checks: {0} (nobody leaves)", int_str(t->a, checks)), BOX_CELLS);
    if (marks)
        wrap(t->a, &b->lines, FORM(t, "标记 {0} 项（不淘汰）", "marks: {0} (nobody leaves)", int_str(t->a, marks)), BOX_CELLS);
}

static void scope(Flow *f, Box *b, const Stage *s)
{
    const Teller *t = &f->t;
    if (s->by_count) {
        Str *keys = NEW_ARRAY(t->a, Str, s->by_count);
        for (size_t i = 0; i < s->by_count; i++)
            keys[i] = told_value(t, s->by[i]);
        wrap(t->a, &b->lines, FORM(t, "按{0}分组", "by {0}", told_list(t, keys, s->by_count)), BOX_CELLS);
    }
    if (s->when)
        wrap(t->a, &b->lines, FORM(t, "只适用于：{0}；其他人直接通过", "only where {0}; others pass by", told_condition(t, s->when, &told_in)), BOX_CELLS);
}

static void cut(Flow *f, Box *b, const Stage *s)
{
    const Teller *t = &f->t;
    if (s->elect)
        wrap(t->a, &b->elected, s->elect->expr ? FORM(t, "当选：{0}", "elected: {0}", told_condition(t, s->elect->expr, &told_in)) : WORDS(t, "当选：按名次，填满名额", "elected: by rank, to the seats"), RESERVE_CELLS);
    if (s->elect)
        wrap(t->a, &b->on, WORDS(t, "没有当选的", "not elected"), ARROW_CELLS);
    if (!s->advance)
        return;
    const Clause *c = s->advance;
    wrap(t->a, &b->on, FORM(t, "入围{0}", "go on: {0}", number_on(t, c)), ARROW_CELLS);
    if (!c->substitutes)
        return;
    wrap(t->a, &b->reserve, c->times < 0 ? WORDS(t, "递补，次数不限", "reserve, no limit") : FORM(t, "递补，至多 {0} 次", "reserve, at most {0} times", int_str(t->a, c->times)), RESERVE_CELLS);
    if (c->deadline < (int)t->program->stage_count)
        wrap(t->a, &b->reserve, FORM(t, "截至{0}", "until {0}", t->program->stages[c->deadline].name), RESERVE_CELLS);
}

static void fill(Flow *f, size_t at)
{
    const Program *p = f->t.program;
    const Stage *s = &p->stages[at];
    Box *b = &f->boxes[at];
    b->exits = NEW_ARRAY(f->t.a, Lines, s->count);
    scope(f, b, s);
    for (size_t i = 0; i < s->count; i++) {
        does(f, b, &p->clauses[s->first + i]);
        leaves(f, b, &p->clauses[s->first + i]);
    }
    counts(f, b, s);
    cut(f, b, s);
    Lines name = {0};
    wrap(f->t.a, &name, s->name, BOX_CELLS - 10);
    b->band = BAND + ((int)name.len - 1) * LINE;
    int inside = b->band + (b->lines.len ? (int)b->lines.len * LINE + PAD + 2 : 0), beside = b->exit_count ? 6 : 0;
    for (size_t i = 0; i < b->exit_count; i++)
        beside += (int)b->exits[i].len * EXIT_LINE + EXIT_GAP;
    int aside = b->reserve.len ? (int)b->reserve.len * EXIT_LINE + PILL + ASIDE : (int)b->elected.len * EXIT_LINE + 8;
    b->groups = s->by_count > 0;
    b->some = s->when != NULL;
    b->height = inside > beside ? inside : beside;
    b->height = b->height > aside ? b->height : aside;
}

/* ---- drawing ---- */

static void polygon(Flow *f, const char *classes, const int *xy, size_t n)
{
    Text points = text_new(f->t.a);
    for (size_t i = 0; i < n; i++) {
        text_addz(&points, i ? i % 2 ? "," : " " : "");
        text_int(&points, xy[i]);
    }
    html_class(f->h, "polygon", classes);
    html_attr(f->h, "points", text_str(&points));
    html_close(f->h);
}

static void down(Flow *f, int x, int from, int to)
{
    svg_line(f->h, "way", x, from, x, to - 8);
    polygon(f, "head", (const int[]){x - 6, to - 9, x + 6, to - 9, x, to}, 6);
}

static void draw_lines(Flow *f, const char *classes, const Lines *lines, int x, int y, int step, Anchor anchor)
{
    for (size_t i = 0; i < lines->len; i++)
        svg_words(f->h, classes, x, y + (int)i * step, anchor, lines->at[i]);
}

static void draw_exits(Flow *f, const Box *b)
{
    int x = f->left + BOX, y = b->top + 16;
    for (size_t i = 0; i < b->exit_count; i++) {
        svg_line(f->h, "out", x + (b->groups ? PILE : 0), y - 4, x + GAP - 14, y - 4);
        polygon(f, "outhead", (const int[]){x + GAP - 16, y - 9, x + GAP - 7, y - 4, x + GAP - 16, y + 1}, 6);
        draw_lines(f, "exit", &b->exits[i], x + GAP, y, EXIT_LINE, AT_START);
        y += (int)b->exits[i].len * EXIT_LINE + EXIT_GAP;
    }
}

static int bottom_of(const Box *b) { return b->top + b->height + (b->groups ? 2 * PILE : 0); }

/* From the reserve beside a cut down into what follows it. */
static void draw_reserve(Flow *f, const Box *b, int next)
{
    int x = MARGIN, middle = x + (LEFT - 40) / 2, y = b->top + ASIDE;
    if (!b->reserve.len)
        return;
    svg_rect(f->h, "box", x + 22, y, LEFT - 84, PILL - 6);
    svg_words(f->h, "", middle, y + 18, AT_MIDDLE, WORDS(&f->t, "候补", "reserve"));
    svg_line(f->h, "spare", f->left, y + 13, x + LEFT - 62, y + 13);
    draw_lines(f, "soft", &b->reserve, middle, y + PILL + 12, EXIT_LINE, AT_MIDDLE);
    svg_line(f->h, "spare", middle, y + PILL + 8 + (int)b->reserve.len * EXIT_LINE, middle, next + 16);
    svg_line(f->h, "spare", middle, next + 16, f->left - 9, next + 16);
    polygon(f, "sparehead", (const int[]){f->left - 10, next + 10, f->left, next + 16, f->left - 10, next + 22}, 6);
}

static void draw_elected(Flow *f, const Box *b)
{
    int x = MARGIN + LEFT - 36, y = b->top + 16;
    if (!b->elected.len)
        return;
    svg_line(f->h, "won", f->left, y - 4, x + 8, y - 4);
    polygon(f, "sparehead", (const int[]){x + 9, y - 9, x, y - 4, x + 9, y + 1}, 6);
    draw_lines(f, "on", &b->elected, x - 6, y, EXIT_LINE, AT_END);
}

/* From the arrow above a box past it to the arrow below. */
static void draw_bypass(Flow *f, const Box *b)
{
    int x = f->left - BYPASS, from = b->top - 18, to = bottom_of(b) + 10;
    if (!b->some)
        return;
    svg_line(f->h, "by", f->middle, from, x, from);
    svg_line(f->h, "by", x, from, x, to);
    svg_line(f->h, "by", x, to, f->middle - 9, to);
    polygon(f, "byhead", (const int[]){f->middle - 10, to - 5, f->middle - 1, to, f->middle - 10, to + 5}, 6);
}

static void hatch(Flow *f, int x, int y, int width, int height)
{
    html_class(f->h, "rect", "band");
    html_attr_int(f->h, "x", x);
    html_attr_int(f->h, "y", y);
    html_attr_int(f->h, "width", width);
    html_attr_int(f->h, "height", height);
    html_attrz(f->h, "fill", "url(#people)");
    html_close(f->h);
}

static int wide(Str s, int size) { return (int)utf8_cells(s) * size * 27 / 50; }

static void draw_box(Flow *f, size_t at)
{
    const Box *b = &f->boxes[at];
    const Teller *t = &f->t;
    Lines name = {0};
    wrap(t->a, &name, FORM(t, "{0}. {1}", "{0}. {1}", int_str(t->a, (int64_t)at + 1), t->program->stages[at].name), BOX_CELLS - 4);
    for (int i = 2; b->groups && i > 0; i--)
        svg_rect(f->h, "pile", f->left + i * PILE, b->top + i * PILE, BOX, b->height);
    svg_rect(f->h, "box", f->left, b->top, BOX, b->height);
    if (b->people) {
        hatch(f, f->left, b->top, BOX, b->band);
        int width = wide(name.at[0], 16) + 12;
        svg_rect(f->h, "tag", f->middle - width / 2, b->top + 4, width, b->band - 8);
    }
    draw_lines(f, "name", &name, f->middle, b->top + 20, LINE, AT_MIDDLE);
    draw_lines(f, "", &b->lines, f->left + PAD, b->top + b->band + 18, LINE, AT_START);
}

static void draw_end(Flow *f, int y, Str words)
{
    int width = wide(words, 13) + 48;
    svg_rect(f->h, "end", f->middle - width / 2, y, width, PILL);
    svg_words(f->h, "", f->middle, y + 21, AT_MIDDLE, words);
}

typedef enum { SIGN_PEOPLE, SIGN_GROUPS, SIGN_OUT, SIGN_ON, SIGN_RESERVE, SIGN_ELECTED, SIGNS } Sign;

static void draw_sign(Flow *f, Sign sign, int x, int y)
{
    switch (sign) {
    case SIGN_PEOPLE: hatch(f, x, y, 30, 16); return;
    case SIGN_GROUPS:
        svg_rect(f->h, "pile", x + 5, y + 4, 25, 12);
        svg_rect(f->h, "box", x, y, 25, 12);
        return;
    case SIGN_OUT:
        svg_line(f->h, "out", x, y + 8, x + 24, y + 8);
        polygon(f, "outhead", (const int[]){x + 22, y + 3, x + 31, y + 8, x + 22, y + 13}, 6);
        return;
    case SIGN_ON: down(f, x + 15, y - 6, y + 20); return;
    case SIGN_RESERVE: svg_line(f->h, "spare", x, y + 8, x + 30, y + 8); return;
    case SIGN_ELECTED:
        svg_line(f->h, "won", x + 6, y + 8, x + 30, y + 8);
        polygon(f, "sparehead", (const int[]){x + 9, y + 3, x, y + 8, x + 9, y + 13}, 6);
        return;
    case SIGNS: return;
    }
}

/* Three in a row; only what the picture has. */
static int legend_rows(const Flow *f) { return (3 + f->groups + f->reserve + f->elects + 2) / 3; }

static void draw_legend(Flow *f, int y)
{
    static const char *const words[SIGNS][LANGUAGE_COUNT] = {{"由人决定", "people decide"}, {"各组分别进行", "each group by itself"}, {"从这里离开", "leave here"},
                                                             {"进入下一阶段", "go on to the next stage"}, {"候补递补", "the reserve moves up"}, {"当选", "elected"}};
    const bool there[SIGNS] = {true, f->groups, true, true, f->reserve, f->elects};
    int n = 0;
    for (Sign sign = SIGN_PEOPLE; sign < SIGNS; sign++) {
        int x = f->left + n % 3 * 190, at = y + n / 3 * 30;
        if (!there[sign])
            continue;
        draw_sign(f, sign, x, at);
        svg_words(f->h, "soft", x + 38, at + 13, AT_START, str_from(words[sign][f->t.language]));
        n++;
    }
}

static void defs(Flow *f)
{
    Html *h = f->h;
    html_open(h, "defs");
    html_open(h, "pattern");
    html_attrz(h, "id", "people");
    html_attrz(h, "width", "7");
    html_attrz(h, "height", "7");
    html_attrz(h, "patternUnits", "userSpaceOnUse");
    html_attrz(h, "patternTransform", "rotate(45)");
    html_open(h, "path");
    html_attrz(h, "d", "M0 0V7");
    html_close(h);
    html_close(h);
    html_close(h);
}

/* What becomes of whoever has come so far. */
static Str last_words(const Teller *t)
{
    switch (told_end(t->program)) {
    case END_CHOSEN: return WORDS(t, "选定", "chosen");
    case END_ELECTED: return WORDS(t, "没有选上", "not elected");
    case END_LISTED: return WORDS(t, "列入结果", "listed");
    }
    return S("");
}

static Str description(const Teller *t)
{
    Text out = text_new(t->a);
    for (size_t i = 0; i < t->program->stage_count; i++) {
        const Stage *s = &t->program->stages[i];
        text_addz(&out, i ? " → " : "");
        text_add(&out, s->name);
        if (s->advance)
            text_add(&out, FORM(t, "（{0}）", " ({0})", number_on(t, s->advance)));
    }
    return text_str(&out);
}

static void chart(Html *h, const Program *p, const char *style)
{
    Flow f = {.t = {.program = p, .a = h->out->arena, .language = h->language, .signs = true}, .h = h,
              .boxes = NEW_ARRAY(h->out->arena, Box, p->stage_count)};
    int y = MARGIN + PILL;
    bool around = false;
    for (size_t i = 0; i < p->stage_count; i++) {
        fill(&f, i);
        Box *b = &f.boxes[i];
        f.reserve = f.reserve || b->reserve.len;
        f.elects = f.elects || b->elected.len;
        f.groups = f.groups || b->groups;
        around = around || b->some;
        y += i ? 0 : ARROW - 18;
        y += b->some && i ? 12 : 0;
        b->top = y;
        int more = (int)b->on.len > 1 ? ((int)b->on.len - 1) * LINE : 0;
        y = bottom_of(b) + (b->on.len ? ARROW : ARROW - 20) + more + (b->some ? 12 : 0);
    }
    f.left = MARGIN + (f.reserve || f.elects ? LEFT : around ? BYPASS : 0);
    f.middle = f.left + BOX / 2;
    svg_open(h, "stages", f.left + BOX + GAP + RIGHT, y + PILL + 28 + 30 * legend_rows(&f), FORM(&f.t, "{0}：流程", "{0}: the stages", p->title.len ? p->title : p->name), description(&f.t));
    if (style) {
        html_open(h, "style");
        html_literal(h, flow_style);
        html_literal(h, style);
        html_close(h);
    }
    defs(&f);
    draw_end(&f, MARGIN, FORM(&f.t, "全部{0}", "every {0}", told_noun(&f.t, p->person_noun)));
    if (p->stage_count)
        down(&f, f.middle, MARGIN + PILL, f.boxes[0].top);
    for (size_t i = 0; i < p->stage_count; i++) {
        const Box *b = &f.boxes[i];
        int next = i + 1 < p->stage_count ? f.boxes[i + 1].top : y;
        down(&f, f.middle, bottom_of(b), next);
        draw_bypass(&f, b);
        draw_box(&f, i);
        draw_exits(&f, b);
        draw_reserve(&f, b, next);
        draw_elected(&f, b);
        draw_lines(&f, "on", &b->on, f.middle + 14, bottom_of(b) + 23, LINE, AT_START);
    }
    draw_end(&f, y, last_words(&f.t));
    draw_legend(&f, y + PILL + 26);
    html_close(h);
}

void flow_chart(Html *h, const Program *p) { chart(h, p, NULL); }

void flow_svg(const Program *p, Language language, Text *out)
{
    text_addz(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    Html h = {.out = out, .language = language};
    chart(&h, p, alone_style);
    text_char(out, '\n');
    if (h.depth)
        BUG("an element stays open");
}
