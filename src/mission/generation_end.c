#include "mission/generation.h"
#include "mission/mission.h"

SQL(TO_END, FIRM,
    "SELECT m.id FROM mission m WHERE m.firm = $1 AND m.last_on < $2"
    " AND m.state IN ('signed', 'suspended') AND m.last_on IS NOT NULL ORDER BY m.id LIMIT 200");

static bool to_end(struct ctx *cx, int64_t **missions, size_t *count)
{
    int64_t *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(cx, &TO_END, ARGS(arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = rows_int(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    *missions = list;
    *count = used;
    return true;
}

bool generation_end_past(struct ctx *cx, int64_t *count)
{
    int64_t *missions, total = 0;
    size_t found;

    do {
        if (!to_end(cx, &missions, &found))
            return false;
        for (size_t i = 0; i < found; i++)
            if (!mission_expire(cx, missions[i]))
                return false;
        total += (int64_t)found;
    } while (found > 0);
    *count = total;
    return true;
}
