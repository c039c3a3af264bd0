#include "app/desk.h"
#include "app/handlers.h"
#include "client/invitation_page.h"
#include "client/offer.h"
#include "firm/firm.h"
#include "firm/help_vote.h"

const struct field settings_page_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .choices = "open close renew", .required = true },
    { 0 },
};

const struct field settings_offer_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "documents", .check = CHECK_FLAG },
    { .name = "users", .check = CHECK_FLAG },
    { 0 },
};

const struct field settings_help_fields[] = {
    { .name = "email", .check = CHECK_EMAIL },
    { 0 },
};

static const char PAGE[] = "/reglages/cabinet";

static bool put_page(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *map = json_put_map(model, "page");
    struct invitation_page page;

    if (!invitation_page_find(cx, &page))
        return false;
    json_put_bool(map, "is_open", page.is_open);
    if (*page.key)
        json_put_text(map, "address",
                      arena_format(cx->arena, "%s/espace/rejoindre?cle=%s",
                                   desk_of(request)->firm->base_url, page.key));
    return true;
}

static bool put_offers(struct ctx *cx, struct json *model)
{
    struct json *list = json_put_list(model, "offers");
    struct offer *offers;
    size_t count;

    if (!offer_list(cx, &offers, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list), *hides = json_put_map(map, "hides");
        json_put_int(map, "place", (int64_t)i + 1);
        json_put_text(map, "name", offers[i].name);
        json_put_int(map, "clients", offers[i].clients);
        for (enum offer_part part = 0; part < OFFER_PART_COUNT; part++)
            json_put_bool(hides, offer_part_text(part), offers[i].hides[part]);
    }
    json_put_bool(model, "has_offers", count > 0);
    return true;
}

static bool put_author(struct ctx *cx, const struct request *request, struct json *model)
{
    const char *typed = request_typed(request, "email"), *email;

    if (!help_author_find(cx, &email))
        return false;
    json_put_text(model, "author", *typed ? typed : email);
    return true;
}

bool settings_firm_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return put_page(cx, request, answer->model) && put_offers(cx, answer->model)
        && put_author(cx, request, answer->model);
}

bool settings_help(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = PAGE;
    answer->notice = "notice.help_author";
    return store_begin(cx) && store_end(cx, help_author_set(cx, request_text(request, "email")));
}

bool settings_offer(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct offer offer = {
        .name = request_text(request, "name"),
        .hides = { [OFFER_DOCUMENTS] = request_has(request, "documents"),
                   [OFFER_USERS] = request_has(request, "users") },
    };

    answer->redirect = PAGE;
    answer->notice = "notice.offer";
    return store_begin(cx) && store_end(cx, offer_set(cx, &offer));
}

bool settings_page(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *act = request_text(request, "act");
    bool is_open = *act != 'c', anew = *act == 'r';

    answer->redirect = PAGE;
    answer->notice = anew ? "notice.page_renewed"
        : is_open         ? "notice.page_open"
                          : "notice.page_closed";
    return invitation_page_set(cx, is_open, anew);
}
