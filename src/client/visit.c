#include "client/visit.h"

#include <assert.h>
#include <string.h>

#include "client/visible.h"

enum { TOLD_LIMIT = 20 };

static const char *const mode_texts[VISIT_MODE_COUNT] = {
    [VISIT_READ] = "read",
    [VISIT_CHANGE] = "change",
    [VISIT_ASSIGN] = "assign",
    [VISIT_INHERIT] = "inherit",
};

const char *visit_mode_text(enum visit_mode mode)
{
    assert(mode < VISIT_MODE_COUNT);
    return mode_texts[mode];
}

static enum visit_mode mode_of(const char *text)
{
    enum visit_mode mode = VISIT_READ;

    while (mode + 1 < VISIT_MODE_COUNT && strcmp(mode_texts[mode], text) != 0)
        mode++;
    return mode;
}

SQL(STANDING, FIRM,
    "SELECT id, mode, at FROM visit WHERE firm = $1 AND client = $2 AND member = $3"
    " AND mode IN ('read', 'change') AND ended_at IS NULL AND seen_at > $4 ORDER BY id DESC LIMIT "
    "1");

static bool standing_find(struct ctx *cx, int64_t client, struct visit *visit)
{
    struct rows *rows =
        store_query(cx, &STANDING,
                    ARGS(arg_int(client), arg_int(cx->actor), arg_int(cx->now.ms - VISIT_IDLE_MS)));

    *visit = (struct visit){ .client = client, .member = cx->actor };
    if (rows_next(rows)) {
        visit->id = rows_int(rows, 0);
        visit->mode = mode_of(rows_text(rows, 1));
        visit->at = rows_instant(rows, 2);
    }
    return rows_done(rows);
}

SQL(ADD, FIRM,
    "INSERT INTO visit (firm, id, client, member, mode, at, seen_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $6)");

static bool add(struct ctx *cx, struct visit *visit)
{
    visit->at = cx->now;
    return store_id(cx, "visit", 1, &visit->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(visit->id), arg_int(visit->client), arg_int(visit->member),
                          arg_text(mode_texts[visit->mode]), arg_instant(cx->now)));
}

SQL(STAYS, FIRM, "UPDATE visit SET seen_at = $3 WHERE firm = $1 AND id = $2");

static bool enter(struct ctx *cx, enum visit_mode mode, struct visit *visit)
{
    if (!client_look(cx, visit->client) || !standing_find(cx, visit->client, visit))
        return false;
    if (visit->id > 0 && (mode == VISIT_READ || visit->mode == mode))
        return store_run(cx, &STAYS, ARGS(arg_int(visit->id), arg_instant(cx->now)));
    visit->mode = mode;
    return add(cx, visit);
}

bool visit_enter(struct ctx *cx, int64_t client, enum visit_mode mode, struct visit *visit)
{
    struct visit entered = { .client = client };

    assert(mode == VISIT_READ || mode == VISIT_CHANGE);
    if (!store_begin(cx) || !store_end(cx, enter(cx, mode, &entered)))
        return false;
    *visit = entered;
    return true;
}

SQL(LEAVE, FIRM,
    "UPDATE visit SET ended_at = $4 WHERE firm = $1 AND client = $2 AND member = $3"
    " AND mode IN ('read', 'change') AND ended_at IS NULL");

bool visit_leave(struct ctx *cx, int64_t client)
{
    return store_run(cx, &LEAVE, ARGS(arg_int(client), arg_int(cx->actor), arg_instant(cx->now)));
}

#define COLUMNS_AS(NAME)                                                                           \
    "SELECT v.id, v.client, v.member, v.mode, v.at, m.name, " NAME " FROM visit v"                 \
    " JOIN member m ON m.firm = v.firm AND m.id = v.member"                                        \
    " JOIN client c ON c.firm = v.firm AND c.id = v.client WHERE v.firm = $1"
#define COLUMNS COLUMNS_AS("c.name")

static bool list_rows(struct ctx *cx, struct rows *rows, struct visit **visits, size_t *count)
{
    size_t room = 8, listed = 0;
    struct visit *list = arena_new(cx->arena, struct visit, room);

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = (struct visit){ .id = rows_int(rows, 0),
                                         .client = rows_int(rows, 1),
                                         .member = rows_int(rows, 2),
                                         .mode = mode_of(rows_text(rows, 3)),
                                         .at = rows_instant(rows, 4),
                                         .member_name = rows_text(rows, 5),
                                         .client_name = rows_text(rows, 6) };
    }
    if (!rows_done(rows))
        return false;
    *visits = list;
    *count = listed;
    return true;
}

SQL(LIST, FIRM,
    COLUMNS " AND v.client = $2 AND v.mode IN ('read', 'change') ORDER BY v.id DESC LIMIT $3");

bool visit_list(struct ctx *cx, int64_t client, size_t limit, struct visit **visits, size_t *count)
{
    return list_rows(cx, store_query(cx, &LIST, ARGS(arg_int(client), arg_int((int64_t)limit))),
                     visits, count);
}

