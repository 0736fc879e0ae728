/* pool_dump.h - a pool as text, to compare what two readers made of the same bytes. */
#ifndef TESTS_POOL_DUMP_H
#define TESTS_POOL_DUMP_H

#include "lang/diag_show.h"
#include "runtime/pool.h"

static void dump_number(Text *t, const char *name, uint64_t n)
{
    text_addz(t, name);
    text_int(t, (long long)n);
    text_char(t, ' ');
}

static void dump_cell(Text *t, const Program *p, const Column *c, size_t row)
{
    size_t width = COUNTS_STORED;
    switch (c->type->kind) {
    case TYPE_NUMBER:
    case TYPE_RATIO:
        if (c->big)
            num_exact(t, c->big[row]);
        else
            text_int(t, c->scaled[row]);
        break;
    case TYPE_YESNO:
    case TYPE_GRADE:
    case TYPE_POST:
    case TYPE_PERSON: text_int(t, c->codes[row]); break;
    case TYPE_DATE: dump_number(t, "", (uint64_t)(c->dates[row].year * 10000 + c->dates[row].month * 100 + c->dates[row].day)); break;
    case TYPE_TEXT: text_json(t, c->texts[row]); break;
    case TYPE_SURVEY:
        width = (size_t)(c->type->items > 1 ? c->type->items : 1) * (p->scales[c->type->scale].value_count + 1);
        /* fall through */
    case TYPE_BALLOT:
        for (size_t i = 0; i < width; i++)
            dump_number(t, "", c->counts[row * width + i]);
        break;
    case TYPE_LIST:
    case TYPE_PANEL:
        text_char(t, '[');
        for (uint32_t i = c->first[row]; i < c->first[row + 1]; i++) {
            text_int(t, c->element->present[i]);
            text_char(t, ':');
            if (c->element->present[i])
                dump_cell(t, p, c->element, i);
            text_char(t, ' ');
        }
        text_char(t, ']');
        break;
    case TYPE_ERROR:
    case TYPE_TABLE: break;
    }
}

static void dump_columns(Text *t, const Program *p, const char *name, const Column *columns, size_t count, size_t rows)
{
    for (size_t i = 0; i < count; i++) {
        const Column *c = &columns[i];
        text_addz(t, name);
        dump_number(t, " column ", i);
        dump_number(t, "decimals ", c->decimals);
        if (c->element)
            dump_number(t, "of elements ", c->element->decimals);
        dump_number(t, "shared ", c->shared);
        for (size_t row = 0; row < rows; row++) {
            text_addz(t, c->present[row] ? "| " : "- ");
            if (c->present[row])
                dump_cell(t, p, c, row);
        }
        text_char(t, '\n');
    }
}

static void dump_record(Text *t, const Record *r)
{
    dump_number(t, "record of stage ", r->stage);
    dump_number(t, "at ", r->span.start);
    text_add(t, r->path);
    text_add(t, r->meeting);
    for (size_t i = 0; i < r->vote_count; i++) {
        dump_number(t, "vote ", r->votes[i].row);
        for (size_t k = 0; k < COUNTS_STORED; k++)
            dump_number(t, "", r->votes[i].counts[k]);
    }
    for (size_t i = 0; i < r->chosen_count; i++)
        dump_number(t, "chosen ", r->chosen[i]);
    for (size_t i = 0; i < r->given_count; i++) {
        dump_number(t, "given ", r->given[i].row);
        dump_number(t, "", r->given[i].code);
    }
    for (size_t i = 0; i < r->name_count; i++)
        dump_number(t, "name ", r->names[i].row);
    for (size_t i = 0; i < r->reason_count; i++) {
        dump_number(t, "reason ", r->reason_rows[i]);
        text_add(t, r->reason_texts[i]);
    }
    text_char(t, '\n');
}

static void dump_pool(Text *t, const Pool *pool)
{
    const Program *p = pool->program;
    for (size_t i = 0; i < pool->person_count; i++) {
        text_json(t, pool->person_ids[i]);
        dump_number(t, " ", pool->person_spans[i].start);
        dump_number(t, "", pool->person_spans[i].end);
        dump_number(t, "", pool->person_order[i]);
        text_char(t, '\n');
    }
    for (size_t i = 0; i < pool->post_count; i++)
        text_json(t, pool->post_ids[i]);
    dump_columns(t, p, "candidates", pool->fields, p->field_count, pool->person_count);
    dump_columns(t, p, "posts", pool->posts, p->post_field_count, pool->post_count);
    if (p->entry_field_count)
        dump_columns(t, p, "entries", pool->entries, p->entry_field_count, pool->unit_count);
    for (size_t i = 0; i < p->table_count; i++)
        dump_columns(t, p, "table", pool->tables[i].columns, p->tables[i].column_count, pool->tables[i].row_count);
    for (size_t i = 0; i < pool->unit_count; i++) {
        dump_number(t, "unit ", pool->unit_person[i]);
        dump_number(t, "", pool->unit_post[i]);
        dump_number(t, "", pool->unit_order[i]);
    }
    for (size_t i = 0; i < pool->record_count; i++)
        dump_record(t, &pool->records[i]);
    for (size_t i = 0; i < pool->withdrawal_count; i++)
        dump_number(t, "withdrawn ", pool->withdrawn[i].row);
    dump_number(t, "refused ", pool->refused_count);
    dump_number(t, "date ", (uint64_t)(pool->date.year * 10000 + pool->date.month * 100 + pool->date.day));
    text_add(t, pool->seed);
    text_char(t, '\n');
}

/* The pool and every message with its picture. */
static void dump_reading(Text *t, const Pool *pool, const Diags *d)
{
    if (pool)
        dump_pool(t, pool);
    diags_show(d, LANG_ZH, false, false, t);
}

#endif
