#include "chase/plan.h"

#include <stdlib.h>

static bool is_day(struct date date)
{
    return date.day != NO_DAY.day;
}

static struct date later(struct date date, int days)
{
    return (struct date){ date.day + days };
}

/* The working day nearest to a day that is not outside two others; the later of two as near. */
static struct date nearest_open(const struct calendar *calendar, struct date day, struct date first,
                                struct date last)
{
    struct date next = calendar_next_open(calendar, day.day < first.day ? first : day);
    struct date previous = calendar_last_open(calendar, day.day > last.day ? last : day);
    bool has_next = next.day <= last.day, has_previous = previous.day >= first.day;

    if (has_next && (!has_previous || next.day - day.day <= day.day - previous.day))
        return next;
    return has_previous ? previous : NO_DAY;
}

/* Of a step before the due date; a repetition of it may come after. */
static bool is_ahead(const struct obligation *owed, const struct step *step, struct date nominal)
{
    return step->anchor == ANCHOR_DUE && nominal.day < owed->due.day;
}

static bool has_window(const struct step *step)
{
    return step->window_first != 0 || step->window_last != 0;
}

static struct date day_of(const struct obligation *owed, const struct step *step,
                          struct date nominal, const struct calendar *calendar)
{
    if (has_window(step))
        return nearest_open(calendar, nominal, later(owed->due, step->window_first),
                            later(owed->due, step->window_last));
    struct date on = calendar_next_open(calendar, nominal);
    return is_ahead(owed, step, nominal) && on.day > owed->due.day ? NO_DAY : on;
}

static int by_order(const void *left, const void *right)
{
    const struct occasion *a = left, *b = right;
    int order = (a->order.day > b->order.day) - (a->order.day < b->order.day);

    return order ? order : (a->step > b->step) - (a->step < b->step);
}

const struct occasion *chase_occasions(struct arena *arena, const struct obligation *owed,
                                       const struct scenario *scenario,
                                       const struct calendar *calendar, size_t *count)
{
    size_t listed = 0;

    for (size_t i = 0; i < scenario->count; i++)
        listed += 1 + (size_t)scenario->steps[i].repeat_count;
    struct occasion *list = arena_new(arena, struct occasion, listed + 1);
    listed = 0;
    for (size_t i = 0; i < scenario->count; i++) {
        const struct step *step = &scenario->steps[i];
        struct date anchor = step->anchor == ANCHOR_OPENING ? owed->opened : owed->due;
        for (int rank = 0; rank <= step->repeat_count; rank++) {
            struct date nominal = later(anchor, step->days + rank * step->repeat_days);
            struct date on = day_of(owed, step, nominal, calendar);
            struct date order = has_window(step) && is_day(on) ? on : nominal;
            list[listed++] = (struct occasion){ step, rank, nominal, order, on };
        }
    }
    qsort(list, listed, sizeof *list, by_order);
    *count = listed;
    return list;
}

bool chase_dealt(const struct obligation *owed, const struct occasion *occasion)
{
    for (size_t i = 0; i < owed->dealt_count; i++)
        if (owed->dealt[i].step == occasion->step->id && owed->dealt[i].rank == occasion->rank)
            return true;
    return false;
}

struct date chase_last_day(const struct obligation *owed, const struct occasion *occasion)
{
    const struct step *step = occasion->step;

    if (has_window(step))
        return later(owed->due, step->window_last);
    return is_ahead(owed, step, occasion->nominal) ? owed->due
                                                   : later(occasion->on, CHASE_SENSE_DAYS);
}

bool chase_by_hand(const struct obligation *owed, const struct step *step)
{
    return step->mode == MODE_BY_HAND || step->medium == MEDIUM_CALL || owed->taken_over != 0;
}

/* What a plan looks at: what is not dealt with, in order, and how much of it has had its day. */
struct look {
    const struct obligation *owed;
    const struct occasion *occasions;
    size_t count, end;
    struct date today;
};

/* When it is looked at: one that C-2 leaves no day lapses on its own. */
static struct date look_day(const struct occasion *occasion)
{
    return is_day(occasion->on) ? occasion->on : occasion->nominal;
}

static struct look look_at(struct arena *arena, const struct obligation *owed,
                           const struct scenario *scenario, const struct calendar *calendar,
                           struct date today)
{
    size_t count;
    const struct occasion *all = chase_occasions(arena, owed, scenario, calendar, &count);
    struct occasion *left = arena_new(arena, struct occasion, count + 1);
    struct look look = { .owed = owed, .occasions = left, .today = today };

