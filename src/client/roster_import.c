#include "client/roster_import.h"

#include <string.h>

#include "client/change.h"
#include "client/roster_block.h"
#include "client/roster_judge.h"

#define COLUMNS                                                                                    \
    "id, kind, file_name, encoding, separator, sheet, has_macros, head_row, heads, map, state,"    \
    " new_count, changed_count, same_count, faulty_count, noted_count, kept_count, read_at,"       \
    " done_at, undone_at, read_by, done_by, undone_by, shown, begun_at"

static struct roster_import import_row(struct arena *arena, struct rows *rows)
{
    struct roster_import import = {
        .id = rows_int(rows, 0),
        .file_name = rows_text(rows, 2),
        .encoding = rows_text(rows, 3),
        .separator = rows_text(rows, 4),
        .sheet = rows_text(rows, 5),
        .has_macros = rows_int(rows, 6) == 1,
        .head_row = rows_int(rows, 7),
        .heads = roster_unpack(arena, rows_text(rows, 8), SIZE_MAX),
        .map = roster_map_parse(rows_text(rows, 9)),
        .state = rows_text(rows, 10),
        .counts = { rows_int(rows, 11), rows_int(rows, 12), rows_int(rows, 13), rows_int(rows, 14),
                    rows_int(rows, 15) },
        .kept = rows_int(rows, 16),
        .read_at = rows_instant(rows, 17),
        .done_at = rows_instant(rows, 18),
        .undone_at = rows_instant(rows, 19),
        .read_by = rows_int(rows, 20),
        .done_by = rows_int(rows, 21),
        .undone_by = rows_int(rows, 22),
        .shown = rows_text(rows, 23),
        .begun_at = rows_instant(rows, 24),
    };

    if (!roster_kind_parse(rows_text(rows, 1), &import.kind))
        import.kind = ROSTER_CLIENTS;
    return import;
}

SQL(FIND, FIRM,
    "SELECT " COLUMNS " FROM client_import WHERE firm = $1 AND id = $2"
    " AND (read_by = $3 OR CAST($3 AS BIGINT) = 0)");

bool roster_import_find(struct ctx *cx, int64_t id, struct roster_import *import)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id), arg_int(cx->actor)));
    struct roster_import found = { 0 };

    if (rows_next(rows))
        found = import_row(cx->arena, rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "IMPORT-ABSENT", NULL);
    *import = found;
    return true;
}

SQL(LIST, FIRM,
    "SELECT " COLUMNS " FROM client_import WHERE firm = $1 AND (read_by = $2"
    " OR CAST($2 AS BIGINT) = 0) ORDER BY id DESC LIMIT $3");

bool roster_import_list(struct ctx *cx, size_t limit, struct roster_import **imports, size_t *count)
{
    struct roster_import *list = arena_new(cx->arena, struct roster_import, limit + 1);
    struct rows *rows = store_query(cx, &LIST, ARGS(arg_int(cx->actor), arg_int((int64_t)limit)));
    size_t listed = 0;

    while (rows_next(rows))
        list[listed++] = import_row(cx->arena, rows);
    if (!rows_done(rows))
        return false;
    *imports = list;
    *count = listed;
    return true;
}

SQL(REMEMBERED, FIRM,
    "SELECT map FROM client_import_map WHERE firm = $1 AND kind = $2 AND heads = $3");

/* Columns that the file does not have are none. */
static bool map_recall(struct ctx *cx, struct roster_import *import)
{
    struct rows *rows = store_query(cx, &REMEMBERED,
                                    ARGS(arg_text(roster_kind_name(import->kind)),
                                         arg_text(roster_heads_hash(cx->arena, &import->heads))));

    if (rows_next(rows))
        import->map = roster_map_parse(rows_text(rows, 0));
    return rows_done(rows);
}

SQL(REMEMBER, FIRM,
    "INSERT INTO client_import_map (firm, kind, heads, map, used_at) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (firm, kind, heads) DO UPDATE SET map = excluded.map,"
    " used_at = excluded.used_at");

static bool map_remember(struct ctx *cx, const struct roster_import *import)
{
    return store_run(cx, &REMEMBER,
                     ARGS(arg_text(roster_kind_name(import->kind)),
                          arg_text(roster_heads_hash(cx->arena, &import->heads)),
                          arg_text(roster_map_text(cx->arena, &import->map)),
                          arg_instant(cx->now)));
}

