#include "runtime/svg.h"

#include "lang/utf8.h"
#include "runtime/wording.h"

const char *const who_classes[] = {"w0", "w1", "w2", "w3"};
const char *const party_classes[] = {"p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"};

/* ---- elements ---- */

void svg_open(Html *h, const char *classes, int width, int height, Str title, Str desc)
{
    Text box = text_new(h->out->arena);
    text_format(&box, S("0 0 {0} {1}"), (const Str[]){int_str(h->out->arena, width), int_str(h->out->arena, height)}, 2);
    long long first = h->last_id + 1;
    h->last_id += 2;
    bool alone = !h->depth;
    html_class(h, "svg", classes);
    if (alone)
        html_attrz(h, "xmlns", "http://www.w3.org/2000/svg");
    html_attr(h, "viewBox", text_str(&box));
    html_attr_int(h, "width", width);
    html_attr_int(h, "height", height);
    html_attrz(h, "role", "img");
    html_attr_ids(h, "aria-labelledby", first, first + 1);
    html_open(h, "title");
    html_attr_ids(h, "id", first, 0);
    html_text(h, title);
    html_close(h);
    html_open(h, "desc");
    html_attr_ids(h, "id", first + 1, 0);
    html_text(h, desc);
    html_close(h);
}

void svg_rect(Html *h, const char *classes, int x, int y, int width, int height)
{
    html_class(h, "rect", classes);
    html_attr_int(h, "x", x);
    html_attr_int(h, "y", y);
    html_attr_int(h, "width", width);
    html_attr_int(h, "height", height);
    html_close(h);
}

void svg_line(Html *h, const char *classes, int x1, int y1, int x2, int y2)
{
    html_class(h, "line", classes);
    html_attr_int(h, "x1", x1);
    html_attr_int(h, "y1", y1);
    html_attr_int(h, "x2", x2);
    html_attr_int(h, "y2", y2);
    html_close(h);
}

void svg_words(Html *h, const char *classes, int x, int y, Anchor anchor, Str s)
{
    static const char *const anchors[] = {NULL, "middle", "end"};
    html_class(h, "text", classes);
    html_attr_int(h, "x", x);
    html_attr_int(h, "y", y);
    if (anchor != AT_START)
        html_attrz(h, "text-anchor", anchors[anchor]);
    html_text(h, s);
    html_close(h);
}

static int wide_of(Str s, int size) { return (int)utf8_cells(s) * size * 29 / 50; }

/* As much of s as fits into `cells`, with … where something is left out. */
static Str trimmed(Html *h, Str s, size_t cells)
{
    if (utf8_cells(s) <= cells)
        return s;
    size_t at = 0, next = 0;
    uint32_t c;
    while (at < s.len && (next = utf8_decode(s, at, &c)) && utf8_cells(str_cut(s, 0, at + next)) + 2 <= cells)
        at += next;
    Text t = text_new(h->out->arena);
    text_add(&t, str_cut(s, 0, at));
    text_addz(&t, "…");
    return text_str(&t);
}

/* Words that may be too long for their place: the whole stands in a <title>. */
static void words_within(Html *h, const char *classes, int x, int y, Anchor anchor, Str s, size_t cells)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    Str shown = trimmed(h, s, cells);
    html_class(h, "text", classes);
    html_attr_int(h, "x", x);
    html_attr_int(h, "y", y);
    html_attrz(h, "text-anchor", anchors[anchor]);
    if (shown.len != s.len || shown.at != s.at)
        html_leaf(h, "title", NULL, s);
    html_text(h, shown);
    html_close(h);
}

static const char *two_classes(Html *h, const char *one, const char *two)
{
    Text t = text_new(h->out->arena);
    text_addz(&t, one);
    text_char(&t, ' ');
    text_addz(&t, two);
    text_char(&t, '\0');
    return text_str(&t).at;
}

static const char *ink_class(Html *h, const char *lead, Ink ink)
{
    Text t = text_new(h->out->arena);
    text_addz(&t, lead);
    text_addz(&t, " e");
    text_int(&t, (long long)ink.hue);
    text_addz(&t, " v");
    text_int(&t, (long long)ink.shade);
    text_char(&t, '\0');
    return text_str(&t).at;
}

