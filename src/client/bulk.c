#include "client/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "client/bulk_act.h"
#include "client/bulk_craft.h"
#include "client/visible.h"

enum { DAY_MS = 86400000 };

static const char *const acts[BULK_ACT_COUNT] = {
    [BULK_ASSIGN] = "assign",     [BULK_END] = "end",
    [BULK_HUB] = "hub",           [BULK_TAG] = "tag",
    [BULK_UNTAG] = "untag",       [BULK_PLAN] = "plan",
    [BULK_STATE] = "state",       [BULK_CONFIDENTIAL] = "confidential",
    [BULK_OPEN] = "open",         [BULK_VAT] = "vat",
    [BULK_PAYROLL] = "payroll",   [BULK_BASIS] = "basis",
    [BULK_LANGUAGE] = "language", [BULK_SECTOR] = "sector",
    [BULK_YEAR_END] = "year_end", [BULK_FOLLOW] = "follow",
    [BULK_UNFOLLOW] = "unfollow", [BULK_NOTIFY] = "notify",
};

static const char *const fates[BULK_FATE_COUNT] = {
    [BULK_PLANNED] = "planned", [BULK_SAME] = "same",     [BULK_REFUSED] = "refused",
    [BULK_DONE] = "done",       [BULK_UNDONE] = "undone", [BULK_KEPT] = "kept",
};

const char *bulk_act_text(enum bulk_act act)
{
    return acts[act];
}

bool bulk_act_parse(const char *text, enum bulk_act *act)
{
    for (enum bulk_act each = 0; each < BULK_ACT_COUNT; each++)
        if (strcmp(text, acts[each]) == 0) {
            *act = each;
            return true;
        }
    return false;
}

const char *bulk_fate_text(enum bulk_fate fate)
{
    return fates[fate];
}

static enum bulk_fate fate_of(const char *text)
{
    for (enum bulk_fate fate = 0; fate < BULK_FATE_COUNT; fate++)
        if (strcmp(text, fates[fate]) == 0)
            return fate;
    return BULK_REFUSED;
}

bool bulk_needs_value(enum bulk_act act)
{
    return act != BULK_CONFIDENTIAL && act != BULK_OPEN && act != BULK_UNFOLLOW;
}

SQL(OLD_ROWS, FIRM,
    "DELETE FROM bulk_row WHERE firm = $1 AND bulk IN (SELECT b.id FROM bulk b WHERE b.firm = $1"
    " AND b.member = $2 AND b.state = 'drawn' AND b.drawn_at < $3)");
SQL(OLD, FIRM,
    "DELETE FROM bulk WHERE firm = $1 AND member = $2 AND state = 'drawn' AND drawn_at < $3");

static bool forget_old(struct ctx *cx)
{
    const struct instant since = { cx->now.ms - DAY_MS };

    return store_run(cx, &OLD_ROWS, ARGS(arg_int(cx->actor), arg_instant(since)))
        && store_run(cx, &OLD, ARGS(arg_int(cx->actor), arg_instant(since)));
}

SQL(ADD, FIRM,
    "INSERT INTO bulk (firm, id, member, act, value, function, comment, again, state, drawn_at)"
    " VALUES ($1, $2, $3, $4, '', '', '', 0, 'drawn', $5)");
/* Those that the actor may not see go without a word (P-9). */
SQL(ADD_ROW, FIRM,
    "INSERT INTO bulk_row (firm, bulk, place, client, before, after, fate, why, made, ended)"
    " SELECT $1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), c.id, '', '', 'planned', '', 0, 0"
    " FROM client c WHERE c.firm = $1 AND c.id = $4 AND c.tester IS NULL"
    " AND " CLIENT_VISIBLE("c.id", "$5", "$6"));

struct drawing {
    struct ctx *cx;
    int64_t bulk;
    const int64_t *clients;
    struct arg today;
};

static void row_args(void *state, size_t i, struct arg *args)
{
    const struct drawing *drawing = state;

    args[0] = arg_int(drawing->bulk);
    args[1] = arg_int((int64_t)i + 1);
    args[2] = arg_int(drawing->clients[i]);
    args[3] = arg_int(drawing->cx->actor);
    args[4] = drawing->today;
    args[5] = (struct arg){ .type = ARG_END };
}

static bool draw(struct ctx *cx, struct bulk *bulk, const int64_t *clients, size_t count)
{
    struct drawing drawing = { .cx = cx, .clients = clients };
    int64_t counts[BULK_FATE_COUNT];

    drawing.today = arg_date(cx->arena, cx->today);
    if (!forget_old(cx) || !store_id(cx, "bulk", 1, &drawing.bulk)
        || !store_run(cx, &ADD,
                      ARGS(arg_int(drawing.bulk), arg_int(cx->actor),
                           arg_text(bulk_act_text(bulk->act)), arg_instant(cx->now)))
        || !store_many(cx, &ADD_ROW, count, row_args, &drawing)
        || !bulk_counts(cx, drawing.bulk, counts))
        return false;
    if (counts[BULK_PLANNED] == 0)
        return fail(cx, FAULT_INPUT, "LOT-VIDE", NULL);
    const struct bulk_craft *craft = bulk->craft;
    if (!bulk_find(cx, drawing.bulk, true, bulk))
        return false;
    bulk->craft = craft;
    return bulk_needs_value(bulk->act) || bulk_set(cx, bulk, "", "");
}

