#include "app/roster_take.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/fec_file.h"
#include "app/roster_model.h"
#include "base/limits.h"
#include "base/str.h"
#include "format/xlsx_write.h"
#include "view/view.h"

static bool file_open(struct ctx *cx, const char *path, int *file)
{
    *file = open(path, O_RDONLY | O_CLOEXEC);
    if (*file >= 0)
        return true;
    return fail(cx, errno == EACCES ? FAULT_DENIED : FAULT_ABSENT, "FICHIER-ABSENT", "file", path,
                "reason", strerrordesc_np(errno), NULL);
}

/* A column by its letters or its head; ROSTER_NO_COLUMN for none. */
static int column_named(struct arena *arena, const struct sheet_row *heads, const char *word)
{
    for (size_t i = 0; i < heads->count; i++) {
        bool is_head =
            strcmp(roster_fold(arena, heads->cells[i].text), roster_fold(arena, word)) == 0;
        if (is_head || strcasecmp(roster_letters(arena, (int)i), word) == 0)
            return (int)i;
    }
    return ROSTER_NO_COLUMN;
}

static bool pair_read(struct ctx *cx, const struct sheet_row *heads, const char *pair,
                      struct roster_map *map)
{
    size_t name = strcspn(pair, "=");
    enum roster_field field;
    int column = ROSTER_NO_COLUMN;
    bool is_field = roster_field_parse(arena_text(cx->arena, pair, name), &field);
    bool is_empty = pair[name] == '\0' || pair[name + 1] == '\0';

    if (is_field && !is_empty)
        column = column_named(cx->arena, heads, pair + name + 1);
    if (!is_field || (!is_empty && column == ROSTER_NO_COLUMN))
        return fail(cx, FAULT_INPUT, "ROSTER-COLONNE", "value", pair, NULL);
    for (int i = 0; i < ROSTER_FIELD_COUNT && column >= 0; i++)
        if (map->columns[i] == column)
            map->columns[i] = ROSTER_NO_COLUMN;
    map->columns[field] = column;
    return true;
}

static bool map_apply(struct ctx *cx, int64_t id, const char *text)
{
    struct roster_import import;

    if (!roster_import_find(cx, id, &import))
        return false;
    struct roster_map map = import.map;
    while (*text) {
        size_t size = strcspn(text, ",");
        if (!pair_read(cx, &import.heads, arena_text(cx->arena, text, size), &map))
            return false;
        text += size + (text[size] == ',');
    }
    return roster_import_map(cx, id, &map);
}

bool roster_take(struct ctx *cx, const struct roster_taking *taking, int64_t *import)
{
    struct roster_source source = {
        .name = fec_file_base(cx->arena, taking->name ? taking->name : taking->path),
        .sheet = taking->sheet,
        .limits = taking->limits,
    };
    struct arena_mark mark = arena_mark(cx->arena);
    struct roster_file file;

    if (!file_open(cx, taking->path, &source.file))
        return false;
    bool read = roster_file_read(cx, &source, taking->kind, &file);
    close(source.file);
    if (!read || !roster_import_add(cx, taking->kind, &file, import))
        return false;
    arena_rewind(cx->arena, mark);
    return !taking->map || map_apply(cx, *import, taking->map);
}

/* All that is wrong with a row, one sentence behind the other. */
static const char *reasons(struct arena *arena, const struct json *row)
{
    const struct json *notes = json_get(row, "notes");
    struct buf out = { .arena = arena };

    for (size_t i = 0; i < json_count(notes); i++) {
        const struct json *note = json_at(notes, i);
        if (strcmp(json_text(json_get(note, "weight")), "fault") == 0)
            buf_format(&out, "%s%s", out.size > 0 ? " " : "", json_text(json_get(note, "message")));
    }
    return buf_string(&out);
}

enum { ROWS_AT_ONCE = 250 };

struct faulty {
    const char *language;
    struct roster_import import;
    size_t columns; /* of the file, the one of reasons not counted */
    struct xlsx_out *out;
};

static bool row_write(struct ctx *cx, const struct faulty *faulty, const struct roster_kept *kept)
{
    struct xlsx_value *values = arena_new(cx->arena, struct xlsx_value, faulty->columns + 1);
    struct json *list = json_list(cx->arena);
    struct sheet_row row = roster_unpack(cx->arena, kept->packed, SIZE_MAX);

    if (!roster_row_put(cx, faulty->language, &faulty->import, kept, list))
        return false;
    for (size_t at = 0; at < faulty->columns; at++)
        values[at] = (struct xlsx_value){ .empty = at >= row.count || !*row.cells[at].text,
                                          .text = at < row.count ? row.cells[at].text : "" };
    values[faulty->columns] = (struct xlsx_value){ .text = reasons(cx->arena, json_at(list, 0)) };
    xlsx_row(faulty->out, values);
    return true;
}

static bool rows_write(struct ctx *cx, const struct faulty *faulty)
{
    struct roster_place place = { .verdict = ROSTER_FAULTY, .limit = ROWS_AT_ONCE };
    size_t count = ROWS_AT_ONCE;
    struct roster_kept *rows;

    while (count == ROWS_AT_ONCE) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!roster_import_rows(cx, faulty->import.id, &place, &rows, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!row_write(cx, faulty, &rows[i]))
                return false;
        place.after = count > 0 ? rows[count - 1].number : place.after;
        arena_rewind(cx->arena, mark);
    }
    return xlsx_end(cx, faulty->out, "");
}

/* A file that was sent again has the column of reasons already: it is written anew. */
static size_t columns_kept(struct arena *arena, const struct sheet_row *heads)
{
    const char *last =
        heads->count > 0 ? roster_fold(arena, heads->cells[heads->count - 1].text) : "";

    return heads->count - (strcmp(last, "motif") == 0 || strcmp(last, "reason") == 0);
}

bool roster_faulty_write(struct ctx *cx, const char *language, int64_t import, const char *path)
{
    enum { REASON_WIDTH = 60 };
    struct faulty faulty = { .language = language };

    if (!roster_import_find(cx, import, &faulty.import))
        return false;
    faulty.columns = columns_kept(cx->arena, &faulty.import.heads);
    struct xlsx_column *columns = arena_new(cx->arena, struct xlsx_column, faulty.columns + 1);
    for (size_t i = 0; i < faulty.columns; i++)
        columns[i] = (struct xlsx_column){ .head = faulty.import.heads.cells[i].text };
    columns[faulty.columns] =
        (struct xlsx_column){ .head = view_text(cx->arena, language, "roster.reason", NULL),
                              .width = REASON_WIDTH };
    faulty.out = xlsx_start(cx, path, view_text(cx->arena, language, "roster.faulty_sheet", NULL),
                            columns, faulty.columns + 1);
    return faulty.out && rows_write(cx, &faulty);
}
