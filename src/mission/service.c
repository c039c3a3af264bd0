#include "mission/service.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "client/change.h"
#include "client/visible.h"

SQL(CATEGORIES, FIRM,
    "SELECT c.id, c.key, c.title, (SELECT COUNT(*) FROM service s WHERE s.firm = c.firm"
    " AND s.category = c.id AND s.archived = 0) FROM category c WHERE c.firm = $1"
    " ORDER BY c.title, c.id");

bool category_list(struct ctx *cx, struct category **categories, size_t *count)
{
    struct category *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(cx, &CATEGORIES, NO_ARGS);

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = (struct category){
            .id = rows_int(rows, 0),
            .key = rows_text(rows, 1),
            .title = rows_text(rows, 2),
            .services = rows_int(rows, 3),
        };
    }
    if (!rows_done(rows))
        return false;
    *categories = list;
    *count = used;
    return true;
}

static bool title_check(struct ctx *cx, const char *title)
{
    if (!title || *str_trim(cx->arena, title) == '\0')
        return fail(cx, FAULT_INPUT, "PRESTATION-VIDE", "field", "title", NULL);
    return str_chars(title) <= LIMIT_FIELD_CHARS
        || fail(cx, FAULT_INPUT, "PRESTATION-LONG", "field", "title", "limit",
                arena_format(cx->arena, "%d", LIMIT_FIELD_CHARS), NULL);
}

SQL(CATEGORY_NAMED, FIRM, "SELECT 1 FROM category WHERE firm = $1 AND title = $2");
SQL(CATEGORY_ADD, FIRM, "INSERT INTO category (firm, id, key, title) VALUES ($1, $2, $3, $4)");

static bool category_put(struct ctx *cx, struct category *category)
{
    struct rows *rows = store_query(cx, &CATEGORY_NAMED, ARGS(arg_text(category->title)));
    bool is_there = rows_next(rows);
    int64_t id;

    if (!rows_done(rows))
        return false;
    if (is_there)
        return fail(cx, FAULT_CONFLICT, "CATEGORIE-EXISTE", "title", category->title, NULL);
    if (!store_id(cx, "category", 1, &id)
        || !store_run(cx, &CATEGORY_ADD,
                      ARGS(arg_int(id), arg_text(category->key ? category->key : ""),
                           arg_text(category->title))))
        return false;
    category->id = id;
    return true;
}

bool category_add(struct ctx *cx, struct category *category)
{
    bool is_own;

    if (!title_check(cx, category->title))
        return false;
    category->title = str_trim(cx->arena, category->title);
    return client_begin(cx, &is_own) && client_end(cx, is_own, category_put(cx, category));
}

/* Of members who see them: what has ended counts no more. */
#define COUNTED                                                                                    \
    " (SELECT COUNT(DISTINCT m.id) FROM mission_service x JOIN mission m ON m.firm = x.firm"       \
    "   AND m.id = x.mission WHERE x.firm = s.firm AND x.service = s.id AND m.state <> 'ended'"    \
    "   AND " CLIENT_UNHIDDEN("m.client", "$3", "$4") ")"

SQL(SERVICES, FIRM,
    "SELECT s.id, s.category, s.key, s.title, s.version, s.archived, c.title," COUNTED
    " FROM service s JOIN category c ON c.firm = s.firm"
    " AND c.id = s.category"
    " WHERE s.firm = $1 AND s.archived <= CAST($2 AS BIGINT)"
    " ORDER BY c.title, s.title, s.id");

static struct service row_read(struct rows *rows)
{
    return (struct service){
        .id = rows_int(rows, 0),
        .category = rows_int(rows, 1),
        .key = rows_text(rows, 2),
        .title = rows_text(rows, 3),
        .version = rows_int(rows, 4),
        .is_archived = rows_int(rows, 5) == 1,
        .category_title = rows_text(rows, 6),
        .missions = rows_int(rows, 7),
    };
}

