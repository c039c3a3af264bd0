#include "request/act.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "chase/plan.h"
#include "client/change.h"
#include "request/event.h"
#include "request/remind.h"

enum request_state request_state_of(const struct item *items, size_t count)
{
    size_t live = 0, blocking = 0, refused = 0, missing = 0, missing_blocking = 0, to_judge = 0;

    for (size_t i = 0; i < count; i++) {
        const struct item *item = &items[i];
        bool is_missing = item->state == ITEM_MISSING;
        live += item->state != ITEM_DROPPED;
        blocking += item->state != ITEM_DROPPED && item->is_blocking;
        refused += item->state == ITEM_REFUSED;
        missing += is_missing;
        missing_blocking += is_missing && item->is_blocking;
        to_judge += item->state == ITEM_GIVEN || item->state == ITEM_NONE;
    }
    if (live == 0)
        return REQUEST_DROPPED;
    if (refused + (blocking > 0 ? missing_blocking : missing) > 0)
        return REQUEST_OPEN;
    return to_judge > 0 ? REQUEST_ANSWERED : REQUEST_ACCEPTED;
}

struct date promise_hold(const struct item *items, size_t count)
{
    struct date first = NO_DAY;

    for (size_t i = 0; i < count; i++) {
        if (!item_is_owed(&items[i]))
            continue;
        if (!items[i].is_promised)
            return NO_DAY;
        if (first.day == NO_DAY.day || items[i].promised_on.day < first.day)
            first = items[i].promised_on;
    }
    return first;
}

bool text_check(struct ctx *cx, const char *text, const char *code)
{
    const char *field = strcmp(code, "MOTIF") == 0 ? "reason" : "text";

    if (!*str_trim(cx->arena, text))
        return fail(cx, FAULT_INPUT, code, "field", field, NULL);
    return str_chars(text) <= LIMIT_NOTE_CHARS
        || fail(cx, FAULT_INPUT, "COMMENTAIRE-LONG", "field", field, "limit",
                arena_format(cx->arena, "%d", LIMIT_NOTE_CHARS), NULL);
}

/* Two acts on one request come one after the other. */
SQL(LOCK, FIRM, "UPDATE request SET changed_at = changed_at WHERE firm = $1 AND id = $2");

bool act_on_request(struct ctx *cx, int64_t id, const struct hand *by, struct act *act)
{
    assert(store_in_transaction(cx->store));
    *act = (struct act){ .cx = cx, .by = by };
    return store_run(cx, &LOCK, ARGS(arg_int(id)))
        && (by->contact > 0 ? request_find_of(cx, by->contact, id, &act->request)
                            : request_find(cx, id, &act->request));
}

bool act_find_item(struct act *act, int64_t item)
{
    for (size_t i = 0; i < act->request.item_count; i++)
        if (act->request.items[i].id == item)
            act->item = &act->request.items[i];
    return act->item || fail(act->cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
}

bool act_on_item(struct ctx *cx, int64_t item, const struct hand *by, struct act *act)
{
    struct demand request;

    return request_of_item(cx, by->contact, item, &request)
        && act_on_request(cx, request.id, by, act) && act_find_item(act, item);
}

const char *act_name(const struct act *act)
{
    return act->item ? act->item->name : act->request.name;
}

bool act_stands(const struct act *act)
{
    bool is_dropped =
        act->request.state == REQUEST_DROPPED || (act->item && act->item->state == ITEM_DROPPED);

    const char *code = act->by->contact > 0 ? "DEMANDE-FINIE" : "DEMANDE-CLOSE";

    return !is_dropped || fail(act->cx, FAULT_CONFLICT, code, "name", act_name(act), NULL);
}

SQL(WRITE_ITEM, FIRM,
    "UPDATE item SET state = $3, answer = $4, reason = $5, promised_on = $6, changed_at = $7"
    " WHERE firm = $1 AND id = $2 AND (state <> $3 OR answer <> $4 OR reason <> $5"
    " OR COALESCE(promised_on, '') <> COALESCE($6, ''))");

static bool write_item(struct ctx *cx, const struct item *item)
{
    return store_run(
        cx, &WRITE_ITEM,
        ARGS(arg_int(item->id), arg_text(item_state_text(item->state)), arg_text(item->answer),
             arg_text(item->reason),
             item->is_promised ? arg_date(cx->arena, item->promised_on) : arg_text(NULL),
             arg_instant(cx->now)));
}

SQL(WRITE, FIRM,
    "UPDATE request SET state = $3, promised_on = $4, changed_at = $5 WHERE firm = $1 AND id = $2");

static bool write_request(struct ctx *cx, const struct demand *request)
{
    struct arg promised =
        request->is_promised ? arg_date(cx->arena, request->promised_on) : arg_text(NULL);

    for (size_t i = 0; i < request->item_count; i++)
        if (!write_item(cx, &request->items[i]))
            return false;
    return store_run(cx, &WRITE,
                     ARGS(arg_int(request->id), arg_text(request_state_text(request->state)),
                          promised, arg_instant(cx->now)));
}

bool act_write(struct act *act)
{
    struct demand *request = &act->request;
    const struct demand before = *request;

    if (request->state != REQUEST_DROPPED)
        request->state = request_state_of(request->items, request->item_count);
    request->promised_on = promise_hold(request->items, request->item_count);
    request->is_promised = request->state == REQUEST_OPEN && request->promised_on.day != NO_DAY.day;
    request->changed_at = act->cx->now;
    return write_request(act->cx, request) && request_owes(act->cx, &before, request)
        && client_touch(act->cx, request->client);
}

bool act_tell(const struct act *act, const char *event, const char *text)
{
    const struct request_event told = {
        .request = act->request.id,
        .item = act->item ? act->item->id : 0,
        .act = event,
        .way = request_way_text(act->by->way),
        .member = act->by->contact > 0 ? 0 : act->cx->actor,
        .contact = act->by->contact,
        .visit = act->by->visit,
        .text = text,
    };

    return event_add(act->cx, &told);
}

bool act_end(struct act *act, const char *event, const char *text)
{
    return act_write(act) && act_tell(act, event, text);
}
