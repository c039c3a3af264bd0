#include "firm/setup.h"

#include <sodium.h>
#include <string.h>

#include "firm/password.h"

SQL(OPEN, FIRM,
    "INSERT INTO setup (firm, token_hash, expires_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (firm) DO UPDATE SET token_hash = $2, expires_at = $3");

SQL(CHECK, FIRM, "SELECT 1 FROM setup WHERE firm = $1 AND token_hash = $2 AND expires_at > $3");

SQL(USE, FIRM, "DELETE FROM setup WHERE firm = $1 AND token_hash = $2 AND expires_at > $3");

static const int64_t GOOD_MS = INT64_C(3600) * 1000;

static struct arg hash_of(struct arena *arena, const char *token)
{
    unsigned char *hash = arena_new(arena, unsigned char, crypto_hash_sha256_BYTES);

    crypto_hash_sha256(hash, (const unsigned char *)token, strlen(token));
    return arg_bytes(hash, crypto_hash_sha256_BYTES);
}

bool setup_open(struct ctx *cx, const char **token)
{
    enum { SECRET_BYTES = 32, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
    const size_t room = sodium_base64_ENCODED_LEN(SECRET_BYTES, VARIANT);
    unsigned char secret[SECRET_BYTES];
    char *text = arena_new(cx->arena, char, room);

    if (sodium_init() < 0)
        return fail(cx, FAULT_BROKEN, "HASARD", NULL);
    randombytes_buf(secret, sizeof secret);
    sodium_bin2base64(text, room, secret, sizeof secret, VARIANT);
    if (!store_run(cx, &OPEN, ARGS(hash_of(cx->arena, text), arg_int(cx->now.ms + GOOD_MS))))
        return false;
    *token = text;
    return true;
}

bool setup_check(struct ctx *cx, const char *token)
{
    struct rows *rows =
        store_query(cx, &CHECK, ARGS(hash_of(cx->arena, token), arg_instant(cx->now)));
    bool is_good = false;

    while (rows_next(rows))
        is_good = true;
    return rows_done(rows) && (is_good || fail(cx, FAULT_ABSENT, "SETUP-ABSENT", NULL));
}

static bool use(struct ctx *cx, const char *token, struct member *member, const char *hash)
{
    int64_t changed;

    if (!store_change(cx, &USE, ARGS(hash_of(cx->arena, token), arg_instant(cx->now)), &changed))
        return false;
    if (changed == 0)
        return fail(cx, FAULT_ABSENT, "SETUP-ABSENT", NULL);
    return member_insert(cx, member, hash);
}

bool setup_use(struct ctx *cx, const char *token, struct member *member, const char *password)
{
    const char *hash;

    member->role = MEMBER_ADMIN;
    return setup_check(cx, token) && password_check(cx, "password", password)
        && password_hash(cx, password, &hash) && store_begin(cx)
        && store_end(cx, use(cx, token, member, hash));
}
