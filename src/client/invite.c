#include "client/invite.h"

#include "client/change.h"
#include "client/login_link.h"

SQL(ROLE, FIRM,
    "SELECT is_legal, is_main, is_finance, is_payroll, is_operational FROM client_contact"
    " WHERE firm = $1 AND client = $2 AND contact = $3");

bool invite_role(struct ctx *cx, int64_t client, int64_t contact, struct contact_role *role)
{
    struct rows *rows = store_query(cx, &ROLE, ARGS(arg_int(client), arg_int(contact)));
    struct contact_role found = { .client = client };

    if (rows_next(rows)) {
        found.contact = contact;
        found.is_legal = rows_int(rows, 0) == 1;
        found.is_main = rows_int(rows, 1) == 1;
        found.is_finance = rows_int(rows, 2) == 1;
        found.is_payroll = rows_int(rows, 3) == 1;
        found.is_operational = rows_int(rows, 4) == 1;
    }
    if (!rows_done(rows))
        return false;
    *role = found;
    return true;
}

/* One address is one person of the firm (P-2). */
static bool person_find(struct ctx *cx, struct invite *invite)
{
    struct contact person;

    if (!contact_find_by_email(cx, invite->email, &person))
        return false;
    if (person.id == 0) {
        person = (struct contact){
            .name = invite->name, .email = invite->email, .phone = "", .language = invite->language
        };
        if (!contact_add(cx, &person))
            return false;
    }
    invite->contact = person.id;
    return true;
}

SQL(ADD, FIRM,
    "INSERT INTO client_invite (firm, client, contact, name, email, is_finance, is_payroll,"
    " is_operational, asked_at, asked_by, approved_at, approved_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    " ON CONFLICT (firm, client, contact) DO UPDATE SET name = excluded.name,"
    " is_finance = excluded.is_finance, is_payroll = excluded.is_payroll,"
    " is_operational = excluded.is_operational,"
    " approved_at = COALESCE(client_invite.approved_at, excluded.approved_at),"
    " approved_by = COALESCE(client_invite.approved_by, excluded.approved_by)");

static bool add(struct ctx *cx, struct invite *invite)
{
    struct contact_role asker, standing;

    if (!invite_role(cx, invite->client, invite->asked_by, &asker) || !person_find(cx, invite)
        || !invite_role(cx, invite->client, invite->contact, &standing))
        return false;
    if (standing.contact > 0)
        return fail(cx, FAULT_CONFLICT, "INVITATION-DEJA", "field", "email", "value", invite->email,
                    NULL);
    return store_run(cx, &ADD,
                     ARGS(arg_int(invite->client), arg_int(invite->contact), arg_text(invite->name),
                          arg_text(invite->email), arg_int(invite->is_finance),
                          arg_int(invite->is_payroll), arg_int(invite->is_operational),
                          arg_instant(cx->now), arg_int(invite->asked_by),
                          arg_int_or_null(asker.is_legal, cx->now.ms),
                          arg_int_or_null(asker.is_legal, invite->asked_by)))
        && (!asker.is_legal || login_link_post(cx, invite->contact, invite->client));
}

bool invite_add(struct ctx *cx, struct invite *invite)
{
    bool is_own;

    if (!*invite->name)
        return fail(cx, FAULT_INPUT, "CONTACT-NOM", "field", "name", NULL);
    return client_begin(cx, &is_own) && client_end(cx, is_own, add(cx, invite));
}

static bool is_legal(struct ctx *cx, int64_t client, int64_t by)
{
    struct contact_role role;

    if (!invite_role(cx, client, by, &role))
        return false;
    return role.is_legal || fail(cx, FAULT_DENIED, "REPRESENTANT", NULL);
}

SQL(APPROVE, FIRM,
    "UPDATE client_invite SET approved_at = $4, approved_by = $5"
    " WHERE firm = $1 AND client = $2 AND contact = $3");

