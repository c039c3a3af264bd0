#include "chase/calendar.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { HOLIDAYS_LIMIT = 14 };

#define IN(region) (1U << REGION_##region)
#define EVERYWHERE ((1U << REGION_COUNT) - 1)
#define ALWAYS 0, 9999

/* Either a day of a month, or so many days after Easter Sunday (month 0). */
static const struct rule {
    const char *name;
    int month, day;
    unsigned regions;
    int since, until; /* years */
} rules[] = {
    { "new_year", 1, 1, EVERYWHERE, ALWAYS },
    { "gospel", 3, 5, IN(POLYNESIE), ALWAYS },
    { "good_friday", 0, -2, IN(ALSACE_MOSELLE) | IN(POLYNESIE), ALWAYS },
    { "easter_monday", 0, 1, EVERYWHERE, ALWAYS },
    { "abolition", 4, 27, IN(MAYOTTE), ALWAYS },
    { "saint_pierre_chanel", 4, 28, IN(WALLIS_ET_FUTUNA), ALWAYS },
    { "labour_day", 5, 1, EVERYWHERE, ALWAYS },
    { "victory_day", 5, 8, EVERYWHERE, ALWAYS },
    { "ascension", 0, 39, EVERYWHERE, ALWAYS },
    { "abolition", 5, 22, IN(MARTINIQUE), ALWAYS },
    { "abolition", 5, 27, IN(GUADELOUPE), ALWAYS },
    { "abolition", 5, 28, IN(SAINT_MARTIN), ALWAYS },
    { "whit_monday", 0, 50, EVERYWHERE, ALWAYS },
    { "abolition", 6, 10, IN(GUYANE), ALWAYS },
    { "autonomy", 6, 29, IN(POLYNESIE), 0, 2024 },
    { "national_day", 7, 14, EVERYWHERE, ALWAYS },
    { "territory", 7, 29, IN(WALLIS_ET_FUTUNA), ALWAYS },
    { "assumption", 8, 15, EVERYWHERE, ALWAYS },
    { "citizenship", 9, 24, IN(NOUVELLE_CALEDONIE), ALWAYS },
    { "abolition", 10, 9, IN(SAINT_BARTHELEMY), ALWAYS },
    { "all_saints", 11, 1, EVERYWHERE, ALWAYS },
    { "armistice", 11, 11, EVERYWHERE, ALWAYS },
    { "matarii", 11, 20, IN(POLYNESIE), 2025, 9999 },
    { "abolition", 12, 20, IN(REUNION), ALWAYS },
    { "christmas", 12, 25, EVERYWHERE, ALWAYS },
    { "second_christmas_day", 12, 26, IN(ALSACE_MOSELLE), ALWAYS },
};

static const char *const region_names[REGION_COUNT] = {
    [REGION_METROPOLE] = "metropole",
    [REGION_ALSACE_MOSELLE] = "alsace-moselle",
    [REGION_GUADELOUPE] = "guadeloupe",
    [REGION_GUYANE] = "guyane",
    [REGION_MARTINIQUE] = "martinique",
    [REGION_MAYOTTE] = "mayotte",
    [REGION_REUNION] = "reunion",
    [REGION_SAINT_BARTHELEMY] = "saint-barthelemy",
    [REGION_SAINT_MARTIN] = "saint-martin",
    [REGION_SAINT_PIERRE_ET_MIQUELON] = "saint-pierre-et-miquelon",
    [REGION_NOUVELLE_CALEDONIE] = "nouvelle-caledonie",
    [REGION_POLYNESIE] = "polynesie",
    [REGION_WALLIS_ET_FUTUNA] = "wallis-et-futuna",
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

static bool rule_holds(const struct rule *rule, int year, enum region region)
{
    return (rule->regions & 1U << region) != 0 && rule->since <= year && year <= rule->until;
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
        if (rule_holds(&rules[i], year, region))
            holidays[(*count)++] = (struct holiday){
                .date = rule_day(&rules[i], year),
                .name = rules[i].name,
            };
    qsort(holidays, *count, sizeof *holidays, by_day);
    return holidays;
}

static const struct rule *rule_of(enum region region, struct date date)
{
    struct civil civil = date_civil(date);
    int after_easter = date.day - date_easter(civil.year).day;

    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        const struct rule *rule = &rules[i];
        bool falls = rule->month > 0 ? rule->month == civil.month && rule->day == civil.day
                                     : rule->day == after_easter;
        if (falls && rule_holds(rule, civil.year, region))
            return rule;
    }
    return NULL;
}

/* What of the firm's own days a day lies in, or NULL. */
static const struct closed_days *closed_on(const struct calendar *calendar, struct date date)
{
    for (size_t i = 0; i < calendar->count; i++) {
        const struct closed_days *closed = &calendar->closed[i];
        if (closed->first.day <= date.day && date.day <= closed->last.day)
            return closed;
    }
    return NULL;
}

struct closure calendar_closure(const struct calendar *calendar, struct date date)
{
    const struct rule *rule = rule_of(calendar->region, date);
    const struct closed_days *closed = closed_on(calendar, date);
    enum weekday weekday = date_weekday(date);

    if (rule)
        return (struct closure){ CLOSURE_HOLIDAY, rule->name };
    if (closed)
        return (struct closure){ CLOSURE_FIRM, closed->label };
    if (weekday == SATURDAY || weekday == SUNDAY)
        return (struct closure){ CLOSURE_WEEKEND, "" };
    return (struct closure){ CLOSURE_NONE, "" };
}

bool calendar_open(const struct calendar *calendar, struct date date)
{
    return calendar_closure(calendar, date).kind == CLOSURE_NONE;
}

/* Here and below, the firm's own days are passed at once: the books may hold centuries of them. */
struct date calendar_next_open(const struct calendar *calendar, struct date date)
{
    while (date.day < DATE_LAST.day && !calendar_open(calendar, date)) {
        const struct closed_days *closed = closed_on(calendar, date);
        date.day = (closed ? closed->last.day : date.day) + 1;
    }
    return date.day < DATE_LAST.day ? date : DATE_LAST;
}

struct date calendar_last_open(const struct calendar *calendar, struct date date)
{
    while (date.day > DATE_FIRST.day && !calendar_open(calendar, date)) {
        const struct closed_days *closed = closed_on(calendar, date);
        date.day = (closed ? closed->first.day : date.day) - 1;
    }
    return date.day > DATE_FIRST.day ? date : DATE_FIRST;
}

struct date calendar_after(const struct calendar *calendar, struct date date, int days)
{
    for (; days > 0; days--)
        date = calendar_next_open(calendar, (struct date){ date.day + 1 });
    return date;
}
