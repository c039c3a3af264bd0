#include "client/contact_identity.h"

#include "client/login.h"

SQL(WHOSE, FIRM,
    "SELECT contact FROM contact_identity WHERE firm = $1 AND provider = $2 AND subject = $3");

static bool whose(struct ctx *cx, int64_t provider, const char *subject, int64_t *contact)
{
    struct rows *rows = store_query(cx, &WHOSE, ARGS(arg_int(provider), arg_text(subject)));

    *contact = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

SQL(USED, FIRM,
    "UPDATE contact_identity SET used_at = $4 WHERE firm = $1 AND provider = $2 AND subject = $3");

static bool enter(struct ctx *cx, int64_t provider, const char *subject, int64_t *contact)
{
    struct login login;

    if (!whose(cx, provider, subject, contact))
        return false;
    if (*contact == 0)
        return true;
    if (!login_find(cx, *contact, &login))
        return false;
    if (!login.may_enter) {
        *contact = 0;
        return true;
    }
    return store_run(cx, &USED, ARGS(arg_int(provider), arg_text(subject), arg_instant(cx->now)))
        && login_enter(cx, *contact);
}

bool contact_identity_enter(struct ctx *cx, int64_t provider, const char *subject, int64_t *contact)
{
    int64_t found;

    if (!store_begin(cx) || !store_end(cx, enter(cx, provider, subject, &found)))
        return false;
    *contact = found;
    return true;
}

SQL(LINK, FIRM,
    "INSERT INTO contact_identity (firm, provider, subject, contact, label, linked_at)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (firm, provider, subject) DO NOTHING");

bool contact_identity_link(struct ctx *cx, const struct linked_identity *identity)
{
    int64_t contact;

    if (!store_run(cx, &LINK,
                   ARGS(arg_int(identity->provider), arg_text(identity->subject),
                        arg_int(identity->person), arg_text(identity->label), arg_instant(cx->now)))
        || !whose(cx, identity->provider, identity->subject, &contact))
        return false;
    return contact == identity->person || fail(cx, FAULT_CONFLICT, "IDENTITE-PRISE", NULL);
}

SQL(LIST, FIRM,
    "SELECT i.provider, i.subject, i.label, p.name, i.linked_at, i.used_at FROM contact_identity i"
    " JOIN sign_on_provider p ON p.firm = i.firm AND p.id = i.provider"
    " WHERE i.firm = $1 AND i.contact = $2 ORDER BY p.name, i.linked_at, i.subject");

bool contact_identity_list(struct ctx *cx, int64_t contact, struct linked_identity **list,
                           size_t *count)
{
    return linked_identity_read(cx, store_query(cx, &LIST, ARGS(arg_int(contact))), contact, list,
                                count);
}

SQL(UNLINK, FIRM,
    "DELETE FROM contact_identity WHERE firm = $1 AND contact = $2 AND provider = $3"
    " AND subject = $4");

bool contact_identity_unlink(struct ctx *cx, int64_t contact, int64_t provider, const char *subject)
{
    return store_run(cx, &UNLINK, ARGS(arg_int(contact), arg_int(provider), arg_text(subject)));
}

SQL(CLOSE, FIRM, "DELETE FROM contact_identity WHERE firm = $1 AND contact = $2");

bool contact_identity_close(struct ctx *cx, int64_t contact)
{
    return store_run(cx, &CLOSE, ARGS(arg_int(contact)));
}

SQL(DROP, FIRM, "DELETE FROM contact_identity WHERE firm = $1 AND provider = $2");

bool contact_identity_drop(struct ctx *cx, int64_t provider)
{
    return store_run(cx, &DROP, ARGS(arg_int(provider)));
}
