#include "client/offer.h"

#include <assert.h>

#include "base/str.h"
#include "store/visible.h"

static const char *const part_texts[OFFER_PART_COUNT] = {
    [OFFER_DOCUMENTS] = "documents",
    [OFFER_USERS] = "users",
};

const char *offer_part_text(enum offer_part part)
{
    assert(part < OFFER_PART_COUNT);
    return part_texts[part];
}

SQL(LIST, FIRM,
    "SELECT p.name, CAST(SUM(p.clients) AS BIGINT), MAX(p.documents), MAX(p.users) FROM"
    " (SELECT c.plan AS name, COUNT(*) AS clients, 0 AS documents, 0 AS users FROM client c"
    " WHERE c.firm = $1 AND c.plan <> '' AND " CLIENT_UNHIDDEN(
        "c.id", "$2",
        "$3") " GROUP BY c.plan UNION ALL SELECT h.name, 0, h.hides_documents, h.hides_users"
              " FROM client_plan h WHERE h.firm = $1) p"
              " GROUP BY p.name ORDER BY p.name /* scan: all clients, for an admin's settings */");

bool offer_list(struct ctx *cx, struct offer **offers, size_t *count)
{
    struct rows *rows =
        store_query(cx, &LIST, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct offer *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = (struct offer){ rows_text(rows, 0),
                                         rows_int(rows, 1),
                                         { rows_int(rows, 2) == 1, rows_int(rows, 3) == 1 } };
    }
    if (!rows_done(rows))
        return false;
    *offers = list;
    *count = listed;
    return true;
}

SQL(SET, FIRM,
    "INSERT INTO client_plan (firm, name, hides_documents, hides_users, changed_at, changed_by)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (firm, name) DO UPDATE SET hides_documents = $3,"
    " hides_users = $4, changed_at = $5, changed_by = $6");
SQL(CLEAR, FIRM, "DELETE FROM client_plan WHERE firm = $1 AND name = $2");

bool offer_set(struct ctx *cx, const struct offer *offer)
{
    const char *name = str_trim(cx->arena, offer->name);

    if (!*name)
        return fail(cx, FAULT_INPUT, "OFFRE-NOM", "field", "name", NULL);
    if (!offer->hides[OFFER_DOCUMENTS] && !offer->hides[OFFER_USERS])
        return store_run(cx, &CLEAR, ARGS(arg_text(name)));
    return store_run(cx, &SET,
                     ARGS(arg_text(name), arg_int(offer->hides[OFFER_DOCUMENTS]),
                          arg_int(offer->hides[OFFER_USERS]), arg_instant(cx->now),
                          arg_int(cx->actor)));
}

static bool read_hidden(struct rows *rows, bool hides[OFFER_PART_COUNT])
{
    bool read[OFFER_PART_COUNT] = { false };

    if (rows_next(rows))
        for (int i = 0; i < OFFER_PART_COUNT; i++)
            read[i] = rows_int(rows, i) == 1;
    if (!rows_done(rows))
        return false;
    for (int i = 0; i < OFFER_PART_COUNT; i++)
        hides[i] = read[i];
    return true;
}

SQL(OF_CONTACT, FIRM,
    "SELECT MIN(COALESCE(h.hides_documents, 0)), MIN(COALESCE(h.hides_users, 0))"
    " FROM client_contact k JOIN client c ON c.firm = k.firm AND c.id = k.client"
    " LEFT JOIN client_plan h ON h.firm = c.firm AND h.name = c.plan"
    " WHERE k.firm = $1 AND k.contact = $2");

bool offer_of_contact(struct ctx *cx, int64_t contact, bool hides[OFFER_PART_COUNT])
{
    return read_hidden(store_query(cx, &OF_CONTACT, ARGS(arg_int(contact))), hides);
}

SQL(OF_CLIENT, FIRM,
    "SELECT h.hides_documents, h.hides_users FROM client c"
    " JOIN client_plan h ON h.firm = c.firm AND h.name = c.plan WHERE c.firm = $1 AND c.id = $2");

bool offer_of_client(struct ctx *cx, int64_t client, bool hides[OFFER_PART_COUNT])
{
    return read_hidden(store_query(cx, &OF_CLIENT, ARGS(arg_int(client))), hides);
}
