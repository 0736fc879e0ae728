/* book_data_cells.c - what one cell says, as JSON.  Numbers go over as the digits that stand there. */
#include "lang/utf8.h"
#include "runtime/book_data_parts.h"

/* Full-width digits, letters and signs as ASCII: ８５．１ is 85.1. */
static Str narrowed(Arena *a, Str s, bool *changed)
{
    *changed = false;
    size_t plain = 0;
    while (plain < s.len && (unsigned char)s.at[plain] < 0x80)
        plain++;
    if (plain == s.len)
        return s;
    Text t = text_new(a);
    for (size_t i = 0; i < s.len;) {
        uint32_t c = 0;
        size_t n = utf8_decode(s, i, &c);
        n = n ? n : 1;
        if (c >= 0xFF01 && c <= 0xFF5E) {
            text_char(&t, (char)(c - 0xFF01 + '!'));
            *changed = true;
        } else {
            text_add(&t, str_cut(s, i, i + n));
        }
        i += n;
    }
    return text_str(&t);
}

static void mended(Mended *m, const BoundSheet *t, const Cell *c)
{
    if (m->count++ == 0) {
        m->first = c;
        m->table = t;
        m->who = t->who;
    }
}

static void tell(BookData *b, const Mended *m, MessageCode code)
{
    if (m->count == 0)
        return;
    Text n = text_new(b->a);
    text_int(&n, (long long)m->count);
    diag_at_json(cell_fault(b, m->table, m->first, code, ARGS(m->first->text, text_str(&n))), S(""), m->who);
}

void tell_mended(BookData *b)
{
    tell(b, &b->digits, W0631);
    tell(b, &b->spaces, W0632);
}

static void refuse(BookData *b, const BoundSheet *t, const Cell *c, MessageCode code, Str heading)
{
    cell_fault(b, t, c, code, ARGS(heading, c->text));
    text_addz(&b->out, "null");
}

/* ---- numbers ---- */

static size_t digits_at(Str s, size_t i)
{
    while (i < s.len && s.at[i] >= '0' && s.at[i] <= '9')
        i++;
    return i;
}

/* As JSON has it: 85.1, -3, 0.50; not 007, .5, 1e5. */
static bool is_number(Str s)
{
    size_t from = s.len > 0 && s.at[0] == '-', to = digits_at(s, from);
    if (to == from || (s.at[from] == '0' && to > from + 1))
        return false;
    if (to == s.len)
        return true;
    return s.at[to] == '.' && to + 1 < s.len && digits_at(s, to + 1) == s.len;
}

static void write_number(BookData *b, const BoundSheet *t, const Cell *c, Str heading)
{
    bool changed = false;
    Str s = c->kind == CELL_NUMBER ? c->text : narrowed(b->a, c->text, &changed);
    if (c->kind == CELL_DATE || c->kind == CELL_YES || c->kind == CELL_NO) {
        refuse(b, t, c, E0637, heading);
        return;
    }
    if (s.len > 0 && s.at[s.len - 1] == '%') {
        refuse(b, t, c, E0651, heading);
        return;
    }
    if (!is_number(s)) {
        refuse(b, t, c, E0635, heading);
        return;
    }
    if (changed)
        mended(&b->digits, t, c);
    text_add(&b->out, s);
}

/* ---- dates ---- */

static bool take(Str s, size_t *i, const char *word)
{
    size_t n = strlen(word);
    bool there = s.len - *i >= n && memcmp(s.at + *i, word, n) == 0;
    *i += there ? n : 0;
    return there;
}

static bool take_separator(Str s, size_t *i, const char *word) { return take(s, i, word) || take(s, i, "-") || take(s, i, "/") || take(s, i, "."); }

/* One or two digits, written as two. */
static bool take_two(Str s, size_t *i, Text *out)
{
    size_t n = digits_at(s, *i) - *i;
    if (n < 1 || n > 2)
        return false;
    text_char(out, '-');
    if (n == 1)
        text_char(out, '0');
    text_add(out, str_cut(s, *i, *i + n));
    *i += n;
    return true;
}

