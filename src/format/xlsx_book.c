#include "format/xlsx_book.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"

enum { RELATIONS_LIMIT = LIMIT_SHEET_PARTS };

/* "…/relationships/worksheet" → a part; outside: a place that is none of ours. */
struct relation {
    const char *id, *type, *target;
    bool outside;
};

struct relations {
    struct ctx *cx;
    struct relation *rows;
    size_t count, room;
};

static void ignore_close(void *into, const char *name)
{
    (void)into, (void)name;
}

static const char *kept(struct ctx *cx, const char *text)
{
    return text ? arena_copy(cx->arena, text) : "";
}

static void relation_take(void *into, const char *name, const char **attributes)
{
    struct relations *relations = into;
    struct ctx *cx = relations->cx;

    if (strcmp(name, "Relationship") != 0)
        return;
    if (relations->count == RELATIONS_LIMIT) {
        (void)fail(cx, FAULT_INPUT, "XLSX-TAILLE", "parts",
                   arena_format(cx->arena, "%zu", relations->count + 1), "limit",
                   arena_format(cx->arena, "%d", RELATIONS_LIMIT), NULL);
        return;
    }
    if (relations->count == relations->room)
        relations->rows =
            arena_grow(cx->arena, relations->rows, &relations->room, sizeof *relations->rows);
    const char *mode = xml_attribute(attributes, "TargetMode");
    relations->rows[relations->count++] = (struct relation){
        .id = kept(cx, xml_attribute(attributes, "Id")),
        .type = kept(cx, xml_attribute(attributes, "Type")),
        .target = kept(cx, xml_attribute(attributes, "Target")),
        .outside = mode && strcmp(mode, "External") == 0,
    };
}

static bool relations_read(struct ctx *cx, struct archive *archive, const char *part,
                           struct relations *relations)
{
    const struct xml_handler handler = { relation_take, ignore_close, NULL, NULL, NULL };
    int entry = archive_find(archive, part);

    *relations = (struct relations){ .cx = cx };
    return entry == ARCHIVE_NONE || xml_part_read(cx, archive, entry, &handler, relations);
}

static const struct relation *by_type(const struct relations *relations, const char *type)
{
    for (size_t i = 0; i < relations->count; i++)
        if (str_ends(relations->rows[i].type, type) && !relations->rows[i].outside)
            return &relations->rows[i];
    return NULL;
}

static const struct relation *by_id(const struct relations *relations, const char *id)
{
    for (size_t i = 0; i < relations->count; i++)
        if (strcmp(relations->rows[i].id, id) == 0)
            return &relations->rows[i];
    return NULL;
}

/* A target from the folder of the part that names it; "/…" begins at the root. */
static int target_find(struct arena *arena, const struct archive *archive, const char *from,
                       const char *target)
{
    const char *slash = strrchr(from, '/');
    int folder = slash ? (int)(slash - from) : 0;

    if (*target == '/')
        return archive_find(archive, target + 1);
    for (; str_starts(target, "./"); target += 2)
        continue;
    while (str_starts(target, "../")) {
        while (folder > 0 && from[--folder] != '/')
            continue;
        target += 3;
    }
    return archive_find(archive,
                        folder > 0 ? arena_format(arena, "%.*s/%s", folder, from, target) : target);
}

struct book_reading {
    struct ctx *cx;
    struct xlsx_book *book;
    const char **ids; /* of the sheets' relations */
    size_t room;
};

