#include "outbox/outbox.h"

#include <assert.h>

#include "base/str.h"
#include "outbox/lease.h"
#include "outbox/share.h"
#include "outbox/source.h"
#include "outbox/suspension.h"
#include "store/visible.h"

SQL(POST, FIRM,
    "INSERT INTO message (firm, id, client, issuer, person, kind, medium, day_on, told_on,"
    " ordered, tone, state, recipient, language, not_before, attempt, refusals, owner,"
    " lease_until, posted_at, said, why, subject, words_folded, is_apart)"
    " VALUES ($1, $2, $3, $14, $4, $5, $6, $7, $7, 0, $8, $9, $10, $11, $15, 0, 0, '', 0, $12, '',"
    " '', '', $13, $16)");

struct posting {
    struct ctx *cx;
    const struct message *messages;
};

static void posting_row(void *state, size_t i, struct arg *args)
{
    const struct posting *posting = state;
    const struct message *message = &posting->messages[i];

    args[0] = arg_int(message->id);
    args[1] = arg_int_or_null(message->client > 0, message->client);
    args[2] = arg_int(message->person);
    args[3] = arg_text(message->kind);
    args[4] = arg_text(message->medium);
    args[5] = arg_date(posting->cx->arena, posting->cx->today);
    args[6] = arg_text(message->tone);
    args[7] = arg_text(message->waits ? "waiting" : "due");
    args[8] = arg_text(message->recipient);
    args[9] = arg_text(message->language);
    args[10] = arg_instant(posting->cx->now);
    args[11] = arg_text(str_fold(posting->cx->arena, message->recipient));
    args[12] = arg_int(message->client);
    args[13] = arg_instant(message->not_before.ms > posting->cx->now.ms ? message->not_before
                                                                        : posting->cx->now);
    args[14] = arg_int(message->apart);
    args[15] = (struct arg){ .type = ARG_END };
}

bool outbox_post(struct ctx *cx, struct message *messages, size_t count)
{
    struct posting posting = { cx, messages };
    int64_t first;

    assert(store_in_transaction(cx->store));
    if (count == 0)
        return true;
    if (!store_id(cx, "message", count, &first))
        return false;
    for (size_t i = 0; i < count; i++)
        messages[i].id = first + (int64_t)i;
    return store_many(cx, &POST, count, posting_row, &posting);
}

/* Of one client, or of all that the member who approves may see; none whose source reminds. */
#define OF_SEEN(CLIENT, MEMBER, TODAY)                                                             \
    " AND (CAST($2 AS BIGINT) = 0 OR " CLIENT                                                      \
    " = $2) AND NOT " SOURCE_STANDS(CLIENT) " AND " CLIENT_UNHIDDEN(CLIENT, MEMBER, TODAY)

#define APPROVED OF_SEEN("m.client", "$4", "$5")
#define OF_RELEASED OF_SEEN("m.client", "$3", "$4")
#define RELEASED OF_SEEN("client", "$3", "$4")

SQL(APPROVE, FIRM,
    "INSERT INTO approval (firm, client, approved_at, approved_by)"
    " SELECT DISTINCT m.firm, m.client, CAST($3 AS BIGINT), CAST($4 AS BIGINT) FROM message m "
    "WHERE m.firm = $1 AND m.state = 'waiting'" APPROVED " ON CONFLICT (firm, client) DO NOTHING");

/*
 * Of several that waited for one person the last speaks for all, its table lists what is owed; but
 * not for another account of its address that it does not carry.
 */
#define OVERTAKEN                                                                                  \
    " m.firm = $1 AND m.state = 'waiting'" OF_RELEASED " AND " SHARE_OVERTAKEN("waiting", "$4")

SQL(OVERTAKE_REMINDERS, FIRM,
    "WITH gone AS MATERIALIZED (SELECT m.id FROM message m WHERE" OVERTAKEN ")"
    " UPDATE reminder SET state = 'superseded' WHERE firm = $1 AND state = 'planned'"
    " AND message IN (SELECT id FROM gone)");

SQL(OVERTAKE, FIRM,
    "UPDATE message AS m SET state = 'dropped', why = 'overtaken', ended_at = $5 WHERE" OVERTAKEN);

SQL(RELEASE, FIRM,
    "UPDATE message SET state = 'due' WHERE firm = $1 AND state = 'waiting'" RELEASED);

static bool approve(struct ctx *cx, int64_t client)
{
    struct arg of = arg_int(client), by = arg_int(cx->actor), now = arg_instant(cx->now);
    struct arg today = arg_date(cx->arena, cx->today);

    return source_refuse(cx, client) && store_run(cx, &APPROVE, ARGS(of, now, by, today))
        && store_run(cx, &OVERTAKE_REMINDERS, ARGS(of, by, today))
        && store_run(cx, &OVERTAKE, ARGS(of, by, today, now))
        && store_run(cx, &RELEASE, ARGS(of, by, today));
}

