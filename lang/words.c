#include "lang/words.h"

#include "lang/gram.h"
#include "lang/utf8.h"

typedef struct {
    int token;
    WordClass class;
    Str spellings[LANGUAGE_COUNT]; /* with | between them */
} Row;

#define TEXT(literal) {literal, sizeof(literal) - 1}
static const Row rows[] = {
#define W(token, zh, en, class) {T_##token, WORD_##class, {TEXT(zh), TEXT(en)}},
#include "lang/words.def"
};
#undef TEXT

enum { ROWS = sizeof rows / sizeof *rows, SLOTS = 1024 }; /* SLOTS is over twice the spellings */

typedef struct {
    Str spelling;
    Word word;
} Entry;

struct Words {
    Entry entries[SLOTS];
    size_t len;
    uint16_t slots[SLOTS]; /* index in entries + 1; 0: free */
};

static const Row *row_of(Word word) { return &rows[word - 1]; }

static bool is_unit(Word word) { return word_class(word) == WORD_U; }

static size_t hash(Str s)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.len; i++)
        h = (uint32_t)(((uint64_t)(h ^ (unsigned char)s.at[i]) * 16777619u) & UINT32_MAX);
    return h % SLOTS;
}

/* Cuts the next spelling off *rest; false at the end. */
static bool next_spelling(Str *rest, Str *out)
{
    if (rest->len == 0)
        return false;
    const char *bar = memchr(rest->at, '|', rest->len);
    size_t len = bar ? (size_t)(bar - rest->at) : rest->len;
    *out = str_cut(*rest, 0, len);
    *rest = str_cut(*rest, bar ? len + 1 : len, rest->len);
    return true;
}

static void add_spelling(Words *w, Str spelling, Word word)
{
    if (w->len >= SLOTS / 2)
        BUG("words.def has outgrown its index");
    w->entries[w->len++] = (Entry){spelling, word};
    size_t slot = hash(spelling);
    while (w->slots[slot])
        slot = (slot + 1) % SLOTS;
    w->slots[slot] = (uint16_t)w->len;
}

const Words *words_new(Arena *a)
{
    Words *w = NEW(a, Words);
    for (Word word = 1; word <= ROWS; word++)
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            Str rest = row_of(word)->spellings[language], spelling;
            while (next_spelling(&rest, &spelling))
                add_spelling(w, spelling, word);
        }
    return w;
}

Word word_find(const Words *w, Str spelling, bool unit)
{
    for (size_t slot = hash(spelling); w->slots[slot]; slot = (slot + 1) % SLOTS) {
        const Entry *e = &w->entries[w->slots[slot] - 1];
        if (str_eq(e->spelling, spelling) && is_unit(e->word) == unit)
            return e->word;
    }
    return 0;
}

static bool starts_with(Str s, Str start)
{
    return s.len >= start.len && str_eq(str_cut(s, 0, start.len), start);
}

Word word_unit_prefix(const Words *w, Str text, size_t *len)
{
    Word best = 0;
    for (size_t i = 0; i < w->len; i++) {
        const Entry *e = &w->entries[i];
        if (is_unit(e->word) && starts_with(text, e->spelling) && (!best || e->spelling.len > *len)) {
            best = e->word;
            *len = e->spelling.len;
        }
    }
    return best;
}

int word_token(Word word) { return row_of(word)->token; }

WordClass word_class(Word word) { return row_of(word)->class; }

Str word_spelling(Word word, Language language)
{
    Str rest = row_of(word)->spellings[language], first = S("");
    next_spelling(&rest, &first);
    return first;
}

Str word_name(Word word)
{
    Str rest = row_of(word)->spellings[LANG_ZH], best = S(""), one;
    while (next_spelling(&rest, &one))
        if (best.len == 0 || one.len < best.len)
            best = one;
    return best;
}

Word word_of_token(int token)
{
    for (Word word = 1; word <= ROWS; word++)
        if (rows[word - 1].token == token)
            return word;
    return 0;
}

/* ---- help with mistakes ---- */

enum { LONGEST = 24 }; /* characters; no word has more */

static size_t decode(Str s, uint32_t out[LONGEST])
{
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        if (n == LONGEST)
            return 0;
        size_t len = utf8_decode(s, i, &out[n++]);
        i += len ? len : 1;
    }
    return n;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Characters to change, insert or drop. */
static size_t distance(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j];
            row[j] = least(diagonal + (a[i - 1] != b[j - 1]), least(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    return row[m];
}

/* The words of tests are like too many names: 笔试 and 面试 are no slips of 测试. */
static bool is_suggested(int token) { return token != T_LATER_NAME && (token < T_TEST || token > T_STILLIN); }

size_t word_nearest(const Words *w, Str spelling, bool clause, Str out[WORDS_NEAR])
{
    uint32_t want[LONGEST], have[LONGEST];
    size_t n = decode(spelling, want), best = LONGEST, count = 0;
    for (size_t i = 0; n >= 2 && i < w->len; i++) {
        Word word = w->entries[i].word;
        if (!is_suggested(word_token(word)) || (clause && word_class(word) != WORD_C))
            continue;
        size_t m = decode(w->entries[i].spelling, have);
        size_t far = distance(want, n, have, m);
        /* Half of the word must be right: 要球 is 要求, but 甲乙 is nothing. */
        if (m < 2 || far * 2 > least(n, m) || far > best)
            continue;
        count = far < best ? 0 : count;
        best = far;
        if (count < WORDS_NEAR)
            out[count++] = w->entries[i].spelling;
    }
    return count;
}

static bool contains(Str s, Str part)
{
    for (size_t i = 0; i + part.len <= s.len; i++)
        if (starts_with(str_cut(s, i, s.len), part))
            return true;
    return false;
}

Str word_inside(const Words *w, Str name)
{
    Str found = S("");
    if (name.len > 200 || name.len == 0 || (unsigned char)name.at[0] < 0x80)
        return found;
    for (size_t i = 0; i < w->len; i++) {
        Str s = w->entries[i].spelling;
        WordClass class = word_class(w->entries[i].word);
        bool two = s.len >= 6, longer = name.len > s.len && s.len > found.len;
        if (two && longer && ((class == WORD_C && starts_with(name, s)) || (class == WORD_I && contains(name, s))))
            found = s;
    }
    return found;
}
