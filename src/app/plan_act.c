/* What a person orders on « Plan du jour »: nothing is sent here, the outbox is opened or closed.
 */
#include "app/handlers.h"
#include "base/str.h"
#include "client/client.h"
#include "outbox/outbox.h"
#include "outbox/suspension.h"
#include "worker/kinds.h"
#include "worker/rounds.h"

const struct field plan_act_fields[] = {
    { .name = "client", .check = CHECK_INT },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

const struct field plan_suspend_fields[] = {
    { .name = "reason", .check = CHECK_NOTE, .required = true },
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

/* The round of the day, if it has not run, and the approval of what it makes wait. */
bool plan_send(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct client client = { 0 };
    struct rounds rounds;

    if (*request_text(request, "client")
        && !client_find(cx, request_int(request, "client"), &client))
        return false;
    return rounds_run(cx, worker_kinds, &rounds) && outbox_approve(cx, client.id)
        && done(request, "notice.sending", answer);
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

    if (!*reason)
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "reason", NULL);
    return outbox_suspend(cx, reason) && done(request, "notice.suspended", answer);
}

bool plan_resume(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return outbox_resume(cx) && done(request, "notice.resumed", answer);
}
