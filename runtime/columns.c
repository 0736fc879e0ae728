#include "runtime/columns.h"

#include "lang/utf8.h"
#include "runtime/reader.h"

static const Type text_type = {.kind = TYPE_TEXT, .scale = -1};
static const Type date_type = {.kind = TYPE_DATE, .scale = -1};
static const Type yesno_type = {.kind = TYPE_YESNO, .scale = -1};
static const Type post_type = {.kind = TYPE_POST, .scale = -1};
static const Type person_type = {.kind = TYPE_PERSON, .scale = -1};
static const Type names_type = {.kind = TYPE_LIST, .scale = -1, .element = &text_type};

typedef struct {
    Arena *a;
    const Program *p;
    ARRAY(DataSheet) sheets;
    ARRAY(DataSlot) slots; /* of the sheet being made */
    bool *field_counts, *entry_counts, *vote_counts; /* [index * COUNTS_STORED + count]: the rules read it */
    bool lots;
} Maker;

/* ---- which counts the rules read ---- */

static void note_reads(Maker *m, const Expr *e)
{
    if (!e)
        return;
    if (e->op == OP_COUNTS && e->kid_count > 0 && e->index < COUNTS_STORED) {
        const Expr *of = e->kids[0];
        bool *counts = of->op == OP_FIELD ? m->field_counts : of->op == OP_ENTRY_FIELD ? m->entry_counts : of->op == OP_VOTE ? m->vote_counts : NULL;
        if (counts)
            counts[(size_t)of->index * COUNTS_STORED + (size_t)e->index] = true;
    }
    for (size_t i = 0; i < e->kid_count; i++)
        note_reads(m, e->kids[i]);
}

static void note_all_reads(Maker *m)
{
    const Program *p = m->p;
    m->field_counts = NEW_ARRAY(m->a, bool, (p->field_count + 1) * COUNTS_STORED);
    m->entry_counts = NEW_ARRAY(m->a, bool, (p->entry_field_count + 1) * COUNTS_STORED);
    m->vote_counts = NEW_ARRAY(m->a, bool, (p->clause_count + 1) * COUNTS_STORED);
    for (size_t i = 0; i < p->clause_count; i++) {
        const Clause *c = &p->clauses[i];
        const Expr *read[] = {c->expr, c->at_least, c->order, c->capacity, c->reserve_when};
        for (size_t k = 0; k < sizeof read / sizeof *read; k++)
            note_reads(m, read[k]);
        for (size_t k = 0; k < c->key_count; k++)
            note_reads(m, c->keys[k].value);
        m->lots = m->lots || c->ties == TIES_LOTS;
    }
    for (size_t i = 0; i < p->stage_count; i++) {
        note_reads(m, p->stages[i].when);
        note_reads(m, p->stages[i].seats);
    }
}

/* ---- names that are different ---- */

bool is_notes_sheet(Str name) { return name.len >= 6 && memcmp(name.at, "说明", 6) == 0; }

static bool same_letters(Str a, Str b) /* a spreadsheet takes A1 and a1 for the same name */
{
    for (size_t i = 0; a.len == b.len && i < a.len; i++) {
        char x = a.at[i], y = b.at[i];
        x = x >= 'A' && x <= 'Z' ? (char)(x + 32) : x;
        y = y >= 'A' && y <= 'Z' ? (char)(y + 32) : y;
        if (x != y)
            return false;
    }
    return a.len == b.len;
}

static bool sheet_taken(const Maker *m, Str name)
{
    static const char *const reserved[] = {"职位", "人选", "参选", "退出", "其他"};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (str_eq(name, str_from(reserved[i])) && m->sheets.len > 0)
            return true;
    for (size_t i = 0; i < m->sheets.len; i++)
        if (same_letters(name, m->sheets.at[i].name))
            return true;
    return is_notes_sheet(name) || str_eq(name, S("History"));
}

/* At most 31 UTF-16 units, less what follows, and none of []:*?/\ nor ' at an end. */
static Str fit_name(Arena *a, Str name, size_t most)
{
    Text t = text_new(a);
    size_t units = 0;
    for (size_t i = 0; i < name.len;) {
        uint32_t c = 0;
        size_t n = utf8_decode(name, i, &c);
        n = n ? n : 1;
        units += c > 0xFFFF ? 2 : 1;
        if (units > most)
            break;
        if (n == 1 && (memchr("[]:*?/\\'", name.at[i], 8) || (unsigned char)name.at[i] < ' '))
            text_char(&t, '_');
        else
            text_add(&t, str_cut(name, i, i + n));
        i += n;
    }
    return text_str(&t);
}

