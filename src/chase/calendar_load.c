#include "chase/calendar_load.h"

SQL(REGION, FIRM, "SELECT calendar FROM firm WHERE id = $1");

static bool load_region(struct ctx *cx, enum region *region)
{
    struct rows *rows = store_query(cx, &REGION, NO_ARGS);
    const char *text = rows_next(rows) ? rows_text(rows, 0) : "";

    if (!region_parse(text, region))
        *region = REGION_METROPOLE;
    return rows_done(rows);
}

SQL(CLOSED, FIRM,
    "SELECT first_on, last_on, label FROM closed_day WHERE firm = $1 ORDER BY first_on");

bool calendar_load(struct ctx *cx, struct calendar *calendar)
{
    struct closed_days *closed = NULL;
    size_t count = 0, room = 0;
    enum region region;

    if (!load_region(cx, &region))
        return false;
    struct rows *rows = store_query(cx, &CLOSED, NO_ARGS);
    while (rows_next(rows)) {
        if (count == room)
            closed = arena_grow(cx->arena, closed, &room, sizeof *closed);
        closed[count++] = (struct closed_days){
            .first = rows_date(rows, 0),
            .last = rows_date(rows, 1),
            .label = rows_text(rows, 2),
        };
    }
    if (!rows_done(rows))
        return false;
    *calendar = (struct calendar){ .region = region, .closed = closed, .count = count };
    return true;
}
