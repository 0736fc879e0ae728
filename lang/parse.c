#include "lang/parse.h"

#include "lang/gram.h"
#include "lang/limits.h"
#include "lang/parser.h"
#include "lang/utf8.h"

enum { ROOM_ABOVE = 16 }; /* nodes from the file down to an expression; they count for LIMIT_HEIGHT too */

/* ---- nodes ---- */

/* What may be nested at will by the user; the nodes above cannot. */
static bool is_nested(NodeKind kind) { return kind >= NODE_WORD; }

static Node *new_node(Parser *p, NodeKind kind, Span span, Str text)
{
    Node *n = NEW(p->a, Node);
    *n = (Node){.kind = kind, .id = p->node_count++, .height = 1, .span = span, .text = text};
    return n;
}

static Node *too_high(Parser *p, Span span)
{
    if (!p->told_height) {
        Text most = text_new(p->a);
        text_int(&most, LIMIT_HEIGHT - ROOM_ABOVE);
        diag_add(p->d, E0109, p->source, span, ARGS(text_str(&most)));
    }
    p->told_height = true;
    return new_node(p, NODE_ERROR, span, S(""));
}

Node *make(Parser *p, NodeKind kind, Span span, Str text, Node *const *kids, size_t kid_count)
{
    uint32_t height = 0;
    for (size_t i = 0; i < kid_count; i++)
        if (kids[i] && kids[i]->height > height)
            height = kids[i]->height;
    if (is_nested(kind) && height >= LIMIT_HEIGHT - ROOM_ABOVE)
        return too_high(p, span);
    Node *n = new_node(p, kind, span, text);
    n->height = height + 1;
    n->kid_count = kid_count;
    if (kid_count) {
        n->kids = NEW_ARRAY(p->a, Node *, kid_count);
        memcpy(n->kids, kids, kid_count * sizeof *kids);
    }
    return n;
}

List *list_new(Parser *p) { return NEW(p->a, List); }

List *list_add(Parser *p, List *list, Node *n)
{
    *PUSH(p->a, list) = n;
    return list;
}

static bool is_plain_word(const Node *n) { return n->kind == NODE_WORD && n->kid_count == 0; }

List *list_add_word(Parser *p, List *list, Node *word)
{
    const Node *last = list->at[list->len - 1];
    if (!is_plain_word(last) || !is_plain_word(word) || last->span.end != word->span.start)
        return list_add(p, list, word);
    Span span = span_join(last->span, word->span);
    list->at[list->len - 1] = LEAF(WORD, span, str_cut(p->source->text, span.start, span.end));
    return list;
}

Node *list_node(Parser *p, NodeKind kind, Span span, Str text, const List *list)
{
    return make(p, kind, span, text, list->at, list->len);
}

/* ---- tokens as text ---- */

static Str raw_text(const Parser *p, const Token *t) { return str_cut(p->source->text, t->span.start, t->span.end); }

static bool ends_with(Str s, Str end)
{
    return s.len >= end.len && str_eq(str_cut(s, s.len - end.len, s.len), end);
}

