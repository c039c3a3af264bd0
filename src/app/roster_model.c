#include "app/roster_model.h"

#include <string.h>

#include "view/view.h"

const char *roster_letters(struct arena *arena, int column)
{
    const char *reference = sheet_reference(arena, 1, column + 1);

    return arena_text(arena, reference, strlen(reference) - 1);
}

const char *roster_label(struct arena *arena, const char *language, enum roster_field field)
{
    return view_text(arena, language,
                     arena_format(arena, "roster.field.%s", roster_field_name(field)), NULL);
}

/* « 12-31 » is « 31/12 ». */
static const char *day_word(struct arena *arena, const char *value)
{
    return strlen(value) == 5 ? arena_format(arena, "%s/%.2s", value + 3, value) : value;
}

const char *roster_value_word(struct arena *arena, const char *language, enum roster_field field,
                              const char *value)
{
    enum roster_shape shape = roster_field_shape(field);
    const char *of = shape == ROSTER_IS_FLAG ? "flag" : roster_field_name(field);

    if (*value == '\0')
        return value;
    if (shape == ROSTER_IS_YEAR_END)
        return day_word(arena, value);
    if (shape != ROSTER_IS_CHOICE && shape != ROSTER_IS_FLAG)
        return value;
    return view_text(arena, language, arena_format(arena, "roster.value.%s.%s", of, value), NULL);
}

static enum roster_field field_at(const struct roster_map *map, int column)
{
    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        if (map->columns[i] == column)
            return (enum roster_field)i;
    return ROSTER_FIELD_COUNT;
}

/* Why a column whose head names a field is not taken: another has it. NULL for any other. */
static const char *remark_on(struct arena *arena, const char *language,
                             const struct roster_import *import, size_t column)
{
    const char *head = roster_fold(arena, import->heads.cells[column].text);
    enum roster_field field = roster_head_field(head, import->kind);
    bool is_another = field < ROSTER_FIELD_COUNT && import->map.columns[field] != ROSTER_NO_COLUMN;
    struct json *args = json_map(arena);

    if (!is_another)
        return NULL;
    json_put_text(args, "label", roster_label(arena, language, field));
    json_put_text(args, "letter", roster_letters(arena, import->map.columns[field]));
    return view_text(arena, language, "roster.taken_once", args);
}

static void columns_put(struct json *model, struct arena *arena, const char *language,
                        const struct roster_import *import)
{
    struct json *list = json_put_list(model, "columns");

    for (size_t i = 0; i < import->heads.count; i++) {
        struct json *column = json_add_map(list);
        enum roster_field field = field_at(&import->map, (int)i);
        bool is_taken = field < ROSTER_FIELD_COUNT;
        json_put_text(column, "letter", roster_letters(arena, (int)i));
        json_put_text(column, "head", import->heads.cells[i].text);
        json_put_text(column, "field", is_taken ? roster_field_name(field) : NULL);
        json_put_text(column, "label", is_taken ? roster_label(arena, language, field) : NULL);
        json_put_text(column, "remark", is_taken ? NULL : remark_on(arena, language, import, i));
    }
}

static void put_at(struct arena *arena, struct json *map, const char *key, struct instant at)
{
    json_put_text(map, key, at.ms > 0 ? instant_text(arena, at) : NULL);
}

static void counts_put(struct json *map, const struct roster_import *import)
{
    const struct roster_counts *counts = &import->counts;

    json_put_int(map, "new", counts->created);
    json_put_int(map, "changed", counts->changed);
    json_put_int(map, "same", counts->same);
    json_put_int(map, "faulty", counts->faulty);
    json_put_int(map, "noted", counts->noted);
    json_put_int(map, "kept", import->kept);
    json_put_int(map, "rows", counts->created + counts->changed + counts->same + counts->faulty);
}

void roster_import_put(struct json *model, struct arena *arena, const char *language,
                       const struct roster_import *import)
{
    struct json *map = json_put_map(model, "import");
    struct json *warnings = json_put_list(model, "warnings");

    json_put_int(map, "id", import->id);
    json_put_text(map, "kind", roster_kind_name(import->kind));
    json_put_text(map, "file_name", import->file_name);
    json_put_text(map, "encoding", import->encoding);
    json_put_text(map, "separator", import->separator);
    json_put_text(map, "sheet", import->sheet);
    json_put_int(map, "head_row", import->head_row);
    json_put_text(map, "state", import->state);
    put_at(arena, map, "read_at", import->read_at);
    put_at(arena, map, "done_at", import->done_at);
    put_at(arena, map, "undone_at", import->undone_at);
    counts_put(map, import);
    columns_put(model, arena, language, import);
    if (!import->has_macros)
        return;
    struct json *warning = json_add_map(warnings);
    json_put_text(warning, "code", "XLSX-MACROS");
    json_put_text(warning, "message", view_text(arena, language, "finding.XLSX-MACROS", NULL));
}

