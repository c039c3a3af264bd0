#include "http/contact_session.h"

#include "http/route.h"
#include "store/wait.h"

static const int64_t MINUTE_MS = 60000, IDLE_MS = 20 * 60000, LONGEST_MS = 12 * 3600000;

SQL(FIND, FIRM,
    "SELECT s.id, s.contact, p.language, s.notice, s.seen_at, t.version"
    "  FROM contact_session s JOIN contact p ON p.firm = s.firm AND p.id = s.contact"
    "  JOIN contact_login l ON l.firm = s.firm AND l.contact = s.contact AND l.closed_at IS NULL"
    "  LEFT JOIN terms_accepted t ON t.firm = s.firm AND t.contact = s.contact AND t.version = $4"
    " WHERE s.firm = $1 AND s.token_hash = $2 AND s.expires_at > $3 AND EXISTS"
    " (SELECT 1 FROM client_contact k WHERE k.firm = s.firm AND k.contact = s.contact)");

SQL(SEEN, FIRM,
    "UPDATE contact_session SET seen_at = $3 WHERE firm = $1 AND id = $2 AND seen_at < $3");

SQL(ADD, FIRM,
    "INSERT INTO contact_session (firm, id, token_hash, contact, address, agent, created_at,"
    " seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)");

SQL(SWEEP, FIRM, "DELETE FROM contact_session WHERE firm = $1 AND expires_at <= $2");

SQL(CLOSE, FIRM, "DELETE FROM contact_session WHERE firm = $1 AND id = $2");

SQL(CLOSE_ALL, FIRM, "DELETE FROM contact_session WHERE firm = $1 AND contact = $2");

SQL(NOTICE, FIRM, "UPDATE contact_session SET notice = $3 WHERE firm = $1 AND id = $2");

static bool row_read(struct ctx *cx, struct arg hash, const char *terms, struct session *session,
                     struct instant *seen_at)
{
    struct rows *rows =
        store_query(cx, &FIND, ARGS(hash, arg_instant(cx->now), arg_text(terms ? terms : "")));

    *session = (struct session){ 0 };
    while (rows_next(rows)) {
        *session = (struct session){
            .id = rows_int(rows, 0),
            .contact = rows_int(rows, 1),
            .role = rows_null(rows, 5) ? ROLE_NEWCOMER : ROLE_CLIENT,
            .language = rows_text(rows, 2),
            .notice = rows_text(rows, 3),
        };
        *seen_at = rows_instant(rows, 4);
    }
    return rows_done(rows);
}

bool contact_session_find(struct ctx *cx, const char *cookie, const char *terms,
                          const struct session **session)
{
    struct instant seen_at = { 0 };
    struct secret secret;

    *session = NULL;
    if (!secret_parse(cookie, &secret))
        return true;
    struct session *found = arena_new(cx->arena, struct session, 1);
    if (!row_read(cx, arg_secret(cx->arena, &secret), terms, found, &seen_at))
        return false;
    if (found->id == 0 || cx->now.ms - seen_at.ms > IDLE_MS)
        return true;
    if (cx->now.ms - seen_at.ms > MINUTE_MS && !store_waits(cx)
        && !store_run(cx, &SEEN, ARGS(arg_int(found->id), arg_instant(cx->now))))
        return false;
    found->token = session_token(cx->arena, &secret);
    *session = found;
    return true;
}

static bool row_add(struct ctx *cx, int64_t contact, const struct session_peer *peer,
                    const struct secret *secret)
{
    struct instant end = { cx->now.ms + LONGEST_MS };
    int64_t id;

    return store_run(cx, &SWEEP, ARGS(arg_instant(cx->now)))
        && store_id(cx, "contact_session", 1, &id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(id), arg_secret(cx->arena, secret), arg_int(contact),
                          arg_text(peer->address), arg_text(peer->agent), arg_instant(cx->now),
                          arg_instant(end)));
}

bool contact_session_open(struct ctx *cx, const struct session_change *change,
                          const struct session_peer *peer, const char **cookie)
{
    const struct secret secret = secret_draw();

    if (!store_begin(cx) || !store_end(cx, row_add(cx, change->contact, peer, &secret)))
        return false;
    *cookie = secret_text(cx->arena, &secret);
    return true;
}

bool contact_session_close(struct ctx *cx, int64_t id)
{
    return store_run(cx, &CLOSE, ARGS(arg_int(id)));
}

bool contact_session_close_all(struct ctx *cx, int64_t contact)
{
    return store_run(cx, &CLOSE_ALL, ARGS(arg_int(contact)));
}

SQL(LIST, FIRM,
    "SELECT id, address, agent, created_at, seen_at FROM contact_session WHERE firm = $1"
    " AND contact = $2 AND expires_at > $3 AND seen_at >= $4 ORDER BY seen_at DESC, id DESC");

bool contact_session_list(struct ctx *cx, int64_t contact, struct session_row **sessions,
                          size_t *count)
{
    struct rows *rows = store_query(
        cx, &LIST, ARGS(arg_int(contact), arg_instant(cx->now), arg_int(cx->now.ms - IDLE_MS)));
    struct session_row *list = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[size++] = (struct session_row){
            .id = rows_int(rows, 0),
            .address = rows_text(rows, 1),
            .agent = rows_text(rows, 2),
            .created_at = rows_instant(rows, 3),
            .seen_at = rows_instant(rows, 4),
        };
    }
    if (!rows_done(rows))
        return false;
    *sessions = list;
    *count = size;
    return true;
}

SQL(END, FIRM, "DELETE FROM contact_session WHERE firm = $1 AND id = $2 AND contact = $3");

bool contact_session_end(struct ctx *cx, int64_t contact, int64_t id)
{
    int64_t ended;

    if (!store_change(cx, &END, ARGS(arg_int(id), arg_int(contact)), &ended))
        return false;
    return ended > 0 || fail(cx, FAULT_ABSENT, "SESSION-ABSENTE", NULL);
}

bool contact_session_notice(struct ctx *cx, int64_t id, const char *notice)
{
    return store_run(cx, &NOTICE, ARGS(arg_int(id), arg_text(notice && *notice ? notice : NULL)));
}
