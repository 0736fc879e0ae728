#include "lang/format_parts.h"

#include "lang/gram.h"

typedef struct {
    Str text;
    uint32_t at;     /* byte offset */
    size_t newlines; /* since the token or comment before it */
} Remark;

/* What stands between two tokens. */
typedef struct {
    ARRAY(Remark) remarks;
    size_t newlines; /* since the last remark */
    bool broken;     /* there is a newline at all */
} Between;

/* How a token follows the one before it. */
typedef enum {
    JOIN_SAME,     /* in the same line */
    JOIN_PART,     /* in the same line, a statement of its own */
    JOIN_CONTINUE, /* in a new line of the same statement */
    JOIN_STATEMENT /* in a new line, as a statement of its own or a } */
} Join;

typedef struct {
    const Token *first;
    int brackets, ifs; /* open (; 若 that wait for 否则 */
    bool cited;        /* among the words of 依据, 来源, 地区, 由 */
    bool has_operator;
} Statement;

typedef struct {
    Arena *a;
    const Parser *p;
    const Language *words;
    Lines lines;
    ARRAY(const Token *) tokens; /* those that have text */
    ARRAY(bool) starts;          /* a statement ends before it */
    int depth;
    bool one_line;               /* the innermost block is written in one line */
    bool test, sheet;            /* inside a 测试; inside a table in it */
    bool sign;                   /* the - before is one of a number or bracket */
    Statement s;
    size_t line;                 /* of the last token */
    ARRAY(Remark) held;          /* to be put after a { or word that is drawn to the line before */
    size_t remark_cell;          /* where the last comment stood, if it was in the line before; else 0 */
} Layout;

static Str raw(const Layout *l, const Token *t) { return str_cut(l->p->source->text, t->span.start, t->span.end); }

static const Token *token(const Layout *l, size_t i) { return i < l->tokens.len ? l->tokens.at[i] : NULL; }

static bool is_word(const Token *t) { return t->word && !(t->flags & (TOKEN_PLAIN | TOKEN_QUOTED)); }

static bool is_name(const Token *t)
{
    return t->kind == T_NAME || t->flags & TOKEN_PLAIN || (t->word && word_class(t->word) == WORD_SB);
}

static bool begins_with(Str s, const char *start) { return s.len >= strlen(start) && memcmp(s.at, start, strlen(start)) == 0; }

/* ---- the text of a token ---- */

static bool in_language(Str spelling, Language language)
{
    return ((unsigned char)spelling.at[0] < 0x80) == (language == LANG_EN);
}

static bool is_respelt(const Layout *l, const Token *t) { return l->words && is_word(t) && !in_language(raw(l, t), *l->words); }

/* Full-width forms of ASCII characters are those characters, 、 a comma, − a minus; a row of blanks is one. */
static Str half_width(const Layout *l, Str s)
{
    Text t = text_new(l->a);
    for (size_t i = 0; i < s.len;) {
        Str rest = str_cut(s, i, s.len);
        unsigned char last = rest.len >= 3 ? (unsigned char)rest.at[2] : 0;
        i += 3;
        if (begins_with(rest, "\xEF\xBC") && last >= 0x81)
            text_char(&t, (char)(last - 0x81 + '!'));
        else if (begins_with(rest, "\xEF\xBD") && last >= 0x80 && last <= 0x9E)
            text_char(&t, (char)(last - 0x80 + '`'));
        else if (begins_with(rest, "、"))
            text_char(&t, ',');
        else if (begins_with(rest, "−"))
            text_char(&t, '-');
        else {
            i -= 2;
            bool blank = rest.at[0] == ' ' || rest.at[0] == '\t';
            if (!blank || !t.len || t.at[t.len - 1] != ' ')
                text_char(&t, blank ? ' ' : rest.at[0]);
        }
    }
    return text_str(&t);
}