bool outbox_approve(struct ctx *cx, int64_t client)
{
    return store_begin(cx) && store_end(cx, approve(cx, client));
}

SQL(DUE_AGAIN, FIRM,
    "UPDATE message SET state = 'due', owner = ''"
    " WHERE firm = $1 AND state = 'taken' AND (lease_until < $2 OR CAST($3 AS BIGINT) = 1)");

SQL(CHECK_REMINDERS, FIRM,
    "UPDATE reminder SET state = 'check', why = 'killed' WHERE firm = $1 AND state = 'planned'"
    " AND message IN (SELECT m.id FROM message m WHERE m.firm = $1 AND m.state = 'point'"
    " AND (m.lease_until < $2 OR CAST($3 AS BIGINT) = 1))");

SQL(CHECK_MESSAGES, FIRM,
    "UPDATE message SET state = 'check', why = 'killed', ended_at = $4"
    " WHERE firm = $1 AND state = 'point' AND (lease_until < $2 OR CAST($3 AS BIGINT) = 1)");

SQL_EACH(LEASE_CLOCK, GLOBAL, "SELECT CAST($1 AS BIGINT)",
         "SELECT " LEASE_CLOCK_POSTGRES " + 0 * CAST($1 AS BIGINT)");

static bool lease_clock(struct ctx *cx, struct instant *now)
{
    struct rows *rows = store_query(cx, &LEASE_CLOCK, ARGS(arg_instant(cx->now)));

    while (rows_next(rows))
        *now = rows_instant(rows, 0);
    return rows_done(rows);
}

static bool recover(struct ctx *cx, bool all, int64_t *to_check)
{
    struct instant now;

    if (!lease_clock(cx, &now))
        return false;
    const struct arg *args = ARGS(arg_instant(now), arg_int(all));
    return store_run(cx, &DUE_AGAIN, args) && store_run(cx, &CHECK_REMINDERS, args)
        && store_change(cx, &CHECK_MESSAGES,
                        ARGS(arg_instant(now), arg_int(all), arg_instant(cx->now)), to_check);
}

bool outbox_recover(struct ctx *cx, bool all, int64_t *to_check)
{
    return store_begin(cx) && store_end(cx, recover(cx, all, to_check));
}

#define TAKE_HEAD(NOW)                                                                             \
    "UPDATE message SET state = 'taken', owner = $2, lease_until = " NOW                           \
    " + $3, attempt = attempt + 1 WHERE firm = $1 AND id "
#define IS_ANSWER "CASE WHEN CAST($6 AS TEXT) = '' THEN 0 ELSE 1 END"
#define TAKE_WHICH                                                                                 \
    "(SELECT m.id FROM message m WHERE m.firm = $1 AND m.state = 'due' AND m.not_before <= $4"     \
    " AND m.state IN ('waiting', 'due', 'taken', 'point', 'check')"                                \
    " AND (CAST($6 AS TEXT) = '' OR m.kind = $6) AND" SUSPENSION_SPARES(IS_ANSWER)
#define TAKE_SOURCE " AND (m.is_apart = 1 OR NOT " SOURCE_STANDS("m.issuer") ")"
#define TAKE_ORDER TAKE_SOURCE " ORDER BY m.not_before, m.id LIMIT $5"
#define TAKE_TAIL                                                                                  \
    " RETURNING id, issuer, person, kind, medium, tone, recipient, language, attempt, ordered,"    \
    " is_apart"

/* An array on PostgreSQL: as a plain IN its planner may run the locking query once for each row. */
SQL_EACH(TAKE, FIRM, TAKE_HEAD("$4") "IN " TAKE_WHICH TAKE_ORDER ")" TAKE_TAIL,
         TAKE_HEAD(LEASE_CLOCK_POSTGRES) "= ANY (ARRAY " TAKE_WHICH TAKE_ORDER
                                         " FOR UPDATE SKIP LOCKED))" TAKE_TAIL);

static struct message message_row(struct rows *rows)
{
    return (struct message){
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .person = rows_int(rows, 2),
        .kind = rows_text(rows, 3),
        .medium = rows_text(rows, 4),
        .tone = rows_text(rows, 5),
        .recipient = rows_text(rows, 6),
        .language = rows_text(rows, 7),
        .attempt = rows_int(rows, 8),
        .ordered = rows_int(rows, 9) != 0,
        .apart = rows_int(rows, 10) != 0,
    };
}

