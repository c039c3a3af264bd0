#include "chase/plan.h"
#include "client/change.h"
#include "request/act.h"

struct date promise_limit(const struct demand *request, struct date today)
{
    struct date from = request->due_on.day > today.day ? request->due_on : today;

    return (struct date){ from.day + PROMISE_DAYS };
}

static bool day_check(const struct act *act, struct date on)
{
    struct ctx *cx = act->cx;
    struct date limit = promise_limit(&act->request, cx->today);

    if (on.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "PROMESSE-PASSEE", "field", "on", "value",
                    date_text(cx->arena, on), NULL);
    return on.day <= limit.day
        || fail(cx, FAULT_INPUT, "PROMESSE-LIMITE", "field", "on", "value",
                date_text(cx->arena, on), "limit", date_text(cx->arena, limit), NULL);
}

/* Whether it changes anything. */
static bool promise(struct item *item, struct date on)
{
    if (!item_is_owed(item) || (item->is_promised && item->promised_on.day == on.day))
        return false;
    item->is_promised = true;
    item->promised_on = on;
    return true;
}

static bool nothing_owed(const struct act *act)
{
    return fail(act->cx, FAULT_CONFLICT, "DEMANDE-REPONDUE", "name", act_name(act), NULL);
}

static bool promise_item(struct ctx *cx, int64_t item, struct date on, const struct hand *by)
{
    struct act act;

    if (!act_on_item(cx, item, by, &act) || !act_stands(&act))
        return false;
    if (!item_is_owed(act.item))
        return nothing_owed(&act);
    if (!day_check(&act, on))
        return false;
    return !promise(act.item, on) || act_end(&act, "promised", date_text(cx->arena, on));
}

bool item_promise(struct ctx *cx, int64_t item, struct date on, const struct hand *by)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, promise_item(cx, item, on, by));
}

static bool promise_all(struct ctx *cx, int64_t request, struct date on, const struct hand *by)
{
    struct act act;
    size_t owed = 0, changed = 0;

    if (!act_on_request(cx, request, by, &act) || !act_stands(&act))
        return false;
    for (size_t i = 0; i < act.request.item_count; i++)
        owed += item_is_owed(&act.request.items[i]);
    if (owed == 0)
        return nothing_owed(&act);
    if (!day_check(&act, on))
        return false;
    for (size_t i = 0; i < act.request.item_count; i++)
        changed += promise(&act.request.items[i], on);
    return changed == 0 || act_end(&act, "promised", date_text(cx->arena, on));
}

bool request_promise(struct ctx *cx, int64_t request, struct date on, const struct hand *by)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, promise_all(cx, request, on, by));
}
