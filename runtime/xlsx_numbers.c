/* xlsx_numbers.c - the formulas that stand for numbers are taken out of the sheets. */
#include "runtime/xlsx_numbers.h"

#include <zip.h>

#include "lang/text.h"

#define PLACEHOLDER " t=\"str\"><f>0</f>"

static Str without_placeholders(Arena *a, Str xml)
{
    Text t = text_new(a);
    Str mark = S(PLACEHOLDER);
    for (size_t i = 0; i < xml.len;) {
        if (xml.at[i] == ' ' && xml.len - i >= mark.len && memcmp(xml.at + i, mark.at, mark.len) == 0) {
            text_char(&t, '>');
            i += mark.len;
        } else {
            text_char(&t, xml.at[i++]);
        }
    }
    return text_str(&t);
}

static bool is_worksheet(const char *name)
{
    return name && strncmp(name, "xl/worksheets/sheet", 19) == 0;
}

static bool replace_sheet(Arena *a, zip_t *archive, zip_uint64_t index)
{
    enum { DAY = 0x21, LEVEL = 6 }; /* 1980-01-01; the usual effort, for the highest takes four times as long */
    zip_stat_t stat;
    if (zip_stat_index(archive, index, 0, &stat) != 0)
        return false;
    char *bytes = NEW_ARRAY(a, char, stat.size);
    zip_file_t *file = zip_fopen_index(archive, index, 0);
    bool good = file && zip_fread(file, bytes, stat.size) == (zip_int64_t)stat.size;
    if (file)
        zip_fclose(file);
    Str xml = good ? without_placeholders(a, (Str){bytes, stat.size}) : S("");
    zip_source_t *source = good ? zip_source_buffer(archive, xml.at, xml.len, 0) : NULL;
    if (!source || zip_file_replace(archive, index, source, 0) != 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(archive, index, ZIP_CM_DEFLATE, LEVEL) == 0 && zip_file_set_dostime(archive, index, 0, DAY, 0) == 0;
}

static bool read_back(Arena *a, zip_source_t *source, Str *out)
{
    zip_stat_t stat;
    if (zip_source_open(source) != 0)
        return false;
    bool good = zip_source_stat(source, &stat) == 0;
    char *bytes = good ? NEW_ARRAY(a, char, stat.size) : NULL;
    good = good && zip_source_read(source, bytes, stat.size) == (zip_int64_t)stat.size;
    zip_source_close(source);
    *out = (Str){bytes, good ? stat.size : 0};
    return good;
}

bool xlsx_numbers(Arena *a, Str bytes, Str *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.at, bytes.len, 0, &error);
    if (!source)
        return false;
    zip_source_keep(source);
    zip_t *archive = zip_open_from_source(source, 0, &error);
    bool good = archive != NULL;
    for (zip_int64_t i = 0; good && i < zip_get_num_entries(archive, 0); i++)
        if (is_worksheet(zip_get_name(archive, (zip_uint64_t)i, 0)))
            good = replace_sheet(a, archive, (zip_uint64_t)i);
    if (archive && !good)
        zip_discard(archive);
    else if (archive)
        good = zip_close(archive) == 0;
    good = good && read_back(a, source, out);
    zip_source_free(source);
    zip_error_fini(&error);
    return good;
}
