#include "mission/refine_books.h"

#include "client/change.h"

SQL(OF_CLIENT, FIRM,
    "SELECT words FROM client_words WHERE firm = $1 AND client = $2 AND service = $3");

bool refine_of_client(struct ctx *cx, int64_t client, int64_t service, const char **text)
{
    struct rows *rows = store_query(cx, &OF_CLIENT, ARGS(arg_int(client), arg_int(service)));
    const char *found = rows_next(rows) ? rows_text(rows, 0) : "";

    if (!rows_done(rows))
        return false;
    *text = found;
    return true;
}

/* One wording: whose, of which service, and as it stands. */
struct standing {
    int64_t client, service, mission_service;
    const char *words;
};

SQL(CHANGE, FIRM,
    "INSERT INTO words_change (firm, id, client, service, mission_service, words, by, at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

static bool change_add(struct ctx *cx, const struct standing *standing)
{
    int64_t id;

    return store_id(cx, "words_change", 1, &id)
        && store_run(cx, &CHANGE,
                     ARGS(arg_int(id), arg_int(standing->client), arg_int(standing->service),
                          arg_int(standing->mission_service), arg_text(standing->words),
                          arg_int(cx->actor), arg_instant(cx->now)));
}

SQL(CLIENT_SET, FIRM,
    "INSERT INTO client_words (firm, client, service, words) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (firm, client, service) DO UPDATE SET words = $4");
SQL(CLIENT_DROP, FIRM, "DELETE FROM client_words WHERE firm = $1 AND client = $2 AND service = $3");

static bool client_set(struct ctx *cx, struct standing *standing, const char *text)
{
    struct arg client = arg_int(standing->client), service = arg_int(standing->service);

    if (!refine_of_client(cx, standing->client, standing->service, &standing->words)
        || !change_add(cx, standing))
        return false;
    if (*text == '\0')
        return store_run(cx, &CLIENT_DROP, ARGS(client, service));
    return store_run(cx, &CLIENT_SET, ARGS(client, service, arg_text(text)));
}

bool refine_client(struct ctx *cx, int64_t client, int64_t service, const char *text)
{
    struct standing standing = { .client = client, .service = service };
    struct service last;
    bool is_own;

    if (!service_find(cx, service, &last) || !refine_check(cx, text, &last.content))
        return false;
    return client_begin(cx, &is_own) && client_end(cx, is_own, client_set(cx, &standing, text));
}

SQL(MISSION_OF, FIRM,
    "SELECT client, service, words, version FROM mission_service WHERE firm = $1 AND id = $2");

static bool mission_read(struct ctx *cx, struct standing *standing, int64_t *version)
{
    struct rows *rows = store_query(cx, &MISSION_OF, ARGS(arg_int(standing->mission_service)));
    bool is_there = rows_next(rows);

    if (is_there) {
        standing->client = rows_int(rows, 0);
        standing->service = rows_int(rows, 1);
        standing->words = rows_text(rows, 2);
        *version = rows_int(rows, 3);
    }
    if (!rows_done(rows))
        return false;
    return is_there || fail(cx, FAULT_ABSENT, "MISSION-ABSENTE", NULL);
}

SQL(MISSION_SET, FIRM, "UPDATE mission_service SET words = $3 WHERE firm = $1 AND id = $2");

static bool mission_set(struct ctx *cx, struct standing *standing, const char *text)
{
    struct service_content content;
    int64_t version = 0;

    return mission_read(cx, standing, &version)
        && service_find_version(cx, standing->service, version, &content)
        && refine_check(cx, text, &content) && change_add(cx, standing)
        && store_run(cx, &MISSION_SET, ARGS(arg_int(standing->mission_service), arg_text(text)));
}

bool refine_mission(struct ctx *cx, int64_t mission_service, const char *text)
{
    struct standing standing = { .mission_service = mission_service };
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, mission_set(cx, &standing, text));
}

SQL(LAST, FIRM,
    "SELECT id, by, at, words FROM words_change WHERE firm = $1 AND client = $2 AND service = $3"
    " AND mission_service = $4 ORDER BY id DESC LIMIT 1");

bool refine_last(struct ctx *cx, int64_t client, int64_t service, int64_t mission_service,
                 struct refine_change *change)
{
    struct refine_change found = { .before = "" };
    struct rows *rows =
        store_query(cx, &LAST, ARGS(arg_int(client), arg_int(service), arg_int(mission_service)));

    if (rows_next(rows))
        found = (struct refine_change){
            .id = rows_int(rows, 0),
            .by = rows_int(rows, 1),
            .at = rows_instant(rows, 2),
            .before = rows_text(rows, 3),
        };
    if (!rows_done(rows))
        return false;
    *change = found;
    return true;
}

SQL(OF_MISSIONS, FIRM,
    "SELECT s.id, s.title, COALESCE(w.words, '') FROM service s"
    " LEFT JOIN client_words w ON w.firm = s.firm AND w.service = s.id AND w.client = $2"
    " WHERE s.firm = $1 AND (w.client = $2 OR s.id IN (SELECT x.service FROM mission_service x"
    " WHERE x.firm = $1 AND x.client = $2)) ORDER BY s.title, s.id");

bool refine_services(struct ctx *cx, int64_t client, struct refine_service **services,
                     size_t *count)
{
    struct refine_service *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(cx, &OF_MISSIONS, ARGS(arg_int(client)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = (struct refine_service){
            .id = rows_int(rows, 0),
            .title = rows_text(rows, 1),
            .is_own = *rows_text(rows, 2) != '\0',
        };
    }
    if (!rows_done(rows))
        return false;
    *services = list;
    *count = used;
    return true;
}