/* 2009, 2009-06, 2009.6.1, 2009/06/01, 2009年6月1日, 200906, 20090601 */
static bool read_day(Str s, Text *out)
{
    size_t i = digits_at(s, 0);
    if (i == 6 || i == 8) {
        text_add(out, str_cut(s, 0, 4));
        for (size_t k = 4; k < i; k += 2) {
            text_char(out, '-');
            text_add(out, str_cut(s, k, k + 2));
        }
        return i == s.len;
    }
    if (i != 4)
        return false;
    text_add(out, str_cut(s, 0, 4));
    if (i == s.len || (take(s, &i, "年") && i == s.len))
        return true;
    bool by_word = i > 4;
    if ((!by_word && !take_separator(s, &i, "年")) || !take_two(s, &i, out))
        return false;
    if (i == s.len || (take(s, &i, "月") && i == s.len))
        return true;
    by_word = (unsigned char)s.at[i - 1] >= 0x80;
    if ((!by_word && !take_separator(s, &i, "月")) || !take_two(s, &i, out))
        return false;
    return i == s.len || ((take(s, &i, "日") || take(s, &i, "号")) && i == s.len);
}

/* 1975.1 is 1975.10, too, once a spreadsheet has taken it for a number. */
static bool is_january_or_october(Str s) { return s.len == 6 && digits_at(s, 0) == 4 && s.at[4] == '.' && s.at[5] == '1'; }

static void write_date(BookData *b, const BoundSheet *t, const Cell *c, Str heading)
{
    bool changed = false;
    Str s = narrowed(b->a, c->text, &changed);
    Text day = text_new(b->a);
    if (c->kind == CELL_YES || c->kind == CELL_NO) {
        refuse(b, t, c, E0637, heading);
        return;
    }
    if (is_january_or_october(s)) {
        cell_fault(b, t, c, E0639, ARGS(heading, c->text, str_cut(s, 0, 4)));
        text_addz(&b->out, "null");
        return;
    }
    if (!read_day(s, &day)) {
        refuse(b, t, c, c->kind == CELL_NUMBER && s.len == 5 && digits_at(s, 0) == 5 ? E0652 : E0640, heading);
        return;
    }
    if (changed)
        mended(&b->digits, t, c);
    text_json(&b->out, text_str(&day));
}

/* ---- words ---- */

static bool same_word(Str s, const char *word)
{
    if (s.len != strlen(word))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i] >= 'A' && s.at[i] <= 'Z' ? (char)(s.at[i] + 32) : s.at[i];
        if (c != word[i])
            return false;
    }
    return true;
}

static void write_yesno(BookData *b, const BoundSheet *t, const Cell *c, Str heading)
{
    bool text = c->kind == CELL_TEXT;
    bool yes = c->kind == CELL_YES || (text && (str_eq(c->text, S("是")) || same_word(c->text, "true")));
    bool no = c->kind == CELL_NO || (text && (str_eq(c->text, S("否")) || same_word(c->text, "false")));
    if (!yes && !no) {
        refuse(b, t, c, E0641, heading);
        return;
    }
    text_addz(&b->out, yes ? "true" : "false");
}

static bool is_space(uint32_t c) { return c == ' ' || c == 0xA0 || c == 0x3000 || c == '\t'; }

/* Without spaces; for a name only those between two Han characters: 李　娜. */
static Str closed_up(Arena *a, Str s, bool name)
{
    Text t = text_new(a);
    uint32_t before = 0;
    for (size_t i = 0; i < s.len;) {
        uint32_t c = 0, after = 0;
        size_t n = utf8_decode(s, i, &c);
        n = n ? n : 1;
        size_t k = i;
        while (k < s.len && is_space(c)) {
            size_t step = utf8_decode(s, k, &after);
            step = step ? step : 1;
            if (!is_space(after))
                break;
            k += step;
        }
        bool drop = k > i && (!name || (before >= 0x2E80 && after >= 0x2E80));
        size_t end = k > i ? k : i + n;
        if (!drop)
            text_add(&t, str_cut(s, i, end));
        before = k > i ? before : c;
        i = end;
    }
    return text_str(&t);
}