static Str spelled(const Layout *l, const Token *t, bool verbatim)
{
    if (is_respelt(l, t))
        return word_spelling(t->word, *l->words);
    if (t->kind == T_DOTS)
        return S("..");
    bool quoted = t->kind == T_STRING || t->kind == T_TITLE || t->flags & TOKEN_QUOTED;
    return quoted || verbatim ? raw(l, t) : half_width(l, raw(l, t));
}

/* ---- what stands between two tokens ---- */

static Str without_end_blanks(Str s)
{
    while (s.len && strchr(" \t\r", s.at[s.len - 1]))
        s.len--;
    return s;
}

static Between between(const Layout *l, size_t i)
{
    Str text = l->p->source->text;
    Between b = {0};
    size_t at = i ? token(l, i - 1)->span.end : 0, end = i < l->tokens.len ? token(l, i)->span.start : text.len;
    for (; at < end; at++) {
        if (text.at[at] == '\n') {
            b.newlines++;
            b.broken = true;
        } else if (text.at[at] == '#') {
            size_t from = at;
            while (at + 1 < end && text.at[at + 1] != '\n')
                at++;
            Str remark = without_end_blanks(str_cut(text, from, at + 1));
            *PUSH(l->a, &b.remarks) = (Remark){.text = remark, .at = (uint32_t)from, .newlines = b.newlines};
            b.newlines = 0;
        }
    }
    return b;
}

/* Whether the block of the { i stays in one line: it is written so, and has no block in it. */
static bool is_one_line(const Layout *l, size_t i)
{
    if (l->depth == 0)
        return false;
    for (size_t at = i + 1; at < l->tokens.len; at++) {
        Between b = between(l, at);
        bool end = token(l, at)->kind == '}', empty = end && at == i + 1;
        if (b.remarks.len || (b.broken && !empty) || token(l, at)->kind == '{')
            return false;
        if (end)
            return true;
    }
    return false;
}

static Join join_of(const Layout *l, size_t i, const Between *b)
{
    const Token *t = token(l, i), *before = i ? token(l, i - 1) : NULL;
    if (!before || before->kind == '}')
        return JOIN_STATEMENT;
    if (l->one_line)
        return t->kind != '}' && (before->kind == '{' || l->starts.at[i]) ? JOIN_PART : JOIN_SAME;
    if (t->kind == '}' || before->kind == '{')
        return JOIN_STATEMENT;
    if (l->starts.at[i]) /* the steps of a test may stand side by side */
        return l->test && !l->sheet && !b->broken ? JOIN_PART : JOIN_STATEMENT;
    /* 职位 or 人选 alone in a line would begin a block. */
    const Token *next = token(l, i + 1);
    bool last = !next || next->kind == '}' || l->starts.at[i + 1];
    bool alone = last && (t->kind == T_POST || t->kind == T_CAND);
    return b->broken && t->kind != '{' && !alone ? JOIN_CONTINUE : JOIN_SAME;
}

/* ---- lines ---- */

static Line *new_line(Layout *l, Hang hang)
{
    Line *line = PUSH(l->a, &l->lines);
    *line = (Line){.hang = hang, .depth = l->depth, .head = l->lines.len - 1};
    return line;
}

static void add_remarks(Layout *l, const Between *b, size_t i, Join join)
{
    for (size_t k = 0; k < b->remarks.len; k++) {
        const Remark *r = &b->remarks.at[k];
        size_t cell = source_place(l->p->source, r->at).cell;
        bool at_end = r->newlines == 0 && i > 0;
        if (at_end && !l->lines.at[l->line].comment.len) {
            l->lines.at[l->line].comment = r->text;
            l->remark_cell = cell;
            continue;
        }
        if (join == JOIN_SAME) {
            *PUSH(l->a, &l->held) = *r;
            continue;
        }
        Line *line = new_line(l, join == JOIN_CONTINUE ? HANG_TAIL : HANG_BLOCK);
        line->comment = r->text;
        line->below = r->newlines == 1 && cell > 0 && cell == l->remark_cell;
        line->blank = r->newlines > 1 && join == JOIN_STATEMENT;
        l->remark_cell = line->below ? cell : 0;
    }
}

