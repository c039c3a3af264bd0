#include "client/contact_wall.h"

#include "client/visible.h"

SQL(HIDDEN, FIRM, "SELECT 1 WHERE CAST($2 AS BIGINT) IN (" PEOPLE_HIDDEN("$3", "$4") ")");

/* The house and the people themselves, who act as nobody, stand on both sides of the wall. */
bool contact_is_open(struct ctx *cx, int64_t id, bool *is_open)
{
    *is_open = true;
    if (cx->actor == 0 || id == 0)
        return true;
    struct rows *rows = store_query(
        cx, &HIDDEN, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    *is_open = !rows_next(rows);
    return rows_done(rows);
}

bool contact_find_open(struct ctx *cx, const char *email, struct contact *contact)
{
    struct contact found;
    bool is_open;

    if (!contact_find_by_email(cx, email, &found) || !contact_is_open(cx, found.id, &is_open))
        return false;
    if (!is_open)
        return fail(cx, FAULT_CONFLICT, "CONTACT-RESERVE", "field", "email", "value", email, NULL);
    *contact = found;
    return true;
}

static bool is_shown(struct ctx *cx, int64_t id, bool *shown)
{
    struct contact_role *roles;
    size_t count;

    if (!contact_clients(cx, id, &roles, &count))
        return false;
    *shown = count > 0;
    return true;
}

bool contact_look(struct ctx *cx, int64_t id)
{
    bool is_open, shown;

    if (!contact_is_open(cx, id, &is_open) || (!is_open && !is_shown(cx, id, &shown)))
        return false;
    if (is_open)
        return true;
    return shown ? fail(cx, FAULT_CONFLICT, "CONTACT-PROTEGE", "field", "email", NULL)
                 : fail(cx, FAULT_ABSENT, "CONTACT-ABSENT", NULL);
}
