#include "chase/plan.h"

#include <assert.h>
#include <string.h>

static const char *const medium_names[MEDIUM_COUNT] = {
    [MEDIUM_EMAIL] = "email",
    [MEDIUM_CALL] = "call",
};

static const char *const mode_names[MODE_COUNT] = {
    [MODE_AUTOMATIC] = "automatic",
    [MODE_BY_HAND] = "by_hand",
};

const char *medium_text(enum medium medium)
{
    assert(medium < MEDIUM_COUNT);
    return medium_names[medium];
}

const char *mode_text(enum mode mode)
{
    assert(mode < MODE_COUNT);
    return mode_names[mode];
}

bool medium_parse(const char *text, enum medium *medium)
{
    for (enum medium i = 0; i < MEDIUM_COUNT; i++)
        if (strcmp(text, medium_names[i]) == 0) {
            *medium = i;
            return true;
        }
    return false;
}

bool mode_parse(const char *text, enum mode *mode)
{
    for (enum mode i = 0; i < MODE_COUNT; i++)
        if (strcmp(text, mode_names[i]) == 0) {
            *mode = i;
            return true;
        }
    return false;
}

static bool is_day(struct date date)
{
    return date.day != NO_DAY.day;
}

struct date chase_step_day(const struct step *step, struct date due,
                           const struct calendar *calendar)
{
    struct date on = calendar_next_open(calendar, (struct date){ due.day + step->days_after_due });

    return step->days_after_due < 0 && on.day > due.day ? NO_DAY : on;
}

struct date chase_last_day(const struct step *step, struct date due, struct date meant_on)
{
    return step->days_after_due < 0 ? due : (struct date){ meant_on.day + CHASE_SENSE_DAYS };
}

/* What a plan looks at: the steps from the first not dealt with, each with its day. */
struct look {
    const struct obligation *owed;
    const struct scenario *scenario;
    struct date *days; /* NO_DAY for a step that C-2 lapses */
    struct date today;
    size_t end; /* the steps before it have missed their day, or have it today */
};

static struct look look_at(struct arena *arena, const struct obligation *owed,
                           const struct scenario *scenario, const struct calendar *calendar,
                           struct date today)
{
    struct look look = { .owed = owed, .scenario = scenario, .today = today };

    look.days = arena_new(arena, struct date, scenario->count + 1);
    look.end = owed->steps_dealt;
    for (size_t i = owed->steps_dealt; i < scenario->count; i++) {
        look.days[i] = chase_step_day(&scenario->steps[i], owed->due, calendar);
        if (i == look.end && (!is_day(look.days[i]) || look.days[i].day <= today.day))
            look.end++;
    }
    return look;
}

static bool is_lapsed(const struct look *look, size_t step)
{
    if (!is_day(look->days[step]))
        return true;
    struct date last =
        chase_last_day(&look->scenario->steps[step], look->owed->due, look->days[step]);
    return look->today.day > last.day;
}

/* The latest automatic step that makes sense, else the latest by hand; end when there is none. */
static size_t pick(const struct look *look)
{
    size_t by_hand = look->end;

    for (size_t i = look->end; i-- > look->owed->steps_dealt;) {
        if (is_lapsed(look, i))
            continue;
        if (look->scenario->steps[i].mode == MODE_AUTOMATIC)
            return i;
        if (by_hand == look->end)
            by_hand = i;
    }
    return by_hand;
}

static struct date morrow(const struct calendar *calendar, struct date today)
{
    return calendar_next_open(calendar, (struct date){ today.day + 1 });
}

/* What missed its day and was not dealt with waits for tomorrow; else the next step's day. */
static struct date next_look(const struct look *look, size_t dealt, const struct calendar *calendar)
{
    if (dealt < look->end)
        return morrow(calendar, look->today);
    return dealt < look->scenario->count ? look->days[dealt] : NO_DAY;
}

struct plan chase_plan(struct arena *arena, const struct obligation *owed,
                       const struct scenario *scenario, const struct calendar *calendar,
                       struct date today)
{
    if (!calendar_open(calendar, today) || owed->last_taken_on.day == today.day)
        return (struct plan){ .look_on = morrow(calendar, today) };

    struct look look = look_at(arena, owed, scenario, calendar, today);
    size_t picked = pick(&look), dealt = picked < look.end ? picked + 1 : look.end;
    struct fated *fates = arena_new(arena, struct fated, scenario->count + 1);
    struct plan plan = { .fates = fates, .look_on = next_look(&look, dealt, calendar) };
    for (size_t i = owed->steps_dealt; i < dealt; i++)
        fates[plan.count++] = (struct fated){
            .step = i,
            .fate = i == picked       ? FATE_TAKEN
                : is_lapsed(&look, i) ? FATE_LAPSED
                                      : FATE_SUPERSEDED,
            .meant_on = look.days[i],
        };
    if (picked < look.end)
        plan.taken = &scenario->steps[picked];
    return plan;
}

struct obligation chase_after(const struct obligation *owed, const struct plan *plan,
                              struct date today)
{
    struct obligation after = *owed;

    after.steps_dealt += plan->count;
    if (plan->taken)
        after.last_taken_on = today;
    return after;
}
