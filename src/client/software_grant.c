#include "client/software_grant.h"

#include <sodium.h>
#include <string.h>

#include "base/secret.h"

static const int64_t CODE_MS = GRANT_CODE_SECONDS * INT64_C(1000),
                     TOKEN_MS = GRANT_TOKEN_SECONDS * INT64_C(1000),
                     KNOWN_MS = INT64_C(2) * GRANT_TOKEN_SECONDS * 1000;

enum { SHORTEST = 43, LONGEST = 128 };

SQL(SWEEP_CODES, FIRM, "DELETE FROM software_code WHERE firm = $1 AND made_at <= $2");
SQL(SWEEP_TOKENS, FIRM, "DELETE FROM software_token WHERE firm = $1 AND expires_at <= $2");
SQL(ADD_CODE, FIRM,
    "INSERT INTO software_code (firm, id, code_hash, software, contact, address, scopes, challenge,"
    " nonce, entered_at, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

static bool add_code(struct ctx *cx, const struct grant *grant, const struct secret *code)
{
    int64_t id;

    return store_run(cx, &SWEEP_CODES, ARGS(arg_int(cx->now.ms - KNOWN_MS)))
        && store_run(cx, &SWEEP_TOKENS, ARGS(arg_instant(cx->now)))
        && store_id(cx, "software_code", 1, &id)
        && store_run(cx, &ADD_CODE,
                     ARGS(arg_int(id), arg_secret(cx->arena, code), arg_int(grant->software),
                          arg_int(grant->contact), arg_text(grant->address),
                          arg_text(grant->scopes), arg_text(grant->challenge),
                          arg_text(grant->nonce), arg_instant(grant->entered_at),
                          arg_instant(cx->now)))
        && software_trace(cx,
                          &(struct software_event){ .software = grant->software,
                                                    .contact = grant->contact,
                                                    .what = SOFTWARE_ENTERED,
                                                    .address = grant->from });
}

bool grant_open(struct ctx *cx, const struct grant *grant, const char **code)
{
    const struct secret drawn = secret_draw();

    if (!store_begin(cx) || !store_end(cx, add_code(cx, grant, &drawn)))
        return false;
    *code = secret_text(cx->arena, &drawn);
    return true;
}

bool grant_verifier_stands(const char *verifier)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789-._~";
    size_t size = strlen(verifier);

    return size >= SHORTEST && size <= LONGEST && strspn(verifier, letters) == size;
}

static bool is_challenged(struct arena *arena, const char *challenge, const char *verifier)
{
    struct secret hash;

    if (!grant_verifier_stands(verifier))
        return false;
    crypto_hash_sha256(hash.bytes, (const unsigned char *)verifier, strlen(verifier));
    return secret_equal(secret_text(arena, &hash), challenge);
}

/* A code as it is found. */
struct kept_code {
    int64_t id;
    struct instant made_at;
    bool is_used;
    struct grant grant;
};

SQL(FIND_CODE, FIRM,
    "SELECT id, software, contact, address, scopes, challenge, nonce, entered_at, made_at, used_at"
    " FROM software_code WHERE firm = $1 AND code_hash = $2");

static bool code_find(struct ctx *cx, const char *text, struct kept_code *code)
{
    struct secret secret;

    *code = (struct kept_code){ 0 };
    if (!secret_parse(text, &secret))
        return true;
    struct rows *rows = store_query(cx, &FIND_CODE, ARGS(arg_secret(cx->arena, &secret)));
    if (rows_next(rows))
        *code = (struct kept_code){ .id = rows_int(rows, 0),
                                    .made_at = rows_instant(rows, 8),
                                    .is_used = !rows_null(rows, 9),
                                    .grant = { .software = rows_int(rows, 1),
                                               .contact = rows_int(rows, 2),
                                               .address = rows_text(rows, 3),
                                               .scopes = rows_text(rows, 4),
                                               .challenge = rows_text(rows, 5),
                                               .nonce = rows_text(rows, 6),
                                               .entered_at = rows_instant(rows, 7) } };
    return rows_done(rows);
}

