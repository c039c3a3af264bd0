#include "chase/obligation.h"
#include "client/change.h"
#include "request/act.h"
#include "request/campaign_list.h"
#include "request/campaign_words.h"
#include "request/event.h"
#include "request/remind.h"

/* A member sees some of its clients, and ends it for all: nobody reads these. */
SQL(OPEN, FIRM,
    "SELECT id FROM request WHERE firm = $1 AND campaign = $2 AND state = 'open' ORDER BY id");

/* Nothing came and nothing left; what was taken and is not at its point yet comes to nothing. */
SQL(UNTOLD, FIRM,
    "SELECT r.id FROM request r WHERE r.firm = $1 AND r.campaign = $2 AND r.state = 'open'"
    " AND NOT EXISTS (SELECT 1 FROM request_event e WHERE e.firm = $1 AND e.request = r.id)"
    " AND NOT EXISTS (SELECT 1 FROM obligation o JOIN reminder m ON m.firm = o.firm"
    "  AND m.obligation = o.id LEFT JOIN message l ON l.firm = m.firm AND l.id = m.message"
    "  WHERE o.firm = $1 AND o.kind = 'request' AND o.subject = r.id"
    "  AND (m.state IN ('sent', 'done', 'check') OR l.state IN ('point', 'sent', 'check')))"
    " ORDER BY r.id");
struct ids {
    int64_t *list;
    size_t count, room;
};

static bool read_ids(struct ctx *cx, struct rows *rows, struct ids *ids)
{
    *ids = (struct ids){ 0 };
    while (rows_next(rows)) {
        if (ids->count == ids->room)
            ids->list = arena_grow(cx->arena, ids->list, &ids->room, sizeof *ids->list);
        ids->list[ids->count++] = rows_int(rows, 0);
    }
    return rows_done(rows);
}

SQL(DROP, FIRM,
    "UPDATE request SET state = 'dropped', promised_on = NULL, changed_at = $3 WHERE firm = $1"
    " AND id = $2");

static bool drop(struct ctx *cx, int64_t request, const char *reason)
{
    const struct request_event dropped = {
        .request = request,
        .act = "dropped",
        .way = request_way_text(WAY_FIRM),
        .member = cx->actor,
        .text = reason,
    };

    return store_run(cx, &DROP, ARGS(arg_int(request), arg_instant(cx->now)))
        && chase_settle(cx, request_kind.name, request) && event_add(cx, &dropped);
}

static bool drop_all(struct ctx *cx, const struct ids *ids, const char *reason)
{
    struct arena_mark mark = arena_mark(cx->arena);

    for (size_t i = 0; i < ids->count; i++) {
        if (!drop(cx, ids->list[i], reason))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return ids->count == 0 || client_touch_all(cx);
}

SQL(END, FIRM,
    "UPDATE campaign SET state = $3, ended_at = $4, ended_by = $5, reason = $6 WHERE firm = $1"
    " AND id = $2 AND (state = 'planned' OR state = 'running'"
    "  OR (state = 'undone' AND CAST($3 AS TEXT) = 'stopped'))");

static bool end(struct ctx *cx, int64_t id, enum campaign_state state, const char *reason)
{
    struct campaign campaign;
    int64_t changed;

    if (!campaign_find(cx, id, &campaign)
        || !store_change(cx, &END,
                         ARGS(arg_int(id), arg_text(campaign_state_text(state)),
                              arg_instant(cx->now), arg_int_or_null(cx->actor > 0, cx->actor),
                              arg_text(reason)),
                         &changed))
        return false;
    return changed > 0
        || fail(cx, FAULT_CONFLICT, "CAMPAGNE-FINIE", "name", campaign_name(&campaign), NULL);
}

static bool undo(struct ctx *cx, int64_t id, int64_t *left)
{
    int64_t counts[STANDING_COUNT];
    struct ids ids;

    if (!end(cx, id, CAMPAIGN_UNDONE, "")
        || !read_ids(cx, store_query(cx, &UNTOLD, ARGS(arg_int(id))), &ids)
        || !drop_all(cx, &ids, ""))
        return false;
    if (!campaign_counts(cx, id, counts))
        return false;
    *left = counts[STANDING_OPEN] + counts[STANDING_LATE];
    return true;
}

bool campaign_undo(struct ctx *cx, int64_t id, int64_t *left)
{
    enum { DAY_MS = 86400000 };
    struct campaign campaign;
    int64_t count = 0;

    if (!campaign_find(cx, id, &campaign))
        return false;
    if (campaign.launched_at.ms > 0
        && cx->now.ms - campaign.launched_at.ms > (int64_t)CAMPAIGN_UNDO_DAYS * DAY_MS)
        return fail(cx, FAULT_CONFLICT, "CAMPAGNE-TARD", "name", campaign_name(&campaign), NULL);
    if (!store_begin(cx) || !store_end(cx, undo(cx, id, &count)))
        return false;
    *left = count;
    return true;
}

static bool stop(struct ctx *cx, int64_t id, const char *reason)
{
    struct ids ids;

    return end(cx, id, CAMPAIGN_STOPPED, reason)
        && read_ids(cx, store_query(cx, &OPEN, ARGS(arg_int(id))), &ids)
        && drop_all(cx, &ids, reason);
}

bool campaign_stop(struct ctx *cx, int64_t id, const char *reason)
{
    return text_check(cx, reason, "MOTIF") && store_begin(cx)
        && store_end(cx, stop(cx, id, reason));
}
