/* unit_read.c - tests of the data reader: a small Program built by hand, its columns and records, and
 * bad inputs with the code, line and column each must give.  Output as in unit.c. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/diag_show.h"
#include "lang/limits.h"
#include "runtime/json.h"
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

static const Str level_values[] = {LIT("正科级"), LIT("副科级")};
static const Str mark_values[] = {LIT("优秀"), LIT("称职"), LIT("不称职")};
static const Scale scales[] = {
    {.name = LIT("层次"), .values = level_values, .value_count = 2},
    {.name = LIT("等次"), .values = mark_values, .value_count = 3},
};

#define NUMBER_TYPE .kind = TYPE_NUMBER, .scale = -1
#define BOUNDS(l, h) .has_low = true, .has_high = true, .low = {(l), 1}, .high = {(h), 1}
#define MARK_TYPE .kind = TYPE_GRADE, .scale = 1
static const Type points = {NUMBER_TYPE, .dim = DIM_POINTS, .unit = LIT("分"), BOUNDS(0, 100)};
static const Type mark = {MARK_TYPE};
static const Type plain = {NUMBER_TYPE};
static const Type texts = {.kind = TYPE_TEXT};
static const Type pairs = {.kind = TYPE_LIST, .element = &texts, .items = 2};

enum { AGE, POINTS, PARTY, NATION, BORN, LEVEL, POST, BALLOT, SURVEY, ITEMS, YEARS, THREE, PANEL, BIG, HEADS, NEST, FIELDS };

static const Field fields[FIELDS] = {
    [AGE] = {.name = LIT("年龄"), .key = LIT("age"), .type = {NUMBER_TYPE, .dim = DIM_YEARS, .unit = LIT("岁"), BOUNDS(0, 150)}},
    [POINTS] = {.name = LIT("得分"), .key = LIT("得分"), .type = {NUMBER_TYPE, .dim = DIM_POINTS, .unit = LIT("分"), BOUNDS(0, 100)}},
    [PARTY] = {.name = LIT("党员"), .key = LIT("党员"), .type = {.kind = TYPE_YESNO}},
    [NATION] = {.name = LIT("民族"), .key = LIT("民族"), .type = {.kind = TYPE_TEXT}},
    [BORN] = {.name = LIT("出生"), .key = LIT("出生"), .type = {.kind = TYPE_DATE}},
    [LEVEL] = {.name = LIT("层次"), .key = LIT("level"), .type = {.kind = TYPE_GRADE, .scale = 0}},
    [POST] = {.name = LIT("报考"), .key = LIT("报考"), .type = {.kind = TYPE_POST}},
    [BALLOT] = {.name = LIT("推荐"), .key = LIT("推荐"), .type = {.kind = TYPE_BALLOT, .base = COUNT_FORMAL}},
    [SURVEY] = {.name = LIT("测评"), .key = LIT("测评"), .type = {.kind = TYPE_SURVEY, .scale = 1}},
    [ITEMS] = {.name = LIT("分项"), .key = LIT("分项"), .type = {.kind = TYPE_SURVEY, .scale = 1, .items = 2}},
    [YEARS] = {.name = LIT("历年"), .key = LIT("历年"), .type = {.kind = TYPE_LIST, .element = &mark}},
    [THREE] = {.name = LIT("三年"), .key = LIT("三年"), .type = {.kind = TYPE_LIST, .element = &plain, .items = 3}},
    [PANEL] = {.name = LIT("面试"), .key = LIT("面试"), .type = {.kind = TYPE_PANEL, .element = &points, .items = 3}},
    [BIG] = {.name = LIT("大数"), .key = LIT("大数"), .type = {NUMBER_TYPE}},
    [HEADS] = {.name = LIT("下属"), .key = LIT("下属"), .type = {NUMBER_TYPE, .dim = DIM_COUNT, .unit = LIT("人")}},
    [NEST] = {.name = LIT("家人"), .key = LIT("家人"), .type = {.kind = TYPE_LIST, .element = &pairs}},
};
static const Field judged_fields[] = {
    {.name = LIT("推荐"), .key = LIT("推荐"), .type = {.kind = TYPE_BALLOT, .base = COUNT_RETURNED}, .checks_returned = true},
};
static const Field post_fields[] = {
    {.name = LIT("名额"), .key = LIT("名额"), .type = {NUMBER_TYPE, .dim = DIM_COUNT, .unit = LIT("名")}},
};

static const Expr by_level = {.op = OP_FIELD, .index = LEVEL, .type = {.kind = TYPE_GRADE, .scale = 0}};
static const Expr by_post = {.op = OP_FIELD, .index = POST, .type = {.kind = TYPE_POST}};
static const Expr *level_keys[] = {&by_level}, *post_keys[] = {&by_post};

static const Clause clauses[] = {
    {.kind = CLAUSE_DECISION, .index = 0, .name = LIT("考察结论"), .key = LIT("result"), .type = {MARK_TYPE}},
    {.kind = CLAUSE_DECISION, .index = 1, .name = LIT("拟任"), .key = LIT("拟任"), .type = {.kind = TYPE_POST}},
    {.kind = CLAUSE_VOTE, .index = 2, .stage = 1, .name = LIT("表决"), .type = {.kind = TYPE_BALLOT, .base = COUNT_PRESENT}},
    {.kind = CLAUSE_ADVANCE, .index = 3, .stage = 1, .picked = true},
    {.kind = CLAUSE_REQUIRE, .index = 4, .stage = 2},
};
static const Stage stages[] = {
    {.name = LIT("考察"), .first = 0, .count = 2},
    {.name = LIT("票决"), .by = level_keys, .by_count = 1, .first = 2, .count = 2, .advance = &clauses[3]},
    {.name = LIT("面谈"), .by = post_keys, .by_count = 1, .first = 4, .count = 1},
};
static const Program program = {
    .name = LIT("甲办法"), .scales = scales, .scale_count = 2, .posts = post_fields, .post_field_count = 1,
    .fields = fields, .field_count = FIELDS, .post_noun = LIT("岗位"), .applied = POST,
    .stages = stages, .stage_count = 3, .clauses = clauses, .clause_count = 5,
};
/* Another procedure that reads the same document. */
static const Field other_fields[] = {
    {.name = LIT("笔试"), .key = LIT("笔试"), .type = {NUMBER_TYPE}},
    {.name = LIT("年龄"), .key = LIT("age"), .type = {NUMBER_TYPE}},
    {.name = LIT("测议"), .key = LIT("测议"), .type = {.kind = TYPE_BALLOT, .base = COUNT_FORMAL}},
};
static const Field other_posts[] = {{.name = LIT("编制"), .key = LIT("编制"), .type = {NUMBER_TYPE}}};
static const Field other_entries[] = {
    {.name = LIT("职位"), .key = LIT("post"), .type = {.kind = TYPE_POST}},
    {.name = LIT("推荐"), .key = LIT("推荐"), .type = {.kind = TYPE_BALLOT, .base = COUNT_FORMAL}},
};
static const Field kin_columns[] = {{.name = LIT("甲"), .key = LIT("甲"), .type = {.kind = TYPE_TEXT}}};
static const Table other_tables[] = {{.name = LIT("亲属"), .columns = kin_columns, .column_count = 1}};
static const Clause other_clauses[] = {
    {.kind = CLAUSE_DECISION, .index = 0, .name = LIT("结论"), .key = LIT("结论"), .type = {.kind = TYPE_YESNO}},
    {.kind = CLAUSE_DECISION, .index = 1, .stage = 1, .name = LIT("异议"), .key = LIT("异议"), .type = {.kind = TYPE_YESNO}},
    {.kind = CLAUSE_VOTE, .index = 2, .stage = 2, .name = LIT("表决"), .type = {.kind = TYPE_BALLOT, .base = COUNT_PRESENT}},
};
static const Stage other_stages[] = {
    {.name = LIT("考察"), .first = 0, .count = 1},
    {.name = LIT("公示"), .first = 1, .count = 1},
    {.name = LIT("票决"), .first = 2, .count = 1},
};
static const Program other_program = {
    .name = LIT("乙办法"), .scales = scales, .scale_count = 2, .posts = other_posts, .post_field_count = 1,
    .fields = other_fields, .field_count = 3, .entries = other_entries, .entry_field_count = 2, .entry_post = 0,
    .tables = other_tables, .table_count = 1, .post_noun = LIT("岗位"), .applied = -1,
    .stages = other_stages, .stage_count = 3, .clauses = other_clauses, .clause_count = 3,
};
static const Program *const both[] = {&program, &other_program};

