#include "outbox/check.h"

#include <assert.h>
#include <string.h>

#include "outbox/source.h"

enum { SILENCE_MS = 30 * 60 * 1000, AGAIN_BATCH = 50 };

SQL(KEEP_WORD, FIRM,
    "INSERT INTO decision (firm, id, message, verdict, decided_at, decided_by, reason, batch,"
    " point_at, said, why, ended_at) SELECT m.firm, CAST($3 AS BIGINT), m.id, CAST($4 AS TEXT),"
    " CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS TEXT), CAST($8 AS BIGINT), m.point_at,"
    " m.said, m.why, m.ended_at FROM message m"
    " WHERE m.firm = $1 AND m.id = $2 AND m.state = 'check'");

/* What is decided, as the table keeps it: "sent", "again" or "marked"; batch 0: none is yet. */
struct verdict {
    const char *name, *reason;
    int64_t batch;
};

static bool keep_word(struct ctx *cx, int64_t message, struct verdict *verdict)
{
    int64_t id, kept;

    if (!store_id(cx, "decision", 1, &id))
        return false;
    verdict->batch = verdict->batch > 0 ? verdict->batch : id;
    if (!store_change(cx, &KEEP_WORD,
                      ARGS(arg_int(message), arg_int(id), arg_text(verdict->name),
                           arg_instant(cx->now), arg_int(cx->actor), arg_text(verdict->reason),
                           arg_int(verdict->batch)),
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

/*
 * An ordered resend is another reminder of the same step: the first keeps its own end (C-1, C-6),
 * and one whose order was taken back its number.
 */
SQL(RESEND, FIRM,
    "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
    " meant_on, day_on, state, message, version, owed_cents, why, assignee)"
    " SELECT r.firm, $3, r.obligation, r.kind, r.subject, r.cycle, r.step, r.rank, 1 + (SELECT"
    " MAX(l.resend) FROM reminder l WHERE l.firm = r.firm AND l.kind = r.kind"
    " AND l.subject = r.subject AND l.cycle = r.cycle AND l.step = r.step AND l.rank = r.rank),"
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

static bool send_again(struct ctx *cx, int64_t message, struct verdict *verdict)
{
    return keep_word(cx, message, verdict)
        && store_run(cx, &GOES_AGAIN,
                     ARGS(arg_int(message), arg_text(verdict->reason), arg_instant(cx->now)))
        && resend_reminders(cx, message);
}

static bool count_as_sent(struct ctx *cx, int64_t message, struct verdict *verdict)
{
    return keep_word(cx, message, verdict)
        && store_run(cx, &COUNTS_AS_SENT,
                     ARGS(arg_int(message), arg_text(verdict->reason), arg_instant(cx->now)))
        && store_run(cx, &REMINDERS_SENT, ARGS(arg_int(message), arg_text(verdict->reason)));
}

static bool decide(struct ctx *cx, int64_t message, struct verdict *verdict)
{
    if (strcmp(verdict->name, "sent") == 0)
        return count_as_sent(cx, message, verdict);
    return source_refuse_message(cx, message) && send_again(cx, message, verdict);
}

static bool decide_all(struct ctx *cx, const int64_t *messages, size_t count,
                       struct verdict *verdict)
{
    for (size_t i = 0; i < count; i++)
        if (!decide(cx, messages[i], verdict))
            return false;
    return true;
}

bool outbox_decide_all(struct ctx *cx, const int64_t *messages, size_t count, enum order order,
                       const char *reason)
{
    struct verdict verdict = { order == ORDER_RESEND ? "again" : "sent", reason, 0 };

    assert(count > 0);
    return store_begin(cx) && store_end(cx, decide_all(cx, messages, count, &verdict));
}

bool outbox_decide(struct ctx *cx, int64_t message, enum order order, const char *reason)
{
    return outbox_decide_all(cx, &message, 1, order, reason);
}

SQL(SILENT, FIRM,
    "SELECT m.id FROM message m"
    " WHERE m.firm = $1 AND m.state = 'check' AND m.kind = $2 AND m.ended_at <= $3"
    " AND NOT EXISTS (SELECT 1 FROM decision d"
    " WHERE d.firm = $1 AND d.message = m.id AND d.verdict IN ('marked', 'back'))"
    " ORDER BY m.id LIMIT $4");

static bool again(struct ctx *cx, const char *kind, struct verdict *verdict, int64_t *count)
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
    struct verdict verdict = { "marked", reason, 0 };

    return store_begin(cx) && store_end(cx, again(cx, kind, &verdict, count));
}

SQL(KEPT, FIRM,
    "SELECT m.recipient, m.subject, b.bytes, d.verdict FROM message m"
    " JOIN message_body b ON b.firm = m.firm AND b.message = m.id"
    " JOIN decision d ON d.firm = m.firm AND d.message = m.id AND d.verdict IN ('again', 'marked')"
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
