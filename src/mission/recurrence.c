#include "mission/recurrence.h"

#include <assert.h>
#include <string.h>

#include "base/given.h"
#include "mission/month.h"

enum { DAYS_A_WEEK = 7 };

static const struct pace {
    const char *text;
    int months, days;
} paces[RHYTHM_COUNT] = {
    [RHYTHM_ONCE] = { .text = "once" },
    [RHYTHM_WEEK] = { .text = "week", .days = DAYS_A_WEEK },
    [RHYTHM_MONTH] = { .text = "month", .months = 1 },
    [RHYTHM_TWO_MONTHS] = { .text = "2months", .months = 2 },
    [RHYTHM_QUARTER] = { .text = "quarter", .months = 3 },
    [RHYTHM_HALF_YEAR] = { .text = "half-year", .months = 6 },
    [RHYTHM_YEAR] = { .text = "year", .months = 12 },
};

static const char *const closed_texts[CLOSED_RULE_COUNT] = {
    [CLOSED_KEEP] = "keep",
    [CLOSED_NEXT] = "next",
    [CLOSED_BEFORE] = "before",
};

const char *rhythm_text(enum rhythm rhythm)
{
    assert(rhythm < RHYTHM_COUNT);
    return paces[rhythm].text;
}

bool rhythm_parse(const char *text, enum rhythm *rhythm)
{
    for (enum rhythm i = 0; i < RHYTHM_COUNT; i++)
        if (strcmp(text, paces[i].text) == 0) {
            *rhythm = i;
            return true;
        }
    return false;
}

const char *closed_rule_text(enum closed_rule rule)
{
    assert(rule < CLOSED_RULE_COUNT);
    return closed_texts[rule];
}

bool closed_rule_parse(const char *text, enum closed_rule *rule)
{
    for (enum closed_rule i = 0; i < CLOSED_RULE_COUNT; i++)
        if (strcmp(text, closed_texts[i]) == 0) {
            *rule = i;
            return true;
        }
    return false;
}

static int anchor_of(const struct recurrence *recurrence)
{
    return recurrence->anchor_day > 0 ? recurrence->anchor_day : date_civil(recurrence->first).day;
}

static bool anchor_check(struct ctx *cx, const struct recurrence *recurrence)
{
    struct civil first = date_civil(recurrence->first);
    int anchor = recurrence->anchor_day;

    if (anchor == 0)
        return true;
    if (anchor > 0 && anchor <= 31 && paces[recurrence->rhythm].months > 0
        && month_day(first.year, first.month, anchor).day == recurrence->first.day)
        return true;
    return fail(cx, FAULT_INPUT, "RECURRENCE-JOUR", "value", arena_format(cx->arena, "%d", anchor),
                "first", date_text(cx->arena, recurrence->first), NULL);
}

bool recurrence_check(struct ctx *cx, const struct recurrence *recurrence)
{
    if (!given_day_check(cx, "first", recurrence->first)
        || (recurrence->has_until && !given_day_check(cx, "until", recurrence->until))
        || (recurrence->has_from && !given_day_check(cx, "from", recurrence->from))
        || !anchor_check(cx, recurrence))
        return false;
    if (recurrence->lead_days < 0 || recurrence->lead_days > RECURRENCE_LEAD_MOST)
        return fail(cx, FAULT_INPUT, "RECURRENCE-DELAI", "value",
                    arena_format(cx->arena, "%d", recurrence->lead_days), NULL);
    if (recurrence->has_until && recurrence->until.day < recurrence->first.day)
        return fail(cx, FAULT_INPUT, "RECURRENCE-FIN", "first",
                    date_text(cx->arena, recurrence->first), "until",
                    date_text(cx->arena, recurrence->until), NULL);
    return true;
}

struct date recurrence_due(const struct recurrence *recurrence, int64_t number)
{
    const struct pace *pace = &paces[recurrence->rhythm];
    struct civil first = date_civil(recurrence->first);
    int64_t steps = number - 1;