static const Program judged = {.scales = scales, .scale_count = 2, .fields = judged_fields,
                               .field_count = 1, .applied = -1};

/* ---- help ---- */

static Source *load(Arena *a, const char *name, Str text)
{
    Source *s = NULL;
    size_t bad_at;
    if (source_load(a, str_from(name), text, LIMIT_DATA_BYTES, &s, &bad_at) != LOAD_OK) {
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
        Place p = m->source ? source_place(m->source, m->span.start) : (Place){0};
        Text t = text_new(a);
        diag_message(m, LANG_ZH, &t);
        text_add(&t, S(" | "));
        diag_message(m, LANG_EN, &t);
        Str name = message_name(m->code);
        printf("# %u:%u %.*s %.*s [%.*s] %.*s\n", p.line, p.column, (int)name.len, name.at, (int)t.len, t.at,
               (int)m->json_path.len, m->json_path.at ? m->json_path.at : "", (int)m->who.len,
               m->who.at ? m->who.at : "");
    }
    arena_free(a);
}

static bool is_at(const Diag *m, MessageCode code, uint32_t line, uint32_t column)
{
    Place p = m->source ? source_place(m->source, m->span.start) : (Place){0};
    return m->code == code && p.line == line && p.column == column;
}

/* The text gives exactly one message, of this code, at this place, with this path (NULL: any). */
static void bad_with(const Program *p, const char *name, Str text, const Source *posts, MessageCode code,
                     uint32_t line, uint32_t column, const char *path)
{
    Arena *a = arena_new();
    Diags *d = diags_new(a);
    const Pool *pool = read_pool(a, p, NULL, 0, load(a, "pool.json", text), posts, d);
    bool ok = diags_kept(d) == 1 && is_at(diags_at(d, 0), code, line, column) &&
              (!path || str_eq(diags_at(d, 0)->json_path, str_from(path))) &&
              (pool == NULL) == diags_any_error(d);
    check(name, ok);
    if (!ok || getenv("SHOW_MESSAGES"))
        print_messages(d);
    arena_free(a);
}

static void bad(const char *name, const char *text, MessageCode code, uint32_t line, uint32_t column,
                const char *path)
{
    bad_with(&program, name, str_from(text), NULL, code, line, column, path);
}

#define POSTS "{\"posts\":[{\"id\":\"P1\",\"名额\":1},{\"id\":\"P2\",\"名额\":2}],\n\"candidates\":[\n"
#define PAIR POSTS "{\"id\":\"a\"},{\"id\":\"b\"}],\n"

/* One candidate whose further members stand on line 4. */
static void bad_field(const char *name, const char *members, MessageCode code, uint32_t column, const char *path)
{
    Arena *a = arena_new();
    Text t = text_new(a);
    text_addz(&t, POSTS "{\"id\":\"a\",\n");
    text_addz(&t, members);
    text_addz(&t, "},\n{\"id\":\"b\"}]}");
    bad_with(&program, name, text_str(&t), NULL, code, 4, column, path);
    arena_free(a);
}

/* One record, on line 4. */
static void bad_record(const char *name, const char *record, MessageCode code, uint32_t column, const char *path)
{
    Arena *a = arena_new();
    Text t = text_new(a);
    text_addz(&t, PAIR "\"records\":[");
    text_addz(&t, record);
    text_addz(&t, "]}");
    bad_with(&program, name, text_str(&t), NULL, code, 4, column, path);
    arena_free(a);
}

static bool shows(Arena *a, Num x, const char *wanted)
{
    Text t = text_new(a);
    num_exact(&t, x);
    bool ok = str_eq(text_str(&t), str_from(wanted));
    if (!ok)
        printf("# got %.*s, want %s\n", (int)t.len, t.at, wanted);
    return ok;
}

