#include "chase/moment.h"

static bool has_time(const struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->count; i++)
        if (scenario->steps[i].send_minute > 0 || scenario->steps[i].mode == MODE_UNLESS_OBJECTED)
            return true;
    return false;
}

SQL(HOURS, FIRM, "SELECT time_zone, open_from_minute, open_until_minute FROM firm WHERE id = $1");

bool moment_load(struct ctx *cx, const struct rules *rules, struct send_hours *hours)
{
    struct send_hours loaded = { .calendar = rules->calendar };
    const char *zone = "";
    bool is_asked = false;

    for (size_t i = 0; i < rules->count; i++)
        is_asked = is_asked || has_time(&rules->scenarios[i]);
    if (is_asked) {
        struct rows *rows = store_query(cx, &HOURS, NO_ARGS);
        if (rows_next(rows)) {
            zone = rows_text(rows, 0);
            loaded.from_minute = (int)rows_int(rows, 1);
            loaded.until_minute = (int)rows_int(rows, 2);
        }
        if (!rows_done(rows) || !(loaded.zone = zone_open(cx, zone)))
            return false;
    }
    *hours = loaded;
    return true;
}
