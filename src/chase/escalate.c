#include "chase/escalate.h"

#include "chase/calendar_load.h"
#include "chase/plan.h"
#include "chase/stand_in.h"

int64_t hands_next(const struct hands *hands)
{
    bool is_first = hands->now == hands->first;

    if (is_first && hands->deputy > 0 && hands->deputy != hands->now
        && hands->deputy != hands->acting)
        return hands->deputy;
    return hands->admin != hands->now && hands->admin != hands->acting ? hands->admin : 0;
}

/* A todo whose time has passed. */
struct late {
    int64_t reminder, obligation, step;
    struct hands hands;
};

/* The deputy of whoever has it. */
SQL(LATE, FIRM,
    "SELECT r.id, r.obligation, r.step, o.taken_over, r.assignee, COALESCE(d.id, 0)"
    " FROM reminder r JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " LEFT JOIN member m ON m.firm = r.firm AND m.id = r.assignee"
    " LEFT JOIN member d ON d.firm = m.firm AND d.id = m.deputy AND d.state = 'active'"
    " WHERE r.firm = $1 AND r.state = 'todo' AND r.escalate_on <= $2"
    " AND (o.paused = 0 OR o.paused_until_on < $2) ORDER BY r.id");

static bool list_late(struct ctx *cx, struct late **late, size_t *count)
{
    struct rows *rows = store_query(cx, &LATE, ARGS(arg_date(cx->arena, cx->today)));
    size_t room = 0;

    *late = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *late = arena_grow(cx->arena, *late, &room, sizeof **late);
        (*late)[(*count)++] = (struct late){
            .reminder = rows_int(rows, 0),
            .obligation = rows_int(rows, 1),
            .step = rows_int(rows, 2),
            .hands = { .first = rows_int(rows, 3),
                       .now = rows_int(rows, 4),
                       .deputy = rows_int(rows, 5) },
        };
    }
    return rows_done(rows);
}

SQL(ADMINS, FIRM,
    "SELECT id FROM member WHERE firm = $1 AND role = 'admin' AND state = 'active' ORDER BY id");

/* Admins of whom one may be next: the first two who are there, as one may have it already. */
struct admins {
    int64_t first, second; /* 0: none */
};

static bool list_admins(struct ctx *cx, const struct stand_ins *stand_ins, struct admins *admins)
{
    struct rows *rows = store_query(cx, &ADMINS, NO_ARGS);

    *admins = (struct admins){ 0 };
    while (rows_next(rows)) {
        int64_t admin = rows_int(rows, 0);
        if (stand_in_is_away(stand_ins, admin))
            continue;
        if (admins->first == 0)
            admins->first = admin;
        else if (admins->second == 0)
            admins->second = admin;
    }
    return rows_done(rows);
}

/* Everybody who is away, and in whose place the others have had it. */
static void look_around(struct hands *hands, const struct stand_ins *stand_ins,
                        const struct admins *admins)
{
    hands->acting = stand_in_of(stand_ins, hands->now);
    hands->deputy = stand_in_of(stand_ins, hands->deputy);
    bool has_it = admins->first == hands->now || admins->first == hands->acting;
    hands->admin = has_it ? admins->second : admins->first;
}

SQL(HAND_ON, FIRM,
    "UPDATE reminder SET assignee = $3, escalate_on = $4"
    " WHERE firm = $1 AND id = $2 AND state = 'todo'");

SQL(STAYS, FIRM,
    "UPDATE reminder SET escalate_on = NULL WHERE firm = $1 AND id = $2 AND state = 'todo'");

SQL(KEEP, FIRM,
    "INSERT INTO intervention (firm, id, obligation, act, step, member, at, by, reason)"
    " VALUES ($1, $2, $3, 'escalate', $4, $5, $6, 0, '')");

static bool hand_on(struct ctx *cx, const struct late *late, struct date again_on, int64_t *count)
{
    int64_t next = hands_next(&late->hands), id;

    if (next == 0)
        return store_run(cx, &STAYS, ARGS(arg_int(late->reminder)));
    *count += 1;
    return store_run(cx, &HAND_ON,
                     ARGS(arg_int(late->reminder), arg_int(next), arg_date(cx->arena, again_on)))
        && store_id(cx, "intervention", 1, &id)
        && store_run(cx, &KEEP,
                     ARGS(arg_int(id), arg_int(late->obligation), arg_int(late->step),
                          arg_int(next), arg_instant(cx->now)));
}

static bool escalate(struct ctx *cx, int64_t *count)
{
    struct calendar calendar;
    struct stand_ins stand_ins;
    struct admins admins;
    struct late *late;
    size_t listed;

    *count = 0;
    if (!calendar_load(cx, &calendar) || !stand_in_load(cx, &stand_ins)
        || !list_admins(cx, &stand_ins, &admins) || !list_late(cx, &late, &listed))
        return false;
    struct date again_on = calendar_after(&calendar, cx->today, CHASE_HAND_DAYS);
    for (size_t i = 0; i < listed; i++) {
        look_around(&late[i].hands, &stand_ins, &admins);
        if (!hand_on(cx, &late[i], again_on, count))
            return false;
    }
    return true;
}

bool chase_escalate(struct ctx *cx, int64_t *count)
{
    int64_t handed_on;

    if (!store_begin(cx) || !store_end(cx, escalate(cx, &handed_on)))
        return false;
    *count = handed_on;
    return true;
}
