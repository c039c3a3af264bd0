#include "client/software_consent.h"

#include <string.h>

SQL(FIND, FIRM,
    "SELECT scopes, given_at FROM software_consent"
    " WHERE firm = $1 AND contact = $2 AND software = $3 AND revoked_at IS NULL");

bool consent_find(struct ctx *cx, int64_t contact, int64_t software, struct consent *consent)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(contact), arg_int(software)));
    struct consent found = { .software = software, .contact = contact, .scopes = "" };

    if (rows_next(rows)) {
        found.scopes = rows_text(rows, 0);
        found.given_at = rows_instant(rows, 1);
    }
    if (!rows_done(rows))
        return false;
    *consent = found;
    return true;
}

bool consent_has(const char *scopes, const char *word)
{
    size_t size = strlen(word);

    for (const char *at = scopes; *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        if (length == size && memcmp(at, word, size) == 0)
            return true;
        at += length;
    }
    return false;
}

bool consent_covers(const struct consent *consent, const char *scopes)
{
    for (const char *at = scopes; *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        const char *given = consent->scopes;
        for (; *given; given += strspn(given, " ")) {
            size_t size = strcspn(given, " ");
            if (size == length && memcmp(given, at, size) == 0)
                break;
            given += size;
        }
        if (!*given)
            return false;
        at += length;
    }
    return true;
}

SQL(GIVE, FIRM,
    "INSERT INTO software_consent (firm, contact, software, scopes, given_at)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (firm, contact, software)"
    " DO UPDATE SET scopes = excluded.scopes, given_at = excluded.given_at, revoked_at = NULL");

static bool give(struct ctx *cx, const struct consent *consent, const char *address)
{
    return store_run(cx, &GIVE,
                     ARGS(arg_int(consent->contact), arg_int(consent->software),
                          arg_text(consent->scopes), arg_instant(cx->now)))
        && software_trace(cx,
                          &(struct software_event){ .software = consent->software,
                                                    .contact = consent->contact,
                                                    .what = SOFTWARE_AGREED,
                                                    .address = address });
}

bool consent_give(struct ctx *cx, const struct consent *consent, const char *address)
{
    return store_begin(cx) && store_end(cx, give(cx, consent, address));
}

SQL(REVOKE, FIRM,
    "UPDATE software_consent SET revoked_at = $4"
    " WHERE firm = $1 AND contact = $2 AND software = $3 AND revoked_at IS NULL");
SQL(DROP_TOKENS, FIRM,
    "DELETE FROM software_token WHERE firm = $1 AND contact = $2 AND software = $3");
SQL(DROP_CODES, FIRM,
    "DELETE FROM software_code WHERE firm = $1 AND contact = $2 AND software = $3");

static bool revoke(struct ctx *cx, int64_t contact, int64_t software, const char *address)
{
    const struct arg *both = ARGS(arg_int(contact), arg_int(software));
    int64_t revoked;

    if (!store_change(cx, &REVOKE, ARGS(arg_int(contact), arg_int(software), arg_instant(cx->now)),
                      &revoked))
        return false;
    if (revoked == 0)
        return fail(cx, FAULT_ABSENT, "LOGICIEL-ABSENT", NULL);
    return store_run(cx, &DROP_TOKENS, both) && store_run(cx, &DROP_CODES, both)
        && software_trace(cx,
                          &(struct software_event){ .software = software,
                                                    .contact = contact,
                                                    .what = SOFTWARE_REVOKED,
                                                    .address = address });
}

bool consent_revoke(struct ctx *cx, int64_t contact, int64_t software, const char *address)
{
    return store_begin(cx) && store_end(cx, revoke(cx, contact, software, address));
}
