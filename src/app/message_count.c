#include "app/message_count.h"

#include <assert.h>
#include <string.h>

#include "app/message_sql.h"

const char *message_state_text(enum message_state state)
{
    static const char *const names[MESSAGE_STATE_COUNT] = {
        [MESSAGE_WAITING] = "waiting", [MESSAGE_DUE] = "due",         [MESSAGE_TAKEN] = "taken",
        [MESSAGE_POINT] = "point",     [MESSAGE_SENT] = "sent",       [MESSAGE_REFUSED] = "refused",
        [MESSAGE_CHECK] = "check",     [MESSAGE_DROPPED] = "dropped",
    };
    assert(state < MESSAGE_STATE_COUNT);
    return names[state];
}

const char *message_pattern(struct arena *arena, const char *words)
{
    struct buf text = { .arena = arena };

    if (!words || !*words)
        return "";
    buf_byte(&text, '%');
    for (; *words; words++) {
        if (strchr("%_!", *words))
            buf_byte(&text, '!');
        buf_byte(&text, *words);
    }
    buf_byte(&text, '%');
    return buf_string(&text);
}

struct arg message_lately(const struct ctx *cx)
{
    return arg_int(cx->now.ms - INT64_C(2) * 24 * 60 * 60 * 1000);
}

/*
 * The index that counts all by state does not tell whose they are: those that the member may not
 * see, few, are counted by themselves and taken off. CROSS keeps SQLite from beginning with all
 * messages.
 */
#define TAKEN_OFF(WHICH)                                                                           \
    "SELECT m.state, -COUNT(*) FROM (" CLIENTS_HIDDEN(                                             \
        "$2", "$3") ") h CROSS JOIN message m"                                                     \
                    " WHERE m.firm = $1 AND m.issuer = h.id" WHICH " GROUP BY m.state"             \
                    " UNION ALL SELECT m.state, -COUNT(*) FROM (SELECT DISTINCT t.message AS id"   \
                    " FROM (" MESSAGES_HIDDEN(                                                     \
                        "$2", "$3") ") t) h CROSS JOIN message m"                                  \
                                    " WHERE m.firm = $1 AND m.id = h.id" WHICH " GROUP BY m.state"

SQL(COUNT_ALL, FIRM,
    "SELECT m.state, COUNT(*) FROM message m WHERE m.firm = $1 GROUP BY m.state UNION "
    "ALL " TAKEN_OFF("") " /* scan: a count of them, of an index */");

SQL(COUNT_OF_CLIENT, FIRM,
    "SELECT m.state || '', COUNT(*)" MESSAGE_FROM MESSAGE_MAY_BE_OF("$2", "$3")
        MESSAGE_MAY_SAY("$4") " GROUP BY m.state || ''");

SQL(COUNT_FOUND, FIRM,
    "SELECT m.state, COUNT(*)" MESSAGE_FROM MESSAGE_MAY_SAY("$2") " AND " MESSAGE_UNHIDDEN(
        "m", "$3", "$4") " GROUP BY m.state /* scan: a part of a word */");

SQL(COUNT_STILL, FIRM,
    "SELECT m.state, COUNT(*) FROM message m WHERE m.firm = $1 AND " MESSAGE_STILL
        MESSAGE_MAY_BE_OF_CLIENT("$2") " AND " MESSAGE_UNHIDDEN("m", "$3",
                                                                "$4") " GROUP BY m.state");

SQL(COUNT_ENDED, FIRM,
    "SELECT m.state || '', COUNT(*) FROM message m WHERE m.firm = $1 AND " MESSAGE_ENDED
        MESSAGE_MAY_BE_OF_CLIENT("$2") " AND " MESSAGE_UNHIDDEN("m", "$5",
                                                                "$4") " GROUP BY m.state || ''");

int64_t message_count_ended(const struct message_counts *counts)
{
    return counts->of[MESSAGE_SENT] + counts->of[MESSAGE_REFUSED] + counts->of[MESSAGE_CHECK]
        + counts->of[MESSAGE_DROPPED];
}

static bool add_counts(struct rows *rows, struct message_counts *counts)
{
    while (rows_next(rows))
        for (enum message_state state = 0; state < MESSAGE_STATE_COUNT; state++)
            if (strcmp(rows_text(rows, 0), message_state_text(state)) == 0)
                counts->of[state] += rows_int(rows, 1);
    return rows_done(rows);
}

bool message_count(struct ctx *cx, const struct message_filter *filter,
                   struct message_counts *counts)
{
    struct arg words = arg_text(message_pattern(cx->arena, filter->search));
    struct arg me = arg_int(cx->actor), today = arg_date(cx->arena, cx->today);
    struct message_counts found = { 0 };
    struct rows *rows;

    if (filter->client > 0)
        rows = store_query(cx, &COUNT_OF_CLIENT,
                           ARGS(arg_int(filter->client), arg_int(filter->person), words));
    else if (*words.text)
        rows = store_query(cx, &COUNT_FOUND, ARGS(words, me, today));
    else
        rows = store_query(cx, &COUNT_ALL, ARGS(me, today));
    if (!add_counts(rows, &found))
        return false;
    *counts = found;
    return true;
}

SQL(COUNT_IN, FIRM,
    "SELECT m.state, COUNT(*) FROM message m WHERE m.firm = $1 AND m.state = $4"
    " GROUP BY m.state UNION ALL " TAKEN_OFF(" AND m.state = $4"));

bool message_count_in(struct ctx *cx, enum message_state state, int64_t *count)
{
    struct message_counts found = { 0 };

    if (!add_counts(store_query(cx, &COUNT_IN,
                                ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today),
                                     arg_text(message_state_text(state)))),
                    &found))
        return false;
    *count = found.of[state];
    return true;
}

SQL(COUNT_SETTLED, FIRM,
    "SELECT m.state, COUNT(*) FROM message m WHERE m.firm = $1 AND" MESSAGE_SETTLED
        MESSAGE_MAY_BE_OF_CLIENT("$2") " AND " MESSAGE_UNHIDDEN("m", "$3",
                                                                "$4") " GROUP BY m.state");

bool message_count_settled(struct ctx *cx, int64_t client, struct message_counts *counts)
{
    struct message_counts found = { 0 };

    if (!add_counts(
            store_query(cx, &COUNT_SETTLED,
                        ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today))),
            &found))
        return false;
    *counts = found;
    return true;
}

bool message_count_of_day(struct ctx *cx, int64_t client, struct message_counts *counts)
{
    struct message_counts found = { 0 };
    struct arg of = arg_int(client), me = arg_int(cx->actor);
    struct arg today = arg_date(cx->arena, cx->today);
    const struct arg *still = ARGS(of, me, today), *ended = ARGS(of, message_lately(cx), today, me);

    if (!add_counts(store_query(cx, &COUNT_STILL, still), &found)
        || !add_counts(store_query(cx, &COUNT_ENDED, ended), &found))
        return false;
    *counts = found;
    return true;
}

SQL(COUNT_LEAVING, FIRM,
    "SELECT COUNT(*) FROM message m WHERE m.firm = $1 AND " MESSAGE_LEAVING("$2", "$3")
        MESSAGE_MAY_BE_OF_CLIENT("$4") " AND " MESSAGE_UNHIDDEN("m", "$5", "$6"));

bool message_count_leaving(struct ctx *cx, const struct message_turn *turn, int64_t *count)
{
    struct rows *rows = store_query(cx, &COUNT_LEAVING,
                                    ARGS(arg_instant(turn->span.from),
                                         arg_instant(turn->span.until), arg_int(turn->client),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}
