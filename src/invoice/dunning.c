#include "invoice/dunning.h"

#include <string.h>

#include "base/buf.h"
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

SQL(MATES, FIRM,
    "SELECT id, LOWER(email) FROM customer WHERE firm = $1 AND client = $2 AND email <> ''"
    " AND LOWER(email) = LOWER($3) ORDER BY id");

/* Accounts of one client that share an address are one person, spoken to at once (P-2). */
static bool mates_fill(struct ctx *cx, struct debtor *debtor)
{
    struct rows *rows =
        store_query(cx, &MATES, ARGS(arg_int(debtor->client), arg_text(debtor->address)));
    int64_t *mates = NULL;
    size_t room = 0;

    debtor->mate_count = 0;
    debtor->mailbox = NULL;
    while (rows_next(rows)) {
        debtor->mailbox = rows_text(rows, 1);
        if (rows_int(rows, 0) == debtor->id)
            continue;
        if (debtor->mate_count == room)
            mates = arena_grow(cx->arena, mates, &room, sizeof *mates);
        mates[debtor->mate_count++] = rows_int(rows, 0);
    }
    debtor->mates = mates;
    return rows_done(rows);
}

SQL(UNREAD, FIRM,
    "SELECT id FROM mail WHERE firm = $1 AND customer = $2 AND state = 'triage' LIMIT 1");

/* The answer to what was told to both is in the name of one. */
SQL(UNREAD_OF_MATE, FIRM,
    "SELECT a.id FROM mail a WHERE a.firm = $1 AND a.customer = $3 AND a.state = 'triage'"
    " AND EXISTS (SELECT 1 FROM reminder r JOIN obligation o ON o.firm = r.firm"
    " AND o.id = r.obligation WHERE r.firm = $1 AND r.message = a.message"
    " AND o.kind = 'invoice' AND o.person = $2) LIMIT 1");

/* A reply holds the scenario until somebody has read it. */
static bool replied_fill(struct ctx *cx, struct debtor *debtor)
{
    struct rows *rows = store_query(cx, &UNREAD, ARGS(arg_int(debtor->id)));

    debtor->has_replied = rows_next(rows);
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < debtor->mate_count && !debtor->has_replied; i++) {
        rows =
            store_query(cx, &UNREAD_OF_MATE, ARGS(arg_int(debtor->id), arg_int(debtor->mates[i])));
        debtor->has_replied = rows_next(rows);
        if (!rows_done(rows))
            return false;
    }
    return true;
}

