#include "runtime/loaded.h"

const Source *nowhere(Arena *a, Str name)
{
    Source *s = NEW(a, Source);
    s->name = name;
    return s;
}

const Source *loaded(Arena *a, Str name, Str bytes, size_t most, Diags *d)
{
    Source *source = NULL;
    size_t at = 0;
    Text place = text_new(a);
    LoadStatus status = source_load(a, name, bytes, most, &source, &at);
    text_int(&place, status == LOAD_TOO_LARGE ? (long long)most : (long long)at + 1);
    const Source *file = nowhere(a, name);
    switch (status) {
    case LOAD_OK:
        if (source->from_gb18030)
            diag_add(d, W0001, file, (Span){0}, ARGS(name));
        return source;
    case LOAD_BAD_BYTES: diag_add(d, E0001, file, (Span){0}, ARGS(name, text_str(&place))); break;
    case LOAD_HAS_NUL: {
        Diag *found = diag_add(d, E0002, file, (Span){0}, ARGS(name, text_str(&place)));
        if (bytes.len >= 2 && bytes.at[0] == 'P' && bytes.at[1] == 'K')
            diag_hint(found, S("表格文件是数据：规则文件写在前面，数据文件写在后面"), S("a workbook is data: the rules come first, the data after them"));
        break;
    }
    case LOAD_TOO_LARGE: diag_add(d, E0003, file, (Span){0}, ARGS(name, text_str(&place))); break;
    }
    return NULL;
}
