#include "chase/moment.h"

static int clip(const struct send_hours *hours, int minute)
{
    if (minute < hours->from_minute)
        return hours->from_minute;
    return minute < hours->until_minute ? minute : hours->until_minute - 1;
}

static struct instant latest(struct instant a, struct instant b)
{
    return a.ms > b.ms ? a : b;
}

/* The first instant at which two hours of the day will have been there to object in. */
static struct instant objected_by(const struct send_hours *hours, struct date today,
                                  struct instant now)
{
    struct instant from = zone_instant(hours->zone, today, hours->from_minute);

    return (struct instant){ latest(now, from).ms + MOMENT_OBJECT_MS };
}

struct instant moment_of(const struct send_hours *hours, const struct step *step,
                         const struct moment_days *days, struct instant now)
{
    struct date today = days->today;
    bool may_be_objected = step->mode == MODE_UNLESS_OBJECTED;

    if (!hours->zone || (!may_be_objected && step->send_minute == 0))
        return now;
    int minute = clip(hours, step->send_minute ? step->send_minute : MOMENT_MINUTE);
    struct instant wished = zone_instant(hours->zone, today, minute);
    if (!may_be_objected)
        return latest(now, wished);
    struct instant at = latest(wished, objected_by(hours, today, now));
    if (at.ms < zone_instant(hours->zone, today, hours->until_minute).ms)
        return at;
    struct date next = calendar_next_open(&hours->calendar, (struct date){ today.day + 1 });
    return next.day <= days->last.day
        ? zone_instant(hours->zone, next, minute)
        : latest(now, zone_instant(hours->zone, today, hours->until_minute - 1));
}

struct instant moment_of_mail(const struct send_hours *hours, const struct decision *decision,
                              const struct debts *debts, const struct ctx *cx)
{
    struct instant at = cx->now;

    for (size_t i = 0; i < debts->count; i++) {
        const struct fated *taken = decision->plans[i].taken;
        const struct obligation *owed = &debts->owed[i];
        if (!taken || chase_by_hand(owed, taken->occasion.step))
            continue;
        const struct moment_days days = { cx->today, chase_last_day(owed, &taken->occasion) };
        at = latest(at, moment_of(hours, taken->occasion.step, &days, cx->now));
    }
    return at;
}

struct instant moment_freed(const struct send_hours *hours, const struct suspension *suspension,
                            struct instant now)
{
    if (!suspension->stands || suspension->until.day == SUSPENSION_OPEN.day)
        return now;
    struct date next =
        calendar_next_open(&hours->calendar, (struct date){ suspension->until.day + 1 });
    struct instant opens = zone_instant(hours->zone, next, hours->from_minute);
    return opens.ms > now.ms ? opens : now;
}

struct date moment_day(const struct send_hours *hours, struct instant at)
{
    struct civil_time time = zone_civil(hours->zone, at);

    if (time.hour * 60 + time.minute >= hours->until_minute)
        time.date.day++;
    return calendar_next_open(&hours->calendar, time.date);
}

struct instant moment_leaves(const struct send_hours *hours, struct instant at)
{
    return latest(at, zone_instant(hours->zone, moment_day(hours, at), hours->from_minute));
}

struct span moment_span(const struct send_hours *hours, struct date day, struct instant now)
{
    struct date before = calendar_last_open(&hours->calendar, (struct date){ day.day - 1 });
    struct span span = { zone_instant(hours->zone, before, hours->until_minute),
                         zone_instant(hours->zone, day, hours->until_minute) };

    if (!calendar_open(&hours->calendar, day) || span.until.ms <= now.ms)
        return (struct span){ 0 };
    if (span.from.ms <= now.ms)
        span.from.ms = 0;
    return span;
}
