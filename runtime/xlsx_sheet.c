/* xlsx_sheet.c - the XML of one sheet.  Only cells with content make anything, so that a sheet of a million empty styled
 * rows costs its reading alone; what the sheet says of its own size is not looked at. */
#include "lang/limits.h"
#include "runtime/xlsx_parts.h"

typedef enum { VALUE_NUMBER, VALUE_SHARED, VALUE_INLINE, VALUE_TEXT, VALUE_YESNO, VALUE_ERROR, VALUE_ISO_DATE } ValueKind;

typedef struct {
    Workbook *w;
    Str name;
    SheetFill fill;
    ARRAY(Area) merged;
    bool in_data, in_cell, in_value, in_formula, in_inline;
    bool broken;
    uint32_t row, column;         /* of the cell being read */
    uint32_t next_row, next_column; /* where one without a place of its own stands */
    ValueKind kind;
    uint32_t style;
    bool has_formula;
    Gather inlined;               /* inline text */
    Text value, formula;
} Reading;

static void damaged(Xml *x, Reading *r, Str what)
{
    if (!r->broken)
        diag_add(x->d, E0616, x->file, (Span){0}, ARGS(r->name, cell_name(x->a, r->row, r->column), what));
    r->broken = true;
    xml_stop(x);
}

static bool value_kind(Str t, ValueKind *out)
{
    static const struct { Str name; ValueKind kind; } kinds[] = {
        {{"", 0}, VALUE_NUMBER}, {{"n", 1}, VALUE_NUMBER}, {{"s", 1}, VALUE_SHARED}, {{"str", 3}, VALUE_TEXT},
        {{"inlineStr", 9}, VALUE_INLINE}, {{"b", 1}, VALUE_YESNO}, {{"e", 1}, VALUE_ERROR}, {{"d", 1}, VALUE_ISO_DATE}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(t, kinds[i].name)) {
            *out = kinds[i].kind;
            return true;
        }
    return false;
}

static void start_row(Xml *x, Reading *r, const char **attributes)
{
    Str place = xml_attribute(attributes, "r");
    uint32_t row = 0;
    r->row = r->next_row;
    r->column = r->next_column = 0;
    if (place.len && (!xml_count(place, LIMIT_ROWS, &row) || row == 0))
        damaged(x, r, place);
    else if (place.len)
        r->row = row - 1;
    r->next_row = r->row + 1;
}

static void start_cell(Xml *x, Reading *r, const char **attributes)
{
    Str place = xml_attribute(attributes, "r"), type = xml_attribute(attributes, "t"), style = xml_attribute(attributes, "s");
    r->column = r->next_column;
    r->in_cell = true;
    r->has_formula = false;
    r->style = 0;
    r->value.len = r->formula.len = 0;
    if (place.len && !read_reference(place, &r->row, &r->column))
        damaged(x, r, place);
    else if (!value_kind(type, &r->kind))
        damaged(x, r, type);
    else if (style.len && !xml_count(style, UINT32_MAX, &r->style))
        damaged(x, r, style);
    r->next_column = r->column + 1;
}

static void start_merged(Xml *x, Reading *r, const char **attributes)
{
    Area area;
    if (r->merged.len >= LIMIT_MERGED) {
        diag_add(x->d, E0617, x->file, (Span){0}, ARGS(S("<mergeCell>"), number_str(x->a, LIMIT_MERGED)));
        xml_stop(x);
    } else if (read_area(xml_attribute(attributes, "ref"), &area)) {
        *PUSH(x->a, &r->merged) = area;
    }
}

static void start(Xml *x, Str element, const char **attributes)
{
    Reading *r = x->context;
    if (r->in_cell) {
        r->in_value = str_eq(element, S("v"));
        r->in_formula = str_eq(element, S("f"));
        r->has_formula |= r->in_formula;
        r->in_inline |= str_eq(element, S("is"));
        if (r->in_inline)
            gather_start(&r->inlined, element);
    } else if (str_eq(element, S("sheetData"))) {
        r->in_data = true;
    } else if (r->in_data && str_eq(element, S("row"))) {
        start_row(x, r, attributes);
    } else if (r->in_data && str_eq(element, S("c"))) {
        start_cell(x, r, attributes);
    } else if (str_eq(element, S("mergeCell"))) {
        start_merged(x, r, attributes);
    }
}

static void text(Xml *x, Str piece)
{
    Reading *r = x->context;
    if (r->in_inline)
        gather_text(&r->inlined, piece);
    else if (r->in_value && r->value.len <= LIMIT_CELL_BYTES)
        text_add(&r->value, piece);
    else if (r->in_formula && r->formula.len <= LIMIT_CELL_BYTES)
        text_add(&r->formula, piece);
}

static void put(Xml *x, Reading *r, CellKind kind, Str s)
{
    if (s.len > LIMIT_CELL_BYTES) {
        diag_add(x->d, E0620, x->file, (Span){0}, ARGS(r->name, cell_name(x->a, r->row, r->column), number_str(x->a, LIMIT_CELL_BYTES)));
        r->broken = true;
        xml_stop(x);
        return;
    }
    sheet_put(&r->fill, (Cell){.row = r->row, .column = r->column, .kind = kind, .text = s});
}