    for (size_t i = 0; i < count; i++)
        if (!chase_dealt(owed, &all[i]))
            left[look.count++] = all[i];
    while (look.end < look.count && look_day(&left[look.end]).day <= today.day)
        look.end++;
    return look;
}

static enum fate fate_of(const struct look *look, size_t place)
{
    const struct occasion *occasion = &look->occasions[place];

    if (is_day(look->owed->dealt_through) && occasion->order.day <= look->owed->dealt_through.day)
        return FATE_SUPERSEDED;
    if (!is_day(occasion->on) || look->today.day > chase_last_day(look->owed, occasion).day)
        return FATE_LAPSED;
    return FATE_TAKEN;
}

/* The latest automatic step that makes sense, else the latest by hand; end when there is none. */
static size_t pick(const struct look *look)
{
    size_t by_hand = look->end;

    for (size_t i = look->end; i-- > 0;) {
        if (fate_of(look, i) != FATE_TAKEN)
            continue;
        if (!chase_by_hand(look->owed, look->occasions[i].step))
            return i;
        if (by_hand == look->end)
            by_hand = i;
    }
    return by_hand;
}

static struct date morrow(const struct calendar *calendar, struct date today)
{
    return calendar_next_open(calendar, later(today, 1));
}

/* What missed its day and was not dealt with waits for tomorrow; else the next occasion's day. */
static struct date next_look(const struct look *look, size_t dealt, const struct calendar *calendar)
{
    if (dealt < look->end)
        return morrow(calendar, look->today);
    return dealt < look->count ? look_day(&look->occasions[dealt]) : NO_DAY;
}

struct plan chase_plan(struct arena *arena, const struct obligation *owed,
                       const struct scenario *scenario, const struct calendar *calendar,
                       struct date today)
{
    if (!calendar_open(calendar, today) || owed->last_taken_on.day == today.day)
        return (struct plan){ .look_on = morrow(calendar, today) };

    struct look look = look_at(arena, owed, scenario, calendar, today);
    size_t picked = pick(&look), dealt = picked < look.end ? picked + 1 : look.end;
    struct fated *fates = arena_new(arena, struct fated, dealt + 1);
    struct plan plan = { .fates = fates, .look_on = next_look(&look, dealt, calendar) };
    for (size_t i = 0; i < dealt; i++) {
        enum fate fate = fate_of(&look, i);
        if (fate == FATE_TAKEN && i != picked)
            fate = FATE_SUPERSEDED;
        fates[plan.count++] = (struct fated){ look.occasions[i], fate };
    }
    if (picked < look.end)
        plan.taken = &fates[picked];
    return plan;
}

struct obligation chase_after(struct arena *arena, const struct obligation *owed,
                              const struct plan *plan, struct date today)
{
    struct obligation after = *owed;
    struct dealt *dealt = arena_new(arena, struct dealt, owed->dealt_count + plan->count + 1);

    for (size_t i = 0; i < owed->dealt_count; i++)
        dealt[i] = owed->dealt[i];
    for (size_t i = 0; i < plan->count; i++) {
        const struct occasion *occasion = &plan->fates[i].occasion;
        dealt[after.dealt_count++] = (struct dealt){ occasion->step->id, occasion->rank };
        if (after.dealt_through.day < occasion->order.day)
            after.dealt_through = occasion->order;
    }
    after.dealt = dealt;
    if (plan->taken)
        after.last_taken_on = today;
    return after;
}

struct obligation chase_undealt(struct arena *arena, const struct obligation *owed,
                                const struct occasion *occasion)
{
    struct dealt *dealt = arena_new(arena, struct dealt, owed->dealt_count + 1);
    struct obligation undealt = *owed;

    undealt.dealt_count = 0;
    for (size_t i = 0; i < owed->dealt_count; i++)
        if (owed->dealt[i].step != occasion->step->id || owed->dealt[i].rank != occasion->rank)
            dealt[undealt.dealt_count++] = owed->dealt[i];
    undealt.dealt = dealt;
    if (undealt.dealt_count == 0)
        undealt.dealt_through = NO_DAY;
    else if (undealt.dealt_through.day >= occasion->order.day)
        undealt.dealt_through = later(occasion->order, -1);
    return undealt;
}
