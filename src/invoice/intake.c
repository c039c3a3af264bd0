#include "invoice/intake.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "chase/obligation.h"
#include "invoice/ageing.h"
#include "ledger/items.h"

struct known {
    int64_t id;
    const char *account, *aux, *name, *doubt;
    struct money balance;
    struct date oldest_due, oldest_issued;
    bool shown; /* by the file */
};

static int by_account(const void *left, const void *right)
{
    const struct known *a = left, *b = right;
    int order = strcmp(a->account, b->account);

    return order ? order : strcmp(a->aux, b->aux);
}

SQL(KNOWN, FIRM,
    "SELECT id, account, aux, name, doubt, balance_cents, oldest_due_on, oldest_issued_on"
    " FROM customer WHERE firm = $1 AND client = $2");

static struct date day_of(struct rows *rows, int column)
{
    return rows_null(rows, column) ? NO_DAY : rows_date(rows, column);
}

static bool known_list(struct ctx *cx, int64_t client, struct known **known, size_t *count)
{
    struct rows *rows = store_query(cx, &KNOWN, ARGS(arg_int(client)));
    struct known *list = NULL;
    size_t room = 0;

    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[(*count)++] = (struct known){
            .id = rows_int(rows, 0),
            .account = rows_text(rows, 1),
            .aux = rows_text(rows, 2),
            .name = rows_text(rows, 3),
            .doubt = rows_text(rows, 4),
            .balance = rows_money(rows, 5),
            .oldest_due = day_of(rows, 6),
            .oldest_issued = day_of(rows, 7),
        };
    }
    if (*count > 0)
        qsort(list, *count, sizeof *list, by_account);
    *known = list;
    return rows_done(rows);
}

static struct known *known_find(struct known *known, size_t count, const struct fec_customer *fec)
{
    const struct known wanted = { .account = fec->account, .aux = fec->aux };

    return count > 0 ? bsearch(&wanted, known, count, sizeof *known, by_account) : NULL;
}

static const char *doubt_of(const struct fec_customer *fec)
{
    if (fec->two_names)
        return "names";
    return fec->doubtful_lettering ? "lettering" : "";
}

static struct item item_of(struct arena *arena, const struct fec_item *fec)
{
    const struct items_terms terms = { .days = ITEMS_DEFAULT_DAYS };
    struct date issued = fec->has_piece_date ? fec->piece_date : fec->date;
    const char *letter = arena_format(arena, "let. %s", fec->letter);

    return (struct item){
        .issued_on = issued,
        .due_on = items_due(fec, &terms),
        .piece = *fec->piece || !*fec->letter ? fec->piece : letter,
        .label = fec->label,
        .letter = fec->letter,
        .amount = fec->money,
    };
}

static void keep_older(struct date *oldest, struct date day)
{
    if (oldest->day == NO_DAY.day || day.day < oldest->day)
        *oldest = day;
}

static void age_customer(struct intake_customer *customer)
{
    customer->oldest_due = customer->oldest_issued = NO_DAY;
    for (size_t i = 0; i < customer->count; i++)
        if (customer->items[i].open.cents > 0) {
            keep_older(&customer->oldest_due, customer->items[i].due_on);
            keep_older(&customer->oldest_issued, customer->items[i].issued_on);
        }
}

/* Gives each customer its items; the file tells them in its own order. */
static void share_items(struct arena *arena, const struct fec_facts *facts,
                        struct intake_customer *customers)
{
    for (size_t i = 0; i < facts->item_count; i++)
        customers[facts->items[i].customer].count++;
    for (size_t i = 0; i < facts->customer_count; i++) {
        customers[i].items = arena_new(arena, struct item, customers[i].count + 1);
        customers[i].count = 0;
    }
    for (size_t i = 0; i < facts->item_count; i++) {
        struct intake_customer *customer = &customers[facts->items[i].customer];
        customer->items[customer->count++] = item_of(arena, &facts->items[i]);
        customer->balance.cents += facts->items[i].money.cents;
    }
    for (size_t i = 0; i < facts->customer_count; i++) {
        allocate(customers[i].items, customers[i].count);
        age_customer(&customers[i]);
    }
}

/* Matches the file's customers with the books'. */
static void match(const struct fec_facts *facts, struct intake_customer *customers,
                  struct known *known, size_t known_count)
{
    for (size_t i = 0; i < facts->customer_count; i++) {
        struct intake_customer *customer = &customers[i];
        customer->fec = &facts->customers[i];
        customer->doubt = doubt_of(customer->fec);
        struct known *found = known_find(known, known_count, customer->fec);
        customer->is_new = !found;
        if (!found)
            continue;
        found->shown = true;
        customer->id = found->id;
        customer->changed = found->balance.cents != customer->balance.cents
            || found->oldest_due.day != customer->oldest_due.day
            || found->oldest_issued.day != customer->oldest_issued.day
            || strcmp(found->doubt, customer->doubt) != 0
            || strcmp(found->name, customer->fec->name) != 0;
    }
}

