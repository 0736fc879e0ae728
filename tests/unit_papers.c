/* unit_papers.c - tests of the data reader: entries, tables, the date, ballot papers and what is refused of
 * them.  The Program is built by hand, as in unit_read.c.  Output as in unit.c. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/limits.h"
#include "runtime/read.h"

static int passed, failed;

static void check(const char *name, bool ok)
{
    printf("%s %s\n", ok ? "ok" : "not ok", name);
    if (ok)
        passed++;
    else
        failed++;
}

/* ---- the program ---- */

#define LIT(s) {(s), sizeof(s) - 1}
#define PERSON_TYPE {.kind = TYPE_PERSON}

static const Type person = PERSON_TYPE;

enum { SPOUSE, CHILDREN, POLL, PLAIN, FIELDS };
static const Field fields[FIELDS] = {
    [SPOUSE] = {.name = LIT("配偶"), .key = LIT("配偶"), .type = PERSON_TYPE, .optional = true},
    [CHILDREN] = {.name = LIT("子女"), .key = LIT("子女"), .type = {.kind = TYPE_LIST, .element = &person}, .optional = true},
    [POLL] = {.name = LIT("海推票"), .key = LIT("poll"), .span = {30, 40},
              .type = {.kind = TYPE_BALLOT, .base = COUNT_RETURNED, .names = 2, .voters = LIT("代表")}},
    [PLAIN] = {.name = LIT("评议票"), .key = LIT("评议票"), .span = {40, 50}, .optional = true,
               .type = {.kind = TYPE_BALLOT, .base = COUNT_PRESENT}, .checks_returned = true},
};
enum { POST, LEVEL, PICKS, MARKS, ENTRY_FIELDS };
static const Field entry_fields[ENTRY_FIELDS] = {
    [POST] = {.name = LIT("报考"), .key = LIT("报考"), .type = {.kind = TYPE_POST}},
    [LEVEL] = {.name = LIT("志愿"), .key = LIT("志愿"), .type = {.kind = TYPE_NUMBER, .scale = -1}, .optional = true},
    [PICKS] = {.name = LIT("提名票"), .key = LIT("提名票"), .span = {20, 30},
               .type = {.kind = TYPE_BALLOT, .base = COUNT_FORMAL, .names = 1}},
    [MARKS] = {.name = LIT("备注"), .key = LIT("备注"), .type = {.kind = TYPE_LIST, .element = &person}, .optional = true},
};
static const Field strict_fields[] = {
    {.name = LIT("报考"), .key = LIT("报考"), .type = {.kind = TYPE_POST}},
    {.name = LIT("笔试"), .key = LIT("笔试"), .type = {.kind = TYPE_NUMBER, .scale = -1}},
    {.name = LIT("提名票"), .key = LIT("提名票"), .type = {.kind = TYPE_BALLOT, .base = COUNT_FORMAL}},
};
static const Field post_fields[] = {
    {.name = LIT("名额"), .key = LIT("名额"), .type = {.kind = TYPE_NUMBER, .dim = DIM_COUNT, .unit = LIT("名"), .scale = -1}},
};
static const Field kin_columns[] = {
    {.name = LIT("甲"), .key = LIT("甲"), .type = PERSON_TYPE},
    {.name = LIT("乙"), .key = LIT("乙"), .type = PERSON_TYPE},
    {.name = LIT("关系"), .key = LIT("关系"), .type = {.kind = TYPE_TEXT}, .optional = true},
};
static const Field prize_columns[] = {{.name = LIT("分值"), .key = LIT("分值"), .type = {.kind = TYPE_NUMBER, .scale = -1}}};
static const Table tables[] = {
    {.name = LIT("亲属"), .columns = kin_columns, .column_count = 3},
    {.name = LIT("奖励"), .columns = prize_columns, .column_count = 1},
};
static const Clause clauses[] = {
    {.kind = CLAUSE_VOTE, .index = 0, .name = LIT("表决"), .span = {60, 70},
     .type = {.kind = TYPE_BALLOT, .base = COUNT_PRESENT, .names = 2, .voters = LIT("委员")}},
    {.kind = CLAUSE_REQUIRE, .index = 1, .stage = 1},
};
static const Stage stages[] = {
    {.name = LIT("票决"), .everyone = true, .first = 0, .count = 1},
    {.name = LIT("考察"), .first = 1, .count = 1},
};

#define COMMON .posts = post_fields, .post_field_count = 1, .fields = fields, .field_count = FIELDS, .post_noun = LIT("职位"), \
    .applied = -1, .stages = stages, .stage_count = 2, .clauses = clauses, .clause_count = 2, .tables = tables, .table_count = 2
#define ENTRIES(list) .entries = (list), .entry_field_count = sizeof(list) / sizeof *(list), .entry_post = POST

static const Program people = {COMMON, .entry_post = -1};
static const Program closed = {COMMON, ENTRIES(entry_fields)};
static const Program open_list = {COMMON, ENTRIES(entry_fields), .entries_open = true};
static const Program strict_open = {COMMON, ENTRIES(strict_fields), .entries_open = true};