static Str without_quotes(Str s)
{
    static const char *const pairs[][2] = {{"\"", "\""}, {"“", "”"}, {"《", "》"}, {"「", "」"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        Str open = str_from(pairs[i][0]), close = str_from(pairs[i][1]);
        if (s.len < open.len || !str_eq(str_cut(s, 0, open.len), open))
            continue;
        s = str_cut(s, open.len, s.len);
        return ends_with(s, close) ? str_cut(s, 0, s.len - close.len) : s; /* an unended one was reported */
    }
    return s;
}

Str token_text(const Parser *p, const Token *t)
{
    bool quoted = t->kind == T_STRING || t->kind == T_TITLE || t->flags & TOKEN_QUOTED;
    return quoted ? without_quotes(raw_text(p, t)) : raw_text(p, t);
}

Str token_name(const Parser *p, const Token *t)
{
    WordClass class = t->word ? word_class(t->word) : WORD_H;
    return class == WORD_B || class == WORD_SB || class == WORD_U ? word_name(t->word) : token_text(p, t);
}

Str shown(const Parser *p, Str text)
{
    enum { MOST = 60 }; /* bytes */
    if (text.len <= MOST)
        return text;
    size_t end = MOST;
    while (end > 0 && ((unsigned char)text.at[end] & 0xC0) == 0x80)
        end--;
    Text t = text_new(p->a);
    text_add(&t, str_cut(text, 0, end));
    text_addz(&t, "…");
    return text_str(&t);
}

const Token *statement_start(const Parser *p)
{
    size_t i = p->next ? p->next - 1 : 0;
    while (i > 0) {
        int before = p->tokens.at[i - 1].kind;
        if (before == T_NL || before == '{')
            break;
        i--;
    }
    return &p->tokens.at[i];
}

/* ---- leaves ---- */

/* A built-in name stays one: token_name gives it in Chinese, so it may be respelt. */
Token *plain(Token *t)
{
    if (!t->word || word_class(t->word) != WORD_SB)
        t->flags |= TOKEN_PLAIN;
    return t;
}

Node *make_name(Parser *p, Token *t) { return LEAF(NAME, t->span, token_name(p, t)); }

Node *make_word(Parser *p, NodeKind kind, Token *t)
{
    t->flags |= TOKEN_PLAIN;
    return make(p, kind, t->span, token_text(p, t), NULL, 0);
}

Node *make_quoted(Parser *p, NodeKind kind, const Token *t) { return make(p, kind, t->span, token_text(p, t), NULL, 0); }

/* ASCII digits and signs for full-width ones, - for 年 and 月; % and 日 are left out. */
static Str normal_digits(const Parser *p, Str s)
{
    static const char *const wide[][2] = {{"．", "."}, {"：", ":"}, {"／", "/"}, {"，", ","}, {"年", "-"}, {"月", "-"}};
    Text t = text_new(p->a);
    for (size_t i = 0; i < s.len;) {
        unsigned char c = (unsigned char)s.at[i];
        if (c < 0x80) {
            if (c != '%')
                text_char(&t, s.at[i]);
            i++;
            continue;
        }
        Str one = str_cut(s, i, i + 3); /* every wide form has three bytes */
        if (memcmp(one.at, "\xEF\xBC", 2) == 0 && (unsigned char)one.at[2] >= 0x90 && (unsigned char)one.at[2] <= 0x99)
            text_char(&t, (char)('0' + ((unsigned char)one.at[2] - 0x90)));
        for (size_t k = 0; k < sizeof wide / sizeof *wide; k++)
            if (str_eq(one, str_from(wide[k][0])))
                text_addz(&t, wide[k][1]);
        i += 3;
    }
    return text_str(&t);
}

/* ---- Chinese numerals: 三十五, 一百零二 ---- */

static int numeral(Str s, size_t i)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "两", "〇"};
    static const int values[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1000, 2, 0};
    for (size_t k = 0; k < sizeof digits / sizeof *digits; k++)
        if (s.len - i >= 3 && memcmp(s.at + i, digits[k], 3) == 0)
            return values[k];
    return -1;
}

/* Bytes of the numeral that s begins with, 0 when none or too long; *value is its value. */
static size_t read_numeral(Str s, int *value)
{
    int total = 0, digit = -1;
    size_t i = 0;
    for (; i < s.len && i <= 24; i += 3) {
        int n = numeral(s, i);
        if (n < 0)
            break;
        if (n >= 10) {
            total += (digit < 0 ? 1 : digit) * n;
            digit = 0;
        } else {
            digit = n;
        }
    }
    *value = total + (digit > 0 ? digit : 0);
    return i > 24 ? 0 : i;
}

static bool cut_start(Str *s, Str start)
{
    if (s->len < start.len || !str_eq(str_cut(*s, 0, start.len), start))
        return false;
    *s = str_cut(*s, start.len, s->len);
    return true;
}

