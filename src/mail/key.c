#include "mail/key.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#include "base/buf.h"

enum { KEY_BYTES = 32, SIGNATURE_BYTES = KEY_SIGNATURE_CHARS / 2 };

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

bool key_sign(struct ctx *cx, const char *words, const char **signature)
{
    unsigned char hash[SIGNATURE_BYTES];
    struct buf text = { .arena = cx->arena };
    struct key key;

    if (!key_find(cx, &key))
        return false;
    crypto_generichash(hash, sizeof hash, (const unsigned char *)words, strlen(words), key.bytes,
                       sizeof key.bytes);
    for (size_t i = 0; i < sizeof hash; i++)
        buf_format(&text, "%02x", (unsigned)hash[i]);
    *signature = buf_string(&text);
    return true;
}

bool key_verify(struct ctx *cx, const char *words, const char *given, bool *is_ours)
{
    const char *signature;

    if (!key_sign(cx, words, &signature))
        return false;
    *is_ours = sodium_memcmp(given, signature, strlen(given)) == 0;
    return true;
}

const char *key_candidate(struct arena *arena, const char *address)
{
    struct buf lower = { .arena = arena };

    for (; *address && *address != '@'; address++)
        if (*address == '+')
            lower.size = 0;
        else
            buf_byte(&lower, (char)tolower((unsigned char)*address));
    return arena_text(arena, lower.size > 0 ? lower.bytes : "", lower.size);
}