static Pool *read_good(Arena *a, const Program *p, const char *text, const char *posts, Diags **out)
{
    Diags *d = diags_new(a);
    Pool *pool = read_pool(a, p, NULL, 0, load(a, "pool.json", str_from(text)), posts ? load(a, "posts.json", str_from(posts)) : NULL, d);
    if (!pool)
        print_messages(d);
    if (out)
        *out = d;
    return pool;
}

/* ---- columns ---- */

static const char full[] =
    POSTS
    "{\"id\":\"b\",\"name\":\"乙\",\"age\":41,\"得分\":88.5,\"党员\":true,\"民族\":\"汉\\u65cf\\ud83d\\ude00\",\"出生\":\"1980-02-29\","
    "\"level\":\"副科级\",\"报考\":\"P2\","
    "\"推荐\":{\"赞成\":8,\"反对\":1,\"弃权\":0,\"无效票\":1,\"收回\":10,\"发出\":10},"
    "\"测评\":{\"优秀\":5,\"称职\":2,\"不称职\":0,\"人数\":9},"
    "\"分项\":{\"count\":9,\"items\":[{\"优秀\":5,\"称职\":2,\"不称职\":0},{\"优秀\":1,\"称职\":2,\"不称职\":3}]},"
    "\"历年\":[\"优秀\",\"称职\"],\"三年\":[1,2.5,3],\"面试\":[80,null,90.25],\"大数\":9007199254740993,\"下属\":3,"
    "\"家人\":[[\"x\",\"y\"],[\"z\",\"w\"]]},\n"
    "{\"id\":\"a\",\"age\":null,\"得分\":7e1,\"党员\":false,\"出生\":\"1999\",\"报考\":\"P1\",\"大数\":-1e400,"
    "\"推荐\":{\"ayes\":3,\"spoilt\":0,\"returned\":3},\"测评\":{\"优秀\":1,\"称职\":1,\"不称职\":1},"
    "\"分项\":[{\"优秀\":1,\"称职\":0,\"不称职\":0},{\"优秀\":1,\"称职\":1,\"不称职\":0,\"count\":4}],\"面试\":[1,2,3],\"家人\":[]},\n"
    "{\"id\":\"c\",\"得分\":0.125,\"大数\":0.5,\"历年\":[\"不称职\"]}],\n"
    "\"records\":[{\"stage\":\"票决\",\"contest\":{\"level\":\"副科级\"},\"meeting\":\"2012-08-01\",\"entitled\":11,\"present\":10,"
    "\"issued\":10,\"returned\":10,\"invalid\":0,\"votes\":{\"c\":{\"赞成\":8,\"反对\":2},\"b\":{\"ayes\":3}},\"chosen\":[\"c\",\"b\"],"
    "\"reasons\":{\"a\":\"因故\"}},\n"
    "{\"stage\":\"考察\",\"values\":{\"b\":{\"考察结论\":\"称职\",\"拟任\":\"P1\"},\"a\":{\"result\":\"优秀\",\"拟任\":null}}},\n"
    "{\"stage\":\"面谈\",\"contest\":{\"岗位\":\"P2\"}},{\"stage\":\"面谈\",\"contest\":{\"职位\":\"P1\"}}],\n"
    "\"withdrawn\":[{\"candidate\":\"c\",\"before\":\"面谈\",\"why\":\"本人放弃\"}],\"seed\":\"8 月 1 日\"}";