/* 百分之三十, 三成, 三分之二: 0 or the kind of token; the parts are *top and *bottom. */
static int chinese_share(Str s, int *top, int *bottom)
{
    if (cut_start(&s, S("百分之")))
        return s.len && read_numeral(s, top) == s.len ? T_PCT : 0;
    size_t len = read_numeral(s, bottom);
    s = str_cut(s, len, s.len);
    if (len && str_eq(s, S("成"))) {
        *top = *bottom * 10;
        return T_PCT;
    }
    return len && cut_start(&s, S("分之")) && s.len && read_numeral(s, top) == s.len ? T_FRAC : 0;
}

static Str number_text(Parser *p, const Token *t)
{
    Str raw = raw_text(p, t);
    int top = 0, bottom = 0, kind = chinese_share(raw, &top, &bottom);
    Text text = text_new(p->a);
    if (kind || read_numeral(raw, &top) == raw.len) {
        text_int(&text, top);
        if (kind == T_FRAC) {
            text_char(&text, '/');
            text_int(&text, bottom);
        }
        return text_str(&text);
    }
    Str digits = normal_digits(p, raw);
    if (t->kind == T_NUM && memchr(digits.at, ',', digits.len)) { /* reported by the scanner; read as meant */
        for (size_t i = 0; i < digits.len; i++)
            if (digits.at[i] != ',')
                text_char(&text, digits.at[i]);
        return text_str(&text);
    }
    if (digits.len <= LIMIT_DIGITS)
        return digits;
    text_int(&text, LIMIT_DIGITS);
    diag_add(p->d, E0113, p->source, t->span, ARGS(text_str(&text)));
    return t->kind == T_RATIO ? S("1:1") : S("1");
}

static Node *make_unit(Parser *p, const Token *t) { return LEAF(UNIT, t->span, token_name(p, t)); }

Node *make_number(Parser *p, const Token *t, const Token *unit)
{
    NodeKind kind = t->kind == T_PCT ? NODE_PERCENT : t->kind == T_FRAC ? NODE_FRACTION : NODE_NUMBER;
    Str text = number_text(p, t);
    if (!unit)
        return make(p, kind, t->span, text, NULL, 0);
    return make(p, kind, span_join(t->span, unit->span), text, (Node *const[]){make_unit(p, unit)}, 1);
}

Node *make_negative(Parser *p, Span span, const Token *t)
{
    Text text = text_new(p->a);
    text_char(&text, '-');
    text_add(&text, number_text(p, t));
    return make(p, NODE_NUMBER, span, text_str(&text), NULL, 0);
}

Node *make_ratio(Parser *p, const Token *t, Node *nouns, Span span)
{
    return make(p, NODE_RATIO, span, number_text(p, t), &nouns, nouns ? 1 : 0);
}

/* 2009年6月1日 and 2009-6-1 are 2009-06-01. */
Node *make_date(Parser *p, const Token *t)
{
    Str s = normal_digits(p, raw_text(p, t));
    Text out = text_new(p->a);
    for (size_t i = 0, end; i < s.len; i = end + 1) {
        for (end = i; end < s.len && s.at[end] != '-';)
            end++;
        if (i)
            text_char(&out, '-');
        if (end - i == 1)
            text_char(&out, '0');
        text_add(&out, str_cut(s, i, end));
    }
    return LEAF(DATE, t->span, text_str(&out));
}

/* ---- nodes that need a look at their parts ---- */

/* A bracketed operand's node begins after its bracket, its place in the text before it. */
static void part_logic(Parser *p, Str text, const Node *side, Span span)
{
    Str other = str_eq(text, S("and")) ? S("or") : S("and");
    if (side->kind == NODE_BINARY && str_eq(side->text, other) && side->span.start == span.start)
        diag_add(p->d, E0105, p->source, span, NO_ARGS);
}

Node *make_logic(Parser *p, Str text, Node *left, Span left_span, Node *right, Span right_span)
{
    part_logic(p, text, left, left_span);
    part_logic(p, text, right, right_span);
    return MAKE(BINARY, span_join(left_span, right_span), text, left, right);
}

Node *make_of(Parser *p, Node *left, Node *right)
{
    Span span = span_join(left->span, right->span);
    bool share_first = left->kind == NODE_FRACTION || left->kind == NODE_PERCENT || left->kind == NODE_NUMBER;
    return share_first ? MAKE(BINARY, span, S("of"), right, left) : MAKE(BINARY, span, S("of"), left, right);
}

