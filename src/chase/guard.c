#include "chase/guard.h"

#include <stdlib.h>

enum { DAY_MS = 24 * 60 * 60 * 1000, MINUTE_MS = 60 * 1000, PACE_SLACK_MS = 1000 };

enum clock_verdict guard_clock(struct instant highest, const struct clock_reading *before,
                               const struct clock_reading *now)
{
    if (highest.ms - now->wall.ms > GUARD_BACK_MS)
        return CLOCK_BACK;
    if (!before)
        return CLOCK_WELL;
    int64_t wall_ms = now->wall.ms - before->wall.ms;
    int64_t monotonic_ms = now->monotonic_ms - before->monotonic_ms;
    if (now->wall.ms - highest.ms > GUARD_FORWARD_MS || wall_ms - monotonic_ms > GUARD_DRIFT_MS)
        return CLOCK_JUMP;
    return CLOCK_WELL;
}

int64_t guard_stopped_ms(const struct last_round *last, const struct calendar *calendar,
                         struct date today, struct instant now)
{
    int64_t closed = 0;

    if (last->at.ms == 0)
        return 0;
    for (int32_t day = last->on.day + 1; day < today.day; day++)
        closed += !calendar_open(calendar, (struct date){ day });
    int64_t stopped = now.ms - last->at.ms - closed * DAY_MS;
    return stopped > 0 ? stopped : 0;
}

enum run_verdict guard_run(const struct run_sight *run)
{
    if (run->stopped_ms > GUARD_STOPPAGE_MS && run->late > 0)
        return RUN_STOPPAGE;
    if (run->cap > 0 && run->messages > run->cap)
        return RUN_CAP;
    if (run->usual >= 0 && run->messages >= GUARD_FLOOR && run->messages > GUARD_TIMES * run->usual)
        return RUN_VOLUME;
    return RUN_FREE;
}

static int by_size(const void *a, const void *b)
{
    const int64_t *first = a, *second = b;

    return (*first > *second) - (*first < *second);
}

static int64_t messages_on(const struct run_day *days, size_t count, struct date on)
{
    for (size_t i = 0; i < count; i++)
        if (days[i].on.day == on.day)
            return days[i].messages;
    return 0;
}

static struct date first_day(const struct run_day *days, size_t count, struct date today)
{
    struct date first = today;

    for (size_t i = 0; i < count; i++)
        if (days[i].on.day < first.day)
            first = days[i].on;
    return first;
}

/* An even number of days has two in its middle: the greater is what is usual. */
int64_t guard_usual(const struct run_day *days, size_t count, const struct calendar *calendar,
                    struct date today)
{
    struct date first = first_day(days, count, today);
    int64_t sizes[GUARD_DAYS];
    size_t listed = 0;

    for (int32_t day = today.day - 1; day >= first.day && listed < GUARD_DAYS; day--)
        if (calendar_open(calendar, (struct date){ day }))
            sizes[listed++] = messages_on(days, count, (struct date){ day });
    if (listed == 0)
        return -1;
    qsort(sizes, listed, sizeof *sizes, by_size);
    return sizes[listed / 2];
}

static struct instant later(struct instant a, struct instant b)
{
    return a.ms > b.ms ? a : b;
}

int64_t guard_late_ms(const struct health_sight *sight)
{
    if (!sight->is_open || sight->due.ms == 0)
        return 0;
    return sight->now.ms - later(later(sight->due, sight->opened), sight->moved).ms;
}

enum health guard_health(const struct health_sight *sight)
{
    if (sight->check.ms > 0 && sight->now.ms - sight->check.ms > GUARD_CHECK_MS)
        return HEALTH_CHECK;
    if (sight->is_open && !sight->has_run && sight->now.ms - sight->opened.ms > GUARD_LATE_MS)
        return HEALTH_NO_ROUND;
    return guard_late_ms(sight) > GUARD_LATE_MS ? HEALTH_LATE : HEALTH_WELL;
}

int64_t guard_pace(struct pace *pace, int64_t per_minute, int64_t monotonic_ms)
{
    int64_t step_ms = per_minute < MINUTE_MS ? MINUTE_MS / per_minute : 1, count = 0;

    if (pace->next_ms < monotonic_ms - PACE_SLACK_MS)
        pace->next_ms = monotonic_ms;
    for (; pace->next_ms <= monotonic_ms; pace->next_ms += step_ms)
        count++;
    return count;
}
