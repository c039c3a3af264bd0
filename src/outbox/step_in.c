#include "outbox/step_in.h"

#include <assert.h>

#include "outbox/source.h"

#define OF_OBLIGATION                                                                              \
    " id IN (SELECT r.message FROM reminder r WHERE r.firm = $1 AND r.obligation = $2"             \
    " AND r.message IS NOT NULL AND r.state = 'planned'"                                           \
    " AND (CAST($3 AS BIGINT) = 0 OR r.id = $3))"

/* Whoever had taken it finds at the point that it is his no more. */
SQL(GIVE_UP, FIRM,
    "UPDATE message SET owner = '', state = CASE WHEN state = 'taken' THEN 'due' ELSE state END"
    " WHERE firm = $1 AND state IN ('waiting', 'due', 'taken') AND" OF_OBLIGATION " RETURNING id");

SQL(CANCEL, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = $4"
    " WHERE firm = $1 AND obligation = $2 AND message = $3 AND state = 'planned'"
    " AND (CAST($5 AS BIGINT) = 0 OR id = $5)");

#define IS_EMPTY                                                                                   \
    " AND NOT EXISTS (SELECT 1 FROM reminder p WHERE p.firm = $1 AND p.message = $2"               \
    " AND p.state = 'planned')"

/* What was never taken, nor decided on, makes room for another message of the day. */
SQL(FORGET, FIRM,
    "UPDATE reminder SET message = NULL WHERE firm = $1 AND message = $2 AND EXISTS"
    " (SELECT 1 FROM message m WHERE m.firm = $1 AND m.id = $2 AND m.attempt = 0)"
    " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.firm = $1 AND d.message = $2)" IS_EMPTY);
SQL(REMOVE, FIRM,
    "DELETE FROM message WHERE firm = $1 AND id = $2 AND attempt = 0"
    " AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.firm = $1 AND r.message = $2)"
    " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.firm = $1 AND d.message = $2)");
SQL(DROP, FIRM,
    "UPDATE message SET state = 'dropped', why = $3, ended_at = $4"
    " WHERE firm = $1 AND id = $2 AND state IN ('waiting', 'due')" IS_EMPTY);

static bool take_out(struct ctx *cx, const struct outing *outing, int64_t message)
{
    const struct arg *it = ARGS(arg_int(message));

    return store_run(cx, &CANCEL,
                     ARGS(arg_int(outing->obligation), arg_int(message), arg_text(outing->why),
                          arg_int(outing->reminder)))
        && store_run(cx, &FORGET, it) && store_run(cx, &REMOVE, it)
        && store_run(cx, &DROP,
                     ARGS(arg_int(message), arg_text(outing->why), arg_instant(cx->now)));
}

bool outbox_take_out(struct ctx *cx, const struct outing *outing, int64_t *messages)
{
    struct rows *rows =
        store_query(cx, &GIVE_UP, ARGS(arg_int(outing->obligation), arg_int(outing->reminder)));
    size_t count = 0, room = 0;
    int64_t *given_up = NULL;

    assert(store_in_transaction(cx->store));
    while (rows_next(rows)) {
        if (count == room)
            given_up = arena_grow(cx->arena, given_up, &room, sizeof *given_up);
        given_up[count++] = rows_int(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!take_out(cx, outing, given_up[i]))
            return false;
    *messages = (int64_t)count;
    return true;
}

SQL(HASTEN, FIRM,
    "UPDATE message SET state = 'due', ordered = 1, not_before = $3, tone = $4, why = '',"
    " ended_at = NULL"
    " WHERE firm = $1 AND id = $2 AND state IN ('waiting', 'due', 'dropped')");

bool outbox_hasten(struct ctx *cx, int64_t message, const char *tone)
{
    int64_t changed;

    assert(store_in_transaction(cx->store));
    if (!source_refuse_message(cx, message)
        || !store_change(cx, &HASTEN, ARGS(arg_int(message), arg_instant(cx->now), arg_text(tone)),
                         &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_CONFLICT, "RELANCE-PARTIE", NULL);
}

SQL(REOPEN, FIRM,
    "UPDATE message SET owner = '', state = CASE WHEN state = 'taken' THEN 'due' ELSE state END"
    " WHERE firm = $1 AND id = $2 AND state IN ('waiting', 'due', 'taken')");

bool outbox_reopen(struct ctx *cx, int64_t message, bool *reopened)
{
    int64_t changed;

    assert(store_in_transaction(cx->store));
    if (!store_change(cx, &REOPEN, ARGS(arg_int(message)), &changed))
        return false;
    *reopened = changed == 1;
    return true;
}

SQL(SPEAK, FIRM, "UPDATE message SET tone = $3 WHERE firm = $1 AND id = $2");

bool outbox_tone(struct ctx *cx, int64_t message, const char *tone)
{
    assert(store_in_transaction(cx->store));
    return store_run(cx, &SPEAK, ARGS(arg_int(message), arg_text(tone)));
}

SQL(TAKE_BACK, FIRM,
    "UPDATE message SET state = 'due', owner = '' WHERE firm = $1 AND state = 'taken'"
    " AND is_apart = 1 AND kind = $2 AND person = $3");

bool outbox_take_back(struct ctx *cx, const char *kind, int64_t person)
{
    assert(store_in_transaction(cx->store));
    return store_run(cx, &TAKE_BACK, ARGS(arg_text(kind), arg_int(person)));
}
