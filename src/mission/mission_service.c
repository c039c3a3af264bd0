#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "mission/mission_books.h"
#include "mission/service.h"

enum { QUANTITY_MOST = 100 };

SQL(SERVICES, FIRM,
    "SELECT " MISSION_SERVICE_COLUMNS
    ", x.next_created_on, x.lacks, x.lacks_on, s.title FROM mission_service x"
    " JOIN service s ON s.firm = x.firm AND s.id = x.service"
    " WHERE x.firm = $1 AND x.mission = $2 ORDER BY x.id");

bool mission_service_row(struct rows *rows, struct mission_service *service)
{
    *service = (struct mission_service){
        .id = rows_int(rows, 0),
        .mission = rows_int(rows, 1),
        .client = rows_int(rows, 2),
        .service = rows_int(rows, 3),
        .version = rows_int(rows, 4),
        .first = rows_date(rows, 6),
        .anchor_day = (int)rows_int(rows, 7),
        .quantity = rows_int(rows, 8),
        .lead_days = (int)rows_int(rows, 9),
        .lead_working = rows_int(rows, 10) == 1,
        .follows = rows_text(rows, 12),
        .words = rows_text(rows, 13),
        .next_number = rows_int(rows, 14),
    };
    return rhythm_parse(rows_text(rows, 5), &service->rhythm)
        && closed_rule_parse(rows_text(rows, 11), &service->closed);
}

static bool row_read(struct rows *rows, struct mission_service *service)
{
    bool is_known = mission_service_row(rows, service);

    service->has_next = !rows_null(rows, 15);
    if (service->has_next)
        service->next_created = rows_date(rows, 15);
    service->lacks = rows_text(rows, 16);
    if (*service->lacks)
        service->lacks_on = rows_date(rows, 17);
    service->title = rows_text(rows, 18);
    return is_known;
}

bool mission_services(struct ctx *cx, struct mission *mission)
{
    struct mission_service *list = NULL;
    size_t used = 0, room = 0;
    bool is_known = true;
    struct rows *rows = store_query(cx, &SERVICES, ARGS(arg_int(mission->id)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        is_known = row_read(rows, &list[used++]) && is_known;
    }
    if (!rows_done(rows))
        return false;
    if (!is_known)
        return fail(cx, FAULT_BROKEN, "BASE", "detail", "mission_service", NULL);
    mission->services = list;
    mission->service_count = used;
    return true;
}

static bool service_check(struct ctx *cx, const struct mission *mission,
                          const struct mission_service *service)
{
    struct recurrence recurrence = {
        .first = service->first,
        .rhythm = service->rhythm,
        .anchor_day = service->anchor_day,
        .lead_days = service->lead_days,
        .until = mission->last,
        .has_until = mission->has_last,
    };
    enum deadline_kind kind;

    if (service->follows && *service->follows && !deadline_kind_parse(service->follows, &kind))
        return fail(cx, FAULT_INPUT, "ECHEANCE-SORTE", "value", service->follows, NULL);
    if (service->quantity < 0 || service->quantity > QUANTITY_MOST)
        return fail(cx, FAULT_INPUT, "MISSION-QUANTITE", "limit",
                    arena_format(cx->arena, "%d", QUANTITY_MOST), NULL);
    return recurrence_check(cx, &recurrence);
}

bool mission_check(struct ctx *cx, const struct mission *mission)
{
    const char *name = mission->name ? str_trim(cx->arena, mission->name) : "";

    if (*name == '\0' || str_chars(name) > LIMIT_FIELD_CHARS)
        return fail(cx, FAULT_INPUT, "MISSION-NOM", "limit",
                    arena_format(cx->arena, "%d", LIMIT_FIELD_CHARS), NULL);
    if (mission->has_last && mission->last.day < mission->first.day)
        return fail(cx, FAULT_INPUT, "MISSION-DATES", "first", date_text(cx->arena, mission->first),
                    "last", date_text(cx->arena, mission->last), NULL);
    if (mission->service_count == 0)
        return fail(cx, FAULT_INPUT, "MISSION-VIDE", NULL);
    for (size_t i = 0; i < mission->service_count; i++)
        if (!service_check(cx, mission, &mission->services[i]))
            return false;
    return true;
}

SQL(LAST_VERSION, FIRM, "SELECT version FROM service WHERE firm = $1 AND id = $2");

static bool version_fill(struct ctx *cx, struct mission_service *service)
{
    if (service->version > 0)
        return true;
    struct rows *rows = store_query(cx, &LAST_VERSION, ARGS(arg_int(service->service)));
    while (rows_next(rows))
        service->version = rows_int(rows, 0);
    return rows_done(rows)
        && (service->version > 0 || fail(cx, FAULT_ABSENT, "PRESTATION-ABSENTE", NULL));
}

SQL(SERVICE_ADD, FIRM,
    "INSERT INTO mission_service (firm, id, mission, client, service, version, rhythm, first_on,"
    " anchor_day, quantity, lead_days, lead_working, closed, follows, words, next_number,"
    " next_created_on, lacks, lacks_on, lacks_change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10,"
    " $11, $12, $13, $14, $15, $16, NULL, '', NULL, 0)");

static const char *text_or_none(const char *text)
{
    return text ? text : "";
}

static bool service_add_one(struct ctx *cx, struct mission_service *service)
{
    bool is_once = service->rhythm == RHYTHM_ONCE;

    service->quantity = is_once && service->quantity > 0 ? service->quantity : 1;
    service->next_number = service->next_number > 0 ? service->next_number : 1;
    service->has_next = false;
    return version_fill(cx, service)
        && store_run(cx, &SERVICE_ADD,
                     ARGS(arg_int(service->id), arg_int(service->mission), arg_int(service->client),
                          arg_int(service->service), arg_int(service->version),
                          arg_text(rhythm_text(service->rhythm)),
                          arg_date(cx->arena, service->first), arg_int(service->anchor_day),
                          arg_int(service->quantity), arg_int(service->lead_days),
                          arg_int(service->lead_working),
                          arg_text(closed_rule_text(service->closed)),
                          arg_text(text_or_none(service->follows)),
                          arg_text(text_or_none(service->words)), arg_int(service->next_number)));
}

bool mission_services_add(struct ctx *cx, struct mission *mission)
{
    size_t count = mission->service_count;
    struct mission_service *added = arena_new(cx->arena, struct mission_service, count);
    int64_t first;

    if (!store_id(cx, "mission_service", count, &first))
        return false;
    for (size_t i = 0; i < count; i++) {
        added[i] = mission->services[i];
        added[i].id = first + (int64_t)i;
        added[i].mission = mission->id;
        added[i].client = mission->client;
        if (!service_add_one(cx, &added[i]))
            return false;
    }
    mission->services = added;
    return true;
}
