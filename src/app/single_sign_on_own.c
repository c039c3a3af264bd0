/* « Comptes liés »: what one signs in by elsewhere, seen and changed from an open session alone. */
#include <string.h>

#include "app/handlers_sign_on.h"
#include "app/single_sign_on.h"
#include "client/contact_identity.h"
#include "firm/member_identity.h"

const struct field sign_on_own_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "link unlink" },
    { .name = "provider", .check = CHECK_INT, .required = true },
    { 0 },
};

/* The two doors' records say the same. */
struct shown {
    int64_t provider;
    const char *name, *label;
    struct instant linked_at, used_at;
};

static void put_one(struct arena *arena, const struct shown *shown, struct json *list)
{
    struct json *row = json_add_map(list);

    json_put_int(row, "provider", shown->provider);
    json_put_text(row, "name", shown->name);
    json_put_text(row, "label", shown->label);
    json_put_text(row, "linked_at", instant_text(arena, shown->linked_at));
    json_put_text(row, "used_at",
                  shown->used_at.ms > 0 ? instant_text(arena, shown->used_at) : NULL);
}

static bool put_member(struct ctx *cx, int64_t member, struct json *list)
{
    struct member_identity *of;
    size_t count;

    if (!member_identity_list(cx, member, &of, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct shown shown = { of[i].provider, of[i].provider_name, of[i].label,
                                     of[i].linked_at, of[i].used_at };
        put_one(cx->arena, &shown, list);
    }
    return true;
}

static bool put_contact(struct ctx *cx, int64_t contact, struct json *list)
{
    struct contact_identity *of;
    size_t count;

    if (!contact_identity_list(cx, contact, &of, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct shown shown = { of[i].provider, of[i].provider_name, of[i].label,
                                     of[i].linked_at, of[i].used_at };
        put_one(cx->arena, &shown, list);
    }
    return true;
}

bool sign_on_put_own(struct ctx *cx, const struct request *request, enum sign_on_door door,
                     struct json *model)
{
    struct json *list = json_put_list(model, "identities");
    bool done = door == SIGN_ON_FIRM ? put_member(cx, request_member(request), list)
                                     : put_contact(cx, request_contact(request), list);

    if (!done || !sign_on_put(cx, door, model))
        return false;
    json_put_bool(model, "has_identities", json_count(list) > 0);
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
    return member_identity_unlink(cx, start.person, start.provider);
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
    return contact_identity_unlink(cx, start.person, start.provider);
}
