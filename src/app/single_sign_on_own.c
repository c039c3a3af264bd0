/* « Comptes liés »: what one signs in by elsewhere, seen and changed from an open session alone. */
#include <string.h>

#include "app/handlers_sign_on.h"
#include "app/single_sign_on.h"
#include "client/contact_identity.h"
#include "firm/member_identity.h"

const struct field sign_on_own_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "link unlink" },
    { .name = "provider", .check = CHECK_INT, .required = true },
    { .name = "subject", .check = CHECK_NOTE },
    { 0 },
};

static void put_one(struct arena *arena, const struct linked_identity *identity, struct json *list)
{
    struct json *row = json_add_map(list);

    json_put_int(row, "provider", identity->provider);
    json_put_text(row, "subject", identity->subject);
    json_put_text(row, "name", identity->provider_name);
    json_put_text(row, "label", identity->label);
    json_put_text(row, "linked_at", instant_text(arena, identity->linked_at));
    json_put_text(row, "used_at",
                  identity->used_at.ms > 0 ? instant_text(arena, identity->used_at) : NULL);
}

bool sign_on_put_own(struct ctx *cx, const struct request *request, enum sign_on_door door,
                     struct json *model)
{
    struct json *list = json_put_list(model, "identities");
    struct linked_identity *of;
    size_t count;

    if (!(door == SIGN_ON_FIRM ? member_identity_list(cx, request_member(request), &of, &count)
                               : contact_identity_list(cx, request_contact(request), &of, &count))
        || !sign_on_put(cx, door, model))
        return false;
    for (size_t i = 0; i < count; i++)
        put_one(cx->arena, &of[i], list);
    json_put_bool(model, "has_identities", count > 0);
    return true;
}

static bool is_link(const struct request *request)
{
    return strcmp(request_text(request, "act"), "link") == 0;
}

bool sign_on_own_member(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct sign_on_start start = { .provider = request_int(request, "provider"),
                                         .is_member = true,
                                         .person = request_member(request),
                                         .next_path = "/mon-compte" };

    if (is_link(request))
        return sign_on_lead(cx, request, &start, answer);
    answer->redirect = start.next_path;
    answer->notice = "notice.unlinked";
    return member_identity_unlink(cx, start.person, start.provider,
                                  request_text(request, "subject"));
}

bool sign_on_own_person(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct sign_on_start start = { .provider = request_int(request, "provider"),
                                         .person = request_contact(request),
                                         .next_path = "/espace/compte" };

    if (is_link(request))
        return sign_on_lead(cx, request, &start, answer);
    answer->redirect = start.next_path;
    answer->notice = "notice.unlinked";
    return contact_identity_unlink(cx, start.person, start.provider,
                                   request_text(request, "subject"));
}
