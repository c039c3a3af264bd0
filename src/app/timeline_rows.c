#include "app/timeline_rows.h"

#include <string.h>

#include "store/visible.h"
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
    found->events[found->count] = (struct event){ .client_name = "",
                                                  .of = "",
                                                  .state = "",
                                                  .step = "",
                                                  .medium = "",
                                                  .why = "",
                                                  .scenario = "",
                                                  .until = NO_DAY };
    return &found->events[found->count++];
}

/* Of hidden clients nothing is told (P-9). */
#define OF_SCOPE                                                                                   \
    " WHERE o.firm = $1 AND o.issuer = $2 AND o.person = $3 AND o.capacity = $4"                   \
    " AND (CAST($5 AS BIGINT) = 0 OR o.client = $5)"                                               \
    " AND (CAST($6 AS BIGINT) = 0 OR o.id = $6) AND " CLIENT_VISIBLE("o.client", "$7", "$8")

/* CROSS keeps SQLite from beginning with all reminders. */
SQL(REMINDERS, FIRM,
    "SELECT r.day_on, COALESCE(r.done_at, m.ended_at, 0), o.id, o.subject, r.id,"
    " CASE WHEN " MESSAGE_VISIBLE(
        "m", "$7", "$8") " THEN COALESCE(r.message, 0) ELSE 0 END,"
                         " o.kind, r.state, s.name, s.medium, r.why, COALESCE(r.done_by, 0),"
                         " r.assignee, o.client, l.name FROM obligation o CROSS JOIN reminder r"
                         " JOIN step s ON s.firm = r.firm AND s.id = r.step"
                         " JOIN client l ON l.firm = o.firm AND l.id = o.client"
                         " LEFT JOIN message m ON m.firm = r.firm AND m.id = r.message" OF_SCOPE
                         " AND r.firm = o.firm AND r.obligation = o.id ORDER BY r.day_on DESC, "
                         "r.id DESC LIMIT $9");

static struct rows *ask(struct ctx *cx, const struct statement *const *statement,
                        const struct timeline_scope *scope)
{
    return store_query(cx, statement,
                       ARGS(arg_int(scope->issuer), arg_int(scope->person),
                            arg_text(scope->capacity->name), arg_int(scope->client),
                            arg_int(scope->obligation), arg_int(cx->actor),
                            arg_date(cx->arena, cx->today), arg_int(EVENTS_LIMIT)));
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
        event->client = rows_int(rows, 13);
        event->client_name = rows_text(rows, 14);
        event->id = event->reminder;
    }
    return rows_done(rows);
}

SQL(ACTS, FIRM,
    "SELECT i.at, o.id, o.subject, o.kind, i.act, COALESCE(s.name, ''), i.reason, i.by,"
    " COALESCE(i.member, 0), COALESCE(n.name, ''), i.until_on, i.id, o.client, l.name"
    " FROM obligation o CROSS JOIN intervention i"
    " JOIN client l ON l.firm = o.firm AND l.id = o.client"
    " LEFT JOIN step s ON s.firm = i.firm AND s.id = i.step"
    " LEFT JOIN scenario n ON n.firm = i.firm AND n.id = i.scenario" OF_SCOPE
    " AND i.firm = o.firm AND i.obligation = o.id ORDER BY i.at DESC, i.id DESC LIMIT $9");

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
        event->id = rows_int(rows, 11);
        event->client = rows_int(rows, 12);
        event->client_name = rows_text(rows, 13);
    }
    return rows_done(rows);
}

SQL(VERDICTS, FIRM,
    "SELECT DISTINCT d.decided_at, d.message, d.verdict, d.reason, d.decided_by, d.id"
    " FROM obligation o CROSS JOIN reminder r CROSS JOIN decision d" OF_SCOPE
    " AND r.firm = o.firm AND r.obligation = o.id AND d.firm = r.firm AND d.message = r.message"
    " ORDER BY d.decided_at DESC, d.id DESC LIMIT $9");

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
        event->id = rows_int(rows, 5);
    }
    return rows_done(rows);
}

/* Notices, links, digests: they speak of no obligation. */
SQL(APART, FIRM,
    "SELECT COALESCE(m.ended_at, m.point_at, m.posted_at), m.id, m.state, COALESCE(m.client, 0),"
    " COALESCE(l.name, '') FROM message m"
    " LEFT JOIN client l ON l.firm = m.firm AND l.id = m.client"
    " WHERE m.firm = $1 AND m.issuer = $2 AND m.person = $3 AND m.kind = $4 AND m.is_apart = 1"
    " AND (CAST($5 AS BIGINT) = 0 OR m.client = $5) AND CAST($6 AS BIGINT) = 0"
    " AND " CLIENT_VISIBLE("m.client", "$7", "$8") " ORDER BY m.id DESC LIMIT $9");

