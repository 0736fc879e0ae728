#include "runtime/coverage.h"

/* Also what is left out: 参数 in a test may put a bound elsewhere. */
static void see(CoverPoint *p, Face face)
{
    if ((p->faces & (1U << face)) || p->beyond[face])
        p->seen |= 1U << face;
}

/* The point of an expression with this item; NULL: it is none. */
static CoverPoint *point_of(const Coverage *c, const Expr *x, PointKind kind, int item)
{
    if (x->id >= c->program->expr_count || c->of_expr[x->id] < 0)
        return NULL;
    for (size_t i = (size_t)c->of_expr[x->id]; i < c->count && c->points[i].expr == x; i++)
        if (c->points[i].kind == kind && c->points[i].item == item)
            return &c->points[i];
    return NULL;
}

void cover_side(Coverage *c, const Expr *x, int side)
{
    CoverPoint *p = point_of(c, x, POINT_THRESHOLD, -1);
    if (p)
        see(p, side < 0 ? FACE_BELOW : side > 0 ? FACE_ABOVE : FACE_AT);
}

void cover_truth(Coverage *c, const Expr *x, int truth)
{
    CoverPoint *p = point_of(c, x, POINT_ATOM, -1);
    if (p && truth >= 0)
        see(p, truth ? FACE_TRUE : FACE_FALSE);
}

void cover_row(Coverage *c, const Expr *map, size_t row, const Num *value)
{
    CoverPoint *p = point_of(c, map, POINT_ROW, (int)row);
    const MapRow *r = &map->rows[row];
    if (!p)
        return;
    see(p, FACE_USED);
    if (value && r->has_low && num_cmp(*value, r->low) == 0)
        see(p, FACE_LOW_END);
    if (value && r->has_high && num_cmp(*value, r->high) == 0)
        see(p, FACE_HIGH_END);
}

void cover_stage(Coverage *c, uint32_t stage, int truth)
{
    for (size_t i = 0; i < c->count && truth >= 0; i++)
        if (!c->points[i].clause && c->points[i].kind == POINT_CLAUSE && c->points[i].stage == (int)stage)
            see(&c->points[i], truth ? FACE_TRUE : FACE_FALSE);
}

void cover_clause(Coverage *c, const Clause *clause, PointKind kind, int item, Face face)
{
    for (int32_t i = c->of_clause[clause->index]; i >= 0 && (size_t)i < c->count && c->points[i].clause == clause; i++)
        if (c->points[i].kind == kind && c->points[i].item == item)
            see(&c->points[i], face);
}

void cover_line(Coverage *c, const Clause *clause, size_t people, size_t places, bool tied)
{
    cover_clause(c, clause, POINT_LINE, -1, people < places ? FACE_FEWER : people > places ? FACE_MORE : FACE_AS_MANY);
    if (tied)
        cover_clause(c, clause, POINT_LINE, -1, FACE_TIE);
}

void cover_watch(Coverage *c, Sighting s)
{
    if (c->watching)
        *PUSH(c->a, &c->sightings) = s;
}

void coverage_add(Coverage *to, const Coverage *from)
{
    if (to->count != from->count)
        BUG("coverage of two procedures");
    for (size_t i = 0; i < to->count; i++)
        to->points[i].seen |= from->points[i].seen;
}

static size_t bits(uint32_t set)
{
    size_t n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

CoverageCount coverage_count(const Coverage *c)
{
    CoverageCount count = {0};
    for (size_t i = 0; i < c->count; i++) {
        count.seen += bits(c->points[i].seen & c->points[i].faces);
        count.total += bits(c->points[i].faces);
    }
    return count;
}