static const Dated periods[] = {{{2012, 1, 1}, NULL}, {{2015, 7, 1}, NULL}};
static const Param params[] = {{.name = LIT("比例"), .dated = periods, .dated_count = 2}};
static const Program dated = {.fields = fields, .field_count = FIELDS, .params = params, .param_count = 1,
                              .applied = -1, .entry_post = -1};

/* ---- help ---- */

static Source *load(Arena *a, Str text)
{
    Source *s = NULL;
    size_t bad_at;
    if (source_load(a, S("pool.json"), text, LIMIT_DATA_BYTES, &s, &bad_at) != LOAD_OK) {
        printf("# the text was not loaded\n");
        exit(1);
    }
    return s;
}

static void print_messages(const Diags *d)
{
    Arena *a = arena_new();
    for (size_t i = 0; i < diags_kept(d); i++) {
        const Diag *m = diags_at(d, i);
        Place p = source_place(m->source, m->span.start);
        Text t = text_new(a);
        diag_message(m, LANG_ZH, &t);
        text_add(&t, S(" | "));
        diag_message(m, LANG_EN, &t);
        Str name = message_name(m->code);
        printf("# %u:%u %.*s %.*s [%.*s]\n", p.line, p.column, (int)name.len, name.at, (int)t.len, t.at,
               (int)m->json_path.len, m->json_path.at ? m->json_path.at : "");
    }
    arena_free(a);
}

#define HEAD "{\"posts\":[{\"id\":\"J2\",\"名额\":1},{\"id\":\"J1\",\"名额\":2}],\n"
#define PEOPLE "\"candidates\":[{\"id\":\"c\"},{\"id\":\"a\"},{\"id\":\"b\"}],\n"

static Pool *read_text_of(Arena *a, const Program *p, const char *rest, Diags **out)
{
    Text t = text_new(a);
    text_addz(&t, HEAD PEOPLE);
    text_addz(&t, rest);
    Diags *d = diags_new(a);
    Pool *pool = read_pool(a, p, NULL, 0, load(a, text_str(&t)), NULL, d);
    if (out)
        *out = d;
    else if (!pool || diags_kept(d) > 0)
        print_messages(d);
    return pool;
}

/* The rest of the document stands on line 3 and gives exactly one message there. */
static void bad(const Program *p, const char *name, const char *rest, MessageCode code, uint32_t column, const char *path)
{
    Arena *a = arena_new();
    Diags *d;
    const Pool *pool = read_text_of(a, p, rest, &d);
    bool ok = diags_kept(d) == 1 && (pool == NULL) == diags_any_error(d);
    if (ok) {
        const Diag *m = diags_at(d, 0);
        Place at = source_place(m->source, m->span.start);
        ok = m->code == code && at.column == column && at.line == (code == E0251 ? 1 : code == W0203 ? 2 : 3) && str_eq(m->json_path, str_from(path));
    }
    check(name, ok);
    if (!ok || getenv("SHOW_MESSAGES"))
        print_messages(d);
    arena_free(a);
}

/* All counts of a row: ayes noes abstained spoilt issued returned entitled present, -1 where not given. */
static bool counts_are(const Column *c, size_t row, const long wanted[COUNTS_STORED])
{
    bool ok = c->present[row];
    for (int i = 0; i < COUNTS_STORED; i++) {
        uint32_t n = c->counts[row * COUNTS_STORED + (size_t)i];
        ok &= (n == CELL_NONE ? -1L : (long)n) == wanted[i];
    }
    for (int i = 0; !ok && i < COUNTS_STORED; i++)
        printf("# count %d of row %zu is %lu\n", i, row, (unsigned long)c->counts[row * COUNTS_STORED + (size_t)i]);
    return ok;
}
#define COUNTS_OF(...) (const long[COUNTS_STORED]){__VA_ARGS__}

static bool refused_is(const Pool *p, size_t i, const char *voter, Refusal why, const char *post, const char *name)
{
    if (i >= p->refused_count)
        return false;
    const Refused *r = &p->refused[i];
    bool ok = str_eq(r->voter, str_from(voter)) && r->why == why && str_eq(r->post, str_from(post)) && str_eq(r->name, str_from(name));
    if (!ok)
        printf("# refused %zu: %.*s %d %.*s %.*s\n", i, (int)r->voter.len, r->voter.at, (int)r->why, (int)r->post.len,
               r->post.at, (int)r->name.len, r->name.at);
    return ok;
}

/* ---- people, entries, tables, the date ---- */

