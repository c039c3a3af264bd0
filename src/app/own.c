/* What a client's person owes, over all their companies, the most urgent first (E-16). */
#include "app/handlers.h"
#include "app/own_put.h"
#include "app/own_software.h"
#include "client/contact.h"
#include "request/list.h"

enum { OWED_SHOWN = 50, DONE_SHOWN = 10 };

static int64_t total(const struct json *list, const char *key)
{
    int64_t sum = 0;

    for (size_t i = 0; i < json_count(list); i++)
        sum += json_int(json_get(json_at(list, i), key));
    return sum;
}

/* « 2 sur 5 », over all that is open. */
static void put_progress(const struct json *requests, struct json *model)
{
    int64_t done = total(requests, "done"), count = total(requests, "count");

    json_put_int(model, "done", done);
    json_put_int(model, "items", count);
    json_put_int(model, "left", count - done);
    json_put_bool(model, "has_requests", json_count(requests) > 0);
    if (json_count(requests) == 0)
        return;
    const struct json *first = json_at(requests, 0);
    json_put_text(model, "next_due_on", json_text(json_get(first, "due_on")));
    json_put_text(model, "next_name", json_text(json_get(first, "name")));
    json_put_bool(model, "is_late", json_bool(json_get(first, "is_late")));
}

static bool put_companies(struct ctx *cx, int64_t contact, struct json *model)
{
    struct contact_role *roles;
    size_t count;

    if (!contact_clients(cx, contact, &roles, &count))
        return false;
    json_put_bool(model, "has_several", count > 1);
    return true;
}

bool own_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t contact = request_contact(request);
    struct json *model = answer->model, *list = json_put_list(model, "requests");
    struct json *past = json_put_list(model, "past");
    struct demand *owed, *done;
    size_t count, done_count;

    if (!request_list_owed(cx, contact, OWED_SHOWN, &owed, &count)
        || !request_list_done(cx, contact, DONE_SHOWN, &done, &done_count)
        || !put_companies(cx, contact, model) || !own_put_softwares(cx, contact, model))
        return false;
    for (size_t i = 0; i < count; i++)
        own_put_request(cx, &owed[i], json_add_map(list));
    for (size_t i = 0; i < done_count; i++)
        own_put_request(cx, &done[i], json_add_map(past));
    json_put_bool(model, "has_past", done_count > 0);
    put_progress(list, model);
    return true;
}