static void test_columns(void)
{
    Arena *a = arena_new();
    Diags *d;
    const Pool *p = read_good(a, &program, full, NULL, &d);
    check("columns: read", p && diags_kept(d) == 0);
    if (!p) {
        arena_free(a);
        return;
    }
    const Column *c = p->fields;
    check("columns: rows and posts", p->person_count == 3 && p->post_count == 2 && str_eq(p->post_ids[1], S("P2")));
    check("columns: order by id", p->person_order[0] == 1 && p->person_order[1] == 0 && p->person_order[2] == 2);
    check("columns: spans of candidates", source_place(p->source, p->person_spans[1].start).line == 4);
    check("columns: number", c[AGE].present[0] && c[AGE].scaled[0] == 41 && c[AGE].decimals == 0);
    check("columns: null is missing", !c[AGE].present[1] && !c[AGE].present[2]);
    check("columns: decimals grow", c[POINTS].decimals == 3 && c[POINTS].scaled[0] == 88500 &&
                                        shows(a, column_num(a, &c[POINTS], 0), "177/2") &&
                                        shows(a, column_num(a, &c[POINTS], 1), "70") &&
                                        shows(a, column_num(a, &c[POINTS], 2), "1/8"));
    check("columns: yes or no", c[PARTY].codes[0] == 1 && c[PARTY].present[1] && c[PARTY].codes[1] == 0 && !c[PARTY].present[2]);
    check("columns: text and escapes", str_eq(c[NATION].texts[0], S("汉族😀")));
    check("columns: dates", c[BORN].dates[0].year == 1980 && c[BORN].dates[0].day == 29 && c[BORN].dates[1].year == 1999 &&
                                c[BORN].dates[1].month == 0);
    check("columns: grade and post", c[LEVEL].codes[0] == 1 && c[POST].codes[0] == 1 && c[POST].codes[1] == 0);
    const uint32_t *ballot = c[BALLOT].counts;
    check("columns: ballot", ballot[COUNT_AYES] == 8 && ballot[COUNT_SPOILT] == 1 && ballot[COUNT_PRESENT] == CELL_NONE &&
                                 ballot[COUNTS_STORED + COUNT_RETURNED] == 3 && !c[BALLOT].present[2]);
    const uint32_t *s = c[SURVEY].counts;
    check("columns: survey", s[0] == 5 && s[3] == 9 && s[4 + 3] == 3);
    s = c[ITEMS].counts;
    check("columns: survey of items", s[3] == 9 && s[4 + 2] == 3 && s[7] == 9 && s[8 + 3] == 1 && s[8 + 7] == 4);
    const Column *list = &c[YEARS];
    check("columns: list", list->first[0] == 0 && list->first[1] == 2 && list->first[2] == 2 && list->first[3] == 3 &&
                               list->element->codes[2] == 2 && list->present[2] && !list->present[1]);
    const Column *panel = c[PANEL].element;
    check("columns: panel", panel->present[0] && !panel->present[1] && shows(a, column_num(a, panel, 2), "361/4") &&
                                shows(a, column_num(a, panel, 5), "3"));
    check("columns: list of numbers", shows(a, column_num(a, c[THREE].element, 1), "5/2"));
    const Column *nest = &c[NEST];
    check("columns: list of lists", nest->first[1] == 2 && nest->present[1] && nest->first[2] == 2 &&
                                        nest->element->first[2] == 4 && str_eq(nest->element->element->texts[3], S("w")));
    check("columns: 9007199254740993 is exact", shows(a, column_num(a, &c[BIG], 0), "9007199254740993"));
    check("columns: big numbers", c[BIG].big && num_sign(column_num(a, &c[BIG], 1)) < 0 && shows(a, column_num(a, &c[BIG], 2), "1/2"));
    check("columns: posts", p->posts[0].scaled[1] == 2);
    check("columns: seed", p->has_seed && str_eq(p->seed, S("8 月 1 日")));

    const Record *r = p->records;
    check("records: contest", p->record_count == 4 && r[0].stage == 1 && r[0].key_codes[0] == 1 && r[2].key_codes[0] == 1 &&
                                  r[3].key_codes[0] == 0 && str_eq(r[0].meeting, S("2012-08-01")));
    check("records: path and span", str_eq(r[1].path, S("records[1]")) && source_place(p->record_source, r[1].span.start).line == 7);
    check("records: counts", r[0].counts[COUNT_ENTITLED] == 11 && r[0].counts[COUNT_SPOILT] == 0 && r[0].counts[COUNT_AYES] == CELL_NONE);
    check("records: votes by row", r[0].has_votes && r[0].vote_count == 2 && r[0].votes[0].row == 0 &&
                                       r[0].votes[0].counts[COUNT_AYES] == 3 && r[0].votes[1].counts[COUNT_NOES] == 2);
    check("records: chosen as listed", r[0].has_chosen && r[0].chosen_count == 2 && r[0].chosen[0] == 2 && r[0].chosen[1] == 0 && !r[1].has_chosen);
    check("records: decisions", r[1].given_count == 3 && r[1].given[0].clause == 0 && r[1].given[0].code == 1 &&
                                    r[1].given[1].clause == 1 && r[1].given[1].code == 0 && r[1].given[2].row == 1);
    check("records: reasons", r[0].reason_count == 1 && r[0].reason_rows[0] == 1 && str_eq(r[0].reason_texts[0], S("因故")));
    check("withdrawn", p->withdrawal_count == 1 && p->withdrawn[0].row == 2 && p->withdrawn[0].stage == 2);
    arena_free(a);
}

static void test_forms(void)
{
    Arena *a = arena_new();
    Diags *d;
    const Pool *p = read_good(a, &program, "{\"id\":\"a\",\"age\":1}\n\n{\"id\":\"b\",\"报考\":\"P1\"}\n", "[{\"id\":\"P1\",\"名额\":1}]", NULL);
    check("NDJSON and an array of posts", p && p->person_count == 2 && p->fields[POST].codes[1] == 0 && p->fields[AGE].scaled[0] == 1);
    p = read_good(a, &program, "{\"id\":\"a\"}", "{\"posts\":[{\"id\":\"P1\"}],\"records\":[\n{\"stage\":\"考察\"}],\"seed\":\"s\"}", NULL);
    check("NDJSON of one line and a posts file", p && p->person_count == 1 && p->has_seed && p->record_count == 1 &&
                                                    str_eq(p->record_source->name, S("posts.json")));
    p = read_good(a, &program, "{\"candid\\u0061tes\":[{\"\\u0069d\":\"a\"}],\"posts\":[{\"id\":\"P1\"}]}", NULL, NULL);
    check("escaped keys", p && p->person_count == 1);
    p = read_good(a, &judged, "{\"candidates\":[{\"id\":\"a\",\"推荐\":{\"赞成\":11,\"收回\":12,\"发出\":10,\"到会\":10}}]}", NULL, NULL);
    check("returned > issued is left to the procedure", p != NULL);
    p = read_good(a, &judged, "{\"candidates\":[{\"id\":\"a\",\"x\":1,\"推测\":2},{\"id\":\"b\",\"x\":1}],\"z\":[1]}", NULL, &d);
    check("unknown keys: one warning each", p && diags_kept(d) == 3 && is_at(diags_at(d, 0), W0201, 1, 58));
    check("unknown keys: counted", diags_kept(d) == 3 && str_eq(diags_at(d, 1)->args[2], S("2")));
    d = diags_new(a);
    diags_strict(d, W0201);
    p = read_pool(a, &judged, NULL, 0, load(a, "x", S("{\"candidates\":[{\"id\":\"a\",\"x\":1}]}")), NULL, d);
    check("unknown keys: errors when strict", !p && diags_any_error(d));
    Text t = text_new(a);
    text_addz(&t, "{\"candidates\":[{\"id\":\"a\"");
    for (int i = 0; i < 1000; i++) {
        text_addz(&t, ",\"k");
        text_int(&t, i);
        text_addz(&t, "\":0");
    }
    text_addz(&t, "}]}");
    d = diags_new(a);
    p = read_pool(a, &judged, NULL, 0, load(a, "x", text_str(&t)), NULL, d);
    check("unknown keys: at most 200 one by one", p && diags_kept(d) == 201 && diags_at(d, 200)->code == W0202);
    d = diags_new(a);
    p = read_pool(a, &program, NULL, 0, load(a, "x", S(POSTS "{\"id\":\"a\",\"age\":151,\"得分\":\"x\"},{\"党员\":0},[]]}")), NULL, d);
    check("all mistakes are collected", !p && diags_kept(d) == 5 && str_eq(diags_at(d, 0)->who, S("a")) && diags_at(d, 0)->code == E0221);
    arena_free(a);
}