static void test_people(void)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    Str text = S(HEAD "\"candidates\":[{\"id\":\"c\",\"配偶\":\"b\",\"子女\":[\"a\",\"b\"]},{\"id\":\"a\"},{\"id\":\"b\",\"子女\":[]}]}");
    const Pool *p = read_pool(a, &people, NULL, 0, load(a, text), NULL, d);
    check("people: read", p && diags_kept(d) == 0);
    if (p) {
        const Column *list = &p->fields[CHILDREN];
        check("people: a later row", p->fields[SPOUSE].codes[0] == 2 && !p->fields[SPOUSE].present[1]);
        check("people: a list of people", list->first[1] == 2 && list->element->codes[0] == 1 && list->element->codes[1] == 2 &&
                                              list->present[2] && !list->present[1]);
        check("people: without entries a unit is a person", p->unit_count == 3 && p->unit_person[1] == 1 && p->unit_post[2] == CELL_NONE &&
                                                                p->unit_order[0] == 1 && p->unit_order[2] == 0);
        check("people: tables without rows", p->tables[0].row_count == 0 && p->tables[1].row_count == 0 && !p->has_date);
    }
    d = diags_new(a);
    text = S(HEAD "\"candidates\":[{\"id\":\"p1001\",\n\"配偶\":\"p1020\"},{\"id\":\"p1002\"}]}");
    p = read_pool(a, &people, NULL, 0, load(a, text), NULL, d);
    check("people: unknown id with a suggestion", !p && diags_kept(d) == 1 && diags_at(d, 0)->code == E0249 &&
                                                      source_place(diags_at(d, 0)->source, diags_at(d, 0)->span.start).column == 6 &&
                                                      diags_at(d, 0)->hint[LANG_ZH].len > 0);
    d = diags_new(a);
    text = S(HEAD "\"candidates\":[{\"id\":\"a\",\"配偶\":1},{\"id\":2,\"配偶\":\"x\"}]}");
    p = read_pool(a, &people, NULL, 0, load(a, text), NULL, d);
    check("people: a wrong id is told once", !p && diags_kept(d) == 2 && diags_at(d, 0)->code == E0220 && diags_at(d, 1)->code == E0220);
    arena_free(a);
}

#define FOUR "\"entries\":[{\"candidate\":\"c\",\"报考\":\"J2\",\"志愿\":1},{\"candidate\":\"a\",\"报考\":\"J2\"}," \
    "{\"candidate\":\"a\",\"报考\":\"J1\",\"备注\":[\"c\"]},{\"candidate\":\"b\",\"报考\":\"J1\"}]"

static void test_entries(void)
{
    Arena *a = arena_new();
    const Pool *p = read_text_of(a, &closed, FOUR "}", NULL);
    check("entries: rows", p && p->unit_count == 4 && p->unit_person[1] == 1 && p->unit_post[1] == 0 && p->unit_post[2] == 1 &&
                               p->entries[LEVEL].present[0] && !p->entries[LEVEL].present[1] && p->entries[MARKS].first[3] == 1);
    check("entries: order by candidate, then post", p && p->unit_order[0] == 2 && p->unit_order[1] == 1 && p->unit_order[2] == 3 && p->unit_order[3] == 0);
    p = read_text_of(a, &closed, FOUR ",\"withdrawn\":[{\"candidate\":\"a\",\"post\":\"J2\",\"before\":\"票决\"},"
                                      "{\"candidate\":\"a\",\"before\":\"考察\"},{\"candidate\":\"b\",\"post\":null,\"before\":\"考察\"}]}", NULL);
    check("entries: withdrawn from one, then from all", p && p->withdrawal_count == 3 && p->withdrawn[0].post == 0 &&
                                                            p->withdrawn[1].post == CELL_NONE && p->withdrawn[2].post == CELL_NONE);
    arena_free(a);
    bad(&closed, "entries twice", FOUR ",\"entries\":[]}", E0208, 143, "entries");
    bad(&closed, "entries are a list", "\"entries\":{}}", E0220, 11, "entries");
    bad(&closed, "no entries", "\"seed\":\"\"}", E0251, 1, "");
    bad(&closed, "no candidate", "\"entries\":[{\"报考\":\"J1\"}]}", E0227, 12, "entries[0]");
    bad(&closed, "no post", "\"entries\":[{\"candidate\":\"a\"}]}", E0227, 12, "entries[0]");
    bad(&open_list, "unknown candidate", "\"entries\":[{\"candidate\":\"x\",\"报考\":\"J1\"}]}", E0238, 25, "entries[0].candidate");
    bad(&open_list, "unknown post", "\"entries\":[{\"candidate\":\"a\",\"报考\":\"J\"}]}", E0225, 34, "entries[0].报考");
    bad(&open_list, "candidate is text", "\"entries\":[{\"candidate\":1,\"报考\":\"J1\"}]}", E0220, 25, "entries[0].candidate");
    bad(&open_list, "the same entry", "\"entries\":[{\"candidate\":\"a\",\"报考\":\"J1\"},{\"candidate\":\"a\",\"报考\":\"J1\"}]}", E0250, 40, "entries[1]");
    bad(&open_list, "unknown key of an entry", "\"entries\":[{\"candidate\":\"a\",\"报考\":\"J1\",\"x\":1}]}", W0201, 39, "entries[0].x");
    bad(&closed, "who stands for nothing", "\"entries\":[{\"candidate\":\"a\",\"报考\":\"J1\"},{\"candidate\":\"b\",\"报考\":\"J1\"}]}", W0203, 15, "candidates[0]");
    bad(&people, "entries of a procedure without them", "\"entries\":[]}", W0201, 1, "");
    bad(&open_list, "withdrawn from an entry that is none", "\"withdrawn\":[{\"candidate\":\"a\",\"post\":\"J1\",\"before\":\"考察\"}]}", E0257, 38, "withdrawn[0].post");
    bad(&closed, "withdrawn twice from an entry", FOUR ",\"withdrawn\":[{\"candidate\":\"a\",\"post\":\"J1\",\"before\":\"考察\"},"
        "{\"candidate\":\"a\",\"post\":\"J1\",\"before\":\"票决\"}]}", E0241, 213, "withdrawn[1].candidate");
}