SQL(FORGET_ROWS, FIRM,
    "DELETE FROM client_import_row WHERE firm = $1 AND import IN (SELECT i.id FROM client_import i"
    " WHERE i.firm = $1 AND i.state = 'read' AND i.read_at < $2)");
SQL(FORGET, FIRM, "DELETE FROM client_import WHERE firm = $1 AND state = 'read' AND read_at < $2");

/* Files that nobody confirmed are not kept. */
static bool old_forget(struct ctx *cx)
{
    const int64_t week_ms = INT64_C(7) * 86400000;
    const struct instant before = { cx->now.ms - week_ms };

    return roster_blocks_forget(cx, before)
        && store_run(cx, &FORGET_ROWS, ARGS(arg_instant(before)))
        && store_run(cx, &FORGET, ARGS(arg_instant(before)));
}

SQL(ADD, FIRM,
    "INSERT INTO client_import (firm, id, kind, file_name, encoding, separator, sheet,"
    " has_macros, head_row, heads, map, state, new_count, changed_count, same_count,"
    " faulty_count, noted_count, kept_count, shown, read_at, read_by) VALUES ($1, $2, $3, $4,"
    " $5, $6, $7, $8, $9, $10, '', 'read', 0, 0, 0, 0, 0, 0, '', $11, $12)");

static bool head_add(struct ctx *cx, const struct roster_import *import,
                     const struct roster_file *file)
{
    return store_run(cx, &ADD,
                     ARGS(arg_int(import->id), arg_text(roster_kind_name(import->kind)),
                          arg_text(file->name), arg_text(file->encoding), arg_text(file->separator),
                          arg_text(file->sheet), arg_int(file->has_macros), arg_int(file->head_row),
                          arg_text(file->heads), arg_instant(cx->now), arg_int(cx->actor)));
}

SQL(OUTCOME, FIRM,
    "UPDATE client_import SET map = $3, new_count = $4, changed_count = $5, same_count = $6,"
    " faulty_count = $7, noted_count = $8, shown = $9 WHERE firm = $1 AND id = $2");

static bool outcome_keep(struct ctx *cx, const struct roster_import *import,
                         const struct roster_judging *judging)
{
    const struct roster_counts *counts = roster_judging_counts(judging);

    return store_run(cx, &OUTCOME,
                     ARGS(arg_int(import->id), arg_text(roster_map_text(cx->arena, &import->map)),
                          arg_int(counts->created), arg_int(counts->changed), arg_int(counts->same),
                          arg_int(counts->faulty), arg_int(counts->noted),
                          arg_text(roster_judging_digest(cx->arena, judging))));
}

SQL(ADD_ROW, FIRM,
    "INSERT INTO client_import_row (firm, import, number, line, cells, recoded, verdict, name,"
    " client, changes, notes, trace, undone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
    " '', '')");

struct keeping {
    struct arena *arena;
    int64_t import;
    const struct roster_judged *judged;
};

static void row_bind(void *state, size_t i, struct arg *args)
{
    const struct keeping *keeping = state;
    const struct roster_result *result = &keeping->judged->results[i];
    const struct roster_row *row = &keeping->judged->rows[i];
    bool is_faulty = result->verdict == ROSTER_FAULTY;

    args[0] = arg_int(keeping->import);
    args[1] = arg_int(row->number);
    args[2] = arg_int(row->line);
    args[3] = arg_text(is_faulty ? row->packed : "");
    args[4] = arg_int(row->recoded);
    args[5] = arg_text(roster_verdict_name(result->verdict));
    args[6] = arg_text(roster_shown(keeping->arena, result->name));
    args[7] = arg_int_or_null(result->record, result->record ? result->record->client : 0);
    args[8] = arg_text(roster_changes_text(keeping->arena, result));
    args[9] = arg_text(roster_notes_text(keeping->arena, result->draft->notes));
    args[10] = (struct arg){ .type = ARG_END };
}

static bool judged_keep(struct ctx *cx, const struct roster_import *import,
                        struct roster_judging *judging)
{
    struct roster_judged judged = { 0 };

    while (!judged.is_end) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!roster_judging_next(cx, judging, ROSTER_ALL, &judged))
            return false;
        struct keeping keeping = { cx->arena, import->id, &judged };
        if (!store_many(cx, &ADD_ROW, judged.count, row_bind, &keeping))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return outcome_keep(cx, import, judging);
}

/* Judges the rows that are kept, and keeps what it found. A row that is no client (a sum) has no
 * outcome. */
