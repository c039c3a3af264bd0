#include "firm/member_link.h"

#include <sodium.h>
#include <string.h>

#include "firm/password.h"

static const int64_t INVITED_MS = INT64_C(7) * 86400000, FORGOTTEN_MS = INT64_C(30) * 60000;

const void *member_link_hash(struct arena *arena, const char *token)
{
    unsigned char *hash = arena_new(arena, unsigned char, crypto_hash_sha256_BYTES);

    crypto_hash_sha256(hash, (const unsigned char *)token, strlen(token));
    return hash;
}

static struct arg hash_of(struct arena *arena, const char *token)
{
    return arg_bytes(member_link_hash(arena, token), crypto_hash_sha256_BYTES);
}

static const char *token_new(struct arena *arena)
{
    enum { SECRET_BYTES = 32, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
    const size_t room = sodium_base64_ENCODED_LEN(SECRET_BYTES, VARIANT);
    unsigned char secret[SECRET_BYTES];
    char *text = arena_new(arena, char, room);

    randombytes_buf(secret, sizeof secret);
    return sodium_bin2base64(text, room, secret, sizeof secret, VARIANT);
}

SQL(OPEN, FIRM,
    "INSERT INTO member_link (firm, member, token_hash, expires_at, made_by)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (firm, member)"
    " DO UPDATE SET token_hash = $3, expires_at = $4, made_by = $5");

bool member_link_open(struct ctx *cx, int64_t id, struct member_link *link)
{
    struct member member;

    if (sodium_init() < 0)
        return fail(cx, FAULT_BROKEN, "HASARD", NULL);
    if (!member_find(cx, id, &member))
        return false;
    if (member.state == MEMBER_ARCHIVED)
        return fail(cx, FAULT_CONFLICT, "MEMBRE-ARCHIVE", NULL);
    int64_t good_ms = member.state == MEMBER_INVITED ? INVITED_MS : FORGOTTEN_MS;
    const struct member_link made = { token_new(cx->arena), { cx->now.ms + good_ms } };
    if (!store_run(cx, &OPEN,
                   ARGS(arg_int(id), hash_of(cx->arena, made.token), arg_instant(made.expires_at),
                        arg_int(cx->actor))))
        return false;
    *link = made;
    return true;
}

SQL(FIND, FIRM,
    "SELECT member FROM member_link WHERE firm = $1 AND token_hash = $2 AND expires_at > $3");

bool member_link_find(struct ctx *cx, const char *token, struct member *member)
{
    struct rows *rows =
        store_query(cx, &FIND, ARGS(hash_of(cx->arena, token), arg_instant(cx->now)));
    int64_t id = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    if (id == 0)
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    return member_find(cx, id, member);
}

SQL(USE, FIRM,
    "DELETE FROM member_link"
    " WHERE firm = $1 AND member = $2 AND token_hash = $3 AND expires_at > $4");

SQL(SET, FIRM,
    "UPDATE member SET password_hash = $3, state = 'active'"
    " WHERE firm = $1 AND id = $2 AND state <> 'archived'");

static bool use(struct ctx *cx, const char *token, int64_t member, const char *hash)
{
    int64_t used, set;

    if (!store_change(cx, &USE,
                      ARGS(arg_int(member), hash_of(cx->arena, token), arg_instant(cx->now)), &used)
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

    if (!store_change(
            cx, &USE,
            ARGS(arg_int(member), arg_bytes(hash, crypto_hash_sha256_BYTES), arg_instant(cx->now)),
            &used)
        || !store_change(cx, &JOIN, ARGS(arg_int(member)), &joined))
        return false;
    return (used > 0 && joined > 0) || fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
}