static bool is_true(const char *text)
{
    return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static void sheet_add(struct book_reading *reading, const char **attributes)
{
    struct xlsx_book *book = reading->book;
    struct ctx *cx = reading->cx;
    const char *state = xml_attribute(attributes, "state");

    if (book->count == LIMIT_SHEETS) {
        (void)fail(cx, FAULT_INPUT, "XLSX-TAILLE", "sheets", "1", "limit",
                   arena_format(cx->arena, "%d", LIMIT_SHEETS), NULL);
        return;
    }
    bool hidden = state && (strcmp(state, "hidden") == 0 || strcmp(state, "veryHidden") == 0);
    reading->ids[book->count] = kept(cx, xml_attribute(attributes, ":id"));
    book->sheets[book->count++] = (struct xlsx_sheet){
        .name = kept(cx, xml_attribute(attributes, "name")),
        .state = hidden ? kept(cx, state) : "visible",
    };
}

static void book_take(void *into, const char *name, const char **attributes)
{
    struct book_reading *reading = into;

    if (strcmp(name, "workbookPr") == 0 && xml_attribute(attributes, "date1904"))
        reading->book->from_1904 = is_true(xml_attribute(attributes, "date1904"));
    else if (strcmp(name, "sheet") == 0)
        sheet_add(reading, attributes);
}

/* The folder's "_rels/NAME.rels" beside a part. */
static const char *relations_name(struct arena *arena, const char *part)
{
    const char *slash = strrchr(part, '/');
    int folder = slash ? (int)(slash + 1 - part) : 0;

    return arena_format(arena, "%.*s_rels/%s.rels", folder, part, part + folder);
}

static bool no_book(struct ctx *cx, const struct archive *archive)
{
    const char *kind = archive_has(archive, "xl/workbook.bin")       ? "xlsb"
        : archive_find(archive, "word/document.xml") != ARCHIVE_NONE ? "docx"
        : archive_find(archive, "mimetype") != ARCHIVE_NONE          ? "ods"
                                                                     : NULL;

    return fail(cx, FAULT_INPUT, "XLSX-FORMAT", "nobook", "1", kind ? "content" : NULL, kind, NULL);
}

static bool book_find(struct ctx *cx, const struct archive *archive,
                      const struct relations *relations, int *entry)
{
    const struct relation *main = by_type(relations, "/officeDocument");

    *entry = main ? target_find(cx->arena, archive, "", main->target) : ARCHIVE_NONE;
    if (*entry == ARCHIVE_NONE)
        *entry = archive_find(archive, "xl/workbook.xml");
    if (*entry != ARCHIVE_NONE && str_ends(archive_name(archive, *entry), ".bin"))
        *entry = ARCHIVE_NONE;
    return *entry != ARCHIVE_NONE || no_book(cx, archive);
}

static int part_of(struct ctx *cx, const struct archive *archive, const char *book,
                   const struct relation *relation)
{
    return relation && !relation->outside ? target_find(cx->arena, archive, book, relation->target)
                                          : ARCHIVE_NONE;
}

static void parts_find(struct book_reading *reading, const struct archive *archive,
                       const char *book, const struct relations *relations,
                       struct xlsx_parts *parts)
{
    struct ctx *cx = reading->cx;

    parts->strings = part_of(cx, archive, book, by_type(relations, "/sharedStrings"));
    parts->styles = part_of(cx, archive, book, by_type(relations, "/styles"));
    parts->sheets = arena_new(cx->arena, int, reading->book->count + 1);
    for (size_t i = 0; i < reading->book->count; i++) {
        const struct relation *relation = by_id(relations, reading->ids[i]);
        bool cells = !relation || str_ends(relation->type, "/worksheet");
        parts->sheets[i] = cells ? part_of(cx, archive, book, relation) : ARCHIVE_NONE;
        reading->book->sheets[i].cells = cells;
    }
}

bool xlsx_book_read(struct ctx *cx, struct archive *archive, struct xlsx_book *book,
                    struct xlsx_parts *parts)
{
    const struct xml_handler handler = { book_take, ignore_close, NULL, NULL, NULL };
    struct book_reading reading = {
        .cx = cx,
        .book = book,
        .ids = arena_new(cx->arena, const char *, LIMIT_SHEETS),
    };
    struct relations relations;
    int entry;

    *book = (struct xlsx_book){ .merged = "" };
    book->sheets = arena_new(cx->arena, struct xlsx_sheet, LIMIT_SHEETS);
    /* Nothing here asks what the types of the parts are; a type of document in it is no workbook.
     */
    if (!relations_read(cx, archive, "[Content_Types].xml", &relations)
        || !relations_read(cx, archive, "_rels/.rels", &relations)
        || !book_find(cx, archive, &relations, &entry)
        || !xml_part_read(cx, archive, entry, &handler, &reading))
        return false;
    const char *name = archive_name(archive, entry);
    if (!relations_read(cx, archive, relations_name(cx->arena, name), &relations))
        return false;
    parts_find(&reading, archive, name, &relations, parts);
    book->macros = archive_has(archive, "vbaProject.bin");
    return true;
}
