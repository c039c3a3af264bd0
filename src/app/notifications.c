/* « Mes notifications »: all subscriptions of a member, changed or stopped several at once. */
#include <stdlib.h>
#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "chase/plan.h"
#include "notice/subscription.h"

const struct field notifications_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

const struct field notifications_change_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "daily weekly monthly stop" },
    { .name = "which", .check = CHECK_CHOICE, .required = true, .choices = "ticked all" },
    { .name = "client-*", .check = CHECK_FLAG },
    { 0 },
};

const struct field notifications_add_fields[] = {
    { .name = "frequency",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "daily weekly monthly" },
    { 0 },
};

static const char PAGE[] = "/notifications";

SQL(NAME, FIRM, "SELECT name_folded FROM client WHERE firm = $1 AND id = $2");

/* The place behind a client, which may be subscribed to no more. */
static bool read_place(struct ctx *cx, const struct request *request,
                       struct subscription_place *place)
{
    int64_t after = request_int(request, "after");
    struct rows *rows = store_query(cx, &NAME, ARGS(arg_int(after)));

    *place = (struct subscription_place){ .name_folded = "" };
    if (rows_next(rows))
        *place = (struct subscription_place){ rows_text(rows, 0), after };
    return rows_done(rows);
}

static void put_row(const struct ctx *cx, const struct agenda *agenda,
                    const struct subscription *subscription, struct json *list)
{
    const struct term term = agenda_term(agenda, subscription->frequency, subscription->since);
    const char *frequency = frequency_text(subscription->frequency);
    struct date next = agenda_next(cx, agenda, &term);
    struct json *map = json_add_map(list), *client = json_put_map(map, "client");

    json_put_int(client, "id", subscription->client);
    json_put_text(client, "name", subscription->client_name);
    json_put_text(map, "frequency", frequency);
    json_put_bool(map, arena_format(cx->arena, "is_%s", frequency), true);
    json_put_text(map, "since", instant_text(cx->arena, subscription->since));
    if (next.day != NO_DAY.day)
        json_put_date(map, "next_on", next);
}

static bool put_list(struct ctx *cx, const struct subscription_place *place, struct json *model)
{
    struct json *rows = json_put_list(model, "notifications");
    struct subscription *list;
    struct agenda agenda;
    size_t count;

    if (!agenda_load(cx, &agenda) || !subscription_list(cx, place, PAGE_ROWS + 1, &list, &count))
        return false;
    size_t shown = count > PAGE_ROWS ? PAGE_ROWS : count;
    for (size_t i = 0; i < shown; i++)
        put_row(cx, &agenda, &list[i], rows);
    json_put_bool(model, "has_notifications", shown > 0);
    json_put_int(model, "shown", (int64_t)shown);
    if (place->client > 0)
        json_put_text(model, "previous_url", PAGE);
    if (count > shown)
        json_put_text(
            model, "next_url",
            arena_format(cx->arena, "%s?after=%lld", PAGE, (long long)list[shown - 1].client));
    return true;
}

SQL(ASSIGNED, FIRM,
    "SELECT COUNT(DISTINCT a.client) FROM assignment a JOIN client c ON c.firm = a.firm"
    " AND c.id = a.client WHERE a.firm = $1 AND a.member = $2 AND a.first_on <= $3"
    " AND (a.last_on IS NULL OR a.last_on >= $3) AND c.state <> 'archived' AND c.tester IS NULL");

static bool put_assigned(struct ctx *cx, struct json *model)
{
    struct rows *rows =
        store_query(cx, &ASSIGNED, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t count = rows_next(rows) ? rows_int(rows, 0) : 0;

    json_put_int(model, "assigned", count);
    json_put_bool(model, "has_assigned", count > 0);
    return rows_done(rows);
}

bool notifications_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct subscription_place place;
    int64_t count;

    if (!read_place(cx, request, &place) || !put_list(cx, &place, answer->model)
        || !subscription_count(cx, &count) || !put_assigned(cx, answer->model))
        return false;
    json_put_int(answer->model, "count", count);
    return true;
}

static bool done(struct ctx *cx, const struct request *request, struct answer *answer)
{
    if (request_is_api(request))
        return notifications_show(cx, request, answer);
    answer->redirect = PAGE;
    answer->notice = "notified.many";
    return true;
}

static bool read_ticked(struct ctx *cx, const struct request *request, int64_t **clients,
                        size_t *count)
{
    const struct named *ticked = request_named(request, count);
    int64_t *list = arena_new(cx->arena, int64_t, *count + 1);

    for (size_t i = 0; i < *count; i++) {
        char *rest;
        list[i] = strtoll(ticked[i].rest, &rest, 10);
        if (*rest || list[i] <= 0)
            return fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
    }
    *clients = list;
    return *count > 0 || fail(cx, FAULT_INPUT, "NOTIFICATION-CHOIX", "field", "which", NULL);
}

bool notifications_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *act = request_text(request, "act");
    struct subscription_order order = { .stops = strcmp(act, "stop") == 0 };
    int64_t *clients;
    size_t count;

    if (!order.stops && !frequency_parse(act, &order.frequency))
        return fail(cx, FAULT_INPUT, "CHAMP-CHOIX", "field", "act", NULL);
    if (strcmp(request_text(request, "which"), "all") == 0)
        return subscription_change_all(cx, &order) && done(cx, request, answer);
    return read_ticked(cx, request, &clients, &count)
        && subscription_change(cx, clients, count, &order) && done(cx, request, answer);
}

bool notifications_add(struct ctx *cx, const struct request *request, struct answer *answer)
{
    enum frequency frequency;
    int64_t count;

    if (!frequency_parse(request_text(request, "frequency"), &frequency))
        return fail(cx, FAULT_INPUT, "CHAMP-CHOIX", "field", "frequency", NULL);
    return subscription_add_assigned(cx, frequency, &count) && done(cx, request, answer);
}
