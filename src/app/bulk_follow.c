/* Following many clients by e-mail, and no longer (P-16, P-19). */
#include <string.h>

#include "app/bulk_craft.h"
#include "client/visible.h"
#include "notice/subscription.h"

const struct bulk_craft *bulk_craft_of(enum bulk_act act)
{
    if (act == BULK_NOTIFY)
        return &bulk_notify_craft;
    return bulk_is_personal(act) ? &bulk_follow_craft : NULL;
}

bool bulk_is_personal(enum bulk_act act)
{
    return act == BULK_FOLLOW || act == BULK_UNFOLLOW;
}

static bool check(struct ctx *cx, const struct bulk *bulk)
{
    enum frequency frequency;

    return bulk->act == BULK_UNFOLLOW || frequency_parse(bulk->value, &frequency)
        || fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", bulk->value, NULL);
}

static const char *frequency_now(const struct subscription *found)
{
    return found->client > 0 ? frequency_text(found->frequency) : "";
}

static bool look(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct subscription found;
    bool is_visible;

    if (!client_is_visible(cx, row->client, &is_visible)
        || !subscription_find(cx, row->client, &found))
        return false;
    row->before = frequency_now(&found);
    row->after = bulk->act == BULK_FOLLOW ? bulk->value : "";
    row->made = 0;
    row->ended = found.client > 0 ? found.since.ms : 0;
    row->fate = strcmp(row->before, row->after) == 0 ? BULK_SAME
        : is_visible                                 ? BULK_PLANNED
                                                     : BULK_REFUSED;
    row->why = row->fate == BULK_REFUSED ? "CLIENT-ABSENT" : "";
    return true;
}

static bool step(struct ctx *cx, const struct bulk *bulk, struct bulk_row *rows, size_t count)
{
    struct subscription_order order = { .stops = bulk->act == BULK_UNFOLLOW };
    int64_t *clients = arena_new(cx->arena, int64_t, count + 1);
    size_t changed = 0;

    if (!order.stops && !frequency_parse(bulk->value, &order.frequency))
        return fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", bulk->value, NULL);
    for (size_t i = 0; i < count; i++)
        if (rows[i].fate == BULK_DONE)
            clients[changed++] = rows[i].client;
    return subscription_change_within(cx, clients, changed, &order);
}

static bool step_back(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct subscription was = { .client = row->client, .since = { row->ended } }, found;

    (void)bulk; /* the row knows how it was */
    if (!subscription_find(cx, row->client, &found))
        return false;
    bool is_untouched = strcmp(frequency_now(&found), row->after) == 0;
    row->fate = is_untouched ? BULK_UNDONE : BULK_KEPT;
    row->why = is_untouched ? "" : "LOT-CHANGE";
    if (!frequency_parse(row->before, &was.frequency))
        was.since.ms = 0;
    return !is_untouched || subscription_return(cx, &was);
}

const struct bulk_craft bulk_follow_craft = {
    .check = check,
    .look = look,
    .step = step,
    .step_back = step_back,
};
