#include "mail/unread.h"

#include <string.h>

#include "chase/calendar_load.h"
#include "chase/escalate.h"
#include "chase/plan.h"
#include "chase/stand_in.h"
#include "mail/mail.h"

enum { NOBODY = -1 }; /* who had it first, once it is another's */

struct late {
    int64_t mail;
    struct hands hands;
};

bool unread_until(struct ctx *cx, struct date *on)
{
    struct calendar calendar;

    if (!calendar_load(cx, &calendar))
        return false;
    *on = calendar_after(&calendar, cx->today, CHASE_HAND_DAYS);
    return true;
}

SQL(LATE, FIRM,
    "SELECT w.id, w.assignee, w.handed, COALESCE(d.id, 0), COALESCE(m.role, '') FROM mail w"
    " LEFT JOIN member m ON m.firm = w.firm AND m.id = w.assignee"
    " LEFT JOIN member d ON d.firm = m.firm AND d.id = m.deputy AND d.state = 'active'"
    " WHERE w.firm = $1 AND w.escalate_on IS NOT NULL AND w.escalate_on <= $2 ORDER BY w.id");

static bool list_late(struct ctx *cx, struct late **late, size_t *count)
{
    struct rows *rows = store_query(cx, &LATE, ARGS(arg_date(cx->arena, cx->today)));
    size_t room = 0;

    *late = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *late = arena_grow(cx->arena, *late, &room, sizeof **late);
        int64_t assignee = rows_int(rows, 1);
        bool is_first = rows_int(rows, 2) == 0;
        (*late)[(*count)++] = (struct late){
            .mail = rows_int(rows, 0),
            .hands = { .first = is_first ? assignee : NOBODY,
                       .now = assignee,
                       .deputy = rows_int(rows, 3),
                       .rests = !is_first && strcmp(rows_text(rows, 4), "admin") == 0 },
        };
    }
    return rows_done(rows);
}

SQL(SEES, FIRM,
    "SELECT 1 FROM mail m WHERE m.firm = $1 AND m.id = $2 AND " MAIL_VISIBLE("$3", "$4"));

/* Whoever may not see the client cannot be the one who reads it (P-9). */
static bool find_deputy(struct ctx *cx, const struct stand_ins *stand_ins, struct late *late)
{
    int64_t deputy = stand_in_of(stand_ins, late->hands.deputy);
    struct rows *rows = store_query(
        cx, &SEES, ARGS(arg_int(late->mail), arg_int(deputy), arg_date(cx->arena, cx->today)));

    late->hands.deputy = deputy > 0 && rows_next(rows) ? deputy : 0;
    return rows_done(rows);
}

SQL(ADMINS, FIRM,
    "SELECT a.id FROM mail m JOIN member a ON a.firm = m.firm AND a.role = 'admin'"
    " AND a.state = 'active' WHERE m.firm = $1 AND m.id = $2"
    " AND " CLIENT_VISIBLE("m.client", "a.id", "$3") " ORDER BY a.id");

/* The first admin who is there, may see it and does not have it yet; 0: none. */
static bool find_admin(struct ctx *cx, const struct stand_ins *stand_ins, struct late *late)
{
    struct rows *rows =
        store_query(cx, &ADMINS, ARGS(arg_int(late->mail), arg_date(cx->arena, cx->today)));
    struct hands *hands = &late->hands;

    hands->admin = 0;
    while (rows_next(rows)) {
        int64_t admin = rows_int(rows, 0);
        bool has_it = admin == hands->now || admin == hands->acting;
        if (hands->admin == 0 && !has_it && !stand_in_is_away(stand_ins, admin))
            hands->admin = admin;
    }
    return rows_done(rows);
}

SQL(HAND_ON, FIRM,
    "UPDATE mail SET assignee = $3, handed = handed + 1, escalate_on = $4"
    " WHERE firm = $1 AND id = $2 AND state = 'triage'");
SQL(STAYS, FIRM, "UPDATE mail SET escalate_on = NULL WHERE firm = $1 AND id = $2");

static bool hand_on(struct ctx *cx, const struct late *late, struct date again_on, int64_t *count)
{
    int64_t next = hands_next(&late->hands);

    if (next == 0)
        return store_run(cx, &STAYS, ARGS(arg_int(late->mail)));
    *count += 1;
    return store_run(cx, &HAND_ON,
                     ARGS(arg_int(late->mail), arg_int(next), arg_date(cx->arena, again_on)));
}

static bool escalate(struct ctx *cx, int64_t *count)
{
    struct stand_ins stand_ins;
    struct date again_on;
    struct late *late;
    size_t listed;

    *count = 0;
    if (!unread_until(cx, &again_on) || !stand_in_load(cx, &stand_ins)
        || !list_late(cx, &late, &listed))
        return false;
    for (size_t i = 0; i < listed; i++) {
        late[i].hands.acting = stand_in_of(&stand_ins, late[i].hands.now);
        if (!find_deputy(cx, &stand_ins, &late[i]) || !find_admin(cx, &stand_ins, &late[i])
            || !hand_on(cx, &late[i], again_on, count))
            return false;
    }
    return true;
}

bool unread_escalate(struct ctx *cx, int64_t *count)
{
    int64_t handed_on;

    if (!store_begin(cx) || !store_end(cx, escalate(cx, &handed_on)))
        return false;
    *count = handed_on;
    return true;
}