SQL(DROP_TOKENS, FIRM, "DELETE FROM software_token WHERE firm = $1 AND code = $2");

static bool take_back(struct ctx *cx, const struct kept_code *code, const char *from)
{
    return store_run(cx, &DROP_TOKENS, ARGS(arg_int(code->id)))
        && software_trace(cx,
                          &(struct software_event){ .software = code->grant.software,
                                                    .contact = code->grant.contact,
                                                    .what = SOFTWARE_REPLAYED,
                                                    .address = from });
}

SQL(ADD_TOKEN, FIRM,
    "INSERT INTO software_token (firm, id, token_hash, software, contact, code, scopes, expires_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

static bool add_token(struct ctx *cx, const struct kept_code *code, const char **token)
{
    const struct secret drawn = secret_draw();
    int64_t id;

    if (!store_id(cx, "software_token", 1, &id)
        || !store_run(cx, &ADD_TOKEN,
                      ARGS(arg_int(id), arg_secret(cx->arena, &drawn),
                           arg_int(code->grant.software), arg_int(code->grant.contact),
                           arg_int(code->id), arg_text(code->grant.scopes),
                           arg_int(cx->now.ms + TOKEN_MS))))
        return false;
    *token = secret_text(cx->arena, &drawn);
    return true;
}

static bool is_good(struct ctx *cx, const struct kept_code *code,
                    const struct redemption *redemption)
{
    return code->grant.software == redemption->software && cx->now.ms - code->made_at.ms <= CODE_MS
        && strcmp(code->grant.address, redemption->address) == 0
        && is_challenged(cx->arena, code->grant.challenge, redemption->verifier);
}

SQL(USE, FIRM,
    "UPDATE software_code SET used_at = $3 WHERE firm = $1 AND id = $2 AND used_at IS NULL");

/* *token stays NULL when it is not good: what was found out is kept. */
static bool redeem(struct ctx *cx, const struct redemption *redemption, struct kept_code *code,
                   const char **token)
{
    int64_t used;

    if (!code_find(cx, redemption->code, code))
        return false;
    if (code->id == 0)
        return true;
    if (code->is_used)
        return take_back(cx, code, redemption->from);
    if (!store_change(cx, &USE, ARGS(arg_int(code->id), arg_instant(cx->now)), &used))
        return false;
    if (used == 0)
        return take_back(cx, code, redemption->from);
    return !is_good(cx, code, redemption) || add_token(cx, code, token);
}

bool grant_redeem(struct ctx *cx, const struct redemption *redemption, struct grant *grant,
                  const char **token)
{
    const char *made = NULL;
    struct kept_code code;

    if (!store_begin(cx) || !store_end(cx, redeem(cx, redemption, &code, &made)))
        return false;
    if (!made)
        return fail(cx, FAULT_DENIED, "LOGICIEL-CODE", "error", "invalid_grant", NULL);
    *grant = code.grant;
    *token = made;
    return true;
}

SQL(FIND_TOKEN, FIRM,
    "SELECT t.software, t.contact, t.scopes FROM software_token t"
    " JOIN software_consent c ON c.firm = t.firm AND c.contact = t.contact"
    "  AND c.software = t.software AND c.revoked_at IS NULL"
    " WHERE t.firm = $1 AND t.token_hash = $2 AND t.expires_at > $3");

bool grant_of_token(struct ctx *cx, const char *token, struct grant *grant)
{
    struct grant found = { 0 };
    struct secret secret;

    if (secret_parse(token, &secret)) {
        struct rows *rows = store_query(cx, &FIND_TOKEN,
                                        ARGS(arg_secret(cx->arena, &secret), arg_instant(cx->now)));
        if (rows_next(rows))
            found = (struct grant){ .software = rows_int(rows, 0),
                                    .contact = rows_int(rows, 1),
                                    .scopes = rows_text(rows, 2) };
        if (!rows_done(rows))
            return false;
    }
    if (found.software == 0)
        return fail(cx, FAULT_DENIED, "LOGICIEL-JETON", "error", "invalid_token", NULL);
    *grant = found;
    return true;
}
