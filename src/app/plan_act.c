/* What a person orders on « Plan du jour »: nothing is sent here, the outbox is opened or closed.
 */
#include "app/handlers.h"
#include "base/str.h"
#include "client/client.h"
#include "outbox/outbox.h"
#include "outbox/suspension.h"
#include "store/visible.h"
#include "worker/kinds.h"
#include "worker/rounds.h"

const struct field plan_act_fields[] = {
    { .name = "client", .check = CHECK_INT },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

const struct field plan_suspend_fields[] = {
    { .name = "reason", .check = CHECK_NOTE, .required = true },
    { .name = "until", .check = CHECK_DATE },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

static bool done(const struct request *request, const char *notice, struct answer *answer)
{
    const char *back = request_text(request, "back");

    answer->redirect = *back ? back : "/relances";
    answer->notice = notice;
    return true;
}

SQL(WAITS, FIRM,
    "SELECT 1 FROM message m WHERE m.firm = $1 AND m.state = 'waiting'"
    " AND m.state IN ('waiting', 'due', 'taken', 'point', 'check')"
    " AND (CAST($2 AS BIGINT) = 0 OR m.client = $2)"
    " AND " MESSAGE_UNHIDDEN("m", "$3", "$4") " LIMIT 1");

static bool ask_waits(struct ctx *cx, int64_t client, bool *waits)
{
    struct rows *rows = store_query(
        cx, &WAITS, ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    *waits = rows_next(rows);
    return rows_done(rows);
}

/* The round of the day, if it has not run. What awaits a first approval stays, and is named. */
bool plan_send(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct client client = { 0 };
    struct rounds rounds;
    bool waits;

    if (*request_text(request, "client")
        && !client_find(cx, request_int(request, "client"), &client))
        return false;
    return rounds_run(cx, worker_kinds, &rounds) && ask_waits(cx, client.id, &waits)
        && done(request, waits ? "notice.sending_waiting" : "notice.sending", answer);
}

bool plan_approve(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct client client = { 0 };

    if (*request_text(request, "client")
        && !client_find(cx, request_int(request, "client"), &client))
        return false;
    return outbox_approve(cx, client.id) && done(request, "notice.approved", answer);
}

bool plan_approve_client(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct client client;

    return client_find(cx, request_id(request, "client"), &client) && outbox_approve(cx, client.id)
        && done(request, "notice.approved", answer);
}

bool plan_suspend(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *reason = str_trim(cx->arena, request_text(request, "reason"));

    struct date until = SUSPENSION_OPEN;

    if (!*reason)
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "reason", NULL);
    if (request_date(request, "until", &until) && until.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "PAUSE-PASSEE", "field", "until", "value",
                    request_text(request, "until"), NULL);
    return outbox_suspend_until(cx, reason, until) && done(request, "notice.suspended", answer);
}

bool plan_resume(struct ctx *cx, const struct request *request, struct answer *answer)
{
    bool asked;

    return outbox_resume(cx, &asked)
        && done(request, asked ? "notice.resumed_asked" : "notice.resumed", answer);
}
