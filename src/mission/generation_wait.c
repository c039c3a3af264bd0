#include "client/change.h"
#include "mission/generation.h"
#include "mission/mission_books.h"

SQL(WAITS, FIRM,
    "SELECT 1 FROM mission_service x JOIN client c ON c.firm = x.firm AND c.id = x.client"
    " WHERE x.firm = $1 AND x.next_created_on <= $2 AND c.state <> 'archived'"
    " UNION ALL SELECT 1 FROM mission_service x JOIN client c ON c.firm = x.firm"
    "   AND c.id = x.client WHERE x.firm = $1 AND x.lacks <> '' AND c.changed > x.lacks_change"
    "   AND c.state <> 'archived' LIMIT 1");

bool generation_waits(struct ctx *cx, bool *waits)
{
    struct rows *rows = store_query(cx, &WAITS, ARGS(arg_date(cx->arena, cx->today)));
    bool any = rows_next(rows);

    if (!rows_done(rows))
        return false;
    *waits = any;
    return true;
}

/* What should have been made before a client came back: the step after the last that put it away.
 */
SQL(BACK, FIRM,
    "SELECT x.mission, x.next_created_on, (SELECT MIN(l.at) FROM client_life l"
    "   WHERE l.firm = x.firm AND l.client = x.client AND l.id > (SELECT MAX(a.id)"
    "     FROM client_life a WHERE a.firm = x.firm AND a.client = x.client"
    "     AND a.state = 'archived')) AS back_at"
    " FROM mission_service x JOIN mission m ON m.firm = x.firm AND m.id = x.mission"
    " JOIN client c ON c.firm = x.firm AND c.id = x.client"
    " WHERE x.firm = $1 AND x.next_created_on < $2 AND m.state = 'signed'"
    " AND c.state <> 'archived' ORDER BY x.next_created_on, x.id");

static struct date day_of(struct instant at)
{
    enum { MS_A_DAY = 24 * 60 * 60 * 1000 };

    return (struct date){ (int32_t)(at.ms / MS_A_DAY) };
}

static bool has(const int64_t *list, size_t count, int64_t mission)
{
    size_t place = 0;

    while (place < count && list[place] != mission)
        place++;
    return place < count;
}

static bool to_take_back(struct ctx *cx, int64_t **missions, size_t *count)
{
    int64_t *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(cx, &BACK, ARGS(arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        int64_t mission = rows_int(rows, 0);
        if (rows_null(rows, 2) || rows_date(rows, 1).day > day_of(rows_instant(rows, 2)).day
            || has(list, used, mission))
            continue;
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = mission;
    }
    if (!rows_done(rows))
        return false;
    *missions = list;
    *count = used;
    return true;
}

/* The number of the first one that is due today or later; what is older is of no use to anybody. */
static bool number_due(struct ctx *cx, const struct course *course, int64_t *number)
{
    enum { AT_ONCE = 60 };
    struct dues dues;

    for (;;) {
        if (!course_list(cx, course, *number, AT_ONCE, &dues))
            return false;
        for (size_t i = 0; i < dues.count; i++) {
            if (dues.rows[i].at.lands.day >= cx->today.day)
                return true;
            *number = dues.rows[i].at.number + 1;
        }
        if (dues.is_whole || dues.count == 0)
            return true;
    }
}

SQL(PASS, FIRM, "UPDATE mission_service SET next_number = $3 WHERE firm = $1 AND id = $2");

static bool pass(struct ctx *cx, const struct mission *mission, struct mission_service *service,
                 bool *is_any)
{
    int64_t number = service->next_number;
    struct course course;
    const char *lacks;

    if (!course_of(cx, mission, service, &course) || !number_due(cx, &course, &number))
        return course_lacks(cx, &lacks);
    if (number == service->next_number)
        return true;
    *is_any = true;
    service->next_number = number;
    return store_run(cx, &PASS, ARGS(arg_int(service->id), arg_int(number)));
}

static bool take_back(struct ctx *cx, int64_t id)
{
    struct mission mission;
    bool is_any = false;

    if (!mission_find(cx, id, &mission))
        return false;
    for (size_t i = 0; i < mission.service_count; i++)
        if (!pass(cx, &mission, &mission.services[i], &is_any))
            return false;
    return !is_any || (mission_tell_dropped(cx, id) && mission_look_ahead(cx, &mission));
}

bool generation_take_back(struct ctx *cx)
{
    int64_t *missions;
    size_t count;
    bool is_own;

    if (!to_take_back(cx, &missions, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!client_begin(cx, &is_own) || !client_end(cx, is_own, take_back(cx, missions[i])))
            return false;
    return true;
}
