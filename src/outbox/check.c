/* « À vérifier »: what a person decides about a message whose outcome nobody knows. */
#include "outbox/outbox.h"

SQL(KEEP_WORD, FIRM,
    "INSERT INTO decision (firm, id, message, verdict, decided_at, decided_by, reason, point_at,"
    " said) SELECT m.firm, CAST($3 AS BIGINT), m.id, CAST($4 AS TEXT), CAST($5 AS BIGINT),"
    " CAST($6 AS BIGINT), CAST($7 AS TEXT), m.point_at, m.said FROM message m"
    " WHERE m.firm = $1 AND m.id = $2 AND m.state = 'check'");

static bool keep_word(struct ctx *cx, int64_t message, enum order order, const char *reason)
{
    const char *verdict = order == ORDER_COUNTS_AS_SENT ? "sent" : "again";
    int64_t id, kept;

    if (!store_id(cx, "decision", 1, &id)
        || !store_change(cx, &KEEP_WORD,
                         ARGS(arg_int(message), arg_int(id), arg_text(verdict),
                              arg_instant(cx->now), arg_int(cx->actor), arg_text(reason)),
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
    "UPDATE message SET state = 'due', owner = '', why = $3, not_before = $4, ended_at = NULL"
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

static bool decide(struct ctx *cx, int64_t message, enum order order, const char *reason)
{
    const struct arg *args = ARGS(arg_int(message), arg_text(reason), arg_instant(cx->now));

    if (!keep_word(cx, message, order, reason)
        || !store_run(cx, order == ORDER_COUNTS_AS_SENT ? &COUNTS_AS_SENT : &GOES_AGAIN, args))
        return false;
    return order == ORDER_COUNTS_AS_SENT
        ? store_run(cx, &REMINDERS_SENT, ARGS(arg_int(message), arg_text(reason)))
        : resend_reminders(cx, message);
}

bool outbox_decide(struct ctx *cx, int64_t message, enum order order, const char *reason)
{
    return store_begin(cx) && store_end(cx, decide(cx, message, order, reason));
}