/* Values up to both edges of 64 bits, then decimals that no longer fit. */
static void test_big_columns(void)
{
    static const Field number[] = {{.name = LIT("n"), .key = LIT("n"), .type = {NUMBER_TYPE}}};
    static const Program p = {.fields = number, .field_count = 1, .applied = -1};
    Arena *a = arena_new();
    const Pool *pool = read_good(a, &p, "{\"candidates\":[{\"id\":\"1\",\"n\":9223372036854775807},{\"id\":\"2\"},{\"id\":\"3\",\"n\":-9223372036854775807}]}", NULL, NULL);
    check("64 bits fit", pool && !pool->fields[0].big && shows(a, column_num(a, &pool->fields[0], 0), "9223372036854775807"));
    pool = read_good(a, &p, "{\"candidates\":[{\"id\":\"1\",\"n\":9223372036854775807},{\"id\":\"2\"},{\"id\":\"3\",\"n\":0.1}]}", NULL, NULL);
    check("rescaling falls back to big", pool && pool->fields[0].big && shows(a, column_num(a, &pool->fields[0], 0), "9223372036854775807") &&
                                             shows(a, column_num(a, &pool->fields[0], 2), "1/10"));
    pool = read_good(a, &p, "{\"candidates\":[{\"id\":\"1\",\"n\":0.000000000000000001},{\"id\":\"3\",\"n\":10},{\"id\":\"4\",\"n\":0.00000000000000000001}]}", NULL, NULL);
    check("many decimals", pool && shows(a, column_num(a, &pool->fields[0], 0), "1/1000000000000000000") &&
                               shows(a, column_num(a, &pool->fields[0], 1), "10") &&
                               shows(a, column_num(a, &pool->fields[0], 2), "1/100000000000000000000"));
    arena_free(a);
}

/* ---- what is no JSON ---- */

static void test_syntax(void)
{
    bad_field("duplicate key", "\"age\":1,\"age\":2", E0208, 9, "candidates[0].age");
    bad_field("duplicate key by escape", "\"age\":1,\"\\u0061ge\":2", E0208, 9, NULL);
    bad_field("duplicate among many", "\"k1\":1,\"k2\":1,\"k3\":1,\"k4\":1,\"k5\":1,\"k6\":1,\"k7\":1,\"k8\":1,\"k9\":1,\"ka\":1,\"kb\":1,\"kc\":1,\"k1\":2", E0208, 85, NULL);
    bad_field("x\\u0000y", "\"民族\":\"x\\u0000y\"", E0204, 8, "candidates[0].民族");
    bad_field("x\\u0001y", "\"民族\":\"x\\u0001y\"", E0204, 8, NULL);
    bad_field("control character", "\"民族\":\"x\ty\"", E0203, 8, NULL);
    bad_field("number mark", "\"民族\":\"\x01" "12\"", E0203, 7, NULL);
    bad_field("lone high surrogate", "\"民族\":\"\\ud83dx\"", E0205, 7, NULL);
    bad_field("lone low surrogate", "\"民族\":\"\\ude00\"", E0205, 7, NULL);
    bad_field("two high surrogates", "\"民族\":\"\\ud83d\\ud83d\"", E0205, 7, NULL);
    bad_field("bad escape", "\"民族\":\"\\q\"", E0211, 7, NULL);
    bad_field("short \\u", "\"民族\":\"\\u12\"", E0211, 7, NULL);
    bad_field("open string", "\"民族\":\"汉", E0212, 6, "candidates[0].民族");
    bad_field("[01]", "\"三年\":[01]", E0206, 7, "candidates[0].三年[0]");
    bad_field("[1.]", "\"三年\":[1.]", E0206, 7, NULL);
    bad_field("[.5]", "\"三年\":[.5]", E0201, 7, NULL);
    bad_field("[+1]", "\"三年\":[1,+1]", E0201, 9, "candidates[0].三年[1]");
    bad_field("[1e]", "\"三年\":[1e]", E0206, 7, NULL);
    bad_field("[-]", "\"三年\":[-]", E0206, 7, NULL);
    bad_field("NaN", "\"age\":NaN", E0201, 7, NULL);
    bad_field("1e400 is out of range", "\"age\":1e400", E0221, 7, "candidates[0].age");
    bad_field("1e1000", "\"age\":1e1000", E0207, 7, NULL);
    bad_field("1e-99999999999999999999", "\"age\":1e-99999999999999999999", E0207, 7, NULL);
    bad_field("comma before the end", "\"age\":1,", E0201, 9, NULL);
    bad_field("comma in an array", "\"三年\":[1,2,]", E0201, 11, NULL);
    bad_field("wrong bracket", "\"三年\":[1}", E0201, 8, NULL);
    bad_field("missing comma", "\"age\":1 \"得分\":2", E0201, 9, "candidates[0]");
    bad_field("missing colon", "\"age\" 1", E0201, 7, NULL);
    bad("trailing text", PAIR "\"seed\":\"x\"} x", E0210, 4, 13, "");
    bad("trailing comma", PAIR "},", E0201, 4, 1, NULL);
    bad_with(&judged, "trailing text on a line", S("{\"id\":\"a\"}\n{\"id\":\"b\"} {}\n"), NULL, E0210, 2, 12, "");
    bad("empty text", "", E0202, 1, 1, NULL);
    bad("only white space", "  \n ", E0202, 2, 2, NULL);
    bad("the text stops", PAIR "\"records\":[{\"stage\":", E0202, 4, 21, "records[0].stage");
    bad("no document", "[1]", E0220, 1, 1, NULL);
    bad("a word", "hello", E0201, 1, 1, NULL);
    bad("member twice", PAIR "\"seed\":\"a\",\"seed\":\"b\"}", E0208, 4, 12, "seed");
}

