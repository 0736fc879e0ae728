#include "runtime/number_format.h"

/* The formats without a code of their own; those from 27 to 58 are what a Chinese Excel and WPS show. */
typedef struct { uint32_t first, last; NumberFormat format; } BuiltIn;
static const BuiltIn built_in[] = {
    {9, 10, {.percent = true}},
    {14, 15, {.year = true, .month = true, .day = true}},
    {16, 16, {.month = true, .day = true}},
    {17, 17, {.year = true, .month = true}},
    {18, 21, {.clock = true}},
    {22, 22, {.year = true, .month = true, .day = true, .clock = true}},
    {27, 27, {.year = true, .month = true}},
    {28, 29, {.month = true, .day = true}},
    {30, 31, {.year = true, .month = true, .day = true}},
    {32, 35, {.clock = true}},
    {36, 36, {.year = true, .month = true}},
    {45, 45, {.clock = true}},
    {46, 46, {.clock = true, .elapsed = true}},
    {47, 47, {.clock = true}},
    {50, 50, {.year = true, .month = true}},
    {51, 51, {.month = true, .day = true}},
    {52, 52, {.year = true, .month = true}},
    {53, 54, {.month = true, .day = true}},
    {55, 56, {.clock = true}},
    {57, 57, {.year = true, .month = true}},
    {58, 58, {.month = true, .day = true}},
};

static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

static bool starts(Str s, size_t at, const char *word)
{
    for (size_t i = 0; word[i]; i++)
        if (at + i >= s.len || lower(s.at[at + i]) != word[i])
            return false;
    return true;
}

/* Past what is shown as it stands: "text", \x, _x, *x; a bracket is told to be one of elapsed hours, minutes or seconds. */
static size_t pass_literal(Str s, size_t at, bool *elapsed)
{
    switch (s.at[at]) {
    case '"':
        for (at++; at < s.len && s.at[at] != '"';)
            at++;
        return at + 1;
    case '\\': case '_': case '*': return at + 2;
    case '[':
        if (at + 1 < s.len && strchr("hms", lower(s.at[at + 1])) && s.at[at + 1])
            *elapsed = starts(s, at + 2, "]") || starts(s, at + 3, "]") || *elapsed;
        for (; at < s.len && s.at[at] != ']';)
            at++;
        return at + 1;
    default: return at;
    }
}

/* Minutes stand after hours or before seconds; any other m is a month. */
static bool is_minute(Str s, size_t after, char before)
{
    if (before == 'h')
        return true;
    for (bool elapsed = false; after < s.len && s.at[after] != ';';) {
        size_t next = pass_literal(s, after, &elapsed);
        if (next == after && lower(s.at[after]) == 's')
            return true;
        if (next == after && strchr("ymdhge0#?", lower(s.at[after])))
            return false;
        after = next > after ? next : after + 1;
    }
    return false;
}

static NumberFormat custom(Str s)
{
    NumberFormat f = {0};
    unsigned zeros = 0;
    bool other = false;
    char before = 0;
    for (size_t at = 0; at < s.len && s.at[at] != ';';) {
        size_t next = pass_literal(s, at, &f.elapsed);
        if (next > at) {
            other |= s.at[at] != '[';
            at = next;
            continue;
        }
        if (starts(s, at, "general")) {
            at += 7;
            continue;
        }
        char c = lower(s.at[at]);
        for (next = at + 1; next < s.len && lower(s.at[next]) == c;)
            next++;
        bool exponent = c == 'e' && next < s.len && (s.at[next] == '+' || s.at[next] == '-');
        switch (c) {
        case '%': f.percent = true; break;
        case 'y': f.year = true; break;
        case 'e': f.year |= !exponent; break;
        case 'd': f.day |= next - at <= 2; break; /* ddd is the day of the week */
        case 'h': case 's': f.clock = true; break;
        case 'm':
            if (is_minute(s, next, before))
                f.clock = true;
            else
                f.month = true;
            break;
        case '0': zeros += (unsigned)(next - at); break;
        default: break;
        }
        other |= c != '0';
        if (c >= 'a' && c <= 'z' && c != 'a' && c != 'p')
            before = c;
        at = next;
    }
    f.clock |= f.elapsed;
    f.zeros = !other && zeros > 1 ? zeros : 0;
    return f;
}

