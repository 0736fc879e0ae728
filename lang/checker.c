/* checker.c - what all parts of the check stand on: types, their words, and the names declared. */
#include "lang/checker.h"

Type type_of(TypeKind kind)
{
    return (Type){.kind = kind, .scale = -1, .base = BASE_NONE};
}

Type number_type(Dimension dim, Str unit)
{
    Type t = type_of(TYPE_NUMBER);
    t.dim = dim;
    t.unit = unit;
    return t;
}

Dimension unit_dimension(Str unit)
{
    if (str_eq(unit, S("分")))
        return DIM_POINTS;
    if (str_eq(unit, S("年")) || str_eq(unit, S("岁")))
        return DIM_YEARS;
    if (str_eq(unit, S("月")))
        return DIM_MONTHS;
    if (str_eq(unit, S("天")))
        return DIM_DAYS;
    return unit.len && !str_eq(unit, S("位")) ? DIM_COUNT : DIM_PURE;
}

Str number_shown(Checker *c, Num n)
{
    Text t = text_new(c->a);
    num_decimal(&t, n, 6);
    return text_str(&t);
}

Str type_words(Checker *c, const Type *t)
{
    static const char *const dims[] = {
        BOTH("数", "a number"),      BOTH("分数（分）", "points"), BOTH("个数", "a count"), BOTH("率（%）", "a share (%)"),
        BOTH("年数", "years"),       BOTH("月数", "months"),       BOTH("天数", "days")};
    switch (t->kind) {
    case TYPE_NUMBER: return str_from(dims[t->dim]);
    case TYPE_GRADE: {
        Text text = text_new(c->a);
        text_addz(&text, BOTH("等级", "a grade ") "“");
        text_add(&text, c->scales.at[t->scale].name);
        text_addz(&text, "”");
        return text_str(&text);
    }
    case TYPE_ERROR: return S("?");
    case TYPE_YESNO: return S(BOTH("条件", "a condition"));
    case TYPE_RATIO: return S(BOTH("比例", "a ratio"));
    case TYPE_DATE: return S(BOTH("日期", "a date"));
    case TYPE_TEXT: return S(BOTH("文字", "a text"));
    case TYPE_POST: return S(BOTH("职位", "a post"));
    case TYPE_PERSON: return S(BOTH("人选", "a candidate"));
    case TYPE_BALLOT: return S(BOTH("投票", "a ballot"));
    case TYPE_SURVEY: return S(BOTH("测评", "a rating"));
    case TYPE_PANEL: return S(BOTH("评分", "marks of judges"));
    case TYPE_LIST: return S(BOTH("一列值", "a column of values"));
    case TYPE_TABLE: return S(BOTH("对应表", "a table"));
    }
    return S("?");
}

uint32_t line_of(const Checker *c, Span s) { return (uint32_t)source_line_at(c->source, s.start); }

Symbol *find_symbol(Checker *c, Str name)
{
    for (size_t i = 0; i < c->symbols.len; i++)
        if (str_eq(c->symbols.at[i].name, name))
            return &c->symbols.at[i];
    return NULL;
}

/* The same name twice: says where it stood first. */
static bool contains(Str text, Str part)
{
    for (size_t i = 0; part.len && i + part.len <= text.len; i++)
        if (memcmp(text.at + i, part.at, part.len) == 0)
            return true;
    return false;
}

/* A broken statement reaches to the next one. */
static bool lost_in(const Checker *c, const Node *list, Str name)
{
    for (size_t i = 0; i < list->kid_count; i++) {
        const Node *n = kid(list, i), *next = kid(list, i + 1);
        uint32_t end = next ? next->span.start : list->span.end;
        if (n->kind == NODE_ERROR && end > n->span.start && contains(str_cut(c->source->text, n->span.start, end), name))
            return true;
    }
    return false;
}

bool was_lost(const Checker *c, Str name)
{
    if (lost_in(c, c->declarations, name))
        return true;
    for (size_t i = 0; i < c->declarations->kid_count; i++) {
        const Node *block = kid(c->declarations, i);
        if ((block->kind == NODE_TABLE || block->kind == NODE_STAGE) && !block->text.len)
            return true; /* its own name could not be read */
        for (size_t k = 0; k < block->kid_count; k++)
            if (block->kids[k] && block->kids[k]->kind == NODE_LIST && lost_in(c, block->kids[k], name))
                return true;
    }
    return false;
}

void twice(Checker *c, Str name, Span again, Span before)
{
    Text line = text_new(c->a);
    text_int(&line, line_of(c, before));
    Diag *d = diag_add(c->d, E0302, c->source, again, ARGS(name, text_str(&line)));
    diag_label(d, before, S(""));
}

/* Names that the language itself gives a meaning. */
static bool is_built_in(Str name)
{
    static const char *const others[] = {"得票率", "会议", "人数", "名次", "越过", "名额", "周岁", "整年", "整月"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(name, str_from(others[i])))
            return true;
    for (int i = 0; i < COUNTS; i++)
        if (str_eq(name, str_from(count_words[i][LANG_ZH])))
            return true;
    return false;
}

void declare(Checker *c, SymbolKind kind, const Node *at, Str name, int index, bool warn)
{
    if (is_built_in(name)) {
        diag_add(c->d, E0357, c->source, at->span, ARGS(name));
        return;
    }
    Symbol *old = find_symbol(c, name);
    if (old) {
        twice(c, name, at->span, old->span);
        return;
    }
    *PUSH(c->a, &c->symbols) = (Symbol){.kind = kind, .name = name, .line = line_of(c, at->span), .span = at->span,
                                        .index = index, .stage = c->stage, .warn = warn};
}
