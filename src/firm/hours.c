#include "firm/hours.h"

#include <stdlib.h>
#include <string.h>

#include "chase/calendar_load.h"

const char *const hours_zones[] = {
    "Europe/Paris",     "America/Guadeloupe", "America/Cayenne",  "America/Martinique",
    "Indian/Mayotte",   "Indian/Reunion",     "America/Marigot",  "America/St_Barthelemy",
    "America/Miquelon", "Pacific/Noumea",     "Pacific/Tahiti",   "Pacific/Marquesas",
    "Pacific/Gambier",  "Pacific/Wallis",     "Indian/Kerguelen", NULL,
};

struct hours hours_of(const struct firm *firm)
{
    return (struct hours){ firm->open_from_minute, firm->open_until_minute };
}

const char *hours_text(struct arena *arena, int minute)
{
    return arena_format(arena, "%02d:%02d", minute / 60 % 24, minute % 60);
}

bool hours_parse(const char *text, int *minute)
{
    static const char digits[] = "0123456789";

    if (strlen(text) != 5 || strspn(text, digits) != 2 || text[2] != ':'
        || strspn(text + 3, digits) != 2)
        return false;
    int hour = atoi(text), rest = atoi(text + 3);
    if (hour > 23 || rest > 59)
        return false;
    *minute = hour * 60 + rest;
    return true;
}

static bool zone_is_known(const char *zone)
{
    for (size_t i = 0; hours_zones[i]; i++)
        if (strcmp(hours_zones[i], zone) == 0)
            return true;
    return false;
}

static bool check(struct ctx *cx, const struct firm *firm)
{
    if (!zone_is_known(firm->time_zone))
        return fail(cx, FAULT_INPUT, "FUSEAU-INCONNU", "field", "zone", "value", firm->time_zone,
                    NULL);
    return firm->open_from_minute < firm->open_until_minute
        || fail(cx, FAULT_INPUT, "HEURES-ORDRE", "field", "until", "from",
                hours_text(cx->arena, firm->open_from_minute), "until",
                hours_text(cx->arena, firm->open_until_minute), NULL);
}

SQL(CHANGE, FIRM,
    "UPDATE firm SET calendar = $2, time_zone = $3, open_from_minute = $4, open_until_minute = $5"
    " WHERE id = $1");

static bool change(struct ctx *cx, const struct firm *firm)
{
    struct calendar before;

    return calendar_load(cx, &before)
        && store_run(cx, &CHANGE,
                     ARGS(arg_text(region_text(firm->region)), arg_text(firm->time_zone),
                          arg_int(firm->open_from_minute), arg_int(firm->open_until_minute)))
        && calendar_changed(cx, &before);
}

bool hours_change(struct ctx *cx, const struct firm *firm)
{
    return check(cx, firm) && store_begin(cx) && store_end(cx, change(cx, firm));
}

SQL(ZONE, FIRM, "SELECT time_zone FROM firm WHERE id = $1");

bool hours_follow(struct ctx *cx, struct zone_now *house)
{
    struct rows *rows = store_query(cx, &ZONE, NO_ARGS);
    const char *zone = rows_next(rows) ? rows_text(rows, 0) : "";

    return rows_done(rows) && zone_now_turn(cx, house, zone);
}
