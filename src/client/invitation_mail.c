/* How who asked for the firm is told what was decided. */
#include "client/invitation.h"

#include "firm/firm.h"

SQL(MARK, FIRM, "UPDATE invitation SET message = $3 WHERE firm = $1 AND id = $2");

bool invitation_tell(struct ctx *cx, int64_t id)
{
    struct invitation invitation;

    if (!invitation_find(cx, id, &invitation))
        return false;
    if (*invitation.email == '\0')
        return true;
    struct message posted = { .client = invitation.client,
                              .person = id,
                              .kind = invitation_kind.name,
                              .medium = "email",
                              .tone = invitation_kind.name,
                              .recipient = invitation.email,
                              .language = invitation.language,
                              .apart = true };
    return outbox_post(cx, &posted, 1)
        && store_run(cx, &MARK, ARGS(arg_int(id), arg_int(posted.id)));
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct invitation invitation;
        if (!invitation_find(cx, list[i].id, &invitation))
            return false;
        list[i].name = invitation.person;
        list[i].address = invitation.email;
        list[i].language = invitation.language;
        list[i].balance.cents = 1; /* who asked is answered */
    }
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct invitation invitation;
    struct firm firm;

    if (!invitation_find(cx, wording->person, &invitation) || !firm_find(cx, &firm))
        return false;
    bool is_accepted = invitation.state == INVITATION_ACCEPTED;
    struct json *decision = json_put_map(model, is_accepted ? "accepted" : "refused");
    json_put_text(model, "name", invitation.person);
    json_put_text(model, "company", invitation.name);
    json_put_text(model, "base_url", firm.base_url);
    if (is_accepted) {
        json_put_text(decision, "email", invitation.email);
        json_put_text(decision, "space_url",
                      arena_format(cx->arena, "%s/espace/connexion", firm.base_url));
    } else {
        json_put_text(decision, "reason", invitation.reason);
    }
    return true;
}

static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    (void)cx, (void)message;
    *why = "";
    return true;
}

const struct chase_kind invitation_kind = {
    .name = "invitation",
    .reader = "invitation",
    .mail = "mail/invitation",
    .for_firm = true,
    .at_once = true,
    .debtors = debtors,
    .word = word,
    .stands = stands,
};
