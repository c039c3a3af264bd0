#include "invoice/customer.h"

#include "chase/obligation.h"
#include "invoice/ageing.h"

#define COLUMNS                                                                                    \
    "id, client, account, aux, name, language, email, email_state, email_said, doubt,"             \
    " balance_cents, paused, paused_until_on, paused_why, paused_by, paused_at, email_by, "        \
    "email_at"

static struct customer customer_row(struct rows *rows)
{
    struct customer customer = {
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .account = rows_text(rows, 2),
        .aux = rows_text(rows, 3),
        .name = rows_text(rows, 4),
        .language = rows_text(rows, 5),
        .email = rows_text(rows, 6),
        .email_state = rows_text(rows, 7),
        .email_said = rows_text(rows, 8),
        .doubt = rows_text(rows, 9),
        .balance = rows_money(rows, 10),
        .paused = rows_int(rows, 11) == 1,
        .paused_ends = !rows_null(rows, 12),
        .paused_why = rows_text(rows, 13),
        .paused_by = rows_int(rows, 14),
        .paused_at = rows_instant(rows, 15),
        .email_by = rows_int(rows, 16),
        .email_at = rows_instant(rows, 17),
    };

    if (customer.paused_ends)
        customer.paused_until = rows_date(rows, 12);
    return customer;
}

SQL(FIND, FIRM, "SELECT " COLUMNS " FROM customer WHERE firm = $1 AND id = $2");

bool customer_find(struct ctx *cx, int64_t id, struct customer *customer)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(id)));
    struct customer found = { 0 };

    if (rows_next(rows))
        found = customer_row(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "DEBITEUR-ABSENT", NULL);
    *customer = found;
    return true;
}

SQL(BY_BALANCE, FIRM,
    "SELECT " COLUMNS " FROM customer WHERE firm = $1 AND client = $2 AND balance_cents <> 0"
    " AND (CAST($3 AS BIGINT) = 0 OR email_state <> 'ok')"
    " ORDER BY balance_cents DESC, id LIMIT $4 OFFSET $5");

SQL(BY_NAME, FIRM,
    "SELECT " COLUMNS " FROM customer WHERE firm = $1 AND client = $2 AND balance_cents <> 0"
    " AND (CAST($3 AS BIGINT) = 0 OR email_state <> 'ok')"
    " ORDER BY name_folded, id LIMIT $4 OFFSET $5");

bool customer_list(struct ctx *cx, int64_t client, const struct customer_place *place,
                   struct customer **customers, size_t *count)
{
    struct customer *list = arena_new(cx->arena, struct customer, (size_t)place->limit + 1);
    size_t listed = 0;
    struct rows *rows = store_query(cx, place->order == CUSTOMER_BY_NAME ? &BY_NAME : &BY_BALANCE,
                                    ARGS(arg_int(client), arg_int(place->only_missing),
                                         arg_int(place->limit), arg_int(place->offset)));

    while (rows_next(rows))
        list[listed++] = customer_row(rows);
    if (!rows_done(rows))
        return false;
    *customers = list;
    *count = listed;
    return true;
}

SQL(COUNTS, FIRM,
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN email_state <> 'ok' THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(CASE WHEN doubt <> '' THEN 1 ELSE 0 END), 0), COALESCE(SUM(paused), 0),"
    " CAST(COALESCE(SUM(balance_cents), 0) AS BIGINT)"
    " FROM customer WHERE firm = $1 AND client = $2 AND balance_cents <> 0");

bool customer_count(struct ctx *cx, int64_t client, struct customer_counts *counts)
{
    struct rows *rows = store_query(cx, &COUNTS, ARGS(arg_int(client)));
    struct customer_counts found = { 0 };

    if (rows_next(rows))
        found = (struct customer_counts){
            .open = rows_int(rows, 0),
            .missing = rows_int(rows, 1),
            .doubtful = rows_int(rows, 2),
            .paused = rows_int(rows, 3),
            .balance = rows_money(rows, 4),
        };
    if (!rows_done(rows))
        return false;
    *counts = found;
    return true;
}

