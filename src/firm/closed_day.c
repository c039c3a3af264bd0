#include "firm/closed_day.h"

#include "base/limits.h"
#include "chase/calendar_load.h"

static bool check(struct ctx *cx, const struct closed_day *closed)
{
    const char *first = date_text(cx->arena, closed->first);
    const char *last = date_text(cx->arena, closed->last);

    if (closed->last.day < closed->first.day)
        return fail(cx, FAULT_INPUT, "FERMETURE-ORDRE", "field", "last", "first", first, "last",
                    last, NULL);
    if (closed->last.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "FERMETURE-PASSEE", "field", "last", "last", last, NULL);
    if (closed->last.day - closed->first.day >= LIMIT_CLOSED_LENGTH)
        return fail(cx, FAULT_INPUT, "FERMETURE-LONGUE", "field", "last", "first", first, "last",
                    last, "limit", arena_format(cx->arena, "%d", LIMIT_CLOSED_LENGTH), NULL);
    return true;
}

SQL(WITHIN, FIRM,
    "SELECT id, first_on, last_on, label, added_by, added_at FROM closed_day"
    " WHERE firm = $1 AND last_on >= $2 AND first_on <= $3 ORDER BY first_on");

static struct closed_day closed_row(struct rows *rows)
{
    return (struct closed_day){
        .id = rows_int(rows, 0),
        .first = rows_date(rows, 1),
        .last = rows_date(rows, 2),
        .label = rows_text(rows, 3),
        .added_by = rows_int(rows, 4),
        .added_at = rows_instant(rows, 5),
    };
}

/* What is closed on a day from the one to the other. */
static bool list(struct ctx *cx, struct date from, struct date until, struct closed_day **found,
                 size_t *count)
{
    struct rows *rows =
        store_query(cx, &WITHIN, ARGS(arg_date(cx->arena, from), arg_date(cx->arena, until)));
    struct closed_day *closed = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            closed = arena_grow(cx->arena, closed, &room, sizeof *closed);
        closed[size++] = closed_row(rows);
    }
    if (!rows_done(rows))
        return false;
    *found = closed;
    *count = size;
    return true;
}

bool closed_day_list(struct ctx *cx, struct closed_day **found, size_t *count)
{
    return list(cx, cx->today, DATE_LAST, found, count);
}

static bool check_others(struct ctx *cx, const struct closed_day *closed)
{
    struct closed_day *others;
    size_t count;

    if (!list(cx, closed->first, closed->last, &others, &count))
        return false;
    if (count > 0)
        return fail(cx, FAULT_CONFLICT, "FERMETURE-DEJA", "field", "first", "name", others[0].label,
                    "first", date_text(cx->arena, others[0].first), "last",
                    date_text(cx->arena, others[0].last), NULL);
    if (!closed_day_list(cx, &others, &count))
        return false;
    return count < LIMIT_CLOSED_DAYS
        || fail(cx, FAULT_CONFLICT, "FERMETURE-NOMBRE", "limit",
                arena_format(cx->arena, "%d", LIMIT_CLOSED_DAYS), NULL);
}

SQL(ADD, FIRM,
    "INSERT INTO closed_day (firm, id, first_on, last_on, label, added_at, added_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

static bool add(struct ctx *cx, struct closed_day *closed)
{
    struct calendar before;

    return calendar_load(cx, &before) && check_others(cx, closed)
        && store_id(cx, "closed_day", 1, &closed->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(closed->id), arg_date(cx->arena, closed->first),
                          arg_date(cx->arena, closed->last), arg_text(closed->label),
                          arg_instant(cx->now), arg_int(cx->actor)))
        && calendar_changed(cx, &before);
}

bool closed_day_add(struct ctx *cx, struct closed_day *closed)
{
    struct closed_day added = *closed;

    if (!check(cx, closed) || !store_begin(cx) || !store_end(cx, add(cx, &added)))
        return false;
    closed->id = added.id;
    return true;
}

SQL(FIND, FIRM,
    "SELECT id, first_on, last_on, label, added_by, added_at FROM closed_day"
    " WHERE firm = $1 AND id = $2");

SQL(REMOVE, FIRM, "DELETE FROM closed_day WHERE firm = $1 AND id = $2");

static bool find(struct ctx *cx, int64_t id, struct closed_day *found)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));

    *found = rows_next(rows) ? closed_row(rows) : (struct closed_day){ 0 };
    return rows_done(rows) && (found->id > 0 || fail(cx, FAULT_ABSENT, "FERMETURE-ABSENTE", NULL));
}

static bool drop(struct ctx *cx, int64_t id, struct closed_day *found)
{
    struct calendar before;

    return calendar_load(cx, &before) && find(cx, id, found)
        && store_run(cx, &REMOVE, ARGS(arg_int(id))) && calendar_changed(cx, &before);
}

bool closed_day_remove(struct ctx *cx, int64_t id, struct closed_day *removed)
{
    struct closed_day found;

    if (!store_begin(cx) || !store_end(cx, drop(cx, id, &found)))
        return false;
    *removed = found;
    return true;
}
