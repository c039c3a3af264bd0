#include "client/login_link.h"

#include <assert.h>

#include "base/secret.h"
#include "client/invite.h"
#include "client/login.h"
#include "client/software_person.h"

static const int64_t SIGN_IN_MS = LOGIN_LINK_MINUTES * INT64_C(60000),
                     INVITE_MS = LOGIN_INVITE_DAYS * INT64_C(86400000);

SQL(SWEEP, FIRM, "DELETE FROM contact_link WHERE firm = $1 AND expires_at <= $2");
SQL(REPLACE_LINK, FIRM,
    "DELETE FROM contact_link WHERE firm = $1 AND contact = $2 AND COALESCE(client, 0) = $3");
SQL(ADD, FIRM,
    "INSERT INTO contact_link (firm, id, contact, client, message, made_at, expires_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

/* The most private of a person's clients: the mail is of it, and who may not see it sees no mail.
 */
SQL(SHIELD, FIRM,
    "SELECT c.id FROM client_contact k JOIN client c ON c.firm = k.firm AND c.id = k.client"
    " WHERE k.firm = $1 AND k.contact = $2"
    " ORDER BY c.is_confidential DESC, COALESCE(c.tester, 0) DESC, c.id LIMIT 1");

static bool shield_find(struct ctx *cx, int64_t contact, int64_t *client)
{
    struct rows *rows = store_query(cx, &SHIELD, ARGS(arg_int(contact)));

    if (rows_next(rows))
        *client = rows_int(rows, 0);
    return rows_done(rows);
}

static bool mail_post(struct ctx *cx, const struct contact *contact, int64_t client,
                      int64_t *message)
{
    struct message posted = { .client = client,
                              .person = contact->id,
                              .kind = access_kind.name,
                              .medium = "email",
                              .tone = access_kind.name,
                              .recipient = contact->email,
                              .language = contact->language,
                              .apart = true };

    if ((client == 0 && !shield_find(cx, contact->id, &posted.client))
        || !outbox_post(cx, &posted, 1))
        return false;
    *message = posted.id;
    return true;
}

bool login_link_post(struct ctx *cx, int64_t contact, int64_t client)
{
    struct instant end = { cx->now.ms + (client > 0 ? INVITE_MS : SIGN_IN_MS) };
    struct contact person;
    int64_t id, message;

    assert(store_in_transaction(cx->store));
    return contact_find(cx, contact, &person) && store_run(cx, &SWEEP, ARGS(arg_instant(cx->now)))
        && store_run(cx, &REPLACE_LINK, ARGS(arg_int(contact), arg_int(client)))
        && mail_post(cx, &person, client, &message) && store_id(cx, "contact_link", 1, &id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(id), arg_int(contact), arg_int_or_null(client > 0, client),
                          arg_int(message), arg_instant(cx->now), arg_instant(end)));
}

SQL(LEAD, FIRM,
    "UPDATE contact_link SET next_path = $3"
    " WHERE firm = $1 AND contact = $2 AND client IS NULL");

bool login_link_lead(struct ctx *cx, int64_t contact, const char *path)
{
    return store_run(cx, &LEAD, ARGS(arg_int(contact), arg_text(path)));
}

SQL(FIND, FIRM,
    "SELECT l.id, l.contact, l.client, p.name, p.email, c.name, m.recipient, l.next_path"
    " FROM contact_link l"
    " JOIN contact p ON p.firm = l.firm AND p.id = l.contact"
    " LEFT JOIN client c ON c.firm = l.firm AND c.id = l.client"
    " LEFT JOIN message m ON m.firm = l.firm AND m.id = l.message"
    " WHERE l.firm = $1 AND l.token_hash = $2 AND l.expires_at > $3");

bool login_link_find(struct ctx *cx, const char *token, struct login_link *link)
{
    struct login_link found = { 0 };
    struct secret secret;

    if (!secret_parse(token, &secret))
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    struct rows *rows =
        store_query(cx, &FIND, ARGS(arg_secret(cx->arena, &secret), arg_instant(cx->now)));
    if (rows_next(rows))
        found = (struct login_link){ rows_int(rows, 0),  rows_int(rows, 1),  rows_int(rows, 2),
                                     rows_text(rows, 3), rows_text(rows, 4), rows_text(rows, 5),
                                     rows_text(rows, 6), rows_text(rows, 7) };
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    *link = found;
    return true;
}

/* Who was named for a request is of the client already when the link comes (E-18). */
static bool join(struct ctx *cx, const struct login_link *link)
{
    struct contact_role role = { 0 };

    if (link->client > 0 && !invite_role(cx, link->client, link->contact, &role))
        return false;
    return link->client == 0 || role.contact > 0 || invite_join(cx, link->client, link->contact);
}

SQL(USE, FIRM, "DELETE FROM contact_link WHERE firm = $1 AND id = $2");

static bool use(struct ctx *cx, const char *token, struct login_link *link)
{
    int64_t used;

    if (!login_link_find(cx, token, link)
        || !store_change(cx, &USE, ARGS(arg_int(link->id)), &used))
        return false;
    if (used == 0)
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    return join(cx, link) && software_person_prove(cx, link->contact, link->sent_to)
        && login_enter(cx, link->contact);
}

bool login_link_use(struct ctx *cx, const char *token, struct login_link *link)
{
    struct login_link used;

    if (!store_begin(cx) || !store_end(cx, use(cx, token, &used)))
        return false;
    *link = used;
    return true;
}

SQL(REVOKE, FIRM, "DELETE FROM contact_link WHERE firm = $1 AND contact = $2");

bool login_link_revoke(struct ctx *cx, int64_t contact)
{
    return store_run(cx, &REVOKE, ARGS(arg_int(contact)));
}
