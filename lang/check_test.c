/* check_test.c - 测试: data, settings and tables; changes are in check_change.c, what must come out in check_expect.c. */
#include "lang/check_tests.h"

Str choices_text(Checker *c, const Str *known, size_t count)
{
    enum { MOST = 12 };
    Text t = text_new(c->a);
    for (size_t i = 0; i < count && i <= MOST; i++) {
        text_addz(&t, i ? " / " : "");
        text_add(&t, i == MOST ? S("…") : known[i]);
    }
    return text_str(&t);
}

void unknown_part(Checker *c, Span at, Str whole, Str part, const Str *known, size_t count)
{
    Str none = S("（没有）");
    Diag *d = diag_add(c->d, E0506, c->source, at, ARGS(whole, part, count ? choices_text(c, known, count) : none));
    suggest_name(c, d, part, known, count);
}

Str quoted_name(Checker *c, Str name)
{
    Text t = text_new(c->a);
    text_addz(&t, "“");
    text_add(&t, name);
    text_addz(&t, "”");
    return text_str(&t);
}

int find_stage(Checker *c, const Node *at, Str name)
{
    Str *names = NEW_ARRAY(c->a, Str, c->stages.len);
    for (size_t i = 0; i < c->stages.len; i++) {
        names[i] = c->stages.at[i].name;
        if (str_eq(names[i], name))
            return (int)i;
    }
    suggest_name(c, diag_add(c->d, E0505, c->source, at->span, ARGS(name, choices_text(c, names, c->stages.len))), name, names, c->stages.len);
    return -1;
}

/* ---- 参数 ---- */

static void check_setting(Checker *c, const Node *n, Found *found)
{
    Str *names = NEW_ARRAY(c->a, Str, c->params.len);
    for (size_t i = 0; i < c->params.len; i++) {
        const Param *p = &c->params.at[i];
        names[i] = p->name;
        if (!str_eq(p->name, n->text))
            continue;
        if (p->type.kind == TYPE_TABLE) {
            diag_add(c->d, E0516, c->source, n->span, ARGS(p->name));
            return;
        }
        NodeKind kind = kid(n, 0)->kind;
        bool several = kind == NODE_TAKEN || kind == NODE_LIST || kind == NODE_PARTS;
        const Expr *e = several ? NULL : check_expr(c, kid(n, 0), &p->type);
        bool same = e && e->type.kind == p->type.kind && (p->type.kind != TYPE_NUMBER || e->type.dim == p->type.dim);
        if (!same && !(e && e->type.kind == TYPE_ERROR))
            diag_add(c->d, E0511, c->source, kid(n, 0)->span,
                     ARGS(p->name, type_words(c, &p->type), str_cut(c->source->text, kid(n, 0)->span.start, kid(n, 0)->span.end)));
        *PUSH(c->a, &found->settings) = (TestSetting){(int)i, e};
        return;
    }
    unknown_part(c, n->span, S("参数"), n->text, names, c->params.len);
}

/* ---- tables ---- */

static void check_sheet(Checker *c, const Node *n, Found *found)
{
    ARRAY(SheetCell) cells = {0};
    TestSheet sheet = {.word = kid(n, 0)->text, .name = n->text, .span = n->span};
    for (size_t i = 1; i < n->kid_count; i++) {
        const Node *line = kid(n, i);
        for (size_t k = 0; k < line->kid_count; k++) {
            const Node *cell = kid(line, k);
            if (!cell || !cell->text.len)
                continue;
            *PUSH(c->a, &cells) = (SheetCell){(uint32_t)i - 1, (uint32_t)k, cell->text, cell->kind == NODE_TEXT, cell->span};
            sheet.rows = (uint32_t)i;
            sheet.columns = k + 1 > sheet.columns ? (uint32_t)k + 1 : sheet.columns;
        }
    }
    sheet.cells = cells.at;
    sheet.cell_count = cells.len;
    if (str_eq(sheet.word, S("阶段")) && find_stage(c, n, sheet.name) < 0)
        return;
    for (size_t i = 0; i < found->sheets.len; i++)
        if (str_eq(found->sheets.at[i].word, sheet.word) && str_eq(found->sheets.at[i].name, sheet.name))
            diag_label(diag_add(c->d, E0502, c->source, n->span, ARGS(sheet.name.len ? sheet.name : sheet.word)), found->sheets.at[i].span, S(""));
    *PUSH(c->a, &found->sheets) = sheet;
}

