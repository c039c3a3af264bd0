#include "app/own_put.h"

#include <stdlib.h>

#include "request/list.h"

enum { OWED_SHOWN = 50, DONE_SHOWN = 10 };

static void put_item(struct ctx *cx, const struct item *item, struct json *map)
{
    json_put_int(map, "id", item->id);
    json_put_int(map, "request", item->request);
    json_put_text(map, "name", item->name);
    json_put_bool(map, arena_format(cx->arena, "is_%s", item_kind_text(item->kind)), true);
    json_put_bool(map, arena_format(cx->arena, "is_%s", item_state_text(item->state)), true);
    json_put_bool(map, "is_owed", item_is_owed(item));
    json_put_bool(map, "is_blocking", item->is_blocking);
    json_put_text(map, "reason", *item->reason ? item->reason : NULL);
    if (item->is_promised)
        json_put_date(map, "promised_on", item->promised_on);
    bool is_text = item->kind != ITEM_FIGURE && item->kind != ITEM_YES_NO && *item->answer;
    json_put_text(map, "answer", is_text ? item->answer : NULL);
    if (item->kind == ITEM_FIGURE && *item->answer)
        json_put_money(map, "figure", (struct money){ strtoll(item->answer, NULL, 10) });
    else if (item->kind == ITEM_YES_NO && *item->answer)
        json_put_bool(map, *item->answer == 'y' ? "is_yes" : "is_no", true);
}

void own_put_request(struct ctx *cx, const struct demand *demand, struct json *map)
{
    struct json *items = json_put_list(map, "items");
    int64_t done = 0, count = 0;

    json_put_int(map, "id", demand->id);
    json_put_text(map, "name", demand->name);
    json_put_text(map, "instructions", *demand->instructions ? demand->instructions : NULL);
    json_put_date(map, "due_on", demand->due_on);
    json_put_bool(map, "is_late",
                  demand->state == REQUEST_OPEN && demand->due_on.day < cx->today.day);
    json_put_bool(map, "is_open", demand->state == REQUEST_OPEN);
    json_put_bool(map, "is_accepted", demand->state == REQUEST_ACCEPTED);
    json_put_text(map, "company", demand->client_name);
    if (demand->has_amount)
        json_put_money(map, "amount", demand->amount);
    if (demand->is_promised)
        json_put_date(map, "promised_on", demand->promised_on);
    for (size_t i = 0; i < demand->item_count; i++) {
        const struct item *item = &demand->items[i];
        if (item->state == ITEM_DROPPED)
            continue;
        put_item(cx, item, json_add_map(items));
        count++;
        done += !item_is_owed(item);
    }
    json_put_int(map, "done", done);
    json_put_int(map, "count", count);
}

static int64_t total(const struct json *list, const char *key)
{
    int64_t sum = 0;

    for (size_t i = 0; i < json_count(list); i++)
        sum += json_int(json_get(json_at(list, i), key));
    return sum;
}

/* « 2 sur 5 », over all that is open. */
static void put_progress(const struct json *requests, struct json *model)
{
    int64_t done = total(requests, "done"), count = total(requests, "count");

    json_put_int(model, "done", done);
    json_put_int(model, "items", count);
    json_put_int(model, "left", count - done);
    json_put_bool(model, "has_requests", json_count(requests) > 0);
    if (json_count(requests) == 0)
        return;
    const struct json *first = json_at(requests, 0);
    json_put_text(model, "next_due_on", json_text(json_get(first, "due_on")));
    json_put_text(model, "next_name", json_text(json_get(first, "name")));
    json_put_bool(model, "is_late", json_bool(json_get(first, "is_late")));
}

struct shown {
    struct demand *owed, *done;
    size_t owed_count, done_count;
};

static bool list_of_contact(struct ctx *cx, int64_t contact, struct shown *shown)
{
    return request_list_owed(cx, contact, OWED_SHOWN + 1, &shown->owed, &shown->owed_count)
        && request_list_done(cx, contact, DONE_SHOWN, &shown->done, &shown->done_count);
}

static bool list_of_client(struct ctx *cx, int64_t client, struct shown *shown)
{
    return request_list_client_owed(cx, client, OWED_SHOWN + 1, &shown->owed, &shown->owed_count)
        && request_list_client_done(cx, client, DONE_SHOWN, &shown->done, &shown->done_count);
}

bool own_put_requests(struct ctx *cx, int64_t contact, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "requests"), *past = json_put_list(model, "past");
    struct shown shown;

    if (!(contact > 0 ? list_of_contact(cx, contact, &shown) : list_of_client(cx, client, &shown)))
        return false;
    for (size_t i = 0; i < shown.owed_count && i < OWED_SHOWN; i++)
        own_put_request(cx, &shown.owed[i], json_add_map(list));
    for (size_t i = 0; i < shown.done_count; i++)
        own_put_request(cx, &shown.done[i], json_add_map(past));
    json_put_bool(model, "has_more", shown.owed_count > OWED_SHOWN);
    json_put_bool(model, "has_past", shown.done_count > 0);
    put_progress(list, model);
    return true;
}