/* Where it stands: a cell of a workbook, a line and a column of a CSV. */
static const char *place_word(struct arena *arena, const char *language,
                              const struct roster_import *import, const struct roster_kept *row,
                              int column)
{
    struct json *args = json_map(arena);

    if (row->line == 0)
        return column >= 0 ? sheet_reference(arena, row->number, column + 1)
                           : arena_format(arena, "%lld", (long long)row->number);
    json_put_int(args, "line", row->line);
    json_put_text(args, "column",
                  column >= 0 && (size_t)column < import->heads.count
                      ? import->heads.cells[column].text
                      : NULL);
    return view_text(arena, language, "roster.place", args);
}

/* A note and where it belongs. */
struct noted {
    const struct roster_import *import;
    const struct roster_kept *row;
    const struct json *note;
};

static void note_put(struct arena *arena, const char *language, const struct noted *noted,
                     struct json *list)
{
    const struct roster_import *import = noted->import;
    const struct roster_kept *row = noted->row;
    const struct json *note = noted->note;
    struct json *map = json_add_map(list), *args = json_map(arena);
    const char *code = json_text(json_get(note, "code")),
               *name = json_text(json_get(note, "field"));
    struct json_entry entry = { 0 };
    enum roster_field field;
    int column = roster_field_parse(name, &field) ? import->map.columns[field] : -1;

    while (json_next(note, &entry))
        json_put(args, entry.key, entry.value);
    json_put_text(args, "label", *name ? roster_label(arena, language, field) : NULL);
    const char *finding = arena_format(arena, "finding.%s", code);
    const char *key =
        view_wording(language, finding) ? finding : arena_format(arena, "fault.%s", code);
    const char *reason = view_text(arena, language, key, args);
    const char *place = place_word(arena, language, import, row, column);
    json_put_text(map, "weight", json_text(json_get(note, "weight")));
    json_put_text(map, "code", code);
    json_put_text(map, "field", *name ? name : NULL);
    json_put_text(map, "column",
                  column >= 0 && (size_t)column < import->heads.count
                      ? import->heads.cells[column].text
                      : NULL);
    json_put_text(map, "cell",
                  column >= 0 ? sheet_reference(arena, row->number, column + 1) : NULL);
    json_put_text(map, "value", json_text(json_get(note, "value")));
    json_put_text(map, "reason", reason);
    json_put_text(map, "message", arena_format(arena, "%s : %s", place, reason));
}

static bool notes_put(struct ctx *cx, const char *language, const struct roster_import *import,
                      const struct roster_kept *row, struct json *map)
{
    struct json *list = json_put_list(map, "notes");
    const struct json *notes =
        *row->notes ? json_parse_own(cx, row->notes, strlen(row->notes)) : NULL;

    if (*row->notes && !notes)
        return false;
    for (size_t i = 0; i < json_count(notes); i++)
        note_put(cx->arena, language, &(struct noted){ import, row, json_at(notes, i) }, list);
    return true;
}

static bool changes_put(struct ctx *cx, const char *language, const struct roster_kept *row,
                        struct json *map)
{
    struct json *list = json_put_list(map, "changes");
    struct roster_change *changes;
    size_t count;

    if (!roster_changes_parse(cx, row->changes, &changes, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *change = json_add_map(list);
        enum roster_field field = changes[i].field;
        json_put_text(change, "field", roster_field_name(field));
        json_put_text(change, "label", roster_label(cx->arena, language, field));
        json_put_text(change, "before",
                      roster_value_word(cx->arena, language, field, changes[i].before));
        json_put_text(change, "after",
                      roster_value_word(cx->arena, language, field, changes[i].after));
    }
    return true;
}

bool roster_row_put(struct ctx *cx, const char *language, const struct roster_import *import,
                    const struct roster_kept *row, struct json *list)
{
    struct json *map = json_add_map(list);

    json_put_int(map, "line", row->line > 0 ? row->line : row->number);
    json_put_text(map, "name", row->name);
    json_put_text(map, "verdict", roster_verdict_name(row->verdict));
    json_put(map, "client", NULL);
    if (row->client > 0)
        json_put_int(map, "client", row->client);
    json_put_text(map, "undone", *row->undone ? row->undone : NULL);
    if (*row->undone)
        json_put_text(map, "undone_word",
                      view_text(cx->arena, language,
                                arena_format(cx->arena, "roster.undone.%s", row->undone), NULL));
    return changes_put(cx, language, row, map) && notes_put(cx, language, import, row, map);
}
