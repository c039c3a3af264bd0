#include <stdlib.h>
#include <string.h>

#include "app/desk.h"
#include "app/handlers.h"
#include "app/page.h"
#include "chase/watch.h"
#include "firm/closed_day.h"
#include "firm/hours.h"

const struct field settings_hours_fields[] = {
    { .name = "from", .check = CHECK_TEXT, .required = true },
    { .name = "until", .check = CHECK_TEXT, .required = true },
    { .name = "region", .check = CHECK_TEXT, .required = true },
    { .name = "zone", .check = CHECK_TEXT, .required = true },
    { 0 },
};

const struct field settings_close_fields[] = {
    { .name = "first", .check = CHECK_DATE, .required = true },
    { .name = "last", .check = CHECK_DATE },
    { .name = "label", .check = CHECK_TEXT, .required = true },
    { 0 },
};

const struct field settings_caps_fields[] = {
    { .name = "week_cap", .check = CHECK_CHOICE, .choices = "1 2 3 4 5 6 7", .required = true },
    { .name = "day_cap", .check = CHECK_INT },
    { 0 },
};

static const char PAGE[] = "/reglages/calendrier";

static bool read_hour(struct ctx *cx, const struct request *request, const char *field, int *minute)
{
    const char *text = request_text(request, field);

    return hours_parse(text, minute)
        || fail(cx, FAULT_INPUT, "HEURE", "field", field, "value", text, NULL);
}

static bool read_hours(struct ctx *cx, const struct request *request, struct firm *firm)
{
    const char *region = request_text(request, "region");

    if (!read_hour(cx, request, "from", &firm->open_from_minute)
        || !read_hour(cx, request, "until", &firm->open_until_minute))
        return false;
    if (firm->open_until_minute == 0)
        firm->open_until_minute = 24 * 60; /* midnight ends the day too */
    firm->time_zone = request_text(request, "zone");
    return region_parse(region, &firm->region)
        || fail(cx, FAULT_INPUT, "REGION-INCONNUE", "field", "region", "value", region, NULL);
}

bool settings_hours(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    if (!read_hours(cx, request, &firm) || !hours_change(cx, &firm)
        || !hours_follow(cx, desk_of(request)->zone))
        return false;
    answer->redirect = PAGE;
    answer->notice = "notice.hours";
    return true;
}

static bool change_caps(struct ctx *cx, int week, int64_t day)
{
    return watch_week_cap(cx, week) && watch_cap(cx, day);
}

/* Nothing, or 0, is no cap of a day. */
bool settings_caps(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *typed = request_text(request, "day_cap");
    int week = (int)strtol(request_text(request, "week_cap"), NULL, 10);
    int64_t day = strtoll(typed, NULL, 10);

    if (day > WATCH_DAY_MOST)
        return fail(cx, FAULT_INPUT, "PLAFOND", "field", "day_cap", "value", typed, NULL);
    answer->redirect = PAGE;
    answer->notice = "notice.caps";
    return store_begin(cx) && store_end(cx, change_caps(cx, week, day));
}

/* One day is a range that ends where it begins. */
bool settings_close(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct closed_day closed = { .label = request_text(request, "label") };

    if (!request_date(request, "first", &closed.first))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "first", NULL);
    if (!request_date(request, "last", &closed.last))
        closed.last = closed.first;
    answer->redirect = PAGE;
    answer->notice = "notice.closed";
    return closed_day_add(cx, &closed);
}

/* The form of the page that follows holds the days again: one click closes them anew. */
bool settings_reopen(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct closed_day closed;

    if (!closed_day_remove(cx, request_id(request, "closed_day"), &closed))
        return false;
    answer->redirect = arena_format(
        cx->arena, "%s?first=%s&last=%s&label=%s", PAGE, date_text(cx->arena, closed.first),
        date_text(cx->arena, closed.last), page_coded(cx->arena, closed.label));
    answer->notice = "notice.reopened";
    return true;
}
