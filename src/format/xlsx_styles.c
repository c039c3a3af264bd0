#include "format/xlsx_book.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

struct styles_reading {
    struct ctx *cx;
    struct xlsx_styles *styles;
    unsigned char *customs; /* by the number of a format of the workbook's own: its kind, and one */
    size_t room;
    bool in_cells; /* among the styles of cells: there are others */
};

static int64_t number_of(const char **attributes)
{
    const char *text = xml_attribute(attributes, "numFmtId");

    return text ? atoll(text) : 0;
}

static void custom_add(struct styles_reading *reading, const char **attributes)
{
    const char *code = xml_attribute(attributes, "formatCode");
    int64_t number = number_of(attributes);

    if (code && number >= 0 && number < LIMIT_SHEET_STYLES)
        reading->customs[number] = (unsigned char)(xlsx_format_read(code) + 1);
}

static enum xlsx_format format_of(const struct styles_reading *reading, int64_t number)
{
    if (number >= 0 && number < LIMIT_SHEET_STYLES && reading->customs[number] > 0)
        return (enum xlsx_format)(reading->customs[number] - 1);
    return xlsx_format_builtin(number);
}

static void style_add(struct styles_reading *reading, const char **attributes)
{
    struct xlsx_styles *styles = reading->styles;

    if (styles->count == LIMIT_SHEET_STYLES) {
        (void)fail(reading->cx, FAULT_INPUT, "XLSX-TAILLE", "styles", "1", "limit",
                   arena_format(reading->cx->arena, "%d", LIMIT_SHEET_STYLES), NULL);
        return;
    }
    if (styles->count == reading->room)
        styles->formats = arena_grow(reading->cx->arena, styles->formats, &reading->room, 1);
    styles->formats[styles->count++] = (unsigned char)format_of(reading, number_of(attributes));
}

static void open_take(void *into, const char *name, const char **attributes)
{
    struct styles_reading *reading = into;

    if (strcmp(name, "cellXfs") == 0)
        reading->in_cells = true;
    else if (strcmp(name, "numFmt") == 0)
        custom_add(reading, attributes);
    else if (reading->in_cells && strcmp(name, "xf") == 0)
        style_add(reading, attributes);
}

static void close_take(void *into, const char *name)
{
    struct styles_reading *reading = into;

    if (strcmp(name, "cellXfs") == 0)
        reading->in_cells = false;
}

bool xlsx_styles_read(struct ctx *cx, struct archive *archive, int entry,
                      struct xlsx_styles *styles)
{
    const struct xml_handler handler = { open_take, close_take, NULL, NULL, NULL };
    struct styles_reading reading = {
        .cx = cx,
        .styles = styles,
        .customs = arena_new(cx->arena, unsigned char, LIMIT_SHEET_STYLES),
    };

    *styles = (struct xlsx_styles){ 0 };
    return entry == ARCHIVE_NONE || xml_part_read(cx, archive, entry, &handler, &reading);
}
