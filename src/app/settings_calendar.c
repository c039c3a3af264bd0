#include <string.h>

#include "app/closure.h"
#include "app/desk.h"
#include "app/handlers.h"
#include "app/page.h"
#include "chase/calendar_load.h"
#include "chase/watch.h"
#include "firm/closed_day.h"
#include "firm/hours.h"
#include "view/view.h"
#include "worker/worker.h"

enum { HOLIDAYS_AHEAD = 366 };

const struct field settings_calendar_fields[] = {
    { .name = "first", .check = CHECK_DATE },
    { .name = "last", .check = CHECK_DATE },
    { .name = "label", .check = CHECK_TEXT },
    { 0 },
};

/* What the page is made of. */
struct settings {
    const struct request *request;
    const char *language;
    struct json *model;
    struct firm firm;
    struct calendar calendar;
};

static struct date beside(struct date day, int days)
{
    return (struct date){ day.day + days };
}

static bool put_today(struct ctx *cx, const struct settings *settings)
{
    const struct zone *zone = zone_now(desk_of(settings->request)->zone);
    struct closure closure = calendar_closure(&settings->calendar, cx->today);
    const struct hours hours = hours_of(&settings->firm);
    bool is_open_now;
    struct json *today = json_put_map(settings->model, "today");
    struct json *next = json_put_map(settings->model, "next");

    if (!worker_is_open(cx, zone, &is_open_now))
        return false;
    json_put_date(today, "on", cx->today);
    json_put_bool(today, "is_open", is_open_now);
    json_put_bool(today, "is_working_day", closure.kind == CLOSURE_NONE);
    json_put_text(today, "from", hours_text(cx->arena, hours.from_minute));
    json_put_text(today, "until", hours_text(cx->arena, hours.until_minute));
    json_put_text(today, "name", closure_name(cx->arena, settings->language, &closure));
    json_put_text(today, "why",
                  view_text(cx->arena, settings->language,
                            closure_key(cx->arena, "settings_calendar.why", &closure), today));
    json_put_date(next, "on", calendar_next_open(&settings->calendar, beside(cx->today, 1)));
    json_put_text(next, "from", hours_text(cx->arena, hours.from_minute));
    json_put_text(next, "until", hours_text(cx->arena, hours.until_minute));
    return true;
}

static void put_choice(struct arena *arena, const struct settings *settings, struct json *list,
                       const char *key, bool is_chosen)
{
    struct json *choice = json_add_map(list);

    json_put_text(choice, "value", strchr(key, '.') + 1);
    json_put_text(choice, "name", view_text(arena, settings->language, key, NULL));
    json_put_bool(choice, "is_chosen", is_chosen);
}

static const char *typed_or(const struct settings *settings, const char *field,
                            const char *standing)
{
    const char *typed = request_typed(settings->request, field);

    return *typed ? typed : standing;
}

static void put_regions(struct arena *arena, const struct settings *settings)
{
    const char *chosen = typed_or(settings, "region", region_text(settings->firm.region));
    struct json *list = json_put_list(settings->model, "regions");

    for (enum region i = 0; i < REGION_COUNT; i++)
        put_choice(arena, settings, list, arena_format(arena, "region.%s", region_text(i)),
                   strcmp(region_text(i), chosen) == 0);
}

static void put_zones(struct arena *arena, const struct settings *settings)
{
    const char *chosen = typed_or(settings, "zone", settings->firm.time_zone);
    struct json *list = json_put_list(settings->model, "zones");

    for (size_t i = 0; hours_zones[i]; i++)
        put_choice(arena, settings, list, arena_format(arena, "zone.%s", hours_zones[i]),
                   strcmp(hours_zones[i], chosen) == 0);
}

static bool put_caps(struct ctx *cx, const struct settings *settings)
{
    struct json *map = json_put_map(settings->model, "caps");
    struct watch watch;

    if (!watch_find(cx, &watch))
        return false;
    const char *week = arena_format(cx->arena, "%d", watch.week_cap);
    const char *day =
        watch.day_cap > 0 ? arena_format(cx->arena, "%lld", (long long)watch.day_cap) : "";
    json_put_text(map, "week", typed_or(settings, "week_cap", week));
    json_put_text(map, "day", typed_or(settings, "day_cap", day));
    return true;
}

