#include "runtime/reader.h"

/* ---- counts ---- */

static const char *const count_keys[COUNTS_STORED][COUNT_KEYS] = {
    [COUNT_AYES] = {"赞成", "ayes", "yes"},
    [COUNT_NOES] = {"反对", "noes"},
    [COUNT_ABSTAINED] = {"弃权", "abstained"},
    [COUNT_SPOILT] = {"无效票", "spoilt", "invalid"},
    [COUNT_ISSUED] = {"发出", "issued"},
    [COUNT_RETURNED] = {"收回", "returned", "total"},
    [COUNT_ENTITLED] = {"应到", "entitled"},
    [COUNT_PRESENT] = {"到会", "present"},
};

Str count_key(int count, int k) { return str_from(count_keys[count][k]); }

int count_of_key(Str key)
{
    for (int i = 0; i < COUNTS_STORED; i++)
        for (int k = 0; k < COUNT_KEYS && count_keys[i][k]; k++)
            if (str_eq(key, str_from(count_keys[i][k])))
                return i;
    return -1;
}

void clear_counts(uint32_t *counts)
{
    for (int i = 0; i < COUNTS_STORED; i++)
        counts[i] = CELL_NONE;
}

bool read_count(Reader *r, Str name, const cJSON *item, uint32_t *out)
{
    if (!json_is_number(item)) {
        wrong_type(r, name, S("0, 1, 2, …"), item);
        return false;
    }
    Num x;
    int64_t n;
    if (!num_parse(r->scratch, json_text(item), &x))
        BUG("the strict layer let a number through");
    if (num_sign(x) < 0 || !num_is_int(x)) {
        fault(r, E0229, item, ARGS(name, found_text(r, item)));
        return false;
    }
    if (!num_to_int64(x, &n) || n >= CELL_NONE) {
        fault(r, E0230, item, ARGS(name, found_text(r, item), number_text(r, CELL_NONE - 1)));
        return false;
    }
    *out = (uint32_t)n;
    return true;
}

bool read_counts(Reader *r, Str name, const cJSON *object, uint32_t *counts)
{
    if (!cJSON_IsObject(object)) {
        wrong_type(r, name, S("{\"赞成\":1,…}"), object);
        return false;
    }
    bool ok = true;
    for (const cJSON *m = object->child; m; m = m->next) {
        int i = count_of_key(json_key(m));
        if (i < 0) {
            unknown_key(r, name, json_key(m), m);
        } else if (counts[i] != CELL_NONE) { /* the same count in both languages */
            fault_key(r, E0208, m, ARGS(json_key(m)));
            ok = false;
        } else if (!cJSON_IsNull(m)) {
            ok &= read_count(r, json_key(m), m, &counts[i]);
        }
    }
    return ok;
}

static bool has_count(Reader *r, Str name, const uint32_t *counts, int i, const cJSON *at)
{
    if (counts[i] == CELL_NONE)
        lacks(r, name, str_from(count_keys[i][0]), at);
    return counts[i] != CELL_NONE;
}

bool counts_complete(Reader *r, Str name, int base, const uint32_t *counts, const cJSON *at)
{
    bool ok = has_count(r, name, counts, COUNT_AYES, at);
    if (base == COUNT_FORMAL) {
        ok &= has_count(r, name, counts, COUNT_RETURNED, at);
        ok &= has_count(r, name, counts, COUNT_SPOILT, at);
    } else if (base > COUNT_AYES) {
        ok &= has_count(r, name, counts, base, at);
    }
    return ok;
}

static const int cast_counts[] = {COUNT_AYES, COUNT_NOES, COUNT_ABSTAINED, COUNT_SPOILT};
enum { CAST = -1, CAST_COUNTS = sizeof cast_counts / sizeof *cast_counts };

/* "赞成+反对+无效票", of those that were given */
static Str cast_name(Reader *r, const uint32_t *counts)
{
    Text t = text_new(r->scratch);
    for (size_t i = 0; i < CAST_COUNTS; i++)
        if (counts[cast_counts[i]] != CELL_NONE) {
            text_add(&t, t.len ? S("+") : S(""));
            text_addz(&t, count_keys[cast_counts[i]][0]);
        }
    return text_str(&t);
}

static void too_many(Reader *r, Str name, const uint32_t *counts, int low, uint64_t n, int high,
                     const cJSON *at)
{
    Str what = low == CAST ? cast_name(r, counts) : str_from(count_keys[low][0]);
    fault(r, E0231, at, ARGS(name, what, number_text(r, n), str_from(count_keys[high][0]),
                             number_text(r, counts[high])));
}

/* ayes + noes + abstained + spoilt <= returned <= issued <= present <= entitled, where given.  With
 * checks_returned the procedure itself judges `returned`, so nothing above it is compared with it. */