static Str sheet_name(Maker *m, const char *prefix, Str name)
{
    enum { MOST = 31 };
    Str fitting = fit_name(m->a, name, MOST);
    if (!sheet_taken(m, fitting))
        return fitting;
    Text longer = text_new(m->a);
    text_addz(&longer, prefix);
    text_char(&longer, ' ');
    text_add(&longer, name);
    fitting = fit_name(m->a, text_str(&longer), MOST);
    for (int n = 2; sheet_taken(m, fitting); n++) {
        Text numbered = text_new(m->a);
        text_add(&numbered, fit_name(m->a, text_str(&longer), MOST - 5));
        text_char(&numbered, ' ');
        text_int(&numbered, n);
        fitting = text_str(&numbered);
    }
    return fitting;
}

static bool heading_taken(const Maker *m, Str heading)
{
    for (size_t i = 0; i < m->slots.len; i++)
        if (str_eq(m->slots.at[i].heading, heading))
            return true;
    return false;
}

/* A field may be called 编号, too: it gets a number behind it. */
static DataSlot *add_slot(Maker *m, SlotRole role, Str heading, Str key, const Type *type)
{
    Str name = heading;
    for (int n = 2; heading_taken(m, name); n++) {
        Text numbered = text_new(m->a);
        text_add(&numbered, heading);
        text_addz(&numbered, "（");
        text_int(&numbered, n);
        text_addz(&numbered, "）");
        name = text_str(&numbered);
    }
    DataSlot *slot = PUSH(m->a, &m->slots);
    *slot = (DataSlot){.role = role, .heading = name, .key = key, .type = type, .offered = true, .count = -1};
    return slot;
}

static DataSheet *end_sheet(Maker *m, SheetKind kind, Str name, bool offered)
{
    DataSheet *sheet = PUSH(m->a, &m->sheets);
    *sheet = (DataSheet){.kind = kind, .name = name, .offered = offered, .stage = -1, .slots = m->slots.at, .slot_count = m->slots.len};
    m->slots.at = NULL;
    m->slots.len = m->slots.cap = 0;
    return sheet;
}

/* ---- the sheets ---- */

static void offer_counts(DataSlot *slot, const bool *read, bool own)
{
    int base = slot->type->base;
    slot->counts[COUNT_AYES] = slot->counts[COUNT_NOES] = slot->counts[COUNT_ABSTAINED] = true;
    for (int i = 0; i < COUNTS_STORED; i++) {
        bool asked = (read && read[i]) || i == base || (base == COUNT_FORMAL && (i == COUNT_RETURNED || i == COUNT_SPOILT));
        slot->counts[i] = slot->counts[i] || (asked && own);
    }
}

static void add_fields(Maker *m, const Field *fields, size_t count, const bool *counts)
{
    for (size_t i = 0; i < count; i++) {
        const Field *field = &fields[i];
        DataSlot *slot = add_slot(m, SLOT_FIELD, field->name, field->key, &field->type);
        slot->field = field;
        slot->needed = !field->optional && !field->when && field->type.kind != TYPE_BALLOT;
        if (field->type.kind == TYPE_BALLOT)
            offer_counts(slot, counts ? counts + i * COUNTS_STORED : NULL, true);
    }
}

/* A field of the candidate need not be written again in the rows that name him. */
static const Field *own_field(const Program *p, const Expr *by)
{
    TypeKind kind = by->type.kind;
    bool word = kind == TYPE_POST || kind == TYPE_GRADE || kind == TYPE_TEXT;
    return by->op == OP_FIELD && word ? &p->fields[by->index] : NULL;
}

static void add_keys(Maker *m, const Stage *stage, bool people)
{
    for (size_t i = 0; i < stage->by_count; i++) {
        Str name = key_shown(m->p, stage->by[i]);
        DataSlot *slot = add_slot(m, SLOT_KEY, name, name, &stage->by[i]->type);
        slot->of_person = people ? own_field(m->p, stage->by[i]) : NULL;
        slot->needed = !slot->of_person;
    }
}

