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

/* Days ahead that are compared: a due date lies seldom further away. */
enum { COMPARED_DAYS = 3 * 366 };

SQL(LOOK_TODAY, FIRM,
    "UPDATE obligation SET next_look_on = $2"
    " WHERE firm = $1 AND next_look_on > $2 AND next_look_on >= $3 AND next_look_on <= $4");

static bool look_today(struct ctx *cx, struct date from, struct date until)
{
    return store_run(cx, &LOOK_TODAY,
                     ARGS(arg_date(cx->arena, cx->today), arg_date(cx->arena, from),
                          arg_date(cx->arena, until)));
}

bool calendar_changed(struct ctx *cx, const struct calendar *before)
{
    struct calendar after;
    bool well = calendar_load(cx, &after);

    for (int i = 0; well && i < COMPARED_DAYS; i++) {
        struct date day = { cx->today.day + i };
        if (calendar_open(before, day) != calendar_open(&after, day))
            well = look_today(cx, day, calendar_next_open(before, day));
    }
    return well;
}