SQL(LIST_OWN, FIRM,
    COLUMNS " AND v.client IN (SELECT k.client FROM client_contact k WHERE k.firm = $1"
            " AND k.contact = $2 AND k.is_legal = 1) AND v.mode IN ('read', 'change')"
            " AND (CAST($3 AS BIGINT) = 0 OR v.id < CAST($3 AS BIGINT))"
            " ORDER BY v.id DESC LIMIT $4");

bool visit_list_own(struct ctx *cx, const struct visit_query *query, struct visit **visits,
                    size_t *count)
{
    const struct arg *args =
        ARGS(arg_int(query->contact), arg_int(query->below), arg_int(query->limit));

    return list_rows(cx, store_query(cx, &LIST_OWN, args), visits, count);
}

SQL(ASSIGNED, FIRM,
    "INSERT INTO visit (firm, id, client, member, mode, at, seen_at, told)"
    " SELECT c.firm, $3, c.id, $4, 'assign', $5, $5, COALESCE(CAST($6 AS BIGINT),"
    "   (SELECT a.member FROM assignment a JOIN member m ON m.firm = a.firm AND m.id = a.member"
    "     WHERE a.firm = $1 AND a.client = $2 AND a.member <> $4 AND m.state = 'active'"
    "     AND a.first_on <= $7 AND (a.last_on IS NULL OR a.last_on >= $7)"
    "     ORDER BY CASE a.function WHEN 'reviewer' THEN 0 WHEN 'partner' THEN 1 ELSE 2 END, "
    "a.member"
    "     LIMIT 1)) FROM client c"
    " WHERE c.firm = $1 AND c.id = $2 AND c.is_confidential = 1");

bool visit_assigned(struct ctx *cx, int64_t client, int64_t holder)
{
    int64_t id;

    assert(store_in_transaction(cx->store));
    return store_id(cx, "visit", 1, &id)
        && store_run(cx, &ASSIGNED,
                     ARGS(arg_int(client), arg_int(id), arg_int(cx->actor), arg_instant(cx->now),
                          arg_int_or_null(holder > 0 && holder != cx->actor, holder),
                          arg_date(cx->arena, cx->today)));
}

SQL(ADMINS, FIRM,
    "SELECT id FROM member WHERE firm = $1 AND role = 'admin' AND state = 'active'"
    " AND id NOT IN (CAST($2 AS BIGINT), CAST($3 AS BIGINT)) ORDER BY id");
SQL(INHERITED, FIRM,
    "INSERT INTO visit (firm, id, client, member, mode, at, seen_at, told)"
    " VALUES ($1, $2, $3, $4, 'inherit', $5, $5, $6)");

bool visit_inherited(struct ctx *cx, int64_t client, int64_t member)
{
    struct rows *rows = store_query(cx, &ADMINS, ARGS(arg_int(cx->actor), arg_int(member)));
    int64_t *told = NULL, id;
    size_t count = 0, room = 0;

    assert(store_in_transaction(cx->store));
    while (rows_next(rows)) {
        if (count == room)
            told = arena_grow(cx->arena, told, &room, sizeof *told);
        told[count++] = rows_int(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!store_id(cx, "visit", 1, &id)
            || !store_run(cx, &INHERITED,
                          ARGS(arg_int(id), arg_int(client), arg_int(member), arg_instant(cx->now),
                               arg_int(told[i]))))
            return false;
    return true;
}

#define TOLD_SEEN CLIENT_VISIBLE("v.client", "$2", "$3")

SQL(TOLD, FIRM,
    COLUMNS_AS("CASE WHEN " TOLD_SEEN
               " THEN c.name ELSE '' END") " AND v.told = $2 AND v.ended_at IS NULL"
                                           " AND (v.mode = 'inherit' OR " TOLD_SEEN ")"
                                           " ORDER BY v.id LIMIT $4");

bool visit_told(struct ctx *cx, struct visit **visits, size_t *count)
{
    return list_rows(
        cx,
        store_query(cx, &TOLD,
                    ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(TOLD_LIMIT))),
        visits, count);
}

SQL(READ, FIRM,
    "UPDATE visit SET ended_at = $4 WHERE firm = $1 AND id = $2 AND told = $3 AND ended_at IS "
    "NULL");

bool visit_read(struct ctx *cx, int64_t id)
{
    int64_t changed;

    if (!store_change(cx, &READ, ARGS(arg_int(id), arg_int(cx->actor), arg_instant(cx->now)),
                      &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_ABSENT, "VISITE-ABSENTE", NULL);
}

SQL(CLOSED, FIRM,
    "SELECT MIN(c.id) FROM client c WHERE c.firm = $1 AND c.is_confidential = 1"
    " AND c.tester IS NULL AND (c.code = $2 OR c.siren = $2)");

bool visit_find_closed(struct ctx *cx, const char *name, int64_t *client)
{
    struct rows *rows = store_query(cx, &CLOSED, ARGS(arg_text(name)));
    int64_t found = *name && rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *client = found;
    return true;
}