static void release_held(Layout *l)
{
    for (size_t k = 0; k < l->held.len; k++)
        new_line(l, HANG_BLOCK)->comment = l->held.at[k].text;
    l->held.len = 0;
}

/* ---- pieces ---- */

/* A word of 依据, 来源, 地区 or 由: it and the blanks around it stay as they are, for 第3条 is one word and 第 3 条 are three. */
static bool goes_on_citing(const Token *t)
{
    switch (t->kind) {
    case T_NAME:
    case T_NUM:
    case T_UNIT:
    case T_STRING:
    case T_TITLE:
    case T_DATE:
    case '(':
    case ')':
    case ',': return true;
    default: return t->flags & TOKEN_PLAIN;
    }
}

static bool begins_citing(const Token *t)
{
    return is_word(t) && (t->kind == T_CITE || t->kind == T_SOURCE || t->kind == T_REGION || t->kind == T_WHO);
}

static bool is_operand_end(const Token *t)
{
    switch (t->kind) {
    case T_NUM:
    case T_PCT:
    case T_FRAC:
    case T_RATIO:
    case T_DATE:
    case T_UNIT:
    case T_STRING:
    case T_YES:
    case T_NO:
    case T_SELF:
    case T_POST:
    case ')': return true;
    default: return is_name(t);
    }
}

/* 前五名 is written without blanks, or with them; 前 5 名 always with them. */
static bool is_numeral(const Layout *l, const Token *before, const Token *t)
{
    bool first = before->kind == T_FIRST && t->kind == T_NUM, unit = before->kind == T_NUM && t->kind == T_UNIT;
    Str number = raw(l, first ? t : before);
    bool digits = (unsigned char)number.at[0] < 0x80 || begins_with(number, "\xEF\xBC");
    return (first || unit) && !digits && before->span.end == t->span.start && !is_respelt(l, before) && !is_respelt(l, t);
}

/* 平均(面试 按 考场) is written as 人数(本组) is, 平均 (笔试, 面试) is not.  t: the ( . */
static bool is_called(const Layout *l, const Token *before, const Token *t)
{
    if (is_name(before))
        return true;
    if (before->kind != T_SUM && before->kind != T_MEAN && before->kind != T_HIGHEST && before->kind != T_LOWEST &&
        before->kind != T_NUMBER)
        return false;
    const Token *end = l->p->tokens.at + l->p->tokens.len;
    for (int open = 0; t < end; t++) {
        open += t->kind == '(' ? 1 : t->kind == ')' ? -1 : 0;
        if (open == 0)
            return false;
        if (open == 1 && (t->kind == T_BY || t->kind == T_EVERYONE || t->kind == T_OWN || t->kind == T_EACH ||
                          t->kind == T_WHEN || t->kind == T_WITHOUT))
            return true;
    }
    return false;
}

static size_t spaces_between(const Layout *l, const Token *before, const Token *t)
{
    int kind = t->kind, last = before->kind;
    bool nouns = l->s.first->kind == T_ADVANCE || l->s.first->kind == T_OPEN; /* 名额:人选 1:3 */
    bool number = last == T_NUM || last == T_PCT || last == T_FRAC || last == T_UNIT;
    if (kind == ',' || kind == ')' || kind == '.' || last == '(' || last == '.')
        return 0;
    if (kind == '(')
        return !l->test && is_called(l, before, t) ? 0 : 1;
    if (kind == ':' || last == ':')
        return nouns && is_word(l->s.first) ? 0 : 1;
    if (kind == T_DOTS)
        return number ? 0 : 1;
    if (last == T_DOTS)
        return kind == T_NUM || kind == T_PCT || kind == T_FRAC || kind == '-' ? 0 : 1;
    if (last == '-' && l->sign)
        return 0;
    return is_numeral(l, before, t) ? 0 : 1;
}