static bool has_wide_letters(Str s)
{
    for (size_t i = 0; i < s.len;) {
        uint32_t c = 0;
        size_t n = utf8_decode(s, i, &c);
        if ((c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A))
            return true;
        i += n ? n : 1;
    }
    return false;
}

static bool is_id(const DataSlot *slot, const Type *type)
{
    return type->kind == TYPE_POST || type->kind == TYPE_PERSON || slot->role == SLOT_ID || slot->role == SLOT_AYES || slot->role == SLOT_NOES ||
           slot->role == SLOT_BALLOT_POST;
}

/* What is wrong with a cell that should hold words; MESSAGE_COUNT: nothing. */
static MessageCode word_fault(const BoundSheet *t, const Cell *c, bool id)
{
    switch (c->kind) {
    case CELL_TEXT: return id && has_wide_letters(c->text) ? E0642 : MESSAGE_COUNT;
    case CELL_NUMBER: return t->book->source ? MESSAGE_COUNT : E0636; /* in a text file the digits are as typed */
    case CELL_DATE:
    case CELL_YES:
    case CELL_NO: return E0637;
    case CELL_BROKEN: return E0638;
    }
    BUG("cell kind");
}

Str cell_word(BookData *b, const BoundSheet *t, const Cell *c, const DataSlot *slot)
{
    MessageCode wrong = word_fault(t, c, is_id(slot, slot->type));
    if (wrong == MESSAGE_COUNT)
        return c->text;
    cell_fault(b, t, c, wrong, ARGS(slot->heading, c->text));
    return S("");
}

static void write_text(BookData *b, const BoundSheet *t, const Cell *c, const DataSlot *slot, const Type *type, Str heading)
{
    MessageCode wrong = word_fault(t, c, is_id(slot, type));
    if (wrong != MESSAGE_COUNT) {
        refuse(b, t, c, wrong, heading);
        return;
    }
    Str s = slot->role == SLOT_NAME ? closed_up(b->a, c->text, true) : c->text;
    if (!str_eq(s, c->text))
        mended(&b->spaces, t, c);
    text_json(&b->out, s);
}

Str grade_word(BookData *b, const Type *type, Str text)
{
    const Scale *scale = &b->p->scales[type->scale];
    Str closed = closed_up(b->a, text, false);
    for (size_t i = 0; i < scale->value_count; i++)
        if (str_eq(scale->values[i], closed))
            return scale->values[i];
    return text;
}

static void write_grade(BookData *b, const BoundSheet *t, const Cell *c, const Type *type, Str heading)
{
    if (c->kind != CELL_TEXT && c->kind != CELL_NUMBER) {
        refuse(b, t, c, E0637, heading);
        return;
    }
    Str word = grade_word(b, type, c->text);
    if (!str_eq(word, c->text))
        mended(&b->spaces, t, c);
    text_json(&b->out, word);
}

void write_cell(BookData *b, const BoundSheet *t, const Cell *c, const DataSlot *slot, const Type *type, Str heading)
{
    if (c->kind == CELL_BROKEN) {
        refuse(b, t, c, E0638, heading);
        return;
    }
    switch (type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO: write_number(b, t, c, heading); return;
    case TYPE_YESNO: write_yesno(b, t, c, heading); return;
    case TYPE_DATE: write_date(b, t, c, heading); return;
    case TYPE_GRADE: write_grade(b, t, c, type, heading); return;
    case TYPE_TEXT:
    case TYPE_POST:
    case TYPE_PERSON: write_text(b, t, c, slot, type, heading); return;
    case TYPE_ERROR: case TYPE_BALLOT: case TYPE_SURVEY: case TYPE_PANEL: case TYPE_LIST: case TYPE_TABLE: break;
    }
    BUG("a cell holds one value");
}