static bool approve(struct ctx *cx, int64_t client, int64_t contact, int64_t by)
{
    int64_t changed;

    if (!is_legal(cx, client, by)
        || !store_change(cx, &APPROVE,
                         ARGS(arg_int(client), arg_int(contact), arg_instant(cx->now), arg_int(by)),
                         &changed))
        return false;
    if (changed == 0)
        return fail(cx, FAULT_ABSENT, "INVITATION-ABSENTE", NULL);
    return login_link_post(cx, contact, client);
}

bool invite_approve(struct ctx *cx, int64_t client, int64_t contact, int64_t by)
{
    return store_begin(cx) && store_end(cx, approve(cx, client, contact, by));
}

SQL(WITHDRAW, FIRM, "DELETE FROM client_invite WHERE firm = $1 AND client = $2 AND contact = $3");
SQL(WITHDRAW_LINK, FIRM,
    "DELETE FROM contact_link WHERE firm = $1 AND contact = $3 AND client = $2");

static bool drop(struct ctx *cx, int64_t client, int64_t contact, int64_t *dropped)
{
    return store_change(cx, &WITHDRAW, ARGS(arg_int(client), arg_int(contact)), dropped)
        && store_run(cx, &WITHDRAW_LINK, ARGS(arg_int(client), arg_int(contact)));
}

static bool withdraw(struct ctx *cx, int64_t client, int64_t contact, int64_t by)
{
    int64_t dropped;

    if (!is_legal(cx, client, by) || !drop(cx, client, contact, &dropped))
        return false;
    return dropped > 0 || fail(cx, FAULT_ABSENT, "INVITATION-ABSENTE", NULL);
}

bool invite_withdraw(struct ctx *cx, int64_t client, int64_t contact, int64_t by)
{
    return store_begin(cx) && store_end(cx, withdraw(cx, client, contact, by));
}

#define COLUMNS                                                                                    \
    "i.contact, i.name, i.email, i.is_finance, i.is_payroll, i.is_operational, i.asked_at,"        \
    " i.approved_at, i.asked_by, p.name"

static struct invite invite_row(struct rows *rows, int64_t client)
{
    return (struct invite){ .client = client,
                            .contact = rows_int(rows, 0),
                            .name = rows_text(rows, 1),
                            .email = rows_text(rows, 2),
                            .is_finance = rows_int(rows, 3) == 1,
                            .is_payroll = rows_int(rows, 4) == 1,
                            .is_operational = rows_int(rows, 5) == 1,
                            .asked_at = rows_instant(rows, 6),
                            .approved_at = rows_instant(rows, 7),
                            .asked_by = rows_int(rows, 8),
                            .asker_name = rows_text(rows, 9) };
}

SQL(LIST, FIRM,
    "SELECT " COLUMNS " FROM client_invite i"
    " LEFT JOIN contact p ON p.firm = i.firm AND p.id = i.asked_by"
    " WHERE i.firm = $1 AND i.client = $2 ORDER BY i.asked_at, i.contact");

bool invite_list(struct ctx *cx, int64_t client, struct invite **invites, size_t *count)
{
    struct rows *rows = store_query(cx, &LIST, ARGS(arg_int(client)));
    struct invite *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = invite_row(rows, client);
    }
    if (!rows_done(rows))
        return false;
    *invites = list;
    *count = listed;
    return true;
}

SQL(ONE, FIRM,
    "SELECT " COLUMNS " FROM client_invite i"
    " LEFT JOIN contact p ON p.firm = i.firm AND p.id = i.asked_by"
    " WHERE i.firm = $1 AND i.client = $2 AND i.contact = $3 AND i.approved_at IS NOT NULL");

bool invite_join(struct ctx *cx, int64_t client, int64_t contact)
{
    struct rows *rows = store_query(cx, &ONE, ARGS(arg_int(client), arg_int(contact)));
    struct invite invite = { 0 };
    int64_t dropped;

    if (rows_next(rows))
        invite = invite_row(rows, client);
    if (!rows_done(rows))
        return false;
    if (invite.contact == 0)
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    const struct contact_role role = { .client = client,
                                       .contact = contact,
                                       .is_finance = invite.is_finance,
                                       .is_payroll = invite.is_payroll,
                                       .is_operational = invite.is_operational };
    return contact_join(cx, &role) && drop(cx, client, contact, &dropped);
}
