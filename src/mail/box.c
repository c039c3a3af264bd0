#include "mail/box.h"

SQL(FIND, FIRM, "SELECT validity, last FROM mail_box WHERE firm = $1 AND url = $2");

bool box_find(struct ctx *cx, struct mail_box *box)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_text(box->url)));
    struct mail_box found = { .url = box->url };

    if (rows_next(rows)) {
        found.validity = rows_int(rows, 0);
        found.last = rows_int(rows, 1);
    }
    if (!rows_done(rows))
        return false;
    *box = found;
    return true;
}

SQL(KEEP, FIRM,
    "INSERT INTO mail_box (firm, url, validity, last, read_at) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (firm, url) DO UPDATE SET validity = excluded.validity, last = excluded.last,"
    " read_at = excluded.read_at");

bool box_keep(struct ctx *cx, const struct mail_box *box)
{
    return store_run(
        cx, &KEEP,
        ARGS(arg_text(box->url), arg_int(box->validity), arg_int(box->last), arg_instant(cx->now)));
}
