#include "app/desk.h"
#include "app/handlers.h"
#include "app/search_text.h"
#include "base/str.h"
#include "client/directory_query.h"
#include "client/directory_words.h"
#include "client/shelf.h"
#include "store/visible.h"

enum { FOUND_SHOWN = 20 };

const struct field search_fields[] = {
    { .name = "q", .check = CHECK_TEXT },
    { 0 },
};

/* As the clients' list finds them (P-13): from memory, with the typo that it forgives. */
static bool put_clients(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "clients");
    const struct directory_query query = {
        .member = request_member(request),
        .is_admin = true, /* which tab it stands in does not matter here */
        .tab = TAB_ALL,
        .search = request_text(request, "q"),
        .place = "",
        .column = COLUMN_NAME,
        .limit = FOUND_SHOWN,
    };
    const char *folded = str_fold(cx->arena, query.search);
    struct word_slice word;
    struct directory *directory;
    struct directory_found found;

    json_put_bool(model, "has_clients", false);
    if (!word_next(&folded, &word))
        return true; /* signs alone find all in the list, and nothing here */
    if (!shelf_take(cx, desk_shelf(request), &directory))
        return false;
    directory_select(directory, cx->arena, &query, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct listed *listed = directory_row(directory, found.rows[i]);
        struct json *client = json_add_map(list);
        json_put_int(client, "id", listed->id);
        json_put_text(client, "name", listed->name);
        json_put_text(client, "siren", listed->siren);
        json_put_money(client, "late", (struct money){ listed->late_cents });
        json_put_bool(client, "is_late", listed->late_cents > 0);
    }
    json_put_bool(model, "has_clients", json_count(list) > 0);
    return true;
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
        && (!put_clients(cx, request, model) || !put_customers(cx, query, model)
            || !put_items(cx, query, model)))
        return false;
    size_t count = json_count(json_get(model, "clients")) + json_count(json_get(model, "customers"))
        + json_count(json_get(model, "items"));
    json_put_int(model, "count", (int64_t)count);
    json_put_bool(model, "has_results", count > 0);
    return true;
}
