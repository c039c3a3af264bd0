#include "app/check_said.h"

#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "base/str.h"
#include "outbox/check.h"
#include "store/visible.h"

enum { SHOWN = 10, DAYS_BACK = 30 };

#define SEEN MESSAGE_VISIBLE("m", "$2", "$3")

/* Those of these days alone are read: the index by batch holds all. */
SQL(DECIDED, FIRM,
    "SELECT MIN(d.id), COUNT(*), MIN(m.id), MIN(d.verdict), MIN(d.decided_by), MIN(d.decided_at),"
    " MIN(d.reason) FROM decision d JOIN message m ON m.firm = d.firm AND m.id = d.message"
    " WHERE d.firm = $1 AND d.decided_at >= $4 AND" DECISION_STANDS " AND " SEEN
    " GROUP BY d.batch + 0 ORDER BY d.batch + 0 DESC LIMIT $5");

bool check_put_decided(struct ctx *cx, const struct request *request, struct json *model)
{
    int64_t since = cx->now.ms - INT64_C(86400000) * DAYS_BACK;
    struct rows *rows = store_query(
        cx, &DECIDED,
        ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(since), arg_int(SHOWN)));
    struct json *list = json_put_list(model, "decided");
    int64_t by[SHOWN];
    const char *name;

    while (rows_next(rows)) {
        by[json_count(list)] = rows_int(rows, 4);
        struct json *map = json_add_map(list);
        json_put_int(map, "id", rows_int(rows, 0));
        json_put_int(map, "count", rows_int(rows, 1));
        if (rows_int(rows, 1) == 1)
            json_put_int(map, "message", rows_int(rows, 2));
        json_put_bool(map, strcmp(rows_text(rows, 3), "sent") == 0 ? "is_counted" : "is_again",
                      true);
        json_put_text(map, "at", instant_text(cx->arena, rows_instant(rows, 5)));
        json_put_text(map, "reason", rows_text(rows, 6));
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < json_count(list); i++) {
        if (!page_member(cx, request, by[i], &name))
            return false;
        json_put_text(json_at(list, i), "by", name);
    }
    json_put_bool(model, "has_decided", json_count(list) > 0);
    return true;
}

SQL(STANDS, FIRM,
    "SELECT 1 FROM message m JOIN decision d ON d.firm = m.firm AND d.message = m.id"
    " WHERE m.firm = $1 AND m.id = $2 AND" DECISION_STANDS);

bool check_put_unsay(struct ctx *cx, int64_t message, struct json *model)
{
    struct rows *rows = store_query(cx, &STANDS, ARGS(arg_int(message)));

    json_put_bool(model, "may_unsay", rows_next(rows));
    return rows_done(rows);
}

static bool reason_of(struct ctx *cx, const struct request *request, const char **reason)
{
    *reason = str_trim(cx->arena, request_text(request, "reason"));
    return **reason || fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "reason", NULL);
}

bool message_unsay(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t message = request_id(request, "message");
    const char *reason;

    if (!reason_of(cx, request, &reason) || !outbox_unsay(cx, message, reason))
        return false;
    answer->redirect = arena_format(cx->arena, "/messages/%lld", (long long)message);
    answer->notice = "notice.unsaid";
    return true;
}

bool decision_unsay(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *reason;
    size_t count;

    if (!reason_of(cx, request, &reason)
        || !outbox_unsay_all(cx, request_id(request, "decision"), reason, &count))
        return false;
    answer->redirect = "/a-verifier";
    answer->notice = "notice.unsaid_all";
    return true;
}