/* `width` times x / full, rounded; 0 for what is negative, at most `width`. */
static int length_of(Html *h, Num x, Num full, int width)
{
    Arena *a = h->out->arena;
    int64_t n = 0;
    if (num_sign(x) <= 0 || num_sign(full) <= 0)
        return 0;
    if (num_cmp(x, full) >= 0)
        return width;
    num_to_int64(num_round(a, num_mul(a, num_div(a, x, full), num_int(width)), 0, ROUND_HALF_UP), &n);
    return (int)n;
}

static Str minus_people(Html *h, int64_t n)
{
    Text t = text_new(h->out->arena);
    if (n)
        say_with(&t, h->language, "−{0} 人", "−{0}", WITH(int_str(h->out->arena, n)));
    return text_str(&t);
}

/* ---- the funnel ---- */

typedef struct { int width, middle, half, bar, row, line, why_x; size_t why_cells, name_cells; } FunnelShape;

static const FunnelShape wide_funnel = {560, 250, 84, 24, 40, 16, 560, 32, 24};
static const FunnelShape narrow_funnel = {340, 170, 110, 22, 54, 17, 340, 54, 34};

static int funnel_row_height(const FunnelShape *f, bool narrow, size_t whys)
{
    int lines = (int)whys;
    return narrow ? f->row + lines * f->line : f->row + (lines > 1 ? (lines - 1) * f->line + 8 : lines ? 8 : 0);
}

static int half_of(Html *h, const FunnelChart *c, const FunnelShape *f, int64_t n)
{
    int half = c->entered ? length_of(h, num_int(n), num_int(c->entered), f->half) : 0;
    return n && half < 2 ? 2 : half;
}

static void flow(Html *h, const FunnelChart *c, const FunnelShape *f, int from, int top, int to, int bottom)
{
    if (bottom <= top)
        return;
    const int xy[] = {f->middle - from, top, f->middle + from, top, f->middle + to, bottom, f->middle - to, bottom};
    Text points = text_new(h->out->arena);
    for (size_t i = 0; i < sizeof xy / sizeof *xy; i++) {
        if (i)
            text_char(&points, i % 2 ? ',' : ' ');
        text_int(&points, xy[i]);
    }
    html_class(h, "polygon", two_classes(h, "flow", party_classes[c->party % SVG_PARTIES]));
    html_attr(h, "points", text_str(&points));
    html_close(h);
}

static void funnel_bar(Html *h, const FunnelChart *c, const FunnelShape *f, int y, int64_t n, bool people_decide)
{
    int half = half_of(h, c, f, n);
    Str number = int_str(h->out->arena, n);
    const char *party = party_classes[c->party % SVG_PARTIES];
    bool inside = !people_decide && 2 * half > wide_of(number, 16) + 6;
    if (people_decide) {
        html_class(h, "rect", two_classes(h, "hatch", party));
        html_attr_int(h, "x", f->middle - half);
        html_attr_int(h, "y", y);
        html_attr_int(h, "width", 2 * half);
        html_attr_int(h, "height", f->bar);
        html_attrz(h, "fill", c->party == 0 ? "url(#hatch0)" : c->party == 1 ? "url(#hatch1)" : "url(#hatch2)");
        html_close(h);
    } else {
        svg_rect(h, two_classes(h, "bar", party), f->middle - half, y, 2 * half, f->bar);
    }
    if (inside)
        svg_words(h, "num inv", f->middle, y + f->bar - 7, AT_MIDDLE, number);
    else
        svg_words(h, "num", f->middle + half + 6, y + f->bar - 7, AT_START, number);
}

static void funnel_words(Html *h, const FunnelShape *f, bool narrow, int y, const FunnelStep *s)
{
    if (narrow) {
        words_within(h, "name", 0, y + 16, AT_START, s->name, f->name_cells);
        svg_words(h, "lost", f->width, y + 16, AT_END, minus_people(h, s->lost));
        for (size_t i = 0; i < s->why_count; i++)
            words_within(h, "small", f->middle, y + f->row + (int)i * f->line + 10, AT_MIDDLE, s->why[i], f->why_cells);
        return;
    }
    words_within(h, "name", 0, y + f->bar - 7, AT_START, s->name, f->name_cells);
    if (s->people_decide)
        svg_words(h, "small", 0, y + f->bar + 9, AT_START, h->language == LANG_ZH ? S("由人决定") : S("people decide"));
    svg_words(h, "lost", f->why_x, y + 12, AT_END, minus_people(h, s->lost));
    for (size_t i = 0; i < s->why_count; i++)
        words_within(h, "small", f->why_x, y + 28 + (int)i * f->line, AT_END, s->why[i], f->why_cells);
}

