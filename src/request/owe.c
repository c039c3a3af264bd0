#include <string.h>

#include "chase/intervene.h"
#include "chase/obligation.h"
#include "request/remind.h"

/* How the chase holds it, but for a rest (chase/rest.h). */
struct held {
    int64_t obligation, person; /* obligation 0: none, a test dossier owes nothing */
    bool is_open, is_paused;
    struct date until; /* NO_DAY: no end */
};

SQL(HELD, FIRM,
    "SELECT o.id, o.person, o.state, COALESCE(t.paused, o.paused),"
    " CASE WHEN t.paused IS NULL THEN o.paused_until_on ELSE t.paused_until_on END"
    " FROM obligation o LEFT JOIN rest t ON t.firm = o.firm AND t.obligation = o.id"
    " WHERE o.firm = $1 AND o.kind = $2 AND o.subject = $3");

static bool held_find(struct ctx *cx, int64_t request, struct held *held)
{
    struct rows *rows = store_query(cx, &HELD, ARGS(arg_text(request_kind.name), arg_int(request)));

    *held = (struct held){ .until = NO_DAY };
    if (rows_next(rows)) {
        held->obligation = rows_int(rows, 0);
        held->person = rows_int(rows, 1);
        held->is_open = strcmp(rows_text(rows, 2), "open") == 0;
        held->is_paused = rows_int(rows, 3) == 1;
        if (!rows_null(rows, 4))
            held->until = rows_date(rows, 4);
    }
    return rows_done(rows);
}

/* A pause that a member set is left alone. */
static bool is_ours(const struct held *held, const struct demand *before)
{
    return held->is_paused && before->is_promised && held->until.day == before->promised_on.day;
}

static bool hold(struct ctx *cx, const struct held *held, const struct demand *before,
                 const struct demand *request)
{
    bool ours = is_ours(held, before);
    bool same = ours && held->until.day == request->promised_on.day;
    const struct intervention order = {
        .act = request->is_promised ? ACT_PAUSE : ACT_RESUME,
        .obligation = held->obligation,
        .until = request->is_promised ? request->promised_on : NO_DAY,
        .reason = REQUEST_PROMISED,
    };

    if (request->is_promised ? same || (held->is_paused && !ours) : !ours)
        return true;
    return chase_intervene(cx, &request_kind, &order);
}

bool request_owes(struct ctx *cx, const struct demand *before, const struct demand *request)
{
    const char *kind = request_kind.name;
    struct held held;

    if (!held_find(cx, request->id, &held))
        return false;
    if (held.obligation == 0)
        return true;
    if (request->state != REQUEST_OPEN)
        return (!held.is_open || hold(cx, &held, before, request))
            && chase_settle(cx, kind, request->id);
    return chase_change(cx, kind, request->id, request->amount)
        && chase_touch(cx, kind, 0, held.person) && hold(cx, &held, before, request);
}

bool request_owes_by(struct ctx *cx, int64_t request, struct date due_on, const char *reason)
{
    struct held held;

    if (!held_find(cx, request, &held))
        return false;
    const struct intervention order = {
        .act = ACT_DUE, .obligation = held.obligation, .until = due_on, .reason = reason
    };
    return !held.is_open || chase_intervene(cx, &request_kind, &order);
}
