#include "outbox/freeze.h"

#include <assert.h>
#include <string.h>

const char *freeze_cause_text(enum freeze_cause cause)
{
    static const char *const names[FREEZE_CAUSE_COUNT] = {
        [FREEZE_CLOCK_BACK] = "clock_back",
        [FREEZE_CLOCK_JUMP] = "clock_jump",
        [FREEZE_STOPPAGE] = "stoppage",
        [FREEZE_VOLUME] = "volume",
        [FREEZE_CAP] = "cap",
        [FREEZE_SUSPENSION] = "suspension",
        [FREEZE_RESTORED] = "restored",
    };
    assert(cause < FREEZE_CAUSE_COUNT);
    return names[cause];
}

const char *freeze_verdict_text(enum freeze_verdict verdict)
{
    static const char *const names[FREEZE_VERDICT_COUNT] = {
        [FREEZE_STANDS] = "",     [FREEZE_SENT] = "sent", [FREEZE_FILED] = "filed",
        [FREEZE_RIGHT] = "right", [FREEZE_PAST] = "past",
    };
    assert(verdict < FREEZE_VERDICT_COUNT);
    return names[verdict];
}

bool freeze_is_run(enum freeze_cause cause)
{
    return cause >= FREEZE_STOPPAGE && cause <= FREEZE_SUSPENSION;
}

bool freeze_is_clock(enum freeze_cause cause)
{
    return cause == FREEZE_CLOCK_BACK || cause == FREEZE_CLOCK_JUMP;
}

SQL(ADD, FIRM,
    "INSERT INTO standstill (firm, id, cause, frozen_at, frozen_on, since_at, late, sends, "
    "supersedes,"
    " lapses, messages, usual, is_listed, after_reminder, ended_at, ended_by, verdict,"
    " reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, COALESCE((SELECT q.last"
    " FROM sequence q WHERE q.firm = $1 AND q.noun = 'reminder'), 0), NULL, 0, '', '')"
    " ON CONFLICT (firm, cause) WHERE ended_at IS NULL DO NOTHING");

SQL(STOP, FIRM,
    "INSERT INTO suspension (firm, cause, suspended_at, suspended_by, reason)"
    " VALUES ($1, $2, $3, 0, '') ON CONFLICT (firm, cause) DO NOTHING");

static bool begin(struct ctx *cx, const struct freeze *freeze, bool *begun)
{
    struct arg cause = arg_text(freeze_cause_text(freeze->cause));
    struct date on = freeze->cause == FREEZE_SUSPENSION ? freeze->on : cx->today;
    int64_t id, added;

    if (!store_id(cx, "freeze", 1, &id)
        || !store_change(cx, &ADD,
                         ARGS(arg_int(id), cause, arg_instant(cx->now), arg_date(cx->arena, on),
                              arg_instant(freeze->since), arg_int(freeze->late),
                              arg_int(freeze->sends), arg_int(freeze->supersedes),
                              arg_int(freeze->lapses), arg_int(freeze->messages),
                              arg_int(freeze->usual)),
                         &added)
        || !store_run(cx, &STOP, ARGS(cause, arg_instant(cx->now))))
        return false;
    *begun = added == 1;
    return true;
}

bool freeze_begin(struct ctx *cx, const struct freeze *freeze, bool *begun)
{
    if (store_in_transaction(cx->store))
        return begin(cx, freeze, begun);
    return store_begin(cx) && store_end(cx, begin(cx, freeze, begun));
}

#define COLUMNS                                                                                    \
    "SELECT f.id, f.cause, f.frozen_at, f.frozen_on, f.since_at, f.late, f.sends, f.supersedes,"   \
    " f.lapses, f.messages, f.usual, f.is_listed, f.verdict, COALESCE(f.ended_at, 0), f.ended_by," \
    " f.reason, f.after_reminder FROM standstill f WHERE f.firm = $1"

static enum freeze_cause cause_of(const char *text)
{
    enum freeze_cause cause = 0;

    while (cause < FREEZE_CAUSE_COUNT - 1 && strcmp(freeze_cause_text(cause), text) != 0)
        cause++;
    return cause;
}

static enum freeze_verdict verdict_of(const char *text)
{
    enum freeze_verdict verdict = 0;

    while (verdict < FREEZE_VERDICT_COUNT - 1 && strcmp(freeze_verdict_text(verdict), text) != 0)
        verdict++;
    return verdict;
}

static struct freeze freeze_row(struct rows *rows)
{
    return (struct freeze){
        .id = rows_int(rows, 0),
        .cause = cause_of(rows_text(rows, 1)),
        .at = rows_instant(rows, 2),
        .on = rows_date(rows, 3),
        .since = rows_instant(rows, 4),
        .late = rows_int(rows, 5),
        .sends = rows_int(rows, 6),
        .supersedes = rows_int(rows, 7),
        .lapses = rows_int(rows, 8),
        .messages = rows_int(rows, 9),
        .usual = rows_int(rows, 10),
        .listed = rows_int(rows, 11) == 1,
        .verdict = verdict_of(rows_text(rows, 12)),
        .ended = rows_instant(rows, 13),
        .by = rows_int(rows, 14),
        .reason = rows_text(rows, 15),
        .after_reminder = rows_int(rows, 16),
    };
}

static bool read_one(struct rows *rows, struct freeze *freeze)
{
    struct freeze found = { .reason = "" };

    while (rows_next(rows)) {
        struct freeze row = freeze_row(rows);
        if (found.id == 0 || row.cause < found.cause)
            found = row;
    }
    if (!rows_done(rows))
        return false;
    *freeze = found;
    return true;
}

SQL(STANDING, FIRM, COLUMNS " AND f.ended_at IS NULL");

bool freeze_standing(struct ctx *cx, struct freeze *freeze)
{
    return read_one(store_query(cx, &STANDING, NO_ARGS), freeze);
}

SQL(OF_CAUSE, FIRM, COLUMNS " AND f.ended_at IS NULL AND f.cause = $2");

bool freeze_find_cause(struct ctx *cx, enum freeze_cause cause, struct freeze *freeze)
{
    const char *text = freeze_cause_text(cause);

    return read_one(store_query(cx, &OF_CAUSE, ARGS(arg_text(text))), freeze);
}

SQL(FIND, FIRM, COLUMNS " AND f.id = $2");

bool freeze_find(struct ctx *cx, int64_t id, struct freeze *freeze)
{
    struct freeze found;

    if (!read_one(store_query(cx, &FIND, ARGS(arg_int(id))), &found))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "GEL-ABSENT", NULL);
    *freeze = found;
    return true;
}

SQL(LIST, FIRM, COLUMNS " ORDER BY f.id DESC LIMIT $2");

bool freeze_list(struct ctx *cx, size_t limit, struct freeze **freezes, size_t *count)
{
    struct rows *rows = store_query(cx, &LIST, ARGS(arg_int((int64_t)limit)));
    struct freeze *list = arena_new(cx->arena, struct freeze, limit + 1);
    size_t listed = 0;

    while (rows_next(rows))
        list[listed++] = freeze_row(rows);
    if (!rows_done(rows))
        return false;
    *freezes = list;
    *count = listed;
    return true;
}
