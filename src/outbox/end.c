#include "outbox/end.h"

#include <sodium.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "outbox/lease.h"
#include "outbox/source.h"
#include "outbox/suspension.h"

enum { FIRST_DELAY_MS = 5 * 60 * 1000, DELAY_LIMIT_MS = 6 * 60 * 60 * 1000 };

SQL(RENDER, FIRM,
    "UPDATE message SET recipient = $3, subject = $4, words_folded = $5, language = $6"
    " WHERE firm = $1 AND id = $2");

SQL(KEEP_BODY, FIRM,
    "INSERT INTO message_body (firm, message, bytes, sha256) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (firm, message) DO UPDATE SET bytes = $3, sha256 = $4");

static bool keep_body(struct ctx *cx, const struct message *message)
{
    const struct rendered *rendered = &message->rendered;
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, (const unsigned char *)rendered->bytes, rendered->size);
    return store_run(cx, &KEEP_BODY,
                     ARGS(arg_int(message->id), arg_bytes(rendered->bytes, rendered->size),
                          arg_bytes(hash, sizeof hash)));
}

bool outbox_render(struct ctx *cx, const struct message *message)
{
    const struct rendered *rendered = &message->rendered;
    const char *words = arena_format(cx->arena, "%s %s", rendered->recipient, rendered->subject);

    return keep_body(cx, message)
        && store_run(cx, &RENDER,
                     ARGS(arg_int(message->id), arg_text(rendered->recipient),
                          arg_text(rendered->subject), arg_text(str_fold(cx->arena, words)),
                          arg_text(message->language)));
}

#define POINT_HEAD "UPDATE message SET state = 'point', point_at = $5, told_on = $7, lease_until = "
/* Another that left, or may have; asked by what an index holds: one person, one mailbox (P-2),
 * the latter uncast, or SQLite reads all of the issuer's. */
#define NONE_LEFT(WHOSE)                                                                           \
    " AND NOT EXISTS (SELECT 1 FROM message n WHERE n.firm = $1 AND n.issuer = message.issuer AND" \
    " " WHOSE " AND n.told_on >= CAST($8 AS TEXT) AND n.kind = message.kind"                       \
    " AND n.medium = message.medium AND n.id <> $2 AND (n.state IN ('point', 'sent', 'check')"     \
    " OR (n.state IN ('dropped', 'refused') AND EXISTS (SELECT 1 FROM reminder r WHERE r.firm = "  \
    "$1"                                                                                           \
    " AND r.message = n.id AND r.why = 'resent'))))"
#define IS_OWN " AND (message.is_apart = 1 OR NOT " SOURCE_STANDS("message.issuer") ")"
#define IS_SPARED IS_OWN " AND" SUSPENSION_SPARES("CAST($9 AS BIGINT)")
#define POINT_TAIL                                                                                 \
    " + $6 WHERE firm = $1 AND id = $2 AND state = 'taken' AND owner = $3 AND attempt = $4"        \
    " AND NOT EXISTS (SELECT 1 FROM reminder r"                                                    \
    " JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"                                \
    " WHERE r.firm = $1 AND r.message = $2 AND r.state = 'planned'"                                \
    " AND (o.version <> r.version OR o.state <> 'open'))" NONE_LEFT("n.person = message.person")   \
        NONE_LEFT("LOWER(n.recipient) = $10") IS_SPARED

SQL_EACH(POINT, FIRM, POINT_HEAD "$5" POINT_TAIL, POINT_HEAD LEASE_CLOCK_POSTGRES POINT_TAIL);

SQL(GIVE_BACK, FIRM,
    "UPDATE message SET state = 'due', owner = ''"
    " WHERE firm = $1 AND id = $2 AND state = 'taken' AND owner = $3 AND attempt = $4");

SQL(AT_POINT, FIRM,
    "SELECT 1 FROM message"
    " WHERE firm = $1 AND id = $2 AND state = 'point' AND owner = $3 AND attempt = $4");

static const struct arg *fence(struct ctx *cx, const struct taker *taker,
                               const struct message *message)
{
    struct arg *args = arena_new(cx->arena, struct arg, 4);

    args[0] = arg_int(message->id);
    args[1] = arg_text(taker->owner);
    args[2] = arg_int(message->attempt);
    args[3] = (struct arg){ .type = ARG_END };
    return args;
}

