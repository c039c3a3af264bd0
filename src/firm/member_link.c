#include "firm/member_link.h"

#include "base/secret.h"
#include "firm/password.h"

static const int64_t INVITED_MS = INT64_C(7) * 86400000, FORGOTTEN_MS = INT64_C(30) * 60000;

const void *member_link_hash(struct arena *arena, const char *token)
{
    struct secret secret = { 0 };

    (void)!secret_parse(token, &secret); /* what is none is no link's either */
    return secret_hash(arena, &secret);
}

struct instant member_link_end(const struct ctx *cx, const struct member *member)
{
    bool is_invited = member->state == MEMBER_INVITED;

    return (struct instant){ cx->now.ms + (is_invited ? INVITED_MS : FORGOTTEN_MS) };
}

SQL(OPEN, FIRM,
    "INSERT INTO member_link (firm, member, token_hash, expires_at, made_by)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (firm, member) DO UPDATE SET token_hash = $3,"
    " mail_hash = NULL, message = NULL, said = '', expires_at = $4, made_by = $5");

bool member_link_open(struct ctx *cx, int64_t id, struct member_link *link)
{
    const struct secret secret = secret_draw();
    struct member member;

    if (!member_find(cx, id, &member))
        return false;
    if (member.state == MEMBER_ARCHIVED)
        return fail(cx, FAULT_CONFLICT, "MEMBRE-ARCHIVE", NULL);
    const struct member_link made = { .token = secret_text(cx->arena, &secret),
                                      .expires_at = member_link_end(cx, &member) };
    if (!store_run(cx, &OPEN,
                   ARGS(arg_int(id), arg_secret(cx->arena, &secret), arg_instant(made.expires_at),
                        arg_int(cx->actor))))
        return false;
    *link = made;
    return true;
}

SQL(FIND, FIRM,
    "SELECT member FROM member_link"
    " WHERE firm = $1 AND (token_hash = $2 OR mail_hash = $2) AND expires_at > $3");

bool member_link_find(struct ctx *cx, const char *token, struct member *member)
{
    struct secret secret;

    if (!secret_parse(token, &secret))
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    struct rows *rows =
        store_query(cx, &FIND, ARGS(arg_secret(cx->arena, &secret), arg_instant(cx->now)));
    int64_t id = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    if (id == 0)
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    return member_find(cx, id, member);
}

/* Both of its tokens at once. */
SQL(USE, FIRM,
    "DELETE FROM member_link WHERE firm = $1 AND member = $2"
    " AND (token_hash = $3 OR mail_hash = $3) AND expires_at > $4");

SQL(SET, FIRM,
    "UPDATE member SET password_hash = $3, state = 'active'"
    " WHERE firm = $1 AND id = $2 AND state <> 'archived'");

static bool use(struct ctx *cx, const char *token, int64_t member, const char *hash)
{
    struct secret secret;
    int64_t used, set;

    if (!secret_parse(token, &secret))
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    if (!store_change(cx, &USE,
                      ARGS(arg_int(member), arg_secret(cx->arena, &secret), arg_instant(cx->now)),
                      &used)
        || !store_change(cx, &SET, ARGS(arg_int(member), arg_text(hash)), &set))
        return false;
    return (used > 0 && set > 0) || fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
}

bool member_link_use(struct ctx *cx, const char *token, const char *password, struct member *member)
{
    const char *hash;
    struct member found;

    if (!member_link_find(cx, token, &found) || !password_check(cx, "password", password)
        || !password_hash(cx, password, &hash) || !store_begin(cx)
        || !store_end(cx, use(cx, token, found.id, hash)))
        return false;
    found.state = MEMBER_ACTIVE;
    *member = found;
    return true;
}

SQL(JOIN, FIRM,
    "UPDATE member SET state = 'active' WHERE firm = $1 AND id = $2 AND state = 'invited'");

bool member_link_join(struct ctx *cx, int64_t member, const void *hash)
{
    int64_t used, joined;

    if (!store_change(cx, &USE,
                      ARGS(arg_int(member), arg_bytes(hash, SECRET_BYTES), arg_instant(cx->now)),
                      &used)
        || !store_change(cx, &JOIN, ARGS(arg_int(member)), &joined))
        return false;
    return (used > 0 && joined > 0) || fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
}
