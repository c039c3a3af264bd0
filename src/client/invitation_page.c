#include "client/invitation_page.h"

#include "base/secret.h"
#include "client/change.h"

SQL(FIND, FIRM, "SELECT key, is_open FROM invitation_page WHERE firm = $1");

bool invitation_page_find(struct ctx *cx, struct invitation_page *page)
{
    struct rows *rows = store_query(cx, &FIND, NO_ARGS);
    struct invitation_page found = { .key = "" };

    if (rows_next(rows))
        found = (struct invitation_page){ rows_text(rows, 0), rows_int(rows, 1) == 1 };
    if (!rows_done(rows))
        return false;
    *page = found;
    return true;
}

/* It is read aloud and typed off paper too: half a secret is enough for what is no secret. */
static const char *draw(struct arena *arena)
{
    const struct secret secret = secret_draw();

    return arena_format(arena, "%.22s", secret_text(arena, &secret));
}

SQL(SET, FIRM,
    "INSERT INTO invitation_page (firm, key, is_open, changed_at, changed_by)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (firm)"
    " DO UPDATE SET key = $2, is_open = $3, changed_at = $4, changed_by = $5");

static bool set(struct ctx *cx, bool is_open, bool anew)
{
    struct invitation_page page;

    if (!invitation_page_find(cx, &page))
        return false;
    const char *key = anew || !*page.key ? draw(cx->arena) : page.key;
    return store_run(
        cx, &SET, ARGS(arg_text(key), arg_int(is_open), arg_instant(cx->now), arg_int(cx->actor)));
}

bool invitation_page_set(struct ctx *cx, bool is_open, bool anew)
{
    return store_begin(cx) && store_end(cx, set(cx, is_open, anew));
}

bool invitation_page_check(struct ctx *cx, const char *key)
{
    struct invitation_page page;

    if (!invitation_page_find(cx, &page))
        return false;
    return (page.is_open && *page.key && secret_equal(page.key, key))
        || fail(cx, FAULT_ABSENT, "PAGE-ABSENTE", NULL);
}

SQL(SAME, FIRM,
    "SELECT COUNT(*) FROM invitation WHERE firm = $1 AND state = 'waiting' AND name = $2"
    " AND siren = $3 AND email = $4");

static bool is_waiting(struct ctx *cx, const struct invitation *asked, bool *found)
{
    struct rows *rows = store_query(
        cx, &SAME, ARGS(arg_text(asked->name), arg_text(asked->siren), arg_text(asked->email)));

    *found = rows_next(rows) && rows_int(rows, 0) > 0;
    return rows_done(rows);
}

static bool ask(struct ctx *cx, struct invitation *asked)
{
    int64_t waiting;
    bool found;

    if (!invitation_check(cx, asked) || !is_waiting(cx, asked, &found)
        || !invitation_count(cx, &waiting))
        return false;
    if (!found && waiting >= INVITATION_PAGE_WAITING)
        return fail(cx, FAULT_BUSY, "INVITATIONS-PLEINES", NULL);
    return found || invitation_add(cx, asked);
}

bool invitation_page_ask(struct ctx *cx, struct invitation *invitation)
{
    struct invitation asked = *invitation;
    bool is_own;

    asked.consented_at = cx->now;
    if (!client_begin(cx, &is_own) || !client_end(cx, is_own, ask(cx, &asked)))
        return false;
    *invitation = asked;
    return true;
}
