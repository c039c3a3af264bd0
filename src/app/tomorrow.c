#include "app/tomorrow.h"

#include <stdlib.h>
#include <string.h>

#include "app/closure.h"
#include "app/freeze.h"
#include "app/handlers.h"
#include "app/message_rows.h"
#include "app/plan_lists.h"
#include "app/plan_model.h"
#include "chase/calendar_load.h"
#include "client/client.h"
#include "outbox/suspension.h"
#include "view/view.h"

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

const char *tomorrow_closed(struct arena *arena, const char *language,
                            const struct calendar *calendar, struct date on)
{
    struct closure closure = calendar_closure(calendar, on);
    struct json *args = json_map(arena);

    json_put_text(args, "name", closure_name(arena, language, &closure));
    json_put_date(args, "next", calendar_next_open(calendar, on));
    return view_text(arena, language, closure_key(arena, "closed", &closure), args);
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

static void put_days(struct ctx *cx, const char *language, const struct asked *asked,
                     struct json *model)
{
    const struct calendar *calendar = &asked->calendar;
    struct date before = calendar_last_open(calendar, beside(asked->on, -1));
    struct date after = calendar_next_open(calendar, beside(asked->on, 1));

    json_put_date(model, "on", asked->on);
    if (before.day >= cx->today.day)
        json_put_text(model, "previous_url", url(cx->arena, asked, before, 0));
    if (after.day <= cx->today.day + DAYS_AHEAD)
        json_put_text(model, "next_url", url(cx->arena, asked, after, 0));
    if (!calendar_open(calendar, asked->on)) {
        json_put_bool(model, "is_closed_day", true);
        json_put_text(model, "closed_why",
                      tomorrow_closed(cx->arena, language, calendar, asked->on));
    }
    if (asked->client.id > 0)
        put_named(model, "client", asked->client.id, asked->client.name);
}

/*
 * What the day does not look at stays held, as the books tell. It stands behind what the forecast
 * holds, so that nobody who is only held is forecast: a firm may hold a hundred thousand.
 */
static bool put_held_beyond(struct ctx *cx, const char *language, const struct asked *asked,
                            struct json *model)
{
    bool is_open = calendar_open(&asked->calendar, asked->on);
    struct json *totals = json_get(model, "totals"), *held = json_get(model, "held");
    int64_t before = json_int(json_get(totals, "held")), beyond = 0, from = asked->page * ROWS;

    if (is_open && !plan_count_held_beyond(cx, asked->client.id, asked->on, &beyond))
        return false;
    json_put_int(totals, "held", before + beyond);
    const struct plan_scope scope = {
        .language = language,
        .client = asked->client.id,
        .offset = from > before ? from - before : 0,
        .limit = ROWS - (int64_t)json_count(held),
    };
    return beyond == 0 || scope.limit == 0 || plan_put_held_beyond(cx, &scope, asked->on, held);
}

/* Pages of both lists at once: what leaves and what is held. */
static void put_pages(struct arena *arena, const struct asked *asked, struct json *model)
{
    const struct json *totals = json_get(model, "totals");
    int64_t leaving = json_int(json_get(totals, "messages")) + json_int(json_get(totals, "calls"));
    int64_t held = json_int(json_get(totals, "held"));
    int64_t most = leaving > held ? leaving : held;

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

/* By the hour at which they leave, then as they were written. */
static int by_hour(const void *left, const void *right)
{
    const struct message_row *a = left, *b = right;

    if (a->leaves.ms != b->leaves.ms)
        return a->leaves.ms < b->leaves.ms ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Of today: what is written already and has not left. */
static bool put_posted(struct ctx *cx, const struct asked *asked, struct json *model)
{
    struct json *list = json_put_list(model, "posted");
    struct message_row *rows;
    size_t count;

    if (asked->on.day != cx->today.day)
        return true;
    if (!message_list_of_day(cx, asked->client.id, ROWS, &rows, &count))
        return false;
    if (count > 0)
        qsort(rows, count, sizeof *rows, by_hour);
    for (size_t i = 0; i < count; i++) {
        if (!message_is_to_leave(&rows[i]))
            continue;
        struct json *posted = json_add_map(list);
        message_put_short(cx, &rows[i], posted);
        json_put_bool(posted, "is_stopped", strcmp(rows[i].state, "due") == 0);
    }
    json_put_bool(model, "has_posted", json_count(list) > 0);
    return true;
}

/* What keeps all messages back until a person ends it. */
static bool put_stops(struct ctx *cx, struct date on, struct json *model)
{
    struct suspension suspension;

    if (!outbox_suspended(cx, &suspension) || !freeze_put_banner(cx, model))
        return false;
    bool holds = suspension_holds(&suspension, on);
    json_put_bool(model, "is_suspended", holds);
    if (!holds)
        return true;
    struct json *suspended = json_put_map(model, "suspended");
    json_put_text(suspended, "at", instant_text(cx->arena, suspension.at));
    json_put_text(suspended, "reason", suspension.reason);
    if (suspension.until.day != SUSPENSION_OPEN.day)
        json_put_date(suspended, "until", suspension.until);
    return true;
}

bool tomorrow_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *language = request_language(request);
    struct forecast *forecasts;
    struct asked asked;
    size_t count;

    if (!read_asked(cx, request, &asked))
        return false;
    const struct reach reach = { .until = asked.on, .due_only = true, .client = asked.client.id };
    if (!plan_forecast(cx, &reach, &forecasts, &count))
        return false;
    put_days(cx, language, &asked, answer->model);
    const struct plan_view view = {
        .language = language,
        .forecasts = forecasts,
        .count = count,
        .from = (size_t)asked.page * ROWS,
        .limit = ROWS,
    };
    if (!plan_model(cx, &view, answer->model) || !put_posted(cx, &asked, answer->model)
        || !put_stops(cx, asked.on, answer->model)
        || !put_held_beyond(cx, language, &asked, answer->model))
        return false;
    put_pages(cx->arena, &asked, answer->model);
    return true;
}
