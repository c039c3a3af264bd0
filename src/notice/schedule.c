#include "notice/schedule.h"

#include <string.h>

#include "chase/plan.h"

enum { WEEK = 7, YEAR = 366 };

static const char *const names[FREQUENCY_COUNT] = {
    [FREQUENCY_DAILY] = "daily",
    [FREQUENCY_WEEKLY] = "weekly",
    [FREQUENCY_MONTHLY] = "monthly",
};

const char *frequency_text(enum frequency frequency)
{
    return names[frequency];
}

bool frequency_parse(const char *text, enum frequency *frequency)
{
    for (enum frequency i = 0; i < FREQUENCY_COUNT; i++)
        if (strcmp(names[i], text) == 0) {
            *frequency = i;
            return true;
        }
    return false;
}

static struct date monday_after(struct date day)
{
    int ahead = (MONDAY - (int)date_weekday(day) + WEEK) % WEEK;

    return (struct date){ day.day + (ahead > 0 ? ahead : WEEK) };
}

/* Whether one of the Mondays that count falls on the day, or was moved to it. */
static bool has_monday(enum frequency frequency, const struct calendar *calendar, struct date day)
{
    struct date before = calendar_last_open(calendar, (struct date){ day.day - 1 });
    struct date monday = monday_after(before);

    for (; monday.day <= day.day; monday.day += WEEK)
        if (frequency == FREQUENCY_WEEKLY || date_civil(monday).day <= WEEK)
            return true;
    return false;
}

/* Who subscribed at the hour itself, or later, is told the next time. */
static bool is_in_time(const struct term *term, struct date day)
{
    struct civil_time since = term->since;

    if (since.date.day != day.day)
        return since.date.day < day.day;
    return since.hour * 60 + since.minute < SCHEDULE_MINUTE;
}

bool schedule_due(const struct term *term, const struct calendar *calendar, struct date day)
{
    if (!calendar_open(calendar, day))
        return false;
    if (term->frequency == FREQUENCY_DAILY)
        return day.day >= monday_after(term->since.date).day;
    return is_in_time(term, day) && has_monday(term->frequency, calendar, day);
}

struct date schedule_next(const struct term *term, const struct calendar *calendar,
                          struct date from)
{
    for (struct date day = from; day.day < from.day + YEAR; day.day++)
        if (schedule_due(term, calendar, day))
            return day;
    return NO_DAY;
}

struct instant schedule_instant(const struct zone *zone, struct date day)
{
    return zone_instant(zone, day, SCHEDULE_MINUTE);
}
