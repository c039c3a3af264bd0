#include "app/customer.h"
#include "app/handlers.h"
#include "chase/obligation.h"

const struct field customer_email_fields[] = {
    { .name = "email", .check = CHECK_EMAIL, .required = true },
    { 0 },
};

const struct field customer_pause_fields[] = {
    { .name = "until", .check = CHECK_DATE },
    { .name = "reason", .check = CHECK_TEXT, .required = true },
    { 0 },
};

const struct field reminder_done_fields[] = {
    { .name = "note", .check = CHECK_TEXT },
    { 0 },
};

static bool done(struct ctx *cx, const struct customer *customer, const char *notice,
                 struct answer *answer)
{
    answer->redirect = customer_path(cx->arena, customer);
    answer->notice = notice;
    return true;
}

bool customer_email(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct customer customer;
    struct client client;

    return customer_of(cx, request, &client, &customer)
        && customer_set_email(cx, customer.id, request_text(request, "email"))
        && done(cx, &customer, "notice.address", answer);
}

bool customer_pause_ask(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct date until = { 0 };
    struct customer customer;
    struct client client;

    if (!customer_of(cx, request, &client, &customer))
        return false;
    bool ends = request_date(request, "until", &until);
    if (ends && until.day < cx->today.day)
        return fail(cx, FAULT_INPUT, "PAUSE-PASSEE", "field", "until", "value",
                    request_text(request, "until"), NULL);
    return customer_pause(cx, customer.id, ends ? &until : NULL, request_text(request, "reason"))
        && done(cx, &customer, "notice.paused", answer);
}

bool customer_resume_ask(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct customer customer;
    struct client client;

    return customer_of(cx, request, &client, &customer) && customer_resume(cx, customer.id)
        && done(cx, &customer, "notice.chase_resumed", answer);
}

bool customer_doubt_clear(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct customer customer;
    struct client client;

    return customer_of(cx, request, &client, &customer) && customer_clear_doubt(cx, customer.id)
        && done(cx, &customer, "notice.doubt", answer);
}

SQL(OF_REMINDER, FIRM,
    "SELECT o.client, o.person FROM reminder r JOIN obligation o"
    " ON o.firm = r.firm AND o.id = r.obligation WHERE r.firm = $1 AND r.id = $2");

bool reminder_done(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t reminder = request_id(request, "reminder");
    struct rows *rows = store_query(cx, &OF_REMINDER, ARGS(arg_int(reminder)));
    struct customer customer = { 0 };

    if (rows_next(rows))
        customer = (struct customer){ .client = rows_int(rows, 0), .id = rows_int(rows, 1) };
    if (!rows_done(rows))
        return false;
    return chase_done(cx, reminder, request_text(request, "note"))
        && done(cx, &customer, "notice.done", answer);
}