Node *make_group(Parser *p, Span span, const List *list)
{
    bool bare = list->len == 1 && list->at[0]->kind != NODE_OVER;
    return bare ? list->at[0] : PACK(GROUP, span, S(""), list);
}

Node *make_panel(Parser *p, Span span, Node *judges, const Node *range)
{
    return MAKE(T_PANEL, span, range->text, judges, kid(range, 0), kid(range, 1));
}

Node *make_person(Parser *p, const Token *id, Token *field, const Token *post)
{
    Node *of = !field ? NULL : field->kind == T_POST ? LEAF(NAME, field->span, word_name(field->word)) : make_name(p, field);
    Node *which = post ? make_quoted(p, NODE_TEXT, post) : NULL;
    return MAKE(OF_PERSON, id->span, token_text(p, id), of, which);
}

Node *make_sheet(Parser *p, Span span, const Token *word, const Token *name, const List *lines)
{
    List kids = {0};
    *PUSH(p->a, &kids) = LEAF(WORD, word->span, word_name(word->word));
    for (size_t i = 0; i < lines->len; i++)
        *PUSH(p->a, &kids) = lines->at[i];
    return PACK(SHEET, span, name ? token_name(p, name) : S(""), &kids);
}

void want_unit(Parser *p, const Token *unit, Str wanted)
{
    if (!str_eq(token_name(p, unit), wanted))
        diag_add(p->d, E0110, p->source, unit->span, ARGS(word_spelling(word_find(p->words, wanted, true), p->language)));
}

/* ---- words: which one each is, where it ends ---- */

static bool only_blanks(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != ' ' && s.at[i] != '\t')
            return false;
    return s.len > 0 && s.len < 16;
}

/* The longest word of up to three parts (no less than) that begins at raw[i]; *used is their number. */
static Word find_word(Parser *p, const Tokens *raw, size_t i, size_t *used)
{
    enum { PARTS = 3, LONGEST = 24 };
    char joined[PARTS * (LONGEST + 1)];
    size_t len = 0;
    Word found = 0;
    for (size_t k = 0; k < PARTS && i + k < raw->len; k++) {
        const Token *t = &raw->at[i + k];
        Str part = raw_text(p, t);
        if (t->kind != T_NAME || t->flags & TOKEN_QUOTED || part.len > LONGEST)
            break;
        if (k && !only_blanks(str_cut(p->source->text, raw->at[i + k - 1].span.end, t->span.start)))
            break;
        if (k)
            joined[len++] = ' ';
        memcpy(joined + len, part.at, part.len);
        len += part.len;
        Word word = word_find(p->words, (Str){joined, len}, false);
        if (word) {
            found = word;
            *used = k + 1;
        }
    }
    return found;
}

static void push(Parser *p, Tokens *out, int kind, Span span, Word word)
{
    *PUSH(p->a, out) = (Token){.span = span, .kind = (uint16_t)kind, .word = word};
}

static bool takes_unit(const Tokens *out)
{
    int last = out->len ? out->at[out->len - 1].kind : 0;
    return last == T_NUM || last == T_FRAC || last == T_DOTS;
}

/* 分, or 分 and 以上 of 分以上. */
static bool push_unit(Parser *p, Tokens *out, Span span, Str text)
{
    size_t len = 0;
    Word unit = word_unit_prefix(p->words, text, &len);
    Word rest = unit && len < text.len ? word_find(p->words, str_cut(text, len, text.len), false) : 0;
    /* 名额 after a number is the word, not 名 and a rest. */
    if (!unit || (len < text.len && !rest) || (len < text.len && word_find(p->words, text, false)))
        return false;
    uint32_t cut = span.start + (uint32_t)len;
    push(p, out, T_UNIT, (Span){span.start, cut}, unit);
    if (rest)
        push(p, out, word_token(rest), (Span){cut, span.end}, rest);
    return true;
}

