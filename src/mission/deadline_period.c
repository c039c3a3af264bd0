#include "mission/deadline_period.h"

#include "mission/month.h"

static const int months_of[EACH_COUNT] = {
    [EACH_MONTH] = 1,
    [EACH_QUARTER] = 3,
    [EACH_YEAR] = 12,
};

static const char *civil_text(struct arena *arena, enum deadline_each each, int year, int month)
{
    switch (each) {
    case EACH_MONTH:
        return arena_format(arena, "%04d-%02d", year, month);
    case EACH_QUARTER:
        return arena_format(arena, "%04d-T%d", year, month / 3);
    default:
        return arena_format(arena, "%04d", year);
    }
}

static struct periods civil_periods(struct arena *arena, const struct taxpayer *taxpayer,
                                    enum deadline_each each, int from_year, int until_year)
{
    int months = months_of[each];
    size_t most = (size_t)(12 / months * (until_year - from_year + 1)), count = 0;
    struct period *rows = arena_new(arena, struct period, most);

    for (int year = from_year; year <= until_year; year++)
        for (int month = months; month <= 12; month += months) {
            struct period period = {
                .first = month_day(year, month - months + 1, 1),
                .last = month_end(year, month),
                .text = civil_text(arena, each, year, month),
            };
            if (taxpayer->has_opened && period.last.day < taxpayer->opened.day)
                continue;
            period.is_first = taxpayer->has_opened && date_civil(taxpayer->opened).year == year;
            rows[count++] = period;
        }
    return (struct periods){ rows, count };
}

/* Who closes on 28 February closes at its end: on the 29th in a leap year. */
static struct date closing_of(const struct taxpayer *taxpayer, int year)
{
    enum { FEBRUARY = 2, LAST_DAY = 28 };
    bool is_end = taxpayer->closing_month == FEBRUARY && taxpayer->closing_day == LAST_DAY;

    return is_end ? month_end(year, FEBRUARY)
                  : month_day(year, taxpayer->closing_month, taxpayer->closing_day);
}

/* The first closing after a day, or on it when `itself`. */
static struct date closing_after(const struct taxpayer *taxpayer, struct date day, bool itself)
{
    struct date closing = closing_of(taxpayer, date_civil(day).year);

    return closing.day > day.day || (itself && closing.day == day.day)
        ? closing
        : closing_of(taxpayer, date_civil(day).year + 1);
}

static struct period first_exercise(const struct taxpayer *taxpayer, int from_year)
{
    if (!taxpayer->has_opened) {
        struct date before = closing_of(taxpayer, from_year - 1);
        return (struct period){ .first = { before.day + 1 },
                                .last = closing_of(taxpayer, from_year) };
    }
    return (struct period){
        .first = taxpayer->opened,
        .last = taxpayer->has_first_closing ? taxpayer->first_closing
                                            : closing_after(taxpayer, taxpayer->opened, true),
        .is_first = true,
    };
}

static struct periods exercises(struct arena *arena, const struct taxpayer *taxpayer, int from_year,
                                int until_year)
{
    struct period next = first_exercise(taxpayer, from_year);
    size_t room = 0, count = 0;
    struct period *rows = NULL;

    for (; date_civil(next.last).year <= until_year; count++) {
        if (count == room)
            rows = arena_grow(arena, rows, &room, sizeof *rows);
        next.before = (struct date){ next.first.day - 1 };
        next.text = date_text(arena, next.last);
        rows[count] = next;
        next = (struct period){ .first = { next.last.day + 1 },
                                .last = closing_after(taxpayer, next.last, false) };
    }
    return (struct periods){ rows, count };
}

struct periods deadline_periods(struct arena *arena, const struct taxpayer *taxpayer,
                                enum deadline_each each, int from_year, int until_year)
{
    return each == EACH_EXERCISE ? exercises(arena, taxpayer, from_year, until_year)
                                 : civil_periods(arena, taxpayer, each, from_year, until_year);
}
