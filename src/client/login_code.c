#include "client/login_code.h"

#include <sodium.h>

#include "client/login.h"

const char *login_code_draw(struct arena *arena)
{
    char *code = arena_new(arena, char, LOGIN_CODE_DIGITS + 1);

    for (size_t i = 0; i < LOGIN_CODE_DIGITS; i++)
        code[i] = (char)('0' + randombytes_uniform(10));
    return code;
}

SQL(OPEN, FIRM,
    "INSERT INTO contact_code (firm, contact, code_hash, expires_at, tries)"
    " VALUES ($1, $2, $3, $4, 0) ON CONFLICT (firm, contact)"
    " DO UPDATE SET code_hash = $3, expires_at = $4, tries = 0");

bool login_code_open(struct ctx *cx, int64_t contact, const char *hash)
{
    int64_t end_ms = cx->now.ms + LOGIN_CODE_MINUTES * INT64_C(60000);

    return store_run(cx, &OPEN, ARGS(arg_int(contact), arg_text(hash), arg_int(end_ms)));
}

SQL(TRY, FIRM,
    "UPDATE contact_code SET tries = tries + 1"
    " WHERE firm = $1 AND contact = $2 AND expires_at > $3 AND tries < $4 RETURNING code_hash");

bool login_code_try(struct ctx *cx, int64_t contact, const char **hash)
{
    struct rows *rows = store_query(
        cx, &TRY, ARGS(arg_int(contact), arg_instant(cx->now), arg_int(LOGIN_CODE_TRIES)));

    *hash = NULL;
    while (rows_next(rows))
        *hash = rows_text(rows, 0);
    return rows_done(rows);
}

SQL(USE, FIRM, "DELETE FROM contact_code WHERE firm = $1 AND contact = $2");

static bool use(struct ctx *cx, int64_t contact)
{
    int64_t used;

    if (!store_change(cx, &USE, ARGS(arg_int(contact)), &used))
        return false;
    return used > 0 ? login_enter(cx, contact) : fail(cx, FAULT_DENIED, "IDENTIFIANTS", NULL);
}

bool login_code_use(struct ctx *cx, int64_t contact)
{
    return store_begin(cx) && store_end(cx, use(cx, contact));
}
