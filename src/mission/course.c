#include "mission/course.h"

#include <stdlib.h>
#include <string.h>

#include "base/given.h"
#include "base/limits.h"
#include "mission/amount.h"
#include "mission/month.h"

/* Deadlines are looked for in stretches; a regime that has ended gives none for so many. */
enum { STRETCH_MONTHS = 24, STRETCHES_MOST = 60, STRETCHES_EMPTY = 2 };

/*
 * A part has a place of its own; advances fall up to so long before their period ends. The day
 * online and a client's own lie behind the deadline's, its own by so much at most.
 */
enum { PARTS_MOST = 8, MONTHS_BEFORE = 15, MONTHS_PUT_OFF = 24 };

int64_t course_number_of(const char *period, int part)
{
    int64_t year = strtol(period, NULL, 10), month = 12;

    if (period[4] == '-' && period[5] == 'T')
        month = 3 * (period[6] - '0');
    else if (period[4] == '-')
        month = strtol(period + 5, NULL, 10);
    return (year * 12 + month - 1) * PARTS_MOST + part;
}

struct listing {
    const struct course *course;
    struct due *rows;
    size_t count, limit;
};

static const struct deadline_own *own_find(const struct course *course,
                                           const struct deadline *deadline)
{
    for (size_t i = 0; i < course->own_count; i++) {
        const struct deadline_own *own = &course->own[i];
        if (own->kind == deadline->kind && own->part == deadline->part
            && strcmp(own->period, deadline->period) == 0)
            return own;
    }
    return NULL;
}

static struct due due_of(const struct course *course, const struct deadline *deadline)
{
    const struct deadline_own *own = own_find(course, deadline);
    struct date day = own && own->has_due ? own->due : deadline->online;
    struct due due = {
        .at = recurrence_at(&course->recurrence, &course->calendar,
                            course_number_of(deadline->period, deadline->part), day),
        .period = deadline->period,
        .part = deadline->part,
        .has_amount = own && own->has_amount,
    };

    if (due.has_amount)
        due.amount = own->amount;
    else
        due.has_amount =
            amount_formula(&course->taxpayer, deadline->kind, deadline->part, &due.amount);
    return due;
}

static bool is_asked(const struct recurrence *recurrence, struct date day)
{
    return day.day >= recurrence->first.day
        && (!recurrence->has_from || day.day >= recurrence->from.day)
        && (!recurrence->has_until || day.day <= recurrence->until.day);
}

/* The client's own day takes nothing off the mission; one put off may come into it. */
static bool is_asked_legal(const struct recurrence *recurrence, struct date online, struct date own)
{
    bool comes = own.day >= recurrence->first.day
        && (!recurrence->has_from || own.day >= recurrence->from.day)
        && (!recurrence->has_until || online.day <= recurrence->until.day);

    return comes || is_asked(recurrence, online);
}

static size_t stretch_add(struct listing *listing, const struct deadlines *deadlines,
                          int64_t number)
{
    const struct course *course = listing->course;
    size_t found = 0;

    for (size_t i = 0; i < deadlines->count; i++) {
        const struct deadline *deadline = &deadlines->rows[i];
        if (deadline->kind != course->kind)
            continue;
        found++;
        struct due due = due_of(course, deadline);
        if (due.at.number >= number
            && is_asked_legal(&course->recurrence, deadline->online, due.at.due)
            && listing->count <= listing->limit)
            listing->rows[listing->count++] = due;
    }
    return found;
}

/* Where to look first: no deadline of that number falls before. */
static struct date legal_start(const struct course *course, int64_t number)
{
    int64_t month = number / PARTS_MOST;
    struct civil civil = date_civil(course->recurrence.first);
    struct date first = month_day(civil.year, civil.month - MONTHS_PUT_OFF, civil.day);

    if (number < PARTS_MOST * 12 * 1900)
        return first;
    struct date least = month_day((int)(month / 12), (int)(month % 12) + 1 - MONTHS_BEFORE, 1);
    return least.day > first.day ? least : first;
}