    assert(number >= 1);
    if (pace->months == 0)
        return (struct date){ (int32_t)(recurrence->first.day + steps * pace->days) };
    int month = first.month + (int)steps * pace->months;
    return month_day(first.year, month, anchor_of(recurrence));
}

int64_t recurrence_number(const struct recurrence *recurrence, struct date day)
{
    const struct pace *pace = &paces[recurrence->rhythm];
    struct date beyond = date_of(GIVEN_YEAR_LAST + 1, 1, 1);
    int64_t number = 1;

    if (day.day <= recurrence->first.day)
        return 1;
    if (day.day > beyond.day)
        day = beyond;
    struct civil first = date_civil(recurrence->first), wanted = date_civil(day);
    if (recurrence->rhythm == RHYTHM_ONCE)
        return 2;
    if (pace->days > 0)
        return 1 + (day.day - recurrence->first.day + pace->days - 1) / pace->days;
    number += ((wanted.year - first.year) * 12 + wanted.month - first.month) / pace->months;
    while (recurrence_due(recurrence, number).day < day.day)
        number++;
    return number;
}

int64_t recurrence_end(const struct recurrence *recurrence)
{
    struct date last = date_of(GIVEN_YEAR_LAST, 12, 31);

    if (recurrence->rhythm == RHYTHM_ONCE)
        return 2;
    if (recurrence->has_until && recurrence->until.day < last.day)
        last = recurrence->until;
    return recurrence_number(recurrence, (struct date){ last.day + 1 });
}

static int64_t start_number(const struct recurrence *recurrence)
{
    return recurrence->has_from ? recurrence_number(recurrence, recurrence->from) : 1;
}

int64_t recurrence_past(const struct recurrence *recurrence, struct date today)
{
    int64_t start = start_number(recurrence), end = recurrence_end(recurrence);
    int64_t next = recurrence_number(recurrence, today);

    if (next > end)
        next = end;
    return next > start ? next - start : 0;
}

static struct date lead_back(const struct recurrence *recurrence, const struct calendar *calendar,
                             struct date due)
{
    if (!recurrence->lead_working)
        return (struct date){ due.day - recurrence->lead_days };
    for (int left = recurrence->lead_days; left > 0; left--)
        due = calendar_last_open(calendar, (struct date){ due.day - 1 });
    return due;
}

static struct date landing(enum closed_rule rule, const struct calendar *calendar, struct date due)
{
    switch (rule) {
    case CLOSED_NEXT:
        return calendar_next_open(calendar, due);
    case CLOSED_BEFORE:
        return calendar_last_open(calendar, due);
    default:
        return due;
    }
}

static bool is_suspended(const struct recurrence *recurrence, struct date day)
{
    for (size_t i = 0; i < recurrence->suspension_count; i++) {
        const struct mission_pause *suspension = &recurrence->suspensions[i];
        if (suspension->first.day <= day.day
            && (suspension->is_open || day.day <= suspension->last.day))
            return true;
    }
    return false;
}

struct occurrence recurrence_at(const struct recurrence *recurrence,
                                const struct calendar *calendar, int64_t number, struct date due)
{
    struct date created = lead_back(recurrence, calendar, due);

    return (struct occurrence){
        .number = number,
        .due = due,
        .lands = landing(recurrence->closed, calendar, due),
        .created = created,
        .told = calendar_next_open(calendar, created),
        .is_missed = is_suspended(recurrence, created),
    };
}

struct occurrences recurrence_list(struct arena *arena, const struct recurrence *recurrence,
                                   const struct calendar *calendar, size_t limit)
{
    int64_t start = start_number(recurrence), end = recurrence_end(recurrence);
    size_t left = end > start ? (size_t)(end - start) : 0, count = left < limit ? left : limit;
    struct occurrence *rows = arena_new(arena, struct occurrence, count);

    for (size_t i = 0; i < count; i++)
        rows[i] = recurrence_at(recurrence, calendar, start + (int64_t)i,
                                recurrence_due(recurrence, start + (int64_t)i));
    return (struct occurrences){ .rows = rows, .count = count, .is_whole = count == left };
}
