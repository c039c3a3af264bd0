#include "base/date.h"

#include <assert.h>
#include <stddef.h>
#include <time.h>

const struct date DATE_FIRST = { -719162 }, DATE_LAST = { 2932896 };

enum { FIRST_WEEKDAY = THURSDAY }; /* of 1970-01-01 */

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_exists(int year, int month, int day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1
        && day <= days_in_month(year, month);
}

/* A year that begins in March ends in its leap day, so months need no table. */
struct date date_of(int year, int month, int day)
{
    const int days_to_1970 = 719468, days_in_era = 146097, years_in_era = 400;

    assert(date_exists(year, month, day));
    int from_march = year - (month <= 2);
    int era = from_march / years_in_era, year_of_era = from_march % years_in_era;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (struct date){ era * days_in_era + day_of_era - days_to_1970 };
}

struct civil date_civil(struct date date)
{
    const int days_to_1970 = 719468, days_in_era = 146097;
    int day = date.day < DATE_FIRST.day ? DATE_FIRST.day
        : date.day > DATE_LAST.day      ? DATE_LAST.day
                                        : date.day;
    int from_march = day + days_to_1970;
    int era = from_march / days_in_era;
    int day_of_era = from_march - era * days_in_era;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march + (month_from_march < 10 ? 3 : -9);

    return (struct civil){
        .year = era * 400 + year_of_era + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

enum weekday date_weekday(struct date date)
{
    return (enum weekday)(((date.day + FIRST_WEEKDAY) % 7 + 7) % 7);
}

static void digits_write(char *text, int count, int number)
{
    for (; count > 0; number /= 10)
        text[--count] = (char)('0' + number % 10);
}

const char *date_text(struct arena *arena, struct date date)
{
    struct civil civil = date_civil(date);
    char *text = arena_new(arena, char, sizeof "2026-03-31");

    digits_write(text, 4, civil.year);
    digits_write(text + 5, 2, civil.month);
    digits_write(text + 8, 2, civil.day);
    text[4] = text[7] = '-';
    return text;
}

static bool digits_read(const char *text, int count, int *number)
{
    *number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *number = *number * 10 + (text[i] - '0');
    }
    return true;
}

bool date_parse(const char *text, struct date *date)
{
    int year, month, day;

    if (!digits_read(text, 4, &year) || text[4] != '-' || !digits_read(text + 5, 2, &month)
        || text[7] != '-' || !digits_read(text + 8, 2, &day) || text[10] != '\0'
        || !date_exists(year, month, day))
        return false;
    *date = date_of(year, month, day);
    return true;
}

struct date date_easter(int year)
{
    int golden = year % 19, century = year / 100, in_century = year % 100;
    int drift = (8 * century + 13) / 25;
    int epact = (19 * golden + century - century / 4 - drift + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    int late = (golden + 11 * epact + 22 * weekday) / 451;
    int from_march = epact + weekday - 7 * late + 114;

    return date_of(year, from_march / 31, from_march % 31 + 1);
}

const char *instant_text(struct arena *arena, struct instant instant)
{
    const int64_t day_ms = 86400000;
    int64_t of_day = (instant.ms % day_ms + day_ms) % day_ms;
    struct date date = { (int32_t)((instant.ms - of_day) / day_ms) };
    int ms = (int)of_day;

    return arena_format(arena, "%sT%02d:%02d:%02d.%03dZ", date_text(arena, date), ms / 3600000,
                        ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

static int64_t read_ms(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct instant system_wall(const struct clock *clock)
{
    (void)clock;
    return (struct instant){ read_ms(CLOCK_REALTIME) };
}

static int64_t system_monotonic(const struct clock *clock)
{
    (void)clock;
    return read_ms(CLOCK_MONOTONIC);
}

static struct instant frozen_wall(const struct clock *clock)
{
    return clock->frozen;
}

const struct clock clock_system = { .wall = system_wall, .monotonic_ms = system_monotonic };

struct clock clock_frozen(struct instant at)
{
    return (struct clock){ .wall = frozen_wall, .monotonic_ms = system_monotonic, .frozen = at };
}

int64_t clock_coarse_ms(void)
{
    return read_ms(CLOCK_MONOTONIC_COARSE);
}