static void test_depth(void)
{
    Arena *a = arena_new();
    for (int closed = 0; closed < 2; closed++) {
        Text t = text_new(a);
        text_addz(&t, PAIR "\"records\":");
        for (int i = 0; i < 100000; i++)
            text_char(&t, '[');
        for (int i = 0; closed && i < 100000; i++)
            text_char(&t, ']');
        if (closed)
            text_char(&t, '}');
        bad_with(&program, closed ? "depth 100,000" : "depth 100,000, never closed", text_str(&t), NULL, E0209, 4,
                 10 + LIMIT_JSON_DEPTH, NULL);
    }
    for (int over = 0; over < 2; over++) {
        Text t = text_new(a);
        text_addz(&t, "{\"candidates\":[{\"id\":\"a\"}],\"z\":\n");
        for (int i = 0; i < LIMIT_JSON_DEPTH - 1 + over; i++)
            text_char(&t, '[');
        for (int i = 0; i < LIMIT_JSON_DEPTH - 1 + over; i++)
            text_char(&t, ']');
        text_char(&t, '}');
        if (over)
            bad_with(&judged, "one level too deep", text_str(&t), NULL, E0209, 2, LIMIT_JSON_DEPTH, NULL);
        else
            bad_with(&judged, "the deepest level", text_str(&t), NULL, W0201, 1, 28, NULL);
    }
    arena_free(a);
}

/* ---- wrong data ---- */

static void test_values(void)
{
    bad_field("text for a number", "\"age\":\"41\"", E0220, 7, "candidates[0].age");
    bad_field("number for a text", "\"民族\":1", E0220, 6, NULL);
    bad_field("number for yes or no", "\"党员\":1", E0220, 6, NULL);
    bad_field("below the range", "\"得分\":-0.5", E0221, 6, NULL);
    bad_field("not whole", "\"下属\":1.5", E0222, 6, NULL);
    bad_field("unknown grade", "\"level\":\"正科\"", E0223, 9, NULL);
    bad_field("bad day", "\"出生\":\"1999-02-29\"", E0260, 6, NULL);
    bad_field("bad month", "\"出生\":\"1999-13\"", E0224, 6, NULL);
    bad_field("bad date", "\"出生\":\"1999-1-1\"", E0224, 6, NULL);
    bad_field("unknown post", "\"报考\":\"P9\"", E0225, 6, NULL);
    bad_field("list of three", "\"三年\":[1,2]", E0228, 6, NULL);
    bad_field("null in a list", "\"历年\":[null]", E0220, 7, "candidates[0].历年[0]");
    bad_field("panel of three", "\"面试\":[1,null]", E0228, 6, NULL);
    bad_field("ballot without its base", "\"推荐\":{\"赞成\":1,\"无效票\":0}", E0227, 6, "candidates[0].推荐");
    bad_field("ballot without ayes", "\"推荐\":{\"收回\":1,\"无效票\":0}", E0227, 6, NULL);
    bad_field("negative count", "\"推荐\":{\"赞成\":-1,\"收回\":1,\"无效票\":0}", E0229, 12, "candidates[0].推荐.赞成");
    bad_field("fractional count", "\"推荐\":{\"赞成\":0.5,\"收回\":1,\"无效票\":0}", E0229, 12, NULL);
    bad_field("count of 32 bits", "\"推荐\":{\"赞成\":4294967295,\"收回\":1,\"无效票\":0}", E0230, 12, NULL);
    bad_field("more votes than ballots", "\"推荐\":{\"赞成\":9,\"反对\":1,\"收回\":10,\"无效票\":1}", E0231, 6, NULL);
    bad_field("returned > issued", "\"推荐\":{\"赞成\":9,\"收回\":10,\"无效票\":1,\"发出\":9}", E0231, 6, NULL);
    bad_field("count in both languages", "\"推荐\":{\"赞成\":9,\"ayes\":9,\"收回\":10,\"无效票\":1}", E0208, 14, NULL);
    bad_field("unknown key of a ballot", "\"推荐\":{\"赞成\":9,\"收回\":10,\"无效票\":1,\"废票\":1}", W0201, 30, NULL);
    bad_field("survey lacks a grade", "\"测评\":{\"优秀\":1,\"称职\":1}", E0227, 6, NULL);
    bad_field("survey with another grade", "\"测评\":{\"优秀\":1,\"称职\":1,\"不称职\":0,\"弃权\":1}", E0223, 29, NULL);
    bad_field("survey with too few raters", "\"测评\":{\"优秀\":1,\"称职\":1,\"不称职\":0,\"人数\":1}", E0232, 6, NULL);
    bad_field("survey of two items", "\"分项\":[{\"优秀\":1,\"称职\":1,\"不称职\":0}]", E0228, 6, NULL);
    bad_field("unknown key", "\"ages\":1", W0201, 1, NULL);
    bad("no id", POSTS "{\"age\":1}]}", E0227, 3, 1, "candidates[0]");
    bad("empty id", POSTS "{\"id\":\"\"}]}", E0245, 3, 7, "candidates[0].id");
    bad("number as id", POSTS "{\"id\":1}]}", E0220, 3, 7, NULL);
    bad("same id", POSTS "{\"id\":\"a\"},\n{\"id\":\"b\"},\n{\"id\":\"a\"}]}", E0226, 5, 1, "candidates[2]");
    bad("no candidates", POSTS "]}", E0233, 2, 1, NULL);
    bad("candidates not there", "{\"posts\":[{\"id\":\"a\"}]}", E0233, 1, 1, NULL);
    bad("candidates not an array", "{\"posts\":[{\"id\":\"a\"}],\n\"candidates\":{}}", E0220, 2, 14, "candidates");
    bad("no posts", "{\"candidates\":[{\"id\":\"a\",\"报考\":\"P1\"}]}", E0234, 1, 1, NULL);
    bad("a candidate is an object", POSTS "{\"id\":\"a\"},7]}", E0220, 3, 12, "candidates[1]");
    Arena *a = arena_new();
    const Source *posts = load(a, "posts.json", S("{\"posts\":[{\"id\":\"P1\"}]}"));
    bad_with(&program, "posts in two files", S(PAIR "\"seed\":\"\"}"), posts, E0243, 1, 2, "posts");
    posts = load(a, "posts.json", S("{\"posts\":[{\"id\":\"P1\"}],\"candidates\":[]}"));
    bad_with(&program, "candidates in the posts file", S("{\"id\":\"a\"}"), posts, E0244, 1, 24, NULL);
    posts = load(a, "posts.json", S("[{\"id\":\"P1\"}"));
    bad_with(&program, "posts file stops", S("{\"id\":\"a\"}"), posts, E0202, 1, 13, NULL);
    arena_free(a);
}

