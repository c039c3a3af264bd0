#include "client/amendment_accept.h"

#include "client/contact.h"
#include "store/visible.h"

#define ASKED                                                                                      \
    "SELECT a.id, a.plan, a.version, a.title, a.text, a.sha256, a.published_at, c.id, c.name,"     \
    " x.accepted_at, p.name"
#define OF_ASKED                                                                                   \
    " JOIN amendment a ON a.firm = c.firm AND a.plan = c.plan LEFT JOIN amendment_accepted x"      \
    " ON x.firm = c.firm AND x.amendment = a.id AND x.client = c.id"                               \
    " LEFT JOIN contact p ON p.firm = x.firm AND p.id = x.contact"
#define IN_ORDER " ORDER BY CASE WHEN x.accepted_at IS NULL THEN 0 ELSE 1 END, c.name_folded, c.id"
#define SEEN CLIENT_VISIBLE("c.id", "$3", "$4")

SQL(OF_CONTACT, FIRM,
    ASKED ", k.is_legal FROM client_contact k JOIN client c ON c.firm = k.firm"
          " AND c.id = k.client" OF_ASKED " WHERE k.firm = $1 AND k.contact = $2"
          " AND c.state <> 'archived' AND " AMENDMENT_ASKED IN_ORDER);

SQL(OF_CLIENT, FIRM,
    ASKED ", 0 FROM client c" OF_ASKED " WHERE c.firm = $1 AND c.id = $2 AND " SEEN
          " AND " AMENDMENT_ASKED IN_ORDER);

static struct asked_amendment row_read(struct rows *rows)
{
    struct asked_amendment asked = {
        .amendment = { .id = rows_int(rows, 0),
                       .plan = rows_text(rows, 1),
                       .version = rows_int(rows, 2),
                       .title = rows_text(rows, 3),
                       .text = rows_text(rows, 4),
                       .published_at = rows_instant(rows, 6),
                       .is_asked = true },
        .client = rows_int(rows, 7),
        .client_name = rows_text(rows, 8),
        .is_accepted = !rows_null(rows, 9),
        .accepted_by = rows_text(rows, 10),
        .may_accept = rows_int(rows, 11) == 1,
    };
    size_t size;

    asked.amendment.sha256 = rows_bytes(rows, 5, &size);
    if (asked.is_accepted)
        asked.accepted_at = rows_instant(rows, 9);
    return asked;
}

SQL(LEGAL, FIRM,
    "SELECT p.name FROM client_contact k JOIN contact p ON p.firm = k.firm AND p.id = k.contact"
    " WHERE k.firm = $1 AND k.client = $2 AND k.is_legal = 1 ORDER BY p.name_folded, p.id");

static bool legal_read(struct ctx *cx, struct asked_amendment *asked)
{
    struct rows *rows = store_query(cx, &LEGAL, ARGS(arg_int(asked->client)));
    size_t room = 0;

    while (rows_next(rows)) {
        if (asked->legal_count == room)
            asked->legal = arena_grow(cx->arena, asked->legal, &room, sizeof *asked->legal);
        asked->legal[asked->legal_count++] = rows_text(rows, 0);
    }
    return rows_done(rows);
}

static bool read_all(struct ctx *cx, struct rows *rows, struct asked_amendment **asked,
                     size_t *count)
{
    struct asked_amendment *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < listed; i++)
        if (!legal_read(cx, &list[i]))
            return false;
    *asked = list;
    *count = listed;
    return true;
}

bool amendment_of_contact(struct ctx *cx, int64_t contact, struct asked_amendment **asked,
                          size_t *count)
{
    return read_all(cx, store_query(cx, &OF_CONTACT, ARGS(arg_int(contact))), asked, count);
}

bool amendment_of_client(struct ctx *cx, int64_t client, struct asked_amendment **asked,
                         size_t *count)
{
    const struct arg *args =
        ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today));

    return read_all(cx, store_query(cx, &OF_CLIENT, args), asked, count);
}

SQL(ACCEPT, FIRM,
    "INSERT INTO amendment_accepted (firm, amendment, client, contact, sha256, accepted_at,"
    " address) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (firm, amendment, client) DO NOTHING");

/* Another's client is told as one that is missing; of one's own the text was replaced. */
static bool refuse(struct ctx *cx, int64_t contact, int64_t client)
{
    struct contact_role *roles;
    size_t count;

    if (!contact_clients(cx, contact, &roles, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (roles[i].client == client)
            return fail(cx, FAULT_CONFLICT, "AVENANT-CHANGE", NULL);
    return fail(cx, FAULT_ABSENT, "AVENANT-ABSENT", NULL);
}

static bool accept_one(struct ctx *cx, const struct acceptance *acceptance, int64_t client,
                       const struct asked_amendment *asked, size_t count)
{
    size_t at = 0;

    while (at < count
           && (asked[at].amendment.id != acceptance->amendment || asked[at].client != client))
        at++;
    if (at == count)
        return refuse(cx, acceptance->contact, client);
    if (!asked[at].may_accept)
        return fail(cx, FAULT_DENIED, "AVENANT-REPRESENTANT", NULL);
    return store_run(cx, &ACCEPT,
                     ARGS(arg_int(acceptance->amendment), arg_int(client),
                          arg_int(acceptance->contact), arg_bytes(asked[at].amendment.sha256, 32),
                          arg_instant(cx->now), arg_text(acceptance->address)));
}

static bool accept(struct ctx *cx, const struct acceptance *acceptance)
{
    struct asked_amendment *asked;
    size_t count;

    if (acceptance->count == 0)
        return fail(cx, FAULT_INPUT, "AVENANT-SOCIETE", NULL);
    if (!amendment_of_contact(cx, acceptance->contact, &asked, &count))
        return false;
    for (size_t i = 0; i < acceptance->count; i++)
        if (!accept_one(cx, acceptance, acceptance->clients[i], asked, count))
            return false;
    return true;
}

bool amendment_accept(struct ctx *cx, const struct acceptance *acceptance)
{
    return store_begin(cx) && store_end(cx, accept(cx, acceptance));
}
