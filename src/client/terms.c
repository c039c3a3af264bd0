#include "client/terms.h"

const char TERMS_VERSION[] = "2026-1";

SQL(ACCEPT, FIRM,
    "INSERT INTO terms_accepted (firm, contact, version, sha256, language, accepted_at, address)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (firm, contact, version) DO NOTHING");

bool terms_accept(struct ctx *cx, const struct terms *terms)
{
    return store_run(cx, &ACCEPT,
                     ARGS(arg_int(terms->contact), arg_text(terms->version),
                          arg_bytes(terms->sha256, 32), arg_text(terms->language),
                          arg_instant(cx->now), arg_text(terms->address)));
}

SQL(FIND, FIRM,
    "SELECT version, language, sha256, accepted_at, address FROM terms_accepted"
    " WHERE firm = $1 AND contact = $2 ORDER BY accepted_at DESC, version DESC LIMIT 1");

bool terms_find(struct ctx *cx, int64_t contact, struct terms *terms)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(contact)));
    struct terms found = { .contact = contact, .version = "", .language = "", .address = "" };
    size_t size;

    if (rows_next(rows))
        found = (struct terms){ .contact = contact,
                                .version = rows_text(rows, 0),
                                .language = rows_text(rows, 1),
                                .sha256 = rows_bytes(rows, 2, &size),
                                .accepted_at = rows_instant(rows, 3),
                                .address = rows_text(rows, 4) };
    if (!rows_done(rows))
        return false;
    *terms = found;
    return true;
}
