#include "request/judge.h"

#include <string.h>

#include "client/change.h"
#include "request/act.h"
#include "request/remind.h"

static const struct hand firm_hand = { .way = WAY_FIRM };

/* The item awaits a word, or may be judged anew. */
static bool has_answer(const struct act *act)
{
    const struct item *item = act->item;

    return !item_is_owed(item)
        || fail(act->cx, FAULT_CONFLICT, "PIECE-MANQUE", "name", item->name, NULL);
}

static bool accept(struct ctx *cx, int64_t item)
{
    struct act act;

    if (!act_on_item(cx, item, &firm_hand, &act) || !act_stands(&act))
        return false;
    if (act.item->state == ITEM_ACCEPTED)
        return true;
    if (!has_answer(&act))
        return false;
    act.item->state = ITEM_ACCEPTED;
    return act_end(&act, "accepted", "");
}

bool item_accept(struct ctx *cx, int64_t item)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, accept(cx, item));
}

static bool refuse(struct ctx *cx, int64_t item, const char *reason)
{
    struct act act;

    if (!text_check(cx, reason, "MOTIF") || !act_on_item(cx, item, &firm_hand, &act)
        || !act_stands(&act))
        return false;
    if (act.item->state == ITEM_REFUSED && strcmp(act.item->reason, reason) == 0)
        return true;
    if (act.item->state == ITEM_MISSING)
        return has_answer(&act);
    act.item->state = ITEM_REFUSED;
    act.item->reason = reason;
    act.item->is_promised = false;
    return act_end(&act, "refused", reason);
}

bool item_refuse(struct ctx *cx, int64_t item, const char *reason)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, refuse(cx, item, reason));
}

static bool drop_item(struct ctx *cx, int64_t item, const char *reason)
{
    struct act act;

    if (!text_check(cx, reason, "MOTIF") || !act_on_item(cx, item, &firm_hand, &act))
        return false;
    if (act.item->state == ITEM_DROPPED)
        return true;
    act.item->state = ITEM_DROPPED;
    act.item->is_promised = false;
    return act_end(&act, "dropped", reason);
}

bool item_drop(struct ctx *cx, int64_t item, const char *reason)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, drop_item(cx, item, reason));
}

static bool accept_item(struct act *act, struct item *item)
{
    act->item = item;
    item->state = ITEM_ACCEPTED;
    return act_tell(act, "accepted", "");
}

static bool accept_all(struct ctx *cx, int64_t request)
{
    struct act act;
    size_t accepted = 0;

    if (!act_on_request(cx, request, &firm_hand, &act) || !act_stands(&act))
        return false;
    for (size_t i = 0; i < act.request.item_count; i++) {
        struct item *item = &act.request.items[i];
        if (item->state != ITEM_GIVEN && item->state != ITEM_NONE)
            continue;
        accepted++;
        if (!accept_item(&act, item))
            return false;
    }
    if (accepted == 0)
        return act.request.state == REQUEST_ACCEPTED
            || fail(cx, FAULT_CONFLICT, "PIECE-MANQUE", "name", act.request.name, NULL);
    return act_write(&act);
}

bool request_accept(struct ctx *cx, int64_t request)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, accept_all(cx, request));
}

static bool drop(struct ctx *cx, int64_t request, const char *reason)
{
    struct act act;

    if (!text_check(cx, reason, "MOTIF") || !act_on_request(cx, request, &firm_hand, &act))
        return false;
    if (act.request.state == REQUEST_DROPPED)
        return true;
    act.request.state = REQUEST_DROPPED;
    return act_end(&act, "dropped", reason);
}

bool request_drop(struct ctx *cx, int64_t request, const char *reason)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, drop(cx, request, reason));
}

/* What was said yes to awaits a word again; where all was dropped, all is asked for. */
static void open_items(struct demand *request)
{
    bool was_accepted = request->state == REQUEST_ACCEPTED;
    bool all_dropped = request_state_of(request->items, request->item_count) == REQUEST_DROPPED;

    for (size_t i = 0; i < request->item_count; i++) {
        struct item *item = &request->items[i];
        if (was_accepted && item->state == ITEM_ACCEPTED)
            item->state = *item->reason ? ITEM_NONE : ITEM_GIVEN;
        else if (all_dropped)
            item->state = ITEM_MISSING;
    }
}

static bool reopen(struct ctx *cx, int64_t request, const char *reason)
{
    struct act act;

    if (!text_check(cx, reason, "MOTIF") || !act_on_request(cx, request, &firm_hand, &act))
        return false;
    if (act.request.state == REQUEST_OPEN || act.request.state == REQUEST_ANSWERED)
        return true;
    open_items(&act.request);
    act.request.state = REQUEST_OPEN; /* what the items make of it is set when it is written */
    return act_end(&act, "reopened", reason);
}

bool request_reopen(struct ctx *cx, int64_t request, const char *reason)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, reopen(cx, request, reason));
}

SQL(MOVE, FIRM, "UPDATE request SET due_on = $3 WHERE firm = $1 AND id = $2");

static bool move(struct ctx *cx, int64_t request, struct date due_on, const char *reason)
{
    struct act act;

    if (!text_check(cx, reason, "MOTIF") || !act_on_request(cx, request, &firm_hand, &act)
        || !act_stands(&act))
        return false;
    if (due_on.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "DEMANDE-ECHEANCE", "field", "due_on", "value",
                    date_text(cx->arena, due_on), NULL);
    if (act.request.due_on.day == due_on.day)
        return true;
    return store_run(cx, &MOVE, ARGS(arg_int(request), arg_date(cx->arena, due_on)))
        && request_owes_by(cx, request, due_on, reason) && client_touch(cx, act.request.client)
        && act_tell(&act, "moved", date_text(cx->arena, due_on));
}

bool request_move(struct ctx *cx, int64_t request, struct date due_on, const char *reason)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, move(cx, request, due_on, reason));
}