static void test_records(void)
{
    bad_record("record without a stage", "{}", E0227, 12, "records[0]");
    bad_record("unknown stage", "{\"stage\":\"票决会\"}", E0235, 21, NULL);
    bad_record("contest missing", "{\"stage\":\"票决\"}", E0227, 12, NULL);
    bad_record("contest not wanted", "{\"stage\":\"考察\",\"contest\":{\"层次\":\"正科级\"}}", E0236, 37, NULL);
    bad_record("contest key missing", "{\"stage\":\"票决\",\"contest\":{}}", E0227, 36, "records[0].contest");
    bad_record("contest of an unknown post", "{\"stage\":\"面谈\",\"contest\":{\"post\":\"P7\"}}", E0225, 44, NULL);
    bad_record("unknown candidate", "{\"stage\":\"考察\",\"values\":{\"x\":{}}}", E0238, 36, "records[0].values.x");
    bad_record("unknown decision", "{\"stage\":\"考察\",\"values\":{\"a\":{\"结论\":1}}}", E0239, 41, NULL);
    bad_record("decision of a wrong grade", "{\"stage\":\"考察\",\"values\":{\"a\":{\"result\":\"好\"}}}", E0223, 50, "records[0].values.a.result");
    bad_record("no vote in this stage", "{\"stage\":\"考察\",\"votes\":{}}", E0242, 26, NULL);
    bad_record("nobody picks in this stage", "{\"stage\":\"考察\",\"chosen\":[]}", E0242, 26, NULL);
    bad_record("chosen twice", "{\"stage\":\"票决\",\"contest\":{\"层次\":\"正科级\"},\"chosen\":[\"a\",\"b\",\"a\"]}", E0241, 67, "records[0].chosen[2]");
    bad_record("vote without its base", "{\"stage\":\"票决\",\"contest\":{\"层次\":\"正科级\"},\"votes\":{\"a\":{\"赞成\":1}}}", E0227, 62, "records[0].votes.a");
    bad_record("more votes than present", "{\"stage\":\"票决\",\"contest\":{\"层次\":\"正科级\"},\"present\":2,\"votes\":{\"a\":{\"赞成\":3}}}", E0231, 74, NULL);
    bad_record("a wrong count is told once", "{\"stage\":\"票决\",\"contest\":{\"层次\":\"正科级\"},\"present\":-2,\"votes\":{\"a\":{\"赞成\":3}}}", E0229, 59, NULL);
    bad_record("record's counts", "{\"stage\":\"考察\",\"present\":5,\"entitled\":4}", E0231, 12, NULL);
    bad_record("unknown key of a record", "{\"stage\":\"考察\",\"vote\":{}}", W0201, 26, NULL);
    bad_record("two records", "{\"stage\":\"考察\"},{\"stage\":\"考察\"}", E0240, 27, "records[1]");
    bad("withdrawn twice", PAIR "\"withdrawn\":[{\"candidate\":\"a\",\"before\":\"票决\"},{\"candidate\":\"a\",\"before\":\"面谈\"}]}", E0241, 4, 59, NULL);
    bad("withdrawn is unknown", PAIR "\"withdrawn\":[{\"candidate\":\"x\",\"before\":\"票决\"}]}", E0238, 4, 27, "withdrawn[0].candidate");
    bad("withdrawn without a stage", PAIR "\"withdrawn\":[{\"candidate\":\"a\"}]}", E0227, 4, 14, NULL);
    bad("seed is text", PAIR "\"seed\":7}", E0220, 4, 8, "seed");
}

/* ---- one document for several procedures ---- */

static Pool *read_both(Arena *a, const Program *p, const char *text, Diags **out)
{
    *out = diags_new(a);
    Pool *pool = read_pool(a, p, both, 2, load(a, "pool.json", str_from(text)), NULL, *out);
    if (diags_kept(*out) && getenv("SHOW_MESSAGES"))
        print_messages(*out);
    return pool;
}

/* The document is read for 甲办法 with 乙办法 beside it, and gives exactly this message. */
static void bad_both(const char *name, const char *text, MessageCode code, uint32_t line, uint32_t column)
{
    Arena *a = arena_new();
    Diags *d;
    read_both(a, &program, text, &d);
    bool ok = diags_kept(d) == 1 && is_at(diags_at(d, 0), code, line, column);
    check(name, ok);
    if (!ok)
        print_messages(d);
    arena_free(a);
}

static const char shared_document[] =
    "{\"posts\":[{\"id\":\"P1\",\"名额\":1,\"编制\":2}],\n"
    "\"candidates\":[{\"id\":\"a\",\"age\":40,\"得分\":1,\"笔试\":7},{\"id\":\"b\",\"笔试\":8}],\n"
    "\"entries\":[{\"candidate\":\"a\",\"post\":\"P1\"},{\"candidate\":\"b\",\"post\":\"P1\"}],\n"
    "\"tables\":{\"亲属\":[{\"甲\":\"a\"}]},\n"
    "\"ballots\":[{\"field\":\"推荐\",\"papers\":[{\"voter\":\"1\",\"ayes\":{\"P1\":[\"a\"]}}]},"
    "{\"field\":\"测议\",\"papers\":[{\"voter\":\"1\",\"ayes\":[\"b\"]}]},"
    "{\"field\":\"推荐\",\"procedure\":\"甲办法\",\"papers\":[{\"voter\":\"1\",\"ayes\":[\"b\"]}]}],\n"
    "\"records\":[{\"stage\":\"公示\",\"values\":{\"a\":{\"异议\":false}}},\n"
    "{\"stage\":\"考察\",\"values\":{\"a\":{\"result\":\"优秀\"}}},\n"
    "{\"stage\":\"考察\",\"values\":{\"b\":{\"结论\":true}}},\n"
    "{\"stage\":\"票决\",\"procedure\":\"乙办法\",\"present\":3,\"votes\":{\"a\":{\"ayes\":2}}},\n"
    "{\"stage\":\"票决\",\"procedure\":\"甲办法\",\"contest\":{\"level\":\"正科级\"},\"chosen\":[\"b\"]},\n"
    "{\"stage\":\"票决\",\"contest\":{\"level\":\"副科级\"},\"chosen\":[\"a\"]}],\n"
    "\"withdrawn\":[{\"candidate\":\"b\",\"before\":\"公示\"},{\"candidate\":\"b\",\"before\":\"票决\",\"procedure\":\"甲办法\"},"
    "{\"candidate\":\"a\",\"post\":\"P1\",\"before\":\"票决\",\"procedure\":\"乙办法\"}]}";

