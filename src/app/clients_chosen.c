#include "app/clients_chosen.h"

#include <stdlib.h>

#include "app/clients_asked.h"
#include "app/desk.h"
#include "client/shelf.h"

/* « Les 3 000 clients de cette liste »: as the filter finds them now, in its order. */
static bool choose_all(struct ctx *cx, const struct request *request, struct chosen *chosen)
{
    const struct directory_query asked = { .member = request_member(request),
                                           .is_admin = (request_role(request) & ROLE_ADMIN) != 0,
                                           .place = "" };
    struct directory_query query;
    struct directory *directory;
    struct directory_found found;

    if (!clients_query_parse(cx, &asked, request_text(request, "filter"), &query)
        || !shelf_take(cx, desk_shelf(request), &directory))
        return false;
    query.limit = 0;
    directory_select(directory, cx->arena, &query, &found);
    chosen->clients = arena_new(cx->arena, int64_t, found.count + 1);
    for (size_t i = 0; i < found.count; i++)
        chosen->clients[chosen->count++] = directory_row(directory, found.rows[i])->id;
    return true;
}

static bool choose_ticked(struct ctx *cx, const struct request *request, struct chosen *chosen)
{
    size_t count;
    const struct named *ticked = request_named(request, &count);

    chosen->clients = arena_new(cx->arena, int64_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        char *rest;
        int64_t id = strtoll(ticked[i].rest, &rest, 10);
        if (id <= 0 || *rest)
            return fail(cx, FAULT_INPUT, "LIGNE", "value", ticked[i].rest, NULL);
        chosen->clients[chosen->count++] = id;
    }
    return true;
}

bool clients_choose(struct ctx *cx, const struct request *request, struct chosen *chosen)
{
    *chosen = (struct chosen){ 0 };
    return request_has(request, "all") ? choose_all(cx, request, chosen)
                                       : choose_ticked(cx, request, chosen);
}
