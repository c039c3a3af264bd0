#include "client/act_link.h"

#include <string.h>

#include "base/secret.h"
#include "store/said.h"

SQL(KEY_ADD, FIRM, "INSERT INTO act_key (firm, key) VALUES ($1, $2) ON CONFLICT (firm) DO NOTHING");
SQL(KEY, FIRM, "SELECT key FROM act_key WHERE firm = $1");

static bool key_find(struct ctx *cx, struct secret *key, bool *is_there)
{
    struct rows *rows = store_query(cx, &KEY, NO_ARGS);
    size_t size;

    *is_there = false;
    while (rows_next(rows)) {
        const void *bytes = rows_bytes(rows, 0, &size);
        *is_there = size == SECRET_BYTES;
        if (*is_there)
            memcpy(key->bytes, bytes, SECRET_BYTES);
    }
    return rows_done(rows);
}

/* Whoever was faster: there is one key. */
static bool key_need(struct ctx *cx, struct secret *key)
{
    const struct secret drawn = secret_draw();
    bool is_there;

    if (!key_find(cx, key, &is_there))
        return false;
    if (is_there)
        return true;
    return store_run(cx, &KEY_ADD, ARGS(arg_bytes(drawn.bytes, SECRET_BYTES)))
        && key_find(cx, key, &is_there);
}

/* The firm stands in what is signed, so that two firms' keys never matter. */
static const char *signed_text(struct ctx *cx, const struct secret *key, int64_t request,
                               int64_t contact)
{
    const char *what =
        arena_format(cx->arena, "act.%lld.%lld.%lld", (long long)scope_firm_id(cx->store),
                     (long long)request, (long long)contact);

    return arena_format(cx->arena, "%lld.%lld.%s", (long long)request, (long long)contact,
                        secret_sign(cx->arena, key, what));
}

bool act_link_text(struct ctx *cx, int64_t request, int64_t contact, const char **text)
{
    struct secret key;

    if (!key_need(cx, &key))
        return false;
    *text = signed_text(cx, &key, request, contact);
    return true;
}

/* "12." of at most 16 digits; 0 for what is none. */
static int64_t number_take(const char **text)
{
    size_t size = strspn(*text, "0123456789");
    int64_t number = 0;

    if (size == 0 || size > 16 || (*text)[size] != '.')
        return 0;
    for (size_t i = 0; i < size; i++)
        number = number * 10 + ((*text)[i] - '0');
    *text += size + 1;
    return number;
}

#define NAME SAID("r.name", "p.language")

SQL(FIND, FIRM,
    "SELECT r.client, " NAME ", r.due_on, f.name, p.language FROM request r"
    " JOIN client_contact k ON k.firm = r.firm AND k.client = r.client AND k.contact = $3"
    " JOIN contact p ON p.firm = r.firm AND p.id = k.contact JOIN firm f ON f.id = r.firm"
    " WHERE r.firm = $1 AND r.id = $2 AND r.state = 'open'"
    " AND (r.needs_payroll = 0 OR k.is_payroll = 1 OR k.is_legal = 1)"
    " AND NOT EXISTS (SELECT 1 FROM act_revoked x WHERE x.firm = $1 AND x.request = $2"
    " AND x.contact = $3)"
    " AND NOT EXISTS (SELECT 1 FROM contact_login l WHERE l.firm = $1 AND l.contact = $3"
    " AND l.closed_at IS NOT NULL)");

static bool row_find(struct ctx *cx, int64_t request, int64_t contact, struct act_link *link)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(arg_int(request), arg_int(contact)));

    *link = (struct act_link){ 0 };
    if (rows_next(rows))
        *link = (struct act_link){ .request = request,
                                   .contact = contact,
                                   .client = rows_int(rows, 0),
                                   .request_name = rows_text(rows, 1),
                                   .due_on = rows_date(rows, 2),
                                   .firm_name = rows_text(rows, 3),
                                   .language = rows_text(rows, 4) };
    return rows_done(rows);
}

bool act_link_find(struct ctx *cx, const char *text, struct act_link *link)
{
    const char *at = text;
    int64_t request = number_take(&at), contact = request > 0 ? number_take(&at) : 0;
    struct act_link found = { 0 };
    struct secret key;
    bool is_there;

    if (!key_find(cx, &key, &is_there))
        return false;
    if (is_there && contact > 0 && secret_equal(text, signed_text(cx, &key, request, contact))
        && !row_find(cx, request, contact, &found))
        return false;
    if (found.request == 0)
        return fail(cx, FAULT_ABSENT, "LIEN-ABSENT", NULL);
    *link = found;
    return true;
}

SQL(REVOKE, FIRM,
    "INSERT INTO act_revoked (firm, request, contact, revoked_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (firm, request, contact) DO NOTHING");

bool act_link_revoke(struct ctx *cx, int64_t request, int64_t contact)
{
    return store_run(cx, &REVOKE, ARGS(arg_int(request), arg_int(contact), arg_instant(cx->now)));
}