bool counts_agree(Reader *r, Str name, bool checks_returned, const uint32_t *counts, const cJSON *at)
{
    static const int chain[] = {COUNT_RETURNED, COUNT_ISSUED, COUNT_PRESENT, COUNT_ENTITLED};
    uint64_t low = 0;
    int low_at = CAST;
    for (size_t i = 0; i < CAST_COUNTS; i++)
        if (counts[cast_counts[i]] != CELL_NONE)
            low += counts[cast_counts[i]];
    bool ok = true;
    for (size_t i = 0; i < sizeof chain / sizeof *chain; i++) {
        int high = chain[i];
        if (counts[high] == CELL_NONE)
            continue;
        if (low > counts[high]) {
            too_many(r, name, counts, low_at, low, high, at);
            ok = false;
        }
        low_at = high;
        low = checks_returned && high == COUNT_RETURNED ? 0 : counts[high];
    }
    return ok;
}

/* ---- surveys ---- */

static const char *const raters_keys[RATERS_KEYS] = {"人数", "count", "respondents", "total"};

Str raters_key(int k) { return str_from(raters_keys[k]); }

bool is_raters(Str key)
{
    for (int k = 0; k < RATERS_KEYS; k++)
        if (str_eq(key, raters_key(k)))
            return true;
    return false;
}

static int grade_of(const Scale *scale, Str word)
{
    for (size_t i = 0; i < scale->value_count; i++)
        if (str_eq(scale->values[i], word))
            return (int)i;
    return -1;
}

/* One question: a count for each grade; `raters` is CELL_NONE or what the whole survey says. */
static bool read_question(Reader *r, const Scale *scale, Str name, const cJSON *object,
                          uint32_t raters, uint32_t *counts)
{
    if (!cJSON_IsObject(object)) {
        wrong_type(r, name, S("{\"…\":1,…}"), object);
        return false;
    }
    bool ok = true;
    size_t n = scale->value_count;
    for (size_t i = 0; i < n; i++)
        counts[i] = CELL_NONE;
    for (const cJSON *m = object->child; m; m = m->next) {
        Str key = json_key(m);
        int grade = grade_of(scale, key);
        if (grade >= 0) {
            ok &= read_count(r, key, m, &counts[grade]);
        } else if (is_raters(key) && raters == CELL_NONE) {
            ok &= read_count(r, key, m, &raters);
        } else {
            Diag *d = fault_key(r, E0223, m, ARGS(name, key, choices(r, scale->values, n)));
            suggest(r, d, key, scale->values, n);
            ok = false;
        }
    }
    uint64_t sum = 0;
    for (size_t i = 0; ok && i < n; i++) {
        if (counts[i] == CELL_NONE) {
            lacks(r, name, scale->values[i], object);
            ok = false;
        }
        sum += counts[i];
    }
    if (!ok)
        return false;
    if (sum >= CELL_NONE) {
        fault(r, E0230, object, ARGS(name, number_text(r, sum), number_text(r, CELL_NONE - 1)));
        return false;
    }
    if (raters != CELL_NONE && raters < sum) {
        fault(r, E0232, object, ARGS(name, number_text(r, raters), number_text(r, sum)));
        return false;
    }
    counts[n] = raters == CELL_NONE ? (uint32_t)sum : raters;
    return true;
}

/* {"人数":n,"各项":[…]}: gives the array, NULL when reported. */
static const cJSON *survey_items(Reader *r, Str name, const cJSON *object, uint32_t *raters)
{
    const cJSON *items = NULL;
    for (const cJSON *m = object->child; m; m = m->next) {
        Str key = json_key(m);
        if (is_raters(key)) {
            if (!read_count(r, key, m, raters))
                return NULL;
        } else if (str_eq(key, S("各项")) || str_eq(key, S("items"))) {
            items = m;
        } else {
            unknown_key(r, name, json_key(m), m);
        }
    }
    if (!items)
        lacks(r, name, S("各项"), object);
    return items;
}

bool read_survey(Reader *r, const Type *type, Str name, const cJSON *item, uint32_t *counts)
{
    const Scale *scale = &r->program->scales[type->scale];
    uint32_t raters = CELL_NONE;
    if (type->items == 0)
        return read_question(r, scale, name, item, raters, counts);
    if (cJSON_IsObject(item)) {
        item = survey_items(r, name, item, &raters);
        if (!item)
            return false;
    }
    if (!cJSON_IsArray(item)) {
        wrong_type(r, name, S("[{…},…]"), item);
        return false;
    }
    if (!has_length(r, name, item, type->items))
        return false;
    bool ok = true;
    for (const cJSON *e = item->child; e; e = e->next, counts += scale->value_count + 1)
        ok &= read_question(r, scale, name, e, raters, counts);
    return ok;
}
