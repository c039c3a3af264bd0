/* How the mail of a one-time link is worded, and what may still stop it. */
#include "base/secret.h"
#include "client/login.h"
#include "client/login_link.h"
#include "firm/firm.h"

SQL(OF_MESSAGE, FIRM,
    "SELECT l.contact, COALESCE(l.client, 0), p.name, c.name, l.expires_at FROM contact_link l"
    " JOIN contact p ON p.firm = l.firm AND p.id = l.contact"
    " LEFT JOIN client c ON c.firm = l.firm AND c.id = l.client"
    " WHERE l.firm = $1 AND l.message = $2");

struct carried {
    int64_t contact, client; /* contact 0: the link is gone */
    const char *name, *client_name;
    struct instant expires_at;
};

static bool carried_find(struct ctx *cx, int64_t message, struct carried *carried)
{
    struct rows *rows = store_query(cx, &OF_MESSAGE, ARGS(arg_int(message)));

    *carried = (struct carried){ 0 };
    if (rows_next(rows))
        *carried = (struct carried){ rows_int(rows, 0), rows_int(rows, 1), rows_text(rows, 2),
                                     rows_text(rows, 3), rows_instant(rows, 4) };
    return rows_done(rows);
}

static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    struct carried carried;
    struct login login;

    if (!carried_find(cx, message, &carried) || !login_find(cx, carried.contact, &login))
        return false;
    bool is_gone = carried.contact == 0 || carried.expires_at.ms <= cx->now.ms || login.is_closed;
    *why = is_gone ? "link_gone" : "";
    return true;
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct contact contact;
        if (!contact_find(cx, list[i].id, &contact))
            return false;
        list[i].name = contact.name;
        list[i].address = contact.email;
        list[i].language = contact.language;
        list[i].balance.cents = 1; /* who asked is written to */
    }
    return true;
}

SQL(DRAW, FIRM,
    "UPDATE contact_link SET token_hash = $3, expires_at = $4 WHERE firm = $1 AND message = $2");

/* Its time begins when it leaves, not when it was asked for. */
static bool draw(struct ctx *cx, int64_t message, bool invites, const char **token)
{
    const struct secret secret = secret_draw();
    const int64_t good_ms =
        invites ? LOGIN_INVITE_DAYS * INT64_C(86400000) : LOGIN_LINK_MINUTES * INT64_C(60000);

    *token = secret_text(cx->arena, &secret);
    return store_run(
        cx, &DRAW,
        ARGS(arg_int(message), arg_secret(cx->arena, &secret), arg_int(cx->now.ms + good_ms)));
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct carried carried;
    struct firm firm;
    const char *token;

    if (!carried_find(cx, wording->message, &carried))
        return false;
    if (carried.contact == 0)
        return fail(cx, FAULT_INPUT, "LIEN-ABSENT", NULL);
    if (!firm_find(cx, &firm) || !draw(cx, wording->message, carried.client > 0, &token))
        return false;
    json_put_text(model, "base_url", firm.base_url);
    json_put_text(model, "name", carried.name);
    json_put_text(model, "link_url",
                  arena_format(cx->arena, "%s/espace/entrer?cle=%s", firm.base_url, token));
    json_put_text(model, "space_url", arena_format(cx->arena, "%s/espace", firm.base_url));
    json_put_int(model, "minutes", LOGIN_LINK_MINUTES);
    json_put_int(model, "days", LOGIN_INVITE_DAYS);
    if (carried.client > 0)
        json_put_text(json_put_map(model, "client"), "name", carried.client_name);
    return true;
}

const struct chase_kind access_kind = {
    .name = "access",
    .reader = "contact",
    .mail = "mail/access",
    .for_firm = true,
    .at_once = true,
    .debtors = debtors,
    .word = word,
    .stands = stands,
};