/* One more than the limit is looked for, to know whether something follows. */
static bool legal_list(struct ctx *cx, int64_t number, struct listing *listing)
{
    const struct recurrence *recurrence = &listing->course->recurrence;
    struct date day = legal_start(listing->course, number);
    int empty = 0;

    for (int i = 0; i < STRETCHES_MOST && empty < STRETCHES_EMPTY; i++) {
        struct civil civil = date_civil(day);
        struct date next = month_day(civil.year, civil.month + STRETCH_MONTHS, civil.day);
        struct deadlines deadlines;
        if (listing->count > listing->limit || civil.year >= GIVEN_YEAR_LAST
            || (recurrence->has_until && day.day > recurrence->until.day))
            return true;
        if (!deadline_list(cx, &listing->course->taxpayer, day, (struct date){ next.day - 1 },
                           &deadlines))
            return false;
        if (stretch_add(listing, &deadlines, number) > 0)
            empty = 0;
        else if (next.day > recurrence->first.day)
            empty++;
        day = next;
    }
    return true;
}

/* Of no recurrence: so many on the one day. */
static int64_t rhythm_end(const struct course *course)
{
    const struct recurrence *recurrence = &course->recurrence;

    if (recurrence->rhythm != RHYTHM_ONCE)
        return recurrence_end(recurrence);
    return is_asked(recurrence, recurrence->first) ? course->quantity + 1 : 1;
}

static int64_t rhythm_start(const struct course *course)
{
    const struct recurrence *recurrence = &course->recurrence;

    return recurrence->has_from && recurrence->rhythm != RHYTHM_ONCE
        ? recurrence_number(recurrence, recurrence->from)
        : 1;
}

static struct due rhythm_due(const struct course *course, int64_t number)
{
    const struct recurrence *recurrence = &course->recurrence;
    struct date day =
        recurrence->rhythm == RHYTHM_ONCE ? recurrence->first : recurrence_due(recurrence, number);

    return (struct due){ .at = recurrence_at(recurrence, &course->calendar, number, day),
                         .period = "" };
}

static void rhythm_list(int64_t number, struct listing *listing)
{
    int64_t start = rhythm_start(listing->course), end = rhythm_end(listing->course);

    for (number = number > start ? number : start; number < end && listing->count <= listing->limit;
         number++)
        listing->rows[listing->count++] = rhythm_due(listing->course, number);
}

bool course_list(struct ctx *cx, const struct course *course, int64_t number, size_t limit,
                 struct dues *dues)
{
    struct listing listing = {
        .course = course,
        .rows = arena_new(cx->arena, struct due, limit + 1),
        .limit = limit,
    };

    if (!course->is_legal)
        rhythm_list(number, &listing);
    else if (!legal_list(cx, number, &listing))
        return false;
    *dues = (struct dues){
        .rows = listing.rows,
        .count = listing.count > limit ? limit : listing.count,
        .is_whole = listing.count <= limit,
    };
    return true;
}

static int64_t first_created(const struct dues *dues, struct date day)
{
    for (size_t i = 0; i < dues->count; i++)
        if (dues->rows[i].at.created.day >= day.day)
            return dues->rows[i].at.number;
    return dues->count > 0 ? dues->rows[dues->count - 1].at.number + 1 : 1;
}

bool course_number_created(struct ctx *cx, const struct course *course, struct date day,
                           int64_t *number)
{
    struct dues dues;

    if (course->is_legal || course->recurrence.rhythm == RHYTHM_ONCE) {
        if (!course_list(cx, course, 1, LIMIT_OCCURRENCES, &dues))
            return false;
        *number = first_created(&dues, day);
        return true;
    }
    int64_t at = recurrence_number(&course->recurrence, day), end = rhythm_end(course);
    if (at < rhythm_start(course))
        at = rhythm_start(course);
    while (at < end && rhythm_due(course, at).at.created.day < day.day)
        at++;
    *number = at;
    return true;
}

bool course_start(struct ctx *cx, const struct course *course, struct course_start *start)
{
    struct course_start found = { 0 };
    struct dues dues;

    if (!course_list(cx, course, 1, LIMIT_OCCURRENCES, &dues))
        return false;
    for (size_t i = 0; i < dues.count; i++) {
        const struct occurrence *at = &dues.rows[i].at;
        if (at->due.day < cx->today.day)
            found.past++;
        else if (!found.has_next || at->due.day < found.next.due.day)
            found.next = *at;
        found.has_next = found.has_next || at->due.day >= cx->today.day;
    }
    *start = found;
    return true;
}