bool outbox_passed(struct ctx *cx, const struct taker *taker, const struct message *message,
                   bool *passed)
{
    struct rows *rows = store_query(cx, &AT_POINT, fence(cx, taker, message));
    bool found = rows_next(rows);

    if (!rows_done(rows))
        return false;
    *passed = found;
    return true;
}

bool outbox_give_back(struct ctx *cx, const struct taker *taker, const struct message *message)
{
    return store_run(cx, &GIVE_BACK, fence(cx, taker, message));
}

SQL(PUT_OFF, FIRM,
    "UPDATE message SET state = 'due', owner = '', not_before = $5"
    " WHERE firm = $1 AND id = $2 AND state = 'taken' AND owner = $3 AND attempt = $4");

bool outbox_put_off(struct ctx *cx, const struct taker *taker, const struct message *message,
                    struct instant until)
{
    return store_run(cx, &PUT_OFF,
                     ARGS(arg_int(message->id), arg_text(taker->owner), arg_int(message->attempt),
                          arg_instant(until)));
}

#define OF_ITS_READER                                                                              \
    "SELECT n.id FROM message n WHERE n.firm = m.firm AND n.issuer = m.issuer"                     \
    " AND n.state IN ('taken', 'point') AND "

/*
 * On PostgreSQL a payment could be committed after the check and before the commit of the group,
 * and another message to the same person or mailbox pass its point: whoever changes what the
 * message speaks of, or carries the other, waits for that commit. SQLite has one writer.
 */
SQL_EACH(STAND_STILL, FIRM, "SELECT id, CAST($3 AS TEXT) FROM message WHERE firm = $1 AND id = $2",
         "SELECT o.id FROM message m JOIN message n ON n.firm = m.firm AND n.id = ANY (ARRAY"
         " (" OF_ITS_READER "n.person = m.person UNION " OF_ITS_READER
         "LOWER(n.recipient) = $3)) AND n.kind = m.kind AND n.medium = m.medium"
         " JOIN reminder r ON r.firm = m.firm AND r.message = m.id AND r.state = 'planned'"
         " JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
         " WHERE m.firm = $1 AND m.id = $2 ORDER BY n.id, o.id FOR UPDATE OF n FOR SHARE OF o");

static bool stand_still(struct ctx *cx, const struct message *message)
{
    struct rows *rows =
        store_query(cx, &STAND_STILL, ARGS(arg_int(message->id), arg_text(message->mailbox)));

    while (rows_next(rows))
        continue;
    return rows_done(rows);
}

/* The first day on which another message would be too near; none is when it is not asked. */
static struct arg near_since(const struct ctx *cx, const struct message *message)
{
    return message->quiet_days > 0
        ? arg_date(cx->arena, (struct date){ cx->today.day - message->quiet_days + 1 })
        : arg_text(NULL);
}

bool outbox_point(struct ctx *cx, const struct taker *taker, const struct message *message,
                  bool *still)
{
    int64_t changed;

    if (store_in_transaction(cx->store) && !stand_still(cx, message))
        return false;
    if (!store_change(cx, &POINT,
                      ARGS(arg_int(message->id), arg_text(taker->owner), arg_int(message->attempt),
                           arg_instant(cx->now), arg_int(taker->lease_ms),
                           arg_date(cx->arena, cx->today), near_since(cx, message),
                           arg_int(taker->kind != NULL), arg_text(message->mailbox)),
                      &changed)) {
        if (store_in_transaction(cx->store) || strcmp(cx->fault.code, "BASE-INCERTAINE") != 0)
            return false;
        cx->fault = (struct fault){ 0 };
        return outbox_passed(cx, taker, message, still);
    }
    *still = changed == 1;
    return changed == 1 || outbox_give_back(cx, taker, message);
}

SQL(END, FIRM,
    "UPDATE message SET state = $5, said = $6, why = $7, ended_at = $8"
    " WHERE firm = $1 AND id = $2 AND owner = $3 AND attempt = $4"
    " AND state IN ('taken', 'point', 'check')");

