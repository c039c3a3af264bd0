#include "app/colleague.h"

#include "client/contact_wall.h"
#include "client/invite.h"
#include "client/login_link.h"

static bool is_contact(struct ctx *cx, const struct forward *forward, bool *is)
{
    struct contact person;
    struct contact_role role = { 0 };

    if (!contact_find_by_email(cx, forward->email, &person)
        || (person.id > 0 && !invite_role(cx, forward->client, person.id, &role)))
        return false;
    *is = role.contact > 0;
    return true;
}

bool colleague_put(struct ctx *cx, int64_t client, struct json *map)
{
    struct json *list = json_put_list(map, "forwards");
    struct forward *forwards;
    size_t count;

    if (!forward_list(cx, client, &forwards, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct forward *forward = &forwards[i];
        struct json *row = json_add_map(list);
        bool is_already;
        if (!is_contact(cx, forward, &is_already))
            return false;
        json_put_int(row, "id", forward->id);
        json_put_int(row, "company", forward->client);
        json_put_text(row, "name", forward->name);
        json_put_text(row, "email", forward->email);
        json_put_text(row, "note", *forward->note ? forward->note : NULL);
        json_put_int(row, "demand", forward->request);
        json_put_text(row, "asked_for", forward->request_name);
        json_put_text(row, "by", *forward->asker_name ? forward->asker_name : NULL);
        json_put_bool(row, "is_payroll", forward->needs_payroll);
        json_put_bool(row, "is_already", is_already);
    }
    json_put_bool(map, "has_forwards", count > 0);
    return true;
}

static bool person_find(struct ctx *cx, const struct forward *forward, const char *language,
                        int64_t *contact)
{
    struct contact person;

    if (!contact_find_open(cx, forward->email, &person))
        return false;
    if (person.id == 0) {
        person = (struct contact){
            .name = forward->name, .email = forward->email, .phone = "", .language = language
        };
        if (!contact_add(cx, &person))
            return false;
    }
    *contact = person.id;
    return true;
}

/* Who is asked about the payroll sees it: what the button says. */
static bool join(struct ctx *cx, const struct forward *forward, int64_t contact, bool *is_new)
{
    struct contact_role role;

    if (!invite_role(cx, forward->client, contact, &role))
        return false;
    *is_new = role.contact == 0;
    bool grows = forward->needs_payroll && !role.is_payroll && !role.is_legal;
    role.contact = contact;
    role.is_payroll |= grows;
    return ((!*is_new && !grows) || contact_join(cx, &role))
        && (!*is_new || login_link_post(cx, contact, forward->client));
}

static bool accept(struct ctx *cx, const struct forward *forward, const char *language,
                   const struct hand *by, bool *is_new)
{
    int64_t contact;

    return person_find(cx, forward, language, &contact) && join(cx, forward, contact, is_new)
        && forward_decide(cx, forward->id, contact, by);
}

const char *colleague_accept(struct ctx *cx, const struct forward *forward, const char *language,
                             const struct hand *by)
{
    bool is_new = false;

    if (!store_begin(cx) || !store_end(cx, accept(cx, forward, language, by, &is_new)))
        return NULL;
    return is_new ? "notice.own_approved" : "notice.own_passed";
}