/* 前五名, 前 五 名, 百分之三十, 三成, 三分之二. */
static bool push_numeral(Parser *p, Tokens *out, Span span, Str text)
{
    int top, bottom, kind = chinese_share(text, &top, &bottom);
    if (out->len && out->at[out->len - 1].kind == T_FIRST && read_numeral(text, &top) == text.len)
        kind = T_NUM;
    if (kind) {
        push(p, out, kind, span, 0);
        return true;
    }
    Str rest = text;
    if (!cut_start(&rest, S("前")))
        return false;
    size_t digits = read_numeral(rest, &top), len = 0;
    rest = str_cut(rest, digits, rest.len);
    Word unit = digits ? word_unit_prefix(p->words, rest, &len) : 0;
    if (!unit || len != rest.len)
        return false;
    Word first = word_of_token(T_FIRST);
    uint32_t number = span.start + 3, cut = number + (uint32_t)digits;
    push(p, out, T_FIRST, (Span){span.start, number}, first);
    push(p, out, T_NUM, (Span){number, cut}, 0);
    push(p, out, T_UNIT, (Span){cut, span.end}, unit);
    return true;
}

static void name_words(Parser *p, const Tokens *raw, Tokens *out)
{
    size_t english = 0, chinese = 0;
    for (size_t i = 0, used; i < raw->len; i += used) {
        const Token *t = &raw->at[i];
        Str text = raw_text(p, t);
        used = 1;
        if (t->kind != T_NAME || t->flags & TOKEN_QUOTED) {
            *PUSH(p->a, out) = *t;
            continue;
        }
        if (takes_unit(out) && push_unit(p, out, t->span, text))
            continue;
        Word word = find_word(p, raw, i, &used);
        if (word) {
            bool is_english = (unsigned char)text.at[0] < 0x80;
            english += is_english;
            chinese += !is_english;
            push(p, out, word_token(word), span_join(t->span, raw->at[i + used - 1].span), word);
        } else if (!push_numeral(p, out, t->span, text)) {
            *PUSH(p->a, out) = *t;
        }
    }
    p->language = english > chinese ? LANG_EN : LANG_ZH;
}

/* ---- lines and braces ----
 * After this a NL ends every statement and nothing else, and braces match: PROCEDURE { STAGE { } }. */

typedef struct {
    Parser *p;
    const Tokens *in;
    size_t i;             /* the token being looked at */
    int last;             /* kind of the last token for the grammar */
    int brackets;         /* open ( */
    Span open[2];         /* open { */
    int depth;
    int nested;           /* { inside a clause, which no one asked for */
    Token head;           /* a block's first word while its { has not come */
    bool wants_brace;
    bool bad_head;        /* it has a token that was reported already */
    bool skipping;        /* a statement that is not supported yet */
    int skipped_braces;
    bool substitutes;     /* in the 递补 of a statement, outside brackets that it opens */
    bool in_test;         /* in the { of a 测试 */
    bool sheet;           /* the statement is a table in it whose { has not come */
} Arranger;

static Tokens *done(Arranger *r) { return &r->p->tokens; }

static bool at_start(const Arranger *r) { return r->last == T_NL || r->last == '{'; }

static const Token *ahead(const Arranger *r, size_t i) { return i < r->in->len ? &r->in->at[i] : NULL; }

static int kind_ahead(const Arranger *r, size_t i) { return i < r->in->len ? r->in->at[i].kind : T_YYEOF; }

static WordClass class_of(const Token *t) { return t && t->word ? word_class(t->word) : WORD_B; }

static bool is_punctuation(int kind)
{
    return kind < 128 && kind > 0 && strchr("=|.,:+*/><-(", kind) != NULL;
}

/* Whether token i, at the start of a line, is a clause word and not a name in some list or table. */
static bool begins_clause(const Arranger *r, size_t i)
{
    const Token *t = ahead(r, i);
    bool block = t && (t->kind == T_POST || t->kind == T_CAND);
    if (!t || t->flags & TOKEN_QUOTED || !(block || class_of(t) == WORD_C))
        return false;
    int next = kind_ahead(r, i + 1);
    if (next == T_STRING && kind_ahead(r, i + 2) == ':')
        return false; /* a field and its key */
    if (block)
        return next == '{' || next == '\n' || next == T_STRING;
    bool goes_on = (is_punctuation(next) && next != '-' && next != '(') || next == ')' || next == T_GE || next == T_LE ||
                   next == T_LT || next == T_ISNOT || class_of(ahead(r, i + 1)) == WORD_I;
    return !goes_on;
}