static void test_tables(void)
{
    Arena *a = arena_new();
    const Pool *p = read_text_of(a, &people, "\"tables\":{\"亲属\":[{\"甲\":\"a\",\"乙\":\"c\",\"关系\":\"配偶\"},{\"甲\":\"b\",\"乙\":\"a\"}],\"奖励\":null}}", NULL);
    const TableRows *kin = p ? &p->tables[0] : NULL;
    check("tables: columns", kin && kin->row_count == 2 && kin->columns[0].codes[1] == 2 && kin->columns[1].codes[0] == 0 &&
                                 str_eq(kin->columns[2].texts[0], S("配偶")) && !kin->columns[2].present[1] && p->tables[1].row_count == 0);
    arena_free(a);
    bad(&people, "tables are an object", "\"tables\":[]}", E0220, 10, "tables");
    bad(&people, "a table is a list", "\"tables\":{\"亲属\":{}}}", E0220, 16, "tables.亲属");
    bad(&people, "a row is an object", "\"tables\":{\"亲属\":[1]}}", E0220, 17, "tables.亲属[0]");
    bad(&people, "unknown person in a table", "\"tables\":{\"亲属\":[{\"甲\":\"a\",\"乙\":\"x\"}]}}", E0249, 30, "tables.亲属[0].乙");
    bad(&people, "a row lacks a column", "\"tables\":{\"亲属\":[{\"甲\":\"a\"}]}}", E0227, 17, "tables.亲属[0]");
    bad(&people, "unknown column", "\"tables\":{\"奖励\":[{\"分值\":1,\"年\":2}]}}", W0201, 25, "tables.奖励[0].年");
    bad(&people, "unknown table", "\"tables\":{\"处分\":[{\"甲\":1}]}}", W0201, 11, "");
    bad(&people, "a table twice", "\"tables\":{\"奖励\":[],\"奖励\":[]}}", E0208, 19, "tables.奖励");
    bad(&people, "tables broken", "\"tables\":{\"奖励\" []}}", E0201, 16, "tables.奖励");
}

static void test_date(void)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    const Pool *p = read_pool(a, &dated, NULL, 0, load(a, S("{\"candidates\":[{\"id\":\"a\"}],\"date\":\"2013-03-01\"}")), NULL, d);
    check("date: read", p && p->has_date && p->date.year == 2013 && p->date.month == 3 && p->date.day == 1 && diags_kept(d) == 0);
    d = diags_new(a);
    p = read_pool(a, &dated, NULL, 0, load(a, S("{\"candidates\":[{\"id\":\"a\"}]}")), NULL, d);
    check("date: missing", !p && diags_kept(d) == 1 && diags_at(d, 0)->code == E0247);
    d = diags_new(a);
    p = read_pool(a, &dated, NULL, 0, load(a, S("{\"candidates\":[{\"id\":\"a\"}],\"date\":\"2011-12-31\"}")), NULL, d);
    check("date: before the first period", !p && diags_kept(d) == 1 && diags_at(d, 0)->code == E0248 &&
                                               str_eq(diags_at(d, 0)->args[2], S("2012-01-01")));
    arena_free(a);
    bad(&people, "date without a day", "\"date\":\"2013-03\"}", E0246, 8, "date");
    bad(&people, "date is no number", "\"date\":2013}", E0224, 8, "date");
}

/* ---- papers ---- */

#define POLLED(papers) "\"ballots\":[{\"field\":\"海推票\",\"entitled\":20,\"issued\":12,\"papers\":[" papers "]}]}"
#define DEPUTY(voter, rest) "{\"voter\":\"" voter "\",\"class\":\"代表\"," rest "}"

