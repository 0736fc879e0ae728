#include "lang/utf8.h"
#include "runtime/reader.h"

enum { SHOWN = 48, WORD_MOST = 32 }; /* bytes of a found value; characters of a word that is compared */

/* ---- messages ---- */

Diag *fault(Reader *r, MessageCode code, const cJSON *at, const Str *args, size_t n)
{
    Diag *d = diag_add(r->diags, code, r->source, json_span(r->json, at), args, n);
    diag_at_json(d, json_path(r->json, r->scratch, at), r->who);
    return d;
}

Diag *fault_key(Reader *r, MessageCode code, const cJSON *at, const Str *args, size_t n)
{
    Diag *d = diag_add(r->diags, code, r->source, json_key_span(r->json, at), args, n);
    diag_at_json(d, json_path(r->json, r->scratch, at), r->who);
    return d;
}

/* Cut between characters. */
Str found_text(Reader *r, const cJSON *item)
{
    if (cJSON_IsObject(item))
        return S("{…}");
    if (cJSON_IsArray(item))
        return S("[…]");
    Span span = json_span(r->json, item);
    Str text = str_cut(r->source->text, span.start, span.end);
    const SourceCell *cell = source_cell(r->source, span.start);
    if (cell && cell->shown.len > 0)
        text = cell->shown;
    if (text.len <= SHOWN)
        return text;
    size_t n = SHOWN;
    while (n > 0 && ((unsigned char)text.at[n] & 0xC0) == 0x80)
        n--;
    Text t = text_new(r->scratch);
    text_add(&t, str_cut(text, 0, n));
    text_add(&t, S("…"));
    return text_str(&t);
}

void wrong_type(Reader *r, Str name, Str wanted, const cJSON *at)
{
    fault(r, E0220, at, ARGS(name, wanted, found_text(r, at)));
}

void lacks(Reader *r, Str name, Str key, const cJSON *object)
{
    Span span = json_span(r->json, object);
    span.end = span.start + 1;
    Diag *d = diag_add(r->diags, E0227, r->source, span, ARGS(name, key));
    diag_at_json(d, json_path(r->json, r->scratch, object), r->who);
}

Str number_text(Reader *r, uint64_t n)
{
    Text t = text_new(r->scratch);
    text_int(&t, (long long)n);
    return text_str(&t);
}

Str choices(Reader *r, const Str *values, size_t count)
{
    Text t = text_new(r->scratch);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            text_add(&t, S(" / "));
        if (i == 12) {
            text_add(&t, S("…"));
            break;
        }
        text_add(&t, values[i]);
    }
    return text_str(&t);
}

static size_t code_points(Str s, uint32_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < WORD_MOST;) {
        size_t step = utf8_decode(s, i, &out[n]);
        i += step ? step : 1;
        n++;
    }
    return n;
}

/* Single-character edits between two words. */
static size_t edits(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t row[WORD_MOST + 1];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t change = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            size_t least = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = least < change ? least : change;
        }
    }
    return row[m];
}

void suggest(Reader *r, Diag *d, Str word, const Str *known, size_t count)
{
    uint32_t a[WORD_MOST], b[WORD_MOST];
    size_t n = code_points(word, a), best = count, least = WORD_MOST, same = 0;
    for (size_t i = 0; i < count; i++) {
        size_t m = code_points(known[i], b), longest = n > m ? n : m;
        size_t distance = edits(a, n, b, m);
        bool chinese = n > 0 && a[0] >= 0x3400; /* 01 and 02 are no slips of each other */
        if (distance * 2 > longest || (distance * 2 == longest && (longest != 2 || n != m || !chinese)))
            continue;
        same += distance == least && distance * 2 == longest;
        if (distance < least) {
            least = distance;
            best = i;
            same = 0;
        }
    }
    if (best == count || same > 0)
        return;
    Text zh = text_new(r->scratch), en = text_new(r->scratch);
    text_format(&zh, S("是不是“{0}”？"), &known[best], 1);
    text_format(&en, S("did you mean “{0}”?"), &known[best], 1);
    diag_hint(d, text_str(&zh), text_str(&en));
}

/* Comparing with every id is quadratic, so only for a few messages and where there are not too many ids. */
void suggest_id(Reader *r, Diag *d, Str id, const Index *index)
{
    if (index->count > IDS_COMPARED || r->suggested++ >= IDS_SUGGESTED)
        return;
    Str *ids = NEW_ARRAY(r->scratch, Str, index->count);
    for (size_t i = 0; i < index->count; i++)
        ids[i] = index->at[i].id;
    suggest(r, d, id, ids, index->count);
}

void unknown_key(Reader *r, Str scope, Str key, const cJSON *member)
{
    if (others_read_key(r, scope, key))
        return;
    for (size_t i = 0; i < r->unknown_count; i++) {
        UnknownKey *u = &r->unknown[i];
        if (str_eq(u->key, key) && str_eq(u->scope, scope)) {
            u->count++;
            return;
        }
    }
    if (r->unknown_count == UNKNOWN_KEYS) {
        r->unknown_more++;
        return;
    }
    Span span = json_key_span(r->json, member);
    if (span.end == 0) /* an element has no key */
        span = json_span(r->json, member);
    r->unknown[r->unknown_count++] = (UnknownKey){.scope = arena_str(r->scratch, scope),
                                                  .key = arena_str(r->scratch, key),
                                                  .path = json_path(r->json, r->scratch, member),
                                                  .source = r->source,
                                                  .first = span,
                                                  .count = 1};
}

