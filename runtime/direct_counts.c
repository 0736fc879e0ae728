/* direct_counts.c - the counts of ballots and surveys, as read_counts.c judges them. */
#include "runtime/direct.h"

static bool counts_fit(const Rule *rule, const uint32_t *counts)
{
    static const int cast[] = {COUNT_AYES, COUNT_NOES, COUNT_ABSTAINED, COUNT_SPOILT};
    static const int chain[] = {COUNT_RETURNED, COUNT_ISSUED, COUNT_PRESENT, COUNT_ENTITLED};
    int base = rule->type->base;
    uint64_t low = 0;
    if (counts[COUNT_AYES] == CELL_NONE || (base > COUNT_AYES && base != COUNT_FORMAL && counts[base] == CELL_NONE) ||
        (base == COUNT_FORMAL && (counts[COUNT_RETURNED] == CELL_NONE || counts[COUNT_SPOILT] == CELL_NONE)))
        return false;
    for (size_t i = 0; i < 4; i++)
        low += counts[cast[i]] == CELL_NONE ? 0 : counts[cast[i]];
    for (size_t i = 0; i < 4; i++) {
        uint32_t high = counts[chain[i]];
        if (high == CELL_NONE)
            continue;
        if (low > high)
            return false;
        low = rule->checks_returned && chain[i] == COUNT_RETURNED ? 0 : high;
    }
    return true;
}

const char *read_ballot_at(Recorder *t, const char *p, const Rule *rule, uint32_t *counts)
{
    if (*p != '{')
        return stop(t, p);
    clear_counts(counts);
    t->counts = counts;
    const char *end = read_object(t, p, rule->object);
    return !end || counts_fit(rule, counts) ? end : stop(t, p);
}

/* One question; its raters, where it says how many, go to counts[grades], else CELL_NONE. */
static const char *question(Recorder *t, const char *p, const Rule *rule, uint32_t *counts)
{
    if (*p != '{')
        return stop(t, p);
    size_t n = rule->scale->value_count;
    for (size_t i = 0; i <= n; i++)
        counts[i] = CELL_NONE;
    t->counts = counts;
    t->raters = CELL_NONE;
    const char *end = read_object(t, p, rule->object);
    counts[n] = t->raters;
    return end;
}

/* `all`: the raters of the whole survey, or CELL_NONE. */
static bool question_fits(const Rule *rule, uint32_t *counts, uint32_t all)
{
    size_t n = rule->scale->value_count;
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (counts[i] == CELL_NONE)
            return false;
        sum += counts[i];
    }
    if (all != CELL_NONE && counts[n] != CELL_NONE)
        return false;
    uint32_t raters = all != CELL_NONE ? all : counts[n];
    if (sum >= CELL_NONE || (raters != CELL_NONE && raters < sum))
        return false;
    counts[n] = raters == CELL_NONE ? (uint32_t)sum : raters;
    return true;
}

const char *read_questions(Recorder *t, const char *p, const Rule *rule, uint32_t *counts)
{
    size_t n = 0, most = (size_t)rule->type->items;
    if (*p != '[')
        return stop(t, p);
    p = spaces(p + 1);
    for (bool more = *p != ']'; more; n++) {
        if (n == most)
            return stop(t, p);
        p = question(t, p, rule, counts + n * (rule->scale->value_count + 1));
        if (!p)
            return NULL;
        p = spaces(p);
        more = *p == ',';
        if (!more && *p != ']')
            return stop(t, p);
        p = more ? spaces(p + 1) : p;
    }
    return n == most ? p + 1 : stop(t, p);
}

const char *read_survey_at(Recorder *t, const char *p, const Rule *rule, uint32_t *counts)
{
    const char *start = p;
    uint32_t all = CELL_NONE;
    if (rule->type->items == 0) {
        p = question(t, p, rule, counts);
    } else if (*p == '{') {
        t->survey = rule;
        t->survey_counts = counts;
        t->survey_raters = CELL_NONE;
        t->items = 0;
        p = read_object(t, p, rule->wrapper);
        all = t->survey_raters;
        if (p && t->items != 1)
            return stop(t, start);
    } else {
        p = read_questions(t, p, rule, counts);
    }
    size_t n = rule->type->items > 1 ? (size_t)rule->type->items : 1;
    for (size_t i = 0; p && i < n; i++)
        if (!question_fits(rule, counts + i * (rule->scale->value_count + 1), all))
            return stop(t, start);
    return p;
}

/* The wrapper of a survey takes its raters from the last that says how many; a question from one. */
const char *read_raters(Recorder *t, const char *p, bool of_survey)
{
    if (!of_survey && t->raters != CELL_NONE)
        return stop(t, p);
    return count(t, p, of_survey ? &t->survey_raters : &t->raters);
}

const char *read_cast(Recorder *t, const char *p, uint32_t *out)
{
    if (*out != CELL_NONE) /* the same count in both languages */
        return stop(t, p);
    if (*p == 'n')
        return is_word(p, "null", 4) ? p + 4 : stop(t, p);
    return count(t, p, out);
}
