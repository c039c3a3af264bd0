/* « À vérifier »: what is decided about a message whose outcome nobody knows. */
#include "outbox/outbox.h"

#include <string.h>

#include "outbox/source.h"

enum { SILENCE_MS = 30 * 60 * 1000, AGAIN_BATCH = 50 };

SQL(KEEP_WORD, FIRM,
    "INSERT INTO decision (firm, id, message, verdict, decided_at, decided_by, reason, point_at,"
    " said) SELECT m.firm, CAST($3 AS BIGINT), m.id, CAST($4 AS TEXT), CAST($5 AS BIGINT),"
    " CAST($6 AS BIGINT), CAST($7 AS TEXT), m.point_at, m.said FROM message m"
    " WHERE m.firm = $1 AND m.id = $2 AND m.state = 'check'");

/* What is decided, as the table keeps it: "sent", "again" or "marked". */
struct verdict {
    const char *name, *reason;
};

static bool keep_word(struct ctx *cx, int64_t message, const struct verdict *verdict)
{
    int64_t id, kept;

    if (!store_id(cx, "decision", 1, &id)
        || !store_change(cx, &KEEP_WORD,
                         ARGS(arg_int(message), arg_int(id), arg_text(verdict->name),
                              arg_instant(cx->now), arg_int(cx->actor), arg_text(verdict->reason)),
                         &kept))
        return false;
    return kept == 1 || fail(cx, FAULT_ABSENT, "MESSAGE-ABSENT", NULL);
}

SQL(COUNTS_AS_SENT, FIRM,
    "UPDATE message SET state = 'sent', why = $3, ended_at = $4"
    " WHERE firm = $1 AND id = $2 AND state = 'check'");

SQL(REMINDERS_SENT, FIRM,
    "UPDATE reminder SET state = 'sent', why = $3"
    " WHERE firm = $1 AND message = $2 AND state = 'check' AND why <> 'resent'");

SQL(GOES_AGAIN, FIRM,
    "UPDATE message SET state = 'due', ordered = 1, refusals = 0, owner = '', why = $3,"
    " not_before = $4, ended_at = NULL"
    " WHERE firm = $1 AND id = $2 AND state = 'check'");

SQL(TO_RESEND, FIRM,
    "SELECT r.id FROM reminder r"
    " WHERE r.firm = $1 AND r.message = $2 AND r.state = 'check' AND r.why <> 'resent'"
    " ORDER BY r.id");

/* An ordered resend is another reminder of the same step: the first keeps its own end (C-1, C-6).
 */
SQL(RESEND, FIRM,
    "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
    " meant_on, day_on, state, message, version, owed_cents, why, assignee)"
    " SELECT r.firm, $3, r.obligation, r.kind, r.subject, r.cycle, r.step, r.rank, r.resend + 1,"
    " r.meant_on, r.day_on, 'planned', r.message, r.version, r.owed_cents, '', 0"
    " FROM reminder r WHERE r.firm = $1 AND r.id = $2");

SQL(RESENT, FIRM, "UPDATE reminder SET why = 'resent' WHERE firm = $1 AND id = $2");

static bool resend_reminders(struct ctx *cx, int64_t message)
{
    struct rows *rows = store_query(cx, &TO_RESEND, ARGS(arg_int(message)));
    size_t count = 0, room = 0;
    int64_t *old = NULL, first;

    while (rows_next(rows)) {
        if (count == room)
            old = arena_grow(cx->arena, old, &room, sizeof *old);
        old[count++] = rows_int(rows, 0);
    }
    if (!rows_done(rows) || !store_id(cx, "reminder", count + 1, &first))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!store_run(cx, &RESEND, ARGS(arg_int(old[i]), arg_int(first + (int64_t)i)))
            || !store_run(cx, &RESENT, ARGS(arg_int(old[i]))))
            return false;
    return true;
}

static bool send_again(struct ctx *cx, int64_t message, const struct verdict *verdict)
{
    return keep_word(cx, message, verdict)
        && store_run(cx, &GOES_AGAIN,
                     ARGS(arg_int(message), arg_text(verdict->reason), arg_instant(cx->now)))
        && resend_reminders(cx, message);
}

static bool count_as_sent(struct ctx *cx, int64_t message, const struct verdict *verdict)
{
    return keep_word(cx, message, verdict)
        && store_run(cx, &COUNTS_AS_SENT,
                     ARGS(arg_int(message), arg_text(verdict->reason), arg_instant(cx->now)))
        && store_run(cx, &REMINDERS_SENT, ARGS(arg_int(message), arg_text(verdict->reason)));
}

bool outbox_decide(struct ctx *cx, int64_t message, enum order order, const char *reason)
{
    bool again = order == ORDER_RESEND;
    const struct verdict verdict = { again ? "again" : "sent", reason };

    return store_begin(cx)
        && store_end(cx,
                     again ? source_refuse_message(cx, message) && send_again(cx, message, &verdict)
                           : count_as_sent(cx, message, &verdict));
}

SQL(SILENT, FIRM,
    "SELECT m.id FROM message m"
    " WHERE m.firm = $1 AND m.state = 'check' AND m.kind = $2 AND m.ended_at <= $3"
    " AND NOT EXISTS (SELECT 1 FROM decision d"
    " WHERE d.firm = $1 AND d.message = m.id AND d.verdict = 'marked')"
    " ORDER BY m.id LIMIT $4");

static bool again(struct ctx *cx, const char *kind, const struct verdict *verdict, int64_t *count)
{
    struct rows *rows = store_query(
        cx, &SILENT, ARGS(arg_text(kind), arg_int(cx->now.ms - SILENCE_MS), arg_int(AGAIN_BATCH)));
    int64_t messages[AGAIN_BATCH];
    size_t found = 0;

    while (rows_next(rows))
        messages[found++] = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < found; i++)
        if (!send_again(cx, messages[i], verdict))
            return false;
    *count = (int64_t)found;
    return true;
}

bool outbox_again(struct ctx *cx, const char *kind, const char *reason, int64_t *count)
{
    const struct verdict verdict = { "marked", reason };

    return store_begin(cx) && store_end(cx, again(cx, kind, &verdict, count));
}

SQL(KEPT, FIRM,
    "SELECT m.recipient, m.subject, b.bytes, d.verdict FROM message m"
    " JOIN message_body b ON b.firm = m.firm AND b.message = m.id"
    " JOIN decision d ON d.firm = m.firm AND d.message = m.id AND d.verdict <> 'sent'"
    " WHERE m.firm = $1 AND m.id = $2 ORDER BY d.id DESC LIMIT 1");

bool outbox_kept(struct ctx *cx, struct message *message, struct again *found)
{
    struct rows *rows = store_query(cx, &KEPT, ARGS(arg_int(message->id)));
    struct rendered rendered = { 0 };
    struct again again = { .kept = rows_next(rows) };

    if (again.kept) {
        rendered.recipient = rows_text(rows, 0);
        rendered.subject = rows_text(rows, 1);
        rendered.bytes = rows_bytes(rows, 2, &rendered.size);
        again.marked = strcmp(rows_text(rows, 3), "marked") == 0;
    }
    if (!rows_done(rows))
        return false;
    if (again.kept)
        message->rendered = rendered;
    *found = again;
    return true;
}
