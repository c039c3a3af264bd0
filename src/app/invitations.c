#include "client/invitation.h"

#include <string.h>

#include "app/client_page.h"
#include "app/duplicates.h"
#include "app/handlers.h"
#include "http/number.h"

enum { WAITING_SHOWN = 25, DECIDED_SHOWN = 20 };

const struct field invitations_fields[] = {
    { .name = "asked_at", .check = CHECK_INT }, /* of the last one on the page before, and its id */
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

const struct field invitation_add_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "siren", .check = CHECK_TEXT },
    { .name = "person", .check = CHECK_TEXT, .required = true },
    { .name = "email", .check = CHECK_EMAIL },
    { .name = "phone", .check = CHECK_TEXT },
    { .name = "language", .check = CHECK_CHOICE, .choices = "fr en" },
    { .name = "note", .check = CHECK_NOTE },
    { 0 },
};

const struct field invitation_accept_fields[] = {
    { .name = "as", .check = CHECK_TEXT }, /* a client's id; "another": a new one all the same */
    { .name = "tells", .check = CHECK_FLAG },
    { 0 },
};

const struct field invitation_refuse_fields[] = {
    { .name = "reason", .check = CHECK_TEXT },
    { .name = "tells", .check = CHECK_FLAG },
    { 0 },
};

static void put_invitation(struct ctx *cx, const struct invitation *invitation, struct json *map)
{
    json_put_int(map, "id", invitation->id);
    json_put_text(map, "name", invitation->name);
    json_put_text(map, "siren", invitation->siren);
    json_put_text(map, "person", invitation->person);
    json_put_text(map, "email", invitation->email);
    json_put_text(map, "phone", invitation->phone);
    json_put_text(map, "language", invitation->language);
    json_put_text(map, "note", invitation->note);
    json_put_text(map, "state", invitation_state_text(invitation->state));
    json_put_bool(map, "is_accepted", invitation->state == INVITATION_ACCEPTED);
    json_put_text(map, "asked_at", instant_text(cx->arena, invitation->asked_at));
    if (invitation->client > 0)
        json_put_int(map, "client", invitation->client);
    if (invitation->state == INVITATION_WAITING)
        return;
    json_put_text(map, "decided_at", instant_text(cx->arena, invitation->decided_at));
    json_put_text(map, "decided_by", invitation->decided_by_name);
    json_put_text(map, "reason", invitation->reason);
    if (invitation->message > 0)
        json_put_int(map, "message", invitation->message);
}

static bool put_duplicates(struct ctx *cx, const struct invitation *invitation, struct json *map)
{
    const struct likeness likeness = { invitation->siren, invitation->name, invitation->email };

    return duplicates_put(cx, &likeness, map);
}

static bool put_waiting(struct ctx *cx, const struct request *request, struct json *model)
{
    const struct invitation_place place = { .is_waiting = true,
                                            .asked_at = { request_int(request, "asked_at") },
                                            .after = request_int(request, "after"),
                                            .limit = WAITING_SHOWN + 1 };
    struct json *waiting = json_put_list(model, "waiting");
    struct invitation *list;
    size_t count;
    int64_t all;

    if (!invitation_list(cx, &place, &list, &count) || !invitation_count(cx, &all))
        return false;
    for (size_t i = 0; i < count && i < WAITING_SHOWN; i++) {
        struct json *map = json_add_map(waiting);
        put_invitation(cx, &list[i], map);
        if (list[i].id == request_id(request, "invitation") && *request_typed(request, "reason"))
            json_put_text(map, "typed", request_typed(request, "reason"));
        if (!put_duplicates(cx, &list[i], map))
            return false;
    }
    json_put_int(model, "count", all);
    json_put_bool(model, "has_waiting", count > 0);
    if (count <= WAITING_SHOWN)
        return true;
    const struct invitation *last = &list[WAITING_SHOWN - 1];
    json_put_text(model, "next_url",
                  arena_format(cx->arena, "/clients/invitations?asked_at=%lld&after=%lld",
                               (long long)last->asked_at.ms, (long long)last->id));
    return true;
}

bool invitations_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct invitation_place place = { .limit = DECIDED_SHOWN };
    struct json *decided = json_put_list(answer->model, "decided");
    struct invitation *list;
    size_t count;

    if (!put_waiting(cx, request, answer->model) || !invitation_list(cx, &place, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        put_invitation(cx, &list[i], json_add_map(decided));
    json_put_bool(answer->model, "has_decided", count > 0);
    return true;
}

bool invitation_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct invitation asked = {
        .name = request_text(request, "name"),
        .siren = request_text(request, "siren"),
        .person = request_text(request, "person"),
        .email = request_text(request, "email"),
        .phone = request_text(request, "phone"),
        .language = request_text(request, "language"),
        .note = request_text(request, "note"),
    };

    if (!invitation_add(cx, &asked))
        return false;
    put_invitation(cx, &asked, json_put_map(answer->model, "invitation"));
    return true;
}

static bool read_choice(const char *as, struct acceptance *acceptance)
{
    acceptance->is_another = strcmp(as, "another") == 0;
    if (*as == '\0' || acceptance->is_another)
        return true;
    return number_parse(as, strlen(as), &acceptance->client) && acceptance->client > 0;
}

bool invitation_take(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *as = request_text(request, "as");
    struct acceptance acceptance = { .tells = request_has(request, "tells") };

    if (!read_choice(as, &acceptance))
        return fail(cx, FAULT_INPUT, "CHAMP-NOMBRE", "field", "as", "value", as, NULL);
    if (!invitation_accept(cx, request_id(request, "invitation"), &acceptance))
        return false;
    json_put_int(answer->model, "client", acceptance.client);
    if (request_is_api(request))
        return true;
    answer->redirect = client_path(cx->arena, acceptance.client, "");
    answer->notice = "notice.invitation_accepted";
    return true;
}

bool invitation_turn_down(struct ctx *cx, const struct request *request, struct answer *answer)
{
    if (!invitation_refuse(cx, request_id(request, "invitation"), request_text(request, "reason"),
                           request_has(request, "tells")))
        return false;
    if (request_is_api(request))
        return true;
    answer->redirect = "/clients/invitations";
    answer->notice = "notice.invitation_refused";
    return true;
}