static void test_polls(void)
{
    Arena *a = arena_new();
    const Pool *p = read_text_of(a, &people, POLLED(
        DEPUTY("V9", "\"ayes\":[\"a\",\"b\"]") "," DEPUTY("V2", "\"ayes\":[\"a\",\"x\"],\"noes\":[\"c\"]") ","
        DEPUTY("V3", "\"ayes\":[\"a\",\"b\",\"c\"]") "," DEPUTY("V4", "\"赞成\":[\"a\"],\"noes\":[\"a\",\"b\"]") ","
        DEPUTY("V5", "\"ayes\":[\"b\",\"b\",\"a\"],\"反对\":null") "," DEPUTY("V6", "\"ayes\":[\"a\"]") ","
        DEPUTY("V6", "\"ayes\":[\"a\"]") ",{\"投票人\":\"V7\",\"类别\":\"群众\",\"ayes\":[\"a\"]},{\"voter\":\"V8\"}"), NULL);
    check("polls: read", p != NULL);
    if (p) {
        /* 9 papers; V3, both of V6, V7 and V8 are spoilt. */
        const Column *c = &p->fields[POLL];
        check("polls: a", counts_are(c, 1, COUNTS_OF(3, 0, 1, 5, 12, 9, 20, -1)));
        check("polls: b", counts_are(c, 2, COUNTS_OF(2, 1, 1, 5, 12, 9, 20, -1)));
        check("polls: c, whom nobody names in favour", counts_are(c, 0, COUNTS_OF(0, 1, 3, 5, 12, 9, 20, -1)));
        check("polls: the column says so", c->from_papers && !p->fields[PLAIN].from_papers && !p->fields[PLAIN].present[0]);
        check("polls: refused", p->refused_count == 8 && refused_is(p, 0, "V2", REFUSED_UNKNOWN, "", "x") &&
                                    refused_is(p, 1, "V3", REFUSED_TOO_MANY, "", "") && refused_is(p, 2, "V4", REFUSED_REPEATED, "", "a") &&
                                    refused_is(p, 3, "V5", REFUSED_REPEATED, "", "b") && refused_is(p, 4, "V6", REFUSED_TWICE, "", "") &&
                                    refused_is(p, 5, "V6", REFUSED_TWICE, "", "") && refused_is(p, 6, "V7", REFUSED_CLASS, "", "") &&
                                    refused_is(p, 7, "V8", REFUSED_CLASS, "", "") && p->refused[0].field == POLL &&
                                    !p->refused[0].of_entry && p->refused[0].clause == -1);
        check("polls: place of a refused name", source_place(p->record_source, p->refused[0].span.start).line == 3);
    }
    p = read_text_of(a, &people, "\"ballots\":[{\"字段\":\"评议票\",\"到会\":2,\"发出\":1,\"选票\":[{\"voter\":\"1\",\"ayes\":[\"a\",\"b\",\"c\"]},{\"voter\":\"2\"}]},"
                                 "{\"field\":\"poll\",\"papers\":[]}]}", NULL);
    check("polls: no limit, no class, more returned than issued left to the rules",
          p && counts_are(&p->fields[PLAIN], 0, COUNTS_OF(1, 0, 1, 0, 1, 2, -1, 2)) && counts_are(&p->fields[POLL], 0, COUNTS_OF(0, 0, 0, 0, -1, 0, -1, -1)));
    arena_free(a);
}

#define PICKED(papers) "\"ballots\":[{\"field\":\"提名票\",\"issued\":9,\"papers\":[" papers "]}]}"
#define P1 "{\"voter\":\"V1\",\"ayes\":{\"J1\":[\"a\"],\"J2\":[\"c\"]},\"noes\":{\"J1\":[\"b\"]}}"
#define P2 "{\"voter\":\"V2\",\"ayes\":{\"J1\":[\"a\",\"b\"],\"J2\":[\"b\"]}}"
#define P3 "{\"voter\":\"V3\",\"ayes\":{\"J1\":[\"c\"],\"J3\":[\"a\"]},\"noes\":{\"J2\":[\"x\"]}}"
#define P4 "{\"voter\":\"V4\",\"ayes\":{\"J1\":[\"c\"],\"J2\":[]},\"noes\":{\"J2\":[\"a\"],\"J1\":[\"c\"]}}"

static void test_picks(void)
{
    Arena *a = arena_new();
    const Pool *p = read_text_of(a, &closed, FOUR "," PICKED(P1 "," P2 "," P3 "," P4), NULL);
    check("picks: read", p && p->unit_count == 4);
    if (p) {
        const Column *c = &p->entries[PICKS];
        check("picks: c for J2", counts_are(c, 0, COUNTS_OF(1, 0, 3, 0, 9, 4, -1, -1)));
        check("picks: a for J2", counts_are(c, 1, COUNTS_OF(0, 1, 3, 0, 9, 4, -1, -1)));
        check("picks: a for J1, a part is spoilt", counts_are(c, 2, COUNTS_OF(1, 0, 2, 1, 9, 4, -1, -1)));
        check("picks: b for J1", counts_are(c, 3, COUNTS_OF(0, 1, 2, 1, 9, 4, -1, -1)));
        check("picks: refused", p->refused_count == 6 && refused_is(p, 0, "V2", REFUSED_TOO_MANY, "J1", "") &&
                                    refused_is(p, 1, "V2", REFUSED_UNKNOWN, "J2", "b") && refused_is(p, 2, "V3", REFUSED_UNKNOWN, "J1", "c") &&
                                    refused_is(p, 3, "V3", REFUSED_UNKNOWN, "J2", "x") && refused_is(p, 4, "V3", REFUSED_UNKNOWN, "J3", "a") &&
                                    refused_is(p, 5, "V4", REFUSED_REPEATED, "J1", "c") && p->refused[0].of_entry);
    }
    arena_free(a);
}

