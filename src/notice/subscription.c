#include "notice/subscription.h"

#include "client/visible.h"
#include "notice/digest.h"
#include "outbox/step_in.h"

#define COLUMNS "s.client, c.name, c.name_folded, s.frequency, s.since_at"

static struct subscription subscription_row(struct rows *rows)
{
    struct subscription subscription = {
        .client = rows_int(rows, 0),
        .client_name = rows_text(rows, 1),
        .client_folded = rows_text(rows, 2),
        .since = rows_instant(rows, 4),
    };

    if (!frequency_parse(rows_text(rows, 3), &subscription.frequency))
        subscription.frequency = FREQUENCY_WEEKLY;
    return subscription;
}

SQL(FIND, FIRM,
    "SELECT " COLUMNS " FROM subscription s JOIN client c ON c.firm = s.firm AND c.id = s.client"
    " WHERE s.firm = $1 AND s.member = $2 AND s.client = $3 AND s.report = 'client'");

bool subscription_find(struct ctx *cx, int64_t client, struct subscription *subscription)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(cx->actor), arg_int(client)));
    struct subscription found = { 0 };

    if (rows_next(rows))
        found = subscription_row(rows);
    if (!rows_done(rows))
        return false;
    *subscription = found;
    return true;
}

#define OF_MEMBER                                                                                  \
    " FROM subscription s JOIN client c ON c.firm = s.firm AND c.id = s.client"                    \
    " WHERE s.firm = $1 AND s.member = $2 AND s.report = 'client'"                                 \
    " AND " CLIENT_VISIBLE("s.client", "$2", "$3")

SQL(LIST, FIRM,
    "SELECT " COLUMNS OF_MEMBER " AND (c.name_folded > $4 OR (c.name_folded = $4 AND c.id > $5))"
    " ORDER BY c.name_folded, c.id LIMIT $6");

bool subscription_list(struct ctx *cx, const struct subscription_place *after, size_t limit,
                       struct subscription **list, size_t *count)
{
    struct subscription *read = arena_new(cx->arena, struct subscription, limit + 1);
    size_t listed = 0;
    struct rows *rows = store_query(cx, &LIST,
                                    ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today),
                                         arg_text(after->name_folded), arg_int(after->client),
                                         arg_int((int64_t)limit)));

    while (rows_next(rows))
        read[listed++] = subscription_row(rows);
    if (!rows_done(rows))
        return false;
    *list = read;
    *count = listed;
    return true;
}

SQL(COUNT_ALL, FIRM, "SELECT COUNT(*)" OF_MEMBER);

bool subscription_count(struct ctx *cx, int64_t *count)
{
    struct rows *rows =
        store_query(cx, &COUNT_ALL, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

/* A frequency that stands already goes on from where it began. */
#define OR_CHANGE                                                                                  \
    " ON CONFLICT (firm, member, client, report) DO UPDATE SET frequency = excluded.frequency,"    \
    " since_at = CASE WHEN subscription.frequency = excluded.frequency"                            \
    " THEN subscription.since_at ELSE excluded.since_at END"

SQL(ADD, FIRM,
    "INSERT INTO subscription (firm, member, client, report, frequency, since_at)"
    " VALUES ($1, $2, $3, 'client', $4, $5)" OR_CHANGE);

SQL(REMOVE, FIRM, "DELETE FROM subscription WHERE firm = $1 AND member = $2 AND client = $3");

static bool change_one(struct ctx *cx, int64_t client, const struct subscription_order *order)
{
    struct arg member = arg_int(cx->actor);

    if (!client_look(cx, client))
        return false;
    if (order->stops)
        return store_run(cx, &REMOVE, ARGS(member, arg_int(client)));
    return store_run(cx, &ADD,
                     ARGS(member, arg_int(client), arg_text(frequency_text(order->frequency)),
                          arg_instant(cx->now)));
}

static bool take_back(struct ctx *cx)
{
    return outbox_take_back(cx, digest_kind.name, cx->actor);
}

bool subscription_change_within(struct ctx *cx, const int64_t *clients, size_t count,
                                const struct subscription_order *order)
{
    for (size_t i = 0; i < count; i++)
        if (!change_one(cx, clients[i], order))
            return false;
    return take_back(cx);
}

bool subscription_change(struct ctx *cx, const int64_t *clients, size_t count,
                         const struct subscription_order *order)
{
    return store_begin(cx) && store_end(cx, subscription_change_within(cx, clients, count, order));
}

SQL(RETURN, FIRM,
    "INSERT INTO subscription (firm, member, client, report, frequency, since_at)"
    " VALUES ($1, $2, $3, 'client', $4, $5) ON CONFLICT (firm, member, client, report) DO UPDATE"
    " SET frequency = excluded.frequency, since_at = excluded.since_at");

bool subscription_return(struct ctx *cx, const struct subscription *was)
{
    struct arg member = arg_int(cx->actor), client = arg_int(was->client);
    bool returned = was->since.ms == 0
        ? store_run(cx, &REMOVE, ARGS(member, client))
        : store_run(cx, &RETURN,
                    ARGS(member, client, arg_text(frequency_text(was->frequency)),
                         arg_instant(was->since)));

    return returned && take_back(cx);
}

SQL(REMOVE_ALL, FIRM, "DELETE FROM subscription WHERE firm = $1 AND member = $2");

SQL(CHANGE_ALL, FIRM,
    "UPDATE subscription SET frequency = $3, since_at = $4"
    " WHERE firm = $1 AND member = $2 AND frequency <> $3");

static bool change_all(struct ctx *cx, const struct subscription_order *order)
{
    struct arg member = arg_int(cx->actor);
    bool changed = order->stops
        ? store_run(cx, &REMOVE_ALL, ARGS(member))
        : store_run(cx, &CHANGE_ALL,
                    ARGS(member, arg_text(frequency_text(order->frequency)), arg_instant(cx->now)));

    return changed && take_back(cx);
}

bool subscription_change_all(struct ctx *cx, const struct subscription_order *order)
{
    return store_begin(cx) && store_end(cx, change_all(cx, order));
}

SQL(ADD_ASSIGNED, FIRM,
    "INSERT INTO subscription (firm, member, client, report, frequency, since_at)"
    " SELECT DISTINCT a.firm, a.member, a.client, 'client', CAST($3 AS TEXT), CAST($4 AS BIGINT)"
    " FROM assignment a JOIN client c ON c.firm = a.firm AND c.id = a.client"
    " WHERE a.firm = $1 AND a.member = $2 AND a.first_on <= $5"
    " AND (a.last_on IS NULL OR a.last_on >= $5) AND c.state <> 'archived'"
    " AND c.tester IS NULL" OR_CHANGE);

static bool add_assigned(struct ctx *cx, enum frequency frequency, int64_t *count)
{
    return store_change(cx, &ADD_ASSIGNED,
                        ARGS(arg_int(cx->actor), arg_text(frequency_text(frequency)),
                             arg_instant(cx->now), arg_date(cx->arena, cx->today)),
                        count)
        && take_back(cx);
}

bool subscription_add_assigned(struct ctx *cx, enum frequency frequency, int64_t *count)
{
    return store_begin(cx) && store_end(cx, add_assigned(cx, frequency, count));
}