bool bulk_draw(struct ctx *cx, struct bulk *bulk, const int64_t *clients, size_t count)
{
    struct bulk drawn = *bulk;

    if (!store_begin(cx) || !store_end(cx, draw(cx, &drawn, clients, count)))
        return false;
    *bulk = drawn;
    return true;
}

SQL(ROWS_OF, FIRM,
    "SELECT r.place, r.client, c.name, r.before, r.after, r.fate, r.why, r.made, r.ended"
    " FROM bulk_row r JOIN client c ON c.firm = r.firm AND c.id = r.client"
    " WHERE r.firm = $1 AND r.bulk = $2 AND r.place > $3 AND (CAST($4 AS BIGINT) = 0"
    " OR " CLIENT_VISIBLE("r.client", "$4", "$5") ") ORDER BY r.place LIMIT $6");

static bool read_rows(struct ctx *cx, struct rows *found, struct bulk_row **rows, size_t *count)
{
    struct bulk_row *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(found)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = (struct bulk_row){
            .place = rows_int(found, 0),
            .client = rows_int(found, 1),
            .name = rows_text(found, 2),
            .before = rows_text(found, 3),
            .after = rows_text(found, 4),
            .fate = fate_of(rows_text(found, 5)),
            .why = rows_text(found, 6),
            .made = rows_int(found, 7),
            .ended = rows_int(found, 8),
        };
    }
    if (!rows_done(found))
        return false;
    *rows = list;
    *count = listed;
    return true;
}

bool bulk_rows(struct ctx *cx, int64_t bulk, struct bulk_page page, struct bulk_row **rows,
               size_t *count)
{
    return read_rows(
        cx,
        store_query(cx, &ROWS_OF,
                    ARGS(arg_int(bulk), arg_int(page.after), arg_int(cx->actor),
                         arg_date(cx->arena, cx->today), arg_int((int64_t)page.limit))),
        rows, count);
}

/* The change does not stop at what the actor no longer sees: what was done is undone whole. */
static bool rows_all(struct ctx *cx, int64_t bulk, struct bulk_row **rows, size_t *count)
{
    return read_rows(cx,
                     store_query(cx, &ROWS_OF,
                                 ARGS(arg_int(bulk), arg_int(0), arg_int(0),
                                      arg_date(cx->arena, cx->today), arg_int(INT32_MAX))),
                     rows, count);
}

SQL(COUNTS, FIRM,
    "SELECT r.fate, COUNT(*) FROM bulk_row r WHERE r.firm = $1 AND r.bulk = $2"
    " AND " CLIENT_VISIBLE("r.client", "$3", "$4") " GROUP BY r.fate");

