/* The page of one person's timeline, over all that the person owes. */
#include "app/customer.h"
#include "app/handlers.h"
#include "app/plan_model.h"
#include "app/timeline.h"

const struct field timeline_fields[] = {
    { .name = "show", .check = CHECK_CHOICE, .choices = "all mails by_hand acts over coming" },
    { .name = "item", .check = CHECK_INT },
    { 0 },
};

SQL(PIECES, FIRM,
    "SELECT o.id, o.kind, o.subject FROM obligation o"
    " WHERE o.firm = $1 AND o.client = $2 AND o.person = $3 ORDER BY o.due_on, o.id LIMIT 100");

/* What one may narrow it to. */
static bool put_pieces(struct ctx *cx, const struct customer *customer, int64_t chosen,
                       struct json *list)
{
    struct rows *rows =
        store_query(cx, &PIECES, ARGS(arg_int(customer->client), arg_int(customer->id)));

    while (rows_next(rows)) {
        struct json *piece = json_add_map(list);
        json_put_int(piece, "id", rows_int(rows, 0));
        json_put_text(piece, "kind", rows_text(rows, 1));
        json_put_int(piece, "subject", rows_int(rows, 2));
        json_put_bool(piece, "is_chosen", rows_int(rows, 0) == chosen);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < json_count(list); i++) {
        struct json *map = json_at(list, i);
        const char *piece;
        if (!plan_piece(cx, json_text(json_get(map, "kind")), json_int(json_get(map, "subject")),
                        &piece))
            return false;
        json_put_text(map, "piece", piece);
    }
    return true;
}

bool timeline_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *show = *request_text(request, "show") ? request_text(request, "show") : "all";
    struct json *model = answer->model;
    struct customer customer;
    struct client client;

    if (!customer_of(cx, request, &client, &customer))
        return false;
    const struct timeline_scope scope = { client.id, customer.id, request_int(request, "item"),
                                          show };
    put_named(model, "client", client.id, client.name);
    put_named(model, "customer", customer.id, customer.name);
    json_put_bool(json_put_map(model, "show"), show, true);
    json_put_bool(model, "is_filtered", scope.obligation > 0 || show[1] != 'l');
    return put_pieces(cx, &customer, scope.obligation, json_put_list(model, "pieces"))
        && timeline_put(cx, request, &scope, model);
}