NumberFormat number_format(uint32_t id, Str code)
{
    if (code.len)
        return custom(code);
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (id >= built_in[i].first && id <= built_in[i].last)
            return built_in[i].format;
    return (NumberFormat){0};
}

bool shows_date(NumberFormat f) { return f.year || f.month || f.day || f.clock; }

static void two(Text *t, int64_t n)
{
    text_char(t, (char)('0' + n / 10 % 10));
    text_char(t, (char)('0' + n % 10));
}

/* Days since 1 March of the year 0 to the calendar: years begin in March, so that the leap day is the last of its year. */
static void day_text(int64_t days, NumberFormat f, Text *out)
{
    int64_t era = days / 146097, of_era = days % 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
    month += month < 10 ? 3 : -9;
    year += era * 400 + (month <= 2);
    if (f.year) {
        two(out, year / 100);
        two(out, year % 100);
    }
    if (f.month || f.day) {
        if (f.year)
            text_char(out, '-');
        two(out, month);
    }
    if (f.day) {
        text_char(out, '-');
        two(out, day);
    }
}

/* Whole days and the seconds of the day, to the nearest second. */
static void split(const Decimal *d, int64_t *days, int64_t *seconds)
{
    enum { PLACES = 12 };
    int64_t whole = 0, part = 0;
    for (int64_t place = (int64_t)d->count + d->power - 1, i = 0; place >= -PLACES; place--, i++) {
        int64_t digit = i < (int64_t)d->count ? d->digits[i] - '0' : 0;
        if (place >= 0)
            whole = whole * 10 + digit;
    }
    int64_t unit = 1;
    for (int64_t place = -PLACES; place < 0; place++, unit *= 10) {
        int64_t i = (int64_t)d->count + d->power - 1 - place;
        if (i >= 0 && i < (int64_t)d->count)
            part += unit * (d->digits[i] - '0');
    }
    *days = whole;
    *seconds = (part * 86400 + unit / 2) / unit;
}

static void clock_text(int64_t seconds, bool elapsed, Text *out)
{
    int64_t hours = seconds / 3600;
    if (elapsed && hours > 99)
        text_int(out, hours);
    else
        two(out, hours);
    text_char(out, ':');
    two(out, seconds / 60 % 60);
    if (seconds % 60) {
        text_char(out, ':');
        two(out, seconds % 60);
    }
}

CellKind date_shown(const Decimal *d, NumberFormat f, bool from_1904, Text *out)
{
    enum { LAST_DAY = 2958465, FROM_1904 = 1462, DAY_ZERO = 693899 /* 30 December 1899 after 1 March of the year 0 */ };
    if (d->negative || decimal_whole_digits(d) > 7) {
        decimal_write(d, out);
        return CELL_BROKEN;
    }
    int64_t days, seconds;
    split(d, &days, &seconds);
    bool date = f.year || f.month || f.day;
    if (!date) {
        clock_text(f.elapsed ? days * 86400 + seconds : seconds % 86400, f.elapsed, out);
        return CELL_TEXT;
    }
    if (f.clock) {
        days += seconds / 86400;
        seconds %= 86400;
    }
    int64_t since = from_1904 ? days + FROM_1904 : days;
    if (!from_1904 && since == 60) { /* the spreadsheet counts a 29 February 1900 */
        text_addz(out, "1900-02-29");
        return CELL_BROKEN;
    }
    if (since < 1 || since > LAST_DAY) {
        decimal_write(d, out);
        return CELL_BROKEN;
    }
    since += !from_1904 && since < 60;
    day_text(since + DAY_ZERO, f, out);
    if (f.clock && seconds) {
        text_char(out, ' ');
        clock_text(seconds, false, out);
        return CELL_TEXT;
    }
    return f.year && (f.month || !f.day) ? CELL_DATE : CELL_BROKEN;
}
