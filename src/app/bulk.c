/* Many clients at once (P-16): drawn from the list, told what, previewed, done, undone. */
#include "client/bulk.h"

#include <string.h>

#include "app/bulk_model.h"
#include "app/clients_chosen.h"
#include "app/handlers.h"

const struct field bulk_draw_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "assign end hub tag untag plan state confidential open"
                 " vat payroll basis language sector year_end" },
    { .name = "filter", .check = CHECK_PASTE },
    { .name = "all", .check = CHECK_FLAG },
    { .name = "client-*", .check = CHECK_FLAG },
    { 0 },
};

const struct field bulk_set_fields[] = {
    { .name = "value", .check = CHECK_TEXT },
    { .name = "function", .check = CHECK_CHOICE, .choices = "holder reviewer payroll partner" },
    { 0 },
};

const struct field bulk_page_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

/* What an accountant may do to a client, they may do to many: words of the firm. */
static bool is_allowed(struct ctx *cx, const struct request *request, enum bulk_act act)
{
    bool is_admin = (request_role(request) & ROLE_ADMIN) != 0;

    return is_admin || act == BULK_TAG || act == BULK_UNTAG
        || fail(cx, FAULT_DENIED, "LOT-ADMIN", NULL);
}

static const char *bulk_path(struct ctx *cx, const struct bulk *bulk)
{
    return arena_format(cx->arena, "/clients/lots/%lld", (long long)bulk->id);
}

bool bulk_ask(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct chosen chosen = { 0 };
    struct bulk bulk = { 0 };

    if (!bulk_act_parse(request_text(request, "act"), &bulk.act))
        return fail(cx, FAULT_INPUT, "LOT-VALEUR", "value", request_text(request, "act"), NULL);
    if (!is_allowed(cx, request, bulk.act) || !clients_choose(cx, request, &chosen)
        || !bulk_draw(cx, &bulk, chosen.clients, chosen.count))
        return false;
    answer->redirect = bulk_path(cx, &bulk);
    return true;
}

static bool bulk_of(struct ctx *cx, const struct request *request, struct bulk *bulk)
{
    return bulk_find(cx, request_id(request, "bulk"), (request_role(request) & ROLE_ADMIN) != 0,
                     bulk);
}

bool bulk_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct bulk bulk;

    return bulk_find(cx, request_id(request, "bulk"), true, &bulk)
        && bulk_put(cx, request, &bulk, answer->model);
}

bool bulk_tell(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct bulk bulk;

    if (!bulk_of(cx, request, &bulk) || !is_allowed(cx, request, bulk.act)
        || !bulk_set(cx, &bulk, request_text(request, "value"), request_text(request, "function")))
        return false;
    answer->redirect = bulk_path(cx, &bulk);
    return true;
}

bool bulk_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct bulk bulk;

    if (!bulk_of(cx, request, &bulk) || !is_allowed(cx, request, bulk.act) || !bulk_take(cx, &bulk))
        return false;
    answer->redirect = bulk_path(cx, &bulk);
    answer->notice = "bulk.was_done";
    return true;
}

bool bulk_take_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct bulk bulk;

    if (!bulk_of(cx, request, &bulk) || !is_allowed(cx, request, bulk.act) || !bulk_undo(cx, &bulk))
        return false;
    answer->redirect = bulk_path(cx, &bulk);
    answer->notice = "bulk.was_undone";
    return true;
}

bool bulks_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return bulk_put_history(cx, request, answer->model);
}