/* A kind of operator that is put below the same one of the next line; 0: none. */
static int operator_of(const Statement *s, const Token *t)
{
    int first = s->first->kind;
    if (s->has_operator || s->brackets || s->first == t)
        return 0;
    if (is_name(s->first))
        return t->kind == ':' || t->kind == '=' ? t->kind : 0;
    bool declared = (t->kind == '=' && (first == T_PARAM || first == T_SCALE)) || (t->kind == ':' && first == T_DECIDE) ||
                    (t->kind == T_WHEN && first == T_MARK);
    return declared ? first : 0;
}

static bool is_tail(Statement *s, const Token *t)
{
    if (!is_word(t) || s->first == t)
        return false;
    int first = is_name(s->first) ? T_NAME : s->first->kind;
    if (t->kind == T_IF)
        s->ifs++;
    if (t->kind == T_ELSE && s->ifs) {
        s->ifs--;
        return false;
    }
    if (s->brackets)
        return false;
    if (t->kind == T_WHO)
        return first == T_ADVANCE || first == T_VOTE || first == T_DECIDE;
    if (t->kind == T_WHEN)
        return first == T_NAME;
    return word_class(t->word) == WORD_T;
}

/* A cell, or the comma after one; a cell with nothing in it is a piece without text. */
static void add_cell(Layout *l, const Token *before, const Token *t, bool fresh)
{
    Line *line = &l->lines.at[l->line];
    bool later = !fresh && before->kind == ',', comma = t->kind == ',';
    line->row = !l->one_line;
    if (later || !comma)
        *PUSH(l->a, &line->pieces) = (Piece){.text = comma ? S("") : raw(l, t), .spaces = !fresh, .stop = later ? STOP_CELL : STOP_NONE};
    if (comma)
        *PUSH(l->a, &line->pieces) = (Piece){.text = S(",")};
}

static void set_operator(Layout *l, Line *line, const Token *t, Piece *piece)
{
    Statement *s = &l->s;
    bool row = line->hang == HANG_BRACKET && t->kind == '=' && s->brackets == line->brackets;
    int kind = l->one_line ? 0 : operator_of(s, t);
    if (row && line->columns) { /* rows side by side */
        line->columns = 0;
    } else if (row) {
        line->columns = -line->brackets;
        piece->stop = STOP_OPERATOR;
    } else if (kind) {
        s->has_operator = true;
        line->columns = line->hang == HANG_BLOCK ? kind : 0;
        piece->stop = STOP_OPERATOR;
    }
}

static void add_piece(Layout *l, const Token *before, const Token *t, bool fresh)
{
    Line *line = &l->lines.at[l->line];
    Statement *s = &l->s;
    bool cites = s->cited && goes_on_citing(t);
    bool inside = cites && !begins_citing(before);
    Piece piece = {.text = spelled(l, t, cites), .spaces = 1};
    if (t->kind == ')' && s->brackets)
        s->brackets--;
    bool tail = is_tail(s, t);
    if (fresh)
        piece.spaces = 0;
    else if (tail)
        piece = (Piece){.text = piece.text, .spaces = 3, .stop = STOP_TAIL};
    else if (inside)
        piece.spaces = before->span.end == t->span.start ? 0 : 1;
    else if (t->kind != '{' && t->kind != '}' && before->kind != '{')
        piece.spaces = spaces_between(l, before, t);
    if (!fresh && !tail)
        set_operator(l, line, t, &piece);
    *PUSH(l->a, &line->pieces) = piece;
    s->cited = cites || begins_citing(t);
    s->brackets += t->kind == '(';
    l->sign = t->kind == '-' && (fresh || !is_operand_end(before));
}

static bool is_english(const Layout *l) { return (l->words ? *l->words : l->p->language) == LANG_EN; }

