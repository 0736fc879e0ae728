/* read_ids.c - rows in the order of their ids. */
#include <stdlib.h>

#include "runtime/reader.h"

enum { KEY_BYTES = 8 };

/* The bytes of an id behind what all ids begin with, as a number. */
typedef struct {
    uint64_t key;
    uint32_t row;
} Keyed;

static size_t common_start(const Str *ids, size_t count)
{
    Str first = {0};
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (!ids[i].len)
            continue;
        if (!first.at) {
            first = ids[i];
            n = first.len;
        }
        n = n < ids[i].len ? n : ids[i].len;
        while (n > 0 && memcmp(ids[i].at, first.at, n) != 0)
            n--;
    }
    return n;
}

static uint64_t key_of(Str id, size_t from)
{
    uint64_t key = 0;
    for (size_t i = from; i < from + KEY_BYTES; i++)
        key = key << 8 | (i < id.len ? (unsigned char)id.at[i] : 0);
    return key;
}

/* By one byte of the key after the other, the lowest first; what is equal stays in its order. */
static Keyed *sort_keys(Keyed *at, Keyed *other, size_t count)
{
    for (unsigned shift = 0; shift < 8 * KEY_BYTES; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < count; i++)
            starts[(at[i].key >> shift & 0xFF) + 1]++;
        if (count == 0 || starts[(at[0].key >> shift & 0xFF) + 1] == count)
            continue; /* all have the same */
        for (size_t b = 1; b < 257; b++)
            starts[b] += starts[b - 1];
        for (size_t i = 0; i < count; i++)
            other[starts[at[i].key >> shift & 0xFF]++] = at[i];
        Keyed *swap = at;
        at = other;
        other = swap;
    }
    return at;
}

static int compare_named(const void *x, const void *y)
{
    const Named *a = x, *b = y;
    int c = str_cmp(a->id, b->id);
    return c ? c : (a->row > b->row) - (a->row < b->row);
}

/* Ids whose keys are equal go on differently, or are the same. */
static void sort_rest(Arena *scratch, const Str *ids, uint32_t *order, size_t count)
{
    Named *named = NEW_ARRAY(scratch, Named, count);
    for (size_t i = 0; i < count; i++)
        named[i] = (Named){ids[order[i]], order[i]};
    qsort(named, count, sizeof *named, compare_named);
    for (size_t i = 0; i < count; i++)
        order[i] = named[i].row;
}

static bool rise(const Str *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!ids[i].len || (i > 0 && str_cmp(ids[i - 1], ids[i]) >= 0))
            return false;
    return true;
}

size_t order_ids(const Str *ids, size_t count, uint32_t *order)
{
    size_t n = 0;
    if (rise(ids, count)) { /* as lists mostly do */
        for (; n < count; n++)
            order[n] = (uint32_t)n;
        return n;
    }
    Arena *scratch = arena_new();
    Keyed *keyed = NEW_ARRAY(scratch, Keyed, count), *other = NEW_ARRAY(scratch, Keyed, count);
    size_t start = common_start(ids, count);
    for (size_t i = 0; i < count; i++)
        if (ids[i].len)
            keyed[n++] = (Keyed){key_of(ids[i], start), (uint32_t)i};
    keyed = sort_keys(keyed, other, n);
    for (size_t i = 0; i < n; i++)
        order[i] = keyed[i].row;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && keyed[end].key == keyed[i].key;)
            end++;
        if (end > i + 1)
            sort_rest(scratch, ids, order + i, end - i);
    }
    arena_free(scratch);
    return n;
}
