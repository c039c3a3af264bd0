#include "app/own_software.h"

#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "client/software_consent.h"
#include "client/software_reach.h"
#include "http/software.h"

const struct field own_software_fields[] = {
    { .name = "software", .check = CHECK_INT, .required = true },
    { 0 },
};

enum { TRACE_SHOWN = 30 };

static bool put_one(struct ctx *cx, const struct software *software, int64_t contact,
                    struct json *map)
{
    struct consent consent;

    if (!consent_find(cx, contact, software->id, &consent))
        return false;
    json_put_int(map, "id", software->id);
    json_put_text(map, "name", software->name);
    json_put_bool(map, "may_open", *software->open_url != '\0');
    json_put_bool(map, "is_agreed", *consent.scopes != '\0');
    if (*consent.scopes)
        json_put_text(map, "agreed_at", instant_text(cx->arena, consent.given_at));
    return true;
}

bool own_put_softwares(struct ctx *cx, int64_t contact, struct json *model)
{
    struct json *list = json_put_list(model, "softwares");
    struct software *softwares;
    size_t count;

    if (!software_of_contact(cx, contact, &softwares, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put_one(cx, &softwares[i], contact, json_add_map(list)))
            return false;
    json_put_bool(model, "has_softwares", count > 0);
    return true;
}

static bool put_trace(struct ctx *cx, int64_t contact, struct json *list)
{
    struct software_event *events;
    size_t count;

    if (!software_trace_of_contact(cx, contact, TRACE_SHOWN, &events, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_text(map, "name", events[i].name);
        json_put_text(map, "at", instant_text(cx->arena, events[i].at));
        json_put_text(map, "address", events[i].address);
        json_put_bool(map, software_deed_texts[events[i].what], true);
    }
    return true;
}

bool own_software_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *events = json_put_list(answer->model, "events");

    if (!own_put_softwares(cx, request_contact(request), answer->model)
        || !put_trace(cx, request_contact(request), events))
        return false;
    json_put_bool(answer->model, "has_events", json_count(events) > 0);
    return true;
}

bool own_software_revoke(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = "/espace/logiciels";
    answer->notice = "notice.own_revoked";
    return consent_revoke(cx, request_contact(request), request_int(request, "software"),
                          request_address(request));
}

/* It begins to ask who they are by itself; it is told by whom (OpenID Connect Core, 4). */
bool own_software_open(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct software software;
    struct reached *reached;
    size_t count;

    if (!software_find(cx, request_int(request, "software"), &software)
        || !software_reach(cx, &software, request_contact(request), &reached, &count))
        return false;
    if (count == 0 || !*software.open_url)
        return fail(cx, FAULT_ABSENT, "LOGICIEL-ABSENT", NULL);
    answer->abroad = arena_format(cx->arena, "%s%ciss=%s", software.open_url,
                                  strchr(software.open_url, '?') ? '&' : '?',
                                  page_coded(cx->arena, request_base_url(cx->arena, request)));
    return true;
}
