#include "firm/sign_in.h"

#include "firm/delay.h"
#include "firm/password.h"

SQL(HASH, FIRM,
    "SELECT id, password_hash FROM member"
    " WHERE firm = $1 AND email_folded = $2 AND state = 'active' AND password_hash IS NOT NULL");

static bool attempt_count(struct ctx *cx, const char *email, const char *address)
{
    return store_begin(cx)
        && store_end(cx,
                     delay_take(cx, DELAY_EMAIL, email) && delay_take(cx, DELAY_ADDRESS, address));
}

static bool attempt_forget(struct ctx *cx, const char *email, const char *address)
{
    return store_begin(cx)
        && store_end(cx,
                     delay_forget(cx, DELAY_EMAIL, email)
                         && delay_give_back(cx, DELAY_ADDRESS, address));
}

static bool hash_find(struct ctx *cx, const char *email, const char **hash, int64_t *id)
{
    struct rows *rows = store_query(cx, &HASH, ARGS(arg_text(email)));

    *hash = NULL;
    *id = 0;
    if (rows_next(rows)) {
        *id = rows_int(rows, 0);
        *hash = rows_text(rows, 1);
    }
    return rows_done(rows);
}

/* *is_right and whose it is. */
static bool check_in_line(struct ctx *cx, const struct credentials *credentials, bool *is_right,
                          int64_t *id)
{
    const char *email = member_email_folded(cx->arena, credentials->email), *hash;

    if (!attempt_count(cx, email, credentials->address) || !hash_find(cx, email, &hash, id))
        return false;
    *is_right = password_is(hash, credentials->password);
    return !*is_right || attempt_forget(cx, email, credentials->address);
}

static bool check(struct ctx *cx, const struct credentials *credentials, bool *is_right,
                  int64_t *id)
{
    if (!password_line_enter(cx))
        return false;
    bool done = check_in_line(cx, credentials, is_right, id);
    password_line_leave();
    return done;
}

bool member_check_password(struct ctx *cx, const struct credentials *credentials,
                           struct member *member)
{
    bool is_right;
    int64_t id;

    if (!check(cx, credentials, &is_right, &id))
        return false;
    return is_right ? member_find(cx, id, member) : fail(cx, FAULT_DENIED, "IDENTIFIANTS", NULL);
}

SQL(CHANGE, FIRM, "UPDATE member SET password_hash = $3 WHERE firm = $1 AND id = $2");

bool member_change_password(struct ctx *cx, const struct credentials *old, const char *password)
{
    const char *hash;
    bool is_right;
    int64_t id;

    if (!password_check(cx, "password", password) || !check(cx, old, &is_right, &id))
        return false;
    if (!is_right)
        return fail(cx, FAULT_DENIED, "MOT-DE-PASSE-FAUX", "field", "old_password", NULL);
    return password_hash(cx, password, &hash)
        && store_run(cx, &CHANGE, ARGS(arg_int(id), arg_text(hash)));
}
