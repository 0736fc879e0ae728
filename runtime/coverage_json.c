#include "runtime/coverage.h"

#include "runtime/json_out.h"

static const char *kind_name(PointKind kind)
{
    static const char *const names[] = {
        [POINT_CLAUSE] = "clause", [POINT_THRESHOLD] = "threshold", [POINT_ATOM] = "condition", [POINT_ROW] = "row",
        [POINT_LINE] = "line",     [POINT_KEY] = "key",             [POINT_LIST] = "list",      [POINT_RANK] = "rank",
        [POINT_OUTCOME] = "outcome", [POINT_SEATS] = "seats",       [POINT_DUTY] = "duty",      [POINT_CHOICE] = "choice",
        [POINT_RESERVE] = "reserve"};
    return names[kind];
}

static void json_face(Writer *w, const Coverage *c, const CoverPoint *p, Face face, Language language)
{
    bool counts = p->faces & (1U << face);
    if (!counts && !p->beyond[face])
        return;
    Text t = text_new(w->out->arena);
    face_words(c, p, face, language, &t);
    json_item(w);
    json_str(w, "face", str_from(face_keys[face]));
    json_str(w, "text", text_str(&t));
    json_member(w, "seen");
    text_addz(w->out, p->seen & (1U << face) ? "true" : "false");
    json_optional(w, "left_out", counts ? S("") : str_from(beyond_keys[p->beyond[face]]));
    json_close(w, '}');
}

static void json_point(Writer *w, const Coverage *c, const CoverPoint *p, Language language)
{
    const Stage *stage = &c->program->stages[p->stage];
    json_item(w);
    json_str(w, "stage", stage->name);
    json_whole(w, "clause", p->clause ? (int64_t)(p->clause->index - stage->first + 1) : -1);
    json_int(w, "line", point_line(c, p));
    json_str(w, "kind", str_from(kind_name(p->kind)));
    json_list(w, "faces");
    for (Face face = 0; face < FACES; face++)
        json_face(w, c, p, face, language);
    json_close(w, ']');
    json_close(w, '}');
}

void coverage_json(const CoveredFile *files, size_t n, Language language, Text *out)
{
    Writer w = {.words = language, .out = out, .first = true};
    json_open(&w, '{');
    json_str(&w, "schema", S("xuan.coverage/1"));
    json_list(&w, "files");
    for (size_t f = 0; f < n; f++) {
        const Coverage *c = files[f].coverage;
        CoverageCount count = c ? coverage_count(c) : (CoverageCount){0};
        json_item(&w);
        json_str(&w, "file", files[f].file);
        json_int(&w, "passed", (long long)files[f].passed);
        json_int(&w, "failed", (long long)files[f].failed);
        json_int(&w, "seen", (long long)count.seen);
        json_int(&w, "total", (long long)count.total);
        json_list(&w, "points");
        for (size_t i = 0; c && i < c->count; i++)
            json_point(&w, c, &c->points[i], language);
        json_close(&w, ']');
        json_close(&w, '}');
    }
    json_close(&w, ']');
    json_close(&w, '}');
    text_char(out, '\n');
}