/* ---- the whole ---- */

static void only_one(Checker *c, bool again, const Node *n, Str word)
{
    if (again)
        diag_add(c->d, E0502, c->source, n->span, ARGS(word));
}

static void check_step(Checker *c, const Node *n, Test *t, Found *found)
{
    switch ((int)n->kind) {
    case NODE_DATA:
        only_one(c, t->data.len > 0, n, S("数据"));
        t->data = kid(n, 0)->text;
        t->data_span = kid(n, 0)->span;
        t->posts = kid(n, 1) ? kid(n, 1)->text : S("");
        break;
    case NODE_CHANGE: check_change(c, n, found); break;
    case NODE_GONE: check_gone(c, n, found); break;
    case NODE_SETTING: check_setting(c, n, found); break;
    case NODE_UNTIL:
        only_one(c, t->until >= 0, n, S("至"));
        t->until = find_stage(c, n, n->text);
        break;
    case NODE_EXPECT: *PUSH(c->a, &found->expects) = check_expect(c, n); break;
    case NODE_SHEET: check_sheet(c, n, found); break;
    default: break;
    }
}

static void errors_alone(Checker *c, const Test *t)
{
    for (size_t i = 0; i < t->expect_count && t->expect_count > 1; i++)
        if (t->expects[i].kind == EXPECT_ERROR) {
            diag_add(c->d, E0503, c->source, t->expects[i].span, NO_ARGS);
            return;
        }
}

static Test check_test(Checker *c, const Node *n)
{
    Test t = {.name = n->text, .span = n->span, .line = line_of(c, n->span), .until = -1};
    Found found = {0};
    const Node *steps = kid(n, 0);
    for (size_t i = 0; i < steps->kid_count; i++)
        check_step(c, kid(steps, i), &t, &found);
    t.changes = found.changes.at;
    t.change_count = found.changes.len;
    t.settings = found.settings.at;
    t.setting_count = found.settings.len;
    t.sheets = found.sheets.at;
    t.sheet_count = found.sheets.len;
    t.expects = found.expects.at;
    t.expect_count = found.expects.len;
    if (!t.data.len && !t.sheet_count)
        diag_add(c->d, E0501, c->source, n->span, NO_ARGS);
    if (t.data.len && t.sheet_count)
        diag_label(diag_add(c->d, E0502, c->source, t.sheets[0].span, ARGS(S("数据"))), t.data_span, S(""));
    if (!t.expect_count)
        diag_add(c->d, W0501, c->source, n->span, NO_ARGS);
    errors_alone(c, &t);
    return t;
}

void check_tests(Checker *c)
{
    uint32_t exprs = c->expr_count; /* constants of tests are no part of the program */
    ARRAY(Test) tests = {0};
    c->stage = (int)c->stages.len - 1;
    for (size_t i = 0; i < c->declarations->kid_count; i++) {
        const Node *n = kid(c->declarations, i);
        if (n->kind != NODE_TEST)
            continue;
        for (size_t k = 0; k < tests.len; k++)
            if (str_eq(tests.at[k].name, n->text)) {
                diag_label(diag_add(c->d, E0504, c->source, n->span, ARGS(n->text, number_shown(c, num_int(tests.at[k].line)))), tests.at[k].span, S(""));
                break;
            }
        Test t = check_test(c, n);
        *PUSH(c->a, &tests) = t;
    }
    c->expr_count = exprs;
    c->program->tests = tests.at;
    c->program->test_count = tests.len;
}
