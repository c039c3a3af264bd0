#include "http/handle.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/str.h"
#include "http/admit.h"
#include "http/once.h"

static const char *sign_in_of(const struct request *request)
{
    if (request->route->roles & ROLE_CONTACT)
        return "/espace/connexion";
    return request->site->sign_in ? request->site->sign_in : "/connexion";
}

/* Where a page leads that cannot be shown yet; what is done there leads back to it. */
static void reply_elsewhere(struct ctx *cx, const struct request *request, const char *where,
                            struct reply *reply)
{
    struct buf place = { .arena = cx->arena };

    buf_text(&place, where);
    if (request->route->method == METHOD_GET) {
        buf_text(&place, "?suite=");
        for (const char *at = request->head->url; *at; at++)
            if (strchr("&+#%=?\"'<>", *at))
                buf_format(&place, "%%%02X", (unsigned char)*at);
            else
                buf_byte(&place, *at);
    }
    reply_text(reply, 303, "text/plain; charset=utf-8", "", 0);
    reply_header(reply, "Location", buf_string(&place));
    reply_header(reply, "Cache-Control", "no-store");
}

static bool form_read(struct ctx *cx, struct request *request, const struct body *body)
{
    if (request->uploads && !uploads_finish(cx, request->uploads))
        return false;
    if (body->is_json)
        return form_parse_json(cx, body->bytes, body->size, &request->form);
    if (body->is_form && !str_is_utf8(body->bytes, body->size))
        return fail(cx, FAULT_INPUT, "FORM-CODAGE", NULL);
    return !body->is_form || form_parse(cx, body->bytes, body->size, &request->form);
}

static bool ids_stand(struct ctx *cx, const struct match *match)
{
    for (size_t i = 0; i < match->count; i++)
        if (match->ids[i].id == 0)
            return fail(cx, FAULT_ABSENT, "ABSENT", NULL);
    return true;
}

/* The model goes with its rendering, on the thread that made it: hundreds of pieces, freed at once.
 */
static bool run(struct ctx *cx, struct request *request, struct reply *reply)
{
    struct arena own = { 0 };
    struct answer answer = { .model = json_map(&own) };
    const struct fields *fields = fields_check(cx->arena, request->route->fields, &request->form);

    request->fields = fields;
    bool done = ids_stand(cx, &request->match) && fields_hold(cx, fields)
        && request_handle(cx, request, &answer) && reply_answer(cx, request, &answer, reply);
    assert(!cx->store || !store_in_transaction(cx->store));
    arena_free(&own);
    return done;
}

/* The fault of a failed reading of the books goes the way of every fault. */
static void reply_refused(struct ctx *cx, struct request *request, struct refusal refusal,
                          struct reply *reply)
{
    if (cx->fault.kind != FAULT_NONE)
        reply_fault(cx, request, reply);
    else if (refusal.status == 401 && !request->is_api)
        reply_elsewhere(cx, request, sign_in_of(request), reply);
    else if (strcmp(refusal.code, "CONDITIONS") == 0 && !request->is_api)
        reply_elsewhere(cx, request, "/espace/conditions", reply);
    else
        reply_refusal(cx, request, refusal, reply);
}

bool handle_admit(struct ctx *cx, struct request *request, struct reply *reply)
{
    struct refusal refusal = admit(cx, request);

    if (!refusal.status && admit_shows_token(request)) {
        request->has_token = admit_token(request);
        if (!request->has_token)
            refusal = REFUSAL(403, "CSRF");
    }
    if (refusal.status)
        reply_refused(cx, request, refusal, reply);
    return !refusal.status;
}

static void run_or_fault(struct ctx *cx, struct request *request, struct reply *reply)
{
    if (run(cx, request, reply))
        return;
    *reply = (struct reply){ 0 };
    reply_fault(cx, request, reply);
}

/* What was done stands, even where that it was answered could not be kept. */
static void once_keep(struct ctx *cx, const struct request *request, const struct once *once,
                      const struct reply *reply)
{
    if (once_end(cx, request, once, reply))
        return;
    log_fault("an answer was not kept", &cx->fault);
    cx->fault = (struct fault){ 0 };
}

static void run_once(struct ctx *cx, struct request *request, struct reply *reply)
{
    struct once once;
    struct refusal refusal = once_begin(cx, request, &once, reply);

    if (refusal.status) {
        reply_refused(cx, request, refusal, reply);
        return;
    }
    if (once.is_kept)
        return;
    run_or_fault(cx, request, reply);
    if (once.key)
        once_keep(cx, request, &once, reply);
}

/* Which program changed what, beside the hand that the books name. */
static void trace(struct arena *arena, const struct request *request)
{
    if (!request->session || !request->session->api_token || request->route->method == METHOD_GET)
        return;
    log_write(LOG_INFO, "by token", "id", request->id, "token",
              arena_format(arena, "%lld", (long long)request->session->api_token), "path",
              request->path, "address", request->address, NULL);
}

static void answer(struct ctx *cx, struct request *request, const struct body *body,
                   struct reply *reply)
{
    struct fault early = cx->fault;

    cx->fault = (struct fault){ 0 };
    if (!request->is_admitted && !handle_admit(cx, request, reply))
        return;
    cx->fault = early;
    trace(cx->arena, request);
    if (early.kind != FAULT_NONE || !form_read(cx, request, body))
        reply_fault(cx, request, reply);
    else if (!admit_token(request))
        reply_refusal(cx, request, REFUSAL(403, "CSRF"), reply);
    else
        run_once(cx, request, reply);
}

void handle(struct ctx *cx, struct request *request, const struct body *body, struct reply *reply)
{
    bool is_still = cx->store && request->route->method == METHOD_GET;

    if (is_still)
        store_still(cx->store);
    answer(cx, request, body, reply);
    if (is_still)
        store_still_end(cx->store);
}