bool service_list(struct ctx *cx, bool archived_too, struct service **services, size_t *count)
{
    struct service *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(
        cx, &SERVICES,
        ARGS(arg_int(archived_too), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    *services = list;
    *count = used;
    return true;
}

SQL(MISSIONS, FIRM, "SELECT" COUNTED " FROM service s WHERE s.firm = $1 AND s.id = $2");

bool service_count(struct ctx *cx, struct service *service)
{
    struct rows *rows =
        store_query(cx, &MISSIONS,
                    ARGS(arg_int(service->id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    if (rows_next(rows))
        service->missions = rows_int(rows, 0);
    return rows_done(rows);
}

SQL(SERVICE, FIRM,
    "SELECT s.id, s.category, s.key, s.title, s.version, s.archived, c.title, 0, v.content"
    " FROM service s JOIN category c ON c.firm = s.firm AND c.id = s.category"
    " JOIN service_version v ON v.firm = s.firm AND v.service = s.id AND v.version = s.version"
    " WHERE s.firm = $1 AND s.id = $2");

static bool found_read(struct ctx *cx, int64_t id, struct service *service, const char **content)
{
    struct rows *rows = store_query(cx, &SERVICE, ARGS(arg_int(id)));
    bool is_found = rows_next(rows);

    if (is_found) {
        *service = row_read(rows);
        *content = rows_text(rows, 8);
    }
    if (!rows_done(rows))
        return false;
    return is_found || fail(cx, FAULT_ABSENT, "PRESTATION-ABSENTE", NULL);
}

bool service_find(struct ctx *cx, int64_t id, struct service *service)
{
    struct service found;
    const char *content;

    if (!found_read(cx, id, &found, &content) || !service_content_read(cx, content, &found.content))
        return false;
    *service = found;
    return true;
}

SQL(VERSION, FIRM,
    "SELECT content FROM service_version WHERE firm = $1 AND service = $2 AND version = $3");

bool service_find_version(struct ctx *cx, int64_t id, int64_t version,
                          struct service_content *content)
{
    struct rows *rows = store_query(cx, &VERSION, ARGS(arg_int(id), arg_int(version)));
    const char *text = rows_next(rows) ? rows_text(rows, 0) : NULL;

    if (!rows_done(rows))
        return false;
    if (!text)
        return fail(cx, FAULT_ABSENT, "PRESTATION-ABSENTE", NULL);
    return service_content_read(cx, text, content);
}

SQL(VERSION_ADD, FIRM,
    "INSERT INTO service_version (firm, service, version, saved_at, saved_by, content)"
    " VALUES ($1, $2, $3, $4, $5, $6)");

static bool version_add(struct ctx *cx, const struct service *service, const char *content)
{
    return store_run(cx, &VERSION_ADD,
                     ARGS(arg_int(service->id), arg_int(service->version), arg_instant(cx->now),
                          arg_int(cx->actor), arg_text(content)));
}

SQL(CATEGORY_THERE, FIRM, "SELECT 1 FROM category WHERE firm = $1 AND id = $2");

static bool category_look(struct ctx *cx, int64_t id)
{
    struct rows *rows = store_query(cx, &CATEGORY_THERE, ARGS(arg_int(id)));
    bool is_there = rows_next(rows);

    return rows_done(rows) && (is_there || fail(cx, FAULT_ABSENT, "CATEGORIE-ABSENTE", NULL));
}

SQL(SERVICE_ADD, FIRM,
    "INSERT INTO service (firm, id, category, key, title, version, archived)"
    " VALUES ($1, $2, $3, $4, $5, 1, 0)");

static bool add(struct ctx *cx, struct service *service)
{
    struct service added = *service;

    added.version = 1;
    if (!category_look(cx, added.category) || !store_id(cx, "service", 1, &added.id)
        || !store_run(cx, &SERVICE_ADD,
                      ARGS(arg_int(added.id), arg_int(added.category),
                           arg_text(added.key ? added.key : ""), arg_text(added.title)))
        || !version_add(cx, &added, service_content_text(cx->arena, &added.content)))
        return false;
    *service = added;
    return true;
}

bool service_add(struct ctx *cx, struct service *service)
{
    bool is_own;

    if (!title_check(cx, service->title) || !service_content_check(cx, &service->content))
        return false;
    service->title = str_trim(cx->arena, service->title);
    return client_begin(cx, &is_own) && client_end(cx, is_own, add(cx, service));
}

SQL(SERVICE_SAVE, FIRM,
    "UPDATE service SET category = $3, title = $4, version = $5 WHERE firm = $1 AND id = $2");

static bool save(struct ctx *cx, struct service *service)
{
    const char *text = service_content_text(cx->arena, &service->content), *before;
    struct service found;

    if (!found_read(cx, service->id, &found, &before) || !category_look(cx, service->category))
        return false;
    bool is_new = strcmp(before, text) != 0;
    struct service saved = *service;
    saved.version = found.version + is_new;
    if (!store_run(cx, &SERVICE_SAVE,
                   ARGS(arg_int(saved.id), arg_int(saved.category), arg_text(saved.title),
                        arg_int(saved.version)))
        || (is_new && !version_add(cx, &saved, text)))
        return false;
    *service = saved;
    return true;
}

bool service_save(struct ctx *cx, struct service *service)
{
    bool is_own;

    if (!title_check(cx, service->title) || !service_content_check(cx, &service->content))
        return false;
    service->title = str_trim(cx->arena, service->title);
    return client_begin(cx, &is_own) && client_end(cx, is_own, save(cx, service));
}

SQL(SERVICE_ARCHIVE, FIRM, "UPDATE service SET archived = $3 WHERE firm = $1 AND id = $2");

bool service_archive(struct ctx *cx, int64_t id, bool is_archived)
{
    int64_t changed;

    if (!store_change(cx, &SERVICE_ARCHIVE, ARGS(arg_int(id), arg_int(is_archived)), &changed))
        return false;
    return changed > 0 || fail(cx, FAULT_ABSENT, "PRESTATION-ABSENTE", NULL);
}
