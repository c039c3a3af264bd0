#include "request/list.h"

#include "request/row.h"
#include "store/visible.h"

static bool read_all(struct ctx *cx, struct rows *rows, struct demand **requests, size_t *count)
{
    struct demand *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = demand_row(rows, cx->language);
    }
    if (!rows_done(rows))
        return false;
    *requests = list;
    *count = listed;
    return true;
}

static bool read_with_items(struct ctx *cx, struct rows *rows, struct demand **requests,
                            size_t *count)
{
    if (!read_all(cx, rows, requests, count))
        return false;
    for (size_t i = 0; i < *count; i++)
        if (!demand_items(cx, &(*requests)[i], cx->language))
            return false;
    return true;
}

/* CROSS and the client's firm from cc keep SQLite from going through all requests of the firm. */
#define OF_CONTACT                                                                                 \
    "SELECT " REQUEST_COLUMNS " FROM client_contact cc CROSS JOIN request r"                       \
    " JOIN client l ON l.firm = cc.firm AND l.id = r.client"                                       \
    " WHERE cc.firm = $1 AND cc.contact = $2 AND r.firm = cc.firm AND r.client = cc.client"        \
    " AND " CONTACT_MAY_READ

SQL(OWED, FIRM, OF_CONTACT " AND r.state = 'open' ORDER BY r.due_on, r.id LIMIT $3");

bool request_list_owed(struct ctx *cx, int64_t contact, int64_t limit, struct demand **requests,
                       size_t *count)
{
    return read_with_items(cx, store_query(cx, &OWED, ARGS(arg_int(contact), arg_int(limit))),
                           requests, count);
}

SQL(DONE, FIRM,
    OF_CONTACT " AND r.state IN ('answered', 'accepted') ORDER BY r.due_on DESC, r.id DESC"
               " LIMIT $3");

bool request_list_done(struct ctx *cx, int64_t contact, int64_t limit, struct demand **requests,
                       size_t *count)
{
    return read_with_items(cx, store_query(cx, &DONE, ARGS(arg_int(contact), arg_int(limit))),
                           requests, count);
}

#define CLIENT_SEEN CLIENT_VISIBLE("r.client", "$3", "$4")

SQL(OF_CLIENT, FIRM,
    "SELECT " REQUEST_COLUMNS " FROM request r JOIN client l ON l.firm = r.firm AND l.id = r.client"
    " WHERE r.firm = $1 AND r.client = $2 AND " CLIENT_SEEN
    " ORDER BY CASE r.state WHEN 'open' THEN 0 WHEN 'answered' THEN 1 ELSE 2 END,"
    " r.due_on, r.id LIMIT $5");

bool request_list_client(struct ctx *cx, int64_t client, int64_t limit, struct demand **requests,
                         size_t *count)
{
    const struct arg *args =
        ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(limit));

    return read_all(cx, store_query(cx, &OF_CLIENT, args), requests, count);
}

#define OF_VISITED                                                                                 \
    "SELECT " REQUEST_COLUMNS " FROM request r JOIN client l ON l.firm = r.firm"                   \
    " AND l.id = r.client WHERE r.firm = $1 AND r.client = $2 AND " CLIENT_SEEN

SQL(CLIENT_OWED, FIRM, OF_VISITED " AND r.state = 'open' ORDER BY r.due_on, r.id LIMIT $5");

bool request_list_client_owed(struct ctx *cx, int64_t client, int64_t limit,
                              struct demand **requests, size_t *count)
{
    const struct arg *args =
        ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(limit));

    return read_with_items(cx, store_query(cx, &CLIENT_OWED, args), requests, count);
}

SQL(CLIENT_DONE, FIRM,
    OF_VISITED " AND r.state IN ('answered', 'accepted') ORDER BY r.due_on DESC, r.id DESC"
               " LIMIT $5");

bool request_list_client_done(struct ctx *cx, int64_t client, int64_t limit,
                              struct demand **requests, size_t *count)
{
    const struct arg *args =
        ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(limit));

    return read_with_items(cx, store_query(cx, &CLIENT_DONE, args), requests, count);
}

SQL(PAGE, FIRM,
    "SELECT " REQUEST_COLUMNS " FROM request r JOIN client l ON l.firm = r.firm AND l.id = r.client"
    " WHERE r.firm = $1 AND r.state = $2 AND r.due_on >= $3 AND r.due_on <= $4"
    " AND (r.due_on, r.id) > ($5, $6) AND (CAST($7 AS BIGINT) = 0 OR r.client = $7)"
    " AND (CAST($10 AS BIGINT) = 0 OR r.campaign = $10)"
    " AND " CLIENT_VISIBLE("r.client", "$8", "$9") " ORDER BY r.due_on, r.id LIMIT $11");

bool request_list(struct ctx *cx, const struct request_page *page, struct demand **requests,
                  size_t *count)
{
    struct arena *arena = cx->arena;
    const struct date after_on = page->after > 0 ? page->after_on : page->first_on;
    const struct arg *args =
        ARGS(arg_text(request_state_text(page->state)), arg_date(arena, page->first_on),
             arg_date(arena, page->last_on), arg_date(arena, after_on), arg_int(page->after),
             arg_int(page->client), arg_int(cx->actor), arg_date(arena, cx->today),
             arg_int(page->campaign), arg_int(page->limit));

    return read_all(cx, store_query(cx, &PAGE, args), requests, count);
}
