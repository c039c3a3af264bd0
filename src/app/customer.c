#include "app/customer.h"

#include <string.h>

#include "app/customer_thread.h"
#include "app/handlers.h"
#include "app/message_rows.h"
#include "app/page.h"
#include "view/view.h"

enum { MESSAGES_SHOWN = 10, PAUSE_DAYS = 14 };

bool customer_of(struct ctx *cx, const struct request *request, struct client *client,
                 struct customer *customer)
{
    if (!client_find(cx, request_id(request, "client"), client)
        || !customer_find(cx, request_id(request, "customer"), customer))
        return false;
    return customer->client == client->id || fail(cx, FAULT_ABSENT, "DEBITEUR-ABSENT", NULL);
}

const char *customer_path(struct arena *arena, const struct customer *customer)
{
    return arena_format(arena, "/clients/%lld/debiteurs/%lld", (long long)customer->client,
                        (long long)customer->id);
}

static bool put_customer(struct ctx *cx, const struct request *request,
                         const struct customer *customer, struct json *model)
{
    struct json *map = json_put_map(model, "customer");
    const char *by;

    json_put_int(map, "id", customer->id);
    json_put_text(map, "name", customer->name);
    json_put_text(map, "account", *customer->aux ? customer->aux : customer->account);
    if (*customer->email)
        json_put_text(map, "email", customer->email);
    json_put_bool(map, "is_bounced", strcmp(customer->email_state, "bounced") == 0);
    json_put_text(map, "email_said", customer->email_said);
    if (!*customer->email || customer->email_at.ms == 0)
        return true;
    if (!page_member(cx, request, customer->email_by, &by))
        return false;
    json_put_text(map, "email_by", by);
    json_put_text(map, "email_at", instant_text(cx->arena, customer->email_at));
    return true;
}

static void put_figures(struct ctx *cx, const struct invoice *invoices, size_t count,
                        struct json *model)
{
    struct json *figures = json_put_map(model, "figures");
    struct money open = { 0 }, late = { 0 };
    int64_t late_items = 0;
    int oldest = 0;

    for (size_t i = 0; i < count; i++) {
        int days = cx->today.day - invoices[i].due_on.day;
        open.cents += invoices[i].open.cents;
        if (invoices[i].open.cents <= 0 || days <= 0)
            continue;
        late.cents += invoices[i].open.cents;
        late_items++;
        oldest = days > oldest ? days : oldest;
    }
    json_put_money(figures, "open", open);
    json_put_money(figures, "late", late);
    json_put_int(figures, "late_items", late_items);
    json_put_int(figures, "oldest_days", oldest);
    json_put_bool(figures, "has_late", late_items > 0);
    json_put_money(model, "total", open);
}

static const char *why_of(struct ctx *cx, const struct request *request,
                          const struct course *course, const struct invoice *invoice)
{
    size_t place = course_place(course, invoice->id);

    if (place < course->party.count)
        return course_word(cx, request, &course->nexts[place]);
    return view_text(cx->arena, request_language(request),
                     invoice->open.cents < 0 ? "next.credit" : "next.none", NULL);
}

static void put_items(struct ctx *cx, const struct request *request, const struct course *course,
                      struct json *list)
{
    for (size_t i = 0; i < course->invoice_count; i++) {
        const struct invoice *invoice = &course->invoices[i];
        struct json *item = json_add_map(list);
        int days = cx->today.day - invoice->due_on.day;
        bool is_late = invoice->open.cents > 0 && days > 0;
        json_put_int(item, "id", invoice->id);
        json_put_text(item, "piece", *invoice->piece ? invoice->piece : invoice->label);
        json_put_text(item, "label", invoice->label);
        json_put_date(item, "issued_on", invoice->issued_on);
        json_put_date(item, "due_on", invoice->due_on);
        json_put_bool(item, "is_deduced", true);
        json_put_bool(item, "is_late", is_late);
        json_put_int(item, "days_late", is_late ? days : 0);
        json_put_money(item, "amount", invoice->open);
        json_put_text(item, "why", why_of(cx, request, course, invoice));
        size_t place = course_place(course, invoice->id);
        if (place < course->party.count)
            json_put_int(item, "obligation", course->party.owed[place].id);
    }
}

/* CROSS keeps SQLite from beginning with all that is to do. */
SQL(BY_HAND, FIRM,
    "SELECT r.id, s.name, r.day_on, i.piece, r.owed_cents FROM obligation o"
    " CROSS JOIN reminder r JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " JOIN invoice i ON i.firm = r.firm AND i.id = r.subject"
    " WHERE o.firm = $1 AND o.issuer = $2 AND o.person = $3 AND o.kind = 'invoice'"
    " AND r.firm = o.firm AND r.obligation = o.id AND r.state = 'todo'"
    " ORDER BY r.day_on, r.id");

static bool put_by_hand(struct ctx *cx, const struct customer *customer, struct json *model)
{
    struct json *list = json_put_list(model, "by_hand");
    struct rows *rows =
        store_query(cx, &BY_HAND, ARGS(arg_int(customer->client), arg_int(customer->id)));

    while (rows_next(rows)) {
        struct json *call = json_add_map(list);
        json_put_int(call, "reminder", rows_int(rows, 0));
        json_put_bool(json_put_map(call, "step"), rows_text(rows, 1), true);
        json_put_date(call, "on", rows_date(rows, 2));
        json_put_text(call, "piece", rows_text(rows, 3));
        json_put_money(call, "amount", rows_money(rows, 4));
    }
    json_put_bool(model, "has_by_hand", json_count(list) > 0);
    return rows_done(rows);
}

static bool put_messages(struct ctx *cx, const struct request *request,
                         const struct customer *customer, struct json *model)
{
    const struct message_filter filter = {
        .client = customer->client, .person = customer->id, .state = "", .search = ""
    };

    return message_put_newest(cx, request, &filter, MESSAGES_SHOWN, model);
}

static void put_client(struct json *model, const struct client *client)
{
    struct json *map = json_put_map(model, "client");

    json_put_int(map, "id", client->id);
    json_put_text(map, "name", client->name);
    json_put_text(map, "siren", client->siren);
}

static bool put_owed(struct ctx *cx, const struct request *request, const struct customer *customer,
                     struct json *model)
{
    struct course course;

    if (!course_find(cx, customer, &course))
        return false;
    put_figures(cx, course.invoices, course.invoice_count, model);
    put_items(cx, request, &course, json_put_list(model, "items"));
    json_put_bool(model, "has_items", course.invoice_count > 0);
    return course_put(cx, request, customer, &course, model)
        && thread_put(cx, request, &course, model);
}

bool customer_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;
    struct customer customer;
    struct client client;

    if (!customer_of(cx, request, &client, &customer))
        return false;
    put_client(model, &client);
    json_put_date(model, "today", cx->today);
    json_put_date(model, "default_until", (struct date){ cx->today.day + PAUSE_DAYS });
    return put_customer(cx, request, &customer, model) && put_owed(cx, request, &customer, model)
        && put_by_hand(cx, &customer, model) && put_messages(cx, request, &customer, model);
}
