#include "app/notification.h"

#include "app/handlers.h"
#include "chase/plan.h"
#include "client/client.h"
#include "client/visible.h"
#include "notice/subscription.h"

#define FREQUENCIES "daily weekly monthly"

const struct field notification_fields[] = {
    { .name = "email", .check = CHECK_FLAG },
    { .name = "frequency", .check = CHECK_CHOICE, .choices = FREQUENCIES },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

static void put_frequency(struct arena *arena, enum frequency frequency, struct json *map)
{
    json_put_text(map, "frequency", frequency_text(frequency));
    json_put_bool(map, arena_format(arena, "is_%s", frequency_text(frequency)), true);
}

static void put_next(const struct ctx *cx, const struct agenda *agenda,
                     const struct subscription *subscription, struct json *map)
{
    const struct term term = agenda_term(agenda, subscription->frequency, subscription->since);
    struct date next = agenda_next(cx, agenda, &term);

    if (next.day != NO_DAY.day)
        json_put_date(map, "next_on", next);
}

bool notification_put(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *map = json_put_map(model, "notification");
    struct subscription found;
    struct agenda agenda;

    if (!subscription_find(cx, client, &found))
        return false;
    bool is_on = found.client > 0;
    json_put_bool(map, "is_on", is_on);
    put_frequency(cx->arena, is_on ? found.frequency : FREQUENCY_WEEKLY, map);
    if (!is_on)
        return true;
    if (!agenda_load(cx, &agenda))
        return false;
    put_next(cx, &agenda, &found, map);
    return true;
}

static bool find_client(struct ctx *cx, const struct request *request, struct client *client)
{
    return client_find(cx, request_id(request, "client"), client) && client_look(cx, client->id);
}

bool notification_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *map = json_put_map(answer->model, "client");
    struct client client;

    if (!find_client(cx, request, &client))
        return false;
    json_put_int(map, "id", client.id);
    json_put_text(map, "name", client.name);
    return notification_put(cx, client.id, answer->model);
}

/* What a form or a call asks for; a frequency that is not told is weekly. */
static struct subscription_order read_order(const struct request *request, bool stops)
{
    struct subscription_order order = { .stops = stops, .frequency = FREQUENCY_WEEKLY };

    if (!frequency_parse(request_text(request, "frequency"), &order.frequency))
        order.frequency = FREQUENCY_WEEKLY;
    return order;
}

bool notification_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *back = request_text(request, "back");
    struct subscription_order order = read_order(request, !request_has(request, "email"));
    struct client client;

    if (!find_client(cx, request, &client) || !subscription_change(cx, &client.id, 1, &order))
        return false;
    if (request_is_api(request))
        return notification_put(cx, client.id, answer->model);
    answer->redirect =
        *back ? back : arena_format(cx->arena, "/clients/%lld/notifications", (long long)client.id);
    answer->notice = "notified.one";
    return true;
}