static bool same_pool(const Pool *p, const Pool *q)
{
    if (!p || !q || p->unit_count != q->unit_count || p->refused_count != q->refused_count)
        return false;
    bool same = true;
    for (size_t i = 0; i < p->unit_count; i++) {
        same &= p->unit_person[i] == q->unit_person[i] && p->unit_post[i] == q->unit_post[i] && p->unit_order[i] == q->unit_order[i];
        same &= memcmp(p->entries[PICKS].counts + i * COUNTS_STORED, q->entries[PICKS].counts + i * COUNTS_STORED,
                       COUNTS_STORED * sizeof(uint32_t)) == 0;
    }
    for (size_t i = 0; i < p->refused_count; i++) {
        const Refused *x = &p->refused[i], *y = &q->refused[i];
        same &= x->why == y->why && str_eq(x->voter, y->voter) && str_eq(x->post, y->post) && str_eq(x->name, y->name);
    }
    return same;
}

static void test_open(void)
{
    Arena *a = arena_new();
    const Pool *p = read_text_of(a, &open_list, "\"entries\":[{\"candidate\":\"c\",\"报考\":\"J1\",\"备注\":[\"a\"]}]," PICKED(P1 "," P2 "," P3 "," P4), NULL);
    check("open: read", p != NULL);
    if (p) {
        /* In the file c J1; made: a J1, b J2, c J2.  Nobody nominates b for J1, so V1's no names no one. */
        check("open: entries after those of the file, by candidate and post",
              p->unit_count == 4 && p->unit_person[1] == 1 && p->unit_post[1] == 1 && p->unit_person[2] == 2 && p->unit_post[2] == 0 &&
                  p->unit_person[3] == 0 && p->unit_post[3] == 0 && p->unit_order[0] == 1 && p->unit_order[1] == 2 &&
                  p->unit_order[2] == 0 && p->unit_order[3] == 3);
        check("open: the post is there, the rest is missing", p->entries[POST].present[3] && p->entries[POST].codes[1] == 1 &&
                                                                  !p->entries[LEVEL].present[3] && !p->entries[MARKS].present[2] &&
                                                                  p->entries[MARKS].first[1] == 1 && p->entries[MARKS].first[4] == 1);
        check("open: counts", counts_are(&p->entries[PICKS], 0, COUNTS_OF(1, 0, 2, 1, 9, 4, -1, -1)) &&
                                  counts_are(&p->entries[PICKS], 2, COUNTS_OF(1, 0, 3, 0, 9, 4, -1, -1)));
        check("open: a no is no nomination", p->refused_count == 6 && refused_is(p, 0, "V1", REFUSED_UNKNOWN, "J1", "b") &&
                                                 refused_is(p, 5, "V4", REFUSED_UNKNOWN, "J2", "a"));
    }
    const Pool *q = read_text_of(a, &open_list, "\"entries\":[{\"candidate\":\"c\",\"报考\":\"J1\",\"备注\":[\"a\"]}]," PICKED(P4 "," P2 "," P3 "," P1), NULL);
    check("open: nothing depends on the order of the papers", same_pool(p, q));
    p = read_text_of(a, &open_list, PICKED(P1), NULL);
    check("open: without entries in the file", p && p->unit_count == 2 && p->unit_person[0] == 1 && p->refused_count == 1);
    p = read_text_of(a, &open_list, "\"seed\":\"\"}", NULL);
    check("open: nobody nominated", p && p->unit_count == 0);
    arena_free(a);
    bad(&strict_open, "a nominated entry lacks a field", PICKED(P1), E0256, 76, "ballots[0].papers[0]");
}

