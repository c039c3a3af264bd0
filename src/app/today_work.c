#include "app/today_work.h"

#include "app/message_sql.h"
#include "client/life.h"
#include "outbox/source.h"

static void rank_worst(struct today_clients *sums, const struct listed *listed)
{
    size_t place = sums->worst_count;

    while (place > 0 && sums->worst[place - 1]->late_cents < listed->late_cents)
        place--;
    if (listed->late_cents <= 0 || place == TODAY_WORST)
        return;
    sums->worst_count += sums->worst_count < TODAY_WORST;
    for (size_t i = sums->worst_count - 1; i > place; i--)
        sums->worst[i] = sums->worst[i - 1];
    sums->worst[place] = listed;
}

static void add_client(struct today_clients *sums, const struct listed *listed)
{
    bool is_archived = listed->state == CLIENT_ARCHIVED;

    sums->clients += !is_archived;
    sums->late_clients += listed->late_cents > 0;
    sums->late_items += listed->late_items;
    sums->late.cents += listed->late_cents;
    sums->unreached += listed->unreached;
    sums->no_address += !listed->has_address && !is_archived;
    sums->onboarding += listed->state == CLIENT_ONBOARDING;
    rank_worst(sums, listed);
}

struct today_clients today_clients(const struct today_scope *scope)
{
    struct today_clients sums = { 0 };
    size_t count = directory_count(scope->directory);

    for (size_t row = 0; row < count; row++)
        if (bits_has(scope->rows, (uint32_t)row))
            add_client(&sums, directory_row(scope->directory, (uint32_t)row));
    return sums;
}

SQL(MESSAGES, FIRM,
    "SELECT m.client, CASE WHEN" MESSAGE_SETTLED " THEN 'settled' WHEN m.state = 'waiting'"
    " AND " SOURCE_STANDS(
        "m.issuer") " THEN 'kept' ELSE m.state END, m.not_before,"
                    " CASE WHEN m.state <> 'due' OR m.not_before <= $2"
                    " THEN 0 ELSE (SELECT COUNT(*) FROM reminder r JOIN step s ON s.firm = r.firm"
                    " AND s.id = r.step WHERE r.firm = $1 AND r.message = m.id AND s.mode = "
                    "'unless_objected') END"
                    " FROM message m WHERE m.firm = $1"
                    " AND m.state IN ('waiting', 'due', 'taken', 'point', 'check')"
                    " AND " MESSAGE_UNHIDDEN("m", "$3", "$4") " ORDER BY m.client");

static void add_message(struct today_messages *messages, struct rows *rows, int64_t *waiting)
{
    const char state = *rows_text(rows, 1);
    int64_t client = rows_int(rows, 0);
    struct instant leaves = rows_instant(rows, 2);

    messages->to_check += state == 'c';
    /* settled: nothing is left to say; kept: its source software reminds still */
    messages->to_leave += state != 'c' && state != 's' && state != 'k';
    messages->to_approve += state == 'w' && client != *waiting;
    if (state == 'w')
        *waiting = client;
    if (state == 's' || rows_int(rows, 3) == 0)
        return;
    if (messages->objectable == 0 || leaves.ms < messages->until.ms)
        messages->until = leaves;
    messages->objectable++;
}

bool today_messages(struct ctx *cx, const struct today_scope *scope,
                    struct today_messages *messages)
{
    struct rows *rows =
        store_query(cx, &MESSAGES,
                    ARGS(arg_instant(cx->now), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct today_messages sums = { 0 };
    int64_t waiting = -1;

    while (rows_next(rows))
        if (scope->view == TODAY_FIRM || today_scope_holds(scope, rows_int(rows, 0)))
            add_message(&sums, rows, &waiting);
    if (!rows_done(rows))
        return false;
    *messages = sums;
    return true;
}

SQL(BY_HAND, FIRM,
    "SELECT DISTINCT o.client, o.person, r.assignee FROM reminder r JOIN obligation o"
    " ON o.firm = r.firm AND o.id = r.obligation WHERE r.firm = $1 AND r.state = 'todo'"
    " AND " CLIENT_UNHIDDEN("o.client", "$2", "$3") " ORDER BY o.client, o.person, r.assignee");

bool today_calls(struct ctx *cx, const struct today_scope *scope, struct today_calls *calls)
{
    struct rows *rows =
        store_query(cx, &BY_HAND, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct today_calls sums = { 0 };
    int64_t client = -1, person = -1;

    while (rows_next(rows)) {
        int64_t assignee = rows_int(rows, 2);
        bool is_same = rows_int(rows, 0) == client && rows_int(rows, 1) == person;
        if (is_same || !today_scope_asks(scope, assignee, rows_int(rows, 0)))
            continue;
        client = rows_int(rows, 0);
        person = rows_int(rows, 1);
        sums.calls++;
        sums.for_others += assignee != 0 && assignee != scope->self;
    }
    if (!rows_done(rows))
        return false;
    *calls = sums;
    return true;
}

/*
 * The index of days to look holds all that this reads; what the firm itself asks about a client
 * that is hidden, few, is known by its numbers.
 */
SQL(DUE, FIRM,
    "SELECT o.issuer, COUNT(DISTINCT o.person) FROM obligation o WHERE o.firm = $1"
    " AND o.next_look_on IS NOT NULL AND o.next_look_on > $2 AND o.next_look_on <= $3"
    " AND " CLIENT_UNHIDDEN(
        "o.issuer", "$4",
        "$5") " AND o.id NOT IN (SELECT walled.id FROM obligation walled WHERE walled.firm = $1"
              " AND walled.issuer = 0 AND walled.client IN (" CLIENTS_HIDDEN(
                  "$4", "$5") "))"
                              " GROUP BY o.issuer");

bool today_due(struct ctx *cx, const struct today_scope *scope, struct date after,
               struct date until, int64_t *people)
{
    struct rows *rows = store_query(cx, &DUE,
                                    ARGS(arg_date(cx->arena, after), arg_date(cx->arena, until),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = 0;

    while (rows_next(rows))
        if (today_scope_holds(scope, rows_int(rows, 0)))
            found += rows_int(rows, 1);
    if (!rows_done(rows))
        return false;
    *people = found;
    return true;
}
