/* Filters of the clients page, saved as tabs (P-14). */
#include "app/clients_asked.h"
#include "app/handlers.h"
#include "client/saved_tab.h"

const struct field saved_tab_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "filter", .check = CHECK_PASTE },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

const struct field saved_tab_name_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

bool saved_tab_save(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct directory_query asked = { .member = request_member(request),
                                           .is_admin = (request_role(request) & ROLE_ADMIN) != 0,
                                           .place = "" };
    struct directory_query query;
    struct saved_tab tab = { .name = request_text(request, "name") };

    if (!clients_query_parse(cx, &asked, request_text(request, "filter"), &query))
        return false;
    tab.query = clients_query_text(cx->arena, &query);
    if (!store_begin(cx) || !store_end(cx, saved_tab_add(cx, &tab)))
        return false;
    answer->redirect =
        arena_format(cx->arena, "/clients?view=%lld&%s", (long long)tab.id, tab.query);
    answer->notice = "saved_tab.saved";
    return true;
}

bool saved_tab_name(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *back = request_text(request, "back");

    if (!saved_tab_rename(cx, request_id(request, "saved_tab"), request_text(request, "name")))
        return false;
    answer->redirect = *back ? back : "/clients";
    answer->notice = "saved_tab.renamed";
    return true;
}

bool saved_tab_drop(struct ctx *cx, const struct request *request, struct answer *answer)
{
    if (!saved_tab_remove(cx, request_id(request, "saved_tab")))
        return false;
    answer->redirect = "/clients";
    answer->notice = "saved_tab.removed";
    return true;
}