SQL(ADD, FIRM,
    "INSERT INTO customer (firm, id, client, account, aux, name, name_folded, language, email,"
    " email_state, email_said, doubt, balance_cents, oldest_due_on, oldest_issued_on, paused,"
    " paused_why, paused_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 'fr', '', 'missing', '', $8, $9, $10, $11, 0, '', 0)");

SQL(CHANGE, FIRM,
    "UPDATE customer SET name = $3, name_folded = $4, doubt = $5, balance_cents = $6,"
    " oldest_due_on = $7, oldest_issued_on = $8 WHERE firm = $1 AND id = $2");

/* The rows of a statement over some of the customers: `places` says which. */
struct writing {
    struct ctx *cx;
    int64_t client;
    const struct intake_customer *customers;
    const size_t *places;
};

static struct arg arg_day(struct arena *arena, struct date day)
{
    return day.day == NO_DAY.day ? arg_text(NULL) : arg_date(arena, day);
}

static void add_row(void *state, size_t i, struct arg *args)
{
    const struct writing *writing = state;
    const struct intake_customer *customer = &writing->customers[writing->places[i]];

    args[0] = arg_int(customer->id);
    args[1] = arg_int(writing->client);
    args[2] = arg_text(customer->fec->account);
    args[3] = arg_text(customer->fec->aux);
    args[4] = arg_text(customer->fec->name);
    args[5] = arg_text(str_fold(writing->cx->arena, customer->fec->name));
    args[6] = arg_text(customer->doubt);
    args[7] = arg_money(customer->balance);
    args[8] = arg_day(writing->cx->arena, customer->oldest_due);
    args[9] = arg_day(writing->cx->arena, customer->oldest_issued);
    args[10] = (struct arg){ .type = ARG_END };
}

static void change_row(void *state, size_t i, struct arg *args)
{
    const struct writing *writing = state;
    const struct intake_customer *customer = &writing->customers[writing->places[i]];

    args[0] = arg_int(customer->id);
    args[1] = arg_text(customer->fec->name);
    args[2] = arg_text(str_fold(writing->cx->arena, customer->fec->name));
    args[3] = arg_text(customer->doubt);
    args[4] = arg_money(customer->balance);
    args[5] = arg_day(writing->cx->arena, customer->oldest_due);
    args[6] = arg_day(writing->cx->arena, customer->oldest_issued);
    args[7] = (struct arg){ .type = ARG_END };
}

static bool write_customers(struct ctx *cx, int64_t client, struct intake_customer *customers,
                            size_t count)
{
    size_t *news = arena_new(cx->arena, size_t, count + 1), new_count = 0;
    size_t *changes = arena_new(cx->arena, size_t, count + 1), change_count = 0;
    int64_t first = 0;

    for (size_t i = 0; i < count; i++) {
        if (customers[i].is_new)
            news[new_count++] = i;
        else if (customers[i].changed)
            changes[change_count++] = i;
    }
    if (new_count > 0 && !store_id(cx, "customer", new_count, &first))
        return false;
    for (size_t i = 0; i < new_count; i++)
        customers[news[i]].id = first + (int64_t)i;
    struct writing add = { cx, client, customers, news };
    struct writing change = { cx, client, customers, changes };
    return store_many(cx, &ADD, new_count, add_row, &add)
        && store_many(cx, &CHANGE, change_count, change_row, &change);
}

SQL(EMPTY, FIRM,
    "UPDATE customer SET balance_cents = 0, doubt = '', oldest_due_on = NULL,"
    " oldest_issued_on = NULL WHERE firm = $1 AND id = $2");

/* Customers that the file shows no more owe nothing. */
static bool empty_others(struct ctx *cx, const struct known *known, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!known[i].shown && (known[i].balance.cents != 0 || *known[i].doubt)
            && !store_run(cx, &EMPTY, ARGS(arg_int(known[i].id))))
            return false;
    return true;
}

static bool touch_changed(struct ctx *cx, int64_t client, const struct intake_customer *customers,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (customers[i].changed && !chase_touch(cx, "invoice", client, customers[i].id))
            return false;
    return true;
}

bool intake(struct ctx *cx, const struct import *import)
{
    const struct fec_facts *facts = import->facts;
    struct intake_customer *customers =
        arena_new(cx->arena, struct intake_customer, facts->customer_count + 1);
    struct known *known;
    size_t known_count;

    if (!known_list(cx, import->client, &known, &known_count))
        return false;
    share_items(cx->arena, facts, customers);
    match(facts, customers, known, known_count);
    return write_customers(cx, import->client, customers, facts->customer_count)
        && empty_others(cx, known, known_count)
        && intake_items(cx, import, customers, facts->customer_count)
        && touch_changed(cx, import->client, customers, facts->customer_count)
        && ageing_write(cx, import->client);
}