static bool debtor_fill(struct ctx *cx, struct debtor *debtor)
{
    struct customer customer;

    if (!customer_find(cx, debtor->id, &customer))
        return false;
    debtor->name = customer.name;
    debtor->address = customer.email;
    debtor->language = customer.language;
    debtor->hold = hold_of(&customer);
    debtor->is_paused = customer.paused;
    debtor->paused_until = customer.paused_ends ? customer.paused_until : NO_DAY;
    debtor->balance = customer.balance;
    return mates_fill(cx, debtor) && replied_fill(cx, debtor);
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

/* The accounts that one message speaks of. */
struct speech {
    struct ctx *cx;
    const struct wording *wording;
    struct customer *customers;
    size_t count, room;
    struct money total, late;
    int64_t items;
};

static bool speak_of(struct speech *speech, int64_t id)
{
    for (size_t i = 0; i < speech->count; i++)
        if (speech->customers[i].id == id)
            return true;
    if (speech->count == speech->room)
        speech->customers = arena_grow(speech->cx->arena, speech->customers, &speech->room,
                                       sizeof *speech->customers);
    return customer_find(speech->cx, id, &speech->customers[speech->count++]);
}

SQL(CUSTOMER_OF, FIRM, "SELECT customer FROM invoice WHERE firm = $1 AND id = $2");

static bool speak_of_invoice(struct speech *speech, int64_t invoice)
{
    struct rows *rows = store_query(speech->cx, &CUSTOMER_OF, ARGS(arg_int(invoice)));
    int64_t customer = rows_next(rows) ? rows_int(rows, 0) : 0;

    return rows_done(rows) && (customer == 0 || speak_of(speech, customer));
}

/* Those whose invoices it brings up; without one the account that is asked for. */
static bool speech_find(struct speech *speech)
{
    const struct wording *wording = speech->wording;

    for (size_t i = 0; i < wording->count; i++)
        if (strcmp(wording->subjects[i].kind, KIND) == 0
            && !speak_of_invoice(speech, wording->subjects[i].id))
            return false;
    return speech->count > 0 || speak_of(speech, wording->person);
}

static const char *number_of(const struct customer *customer)
{
    return *customer->aux ? customer->aux : customer->account;
}

/* « 411DUPONT (Dupont SARL) » */
static const char *account_of(const struct ctx *cx, const struct customer *customer)
{
    return arena_format(cx->arena, "%s (%s)", number_of(customer), customer->name);
}

static void put_item(struct speech *speech, struct json *item, const struct invoice *invoice)
{
    int days_late = speech->cx->today.day - invoice->due_on.day;

    json_put_text(item, "piece", invoice->piece);
    json_put_text(item, "label", invoice->label);
    json_put_date(item, "issued_on", invoice->issued_on);
    json_put_date(item, "due_on", invoice->due_on);
    json_put_money(item, "amount", invoice->open);
    json_put_bool(item, "is_credit", invoice->open.cents < 0);
    json_put_bool(item, "is_late", invoice->open.cents > 0 && days_late > 0);
    json_put_int(item, "days_late", days_late > 0 ? days_late : 0);
    speech->total.cents += invoice->open.cents;
    if (invoice->open.cents > 0 && days_late > 0)
        speech->late.cents += invoice->open.cents;
    speech->items++;
}

static bool put_items_of(struct speech *speech, const struct customer *customer, struct json *items)
{
    struct invoice *invoices;
    size_t count;

    if (!invoice_list(speech->cx, speech->wording->client, customer->id, &invoices, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *item = json_add_map(items);
        put_item(speech, item, &invoices[i]);
        if (speech->count > 1)
            json_put_text(item, "account", account_of(speech->cx, customer));
    }
    return true;
}

static bool put_items(struct speech *speech, struct json *model)
{
    struct json *items = json_put_list(model, "items");

    for (size_t i = 0; i < speech->count; i++)
        if (!put_items_of(speech, &speech->customers[i], items))
            return false;
    json_put_money(model, "total", speech->total);
    json_put_money(model, "late_total", speech->late);
    json_put_int(model, "count", speech->items);
    return true;
}

/* Several accounts that share an address are named together, and each beside its items. */
static void put_customers(const struct speech *speech, struct json *model)
{
    struct json *map = json_put_map(model, "customer");
    struct buf names = { .arena = speech->cx->arena }, numbers = names, accounts = names;

    for (size_t i = 0; i < speech->count; i++) {
        const struct customer *customer = &speech->customers[i];
        const char *comma = i > 0 ? ", " : "";
        buf_format(&names, "%s%s", comma, customer->name);
        buf_format(&numbers, "%s%s", comma, number_of(customer));
        buf_format(&accounts, "%s%s", comma, account_of(speech->cx, customer));
    }
    json_put_text(map, "name", buf_string(&names));
    json_put_text(map, "account", buf_string(&numbers));
    if (speech->count > 1)
        json_put_text(model, "accounts", buf_string(&accounts));
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct speech speech = { .cx = cx, .wording = wording };

    if (!speech_find(&speech))
        return false;
    put_customers(&speech, model);
    json_put_bool(json_put_map(model, "step"), wording->tone, true);
    json_put_date(model, "on", cx->today);
    return put_client(cx, wording->client, model) && put_items(&speech, model);
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
    .shares = true,
    .debtors = debtors,
    .word = word,
    .label = label,
};
