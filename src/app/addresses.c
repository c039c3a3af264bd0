#include "app/addresses.h"

#include <string.h>

#include "app/ageing_model.h"
#include "app/handlers.h"
#include "app/page.h"
#include "channel/email.h"
#include "http/number.h"
#include "invoice/customer.h"
#include "view/view.h"

enum { ROWS_SHOWN = 150, STATUS_WRONG = 400 };

const struct field addresses_page_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

const struct field addresses_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { .name = "address-*", .check = CHECK_TEXT },
    { 0 },
};

const char *address_problem_word(struct arena *arena, const char *language, const char *problem,
                                 const char *email)
{
    struct json *args = json_map(arena);

    json_put_text(args, "value", email);
    return view_text(arena, language, arena_format(arena, "fault.%s", problem), args);
}

SQL(UNREACHED, FIRM,
    "SELECT id, account, aux, name, balance_cents, oldest_due_on FROM customer"
    " WHERE firm = $1 AND client = $2 AND balance_cents <> 0 AND email_state <> 'ok'"
    " ORDER BY balance_cents DESC, id DESC LIMIT $3 OFFSET $4");

static const struct typed *typed_find(const struct typed_list *typed, int64_t customer)
{
    for (size_t i = 0; i < typed->count; i++)
        if (typed->items[i].customer == customer)
            return &typed->items[i];
    return NULL;
}

static void put_row(struct ctx *cx, const char *language, struct rows *rows,
                    const struct typed_list *typed, struct json *list)
{
    struct json *row = json_add_map(list);
    const struct typed *found = typed_find(typed, rows_int(rows, 0));
    const char *aux = rows_text(rows, 2);
    int days = rows_null(rows, 5) ? 0 : cx->today.day - rows_date(rows, 5).day;

    json_put_int(row, "id", rows_int(rows, 0));
    json_put_text(row, "account", *aux ? aux : rows_text(rows, 1));
    json_put_text(row, "name", rows_text(rows, 3));
    json_put_money(row, "open", rows_money(rows, 4));
    json_put_bool(row, "is_late", days > 0);
    json_put_int(row, "days_late", days > 0 ? days : 0);
    json_put_text(row, "email", found ? found->email : "");
    if (found && found->problem)
        json_put_text(row, "fault",
                      address_problem_word(cx->arena, language, found->problem, found->email));
}

bool addresses_put(struct ctx *cx, const struct request *request, const struct client *client,
                   const struct typed_list *typed, struct json *model)
{
    struct page_place place = { .path = arena_format(cx->arena, "/clients/%lld/adresses",
                                                     (long long)client->id),
                                .query = "",
                                .after = request_int(request, "after"),
                                .rows = ROWS_SHOWN };
    struct json *list = json_put_list(model, "customers");
    struct ageing ageing;

    if (!ageing_find(cx, client->id, AGEING_BY_DUE, cx->today, &ageing))
        return false;
    struct rows *rows = store_query(
        cx, &UNREACHED, ARGS(arg_int(client->id), arg_int(ROWS_SHOWN), arg_int(place.after)));
    while (rows_next(rows))
        put_row(cx, request_language(request), rows, typed, list);
    ageing_put_client(model, client, &ageing);
    place.shown = (int64_t)json_count(list);
    place.count = ageing.unreached;
    json_put_bool(model, "has_customers", place.shown > 0);
    if (place.after > 0)
        json_put_int(model, "after", place.after);
    page_put_pager(model, cx->arena, &place);
    return rows_done(rows);
}

bool addresses_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct typed_list nothing = { 0 };
    struct client client;

    return client_find(cx, request_id(request, "client"), &client)
        && addresses_put(cx, request, &client, &nothing, answer->model);
}

/* Who is not a customer of this client is absent. */
static bool typed_read(struct ctx *cx, const struct client *client, const struct named *named,
                       struct typed *typed)
{
    struct customer customer;
    int64_t id = 0;

    if (!number_parse(named->rest, strlen(named->rest), &id))
        id = 0;
    if (!customer_find(cx, id, &customer))
        return false;
    if (customer.client != client->id)
        return fail(cx, FAULT_ABSENT, "DEBITEUR-ABSENT", NULL);
    *typed = (struct typed){ .customer = id,
                             .email = named->text,
                             .problem = email_problem(named->text) };
    return true;
}

static bool typed_list(struct ctx *cx, const struct request *request, const struct client *client,
                       struct typed_list *list)
{
    size_t count;
    const struct named *named = request_named(request, &count);
    struct typed *typed = arena_new(cx->arena, struct typed, count + 1);

    *list = (struct typed_list){ .items = typed };
    for (size_t i = 0; i < count; i++) {
        if (*named[i].text == '\0')
            continue;
        if (!typed_read(cx, client, &named[i], &typed[list->count]))
            return false;
        list->count++;
    }
    return true;
}

static bool save(struct ctx *cx, const struct typed_list *list)
{
    struct customer_email *emails = arena_new(cx->arena, struct customer_email, list->count + 1);

    for (size_t i = 0; i < list->count; i++)
        emails[i] = (struct customer_email){ list->items[i].customer, list->items[i].email };
    return customer_set_emails(cx, emails, list->count);
}

bool addresses_save(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct typed_list list;
    struct client client;

    if (!client_find(cx, request_id(request, "client"), &client)
        || !typed_list(cx, request, &client, &list))
        return false;
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].problem) {
            answer->status = STATUS_WRONG;
            return addresses_put(cx, request, &client, &list, answer->model);
        }
    answer->redirect = request_path(request);
    answer->notice = list.count > 0 ? "notice.addresses" : "notice.nothing";
    return save(cx, &list);
}