void svg_funnel(Html *h, const FunnelChart *c, bool narrow)
{
    const FunnelShape *f = narrow ? &narrow_funnel : &wide_funnel;
    int height = narrow ? f->row : f->row;
    int lead = narrow ? 22 : 0; /* the name stands above the bar */
    for (size_t i = 0; i < c->step_count; i++)
        height += funnel_row_height(f, narrow, c->steps[i].why_count);
    svg_open(h, narrow ? "chart funnel narrow" : "chart funnel wide", f->width, height, c->title, c->desc);
    int y = 0, from = half_of(h, c, f, c->entered), bottom = lead + f->bar;
    FunnelStep first = {.name = c->all};
    funnel_words(h, f, narrow, 0, &first);
    funnel_bar(h, c, f, lead, c->entered, false);
    y += f->row;
    for (size_t i = 0; i < c->step_count; i++) {
        const FunnelStep *s = &c->steps[i];
        int to = half_of(h, c, f, s->left);
        if (!narrow)
            flow(h, c, f, from, bottom, to, y);
        funnel_words(h, f, narrow, y, s);
        funnel_bar(h, c, f, y + lead, s->left, s->people_decide);
        from = to;
        bottom = y + lead + f->bar;
        y += funnel_row_height(f, narrow, s->why_count);
    }
    html_close(h);
}

/* ---- weights ---- */

static Str percent(Html *h, const WeightPart *p)
{
    Text t = text_new(h->out->arena);
    num_decimal(&t, num_mul(h->out->arena, p->share, num_int(100)), 1);
    text_addz(&t, p->exact ? "%" : "%?");
    return text_str(&t);
}

void svg_weights(Html *h, const WeightChart *c)
{
    enum { WIDTH = 440, BAR = 26, HEIGHT = 62 };
    int x = 0, free_at[2] = {0, 0};
    Num so_far = num_int(0);
    svg_open(h, "chart weights", WIDTH, HEIGHT, c->title, c->desc);
    for (size_t i = 0; i < c->part_count; i++) {
        const WeightPart *p = &c->parts[i];
        Str number = percent(h, p);
        so_far = num_add(h->out->arena, so_far, p->share);
        int end = length_of(h, so_far, num_int(1), WIDTH), width = end - x;
        if (width > 1)
            svg_rect(h, ink_class(h, p->exact ? "seg" : "seg unsure", p->ink), x, 0, width - 1, BAR);
        if (wide_of(number, 14) <= width)
            svg_words(h, ink_class(h, "in", p->ink), x + width / 2, 18, AT_MIDDLE, number);
        int needed = wide_of(p->name, 13), row = free_at[0] <= x ? 0 : 1, left = x;
        if (left + needed > WIDTH)
            left = WIDTH - needed;
        if (left < free_at[row])
            row = !row;
        if (needed <= WIDTH && left >= free_at[row]) { /* otherwise the list below the chart has it */
            svg_words(h, "small", left < 0 ? 0 : left, BAR + 15 + row * 16, AT_START, p->name);
            free_at[row] = left + needed + 6;
        }
        x = end;
    }
    if (x < WIDTH)
        svg_rect(h, "rest", x, 0, WIDTH - x, BAR);
    html_close(h);
}

/* ---- what scores are made of ---- */

enum { SCORE_WIDTH = 460, SCORE_X = 112, SCORE_BAR = 284, SCORE_ROW = 26 };