static void add_count(Maker *m, BallotCount count, bool offered)
{
    DataSlot *slot = add_slot(m, SLOT_COUNT, str_from(count_words[count][LANG_ZH]), str_from(count_words[count][LANG_EN]), &whole_type);
    slot->count = (int)count;
    slot->of_group = true;
    slot->offered = offered;
}

static const Clause *clause_of(const Program *p, const Stage *stage, ClauseKind kind)
{
    for (size_t i = stage->first; i < stage->first + stage->count; i++)
        if (p->clauses[i].kind == kind)
            return &p->clauses[i];
    return NULL;
}

static void record_sheet(Maker *m, size_t index)
{
    static const BallotCount own[] = {COUNT_ENTITLED, COUNT_PRESENT, COUNT_ISSUED, COUNT_RETURNED, COUNT_SPOILT};
    const Stage *stage = &m->p->stages[index];
    const Clause *vote = clause_of(m->p, stage, CLAUSE_VOTE), *explain = clause_of(m->p, stage, CLAUSE_EXPLAIN);
    const Clause *picked = stage->advance && stage->advance->picked ? stage->advance : NULL;
    bool decides = false;
    add_keys(m, stage, true);
    DataSlot *slot = add_slot(m, SLOT_MEETING, S("会议"), S("meeting"), &text_type);
    slot->of_group = true;
    slot->offered = vote != NULL;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        add_count(m, own[i], vote != NULL);
    add_slot(m, SLOT_PERSON, S("编号"), S(""), &person_type)->needed = true;
    if (vote) {
        slot = add_slot(m, SLOT_VOTE, vote->name, S("votes"), &vote->type);
        slot->clause = vote;
        offer_counts(slot, m->vote_counts + vote->index * COUNTS_STORED, false);
    }
    for (size_t i = stage->first; i < stage->first + stage->count; i++) {
        const Clause *c = &m->p->clauses[i];
        if (c->kind != CLAUSE_DECISION)
            continue;
        add_slot(m, SLOT_DECISION, c->name, c->key, &c->type)->clause = c;
        decides = true;
    }
    if (picked)
        add_slot(m, SLOT_CHOSEN, S("列入"), S("chosen"), &yesno_type)->clause = picked;
    slot = add_slot(m, SLOT_REASON, S("理由"), S("reasons"), &text_type);
    slot->clause = explain;
    slot->offered = explain != NULL;
    end_sheet(m, SHEET_RECORD, sheet_name(m, "阶段", stage->name), vote || picked || explain || decides)->stage = (int)index;
}

static void paper_slots(Maker *m, bool by_post)
{
    add_slot(m, SLOT_PAPER, S("票号"), S(""), &text_type)->needed = by_post;
    add_slot(m, SLOT_VOTER, S("投票人"), S("voter"), &text_type)->needed = true;
    add_slot(m, SLOT_CLASS, S("类别"), S("class"), &text_type);
    if (by_post)
        add_slot(m, SLOT_BALLOT_POST, S("职位"), S(""), &text_type)->needed = true;
    add_slot(m, SLOT_AYES, S("赞成"), S("ayes"), &names_type);
    add_slot(m, SLOT_NOES, S("反对"), S("noes"), &names_type);
}

static Str papers_name(Maker *m, Str of)
{
    Text t = text_new(m->a);
    text_addz(&t, "选票 ");
    text_add(&t, of);
    return sheet_name(m, "逐张", text_str(&t));
}

/* Papers are a second way to give counts, so a blank template has them only where the rules speak of single papers. */
static void ballot_sheets(Maker *m, const Field *fields, size_t count, bool of_entry)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].type.kind != TYPE_BALLOT)
            continue;
        add_count(m, COUNT_ENTITLED, true);
        add_count(m, COUNT_PRESENT, true);
        add_count(m, COUNT_ISSUED, true);
        paper_slots(m, of_entry);
        DataSheet *sheet = end_sheet(m, SHEET_PAPERS, papers_name(m, fields[i].name), fields[i].type.names > 0);
        sheet->ballot = &fields[i];
        sheet->by_post = of_entry;
    }
}

