#include <string.h>

#include "client/change.h"
#include "client/client.h"
#include "client/contact.h"
#include "client/visible.h"

SQL(MAIN_TAKEN, FIRM,
    "SELECT contact FROM client_contact WHERE firm = $1 AND client = $2 AND is_main = 1");
SQL(MAIN_GIVEN_UP, FIRM,
    "UPDATE client_contact SET is_main = 0 WHERE firm = $1 AND client = $2 AND is_main = 1");
SQL(JOIN, FIRM,
    "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance, is_payroll,"
    " is_operational, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    " ON CONFLICT (firm, client, contact) DO UPDATE SET is_legal = excluded.is_legal,"
    " is_main = excluded.is_main, is_finance = excluded.is_finance,"
    " is_payroll = excluded.is_payroll, is_operational = excluded.is_operational");

static bool main_find(struct ctx *cx, int64_t client, int64_t *contact)
{
    struct rows *rows = store_query(cx, &MAIN_TAKEN, ARGS(arg_int(client)));

    *contact = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

SQL(MAIN_NEXT, FIRM,
    "UPDATE client_contact SET is_main = 1 WHERE firm = $1 AND client = $2 AND contact ="
    " (SELECT MIN(l.contact) FROM client_contact l WHERE l.firm = $1 AND l.client = $2"
    "   AND l.is_legal = 1)"
    " AND NOT EXISTS (SELECT 1 FROM client_contact m WHERE m.firm = $1 AND m.client = $2"
    "   AND m.is_main = 1)");

static bool settle_main(struct ctx *cx, int64_t client)
{
    return store_run(cx, &MAIN_NEXT, ARGS(arg_int(client))) && client_touch(cx, client);
}

static bool exist(struct ctx *cx, const struct contact_role *role)
{
    struct client client;
    struct contact contact;

    return client_find(cx, role->client, &client) && contact_find(cx, role->contact, &contact);
}

struct joining {
    struct instant now;
    const struct contact_role *roles;
};

static void join_bind(void *state, size_t i, struct arg *args)
{
    const struct joining *joining = state;
    const struct contact_role *role = &joining->roles[i];
    const struct arg values[] = {
        arg_int(role->client),         arg_int(role->contact),    arg_int(role->is_legal),
        arg_int(role->is_main),        arg_int(role->is_finance), arg_int(role->is_payroll),
        arg_int(role->is_operational), arg_instant(joining->now), { .type = ARG_END },
    };

    memcpy(args, values, sizeof values);
}

bool contact_join_many(struct ctx *cx, const struct contact_role *roles, size_t count)
{
    struct joining joining = { cx->now, roles };

    return store_many(cx, &JOIN, count, join_bind, &joining);
}

static bool join(struct ctx *cx, const struct contact_role *role)
{
    int64_t standing;

    if (!exist(cx, role) || !main_find(cx, role->client, &standing))
        return false;
    if (role->is_main && standing != role->contact
        && !store_run(cx, &MAIN_GIVEN_UP, ARGS(arg_int(role->client))))
        return false;
    return contact_join_many(cx, role, 1) && settle_main(cx, role->client);
}

bool contact_join(struct ctx *cx, const struct contact_role *role)
{
    bool is_own;

    if (role->is_main && !role->is_legal)
        return fail(cx, FAULT_CONFLICT, "CONTACT-PRINCIPAL", "field", "main", NULL);
    return client_begin(cx, &is_own) && client_end(cx, is_own, join(cx, role));
}

SQL(LEAVE, FIRM, "DELETE FROM client_contact WHERE firm = $1 AND client = $2 AND contact = $3");

static bool leave(struct ctx *cx, int64_t client, int64_t contact)
{
    int64_t left;

    if (!store_change(cx, &LEAVE, ARGS(arg_int(client), arg_int(contact)), &left))
        return false;
    if (left == 0)
        return fail(cx, FAULT_ABSENT, "CONTACT-ABSENT", NULL);
    return settle_main(cx, client);
}

bool contact_leave(struct ctx *cx, int64_t client, int64_t contact)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, leave(cx, client, contact));
}

#define COLUMNS                                                                                    \
    "r.client, r.contact, r.is_legal, r.is_main, r.is_finance, r.is_payroll, r.is_operational,"    \
    " p.name, p.email, p.phone, p.language, p.email_state, p.email_said, p.email_at,"              \
    " p.created_at, c.name"