static void score_pieces(Html *h, const ScoreChart *c, const ScoreRow *r, int y)
{
    int x = SCORE_X;
    Num so_far = num_int(0);
    svg_rect(h, "rest", SCORE_X, y + 3, SCORE_BAR, SCORE_ROW - 6);
    for (size_t i = 0; i < r->piece_count; i++) {
        const ScorePiece *p = &r->pieces[i];
        if (!p->known || num_sign(p->points) <= 0)
            continue;
        so_far = num_add(h->out->arena, so_far, p->points);
        int end = SCORE_X + length_of(h, so_far, c->full, SCORE_BAR);
        Text number = text_new(h->out->arena);
        num_decimal(&number, num_round(h->out->arena, p->points, 1, ROUND_HALF_UP), 1);
        if (end - x > 1) {
            html_class(h, "rect", ink_class(h, "seg", p->ink));
            html_attr_int(h, "x", x);
            html_attr_int(h, "y", y + 3);
            html_attr_int(h, "width", end - x - 1);
            html_attr_int(h, "height", SCORE_ROW - 6);
            html_leaf(h, "title", NULL, p->name);
            html_close(h);
        }
        if (wide_of(text_str(&number), 12) <= end - x)
            svg_words(h, ink_class(h, "in tiny", p->ink), x + (end - x) / 2, y + 17, AT_MIDDLE, text_str(&number));
        x = end;
    }
}

static void score_person(Html *h, const ScoreChart *c, const ScoreRow *r, int y)
{
    html_class(h, "g", two_classes(h, r->in ? "row" : "row out", who_classes[r->who]));
    html_attr(h, "data-p", r->person);
    html_attr_int(h, "data-party", (long long)c->party);
    html_attr_int(h, "data-rank", r->rank);
    html_attr(h, "data-score", r->exact);
    svg_rect(h, "hit", 0, y, SCORE_WIDTH, SCORE_ROW);
    svg_words(h, "rank", 22, y + 18, AT_END, int_str(h->out->arena, r->rank));
    words_within(h, "id", 32, y + 18, AT_START, r->text, 11);
    score_pieces(h, c, r, y);
    svg_words(h, "total", SCORE_WIDTH, y + 18, AT_END, r->total);
    html_close(h);
}

void svg_scores(Html *h, const ScoreChart *c)
{
    int y = 0;
    svg_open(h, "chart scores", SCORE_WIDTH, (int)c->row_count * SCORE_ROW + 2, c->title, c->desc);
    for (size_t i = 0; i < c->row_count; i++, y += SCORE_ROW) {
        const ScoreRow *r = &c->rows[i];
        switch (r->kind) {
        case SCORE_PERSON: score_person(h, c, r, y); break;
        case SCORE_HEAD: words_within(h, "head", 0, y + 18, AT_START, r->text, 60); break;
        case SCORE_SKIP: svg_words(h, "small", SCORE_X, y + 17, AT_START, r->text); break;
        case SCORE_CUT:
            svg_line(h, "cut", 0, y + SCORE_ROW / 2, SCORE_X - 6, y + SCORE_ROW / 2);
            words_within(h, "cut-words", SCORE_X, y + 17, AT_START, r->text, 38);
            svg_line(h, "cut", SCORE_X + 6 + wide_of(trimmed(h, r->text, 38), 12), y + SCORE_ROW / 2, SCORE_WIDTH, y + SCORE_ROW / 2);
            break;
        }
    }
    html_close(h);
}

/* ---- ranks side by side ---- */

enum { SLOPE_WIDTH = 720, SLOPE_LEFT = 256, SLOPE_RIGHT = 464, SLOPE_ROW = 20, SLOPE_TOP = 30 };

static void slope_line(Html *h, const SlopeItem *item, int y1, int y2, bool dashed)
{
    const int middle = (SLOPE_LEFT + SLOPE_RIGHT) / 2;
    const int xy[] = {SLOPE_LEFT + 8, y1, middle, y1, middle, y2, SLOPE_RIGHT - 8, y2};
    Text d = text_new(h->out->arena);
    for (size_t i = 0; i < sizeof xy / sizeof *xy; i++) {
        text_addz(&d, i == 0 ? "M" : i == 2 ? "C" : " ");
        text_int(&d, xy[i]);
    }
    html_class(h, "path", two_classes(h, dashed ? "slope dashed" : "slope", who_classes[item->who]));
    html_attr(h, "data-p", item->person);
    html_attr(h, "d", text_str(&d));
    html_close(h);
}