static void test_bad_papers(void)
{
    bad(&people, "ballots are a list", "\"ballots\":{}}", E0220, 11, "ballots");
    bad(&people, "ballot without a field", "\"ballots\":[{\"papers\":[]}]}", E0227, 12, "ballots[0]");
    bad(&people, "ballot without papers", "\"ballots\":[{\"field\":\"poll\"}]}", E0227, 12, "ballots[0]");
    bad(&people, "unknown field", "\"ballots\":[{\"field\":\"海推\",\"papers\":[]}]}", E0254, 21, "ballots[0].field");
    bad(&people, "field is no ballot", "\"ballots\":[{\"field\":\"配偶\",\"papers\":[]}]}", E0253, 21, "ballots[0].field");
    bad(&people, "field is text", "\"ballots\":[{\"field\":1,\"papers\":[]}]}", E0220, 21, "ballots[0].field");
    bad(&people, "field in both languages", "\"ballots\":[{\"field\":\"poll\",\"字段\":\"poll\",\"papers\":[]}]}", E0208, 28, "ballots[0].字段");
    bad(&people, "field twice", "\"ballots\":[{\"field\":\"poll\",\"papers\":[]},{\"field\":\"海推票\",\"papers\":[]}]}", E0241, 50, "ballots[1].field");
    bad(&people, "returned is counted", "\"ballots\":[{\"field\":\"poll\",\"收回\":0,\"papers\":[]}]}", E0252, 28, "ballots[0].收回");
    bad(&people, "base is missing", "\"ballots\":[{\"field\":\"评议票\",\"papers\":[]}]}", E0227, 12, "ballots[0]");
    bad(&people, "base is wrong", "\"ballots\":[{\"field\":\"评议票\",\"present\":-1,\"papers\":[]}]}", E0229, 37, "ballots[0].present");
    bad(&people, "more papers than issued", "\"ballots\":[{\"field\":\"poll\",\"issued\":0,\"papers\":[{\"voter\":\"1\"}]}]}", E0231, 12, "ballots[0]");
    bad(&people, "unknown key of a ballot", "\"ballots\":[{\"field\":\"poll\",\"x\":0,\"papers\":[]}]}", W0201, 28, "ballots[0].x");
    bad(&people, "papers are a list", "\"ballots\":[{\"field\":\"poll\",\"papers\":{}}]}", E0220, 37, "ballots[0].papers");
    bad(&people, "a paper is an object", "\"ballots\":[{\"field\":\"poll\",\"papers\":[7]}]}", E0220, 38, "ballots[0].papers[0]");
    bad(&people, "a paper without its voter", "\"ballots\":[{\"field\":\"poll\",\"papers\":[{}]}]}", E0227, 38, "ballots[0].papers[0]");
    bad(&people, "an empty voter", "\"ballots\":[{\"field\":\"poll\",\"papers\":[{\"voter\":\"\"}]}]}", E0245, 47, "ballots[0].papers[0].voter");
    bad(&people, "voter is text", "\"ballots\":[{\"field\":\"poll\",\"papers\":[{\"voter\":1}]}]}", E0220, 47, "ballots[0].papers[0].voter");
    bad(&people, "class is text", "\"ballots\":[{\"field\":\"poll\",\"papers\":[{\"voter\":\"1\",\"class\":1}]}]}", E0220, 59, "ballots[0].papers[0].class");
    bad(&people, "names are a list", "\"ballots\":[{\"field\":\"poll\",\"papers\":[{\"voter\":\"1\",\"ayes\":\"a\"}]}]}", E0220, 58, "ballots[0].papers[0].ayes");
    bad(&people, "a name is text", "\"ballots\":[{\"field\":\"poll\",\"papers\":[{\"voter\":\"1\",\"ayes\":[1]}]}]}", E0220, 59, "ballots[0].papers[0].ayes[0]");
    bad(&people, "unknown key of a paper", "\"ballots\":[{\"field\":\"poll\",\"papers\":[{\"voter\":\"1\",\"x\":1}]}]}", W0201, 51, "ballots[0].papers[0].x");
    bad(&open_list, "names by post", "\"ballots\":[{\"field\":\"提名票\",\"papers\":[{\"voter\":\"1\",\"ayes\":[\"a\"]}]}]}", E0220, 57, "ballots[0].papers[0].ayes");
    bad(&open_list, "names of a post are a list", "\"ballots\":[{\"field\":\"提名票\",\"papers\":[{\"voter\":\"1\",\"ayes\":{\"J1\":\"a\"}}]}]}", E0220, 63, "ballots[0].papers[0].ayes.J1");
    bad(&open_list, "counts of an entry as well", "\"entries\":[{\"candidate\":\"a\",\"报考\":\"J1\",\"提名票\":{\"赞成\":1,\"收回\":1,\"无效票\":0}}],"
        "\"ballots\":[{\"field\":\"提名票\",\"papers\":[]}]}", E0255, 39, "entries[0].提名票");
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    Str text = S(HEAD "\"candidates\":[{\"id\":\"a\",\"poll\":{\"赞成\":1,\"收回\":1}},{\"id\":\"b\",\"poll\":{\"赞成\":1,\"收回\":1}}],"
                      "\"ballots\":[{\"field\":\"poll\",\"papers\":[{}]},7,{\"field\":\"评议票\"}]}");
    const Pool *p = read_pool(a, &people, NULL, 0, load(a, text), NULL, d);
    check("every mistake is told", !p && diags_kept(d) == 4 && diags_at(d, 0)->code == E0255 && str_eq(diags_at(d, 0)->args[1], S("2")) &&
                                       str_eq(diags_at(d, 0)->json_path, S("candidates[0].poll")) && str_eq(diags_at(d, 0)->who, S("a")) &&
                                       diags_at(d, 1)->code == E0227 && diags_at(d, 2)->code == E0220 && diags_at(d, 3)->code == E0227);
    arena_free(a);
}

/* ---- papers of a record ---- */

#define VOTED(head, papers) "\"records\":[{\"stage\":\"票决\"," head "\"papers\":[" papers "]}]}"
#define MEMBER(voter, rest) "{\"voter\":\"" voter "\",\"class\":\"委员\"," rest "}"

