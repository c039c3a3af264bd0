/* How a freeze ends, and what becomes of the messages that it held. */
#include "outbox/freeze.h"

#include <assert.h>

SQL(END, FIRM,
    "UPDATE standstill SET ended_at = $3, ended_by = $4, verdict = $5, reason = $6"
    " WHERE firm = $1 AND id = $2 AND ended_at IS NULL");

SQL(LIFT, FIRM, "DELETE FROM suspension WHERE firm = $1 AND cause = $2");

#define OVERTAKEN " m.firm = $1 AND" FREEZE_OVERTAKEN("$2")

SQL(OVERTAKE_REMINDERS, FIRM,
    "WITH gone AS MATERIALIZED (SELECT m.id FROM message m WHERE" OVERTAKEN ")"
    " UPDATE reminder SET state = 'superseded' WHERE firm = $1 AND state = 'planned'"
    " AND message IN (SELECT id FROM gone)");

SQL(OVERTAKE, FIRM,
    "WITH gone AS MATERIALIZED (SELECT m.id FROM message m WHERE" OVERTAKEN ")"
    " UPDATE message SET state = 'dropped', why = 'overtaken', ended_at = $3"
    " WHERE firm = $1 AND id IN (SELECT id FROM gone)");

/* What another worker has taken meanwhile goes too: it finds its message gone at the point. */
#define HELD " m.firm = $1 AND m.state IN ('due', 'taken') AND m.is_apart = 0"

SQL(FILE_REMINDERS, FIRM,
    "UPDATE reminder SET state = 'lapsed', why = 'filed' WHERE firm = $1 AND state = 'planned'"
    " AND message IN (SELECT m.id FROM message m WHERE" HELD ")");

SQL(FILE_MESSAGES, FIRM,
    "UPDATE message SET state = 'dropped', why = 'filed', ended_at = $2"
    " WHERE firm = $1 AND id IN (SELECT m.id FROM message m WHERE" HELD ")");

bool freeze_overtake(struct ctx *cx)
{
    struct arg today = arg_date(cx->arena, cx->today);

    assert(store_in_transaction(cx->store));
    return store_run(cx, &OVERTAKE_REMINDERS, ARGS(today))
        && store_run(cx, &OVERTAKE, ARGS(today, arg_instant(cx->now)));
}

static bool carry_out(struct ctx *cx, enum freeze_verdict verdict)
{
    if (verdict == FREEZE_FILED)
        return store_run(cx, &FILE_REMINDERS, NO_ARGS)
            && store_run(cx, &FILE_MESSAGES, ARGS(arg_instant(cx->now)));
    return verdict != FREEZE_SENT || freeze_overtake(cx);
}

static bool may_end(struct ctx *cx, const struct freeze *freeze, enum freeze_verdict verdict)
{
    bool clock = freeze_is_clock(freeze->cause);

    switch (verdict) {
    case FREEZE_SENT:
        if (freeze->cause == FREEZE_RESTORED && !freeze->listed)
            return fail(cx, FAULT_CONFLICT, "GEL-LISTE", NULL);
        return !clock || fail(cx, FAULT_CONFLICT, "GEL-VERDICT", NULL);
    case FREEZE_FILED:
        return freeze_is_run(freeze->cause) || fail(cx, FAULT_CONFLICT, "GEL-VERDICT", NULL);
    case FREEZE_RIGHT:
        return clock || fail(cx, FAULT_CONFLICT, "GEL-VERDICT", NULL);
    case FREEZE_PAST:
        return freeze->cause == FREEZE_CLOCK_BACK || fail(cx, FAULT_CONFLICT, "GEL-VERDICT", NULL);
    default:
        return fail(cx, FAULT_CONFLICT, "GEL-VERDICT", NULL);
    }
}

bool freeze_end(struct ctx *cx, const struct freeze *freeze, enum freeze_verdict verdict,
                const char *reason)
{
    int64_t ended;

    assert(store_in_transaction(cx->store));
    if (!may_end(cx, freeze, verdict)
        || !store_change(cx, &END,
                         ARGS(arg_int(freeze->id), arg_instant(cx->now), arg_int(cx->actor),
                              arg_text(freeze_verdict_text(verdict)), arg_text(reason)),
                         &ended))
        return false;
    if (ended != 1)
        return fail(cx, FAULT_ABSENT, "GEL-ABSENT", NULL);
    return carry_out(cx, verdict)
        && store_run(cx, &LIFT, ARGS(arg_text(freeze_cause_text(freeze->cause))));
}

#define UNDER_WAY "('waiting', 'due', 'taken', 'point')"

SQL(CHECK_REMINDERS, FIRM,
    "UPDATE reminder SET state = 'check', why = 'restored' WHERE firm = $1 AND state = 'planned'"
    " AND message IN (SELECT m.id FROM message m WHERE m.firm = $1 AND m.state IN " UNDER_WAY ")");

/* The text of an attempt that failed may speak of what was taken out of its message since. */
SQL(FORGET_TEXTS, FIRM,
    "DELETE FROM message_body WHERE firm = $1 AND message IN (SELECT m.id FROM message m"
    " WHERE m.firm = $1 AND m.state IN ('waiting', 'due', 'taken')"
    " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.firm = $1 AND d.message = m.id))");

SQL(CHECK_MESSAGES, FIRM,
    "UPDATE message SET state = 'check', why = 'restored', owner = '', ended_at = $2, told_on = $3"
    " WHERE firm = $1 AND state IN " UNDER_WAY);

SQL(LISTED, FIRM, "UPDATE standstill SET is_listed = 1 WHERE firm = $1 AND id = $2");

bool freeze_list_restored(struct ctx *cx, const struct freeze *freeze, int64_t *count)
{
    assert(store_in_transaction(cx->store));
    return store_run(cx, &CHECK_REMINDERS, NO_ARGS) && store_run(cx, &FORGET_TEXTS, NO_ARGS)
        && store_change(cx, &CHECK_MESSAGES,
                        ARGS(arg_instant(cx->now), arg_date(cx->arena, cx->today)), count)
        && store_run(cx, &LISTED, ARGS(arg_int(freeze->id)));
}
