#include "app/board_calendar.h"

#include <string.h>

#include "app/board_list.h"
#include "app/closure.h"
#include "app/works.h"
#include "base/given.h"
#include "chase/calendar_load.h"
#include "mission/month.h"

enum { DAY_WORKS = 4, WEEK = 7 };

/* What the weeks are made of: all that is due, by day, and how far it was put. */
struct page {
    const struct request *request;
    struct work_filter filter;
    struct date month; /* its first day */
    struct work_days days;
    struct calendar calendar;
    const struct work *works;
    size_t count, done;
};

bool board_calendar_is(const struct request *request)
{
    return strcmp(request_text(request, "vue"), "calendrier") == 0;
}

/* Far years have no calendar of holidays. */
static struct date month_of(const struct ctx *cx, const struct work_filter *filter)
{
    struct civil civil = date_civil(filter->has_month ? filter->month : cx->today);

    if (civil.year < GIVEN_YEAR_FIRST || civil.year > GIVEN_YEAR_LAST)
        civil = date_civil(cx->today);
    return date_of(civil.year, civil.month, 1);
}

static struct work_days weeks_of(struct date month)
{
    struct civil civil = date_civil(month);
    struct date last = week_first(month_end(civil.year, civil.month));

    return (struct work_days){ week_first(month), { last.day + WEEK - 1 } };
}

struct work_days board_calendar_days(const struct ctx *cx, const struct work_filter *filter)
{
    return weeks_of(month_of(cx, filter));
}

/* The calendar of another month, under the same filters. */
static const char *month_url(struct ctx *cx, const struct page *page, int months)
{
    struct civil civil = date_civil(page->month);
    struct work_filter filter = page->filter;

    filter.has_month = true;
    filter.month = month_day(civil.year, civil.month + months, 1);
    return work_filter_url(cx->arena, &filter, "calendrier");
}

static const char *today_url(struct ctx *cx, const struct page *page)
{
    struct work_filter filter = page->filter;

    filter.has_month = false;
    return work_filter_url(cx->arena, &filter, "calendrier");
}

/* All of a day, in the list. */
static const char *day_url(struct ctx *cx, const struct page *page, struct date day)
{
    struct work_filter filter = page->filter;

    filter.has_first = filter.has_last = true;
    filter.first = filter.last = day;
    return work_filter_url(cx->arena, &filter, "liste");
}

static int64_t put_works(struct ctx *cx, struct page *page, struct date day, struct json *map)
{
    struct json *list = json_put_list(map, "works");
    int64_t of_day = 0;

    while (page->done < page->count && page->works[page->done].due_on.day == day.day) {
        const struct work *work = &page->works[page->done++];
        board_list_put_work(cx, page->request, work, json_add_map(list));
        of_day = work->of_day;
    }
    json_put_bool(map, "has_works", of_day > 0);
    return of_day;
}

static void put_day(struct ctx *cx, struct page *page, struct date day, struct json *map)
{
    const char *language = request_language(page->request);
    struct closure closure = calendar_closure(&page->calendar, day);
    struct civil civil = date_civil(day);
    const char *name = closure_name(cx->arena, language, &closure);

    json_put_date(map, "on", day);
    json_put_int(map, "day", civil.day);
    json_put_bool(map, "is_outside", civil.month != date_civil(page->month).month);
    json_put_bool(map, "is_today", day.day == cx->today.day);
    json_put_bool(map, "is_closed", closure.kind != CLOSURE_NONE);
    json_put_text(map, "closed", *name ? name : NULL);
    int64_t of_day = put_works(cx, page, day, map);
    json_put_int(map, "count", of_day);
    if (of_day > DAY_WORKS) {
        json_put_int(map, "more", of_day - DAY_WORKS);
        json_put_text(map, "more_url", day_url(cx, page, day));
    }
}

static void put_weeks(struct ctx *cx, struct page *page, struct json *map)
{
    struct json *weeks = json_put_list(map, "weeks");

    for (struct date monday = page->days.first; monday.day <= page->days.last.day;
         monday.day += WEEK) {
        struct json *week = json_add_map(weeks), *days = json_put_list(week, "days");
        json_put_int(week, "number", week_number(monday));
        for (int i = 0; i < WEEK; i++)
            put_day(cx, page, (struct date){ monday.day + i }, json_add_map(days));
    }
}

static void put_month(struct ctx *cx, struct page *page, struct json *map)
{
    json_put_date(map, "month", page->month);
    json_put_text(map, "previous_url", month_url(cx, page, -1));
    json_put_text(map, "next_url", month_url(cx, page, 1));
    json_put_text(map, "today_url", today_url(cx, page));
    json_put_bool(map, "is_empty", page->count == 0);
    put_weeks(cx, page, map);
}

bool board_calendar_put(struct ctx *cx, const struct request *request, struct json *model)
{
    struct page page = { .request = request, .filter = work_filter_read(request) };
    struct work_query query = { .filter = page.filter, .limit = DAY_WORKS };
    struct work *works;

    page.month = month_of(cx, &page.filter);
    page.days = weeks_of(page.month);
    if (!calendar_load(cx, &page.calendar)
        || !work_calendar(cx, &query, page.days, &works, &page.count))
        return false;
    page.works = works;
    put_month(cx, &page, json_put_map(model, "calendar"));
    return true;
}