static void test_several(void)
{
    Arena *a = arena_new();
    Diags *d;
    const Pool *p = read_both(a, &program, shared_document, &d);
    check("several: no message for the first", p && diags_kept(d) == 0);
    bool ok = p && p->record_count == 3 && p->records[0].stage == 0 && p->records[0].given[0].row == 0 && !p->records[0].shared;
    check("several: the first's records", ok && p->records[1].chosen[0] == 1 && p->records[2].chosen[0] == 0);
    check("several: the first's withdrawal", p && p->withdrawal_count == 1 && p->withdrawn[0].row == 1 && p->withdrawn[0].stage == 1);
    check("several: the first's papers", p && p->fields[BALLOT].from_papers && p->fields[BALLOT].counts[COUNTS_STORED + COUNT_AYES] == 1);
    check("several: a key of both", p && p->fields[AGE].shared && !p->fields[POINTS].shared);
    p = read_both(a, &other_program, shared_document, &d);
    check("several: no message for the second", p && diags_kept(d) == 0);
    ok = p && p->record_count == 3 && p->records[0].stage == 1 && p->records[1].given[0].row == 1 && p->records[2].vote_count == 1;
    check("several: the second's records", ok && !p->records[2].shared);
    check("several: the second's entries", p && p->unit_count == 2 && p->tables[0].row_count == 1);
    check("several: the second's withdrawals", p && p->withdrawal_count == 2 && p->withdrawn[0].stage == 1 && p->withdrawn[1].post == 0);
    ok = p && p->entries[1].from_papers && p->fields[2].from_papers;
    check("several: the second's papers", ok && p->entries[1].counts[COUNT_AYES] == 1 && p->fields[2].counts[COUNTS_STORED + COUNT_AYES] == 1);
    p = read_both(a, &program, PAIR "\"records\":[{\"stage\":\"考察\",\"meeting\":\"2012-08-01\"}]}", &d);
    ok = p && p->record_count == 1 && p->records[0].shared && diags_kept(d) == 0;
    p = read_both(a, &other_program, PAIR "\"entries\":[{\"candidate\":\"a\",\"post\":\"P1\"},{\"candidate\":\"b\",\"post\":\"P1\"}],"
                  "\"records\":[{\"stage\":\"考察\",\"meeting\":\"2012-08-01\"}]}", &d);
    check("several: a record that serves both", ok && p && p->record_count == 1 && p->records[0].shared);
    arena_free(a);

    bad_both("several: a key of neither", POSTS "{\"id\":\"a\",\"笔试\":1,\"面试成绩\":1}]}", W0201, 3, 18);
    bad_both("several: no such procedure", PAIR "\"records\":[{\"stage\":\"考察\",\"procedure\":\"丙办法\"}]}", W0204, 4, 38);
    bad_both("several: procedure is text", PAIR "\"records\":[{\"stage\":\"考察\",\"procedure\":1}]}", E0220, 4, 38);
    bad_both("several: procedure twice", PAIR "\"records\":[{\"procedure\":\"乙办法\",\"procedure\":\"甲办法\",\"stage\":\"考察\"}]}", E0208, 4, 31);
    bad_both("several: a stage of neither", PAIR "\"records\":[{\"stage\":\"会审\"}]}", E0235, 4, 21);
    bad_both("several: a stage of the other, named as ours", PAIR "\"records\":[{\"stage\":\"公示\",\"procedure\":\"甲办法\"}]}", E0235, 4, 21);
    bad_both("several: a shape of neither", PAIR "\"records\":[{\"stage\":\"考察\",\"chosen\":[]}]}", E0242, 4, 26);
    bad_both("several: one named, one for both", PAIR "\"records\":[{\"stage\":\"考察\",\"procedure\":\"甲办法\"},\n{\"stage\":\"考察\"}]}", E0240, 5, 1);
    bad_both("several: a ballot of neither", PAIR "\"ballots\":[{\"field\":\"投票\",\"papers\":[]}]}", E0254, 4, 21);
    bad("alone: another procedure's record", PAIR "\"records\":[{\"stage\":\"考察\",\"procedure\":\"乙办法\"}]}", W0204, 4, 38, "records[0].procedure");
}

/* Cutting one byte out of, or off, the large document never crashes and never goes unnoticed quietly. */
static void test_damage(void)
{
    Arena *whole = arena_new();
    Str text = str_from(full);
    size_t silent = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (((unsigned char)text.at[i] & 0x80) != 0)
            continue;
        Arena *a = arena_new();
        Diags *d = diags_new(a);
        Text t = text_new(a);
        text_add(&t, str_cut(text, 0, i));
        if (!read_pool(a, &program, NULL, 0, load(a, "x", text_str(&t)), NULL, d))
            silent += !diags_any_error(d);
        else
            silent++; /* a prefix is never a document */
        d = diags_new(a);
        text_add(&t, str_cut(text, i + 1, text.len));
        if (!read_pool(a, &program, NULL, 0, load(a, "x", text_str(&t)), NULL, d))
            silent += !diags_any_error(d);
        arena_free(a);
    }
    check("damage is noticed", silent == 0);
    arena_free(whole);
}

int main(void)
{
    test_columns();
    test_forms();
    test_big_columns();
    test_syntax();
    test_depth();
    test_values();
    test_records();
    test_several();
    test_damage();
    printf("# passed %d failed %d\n", passed, failed);
    return failed > 0;
}
