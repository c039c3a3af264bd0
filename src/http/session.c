#include "http/session.h"

#include <string.h>

#include "base/secret.h"
#include "http/route.h"
#include "store/wait.h"

enum { MINUTE_MS = 60 * 1000 };

static const int64_t LONGEST_MS = INT64_C(12) * 60 * MINUTE_MS;

SQL(FIND, FIRM,
    "SELECT s.id, s.member, m.role, m.language, s.notice, s.seen_at, s.role"
    "  FROM session s JOIN member m ON m.firm = s.firm AND m.id = s.member"
    " WHERE s.firm = $1 AND s.token_hash = $2 AND s.expires_at > $3 AND m.state = 'active'");

SQL(SEEN, FIRM, "UPDATE session SET seen_at = $3 WHERE firm = $1 AND id = $2 AND seen_at < $3");

SQL(ADD, FIRM,
    "INSERT INTO session (firm, id, token_hash, member, role, address, agent, created_at, seen_at,"
    "                     expires_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)");

SQL(SWEEP, FIRM, "DELETE FROM session WHERE firm = $1 AND expires_at <= $2");

SQL(CLOSE, FIRM, "DELETE FROM session WHERE firm = $1 AND id = $2");

SQL(CLOSE_ALL, FIRM, "DELETE FROM session WHERE firm = $1 AND member = $2");

SQL(NOTICE, FIRM, "UPDATE session SET notice = $3 WHERE firm = $1 AND id = $2");

static const char ADMIN[] = "admin", ACCOUNTANT[] = "accountant";

static unsigned role_of(const char *text)
{
    return strcmp(text, ADMIN) == 0 ? ROLE_ADMIN : ROLE_ACCOUNTANT;
}

static int64_t idle_ms(unsigned role)
{
    return (role & ROLE_ADMIN ? 15 : 30) * (int64_t)MINUTE_MS;
}

static bool row_read(struct ctx *cx, struct arg hash, struct session *session, int64_t *seen_at)
{
    struct rows *rows = store_query(cx, &FIND, ARGS(hash, arg_instant(cx->now)));

    *session = (struct session){ 0 };
    while (rows_next(rows)) {
        *session = (struct session){
            .id = rows_int(rows, 0),
            .member = rows_int(rows, 1),
            .role = role_of(rows_text(rows, 2)),
            .language = rows_text(rows, 3),
            .notice = rows_text(rows, 4),
        };
        *seen_at = rows_int(rows, 5);
        if (role_of(rows_text(rows, 6)) != session->role)
            session->id = 0; /* a change of privilege asks for a new sign-in */
    }
    return rows_done(rows);
}

bool session_find(struct ctx *cx, const char *cookie, const struct session **session)
{
    struct secret secret;
    int64_t seen_at = 0;

    *session = NULL;
    if (!secret_parse(cookie, &secret))
        return true;
    struct session *found = arena_new(cx->arena, struct session, 1);
    if (!row_read(cx, arg_secret(cx->arena, &secret), found, &seen_at))
        return false;
    if (found->id == 0 || cx->now.ms - seen_at > idle_ms(found->role))
        return true;
    if (cx->now.ms - seen_at > MINUTE_MS && !store_waits(cx)
        && !store_run(cx, &SEEN, ARGS(arg_int(found->id), arg_instant(cx->now))))
        return false;
    found->token = session_token(cx->arena, &secret);
    *session = found;
    return true;
}

static bool row_add(struct ctx *cx, const struct session_change *change,
                    const struct session_peer *peer, const struct secret *secret)
{
    struct instant end = { cx->now.ms + LONGEST_MS };
    int64_t id;

    return store_run(cx, &SWEEP, ARGS(arg_instant(cx->now))) && store_id(cx, "session", 1, &id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(id), arg_secret(cx->arena, secret), arg_int(change->member),
                          arg_text(change->role & ROLE_ADMIN ? ADMIN : ACCOUNTANT),
                          arg_text(peer->address), arg_text(peer->agent), arg_instant(cx->now),
                          arg_instant(end)));
}

bool session_open(struct ctx *cx, const struct session_change *change,
                  const struct session_peer *peer, const char **cookie)
{
    const struct secret secret = secret_draw();

    if (!store_begin(cx) || !store_end(cx, row_add(cx, change, peer, &secret)))
        return false;
    *cookie = secret_text(cx->arena, &secret);
    return true;
}

bool session_close(struct ctx *cx, int64_t id)
{
    return store_run(cx, &CLOSE, ARGS(arg_int(id)));
}

bool session_close_all(struct ctx *cx, int64_t member)
{
    return store_run(cx, &CLOSE_ALL, ARGS(arg_int(member)));
}

SQL(LIST, FIRM,
    "SELECT s.id, s.address, s.agent, s.created_at, s.seen_at, s.role, m.role"
    "  FROM session s JOIN member m ON m.firm = s.firm AND m.id = s.member"
    " WHERE s.firm = $1 AND s.member = $2 AND s.expires_at > $3 AND m.state = 'active'"
    " ORDER BY s.seen_at DESC, s.id DESC");

bool session_list(struct ctx *cx, int64_t member, struct session_row **sessions, size_t *count)
{
    struct rows *rows = store_query(cx, &LIST, ARGS(arg_int(member), arg_instant(cx->now)));
    struct session_row *list = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        unsigned role = role_of(rows_text(rows, 5));
        struct instant seen_at = rows_instant(rows, 4);
        if (role != role_of(rows_text(rows, 6)) || cx->now.ms - seen_at.ms > idle_ms(role))
            continue;
        if (size == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[size++] = (struct session_row){
            .id = rows_int(rows, 0),
            .address = rows_text(rows, 1),
            .agent = rows_text(rows, 2),
            .created_at = rows_instant(rows, 3),
            .seen_at = seen_at,
        };
    }
    if (!rows_done(rows))
        return false;
    *sessions = list;
    *count = size;
    return true;
}

SQL(END, FIRM, "DELETE FROM session WHERE firm = $1 AND id = $2 AND member = $3");

bool session_end(struct ctx *cx, int64_t member, int64_t id)
{
    int64_t ended;

    if (!store_change(cx, &END, ARGS(arg_int(id), arg_int(member)), &ended))
        return false;
    return ended > 0 || fail(cx, FAULT_ABSENT, "SESSION-ABSENTE", NULL);
}

SQL(END_OTHERS, FIRM, "DELETE FROM session WHERE firm = $1 AND member = $2 AND id <> $3");

bool session_end_others(struct ctx *cx, int64_t member, int64_t kept)
{
    return store_run(cx, &END_OTHERS, ARGS(arg_int(member), arg_int(kept)));
}

bool session_notice(struct ctx *cx, int64_t id, const char *notice)
{
    return store_run(cx, &NOTICE, ARGS(arg_int(id), arg_text(notice && *notice ? notice : NULL)));
}

bool session_holds(const struct session *session, const char *token)
{
    return secret_equal(token, session->token);
}

const char *session_token(struct arena *arena, const struct secret *secret)
{
    return secret_sign(arena, secret, "quitus form token");
}
