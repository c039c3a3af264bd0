#include <string.h>

#include "app/handlers.h"
#include "app/message_count.h"
#include "app/page.h"
#include "app/plan_lists.h"
#include "base/str.h"
#include "client/client.h"
#include "invoice/customer.h"

const struct field messages_fields[] = {
    { .name = "state",
      .check = CHECK_CHOICE,
      .choices = "all waiting due sent refused check dropped" },
    { .name = "q", .check = CHECK_TEXT },
    { .name = "client", .check = CHECK_INT },
    { .name = "customer", .check = CHECK_INT },
    { .name = "after", .check = CHECK_INT },
    { .name = "before", .check = CHECK_INT },
    { 0 },
};

/* What is asked for, in words of the books and as it was typed. */
struct asked {
    const char *state, *query; /* state "" for all */
    int64_t client, customer;  /* as in the address */
    const char *scope;         /* the name of the one or the other; NULL for neither */
    struct message_filter filter;
};

static bool limit_to(struct ctx *cx, const struct request *request, struct asked *asked)
{
    struct customer customer;
    struct client client;

    if (*request_text(request, "client")) {
        asked->client = request_int(request, "client");
        if (!client_find(cx, asked->client, &client))
            return false;
        asked->scope = client.name;
        asked->filter.client = client.id;
    }
    if (*request_text(request, "customer")) {
        asked->customer = request_int(request, "customer");
        if (!customer_find(cx, asked->customer, &customer))
            return false;
        if (asked->client > 0 && customer.client != asked->client)
            return fail(cx, FAULT_ABSENT, "DEBITEUR-ABSENT", NULL);
        asked->scope = customer.name;
        asked->filter.client = customer.client;
        asked->filter.person = customer.id;
    }
    return true;
}

static bool read_asked(struct ctx *cx, const struct request *request, struct asked *asked)
{
    const char *state = request_text(request, "state");

    *asked = (struct asked){ .state = strcmp(state, "all") == 0 ? "" : state,
                             .query = request_text(request, "q") };
    asked->filter.state = asked->state;
    asked->filter.search = str_trim(cx->arena, str_fold(cx->arena, asked->query));
    return limit_to(cx, request, asked);
}

/* The list of a state; the words and the limit stay unless they are taken away. */
static const char *url(struct arena *arena, const struct asked *asked, const char *state,
                       const char *more)
{
    struct buf url = { .arena = arena };

    buf_format(&url, "/messages?state=%s", *state ? state : "all");
    if (*asked->query)
        buf_format(&url, "&q=%s", page_coded(arena, asked->query));
    if (asked->client > 0)
        buf_format(&url, "&client=%lld", (long long)asked->client);
    if (asked->customer > 0)
        buf_format(&url, "&customer=%lld", (long long)asked->customer);
    buf_text(&url, more);
    return buf_string(&url);
}

static int64_t count_of(const struct message_counts *counts, const char *state)
{
    int64_t count = 0;

    for (enum message_state i = 0; i < MESSAGE_STATE_COUNT; i++) {
        bool under_way = i == MESSAGE_DUE || i == MESSAGE_TAKEN || i == MESSAGE_POINT;
        const char *name = under_way ? "due" : message_state_text(i);
        if (*state == '\0' || strcmp(state, name) == 0)
            count += counts->of[i];
    }
    return count;
}

static void put_filters(struct arena *arena, const struct asked *asked,
                        const struct message_counts *counts, struct json *model)
{
    static const char *const states[] = { "",        "waiting", "due",    "sent",
                                          "refused", "check",   "dropped" };
    struct json *filters = json_put_list(model, "filters");

    for (size_t i = 0; i < COUNT_OF(states); i++) {
        struct json *filter = json_add_map(filters);
        json_put_text(filter, "url", url(arena, asked, states[i], ""));
        json_put_int(filter, "count", count_of(counts, states[i]));
        json_put_bool(filter, "is_current", strcmp(states[i], asked->state) == 0);
        json_put_bool(filter, arena_format(arena, "is_%s", *states[i] ? states[i] : "all"), true);
    }
    json_put_text(model, "query", asked->query);
    json_put_bool(model, "has_query", *asked->query);
    json_put_text(model, "state", asked->state);
    if (asked->client > 0)
        json_put_int(model, "client", asked->client);
    if (asked->customer > 0)
        json_put_int(model, "customer", asked->customer);
    if (!asked->scope)
        return;
    const struct asked without = { .query = asked->query };
    struct json *scope = json_put_map(model, "scope");
    json_put_text(scope, "name", asked->scope);
    json_put_text(scope, "all_url", url(arena, &without, asked->state, ""));
}

static bool put_rows(struct ctx *cx, const struct request *request, const struct asked *asked,
                     struct json *model)
{
    struct arena *arena = cx->arena;
    struct message_page page;

    if (!message_page(cx, request, &asked->filter, &page)
        || !message_put_list(cx, request, page.rows, page.count, model))
        return false;
    json_put_int(model, "shown", (int64_t)page.count);
    if (page.newer > 0)
        json_put_text(model, "previous_url",
                      url(arena, asked, asked->state,
                          arena_format(arena, "&before=%lld", (long long)page.newer)));
    if (page.older > 0)
        json_put_text(model, "next_url",
                      url(arena, asked, asked->state,
                          arena_format(arena, "&after=%lld", (long long)page.older)));
    return true;
}

/* Who reads what waits of a client gives the approval there, as on the plan of the day. */
static bool put_approval(struct ctx *cx, const struct asked *asked, struct json *model)
{
    const struct plan_scope scope = { .client = asked->client, .limit = 1 };
    struct json *sourced = json_list(cx->arena);

    if (asked->client == 0 || asked->customer > 0 || strcmp(asked->state, "waiting") != 0)
        return true;
    return plan_put_approvals(cx, &scope, json_put_list(model, "approvals"), sourced);
}

bool messages_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct desk *desk = desk_of(request);
    struct message_counts counts;
    struct asked asked;

    if (!read_asked(cx, request, &asked) || !message_count(cx, &asked.filter, &counts)
        || !put_rows(cx, request, &asked, answer->model)
        || !put_approval(cx, &asked, answer->model))
        return false;
    put_filters(cx->arena, &asked, &counts, answer->model);
    json_put_int(answer->model, "count", count_of(&counts, asked.state));
    if (desk->outbox_path)
        json_put_text(answer->model, "outbox_folder", desk->outbox_path);
    return true;
}
