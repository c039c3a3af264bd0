#include "chase/why.h"

#include <string.h>

#include "chase/moment.h"
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
 * What has left is of the day of its point too.
 */
SQL(DECIDED, FIRM,
    "SELECT r.id, r.state, s.name, r.why, r.day_on, COALESCE(m.id, 0), COALESCE(m.state, ''),"
    " COALESCE(m.not_before, 0), COALESCE(m.ended_at, 0),"
    " CASE WHEN r.day_on = $3 OR m.told_on = $3 THEN 1 ELSE 0 END FROM reminder r"
    " JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " LEFT JOIN message m ON m.firm = r.firm AND m.id = r.message"
    " WHERE r.firm = $1 AND r.obligation = $2 AND (r.day_on = $3 OR m.told_on = $3"
    " OR r.state IN ('planned', 'todo'))"
    " ORDER BY CASE WHEN r.state IN ('planned', 'todo') THEN 0"
    " WHEN r.state IN ('superseded', 'lapsed') THEN 2 ELSE 1 END, r.id DESC");

/* From when on any message may leave, and the hours in which one does. */
struct leaving {
    struct send_hours hours;
    struct instant now, freed;
};

static struct why_decided decided_row(const struct leaving *leaving, struct rows *rows)
{
    struct instant from = rows_instant(rows, 7);
    struct why_decided decided = {
        .reminder = rows_int(rows, 0),
        .state = rows_text(rows, 1),
        .step = rows_text(rows, 2),
        .why = rows_text(rows, 3),
        .on = rows_date(rows, 4),
        .message = rows_int(rows, 5),
        .message_state = rows_text(rows, 6),
        .ended = rows_instant(rows, 8),
    };

    decided.leaves =
        moment_leaves(&leaving->hours, from.ms > leaving->freed.ms ? from : leaving->freed);
    if (decided.leaves.ms <= leaving->now.ms)
        decided.leaves = (struct instant){ 0 };
    return decided;
}

/* The day on which a message that is not at its point will leave; NO_DAY: none will. */
static struct date leaving_day(const struct ctx *cx, const struct send_hours *hours,
                               const struct why_decided *decided)
{
    bool is_posted = strcmp(decided->message_state, "waiting") == 0
        || strcmp(decided->message_state, "due") == 0
        || strcmp(decided->message_state, "taken") == 0;

    if (strcmp(decided->state, "planned") != 0 || !is_posted)
        return NO_DAY;
    return moment_day(hours, decided->leaves.ms > 0 ? decided->leaves : cx->now);
}

/* One of another day has not ended, and is of today as well; of a coming day what was put off to
 * it, else it comes next.
 */
static void note_decided(const struct ctx *cx, const struct send_hours *hours, bool is_of_day,
                         const struct why_decided *found, struct why *why)
{
    struct date leaving = leaving_day(cx, hours, found);
    bool is_coming = why->on.day > cx->today.day && leaving.day != NO_DAY.day;

    is_of_day =
        is_of_day || why->on.day == cx->today.day || (is_coming && leaving.day == why->on.day);
    if (is_of_day && why->decided.reminder == 0)
        why->decided = *found;
    if (is_of_day || !is_coming || leaving.day < why->on.day)
        return;
    why->next_name = found->step;
    why->next_on = leaving;
}

static bool find_decided(struct ctx *cx, struct why *why)
{
    struct leaving leaving = { .now = cx->now };
    struct suspension suspension;

    if (!moment_hours(cx, &leaving.hours) || !outbox_suspended(cx, &suspension))
        return false;
    leaving.freed = moment_freed(&leaving.hours, &suspension, cx->now);
    why->suspension = suspension;
    why->suspension.stands = suspension_holds(&suspension, why->on);
    struct rows *rows =
        store_query(cx, &DECIDED, ARGS(arg_int(why->owed.id), arg_date(cx->arena, why->on)));
    why->decided = (struct why_decided){ .state = "", .step = "", .why = "", .message_state = "" };
    while (rows_next(rows)) {
        struct why_decided found = decided_row(&leaving, rows);
        note_decided(cx, &leaving.hours, rows_int(rows, 9) == 1, &found, why);
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
        || !freeze_standing(cx, &found.freeze) || (found.is_past && !find_next(cx, &found))
        || (!found.is_settled && !decide(cx, kind, &found)))
        return false;
    *why = found;
    return true;
}
