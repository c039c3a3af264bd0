#include "mail/tag.h"

#include <ctype.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum { KEY_BYTES = 32, SIGNATURE_BYTES = 16 };

struct key {
    unsigned char bytes[KEY_BYTES];
};

SQL(KEY, FIRM, "SELECT secret FROM mail_key WHERE firm = $1");

static bool key_read(struct ctx *cx, struct key *key, bool *stands)
{
    struct rows *rows = store_query(cx, &KEY, NO_ARGS);
    size_t size = 0;

    *stands = false;
    if (rows_next(rows)) {
        const void *bytes = rows_bytes(rows, 0, &size);
        *stands = size == KEY_BYTES;
        if (*stands)
            memcpy(key->bytes, bytes, KEY_BYTES);
    }
    return rows_done(rows);
}

SQL(MAKE_KEY, FIRM,
    "INSERT INTO mail_key (firm, secret, made_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");

/* Of two who make one at a time the first wins: both read it again. */
static bool key_find(struct ctx *cx, struct key *key)
{
    unsigned char fresh[KEY_BYTES];
    bool stands;

    if (!key_read(cx, key, &stands) || stands)
        return stands;
    randombytes_buf(fresh, sizeof fresh);
    return store_run(cx, &MAKE_KEY, ARGS(arg_bytes(fresh, sizeof fresh), arg_instant(cx->now)))
        && key_read(cx, key, &stands) && (stands || fail(cx, FAULT_BROKEN, "BASE", NULL));
}

static const char *sign(struct arena *arena, const struct key *key, int64_t firm, int64_t message)
{
    const char *text = arena_format(arena, "reply %" PRId64 " %" PRId64, firm, message);
    unsigned char hash[SIGNATURE_BYTES];
    struct buf signature = { .arena = arena };

    crypto_generichash(hash, sizeof hash, (const unsigned char *)text, strlen(text), key->bytes,
                       sizeof key->bytes);
    for (size_t i = 0; i < sizeof hash; i++)
        buf_format(&signature, "%02x", (unsigned)hash[i]);
    return buf_string(&signature);
}

bool tag_text(struct ctx *cx, int64_t message, const char **tag)
{
    int64_t firm = scope_firm_id(cx->store);
    struct key key;

    if (!key_find(cx, &key))
        return false;
    *tag = arena_format(cx->arena, "q%" PRId64 "-%" PRId64 "-%s", firm, message,
                        sign(cx->arena, &key, firm, message));
    return true;
}

const char *tag_address(struct arena *arena, const char *address, const char *tag)
{
    size_t local = strcspn(address, "@");

    return arena_format(arena, "%.*s+%s%s", (int)local, address, tag, address + local);
}

/* What of an address may be a tag: behind its last +, else the whole before the @. */
static const char *candidate(struct arena *arena, const char *text)
{
    struct buf lower = { .arena = arena };

    for (; *text && *text != '@'; text++)
        if (*text == '+')
            lower.size = 0;
        else
            buf_byte(&lower, (char)tolower((unsigned char)*text));
    return arena_text(arena, lower.size > 0 ? lower.bytes : "", lower.size);
}

static bool verify(struct ctx *cx, const char *given, int64_t message, bool *is_ours)
{
    struct key key;

    if (!key_find(cx, &key))
        return false;
    const char *ours = sign(cx->arena, &key, scope_firm_id(cx->store), message);
    *is_ours = sodium_memcmp(given, ours, strlen(ours)) == 0;
    return true;
}

bool tag_find(struct ctx *cx, const char *text, enum tag_verdict *verdict, int64_t *message)
{
    const char *tag = candidate(cx->arena, text);
    int64_t firm, number;
    int at = 0;
    bool is_ours = false;

    *verdict = TAG_NONE;
    if (sscanf(tag, "q%" SCNd64 "-%" SCNd64 "-%n", &firm, &number, &at) != 2 || at == 0)
        return true;
    *verdict = TAG_FORGED;
    if (firm != scope_firm_id(cx->store) || strlen(tag + at) != 2 * SIGNATURE_BYTES)
        return true;
    if (!verify(cx, tag + at, number, &is_ours))
        return false;
    if (is_ours) {
        *verdict = TAG_OURS;
        *message = number;
    }
    return true;
}