static void emit(Arranger *r, Token t)
{
    if (r->skipping)
        t.flags |= TOKEN_SKIP;
    if (!(t.flags & TOKEN_SKIP))
        r->last = t.kind;
    *PUSH(r->p->a, done(r)) = t;
}

static void emit_virtual(Arranger *r, int kind, uint32_t at)
{
    emit(r, (Token){.span = {at, at}, .kind = (uint16_t)kind});
}

static uint32_t end_of_last(Arranger *r) { return done(r)->len ? done(r)->at[done(r)->len - 1].span.end : 0; }

static void open_brace(Arranger *r, Span span)
{
    r->in_test = r->depth == 1 && r->head.kind == T_TEST;
    r->open[r->depth++] = span;
    r->brackets = 0;
    r->wants_brace = false;
}

/* The NL stands right after the statement's last token, where a caret is of use. */
static void end_statement(Arranger *r)
{
    r->brackets = 0;
    r->skipping = r->substitutes = false;
    if (at_start(r))
        return;
    if (r->wants_brace) {
        Parser *p = r->p;
        if (!r->bad_head)
            diag_add(p->d, E0106, p->source, r->head.span, ARGS(token_text(p, &r->head)));
        emit_virtual(r, '{', end_of_last(r));
        open_brace(r, r->head.span);
        return;
    }
    emit_virtual(r, T_NL, end_of_last(r));
}

static void close_missing(Arranger *r, uint32_t at)
{
    Parser *p = r->p;
    Span open = r->open[--r->depth];
    Text line = text_new(p->a);
    text_int(&line, (long long)source_line_at(p->source, open.start));
    diag_add(p->d, E0107, p->source, open, ARGS(text_str(&line)));
    emit_virtual(r, '}', at);
    emit_virtual(r, T_NL, at);
}

static bool is_block_word(int kind)
{
    return kind == T_PROCEDURE || kind == T_POST || kind == T_CAND || kind == T_ENTRY || kind == T_TABLE || kind == T_STAGE ||
           kind == T_TEST;
}

static bool in_test(const Arranger *r) { return r->in_test && r->depth == 2; }

/* After the { of a block: cells, and not the clauses or fields of a declaration that follows a test without its }. */
static bool begins_cells(const Arranger *r, size_t i)
{
    while (kind_ahead(r, i) == '\n')
        i++;
    int kind = kind_ahead(r, i), next = kind_ahead(r, i + 1);
    return !begins_clause(r, i) && kind != T_CITE && next != ':' && !(next == T_STRING && kind_ahead(r, i + 2) == ':');
}

/* The first word of a table in a test, token i: 职位 {, 表 亲属 {, 阶段 会议推荐 {. */
static bool begins_sheet(const Arranger *r, size_t i)
{
    int kind = kind_ahead(r, i);
    bool named = kind == T_TABLE || kind == T_STAGE;
    bool sheet = named || kind == T_POST || kind == T_CAND || kind == T_ENTRY || kind == T_WITHDRAWN;
    if (!sheet || (named && kind_ahead(r, i + 1) == '\n'))
        return false;
    i += named ? 2 : 1;
    return kind_ahead(r, i) == '{' && begins_cells(r, i + 1);
}

/* A { after a block's end, or after a first word that begins none. */
static bool is_no_block(const Arranger *r)
{
    bool begins = is_block_word(r->head.kind) && (r->depth > 0 || r->head.kind == T_PROCEDURE);
    return r->depth < 2 && !at_start(r) && (r->last == '}' || !begins);
}

