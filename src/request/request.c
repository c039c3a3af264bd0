#include "request/request.h"

#include <assert.h>

#include "request/row.h"
#include "store/said.h"
#include "store/visible.h"

bool item_is_owed(const struct item *item)
{
    return item->state == ITEM_MISSING || item->state == ITEM_REFUSED;
}

struct demand demand_row(struct rows *rows, const char *language)
{
    struct demand request = {
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .occurrence = rows_int(rows, 2),
        .place = rows_int(rows, 3),
        .name = rows_said(rows, 4, 15, language),
        .instructions = rows_said(rows, 5, 16, language),
        .due_on = rows_date(rows, 6),
        .needs_payroll = rows_int(rows, 8) != 0,
        .has_amount = !rows_null(rows, 9),
        .amount = rows_money(rows, 9),
        .created_at = rows_instant(rows, 10),
        .changed_at = rows_instant(rows, 11),
        .client_name = rows_text(rows, 12),
        .is_promised = !rows_null(rows, 13),
        .campaign = rows_int(rows, 14),
    };
    bool known = request_state_parse(rows_text(rows, 7), &request.state);

    assert(known);
    if (request.is_promised)
        request.promised_on = rows_date(rows, 13);
    return request;
}

static struct item item_row(struct rows *rows, const char *language)
{
    struct item item = {
        .id = rows_int(rows, 0),
        .request = rows_int(rows, 1),
        .client = rows_int(rows, 2),
        .place = rows_int(rows, 3),
        .name = rows_said(rows, 5, 12, language),
        .is_blocking = rows_int(rows, 6) != 0,
        .answer = rows_text(rows, 8),
        .reason = rows_text(rows, 9),
        .is_promised = !rows_null(rows, 10),
        .changed_at = rows_instant(rows, 11),
    };
    bool known = item_kind_parse(rows_text(rows, 4), &item.kind)
        && item_state_parse(rows_text(rows, 7), &item.state);

    assert(known);
    if (item.is_promised)
        item.promised_on = rows_date(rows, 10);
    return item;
}

SQL(ITEMS, FIRM,
    "SELECT id, request, client, place, kind, name, is_blocking, state, answer, reason,"
    " promised_on, changed_at, name_en FROM item WHERE firm = $1 AND request = $2 ORDER BY place");

bool demand_items(struct ctx *cx, struct demand *request, const char *language)
{
    struct rows *rows = store_query(cx, &ITEMS, ARGS(arg_int(request->id)));
    struct item *items = NULL;
    size_t count = 0, room = 0;

    while (rows_next(rows)) {
        if (count == room)
            items = arena_grow(cx->arena, items, &room, sizeof *items);
        items[count++] = item_row(rows, language);
    }
    if (!rows_done(rows))
        return false;
    request->items = items;
    request->item_count = count;
    return true;
}

SQL(FIND, FIRM,
    "SELECT " REQUEST_COLUMNS " FROM request r JOIN client l ON l.firm = r.firm AND l.id = r.client"
    " WHERE r.firm = $1 AND r.id = $2 AND " CLIENT_VISIBLE("r.client", "$3", "$4"));

SQL(FIND_OF, FIRM,
    "SELECT " REQUEST_COLUMNS " FROM request r JOIN client l ON l.firm = r.firm AND l.id = r.client"
    " JOIN client_contact cc ON cc.firm = r.firm AND cc.client = r.client AND cc.contact = $3"
    " WHERE r.firm = $1 AND r.id = $2 AND " CONTACT_MAY_READ);

static bool find(struct ctx *cx, struct rows *rows, struct demand *request)
{
    struct demand found = { 0 };

    if (rows_next(rows))
        found = demand_row(rows, cx->language);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
    if (!demand_items(cx, &found, cx->language))
        return false;
    *request = found;
    return true;
}

bool request_find(struct ctx *cx, int64_t id, struct demand *request)
{
    const struct arg *args = ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today));

    return find(cx, store_query(cx, &FIND, args), request);
}

bool request_find_of(struct ctx *cx, int64_t contact, int64_t id, struct demand *request)
{
    return find(cx, store_query(cx, &FIND_OF, ARGS(arg_int(id), arg_int(contact))), request);
}

SQL(OF_ITEM, FIRM, "SELECT request FROM item WHERE firm = $1 AND id = $2");

bool request_of_item(struct ctx *cx, int64_t contact, int64_t item, struct demand *request)
{
    struct rows *rows = store_query(cx, &OF_ITEM, ARGS(arg_int(item)));
    int64_t id = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    return contact > 0 ? request_find_of(cx, contact, id, request) : request_find(cx, id, request);
}