/* ---- scalars ---- */

static void add_bound(Text *t, bool has, Num bound)
{
    if (has)
        num_decimal(t, bound, 6);
}

static Str range_text(Reader *r, const Type *type)
{
    Text t = text_new(r->scratch);
    if (type->has_low || type->has_high) {
        add_bound(&t, type->has_low, type->low);
        text_add(&t, S(".."));
        add_bound(&t, type->has_high, type->high);
    } else {
        text_add(&t, S("1, 2.5, …"));
    }
    if (type->unit.len) {
        text_char(&t, ' ');
        text_add(&t, type->unit);
    }
    return text_str(&t);
}

bool is_whole(const Type *type)
{
    static const char *const units[] = {"人", "票", "个", "名", "项", "次"};
    if (type->kind == TYPE_NUMBER && type->dim == DIM_COUNT)
        return true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_eq(type->unit, str_from(units[i])))
            return true;
    return false;
}

static bool read_number(Reader *r, const Type *type, Str name, const cJSON *item, Num *out)
{
    if (!json_is_number(item)) {
        wrong_type(r, name, range_text(r, type), item);
        return false;
    }
    Num x;
    if (!num_parse(r->arena, json_text(item), &x))
        BUG("the strict layer let a number through");
    if ((type->has_low && num_cmp(x, type->low) < 0) || (type->has_high && num_cmp(x, type->high) > 0)) {
        fault(r, E0221, item, ARGS(name, range_text(r, type), found_text(r, item)));
        return false;
    }
    if (is_whole(type) && !num_is_int(x)) {
        fault(r, E0222, item, ARGS(name, found_text(r, item)));
        return false;
    }
    *out = x;
    return true;
}

bool read_text(Reader *r, Str name, const cJSON *item, Str *out)
{
    if (!json_is_text(item)) {
        wrong_type(r, name, S("\"…\""), item);
        return false;
    }
    *out = arena_str(r->arena, json_text(item));
    return true;
}

