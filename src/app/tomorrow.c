#include "app/tomorrow.h"

#include "app/handlers.h"
#include "app/plan_day.h"
#include "chase/calendar_load.h"
#include "client/client.h"

enum { ROWS = 100, DAYS_AHEAD = 366 };

const struct field tomorrow_fields[] = {
    { .name = "on", .check = CHECK_DATE },
    { .name = "client", .check = CHECK_INT },
    { .name = "page", .check = CHECK_INT },
    { 0 },
};

/* What is asked for, and what surrounds it. */
struct asked {
    struct calendar calendar;
    struct date on;
    struct client client; /* id 0: all */
    int64_t page;         /* from 0 */
};

static struct date beside(struct date day, int days)
{
    return (struct date){ day.day + days };
}

static bool check_day(struct ctx *cx, struct date on)
{
    const char *day = date_text(cx->arena, on);

    if (on.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "JOUR-PASSE", "field", "on", "on", day, NULL);
    if (on.day > cx->today.day + DAYS_AHEAD)
        return fail(cx, FAULT_INPUT, "JOUR-LOIN", "field", "on", "on", day, NULL);
    return true;
}

static bool read_day(struct ctx *cx, const struct request *request, const struct calendar *calendar,
                     struct date *on)
{
    if (!request_date(request, "on", on))
        *on = calendar_next_open(calendar, beside(cx->today, 1));
    return check_day(cx, *on);
}

bool tomorrow_day(struct ctx *cx, const struct request *request, struct date *on)
{
    struct calendar calendar;

    return calendar_load(cx, &calendar) && read_day(cx, request, &calendar, on);
}

static bool read_asked(struct ctx *cx, const struct request *request, struct asked *asked)
{
    *asked = (struct asked){ .page = request_int(request, "page") };
    return calendar_load(cx, &asked->calendar)
        && read_day(cx, request, &asked->calendar, &asked->on)
        && (!*request_text(request, "client")
            || client_find(cx, request_int(request, "client"), &asked->client));
}

static const char *url(struct arena *arena, const struct asked *asked, struct date on, int64_t page)
{
    const char *day = date_text(arena, on), *client = "", *number = "";

    if (asked->client.id > 0)
        client = arena_format(arena, "&client=%lld", (long long)asked->client.id);
    if (page > 0)
        number = arena_format(arena, "&page=%lld", (long long)page);
    return arena_format(arena, "/relances/demain?on=%s%s%s", day, client, number);
}

static void put_days(struct ctx *cx, const struct asked *asked, struct json *model)
{
    const struct calendar *calendar = &asked->calendar;
    struct date before = calendar_last_open(calendar, beside(asked->on, -1));
    struct date after = calendar_next_open(calendar, beside(asked->on, 1));

    if (before.day >= cx->today.day)
        json_put_text(model, "previous_url", url(cx->arena, asked, before, 0));
    if (after.day <= cx->today.day + DAYS_AHEAD)
        json_put_text(model, "next_url", url(cx->arena, asked, after, 0));
    if (asked->client.id > 0)
        put_named(model, "client", asked->client.id, asked->client.name);
}

/* Pages of the lists at once: what leaves, what is held and what missions make. */
static void put_pages(struct arena *arena, const struct asked *asked, struct json *model)
{
    const struct json *totals = json_get(model, "totals");
    int64_t leaving = json_int(json_get(totals, "messages")) + json_int(json_get(totals, "calls"));
    int64_t held = json_int(json_get(totals, "held"));
    int64_t coming = json_int(json_get(totals, "coming"));
    int64_t most = leaving > held ? leaving : held;

    most = coming > most ? coming : most;

    json_put_bool(model, "has_messages", json_count(json_get(model, "messages")) > 0);
    json_put_bool(model, "has_held", json_count(json_get(model, "held")) > 0);
    json_put_bool(model, "has_pages", most > ROWS);
    json_put_int(model, "shown", (int64_t)json_count(json_get(model, "messages")));
    json_put_int(model, "count", leaving);
    if (asked->page > 0)
        json_put_text(model, "previous_page_url", url(arena, asked, asked->on, asked->page - 1));
    if ((asked->page + 1) * ROWS < most)
        json_put_text(model, "next_page_url", url(arena, asked, asked->on, asked->page + 1));
}

bool tomorrow_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct asked asked;

    if (!read_asked(cx, request, &asked))
        return false;
    const struct plan_day day = {
        .language = request_language(request),
        .calendar = asked.calendar,
        .on = asked.on,
        .client = asked.client.id,
        .from = (size_t)asked.page * ROWS,
        .limit = ROWS,
    };
    if (!plan_day_put(cx, &day, answer->model))
        return false;
    put_days(cx, &asked, answer->model);
    put_pages(cx->arena, &asked, answer->model);
    return true;
}