static void vote_paper_sheets(Maker *m)
{
    for (size_t i = 0; i < m->p->stage_count; i++) {
        const Clause *vote = clause_of(m->p, &m->p->stages[i], CLAUSE_VOTE);
        if (!vote)
            continue;
        add_keys(m, &m->p->stages[i], false);
        paper_slots(m, false);
        end_sheet(m, SHEET_PAPERS, papers_name(m, vote->name), vote->type.names > 0)->stage = (int)i;
    }
}

static void withdrawn_sheet(Maker *m)
{
    static const Str times[] = {{"之前", 6}, {"之后", 6}};
    const Program *p = m->p;
    Str *stages = NEW_ARRAY(m->a, Str, p->stage_count);
    for (size_t i = 0; i < p->stage_count; i++)
        stages[i] = p->stages[i].name;
    add_slot(m, SLOT_PERSON, S("编号"), S("candidate"), &person_type)->needed = true;
    if (p->entry_field_count > 0)
        add_slot(m, SLOT_POST, S("职位"), S("post"), &post_type);
    DataSlot *slot = add_slot(m, SLOT_STAGE, S("阶段"), S(""), &text_type);
    slot->needed = true;
    slot->choices = stages;
    slot->choice_count = p->stage_count;
    slot = add_slot(m, SLOT_WHEN, S("时间"), S(""), &text_type);
    slot->choices = times;
    slot->choice_count = 2;
    add_slot(m, SLOT_WHY, S("原因"), S("why"), &text_type);
    end_sheet(m, SHEET_WITHDRAWN, S("退出"), true);
}

const DataForm *data_form(Arena *a, const Program *p)
{
    Maker m = {.a = a, .p = p};
    bool dated = false;
    note_all_reads(&m);
    for (size_t i = 0; i < p->param_count; i++)
        dated = dated || p->params[i].dated_count > 0;
    add_slot(&m, SLOT_ID, S("编号"), S("id"), &text_type)->needed = true;
    add_fields(&m, p->posts, p->post_field_count, NULL);
    end_sheet(&m, SHEET_POSTS, S("职位"), p->post_field_count > 0);
    add_slot(&m, SLOT_ID, S("编号"), S("id"), &text_type)->needed = true;
    add_slot(&m, SLOT_NAME, S("姓名"), S("name"), &text_type);
    add_fields(&m, p->fields, p->field_count, m.field_counts);
    end_sheet(&m, SHEET_PEOPLE, S("人选"), true);
    if (p->entry_field_count > 0) {
        add_slot(&m, SLOT_PERSON, S("编号"), S("candidate"), &person_type)->needed = true;
        add_fields(&m, p->entries, p->entry_field_count, m.entry_counts);
        end_sheet(&m, SHEET_ENTRIES, S("参选"), true);
    }
    for (size_t i = 0; i < p->table_count; i++) {
        add_fields(&m, p->tables[i].columns, p->tables[i].column_count, NULL);
        end_sheet(&m, SHEET_TABLE, sheet_name(&m, "表", p->tables[i].name), true)->table = &p->tables[i];
    }
    for (size_t i = 0; i < p->stage_count; i++)
        record_sheet(&m, i);
    ballot_sheets(&m, p->fields, p->field_count, false);
    ballot_sheets(&m, p->entries, p->entry_field_count, true);
    vote_paper_sheets(&m);
    withdrawn_sheet(&m);
    add_slot(&m, SLOT_DATE, S("日期"), S("date"), &date_type)->offered = dated;
    add_slot(&m, SLOT_SEED, S("抽签种子"), S("seed"), &text_type)->offered = m.lots;
    end_sheet(&m, SHEET_GENERAL, S("其他"), dated || m.lots);
    DataForm *form = NEW(a, DataForm);
    *form = (DataForm){.program = p, .sheets = m.sheets.at, .sheet_count = m.sheets.len};
    return form;
}

const DataSheet *data_sheet(const DataForm *form, SheetKind kind)
{
    for (size_t i = 0; i < form->sheet_count; i++)
        if (form->sheets[i].kind == kind)
            return &form->sheets[i];
    return NULL;
}

const DataSlot *sheet_slot(const DataSheet *sheet, SlotRole role)
{
    for (size_t i = 0; i < sheet->slot_count; i++)
        if (sheet->slots[i].role == role)
            return &sheet->slots[i];
    return NULL;
}
