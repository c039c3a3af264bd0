#include "chase/calendar.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { HOLIDAYS_LIMIT = 13 };

/* Either a day of a month, or so many days after Easter Sunday (month 0). */
static const struct rule {
    const char *name;
    int month, day;
    bool alsace_moselle_only;
} rules[] = {
    { "new_year", 1, 1, false },
    { "good_friday", 0, -2, true },
    { "easter_monday", 0, 1, false },
    { "labour_day", 5, 1, false },
    { "victory_day", 5, 8, false },
    { "ascension", 0, 39, false },
    { "whit_monday", 0, 50, false },
    { "national_day", 7, 14, false },
    { "assumption", 8, 15, false },
    { "all_saints", 11, 1, false },
    { "armistice", 11, 11, false },
    { "christmas", 12, 25, false },
    { "second_christmas_day", 12, 26, true },
};

static const char *const region_names[REGION_COUNT] = {
    [REGION_METROPOLE] = "metropole",
    [REGION_ALSACE_MOSELLE] = "alsace-moselle",
};

const char *region_text(enum region region)
{
    assert(region < REGION_COUNT);
    return region_names[region];
}

bool region_parse(const char *text, enum region *region)
{
    for (enum region i = 0; i < REGION_COUNT; i++)
        if (strcmp(text, region_names[i]) == 0) {
            *region = i;
            return true;
        }
    return false;
}

static struct date rule_day(const struct rule *rule, int year)
{
    return rule->month > 0 ? date_of(year, rule->month, rule->day)
                           : (struct date){ date_easter(year).day + rule->day };
}

static int by_day(const void *a, const void *b)
{
    return ((const struct holiday *)a)->date.day - ((const struct holiday *)b)->date.day;
}

const struct holiday *calendar_holidays(struct arena *arena, int year, enum region region,
                                        size_t *count)
{
    struct holiday *holidays = arena_new(arena, struct holiday, HOLIDAYS_LIMIT);

    *count = 0;
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (!rules[i].alsace_moselle_only || region == REGION_ALSACE_MOSELLE)
            holidays[(*count)++] = (struct holiday){
                .date = rule_day(&rules[i], year),
                .name = rules[i].name,
            };
    qsort(holidays, *count, sizeof *holidays, by_day);
    return holidays;
}

bool calendar_open(const struct calendar *calendar, struct date date)
{
    enum weekday weekday = date_weekday(date);
    int year = date_civil(date).year;

    if (weekday == SATURDAY || weekday == SUNDAY)
        return false;
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if ((!rules[i].alsace_moselle_only || calendar->region == REGION_ALSACE_MOSELLE)
            && rule_day(&rules[i], year).day == date.day)
            return false;
    for (size_t i = 0; i < calendar->count; i++)
        if (calendar->closed[i].day == date.day)
            return false;
    return true;
}

struct date calendar_next_open(const struct calendar *calendar, struct date date)
{
    while (!calendar_open(calendar, date))
        date.day++;
    return date;
}

struct date calendar_last_open(const struct calendar *calendar, struct date date)
{
    while (!calendar_open(calendar, date))
        date.day--;
    return date;
}

struct date calendar_after(const struct calendar *calendar, struct date date, int days)
{
    for (; days > 0; days--)
        date = calendar_next_open(calendar, (struct date){ date.day + 1 });
    return date;
}