/* What stands in it would be refused word by word.  The grammar itself refuses a first word that is none. */
static void skip_block(Arranger *r, const Token *t)
{
    int head = r->head.kind;
    bool read = r->last == '}' || head == T_REGION || head == T_SOURCE || head == T_FORCE || head == T_PARAM ||
                head == T_SCALE || head == T_CITE;
    if (read) {
        Token bad = *t;
        diag_add(r->p->d, E0111, r->p->source, t->span, ARGS(S("{")));
        bad.kind = T_GRAM_error;
        emit(r, bad);
    }
    r->wants_brace = false;
    r->skipping = true;
    r->skipped_braces = 1;
    if (!read)
        emit(r, *t);
}

/* All that stands between two commas is one cell. */
static void emit_cell(Arranger *r, size_t from, size_t to)
{
    if (from == to)
        return;
    Token cell = r->in->at[from];
    if (to != from + 1 || cell.kind != T_STRING)
        cell = (Token){.span = span_join(cell.span, r->in->at[to - 1].span), .kind = T_CELL};
    emit(r, cell);
}

/* A step of the test where a line of a table would begin: the table has no }. */
static bool leaves_sheet(const Arranger *r, size_t i)
{
    int kind = kind_ahead(r, i), next = kind_ahead(r, i + 1);
    bool step = kind == T_DATA || kind == T_CHANGE || kind == T_EXPECT || kind == T_TEST;
    return step && at_start(r) && next != ',' && next != '\n' && next != ';' && next != '}';
}

/* The lines of a table, up to its }. */
static void take_sheet(Arranger *r)
{
    Span open = r->in->at[r->i].span;
    emit(r, r->in->at[r->i]);
    size_t from = r->i + 1;
    for (r->i++; r->i < r->in->len; r->i++) {
        const Token *t = &r->in->at[r->i];
        if (r->i == from && leaves_sheet(r, r->i))
            break;
        bool ends = t->kind == '\n' || t->kind == ';' || t->kind == '}';
        if (!ends && t->kind != ',')
            continue;
        emit_cell(r, from, r->i);
        from = r->i + 1;
        if (ends && !at_start(r))
            emit_virtual(r, T_NL, t->span.start);
        if (t->kind == ',' || t->kind == '}')
            emit(r, *t);
        if (t->kind == '}')
            return;
    }
    emit_cell(r, from, r->i--);
    Text line = text_new(r->p->a);
    text_int(&line, (long long)source_line_at(r->p->source, open.start));
    diag_add(r->p->d, E0107, r->p->source, open, ARGS(text_str(&line)));
    if (!at_start(r))
        emit_virtual(r, T_NL, end_of_last(r));
    emit_virtual(r, '}', end_of_last(r));
    emit_virtual(r, T_NL, end_of_last(r));
}

static void take_open_brace(Arranger *r, const Token *t)
{
    if (in_test(r) && !r->skipping && !r->wants_brace && r->sheet) {
        take_sheet(r);
        return;
    }
    if (r->skipping) {
        r->skipped_braces++;
        emit(r, *t);
    } else if (is_no_block(r)) {
        skip_block(r, t);
    } else if (r->depth == 2) {
        Token bad = *t;
        diag_add(r->p->d, E0111, r->p->source, t->span, ARGS(S("{")));
        bad.kind = T_GRAM_error;
        r->nested++;
        emit(r, bad);
    } else {
        emit(r, *t);
        open_brace(r, t->span);
    }
}

static void take_close_brace(Arranger *r, const Token *t)
{
    Token skipped = *t;
    skipped.flags |= TOKEN_SKIP;
    if (r->skipping && r->skipped_braces) {
        r->skipped_braces--;
        emit(r, *t);
    } else if (r->nested) {
        r->nested--;
        end_statement(r);
        emit(r, skipped);
    } else if (r->depth == 0) {
        diag_add(r->p->d, E0108, r->p->source, t->span, NO_ARGS);
        emit(r, skipped);
    } else {
        end_statement(r);
        r->depth--;
        emit(r, *t);
    }
}

static bool goes_on_after(Arranger *r)
{
    const Token *t = done(r)->len ? &done(r)->at[done(r)->len - 1] : NULL;
    if (in_test(r) && t && t->kind == T_MISSING)
        return false; /* 改 … 为 缺 */
    WordClass class = class_of(t);
    return t && (class == WORD_O || class == WORD_I || (is_punctuation(t->kind) && t->kind != '(') || t->kind == T_GE ||
                 t->kind == T_LE || t->kind == T_LT || t->kind == T_ISNOT);
}