SQL(END_REMINDERS, FIRM,
    "UPDATE reminder SET state = $3, why = $4"
    " WHERE firm = $1 AND message = $2 AND state IN ('planned', 'check') AND why <> 'resent'");

/* How a message ends, and the reminders that it carries with it. */
struct end {
    const char *message_state, *reminder_state, *said, *why;
};

static bool end_both(struct ctx *cx, const struct taker *taker, const struct message *message,
                     const struct end *end)
{
    int64_t changed;

    return store_change(cx, &END,
                        ARGS(arg_int(message->id), arg_text(taker->owner),
                             arg_int(message->attempt), arg_text(end->message_state),
                             arg_text(end->said), arg_text(end->why), arg_instant(cx->now)),
                        &changed)
        && (changed == 0
            || store_run(
                cx, &END_REMINDERS,
                ARGS(arg_int(message->id), arg_text(end->reminder_state), arg_text(end->why))));
}

static bool end_message(struct ctx *cx, const struct taker *taker, const struct message *message,
                        const struct end *end)
{
    if (store_in_transaction(cx->store))
        return end_both(cx, taker, message, end);
    return store_begin(cx) && store_end(cx, end_both(cx, taker, message, end));
}

bool outbox_sent(struct ctx *cx, const struct taker *taker, const struct message *message,
                 const char *said)
{
    return end_message(cx, taker, message, &(struct end){ "sent", "sent", said, "" });
}

bool outbox_refused(struct ctx *cx, const struct taker *taker, const struct message *message,
                    const char *said)
{
    return end_message(cx, taker, message, &(struct end){ "refused", "refused", said, "refused" });
}

bool outbox_unknown(struct ctx *cx, const struct taker *taker, const struct message *message,
                    const char *said)
{
    return end_message(cx, taker, message, &(struct end){ "check", "check", said, "cut" });
}

bool outbox_drop(struct ctx *cx, const struct taker *taker, const struct message *message,
                 const char *why)
{
    return end_message(cx, taker, message, &(struct end){ "dropped", "cancelled", "", why });
}

SQL(COUNT_REFUSAL, FIRM,
    "UPDATE message SET refusals = refusals + 1, said = $5 WHERE firm = $1 AND id = $2"
    " AND owner = $3 AND attempt = $4 AND state IN ('taken', 'point') RETURNING refusals");

SQL(LATER, FIRM,
    "UPDATE message SET state = 'due', owner = '', not_before = $5"
    " WHERE firm = $1 AND id = $2 AND owner = $3 AND attempt = $4 AND state IN ('taken', 'point')");

/* Five minutes, then twice as long each time, at most six hours. */
static int64_t delay_ms(int64_t refusals)
{
    int64_t delay = FIRST_DELAY_MS;

    for (int64_t i = 1; i < refusals && delay < DELAY_LIMIT_MS; i++)
        delay *= 2;
    return delay < DELAY_LIMIT_MS ? delay : DELAY_LIMIT_MS;
}

/* It is the peer's refusals that tire, not a worker that dies with the message. */
static bool put_off(struct ctx *cx, const struct taker *taker, const struct message *message,
                    const char *said)
{
    struct rows *rows = store_query(cx, &COUNT_REFUSAL,
                                    ARGS(arg_int(message->id), arg_text(taker->owner),
                                         arg_int(message->attempt), arg_text(said)));
    int64_t refusals = 0;

    while (rows_next(rows))
        refusals = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    if (refusals >= LIMIT_REFUSALS)
        return end_both(cx, taker, message, &(struct end){ "refused", "refused", said, "tired" });
    return store_run(cx, &LATER,
                     ARGS(arg_int(message->id), arg_text(taker->owner), arg_int(message->attempt),
                          arg_int(cx->now.ms + delay_ms(refusals))));
}

bool outbox_later(struct ctx *cx, const struct taker *taker, const struct message *message,
                  const char *said)
{
    if (store_in_transaction(cx->store))
        return put_off(cx, taker, message, said);
    return store_begin(cx) && store_end(cx, put_off(cx, taker, message, said));
}