bool bulk_counts(struct ctx *cx, int64_t bulk, int64_t counts[BULK_FATE_COUNT])
{
    struct rows *rows = store_query(
        cx, &COUNTS, ARGS(arg_int(bulk), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    memset(counts, 0, BULK_FATE_COUNT * sizeof *counts);
    while (rows_next(rows))
        counts[fate_of(rows_text(rows, 0))] = rows_int(rows, 1);
    return rows_done(rows);
}

SQL(WRITE_ROW, FIRM,
    "UPDATE bulk_row SET before = $4, after = $5, fate = $6, why = $7, made = $8, ended = $9"
    " WHERE firm = $1 AND bulk = $2 AND place = $3");

struct writing {
    int64_t bulk;
    const struct bulk_row *rows;
};

static void write_args(void *state, size_t i, struct arg *args)
{
    const struct writing *writing = state;
    const struct bulk_row *row = &writing->rows[i];
    const struct arg filled[] = {
        arg_int(writing->bulk),
        arg_int(row->place),
        arg_text(row->before),
        arg_text(row->after),
        arg_text(bulk_fate_text(row->fate)),
        arg_text(row->why),
        arg_int(row->made),
        arg_int(row->ended),
        { .type = ARG_END },
    };

    memcpy(args, filled, sizeof filled);
}

static bool write_rows(struct ctx *cx, int64_t bulk, const struct bulk_row *rows, size_t count)
{
    struct writing writing = { bulk, rows };

    return store_many(cx, &WRITE_ROW, count, write_args, &writing);
}

SQL(SET, FIRM,
    "UPDATE bulk SET value = $3, function = $4, comment = $5, again = $6"
    " WHERE firm = $1 AND id = $2 AND state = 'drawn'");

static bool check(struct ctx *cx, const struct bulk *bulk)
{
    return bulk->craft ? bulk->craft->check(cx, bulk) : bulk_value_check(cx, bulk);
}

static bool look(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    return bulk->craft ? bulk->craft->look(cx, bulk, row) : bulk_look(cx, bulk, row);
}

static bool set(struct ctx *cx, const struct bulk *bulk)
{
    struct bulk_row *rows;
    size_t count;
    int64_t changed;

    if (!check(cx, bulk)
        || !store_change(cx, &SET,
                         ARGS(arg_int(bulk->id), arg_text(bulk->value), arg_text(bulk->function),
                              arg_text(bulk->comment), arg_int(bulk->again)),
                         &changed))
        return false;
    if (changed == 0)
        return fail(cx, FAULT_CONFLICT, "LOT-FAIT", NULL);
    if (!rows_all(cx, bulk->id, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!look(cx, bulk, &rows[i]))
            return false;
    return write_rows(cx, bulk->id, rows, count);
}

bool bulk_set(struct ctx *cx, struct bulk *bulk, const char *value, const char *function)
{
    struct bulk next = *bulk;

    next.value = str_trim(cx->arena, value);
    next.function = function;
    next.is_told = true;
    if (store_in_transaction(cx->store) ? !set(cx, &next)
                                        : !store_begin(cx) || !store_end(cx, set(cx, &next)))
        return false;
    *bulk = next;
    return true;
}

/* A client that was changed since the preview is left as it is, and said so. */
static bool take_row(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct bulk_row now = *row;

    if (row->fate != BULK_PLANNED)
        return true;
    if (!look(cx, bulk, &now))
        return false;
    bool is_same = strcmp(now.before, row->before) == 0 && strcmp(now.after, row->after) == 0;
    if (now.fate == BULK_PLANNED && is_same) {
        row->fate = BULK_DONE;
        return bulk->craft || bulk_step(cx, bulk, row);
    }
    row->fate = now.fate == BULK_SAME ? BULK_SAME : BULK_REFUSED;
    row->why = now.fate == BULK_REFUSED ? now.why : is_same ? "" : "LOT-CHANGE";
    return true;
}

SQL(MARK_DONE, FIRM,
    "UPDATE bulk SET state = 'done', done_at = $3 WHERE firm = $1 AND id = $2"
    " AND state = 'drawn'");
SQL(MARK_UNDONE, FIRM,
    "UPDATE bulk SET state = 'undone', undone_at = $3, undone_by = $4 WHERE firm = $1"
    " AND id = $2 AND state = 'done'");

static bool is_first(struct ctx *cx, int64_t changed)
{
    return changed > 0 || fail(cx, FAULT_CONFLICT, "LOT-FAIT", NULL);
}

static bool take(struct ctx *cx, const struct bulk *bulk)
{
    struct bulk_row *rows;
    size_t count;
    int64_t changed;

    if (!store_change(cx, &MARK_DONE, ARGS(arg_int(bulk->id), arg_instant(cx->now)), &changed)
        || !is_first(cx, changed) || !rows_all(cx, bulk->id, &rows, &count))
        return false;
    if (!bulk->is_told)
        return fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", "", NULL);
    for (size_t i = 0; i < count; i++)
        if (!take_row(cx, bulk, &rows[i]))
            return false;
    if (bulk->craft && !bulk->craft->step(cx, bulk, rows, count))
        return false;
    return write_rows(cx, bulk->id, rows, count);
}

bool bulk_take(struct ctx *cx, struct bulk *bulk)
{
    return store_begin(cx) && store_end(cx, take(cx, bulk)) && bulk_find(cx, bulk->id, true, bulk);
}

static bool step_back(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    return bulk->craft ? bulk->craft->step_back(cx, bulk, row) : bulk_step_back(cx, bulk, row);
}

static bool undo(struct ctx *cx, const struct bulk *bulk)
{
    struct bulk_row *rows;
    size_t count;
    int64_t changed;

    if (!store_change(cx, &MARK_UNDONE,
                      ARGS(arg_int(bulk->id), arg_instant(cx->now), arg_int(cx->actor)), &changed)
        || !is_first(cx, changed) || !rows_all(cx, bulk->id, &rows, &count))
        return false;
    for (size_t i = count; i-- > 0;)
        if (rows[i].fate == BULK_DONE && !step_back(cx, bulk, &rows[i]))
            return false;
    return write_rows(cx, bulk->id, rows, count);
}

bool bulk_undo(struct ctx *cx, struct bulk *bulk)
{
    if (bulk->craft && !bulk->craft->step_back)
        return fail(cx, FAULT_CONFLICT, "LOT-PARTI", NULL);
    if (strcmp(bulk->state, "done") == 0
        && cx->now.ms - bulk->done_at.ms > (int64_t)BULK_UNDO_DAYS * DAY_MS)
        return fail(cx, FAULT_CONFLICT, "LOT-TARD", NULL);
    return store_begin(cx) && store_end(cx, undo(cx, bulk)) && bulk_find(cx, bulk->id, true, bulk);
}
