/* « Campagnes »: which there are, and a new one for the clients of a list or of some kind. */
#include "app/campaign_model.h"
#include "app/clients_chosen.h"
#include "app/handlers_campaign.h"
#include "app/rule_form.h"
#include "firm/hub.h"
#include "mission/rule.h"

const struct field campaign_ask_fields[] = {
    { .name = "back", .check = CHECK_PATH },
    { .name = "filter", .check = CHECK_PASTE },
    { .name = "all", .check = CHECK_FLAG },
    { .name = "client-*", .check = CHECK_FLAG },
    { 0 },
};

const struct field campaign_new_fields[] = {
    { .name = "vat_none", .check = CHECK_FLAG },
    { .name = "vat_simplified", .check = CHECK_FLAG },
    { .name = "vat_monthly", .check = CHECK_FLAG },
    { .name = "vat_quarterly", .check = CHECK_FLAG },
    { .name = "payroll", .check = CHECK_CHOICE, .choices = "yes no" },
    { .name = "year_ends", .check = CHECK_TEXT },
    { .name = "hub-*", .check = CHECK_FLAG },
    { 0 },
};

enum { SHOWN = 30 };

bool campaigns_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "campaigns");
    struct campaign *campaigns;
    size_t count;

    if (!campaign_list(cx, SHOWN, &campaigns, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!campaign_put(cx, request, &campaigns[i], json_add_map(list)))
            return false;
    json_put_bool(answer->model, "has_campaigns", count > 0);
    return true;
}

static bool draw(struct ctx *cx, const struct request *request, const struct chosen *chosen,
                 struct answer *answer)
{
    int64_t id;

    if (!campaign_draw(cx, chosen->clients, chosen->count, &id))
        return false;
    if (request_is_api(request))
        json_put_int(answer->model, "id", id);
    else
        answer->redirect = campaign_path(cx->arena, id, "");
    return true;
}

bool campaign_ask(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct chosen chosen;

    return clients_choose(cx, request, &chosen) && draw(cx, request, &chosen, answer);
}

bool campaign_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "hubs");
    struct hub *hubs;
    size_t count;

    json_put_text(json_put_map(answer->model, "form"), "year_ends",
                  request_typed(request, "year_ends"));
    if (!hub_list(cx, &hubs, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", hubs[i].id);
        json_put_text(map, "name", hubs[i].name);
    }
    json_put_bool(answer->model, "has_hubs", count > 0);
    return true;
}

bool campaign_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct rule_draft draft = { 0 };
    struct chosen chosen;

    rule_conditions_read(cx->arena, request, &draft);
    if (draft.flaw.code) {
        cx->fault = draft.flaw;
        return false;
    }
    return rule_select(cx, &draft.rule, &chosen.clients, &chosen.count)
        && draw(cx, request, &chosen, answer);
}
