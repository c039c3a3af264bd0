#include "notice/agenda.h"

#include "chase/calendar_load.h"
#include "firm/firm.h"

bool agenda_load(struct ctx *cx, struct agenda *agenda)
{
    struct agenda loaded;
    struct firm firm;

    if (!firm_find(cx, &firm) || !calendar_load(cx, &loaded.calendar))
        return false;
    loaded.zone = zone_open(cx, firm.time_zone);
    if (!loaded.zone)
        return false;
    *agenda = loaded;
    return true;
}

struct term agenda_term(const struct agenda *agenda, enum frequency frequency, struct instant since)
{
    return (struct term){ .frequency = frequency, .since = zone_civil(agenda->zone, since) };
}

struct date agenda_next(const struct ctx *cx, const struct agenda *agenda, const struct term *term)
{
    bool is_past = cx->now.ms >= schedule_instant(agenda->zone, cx->today).ms;

    return schedule_next(term, &agenda->calendar, (struct date){ cx->today.day + is_past });
}