static bool rows_judge(struct ctx *cx, const struct roster_import *import, size_t rows)
{
    struct roster_judging *judging;
    struct arena arena = { 0 };
    bool is_kept = roster_judging_begin(cx, import, &arena, rows, &judging)
        && judged_keep(cx, import, judging);

    arena_free(&arena);
    return is_kept;
}

static bool add(struct ctx *cx, struct roster_import *import, const struct roster_file *file)
{
    return old_forget(cx) && store_id(cx, "client_import", 1, &import->id) && map_recall(cx, import)
        && head_add(cx, import, file) && roster_blocks_add(cx, import->id, &file->rows)
        && rows_judge(cx, import, file->count);
}

bool roster_import_add(struct ctx *cx, enum roster_kind kind, const struct roster_file *file,
                       int64_t *id)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct roster_import import = { .kind = kind,
                                    .encoding = file->encoding,
                                    .heads = roster_unpack(cx->arena, file->heads, SIZE_MAX),
                                    .map = file->map };
    bool is_own;

    if (!client_begin(cx, &is_own) || !client_end(cx, is_own, add(cx, &import, file)))
        return false;
    arena_rewind(cx->arena, mark);
    *id = import.id;
    return true;
}

#define ROW                                                                                        \
    "SELECT number, line, verdict, COALESCE(client, 0), name, cells, changes, notes, trace,"       \
    " undone, recoded FROM client_import_row WHERE firm = $1 AND import = $2"

SQL(ROWS, FIRM,
    ROW " AND number > $3 AND (verdict = $4 OR $4 = '') AND (CAST($5 AS BIGINT) = 0"
        " OR (notes <> '' AND verdict <> 'faulty')) ORDER BY number LIMIT $6");
SQL(ROWS_BEFORE, FIRM,
    ROW " AND number < $3 AND (verdict = $4 OR $4 = '') AND (CAST($5 AS BIGINT) = 0"
        " OR (notes <> '' AND verdict <> 'faulty')) ORDER BY number DESC LIMIT $6");

bool roster_import_rows(struct ctx *cx, int64_t id, const struct roster_place *place,
                        struct roster_kept **kept, size_t *count)
{
    const char *verdict =
        place->verdict < ROSTER_VERDICT_COUNT ? roster_verdict_name(place->verdict) : "";
    bool is_back = place->before > 0;
    struct rows *rows = store_query(
        cx, is_back ? &ROWS_BEFORE : &ROWS,
        ARGS(arg_int(id), arg_int(is_back ? place->before : place->after), arg_text(verdict),
             arg_int(place->is_noted), arg_int((int64_t)place->limit)));
    struct roster_kept *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        struct roster_kept *row = &list[listed++];
        *row = (struct roster_kept){
            .number = rows_int(rows, 0),
            .line = rows_int(rows, 1),
            .client = rows_int(rows, 3),
            .name = rows_text(rows, 4),
            .packed = rows_text(rows, 5),
            .changes = rows_text(rows, 6),
            .notes = rows_text(rows, 7),
            .trace = rows_text(rows, 8),
            .undone = rows_text(rows, 9),
            .recoded = rows_int(rows, 10) == 1,
        };
        if (!roster_verdict_parse(rows_text(rows, 2), &row->verdict))
            row->verdict = ROSTER_FAULTY;
    }
    if (!rows_done(rows))
        return false;
    *kept = list;
    *count = listed;
    return true;
}

SQL(NO_ROWS, FIRM, "DELETE FROM client_import_row WHERE firm = $1 AND import = $2");

size_t roster_import_size(const struct roster_import *import)
{
    const struct roster_counts *counts = &import->counts;

    return (size_t)(counts->created + counts->changed + counts->same + counts->faulty);
}

bool roster_judged_renew(struct ctx *cx, const struct roster_import *import)
{
    return store_run(cx, &NO_ROWS, ARGS(arg_int(import->id)))
        && rows_judge(cx, import, roster_import_size(import));
}

static bool map_change(struct ctx *cx, struct roster_import *import)
{
    return map_remember(cx, import) && roster_judged_renew(cx, import);
}

bool roster_import_map(struct ctx *cx, int64_t id, const struct roster_map *map)
{
    struct roster_import import;
    bool is_own;

    if (!roster_import_find(cx, id, &import))
        return false;
    if (strcmp(import.state, "read") != 0)
        return fail(cx, FAULT_CONFLICT, "ROSTER-FAIT", NULL);
    import.map = *map;
    return client_begin(cx, &is_own) && client_end(cx, is_own, map_change(cx, &import));
}