static bool read_apart(struct ctx *cx, const struct timeline_scope *scope, const char *kind,
                       struct found *found)
{
    struct rows *rows =
        store_query(cx, &APART,
                    ARGS(arg_int(0), arg_int(scope->person), arg_text(kind), arg_int(scope->client),
                         arg_int(scope->obligation), arg_int(cx->actor),
                         arg_date(cx->arena, cx->today), arg_int(EVENTS_LIMIT)));

    while (rows_next(rows)) {
        struct event *event = found_add(cx, found);
        event->kind = EVENT_APART;
        event->at = rows_instant(rows, 0);
        event->id = event->message = rows_int(rows, 1);
        event->step = kind;
        event->state = rows_text(rows, 2);
        event->client = rows_int(rows, 3);
        event->client_name = rows_text(rows, 4);
    }
    return rows_done(rows);
}

/* Their persons are those of the capacity that has the same readers. */
static bool read_all_apart(struct ctx *cx, const struct timeline_scope *scope, struct found *found)
{
    for (size_t i = 0; worker_apart[i]; i++)
        if (strcmp(worker_apart[i]->reader, scope->capacity->reader) == 0
            && !read_apart(cx, scope, worker_apart[i]->name, found))
            return false;
    return true;
}

#define CLIENT_SEEN CLIENT_VISIBLE("l.id", "$3", "$4")

SQL(CLIENT, FIRM, "SELECT l.name FROM client l WHERE l.firm = $1 AND l.id = $2 AND " CLIENT_SEEN);

/* The client's name; NULL of what is not asked for, or not to be seen. */
static bool client_asked(struct ctx *cx, const struct timeline_scope *scope,
                         const struct obligation *owed, const char **name)
{
    *name = NULL;
    if ((scope->obligation > 0 && owed->id != scope->obligation)
        || (scope->client > 0 && owed->client != scope->client))
        return true;
    struct rows *rows = store_query(
        cx, &CLIENT,
        ARGS(arg_int(owed->client), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    if (rows_next(rows))
        *name = rows_text(rows, 0);
    return rows_done(rows);
}

static bool note_coming(struct ctx *cx, const struct timeline_scope *scope,
                        const struct forecast *forecast, struct date day, struct found *found)
{
    for (size_t i = 0; i < forecast->debts.count; i++) {
        const struct obligation *owed = &forecast->debts.owed[i];
        const struct fated *taken = forecast->decision.plans[i].taken;
        const char *client = NULL;
        if (taken && !client_asked(cx, scope, owed, &client))
            return false;
        if (!client)
            continue;
        struct event *event = found_add(cx, found);
        event->kind = EVENT_COMING;
        event->on = day;
        event->id = event->obligation = owed->id;
        event->client = owed->client;
        event->client_name = client;
        event->subject = owed->subject;
        event->of = owed->kind;
        event->state = "coming";
        event->step = taken->occasion.step->name;
        event->medium = medium_text(taken->occasion.step->medium);
    }
    return true;
}

/* What rounds will bring, the nearest days first, as far as a season ahead. */
static bool read_coming(struct ctx *cx, const struct timeline_scope *scope, struct found *found)
{
    const struct chase_kind *kind = scope->capacity;
    size_t before = found->count;
    struct party party;
    struct rules rules;

    if (!rules_load(cx, kind, &rules)
        || !party_find(cx, kind, scope->issuer, scope->person, &party))
        return false;
    party_wake(&party, cx->today);
    struct date day = cx->today;
    for (; party.count > 0 && day.day < cx->today.day + DAYS_AHEAD; day.day++) {
        struct forecast forecast = chase_day(cx->arena, &party, &rules, day);
        if (found->count - before < COMING_LIMIT && !note_coming(cx, scope, &forecast, day, found))
            return false;
    }
    return true;
}

bool timeline_read(struct ctx *cx, const struct timeline_scope *scope, struct event **events,
                   size_t *count)
{
    struct found found = { 0 };

    if (!read_reminders(cx, scope, &found) || !read_acts(cx, scope, &found)
        || !read_verdicts(cx, scope, &found) || !read_all_apart(cx, scope, &found)
        || !read_coming(cx, scope, &found))
        return false;
    *events = found.events;
    *count = found.count;
    return true;
}
