#include "app/timeline_rows.h"

#include "worker/kinds.h"

enum { DAYS_AHEAD = 120, COMING_LIMIT = 40 };

/* Events as they are read. */
struct found {
    struct event *events;
    size_t count, room;
};

static struct event *found_add(struct ctx *cx, struct found *found)
{
    if (found->count == found->room)
        found->events = arena_grow(cx->arena, found->events, &found->room, sizeof(struct event));
    found->events[found->count] = (struct event){
        .of = "", .state = "", .step = "", .medium = "", .why = "", .scenario = "", .until = NO_DAY
    };
    return &found->events[found->count++];
}

#define OF_SCOPE                                                                                   \
    " WHERE o.firm = $1 AND o.client = $2 AND o.person = $3"                                       \
    " AND (CAST($4 AS BIGINT) = 0 OR o.id = $4)"

/* CROSS keeps SQLite from beginning with all reminders. */
SQL(REMINDERS, FIRM,
    "SELECT r.day_on, COALESCE(r.done_at, m.ended_at, 0), o.id, o.subject, r.id,"
    " COALESCE(r.message, 0), o.kind, r.state, s.name, s.medium, r.why, COALESCE(r.done_by, 0),"
    " r.assignee FROM obligation o CROSS JOIN reminder r"
    " JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " LEFT JOIN message m ON m.firm = r.firm AND m.id = r.message" OF_SCOPE
    " AND r.firm = o.firm AND r.obligation = o.id ORDER BY r.day_on DESC, r.id DESC LIMIT $5");

static struct rows *ask(struct ctx *cx, const struct statement *const *statement,
                        const struct timeline_scope *scope)
{
    return store_query(cx, statement,
                       ARGS(arg_int(scope->client), arg_int(scope->person),
                            arg_int(scope->obligation), arg_int(EVENTS_LIMIT)));
}

static bool read_reminders(struct ctx *cx, const struct timeline_scope *scope, struct found *found)
{
    struct rows *rows = ask(cx, &REMINDERS, scope);

    while (rows_next(rows)) {
        struct event *event = found_add(cx, found);
        event->kind = EVENT_REMINDER;
        event->on = rows_date(rows, 0);
        event->at = rows_instant(rows, 1);
        event->obligation = rows_int(rows, 2);
        event->subject = rows_int(rows, 3);
        event->reminder = rows_int(rows, 4);
        event->message = rows_int(rows, 5);
        event->of = rows_text(rows, 6);
        event->state = rows_text(rows, 7);
        event->step = rows_text(rows, 8);
        event->medium = rows_text(rows, 9);
        event->why = rows_text(rows, 10);
        event->by = rows_int(rows, 11);
        event->member = rows_int(rows, 12);
    }
    return rows_done(rows);
}

SQL(ACTS, FIRM,
    "SELECT i.at, o.id, o.subject, o.kind, i.act, COALESCE(s.name, ''), i.reason, i.by,"
    " COALESCE(i.member, 0), COALESCE(n.name, ''), i.until_on"
    " FROM obligation o CROSS JOIN intervention i"
    " LEFT JOIN step s ON s.firm = i.firm AND s.id = i.step"
    " LEFT JOIN scenario n ON n.firm = i.firm AND n.id = i.scenario" OF_SCOPE
    " AND i.firm = o.firm AND i.obligation = o.id ORDER BY i.at DESC, i.id DESC LIMIT $5");

static bool read_acts(struct ctx *cx, const struct timeline_scope *scope, struct found *found)
{
    struct rows *rows = ask(cx, &ACTS, scope);

    while (rows_next(rows)) {
        struct event *event = found_add(cx, found);
        event->kind = EVENT_ACT;
        event->at = rows_instant(rows, 0);
        event->obligation = rows_int(rows, 1);
        event->subject = rows_int(rows, 2);
        event->of = rows_text(rows, 3);
        event->state = rows_text(rows, 4);
        event->step = rows_text(rows, 5);
        event->why = rows_text(rows, 6);
        event->by = rows_int(rows, 7);
        event->member = rows_int(rows, 8);
        event->scenario = rows_text(rows, 9);
        if (!rows_null(rows, 10))
            event->until = rows_date(rows, 10);
    }
    return rows_done(rows);
}

SQL(VERDICTS, FIRM,
    "SELECT d.decided_at, d.message, d.verdict, d.reason, d.decided_by FROM message m"
    " CROSS JOIN decision d WHERE m.firm = $1 AND m.client = $2 AND (m.person = $3 OR EXISTS"
    " (SELECT 1 FROM reminder q JOIN obligation o ON o.firm = q.firm AND o.id = q.obligation"
    " WHERE q.firm = $1 AND q.message = m.id AND o.kind = m.kind AND o.person = $3)) AND d.firm = "
    "m.firm AND d.message = m.id AND (CAST($4 AS BIGINT) = 0 OR EXISTS"
    " (SELECT 1 FROM reminder r WHERE r.firm = $1 AND r.message = m.id AND r.obligation = $4))"
    " ORDER BY d.decided_at DESC, d.id DESC LIMIT $5");

static bool read_verdicts(struct ctx *cx, const struct timeline_scope *scope, struct found *found)
{
    struct rows *rows = ask(cx, &VERDICTS, scope);

    while (rows_next(rows)) {
        struct event *event = found_add(cx, found);
        event->kind = EVENT_VERDICT;
        event->at = rows_instant(rows, 0);
        event->message = rows_int(rows, 1);
        event->state = rows_text(rows, 2);
        event->why = rows_text(rows, 3);
        event->by = rows_int(rows, 4);
    }
    return rows_done(rows);
}

static void note_coming(struct ctx *cx, const struct timeline_scope *scope,
                        const struct forecast *forecast, struct date day, struct found *found)
{
    for (size_t i = 0; i < forecast->debts.count; i++) {
        const struct obligation *owed = &forecast->debts.owed[i];
        const struct fated *taken = forecast->decision.plans[i].taken;
        if (!taken || (scope->obligation > 0 && owed->id != scope->obligation))
            continue;
        struct event *event = found_add(cx, found);
        event->kind = EVENT_COMING;
        event->on = day;
        event->obligation = owed->id;
        event->subject = owed->subject;
        event->of = owed->kind;
        event->state = "coming";
        event->step = taken->occasion.step->name;
        event->medium = medium_text(taken->occasion.step->medium);
    }
}

/* What rounds will bring, the nearest days first, as far as a season ahead. */
static bool read_coming(struct ctx *cx, const struct chase_kind *kind,
                        const struct timeline_scope *scope, struct found *found)
{
    size_t before = found->count;
    struct party party;
    struct rules rules;

    if (!rules_load(cx, kind, &rules)
        || !party_find(cx, kind, scope->client, scope->person, &party))
        return false;
    party_wake(&party, cx->today);
    struct date day = cx->today;
    for (; party.count > 0 && day.day < cx->today.day + DAYS_AHEAD; day.day++) {
        struct forecast forecast = chase_day(cx->arena, &party, &rules, day);
        if (found->count - before < COMING_LIMIT)
            note_coming(cx, scope, &forecast, day, found);
    }
    return true;
}

bool timeline_read(struct ctx *cx, const struct timeline_scope *scope, struct event **events,
                   size_t *count)
{
    struct found found = { 0 };

    if (!read_reminders(cx, scope, &found) || !read_acts(cx, scope, &found)
        || !read_verdicts(cx, scope, &found))
        return false;
    for (size_t i = 0; worker_kinds[i]; i++)
        if (!read_coming(cx, worker_kinds[i], scope, &found))
            return false;
    *events = found.events;
    *count = found.count;
    return true;
}