SQL(BY_ACCOUNT, FIRM,
    "SELECT " COLUMNS " FROM customer WHERE firm = $1 AND client = $2"
    " AND (aux = $3 OR (account = $3 AND aux = '')) ORDER BY id LIMIT 1");

bool customer_find_by_account(struct ctx *cx, int64_t client, const char *account,
                              struct customer *customer)
{
    struct rows *rows = store_query(cx, &BY_ACCOUNT, ARGS(arg_int(client), arg_text(account)));
    struct customer found = { 0 };

    if (*account && rows_next(rows))
        found = customer_row(rows);
    if (!rows_done(rows))
        return false;
    *customer = found;
    return true;
}

SQL(BY_EMAIL, FIRM,
    "SELECT id FROM customer WHERE firm = $1 AND client = $2 AND email <> ''"
    " AND LOWER(email) = LOWER($3) ORDER BY id LIMIT 1");

bool customer_find_by_email(struct ctx *cx, int64_t client, const char *email, int64_t *customer)
{
    struct rows *rows = store_query(cx, &BY_EMAIL, ARGS(arg_int(client), arg_text(email)));

    *customer = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

SQL(SET_EMAIL, FIRM,
    "UPDATE customer SET email = $3, email_state = $4, email_said = '', email_by = $5,"
    " email_at = $6 WHERE firm = $1 AND id = $2 RETURNING client");

SQL(BOUNCED, FIRM,
    "UPDATE customer SET email_state = 'bounced', email_said = $3"
    " WHERE firm = $1 AND id = $2 RETURNING client");

SQL(PAUSE, FIRM,
    "UPDATE customer SET paused = $3, paused_until_on = $4, paused_why = $5, paused_by = $6,"
    " paused_at = $7"
    " WHERE firm = $1 AND id = $2 RETURNING client");

SQL(CLEAR_DOUBT, FIRM,
    "UPDATE customer SET doubt = '', doubt_by = $3, doubt_at = $4"
    " WHERE firm = $1 AND id = $2 RETURNING client");

/* The row is changed and the chase is told, or nothing happened; the first argument is the id. */
static bool change(struct ctx *cx, const struct statement *const *statement, const struct arg *args,
                   int64_t *client)
{
    struct rows *rows = store_query(cx, statement, args);

    *client = rows_next(rows) ? rows_int(rows, 0) : 0;
    if (!rows_done(rows))
        return false;
    if (*client == 0)
        return fail(cx, FAULT_ABSENT, "DEBITEUR-ABSENT", NULL);
    return chase_touch(cx, "invoice", *client, args[0].number);
}

static bool change_whole(struct ctx *cx, const struct statement *const *statement,
                         const struct arg *args)
{
    int64_t client;

    if (store_in_transaction(cx->store))
        return change(cx, statement, args, &client);
    return store_begin(cx) && store_end(cx, change(cx, statement, args, &client));
}

SQL(MATES, FIRM,
    "SELECT o.id, o.client FROM customer c JOIN customer o ON o.firm = c.firm AND o.client = "
    "c.client AND LOWER(o.email) = LOWER(c.email) AND o.email <> '' AND o.id <> c.id"
    " WHERE c.firm = $1 AND c.id = $2 AND c.email <> '' ORDER BY o.id");

/* The other accounts of the client that share its address: one person (P-2). */
struct mates {
    int64_t *ids, client;
    size_t count, room;
};

static bool mates_find(struct ctx *cx, int64_t id, struct mates *mates)
{
    struct rows *rows = store_query(cx, &MATES, ARGS(arg_int(id)));

    *mates = (struct mates){ 0 };
    while (rows_next(rows)) {
        if (mates->count == mates->room)
            mates->ids = arena_grow(cx->arena, mates->ids, &mates->room, sizeof *mates->ids);
        mates->ids[mates->count++] = rows_int(rows, 0);
        mates->client = rows_int(rows, 1);
    }
    return rows_done(rows);
}

static bool mates_touch(struct ctx *cx, const struct mates *mates)
{
    for (size_t i = 0; i < mates->count; i++)
        if (!chase_touch(cx, "invoice", mates->client, mates->ids[i]))
            return false;
    return true;
}

/* Whoever types an address that had bounced says that it is good, for all who share it. */
SQL(MENDED, FIRM,
    "UPDATE customer SET email_state = 'ok', email_said = ''"
    " WHERE firm = $1 AND id = $2 AND email_state = 'bounced'");

static bool mates_mend(struct ctx *cx, const struct mates *mates)
{
    for (size_t i = 0; i < mates->count; i++)
        if (!store_run(cx, &MENDED, ARGS(arg_int(mates->ids[i]))))
            return false;
    return mates_touch(cx, mates);
}

static bool set_email(struct ctx *cx, const struct customer_email *email, int64_t *client)
{
    struct mates left, joined;

    return mates_find(cx, email->customer, &left)
        && change(cx, &SET_EMAIL,
                  ARGS(arg_int(email->customer), arg_text(email->email),
                       arg_text(*email->email ? "ok" : "missing"), arg_int(cx->actor),
                       arg_instant(cx->now)),
                  client)
        && mates_touch(cx, &left) && mates_find(cx, email->customer, &joined)
        && mates_mend(cx, &joined);
}

static bool set_emails(struct ctx *cx, const struct customer_email *emails, size_t count)
{
    int64_t client = 0;

    for (size_t i = 0; i < count; i++)
        if (!set_email(cx, &emails[i], &client))
            return false;
    return count == 0 || ageing_recount(cx, client);
}

bool customer_set_emails(struct ctx *cx, const struct customer_email *emails, size_t count)
{
    if (store_in_transaction(cx->store))
        return set_emails(cx, emails, count);
    return store_begin(cx) && store_end(cx, set_emails(cx, emails, count));
}

bool customer_set_email(struct ctx *cx, int64_t id, const char *email)
{
    return customer_set_emails(cx, &(struct customer_email){ id, email }, 1);
}

static bool bounced(struct ctx *cx, int64_t id, const char *said)
{
    struct mates mates;
    int64_t client;

    if (!change(cx, &BOUNCED, ARGS(arg_int(id), arg_text(said)), &client)
        || !mates_find(cx, id, &mates))
        return false;
    for (size_t i = 0; i < mates.count; i++)
        if (!change(cx, &BOUNCED, ARGS(arg_int(mates.ids[i]), arg_text(said)), &client))
            return false;
    return ageing_recount(cx, client);
}

bool customer_bounced(struct ctx *cx, int64_t id, const char *said)
{
    if (store_in_transaction(cx->store))
        return bounced(cx, id, said);
    return store_begin(cx) && store_end(cx, bounced(cx, id, said));
}

bool customer_pause(struct ctx *cx, int64_t id, const struct date *until, const char *why)
{
    return change_whole(cx, &PAUSE,
                        ARGS(arg_int(id), arg_int(1),
                             until ? arg_date(cx->arena, *until) : arg_text(NULL), arg_text(why),
                             arg_int(cx->actor), arg_instant(cx->now)));
}

bool customer_resume(struct ctx *cx, int64_t id)
{
    return change_whole(cx, &PAUSE,
                        ARGS(arg_int(id), arg_int(0), arg_text(NULL), arg_text(""), arg_int(0),
                             arg_int_or_null(false, 0)));
}

bool customer_clear_doubt(struct ctx *cx, int64_t id)
{
    return change_whole(cx, &CLEAR_DOUBT,
                        ARGS(arg_int(id), arg_int(cx->actor), arg_instant(cx->now)));
}
