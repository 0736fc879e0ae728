#include "runtime/line_diff.h"

/* Myers' greedy algorithm: the fewest lines taken out and put in.  Beyond MOST_EDITS the rest is one change. */
enum { AROUND = 3, MOST_EDITS = 2000 };

typedef ARRAY(Str) TextLines;

typedef struct {
    char sign; /* ' ' '-' '+' */
    size_t old, new; /* lines before it, on each side */
} Edit;

typedef ARRAY(Edit) Edits;

static TextLines split(Arena *a, Str text)
{
    TextLines lines = {0};
    for (size_t at = 0; at < text.len;) {
        const char *end = memchr(text.at + at, '\n', text.len - at);
        size_t next = end ? (size_t)(end - text.at) + 1 : text.len;
        *PUSH(a, &lines) = str_cut(text, at, next);
        at = next;
    }
    return lines;
}

/* The furthest old line that d edits reach on each diagonal old - new = k; furthest[k + d + 1]. */
typedef ARRAY(size_t *) Rounds;

static size_t follow(const TextLines *old, const TextLines *new, size_t x, long k)
{
    size_t y = (size_t)((long)x - k);
    while (x < old->len && y < new->len && str_eq(old->at[x], new->at[y]))
        x++, y++;
    return x;
}

/* Whether the last edit on diagonal k puts a line in (comes from k + 1). */
static bool puts_in(const size_t *before, long k, long d) { return k == -d || (k != d && before[k - 1 + d] < before[k + 1 + d]); }

/* The rounds up to the one that reaches the ends of both, or up to MOST_EDITS.  *k: the diagonal to go back from. */
static Rounds search(Arena *a, const TextLines *old, const TextLines *new, bool *found)
{
    Rounds rounds = {0};
    long goal = (long)old->len - (long)new->len;
    *found = false;
    for (long d = 0; d <= MOST_EDITS && !*found; d++) {
        size_t *here = NEW_ARRAY(a, size_t, 2 * d + 3);
        const size_t *before = d ? rounds.at[d - 1] : NULL;
        for (long k = -d; k <= d; k += 2) {
            size_t x = !d ? 0 : puts_in(before, k, d) ? before[k + 1 + d] : before[k - 1 + d] + 1;
            bool inside = x <= old->len && (long)x - k <= (long)new->len && (long)x >= k;
            here[k + d + 1] = inside ? follow(old, new, x, k) : x;
            *found = *found || (k == goal && here[k + d + 1] >= old->len);
        }
        *PUSH(a, &rounds) = here;
    }
    return rounds;
}

static void add(Arena *a, Edits *edits, char sign, size_t old, size_t new)
{
    *PUSH(a, edits) = (Edit){.sign = sign, .old = old, .new = new};
}

/* From the ends back to the beginnings; the edits are in reverse. */
static Edits walk_back(Arena *a, const TextLines *old, const TextLines *new)
{
    bool found;
    Rounds rounds = search(a, old, new, &found);
    Edits edits = {0};
    size_t x = old->len, y = new->len;
    if (!found) {
        while (y)
            add(a, &edits, '+', x, --y);
        while (x)
            add(a, &edits, '-', --x, y);
        return edits;
    }
    for (long d = (long)rounds.len - 1; d >= 0; d--) {
        long k = (long)x - (long)y;
        const size_t *before = d ? rounds.at[d - 1] : NULL;
        bool in = d && puts_in(before, k, d);
        size_t from = !d ? 0 : in ? before[k + 1 + d] : before[k - 1 + d] + 1;
        while (x > from) {
            x--, y--;
            add(a, &edits, ' ', x, y);
        }
        if (in)
            add(a, &edits, '+', x, --y);
        else if (d)
            add(a, &edits, '-', --x, y);
    }
    return edits;
}

static void put_range(Text *out, char sign, size_t first, size_t count)
{
    text_char(out, ' ');
    text_char(out, sign);
    text_int(out, (long long)(count ? first + 1 : first));
    text_char(out, ',');
    text_int(out, (long long)count);
}

static void put_line(Text *out, char sign, Str line)
{
    text_char(out, sign);
    text_add(out, line);
    if (!line.len || line.at[line.len - 1] != '\n')
        text_addz(out, "\n\\ No newline at end of file\n");
}

/* Edits from..to, in the order of the text: edits->at[len - 1 - i] is the i-th. */
static void put_hunk(const Edits *edits, size_t from, size_t to, const TextLines *old, const TextLines *new, Text *out)
{
    size_t old_count = 0, new_count = 0;
    const Edit *first = &edits->at[edits->len - 1 - from];
    for (size_t i = from; i < to; i++) {
        char sign = edits->at[edits->len - 1 - i].sign;
        old_count += sign != '+';
        new_count += sign != '-';
    }
    text_addz(out, "@@");
    put_range(out, '-', first->old, old_count);
    put_range(out, '+', first->new, new_count);
    text_addz(out, " @@\n");
    for (size_t i = from; i < to; i++) {
        const Edit *e = &edits->at[edits->len - 1 - i];
        put_line(out, e->sign, e->sign == '+' ? new->at[e->new] : old->at[e->old]);
    }
}

void line_diff(Arena *a, Str old_name, Str new_name, Str old_text, Str new_text, Text *out)
{
    if (str_eq(old_text, new_text))
        return;
    TextLines old = split(a, old_text), new = split(a, new_text);
    Edits edits = walk_back(a, &old, &new);
    text_format(out, S("--- {0}\n+++ {1}\n"), (const Str[]){old_name, new_name}, 2);
    for (size_t i = 0; i < edits.len; i++) {
        if (edits.at[edits.len - 1 - i].sign == ' ')
            continue;
        size_t from = i > AROUND ? i - AROUND : 0, last = i;
        while (i < edits.len && i - last <= 2 * AROUND) {
            last = edits.at[edits.len - 1 - i].sign == ' ' ? last : i;
            i++;
        }
        size_t to = last + AROUND + 1 < edits.len ? last + AROUND + 1 : edits.len;
        put_hunk(&edits, from, to, &old, &new, out);
        i = to - 1;
    }
}