/* 2009-06-01 or 2009-06-01T00:00:00: what programs write that keep dates as text. */
static void put_iso_date(Xml *x, Reading *r, Str s)
{
    static const char form[] = "dddd-dd-dd";
    bool is_date = s.len >= 10;
    for (size_t i = 0; i < 10 && is_date; i++)
        is_date = form[i] == 'd' ? s.at[i] >= '0' && s.at[i] <= '9' : s.at[i] == form[i];
    if (!is_date)
        damaged(x, r, s);
    else if (s.len == 10 || str_eq(str_cut(s, 10, s.len), S("T00:00:00")) || str_eq(str_cut(s, 10, s.len), S("T00:00:00Z")))
        put(x, r, CELL_DATE, str_cut(s, 0, 10));
    else
        put(x, r, CELL_TEXT, s);
}

static void put_value(Xml *x, Reading *r, Str s)
{
    static const NumberFormat plain;
    Workbook *w = r->w;
    uint32_t index = 0;
    switch (r->kind) {
    case VALUE_NUMBER: {
        const size_t before = diags_count(w->d, LEVEL_ERROR);
        put_number(w, &r->fill, r->name, r->row, r->column, s, r->style < w->formats.len ? &w->formats.at[r->style] : &plain);
        r->broken |= diags_count(w->d, LEVEL_ERROR) > before;
        break;
    }
    case VALUE_SHARED:
        if (!xml_count(s, UINT32_MAX, &index) || index >= w->texts.len)
            damaged(x, r, s);
        else
            put(x, r, CELL_TEXT, cell_disarmed(w->texts.at[index]));
        break;
    case VALUE_INLINE:
    case VALUE_TEXT: put(x, r, CELL_TEXT, cell_disarmed(s)); break;
    case VALUE_YESNO:
        if (!xml_true(s) && !str_eq(s, S("0")) && !str_eq(s, S("false")))
            damaged(x, r, s);
        else
            put(x, r, xml_true(s) ? CELL_YES : CELL_NO, xml_true(s) ? S("TRUE") : S("FALSE"));
        break;
    case VALUE_ERROR: put(x, r, CELL_BROKEN, s); break;
    case VALUE_ISO_DATE: put_iso_date(x, r, s); break;
    }
}

static void end_cell(Xml *x, Reading *r)
{
    Workbook *w = r->w;
    r->in_cell = false;
    /* Only a text may be a formula's empty result. */
    if (r->has_formula && r->value.len == 0 && r->kind != VALUE_TEXT && r->kind != VALUE_INLINE) {
        Text shown = text_new(w->a);
        text_char(&shown, '=');
        text_add(&shown, text_str(&r->formula));
        diag_add(w->d, W0601, w->file, (Span){0}, ARGS(r->name, cell_name(w->a, r->row, r->column)));
        put(x, r, CELL_BROKEN, cell_text(w->a, text_str(&shown)));
        return;
    }
    Str s;
    if (r->kind == VALUE_INLINE) {
        s = gather_take(w->a, &r->inlined);
    } else if (r->kind == VALUE_TEXT) {
        r->inlined.wanted = true;
        gather_text(&r->inlined, text_str(&r->value));
        s = gather_take(w->a, &r->inlined);
    } else {
        s = cell_text(w->a, arena_str(w->a, text_str(&r->value)));
    }
    if (s.len)
        put_value(x, r, s);
}

static void end(Xml *x, Str element)
{
    Reading *r = x->context;
    if (!r->in_cell) {
        r->in_data &= !str_eq(element, S("sheetData"));
        return;
    }
    r->in_value = r->in_formula = false;
    if (r->in_inline)
        gather_end(&r->inlined, element);
    if (str_eq(element, S("is")))
        r->in_inline = false;
    if (str_eq(element, S("c"))) {
        r->in_inline = false;
        end_cell(x, r);
    }
    if (r->fill.too_large && !r->broken) {
        r->broken = true;
        limit_message(x->d, x->file, (Span){0});
        xml_stop(x);
    }
}

bool read_sheet(Workbook *w, Str name, Str part, Sheet *out)
{
    static const XmlHandlers handlers = {start, end, text};
    Reading r = {.w = w, .name = name, .fill = sheet_fill(w->a, LIMIT_CELLS - w->cells), .inlined.text = text_new(w->a),
                 .value = text_new(w->a), .formula = text_new(w->a)};
    if (!package_xml(w->package, part, &handlers, &r) || r.broken)
        return false;
    const Cell *twice = NULL;
    *out = sheet_filled(&r.fill, name, &twice);
    if (twice) {
        diag_add(w->d, E0616, w->file, (Span){0}, ARGS(name, cell_name(w->a, twice->row, twice->column), twice->text));
        return false;
    }
    if (r.merged.len) {
        if (!spread_merged(w, &r.fill, name, r.merged.at, r.merged.len)) {
            limit_message(w->d, w->file, (Span){0});
            return false;
        }
        *out = sheet_filled(&r.fill, name, &twice);
        if (twice) {
            diag_add(w->d, E0616, w->file, (Span){0}, ARGS(name, cell_name(w->a, twice->row, twice->column), S("mergeCell")));
            return false;
        }
    }
    w->cells += out->count;
    return true;
}
