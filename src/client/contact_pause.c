#include "chase/obligation.h"
#include "client/change.h"
#include "client/contact.h"

SQL(PAUSE, FIRM,
    "UPDATE contact SET paused = $3, paused_until_on = $4, paused_why = $5, paused_by = $6,"
    " paused_at = $7 WHERE firm = $1 AND id = $2 AND (paused = 0 OR paused_by <> 0) RETURNING id");

SQL(OPT_OUT, FIRM,
    "UPDATE contact SET paused = 1, paused_until_on = NULL, paused_why = 'own choice',"
    " paused_by = 0, paused_at = $3 WHERE firm = $1 AND id = $2"
    " AND (paused = 0 OR paused_by <> 0) RETURNING id");

SQL(OPT_IN, FIRM,
    "UPDATE contact SET paused = 0, paused_why = '', paused_at = NULL"
    " WHERE firm = $1 AND id = $2 AND paused = 1 AND paused_by = 0 RETURNING id");

static bool touch(struct ctx *cx, int64_t contact)
{
    return chase_touch(cx, "request", 0, contact);
}

/* Whether a row was changed: the first argument is the id. */
static bool change(struct ctx *cx, const struct statement *const *statement, const struct arg *args,
                   bool *changed)
{
    struct rows *rows = store_query(cx, statement, args);

    *changed = rows_next(rows);
    return rows_done(rows) && (!*changed || touch(cx, args[0].number));
}

static bool refuse(struct ctx *cx, int64_t id)
{
    struct contact contact;

    if (!contact_find(cx, id, &contact))
        return false;
    return fail(cx, FAULT_CONFLICT, "CONTACT-CHOIX", "name", contact.name, NULL);
}

static bool by_firm(struct ctx *cx, const struct arg *args)
{
    bool changed, is_own;

    return client_begin(cx, &is_own)
        && client_end(cx, is_own,
                      change(cx, &PAUSE, args, &changed)
                          && (changed || refuse(cx, args[0].number)));
}

/* What is so already stays so, with its day. */
static bool by_person(struct ctx *cx, const struct statement *const *statement,
                      const struct arg *args)
{
    struct contact contact;
    bool changed, is_own;

    return client_begin(cx, &is_own)
        && client_end(cx, is_own,
                      contact_find(cx, args[0].number, &contact)
                          && change(cx, statement, args, &changed));
}

bool contact_pause(struct ctx *cx, int64_t id, const struct date *until, const char *why)
{
    return by_firm(cx,
                   ARGS(arg_int(id), arg_int(1),
                        until ? arg_date(cx->arena, *until) : arg_text(NULL), arg_text(why),
                        arg_int(cx->actor), arg_instant(cx->now)));
}

bool contact_resume(struct ctx *cx, int64_t id)
{
    return by_firm(cx,
                   ARGS(arg_int(id), arg_int(0), arg_text(NULL), arg_text(""), arg_int(0),
                        arg_int_or_null(false, 0)));
}

bool contact_opt_out(struct ctx *cx, int64_t id)
{
    return by_person(cx, &OPT_OUT, ARGS(arg_int(id), arg_instant(cx->now)));
}

bool contact_opt_in(struct ctx *cx, int64_t id)
{
    return by_person(cx, &OPT_IN, ARGS(arg_int(id)));
}

bool contact_is_paused(const struct contact *contact, struct date today)
{
    return contact->paused && (!contact->paused_ends || today.day <= contact->paused_until.day);
}

bool contact_has_opted_out(const struct contact *contact)
{
    return contact->paused && contact->paused_by == 0;
}
