#include "app/demand_seen.h"

static void put_item(const struct ctx *cx, const struct item *item, struct json *map)
{
    bool is_owed = item_is_owed(item), is_accepted = item->state == ITEM_ACCEPTED;

    json_put_text(map, "name", item->name);
    json_put_bool(map, "is_owed", is_owed);
    json_put_bool(map, "is_accepted", is_accepted);
    json_put_bool(map, "is_received", !is_owed && !is_accepted);
    json_put_bool(map, "is_optional", !item->is_blocking);
    json_put_text(map, "why", item->state == ITEM_REFUSED ? item->reason : NULL);
    if (is_owed && item->is_promised && item->promised_on.day >= cx->today.day)
        json_put_date(map, "promised_on", item->promised_on);
}

void demand_seen_put(const struct ctx *cx, const struct demand *demand, struct json *model)
{
    struct json *map = json_put_map(model, "seen"), *list = json_put_list(map, "items");
    bool is_pressing = false;
    int64_t done = 0;

    for (size_t i = 0; i < demand->item_count; i++) {
        const struct item *item = &demand->items[i];
        if (item->state == ITEM_DROPPED)
            continue;
        put_item(cx, item, json_add_map(list));
        done += !item_is_owed(item);
        is_pressing = is_pressing || (item->is_blocking && item_is_owed(item));
    }
    json_put_int(map, "done", done);
    json_put_int(map, "count", (int64_t)json_count(list));
    json_put_bool(map, "is_gone", demand->state == REQUEST_DROPPED);
    json_put_bool(model, "is_gentle", demand->state == REQUEST_OPEN && !is_pressing);
}