static void test_votes(void)
{
    Arena *a = arena_new();
    const Pool *p = read_text_of(a, &people, VOTED("\"present\":5,\"issued\":4,",
        MEMBER("N2", "\"ayes\":[\"c\",\"a\"]") "," MEMBER("N1", "\"ayes\":[\"a\",\"y\"],\"noes\":[\"c\"]") ","
        MEMBER("N3", "\"ayes\":[\"a\",\"b\",\"c\"]") ",{\"voter\":\"N4\",\"ayes\":[\"a\"]}"), NULL);
    check("votes: read", p && p->record_count == 1);
    if (p) {
        const Record *r = p->records;
        check("votes: the record's counts", r->has_papers && r->has_votes && r->counts[COUNT_RETURNED] == 4 && r->counts[COUNT_SPOILT] == 2 &&
                                                r->counts[COUNT_PRESENT] == 5 && r->counts[COUNT_AYES] == CELL_NONE);
        check("votes: names by row and voter", r->name_count == 4 && r->names[0].row == 0 && str_eq(r->names[0].voter, S("N1")) &&
                                                   r->names[0].against && !r->names[1].against && r->names[2].row == 1 &&
                                                   str_eq(r->names[3].voter, S("N2")));
        check("votes: counts of those named", r->vote_count == 2 && r->votes[0].row == 0 && r->votes[0].counts[COUNT_AYES] == 1 &&
                                                  r->votes[0].counts[COUNT_NOES] == 1 && r->votes[0].counts[COUNT_ABSTAINED] == 0 &&
                                                  r->votes[1].counts[COUNT_AYES] == 2 && r->votes[1].counts[COUNT_NOES] == 0 &&
                                                  r->votes[1].counts[COUNT_PRESENT] == CELL_NONE);
        check("votes: refused", p->refused_count == 3 && refused_is(p, 0, "N1", REFUSED_UNKNOWN, "", "y") &&
                                    refused_is(p, 1, "N3", REFUSED_TOO_MANY, "", "") && refused_is(p, 2, "N4", REFUSED_CLASS, "", "") &&
                                    p->refused[0].clause == 0 && p->refused[0].field == -1);
    }
    p = read_text_of(a, &people, POLLED(DEPUTY("Z", "\"ayes\":[\"q\"]")), NULL);
    check("votes: refused of a ballot", p && p->refused_count == 1);
    p = read_text_of(a, &people, "\"records\":[{\"stage\":\"票决\",\"present\":1,\"选票\":[{\"voter\":\"A\"}]}],"
                                 POLLED(DEPUTY("Z", "\"ayes\":[\"q\"]")), NULL);
    check("votes: after the ballots, as in the text", p && p->refused_count == 2 && p->refused[0].field == POLL && p->refused[1].clause == 0);
    arena_free(a);
    bad(&people, "votes and papers", VOTED("\"present\":1,\"votes\":{\"a\":{\"赞成\":1}},", ""), E0252, 38, "records[0].votes");
    bad(&people, "returned and papers", VOTED("\"present\":1,\"returned\":1,", ""), E0252, 38, "records[0].returned");
    bad(&people, "papers without the base", VOTED("", ""), E0227, 12, "records[0]");
    bad(&people, "more papers than present", VOTED("\"present\":0,", MEMBER("1", "\"ayes\":[\"a\"]")), E0231, 12, "records[0]");
    bad(&people, "papers where nobody votes", "\"records\":[{\"stage\":\"考察\",\"papers\":[]}]}", E0242, 26, "records[0].papers");
    bad(&people, "papers of a record are a list", "\"records\":[{\"stage\":\"票决\",\"present\":0,\"papers\":{}}]}", E0220, 47, "records[0].papers");
}

/* 100,000 papers of 100 candidates, a third of them with a name that nobody has. */
static void test_many(void)
{
    Arena *a = arena_new();
    Text t = text_new(a);
    text_addz(&t, "{\"candidates\":[{\"id\":\"a\"}");
    for (int i = 100; i < 200; i++) {
        text_addz(&t, ",{\"id\":\"");
        text_int(&t, i);
        text_addz(&t, "\"}");
    }
    text_addz(&t, "],\"ballots\":[{\"field\":\"评议票\",\"present\":100000,\"papers\":[");
    for (int i = 0; i < 100000; i++) {
        text_addz(&t, i ? ",{\"voter\":\"" : "{\"voter\":\"");
        text_int(&t, i * 7919L % 100000);
        text_addz(&t, "\",\"ayes\":[\"a\",\"");
        text_int(&t, i % 150 + 100);
        text_addz(&t, "\"]}");
    }
    text_addz(&t, "]}]}");
    static const Program many = {.fields = fields, .field_count = FIELDS, .applied = -1, .entry_post = -1};
    Diags *d = diags_new(a);
    const Pool *p = read_pool(a, &many, NULL, 0, load(a, text_str(&t)), NULL, d);
    check("100,000 papers", p && p->fields[PLAIN].counts[COUNT_AYES] == 100000 && p->fields[PLAIN].counts[COUNTS_STORED + COUNT_AYES] == 667 &&
                                p->refused_count == 33300);
    arena_free(a);
}

int main(void)
{
    test_people();
    test_entries();
    test_tables();
    test_date();
    test_polls();
    test_picks();
    test_open();
    test_bad_papers();
    test_votes();
    test_many();
    printf("# passed %d failed %d\n", passed, failed);
    return failed > 0;
}