static bool goes_on_with(Arranger *r, const Token *next)
{
    WordClass class = class_of(next);
    return next->kind == '{' || class == WORD_I || (class == WORD_T && r->last != '}');
}

static void take_line_end(Arranger *r)
{
    size_t i = r->i + 1;
    const Token *next = ahead(r, i);
    if (at_start(r) || (r->skipping && r->skipped_braces) || (next && next->kind == '\n'))
        return;
    bool ends = !next || next->kind == '}' || begins_clause(r, i);
    if (ends || (r->brackets == 0 && !goes_on_after(r) && !goes_on_with(r, next)))
        end_statement(r);
}

/* A statement begins: close what was left open before it, remember that it needs a {. */
static void begin_statement(Arranger *r, const Token *t)
{
    Parser *p = r->p;
    r->sheet = in_test(r) && begins_sheet(r, r->i);
    bool clause = !r->sheet && begins_clause(r, r->i);
    bool block = clause && is_block_word(t->kind) && t->kind != T_PROCEDURE;
    bool procedure = clause && t->kind == T_PROCEDURE;
    while (r->depth > (procedure ? 0 : block ? 1 : 2))
        close_missing(r, t->span.start);
    if (t->kind == T_LATER_NAME && clause) {
        diag_add(p->d, E0199, p->source, t->span, ARGS(token_text(p, t)));
        emit_virtual(r, T_SKIPPED, t->span.start);
        r->skipping = true;
        r->skipped_braces = 0;
    }
    r->wants_brace = block || procedure;
    r->bad_head = false;
    r->head = *t;
}

/* 递补 当 c 至多 2 次: the limit, and no comparison of c. */
static bool limits_times(const Arranger *r)
{
    const Token *unit = ahead(r, r->i + 2);
    if (r->last == T_SUBST)
        return kind_ahead(r, r->i) == T_ATMOST;
    return kind_ahead(r, r->i) == T_ATMOST && kind_ahead(r, r->i + 1) == T_NUM && unit && unit->kind == T_UNIT &&
           str_eq(word_name(unit->word), S("次"));
}

static void take(Arranger *r, const Token *t)
{
    switch (t->kind) {
    case '\n': take_line_end(r); return;
    case ';':
        if (!r->skipped_braces || !r->skipping)
            end_statement(r);
        return;
    case '{': take_open_brace(r, t); return;
    case '}': take_close_brace(r, t); return;
    default: break;
    }
    if (at_start(r))
        begin_statement(r, t);
    r->bad_head = r->bad_head || t->kind == T_GRAM_error;
    r->brackets += t->kind == '(' ? 1 : t->kind == ')' && r->brackets ? -1 : 0;
    r->substitutes = r->substitutes || t->kind == T_SUBST;
    Token as = *t;
    if (r->substitutes && r->brackets == 0 && limits_times(r))
        as.kind = T_UPTO;
    emit(r, as);
}

static void arrange(Parser *p, const Tokens *in)
{
    Arranger r = {.p = p, .in = in, .last = T_NL};
    for (; r.i < in->len; r.i++)
        take(&r, &in->at[r.i]);
    uint32_t end = (uint32_t)p->source->text.len;
    end_statement(&r);
    while (r.depth) {
        end_statement(&r);
        close_missing(&r, end);
    }
}

/* ---- the two doors ---- */

Parser parse_tokens(Arena *a, const Source *source, Diags *d)
{
    Parser p = {.a = a, .source = source, .d = d, .words = words_new(a)};
    Tokens raw = {0}, named = {0};
    scan_all(&p, &raw);
    name_words(&p, &raw, &named);
    arrange(&p, &named);
    gram_run(&p);
    return p;
}

Node *parse(Arena *a, const Source *source, Diags *d)
{
    Parser p = parse_tokens(a, source, d);
    Span all = {0, (uint32_t)source->text.len};
    return p.file ? p.file : make(&p, NODE_FILE, all, S(""), NULL, 0);
}