static bool claim(struct ctx *cx, const struct taker *taker, size_t limit, struct message *messages,
                  size_t *count)
{
    struct rows *rows =
        store_query(cx, &TAKE,
                    ARGS(arg_text(taker->owner), arg_int(taker->lease_ms), arg_instant(cx->now),
                         arg_int((int64_t)limit), arg_text(taker->kind ? taker->kind : "")));

    *count = 0;
    while (rows_next(rows))
        messages[(*count)++] = message_row(rows);
    return rows_done(rows);
}

/* A resend may have been ordered of what a person holds. */
SQL(CANCEL_SETTLED, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = (SELECT CASE WHEN o.state <> 'open'"
    " THEN 'settled' ELSE 'subject' END FROM obligation o"
    " WHERE o.firm = $1 AND o.id = reminder.obligation)"
    " WHERE firm = $1 AND message = $2 AND state = 'planned' AND obligation IN"
    " (SELECT o.id FROM obligation o JOIN reminder r ON r.firm = o.firm AND r.obligation = o.id"
    " WHERE o.firm = $1 AND r.message = $2 AND (o.state <> 'open' OR (o.paused = 1"
    " AND (o.paused_until_on IS NULL OR o.paused_until_on >= CAST($3 AS TEXT)))))");

/* A notice of a due date that is past, a step of two months ago: the hold outlasted them (C-4). */
SQL(LAPSE, FIRM,
    "UPDATE reminder SET state = 'lapsed', why = 'late' WHERE firm = $1 AND message = $2"
    " AND state = 'planned' AND resend = 0 AND last_on < CAST($3 AS TEXT)");

SQL(NOTE_VERSIONS, FIRM,
    "UPDATE reminder SET"
    " version = (SELECT o.version FROM obligation o WHERE o.firm = $1 AND o.id = obligation),"
    " owed_cents = (SELECT o.owed_cents FROM obligation o WHERE o.firm = $1 AND o.id = obligation)"
    " WHERE firm = $1 AND message = $2 AND state = 'planned'");

SQL(TAKEN_OUT, FIRM,
    "SELECT r.why, r.resend FROM reminder r WHERE r.firm = $1 AND r.message = $2"
    " AND r.state IN ('cancelled', 'lapsed') ORDER BY r.resend DESC, r.id DESC LIMIT 1");

/* What was taken out of a resend stands in its text still. */
static bool note_taken_out(struct ctx *cx, struct message *message, bool is_empty)
{
    struct rows *rows = store_query(cx, &TAKEN_OUT, ARGS(arg_int(message->id)));
    bool found = rows_next(rows);
    const char *why = found ? rows_text(rows, 0) : "settled";

    message->lessened = found && rows_int(rows, 1) > 0 ? why : NULL;
    message->emptied = is_empty ? why : NULL;
    return rows_done(rows);
}

static bool note(struct ctx *cx, struct message *message)
{
    struct arg id = arg_int(message->id), today = arg_date(cx->arena, cx->today);
    int64_t left = 0;

    if (message->apart)
        return true;
    if (!store_run(cx, &CANCEL_SETTLED, ARGS(id, today))
        || (!message->ordered && !store_run(cx, &LAPSE, ARGS(id, today)))
        || !store_change(cx, &NOTE_VERSIONS, ARGS(id), &left))
        return false;
    return (message->attempt == 1 && left > 0) || note_taken_out(cx, message, left == 0);
}

bool outbox_take(struct ctx *cx, const struct taker *taker, size_t limit, struct message **messages,
                 size_t *count)
{
    struct message *taken = arena_new(cx->arena, struct message, limit + 1);
    size_t claimed;

    assert(store_in_transaction(cx->store));
    if (!claim(cx, taker, limit, taken, &claimed))
        return false;
    for (size_t i = 0; i < claimed; i++)
        if (!note(cx, &taken[i]))
            return false;
    *messages = taken;
    *count = claimed;
    return true;
}

/* A bare r.id would have SQLite read all reminders in its order. */
SQL(SUBJECTS, FIRM,
    "SELECT r.kind, r.subject FROM reminder r"
    " WHERE r.firm = $1 AND r.message = $2 AND r.state = 'planned' ORDER BY +r.id");

bool outbox_subjects(struct ctx *cx, int64_t message, struct subject **subjects, size_t *count)
{
    struct rows *rows = store_query(cx, &SUBJECTS, ARGS(arg_int(message)));
    size_t listed = 0, room = 0;
    struct subject *list = NULL;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = (struct subject){ rows_text(rows, 0), rows_int(rows, 1) };
    }
    if (!rows_done(rows))
        return false;
    *subjects = list;
    *count = listed;
    return true;
}
