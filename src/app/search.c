#include "app/handlers.h"
#include "app/search_text.h"
#include "store/visible.h"

enum { FOUND_SHOWN = 20 };

const struct field search_fields[] = {
    { .name = "q", .check = CHECK_TEXT },
    { 0 },
};

#define CLIENT_SEEN CLIENT_UNHIDDEN("c.id", "$6", "$7")

SQL(CLIENTS, FIRM,
    "SELECT c.id, c.name, c.siren, a.open_cents FROM client c LEFT JOIN ageing a"
    " ON a.firm = c.firm AND a.client = c.id AND a.basis = 'due' AND a.day_on ="
    " (SELECT MAX(d.day_on) FROM ageing d WHERE d.firm = c.firm AND d.client = c.id"
    "  AND d.basis = 'due' AND d.day_on < $2)"
    " WHERE c.firm = $1 AND (' ' || c.name_folded LIKE $3 ESCAPE '\\' OR c.siren LIKE $4)"
    " AND " CLIENT_SEEN " ORDER BY c.name_folded, c.id LIMIT $5 /* scan: a part of a name */");

static bool put_clients(struct ctx *cx, const char *query, struct json *model)
{
    struct json *list = json_put_list(model, "clients");
    struct rows *rows = store_query(
        cx, &CLIENTS,
        ARGS(arg_date(cx->arena, cx->today), arg_text(search_name_like(cx->arena, query)),
             arg_text(search_siren_like(cx->arena, query)), arg_int(FOUND_SHOWN),
             arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        struct json *client = json_add_map(list);
        json_put_int(client, "id", rows_int(rows, 0));
        json_put_text(client, "name", rows_text(rows, 1));
        json_put_text(client, "siren", rows_text(rows, 2));
        json_put_money(client, "late", rows_money(rows, 3));
        json_put_bool(client, "is_late", rows_int(rows, 3) > 0);
    }
    json_put_bool(model, "has_clients", json_count(list) > 0);
    return rows_done(rows);
}

static void put_owner(struct json *map, const char *key, struct rows *rows, int column)
{
    struct json *owner = json_put_map(map, key);

    json_put_int(owner, "id", rows_int(rows, column));
    json_put_text(owner, "name", rows_text(rows, column + 1));
}

SQL(CUSTOMERS, FIRM,
    "SELECT c.id, c.name, c.account, c.aux, c.balance_cents, c.oldest_due_on, l.id, l.name"
    " FROM customer c JOIN client l ON l.firm = c.firm AND l.id = c.client"
    " WHERE c.firm = $1 AND (' ' || c.name_folded LIKE $2 ESCAPE '\\' OR c.aux = $3"
    "  OR c.account = $3)"
    " AND " CLIENT_UNHIDDEN(
        "c.client", "$5",
        "$6") " ORDER BY c.name_folded, c.id LIMIT $4 /* scan: a part of a name */");

static bool put_customers(struct ctx *cx, const char *query, struct json *model)
{
    struct json *list = json_put_list(model, "customers");
    struct rows *rows =
        store_query(cx, &CUSTOMERS,
                    ARGS(arg_text(search_name_like(cx->arena, query)), arg_text(query),
                         arg_int(FOUND_SHOWN), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        struct json *customer = json_add_map(list);
        const char *aux = rows_text(rows, 3);
        json_put_int(customer, "id", rows_int(rows, 0));
        json_put_text(customer, "name", rows_text(rows, 1));
        json_put_text(customer, "account", *aux ? aux : rows_text(rows, 2));
        json_put_money(customer, "open", rows_money(rows, 4));
        json_put_bool(customer, "is_late",
                      !rows_null(rows, 5) && rows_date(rows, 5).day < cx->today.day);
        put_owner(customer, "client", rows, 6);
    }
    json_put_bool(model, "has_customers", json_count(list) > 0);
    return rows_done(rows);
}

/* What begins with a text lies between it and it with the last code point behind. */
SQL(ITEMS, FIRM,
    "SELECT i.id, i.piece, i.open_cents, i.due_on, c.id, c.name, l.id, l.name FROM invoice i"
    " JOIN customer c ON c.firm = i.firm AND c.id = i.customer"
    " JOIN client l ON l.firm = i.firm AND l.id = i.client"
    " WHERE i.firm = $1 AND i.piece >= $2 AND i.piece <= $3 AND i.settled_on IS NULL"
    " AND " CLIENT_UNHIDDEN("i.client", "$5", "$6") " ORDER BY i.piece, i.id LIMIT $4");

static bool put_items(struct ctx *cx, const char *query, struct json *model)
{
    struct json *list = json_put_list(model, "items");
    const char *end = arena_format(cx->arena, "%s\xF4\x8F\xBF\xBF", query);
    struct rows *rows = store_query(cx, &ITEMS,
                                    ARGS(arg_text(query), arg_text(end), arg_int(FOUND_SHOWN),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        struct json *item = json_add_map(list);
        struct date due = rows_date(rows, 3);
        json_put_int(item, "id", rows_int(rows, 0));
        json_put_text(item, "piece", rows_text(rows, 1));
        json_put_money(item, "amount", rows_money(rows, 2));
        json_put_date(item, "due_on", due);
        json_put_bool(item, "is_late", due.day < cx->today.day && rows_int(rows, 2) > 0);
        put_owner(item, "customer", rows, 4);
        put_owner(item, "client", rows, 6);
    }
    json_put_bool(model, "has_items", json_count(list) > 0);
    return rows_done(rows);
}

bool search_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *query = request_text(request, "q");
    struct json *model = answer->model;

    json_put_text(model, "query", query);
    if (*query
        && (!put_clients(cx, query, model) || !put_customers(cx, query, model)
            || !put_items(cx, query, model)))
        return false;
    size_t count = json_count(json_get(model, "clients")) + json_count(json_get(model, "customers"))
        + json_count(json_get(model, "items"));
    json_put_int(model, "count", (int64_t)count);
    json_put_bool(model, "has_results", count > 0);
    return true;
}