#define JOINED                                                                                     \
    " FROM client_contact r JOIN contact p ON p.firm = r.firm AND p.id = r.contact"                \
    " JOIN client c ON c.firm = r.firm AND c.id = r.client"

static struct contact_role role_row(struct rows *rows)
{
    return (struct contact_role){
        .client = rows_int(rows, 0),
        .contact = rows_int(rows, 1),
        .is_legal = rows_int(rows, 2) == 1,
        .is_main = rows_int(rows, 3) == 1,
        .is_finance = rows_int(rows, 4) == 1,
        .is_payroll = rows_int(rows, 5) == 1,
        .is_operational = rows_int(rows, 6) == 1,
        .person = { .id = rows_int(rows, 1),
                    .name = rows_text(rows, 7),
                    .email = rows_text(rows, 8),
                    .phone = rows_text(rows, 9),
                    .language = rows_text(rows, 10),
                    .email_state = rows_text(rows, 11),
                    .email_said = rows_text(rows, 12),
                    .email_at = rows_instant(rows, 13),
                    .created_at = rows_instant(rows, 14) },
        .client_name = rows_text(rows, 15),
    };
}

static bool list_all(struct ctx *cx, struct rows *rows, struct contact_role **roles, size_t *count)
{
    size_t room = 8, listed = 0;
    struct contact_role *list = arena_new(cx->arena, struct contact_role, room);

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = role_row(rows);
    }
    if (!rows_done(rows))
        return false;
    *roles = list;
    *count = listed;
    return true;
}

SQL(OF_CLIENT, FIRM,
    "SELECT " COLUMNS JOINED " WHERE r.firm = $1 AND r.client = $2"
    " ORDER BY r.is_main DESC, r.is_legal DESC, p.name_folded, p.id");

bool contact_of_client(struct ctx *cx, int64_t client, struct contact_role **roles, size_t *count)
{
    return list_all(cx, store_query(cx, &OF_CLIENT, ARGS(arg_int(client))), roles, count);
}

/* By a bare name SQLite would go through all clients in its order. */
SQL(CLIENTS, FIRM,
    "SELECT " COLUMNS JOINED " WHERE r.firm = $1 AND r.contact = $2"
    " AND " CLIENT_VISIBLE("r.client", "$3", "$4") " ORDER BY c.name_folded || '', c.id");

bool contact_clients(struct ctx *cx, int64_t contact, struct contact_role **roles, size_t *count)
{
    struct rows *rows = store_query(
        cx, &CLIENTS, ARGS(arg_int(contact), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    return list_all(cx, rows, roles, count);
}

static bool replace(struct ctx *cx, struct contact_role role, int64_t former)
{
    struct contact_role *there;
    size_t count;

    if (!contact_of_client(cx, role.client, &there, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (there[i].contact != role.contact)
            continue;
        role.is_legal |= there[i].is_legal;
        role.is_main |= there[i].is_main;
        role.is_finance |= there[i].is_finance;
        role.is_payroll |= there[i].is_payroll;
        role.is_operational |= there[i].is_operational;
    }
    return contact_join(cx, &role) && leave(cx, role.client, former);
}

bool contact_replace(struct ctx *cx, const struct contact_role *role, int64_t former)
{
    bool is_own;

    if (role->contact == former)
        return contact_join(cx, role);
    return client_begin(cx, &is_own) && client_end(cx, is_own, replace(cx, *role, former));
}

SQL(REACHED, FIRM,
    "SELECT r.contact FROM client_contact r JOIN contact p ON p.firm = r.firm AND p.id = r.contact"
    " WHERE r.firm = $1 AND r.client = $2 AND p.email_state = 'ok'"
    " ORDER BY r.is_operational DESC, r.is_main DESC, r.is_legal DESC, r.contact LIMIT 1");

bool contact_reached(struct ctx *cx, int64_t client, struct contact *contact)
{
    struct rows *rows = store_query(cx, &REACHED, ARGS(arg_int(client)));
    int64_t id = rows_next(rows) ? rows_int(rows, 0) : 0;

    *contact = (struct contact){ 0 };
    return rows_done(rows) && (id == 0 || contact_find(cx, id, contact));
}