static void put_hours(struct arena *arena, const struct settings *settings)
{
    const struct hours hours = hours_of(&settings->firm);
    struct json *map = json_put_map(settings->model, "hours");

    json_put_text(map, "from", typed_or(settings, "from", hours_text(arena, hours.from_minute)));
    json_put_text(map, "until", typed_or(settings, "until", hours_text(arena, hours.until_minute)));
}

/* The form to close days: as typed, or as the address gives it, for days that were just opened. */
static void put_form(const struct settings *settings)
{
    static const char *const names[] = { "first", "last", "label" };
    struct json *form = json_put_map(settings->model, "form");

    for (size_t i = 0; i < COUNT_OF(names); i++)
        json_put_text(form, names[i],
                      typed_or(settings, names[i], request_text(settings->request, names[i])));
}

/* How many days of these the firm would have worked. */
static int64_t working_days(const struct settings *settings, const struct closed_day *closed)
{
    const struct calendar without = { .region = settings->firm.region };
    int64_t days = 0;

    for (struct date day = closed->first; day.day <= closed->last.day; day.day++)
        days += calendar_open(&without, day);
    return days;
}

static bool put_closure(struct ctx *cx, const struct settings *settings,
                        const struct closed_day *closed, struct json *list)
{
    struct json *row = json_add_map(list);
    const char *by;

    if (!page_member(cx, settings->request, closed->added_by, &by))
        return false;
    json_put_int(row, "id", closed->id);
    json_put_text(row, "label", closed->label);
    json_put_date(row, "first", closed->first);
    json_put_date(row, "last", closed->last);
    json_put_bool(row, "is_range", closed->first.day != closed->last.day);
    json_put_int(row, "days", working_days(settings, closed));
    json_put_date(row, "next", calendar_next_open(&settings->calendar, beside(closed->last, 1)));
    json_put_text(row, "by", by);
    json_put_text(row, "at", instant_text(cx->arena, closed->added_at));
    return true;
}

static bool put_closures(struct ctx *cx, const struct settings *settings)
{
    struct json *list = json_put_list(settings->model, "closures");
    struct closed_day *closed;
    size_t count;

    if (!closed_day_list(cx, &closed, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put_closure(cx, settings, &closed[i], list))
            return false;
    json_put_bool(settings->model, "has_closures", count > 0);
    return true;
}

/* Those of a year from today on, of the firm's region. */
static void put_holidays(struct ctx *cx, const struct settings *settings)
{
    struct json *list = json_put_list(settings->model, "holidays");
    int year = date_civil(cx->today).year;
    size_t count;

    for (int i = 0; i < 2; i++) {
        const struct holiday *holidays =
            calendar_holidays(cx->arena, year + i, settings->firm.region, &count);
        for (size_t j = 0; j < count; j++) {
            struct date on = holidays[j].date;
            enum weekday weekday = date_weekday(on);
            if (on.day < cx->today.day || on.day >= cx->today.day + HOLIDAYS_AHEAD)
                continue;
            struct json *row = json_add_map(list);
            const char *key = arena_format(cx->arena, "holiday.%s", holidays[j].name);
            json_put_date(row, "on", on);
            json_put_text(row, "name", view_text(cx->arena, settings->language, key, NULL));
            json_put_bool(row, "is_rest", weekday == SATURDAY || weekday == SUNDAY);
        }
    }
}

bool settings_calendar_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct settings settings = {
        .request = request,
        .language = request_language(request),
        .model = answer->model,
    };

    if (!firm_find(cx, &settings.firm) || !calendar_load(cx, &settings.calendar)
        || !put_today(cx, &settings) || !put_closures(cx, &settings) || !put_caps(cx, &settings))
        return false;
    put_hours(cx->arena, &settings);
    put_regions(cx->arena, &settings);
    put_zones(cx->arena, &settings);
    put_form(&settings);
    put_holidays(cx, &settings);
    return true;
}
