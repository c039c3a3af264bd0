#include "invoice/dunning.h"

#include <string.h>

#include "invoice/customer.h"
#include "invoice/invoice.h"

static const char KIND[] = "invoice";

static enum hold hold_of(const struct customer *customer)
{
    if (strcmp(customer->doubt, "lettering") == 0)
        return HOLD_LETTERING;
    if (strcmp(customer->doubt, "names") == 0)
        return HOLD_NAMES;
    return strcmp(customer->email_state, "bounced") == 0 ? HOLD_BOUNCED : HOLD_NONE;
}

SQL(UNREAD, FIRM,
    "SELECT id FROM mail WHERE firm = $1 AND customer = $2 AND state = 'triage' LIMIT 1");

/* A reply holds the scenario until somebody has read it. */
static bool has_replied(struct ctx *cx, int64_t customer, bool *replied)
{
    struct rows *rows = store_query(cx, &UNREAD, ARGS(arg_int(customer)));

    *replied = rows_next(rows);
    return rows_done(rows);
}

static bool debtor_fill(struct ctx *cx, struct debtor *debtor)
{
    struct customer customer;

    if (!customer_find(cx, debtor->id, &customer)
        || !has_replied(cx, debtor->id, &debtor->has_replied))
        return false;
    debtor->name = customer.name;
    debtor->address = customer.email;
    debtor->language = customer.language;
    debtor->hold = hold_of(&customer);
    debtor->is_paused = customer.paused;
    debtor->paused_until = customer.paused_ends ? customer.paused_until : NO_DAY;
    debtor->balance = customer.balance;
    return true;
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!debtor_fill(cx, &list[i]))
            return false;
    return true;
}

SQL(CLIENT_NAME, FIRM, "SELECT name, siren FROM client WHERE firm = $1 AND id = $2");

static bool put_client(struct ctx *cx, int64_t client, struct json *model)
{
    struct rows *rows = store_query(cx, &CLIENT_NAME, ARGS(arg_int(client)));
    struct json *map = json_put_map(model, "client");

    if (rows_next(rows)) {
        json_put_text(map, "name", rows_text(rows, 0));
        json_put_text(map, "siren", rows_text(rows, 1));
    }
    return rows_done(rows);
}

static void put_item(const struct ctx *cx, struct json *items, const struct invoice *invoice)
{
    struct json *item = json_add_map(items);
    int days_late = cx->today.day - invoice->due_on.day;

    json_put_text(item, "piece", invoice->piece);
    json_put_text(item, "label", invoice->label);
    json_put_date(item, "issued_on", invoice->issued_on);
    json_put_date(item, "due_on", invoice->due_on);
    json_put_money(item, "amount", invoice->open);
    json_put_bool(item, "is_credit", invoice->open.cents < 0);
    json_put_bool(item, "is_late", invoice->open.cents > 0 && days_late > 0);
    json_put_int(item, "days_late", days_late > 0 ? days_late : 0);
}

static bool put_items(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct json *items = json_put_list(model, "items");
    struct money total = { 0 }, late = { 0 };
    struct invoice *invoices;
    size_t count;

    if (!invoice_list(cx, wording->client, wording->person, &invoices, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        put_item(cx, items, &invoices[i]);
        total.cents += invoices[i].open.cents;
        if (invoices[i].open.cents > 0 && invoices[i].due_on.day < cx->today.day)
            late.cents += invoices[i].open.cents;
    }
    json_put_money(model, "total", total);
    json_put_money(model, "late_total", late);
    json_put_int(model, "count", (int64_t)count);
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct customer customer;

    if (!customer_find(cx, wording->person, &customer))
        return false;
    struct json *map = json_put_map(model, "customer");
    json_put_text(map, "name", customer.name);
    json_put_text(map, "account", *customer.aux ? customer.aux : customer.account);
    json_put_bool(json_put_map(model, "step"), wording->tone, true);
    json_put_date(model, "on", cx->today);
    return put_client(cx, wording->client, model) && put_items(cx, wording, model);
}

static bool label(struct ctx *cx, int64_t subject, const char **text)
{
    struct invoice invoice;

    if (!invoice_find(cx, subject, &invoice))
        return false;
    *text = *invoice.piece ? invoice.piece : invoice.label;
    return true;
}

static const char *const tones[] = { "notice", "first", "second", NULL };

const struct chase_kind dunning_kind = {
    .name = KIND,
    .reader = "customer",
    .mail = "mail/dunning",
    .tones = tones,
    .quiet_days = 7,
    .debtors = debtors,
    .word = word,
    .label = label,
};
