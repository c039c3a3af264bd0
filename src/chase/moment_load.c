#include "chase/moment.h"

#include "chase/calendar_load.h"

static bool has_time(const struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->count; i++)
        if (scenario->steps[i].send_minute > 0 || scenario->steps[i].mode == MODE_UNLESS_OBJECTED)
            return true;
    return false;
}

SQL(HOURS, FIRM, "SELECT time_zone, open_from_minute, open_until_minute FROM firm WHERE id = $1");

static bool load_hours(struct ctx *cx, struct send_hours *hours)
{
    struct rows *rows = store_query(cx, &HOURS, NO_ARGS);
    const char *zone = "";

    if (rows_next(rows)) {
        zone = rows_text(rows, 0);
        hours->from_minute = (int)rows_int(rows, 1);
        hours->until_minute = (int)rows_int(rows, 2);
    }
    return rows_done(rows) && (hours->zone = zone_open(cx, zone)) != NULL;
}

bool moment_load(struct ctx *cx, const struct rules *rules, struct send_hours *hours)
{
    struct send_hours loaded = { .calendar = rules->calendar };
    bool is_asked = false;

    for (size_t i = 0; i < rules->count; i++)
        is_asked = is_asked || has_time(&rules->scenarios[i]);
    if (is_asked && !load_hours(cx, &loaded))
        return false;
    *hours = loaded;
    return true;
}

bool moment_hours(struct ctx *cx, struct send_hours *hours)
{
    struct send_hours loaded = { 0 };

    if (!calendar_load(cx, &loaded.calendar) || !load_hours(cx, &loaded))
        return false;
    *hours = loaded;
    return true;
}

bool moment_open(struct ctx *cx, struct date day, struct instant *at)
{
    struct send_hours hours;

    if (!moment_hours(cx, &hours))
        return false;
    *at = zone_instant(hours.zone, calendar_next_open(&hours.calendar, day), hours.from_minute);
    return true;
}
