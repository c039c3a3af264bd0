#include "chase/why.h"

#include <string.h>

#include "chase/obligation.h"

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

/*
 * What is still to leave or to do, then what was carried out, then what became of another step.
 * What has left is of the day of its point too; of today, $4, is all that has not ended.
 */
SQL(OF_DAY, FIRM,
    "SELECT r.id, r.state, s.name, r.why, r.day_on, COALESCE(m.id, 0), COALESCE(m.state, ''),"
    " COALESCE(m.not_before, 0), COALESCE(m.ended_at, 0) FROM reminder r"
    " JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " LEFT JOIN message m ON m.firm = r.firm AND m.id = r.message"
    " WHERE r.firm = $1 AND r.obligation = $2 AND (r.day_on = $3 OR m.told_on = $3"
    " OR (CAST($4 AS BIGINT) = 1 AND r.state IN ('planned', 'todo')))"
    " ORDER BY CASE WHEN r.state IN ('planned', 'todo') THEN 0"
    " WHEN r.state IN ('superseded', 'lapsed') THEN 2 ELSE 1 END, r.id DESC LIMIT 1");

static bool find_decided(struct ctx *cx, struct why *why)
{
    struct why_decided *decided = &why->decided;
    bool is_today = why->on.day == cx->today.day;
    struct rows *rows = store_query(
        cx, &OF_DAY,
        ARGS(arg_int(why->owed.id), arg_date(cx->arena, why->on), arg_int(is_today ? 1 : 0)));

    *decided = (struct why_decided){ .state = "", .step = "", .why = "", .message_state = "" };
    if (rows_next(rows)) {
        decided->reminder = rows_int(rows, 0);
        decided->state = rows_text(rows, 1);
        decided->step = rows_text(rows, 2);
        decided->why = rows_text(rows, 3);
        decided->on = rows_date(rows, 4);
        decided->message = rows_int(rows, 5);
        decided->message_state = rows_text(rows, 6);
        if (rows_instant(rows, 7).ms > cx->now.ms)
            decided->leaves = rows_instant(rows, 7);
        decided->ended = rows_instant(rows, 8);
    }
    return rows_done(rows);
}

SQL(AFTER, FIRM,
    "SELECT s.name, r.day_on FROM reminder r JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " WHERE r.firm = $1 AND r.obligation = $2 AND r.day_on > $3"
    " AND r.state NOT IN ('superseded', 'lapsed', 'cancelled') ORDER BY r.day_on, r.id LIMIT 1");

/* Between a day that is past and today. */
static bool find_next(struct ctx *cx, struct why *why)
{
    struct rows *rows =
        store_query(cx, &AFTER, ARGS(arg_int(why->owed.id), arg_date(cx->arena, why->on)));

    if (rows_next(rows)) {
        why->next_name = rows_text(rows, 0);
        why->next_on = rows_date(rows, 1);
    }
    return rows_done(rows);
}

static bool decide(struct ctx *cx, const struct chase_kind *kind, struct why *why)
{
    struct party party;
    struct rules rules;
    size_t place = 0;

    if (!rules_load(cx, kind, &rules)
        || !party_find(cx, kind_leader(kind), why->owed.issuer, why->owed.person, &party))
        return false;
    while (place < party.count && party.owed[place].id != why->owed.id)
        place++;
    why->is_sourced = party.sourced;
    why->is_approved = party.approved;
    const struct why_case of = { &party, place, &rules, cx->today };
    if (place < party.count)
        why_decide(cx->arena, &of, why);
    return true;
}

bool chase_why(struct ctx *cx, const struct chase_kind *kind, int64_t subject, struct date on,
               struct why *why)
{
    struct why found = { .on = on, .until = NO_DAY, .next_on = NO_DAY };

    found.is_past = on.day < cx->today.day;
    if (!find(cx, kind, subject, &found) || !find_decided(cx, &found)
        || !outbox_suspended(cx, &found.suspension) || !freeze_standing(cx, &found.freeze)
        || (found.is_past && !find_next(cx, &found))
        || (!found.is_settled && !decide(cx, kind, &found)))
        return false;
    *why = found;
    return true;
}
