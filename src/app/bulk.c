/* Many clients at once (P-16): drawn from the list, told what, previewed, done, undone. */
#include "client/bulk.h"

#include <string.h>

#include "app/bulk_craft.h"
#include "app/bulk_model.h"
#include "app/clients_chosen.h"
#include "app/handlers.h"
#include "notice/notify.h"

const struct field bulk_draw_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "assign end hub tag untag plan state confidential open"
                 " vat payroll basis language sector year_end follow unfollow notify" },
    { .name = "filter", .check = CHECK_PASTE },
    { .name = "back", .check = CHECK_PATH },
    { .name = "all", .check = CHECK_FLAG },
    { .name = "client-*", .check = CHECK_FLAG },
    { 0 },
};

const struct field bulk_set_fields[] = {
    { .name = "value", .check = CHECK_TEXT },
    { .name = "function", .check = CHECK_CHOICE, .choices = "holder reviewer payroll partner" },
    { .name = "about-*", .check = CHECK_FLAG },
    { .name = "comment", .check = CHECK_NOTE },
    { .name = "again", .check = CHECK_FLAG },
    { 0 },
};

const struct field bulk_page_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

/* What an accountant may do to a client, they may do to many: words of the firm, what they follow.
 */
static bool is_allowed(struct ctx *cx, const struct request *request, enum bulk_act act)
{
    bool is_admin = (request_role(request) & ROLE_ADMIN) != 0;

    return is_admin || act == BULK_TAG || act == BULK_UNTAG || bulk_is_personal(act)
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
    bulk.craft = bulk_craft_of(bulk.act);
    if (!is_allowed(cx, request, bulk.act) || !clients_choose(cx, request, &chosen)
        || !bulk_draw(cx, &bulk, chosen.clients, chosen.count))
        return false;
    answer->redirect = bulk_path(cx, &bulk);
    return true;
}

/* One that the member may still change. */
static bool bulk_of(struct ctx *cx, const struct request *request, struct bulk *bulk)
{
    if (!bulk_find(cx, request_id(request, "bulk"), (request_role(request) & ROLE_ADMIN) != 0,
                   bulk))
        return false;
    bulk->craft = bulk_craft_of(bulk->act);
    if (bulk_is_personal(bulk->act) && bulk->member != cx->actor)
        return fail(cx, FAULT_DENIED, "LOT-SUIVI", NULL);
    return is_allowed(cx, request, bulk->act);
}

/* What is ticked, as notice/notify.h writes it. */
static const char *subjects_of(struct ctx *cx, const struct request *request)
{
    bool subjects[NOTICE_SUBJECT_COUNT] = { false };
    size_t count;
    const struct named *ticked = request_named(request, &count);

    for (size_t i = 0; i < count; i++)
        notice_subjects_parse(ticked[i].rest, subjects);
    return notice_subjects_text(cx->arena, subjects);
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

    if (!bulk_of(cx, request, &bulk))
        return false;
    bool is_notice = bulk.act == BULK_NOTIFY;
    bulk.comment = is_notice ? request_text(request, "comment") : "";
    bulk.again = is_notice && request_has(request, "again");
    if (!bulk_set(cx, &bulk, is_notice ? subjects_of(cx, request) : request_text(request, "value"),
                  request_text(request, "function")))
        return false;
    answer->redirect = bulk_path(cx, &bulk);
    return true;
}

bool bulk_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct bulk bulk;

    if (!bulk_of(cx, request, &bulk) || !bulk_take(cx, &bulk))
        return false;
    answer->redirect = bulk_path(cx, &bulk);
    answer->notice = bulk.act == BULK_NOTIFY ? "bulk.was_sent" : "bulk.was_done";
    return true;
}

bool bulk_take_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct bulk bulk;

    if (!bulk_of(cx, request, &bulk) || !bulk_undo(cx, &bulk))
        return false;
    answer->redirect = bulk_path(cx, &bulk);
    answer->notice = "bulk.was_undone";
    return true;
}

bool bulks_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return bulk_put_history(cx, request, answer->model);
}
