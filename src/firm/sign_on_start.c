#include "firm/sign_on_start.h"

#include <sodium.h>
#include <string.h>

SQL(SWEEP, FIRM, "DELETE FROM sign_on_start WHERE firm = $1 AND expires_at <= $2");

SQL(OPEN, FIRM,
    "INSERT INTO sign_on_start (firm, token_hash, provider, is_member, person, invitation,"
    " next_path, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

static bool open(struct ctx *cx, const struct sign_on_start *start, const struct secret *secret)
{
    struct arg invitation = arg_bytes(start->invitation, SECRET_BYTES);

    invitation.empty = !start->invitation;
    return store_run(cx, &SWEEP, ARGS(arg_instant(cx->now)))
        && store_run(cx, &OPEN,
                     ARGS(arg_secret(cx->arena, secret), arg_int(start->provider),
                          arg_int(start->is_member),
                          arg_int_or_null(start->person > 0, start->person), invitation,
                          arg_text(start->next_path),
                          arg_int(cx->now.ms + SIGN_ON_MINUTES * INT64_C(60000))));
}

bool sign_on_start_open(struct ctx *cx, const struct sign_on_start *start, struct secret *secret)
{
    const struct secret drawn = secret_draw();

    if (!store_begin(cx) || !store_end(cx, open(cx, start, &drawn)))
        return false;
    *secret = drawn;
    return true;
}

SQL(TAKE, FIRM,
    "DELETE FROM sign_on_start WHERE firm = $1 AND token_hash = $2"
    " RETURNING provider, is_member, person, invitation, next_path, expires_at");

bool sign_on_start_take(struct ctx *cx, const struct secret *secret, struct sign_on_start *start)
{
    struct rows *rows = store_query(cx, &TAKE, ARGS(arg_secret(cx->arena, secret)));
    struct sign_on_start found = { 0 };
    size_t size;

    while (rows_next(rows)) {
        if (rows_instant(rows, 5).ms <= cx->now.ms)
            continue;
        found = (struct sign_on_start){
            .provider = rows_int(rows, 0),
            .is_member = rows_int(rows, 1) == 1,
            .person = rows_int(rows, 2),
            .invitation = rows_null(rows, 3) ? NULL : rows_bytes(rows, 3, &size),
            .next_path = rows_text(rows, 4),
        };
    }
    if (!rows_done(rows))
        return false;
    if (found.provider == 0)
        return fail(cx, FAULT_DENIED, "RETOUR-EXPIRE", NULL);
    *start = found;
    return true;
}

const char *sign_on_state(struct arena *arena, const struct secret *secret)
{
    return secret_sign(arena, secret, "sign-on state");
}

const char *sign_on_nonce(struct arena *arena, const struct secret *secret)
{
    return secret_sign(arena, secret, "sign-on nonce");
}

const char *sign_on_verifier(struct arena *arena, const struct secret *secret)
{
    return secret_sign(arena, secret, "sign-on verifier");
}

const char *sign_on_challenge(struct arena *arena, const struct secret *secret)
{
    const char *verifier = sign_on_verifier(arena, secret);
    struct secret hash;

    crypto_hash_sha256(hash.bytes, (const unsigned char *)verifier, strlen(verifier));
    return secret_text(arena, &hash);
}
