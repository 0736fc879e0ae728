#include "runtime/notes.h"

#include <stdlib.h>

typedef struct {
    Arena *a;
    const Program *p;
    ARRAY(Assumed) assumed;
    ARRAY(Doubted) doubted;
} Notebook;

static void add_notes(Notebook *b, Str where, const Notes *notes)
{
    for (size_t i = 0; i < notes->assumption_count; i++)
        *PUSH(b->a, &b->assumed) = (Assumed){.where = where, .assumption = &notes->assumptions[i]};
    for (size_t i = 0; i < notes->doubt_count; i++)
        *PUSH(b->a, &b->doubted) = (Doubted){where, &notes->doubts[i]};
}

static Str joined(Arena *a, Str x, const char *between, Str y)
{
    Text t = text_new(a);
    text_add(&t, x);
    text_addz(&t, between);
    text_add(&t, y);
    return text_str(&t);
}

static int by_line(const void *a, const void *b)
{
    uint32_t x = ((const Assumed *)a)->assumption->line, y = ((const Assumed *)b)->assumption->line;
    return (x > y) - (x < y);
}

static int by_doubt_line(const void *a, const void *b)
{
    uint32_t x = ((const Doubted *)a)->doubt->line, y = ((const Doubted *)b)->doubt->line;
    return (x > y) - (x < y);
}

static void collect_notes(Notebook *b)
{
    const Program *p = b->p;
    add_notes(b, p->name, &p->notes);
    for (size_t i = 0; i < p->scale_count; i++)
        add_notes(b, p->scales[i].name, &p->scales[i].notes);
    for (size_t i = 0; i < p->param_count; i++)
        add_notes(b, joined(b->a, S("参数"), " ", p->params[i].name), &p->params[i].notes);
    for (size_t i = 0; i < p->post_field_count; i++)
        add_notes(b, joined(b->a, p->post_noun, ".", p->posts[i].name), &p->posts[i].notes);
    for (size_t i = 0; i < p->field_count; i++)
        add_notes(b, joined(b->a, p->person_noun, ".", p->fields[i].name), &p->fields[i].notes);
    for (size_t i = 0; i < p->entry_field_count; i++)
        add_notes(b, joined(b->a, S("参选"), ".", p->entries[i].name), &p->entries[i].notes);
    for (size_t i = 0; i < p->table_count; i++) {
        add_notes(b, joined(b->a, S("表"), " ", p->tables[i].name), &p->tables[i].notes);
        for (size_t k = 0; k < p->tables[i].column_count; k++)
            add_notes(b, joined(b->a, p->tables[i].name, ".", p->tables[i].columns[k].name), &p->tables[i].columns[k].notes);
    }
    for (size_t s = 0; s < p->stage_count; s++) {
        const Stage *stage = &p->stages[s];
        add_notes(b, stage->name, &stage->notes);
        for (size_t i = stage->first; i < stage->first + stage->count; i++) {
            const Clause *c = &p->clauses[i];
            Str what = c->kind == CLAUSE_FIGURE ? c->name : str_from(clause_words[c->kind][LANG_ZH]);
            add_notes(b, joined(b->a, stage->name, "/", what), &c->notes);
        }
    }
    if (b->assumed.len)
        qsort(b->assumed.at, b->assumed.len, sizeof(Assumed), by_line);
    if (b->doubted.len)
        qsort(b->doubted.at, b->doubted.len, sizeof(Doubted), by_doubt_line);
}

ProgramNotes program_notes(Arena *a, const Program *p)
{
    Notebook b = {.a = a, .p = p};
    collect_notes(&b);
    return (ProgramNotes){b.assumed.at, b.assumed.len, b.doubted.at, b.doubted.len};
}