/* `count` digits at *i, a number from low to high. */
static bool take_number(Str s, size_t *i, size_t count, int low, int high, int *out)
{
    int n = 0;
    for (size_t end = *i + count; *i < end; ++*i) {
        if (*i >= s.len || s.at[*i] < '0' || s.at[*i] > '9')
            return false;
        n = n * 10 + (s.at[*i] - '0');
    }
    *out = n;
    return n >= low && n <= high;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* 2013-02-29 has the form of a date. */
static bool is_formed(Str s)
{
    int n;
    size_t i = 0;
    return s.len == 10 && take_number(s, &i, 4, 0, 9999, &n) && s.at[i++] == '-' && take_number(s, &i, 2, 0, 99, &n) &&
           s.at[i++] == '-' && take_number(s, &i, 2, 0, 99, &n);
}

bool parse_date(Str s, Date *out)
{
    int year, month = 0, day = 0;
    size_t i = 0;
    if (!take_number(s, &i, 4, 1, 9999, &year))
        return false;
    if (i < s.len && (s.at[i++] != '-' || !take_number(s, &i, 2, 1, 12, &month)))
        return false;
    if (i < s.len && (s.at[i++] != '-' || !take_number(s, &i, 2, 1, days_in(year, month), &day)))
        return false;
    *out = (Date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return i == s.len;
}

static bool read_grade(Reader *r, const Type *type, Str name, const cJSON *item, uint32_t *out)
{
    const Scale *scale = &r->program->scales[type->scale];
    if (!json_is_text(item)) {
        wrong_type(r, name, choices(r, scale->values, scale->value_count), item);
        return false;
    }
    Str word = json_text(item);
    for (size_t i = 0; i < scale->value_count; i++)
        if (str_eq(scale->values[i], word)) {
            *out = (uint32_t)i;
            return true;
        }
    Diag *d = fault(r, E0223, item, ARGS(name, word, choices(r, scale->values, scale->value_count)));
    suggest(r, d, word, scale->values, scale->value_count);
    return false;
}

bool find_row(const Index *index, Str id, uint32_t *row)
{
    size_t lo = 0, hi = index->count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = str_cmp(index->at[mid].id, id);
        if (c == 0) {
            *row = index->at[mid].row;
            return true;
        }
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

/* A post or a candidate by its id. */
static bool read_row_id(Reader *r, const Index *index, MessageCode unknown, Str name, const cJSON *item, uint32_t *out)
{
    if (!json_is_text(item)) {
        wrong_type(r, name, S("\"…\""), item);
        return false;
    }
    Str id = json_text(item);
    if (find_row(index, id, out))
        return true;
    /* Without any posts one message has said so already. */
    if (!index->incomplete)
        suggest_id(r, fault(r, unknown, item, ARGS(name, id)), id, index);
    return false;
}

bool read_scalar(Reader *r, const Type *type, Str name, const cJSON *item, Scalar *out)
{
    switch (type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO:
        return read_number(r, type, name, item, &out->number);
    case TYPE_YESNO:
        if (!cJSON_IsBool(item)) {
            wrong_type(r, name, S("true / false"), item);
            return false;
        }
        out->code = cJSON_IsTrue(item) ? 1 : 0;
        return true;
    case TYPE_DATE:
        if (json_is_text(item) && parse_date(json_text(item), &out->date))
            return true;
        fault(r, json_is_text(item) && is_formed(json_text(item)) ? E0260 : E0224, item, ARGS(name, found_text(r, item)));
        return false;
    case TYPE_TEXT:
        return read_text(r, name, item, &out->text);
    case TYPE_GRADE:
        return read_grade(r, type, name, item, &out->code);
    case TYPE_POST:
        return read_row_id(r, &r->posts, E0225, name, item, &out->code);
    case TYPE_PERSON:
        return read_row_id(r, &r->persons, E0249, name, item, &out->code);
    case TYPE_BALLOT:
    case TYPE_SURVEY:
    case TYPE_PANEL:
    case TYPE_LIST:
    case TYPE_ERROR:
    case TYPE_TABLE:
        break;
    }
    BUG("not a scalar");
}

/* ---- cells ---- */

bool has_length(Reader *r, Str name, const cJSON *array, int wanted)
{
    size_t n = 0;
    for (const cJSON *e = array->child; e; e = e->next)
        n++;
    if (n == (size_t)wanted)
        return true;
    fault(r, E0228, array, ARGS(name, number_text(r, n), number_text(r, (uint64_t)wanted)));
    return false;
}

static bool read_value(Reader *r, const Type *type, bool checks_returned, Str name, Builder *b,
                       size_t row, const cJSON *item);

/* Elements go to the end of the element column; first[row + 1] follows. */
static bool read_list(Reader *r, const Type *type, bool checks_returned, Str name, Builder *b,
                      size_t row, const cJSON *item)
{
    if (!cJSON_IsArray(item)) {
        wrong_type(r, name, S("[…]"), item);
        return false;
    }
    if (type->items > 0 && !has_length(r, name, item, type->items))
        return false;
    bool ok = true;
    Builder *element = b->element;
    for (const cJSON *e = item->child; e; e = e->next) {
        if (element->rows >= CELL_NONE)
            BUG("too many elements");
        size_t at = element->rows++;
        builder_reserve(r->arena, element, element->rows);
        if (element->column->first)
            element->column->first[at + 1] = element->column->first[at];
        if (type->kind == TYPE_PANEL && cJSON_IsNull(e))
            continue; /* an absent judge */
        bool given = read_value(r, type->element, checks_returned, name, element, at, e);
        element->column->present[at] = given;
        ok &= given;
    }
    b->column->first[row + 1] = (uint32_t)element->rows;
    return ok;
}

static bool read_value(Reader *r, const Type *type, bool checks_returned, Str name, Builder *b,
                       size_t row, const cJSON *item)
{
    Column *c = b->column;
    Scalar s = {0};
    switch (type->kind) {
    case TYPE_BALLOT: {
        uint32_t *counts = c->counts + row * b->width;
        clear_counts(counts);
        return read_counts(r, name, item, counts) &&
               counts_complete(r, name, type->base, counts, item) &&
               counts_agree(r, name, checks_returned, counts, item);
    }
    case TYPE_SURVEY:
        return read_survey(r, type, name, item, c->counts + row * b->width);
    case TYPE_PANEL:
    case TYPE_LIST:
        return read_list(r, type, checks_returned, name, b, row, item);
    case TYPE_NUMBER:
    case TYPE_RATIO:
        if (!read_scalar(r, type, name, item, &s))
            return false;
        builder_number(r->arena, b, row, s.number);
        return true;
    case TYPE_YESNO:
    case TYPE_GRADE:
    case TYPE_POST:
    case TYPE_PERSON:
        if (!read_scalar(r, type, name, item, &s))
            return false;
        c->codes[row] = s.code;
        return true;
    case TYPE_DATE:
        if (!read_scalar(r, type, name, item, &s))
            return false;
        c->dates[row] = s.date;
        return true;
    case TYPE_TEXT:
        if (!read_scalar(r, type, name, item, &s))
            return false;
        c->texts[row] = s.text;
        return true;
    case TYPE_ERROR:
    case TYPE_TABLE:
        break;
    }
    BUG("a field of no data type");
}

void read_cell(Reader *r, const Field *field, Builder *b, size_t row, const cJSON *item)
{
    if (cJSON_IsNull(item))
        return;
    if (field->type.kind == TYPE_BALLOT && b->ballots++ == 0) {
        b->ballot = json_key_span(r->json, item);
        b->ballot_path = json_path(r->json, r->scratch, item);
        b->ballot_who = r->who;
    }
    b->column->present[row] = read_value(r, &field->type, field->checks_returned, field->name, b, row, item);
}