/* Between two statements of one line, or after one before a 依据 that is a statement of its own. */
static void add_separator(Layout *l)
{
    *PUSH(l->a, &l->lines.at[l->line].pieces) = (Piece){.text = is_english(l) ? S(";") : S("；")};
}

static void start_line(Layout *l, size_t i, Join join)
{
    const Token *t = token(l, i);
    int closing = 0;
    for (size_t k = i; token(l, k) && token(l, k)->kind == ')'; k++)
        closing++;
    Statement look = l->s;
    bool continued = join == JOIN_CONTINUE, bracket = continued && l->s.brackets;
    Line *line = new_line(l, !continued ? HANG_BLOCK : bracket ? HANG_BRACKET : is_tail(&look, t) ? HANG_TAIL : HANG_EXPRESSION);
    line->brackets = bracket && l->s.brackets > closing ? l->s.brackets - closing : 0;
    line->closes = t->kind == '}';
    l->line = l->lines.len - 1;
}

static void take(Layout *l, size_t i)
{
    const Token *t = token(l, i), *before = i ? token(l, i - 1) : NULL;
    Between b = between(l, i);
    Join join = join_of(l, i, &b);
    bool statement = join == JOIN_STATEMENT || join == JOIN_PART;
    bool after = before && before->kind != '{' && before->kind != '}';
    bool parted = statement && after && l->starts.at[i] && t->kind != '}';
    if (parted && (join == JOIN_PART || (is_word(t) && word_class(t->word) == WORD_T)))
        add_separator(l);
    if (t->kind != '{')
        release_held(l);
    add_remarks(l, &b, i, join);
    if (t->kind == '}' && l->depth) {
        l->depth--;
        l->one_line = l->sheet = false;
        l->test = l->test && l->depth == 2;
    }
    if (statement)
        l->s = (Statement){.first = t};
    bool fresh = join == JOIN_STATEMENT || join == JOIN_CONTINUE;
    size_t head = join == JOIN_CONTINUE ? l->lines.at[l->line].head : l->lines.len;
    if (fresh) {
        start_line(l, i, join);
        l->lines.at[l->line].head = head;
        l->lines.at[l->line].blank = join == JOIN_STATEMENT && b.newlines > 1;
    }
    l->remark_cell = 0;
    if (l->sheet && t->kind != '}')
        add_cell(l, before, t, fresh);
    else
        add_piece(l, before, t, fresh);
    if (join == JOIN_PART && after && !is_english(l))
        l->lines.at[l->line].pieces.at[l->lines.at[l->line].pieces.len - 1].spaces = 0; /* ； has a blank in it */
    if (join == JOIN_STATEMENT && t->kind == T_CITE && is_word(t))
        l->lines.at[l->line].loose = true;
    if (t->kind == '{') {
        l->one_line = !l->held.len && is_one_line(l, i);
        l->lines.at[l->line].opens = !l->one_line;
        l->lines.at[l->line].loose = l->one_line;
        l->sheet = l->depth == 2;
        l->test = l->sheet || (l->depth == 1 && l->s.first->kind == T_TEST);
        l->depth++;
        release_held(l);
    }
}

Lines format_lines(const Parser *p, const Language *words)
{
    Layout l = {.a = p->a, .p = p, .words = words};
    bool starts = true;
    for (size_t i = 0; i < p->tokens.len; i++) {
        const Token *t = &p->tokens.at[i];
        if (t->span.end > t->span.start) {
            *PUSH(l.a, &l.tokens) = t;
            *PUSH(l.a, &l.starts) = starts;
            starts = false;
        }
        starts = starts || t->kind == T_NL;
    }
    for (size_t i = 0; i < l.tokens.len; i++)
        take(&l, i);
    Between end = between(&l, l.tokens.len);
    add_remarks(&l, &end, l.tokens.len, JOIN_STATEMENT);
    return l.lines;
}
