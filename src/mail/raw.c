#include "mail/raw.h"

#include "base/limits.h"

enum { HASH_BYTES = 32 };

static const int64_t DAY_MS = 24 * 3600 * 1000;

SQL(FORGET, FIRM,
    "UPDATE mail SET swept_at = $2 WHERE firm = $1 AND swept_at IS NULL AND taken_at < $3"
    " AND state <> 'triage'");

bool raw_forget(struct ctx *cx)
{
    const struct instant oldest = { cx->now.ms - LIMIT_MAIL_KEPT_DAYS * DAY_MS };

    return store_run(cx, &FORGET, ARGS(arg_instant(cx->now), arg_instant(oldest)));
}

SQL(KNOWN, FIRM, "SELECT id FROM mail WHERE firm = $1 AND sha256 = $2 AND swept_at IS NULL");

bool raw_known(struct ctx *cx, const unsigned char *hash, bool *is_known)
{
    struct rows *rows = store_query(cx, &KNOWN, ARGS(arg_bytes(hash, HASH_BYTES)));

    *is_known = rows_next(rows);
    return rows_done(rows);
}

SQL(NEXT, FIRM,
    "SELECT sha256, size FROM mail WHERE firm = $1 AND sha256 > $2 AND swept_at IS NULL"
    " ORDER BY sha256 LIMIT CAST($3 AS BIGINT)");

struct rows *raw_next(struct ctx *cx, const unsigned char *after, size_t size, int64_t limit)
{
    return store_query(cx, &NEXT, ARGS(arg_bytes(after, size), arg_int(limit)));
}
