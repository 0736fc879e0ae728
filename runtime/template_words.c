/* template_words.c - what is said of a column to whoever fills it in. */
#include "runtime/template.h"

static void bound(Text *out, bool has, Num x)
{
    if (has)
        num_decimal(out, x, 6);
}

static void range(const Type *type, Text *out)
{
    if (type == &whole_type) {
        text_addz(out, "整数");
        return;
    }
    bool both = type->has_low && type->has_high;
    text_addz(out, both ? "" : type->has_low ? "不小于 " : type->has_high ? "不大于 " : "数");
    bound(out, type->has_low, type->low);
    text_addz(out, both ? " 到 " : "");
    bound(out, type->has_high, type->high);
    text_addz(out, type->unit.len ? " " : "");
    text_add(out, type->unit);
}

static void list_words(const Str *words, size_t n, Text *out)
{
    for (size_t i = 0; i < n; i++) {
        text_addz(out, i ? " / " : "");
        text_add(out, words[i]);
    }
}

static void type_rule(const Program *p, const DataSlot *slot, const Type *type, Text *out)
{
    switch (type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO: range(type, out); return;
    case TYPE_YESNO: text_addz(out, "是 / 否"); return;
    case TYPE_DATE: text_addz(out, "日期：2009-06-01、2009-06 或 2009"); return;
    case TYPE_GRADE: list_words(p->scales[type->scale].values, p->scales[type->scale].value_count, out); return;
    case TYPE_POST: text_addz(out, "职位的编号"); return;
    case TYPE_PERSON: text_addz(out, "人选的编号"); return;
    case TYPE_TEXT:
        if (slot->choices)
            list_words(slot->choices, slot->choice_count, out);
        else
            text_addz(out, slot->role == SLOT_ID ? "编号，各不相同" : slot->role == SLOT_AYES || slot->role == SLOT_NOES ? "人选的编号" : "文字");
        return;
    case TYPE_ERROR: case TYPE_BALLOT: case TYPE_SURVEY: case TYPE_PANEL: case TYPE_LIST: case TYPE_TABLE: break;
    }
    BUG("a column holds single values");
}

static void presence(const DataSlot *slot, Text *out)
{
    if (slot->of_person)
        text_addz(out, "；写了编号的行可以空着");
    else if (slot->of_group)
        text_addz(out, "；同一组写一次");
    else if (slot->field && slot->field->when)
        text_addz(out, "；只有一部分人有");
    else if (slot->type->kind == TYPE_PANEL)
        text_addz(out, "；缺席的空着");
    else if ((slot->field && slot->field->optional) || (!slot->field && !slot->needed && slot->role != SLOT_DECISION))
        text_addz(out, "；可以空着");
}

void column_rule(const Program *p, const DataSheet *sheet, DataColumn column, Text *out)
{
    const DataSlot *slot = &sheet->slots[column.slot];
    type_rule(p, slot, column_type(sheet, column), out);
    presence(slot, out);
}

static const Notes *slot_notes(const DataSlot *slot)
{
    return slot->field ? &slot->field->notes : slot->clause ? &slot->clause->notes : NULL;
}

/* ---- which clause reads a field ---- */

static bool reads(const Expr *e, Op op, int index)
{
    if (!e)
        return false;
    if (e->op == op && e->index == index)
        return true;
    for (size_t i = 0; i < e->kid_count; i++)
        if (reads(e->kids[i], op, index))
            return true;
    return false;
}

static bool clause_reads(const Clause *c, Op op, int index)
{
    const Expr *all[] = {c->expr, c->at_least, c->order, c->capacity, c->reserve_when};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (reads(all[i], op, index))
            return true;
    for (size_t i = 0; i < c->key_count; i++)
        if (reads(c->keys[i].value, op, index))
            return true;
    return false;
}

static const Clause *first_reader(const Program *p, const DataSheet *sheet, const Field *field)
{
    const Field *fields = sheet->kind == SHEET_POSTS ? p->posts : sheet->kind == SHEET_ENTRIES ? p->entries : p->fields;
    Op op = sheet->kind == SHEET_POSTS ? OP_POST_FIELD : sheet->kind == SHEET_ENTRIES ? OP_ENTRY_FIELD : OP_FIELD;
    for (size_t i = 0; i < p->clause_count && sheet->kind != SHEET_TABLE; i++)
        if (clause_reads(&p->clauses[i], op, (int)(field - fields)))
            return &p->clauses[i];
    return NULL;
}

void column_source(const Program *p, const DataSheet *sheet, DataColumn column, Text *out)
{
    const DataSlot *slot = &sheet->slots[column.slot];
    const Notes *notes = slot_notes(slot);
    const Clause *reader = slot->field ? first_reader(p, sheet, slot->field) : slot->clause;
    if (notes && notes->cite.len > 0) {
        text_addz(out, "依据：");
        text_add(out, notes->cite);
    }
    if (!reader)
        return;
    text_addz(out, out->len ? "。" : "");
    text_addz(out, "用在阶段“");
    text_add(out, p->stages[reader->stage].name);
    text_addz(out, "”的");
    text_addz(out, clause_words[reader->kind][LANG_ZH]);
    if (reader->notes.cite.len > 0 && !(notes && str_eq(notes->cite, reader->notes.cite))) {
        text_addz(out, "（");
        text_add(out, reader->notes.cite);
        text_addz(out, "）");
    }
}

void sheet_purpose(const Program *p, const DataSheet *sheet, Text *out)
{
    switch (sheet->kind) {
    case SHEET_POSTS: text_addz(out, "每个职位一行"); return;
    case SHEET_PEOPLE: text_addz(out, "每人一行"); return;
    case SHEET_ENTRIES: text_addz(out, "一人报一个职位是一行，报几个写几行"); return;
    case SHEET_TABLE: text_addz(out, "一件事一行；没有的不填"); return;
    case SHEET_RECORD:
        text_addz(out, "阶段“");
        text_add(out, p->stages[sheet->stage].name);
        text_addz(out, "”的结果，做完这个阶段以后填；每人一行");
        return;
    case SHEET_PAPERS: text_addz(out, "逐张选票；已经数好的，把票数填在别的表里，这张不填"); return;
    case SHEET_WITHDRAWN: text_addz(out, "中途退出的人：在哪个阶段之前（或之后）退出"); return;
    case SHEET_GENERAL: text_addz(out, "只有一行：办法在哪一天适用，抽签的种子"); return;
    }
}
