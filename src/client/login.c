#include "client/login.h"

SQL(FIND, FIRM,
    "SELECT l.password_hash, l.first_at, l.closed_at, (SELECT COUNT(*) FROM client_contact k"
    " WHERE k.firm = p.firm AND k.contact = p.id) FROM contact p"
    " LEFT JOIN contact_login l ON l.firm = p.firm AND l.contact = p.id"
    " WHERE p.firm = $1 AND p.id = $2");

bool login_find(struct ctx *cx, int64_t contact, struct login *login)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(contact)));
    struct login found = { 0 };

    if (rows_next(rows))
        found = (struct login){
            .may_enter = rows_null(rows, 2) && rows_int(rows, 3) > 0,
            .has_password = !rows_null(rows, 0),
            .password_hash = rows_null(rows, 0) ? NULL : rows_text(rows, 0),
            .first_at = rows_instant(rows, 1),
            .is_closed = !rows_null(rows, 2),
        };
    if (!rows_done(rows))
        return false;
    *login = found;
    return true;
}

bool login_by_email(struct ctx *cx, const char *email, struct contact *contact)
{
    struct contact found;
    struct login login;

    if (!contact_find_by_email(cx, email, &found) || !login_find(cx, found.id, &login))
        return false;
    *contact = login.may_enter ? found : (struct contact){ 0 };
    return true;
}

SQL(ENTER, FIRM,
    "INSERT INTO contact_login (firm, contact, invited_at, first_at) VALUES ($1, $2, $3, $3)"
    " ON CONFLICT (firm, contact)"
    " DO UPDATE SET first_at = COALESCE(contact_login.first_at, excluded.first_at)");

bool login_enter(struct ctx *cx, int64_t contact)
{
    struct login login;

    if (!login_find(cx, contact, &login))
        return false;
    if (!login.may_enter)
        return fail(cx, FAULT_DENIED, "IDENTIFIANTS", NULL);
    return store_run(cx, &ENTER, ARGS(arg_int(contact), arg_instant(cx->now)));
}

SQL(SET_PASSWORD, FIRM,
    "UPDATE contact_login SET password_hash = $3 WHERE firm = $1 AND contact = $2");

bool login_set_password(struct ctx *cx, int64_t contact, const char *hash)
{
    return store_run(cx, &SET_PASSWORD, ARGS(arg_int(contact), arg_text(hash)));
}

SQL(CLOSE, FIRM,
    "INSERT INTO contact_login (firm, contact, invited_at, closed_at) VALUES ($1, $2, $3, $3)"
    " ON CONFLICT (firm, contact) DO UPDATE SET closed_at = $3, password_hash = NULL");
SQL(DROP_LINKS, FIRM, "DELETE FROM contact_link WHERE firm = $1 AND contact = $2");
SQL(DROP_CODES, FIRM, "DELETE FROM contact_code WHERE firm = $1 AND contact = $2");

static bool close_all(struct ctx *cx, int64_t contact)
{
    return store_run(cx, &CLOSE, ARGS(arg_int(contact), arg_instant(cx->now)))
        && store_run(cx, &DROP_LINKS, ARGS(arg_int(contact)))
        && store_run(cx, &DROP_CODES, ARGS(arg_int(contact)));
}

bool login_close(struct ctx *cx, int64_t contact)
{
    return store_begin(cx) && store_end(cx, close_all(cx, contact));
}

SQL(REOPEN, FIRM,
    "UPDATE contact_login SET closed_at = NULL, reopened_at = $3 WHERE firm = $1 AND contact = $2");

bool login_reopen(struct ctx *cx, int64_t contact)
{
    return store_run(cx, &REOPEN, ARGS(arg_int(contact), arg_instant(cx->now)));
}
