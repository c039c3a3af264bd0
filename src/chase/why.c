#include "chase/why.h"

#include <string.h>

#include "chase/obligation.h"
#include "outbox/suspension.h"

SQL(FIND, FIRM,
    "SELECT " OBLIGATION_COLUMNS ", o.state, s.name FROM obligation o"
    " JOIN scenario s ON s.firm = o.firm AND s.id = o.scenario"
    " WHERE o.firm = $1 AND o.kind = $2 AND o.subject = $3");

static bool find(struct ctx *cx, const struct chase_kind *kind, int64_t subject, struct why *why)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_text(kind->name), arg_int(subject)));

    if (rows_next(rows)) {
        why->owed = obligation_row(cx, rows);
        why->is_settled = strcmp(rows_text(rows, OBLIGATION_WIDTH), "settled") == 0;
        why->scenario = rows_text(rows, OBLIGATION_WIDTH + 1);
    }
    if (!rows_done(rows))
        return false;
    return why->owed.id > 0 || fail(cx, FAULT_ABSENT, "OBLIGATION-ABSENTE", NULL);
}

/* What was carried out on the day, else what became of another step then. */
SQL(OF_DAY, FIRM,
    "SELECT r.id, r.state FROM reminder r WHERE r.firm = $1 AND r.obligation = $2"
    " AND r.day_on = $3 ORDER BY CASE WHEN r.state IN ('superseded', 'lapsed') THEN 1 ELSE 0 END,"
    " r.id DESC LIMIT 1");

static bool find_decided(struct ctx *cx, struct why *why)
{
    struct rows *rows =
        store_query(cx, &OF_DAY, ARGS(arg_int(why->owed.id), arg_date(cx->arena, why->on)));

    why->reminder_state = "";
    if (rows_next(rows)) {
        why->reminder = rows_int(rows, 0);
        why->reminder_state = rows_text(rows, 1);
    }
    return rows_done(rows);
}

static bool decide(struct ctx *cx, const struct chase_kind *kind, struct why *why)
{
    struct suspension suspension;
    struct party party;
    struct rules rules;
    size_t place = 0;

    if (!rules_load(cx, kind, &rules) || !outbox_suspended(cx, &suspension)
        || !party_find(cx, kind_leader(kind), why->owed.issuer, why->owed.person, &party))
        return false;
    while (place < party.count && party.owed[place].id != why->owed.id)
        place++;
    why->is_suspended = suspension.stands;
    why->is_sourced = party.sourced;
    why->is_approved = party.approved;
    const struct why_case of = { &party, place, &rules, cx->today };
    if (place < party.count && why->on.day >= cx->today.day)
        why_decide(cx->arena, &of, why);
    return true;
}

bool chase_why(struct ctx *cx, const struct chase_kind *kind, int64_t subject, struct date on,
               struct why *why)
{
    struct why found = { .on = on, .until = NO_DAY, .next_on = NO_DAY };

    if (!find(cx, kind, subject, &found) || !find_decided(cx, &found)
        || (!found.is_settled && !decide(cx, kind, &found)))
        return false;
    *why = found;
    return true;
}