static void slope_label(Html *h, const SlopeItem *s, int y, unsigned side, int id_width)
{
    int base = y + 4;
    Anchor towards = side ? AT_START : AT_END;
    int x = side ? SLOPE_RIGHT : SLOPE_LEFT, way = side ? 1 : -1;
    html_class(h, "g", two_classes(h, s->chosen ? "lab in" : "lab", who_classes[s->who]));
    html_attr(h, "data-p", s->person);
    html_attr_int(h, "data-party", (long long)side);
    if (s->kind == SLOPE_PERSON)
        html_attr_int(h, "data-rank", s->rank);
    svg_rect(h, "hit", side ? SLOPE_RIGHT : 0, y - SLOPE_ROW / 2, side ? SLOPE_WIDTH - SLOPE_RIGHT : SLOPE_LEFT, SLOPE_ROW);
    if (s->kind == SLOPE_PERSON) {
        svg_words(h, "rank", x + way * 26, base, side ? AT_END : AT_START, int_str(h->out->arena, s->rank));
        words_within(h, "id", x + way * 36, base, towards, s->text, 15);
        svg_words(h, "score", x + way * (50 + id_width), base, towards, s->score);
    } else {
        words_within(h, "id", x + way * 4, base, towards, s->text, 15);
        words_within(h, "why", x + way * (16 + wide_of(trimmed(h, s->text, 15), 13)), base, towards, s->why,
                     (size_t)(236 - wide_of(trimmed(h, s->text, 15), 13)) / 7);
    }
    html_close(h);
}

static void slope_side(Html *h, const SlopeChart *c, unsigned side)
{
    words_within(h, two_classes(h, "head", party_classes[side]), side ? SLOPE_RIGHT : SLOPE_LEFT, 15, side ? AT_START : AT_END,
                 c->heads[side], 34);
    int id_width = 0;
    for (size_t i = 0; i < c->item_counts[side]; i++) {
        const SlopeItem *s = &c->items[side][i];
        if (s->kind == SLOPE_PERSON && wide_of(trimmed(h, s->text, 15), 13) > id_width)
            id_width = wide_of(trimmed(h, s->text, 15), 13);
    }
    for (size_t i = 0; i < c->item_counts[side]; i++) {
        const SlopeItem *s = &c->items[side][i];
        int y = SLOPE_TOP + (int)i * SLOPE_ROW + SLOPE_ROW / 2;
        switch (s->kind) {
        case SLOPE_PERSON:
        case SLOPE_OUT: slope_label(h, s, y, side, id_width); break;
        case SLOPE_HEAD:
        case SLOPE_SKIP:
            words_within(h, "group", side ? SLOPE_RIGHT + 4 : SLOPE_LEFT - 4, y + 4, side ? AT_START : AT_END, s->text, 38);
            break;
        case SLOPE_CUT:
            svg_line(h, "cut", side ? SLOPE_RIGHT - 4 : 0, y, side ? SLOPE_WIDTH : SLOPE_LEFT + 4, y);
            html_class(h, "g", "cut-label");
            words_within(h, "cut-words", side ? SLOPE_WIDTH : 0, y - 4, side ? AT_END : AT_START, s->text, 38);
            html_close(h);
            break;
        }
    }
}

void svg_slope(Html *h, const SlopeChart *c)
{
    Arena *a = h->out->arena;
    size_t most = c->item_counts[0] > c->item_counts[1] ? c->item_counts[0] : c->item_counts[1];
    size_t *right = NEW_ARRAY(a, size_t, c->key_count + 1); /* 1 + place, 0: not on that side */
    for (size_t i = 0; i < c->item_counts[1]; i++)
        if (c->items[1][i].kind == SLOPE_PERSON || c->items[1][i].kind == SLOPE_OUT)
            right[c->items[1][i].key] = i + 1;
    svg_open(h, "chart slopes", SLOPE_WIDTH, SLOPE_TOP + (int)most * SLOPE_ROW + 4, c->title, c->desc);
    for (unsigned pass = 0; pass < 2; pass++) /* those who matter lie on top */
        for (size_t i = 0; i < c->item_counts[0]; i++) {
            const SlopeItem *s = &c->items[0][i];
            if ((s->kind != SLOPE_PERSON && s->kind != SLOPE_OUT) || !right[s->key] || (s->who != WHO_NEITHER) != (pass == 1))
                continue;
            size_t to = right[s->key] - 1;
            slope_line(h, s, SLOPE_TOP + (int)i * SLOPE_ROW + SLOPE_ROW / 2, SLOPE_TOP + (int)to * SLOPE_ROW + SLOPE_ROW / 2,
                       s->kind == SLOPE_OUT || c->items[1][to].kind == SLOPE_OUT);
        }
    slope_side(h, c, 0);
    slope_side(h, c, 1);
    html_close(h);
}
